"""Edits of whole lines as replacements of ranges of text, as other programs want them."""

from __future__ import annotations

import functools
import io
import itertools
import re
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flake8_missing_import.adding import Find
from flake8_missing_import.content import applied, decoded
from flake8_missing_import.model import Edit, MissingImport

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
"""A line with its end, as Python counts lines."""


@dataclass(frozen=True)
class Replacement:
    """Text that replaces a range; lines and columns are 1-based, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str

    @property
    def as_sarif(self) -> dict[str, object]:
        """Return it as SARIF writes it."""
        return {
            "deletedRegion": {
                "startLine": self.line,
                "startColumn": self.column,
                "endLine": self.end_line,
                "endColumn": self.end_column,
            },
            "insertedContent": {"text": self.text},
        }


@dataclass(frozen=True)
class Fix:
    """One way to fix a finding."""

    description: str
    replacements: tuple[Replacement, ...]
    as_one: Replacement
    """All of them as one, with the text between them."""
    is_sure: bool
    """It is what the finding suggests: there is nothing to choose."""


def fixes_in(content: bytes, find: Find) -> dict[str, list[Fix]]:
    """Return the ways to fix each finding in a file, by its message.

    Raises SyntaxError or UnicodeDecodeError where Python would.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    text = content.decode(encoding)
    return {finding.message: fixes(finding, text) for finding in find(decoded(content))}


def fixes(finding: MissingImport, source: str) -> list[Fix]:
    """Return the ways to fix a finding, its own suggestion first.

    :param source: the text with the line ends that the file has.
    """
    found = []
    if finding.edit is not None:
        advice = finding.text.partition(": ")[2].partition(" (or from ")[0]
        found.append((advice, (finding.edit, *finding.removals), True))
    for other in finding.alternatives:
        line = other.edit.statement_line
        found.append((f"add '{other.statement}' on line {line}", (other.edit,), False))
    return [
        _fix(description, edits, source, is_sure=is_sure) for description, edits, is_sure in found
    ]


def _fix(description: str, edits: Sequence[Edit], source: str, *, is_sure: bool) -> Fix:
    parts = tuple(replacement(edit, source) for edit in edits)
    return Fix(description, parts, merged(parts, source), is_sure)


def replacement(edit: Edit, source: str) -> Replacement:
    """Return an edit of whole lines as the replacement of a range of text.

    It puts there what the fixer does, with the same line ends.
    """
    lines = _lines(source)
    first, last = edit.line - 1, edit.line - 1 + edit.removed
    top = max(0, first - 2)  # how lines end shows above the place
    above, kept = ("".join(part) for part in (lines[top:first], lines[last : last + 1]))
    around = "".join(lines[top : last + 1]).encode("utf-8", "surrogatepass")
    after = applied(around, replace(edit, line=edit.line - top), "utf-8")
    text = after.decode("utf-8", "surrogatepass")[len(above) :]
    text = text[: len(text) - len(kept)]
    return Replacement(*_start(first, lines), *_start(last, lines), text)


@functools.lru_cache(maxsize=1)
def _lines(source: str) -> list[str]:
    """Return lines with their ends; all findings in a file ask for the same."""
    return LINE.findall(source)


def _start(position: int, lines: Sequence[str]) -> tuple[int, int]:
    """Return where a line starts; past a last one without a line end, where the text ends."""
    if position == len(lines) and lines and not lines[-1].endswith(("\n", "\r")):
        return position, len(lines[-1]) + 1
    return position + 1, 1


def merged(replacements: Sequence[Replacement], source: str) -> Replacement:
    """Return one replacement that does what several do, and keeps the text between them."""
    ordered = sorted(replacements, key=lambda one: (one.line, one.column))
    first, last = ordered[0], ordered[-1]
    text = first.text
    for above, below in itertools.pairwise(ordered):
        start = _offset(source, above.end_line, above.end_column)
        text += source[start : _offset(source, below.line, below.column)] + below.text
    return Replacement(first.line, first.column, last.end_line, last.end_column, text)


def _offset(source: str, line: int, column: int) -> int:
    """Return the offset of a place in a text."""
    return sum(map(len, _lines(source)[: line - 1])) + column - 1
