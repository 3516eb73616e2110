"""Does the code around an import tell why it is there, and not at the top?"""

from __future__ import annotations

import ast
import builtins
import itertools
import re
from pathlib import PurePosixPath

from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.conditions.main_guards import is_for_program
from flake8_missing_import.imports import imported_modules
from flake8_missing_import.model import Binding, ImportStatement
from flake8_missing_import.module import Module
from flake8_missing_import.scopes import DEFINITIONS, FUNCTIONS, TRIES, Definition, chain_of
from flake8_missing_import.silence.expectations import BROAD, IMPORT_ERRORS
from flake8_missing_import.spelling import written
from flake8_missing_import.stdlib import NOT_IN_ALL_BUILDS, is_in_all_builds

_AT_TIMES = frozenset(
    {"last_exc", "last_traceback", "last_type", "last_value", "ps1", "ps2", "tracebacklimit"}
)
"""What ``sys`` has only after an error, or in an interactive session (its documentation)."""
_REPLACED = frozenset({"argv", "displayhook", "excepthook", "path", "stderr", "stdin", "stdout"})
"""What programs and their tests replace in ``sys``: an import in a function takes what is there."""

RUN_ELSEWHERE = frozenset({"airflow", "apache_beam", "execnet", "ipyparallel", "kfp", "parsl"})
"""Packages that send functions to processes without the module, or its imports."""

FAILING_IMPORT = IMPORT_ERRORS | BROAD
"""What an ``except`` names that handles the failure of an import."""

_OTHER_ERRORS = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type)
    and issubclass(value, BaseException)
    and not issubclass(ModuleNotFoundError, value)
)
"""What an ``except`` may name that handles no failure of a library's import."""

_CHANGES_IMPORTS = re.compile(
    r"\b(__import__|import_module|sys\.(meta_path|modules|path|path_hooks)|syspath_prepend)\b"
)
"""What code mentions that may change what an import beside it does."""

_REPLACES_MEMBERS = re.compile(r"\b(monkey\.patch_\w+|patch_all|monkey_patch)\(")
"""The calls with which gevent and eventlet replace what modules have."""

_PLATFORM_OR_VERSION = re.compile(
    r"\b(platform|version_info|hexversion|implementation|os\.name|TYPE_CHECKING|PY\d+|"
    r"\w*(WINDOWS|LINUX|MACOS|DARWIN|CYGWIN)\w*)\b",
    re.IGNORECASE,
)


def has_reason_to_stay(existing: Binding, conditions: Conditions) -> bool:
    """Say whether an import may fail, or do something else, at the top of the module."""
    module = conditions.module
    return (
        not _is_everywhere(existing.statement, module)
        or is_own(existing.statement, module)
        or any(isinstance(node, TRIES) for node in existing.parents)
        or conditions.expectations(FAILING_IMPORT).are_met(chain_of(existing))
        or _has_conditions(existing)
        or _is_replaced(existing, module)
        or _runs_elsewhere(existing, module)
    )


def _is_everywhere(statement: ImportStatement, module: Module) -> bool:
    """Say whether all builds of all Pythons from the target on have what is imported."""
    if absence_reason(statement, module):
        return False
    if not module.library.has_module(statement.module):
        # It is the project's own, or of another package.
        return statement.module.partition(".")[0] not in NOT_IN_ALL_BUILDS
    return is_in_all_builds(statement.module, statement.name or "", module.options.target_version)


def absence_reason(statement: ImportStatement, module: Module) -> str:
    """Return why what is imported may be missing: on other platforms, or at other times."""
    if statement.module == "sys" and statement.name in _AT_TIMES:
        return "it is not always there"
    if not module.library.is_on_all_platforms(statement.module, statement.name or ""):
        return "not every platform has it"
    return ""


def is_for_program_alone(existing: Binding, conditions: Conditions) -> bool:
    """Say whether an import is under ``__main__`` without a reason to stay there."""
    return bool(
        existing.scope is None
        and is_for_program(chain_of(existing), conditions)
        and not has_reason_to_stay(existing, conditions)
    )


