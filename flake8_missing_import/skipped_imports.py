"""Which imports in an ``if`` of a function may be skipped on the way to a use below it?

They make the name local to the function, and hide what the module imports.
"""

from __future__ import annotations

import ast
import builtins
import itertools
from collections.abc import Container, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from flake8_missing_import.at_once import frame_around
from flake8_missing_import.conditions import Conditions, truth
from flake8_missing_import.guards import expects_name_error
from flake8_missing_import.imports import is_known_import
from flake8_missing_import.model import Binding, Missing, Use
from flake8_missing_import.reach import Sight
from flake8_missing_import.scopes import (
    FUNCTIONS,
    chain_of,
    enclosing_scopes,
    repeating_loops,
    scope_of_binding,
    statements_above,
    statements_below,
)

_JUMPS = (ast.Assert, ast.Break, ast.Continue, ast.Raise, ast.Return)
_SIMPLE = (ast.AnnAssign, ast.Assign, ast.AugAssign, ast.Import, ast.ImportFrom, ast.Pass)
"""Statements that go on to the next one."""
_EVALUATING = (
    ast.Attribute, ast.AugAssign, ast.Assign, ast.Await, ast.BinOp, ast.Call, ast.Dict, ast.Expr,
    ast.FormattedValue, ast.JoinedStr, ast.List, ast.Raise, ast.Return, ast.Set, ast.Slice,
    ast.Starred, ast.Subscript, ast.Tuple, ast.UnaryOp, ast.keyword,
)  # fmt: skip
"""Nodes that evaluate all of their parts."""
_ENTERED = (ast.AsyncWith, ast.With, ast.withitem)


def imported_in_a_branch(
    code: str, sights: Sequence[Sight], known: Iterable[Binding], conditions: Conditions
) -> Iterator[Missing]:
    """Yield what uses of one name lack where their function imports it in an ``if`` above alone.

    Where the module has the same import: then that is what the author counts on.

    :param code: that of the findings.
    :param known: all bindings of the name in the file.
    """
    outside = [one for one in known if isinstance(scope_of_binding(one), ast.Module)]
    if not outside or not all(isinstance(one.parents[0], ast.Module) for one in outside):
        return
    statements = {one.statement if one.alias else None for one in outside}
    found: dict[Binding, list[Use]] = {}
    reached: dict[Binding, AbstractSet[ast.stmt]] = {}
    for sight in sights:
        match sight.serving:
            case [binding] if (
                sight.runs
                and sight.bindings == sight.serving
                and binding.alias is not None
                and statements == {binding.statement}
                and is_known_import(binding, conditions.module)
            ):
                if binding not in reached:
                    reached[binding] = frozenset(_reached_without(binding, conditions))
                if (
                    _is_surely_in(sight.use, reached[binding], conditions)
                    and _is_of_same_call(binding, sight.use, conditions)
                    and not expects_name_error(sight.use, conditions)
                ):
                    found.setdefault(binding, []).append(sight.use)
    for binding, uses in found.items():
        function = getattr(binding.scope, "name", "")
        problem = (
            f"is imported only in a branch of '{function}' (line {binding.line}), and so is local"
            " there: remove that import"
        )
        yield Missing(code, binding.name, None, tuple(uses), problem)


def _is_of_same_call(binding: Binding, use: Use, conditions: Conditions) -> bool:
    """Say whether an import and a use run in the same call, and not in two passes of a loop."""
    scopes = enclosing_scopes(use.node, use.parents)
    loops = repeating_loops(chain_of(binding)) & repeating_loops(chain_of(use))
    return frame_around(use, scopes, conditions.module) is binding.scope and not loops


def _reached_without(binding: Binding, conditions: Conditions) -> Iterator[ast.stmt]:
    """Yield the statements below the ``if`` with an import that are surely reached past it, too.

    Whatever might end the function where the conditions do not hold keeps the rest from that.
    """
    branches = list(_branches(binding))
    if not branches or not isinstance(binding.scope, FUNCTIONS):
        return
    *_, whole = branches
    asked = {
        node.id
        for branch in branches
        for node in ast.walk(branch.test)
        if isinstance(node, ast.Name) and not hasattr(builtins, node.id)
    }
    others = [
        one
        for branch in branches
        for block in (branch.body, branch.orelse)
        for one in block
        if one not in branches and binding.node not in block
    ]
    chain = chain_of(binding)
    inside = chain[chain.index(whole) : chain.index(binding.scope) + 1]
    around = list(itertools.pairwise(inside))
    above = [one for part, node in around for one in statements_above(part, node)]
    if (
        any(truth(branch.test, conditions) is not None for branch in branches)
        or not all(isinstance(one, _SIMPLE) for one in others)
        or _has_jump(whole, conditions.exit_calls)
        or any(_may_depend(one, asked, conditions.exit_calls) for one in above)
    ):
        return
    for one in statements_below(whole, around[0][1]):
        yield one
        if _has_jump(one, conditions.exit_calls) or _may_depend(one, asked, conditions.exit_calls):
            return


def _branches(binding: Binding) -> Iterator[ast.If]:
    """Yield the ``if`` right around an import, and those of which it is the ``elif``."""
    for part, node in itertools.pairwise(chain_of(binding)):
        is_branch = isinstance(node, ast.If) and (part is binding.node or node.orelse == [part])
        if not is_branch:
            return
        assert isinstance(node, ast.If)
        yield node


def _has_jump(code: ast.AST, exit_calls: Container[str]) -> bool:
    return any(
        isinstance(one, _JUMPS)
        or (isinstance(one, ast.Call) and ast.unparse(one.func) in exit_calls)
        for one in ast.walk(code)
    )


def _may_depend(statement: ast.stmt, asked: AbstractSet[str], exit_calls: Container[str]) -> bool:
    """Say whether a statement may end the function by what conditions ask for: ``check(x)``."""
    names = {one.id for one in ast.walk(statement) if isinstance(one, ast.Name)}
    calls = [one.value for one in ast.walk(statement) if isinstance(one, ast.Expr)]
    return not asked.isdisjoint(names) and (
        _has_jump(statement, exit_calls) or any(isinstance(one, ast.Call) for one in calls)
    )


def _is_surely_in(use: Use, reached: AbstractSet[ast.stmt], conditions: Conditions) -> bool:
    """Say whether one of some statements surely evaluates a use that is in it."""
    chain = chain_of(use)
    if reached.isdisjoint(chain):
        return False
    for part, node in itertools.pairwise(chain):
        if part in reached:
            return True
        if any(_has_jump(one, conditions.exit_calls) for one in statements_above(part, node)):
            return False
        match node:
            case ast.If(test=first) | ast.While(test=first) | ast.For(iter=first):
                is_sure = part is first
            case ast.Compare(left=left, comparators=[right, *_]):
                is_sure = part in (left, right)
            case ast.Try(body=body, finalbody=last):
                is_sure = part in body or part in last
            case _:
                is_sure = isinstance(node, (*_EVALUATING, *_ENTERED))
        if not is_sure:
            return False
    return False
