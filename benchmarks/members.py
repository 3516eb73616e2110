"""Take members and aliases out of released files, and see whether they are suggested again.

The files are from packages that tools/count_usage.py has not counted, one folder per package::

    python -m benchmarks.members FOLDER --cases 1000 --seed 1

It takes one import of each file, ``from X import Y`` or ``import X as Y``, from a shuffled list of
all files. A name is made up if it is not that of the member or module, apart from leading
underscores (``from time import monotonic as now``); customary ones (``import datetime as dt``) are
counted there too. A suggestion is right if it binds the very object, or typing's old alias of it,
or what that is an alias of (``typing.Callable``, ``collections.abc.Callable``).
"""

from __future__ import annotations

import argparse
import ast
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flake8_missing_import import find_missing_imports
from flake8_missing_import.stdlib.types import identity
from tests import restore
from tests.test_restore_members import Case, cases, is_equivalent


@dataclass(frozen=True)
class Outcome:
    """What is said about a name that was taken out."""

    case: Case
    suggested: str | None
    is_right: bool

    @property
    def is_exact(self) -> bool:
        """It is the statement that was taken out."""
        return self.suggested == self.case.statement

    @property
    def is_made_up(self) -> bool:
        """The name is the file's own for the thing."""
        before, _, alias = self.case.statement.partition(" as ")
        return bool(alias) and alias.lstrip("_") != before.split(" ")[-1].rpartition(".")[2]


def sample(folder: Path, count: int, seed: int) -> Iterator[Case]:
    """Yield cases, one from each file that has any."""
    generator = random.Random(seed)
    paths = sorted(folder.rglob("*.py"))
    generator.shuffle(paths)
    for path in paths:
        possible = list(cases(path))
        generator.shuffle(possible)
        for case in possible:
            undefined = restore.undefined_names
            if case.name in undefined(case.removed) - undefined(case.original):
                yield case
                count -= 1
                break
        if count == 0:
            return


def outcome(case: Case) -> Outcome:
    """Ask for the name that was taken out."""
    found = [
        str(finding.statement)
        for finding in find_missing_imports(
            case.removed, filename=str(case.path), target_version=restore.THIS
        )
        if finding.name == case.name
    ]
    if not found:
        return Outcome(case, None, False)
    is_right = is_equivalent(found[0], case.statement)
    is_alias = identity(origin_of(found[0])) == identity(origin_of(case.statement))
    return Outcome(case, found[0], is_right or is_alias)


def origin_of(statement: str) -> str:
    """Return the full name of what a statement imports."""
    (node,) = ast.parse(statement).body
    assert isinstance(node, ast.Import | ast.ImportFrom)
    name = node.names[0].name
    return f"{node.module}.{name}" if isinstance(node, ast.ImportFrom) else name


def row(title: str, outcomes: Sequence[Outcome]) -> str:
    """Return a line of the table."""
    reported = [one for one in outcomes if one.suggested]
    cells = [
        title,
        str(len(outcomes)),
        part(len(reported), len(outcomes)),
        part(sum(one.is_right for one in reported), len(reported)),
        part(sum(one.is_exact for one in reported), len(reported)),
    ]
    return f"| {' | '.join(cells)} |"


def part(some: int, of_all: int) -> str:
    """Return a number and its share in percent."""
    return f"{some} ({some / of_all:.1%})" if of_all else "-"


def main() -> int:
    """Sample, ask, and print the table."""
    parser = argparse.ArgumentParser(description="Ask for members that are taken out.")
    parser.add_argument("folder", type=Path, help="one folder per package")
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="list what is not right")
    options = parser.parse_args()
    outcomes = [outcome(case) for case in sample(options.folder, options.cases, options.seed)]
    if options.verbose:
        for one in outcomes:
            if not one.is_right:
                where = one.case.path.relative_to(options.folder)
                print(f"{where}: {one.suggested or 'nothing'} for {one.case.statement}")
    packages = {one.case.path.relative_to(options.folder).parts[0] for one in outcomes}
    print(f"{len(packages)} packages: {', '.join(sorted(packages))}")
    print("| names | cases | reported | right of those | same statement |")
    print("| --- | --- | --- | --- | --- |")
    print(row("made up", [one for one in outcomes if one.is_made_up]))
    print(row("not made up", [one for one in outcomes if not one.is_made_up]))
    print(row("all", outcomes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
