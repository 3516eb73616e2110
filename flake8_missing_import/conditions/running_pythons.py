"""On which Pythons does code run, as far as the conditions around it depend on them alone?"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Collection, Iterator, Sequence

from flake8_missing_import.conditions import Conditions, exits_in
from flake8_missing_import.conditions.conditional_parts import conditions_around
from flake8_missing_import.spelling import shown


def running_pythons(chain: Sequence[ast.AST], conditions: Conditions) -> frozenset[tuple[int, int]]:
    """Return those that may run a node, of all from the target on.

    :param chain: the node and those around it, innermost first.
    """
    if chain[0] not in conditions.running:
        needed = list(_needed(chain, conditions))
        conditions.running[chain[0]] = frozenset(
            on
            for on in conditions.versions
            if not any(conditions.truth_on((on,), test) is (not wanted) for test, wanted in needed)
        )
    return conditions.running[chain[0]]


def condition_on_pythons(chain: Sequence[ast.AST], conditions: Conditions) -> str:
    """Return what keeps a node from running on some Pythons, as what it needs; nothing if none."""
    for test, wanted in _needed(chain, conditions):
        answers = {conditions.truth_on((version,), test) for version in conditions.versions}
        if (not wanted) in answers:
            asked = shown(test)
            return f"under '{asked}'" if wanted else f"where '{asked}' is false"
    return ""


def remark_on_pythons(
    failing: Collection[tuple[int, int]], working: Collection[tuple[int, int]]
) -> str:
    """Return that code fails on newer Pythons alone; nothing if it does on older ones, too."""
    if not failing or not working or max(working) > min(failing):
        return ""
    return "fails from Python {}.{} on".format(*min(failing))


def _needed(chain: Sequence[ast.AST], conditions: Conditions) -> Iterator[tuple[ast.expr, bool]]:
    """Yield the conditions under which a node runs, each with the truth needed."""
    for child, parent in itertools.pairwise(chain):
        yield from conditions_around(child, parent)
        if isinstance(child, ast.stmt):
            for lines, test, leaves_if in exits_in(parent, conditions):
                if child.lineno in lines:
                    yield test, not leaves_if
