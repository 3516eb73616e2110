"""Does the code itself expect that a name or an attribute may be missing?"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Iterable, Sequence

from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.conditions.answers import operands
from flake8_missing_import.conditions.python_2 import is_for_python_2
from flake8_missing_import.conditions.truth import Assumption, seen_by_type_checkers
from flake8_missing_import.imports import full_name
from flake8_missing_import.model import Use
from flake8_missing_import.module import Module
from flake8_missing_import.running.exits import leaves
from flake8_missing_import.running.first_pass import attempted
from flake8_missing_import.scopes import TRIES, chain_of, statements_above
from flake8_missing_import.silence.expectations import NAME_ERRORS, Expectations
from flake8_missing_import.silence.namespaces import OBJECTS, Namespaces
from flake8_missing_import.silence.questions import question
from flake8_missing_import.spelling import last_name, written
from flake8_missing_import.stdlib.brought import with_packages

_KEY_ERROR = frozenset({"KeyError"})
_COLLECTIONS = frozenset({"frozenset", "list", "set", "sorted", "tuple"})


def expects_name_error(use: Use, conditions: Conditions) -> bool:
    """Say whether the code around a use knows that the name may be undefined."""
    missing = _without_names(lambda names, _: use.name in names, conditions.namespaces)

    def is_load(node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and node.id == use.name

    return (
        expects_exception(use, NAME_ERRORS, conditions)
        or is_below_attempt(use, is_load, NAME_ERRORS, conditions)
        or is_below_attempt(use, is_written(f"globals()[{use.name!r}]"), _KEY_ERROR, conditions)
        or _is_tested(use, conditions, missing)
        or keeps_answer(use, use.name, NAME_ERRORS, conditions, missing)
    )


def keeps_answer(
    use: Use,
    asked: str,
    exceptions: frozenset[str],
    conditions: Conditions,
    assumed: Assumption,
) -> bool:
    """Say whether the module asks whether something is there, and keeps the answer for later.

    The ``and`` or ``or`` around a use has dealt with the answers that it has: it is no later code.

    :param asked: how it is written, as :func:`ast.unparse` does.
    :param exceptions: what it raises where it is missing.
    :param assumed: what tests say where it is missing.
    """
    kept = conditions.kept_answers
    expected = conditions.expectations(exceptions)
    questions = kept.questions.get(asked.rpartition(".")[2], ())
    operations = [one for one in use.parents if isinstance(one, ast.BoolOp)] if questions else []
    used_up = {part for one in operations for part in operands(one)}
    return any(one not in used_up and assumed(one) is not None for one in questions) or any(
        trial.asks_for(asked)
        and any(map(expected.mentions, (handler.type for handler in trial.node.handlers)))
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
    """Say whether an exception that a use raises is caught, or tested for, by its name.

    Code that only Python 2 runs is not expected to run at all.
    """
    chain = chain_of(use)
    return conditions.expectations(exceptions).are_met(chain) or is_for_python_2(chain, conditions)


def is_written(*texts: str) -> Callable[[ast.AST], bool]:
    """Return whether a node is written so, as :func:`ast.unparse` does."""
    return lambda node: written(node) in texts


def is_below_attempt(
    use: Use,
    is_attempt: Callable[[ast.AST], bool],
    exceptions: frozenset[str],
    conditions: Conditions,
) -> bool:
    """Say whether a use is reached only where a ``try`` has found something.

    It is in that ``try`` or its ``else``, or below one that leaves where it has not.

    :param is_attempt: says whether a node asks for what may be missing.
    :param exceptions: what it raises where it is missing.
    """
    expected = conditions.expectations(exceptions)
    if not expected.are_written:
        return False

    def finds(trial: ast.Try) -> bool:
        return _tries(trial, is_attempt, expected, conditions)

    for child, parent in itertools.pairwise(chain_of(use)):
        if isinstance(parent, TRIES) and child in (*parent.body, *parent.orelse) and finds(parent):
            return True
        if any(
            finds(above)
            and all(
                leaves(handler.body, conditions.exit_calls)
                for handler in above.handlers
                if expected.mentions(handler.type)
            )
            for above in conditions.trials.intersection(statements_above(child, parent))
        ):
            return True
    return False


def _tries(
    trial: ast.Try,
    is_attempt: Callable[[ast.AST], bool],
    expected: Expectations,
    conditions: Conditions,
) -> bool:
    """Say whether a ``try`` surely attempts something, and expects that it fails."""
    return any(map(expected.are_handled_by, trial.handlers)) and any(
        map(is_attempt, attempted(trial, conditions))
    )


def runs_again(use: Use, conditions: Conditions) -> bool:
    """Say whether a use is reached only where the whole file has run before.

    Something asks for a name that only the code below binds, as programs do that load their
    modules again: ``if "ops" in locals(): importlib.reload(ops)``.
    """
    binders = conditions.module.binders

    def is_bound_below(name: str, node: ast.expr) -> bool:
        binding = binders.get(name, ())
        may_bind = (*binding, *binders.get("*", ()))
        return bool(binding) and all(getattr(one, "lineno", 0) > node.lineno for one in may_bind)

    def is_attempt(node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and is_bound_below(node.id, node)

    def are_missing(names: frozenset[str], node: ast.expr) -> bool:
        return any(is_bound_below(name, node) for name in names)

    first = _without_names(are_missing, conditions.namespaces)
    if blocking_condition(chain_of(use), conditions, first) is not None:
        return True
    expected = conditions.expectations(NAME_ERRORS)
    return is_below_attempt(use, is_attempt, NAME_ERRORS, conditions) or (
        any(isinstance(one, ast.If) for one in use.parents)
        and any(
            trial.node.lineno < use.line and _tries(trial.node, is_attempt, expected, conditions)
            for trial in conditions.kept_answers.trials
        )
    )


def _without_names(
    are_missing: Callable[[frozenset[str], ast.expr], bool], namespaces: Namespaces
) -> Assumption:
    """Return what tests say where names are undefined: ``"name" in globals()`` is false.

    :param are_missing: says whether one of some names is, for what a test asks.
    """

    def assumed(test: ast.expr) -> bool | None:
        asked = question(test, namespaces.module)
        if asked and are_missing(asked.names, asked.of):
            is_of_module = namespaces.role(asked.of) in OBJECTS
            if is_of_module if asked.is_attribute else namespaces.are_in(asked.of):
                return asked.if_missing
        return None

    return _with_default(assumed)


def _with_default(assumed: Assumption) -> Assumption:
    """Return what is assumed, with comparisons of what is then missing with its default."""

    def with_default(test: ast.expr) -> bool | None:
        match test:
            case ast.Compare(left=left, ops=[one], comparators=[right]):
                for value, other in ((left, right), (right, left)):
                    value = value.value if isinstance(value, ast.NamedExpr) else value
                    if isinstance(value, ast.Call) and _is_default(other, value, assumed):
                        return isinstance(one, ast.Is | ast.Eq)
        return assumed(test)

    return with_default


def _is_default(node: ast.expr, call: ast.Call, assumed: Assumption) -> bool:
    """Say whether a call that asks for what is missing returns None, and a node is that.

    Or whatever else the call gets as the default: ``getattr(json, "tool", _MISSING)``.
    """
    if isinstance(node, ast.Constant) and node.value is None and assumed(call) is False:
        return True
    *asked, default = call.args or [call.func]
    without = ast.Call(call.func, [*asked, ast.Constant(None)], [])
    return "" != written(node) == written(default) and assumed(without) is False


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
    return last_name(_collected(node)).endswith("modules")


def _without_loaded(modules: Sequence[str], module: Module) -> Assumption:
    """Return what tests say where modules are not loaded: ``"json" in sys.modules`` is false.

    A submodule is loaded only where its packages are.

    :param module: the one that asks.
    """

    def assumed(test: ast.expr) -> bool | None:
        asked = question(test, module)
        if asked and _is_sys_modules(asked.of) and _are_among(asked.names, modules):
            return asked.if_missing
        return None

    return _with_default(assumed)


def is_where_loaded(use: Use, modules: Sequence[str], conditions: Conditions) -> bool:
    """Say whether a use is reached only where ``sys.modules`` has one of some modules."""
    if not conditions.may_ask_for_modules:
        return False
    missing = _without_loaded(modules, conditions.module)

    def is_lookup(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Subscript)
            and isinstance(node.slice, ast.Constant)
            and _are_among([str(node.slice.value)], modules)
            and _is_sys_modules(node.value)
        )

    return (
        blocking_condition(chain_of(use), conditions, missing) is not None
        or is_below_attempt(use, is_lookup, _KEY_ERROR, conditions)
        or any(
            keeps_answer(use, f"sys.modules[{one!r}]", _KEY_ERROR, conditions, missing)
            for one in modules
        )
    )


def _are_among(names: Iterable[str], modules: Sequence[str]) -> bool:
    """Say whether one of some names is that of one of some modules, or of something in one."""
    return any(not with_packages(name).isdisjoint(modules) for name in names)


def without_attribute(
    owner: str, attribute: str, submodule: str, conditions: Conditions
) -> Assumption:
    """Return what tests say where a package lacks a submodule.

    :param owner: the expression through which it is reached, as :func:`ast.unparse` writes it.
    :param attribute: the submodule's own name.
    :param submodule: its full name.
    """
    not_loaded = _without_loaded([submodule], conditions.module)
    package = submodule.rpartition(".")[0]

    def is_owner(node: ast.expr) -> bool:
        return written(node) == owner or full_name(node, conditions.full_names) == package

    def assumed(test: ast.expr) -> bool | None:
        asked = question(test, conditions.module)
        if asked and attribute in asked.names:
            of = asked.of if asked.is_attribute else _listed(asked.of)
            # What a package has may have any name.
            may_be = "." in owner and asked.is_attribute and isinstance(of, ast.Call | ast.Name)
            if of and (may_be or is_owner(of)):
                return asked.if_missing
        return not_loaded(test)

    return _with_default(assumed)


def _listed(node: ast.expr) -> ast.expr | None:
    """Return the object whose attributes an expression lists."""
    match _collected(node):
        case (
            ast.Call(func=ast.Name(id="dir" | "vars"), args=[owner])
            | ast.Attribute(attr="__dict__", value=owner)
        ):
            return owner
        case _:
            return None
