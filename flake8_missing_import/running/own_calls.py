"""Which calls of a file's own functions surely evaluate a load in them?

Only plain ones are known: of what one definition or assignment alone gives its name, be it a
function, a class with the method, a lambda or a generator.
"""

from __future__ import annotations

import ast
import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flake8_missing_import.annotations import is_evaluated
from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.conditions.conditional_parts import is_for_an_item
from flake8_missing_import.model import Binding, Use
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.running.at_once import frame_around, holder, is_called, is_consumed
from flake8_missing_import.running.exits import EXITS, is_below_exit
from flake8_missing_import.running.first_pass import lets_fail, may_catch, needs
from flake8_missing_import.running.implicit_calls import (
    OF_CLASSES,
    OF_PROPERTIES,
    calls_by_classes,
    decorators_of,
    is_implied,
    is_read,
)
from flake8_missing_import.running.own_classes import (
    calls_of_self,
    calls_of_super,
    has_once,
    heirs,
    held_as,
    instances,
    is_in_a_method,
    is_plain,
    is_run_by,
)
from flake8_missing_import.running.reached import reached_statements
from flake8_missing_import.running.scoped_bindings import may_supply, scopes_of
from flake8_missing_import.scopes import (
    FUNCTIONS,
    TRIES,
    chain_of,
    enclosing_scopes,
    has_yield,
    runs_later,
)

OwnFunction = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.GeneratorExp
"""What has code that runs in calls, or where it is gone over."""
_Called = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Name

_HANDLING = (*TRIES, ast.With, ast.AsyncWith)
"""What may handle the failure of what is in its body."""
_OF_MANAGERS = ["contextmanager"]
"""That of a generator whose code ``with`` runs."""
_MOST_FUNCTIONS = 200
"""Of how many, each called by another, the calls are asked for."""


def where_called(
    place: Use | Binding, tree: ast.Module, conditions: Conditions, *, despite_stars: bool = False
) -> list[Use]:
    """Return where the file calls the function around a place, as uses of the function's name.

    If each call surely evaluates the place, and something evaluates the call; also where it calls
    the function around such a call.

    :param despite_stars: also calls of what a star import may have replaced.
    """
    despite_stars = despite_stars and "*" in conditions.module.binders
    own = _own_calls(place, tree, conditions, despite_stars=despite_stars)
    return own.everywhere if own else []


def plain_calls(place: Use | Binding, tree: ast.Module, conditions: Conditions) -> list[Use]:
    """Return where the file calls the function around a place, whether that is evaluated or not."""
    own = _known_calls(place, tree, conditions, despite_stars=False)
    return own.plain if own else []


def _own_calls(
    place: Use | Binding, tree: ast.Module, conditions: Conditions, *, despite_stars: bool
) -> OwnCalls | None:
    """Return what is known about the calls of the function around a place that they evaluate."""
    own = _known_calls(place, tree, conditions, despite_stars=despite_stars)
    return own if own and own.surely_evaluate(place) else None


def _known_calls(
    place: Use | Binding, tree: ast.Module, conditions: Conditions, *, despite_stars: bool
) -> OwnCalls | None:
    """Return what is known about the calls of the function around a place."""
    function = frame_around(place, scopes_of(place, tree), conditions.module)
    if not isinstance(function, OwnFunction):
        return None
    key = function, despite_stars
    if key not in conditions.own_calls:
        conditions.own_calls[key] = OwnCalls(function, tree, conditions, despite_stars)
    return conditions.own_calls[key]


@dataclass(frozen=True, eq=False)
class OwnCalls:
    """What is known about the calls of a function, found when it is asked for."""

    function: OwnFunction
    tree: ast.Module
    conditions: Conditions
    despite_stars: bool
    """Those count that may be of what a star import has put in the place of the function."""

    def surely_evaluate(self, place: Use | Binding) -> bool:
        """Say whether each call evaluates a place in the function, or each item of a generator."""
        inside = list(itertools.takewhile(lambda one: one is not self.function, chain_of(place)))
        return (not isinstance(inside[-1], ast.stmt) or inside[-1] in self._reached) and all(
            self._reaches(part, parent, place) for part, parent in itertools.pairwise(inside)
        )

    def _reaches(self, part: ast.AST, node: ast.AST, place: Use | Binding) -> bool:
        """Say whether a node that runs evaluates the part of it that has a place."""
        if not isinstance(part, ast.stmt):
            around = self.conditions.module.parents[node]
            is_called = isinstance(node, ast.Lambda) and getattr(around, "func", None) is node
            return is_called or needs(node, part, EXITS) or is_for_an_item(node, part)
        is_tried = isinstance(node, _HANDLING) and part in node.body
        return part in self._reached and (
            not is_tried or lets_fail(node, part, place, self.conditions)
        )

    @functools.cached_property
    def everywhere(self) -> list[Use]:
        """The calls, and those of the functions around them that surely evaluate them."""
        functions, known = [self], {self}
        for one in functions:
            new = [other for other in one._callers if other not in known]
            if len(known) < _MOST_FUNCTIONS:
                functions += new
                known.update(new)
        return [call for one in functions for call in one.plain]

    @functools.cached_property
    def _reached(self) -> frozenset[ast.AST]:
        body = self.function.body if isinstance(self.function, FUNCTIONS) else ()
        return frozenset(reached_statements(body))

    @functools.cached_property
    def plain(self) -> list[Use]:
        """Those that stand in the code, and that something evaluates."""
        module = self.conditions.module
        calls = [_as_use(chain, self.tree, module) for chain in _calls_of(self.function, module)]
        return [
            one
            for one in calls
            if _is_reached(one, self.conditions)
            and (self.despite_stars or not self._may_be_replaced(one))
        ]

    def _may_be_replaced(self, call: Use) -> bool:
        module = self.conditions.module
        stars = (module.parents[one] for one in module.binders.get("*", ()))
        return any(may_supply(one, call, scopes_of(call, self.tree), module) for one in stars)

    @functools.cached_property
    def _callers(self) -> list[OwnCalls]:
        """What is known about the functions around these that surely evaluate them."""
        around = (
            _own_calls(one, self.tree, self.conditions, despite_stars=self.despite_stars)
            for one in self.plain
        )
        return list(dict.fromkeys(filter(None, around)))


