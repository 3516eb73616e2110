"""The bindings of one name by the scopes that they bind it in, and which of these a load sees."""

from __future__ import annotations

import ast
import functools
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flake8_missing_import.imports import module_of
from flake8_missing_import.model import Binding, Use
from flake8_missing_import.module import Module
from flake8_missing_import.scopes import (
    CALLABLES,
    COMPREHENSIONS,
    FUNCTIONS,
    enclosing_scopes,
    frame,
    scope_of_binding,
)

_DECLARATIONS = frozenset({"annotation", "deletion", "global", "nonlocal"})
"""The kinds of bindings that give no value."""


@dataclass(frozen=True)
class ScopedBindings:
    """The scopes that bind a name, or only declare or delete it."""

    values: dict[ast.AST, list[Binding]]
    declared: frozenset[ast.AST]
    deletions: dict[ast.AST | None, list[Binding]]
    global_in: frozenset[ast.AST]
    nonlocal_in: frozenset[ast.AST]

    @functools.cached_property
    def outer(self) -> frozenset[ast.AST]:
        """The scopes that give the name of another one its value."""
        return self.global_in | self.nonlocal_in

    @functools.cached_property
    def importing(self) -> frozenset[ast.AST]:
        """The scopes that get the name from an import."""
        return frozenset(
            scope for scope, bindings in self.values.items() if any(one.alias for one in bindings)
        )

    @functools.cached_property
    def is_in_class(self) -> bool:
        """A class has the name, which code in its methods does not see."""
        return any(isinstance(scope, ast.ClassDef) for scope in self.values)


def by_scope(bindings: Iterable[Binding], tree: ast.Module) -> ScopedBindings:
    """Return the bindings of one name by scope: those below ``global`` with the module's."""
    scoped = [(scope_of_binding(binding), binding) for binding in bindings]

    def scopes_with(kind: str) -> frozenset[ast.AST]:
        return frozenset(scope for scope, binding in scoped if binding.kind == kind)

    global_in, nonlocal_in = scopes_with("global"), scopes_with("nonlocal")
    values: dict[ast.AST, list[Binding]] = defaultdict(list)
    deletions: dict[ast.AST | None, list[Binding]] = defaultdict(list)
    for scope, binding in scoped:
        if binding.kind == "deletion":
            deletions[tree if scope in global_in else scope].append(binding)
        elif binding.kind not in _DECLARATIONS:
            if scope in global_in:
                scope = tree
            elif scope in nonlocal_in:
                scope = _function_around(binding)
            values[scope].append(binding)
    return ScopedBindings(
        values=dict(values),
        declared=global_in | scopes_with("annotation"),
        deletions=dict(deletions),
        global_in=global_in,
        nonlocal_in=nonlocal_in,
    )


def _function_around(binding: Binding) -> ast.AST:
    """Return the function around the one that a binding is in."""
    scopes = enclosing_scopes(binding.node, binding.parents)
    functions = [scope for scope in scopes if isinstance(scope, FUNCTIONS)]
    return functions[1] if len(functions) > 1 else scopes[-1]


def scopes_of(place: Use | Binding, tree: ast.Module) -> tuple[ast.AST, ...]:
    """Return the scopes around a place, innermost first, and the module for those in strings."""
    scopes = enclosing_scopes(place.node, place.parents)
    return scopes if scopes[-1:] == (tree,) else (*scopes, tree)


def owner_of(scopes: Sequence[ast.AST], scoped: ScopedBindings, tree: ast.Module) -> ast.AST | None:
    """Return the scope that a load takes a name from (language reference, Resolution of names)."""
    for scope in visible(scopes):
        if scope in scoped.global_in:
            return tree if tree in scoped.values else None
        if scope in scoped.values and scope not in scoped.nonlocal_in:
            return scope
    return None


def visible(scopes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield the scopes whose names a load sees, of those around it.

    A class's names are seen only in its own body, and in annotations and bases of generic functions
    and classes there (PEP 695), not in functions or comprehensions.
    """
    hides_classes = False
    for scope in scopes:
        if not (hides_classes and isinstance(scope, ast.ClassDef)):
            yield scope
        hides_classes = hides_classes or _is_function(scope)


def deletion_alone(
    scopes: Iterable[ast.AST], owner: ast.AST | None, scoped: ScopedBindings
) -> Binding | None:
    """Return the ``del`` that makes a name local to a function around a load, without a value.

    :param owner: the scope that the load would take the name from without it.
    """
    for scope in itertools.takewhile(lambda scope: scope is not owner, scopes):
        if isinstance(scope, FUNCTIONS) and scope not in scoped.nonlocal_in:
            for deletion in scoped.deletions.get(scope, ()):
                return deletion
    return None


def _is_function(scope: ast.AST) -> bool:
    """Say whether a scope hides a class around it; that of type parameters does not."""
    return isinstance(scope, (*CALLABLES, *COMPREHENSIONS, ast.ClassDef))


def may_supply(star: ast.AST, use: Use, scopes: Sequence[ast.AST], module: Module) -> bool:
    """Say whether a star import may bind the name of a load; for the standard library we know.

    :param scopes: those around the load.
    """
    assert isinstance(star, ast.ImportFrom)
    source = module_of(star)
    library = module.library
    if library.has_module(source) and not library.may_be_starred(source, use.name):
        return False
    is_ordered = frame(scopes) is None and not use.deferred
    return not is_ordered or star.lineno < use.line
