"""Is a module meant or its member of the same name, and do uses and findings agree on that?"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flake8_missing_import.codes import OPTIONAL_CODES
from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.conditions.conditional_parts import conditions_around
from flake8_missing_import.evidence.can_be import can_be
from flake8_missing_import.late_imports import too_late
from flake8_missing_import.model import Binding, ImportStatement, Missing, Use
from flake8_missing_import.reach import Sight
from flake8_missing_import.scopes import chain_of
from flake8_missing_import.stdlib import StandardLibrary
from flake8_missing_import.stdlib.types import things

_NO_MODULE, _NO_MEMBER = "MIS001", "MIS002"


def both_kinds(name: str) -> str:
    """Return as what a module and its member of the same name are used."""
    is_class = any(thing.kind == "class" for thing in things(f"{name}.{name}"))
    return f"used both as a module and as a {'class' if is_class else 'function'}"


def is_other_form_meant(
    uses: Iterable[Use], statement: ImportStatement, library: StandardLibrary
) -> bool:
    """Say whether uses are of the module alone, not of its imported namesake, or the reverse."""
    other = _other_form(statement, library)
    return (
        other is not None
        and any(_can_be(other, use) for use in uses)
        and not any(_can_be(statement, use) for use in uses)
    )


def imported_in_other_form(
    bindings: Sequence[Binding], uses: tuple[Use, ...], conditions: Conditions
) -> Iterator[Missing]:
    """Yield what uses lack that are of the other form of an import which never runs.

    Without an edit: what type checkers read may be of the imported form.

    :param bindings: all that they could see.
    """
    first, library = bindings[0], conditions.module.library
    other = _other_form(first.statement, library) if first.alias else None
    if (
        other is not None
        and all(one.alias is not None and one.scope is None for one in bindings)
        and all(blocking_condition(chain_of(one), conditions) for one in bindings)
        and all(_can_be(other, use) for use in uses)
    ):
        code = _NO_MEMBER if other.name else _NO_MODULE
        late = too_late(code, first.name, bindings, uses, conditions, is_unfixable=True)
        yield replace(late, statement=other, moved=())


def with_contradictions(
    found: Sequence[Missing], sights: Iterable[Sight], library: StandardLibrary
) -> list[Missing]:
    """Return what a name lacks, with the imports that others need and that exclude each other.

    What a finding that is asked for by name needs says nothing against the other findings.
    """
    statements = {(one.statement, one.code in OPTIONAL_CODES) for one in found if one.statement}
    return [
        _with_rivals(_with_other_form(missing, sights, library), statements)
        if missing.statement
        else missing
        for missing in found
    ]


def _with_rivals(missing: Missing, statements: Iterable[tuple[ImportStatement, bool]]) -> Missing:
    """Return a finding with the statements that exclude its own.

    :param statements: those of all findings, each with whether its finding is asked for by name.
    """
    assert missing.statement is not None
    rivals = {
        statement
        for statement, is_asked_for in statements
        if (missing.code in OPTIONAL_CODES or not is_asked_for)
        and statement != missing.contradicts
        and _exclude(statement, missing.statement)
    }
    rivals -= set(missing.other_statements)
    return replace(missing, other_statements=(*missing.other_statements, *sorted(rivals, key=str)))


def _exclude(one: ImportStatement, other: ImportStatement) -> bool:
    """Say whether a module can have only one of two imports: both bind a name, to two things."""
    return one != other and one.binds == other.binds and not (one.is_plain and other.is_plain)


def _with_other_form(
    missing: Missing, sights: Iterable[Sight], library: StandardLibrary
) -> Missing:
    """Return a finding about an import with its other form if uses of the import need that, too."""
    assert missing.statement is not None
    other = _other_form(missing.statement, library)
    if other is None or missing.contradicts:
        return missing
    lacking = set(missing.places)
    of_name = [sight for sight in sights if sight.runs]
    seen = {one for sight in of_name if sight.use in lacking for one in sight.bindings}
    seen.update(missing.moved)
    if any(one.alias is None for one in seen):
        return missing
    uses = [
        sight.use
        for sight in of_name
        if sight.use in lacking or not seen.isdisjoint(sight.bindings)
    ]
    if not _contradict(uses, missing.statement, other):
        return missing
    problem = f"{missing.problem}, and {both_kinds(missing.statement.module)}"
    return replace(missing, problem=problem, contradicts=other)


def _contradict(uses: Iterable[Use], statement: ImportStatement, other: ImportStatement) -> bool:
    """Say whether some uses fit one of two statements alone, and some the other."""
    fitting = [(use, _can_be(statement, use), _can_be(other, use)) for use in uses]
    own = [use for use, fits, fits_other in fitting if fits and not fits_other]
    others = [use for use, fits, fits_other in fitting if fits_other and not fits]
    return any(
        not _is_asked(one, another)
        for one, another in itertools.product(_one_of_each_branch(own), _one_of_each_branch(others))
    )


def _one_of_each_branch(uses: Iterable[Use]) -> Iterable[Use]:
    """Return uses that stand for all of them where only conditions count."""
    return {
        tuple(
            (whole, field)
            for part, whole in itertools.pairwise(chain_of(use))
            if isinstance(whole, ast.If | ast.IfExp)
            for field, value in ast.iter_fields(whole)
            if part is value or (isinstance(value, list) and part in value)
        ): use
        for use in uses
    }.values()


def _is_asked(one: Use, another: Use) -> bool:
    """Say whether uses are in two branches of a condition that tells which form is there.

    Or that asks nothing, so that one of the branches never runs.
    """
    parts = {parent: part for part, parent in itertools.pairwise(chain_of(another))}
    part, whole = next(pair for pair in itertools.pairwise(chain_of(one)) if pair[1] in parts)
    if not isinstance(whole, ast.If | ast.IfExp):
        return False
    needed = {
        needed for each in (part, parts[whole]) for _, needed in conditions_around(each, whole)
    }
    asked = {node.id for node in ast.walk(whole.test) if isinstance(node, ast.Name)}
    return needed == {True, False} and (not asked or one.name in asked)


def _other_form(statement: ImportStatement, library: StandardLibrary) -> ImportStatement | None:
    """Return the import of a module instead of its member of the same name, or the reverse."""
    name = statement.module
    if not name == statement.binds == (statement.name or name) or not library.has_name(name, name):
        return None
    return ImportStatement(name, None if statement.name else name)


def _can_be(statement: ImportStatement, use: Use) -> bool:
    name = f".{statement.name}" if statement.name else ""
    return can_be(f"{statement.module}{name}", use)
