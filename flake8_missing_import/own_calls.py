"""Which calls of a file's own functions surely evaluate a load in them?

Only plain ones are known: of a function, or a class with an ``__init__``, that one definition
alone gives its name.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence

from flake8_missing_import.at_once import is_called
from flake8_missing_import.exits import EXITS, leaves
from flake8_missing_import.first_pass import needs
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.scopes import DEFINITIONS, FUNCTIONS, TRIES, enclosing_scopes

_GO_ON = (
    *DEFINITIONS, ast.AnnAssign, ast.Assign, ast.AugAssign, ast.Expr, ast.Global, ast.Import,
    ast.ImportFrom, ast.Nonlocal, ast.Pass,
)  # fmt: skip
"""The statements after which a function goes on with the next one."""
_MAY_CATCH = (*TRIES, ast.With, ast.AsyncWith)


def surely_evaluates(function: ast.FunctionDef, chain: Sequence[ast.AST]) -> bool:
    """Say whether each call of a function evaluates a node in it.

    :param chain: the node and those around it, innermost first.
    """
    inside = list(itertools.takewhile(lambda one: one is not function, chain))
    above = itertools.takewhile(lambda one: one is not inside[-1], function.body)
    return all(isinstance(one, _GO_ON) and not leaves([one], EXITS) for one in above) and all(
        needs(parent, part, EXITS) and not isinstance(parent, TRIES)
        for part, parent in itertools.pairwise(inside)
    )


def calls_of(function: ast.FunctionDef, module: Module) -> Iterator[tuple[ast.AST, ...]]:
    """Yield what plainly calls a function, each with the nodes around it, innermost first."""
    called = _called_as(function, module)
    if called is None or any(map(_yields, ast.walk(function))):
        return
    scope = enclosing_scopes(called, tuple(parents_of(called, module.parents)))[0]
    for name in module.loads.get(called.name, ()):
        around = tuple(parents_of(name, module.parents))
        if (
            isinstance(name, ast.Name)
            and called.lineno < name.lineno
            and called not in around
            and scope in enclosing_scopes(name, around)
            and not any(isinstance(one, _MAY_CATCH) for one in around)
            and (is_called(name, around, module) or _decorates(name, around[0]))
        ):
            yield (name, *around)


def _called_as(function: ast.FunctionDef, module: Module) -> ast.FunctionDef | ast.ClassDef | None:
    """Return what is called when a function is, if it alone has its name: its class for methods."""
    around = module.parents.get(function)
    called: ast.FunctionDef | ast.ClassDef = function
    if isinstance(around, ast.ClassDef):
        methods = [one.name for one in around.body if isinstance(one, FUNCTIONS)]
        is_initializer = methods.count("__init__") == 1 and "__new__" not in methods
        if function.name != "__init__" or not is_initializer or around.bases or around.keywords:
            return None
        called = around
    is_plain = not (called.decorator_list or function.decorator_list or "*" in module.binders)
    return called if is_plain and module.binders.get(called.name) == [called] else None


def _yields(node: ast.AST) -> bool:
    return isinstance(node, ast.Yield | ast.YieldFrom)


def _decorates(node: ast.expr, definition: ast.AST) -> bool:
    return isinstance(definition, DEFINITIONS) and node in definition.decorator_list
