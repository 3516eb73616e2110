"""Does the code ask whether something is there, and keep the answer for later?

In a variable, an attribute, a decorator: ``has_util = hasattr(importlib, "util")``. What comes
of the answer is not followed, unlike that of a question which is a condition itself.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from flake8_missing_import.scopes import TRIES


@dataclass(frozen=True, eq=False)
class KeptAnswers:
    """The questions of a module whose answers it keeps."""

    questions: dict[str, list[ast.expr]]
    """Calls and comparisons that may ask for a name, an attribute or a module, by its last name."""
    trials: tuple[ast.Try, ...]
    """``try`` statements that only mention something, and note what happens in a variable."""


def kept_answers(tree: ast.Module) -> KeptAnswers:
    """Return the questions in a module whose answers it keeps."""
    nodes = list(ast.walk(tree))
    conditions = {part for node in nodes for part in _parts_of_conditions(node)}
    questions: dict[str, list[ast.expr]] = defaultdict(list)
    for node in nodes:
        if isinstance(node, ast.expr) and node not in conditions and (asked := _asked(node)):
            questions[asked].append(node)
    return KeptAnswers(
        questions=dict(questions),
        trials=tuple(node for node in nodes if isinstance(node, TRIES) and _is_trial(node)),
    )


def _parts_of_conditions(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the expressions whose values a node uses up as its conditions."""
    match node:
        case (
            ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) | ast.Assert(test=test)
        ):
            yield from ast.walk(test)
        case ast.comprehension(ifs=tests):
            for test in tests:
                yield from ast.walk(test)
        case ast.BoolOp(values=values) if _reaches(values):
            for value in values:
                yield value
                yield from ast.iter_child_nodes(value)


def _reaches(values: list[ast.expr]) -> bool:
    """Say whether values ask for something and then use it: ``hasattr(m, "a") and m.a.b``."""
    asked = {_asked(part) for value in values for part in (value, *ast.iter_child_nodes(value))}
    asked.discard("")
    return any(
        getattr(part, "attr", getattr(part, "id", "")) in asked
        for value in values
        for part in ast.walk(value)
    )


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
    return all(isinstance(statement, ast.Expr) for statement in node.body) and any(
        isinstance(statement, ast.Assign) for statement in results
    )
