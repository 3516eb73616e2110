"""Can a class inherit from another? What it overrides, and what it calls of itself, says so.

``def format(self, record)`` is none of string's ``Formatter``, which is given any number of values.
"""

from __future__ import annotations

import ast

from flake8_missing_import.evidence.class_tests import is_abstract
from flake8_missing_import.mentions import FILLING
from flake8_missing_import.model import Surroundings, Use
from flake8_missing_import.scopes import FUNCTIONS
from flake8_missing_import.stdlib.signatures import CallShape, accepts
from flake8_missing_import.stdlib.types import Thing, attributes, can_be_base, method, things

_MANY = 99
"""More arguments than any method takes that has not ``*args``."""


def can_be_inherited(origin: str, use: Use, surroundings: Surroundings) -> bool:
    """Say whether an origin can be what a use is, where that is a base of a class."""
    parent, found = use.parents[0], things(origin)
    if use.attributes == (FILLING,) and use.call:
        return not found or any(map(can_be_base, found))
    if use.attributes or not (isinstance(parent, ast.ClassDef) and use.node in parent.bases):
        return True
    whole = surroundings.whole(parent)
    return not found or any(_fits(whole, thing, surroundings) for thing in found)


def _fits(definition: ast.ClassDef, base: Thing, surroundings: Surroundings) -> bool:
    """Say whether what a class defines, and calls of itself, fits a base.

    An abstract class leaves it to others what there is to call; so may a class of the file.
    """
    if base.kind != "class" or is_abstract(base):
        return True
    instance = Thing("instance", base.name)
    own = [one for one in definition.body if isinstance(one, FUNCTIONS)]
    if not all(_overrides(one, method(instance, one.name)) for one in own):
        return False
    if len(definition.bases) > 1:
        return True
    called = {name for node in ast.walk(definition) if (name := _called_of_self(node))}
    lacking = {name for name in called if not attributes([instance], name)}
    return not lacking or lacking <= {
        name
        for one in surroundings.classes.values()
        for node in ast.walk(one)
        for name in bound_by(node)
    }


def inherited_names(definition: ast.ClassDef) -> set[str]:
    """Return what a class reads of its instances and does not give them itself."""
    own = {name for node in ast.walk(definition) for name in bound_by(node)}
    read = {name for node in ast.walk(definition) if (name := _read_of_self(node))}
    return read - own


def _overrides(own: ast.FunctionDef | ast.AsyncFunctionDef, found: tuple[Thing, ...]) -> bool:
    """Say whether a method takes as many arguments as what it overrides, whatever they are."""
    if own.name.startswith("_") or own.decorator_list or not found:
        return True
    most = len(own.args.posonlyargs) + len(own.args.args) - 1
    least = most - len(own.args.defaults)
    numbers = range(least, _MANY + 1 if own.args.vararg else most + 1)
    return any(
        one.kind != "function"
        or (any(_takes(one, n) for n in numbers) and (own.args.vararg or not _takes(one, _MANY)))
        for one in found
    )


def _takes(function: Thing, positional: int) -> bool:
    parameters = function.detail.partition("->")[0]
    return accepts(parameters, CallShape(positional), is_bound=function.is_bound)


def _called_of_self(node: ast.AST) -> str:
    """Return the method that a node calls of an instance, or of its bases, if it does that."""
    return _read_of_self(node.func) if isinstance(node, ast.Call) else ""


def _read_of_self(node: ast.AST) -> str:
    """Return the attribute that a node reads of an instance, or of its bases, if it does that."""
    match node:
        case ast.Attribute(
            value=ast.Name(id="self") | ast.Call(func=ast.Name(id="super")),
            attr=name,
            ctx=ast.Load(),
        ):
            return name
        case _:
            return ""


def bound_by(node: ast.AST) -> tuple[str, ...]:
    """Return the name or the attribute that a node gives a value, and what it defines."""
    is_load = isinstance(getattr(node, "ctx", None), ast.Load)
    fields = () if is_load else ("attr", "id", "name")
    return tuple(name for field in fields if isinstance(name := getattr(node, field, None), str))
