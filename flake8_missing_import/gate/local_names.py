"""Which functions plainly use names for their own? Told from the tree, sooner than by symtable."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Sequence

from flake8_missing_import.imports import bound_name
from flake8_missing_import.module import (
    BLOCKS,
    Module,
    begins_line,
    first_expression,
    last_line,
    statements_on,
)
from flake8_missing_import.scopes import (
    COMPREHENSIONS,
    DEFINITIONS,
    FUNCTIONS,
    blocks,
    parameters,
)


def are_local(
    mentioned: Sequence[tuple[int, str]],
    function: ast.FunctionDef | ast.AsyncFunctionDef,
    module: Module,
) -> bool:
    """Say whether a function that declares none of the names plainly uses them for its own."""
    body_line = first_expression(function.body[0])
    if not is_below_head(function, mentioned, module):
        body_line = sys.maxsize  # all that is mentioned counts for the head
    bound = {parameter.arg for parameter in parameters(function.args)}
    if mentioned[0][0] < body_line:
        # In the head, only a parameter's own mention is inside the function. The function's name
        # is no load.
        own = bound - _names_with_default(function.args)
        in_head = [name for line, name in mentioned if line < body_line]
        for name in in_head:
            if in_head.count(name) > (name in own) + (name == function.name):
                return False
    others = {name for line, name in mentioned if line >= body_line} - bound
    if not others:
        return True
    for name in plainly_bound(function.body):
        others.discard(name)
        if not others:
            return True
    inside = [one for one in mentioned if one[1] in others and one[0] >= body_line]
    return _are_local_inside(inside, function.body, module)


def _names_with_default(arguments: ast.arguments) -> set[str]:
    """Return the parameters with a default value and no annotation before it.

    Their own mentions do not count: they look like keyword arguments.
    """
    positional = [*arguments.posonlyargs, *arguments.args]
    by_keyword = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    with_default = positional[len(positional) - len(arguments.defaults) :]
    with_default += [parameter for parameter, default in by_keyword if default]
    return {parameter.arg for parameter in with_default if not parameter.annotation}


def is_below_head(
    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef,
    mentioned: Iterable[tuple[int, str]],
    module: Module,
) -> bool:
    """Say whether a body shares no line with its head, as far as mentions are concerned."""
    first = node.body[0]
    first_line = first_expression(first)
    return all(line != first_line for line, _ in mentioned) or begins_line(first, module.lines)


def _are_local_inside(
    mentioned: Sequence[tuple[int, str]], body: Sequence[ast.stmt], module: Module
) -> bool:
    """Say whether functions, comprehensions and lambdas have all mentions, and for their own."""
    rest = list(mentioned)
    for node in _functions_below(body):
        first, last = first_expression(node), last_line(node)
        inside = [one for one in rest if first <= one[0] <= last]
        if inside and not are_local(inside, node, module):
            return False
        rest = [one for one in rest if one not in inside]
    return not rest or not _are_free(rest, body)


def _functions_below(body: Iterable[ast.AST]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions among some statements, and in their blocks, without those inside."""
    for node in body:
        if isinstance(node, FUNCTIONS):
            yield node
        elif hasattr(node, "body"):
            for block in BLOCKS:
                yield from _functions_below(getattr(node, block, ()))


def plainly_bound(body: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that statements plainly bind, including those in their blocks."""
    for node in body:
        if isinstance(node, ast.Assign):
            yield from _names(node.targets)
        elif isinstance(node, (ast.AsyncFor, ast.For)) or (
            isinstance(node, ast.AnnAssign) and node.value
        ):
            yield from _names([node.target])
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            yield from _names(item.optional_vars for item in node.items)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from map(bound_name, node.names)
        elif isinstance(node, (ast.ExceptHandler, *DEFINITIONS)) and node.name:
            yield node.name
        if hasattr(node, "body") and not isinstance(node, DEFINITIONS):
            for block in BLOCKS:
                yield from plainly_bound(getattr(node, block, ()))


def _names(targets: Iterable[ast.expr | None]) -> Iterator[str]:
    for target in targets:
        if isinstance(target, ast.Name):
            yield target.id
        elif isinstance(target, ast.Starred):
            yield from _names([target.value])
        elif isinstance(target, ast.Tuple | ast.List):
            yield from _names(target.elts)


def _are_free(mentioned: Sequence[tuple[int, str]], body: Sequence[ast.stmt]) -> bool:
    """Say whether statements may mention names where no comprehension or lambda binds them.

    Functions among them are left out.
    """
    lines = sorted({line for line, _ in mentioned})
    names = frozenset(name for _, name in mentioned)
    found = [body]
    for block in found:
        for node in statements_on(lines, block):
            if isinstance(node, FUNCTIONS):
                continue
            if isinstance(node, ast.Match) or _has_free(node, names):
                return True
            for part in (node, *getattr(node, "handlers", ())):
                found += blocks(part)
    return False


def _has_free(statement: ast.stmt, names: frozenset[str]) -> bool:
    """Say whether the expressions of a statement mention names that none of them binds."""
    stack: list[tuple[ast.AST, frozenset[str]]] = [(statement, names)]
    while stack:
        node, free = stack.pop()
        if isinstance(node, ast.Name) and node.id in free:
            return True
        parts = _expressions_in(node)
        if isinstance(node, COMPREHENSIONS):
            first, *others = node.generators
            # The first iterable is evaluated around it (language reference, "Displays").
            stack.append((first.iter, free))
            free -= set(_names(one.target for one in node.generators))
            parts = [*(one for one in parts if one not in node.generators), *first.ifs, *others]
        elif isinstance(node, ast.Lambda):
            stack.append((node.args, free))
            free -= {one.arg for one in parameters(node.args)}
            parts = [node.body]
        stack += [(one, free) for one in parts]
    return False


def _expressions_in(node: ast.AST) -> list[ast.AST]:
    return [one for one in ast.iter_child_nodes(node) if not isinstance(one, ast.stmt)]
