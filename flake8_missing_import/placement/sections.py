"""The sections of a file's imports: what is sorted together."""

from __future__ import annotations

import itertools
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
from flake8_missing_import.placement.names import (
    are_of_plone,
    fitting_orders,
    split_modules,
    without_commented,
)
from flake8_missing_import.placement.orders import (
    by_type,
    is_alphabetical,
    is_in_any_order,
    without_case,
)

_FIRST, _LAST = 0, RELATIVE + 1
"""Sections for imports that stand far from their own: no other import goes there."""
_ENOUGH = 3
"""So many imports in a row are in order; fewer may be by chance."""
MANY = 6
"""So many are in that of their length; fewer may be by chance."""
_AT_THE_TOP = 2
"""So many imports at most stand at the top of a section on purpose."""


@dataclass(frozen=True)
class Section:
    """The imports that are sorted together, in the order of the file."""

    number: int
    items: tuple[Import, ...]


def sections(run: Sequence[Import], lines: Sequence[str], known: Knowledge) -> list[Section]:
    """Return the sections of a run of imports.

    Blank lines separate those that nothing is known of, and blocks that are sorted, but not
    together. Where standard-library modules stand among others, or relative imports above them,
    and all is in one order nevertheless, there is one section, and a block of such lines is one.
    The order is alphabetical, or, for many lines, that of their length, in which a few are by
    chance. Not every blank line ends a block of a list.
    """
    if are_of_plone(run):
        return [Section(STANDARD, tuple(run))]
    is_one_list = _is_one_list(run, lines) or _is_long_list(run, lines)
    numbers = _with_blocks(run, _numbers(run, lines, known), lines)
    if not is_one_list or any(
        _ends_block(one, other, lines) for one, other in itertools.pairwise(run)
    ):
        numbers = _with_mixed_blocks(run, numbers, lines)
    is_mixed = numbers != sorted(numbers) and _has_library_among_others(run, numbers, lines)
    is_gapped = _is_gapped_within_alone(run, numbers, lines)
    if is_one_list and (
        is_mixed
        or is_gapped
        or _has_relative_above_others(run, lines)
        or _has_plain_imports_last(run, numbers, lines)
    ):
        return [Section(STANDARD, tuple(run))]
    parts = [
        Section(number, tuple(item for item, _ in pairs))
        for number, pairs in itertools.groupby(
            zip(run, numbers, strict=True), key=lambda pair: pair[1]
        )
    ]
    return _without_strays(parts, lines)


def _without_strays(parts: Sequence[Section], lines: Sequence[str]) -> list[Section]:
    """Return sections, where what stands far from the block of its own is in none that counts.

    One import may have to run before all others, and isort can have a section for ``typing``.
    """
    parts = [piece for part in parts for piece in _pieces(part, lines)]
    last_one = _last_one_of_sorted(parts, lines)
    are_apart = [
        _are_apart(parts[max(0, index - 1) : index + 2], lines) for index in range(len(parts))
    ]
    found = list(parts)
    for index, part in enumerate(parts):
        alike = [at for at, one in enumerate(found) if one.number == part.number]
        is_only_one = are_apart[index] and sum(are_apart[at] for at in alike) == 1
        others = [found[at] for at in alike if at != index]
        if (
            others
            and are_apart[index]
            and not _has_plain_imports_elsewhere(part, others)
            and (others == last_one or _is_block_of_most(part, others, lines, is_only_one))
        ):
            found = [
                replace(one, number=_FIRST if position < index else _LAST)
                if one.number == part.number and one is not part
                else one
                for position, one in enumerate(found)
            ]
    return found


def _are_apart(parts: Sequence[Section], lines: Sequence[str]) -> bool:
    """Say whether blank lines stand between parts of a run."""
    return all(
        has_blank_line(above.items[-1], below.items[0], lines)
        for above, below in itertools.pairwise(parts)
    )


def _pieces(part: Section, lines: Sequence[str]) -> list[Section]:
    """Return the parts of the standard library's section if they are sorted, but not together."""
    items = part.items
    if part.number != STANDARD or is_in_any_order(without_commented(items, lines)):
        return [part]
    *above, last = between_blank_lines(items, lines)
    found = [last]
    for block in reversed(above):
        if _is_one_list([*block, *found[0]], lines):
            found[0] = [*block, *found[0]]
        else:
            found.insert(0, block)
    if not all(_is_one_list(block, lines) for block in found):
        return _below_the_first(part, lines)
    return [replace(part, items=tuple(block)) for block in found]


