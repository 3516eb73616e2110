"""Where may a function run that code gets as a value, or that stands in for another?

Who gets a function may call it: ``asyncio.to_thread(load)``. What a decorator returns runs in place
of what is decorated.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Iterator, Sequence

from flake8_missing_import.model import Binding
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.scopes import CALLABLES, FUNCTIONS, parameters
from flake8_missing_import.spelling import without_call

_IN_ARGUMENTS = (ast.Dict, ast.List, ast.Set, ast.Starred, ast.Tuple, ast.keyword)
_PLAIN = (ast.AsyncWith, ast.With)
"""What runs all that is in it."""


def handed_on(function: ast.AST | None, module: Module) -> Iterator[ast.AST]:
    """Yield where other functions give one to what they call."""
    if not isinstance(function, FUNCTIONS):
        return
    is_method = isinstance(module.parents.get(function), ast.ClassDef)
    for node in module.loads.get(function.name, ()):
        around = tuple(parents_of(node, module.parents))
        match node:
            case ast.Name() if not is_method:
                pass
            case ast.Attribute(value=ast.Name(id="self" | "cls")) if is_method:
                pass
            case _:
                continue
        is_inside = any(isinstance(one, CALLABLES) for one in around)
        if is_inside and function not in around and _is_argument(node, around):
            yield node


def stands_in(
    existing: Binding, function: ast.AST, scopes: Iterable[ast.AST], module: Module
) -> bool:
    """Say whether one of some scopes is of a function that a decorator lets another run before.

    :param existing: an import.
    :param function: a function around it: the decorator, what that returns, or what makes it.
    """
    outer = {function, *parents_of(function, module.parents)}
    decorators = (
        one for scope in scopes if isinstance(scope, FUNCTIONS) for one in scope.decorator_list
    )
    return any(not outer.isdisjoint(_meant(one, module)) for one in decorators) and _runs_first(
        existing
    )


def _meant(decorator: ast.expr, module: Module) -> Sequence[ast.AST]:
    """Return what gives a decorator its name, or what makes it."""
    called = without_call(decorator)
    return module.binders.get(called.id, ()) if isinstance(called, ast.Name) else ()


def _is_argument(node: ast.AST, around: Sequence[ast.AST]) -> bool:
    """Say whether a node is an argument of a call, or in one that holds several things."""
    for part, parent in itertools.pairwise((node, *around)):
        if not isinstance(parent, _IN_ARGUMENTS):
            return isinstance(parent, ast.Call) and part is not parent.func
    return False


def _runs_first(existing: Binding) -> bool:
    """Say whether an import runs in each call of its function, before that calls a parameter."""
    inside = itertools.takewhile(lambda one: one is not existing.scope, existing.parents)
    outer = itertools.dropwhile(lambda one: one is not existing.scope, existing.parents)
    names = {
        one.arg for each in outer if isinstance(each, FUNCTIONS) for one in parameters(each.args)
    }
    assert existing.scope is not None
    return all(isinstance(one, _PLAIN) for one in inside) and not any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in names
        and node.lineno < existing.line
        for node in ast.walk(existing.scope)
    )
