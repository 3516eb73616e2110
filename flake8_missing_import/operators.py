"""Can an operator be applied to a thing? Its type says so, by the methods that it has."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_missing_import.stdlib.types import Thing, methods

_ORDERING = (ast.Gt, ast.GtE, ast.Lt, ast.LtE)
_ORDERED_BY = ("__lt__", "__gt__", "__le__", "__ge__")
_OPERATIONS: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.BitAnd: "and",
    ast.BitOr: "or",
    ast.BitXor: "xor",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.LShift: "lshift",
    ast.MatMult: "matmul",
    ast.Mod: "mod",
    ast.Mult: "mul",
    ast.Pow: "pow",
    ast.RShift: "rshift",
    ast.Sub: "sub",
}
"""The methods of operators, without underscores (language reference, "Emulating numeric types")."""


def is_operand(thing: Thing, node: ast.expr, around: Sequence[ast.AST]) -> bool:
    """Say whether a thing can be an operand of an operation between two."""
    parent = around[0]
    assert isinstance(parent, ast.BinOp | ast.AugAssign)
    if isinstance(parent, ast.BinOp):
        if isinstance(parent.op, ast.Mod) and parent.right is node:
            return True  # a string is formatted
        if isinstance(parent.op, ast.BitOr) and thing.kind in {"class", "form", "none"}:
            return True
    if thing.kind == "class" and not isinstance(parent.op, ast.Mult):
        return False
    operation = _OPERATIONS[type(parent.op)]
    return bool(methods(thing, [f"__{prefix}{operation}__" for prefix in ("", "r", "i")]))


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
    is_ordered = any(isinstance(operator, _ORDERING) for operator in (*before, *after))
    return not is_ordered or (
        thing.kind in {"instance", "unknown"} and bool(methods(thing, _ORDERED_BY))
    )
