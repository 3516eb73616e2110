"""Which calls of a file's own functions surely evaluate a load in them?

Only plain ones are known: of what one definition or assignment alone gives its name, be it a
function, a class with an ``__init__``, a lambda or a generator.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence

from flake8_missing_import.at_once import holder, is_called, is_consumed
from flake8_missing_import.exits import EXITS, leaves
from flake8_missing_import.first_pass import needs
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.scopes import DEFINITIONS, FUNCTIONS, TRIES, enclosing_scopes

OwnFunction = ast.FunctionDef | ast.Lambda | ast.GeneratorExp
"""What has code that runs in calls, or where it is gone over."""

_GO_ON = (
    *DEFINITIONS, ast.AnnAssign, ast.Assign, ast.AugAssign, ast.Expr, ast.Global, ast.Import,
    ast.ImportFrom, ast.Nonlocal, ast.Pass,
)  # fmt: skip
"""The statements after which a function goes on with the next one."""
_MAY_CATCH = (*TRIES, ast.With, ast.AsyncWith)


def surely_evaluates(function: OwnFunction, chain: Sequence[ast.AST]) -> bool:
    """Say whether each call of a function evaluates a node in it, or each item of a generator.

    :param chain: the node and those around it, innermost first.
    """
    inside = list(itertools.takewhile(lambda one: one is not function, chain))
    body = function.body if isinstance(function, ast.FunctionDef) else ()
    above = itertools.takewhile(lambda one: one is not inside[-1], body)
    return all(isinstance(one, _GO_ON) and not leaves([one], EXITS) for one in above) and all(
        needs(parent, part, EXITS) and not isinstance(parent, TRIES)
        for part, parent in itertools.pairwise(inside)
    )


def calls_of(function: OwnFunction, module: Module) -> Iterator[tuple[ast.AST, ...]]:
    """Yield what plainly calls a function, each with the nodes around it, innermost first.

    Of a generator that a variable holds: what goes over it.
    """
    called = _called_as(function, module)
    if called is None or _yields(function):
        return
    scope = enclosing_scopes(called, tuple(parents_of(called, module.parents)))[0]
    for name in module.loads.get(_name(called), ()):
        around = tuple(parents_of(name, module.parents))
        if (
            isinstance(name, ast.Name)
            and called.lineno < name.lineno
            and called not in around
            and scope in enclosing_scopes(name, around)
            and not any(isinstance(one, _MAY_CATCH) for one in around)
            and _runs(function, name, around, module)
        ):
            yield (name, *around)


def _runs(function: OwnFunction, name: ast.Name, around: Sequence[ast.AST], module: Module) -> bool:
    """Say whether the use of a function's name runs it."""
    is_iterated = isinstance(module.parents[function], ast.Call)
    if is_iterated or isinstance(function, ast.GeneratorExp):
        return is_consumed(name, around, module)
    return is_called(name, around, module) or _decorates(name, around[0])


def _called_as(
    function: OwnFunction, module: Module
) -> ast.FunctionDef | ast.ClassDef | ast.Name | None:
    """Return what is called when a function is, if it alone has its name: its class for methods."""
    if not isinstance(function, ast.FunctionDef):
        variable = holder(function, module)
        return variable if variable and _is_alone(variable, module) else None
    around = module.parents.get(function)
    called: ast.FunctionDef | ast.ClassDef = function
    if isinstance(around, ast.ClassDef):
        methods = [one.name for one in around.body if isinstance(one, FUNCTIONS)]
        is_initializer = methods.count("__init__") == 1 and "__new__" not in methods
        if function.name != "__init__" or not is_initializer or around.bases or around.keywords:
            return None
        called = around
    is_plain = not (called.decorator_list or function.decorator_list)
    return called if is_plain and _is_alone(called, module) else None


def _is_alone(called: ast.FunctionDef | ast.ClassDef | ast.Name, module: Module) -> bool:
    return "*" not in module.binders and module.binders.get(_name(called)) == [called]


def _name(called: ast.FunctionDef | ast.ClassDef | ast.Name) -> str:
    return called.id if isinstance(called, ast.Name) else called.name


def _yields(function: OwnFunction) -> bool:
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(function))


def _decorates(node: ast.expr, definition: ast.AST) -> bool:
    return isinstance(definition, DEFINITIONS) and node in definition.decorator_list
