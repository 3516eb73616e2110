"""Which strings may be annotations? Judged from the text, cheaply."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from flake8_missing_import.mentions import CALLED, places

if TYPE_CHECKING:
    from flake8_missing_import.imports import ImportNode

# A quoted annotation holds nothing but names and their punctuation; two words in a row are text.
_TYPE = re.compile(r"""["']+\s*(?!\w+\s+\w)[A-Za-z_\[(][\w.\[\](),|*\s'"-]*""")
_WORDS_IN_A_ROW = re.compile(r"\w\s+\w")
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")

# What comes before one: a parameter's colon, an arrow, a generic type, cast( …, and then
# nothing but the punctuation of types. Lines end only within brackets.
_BEFORE_ANNOTATION = re.compile(
    r"""(?:\w\s*:|->|\b(?:[A-Z]\w*|dict|frozenset|list|set|tuple|type)\s*\[
    |\bcast\s*\(|\bbound\s*=|\bTypeAlias\s*=)
    [\w.,\ \t|"'*]*(?:(?:\[|(?<=\[)|(?<!\w)\()[\w.\s,|\[\]("'*]*)?["']{0,3}$""",
    re.VERBOSE,
)
_IN_LITERAL = re.compile(r"\bLiteral\s*\[[^\[\]]*$")
_LONGEST_BEFORE = 300
_MARKS = (":", ">", "[", ",", "|", "(", "=")
_PUNCTUATION_OF_TYPES = f"{string.ascii_letters}{string.digits}_.,|[]()*'\"{string.whitespace}"
_LONGEST_HEAD = len("TypeAlias=")
_PREFIXES = "rRuU"
_MAY_STAND_BETWEEN = " \t\r\n\"'*"

_TYPE_CALLS = ("NamedTuple", "NewType", "TypeVar", "TypedDict", "assert_type", "cast")
"""They take strings as types in places where they take other strings as well."""
_COMMENT = re.compile(r"#[^\n\r]*")
_LONGEST_CALL = 10_000
_ARGUMENTS = re.compile(r"\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")


def types_in(strings: Iterable[str]) -> list[str]:
    """Return those of the strings, with their quotes, that could be types, by their content."""
    return [text for text in filter(_TYPE.fullmatch, strings) if not _WORDS_IN_A_ROW.search(text)]


def names_in_annotations(
    texts: Iterable[str],
    names: frozenset[str],
    source: str,
    words: AbstractSet[str],
    imports: Iterable[ImportNode],
) -> frozenset[str]:
    """Return those of the names that are in a string where an annotation may be.

    :param texts: the strings with their quotes.
    :param words: those of the code, see ``mentions.words_of``.
    :param imports: all imports of the source.
    """
    found = set[str]()
    calls: str | None = None
    for text in texts:
        inside = names.intersection(_NAME.findall(text)) - found
        if not inside:
            continue
        if calls is None:
            calls = "".join(_arguments_of_type_calls(source, words, imports))
        if text in calls or _is_annotation(text, source):
            found |= inside
    return frozenset(found)


def _arguments_of_type_calls(
    source: str, words: AbstractSet[str], imports: Iterable[ImportNode]
) -> Iterator[str]:
    called = [
        call
        for call in _type_calls(imports)
        if f"{call}{CALLED}" in words or f".{call}{CALLED}" in words
    ]
    for call in called:
        for start in places(call, source):
            behind = source[start + len(call) : start + len(call) + _LONGEST_CALL]
            for text in _with_and_without_comments(behind):
                if arguments := _ARGUMENTS.match(text):
                    yield arguments[0]


def _type_calls(imports: Iterable[ImportNode]) -> Iterator[str]:
    """Yield what calls that take types are called, also where they are imported as."""
    yield from _TYPE_CALLS
    for node, _ in imports:
        for alias in node.names:
            if alias.asname and alias.name in _TYPE_CALLS:
                yield alias.asname


def _with_and_without_comments(text: str) -> Iterator[str]:
    """Yield a text as it is, and without what may be comments."""
    yield text
    if "#" in text:
        yield _COMMENT.sub("", text)


def _is_annotation(text: str, source: str) -> bool:
    """Say whether a string is where an annotation may be."""
    for start in places(text, source):
        before = source[max(0, start - _LONGEST_BEFORE) : start]
        if any(map(_may_precede_annotation, _with_and_without_comments(before))):
            return True
    return False


def _may_precede_annotation(before: str) -> bool:
    # The pattern is slow, and most strings are elsewhere.
    last_mark = before.rstrip(_PREFIXES).rstrip(_MAY_STAND_BETWEEN)[-1:]
    return (
        last_mark in _MARKS
        and _BEFORE_ANNOTATION.search(before, _last_head(before)) is not None
        and not _IN_LITERAL.search(before)
    )


def _last_head(before: str) -> int:
    """Return the earliest start of the last thing that is not punctuation of types."""
    head = before.rstrip(_PUNCTUATION_OF_TYPES)
    return max(0, len(head[:-1].rstrip()) - _LONGEST_HEAD) if head.isascii() else 0
