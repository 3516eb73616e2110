"""Take a project's own imports out of its files, and see whether the learned habits put them back.

Give it folders, each with a project as its authors keep it (an unpacked release of the
package index, or a clone)::

    python -m benchmarks.learned prefect-3.9.1 zenml-0.98.0 homeassistant-2025.4.4

For each case the habits are those of all files but one, as ``fix-missing-imports --learn``
writes them; one third-party or first-party import is taken out of that one, and what the
plugin says about the name is compared with what was there. Names that are not a habit of the
other files are not cases. The order and the bytes count where isort calls the file sorted.
"""

from __future__ import annotations

import argparse
import ast
import dataclasses
import functools
import os
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

import isort
from ruff import find_ruff_bin

from flake8_missing_import import MissingImport, find_missing_imports
from flake8_missing_import.applying import UnsafeEditError, fixed
from flake8_missing_import.content import decoded
from flake8_missing_import.fixer.walking import FileChoice, python_files
from flake8_missing_import.learning import Habits, learned
from flake8_missing_import.learning.learned_text import text
from flake8_missing_import.learning.module_imports import FileImports, file_imports
from flake8_missing_import.project.import_files import read
from flake8_missing_import.project.known_imports import KnownImports
from flake8_missing_import.stdlib import standard_library
from tests import restore
from tests.restore_files import PROFILES, Case, case_without

SEED = 20261126
OF_FILE = 5
"""A file gives at most this many cases."""
_EXCLUDED = (".git", "__pycache__")


@dataclass(frozen=True)
class Project:
    """A project's files and what each imports."""

    root: Path
    files: tuple[FileImports, ...]

    def habits(self, without: PurePath | None = None) -> Habits:
        """Return the habits of all files but one."""
        files = [file for file in self.files if file.path != without]
        roots = [PurePath(self.root), PurePath(self.root / "src")]
        return learned(files, roots, _is_package)

    def known(self, without: PurePath | None = None) -> tuple[KnownImports, Habits]:
        """Return what the plugin reads from the habits of all files but one."""
        habits = self.habits(without)
        with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8") as file:
            file.write(text(habits, "fix-missing-imports --learn ."))
            file.flush()
            known = dataclasses.replace(
                read([file.name]),
                root=str(self.root),
                folders=frozenset(f"{self.root}/{folder}" for folder in habits.folders),
            )
            return known, habits


@functools.cache
def _is_package(folder: PurePath) -> bool:
    return os.path.isfile(folder / "__init__.py")


def project(root: Path) -> Project:
    """Read a project, all its files that this Python can parse."""
    names = python_files([str(root)], FileChoice(["*.py"], _EXCLUDED)).files
    files = []
    for name in sorted(names):
        try:
            source = decoded(Path(name).read_bytes())
            restore.parse(source)  # habits need its head alone, cases need all of it
            files.append(file_imports(PurePath(name), source))
        except (SyntaxError, ValueError):
            continue
    return Project(root, tuple(files))


@dataclass(frozen=True)
class Outcome:
    """What became of a case."""

    case: Case
    is_reported: bool = False
    is_exact: bool = False
    is_sorted_file: bool = False
    is_on_line: bool = False
    is_identical: bool = False
    is_clean_for_isort: bool = False
    is_clean_for_ruff: bool = False
    reason: str = ""


def cases(of: Project) -> Iterator[tuple[Case, KnownImports, Habits]]:
    """Yield files, shuffled, each without one import whose name the others know."""
    library = standard_library(restore.THIS)
    possible = [
        (path, node_index, alias_index)
        for path in (Path(file.path) for file in of.files)
        for node_index, node in _imports(path)
        for alias_index, alias in enumerate(node.names)
        if not library.has_module(_module(node, alias)) and alias.name != "*"
    ]
    of_file: dict[Path, list[tuple[Path, int, int]]] = defaultdict(list)
    shuffled = random.Random(SEED)
    shuffled.shuffle(possible)
    for place in possible:
        of_file[place[0]].append(place)
    # The habits are those of all files but one: the few cases of a file share them.
    possible = [place for places in of_file.values() for place in places[:OF_FILE]]
    known_without = functools.lru_cache(maxsize=1)(of.known)
    for path, node_index, alias_index in possible:
        source = path.read_text(encoding="utf-8")
        if "\r" in source or not source.isascii():
            continue
        node = restore.parse(source).body[node_index]
        assert isinstance(node, ast.Import | ast.ImportFrom)
        alias = node.names[alias_index]
        known, habits = known_without(PurePath(path))
        if (alias.asname or alias.name.partition(".")[0]) not in known.names:
            continue
        case = case_without(path, source, node, alias)
        if case is not None:
            yield case, known, habits


def _imports(path: Path) -> list[tuple[int, ast.Import | ast.ImportFrom]]:
    body = restore.parse(decoded(path.read_bytes())).body
    return [
        (index, node)
        for index, node in enumerate(body)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and getattr(node, "module", "") != "__future__"
    ]


