"""Which methods of an instance does Python call for what is done with it?

Only what surely calls them: an operation whose other operand may come first is none.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_missing_import.at_once import full_name, is_called
from flake8_missing_import.module import Module

OPERATIONS: dict[type[ast.operator], str] = {
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
OF_CLASSES = (["classmethod"], ["staticmethod"])
"""The decorators of methods that are called without an instance."""
OF_PROPERTIES = (["cached_property"], ["property"])
"""The decorators of methods that reading an attribute calls."""
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "__eq__",
    ast.Gt: "__gt__",
    ast.GtE: "__ge__",
    ast.Lt: "__lt__",
    ast.LtE: "__le__",
    ast.NotEq: "__ne__",
}
_UNARY: dict[type[ast.unaryop], str] = {
    ast.Invert: "__invert__",
    ast.Not: "__bool__",
    ast.UAdd: "__pos__",
    ast.USub: "__neg__",
}
_BUILTINS = {
    "abs": "__abs__",
    "bool": "__bool__",
    "bytes": "__bytes__",
    "complex": "__complex__",
    "float": "__float__",
    "format": "__format__",
    "hash": "__hash__",
    "int": "__int__",
    "iter": "__iter__",
    "len": "__len__",
    "next": "__next__",
    "print": "__str__",
    "repr": "__repr__",
    "reversed": "__reversed__",
    "round": "__round__",
    "str": "__str__",
}
"""The builtins that call a method of their first argument (language reference, "Data model")."""
_CONSUMERS = frozenset({"enumerate", "frozenset", "list", "set", "sorted", "sum", "tuple"})
"""The builtins that ask their first argument for an iterator."""
_ON_SUBSCRIPTS: dict[type[ast.expr_context], str] = {
    ast.Del: "__delitem__",
    ast.Load: "__getitem__",
    ast.Store: "__setitem__",
}


def is_implied(method: str, instance: ast.AST, around: Sequence[ast.AST], module: Module) -> bool:
    """Say whether Python calls a method of an instance where that stands.

    :param around: the nodes around the instance, innermost first.
    """
    match around:
        case [ast.Call() as call, *_] if method in {*_BUILTINS.values(), "__call__", "__iter__"}:
            return _is_implied_by_call(method, instance, call, around, module)
        case [ast.withitem(context_expr=entered), ast.With() as block, *_]:
            # Its body runs before what leaves it.
            is_left = method == "__exit__" and not _imports(block)
            return entered is instance and (method == "__enter__" or is_left)
        case [ast.For(iter=consumed) | ast.Starred(value=consumed), *_] | [
            ast.comprehension(iter=consumed),
            ast.DictComp() | ast.ListComp() | ast.SetComp(),
            *_,
        ]:
            return method == "__iter__" and consumed is instance
        case [ast.Subscript(value=owner, ctx=use), parent, *_]:
            is_read_first = isinstance(parent, ast.AugAssign) and parent.target is around[0]
            kind = ast.Load if is_read_first else type(use)
            return owner is instance and method == _ON_SUBSCRIPTS[kind]
        case [ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test), *_]:
            return method == "__bool__" and test is instance
        case _:
            return method in _operators(instance, around[0])


def is_read(name: str, around: Sequence[ast.AST]) -> bool:
    """Say whether an attribute is read of the instance that some nodes are around."""
    match around:
        case [ast.Attribute(attr=attribute, ctx=ast.Load()), *_]:
            return attribute == name
        case _:
            return False


def _is_implied_by_call(
    method: str, instance: ast.AST, call: ast.Call, around: Sequence[ast.AST], module: Module
) -> bool:
    if method == "__call__":
        return is_called(instance, around, module)
    name = full_name(call.func, module)
    is_first = call.args[:1] == [instance]
    is_alone = len(call.args) == 1 and not call.keywords
    if method == "__iter__" and name in _CONSUMERS:
        return is_first
    return is_first and _BUILTINS.get(name) == method and (is_alone or name == "print")


def _operators(instance: ast.AST, operation: ast.AST) -> frozenset[str]:
    """Return the methods that an operation surely calls on one of its operands.

    A number as the other one leaves it to the instance.
    """
    match operation:
        case ast.UnaryOp(op=operator):
            return frozenset([_UNARY[type(operator)]])
        case ast.BinOp(left=left, op=operator, right=right):
            is_left = left is instance
            other = right if is_left else left
            name = OPERATIONS[type(operator)]
            return _with_number(f"__{name}__" if is_left else f"__r{name}__", other)
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[container]):
            return frozenset(["__contains__"] if container is instance else [])
        case ast.Compare(left=left, ops=[operator], comparators=[other]) if left is instance:
            return _with_number(_COMPARISONS.get(type(operator), ""), other)
        case ast.FormattedValue(conversion=-1, format_spec=None):
            return frozenset(["__format__"])
        case ast.FormattedValue(conversion=conversion):
            return frozenset({ord("r"): ["__repr__"], ord("s"): ["__str__"]}.get(conversion, []))
        case _:
            return frozenset()


def _with_number(method: str, other: ast.expr) -> frozenset[str]:
    match other:
        case ast.Constant(value=int() | float()):
            return frozenset([method])
        case _:
            return frozenset()


def _imports(block: ast.AST) -> bool:
    return any(isinstance(one, ast.Import | ast.ImportFrom) for one in ast.walk(block))
