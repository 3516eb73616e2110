"""What typeshed says about things: attributes, signatures, bases, what can be done with them.

A *thing* is what an expression may be: a module, a class, an instance of a class, a
function, a form of typing, or unknown, which can be any of them. Several things returned by a
function here mean "one of these"; none at all means that there is no such thing.

The table is read only when a name is in question, and then only the lines asked for.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from flake8_missing_import.stdlib.signatures import CallShape, accepts, keywords_of, split
from flake8_missing_import.stdlib.versions import ever_had, is_gone, is_module

TYPES = Path(__file__).with_name("types.txt")

_MOCK = "unittest.mock.Mock"
"""What a test puts in place of functions and classes."""


class Thing(NamedTuple):
    """What an expression may be."""

    kind: str
    """module, class, instance, function, form, none or unknown."""
    name: str = ""
    """The full name of the module, class, function or form; for an instance, that of its class.

    What is unknown may be of another class that has at least what a class of this name has.
    """
    detail: str = ""
    """A function's ``(parameters)->type``, a form's abilities."""
    owner: str = ""
    """The class that a method's ``Self`` is."""
    is_bound: bool = False
    """A method's first argument is already given."""
    items: str = ""
    """The types of what iterating gives, as the table writes them; of a tuple each item's."""
    is_exact: bool = False
    """An instance is of this very class, no subclass of it."""


_PUBLIC_NAMES = {"posixpath": "os.path"}
"""What code calls a module that has another name of its own."""

_OF_ASYNC = frozenset({"__aenter__", "__aiter__", "__await__"})
_FILES = frozenset({"typing.BinaryIO", "typing.IO", "typing.TextIO"})
"""What no call can be made of, whatever class an open file has."""

UNKNOWN = Thing("unknown")
PROPERTY = Thing("instance", "builtins.property")
NOTHING: tuple[Thing, ...] = ()


@functools.cache
def things(full_name: str) -> tuple[Thing, ...]:
    """Return what a module or a member of one may be, by its full name."""
    found = [thing for entry in entries(full_name) for thing in _entry_things(full_name, entry)]
    if is_module(full_name) or (not found and is_gone(full_name)):
        found.append(Thing("module", full_name))
    if found:
        return tuple(dict.fromkeys(found))
    parent, _, name = full_name.rpartition(".")
    return attributes(things(parent), name) if parent else NOTHING


@functools.cache
def identity(full_name: str) -> str:
    """Return a name for a thing that is the same in all modules that have it."""
    for entry in entries(full_name):
        if entry.startswith("= "):
            return identity(entry[2:])
    return _PUBLIC_NAMES.get(full_name, full_name)


def subclasses(name: str) -> Iterator[str]:
    """Yield a class and those of its module that inherit from it."""
    module = name.rpartition(".")[0]
    members = (f"{module}.{one}" for one in names_in(module))
    return (one for one in members if name in ancestors(one))


def attributes(owners: Iterable[Thing], name: str) -> tuple[Thing, ...]:
    """Return what an attribute of one of several things may be."""
    return tuple(dict.fromkeys(thing for owner in owners for thing in attribute(owner, name)))


def reached(full_name: str, path: Iterable[str]) -> tuple[Thing, ...]:
    """Return what is reached through a path of attributes from a module or a member of one."""
    return functools.reduce(attributes, path, things(full_name))


def attribute(owner: Thing, name: str) -> tuple[Thing, ...]:
    """Return what an attribute of a thing may be; private ones are not all known."""
    found = _OWN_ATTRIBUTES[owner.kind](owner, name)
    return found or ((UNKNOWN,) if name.startswith("_") else NOTHING)


def call(thing: Thing, shape: CallShape) -> tuple[Thing, ...]:
    """Return what a call with such arguments may return."""
    if thing.kind == "function":
        parameters, _, result = thing.detail.partition("->")
        fits = accepts(parameters, shape, is_bound=thing.is_bound)
        return instances(result, thing.owner) if fits else NOTHING
    if thing.kind == "class":
        return _construct(thing, shape)
    if thing.kind == "form":
        return (UNKNOWN,) if "call" in thing.detail.split() else NOTHING
    if thing == UNKNOWN:
        return (UNKNOWN,)
    return call_all(method(thing, "__call__"), shape)


def call_all(callees: Iterable[Thing], shape: CallShape) -> tuple[Thing, ...]:
    """Return what a call of one of several things may return."""
    return tuple(dict.fromkeys(result for callee in callees for result in call(callee, shape)))


def keywords(callee: Thing) -> frozenset[str]:
    """Return the names of the parameters that a call of a thing can pass by name."""
    return frozenset(name for one in _parameters(callee) for name in keywords_of(one))


def takes_keywords(callee: Thing, names: frozenset[str]) -> bool:
    """Say whether a call of a thing may pass such names, as far as that is known."""
    known = list(_parameters(callee))
    return not known or any("**" in one for one in known) or names <= keywords(callee)


