"""Find standard-library imports that a module uses and never makes.

The public door is :func:`find_missing_imports`; the flake8 plugin is an
adapter around it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flake8_missing_import.analysis import find_missing_imports
    from flake8_missing_import.model import Edit, ImportStatement, MissingImport

__all__ = ["Edit", "ImportStatement", "MissingImport", "find_missing_imports"]


def __getattr__(name: str) -> Any:
    # flake8 imports this package at each start, and most runs need none of these (PEP 562).
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "analysis" if name == "find_missing_imports" else "model"
    return getattr(importlib.import_module(f"{__name__}.{home}"), name)
