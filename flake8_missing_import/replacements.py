"""Edits of whole lines as replacements of ranges of text, as other programs want them."""

from __future__ import annotations

from dataclasses import dataclass

from flake8_missing_import.model import Edit
from flake8_missing_import.module import source_lines


@dataclass(frozen=True)
class Replacement:
    """Text that takes the place of a range; lines and columns are 1-based, the end is not in it."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


def replacement(edit: Edit, source: str, line_end: str) -> Replacement:
    """Return an edit of whole lines as the replacement of a range of text."""
    lines = source_lines(source)
    text = "".join(line + line_end for line in edit.inserted)
    if edit.line > len(lines):
        # The last line has no end.
        last = len(lines), len(lines[-1]) + 1
        return Replacement(*last, *last, line_end + text.removesuffix(line_end))
    end_line = edit.line + edit.removed
    if end_line > len(lines):
        text = text.removesuffix(line_end)
        return Replacement(edit.line, 1, len(lines), len(lines[-1]) + 1, text)
    return Replacement(edit.line, 1, end_line, 1, text)
