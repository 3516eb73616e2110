"""Does a call give a type where typing asks for one? Type checkers read it like an annotation.

They take no value there that a function computes or is given. In about 3,800 calls of
``typing.cast`` in released code, the first argument never is one.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_missing_import.scopes import CALLABLES, COMPREHENSIONS
from flake8_missing_import.spelling import last_name, root

_PLACES = {"typing.NewType": 1, "typing.assert_type": 1, "typing.cast": 0}
"""Where callables of typing are given a type, apart from annotations."""


def gives_type(callee: str, call: ast.Call, around: Sequence[ast.AST]) -> bool:
    """Say whether what a call gives a callable of typing as a type can be one, if it gives it.

    :param callee: its full name.
    :param around: the nodes around the call.
    """
    given = call.args[_PLACES[callee] :][:1] if callee in _PLACES else []
    return all(_can_be_type(one, around) for one in given)


def _can_be_type(node: ast.expr, around: Sequence[ast.AST]) -> bool:
    match node:
        case ast.Constant(value=str() | None) | ast.Starred():
            return True
        case ast.Subscript(value=generic):
            return _can_be_type(generic, around)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _can_be_type(left, around) and _can_be_type(right, around)
        case ast.Name(id=name):
            return not _is_variable(name, around)
        case ast.Attribute(attr=name):
            owner = root(node)
            # An attribute of a class, not a class of a module: User.id
            is_of_class = last_name(owner)[:1].isupper() > name.lstrip("_")[:1].isupper()
            return not is_of_class and _can_be_type(owner, around)
        case _:
            return False


def _is_variable(name: str, around: Sequence[ast.AST]) -> bool:
    """Say whether a function or a comprehension around binds a name to what it is given."""
    return any(
        _binds(node, name)
        for scope in around
        if isinstance(scope, (*CALLABLES, *COMPREHENSIONS))
        for node in ast.walk(scope)
    )


def _binds(node: ast.AST, name: str) -> bool:
    match node:
        case ast.arg(arg=bound) | ast.Name(id=bound, ctx=ast.Store()):
            return bound == name
        case _:
            return False
