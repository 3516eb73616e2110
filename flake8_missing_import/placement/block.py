"""Where a statement goes among the imports that are there."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable, Sequence

from flake8_missing_import.model import Edit
from flake8_missing_import.module import last_line
from flake8_missing_import.placement.head import edit_with_blank_lines
from flake8_missing_import.placement.imports import (
    FIRST_PARTY,
    OTHER,
    RELATIVE,
    STANDARD,
    Import,
    Knowledge,
    first_line_of_code,
    is_future_import,
    line_below,
)
from flake8_missing_import.placement.names import has_comment_beside, what_they_share
from flake8_missing_import.placement.orders import Key, is_sorted, natural
from flake8_missing_import.placement.sections import Section, has_blank_line
from flake8_missing_import.placement.style import Style
from flake8_missing_import.placement.text import (
    ModuleText,
    comments_above,
    heading_apart,
    is_heading_of_all,
    is_heading_of_library,
    line_with_pragmas,
    may_be_heading,
)
from flake8_missing_import.spelling import written


def section_of(item: Import, parts: Sequence[Section], known: Knowledge) -> int:
    """Return the number of the section that a new import goes to.

    Of several for the project's own modules, or for those that are known not to be its own, it is
    the one that is nearest: with imports from its package, else the last of those with the most
    packages. What nothing is known of goes to its own package's imports, else to the first ones
    from anywhere else: that is isort's order.
    """
    number = known.section(item.module)
    if number not in (OTHER, FIRST_PARTY):
        return number
    end = RELATIVE if number == FIRST_PARTY else FIRST_PARTY
    of_kind = [
        part
        for part in parts
        if number <= part.number < end or _has_in_one_list(part, number, known)
    ]

    def nearness(part: Section) -> tuple[int, int, int]:
        shared = max(_shared_parts(one.module, item.module) for one in part.items)
        packages = {one.package for one in part.items}
        return (shared, len(packages), part.number) if known.is_complete else (shared, 0, 0)

    return max(of_kind, key=nearness, default=Section(number, ())).number


def _has_in_one_list(part: Section, number: int, known: Knowledge) -> bool:
    """Say whether a section has the standard library's imports and others in one list."""
    return part.number == STANDARD and any(
        known.section(one.module) == number for one in part.items
    )


