"""Does a call take what it is given? Types say what variables, operations and other calls give.

``log(json.dumps(a))`` writes no logarithm, and ``choice(n)`` with ``n = 5`` is numpy's. What json
does not know itself is for a class of the caller's, or another json: ``dumps(a, ignore_nan=True)``.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flake8_missing_import.evidence.bare_classes import instance_around, of_call
from flake8_missing_import.evidence.operators import builtin
from flake8_missing_import.model import Surroundings, Use
from flake8_missing_import.spelling import root, word, written
from flake8_missing_import.stdlib.other_imports import packages
from flake8_missing_import.stdlib.signatures import LITERALS, CallShape, literal, shape_of
from flake8_missing_import.stdlib.types import Thing, call_all, keywords, reached, things
from flake8_missing_import.stdlib.versions import all_names

_OF_NUMBERS = frozenset({"cmath", "math"})
"""Modules of functions on plain numbers, which packages have for values of their own."""

_LETTERS = {f"builtins.{name}": letter for letter, name in LITERALS.items()}

_FOR_CLS = {
    **dict.fromkeys(("json.dump", "json.dumps"), frozenset({"encoding"})),
    **dict.fromkeys(("json.load", "json.loads"), frozenset({"array_hook", "encoding", "strict"})),
}
"""What passes other keywords to the class given as ``cls``, with those for which it needs none.

Some Pythons have no encoding or no hook for arrays.
"""


def takes_arguments(origin: str, use: Use, surroundings: Surroundings) -> bool:
    """Say whether all that a call of the name passes can be given to an origin."""
    if use.call is None:
        return True
    if not all(_is_for_itself(one, use.call) for one in reached(origin, use.attributes)):
        return False
    if use.attributes:
        return True
    module = origin.rpartition(".")[0]
    if module in _OF_NUMBERS and any(
        one in surroundings.arrays or _is_of_package(one, surroundings) for one in use.call.args
    ):
        return False
    shape, callees = call_shape(use, surroundings), things(origin)
    if shape.has_double_star and not (shape.has_star or _takes_more_by_name(callees, shape)):
        return False
    is_asked = not callees or shape == shape_of(use.call)
    return is_asked or bool(call_all(callees, shape))


def _takes_more_by_name(callees: Sequence[Thing], shape: CallShape) -> bool:
    """Say whether a call may pass other keywords too: nobody unpacks what has to be empty."""
    return not callees or any(
        call_all([callee], replace(shape, has_star=True, keywords=shape.keywords | {name}))
        for callee in callees
        for name in (*keywords(callee) - shape.keywords, "*")
    )


def _is_of_package(argument: ast.expr, surroundings: Surroundings) -> bool:
    """Say whether an argument is what a function of such a package gives, imported by its name.

    Whoever imports ``array`` from numpy imports what works on arrays from there, too.
    """
    match argument:
        case ast.Call(func=ast.Name(id=name)):
            sources = (module for module, imported in surroundings.imported if imported == name)
            return any(module.partition(".")[0] in _packages_of_numbers() for module in sources)
        case _:
            return False


@functools.cache
def _packages_of_numbers() -> frozenset[str]:
    """Return the packages from which released code imports names that these modules have."""
    return frozenset(
        package
        for module in _OF_NUMBERS
        for name in all_names(module)
        for package in packages(name)
    )


def _is_for_itself(callee: Thing, call: ast.Call) -> bool:
    """Say whether keywords are for a callee, or there is a class to which it passes the others."""
    given = shape_of(call)
    if callee.name not in _FOR_CLS or given.has_double_star or "cls" in given.keywords:
        return True
    return given.keywords <= _FOR_CLS[callee.name] | keywords(callee)


def call_shape(use: Use, surroundings: Surroundings) -> CallShape:
    """Return the shape of a call of the name itself, by all that is known of its arguments."""
    if use.attributes or use.call is None:
        return CallShape()
    itself = instance_around(use.parents, surroundings.bare_classes)
    return shape_of(
        use.call,
        lambda argument: (
            "o" if itself and word(argument) == itself else _letters(argument, surroundings)
        ),
    )


def _letters(argument: ast.expr, surroundings: Surroundings) -> str:
    """Return which kinds of literals, or what else, an argument may be, as far as it is known."""
    if known := surroundings.letters.get(argument) or literal(argument):
        return known
    match argument:
        case ast.Name(id=name) if name in surroundings.plain_classes:
            return "y"
        case ast.Name(id=name) if name in surroundings.own_functions:
            return "k"
        case ast.Call() if made := of_call(argument, surroundings.bare_classes):
            return made
        case ast.Call(func=ast.Name(id=name)) if name in surroundings.async_functions:
            return "c"
        case ast.Call(func=callee):
            called = builtin(callee) or _imported(callee, surroundings)
            return _letters_of(call_all(called, shape_of(argument)))
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod()) if _letters(left, surroundings) == "s":
            return "s"
        case _:
            return ""


def _imported(callee: ast.expr, surroundings: Surroundings) -> tuple[Thing, ...]:
    """Return what a callee is that the file imports from the library, or reaches in a module."""
    *attributes, _ = reversed(written(callee).split("."))
    name = getattr(root(callee), "id", "")
    if name in surroundings.modules:
        return reached(name, attributes[::-1])
    modules = [module for module, imported in surroundings.imported if imported == name]
    return things(f"{modules[0]}.{name}") if modules and not attributes else ()


def _letters_of(results: Iterable[Thing]) -> str:
    found = {_LETTERS.get(one.name if one.kind == "instance" else "", "") for one in results}
    return "" if "" in found else "".join(sorted(found))
