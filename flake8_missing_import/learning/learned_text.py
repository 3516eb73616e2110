"""The file in which a project's habits are written down, in isort's order."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from flake8_missing_import.learning import Habits
from flake8_missing_import.model import ImportStatement
from flake8_missing_import.placement.imports import Import, Knowledge, knowledge, wanted
from flake8_missing_import.placement.orders import ORDERS, by_type, statement_key
from flake8_missing_import.placement.wrapping import DEFAULT, Whole
from flake8_missing_import.project.import_files import (
    AMONG_THIRD_PARTY,
    FIRST_PARTY,
    FOLDER,
    ONLY_RELATIVE,
    RELATIVE,
    RELATIVE_FROM,
    SINGLE,
)
from flake8_missing_import.stdlib import NEWEST, standard_library

MARK = "# Which import this project has for which name: flake8's missing-import-files."
"""The first line of each such file."""
_WIDTH = 88


def text(habits: Habits, command: str) -> str:
    """Return the text of the file.

    :param command: what makes it.
    """
    in_own_section = habits.first_party - habits.among_third_party
    known = knowledge(standard_library(NEWEST), in_own_section)
    body = "\n\n".join("\n".join(lines) for lines in _sections(habits.statements, known))
    head = "\n".join(_head(habits, command))
    return f"{head}\n\n{body}\n" if body else f"{head}\n"


def _head(habits: Habits, command: str) -> Iterator[str]:
    yield MARK
    yield f"# Made by: {command}"
    yield "# flake8: noqa"
    yield from _listed(FIRST_PARTY, habits.first_party)
    yield from _listed(AMONG_THIRD_PARTY, habits.among_third_party)
    yield from _listed(ONLY_RELATIVE, habits.only_relative)
    yield from (FOLDER + folder for folder in sorted(habits.folders))
    if habits.relative_dots:
        yield f"{RELATIVE}{habits.relative_dots}"
    for dots in sorted({*habits.dots_from.values()}):
        names = [name for name, most in habits.dots_from.items() if most == dots]
        yield from _listed(RELATIVE_FROM.format(dots), names)
    if habits.is_single:
        yield SINGLE


def _listed(start: str, names: Iterable[str]) -> Iterator[str]:
    """Yield the comments that list some names."""
    width = _WIDTH - len(start)
    for line in textwrap.wrap(", ".join(sorted(names)), width, break_long_words=False):
        yield start + line


def _sections(statements: Iterable[ImportStatement], known: Knowledge) -> Iterator[list[str]]:
    """Yield the lines of each section."""
    key = statement_key(ORDERS[0], by_type)

    def place(item: Import) -> tuple[object, ...]:
        return known.section(item.module), key(item)

    items = sorted(map(wanted, statements), key=place)
    for _, section in itertools.groupby(items, key=lambda item: known.section(item.module)):
        yield list(_lines(list(section)))


def _lines(items: Sequence[Import]) -> Iterator[str]:
    """Yield the lines of sorted imports; a module has one statement, except for aliases."""
    for (is_from, module), group in itertools.groupby(
        items, key=lambda one: (one.is_from, one.module)
    ):
        if is_from:
            yield from _lines_of_module(f"from {module} import", list(group))
        else:
            yield from (f"import {one.module}{one.alias and f' as {one.alias}'}" for one in group)


def _lines_of_module(start: str, items: Sequence[Import]) -> Iterator[str]:
    """Yield the lines that take names from a module.

    If one of them ends in a comma, isort wraps the first, unless it is an alias.
    """
    with_alias = {item.names[0].name for item in items if item.names[0].alias}
    groups = [
        (is_alone, [str(item.names[0]) for item in group])
        for is_alone, group in itertools.groupby(
            items, key=lambda item: item.names[0].name in with_alias
        )
    ]
    statements = [
        (is_alone, part)
        for is_alone, names in groups
        for part in ([[name] for name in names] if is_alone else [names])
    ]
    has_comma = any(len(f"{start} {', '.join(names)}") > _WIDTH for _, names in statements)
    for index, (is_alone, names) in enumerate(statements):
        line = f"{start} {', '.join(names)}"
        if len(line) > _WIDTH or (has_comma and not is_alone and index == 0):
            yield from DEFAULT.lines(Whole(start, names), _WIDTH)
        else:
            yield line
