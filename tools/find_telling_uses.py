"""Write flake8_missing_import/stdlib/telling_uses.txt: which mentions of a name can matter at all.

Run it with ``python tools/find_telling_uses.py`` whenever index.txt, types.txt, usage.txt or the
constants of likelihood.py have changed. Every file that is checked is searched for the names of
this table, so what can never be reported is sorted out beforehand: a name is in the table if its
best uses in the best file could reach REPORT, and a kind of use is behind it if it speaks for the
library at all.
"""

from __future__ import annotations

import ast
import functools
import itertools
import keyword
import math
import multiprocessing
import sys
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flake8_missing_import.can_be import can_be
from flake8_missing_import.choice import HARDLY_EVER, REPORT, statement_for
from flake8_missing_import.facts import undefined_uses
from flake8_missing_import.likelihood import (
    FADING,
    MOST_LACKING,
    Context,
    candidates,
    company_score,
    prior_score,
    score_of_one,
)
from flake8_missing_import.model import Use
from flake8_missing_import.module import Module
from flake8_missing_import.shapes import ATTRIBUTE_PLACES, MOST_ARGUMENTS, attribute_in, keyword_in
from flake8_missing_import.stdlib import NEWEST, OLDEST, StandardLibrary, standard_library, usage
from flake8_missing_import.stdlib.telling import ALL_KINDS, TELLING_USES
from flake8_missing_import.stdlib.types import (
    ancestors,
    identity,
    keywords,
    names_in,
    things,
)
from flake8_missing_import.stdlib.usage import OTHERS, Origin
from flake8_missing_import.stdlib.versions import all_names
from tools.count_usage import reportable_names

HEADER = """\
# The names that a file may lack an import for, and the uses that can tell.
# Made by tools/find_telling_uses.py from index.txt, types.txt and usage.txt; do not edit.
#
# time              any use
# name: ( @         only calls and decorators; ":" is an annotation, "=" other uses
# path: .join .abspath   only such attributes; a dot alone is any attribute
"""
NEEDED = math.log(REPORT / (1 - REPORT))
"""How much likelier the library has to be than each other origin."""
_EXAMPLES = {
    "()": "unheard_of(*a, **a)",
    ".annotation": "x: unheard_of.a",
    "@": "@unheard_of\ndef f(): ...",
    "@()": "@unheard_of(*a, **a)\ndef f(): ...",
    "[]": "unheard_of[a]",
    "annotation": "x: unheard_of",
    "annotation[]": "x: unheard_of[a]",
    "await()": "async def f(): await unheard_of(*a, **a)",
    "base": "class A(unheard_of): ...",
    "class-test": "isinstance(a, unheard_of)",
    "exception": "raise unheard_of",
    "for()": "for a in unheard_of(*a, **a): ...",
    "formatted": "f'{unheard_of:1}'",
    "iterated": "for a in unheard_of: ...",
    "operand": "unheard_of + a",
    "raise()": "raise unheard_of(*a, **a)",
    "starred": "f(*unheard_of)",
    "statement()": "unheard_of(*a, **a)",
    "with": "with unheard_of: ...",
    "with()": "with unheard_of(*a, **a): ...",
}
"""How the shapes look that types may exclude."""
_UNHEARD_OF = ".unheard_of"
"""Stands for the attributes that neither the table nor typeshed has."""


@dataclass(frozen=True)
class Contest:
    """An object of the library against another origin, in the file that speaks most for it."""

    name: str
    home: Origin
    rival: Origin
    library: StandardLibrary

    def start(self, homes: int) -> float:
        """Return how much likelier it is that the library's is meant, whatever the uses are."""
        lacking = frozenset(f"{module}.x" for module in ("a", "b", "c")[:MOST_LACKING])
        modules = frozenset(self.library.all_modules)
        ours, theirs = Context(modules=modules, lacking=lacking), Context(lacking=lacking)
        return (
            math.log(homes)
            + prior_score(self.home, self.name)
            + company_score(self.home.name, ours, self.library)
            - prior_score(self.rival, self.name)
            - company_score(self.rival.name, theirs, self.library)
        )

    def gain(self, shape: str) -> float:
        """Return how much a shape speaks for the library."""
        ours = score_of_one(self.home, self.name, shape, self.library)
        return ours - score_of_one(self.rival, self.name, shape, self.library)


def telling_uses(name: str, library: StandardLibrary) -> frozenset[str]:
    """Return the kinds of use that can tell: ``(``, ``@``, ``:``, ``=``, attributes, ``.``."""
    origins = candidates(name, library)
    rivals = [origin for origin in origins if origin.name in OTHERS]
    groups: dict[str, list[Origin]] = defaultdict(list)
    for origin in origins:
        if statement_for(origin.name, name, library) is not None:
            groups[identity(origin.name)].append(origin)
    found: set[str] = set()
    for homes in groups.values():
        for home in homes:
            contests = [Contest(name, home, rival, library) for rival in rivals]
            found |= _telling(contests, len(homes))
    return frozenset(found)


def _telling(contests: Sequence[Contest], homes: int) -> frozenset[str]:
    """Return the kinds of use that can tell, of one home of an object: no rival stands them.

    Kinds that cannot by themselves may do so together.
    """
    possible = _possible_shapes(contests)
    scores = [_scores_of_kinds(contest, homes, possible) for contest in contests]
    alone = {
        kind
        for kind in scores[0].kinds
        if all(score.start + score.kinds[kind] >= NEEDED for score in scores)
    }
    if all(score.start + score.together(alone) >= NEEDED for score in scores):
        alone |= {kind for kind, most in scores[0].kinds.items() if most > 0}
    return frozenset("." if kind == _UNHEARD_OF else kind for kind in alone)


