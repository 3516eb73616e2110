"""A module without most of what holds no needed line, and nothing below the last one.

It has the module's line numbers, so that an edit of one is an edit of the other.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from flake8_missing_import.module import first_expression, last_line
from flake8_missing_import.scopes import Definition


def outline(
    lines: Sequence[bytes], tree: ast.Module, needed: AbstractSet[int], *, is_short: bool = False
) -> list[bytes]:
    """Return the lines of a module without definitions that hold no needed line.

    A method keeps its head, and so does a definition with nothing but imports above it.

    :param lines: the lines with their ends.
    :param tree: what they parse to.
    :param needed: the numbers of the needed lines, 1-based.
    :param is_short: leave out methods as a whole, and such statements in functions and classes.
    """
    kept = list(lines)
    last = _last(needed, tree.body)
    kept[last:] = [_end(line) for line in lines[last:]]
    above = [node for node in tree.body if node.lineno <= last]
    code = [node for node in above if not isinstance(node, ast.Import | ast.ImportFrom | ast.Expr)]
    for node in _without(needed, above, lines, is_short=is_short):
        start, end = first_expression(_body(node, needed, is_short=is_short)), last_line(node)
        if node.col_offset or node is code[0]:
            first = lines[start - 1]
            indentation = first[: len(first) - len(first.lstrip(b" \t"))]
            kept[start - 1] = indentation + b"pass" + _end(first)
        else:
            start = first_expression(node) - 1
        kept[start:end] = [_end(line) for line in lines[start:end]]
    return kept


def _last(needed: AbstractSet[int], body: Iterable[ast.stmt]) -> int:
    """Return the last line of the statements that hold a needed line, or begin above one."""
    lowest = max(needed, default=0)
    return max((last_line(node) for node in body if first_expression(node) <= lowest), default=0)


def _without(
    needed: AbstractSet[int], body: Iterable[ast.stmt], lines: Sequence[bytes], *, is_short: bool
) -> Iterator[ast.stmt]:
    """Yield the definitions whose bodies, on lines of their own, hold no needed line.

    In a short outline, statements in definitions as well.
    """
    for node in body:
        if not isinstance(node, Definition) and not (is_short and node.col_offset):
            continue
        part = _body(node, needed, is_short=is_short)
        if needed.isdisjoint(range(first_expression(part), last_line(node) + 1)):
            if _stands_alone(part, lines):
                yield node
        elif isinstance(node, ast.ClassDef) or (is_short and isinstance(node, Definition)):
            yield from _without(needed, node.body, lines, is_short=is_short)


def _body(node: ast.stmt, needed: AbstractSet[int], *, is_short: bool) -> ast.stmt:
    """Return the first statement of what can be left out: of a body, or the node as a whole."""
    if not isinstance(node, Definition):
        return node
    head = range(first_expression(node), first_expression(node.body[0]))
    is_whole = is_short and node.col_offset and needed.isdisjoint(head)
    return node if is_whole else node.body[0]


def _stands_alone(node: ast.stmt, lines: Sequence[bytes]) -> bool:
    """Say whether nothing else is on the line on which a statement starts."""
    if lines[node.lineno - 1][: node.col_offset].strip():
        return False
    # A decorator's expression may begin below its @, in parentheses.
    start = first_expression(node)
    return start == node.lineno or lines[start - 1].lstrip().startswith(b"@")


def _end(line: bytes) -> bytes:
    return line[len(line.rstrip(b"\r\n")) :]
