"""Ask a Python what its imports load: one that is installed, or one that runs in Node.

Each module is imported in a process of its own, a fork of one that has imported nothing. Pyodide
(npm's package ``pyodide``) has Pythons that are not installed anywhere, but cannot fork: there,
what ``sys.modules`` has beyond the modules of a bare start is removed before each import.
"""

from __future__ import annotations

import ast
import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Version = tuple[int, int]

_IN_NODE = """
const { loadPyodide } = require(process.argv[1]);
(async () => {
  const pyodide = await loadPyodide();
  pyodide.globals.set("arguments", pyodide.toPy(process.argv.slice(3)));
  pyodide.runPython("import sys; sys.argv[1:] = arguments");
  pyodide.runPython(process.argv[2]);
  process.exit(0);
})();
"""

_BEGINNING = """\
import io, sys
output, finders = sys.stdout, list(sys.meta_path)
start = set(sys.argv[1].split())
"""

_UNPACKING = """
ANY_EXCEPTION = '''
def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return type(name, (Exception,), {})
'''

# Pyodide's library is source in an archive: unpacked, each module is compiled only once.
import zipfile
archive = next(place for place in sys.path if place.endswith(".zip"))
zipfile.ZipFile(archive).extractall("/unpacked")
# Some of its modules only stand in for what WebAssembly cannot have (ssl). They have other names
# and other imports than Python's: without them, it lacks the module, as it lacks others.
import os
for file in os.scandir("/unpacked"):
    if file.is_file() and "Stub implementation of" in open(file, errors="replace").read(500):
        os.remove(file)
# No installed Python tells what concurrent.interpreters imports: here it can be imported, if all
# that it takes from the compiled modules are exceptions.
for module in ("_interpchannels", "_interpqueues", "_interpreters"):
    with open(f"/unpacked/{module}.py", "w") as file:
        file.write(ANY_EXCEPTION)
sys.path[sys.path.index(archive)] = "/unpacked"
sys.path_importer_cache.clear()
sys.dont_write_bytecode = False
# As -W ignore: what shows a warning is no part of the import.
import warnings
warnings.simplefilter("ignore")
sys.warnoptions.append("ignore")
"""

_QUESTION = """
import posix

def reached(dotted):
    first, *rest = dotted.split(".")
    found = sys.modules.get(first)
    for part in rest:
        found = getattr(found, part, None)
    return found is not None and found is sys.modules.get(dotted)

def unavailable(package):
    # A package may say None where its submodule cannot be imported (dbm.ndbm).
    names = [name for name, value in [*vars(sys.modules[package]).items()] if value is None]
    places = getattr(sys.modules[package], "__path__", ()) if names else ()
    files = {file for place in places for file in posix.listdir(place)}
    return [f"{package}.{name}" for name in names if f"{name}.py" in files]

def ask(module):
    # What an import prints is not the answer.
    sys.stdout = io.StringIO()
    try:
        __import__(module)
    except BaseException:
        print([module, None], file=output, flush=True)
        return
    loaded = [name for name in list(sys.modules) if name not in start]
    # What is imported lazily (PEP 810) is loaded by the attribute itself.
    names = [*sys.modules, *getattr(sys, "lazy_modules", ())]
    usable = [name for name in names if "." in name and reached(name)]
    usable += [name for package in list(sys.modules) for name in unavailable(package)]
    print([module, [loaded, usable]], file=output, flush=True)
"""

_FORKING = """
import posix
for item in sys.argv[2:]:
    if not posix.fork():
        ask(item)
        posix._exit(0)
    posix.wait()
"""

_PURGING = """
for item in sys.argv[2:]:
    purge()
    ask(item)
"""

