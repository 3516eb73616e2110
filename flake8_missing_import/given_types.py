"""Does a call give a type, or one of a few fixed texts, where its callee asks for that?

Type checkers read a type like an annotation: they take no value there that a function computes
or is given. In about 3,800 calls of ``typing.cast`` in released code, the first argument never
is one. A text such as ``"NFC"`` is nearly always written out, or in a variable named for it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from flake8_missing_import.scopes import CALLABLES, COMPREHENSIONS
from flake8_missing_import.spelling import last_name, root

_PLACES = {"typing.NewType": 1, "typing.assert_type": 1, "typing.cast": 0}
"""Where callables of typing are given a type, apart from annotations."""
_TAKING_CODES = frozenset({"array.array", "unicodedata.normalize"})
"""Those of the library that first need one of a few fixed texts, as typeshed says."""
_CODE = re.compile(r"(?:^|_)(?:code|fmt|form|kind|nf|type)", re.IGNORECASE)
"""What the name of a variable with such a text says."""


def gives_type(callee: str, call: ast.Call, around: Sequence[ast.AST]) -> bool:
    """Say whether what a call gives a callable of typing as a type can be one, if it gives it.

    :param callee: its full name.
    :param around: the nodes around the call.
    """
    given = call.args[_PLACES[callee] :][:1] if callee in _PLACES else []
    return all(_can_be_type(one, around) for one in given)


def gives_code(callee: str, call: ast.Call) -> bool:
    """Say whether a call gives one of a few fixed texts to what asks for one.

    :param callee: its full name.
    """
    return callee not in _TAKING_CODES or all(map(_can_be_code, call.args[:1]))


def _can_be_code(node: ast.expr) -> bool:
    match node:
        case ast.Constant() | ast.Starred():
            return True
        case ast.IfExp(body=one, orelse=other):
            return _can_be_code(one) or _can_be_code(other)
        case ast.Call(func=value) | ast.Subscript(value=value):
            return _can_be_code(value)
        case _:
            return _CODE.search(last_name(node)) is not None


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
