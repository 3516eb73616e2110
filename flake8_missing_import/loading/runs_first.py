"""Which functions run before others: ``__init__``, ``setUp``, the fixtures of a test?"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Sequence

from flake8_missing_import.conditions.skips import marks
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.scopes import FUNCTIONS, parameters
from flake8_missing_import.spelling import last_name, word

_OF_CLASSES = ("setUpModule", "setup_module", "setUpClass", "setup_class", "setup_function")
_OF_INSTANCES = (
    "__new__", "__init__", "__post_init__", "__enter__", "__aenter__", "setUp", "asyncSetUp",
    "setup_method",
)  # fmt: skip
_ORDER = (*_OF_CLASSES, *_OF_INSTANCES)
"""The functions that run before all others of their class or module, in this order."""
_WITHOUT_INSTANCE = frozenset({"classmethod", "staticmethod"})
_FIXTURES = frozenset({"fixture", "yield_fixture"})


def has_run_before(function: ast.AST, scopes: Sequence[ast.AST], module: Module) -> bool:
    """Say whether a function has run when code in some scopes, innermost first, runs in a call."""
    if not isinstance(function, FUNCTIONS):
        return False
    is_fixture = any(map(_is_fixture, function.decorator_list))
    if is_fixture and _name_of_fixture(function) in _fixtures_of(tuple(scopes), module):
        return True
    is_for_all = is_fixture and _is_for_all(function)
    if not is_for_all and function.name not in _ORDER:
        return False
    around = module.parents.get(function)
    inside = [one for one in scopes if isinstance(one, FUNCTIONS)]
    later = [
        one
        for one in inside
        if any(
            is_class_or_below(each, around) and not _replaces(each, function)
            for each in parents_of(one, module.parents)
        )
    ]
    return bool(later) and (is_for_all or all(_is_before(function.name, one) for one in later))


def _replaces(node: ast.AST, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Say whether a class has a method in the place of another, and does not call that."""
    own = [
        one
        for one in (node.body if isinstance(node, ast.ClassDef) else ())
        if isinstance(one, FUNCTIONS) and one.name == function.name
    ]
    return function not in own and any(
        not any(isinstance(part, ast.Attribute) and part.attr == one.name for part in ast.walk(one))
        for one in own
    )


def is_class_or_below(node: ast.AST, own: ast.AST | None) -> bool:
    """Say whether a node is what is around a function, or a class that inherits from that class."""
    return node is own or (
        isinstance(node, ast.ClassDef)
        and isinstance(own, ast.ClassDef)
        and own.name in map(last_name, map(_unsubscripted, node.bases))
    )


def _unsubscripted(base: ast.expr) -> ast.expr:
    return base.value if isinstance(base, ast.Subscript) else base


def _is_before(first: str, later: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Say whether the first of two methods runs before the other."""
    if later.name in _ORDER:
        return _ORDER.index(first) < _ORDER.index(later.name)
    decorators = {word(one) for one in later.decorator_list}
    return first in _OF_CLASSES or decorators.isdisjoint(_WITHOUT_INSTANCE)


def _is_fixture(decorator: ast.expr) -> bool:
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    return last_name(function) in _FIXTURES


def _is_for_all(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Say whether each test gets a fixture."""
    keywords = (one for each in function.decorator_list for one in getattr(each, "keywords", ()))
    return any(one.arg == "autouse" for one in keywords)


def _name_of_fixture(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    keywords = (one for each in function.decorator_list for one in getattr(each, "keywords", ()))
    names = (getattr(one.value, "value", None) for one in keywords if one.arg == "name")
    return str(next(names, function.name))


@functools.lru_cache(maxsize=1)  # a test uses what several fixtures may bring
def _fixtures_of(nodes: tuple[ast.AST, ...], module: Module) -> set[str]:
    """Return what may be fixtures of tests, and of their classes and module, by their names.

    Those that their fixtures take are among them.
    """
    fixtures = _fixtures_in(module)
    found = {name for one in nodes if one is not module.tree for name in _taken(one)}
    found |= _taken_by_all(module)
    names = list(found)
    for one in names:
        new = fixtures.get(one, frozenset()) - found
        found |= new
        names += new
    return found


@functools.lru_cache(maxsize=1)  # a file has several tests
def _fixtures_in(module: Module) -> dict[str, frozenset[str]]:
    """Return the fixtures of a module, each with those that it takes."""
    return {
        _name_of_fixture(one): frozenset(_taken(one))
        for one in module.parents
        if isinstance(one, FUNCTIONS) and any(map(_is_fixture, one.decorator_list))
    }


@functools.lru_cache(maxsize=1)
def _taken_by_all(module: Module) -> frozenset[str]:
    """Return the texts in the marks of a module."""
    return frozenset(_taken(module.tree))


def _taken(node: ast.AST) -> Iterator[str]:
    """Yield the names of a function's parameters, and the texts in a definition's marks."""
    if isinstance(node, FUNCTIONS):
        yield from (one.arg for one in parameters(node.args))
    for mark in marks(node):
        for part in ast.walk(mark):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value
