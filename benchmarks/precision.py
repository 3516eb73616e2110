"""How often a suggestion is what real code had.

Single imports, functions and classes are taken out of released files, including those
that have nothing to do with the standard library; then the file is checked::

    python -m benchmarks.precision FOLDER --files 3000

The folder holds unpacked packages that tools/count_usage.py has not counted. A suggestion is right
when it is the import that was taken out, or another home of the same object: typing_extensions
counts as typing, six.moves as the library, and a module of one of the packages as where it has the
object from. Taking out a function whose name the standard library has makes the sample harder than
real code.
``--wrong 40`` prints some that are wrong.

The rows say how sure the choice was, by how likely the origin is and whether the file also
imports something else from the suggested module.
"""

from __future__ import annotations

import argparse
import ast
import functools
import multiprocessing
import os
import random
import re
import sys
import tokenize
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from flake8_missing_import import MissingImport, find_missing_imports, rules
from flake8_missing_import.evidence.choice import REPORT, Choice, choice
from flake8_missing_import.facts import undefined_uses
from flake8_missing_import.imports import bound_name, imported_modules
from flake8_missing_import.model import ImportStatement, Surroundings, Use
from flake8_missing_import.module import Module, source_lines
from flake8_missing_import.stdlib import StandardLibrary, usage
from flake8_missing_import.stdlib.types import identity

IMPORTS, DEFINITIONS = 4, 2
"""How many statements are taken out of a file, one at a time."""

BANDS = (0.99, 0.9, REPORT)
TARGET = (3, 11)
SEED = 1
BACKPORTS = {"mock": "unittest.mock", "typing_extensions": "typing"}
"""Modules that have the library's objects, with the modules where these are."""
SIX = re.compile(r"(?:\w+\.)*six\.moves(?:\.|$)")
"""six, vendored copies too, has them below this, ``http.client`` as ``http_client``."""
LONGEST_WAY = 3
"""Through so many modules of its own a package may pass on the library's objects."""

Removed = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef


def removable(tree: ast.Module, seed: str) -> list[Removed]:
    """Return the statements of a file that are to be taken out."""
    imports = [
        node
        for node in tree.body
        if isinstance(node, ast.Import)
        or (
            isinstance(node, ast.ImportFrom)
            and node.module != "__future__"
            and node.names[0].name != "*"
        )
    ]
    known = usage.names()
    definitions = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in known
    ]
    random.Random(seed).shuffle(imports)
    return [*imports[:IMPORTS], *definitions[:DEFINITIONS]]


def without(node: Removed, source: str) -> str:
    """Return the source with a statement replaced by ``pass``."""
    lines = source_lines(source)
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    last = node.end_lineno or node.lineno
    lines[first - 1 : last] = ["pass", *[""] * (last - first)]
    return "\n".join(lines)


def bound(node: Removed) -> Iterator[tuple[str, str]]:
    """Yield the names that a statement binds, each with an import that does."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name, ""
        return
    for name in map(bound_name, node.names):
        for single in single_imports(node, name):
            yield name, ast.unparse(single)


@dataclass(frozen=True)
class Suggestion:
    """What is said about a name that was taken out of a file."""

    path: str
    removed: str
    """The import, nothing for a definition."""
    suggested: str
    is_member: bool
    is_right: bool
    is_alone: bool
    """No other module is named."""
    share: float
    is_in_company: bool
    """The file also imports something else from that module."""

    @property
    def title(self) -> str:
        """Return the row in which it is counted."""
        if not self.is_member:
            return "a module"
        company = "does" if self.is_in_company else "does not"
        band = next((band for band in BANDS if self.share >= band), None)
        if band is None:
            return "a member, less likely than others of the library together with it"
        return f"a member, share at least {band}, and the file {company} import from that module"


def is_right(finding: MissingImport, statement: str, path: str) -> bool:
    """Say whether a suggestion binds what the statement did."""
    if str(finding.statement) == statement:
        return True
    node = ast.parse(statement or "pass").body[0]
    suggested = finding.statement
    if suggested is None or not isinstance(node, ast.Import | ast.ImportFrom):
        return False
    return origin_of(suggested) in set(origins(node, Path(path)))


def origins(node: ast.Import | ast.ImportFrom, path: Path, way: int = 0) -> Iterator[str]:
    """Yield what the one name of an import is, by the name of its first home.

    Modules of the file's own package are read: they may have it from the library.
    """
    (alias,) = node.names
    if isinstance(node, ast.Import):
        module = ported(alias.name)
        if not alias.asname:
            yield module if module != alias.name else bound_name(alias)
        return
    if not node.level:
        from_six = SIX.match(f"{node.module}.{alias.name}")
        member = f"{node.module}.{alias.name}"
        yield identity(ported(member) if from_six else f"{ported(node.module or '')}.{alias.name}")
    passing = own_module(node, path) if way < LONGEST_WAY else None
    if passing:
        for other in ast.walk(tree_of(passing)):
            if isinstance(other, ast.Import | ast.ImportFrom):
                for single in single_imports(other, alias.name):
                    yield from origins(single, passing, way + 1)


def single_imports(
    node: ast.Import | ast.ImportFrom, name: str
) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield the part of an import that binds a name, as a statement."""
    for alias in node.names:
        if bound_name(alias) == name:
            if isinstance(node, ast.ImportFrom):
                yield ast.ImportFrom(node.module, [alias], node.level)
            else:
                yield ast.Import([alias])


def ported(module: str) -> str:
    """Return the module whose objects a module has."""
    if SIX.match(module):
        return SIX.sub("", module).replace("_", ".")
    for backport, original in BACKPORTS.items():
        if f"{module}.".startswith(f"{backport}."):
            return f"{original}{module.removeprefix(backport)}".strip(".")
    return module


