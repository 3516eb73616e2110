"""flake8's formatters for CI: all findings of a run, and the edits for ours.

flake8 hands a formatter what it prints, not the edit. So a file with findings of
ours is looked at once more, and the message says which finding is which.

flake8 imports all formatters whenever it starts: what only one of them needs is
imported where it is used.
"""

from __future__ import annotations

import abc
import codecs
import contextlib
import functools
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar

from flake8 import utils
from flake8.formatting.base import BaseFormatter
from flake8.statistics import Statistics
from flake8.violation import Violation

from flake8_missing_import.checker import MissingImportChecker
from flake8_missing_import.escaping import command, in_json
from flake8_missing_import.pages import REPOSITORY, rule_in_sarif
from flake8_missing_import.violations import (
    column_in_characters,
    level,
    message,
    relative_path,
    uri,
    without_commands,
    without_repetition,
)

if TYPE_CHECKING:
    from flake8_missing_import.replacements import Fix

Json = dict[str, Any]

_UNREADABLE = (OSError, SyntaxError, ValueError, RecursionError)


class _Formatter(BaseFormatter):
    """Keeps the findings until the end of the run.

    What else flake8 prints, such as ``--count``, goes to standard error: it is not part of the
    report, and would break it.
    """

    output_fd: IO[Any] | None

    def after_init(self) -> None:
        """Start with no findings."""
        self._all: list[Violation] = []
        self._stdin = _standard_input() if utils.is_using_stdin(self.options.filenames) else b""

    @property
    def violations(self) -> list[Violation]:
        """The findings, each once."""
        return without_repetition(self._all)

    def handle(self, error: Violation) -> None:
        """Keep a finding."""
        self._all.append(error)

    def stop(self) -> None:
        """End the report."""
        super().stop()
        if self.options.count:
            print(len(self._all), file=sys.stderr)
            self.options.count = False  # flake8 would print it below the report

    def show_statistics(self, statistics: Statistics) -> None:
        """Print how often each code was found."""
        with self._beside_the_report():
            super().show_statistics(without_commands(statistics))

    def show_benchmarks(self, benchmarks: list[tuple[str, float]]) -> None:
        """Print how long the run took."""
        with self._beside_the_report():
            super().show_benchmarks(benchmarks)

    @contextlib.contextmanager
    def _beside_the_report(self) -> Iterator[None]:
        file = self.output_fd
        self.output_fd = None
        try:
            with contextlib.redirect_stdout(sys.stderr):
                yield
        finally:
            self.output_fd = file

    def format(self, error: Violation) -> None:
        """Print nothing yet."""

    def content(self, filename: str) -> bytes:
        """Return the bytes that flake8 has read. Raises OSError."""
        if filename == self.options.stdin_display_name and "-" in self.options.filenames:
            return self._stdin
        return Path(filename).read_bytes()


def _standard_input() -> bytes:
    """Return the bytes of standard input, and let flake8, which keeps only their text, read them.

    A formatter is made before anything is checked.
    """
    if sys.stdin is None:
        return b""  # flake8 says so
    content = sys.stdin.buffer.read()
    sys.stdin = io.TextIOWrapper(io.BytesIO(content), sys.stdin.encoding)
    return content


class _JsonFormatter(_Formatter, abc.ABC):
    """Prints one JSON document at the end of the run."""

    def after_init(self) -> None:
        """Start with no findings."""
        super().after_init()
        # The ways to fix each finding of a file, by its message.
        self.fixes_in = functools.cache(self._fixes_in)

    def stop(self) -> None:
        """Print the whole report."""
        import json

        self._write(in_json(json.dumps(self.document(), indent=2, ensure_ascii=True)))
        super().stop()

    @abc.abstractmethod
    def document(self) -> Json | list[Json]:
        """Return what is to be printed."""

    def fixes(self, violation: Violation) -> list[Fix]:
        """Return the ways to fix a finding of ours, the best one first; none for any other."""
        if not violation.code.startswith("MIS"):
            return []
        return self.fixes_in(violation.filename).get(message(violation), [])

    def _fixes_in(self, filename: str) -> dict[str, list[Fix]]:
        from flake8_missing_import.replacements import fixes_in

        find = functools.partial(MissingImportChecker.findings, filename=filename)
        try:
            return fixes_in(self.content(filename), find)
        except _UNREADABLE:
            return {}


