"""Write flake8_missing_import/stdlib/first_use_submodules.txt by using the packages' names.

A package may load a submodule when one of its names is first used: when it is read (a
``__getattr__`` of the package), or when it is called (an import in the body of the function).
Each name is read where only its package is loaded; what a call imports is read from the source of
the functions and methods of all modules in packages, without a call. What their callees import
depends on the arguments, so the calls of CALLS are made. Run it with the Pythons to ask, those
that are not installed anywhere in Node, as for tools/measure_runtime.py::

    python -m tools.measure_first_use python3.10 python3.11 python3.12 python3.13 \
        node_modules/pyodide-3.13 node_modules/pyodide-3.14 node_modules/pyodide-3.15
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping

from flake8_missing_import.stdlib import StandardLibrary
from flake8_missing_import.stdlib.brought import FIRST_USE_SUBMODULES, READ
from tools.interpreters import Interpreter, Version
from tools.measure_brought_modules import NOT_ASKED
from tools.measure_runtime import Names, by_python, listed, rows

HEADER = """\
# The submodules that the first use of a package's name loads.
# Made by tools/measure_first_use.py with Python {versions}; do not edit.
#
# name, or .method: submodules; +3.11 since Python 3.11, -3.11 until Python 3.11 (included).
# name@: what is loaded as soon as the name is read.
"""

CALLS = {
    "asyncio.AbstractEventLoop.run_in_executor": (
        "asyncio.new_event_loop().run_in_executor(None, int).cancel()"
    ),
    "asyncio.to_thread": "asyncio.run(asyncio.to_thread(int))",
    "email.message.EmailMessage": "email.message.EmailMessage()",
    "email.message_from_binary_file": "email.message_from_binary_file(io.BytesIO())",
    "email.message_from_bytes": "email.message_from_bytes(b'')",
    "email.message_from_file": "email.message_from_file(io.StringIO())",
    "email.message_from_string": "email.message_from_string('')",
    "email.parser.BytesParser": "email.parser.BytesParser().parsebytes(b'')",
    "email.parser.HeaderParser": "email.parser.HeaderParser().parsestr('')",
    "email.parser.Parser": "email.parser.Parser().parsestr('')",
    "importlib.resources.files": "importlib.resources.files('json')",
    "multiprocessing.Process.start": "multiprocessing.Process(target=int).start()",
    "sqlite3.Connection.iterdump": "list(sqlite3.connect(':memory:').iterdump())",
    "xml.dom.getDOMImplementation": "xml.dom.getDOMImplementation()",
    "xml.dom.minidom.parse": "xml.dom.minidom.parse(io.BytesIO(b'<a/>'))",
    "xml.dom.minidom.parseString": "xml.dom.minidom.parseString('<a/>')",
    "xml.dom.pulldom.parse": "xml.dom.pulldom.parse(io.BytesIO(b'<a/>'))",
    "xml.dom.pulldom.parseString": "xml.dom.pulldom.parseString('<a/>')",
    "xml.sax.make_parser": "xml.sax.make_parser()",
    "xml.sax.parse": "xml.sax.parse(io.BytesIO(b'<a/>'), xml.sax.ContentHandler())",
    "xml.sax.parseString": "xml.sax.parseString(b'<a/>', xml.sax.ContentHandler())",
}
"""Calls that work anywhere, of names whose callees import something, by full name."""

_QUESTION = """\
import ast, inspect, io, posix, textwrap

def is_pending(module, name):
    # A __getattr__ of the module knows it, or it is imported lazily (PEP 810).
    value = vars(sys.modules[module]).get(name)
    return name not in vars(sys.modules[module]) or type(value).__name__ == "lazy_import"

def read(module, name):
    before = set(sys.modules)
    getattr(sys.modules[module], name, None)
    for use in ("", READ):
        show(f"{module}.{name}{use}", before, {module.partition(".")[0]})

def show(name, before, packages):
    loaded = set(sys.modules) - before
    own = sorted(one for one in loaded if "." in one and one.partition(".")[0] in packages)
    if own:
        print([name, own], file=output, flush=True)

def statements(body):
    # What an if decides may never be imported.
    for statement in body:
        yield statement
        for part in ("body", "orelse", "finalbody"):
            if isinstance(statement, (ast.With, ast.Try)):
                yield from statements(getattr(statement, part, []))

