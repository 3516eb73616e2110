"""What does a module read from a value once it has found its class? That says which class it is.

Below ``isinstance(shape, Path)``, ``shape.vertices`` is none of pathlib's. What is read behind the
first new value of a variable, or of what it is an attribute of, does not count.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.evidence.variables import telling, tested
from flake8_missing_import.model import Reading, Use
from flake8_missing_import.module import parents_of
from flake8_missing_import.scopes import CALLABLES
from flake8_missing_import.spelling import written


def narrowed_readings(
    uses: Iterable[Use], conditions: Conditions
) -> Mapping[ast.AST, Sequence[Reading]]:
    """Return what is read from values that have a class, by the expression that names the class."""
    return {
        use.node: telling([one for name in names for one in _readings(name, use, conditions)])
        for use in uses
        if (names := tested(use))
    }


def _readings(name: ast.expr, use: Use, conditions: Conditions) -> Iterator[Reading]:
    module = conditions.module
    scope = next((one for one in use.parents if isinstance(one, CALLABLES)), module.tree)
    parts = [one for one in ast.walk(name) if isinstance(one, ast.Name | ast.Attribute)]
    words = [f".{one.attr}" if isinstance(one, ast.Attribute) else one.id for one in parts]
    lines = (getattr(one, "lineno", 0) for word in words for one in module.binders.get(word, ()))
    last = getattr(scope, "end_lineno", sys.maxsize)
    first_new = min((one for one in lines if one > use.line), default=sys.maxsize)
    old = range(getattr(scope, "lineno", 0), min(last + 1, first_new))
    wanted = written(name)
    for load in module.loads.get(words[0].lstrip("."), ()):
        if load.lineno in old and written(load) == wanted:
            around = tuple(parents_of(load, module.parents))
            if scope in around and _has_class((load, *around), use, conditions):
                yield Reading(load, around)


def _has_class(chain: Sequence[ast.AST], use: Use, conditions: Conditions) -> bool:
    """Say whether a node is reached only if what a use tests for is true."""
    test = use.parents[0]
    if isinstance(test, ast.MatchClass):
        case = next(one for one in use.parents if isinstance(one, ast.match_case))
        return case in chain and case.pattern not in chain
    wanted = not (isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.IsNot | ast.NotEq))
    found = blocking_condition(
        chain, conditions, lambda node: (not wanted) if node is test else None
    )
    return found is not None and any(node is test for node in ast.walk(found))
