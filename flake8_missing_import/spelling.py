"""Which name does a node write?"""

from __future__ import annotations

import ast
from typing import TypeVar

_Node = TypeVar("_Node", bound=ast.AST)

_WIDEST_SHOWN = 60
"""Longer conditions would hide what else a message says."""


def word(node: ast.AST) -> str:
    """Return a name, or an attribute with its dot; nothing for other expressions."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return f".{name}"
        case _:
            return ""


def last_name(node: ast.AST) -> str:
    """Return a name, or an attribute without its dot; nothing for other expressions."""
    return getattr(node, "attr", getattr(node, "id", ""))


def root(node: ast.expr) -> ast.expr:
    """Return what a chain of attributes begins with."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node


def without_call(node: _Node) -> _Node | ast.expr:
    """Return what an expression calls, or itself if it is no call: the maker of a decorator."""
    return node.func if isinstance(node, ast.Call) else node


def written(node: ast.AST) -> str:
    """Return a node as :func:`ast.unparse` writes it, nothing for what it cannot write.

    That is a number of thousands of digits, and nesting that is too deep.
    """
    try:
        return ast.unparse(node)
    except (RecursionError, ValueError):
        return ""


def shown(condition: ast.expr) -> str:
    """Return a condition as messages have it, cut where it is long."""
    text = written(condition)
    return text if 0 < len(text) <= _WIDEST_SHOWN else f"{text[: _WIDEST_SHOWN - 1]}…"


def dotted_name(node: ast.expr) -> str:
    """Return a name with its attributes, such as ``sys.exit``; nothing for other expressions.

    Long chains of calls are not looked through.
    """
    attributes = []
    while isinstance(node, ast.Attribute):
        attributes.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(attributes)]) if isinstance(node, ast.Name) else ""


def plain_name(name: str) -> str:
    """Return a name without what is soon forgotten of it: underscores and capitals."""
    return name.replace("_", "").lower()
