"""Compare what the checker says about submodules with what Pythons do.

For each package and each of its submodules, ``import package`` and ``package.submodule`` are run
where nothing else is loaded, and checked with that Python as the target. A finding is right if
the program fails there or in a later Python, so name all Pythons from the oldest one on::

    python -m tools.compare_pythons python3.13 node_modules/pyodide-3.14 node_modules/pyodide-3.15

A package that a Python in Node cannot import is left out. A version that is there both installed
and in Node shows whether the one in Node behaves like the installed one::

    python -m tools.compare_pythons --control python3.13 node_modules/pyodide-3.13

It may differ only in modules that load what Node's Python does not have. All modules take one to
two minutes. The exit status is 1 if there is another difference.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set

from flake8_missing_import import find_missing_imports
from flake8_missing_import.stdlib import StandardLibrary, is_public_home
from tools import measure_first_use
from tools.interpreters import Interpreter, Version
from tools.measure_brought_modules import (
    NOT_ASKED,
    Answers,
    brought_in,
    modules_of,
)
from tools.measure_runtime import listed

OF_PATCH_RELEASES = {"collections.abc"}
"""What comes with collections from Python 3.13.1 on, where enum imports collections."""

NEEDING_PROCESSES = {"concurrent", "multiprocessing"}
"""Packages that do hardly anything in Node: WebAssembly has neither processes nor threads."""

_QUESTION = """
def ask(line):
    package, *names = line.split()
    # What an import prints is not the answer.
    sys.stdout = io.StringIO()
    reached = []
    for name in names:
        if name == names[0] or set(sys.modules) != before:
            purge()
            try:
                __import__(package)
            except BaseException:
                print([line, None], file=output, flush=True)
                return
            before = set(sys.modules)
        if hasattr(sys.modules[package], name):
            reached.append(name)
    print([line, reached], file=output, flush=True)
