"""Does a condition hold when the code runs, and which one keeps a node from running?"""

from __future__ import annotations

import ast
import functools
import itertools
import operator
import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flake8_missing_import.answers import KeptAnswers, kept_answers
from flake8_missing_import.module import Module
from flake8_missing_import.namespaces import Namespaces
from flake8_missing_import.scopes import COMPREHENSIONS, FUNCTIONS
from flake8_missing_import.stdlib import NEWEST

Assumption = Callable[[ast.expr], "bool | None"]
"""What is taken for granted about a condition: its truth, None where nothing is."""

_FOR_TYPE_CHECKERS = frozenset({"TYPE_CHECKING", "MYPY"})
"""Names that are false when the code runs (typing's documentation; mypy's, "Common issues")."""

_PYTHON_2 = re.compile(r"(is_?)?py(thon)?_?2", re.IGNORECASE)
_PYTHON_3 = re.compile(r"(is_?)?py(thon)?_?3", re.IGNORECASE)

_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.Eq,
    ast.NotEq: ast.NotEq,
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
}
EXITS = frozenset({"sys.exit", "os._exit", "exit", "quit", "pytest.skip", "self.skipTest"})
"""Calls below which nothing runs."""
_LONGEST_TUPLE = 20
_ANY_MICRO = (0, 1_000)
"""Two micro versions that stand for all: what is the same for both depends on none."""


@dataclass(frozen=True, eq=False)
class Conditions:
    """What a module's top level says about its conditions, found when it is asked for."""

    module: Module
    exits: dict[ast.AST, list[tuple[int, ast.expr, bool]]] = field(default_factory=dict)
    """A cache: where the blocks of a node are left, on which condition and truth value of it."""

    @functools.cached_property
    def for_type_checkers(self) -> frozenset[str]:
        """The names of TYPE_CHECKING there."""
        names = set(_FOR_TYPE_CHECKERS)
        names.update(alias for alias, name in self.aliases.items() if name == "TYPE_CHECKING")
        values = self._assigned
        return frozenset(
            name for name in names if all(_is_false(one, names) for one in values.get(name, ()))
        )

    @functools.cached_property
    def values(self) -> dict[str, ast.expr]:
        """The conditions, exceptions and short tuples that are assigned to names, once each.

        A constant may be changed tomorrow: ``DEBUG = False``.
        """
        return {
            name: values[0]
            for name, values in self._assigned.items()
            if len(values) == 1 and _is_condition(values[0], self._assigned)
        }

    @functools.cached_property
    def aliases(self) -> dict[str, str]:
        """What is imported from a module under another name, and its own name."""
        return {
            alias.asname: alias.name
            for node in self.module.tree.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if alias.asname
        }

    @functools.cached_property
    def versions(self) -> tuple[tuple[int, int], ...]:
        """The Pythons that the code may run on."""
        oldest = self.module.options.target_version
        return tuple((3, minor) for minor in range(oldest[1], NEWEST[1] + 1))

    @functools.cached_property
    def may_ask_for_modules(self) -> bool:
        """It mentions something such as ``sys.modules``."""
        return "modules" in self.module.source

    @functools.cached_property
    def namespaces(self) -> Namespaces:
        """What its expressions are that have names."""
        return Namespaces(self.module)

    @functools.cached_property
    def kept_answers(self) -> KeptAnswers:
        """The questions whose answers the module keeps for later."""
        return kept_answers(self.module.tree)

    @functools.cached_property
    def _assigned(self) -> dict[str, list[ast.expr]]:
        assigned: dict[str, list[ast.expr]] = {}
        for node in self.module.tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                assigned.setdefault(node.targets[0].id, []).append(node.value)
        return assigned


def _is_false(value: ast.expr, for_type_checkers: Container[str]) -> bool:
    """Say whether a value is false when the code runs, as ``typing.TYPE_CHECKING`` is."""
    if isinstance(value, ast.Constant):
        return not value.value
    return getattr(value, "attr", getattr(value, "id", "")) in for_type_checkers


