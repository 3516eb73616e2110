"""Why might a module fail with an import above its code? What that code says."""

from __future__ import annotations

import ast
import functools
import os
import re
from collections.abc import Sequence
from pathlib import PurePath

from flake8_missing_import.annotations import imported_from
from flake8_missing_import.conditions import Conditions
from flake8_missing_import.imports import (
    bound_name,
    full_name,
    import_statements,
    imported_modules,
    imported_names,
    module_of,
)
from flake8_missing_import.model import ImportStatement, Place, Use
from flake8_missing_import.module import Module
from flake8_missing_import.moving.staying import (
    FAILING_IMPORT,
    RUN_ELSEWHERE,
    absence_reason,
    is_own,
)
from flake8_missing_import.moving.type_checking import never_run
from flake8_missing_import.project.known_imports import KnownImports
from flake8_missing_import.project.own_package import own_place
from flake8_missing_import.project.own_tree import names_taken_by
from flake8_missing_import.scopes import DEFINITIONS, TRIES, assigned_names, chain_of
from flake8_missing_import.spelling import last_name, root, without_call, word, written
from flake8_missing_import.stdlib import NOT_IN_ALL_BUILDS

_MAKES_IMPORTABLE = re.compile(
    r"\bsys\.path(\.(append|extend|insert)\(|(\[[^][]*\])? \+?= )"
    r"|\bsite\.addsitedir\(|\bdjango\.setup\("
)
"""Code before which a project's own modules may not be found, or not be ready."""
_PLATFORM = frozenset(
    {"os.name", "os.uname", "sys.getwindowsversion", "sys.platform"}
    | {f"platform.{one}" for one in ("platform", "system", "uname", "win32_ver")}
)
"""What tells on which platform code runs (their documentation)."""
_NEEDLESS = "only annotations use it, and it may import this file"
"""Why an own import is none that a fix may add: without it, nothing fails."""
_OF_DAGS = frozenset({"dag", "setup", "task", "task_group", "teardown"})
"""Airflow's decorators of functions that run where their module is (its documentation)."""
_SENT_AWAY = "the code that uses it may run without this file"
_OF_TESTS = frozenset({"conftest", "test", "tests"})
"""Parts of the names of modules that only tests have a use for."""
_QUESTIONS = frozenset({"find_spec", "importorskip"})
"""Functions that tell whether something can be imported: importlib's and pytest's."""


def obstacle(
    statement: ImportStatement,
    line: int,
    conditions: Conditions,
    places: Sequence[Place],
    *,
    is_imported_later: bool,
) -> str:
    """Return why an import on a line may fail, as far as the module tells.

    :param conditions: those of the module.
    :param places: those that need it.
    :param is_imported_later: whether a function, or code further down, has that import.
    """
    module = conditions.module
    if places and all(isinstance(one, Use) and _is_sent_away(one, module) for one in places):
        return _SENT_AWAY
    needed = package = statement.module.partition(".")[0]
    is_known_to_be_own = is_own(statement, module)
    if module.library.has_module(statement.module):
        if package not in NOT_IN_ALL_BUILDS:
            return ""
    elif is_known_to_be_own or module.options.known.first_party is None:
        reason = (
            _tests_alone(statement, module, is_known_to_be_own=is_known_to_be_own)
            or _files_beside_alone(statement, module)
            or _setup_below(line, module)
            or _circle(statement, line, module, is_likely=is_imported_later)
            or (_NEEDLESS if is_known_to_be_own and never_run(places, conditions) else "")
        )
        if reason:
            return reason
        if is_known_to_be_own:
            needed = _own_part(statement, module)
    return f"the file also works without '{needed}'" if _may_be_absent(needed, conditions) else ""


def _is_sent_away(use: Use, module: Module) -> bool:
    """Say whether a function around a use goes to processes without the module's imports."""
    for function in use.parents:
        for decorator in getattr(function, "decorator_list", ()):
            maker = without_call(decorator)
            packages = {one.partition(".")[0] for one in imported_from(word(root(maker)), module)}
            if last_name(maker) not in _OF_DAGS and not RUN_ELSEWHERE.isdisjoint(packages):
                return True
    return False


def ask_for_platform(places: Sequence[Place], conditions: Conditions) -> bool:
    """Say whether there is a question of the platform around each of some uses.

    It is in the outermost function, or else in the outermost statement. So is one for what not
    every platform has: ``if fcntl: …``.
    """
    return all(
        isinstance(one, Use) and _asks_for_platform(_outermost(one), conditions) for one in places
    )


def _outermost(use: Use) -> ast.AST:
    return next(one for one in chain_of(use)[-2::-1] if not isinstance(one, ast.ClassDef))


