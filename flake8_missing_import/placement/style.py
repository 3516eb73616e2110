"""The style of a file's imports: of several that fit, the one that most of the file shows."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flake8_missing_import.placement.imports import (
    STANDARD,
    Import,
)
from flake8_missing_import.placement.names import (
    Singles,
    are_of_plone,
    fitting_orders,
    is_like_google,
    single_names,
    split_modules,
    usual_names,
    usual_single_names,
    without_commented,
)
from flake8_missing_import.placement.orders import (
    ALPHABETICAL,
    BY_LENGTH,
    FROM_FIRST,
    GOOGLE,
    ORDERS,
    Key,
    NameOrder,
    Order,
    by_type,
    is_alphabetical,
    is_sorted,
    is_sorted_but_once,
    statement_key,
    without_case,
)
from flake8_missing_import.placement.sections import (
    MANY,
    Section,
    between_blank_lines,
    has_blank_line,
    has_comment,
    is_gapped,
    is_parted_by_blank_line,
)


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
    has_comment_gap: bool
    """A blank line separates a comment from the import above it."""
    singles: Singles
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
        if self.singles.is_single:
            return module in self.singles.exceptions
        return module not in self.split

    def has_gap(self, above: Import, below: Import) -> bool:
        """Say whether a blank line belongs between two statements of a section."""
        if above.is_lazy != below.is_lazy:
            return self.has_lazy_gap
        return self.is_parted and self.kind(above) != self.kind(below)


def style(
    parts: Sequence[Section],
    number: int,
    imports: Sequence[Import],
    lines: Sequence[str],
    *,
    is_lazy: bool = False,
    is_single: bool = False,
    shares_future: bool = False,
) -> Style:
    """Return the style of a file's imports.

    :param parts: the sections of the block, and others that show a style.
    :param number: the section that the new import goes to.
    :param imports: all imports of the file.
    :param is_lazy: whether the new import is.
    :param is_single: whether the project has one name per statement.
    :param shares_future: whether names from ``__future__`` share a statement: so do others, then.
    """
    parts = sorted(parts, key=lambda part: part.items[0].line)
    alike = [
        [item for item in without_commented(items, lines) if item.is_lazy == kind]
        for items in _lists(parts, lines)
        for kind in (False, True)
    ]
    own = [part for part in parts if part.number == number]
    needed = [
        item
        for part in own
        for item in without_commented(part.items, lines)
        if item.is_lazy == is_lazy
    ]
    named = [item for item in imports if item.is_from and item.names[0].name != "*"]
    split = split_modules(named, lines)
    # Where each name has a statement of its own, a comment moves none.
    fitting = fitting_orders(named if split else without_commented(named, lines))
    names = None if {by_type, without_case} <= {*fitting} else fitting[0]
    orders = [order for order in ORDERS if order.group] if is_gapped(needed, lines) else ORDERS
    is_google = is_like_google(named, names, split)
    is_of_plone = any(are_of_plone(part.items) for part in own)
    if is_of_plone:
        names, orders = without_case, [FROM_FIRST]
    order = _order(needed, alike, names, orders, is_google=is_google) if len(own) < 2 else None
    is_parted = is_of_plone or _is_parted(own, parts, order, lines)
    is_usual = is_single or is_of_plone
    singles = Singles(False)
    if not shares_future:
        singles = single_names(
            named, order, alike, names, split, is_parted=is_parted, is_usual=is_usual
        )
    usual = (
        usual_single_names(order, alike, names, is_google=singles.is_google, is_parted=is_parted)
        if singles.is_single
        else usual_names(order, alike, is_parted=is_parted)
    )
    if names is None or usual in fitting:
        names = usual
    gaps = _has_lazy_gap(parts, is_parted, lines), _has_comment_gap(imports, lines)
    alone = split - {item.module for item in named if len(item.names) > 1}
    return Style(order, names, is_parted, *gaps, singles, alone)


def _lists(parts: Sequence[Section], lines: Sequence[str]) -> Iterator[Sequence[Import]]:
    """Yield what is sorted together: right below a section, another one may be two of them.

    Where no blank line separates sections, nothing shows which imports are the project's own.
    """
    above: Section | None = None
    for part in parts:
        is_close = above is not None and not has_blank_line(above.items[-1], part.items[0], lines)
        yield from _two_lists(part.items) if is_close else [part.items]
        above = part


def _two_lists(items: Sequence[Import]) -> list[Sequence[Import]]:
    """Return the two alphabetical lists that imports are, if only one place can part them.

    The longest list that begins them is found by halving: what begins one is one as well.
    """
    lengths = range(1, len(items) + 1)
    count = bisect.bisect_left(lengths, True, key=lambda one: not is_alphabetical(items[:one]))
    are_two = is_alphabetical(items[count:]) and not is_alphabetical(items[count - 1 :])
    return [items[:count], items[count:]] if are_two else [items]


def _order(
    needed: Sequence[Import],
    parts: Sequence[Sequence[Import]],
    names: NameOrder | None,
    orders: Sequence[Order],
    *,
    is_google: bool,
) -> Order | None:
    """Return the order that the section is in; of several, the one of most other parts.

    Those that are in it but for one place count less: two sections stand there without a gap.
    """
    best, most = None, (-1, False, 0)
    may_be_by_chance = is_alphabetical(needed)
    for order in orders:
        key = statement_key(order, names or order.names)
        if not is_sorted(needed, key):
            continue
        if may_be_by_chance and order not in ALPHABETICAL and not _is_shown(parts, key):
            continue
        # Whoever sorts names by length sorts modules by length too.
        is_alike = (order is GOOGLE or not is_google) and (
            names is None or (names in BY_LENGTH) == (order.names in BY_LENGTH)
        )
        fitting = (
            sum(is_sorted(part, key) for part in parts),
            is_alike,
            sum(is_sorted_but_once(part, key) for part in parts),
        )
        if fitting > most:
            best, most = order, fitting
    return best


def _is_shown(parts: Sequence[Sequence[Import]], key: Callable[[Import], Key]) -> bool:
    """Say whether so many imports as by no chance are in an order, each section by itself.

    They may be in alphabetical order as well, but not all sections.
    """
    sorted_parts = [part for part in parts if len(part) > 1 and is_sorted(part, key)]
    is_another = not all(map(is_alphabetical, sorted_parts))
    return is_another and sum(map(len, sorted_parts)) >= MANY


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
        not {item.package for item in above}.isdisjoint(item.package for item in below)
        for above, below in itertools.pairwise(between_blank_lines(others, lines))
        if any(_gaps((above[-1], below[0]), order.group, lines))
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


def _has_comment_gap(imports: Sequence[Import], lines: Sequence[str]) -> bool:
    """Say whether no comment stands right below an import: black's profile and ruff leave none."""
    between = (lines[one.last_line : other.line - 1] for one, other in itertools.pairwise(imports))
    return not any(
        inside and all(line.lstrip().startswith("#") for line in inside) for inside in between
    )


def _gaps(
    items: Sequence[Import], group: Callable[[Import], bool], lines: Sequence[str]
) -> list[bool]:
    """Return, for each change from the first group to the second, whether a blank line is there."""
    return [
        is_parted_by_blank_line(one, other, lines)
        for one, other in itertools.pairwise(items)
        if not group(one)
        and group(other)
        and one.is_lazy == other.is_lazy
        and not has_comment(one, other, lines)
    ]
