"""flake8's formatters for CI: all findings of a run, and the edits for ours.

flake8 hands a formatter what it prints, not the edit. So a file with findings of
ours is looked at once more, and the message says which finding is which.

flake8 imports all formatters whenever it starts: what only one of them needs is
imported where it is used.
"""

from __future__ import annotations

import abc
import functools
import io
import os
import re
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flake8 import utils
from flake8.formatting.base import BaseFormatter
from flake8.violation import Violation

from flake8_missing_import.checker import MissingImportChecker
from flake8_missing_import.pages import rule_page

if TYPE_CHECKING:
    from flake8_missing_import.replacements import Replacement

Json = dict[str, Any]

_UNREADABLE = (OSError, SyntaxError, ValueError, RecursionError)
_ERROR_CODES = ("E9", "F", "MIS")
"""What breaks a program; other codes are warnings."""
_CODES_FROM_THE_TREE = ("F", "MIS")


class _Formatter(BaseFormatter):
    """Keeps the findings until the end of the run."""

    def after_init(self) -> None:
        """Start with no findings."""
        self.violations: list[Violation] = []

    def handle(self, error: Violation) -> None:
        """Keep a finding."""
        self.violations.append(error)

    def format(self, error: Violation) -> None:
        """Print nothing yet."""

    def content(self, filename: str) -> bytes:
        """Return the bytes that flake8 has read. Raises OSError."""
        if filename == self.options.stdin_display_name and "-" in self.options.filenames:
            text: str = utils.stdin_get_value()
            return text.encode()
        return Path(filename).read_bytes()


class _JsonFormatter(_Formatter, abc.ABC):
    """Prints one JSON document at the end of the run."""

    def after_init(self) -> None:
        """Start with no findings."""
        super().after_init()
        # The edits of each finding of a file, by its message.
        self.replacements = functools.cache(self._replacements)

    def stop(self) -> None:
        """Print the whole report."""
        import json

        self._write(json.dumps(self.document(), indent=2, ensure_ascii=True))
        super().stop()

    @abc.abstractmethod
    def document(self) -> Json | list[Json]:
        """Return what is to be printed."""

    def edits(self, violation: Violation) -> list[Replacement]:
        """Return the edits that remove a finding of ours, none for any other."""
        if not violation.code.startswith("MIS"):
            return []
        return self.replacements(violation.filename).get(message(violation), [])

    def _replacements(self, filename: str) -> dict[str, list[Replacement]]:
        from flake8_missing_import.applying import decoded
        from flake8_missing_import.replacements import replacement

        try:
            content = self.content(filename)
            source = decoded(content)
            findings = MissingImportChecker.findings(source, filename)
        except _UNREADABLE:
            return {}
        line_end = "\r\n" if b"\r\n" in content else "\n"
        return {
            finding.message: [
                replacement(edit, source, line_end)
                for edit in (finding.edit, *finding.removals)
                if edit is not None
            ]
            for finding in findings
        }


def message(violation: Violation) -> str:
    """Return what flake8 prints of a finding, the code first."""
    return f"{violation.code} {violation.text}"


def relative_path(filename: str) -> str:
    """Return a path as most formats want it: relative if it was, with slashes."""
    return os.path.normpath(filename).replace(os.sep, "/")


def is_error(violation: Violation) -> bool:
    """Say whether a finding breaks a program."""
    code: str = violation.code
    return code.startswith(_ERROR_CODES)


def column_in_characters(violation: Violation) -> int:
    """Return the column, 1-based. Plugins that read the tree count bytes of UTF-8, as it does."""
    column: int = max(1, violation.column_number)
    if not violation.code.startswith(_CODES_FROM_THE_TREE) or not violation.physical_line:
        return column
    before = violation.physical_line.encode("utf-8", "replace")[: column - 1]
    return len(before.decode("utf-8", "ignore")) + 1


class SarifFormatter(_JsonFormatter):
    """SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format")."""

    def document(self) -> Json:
        """Return the log of one run."""
        codes = sorted({violation.code for violation in self.violations})
        driver = {
            "name": "flake8",
            "version": version("flake8"),
            "rules": [_rule(code) for code in codes],
        }
        return {
            "version": "2.1.0",
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
            "sarif-schema-2.1.0.json",
            "runs": [
                {
                    "tool": {"driver": driver},
                    "columnKind": "unicodeCodePoints",
                    "results": [
                        self._result(violation, codes.index(violation.code))
                        for violation in self.violations
                    ],
                }
            ],
        }

    def _result(self, violation: Violation, rule_index: int) -> Json:
        location = {"uri": _uri(violation.filename)}
        region: Json = {
            "startLine": max(1, violation.line_number),
            "startColumn": column_in_characters(violation),
        }
        if self.options.show_source and violation.physical_line:
            region["snippet"] = {"text": violation.physical_line}
        result: Json = {
            "ruleId": violation.code,
            "ruleIndex": rule_index,
            "level": "error" if is_error(violation) else "warning",
            "message": {"text": violation.text},
            "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
        }
        edits = self.edits(violation)
        if edits:
            changes = [
                {
                    "deletedRegion": {
                        "startLine": edit.line,
                        "startColumn": edit.column,
                        "endLine": edit.end_line,
                        "endColumn": edit.end_column,
                    },
                    "insertedContent": {"text": edit.text},
                }
                for edit in edits
            ]
            change = {"artifactLocation": location, "replacements": changes}
            description = {"text": violation.text.partition(": ")[2] or violation.text}
            result["fixes"] = [{"description": description, "artifactChanges": [change]}]
        return result


