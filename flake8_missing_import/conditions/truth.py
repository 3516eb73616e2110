"""Is a condition true or false whenever it is evaluated, as far as that is known?"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from flake8_missing_import.conditions.pythons import is_python_3

if TYPE_CHECKING:
    from flake8_missing_import.conditions import Conditions

Assumption = Callable[[ast.expr], "bool | None"]
"""What is taken for granted about a condition: its truth, None where nothing is."""


def nothing_assumed(test: ast.expr) -> bool | None:
    """Take nothing for granted."""
    return None


def seen_by_type_checkers(conditions: Conditions) -> Assumption:
    """Return what type checkers take for granted: TYPE_CHECKING is true."""

    def assumed(test: ast.expr) -> bool | None:
        return True if conditions.is_type_checking(test) else None

    return assumed


def truth(
    test: ast.expr, conditions: Conditions, assumed: Assumption = nothing_assumed
) -> bool | None:
    """Return whether a condition holds whenever it is evaluated, None if that is not known."""
    known = assumed(test)
    if known is not None:
        return known
    match test:
        case ast.Constant(value=value):
            return bool(value)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return _truth_of_name(test, name, conditions, assumed)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _negated(truth(operand, conditions, assumed))
        case ast.IfExp(test=first, body=body, orelse=orelse):
            holds = truth(first, conditions, assumed)
            possible = (body, orelse) if holds is None else (body if holds else orelse,)
            answers = {truth(one, conditions, assumed) for one in possible}
            return answers.pop() if len(answers) == 1 else None
        case ast.BoolOp(values=values):
            decisive = isinstance(test.op, ast.Or)
            found = [truth(value, conditions, assumed) for value in values]
            if decisive in found:
                return decisive
            return None if None in found else not decisive
        case (
            ast.NamedExpr(value=value)
            | ast.Call(func=ast.Name(id="bool"), args=[value])
            | ast.Call(
                func=ast.Name(id="all" | "any"),
                args=[ast.GeneratorExp(elt=value) | ast.ListComp(elt=value)],
            )
        ):
            return truth(value, conditions, assumed)
        case _:
            return _truth_of_value(test, conditions, assumed)


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def _truth_of_name(
    node: ast.expr, name: str, conditions: Conditions, assumed: Assumption
) -> bool | None:
    if conditions.is_type_checking(node):
        return False
    named = is_python_3(conditions.own_name(name))
    if isinstance(node, ast.Attribute):
        return None if named is None or conditions.is_parsed(node.value) else named
    value = conditions.value_of(name) if named is None else None
    return truth(value, conditions, assumed) if value else named


def _truth_of_value(test: ast.expr, conditions: Conditions, assumed: Assumption) -> bool | None:
    """Return the same of what is compared with a truth value, or depends on the Python alone."""
    match test:
        case (
            ast.Compare(left=value, ops=[one], comparators=[ast.Constant(value=bool() as wanted)])
            | ast.Compare(left=ast.Constant(value=bool() as wanted), ops=[one], comparators=[value])
        ):
            found = truth(value, conditions, assumed)
            if isinstance(one, ast.Is | ast.Eq):
                return found if wanted else _negated(found)
            if isinstance(one, ast.IsNot | ast.NotEq):
                return _negated(found) if wanted else found
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[]) if (
            named := is_python_3(conditions.own_name(name))
        ) is not None:
            return named
        case ast.Tuple(elts=[]):
            return False
        case ast.Call() if said := conditions.said_by(test):
            return truth(said, conditions, assumed)
    return conditions.truth_on_all(test)
