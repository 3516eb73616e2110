"""How the names of a file's from-imports are sorted, and whether they share a statement."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from flake8_missing_import.placement.imports import Import
from flake8_missing_import.placement.orders import (
    FROM_FIRST,
    NAME_ORDERS,
    ONE_LIST,
    NameOrder,
    Order,
    by_type,
    is_alphabetical,
    is_sorted,
    statement_key,
    with_case,
    without_case,
)

_NEVER_SINGLE = frozenset({"collections.abc", "six.moves", "typing", "typing_extensions"})
"""The modules whose names the google profile keeps together."""
_NARROW = 72
"""Whoever wraps lines does not wrap those that are no wider."""

_OF_PLONE = re.compile(r"(?:Products\.CMFPlone|collective|plone)\b")
"""The packages in which Plone and what extends it are."""
_PLAIN = Import("os")


@dataclass(frozen=True)
class Singles:
    """Whether each name has a statement of its own."""

    is_single: bool
    exceptions: frozenset[str] = frozenset()
    """The modules whose names share a statement nevertheless."""
    is_google: bool = False
    """The google profile has them so."""


def single_names(
    imports: Sequence[Import],
    order: Order | None,
    parts: Sequence[Sequence[Import]],
    names: NameOrder | None,
    split: frozenset[str],
    *,
    is_parted: bool,
    is_usual: bool,
) -> Singles:
    """Return whether each name has a statement of its own, and which modules' names do not.

    Two statements for one module show it. So do single names throughout where plain imports
    and from-imports are mixed: the google profile does both, and sorts names without case.

    :param imports: the from-imports without stars.
    :param order: the order of the statements, if it shows.
    :param parts: the imports that are sorted together.
    :param names: the order that names show, if any.
    :param split: the modules with two statements that could have been one.
    :param is_usual: whether the project's other files do so.
    """
    several = frozenset(item.module for item in imports if _has_room(item))
    if several - _NEVER_SINGLE:
        return Singles(False)
    is_mixed = order is not None and order.group is None
    is_plone = _is_like_plone(order, parts, is_parted=is_parted) and not several
    has_exceptions = bool(several) and _may_be_google(imports, parts, names)
    # Google's style guide has no relative imports.
    is_near = any(item.module.startswith(".") for item in imports)
    if (
        not split
        and not is_plone
        and not (is_mixed and len(imports) > 1 and (has_exceptions or not several) and not is_near)
    ):
        return Singles(is_usual, several, has_exceptions)
    is_google = has_exceptions or (
        not several and not _NEVER_SINGLE & split and _looks_like_google(order, parts, names)
    )
    return Singles(True, (_NEVER_SINGLE - split) | several if is_google else several, is_google)


def _may_be_google(
    imports: Sequence[Import], parts: Sequence[Sequence[Import]], names: NameOrder | None
) -> bool:
    """Say whether modules whose names share a statement may be the google profile's exceptions.

    It wraps no statement, sorts names without case, and has plain imports and from-imports in
    one list.
    """
    is_wrapped = any(item.last_line > item.line for item in imports)
    is_sorted_otherwise = any(
        is_alphabetical(part)
        and not any(is_sorted(part, statement_key(order, without_case)) for order in ONE_LIST)
        for part in parts
    )
    return names in (None, without_case) and not is_wrapped and not is_sorted_otherwise


def _has_room(item: Import) -> bool:
    """Say whether a statement has several names, or is open for more, as one line would do."""
    is_open = item.last_line > item.line
    return len(item.names) > 1 or (is_open and len(_one_line(item)) <= _NARROW)


def _one_line(item: Import) -> str:
    return f"from {item.module} import {item.names[0]}"


def _looks_like_google(
    order: Order | None, parts: Sequence[Sequence[Import]], names: NameOrder | None
) -> bool:
    """Say whether single names are the google profile's: by its one list, or by their order.

    Without plain imports there is no list to see; sorting names without case is rare elsewhere.
    """
    if names is without_case and all(item.is_from for part in parts for item in part):
        return True
    is_mixed = order in ONE_LIST and any(map(_has_plain_below, parts))
    return is_mixed and names in (None, without_case)


def _has_plain_below(part: Sequence[Import]) -> bool:
    """Say whether a plain import stands below a from-import."""
    return any(one.is_from and not other.is_from for one, other in itertools.pairwise(part))


def is_like_google(
    imports: Sequence[Import], names: NameOrder | None, split: frozenset[str]
) -> bool:
    """Say whether single names have statements, with the exceptions of the google profile.

    :param imports: the from-imports without stars.
    :param names: the order that names show, if any.
    :param split: the modules with two statements that could have been one.
    """
    excepted = {item.module for item in imports if len(item.names) > 1} & _NEVER_SINGLE
    return bool(split) and (names is without_case or (names is None and bool(excepted - split)))


def are_single(imports: Sequence[Import], lines: Sequence[str]) -> bool | None:
    """Return whether a module's names have statements of their own, None where nothing shows it."""
    named = [item for item in imports if item.is_from and item.names[0].name != "*"]
    if any(_has_room(item) and item.module not in _NEVER_SINGLE for item in named):
        return False
    return bool(split_modules(named, lines)) or None


