"""Which imports in a branch of a function may be skipped on the way to a use below it?

They make the name local to the function, and hide what the module imports.
"""

from __future__ import annotations

import ast
import builtins
import itertools
from collections.abc import Container, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from flake8_missing_import.conditions import Conditions
from flake8_missing_import.conditions.conditional_parts import has_items, is_for_an_item
from flake8_missing_import.conditions.truth import truth
from flake8_missing_import.hiding_imports import local_by_a_branch
from flake8_missing_import.imports import is_known_import
from flake8_missing_import.model import Binding, Missing, Use
from flake8_missing_import.reach import Sight
from flake8_missing_import.running.at_once import frame_around
from flake8_missing_import.scopes import (
    FUNCTIONS,
    chain_of,
    enclosing_scopes,
    repeating_loops,
    scope_of_binding,
    statements_above,
    statements_below,
)
from flake8_missing_import.silence.guards import expects_name_error
from flake8_missing_import.spelling import dotted_name, last_name

_JUMPS = (ast.Assert, ast.Break, ast.Continue, ast.Raise, ast.Return)
_SIMPLE = (ast.AnnAssign, ast.Assign, ast.AugAssign, ast.Import, ast.ImportFrom, ast.Pass)
"""Statements that go on to the next one."""
_EVALUATING = (
    ast.Attribute, ast.AugAssign, ast.Assign, ast.Await, ast.BinOp, ast.Call, ast.Dict, ast.Expr,
    ast.FormattedValue, ast.JoinedStr, ast.List, ast.Raise, ast.Return, ast.Set, ast.Slice,
    ast.Starred, ast.Subscript, ast.Tuple, ast.UnaryOp, ast.keyword,
)  # fmt: skip
"""Nodes that evaluate all of their parts."""
_NEEDING_ITEMS = frozenset({"max", "min", "next", "pop", "popitem"})
"""The functions of one argument, and methods without any, that fail where there is no item."""
_GOING_OVER = {"filter": 1, "map": 1, "max": 0, "min": 0, "sorted": 0}
"""Which argument builtins go over that call another."""
_ENTERED = (ast.AsyncWith, ast.With, ast.withitem)
_IMPORTS = (ast.Import, ast.ImportFrom)


