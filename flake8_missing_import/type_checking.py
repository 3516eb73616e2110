"""Imports that only type checkers need, for the ``if TYPE_CHECKING:`` block that a file has."""

from __future__ import annotations

import ast
import builtins
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flake8_missing_import.annotations import origins
from flake8_missing_import.conditions import (
    Conditions,
    seen_by_type_checkers,
    truth,
)
from flake8_missing_import.imports import imported_modules
from flake8_missing_import.model import Edit, ImportStatement, Place, Use
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.placement import place_in_block
from flake8_missing_import.placement.imports import known_sections
from flake8_missing_import.reach import runs
from flake8_missing_import.scopes import FUNCTIONS, Definition, chain_of

_READING = re.compile(
    r"\b(__annotations__|annotationlib|eval_str|get_annotations|get_type_hints|resolve_types)\b"
)
"""What evaluates annotations when it is asked to: inspect's, typing's and attrs' (their
documentation)."""


def place_for_type_checkers(
    statement: ImportStatement, places: Sequence[Place], module: Module
) -> Edit | None:
    """Return the edit that adds an import to the block for type checkers.

    None if something needs the import at run time, or the file has no such block with
    imports of the same section above the uses. A module that the file imports at run time anyway
    costs nothing there; but its members stay together.
    """
    blocks = list(_blocks(module, above=places[0].line))
    with_members = [block for block in blocks if _has_members(block, statement.module)]
    if statement.module in imported_modules(module.tree):
        if not with_members or _has_members(module.tree.body, statement.module):
            return None
        blocks = with_members
    if not blocks or not never_run(places, module):
        return None
    return place_in_one(blocks, statement, module)


def place_in_one(
    blocks: Iterable[Sequence[ast.stmt]], statement: ImportStatement, module: Module
) -> Edit | None:
    """Return the edit that adds an import to the first of some blocks that can take it."""
    known = known_sections(module)
    width = module.options.max_line_length
    edits = (
        place_in_block(module, block, statement, known, max_line_length=width) for block in blocks
    )
    return next(filter(None, edits), None)


def never_run(places: Sequence[Place], module: Module) -> bool:
    """Say whether some places are annotations that never run, and that nothing reads."""
    conditions = Conditions(module)
    return all(_is_annotation(one, conditions) for one in places)


def _has_members(body: Sequence[ast.stmt], module: str) -> bool:
    """Say whether one of some statements imports members of a module."""
    return any(isinstance(one, ast.ImportFrom) and one.module == module for one in body)


def _blocks(module: Module, above: int) -> Iterator[list[ast.stmt]]:
    """Yield the blocks at the top level that only type checkers see."""
    conditions = Conditions(module)
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


def _is_annotation(place: Place, conditions: Conditions) -> bool:
    """Say whether a place is an annotation that never runs, and that nothing reads."""
    module = conditions.module
    return (
        isinstance(place, Use)
        and (place.in_annotation or place.is_quoted)
        and not module.is_stub
        and not runs(place, conditions)
        and not _READING.search(module.source)
        and not _Readers(module).may_read(chain_of(place))
    )


@dataclass(frozen=True, eq=False)
class _Readers:
    """Libraries that may evaluate annotations, as pydantic, FastAPI and typer do.

    They read the fields of classes that derive from theirs or that they decorate, the parameters
    of functions that they decorate, and those of all that is handed to them. Nothing of the
    standard library does so unless it is asked to.
    """

    module: Module
    checked: frozenset[ast.AST] = frozenset()
    """Definitions of which the question is asked already."""

    def may_read(self, chain: Sequence[ast.AST]) -> bool:
        """Say whether an annotation may be read.

        :param chain: a node in it and those around it, innermost first.
        """
        for parent, around in zip(chain, [*chain[1:], None], strict=True):
            classes = [around] if isinstance(around, ast.ClassDef) else []
            decorators = [one for each in classes for one in each.decorator_list]
            if isinstance(parent, FUNCTIONS):
                known = [*parent.decorator_list, *decorators]
                return not all(map(self._is_known, known)) or self._may_get(parent)
            if isinstance(parent, ast.AnnAssign):
                keywords = (one.value for each in classes for one in each.keywords)
                known = [*(one for each in classes for one in each.bases), *keywords, *decorators]
                return not all(map(self._is_known, known)) or any(map(self._may_get, classes))
        return False

    def _is_known(self, node: ast.expr) -> bool:
        """Say whether an expression comes from the builtins or the standard library."""
        while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
            node = node.func if isinstance(node, ast.Call) else node.value
        if not isinstance(node, ast.Name):
            return isinstance(node, ast.Constant)
        found = list(origins(node.id, self.module))
        library = self.module.library
        return all(map(library.has_module, found)) if found else hasattr(builtins, node.id)

    def _may_get(self, definition: Definition) -> bool:
        """Say whether a function or a class may be handed to a library."""
        if definition in self.checked:
            return False
        others = replace(self, checked=self.checked | {definition})
        return any(map(others._may_get_from, self.module.loads.get(definition.name, ())))

    def _may_get_from(self, node: ast.expr) -> bool:
        """Say whether one mention of a function or a class hands it out."""
        parents = self.module.parents
        match parents[node]:
            case ast.Call(func=called) if called is node:
                return False
            case ast.Attribute() | ast.Compare() | ast.ExceptHandler() | ast.Expr() | ast.Raise():
                return False
            case ast.Call(func=function):
                return not self._is_known(function)
            case ast.keyword() as keyword if isinstance(call := parents[keyword], ast.Call):
                return not self._is_known(call.func)
            case ast.ClassDef() as derived:
                return self._may_get(derived)
            case _:
                chain = [node, *parents_of(node, parents)]
                return not _is_in_annotation(chain) or self.may_read(chain)


def _is_in_annotation(chain: Sequence[ast.AST]) -> bool:
    """Say whether a node is part of an annotation.

    :param chain: the node and those around it, innermost first.
    """
    for child, parent in itertools.pairwise(chain):
        if child in (getattr(parent, "annotation", None), getattr(parent, "returns", None)):
            return True
        if not isinstance(parent, ast.expr):
            return False
    return False
