"""Which statements does a block surely reach, if nothing fails above them?"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from flake8_missing_import.running.branches import jumps
from flake8_missing_import.running.exits import EXITS
from flake8_missing_import.scopes import DEFINITIONS
from flake8_missing_import.spelling import dotted_name

_LEAVING = (ast.Raise, ast.Return, ast.Yield, ast.YieldFrom)
"""What may end a function, or leave it to others whether it goes on."""


def reached_statements(block: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run whenever a block does, in the blocks inside it as well."""
    for statement in block:
        yield statement
        for inside in _entered(statement):
            yield from reached_statements(inside)
        if not _goes_on(statement):
            return


def _entered(statement: ast.stmt) -> Sequence[Sequence[ast.stmt]]:
    """Return the blocks of a statement that it surely enters."""
    match statement:
        case ast.With(body=body) | ast.AsyncWith(body=body) | ast.ClassDef(body=body):
            return [body]
        case ast.Try(body=body, finalbody=final):
            return [body, final]
        case ast.For(iter=ast.List(elts=[first, *_]) | ast.Tuple(elts=[first, *_]), body=body):
            return [] if isinstance(first, ast.Starred) else [body]
        case ast.While(test=ast.Constant(value=value), body=body) if value:
            return [body]
        case _:
            return []


def _goes_on(statement: ast.stmt) -> bool:
    """Say whether the next statement is reached below one."""
    return isinstance(statement, DEFINITIONS) or not (
        jumps(statement, (ast.Break, ast.Continue)) or any(map(_may_leave, ast.walk(statement)))
    )


def _may_leave(node: ast.AST) -> bool:
    is_exit = isinstance(node, ast.Call) and dotted_name(node.func) in EXITS
    return is_exit or isinstance(node, _LEAVING)
