"""Which mentions of a name can matter at all: what the gate asks of every file."""

from __future__ import annotations

import functools
from pathlib import Path

TELLING_USES = Path(__file__).with_name("telling_uses.txt")

ALL_KINDS = frozenset("(.:=@")
"""Calls, attributes, annotations, decorators, and all other uses."""


@functools.cache
def telling_uses() -> dict[str, str]:
    """Return the names that can be reported, each with the kinds of use that can tell, or nothing.

    Nothing means all. Kept as text: sets of them would make each garbage collection slower, as
    thousands of objects do.
    """
    lines = TELLING_USES.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(":") for line in lines if not line.startswith("#"))
    return {name: kinds for name, _, kinds in pairs}


@functools.cache
def kinds_of_use(name: str) -> frozenset[str]:
    """Return which uses of a name can tell: of ALL_KINDS, or single attributes with their dots."""
    kinds = telling_uses().get(name)
    return frozenset() if kinds is None else frozenset(kinds.split()) or ALL_KINDS


@functools.cache
def types() -> frozenset[str]:
    """Return the names that can tell where they stand alone in an annotation."""
    return frozenset(name for name, kinds in telling_uses().items() if not kinds or ":" in kinds)
