"""How likely is each origin of an undefined name, given how it is used and what the file imports?

Bayes' rule over what was counted. An origin's prior is how many files of released code take the
name from there; each shape of use is weighted by how many of those files show it, backed off to
what all names of that kind look like. Shapes depend on each other (``.object`` is also ``.()``),
so each counts less the more there are. What else the file imports speaks for its modules as much
as in the files that were counted, and so does what else it lacks.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flake8_missing_import.evidence.shapes import attribute_in, keyword_in, literal_in
from flake8_missing_import.stdlib import (
    OLDEST,
    StandardLibrary,
    other_imports,
    standard_library,
    usage,
)
from flake8_missing_import.stdlib.signatures import LITERALS, CallShape
from flake8_missing_import.stdlib.types import (
    Thing,
    attributes,
    call_all,
    identity,
    keywords,
    things,
)
from flake8_missing_import.stdlib.usage import (
    DEFINED,
    ELSEWHERE,
    OTHERS,
    VARIABLE,
    Company,
    Origin,
)
from flake8_missing_import.stdlib.versions import ever_had, imports_as

PRESENCE = {DEFINED: 0.05, ELSEWHERE: 0.5, VARIABLE: 0.1}
"""How much files count in which a name is not the library's: whoever leaves it undefined more
likely forgot an import than a definition. That other imports count half was found with
benchmarks/curve.py, on packages that its published figures do not come from."""
PASSED_ON = 3.0
"""As if so many more files defined a name by taking it from the library, for others to import it
from there (``from .compat import urlparse``)."""

BACK_OFF = 6.0
"""As if this many more files showed a shape as often as all names of the kind do."""
KIND_BACK_OFF = 20.0
"""The same for a kind: as often as all names do."""
UNSEEN = 0.5
"""This many files are added for what was never seen, split as rare names of that form are."""
KNOWN, KNOWN_ARGUMENT = 0.005, 0.02
"""How likely an attribute is, at least, if an origin is known to have it, and a keyword or a kind
of literal that it is known to take."""
TELLING = 10.0
"""How much likelier an origin gets at most by an attribute of what it gives, or of an instance."""
TYPO = 1e-6
"""How likely a module's attribute is if no Python has it: a typo."""
LEFT_OUT = 0.5
"""A shape that the table leaves out has at most this fraction of the fewest files that it shows.
Of another thing than the library's, so many may show any by chance: those of one package."""
BACKPORTED = 0.1
"""How much other imports count of a module that the oldest supported Python lacks: most are of its
backport (``import tomli as tomllib``)."""
HIDDEN = 0.02
"""How often code puts an underscore in front of a name of the library."""
FADING = 0.5
"""Together, shapes weigh this power of their number."""
COMMON = 0.02
"""A package is taken to be imported by at least this share of files: applications use their
frameworks more often than the libraries that were counted do."""
HARDLY_EVER_FROM = 0.01
"""Nobody means a module if less than this share of the files with a name import it from there."""
ACCOMPANIED = 0.3
"""This share of the members of a module is used in files that import more of it, where too few
were counted to say: measured over all modules but typing and collections.abc."""
SPELLED_OUT = 0.1
"""How much less likely a class is meant by its bare name in a file that also reads it from its
module (``uuid.UUID``) and has other packages' imports: measured over the classes that those have
too; functions show no difference."""
LACKING_TOO, MOST_LACKING = 0.5, 3
"""How much less likely another origin gets with each other name that the file surely lacks, and
how many of these count."""


@dataclass(frozen=True)
class Context:
    """What a file says besides the uses of a name."""

    modules: frozenset[str] = frozenset()
    """The modules from which it imports, and ELSEWHERE if not all are the library's."""
    lacking: frozenset[str] = frozenset()
    """The origins of other names that it surely lacks."""
    spelled_out: frozenset[str] = frozenset()
    """The members that it reads from their modules: ``uuid.UUID``."""

    def shows(self, module: str) -> bool:
        """Say whether the file imports from a module, or surely lacks such an import."""
        lacking = {one.rpartition(".")[0] for one in self.lacking}
        return module in self.modules or module in self.lacking or module in lacking


def log_likelihood(
    origin: Origin, name: str, seen: Sequence[str], context: Context, library: StandardLibrary
) -> float:
    """Return the logarithm of how likely it is that a name has an origin and is used like this."""
    return (
        prior_score(origin, name)
        + shape_score(origin, name, seen, library)
        + company_score(origin.name, name, context, library)
    )


