"""What is the value of an expression on the Pythons that the code may run on?"""

from __future__ import annotations

import ast
import functools
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

_PYTHON_2 = re.compile(r"_*(is_?)?py(thon)?_?2k?", re.IGNORECASE)
_PYTHON_3 = re.compile(r"_*(is_?)?py(thon)?_?3k?", re.IGNORECASE)

_ANY_MICRO = (0, 9, 1_000)
"""Micro versions that stand for all: what is the same for these depends on none."""

_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, others: one in others,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.NotEq: operator.ne,
    ast.NotIn: lambda one, others: one not in others,
}
_ARITHMETIC: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.BitAnd: operator.and_,
    ast.FloorDiv: operator.floordiv,
    ast.Mult: operator.mul,
    ast.RShift: operator.rshift,
}
"""What is done with ``sys.hexversion`` and parts of ``sys.version_info``, and never takes long."""
_FUNCTIONS: dict[str, object] = {
    function.__name__: function
    for function in (all, any, bool, float, int, isinstance, len, list, map, tuple)
}
_TYPES: dict[str, object] = {"bytes": bytes, "str": str}
"""They are the same type in Python 2."""
_METHODS_OF_TEXT = frozenset({"join", "split", "startswith"})
_PLAIN_FORMAT = re.compile(r"(?:[^%\d]|%[dsr])*")
"""A text whose conversions have no width: that may be huge."""


class _VersionInfo(NamedTuple):
    """What ``sys.version_info`` is on a Python."""

    major: int
    minor: int
    micro: int
    releaselevel: str = "final"
    serial: int = 0


class _UnknownValueError(Exception):
    """The value depends on more than the Python."""


def values_on(
    pythons: tuple[tuple[int, int], ...],
    node: ast.expr,
    value_of: Callable[[str], ast.expr | None],
    origins: Mapping[str, str],
) -> set[object]:
    """Return the values that an expression has on some Pythons; none if one is not known.

    :param value_of: returns the value of a name, None for an unknown one.
    :param origins: what imports bind to names: the modules and members, with dots.
    """
    if not _depends_on_python(node):
        return set()
    try:
        return {_Python(info, value_of, origins).value(node) for info in _infos(pythons)}
    except (
        _UnknownValueError, ArithmeticError, AttributeError, LookupError, MemoryError,
        RecursionError, TypeError, ValueError,
    ):  # fmt: skip
        return set()


@functools.cache
def _infos(pythons: tuple[tuple[int, int], ...]) -> tuple[_VersionInfo, ...]:
    return tuple(_VersionInfo(*version, micro) for version in pythons for micro in _ANY_MICRO)


@functools.cache
def _facts(info: _VersionInfo) -> dict[str, object]:
    """Return what a Python says of itself, by dotted names, and what else is known there."""
    version = ".".join(map(str, info[:3]))
    return {
        **_FUNCTIONS,
        **_TYPES,
        "platform.python_version": lambda: version,
        "platform.python_version_tuple": lambda: tuple(version.split(".")),
        "sys.hexversion": (info.major << 24) + (info.minor << 16) + (min(info.micro, 255) << 8),
        "sys.version": f"{version} ",
        "sys.version_info": info,
    }


def _depends_on_python(value: ast.expr | None) -> bool:
    """Say whether a value is more than a constant, which may be changed tomorrow."""
    return value is not None and any(
        isinstance(part, ast.Name) and part.id not in _FUNCTIONS for part in ast.walk(value)
    )


def _is_sure(value: ast.expr | None) -> bool:
    """Say whether the value of a name says something: a constant is one on these Pythons only."""
    return isinstance(value, ast.Constant) or _depends_on_python(value)


@dataclass(frozen=True, eq=False)
class _Python:
    """A Python that evaluates what depends on nothing but itself."""

    info: _VersionInfo
    value_of: Callable[[str], ast.expr | None]
    origins: Mapping[str, str]

    def value(self, node: ast.expr | None) -> Any:
        """Return the value of an expression, or raise _UnknownValueError."""
        match node:
            case None | ast.Constant():
                return getattr(node, "value", None)
            case ast.Name(id=name) if _is_sure(self.value_of(name)):
                return self.value(self.value_of(name))
            case ast.Name() | ast.Attribute():
                return self._named(node)
            case ast.Subscript(value=value, slice=index):
                return self.value(value)[self.value(index)]
            case ast.Slice(lower=lower, upper=upper, step=step):
                return slice(*map(self.value, (lower, upper, step)))
            case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
                return tuple(map(self.value, elements))
            case ast.Compare(left=left, ops=operators, comparators=others):
                return self._compared([left, *others], operators)
            case ast.NamedExpr(value=value):
                return self.value(value)
            case _:
                return self._made(node)

    def _made(self, node: ast.expr) -> Any:
        """Return the value of a call, or of a text that is put together."""
        match node:
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return self.value(value)
            case ast.JoinedStr(values=parts):
                return "".join(str(self.value(part)) for part in parts)
            case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod(), right=right):
                return self._formatted(text, right)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                return self._calculated(type(op), self.value(left), self.value(right))
            case ast.Call(func=ast.Name(id="type"), args=[value], keywords=[]):
                return type(self.value(value))
            case ast.Call(
                func=ast.Name(id="getattr"), args=[owner, ast.Constant(value=str(name)), *_]
            ):
                return self._named(ast.Attribute(owner, name))
            case ast.Call(func=function, args=arguments, keywords=[]):
                return self._returned(self.value(function), arguments)
            case _:
                raise _UnknownValueError

    def _calculated(self, op: type[ast.operator], left: object, right: object) -> int:
        if not (isinstance(left, int) and isinstance(right, int)):
            raise _UnknownValueError  # a long text, perhaps
        return _ARITHMETIC[op](left, right)

    def _formatted(self, text: str, values: ast.expr) -> str:
        if not _PLAIN_FORMAT.fullmatch(text):
            raise _UnknownValueError
        found = self.value(values)
        return text % (tuple(found) if isinstance(found, tuple) else found)

    def _returned(self, function: Any, arguments: Sequence[ast.expr]) -> Any:
        if function is bytes:  # it takes as much memory as it is asked to
            raise _UnknownValueError
        return function(*map(self.value, arguments))

    def _compared(self, operands: Sequence[ast.expr], operators: Sequence[ast.cmpop]) -> bool:
        values = list(map(self.value, operands))
        pairs = zip(operators, values, values[1:], strict=False)
        return all(_COMPARISONS[type(one)](left, right) for one, left, right in pairs)

    def _named(self, node: ast.Name | ast.Attribute) -> Any:
        """Return the value of a name or an attribute."""
        name = self._full_name(node)
        facts = _facts(self.info)
        if name in facts:
            return facts[name]
        if isinstance(node, ast.Attribute):
            value = self.value(node.value)
            if node.attr in (_METHODS_OF_TEXT if isinstance(value, str) else _VersionInfo._fields):
                return getattr(value, node.attr)
        raise _UnknownValueError

    def _full_name(self, node: ast.expr) -> str:
        """Return the dotted name by which a module has what a name or an attribute is."""
        match node:
            case ast.Name(id=name):
                return self.origins.get(name, name)
            case ast.Attribute(value=owner, attr=name):
                return f"{self._full_name(owner)}.{name}"
            case _:
                return ""


def is_python_3(name: str) -> bool | None:
    """Return what a name says about the Python: ``PY2`` is false, ``PY3`` is true."""
    if _PYTHON_2.fullmatch(name):
        return False
    return True if _PYTHON_3.fullmatch(name) else None
