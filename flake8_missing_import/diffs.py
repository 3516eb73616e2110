"""Unified diffs of bytes, as ``git apply`` and ``patch -p1`` accept them."""

from __future__ import annotations

import difflib
import io
import os
from collections.abc import Iterable

from flake8_missing_import.content import printable


class Diffs:
    """Diffs of several files, below a head that says where they apply, if not here."""

    def __init__(self, filenames: Iterable[str]) -> None:
        """Take the names of all files that there may be a diff of."""
        self._folder = common_folder(filenames)
        is_here = self._folder == os.path.realpath(os.curdir)
        place = printable(self._folder)
        self._head = "" if is_here else f"For 'git apply' or 'patch -p1' in {place}\n"

    def diff(self, filename: str, before: bytes, after: bytes) -> bytes:
        """Return the diff of one file, nothing if it has not changed; the first has the head."""
        diff = unified_diff(filename, before, after, self._folder)
        head = self._head.encode() if diff else b""
        if diff:
            self._head = ""
        return head + diff


def one_name_each(filenames: Iterable[str]) -> frozenset[str]:
    """Return one name of each file: one that is no link, if there is such."""
    names = {os.path.realpath(name): name for name in sorted(filenames, key=os.path.islink)[::-1]}
    return frozenset(names.values())


def common_folder(filenames: Iterable[str]) -> str:
    """Return the real folder from which a diff of files can be applied.

    It is the current one if all of them are below that.
    """
    current = os.path.realpath(os.curdir)
    folders = [os.path.dirname(os.path.realpath(filename)) for filename in filenames]
    try:
        common = os.path.commonpath([current, *folders])
        return current if common == current else os.path.commonpath(folders)
    except ValueError:  # on several Windows drives
        return current


def unified_diff(filename: str, before: bytes, after: bytes, folder: str = os.curdir) -> bytes:
    """Return the diff from one content of a file to another, nothing if they are equal.

    :param folder: where it is to be applied, if the file is below that.
    """
    name = _name_in(folder, filename)
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


def _name_in(folder: str, filename: str) -> str:
    """Return a file's name relative to a folder; neither program follows links."""
    real, folder = os.path.realpath(filename), os.path.realpath(folder)
    try:
        is_inside = os.path.commonpath([real, folder]) == folder
    except ValueError:  # on several Windows drives
        is_inside = False
    name = os.path.relpath(real, folder) if is_inside else os.path.normpath(filename)
    return name.replace(os.sep, "/").lstrip("/")


def _lines(content: bytes) -> list[bytes]:
    """Split at line feeds alone, as diff and patch do."""
    return io.BytesIO(content).readlines()


def _quoted(name: str) -> bytes:
    """Return a file name as git writes it in a diff: unusual ones are quoted like a string in C."""
    raw = os.fsencode(name)
    if all(32 <= byte < 127 and byte not in b'"\\' for byte in raw):
        # A tab ends a name with spaces.
        return raw + (b"\t" if b" " in raw else b"")
    characters = (
        bytes([byte]) if 32 <= byte < 127 and byte not in b'"\\' else b"\\%03o" % byte
        for byte in raw
    )
    return b'"' + b"".join(characters) + b'"'
