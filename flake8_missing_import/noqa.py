"""What ``# noqa`` says about undefined names, for flake8's own F821 and for ours."""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace

from flake8.processor import FileProcessor
from flake8.violation import Violation

from flake8_missing_import.codes import ABOUT_UNDEFINED_NAMES
from flake8_missing_import.model import MissingImport

_UNDEFINED = "F821"
_ONLY_UNDEFINED = "MIS103"
"""What replaces F821: a comment that names it is about one line, not about the name."""

_READING = argparse.Namespace(
    hang_closing=False, indent_size=4, max_doc_length=None, max_line_length=0, verbose=0
)
"""The options that flake8 needs to read a file; comments depend on none of them."""


def unexpected(findings: Iterable[MissingImport], source: str) -> Iterator[MissingImport]:
    """Yield the findings without the uses where a comment expects the undefined name.

    Those are the lines on which flake8 would leave F821 out. A finding without any other use is
    left out.
    """
    processor = FileProcessor("", _READING, lines=list(io.StringIO(source, newline=None)))
    for finding in findings:
        codes = {_UNDEFINED, _ONLY_UNDEFINED} & {_UNDEFINED, finding.code}
        uses = tuple(
            use
            for use in finding.uses
            if finding.code not in ABOUT_UNDEFINED_NAMES
            or not any(_is_silent(code, use.line, processor) for code in codes)
        )
        if uses:
            yield replace(finding, uses=uses)


def _is_silent(code: str, line: int, processor: FileProcessor) -> bool:
    text = processor.noqa_line_for(line) or processor.lines[line - 1]
    violation = Violation(code, "", line, 0, "", text)
    is_silent: bool = violation.is_inline_ignored(disable_noqa=False)
    return is_silent