"""

_SEARCH = """
import importlib.util
names = [name for name in sys.argv[2:] if name not in sys.modules]
print([name for name in names if not importlib.util.find_spec(name)], file=output)
"""

Reached = dict[str, bool]
"""By submodule, whether it is there when its package alone is imported."""


def lines_of(library: StandardLibrary) -> list[str]:
    """Return the packages of a Python, each with its submodules.

    What Linux lacks cannot be asked for there, and the checker says nothing of it.
    """
    submodules: dict[str, list[str]] = defaultdict(list)
    for module in sorted(filter(is_public_home, library.all_modules)):
        package, _, name = module.rpartition(".")
        is_asked = package and package.partition(".")[0] not in NOT_ASKED
        if is_asked and library.is_on_linux(module):
            submodules[package].append(name)
    return [" ".join([package, *names]) for package, names in submodules.items()]


def reached_in(interpreter: Interpreter, version: Version, start: Iterable[str]) -> Reached:
    """Return which submodules can be used where their package alone is imported."""
    reached: Reached = {}
    lines = lines_of(StandardLibrary(version))
    for line, answer in interpreter.ask_each(_QUESTION, lines, start).items():
        package, *names = line.split()
        if answer is not None:
            reached.update((f"{package}.{name}", name in answer) for name in names)
    return reached


def is_reported(submodule: str, target: Version) -> bool:
    """Say whether the checker has a finding for the use of a submodule of an imported package."""
    source = f"import {submodule.rpartition('.')[0]}\n{submodule}\n"
    return bool(find_missing_imports(source, target_version=target))


def wrong(measured: Mapping[Version, Reached]) -> Iterable[str]:
    """Yield the programs about which the checker and the Pythons disagree."""
    for version in sorted(measured):
        later = [measured[each] for each in sorted(measured) if each >= version]
        for submodule in sorted(measured[version]):
            works = all(reached.get(submodule, True) for reached in later)
            if works == is_reported(submodule, version):
                kind = "false alarm" if works else "not found"
                yield f"{listed([version])}: {submodule}: {kind}"


def measure(pythons: Iterable[str]) -> dict[Version, Reached]:
    """Return what can be reached in each version, in any Python of that version."""
    interpreters = sorted(map(Interpreter, pythons), key=lambda one: one.is_in_node)
    # As tools/measure_brought_modules.py does it.
    start = Interpreter(sys.executable).start_modules()
    measured: dict[Version, Reached] = defaultdict(dict)
    for interpreter in interpreters:
        own_start = start if interpreter.is_in_node else interpreter.start_modules()
        version = interpreter.version()
        by_submodule = measured[version]
        for submodule, is_there in reached_in(interpreter, version, own_start).items():
            by_submodule[submodule] = is_there or by_submodule.get(submodule, False)
    return measured


def lacking_in(native: Answers, in_node: Answers) -> set[str]:
    """Return the modules that only the installed Python can import."""
    return {module for module, answer in native.items() if answer and not in_node.get(module)}


def not_found(interpreter: Interpreter, modules: Iterable[str], start: Iterable[str]) -> set[str]:
    """Return which of some top-level modules a Python does not have."""
    lines = interpreter.fresh_lines(_SEARCH, start, *sorted(modules))
    return set(ast.literal_eval(lines[-1]))


def imports_that_differ(
    native: Answers, in_node: Answers, lacking: Set[str]
) -> dict[str, frozenset[str]]:
    """Return, by module, the submodules that an import brings in only one of two Pythons.

    :param lacking: what Node's Python lacks. Modules that load it are left out.
    """
    here, there = brought_in(native), brought_in(in_node)
    loaded = {module: answer.loaded for module, answer in native.items() if answer}
    different = {
        module: (here[module] ^ there[module]) - OF_PATCH_RELEASES
        for module in here.keys() & there.keys()
        if not loaded[module] & lacking
    }
    return {module: submodules for module, submodules in different.items() if submodules}


def control(python: str, in_node: str, every: int = 1) -> bool:
    """Compare an installed Python and the same version in Node; say whether they are equal."""
    interpreters = Interpreter(python), Interpreter(in_node)
    start = interpreters[0].start_modules()
    version = interpreters[0].version()
    modules = sorted(modules_of(version, interpreters[0]))[::every]
    native, other = (one.ask(modules, start) for one in interpreters)
    lacking = lacking_in(native, other)
    both = [module for module, answer in native.items() if answer and module not in lacking]
    pairs = sum(len(brought_in(native)[module]) for module in both)
    print(f"{len(both)} modules, {pairs} submodules that their imports bring")
    print("lacking in Node:", *sorted(lacking))
    # Including those that the choice of every so many modules leaves out.
    loaded = set[str]().union(*(answer.loaded for answer in native.values() if answer))
    top_level = [module for module in loaded if "." not in module]
    lacking |= not_found(interpreters[1], top_level, start)
    differences = imports_that_differ(native, other, lacking)

    asked = dict(sorted(measure_first_use.modules_of(version).items())[::every])
    uses, other_uses = (measure_first_use.ask(one, asked, start) for one in interpreters)
    print(f"{len(asked)} modules, {len(uses)} names that load a submodule when they are used")
    for name in uses.keys() | other_uses.keys():
        here, there = uses.get(name, frozenset()), other_uses.get(name, frozenset())
        needed = {module.partition(".")[0] for module in here}
        if here != there and not here & lacking and not needed & NEEDING_PROCESSES:
            differences[name] = here ^ there
    for name, submodules in sorted(differences.items()):
        print(f"{name}:", *sorted(submodules))
    return not differences


def main() -> int:
    """Compare, and print the differences."""
    parser = argparse.ArgumentParser(description="Compare the checker with what Pythons do.")
    parser.add_argument("python", nargs="+", help="an interpreter or a directory of Pyodide")
    parser.add_argument("--control", action="store_true", help="compare two of the same version")
    parser.add_argument(
        "--every", type=int, default=1, help="with --control, ask for one module out of this many"
    )
    options = parser.parse_args()
    if options.control:
        native, in_node = options.python
        return not control(native, in_node, options.every)
    measured = measure(options.python)
    for version, reached in sorted(measured.items()):
        there = sum(reached.values())
        print(f"{listed([version])}: {len(reached)} submodules, {there} come with their package")
    differences = list(wrong(measured))
    print(*differences, sep="\n")
    return bool(differences)


if __name__ == "__main__":
    sys.exit(main())
