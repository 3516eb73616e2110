"""Which strings may be annotations? The tree says it, where the text has names in question."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from flake8_missing_import.imports import bound_name
from flake8_missing_import.mentions import line_numbers, places
from flake8_missing_import.module import IMPORTS, statements_on

if TYPE_CHECKING:
    from flake8_missing_import.module import Module

_TYPE = re.compile(
    r"""
    ["'][\s\[\](),.|*'"]*  # what may stand before the first name
    [^\W\d][\w.]*(?![\w.])\s*  # no shorter one helps
    (?:[\[\])|\#] | ["'](?!\w) | ,(?=[^]]*\] | (?:\s*[\w.]*[,|])*\s*[\w.]*\s*["']))
    """,
    re.VERBOSE,
)
"""How a type, or a part of one, begins: with a name and what may follow it.

Two words in a row are text.
"""
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")

_ANNOTATIONS = ("annotation", "returns")
_TYPING = ("typing", "typing_extensions")
_STATEMENTS_OF_TYPES = ("TypeAlias", "TypeVar", "TypeVarTuple", "ParamSpec")
"""Nodes that only newer Pythons have (PEP 695)."""


def types_in(strings: Iterable[str]) -> list[str]:
    """Return those of the strings, with their quotes, that could be types, by their content."""
    return list(filter(_TYPE.match, strings))


def names_in_annotations(
    texts: Iterable[str],
    names: AbstractSet[str],
    module: Module,
    statements: Iterable[ast.stmt],
) -> frozenset[str]:
    """Return those of the names that are in a string where an annotation may be.

    :param texts: the strings with their quotes.
    :param statements: all imports of the module, maybe among others.
    """
    asked = [text for text in texts if _has_one(names, text)]
    types = _types_at(asked, module, statements)
    return frozenset(name for text in types for name in _NAME.findall(text) if name in names)


def has_parted(
    names: AbstractSet[str],
    parted: Mapping[str, str],
    module: Module,
    statements: Iterable[ast.stmt],
) -> bool:
    """Say whether strings that part one of some names are where an annotation may be.

    :param parted: what they say, with quotes, each with the first of them.
    :param statements: all imports of the module, maybe among others.
    """
    asked = [first for text, first in parted.items() if _has_one(names, text)]
    return any(True for _ in _types_at(asked, module, statements))


def _has_one(names: AbstractSet[str], text: str) -> bool:
    """Say whether a string, with its quotes, has one of some names."""
    inside = text[1:-1]
    if inside.isidentifier():  # as most of them are, and no pattern is needed for these
        return inside in names
    return not names.isdisjoint(_NAME.findall(text))


def _types_at(
    texts: Iterable[str], module: Module, statements: Iterable[ast.stmt]
) -> Iterator[str]:
    """Yield the strings where an annotation may be, on the lines on which some texts begin."""
    starts = sorted(start for text in texts for start in places(text, module.text))
    lines = sorted(set(line_numbers(starts, module.text)))
    if lines:
        yield from _types_on(lines, module.tree, frozenset(_names_of_typing(statements)))


def _names_of_typing(statements: Iterable[ast.stmt]) -> Iterator[str]:
    """Yield what the module calls typing and its members."""
    for node in statements:
        if isinstance(node, IMPORTS):
            for alias in node.names:
                origin = alias.name if isinstance(node, ast.Import) else node.module
                if origin in _TYPING:
                    yield bound_name(alias)


def _types_on(lines: Sequence[int], tree: ast.AST, typing: AbstractSet[str]) -> Iterator[str]:
    """Yield the strings on some lines that are, or are in, annotations and arguments of typing's.

    :param lines: their numbers, in order.
    """
    nodes = [(tree, False)]
    for node, is_type in nodes:
        if is_type and isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        holds_types = _holds_types(node, is_type, typing)
        for field in node._fields:
            value = getattr(node, field, None)
            children: Iterable[object] = value if isinstance(value, list) else (value,)
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                children = statements_on(lines, value)
            for child in children:
                may_hold = holds_types or field in _ANNOTATIONS
                # Outside of annotations, only what is typing's makes a string a type.
                if not typing and not may_hold and isinstance(child, ast.expr):
                    continue
                if isinstance(child, ast.AST) and _is_on(lines, child):
                    nodes.append((child, may_hold))


def _holds_types(node: ast.AST, is_type: bool, typing: AbstractSet[str]) -> bool:
    """Say whether strings in a node may be types: a generic, a call or an alias of typing's.

    :param is_type: whether they may be for what is around it.
    """
    match node:
        case ast.Subscript(value=ast.Name("Literal") | ast.Attribute(attr="Literal")):
            return False
        case ast.Call(func=head):
            return _is_of_typing(head, typing)
        case ast.Subscript(value=head) | ast.AnnAssign(annotation=head):
            return is_type or _is_of_typing(head, typing)
    return is_type or type(node).__name__ in _STATEMENTS_OF_TYPES


def _is_of_typing(node: ast.expr, typing: AbstractSet[str]) -> bool:
    root = node.value if isinstance(node, ast.Attribute) else node
    return isinstance(root, ast.Name) and root.id in typing


def _is_on(lines: Sequence[int], node: ast.AST) -> bool:
    """Say whether a node may be on one of some lines."""
    first = getattr(node, "lineno", None)
    if first is None or isinstance(node, ast.stmt):
        return True
    following = bisect_left(lines, first)
    return following < len(lines) and lines[following] <= (getattr(node, "end_lineno", 0) or 0)
