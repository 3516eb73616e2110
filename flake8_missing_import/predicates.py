"""What do calls of a module's own functions say that do nothing but return a condition?

``has("json")`` is ``"json" in globals()`` below ``def has(name): return name in globals()``.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flake8_missing_import.assignments import defaults

_BINDING = (
    ast.Await, ast.DictComp, ast.GeneratorExp, ast.Lambda, ast.ListComp, ast.NamedExpr,
    ast.SetComp, ast.Yield, ast.YieldFrom,
)  # fmt: skip
"""Expressions that have names of their own, or do not run at once."""
_PLAIN = (ast.Attribute, ast.Constant, ast.Name)
"""Arguments that stand for no other calls."""


@dataclass(frozen=True, eq=False)
class Predicate:
    """A function that only returns a condition."""

    positional: tuple[str, ...]
    """The names of the parameters that need no name in a call."""
    others: frozenset[str]
    defaults: Mapping[str, ast.expr]
    returned: ast.expr

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """All that it mentions."""
        return frozenset(one.id for one in ast.walk(self.returned) if isinstance(one, ast.Name))


def predicates(body: Iterable[ast.stmt], conditions: tuple[type, ...]) -> dict[str, Predicate]:
    """Return the functions among some statements that only return a condition, by their names.

    No condition that depends on another of them: what each says is soon found.

    :param conditions: the kinds of expressions that may be one.
    """
    returning = {
        name: (arguments, returned)
        for name, arguments, returned in _returning(body)
        if isinstance(returned, conditions) and not (arguments.vararg or arguments.kwarg)
    }
    return {
        name: Predicate(
            tuple(one.arg for one in (*arguments.posonlyargs, *arguments.args)),
            frozenset(one.arg for one in arguments.kwonlyargs),
            dict(defaults(arguments)),
            returned,
        )
        for name, (arguments, returned) in returning.items()
        if not any(
            isinstance(part, _BINDING)
            or (isinstance(part, ast.Call) and getattr(part.func, "id", "") in returning)
            for part in ast.walk(returned)
        )
    }


def _returning(body: Iterable[ast.stmt]) -> Iterator[tuple[str, ast.arguments, ast.expr]]:
    """Yield the names of functions that only return something, with their parameters and that."""
    for node in body:
        match node:
            case ast.FunctionDef(
                name=name,
                args=arguments,
                decorator_list=[],
                body=[ast.Return(value=ast.expr() as returned)]
                | [ast.Expr(value=ast.Constant()), ast.Return(value=ast.expr() as returned)],
            ):
                yield name, arguments, returned
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Lambda(args=arguments, body=returned)
            ):
                yield name, arguments, returned


def said_by(call: ast.Call, own: Predicate) -> ast.expr | None:
    """Return what a call of a function says, None if that is not known."""
    given = dict(zip(own.positional, call.args, strict=False))
    given |= {one.arg or "": one.value for one in call.keywords}
    values = {**own.defaults, **given}
    named = own.others.union(own.positional)
    is_whole = values.keys() == named and len(call.args) <= len(own.positional)
    is_plain = all(isinstance(one, _PLAIN) for one in given.values())
    return _with_values(own.returned, values) if is_whole and is_plain else None


def _with_values(node: ast.expr, values: Mapping[str, ast.expr]) -> ast.expr:
    """Return an expression with values in the place of names; what has none stays the same."""
    if isinstance(node, ast.Name):
        return values.get(node.id, node)
    changed = {
        field: new
        for field, part in ast.iter_fields(node)
        if (new := _part_with_values(part, values)) != part
    }
    if not changed:
        return node
    return ast.copy_location(type(node)(**{**dict(ast.iter_fields(node)), **changed}), node)


def _part_with_values(part: object, values: Mapping[str, ast.expr]) -> object:
    if isinstance(part, ast.expr):
        return _with_values(part, values)
    if isinstance(part, list):
        return [_part_with_values(one, values) for one in part]
    return part
