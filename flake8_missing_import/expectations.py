"""Does the code expect that some exceptions are raised?"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flake8_missing_import.assignments import given_values, word
from flake8_missing_import.module import Module
from flake8_missing_import.scopes import FUNCTIONS, TRIES

_ASSERTING = re.compile(r"\.?((assert_?)?raises\w*|ExpectedException|xfail)", re.IGNORECASE)
"""Calls that take expected exceptions, and perhaps a function: those of test frameworks."""
_SUPPRESSING = "suppress"
"""contextlib's."""


@dataclass(frozen=True, eq=False)
class Expectations:
    """What a module expects of some exceptions."""

    module: Module
    exceptions: frozenset[str]

    def are_met(self, chain: Sequence[ast.AST]) -> bool:
        """Say whether an exception that a node raises is caught, or asserted, by its name.

        :param chain: the node and those around it, innermost first.
        """
        if not any(name in self.module.source for name in self.exceptions):
            return False
        for child, parent, around in zip(chain, chain[1:], [*chain[2:], None], strict=False):
            if isinstance(parent, FUNCTIONS) and isinstance(child, ast.stmt):
                return self._has_failing_function(parent, around)
            if self._are_met_by(child, parent, around):
                return True
        return False

    def mention(self, node: ast.expr | None) -> bool:
        """Say whether an expression has one of the exceptions, or something that stands for it."""
        if node is None:
            return False
        names = set(_names_in(node))
        return not self.exceptions.isdisjoint(names) or not self._aliases.isdisjoint(names)

    def _has_failing_function(self, function: ast.AST, around: ast.AST | None) -> bool:
        assert isinstance(function, FUNCTIONS)
        name = f".{function.name}" if isinstance(around, ast.ClassDef) else function.name
        return name in self._failing_functions or any(map(self._call, function.decorator_list))

    def _are_met_by(self, child: ast.AST, parent: ast.AST, around: ast.AST | None) -> bool:
        if isinstance(parent, TRIES):
            return child in parent.body and any(
                self.mention(handler.type) for handler in parent.handlers
            )
        if isinstance(parent, ast.With | ast.AsyncWith):
            return isinstance(child, ast.stmt) and any(
                self._call(item.context_expr) or word(item.context_expr) in self._managers
                for item in parent.items
            )
        if not isinstance(child, ast.Lambda):
            return False
        if isinstance(parent, ast.Assign):
            return any(word(one) in self._failing_functions for one in parent.targets)
        return self._call(around if isinstance(parent, ast.keyword) else parent)

    def _call(self, node: ast.AST | None, *, is_assertion: bool = False) -> bool:
        """Say whether a node is a call such as ``suppress(NameError)``.

        :param is_assertion: whether it has to be one that fails without the exception.
        """
        if not isinstance(node, ast.Call):
            return False
        name = self._origins.get(word(node.func), word(node.func))
        is_meant = _ASSERTING.fullmatch(name) or (not is_assertion and name.endswith(_SUPPRESSING))
        values = [*node.args, *(keyword.value for keyword in node.keywords)]
        return bool(is_meant) and any(map(self.mention, values))

    @functools.cached_property
    def _given(self) -> list[tuple[str, ast.expr]]:
        return list(given_values(self.module.tree))

    @functools.cached_property
    def _origins(self) -> dict[str, str]:
        """What names are aliases of."""
        return {name: origin for name, value in self._given if (origin := word(value))}

    @functools.cached_property
    def _aliases(self) -> frozenset[str]:
        """The names, and names of attributes, that stand for some of the exceptions."""
        found = self.exceptions
        given = [(name.lstrip("."), frozenset(_names_in(value))) for name, value in self._given]
        while new := {name for name, names in given if not found.isdisjoint(names)} - found:
            found |= new
        return found

    @functools.cached_property
    def _managers(self) -> frozenset[str]:
        """The variables for context managers that expect them."""
        return frozenset(name for name, value in self._given if self._call(value)) - {""}

    @functools.cached_property
    def _failing_functions(self) -> frozenset[str]:
        """The functions that a test says to raise them; methods have a dot."""
        return frozenset(map(word, self._asserted())) - {""}

    def _asserted(self) -> Iterator[ast.expr]:
        """Yield what an assertion calls, or is given to call."""
        for node in ast.walk(self.module.tree):
            if self._call(node, is_assertion=True):
                assert isinstance(node, ast.Call)
                yield from (*node.args, *(keyword.value for keyword in node.keywords))
            elif isinstance(node, ast.With | ast.AsyncWith) and any(
                self._call(item.context_expr, is_assertion=True) for item in node.items
            ):
                for statement in node.body:
                    calls = (one for one in ast.walk(statement) if isinstance(one, ast.Call))
                    yield from (call.func for call in calls)


def _names_in(node: ast.AST) -> Iterator[str]:
    """Yield the names and the attributes in an expression."""
    for part in ast.walk(node):
        if name := word(part):
            yield name.lstrip(".")
