"""Find standard-library imports that a module uses and never makes.

The public door is :func:`find_missing_imports`; the flake8 plugin is an
adapter around it.
"""

from flake8_missing_import.analysis import find_missing_imports
from flake8_missing_import.model import Edit, ImportStatement, MissingImport

__all__ = ["Edit", "ImportStatement", "MissingImport", "find_missing_imports"]
