"""How released code uses names, as far as it was counted.

The table has one name a line and is read as text; only the line of a name in question is parsed.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

USAGE = Path(__file__).parent / "stdlib" / "usage.txt"

ELSEWHERE = "-"
"""The origin of names that another import or a definition binds."""
VARIABLE = "~"
"""The origin of local variables and parameters."""


@dataclass(frozen=True)
class Origin:
    """In how many files a name is of one origin, and how it looks there."""

    name: str
    """A module, a member of one with its module, ELSEWHERE or VARIABLE."""
    files: float
    shapes: dict[str, float]
    """In how many of those files each shape of use is seen."""


@dataclass(frozen=True)
class Company:
    """How names of a module keep together in files."""

    files: int
    """How many files import from it."""
    members: int
    """How many members they take from it, summed over all files."""
    accompanied: int
    """How many of those stand beside another one, or beside the module."""


@functools.cache
def origins(name: str) -> tuple[Origin, ...]:
    """Return where released code takes a name from; nothing for one that it never uses."""
    return tuple(map(_origin, _fields(name)))


@functools.cache
def general(kind: str) -> Origin:
    """Return how all names of a kind look: module, member, ELSEWHERE or VARIABLE."""
    return _origin(_fields(f"={kind}")[0])


@functools.cache
def company(module: str) -> Company:
    """Return how the names of a module keep together."""
    fields = _fields(f"@{module}")
    return Company(*map(int, fields[0].split())) if fields else Company(0, 0, 0)


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
    return int(_text().split(" over ", 1)[1].split(" ", 1)[0])


@functools.cache
def names() -> frozenset[str]:
    """Return every name that could be reported."""
    return frozenset(re.findall(r"^[^\t\n#=@?]+", _text(), re.MULTILINE))


def _origin(field: str) -> Origin:
    name, files, *entries = field.split(" ")
    pairs = (entry.rpartition(":") for entry in entries)
    return Origin(name, float(files), {shape: float(n) for shape, _, n in pairs})


def _fields(key: str) -> list[str]:
    text = _text()
    start = text.find(f"\n{key}\t")
    return text[start + 1 : text.index("\n", start + 1)].split("\t")[1:] if start >= 0 else []


@functools.cache
def _text() -> str:
    return USAGE.read_text(encoding="utf-8")
