"""Which statements and calls keep the code below from being reached?"""

from __future__ import annotations

import ast
import functools
import itertools
import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flake8_missing_import.assignments import value_given_by
from flake8_missing_import.imports import imported_module
from flake8_missing_import.module import Module
from flake8_missing_import.running.cases import decisive_comparison
from flake8_missing_import.scopes import (
    LOOPS,
    TRIES,
    blocks,
    own_nodes,
    statements_above,
)
from flake8_missing_import.spelling import dotted_name, last_name, word

_METHODS = {
    "ctx.abort": "click",
    "ctx.exit": "click",
    "ctx.fail": "click",
    "module.exit_json": "AnsibleModule",
    "module.fail_json": "AnsibleModule",
    "self.fail": "TestCase",
    "self.skipTest": "",
}
"""Calls of methods below which nothing runs, by what files mention where they are of these."""
EXITS = frozenset(
    {"sys.exit", "os._exit", "os.abort", "exit", "quit",
     "os.execl", "os.execle", "os.execlp", "os.execv", "os.execve", "os.execvp", "os.execvpe",
     "pytest.exit", "pytest.fail", "pytest.skip", "pytest.xfail", *_METHODS}
)  # fmt: skip
"""Calls below which nothing runs, unless the names have other values."""
_PARSER = re.compile(r"\b((?:self\.)?\w+) *= *(?:\w+\.)*(?:Argument|Option)Parser\(")
_PARSERS = ("ArgumentParser", "OptionParser")
"""Classes whose instances end the program by ``error`` and ``exit``."""
_RETURNS = (ast.Return, ast.Yield, ast.YieldFrom)
_JUMPS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_LEAVING = (*_JUMPS, ast.If, ast.Match, ast.Try, ast.While, ast.With, ast.AsyncWith)
"""Statements that end a block, or may have blocks that all do."""

Kinds = tuple[type[ast.AST], ...]
"""Kinds of statements."""
Checks = Mapping[str, Sequence[tuple[ast.expr, bool]]]
"""Functions that may end in an exception, methods with a dot, each with the conditions for that."""


@dataclass(frozen=True, eq=False)
class ExitCalls(Container[str]):
    """The calls below which nothing runs, found when the first call is asked about."""

    module: Module
    binders: Callable[[], Mapping[str, Sequence[ast.AST]]]
    """Returns what gives names, and attributes with their dots, values there."""

    def __contains__(self, call: object) -> bool:
        """Say whether nothing runs below a call, given as its function is written."""
        return call in self._found

    @functools.cached_property
    def checks(self) -> Checks:
        """The module's own functions that check something; none if nobody says what binds names."""
        return _own_checks(self.module, self) if self.binders() else {}

    @functools.cached_property
    def _found(self) -> frozenset[str]:
        return _exit_calls(self.binders, self.module)


def _exit_calls(
    binders: Callable[[], Mapping[str, Sequence[ast.AST]]], module: Module
) -> frozenset[str]:
    """Return the calls below which nothing runs, those of the module's own functions included."""
    called = [call for call in EXITS if f"{call}(" in module.source]
    found = {call for call in called if not _is_replaced(call, binders(), module)}
    if any(one in module.source for one in _PARSERS):
        for parser in set(_PARSER.findall(module.source)):
            _, dot, name = parser.rpartition(".")
            if all(_is_parser(one, module) for one in binders().get(f"{dot}{name}", ())):
                found |= {f"{parser}.error", f"{parser}.exit"}
    own = [one for one in module.tree.body if isinstance(one, ast.FunctionDef)]
    called_so_far = -1
    while called_so_far < len(found):
        called_so_far = len(found)
        for one in own:
            if one.name not in found and _never_returns(one, found):
                found.add(one.name)
        own.reverse()  # most functions call those below them, some those above
    return frozenset(one for one in found if len(binders().get(one, ())) <= 1 or one in EXITS)


def _is_parser(binder: ast.AST, module: Module) -> bool:
    value = value_given_by(binder, module.parents)
    return isinstance(value, ast.Call) and last_name(value.func) in _PARSERS


