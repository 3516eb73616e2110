"""Which values does a module give to its names and attributes, wherever it does?"""

from __future__ import annotations

import ast
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from flake8_missing_import.imports import bound_name
from flake8_missing_import.spelling import last_name, word

_REBOUND = (
    r"\b{0}\b\s*(?::[^=]*)?(?:[-+*/|&:]?=(?!=)|,.*=)"
    r"|\bclass\s+{0}\b|\b(?:as|def|for|global|lambda)\b.*\b{0}\b|['\"](?:[\w.]+\.)?{0}['\"]"
)
"""What a line has that gives a name a value, or calls something with its text to do so."""


def given_values(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    """Yield names, and attributes with their dots, each with a value that it is given.

    By an assignment, an import, or as the default of a parameter.
    """
    for node in nodes:
        match node:
            case ast.Import(names=names):
                yield from ((one.asname, ast.Name(one.name)) for one in names if one.asname)
            case ast.ImportFrom(names=names):
                for one in names:
                    yield one.asname or one.name, ast.Attribute(ast.Name(""), one.name)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _given_to(target, value)
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.NamedExpr(target=target, value=value)
            ):
                yield word(target), value
            case ast.arguments():
                yield from defaults(node)


def _given_to(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target, value:
        case (ast.Tuple(elts=targets), ast.Tuple(elts=values)) if len(targets) == len(values):
            for pair in zip(targets, values, strict=True):
                yield from _given_to(*pair)
        case _:
            yield word(target), value


def assigned_values(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names to which a statement assigns, each with its value."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, value
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=value):
            for position, target in enumerate(targets):
                if isinstance(target, ast.Name):
                    yield target.id, ast.Subscript(value, ast.Constant(position))


def defaults(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names of the parameters that have a default, each with it."""
    positional = reversed([*arguments.posonlyargs, *arguments.args])
    pairs = zip(positional, reversed(arguments.defaults), strict=False)
    keywords = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    for argument, value in itertools.chain(pairs, keywords):
        if value is not None:
            yield argument.arg, value


def given_in_turn(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield names, each with what one of its values is in: of a loop, or of a test's parameters."""
    match node:
        case ast.For(target=target, iter=values) | ast.AsyncFor(target=target, iter=values):
            names = filter(None, map(last_name, ast.walk(target)))
            yield from ((name, values) for name in names)
        case ast.Call(func=function, args=[named, values, *_]) if word(function).endswith(
            "parametrize"
        ):
            texts = (one.value for one in ast.walk(named) if isinstance(one, ast.Constant))
            yield from ((name.strip(), values) for text in texts for name in str(text).split(","))
        case ast.AugAssign(target=target, value=value):
            yield word(target), value


def binders(nodes: Iterable[ast.AST]) -> dict[str, list[ast.AST]]:
    """Return what gives names, and attributes with their dots, values in any scope.

    An asterisk stands for the unknown names of a star import.
    """
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for node in nodes:
        # Most nodes are none of these, or are loads.
        is_store = not isinstance(getattr(node, "ctx", None), ast.Load)
        if is_store and node._fields and (name := _bound_by(node)):
            found[name].append(node)
    return dict(found)


def _bound_by(node: ast.AST) -> str:
    match node:
        case ast.Name(ctx=ast.Store()) | ast.Attribute(ctx=ast.Store()):
            return word(node)
        case ast.alias():
            return bound_name(node)
        case ast.arg(arg=name) | ast.MatchMapping(rest=str(name)):
            return name
        case ast.Call(
            func=ast.Name(id="patch" | "setattr")
            | ast.Attribute(attr="object" | "patch" | "setattr"),
            args=[ast.Constant(value=str(name)), *_] | [_, ast.Constant(value=str(name)), *_],
        ):
            return f".{name.rpartition('.')[2]}"
        case _:
            # A definition, a handler, a pattern or a type parameter.
            name = getattr(node, "name", "")
            return name if isinstance(name, str) else ""


def value_given_by(binder: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> ast.expr | None:
    """Return what an assignment gives one of its targets, or the tuple that this is in."""
    parent = parents[binder]
    while isinstance(parent, ast.Tuple):
        parent = parents[parent]
    return parent.value if isinstance(parent, ast.Assign | ast.AnnAssign) else None


def is_none(value: ast.AST | None) -> bool:
    """Say whether a value is None, written so."""
    return isinstance(value, ast.Constant) and value.value is None


def may_be_rebound(name: str, lines: Iterable[str]) -> bool:
    """Say whether a line may give a name a value, judging by the text, which takes less time."""
    pattern = re.compile(_REBOUND.format(re.escape(name)))
    return any(name in line and pattern.search(line) for line in lines)
