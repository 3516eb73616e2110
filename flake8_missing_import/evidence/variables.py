"""What does a module read from the value that an expression gives a variable?

That says what the expression was: after ``q = Queue()``, ``q.task_done()`` is none of
multiprocessing's. Of variables that get more than one value, None left out, only what is read
right behind counts. What a handler catches has its name in that handler alone.
"""

from __future__ import annotations

import ast
import bisect
import functools
import itertools
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flake8_missing_import.assignments import is_none
from flake8_missing_import.evidence.bare_classes import of_annotation, of_call
from flake8_missing_import.imports import bound_name
from flake8_missing_import.model import Reading, Use
from flake8_missing_import.module import Module, first_expression, last_line, parents_of
from flake8_missing_import.scopes import CALLABLES, COMPREHENSIONS, DEFINITIONS, statements_below
from flake8_missing_import.spelling import last_name, root
from flake8_missing_import.stdlib.signatures import annotated, literal

_SCOPES = (*DEFINITIONS, *COMPREHENSIONS, ast.Lambda, ast.Module)
_SELF = "self"
_ASKING = frozenset({"getattr", "hasattr", "isinstance", "setattr"})
"""Builtins that find out, or change, what something is."""
_LOOPS = (ast.AsyncFor, ast.For, ast.comprehension)
_OF_ONE = frozenset({"ClassVar", "Final", "Optional"})
"""What makes a type of one that the same values have, or None."""
_OTHER = ast.Constant("?")
"""Stands for values that no expression alone gives: definitions, what a pattern captures, …"""
_Given = tuple[ast.AST | None, ...]
"""A value and its annotation; for the items that a loop gives a name, the loop."""

_Variable = tuple[ast.AST, str]
"""A scope and a name, or a class and an attribute of its instances."""


@dataclass(frozen=True, eq=False)
class Variables:
    """What gives the variables of a module what they are, and what reads that."""

    module: Module

    def readings(self, asked: Iterable[Use]) -> Mapping[ast.AST, Sequence[Reading]]:
        """Return what reads a variable, by the value, annotation or loop that gives what it is.

        :param asked: the uses in question: only their values may be one of several of a variable.
        """
        read_next = self._places.read_next(self._sources, set(map(source_of, asked)))
        return {value: telling(list(read)) for value, read in read_next} | self._of_only_values

    @functools.cached_property
    def _places(self) -> _Places:
        return _Places(self.module)

    @functools.cached_property
    def _sources(self) -> dict[_Variable, list[_Given]]:
        """All that gives each variable something but None."""
        sources: dict[_Variable, list[_Given]] = defaultdict(list)
        for node in self.module.parents:
            for variable, given in self._places.bindings(node):
                if not all(map(is_none, given)):
                    sources[variable].append(given)
        return dict(sources)

    @functools.cached_property
    def _of_only_values(self) -> dict[ast.AST, list[Reading]]:
        """What reads the variables that have one value each, by that."""
        values = {
            variable: given[0]
            for variable, given in self._sources.items()
            if len(given) == 1 and _OTHER not in given[0]
        }
        by_variable = self._by_variable(values)
        stored = {
            node.attr
            for node in self.module.parents
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
            if getattr(node.value, "id", "") != _SELF
        }
        return {
            source: telling(by_variable[variable])
            if not isinstance(source, _LOOPS)
            else _telling_of_item(by_variable[variable], stored)
            for variable, given in values.items()
            for source in given
            if source is not None
        }

    def _by_variable(self, values: Mapping[_Variable, _Given]) -> dict[_Variable, list[Reading]]:
        """Return what reads each variable."""
        places, found = self._places, defaultdict[_Variable, list[Reading]](list)
        for (scope, name), node in filter(None, map(places.loaded, self.module.parents)):
            around = tuple(places.around(node))
            for owner in (scope, *(outer for outer in places.around(scope) if _is_seen(outer))):
                if (owner, name) in self._sources:
                    if owner is not scope or not _is_above(node, values.get((owner, name), ())):
                        found[owner, name].append(Reading(node, around))
                    break
        return found


