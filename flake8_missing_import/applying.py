"""Edits applied to the bytes of a file, and nothing else changed."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Callable, Sequence, Set

import pyflakes.checker

from flake8_missing_import.model import Edit, MissingImport

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

Find = Callable[[str], list[MissingImport]]
"""From the text of a module to its findings."""


class UnsafeEditError(Exception):
    """An edit would not leave the file as it should be."""


def fixed(content: bytes, find: Find, is_wanted: Callable[[MissingImport], bool]) -> bytes:
    """Return a file's bytes with every wanted import added that has a sure place.

    Raises UnsafeEditError where the result does not parse, still lacks the
    import, or has a pyflakes message that was not there, and SyntaxError or
    UnicodeDecodeError for content that Python cannot read.
    """
    while True:
        findings = [finding for finding in find(decoded(content)) if is_wanted(finding)]
        editable = [finding for finding in findings if finding.edit]
        if not editable:
            return content
        # From the first to the last: one import may change where the next belongs.
        after = with_import(content, editable[0])
        _verify(content, after, editable[0], find)
        content = after


def fixed_as_reported(content: bytes, find: Find, messages: Set[str], *, unsafe: bool) -> bytes:
    """Return a file's bytes with the imports added that flake8 reported.

    :param messages: what flake8 printed of the file, the code first; findings that it
        left out are left alone.
    :param unsafe: also add where other modules could be meant.

    Raises as :func:`fixed` does.
    """
    wanted: set[tuple[str, str]] = set()

    def is_wanted(finding: MissingImport) -> bool:
        # Lines move with each edit: names say which findings flake8 did not leave out.
        if finding.message in messages:
            wanted.add((finding.code, finding.name))
        is_sure = unsafe or not finding.other_modules
        return is_sure and (finding.code, finding.name) in wanted

    return fixed(content, find, is_wanted)


def with_import(content: bytes, finding: MissingImport) -> bytes:
    """Return bytes with the edits of a finding applied, from the last line to the first."""
    edits = [*finding.removals, *([finding.edit] if finding.edit else [])]
    for edit in sorted(edits, key=lambda edit: edit.line, reverse=True):
        content = applied(content, edit)
    return content


def applied(content: bytes, edit: Edit) -> bytes:
    """Return bytes with an edit applied; lines keep the ends that they have."""
    lines = _LINE.findall(content)
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    # The signature is no part of the text.
    encoding = encoding.removesuffix("-sig")
    position = edit.line - 1
    end = _line_end(lines, position)
    inserted = [line.encode(encoding) + end for line in edit.inserted]
    removed = lines[position : position + edit.removed]
    if inserted and removed and not removed[-1].endswith((b"\r", b"\n")):
        inserted[-1] = inserted[-1].removesuffix(end)
    signature = b"\xef\xbb\xbf"
    if position == 0 and content.startswith(signature):
        lines[0] = lines[0].removeprefix(signature)
        inserted.insert(0, signature)
    elif 0 < position <= len(lines) and not lines[position - 1].endswith((b"\r", b"\n")):
        # The last line has no end: the new one takes its place in that.
        inserted = [end + line.removesuffix(end) for line in inserted]
    return b"".join([*lines[:position], *inserted, *lines[position + edit.removed :]])


def _line_end(lines: Sequence[bytes], position: int) -> bytes:
    """Return how lines end around a position."""
    for line in (*reversed(lines[:position]), *lines[position:]):
        end = re.search(rb"(\r\n|\r|\n)\Z", line)
        if end:
            return end[0]
    return b"\n"


def decoded(content: bytes) -> str:
    """Return the text of a module as Python reads it.

    Raises SyntaxError or UnicodeDecodeError where Python would.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    return io.TextIOWrapper(io.BytesIO(content), encoding).read()


def _verify(before: bytes, after: bytes, finding: MissingImport, find: Find) -> None:
    try:
        messages = _messages(after)
    except SyntaxError as error:
        raise UnsafeEditError(f"the file would not parse: {error}") from error
    new = messages - _messages(before)
    if new:
        texts = sorted(kind % arguments for kind, arguments in new)
        raise UnsafeEditError(f"pyflakes would report: {', '.join(texts)}")
    remaining = {(other.code, other.name) for other in find(decoded(after))}
    if (finding.code, finding.name) in remaining:
        raise UnsafeEditError(f"'{finding.statement}' would not help")


def _messages(content: bytes) -> Counter[tuple[str, tuple[object, ...]]]:
    """Return what pyflakes says, its texts with their arguments.

    The line numbers among them, which an edit moves, are all 0.
    """
    checker = pyflakes.checker.Checker(ast.parse(content))
    return Counter(
        (
            message.message,
            tuple(0 if isinstance(part, int) else part for part in message.message_args),
        )
        for message in checker.messages
    )
