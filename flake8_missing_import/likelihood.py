"""How likely is each origin of an undefined name, given how it is used and what the file imports?

Bayes' rule over what was counted. An origin's prior is how many files of released code take the
name from there; each shape of use weighs by how many of those files show it, backed off to how
all names of that kind look. Shapes depend on each other (``.object`` is also ``.()``), so each
counts less the more there are. A file that has other names of a module speaks for it as much as
such files do in what was counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from flake8_missing_import import usage
from flake8_missing_import.can_be import can_be
from flake8_missing_import.evidence import is_outdated_in_typing, is_submodule
from flake8_missing_import.model import Surroundings, Use
from flake8_missing_import.shapes import shapes
from flake8_missing_import.stdlib import StandardLibrary
from flake8_missing_import.stdlib.definitions import class_attributes, definition
from flake8_missing_import.stdlib.versions import ever_had
from flake8_missing_import.usage import ELSEWHERE, VARIABLE, Origin

REPORT = 0.9
"""An origin at least this likely is reported: measured by benchmarks/curve.py."""

VARIABLE_WEIGHT = 0.1
"""The weight of a local variable: an undefined name more likely lacks an import or a definition."""
BACK_OFF = 6.0
"""A shape's share is that of all names of the kind, as if seen in this many files."""
UNSEEN = 0.5
"""Added for what was never seen: this many files, shared as rarely used names of that form are."""
KNOWN = 0.005
"""How likely an attribute is at least that a module or class is known to have."""
FADING = 0.5
"""This power of the number of shapes is what they weigh together."""
IN_STYLE = 20.0
"""How much likelier a home is that fits the style of the file's typing names."""


@dataclass(frozen=True)
class Context:
    """What a file says beside the uses of a name."""

    modules: frozenset[str] = frozenset()
    """The modules that it imports, or from which it does."""
    lacking: frozenset[str] = frozenset()
    """The modules that it surely lacks other names of."""
    has_typing_style: bool = False
    """It uses names of typing that newer code takes from elsewhere (``List``, ``Callable``)."""
    habits: dict[str, int] = field(default_factory=dict)
    """How many files of the project take the name from each origin."""


def sure_origin(
    name: str, uses: Sequence[Use], surroundings: Surroundings, library: StandardLibrary
) -> str:
    """Return the origin that is sure enough to be reported and that types allow, else nothing.

    Python 2's builtins have none: code that uses them is old, and nothing there was forgotten.
    """
    if ever_had("__builtin__", name):
        return ""
    origin, share = ranked(
        name,
        uses,
        Context(surroundings.modules, has_typing_style=surroundings.has_typing_style),
        library,
        fits=lambda origin: all(can_be(origin, use) for use in uses),
    )[0]
    return origin if share >= REPORT else ""


def ranked(
    name: str,
    uses: Sequence[Use],
    context: Context,
    library: StandardLibrary,
    *,
    fits: Callable[[str], bool] = lambda origin: True,
) -> list[tuple[str, float]]:
    """Return the origins of an undefined name with their probabilities, the likeliest first.

    Modules that have the same object share its probability: the whole stands with the home that
    the file's style and imports speak for. ELSEWHERE and VARIABLE are origins too.

    :param fits: says of a library's origin whether the uses can be one of it.
    """
    seen = sorted({shape for use in uses for shape in shapes(use)})
    return ranked_by_shapes(name, seen, context, library, fits=fits)


def ranked_by_shapes(
    name: str,
    seen: Sequence[str],
    context: Context,
    library: StandardLibrary,
    *,
    fits: Callable[[str], bool] = lambda origin: True,
) -> list[tuple[str, float]]:
    """Return what :func:`ranked` does, for the distinct shapes of all uses."""
    candidates = {
        origin.name: origin
        for origin in _candidates(name, library)
        if origin.name in {ELSEWHERE, VARIABLE} or fits(origin.name)
    }
    scores = {
        origin: math.log(_prior(counted, context) + _unseen(name, origin))
        + _shape_score(counted, seen, library)
        + _company_score(origin, context, library)
        for origin, counted in candidates.items()
    }
    top = max(scores.values())
    weights = {origin: math.exp(score - top) for origin, score in scores.items()}
    total = sum(weights.values())
    return sorted(
        (
            (max(homes, key=lambda home: _home_rank(home, weights, context, library)), share)
            for homes in _same(weights, library)
            for share in [sum(weights[home] for home in homes) / total]
        ),
        key=lambda pair: (-pair[1], pair[0]),
    )