_PURGE = """
def purge():
    forget_lazy_imports()
    for name in set(sys.modules) - start:
        del sys.modules[name]
        package, _, submodule = name.rpartition(".")
        # A package that stays would keep it.
        if package in start:
            vars(sys.modules[package]).pop(submodule, None)
    sys.meta_path[:] = finders

lazily_imported = set()

def forget_lazy_imports():
    # A lazy import (PEP 810) of a.b is remembered beyond the modules, until somebody asks an "a"
    # for its "b".
    pending = getattr(sys, "lazy_modules", set())
    lazily_imported.update(pending)
    for name in lazily_imported:
        parts = name.split(".")
        for length in range(1, len(parts)):
            package, submodule = (".".join(parts[:end]) for end in (length, length + 1))
            before = {each: sys.modules.get(each) for each in (package, submodule)}
            sys.modules.update({each: type(sys)(each) for each in before})
            getattr(sys.modules[package], parts[length], None)
            for each, module in before.items():
                if module is None:
                    del sys.modules[each]
                else:
                    sys.modules[each] = module
    pending.clear()
"""


@dataclass(frozen=True)
class Answer:
    """What importing a module did."""

    loaded: frozenset[str]
    """The modules that it loaded beyond those of a bare start."""
    usable: frozenset[str]
    """The submodules that attributes lead to from their top-level package."""


@dataclass(frozen=True)
class Interpreter:
    """An interpreter, or the directory of the package that has one for Node."""

    path: str

    @property
    def is_in_node(self) -> bool:
        """Say whether it runs in Node."""
        return Path(self.path).is_dir()

    def lines(self, code: str, *arguments: str) -> list[str]:
        """Return the lines that code prints before it ends or dies."""
        if self.is_in_node:
            command = ["node", "-e", _IN_NODE, str(Path(self.path).resolve()), code, *arguments]
        else:
            command = [self.path, "-I", "-S", "-W", "ignore", "-c", code, *arguments]
        return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()

    def fresh_lines(self, code: str, start: Iterable[str], *arguments: str) -> list[str]:
        """Return the lines that code prints to ``output``.

        There, ``purge()`` leaves nothing loaded but what a bare start loads.
        """
        beginning = _BEGINNING + (_UNPACKING if self.is_in_node else "") + _PURGE
        return self.lines(beginning + code, " ".join(start), *arguments)

    def run(self, code: str, *arguments: str) -> Any:
        """Return what code prints last, as JSON."""
        return json.loads(self.lines(code, *arguments)[-1])

    def version(self) -> Version:
        """Return the version without the patch release."""
        major, minor = self.run("import sys; print(list(sys.version_info[:2]))")
        return major, minor

    def is_settled(self) -> bool:
        """Say whether it is released: until then, what an import no longer brings may come back."""
        level = self.run("import json, sys; print(json.dumps(sys.version_info.releaselevel))")
        return bool(level == "final")

    def own_modules(self) -> frozenset[str]:
        """Return the top-level modules that the interpreter says its library has."""
        names = self.run("import json, sys; print(json.dumps(list(sys.stdlib_module_names)))")
        return frozenset(names)

    def start_modules(self) -> list[str]:
        """Return what is in ``sys.modules`` before the first import."""
        names = self.run(
            "import sys; names = [*sys.modules]; import json; print(json.dumps(names))"
        )
        return list(names)

    def ask(self, modules: Iterable[str], start: Iterable[str]) -> dict[str, Answer | None]:
        """Return what importing each module did, None where it failed."""
        answers = self.ask_each(_QUESTION, modules, start)
        return {
            module: Answer(*map(frozenset, answer)) if answer else None
            for module, answer in answers.items()
        }

    def ask_each(self, question: str, items: Iterable[str], start: Iterable[str]) -> dict[str, Any]:
        """Return the answer to a question for each item, None where there is none.

        :param question: code with a function ``ask(item)``, which prints a list of the item and
            the answer to ``output``. It runs where nothing is loaded but what a bare start loads.
        """
        code = question + (_PURGING if self.is_in_node else _FORKING)
        rest = sorted(items)
        answers: dict[str, Any] = dict.fromkeys(rest)
        while rest:
            lines = self.fresh_lines(code, start, *rest)
            given = [ast.literal_eval(line) for line in lines if line.startswith(("['", '["'))]
            answers.update((item, answer) for item, answer in given)
            # If an import kills the interpreter, it is started again for the rest.
            rest = rest[len(given) or 1 :] if self.is_in_node else []
        return answers
