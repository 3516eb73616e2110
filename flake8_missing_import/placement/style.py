"""The style of a file's imports: of several that fit, the one that most of the file shows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
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
    fitting_orders,
    has_comment_beside,
    is_like_google,
    single_names,
    split_modules,
    usual_names,
    usual_single_names,
    what_they_share,
)
from flake8_missing_import.placement.orders import (
    BY_LENGTH,
    GOOGLE,
    ORDERS,
    Key,
    NameOrder,
    Order,
    by_type,
    is_alphabetical,
    is_in_any_order,
    is_sorted,
    statement_key,
    without_case,
)

_FIRST, _LAST = 0, RELATIVE + 1
"""Sections for imports that stand far from their own: no other import goes there."""
_ENOUGH = 3
"""So many imports in a row are in order; fewer may be by chance."""


@dataclass(frozen=True)
class Style:
    """How a file's imports are sorted and separated."""

    order: Order | None
    """None where the block is in no order."""
    names: NameOrder
    is_parted: bool
    """A blank line separates plain imports from from-imports."""
    has_lazy_gap: bool
    """A blank line separates lazy imports from the eager ones above them."""
    is_single: bool
    """One name per statement."""
    single_exceptions: frozenset[str]
    """The modules whose names share a statement nevertheless."""
    split: frozenset[str]
    """The modules each of whose names has a statement of its own."""

    def key(self, item: Import) -> Key:
        """Return what statements are sorted by."""
        return statement_key(self.order or ORDERS[0], self.names)(item)

    def group(self, item: Import) -> bool:
        """Return whether a statement is of the second group, where there are two."""
        return bool(self.order and self.order.group and self.order.group(item))

    def kind(self, item: Import) -> tuple[bool, bool]:
        """Return what statements have in common if nothing separates them."""
        return item.is_lazy, self.group(item)

    def joins(self, module: str) -> bool:
        """Say whether the names of a module share a statement."""
        return module not in self.split if not self.is_single else module in self.single_exceptions

    def has_gap(self, above: Import, below: Import) -> bool:
        """Say whether a blank line belongs between two statements of a section."""
        if above.is_lazy != below.is_lazy:
            return self.has_lazy_gap
        return self.is_parted and self.kind(above) != self.kind(below)


@dataclass(frozen=True)
class Section:
    """The imports that are sorted together, in the order of the file."""

    number: int
    items: tuple[Import, ...]


def sections(run: Sequence[Import], lines: Sequence[str], known: Knowledge) -> list[Section]:
    """Return the sections of a run of imports.

    Blank lines separate those that nothing is known of, and blocks that are sorted, but not
    together. Where standard-library modules stand among others and all is in alphabetical order
    nevertheless, there is one section: a few lines are by chance in that of their length.
    """
    numbers = _with_blocks(run, _numbers(run, lines, known), lines)
    is_mixed = numbers != sorted(numbers) and _has_library_among_others(run, numbers, lines)
    is_gapped = _is_gapped_within_alone(run, numbers, lines)
    if (is_mixed or is_gapped) and is_alphabetical(run):
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
    found = list(parts)
    for index, part in enumerate(parts):
        alike = [one for one in found if one.number == part.number]
        beside = parts[max(0, index - 1) : index + 2]
        if len(alike) > 1 and _is_block_of_most(part, alike, lines, beside):
            found = [
                replace(one, number=_FIRST if position < index else _LAST)
                if one.number == part.number and one is not part
                else one
                for position, one in enumerate(found)
            ]
    return found


