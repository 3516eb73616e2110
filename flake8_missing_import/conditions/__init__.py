"""Does a condition hold when the code runs, and which one keeps a node from running?"""

from __future__ import annotations

import ast
import functools
import itertools
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flake8_missing_import.assignments import assigned_values, may_be_rebound, value_given_by
from flake8_missing_import.conditions.answers import KeptAnswers, kept_answers
from flake8_missing_import.conditions.conditional_parts import conditions_around
from flake8_missing_import.conditions.predicates import Predicate, predicates, said_by
from flake8_missing_import.conditions.pythons import values_on
from flake8_missing_import.conditions.skips import conditions_of_calls
from flake8_missing_import.conditions.truth import Assumption, nothing_assumed, truth
from flake8_missing_import.imports import bound_name, full_name, imported_module
from flake8_missing_import.module import Module
from flake8_missing_import.running.exits import ExitCalls, conditional_exits, exits_of_checks
from flake8_missing_import.scopes import FUNCTIONS, TRIES
from flake8_missing_import.silence.expectations import Expectations
from flake8_missing_import.silence.namespaces import Namespaces
from flake8_missing_import.spelling import last_name, word
from flake8_missing_import.stdlib import versions_from

if TYPE_CHECKING:
    from flake8_missing_import.conditions.python_2 import OnPython3
    from flake8_missing_import.evidence.variables import Variables
    from flake8_missing_import.running.own_calls import OwnCalls
    from flake8_missing_import.silence.own_names import OwnNames

_FOR_TYPE_CHECKERS = frozenset({"TYPE_CHECKING", "MYPY"})
"""Names that are false when the code runs (typing's documentation; mypy's, "Common issues")."""

_USUAL_ORIGINS = {
    "_sys": "sys",
    "hexversion": "sys.hexversion",
    "version_info": "sys.version_info",
}
"""What these names are where no import at the top level says so."""
_LARGEST_CONDITION = 300
"""How many nodes are evaluated for a name: each may double those of another."""
CONDITIONS = (
    ast.Attribute, ast.BinOp, ast.BoolOp, ast.Call, ast.Compare, ast.IfExp, ast.Name,
    ast.Subscript, ast.UnaryOp,
)  # fmt: skip
"""What may be a condition, and is no constant."""