def _below_the_first(part: Section, lines: Sequence[str]) -> list[Section]:
    """Return a section without its first imports, if only those are in no order with the others.

    isort and ruff have a list of modules that come first (``force_to_top``).
    """
    for count in range(1, _AT_THE_TOP + 1):
        below = part.items[count:]
        if len(below) > _ENOUGH and _is_one_list(below, lines):
            return [Section(_FIRST, part.items[:count]), replace(part, items=below)]
    return [part]


def _is_block_of_most(
    part: Section, others: Sequence[Section], lines: Sequence[str], is_only_one: bool
) -> bool:
    """Say whether a block that blank lines separate has most imports of a section, and is one.

    It is if it is sorted, or the only one: where no imports of other sections stand.

    :param others: the other parts of the section.
    """
    is_list = len(part.items) >= _ENOUGH and _is_one_list(part.items, lines)
    is_block = is_list or (is_only_one and len(part.items) > 1)
    return is_block and len(part.items) > sum(len(one.items) for one in others)


def _last_one_of_sorted(parts: Sequence[Section], lines: Sequence[str]) -> list[Section]:
    """Return the last part of a run if it has only one import, and all parts are sorted."""
    are_sorted = all(_is_one_list(part.items, lines) for part in parts)
    return [part for part in parts[-1:] if are_sorted and len(part.items) == 1]


def _has_plain_imports_elsewhere(part: Section, others: Sequence[Section]) -> bool:
    """Say whether a part of a section has from-imports alone, and another has plain ones."""
    has_plain = any(not item.is_from for one in others for item in one.items)
    return has_plain and all(item.is_from for item in part.items)


def _is_one_list(items: Sequence[Import], lines: Sequence[str]) -> bool:
    """Say whether imports are in one alphabetical list."""
    return is_alphabetical(without_commented(items, lines))


def _is_long_list(items: Sequence[Import], lines: Sequence[str]) -> bool:
    """Say whether so many imports are in one list by length, or another order, as by no chance."""
    return len(items) >= MANY and is_in_any_order(without_commented(items, lines))


def _ends_block(above: Import, below: Import, lines: Sequence[str]) -> bool:
    """Say whether what stands between two statements ends a block, even in one list.

    Comments have a blank line above; so have plain imports that stand below all from-imports.
    """
    return is_parted_by_blank_line(above, below, lines) and not _is_start_of_plain(above, below)


def _is_start_of_plain(above: Import, below: Import) -> bool:
    """Say whether plain imports start here, below from-imports."""
    return above.is_from and not below.is_from


def _numbers(run: Sequence[Import], lines: Sequence[str], known: Knowledge) -> list[int]:
    """Return the section of each import of a run."""
    numbers: list[int] = []
    previous: Import | None = None
    for item in run:
        number = known.section(item.module)
        if number == OTHER and not known.is_complete and numbers and numbers[-1] >= OTHER:
            has_gap = previous is not None and has_blank_line(previous, item, lines)
            # An own or a relative import before this one is an odd order, and stays one.
            number = OTHER if numbers[-1] >= FIRST_PARTY else numbers[-1] + has_gap
        numbers.append(number)
        previous = item
    return numbers


def _with_blocks(run: Sequence[Import], numbers: Sequence[int], lines: Sequence[str]) -> list[int]:
    """Return the section of each import, one for each block where only the blocks are sorted."""
    found: list[int] = []
    pairs = zip(run, numbers, strict=True)
    for number, of_section in itertools.groupby(pairs, key=lambda pair: pair[1]):
        items = [item for item, _ in of_section]
        parts = between_blank_lines(items, lines)
        is_divided = (
            number in (OTHER, FIRST_PARTY)
            and not _is_one_list(items, lines)
            and all(is_in_any_order(without_commented(block, lines)) for block in parts)
            # What stands between plain imports and from-imports divides no sections.
            and any(
                one[-1].is_from or not other[0].is_from for one, other in itertools.pairwise(parts)
            )
        )
        found += [
            number + position * is_divided for position, block in enumerate(parts) for _ in block
        ]
    return found


