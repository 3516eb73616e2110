"""flake8 searches: its options, its choice of files, its checks, and what it would print."""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import math
import os
import re
import signal
import sys
import traceback
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from flake8 import utils
from flake8.checker import FileChecker, Manager
from flake8.defaults import STATISTIC_NAMES
from flake8.exceptions import EarlyQuit
from flake8.formatting.base import BaseFormatter
from flake8.main.application import Application
from flake8.plugins.finder import Checkers, Plugins
from flake8.style_guide import Decision, DecisionEngine, Ignored, StyleGuideManager
from flake8.violation import Violation

from flake8_missing_import.checker import MissingImportChecker, optional_codes
from flake8_missing_import.codes import CODES, OFF
from flake8_missing_import.configuration import files_read, reason_of_end
from flake8_missing_import.content import decoded, printable, read_file
from flake8_missing_import.fixer.output import AskedForError, located_reason, reason
from flake8_missing_import.fixer.walking import FileChoice, Found, Unreadable, python_files
from flake8_missing_import.model import MissingImport

STDIN = "-"
PARTS = 20
"""How often the progress bar grows."""
_SECONDS_TO_WAKE_UP = 0.5
_LEAST_IN_PROCESSES = 50
"""A part has at least this many files if processes are started for each part."""
_TOO_MUCH = (LookupError, MemoryError, RecursionError, SystemError, ValueError)
"""What Python's parser raises for odd texts, besides SyntaxError."""
_NOT_CHECKED, _UNREADABLE, _UNPARSABLE = "MIS900", "E902", "E999"
_FAILURES = frozenset({_NOT_CHECKED, _UNREADABLE, _UNPARSABLE})
"""The codes that say that nothing is known about a file."""
_FINDINGS = tuple(one for one in CODES if one.code != _NOT_CHECKED)
"""The codes that say something about the code."""

Progress = Callable[[int, int], None]
"""Told how many of how many files are done."""


_Result = tuple[str, list[tuple[str, int, int, str, str | None]], dict[str, int]]
"""What flake8 has for one file: its name, its findings, statistics."""


class UsageError(Exception):
    """flake8 does not start with these options or this configuration; the message says why."""


class InterruptedSearchError(Exception):
    """Somebody has stopped the search."""


@dataclass(frozen=True)
class Search:
    """What flake8 says about the files."""

    files: tuple[str, ...]
    messages: Mapping[str, Set[str]]
    """Those of our messages that it would print, by file."""
    not_checked: tuple[Unreadable, ...]
    note: str | None = None
    """Why nothing could be found, whatever the files hold."""
    left_out: tuple[str, ...] = ()
    """Folders and links that would have to be named."""


class Flake8:
    """flake8 with our checker alone.

    :param arguments: flake8's command line.

    Raises UsageError, and AskedForError if an option only prints something.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        """Read the options and the configuration."""
        try:
            os.getcwd()
        except OSError as error:
            raise UsageError(f"the current folder: {reason(error)}") from error
        self._application = _Application()
        printed, complaint = io.StringIO(), io.StringIO()
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complaint):
                self._application.initialize(arguments)
        except SystemExit as end:
            if _is_asked_for(end):
                raise AskedForError(printed.getvalue().rstrip()) from end
            raise UsageError(reason_of_end(end, complaint.getvalue())) from end
        except Exception as error:
            start = f"flake8 does not start{_with_configuration(arguments)}"
            raise UsageError(f"{start}: {_named_reason(error)}") from error
        options = self._application.options
        assert options is not None
        self.options: argparse.Namespace = options

    @property
    def reads_stdin(self) -> bool:
        """Whether standard input is among the paths."""
        return STDIN in self.options.filenames

    def search(self, progress: Progress | None, stdin: bytes = b"") -> Search:
        """Check the files. Raises UsageError and InterruptedSearchError."""
        manager = self._application.file_checker_manager
        formatter = self._application.formatter
        assert isinstance(manager, _Manager)
        assert isinstance(formatter, _Collector)
        manager.progress = progress
        with (
            contextlib.redirect_stdout(io.StringIO()) as printed,
            _standard_input(stdin),
            _interrupts_for_this_process_alone(),
            warnings.catch_warnings(),
        ):
            # Python's about the checked code would name no file.
            warnings.simplefilter("ignore", SyntaxWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            try:
                self._application.run_checks()
                self._application.report_errors()
            except (EarlyQuit, KeyboardInterrupt) as error:
                raise InterruptedSearchError from error
            except Exception as error:
                raise UsageError(f"flake8 does not run: {_named_reason(error)}") from error
        if self._application.catastrophic_failure:
            raise UsageError(printed.getvalue().strip())
        not_checked = (*manager.found.unreadable, *manager.failures)
        paths = {unreadable.path for unreadable in not_checked}
        return Search(
            files=manager.filenames,
            messages={name: found for name, found in formatter.found.items() if name not in paths},
            not_checked=not_checked,
            left_out=tuple(manager.found.left_out),
            note=_note(self.options),
        )


def _is_asked_for(end: SystemExit) -> bool:
    """Say whether flake8 ends because an option only prints something: not one of its plugins."""
    *_, (frame, _) = traceback.walk_tb(end.__traceback__)
    return not end.code and frame.f_globals["__name__"] in ("argparse", Application.__module__)


def _with_configuration(arguments: Sequence[str]) -> str:
    """Return which configuration files flake8 reads, for a sentence, nothing if it reads none."""
    files = [printable(str(file)) for file in files_read(arguments)]
    return f" with {' and '.join(files)}" if files else ""


def _named_reason(error: Exception) -> str:
    """Return an exception's message, with the file that it is about."""
    name = error.filename if isinstance(error, OSError) else None
    return f"{printable(str(name))}: {reason(error)}" if name else reason(error)