@dataclass(frozen=True, eq=False)
class Conditions:
    """What a module's top level says about its conditions, found when it is asked for."""

    module: Module
    looks_everywhere: bool = True
    """Whether names may have other values in other scopes, which takes time to find out."""
    exits: dict[ast.AST, tuple[tuple[range, ast.expr, bool], ...]] = field(default_factory=dict)
    """A cache: the lines below where a node's blocks are left, on which condition and truth."""
    attempted: dict[ast.Try, list[ast.AST]] = field(default_factory=dict)
    """A cache: what the body of a ``try`` surely evaluates."""
    running: dict[ast.AST, frozenset[tuple[int, int]]] = field(default_factory=dict)
    """A cache: on which Pythons nodes run."""
    own_calls: dict[tuple[ast.AST, bool], OwnCalls] = field(default_factory=dict)
    """A cache: what is known about the calls of a function, with and without those
    of what a star import may have put in its place."""
    _truths: dict[tuple[tuple[tuple[int, int], ...], ast.expr], bool | None] = field(
        default_factory=dict
    )
    _said: dict[ast.Call, ast.expr | None] = field(default_factory=dict)
    _expectations: dict[frozenset[str], Expectations] = field(default_factory=dict)

    @functools.cached_property
    def for_type_checkers(self) -> frozenset[str]:
        """The names of TYPE_CHECKING there."""
        names = {name for name in _FOR_TYPE_CHECKERS if name in self.module.source}
        origins = self.origins.items()
        names.update(name for name, what in origins if what.rpartition(".")[2] == "TYPE_CHECKING")
        values = self._assigned
        return frozenset(
            name
            for name in names
            if all(_is_false(one, names) for one in values.get(name, ()))
            and all(
                self._keeps_false(one, names)
                for key in (name, f".{name}")
                if self.looks_everywhere and may_be_rebound(name, self.module.lines)
                for one in self._binders.get(key, ())
            )
        )

    def _keeps_false(self, binder: ast.AST, for_type_checkers: Container[str]) -> bool:
        value = value_given_by(binder, self.module.parents)
        return isinstance(binder, ast.alias) or (
            value is not None and _is_false(value, for_type_checkers)
        )

    def value_of(self, name: str) -> ast.expr | None:
        """Return the condition that is assigned to a name, if nothing else ever is.

        A constant may be changed tomorrow: ``DEBUG = False``.
        """
        value = self._values.get(name)
        return value if value and len(self._binders.get(name, ())) <= 1 else None

    @functools.cached_property
    def _values(self) -> dict[str, ast.expr]:
        """The conditions that are assigned to names of the top level, once each.

        What grows too large when the names in it are replaced by their values is left out, and
        what calls own functions where these, or their arguments, may do the same.
        """
        values: dict[str, ast.expr] = {}
        sizes: dict[str, int] = {}
        for name, assigned in self._assigned.items():
            if len(assigned) == 1 and isinstance(assigned[0], CONDITIONS):
                parts = list(ast.walk(assigned[0]))
                named = list(filter(None, map(word, parts)))
                own = [self._predicates[one] for one in named if one in self._predicates]
                mentioned = [
                    one
                    for one in (*named, *(each for called in own for each in called.names))
                    if one in self._assigned and one not in self._predicates
                ]
                if values.keys() >= set(mentioned) and not (own and mentioned):
                    sizes[name] = len(parts) + sum(sizes[one] for one in mentioned)
                    if sizes[name] <= _LARGEST_CONDITION:
                        values[name] = assigned[0]
        return values

    def said_by(self, call: ast.Call) -> ast.expr | None:
        """Return the condition that a call of an own function stands for, if that is all it does.

        Nothing else has the name of the function or method.
        """
        if call not in self._said:
            own = self._predicates.get(name := word(call.func))
            names = {name, name.lstrip(".")}
            bound = sum(len(self._binders.get(one, ())) for one in names)
            self._said[call] = said_by(call, own) if own and bound <= own.definitions else None
        return self._said[call]

    @functools.cached_property
    def _predicates(self) -> dict[str, Predicate]:
        return predicates(self.module.tree.body, CONDITIONS)

    @functools.cached_property
    def origins(self) -> dict[str, str]:
        """What the imports of the top level bind to names: modules and members, with dots."""
        usual = {
            name: what
            for name, what in _USUAL_ORIGINS.items()
            if name in self.module.source
            and all(isinstance(one, ast.alias) for one in self._binders.get(name, ()))
        }
        return usual | {
            bound_name(alias): imported_module(node, alias)
            for node in self.module.tree.body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }

    @functools.cached_property
    def full_names(self) -> dict[str, str]:
        """What names of the top level stand for: imports, and variables that are one of them."""
        found = dict(self.origins)
        for name in self._values:
            value = self.value_of(name)
            if value and name not in found and (named := full_name(value, found)):
                found[name] = named
        return found

    def own_name(self, name: str) -> str:
        """Return what something is called where it is imported or taken from under a name."""
        value = self.value_of(name)
        if isinstance(value, ast.Attribute):
            return value.attr
        return self.origins.get(name, name).rpartition(".")[2]

    def is_type_checking(self, node: ast.expr) -> bool:
        """Say whether an expression is TYPE_CHECKING: a module's, not that of another object."""
        return last_name(node) in self.for_type_checkers and not (
            isinstance(node, ast.Attribute) and self._is_made(node.value)
        )

    def _is_made(self, node: ast.expr) -> bool:
        """Say whether a variable holds what only calls have made, and these import nothing."""
        values = self._values_of(node)
        return bool(values) and all(
            isinstance(value, ast.Call) and "import" not in last_name(value.func)
            for value in values
        )

    def is_parsed(self, node: ast.expr) -> bool:
        """Say whether a variable may hold the options of the command line."""
        return any(
            isinstance(value, ast.Call) and "parse_" in last_name(value.func)
            for value in self._values_of(node)
        )

    def _values_of(self, node: ast.expr) -> list[ast.expr | None]:
        """Return what assignments give a variable, None for each other binding."""
        binders = self._binders.get(getattr(node, "id", ""), ())
        return [value_given_by(one, self.module.parents) for one in binders]

    @functools.cached_property
    def on_python_3(self) -> OnPython3:
        """What is known on Python 3, where variables of functions and classes count, too."""
        from flake8_missing_import.conditions.python_2 import OnPython3  # built on this class

        return OnPython3(self.module)

    def expectations(self, exceptions: frozenset[str]) -> Expectations:
        """Return what the module expects of some exceptions."""
        if exceptions not in self._expectations:
            self._expectations[exceptions] = Expectations(self.module, exceptions)
        return self._expectations[exceptions]

    @functools.cached_property
    def exit_calls(self) -> ExitCalls:
        """The calls below which nothing runs, without those that are replaced."""
        return ExitCalls(self.module, lambda: self._binders)

    def truth_on_all(self, test: ast.expr) -> bool | None:
        """Return the truth of a test that depends only on the Python, if all have the same."""
        return self.truth_on(self.versions, test)

    def truth_on(self, versions: tuple[tuple[int, int], ...], test: ast.expr) -> bool | None:
        """Return the same for some Pythons."""
        key = versions, test
        if key not in self._truths:
            answers = set(map(bool, values_on(versions, test, self.value_of, self.origins)))
            self._truths[key] = answers.pop() if len(answers) == 1 else None
        return self._truths[key]

    @functools.cached_property
    def versions(self) -> tuple[tuple[int, int], ...]:
        """The Pythons that the code may run on."""
        return versions_from(self.module.options.target_version)

    @functools.cached_property
    def may_ask_for_modules(self) -> bool:
        """It mentions something such as ``sys.modules``."""
        return "modules" in self.module.source

    @functools.cached_property
    def may_be_program(self) -> bool:
        """It mentions the name of a program's module."""
        return "__main__" in self.module.source

    @functools.cached_property
    def own_names(self) -> OwnNames:
        """The names that it has though no statement binds them."""
        from flake8_missing_import.silence.own_names import own_names  # built on this class

        return own_names(self)

    @functools.cached_property
    def variables(self) -> Variables:
        """What gives its variables what they are, and what reads that."""
        from flake8_missing_import.evidence.variables import (
            Variables,  # clean files need none of it
        )

        return Variables(self.module)

    @functools.cached_property
    def namespaces(self) -> Namespaces:
        """What its expressions are that have names."""
        return Namespaces(self.module)

    @functools.cached_property
    def trials(self) -> frozenset[ast.Try]:
        """Its ``try`` statements."""
        return frozenset(one for one in self.module.parents if isinstance(one, TRIES))

    @functools.cached_property
    def kept_answers(self) -> KeptAnswers:
        """The questions whose answers the module keeps for later."""
        return kept_answers(self.module)

    @functools.cached_property
    def of_calls(self) -> dict[int, list[tuple[ast.expr, bool]]]:
        """Those under which tests call functions, each with the truth needed, by their lines."""
        return conditions_of_calls(self.module, self.value_of)

    @functools.cached_property
    def _binders(self) -> dict[str, list[ast.AST]]:
        return self.module.binders if self.looks_everywhere else {}

    @functools.cached_property
    def _assigned(self) -> dict[str, list[ast.expr]]:
        assigned: dict[str, list[ast.expr]] = {}
        for node in self.module.tree.body:
            for name, value in assigned_values(node):
                assigned.setdefault(name, []).append(value)
        return assigned


