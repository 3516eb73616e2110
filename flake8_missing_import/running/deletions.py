"""Which ``del`` has surely run when a load does?"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Mapping

from flake8_missing_import.model import Binding
from flake8_missing_import.running.exits import opens_files
from flake8_missing_import.scopes import LOOPS, chain_of, statements_below


def last_deletion(
    deletions: Iterable[Binding], around: Mapping[ast.AST, ast.AST]
) -> Binding | None:
    """Return the last ``del`` of a name above a load that has run whenever the load does.

    It is in a block with the load, or with the function around it, and in no loop. It may be in
    ``finally``, or where a file is open.

    :param deletions: those in the scope of the name, in the order of the source.
    :param around: the nodes around the load, each with the part of it that the load is in.
    """
    return next((one for one in reversed(list(deletions)) if _has_run(one, around)), None)


def _has_run(deletion: Binding, around: Mapping[ast.AST, ast.AST]) -> bool:
    if any(isinstance(parent, LOOPS) for parent in deletion.parents):
        return False
    for part, parent in itertools.pairwise(chain_of(deletion)):
        if parent in around:
            later = around[parent]
            # Their places are compared first: a block may have thousands of statements.
            return _place(part) < _place(later) and later in statements_below(part, parent)
        if isinstance(part, ast.stmt) and not (
            part in getattr(parent, "finalbody", ())
            or (isinstance(parent, ast.With | ast.AsyncWith) and opens_files(parent))
        ):
            return False
    return False


def _place(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
