"""Edits of whole lines as replacements of ranges of text, as other programs want them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from flake8_missing_import.model import Edit, MissingImport
from flake8_missing_import.module import source_lines


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


def fixes(finding: MissingImport, source: str, line_end: str) -> list[Fix]:
    """Return the ways to fix a finding, its own suggestion first."""
    found = []
    if finding.edit is not None:
        advice = finding.text.partition(": ")[2].partition(" (or from ")[0]
        found.append((advice, (finding.edit, *finding.removals), True))
    for other in finding.alternatives:
        line = other.edit.statement_line
        found.append((f"add '{other.statement}' on line {line}", (other.edit,), False))
    return [
        _fix(description, edits, source, line_end, is_sure=is_sure)
        for description, edits, is_sure in found
    ]


def _fix(
    description: str, edits: Sequence[Edit], source: str, line_end: str, *, is_sure: bool
) -> Fix:
    parts = tuple(replacement(edit, source, line_end) for edit in edits)
    return Fix(description, parts, merged(parts, source), is_sure)


def replacement(edit: Edit, source: str, line_end: str) -> Replacement:
    """Return an edit of whole lines as the replacement of a range of text."""
    lines = source_lines(source)
    text = "".join(line + line_end for line in edit.inserted)
    if edit.line > len(lines):
        # The last line has no line end.
        last = len(lines), len(lines[-1]) + 1
        return Replacement(*last, *last, line_end + text.removesuffix(line_end))
    end_line = edit.line + edit.removed
    if end_line > len(lines):
        text = text.removesuffix(line_end)
        return Replacement(edit.line, 1, len(lines), len(lines[-1]) + 1, text)
    return Replacement(edit.line, 1, end_line, 1, text)


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
    ends = itertools.chain([0], (end.end() for end in re.finditer(r"\r\n|\r|\n", source)))
    return next(itertools.islice(ends, line - 1, None)) + column - 1
