"""Write flake8_missing_import/stdlib/unlisted_names.txt by asking the Pythons themselves.

Modules have names that typeshed leaves out, most of them private. Code that uses one
(``warnings._deprecated``) means the module all the same.

Each module is asked in a fresh isolated interpreter (``-I -S``). Run it with
the Pythons to ask, after the index was made::

    python tools/measure_runtime.py python3.10 python3.11 python3.12 python3.13
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flake8_missing_import.stdlib import (
    INDEX,
    MODULE_ATTRIBUTES,
    UNLISTED_NAMES,
    StandardLibrary,
)

HEADER = """\
# The names of modules that index.txt lacks.
# Made by tools/measure_runtime.py with Python {versions}; do not edit.
#
# module: names; +3.11 since Python 3.11, -3.11 until Python 3.11 (included).
"""

QUESTION = """
import json, os, sys, types
module = sys.argv[1]
# What an import prints (this) is not the answer, and no browser is to open (antigravity).
answer, sys.stdout = sys.stdout, open(os.devnull, "w")
sys.modules["webbrowser"] = types.SimpleNamespace(open=print)
names = []
try:
    __import__(module)
except BaseException:
    pass
else:
    attributes = vars(sys.modules[module]).items()
    names = [n for n, v in attributes if not isinstance(v, types.ModuleType)]
print(json.dumps(sorted(names)), file=answer)
"""

STUBLESS_QUESTION = "import json, sys; print(json.dumps(sorted(sys.stdlib_module_names)))"

NOT_FOR_USE = {
    # Demonstrations, tests and applications, which no program imports.
    *("idlelib", "test", "turtledemo", "xxlimited", "xxlimited_35", "xxsubtype"),
    *("_ctypes_test", "_testbuffer", "_testcapi", "_testclinic", "_testclinic_limited"),
    *("_testexternalinspection", "_testimportmultiple", "_testinternalcapi"),
    *("_testlimitedcapi", "_testmultiphase", "_testsinglephase", "_xxtestfuzz"),
}

Version = tuple[int, int]
Table = dict[str, dict[str, set[Version]]]
"""By module and name the versions that have it."""


def run(python: str, code: str, *arguments: str) -> Any:
    """Return what one isolated interpreter prints as JSON."""
    command = [python, "-I", "-S", "-c", code, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def ask(python: str, modules: Iterable[str]) -> dict[str, list[str]]:
    """Return the names of each module."""
    modules = list(modules)
    with ThreadPoolExecutor() as pool:
        answers = pool.map(lambda module: run(python, QUESTION, module), modules)
    return dict(zip(modules, answers, strict=True))


def version_of(python: str) -> Version:
    """Return the version of an interpreter."""
    major, minor = run(python, "import sys; print(list(sys.version_info[:2]))")
    return major, minor


def measured(pythons: Iterable[str]) -> tuple[Table, list[Version]]:
    """Return the table and the versions that were asked."""
    unlisted: Table = defaultdict(lambda: defaultdict(set))
    versions = []
    for python in pythons:
        version = version_of(python)
        versions.append(version)
        library = StandardLibrary(version)
        stubless = run(python, STUBLESS_QUESTION)
        # What is in __main__ depends on the program.
        modules = (library.all_modules | set(stubless)) - NOT_FOR_USE - {"__main__"}
        for module, names in ask(python, modules).items():
            for name in names:
                if not library.is_listed(module, name) and name not in MODULE_ATTRIBUTES:
                    unlisted[module][name].add(version)
    return unlisted, sorted(versions)


def table_text(table: Table, versions: list[Version]) -> str:
    """Return the table as it is to be committed."""
    text = HEADER.format(versions=", ".join("{}.{}".format(*version) for version in versions))
    for module, names in sorted(table.items()):
        entries = [name + mark(where, versions) for name, where in sorted(names.items())]
        having = set[Version]().union(*names.values())
        text += f"{module}{mark(having, versions)}: {' '.join(entries)}\n"
    return text


def mark(where: set[Version], versions: list[Version]) -> str:
    """Return what to write behind a name for the range of versions that has it."""
    first, last = min(where), max(where)
    return ("" if first == versions[0] else "+{}.{}".format(*first)) + (
        "" if last == versions[-1] else "-{}.{}".format(*last)
    )


def main() -> int:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description="Ask Pythons what their modules have.")
    parser.add_argument("python", nargs="+", help="an interpreter to ask")
    pythons = parser.parse_args().python
    if not INDEX.exists():
        parser.error("make the index first")
    UNLISTED_NAMES.write_text(table_text(*measured(pythons)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
