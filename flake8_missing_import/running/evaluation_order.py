"""Which of two parts of one statement does Python evaluate first?

Mostly the one that is written first (language reference, "Evaluation order"); not so the values of
assignments, the defaults of functions, the tests of conditional expressions, and what a call is
given, which is there before the function is called.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Mapping, Sequence

from flake8_missing_import.model import Use
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.scopes import CALLABLES

_OF_COMPREHENSIONS = ("generators",)
_FIRST: Mapping[type[ast.AST], Sequence[str]] = {
    ast.AnnAssign: ("value", "target"),
    ast.Assign: ("value",),
    ast.AsyncFor: ("iter",),
    ast.DictComp: _OF_COMPREHENSIONS,
    ast.For: ("iter",),
    ast.GeneratorExp: _OF_COMPREHENSIONS,
    ast.IfExp: ("test",),
    ast.ListComp: _OF_COMPREHENSIONS,
    ast.NamedExpr: ("value",),
    ast.SetComp: _OF_COMPREHENSIONS,
    ast.arguments: ("defaults", "kw_defaults"),
    ast.comprehension: ("iter", "target"),
}
"""The fields of nodes that are evaluated before their others, wherever they stand."""


def is_evaluated_first(chain: Sequence[ast.AST], use: Use, module: Module) -> bool | None:
    """Say whether Python evaluates a node before a use in the same statement.

    None if it is in another one, or their places in the text tell it: what is written first is
    evaluated first.

    :param chain: the node and those around it, innermost first.
    """
    statement = next((one for one in chain if isinstance(one, ast.stmt)), None)
    # To pyflakes, annotations are no part of the parameters that have them.
    is_of_module = use.node in module.parents
    around = parents_of(use.node, module.parents) if is_of_module else iter(use.parents)
    other: list[ast.AST] = [use.node]
    for node in around:
        other.append(node)
        if isinstance(node, ast.stmt):
            break
    if statement is None or other[-1] is not statement:
        return None
    parts = {parent: part for part, parent in itertools.pairwise(other)}
    if chain[0] in parts:
        return False if is_call_around(chain[0], other) else None
    for part, parent in itertools.pairwise(chain):  # they meet in the statement at the latest
        if parent is other[0]:
            return True if is_call_around(parent, chain) else None
        if parent in parts:
            return is_part_first(part, parts[parent], parent)
    return None


def is_call_around(node: ast.AST, chain: Sequence[ast.AST]) -> bool:
    """Say whether an expression evaluates what is inside it before itself, as calls do.

    Not so the body of a lambda.

    :param chain: what is inside and those around it, innermost first.
    """
    inside = itertools.takewhile(lambda one: one is not node, chain)
    return isinstance(node, ast.expr) and not any(isinstance(one, CALLABLES) for one in inside)


def is_part_first(part: ast.AST, other: ast.AST, node: ast.AST) -> bool | None:
    """Say whether a node evaluates one of its parts before another, None if the text tells it."""
    places = [_place(one, node) for one in (part, other)]
    return None if places[0] == places[1] else places == sorted(places)


def _place(part: ast.AST, node: ast.AST) -> int:
    """Return the place among the first fields of a node that has a part of it, or the next."""
    fields = _FIRST.get(type(node), ())
    values = [getattr(node, name) for name in fields]
    found = (
        number
        for number, value in enumerate(values)
        if part is value or (isinstance(value, list) and part in value)
    )
    return next(found, len(fields))