def _as_use(chain: Sequence[ast.AST], tree: ast.Module, module: Module) -> Use:
    name, *around = chain
    assert isinstance(name, ast.Name)
    use = Use(
        name=name.id,
        line=name.lineno,
        column=name.col_offset,
        attributes=(),
        node=name,
        parents=(*around[:-1], tree),
        in_annotation=False,
        is_quoted=False,
        deferred=False,
    )
    return replace(use, deferred=frame_around(use, scopes_of(use, tree), module) is not None)


def _is_reached(use: Use, conditions: Conditions) -> bool:
    return is_evaluated(use, conditions.module) and not (
        blocking_condition(chain_of(use), conditions)
        # In functions, what calls them asks which statements they reach.
        or (not use.deferred and is_below_exit(chain_of(use), conditions.exit_calls))
    )


def _calls_of(function: OwnFunction, module: Module) -> Iterator[tuple[ast.AST, ...]]:
    """Yield what plainly calls a function, each with the nodes around it, innermost first.

    It is the name of a function, of the class of a method, or of the function that returns it, or
    what that decorates. A generator or a coroutine runs where something goes over it, or waits
    for it.
    """
    yield from _calls_by_name(function, module)
    yield from _calls_in_class(function, module)
    if not runs_later(function):
        yield from filter(_is_surely_reported, calls_by_classes(function, module))
    factory = _factory(function, module)
    is_awaited = runs_later(function)
    for chain in _calls_by_name(factory, module) if factory else ():
        match chain:
            case [name, ast.Call(func=called), *_] if called is name:
                if _runs(function, chain[1:], module, is_awaited):
                    yield chain
            case [name, ast.FunctionDef(decorator_list=[only]) as decorated, *_] if only is name:
                if module.binders[decorated.name] == [decorated]:
                    for use in _mentions(decorated, module):
                        if _runs(function, use, module, is_awaited):
                            yield use


def _factory(function: OwnFunction, module: Module) -> ast.FunctionDef | None:
    """Return the function around another, no method, that surely returns the other."""
    match module.parents[function], function:
        case (
            ast.FunctionDef(body=[*_, ast.Return(value=ast.Name(id=returned)) as last]) as around,
            ast.FunctionDef(name=name),
        ) if returned == name and last in reached_statements(around.body):
            is_method = isinstance(module.parents[around], ast.ClassDef)
            is_alone = module.binders[name] == [function] and not decorators_of(function, module)
            return around if is_alone and not is_method else None
        case _:
            return None


def _calls_by_name(function: OwnFunction, module: Module) -> Iterator[tuple[ast.AST, ...]]:
    called = _called_as(function, module)
    if called is None:
        return
    is_awaited = runs_later(function)
    method = function.name if isinstance(function, FUNCTIONS) else ""
    owners: Iterable[_Called] = [called, *held_as(_name(called), module)]
    if isinstance(called, ast.ClassDef):
        owners = heirs(called, method, module)
    for owner in owners:
        for chain in _mentions(owner, module):
            if _is_run_by(function, chain, module, is_awaited):
                yield chain
        if isinstance(owner, ast.ClassDef):
            if not is_awaited:
                yield from filter(_is_surely_reported, calls_of_super(owner, method, module))
            on_instances = [
                *calls_of_self(owner, method, module),
                *(one for held in instances(owner, module) for one in _mentions(held, module)),
            ]
            for chain in on_instances:
                if _is_of_instance(function, chain, module, is_awaited):
                    yield chain


