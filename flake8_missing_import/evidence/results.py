"""Can what a call gives be what the module does with it? Types alone decide.

The result may be used where it stands, held by a variable, or iterated: what is read from each
item of ``walk(tree)`` says which ``walk`` it is.
"""

from __future__ import annotations

import ast
import builtins
import itertools
from collections.abc import Iterator, Mapping, Sequence

from flake8_missing_import.evidence.arguments import takes_arguments
from flake8_missing_import.evidence.can_be import can_be_value
from flake8_missing_import.evidence.class_tests import instances_of
from flake8_missing_import.evidence.variables import is_asked, source_of, tested
from flake8_missing_import.model import Reading, Surroundings, Use
from flake8_missing_import.spelling import last_name
from flake8_missing_import.stdlib.items import items, kinds
from flake8_missing_import.stdlib.signatures import CallShape, shape_of
from flake8_missing_import.stdlib.types import (
    UNKNOWN,
    Thing,
    ancestors,
    call_all,
    metaclasses,
    method,
    reached,
    subclasses,
)

Readings = Mapping[ast.AST, Sequence[Reading]]

_READING = (
    *(ast.AsyncFor, ast.Attribute, ast.Await, ast.For, ast.Subscript, ast.comprehension),
    ast.withitem,
)
"""What may be asked of all that is read, not only of what a call of the name alone gives.

Where a class is given, its subclasses may have operators of their own. Who names a module means
it, however its members are used.
"""

_EXTENDED = frozenset({"logging.Logger"})
"""Classes to whose instances programs give methods: ``trace`` for a level of their own."""


def suits(origin: str, use: Use, surroundings: Surroundings) -> bool:
    """Say whether the rest of a file allows that a use refers to a module or a member of one.

    :param origin: its full name.
    """
    return result_can_be(origin, use, surroundings.readings) and takes_arguments(
        origin, use, surroundings
    )


def result_can_be(origin: str, use: Use, readings: Readings) -> bool:
    """Say whether the result of a call, or an instance of a class, can be what is read later.

    :param origin: the full name of what is called, annotates, or is caught.
    :param readings: what reads variables, by what gives them their value.
    """
    found = reached(origin, use.attributes)
    read = list(readings.get(source_of(use), ()))
    if use.attributes or use.in_annotation or not use.call:
        read = [one for one in read if isinstance(one.around[0], _READING) or is_asked(one)]
    if use.in_annotation:
        results = [
            Thing("instance", thing.name) if thing.kind == "class" else UNKNOWN for thing in found
        ]
    elif isinstance(use.parents[0], ast.ExceptHandler):
        classes = [thing for thing in found if thing.kind == "class"]
        results = [Thing("instance", one) for thing in classes for one in subclasses(thing.name)]
    elif tested(use):
        results = [one for thing in found for one in instances_of(thing)]
        return all(any(_is_read(one, each, readings) for one in results) for each in read)
    elif call := use.call:
        results = list(call_all(found, shape_of(call)))
        if isinstance(use.parents[1], ast.For | ast.comprehension):
            read.append(Reading(call, use.parents[1:]))
        elif isinstance(use.parents[1], ast.withitem):
            entering = [one for result in results for one in method(result, "__enter__")]
            results = list(call_all(entering, CallShape()))
    else:
        return True
    # What does not exist, or cannot be called so, gives nothing that a reading could contradict.
    if not results or any(map(_is_made_otherwise, results)):
        return True
    if use.attributes and any(one.name in _EXTENDED for one in results):
        return True
    # Who names the module means it, whatever the items are taken for.
    return _are_read(results, read, {} if use.attributes else readings)


def _are_read(results: Sequence[Thing], read: Sequence[Reading], readings: Readings) -> bool:
    """Say whether each reading can be one of some of the things that a value may be."""
    return any(one.kind not in {"instance", "none"} and not one.name for one in results) or all(
        any(_is_read(result, one, readings) for result in results) for one in read
    )


def _is_made_otherwise(result: Thing) -> bool:
    """Say whether a metaclass may decide what calling a class returns."""
    return bool(set(metaclasses(result.name)) - {"abc.ABCMeta", "builtins.type"})


def _is_read(thing: Thing, reading: Reading, readings: Readings) -> bool:
    node, (parent, *_) = reading
    if is_asked(reading):
        return _is_asked_for(thing, reading)
    if not can_be_value(thing, node, reading.around):
        return False
    if isinstance(parent, ast.For | ast.comprehension) and parent.iter is node:
        every = [kind for item in items(thing) for kind in kinds(item)]
        return _are_read(every, readings.get(parent, ()), readings)
    return True


def _is_asked_for(thing: Thing, reading: Reading) -> bool:
    """Say whether an item may be of a class that ``isinstance`` names; of a tuple nobody asks."""
    call = reading.around[0]
    assert isinstance(call, ast.Call)
    names = [last_name(part) for part in _alternatives(call.args[1])]
    known = {one.rpartition(".")[2] for one in ancestors(thing.name)}
    is_open = thing.name != "builtins.tuple" and not all(map(_is_class_name, names))
    return thing.kind == "unknown" or is_open or not known.isdisjoint(names)


def _alternatives(classes: ast.expr) -> Iterator[ast.expr]:
    """Yield the classes of ``isinstance(x, (A, B))`` and of ``isinstance(x, A | B)``."""
    if isinstance(classes, ast.Tuple):
        yield from itertools.chain.from_iterable(map(_alternatives, classes.elts))
    elif isinstance(classes, ast.BinOp):
        yield from (*_alternatives(classes.left), *_alternatives(classes.right))
    else:
        yield classes


def _is_class_name(name: str) -> bool:
    """Say whether a name is that of one class, not of several, judging by its letters."""
    return hasattr(builtins, name) or (name[:1].isupper() and not name.isupper())
