"""What are the items of a thing? As far as typeshed says so."""

from __future__ import annotations

from flake8_missing_import.stdlib.signatures import split
from flake8_missing_import.stdlib.types import UNKNOWN, Thing, instances, subclasses


def items(thing: Thing) -> tuple[Thing, ...]:
    """Return what iterating a thing may give."""
    if not thing.items:
        return (UNKNOWN,)
    types = (one for one in split(thing.items, ",") if one != "...")
    return tuple(dict.fromkeys(item for one in types for item in instances(one)))


def unpacked(thing: Thing, count: int, *, has_star: bool) -> list[tuple[Thing, ...]]:
    """Return what each of some targets may get of a thing, none if it has too few or too many.

    :param has_star: one of them takes all that the others leave.
    """
    types = split(thing.items, ",")
    if thing.name != "builtins.tuple" or not thing.items or "..." in types:
        return [items(thing)] * count
    if has_star:
        return [(UNKNOWN,)] * count if len(types) >= count - 1 else []
    return [instances(one) for one in types] if len(types) == count else []


def kinds(item: Thing) -> list[Thing]:
    """Return what an item may be that is said to be of some class: of one below it, too."""
    names = subclasses(item.name) if item.kind == "instance" else ()
    return [item._replace(name=one) for one in names] or [item]
