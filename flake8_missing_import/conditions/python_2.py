"""Is code for Python 2 alone? Conditions, names and imports that no other has show it.

What is found here only keeps findings away: it says nothing of what imports bring.
"""

from __future__ import annotations

import ast
import functools
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flake8_missing_import.assignments import assigned_values, value_given_by
from flake8_missing_import.conditions import CONDITIONS, Conditions, blocking_condition
from flake8_missing_import.conditions.truth import (
    Assumption,
    nothing_assumed,
    seen_by_type_checkers,
)
from flake8_missing_import.module import parents_of
from flake8_missing_import.running.exits import leaves
from flake8_missing_import.running.first_pass import evaluated
from flake8_missing_import.scopes import TRIES, blocks, enclosing_scopes
from flake8_missing_import.silence.expectations import ATTRIBUTE_ERRORS, IMPORT_ERRORS, NAME_ERRORS
from flake8_missing_import.spelling import root, word, written
from flake8_missing_import.stdlib import is_in_all_builds
from flake8_missing_import.stdlib.versions import ever_had, has_in_some_supported, is_gone

_LARGEST_VALUE = 100
"""How many nodes of a variable's value are looked at."""
_BUILTINS = frozenset({"__builtin__", "__builtins__", "builtins"})


def is_new_syntax(node: ast.AST) -> bool:
    """Say whether Python 2 could not read a node.

    That is so for most of what "What's New In Python 3.0" and later ones list as new syntax, and
    for a bare ``super()``, which it cannot call.
    """
    match node:
        case (
            ast.AsyncFunctionDef()
            | ast.AnnAssign()
            | ast.JoinedStr()
            | ast.NamedExpr()
            | ast.Nonlocal()
            | ast.YieldFrom()
            | ast.Starred(ctx=ast.Store())
            | ast.arg(annotation=ast.expr())
            | ast.arguments(kwonlyargs=[_, *_])
            | ast.FunctionDef(returns=ast.expr())
            | ast.ClassDef(keywords=[_, *_])
            | ast.Raise(cause=ast.expr())
            | ast.Call(func=ast.Name(id="super"), args=[], keywords=[])
        ):
            return True
        case _:
            return False


def is_for_python_2(chain: Sequence[ast.AST], conditions: Conditions) -> bool:
    """Say whether no supported Python reaches a node, and no type checker.

    :param chain: the node and those around it, innermost first.
    """
    return (
        _is_below_proof(chain, conditions)
        or _is_for_lack_of_import(chain, conditions)
        or _is_blocked(chain, conditions.on_python_3)
    )


def _is_for_lack_of_import(chain: Sequence[ast.AST], conditions: Conditions) -> bool:
    """Say whether a node is in a handler for Python 2, which lacks an import that others have.

    ``except ImportError:`` below ``from urllib.request import urlopen`` is one if it does with
    what only Python 2 has instead.
    """
    known = conditions.on_python_3.handlers
    for handler, trial in itertools.pairwise(chain):
        if isinstance(handler, ast.ExceptHandler) and isinstance(trial, TRIES):
            if handler not in known:
                known[handler] = _replaces_library(handler, trial, conditions)
            if known[handler]:
                return True
    return False


def _replaces_library(handler: ast.ExceptHandler, trial: ast.Try, conditions: Conditions) -> bool:
    """Say whether a handler does with what only Python 2 has, where others have an import."""
    return all(_is_import_of_library(one, conditions) for one in trial.body) and any(
        _raised_on_python_3(one, conditions) for one in ast.walk(handler)
    )


def _is_import_of_library(node: ast.stmt, conditions: Conditions) -> bool:
    """Say whether a statement imports what every build of every Python from the target on has."""
    version = conditions.module.options.target_version
    match node:
        case ast.Import(names=names):
            return all(is_in_all_builds(one.name, "", version) for one in names)
        case ast.ImportFrom(module=str(module), names=names, level=0):
            return all(is_in_all_builds(module, one.name, version) for one in names)
        case _:
            return False


def _is_blocked(chain: Sequence[ast.AST], conditions: Conditions) -> bool:
    """Say whether conditions keep a node from being reached, at run time and for type checkers."""
    return all(
        blocking_condition(chain, conditions, _without_old_names(each, conditions)) is not None
        for each in (nothing_assumed, seen_by_type_checkers(conditions))
    )


