"""The orders that imports and their names are found in.

isort's are its options (https://pycqa.github.io/isort/docs/configuration/options.html)
and profiles; ruff and usort have some of them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from flake8_missing_import.placement.imports import Import

_FEW = 4
"""Fewer imports are in an order but for one place by chance."""

_DIGITS = re.compile(r"([0-9]+)")

_Sorted = TypeVar("_Sorted", Import, str)

Key = tuple[object, ...]
NameOrder = Callable[[str], Key]


def _number(digits: str) -> tuple[int, str]:
    """Return what sorts digits by their number: Python refuses to read thousands of them."""
    significant = digits.lstrip("0")
    return len(significant), significant


@functools.lru_cache(maxsize=1 << 14)  # all imports of a file are compared in many orders
def natural(text: str) -> Key:
    """Sort digits by their number, as isort does."""
    return tuple(
        _number(part) if index % 2 else part for index, part in enumerate(_DIGITS.split(text))
    )


def _of_length(text: str) -> Key:
    return (len(text), *natural(text.lower()))


def _type(name: str) -> int:
    """Sort constants before classes before the rest, as isort does."""
    return 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2


def by_type(name: str) -> Key:
    """Sort by kind, then without case: isort's default, and ruff's."""
    return (_type(name), *natural(name.lower()))


def without_case(text: str) -> Key:
    """Sort without case, names as with ``order_by_type = false``."""
    return natural(text.lower())


def with_case(name: str) -> Key:
    """Sort by the text, capitals first."""
    return (name,)


def _folded(name: str) -> Key:
    return (name.casefold(),)


def _by_length(name: str) -> Key:
    return (_type(name), *_of_length(name))


BY_LENGTH: tuple[NameOrder, ...] = (_by_length, _of_length)

NAME_ORDERS: tuple[NameOrder, ...] = (
    by_type,
    without_case,
    # usort
    _folded,
    # case_sensitive
    lambda name: (_type(name), *natural(name)),
    with_case,
    # length_sort
    *BY_LENGTH,
)
"""The orders of names, the most common first."""


@dataclass(frozen=True)
class Order:
    """An order of import statements."""

    key: Callable[[Import], Key]
    names: NameOrder
    """The order of names that goes with it, where the file shows none."""
    group: Callable[[Import], bool] | None = None
    """Which of plain imports and from-imports come last; None where they are mixed."""


def _module(item: Import) -> str:
    return re.sub(r"^(\.+)", r"\1_", item.module)


def _near_first(item: Import) -> Key:
    return natural(re.sub(r"^(\.+)", r"\1 ", item.module.lower()))


def _line(item: Import) -> str:
    """Return a statement without its keywords, as force_sort_within_sections reads it."""
    if item.is_from:
        return f"{item.module} import {' '.join(map(str, item.names))}"
    return f"{item.module} as {item.alias}" if item.alias else item.module


def _dotted(item: Import) -> str:
    return _line(item).replace(" import ", ".", 1)


def _package(item: Import) -> str:
    return (item.module if item.is_from else _line(item)).lower()


def _is_from(item: Import) -> bool:
    return item.is_from


def _is_plain(item: Import) -> bool:
    return not item.is_from


def _parted(
    group: Callable[[Import], bool], module: Callable[[str], Key], names: NameOrder = by_type
) -> Order:
    return Order(lambda item: module(_module(item)), names, group)


def _length_of_plain(item: Import) -> Key:
    return without_case(_module(item)) if item.is_from else _of_length(item.module)


def _length_of(text: Callable[[Import], str]) -> Callable[[Import], Key]:
    return lambda item: (len(text(item)), *natural(text(item)))


MIXED = Order(lambda item: (*without_case(item.module), item.is_from), by_type)
"""ruff's force-sort-within-sections: plain imports above from-imports of the same module."""
GOOGLE = Order(lambda item: (*natural(_package(item)), item.is_from), by_type)
"""The google profile: plain imports with an alias below them."""
ONE_LIST = (MIXED, GOOGLE)

FROM_FIRST = _parted(_is_plain, without_case)
"""from_first, and with names without case the plone profile."""

ALPHABETICAL: tuple[Order, ...] = (
    # isort's default, the black profile and ruff.
    _parted(_is_from, without_case),
    *ONE_LIST,
    # force_sort_within_sections as isort has it: capitals first.
    Order(lambda item: natural(_line(item)), by_type),
    # The appnexus profile.
    Order(lambda item: natural(_line(item).lower()), without_case),
    # The open_stack profile.
    Order(lambda item: natural(_dotted(item)), by_type),
    FROM_FIRST,
    # usort
    _parted(_is_from, lambda module: (module.casefold(),), _folded),
    # case_sensitive
    _parted(_is_from, natural),
    # reorder-python-imports
    _parted(_is_from, lambda module: (module,), with_case),
    Order(lambda item: (item.module, item.is_from), with_case),
)
"""The orders of statements by their text, the most common first."""

ORDERS: tuple[Order, ...] = (
    *ALPHABETICAL,
    # reverse_relative, and ruff's closest-to-furthest
    Order(_near_first, by_type, _is_from),
    # length_sort, alone, with from_first, of plain imports, with force_sort_within_sections
    _parted(_is_from, _of_length, _by_length),
    _parted(_is_plain, _of_length, _by_length),
    Order(_length_of_plain, by_type, _is_from),
    Order(_length_of(_line), _by_length),
    # The google profile with from_first
    Order(lambda item: (*natural(_package(item)), not item.is_from), by_type),
    # length_sort_straight with from_first
    Order(_length_of_plain, by_type, _is_plain),
    # The open_stack and the google profile with length_sort
    Order(_length_of(_dotted), _by_length),
    Order(_length_of(_package), _of_length),
)
"""The orders of statements, the most common first."""


def statement_key(order: Order, names: NameOrder) -> Callable[[Import], Key]:
    """Return what statements are sorted by: their group, their module, their first name.

    Lazy imports go below the eager ones of their section (isort 9, ruff).
    """

    def key(item: Import) -> Key:
        group = order.group(item) if order.group else False
        first = item.names[0] if item.names else None
        is_star = first is not None and first.name == "*"
        name = names(first.name) if first and not is_star else ()
        alias = first.alias if first else item.alias
        # No plain import has the same key as a from-import: their names are never compared.
        own = order.key(item), item.is_from, not is_star, name, alias.lower()
        return item.is_lazy, group, *own

    return key


def is_sorted(items: Iterable[_Sorted], key: Callable[[_Sorted], Key]) -> bool:
    """Say whether statements, or names, are in an order."""
    return all(one <= other for one, other in pairwise(map(key, items)))


def is_sorted_but_once(items: Sequence[Import], key: Callable[[Import], Key]) -> bool:
    """Say whether statements, of which few could be so by chance, are two lists in an order."""
    pairs = pairwise(map(key, items))
    return len(items) >= _FEW and sum(one > other for one, other in pairs) <= 1


def is_alphabetical(items: Sequence[Import]) -> bool:
    """Say whether statements are in an order by their text."""
    return _is_in_one_of(ALPHABETICAL, tuple(items))


def is_in_any_order(items: Iterable[Import]) -> bool:
    """Say whether statements are in an order."""
    return _is_in_one_of(ORDERS, tuple(items))


@functools.lru_cache(maxsize=64)  # the same ones for each import that a file lacks
def _is_in_one_of(orders: tuple[Order, ...], items: tuple[Import, ...]) -> bool:
    return any(
        is_sorted(items, statement_key(order, names)) for order in orders for names in NAME_ORDERS
    )
