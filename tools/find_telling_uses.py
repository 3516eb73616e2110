"""Write flake8_missing_import/stdlib/telling_uses.txt: which mentions of a name can matter at all.

Run it with ``python -m tools.find_telling_uses`` whenever index.txt, types.txt, usage.txt,
other_imports.txt or the constants of likelihood.py have changed. Every file that is checked is
searched for the names of this table, so what can never be reported is ruled out beforehand: a
name is in the table if its best uses in the best file could reach REPORT, and a kind of use
follows it if it speaks for the library at all.
"""

from __future__ import annotations

import argparse
import ast
import functools
import itertools
import keyword
import math
import multiprocessing
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flake8_missing_import.evidence.can_be import can_be
from flake8_missing_import.evidence.choice import REPORT
from flake8_missing_import.evidence.confirming import is_class_name
from flake8_missing_import.evidence.homes import statement_for
from flake8_missing_import.evidence.likelihood import (
    FADING,
    MOST_LACKING,
    Context,
    candidates,
    company_score,
    prior_score,
    score_of_one,
    telling_score,
)
from flake8_missing_import.evidence.mistyped import HARDLY_EVER
from flake8_missing_import.evidence.shapes import (
    ATTRIBUTE_PLACES,
    MOST_ARGUMENTS,
    attribute_in,
    keyword_in,
)
from flake8_missing_import.facts import undefined_uses
from flake8_missing_import.model import Use
from flake8_missing_import.module import Module
from flake8_missing_import.stdlib import (
    OLDEST,
    StandardLibrary,
    standard_library,
    usage,
    versions_from,
)
from flake8_missing_import.stdlib.signatures import CallShape
from flake8_missing_import.stdlib.telling import (
    ALL_KINDS,
    EVERY_KIND,
    MOCK,
    MOCKS,
    MODULES,
    PACKAGES,
    TELLING_USES,
)
from flake8_missing_import.stdlib.types import (
    Thing,
    ancestors,
    call_all,
    can_be_base,
    identity,
    keywords,
    names_in,
    things,
)
from flake8_missing_import.stdlib.usage import ELSEWHERE, OTHERS, Origin
from flake8_missing_import.stdlib.versions import all_names
from tools.count_usage import reportable_names

