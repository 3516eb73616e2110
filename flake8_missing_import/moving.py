"""How an import leaves the block that it is in, when it moves to another place."""

from __future__ import annotations

import ast
import copy

from flake8_missing_import.model import Binding, Edit
from flake8_missing_import.module import Module
from flake8_missing_import.placement import is_kept


def removal(existing: Binding, module: Module) -> Edit | None:
    """Return the edit that removes an import from a block, None if it shares its lines.

    A block that would be empty gets a ``pass``.
    """
    node, name, lines = existing.node, existing.alias, module.lines
    assert isinstance(node, ast.Import | ast.ImportFrom)
    assert name is not None
    first, last = node.lineno, node.end_lineno or node.lineno
    indentation = lines[first - 1][: node.col_offset]
    others = [alias for alias in node.names if alias is not name]
    if (
        is_kept(lines, first)
        or indentation.strip()
        or lines[last - 1][node.end_col_offset or 0 :].strip()
    ):
        return None
    if others:
        line = lines[name.lineno - 1]
        if first == last and line == indentation + ast.unparse(node):
            shortened = copy.copy(node)
            shortened.names = others
            inserted = (indentation + ast.unparse(shortened),)
            return Edit(line=first, inserted=inserted, statement_line=first, removed=1)
        if line.strip() == f"{ast.unparse(name)},":
            return Edit(line=name.lineno, inserted=(), statement_line=first, removed=1)
        return None
    if any("#" in line for line in lines[first - 1 : last]):
        return None
    rest = () if len(_block_of(existing)) > 1 else (f"{indentation}pass",)
    return Edit(line=first, inserted=rest, statement_line=first, removed=last - first + 1)


def _block_of(existing: Binding) -> list[ast.stmt]:
    """Return the block of statements that an import is in."""
    blocks = (getattr(existing.parents[0], field, []) for field in ("body", "orelse", "finalbody"))
    return next(block for block in blocks if existing.node in block)
