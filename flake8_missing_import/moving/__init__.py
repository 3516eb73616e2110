"""How an import leaves the block that it is in, when it moves to another place."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Sequence

from flake8_missing_import.model import Binding, Edit
from flake8_missing_import.module import Module, last_line
from flake8_missing_import.placement import is_kept
from flake8_missing_import.scopes import block_of

_OF_THE_PLACE = re.compile(
    r"(\s*(#\s*noqa:\s*E402|(#\s*)?pylint:\s*disable=(wrong-import-position|C0413)))+\s*",
    re.IGNORECASE,
)
"""A comment that tells linters that an import stands below code, and nothing else."""


def removal(existing: Binding, module: Module, gone: Sequence[Binding] = ()) -> Edit | None:
    """Return the edit that removes an import from a block, None if it shares its lines.

    A block that would be empty gets a ``pass``.

    :param gone: other imports that are removed as well.
    """
    node, name, lines = existing.node, existing.alias, module.lines
    assert isinstance(node, ast.Import | ast.ImportFrom)
    assert name is not None
    first, last = node.lineno, last_line(node)
    indentation = lines[first - 1][: node.col_offset]
    others = [alias for alias in node.names if alias is not name]
    end, ending = node.end_col_offset or 0, lines[last - 1].encode(errors="surrogatepass")
    code, rest = (part.decode(errors="surrogatepass") for part in (ending[:end], ending[end:]))
    is_of_the_place = not others and _OF_THE_PLACE.fullmatch(rest)
    if is_kept(lines, first) or indentation.strip() or (rest.strip() and not is_of_the_place):
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
    if any("#" in line for line in (*lines[first - 1 : last - 1], code)):
        return None
    block = block_of(node, existing.parents[0])
    if all(one is node or any(one is other.node for other in gone) for one in block):
        empty = (f"{indentation}pass",)
        return Edit(line=first, inserted=empty, statement_line=first, removed=last - first + 1)
    if _has_comment_above(node, block, lines):
        return None
    above, below = _blank_lines_to_remove(first, last, lines, is_first=node is block[0])
    first -= above
    return Edit(line=first, inserted=(), statement_line=first, removed=last + below - first + 1)


def _has_comment_above(node: ast.stmt, block: Sequence[ast.stmt], lines: Sequence[str]) -> bool:
    """Say whether a comment would be about nothing without a statement."""
    if not lines[node.lineno - 2 : node.lineno - 1] or not lines[
        node.lineno - 2
    ].strip().startswith("#"):
        return False
    below = last_line(node) + 1
    return not any(
        one.lineno == below and isinstance(one, ast.Import | ast.ImportFrom) for one in block
    )


def _blank_lines_to_remove(
    first: int, last: int, lines: Sequence[str], *, is_first: bool
) -> tuple[int, int]:
    """Return how many blank lines go with a statement, above and below it.

    Of those around it the longer run stays, none at the start of a block or the end of the file.
    """
    above = below = 0
    while first - above > 1 and not lines[first - above - 2].strip():
        above += 1
    while last + below < len(lines) and not lines[last + below].strip():
        below += 1
    if last + below == len(lines):
        return above, 0
    if is_first:
        return 0, below
    return (above, 0) if above <= below else (0, below)