def _shared_parts(one: str, other: str) -> int:
    """Return how many packages two dotted paths have in common."""
    pairs = zip(one.split("."), other.split("."), strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def run_from_elsewhere(
    runs: Sequence[Sequence[Import]], item: Import, known: Knowledge, body: Sequence[ast.stmt]
) -> Sequence[Import] | None:
    """Return the run to which an import belongs that is not the standard library's, if any.

    The first with imports from its package, else from its section; above all code, it is that
    with the most. What stands above such a run may have to run before (``sys.path.insert``,
    ``django.setup()``); if that calls whatever is imported above it in this section
    (``monkey.patch_all()``), it is the next run.

    :param body: the statements that the runs are from.
    """
    section = known.section(item.module)

    def kin(run: Sequence[Import]) -> tuple[int, int]:
        of_section = [one for one in run if known.section(one.module) == section]
        return sum(one.package == item.package for one in run), len(of_section)

    of_package = [run for run in runs if kin(run)[0]]
    alike = of_package or [run for run in runs if kin(run)[1]]
    above = [run for run in alike if run[0].line < first_line_of_code(body)]
    found = max(above or alike[:1], key=kin, default=None)
    for run, below in itertools.pairwise(runs):
        between = [node for node in body if run[-1].last_line < node.lineno < below[0].line]
        own = [one for one in run if known.section(one.module) == section]
        if run is found and _are_for_calls(own, between):
            found = below
    return found


def _are_for_calls(imports: Sequence[Import], statements: Sequence[ast.stmt]) -> bool:
    """Say whether statements are calls of all that some imports bring, or of its packages."""
    if not all(isinstance(one, ast.Expr) and isinstance(one.value, ast.Call) for one in statements):
        return False
    called = {written(one).partition("(")[0].partition(".")[0] for one in statements}
    packages = {one.package for one in imports if one.binds & called}
    return bool(packages) and all(one.binds & (called | packages) for one in imports)


def standard_run(
    runs: Sequence[Sequence[Import]], item: Import, body: Sequence[ast.stmt], known: Knowledge
) -> Sequence[Import] | None:
    """Return the run with standard-library imports, else the first.

    Of several above all code, it is the first, unless another has more than twice as many such
    imports of the same kind; the first ones may be there for the code below them alone.

    :param body: the statements that the runs are from.
    """

    def kin(run: Sequence[Import]) -> list[Import]:
        return [one for one in run if known.section(one.module) == STANDARD]

    def alike(run: Sequence[Import]) -> int:
        return sum(one.is_from == item.is_from for one in kin(run))

    standard = list(filter(kin, runs))
    while (
        len(standard) > 1
        and len(kin(standard[0])) < len(kin(standard[1]))
        and _are_for_code(standard[0], standard[1][0].line, body)
    ):
        del standard[0]
    above = [run for run in standard if run[0].line < first_line_of_code(body)]
    most = max(above, key=alike, default=None)
    if most and alike(most) > 2 * alike(above[0]):
        return most
    return next(iter(standard or runs), None)


def _are_for_code(run: Sequence[Import], end: int, body: Sequence[ast.stmt]) -> bool:
    """Say whether the statements below a run, and above a line, use all that it imports."""
    below = [node for node in body if run[-1].last_line < node.lineno < end]
    used = {one.id for node in below for one in ast.walk(node) if isinstance(one, ast.Name)}
    return all(one.binds & used for one in run)


def _by_module(item: Import) -> Key:
    return natural(item.module)


def _by_length(item: Import) -> Key:
    return len(item.module), *_by_module(item)


_ORDERS_OF_ONE_KIND: tuple[tuple[Callable[[Import], Key], int], ...] = (
    (_by_module, 3),
    (_by_length, 5),
)
"""Orders, and how many imports in a row show them; fewer may be in it by chance."""


def placed(
    item: Import,
    statement: str,
    number: int,
    parts: Sequence[Section],
    style: Style,
    text: ModuleText,
    body: Sequence[ast.stmt],
) -> Edit:
    """Return the edit that adds a statement to a block of imports.

    :param number: its section.
    :param parts: the sections of the block.
    """
    own = [part for part in parts if part.number == number]
    if own and style.order is None:
        return _in_unsorted(item, statement, own, text, body)
    if own:
        return _in_sorted(item, statement, own[0], style, text, body)
    above = [part for part in parts if part.number < number]
    gap = _section_gap(parts, text)
    if above:
        line = line_below(above[-1].items[-1].last_line, body)
        inserted = (*[""] * gap, statement)
        return Edit(line=line, inserted=inserted, statement_line=line + gap)
    first = parts[0].items[0]
    line, below, comment = _comment_on(first, text, first.package)
    if is_heading_of_all(comment) or (number == STANDARD and is_heading_of_library(comment)):
        return Edit(line=below, inserted=(statement, *[""] * gap), statement_line=below)
    if not comment:
        line = heading_apart(line, text)
    return edit_with_blank_lines(line, statement, text, gap=gap)


_GAP = re.compile(r"(\n*)(#.*\n)*")
"""Blank lines, and perhaps the comments on an import below them."""


def _section_gap(parts: Sequence[Section], text: ModuleText) -> int:
    """Return how many blank lines separate sections: one, if not all say otherwise.

    Two below ``__future__``, right above the only section, are those around another one that
    was taken out.
    """
    first = parts[0].items[0].line
    ends = [last_line(node) for node in text.tree.body if is_future_import(node)]
    pairs = [(end, first) for end in ends[-1:]] + [
        (one.items[-1].last_line, other.items[0].line)
        for one, other in itertools.pairwise(parts)
        if STANDARD <= one.number < other.number
        # Without sections, relative from-imports stand above others: here they share the section
        # of the project's own (usort, no_lines_before).
        and not (
            other.number == RELATIVE
            and one.items[-1].is_from
            and not has_blank_line(one.items[-1], other.items[0], text.lines)
        )
    ]
    between = [
        "".join(f"{line}\n" for line in text.lines[above : below - 1]) for above, below in pairs
    ]
    if ends and between == ["\n\n"]:
        return 1
    gaps = {len(match[1]) for lines in between if (match := _GAP.fullmatch(lines))}
    return gaps.pop() if len(gaps) == 1 else 1


def _in_unsorted(
    item: Import,
    statement: str,
    own: Sequence[Section],
    text: ModuleText,
    body: Sequence[ast.stmt],
) -> Edit:
    """Return the edit for a section in no order: below its last import of the same kind.

    Where all plain imports, or all from-imports, are in order by themselves, it keeps that.
    Lazy imports stay below all eager ones.
    """
    items = [one for part in own for one in part.items]
    earlier = [one for one in items if one.is_lazy <= item.is_lazy]
    same = [one for one in earlier if _kind(one) == _kind(item)]
    for key, enough in _ORDERS_OF_ONE_KIND:
        if len(same) >= enough and is_sorted(same, key):
            above = [one for one in same if key(one) <= key(item)]
            line = line_below(above[-1].last_line, body) if above else same[0].line
            return _added(line, statement)
    if not earlier:
        return _added(_line_above(items[0], item, text, is_first=True), statement)
    return _added(line_below((same or earlier)[-1].last_line, body), statement)


def _kind(item: Import) -> tuple[bool, bool]:
    return item.is_from, item.is_lazy


def _in_sorted(
    item: Import,
    statement: str,
    section: Section,
    style: Style,
    text: ModuleText,
    body: Sequence[ast.stmt],
) -> Edit:
    above = [
        one
        for one in section.items
        if style.key(one) <= style.key(item) or _stays_above(one, item, style, text.lines)
    ]
    below = [one for one in section.items if one not in above]
    of_module = [one for one in section.items if what_they_share(one) == what_they_share(item)]
    if of_module and of_module[0] in below[:1]:
        # isort has a comment on a module above the first of its imports.
        _, own, _ = _comment_on(below[0], text)
        return _added(own, statement)
    if above and not style.has_gap(above[-1], item):
        return _added(line_below(above[-1].last_line, body), statement)
    if above and all(style.kind(one) != style.kind(item) for one in below):
        line = line_below(above[-1].last_line, body)
        return Edit(line=line, inserted=("", statement), statement_line=line + 1)
    line = _line_above(below[0], item, text, is_first=below[0] is section.items[0])
    has_comment = line < below[0].line
    if (has_comment and style.has_comment_gap) or style.has_gap(item, below[0]):
        return Edit(line=line, inserted=(statement, ""), statement_line=line)
    return _added(line, statement)


def _stays_above(one: Import, item: Import, style: Style, lines: Sequence[str]) -> bool:
    """Say whether names stand above others of their module because of a comment beside them.

    In one list of plain imports and from-imports, a comment moves none.
    """
    is_one_list = style.order is not None and style.order.group is None
    if style.singles.is_single or is_one_list or what_they_share(one) != what_they_share(item):
        return False
    return has_comment_beside(one, lines) and not one.names[0].alias


def _added(line: int, statement: str) -> Edit:
    return Edit(line=line, inserted=(statement,), statement_line=line)


def _line_above(below: Import, item: Import, text: ModuleText, *, is_first: bool) -> int:
    """Return the line above a statement and the comments that are about it alone.

    A comment that heads a section stays its heading; so does one right below the docstring, where
    nobody sets off what is about a single import.
    """
    line, own, comment = _comment_on(below, text)
    is_below_docstring = (
        ast.get_docstring(text.tree, clean=False) is not None
        and last_line(text.tree.body[0]) == line - 1
    )
    may_be_head = is_below_docstring or may_be_heading(comment)
    is_head = is_first and (
        _speaks_of(comment, item) or (may_be_head and not _speaks_of(comment, below))
    )
    return own if is_head else line


def _comment_on(item: Import, text: ModuleText, package: str = "") -> tuple[int, int, str]:
    """Return the first line of the comment above a statement, the line below it, and its text.

    What programs read for the statement is none of it.

    :param package: one whose name alone is that of a section.
    """
    line = comments_above(item.line, text, package)
    own = line_with_pragmas(item.line, line, text.lines)
    return line, own, "\n".join(text.lines[line - 1 : own - 1])


def _speaks_of(comment: str, item: Import) -> bool:
    """Say whether a comment names what an import imports, or part of it."""
    words = {word.removesuffix("s") for word in re.findall(r"\w+", comment.lower())}
    names = [item.module.lower(), *(name.name.lower() for name in item.names)]
    return any(part.removesuffix("s") in words for name in names for part in name.split("."))