def _uri(filename: str) -> str:
    from urllib.parse import quote

    path = Path(filename)
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(relative_path(filename)))


def _rule(code: str) -> Json:
    """Return what there is to say of a code; of other plugins' we know the name alone."""
    documentation = rule_documentation().get(code)
    if documentation is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": documentation.partition("\n")[0].partition(": ")[2]},
        "fullDescription": {"text": documentation},
        "helpUri": rule_page(code),
    }


@functools.cache
def rule_documentation() -> dict[str, str]:
    """Return the documentation of each of our rules, by its code."""
    import importlib
    import pkgutil

    from flake8_missing_import import rules

    documentation = {}
    for module in pkgutil.iter_modules(rules.__path__):
        rule = importlib.import_module(f"{rules.__name__}.{module.name}")
        documentation[rule.CODE] = (rule.__doc__ or "").strip()
    return documentation


class GitLabFormatter(_JsonFormatter):
    """GitLab's code quality report (GitLab's documentation, "Code Quality report format")."""

    def document(self) -> list[Json]:
        """Return the list of issues."""
        import hashlib

        seen: Counter[str] = Counter()
        issues = []
        for violation in self.violations:
            path = relative_path(violation.filename)
            # Without the line: what other lines do must not make an old finding a new one.
            identity = "\0".join((path, violation.code, re.sub(r"\d+", "", violation.text)))
            seen[identity] += 1
            fingerprint = hashlib.sha256(f"{identity}\0{seen[identity]}".encode("utf-8", "replace"))
            issues.append(
                {
                    "description": message(violation),
                    "check_name": violation.code,
                    "fingerprint": fingerprint.hexdigest(),
                    "severity": "major" if is_error(violation) else "minor",
                    "location": {"path": path, "lines": {"begin": max(1, violation.line_number)}},
                }
            )
        return issues


class RdjsonFormatter(_JsonFormatter):
    """reviewdog's diagnostic format; its columns count the bytes of UTF-8, from 1."""

    def document(self) -> Json:
        """Return the diagnostics with their suggestions."""
        return {
            "source": {"name": "flake8"},
            "diagnostics": [self._diagnostic(violation) for violation in self.violations],
        }

    def _diagnostic(self, violation: Violation) -> Json:
        line = violation.physical_line or ""
        before = line[: column_in_characters(violation) - 1]
        start = {
            "line": max(1, violation.line_number),
            "column": len(before.encode("utf-8", "replace")) + 1,
        }
        diagnostic: Json = {
            "message": violation.text,
            "code": {"value": violation.code},
            "severity": "ERROR" if is_error(violation) else "WARNING",
            "location": {"path": relative_path(violation.filename), "range": {"start": start}},
        }
        edits = self.edits(violation)
        if edits:
            diagnostic["suggestions"] = [
                {
                    "range": {
                        "start": {"line": edit.line, "column": edit.column},
                        "end": {"line": edit.end_line, "column": edit.end_column},
                    },
                    "text": edit.text,
                }
                for edit in edits
            ]
        return diagnostic


class GitHubFormatter(BaseFormatter):
    """Workflow commands that annotate a pull request (GitHub's documentation, "Workflow commands").

    In their values a percent sign and line ends are escaped, in properties colon and comma too.
    """

    def format(self, error: Violation) -> str:
        """Return the command for a finding."""
        properties = {
            "file": relative_path(error.filename),
            "line": max(1, error.line_number),
            "col": column_in_characters(error),
            "title": error.code,
        }
        listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        level = "error" if is_error(error) else "warning"
        return f"::{level} {listed}::{_value(message(error))}"


def _value(text: object) -> str:
    printable = str(text).encode("utf-8", "backslashreplace").decode()
    return printable.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: object) -> str:
    return _value(text).replace(":", "%3A").replace(",", "%2C")


class DiffFormatter(_Formatter):
    """One unified diff of all imports that the run suggests; nothing else is printed."""

    def stop(self) -> None:
        """Print the diff, byte for byte."""
        messages: dict[str, set[str]] = {}
        for violation in self.violations:
            if violation.code.startswith("MIS"):
                messages.setdefault(violation.filename, set()).add(message(violation))
        for filename in sorted(messages):
            self._write_bytes(self._diff(filename, messages[filename]))
        BaseFormatter.stop(self)

    def _diff(self, filename: str, messages: set[str]) -> bytes:
        from flake8_missing_import.applying import UnsafeEditError, fixed_as_reported
        from flake8_missing_import.diffs import unified_diff

        find = functools.partial(MissingImportChecker.findings, filename=filename)
        try:
            before = self.content(filename)
            doctests = MissingImportChecker.doctests
            after = fixed_as_reported(before, find, messages, unsafe=True, doctests=doctests)
        except (*_UNREADABLE, UnsafeEditError):
            return b""
        return unified_diff(filename, before, after)

    def _write_bytes(self, output: bytes) -> None:
        if self.output_fd is not None:
            assert isinstance(self.output_fd, io.TextIOWrapper)
            self.output_fd.buffer.write(output)
        if self.output_fd is None or self.options.tee:
            sys.stdout.buffer.write(output)