def _candidates(name: str, library: StandardLibrary) -> Iterator[Origin]:
    """Yield what released code means by a name, and the modules that have it besides."""
    known = {origin.name for origin in usage.origins(name)}
    yield from usage.origins(name)
    homes = [f"{home}.{name}" for home in library.homes(name)]
    modules = [name] if name in library.modules else []
    for origin in (*homes, *modules, ELSEWHERE, VARIABLE):
        if origin not in known:
            yield Origin(origin, 0, {})


def _prior(origin: Origin, context: Context) -> float:
    """Return in how many files the name is of an origin, the project's own counting most."""
    weight = VARIABLE_WEIGHT if origin.name == VARIABLE else 1.0
    return origin.files * weight + context.habits.get(origin.name, 0) * 100


def _unseen(name: str, origin: str) -> float:
    """Return what an origin counts that released code was not seen to have."""
    share = usage.rare_share(name)
    if origin == VARIABLE:
        return UNSEEN * VARIABLE_WEIGHT
    return UNSEEN * (1 - share if origin == ELSEWHERE else share)


def _shape_score(origin: Origin, seen: Sequence[str], library: StandardLibrary) -> float:
    """Return the logarithm of how likely an origin looks so."""
    overall = usage.general(kind_of(origin.name, library))
    score = 0.0
    for shape in seen:
        usual = (overall.shapes.get(shape, 0) + 0.5) / (overall.files + 1000)
        if _has_attribute(origin.name, shape, library):
            usual = max(usual, KNOWN)
        score += math.log(
            (origin.shapes.get(shape, 0) + BACK_OFF * usual) / (origin.files + BACK_OFF)
        )
    return float(score * max(len(seen), 1) ** (FADING - 1))


def _has_attribute(origin: str, shape: str, library: StandardLibrary) -> bool:
    """Say whether a shape is an attribute that a module or a class has."""
    attribute = shape[1:]
    if shape[0] != "." or not attribute.isidentifier() or origin in {ELSEWHERE, VARIABLE}:
        return False
    if library.has_module(origin):
        return library.has_name(origin, attribute)
    return attribute in (class_attributes(identity(origin, library)) or ())


def kind_of(origin: str, library: StandardLibrary) -> str:
    """Return which general counts tell of an origin."""
    if origin in {ELSEWHERE, VARIABLE}:
        return origin
    return "module" if library.has_module(origin) else "member"


def _company_score(origin: str, context: Context, library: StandardLibrary) -> float:
    """Return how much the file's other imports speak for an origin, or against it."""
    if origin in {ELSEWHERE, VARIABLE} or origin in library.modules:
        return 0.0
    module = origin.rpartition(".")[0]
    company = usage.company(module)
    usual = (company.files + 1) / (usage.file_count() + 2)
    accompanied = (company.accompanied + 10 * usual) / (company.members + 10)
    if module in context.modules or module in context.lacking:
        return max(math.log(accompanied / usual), 0.0)
    return math.log((1 - accompanied) / (1 - usual))


def _same(weights: Iterable[str], library: StandardLibrary) -> list[list[str]]:
    """Return the origins in groups that are the same object."""
    groups: dict[str, list[str]] = {}
    for origin in weights:
        groups.setdefault(identity(origin, library), []).append(origin)
    return list(groups.values())


def identity(origin: str, library: StandardLibrary) -> str:
    """Return a name for the object of an origin: the same for modules that have it in common."""
    module, _, name = origin.rpartition(".")
    if not module or library.has_module(origin) or is_submodule(module, name, library):
        return {"os.path": "os.path", "posixpath": "os.path"}.get(origin, origin)
    return f"{definition(module, name).module}.{name}"


def _home_rank(
    origin: str, weights: dict[str, float], context: Context, library: StandardLibrary
) -> tuple[float, int, str]:
    """Return how good a home of an object is for a file; the best has the highest."""
    module, _, name = origin.rpartition(".")
    fits_style = is_outdated_in_typing(name, library) and (
        (module == "typing") == (context.has_typing_style or len(library.homes(name)) == 1)
    )
    return weights[origin] * (IN_STYLE if fits_style else 1.0), -origin.count("."), origin