def own_module(node: ast.ImportFrom, path: Path) -> Path | None:
    """Return the file from which an import takes a name: of the package itself, or another."""
    parts = Path(*(node.module or "").split("."))
    folders = [path.parents[node.level - 1]] if node.level else [*path.parents, *unpacked()]
    for folder in folders:
        for file in (folder / parts / "__init__.py", (folder / parts).with_suffix(".py")):
            if file.is_file():
                return file
    return None


@functools.cache
def unpacked() -> tuple[Path, ...]:
    """Return the folders of the packages."""
    return tuple(sorted(one for one in Path().iterdir() if one.is_dir()))


@functools.cache
def tree_of(path: Path) -> ast.Module:
    """Return the tree of a file, an empty one where it does not parse."""
    try:
        with tokenize.open(path) as file:
            return ast.parse(file.read())
    except (SyntaxError, ValueError):
        return ast.parse("")


def origin_of(statement: ImportStatement) -> str:
    """Return what a statement binds, by the name of its first home."""
    if statement.name:
        return identity(f"{statement.module}.{statement.name}")
    return statement.module if statement.alias else statement.binds


def checked(text: str, path: str) -> tuple[list[MissingImport], dict[str, float]]:
    """Return the findings in a text, and how likely the choice of each name was."""
    shares: dict[str, float] = {}

    def recorded(
        name: str,
        uses: Sequence[Use],
        surroundings: Surroundings,
        library: StandardLibrary,
        *,
        lacking: frozenset[str] = frozenset(),
    ) -> Choice | None:
        meant = choice(name, uses, surroundings, library, lacking=lacking)
        if meant:
            shares[name] = meant.share
        return meant

    with mock.patch.object(rules, "choice", recorded):
        return find_missing_imports(text, filename=path, target_version=TARGET), shares


def judged(path: Path) -> list[Suggestion]:
    """Return what is said about the names that are taken out of a file."""
    warnings.simplefilter("ignore")
    try:
        with tokenize.open(path) as file:
            source = file.read()
        return [
            suggestion
            for node in removable(ast.parse(source), path.name)
            for suggestion in suggestions(node, source, str(path))
        ]
    except (SyntaxError, ValueError, RecursionError):
        return []


def suggestions(node: Removed, source: str, path: str) -> Iterator[Suggestion]:
    """Yield what is said about the names of one statement that is taken out."""
    text = without(node, source)
    tree = ast.parse(text)
    undefined = {use.name for use in undefined_uses(Module(text, tree, path))}
    names = {name: statement for name, statement in bound(node) if name in undefined}
    if not names:
        return
    modules = imported_modules(tree.body)
    findings, shares = checked(text, path)
    yield from (judgement(one, names, shares, modules, path) for one in wanted(findings, names))


def wanted(findings: list[MissingImport], names: Mapping[str, str]) -> Iterator[MissingImport]:
    """Yield the first suggestion for each name."""
    seen: set[str] = set()
    for finding in findings:
        name = finding.name.partition(".")[0]
        if finding.statement and name in names and name not in seen:
            seen.add(name)
            yield finding


def judgement(
    finding: MissingImport,
    names: Mapping[str, str],
    shares: Mapping[str, float],
    modules: frozenset[str],
    path: str,
) -> Suggestion:
    """Compare a suggestion with what was taken out."""
    assert finding.statement
    name = finding.name.partition(".")[0]
    return Suggestion(
        path=path,
        removed=names[name],
        suggested=str(finding.statement),
        is_member=str(finding.statement) != f"import {finding.name}",
        is_right=is_right(finding, names[name], path),
        is_alone=not finding.other_modules,
        share=shares.get(name, 0.0),
        is_in_company=finding.statement.module in modules,
    )


def row(title: str, given: Sequence[Suggestion]) -> str:
    """Return a line of the table."""
    alone = [one for one in given if one.is_alone]
    right = [one for one in given if one.is_right]
    named = sum(not one.is_alone for one in right)
    cells = [
        title,
        f"{len(given):,}",
        part(sum(one.is_right for one in alone), len(alone)),
        part(
            sum(one.is_right for one in alone if one.removed), sum(bool(o.removed) for o in alone)
        ),
        part(named, len(right)),
    ]
    return f"| {' | '.join(cells)} |"


def part(some: int, of_all: int) -> str:
    """Return a share in percent."""
    return f"{some / of_all:.1%}" if of_all else "-"


def main() -> int:
    """Sample, judge and print a line for each kind of suggestion."""
    parser = argparse.ArgumentParser(description="Measure how often a suggestion is right.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--jobs", type=int, default=1, help="how many processes")
    parser.add_argument("--wrong", type=int, default=0, help="how many wrong ones to print")
    options = parser.parse_args()
    os.chdir(options.folder)
    paths = sorted(Path().rglob("*.py"))
    random.Random(SEED).shuffle(paths)
    given: list[Suggestion] = []
    with multiprocessing.Pool(options.jobs) as pool:
        for result in pool.imap(judged, paths[: options.files], chunksize=20):
            given += result
    wrong = [one for one in given if not one.is_right and one.is_alone]
    for one in random.Random(SEED).sample(wrong, min(options.wrong, len(wrong))):
        removed = one.removed or "a definition"
        print(f"{one.path}: '{one.suggested}' for {removed} ({one.share:.3f})")
    print("| suggestion | count | right | right, imports only | another named beside right ones |")
    print("| --- | --- | --- | --- | --- |")
    for title in sorted({one.title for one in given}):
        print(row(title, [one for one in given if one.title == title]))
    print(row("all members", [one for one in given if one.is_member]))
    print(row("all", given))
    return 0


if __name__ == "__main__":
    sys.exit(main())
