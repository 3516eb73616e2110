"""When does a load run, and which bindings can it see then?

It puts together what is known about scopes, order, conditions, annotations and deletions.
The rules ask :func:`sights` and read the answers.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from flake8_missing_import.annotations import is_evaluated
from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.facts import Facts
from flake8_missing_import.model import Binding, Use
from flake8_missing_import.running.at_once import frame_around
from flake8_missing_import.running.branches import excludes, handlers_instead_of, left_loops
from flake8_missing_import.running.deletions import last_deletion
from flake8_missing_import.running.evaluation_order import is_evaluated_first
from flake8_missing_import.running.first_pass import leads_to
from flake8_missing_import.running.own_calls import where_called
from flake8_missing_import.running.scoped_bindings import (
    ScopedBindings,
    by_scope,
    deletion_alone,
    may_supply,
    owner_of,
    scopes_of,
    visible,
)
from flake8_missing_import.scopes import (
    CALLABLES,
    DEFINITIONS,
    FUNCTIONS,
    chain_of,
    enclosing_scopes,
    evaluated_before_binding,
    frame,
    repeating_loops,
    scope_of_binding,
)
from flake8_missing_import.silence.guards import expects_name_error, is_where_loaded, runs_again

_TARGETS = (ast.Tuple, ast.List, ast.Starred)
"""Nodes that other targets are in."""
_BINDERS = (
    *DEFINITIONS, ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.For, ast.AsyncFor, ast.withitem,
)  # fmt: skip
"""What evaluates something before it binds a name."""


@dataclass(frozen=True)
class Sight:
    """What one load sees of its name."""

    use: Use
    runs: bool
    """Something evaluates it when the program runs."""
    bindings: tuple[Binding, ...]
    """All that give the name a value in the scope that the load takes it from."""
    serving: tuple[Binding, ...]
    """Those of them that may have run before, one where none is an import."""
    deletion: Binding | None
    """The ``del`` that has taken away the import that it could see."""
    is_declared: bool
    """Its scopes only declare the name: ``global``, or an annotation without a value."""
    is_local: bool
    """That, or a ``del``, makes it a function's own: no import elsewhere gives it a value."""

    @property
    def is_unbound(self) -> bool:
        """Nothing that the load could see binds the name."""
        return not self.bindings

    @property
    def is_bound_later(self) -> bool:
        """Nothing has bound the name when it is needed to bind it, or by the class around it.

        What stands further down may be what is meant, but hardly a class's own attribute or
        method where the class reads attributes of the name, or annotates with it. A function's
        own name would hide what the module imports.
        """
        if not self.runs or self.serving:
            return False
        scopes = [scope_of_binding(binding) for binding in self.bindings]
        kinds = {binding.kind for binding in self.bindings}
        if kinds - {"definition", "value"} or any(isinstance(one, CALLABLES) for one in scopes):
            return False
        needing = [one for one in self.bindings if _is_needed_for(one, self.use)]
        if not self.use.is_undefined and len(needing) == len(self.bindings):
            # pyflakes sees the name of a function around, not that of another branch.
            return False
        if all(isinstance(scope, ast.ClassDef) for scope in scopes):
            return bool(needing or self.use.attributes or self.use.in_annotation)
        return bool(needing) and all(
            binding.kind == "value" or binding in needing for binding in self.bindings
        )


def sights(name: str, facts: Facts, conditions: Conditions) -> list[Sight]:
    """Return what each load of a name sees, without those that a star import may supply."""
    if name in facts.builtins:
        return []
    scoped = by_scope(facts.bindings.get(name, ()), facts.tree)
    moments = {one: _moment(one, conditions) for each in scoped.values.values() for one in each}
    uses = facts.uses.get(name, ())
    found = (_sight(use, scoped, moments, facts, conditions) for use in uses)
    early: dict[object, Use | None] = {}
    return [
        _where_called(sight, facts.tree, conditions, early) if scoped.importing else sight
        for sight in found
        if sight
    ]


