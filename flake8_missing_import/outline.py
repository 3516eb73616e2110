"""A module without the bodies of functions and classes that do not mention some names.

It has the module's line numbers, so that an edit of one is an edit of the other.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def outline(lines: Sequence[bytes], tree: ast.Module, names: Iterable[str]) -> list[bytes]:
    """Return the lines of a module in which bodies without any of the names are empty.

    :param lines: the lines with their ends.
    :param tree: what they parse to.
    """
    mentions = re.compile(rf"\b(?:{'|'.join(sorted(names))})\b".encode())
    kept = list(lines)
    for definition in _without(mentions, tree.body, lines):
        start, end = _first_line(definition.body[0]), definition.end_lineno
        first = lines[start - 1]
        code = first.lstrip(b" \t")
        kept[start - 1] = first[: len(first) - len(code)] + b"pass" + _end(first)
        kept[start:end] = [_end(line) for line in lines[start:end]]
    return kept


def _without(
    mentions: re.Pattern[bytes], body: Iterable[ast.stmt], lines: Sequence[bytes]
) -> Iterator[Definition]:
    """Yield the definitions whose bodies, on lines of their own, mention nothing."""
    for node in body:
        if not isinstance(node, Definition):
            continue
        start = _first_line(node.body[0])
        if not mentions.search(b"".join(lines[start - 1 : node.end_lineno])):
            if _stands_alone(node.body[0], lines):
                yield node
        elif isinstance(node, ast.ClassDef):
            yield from _without(mentions, node.body, lines)


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, Definition) else []
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _stands_alone(node: ast.stmt, lines: Sequence[bytes]) -> bool:
    """Say whether nothing else is on the line on which a statement starts."""
    if lines[node.lineno - 1][: node.col_offset].strip():
        return False
    # A decorator's expression may begin below its @, in parentheses.
    start = _first_line(node)
    return start == node.lineno or lines[start - 1].lstrip().startswith(b"@")


def _end(line: bytes) -> bytes:
    return line[len(line.rstrip(b"\r\n")) :]
