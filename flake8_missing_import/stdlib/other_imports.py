"""From which packages released code imports names that the standard library has too.

The table has one name a line and is read as text; only the line of a name in question is parsed.
"""

from __future__ import annotations

import functools
from pathlib import Path

from flake8_missing_import.stdlib.usage import Company, company_in, fields, file_count_in

OTHER_IMPORTS = Path(__file__).with_name("other_imports.txt")


@functools.cache
def packages(name: str) -> dict[str, float]:
    """Return which part of a name's other imports is from which package."""
    _, *parts = fields(_text(), name) or [""]
    return {package: float(part) for package, part in map(str.split, parts)}


@functools.cache
def company(package: str) -> Company:
    """Return how the names of a package keep together in files."""
    return company_in(_text(), package)


@functools.cache
def file_count() -> int:
    """Return how many files were counted."""
    return file_count_in(_text())


@functools.cache
def _text() -> str:
    return OTHER_IMPORTS.read_text(encoding="utf-8")