def _with_mixed_blocks(
    run: Sequence[Import], numbers: Sequence[int], lines: Sequence[str]
) -> list[int]:
    """Return the section of each import, one for a block with third-party imports in one list."""
    found: list[int] = []
    blocks = between_blank_lines(run, lines)
    rest = iter(numbers)
    parts = [list(itertools.islice(rest, len(block))) for block in blocks]
    # Beside plain imports of the library alone, those among others are strays.
    has_own = any(
        set(part) == {STANDARD} and not all(item.is_from for item in block)
        for block, part in zip(blocks, parts, strict=True)
    )
    for block, part in zip(blocks, parts, strict=True):
        is_mixed = part != sorted(part) and max(part) < FIRST_PARTY
        is_list = is_mixed and STANDARD in part and not has_own and _is_one_list(block, lines)
        found += [STANDARD] * len(block) if is_list else part
    return found


def between_blank_lines(items: Sequence[Import], lines: Sequence[str]) -> list[list[Import]]:
    """Return the imports between blank lines."""
    found = [list(items[:1])] if items else []
    for one, other in itertools.pairwise(items):
        if has_blank_line(one, other, lines):
            found.append([])
        found[-1].append(other)
    return found


def has_blank_line(above: Import, below: Import, lines: Sequence[str]) -> bool:
    """Say whether a blank line stands between two statements."""
    return any(not line.strip() for line in lines[above.last_line : below.line - 1])


def is_parted_by_blank_line(above: Import, below: Import, lines: Sequence[str]) -> bool:
    """Say whether nothing but a blank line stands between two statements.

    Black's profile and ruff have one above each comment.
    """
    return above.last_line + 1 < below.line and not has_comment(above, below, lines)


def has_comment(above: Import, below: Import, lines: Sequence[str]) -> bool:
    """Say whether a comment stands between two statements."""
    return any(line.strip() for line in lines[above.last_line : below.line - 1])


def _has_library_among_others(
    run: Sequence[Import], numbers: Sequence[int], lines: Sequence[str]
) -> bool:
    """Say whether no blank line separates the standard library's imports from others."""
    pairs = itertools.pairwise(zip(run, numbers, strict=True))
    return any(
        STANDARD in (n, m) and n != m and not has_blank_line(one, other, lines)
        for (one, n), (other, m) in pairs
    )


def _has_relative_above_others(run: Sequence[Import], lines: Sequence[str]) -> bool:
    """Say whether a relative import stands right above another one: no section is below theirs."""
    return len(run) > _ENOUGH and any(
        not one.package and bool(other.package) and not has_blank_line(one, other, lines)
        for one, other in itertools.pairwise(run)
    )


def _has_plain_imports_last(
    run: Sequence[Import], numbers: Sequence[int], lines: Sequence[str]
) -> bool:
    """Say whether all plain imports stand below all from-imports because there are no sections.

    The standard library's would hardly stand below others else, and names that are sorted without
    case go with force_alphabetical_sort.
    """
    kinds = [item.is_from for item in run]
    if len(run) <= _ENOUGH or kinds != sorted(kinds, reverse=True) or len({*kinds}) == 1:
        return False
    start = kinds.index(False)
    named = [item for item in run[:start] if item.names[0].name != "*"]
    orders = fitting_orders(named)
    is_without_case = without_case in orders and by_type not in orders
    has_library_last = numbers[start] == STANDARD < max(numbers[:start])
    return has_blank_line(run[start - 1], run[start], lines) and (
        has_library_last or (is_without_case and bool(split_modules(named, lines)))
    )


def _is_gapped_within_alone(
    run: Sequence[Import], numbers: Sequence[int], lines: Sequence[str]
) -> bool:
    """Say whether blank lines separate kinds, but not the standard library's imports from others.

    That is among the standard library's, or with all from-imports first.
    """
    pairs = list(itertools.pairwise(zip(run, numbers, strict=True)))
    ends = [(one, other) for (one, n), (other, m) in pairs if STANDARD == n != m]
    standard = [item for item, number in zip(run, numbers, strict=True) if number == STANDARD]
    return (
        bool(ends)
        and not any(has_blank_line(one, other, lines) for one, other in ends)
        and (
            is_gapped(standard, lines)
            or any(
                _is_start_of_plain(one, other) and is_parted_by_blank_line(one, other, lines)
                for one, other in itertools.pairwise(run)
            )
        )
    )


def is_gapped(items: Sequence[Import], lines: Sequence[str]) -> bool:
    """Say whether a blank line separates a plain import from a from-import of its section."""
    return any(
        one.is_from != other.is_from
        and one.is_lazy == other.is_lazy
        and is_parted_by_blank_line(one, other, lines)
        for one, other in itertools.pairwise(items)
    )
