"""Does the code expect that some exceptions are raised?"""

from __future__ import annotations

import ast
import functools
import itertools
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from flake8_missing_import.assignments import given_in_turn
from flake8_missing_import.module import Module, parents_of, with_those_around
from flake8_missing_import.running.exits import leaves
from flake8_missing_import.scopes import (
    DEFINITIONS,
    FUNCTIONS,
    TRIES,
    is_annotation,
    statements_below,
)
from flake8_missing_import.silence.handlers import HandlersForOthers, handlers_for_others
from flake8_missing_import.silence.run_inside import is_body_of_variable, run_inside, words_in
from flake8_missing_import.spelling import last_name, without_call, word

ATTRIBUTE_ERRORS = frozenset({"AttributeError"})
"""What the load of an attribute raises that is not there."""
BROAD = frozenset({"BaseException", "Exception"})
"""What an ``except`` names that handles nearly every exception."""
IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError"})
"""What an import raises that finds nothing."""
NAME_ERRORS = frozenset({"NameError", "UnboundLocalError"})
"""What the load of a name raises that has no value."""
_EXPECTING = re.compile(
    r"\.?((assert_?)?raises\w*|ExpectedException|xfail)|.*suppress", re.IGNORECASE
)
"""Calls that take expected exceptions, and perhaps a function: test frameworks', contextlib's."""
_COMPARING = ("endswith", "fullmatch", "match", "search", "startswith")
"""Methods that compare texts: theirs, and those of patterns."""
_EXITS = ("__exit__", "__aexit__")
_TEXTS = {"AttributeError": "has no attribute", "NameError": "not defined"}
"""What the messages of exceptions say."""