class SarifFormatter(_JsonFormatter):
    """SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format")."""

    def document(self) -> Json:
        """Return the log of one run."""
        violations = self.violations
        rules = list(filter(None, map(rule_in_sarif, sorted({one.code for one in violations}))))
        indices = {rule["id"]: index for index, rule in enumerate(rules)}
        tool: Json = {}
        if any(one.code.startswith("MIS") for one in violations):
            tool["extensions"] = [_plugin()]
        tool["driver"] = {
            "name": "flake8",
            "version": version("flake8"),
            "informationUri": "https://flake8.pycqa.org/",
            "rules": rules,
        }
        return {
            "version": "2.1.0",
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
            "sarif-schema-2.1.0.json",
            "runs": [
                {
                    "tool": tool,
                    "columnKind": "unicodeCodePoints",
                    "results": [
                        self._result(violation, indices.get(violation.code))
                        for violation in violations
                    ],
                }
            ],
        }

    def _result(self, violation: Violation, rule_index: int | None) -> Json:
        location = {"uri": uri(violation.filename)}
        region: Json = {
            "startLine": max(1, violation.line_number),
            "startColumn": column_in_characters(violation),
        }
        if self.options.show_source and violation.physical_line:
            region["snippet"] = {"text": violation.physical_line}
        result: Json = {
            "ruleId": violation.code,
            "level": level(violation),
            "message": {"text": violation.text},
            "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
        }
        if rule_index is not None:
            result["ruleIndex"] = rule_index
        fixes = self.fixes(violation)
        if fixes:
            result["fixes"] = [
                {
                    "description": {"text": fix.description},
                    "artifactChanges": [
                        {
                            "artifactLocation": location,
                            "replacements": [part.as_sarif for part in fix.replacements],
                        }
                    ],
                }
                for fix in fixes
            ]
        return result


def _plugin() -> Json:
    name = "flake8-missing-import"
    return {"name": name, "version": version(name), "informationUri": REPOSITORY}


class GitLabFormatter(_JsonFormatter):
    """GitLab's code quality report (GitLab's documentation, "Code Quality report format")."""

    _SEVERITIES: ClassVar = {"error": "major", "warning": "minor", "note": "info"}

    def document(self) -> list[Json]:
        """Return the list of issues."""
        import hashlib

        seen: Counter[str] = Counter()
        issues = []
        for violation in self.violations:
            path = relative_path(violation.filename)
            # Without the line: changes to other lines must not make an old finding a new one.
            identity = "\0".join((path, violation.code, re.sub(r"\d+", "", violation.text)))
            seen[identity] += 1
            fingerprint = hashlib.sha256(f"{identity}\0{seen[identity]}".encode("utf-8", "replace"))
            issues.append(
                {
                    "description": message(violation),
                    "check_name": violation.code,
                    "fingerprint": fingerprint.hexdigest(),
                    "severity": self._SEVERITIES[level(violation)],
                    "location": {"path": path, "lines": {"begin": max(1, violation.line_number)}},
                }
            )
        return issues


