"""One module for each code; this one asks them all, in the order in which they explain a name."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from flake8_missing_import.annotations import is_no_annotation
from flake8_missing_import.conditions import Conditions
from flake8_missing_import.evidence.choice import Choice, choice
from flake8_missing_import.evidence.surroundings import surroundings_of
from flake8_missing_import.facts import Facts
from flake8_missing_import.imports import is_known_import
from flake8_missing_import.late_imports import as_imported_by_stars
from flake8_missing_import.model import (
    Binding,
    ImportStatement,
    Missing,
    Place,
    Surroundings,
    Use,
)
from flake8_missing_import.module import Module
from flake8_missing_import.other_forms import with_contradictions
from flake8_missing_import.reach import Sight
from flake8_missing_import.rules.mis001_module import missing_modules
from flake8_missing_import.rules.mis002_member import contradictory_uses, missing_members
from flake8_missing_import.rules.mis003_submodule import missing_submodules
from flake8_missing_import.rules.mis004_misplaced import CODE as MISPLACED
from flake8_missing_import.rules.mis004_misplaced import (
    as_imported_elsewhere,
    declared_local,
    imported_elsewhere,
    imported_too_late,
    only_declared,
)
from flake8_missing_import.rules.mis005_configured import configured_names
from flake8_missing_import.rules.mis101_in_function import imports_in_functions
from flake8_missing_import.rules.mis102_main_only import imported_only_in_main
from flake8_missing_import.rules.mis103_undefined import CODE as UNDEFINED
from flake8_missing_import.rules.mis103_undefined import undefined_names
from flake8_missing_import.running.own_calls import where_called
from flake8_missing_import.silence.guards import expects_name_error
from flake8_missing_import.skipped_imports import imported_in_a_branch
from flake8_missing_import.stdlib import StandardLibrary


def missing_imports(
    facts: Facts, seen: Mapping[str, Sequence[Sight]], conditions: Conditions
) -> list[Missing]:
    """Return what the names of a module lack.

    :param seen: what each use of a name sees.
    """
    found = _missing_imports(facts, seen, conditions)
    if UNDEFINED in conditions.module.options.optional_codes:
        found += undefined_names(facts.undefined, tuple(found))
    return found


def _missing_imports(
    facts: Facts, seen: Mapping[str, Sequence[Sight]], conditions: Conditions
) -> list[Missing]:
    """Return what the names of a module lack and an import explains."""
    library = conditions.module.library
    found = {
        name: list(imported_too_late(of_name, facts.bindings.get(name, ()), conditions))
        for name, of_name in seen.items()
    }
    for name, of_name in seen.items():
        of_file = facts.bindings.get(name, ())
        found[name] += imported_in_a_branch(MISPLACED, of_name, of_file, conditions)
        moving = {one.statement for one in found[name]}
        in_main = imported_only_in_main(of_name, conditions)
        found[name] += (one for one in in_main if one.statement not in moving)
    if undefined := _undefined_uses(seen, conditions, is_local=False):
        for name, explained in _explained(undefined, facts, seen, conditions).items():
            found[name] += explained
    all_sights = [
        sight
        for name, of_name in seen.items()
        for sight in _once_imported(of_name, found[name], facts.bindings.get(name, ()))
    ]
    all_sights.sort(key=lambda sight: (sight.use.line, sight.use.column))
    for name, missing in missing_submodules(all_sights, conditions):
        found[name].append(missing)
    if local := _undefined_uses(seen, conditions, is_local=True):
        for name in _chosen(local, surroundings_of(local, conditions), library):
            found[name].append(declared_local(local[name], facts.bindings[name]))
    for missing in imports_in_functions(facts, conditions):
        found[missing.name].append(missing)
    if not any(found.values()):
        return []
    found = {
        name: with_contradictions(of_name, seen.get(name, ()), library)
        for name, of_name in found.items()
    }
    own = conditions.own_names
    left = (own.without(name, missing) for name, of_name in found.items() for missing in of_name)
    return [_with_first_call(missing, facts.tree, conditions) for missing in left if missing]


def _once_imported(
    sights: Iterable[Sight], found: Iterable[Missing], known: Iterable[Binding]
) -> Iterator[Sight]:
    """Yield what uses of a name see when they have the import that they lack, if not a plain one.

    The package alone may not be enough for them: ``import importlib as il`` for ``il.util``.

    :param found: what is known to be missing for the name.
    :param known: all bindings of the name in the file.
    """
    lacking: dict[Place, list[Binding]] = {}
    for missing in found:
        moved = [one for one in known if one.alias and one.statement == missing.statement]
        for place in missing.places if missing.statement and not missing.statement.is_plain else ():
            lacking[place] = [*lacking.get(place, ()), *moved]
    for sight in sights:
        serving = tuple(lacking.get(sight.use, ()))
        yield (
            replace(sight, bindings=sight.bindings or serving, serving=serving)
            if serving
            else sight
        )


def _with_first_call(missing: Missing, tree: ast.Module, conditions: Conditions) -> Missing:
    """Return what is missing, with the line of the first code that it has to be above.

    What is used below all imports is used below its own, too.
    """
    imports = (
        one for one in conditions.module.tree.body if isinstance(one, ast.Import | ast.ImportFrom)
    )
    last = max((one.lineno for one in imports), default=0)
    inside = [
        one
        for one in missing.places
        if isinstance(one, Use) and one.deferred and not one.in_annotation and not one.is_quoted
        if one.line < last
    ]
    calls = (call for use in inside for call in where_called(use, tree, conditions))
    first = min((call.line for call in calls if not call.deferred), default=None)
    return replace(missing, first_call=first) if first else missing


def _undefined_uses(
    seen: Mapping[str, Sequence[Sight]], conditions: Conditions, *, is_local: bool
) -> dict[str, list[Use]]:
    """Return the uses that nothing binds, of names that the code does not expect to be missing.

    :param is_local: only those of names that their functions declare as their own, or all others.
    """
    found = {
        name: [
            sight.use
            for sight in of_name
            if (sight.is_unbound or sight.is_bound_later)
            and sight.is_local == is_local
            and not expects_name_error(sight.use, conditions)
            and not is_no_annotation(sight.use, conditions.module)
        ]
        for name, of_name in seen.items()
    }
    return {name: uses for name, uses in found.items() if uses}


def _explained(
    undefined: Mapping[str, Sequence[Use]],
    facts: Facts,
    seen: Mapping[str, Sequence[Sight]],
    conditions: Conditions,
) -> dict[str, list[Missing]]:
    """Return what the undefined names lack.

    What the file turns out to lack is evidence for what its other names mean.
    """
    module = conditions.module
    surroundings = surroundings_of(undefined, conditions)
    others = {name: _other_imports(facts.bindings.get(name, ()), module) for name in undefined}
    found = {
        name: list(imported_elsewhere(uses, facts.bindings.get(name, ()), module))
        or [
            replace(one, other_statements=(*one.other_statements, *others[name]))
            for one in configured_names(name, uses, module, surroundings)
        ]
        for name, uses in undefined.items()
    }
    unexplained = {name: uses for name, uses in undefined.items() if not found[name]}
    chosen = _chosen(unexplained, surroundings, module.library)
    for name, uses in unexplained.items():
        if name not in chosen:
            found[name] += contradictory_uses(name, uses, module.library)
            continue
        explained = list(only_declared(seen[name], chosen[name], module.library)) or [
            *missing_modules(chosen[name], uses, module.library),
            *missing_members(chosen[name], uses, module.library),
        ]
        found[name] += [replace(one, other_statements=others[name]) for one in explained]
    for name, of_name in found.items():
        elsewhere = (as_imported_elsewhere(one, facts.bindings.get(name, ())) for one in of_name)
        found[name] = [
            as_imported_by_stars(MISPLACED, one, facts.star_imports, conditions)
            for one in elsewhere
        ]
    return {
        name: [_unless_unused(one, uses) for one in found[name]] for name, uses in undefined.items()
    }


def _unless_unused(missing: Missing, uses: Iterable[Use]) -> Missing:
    """Return what is missing, without an edit if pyflakes would call the new import unused.

    It counts ``global`` as giving a value, and lets comprehensions see the names of a class.
    """
    is_seen = any(use.is_undefined for use in uses)
    return missing if is_seen else replace(missing, is_unfixable=True)


def _chosen(
    undefined: Mapping[str, Sequence[Use]], surroundings: Surroundings, library: StandardLibrary
) -> dict[str, Choice]:
    """Return the imports that are meant by names, each beside the others that are lacking."""
    found: dict[str, Choice] = {}
    lacking: frozenset[str] = frozenset()
    while True:
        rest = [name for name in undefined if name not in found]
        new = {
            name: meant
            for name in rest
            if (meant := choice(name, undefined[name], surroundings, library, lacking=lacking))
        }
        found |= new
        if not new or len(new) == len(rest):
            break
        lacking |= {meant.origin for meant in new.values()}
    sure = [meant for meant in found.values() if not meant.other_modules]
    members = {(one.statement.module, one.statement.name) for one in sure if one.statement.name}
    beside = replace(
        surroundings,
        modules=surroundings.modules.union(one.statement.module for one in sure),
        imported=surroundings.imported | {(module, name) for module, name in members if name},
    )
    lacking = frozenset(one.origin for one in sure)
    for name, meant in found.items():
        if meant.other_modules and sure:
            again = choice(name, undefined[name], beside, library, lacking=lacking)
            found[name] = again or meant
    return found


def _other_imports(bindings: Iterable[Binding], module: Module) -> tuple[ImportStatement, ...]:
    """Return how functions import a name from something else than the library: that may be meant.

    :param bindings: all bindings of the name in the file.
    """
    imports = [one for one in bindings if one.alias is not None]
    others = (one.statement for one in imports if not is_known_import(one, module))
    return tuple(dict.fromkeys(others))
