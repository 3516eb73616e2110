"""Which names modules have or had, in any Python: typeshed's, and those of older ones.

A name that a module had in some Python says that the module is meant, whatever the
target is. Read only for a file that uses something undefined.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from pathlib import Path

from flake8_missing_import.stdlib import (
    INDEX,
    MODULE_ATTRIBUTES,
    UNLISTED_NAMES,
    StandardLibrary,
)

REMOVED_NAMES = Path(__file__).with_name("removed_names.txt")

Version = tuple[int, int]
Range = tuple[Version | None, Version | None]
"""The first and the last Python, None for where the tables begin or end."""

_LINE = re.compile(r"^([\w.]+)([-+@].*?)?:(.*)$", re.MULTILINE)
_SINCE = re.compile(r"\+(\d+)\.(\d+)")
_UNTIL = re.compile(r"-(\d+)\.(\d+)")


def is_module(name: str) -> bool:
    """Say whether a Python that typeshed knows has a module of this dotted name."""
    return name in _lines(INDEX) or name in _lines(UNLISTED_NAMES)


def is_gone(module: str) -> bool:
    """Say whether only Pythons before those that typeshed knows had a module."""
    return module in _lines(REMOVED_NAMES) and not is_module(module)


def ever_had(module: str, name: str) -> bool:
    """Say whether any Python's module has a name, or had it."""
    return (
        has_in_some_supported(module, name)
        or is_gone(f"{module}.{name}")
        or bool(_ranges(module, name))
    )


def all_names(module: str) -> frozenset[str]:
    """Return the names that any Python's module has or had."""
    return frozenset(
        re.split("[-+@]", entry, maxsplit=1)[0]
        for table in (INDEX, UNLISTED_NAMES, REMOVED_NAMES)
        for _, names in _lines(table).get(module, ())
        for entry in names.replace(";", " ").split()
    )


def has_in_some_supported(module: str, name: str) -> bool:
    """Say whether a Python that typeshed knows has a name, or a submodule of that name."""
    return (
        name in MODULE_ATTRIBUTES
        or is_module(f"{module}.{name}")
        or any(_ranges_in(table, module, name) for table in (INDEX, UNLISTED_NAMES))
    )


def imports_as(module: str, name: str) -> bool:
    """Say whether what a module has by a name is another module, which it imports for itself."""
    mention = re.compile(rf"(?<!\S){re.escape(name)}(?![\w.])")
    return any(
        mention.search(names.partition(";")[2])
        for _, names in _lines(UNLISTED_NAMES).get(module, ())
    )


def first_python_with(module: str, name: str) -> Version | None:
    """Return the Python that introduced a name, None where all known ones have it."""
    starts = [first for first, _ in _ranges(module, name)]
    return None if not starts or None in starts else min(start for start in starts if start)


def last_python_with(module: str, name: str) -> Version | None:
    """Return the last Python that had a name, None where the newest has it, or none had."""
    ends = [last for _, last in _ranges(module, name)]
    return None if not ends or None in ends else max(end for end in ends if end)


def remark(module: str, attribute: str, target: Version) -> str:
    """Return what a message says about an attribute that the target's module does not have.

    It is empty where the target has it, and where no Python ever had it.
    """
    first, last = first_python_with(module, attribute), last_python_with(module, attribute)
    if last is not None and last < target:
        return f"it has no {attribute!r} since Python {_next(last)}"
    if first is not None and target < first:
        return f"it has no {attribute!r} before Python {first[0]}.{first[1]}"
    return ""


def absence(module: str, used: Iterable[str], library: StandardLibrary) -> str:
    """Return what the target lacks of a module, if it has nothing of what is used.

    :param used: what is reached, with all of its names: ``asyncio.taskgroups.TaskGroup``.
    """
    lacked = [_lacked(name, library) for name in used]
    if not all(lacked):
        return ""
    remarks = (
        remark(owner, attribute, library.version).replace(
            f"'{attribute}'", f"'{owner}.{attribute}'".replace(f"{module}.", "", 1)
        )
        for owner, attribute in filter(None, lacked)
    )
    return next(filter(None, remarks), "")


def _lacked(name: str, library: StandardLibrary) -> tuple[str, str] | None:
    """Return the first module on the way that has no such attribute, with the attribute."""
    module, *attributes = name.split(".")
    for attribute in attributes:
        if not library.has_name(module, attribute):
            return module, attribute
        module = f"{module}.{attribute}"
        if not library.has_module(module):
            break
    return None


def _next(version: Version) -> str:
    return "3" if version[0] == 2 else f"{version[0]}.{version[1] + 1}"


def _ranges(module: str, name: str) -> list[Range]:
    tables = (INDEX, UNLISTED_NAMES, REMOVED_NAMES)
    as_submodule = _lines(INDEX).get(f"{module}.{name}", ())
    return [
        *(found for table in tables for found in _ranges_in(table, module, name)),
        *(found for found, _ in as_submodule),
    ]


@functools.cache
def _ranges_in(table: Path, module: str, name: str) -> tuple[Range, ...]:
    """Return the ranges of Pythons that have a name, according to one of the tables."""
    mention = re.compile(rf"(?<!\S){re.escape(name)}(?![\w.])[^\s;]*")
    return tuple(
        (first or since, last or until)
        for (since, until), names in _lines(table).get(module, ())
        for match in mention.finditer(names)
        for first, last in (_range(match[0]),)
    )


@functools.cache
def _lines(table: Path) -> dict[str, list[tuple[Range, str]]]:
    """Return, by module, the ranges of Pythons that have it, each with its names there."""
    lines: dict[str, list[tuple[Range, str]]] = {}
    for module, marks, names in _LINE.findall(table.read_text(encoding="utf-8")):
        lines.setdefault(module, []).append((_range(marks), names))
    return lines


@functools.cache
def _range(entry: str) -> Range:
    """Return the range written after a name, as in ``name+3.11-3.12@win32``."""
    since, until = _SINCE.search(entry), _UNTIL.search(entry)
    return (
        (int(since[1]), int(since[2])) if since else None,
        (int(until[1]), int(until[2])) if until else None,
    )
