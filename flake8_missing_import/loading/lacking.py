"""Which uses of a package need a submodule of it that nothing brings?"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from flake8_missing_import.assignments import is_none, value_given_by
from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.loading import Loading, is_apart, is_store, loading, module_bound_by
from flake8_missing_import.model import Binding, Use
from flake8_missing_import.reach import Sight
from flake8_missing_import.running.own_calls import plain_calls, where_called
from flake8_missing_import.scopes import CALLABLES, chain_of, enclosing_scopes, scope_of_binding
from flake8_missing_import.silence.expectations import ATTRIBUTE_ERRORS
from flake8_missing_import.silence.guards import (
    expects_exception,
    is_below_attempt,
    is_where_loaded,
    is_written,
    keeps_answer,
    without_attribute,
)
from flake8_missing_import.spelling import root
from flake8_missing_import.stdlib import module_to_import
from flake8_missing_import.stdlib.brought import with_packages

_MOST_CALLS = 200
"""How many calls, of a function and of those around them, are asked what they have loaded."""


@dataclass(frozen=True)
class Lack:
    """A use that needs a submodule which nothing brings."""

    sight: Sight
    package: str
    """What its name stands for."""
    needed: str
    """The submodule."""
    loaded: Loading
    """What makes modules usable in the file."""


@dataclass(frozen=True, eq=False)
class _Answers:
    """What is known already, about other uses of a file."""

    for_uses: dict[tuple[str, str, frozenset[str], tuple[ast.AST, ...], bool], bool] = field(
        default_factory=dict
    )
    """Whether those of a name in some scopes lack a submodule because of where they are called."""
    at_calls: dict[tuple[ast.AST, str, str, frozenset[str]], bool] = field(default_factory=dict)
    """Whether a name lacks submodules of its package where a function is called."""


def lacking_submodules(sights: Iterable[Sight], conditions: Conditions) -> Iterator[Lack]:
    """Yield what uses of imported packages lack."""
    library = conditions.module.library
    known = _Answers()
    loaded = None
    for sight in sights:
        package = _package(sight, conditions)
        if not package or not sight.runs:
            continue
        read = sight.use.attributes[: -1 if is_store(sight.use.node) else None]
        needed = module_to_import(package, read, library)
        if needed == package or not library.is_on_linux(needed):
            continue
        loaded = loaded or loading(conditions)
        if _is_lacking(package, needed, sight, loaded, conditions, known):
            yield Lack(sight, package, needed, loaded)


def submodules_between(package: str, needed: str) -> frozenset[str]:
    """Return the submodules on the way from a package to one of them."""
    return with_packages(needed) - with_packages(package)


def bindings_meant(sight: Sight, conditions: Conditions) -> list[Binding]:
    """Return what binds a name wherever the use runs, or else where a script does that.

    That only the script has the name is MIS102's.
    """
    others = [one for one in sight.serving if not is_apart(one, sight.use, conditions)]
    return others or list(sight.serving)


def _package(sight: Sight, conditions: Conditions) -> str:
    """Return the package that a name stands for wherever it is bound, nothing for other names."""
    packages = {
        module_bound_by(binding) or _named_by_variable(binding, conditions)
        for binding in _meant(sight, conditions)
    }
    package = packages.pop() if len(packages) == 1 else ""
    return package if conditions.module.library.own_submodules.get(package) else ""


def _named_by_variable(binding: Binding, conditions: Conditions) -> str:
    """Return the module that a variable of the top level is, if it has that value alone."""
    value = conditions.value_of(binding.name) if binding.kind == "value" else None
    first = root(value) if value and isinstance(scope_of_binding(binding), ast.Module) else None
    binders = conditions.module.binders.get(getattr(first, "id", ""), ())
    is_imported = bool(binders) and all(isinstance(one, ast.alias) for one in binders)
    return conditions.full_names.get(binding.name, "") if is_imported else ""


def _meant(sight: Sight, conditions: Conditions) -> list[Binding]:
    """Return what binds a name, without what makes up for an import that has failed or may not run.

    A value of None has no attributes, so the use is not reached.
    """
    found = [one for one in bindings_meant(sight, conditions) if not is_none(_value(one))]
    return [
        one
        for one in found
        if not any(isinstance(parent, ast.ExceptHandler) for parent in one.parents)
    ] or found


def _value(binding: Binding) -> ast.expr | None:
    """Return what an assignment gives the name."""
    parents = dict(itertools.pairwise(chain_of(binding)))
    return value_given_by(binding.node, parents) if binding.kind == "value" else None


def _is_lacking(
    package: str,
    needed: str,
    sight: Sight,
    loaded: Loading,
    conditions: Conditions,
    known: _Answers,
) -> bool:
    """Say whether a submodule on the way to the needed one is neither brought nor asked for."""
    deeper = submodules_between(package, needed)
    scopes = enclosing_scopes(sight.use.node, sight.use.parents)
    meant = _meant(sight, conditions)
    there = {name for name in deeper if loaded.is_brought_by_each(name, meant)}
    is_for_script = all(is_apart(one, sight.use, conditions) for one in sight.serving)

    def lacks(use: Use) -> bool:
        # What is in a thing that is set is not the library's.
        return not any(loaded.is_set(name, use, conditions) for name in deeper) and any(
            loaded.pythons_without(name, use, conditions, scopes, is_for_script=is_for_script)
            and not _is_expected(use, package, name, conditions)
            for name in deeper - there
        )

    is_lacking, tree = lacks(sight.use), sight.use.parents[-1]
    if not isinstance(tree, ast.Module):
        return is_lacking
    if not is_lacking:
        there |= {name for name in deeper if _is_expected(sight.use, package, name, conditions)}
    key = sight.use.name, needed, frozenset(there), scopes, is_lacking
    if key not in known.for_uses:
        calls = plain_calls(sight.use, tree, conditions)
        wanted = deeper - there

        def is_lacking_at(call: Use) -> bool:
            asked = call.node, sight.use.name, package, wanted
            if asked not in known.at_calls:
                use = replace(call, name=sight.use.name)
                known.at_calls[asked] = not _is_beside(use, wanted, loaded, conditions) and any(
                    not _is_expected(use, package, name, conditions) for name in wanted
                )
            return known.at_calls[asked]

        others = [one for one in calls if _is_lacking_above(one, is_lacking_at, tree, conditions)]
        if is_lacking:
            known.for_uses[key] = others == calls or not all(one.deferred for one in others)
        else:
            known.for_uses[key] = bool(others) and any(
                lacks(replace(one, name=sight.use.name))
                for one in where_called(sight.use, tree, conditions)
            )
    return known.for_uses[key]


def _is_lacking_above(
    call: Use, is_lacking_at: Callable[[Use], bool], tree: ast.Module, conditions: Conditions
) -> bool:
    """Say whether modules are lacking at a call, and wherever the functions around are called."""
    calls, seen = [call], {call.node}
    for one in calls:
        if not is_lacking_at(one):
            return False
        around = plain_calls(one, tree, conditions) if one.deferred else []
        new = [other for other in around if other.node not in seen]
        if len(seen) < _MOST_CALLS:
            calls += new
            seen.update(other.node for other in new)
    return True


def _is_beside(call: Use, names: Iterable[str], loaded: Loading, conditions: Conditions) -> bool:
    """Say whether the function around a call has imported some modules before."""
    return all(
        any(
            any(isinstance(scope, CALLABLES) for scope in enclosing_scopes(one.node, one.parents))
            for one in loaded.that_have_run(name, call, conditions)
        )
        for name in names
    )


def _is_expected(use: Use, package: str, submodule: str, conditions: Conditions) -> bool:
    """Say whether the code around a use asks whether a submodule is there."""
    if expects_exception(use, ATTRIBUTE_ERRORS, conditions):
        return True
    owner, _, attribute = submodule.rpartition(".")
    written = use.name + owner[len(package) :]
    attempts = is_written(f"{written}.{attribute}", f"getattr({written}, {attribute!r})")
    if is_below_attempt(use, attempts, ATTRIBUTE_ERRORS, conditions) or is_where_loaded(
        use, [submodule], conditions
    ):
        return True
    missing = without_attribute(written, attribute, submodule, conditions)
    return blocking_condition(chain_of(use), conditions, missing) is not None or keeps_answer(
        use, f"{written}.{attribute}", ATTRIBUTE_ERRORS, conditions, missing
    )
