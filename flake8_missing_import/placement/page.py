"""How a file breaks the lines of its imports, judged by those that are there."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flake8_missing_import.imports import is_lazy_import, module_of
from flake8_missing_import.placement.text import last_continued_line
from flake8_missing_import.placement.wrapping import (
    DEFAULT,
    ONE_NAME_A_LINE,
    Form,
    Lines,
    Whole,
    forms,
    whole_of,
)

WIDTHS = (79, 80, 88, 100, 120, 72, 60)
"""The widest lines that people choose, the most common first."""
_NARROWEST, WIDEST = 79, 88
"""Code that is not as wide, or wider, does not say how wide an import may be."""
UNLIMITED = 1000
_NEVER = 1000
_SEVERAL = 2
"""No fewer names are wrapped for their number alone."""


@dataclass(frozen=True)
class Written:
    """An import as it stands in a file."""

    lines: Lines
    whole: Whole
    indentation: int = 0
    """How much further it is indented than the imports that a page is for."""

    def is_wide_for(self, width: int) -> bool:
        """Say whether it is on one line that is wider."""
        return len(self.lines) == 1 and len(self.lines[0]) + self.indentation > width

    @property
    def width_of_names(self) -> int:
        """The width of its line if that could have been wrapped, else 0."""
        line = self.lines[0]
        is_wrapped = len(self.lines) > 1 or len(self.whole.names) == 1
        return 0 if is_wrapped or not _is_wide_at_will(line) else _width(line) + self.indentation


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

    def explains(self, one: Written) -> bool:
        """Say whether an import has the lines that it would have here."""
        return replace(self, width=self.width - one.indentation).lines(one.whole) == one.lines

    def allows(self, one: Written) -> bool:
        """Say whether a trailing comma can hold an import open that would fit on one line."""
        may_be_open = bool(self.form.comma) and self.form.shape in ONE_NAME_A_LINE
        return may_be_open and self.form.lines(one.whole, self.width) == one.lines

    def merit(self, shown: Sequence[Written]) -> tuple[int, int]:
        """Return how many imports may be as they are, and how many must be."""
        exact = [self.explains(one) for one in shown]
        allowed = [self.allows(one) for one in shown]
        may_be = sum(map(max, exact, allowed))
        return may_be, sum(exact) if self.width >= _NARROWEST else 0


def page(shown: Sequence[Written], lines: Sequence[str], max_line_length: int | None) -> Page:
    """Return how a file wraps its imports: as most of them are wrapped.

    :param max_line_length: the widest line, None for the one that the file shows.
    """
    usual = max_line_length or shown_width(shown, lines)
    widths = [usual, *(width for width in WIDTHS if not max_line_length or width < usual)]
    telling = [one for one in shown if not one.is_wide_for(usual) or one.width_of_names > usual]
    possible = [
        dict.fromkeys(
            form
            for form, _ in forms(
                one.lines, one.whole, [width - one.indentation for width in widths]
            )
        )
        for one in telling
    ]
    wrapped_from = _wrapped_from(telling, possible, min(usual, _NARROWEST))
    seen = list(dict.fromkeys(itertools.chain(*possible))) or [DEFAULT]
    pages = [Page(width, form, wrapped_from) for width in widths for form in seen]
    return max(pages, key=lambda one: one.merit(telling))


def _wrapped_from(shown: Sequence[Written], possible: Sequence[Iterable[Form]], width: int) -> int:
    """Return how many names make an import wrapped even if it would fit a width.

    A trailing comma can hold some imports open; without one, or where more are wrapped than
    names are on one line, all with that many names are wrapped. So are two names where another
    two are, which is right with and without such a comma.
    """
    most = max((len(one.whole.names) for one in shown if len(one.lines) == 1), default=1)
    wrapped = [
        (len(one.whole.names), form.comma)
        for one, found in zip(shown, possible, strict=True)
        for form in found
        if form.shape in ONE_NAME_A_LINE and len(one.whole.line) <= width - one.indentation
    ]
    counts = [
        count for count, comma in wrapped if not comma or len(wrapped) > most or count == _SEVERAL
    ]
    if not counts or min(counts) <= most:
        return _NEVER
    return _SEVERAL if most == 1 else min(counts)


def new_import(
    whole: Whole, shown: Sequence[Written], lines: Sequence[str], max_line_length: int | None
) -> Lines:
    """Return the lines of an import that a file gets, one name a line if such a one is too wide.

    What is not wider than formatters allow is too wide where the file wraps single names itself.

    :param shown: the file's from-imports.
    """
    found = page(shown, lines, max_line_length)
    if found.form.shape not in ONE_NAME_A_LINE:
        return [whole.line]
    is_narrow = any(len(one.lines) > 1 and len(one.whole.names) == 1 for one in shown)
    width = found.width if is_narrow else max(found.width, WIDEST)
    return found.form.lines(whole, width) if len(whole.line) > width else [whole.line]


def shown_width(shown: Sequence[Written], lines: Sequence[str]) -> int:
    """Return the width that the widest line of code needs, if an import needs no wider one."""
    widest = max((one.width_of_names for one in shown), default=0)
    needed = max(_NARROWEST, min(_widest(lines), WIDEST), widest)
    return min((width for width in WIDTHS if width >= needed), default=UNLIMITED)


def allowed_width(shown: Sequence[Written], max_line_length: int | None) -> int | None:
    """Return the widest line, at least as wide as imports are that formatters may have wrapped.

    Linters of the most common formatter's files have a narrower limit, and tolerate what is wider.

    :param max_line_length: flake8's limit, if any.
    """
    widths = (one.width_of_names for one in shown)
    widest = max((width for width in widths if width <= WIDEST), default=0)
    if max_line_length is None or widest <= max_line_length:
        return max_line_length
    return min(width for width in WIDTHS if width >= widest)


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


def written_imports(
    imports: Iterable[ast.ImportFrom], lines: Sequence[str], indentation: int = 0
) -> list[Written]:
    """Return imports as they stand in a file."""
    return [written_import(node, lines, indentation) for node in imports]


def written_import(node: ast.ImportFrom, lines: Sequence[str], indentation: int = 0) -> Written:
    """Return an import as it stands in a file."""
    own = lines[node.lineno - 1 : last_continued_line(node, lines)]
    lazy = "lazy " if is_lazy_import(node) else ""
    start = f"{lazy}from {module_of(node)} import"
    whole = whole_of(own, start, [ast.unparse(alias) for alias in node.names])
    return Written(list(own), whole, indentation)
