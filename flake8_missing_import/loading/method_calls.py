"""Which methods are those of a package's things, that load its submodules when they are called?"""

from __future__ import annotations

import ast
from collections.abc import Container

from flake8_missing_import.assignments import is_none, value_given_by
from flake8_missing_import.imports import full_name
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.spelling import word
from flake8_missing_import.stdlib.brought import loaded_on_use, packages_of_method
from flake8_missing_import.stdlib.types import things

_READERS = (
    ast.Attribute, ast.BinOp, ast.Compare, ast.FormattedValue, ast.Subscript, ast.UnaryOp,
)  # fmt: skip
"""What takes an attribute for data: no method is in there, unless it is called."""


def loaded_by_method(
    node: ast.expr, there: Container[str], module: Module, origins: dict[str, str]
) -> frozenset[str]:
    """Return what a call loads if it is a method's that nothing tells from those of packages.

    :param node: what is called; the imports do not bring it.
    :param there: the packages of which the imports bring something.
    """
    if not isinstance(node, ast.Attribute):
        return frozenset()
    loaded = loaded_on_use(f".{node.attr}", module.options.target_version)
    packages = packages_of_method(node.attr)
    is_another = not any(one in there for one in packages) or (
        _is_data(node, module.parents[node]) or _is_of_another(node, packages, module, origins)
    )
    return frozenset() if is_another else loaded


def _is_data(attribute: ast.Attribute, parent: ast.AST) -> bool:
    """Say whether a value is asked for that is no method: ``x if self.start else y``."""
    return isinstance(parent, _READERS) or getattr(parent, "test", None) is attribute


def _is_of_another(
    method: ast.Attribute, packages: Container[str], module: Module, origins: dict[str, str]
) -> bool:
    """Say whether a method is of a text, of an instance of another class, or the file's own.

    :param packages: those with a method of that name.
    """
    if isinstance(method.value, ast.Name) and method.value.id == "self":
        around = set(parents_of(method, module.parents))
        names = method.attr, word(method)
        own = (one for name in names for one in module.binders.get(name, ()))
        return any(_is_attribute_of(around, one, module) for one in own)
    binders = module.binders.get(word(method.value), ())
    values = [value_given_by(one, module.parents) for one in binders] or [method.value]
    given = [one for one in values if not is_none(one)]
    return bool(given) and all(_is_another(one, packages, origins) for one in given)


def _is_attribute_of(nodes: Container[ast.AST], binder: ast.AST, module: Module) -> bool:
    """Say whether a class among the nodes, or a method of it, gives it what a binder binds."""
    owners = list(parents_of(binder, module.parents))
    if isinstance(binder, ast.Attribute):
        is_own = isinstance(binder.value, ast.Name) and binder.value.id == "self"
        return is_own and any(one in nodes for one in owners if isinstance(one, ast.ClassDef))
    return any(isinstance(one, ast.ClassDef) and one in nodes for one in owners[:2])


def _is_another(value: ast.expr | None, packages: Container[str], origins: dict[str, str]) -> bool:
    """Say whether a value is a constant, or surely made by a class of another package."""
    match value:
        case ast.Constant() | ast.JoinedStr():
            return True
        case ast.Call(func=function):
            name = full_name(function, origins)
            made = things(name) if name and name.partition(".")[0] not in packages else ()
            return bool(made) and all(one.kind == "class" for one in made)
        case _:
            return False
