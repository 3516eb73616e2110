"""Which functions and classes of a module's own handle what the code of others raises?"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from flake8_missing_import.module import parents_of
from flake8_missing_import.scopes import DEFINITIONS, TRIES
from flake8_missing_import.spelling import last_name


@dataclass(frozen=True, eq=False)
class HandlersForOthers:
    """The handlers of a ``try`` that runs what a function is given, or yields to."""

    name: str
    """That of the function, or of a class around it."""
    given: AbstractSet[str]
    """The names of all parameters in it."""
    handlers: Sequence[ast.ExceptHandler]


def handlers_for_others(parents: Mapping[ast.AST, ast.AST]) -> Iterator[HandlersForOthers]:
    """Yield them for each function and class that has such a ``try``.

    :param parents: the module's nodes, each with the one that it is part of.
    """
    given: dict[ast.AST, set[str]] = defaultdict(set)
    for part in parents:
        if isinstance(part, ast.arg):
            for one in parents_of(part, parents):
                given[one].add(part.arg)
    for trial in parents:
        if isinstance(trial, TRIES):
            for one in parents_of(trial, parents):
                if isinstance(one, DEFINITIONS) and _runs_others(trial.body, given[one]):
                    yield HandlersForOthers(one.name, given[one], trial.handlers)


def _runs_others(block: Sequence[ast.stmt], given: Container[str]) -> bool:
    """Say whether a block calls one of the parameters that a function is given, or yields."""
    return any(
        isinstance(part, ast.Yield)
        or (isinstance(part, ast.Call) and last_name(part.func) in given)
        for one in block
        for part in ast.walk(one)
    )
