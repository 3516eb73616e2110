"""Imports for the block beside which a file has other imports for Python 2."""

from __future__ import annotations

import ast

from flake8_missing_import.conditions.python_2 import is_import_of_old
from flake8_missing_import.model import Edit, ImportStatement
from flake8_missing_import.module import Module
from flake8_missing_import.moving.type_checking import place_in_one


def place_for_python_3(
    statement: ImportStatement, before: int | None, module: Module
) -> Edit | None:
    """Return the edit that adds a submodule where the file imports its package for Python 3.

    At the top level it would stop Python 2. None if the file has its package from elsewhere, or
    has no such block.

    :param before: a line that the import has to be above.
    """
    given = [module.parents[one] for one in module.binders.get(statement.binds, ())]
    if not (statement.is_plain and given):
        return None
    for node in module.tree.body:
        blocks = _blocks(node)
        old = [block for block in blocks if any(map(is_import_of_old, block))]
        if (
            old
            and all(any(one in block for block in blocks) for one in given)
            and (before is None or (node.end_lineno or 0) < before)
        ):
            others = (one for one in blocks if one not in old)
            return place_in_one(
                [block for block in others if any(one in block for one in given)], statement, module
            )
    return None


def _blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    """Return the blocks of a statement one of which runs."""
    match node:
        case ast.If(body=body, orelse=orelse):
            return [body, orelse]
        case ast.Try(body=body, handlers=handlers):
            return [body, *(handler.body for handler in handlers)]
        case _:
            return []