def split_modules(imports: Sequence[Import], lines: Sequence[str]) -> frozenset[str]:
    """Return the modules that have two statements in a row which could have been one.

    A comment or an alias needs a statement of its own; the former may stand between two others.
    """
    return frozenset(row[0].module for row in _rows(imports) if _is_split(row, lines))


def _is_split(row: Sequence[Import], lines: Sequence[str]) -> bool:
    """Say whether two statements for one module could have been one."""
    aliases = [
        bool(item.names[0].alias)
        for item in row
        if item.names[0].alias or not has_comment_beside(item, lines)
    ]
    return any(not one and not other for one, other in itertools.pairwise(aliases))


def has_comment_beside(item: Import, lines: Sequence[str]) -> bool:
    """Say whether a comment stands at the end of a from-import, or beside its only name."""
    first = item.line if len(item.names) == 1 else item.last_line
    return item.is_from and any("#" in line for line in lines[first - 1 : item.last_line])


def without_commented(items: Sequence[Import], lines: Sequence[str]) -> list[Import]:
    """Return statements without those that a comment keeps apart from others of their module.

    isort has them above the rest, in no order.
    """
    shared = {what_they_share(item) for item in items if not _is_kept_apart(item, lines)}
    return [
        item
        for item in items
        if not _is_kept_apart(item, lines) or what_they_share(item) not in shared
    ]


def _is_kept_apart(item: Import, lines: Sequence[str]) -> bool:
    """Say whether isort keeps a name in a statement of its own because of a comment beside it.

    Several names that share a statement share its comment, and others join them.
    """
    return len(item.names) == 1 and has_comment_beside(item, lines)


def usual_names(
    order: Order | None, parts: Sequence[Sequence[Import]], *, is_parted: bool
) -> NameOrder:
    """Return the order of names that goes with one of statements, if the names show none."""
    usual = order.names if order else by_type
    is_plone = _is_like_plone(order, parts, is_parted=is_parted)
    return without_case if is_plone and usual is by_type else usual


def _is_like_plone(
    order: Order | None, parts: Sequence[Sequence[Import]], *, is_parted: bool
) -> bool:
    """Say whether all from-imports come first, then a blank line, then plain ones in one section.

    The plone profile and force_alphabetical_sort have them so, and no sections.
    """
    if not is_parted or order is None or not _is_from_first(order):
        return False
    is_plain = [not item.is_from for part in parts for item in part]
    with_plain = [part for part in parts if not all(item.is_from for item in part)]
    return is_plain == sorted(is_plain) and len(with_plain) == 1


def are_of_plone(imports: Sequence[Import]) -> bool:
    """Say whether imports are sorted as all of Plone's packages are, and import from these.

    There, one list of from-imports stands above the plain ones, without sections
    (https://github.com/plone/meta configures isort's plone profile).
    """
    kinds = [item.is_from for item in imports]
    if kinds != sorted(kinds)[::-1] or not any(_OF_PLONE.match(item.module) for item in imports):
        return False
    has_gap = all(
        one.last_line + 1 < other.line
        for one, other in itertools.pairwise(imports)
        if one.is_from != other.is_from
    )
    is_single = all(len(item.names) < 2 for item in imports)
    return has_gap and is_single and is_sorted(imports, statement_key(FROM_FIRST, without_case))


def usual_single_names(
    order: Order | None,
    parts: Sequence[Sequence[Import]],
    names: NameOrder | None,
    *,
    is_google: bool,
    is_parted: bool,
) -> NameOrder:
    """Return what :func:`usual_names` does where each name has a statement of its own.

    :param names: the order that names show, if any.
    :param is_google: whether the google profile has them so.
    """
    if is_google:
        return without_case
    usual = usual_names(order, parts, is_parted=is_parted)
    if order is None or order.group is not None or usual is not by_type:
        return usual
    # The google profile has exceptions, ruff's own one list none; isort sorts that by its text.
    return names or usual if order in ONE_LIST else with_case


def _is_from_first(order: Order) -> bool:
    return order.group is not None and order.group(_PLAIN)


def _name_lists(imports: Sequence[Import]) -> list[list[str]]:
    """Return the lists of names that show an order: of a statement, or of several in a row."""
    lists = [
        [name.name for name in item.names]
        for item in imports
        if len({name.name for name in item.names}) > 1
    ]
    for row in _rows(imports):
        singles = [item.names[0].name for item in row if len(item.names) == 1]
        if len(singles) > 1:
            lists.append(singles)
    return lists


def _rows(imports: Sequence[Import]) -> list[list[Import]]:
    """Return the statements for one module that follow each other without a gap."""
    rows: list[list[Import]] = []
    for item in imports:
        last = rows[-1][-1] if rows else None
        if (
            last
            and what_they_share(last) == what_they_share(item)
            and last.last_line + 1 == item.line
        ):
            rows[-1].append(item)
        else:
            rows.append([item])
    return rows


def what_they_share(item: Import) -> tuple[str, bool, bool]:
    """Return what statements have in common if their names could be in one."""
    return item.module, item.is_from, item.is_lazy


def fitting_orders(imports: Sequence[Import]) -> list[NameOrder]:
    """Return the orders that most lists of names are in."""
    lists = _name_lists(imports)
    counts = [sum(is_sorted(names, order) for names in lists) for order in NAME_ORDERS]
    return [order for order, count in zip(NAME_ORDERS, counts, strict=True) if count == max(counts)]
