"""How released code uses names, as far as it was counted.

The table has one name per line and is read as text; only the lines of names in question are parsed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flake8_missing_import.stdlib.types import UNKNOWN, things

USAGE = Path(__file__).with_name("usage.txt")

ELSEWHERE = "-"
"""The origin of names that another import binds."""
DEFINED = "+"
"""The origin of functions, classes and variables of the module itself."""
VARIABLE = "~"
"""The origin of local variables and parameters."""
ANY_KIND = "any"
"""All names together, see :func:`kind_of`."""
OTHERS = frozenset({DEFINED, ELSEWHERE, VARIABLE})
"""The origins that are not the library."""


@dataclass(frozen=True)
class Origin:
    """In how many files a name has one origin, and how it is used there."""

    name: str
    """A module, a member of one with its module, or one of OTHERS."""
    files: float
    shapes: dict[str, float]
    """In how many of those files each shape of use is seen."""

    @property
    def is_other(self) -> bool:
        """It is not of the library."""
        return self.name in OTHERS


@dataclass(frozen=True)
class Company:
    """How the names of a module occur together in files."""

    files: int
    """How many files import from it."""
    members: int
    """How many members they take from it, summed over all files."""
    accompanied: int
    """How many of those come with another one, or with the module."""


RARE_SHAPE = 2
"""A shape that fewer files show is not in the table."""


def fewest_shown(files: float) -> float:
    """Return in how many of an origin's files a shape has to be seen to be in the table."""
    return min(RARE_SHAPE, files / 3)


def fewest_shown_of_kind(files: float) -> float:
    """Return the same for the files of a kind of names."""
    return files / 20_000


@functools.cache
def origins(name: str) -> tuple[Origin, ...]:
    """Return where released code takes a name from; nothing if it never uses it."""
    return tuple(map(_origin, _fields(name)))


def files_of_kind(kind: str) -> float:
    """Return in how many files the names of a kind are, see :func:`kind_of`."""
    return float(_kind(kind).split(" ", 2)[1])


def files_with_shape(kind: str, shape: str) -> float:
    """Return in how many files the names of a kind show a shape of use."""
    # Few of thousands are asked for: the rest is not parsed.
    _, _, count = _kind(kind).partition(f" {shape}:")
    return float(count.split(" ", 1)[0] or 0)


def shapes_of_kind(kind: str) -> Iterator[str]:
    """Yield the shapes of use that the names of a kind show."""
    yield from _origin(_kind(kind)).shapes


@functools.cache
def _kind(kind: str) -> str:
    return (_fields(f"={kind}") or [f"{kind} 0"])[0]


def kind_of(origin: str, name: str, *, is_module: Callable[[str], bool]) -> str:
    """Return which general counts apply to a name from an origin.

    A class is used differently from a function, whoever made it, and a constant differently from
    both; the names tell which is which, for the library's constants their types.
    """
    if origin not in OTHERS and is_module(origin):
        return "module"
    whose = origin if origin in OTHERS else "member"
    if whose == "member" and all(thing.kind == "instance" for thing in things(origin) or [UNKNOWN]):
        return "member:value"
    bare = name.strip("_")
    if bare.endswith(("Error", "Exception", "Warning")):
        return f"{whose}:error"
    return f"{whose}:{'upper' if bare.isupper() else 'lower' if bare[:1].islower() else 'title'}"


@functools.cache
def company(module: str) -> Company:
    """Return how the names of a module occur together."""
    return company_in(_text(), module)


@functools.cache
def rare_share(name: str) -> float:
    """Return the library's share of the rarely used names of this form."""
    library, elsewhere = map(int, _fields(f"?{form_of(name)}")[0].split())
    return (library + 1) / (library + elsewhere + 2)


def form_of(name: str) -> str:
    """Return which kind of word a name is: one word or several, and in which case."""
    bare = name.strip("_")
    case = "upper" if bare.isupper() else "lower" if bare.islower() else "title"
    words = len(re.findall(r"[A-Z]+[a-z0-9]*|[a-z0-9]+", bare))
    return f"{case}{2 if words > 1 else 1}"


@functools.cache
def file_count() -> int:
    """Return how many files were counted."""
    return file_count_in(_text())


@functools.cache
def names() -> frozenset[str]:
    """Return every name that could be reported."""
    return frozenset(re.findall(r"^[^\t\n#=@?]+", _text(), re.MULTILINE))


def _origin(field: str) -> Origin:
    name, files, *entries = field.split(" ")
    pairs = (entry.rpartition(":") for entry in entries)
    return Origin(name, float(files), {shape: float(n) for shape, _, n in pairs})


def _fields(key: str) -> list[str]:
    return fields(_text(), key)


def fields(text: str, key: str) -> list[str]:
    """Return what the line of a key has after its tabs, in a table with one key a line."""
    start = text.find(f"\n{key}\t")
    return text[start + 1 : text.index("\n", start + 1)].split("\t")[1:] if start >= 0 else []


def company_in(text: str, module: str) -> Company:
    """Return how the names of a module or package occur together, as a table says."""
    numbers = fields(text, f"@{module}")
    return Company(*map(int, numbers[0].split())) if numbers else Company(0, 0, 0)


def file_count_in(text: str) -> int:
    """Return over how many files a table was made."""
    return int(text.split(" over ", 1)[1].split(" ", 1)[0])


@functools.cache
def _text() -> str:
    return USAGE.read_text(encoding="utf-8")
