"""What is meant by an undefined name: the one place that decides which import its author forgot.

Three steps. Types exclude what a use cannot be (:mod:`.can_be`). How released code uses the name
in such shapes, and what else the file imports and lacks, says how likely each remaining origin is
(:mod:`.likelihood`): a module or member of the library, another import, a definition of the file's
own, a variable. What is likely enough is reported, and other modules are named if they have a
real share themselves.
"""

from __future__ import annotations

import ast
import functools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flake8_missing_import.evidence.arguments import takes_arguments
from flake8_missing_import.evidence.awaiting import (
    async_style,
    is_async,
    is_awaited,
    is_replaced,
)
from flake8_missing_import.evidence.can_be import can_be, lacks_arguments
from flake8_missing_import.evidence.confirming import confirmation
from flake8_missing_import.evidence.data_fields import can_be_field, can_be_for_classes
from flake8_missing_import.evidence.demands import is_for_nothing
from flake8_missing_import.evidence.homes import (
    AGAINST_STYLE,
    IN_STYLE,
    HomeRank,
    is_namesake_of_typing,
    statement_for,
    style_score,
)
from flake8_missing_import.evidence.inheriting import can_be_inherited
from flake8_missing_import.evidence.likelihood import (
    HARDLY_EVER_FROM,
    Context,
    candidates,
    is_hardly_meant,
    log_likelihood,
    object_of,
)
from flake8_missing_import.evidence.mistyped import is_another_thing, may_be_mistyped, tells
from flake8_missing_import.evidence.namesakes import is_rather_own, mean_own
from flake8_missing_import.evidence.own_models import is_own_model
from flake8_missing_import.evidence.popularity import by_popularity, shares
from flake8_missing_import.evidence.results import result_can_be, suits
from flake8_missing_import.evidence.shapes import shapes
from flake8_missing_import.evidence.siblings import sibling_score
from flake8_missing_import.model import ImportStatement, Surroundings, Use
from flake8_missing_import.project.own_package import is_file_of
from flake8_missing_import.stdlib import StandardLibrary
from flake8_missing_import.stdlib.telling import MOCK
from flake8_missing_import.stdlib.types import PROPERTY, reached
from flake8_missing_import.stdlib.usage import ELSEWHERE, OTHERS, Origin, origins
from flake8_missing_import.stdlib.versions import ever_had

REPORT = 0.8
"""What is at least this likely the library's is reported: measured by benchmarks/curve.py.

Where it may be another module's as well, the likeliest is likelier than all of them together.
"""
NAME_ANOTHER = 0.01
"""Another origin at least this likely is named along with it."""
CONTRADICTED = 0.03
"""How much less likely a module is meant if the file does with what a member gives what typeshed
does not know: ``log = logging.getLogger(); log.trace(x)``, where some other code adds that.
"""
OFTEN = 0.33
"""A module's name is often a variable if more than this share of files means another thing."""
_MANY, _SOME = 20, 5
"""So many files make an import customary, so many where the file imports its module or is new."""
_REPLICAS = frozenset({"multiprocessing.dummy"})
"""Modules that have another's names for something else: meant only where a file imports them."""
_TYPES = frozenset({"annotation", "annotation[]"})
"""The shapes of what is used as a type alone."""


@dataclass(frozen=True)
class Choice:
    """The import that is meant."""

    origin: str
    """The full name of a module, or of a member of one."""
    share: float
    """How likely it is."""
    statement: ImportStatement
    other_modules: tuple[str, ...]
    """Other modules that could be meant."""

    @property
    def is_module(self) -> bool:
        """It is ``import module``, under the module's own name."""
        return self.statement == ImportStatement(self.origin)


def choice(
    name: str,
    uses: Sequence[Use],
    surroundings: Surroundings,
    library: StandardLibrary,
    *,
    lacking: frozenset[str] = frozenset(),
) -> Choice | None:
    """Return the import that the uses of an undefined name surely lack, None if none is sure.

    :param lacking: the origins of other names that the file surely lacks.

    Python 2's builtins lack none: code that uses them is old, and nothing there was forgotten.
    The exception is what today's code imports by such a name (``reduce``, ``reload``).
    """
    if _is_never_imported_builtin(name, surroundings):
        return None
    (origin, share), *others = ranked(name, uses, surroundings, library, lacking=lacking)
    of_others = sum(share for other, share in others if other not in OTHERS)
    if origin in OTHERS or share + of_others < REPORT or share < of_others:
        return None
    is_shown = _context(uses, surroundings, lacking).shows(origin.rpartition(".")[0])
    if not is_shown and is_rather_own(origin, uses, surroundings):
        return None
    are_own = mean_own(uses, surroundings)
    if all(own or is_for_nothing(origin, use) for own, use in zip(are_own, uses, strict=True)):
        return None
    is_spelled_out = origin in surroundings.spelled_out and not _takes_members(origin, surroundings)
    if is_spelled_out and _is_like_variable(name, uses):
        return None
    statement = statement_for(origin, name, library)
    there = surroundings.modules
    if statement is None or (origin != name and _is_from_itself(statement, surroundings, library)):
        return None
    named = (
        _module_of(other, library)
        for other, share in others
        if other not in OTHERS
        and share >= NAME_ANOTHER
        and statement_for(other, name, library)
        and (_is_ever_meant(name, other, origin) or _module_of(other, library) in there)
    )
    modules = tuple(sorted(set(named) - {_module_of(origin, library)}))
    return Choice(origin, share, statement, modules) if modules or share >= REPORT else None


