"""The flake8 plugin: options in, messages out."""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from flake8.defaults import MAX_LINE_LENGTH
from flake8.exceptions import ExecutionError
from flake8.options.manager import OptionManager
from flake8.style_guide import Decision, DecisionEngine
from flake8.violation import Violation

from flake8_missing_import.analysis import find_missing_imports
from flake8_missing_import.module import source_lines
from flake8_missing_import.stdlib import NEWEST, OLDEST

if TYPE_CHECKING:
    from flake8_missing_import.model import ImportStatement, MissingImport

OPTIONAL_CODES = ("MIS101", "MIS102", "MIS103")
"""Off, until somebody selects them by name."""
_OPTIONAL_PREFIX = "MIS1"
"""What an entry of select has at least in it that turns one of them on."""

_ABOUT_UNDEFINED_NAMES = frozenset({"MIS001", "MIS002", "MIS004", "MIS005"})
"""What F821 would say of the same place."""

Report = tuple[int, int, str, type["MissingImportChecker"]]
"""Line, column, text and plugin, as flake8 wants them."""


class MissingImportChecker:
    """Reports MIS codes for one file; flake8 makes one instance for each."""

    doctests = False
    """Whether doctests count, as flake8's option says."""
    _builtins: Sequence[str] = ()
    _configured: Mapping[str, ImportStatement] = MappingProxyType({})
    _max_line_length: int | None = None
    _noqa_counts = True
    _optional_codes: Sequence[str] = ()
    _target_version = sys.version_info[:2]

    def __init__(self, tree: ast.Module, filename: str, lines: Sequence[str]) -> None:
        """Take what flake8 knows about a file, by the names of the parameters."""
        self._tree = tree
        self._filename = filename
        self._lines = lines

    @classmethod
    def add_options(cls, parser: OptionManager) -> None:
        """Register our options with flake8."""
        parser.extend_default_ignore(OPTIONAL_CODES)
        parser.add_option(
            "--missing-import-target-version",
            metavar="X.Y",
            type=_python_version,
            parse_from_config=True,
            help="suggest only what this Python has (default: the one that runs flake8)",
        )
        parser.add_option(
            "--missing-import-names",
            metavar="NAME = IMPORT, ...",
            type=_configured_names,
            default={},
            parse_from_config=True,
            help="imports for further names, such as np = import numpy as np",
        )

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Take over our options, and those that decide what F821 reports."""
        cls._target_version = options.missing_import_target_version or sys.version_info[:2]
        cls._configured = _mapping(options.missing_import_names)
        # flake8 does not say whether somebody set it, and its own checks keep to the default.
        is_set = options.max_line_length != MAX_LINE_LENGTH
        cls._max_line_length = options.max_line_length if is_set else None
        cls._builtins = options.builtins or ()
        cls.doctests = options.doctests
        cls._noqa_counts = not options.disable_noqa
        cls._optional_codes = _optional_codes(options)

    @classmethod
    def findings(
        cls, source: str, filename: str, tree: ast.Module | None = None
    ) -> list[MissingImport]:
        """Return the findings in a text, as the options say."""
        found = find_missing_imports(
            source,
            filename=filename,
            tree=tree,
            builtins=cls._builtins,
            doctests=cls.doctests,
            target_version=cls._target_version,
            configured=cls._configured,
            max_line_length=cls._max_line_length,
            optional_codes=cls._optional_codes,
        )
        if cls._noqa_counts and "F821" in source:
            lines = source_lines(source)
            found = [one for one in found if not _says_it_is_there(one, lines)]
        return found

    def run(self) -> Iterator[Report]:
        """Yield the findings; an error of ours is one of them, never an exception."""
        try:
            findings = self.findings("".join(self._lines), self._filename, self._tree)
        except Exception as error:
            yield 1, 0, _internal_error(error), type(self)
            return
        for finding in findings:
            yield finding.line, finding.column, finding.message, type(self)


def _optional_codes(options: argparse.Namespace) -> list[str]:
    """Return the codes that an entry of select or extend-select asks for by name.

    ``select = MIS`` is none, nor is an ``ignore`` that takes the place of flake8's default.
    """
    entries = (*(options.select or ()), *(options.extend_select or ()))
    named = tuple(entry for entry in entries if entry.startswith(_OPTIONAL_PREFIX))
    decide = DecisionEngine(options).decision_for
    return [
        code
        for code in OPTIONAL_CODES
        if code.startswith(named) and decide(code) is Decision.Selected
    ]


def _says_it_is_there(finding: MissingImport, lines: Sequence[str]) -> bool:
    """Say whether ``# noqa: F821`` stands on a finding's line: the name is no surprise there."""
    line = lines[finding.line - 1]
    undefined = Violation("F821", "", finding.line, finding.column, "", line)
    return finding.code in _ABOUT_UNDEFINED_NAMES and undefined.is_inline_ignored(False)


def _python_version(text: str) -> tuple[int, int]:
    """Return the version that an option names; argparse reports the error."""
    match = re.fullmatch(r"3\.(\d+)", text.strip())
    if match is None or not OLDEST[1] <= int(match[1]) <= NEWEST[1]:
        known = "{}.{} to {}.{}".format(*OLDEST, *NEWEST)
        raise argparse.ArgumentTypeError(f"{text!r} is no Python version from {known}")
    return 3, int(match[1])


def _configured_names(text: str) -> dict[str, ImportStatement]:
    """Return the imports that an option explains names with; argparse reports the error."""
    entries = filter(None, (entry.strip() for entry in re.split(r"[,\n]", text)))
    return dict(map(_configured_name, entries))


def _mapping(names: Mapping[str, ImportStatement] | Sequence[str]) -> Mapping[str, ImportStatement]:
    """Return the names of the option, of which flake8-pyproject hands over a list."""
    if isinstance(names, Mapping):
        return names
    try:
        return _configured_names("\n".join(names))
    except argparse.ArgumentTypeError as error:
        raise ExecutionError(f"missing-import-names: {error}") from error


def _configured_name(entry: str) -> tuple[str, ImportStatement]:
    from flake8_missing_import.model import ImportStatement  # only who configures names needs it

    name, _, code = (part.strip() for part in entry.partition("="))
    try:
        statements = ast.parse(code).body
    except (SyntaxError, ValueError):
        statements = []
    for node in statements:
        if len(statements) == 1 and isinstance(node, (ast.Import, ast.ImportFrom)):
            alias = node.names[0]
            if isinstance(node, ast.ImportFrom):
                module = "." * node.level + (node.module or "")
                statement = ImportStatement(module, alias.name, alias.asname)
            else:
                statement = ImportStatement(alias.name, alias=alias.asname)
            binds = alias.asname or alias.name.partition(".")[0]
            if len(node.names) == 1 and binds == name and name.isidentifier():
                return name, statement
    raise argparse.ArgumentTypeError(
        f"{entry!r} is not of the form NAME = IMPORT, where the import binds the name"
    )


def _internal_error(error: Exception) -> str:
    """Return a message of one line, however the exception describes itself."""
    return f"MIS900 this file could not be checked: {type(error).__name__}: {str(error)!r}"
