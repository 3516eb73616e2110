"""Which methods does Python call for operators, builtins and what else is done with a thing?"""

from __future__ import annotations

import ast

Methods = tuple[str, ...]
"""Those of which Python calls the first that a class has."""

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
TRUTH = ("__bool__", "__len__")
_TEXT = ("__str__", "__repr__")
_FORMAT = ("__format__", *_TEXT)
ITEMS = ("__contains__", "__iter__")
COMPARISONS: dict[type[ast.cmpop], Methods] = {
    ast.Eq: ("__eq__",),
    ast.Gt: ("__gt__",),
    ast.GtE: ("__ge__",),
    ast.Lt: ("__lt__",),
    ast.LtE: ("__le__",),
    ast.NotEq: ("__ne__", "__eq__"),
}
UNARY: dict[type[ast.unaryop], Methods] = {
    ast.Invert: ("__invert__",),
    ast.Not: TRUTH,
    ast.UAdd: ("__pos__",),
    ast.USub: ("__neg__",),
}
BUILTINS: dict[str, Methods] = {
    "abs": ("__abs__",),
    "ascii": ("__repr__",),
    "bin": ("__index__",),
    "bool": TRUTH,
    "bytes": ("__bytes__",),
    "complex": ("__complex__", "__float__", "__index__"),
    "float": ("__float__", "__index__"),
    "format": _FORMAT,
    "hash": ("__hash__",),
    "hex": ("__index__",),
    "int": ("__int__", "__index__"),
    "iter": ("__iter__",),
    "len": ("__len__",),
    "next": ("__next__",),
    "oct": ("__index__",),
    "open": ("__fspath__",),
    "os.fspath": ("__fspath__",),
    "print": _TEXT,
    "repr": ("__repr__",),
    "reversed": ("__reversed__",),
    "round": ("__round__",),
    "str": _TEXT,
}
"""The methods that functions call of their first argument (language reference, "Data model")."""
OF_MANY = frozenset({"open", "print"})
"""Those of the functions that take more arguments."""
CONSUMERS = frozenset({"enumerate", "frozenset", "list", "set", "sorted", "sum", "tuple"})
"""The builtins that ask their first argument for an iterator."""
ORDERING: dict[str, Methods] = {"max": ("__gt__",), "min": ("__lt__",), "sorted": ("__lt__",)}
"""The methods that builtins call of the items of their only argument."""
ON_SUBSCRIPTS: dict[type[ast.expr_context], Methods] = {
    ast.Del: ("__delitem__",),
    ast.Load: ("__getitem__",),
    ast.Store: ("__setitem__",),
}
ON_ATTRIBUTES: dict[type[ast.expr_context], Methods] = {
    ast.Del: ("__delattr__",),
    ast.Load: ("__getattr__",),
    ast.Store: ("__setattr__",),
}
CONVERSIONS = {"r": ("__repr__",), "a": ("__repr__",), "s": _TEXT, "": _FORMAT}
"""What a conversion in a text calls, by its letter (library reference, "Format String Syntax")."""
