"""Which mentions of a name can matter at all: what the gate asks of every file."""

from __future__ import annotations

import functools
from collections.abc import Set as AbstractSet
from pathlib import Path

TELLING_USES = Path(__file__).with_name("telling_uses.txt")

ALL_KINDS = frozenset("(.:=@")
"""Calls, attributes, annotations, decorators, and all other uses."""
EVERY_KIND = "*"
"""What stands for all of them in the table."""


@functools.cache
def telling_uses() -> dict[str, str]:
    """Return the names that can be reported, each with what the table says of its uses.

    Kept as text: sets would make each garbage collection slower, as thousands of objects do.
    """
    lines = TELLING_USES.read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if line[0] != "#")


@functools.cache
def telling_words() -> frozenset[str]:
    """Return the words of code that can be such names, see ``mentions.words_of``."""
    known = telling_uses()
    names = [*known, *["_" + name for name in known]]
    return frozenset([*names, *[name + "(" for name in names]])


def is_private_half(name: str) -> bool:
    """Say whether a name may be the private half of a module, like ``_socket``."""
    return name[0] == "_" and name[1:] in telling_uses()


def kinds_of_use(
    name: str, imported: AbstractSet[str] = frozenset(), *, lacks: bool = False
) -> frozenset[str]:
    """Return which uses of a name can tell: of ALL_KINDS, or single attributes with their dots.

    ``._`` stands for private attributes that are not listed.

    :param imported: the modules that the file imports, or imports from.
    :param lacks: whether the file surely lacks other imports.
    """
    alone, beside_import, beside_lack = _parts(name)
    if lacks:
        return alone | beside_import | beside_lack
    # Module names among the kinds do no harm.
    return alone if beside_import.isdisjoint(imported) else alone | beside_import


@functools.cache
def _parts(name: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return which uses tell alone, beside an import (its modules included), and beside a lack."""
    alone, beside_import, beside_lack, *_ = f"{telling_uses().get(name, '')}||".split("|")
    if alone == EVERY_KIND:
        return ALL_KINDS, frozenset(), frozenset()
    return _kinds(alone), _kinds(beside_import), _kinds(beside_lack)


def _kinds(text: str) -> frozenset[str]:
    """Return the kinds in a part of a row, attributes also as they are called."""
    kinds = frozenset(text.split())
    return kinds | {f"{kind}(" for kind in kinds if kind[0] == "." and kind[1:].isidentifier()}