@dataclass(frozen=True, eq=False)
class OnPython3(Conditions):
    """What a module says about its conditions, in any of its scopes."""

    barriers: dict[ast.AST, tuple[range, ...]] = field(default_factory=dict)
    """A cache: the lines of a node's blocks that only Python 2 reaches."""
    handlers: dict[ast.ExceptHandler, bool] = field(default_factory=dict)
    """A cache: whether only Python 2 runs them, for lack of an import."""
    _known: dict[str, ast.expr | None] = field(default_factory=dict)

    def value_of(self, name: str) -> ast.expr | None:
        """Return the condition that is assigned to a name wherever Python 3 gives it a value.

        A constant counts where another Python gives it something else.
        """
        if name not in self._known:
            self._known[name] = super().value_of(name) or self._given(name)
        return self._known[name]

    def _given(self, name: str) -> ast.expr | None:
        binders = self.module.binders.get(name, ())
        running = [one for one in binders if not self._is_old(one)]
        values = [
            dict(assigned_values(self._statement(one))).get(name)
            if isinstance(one, ast.Name)
            else None
            for one in running
        ]
        if len({written(one) if one else "" for one in values}) != 1:
            return None
        value = values[0]
        if isinstance(value, ast.Constant):
            return value if len(running) < len(binders) else None
        return value if isinstance(value, CONDITIONS) and self._is_plain(value) else None

    def _is_plain(self, value: ast.expr) -> bool:
        """Say whether a value is small, and all that it mentions is imported."""
        parts = list(itertools.islice(ast.walk(value), _LARGEST_VALUE))
        return len(parts) < _LARGEST_VALUE and all(
            isinstance(binder, ast.alias)
            for part in parts
            for binder in self.module.binders.get(getattr(part, "id", ""), ())
        )

    def _statement(self, binder: ast.AST) -> ast.AST:
        around = parents_of(binder, self.module.parents)
        return next(one for one in around if not isinstance(one, ast.Tuple))

    def _is_old(self, binder: ast.AST) -> bool:
        """Say whether only Python 2 gives a name its value there."""
        chain = (binder, *parents_of(binder, self.module.parents))
        asking = (
            one
            for child, parent in itertools.pairwise(chain)
            if isinstance(parent, TRIES)
            for one in _above(child, parent)
        )
        return any(
            _raised_on_python_3(node, self) for node in evaluated((chain[1], *asking), self)
        ) or _is_blocked(chain, self._plain)

    @functools.cached_property
    def _plain(self) -> Conditions:
        return Conditions(self.module)


def _without_old_names(assumed: Assumption, conditions: Conditions) -> Assumption:
    """Return what is assumed, and what tests say of names that only Python 2 has.

    ``hasattr(sys, "maxint")`` and ``"unicode" in dir(builtins)`` are false.
    """

    def assumed_of_names(test: ast.expr) -> bool | None:
        match test:
            case ast.Call(
                func=ast.Name(id="hasattr"), args=[owner, ast.Constant(value=str(name))]
            ) if _is_old_name(owner, name, conditions):
                return False
            case ast.Compare(
                left=ast.Constant(value=str(name)),
                ops=[one],
                comparators=[ast.Call(func=ast.Name(id="dir"), args=[owner])],
            ) if _is_old_name(owner, name, conditions):
                return isinstance(one, ast.NotIn)
            case _:
                return assumed(test)

    return assumed_of_names


def _is_old_name(owner: ast.expr, name: str, conditions: Conditions) -> bool:
    """Say whether something of the library had a name in Python 2, and has it no more."""
    name_there = _type_of(owner) or written(owner)
    full_name = conditions.origins.get(name_there, name_there)
    if full_name.rpartition(".")[2] in _BUILTINS:
        return _is_old_builtin(name)
    if name_there not in conditions.module.binders:
        full_name = f"builtins.{full_name}"
    return ever_had(full_name, name) and not has_in_some_supported(full_name, name)


def _type_of(value: ast.expr) -> str:
    """Return the builtin type of a literal, or of what a call of such a type returns."""
    match value:
        case ast.Constant():
            return type(value.value).__name__
        case ast.Dict() | ast.List() | ast.Set() | ast.Tuple():
            return type(value).__name__.lower()
        case ast.Call(func=ast.Name(id=name)):
            return name
        case _:
            return ""


def _is_below_proof(chain: Sequence[ast.AST], conditions: Conditions) -> bool:
    """Say whether code is reached only where a ``try`` has shown which names exist.

    It is in the body below what does not exist, or in the ``else``, or all handlers leave the code
    below. So is a test below an import that is needed for it.
    """
    return any(
        getattr(child, "lineno", 0) in lines
        for child, parent in itertools.pairwise(chain)
        for lines in _lines_below_barriers(parent, conditions)
    )


def _lines_below_barriers(node: ast.AST, conditions: Conditions) -> tuple[range, ...]:
    """Return the lines in a node's blocks that are below a statement which stops Python 3."""
    if isinstance(node, ast.expr):
        return ()
    barriers = conditions.on_python_3.barriers
    found = barriers.get(node)
    if found is None:
        found = barriers[node] = tuple(_below_barriers(node, conditions))
    return found