class RdjsonFormatter(_JsonFormatter):
    """reviewdog's diagnostic format; its columns count UTF-8 bytes, from 1.

    Each finding has one suggestion or none. Programs offer several side by side, and somebody
    might take the one that removes an import without the one that adds it.
    """

    _SEVERITIES: ClassVar = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}

    def document(self) -> Json:
        """Return the diagnostics with their suggestions."""
        return {
            "source": {"name": "flake8"},
            "diagnostics": [self._diagnostic(violation) for violation in self.violations],
        }

    def _diagnostic(self, violation: Violation) -> Json:
        filename, line = violation.filename, max(1, violation.line_number)
        before = (violation.physical_line or "")[: column_in_characters(violation) - 1]
        start = self._place(filename, line, len(before.encode("utf-8", "replace")) + 1)
        diagnostic: Json = {
            "message": violation.text,
            "code": {"value": violation.code},
            "severity": self._SEVERITIES[level(violation)],
            "location": {"path": relative_path(filename), "range": {"start": start}},
        }
        fixes = self.fixes(violation)
        if fixes and fixes[0].is_sure:
            edit = fixes[0].as_one
            diagnostic["suggestions"] = [
                {
                    "range": {
                        "start": self._place(filename, edit.line, edit.column),
                        "end": self._place(filename, edit.end_line, edit.end_column),
                    },
                    "text": edit.text,
                }
            ]
        return diagnostic

    def _place(self, filename: str, line: int, column: int) -> Json:
        """Return a place in the file; the signature of UTF-8 is part of its first line."""
        if line == 1:
            with contextlib.suppress(OSError):
                if self.content(filename).startswith(codecs.BOM_UTF8):
                    column += len(codecs.BOM_UTF8)
        return {"line": line, "column": column}


class GitHubFormatter(BaseFormatter):
    """Workflow commands that annotate a pull request.

    Nothing of the checked code stands beside them: it might be such a command itself.
    """

    _COMMANDS: ClassVar = {"error": "error", "warning": "warning", "note": "notice"}

    def beginning(self, filename: str) -> None:
        """Start a file."""
        self._of_file: list[Violation] = []

    def handle(self, error: Violation) -> None:
        """Keep a finding until the file has been checked."""
        self._of_file.append(error)

    def finished(self, filename: str) -> None:
        """Print the findings in a file, each once."""
        for error in without_repetition(self._of_file):
            super().handle(error)

    def format(self, error: Violation) -> str:
        """Return the command for a finding."""
        properties = {
            "file": relative_path(error.filename),
            "line": max(1, error.line_number),
            "col": column_in_characters(error),
            "title": error.code,
        }
        return command(self._COMMANDS[level(error)], properties, message(error))

    def show_source(self, error: Violation) -> None:
        """Print nothing of the code."""

    def show_statistics(self, statistics: Statistics) -> None:
        """Print how often each code was found."""
        super().show_statistics(without_commands(statistics))


class DiffFormatter(_Formatter):
    """One unified diff of all imports that the run suggests; nothing else is printed."""

    def after_init(self) -> None:
        """Start with no files."""
        super().after_init()
        self._filenames: list[str] = []

    def beginning(self, filename: str) -> None:
        """Keep the name of a file, which may have others."""
        self._filenames.append(filename)

    def stop(self) -> None:
        """Print the diff, byte for byte."""
        from flake8_missing_import.diffs import Diffs, one_name_each

        names = one_name_each(self._filenames)
        messages: dict[str, set[str]] = {}
        for violation in self.violations:
            if violation.code.startswith("MIS") and violation.filename in names:
                messages.setdefault(violation.filename, set()).add(message(violation))
        diffs = Diffs(messages)
        for filename in sorted(messages):
            before, after = self._before_and_after(filename, messages[filename])
            self._write_bytes(diffs.diff(filename, before, after))
        super().stop()

    def _before_and_after(self, filename: str, messages: set[str]) -> tuple[bytes, bytes]:
        """Return what a file holds and what it should hold; nothing if that is not known."""
        from flake8_missing_import.applying import UnsafeEditError

        try:
            before = self.content(filename)
            repair = MissingImportChecker.repaired(before, filename, messages, unsafe=True)
        except (*_UNREADABLE, UnsafeEditError):
            return b"", b""
        return before, repair.content

    def _write_bytes(self, output: bytes) -> None:
        if self.output_fd is not None:
            assert isinstance(self.output_fd, io.TextIOWrapper)
            self.output_fd.buffer.write(output)
        if self.output_fd is None or self.options.tee:
            sys.stdout.buffer.write(output)
