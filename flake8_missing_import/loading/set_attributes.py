"""Which attributes does code give to modules: ``xml.dom = fake``, ``setattr(xml, "dom", fake)``?"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from contextlib import suppress

from flake8_missing_import.imports import full_name
from flake8_missing_import.loading.named_modules import LOADERS, imported_last_name
from flake8_missing_import.silence.namespaces import Namespaces
from flake8_missing_import.silence.written_names import UnknownNamesError, names_of_key

_SETTERS = frozenset({"multiple", "object", "setattr"})
"""Functions that set what their second argument or a keyword names: mock's, the builtin."""


def set_attributes(node: ast.AST, origins: dict[str, str], namespaces: Namespaces) -> Iterator[str]:
    """Yield the full names of what an assignment, or a call such as ``setattr``, sets."""
    owner, keys = _set_parts(node, origins)
    if owner is not None:
        for key in keys:
            with suppress(UnknownNamesError):
                for name in names_of_key(key, namespaces):
                    yield f"{_named_module(owner, origins)}.{name}"


def _set_parts(
    node: ast.AST, origins: dict[str, str]
) -> tuple[ast.expr | None, Sequence[ast.expr]]:
    """Return what gets attributes, and their names."""
    match node:
        case ast.Attribute(ctx=ast.Store(), value=owner, attr=name):
            return owner, [ast.Constant(name)]
        case ast.Subscript(ctx=ast.Store(), value=names, slice=key):
            return _with_names(names), [key]
        case ast.Call(func=ast.Attribute(attr="update", value=names), args=arguments):
            keys = [
                key for one in arguments if isinstance(one, ast.Dict) for key in one.keys if key
            ]
            return _with_names(names), [*keys, *_keywords(node)]
        case ast.Call(func=function, args=[owner, *keys]):
            last_name = imported_last_name(function, origins)
            return owner if last_name in _SETTERS else None, [*keys[:1], *_keywords(node)]
        case _:
            return None, []


def _with_names(names: ast.expr) -> ast.expr | None:
    """Return the object whose dictionary of names an expression is, None if it is none."""
    match names:
        case ast.Attribute(attr="__dict__", value=owner):
            return owner
        case ast.Call(func=ast.Name(id="vars"), args=[owner]):
            return owner
        case _:
            return None


def _keywords(call: ast.Call) -> list[ast.expr]:
    return [ast.Constant(one.arg) for one in call.keywords if one.arg]


def _named_module(node: ast.expr, origins: dict[str, str]) -> str:
    """Return the full name of what an expression stands for, also if only a text names it."""
    match node:
        case ast.Constant(value=str(name)):
            return name
        case ast.Subscript(value=modules, slice=ast.Constant(value=str(name))) if (
            full_name(modules, origins) == "sys.modules"
        ):
            return name
        case ast.Call(func=function, args=[ast.Constant(value=str(name))]) if (
            imported_last_name(function, origins) in LOADERS
        ):
            return name
        case _:
            return full_name(node, origins)