def _takes_members(origin: str, surroundings: Surroundings) -> bool:
    """Say whether a file imports members of a member's module, though it spells out others."""
    module = origin.rpartition(".")[0]
    return any(source == module for source, _ in surroundings.imported)


def _is_like_variable(name: str, uses: Sequence[Use]) -> bool:
    """Say whether nothing in the shapes of some uses tells more than that a value is handed on."""
    seen = {shape for use in uses for shape in shapes(use)}
    return name[0].islower() and not any(map(_is_telling, seen))


def _is_from_itself(
    statement: ImportStatement, surroundings: Surroundings, library: StandardLibrary
) -> bool:
    """Say whether a file may be the module of the library from which a statement would import.

    It is not if it imports from a module of that name as it is.
    """
    if any(source == statement.module for source, _ in surroundings.imported):
        return False
    others = {one for one in surroundings.modules if not library.has_module(one)}
    return is_file_of(statement.module, surroundings.filename, others, surroundings.dots)


def _is_ever_meant(name: str, other: str, origin: str) -> bool:
    """Say whether released code means another origin by a name now and then, not always one."""
    files = {one.name: one.files for one in origins(name)}
    return files.get(other, 0) >= HARDLY_EVER_FROM * files.get(origin, 0)


def _is_never_imported_builtin(name: str, surroundings: Surroundings) -> bool:
    """Say whether a name is one of Python 2's builtins that today's code hardly ever imports."""

    def is_customary(origin: Origin) -> bool:
        module = origin.name.rpartition(".")[0]
        is_told = surroundings.is_new or module in surroundings.modules
        return origin.files >= (_SOME if is_told else _MANY)

    return ever_had("__builtin__", name) and not any(
        is_customary(origin) for origin in origins(name) if not origin.is_other
    )


def ranked(
    name: str,
    uses: Sequence[Use],
    surroundings: Surroundings,
    library: StandardLibrary,
    *,
    lacking: frozenset[str] = frozenset(),
) -> list[tuple[str, float]]:
    """Return the origins of an undefined name with their probabilities, the likeliest first.

    Modules that have the same object share its probability: all of it goes to the home that the
    file's style and imports speak for. Those in OTHERS are origins too.
    """
    seen = sorted({shape for use in uses for shape in shapes(use)})
    context = _context(uses, surroundings, lacking)
    may_be_hidden = not _means_private_module(name, surroundings, library)
    known = [
        origin
        for origin in candidates(name, library, hidden=may_be_hidden)
        # A member under a private name is used like a member, and no module has its name.
        if not _is_hidden_member(origin.name, name, library)
        or (
            name[1:] not in library.modules
            and any(map(_is_telling, seen))
            and surroundings.hides_members
        )
        if origin.name.rpartition(".")[0] not in _REPLICAS - surroundings.modules
    ]
    against_style = async_style(uses, known, surroundings)
    are_old_types = surroundings.has_typing_style and set(seen) <= _TYPES
    scores = {
        origin.name: log_likelihood(origin, name, seen, context, library)
        + style_score(origin, known, surroundings, library)
        + sibling_score(origin, uses, surroundings, library)
        + (0.0 if origin.is_other else confirmation(origin.name, uses, surroundings))
        + _contradiction(origin.name, uses, surroundings, library)
        - (AGAINST_STYLE if is_async(origin) is against_style else 0.0)
        - (math.log(IN_STYLE) if are_old_types and is_namesake_of_typing(origin.name) else 0.0)
        for origin in known
        if origin.is_other or _is_possible(origin, uses, known, context, surroundings, library)
    }
    weights = by_popularity(shares(scores), known, context)
    groups: dict[str, list[str]] = {}
    for origin in weights:
        groups.setdefault(object_of(origin, library), []).append(origin)
    files = {origin.name: origin.files for origin in known}
    rank = HomeRank(name, files, surroundings, library)
    return sorted(
        ((max(homes, key=rank), sum(weights[home] for home in homes)) for homes in groups.values()),
        key=lambda pair: (-pair[1], pair[0]),
    )