@dataclass(frozen=True, eq=False)
class Expectations:
    """What a module expects of some exceptions."""

    module: Module
    exceptions: frozenset[str]

    def are_met(self, chain: Sequence[ast.AST]) -> bool:
        """Say whether an exception that a node raises is caught, or asserted, by its name.

        :param chain: the node and those around it, innermost first.
        """
        if not self.are_written:
            return False
        is_kept = is_caught = is_type = False
        for child, parent, around in zip(chain, chain[1:], [*chain[2:], None], strict=False):
            if is_caught and any(map(self._asks, _below(child, parent))):
                return True
            if isinstance(parent, FUNCTIONS) and isinstance(child, ast.stmt):
                return self._has_failing_function(parent, around)
            is_type = is_type or is_annotation(child, parent)
            if is_type and isinstance(parent, DEFINITIONS) and parent.name in self._mentioned:
                return True
            is_kept = is_kept or is_body_of_variable(child, parent, around)
            if self._are_met_by(child, parent, around, is_kept=is_kept):
                return True
            is_caught = is_caught or (not is_kept and _catches_any(child, parent))
        return False

    def mentions(self, node: ast.expr | None) -> bool:
        """Say whether an expression has one of the exceptions, or something that stands for it."""
        return node is not None and self._has(node, self._aliases, self._mentioning)

    def are_handled_by(self, handler: ast.ExceptHandler) -> bool:
        """Say whether a handler is for them, and does more than to raise them again."""
        match handler.body:
            case [ast.Raise(exc=None)]:
                return False
            case _:
                return self.mentions(handler.type)

    def _has_failing_function(self, function: ast.AST, around: ast.AST | None) -> bool:
        assert isinstance(function, FUNCTIONS)
        decorators = function.decorator_list
        if isinstance(around, ast.ClassDef):
            decorators = [*decorators, *around.decorator_list]
        made_by = (part for one in decorators for part in (one, without_call(one)))
        if any(map(self._is_kept_test, made_by)) or "pytestmark" in self._managers:
            return True
        if not isinstance(around, ast.ClassDef):
            # Functions inside others often have the same names.
            is_inside = not isinstance(around, ast.Module)
            return function.name in (self._mentioned if is_inside else self._failing)
        return f".{function.name}" in self._failing or (
            function.name == "__init__" and around.name in self._failing
        )

    def _are_met_by(
        self, child: ast.AST, parent: ast.AST, around: ast.AST | None, *, is_kept: bool
    ) -> bool:
        """Say whether what is around a node expects what that raises.

        :param is_kept: it is in a lambda that a variable holds, and runs where that is mentioned.
        """
        if isinstance(parent, TRIES):
            is_tried = child in parent.body and not is_kept
            return is_tried and any(map(self._is_handled, parent.handlers))
        if isinstance(parent, ast.With | ast.AsyncWith):
            return not is_kept and child in self._below_manager(parent)
        if not isinstance(child, ast.Lambda):
            return False
        if child in self._failing_lambdas:
            return True
        call = around if isinstance(parent, ast.keyword) else parent
        return call is not None and (self._is_test(call) or self._has_beside(call))

    def _is_handled(self, handler: ast.ExceptHandler) -> bool:
        """Say whether a handler is for them, or for any exception and asks which one it is."""
        return self.are_handled_by(handler) or (
            (handler.type is None or _has_broad(handler.type))
            and any(map(self._asks, handler.body))
        )

    def _below_manager(self, node: ast.With | ast.AsyncWith) -> Sequence[ast.AST]:
        """Return what a ``with`` runs in a context manager for them: items below it, and its body.

        A stack may enter one anywhere in the body.
        """
        for place, item in enumerate(node.items, 1):
            if self._is_entered(item.context_expr):
                return [*node.items[place:], *node.body]
        is_in_body = any(
            isinstance(one, ast.Call)
            and last_name(one.func) == "enter_context"
            and any(map(self._is_kept_test, one.args))
            for statement in node.body
            for one in ast.walk(statement)
        )
        return node.body if is_in_body else []

    def _is_entered(self, manager: ast.expr) -> bool:
        """Say whether a context manager is for them."""
        return any(self._is_kept_test(part) or self._has_beside(part) for part in ast.walk(manager))

    def _asks(self, code: ast.AST) -> bool:
        """Say whether code compares something with one of them, passes one on, or quotes it.

        Or whether it asks for the text of their messages.
        """
        return any(
            self._has_beside(node)
            or (isinstance(node, ast.Compare | ast.MatchClass) and self._name(node))
            or (_is_comparison(node) and self._writes(node))
            or (isinstance(node, ast.Constant) and node.value in self.exceptions)
            for node in ast.walk(code)
        )

    def _has_beside(self, node: ast.AST) -> bool:
        """Say whether one of them is an argument of a call, or in the same display as others."""
        match node:
            case ast.Call():
                return any(map(self._name, _arguments(node)))
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                return any(map(self._name, elements))
            case _:
                return False

    def _name(self, node: ast.AST) -> bool:
        """Say whether an expression has one of them by its own name."""
        return self._has(node, self.exceptions, self._naming)

    def _has(self, node: ast.AST, names: Container[str], with_names: Container[ast.AST]) -> bool:
        """Say whether a node has one of some names inside.

        :param with_names: the module's nodes that do; those of a doctest, and what stands for the
            value that an import gives, are no part of it.
        """
        return node in with_names or (
            node not in self.module.parents and any(one in names for one in _names_in(node))
        )

    def _is_kept_test(self, node: ast.AST) -> bool:
        """Say whether a node is such a call as below, or a name that something with one has."""
        return self._is_test(node) or last_name(node) in self._managers

    def _is_test(self, node: ast.AST) -> bool:
        """Say whether a node is a call such as ``assertRaises(NameError)``, or a partial one.

        Or one of an own function that handles what fails in the function that it gets.
        """
        if node in self.module.parents:
            return node in self._tests
        return isinstance(node, ast.Call) and self._makes_test(node)

    def _makes_test(self, node: ast.Call) -> bool:
        """Say what :meth:`_is_test` does, of a call that nobody has asked about."""
        if last_name(node.func) in self._handling:
            return True
        if not self._says(_arguments(node)):
            return False
        is_partial = last_name(node.func) == "partial" and node.args
        name = word(node.args[0] if is_partial else node.func)
        return last_name(node.func) in self._handling_given or (
            _EXPECTING.fullmatch(self._origins.get(name, name)) is not None
        )

    def _says(self, arguments: Sequence[ast.expr]) -> bool:
        """Say whether arguments mention one of them, or any exception with a message of theirs."""
        return any(map(self.mentions, arguments)) or (
            any(map(_has_broad, arguments)) and any(map(self._writes, arguments))
        )

    def _writes(self, node: ast.AST) -> bool:
        """Say whether a text in some code has one of their names, or what their messages say."""
        values = (getattr(part, "value", None) for part in ast.walk(node))
        written = [value for value in values if isinstance(value, str)]
        return any(text in one for one in written for text in (*self.exceptions, *self._texts))

    @functools.cached_property
    def are_written(self) -> bool:
        """The text has one of the exceptions, or what its message says, at all."""
        return any(text in self.module.source for text in (*self.exceptions, *self._texts))

    @functools.cached_property
    def _texts(self) -> list[str]:
        return [text for name, text in _TEXTS.items() if name in self.exceptions]

    @functools.cached_property
    def _given(self) -> list[tuple[str, ast.expr]]:
        others = (pair for node in self.module.parents for pair in given_in_turn(node))
        return [*self.module.given_values, *others]

    @functools.cached_property
    def _origins(self) -> dict[str, str]:
        """What names are aliases of."""
        return {name: origin for name, value in self._given if (origin := word(value))}

    @functools.cached_property
    def _aliases(self) -> frozenset[str]:
        """The names, and names of attributes, that stand for some of the exceptions."""
        found = self.exceptions
        given = [(name.lstrip("."), value) for name, value in self._given]
        while True:
            naming = self._around(found)
            new = {name for name, value in given if self._has(value, found, naming)} - found
            if not new:
                return found
            found |= new

    @functools.cached_property
    def _naming(self) -> frozenset[ast.AST]:
        """The nodes that have one of the exceptions inside by its own name."""
        return self._around(self.exceptions)

    @functools.cached_property
    def _mentioning(self) -> frozenset[ast.AST]:
        """Those that have one, or something that stands for it."""
        return self._around(self._aliases)

    def _around(self, names: Iterable[str]) -> frozenset[ast.AST]:
        """Return the nodes that have one of some names, or attributes, inside."""
        named = (node for name in names for node in self.module.named.get(name, ()))
        return with_those_around(named, self.module.parents)

    @functools.cached_property
    def _tests(self) -> frozenset[ast.AST]:
        """The calls such as ``assertRaises(NameError)``, see :meth:`_is_test`."""
        calls = (one for one in self.module.parents if isinstance(one, ast.Call))
        return frozenset(filter(self._makes_test, calls))

    @functools.cached_property
    def _managers(self) -> frozenset[str]:
        """The variables for context managers that expect them, and functions that return one."""
        parents = self.module.parents
        with_tests = with_those_around(self._tests, parents)
        given = (name.lstrip(".") for name, value in self._given if value in with_tests)
        returned = (
            function.name
            for part in with_tests
            if isinstance(part, ast.Return)
            for function in parents_of(part, parents)
            if isinstance(function, FUNCTIONS)
        )
        return self._handling.union(given, returned) - {""}

    @functools.cached_property
    def _handling(self) -> frozenset[str]:
        """The own functions and classes that handle them where other code fails.

        That is what they get as a function, or the body of a ``with``.
        """
        functions = (
            one.name
            for one in self._handlers_for_others
            if any(map(self._is_handled, one.handlers))
        )
        managers = (
            one.name
            for one in self.module.parents
            if isinstance(one, ast.ClassDef)
            and any(self._asks(method) for method in one.body if _is_exit(method))
        )
        return frozenset({*functions, *managers})

    @functools.cached_property
    def _handling_given(self) -> frozenset[str]:
        """Those that do so with the exceptions that they get."""
        return frozenset(
            own.name
            for own in self._handlers_for_others
            for one in own.handlers
            if one.type and not own.given.isdisjoint(_names_in(one.type))
        )

    @functools.cached_property
    def _handlers_for_others(self) -> list[HandlersForOthers]:
        """The own functions and classes with handlers of what they are given, or yield to."""
        return list(handlers_for_others(self.module.parents))

    @functools.cached_property
    def _mentioned(self) -> frozenset[str]:
        """What the code mentions where it expects them, such as functions; methods have a dot."""
        nodes = self.module.parents
        return words_in(code for node in nodes for code in self._expecting_code(node))

    @functools.cached_property
    def _failing(self) -> frozenset[str]:
        """What may run there, of names: attributes may be missing of much that does."""
        if self.exceptions.isdisjoint(NAME_ERRORS):
            return self._mentioned
        return run_inside(self._mentioned, self.module, self._given)

    @functools.cached_property
    def _failing_lambdas(self) -> frozenset[ast.AST]:
        """The lambdas that something holds which the code mentions where it expects them."""
        held = (value for name, value in self._given if name in self._failing)
        return frozenset(
            part for value in held for part in ast.walk(value) if isinstance(part, ast.Lambda)
        )

    def _expecting_code(self, node: ast.AST) -> Sequence[ast.AST]:
        if isinstance(node, TRIES) and any(map(self._is_handled, node.handlers)):
            return node.body
        if isinstance(node, ast.With | ast.AsyncWith):
            return self._below_manager(node)
        return [node] if self._is_test(node) else []


