"""The style of a file's imports: of several that fit, the one that most of the file shows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flake8_missing_import.placement.imports import (
    OTHER,
    RELATIVE,
    STANDARD,
    Import,
    Knowledge,
)
from flake8_missing_import.placement.orders import (
    BY_LENGTH,
    GOOGLE,
    NAME_ORDERS,
    ORDERS,
    Key,
    NameOrder,
    Order,
    are_sorted,
    by_type,
    is_sorted,
    statement_key,
    with_case,
    without_case,
)

_NEVER_SINGLE = frozenset({"collections.abc", "six.moves", "typing", "typing_extensions"})
"""The modules whose names the google profile keeps together."""


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

    def key(self, item: Import) -> Key:
        """Return what statements are sorted by."""
        return statement_key(self.order or ORDERS[0], self.names)(item)

    def group(self, item: Import) -> bool:
        """Return whether a statement is of the second group, where there are two."""
        return bool(self.order and self.order.group and self.order.group(item))

    def kind(self, item: Import) -> tuple[bool, bool]:
        """Return what statements have in common if nothing separates them."""
        return item.is_lazy, self.group(item)

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

    Blank lines separate those that nothing is known of. Where standard-library modules stand
    among others and all is sorted nevertheless, there is one section.
    """
    numbers = _numbers(run, lines, known)
    has_mixture = numbers != sorted(numbers) or _is_gapped_within_alone(run, numbers, lines)
    if has_mixture and _is_sorted_at_all(run):
        return [Section(STANDARD, tuple(run))]
    return [
        Section(number, tuple(item for item, _ in pairs))
        for number, pairs in itertools.groupby(
            zip(run, numbers, strict=True), key=lambda pair: pair[1]
        )
    ]