@contextlib.contextmanager
def _standard_input(content: bytes) -> Iterator[None]:
    """Let flake8 read bytes that have been read already."""
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(content), "utf-8")
    utils.stdin_get_value.cache_clear()
    try:
        yield
    finally:
        sys.stdin = before
        utils.stdin_get_value.cache_clear()


def _note(options: argparse.Namespace) -> str | None:
    engine = DecisionEngine(options)
    usual = [one.code for one in _FINDINGS if one.default != OFF]
    # To flake8, others that nobody asked for are selected by any --ignore.
    if optional_codes(options) or Decision.Selected in map(engine.decision_for, usual):
        return None
    if any(engine.was_ignored(code) is Ignored.Explicitly for code in usual):
        return "MIS is ignored by flake8's options, so nothing was checked"
    return "flake8's 'select' leaves MIS out, so nothing was checked: add --extend-select=MIS"


class _Collector(BaseFormatter):
    """Takes what flake8 would print."""

    def after_init(self) -> None:
        self.found: dict[str, set[str]] = {}

    def start(self) -> None:
        """Open no file: nothing is printed."""

    def handle(self, error: Violation) -> None:
        if error.code.startswith("MIS"):
            self.found.setdefault(error.filename, set()).add(f"{error.code} {error.text}")

    def format(self, error: Violation) -> None:
        """Print nothing."""