def _below_barriers(node: ast.AST, conditions: Conditions) -> Iterator[range]:
    failing = _failing(node, conditions) if isinstance(node, TRIES) else None
    for block in blocks(node):
        for one in block:
            if one is failing or _is_barrier(one, conditions):
                yield range((one.end_lineno or 0) + 1, (block[-1].end_lineno or 0) + 1)
    if failing and (block := getattr(node, "orelse", ())):
        yield range(block[0].lineno, (block[-1].end_lineno or 0) + 1)


def _is_barrier(node: ast.stmt, conditions: Conditions) -> bool:
    """Say whether Python 3 reaches nothing below a statement: a ``try`` that it leaves, or a skip.

    That may also be so where an environment lacks a name that others have.
    """
    if not isinstance(node, TRIES):
        return _skips_without_old(node)
    return (
        all(leaves(handler.body, conditions.exit_calls) for handler in node.handlers)
        and _failing(node, conditions) is not None
    )


def _skips_without_old(node: ast.stmt) -> bool:
    """Say whether a statement skips a test where a module is missing that only Python 2 had."""
    match node:
        case (
            ast.Expr(value=ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]))
            | ast.Assign(value=ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]))
        ):
            return word(function).endswith("importorskip") and is_gone(name)
        case _:
            return False


def _failing(trial: ast.Try, conditions: Conditions) -> ast.stmt | None:
    """Return the first statement of a ``try`` that asks for what is missing, if it handles that."""
    caught = [
        exceptions
        for exceptions in (NAME_ERRORS, ATTRIBUTE_ERRORS, IMPORT_ERRORS)
        if _catches(trial, exceptions, conditions)
    ]
    if not caught:
        return None
    expected = conditions.expectations(NAME_ERRORS)
    is_named = any(expected.mentions(one.type) for one in trial.handlers)
    for statement in trial.body:
        for node in evaluated([statement], conditions):
            if _raised_on_python_3(node, conditions) in caught or (
                is_named and _is_unknown(node, conditions)
            ):
                return statement
    return None


def _above(child: ast.AST, trial: ast.Try) -> Sequence[ast.stmt]:
    """Return what the body of a ``try`` has above a statement of it, or of its ``else``."""
    if child in trial.body:
        return trial.body[: trial.body.index(child)]
    return trial.body if child in trial.orelse else []


def _is_unknown(node: ast.AST, conditions: Conditions) -> bool:
    """Say whether a node is a name that neither a supported Python nor the module has."""
    binders = conditions.module.binders
    return isinstance(node, ast.Name) and not (
        node.id in binders or "*" in binders or has_in_some_supported("builtins", node.id)
    )


def _is_old_builtin(name: str) -> bool:
    return ever_had("__builtin__", name) and not has_in_some_supported("builtins", name)


def _raised_on_python_3(node: ast.AST, conditions: Conditions) -> frozenset[str]:
    """Return what a node raises that asks for what only Python 2 has."""
    match node:
        case ast.Name(id=name) if _is_old_builtin(name) and not any(_values(node, conditions)):
            return NAME_ERRORS
        case ast.Attribute(value=owner, attr=name) if _is_old_name(owner, name, conditions):
            first = root(owner)
            values = _values(first, conditions) if isinstance(first, ast.Name) else ()
            is_of_library = all(isinstance(one, ast.alias) for one in values)
            return ATTRIBUTE_ERRORS if is_of_library else frozenset()
        case _:
            return IMPORT_ERRORS if is_import_of_old(node) else frozenset()


def _values(name: ast.Name, conditions: Conditions) -> Iterator[ast.AST]:
    """Yield what gives a name a value in the scopes around it, unless it had none before.

    That is so in handlers, and of ``unicode = unicode``.
    """
    parents = conditions.module.parents
    given = conditions.namespaces.binders_by_scope(name.id)
    for scope in enclosing_scopes(name, tuple(parents_of(name, parents))):
        for binder in given.get(scope, ()):
            value = value_given_by(binder, parents)
            is_same = isinstance(value, ast.Name) and value.id == name.id
            if not is_same and not any(
                isinstance(one, ast.ExceptHandler) for one in parents_of(binder, parents)
            ):
                yield binder


def _catches(trial: ast.Try, exceptions: frozenset[str], conditions: Conditions) -> bool:
    expected = conditions.expectations(exceptions)
    return any(one.type is None or expected.mentions(one.type) for one in trial.handlers)


def is_import_of_old(node: ast.AST) -> bool:
    """Say whether a statement imports what no supported Python has, and Python 2 had."""
    match node:
        case ast.Import(names=names):
            return any(is_gone(alias.name) for alias in names)
        case ast.ImportFrom(module=str(module), names=names, level=0):
            return is_gone(module) or any(
                ever_had(module, alias.name) and not has_in_some_supported(module, alias.name)
                for alias in names
            )
        case _:
            return False
