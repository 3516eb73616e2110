"""Write unlisted_names.txt and absent_names.txt by asking the Pythons themselves.

Modules have names that typeshed leaves out, most of them private. Code that uses one
(``warnings._deprecated``) means the module all the same, or may mean it, if the name is that of
a module which it imports (``logging.traceback``). And typeshed lists modules for Pythons that do
not have them yet, and names that newer ones no longer have: those are left out of the index.

Each module is asked in a fresh isolated interpreter (``-I -S``). Pythons that are not installed
anywhere run in Node, where nothing but ``sys.modules`` is fresh: the answers of an installed
Python and of the same version in Node say what is different there. Run it with the Pythons to
ask, an interpreter or the directory of npm's package ``pyodide``, then make the index again::

    python -m tools.measure_runtime python3.10 python3.11 python3.12 python3.13 \
        node_modules/pyodide-3.13 node_modules/pyodide-3.14 node_modules/pyodide-3.15
"""

from __future__ import annotations

import argparse
import functools
import itertools
import sys
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from pathlib import Path

from flake8_missing_import.stdlib import (
    INDEX,
    MODULE_ATTRIBUTES,
    UNLISTED_NAMES,
    StandardLibrary,
    is_public_home,
)
from tools.interpreters import Interpreter, Version

ABSENT_NAMES = Path(__file__).with_name("absent_names.txt")

HEADER = """\
# The names of modules that index.txt lacks.
# Made by tools/measure_runtime.py with Python {versions}; do not edit.
#
# module: names; modules that it imports, by the names that these have there
# +3.11 since Python 3.11, -3.11 until Python 3.11 (included).
"""

ABSENT_HEADER = """\
# What some Pythons lack: modules, and names that a module had in an earlier one.
# Made by tools/measure_runtime.py with Python {versions}; do not edit.
#
# module: the Pythons that lack it
# module: names; the Pythons that lack these
"""

_QUESTION = """
import types

def ask(module):
    # What an import prints (this) is not the answer, and no browser is to open (antigravity).
    sys.stdout = io.StringIO()
    sys.modules["webbrowser"] = types.ModuleType("webbrowser")
    sys.modules["webbrowser"].open = print
    try:
        __import__(module)
    except BaseException as error:
        is_absent = f"{module}.".startswith(f"{getattr(error, 'name', '')}.")
        print([module, None if is_absent else []], file=output, flush=True)
        return
    loaded = sys.modules[module]
    names = [name for name in list(vars(loaded)) if is_wanted(loaded, name)]
    print([module, sorted(names)], file=output, flush=True)

def is_other_module(loaded, name):
    is_module = isinstance(value_of(loaded, name), types.ModuleType)
    return is_module and f"{loaded.__name__}.{name}" not in sys.modules

def is_no_submodule(loaded, name):
    return not isinstance(value_of(loaded, name), types.ModuleType) or is_other_module(loaded, name)

def is_starred(loaded, name):
    return name in getattr(loaded, "__all__", [name] if name[:1] != "_" else [])

def value_of(loaded, name):
    value = vars(loaded)[name]
    # Lazy imports (PEP 810) are what they import.
    return getattr(loaded, name, None) if type(value).__name__ == "lazy_import" else value
"""

NOT_FOR_USE = {
    # Demonstrations, tests and applications, which no program imports.
    *("idlelib", "test", "turtledemo", "xxlimited", "xxlimited_35", "xxlimited_3_13", "xxsubtype"),
    *("_ctypes_test", "_testbuffer", "_testcapi", "_testclinic", "_testclinic_limited"),
    *("_testexternalinspection", "_testimportmultiple", "_testinternalcapi"),
    *("_testlimitedcapi", "_testmultiphase", "_testsinglephase", "_xxtestfuzz"),
}

Names = Mapping[str, frozenset[str]]
"""By module, the names that it has; none if it could not be imported for lack of another."""
Table = dict[str, dict[str, set[Version]]]
"""By module and name, the versions that have it."""


def ask(interpreter: Interpreter, start: Iterable[str], wanted: str = "is_no_submodule") -> Names:
    """Return the names of each module.

    :param wanted: which, a function of the question.
    """
    library = StandardLibrary(interpreter.version())
    modules = library.all_modules | interpreter.own_modules()
    # What is in __main__ depends on the program.
    asked = {m for m in modules if m.partition(".")[0] not in NOT_FOR_USE | {"__main__"}}
    answers = interpreter.ask_each(f"{_QUESTION}is_wanted = {wanted}\n", asked, start)
    return {module: frozenset(names) for module, names in answers.items() if names is not None}


def carried_over(native: Names, in_node: Names, later: Names) -> Names:
    """Return the names that a Python has that runs only in Node.

    :param native: those of an installed Python.
    :param in_node: those of the same version in Node. What differs from the installed one is
        due to Node.
    :param later: those of the newer one in Node.
    """
    none: frozenset[str] = frozenset()
    names = {}
    for module in native.keys() | later.keys():
        installed, same = native.get(module, none), in_node.get(module, none)
        if module in later or module not in in_node:
            foreign = same - installed if module in native else none
            names[module] = (later.get(module, none) - foreign) | (installed - same)
    return names


