"""Where does a text mention a name, and what for? Decided without a parser, cheaply."""

from __future__ import annotations

import functools
import keyword
import re
import string
from collections.abc import Iterable, Iterator

_BEHIND = re.compile(
    r"(?P<use>\s*\(|\s*\.\s*(?P<attribute>\w+))?(?P<is_assigned>\s*=(?!=|\s*[}!:]))?"
)
_MARK = re.compile(r"[\s)]*[(.]")
_CLOSED = re.compile(r"\s*\)[\s)]*(?=[(.])")
_BRACKET = re.compile(r"\s*\[")
_BEFORE_VALUE = (*"-+*/%@&|^~<>:", "and", "await", "else", "if", "in", "is", "not", "or")
"""What may stand before a name in an annotation, and hardly ever before one that is bound."""
_BEFORE_BINDING = ("as ", "class ", "def ", "import ")
_IMPORTED_FROM = re.compile(r"[\w.]+\s+import\b")
_LONGEST_BEFORE = 300

_IN_WORDS = frozenset(f"{string.ascii_letters}{string.digits}_")
_BEFORE_NO_NAME = _IN_WORDS | {"."}

_LEFT_OUT = f"{string.whitespace})".encode()

FILLING = "__init__"
"""The method that fills an instance: who calls it inherits from the class."""
CALLED = "("
"""The last character of a word that is called."""

# A space for every byte that separates words. Bytes beyond ASCII belong to words.
_BETWEEN_WORDS = bytes(
    byte if byte >= 128 or chr(byte).isalnum() or chr(byte) in "_.(" else 32 for byte in range(256)
)
_BETWEEN_NAMES = _BETWEEN_WORDS.replace(b"(", b" ")
_AFTER_DOT = re.compile(r"\.\s+(\w+)")
_KEYWORDS = "|".join(word[::-1] for word in keyword.kwlist)
_APART = re.compile(rf"\([\s)]+(?!(?:{_KEYWORDS})\b)(\w+)")
"""A parenthesis, white space and a name, read backwards: a search from the name on is slow.

The name may be in parentheses itself.
"""


def words_of(code: str) -> set[str]:
    """Return the first name of each dotted name, and each attribute with its dot.

    Those that are called end in a parenthesis. The name of a method looks like an attribute: its
    definition is no use of the name.
    """
    plain = code.encode(errors="surrogatepass").replace(b" def ", b" def.")
    separated = plain.replace(b".", b" .").replace(b"(", b"( ")
    words = set(separated.translate(_BETWEEN_WORDS).decode(errors="surrogatepass").split())
    words.discard(CALLED)
    if "." in words:
        words.update(_attributes_apart(code))
    words.update(f"{name[::-1]}{CALLED}" for name in _APART.findall(code[::-1]))
    return words


def words_of_types(types: str) -> set[str]:
    """Return the same of annotations, in which nothing counts as called."""
    separated = types.encode(errors="surrogatepass").replace(b".", b" .")
    words = set(separated.translate(_BETWEEN_NAMES).decode(errors="surrogatepass").split())
    if "." in words:
        words.update(_attributes_apart(types))
    return words


def _attributes_apart(code: str) -> Iterator[str]:
    """Yield, with their dots, the attributes before which white space stands."""
    return map(".{}".format, _AFTER_DOT.findall(code))


def names_among(words: Iterable[str]) -> set[str]:
    """Return the names among words, whether or not they are called."""
    return {word.removesuffix(CALLED) for word in words}


def places(part: str, text: str) -> Iterator[int]:
    """Yield where a part of a text begins: much faster than a pattern."""
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + 1)


def line_numbers(starts: Iterable[int], text: str) -> Iterator[int]:
    """Yield the numbers of the lines of a text on which places are, given in their order."""
    line, before = 1, 0
    for start in starts:
        line += text.count("\n", before, start)
        before = start
        yield line


def mentions(name: str, code: str) -> Iterator[int]:
    """Yield where code mentions a name, except for attributes of that name."""
    length = len(name)
    start = code.find(name)
    while start >= 0:
        end = start + length
        if code[end : end + 1] not in _IN_WORDS and code[start - 1 : start] not in _BEFORE_NO_NAME:
            yield start
        start = code.find(name, end)


def marked_mentions(name: str, code: str) -> Iterator[int]:
    """Yield where a name is called, or followed by an attribute, maybe behind parentheses."""
    for start in mentions(name, code):
        if _MARK.match(code, start + len(name)):
            yield start


def may_have_attribute(name: str, attributes: Iterable[str], code: str) -> bool:
    """Say whether code may mention a name with one of some attributes, given with their dots.

    Much faster than a look at each mention of a short name.
    """
    _, *behind = _dense(code).split(f"{name}.".encode(errors="surrogatepass"))
    wanted = tuple(one[1:].encode(errors="surrogatepass") for one in attributes)
    return any(text.startswith(wanted) for text in behind)


@functools.lru_cache(maxsize=1)  # one file is looked at after the other
def _dense(code: str) -> bytes:
    """Return code without white space and closing parentheses: they may stand before a dot."""
    return code.encode(errors="surrogatepass").translate(None, _LEFT_OUT)


def end_of_parentheses(end: int, code: str) -> int | None:
    """Return where parentheses close behind a mention, with a call or an attribute behind them.

    :param end: where it ends in the code.
    """
    closed = _CLOSED.match(code, end)
    return closed and closed.end()


def kind_of_mention(start: int, end: int, code: str) -> str:
    """Return which kind of use a mention is: a call, an attribute, a decorator, or something else.

    That is ``(``, the attribute with its dot, ``@`` or ``=``.

    :param start: where it begins in the code.
    :param end: where it ends.
    """
    after = code[end : end + 1]
    if after == "(":
        return "("
    # Most mentions need no closer look.
    behind = _BEHIND.match(code, end) if after == "." or after.isspace() else None
    if behind and behind["attribute"]:
        return f".{behind['attribute']}"
    if behind and behind["use"]:
        return "("
    is_decorator = code[start - 1 : start] == "@" and not _BRACKET.match(code, end)
    return "@" if is_decorator else "="


def is_binding(start: int, end: int, code: str) -> bool:
    """Say whether a mention is a binding, a keyword, or the module of a from-import.

    :param start: where it begins in the code.
    :param end: where it ends.
    """
    is_assigned_to = code.endswith("as ", 0, start) and code.startswith(".", end)
    if (code.endswith(_BEFORE_BINDING, 0, start) and not is_assigned_to) or (
        # But not in "yield from" and "raise … from".
        code.endswith("from ", 0, start) and _IMPORTED_FROM.match(code, start)
    ):
        return True
    behind = _BEHIND.match(code, end)
    return bool(
        behind
        and behind["is_assigned"]
        and not behind["use"]
        and not may_end_annotation(start, code)
    )


def may_end_annotation(start: int, code: str) -> bool:
    """Say whether a name before an equals sign may end an annotation, as in ``x: Final = 1``.

    :param start: where it begins in the code.
    """
    return code[max(0, start - _LONGEST_BEFORE) : start].rstrip().endswith(_BEFORE_VALUE)
