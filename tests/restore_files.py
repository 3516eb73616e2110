"""Take single imports out of sorted files, and see whether the fixer puts them back.

``cases`` samples from files that isort calls sorted; ``outcome`` fixes one.
"""

from __future__ import annotations

import ast
import copy
import functools
import importlib.util
import itertools
import random
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import isort
from ruff import find_ruff_bin

from flake8_missing_import import MissingImport, find_missing_imports
from flake8_missing_import.applying import UnsafeEditError, fixed
from flake8_missing_import.content import applied
from flake8_missing_import.stdlib import standard_library
from tests import restore

PACKAGES = ("_pytest", "hypothesis", "isort", "mypy", "pip")
PROFILES = ("", "black", "google")


@dataclass(frozen=True)
class Case:
    """A file without one of its imports."""

    path: Path
    name: str
    """The name that the import bound."""
    statement: str
    line: int
    original: str
    removed: str


@dataclass(frozen=True)
class Outcome:
    """What the fixer made of a case; the reason says why it is a miss."""

    is_original: bool = False
    is_on_line: bool = False
    is_sorted: bool = False
    is_told_by_nothing: bool = False
    """It is sorted for the other profiles, of which the text without the import had all signs."""
    is_sorted_for_ruff: bool = False
    only_adds: bool = True
    reason: str = ""


def files() -> list[Path]:
    """Return the modules of the standard library and of some packages."""
    found = restore.library_files()
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        found += sorted(Path(spec.origin).parent.rglob("*.py"))
    return found


def cases(paths: Sequence[Path], seed: int) -> Iterator[Case]:
    """Yield sorted files, each without one import that something uses, in a shuffled order."""
    possible = [(path, index) for path in paths for index in range(len(_imports(path)[1]))]
    random.Random(seed).shuffle(possible)
    for path, index in possible:
        source, imports = _imports(path)
        case = case_without(path, source, *imports[index]) if sorting_profiles(source) else None
        if case is not None:
            yield case


@functools.cache
def _imports(path: Path) -> tuple[str, list[tuple[ast.Import | ast.ImportFrom, ast.alias]]]:
    """Return a file's text and its standard-library imports at the top level."""
    content = path.read_bytes()
    if not content.isascii():
        return "", []
    source = content.decode()
    try:
        tree = restore.parse(source)
    except SyntaxError:
        return "", []
    library = standard_library(restore.THIS)
    return source, [
        (node, alias)
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if library.has_module(_module(node, alias)) and alias.name != "*"
    ]


def _module(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    if isinstance(node, ast.Import):
        return alias.name
    return "" if node.level or node.module == "__future__" else node.module or ""


@functools.cache
def sorting_profiles(source: str) -> frozenset[str]:
    """Return the profiles under which isort would leave a file as it is."""
    return frozenset(
        profile
        for profile in PROFILES
        if isort.code(source, config=isort.Config(profile=profile)) == source
    )


def case_without(
    path: Path, source: str, node: ast.Import | ast.ImportFrom, alias: ast.alias
) -> Case | None:
    """Return a file without one import, None where it shares its lines or nothing fails."""
    lines = source.split("\n")
    first, last = node.lineno - 1, node.end_lineno or node.lineno
    alone, shortened = copy.copy(node), copy.copy(node)
    alone.names = [alias]
    shortened.names = [other for other in node.names if other is not alias]
    if first + 1 == last and lines[first] == ast.unparse(node):
        if shortened.names:
            lines[first] = ast.unparse(shortened)
        else:
            _remove_with_blank_lines(lines, first)
    elif shortened.names and lines[alias.lineno - 1].strip() == f"{ast.unparse(alias)},":
        del lines[alias.lineno - 1]
    else:
        return None
    removed = "\n".join(lines)
    if not source.startswith("\n"):
        # No file begins with the blank lines that stood below its first line.
        removed = removed.lstrip("\n")
    name = (alias.asname or alias.name).partition(".")[0]
    if name not in restore.undefined_names(removed) - restore.undefined_names(source):
        return None
    return Case(path, name, ast.unparse(alone), node.lineno, source, removed)


def _remove_with_blank_lines(lines: list[str], index: int) -> None:
    """Delete a line; of the blank lines above and below the longer run stays."""
    above = index
    while above and not lines[above - 1]:
        above -= 1
    below = index + 1
    while below < len(lines) and not lines[below]:
        below += 1
    runs = index - above, below - index - 1
    if not all(runs):
        del lines[index]
    else:
        lines[above:below] = [""] * max(runs)


def outcome(case: Case) -> Outcome | None:
    """Let the fixer add the import; None where the plugin does not ask for that statement."""

    def find(source: str) -> list[MissingImport]:
        return [
            finding
            for finding in find_missing_imports(source, filename=str(case.path))
            if finding.name.partition(".")[0] == case.name
        ]

    findings = find(case.removed)
    if [str(finding.statement) for finding in findings] != [case.statement]:
        return None
    try:
        after = fixed(case.removed.encode(), find, lambda _: True).decode()
    except UnsafeEditError as error:
        return Outcome(reason=f"not fixed: {error}")
    edit = findings[0].edit
    # A finding that moves an import takes it from where it stood, and says so.
    kept = functools.reduce(applied, findings[0].removals, case.removed.encode()).decode()
    profiles = sorting_profiles(case.original)
    others = sorting_profiles(case.removed) - profiles
    return Outcome(
        is_original=after == case.original,
        is_on_line=edit is not None and edit.statement_line == case.line,
        is_sorted=profiles <= sorting_profiles(after),
        is_told_by_nothing=bool(others) and others <= sorting_profiles(after),
        is_sorted_for_ruff=after == case.original
        or is_ruff_clean(after)
        or not is_ruff_clean(case.original),
        only_adds=only_adds(kept, after),
        reason=_first_difference(case.original, after),
    )


def _first_difference(expected: str, got: str) -> str:
    pairs = itertools.zip_longest(expected.split("\n"), got.split("\n"))
    for number, (wanted, line) in enumerate(pairs, start=1):
        if wanted != line:
            return f"line {number} is {line!r} instead of {wanted!r}"
    return ""


@functools.cache
def is_ruff_clean(source: str) -> bool:
    """Say whether ruff's I001 has nothing to say of a file."""
    command = [find_ruff_bin(), "check", "--isolated", "--select=I001", "-q", "-"]
    done = subprocess.run(command, input=source.encode(), capture_output=True, check=False)
    return done.returncode == 0


def only_adds(before: str, after: str) -> bool:
    """Say whether no character is lost: the old text is a subsequence of the new one."""
    characters = iter(after)
    return all(character in characters for character in before)