HEADER = """\
# The names that a file may lack an import for, and the uses that can tell.
# Made by tools/find_telling_uses.py from index.txt, types.txt, usage.txt and other_imports.txt;
# do not edit.
#
# time: *            any use
# name: ( @          only calls and decorators; ":" is an annotation, "=" other uses
# path: .join .walk  only such attributes; "." is any other, "._" any other private one
#
# After the first bar are the uses that tell only if the file imports from one of the modules
# that are listed there too; after the second, those that tell only if it has no imports but the
# library's; after the third, those that tell only if it surely lacks others.
# The asterisk has the packages that do not bring all their submodules on some Python, the at sign
# the attributes that show that a file uses mocks, and the plus sign the last names of all modules.
"""
NEEDED = math.log(REPORT / (1 - REPORT))
"""How much likelier the library has to be than each other origin."""
_EXAMPLES = {
    "()": "unheard_of(*a, **a)",
    ".annotation": "x: unheard_of.a",
    "@": "@unheard_of\nclass A: ...\n@unheard_of\ndef f(): ...",
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
"""What the shapes that types may exclude look like."""
_UNHEARD_OF = {".unheard_of": ".", "._unheard_of": "._"}
"""Stand for the attributes that neither the table nor typeshed has."""
_MANY = 1_000_000
"""More files than any single attribute occurs in."""
_ALWAYS_THERE = "asyncio"
"""A file that awaits something has what speaks for this module, imported or not."""


@dataclass(frozen=True)
class Telling:
    """Which kinds of use of a name can tell, as the table writes them.

    At least one kind of each set is there wherever the library's name is likely enough.
    """

    alone: frozenset[str] = frozenset()
    """Whatever the file imports."""
    beside_import: frozenset[str] = frozenset()
    """Where it imports from one of the modules."""
    modules: frozenset[str] = frozenset()
    beside_library: frozenset[str] = frozenset()
    """Where all its imports are the library's: then the attributes of results tell as well."""
    beside_lack: frozenset[str] = frozenset()
    """Where it surely lacks other imports as well."""

    def __or__(self, other: Telling) -> Telling:
        """Return what tells in either."""
        return Telling(
            self.alone | other.alone,
            self.beside_import | other.beside_import,
            self.modules | other.modules,
            self.beside_library | other.beside_library,
            self.beside_lack | other.beside_lack,
        )

    def __str__(self) -> str:
        """Return the text of the table, which says everything once."""
        beside_import = self.beside_import - self.alone
        modules = self.modules if beside_import else frozenset()
        beside_library = self.beside_library - self.alone
        beside_lack = self.beside_lack - self.beside_import - beside_library - self.alone
        alone = EVERY_KIND if self.alone >= ALL_KINDS else _shown(self.alone)
        found = [
            alone,
            _shown(beside_import | modules),
            _shown(beside_library),
            _shown(beside_lack),
        ]
        return " | ".join(found[:1] if alone == EVERY_KIND else found).rstrip(" |")


def _shown(kinds: frozenset[str]) -> str:
    """Return kinds of use as text, without single attributes where any of them tells."""
    return " ".join(
        sorted(kind for kind in kinds if "." not in kinds or kind[0] != "." or kind == ".")
    )


@dataclass(frozen=True)
class _Company:
    """What speaks for a home besides the uses: imports from its module, other missing names."""

    is_imported: bool = False
    is_confirmed: bool = False
    """The attributes of its results and instances speak for it."""
    lacked: int = 0


_ALONE = _Company()
_BESIDE_IMPORT = _Company(is_imported=True)
_BESIDE_LIBRARY = _Company(is_imported=True, is_confirmed=True)
_BESIDE_LACK = _Company(is_imported=True, is_confirmed=True, lacked=MOST_LACKING)


@dataclass(frozen=True)
class Contest:
    """An object of the library against another origin, in the file that speaks most for it."""

    name: str
    home: Origin
    rival: Origin
    library: StandardLibrary

    def start(self, homes: int, company: _Company) -> float:
        """Return how much likelier it is that the library's is meant, whatever the uses are."""
        lacking = frozenset(f"{module}.x" for module in ("a", "b", "c")[: company.lacked])
        imported = self.library.all_modules if company.is_imported else [_ALWAYS_THERE]
        ours = Context(frozenset(imported), lacking)
        # What speaks least for another import may be none at all, or none of the name's packages.
        least = min(
            company_score(self.rival.name, self.name, Context(modules, lacking), self.library)
            for modules in (frozenset[str](), frozenset({ELSEWHERE}))
        )
        return (
            math.log(homes)
            + prior_score(self.home, self.name)
            + company_score(self.home.name, self.name, ours, self.library)
            - prior_score(self.rival, self.name)
            - least
        )

    def gain(self, shape: str) -> float:
        """Return how much a shape speaks for the library."""
        ours = score_of_one(self.home, self.name, shape, self.library)
        return ours - score_of_one(self.rival, self.name, shape, self.library)


def telling_uses(name: str, library: StandardLibrary) -> Telling:
    """Return the uses of a name that can tell in one Python."""
    origins = candidates(name, library)
    rivals = [origin for origin in origins if origin.name in OTHERS]
    groups: dict[str, list[Origin]] = defaultdict(list)
    for origin in origins:
        if origin.name not in OTHERS:
            groups[identity(origin.name)].append(origin)
    found = Telling()
    for homes in groups.values():
        # What speaks for a private home speaks for the public one of the same object.
        if all(statement_for(home.name, name, library) is None for home in homes):
            continue
        for home in homes:
            contests = [Contest(name, home, rival, library) for rival in rivals]
            found |= _telling(contests, len(homes))
    if name in library.homes(name):
        # A contradiction is reported whatever the counts say.
        return Telling(found.alone | found.beside_import | found.beside_library | found.beside_lack)
    return found


def _telling(contests: Sequence[Contest], homes: int) -> Telling:
    """Return the kinds of use that can tell for one home of an object, against every rival."""
    possible = _possible_shapes(contests)
    kinds = [_strength_of_kinds(contest, possible) for contest in contests]
    common = _most_common_first(kinds[0], contests)
    name, home = contests[0].name, contests[0].home.name
    alone, beside_import, beside_library, beside_lack = (
        _needed_kinds(
            [contest.start(homes, company) for contest in contests],
            _confirmations(home) if company.is_confirmed or is_class_name(name) else {},
            kinds,
            common,
        )
        for company in (_ALONE, _BESIDE_IMPORT, _BESIDE_LIBRARY, _BESIDE_LACK)
    )
    module = home.rpartition(".")[0]
    return Telling(
        alone,
        beside_import,
        frozenset({module} if beside_import - alone else ()),
        beside_library,
        beside_lack,
    )


@functools.cache
def _confirmations(home: str) -> dict[str, float]:
    """Return the kinds of use beside which an attribute can confirm a home, and by how much."""
    results = call_all(things(home), CallShape(has_star=True, has_double_star=True))
    return {
        "(": _most_telling(results),
        "=": _most_telling(filter(can_be_base, things(home))),
    }


def _most_telling(of: Iterable[Thing]) -> float:
    classes = {one.name for one in of if one.kind in {"class", "instance"}}
    names = {name for own in classes for one in ancestors(own) for name in names_in(one)}
    return max(map(telling_score, names), default=0.0)


def _most_common_first(kinds: Iterable[str], contests: Iterable[Contest]) -> list[str]:
    """Return kinds of use, those first in which other things of the name are used most often."""
    often = Counter(
        {kind: number for number, kind in enumerate(["@", ":", *_UNHEARD_OF, "(", "="], _MANY)}
    )
    for contest in contests:
        often.update(contest.rival.shapes)
    return sorted(kinds, key=lambda kind: (-often[kind], kind))


def _needed_kinds(
    starts: Sequence[float],
    confirmations: Mapping[str, float],
    kinds: Sequence[Mapping[str, float]],
    most_common_first: Sequence[str],
) -> frozenset[str]:
    """Return kinds of use of which at least one is there wherever a home can tell.

    Those left out must not be enough together, and the most common ones are the best to leave out.

    :param confirmations: the kinds that may be confirmed, and by how much.
    """
    left_out: list[str] = []
    needed = set()
    for kind in most_common_first:
        together = [*left_out, kind]
        extra = max(confirmations.get(one, 0.0) for one in together)
        # Shapes add up as lengths at right angles do.
        if all(
            start + extra + math.hypot(*(max(each[one], 0.0) for one in together)) >= NEEDED
            for start, each in zip(starts, kinds, strict=True)
        ):
            needed.add(_UNHEARD_OF.get(kind, kind))
        else:
            left_out = together
    return frozenset(needed)


def _strength_of_kinds(contest: Contest, possible: Iterable[str]) -> dict[str, float]:
    """Return the most that each kind of use can say for a home against one rival."""
    gains = {shape: contest.gain(shape) for shape in possible}
    places = [gains[place] for place in ATTRIBUTE_PLACES if place in gains]
    by_kind: dict[str, list[float]] = defaultdict(list)
    for shape, gain in gains.items():
        if attribute_in(shape):
            # It is read or called as well.
            by_kind[shape].append((gain + max(places, default=0.0)) / math.sqrt(2))
        elif shape not in ATTRIBUTE_PLACES:
            by_kind[_kind_of(shape)].append(gain)
    return {kind: _most(each) for kind, each in by_kind.items()}


def _most(gains: Iterable[float]) -> float:
    """Return the most that some of the shapes can say, at least one."""
    sums = itertools.accumulate(sorted(gains, reverse=True))
    return max(float(total * n ** (FADING - 1)) for n, total in enumerate(sums, 1))


def _possible_shapes(contests: Sequence[Contest]) -> frozenset[str]:
    """Return the shapes that may speak for a home: counted ones, and what typeshed knows of it.

    Of attributes and keywords that neither knows, each is as good as any other.
    """
    home, library = contests[0].home, contests[0].library
    possible = {
        *_UNHEARD_OF,
        "unheard_of=",
        "argument-unheard_of=",
        *ATTRIBUTE_PLACES,
        *home.shapes,
    }
    for contest in contests:
        possible |= contest.rival.shapes.keys()
    possible.update(
        shape
        for shape in usage.shapes_of_kind(usage.ANY_KIND)
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
    """Say whether types allow a shape for what a home has, or it may be a slip of the pen."""
    uses, home = _examples(shape), contests[0].home
    if not uses or any(can_be(home.name, use) for use in uses):
        return True
    files = home.files + sum(contest.rival.files for contest in contests)
    return bool(uses[0].attributes) and home.files >= (1 - HARDLY_EVER) * files


@functools.cache
def _examples(shape: str) -> Sequence[Use]:
    """Return uses of a shape, none where the types of all things allow it."""
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
    return [use for use in undefined_uses(module) if use.name == "unheard_of"]


def _kind_of(shape: str) -> str:
    """Return which kind of use a shape is that is not one of an attribute."""
    if shape.startswith("annotation"):
        return ":"
    return shape if shape == "@" else "(" if _is_of_call(shape) else "="


def _is_of_call(shape: str) -> bool:
    """Say whether a shape is one of ``name(…)``; what is passed to a call is not a call itself."""
    return shape.startswith("(") or shape.endswith("()") or (bool(keyword_in(shape)))


def names() -> frozenset[str]:
    """Return every name that the tables know."""
    return reportable_names() | usage.names()


def lines(names: Iterable[str]) -> Iterator[str]:
    """Yield the lines of the table for some names."""
    with multiprocessing.Pool(2) as pool:
        for name, telling in pool.imap(_in_any_python, sorted(names), chunksize=50):
            if text := str(telling):
                yield f"{name}: {text}"


def _in_any_python(name: str) -> tuple[str, Telling]:
    found = Telling()
    asked = set()
    for library in map(standard_library, versions_from(OLDEST)):
        origins = frozenset(
            origin.name
            for origin in candidates(name, library)
            if statement_for(origin.name, name, library) is not None
        )
        # Packages get submodules.
        known = origins | {m for m in library.all_modules if m.rpartition(".")[0] in origins}
        if known not in asked:
            found |= telling_uses(name, library)
        asked.add(known)
    return name, found


def table_text() -> str:
    """Return the whole table as it is to be committed, sorted for a search by bisection."""
    found = [packages(), mocks(), modules(), *lines(names())]
    return HEADER + "".join(f"{line}\n" for line in sorted(found))


def packages() -> str:
    """Return the line of the packages whose submodules may have to be imported by themselves."""
    libraries = map(standard_library, versions_from(OLDEST))
    found = {package for library in libraries for package in library.own_submodules}
    return f"{PACKAGES}: {' '.join(sorted(found))}"


def mocks() -> str:
    """Return the line of the attributes that mocks alone have: words of their own class."""
    found = {one for one in names_in(f"{MOCK}.NonCallableMock") if "_" in one.strip("_")}
    return f"{MOCKS}: {' '.join(sorted(one for one in found if one[0] != '_'))}"


def modules() -> str:
    """Return the line of the last names of all modules, whichever Python has them."""
    libraries = map(standard_library, versions_from(OLDEST))
    found = {one.rpartition(".")[2] for library in libraries for one in library.all_modules}
    return f"{MODULES}: {' '.join(sorted(found))}"


def main() -> int:
    """Write the table."""
    argparse.ArgumentParser(description="Write telling_uses.txt.").parse_args()
    TELLING_USES.write_text(table_text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
