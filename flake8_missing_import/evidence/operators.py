"""Can an operator, or a builtin, be applied to a thing? Its methods say so."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flake8_missing_import.data_model import OPERATIONS
from flake8_missing_import.stdlib.signatures import CallShape, literal, shape_of
from flake8_missing_import.stdlib.types import Thing, ancestors, call_all, method, methods, things

_ORDERING = (ast.Gt, ast.GtE, ast.Lt, ast.LtE)
_ORDERED_BY = ("__lt__", "__gt__", "__le__", "__ge__")
_OF_NUMBERS = ("__abs__", "__float__", "__index__", "__int__", "__round__")
_OF_TEXTS = ("isascii", "tobytes")
_OF_PATHS = ("__fspath__", "isascii")
_OF_COLLECTIONS = ("__iter__", "__getitem__")
_TUPLE = "builtins.tuple"
_ASKED_FOR = {"len": "__len__", "next": "__next__"}
_NO_COLLECTIONS = frozenset("fikny")
"""The letters of literals that are no collections."""
_SPEC_OF_NUMBERS = re.compile(r"(?:.?[<>=^])?[-+ ]?0?\d*[,_]?(?:\.\d+)?[defgEFG%]")
"""(library reference, "Format Specification Mini-Language")"""
_CONVERSIONS = re.compile(r"%[-+ #0]*(?:[1-9]\d*)?(?:\.\d+)?([a-zA-Z])")
"""What is formatted by ``%`` (library reference, "printf-style String Formatting")."""


def is_operand(thing: Thing, node: ast.expr, around: Sequence[ast.AST]) -> bool:
    """Say whether a thing can be an operand of an operation between two."""
    parent = around[0]
    assert isinstance(parent, ast.BinOp | ast.AugAssign)
    is_right = node is getattr(parent, "right", getattr(parent, "value", None))
    if isinstance(parent.op, ast.Div) and is_right and methods(thing, _OF_PATHS):
        return True  # A path takes it.
    if isinstance(parent, ast.BinOp):
        if isinstance(parent.op, ast.Mod) and parent.right is node:
            return is_formatted(thing, node, parent)
        if isinstance(parent.op, ast.BitOr) and thing.kind in {"class", "form", "none"}:
            return True
    elif isinstance(parent.op, ast.Add) and methods(thing, ("__iter__",)):
        return True  # A list takes it.
    if thing.kind == "class" and not isinstance(parent.op, ast.Mult):
        return False
    operation = OPERATIONS[type(parent.op)]
    found = methods(thing, [f"__{prefix}{operation}__" for prefix in ("", "r", "i")])
    return bool(found) and all(
        call_all(found, CallShape(positional=1, literals=frozenset({(0, letter)})))
        for letter in _added(around)
    )


def _added(around: Sequence[ast.AST]) -> set[str]:
    """Return the letters of the literals in a sum, numbers left out: each takes only its like."""
    *_, whole = (ast.Constant(0), *itertools.takewhile(_is_sum, around))
    return {literal(one) for one in _summands(whole)} - {"", "f", "i"}


def _is_sum(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)


def _summands(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp) and _is_sum(node):
        yield from (*_summands(node.left), *_summands(node.right))
    else:
        yield node


def is_unary_operand(thing: Thing, node: ast.expr, around: Sequence[ast.AST]) -> bool:
    """Say whether a thing can be the operand of an operation on one."""
    parent = around[0]
    assert isinstance(parent, ast.UnaryOp)
    return isinstance(parent.op, ast.Not) or thing.kind in {"instance", "unknown"}


def is_compared(thing: Thing, node: ast.expr, around: Sequence[ast.AST]) -> bool:
    """Say whether a thing can be compared as an expression compares it."""
    parent = around[0]
    assert isinstance(parent, ast.Compare)
    position = [parent.left, *parent.comparators].index(node)
    before, after = parent.ops[:position][-1:], parent.ops[position : position + 1]
    if isinstance([*before, None][0], ast.In | ast.NotIn):
        return bool(methods(thing, ("__contains__", "__iter__", "__getitem__")))
    beside = [parent.left, *parent.comparators][max(position - 1, 0) : position + 2]
    is_ordered = any(isinstance(operator, _ORDERING) for operator in (*before, *after))
    if not is_ordered:
        # A tuple, such as a mock's call, is no number: call(command) != 0
        is_tuple = thing.kind == "instance" and _TUPLE in ancestors(thing.name)
        return not (is_tuple and any(map(_is_number, beside)))
    needed = _OF_NUMBERS if any(map(_is_number, beside)) else _ORDERED_BY
    return thing.kind in {"instance", "unknown"} and bool(methods(thing, needed))


def is_formatted(thing: Thing, node: ast.expr, operation: ast.BinOp) -> bool:
    """Say whether a format such as ``"%.2f"`` takes a thing: some conversions need a number.

    Of a tuple it takes the items.
    """
    match operation:
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod(), right=given):
            if given is node and _TUPLE in ancestors(thing.name):
                return True
            values = given.elts if isinstance(given, ast.Tuple) else [given]
            kinds = _CONVERSIONS.findall(text.replace("%%", ""))
            is_clear = len(kinds) == len(values) == text.replace("%%", "").count("%")
            is_text = not is_clear or kinds[values.index(node)] in "acrs"
            return is_text or bool(methods(thing, _OF_NUMBERS))
        case _:
            return True


def takes_spec(thing: Thing, formatted: ast.FormattedValue) -> bool:
    """Say whether a thing takes a format such as ``:.2f``: some are those of numbers."""
    match formatted.format_spec:
        case ast.JoinedStr(values=[ast.Constant(value=str(spec))]):
            return not _SPEC_OF_NUMBERS.fullmatch(spec) or bool(methods(thing, _OF_NUMBERS))
        case _:
            return True


def is_argument(thing: Thing, node: ast.expr, call: ast.Call) -> bool:
    """Say whether a builtin takes a thing where it takes only numbers and texts, or collections."""
    if node not in call.args:
        return True
    if asked := _ASKED_FOR.get(getattr(call.func, "id", "")):
        return call.args[0] is not node or bool(methods(thing, (asked,)))
    callee, given = builtin(call.func), shape_of(call)
    taken = {
        letter
        for letter in ("t", *_NO_COLLECTIONS)
        if call_all(callee, replace(given, literals=frozenset({(call.args.index(node), letter)})))
    }
    if "t" in taken and taken.isdisjoint(_NO_COLLECTIONS):
        return bool(methods(thing, _OF_COLLECTIONS))
    is_any = "f" not in taken or "t" in taken
    return is_any or bool(methods(thing, (*_OF_NUMBERS, *_OF_TEXTS)))


def builtin(callee: ast.expr) -> tuple[Thing, ...]:
    """Return which builtin is called, or which method of a text: ``", ".join``."""
    match callee:
        case ast.Name(id=name):
            return things(f"builtins.{name}")
        case ast.Attribute(value=ast.Constant(value=str() | bytes() as text), attr=name):
            return method(Thing("instance", f"builtins.{type(text).__name__}"), name)
        case _:
            return ()


def _is_number(node: ast.expr) -> bool:
    """Say whether an expression is a number, or a sum with one."""
    match node:
        case ast.Constant(value=int() | float()):
            return True
        case ast.UnaryOp(operand=operand):
            return _is_number(operand)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            return _is_number(left) or _is_number(right)
        case _:
            return False
