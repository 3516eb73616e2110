"""MIS101: a standard-library import sits inside a function.

Fails::

    def age(created):
        import time
        return time.time() - created

Passes::

    import time

    def age(created):
        return time.time() - created

Silent where the import is there for a reason that shows: below ``try`` or a check of the
platform or the version, in ``__getattr__``, in the ``main`` of a program, for a module
that not every Python has, and where the module uses the name for something else.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set

from flake8_missing_import.misplaced import FUNCTIONS, main_guard
from flake8_missing_import.model import ExistingImport, Missing

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


def imports_in_functions(
    imports: Sequence[ExistingImport], bound: Set[str], tree: ast.Module
) -> Iterator[Missing]:
    """Yield each import in a function that could stand at the top.

    :param bound: the names of the imports that something binds at module level.
    """
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in tree.body):
        # Any name may be one that it binds.
        return
    has_main = any(main_guard([node]) for node in tree.body)
    by_name: dict[str, list[ExistingImport]] = defaultdict(list)
    for existing in imports:
        by_name[existing.bound_name].append(existing)
    for name, existing_imports in by_name.items():
        statements = {existing.statement for existing in existing_imports}
        if name in bound or hasattr(builtins, name) or len(statements) > 1:
            continue
        movable = tuple(
            existing for existing in existing_imports if not _has_reason(existing, has_main)
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


def _has_reason(existing: ExistingImport, has_main: bool) -> bool:
    """Say whether the code around an import tells why it is there."""
    module = existing.statement.module.partition(".")[0]
    return module in _NOT_EVERYWHERE or any(
        isinstance(node, (ast.Try, getattr(ast, "TryStar", ast.Try)))
        or (
            isinstance(node, ast.If)
            and _PLATFORM_OR_VERSION.search(ast.unparse(node.test)) is not None
        )
        or (isinstance(node, FUNCTIONS) and node.name == "__getattr__")
        or (isinstance(node, FUNCTIONS) and node.name == "main" and has_main)
        for node in existing.parents
    )