def _is_condition(value: ast.expr, assigned: Container[str]) -> bool:
    """Say whether a value is worth a look when its name is tested."""
    if isinstance(value, ast.Tuple):
        return len(value.elts) <= _LONGEST_TUPLE
    if isinstance(value, ast.Name):
        return value.id.endswith("Error")
    return isinstance(
        value, ast.BinOp | ast.BoolOp | ast.Call | ast.Compare | ast.UnaryOp
    ) and not any(isinstance(node, ast.Name) and node.id in assigned for node in ast.walk(value))


def nothing_assumed(test: ast.expr) -> bool | None:
    """Take nothing for granted."""
    return None


def seen_by_type_checkers(conditions: Conditions) -> Assumption:
    """Return what type checkers take for granted: TYPE_CHECKING is true."""

    def assumed(test: ast.expr) -> bool | None:
        name = getattr(test, "attr", getattr(test, "id", ""))
        return True if name in conditions.for_type_checkers else None

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
        case ast.BoolOp(values=values):
            decisive = isinstance(test.op, ast.Or)
            found = [truth(value, conditions, assumed) for value in values]
            if decisive in found:
                return decisive
            return None if None in found else not decisive
        case ast.Compare(left=left, ops=[one], comparators=[right]):
            return _truth_of_comparison(left, one, right, conditions, assumed)
        case ast.NamedExpr(value=value) | ast.Call(func=ast.Name(id="bool"), args=[value]):
            return truth(value, conditions, assumed)
        case ast.Call(
            func=ast.Attribute(value=text, attr="startswith"), args=[ast.Constant(value=str(start))]
        ) if _is_of_sys(text, "version"):
            answers = {"{}.{}.".format(*one).startswith(start) for one in conditions.versions}
            return answers.pop() if len(answers) == 1 else None
        case _:
            return None


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def _truth_of_name(
    node: ast.expr, name: str, conditions: Conditions, assumed: Assumption
) -> bool | None:
    if name in conditions.for_type_checkers:
        return False
    if _PYTHON_2.fullmatch(name):
        return False
    if _PYTHON_3.fullmatch(name):
        return True
    value = conditions.values.get(name) if isinstance(node, ast.Name) else None
    return None if value is None else truth(value, conditions, assumed)


def _truth_of_comparison(
    left: ast.expr, one: ast.cmpop, right: ast.expr, conditions: Conditions, assumed: Assumption
) -> bool | None:
    if isinstance(right, ast.Constant) and isinstance(right.value, bool):
        value = truth(left, conditions, assumed)
        if isinstance(one, (ast.Is, ast.Eq)):
            return value if right.value else _negated(value)
        if isinstance(one, (ast.IsNot, ast.NotEq)):
            return _negated(value) if right.value else value
        return None
    if type(one) not in _COMPARISONS:
        return None
    compare = _COMPARISONS[type(one)]
    if isinstance(left, (ast.Constant, ast.Tuple)):
        left, right = right, left
        compare = _COMPARISONS[_MIRRORED[type(one)]]
    try:
        if not any(True for _ in _parts_of_version(left, conditions.versions[0])):
            return None
        other = ast.literal_eval(right)
        found = {
            compare(part, other)
            for version in conditions.versions
            for part in _parts_of_version(left, version)
        }
    except (ValueError, TypeError, RecursionError):
        return None
    return found.pop() if len(found) == 1 else None


def _parts_of_version(node: ast.expr, version: tuple[int, int]) -> Iterator[object]:
    """Yield the values that an expression with sys.version_info has on a Python, if any."""
    infos = [(*version, micro, "final", 0) for micro in _ANY_MICRO]
    match node:
        case ast.Subscript(value=value, slice=index) if _is_of_sys(value, "version_info"):
            # The text between the brackets is a number or a slice of numbers.
            bounds = [int(part) if part else None for part in ast.unparse(index).split(":")]
            for info in infos:
                yield info[slice(*bounds)] if len(bounds) > 1 else info[bounds[0] or 0]
        case ast.Attribute(value=value, attr="major" | "minor" as part) if _is_of_sys(
            value, "version_info"
        ):
            yield version[part == "minor"]
        case ast.Subscript(value=value, slice=ast.Constant(value=0)) if _is_of_sys(
            value, "version"
        ):
            yield str(version[0])
        case _ if _is_of_sys(node, "version_info"):
            yield from infos
        case _ if _is_of_sys(node, "hexversion"):
            yield from ((version[0] << 24) + (version[1] << 16) + (m << 8) for m in (0, 255))
        case _ if _is_of_sys(node, "version"):
            yield "{}.{}.".format(*version)


