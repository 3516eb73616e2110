"""Write brought_modules.txt by importing each module.

What an import loads is seen in ``sys.modules``; a submodule counts if attributes lead to it from
its top-level package. Run it with the Pythons to ask, an interpreter or the directory of npm's
package ``pyodide``, which starts some newer Pythons (and 3.13, which shows what differs because
of Node)::

    python -m tools.measure_brought_modules --answers DIRECTORY python3.10 ... node_modules/pyodide

Answers that the directory has already are not asked for again.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flake8_missing_import.stdlib import OLDEST, StandardLibrary, standard_library, versions_from
from flake8_missing_import.stdlib.brought import BROUGHT_MODULES, with_packages
from tools.interpreters import Answer, Interpreter, Version
from tools.measure_runtime import NOT_FOR_USE

HEADER = """\
# What an import makes usable: the submodules of packages that it loads.
# Made by tools/measure_brought_modules.py with Python {natives}; do not edit.
# {later}
#
# module: submodules; other modules, whose lines count as well (as those of its packages do).
# +3.11 since Python 3.11, -3.11 until Python 3.11 (included). A Python that lacks the module or
# the submodule says nothing, and ends no range. On Linux: a module of another platform has nothing.
"""

# They print, open a browser, or depend on the program.
NOT_ASKED = NOT_FOR_USE | {"__main__", "antigravity"}

VERSIONS = versions_from(OLDEST)

Answers = Mapping[str, Answer | None]


@dataclass(frozen=True)
class Measured:
    """The answers of all Pythons, by version."""

    native: dict[Version, Answers]
    node: dict[Version, Answers]
    unsettled: frozenset[Version] = frozenset()

    @property
    def newest(self) -> Version:
        """The newest version of which a Python is installed."""
        return max(self.native)


def modules_of(version: Version, interpreter: Interpreter) -> frozenset[str]:
    """Return the modules to ask an interpreter about."""
    modules = StandardLibrary(version).all_modules | interpreter.own_modules()
    return frozenset(module for module in modules if module.split(".")[0] not in NOT_ASKED)


def answers_of(interpreter: Interpreter, start: Iterable[str], saved: Path) -> Answers:
    """Return the answers of an interpreter, asked once."""
    if not saved.exists():
        asked = interpreter.ask(modules_of(interpreter.version(), interpreter), start)
        plain = {m: a and [sorted(a.loaded), sorted(a.usable)] for m, a in asked.items()}
        saved.write_text(json.dumps(plain), encoding="utf-8")
    answers = json.loads(saved.read_text(encoding="utf-8"))
    return {m: a and Answer(frozenset(a[0]), frozenset(a[1])) for m, a in answers.items()}


def measure(pythons: Iterable[str], directory: Path) -> Measured:
    """Return the answers of all Pythons."""
    interpreters = sorted(map(Interpreter, pythons), key=lambda one: one.is_in_node)
    unsettled = (one.version() for one in interpreters if not one.is_settled())
    measured = Measured({}, {}, frozenset(unsettled))
    # Pyodide imports a lot to start. What a start needs is what an isolated Python has by then.
    start = interpreters[0].start_modules()
    for interpreter in interpreters:
        version = interpreter.version()
        kind = "node" if interpreter.is_in_node else "native"
        saved = directory / "{}.{}-{}.json".format(*version, kind)
        own_start = start if interpreter.is_in_node else interpreter.start_modules()
        by_version = measured.node if interpreter.is_in_node else measured.native
        by_version[version] = answers_of(interpreter, own_start, saved)
    return measured


Brought = dict[str, frozenset[str]]
"""By module, the submodules that it brings in one version, itself and its packages left out."""


def brought_in(answers: Answers) -> Brought:
    """Return what each module that could be imported brings.

    What a bare start has loaded comes with its package alone.
    """
    usable = [answer.usable for answer in answers.values() if answer is not None]
    always = frozenset.intersection(*usable) if usable else frozenset[str]()
    return {
        module: answer.usable
        - {name for name in always if not name.startswith(f"{module}.")}
        - with_packages(module)
        for module, answer in answers.items()
        if answer is not None
    }


def with_patch_releases(answers: Answers, in_node: Answers) -> Brought:
    """Return what modules bring in the newest patch release, as Pyodide shows it.

    What it adds to a package comes with whatever imports the package.
    """
    brought, newer = brought_in(answers), brought_in(in_node)
    added = {
        module: {name for name in newer[module] - brought[module] if name.startswith(f"{module}.")}
        for module in brought.keys() & newer.keys()
    }
    return {
        module: brought[module].union(
            *(added[name] for name in {module, *answer.loaded} if added.get(name))
        )
        for module, answer in answers.items()
        if answer is not None
    }


def exists(name: str, version: Version, measured: Measured) -> bool:
    """Say whether a version has a module, by the index or as measured."""
    asked = (measured.native.get(version, {}), measured.node.get(version, {}))
    known = any(answers.get(name) is not None for answers in asked)
    return known or standard_library(version).has_module(name)


def carried_over(version: Version, base: Brought, measured: Measured) -> Brought:
    """Return what modules bring in a version that is not installed.

    What differs between the installed Python and the same version in Node is due to Node.
    """
    in_node = brought_in(measured.node.get(version, {}))
    same = brought_in(measured.node.get(measured.newest, {}))
    brought: Brought = {}
    for module in base.keys() | in_node.keys():
        native = base.get(module, frozenset())
        if module in in_node:
            reference = same.get(module, frozenset())
            foreign = reference - native if module in base else frozenset()
            brought[module] = (native - reference) | (in_node[module] - foreign)
        else:
            brought[module] = native
        brought[module] = frozenset(n for n in brought[module] if exists(n, version, measured))
    return {m: names for m, names in brought.items() if exists(m, version, measured)}


def brought_by_version(measured: Measured) -> dict[Version, Brought]:
    """Return what each module brings in every supported version."""
    brought = {version: brought_in(answers) for version, answers in measured.native.items()}
    newest = measured.newest
    base = with_patch_releases(measured.native[newest], measured.node.get(newest, {}))
    brought[newest] = base
    for version in VERSIONS:
        if version > newest:
            brought[version] = carried_over(version, base, measured)
        if version in measured.unsettled:
            # What an alpha no longer imports, the release may import again.
            for module in brought[version]:
                before = brought[version[0], version[1] - 1].get(module, frozenset())
                kept = {name for name in before if exists(name, version, measured)}
                brought[version][module] |= kept
    return brought


Pairs = frozenset[tuple[Version, str]]


def pairs_by_module(measured: Measured) -> dict[str, Pairs]:
    """Return what each module brings, its packages' part included.

    A version that lacks the module or the submodule counts as one that has what the others have.
    """
    brought = brought_by_version(measured)
    pairs: dict[str, Pairs] = {}
    for module in sorted(set().union(*brought.values())):
        names = frozenset[str]().union(*(brought[v].get(module, ()) for v in VERSIONS))
        pairs[module] = frozenset(
            (version, name)
            for version, name in itertools.product(VERSIONS, names)
            if name in brought[version].get(module, names) or not exists(name, version, measured)
        )
    return pairs


def loaded_by_module(measured: Measured) -> dict[str, set[str]]:
    """Return what importing each module loads in some version."""
    loaded: dict[str, set[str]] = defaultdict(set)
    for answers in (*measured.native.values(), *measured.node.values()):
        for module, answer in answers.items():
            loaded[module].update(answer.loaded if answer else ())
    return loaded


def in_full(module: str, pairs: Mapping[str, Pairs]) -> Pairs:
    """Return what a module brings with itself and its packages."""
    own = itertools.product(VERSIONS, (n for n in with_packages(module) if "." in n))
    return frozenset(own).union(*(pairs.get(name, ()) for name in with_packages(module)))


def implying(full: Mapping[str, Pairs], loaded: Mapping[str, set[str]], module: str) -> list[str]:
    """Return other modules whose lines say part of what a module brings, and nothing else.

    No two of them refer to each other.
    """
    parts = {
        other: full[other]
        for other in (loaded[module] & full.keys()) - with_packages(module)
        if (len(full[other]), other) < (len(full[module]), module) and full[other] <= full[module]
    }
    left = full[module].difference(
        *(full.get(name, ()) for name in with_packages(module) - {module})
    )
    chosen = []
    while parts:
        best = max(sorted(parts), key=lambda other: len(parts[other] & left))
        if len(parts[best] & left) <= len(VERSIONS):
            break
        chosen.append(best)
        left -= parts.pop(best)
    return sorted(chosen)


def ranges(where: Iterable[Version], versions: Sequence[Version]) -> list[str]:
    """Return what to write after a name, once for each range of versions that has it."""
    found, having = [], set(where)
    for present, group in itertools.groupby(versions, key=having.__contains__):
        if present:
            run = list(group)
            since = "" if run[0] == versions[0] else "+{}.{}".format(*run[0])
            until = "" if run[-1] == versions[-1] else "-{}.{}".format(*run[-1])
            found.append(since + until)
    return found


def entries_text(pairs: Iterable[tuple[Version, str]]) -> str:
    """Return names with their ranges, in alphabetical order."""
    where: dict[str, set[Version]] = defaultdict(set)
    for version, name in pairs:
        where[name].add(version)
    return " ".join(name + mark for name in sorted(where) for mark in ranges(where[name], VERSIONS))


def listed(versions: Iterable[Version]) -> str:
    """Return versions in a readable form."""
    return ", ".join("{}.{}".format(*version) for version in sorted(versions))


def later_text(measured: Measured) -> str:
    """Return how the versions that are not installed were measured."""
    later = {version for version in VERSIONS if version > measured.newest}
    asked, base = later & measured.node.keys(), listed([measured.newest])
    text = (
        f"{listed(asked)}: what Pyodide's modules do, and what {base}'s do only elsewhere."
        * bool(asked)
    )
    text += f"\n# {listed(measured.unsettled)} is not settled and takes nothing away." * bool(
        measured.unsettled
    )
    return text + f"{listed(later - asked)}: as {base}." * bool(later - asked)


def table_text(measured: Measured) -> str:
    """Return the table as it is to be committed."""
    pairs, loaded = pairs_by_module(measured), loaded_by_module(measured)
    full = {module: in_full(module, pairs) for module in pairs}
    text = HEADER.format(natives=listed(measured.native), later=later_text(measured))
    for module in pairs:
        others = implying(full, loaded, module)
        told = (*others, *(with_packages(module) - {module}))
        own = pairs[module].difference(*(full.get(other, ()) for other in told))
        if own or others:
            text += f"{module}: {entries_text(own)}; {' '.join(others)}".rstrip("; ") + "\n"
    return text


def main() -> int:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description="Ask Pythons what their imports bring.")
    parser.add_argument("python", nargs="+", help="an interpreter or a directory of Pyodide")
    parser.add_argument("--answers", type=Path, required=True, help="where answers are kept")
    options = parser.parse_args()
    BROUGHT_MODULES.write_text(
        table_text(measure(options.python, options.answers)), encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