def candidates(name: str, library: StandardLibrary, *, hidden: bool = True) -> list[Origin]:
    """Return what released code means by a name, and the other modules that have it.

    :param hidden: ``_time`` may be ``time`` under a private name.
    """
    found = {origin.name: origin for origin in usage.origins(name)}
    if library.has_module(name) and not standard_library(OLDEST).has_module(name):
        found |= {
            one.name: _scaled(one, BACKPORTED)
            for one in usage.origins(name)
            if one.name == ELSEWHERE
        }
    plain = name.removeprefix("_")
    if hidden and plain and plain != name:
        for origin in candidates(plain, library):
            if not origin.is_other and (origin.files or origin.name == plain):
                found.setdefault(origin.name, _scaled(origin, HIDDEN))
    # Each of a hundred encodings has the same names, which nobody takes from there.
    homes = [f"{home}.{name}" for home in library.homes(name) if not home.startswith("encodings.")]
    modules = [name] if name in library.modules else []
    for one in (*homes, *modules, *sorted(OTHERS)):
        found.setdefault(one, Origin(one, 0, {}))
    return list(found.values())


def is_hardly_meant(
    origin: Origin, rivals: Sequence[Origin], context: Context, library: StandardLibrary
) -> bool:
    """Say whether hardly any file takes a name from a module, and this one shows no sign of it.

    It does not matter that other modules of the library are excluded then: ``Dict(keys=a)`` is
    not typing's, but that is no reason to think of syntax trees. Of asyncio a file may show
    signs other than imports: it awaits.
    """
    module = origin.name.rpartition(".")[0]
    if not module or context.shows(module):
        return False
    files: defaultdict[str, float] = defaultdict(float)
    for one in rivals:
        if not one.is_other:
            files[object_of(one.name, library)] += one.files
    return files[object_of(origin.name, library)] < HARDLY_EVER_FROM * max(files.values())


def object_of(origin: str, library: StandardLibrary) -> str:
    """Return what is the same for all homes of an object.

    Those that do not export it have it from the only one that does: ``_socket.AF_INET``,
    ``ssl.create_connection``.
    """
    module, _, name = origin.rpartition(".")
    homes = library.homes(name)
    if module and library.has_module(module) and module not in homes and len(homes) == 1:
        return identity(f"{homes[0]}.{name}")
    return identity(origin)


def _scaled(origin: Origin, share: float) -> Origin:
    seen = {shape: files * share for shape, files in origin.shapes.items()}
    return Origin(origin.name, origin.files * share, seen)


def prior_score(origin: Origin, name: str) -> float:
    """Return the logarithm of the number of files in which a name has an origin."""
    counted = origin.files * PRESENCE.get(origin.name, 1.0)
    if origin.name == ELSEWHERE:
        counted *= sum(_parts_of_others(name))
    return math.log(counted + _unseen(name, origin.name))


def _parts_of_others(name: str) -> tuple[float, float]:
    """Return which parts of a name's other imports get another thing than the library's.

    The first are from packages that are known to have the name. The rest are from modules of the
    project, mostly.
    """
    known = min(sum(other_imports.packages(name).values()), 1.0)
    return known, (1 - known) * share_of_own(name)


@functools.cache
def share_of_own(name: str) -> float:
    """Return which part of the imports from modules of the project get another thing.

    Where hardly any file defines such a name, these modules pass on the library's.
    """
    defined = UNSEEN + sum(one.files for one in usage.origins(name) if one.name == DEFINED)
    return defined / (defined + PASSED_ON)


def _unseen(name: str, origin: str) -> float:
    """Return how much an origin counts that was not seen in released code."""
    share = usage.rare_share(name)
    if origin == ELSEWHERE:
        share = 1 - share
    return UNSEEN * PRESENCE.get(origin, 1.0) * (share if origin not in {DEFINED, VARIABLE} else 1)


def shape_score(origin: Origin, name: str, seen: Sequence[str], library: StandardLibrary) -> float:
    """Return the logarithm of how likely an origin is to look like this."""
    score = sum(score_of_one(origin, name, shape, library) for shape in seen)
    return score * float(max(len(seen), 1) ** (FADING - 1))


def score_of_one(origin: Origin, name: str, shape: str, library: StandardLibrary) -> float:
    """Return the logarithm of the share of an origin's files that show a shape."""
    usual = _usual(usage.kind_of(origin.name, name, is_module=library.has_module), shape)
    if not origin.is_other:
        if attribute := attribute_in(shape):
            usual = _usual_attribute(origin.name, attribute, usual, library)
        elif keyword_in(shape) in _keywords(origin.name) or _takes_literal(origin.name, shape):
            usual = max(usual, KNOWN_ARGUMENT)
    left_out = _left_out(origin)
    by_chance = left_out if origin.is_other else 0.0
    shown = origin.shapes.get(shape, 0) - by_chance
    often = shown if shown > 0 else min(left_out, origin.files * usual)
    return math.log((often + BACK_OFF * usual) / (origin.files + BACK_OFF))


@functools.cache
def _usual(kind: str, shape: str) -> float:
    """Return the share of files that show a shape for names of a kind, backed off to all names."""
    often, files = usage.files_with_shape(kind, shape), usage.files_of_kind(kind)
    of_any, all_files = (
        usage.files_with_shape(usage.ANY_KIND, shape),
        usage.files_of_kind(usage.ANY_KIND),
    )
    anywhere = (of_any + 0.5) / (all_files + 1000)
    left_out = min(LEFT_OUT * usage.fewest_shown_of_kind(files), files * anywhere)
    return ((often or left_out) + KIND_BACK_OFF * anywhere) / (files + KIND_BACK_OFF)


