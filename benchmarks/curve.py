"""How often the likeliest origin of a name is right, and how often it is sure enough to say so.

The files are from packages that tools/count_usage.py has not counted, one folder per package::

    python -m benchmarks.curve FOLDER --files 2000

Each import whose name the standard library has too, from there or from elsewhere, is treated as
missing, one at a time, and the product's own choice is used: the types of all uses, their shapes,
and the rest of the file. An answer is right when it is the import that was there, or
another home of the same object. One in the last column may be right as well: half of what other
imports bring under such names is the library's object, through a module of the project.
"""

from __future__ import annotations

import argparse
import ast
import copy
import multiprocessing
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import decode_source
from pathlib import Path

from flake8_missing_import.conditions import Conditions
from flake8_missing_import.evidence.choice import NAME_ANOTHER, ranked
from flake8_missing_import.evidence.surroundings import surroundings_of
from flake8_missing_import.imports import bound_name
from flake8_missing_import.model import Use
from flake8_missing_import.module import Module, Options
from flake8_missing_import.stdlib import usage
from flake8_missing_import.stdlib.types import identity
from flake8_missing_import.stdlib.usage import ELSEWHERE, OTHERS
from tools.count_usage import File, parsed

THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99)
EVERYDAY = 0.5
"""A name is an everyday word if released code takes it from the library less often than this."""

TARGET = (3, 11)
SEED = 1


@dataclass(frozen=True)
class Answer:
    """What is said about one name in one file."""

    name: str
    truth: str
    origin: str
    """The likeliest origin."""
    share: float
    others: tuple[str, ...]
    """The modules that are named beside it."""

    @property
    def is_wanted(self) -> bool:
        """Say whether the name is the library's."""
        return self.truth != ELSEWHERE

    @property
    def is_suggestion(self) -> bool:
        """Say whether the answer is the library's."""
        return self.origin not in OTHERS

    @property
    def is_right(self) -> bool:
        """Say whether the suggested object is the one that was there."""
        return identity(self.origin) == identity(self.truth)


def answers(path: Path) -> Iterator[Answer]:
    """Yield what is said about each import of a file if it were missing."""
    tree = parsed(path)
    if tree is None:
        return
    source = decode_source(path.read_bytes())
    file = File(tree, usage.names())
    for (name, truth), uses in uses_by_origin(file).items():
        module = Module(source, without(tree, name), str(path), Options(target_version=TARGET))
        surroundings = surroundings_of({name: uses}, Conditions(module))
        best, *rest = ranked(name, uses, surroundings, module.library)
        others = (o for o, share in rest if share >= NAME_ANOTHER and o not in OTHERS)
        yield Answer(name, truth, best[0], best[1], tuple(others))


def uses_by_origin(file: File) -> dict[tuple[str, str], list[Use]]:
    """Return the uses of each name that an import binds, and nothing else."""
    uses: dict[tuple[str, str], list[Use]] = defaultdict(list)
    for load, scope in file.loads:
        origins = file.origins_of(load.id, scope)
        if len(origins) == 1 and not origins <= OTHERS - {ELSEWHERE}:
            uses[load.id, next(iter(origins))].append(file.use(load))
    return uses


def without(tree: ast.Module, lost: str) -> ast.Module:
    """Return a module without what its top level imports under one name."""
    body = []
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            node = copy.copy(node)
            node.names = [alias for alias in node.names if bound_name(alias) != lost]
        if getattr(node, "names", True):
            body.append(node)
    return ast.Module(body=body, type_ignores=[])


def rows(title: str, given: Iterable[Answer]) -> Iterator[str]:
    """Yield the lines of the table for some answers."""
    known = list(given)
    wanted = sum(answer.is_wanted for answer in known)
    strangers = len(known) - wanted
    for limit in THRESHOLDS:
        said = [a for a in known if a.is_suggestion and a.share >= limit]
        right = [a for a in said if a.is_right]
        named = sum(bool(a.others) for a in right)
        false = sum(not a.is_wanted for a in said)
        yield (
            f"| {title} | {limit} | {len(said):,} | {part(len(right), len(said))} "
            f"| {part(len(right), wanted)} | {by_name(known, limit)} "
            f"| {part(named, len(right))} | {part(false, strangers)} |"
        )


def by_name(known: Iterable[Answer], limit: float) -> str:
    """Return the share that is found, averaged over the names."""
    found: dict[str, list[bool]] = defaultdict(list)
    for answer in known:
        if answer.is_wanted:
            found[answer.name].append(answer.is_right and answer.share >= limit)
    shares = [sum(each) / len(each) for each in found.values()]
    return part(sum(shares), len(shares))


def part(some: float, of_all: float) -> str:
    """Return a share in percent."""
    return f"{some / of_all:.1%}" if of_all else "-"


def is_everyday_word(name: str) -> bool:
    """Say whether released code mostly means something other than the library's."""
    files = {origin.name: origin.files for origin in usage.origins(name)}
    library = sum(files[origin] for origin in files.keys() - OTHERS)
    return library < EVERYDAY * sum(files.values())


def all_answers(folder: Path, files: int) -> Iterator[Answer]:
    """Yield the answers for a sample of the files of a folder."""
    paths = sorted(folder.rglob("*.py"))
    random.Random(SEED).shuffle(paths)
    with multiprocessing.Pool(2) as pool:
        for given in pool.imap_unordered(_answers_in, paths[:files], chunksize=20):
            yield from given


def _answers_in(path: Path) -> list[Answer]:
    try:
        return list(answers(path))
    except RecursionError:
        return []


def table(given: list[Answer]) -> str:
    """Return the whole table in Markdown."""
    everyday = [answer for answer in given if is_everyday_word(answer.name)]
    return "\n".join(
        [
            "| names | at least | answers | right | found | found by name | another named "
            "| answered of others' |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            *rows("all", given),
            *rows("everyday words", everyday),
        ]
    )


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure the likelihoods on unseen packages.")
    parser.add_argument("folder", type=Path, help="one folder per package")
    parser.add_argument("--files", type=int, default=2000, help="how many to sample")
    options = parser.parse_args()
    print(table(list(all_answers(options.folder, options.files))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
