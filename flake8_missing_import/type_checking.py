"""Imports that only type checkers need, for the ``if TYPE_CHECKING:`` block that a file has."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Sequence

from flake8_missing_import.annotations import origins
from flake8_missing_import.conditions import (
    Conditions,
    seen_by_type_checkers,
    truth,
)
from flake8_missing_import.imports import imported_modules
from flake8_missing_import.model import Edit, ImportStatement, Place, Use
from flake8_missing_import.module import Module
from flake8_missing_import.placement import place_in_block
from flake8_missing_import.reach import runs
from flake8_missing_import.scopes import FUNCTIONS
from flake8_missing_import.stdlib import StandardLibrary, standard_library


def place_for_type_checkers(
    statement: ImportStatement, places: Sequence[Place], module: Module
) -> Edit | None:
    """Return the edit that adds an import to the block for type checkers.

    None if something needs the import at run time, or the file has no such block with
    imports of the same section above the uses. A module that the file imports at run time anyway
    costs nothing there, and its members stay together.
    """
    if statement.module in imported_modules(module.tree):
        return None
    conditions = Conditions(module)
    blocks = list(_blocks(module, conditions, above=places[0].line))
    library = standard_library(module.options.target_version)
    if not blocks or not all(_is_annotation(one, module, conditions, library) for one in places):
        return None
    length = module.options.max_line_length
    edits = (
        place_in_block(
            module,
            block,
            statement,
            library,
            max_line_length=length,
            first_party=module.options.known.first_party,
        )
        for block in blocks
    )
    return next(filter(None, edits), None)


def _blocks(module: Module, conditions: Conditions, above: int) -> Iterator[list[ast.stmt]]:
    """Yield the blocks at the top level that only type checkers see."""
    seen = seen_by_type_checkers(conditions)
    for node in module.tree.body:
        if (
            isinstance(node, ast.If)
            and node.lineno < node.body[0].lineno
            and (node.body[-1].end_lineno or 0) < above
            and truth(node.test, conditions) is False
            and truth(node.test, conditions, seen) is True
        ):
            yield node.body


def _is_annotation(
    place: Place, module: Module, conditions: Conditions, library: StandardLibrary
) -> bool:
    """Say whether a place is an annotation that never runs, and that nothing reads."""
    return (
        isinstance(place, Use)
        and (place.in_annotation or place.is_quoted)
        and not module.is_stub
        and not runs(place, module, conditions)
        and not _may_be_read(place, module, library)
    )


def _may_be_read(use: Use, module: Module, library: StandardLibrary) -> bool:
    """Say whether a library may evaluate an annotation, as pydantic and FastAPI do.

    They read the fields of classes that derive from theirs, and the parameters of functions
    that they decorate; nothing of the standard library does.
    """
    for position, parent in enumerate(use.parents):
        if isinstance(parent, FUNCTIONS):
            return not all(_is_known(one, module, library) for one in parent.decorator_list)
        around = use.parents[position + 1 : position + 2]
        if isinstance(parent, ast.AnnAssign):
            classes = [node for node in around if isinstance(node, ast.ClassDef)]
            return not all(
                _is_known(one, module, library)
                for node in classes
                for one in (*node.bases, *node.decorator_list)
            )
    return False


def _is_known(node: ast.expr, module: Module, library: StandardLibrary) -> bool:
    """Say whether a decorator or a base class comes from the builtins or the standard library."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    if not isinstance(node, ast.Name):
        return False
    found = list(origins(node.id, module.tree))
    return all(map(library.has_module, found)) if found else hasattr(builtins, node.id)
