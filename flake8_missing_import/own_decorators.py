"""Where do a file's own decorators call the functions that they decorate?"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_missing_import.at_once import as_use, frame_around
from flake8_missing_import.model import Binding, Use
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.reached import reached_statements
from flake8_missing_import.scoped_bindings import scopes_of
from flake8_missing_import.scopes import FUNCTIONS, own_nodes


def calls_in_decorators(place: Use | Binding, tree: ast.Module, module: Module) -> list[Use]:
    """Return where own decorators call what they get: the function around a place.

    As uses of their parameters. Whoever calls the function runs what is above them, too.
    """
    function = frame_around(place, scopes_of(place, tree), module)
    decorators = function.decorator_list if isinstance(function, FUNCTIONS) else []
    return [
        as_use((node, *around), tree, module)
        for decorator in decorators
        for taking in _taking(decorator, module)
        for node, around in _calls_of_first(taking, module)
    ]


def passes_on(decorator: ast.expr, function: ast.AST, module: Module) -> bool:
    """Say whether an own decorator makes a function that surely calls the one that it gets.

    And that is of the same kind, awaited like it.
    """
    match _taking(decorator, module):
        case [ast.FunctionDef(body=[*_, inner, ast.Return(value=ast.Name(id=name))]) as taking]:
            calls = {around[0] for _, around in _calls_of_first(taking, module)}
            return (
                isinstance(inner, FUNCTIONS)
                and inner.name == name
                and type(inner) is type(function)
                and not any(isinstance(one, ast.Yield | ast.YieldFrom) for one in own_nodes(inner))
                and any(
                    _value(one) in calls
                    for one in reached_statements(inner.body)
                    if one in inner.body  # what is around others may handle what they raise
                )
            )
        case _:
            return False


def _value(statement: ast.stmt) -> ast.AST | None:
    """Return what a statement surely evaluates, or waits for."""
    value: ast.AST | None = None
    if isinstance(statement, ast.Assign | ast.Expr | ast.Return):
        value = statement.value
    return value.value if isinstance(value, ast.Await) else value


def _taking(decorator: ast.expr, module: Module) -> list[ast.FunctionDef]:
    """Return the own functions that may take what a decorator gets as their first argument.

    Where the decorator is called before, those inside its function.
    """
    name = decorator.func if isinstance(decorator, ast.Call) else decorator
    binders = module.binders.get(name.id, []) if isinstance(name, ast.Name) else []
    own = [one for one in binders if isinstance(one, ast.FunctionDef)]
    if len(own) != len(binders) or not isinstance(decorator, ast.Call):
        return own
    return [part for one in own for part in one.body if isinstance(part, ast.FunctionDef)]


def _calls_of_first(
    function: ast.FunctionDef, module: Module
) -> Iterator[tuple[ast.Name, list[ast.AST]]]:
    """Yield the calls of a function's first parameter, as names with the nodes around them."""
    arguments = function.args
    for first in (*arguments.posonlyargs, *arguments.args)[:1]:
        for node in ast.walk(function):
            match node:
                case ast.Call(func=ast.Name(id=name) as called) if name == first.arg:
                    yield called, list(parents_of(called, module.parents))