def _numbers(run: Sequence[Import], lines: Sequence[str], known: Knowledge) -> list[int]:
    """Return the section of each import of a run."""
    numbers: list[int] = []
    previous: Import | None = None
    for item in run:
        number = known.section(item.module)
        if number == OTHER and known.first_party is None and numbers and numbers[-1] >= OTHER:
            has_gap = previous is not None and has_blank_line(previous, item, lines)
            # A relative import before this one is an odd order, and stays one.
            number = OTHER if numbers[-1] >= RELATIVE else numbers[-1] + has_gap
        numbers.append(number)
        previous = item
    return numbers


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
) -> Style:
    """Return the style of a file's imports.

    :param parts: the sections of the block.
    :param number: the section that the new import goes to.
    :param imports: all imports of the file.
    :param is_lazy: whether the new import is.
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
    lists = _name_lists(imports)
    names = _most_usual(lists)
    orders = [order for order in ORDERS if order.group] if _is_gapped(needed, lines) else ORDERS
    order = _order(needed, alike, names, orders) if len(own) < 2 else None
    is_parted = _is_parted(own, parts, order, lines)
    is_single, exceptions = _single(imports, order, names, is_parted, lines)
    if names is None:
        names = (
            _usual_names(order, is_parted)
            if not is_single
            else _usual_single_names(order, alike, is_google=bool(exceptions), is_parted=is_parted)
        )
    has_lazy_gap = _has_lazy_gap(parts, is_parted, lines)
    return Style(order, names, is_parted, has_lazy_gap, is_single, exceptions)


def _without_commented(items: Sequence[Import], lines: Sequence[str]) -> list[Import]:
    """Return statements without those that a comment keeps apart from others of their module.

    isort has them above the rest, in no order.
    """
    shared = {_what_they_share(item) for item in items if not has_comment_beside(item, lines)}
    return [
        item
        for item in items
        if not has_comment_beside(item, lines) or _what_they_share(item) not in shared
    ]


def has_comment_beside(item: Import, lines: Sequence[str]) -> bool:
    """Say whether a comment stands at the end of a from-import."""
    return item.is_from and "#" in lines[item.last_line - 1]


def _usual_names(order: Order | None, is_parted: bool) -> NameOrder:
    """Return the order of names that goes with one of statements, if the names show none."""
    # The plone profile and force_alphabetical_sort have from-imports first and a blank line below.
    is_alphabetical = is_parted and order is not None and _is_from_first(order)
    usual = order.names if order else by_type
    return without_case if is_alphabetical and usual is by_type else usual


def _usual_single_names(
    order: Order | None, parts: Sequence[Sequence[Import]], *, is_google: bool, is_parted: bool
) -> NameOrder:
    """Return what :func:`_usual_names` does where each name has a statement of its own."""
    usual = _usual_names(order, is_parted)
    if order is None or usual is not by_type:
        return usual
    if order.group is None and not is_google:
        # isort sorts mixed statements by their text.
        return with_case
    key = statement_key(GOOGLE, without_case)
    return without_case if all(is_sorted(part, key) for part in parts) else by_type


def _is_from_first(order: Order) -> bool:
    return order.group is not None and order.group(_PLAIN)


def _name_lists(imports: Sequence[Import]) -> list[list[str]]:
    """Return the lists of names that show an order: of a statement, or of several in a row."""
    lists = [
        [name.name for name in item.names]
        for item in imports
        if len({name.name for name in item.names}) > 1
    ]
    for _, group in itertools.groupby(imports, key=_what_they_share):
        singles = [item.names[0].name for item in group if len(item.names) == 1]
        if len(singles) > 1:
            lists.append(singles)
    return lists


def _what_they_share(item: Import) -> tuple[str, bool, bool]:
    """Return what statements have in common if their names could be in one."""
    return item.module, item.is_from, item.is_lazy


def _most_usual(lists: Sequence[Sequence[str]]) -> NameOrder | None:
    """Return the order that most lists are in, None if they do not tell the first two apart."""
    counts = [sum(are_sorted(names, order) for names in lists) for order in NAME_ORDERS]
    if counts[0] == counts[1] == max(counts):
        return None
    return NAME_ORDERS[counts.index(max(counts))]


def _order(
    needed: Sequence[Import],
    parts: Sequence[Sequence[Import]],
    names: NameOrder | None,
    orders: Sequence[Order],
) -> Order | None:
    """Return the order that the section is in; of several, the one of most other parts."""
    best, most = None, (-1, False)
    for order in orders:
        key = statement_key(order, names or order.names)
        if not is_sorted(needed, key):
            continue
        # Whoever sorts names by length sorts modules by length too.
        is_alike = names is None or (names in BY_LENGTH) == (order.names in BY_LENGTH)
        fitting = sum(is_sorted(part, key) for part in parts), is_alike
        if fitting > most:
            best, most = order, fitting
    return best


def _is_sorted_at_all(run: Sequence[Import]) -> bool:
    """Say whether a whole run is in any order."""
    keys = (statement_key(order, names) for order in ORDERS for names in NAME_ORDERS)
    return any(is_sorted(run, key) for key in keys)


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


def _single(
    imports: Sequence[Import],
    order: Order | None,
    names: NameOrder | None,
    is_parted: bool,
    lines: Sequence[str],
) -> tuple[bool, frozenset[str]]:
    """Say whether each name has a statement of its own, and which modules' names do not.

    Two statements for one module show it. So do single names throughout where plain imports
    and from-imports are mixed: the google profile does both, and sorts names without case.

    :param names: the order that names show, if any.
    """
    members = [item for item in imports if item.is_from and item.names[0].name != "*"]
    several = {item.module for item in members if len(item.names) > 1}
    if several - _NEVER_SINGLE:
        return False, frozenset()
    repeated = {
        one.module for one, other in itertools.pairwise(members) if _is_split(one, other, lines)
    }
    is_mixed = order is not None and order.group is None
    is_plone = is_parted and order is not None and _is_from_first(order) and not several
    shows_types = bool(several) and names not in (None, without_case)
    if not repeated and not is_plone and not (is_mixed and len(members) > 1 and not shows_types):
        return False, frozenset()
    is_google = bool(several) or (
        order is GOOGLE and names in (None, without_case) and not _NEVER_SINGLE & repeated
    )
    return True, _NEVER_SINGLE if is_google else frozenset()


_PLAIN = Import("os")


def _is_split(one: Import, other: Import, lines: Sequence[str]) -> bool:
    """Say whether two statements in a row could have been one."""
    if has_comment_beside(one, lines) or has_comment_beside(other, lines):
        return False
    aliases = one.names[0].alias or other.names[0].alias
    is_shared = _what_they_share(one) == _what_they_share(other)
    return is_shared and not aliases and other.line == one.last_line + 1
