"""Remove imports from real files and see whether they are suggested again.

``cases`` samples; ``outcome`` asks. The test counts, the benchmark prints.
"""

from __future__ import annotations

import ast
import functools
import random
import sys
import sysconfig
import tokenize
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import isort
import pyflakes.checker
import pyflakes.messages

from flake8_missing_import import find_missing_imports
from flake8_missing_import.module import source_lines

STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib"))
NOT_LIBRARY = {"site-packages", "test", "tests", "idle_test", "lib2to3"}
THIS = sys.version_info[:2]
PROFILES = ("", "black", "google")


@dataclass(frozen=True)
class Case:
    """A file, and one line of it that is to be removed."""

    path: Path
    line: int
    statement: str
    original: str
    removed: str


@dataclass(frozen=True)
class Outcome:
    """The outcome of a case; the reason says why it is a miss."""

    detected: bool
    statement_exact: bool
    line_exact: bool
    was_sorted: bool
    reason: str


def library_files() -> list[Path]:
    """Return the modules of this Python's standard library, without its tests."""
    return sorted(
        path
        for path in STANDARD_LIBRARY.rglob("*.py")
        if not NOT_LIBRARY & set(path.relative_to(STANDARD_LIBRARY).parts)
    )


def cases(files: list[Path], count: int, seed: int) -> list[Case]:
    """Return single-line plain imports at top level whose removal F821 sees."""
    possible = [case for path in files for case in _removable(path)]
    random.Random(seed).shuffle(possible)
    return list(_failing(possible, count))


def _failing(possible: list[Case], count: int) -> Iterator[Case]:
    for case in possible:
        if count == 0:
            return
        name = case.statement.removeprefix("import ").partition(".")[0]
        if name in undefined_names(case.removed) - undefined_names(case.original):
            count -= 1
            yield case


def _removable(path: Path) -> Iterator[Case]:
    try:
        with tokenize.open(path) as file:
            source = file.read()
        tree = parse(source)
    except (SyntaxError, UnicodeDecodeError):
        return
    lines = source_lines(source)
    for node in tree.body:
        if isinstance(node, ast.Import) and len(node.names) == 1 and not node.names[0].asname:
            statement = ast.unparse(node)
            if lines[node.lineno - 1].partition("#")[0].rstrip() == statement:
                removed = [*lines[: node.lineno - 1], *lines[node.lineno :]]
                # No file begins with the blank lines that stood below its first line.
                yield Case(path, node.lineno, statement, source, "\n".join(removed).lstrip("\n"))


def parse(source: str) -> ast.Module:
    """Parse without the warnings that old files cause."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


@functools.cache
def undefined_names(source: str) -> frozenset[str]:
    """Return the names that F821 complains about."""
    return frozenset(
        message.message_args[0]
        for message in pyflakes.checker.Checker(parse(source)).messages
        if isinstance(message, pyflakes.messages.UndefinedName)
    )


def is_sorted(source: str) -> bool:
    """Say whether isort accepts a file under one of the usual profiles."""
    return any(
        isort.code(source, config=isort.Config(profile=profile)) == source for profile in PROFILES
    )


def outcome(case: Case) -> Outcome:
    """Ask for the import that was removed."""
    name = case.statement.removeprefix("import ").partition(".")[0]
    found = [
        finding
        for finding in find_missing_imports(case.removed, filename=str(case.path))
        if finding.name.partition(".")[0] == name
    ]
    statement_exact = [str(finding.statement) for finding in found] == [case.statement]
    edit = found[0].edit if statement_exact else None
    line_exact = edit is not None and edit.statement_line == case.line
    if not found:
        reason = "not detected"
    elif not statement_exact:
        reason = f"suggested {[str(finding.statement) for finding in found]}"
    else:
        reason = f"line {edit.statement_line if edit else None}"
    return Outcome(bool(found), statement_exact, line_exact, is_sorted(case.original), reason)
