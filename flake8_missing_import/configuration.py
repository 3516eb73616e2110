"""What flake8's configuration says about a text that flake8 itself does not check: an editor's.

flake8 reads the files and decides; this only asks it.
"""

from __future__ import annotations

import argparse
import configparser
import contextlib
import functools
import importlib.util
import io
import itertools
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flake8 import utils
from flake8.discover_files import LOG
from flake8.formatting.base import BaseFormatter
from flake8.main.options import stage1_arg_parser
from flake8.options.parse_args import parse_args
from flake8.processor import FileProcessor
from flake8.style_guide import StyleGuide, StyleGuideManager
from flake8.violation import Violation

from flake8_missing_import.checker import MissingImportChecker
from flake8_missing_import.model import MissingImport

FILES = ("setup.cfg", "tox.ini", ".flake8")
"""Where flake8 looks, in its order (flake8's documentation, "Configuring Flake8")."""
SECTIONS = ("flake8", "flake8:local-plugins")
TOML = "pyproject.toml"
"""What Flake8-pyproject reads in the folder that flake8 is started in."""

_USUAL_FILENAME = ["*.py"]
"""flake8's ``filename`` where none is set; an editor also opens stubs and scripts."""


class ConfigurationError(Exception):
    """flake8 rejects the configuration; the message says which file."""


@dataclass(frozen=True, eq=False)
class Configuration:
    """flake8's options for one project."""

    options: argparse.Namespace
    guides: _StyleGuides
    folder: str
    """The root of the project."""

    def reported(
        self, findings: Iterable[MissingImport], source: str, path: str
    ) -> list[MissingImport]:
        """Return the findings in a text that flake8 would report.

        It may exclude the file, ignore the code, or find ``# noqa``.
        """
        found = list(findings)
        if not found or not self._is_checked(path):
            return []
        processor = FileProcessor(path, self.options, lines=list(io.StringIO(source)))
        # Only tokens tell which lines a comment belongs to, and they take half of the time.
        has_noqa = "noqa" in source.lower()
        if has_noqa and processor.should_ignore_file():
            return []
        return [
            finding
            for finding in found
            if self.guides.handle_error(
                code=finding.code,
                filename=path,
                line_number=finding.line,
                column_number=finding.column,
                text=finding.message,
                physical_line=processor.noqa_line_for(finding.line) if has_noqa else "\n",
            )
        ]

    def _is_checked(self, path: str) -> bool:
        """Say whether flake8, started in the root on all of it, would check a file.

        It enters no excluded folder. Elsewhere the file alone counts.
        """
        file, root = Path(os.path.abspath(path)), os.path.abspath(self.folder)
        name, places = path, [path]
        if file.is_relative_to(root):
            parts = file.relative_to(root).parts
            name = os.path.join(os.curdir, *parts)
            start = os.path.join(root, os.curdir)
            places = [*itertools.accumulate(parts, os.path.join, initial=start)]
        patterns = self.options.filename
        exclude = [*self.options.exclude, *self.options.extend_exclude]
        is_found = patterns == _USUAL_FILENAME or utils.fnmatch(name, patterns)
        return is_found and not any(is_excluded(place, exclude) for place in places)


def is_excluded(path: str, exclude: Sequence[str]) -> bool:
    """Say whether flake8 leaves out a file or a folder, whatever is around it."""
    message = '"%(path)s" has %(whether)sbeen excluded'
    excluded: bool = utils.matches_filename(path, exclude, message, LOG)
    return excluded


def take_over(folder: str, file: str | None = None, arguments: Sequence[str] = ()) -> Configuration:
    """Return flake8's configuration for a folder, and make our checker follow it.

    :param folder: the root of the project.
    :param file: the configuration file, if it is not one that flake8 would find there.
    :param arguments: what else is on flake8's command line.

    Raises ConfigurationError if flake8 would not start with these.
    """
    found = Path(file) if file else file_for(Path(folder))
    toml = Path(folder, TOML)
    sources = [path for path in (found, toml) if path and path.exists()]
    try:
        changed = tuple(path.stat().st_mtime_ns for path in sources)
        configuration = _read(folder, found, tuple(arguments), changed)
        MissingImportChecker.parse_options(configuration.options)
    except Exception as error:  # flake8 raises many kinds, for a bad value a plain ValueError
        names = " and ".join(map(str, sources)) or str(found or "its options")
        raise ConfigurationError(f"flake8 does not accept {names}: {error}") from error
    return configuration