class _Manager(Manager):
    """flake8's manager of the checks, which leaves nothing out silently.

    It chooses the files, shows how far the checks are, and keeps the reason why a
    file could not be checked, whatever is selected.
    """

    filenames: tuple[str, ...]
    found: Found
    jobs: int
    options: argparse.Namespace
    progress: Progress | None = None
    results: list[_Result]
    style_guide: StyleGuideManager

    def start(self) -> None:
        """Choose the files."""
        choice = FileChoice(self.options.filename, self.exclude, self.options.stdin_display_name)
        self.found = python_files(self.options.filenames, choice)
        self.filenames = self.found.files
        self.jobs = min(len(self.filenames), self.jobs)

    def run(self) -> None:
        """Check the files, in a few parts if somebody wants to see the progress."""
        filenames, results = self.filenames, []
        part = self._size_of_part() if self.progress else len(filenames)
        for start in range(0, len(filenames), part or 1):
            if self.progress:
                self.progress(start, len(filenames))
            self.filenames = filenames[start : start + part]
            self._run_part()
            results += self.results
        self.filenames, self.results = filenames, results

    def _size_of_part(self) -> int:
        least = _LEAST_IN_PROCESSES if self.jobs > 1 else 1
        return max(least, math.ceil(len(self.filenames) / PARTS))

    def _run_part(self) -> None:
        try:
            super().run()
        except _TOO_MUCH:
            # One file is too much for Python's parser; flake8 does not say which.
            self.results = [self._checked(filename) for filename in self.filenames]

    def _checked(self, filename: str) -> _Result:
        try:
            checker = FileChecker(filename=filename, plugins=self.plugins, options=self.options)
            found: _Result = checker.run_checks()
        except _TOO_MUCH as error:
            result = (_UNPARSABLE, 0, 0, reason(error), None)  # the line is not known
            name = self.options.stdin_display_name if filename == STDIN else filename
            return name, [result], dict.fromkeys(STATISTIC_NAMES, 0)
        return found

    def _handle_results(
        self, filename: str, results: list[tuple[str, int, int, str, str | None]]
    ) -> int:
        try:
            count: int = super()._handle_results(filename, results)
        except LookupError:
            # It looks for comments in a file of no text encoding, where Python cannot find any.
            return len(results)
        return count

    @property
    def failures(self) -> Iterator[Unreadable]:
        """The files that could not be read, parsed or checked."""
        for filename, results, _ in self.results:
            excused = self._excused(filename)
            reasons = [
                _reason_of(code, line, text)
                for code, line, _, text, _ in results
                if code in _FAILURES - excused
            ]
            why = self._reason_of_text(filename)
            if reasons or (why and _UNPARSABLE not in excused):
                yield Unreadable(filename, why or reasons[0])

    def _reason_of_text(self, filename: str) -> str:
        """Return why Python cannot read a file, which flake8 then treats as Latin-1."""
        try:
            if STDIN not in self.filenames:
                decoded(read_file(filename))
        except (LookupError, OSError, SyntaxError, ValueError) as error:
            return located_reason(error)
        return ""

    def _excused(self, filename: str) -> set[str]:
        """Return the failures that need not be mentioned, perhaps for this file alone.

        The configuration ignores them, or E9 and MIS9, by name: one that ignores E means style.
        """
        ignored = self.style_guide.style_guide_for(filename).decider.ignored_explicitly
        named = tuple(one for one in ignored if one.startswith(("E9", "MIS9")))
        return {code for code in (_NOT_CHECKED, _UNPARSABLE) if code.startswith(named)}


def _reason_of(code: str, line: int, text: str) -> str:
    error_of_system = re.search(r"\[Errno \d+\] ([^:]+)", text)
    if error_of_system:
        return error_of_system[1]
    return f"line {line}: {text}" if line and code == _UNPARSABLE else text


class Checker(MissingImportChecker):
    """Our checker, which does not look again at the last text when that is to be fixed."""

    _last: tuple[str, str, list[MissingImport]] | None = None

    @classmethod
    def findings(
        cls,
        source: str,
        filename: str,
        tree: ast.Module | None = None,
        names: Iterable[str] | None = None,
    ) -> list[MissingImport]:
        """Return the findings in a text, as the options say, perhaps those of some names alone."""
        if names is not None:
            return super().findings(source, filename, tree, names)
        if cls._last is None or cls._last[:2] != (source, filename):
            cls._last = source, filename, super().findings(source, filename, tree)
        return list(cls._last[2])

    @classmethod
    def forget(cls) -> None:
        """Forget the last text: the options are others now."""
        cls._last = None


class _Application(Application):
    """flake8 with our checker alone, the collector as its formatter, and our manager."""

    plugins: Plugins

    def make_formatter(self) -> None:
        self.formatter = _Collector(self.options)

    def make_file_checker_manager(self, argv: Sequence[str]) -> None:
        tree = self.plugins.checkers.tree
        Checker.forget()
        ours = [one._replace(obj=Checker) for one in tree if one.obj is MissingImportChecker]
        checkers = Checkers(tree=ours, logical_line=[], physical_line=[])
        self.plugins = self.plugins._replace(checkers=checkers)
        self.file_checker_manager = _Manager(style_guide=self.guide, plugins=checkers, argv=argv)


@contextlib.contextmanager
def _interrupts_for_this_process_alone() -> Iterator[None]:
    """Keep Ctrl-C from flake8's processes, each of which would print a traceback."""
    this = os.getpid()

    def interrupt(number: int, frame: types.FrameType | None) -> None:
        if os.getpid() == this:
            signal.default_int_handler(number, frame)

    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, interrupt)
    try:
        with _waking_up_now_and_then():
            yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextlib.contextmanager
def _waking_up_now_and_then() -> Iterator[None]:
    """Let no Ctrl-C wait until flake8's processes are done.

    Python runs the handler of a signal that comes just before its main thread waits
    for a lock only when another signal ends that wait.
    """
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return
    handler = signal.signal(signal.SIGALRM, lambda number, frame: None)
    signal.setitimer(signal.ITIMER_REAL, _SECONDS_TO_WAKE_UP, _SECONDS_TO_WAKE_UP)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
