"""Where the line goes: source and statement in, edit out.

The file's own order decides. The imports at the top level of the module are
read as isort reads them (https://pycqa.github.io/isort/docs/configuration/options.html):
in sections, in each of which plain imports and from-imports stand either apart
or in one alphabetical list.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from flake8_missing_import.joining import joined
from flake8_missing_import.model import Edit, ImportStatement
from flake8_missing_import.new_block import (
    directive,
    edit_with_blank_lines,
    is_future_import,
    last_line,
    line_after_head,
)
from flake8_missing_import.stdlib import StandardLibrary

# Imports further down than these do not make the module's block of imports.
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

MAX_LINE_LENGTH = 88

OFF_MARKS = {
    "# fmt: off": "# fmt: on",
    "# isort: off": "# isort: on",
    "# isort:off": "# isort:on",
    "# ruff: isort: off": "# ruff: isort: on",
    "# yapf: disable": "# yapf: enable",
}
"""Comments below which formatters leave imports as they are, and those that end that."""

Key = tuple[object, ...]
Style = Callable[[str, bool], Key]
"""From a module and whether it is a from-import to what imports are sorted by."""


@dataclass(frozen=True)
class _Import:
    """An import statement of the file, at the top level of the module."""

    module: str
    is_from: bool
    is_standard: bool
    name: str
    """The first name of a from-import, in small letters."""
    alias: str
    """What it calls the first thing that it imports, if not by its own name."""
    line: int
    last_line: int


def place(
    source: str,
    tree: ast.Module,
    statement: ImportStatement,
    library: StandardLibrary,
    *,
    before: int | None = None,
    max_line_length: int = MAX_LINE_LENGTH,
) -> Edit:
    """Return the edit that adds an import statement to a module.

    :param source: the text that ``tree`` was parsed from.
    :param before: a line which the import has to stand above, because code
        there runs when the module is imported; None where it does not matter.
    :param max_line_length: no line that another name joins gets longer than this.
    """
    lines = source_lines(source)
    body = [node for node in tree.body if before is None or last_line(node) < before]
    body = list(itertools.takewhile(lambda node: not isinstance(node, _DEFINITIONS), body))
    kept = _kept_lines(lines)
    runs = list(_import_runs(body, kept, lines, library))
    run = _standard_run(runs)
    members = [
        node for node in body if isinstance(node, ast.ImportFrom) and node.lineno not in kept
    ]
    # The google profile, which parts all others, keeps the names of typing together.
    if statement.module == "typing" or not _is_one_name_a_statement(members, runs):
        around = range(run[0].line, run[-1].last_line + 1) if run else range(0)
        edit = joined(statement, members, lines, max_line_length, around)
        if edit is not None:
            return edit
    text = str(statement)
    if run is None:
        line = line_after_head(tree, body, lines)
        return edit_with_blank_lines(line, text, lines)
    if not _is_standard(statement.module, library):
        return _place_among_others(statement, run, lines)
    standard = [index for index, item in enumerate(run) if item.is_standard]
    if not standard:
        line = _line_above_comments(run[0].line, lines)
        return edit_with_blank_lines(line, text, lines)
    style = _style(run)
    if style is None:
        line = _line_in_unsorted(statement, [run[index] for index in standard])
    else:
        block = run[standard[0] : standard[-1] + 1]
        line = _line_in_sorted(statement, block, style, lines)
    return Edit(line=line, inserted=(text,), statement_line=line)


def _place_among_others(
    statement: ImportStatement, run: Sequence[_Import], lines: Sequence[str]
) -> Edit:
    """Return the edit for a module that is not the standard library's.

    It goes to its own package's imports, else to the first ones from anywhere
    else: in that order isort has third-party and first-party imports.
    """
    sections = [
        section
        for section in _sections(run, lines)
        if not section[0].is_standard and not section[0].module.startswith(".")
    ]
    package = statement.module.partition(".")[0]
    own = [
        section
        for section in sections
        if any(item.module.partition(".")[0] == package for item in section)
    ]
    text = str(statement)
    for section in own + sections:
        style = _style(run) or STYLES[0]
        line = _line_in_sorted(statement, section, style, lines)
        return Edit(line=line, inserted=(text,), statement_line=line)
    standard = [item for item in run if item.is_standard]
    if not standard:
        return edit_with_blank_lines(_line_above_comments(run[0].line, lines), text, lines)
    line = _line_below(standard[-1], run)
    return Edit(line=line, inserted=("", text), statement_line=line + 1)


def _sections(run: Sequence[_Import], lines: Sequence[str]) -> list[list[_Import]]:
    """Split imports where a blank line stands between two."""
    sections: list[list[_Import]] = []
    for item in run:
        if sections and lines[item.line - 2].strip():
            sections[-1].append(item)
        else:
            sections.append([item])
    return sections


def _is_standard(module: str, library: StandardLibrary) -> bool:
    return module.partition(".")[0] in library.modules


def source_lines(source: str) -> list[str]:
    """Split source as Python counts lines: form feeds do not end one."""
    return re.split(r"\r\n|\r|\n", source) if "\r" in source else source.split("\n")


def _kept_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines that a comment tells formatters to leave as they are."""
    kept = set()
    off = ""
    for number, line in enumerate(lines, start=1):
        comment = line.strip()
        if comment in OFF_MARKS:
            off = comment
        elif off and comment == OFF_MARKS[off]:
            off = ""
        elif off or directive(line) == "skip":
            kept.add(number)
    return frozenset(kept)