def _left_out(origin: Origin) -> float:
    """Return how many files, at most, show a shape that the table leaves out because few do."""
    return LEFT_OUT * usage.fewest_shown(origin.files)


def _usual_attribute(origin: str, attribute: str, usual: float, library: StandardLibrary) -> float:
    """Return how likely an attribute of a library object is, by whether it is known to exist."""
    if library.has_module(origin):
        if not ever_had(origin, attribute):
            return TYPO
        if imports_as(origin, attribute):  # as any module may
            return _usual_of_variables(attribute)
        return max(usual, KNOWN)
    is_known = any(_is_known(thing, attribute) for thing in things(origin))
    return max(usual, KNOWN) if is_known else usual


def _is_known(thing: Thing, attribute: str) -> bool:
    """Say whether a class, or a value of a class that few variables have, has an attribute."""
    found = attributes([thing], attribute)
    is_told = thing.kind == "instance" and not thing.name.startswith("builtins.")
    return bool(found) and (
        thing.kind == "class" or (is_told and any(one.kind != "unknown" for one in found))
    )


def telling_score(attribute: str) -> float:
    """Return how much an attribute speaks for what has it: more if fewer variables have it."""
    return math.log(min(max(KNOWN / _usual_of_variables(attribute), 1.0), TELLING))


def _usual_of_variables(attribute: str) -> float:
    return _usual("~:lower", f".{attribute}")


@functools.cache
def _takes_literal(origin: str, shape: str) -> bool:
    """Say whether a shape is a call with a kind of literal that an origin takes, not taking all."""
    kind = literal_in(shape)
    letter = next((letter for letter, name in LITERALS.items() if name == kind), "")
    takes_it, takes_class = (
        call_all(things(origin), CallShape(1, literals=frozenset({(0, one)})))
        for one in (letter, "y")
    )
    return bool(letter and takes_it and not takes_class)


@functools.cache
def _keywords(origin: str) -> frozenset[str]:
    return frozenset(name for thing in things(origin) for name in keywords(thing))


def company_score(origin: str, name: str, context: Context, library: StandardLibrary) -> float:
    """Return how much the file's other imports speak for an origin, or against it."""
    score = math.log(_lacking_ratio(context)) if origin in OTHERS else 0.0
    if origin in {DEFINED, VARIABLE} or origin in library.modules:
        return score
    if origin == ELSEWHERE:
        return score + math.log(_elsewhere_ratio(name, context))
    if origin in context.spelled_out and ELSEWHERE in context.modules and name[0].isupper():
        score += math.log(SPELLED_OUT)
    module = origin.rpartition(".")[0]
    is_there = context.shows(module)
    ratio = _company_ratio(usage.company(module), usage.file_count(), is_there=is_there)
    return score + math.log(max(ratio, 1.0) if is_there else ratio)


def _elsewhere_ratio(name: str, context: Context) -> float:
    """Return how much likelier another import of a name is with what the file imports.

    For the packages that are known to have the name it matters whether the file imports more of
    them, for the rest whether it has any import but the library's.
    """
    is_there = ELSEWHERE in context.modules
    ratio = _company_ratio(usage.company(ELSEWHERE), usage.file_count(), is_there=is_there)
    ratio = max(ratio, 1.0) if is_there else ratio
    lacking = _lacking_ratio(context)
    parts = [
        part * _package_ratio(package, context) / lacking
        if package in context.modules
        else part * (_package_ratio(package, context) if is_there else ratio)
        for package, part in other_imports.packages(name).items()
    ]
    known, rest = _parts_of_others(name)
    return (sum(parts) + rest * ratio) / (known + rest)


def _lacking_ratio(context: Context) -> float:
    """Return how much likelier the names that a file lacks make another thing than the library's.

    They say nothing of a package from which it imports something.
    """
    return math.exp(math.log(LACKING_TOO) * min(len(context.lacking), MOST_LACKING))


def _package_ratio(package: str, context: Context) -> float:
    company = other_imports.company(package)
    files = other_imports.file_count()
    common = replace(company, files=max(company.files, round(COMMON * files)))
    return _company_ratio(common, files, is_there=package in context.modules)


def _company_ratio(company: Company, files: int, *, is_there: bool) -> float:
    """Return how much likelier a member is in a file that imports from its module, or does not.

    :param files: how many were counted.
    """
    usual = (company.files + 1) / (files + 2)
    guess = ACCOMPANIED * min(usual / COMMON, 1.0)
    accompanied = (company.accompanied + 10 * guess) / (company.members + 10)
    return accompanied / usual if is_there else (1 - accompanied) / (1 - usual)