@dataclass(frozen=True)
class _Scores:
    """What the kinds of use can say at most for a home against one rival."""

    start: float
    kinds: Mapping[str, float]

    def together(self, known: Container[str]) -> float:
        """Return what all kinds can say together but for some: as lengths at right angles do."""
        rest = (most for kind, most in self.kinds.items() if kind not in known and most > 0)
        return math.sqrt(sum(most**2 for most in rest))


def _scores_of_kinds(contest: Contest, homes: int, possible: Iterable[str]) -> _Scores:
    gains = {shape: contest.gain(shape) for shape in possible}
    places = [gains[place] for place in ATTRIBUTE_PLACES if place in gains]
    by_kind: dict[str, list[float]] = defaultdict(list)
    for shape, gain in gains.items():
        if attribute_in(shape):
            # It is read or called as well.
            by_kind[shape].append((gain + max(places, default=0.0)) / math.sqrt(2))
        elif shape not in ATTRIBUTE_PLACES:
            by_kind[_kind_of(shape)].append(gain)
    return _Scores(contest.start(homes), {kind: _most(each) for kind, each in by_kind.items()})


def _most(gains: Iterable[float]) -> float:
    """Return the most that some of the shapes can say, at least one."""
    sums = itertools.accumulate(sorted(gains, reverse=True))
    return max(float(total * n ** (FADING - 1)) for n, total in enumerate(sums, 1))


def _possible_shapes(contests: Sequence[Contest]) -> frozenset[str]:
    """Return the shapes that may speak for a home: counted ones, and what typeshed knows of it.

    Of attributes and keywords that neither knows each is as good as any other.
    """
    home, library = contests[0].home, contests[0].library
    possible = {_UNHEARD_OF, "unheard_of=", "argument-unheard_of=", *ATTRIBUTE_PLACES, *home.shapes}
    for contest in contests:
        possible |= contest.rival.shapes.keys()
    possible.update(
        shape
        for shape in usage.general(usage.ANY_KIND).shapes
        if not attribute_in(shape) and not shape.endswith("=")
    )
    for thing in things(home.name):
        possible |= {f"{argument}=" for argument in keywords(thing)}
        if thing.kind in {"class", "instance"}:
            for one in ancestors(thing.name):
                possible |= {f".{name}" for name in names_in(one)}
    if library.has_module(home.name):
        prefix = f"{home.name}."
        inside = (one.removeprefix(prefix) for one in library.all_modules if prefix in one)
        possible |= {f".{name}" for name in (*all_names(home.name), *inside) if "." not in name}
    return frozenset(
        shape
        for shape in possible
        if not keyword.iskeyword(shape.strip(".=")) and _can_look_so(contests, shape)
    )


def _can_look_so(contests: Sequence[Contest], shape: str) -> bool:
    """Say whether types allow a shape for what a home has, or a slip of the pen does."""
    use, home = _example(shape), contests[0].home
    if use is None or can_be(home.name, use):
        return True
    files = home.files + sum(contest.rival.files for contest in contests)
    return bool(use.attributes) and home.files >= (1 - HARDLY_EVER) * files


@functools.cache
def _example(shape: str) -> Use | None:
    """Return a use of a shape, None where the types of all things allow it."""
    if shape.startswith("("):
        count = 2 if shape[1] == "," else int(shape[-1])
        arguments = ["a"] * count + ["*a"] * (count == MOST_ARGUMENTS)
        source = f"unheard_of({', '.join([*arguments, '**a'])})"
    elif keyword_in(shape):
        source = f"unheard_of(*a, {shape}1, **a)"
    elif attribute_in(shape):
        source = f"unheard_of{shape}"
    else:
        source = _EXAMPLES.get(shape, "")
    module = Module(source, ast.parse(source))
    uses = [use for use in undefined_uses(module) if use.name == "unheard_of"]
    return uses[0] if uses else None


def _kind_of(shape: str) -> str:
    """Return which kind of use a shape is that is none of an attribute."""
    if shape.startswith("annotation"):
        return ":"
    return shape if shape == "@" else "(" if _is_of_call(shape) else "="


def _is_of_call(shape: str) -> bool:
    """Say whether a shape is one of ``name(…)``; what is passed to a call is no call itself."""
    return shape.startswith("(") or shape.endswith("()") or (bool(keyword_in(shape)))


def names() -> frozenset[str]:
    """Return every name that the tables know."""
    return reportable_names() | usage.names()


def lines(names: Iterable[str]) -> Iterator[str]:
    """Yield the lines of the table for some names."""
    with multiprocessing.Pool(2) as pool:
        for name, kinds in pool.imap(_in_any_python, sorted(names), chunksize=50):
            if kinds >= ALL_KINDS:
                yield name
            elif kinds:
                kept = kinds & ALL_KINDS if "." in kinds else kinds
                yield f"{name}: {' '.join(sorted(kept))}"


def _in_any_python(name: str) -> tuple[str, frozenset[str]]:
    found: frozenset[str] = frozenset()
    asked = set()
    for minor in range(OLDEST[1], NEWEST[1] + 1):
        library = standard_library((3, minor))
        origins = frozenset(
            origin.name
            for origin in candidates(name, library)
            if statement_for(origin.name, name, library) is not None
        )
        if origins not in asked:
            found |= telling_uses(name, library)
        asked.add(origins)
    return name, found


def table_text() -> str:
    """Return the whole table as it is to be committed."""
    return HEADER + "".join(f"{line}\n" for line in lines(names()))


def main() -> int:
    """Write the table."""
    TELLING_USES.write_text(table_text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