def file_for(folder: Path) -> Path | None:
    """Return the file that flake8 finds when it is started in a folder: there or above.

    Like flake8, it looks no higher than below the home folder.
    """
    home = Path.home()
    for place in (folder, *folder.parents):
        if place == home and place != folder:
            return None
        for path in (place / name for name in FILES):
            if any(map(_reader(path).has_section, SECTIONS)):
                return path
    return None


def files_read(arguments: Sequence[str]) -> list[Path]:
    """Return the files that flake8 reads when it is started with these arguments, here."""
    parser = stage1_arg_parser()
    parser.add_argument("--toml-config")
    given, _ = parser.parse_known_args(arguments)
    found = None if given.isolated else given.config or file_for(Path.cwd())
    files = [Path(file) for file in (found, *given.append_config) if file]
    toml = Path(given.toml_config or Path.cwd() / TOML)
    return [*files, toml] if _reads_toml() and toml.exists() else files


def _reads_toml() -> bool:
    """Say whether Flake8-pyproject is there, as one of flake8's plugins."""
    return importlib.util.find_spec("flake8p") is not None


def _reader(path: Path) -> configparser.RawConfigParser:
    """Return what a file says, as far as it can be read: flake8 then says what is wrong."""
    parser = configparser.RawConfigParser()
    with contextlib.suppress(UnicodeDecodeError, configparser.Error, OSError):
        parser.read(path, encoding="utf-8")
    return parser


@functools.lru_cache(maxsize=8)
def _read(
    folder: str, file: Path | None, arguments: tuple[str, ...], changed: tuple[int, ...]
) -> Configuration:
    """Return what configuration files and arguments say, read again when a file has changed."""
    command = [*(["--config", str(file)] if file else ["--isolated"]), *arguments]
    if _reads_toml():
        # By itself it would look in the folder in which this program was started.
        toml = Path(folder, TOML)
        command.append(f"--toml-config={toml if toml.exists() else os.devnull}")
    complaint = io.StringIO()
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(complaint):
            _, options = parse_args(command)
    except SystemExit as end:
        raise ValueError(reason_of_end(end, complaint.getvalue())) from end
    return Configuration(options, _StyleGuides(options, folder), folder)


def reason_of_end(end: SystemExit, complaint: str) -> str:
    """Return why flake8 has ended instead of starting: it or one of its plugins did not like to.

    :param complaint: what was written to standard error.
    """
    said = end.code if isinstance(end.code, str) else complaint.rpartition("error: ")[2]
    return said.strip() or f"a plugin has ended flake8 with exit code {end.code or 0}"


class _StyleGuides(StyleGuideManager):
    """What flake8 decides about findings, wherever this program was started."""

    def __init__(self, options: argparse.Namespace, folder: str) -> None:
        """Take the options, and the root of the project, where flake8 would be started.

        Raises ExecutionError for options that flake8 reads only now.
        """
        self._folder = folder
        super().__init__(options, _Silent(options))

    def populate_style_guides_with(self, options: argparse.Namespace) -> Iterator[StyleGuide]:
        """Yield what the options say about some files."""
        for name, codes in utils.parse_files_to_codes_mapping(options.per_file_ignores):
            path = os.path.join(self._folder, name) if "/" in name else name
            yield self.default_style_guide.copy(filename=path, extend_ignore_with=codes)


class _Silent(BaseFormatter):
    """What flake8 would print is only asked for, not printed."""

    def handle(self, error: Violation) -> None:
        """Take no notice."""
