"""Does the code ask whether something is there, and keep the answer for later?

In a variable, an attribute, a decorator: ``has_util = hasattr(importlib, "util")``. What comes
of the answer is not followed, unlike that of a question which is a condition itself.
"""

from __future__ import annotations

import ast
import builtins
import functools
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeGuard

from flake8_missing_import.module import Module
from flake8_missing_import.scopes import TRIES
from flake8_missing_import.spelling import written


@dataclass(frozen=True, eq=False)
class KeptAnswers:
    """The questions of a module whose answers it keeps."""

    questions: dict[str, list[ast.expr]]
    """Calls and comparisons that may ask for a name, an attribute or a module, by its last name."""
    trials: list[Trial]


@dataclass(frozen=True, eq=False)
class Trial:
    """A ``try`` statement that notes, or tells, what happens."""

    node: ast.Try
    module: Module
    """The module that it is in."""

    def asks_for(self, asked: str) -> bool:
        """Say whether it asks for something, written as :func:`ast.unparse` does.

        It does not if its handlers use that themselves, nor for a name beside another that nothing
        binds, such as ``__file__``.
        """
        return (
            any(attempt.startswith(f"{asked}.") for attempt in self._attempts)
            and asked not in self._handled
            and not (asked.isidentifier() and self._is_for_another)
        )

    @functools.cached_property
    def _attempts(self) -> tuple[str, ...]:
        """What it evaluates, each with a dot."""
        return tuple(f"{written(one.value)}." for one in self.node.body if _has_value(one))

    @functools.cached_property
    def _handled(self) -> frozenset[str]:
        handled = (one for handler in self.node.handlers for one in handler.body)
        return frozenset(map(written, _read_in(handled)))

    @functools.cached_property
    def _is_for_another(self) -> bool:
        binders, modules = self.module.binders, self.module.library.modules
        return "*" not in binders and any(
            isinstance(node, ast.Name)
            and not (node.id in binders or hasattr(builtins, node.id) or node.id in modules)
            for node in _read_in(self.node.body)
        )


def kept_answers(module: Module) -> KeptAnswers:
    """Return the questions of a module whose answers it keeps."""
    nodes = module.parents
    conditions = {part for node in nodes for part in _parts_of_conditions(node)}
    questions: dict[str, list[ast.expr]] = defaultdict(list)
    for node in nodes:
        if isinstance(node, ast.expr) and node not in conditions and (asked := _asked(node)):
            questions[asked].append(node)
    return KeptAnswers(
        questions=dict(questions),
        trials=[
            Trial(node, module) for node in nodes if isinstance(node, TRIES) and _is_trial(node)
        ],
    )


def _read_in(body: Iterable[ast.stmt]) -> Iterator[ast.Name | ast.Attribute]:
    for node in itertools.chain.from_iterable(map(ast.walk, body)):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield node


def _parts_of_conditions(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the expressions whose values a node uses up as its conditions."""
    match node:
        case (
            ast.If(test=test)
            | ast.While(test=test)
            | ast.IfExp(test=test)
            | ast.Assert(test=test)
            | ast.Expr(value=ast.BoolOp() as test)
        ):
            yield from operands(test)
        case ast.comprehension(ifs=tests):
            for test in tests:
                yield from operands(test)


def operands(test: ast.expr) -> Iterator[ast.expr]:
    """Yield a condition and the parts that decide about it: not what is passed to a call."""
    yield test
    match test:
        case ast.BoolOp(values=parts):
            pass
        case ast.UnaryOp(operand=part) | ast.NamedExpr(value=part):
            parts = [part]
        case ast.Call(func=ast.Name(id="bool"), args=parts):
            pass
        case ast.Compare(left=left, comparators=others):
            parts = [left, *others]
        case _:
            parts = []
    for part in parts:
        yield from operands(part)


def _asked(node: ast.AST) -> str:
    """Return the last name of what an expression may ask for, nothing for other expressions."""
    match node:
        case (
            ast.Call(func=ast.Name(id="hasattr"), args=[_, ast.Constant(value=str(name))])
            | ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(name)), _])
            | ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(name)), *_])
            | ast.Compare(left=ast.Constant(value=str(name)), ops=[ast.In() | ast.NotIn()])
        ):
            return name.rpartition(".")[2]
        case _:
            return ""


def _is_trial(node: ast.Try) -> bool:
    results = (*node.orelse, *(statement for one in node.handlers for statement in one.body))
    is_noted = any(isinstance(statement, ast.Assign) for statement in results)
    return (is_noted and all(map(_has_value, node.body))) or (
        all(map(_is_attempt_or_answer, node.body)) and any(map(_is_answer, results))
    )


def _is_attempt_or_answer(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Attribute() | ast.Name()):
            return True
        case _:
            return _is_answer(statement)


def _is_answer(statement: ast.stmt) -> bool:
    """Say whether a statement tells the caller of a function what it has found."""
    match statement:
        case ast.Return(value=ast.Constant(value=bool())):
            return True
        case _:
            return False


def _has_value(statement: ast.stmt) -> TypeGuard[ast.Assign | ast.Expr]:
    return isinstance(statement, ast.Assign | ast.Expr)
