"""Do a project's own imports have a section of their own? What the blocks of its files show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flake8_missing_import.placement.imports import (
    FIRST_PARTY,
    OTHER,
    RELATIVE,
    STANDARD,
    Import,
    Knowledge,
)
from flake8_missing_import.placement.orders import is_alphabetical


@dataclass(frozen=True)
class Block:
    """Imports that stand on consecutive lines."""

    packages: tuple[str, ...]
    """The top-level packages in their order, a dot for relative ones."""
    is_sorted: bool
    """All of them are in one list."""


def blocks(run: Sequence[Import]) -> tuple[Block, ...]:
    """Return the blocks of a run of imports."""
    parts: list[list[Import]] = []
    for item in run:
        if parts and item.line == parts[-1][-1].last_line + 1:
            parts[-1].append(item)
        else:
            parts.append([item])
    return tuple(
        Block(tuple(one.package or "." for one in part), is_alphabetical(part)) for part in parts
    )


@dataclass(frozen=True)
class Shown:
    """Which of the project's own packages a file has where."""

    together: frozenset[str]
    """In one list with third-party imports."""
    apart: frozenset[str]
    """Only apart from the third-party imports that it has."""


def shown(runs: Sequence[Sequence[Block]], known: Knowledge) -> Shown:
    """Return what the runs of a file show about the sections of own packages."""
    together: set[str] = set()
    apart: set[str] = set()
    for run in runs:
        alone: set[str] = set()
        has_third_party = False
        for block in run:
            numbers = [known.section(one) for one in block.packages]
            own = {one for one in block.packages if known.section(one) == FIRST_PARTY}
            has_third_party |= OTHER in numbers
            if OTHER not in numbers or (not block.is_sorted and numbers == sorted(numbers)):
                alone |= own
            elif block.is_sorted and STANDARD not in numbers:
                together |= own
        apart |= alone if has_third_party else set()
    return Shown(frozenset(together), frozenset(apart - together))


def _has_local_section(run: Sequence[Block], known: Knowledge) -> bool:
    """Say whether own and relative imports are one list below all others."""
    *above, last = run
    numbers = [known.section(one) for one in last.packages]
    return (
        bool(above)
        and last.is_sorted
        and {*numbers} == {FIRST_PARTY, RELATIVE}
        and numbers != sorted(numbers)
        and all(known.section(one) < FIRST_PARTY for block in above for one in block.packages)
    )


def as_shown(known: Knowledge, runs: Sequence[Sequence[Import]]) -> Knowledge:
    """Return what is known of modules in a file, whose own blocks tell better than the project."""
    if not known.first_party:
        return known
    in_blocks = [blocks(run) for run in runs]
    found = shown(in_blocks, known)
    if not found.together and any(_has_local_section(run, known) for run in in_blocks):
        return replace(known, own_section=RELATIVE)
    if found.apart or found.together <= known.among_third_party:
        is_agreed = found.apart.isdisjoint(known.among_third_party)
        listed = found.together | (known.among_third_party if is_agreed else set())
        return replace(known, first_party=known.first_party - listed | found.apart)
    return replace(known, first_party=frozenset())
