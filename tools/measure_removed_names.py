"""Write flake8_missing_import/stdlib/removed_names.txt by asking old Pythons.

They say which names of their modules, private ones included, and which methods of their builtin
types no Python from 3.10 on has. Each module is imported in a fork of a fresh interpreter
(``-E -S``, as Python 2 has no ``-I``). Run it with the old Pythons, and the supported ones, in
which some names are back, or known to a module's ``__getattr__`` alone::

    python -m tools.measure_removed_names python2.7 python3.6 python3.7 python3.8 \
        python3.9 python3.10 python3.11 python3.12 python3.13
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from flake8_missing_import.stdlib import OLDEST
from flake8_missing_import.stdlib.versions import (
    REMOVED_NAMES,
    has_in_some_supported,
    is_module,
)
from tools.measure_runtime import NOT_FOR_USE

HEADER = """\
# The names that modules and builtin types had in Pythons before 3.10, and modules that are
# gone since.
# Made by tools/measure_removed_names.py with Python {versions}; do not edit.
#
# module: names; -2.7 until Python 2.7 (included), without it until the module itself was gone.
"""

MODULES_QUESTION = """
import json, os, pkgutil, sys
library = os.path.dirname(os.__file__)
places = [library] + [p for p in sys.path if p.startswith(library) and "site-packages" not in p]
names = set(sys.builtin_module_names)
def add(places, prefix):
    for _, name, is_package in pkgutil.iter_modules(places):
        names.add(prefix + name)
        if is_package:
            add([os.path.join(place, name) for place in places], prefix + name + ".")
add(places, "")
print(json.dumps(sorted(names)))
"""

NAMES_QUESTION = """
import json, os, sys, types
def names_of(module, asked):
    owner, _, kind = module.rpartition(".")
    if owner == "builtins":
        loaded = eval(kind)
    else:
        __import__(module)
        loaded = sys.modules[module]
    if asked is not None:
        return [n for n in asked if hasattr(loaded, n)]
    if owner == "builtins":
        return [n for n in dir(loaded) if not n.startswith("_")]
    exported = set(getattr(loaded, "__all__", ()))
    return [n for n, v in vars(loaded).items() if not n.startswith("__")
            and not isinstance(v, type(print_function))
            and (n in exported or not exported or n.startswith("_")
                 or getattr(v, "__module__", module) == module)]
sys.modules["webbrowser"] = None
answers = {}
for module, asked in json.loads(sys.stdin.read()).items():
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        try:
            os.write(writing, json.dumps(names_of(module, asked)).encode())
        except BaseException:
            pass
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    os.wait()
    if text:
        answers[module] = json.loads(text)
print(json.dumps(answers))
"""

NOT_ASKED = {*NOT_FOR_USE, "lib2to3", "site-packages", "this", "antigravity"}

EXTRA = (
    "__builtin__",
    "os.path",
    *(f"builtins.{kind}" for kind in ("BaseException", "bytes", "dict", "list", "str", "tuple")),
)
"""Python 2's builtins, a module that also has another name, and types with their methods."""

Version = tuple[int, int]


def run(python: str, code: str, question: object = None) -> Any:
    """Return what an interpreter answers to a question, both as JSON."""
    code = "from __future__ import print_function\n" + code
    command = [python, "-E", "-S", "-W", "ignore", "-c", code]
    done = subprocess.run(
        command, input=json.dumps(question), check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def modules_of(python: str) -> list[str]:
    """Return the modules of a Python that programs may import, and the builtin types."""
    modules: list[str] = run(python, MODULES_QUESTION)
    return [
        *EXTRA,
        *(
            module
            for module in modules
            if not module.startswith("_")
            and not {"test", "tests", "__main__"} & set(module.split("."))
            and module.partition(".")[0] not in NOT_ASKED
        ),
    ]


def version_of(python: str) -> Version:
    """Return the version of an interpreter."""
    major, minor = run(python, "import sys; print(list(sys.version_info[:2]))")
    return major, minor


def measured(pythons: Iterable[str]) -> tuple[dict[str, dict[str, Version]], list[Version]]:
    """Return, by module, each removed name with the last Python that had it."""
    versions = {python: version_of(python) for python in pythons}
    candidates: dict[str, set[str]] = defaultdict(set)
    for python, version in versions.items():
        if version < OLDEST:
            modules = dict.fromkeys(modules_of(python))
            for module, names in run(python, NAMES_QUESTION, modules).items():
                removed = {name for name in names if not has_in_some_supported(module, name)}
                candidates[module] |= removed
    asked = {module: sorted(names) for module, names in candidates.items()}
    last: dict[str, dict[str, Version]] = defaultdict(dict)
    for python, version in sorted(versions.items(), key=lambda item: item[1]):
        for module, names in run(python, NAMES_QUESTION, asked).items():
            last[module].update(dict.fromkeys(names, version))
    kept = {
        module: {name: version for name, version in names.items() if version < OLDEST}
        for module, names in last.items()
    }
    return kept, sorted(versions.values())


def table_text(last: Mapping[str, Mapping[str, Version]], versions: Iterable[Version]) -> str:
    """Return the table as it is to be committed."""
    text = HEADER.format(versions=", ".join("{}.{}".format(*version) for version in versions))
    for module, names in sorted(last.items()):
        end = None if is_module(module) else max(names.values(), default=None)
        entries = [
            name if version == end else "{}-{}.{}".format(name, *version)
            for name, version in sorted(names.items())
        ]
        if entries:
            mark = "-{}.{}".format(*end) if end else ""
            text += f"{module}{mark}: {' '.join(entries)}\n"
    return text


def main() -> int:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description="Ask old Pythons what their modules had.")
    parser.add_argument("python", nargs="+", help="an interpreter to ask")
    REMOVED_NAMES.write_text(table_text(*measured(parser.parse_args().python)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