def names_in(owner: str) -> Iterator[str]:
    """Yield what the table has directly inside a class or module."""
    lines, prefix = _lines(), f"{owner}."
    for position in range(bisect.bisect_left(lines, prefix), len(lines)):
        if not lines[position].startswith(prefix):
            break
        name = lines[position][len(prefix) :].partition(" ")[0]
        if "." not in name:
            yield name


def _parameters(callee: Thing) -> Iterator[str]:
    """Yield the parameters of a function, or those that make an instance of a class."""
    if callee.kind == "function":
        yield callee.detail.partition("->")[0]
    elif callee.kind == "class":
        for one in ancestors(callee.name):
            for maker in ("__init__", "__new__"):
                for entry in entries(f"{one}.{maker}"):
                    yield entry.partition(" ")[2].partition("->")[0]


def method(thing: Thing, name: str) -> tuple[Thing, ...]:
    """Return the method that an operation on a thing calls, such as ``__iter__``."""
    if thing.kind == "instance":
        return _class_attribute(thing.name, name, Thing("instance", thing.name))
    if thing.kind == "unknown":
        return _method_of_unknown(thing, name)
    if thing.kind == "class":
        for metaclass in metaclasses(thing.name):
            found = method(Thing("instance", metaclass), name)
            if found:
                return found
    return NOTHING


def _method_of_unknown(thing: Thing, name: str) -> tuple[Thing, ...]:
    """Return a method of what may be of another class: what is awaited is said to be so."""
    found = _class_attribute(thing.name, name, Thing("instance", thing.name)) if thing.name else ()
    is_lacking = (thing.name and name in _OF_ASYNC) or (thing.name in _FILES and name == "__call__")
    return found or (NOTHING if is_lacking else (UNKNOWN,))


def methods(thing: Thing, names: Iterable[str]) -> tuple[Thing, ...]:
    """Return those of the named methods that a thing has."""
    return tuple(found for name in names for found in method(thing, name))


def is_exception(thing: Thing) -> bool:
    """Say whether a class, or the class of an instance, can be raised."""
    order = ancestors(thing.name) if thing.kind in {"class", "instance"} else ()
    return thing.kind == "unknown" or "?" in order or "builtins.BaseException" in order


def can_be_base(thing: Thing) -> bool:
    """Say whether a class can inherit from a thing."""
    if thing.kind == "class":
        return "final" not in marks(thing.name)
    return thing.kind == "unknown" or (thing.kind == "form" and "base" in thing.detail.split())


def is_generic(name: str) -> bool:
    """Say whether a class can be subscripted."""
    return "?" in ancestors(name) or any(
        "subscript" in marks(one) or entries(f"{one}.__class_getitem__") for one in ancestors(name)
    )


def instances(type_name: str, owner: str = "") -> tuple[Thing, ...]:
    """Return what something of a type may be, as the table writes types."""
    return tuple(_instance(part, owner) for part in split(type_name, "|"))


@functools.cache
def ancestors(name: str) -> tuple[str, ...]:
    """Return a class and its bases, the nearest first; ``?`` where one is unknown."""
    lines = [entry[5:] for entry in entries(name) if entry.startswith("class")]
    if not lines:
        return (name, "?")
    order = [name]
    for line in lines:
        for base in line.partition(";")[0].split():
            order.extend(ancestors(_full(base)) if base != "?" else "?")
    return tuple(dict.fromkeys(order))


@functools.cache
def marks(name: str) -> frozenset[str]:
    """Return the table's marks for a class itself: filled, final, protocol, uncalled, …"""
    lines = (entry for entry in entries(name) if entry.startswith("class"))
    return frozenset(mark for line in lines for mark in line.partition(";")[2].split())


def metaclasses(name: str) -> Iterator[str]:
    """Yield the metaclasses of a class, as far as a stub names them."""
    for one in ancestors(name):
        for mark in marks(one):
            if mark.startswith("metaclass="):
                yield _full(mark.removeprefix("metaclass="))
            elif mark in {"abstract", "protocol"}:
                yield "abc.ABCMeta"
    yield "builtins.type"


def entries(full_name: str) -> list[str]:
    """Return what the table says about a name: one entry for each way it is written."""
    lines, prefix = _lines(), f"{full_name} "
    start = bisect.bisect_left(lines, prefix)
    end = start
    while end < len(lines) and lines[end].startswith(prefix):
        end += 1
    return [line[len(prefix) :] for line in lines[start:end]]


@functools.cache
def _lines() -> list[str]:
    lines = TYPES.read_text(encoding="utf-8").split("\n")
    return lines[next(i for i, line in enumerate(lines) if not line.startswith("#")) : -1]


def _full(name: str) -> str:
    return name if "." in name or name == "?" else f"builtins.{name}"


def _instance(type_name: str, owner: str) -> Thing:
    if type_name == "None":
        return Thing("none")
    written, _, items = type_name.partition("[")
    bare = owner if written == "Self" else _full(written)
    # "type[…]" may be any subclass.
    if not bare or bare in {"?", "builtins.type"}:
        return UNKNOWN
    # An object of a protocol has another class.
    is_protocol = bare.startswith("typing.") or "protocol" in marks(bare)
    known = items[:-1].replace("Self", owner or "?")
    return Thing("unknown" if is_protocol else "instance", bare, items=known)