def letters(
    read: Mapping[ast.AST, Sequence[Reading]], module: Module, bare: Container[str]
) -> dict[ast.AST, str]:
    """Return which kinds of literals the variables of a module are, by what reads them.

    :param read: what reads a variable, by its value or annotation.
    :param bare: the classes that make no data.
    """
    found: defaultdict[ast.AST, str] = defaultdict(str)
    for source, loads in read.items():
        parent = module.parents.get(source)
        is_type = source is getattr(parent, "annotation", None)
        if is_type:
            letter = annotated(source) or of_annotation(source, bare)
        else:
            letter = literal(source) or of_call(source, bare)
        # None is what it has until it has a value.
        for one in loads if letter and not is_none(source) else ():
            found[one.node] += letter
    return dict(found)


def source_of(use: Use) -> ast.AST:
    """Return the annotation, class or call that gives a variable what a use stands for."""
    if use.in_annotation:
        return _annotation(use)
    is_class = isinstance(use.parents[0], ast.ExceptHandler)
    return use.node if is_class or tested(use) else use.parents[0]


def _annotation(use: Use) -> ast.AST:
    """Return the annotation of what is an instance of the class that a use names, or None.

    That is the use itself, or what is around it: ``| None``, ``Optional``, and quotes, which
    pyflakes before 4 leaves out.
    """
    node: ast.AST = use.node
    for parent in use.parents:
        match parent:
            case ast.Constant() | ast.Expr():
                pass
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                if not is_none(right if node is left else left):
                    return use.node
            case ast.Subscript(value=generic):
                if last_name(generic) not in _OF_ONE:
                    return use.node
            case _:
                break
        node = parent
    return node


def tested(use: Use) -> list[ast.expr]:
    """Return the names of what has the class that a use tests for, if it is that alone."""
    match use.parents:
        case [ast.Call(func=ast.Name(id="isinstance"), args=[value, cls]), *_] if cls is use.node:
            given = value.target if isinstance(value, ast.NamedExpr) else value
        case [ast.Compare(left=ast.Call(func=ast.Name(id="type"), args=[given]), ops=[_]), *_]:
            pass
        case [ast.MatchClass(), ast.match_case(), ast.Match(subject=given), *_]:
            pass
        case [ast.MatchClass(), ast.MatchAs(name=str(name)), ast.match_case(), match, *_]:
            assert isinstance(match, ast.Match)
            return [ast.Name(name), *filter(_is_dotted, [match.subject])]
        case _:
            return []
    return [given] if _is_dotted(given) else []


def _is_dotted(node: ast.expr) -> bool:
    return isinstance(root(node), ast.Name)


def _is_above(node: ast.expr, given: _Given) -> bool:
    """Say whether a name is loaded in a value that it is given, or above it: it is another then."""
    place = (node.lineno, node.col_offset)
    for one in given:
        value = one.iter if isinstance(one, _LOOPS) else one
        if isinstance(value, ast.expr) and place < (value.end_lineno, value.end_col_offset):
            # What a comprehension gives stands above what it iterates.
            is_given = isinstance(one, ast.comprehension)
            return not is_given or place >= (value.lineno, value.col_offset)
    return False


def _is_seen(scope: ast.AST) -> bool:
    """Say whether functions inside a node see its names."""
    return isinstance(scope, (*CALLABLES, *COMPREHENSIONS, ast.ExceptHandler, ast.Module))


def telling(loads: Sequence[Reading]) -> list[Reading]:
    """Return the readings that tell what a value is: none, if the module changes or asks that."""
    attributes = [one.around[0] for one in loads if isinstance(one.around[0], ast.Attribute)]
    own = {one.attr for one in attributes if not isinstance(one.ctx, ast.Load)}
    if any(map(_asks, loads)):
        return []
    return [one for one in loads if getattr(one.around[0], "attr", None) not in own]


