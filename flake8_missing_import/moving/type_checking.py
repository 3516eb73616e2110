"""Imports that only type checkers need, for the ``if TYPE_CHECKING:`` block that a file has."""

from __future__ import annotations

import ast
import builtins
import contextlib
import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flake8_missing_import.annotations import READ_BY_DATACLASS, imported_from
from flake8_missing_import.conditions import Conditions
from flake8_missing_import.conditions.truth import seen_by_type_checkers, truth
from flake8_missing_import.imports import imported_modules, module_of
from flake8_missing_import.model import Edit, ImportStatement, Place, Use
from flake8_missing_import.module import NOT_PARSED, Module, parents_of, parsed_expression
from flake8_missing_import.moving.staying import is_own
from flake8_missing_import.placement import place_in_block
from flake8_missing_import.placement.imports import known_sections
from flake8_missing_import.reach import runs
from flake8_missing_import.scopes import (
    FUNCTIONS,
    Definition,
    chain_of,
    is_in_annotation,
    parameters,
)
from flake8_missing_import.spelling import last_name

_READING = re.compile(
    r"\b(__annotations__|annotationlib|eval_str|get_annotations|get_type_hints|model_rebuild"
    r"|resolve_types|update_forward_refs)\b"
)
"""What evaluates annotations when it is asked to: inspect's, typing's, attrs' and pydantic's
(their documentation)."""
_MARKING = frozenset({"pytest"})
"""Packages whose decorators read no annotations: fixtures go by their names."""


def place_for_type_checkers(
    statement: ImportStatement, places: Sequence[Place], conditions: Conditions
) -> Edit | None:
    """Return the edit that adds an import to a module's block for type checkers.

    None if something needs the import at run time, or the file has no such block with
    imports of the same section above the uses; own modules, whose import may fail at run time, go
    below those of other sections. A module that the file imports at run time anyway costs nothing
    there; but its members stay together, unless the file has those apart that only annotations
    need.
    """
    module = conditions.module
    above = places[0].line
    blocks = [one for one in _blocks(conditions) if (one[-1].end_lineno or 0) < above]
    with_members = [block for block in blocks if _members(block, statement.module)]
    at_the_top = _members(module.tree.body, statement.module)
    if at_the_top and not (with_members and all(_needs(name, module) for name in at_the_top)):
        return None
    if statement.module in imported_modules(module.tree.body):
        blocks = with_members
    if not blocks or not never_run(places, conditions):
        return None
    edit = place_in_one(blocks, statement, module)
    if edit is None and is_own(statement, module):
        edit = place_in_one(blocks, statement, module, in_new_section=True)
    return edit


def place_in_one(
    blocks: Iterable[Sequence[ast.stmt]],
    statement: ImportStatement,
    module: Module,
    *,
    in_new_section: bool = False,
) -> Edit | None:
    """Return the edit that adds an import to the first of some blocks that can take it."""
    known = known_sections(module)
    width = module.options.max_line_length
    edits = (
        place_in_block(
            module,
            block,
            statement,
            known,
            max_line_length=width,
            in_new_section=in_new_section,
        )
        for block in blocks
    )
    return next(filter(None, edits), None)


def never_run(places: Sequence[Place], conditions: Conditions) -> bool:
    """Say whether some places are annotations that never run, and that nothing reads."""
    return all(_is_annotation(one, conditions) for one in places)


def _members(body: Sequence[ast.stmt], module: str) -> list[str]:
    """Return the names of a module's members that some statements import."""
    return [
        alias.asname or alias.name
        for one in body
        if isinstance(one, ast.ImportFrom) and module_of(one) == module
        for alias in one.names
    ]


def _needs(name: str, module: Module) -> bool:
    """Say whether code other than annotations loads a name."""
    chains = ([node, *parents_of(node, module.parents)] for node in module.loads.get(name, ()))
    return not all(map(is_in_annotation, chains))


