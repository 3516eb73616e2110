"""The text of a module: its lines, and what its comments say to formatters and notebooks."""

from __future__ import annotations

import ast
import functools
import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from flake8_missing_import.module import last_line


class ModuleText(Protocol):
    """What placement reads of a module."""

    @property
    def lines(self) -> Sequence[str]:
        """The lines without their ends, as Python counts them."""

    @property
    def tree(self) -> ast.Module:
        """What they parse to."""

    @property
    def filename(self) -> str:
        """The path; ``.pyi`` is a stub."""

    def __hash__(self) -> int:
        """What is found out about one text is kept while imports are added to it."""


@dataclass(frozen=True, eq=False)
class Text:
    """A module's text without anything else."""

    lines: Sequence[str]
    tree: ast.Module
    filename: str = "<unknown>"


_OFF = {
    "fmt": re.compile(r"#\s*fmt:\s*(off|on)\s*"),
    "isort": re.compile(r"#\s*isort:\s*(off|on)\s*"),
    "ruff": re.compile(r"#\s*ruff:\s*isort:\s*(off|on)\s*"),
    "yapf": re.compile(r"#\s*yapf:\s*(disable|enable)\s*"),
}
"""Comments below which formatters leave imports as they are, and those that end that."""

_IMPORT = re.compile(r"(?:lazy\s+)?(?:from|import)\s")
_SKIP = re.compile(r"\b(?:isort|usort):\s*skip\b(?!_file)")
_SPLIT = re.compile(r"#\s*(?:ruff:\s*)?isort:\s*split\b")
_DIRECTIVE = re.compile(r"#\s*(?:(?:ruff:\s*)?isort:(?!\s*skip_file)|fmt:|yapf:)")

EVERY_CODE = ""
"""What all codes begin with."""
_NOQA = re.compile(
    r"#\s*noqa\b(?::\s*(?P<codes>[A-Z]+[0-9]*(?:[,\s]+[A-Z]+[0-9]*)*))?", re.IGNORECASE
)
"""What flake8 takes for such a comment (its documentation, "Selecting and Ignoring Violations")."""

_LIBRARY = re.compile(r"\bstandard\b|\bstd_?lib\b|\bbuilt-?ins?\b", re.IGNORECASE)

_CELL = re.compile(
    r"#\s*%%|#\s*In\[|#\s*<codecell>|# COMMAND -{5,}|# Databricks notebook source"
    r"|# \+\s*(?:$|[\[{]|\w+=)"
)
"""Comments that start a cell of a notebook kept as a script."""
_MARKUP_CELL = re.compile(r"#\s*(?:%%|\+).*(?:\[(?:markdown|md|raw)\]|\bmd\b)", re.IGNORECASE)
_END_OF_CELL = re.compile(r"# -\s*")
_OF_JUPYTEXT = re.compile(r"#\s+jupy(?:ter|text):")
_OPTION_OF_CELL = re.compile(r"# DBTITLE|# ?(?:\||@title\b)")
"""Comments that have to be the first lines of a cell: titles in Databricks and Colab, and the
options of Quarto."""

_ABOUT_THE_NEXT_LINE = re.compile(
    r"#\s*(?:pylint:\s*disable-next|noinspection|nosec|pyre-(?:fixme|ignore)(?!-)"
    r"|pyrefly:(?!\s*ignore-errors))",
    re.IGNORECASE,
)
"""Comments for programs that have to stay above their line."""
_ABOUT_THE_FILE = re.compile(
    r"#(?:!|\s*(?:-\*-|vim:|vi:|type:\s*ignore|pylint:(?!\s*disable-next)"
    r"|(?:mypy|pyright|flake8|ruff|coverage|cython|distutils|pytype|ty):|noqa|isort:\s*skip_file"
    r"|pyrefly:\s*ignore-errors|pyre-(?:strict|unsafe|ignore-all-errors)|nuitka-project)"
    r"|.*\bcoding[:=])",
    re.IGNORECASE,
)
"""Comments about the whole file wherever they are, for programs."""
_LEGAL = re.compile(
    r"copyright|\bSPDX\b|all rights reserved|licen[sc]ed\s+(?:under|to|by)\b"
    r"|licen[sc]es?\W*(?:$|[vV]?\d)|licen[sc]e\s*(?:[-:=,.]|version\b)",
    re.IGNORECASE,
)
"""The same for people; a licence server is another matter."""
_BEFORE_LICENCE = (
    (re.compile(r"(?:see|under)\b", re.IGNORECASE), re.compile(r"\blicen[sc]e", re.IGNORECASE)),
    (
        re.compile(r"\b(?:Apache|BSD|ISC|MIT|MPL|Mozilla|\w*GPL\w*)\b", re.IGNORECASE),
        re.compile(r"licen[sc]e", re.IGNORECASE),
    ),
)
"""Words after which the other words say it too. One pattern would take time with the square of
how many of the first there are."""

