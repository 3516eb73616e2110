"""What one use of a name looks like: how released code is counted, and what the counts are asked.

The granularity follows what tells a reader most: the first attribute and the
keywords of a call come first, as in ``patch.object`` and ``walk(p, topdown=False)``; then the kind
of the first argument together with how many there are (``sleep(2)``, ``choice([…])``), then what
surrounds it: ``with``, ``await``, a decorator, an exception, a base class. What an argument is
passed to counts for the few callees whose second argument is a class; the names of all other
callees say more about the project than about the name.
"""

from __future__ import annotations

import ast

from flake8_missing_import.assignments import defaults
from flake8_missing_import.mentions import FILLING
from flake8_missing_import.model import Use
from flake8_missing_import.scopes import DEFINITIONS, FUNCTIONS, parameters
from flake8_missing_import.spelling import last_name

BARE = "bare"
"""A use that only loads the name, as any variable is loaded."""

ATTRIBUTE_PLACES = (".", ".()", ".annotation")
"""How an attribute of the name is used: read, called or as a type."""

MOST_ARGUMENTS = 4
"""More positional arguments than this count as this many."""

_CLASS_TESTS = frozenset({"cast", "isinstance", "issubclass"})
ASSERTED_CLASSES = frozenset({"assertIsInstance", "assertNotIsInstance"})
"""unittest's methods whose second argument is a class, or a tuple of such."""
_ATTRIBUTE_CALLS = frozenset({"delattr", "getattr", "hasattr", "setattr"})
_EXPECTING = frozenset({"assertRaises", "assertRaisesRegex", "raises", "suppress"})
"""Functions of tests and of contextlib that are given what ``except`` would be given."""
_KINDS: dict[type[ast.AST], str] = {
    ast.Attribute: "name",
    ast.BinOp: "sum",
    ast.Call: "call",
    ast.Dict: "dict",
    ast.DictComp: "dict",
    ast.GeneratorExp: "generator",
    ast.JoinedStr: "str",
    ast.Lambda: "lambda",
    ast.List: "list",
    ast.ListComp: "list",
    ast.Name: "name",
    ast.Set: "list",
    ast.Starred: "*",
    ast.Tuple: "list",
}
_DISPLAYS: dict[type[ast.expr] | type[None], str] = {
    ast.Dict: "dict",
    ast.DictComp: "dict",
    ast.List: "list",
    ast.ListComp: "list",
    ast.Set: "set",
    ast.SetComp: "set",
    ast.Tuple: "tuple",
}
_BUILTIN_GENERICS = frozenset({*_DISPLAYS.values(), "frozenset"})
"""Builtins for which typing has an old generic (PEP 585)."""
_PLACES: dict[type[ast.AST], str] = {
    ast.AnnAssign: "assigned",
    ast.Assign: "assigned",
    ast.AugAssign: "operand",
    ast.BinOp: "operand",
    ast.BoolOp: "tested",
    ast.ClassDef: "base",
    ast.Compare: "compared",
    ast.Dict: "in-display",
    ast.ExceptHandler: "exception",
    ast.For: "iterated",
    ast.FormattedValue: "formatted",
    ast.If: "tested",
    ast.IfExp: "tested",
    ast.List: "in-display",
    ast.Raise: "exception",
    ast.Return: "returned",
    ast.Set: "in-display",
    ast.Starred: "starred",
    ast.UnaryOp: "operand",
    ast.comprehension: "iterated",
    ast.withitem: "with",
}


def shapes(use: Use) -> tuple[str, ...]:
    """Return what a use looks like, each aspect separately, the most telling first."""
    parent = use.parents[0]
    if use.attributes:
        return _attribute_shapes(use)
    if call := use.call:
        return _call_shapes(call, use.parents[1])
    if isinstance(parent, ast.Subscript) and parent.value is use.node:
        return ("annotation[]" if use.in_annotation else "[]",)
    if isinstance(parent, DEFINITIONS) and use.node in parent.decorator_list:
        return ("@",)
    if use.in_annotation:
        return ("annotation[]" if _has_value_of_builtin(use) else "annotation",)
    if isinstance(parent, ast.MatchClass) or _asks_for_class(parent):
        return ("class-test",)
    if isinstance(parent, ast.Call | ast.keyword):
        return _argument_shapes(use, parent)
    if isinstance(parent, ast.Tuple):
        return _in_tuple_shapes(use)
    return (_PLACES.get(type(parent), BARE),)


def _has_value_of_builtin(use: Use) -> bool:
    """Say whether a type stands beside a value of the builtin that has its name: ``Set = set()``.

    It is a generic then, as one with a subscript is: typing's old names are of the builtins.
    """
    around = (use.node, *use.parents)
    is_text = isinstance(use.parents[0], ast.Constant)
    annotation, parent = around[is_text], around[is_text + 1]
    value = parent.value if isinstance(parent, ast.AnnAssign) else None
    if isinstance(parent, FUNCTIONS):
        given = dict(defaults(parent.args))
        arguments = parameters(parent.args)
        value = next(
            (given.get(one.arg) for one in arguments if one.annotation is annotation), None
        )
    made = value.func.id if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else ""
    builtin = _DISPLAYS.get(type(value), made)
    return builtin in _BUILTIN_GENERICS and builtin == use.name.lower()