def _is_one_name_a_statement(
    members: Sequence[ast.ImportFrom], runs: Sequence[Sequence[_Import]]
) -> bool:
    """Say whether the file imports each member by a statement of its own.

    Two statements for one module show it. So do single names all along where
    plain imports and from-imports are mixed: the google profile does both.
    """
    modules = [node.module for node in members if not any(name.asname for name in node.names)]
    if any(len(node.names) > 1 for node in members):
        return False
    if len(set(modules)) < len(modules):
        return True
    return any(_style(run) in MIXED_STYLES for run in runs) and len(members) > 1


def _import_runs(
    body: Iterable[ast.stmt],
    kept: frozenset[int],
    lines: Sequence[str],
    library: StandardLibrary,
) -> Iterator[list[_Import]]:
    """Yield the runs of import statements that nothing divides.

    Other statements do, imports that are to be left alone, and ``# isort: split``.
    """
    run: list[_Import] = []
    for node in body:
        is_divided = run and any(
            directive(line) == "split" for line in lines[run[-1].last_line : node.lineno - 1]
        )
        is_import = isinstance(node, ast.Import | ast.ImportFrom) and node.lineno not in kept
        if run and (is_divided or not is_import):
            yield run
            run = []
        if is_import and not is_future_import(node):
            run.append(_described(node, library))
    if run:
        yield run


def _described(node: ast.stmt, library: StandardLibrary) -> _Import:
    if isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
    else:
        assert isinstance(node, ast.Import)
        module = node.names[0].name
    return _Import(
        module=module,
        is_from=isinstance(node, ast.ImportFrom),
        is_standard=_is_standard(module, library),
        name=node.names[0].name.lower() if isinstance(node, ast.ImportFrom) else "",
        alias=node.names[0].asname or "",
        line=node.lineno,
        last_line=last_line(node),
    )


def _standard_run(runs: list[list[_Import]]) -> list[_Import] | None:
    """Return the run that standard-library imports stand in, else the first."""
    for run in runs:
        if any(item.is_standard for item in run):
            return run
    return runs[0] if runs else None


def _natural(module: str) -> Key:
    """Sort digits by their number and letters without their case, as isort does."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part)
        for part in re.split(r"(\d+)", module.lower())
    )


STYLES: tuple[Style, ...] = (
    # isort's default, the black profile and ruff.
    lambda module, is_from: (is_from, _natural(module)),
    # force_sort_within_sections, in the google profile as well.
    lambda module, is_from: (_natural(module), is_from),
    lambda module, is_from: (module, is_from),
    # from_first
    lambda module, is_from: (not is_from, _natural(module)),
    # Plain case-sensitive order, as reorder-python-imports has it.
    lambda module, is_from: (is_from, module),
    # length_sort
    lambda module, is_from: (is_from, len(module), _natural(module)),
)
"""The orders that imports are found in, the most usual first."""
MIXED_STYLES = STYLES[1:3]
"""Those that do not part plain imports from from-imports."""


def _style(run: Sequence[_Import]) -> Style | None:
    """Return the most usual style that every section of a run is sorted in."""
    sections = [
        list(section) for _, section in itertools.groupby(run, key=lambda item: item.is_standard)
    ]
    # Third-party and first-party sections are not told apart; only what stands
    # among the standard library has to be sorted, the rest may speak for a style.
    known = [section for section in sections if section[0].is_standard]
    if len(known) > 1:
        return None
    fitting = [style for style in STYLES if all(map(_sorted_by(style), known))]
    for style in fitting:
        if all(map(_sorted_by(style), sections)):
            return style
    return fitting[0] if fitting else None


def _sorted_by(style: Style) -> Callable[[Sequence[_Import]], bool]:
    def is_sorted(section: Sequence[_Import]) -> bool:
        keys = [style(item.module, item.is_from) for item in section]
        return all(one <= next_one for one, next_one in itertools.pairwise(keys))

    return is_sorted


def _line_in_sorted(
    statement: ImportStatement, block: Sequence[_Import], style: Style, lines: Sequence[str]
) -> int:
    new = (
        style(statement.module, statement.name is not None),
        (statement.name or "").lower(),
        statement.alias or "",
    )
    before = [
        item for item in block if (style(item.module, item.is_from), item.name, item.alias) <= new
    ]
    if not before:
        return _line_above_comments(block[0].line, lines)
    return _line_below(before[-1], block)


def _line_in_unsorted(statement: ImportStatement, standard: Sequence[_Import]) -> int:
    """Return the line after the last import that sorts before the new one."""
    new = STYLES[0](statement.module, statement.name is not None)
    before = [item for item in standard if STYLES[0](item.module, item.is_from) <= new]
    return _line_below(before[-1] if before else standard[-1], standard)


def _line_below(item: _Import, block: Sequence[_Import]) -> int:
    """Return the first line under a statement that no other one shares."""
    line = item.last_line
    for other in block:
        if other.line <= line:
            line = max(line, other.last_line)
    return line + 1


def _line_above_comments(line: int, lines: Sequence[str]) -> int:
    """Return the line of the comments that belong to a statement, else its own.

    Comments that start the file (a shebang, a licence) belong to the file, and those
    to formatters and notebooks to what is above and below them.
    """
    first = line
    while first > 1 and lines[first - 2].startswith("#") and not directive(lines[first - 2]):
        first -= 1
    return line if first == 1 else first