def _blocks(conditions: Conditions) -> Iterator[list[ast.stmt]]:
    """Yield the blocks at the top level that only type checkers see."""
    seen = seen_by_type_checkers(conditions)
    for node in conditions.module.tree.body:
        if (
            isinstance(node, ast.If)
            and node.lineno < node.body[0].lineno
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
        and not _asks_for_annotations(module.source)
        and (not _Readers(module).may_read(chain_of(place)) or _fails_beside(place, conditions))
    )


@functools.lru_cache(maxsize=1)
def _asks_for_annotations(source: str) -> bool:
    return _READING.search(source) is not None


def _fails_beside(use: Use, conditions: Conditions) -> bool:
    """Say whether what evaluates an annotation fails at one beside it: only type checkers see that.

    Of a function it is a later parameter's: libraries may leave out the first ones, as discord.py
    does with the context.
    """
    module = conditions.module
    beside: Iterable[ast.expr] = ()
    for parent, around in itertools.pairwise(chain_of(use)):
        if isinstance(parent, FUNCTIONS):
            annotations = filter(None, (one.annotation for one in parameters(parent.args)))
            start = (use.line, use.column)
            beside = [one for one in annotations if (one.lineno, one.col_offset) > start]
            break
        if isinstance(parent, ast.AnnAssign):
            if isinstance(around, ast.ClassDef):
                beside = _Readers(module).read_with(parent, around)
            break
    unseen = {one for block in _blocks(conditions) for one in block}
    names = {one.id for each in beside for one in _parts(each) if isinstance(one, ast.Name)}
    found = [module.binders[name] for name in names & module.binders.keys()]
    return any(unseen.issuperset(module.parents[one] for one in binders) for binders in found)


def _parts(annotation: ast.expr) -> Iterator[ast.AST]:
    """Yield the nodes of an annotation, and of those in its strings."""
    for node in ast.walk(annotation):
        yield node
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            with contextlib.suppress(*NOT_PARSED):
                yield from ast.walk(parsed_expression(node.value))


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
                are_known = all(self._is_known(one, _MARKING.__contains__) for one in known)
                return not are_known or self._may_get(parent)
            if isinstance(parent, ast.AnnAssign):
                keywords = (one.value for each in classes for one in each.keywords)
                known = [*(one for each in classes for one in each.bases), *keywords, *decorators]
                return not all(map(self._is_known, known)) or any(map(self._may_get, classes))
        return False

    def read_with(self, field: ast.AnnAssign, around: ast.ClassDef) -> Iterator[ast.expr]:
        """Yield the annotations of a class that are read whenever that of a field is.

        None where a library may be told about its fields later, as pydantic is, or reads one by
        one, as SQLAlchemy does with ``Mapped[...]``. Private ones, and those with values, may be
        left out.
        """
        parts = [*around.bases, *(one.value for one in around.keywords), *around.decorator_list]
        if all(self._is_known(one, self._is_own) for one in parts) and self._is_simple(
            field.annotation
        ):
            for one in around.body:
                match one:
                    case ast.AnnAssign(
                        target=ast.Name(id=name), value=None | ast.Constant(), annotation=annotation
                    ) if not name.startswith("_") and self._is_simple(annotation):
                        yield annotation

    def _is_simple(self, annotation: ast.expr) -> bool:
        """Say whether an annotation has no meaning of its own for a library or a dataclass."""
        return all(
            self._is_known(one.value) and last_name(one.value) not in READ_BY_DATACLASS
            for one in _parts(annotation)
            if isinstance(one, ast.Subscript)
        )

    def _is_known(self, node: ast.expr, others: Callable[[str], bool] = lambda _: False) -> bool:
        """Say whether an expression comes from the builtins, the library or other modules."""
        while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
            node = node.func if isinstance(node, ast.Call) else node.value
        if not isinstance(node, ast.Name):
            return isinstance(node, ast.Constant)
        found = list(imported_from(node.id, self.module))
        library = self.module.library
        known = (library.has_module(one) or others(one) for one in found)
        return all(known) if found else hasattr(builtins, node.id)

    def _is_own(self, origin: str) -> bool:
        return bool(origin) and is_own(ImportStatement(origin), self.module)

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
                return not is_in_annotation(chain) or self.may_read(chain)
