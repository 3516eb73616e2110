"""What runs only where a module is the program?"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Sequence

from flake8_missing_import.conditions import Conditions
from flake8_missing_import.conditions.conditional_parts import conditions_around
from flake8_missing_import.conditions.truth import truth
from flake8_missing_import.spelling import written


def is_for_program(chain: Sequence[ast.AST], conditions: Conditions) -> bool:
    """Say whether a place is below ``if __name__ == "__main__":``, or a condition that says so.

    What is in its ``else`` is not below it, what is in that of ``__name__ != "__main__"`` is.

    :param chain: the node of the place and those around it, innermost first.
    """
    return conditions.may_be_program and any(
        truth(test, conditions, where_imported) is (not wanted) and truth(test, conditions) is None
        for child, parent in itertools.pairwise(chain)
        for test, wanted in conditions_around(child, parent)
    )


def where_imported(test: ast.expr) -> bool | None:
    """Return what a condition says where the module is not the program, None if not known."""
    match test:
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq() as one], comparators=[right]):
            if {written(left), written(right)} == {"__name__", "'__main__'"}:
                return isinstance(one, ast.NotEq)
        case ast.Compare(
            left=ast.Name(id="__name__"),
            ops=[ast.In()],
            comparators=[ast.Tuple(elts=names) | ast.List(elts=names) | ast.Set(elts=names)],
        ) if any(getattr(name, "value", None) == "__main__" for name in names):
            return False
    return None
