"""Which generators and lambdas does a call run before it returns?"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_missing_import.module import Module
from flake8_missing_import.scopes import FUNCTIONS

_CONSUMERS = frozenset(
    {
        "all",
        "any",
        "dict",
        "frozenset",
        "join",
        "list",
        "max",
        "min",
        "set",
        "sorted",
        "sum",
        "tuple",
    }
)
"""Builtins, and the method of strings, that take all of a generator before they return."""
_ORDERING = frozenset({"max", "min", "sort", "sorted"})
"""Builtins, and the method of lists, that call their ``key``."""
_ITERATORS = frozenset({"filter", "map"})
"""Builtins that call their first argument when they are consumed."""


def run_at_once(chain: Sequence[ast.AST], module: Module) -> list[ast.AST]:
    """Return the generators and lambdas around a node that the calls around them run.

    :param chain: the node and those around it, innermost first.
    """
    found: list[ast.AST] = []
    for part, parent, around in zip(chain, chain[1:], [*chain[2:], None], strict=False):
        if isinstance(part, ast.GeneratorExp):
            is_run = _consumes(parent, module)
        elif isinstance(part, ast.Lambda):
            is_run = _orders_by(parent, around, module) or (
                isinstance(parent, ast.Call)
                and parent.args[:1] == [part]
                and _is_call_of(_ITERATORS, parent, module)
                and _consumes(around, module)
            )
        else:
            continue
        if is_run:
            found.append(part)
    return found


def _consumes(node: ast.AST | None, module: Module) -> bool:
    return len(getattr(node, "args", ())) == 1 and _is_call_of(_CONSUMERS, node, module)


def _orders_by(keyword: ast.AST, call: ast.AST | None, module: Module) -> bool:
    return (
        isinstance(keyword, ast.keyword)
        and keyword.arg == "key"
        and _is_call_of(_ORDERING, call, module)
    )


def _name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _is_call_of(names: frozenset[str], node: ast.AST | None, module: Module) -> bool:
    """Say whether a node calls one of some builtins, or a method of strings or lists."""
    if not isinstance(node, ast.Call) or _name_of(node) not in names:
        return False
    binders = module.binders.get(_name_of(node), [])
    if isinstance(node.func, ast.Attribute):
        # An own method of the name may do something else.
        return node.func.attr in {"join", "sort"} and not any(
            isinstance(one, FUNCTIONS) for one in binders
        )
    return not binders and "*" not in module.binders
