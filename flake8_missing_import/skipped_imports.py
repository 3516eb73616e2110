"""Which imports in a branch of a function may be skipped on the way to a use below them?

They make the name local to the function, and hide what the module imports.
"""

from __future__ import annotations

import ast
import functools
import itertools
import operator
from collections.abc import Container, Iterable, Iterator, Sequence

from flake8_missing_import.at_once import frame_around
from flake8_missing_import.branches import cannot_fail, is_in_handler, jumps
from flake8_missing_import.conditions import Conditions, truth
from flake8_missing_import.exits import leaves
from flake8_missing_import.guards import expects_name_error
from flake8_missing_import.imports import is_known_import
from flake8_missing_import.model import Binding, Missing, Use
from flake8_missing_import.reach import Sight
from flake8_missing_import.scopes import (
    FUNCTIONS,
    TRIES,
    chain_of,
    enclosing_scopes,
    repeating_loops,
    statements_above,
    statements_below,
)

_JUMPS = (ast.Return, ast.Raise, ast.Break, ast.Continue)


def imported_in_a_branch(
    code: str, sights: Sequence[Sight], known: Iterable[Binding], conditions: Conditions
) -> Iterator[Missing]:
    """Yield what uses of one name lack if a branch of their function is skipped that imports it.

    Where the module imports it, too: then that is what the author counts on. Or where the branch
    handles a failure: without one, each call comes to the use.

    :param code: that of the findings.
    :param known: all bindings of the name in the file.
    """
    outside = {
        one.statement
        for one in known
        if one.alias is not None and isinstance(one.parents[0], ast.Module)
    }
    found: dict[Binding, list[Use]] = {}
    for sight in sights:
        match sight.serving:
            case [binding] if (
                sight.runs
                and sight.bindings == sight.serving
                and binding.alias is not None
                and (binding.statement in outside or (not outside and is_in_handler(binding)))
                and is_known_import(binding, conditions.module)
                and _may_be_skipped(binding, sight.use, conditions)
                and not expects_name_error(sight.use, conditions)
            ):
                found.setdefault(binding, []).append(sight.use)
    for binding, uses in found.items():
        function = getattr(binding.scope, "name", "")
        advice = "remove that import" if outside else "move that import out of the branch"
        problem = (
            f"is imported only in a branch of '{function}' (line {binding.line}), and so is local"
            f" there: {advice}"
        )
        yield Missing(code, binding.name, None, tuple(uses), problem)


def _may_be_skipped(binding: Binding, use: Use, conditions: Conditions) -> bool:
    """Say whether a use below an import in a branch is also reached without it.

    Then no condition of its own, which could be the same, keeps it from that.
    """
    chain = chain_of(use)
    scopes = enclosing_scopes(use.node, use.parents)
    if (
        frame_around(use, scopes, conditions.module) is not binding.scope
        or not isinstance(binding.scope, FUNCTIONS)
        or not repeating_loops(chain_of(binding)).isdisjoint(repeating_loops(chain))
    ):
        return False
    is_skipped = False
    for child, parent in itertools.pairwise(chain_of(binding)):
        if parent in chain:
            inside = chain[: chain.index(parent)]
            is_sure = not any(itertools.starmap(_may_skip, itertools.pairwise(inside)))
            between = itertools.takewhile(
                functools.partial(operator.is_not, inside[-1]), statements_below(child, parent)
            )
            return (
                is_sure
                and not any(_may_end(one, conditions.exit_calls) for one in between)
                and _is_below(inside[-1], child, parent, is_skipped=is_skipped)
            )
        is_skipped = is_skipped or _goes_on_without(child, parent, conditions)
    return False


def _is_below(other: ast.AST, child: ast.AST, parent: ast.AST, *, is_skipped: bool) -> bool:
    """Say whether a part of a node is reached though an import in another one has not run.

    :param child: the part with the import.
    :param is_skipped: that goes on past the import.
    """
    above = statements_above(child, parent)
    if isinstance(parent, TRIES) and child in parent.body and other not in parent.body:
        fails_before = not all(map(cannot_fail, above))
        return other not in parent.orelse and (is_skipped or fails_before)
    return is_skipped and other in statements_below(child, parent)


def _may_end(statement: ast.stmt, exit_calls: Container[str]) -> bool:
    """Say whether what is below a statement is not always reached: it may test the same."""
    return jumps(statement, _JUMPS) or any(
        isinstance(one, ast.Assert)
        or (isinstance(one, ast.Call) and ast.unparse(one.func) in exit_calls)
        for one in ast.walk(statement)
    )


def _goes_on_without(child: ast.AST, parent: ast.AST, conditions: Conditions) -> bool:
    """Say whether the code below a node can be reached past one of its parts."""
    exit_calls = conditions.exit_calls
    match parent:
        case ast.If(test=test, body=body, orelse=orelse) if isinstance(child, ast.stmt):
            other = orelse if child in body else body
            return truth(test, conditions) is None and not leaves(other, exit_calls)
        case ast.While(test=ast.Constant(value=value)) if value:
            return False
        case ast.For(iter=ast.List(elts=[_, *_]) | ast.Tuple(elts=[_, *_])):
            return False
        case ast.For(body=body, orelse=orelse) | ast.While(body=body, orelse=orelse):
            return child in body and not leaves(orelse, exit_calls)
        case ast.Try(body=body, handlers=handlers, orelse=orelse):
            if isinstance(child, ast.ExceptHandler):
                return not leaves([*body, *orelse], exit_calls)
            return child in orelse and not all(leaves(one.body, exit_calls) for one in handlers)
        case _:
            return False


def _may_skip(part: ast.AST, node: ast.AST) -> bool:
    """Say whether a node that runs may leave out one of its parts."""
    match node:
        case ast.If(test=first) | ast.IfExp(test=first) | ast.While(test=first):
            return part is not first
        case ast.BoolOp(values=[first, *_]):
            return part is not first
        case ast.Try(handlers=handlers, orelse=orelse):
            return part in handlers or part in orelse
        case ast.Match(subject=subject):
            return part is not subject
        case ast.For(iter=first):
            return part is not first
        case ast.comprehension(iter=first):
            return part is not first
        case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return not isinstance(part, ast.comprehension)
        case _:
            return False
