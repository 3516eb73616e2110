"""Where the line goes: source and statement in, edit out.

The file's own order decides. The imports at the top level of the module are
read as isort reads them: in sections, in each of which plain imports and from-imports
are either separate or in one list. ``text`` knows the comments, ``imports`` the statements,
``sections`` which of them are sorted together, ``orders`` by what, ``style`` and ``names``
which of these orders a file shows, ``own_sections`` where it keeps the project's own; ``block``,
``joining`` and ``head`` find the place, ``wrapping`` knows how long lines may break, and ``page``
how they do in a file.
"""

from __future__ import annotations

import ast
import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from flake8_missing_import.model import Edit, ImportStatement
from flake8_missing_import.module import last_line, parsed
from flake8_missing_import.placement.block import (
    placed,
    run_from_elsewhere,
    section_of,
    standard_run,
)
from flake8_missing_import.placement.head import (
    edit_with_blank_lines,
    is_about_dunder,
    is_of_the_head,
    line_after_head,
)
from flake8_missing_import.placement.imports import (
    STANDARD,
    Import,
    Knowledge,
    body_above,
    first_line_of_code,
    import_runs,
    joinable,
    line_of_fresh_start,
    shares_future_names,
    wanted,
)
from flake8_missing_import.placement.joining import joined, joined_modules, widest_line
from flake8_missing_import.placement.own_sections import as_shown
from flake8_missing_import.placement.page import (
    Written,
    allowed_width,
    new_import,
    shown_width,
    written_imports,
)
from flake8_missing_import.placement.sections import Section, sections
from flake8_missing_import.placement.style import style
from flake8_missing_import.placement.text import (
    EVERY_CODE,
    ModuleText,
    Text,
    codes_of_noqa,
    is_kept,
    last_continued_line,
)
from flake8_missing_import.placement.wrapping import Whole

__all__ = ["NoPlace", "Text", "is_kept", "place_in", "place_in_block"]


@dataclass(frozen=True)
class NoPlace:
    """There is no line where the import would work."""

    reason: str


def place_in(
    text: ModuleText,
    statement: ImportStatement,
    known: Knowledge,
    *,
    before: int | None = None,
    max_line_length: int | None = None,
) -> Edit | NoPlace:
    """Return the edit that adds an import statement to a module.

    :param known: what is known about modules; the file may tell better.
    :param before: a line that the import has to be above, because code
        there runs when the module is imported; None where it does not matter.
    :param max_line_length: no line that another name joins gets longer than this; None
        for the widest line of code, at least 79 and at most 88.
    """
    runs = import_runs(body_above(text, None), text.lines)
    known = as_shown(known, runs)
    written = written_imports(joinable(text.tree.body, text.lines), text.lines)
    width = allowed_width(written, max_line_length)
    edit = _edit(text, statement, known, before, width, _in_blocks(text))
    obstacle = _obstacle(edit, text, before)
    return NoPlace(obstacle) if obstacle else edit


def place_in_block(
    text: ModuleText,
    block: Sequence[ast.stmt],
    statement: ImportStatement,
    known: Knowledge,
    *,
    max_line_length: int | None = None,
    in_new_section: bool = False,
) -> Edit | None:
    """Return the edit that adds an import to the imports of an indented block.

    Where the block leaves its style open, the module's other imports decide. None if the
    block has no import of the same section, or its text cannot be separated from its indentation.

    :param block: the statements of an ``if`` at the top level.
    :param in_new_section: an import of a section above that is enough.
    """
    dedented = _dedented(text, block)
    if dedented is None:
        return None
    item = wanted(statement)
    runs = import_runs(dedented.tree.body, dedented.lines)
    at_the_top = import_runs(body_above(text, None), text.lines)
    known = as_shown(known, [*runs, *at_the_top])
    run = standard_run(runs, item, dedented.tree.body, known)
    section = known.section(item.module)
    numbers = {known.section(one.module) for one in run or ()}
    is_below = in_new_section and min(numbers, default=section) < section
    if section not in numbers and not is_below:
        return None
    indentation = text.lines[block[0].lineno - 1][: block[0].col_offset]
    written = written_imports(joinable(text.tree.body, text.lines), text.lines)
    width = allowed_width(written, max_line_length) or shown_width(written, text.lines)
    elsewhere = _at_the_top(text, at_the_top, known, -len(indentation))
    edit = _edit(dedented, statement, known, None, width - len(indentation), elsewhere)
    if _obstacle(edit, dedented, None):
        return None
    inserted = tuple(line and indentation + line for line in edit.inserted)
    return replace(edit, inserted=inserted)


