"""What suits classes that are made of fields: data models, and what decorators make of others?

pydantic refuses a class of which it does not know how to check a value, such as a thread's or a
lock's, unless it is told to take every class. What is a field is data, which is equal to other
data of the same value. What dataclasses has for fields takes no classes of attrs.
"""

from __future__ import annotations

import ast
import itertools

from flake8_missing_import.evidence.class_tests import is_abstract
from flake8_missing_import.model import Surroundings, Use
from flake8_missing_import.scopes import chain_of
from flake8_missing_import.spelling import last_name, root, without_call
from flake8_missing_import.stdlib import StandardLibrary
from flake8_missing_import.stdlib.types import Thing, ancestors, marks, metaclasses, method, things

_MODEL = "BaseModel"
_TAKES_EVERY_CLASS = "arbitrary_types_allowed"
_RESPONSE = "response_model"
"""The argument of FastAPI that makes a field of a class."""
_NO_FIELDS = frozenset({"ClassVar", "InitVar", "PrivateAttr"})
_KNOWN = frozenset({"zoneinfo.ZoneInfo"})
"""Classes for which pydantic has a schema of its own, though their instances equal no others."""
_DATACLASS = "dataclass"
_OF_DATACLASSES = frozenset({"asdict", "astuple", "field", "fields", "replace"})
"""What dataclasses has for its own classes only."""


def can_be_field(origin: str, use: Use, surroundings: Surroundings) -> bool:
    """Say whether an origin can be what a use is, where that is the type of a model's field."""
    found = things(origin)
    return (
        bool(use.attributes)
        or origin in _KNOWN
        or not found
        or any(map(_can_be_data, found))
        or not _is_in_field(use, surroundings)
    )


def can_be_for_classes(origin: str, surroundings: Surroundings, library: StandardLibrary) -> bool:
    """Say whether the file's classes allow an origin: with fields, dataclasses makes them.

    No class of attrs is one, whose decorators the library has nowhere.
    """
    module, _, name = origin.rpartition(".")
    if module != "dataclasses" or name not in _OF_DATACLASSES or module in surroundings.modules:
        return True
    made = [
        [without_call(one) for one in definition.decorator_list]
        for definition in surroundings.classes.values()
        if any(map(_is_field, definition.body))
    ]
    if any(_DATACLASS in last_name(one).lower() for makers in made for one in makers):
        return True
    return all(_is_of_library(one, library) for makers in made for one in makers)


def _is_field(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.AnnAssign) or (
        isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call)
    )


def _is_of_library(decorator: ast.expr, library: StandardLibrary) -> bool:
    """Say whether the library has a decorator, by its name or its module's."""
    first = last_name(root(decorator))
    return library.has_module(first) or bool(library.homes(first))


def _is_in_field(use: Use, surroundings: Surroundings) -> bool:
    for child, (parent, around) in zip(
        chain_of(use), itertools.pairwise(use.parents), strict=False
    ):
        match parent:
            case ast.keyword(arg=name):
                return name == _RESPONSE
            case ast.AnnAssign(target=ast.Name(id=name), value=value):
                is_public = child is not value and not name.startswith("_")
                return (
                    is_public
                    and isinstance(around, ast.ClassDef)
                    and _is_model(around, surroundings)
                )
            case ast.Subscript(value=value) if last_name(value) in _NO_FIELDS:
                return False
            case ast.Subscript() | ast.BinOp() | ast.Tuple() | ast.Constant():
                continue
            case _:
                return False
    return False


def _can_be_data(thing: Thing) -> bool:
    """Say whether a thing may be the type of data: instances of most classes equal no others."""
    if thing.kind != "class":
        return thing.kind != "function"
    return (
        is_abstract(thing)
        or list(metaclasses(thing.name)) != ["builtins.type"]
        or any("dataclass" in marks(one) for one in ancestors(thing.name))
        or bool(method(Thing("instance", thing.name), "__eq__"))
    )


def _is_model(definition: ast.ClassDef, surroundings: Surroundings) -> bool:
    """Say whether a class, or one of the file's own that it inherits from, is a data model."""
    by_name = surroundings.classes_by_name
    definitions, seen = [surroundings.whole(definition)], {definition.name}
    for one in definitions:
        if any(_mentions(node, _TAKES_EVERY_CLASS) for node in ast.walk(one)):
            return False
        new = {last_name(base) for base in one.bases} - seen
        seen |= new
        definitions += [by_name[name] for name in new & by_name.keys()]
    return _MODEL in seen


def _mentions(node: ast.AST, name: str) -> bool:
    return name in (getattr(node, field, None) for field in ("arg", "id", "value"))
