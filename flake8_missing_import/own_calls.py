"""Which calls of a file's own functions surely evaluate a load in them?

Only plain ones are known: of what one definition or assignment alone gives its name, be it a
function, a class with an ``__init__`` or another method, a lambda or a generator.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from flake8_missing_import.annotations import is_evaluated
from flake8_missing_import.assignments import word
from flake8_missing_import.at_once import frame_around, holder, is_called, is_consumed
from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.exits import EXITS, leaves
from flake8_missing_import.first_pass import CATCHING, needs
from flake8_missing_import.model import Binding, Use
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.scoped_bindings import scopes_of
from flake8_missing_import.scopes import (
    DEFINITIONS,
    FUNCTIONS,
    TRIES,
    chain_of,
    enclosing_scopes,
)

OwnFunction = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.GeneratorExp
"""What has code that runs in calls, or where it is gone over."""
_Called = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Name

_GO_ON = (
    *DEFINITIONS, ast.AnnAssign, ast.Assign, ast.AugAssign, ast.Expr, ast.Global, ast.Import,
    ast.ImportFrom, ast.Nonlocal, ast.Pass,
)  # fmt: skip
"""The statements after which a function goes on with the next one."""
_OF_CLASSES = (["classmethod"], ["staticmethod"])
"""The decorators of methods that are called without an instance."""
_OF_MANAGERS = ["contextmanager"]
"""That of a generator whose code ``with`` runs."""


def where_called(place: Use | Binding, tree: ast.Module, conditions: Conditions) -> list[Use]:
    """Return where the file calls the function around a place, as uses of the function's name.

    If each call surely evaluates the place, and something evaluates the call.
    """
    function = frame_around(place, scopes_of(place, tree), conditions.module)
    if not isinstance(function, OwnFunction):
        return []
    if function not in conditions.own_calls:
        chains = _calls_of(function, conditions.module)
        calls = [_as_use(chain, tree, conditions.module) for chain in chains]
        conditions.own_calls[function] = (
            _reached_statements(function),
            [one for one in calls if _is_reached(one, conditions)],
        )
    reached, calls = conditions.own_calls[function]
    return calls if _surely_evaluates(function, chain_of(place), reached) else []


def _as_use(chain: Sequence[ast.AST], tree: ast.Module, module: Module) -> Use:
    name, *around = chain
    assert isinstance(name, ast.Name)
    use = Use(
        name=name.id,
        line=name.lineno,
        column=name.col_offset,
        attributes=(),
        node=name,
        parents=(*around[:-1], tree),
        in_annotation=False,
        is_quoted=False,
        deferred=False,
    )
    return replace(use, deferred=frame_around(use, scopes_of(use, tree), module) is not None)


def _is_reached(use: Use, conditions: Conditions) -> bool:
    return is_evaluated(use, conditions.module) and (
        blocking_condition(chain_of(use), conditions) is None
    )


def _surely_evaluates(
    function: OwnFunction, chain: Sequence[ast.AST], reached: Container[ast.AST]
) -> bool:
    """Say whether each call of a function evaluates a node in it, or each item of a generator.

    :param chain: the node and those around it, innermost first.
    :param reached: the statements that each call reaches.
    """
    inside = list(itertools.takewhile(lambda one: one is not function, chain))
    return (not isinstance(inside[-1], ast.stmt) or inside[-1] in reached) and all(
        needs(parent, part, EXITS) and not isinstance(parent, TRIES)
        for part, parent in itertools.pairwise(inside)
    )


def _reached_statements(function: OwnFunction) -> frozenset[ast.AST]:
    """Return the statements in a function's body that each call reaches."""
    body = function.body if isinstance(function, FUNCTIONS) else ()
    ends = (number for number, one in enumerate(body, 1) if not _goes_on(one))
    return frozenset(body[: next(ends, None)])


def _goes_on(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, _GO_ON) and not leaves([statement], EXITS) and not _yields(statement)
    )


def _calls_of(function: OwnFunction, module: Module) -> Iterator[tuple[ast.AST, ...]]:
    """Yield what plainly calls a function, each with the nodes around it, innermost first.

    It is the name of a function, or of the class of a method. A generator or a coroutine runs
    where something goes over it, or waits for it.
    """
    called = _called_as(function, module)
    if called is None:
        return
    scope = enclosing_scopes(called, tuple(parents_of(called, module.parents)))[0]
    is_awaited = isinstance(function, ast.AsyncFunctionDef) or _yields(function)
    for name in module.loads.get(_name(called), ()):
        around = tuple(parents_of(name, module.parents))
        if (
            isinstance(name, ast.Name)
            and called.lineno < name.lineno
            and called not in around
            and scope in enclosing_scopes(name, around)
            and not any(itertools.starmap(_may_catch, itertools.pairwise((name, *around))))
            and _runs(function, _use_of(function, (name, *around), module), module, is_awaited)
        ):
            yield (name, *around)


