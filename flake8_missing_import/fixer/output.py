"""What the command says, whatever has become of the terminal, the pipe or the disk."""

from __future__ import annotations

import os
import sys
from typing import TextIO

ERASED = "\r\033[K"
"""What makes a terminal erase the line that it has drawn."""


def reserve_standard_descriptors() -> None:
    """Open the null device in place of standard input, output or error if it is closed.

    A file opened later would otherwise get that descriptor, and with it what somebody
    writes to standard error.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


class AskedForError(Exception):
    """An option only asks for a text, such as --version; the message is that text."""


class Output:
    """Standard output and standard error; neither ever raises."""

    def __init__(self) -> None:
        """Take the current streams; a closed one is None."""
        self._out: TextIO | None = sys.stdout
        self._err: TextIO | None = sys.stderr
        self.failure: str | None = None if self._out else "it is closed"
        """Why something could not be printed; it is not a failure if the reader has gone."""
        self._has_lost_something = False

    @property
    def lost(self) -> str | None:
        """The reason why something could not be printed, None if nothing was lost."""
        return self.failure if self._has_lost_something else None

    def line(self, text: str) -> None:
        """Print a line on standard output."""
        self._print(f"{text}\n")

    def data(self, content: bytes) -> None:
        """Print bytes on standard output."""
        self._print(content)

    def say(self, text: str) -> None:
        """Print a line on standard error."""
        if self._err is not None and not _write(self._err, f"{text}\n"):
            self._err = None

    def draw(self, text: str) -> None:
        """Print a part of a line on standard error."""
        if self._err is not None:
            _write(self._err, text)

    @property
    def is_terminal(self) -> bool:
        """Whether somebody sees what is drawn on standard error."""
        return self._err is not None and self._err.isatty()

    def _print(self, content: str | bytes) -> None:
        if self._out is None:
            self._has_lost_something = True
            return
        try:
            _put(self._out, content)
        except BrokenPipeError:
            self._forget()
            self.failure = None
        except (OSError, ValueError) as error:
            self._forget()
            self.failure = reason(error)
            self._has_lost_something = True

    def _forget(self) -> None:
        """Make sure that nothing is tried again, not even at the end of the program."""
        if self._out is not None:
            _silence(self._out)
        self._out = None


def reason(error: BaseException) -> str:
    """Return an exception's message for somebody who does not know Python."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, MemoryError):  # Python's parser raises it for both
        return "it is nested too deeply, or there is not enough memory"
    if isinstance(error, UnicodeDecodeError):
        return f"it is not {error.encoding.upper()}: {error.reason} at position {error.start}"
    if isinstance(error, SyntaxError):
        return error.msg
    return str(error) or type(error).__name__


def located_reason(error: BaseException) -> str:
    """Return why a text is no Python: the line, where that is known, and an exception's message."""
    line = getattr(error, "lineno", None)
    return f"line {line}: {type(error).__name__}: {reason(error)}" if line else reason(error)


def _write(stream: TextIO, text: str) -> bool:
    """Write a text and say whether that was possible."""
    try:
        _put(stream, text)
    except (OSError, ValueError):
        _silence(stream)
        return False
    return True


def _put(stream: TextIO, content: str | bytes) -> None:
    if isinstance(content, bytes):
        stream.flush()
        stream.buffer.write(content)
        stream.buffer.flush()
        return
    encoding = stream.encoding or "utf-8"
    stream.write(content.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def _silence(stream: TextIO) -> None:
    """Let the interpreter write what is left in a stream's buffer to the null device."""
    try:
        number = stream.fileno()
    except (OSError, ValueError):
        return
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, number)
    os.close(null)
