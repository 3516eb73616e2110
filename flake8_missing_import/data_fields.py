"""What can be a field of a data model? Data, which is equal to other data of the same value.

pydantic refuses a class of which it does not know how to check a value, such as a thread's or a
lock's, unless it is told to take every class.
"""

from __future__ import annotations

import ast
import itertools

from flake8_missing_import.class_tests import is_abstract
from flake8_missing_import.model import Surroundings, Use
from flake8_missing_import.scopes import chain_of
from flake8_missing_import.spelling import last_name
from flake8_missing_import.stdlib.types import Thing, ancestors, marks, metaclasses, method, things

_MODEL = "BaseModel"
_TAKES_EVERY_CLASS = "arbitrary_types_allowed"
_RESPONSE = "response_model"
"""The argument of FastAPI that makes a field of a class."""
_NO_FIELDS = frozenset({"ClassVar", "InitVar", "PrivateAttr"})
_KNOWN = frozenset({"zoneinfo.ZoneInfo"})
"""Classes for which pydantic has a schema of its own, though their instances equal no others."""


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
    by_name = {one.name: one for one in surroundings.classes.values()}
    definitions, seen = [surroundings.whole(definition)], {definition.name}
    for one in definitions:
        if any(_mentions(node, _TAKES_EVERY_CLASS) for node in ast.walk(one)):
            return False
        new = {last_name(base) for base in one.bases} - seen
        seen |= new
        definitions += [by_name[name] for name in new if name in by_name]
    return _MODEL in seen


def _mentions(node: ast.AST, name: str) -> bool:
    return name in (getattr(node, field, None) for field in ("arg", "id", "value"))
