"""Does the code itself expect that a name or an attribute may be missing?"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence

from flake8_missing_import.conditions import (
    Assumption,
    Conditions,
    blocking_condition,
    seen_by_type_checkers,
)
from flake8_missing_import.model import Use
from flake8_missing_import.namespaces import DICTIONARIES, OBJECTS, Namespaces
from flake8_missing_import.scopes import CALLABLES, TRIES, chain_of

_NAME_ERRORS = frozenset({"NameError", "UnboundLocalError"})
_EXPECTING_CALLS = frozenset(
    {"assertRaises", "assertRaisesRegex", "assertRaisesRegexp", "raises", "suppress"}
)
"""Calls that take expected exceptions: contextlib's, unittest's and pytest's."""
_NAMESPACES = frozenset({"dir", "globals", "locals", "vars"})
_COLLECTIONS = frozenset({"frozenset", "list", "set", "sorted", "tuple"})


def expects_name_error(use: Use, conditions: Conditions) -> bool:
    """Say whether the code around a use knows that the name may be undefined."""
    missing = without_name(use.name, conditions.namespaces)
    return (
        expects_exception(use, _NAME_ERRORS, conditions)
        or _is_below_proof(use)
        or _is_tested(use, conditions, missing)
        or keeps_answer(use.name, _NAME_ERRORS, conditions, missing)
    )


def keeps_answer(
    asked: str, exceptions: frozenset[str], conditions: Conditions, assumed: Assumption
) -> bool:
    """Say whether the module asks whether something is there, and keeps the answer for later.

    :param asked: how it is written, as :func:`ast.unparse` does.
    :param exceptions: what it raises where it is missing.
    :param assumed: what tests say where it is missing.
    """
    kept = conditions.kept_answers
    questions = kept.questions.get(asked.rpartition(".")[2], ())
    return any(assumed(question) is not None for question in questions) or any(
        any(
            f"{ast.unparse(one.value)}.".startswith(f"{asked}.")
            for one in trial.body
            if isinstance(one, ast.Assign | ast.Expr)
        )
        and any(_has_name(handler.type, exceptions, conditions) for handler in trial.handlers)
        for trial in kept.trials
    )


def _is_tested(use: Use, conditions: Conditions, assumed: Assumption) -> bool:
    """Say whether a condition keeps a use from being reached, at run time and for type checkers.

    So do the conditions for Python 2, whatever is assumed.
    """
    seen = seen_by_type_checkers(conditions)

    def for_type_checkers(test: ast.expr) -> bool | None:
        known = assumed(test)
        return seen(test) if known is None else known

    return all(
        blocking_condition(chain_of(use), conditions, each) is not None
        for each in (assumed, for_type_checkers)
    )


def expects_exception(use: Use, exceptions: frozenset[str], conditions: Conditions) -> bool:
    """Say whether an exception that a use raises is caught, or tested for, by its name."""
    for child, parent in itertools.pairwise(chain_of(use)):
        if _is_caught_by(child, parent, exceptions, conditions):
            return True
        if isinstance(parent, CALLABLES) and not isinstance(parent, ast.Lambda):
            return False
    return False


def _is_caught_by(
    child: ast.AST, parent: ast.AST, exceptions: frozenset[str], conditions: Conditions
) -> bool:
    if isinstance(parent, TRIES):
        return child in parent.body and any(
            _has_name(handler.type, exceptions, conditions) for handler in parent.handlers
        )
    if isinstance(parent, ast.With | ast.AsyncWith):
        return isinstance(child, ast.stmt) and any(
            _expects(item.context_expr, exceptions, conditions) for item in parent.items
        )
    return isinstance(child, ast.Lambda) and _expects(parent, exceptions, conditions)


def _expects(node: ast.AST, exceptions: frozenset[str], conditions: Conditions) -> bool:
    """Say whether a node is a call such as ``suppress(NameError)``."""
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    return conditions.aliases.get(name, name) in _EXPECTING_CALLS and any(
        _has_name(argument, exceptions, conditions) for argument in node.args
    )


def _has_name(node: ast.expr | None, names: frozenset[str], conditions: Conditions) -> bool:
    """Say whether an expression for exceptions has one of these names, or a variable for it."""
    if node is None:
        return False
    mentioned = set(_names_in(node))
    for name in mentioned & conditions.values.keys():
        mentioned.update(_names_in(conditions.values[name]))
    return not names.isdisjoint(mentioned)