def _dedented(text: ModuleText, block: Sequence[ast.stmt]) -> Text | None:
    """Return a module with the statements of a block at its top level, on the same lines."""
    first, last = block[0].lineno, last_line(block[-1])
    indentation = text.lines[first - 1][: block[0].col_offset]
    inside = text.lines[first - 1 : last]
    if indentation.strip() or any(
        line.strip() and not line.startswith(indentation) for line in inside
    ):
        return None
    lines = [line.removeprefix(indentation) for line in inside]
    try:
        tree = parsed("\n".join(lines))
    except SyntaxError:
        return None
    ast.increment_lineno(tree, first - 1)
    return Text([*text.lines[: first - 1], *lines, *text.lines[last:]], tree, text.filename)


_PLACE = "E402"
"""The code of pycodestyle for an import below other code."""
_ELSEWHERE = 10_000
"""What is added to the number of a section that shows a style, but takes no import."""


@dataclass(frozen=True)
class Elsewhere:
    """What shows the style of a module's imports besides those that a new one goes among."""

    sections: Sequence[Section]
    imports: Sequence[Import]
    written: Sequence[Written]


def _at_the_top(
    text: ModuleText, runs: Sequence[Sequence[Import]], known: Knowledge, indentation: int
) -> Elsewhere:
    """Return what the top level of a module shows."""
    parts = _shown_elsewhere(runs, text.lines, known)
    imports = [item for part in parts for item in part.items]
    written = written_imports(joinable(text.tree.body, text.lines), text.lines, indentation)
    return Elsewhere(parts, imports, written)


def _shown_elsewhere(
    runs: Sequence[Sequence[Import]], lines: Sequence[str], known: Knowledge
) -> list[Section]:
    """Return the sections of some runs: they show a style, but take no import."""
    found = [part for run in runs for part in sections(run, lines, known)]
    return [Section(part.number + _ELSEWHERE, part.items) for part in found]


def _has_imports(node: ast.stmt) -> TypeGuard[ast.If | ast.Try]:
    """Say whether a statement has a block with imports."""
    return isinstance(node, ast.If | ast.Try) and any(
        isinstance(one, ast.Import | ast.ImportFrom) for one in node.body
    )


@functools.lru_cache(maxsize=1)  # a file lacks several imports
def _in_blocks(text: ModuleText) -> Elsewhere:
    """Return what the indented blocks at the top level of a module show."""
    imports: list[Import] = []
    written: list[Written] = []
    for node in filter(_has_imports, text.tree.body):
        dedented = _dedented(text, node.body)
        if dedented is not None:
            body, lines = dedented.tree.body, dedented.lines
            imports += itertools.chain(*import_runs(body, lines))
            written += written_imports(joinable(body, lines), lines, node.body[0].col_offset)
    return Elsewhere((), imports, written)


