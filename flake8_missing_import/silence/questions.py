"""What does a test ask for: which names or attributes, and of what?"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from flake8_missing_import.module import Module


@dataclass(frozen=True)
class Question:
    """A test that asks whether something has a name, an attribute or a key."""

    names: frozenset[str]
    """What it asks for: if that is computed, perhaps any text of the module."""
    of: ast.expr
    """The object that may have the attribute, or the container."""
    is_attribute: bool
    if_missing: bool
    """What it says where that is missing."""


def question(test: ast.expr, module: Module) -> Question | None:
    """Return what a test asks for, None for other expressions."""
    match test:
        case ast.Compare(left=name, ops=[ast.In() | ast.NotIn() as one], comparators=[container]):
            return Question(_names([name], module), container, False, isinstance(one, ast.NotIn))
        case ast.Compare(left=ast.Set(elts=names), ops=[ast.LtE()], comparators=[container]):
            return Question(_names(names, module), container, False, False)
        case ast.Call(func=ast.Attribute(value=container, attr="get"), args=[name, *default]) if (
            all(map(_is_false, default))
        ):
            return Question(_names([name], module), container, False, False)
        case ast.Call(func=ast.Name(id="hasattr" | "getattr"), args=[owner, name, *default]) if all(
            map(_is_false, default)
        ):
            return Question(_names([name], module), owner, True, False)
        case _:
            return None


def _names(nodes: Sequence[ast.expr], module: Module) -> frozenset[str]:
    """Return the texts that some expressions may be."""
    if not all(isinstance(node, ast.Constant) for node in nodes):
        return module.texts
    values = (getattr(node, "value", None) for node in nodes)
    return frozenset(value for value in values if isinstance(value, str))


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not node.value
