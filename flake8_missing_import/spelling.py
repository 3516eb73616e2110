"""Which name does a node write?"""

from __future__ import annotations

import ast


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


def plain_name(name: str) -> str:
    """Return a name without what is soon forgotten of it: underscores and capitals."""
    return name.replace("_", "").lower()