@functools.lru_cache(maxsize=8)  # those around many uses, and no file for long
def _asks_for_platform(code: ast.AST, conditions: Conditions) -> bool:
    module, parts = conditions.module, [code]
    names: set[str] = set()
    for part in parts:
        for node in ast.walk(part):
            if isinstance(node, ast.Attribute | ast.Name):
                if full_name(node, conditions.full_names) in _PLATFORM:
                    return True
                if isinstance(node, ast.Name) and node.id not in names:
                    names.add(node.id)
                    parts += filter(None, [conditions.value_of(node.id)])
    return any(
        isinstance(parents[0], TRIES)
        and any(bound_name(one) in names for one in node.names)
        and any(absence_reason(ImportStatement(one), module) for one in _imported(node))
        for node, parents in import_statements(module)
    )


def absence_elsewhere(statement: ImportStatement, module: Module) -> str:
    """Return why an import at the top may fail, if the module has none of the kind there."""
    needed = imported_modules(module.tree.body) | {
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


def _files_beside_alone(statement: ImportStatement, module: Module) -> str:
    """Return why a file may not find a module that only files in other folders import."""
    known = module.options.known
    name = f"{statement.module}.py"
    folders = [PurePath(one).parent for one in sorted(known.folders) if PurePath(one).name == name]
    path = PurePath(os.path.abspath(module.filename))
    if not folders or not {*folders}.isdisjoint(path.parents):
        return ""
    return f"it is in '{folders[0].name}', and this file is not"


def _setup_below(line: int, module: Module) -> str:
    for node in module.tree.body:
        if (
            node.lineno >= line
            and not isinstance(node, DEFINITIONS)
            and _MAKES_IMPORTABLE.search(written(node))
        ):
            return f"below the code on line {node.lineno}, which it may need"
    return ""


def _circle(statement: ImportStatement, line: int, module: Module, *, is_likely: bool) -> str:
    """Return which name of the module an own import on a line may need before it is bound.

    What is imported tells, where the tree has it. What is in a package often imports from that; of
    other modules, and of a single module beside a package, that is only likely where they have the
    import in functions, or below what they bind. The packages around a module have begun before it.
    """
    known = module.options.known
    place = own_place(module.filename, known)
    if place is None:
        return ""
    is_package = place.module == place.package
    is_likely |= is_package and not _is_single_module(statement.module, known)
    if not statement.name and _is_in(place.module, statement.module):
        return ""
    taken = names_taken_by(statement, module)
    for node in module.tree.body:
        names = [node.name] if isinstance(node, DEFINITIONS) else assigned_names(node)
        for name in names if node.lineno >= line else ():
            is_known = (place.module, name, None) in known.by_name.get(name, ())
            if name in taken or (is_likely and is_known):
                return f"others import '{name}' from here, which line {node.lineno} binds"
    return ""


def _is_single_module(module: str, known: KnownImports) -> bool:
    """Say whether a module is the project's own, and in none of the packages that it has."""
    folders = {PurePath(folder).name for folder in known.folders}
    return module in (known.first_party or frozenset()) - folders


def _own_part(statement: ImportStatement, module: Module) -> str:
    """Return which part of the project an import needs; the packages around the file are there."""
    place = own_place(module.filename, module.options.known)
    is_around = place is not None and _is_in(place.module, statement.module)
    if statement.name and (is_around or not statement.module.strip(".")):
        return _member(statement.module, statement.name)
    return statement.module


def _may_be_absent(needed: str, conditions: Conditions) -> bool:
    """Say whether a module can do without what it needs, and does not import it unguarded."""
    module = conditions.module
    imports = [
        (node, *parents)
        for node, parents in import_statements(module)
        if any(_is_in(one, needed) for one in _imported(node))
    ]
    if any(isinstance(chain[1], ast.Module) for chain in imports):
        return False
    expected = conditions.expectations(FAILING_IMPORT)
    return any(map(expected.are_met, imports)) or any(
        _asks_for(needed, node) for node in module.parents
    )


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    """Return the modules that a statement imports, or else the members."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [_member(module_of(node), alias.name) for alias in node.names]


def _member(module: str, name: str) -> str:
    return f"{module}.{name}" if module.strip(".") else f"{module}{name}"


def _is_in(dotted: str, package: str) -> bool:
    return f"{dotted}.".startswith(f"{package}.")


def _asks_for(needed: str, node: ast.AST) -> bool:
    match node:
        case ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]):
            is_question = last_name(function) in _QUESTIONS
            return is_question and _is_in(name, needed)
        case _:
            return False
