"""Find the standard-library imports that a module needs and lacks.

The public entry points are :func:`find_missing_imports`, and :func:`apply` for what it finds; the
flake8 plugin is an adapter around them. The names in ``__all__`` are stable: while the version is
0.x a minor version may change them, from 1.0 on only a major one, and CHANGELOG.md says so.
Message texts, and all other names in this package, may change in any version.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flake8_missing_import.analysis import find_missing_imports
    from flake8_missing_import.applying import apply
    from flake8_missing_import.model import (
        Alternative,
        Edit,
        ImportStatement,
        MissingImport,
        Position,
    )

_HOMES = {"apply": "applying", "find_missing_imports": "analysis"}
"""The modules of the names that are not in ``model``."""

__all__ = [
    "Alternative",
    "Edit",
    "ImportStatement",
    "MissingImport",
    "Position",
    "apply",
    "find_missing_imports",
]


def __getattr__(name: str) -> Any:
    # flake8 imports this package at each start, and most runs need none of these (PEP 562).
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOMES.get(name, "model")
    return getattr(importlib.import_module(f"{__name__}.{home}"), name)
