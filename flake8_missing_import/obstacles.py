"""Why might a module fail with an import above its code? What that code says."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Sequence
from pathlib import PurePath

from flake8_missing_import.expectations import Expectations
from flake8_missing_import.imports import import_statements, imported_modules, imported_names
from flake8_missing_import.model import ImportStatement, Place
from flake8_missing_import.module import Module
from flake8_missing_import.own_package import own_place
from flake8_missing_import.scopes import DEFINITIONS, assigned_names
from flake8_missing_import.spelling import last_name
from flake8_missing_import.staying import FAILING_IMPORT, absence_reason, is_own
from flake8_missing_import.type_checking import never_run

_MAKES_IMPORTABLE = re.compile(
    r"\bsys\.path(\.(append|extend|insert)\(|(\[[^]]*\])? \+?= )"
    r"|\bsite\.addsitedir\(|\bdjango\.setup\("
)
"""Code before which a project's own modules may not be found, or not be ready."""
_NEEDLESS = "only annotations use it, and it may import this file"
"""Why an own import is none that a fix may add: without it, nothing fails."""
_OF_TESTS = frozenset({"conftest", "test", "tests"})
"""Parts of the names of modules that only tests have a use for."""
_QUESTIONS = frozenset({"find_spec", "importorskip"})
"""Functions that tell whether something can be imported: importlib's and pytest's."""


def obstacle(
    statement: ImportStatement,
    line: int,
    module: Module,
    places: Sequence[Place],
    *,
    is_imported_later: bool,
) -> str:
    """Return why an import on a line may fail, as far as the module tells.

    :param places: those that need it.
    :param is_imported_later: whether a function, or code further down, has that import.
    """
    if module.library.has_module(statement.module):
        return ""
    is_known_to_be_own = is_own(statement, module)
    if is_known_to_be_own or module.options.known.first_party is None:
        reason = (
            _tests_alone(statement, module, is_known_to_be_own=is_known_to_be_own)
            or _setup_below(line, module)
            or _circle(statement, line, module, is_likely=is_imported_later)
            or (_NEEDLESS if is_known_to_be_own and never_run(places, module) else "")
        )
        if reason or is_known_to_be_own:
            return reason
    package = statement.module.partition(".")[0]
    return f"the file also works without '{package}'" if _may_be_absent(package, module) else ""


def absence_elsewhere(statement: ImportStatement, module: Module) -> str:
    """Return why an import at the top may fail, if the module has none of the kind there."""
    needed = imported_modules(module.tree) | {
        f"{owner}.{name}" for owner, name in imported_names(module.tree)
    }
    what = ".".join(filter(None, (statement.module, statement.name)))
    return "" if what in needed else absence_reason(statement, module)


def _tests_alone(statement: ImportStatement, module: Module, *, is_known_to_be_own: bool) -> str:
    """Return why code that is not installed with tests may not import from them.

    Files whose paths mention tests are some. Packages of others have parts for anybody's tests.
    """
    parts = statement.module.split(".")
    if _OF_TESTS.isdisjoint(parts if is_known_to_be_own else parts[:1]):
        return ""
    path = PurePath(os.path.abspath(module.filename))
    root = module.options.known.root
    inside = path.relative_to(root) if path.is_relative_to(root) else path
    return "" if "test" in str(inside).lower() else "it is of the tests, and this file is not"


def _setup_below(line: int, module: Module) -> str:
    for node in module.tree.body:
        if (
            node.lineno >= line
            and not isinstance(node, DEFINITIONS)
            and _MAKES_IMPORTABLE.search(ast.unparse(node))
        ):
            return f"below the code on line {node.lineno}, which it may need"
    return ""


def _circle(statement: ImportStatement, line: int, module: Module, *, is_likely: bool) -> str:
    """Return which name of the module an own import on a line may need before it is bound.

    What is in a package often imports from that; of other modules that is only known where they
    have the import in functions, or below what they bind. The packages around a module have
    begun to run before it.
    """
    known = module.options.known
    place = own_place(module.filename, known)
    if place is None or not (is_likely or place.module == place.package):
        return ""
    if not statement.name and f"{place.module}.".startswith(f"{statement.module}."):
        return ""
    for node in module.tree.body:
        names = [node.name] if isinstance(node, DEFINITIONS) else assigned_names(node)
        for name in names if node.lineno >= line else ():
            if (place.module, name, None) in known.by_name.get(name, ()):
                return f"others import '{name}' from here, which line {node.lineno} binds"
    return ""


def _may_be_absent(package: str, module: Module) -> bool:
    """Say whether a module can do without a package, and does not import it unguarded."""
    imports = [
        (node, *parents)
        for node, parents in import_statements(module)
        if package in _packages(node)
    ]
    if any(isinstance(chain[1], ast.Module) for chain in imports):
        return False
    expected = Expectations(module, FAILING_IMPORT)
    return any(map(expected.are_met, imports)) or any(
        _asks_for(package, node) for node in module.parents
    )


def _packages(node: ast.Import | ast.ImportFrom) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    return set() if node.level else {(node.module or "").partition(".")[0]}


def _asks_for(package: str, node: ast.AST) -> bool:
    match node:
        case ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]):
            is_question = last_name(function) in _QUESTIONS
            return is_question and name.partition(".")[0] == package
        case _:
            return False
