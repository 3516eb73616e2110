"""How a file breaks the lines of its imports, judged by those that are there."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flake8_missing_import.imports import is_lazy_import
from flake8_missing_import.placement.text import last_line, last_line_with_comment
from flake8_missing_import.placement.wrapping import (
    DEFAULT,
    ONE_NAME_A_LINE,
    Form,
    Lines,
    Whole,
    forms,
    written,
)

WIDTHS = (79, 80, 88, 100, 120, 72, 60)
"""The widest lines that people choose, the most common first."""
_NARROWEST, _WIDEST = 79, 88
"""Code that is not as wide, or wider, does not say how wide an import may be."""
UNLIMITED = 1000
_NEVER = 1000


@dataclass(frozen=True)
class Page:
    """How the imports of a file are wrapped."""

    width: int
    """The widest line."""
    form: Form
    """The form of imports that span lines."""
    wrapped_from: int
    """This many names are wrapped even where they would fit on one line."""

    def lines(self, whole: Whole) -> Lines:
        """Return the lines of an import."""
        if len(whole.line) <= self.width and len(whole.names) < self.wrapped_from:
            return [whole.line]
        return self.form.lines(whole, self.width)

    def explains(self, lines: Lines, whole: Whole) -> bool:
        """Say whether an import has the lines that it would have here.

        A trailing comma can hold it open though it would fit on one line.
        """
        is_held_open = self.form.comma and self.form.shape in ONE_NAME_A_LINE
        return self.lines(whole) == lines or (
            bool(is_held_open) and self.form.lines(whole, self.width) == lines
        )


def page(
    imports: Sequence[ast.ImportFrom], lines: Sequence[str], max_line_length: int | None
) -> Page:
    """Return how a file wraps its imports: as most of them are wrapped.

    :param max_line_length: the widest line, None for the one that the file shows.
    """
    usual = max_line_length or shown_width(imports, lines)
    widths = [usual, *(width for width in WIDTHS if not max_line_length or width < usual)]
    pairs = [
        (lines_of(node, lines), whole_of(node, lines))
        for node in imports
        if len(lines[node.lineno - 1]) <= usual or _is_wide_at_will(lines[node.lineno - 1])
    ]
    possible = [dict.fromkeys(form for form, _ in forms(*pair, widths)) for pair in pairs]
    wrapped_from = _wrapped_from(pairs, possible, min(usual, _NARROWEST))
    shown = list(dict.fromkeys(itertools.chain(*possible))) or [DEFAULT]
    pages = [Page(width, form, wrapped_from) for width in widths for form in shown]
    return max(pages, key=lambda one: sum(one.explains(*pair) for pair in pairs))


def _wrapped_from(
    pairs: Sequence[tuple[Lines, Whole]], possible: Sequence[Iterable[Form]], width: int
) -> int:
    """Return how many names make an import wrapped even if it would fit a width.

    A trailing comma can hold a single import open; without one, or where no import of
    several names is on one line, all with that many names are wrapped.
    """
    most = max((len(whole.names) for lines, whole in pairs if len(lines) == 1), default=1)
    wrapped = [
        (len(whole.names), form.comma)
        for (_, whole), found in zip(pairs, possible, strict=True)
        for form in found
        if form.shape in ONE_NAME_A_LINE and len(whole.line) <= width
    ]
    counts = [count for count, comma in wrapped if not comma or most == 1]
    if not counts or min(counts) <= most or (most == 1 and len(wrapped) < 2 and wrapped[0][1]):
        return _NEVER
    return 2 if most == 1 else min(counts)


def shown_width(imports: Sequence[ast.ImportFrom], lines: Sequence[str]) -> int:
    """Return the width that the widest line of code needs, if an import needs no wider one."""
    whole = [
        lines[node.lineno - 1]
        for node in imports
        if node.lineno == last_line(node) and len(node.names) > 1
    ]
    needed = max(_NARROWEST, min(_widest(lines), _WIDEST), _widest(whole))
    return min((width for width in WIDTHS if width >= needed), default=UNLIMITED)


def _widest(lines: Iterable[str]) -> int:
    return max(
        (_width(line) for line in lines if len(line) > _NARROWEST and _is_wide_at_will(line)),
        default=0,
    )


def _width(line: str) -> int:
    """Return the width of a line without the comment at its end."""
    return len(line.partition("  #")[0].rstrip())


def _is_wide_at_will(line: str) -> bool:
    """Say whether a formatter or a linter would have shortened a line that is too wide."""
    is_comment = line.lstrip().startswith("#")
    return not is_comment and "noqa" not in line.lower() and len(line.split()) > 1


def lines_of(node: ast.ImportFrom, lines: Sequence[str]) -> Lines:
    """Return the lines of an import."""
    return list(lines[node.lineno - 1 : last_line_with_comment(node, lines)])


def whole_of(node: ast.ImportFrom, lines: Sequence[str]) -> Whole:
    """Return an import as it would be on one line."""
    lazy = "lazy " if is_lazy_import(node) else ""
    start = f"{lazy}from {'.' * node.level}{node.module or ''} import"
    return written(lines_of(node, lines), start, [ast.unparse(alias) for alias in node.names])
