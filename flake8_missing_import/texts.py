"""Which text is code? Decided without a parser, by what strings and comments look like."""

from __future__ import annotations

import re
from collections.abc import Iterable

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

_OPENING = re.compile(r"\{+")
_PARTS_OF_EXPRESSIONS = re.compile(
    r"""\{+|\}+|"(?:[^"{}]|\{[^"{}]*\})*"|'(?:[^'{}]|\{[^'{}]*\})*'|["']"""
)
"""Braces, and quotes: whole strings, f-strings as well, or one that is open."""


def code_and_strings(text: str) -> tuple[str, set[str]]:
    """Return text without its comments and strings, and the strings as they are written.

    The expressions in f-strings stay in the code, and all lines keep their numbers. An expression
    on a continued line goes on after white space, like others.

    :param text: whole statements.
    """
    pieces = _NOT_CODE.split(text)
    not_code = pieces[1::2]
    try:
        pieces[1::2] = [
            "" if "{" not in piece and "\n" not in piece else _lines_and_expressions(piece, before)
            for before, piece in zip(pieces[::2], not_code, strict=False)
        ]
    except _NestedQuotesError:
        strings = {*_strings(not_code), *re.findall(r"""["'][^"'\n]*["']""", text)}
        return text.replace("\\\n", " \n"), strings
    return "".join(pieces), _strings(not_code)


def _strings(not_code: Iterable[str]) -> set[str]:
    return {piece for piece in not_code if piece[0] in _QUOTES}


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