def _entry_things(full_name: str, entry: str, accessor: Thing | None = None) -> tuple[Thing, ...]:
    """Return what an entry describes; the accessor is the class or the instance that is asked."""
    word, _, rest = entry.partition(" ")
    owner = accessor.name if accessor else ""
    if word == "=":
        # A method under another name is still a method.
        same = entries(rest) if accessor else []
        return tuple(
            thing for entry in same for thing in _entry_things(rest, entry, accessor)
        ) or things(rest)
    if word in {"class", "form"}:
        return (Thing(word, full_name, rest),) if word == "form" else (Thing(word, full_name),)
    if word == "var":
        return instances(rest, owner)
    if word == "property":
        is_instance = accessor is not None and accessor.kind == "instance"
        return instances(rest, owner) if is_instance else (PROPERTY,)
    if word in {"def", "async", "static", "classmethod"}:
        is_bound = word == "classmethod" or (
            word != "static" and accessor is not None and accessor.kind == "instance"
        )
        detail = rest
        if word == "async":
            detail = rest.partition("->")[0] + "->types.CoroutineType"
        return (Thing("function", full_name, detail, owner, is_bound),)
    return (UNKNOWN,)


@functools.cache
def _class_attribute(name: str, attribute: str, accessor: Thing) -> tuple[Thing, ...]:
    """Return an attribute of the nearest class that has it."""
    for one in ancestors(name):
        if one == "?":
            return (UNKNOWN,)
        full_name = f"{one}.{attribute}"
        found = entries(full_name)
        if found:
            return tuple(
                thing for entry in found for thing in _entry_things(full_name, entry, accessor)
            )
    return NOTHING


def _module_attribute(module: Thing, name: str) -> tuple[Thing, ...]:
    full_name = f"{module.name}.{name}"
    if entries(full_name) or is_module(full_name):
        return things(full_name)
    return (UNKNOWN,) if ever_had(module.name, name) else NOTHING


def _attribute_of_class(thing: Thing, name: str) -> tuple[Thing, ...]:
    found = _class_attribute(thing.name, name, thing)
    return found or method(thing, name) or _mocked(thing, name)


def _attribute_of_instance(thing: Thing, name: str) -> tuple[Thing, ...]:
    found = _class_attribute(thing.name, name, thing)
    if found:
        return found
    # Of exceptions, only HTTPError hands on what it is asked for: to a file.
    is_dynamic = not is_exception(thing) and methods(thing, ("__getattr__", "__getattribute__"))
    is_old = any(ever_had(one, name) for one in ancestors(thing.name))
    may_be_special = not thing.is_exact and any(
        _class_attribute(one, name, thing) for one in subclasses(thing.name)
    )
    return (UNKNOWN,) if is_dynamic or is_old or may_be_special else NOTHING


def _mocked(_: Thing, name: str) -> tuple[Thing, ...]:
    known = name.startswith("assert_") or any(entries(f"{one}.{name}") for one in ancestors(_MOCK))
    return (UNKNOWN,) if known else NOTHING


def _nothing(_: Thing, name: str) -> tuple[Thing, ...]:
    return NOTHING


def _anything(_: Thing, name: str) -> tuple[Thing, ...]:
    return (UNKNOWN,)


_OWN_ATTRIBUTES = {
    "module": _module_attribute,
    "class": _attribute_of_class,
    "instance": _attribute_of_instance,
    "function": _mocked,
    "form": _nothing,
    "none": _nothing,
    "unknown": _anything,
}


def _construct(thing: Thing, shape: CallShape) -> tuple[Thing, ...]:
    """Return what calling a class may return."""
    own = marks(thing.name)
    if own & {"abstract", "protocol", "uncalled"} or ("filled" in own and shape == CallShape()):
        return NOTHING
    # What typing's classes make is a class again: NamedTuple, NewType, TypeVar.
    is_of_typing = thing.name.startswith("typing.")
    made = UNKNOWN if is_of_typing else Thing("instance", thing.name, is_exact=True)
    instance = (made,)
    for metaclass in metaclasses(thing.name):
        callees = _class_attribute(metaclass, "__call__", thing)
        if callees and callees[0].name != "builtins.type.__call__":
            bound = [callee._replace(is_bound=True) for callee in callees]
            return (UNKNOWN,) if call_all(bound, shape) else NOTHING
    for one in ancestors(thing.name):
        if one == "?" or "dataclass" in marks(one):
            return (UNKNOWN,)
        makers = [f"{one}.{maker}" for maker in ("__init__", "__new__")]
        details = [entry.partition(" ")[2] for maker in makers for entry in entries(maker)]
        if details:
            fits = any(
                accepts(detail.partition("->")[0], shape, is_bound=True) for detail in details
            )
            return instance if fits else NOTHING
    return instance if accepts("()", shape) else NOTHING
