"""MIS101: a standard-library import sits inside a function.

## What it finds

An import of the standard library in the body of a function that could just as well be at the
top of the module.

## Why it matters

Such a module works. But the import runs again on every call, the dependencies of the module
cannot be seen at its top, and the next function that uses the name finds it undefined
(MIS004):

```python
def age(created):
    import time
    return time.time() - created
```

## Fix

Move the import to the top.

```python
import time


def age(created):
    return time.time() - created
```

## When it is silent

The import is in the function for a visible reason:

- below `try`, or below a check of the platform or the version;
- in `__getattr__`, or in the `main` function of a program;
- for a module that not every build of Python has (`readline`, `sqlite3`);
- in a file with a star import, or one that uses the name for something else.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Iterator

from flake8_missing_import.conditions import main_guard
from flake8_missing_import.facts import Facts
from flake8_missing_import.imports import is_known_import
from flake8_missing_import.model import Binding, Missing
from flake8_missing_import.module import Module
from flake8_missing_import.scopes import FUNCTIONS, TRIES, scope_of_binding

CODE = "MIS101"

_NOT_EVERYWHERE = frozenset(
    {
        "_winapi", "bz2", "crypt", "ctypes", "curses", "dbm", "ensurepip", "fcntl", "grp",
        "lzma", "msvcrt", "multiprocessing", "nis", "nt", "ossaudiodev", "posix", "pty", "pwd",
        "readline", "resource", "spwd", "sqlite3", "ssl", "syslog", "termios", "tkinter", "tty",
        "turtle", "venv", "winreg", "winsound", "zlib",
    }
)  # fmt: skip
"""Modules that a platform or a build may lack (their documentation, "Availability", and the
list of optional modules in the development guide of CPython)."""

_PLATFORM_OR_VERSION = re.compile(
    r"\b(platform|version_info|hexversion|implementation|os\.name|TYPE_CHECKING|PY\d+|"
    r"\w*(WINDOWS|LINUX|MACOS|DARWIN|CYGWIN)\w*)\b",
    re.IGNORECASE,
)


def imports_in_functions(module: Module, facts: Facts) -> Iterator[Missing]:
    """Yield each import in a function that could stand at the top."""
    if CODE not in module.options.optional_codes or facts.star_imports:
        # Any name may be one that a star import binds.
        return
    has_main = any(main_guard([node, node]) for node in module.tree.body)
    for name, bindings in facts.bindings.items():
        imports = [
            one
            for one in bindings
            if isinstance(one.scope, FUNCTIONS) and is_known_import(one, module)
        ]
        is_bound = any(_is_in_module(one) for one in bindings)
        statements = {existing.statement for existing in imports}
        if is_bound or hasattr(builtins, name) or len(statements) > 1:
            continue
        movable = tuple(
            one
            for one in imports
            if not _has_reason(one, has_main) and not _is_variable(one, imports, bindings)
        )
        for existing in movable:
            assert existing.scope is not None
            yield Missing(
                CODE,
                name,
                existing.statement,
                (existing,),
                f"is imported inside '{existing.scope.name}'",
                moved=movable,
            )


def _is_in_module(binding: Binding) -> bool:
    """Say whether a name is bound at module level, or declared ``global``."""
    return binding.kind == "global" or isinstance(scope_of_binding(binding), ast.Module)


def _is_variable(
    existing: Binding, imports: Iterable[Binding], bindings: Iterable[Binding]
) -> bool:
    """Say whether its function gives the name other values, or lists its variables."""
    function = existing.scope
    assert function is not None
    return any(
        scope_of_binding(one) is function or (one.kind == "nonlocal" and function in one.parents)
        for one in bindings
        if one not in imports
    ) or any(
        isinstance(node, ast.Name) and node.id in {"locals", "vars"} for node in ast.walk(function)
    )


def _has_reason(existing: Binding, has_main: bool) -> bool:
    """Say whether the code around an import tells why it is there."""
    module = existing.statement.module.partition(".")[0]
    return module in _NOT_EVERYWHERE or any(
        isinstance(node, TRIES)
        or (
            isinstance(node, ast.If)
            and _PLATFORM_OR_VERSION.search(ast.unparse(node.test)) is not None
        )
        or (isinstance(node, FUNCTIONS) and node.name == "__getattr__")
        or (isinstance(node, FUNCTIONS) and node.name == "main" and has_main)
        for node in existing.parents
    )