def _called_as(function: OwnFunction, module: Module) -> _Called | None:
    """Return what has the name that stands for a function, if it alone has that."""
    called = (
        _definition(function, module)
        if isinstance(function, FUNCTIONS)
        else holder(function, module)
    )
    is_alone = called and module.binders.get(_name(called)) == [called]
    return called if is_alone and "*" not in module.binders else None


def _definition(function: ast.FunctionDef | ast.AsyncFunctionDef, module: Module) -> _Called | None:
    """Return a function, or the class of a method, if nothing but its code runs in a call."""
    around = module.parents.get(function)
    decorators = _decorators(function)
    if not isinstance(around, ast.ClassDef):
        is_manager = decorators == _OF_MANAGERS and _yields(function)
        return function if is_manager or not decorators else None
    methods = [one.name for one in around.body if isinstance(one, FUNCTIONS)]
    is_plain = not (
        (decorators and decorators not in _OF_CLASSES)
        or (around.decorator_list or around.bases or around.keywords)
        or "__new__" in methods
        or methods.count(function.name) > 1
        or f".{function.name}" in module.binders
    )
    return around if is_plain else None


def _name(called: _Called) -> str:
    return called.id if isinstance(called, ast.Name) else called.name


def _use_of(function: OwnFunction, chain: Sequence[ast.AST], module: Module) -> Sequence[ast.AST]:
    """Return a use of a function, of a method the attribute, and the nodes around it.

    Nothing if the name, with which the chain begins, is used for something else.
    """
    if not isinstance(function, FUNCTIONS) or _is_called_by_name(function, module):
        return chain
    match chain:
        case [ast.Name() as name, ast.Call(func=called), *_] if called is name:
            chain = chain[1:]
        case _ if not function.decorator_list:
            return ()
    match chain:
        case [_, ast.Attribute(attr=method), *_] if method == function.name:
            return chain[1:]
        case _:
            return ()


def _is_called_by_name(function: ast.FunctionDef | ast.AsyncFunctionDef, module: Module) -> bool:
    """Say whether it is no method, or the one that a call of its class calls."""
    return function.name == "__init__" or not isinstance(module.parents[function], ast.ClassDef)


def _runs(function: OwnFunction, use: Sequence[ast.AST], module: Module, is_awaited: bool) -> bool:
    """Say whether a use of a function, with the nodes around it, runs its code.

    :param is_awaited: something has to go over what it returns, or to wait for that.
    """
    if not use:
        return False
    node, *around = use
    if isinstance(function, ast.GeneratorExp) or isinstance(module.parents[function], ast.Call):
        return is_consumed(node, around, module)
    if not is_awaited:
        return is_called(node, around, module) or _decorates(node, around[0])
    match around:
        case [ast.Call(func=called) as call, ast.withitem(), *_] if called is node:
            return _decorators(function) == _OF_MANAGERS
        case [ast.Call(func=called) as call, *outer] if called is node:
            return _decorators(function) != _OF_MANAGERS and is_consumed(call, outer, module)
        case _:
            return False


def _may_catch(part: ast.AST, node: ast.AST) -> bool:
    """Say whether a ``try`` or ``with`` handles the failure of a load in one of its parts."""
    caught: list[ast.expr | None] = []
    if isinstance(node, TRIES) and part in node.body:
        caught = [handler.type for handler in node.handlers]
    elif isinstance(node, ast.With | ast.AsyncWith) and part in node.body:
        caught = [item.context_expr for item in node.items]
    return any(
        one is None or any(word(name).lstrip(".") in CATCHING for name in ast.walk(one))
        for one in caught
    )


def _decorators(function: ast.AST) -> list[str]:
    return [word(one).lstrip(".") for one in getattr(function, "decorator_list", ())]


def _yields(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Yield | ast.YieldFrom) for one in ast.walk(node))


def _decorates(node: ast.AST, definition: ast.AST) -> bool:
    return isinstance(definition, DEFINITIONS) and node in definition.decorator_list
