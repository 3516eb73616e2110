"""What is checked: a file, and what the user decides about it.

Apart from the other nouns, because this and the gate are all that most runs need.
"""

from __future__ import annotations

import ast
import functools
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_missing_import.model import ImportStatement


def source_lines(source: str) -> list[str]:
    """Split source as Python counts lines: form feeds do not end one."""
    return re.split(r"\r\n|\r|\n", source) if "\r" in source else source.split("\n")


@dataclass(frozen=True)
class Options:
    """What the user decides about the check of a file."""

    builtins: frozenset[str] = frozenset()
    """Names that count as defined, as flake8's ``--builtins``."""
    doctests: bool = False
    """Also look at doctests, as flake8's ``--doctests``."""
    target_version: tuple[int, int] = sys.version_info[:2]
    """The oldest Python that the code has to run on."""
    configured: Mapping[str, ImportStatement] = field(default_factory=dict)
    """The import statements for names that the project explains."""
    max_line_length: int | None = None
    """How long an import may get that another name joins; None for what the file shows."""
    optional_codes: frozenset[str] = frozenset()
    """Those of the opt-in codes that are wanted."""


@dataclass(frozen=True, eq=False)
class Module:
    """A file as every part of the analysis sees it: made once, never changed."""

    source: str
    tree: ast.Module
    filename: str = "<unknown>"
    options: Options = Options()

    @functools.cached_property
    def lines(self) -> list[str]:
        """The text as Python counts lines."""
        return source_lines(self.source)

    @property
    def is_stub(self) -> bool:
        """Nothing in a stub runs, and names there may be used before they are bound."""
        return self.filename.endswith(".pyi")