def by_python(
    pythons: Iterable[str], ask: Callable[[Interpreter, Iterable[str]], Names]
) -> dict[Version, Names]:
    """Return, by version, what installed Pythons answer, and what newer ones do in Node."""
    interpreters = sorted(map(Interpreter, pythons), key=lambda one: one.is_in_node)
    # Pyodide imports a lot to start. What a start needs is what an isolated Python has by then.
    start = interpreters[0].start_modules()
    native, in_node = (
        {
            one.version(): ask(one, start if kind else one.start_modules())
            for one in interpreters
            if one.is_in_node == kind
        }
        for kind in (False, True)
    )
    newest = max(native)
    same = in_node.get(newest, {})
    later = {
        version: carried_over(native[newest], same, names)
        for version, names in in_node.items()
        if version > newest
    }
    return {**native, **later}


def measured(pythons: Iterable[str]) -> dict[Version, Names]:
    """Return the names by version, those of submodules left out."""
    return by_python(pythons, ask)


def imported(pythons: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Return the names under which modules have others that they import, after each module."""
    answers = by_python(pythons, functools.partial(ask, wanted="is_other_module"))
    return frozenset(
        (module, name)
        for by_module in answers.values()
        for module, names in by_module.items()
        for name in names
    )


def unlisted(names: Mapping[Version, Names]) -> Table:
    """Return the names that the index lacks."""
    table: Table = defaultdict(lambda: defaultdict(set))
    for version, by_module in names.items():
        library = StandardLibrary(version)
        for module, having in by_module.items():
            for name in having - MODULE_ATTRIBUTES:
                if not library.is_listed(module, name):
                    table[module][name].add(version)
    return table


def table_text(names: Mapping[Version, Names], modules: Container[tuple[str, str]]) -> str:
    """Return the table of names that the index lacks as it is to be committed.

    :param modules: those that are of other modules, as :func:`imported` returns them.
    """
    versions = sorted(names)
    text = HEADER.format(versions=listed(versions))
    for module, having in sorted(unlisted(names).items()):
        own, others = (
            " ".join(
                name + mark(where, versions)
                for name, where in sorted(having.items())
                if ((module, name) in modules) == is_module
            )
            for is_module in (False, True)
        )
        where = set[Version]().union(*having.values())
        text += f"{module}{mark(where, versions)}: {own}{'; ' if others else ''}{others}\n"
    return text


def absent_modules(names: Mapping[Version, Names]) -> dict[str, set[Version]]:
    """Return, by module, the Pythons that lack it. One that none has is another platform's."""
    modules = filter(is_public_home, set[str]().union(*names.values()))
    lacking = {m: {version for version in names if m not in names[version]} for m in modules}
    return {module: where for module, where in lacking.items() if where}


def absent_names(names: Mapping[Version, Names]) -> dict[tuple[str, str], set[Version]]:
    """Return, by module and name, the Pythons that lack the name, though an earlier one had it.

    Patch releases add names: one that is not there yet says nothing. Nor does one of a module
    with ``__getattr__``, which may know it.
    """
    lacking: dict[tuple[str, str], set[Version]] = defaultdict(set)
    libraries = list(map(StandardLibrary, names))
    for earlier, version in itertools.pairwise(sorted(names)):
        for module, having in names[version].items():
            gone = names[earlier].get(module, frozenset()) - having
            gone |= {n for m, n in lacking if m == module and n not in having}
            for name in gone if having and "__getattr__" not in having else ():
                if any(library.is_listed(module, name) for library in libraries):
                    lacking[module, name].add(version)
    return lacking


def absent_text(names: Mapping[Version, Names]) -> str:
    """Return the table of what Pythons lack as it is to be committed."""
    lines = [f"{module}: {listed(where)}" for module, where in absent_modules(names).items()]
    grouped: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (module, name), where in absent_names(names).items():
        grouped[module, listed(where)].add(name)
    lines += [f"{m}: {' '.join(sorted(gone))}; {where}" for (m, where), gone in grouped.items()]
    return ABSENT_HEADER.format(versions=listed(names)) + "\n".join(sorted(lines)) + "\n"


def rows(by_version: Mapping[Version, Names]) -> str:
    """Return a table's rows: what several Pythons say of each name, and which of them do."""
    having: Table = defaultdict(lambda: defaultdict(set))
    for version, names in by_version.items():
        for name, said in names.items():
            for one in said:
                having[name][one].add(version)
    versions = sorted(by_version)
    return "".join(
        f"{name}: {' '.join(one + mark(where, versions) for one, where in sorted(said.items()))}\n"
        for name, said in sorted(having.items())
    )


def listed(versions: Iterable[Version]) -> str:
    """Return versions in a readable form."""
    return ", ".join("{}.{}".format(*version) for version in sorted(versions))


def mark(where: set[Version], versions: list[Version]) -> str:
    """Return what to write after a name for the range of versions that has it."""
    first, last = min(where), max(where)
    return ("" if first == versions[0] else "+{}.{}".format(*first)) + (
        "" if last == versions[-1] else "-{}.{}".format(*last)
    )


def main() -> int:
    """Measure and write the tables."""
    parser = argparse.ArgumentParser(description="Ask Pythons what their modules have.")
    parser.add_argument("python", nargs="+", help="an interpreter or a directory of Pyodide")
    pythons = parser.parse_args().python
    if not INDEX.exists():
        parser.error("make the index first")
    names = measured(pythons)
    UNLISTED_NAMES.write_text(table_text(names, imported(pythons)), encoding="utf-8")
    ABSENT_NAMES.write_text(absent_text(names), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
