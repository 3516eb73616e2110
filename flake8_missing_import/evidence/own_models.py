"""Is a class that a file lacks one of its project's data models?

``Thread``, ``Event`` and ``Message`` are names of the library as well as of tables. What Django,
SQLAlchemy, SQLModel, peewee and mongoengine ask a model for gets no class of the library, in the
code or, before the model exists, in a text.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from flake8_missing_import.model import Surroundings, Use
from flake8_missing_import.module import Module
from flake8_missing_import.scopes import chain_of
from flake8_missing_import.spelling import last_name

_RELATIONS = frozenset({"Relationship", "relationship"})
"""What SQLAlchemy and SQLModel make of an attribute that is annotated with a model."""
_NAMING_MODELS = _RELATIONS | {
    "DeferredForeignKey", "ForeignKey", "ForeignKeyField", "GenericRelation",
    "LazyReferenceField", "ManyToManyField", "OneToOneField", "ReferenceField",
}  # fmt: skip
"""What takes a model, or its name in a text, first: fields that lead from one to another."""
_TAKING_MODELS = _NAMING_MODELS | {
    "aliased", "get_for_model", "get_list_or_404", "get_object_or_404", "inlineformset_factory",
    "modelform_factory", "modelformset_factory", "query",
}  # fmt: skip
"""What takes models."""
_FOR_MODELS = frozenset({"argument", "document_type", "model", "through", "to"})
"""The names of their arguments for one."""
_REGISTERING = frozenset({"admin", "site"})
"""Whose ``register`` takes models: ``functools.singledispatch`` has one for any class."""
_OF_CLASSES = "model"
"""The attribute for a model of forms, views and factories."""
_OF_SIGNALS = "sender"
"""The argument for a model of what receives signals."""

_MODEL = re.compile(r"(?:\w+\.)*([A-Z]\w*)")
"""A text that is the name of a class, with or without that of its application."""
_CLASS_IN_TYPE = re.compile(r"\b[A-Z]\w*\b(?!\s*[\[.])")
"""A class in a quoted annotation that is no generic."""


def is_own_model(uses: Sequence[Use], surroundings: Surroundings) -> bool:
    """Say whether a name is a model's: one of its uses says so, or a text somewhere in the file.

    A text says nothing of a name that is called, or has attributes: there, two things may have it.

    :param uses: all of the name.
    """
    if any(not use.attributes and _is_for_model(use) for use in uses):
        return True
    is_handed_on = not any(use.attributes or use.call for use in uses)
    return is_handed_on and uses[0].name in surroundings.models


def named_models(module: Module) -> Iterator[str]:
    """Yield the names of models that a module gives as texts: ``ForeignKey("forum.Thread")``."""
    for name in _NAMING_MODELS:
        for function in module.loads.get(name, ()):
            call = module.parents[function]
            if not isinstance(call, ast.Call) or call.func is not function:
                continue
            named = [one.value for one in call.keywords if one.arg in _FOR_MODELS]
            for text in _texts([*call.args[:1], *named]):
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
    for depth, (node, parent) in enumerate(itertools.pairwise(chain_of(use))):
        outer = use.parents[depth + 1 : depth + 2]
        match parent, outer:
            case ast.AnnAssign(annotation=annotation, value=ast.Call(func=made)), _:
                return node is annotation and last_name(made) in _RELATIONS
            case ast.Assign(targets=[ast.Name(id=name)]), [ast.ClassDef()]:
                return name == _OF_CLASSES
            case ast.Subscript(value=generic), _ if generic is node:
                return False
            case ast.keyword(arg=name), [ast.Call(func=function)]:
                return name == _OF_SIGNALS or (name in _FOR_MODELS and _takes_models(function))
            case ast.Call(func=function, args=[first, *_]), _:
                return first is node and _takes_models(function)
            case ((ast.Call() | ast.stmt()), _):
                return False
    return False


def _takes_models(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute) and function.attr == "register":
        return last_name(function.value) in _REGISTERING
    return last_name(function) in _TAKING_MODELS
