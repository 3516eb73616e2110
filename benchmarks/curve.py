"""How often the likeliest origin of a name is right, and how often it is sure enough to say so.

The files are of packages that tools/count_usage.py has not counted, one folder a package::

    python benchmarks/curve.py FOLDER

Each import, definition and module-level variable whose name the standard library has too is
taken for missing, one at a time: only its uses and the rest of the file's imports are known. An
answer is right when it is the import that was there, or another home of the same object. What is
asked is what the likelihood says alone, before types exclude anything.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flake8_missing_import import usage
from flake8_missing_import.likelihood import Context, identity, ranked_by_shapes
from flake8_missing_import.stdlib import NEWEST, standard_library
from flake8_missing_import.usage import ELSEWHERE, VARIABLE
from tools.count_usage import Found, found_in, home_of

THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99)
EVERYDAY = 0.5
"""A name is an everyday word if released code takes it from the library less often than this."""

LIBRARY = standard_library(NEWEST)

NAME_ANOTHER = 0.1
"""Another module at least this likely could be named beside the answer."""


@dataclass(frozen=True)
class Answer:
    """What is said of one name in one file."""

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
        return self.truth not in {ELSEWHERE, VARIABLE}

    @property
    def is_suggestion(self) -> bool:
        """Say whether the answer is the library's."""
        return self.origin not in {ELSEWHERE, VARIABLE}

    @property
    def is_right(self) -> bool:
        """Say whether the suggested object is the one that was there."""
        return identity(self.origin, LIBRARY) == identity(self.truth, LIBRARY)


def answers(found: Found) -> Iterator[Answer]:
    """Yield what is said of each import and definition of a file, taken for missing."""
    has_typing_style = any(
        module == "typing" and name in {"Dict", "List", "Tuple", "Set", "Type"}
        for module, name in found.imported
    )
    for (name, truth), looks in found.uses.items():
        if truth == VARIABLE or name not in usage.names():
            continue
        modules = frozenset(home_of(o) for bound, o in found.origins if (bound, o) != (name, truth))
        context = Context(modules=modules, has_typing_style=has_typing_style)
        seen = sorted({shape for look in looks for shape in look})
        best, *rest = ranked_by_shapes(name, seen, context, LIBRARY)
        others = tuple(
            origin
            for origin, share in rest
            if share >= NAME_ANOTHER and origin not in {ELSEWHERE, VARIABLE}
        )
        yield Answer(name, truth, best[0], best[1], others)


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
    """Say whether released code mostly means something else than the library's."""
    files = {origin.name: origin.files for origin in usage.origins(name)}
    other = files.pop(ELSEWHERE, 0) + files.pop(VARIABLE, 0)
    return sum(files.values()) < EVERYDAY * (sum(files.values()) + other)


def all_answers(folder: Path) -> Iterator[Answer]:
    """Yield the answers for every file of a folder."""
    with multiprocessing.Pool(2) as pool:
        for given in pool.imap(_answers_in, sorted(folder.rglob("*.py")), chunksize=20):
            yield from given


def _answers_in(path: Path) -> list[Answer]:
    found = found_in(path, usage.names())
    return list(answers(found)) if found else []


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
    parser.add_argument("folder", type=Path, help="one folder a package")
    print(table(list(all_answers(parser.parse_args().folder))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
