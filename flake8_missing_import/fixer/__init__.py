"""The command ``fix-missing-imports``: flake8 finds, this adds.

flake8's own machinery reads the options and the configuration and decides what
is excluded, ignored and ``# noqa``; what is left is applied.
"""

from flake8_missing_import.fixer.command import main

__all__ = ["main"]