def is_tried(binding: Binding, module: Module) -> bool:
    """Say whether a failure of an import would be caught, or it makes up for one that failed."""
    is_of_library = module.library.has_module(binding.statement.module)
    return any(
        _is_for_import_errors(child)
        if isinstance(child, ast.ExceptHandler)
        else child in parent.body
        and not all(is_of_library and _is_for_other_errors(one) for one in parent.handlers)
        for child, parent in itertools.pairwise(chain_of(binding))
        if isinstance(parent, TRIES)
    )


def _is_for_import_errors(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or not IMPORT_ERRORS.isdisjoint(
        re.findall(r"\w+", written(handler.type))
    )


def _is_for_other_errors(handler: ast.ExceptHandler) -> bool:
    """Say whether a handler surely is for none that the import of a library's module raises."""
    match handler.type:
        case ast.Tuple(elts=errors):
            pass
        case error:
            errors = [error] if error else []
    names = {error.id if isinstance(error, ast.Name) else "" for error in errors}
    return bool(names) and names <= _OTHER_ERRORS


def is_own(statement: ImportStatement, module: Module) -> bool:
    """Say whether what is imported may import the file: it is of its package, or of the project."""
    package = statement.module.partition(".")[0]
    path = PurePosixPath(module.filename.replace("\\", "/"))
    return (
        not package
        or package in (module.options.known.first_party or ())
        or package in (*path.parent.parts, path.stem)
    )


def may_import_file(statement: ImportStatement, module: Module) -> bool:
    """Say whether what is imported may import the file: not so the library, whatever its folder."""
    return is_own(statement, module) and not module.library.has_module(statement.module)


def may_break_circle(existing: Binding, conditions: Conditions) -> bool:
    """Say whether an import of the project's own may be where it is to run late, or never."""
    return may_import_file(existing.statement, conditions.module) and (
        existing.scope is not None or blocking_condition(chain_of(existing), conditions) is not None
    )


def _has_conditions(existing: Binding) -> bool:
    """Say whether the code around an import checks the platform, or changes what imports do.

    That is the outermost function, or else the outermost statement, and all decorators.
    """
    functions = [node for node in existing.parents if isinstance(node, FUNCTIONS)]
    code = functions[-1] if functions else chain_of(existing)[-2]
    decorators = [one for node in _definitions(existing) for one in node.decorator_list]
    tests = (getattr(node, "test", getattr(node, "subject", None)) for node in ast.walk(code))
    return any(_CHANGES_IMPORTS.search(written(part)) for part in (code, *decorators)) or any(
        _PLATFORM_OR_VERSION.search(written(test)) for test in (*decorators, *tests) if test
    )


def _is_replaced(existing: Binding, module: Module) -> bool:
    """Say whether a program, or a test, gives another value to the member that is imported."""
    statement = existing.statement
    if statement.name is None:
        return False  # the module stays the same
    if statement.module == "sys" and statement.name in _REPLACED:
        return isinstance(existing.scope, FUNCTIONS)
    owner, name = re.escape(statement.module), re.escape(statement.name)
    replacement = (
        rf"""\b{owner}\.{name}(["']|\s*=[^=])"""
        rf"""|\(\s*["']?[\w.]*\b{owner}["']?,\s*(["']{name}["']|[^()]*\b{name}\s*=)"""
    )
    return bool(_REPLACES_MEMBERS.search(module.text) or re.search(replacement, module.text))


def _runs_elsewhere(existing: Binding, module: Module) -> bool:
    """Say whether the function around an import may run without the module: its source is sent."""
    names = "|".join(node.name for node in _definitions(existing))
    return bool(names) and (
        re.search(rf"\bgetsource(lines)?\([\w.]*\b({names})\b", module.text) is not None
        or not RUN_ELSEWHERE.isdisjoint(imported_modules(module.tree.body))
    )


def _definitions(existing: Binding) -> list[Definition]:
    """Return the functions and classes around an import."""
    return [node for node in existing.parents if isinstance(node, DEFINITIONS)]