def _sight(
    use: Use,
    scoped: ScopedBindings,
    moments: Mapping[Binding, _Moment],
    facts: Facts,
    conditions: Conditions,
) -> Sight | None:
    """Return what a load sees, None if something else than the bindings may give it a value.

    :param scoped: the bindings of its name.
    :param moments: when these run.
    """
    scopes = scopes_of(use, facts.tree)
    if _is_type_parameter(use) or _may_be_written(scopes[0], conditions):
        return None
    owner = owner_of(scopes, scoped, facts.tree)
    is_annotated = [
        one in scoped.declared - scoped.global_in and isinstance(one, FUNCTIONS) for one in scopes
    ]
    if not owner and any(is_annotated[1:]):
        # It is local to a function around: no import elsewhere gives it a value.
        return None
    # Until a class has bound the name, its body sees the module's.
    owners = [owner, facts.tree] if isinstance(owner, ast.ClassDef) else [owner] if owner else []
    bindings = tuple(itertools.chain.from_iterable(scoped.values.get(one, ()) for one in owners))
    is_declared = (
        owner in scoped.declared
        or any(one in scoped.declared for one in visible(scopes))
        # To pyflakes the module has a name from where any function declares it.
        or (owner in (None, facts.tree) and bool(scoped.global_in))
    )
    if not bindings and not (use.is_undefined or is_declared or scoped.is_in_class):
        # Only pyflakes knows why: an except clause, a magic name in classes.
        return None
    is_run = runs(use, conditions)
    if any(
        may_supply(one.node, use, scopes, conditions.module)
        and not (is_run and blocking_condition(chain_of(one), conditions))
        for one in facts.star_imports
    ):
        return None
    load = _load(use, frame_around(use, scopes, conditions.module))
    is_import = not scoped.importing.isdisjoint(owners)
    unsetting = deletion_alone(scopes, owner, scoped) if is_import else None
    deletion = unsetting
    if is_import and not deletion:
        deletion = last_deletion(scoped.deletions.get(owner, ()), load.parts)
    serving = (
        binding
        for binding in bindings
        if not unsetting
        and (
            _may_be_called_before(moments[binding], load, conditions)
            if moments[binding].scope in scoped.outer
            else not (deletion and moments[binding].scope is owner and binding.line < deletion.line)
            and _may_precede(binding, moments[binding], load, conditions)
        )
    )
    return Sight(
        use=use,
        runs=is_run,
        bindings=bindings,
        serving=tuple(serving if is_import else itertools.islice(serving, 1)),
        deletion=deletion,
        is_declared=is_declared,
        is_local=not owner and (is_annotated[0] or bool(deletion_alone(scopes, None, scoped))),
    )


def _where_called(
    sight: Sight, tree: ast.Module, conditions: Conditions, early: dict[object, Use | None]
) -> Sight:
    """Return what a load sees where the file itself calls the function around it.

    If that is above all bindings of the name, and the call surely evaluates the load. What goes
    over a generator is a call of it.

    :param early: such calls, by functions and bindings, and by what is called and bindings; it
        holds for all loads of the name.
    """

    def above(call: Use) -> Use | None:
        key = call.node, sight.bindings
        if key not in early:
            early[key] = call if _is_above(sight, call, conditions) else None
        return early[key]

    scopes = scopes_of(sight.use, tree)
    if (
        sight.runs
        and sight.serving
        and any(one.alias for one in sight.bindings)
        and all(
            one.line > sight.use.line and scope_of_binding(one) in scopes for one in sight.bindings
        )
        and (calls := where_called(sight.use, tree, conditions))
    ):
        key = frame_around(sight.use, scopes, conditions.module), sight.bindings
        if key not in early:
            early[key] = next(filter(None, map(above, calls)), None)
        if call := early[key]:
            return replace(sight, use=replace(sight.use, deferred=call.deferred), serving=())
    return sight


def _is_above(sight: Sight, call: Use, conditions: Conditions) -> bool:
    """Say whether nothing has bound the name when a call runs, and nobody expects that."""
    return not expects_name_error(replace(call, name=sight.use.name), conditions) and not any(
        may_have_run(one, call, conditions) for one in sight.bindings
    )


def _may_be_written(scope: ast.AST, conditions: Conditions) -> bool:
    """Say whether a class may give itself names that no statement binds."""
    return isinstance(scope, ast.ClassDef) and (
        scope.lineno in conditions.namespaces.writing_classes
    )


def _is_type_parameter(use: Use) -> bool:
    """Say whether a definition around a use has a type parameter of its name (PEP 695).

    pyflakes before 3.1 does not know them.
    """
    return any(
        parameter.name == use.name
        for parent in use.parents
        for parameter in getattr(parent, "type_params", ())
    )


def runs(use: Use, conditions: Conditions) -> bool:
    """Say whether anything evaluates a load when the program runs."""
    return (
        not conditions.module.is_stub
        and is_evaluated(use, conditions.module)
        and blocking_condition(chain_of(use), conditions) is None
    )


@dataclass(frozen=True)
class _Moment:
    """When a binding runs, whatever loads its name."""

    chain: tuple[ast.AST, ...]
    scope: ast.AST
    frame: ast.AST | None
    loops: frozenset[ast.AST]
    """Those whose passes run it."""
    repeated: frozenset[ast.AST]
    """Those of them that may make another pass then."""
    is_blocked: bool
    """A condition keeps it from running."""