def _mentions(called: _Called, module: Module) -> Iterator[tuple[ast.AST, ...]]:
    """Yield the reads of what a definition or an assignment has bound, with the nodes around."""
    scope = enclosing_scopes(called, tuple(parents_of(called, module.parents)))[0]
    for name in module.loads.get(_name(called), ()):
        around = tuple(parents_of(name, module.parents))
        if (
            isinstance(name, ast.Name)
            and (called.lineno < name.lineno or _is_in_a_call(name, around))
            and (called not in around or is_in_a_method(called, around))
            and scope in enclosing_scopes(name, around)
            and _is_surely_reported((name, *around))
        ):
            yield (name, *around)


def _calls_in_class(function: OwnFunction, module: Module) -> Iterator[tuple[ast.AST, ...]]:
    """Yield what runs a function in the body of the class that it is in."""
    around = module.parents[function]
    is_known = isinstance(around, ast.ClassDef) and not decorators_of(function, module)
    if is_known and isinstance(function, FUNCTIONS) and module.binders[function.name] == [function]:
        for chain in _mentions(function, module):
            is_beside = enclosing_scopes(chain[0], chain[1:])[0] is around
            if is_beside and _runs(function, chain, module, runs_later(function)):
                yield chain


def _is_in_a_call(name: ast.Name, around: Sequence[ast.AST]) -> bool:
    """Say whether a name is in the body of a function, which runs later than it stands there."""
    return any(isinstance(one, FUNCTIONS) for one in enclosing_scopes(name, tuple(around)))


def _is_surely_reported(chain: Sequence[ast.AST]) -> bool:
    """Say whether nothing around a node handles the failure of a load."""
    return not any(itertools.starmap(may_catch, itertools.pairwise(chain)))


def _called_as(function: OwnFunction, module: Module) -> _Called | None:
    """Return what has the name that stands for a function, if it alone has that."""
    called = (
        _definition(function, module)
        if isinstance(function, FUNCTIONS)
        else holder(function, module)
    )
    is_alone = called and module.binders.get(_name(called)) == [called]
    return called if is_alone else None


def _definition(function: ast.FunctionDef | ast.AsyncFunctionDef, module: Module) -> _Called | None:
    """Return a function, or the class of a method, if nothing but its code runs in a call."""
    around = module.parents.get(function)
    decorators = decorators_of(function, module)
    if not isinstance(around, ast.ClassDef):
        is_manager = decorators == _OF_MANAGERS and has_yield(function)
        return function if is_manager or not decorators else None
    is_method = not decorators or decorators in (*OF_CLASSES, *OF_PROPERTIES)
    is_known = (
        is_method
        and is_plain(around, module, function.name)
        and has_once(around, function.name, module)
    )
    return around if is_known else None


def _name(called: _Called) -> str:
    return called.id if isinstance(called, ast.Name) else called.name


def _is_run_by(
    function: OwnFunction, chain: Sequence[ast.AST], module: Module, is_awaited: bool
) -> bool:
    """Say whether the code of a function runs where its name stands, or that of its class.

    :param chain: the name and the nodes around it, innermost first.
    :param is_awaited: something has to go over what it returns, or to wait for that.
    """
    if not isinstance(module.parents[function], ast.ClassDef):
        return _runs(function, chain, module, is_awaited)
    name, *around = chain
    assert isinstance(function, FUNCTIONS)
    assert isinstance(name, ast.Name)
    if not is_awaited and is_run_by(function.name, name, around, module):
        return True
    match chain:
        case [_, ast.Call(func=called), *_] if called is name:
            return _is_of_instance(function, chain[1:], module, is_awaited)
    return _is_of_method(function, chain, module, is_awaited)


def _is_of_instance(
    function: OwnFunction, chain: Sequence[ast.AST], module: Module, is_awaited: bool
) -> bool:
    """Say whether a method runs for what is done with the instance that is a chain's first node."""
    instance, *around = chain
    assert isinstance(function, FUNCTIONS)
    if not is_awaited and is_implied(function, instance, around, module):
        return True
    if decorators_of(function, module) in OF_PROPERTIES:
        return not is_awaited and is_read(function.name, around)
    return _is_of_method(function, chain, module, is_awaited)


def _is_of_method(
    function: OwnFunction, chain: Sequence[ast.AST], module: Module, is_awaited: bool
) -> bool:
    """Say whether the method of a class, or of an instance, runs that is a chain's first node."""
    match chain, function:
        case (
            [_, ast.Attribute(attr=method), *_],
            ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name),
        ) if method == name:
            return _runs(function, chain[1:], module, is_awaited)
        case _:
            return False


def _runs(function: OwnFunction, use: Sequence[ast.AST], module: Module, is_awaited: bool) -> bool:
    """Say whether a use of a function, with the nodes around it, runs its code."""
    node, *around = use
    if isinstance(function, ast.GeneratorExp) or isinstance(module.parents[function], ast.Call):
        return is_consumed(node, around, module)
    if not is_awaited:
        return is_called(node, around, module)
    match around:
        case [ast.Call(func=called) as call, ast.withitem(), *_] if called is node:
            return decorators_of(function, module) == _OF_MANAGERS
        case [ast.Call(func=called) as call, *outer] if called is node:
            return decorators_of(function, module) != _OF_MANAGERS and is_consumed(
                call, outer, module
            )
        case _:
            return False
