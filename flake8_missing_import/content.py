"""The bytes of a file: their text, their lines, and what an edit makes of them."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import re
import stat
import tokenize
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from flake8_missing_import.model import Edit

LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
"""A line with its end; the last one may have none."""


def printable(text: str) -> str:
    """Return a text on one line, without control characters; quotes for none at all."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text) or repr(text)


@contextlib.contextmanager
def open_file(path: str | Path, *, follows_links: bool = True) -> Iterator[IO[bytes]]:
    """Open a file for a ``with``. Raises OSError for anything else: to open a pipe may not end."""

    def opener(name: str, flags: int) -> int:
        flags |= getattr(os, "O_NONBLOCK", 0)
        return os.open(name, flags if follows_links else flags | getattr(os, "O_NOFOLLOW", 0))

    with open(path, "rb", opener=opener) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(path))
        yield file


def read_file(path: str | Path) -> bytes:
    """Return what a file holds. Raises OSError."""
    with open_file(path) as file:
        return file.read()


def applied(content: bytes, edit: Edit, encoding: str | None = None) -> bytes:
    """Return bytes with an edit applied; the other lines keep their line ends."""
    if encoding is None:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    lines = LINE.findall(content)
    # The signature is not part of the text.
    encoding = encoding.removesuffix("-sig")
    position = edit.line - 1
    end = _line_end(lines, position)
    with _named(encoding):
        inserted = [line.encode(encoding) + end for line in edit.inserted]
    removed = lines[position : position + edit.removed]
    if inserted and removed and not removed[-1].endswith((b"\r", b"\n")):
        inserted[-1] = inserted[-1].removesuffix(end)
    if position == 0 and content.startswith(codecs.BOM_UTF8):
        lines[0] = lines[0].removeprefix(codecs.BOM_UTF8)
        inserted.insert(0, codecs.BOM_UTF8)
    elif 0 < position <= len(lines) and not lines[position - 1].endswith((b"\r", b"\n")):
        # The last line has no line end: the new one comes last, and has none either.
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
    text = text_in(encoding, content)
    if text.startswith("\ufeff"):  # a second signature, which flake8 takes away as well
        raise SyntaxError("invalid non-printable character U+FEFF", (None, 1, 1, None))
    return text


def text_in(encoding: str, content: bytes) -> str:
    """Return what bytes say in an encoding, which an error of theirs names as it is given."""
    with _named(encoding.removesuffix("-sig")):
        return io.TextIOWrapper(io.BytesIO(content), encoding).read()


@contextlib.contextmanager
def _named(encoding: str) -> Iterator[None]:
    """Let errors name an encoding: some give the name of its codec, such as charmap."""
    try:
        yield
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        error.encoding = encoding
        raise
