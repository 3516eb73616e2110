"""Do two places exclude each other: whenever one of them has run, the other is not reached?"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from flake8_missing_import.running.exits import leaves, opens_files
from flake8_missing_import.scopes import DEFINITIONS, FUNCTIONS, LOOPS, TRIES, chain_of

if TYPE_CHECKING:
    from flake8_missing_import.model import Binding

_GROUP_TRIES = getattr(ast, "TryStar", ())
"""Several handlers of these may run, one after the other (PEP 654)."""
_BRANCHES = (ast.ExceptHandler, ast.If, ast.match_case)
_VALUES = (ast.Constant, ast.List, ast.Name, ast.Tuple, ast.expr_context)
"""What is evaluated without a failure, if its names have values."""
_LEAVE_FUNCTION = (ast.Return, ast.Raise)
_LEAVE_LOOP = (*_LEAVE_FUNCTION, ast.Break)


class _Left(NamedTuple):
    """What is left in any case below code that has run."""

    function: bool
    loop: bool
    """The innermost loop around it, or the function."""


def excludes(
    earlier: Sequence[ast.AST], later: Mapping[ast.AST, ast.AST], exit_calls: Container[str]
) -> bool:
    """Say whether code of the same function is not reached where other code above it has run.

    Not in the same pass of a loop around both: the two are in different branches, or the branch
    of the first ends in ``return``, ``raise`` or ``break``.

    :param earlier: the node of the first and those around it, innermost first.
    :param later: those around the second, each with the part of it that the second is in.
    :param exit_calls: those below which nothing runs.
    """
    for child, parent, left, left_below in _ways_out(earlier, exit_calls):
        if parent in later:
            other = later[parent]
            if child is other:
                return False
            if isinstance(parent, LOOPS) and child in parent.body and other in parent.orelse:
                return left_below.loop
            # A function that stands above may be called before the branch ends.
            is_below = getattr(other, "lineno", 0) > getattr(child, "lineno", 0)
            return _excludes(child, other, parent, has_left=left.loop and is_below)
    return False


def left_loops(chain: Sequence[ast.AST], exit_calls: Container[str]) -> Iterator[ast.AST]:
    """Yield the loops that make no other pass after one in which code has run.

    :param chain: the node of the code and those around it, innermost first.
    """
    for child, parent, _, left_below in _ways_out(chain, exit_calls):
        if isinstance(parent, LOOPS) and child in parent.body and left_below.loop:
            yield parent


def _ways_out(
    chain: Sequence[ast.AST], exit_calls: Container[str]
) -> Iterator[tuple[ast.AST, ast.AST, _Left, _Left]]:
    """Yield the nodes around code, each with the part that has it and what is left below it.

    First below it in that part, then in the block of the part as well.
    """
    left = _Left(function=False, loop=False)
    for child, parent in itertools.pairwise(chain):
        left_below = _left_below(child, parent, left, exit_calls)
        yield child, parent, left, left_below
        left = left_below
        if isinstance(parent, LOOPS):
            left = _Left(left.function, loop=left.function)


def _left_below(child: ast.AST, parent: ast.AST, left: _Left, exit_calls: Container[str]) -> _Left:
    handlers: Sequence[ast.ExceptHandler] = ()
    if isinstance(parent, (*_BRANCHES, *LOOPS)):
        block = getattr(parent, _field(child, parent))
        if child not in block:
            return left
        block = block[block.index(child) :]
        return _Left(
            left.function or _leaves(block, exit_calls),
            left.loop or _leaves(block, exit_calls, by=_LEAVE_LOOP),
        )
    if isinstance(parent, TRIES):
        if any(jumps(one, (ast.Break, ast.Continue)) for one in parent.finalbody):
            return _Left(function=False, loop=False)
        # What is raised may be caught, and the code below be reached.
        handlers = parent.handlers if child in parent.body else ()
    elif isinstance(parent, (ast.With, ast.AsyncWith)) and not opens_files(parent):
        return _Left(function=False, loop=False)
    return _Left(
        left.function and all(_leaves(one.body, exit_calls) for one in handlers),
        left.loop and all(_leaves(one.body, exit_calls, by=_LEAVE_LOOP) for one in handlers),
    )


def _excludes(child: ast.AST, other: ast.AST, parent: ast.AST, *, has_left: bool) -> bool:
    """Say the same of two parts of the innermost node around both."""
    if isinstance(parent, ast.Match):
        return isinstance(other, ast.match_case)
    if isinstance(parent, (ast.If, *TRIES)):
        field, other_field = _field(child, parent), _field(other, parent)
        if isinstance(parent, TRIES) and field == "handlers":
            is_alone = other_field == "handlers" and not isinstance(parent, _GROUP_TRIES)
            return is_alone or other_field == "orelse"
        if isinstance(parent, ast.If) and field != other_field:
            return isinstance(other, ast.stmt)
        return has_left and field == other_field
    return has_left


def handlers_instead_of(binding: Binding) -> Sequence[ast.ExceptHandler]:
    """Return the handlers that are reached only if something has failed before an import.

    The import is the last in the body of their ``try`` that can fail, and not the first.
    """
    tried, statement = binding.parents[0], binding.node
    if not (
        isinstance(tried, TRIES)
        and isinstance(statement, (ast.Import, ast.ImportFrom))
        and statement in tried.body
    ):
        return ()
    place = tried.body.index(statement)
    *others, last = statement.names
    can_fail_before = others or not all(map(_cannot_fail, tried.body[:place]))
    is_last = last is binding.alias and all(map(_cannot_fail, tried.body[place + 1 :]))
    return tried.handlers if can_fail_before and is_last else ()


def _cannot_fail(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Return(value=None):
            return True
        case ast.Assign(targets=[ast.Name()], value=value) | ast.Return(value=ast.expr() as value):
            return all(isinstance(one, _VALUES) for one in ast.walk(value))
        case _:
            return False


def excluded_lines(binding: Binding, exit_calls: Container[str]) -> Iterator[range]:
    """Yield the lines of a function or module with code that a binding in it may exclude.

    :param exit_calls: those below which nothing may run.
    """
    yield from (_lines([handler]) for handler in handlers_instead_of(binding))
    last_left = 0
    chain = chain_of(binding)
    for child, parent in itertools.pairwise(chain):
        if isinstance(parent, ast.If):
            yield _lines(parent.body if _field(child, parent) == "orelse" else parent.orelse)
        elif isinstance(parent, ast.Match):
            yield from (_lines([case.pattern, *case.body]) for case in parent.cases)
        elif isinstance(parent, TRIES) and isinstance(child, ast.ExceptHandler):
            others = [one for one in parent.handlers if one is not child]
            yield from (_lines([one]) for one in (*others, *parent.orelse))
        elif isinstance(parent, LOOPS):
            yield _lines(parent.orelse)
        if isinstance(parent, (*_BRANCHES, *LOOPS)) and not last_left:
            block = getattr(parent, _field(child, parent))
            last_left = _lines(block).stop if leaves(block, exit_calls, by=_LEAVE_LOOP) else 0
        if isinstance(parent, (*FUNCTIONS, ast.Module)):
            if last_left:
                yield range(last_left, _lines(parent.body).stop)
            return


def _field(child: ast.AST, parent: ast.AST) -> str:
    """Return which block of a node a statement in it belongs to, told by the lines."""
    if not isinstance(child, ast.stmt | ast.ExceptHandler):
        return "body"
    for name in ("finalbody", "orelse", "handlers"):
        block = getattr(parent, name, None)
        if block and child.lineno >= _lines(block).start:
            return name
    return "body"


def _lines(nodes: Sequence[ast.AST]) -> range:
    """Return the lines of nodes that follow each other, decorators included."""
    if not nodes:
        return range(0)
    first = next(iter(getattr(nodes[0], "decorator_list", ())), nodes[0])
    return range(getattr(first, "lineno", 0), getattr(nodes[-1], "end_lineno", 0) + 1)


def _leaves(
    block: Sequence[ast.AST], exit_calls: Container[str], *, by: tuple[type, ...] = _LEAVE_FUNCTION
) -> bool:
    """Say whether a block ends the function that it is in, whichever way it goes.

    :param by: the statements that end it; with ``break`` it is the loop that is ended.
    """
    others = {ast.Break, ast.Continue}.difference(by)
    return leaves(block, exit_calls, by=by) and not any(
        jumps(node, tuple(others)) for node in block
    )


def jumps(node: ast.AST, kinds: tuple[type, ...]) -> bool:
    """Say whether a statement has one of some kinds of jumps that a loop around it obeys."""
    if isinstance(node, kinds):
        return True
    if isinstance(node, DEFINITIONS):
        return False
    inside = node.orelse if isinstance(node, LOOPS) else ast.iter_child_nodes(node)
    return any(jumps(child, kinds) for child in inside if not isinstance(child, ast.expr))
