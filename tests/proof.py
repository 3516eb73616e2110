"""Run our own snippets in a fresh interpreter, before and after the suggested edit."""

from __future__ import annotations

import subprocess
import sys

import pyflakes.checker

from flake8_missing_import import MissingImport
from flake8_missing_import.applying import with_import
from tests.restore import parse


def error(source: str) -> str:
    """Return the last line that running a module in isolation prints as its error."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", source], capture_output=True, text=True, check=False
    )
    return done.stderr.rstrip().rpartition("\n")[2]


def fixed(source: str, finding: MissingImport) -> str:
    """Return the source with the edit of a finding, and check that pyflakes has nothing new."""
    assert finding.edit is not None
    after = with_import(source.encode(), finding).decode()
    assert messages(after) <= messages(source)
    return after


def messages(source: str) -> set[str]:
    """Return what pyflakes says of a module."""
    checker = pyflakes.checker.Checker(parse(source))
    return {str(message.message) % message.message_args for message in checker.messages}