def _below(child: ast.AST, parent: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statements below one in its block that run with it."""
    for one in statements_below(child, parent):
        if not isinstance(one, DEFINITIONS):
            yield one


def _catches_any(child: ast.AST, parent: ast.AST) -> bool:
    """Say whether the code below a ``try`` or ``with`` is reached whatever its body raises."""
    if isinstance(parent, TRIES) and child in parent.body:
        return any(
            (one.type is None or _has_broad(one.type)) and not leaves(one.body, ())
            for one in parent.handlers
        )
    return isinstance(parent, ast.With | ast.AsyncWith) and any(
        _has_broad(item.context_expr)
        for item in itertools.takewhile(lambda item: item is not child, parent.items)
    )


def _is_comparison(node: ast.AST) -> bool:
    """Say whether a node compares something, by an operator, a text's or a test's method."""
    return isinstance(node, ast.Compare) or (
        isinstance(node, ast.Call)
        and last_name(node.func).lower().startswith(("assert", *_COMPARING))
    )


def _is_exit(method: ast.stmt) -> bool:
    """Say whether a method of a context manager handles what the body of a ``with`` raises."""
    return getattr(method, "name", "") in _EXITS


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _has_broad(node: ast.expr) -> bool:
    return not BROAD.isdisjoint(_names_in(node))


def _names_in(node: ast.AST) -> Iterator[str]:
    """Yield the names and the attributes in an expression."""
    for part in ast.walk(node):
        if name := last_name(part):
            yield name
