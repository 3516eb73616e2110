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

_PARTS_OF_F_STRINGS = re.compile(
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
        return _LINE_END * piece.count(_LINE_END)
    if not _is_whole(piece):
        raise _NestedQuotesError
    head, brace, rest = piece.partition("{")
    expressions, last_brace, tail = rest.rpartition("}")
    lines_before, lines_after = (_LINE_END * part.count(_LINE_END) for part in (head, tail))
    return f"{lines_before}{brace}{expressions}{last_brace}{lines_after}"


def _is_whole(text: str) -> bool:
    """Say whether an f-string ends outside of its expressions: not at a quote within one."""
    depth = 0
    for part in _PARTS_OF_F_STRINGS.findall(text):
        count = len(part)
        # Doubled braces outside of expressions are text.
        if part[0] == "{":
            depth += count if depth else count % 2
        elif part[0] == "}" and depth >= count:
            depth -= count
        elif part[0] == "}":
            depth = (count - depth) % 2
        elif depth and count == 1:
            return False
    return depth == 0
