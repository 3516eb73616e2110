"""What does a chain such as ``.strip().split(",")[0]`` give of a thing? Types alone decide."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import TypeGuard

from flake8_missing_import.evidence.demands import is_given_enough
from flake8_missing_import.stdlib.signatures import CallShape, shape_of
from flake8_missing_import.stdlib.types import (
    UNKNOWN,
    Thing,
    attributes,
    call_all,
    is_generic,
    method,
)


def end_of_chain(
    found: Iterable[Thing], node: ast.expr, around: Sequence[ast.AST]
) -> tuple[Iterable[Thing], ast.expr, Sequence[ast.AST]]:
    """Return what a chain gives, its whole expression, and the nodes around that.

    It is followed link by link, with all that each may give: one way after the other would take
    time that grows with the signatures of each.

    :param found: what it may begin with.
    :param node: the expression with which it begins.
    :param around: the nodes around that, the innermost first.
    """
    links = 0
    while _is_link(parent := around[links], node):
        found = _given_by(parent, found, around[links + 1 :])
        node = parent
        links += 1
    return found, node, around[links:]


def _is_link(parent: ast.AST, node: ast.expr) -> TypeGuard[ast.expr]:
    """Say whether a node asks for an attribute of an expression, calls it or gets its item."""
    match parent:
        case ast.Attribute(ctx=ast.Load()):
            return True
        case ast.Call(func=used) | ast.Subscript(value=used, ctx=ast.Load()):
            return used is node
        case _:
            return False


def _given_by(
    link: ast.expr, owners: Iterable[Thing], around: Sequence[ast.AST]
) -> Iterable[Thing]:
    """Return what a link may give of several things."""
    match link:
        case ast.Attribute(attr=name):
            return attributes(owners, name)
        case ast.Call():
            callees = [one for one in owners if is_given_enough(one.name, link, around)]
            return call_all(callees, shape_of(link))
        case _:
            return dict.fromkeys(item for one in owners for item in subscripted(one, "__getitem__"))


def subscripted(thing: Thing, operation: str) -> tuple[Thing, ...]:
    """Return what a thing with a subscript may be.

    :param operation: the method that is called, such as ``__getitem__``.
    """
    if thing.kind == "class" and operation == "__getitem__" and is_generic(thing.name):
        return (thing,)
    if thing.kind == "form":
        return (UNKNOWN,)
    return call_all(method(thing, operation), CallShape(positional=1, has_star=True))
