"""The steps of the command: options, search, edits, a summary and an exit code."""

from __future__ import annotations

import argparse
import functools
import os
import sys
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from flake8_missing_import.applying import UnsafeEditError
from flake8_missing_import.content import decoded, printable, read_file
from flake8_missing_import.diffs import Diffs
from flake8_missing_import.fixer.command_line import own_options
from flake8_missing_import.fixer.learning import learn
from flake8_missing_import.fixer.output import (
    ERASED,
    AskedForError,
    Output,
    located_reason,
    reason,
    reserve_standard_descriptors,
)
from flake8_missing_import.fixer.replacing import RefusedError, remove_leftovers, replace_file
from flake8_missing_import.fixer.search import (
    STDIN,
    Checker,
    Flake8,
    InterruptedSearchError,
    Progress,
    Search,
    UsageError,
)
from flake8_missing_import.fixer.walking import Unreadable
from flake8_missing_import.rules.mis103_undefined import CODE as UNDEFINED

DONE, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130
"""The exit codes: all done; something to fix (--check, --diff); an error, or something was
refused; stopped by Ctrl-C, as in a shell."""

_ERRORS = (
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    RefusedError,
    SyntaxError,
    UnsafeEditError,
    ValueError,
)


@dataclass
class _Count:
    """What has happened to the files so far."""

    changed: int = 0
    refused: int = 0
    not_checked: int = 0
    not_added: int = 0
    """Imports that were refused in files where others were added."""
    with_choice: int = 0
    """Findings that --unsafe would fix."""
    without_edit: int = 0

    @property
    def has_failed(self) -> bool:
        return bool(self.refused or self.not_checked or self.not_added)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code.

    Raises SystemExit if an option only asks for a text, such as --version, or is wrong.
    """
    reserve_standard_descriptors()
    output = Output()
    try:
        return _exit_code(_outcome(arguments, output), output)
    except AskedForError as answer:
        output.line(str(answer))
        raise SystemExit(_exit_code(DONE, output)) from answer


def _exit_code(code: int, output: Output) -> int:
    """Return the exit code of a run, which has failed if something could not be printed."""
    if output.lost is None:
        return code
    output.say(f"fix-missing-imports: error: standard output: {output.lost}")
    return INTERRUPTED if code == INTERRUPTED else FAILED


def _outcome(arguments: Sequence[str] | None, output: Output) -> int:
    options, others = own_options(arguments)
    count = _Count()
    is_shown = output.is_terminal and not options.quiet
    draw = functools.partial(_draw, output) if is_shown else None
    try:
        is_stale = options.learn and learn(options, others, output, draw)
        if not options.learn:
            _run(options, others, output, count, draw)
    except UsageError as error:
        output.say(f"fix-missing-imports: error: {error}")
        return FAILED
    except (InterruptedSearchError, KeyboardInterrupt):
        output.say(f"fix-missing-imports: interrupted{_before(count, options)}")
        return INTERRUPTED
    if count.has_failed:
        return FAILED
    has_found = count.changed and (options.check or options.diff)
    return FOUND if has_found or is_stale else DONE


def _run(
    options: argparse.Namespace,
    arguments: Sequence[str],
    output: Output,
    count: _Count,
    draw: Progress | None,
) -> None:
    """Search and fix. Raises UsageError and InterruptedSearchError."""
    flake8 = Flake8(arguments)
    if flake8.reads_stdin:
        content = _standard_input(flake8)
        search = _search_of_text(flake8, content)
        files: Files = _Text(content, search, options, output)
    else:
        try:
            search = flake8.search(draw)
        finally:
            if draw:
                output.draw(ERASED)
        files = _Tree(search, options, output)
    for unreadable in search.not_checked:
        count.not_checked += 1
        output.say(f"{printable(unreadable.path)}: not checked: {printable(unreadable.reason)}")
    for filename, messages in sorted(search.messages.items()):
        _fix(filename, messages, files, options, output, count)
    files.finish()
    if not (options.quiet or files.is_lost):
        for line in _summary(search, options, count):
            output.say(line)


class Files(Protocol):
    """Where texts come from and go to."""

    def read(self, filename: str) -> bytes:
        """Return what a file holds."""

    def deliver(self, filename: str, before: bytes, after: bytes) -> None:
        """Store its new content. Raises RefusedError and OSError."""

    def finish(self) -> None:
        """Note that there is nothing more to come."""

    @property
    def is_lost(self) -> bool:
        """Whether it could not be stored after all."""


class _Preview:
    """What standard output has in place of changed files: their names, or diffs."""

    def __init__(self, search: Search, options: argparse.Namespace, output: Output) -> None:
        self.is_wanted = options.check or options.diff
        self._has_diffs = options.diff
        self._output = output
        self._diffs = Diffs(search.messages)

    def show(self, filename: str, before: bytes, after: bytes) -> None:
        if self._has_diffs:
            self._output.data(self._diffs.diff(filename, before, after))
        else:
            self._output.line(printable(filename))


class _Text:
    """Standard input, which becomes standard output."""

    def __init__(
        self, content: bytes, search: Search, options: argparse.Namespace, output: Output
    ) -> None:
        self._content = content
        self._output = output
        self._preview = _Preview(search, options, output)

    def read(self, filename: str) -> bytes:
        return self._content

    def deliver(self, filename: str, before: bytes, after: bytes) -> None:
        if self._preview.is_wanted:
            self._preview.show(filename, before, after)
        else:
            self._content = after

    def finish(self) -> None:
        if not self._preview.is_wanted:
            self._output.data(self._content)

    @property
    def is_lost(self) -> bool:
        return not self._preview.is_wanted and self._output.lost is not None


class _Tree:
    """The files of a search."""

    def __init__(self, search: Search, options: argparse.Namespace, output: Output) -> None:
        self._is_verbose = options.verbose
        self._output = output
        self._preview = _Preview(search, options, output)
        if not self._preview.is_wanted:
            real_paths = map(os.path.realpath, search.files)
            remove_leftovers({os.path.dirname(path) for path in real_paths})

    def read(self, filename: str) -> bytes:
        return read_file(filename)

    def deliver(self, filename: str, before: bytes, after: bytes) -> None:
        if self._preview.is_wanted:
            self._preview.show(filename, before, after)
        else:
            replace_file(Path(filename), before, after)
            if self._is_verbose:
                self._output.line(printable(filename))

    def finish(self) -> None:
        """Do nothing: no output is held back."""

    is_lost = False


def _standard_input(flake8: Flake8) -> bytes:
    if flake8.options.filenames != [STDIN]:
        raise UsageError("'-' stands for standard input and cannot be mixed with paths")
    if sys.stdin is None:
        raise UsageError("standard input is closed")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise UsageError(f"standard input: {reason(error)}") from error


def _search_of_text(flake8: Flake8, content: bytes) -> Search:
    """Return what flake8 says about standard input, if it is text."""
    try:
        decoded(content)
    except (LookupError, SyntaxError, ValueError) as error:
        name = flake8.options.stdin_display_name
        return Search((name,), {}, (Unreadable(name, located_reason(error)),))
    return flake8.search(None, content)


def _fix(
    filename: str,
    messages: Set[str],
    files: Files,
    options: argparse.Namespace,
    output: Output,
    count: _Count,
) -> None:
    """Add what one file lacks, and count and report the outcome."""
    name = printable(filename)
    try:
        before = files.read(filename)
        repair = Checker.repaired(before, filename, messages, unsafe=options.unsafe)
        if repair.content != before:
            files.deliver(filename, before, repair.content)
            count.changed += 1
    except _ERRORS as error:
        count.refused += 1
        output.say(f"{name}: not fixed: {printable(reason(error))}")
        return
    for refusal in repair.refused:
        count.not_added += 1
        statement, why = refusal.finding.statement, printable(refusal.reason)
        output.say(f"{name}: '{statement}' was not added: {why}")
    count.with_choice += sum(finding.edit is not None for finding in repair.left)
    count.without_edit += sum(
        finding.edit is None and finding.code != UNDEFINED for finding in repair.left
    )


def _draw(output: Output, done: int, of: int) -> None:
    bar = "#" * (20 * done // of)
    output.draw(f"\r[{bar:20}] {done}/{of} files")


def _changed(count: _Count, options: argparse.Namespace) -> str:
    verb = "to fix" if options.check or options.diff else "fixed"
    return f"{count.changed} {'file' if count.changed == 1 else 'files'} {verb}"


def _before(count: _Count, options: argparse.Namespace) -> str:
    """Return what had been done when somebody stopped the command."""
    if options.learn:
        return ""
    when = "so far" if options.check or options.diff else "before"
    return f", {_changed(count, options)} {when}"


def _why_none(left_out: Sequence[str]) -> str:
    """Return why there is no file to check.

    :param left_out: what would have to be named.
    """
    why = "there is no Python file, or all are excluded"
    if not left_out:
        return why
    first, more = printable(left_out[0]), len(left_out) - 1
    which = f"{first} and {more} more are" if more else f"{first} is"
    named = "they are named" if more else "it is named"
    return f"{which} left out unless {named}; elsewhere {why}"


def _summary(search: Search, options: argparse.Namespace, count: _Count) -> Iterator[str]:
    """Yield lines that say what has been done and what has not."""
    if not search.files and not search.not_checked:
        yield f"no files to check: {_why_none(search.left_out)}"
        return
    parts = [_changed(count, options)]
    if count.refused:
        parts.append(f"{count.refused} refused")
    if count.not_added:
        parts.append(f"{count.not_added} {'import' if count.not_added == 1 else 'imports'} refused")
    if count.not_checked:
        parts.append(f"{count.not_checked} not checked")
    yield ", ".join(parts)
    if count.with_choice:
        verb = "needs" if count.with_choice == 1 else "need"
        yield f"{count.with_choice} more {verb} a choice: see flake8, or --unsafe"
    if count.without_edit:
        yield f"{count.without_edit} more cannot be added automatically: see flake8"
    if search.note:
        yield search.note