def _is_block_of_most(
    part: Section, alike: Sequence[Section], lines: Sequence[str], beside: Sequence[Section]
) -> bool:
    """Say whether most imports of a section are in a sorted block that blank lines separate.

    :param alike: all parts of the section.
    :param beside: it with the parts above and below it.
    """
    return (
        len(part.items) >= _ENOUGH
        and 2 * len(part.items) > sum(len(one.items) for one in alike)
        and is_alphabetical(part.items)
        and all(
            has_blank_line(above.items[-1], below.items[0], lines)
            for above, below in itertools.pairwise(beside)
        )
    )


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
        blocks = _blocks(items, lines)
        is_divided = (
            number in (OTHER, FIRST_PARTY)
            and not is_alphabetical(items)
            and all(map(is_in_any_order, blocks))
            # What stands between plain imports and from-imports divides no sections.
            and any(
                one[-1].is_from or not other[0].is_from for one, other in itertools.pairwise(blocks)
            )
        )
        found += [
            number + position * is_divided for position, block in enumerate(blocks) for _ in block
        ]
    return found


def _blocks(items: Sequence[Import], lines: Sequence[str]) -> list[list[Import]]:
    """Return the imports between blank lines."""
    found = [[items[0]]]
    for one, other in itertools.pairwise(items):
        if has_blank_line(one, other, lines):
            found.append([])
        found[-1].append(other)
    return found


def has_blank_line(above: Import, below: Import, lines: Sequence[str]) -> bool:
    """Say whether a blank line stands between two statements."""
    return any(not line.strip() for line in lines[above.last_line : below.line - 1])


def _is_parted_by_blank_line(above: Import, below: Import, lines: Sequence[str]) -> bool:
    """Say whether nothing but a blank line stands between two statements.

    Black's profile and ruff have one above each comment.
    """
    return above.last_line + 1 < below.line and not _has_comment(above, below, lines)


def _has_comment(above: Import, below: Import, lines: Sequence[str]) -> bool:
    return any(line.strip() for line in lines[above.last_line : below.line - 1])


def style(
    parts: Sequence[Section],
    number: int,
    imports: Sequence[Import],
    lines: Sequence[str],
    *,
    is_lazy: bool = False,
    is_single: bool = False,
) -> Style:
    """Return the style of a file's imports.

    :param parts: the sections of the block.
    :param number: the section that the new import goes to.
    :param imports: all imports of the file.
    :param is_lazy: whether the new import is.
    :param is_single: whether the project has one name per statement.
    """
    alike = [
        [item for item in _without_commented(part.items, lines) if item.is_lazy == kind]
        for part in parts
        for kind in (False, True)
    ]
    own = [part for part in parts if part.number == number]
    needed = [
        item
        for part in own
        for item in _without_commented(part.items, lines)
        if item.is_lazy == is_lazy
    ]
    named = [item for item in imports if item.is_from and item.names[0].name != "*"]
    fitting = fitting_orders(named)
    names = None if {by_type, without_case} <= {*fitting} else fitting[0]
    orders = [order for order in ORDERS if order.group] if _is_gapped(needed, lines) else ORDERS
    split = split_modules(named, lines)
    is_google = is_like_google(named, names, split)
    order = _order(needed, alike, names, orders, is_google=is_google) if len(own) < 2 else None
    is_parted = _is_parted(own, parts, order, lines)
    is_single, exceptions = single_names(
        named, order, alike, names, split, is_parted=is_parted, is_usual=is_single
    )
    usual = (
        usual_single_names(order, alike, names, exceptions, is_parted=is_parted)
        if is_single
        else usual_names(order, alike, is_parted=is_parted)
    )
    if names is None or usual in fitting:
        names = usual
    has_lazy_gap = _has_lazy_gap(parts, is_parted, lines)
    alone = split - {item.module for item in named if len(item.names) > 1}
    return Style(order, names, is_parted, has_lazy_gap, is_single, exceptions, alone)


def _without_commented(items: Sequence[Import], lines: Sequence[str]) -> list[Import]:
    """Return statements without those that a comment keeps apart from others of their module.

    isort has them above the rest, in no order.
    """
    shared = {what_they_share(item) for item in items if not has_comment_beside(item, lines)}
    return [
        item
        for item in items
        if not has_comment_beside(item, lines) or what_they_share(item) not in shared
    ]


