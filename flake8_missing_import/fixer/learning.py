"""``--learn``: the files are read, and what they import becomes a file of its own."""

from __future__ import annotations

import argparse
import functools
import os
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from flake8.main.options import stage1_arg_parser

from flake8_missing_import.checker import MissingImportChecker
from flake8_missing_import.content import decoded, printable, read_file
from flake8_missing_import.fixer.output import ERASED, Output, reason
from flake8_missing_import.fixer.search import PARTS, STDIN, Flake8, Progress, UsageError
from flake8_missing_import.fixer.walking import FileChoice, python_files
from flake8_missing_import.learning import Limits, learned
from flake8_missing_import.learning.learned_text import MARK, text
from flake8_missing_import.learning.module_imports import FileImports, file_imports
from flake8_missing_import.project.import_files import ImportFileError, read

_CHOOSING = ("--toml-config", "--exclude", "--extend-exclude", "--filename")
"""flake8's options that decide which files there are, besides those that it reads first."""
_NEEDED = "--check needs a file of imports"
"""How a complaint about another file begins."""
_UNREADABLE = (LookupError, MemoryError, OSError, RecursionError, SyntaxError, ValueError)
"""What reading or parsing a file may raise."""


def learn(
    options: argparse.Namespace,
    arguments: Sequence[str],
    output: Output,
    progress: Progress | None,
) -> bool:
    """Print what a tree's files import; or, with ``--check``, check a file of such imports.

    :param options: the command's own.
    :param arguments: flake8's.

    Returns whether the checked file is stale, False if there is none. Raises UsageError.
    """
    flake8 = _flake8(arguments)
    paths = list(flake8.options.filenames)
    if STDIN in paths:
        raise UsageError("--learn takes files and folders, not standard input")
    made = _checked_file(options, paths)
    for path in paths:
        _check_presence(path)
    limits = Limits(options.learn_files, options.learn_share)
    files = list(_imports_of_files(paths, flake8.options, output, progress))
    if progress:
        output.draw(ERASED)
    habits = learned(files, _roots(paths), _is_package, limits)
    command = _command(paths, limits, arguments)
    content = text(habits, command)
    if made is None:
        output.data(content.encode())
        return False
    existing = _existing(made)
    is_module = any(file.path == PurePath(os.path.abspath(made)) for file in files)
    if is_module and not existing.startswith(MARK):
        raise UsageError(f"{_NEEDED}: {printable(str(made))}: it is a module that is learned from")
    is_stale = existing != content
    if is_stale:
        output.say(f"{printable(str(made))} is stale: {command} > {_quoted(str(made))}")
    return is_stale


def _checked_file(options: argparse.Namespace, paths: list[str]) -> Path | None:
    """Return the file to check, None without ``--check``. Raises UsageError.

    :param paths: what flake8 takes for paths, from which the file is removed.
    """
    if isinstance(options.check, Path):
        return options.check
    if options.check and not paths:
        raise UsageError("--learn --check needs the file to check")
    return Path(paths.pop(0)) if options.check else None


def _check_presence(path: str) -> None:
    """Raise UsageError for a path to learn from that is not there, or that cannot be reached."""
    try:
        os.stat(path)
    except OSError as error:
        is_gone = isinstance(error, FileNotFoundError)
        why = "no such file or folder" if is_gone else reason(error)
        raise UsageError(f"{printable(path)}: {why}") from error


def _existing(made: Path) -> str:
    """Return the text of a file of imports: whoever follows the advice overwrites it.

    Raises UsageError if it holds anything else.
    """
    try:
        existing = made.read_text(encoding="utf-8-sig")
        if not existing.startswith(MARK):
            read([str(made)])
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{printable(str(made))}: {reason(error)}") from error
    except ImportFileError as error:
        raise UsageError(f"{_NEEDED}: {printable(str(error))}") from error
    return existing


def _flake8(arguments: Sequence[str]) -> Flake8:
    """Return flake8 as it would check; the file to be made need not exist yet."""
    MissingImportChecker.reads_files = False
    try:
        return Flake8(arguments)
    finally:
        MissingImportChecker.reads_files = True


def _imports_of_files(
    paths: Sequence[str],
    options: argparse.Namespace,
    output: Output,
    progress: Progress | None,
) -> Iterator[FileImports]:
    """Yield the imports of the files that flake8 would check, except files of imports alone."""
    choice = FileChoice(options.filename, [*options.exclude, *options.extend_exclude])
    found = python_files(paths, choice)
    names = found.files
    for one in found.unreadable:
        output.say(f"{printable(one.path)}: not read: {printable(one.reason)}")
    made = {os.path.realpath(path) for path in options.missing_import_files}
    part = max(1, len(names) // PARTS)
    for index, name in enumerate(names):
        if progress and index % part == 0:
            progress(index, len(names))
        if os.path.realpath(name) in made:
            continue
        try:
            source = decoded(read_file(name))
            if not source.startswith(MARK):
                yield file_imports(PurePath(os.path.abspath(name)), source)
        except _UNREADABLE as error:
            line = getattr(error, "lineno", None)
            where = f"{printable(name)}:{line}" if line else printable(name)
            output.say(f"{where}: not read: {printable(reason(error))}")


def _roots(paths: Sequence[str]) -> list[PurePath]:
    """Return the folders that may hold packages, each also with ``src`` appended."""
    folders = [PurePath(os.path.abspath(path)) for path in (os.curdir, *paths)]
    outside = [next(one for one in (f, *f.parents) if not _is_package(one)) for f in folders]
    return [root for folder in outside for root in (folder, folder / "src")]


@functools.cache
def _is_package(folder: PurePath) -> bool:
    return os.path.isfile(os.path.join(folder, "__init__.py"))


def _command(paths: Sequence[str], limits: Limits, arguments: Sequence[str]) -> str:
    """Return the command that makes the file again, with flake8's options that choose files."""
    default = Limits()
    parts = ["fix-missing-imports", "--learn"]
    if limits.files != default.files:
        parts.append(f"--learn-files={limits.files}")
    if limits.share != default.share:
        parts.append(f"--learn-share={limits.share}")
    parts += _choosing_options(arguments)
    for path in paths or (os.curdir,):
        name = os.path.normpath(path).replace(os.sep, "/")
        parts.append(f"./{name}" if name.startswith("-") else name)
    return " ".join(map(_quoted, parts))


def _choosing_options(arguments: Sequence[str]) -> Iterator[str]:
    """Yield flake8's options that choose files, in full, each as it took effect.

    flake8 has accepted them, so abbreviations are of these options or of none.
    """
    first, others = stage1_arg_parser().parse_known_args(arguments)
    parser = argparse.ArgumentParser(add_help=False)
    for option in _CHOOSING:
        parser.add_argument(option)
    given, _ = parser.parse_known_args(others)
    if first.isolated:
        yield "--isolated"
    if first.config:
        yield f"--config={first.config}"
    yield from (f"--append-config={file}" for file in first.append_config)
    for option, value in zip(_CHOOSING, vars(given).values(), strict=True):
        if value is not None:
            yield f"{option}={value}"


def _quoted(word: str) -> str:
    """Return a word of a command as a shell reads it, on one line, without control characters."""
    if word.isprintable():
        return shlex.quote(word)
    return f"$'{''.join(map(_escaped, word))}'"


def _escaped(character: str) -> str:
    if character.isprintable():
        return f"\\{character}" if character in "\\'" else character
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(character))