def _attribute_shapes(use: Use) -> tuple[str, ...]:
    """Return the attribute, and whether that is called or a class to test for.

    Who calls the method that fills an instance inherits from the class.
    """
    if use.attributes == (FILLING,) and use.call:
        return ("base",)
    place = ".()" if use.call else ".annotation" if use.in_annotation else "."
    return (f".{use.attributes[0]}", place)


def _call_shapes(call: ast.Call, around: ast.AST) -> tuple[str, ...]:
    first = kind_of(call.args[0]) if call.args else "-"
    found = [f"({first}{min(len(call.args), MOST_ARGUMENTS)}"]
    if len(call.args) > 1:
        found.append(f"(,{kind_of(call.args[1])}")
    found += sorted(f"{keyword.arg}=" for keyword in call.keywords if keyword.arg)
    if isinstance(around, ast.withitem):
        found.append("with()")
    elif isinstance(around, ast.Await):
        found.append("await()")
    elif isinstance(around, ast.Raise):
        found.append("raise()")
    elif isinstance(around, DEFINITIONS) and call in around.decorator_list:
        found.append("@()")
    elif isinstance(around, ast.For | ast.comprehension) and around.iter is call:
        found.append("for()")
    elif isinstance(around, ast.Expr):
        found.append("statement()")
    return tuple(found)


def attribute_in(shape: str) -> str:
    """Return the attribute that a shape says is used, or nothing."""
    is_one = shape[0] == "." and shape not in ATTRIBUTE_PLACES
    return shape[1:] if is_one else ""


def keyword_in(shape: str) -> str:
    """Return the keyword that a shape says a call of the name has, or nothing."""
    return shape[:-1] if shape[-1] == "=" and shape[:-1].isidentifier() else ""


def literal_in(shape: str) -> str:
    """Return the kind of the only argument that a shape says a call of the name has, or nothing."""
    return shape[1:-1] if shape[0] == "(" and shape[-1] == "1" else ""


def kind_of(argument: ast.expr) -> str:
    """Return what kind of expression an argument is."""
    if isinstance(argument, ast.Constant):
        return type(argument.value).__name__
    if last_name(argument).endswith(("Error", "Warning", "Exception")):
        return "exception"
    return _KINDS.get(type(argument), "other")


def _argument_shapes(use: Use, parent: ast.Call | ast.keyword) -> tuple[str, ...]:
    call = parent if isinstance(parent, ast.Call) else use.parents[1]
    if given := arguments_by_item(call, use.node):
        return (f"(name{min(given, MOST_ARGUMENTS)}",)
    callee = _callee(call)
    if _is_tested_for(call, use.node):
        return ("class-test",)
    if callee in _ATTRIBUTE_CALLS or is_patch(call):
        return ("attributes-of",)
    if expects(call, use.node):
        return ("exception",)
    if isinstance(parent, ast.keyword):
        return (f"argument-{parent.arg}=" if parent.arg else "argument",)
    return ("argument-of-assert",) if callee.startswith("assert") else ("argument",)


def _in_tuple_shapes(use: Use) -> tuple[str, ...]:
    """Return what surrounds the tuple."""
    around = use.parents[1]
    if _is_tested_for(around, use.parents[0]) or _asks_for_class(around):
        return ("class-test",)
    if isinstance(around, ast.ExceptHandler) or expects(around, use.parents[0]):
        return ("exception",)
    return ("in-display",)


def _is_tested_for(call: ast.AST, argument: ast.AST) -> bool:
    """Say whether a call tests something for a class, or is what a test of it is done with."""
    callee = _callee(call)
    return callee in _CLASS_TESTS or (
        callee in ASSERTED_CLASSES and isinstance(call, ast.Call) and [argument] == call.args[1:2]
    )


def _asks_for_class(node: ast.AST) -> bool:
    """Say whether a node compares the class of something, as ``isinstance`` does."""
    match node:
        case ast.Compare(left=ast.Call(func=ast.Name(id="type"), args=[_])):
            return True
        case _:
            return False


def is_patch(call: ast.AST) -> bool:
    """Say whether a call is mock's ``patch.object(…)``, which replaces an attribute."""
    match call:
        case ast.Call(
            func=ast.Attribute(
                attr="object", value=ast.Name(id="patch") | ast.Attribute(attr="patch")
            )
        ):
            return True
        case _:
            return False


def expects(call: ast.AST, node: ast.AST) -> bool:
    """Say whether a call expects an exception as ``except`` does: ``pytest.raises(KeyError)``."""
    if not isinstance(call, ast.Call) or _callee(call) not in _EXPECTING:
        return False
    return node in (call.args if _callee(call) == "suppress" else call.args[:1])


def arguments_by_item(call: ast.AST, node: ast.AST) -> int:
    """Return with how many arguments ``map`` or ``filter`` calls what a node gives it, if any."""
    match call:
        case ast.Call(func=ast.Name(id="filter" | "map"), args=[first, *given]) if first is node:
            return len(given)
        case _:
            return 0


def _callee(call: ast.AST) -> str:
    """Return the last name of what is called."""
    return last_name(call.func) if isinstance(call, ast.Call) else ""
