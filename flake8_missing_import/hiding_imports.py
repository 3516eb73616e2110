"""Which late imports in functions would stay in the way of one at the top, and what helps then?"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.evidence.can_be import can_be
from flake8_missing_import.late_imports import is_local
from flake8_missing_import.model import Binding, Missing, Use
from flake8_missing_import.scopes import FUNCTIONS, chain_of, scope_of_binding

MOVE_UP = "move that import above the use"
_VALUELESS = frozenset({"global", "nonlocal", "star import", "type parameter"})
"""The kinds of bindings that give a function no name of its own."""


def remedy(
    imports: Sequence[Binding],
    bindings: Iterable[Binding],
    uses: Sequence[Use],
    known: Sequence[Binding],
) -> str:
    """Return what to do about late imports where one at the top of the module would not help.

    An empty string if it would: the name is neither the module's by something else, nor the
    function's own. Where the function declares the name, or one inside it does, nothing would be
    left to declare.

    :param imports: those of the known imports of a name that are too late for some uses.
    :param bindings: all that bind the name in the scope that the uses take it from.
    :param known: all bindings of the name in the file.
    """
    hiding = imports[0]
    outside = [one for one in known if isinstance(scope_of_binding(one), ast.Module)]
    around = _around(hiding, known)
    scopes = {one.scope for one in imports}
    declaring = {scope_of_binding(one) for one in known if one.kind == "global"}
    if not is_local(hiding, uses) or not (
        around
        or scope_of_binding(hiding) in declaring
        or _is_other_value([*outside, *_in_scopes(declaring, known, imports)], imports)
        or any(one.kind == "deletion" and one.scope in scopes for one in known)
        or any(one.kind == "nonlocal" and not scopes.isdisjoint(one.parents) for one in known)
        or any(one not in imports for one in bindings)
    ):
        return ""
    in_effect = [
        one
        for one in (*outside, *around)
        if one.alias is not None and not any(isinstance(parent, ast.If) for parent in one.parents)
    ]
    if any(one.statement.meaning == hiding.statement.meaning for one in in_effect):
        return f"{MOVE_UP}, or remove it"
    is_other_meant = any(fits(use, one) for use in uses for one in in_effect)
    return "give that import another name" if is_other_meant else MOVE_UP


def advised(
    late: Missing, imports: Sequence[Binding], advice: str, conditions: Conditions
) -> Missing:
    """Return the finding about late imports with the remedy in place of an import to add.

    One in a branch is not the only one where it hides another: it only makes the name local.
    """
    problem, (first, *others) = late.problem, imports
    is_skipped = first.line < late.places[0].line or blocking_condition(chain_of(first), conditions)
    if advice != MOVE_UP and is_skipped and not others:
        problem = local_by_a_branch(first)
    return replace(late, statement=None, moved=(), problem=f"{problem}: {advice}")


def local_by_a_branch(hiding: Binding) -> str:
    """Return what to say about an import in a branch of a function that hides another one."""
    function = getattr(hiding.scope, "name", "")
    return (
        f"is imported only in a branch of '{function}' (line {hiding.line}), and so is local there"
    )


def _around(existing: Binding, known: Iterable[Binding]) -> list[Binding]:
    """Return what gives the name of an import a value in functions around that of the import."""
    scope = scope_of_binding(existing)
    inside = [one for one in known if one.kind not in _VALUELESS]
    scopes = {one: scope_of_binding(one) for one in inside}
    return [
        one
        for one in inside
        if isinstance(scopes[one], FUNCTIONS)
        and scopes[one] is not scope
        and scopes[one] in existing.parents
    ]


def _in_scopes(
    declaring: AbstractSet[ast.AST], known: Iterable[Binding], imports: Iterable[Binding]
) -> list[Binding]:
    """Return what gives the name another value, or takes it away, in scopes that declare it."""
    statements = {one.statement for one in imports}
    return [
        one
        for one in known
        if one.kind not in _VALUELESS
        and scope_of_binding(one) in declaring
        and not (one.alias and one.statement in statements)
    ]


def _is_other_value(outside: Sequence[Binding], imports: Sequence[Binding]) -> bool:
    """Say whether the module has the name, and not for other modules of the same package."""
    is_same_package = all(
        one.alias is not None and one.statement.is_plain for one in (*outside, *imports)
    ) and {one.statement for one in outside}.isdisjoint(one.statement for one in imports)
    return bool(outside) and not is_same_package


def fits(use: Use, existing: Binding) -> bool:
    """Say whether a use may be of what is imported."""
    statement = existing.statement
    if statement.name is not None:
        return can_be(f"{statement.module}.{statement.name}", use)
    return can_be(statement.module if statement.alias else existing.name, use)
