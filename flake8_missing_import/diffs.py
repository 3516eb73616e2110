"""Unified diffs of bytes, as ``git apply`` and ``patch -p1`` take them."""

from __future__ import annotations

import difflib
import io
import os


def unified_diff(filename: str, before: bytes, after: bytes) -> bytes:
    """Return the diff from one content of a file to another, nothing where they are equal."""
    name = os.path.normpath(filename).replace(os.sep, "/").lstrip("/")
    return b"".join(
        line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"
        for line in difflib.diff_bytes(
            difflib.unified_diff,
            _lines(before),
            _lines(after),
            _quoted(f"a/{name}"),
            _quoted(f"b/{name}"),
        )
    )


def _lines(content: bytes) -> list[bytes]:
    """Split at line feeds alone, as diff and patch do."""
    return io.BytesIO(content).readlines()


def _quoted(name: str) -> bytes:
    """Return a file name as git writes it in a diff: odd ones like a string in C."""
    raw = os.fsencode(name)
    if all(32 <= byte < 127 and byte not in b'"\\' for byte in raw):
        # A tab ends a name with spaces.
        return raw + (b"\t" if b" " in raw else b"")
    characters = (
        bytes([byte]) if 32 <= byte < 127 and byte not in b'"\\' else b"\\%03o" % byte
        for byte in raw
    )
    return b'"' + b"".join(characters) + b'"'
