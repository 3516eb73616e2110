"""Which text is code? Decided without a parser, by what strings and comments look like."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count

# Comments, string literals and the backslashes that continue lines; the docstrings first: those
# without quotes of their own are matched by a pattern that is several times as fast. In a string
# a backslash takes the next character with it, also in raw ones (language reference, "String and
# Bytes literals"). Four characters to begin with are looked up in a table; three would be compared.
_NOT_CODE = re.compile(
    r"""(\#[^\n]*
    |\"""[^"]*"(?<!\\")""
    |\'\'\'[^']*'(?<!\\')\'\'
    |\"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"""
    |\'\'\'[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*\'\'\'
    |"[^"\\\n]*(?:\\.[^"\\\n]*)*"
    |'[^'\\\n]*(?:\\.[^'\\\n]*)*\'
    |\\)""",
    re.DOTALL | re.VERBOSE,
)

_LINE_END = "\n"
_QUOTES = "'\""

_OF_NAMES = frozenset(f"{string.ascii_letters}{string.digits}_.")
"""Characters of names with attributes, as far as ASCII has them."""

_OPENING = re.compile(r"\{+")
_PARTS_OF_EXPRESSIONS = re.compile(
    r"""\{+|\}+|"(?:[^"{}]|\{[^"{}]*\})*"|'(?:[^'{}]|\{[^'{}]*\})*'|["']"""
)
"""Braces, and quotes: whole strings, f-strings as well, or one that is open."""


def code_and_strings(text: str) -> tuple[str, set[str], dict[str, str]]:
    """Return text without its comments and strings, the strings as they are written, and others.

    The expressions in f-strings stay in the code, and all lines keep their numbers. An expression
    on a continued line goes on after white space, like others. The others are what strings in a
    row say if they part a name, with quotes, each with the first of them.

    :param text: whole statements.
    """
    pieces = _NOT_CODE.split(text)
    not_code, behind = pieces[1::2], pieces[2::2]
    try:
        pieces[1::2] = [
            "" if "{" not in piece and "\n" not in piece else _lines_and_expressions(piece, before)
            for before, piece in zip(pieces[::2], not_code, strict=False)
        ]
    except _NestedQuotesError:
        strings = {*_strings(not_code), *re.findall(r"""["'][^"'\n]*["']""", text)}
        return text.replace("\\\n", " \n"), strings, dict(_parted(not_code, behind))
    return "".join(pieces), _strings(not_code), dict(_parted(not_code, behind))


def _strings(not_code: Iterable[str]) -> set[str]:
    return {piece for piece in not_code if piece[0] in _QUOTES}


def _parted(not_code: Sequence[str], behind: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what strings in a row say if they part a name, with quotes, and the first of them.

    :param behind: the code between each comment or string and the next.
    """
    # Nearly all are followed by other code, and all are looked at.
    followed: Iterable[int] = compress(count(), map(str.isspace, behind))
    if "" in behind:
        followed = (number for number, one in enumerate(behind) if not one.strip())
    end = -1
    for number in followed:
        if not_code[number][-1] in _QUOTES and number >= end and _ends_in_a_name(not_code[number]):
            parts = [not_code[number]]
            for end in _parts_behind(number, not_code, behind):
                if not_code[end][1:2] not in _OF_NAMES and len(parts) == 1:
                    break
                parts.append(not_code[end])
            if len(parts) > 1:
                yield f'"{"".join(part.strip(_QUOTES) for part in parts)}"', parts[0]


def _ends_in_a_name(piece: str) -> bool:
    return piece[0] in _QUOTES and piece[-2:-1] in _OF_NAMES and piece[-3:-2] != "\\"


def _parts_behind(number: int, not_code: Sequence[str], behind: Sequence[str]) -> Iterator[int]:
    """Yield the numbers of the strings that white space and comments part from one."""
    while not behind[number].strip() and number + 1 < len(not_code):
        number += 1
        if not_code[number][0] in _QUOTES:  # else a comment, or a backslash
            yield number


class _NestedQuotesError(Exception):
    """An f-string has its own quotes in an expression, as PEP 701 allows."""


def _lines_and_expressions(piece: str, before: str) -> str:
    """Return the line ends of a comment or string, and what is in the braces of an f-string.

    :param before: the code before it.
    """
    is_plain = "{" not in piece or piece[0] == "#"
    if is_plain or not before[-2:].rstrip("rR").endswith(("f", "F", "t", "T")):
        return _line_ends(piece)
    found, position = [], 0
    while opening := _OPENING.search(piece, position):
        start, end = opening.span()
        found.append(_line_ends(piece[position:start]))
        position = end
        if (end - start) % 2:  # doubled braces are text
            position = _end_of_expression(piece, end)
            found.append(piece[start:position])
    return "".join([*found, _line_ends(piece[position:])])


def _line_ends(text: str) -> str:
    return _LINE_END * text.count(_LINE_END)


def _end_of_expression(text: str, start: int) -> int:
    """Return where an expression in an f-string ends, with the braces behind it.

    Raises _NestedQuotesError if the text ends before: at a quote within the expression.
    """
    depth = 1
    for part in _PARTS_OF_EXPRESSIONS.finditer(text, start):
        count = part.end() - part.start()
        if part[0][0] == "{":
            depth += count
        elif part[0][0] == "}":
            depth -= count
            if depth <= 0:
                return part.end()
        elif count == 1:
            break
    raise _NestedQuotesError