def _is_false(value: ast.expr, for_type_checkers: Container[str]) -> bool:
    """Say whether a value is false when the code runs, as ``typing.TYPE_CHECKING`` is."""
    if isinstance(value, ast.Constant):
        return not value.value
    return last_name(value) in for_type_checkers


def blocking_condition(
    chain: Sequence[ast.AST], conditions: Conditions, assumed: Assumption = nothing_assumed
) -> ast.expr | None:
    """Return the condition that keeps a node from running, None if none does.

    :param chain: the node and those around it, innermost first.
    :param assumed: what is taken for granted, because the question is about that case.
    """
    is_called = False
    for child, parent in itertools.pairwise(chain):
        is_called = is_called or (isinstance(parent, FUNCTIONS) and isinstance(child, ast.stmt))
        of_calls = conditions.of_calls.get(getattr(parent, "lineno", 0), ()) if is_called else ()
        for test, wanted in itertools.chain(conditions_around(child, parent), of_calls):
            if truth(test, conditions, assumed) is (not wanted):
                return test
        if isinstance(child, ast.stmt):
            for lines, test, leaves_if in exits_in(parent, conditions):
                if child.lineno in lines and truth(test, conditions, assumed) is leaves_if:
                    return test
    return None


def exits_in(node: ast.AST, conditions: Conditions) -> Sequence[tuple[range, ast.expr, bool]]:
    """Return the lines in a node's blocks that conditions make unreachable, each with its own."""
    if node not in conditions.exits:
        own = exits_of_checks(node, conditions.exit_calls)
        conditions.exits[node] = (*conditional_exits(node, conditions.exit_calls), *own)
    return conditions.exits[node]