def _is_of_sys(node: ast.expr, name: str) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="sys" | "_sys"), attr=attribute):
            return attribute == name
        case ast.Name(id=plain):
            return plain == name and name != "version"
        case _:
            return False


def blocking_condition(
    chain: Sequence[ast.AST], conditions: Conditions, assumed: Assumption = nothing_assumed
) -> ast.expr | None:
    """Return the condition that keeps a node from running, None if none does.

    :param chain: the node and those around it, innermost first.
    :param assumed: what is taken for granted, because the question is about that case.
    """
    for child, parent in itertools.pairwise(chain):
        for test, wanted in _conditions_of(child, parent):
            if truth(test, conditions, assumed) is (not wanted):
                return test
        if isinstance(child, ast.stmt):
            for line, test, leaves_if in _exits(parent, conditions):
                if line < child.lineno and truth(test, conditions, assumed) is leaves_if:
                    return test
    return None


def _conditions_of(child: ast.AST, parent: ast.AST) -> Iterator[tuple[ast.expr, bool]]:
    """Yield the conditions under which a node evaluates one of its parts, with the truth needed."""
    match parent:
        case ast.If(test=test) if isinstance(child, ast.stmt):
            yield test, not any(child is node for node in parent.orelse)
        case ast.While(test=test) if any(child is node for node in parent.body):
            yield test, True
        case ast.IfExp(test=test) if child is not test:
            yield test, child is parent.body
        case ast.BoolOp(op=kind, values=values):
            for value in itertools.takewhile(lambda value: value is not child, values):
                yield value, isinstance(kind, ast.And)
        case ast.Assert(test=test, msg=message) if child is message:
            yield test, False
        case _ if isinstance(parent, COMPREHENSIONS) and not isinstance(child, ast.comprehension):
            yield from ((test, True) for part in parent.generators for test in part.ifs)


def _exits(node: ast.AST, conditions: Conditions) -> list[tuple[int, ast.expr, bool]]:
    """Return where a condition in a node's blocks makes the rest of them unreachable."""
    found = conditions.exits.get(node)
    if found is None:
        found = []
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            for statement in block if isinstance(block, list) else ():
                if isinstance(statement, ast.Assert):
                    found.append((statement.lineno, statement.test, False))
                elif isinstance(statement, ast.If):
                    if _leaves(statement.body):
                        found.append((statement.end_lineno or 0, statement.test, True))
                    if _leaves(statement.orelse):
                        found.append((statement.end_lineno or 0, statement.test, False))
        conditions.exits[node] = found
    return found


def _leaves(body: Sequence[ast.stmt]) -> bool:
    """Say whether the code below a block is never reached from it."""
    if not body:
        return False
    last = body[-1]
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        return ast.unparse(last.value.func) in EXITS
    return isinstance(last, (ast.Return, ast.Raise, ast.Continue, ast.Break))


def is_main(test: ast.expr) -> bool:
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
            return any(map(is_main, values))
        case _:
            return False


def main_guard(parents: Sequence[ast.AST]) -> ast.If | None:
    """Return the ``if __name__ == "__main__":`` around a place, unless that is in its ``else``."""
    for child, parent in itertools.pairwise(parents):
        if isinstance(parent, ast.If) and is_main(parent.test) and child not in parent.orelse:
            return parent
    return None


def is_in_function(parents: Sequence[ast.AST]) -> bool:
    """Say whether the innermost scope around a statement is a function's."""
    scopes = (*FUNCTIONS, ast.ClassDef)
    scope = next((node for node in parents if isinstance(node, scopes)), None)
    return isinstance(scope, FUNCTIONS)
