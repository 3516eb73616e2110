"""Is a class that a file lacks one of its project's data models?

``Thread``, ``Event`` and ``Message`` are names of the library as well as of tables. What Django,
SQLAlchemy, SQLModel, peewee and mongoengine ask a model for gets no class of the library, in the
code or, before the model exists, in a text.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Iterator

from flake8_missing_import.model import Surroundings, Use
from flake8_missing_import.module import Module
from flake8_missing_import.scopes import chain_of
from flake8_missing_import.spelling import last_name

_RELATIONS = frozenset({"Relationship", "relationship"})
"""What SQLAlchemy and SQLModel make of an attribute that is annotated with a model."""
_TAKING_MODELS = _RELATIONS | {
    "DeferredForeignKey", "ForeignKey", "ForeignKeyField", "GenericRelation",
    "LazyReferenceField", "ManyToManyField", "OneToOneField", "ReferenceField", "aliased",
    "get_for_model", "get_list_or_404", "get_object_or_404", "inlineformset_factory",
    "modelform_factory", "modelformset_factory", "query",
}  # fmt: skip
_REGISTERING = frozenset({"admin", "site"})
"""Whose ``register`` takes models: ``functools.singledispatch`` has one for any class."""
_OF_MODELS = frozenset({"model", "sender"})
"""Attributes of classes, and arguments, for a model: of forms, views, factories and signals."""

_MODEL = re.compile(r"(?:\w+\.)*([A-Z]\w*)")
"""A text that is the name of a class, with or without that of its application."""
_CLASS_IN_TYPE = re.compile(r"\b[A-Z]\w*\b(?!\s*[\[.])")
"""A class in a quoted annotation that is no generic."""


def is_own_model(use: Use, surroundings: Surroundings) -> bool:
    """Say whether a use, or a text somewhere in its file, says that the name is a model's."""
    return not use.attributes and (use.name in surroundings.models or _is_for_model(use))


def named_models(module: Module) -> Iterator[str]:
    """Yield the names of models that a module gives as texts: ``ForeignKey("forum.Thread")``."""
    for name in _TAKING_MODELS:
        for function in module.loads.get(name, ()):
            call = module.parents[function]
            if not isinstance(call, ast.Call) or call.func is not function:
                continue
            for text in _texts([*call.args, *(keyword.value for keyword in call.keywords)]):
                if found := _MODEL.fullmatch(text):
                    yield found[1]
            around = module.parents[call]
            if isinstance(around, ast.AnnAssign) and name in _RELATIONS:
                for text in _texts(ast.walk(around.annotation)):
                    yield from _CLASS_IN_TYPE.findall(text)


def _texts(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _is_for_model(use: Use) -> bool:
    """Say whether something around a use asks for a model."""
    for node, parent in itertools.pairwise(chain_of(use)):
        match parent:
            case ast.AnnAssign(annotation=annotation, value=ast.Call(func=made)):
                return node is annotation and last_name(made) in _RELATIONS
            case ast.Assign(targets=[ast.Name(id=name)]):
                around = use.parents[use.parents.index(parent) + 1]
                return name in _OF_MODELS and isinstance(around, ast.ClassDef)
            case ast.Subscript(value=generic) if generic is node:
                return False
            case ast.keyword(arg=name) if name in _OF_MODELS:
                return True
            case ast.Call(func=function):
                return function is not node and _takes_models(function)
            case ast.stmt():
                return False
    return False


def _takes_models(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute) and function.attr == "register":
        return last_name(function.value) in _REGISTERING
    return last_name(function) in _TAKING_MODELS