def _is_possible(
    origin: Origin,
    uses: Sequence[Use],
    rivals: Sequence[Origin],
    context: Context,
    surroundings: Surroundings,
    library: StandardLibrary,
) -> bool:
    """Say whether uses, and the rest of the file, allow that an origin of the library is meant."""
    allows = takes_arguments if library.has_module(origin.name) else suits
    uncertain = frozenset(_uncertain_attributes(origin.name, uses))
    is_told = functools.cache(lambda: tells(origin.name, uses))
    return (
        all(
            (
                not uncertain.isdisjoint(use.attributes[:1])
                or _can_be(origin, use, is_told, rivals, library)
            )
            and allows(origin.name, use, surroundings)
            and can_be_inherited(origin.name, use, surroundings)
            and can_be_field(origin.name, use, surroundings)
            for use in uses
        )
        and not is_another_thing(origin.name, uses)
        and not is_own_model(uses, surroundings)
        and can_be_for_classes(origin.name, surroundings, library)
        and not is_replaced(origin, surroundings)
        and (is_async(origin) or not is_hardly_meant(origin, rivals, context, library))
    )


def _contradiction(
    origin: str, uses: Sequence[Use], surroundings: Surroundings, library: StandardLibrary
) -> float:
    """Return how much speaks against a module what the file does with what its members give."""
    if not library.has_module(origin):
        return 0.0
    fits = all(result_can_be(origin, use, surroundings.readings) for use in uses)
    return 0.0 if fits else math.log(CONTRADICTED)


def _context(uses: Sequence[Use], surroundings: Surroundings, lacking: frozenset[str]) -> Context:
    modules = set(surroundings.modules)
    if not surroundings.is_library_only:
        modules.add(ELSEWHERE)
    if any(map(is_awaited, uses)):
        modules.add("asyncio")
    if surroundings.has_mocks and not any(map(_is_statement, uses)):
        modules.add(MOCK)
    return Context(frozenset(modules), lacking, surroundings.spelled_out)


def _is_statement(use: Use) -> bool:
    """Say whether a use is a call whose result nothing gets, though a mock's call is compared."""
    return bool(use.call) and isinstance(use.parents[1], ast.Expr)


def _uncertain_attributes(origin: str, uses: Sequence[Use]) -> Iterator[str]:
    """Yield the attributes that what a file uses need not have by itself.

    The file gives them to it (``logging.TRACE = 5``), or asks (``hasattr(select, "devpoll")``)
    and reads others that it has: of any object a file may ask what it has.
    """
    asked = set()
    for use in uses:
        match use.node, use.parents[0]:
            case ast.Attribute(value=ast.Name(), attr=name, ctx=ast.Store()), _:
                yield name
            case ast.Name() as owner, ast.Call(
                func=ast.Name("setattr"), args=[first, ast.Constant(str(name)), *_]
            ) if first is owner:
                yield name
            case ast.Name() as owner, (
                ast.Call(func=ast.Name("hasattr"), args=[first, ast.Constant(str(name))])
                | ast.Call(func=ast.Name("getattr"), args=[first, ast.Constant(str(name)), _])
            ) if first is owner:
                asked.add(name)
    read = {use.attributes[0] for use in uses if use.attributes}
    if any(ever_had(origin, name) for name in read - asked):
        yield from asked


def _can_be(
    origin: Origin,
    use: Use,
    is_told: Callable[[], bool],
    rivals: Sequence[Origin],
    library: StandardLibrary,
) -> bool:
    """Say whether a use can refer to an origin of the library.

    Where a module's name is hardly ever anything else, an attribute that it never had is a typo
    (``os.enviorn``) if nothing else in the library has it. Where it often is, a call without
    enough arguments is one of a variable's method (``copy.copy()``). What is read from a class
    that only its instances have is read from a variable (``time.hour``).
    """
    files = sum(one.files for one in rivals)
    if _is_property(origin.name, use):
        return False
    if can_be(origin.name, use):
        is_often_else = library.has_module(origin.name) and origin.files < (1 - OFTEN) * files
        return not (is_often_else and lacks_arguments(origin.name, use))
    return (
        bool(use.attributes)
        and origin.name == use.name
        and may_be_mistyped(origin, use, rivals, is_told)
        and not any(
            can_be(rival.name, use) or _is_property(rival.name, use)
            for rival in rivals
            if not rival.is_other and rival is not origin
        )
    )


def _is_property(origin: str, use: Use) -> bool:
    """Say whether a use would be a property itself, not the value that an instance has."""
    return reached(origin, use.attributes) == (PROPERTY,)


def _means_private_module(name: str, surroundings: Surroundings, library: StandardLibrary) -> bool:
    """Say whether a file means a private module by its name, as the library's own files do."""
    package = f"/{name.removeprefix('_')}/"
    return name in library.modules and (
        package in f"/{surroundings.filename}".replace("\\", "/")
        or any(module.startswith("_") for module in surroundings.modules - {"__future__"})
    )


def _is_hidden_member(origin: str, name: str, library: StandardLibrary) -> bool:
    """Say whether a name with an underscore in front would be a member without one."""
    return (
        name.startswith("_")
        and not library.has_module(origin)
        and origin.rpartition(".")[2] == name[1:]
    )


def _is_telling(shape: str) -> bool:
    """Say whether a shape does more with a name than load it."""
    return shape[0] in ".([@" or shape in {"annotation", "annotation[]", "base", "exception"}


def _module_of(origin: str, library: StandardLibrary) -> str:
    return origin if library.has_module(origin) else origin.rpartition(".")[0]
