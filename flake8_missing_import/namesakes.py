"""Does a call mean a function of the project's own, that the file has by a slightly other name?

``move(dx, dy)`` beside ``def move(self, dx, dy)`` lacks ``self.``, and ``getsize(image)`` beside
``def get_size(image)`` an underscore: Python's own hints for such a NameError say so. Inside of
that method or function the library's is meant, which it is named after and passes on. Some names
are those of own functions more often than of the library's: ``kill(attacker, victim)``.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Sequence

from flake8_missing_import.assignments import defaults
from flake8_missing_import.model import Surroundings, Use
from flake8_missing_import.scopes import FUNCTIONS
from flake8_missing_import.spelling import last_name
from flake8_missing_import.stdlib.usage import DEFINED, origins
from flake8_missing_import.variables import source_of

_FEW = 5
"""Fewer files that take a function from its module show little of who else has one."""

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def means_own(use: Use, surroundings: Surroundings) -> bool:
    """Say whether a use calls what only a method, or a function of nearly that name, may be."""
    call = use.call
    if call is None or use.attributes:
        return False
    around = {one.name for one in use.parents if isinstance(one, FUNCTIONS)}
    of_class = (one for one in _methods(use, surroundings) if one.name == use.name)
    alike = (one for one in surroundings.functions if _plain(one.name) == _plain(use.name))
    return any(
        _takes(one, call, is_method=is_method)
        for functions, is_method in ((of_class, True), (alike, False))
        for one in functions
        if one.name not in around
    )


def is_rather_own(origin: str, uses: Sequence[Use], surroundings: Surroundings) -> bool:
    """Say whether more files define a function than take it from a module, as this one may do.

    That is where variables are all that it is given, and nothing is read from what it gives.

    :param uses: all of one name.
    """
    name = uses[0].name
    files = {one.name: one.files for one in origins(name)}
    counted = files.get(origin, 0)
    return (
        name[0].islower()
        and 0 < counted < _FEW
        and files.get(DEFINED, 0) >= counted
        and all(_passes_variables_on(use, surroundings) for use in uses)
    )


def _passes_variables_on(use: Use, surroundings: Surroundings) -> bool:
    call = use.call
    return (
        call is not None
        and not use.attributes
        and not call.keywords
        and bool(call.args)
        and all(isinstance(one, ast.Name) for one in call.args)
        and isinstance(use.parents[1], ast.Assign | ast.Expr | ast.Return)
        and not surroundings.readings.get(source_of(use))
    )


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _methods(use: Use, surroundings: Surroundings) -> Iterator[_Function]:
    """Yield the methods of the class around a use, and of its bases in the file."""
    by_name = {one.name: one for one in surroundings.classes.values()}
    definitions = [one for one in use.parents if isinstance(one, ast.ClassDef)][:1]
    seen = {one.name for one in definitions}
    for one in definitions:
        yield from (node for node in surroundings.whole(one).body if isinstance(node, FUNCTIONS))
        bases = {last_name(base) for base in one.bases} & by_name.keys() - seen
        seen |= bases
        definitions += map(by_name.__getitem__, bases)


def _takes(function: _Function, call: ast.Call, *, is_method: bool) -> bool:
    """Say whether a function takes what a call gives it; with stars, it may.

    :param is_method: whether its first parameter is the object, if it is not static.
    """
    names = [keyword.arg for keyword in call.keywords]
    if any(isinstance(one, ast.Starred) for one in call.args) or None in names:
        return True
    is_static = any(last_name(one) == "staticmethod" for one in function.decorator_list)
    parameters = list(_parameters(function.args))[is_method and not is_static :]
    try:
        inspect.Signature(parameters).bind(*call.args, **dict.fromkeys(filter(None, names)))
    except TypeError:
        return False
    return True


def _parameters(arguments: ast.arguments) -> Iterator[inspect.Parameter]:
    optional = {name for name, _ in defaults(arguments)}
    kinds = (
        (arguments.posonlyargs, inspect.Parameter.POSITIONAL_ONLY),
        (arguments.args, inspect.Parameter.POSITIONAL_OR_KEYWORD),
        ([arguments.vararg], inspect.Parameter.VAR_POSITIONAL),
        (arguments.kwonlyargs, inspect.Parameter.KEYWORD_ONLY),
        ([arguments.kwarg], inspect.Parameter.VAR_KEYWORD),
    )
    for parameters, kind in kinds:
        for one in filter(None, parameters):
            default = None if one.arg in optional else inspect.Parameter.empty
            yield inspect.Parameter(one.arg, kind, default=default)
