"""The flake8 plugin: options in, messages out."""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator, Sequence

from flake8_missing_import.analysis import find_missing_imports

Report = tuple[int, int, str, type["MissingImportChecker"]]
"""Line, column, text and plugin, as flake8 wants them."""


class MissingImportChecker:
    """Reports MIS codes for one file; flake8 makes one instance for each."""

    _builtins: Sequence[str] = ()
    _doctests = False

    def __init__(self, tree: ast.Module, filename: str, lines: Sequence[str]) -> None:
        """Take what flake8 knows about a file, by the names of the parameters."""
        self._tree = tree
        self._filename = filename
        self._lines = lines

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Take over the options that decide what F821 reports."""
        cls._builtins = options.builtins or ()
        cls._doctests = options.doctests

    def run(self) -> Iterator[Report]:
        """Yield the findings; an error of ours is one of them, never an exception."""
        try:
            findings = find_missing_imports(
                "".join(self._lines),
                filename=self._filename,
                tree=self._tree,
                builtins=self._builtins,
                doctests=self._doctests,
            )
        except Exception as error:
            yield 1, 0, _internal_error(error), type(self)
            return
        for finding in findings:
            yield finding.line, finding.column, finding.message, type(self)


def _internal_error(error: Exception) -> str:
    """Return a message of one line, however the exception describes itself."""
    return f"MIS900 this file could not be checked: {type(error).__name__}: {str(error)!r}"
