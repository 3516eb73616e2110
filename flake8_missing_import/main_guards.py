"""What runs only where a module is the program?"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Sequence


def main_guard(chain: Sequence[ast.AST]) -> ast.If | None:
    """Return the ``if __name__ == "__main__":`` around a place.

    What is in its ``else`` is not below it, what is in that of ``__name__ != "__main__"`` is.

    :param chain: the node of the place and those around it, innermost first.
    """
    for child, parent in itertools.pairwise(chain):
        if isinstance(parent, ast.If):
            holds = _is_not_main if child in parent.orelse else _is_main
            if holds(parent.test):
                return parent
    return None


def where_imported(test: ast.expr) -> bool | None:
    """Return what a condition says where the module is not the program, None if not known."""
    if _is_main(test):
        return False
    return True if _is_not_main(test) else None


def _is_main(test: ast.expr) -> bool:
    """Say whether a condition is ``__name__ == "__main__"``, either way round, or with ``in``."""
    match test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            return {ast.unparse(left), ast.unparse(right)} == {"__name__", "'__main__'"}
        case ast.Compare(
            left=ast.Name(id="__name__"),
            ops=[ast.In()],
            comparators=[ast.Tuple(elts=names) | ast.List(elts=names) | ast.Set(elts=names)],
        ):
            return any(getattr(name, "value", None) == "__main__" for name in names)
        case ast.BoolOp(op=ast.And(), values=values):
            return any(map(_is_main, values))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _is_not_main(operand)
        case _:
            return False


def _is_not_main(test: ast.expr) -> bool:
    """Say whether a condition is ``__name__ != "__main__"``, or a negation of the other."""
    match test:
        case ast.Compare(left=left, ops=[ast.NotEq()], comparators=others):
            return _is_main(ast.Compare(left, [ast.Eq()], others))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _is_main(operand)
        case _:
            return False
