"""The command ``fix-missing-imports``: flake8 finds, this adds.

flake8's own machinery reads the options and the configuration and decides what
is excluded, ignored and ``# noqa``; what is left is applied.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code.

    It can be interrupted while it is still being imported.
    """
    try:
        from flake8_missing_import.fixer import command

        return command.main(arguments)
    except KeyboardInterrupt:
        with contextlib.suppress(AttributeError, OSError, ValueError):
            sys.stderr.write("fix-missing-imports: interrupted\n")
        return 130  # as command.INTERRUPTED, which may not be there yet
