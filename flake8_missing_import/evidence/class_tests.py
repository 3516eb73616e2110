"""Can a thing be the class that something is tested for, and what may the tested be then?"""

from __future__ import annotations

from flake8_missing_import.stdlib.types import (
    UNKNOWN,
    Thing,
    ancestors,
    entries,
    marks,
    method,
    names_in,
    subclasses,
)

_ABSTRACT = frozenset({"abstract", "metaclass=abc.ABCMeta", "protocol"})


def can_be_tested_for(thing: Thing) -> bool:
    """Say whether a thing can be the second argument of ``isinstance``."""
    if thing.kind == "form":
        return "isinstance" in thing.detail.split()
    if thing.kind == "instance":
        return thing.name in {"builtins.tuple", "types.UnionType"}
    return thing.kind in {"class", "unknown"}


def instances_of(cls: Thing) -> list[Thing]:
    """Return what may have a class that is tested for; others may be registered with abstract ones.

    A form stands for the builtin class of its name (``typing.List``), or for an abstract one.
    """
    if cls.kind == "form":
        builtin = f"builtins.{cls.name.rpartition('.')[2].lower()}"
        return [Thing("instance", builtin) if entries(builtin) else UNKNOWN]
    if cls.kind != "class" or is_abstract(cls):
        return [UNKNOWN]
    return [Thing("instance", one) for one in subclasses(cls.name)]


def is_abstract(cls: Thing) -> bool:
    """Say whether others may be registered as subclasses of a class, or need only its methods."""
    return bool(marks(cls.name) & _ABSTRACT)


def has_match_args(thing: Thing) -> bool:
    """Say whether a class pattern may have positional patterns: those of builtins have one."""
    return bool(method(thing, "__match_args__")) or any(
        one.startswith("builtins.") or "dataclass" in marks(one) for one in ancestors(thing.name)
    )


def has_members(cls: Thing) -> bool:
    """Say whether a class is an enumeration with members: nothing can inherit from it then."""
    return "enum.Enum" in ancestors(cls.name) and any(
        entry.startswith("var ")
        for name in names_in(cls.name)
        if not name.startswith("_")
        for entry in entries(f"{cls.name}.{name}")
    )