def _order(
    needed: Sequence[Import],
    parts: Sequence[Sequence[Import]],
    names: NameOrder | None,
    orders: Sequence[Order],
    *,
    is_google: bool,
) -> Order | None:
    """Return the order that the section is in; of several, the one of most other parts."""
    best, most = None, (-1, False)
    for order in orders:
        key = statement_key(order, names or order.names)
        if not is_sorted(needed, key):
            continue
        # Whoever sorts names by length sorts modules by length too.
        is_alike = (order is GOOGLE or not is_google) and (
            names is None or (names in BY_LENGTH) == (order.names in BY_LENGTH)
        )
        fitting = sum(is_sorted(part, key) for part in parts), is_alike
        if fitting > most:
            best, most = order, fitting
    return best


def _has_library_among_others(
    run: Sequence[Import], numbers: Sequence[int], lines: Sequence[str]
) -> bool:
    """Say whether no blank line separates the standard library's imports from others."""
    pairs = itertools.pairwise(zip(run, numbers, strict=True))
    return any(
        STANDARD in (n, m) and n != m and not has_blank_line(one, other, lines)
        for (one, n), (other, m) in pairs
    )


def _is_gapped_within_alone(
    run: Sequence[Import], numbers: Sequence[int], lines: Sequence[str]
) -> bool:
    """Say whether blank lines separate kinds only among standard-library imports."""
    pairs = list(itertools.pairwise(zip(run, numbers, strict=True)))
    ends = [(one, other) for (one, n), (other, m) in pairs if STANDARD == n != m]
    standard = [item for item, number in zip(run, numbers, strict=True) if number == STANDARD]
    return (
        bool(ends)
        and not any(has_blank_line(one, other, lines) for one, other in ends)
        and _is_gapped(standard, lines)
    )


def _is_parted(
    own: Sequence[Section], parts: Sequence[Section], order: Order | None, lines: Sequence[str]
) -> bool:
    """Say whether a blank line separates plain imports from from-imports."""
    if order is None or order.group is None:
        return False
    gaps = _gaps(own[0].items, order.group, lines) if own else []
    if gaps:
        return all(gaps)
    inside = [gap for part in parts for gap in _gaps(part.items, order.group, lines)]
    if inside:
        return all(inside)
    others = [item for part in parts if part.number != STANDARD for item in part.items]
    if any(
        one.module.partition(".")[0] == other.module.partition(".")[0]
        for one, other in itertools.pairwise(others)
        if any(_gaps((one, other), order.group, lines))
    ):
        return True
    gaps = _gaps(others, order.group, lines)
    # If there is only one gap, a section might end there.
    return len(gaps) > 1 and all(gaps)


def _has_lazy_gap(parts: Sequence[Section], is_parted: bool, lines: Sequence[str]) -> bool:
    """Say whether a blank line stands wherever lazy imports follow eager ones.

    Where none do, separating the kinds of imports implies it: isort does so, ruff does not.
    """
    gaps = [
        has_blank_line(one, other, lines)
        for part in parts
        for one, other in itertools.pairwise(part.items)
        if other.is_lazy and not one.is_lazy
    ]
    return all(gaps) if gaps else is_parted


def _is_gapped(items: Sequence[Import], lines: Sequence[str]) -> bool:
    """Say whether a blank line separates a plain import from a from-import of its section."""
    return any(
        one.is_from != other.is_from
        and one.is_lazy == other.is_lazy
        and _is_parted_by_blank_line(one, other, lines)
        for one, other in itertools.pairwise(items)
    )


def _gaps(
    items: Sequence[Import], group: Callable[[Import], bool], lines: Sequence[str]
) -> list[bool]:
    """Return, for each change from the first group to the second, whether a blank line is there."""
    return [
        _is_parted_by_blank_line(one, other, lines)
        for one, other in itertools.pairwise(items)
        if not group(one)
        and group(other)
        and one.is_lazy == other.is_lazy
        and not _has_comment(one, other, lines)
    ]
