"""What is said about an import that no use which needs it can see, and does it move to the top?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.conditions.main_guards import is_for_program
from flake8_missing_import.conditions.running_pythons import condition_on_pythons, running_pythons
from flake8_missing_import.conditions.truth import truth
from flake8_missing_import.model import Binding, ImportStatement, Missing, Use
from flake8_missing_import.moving.staying import has_reason_to_stay, is_for_program_alone, is_tried
from flake8_missing_import.reach import Sight
from flake8_missing_import.scopes import (
    FUNCTIONS,
    block_of,
    chain_of,
    enclosing_scopes,
    is_deferred,
)
from flake8_missing_import.spelling import shown
from flake8_missing_import.stdlib import StandardLibrary, module_to_import
from flake8_missing_import.stdlib.brought import brought_on_all


def too_late(
    code: str,
    name: str,
    imports: Sequence[Binding],
    uses: tuple[Use, ...],
    conditions: Conditions,
    *,
    is_unfixable: bool,
) -> Missing:
    """Return the finding about uses that none of the imports of what they need reaches.

    :param is_unfixable: moving these would not do.
    """
    first = imports[0]
    condition = blocking_condition(chain_of(first), conditions)
    is_own = is_local(first, uses)
    is_in_other_branch = condition is None and first.line < uses[0].line
    if condition is not None and truth(condition, conditions):
        problem = f"is imported only where '{shown(condition)}' is false (line {first.line})"
    elif condition is not None:
        problem = f"is imported only under '{shown(condition)}' (line {first.line})"
    elif is_for_program(chain_of(first), conditions) and (is_in_other_branch or uses[0].deferred):
        problem = f"is imported only under '__main__' (line {first.line})"
    elif is_in_other_branch:
        branch = condition_on_pythons(chain_of(first), conditions) or "in another branch"
        problem = f"is imported only {branch} (line {first.line})"
    else:
        problem = f"is imported only below its use (line {first.line})"
    is_conditional = (
        condition is None
        and not is_own
        and not is_in_other_branch
        and len(first.parents) > 1
        and not all(is_for_program_alone(one, conditions) for one in imports)
    )
    # pyflakes would call the import at the top unused, above one that stays in the branch.
    is_unused = is_conditional and all(map(_is_seen_late, uses))
    stays = _have_reason_to_stay(imports, conditions)
    may_move = is_unused or _are_below(imports, uses)
    is_moved = not is_conditional or (may_move and not stays and not is_unfixable)
    moved = tuple(imports) if is_moved else ()
    return Missing(
        code,
        name,
        first.statement,
        uses,
        problem,
        moved=moved,
        is_unfixable=is_unfixable
        or (is_unused and not is_moved)
        or (is_in_other_branch and not is_own and stays)
        # One below ``global`` stays there, or that would declare a name without a value.
        or (not is_own and any(isinstance(one.scope, FUNCTIONS) for one in imports))
        or any(is_tried(one, conditions.module) for one in moved),
    )


def too_late_from_several(
    code: str,
    name: str,
    imports: Sequence[Binding],
    uses: tuple[Use, ...],
    conditions: Conditions,
) -> Missing:
    """Return the same where the imports bind different things: what the Pythons run is meant."""
    meant = [one for one in imports if running_pythons(chain_of(one), conditions)] or imports
    _, *others = dict.fromkeys(one.statement for one in meant)
    late = too_late(code, name, meant, uses, conditions, is_unfixable=True)
    return replace(late, other_statements=tuple(others))


def as_imported_by_stars(
    code: str, missing: Missing, star_imports: Iterable[Binding], conditions: Conditions
) -> Missing:
    """Return what is missing, with where the star import is that has it, and does not run.

    Without an edit: that import might be unused then.

    :param code: that of the finding if there is such an import.
    """
    statement, library = missing.statement, conditions.module.library
    if not statement or not library.has_module(statement.module):
        return missing
    if statement.name in library.star_names(statement.module):
        for one in star_imports:
            condition = blocking_condition(chain_of(one), conditions)
            if condition and getattr(one.node, "module", None) == statement.module:
                where = f"is imported only under '{shown(condition)}' (line {one.line})"
                problem = missing.problem.replace(Missing.problem, where)
                return replace(missing, code=code, problem=problem, is_unfixable=True)
    return missing


def _have_reason_to_stay(imports: Iterable[Binding], conditions: Conditions) -> bool:
    """Say whether some imports of the module, or of a class, have a reason to be where they are."""
    return any(one.scope is not None or has_reason_to_stay(one, conditions) for one in imports)


def _are_below(imports: Iterable[Binding], uses: Iterable[Use]) -> bool:
    """Say whether imports are below uses in the same block, which so never run without them."""
    around = {id(node) for use in uses for node in use.parents}
    blocks = (block_of(one.node, one.parents[0]) for one in imports)
    return all(any(id(one) in around for one in block) for block in blocks)


def _is_seen_late(use: Use) -> bool:
    """Say whether pyflakes sees a use only below all that the module binds."""
    return is_deferred(enclosing_scopes(use.node, use.parents))


def is_local(binding: Binding, uses: Sequence[Use]) -> bool:
    """Say whether an import gives the name to a function with its uses, not below ``global``."""
    return isinstance(binding.scope, FUNCTIONS) and binding.scope in uses[0].parents


def nearest(imports: Sequence[Binding], uses: Iterable[Use]) -> Sequence[Binding]:
    """Return the imports that are in functions around some uses, all where none is."""
    around = {parent for use in uses for parent in use.parents}
    return [existing for existing in imports if existing.scope in around] or imports


def needed_beside(
    use: Use, existing: Binding, lacking: AbstractSet[Use], library: StandardLibrary
) -> str:
    """Return the module that a use needs beside what other imports than a plain one bring.

    :param lacking: the uses that need one which that does not bring, and no other one.
    """
    needed = module_to_import(existing.name, use.attributes, library)
    is_brought = needed in brought_on_all(existing.statement.module, library.version)
    return needed if use in lacking or is_brought else existing.name


def misplaced_submodules(
    lacking: Iterable[Sight], known: Iterable[Binding], conditions: Conditions
) -> dict[str, set[Binding]]:
    """Return the submodules whose imports do not reach their uses, or never run, with these."""
    too_late = {one for sight in lacking for one in sight.bindings}
    found: dict[str, set[Binding]] = {}
    for one in known:
        if (
            one.alias
            and "." in one.statement.module
            and (one in too_late or blocking_condition(chain_of(one), conditions))
        ):
            found.setdefault(one.statement.module, set()).add(one)
    return found


def shortest(needed: str, imports: Iterable[Binding]) -> ImportStatement | None:
    """Return the statement that imports a module and, if possible, no submodule of it."""
    statements = [existing.statement for existing in imports]
    return min(
        (one for one in statements if f"{one.module}.".startswith(f"{needed}.")),
        key=lambda statement: len(statement.module),
        default=None,
    )