def imported(function):
    try:
        definition = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    except (OSError, TypeError, SyntaxError):
        return
    package = function.__globals__.get("__package__") or ""
    for statement in statements(getattr(definition, "body", [])):
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            parts = package.split(".")
            base = parts[: len(parts) + 1 - statement.level] if statement.level else []
            module = ".".join([*base, *filter(None, [statement.module])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in statement.names)

def functions(module):
    for name, value in [*vars(sys.modules[module]).items()]:
        if inspect.isclass(value):
            yield f"{module}.{name}", vars(value).get("__init__")
            if value.__module__ == module:
                yield from ((f".{each}", method) for each, method in vars(value).items())
        else:
            yield f"{module}.{name}", value

def called(name, module, imports):
    before = set(sys.modules)
    for each in imports:
        try:
            __import__(each)
        except ImportError:
            pass
    show(name, before, {module.partition(".")[0]})

def made(full_name, call):
    module, _, name = full_name.rpartition(".")
    try:
        __import__(module)
    except ImportError:  # it is a method
        module, full_name = module.rpartition(".")[0], f".{name}"
        __import__(module)
    before = set(sys.modules)
    eval(call, {"io": io, module.partition(".")[0]: sys.modules[module.partition(".")[0]]})
    show(full_name, before, before)

def ask(module, names):
    try:
        __import__(module)
    except BaseException:
        return
    if hasattr(sys.modules[module], "__path__"):
        for name in sorted({*names, *dir(sys.modules[module])}):
            if not name.startswith("_") and is_pending(module, name):
                alone(module, read, module, name)
    for name, function in functions(module):
        function = inspect.unwrap(getattr(function, "__func__", function))
        if inspect.isfunction(function) and not name.rpartition(".")[2].startswith("_"):
            if imports := list(imported(function)):
                alone(module, called, name, module, imports)

def alone(module, question, *arguments):
    before = set(sys.modules)
    apart(question, *arguments)
    if set(sys.modules) != before:
        purge()
        __import__(module)

def apart(question, *arguments):
    if sys.platform == "emscripten":
        try:
            question(*arguments)
        except Exception:  # it has no processes and no threads
            pass
    else:
        if not posix.fork():
            question(*arguments)
            posix._exit(0)
        posix.wait()

sys.stdout = None
for full_name, call in CALLS.items():
    purge()
    apart(made, full_name, call)
for line in sys.argv[2:]:
    module, _, names = line.partition(" ")
    purge()
    apart(ask, module, names.split())
"""


def modules_of(version: Version) -> dict[str, frozenset[str]]:
    """Return the packages with submodules, and these, each with the names that it exports."""
    library = StandardLibrary(version)
    submodules = {module for module in library.all_modules if "." in module}
    return {
        module: library.star_names(module)
        for module in submodules.union(module.rpartition(".")[0] for module in submodules)
        if module.split(".")[0] not in NOT_ASKED
    }


def ask(
    interpreter: Interpreter, modules: Mapping[str, frozenset[str]], start: Iterable[str]
) -> Names:
    """Return the submodules that the use of each name of some modules loads."""
    asked = [" ".join([module, *sorted(names)]) for module, names in sorted(modules.items())]
    lines = interpreter.fresh_lines(f"CALLS = {CALLS}\nREAD = {READ!r}\n{_QUESTION}", start, *asked)
    found = [ast.literal_eval(line) for line in lines if line.startswith("['")]
    loaded: dict[str, frozenset[str]] = defaultdict(frozenset)
    for full_name, submodules in found:
        loaded[full_name] |= frozenset(submodules)
    return loaded


def table_text(pythons: Iterable[str]) -> str:
    """Return the table as it is to be committed."""
    by_version = by_python(pythons, lambda one, start: ask(one, modules_of(one.version()), start))
    return HEADER.format(versions=listed(by_version)) + rows(by_version)


def main() -> int:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description="Ask Pythons what the use of names loads.")
    parser.add_argument("python", nargs="+", help="an interpreter to ask")
    text = table_text(parser.parse_args().python)
    FIRST_USE_SUBMODULES.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
