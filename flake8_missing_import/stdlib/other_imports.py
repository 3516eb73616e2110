"""From which packages released code imports names that the standard library has too.

The table has one name a line and is read as text; only the line of a name in question is parsed.
"""

from __future__ import annotations

import functools
from pathlib import Path

from flake8_missing_import.stdlib.usage import Company

OTHER_IMPORTS = Path(__file__).with_name("other_imports.txt")


@functools.cache
def packages(name: str) -> dict[str, float]:
    """Return which part of a name's other imports is from which package."""
    _, *fields = _fields(name) or [""]
    return {package: float(part) for package, part in map(str.split, fields)}


@functools.cache
def company(package: str) -> Company:
    """Return how the names of a package keep together in files."""
    fields = _fields(f"@{package}")
    return Company(*map(int, fields[0].split())) if fields else Company(0, 0, 0)


@functools.cache
def file_count() -> int:
    """Return how many files were counted."""
    return int(_text().split(" over ", 1)[1].split(" ", 1)[0])


def _fields(key: str) -> list[str]:
    text = _text()
    start = text.find(f"\n{key}\t")
    return text[start + 1 : text.index("\n", start + 1)].split("\t")[1:] if start >= 0 else []


@functools.cache
def _text() -> str:
    return OTHER_IMPORTS.read_text(encoding="utf-8")
