"""What do calls of a module's own functions say that do nothing but return a condition?

``has("json")`` is ``"json" in globals()`` below ``def has(name): return name in globals()``, and
so is ``self.has("json")`` if a method returns that.
"""

from __future__ import annotations

import ast
import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from flake8_missing_import.assignments import defaults
from flake8_missing_import.spelling import last_name, word

_BINDING = (
    ast.Await, ast.DictComp, ast.GeneratorExp, ast.Lambda, ast.ListComp, ast.NamedExpr,
    ast.SetComp, ast.Yield, ast.YieldFrom,
)  # fmt: skip
"""Expressions that have names of their own, or do not run at once."""
_PLAIN = (ast.Attribute, ast.Constant, ast.Name)
"""Arguments that stand for no other calls."""
_STATIC = {"staticmethod"}
_DECORATORS = {"classmethod", *_STATIC}
"""What may decorate a method that is asked like others."""


@dataclass(frozen=True, eq=False)
class Predicate:
    """A function that only returns a condition."""

    positional: tuple[str, ...]
    """The names of the parameters that need no name in a call."""
    others: frozenset[str]
    defaults: Mapping[str, ast.expr]
    returned: ast.expr
    definitions: int = 1
    """How many statements define it, of which one is run."""

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """All that it mentions."""
        return frozenset(one.id for one in ast.walk(self.returned) if isinstance(one, ast.Name))


def predicates(body: Iterable[ast.stmt], conditions: tuple[type, ...]) -> dict[str, Predicate]:
    """Return the functions among some statements that only return a condition, by their names.

    Those of methods begin with a dot. No condition that depends on another of them: what each says
    is soon found.

    :param conditions: the kinds of expressions that may be one.
    """
    returning = {
        name: own
        for name, own in (*_functions(body), *_methods(body))
        if isinstance(own.returned, conditions)
    }
    return {
        name: own
        for name, own in returning.items()
        if not any(
            isinstance(part, _BINDING)
            or (isinstance(part, ast.Call) and word(part.func) in returning)
            for part in ast.walk(own.returned)
        )
    }


def _functions(body: Iterable[ast.stmt]) -> Iterator[tuple[str, Predicate]]:
    """Yield the names of functions that only return something, with what they return."""
    for node in body:
        match node:
            case ast.FunctionDef(decorator_list=[]):
                if (returned := _returned_by(node)) and (own := _predicate(node.args, returned)):
                    yield node.name, own
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Lambda(args=arguments, body=returned)
            ):
                if own := _predicate(arguments, returned):
                    yield name, own
            case ast.If() | ast.Try():
                yield from _in_branches(node)


def _in_branches(node: ast.If | ast.Try) -> Iterator[tuple[str, Predicate]]:
    """Yield the same of functions that branches define, of which nobody knows which one runs."""
    handlers = [handler.body for handler in getattr(node, "handlers", ())]
    found: dict[str, list[Predicate]] = defaultdict(list)
    for block in (node.body, node.orelse, *handlers):
        for name, own in dict(_functions(block)).items():
            found[name].append(own)
    for name, (first, *others) in found.items():
        own = first
        for one in others:
            own = replace(
                own,
                returned=ast.IfExp(ast.Name("", ast.Load()), own.returned, one.returned),
                definitions=own.definitions + one.definitions,
            )
        if all((one.positional, one.others) == (own.positional, own.others) for one in others):
            yield name, own


def _methods(body: Iterable[ast.stmt]) -> Iterator[tuple[str, Predicate]]:
    """Yield the same of the methods of classes, their names with a dot."""
    definitions = (one for node in body if isinstance(node, ast.ClassDef) for one in node.body)
    for one in definitions:
        if isinstance(one, ast.FunctionDef) and (returned := _returned_by(one)):
            decorators = {*map(last_name, one.decorator_list)}
            own = _predicate(one.args, returned)
            if own and decorators <= _DECORATORS:
                is_bound = decorators.isdisjoint(_STATIC)
                yield f".{one.name}", replace(own, positional=own.positional[is_bound:])


def _returned_by(function: ast.FunctionDef) -> ast.expr | None:
    """Return what a function returns that does nothing else."""
    match function.body:
        case [ast.Return(value=returned)] | [ast.Expr(ast.Constant()), ast.Return(value=returned)]:
            return returned
        case _:
            return None


def _predicate(arguments: ast.arguments, returned: ast.expr) -> Predicate | None:
    if arguments.vararg or arguments.kwarg:
        return None
    return Predicate(
        tuple(one.arg for one in (*arguments.posonlyargs, *arguments.args)),
        frozenset(one.arg for one in arguments.kwonlyargs),
        dict(defaults(arguments)),
        returned,
    )


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
