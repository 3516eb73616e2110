"""Which code of a function does its first call run, because it keeps for later that it has run?"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Container, Iterator, Sequence
from collections.abc import Set as AbstractSet

from flake8_missing_import.conditions import Conditions
from flake8_missing_import.model import Binding
from flake8_missing_import.running.exits import leaves
from flake8_missing_import.scopes import FUNCTIONS, TRIES, own_nodes, parameters, statements_above
from flake8_missing_import.spelling import root, written

_FILLING = frozenset({"add", "append", "set", "setdefault", "update"})
"""The methods by which containers and events keep something."""


def is_of_first_call(binding: Binding, conditions: Conditions) -> bool:
    """Say whether an import in a function is reached as long as that has kept nothing.

    All that decides on it asks for what the function keeps beyond its call: ``global x; if x is
    None: import …``, ``if name in CACHE: return``, ``except KeyError`` below ``CACHE[name]``. Or
    for the module itself: ``if "a.b" not in sys.modules``.
    """
    if not isinstance(binding.scope, FUNCTIONS):
        return False
    asked = list(_asked(binding, conditions.exit_calls))
    if not asked:
        return False
    kept = frozenset(_kept(binding.scope)) | {repr(binding.statement.module)}
    return all(_asks_for(one, kept) for one in asked)


def _kept(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """Yield what a function keeps for its next call, as :func:`ast.unparse` writes it."""
    nodes = list(own_nodes(function))
    shared = {
        name for node in nodes if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names
    }
    yield from shared
    # What only its call has is lost with that; the instance and the class of a method are not.
    first, *_ = [one.arg for one in parameters(function.args)] or [""]
    own = {one.arg for one in parameters(function.args)} - ({first} & {"cls", "self"})
    own |= {node.id for node in nodes if isinstance(node, ast.Name) and _is_stored(node)} - shared
    for node in nodes:
        container: ast.expr
        match node:
            case ast.Attribute(ctx=ast.Store()) as container:
                pass
            case ast.Subscript(value=container, ctx=ast.Store()):
                pass
            case ast.Call(func=ast.Attribute(value=container, attr=attr)) if attr in _FILLING:
                pass
            case _:
                continue
        if getattr(root(container), "id", "") not in own:
            yield written(container)


def _is_stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _asked(binding: Binding, exit_calls: Container[str]) -> Iterator[Sequence[ast.AST]]:
    """Yield what decides in a function whether an import is reached: a test, the body of a try."""
    chain = (binding.node, *binding.parents)
    for part, parent in itertools.pairwise(chain):
        if isinstance(parent, ast.If | ast.While):
            yield [parent.test]
        elif isinstance(part, ast.ExceptHandler) and isinstance(parent, TRIES):
            yield parent.body
        for above in statements_above(part, parent):
            if isinstance(above, ast.If) and leaves(above.body, exit_calls):
                yield [above.test]
        if parent is binding.scope:
            return


def _asks_for(code: Sequence[ast.AST], kept: AbstractSet[str]) -> bool:
    """Say whether code asks if something is there that is kept: it compares no values."""
    nodes = [node for one in code for node in ast.walk(one)]
    return any(_mentions(one, kept) for one in nodes) and not any(
        isinstance(operator, ast.Gt | ast.GtE | ast.Lt | ast.LtE | ast.Eq | ast.NotEq)
        for one in nodes
        if isinstance(one, ast.Compare)
        for operator in one.ops
    )


def _mentions(node: ast.AST, kept: AbstractSet[str]) -> bool:
    match node:
        case ast.Name() | ast.Attribute() | ast.Constant(value=str()):
            return written(node) in kept
        case ast.Call(
            func=ast.Name(id="hasattr" | "getattr"), args=[owner, ast.Constant(value=str(name)), *_]
        ):
            return f"{written(owner)}.{name}" in kept
        case _:
            return False