def _edit(
    text: ModuleText,
    statement: ImportStatement,
    known: Knowledge,
    before: int | None,
    max_line_length: int | None,
    elsewhere: Elsewhere,
) -> Edit:
    body = body_above(text, before)
    every_run = import_runs(body, text.lines)
    runs = [run for run in every_run if not _is_late(run, body, text.lines)]
    item = wanted(statement)
    is_standard = known.section(item.module) == STANDARD
    run = None if is_standard else run_from_elsewhere(every_run, item, known, body)
    run = run or standard_run(runs, item, body, known)
    parts = sections(run, text.lines, known) if run else []
    number = _number(item, parts, known)
    shown = [*elsewhere.imports, *itertools.chain(*runs)]
    other_runs = [one for one in every_run if one is not run]
    beside = _shown_elsewhere(other_runs, text.lines, known)
    found = style(
        [*parts, *beside, *elsewhere.sections],
        number,
        shown,
        text.lines,
        is_lazy=item.is_lazy,
        is_single=known.is_single,
        shares_future=shares_future_names(body),
    )
    if is_standard and not item.is_from:
        edit = joined_modules(item, text.tree.body, body, text.lines, found, known, max_line_length)
        if edit is not None:
            return edit
    imports = joinable(body, text.lines)
    if item.is_from and found.joins(item.module):
        blocks = [range(each[0].line, each[-1].last_line + 1) for each in every_run]
        blocks.sort(key=lambda block: run is None or run[0].line not in block)
        others = elsewhere.written
        edit = joined(item, imports, text.lines, found, max_line_length, blocks, others)
        if edit is not None:
            return edit
    written = [*written_imports(imports, text.lines), *elsewhere.written]
    width = widest_line(found, max_line_length)
    if not parts or (is_standard and number < parts[0].number and _has_blocks_above(run, body)):
        line = line_after_head(text, body, line_of_fresh_start(text, before))
        edit = edit_with_blank_lines(line, str(statement), text)
        return _on_lines(edit, statement, written, text, width)
    is_below_code = run is not None and run[0].line > first_line_of_code(body)
    mark = _mark_of_place(run, text.lines) if run and is_below_code else ""
    code = f"{statement}  {mark}" if mark else str(statement)
    edit = placed(item, code, number, parts, found, text, text.tree.body)
    return _on_lines(edit, statement, written, text, width)


def _on_lines(
    edit: Edit,
    statement: ImportStatement,
    written: Sequence[Written],
    text: ModuleText,
    max_line_length: int | None,
) -> Edit:
    """Return an edit with its new statement on as many lines as the file takes for one as wide."""
    line = str(statement)
    module, _, name = line.partition(" import ")
    if not name or line not in edit.inserted:
        return edit
    lines = new_import(Whole(f"{module} import", [name]), written, text.lines, max_line_length)
    position = edit.inserted.index(line)
    inserted = (*edit.inserted[:position], *lines, *edit.inserted[position + 1 :])
    return replace(edit, inserted=inserted)


def _has_blocks_above(run: Sequence[Import] | None, body: Sequence[ast.stmt]) -> bool:
    """Say whether blocks with imports, and only what belongs to the head, stand above a run."""
    above = [node for node in body if run and node.lineno < run[0].line]
    code = [node for node in above if not is_of_the_head(node)]
    return bool(code) and all(map(_has_imports, code))


def _number(item: Import, parts: Sequence[Section], known: Knowledge) -> int:
    """Return the section that a new import goes to; a block may have no more than one."""
    if len(parts) == 1 and len({known.section(one.module) for one in parts[0].items}) > 1:
        return parts[0].number
    return section_of(item, parts, known)


def _is_late(run: Sequence[Import], body: Sequence[ast.stmt], lines: Sequence[str]) -> bool:
    """Say whether a run is below code, and each of its statements tells linters so."""
    return bool(_mark_of_place(run, lines)) and any(
        not (isinstance(node, ast.Import | ast.ImportFrom | ast.Expr) or is_about_dunder(node))
        for node in body
        if node.lineno < run[0].line
    )


def _mark_of_place(run: Sequence[Import], lines: Sequence[str]) -> str:
    """Return the comment that tells linters that a run is below code, if all its statements do.

    Those that name no code stay so.
    """
    codes = [codes_of_noqa("\n".join(lines[item.line - 1 : item.last_line])) for item in run]
    if not all(each is not None and any(map(_PLACE.startswith, each)) for each in codes):
        return ""
    return "# noqa" if codes == [[EVERY_CODE]] * len(codes) else f"# noqa: {_PLACE}"


def _obstacle(edit: Edit, text: ModuleText, before: int | None) -> str:
    """Return why an edit would not work: it would split a statement, or come too late."""
    if edit.removed:
        return ""
    for node in text.tree.body:
        if node.lineno < edit.line <= last_continued_line(node, text.lines):
            is_import = isinstance(node, ast.ImportFrom)
            if not (is_import and edit.statement_line == node.lineno):
                return f"the statement on line {node.lineno} leaves no room for an import"
        is_first_use = before is not None and node.lineno <= before <= last_line(node)
        if is_first_use and edit.line > node.lineno:
            return f"no import can go above the code on line {node.lineno}"
    return ""
