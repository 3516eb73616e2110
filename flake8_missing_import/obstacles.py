"""Why might a module fail with an import above its code? What that code says."""

from __future__ import annotations

import ast
import re

from flake8_missing_import.model import ImportStatement
from flake8_missing_import.module import Module
from flake8_missing_import.scopes import DEFINITIONS
from flake8_missing_import.staying import is_own
from flake8_missing_import.stdlib import standard_library

_MAKES_IMPORTABLE = re.compile(
    r"\bsys\.path(\.(append|extend|insert)\(|(\[[^]]*\])? \+?= )"
    r"|\bsite\.addsitedir\(|\bdjango\.setup\("
)
"""Code before which a project's own modules may not be found, or not be ready."""


def obstacle(statement: ImportStatement, line: int, module: Module) -> str:
    """Return why an import on a line may fail, as far as the module tells."""
    if standard_library(module.options.target_version).has_module(statement.module):
        return ""
    if is_own(statement, module) or module.options.known.first_party is None:
        return _setup_below(line, module)
    return ""


def _setup_below(line: int, module: Module) -> str:
    for node in module.tree.body:
        if (
            node.lineno >= line
            and not isinstance(node, DEFINITIONS)
            and _MAKES_IMPORTABLE.search(ast.unparse(node))
        ):
            return f"below the code on line {node.lineno}, which it may need"
    return ""