_HEADING = re.compile(
    r"#\W*(?:\w+(?:-\w+)*-*[^\w-]\W*){0,3}?(?:\w+-+)*"
    r"(?:std-?lib|standard|built-?ins?|third|3rd|first|1st|local|external|internal|imports?|libs?"
    r"|librar(?:y|ies)|modules?|packages?|dependenc(?:y|ies))\b",
    re.IGNORECASE,
)
"""Comments that name a section of imports; consulted only where the place cannot tell."""
_WORDS_OF_HEADING = 3
_WORD_OF_HEADING = re.compile(
    r"std|stdlib|standard|built|ins?|builtins?|python|third|3rd|first|1st|party|local|external"
    r"|internal|own|imports?|libs?|librar(?:y|ies)|modules?|packages?|dependenc(?:y|ies)"
    r"|the|and|from|for|of",
    re.IGNORECASE,
)
"""A longer heading has no other words."""

_NOTE = re.compile(r"#\W*(?:BUG|FIXME|HACK|NOTE|TODO|XXX)\b", re.IGNORECASE)
"""Comments that name no section, however short: notes to oneself, as linters know them."""

_HEADING_OF_ALL = re.compile(
    r"\W*(?:region\W+)?imports?"
    r"(?:\W+(?:all|the|needed|necessary|required|libs?|librar(?:y|ies)|modules?|packages?))*\W*",
    re.IGNORECASE,
)
"""Comments that name the imports, but none of their sections."""


def is_kept(lines: Sequence[str], line: int) -> bool:
    """Say whether a comment tells formatters to leave a line as it is.

    :param line: its number, 1-based.
    """
    return line in kept_lines(lines)


def kept_lines(lines: Sequence[str], *, is_sorted: bool = False) -> frozenset[int]:
    """Return the numbers of the lines that a comment tells formatters to leave as they are.

    :param is_sorted: what is kept from formatters as a whole does not count.
    """
    return _kept_lines("\n".join(lines), is_sorted)


@functools.lru_cache(maxsize=4)  # of one file at a time: with its blocks
def _kept_lines(text: str, is_sorted: bool) -> frozenset[int]:
    if not (_DIRECTIVE.search(text) or ("skip" in text and _SKIP.search(text))):
        return frozenset()
    lines = text.split("\n")
    kept = set[int]()
    off = ""
    comments = dict(_comments(lines))
    for number in range(1, len(lines) + 1):
        comment = comments.get(number, "")
        switched = _switched(comment)
        if switched and not off and switched[1] in ("off", "disable"):
            off = "" if is_sorted and covers_the_file(number, lines) else switched[0]
        elif switched and off == switched[0] and switched[1] in ("on", "enable"):
            off = ""
        elif off or _SKIP.search(comment):
            kept.add(number)
    return frozenset(kept)


def covers_the_file(line: int, lines: Sequence[str]) -> bool:
    """Say whether a comment keeps formatters off a whole file: sorters still sort its imports."""
    switched = _switched(lines[line - 1])
    if not switched or switched[0] not in ("fmt", "yapf"):
        return False
    is_ended = any((_switched(below) or ("",))[0] == switched[0] for below in lines[line:])
    return not is_ended and not any(map(_IMPORT.match, lines[: line - 1]))


def _switched(comment: str) -> tuple[str, str] | None:
    """Return the formatter that a comment switches, and whether it is on or off."""
    for formatter, pattern in _OFF.items():
        match = pattern.fullmatch(comment)
        if match:
            return formatter, match[1]
    return None