def _moment(binding: Binding, conditions: Conditions) -> _Moment:
    chain = chain_of(binding)
    loops = frozenset(repeating_loops(chain))
    return _Moment(
        chain,
        scope_of_binding(binding),
        frame(enclosing_scopes(binding.node, binding.parents)),
        loops,
        loops.difference(left_loops(chain, conditions.exit_calls)) if loops else loops,
        blocking_condition(chain, conditions) is not None,
    )


@dataclass(frozen=True)
class _Load:
    """Where a load is, whatever binds its name."""

    use: Use
    frame: ast.AST | None
    parts: dict[ast.AST, ast.AST]
    """The nodes around it, each with the part of it that the load is in."""
    loops: frozenset[ast.AST]
    """Those whose passes run it."""
    is_handled: bool
    """It is the exception of the module's own ``except``: evaluated when something has raised."""


def _load(use: Use, own_frame: ast.AST | None) -> _Load:
    inside = itertools.takewhile(lambda node: node is not own_frame, use.parents)
    parts = list(itertools.pairwise(chain_of(use)))
    return _Load(
        use,
        own_frame,
        {parent: part for part, parent in parts},
        frozenset(repeating_loops(chain_of(use)).intersection(inside)),
        own_frame is None
        and any(
            isinstance(parent, ast.ExceptHandler) and part is parent.type for part, parent in parts
        ),
    )


def may_have_run(binding: Binding, use: Use, conditions: Conditions) -> bool:
    """Say whether a binding may have run when a load in its scope, or inside it, does."""
    scopes = enclosing_scopes(use.node, use.parents)
    load = _load(use, frame_around(use, scopes, conditions.module))
    return _may_precede(binding, _moment(binding, conditions), load, conditions)


def _may_precede(binding: Binding, moment: _Moment, load: _Load, conditions: Conditions) -> bool:
    if moment.is_blocked:
        return False
    if binding.kind == "argument" or load.frame is not moment.frame:
        # If one of them is in a function, the other has run before the call, if it has at all.
        return not _keeps_from_calling(binding, moment, load, conditions.exit_calls)
    use = load.use
    is_first = is_evaluated_first(moment.chain, use, conditions.module)
    is_above = (binding.line, binding.column) < (use.line, use.column)
    return (
        (
            (is_above if is_first is None else is_first)
            and not _is_needed_for(binding, use)
            and not _excludes(binding, moment, load, conditions.exit_calls)
        )
        or (
            not moment.repeated.isdisjoint(load.loops)
            and not leads_to(use, moment.chain, conditions)
        )
        or load.is_handled
        or _may_ask_for_it(binding, use, conditions)
        or (moment.frame is None and runs_again(use, conditions))
    )


def _may_be_called_before(moment: _Moment, load: _Load, conditions: Conditions) -> bool:
    """Say whether a call that gives an outer name its value may be above a load.

    Not above the function that does, for code that runs at import time, nor in its head.
    """
    outermost = moment.chain[-2]
    is_above = load.frame is None and load.use.line < getattr(outermost, "lineno", 0)
    return not is_above and not leads_to(load.use, moment.chain, conditions)


def _excludes(binding: Binding, moment: _Moment, load: _Load, exit_calls: Container[str]) -> bool:
    """Say whether a load is not reached where a binding above it has run, but for loops."""
    return excludes(moment.chain, load.parts, exit_calls) or not load.parts.keys().isdisjoint(
        handlers_instead_of(binding)
    )


def _keeps_from_calling(
    binding: Binding, moment: _Moment, load: _Load, exit_calls: Container[str]
) -> bool:
    """Say whether the function with a load is not defined where a binding has run.

    They are in different branches of what is outside the function, and share no loop there.
    """
    is_around = moment.frame is None or moment.frame in load.use.parents
    return (
        is_around
        and _excludes(binding, moment, load, exit_calls)
        and moment.loops.isdisjoint(load.parts)
    )


def _is_needed_for(binding: Binding, use: Use) -> bool:
    """Say whether a load runs before the name is bound by the same statement: ``x = x.y()``."""
    binder = binding.node
    if binding.kind == "value":
        binder = next((node for node in binding.parents if not isinstance(node, _TARGETS)), binder)
    chain = chain_of(use)
    # Its place tells a target from other parts: for x in y: z = x.
    return (
        isinstance(binder, _BINDERS)
        and binder in chain
        and any(part in chain for part in evaluated_before_binding(binder))
    )


def _may_ask_for_it(binding: Binding, use: Use, conditions: Conditions) -> bool:
    """Say whether a load above an import waits for it: ``"json" in sys.modules and json.x``."""
    if binding.alias is None:
        return False
    statement = binding.statement
    modules = [statement.module, f"{statement.module}.{statement.name}"]
    return is_where_loaded(use, modules, conditions)
