"""What the members of modules are: functions, classes with attributes, constants.

Read only for a file that uses something undefined.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass

from flake8_missing_import.stdlib import DEFINITIONS

_METACLASS_ATTRIBUTES = frozenset({"mro", "register"})


@dataclass(frozen=True)
class Definition:
    """What typeshed says about a member of a module."""

    kind: str
    """class, function, async (a function), constant, value, form (of typing) or alias.

    An alias may be one of anything.
    """
    module: str
    """Where it is defined: what two modules take from there is the same object."""


def definition(module: str, name: str) -> Definition:
    """Return what a member is; an unknown one may be anything, as an alias may."""
    kind, home = _members().get(f"{module}.{name}", "alias ").split(" ")
    return Definition(kind=kind, module=home or module)


def is_defined(module: str, name: str) -> bool:
    """Say whether a module's public name is something other than a submodule."""
    return f"{module}.{name}" in _members()


@functools.cache
def class_attributes(full_name: str) -> frozenset[str] | None:
    """Return the public attributes of a class, None where not all are known."""
    variants = _classes().get(full_name)
    if variants is None:
        return None
    attributes = set(_METACLASS_ATTRIBUTES)
    for bases, own in variants:
        attributes.update(own)
        for base in bases:
            inherited = class_attributes(base)
            if inherited is None:
                return None
            attributes.update(inherited)
    return frozenset(attributes)


@functools.cache
def _members() -> dict[str, str]:
    """Return the kind of each member, and its home where that is another module.

    In strings, because thousands of objects would make each garbage collection slower.
    """
    members = {}
    for key, entries in _lines():
        module, _, kind = key.partition(" ")
        if not key.endswith(")"):
            for entry in entries.split():
                name, _, home = entry.partition("=")
                members[f"{module}.{name}"] = f"{kind} {home}"
    return members


@functools.cache
def _classes() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Return the bases and the own attributes of classes, for each way they are written."""
    classes = defaultdict(list)
    for key, attributes in _lines():
        if key.endswith(")"):
            name, _, bases = key[:-1].partition("(")
            known = tuple(base for base in bases.split() if base != "metaclass")
            classes[name].append((known, tuple(attributes.split())))
    return dict(classes)


@functools.cache
def _lines() -> list[tuple[str, str]]:
    lines = DEFINITIONS.read_text(encoding="utf-8").splitlines()
    parts = (line.partition(":") for line in lines if not line.startswith("#"))
    return [(key, rest) for key, _, rest in parts]
