"""Does a call mean a function of the project's own, that the file has by a slightly other name?

``move(dx, dy)`` beside ``def move(self, dx, dy)`` lacks ``self.``, and ``getsize(image)`` beside
``def get_size(image)`` an underscore: Python's own hints for such a NameError say so. Inside of
that method or function the library's is meant, which it is named after and passes on. Some names
are those of own functions more often than of the library's: ``kill(attacker, victim)``.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_missing_import.assignments import defaults
from flake8_missing_import.evidence.awaiting import is_awaited
from flake8_missing_import.evidence.variables import source_of
from flake8_missing_import.model import Surroundings, Use
from flake8_missing_import.scopes import FUNCTIONS
from flake8_missing_import.spelling import last_name, plain_name
from flake8_missing_import.stdlib.types import things
from flake8_missing_import.stdlib.usage import DEFINED, company, file_count, origins

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_FEW = 5
"""Fewer files that take a function from its module show little of who else has one."""
_RARE = 0.003
"""Hardly any file imports a module if a smaller share of those that were counted does."""
_PARAMETER = re.compile(r"[(,]\**(\w+)")
"""The name of one in a signature of the table of types."""
_MOST_BASES = 20
"""How far classes are followed to those that they inherit from."""
_OF_METHODS = frozenset({"classmethod", "staticmethod"})


def mean_own(uses: Sequence[Use], surroundings: Surroundings) -> list[bool]:
    """Say of each use of a name whether it calls what only an own method or function may be.

    That is a method by the same name, or a function by nearly that name, which takes the call.
    """
    known: dict[_Function, _Parameters | None] = {}
    found = []
    for use in uses:
        candidates = [
            one
            for one in _candidates(use, surroundings)
            if isinstance(one, ast.AsyncFunctionDef) is is_awaited(use)
        ]
        for one in candidates:
            if one not in known:
                is_method = surroundings.functions.get(plain_name(one.name)) is not one
                known[one] = _parameters(one, is_method=is_method)
        found.append(any(_takes(known[one], use) for one in candidates))
    return found


def is_rather_own(origin: str, uses: Sequence[Use], surroundings: Surroundings) -> bool:
    """Say whether a function is rather the project's own than a module's.

    That is one that more files define than take from the module, or that nobody takes from a module
    that hardly any file imports, where others of that are not lacking: ``clear_cache()`` is no
    filecmp's. Variables are all that it is given, none of them named like a parameter of the
    module's (``kill(pid, sig)``), and what the former gives is not taken apart.

    :param uses: all of one name.
    """
    name = uses[0].name
    meant = things(origin)
    own = {one for thing in meant for one in _PARAMETER.findall(thing.detail)}
    files = {one.name: one.files for one in origins(name)}
    counted = files.get(origin, 0)
    if not name[0].islower() or counted >= _FEW or files.get(DEFINED, 0) < counted:
        return False
    if counted:
        return all(_passes_variables_on(use, own, surroundings) for use in uses)
    are_functions = bool(meant) and all(one.kind == "function" for one in meant)
    return (
        are_functions
        and not surroundings.is_library_only
        and _stands_alone(name, origin.rpartition(".")[0], surroundings)
        and all(use.call and _gives_variables_alone(use.call, own) for use in uses)
    )


def _stands_alone(name: str, module: str, surroundings: Surroundings) -> bool:
    """Say whether hardly any file imports a module, of which a file lacks no other member."""
    others = surroundings.undefined - {name}
    is_rare = company(module).files < _RARE * file_count()
    return is_rare and not any(things(f"{module}.{other}") for other in others)


def _gives_variables_alone(call: ast.Call, parameters: Container[str]) -> bool:
    """Say whether a call gives nothing but variables, none of them named like a parameter."""
    names = [getattr(one, "id", "") for one in call.args]
    return not call.keywords and all(name and name not in parameters for name in names)


def _passes_variables_on(use: Use, own: Container[str], surroundings: Surroundings) -> bool:
    """Say whether a use passes on variables, none of which has a name of the module's own."""
    call, around = use.call, use.parents[1:2]
    if call is None or use.attributes or not call.args:
        return False
    match around:
        case [ast.Assign(targets=[ast.Name()]) | ast.Expr() | ast.Return()]:
            is_read = bool(surroundings.readings.get(source_of(use)))
            return not is_read and _gives_variables_alone(call, own)
        case _:
            return False


def _candidates(use: Use, surroundings: Surroundings) -> Iterator[_Function]:
    """Yield the method and the function of the file that a call may mean, if it is in neither."""
    if use.call is None or use.attributes:
        return
    around = {one for one in use.parents if isinstance(one, FUNCTIONS)}
    names = {one.name for one in around}
    owner = next((one for one in use.parents if isinstance(one, ast.ClassDef)), None)
    if owner and use.name not in names:
        for one in itertools.islice(_lineage(owner.name, surroundings), _MOST_BASES):
            if method := surroundings.methods.get((one, use.name)):
                yield method
                break
    function = surroundings.functions.get(plain_name(use.name))
    # What the module itself runs, it runs where functions below are not defined yet.
    if function and function.name not in {use.name, *names} and around:
        yield function


def _lineage(name: str, surroundings: Surroundings) -> Iterator[str]:
    """Yield the name of a class, and those of the file's classes that are its bases.

    In a circle without end.
    """
    names = [name]
    for one in names:
        yield one
        definition = surroundings.classes_by_name.get(one)
        bases = map(last_name, definition.bases) if definition else ()
        names += (base for base in bases if base in surroundings.classes_by_name)


class _Parameters(NamedTuple):
    """What a call of a function has to give it."""

    positions: Mapping[str, int]
    """Those that can be given by name and by position."""
    most: int
    """How many can be given by position."""
    least: int
    """How many of these have no default."""
    keyword_only: frozenset[str]
    required: frozenset[str]
    """Those given by name alone that have no default."""
    has_rest: bool
    has_other_names: bool


def _takes(parameters: _Parameters | None, use: Use) -> bool:
    """Say whether a function with some parameters surely takes what a call gives it."""
    call = use.call
    if parameters is None or call is None:
        return False
    given, names = len(call.args), {keyword.arg for keyword in call.keywords if keyword.arg}
    if len(names) < len(call.keywords) or any(isinstance(one, ast.Starred) for one in call.args):
        return False
    by_position = {parameters.positions[one] for one in names & parameters.positions.keys()}
    others = names - parameters.positions.keys() - parameters.keyword_only
    lacking = parameters.least - given - sum(one < parameters.least for one in by_position)
    return (
        (given <= parameters.most or parameters.has_rest)
        and all(one >= given for one in by_position)
        and lacking <= 0
        and parameters.required <= names
        and (not others or parameters.has_other_names)
    )


def _parameters(function: _Function, *, is_method: bool) -> _Parameters | None:
    """Return what a function is to be given, without its object; None for a property and so on."""
    decorators = {last_name(one) for one in function.decorator_list}
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    is_bound = is_method and "staticmethod" not in decorators
    if not decorators <= _OF_METHODS or (is_bound and not positional):
        return None
    optional = {name for name, _ in defaults(arguments)}
    names = [one.arg for one in positional[is_bound:]]
    only_by_position = len(arguments.posonlyargs) - is_bound
    by_name = [one.arg for one in arguments.kwonlyargs]
    return _Parameters(
        {name: number for number, name in enumerate(names) if number >= only_by_position},
        len(names),
        sum(name not in optional for name in names),
        frozenset(by_name),
        frozenset(by_name) - optional,
        arguments.vararg is not None,
        arguments.kwarg is not None,
    )