def _never_returns(function: ast.FunctionDef, exit_calls: Container[str]) -> bool:
    """Say whether each call of a function ends in an exception, or the program."""
    return (
        not function.decorator_list
        and leaves(function.body, exit_calls, by=(ast.Raise,))
        and not any(isinstance(one, _RETURNS) for one in own_nodes(function))
    )


def _is_replaced(call: str, binders: Mapping[str, Sequence[ast.AST]], module: Module) -> bool:
    """Say whether the module may give what a call names another value."""
    owner, _, name = call.rpartition(".")
    if any(
        not isinstance(one, ast.Attribute) or dotted_name(one) == call
        for one in binders.get(f".{name}", ())
    ):
        return True
    if (mentioned := _METHODS.get(call)) is not None:
        return name in binders or mentioned not in module.source
    if not owner and "*" in binders:
        return True
    return not all(
        isinstance(one, ast.alias)
        and imported_module(module.parents[one], one) in (owner, f"sys.{name}")
        for one in binders.get(owner or name, ())
    )


def leaves(block: Sequence[ast.AST], exit_calls: Container[str], *, by: Kinds = _JUMPS) -> bool:
    """Say whether the code below a block is never reached from it, whichever way it goes.

    :param by: the statements that end it: the last one is one of these, or ends in them each way.
    """
    match block:
        case [*_, ast.Return() | ast.Raise() | ast.Continue() | ast.Break() as last]:
            return isinstance(last, by)
        case [*_, ast.Expr(value=ast.Call(func=function))]:
            return ast.Raise in by and dotted_name(function) in exit_calls
        case [*_, ast.Assert(test=ast.Constant(value=value))]:
            return ast.Raise in by and not value
        case [*_, ast.If(body=body, orelse=orelse)]:
            return leaves(body, exit_calls, by=by) and leaves(orelse, exit_calls, by=by)
        case [*_, (ast.With() | ast.AsyncWith()) as entered]:
            return leaves(entered.body, exit_calls, by=_of_body(entered, by))
        case [*_, ast.Try(body=body, handlers=handlers, orelse=orelse)]:
            handled = (one.body for one in handlers)
            return all(leaves(each, exit_calls, by=by) for each in (orelse or body, *handled))
        case [*_, ast.Match(cases=[*cases, ast.match_case(ast.MatchAs(None), None) as rest])]:
            return all(leaves(each.body, exit_calls, by=by) for each in (*cases, rest))
        case [*_, ast.While(test=ast.Constant(value=value)) as loop] if value:
            return ast.Raise in by and not _may_end(loop, by)
        case _:
            return False


def _may_end(loop: ast.While, by: Kinds) -> bool:
    """Say whether an endless loop may end otherwise than by some kinds of statements."""
    if ast.Return not in by and any(isinstance(one, ast.Return) for one in own_nodes(loop)):
        return True
    nodes: list[ast.AST] = list(loop.body)
    for node in nodes:
        if isinstance(node, ast.Break):
            return True
        # In the body of an inner loop it ends that one.
        nodes += node.orelse if isinstance(node, LOOPS) else ast.iter_child_nodes(node)
    return False


def is_below_exit(chain: Sequence[ast.AST], exit_calls: Container[str]) -> bool:
    """Say whether a statement above code, in a block around it, always leaves that block.

    The block of the module, which may be long, is not asked, and calls end none.

    :param chain: the node of the code and those around it, innermost first.
    """
    return any(
        leaves([above], exit_calls)
        for part, node in itertools.pairwise(chain)
        if not isinstance(node, ast.Module)
        for above in statements_above(part, node)
        if isinstance(above, _LEAVING)
    )


def conditional_exits(
    node: ast.AST, exit_calls: Container[str]
) -> Iterator[tuple[range, ast.expr, bool]]:
    """Yield the lines of a node's blocks that are below an exit, each with its condition.

    And with the truth of that on which it leaves. The ``else`` of a ``try`` is below its body.
    """
    for block in blocks(node):
        is_tried = isinstance(node, TRIES) and block is node.body
        reached = [*block, *getattr(node, "orelse", ())] if is_tried else block
        for statement in block:
            below = range((statement.end_lineno or 0) + 1, (reached[-1].end_lineno or 0) + 1)
            for one, by in _entered(statement, exit_calls):
                yield from ((below, *ends) for ends in _conditions_of_exit(one, exit_calls, by))


