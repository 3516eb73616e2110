"""Which code of a function does its first call run, because it keeps for later that it has run?"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Container, Iterator
from collections.abc import Set as AbstractSet

from flake8_missing_import.conditions import Conditions
from flake8_missing_import.exits import leaves
from flake8_missing_import.model import Binding
from flake8_missing_import.scopes import TRIES, own_nodes, statements_above

_FILLING = frozenset({"add", "append", "set", "setdefault", "update"})
"""The methods by which containers and events keep something."""


def is_of_first_call(binding: Binding, conditions: Conditions) -> bool:
    """Say whether an import in a function is reached as long as that has not kept anything.

    ``global x; if x is None: import …``, ``if name in CACHE: return``, or ``except KeyError``
    below ``CACHE[name]``; or it asks for the module: ``if "a.b" not in sys.modules``.
    """
    if binding.scope is None:
        return False
    kept = frozenset(_kept(binding.scope))
    return any(_mentions(one, kept) for one in _asked(binding, conditions.exit_calls))


def _kept(function: ast.AST) -> Iterator[str]:
    """Yield what a function keeps for its next call, as :func:`ast.unparse` writes it."""
    for node in own_nodes(function):
        match node:
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                yield from names
            case ast.Attribute(ctx=ast.Store()):
                yield ast.unparse(node)
            case ast.Subscript(value=container, ctx=ast.Store()):
                yield ast.unparse(container)
            case ast.Call(func=ast.Attribute(value=container, attr=attr)) if attr in _FILLING:
                yield ast.unparse(container)


def _asked(binding: Binding, exit_calls: Container[str]) -> Iterator[ast.AST]:
    """Yield what decides in a function whether an import is reached."""
    chain = (binding.node, *binding.parents)
    for part, parent in itertools.pairwise(chain):
        if isinstance(parent, ast.If | ast.While):
            yield parent.test
        elif isinstance(part, ast.ExceptHandler) and isinstance(parent, TRIES):
            yield from parent.body
        for above in statements_above(part, parent):
            if isinstance(above, ast.If) and leaves(above.body, exit_calls):
                yield above.test
        if parent is binding.scope:
            return


def _mentions(code: ast.AST, kept: AbstractSet[str]) -> bool:
    for node in ast.walk(code):
        match node:
            case ast.Name() | ast.Attribute() if ast.unparse(node) in kept:
                return True
            case ast.Call(
                func=ast.Name(id="hasattr" | "getattr"),
                args=[owner, ast.Constant(value=str(name)), *_],
            ) if f"{ast.unparse(owner)}.{name}" in kept:
                return True
            case ast.Attribute(value=ast.Name(id="sys"), attr="modules"):
                return True
    return False
