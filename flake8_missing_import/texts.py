"""What text is code? Told without a parser, by what strings and comments look like."""

from __future__ import annotations

import re

# Comments and string literals, the docstrings first. A backslash takes the next
# character along in raw strings too (language reference, "String and Bytes literals").
_NOT_CODE = re.compile(
    r"""\#[^\n]*
    |\"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"""
    |\'\'\'[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*\'\'\'
    |"[^"\\\n]*(?:\\.[^"\\\n]*)*"
    |'[^'\\\n]*(?:\\.[^'\\\n]*)*\'""",
    re.DOTALL | re.VERBOSE,
)

_LINE_END = "\n"

_PARTS_OF_F_STRINGS = re.compile(r"""\{+|\}+|"[^"{}]*"|'[^'{}]*'|["']""")
"""Braces, and quotes: whole strings, or one that is open."""


def code_and_strings(text: str) -> tuple[str, set[str]]:
    """Return text without its comments and strings, and the strings as they are written.

    The expressions in f-strings stay in the code, and all lines keep their numbers.

    :param text: whole statements.
    """
    strings: set[str] = set()

    def kept(match: re.Match[str]) -> str:
        text = match[0]
        if "{" in text:
            return _formatted_expressions(match)
        if text[0] != "#":
            strings.add(text)
        return _LINE_END * text.count(_LINE_END)

    try:
        return _NOT_CODE.sub(kept, text), strings
    except _NestedQuotesError:
        return text, set(re.findall(r"""["'][^"'\n]*["']""", text))


class _NestedQuotesError(Exception):
    """An f-string has its own quotes in an expression, as PEP 701 allows."""


def _formatted_expressions(match: re.Match[str]) -> str:
    """Return what a string holds from its first brace to its last, if it is an f-string."""
    text, start = match[0], match.start()
    prefix = match.string[max(0, start - 2) : start].rstrip("rR")
    if not prefix.endswith(("f", "F", "t", "T")):
        return _LINE_END * text.count(_LINE_END)
    if not _is_whole(text):
        raise _NestedQuotesError
    before, brace, rest = text.partition("{")
    expressions, last_brace, after = rest.rpartition("}")
    lines_before, lines_after = (_LINE_END * part.count(_LINE_END) for part in (before, after))
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