def _conditions_of_exit(
    statement: ast.stmt, exit_calls: Container[str], by: Kinds
) -> Iterator[tuple[ast.expr, bool]]:
    """Yield the conditions on which a statement leaves its block, each with the truth for that."""
    match statement:
        case ast.Assert(test=test) if ast.Raise in by:
            yield test, False
        case ast.If(test=test, body=body, orelse=orelse):
            for block, holds in ((body, True), (orelse, False)):
                if leaves(block, exit_calls, by=by):
                    yield test, holds
        case ast.Match(cases=cases):
            for case in cases:
                if leaves(case.body, exit_calls, by=by):
                    decisive = decisive_comparison(case, statement)
                    yield from [decisive] if decisive else []


def _entered(
    statement: ast.stmt, exit_calls: Container[str], by: Kinds = _JUMPS
) -> Iterator[tuple[ast.stmt, Kinds]]:
    """Yield a statement and those in blocks that it surely enters, unless what is below is not run.

    Each with the statements that leave all these blocks: a ``with`` may suppress what is raised. A
    handler that goes on, as ``suppress`` does, may do so where others above it have been left out.
    """
    yield statement, by
    inside: Sequence[ast.stmt] = ()
    match statement:
        case ast.With() | ast.AsyncWith() if not _suppresses(statement):
            inside, by = statement.body, _of_body(statement, by)
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
            handled = all(leaves(one.body, exit_calls, by=by) for one in handlers)
            inside = [*body, *orelse, *final] if handled else final
    for one in inside:
        yield from _entered(one, exit_calls, by)


def _of_body(block: ast.With | ast.AsyncWith, by: Kinds) -> Kinds:
    """Return which of the statements that leave a block do so in its body."""
    return by if opens_files(block) else tuple(kind for kind in by if kind is not ast.Raise)


def _suppresses(block: ast.With | ast.AsyncWith) -> bool:
    """Say whether a ``with`` is known to go on below it after an exception."""
    items = (item.context_expr for item in block.items)
    return any(isinstance(one, ast.Call) and last_name(one.func) == "suppress" for one in items)


def _own_checks(module: Module, exit_calls: Container[str]) -> Checks:
    """Return the module's own functions that check something, as they are called."""
    return {
        f".{one.name}" if isinstance(around, ast.ClassDef) else one.name: found
        for one, around in module.parents.items()
        if isinstance(one, ast.FunctionDef) and len(module.binders[one.name]) == 1
        if not one.decorator_list and (found := list(_checks_in(one.body, exit_calls)))
    }


def _checks_in(
    body: Sequence[ast.stmt], exit_calls: Container[str]
) -> Iterator[tuple[ast.expr, bool]]:
    for statement in body:
        match statement:
            case ast.If(test=test, body=block) if leaves(block, exit_calls, by=(ast.Raise,)):
                yield test, True
            case ast.Assert(test=test):
                yield test, False


def exits_of_checks(node: ast.AST, exit_calls: ExitCalls) -> Iterator[tuple[range, ast.expr, bool]]:
    """Yield the lines of a node's blocks below calls that check something, like the above."""
    for block in blocks(node) if exit_calls.checks else ():
        for statement in block:
            below = range((statement.end_lineno or 0) + 1, (block[-1].end_lineno or 0) + 1)
            for one, by in _entered(statement, exit_calls):
                match one:
                    case ast.Expr(value=ast.Call(func=function)) if ast.Raise in by:
                        for test, leaves_if in exit_calls.checks.get(word(function), ()):
                            yield below, test, leaves_if


def opens_files(node: ast.With | ast.AsyncWith) -> bool:
    """Say whether a ``with`` is known to handle no exception: it opens files."""
    return all(
        isinstance(call := item.context_expr, ast.Call) and last_name(call.func) == "open"
        for item in node.items
    )
