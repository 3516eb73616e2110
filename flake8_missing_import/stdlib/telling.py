"""Which mentions of a name can matter at all: what the gate asks of every file."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

TELLING_USES = Path(__file__).with_name("telling_uses.txt")

ALL_KINDS = frozenset("(.:=@")
"""Calls, attributes, annotations, decorators, and all other uses."""
EVERY_KIND = "*"
"""What stands for all of them in the table."""
PACKAGES = "*"
"""What stands for the name where the table has packages: no code has such a word."""
MOCK = "unittest.mock"
"""The module of what has attributes that tell it wherever it comes from (``mock_calls``)."""
MOCKS = "@"
"""What stands for the name where the table has the attributes that mocks alone have."""
MODULES = "+"
"""What stands for the name where the table has the last names of all modules."""

_FEW = 100
"""So few words are found by themselves sooner than in a set of all that is yet to be made."""


class _Table:
    """The table as it is written, and what its rows begin with."""

    @functools.cached_property
    def text(self) -> str:
        """Its rows, in their order.

        Making thousands of strings takes longer than looking at a few names, and thousands of sets
        or lists would make each garbage collection slower.
        """
        return TELLING_USES.read_bytes().decode()  # rows are found as well with other line ends

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """All words that :func:`telling_words` finds."""
        public = [row.partition(": ")[0] for row in self.text.splitlines() if row[0] != "#"]
        names = [*public, *[f"_{name}" for name in public]]
        return frozenset([*names, *[f"{name}(" for name in names]])

    @property
    def has_words(self) -> bool:
        """They are made already."""
        return "words" in vars(self)


_TABLE = _Table()


@functools.cache
def telling_uses(name: str) -> str:
    """Return what the table says of the uses of a name, nothing if it cannot be reported."""
    table, start = _TABLE.text, f"{name}: "

    def row_at(place: int) -> str:
        first = table.rfind("\n", 0, place) + 1
        return table[first : first + len(start)]

    # The rows are sorted, so a place in the table has a row that is above or below.
    place = bisect.bisect_left(range(len(table)), start, key=row_at)
    if not table.startswith(start, place):
        return ""
    return table[place + len(start) : table.find("\n", place)].rstrip()


def telling_words(words: AbstractSet[str]) -> AbstractSet[str]:
    """Return those of the words of code that can be such names, or private halves of modules.

    :param words: as ``mentions.words_of`` returns them.
    """
    if len(words) >= _FEW or _TABLE.has_words:
        return words & _TABLE.words
    return {
        word
        for word in words
        if telling_uses(name := word.removesuffix("(")) or is_private_half(name)
    }


@functools.cache
def packages_in_parts() -> frozenset[str]:
    """Return the packages that do not bring all their submodules on some supported Python."""
    return frozenset(telling_uses(PACKAGES).split())


@functools.cache
def attributes_of_mocks() -> frozenset[str]:
    """Return the attributes that show that a file uses mocks, whoever makes them for it."""
    return frozenset(telling_uses(MOCKS).split())


@functools.cache
def mentions_of_mocks() -> frozenset[str]:
    """Return how they are mentioned in code, see ``mentions.words_of``."""
    return frozenset(f".{name}{end}" for name in attributes_of_mocks() for end in ("", "("))


@functools.cache
def _modules() -> frozenset[str]:
    return frozenset(telling_uses(MODULES).split())


def is_private_half(name: str) -> bool:
    """Say whether a name may be another with an underscore, like ``_socket`` and ``_dedent``."""
    return name[0] == "_" and bool(telling_uses(name[1:]))


def is_private_half_of_module(name: str) -> bool:
    """Say whether a name may be that of a module with an underscore, like ``_socket``."""
    return name[0] == "_" and name[1:] in _modules() and is_private_half(name)


def may_be_library_only(modules: AbstractSet[str]) -> bool:
    """Say whether modules may all belong to the standard library of some Python.

    :param modules: the packages of each are among them.
    """
    return {one for one in modules if "." not in one} <= _modules()


def kinds_of_use(
    name: str, imported: AbstractSet[str], *, library_only: bool, lacks: bool
) -> frozenset[str]:
    """Return which uses of a name can tell: of ALL_KINDS, or single attributes with their dots.

    ``._`` stands for private attributes that are not listed.

    :param imported: the modules that the file imports, or imports from.
    :param library_only: whether all of them may be the library's.
    :param lacks: whether the file surely lacks other imports.
    """
    alone, beside_import, beside_library, beside_lack = _parts(name)
    if lacks:
        return alone | beside_import | beside_library | beside_lack
    # Module names among the kinds do no harm.
    found = alone if beside_import.isdisjoint(imported) else alone | beside_import
    return found | beside_library if library_only and beside_library else found


@functools.cache
def _parts(name: str) -> Sequence[frozenset[str]]:
    """Return which uses tell alone, and which beside what else.

    That is an import (its modules included), no import but the library's, and another lack.
    """
    parts = f"{telling_uses(name)}|||".split("|")[:4]
    if parts[0] == EVERY_KIND:
        return ALL_KINDS, frozenset(), frozenset(), frozenset()
    return [_kinds(part) for part in parts]


def _kinds(text: str) -> frozenset[str]:
    """Return the kinds in a part of a row, attributes also as they are called."""
    # That the others are called as well does no harm.
    kinds = text.split()
    return frozenset(kinds + "( ".join([*kinds, ""]).split())
