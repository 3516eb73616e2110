"""The command's own options; all others are flake8's."""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from flake8_missing_import.fixer.output import AskedForError
from flake8_missing_import.learning import Limits


def own_options(arguments: Sequence[str] | None) -> tuple[argparse.Namespace, list[str]]:
    """Return the options that are the command's own, and the arguments that are flake8's.

    Everything else on the command line is left to flake8's parser, in its original order.

    Raises AskedForError; SystemExit if an option is wrong.
    """
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    end = arguments.index("--") if "--" in arguments else len(arguments)
    parser = _parser(learns="--learn" in arguments[:end])
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            options, others = parser.parse_known_args(arguments[:end])
    except SystemExit as ending:
        if ending.code:
            raise
        raise AskedForError(printed.getvalue().rstrip()) from ending
    if options.learn and (options.diff or options.unsafe or options.verbose):
        parser.error("--learn goes with neither --diff nor --unsafe nor --verbose")
    if not options.learn and (options.learn_files, options.learn_share) != (
        Limits.files,
        Limits.share,
    ):
        parser.error("--learn-files and --learn-share need --learn")
    return options, [*others, *arguments[end:]]


def _parser(*, learns: bool) -> argparse.ArgumentParser:
    """Return the parser; ``--learn --check`` has a value, or the first of the paths is it."""
    parser = argparse.ArgumentParser(
        prog="fix-missing-imports",
        usage="%(prog)s [--diff | --check] [--unsafe] [-q | -v] [option of flake8 ...] [PATH ...]\n"
        "       %(prog)s --learn [--check FILE] [-q] [option of flake8 ...] [PATH ...]",
        description="Add the imports that flake8-missing-import reports as missing. "
        "PATH is a file or a folder; - is standard input; without one it is the current folder.",
        epilog="All other options are flake8's: see flake8 --help. Exit codes: 0 done, "
        "1 something to fix (--check, --diff) or a stale file (--learn --check), "
        "2 an error, or something was refused.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=_versions())
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--diff", action="store_true", help="print a unified diff, change nothing")
    if learns:
        how.add_argument(
            "--check",
            nargs="?",
            type=Path,
            const=True,
            default=False,
            metavar="FILE",
            help="print nothing but whether FILE is stale",
        )
    else:
        how.add_argument("--check", action="store_true", help="name the files, change nothing")
    parser.add_argument(
        "--unsafe", action="store_true", help="also add where other modules could be meant"
    )
    learn = parser.add_argument_group("learning")
    learn.add_argument(
        "--learn",
        action="store_true",
        help="print the import that the files use for each name, in the form "
        "that --missing-import-files reads; with --check FILE, print nothing but whether FILE "
        "still holds what would be printed",
    )
    learn.add_argument(
        "--learn-files",
        type=_positive,
        default=Limits.files,
        metavar="N",
        help="at least this many files have the statement (default: %(default)s)",
    )
    learn.add_argument(
        "--learn-share",
        type=_percentage,
        default=Limits.share,
        metavar="PERCENT",
        help="at least this share of the files that import the name have it (default: %(default)s)",
    )
    how_much = parser.add_mutually_exclusive_group()
    how_much.add_argument(
        "-q", "--quiet", action="store_true", help="print neither summary nor progress"
    )
    how_much.add_argument("-v", "--verbose", action="store_true", help="name each fixed file")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


def _percentage(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 100")
    return int(text)


def _versions() -> str:
    python = ".".join(map(str, sys.version_info[:3]))
    others = f"flake8 {version('flake8')}, pyflakes {version('pyflakes')}, Python {python}"
    return f"fix-missing-imports {version('flake8-missing-import')} ({others})"
