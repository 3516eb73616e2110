"""The flake8 plugin: options in, messages out."""

from __future__ import annotations

import argparse
import ast
import functools
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from flake8.defaults import MAX_LINE_LENGTH
from flake8.exceptions import ExecutionError
from flake8.options.manager import OptionManager
from flake8.style_guide import Decision, DecisionEngine, Ignored, Selected
from flake8.utils import parse_comma_separated_list

from flake8_missing_import.analysis import find_missing_imports
from flake8_missing_import.codes import OPTIONAL_CODES
from flake8_missing_import.imports import module_of
from flake8_missing_import.module import Options, reject_nonsense
from flake8_missing_import.project.known_imports import NOTHING_KNOWN, KnownImports
from flake8_missing_import.stdlib import NEWEST, OLDEST

if TYPE_CHECKING:
    from flake8_missing_import.applying import Repair
    from flake8_missing_import.model import ImportStatement, MissingImport

_OPTIONAL_PREFIX = "MIS1"
"""An entry of select that turns one of them on starts with at least this."""

Report = tuple[int, int, str, type["MissingImportChecker"]]
"""Line, column, text and plugin, as flake8 wants them."""


class MissingImportChecker:
    """Reports MIS codes for one file; flake8 makes one instance for each."""

    reads_files = True
    """Whether the files of imports count; not for a program that is about to write one."""
    options = Options()
    """What the user decides, apart from the package that a file is in."""
    _noqa_counts = True

    def __init__(self, tree: ast.Module, filename: str, lines: Sequence[str]) -> None:
        """Take what flake8 knows about a file; it goes by the names of the parameters."""
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
            help="imports for other names, such as np = import numpy as np",
        )
        parser.add_option(
            "--missing-import-files",
            metavar="FILE, ...",
            default=[],
            parse_from_config=True,
            comma_separated_list=True,
            normalize_paths=True,
            help="files of import statements, such as fix-missing-imports --learn prints",
        )
        # flake8 takes a name without a slash for a pattern, and leaves it as it is. A layer
        # between it and us, such as flake8-polyfill, has no such table.
        registered = getattr(parser, "config_options_dict", {}).get("missing_import_files")
        if registered is not None:
            registered.normalize = _paths

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Take over our options, and those that decide what F821 reports."""
        cls._noqa_counts = not options.disable_noqa
        cls.options = Options(
            builtins=frozenset(options.builtins or ()),
            doctests=options.doctests,
            target_version=_target(options.missing_import_target_version),
            configured=_mapping(options.missing_import_names),
            known=_known_imports(options) if cls.reads_files else NOTHING_KNOWN,
            max_line_length=_max_line_length(options),
            optional_codes=frozenset(optional_codes(options)),
        )
        try:
            reject_nonsense(cls.options)
        except ValueError as error:
            raise ExecutionError(f"flake8-missing-import: {error}") from error

    @classmethod
    def findings(
        cls,
        source: str,
        filename: str,
        tree: ast.Module | None = None,
        names: Iterable[str] | None = None,
    ) -> list[MissingImport]:
        """Return the findings in a text, as the options say, perhaps those of some names alone."""
        options = cls._options_for(filename)
        found = find_missing_imports(
            source, filename=filename, tree=tree, names=names, options=options
        )
        if found and cls._noqa_counts and "noqa" in source.lower():
            from flake8_missing_import.noqa import unexpected  # most runs need none of it

            found = list(unexpected(found, source))
        return found

    @classmethod
    def repaired(cls, content: bytes, filename: str, messages: Set[str], *, unsafe: bool) -> Repair:
        """Return what becomes of a file's bytes with the imports that flake8 reported.

        Takes and raises what :func:`~flake8_missing_import.applying.repaired_as_reported` does.
        """
        from flake8_missing_import.applying import repaired_as_reported  # only fixes need it
        from flake8_missing_import.reporting import places

        find = functools.partial(cls.findings, filename=filename)
        options = cls._options_for(filename)
        return repaired_as_reported(
            content,
            find,
            messages,
            unsafe=unsafe,
            doctests=options.doctests,
            find_names=find,
            place=functools.partial(places, filename=filename, options=options),
        )

    @classmethod
    def _options_for(cls, filename: str) -> Options:
        """Return what the user decides about the check of a file.

        With the package that it is in, where an import may depend on that.
        """
        known = cls.options.known
        if known.first_party is not None or not (known.by_name or cls.options.configured):
            return cls.options
        from flake8_missing_import.project.own_package import (
            package_around,  # most runs need none of it
        )

        return replace(cls.options, package=package_around(filename))

    def run(self) -> Iterator[Report]:
        """Yield the findings; an error of ours is one of them, never an exception."""
        try:
            findings = self.findings("".join(self._lines), self._filename, self._tree)
        except Exception as error:
            yield 1, 0, _internal_error(error), type(self)
            return
        for finding in findings:
            yield finding.line, finding.column, finding.message, type(self)


def optional_codes(options: argparse.Namespace) -> list[str]:
    """Return the codes that an entry of select or extend-select asks for by name.

    ``select = MIS`` does not, nor does an ``ignore`` that replaces flake8's default.
    """
    entries = (*(options.select or ()), *(options.extend_select or ()))
    named = tuple(entry for entry in entries if entry.startswith(_OPTIONAL_PREFIX))
    decide = DecisionEngine(options).decision_for
    return [
        code
        for code in OPTIONAL_CODES
        if code.startswith(named) and decide(code) is Decision.Selected
    ]


def _max_line_length(options: argparse.Namespace) -> int | None:
    """Return the widest line that the options allow, None if they do not say.

    flake8 does not say whether somebody set it, and its own checks keep to the default: 79 counts
    as not set.
    """
    width: int = options.max_line_length
    if width == MAX_LINE_LENGTH or width <= 0:
        return None
    # Black's documentation has 80 with B950 instead of E501, and means 88.
    engine = DecisionEngine(options)
    has_b950 = engine.was_selected("B950") is Selected.Explicitly
    has_e501 = engine.was_ignored("E501") is not Ignored.Explicitly
    return width * 11 // 10 if has_b950 and not has_e501 else width


def _target(version: object) -> tuple[int, int]:
    """Return the version of the option; Flake8-pyproject passes on whatever TOML has."""
    match version:
        case None:
            return sys.version_info[:2]
        case (int(major), int(minor)):
            return major, minor
    try:
        return _python_version(str(version))
    except argparse.ArgumentTypeError as error:
        raise ExecutionError(f"missing-import-target-version: {error}") from error


def _python_version(text: str) -> tuple[int, int]:
    """Return the version that an option names; argparse reports the error."""
    match = re.fullmatch(r"3\.(\d+)", text.strip())
    if match is None or not OLDEST[1] <= int(match[1]) <= NEWEST[1]:
        known = "{}.{} to {}.{}".format(*OLDEST, *NEWEST)
        hint = "; TOML takes 3.10 for the number 3.1, so quote it" if text == "3.1" else ""
        raise argparse.ArgumentTypeError(f"{text!r} is no Python version from {known}{hint}")
    return 3, int(match[1])


def _configured_names(text: str) -> dict[str, ImportStatement]:
    """Return the imports that an option gives for names; argparse reports the error."""
    entries = filter(None, (entry.strip() for entry in re.split(r"[,\n]", text)))
    return dict(map(_configured_name, entries))


def _mapping(names: Mapping[str, object] | Iterable[object]) -> Mapping[str, ImportStatement]:
    """Return the names of the option; Flake8-pyproject passes on a list or a table."""
    try:
        if isinstance(names, Mapping):
            return dict(_entry(name, code) for name, code in names.items())
        return _configured_names("\n".join(map(_text, names)))
    except argparse.ArgumentTypeError as error:
        raise ExecutionError(f"missing-import-names: {error}") from error


def _paths(value: str | Sequence[str], folder: str) -> list[str]:
    """Return the paths that a configuration file in a folder names."""
    names = parse_comma_separated_list(value) if isinstance(value, str) else value
    return [os.path.abspath(os.path.join(folder, name)) for name in names]


def _known_imports(options: argparse.Namespace) -> KnownImports:
    """Return what the files of an option say; an error in one keeps flake8 from starting."""
    if not options.missing_import_files:
        return NOTHING_KNOWN
    from flake8_missing_import.project.import_files import ImportFileError, read_once

    try:
        return read_once(tuple(options.missing_import_files))
    except ImportFileError as error:
        raise ExecutionError(f"missing-import-files: {error}") from error


def _entry(name: str, code: object) -> tuple[str, ImportStatement]:
    """Return an entry of a table, already parsed if flake8 itself has read it."""
    from flake8_missing_import.model import ImportStatement  # only configured names need it

    if isinstance(code, ImportStatement):
        return name, code
    return _configured_name(f"{name} = {_text(code)}")


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise argparse.ArgumentTypeError(f"{value!r} is no text of the form NAME = IMPORT")


def _configured_name(entry: str) -> tuple[str, ImportStatement]:
    """Return the name and the import of an entry; argparse reports the error."""
    name, _, code = (part.strip() for part in entry.partition("="))
    statement = _single_import(code) if name.isidentifier() else None
    problem = f"{entry!r} is not of the form NAME = IMPORT"
    if statement is None:
        raise argparse.ArgumentTypeError(problem)
    if statement.binds != name:
        raise argparse.ArgumentTypeError(f"{problem}: it binds {statement.binds!r}, not {name!r}")
    return name, statement


def _single_import(code: str) -> ImportStatement | None:
    """Return code as an import statement of one name, None if it is anything else."""
    from flake8_missing_import.model import ImportStatement  # only configured names need it

    try:
        statements = ast.parse(code).body
    except (SyntaxError, ValueError):
        return None
    match statements:
        case [ast.Import(names=[alias])]:
            return ImportStatement(alias.name, alias=alias.asname)
        case [ast.ImportFrom(names=[alias]) as node]:
            return ImportStatement(module_of(node), alias.name, alias.asname)
    return None


def _internal_error(error: Exception) -> str:
    """Return a one-line message, however the exception describes itself."""
    return f"MIS900 this file could not be checked: {type(error).__name__}: {str(error)!r}"