def _names_in(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr


def _is_below_proof(use: Use) -> bool:
    """Say whether a use is in the ``else`` of a ``try`` that shows which names exist."""
    return any(
        isinstance(parent, TRIES)
        and child in parent.orelse
        and all(isinstance(node, ast.Expr) for node in parent.body)
        and any(
            handler.type is None or not _NAME_ERRORS.isdisjoint(_names_in(handler.type))
            for handler in parent.handlers
        )
        for child, parent in itertools.pairwise(chain_of(use))
    )


def without_name(name: str, namespaces: Namespaces) -> Assumption:
    """Return what tests say where a name is undefined: ``"name" in globals()`` is false."""

    def assumed(test: ast.expr) -> bool | None:
        match test:
            case ast.Compare(
                left=ast.Constant(value=value), ops=[one], comparators=[container]
            ) if value == name and _is_namespace(container, namespaces):
                return isinstance(one, ast.NotIn)
            case ast.Call(
                func=ast.Attribute(value=space, attr="get"), args=[ast.Constant(value=value), *rest]
            ) if value == name and _is_namespace(space, namespaces) and all(map(_is_false, rest)):
                return False
            case ast.Call(
                func=ast.Name(id="hasattr" | "getattr"),
                args=[owner, ast.Constant(value=value), *default],
            ) if (
                value == name
                and namespaces.thing(owner) in OBJECTS
                and all(map(_is_false, default))
            ):
                return False
            case _:
                return None

    return _with_none(assumed)


def _with_none(assumed: Assumption) -> Assumption:
    """Return what is assumed, with comparisons of what is then missing with None."""

    def with_none(test: ast.expr) -> bool | None:
        match test:
            case ast.Compare(left=left, ops=[one], comparators=[right]):
                value = left if isinstance(right, ast.Constant) else right
                other = right if value is left else left
                value = value.value if isinstance(value, ast.NamedExpr) else value
                if (
                    isinstance(other, ast.Constant)
                    and other.value is None
                    and isinstance(value, ast.Call)
                    and assumed(value) is False
                ):
                    return isinstance(one, ast.Is | ast.Eq)
        return assumed(test)

    return with_none


def _is_namespace(node: ast.expr, namespaces: Namespaces) -> bool:
    """Say whether an expression has the names of the module, the builtins or a function."""
    match node:
        case ast.Call(func=ast.Name(id=name), args=[]) if name in _NAMESPACES:
            return True
        case ast.Call(func=ast.Name(id="dir"), args=[owner]):
            return namespaces.thing(owner) in OBJECTS
        case _ if _collected(node) is not node:
            return _is_namespace(_collected(node), namespaces)
        case _:
            return namespaces.thing(node) in DICTIONARIES


def _collected(node: ast.expr) -> ast.expr:
    """Return what the names in an expression come from: the dictionary of its keys, or set."""
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr="keys"), args=[]):
            return _collected(value)
        case ast.Call(func=ast.Name(id=name), args=[value]) if name in _COLLECTIONS:
            return _collected(value)
        case _:
            return node


def _is_sys_modules(node: ast.expr) -> bool:
    return ast.unparse(_collected(node)).endswith("modules")


def without_loaded(modules: Sequence[str]) -> Assumption:
    """Return what tests say where modules are not loaded: ``"json" in sys.modules`` is false."""

    def assumed(test: ast.expr) -> bool | None:
        match test:
            case ast.Compare(
                left=ast.Constant(value=value), ops=[one], comparators=[container]
            ) if value in modules and _is_sys_modules(container):
                return isinstance(one, ast.NotIn)
            case ast.Call(
                func=ast.Attribute(value=space, attr="get"), args=[ast.Constant(value=value), *rest]
            ) if value in modules and all(map(_is_false, rest)) and _is_sys_modules(space):
                return False
            case _:
                return None

    return _with_none(assumed)


def without_attribute(owner: str, attribute: str, module: str) -> Assumption:
    """Return what tests say where a package lacks a submodule.

    :param owner: the expression through which it is reached, as :func:`ast.unparse` writes it.
    :param attribute: the submodule's own name.
    :param module: its full name.
    """
    not_loaded = without_loaded([module])

    def assumed(test: ast.expr) -> bool | None:
        match test:
            case ast.Call(
                func=ast.Name(id="hasattr" | "getattr"),
                args=[of, ast.Constant(value=value), *default],
            ) if value == attribute and ast.unparse(of) == owner:
                return False if all(map(_is_false, default)) else None
            case ast.Call(
                func=ast.Attribute(value=space, attr="get"), args=[ast.Constant(value=value), *rest]
            ) if value == attribute and _is_listing(space, owner) and all(map(_is_false, rest)):
                return False
            case ast.Compare(
                left=ast.Constant(value=value), ops=[one], comparators=[container]
            ) if value == attribute and _is_listing(container, owner):
                return isinstance(one, ast.NotIn)
            case _:
                return not_loaded(test)

    return _with_none(assumed)


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not node.value


def _is_listing(node: ast.expr, owner: str) -> bool:
    """Say whether an expression lists the attributes of an object."""
    listed = ast.unparse(_collected(node))
    return listed in {f"dir({owner})", f"vars({owner})", f"{owner}.__dict__"}
