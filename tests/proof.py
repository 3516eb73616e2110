"""Run our own snippets in a fresh interpreter, before and after the suggested edit."""

from __future__ import annotations

import subprocess
import sys
import traceback
import types

import pyflakes.checker

from flake8_missing_import import MissingImport
from flake8_missing_import.adding import with_import
from tests.restore import parse

HAS_PROCESSES = sys.platform != "emscripten"

_CORE = frozenset(
    {"_abc", "_codecs", "_frozen_importlib", "_frozen_importlib_external", "_imp", "_io", "_signal",
     "_thread", "_warnings", "_weakref", "abc", "builtins", "codecs", "encodings", "io", "marshal",
     "posix", "sys", "time", "zipimport"}
)  # fmt: skip
"""What ``python -I -S`` has loaded before it runs anything, submodules of encodings besides."""


def error(source: str) -> str:
    """Return the last line that running a module in isolation prints as its error."""
    if not HAS_PROCESSES:
        return _error_in_this_process(source)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", source], capture_output=True, text=True, check=False
    )
    return done.stderr.rstrip().rpartition("\n")[2]


def _error_in_this_process(source: str) -> str:
    """Do without a process what :func:`error` does: nothing is loaded but what a start loads."""
    loaded = dict(sys.modules)
    main = types.ModuleType("__main__")
    for name in loaded:
        if name not in _CORE and not name.startswith("encodings."):
            del sys.modules[name]
    getattr(sys, "lazy_modules", set()).clear()
    sys.modules["__main__"] = main
    try:
        exec(compile(source, "<string>", "exec", dont_inherit=True), vars(main))
    except SystemExit as raised:
        return "" if raised.code is None or isinstance(raised.code, int) else str(raised.code)
    except BaseException as raised:
        return traceback.format_exception_only(raised)[-1].rstrip().rpartition("\n")[2]
    finally:
        sys.modules.clear()
        sys.modules.update(loaded)
    return ""


def fixed(source: str, finding: MissingImport) -> str:
    """Return the source with the edit of a finding, and check that pyflakes has nothing new."""
    assert finding.edit is not None
    after = with_import(source.encode(), finding).decode()
    assert messages(after) <= messages(source)
    return after


def messages(source: str) -> set[str]:
    """Return what pyflakes says of a module, with 0 for the line numbers in it."""
    checker = pyflakes.checker.Checker(parse(source))
    return {
        str(message.message) % tuple(0 if isinstance(a, int) else a for a in message.message_args)
        for message in checker.messages
    }