def imported_in_a_branch(
    code: str, sights: Sequence[Sight], known: Iterable[Binding], conditions: Conditions
) -> Iterator[Missing]:
    """Yield what uses of one name lack where their function imports it in a branch above alone.

    Where the module has the same import, or that of the same package: then that is what the
    author counts on.

    :param code: that of the findings.
    :param known: all bindings of the name in the file.
    """
    outside = [one for one in known if isinstance(scope_of_binding(one), ast.Module)]
    if not outside or not all(isinstance(one.parents[0], ast.Module) for one in outside):
        return
    found: dict[Binding, list[Use]] = {}
    reached: dict[Binding, AbstractSet[ast.stmt]] = {}
    for sight in sights:
        match sight.serving:
            case [binding] if (
                sight.runs
                and sight.bindings == sight.serving
                and binding.alias is not None
                and all(_is_hidden_by(binding, one) for one in outside)
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
        is_same = any(one.alias and one.statement == binding.statement for one in outside)
        advice = "remove that import" if is_same else "move that import to the top of the module"
        problem = f"{local_by_a_branch(binding)}: {advice}"
        yield Missing(code, binding.name, None, tuple(uses), problem)


def _is_hidden_by(inner: Binding, outer: Binding) -> bool:
    """Say whether an import of a function gives what an import of its module does, or a part of it.

    ``import logging.config`` hides ``import logging``.
    """
    if outer.alias is None:
        return False
    statements = (inner.statement, outer.statement)
    is_package = all(one.name is None and one.alias is None for one in statements)
    return inner.statement == outer.statement or is_package


def _is_of_same_call(binding: Binding, use: Use, conditions: Conditions) -> bool:
    """Say whether an import and a use run in the same call, and not in two passes of a loop."""
    scopes = enclosing_scopes(use.node, use.parents)
    loops = repeating_loops(chain_of(binding)) & repeating_loops(chain_of(use))
    return frame_around(use, scopes, conditions.module) is binding.scope and not loops


class _Branching(NamedTuple):
    """A statement around an import that may go another way, which leaves the import out."""

    whole: ast.stmt
    tests: Sequence[ast.expr] = ()
    """What decides which way it goes."""
    others: Sequence[ast.stmt] = ()
    """What runs in place of the import."""


def _reached_without(binding: Binding, conditions: Conditions) -> Iterator[ast.stmt]:
    """Yield the statements that are surely reached where an import in a branch is skipped, too."""
    if not isinstance(binding.scope, FUNCTIONS):
        return
    chain = chain_of(binding)
    around = chain[: chain.index(binding.scope) + 1]
    for branching in _branchings(around):
        yield from _reached_past(branching, around, conditions)


def _reached_past(
    branching: _Branching, around: Sequence[ast.AST], conditions: Conditions
) -> Iterator[ast.stmt]:
    """Yield the statements below a branching that are surely reached past an import in it.

    Whatever might end the function where the conditions do not hold keeps the rest from that.

    :param around: the import and the nodes around it up to its function.
    """
    whole, tests, others = branching
    asked = {
        node.id
        for test in tests
        for node in ast.walk(test)
        if isinstance(node, ast.Name) and not hasattr(builtins, node.id)
    }
    pairs = list(itertools.pairwise(around[around.index(whole) :]))
    above = [one for part, node in pairs for one in statements_above(part, node)]
    if (
        any(truth(test, conditions) is not None for test in tests)
        or not all(isinstance(one, _SIMPLE) for one in others)
        or _has_jump(whole, conditions.exit_calls)
        or any(_may_depend(one, asked, conditions.exit_calls) for one in above)
    ):
        return
    for one in statements_below(whole, pairs[0][1]):
        yield one
        if _has_jump(one, conditions.exit_calls) or _may_depend(one, asked, conditions.exit_calls):
            return


def _branchings(around: Sequence[ast.AST]) -> Iterator[_Branching]:
    """Yield the branchings around an import, innermost first.

    :param around: the import and the nodes around it up to its function.
    """
    chosen: list[ast.If] = []
    for position, (part, node) in enumerate(itertools.pairwise(around), 2):
        match node:
            case ast.If():
                chosen.append(node)
                outer = around[position]
                if not (isinstance(outer, ast.If) and outer.orelse == [node]):  # no elif
                    tests = [one.test for one in chosen]
                    yield _Branching(node, tests, list(_instead(chosen, around)))
                    chosen = []
            case ast.Try(body=body) if isinstance(part, ast.ExceptHandler):
                # An import that is tried may never work.
                if not any(isinstance(one, _IMPORTS) for tried in body for one in ast.walk(tried)):
                    yield _Branching(node)


def _instead(chosen: Iterable[ast.If], around: Sequence[ast.AST]) -> Iterator[ast.stmt]:
    """Yield the statements of the blocks that an import is not in."""
    for one in chosen:
        for block in (one.body, one.orelse):
            if not any(inner in block for inner in around):
                yield from block


def _has_jump(code: ast.AST, exit_calls: Container[str]) -> bool:
    return any(
        isinstance(one, _JUMPS)
        or (isinstance(one, ast.Call) and dotted_name(one.func) in exit_calls)
        for one in ast.walk(code)
    )


def _may_depend(statement: ast.stmt, asked: AbstractSet[str], exit_calls: Container[str]) -> bool:
    """Say whether a statement may end the function by what conditions ask for: ``check(x)``.

    So may what fails without items, or divides: ``x[0]``, ``next(iter(x))``, ``1 / len(x)``.
    """
    if asked.isdisjoint(_names_in(statement)):
        return False
    calls = [one.value for one in ast.walk(statement) if isinstance(one, ast.Expr)]
    return (
        _has_jump(statement, exit_calls)
        or any(isinstance(one, ast.Call) for one in calls)
        or any(
            not asked.isdisjoint(_names_in(part))
            for node in ast.walk(statement)
            for part in _needing_items(node)
        )
    )


def _names_in(code: ast.AST) -> Iterator[str]:
    return (one.id for one in ast.walk(code) if isinstance(one, ast.Name))


def _needing_items(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node without which it fails if they are empty, or zero."""
    match node:
        case ast.Subscript(value=value, slice=index, ctx=ast.Load()):
            if not isinstance(index, ast.Slice):
                yield value
        case ast.BinOp(left=left, op=ast.Div() | ast.FloorDiv() | ast.Mod(), right=value):
            if not (isinstance(left, ast.Constant) and isinstance(left.value, str | bytes)):
                yield value
        case ast.Assign(targets=[ast.Tuple() | ast.List()], value=ast.Name() as value):
            yield value
        case ast.Call(func=function, args=args, keywords=[]):
            is_method = isinstance(function, ast.Attribute)
            if last_name(function) in _NEEDING_ITEMS and len(args) == (0 if is_method else 1):
                yield node


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
        if not _evaluates(node, part):
            return False
    return False


def _evaluates(node: ast.AST, part: ast.AST) -> bool:
    """Say whether a node that is reached surely evaluates a part of it.

    What each item is for is not evaluated where there is none: what fills a list may be what an
    import was skipped for.
    """
    match node:
        case ast.If(test=first) | ast.While(test=first) | ast.For(iter=first):
            return part is first
        case ast.Compare(left=left, comparators=[right, *_]):
            return part in (left, right)
        case ast.comprehension(iter=first):
            return part is first
        case (
            ast.ListComp(generators=[first, *_])
            | ast.SetComp(generators=[first, *_])
            | ast.DictComp(generators=[first, *_])
            | ast.GeneratorExp(generators=[first, *_])
        ):
            return part is first or is_for_an_item(node, part)
        case ast.Call(func=callee, args=args) if part is not callee and _is_lambda(part):
            place = _GOING_OVER.get(last_name(callee), len(args))
            return any(map(has_items, args[place : place + 1]))
        case ast.Try(body=body, finalbody=last):
            return part in body or part in last
        case _:
            return isinstance(node, (*_EVALUATING, *_ENTERED, ast.Lambda))


def _is_lambda(argument: ast.AST) -> bool:
    value = argument.value if isinstance(argument, ast.keyword) else argument
    return isinstance(value, ast.Lambda)