def _comments(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the comments with the numbers of their lines, those in strings left out."""
    source = "\n".join(lines) + "\n"
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string
    except (tokenize.TokenError, SyntaxError):
        return


def codes_of_noqa(text: str) -> list[str] | None:
    """Return what codes that a ``# noqa`` comment names begin with, None without such a comment.

    ``EVERY_CODE`` stands for a comment without codes.
    """
    comment = _NOQA.search(text)
    if comment is None:
        return None
    return re.split(r"[,\s]+", comment["codes"].upper()) if comment["codes"] else [EVERY_CODE]


def is_split(line: str) -> bool:
    """Say whether a line tells isort to sort what is above and below it separately."""
    return "#" in line and bool(_SPLIT.search(line))


def is_directive(line: str) -> bool:
    """Say whether a line is a comment for formatters, or one that starts a cell."""
    return "#" in line and bool(_DIRECTIVE.search(line) or is_cell_mark(line))


def is_cell_mark(line: str) -> bool:
    """Say whether a line starts a cell of a notebook."""
    return _CELL.match(line) is not None


def cell_marks(lines: Sequence[str]) -> list[int]:
    """Return the numbers of the lines that start a cell of a notebook."""
    return [
        number for number, line in enumerate(lines, 1) if line[:1] == "#" and is_cell_mark(line)
    ]


def is_markup_cell(line: str) -> bool:
    """Say whether a line starts a cell of text in place of code."""
    return bool(_MARKUP_CELL.match(line))


def is_end_of_cell(line: str) -> bool:
    """Say whether a line ends a cell that would go on below a blank line."""
    return bool(_END_OF_CELL.fullmatch(line))


def has_cells_of_comments(lines: Sequence[str]) -> bool:
    """Say whether comments between blank lines are cells of text, as in jupytext's light format."""
    return any(
        _OF_JUPYTEXT.match(line) or (is_cell_mark(line) and line.startswith("# +"))
        for line in lines
    )


def is_option_of_cell(line: str) -> bool:
    """Say whether a line has to be among the first of its cell."""
    return bool(_OPTION_OF_CELL.match(line))


def is_about_the_file(line: str) -> bool:
    """Say whether a comment is about the whole file."""
    return bool(_ABOUT_THE_FILE.match(line)) or _is_legal(line)


def _is_legal(line: str) -> bool:
    return bool(_LEGAL.search(line)) or any(
        first is not None and licence.search(line, first.end())
        for word, licence in _BEFORE_LICENCE
        for first in [word.search(line)]
    )


def is_prose(line: str) -> bool:
    """Say whether a comment about the file is for people: what is below it may go on."""
    return not is_about_the_file(line) or _is_legal(line)


def is_about_the_next_line(line: str) -> bool:
    """Say whether a comment is for programs and about what is below."""
    return bool(_ABOUT_THE_NEXT_LINE.match(line))


def line_with_pragmas(line: int, first: int, lines: Sequence[str]) -> int:
    """Return the line of a statement, or of the first comment above that programs read for it.

    :param first: the first line of the comments above it.
    """
    return next((n for n in range(first, line) if is_about_the_next_line(lines[n - 1])), line)


def is_heading(line: str, package: str = "") -> bool:
    """Say whether a comment names a section of imports, or a package and nothing else."""
    if _NOTE.match(line):
        return False
    words = re.findall(r"\w+", line)
    others = [word for word in words if word.lower() != package.lower()]
    is_plain = all(map(_WORD_OF_HEADING.fullmatch, others))
    if len(others) < len(words) and is_plain:
        return True
    return bool(_HEADING.match(line)) and (len(words) <= _WORDS_OF_HEADING or is_plain)


def may_be_heading(comment: str) -> bool:
    """Say whether a comment above the first import can head its section: by name, or in short.

    No note does, and no short sentence.
    """
    if _NOTE.match(comment):
        return False
    is_short = len(re.findall(r"\w+", comment)) <= _WORDS_OF_HEADING
    return (is_short and not comment.endswith(".")) or bool(_HEADING.match(comment))


def is_heading_of_all(comment: str) -> bool:
    """Say whether a comment heads all of a file's imports."""
    return bool(_HEADING_OF_ALL.fullmatch(comment))


def is_heading_of_library(comment: str) -> bool:
    """Say whether a comment heads the imports of the standard library, whichever are below."""
    return is_heading(comment) and bool(_LIBRARY.search(comment))


def comments_above(line: int, text: ModuleText, package: str = "") -> int:
    """Return the first line of the comments that belong to a statement, else its own line.

    Comments that start the file, or a cell, belong to it, except those that name a section;
    those for formatters and notebooks belong to what is above and below them. None below a
    statement is about the whole file.

    :param package: one whose name alone is that of a section.
    """
    lines = text.lines
    docstring = ast.get_docstring(text.tree, clean=False) is not None
    is_below_code = any(node.lineno < line for node in text.tree.body[docstring:])
    first = line
    while first > 1 and _may_belong_below(lines[first - 2], is_below_code=is_below_code):
        first -= 1
    top = first
    while top > 1 and lines[top - 2].startswith("#"):
        top -= 1
    if top > 1 and not is_cell_mark(lines[first - 2]):
        return first
    above = lines[top - 1 : first - 1]
    is_of_the_imports = _have_heading(lines[first - 1 : line - 1], package)
    if is_of_the_imports and not any(map(is_prose, above)):
        return first
    return line_with_pragmas(line, first, lines)


def heading_apart(line: int, text: ModuleText) -> int:
    """Return the first line of the heading of a section that blank lines part from its imports.

    :param line: that of its first import, which is returned if there is no such heading.
    """
    end = line
    while end > 1 and not text.lines[end - 2].strip():
        end -= 1
    first = comments_above(end, text) if end < line else end
    comment = text.lines[first - 1 : end - 1]
    whole = "\n".join(comment)
    is_other = is_heading_of_all(whole) or is_heading_of_library(whole)
    return first if _have_heading(comment) and not is_other else line


def _have_heading(comment: Sequence[str], package: str = "") -> bool:
    words = next((one for one in comment if re.search(r"\w", one)), "")
    return is_heading(words, package)


def _may_belong_below(line: str, *, is_below_code: bool) -> bool:
    return line.startswith("#") and not (
        is_directive(line)
        or is_option_of_cell(line)
        or (is_about_the_file(line) and not is_below_code)
    )


def last_continued_line(node: ast.stmt, lines: Sequence[str]) -> int:
    """Return the line on which a statement ends, or the one to which that goes on."""
    line = last_line(node)
    rest = lines[line - 1].encode()[node.end_col_offset or 0 :]
    return line + 1 if rest.strip(b" \t\f;") == b"\\" else line
