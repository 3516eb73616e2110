"""Is code reached only through a load? Then it has not run when that does for the first time.

Only the nodes around them decide. A block is entered where it begins, so a statement is reached
only through those above it; each is asked whether it surely evaluates the load.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Container, Iterable, Sequence

from flake8_missing_import.conditions import Conditions
from flake8_missing_import.model import Binding, Use
from flake8_missing_import.running.evaluation_order import is_call_around, is_part_first
from flake8_missing_import.running.exits import leaves, opens_files
from flake8_missing_import.scopes import (
    DEFINITIONS,
    FUNCTIONS,
    TRIES,
    chain_of,
    evaluated_before_binding,
    statements_below,
)
from flake8_missing_import.silence.expectations import BROAD, NAME_ERRORS
from flake8_missing_import.spelling import last_name

_CATCHING = NAME_ERRORS | BROAD
"""What an ``except`` names that handles the failure of the load."""
_NEWER = ("TryStar", "TypeAlias", "type_param")
"""Nodes that not every Python has (PEP 654 and 695)."""
_NOT_ALWAYS = (
    ast.ExceptHandler,
    ast.match_case,
    *(getattr(ast, name) for name in _NEWER if hasattr(ast, name)),
)
"""Nodes that may run without evaluating any of their parts, or later."""


def leads_to(use: Use, chain: Sequence[ast.AST], conditions: Conditions) -> bool:
    """Say whether code is reached only through a load, in every pass of the loops around them.

    :param chain: the node of the code and those around it, innermost first.
    """
    around = {parent: part for part, parent in itertools.pairwise(chain)}
    for part, parent in itertools.pairwise(chain_of(use)):
        if parent is chain[0] and is_call_around(parent, chain_of(use)):
            return True
        if parent in around:
            other = around[parent]
            return _is_before(part, other, parent, conditions.exit_calls) or (
                # What else fails in the block fails behind the load.
                isinstance(other, ast.ExceptHandler) and lets_fail(parent, part, use, conditions)
            )
        if not (
            needs(parent, part, conditions.exit_calls) or lets_fail(parent, part, use, conditions)
        ):
            return False
    return False


def _is_before(part: ast.AST, other: ast.AST, node: ast.AST, exit_calls: Container[str]) -> bool:
    """Say whether a node evaluates one of its parts, and only then perhaps another."""
    if part is other:
        return isinstance(part, DEFINITIONS)
    if isinstance(part, ast.stmt):
        is_above_else = isinstance(node, ast.Try) and part in node.body and other in node.orelse
        return is_above_else or other in statements_below(part, node)
    if isinstance(other, (ast.stmt, ast.match_case)):
        return needs(node, part, exit_calls)
    is_first = is_part_first(part, other, node)
    if is_first is not None:
        return is_first
    return any(part is one for one in evaluated_before_binding(node))


def needs(node: ast.AST, part: ast.AST, exit_calls: Container[str]) -> bool:
    """Say whether a node that has run to its end has evaluated one of its parts."""
    match node:
        case (
            ast.If(test=first)
            | ast.While(test=first)
            | ast.IfExp(test=first)
            | ast.Assert(test=first)
            | ast.For(iter=first)
            | ast.AsyncFor(iter=first)
            | ast.comprehension(iter=first)
            | ast.Match(subject=first)
            | ast.BoolOp(values=[first, *_])
            | ast.ListComp(generators=[first, *_])
            | ast.SetComp(generators=[first, *_])
            | ast.DictComp(generators=[first, *_])
            | ast.GeneratorExp(generators=[first, *_])
        ):
            return part is first
        case ast.Compare(comparators=[_, *later]):
            return part not in later
        case ast.Lambda(body=body):
            return part is not body
        case ast.With(items=[first, *_]) | ast.AsyncWith(items=[first, *_]):
            return part is first
        case ast.Try(handlers=handlers, finalbody=final):
            is_left = all(leaves(handler.body, exit_calls) for handler in handlers)
            return part in final or (is_left and part not in handlers)
        case _:
            is_body = isinstance(node, FUNCTIONS) and isinstance(part, ast.stmt)
            return not is_body and not isinstance(node, _NOT_ALWAYS)


def attempted(trial: ast.Try, conditions: Conditions) -> Sequence[ast.AST]:
    """Return what the body of a ``try`` has evaluated wherever its ``else`` is reached."""
    if trial not in conditions.attempted:
        conditions.attempted[trial] = evaluated(trial.body, conditions)
    return conditions.attempted[trial]


def evaluated(block: Iterable[ast.AST], conditions: Conditions) -> list[ast.AST]:
    """Return what statements have evaluated when they have run to their end.

    What ``with`` enters hardly ever handles the failure of its body.
    """
    found = [*block]
    for node in found:
        found += (
            part
            for part in ast.iter_child_nodes(node)
            if isinstance(node, ast.With | ast.AsyncWith)
            or needs(node, part, conditions.exit_calls)
        )
    return found


def lets_fail(node: ast.AST, part: ast.AST, place: Use | Binding, conditions: Conditions) -> bool:
    """Say whether a ``try`` or ``with`` handles neither the failure of a place nor one before."""
    if not isinstance(node, (ast.Try, ast.With, ast.AsyncWith)) or part not in node.body:
        return False
    if not node.handlers if isinstance(node, ast.Try) else opens_files(node):
        return True
    return (
        part is node.body[0]
        and all(handler.type for handler in getattr(node, "handlers", ()))
        and not conditions.expectations(_CATCHING).are_met([part, node])
        and _is_first(place, part)
    )


def _is_first(place: Use | Binding, statement: ast.AST) -> bool:
    """Say whether nothing that may fail is evaluated before a place in a statement."""
    return not any(
        _may_fail(part, node)
        for node in ast.walk(statement)
        for part in ast.iter_child_nodes(node)
        if isinstance(part, ast.expr | ast.stmt)
        and (part.end_lineno or 0, part.end_col_offset or 0) <= (place.line, place.column)
    )


def _may_fail(part: ast.expr | ast.stmt, node: ast.AST) -> bool:
    """Say whether a part of a node may fail, and not by a lack of its name."""
    if isinstance(part, ast.Name | ast.Constant):
        # What with enters may.
        return isinstance(node, ast.withitem)
    return not (isinstance(node, ast.Assign) and part in node.targets)


def may_catch(part: ast.AST, node: ast.AST) -> bool:
    """Say whether a ``try`` or ``with`` handles the failure of a load in one of its parts."""
    caught: list[ast.expr | None] = []
    if isinstance(node, TRIES) and part in node.body:
        caught = [handler.type for handler in node.handlers]
    elif isinstance(node, ast.With | ast.AsyncWith) and part in node.body:
        caught = [item.context_expr for item in node.items]
    return any(
        one is None or any(last_name(name) in _CATCHING for name in ast.walk(one)) for one in caught
    )
