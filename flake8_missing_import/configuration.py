"""What flake8's configuration says of a text that flake8 itself does not check: an editor's.

flake8 reads the files and decides; this only asks it.
"""

from __future__ import annotations

import argparse
import configparser
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flake8.discover_files import expand_paths
from flake8.exceptions import Flake8Exception
from flake8.formatting.base import BaseFormatter
from flake8.options.parse_args import parse_args
from flake8.processor import FileProcessor
from flake8.style_guide import StyleGuideManager
from flake8.violation import Violation

from flake8_missing_import.checker import MissingImportChecker
from flake8_missing_import.model import MissingImport

FILES = ("setup.cfg", "tox.ini", ".flake8")
"""Where flake8 looks, in its order (flake8's documentation, "Configuring Flake8")."""
SECTION = "flake8"


class ConfigurationError(Exception):
    """flake8 refuses the configuration; the message says which file."""


@dataclass(frozen=True, eq=False)
class Configuration:
    """flake8's options for one project."""

    options: argparse.Namespace

    def reported(
        self, findings: Iterable[MissingImport], source: str, path: str
    ) -> list[MissingImport]:
        """Return the findings in a text that flake8 would report.

        It may exclude the file, ignore the code, or find ``# noqa``.
        """
        found = list(findings)
        if not found or not self._is_checked(path):
            return []
        processor = FileProcessor(path, self.options, lines=source.splitlines(keepends=True))
        # Which lines a comment belongs to takes tokens, and with them half of the time.
        has_noqa = "noqa" in source.lower()
        if has_noqa and processor.should_ignore_file():
            return []
        guide = StyleGuideManager(self.options, _Silent(self.options))
        return [
            finding
            for finding in found
            if guide.handle_error(
                code=finding.code,
                filename=path,
                line_number=finding.line,
                column_number=finding.column,
                text=finding.message,
                physical_line=processor.noqa_line_for(finding.line) if has_noqa else "\n",
            )
        ]

    def _is_checked(self, path: str) -> bool:
        found = expand_paths(
            paths=["-"],
            stdin_display_name=path,
            filename_patterns=self.options.filename,
            exclude=[*self.options.exclude, *self.options.extend_exclude],
        )
        return any(found)


def take_over(folder: str, file: str | None = None) -> Configuration:
    """Return flake8's configuration for a folder, and make our checker follow it.

    :param folder: the root of the project.
    :param file: the configuration file, if it is not one that flake8 would find there.

    Raises ConfigurationError for what flake8 would not start with.
    """
    found = Path(file) if file else _file_in(Path(folder))
    try:
        configuration = _read(found, found.stat().st_mtime_ns if found else 0)
    except (Flake8Exception, configparser.Error, OSError, SystemExit) as error:
        raise ConfigurationError(f"flake8 does not accept {found}: {error}") from error
    MissingImportChecker.parse_options(configuration.options)
    return configuration


def _file_in(folder: Path) -> Path | None:
    for path in (folder / name for name in FILES):
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (UnicodeDecodeError, configparser.Error):
            continue
        if parser.has_section(SECTION):
            return path
    return None


@functools.lru_cache(maxsize=8)
def _read(file: Path | None, changed: int) -> Configuration:
    """Return what a configuration file says, read again when it has changed."""
    _, options = parse_args(["--config", str(file)] if file else ["--isolated"])
    return Configuration(options)


class _Silent(BaseFormatter):
    """What flake8 would print is asked for, not printed."""

    def handle(self, error: Violation) -> None:
        """Take no notice."""
