"""The command ``fix-missing-imports``: flake8 finds, this adds.

flake8's own machinery reads the configuration, walks the folders and decides
what is excluded, ignored and ``# noqa``; what is left is applied.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import io
import math
import os
import shutil
import stat
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from flake8.checker import Manager
from flake8.formatting.base import BaseFormatter
from flake8.main.application import Application
from flake8.plugins.finder import Checkers, Plugins
from flake8.violation import Violation

from flake8_missing_import.applying import UnsafeEditError, fixed_as_reported
from flake8_missing_import.checker import MissingImportChecker
from flake8_missing_import.diffs import unified_diff

DONE, FOUND, FAILED = 0, 1, 2
"""The exit codes: all done; something to fix (--check, --diff); a file was refused."""

STDIN = "-"
_PARTS = 20
"""How often the progress bar grows."""


class RefusedError(Exception):
    """A file is left alone; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options, flake8_arguments = _parser().parse_known_args(arguments)
    if STDIN in options.paths:
        if options.paths != [STDIN]:
            _parser().error("'-' stands for standard input and cannot be mixed with paths")
        content = sys.stdin.buffer.read()
        # flake8 reads it, and so do we.
        sys.stdin = io.TextIOWrapper(io.BytesIO(content), "utf-8")
    found = _found([*flake8_arguments, "--", *options.paths], is_quiet=options.quiet)
    changed = failed = 0
    for filename, messages in sorted(found.items()):
        try:
            before = content if options.paths == [STDIN] else Path(filename).read_bytes()
            find = functools.partial(MissingImportChecker.findings, filename=filename)
            after = fixed_as_reported(before, find, messages, unsafe=options.unsafe)
            if after != before:
                changed += 1
                _deliver(filename, before, after, options)
        except (
            RefusedError,
            UnsafeEditError,
            SyntaxError,
            ValueError,
            OSError,
            RecursionError,
        ) as error:
            failed += 1
            print(f"{_printable(filename)}: not fixed: {error}", file=sys.stderr)
    if options.paths == [STDIN] and not changed and not (options.check or options.diff):
        sys.stdout.buffer.write(content)
    if not options.quiet:
        verb = "to fix" if options.check or options.diff else "fixed"
        summary = f"{changed} {'file' if changed == 1 else 'files'} {verb}"
        print(summary + (f", {failed} refused" if failed else ""), file=sys.stderr)
    if failed:
        return FAILED
    return FOUND if changed and (options.check or options.diff) else DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fix-missing-imports",
        description="Add the imports that flake8-missing-import reports as missing.",
        epilog="All other options are flake8's. Exit codes: 0 done, "
        "1 something to fix (--check, --diff), 2 a file was refused.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="file or folder; - is stdin")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--diff", action="store_true", help="print a unified diff, change nothing")
    how.add_argument("--check", action="store_true", help="name the files, change nothing")
    parser.add_argument(
        "--unsafe", action="store_true", help="also add where other modules could be meant"
    )
    how_much = parser.add_mutually_exclusive_group()
    how_much.add_argument(
        "-q", "--quiet", action="store_true", help="print neither summary nor progress"
    )
    how_much.add_argument("-v", "--verbose", action="store_true", help="name each fixed file")
    return parser


class _Collector(BaseFormatter):
    """Takes what flake8 would print."""

    def after_init(self) -> None:
        self.found: dict[str, set[str]] = defaultdict(set)

    def handle(self, error: Violation) -> None:
        if error.code.startswith("MIS"):
            self.found[error.filename].add(f"{error.code} {error.text}")

    def format(self, error: Violation) -> None:
        """Print nothing."""


class _Progress(Manager):
    """flake8's manager of the checks, which shows how far they are.

    It checks the files in a few parts, and draws a bar between them.
    """

    filenames: tuple[str, ...]
    results: list[tuple[str, list[object], dict[str, int]]]

    def run(self) -> None:
        """Run the checks of all files."""
        filenames, results = self.filenames, []
        part = math.ceil(len(filenames) / _PARTS)
        for start in range(0, len(filenames), part):
            bar = "#" * (20 * start // len(filenames))
            print(
                f"\r[{bar:20}] {start}/{len(filenames)} files", end="", file=sys.stderr, flush=True
            )
            self.filenames = filenames[start : start + part]
            super().run()
            results += self.results
        print("\r\033[K", end="", file=sys.stderr, flush=True)
        self.filenames, self.results = filenames, results


class _Application(Application):
    """flake8 with our checker alone, and the collector for a formatter."""

    plugins: Plugins
    is_quiet: bool

    def make_formatter(self) -> None:
        self.formatter = _Collector(self.options)

    def make_file_checker_manager(self, argv: Sequence[str]) -> None:
        tree = self.plugins.checkers.tree
        ours = [plugin for plugin in tree if plugin.obj is MissingImportChecker]
        checkers = Checkers(tree=ours, logical_line=[], physical_line=[])
        self.plugins = self.plugins._replace(checkers=checkers)
        super().make_file_checker_manager(argv)
        if sys.stderr.isatty() and not self.is_quiet:
            assert self.guide is not None
            progress = _Progress(style_guide=self.guide, plugins=checkers, argv=argv)
            self.file_checker_manager = progress


def _found(arguments: Sequence[str], *, is_quiet: bool) -> dict[str, set[str]]:
    """Return the messages that flake8 would print, by file."""
    application = _Application()
    application.is_quiet = is_quiet
    with contextlib.redirect_stdout(io.StringIO()):
        application.run(arguments)
    if application.catastrophic_failure:
        raise SystemExit(FAILED)
    assert isinstance(application.formatter, _Collector)
    return application.formatter.found


def _deliver(filename: str, before: bytes, after: bytes, options: argparse.Namespace) -> None:
    if options.diff:
        sys.stdout.buffer.write(unified_diff(filename, before, after))
    elif options.check:
        print(_printable(filename))
    elif options.paths == [STDIN]:
        sys.stdout.buffer.write(after)
    else:
        replace_file(Path(filename), before, after)
        if options.verbose:
            print(_printable(filename))


def replace_file(path: Path, before: bytes, after: bytes) -> None:
    """Write a file anew, at once or not at all.

    Raises RefusedError where it is read-only, has further hard links, or does
    not hold what it held; OSError where it cannot be written.
    """
    path = path.resolve(strict=True)
    status = path.stat()
    if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise RefusedError("it is read-only")
    if not os.access(path, os.W_OK):
        raise RefusedError("it may not be written")
    if status.st_nlink > 1:
        raise RefusedError("it has further hard links, which would keep the old text")
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with open(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, temporary)
        if hasattr(os, "chown"):
            # Only the superuser may give a file away.
            with contextlib.suppress(PermissionError):
                os.chown(temporary, status.st_uid, status.st_gid)
        if path.read_bytes() != before:
            raise RefusedError("it has changed meanwhile")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _printable(filename: str) -> str:
    """Return a file name on one line, without control characters."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in filename)