def _module(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    if isinstance(node, ast.Import):
        return alias.name
    return "." if node.level else node.module or ""


def outcome(case: Case, known: KnownImports, habits: Habits) -> Outcome:
    """Let the fixer add the import."""

    def find(source: str) -> list[MissingImport]:
        return [
            finding
            for finding in find_missing_imports(source, filename=str(case.path), known=known)
            if finding.name.partition(".")[0] == case.name
        ]

    found = find(case.removed)
    if not found:
        return Outcome(case, reason="silent")
    own = tuple(sorted(habits.first_party - habits.among_third_party))
    profiles = sorting_profiles(case.original, own)
    statements = [str(finding.statement) for finding in found]
    done = Outcome(
        case,
        is_reported=True,
        is_exact=statements == [case.statement],
        is_sorted_file=bool(profiles),
        reason=found[0].message,
    )
    if not done.is_exact or not profiles:
        return done
    try:
        after = fixed(case.removed.encode(), find, lambda _: True).decode()
    except UnsafeEditError as error:
        return dataclasses.replace(done, reason=f"not fixed: {error}")
    edit = found[0].edit
    return dataclasses.replace(
        done,
        is_on_line=edit is not None and edit.statement_line == case.line,
        is_identical=after == case.original,
        is_clean_for_isort=profiles <= sorting_profiles(after, own),
        is_clean_for_ruff=after == case.original
        or is_ruff_clean(after, own)
        or not is_ruff_clean(case.original, own),
        reason=f"{found[0].message} {edit}",
    )


@functools.cache
def sorting_profiles(source: str, own: tuple[str, ...]) -> frozenset[str]:
    """Return the profiles under which isort would leave a file as it is."""
    try:
        return frozenset(
            profile
            for profile in PROFILES
            if isort.code(source, config=_isort_config(profile, own)) == source
        )
    except isort.exceptions.FileSkipComment:
        return frozenset()


@functools.cache
def _isort_config(profile: str, own: tuple[str, ...]) -> isort.Config:
    return isort.Config(profile=profile, known_first_party=own)


def is_ruff_clean(source: str, own: Sequence[str]) -> bool:
    """Say whether ruff's I001 has nothing to say about a file."""
    command = [find_ruff_bin(), "check", "--isolated", "--select=I001", "-q", "-"]
    command += ["--config", f"lint.isort.known-first-party={list(own)!r}"]
    done = subprocess.run(command, input=source.encode(), capture_output=True, check=False)
    return done.returncode == 0


def row(name: str, outcomes: Sequence[Outcome]) -> str:
    """Return a line of the table."""
    in_sorted = [one for one in outcomes if one.is_exact and one.is_sorted_file]
    shares = [
        _share(sum(one.is_reported for one in outcomes), len(outcomes)),
        _share(sum(one.is_exact for one in outcomes), len(outcomes)),
        str(len(in_sorted)),
        _share(sum(one.is_on_line for one in in_sorted), len(in_sorted)),
        _share(sum(one.is_identical for one in in_sorted), len(in_sorted)),
        _share(sum(one.is_clean_for_isort for one in in_sorted), len(in_sorted)),
        _share(sum(one.is_clean_for_ruff for one in in_sorted), len(in_sorted)),
    ]
    return " | ".join((name, str(len(outcomes)), *shares))


def _share(count: int, of: int) -> str:
    return f"{100 * count / of:.1f} %" if of else "-"


def misses(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield a line for each case that is not as it was."""
    for one in outcomes:
        kind = (
            "silent"
            if not one.is_reported
            else "statement"
            if not one.is_exact
            else ""
            if not one.is_sorted_file
            else "line"
            if not one.is_on_line
            else "bytes"
            if not one.is_identical
            else ""
        )
        if kind:
            wanted = f"wanted {one.case.statement!r} on line {one.case.line}"
            yield f"{kind}: {one.case.path}: {wanted}: {one.reason}"


def untouched(of: Project) -> Iterator[str]:
    """Yield what is said about the files as they are."""
    known, _ = of.known()
    for file in of.files:
        source = decoded(Path(file.path).read_bytes())
        for finding in find_missing_imports(source, filename=str(file.path), known=known):
            yield f"untouched: {file.path}:{finding.line}: {finding.message}"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="See what the learned habits put back.")
    parser.add_argument("projects", nargs="+", type=Path)
    parser.add_argument("--cases", type=int, default=334, help="for each project")
    options = parser.parse_args()
    print(
        "project | cases | reported | statement | sorted | line | bytes | isort clean | ruff clean"
    )
    everything: list[Outcome] = []
    for root in options.projects:
        of = project(root.absolute())
        outcomes = []
        for case, known, habits in cases(of):
            outcomes.append(outcome(case, known, habits))
            if len(outcomes) == options.cases:
                break
        print(row(f"{root.name} ({len(of.files)} files)", outcomes), flush=True)
        for line in misses(outcomes):
            print(line, file=sys.stderr, flush=True)
        for line in untouched(of):
            print(line, file=sys.stderr, flush=True)
        everything += outcomes
    print(row("all", everything))
    return 0


if __name__ == "__main__":
    sys.exit(main())
