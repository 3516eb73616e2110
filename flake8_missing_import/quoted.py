"""Which strings may be annotations? Told from the text, cheaply."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

# A quoted annotation holds nothing but names and their punctuation; two words in a row are text.
_TYPE = re.compile(r"""(\"{3}|'{3}|["'])(\s*[A-Za-z_\[(](?:[\w.\[\](),|*\s'"-])*)\1""")
_WORDS_IN_A_ROW = re.compile(r"\w\s+\w")
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")

# What comes before one: a parameter's colon, an arrow, a generic type, cast( …, and then
# nothing but the punctuation of types. Lines end between brackets alone.
_BEFORE_ANNOTATION = re.compile(
    r"""(?:\w\s*:|->|\b(?:[A-Z]\w*|dict|frozenset|list|set|tuple|type)\s*\[
    |\bcast\s*\(|\bbound\s*=|\bTypeAlias\s*=)
    [\w.,\ \t|"'*]*(?:(?:\[|(?<!\w)\()[\w.\s,|\[\]("'*]*)?["']{0,3}$""",
    re.VERBOSE,
)
_LONGEST_BEFORE = 300
_MARKS = (":", ">", "[", ",", "|", "(", "=")
_PREFIXES = "rRuU"
_MAY_STAND_BETWEEN = " \t\r\n\"'*"

_TYPE_CALLS = ("NamedTuple", "NewType", "TypeVar", "TypedDict")
_CALLS_WITH_TYPES = re.compile(
    rf"\b(?:{'|'.join(_TYPE_CALLS)})\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
)
"""What takes strings as types in places that other strings stand in as well."""


def types_in(strings: Iterable[str]) -> list[str]:
    """Return those of the strings, with their quotes, that could be types by what they hold."""
    return [
        string
        for string in strings
        if _TYPE.fullmatch(string) and not _WORDS_IN_A_ROW.search(string)
    ]


def names_in_annotations(
    strings: Iterable[str], names: Container[str], source: str
) -> frozenset[str]:
    """Return those of the names that stand in a string which stands where an annotation may."""
    has_types = any(f"{call}(" in source for call in _TYPE_CALLS)
    calls = "".join(_CALLS_WITH_TYPES.findall(source)) if has_types else ""
    found = set[str]()
    for string in strings:
        inside = {name for name in _NAME.findall(string) if name in names} - found
        if inside and (string in calls or _is_annotation(string, source)):
            found |= inside
    return frozenset(found)


def _is_annotation(string: str, source: str) -> bool:
    """Say whether a string stands where an annotation may."""
    start = source.find(string)
    while start >= 0:
        first = max(0, start - _LONGEST_BEFORE)
        # The pattern is slow, and most strings stand elsewhere.
        last_mark = source[first:start].rstrip(_PREFIXES).rstrip(_MAY_STAND_BETWEEN)[-1:]
        if last_mark in _MARKS and _BEFORE_ANNOTATION.search(source, first, start):
            return True
        start = source.find(string, start + 1)
    return False