def _telling_of_item(loads: Sequence[Reading], stored: Container[str]) -> list[Reading]:
    """Return the readings that tell what the items of a loop are: what the module asks tells it.

    :param stored: the attributes that the module gives other objects than its own.
    """
    if any(map(_asks, loads)):
        return list(filter(is_asked, loads))
    return [one for one in loads if getattr(one.around[0], "attr", None) not in stored]


def _asks(reading: Reading) -> bool:
    call = reading.around[0]
    return isinstance(call, ast.Call) and getattr(call.func, "id", "") in _ASKING


def is_asked(reading: Reading) -> bool:
    """Say whether ``isinstance`` is asked about what is read."""
    match reading.around[0]:
        case ast.Call(func=ast.Name(id="isinstance"), args=[first, _]):
            return first is reading.node
        case _:
            return False


class _Places:
    """Where the variables of a module are bound and loaded."""

    def __init__(self, module: Module) -> None:
        self._parents = module.parents

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Return the nodes around a node, the innermost first."""
        return parents_of(node, self._parents)

    def loaded(self, node: ast.AST) -> tuple[_Variable, ast.expr] | None:
        """Return the variable that a node loads, and the node."""
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            variable = self._variable(node)
            return (variable, node) if variable else None
        return None

    def read_next(
        self, sources: Mapping[_Variable, Sequence[_Given]], values: Iterable[ast.AST]
    ) -> Iterator[tuple[ast.AST, Iterator[Reading]]]:
        """Yield values that a variable has besides others, with what surely reads them."""
        shared = {
            name
            for node in self._parents
            if isinstance(node, ast.Global | ast.Nonlocal)
            for name in node.names
        }
        for value in values:
            match statement := self._parents.get(value):
                case ast.Assign(targets=[ast.Name(id=name) as target]) if name not in shared:
                    variable = self._variable(target)
                    if variable and len(sources.get(variable, ())) > 1:
                        yield value, self._behind(statement, variable)

    def _behind(self, statement: ast.Assign, variable: _Variable) -> Iterator[Reading]:
        """Yield what reads a variable behind a statement, until something may bind it again."""
        for later in self._mentioning(variable, statement):
            is_bound = any(
                bound == variable for node in ast.walk(later) for bound, _ in self.bindings(node)
            )
            if not is_bound:
                yield from self._reading(later, variable)
                continue
            if isinstance(later, ast.Assign):  # its value is read before it binds anything
                yield from self._reading(later.value, variable)
            return

    def _mentioning(self, variable: _Variable, statement: ast.stmt) -> Iterator[ast.stmt]:
        """Yield the statements below one, in the same block, that load or bind a variable."""
        below = statements_below(statement, self._parents[statement])
        lines, number = self._lines[variable], 0
        while number < len(below):
            place = bisect.bisect_left(lines, first_expression(below[number]))
            if place == len(lines):
                return
            if lines[place] <= last_line(below[number]):
                yield below[number]
                number += 1
            else:
                number = bisect.bisect_left(below, lines[place], lo=number, key=last_line)

    @functools.cached_property
    def _lines(self) -> dict[_Variable, list[int]]:
        """The lines on which variables are loaded or bound, in their order."""
        found: dict[_Variable, list[int]] = defaultdict(list)
        for node in self._parents:
            variables = [variable for variable, _ in self.bindings(node)]
            if loaded := self.loaded(node):
                variables.append(loaded[0])
            for one in variables:
                found[one].append(getattr(node, "lineno", 0))
        return {variable: sorted(lines) for variable, lines in found.items()}

    def _reading(self, code: ast.AST, variable: _Variable) -> Iterator[Reading]:
        for node in ast.walk(code):
            loaded = self.loaded(node)
            if loaded and loaded[0] == variable:
                yield Reading(loaded[1], tuple(self.around(node)))

    def bindings(self, node: ast.AST) -> Iterator[tuple[_Variable, _Given]]:
        """Yield the variables that a node binds, with their value and annotation."""
        match node:
            case ast.Name(ctx=ast.Store() | ast.Del()) | ast.Attribute(ctx=ast.Store()):
                if variable := self._variable(node):
                    scope, name = variable
                    yield variable, self._given(node)
                    if isinstance(scope, ast.ClassDef) and "." not in name:
                        # A value may be a descriptor, which gives instances something else.
                        given = self._given(node)
                        is_unset = all(one is None or is_none(one) for one in given[:1])
                        yield (scope, f"{_SELF}.{name}"), given if is_unset else (_OTHER,)
            case ast.arg(arg=name, annotation=annotation):
                around = self._parents[node]
                assert isinstance(around, ast.arguments)
                # Of *a and **a the annotation is that of an item.
                is_many = node in (around.vararg, around.kwarg)
                yield (
                    (self._scope(node), name),
                    (_OTHER if is_many or not annotation else annotation,),
                )
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from (((self._scope(node), bound_name(alias)), (_OTHER,)) for alias in names)
            case ast.Global(names=bound) | ast.Nonlocal(names=bound):
                # Wherever it is bound, this function may give it another value.
                for scope in (self._scope(node), *filter(_is_seen, self.around(node))):
                    yield from (((scope, name), (_OTHER,)) for name in bound)
            case ast.MatchMapping(rest=str(name)):
                yield (self._scope(node), name), (_OTHER,)
            case (
                ast.FunctionDef(name=str(name))
                | ast.AsyncFunctionDef(name=str(name))
                | ast.ClassDef(name=str(name))
                | ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
            ):
                is_handler = isinstance(node, ast.ExceptHandler)
                scope = node if is_handler else self._scope(self._parents[node])
                yield (scope, name), (self._caught(node),)

    def _given(self, target: ast.AST) -> _Given:
        match self._parents[target]:
            case ast.Assign(targets=[one], value=value) if one is target:
                return (value,)
            case ast.AnnAssign(value=value, annotation=annotation):
                return value, annotation
            case ast.NamedExpr(value=value):
                return (value,)
            case ast.For(target=one) | ast.comprehension(target=one, is_async=0) as loop:
                return (loop if one is target else _OTHER,)
            case ast.withitem(context_expr=value) as entered:
                return (value if isinstance(self._parents[entered], ast.With) else _OTHER,)
            case _:
                return (_OTHER,)

    def _caught(self, node: ast.AST) -> ast.expr | None:
        """Return the class of what a handler catches: ``except*`` gives a group of such."""
        if isinstance(node, ast.ExceptHandler) and isinstance(self._parents[node], ast.Try):
            return node.type
        return _OTHER

    def _scope(self, node: ast.AST) -> ast.AST:
        while not isinstance(node, _SCOPES):
            node = self._parents[node]
        return node

    def _is_of_walrus(self, node: ast.Name) -> bool:
        """Say whether ``:=`` binds a name: around a comprehension."""
        return isinstance(node.ctx, ast.Store) and isinstance(self._parents[node], ast.NamedExpr)

    def _variable(self, node: ast.Name | ast.Attribute) -> _Variable | None:
        """Return the variable that a name, or an attribute of ``self``, stands for."""
        if isinstance(node, ast.Name):
            scope = self._scope(node)
            while isinstance(scope, COMPREHENSIONS) and self._is_of_walrus(node):
                scope = self._scope(self._parents[scope])
            inside = itertools.takewhile(lambda one: one is not scope, self.around(node))
            handlers = (one for one in inside if isinstance(one, ast.ExceptHandler))
            return next((one for one in handlers if one.name == node.id), scope), node.id
        if not isinstance(node.value, ast.Name) or node.value.id != _SELF:
            return None
        classes = (one for one in self.around(node) if isinstance(one, ast.ClassDef))
        owner = next(classes, None)
        return (owner, f"{_SELF}.{node.attr}") if owner else None
