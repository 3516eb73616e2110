"""Is a call given what its callee asks for? Some ask for more than typeshed can say.

Type checkers read a type like an annotation: they take no value there that a function computes
or is given. In about 3,800 calls of ``typing.cast`` in released code, the first argument never
is one. A text such as ``"NFC"`` is nearly always written out, or in a variable named for it. A
class of enum makes another of members, and has none itself. SQLAlchemy's columns have its types.
"""

from __future__ import annotations

import ast
import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from flake8_missing_import.model import Use
from flake8_missing_import.scopes import CALLABLES, COMPREHENSIONS, FUNCTIONS, TRIES
from flake8_missing_import.spelling import last_name, root
from flake8_missing_import.stdlib.signatures import LITERALS, CallShape, shape_of
from flake8_missing_import.stdlib.types import call_all, things

_PLACES = {"typing.NewType": 1, "typing.assert_type": 1, "typing.cast": 0}
"""Where callables of typing are given a type, apart from annotations."""
_PARTING_PATHS = frozenset({"posixpath.split", "posixpath.splitext"})
"""What gives no command, by the name of its own module: shlex splits one."""
_RUNNING = frozenset({"Popen", "check_call", "check_output", "create_subprocess_exec", "execvp"})
"""What runs a command, wherever it comes from."""
_RUNNING_IN = frozenset({"asyncio", "os", "subprocess"})
"""The modules of which ``call`` and ``run`` do, too."""
_TAKING_CODES = frozenset({"array.array", "unicodedata.normalize"})
"""Those of the library that first need one of a few fixed texts, as typeshed says."""
_CODE = re.compile(r"(?:^|_)(?:code|fmt|form|kind|nf|type)", re.IGNORECASE)
"""What the name of a variable with such a text says."""
_OF_ENUMS = frozenset(
    {f"enum.{one}Enum" for one in ("", "Int", "Str")} | {"enum.Flag", "enum.IntFlag"}
)
"""Classes without members of their own."""
_CLASS = re.compile(r"_*(?:[A-Z]\w*[a-z]\w*|class_|cls|enum_|klass|type_)")
"""How variables with a class are called."""
_WITHOUT_EFFECT = frozenset(
    {"base64", "binascii", "bisect", "cmath", "colorsys", "copy", "difflib", "fnmatch", "glob",
     "html", "itertools", "keyword", "math", "operator", "re", "statistics", "struct",
     "textwrap", "urllib.parse"}
)  # fmt: skip
"""The modules of functions that nobody calls but for their value, as far as they have one."""
_COLUMNS = frozenset({"Column", "alter_column", "mapped_column"})
_TYPES_OF_COLUMNS = frozenset({"existing_type", "type_"})
"""The keywords for what is a positional argument as well."""


def is_given_enough(callee: str, call: ast.Call, around: Sequence[ast.AST]) -> bool:
    """Say whether a call gives its callee what can be the type, text or members asked for.

    :param callee: its full name.
    :param around: the nodes around the call.
    """
    if callee in _PLACES:
        return all(_can_be_type(one, around) for one in call.args[_PLACES[callee] :][:1])
    if callee in _PARTING_PATHS and is_command(call, around):
        return False
    if callee in _TAKING_CODES:
        return all(map(_can_be_code, call.args[:1]))
    if _takes_class(callee):
        return all(_can_be_class(one, around) for one in call.args)
    return callee not in _OF_ENUMS or (_has_members(call) and not is_type_of_column(call, around))


def is_command(node: ast.expr, around: Sequence[ast.AST]) -> bool:
    """Say whether an expression is what a function of subprocess or os runs.

    :param around: the nodes around it.
    """
    part: ast.AST = node
    for parent in around:
        match parent:
            case ast.Starred():
                part = parent
            case ast.Call(func=function, args=args):
                return part in args and _is_running(function)
            case _:
                break
    return False


def _is_running(function: ast.expr) -> bool:
    match function:
        case ast.Attribute(value=ast.Name(id=module), attr="call" | "run"):
            return module in _RUNNING_IN
        case _:
            return last_name(function) in _RUNNING


def is_type_of_column(node: ast.AST, around: Sequence[ast.AST]) -> bool:
    """Say whether an expression is given to a column of SQLAlchemy as its type.

    :param around: the nodes around it.
    """
    match around:
        case [ast.Call(func=function, args=given), *_]:
            return node in given and last_name(function) in _COLUMNS
        case [ast.keyword(arg=name), ast.Call(func=function), *_]:
            return name in _TYPES_OF_COLUMNS and last_name(function) in _COLUMNS
        case _:
            return False


def _has_members(call: ast.Call) -> bool:
    shape = shape_of(call)
    return shape.positional == 2 or "names" in shape.keywords or shape.has_double_star


def is_for_nothing(callee: str, use: Use) -> bool:
    """Say whether a use throws away what a function asks for: ``log(error)`` is not of math.

    What may fail on purpose is asked for in ``try`` and ``with``, and notebooks show values.

    :param callee: the full name of what is called.
    """
    call, *around = use.parents
    module = callee.rpartition(".")[0]
    if not use.call or module not in _WITHOUT_EFFECT or not isinstance(around[0], ast.Expr):
        return False
    inside = list(itertools.takewhile(lambda one: not isinstance(one, FUNCTIONS), around))
    is_checked = any(
        isinstance(one, ast.With | ast.AsyncWith) or (isinstance(one, TRIES) and part in one.body)
        for part, one in itertools.pairwise(inside)
    )
    is_in_function = len(inside) < len(around)
    return is_in_function and not is_checked and _has_value(callee, call)


def _has_value(callee: str, call: ast.AST) -> bool:
    """Say whether a call gives more than None: ``bisect.insort`` works on its argument."""
    assert isinstance(call, ast.Call)
    return all(one.kind != "none" for one in call_all(things(callee), shape_of(call)))


@functools.cache
def _takes_class(callee: str) -> bool:
    """Say whether a callable takes a class, and nothing else: its parameter's type or name says so.

    So do the decorators of classes: ``enum.unique``, ``functools.total_ordering``.
    """
    found = things(callee)
    by_type = [letter for letter in LITERALS if call_all(found, _of_one(letter))]
    named = CallShape(keywords=frozenset(["cls"]))
    is_first = bool(call_all(found, named)) and not call_all(found, replace(named, positional=1))
    return by_type == ["y"] or is_first


def _of_one(letter: str) -> CallShape:
    return CallShape(positional=1, literals=frozenset([(0, letter)]))


def _can_be_class(node: ast.expr, around: Sequence[ast.AST]) -> bool:
    match node:
        case ast.Call() | ast.Starred():
            return True
        case ast.Attribute(attr=name):
            return _CLASS.fullmatch(name) is not None
        case ast.Name(id=name):
            return _CLASS.fullmatch(name) is not None or not _is_variable(name, around)
        case _:
            return False


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
        name in _bound_in(scope)
        for scope in around
        if isinstance(scope, (*CALLABLES, *COMPREHENSIONS))
    )


@functools.lru_cache(maxsize=8)  # those around many uses, and no file for long
def _bound_in(scope: ast.AST) -> frozenset[str]:
    """Return the names that a function or a comprehension, or what is inside it, binds."""
    return frozenset(
        one.arg if isinstance(one, ast.arg) else one.id
        for one in ast.walk(scope)
        if isinstance(one, ast.arg)
        or (isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store))
    )
