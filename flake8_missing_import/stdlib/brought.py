"""Which submodules an import makes usable, and which the first use of a name loads.

Both are measured, see the heads of brought_modules.txt and first_use_submodules.txt.
"""

from __future__ import annotations

import encodings.aliases
import functools
from collections.abc import Iterable
from pathlib import Path

from flake8_missing_import.stdlib import (
    NEWEST,
    existing_entries,
    standard_library,
    versions_from,
)

BROUGHT_MODULES = Path(__file__).with_name("brought_modules.txt")
FIRST_USE_SUBMODULES = Path(__file__).with_name("first_use_submodules.txt")
READ = "@"
"""What stands behind a name where the table has what is loaded as soon as it is read."""

_NOTHING: frozenset[str] = frozenset()


def with_packages(module: str) -> frozenset[str]:
    """Return the names of a module and of the packages that it is in."""
    parts = module.split(".")
    return frozenset(".".join(parts[:length]) for length in range(1, len(parts) + 1))


@functools.cache
def brought_modules(module: str, version: tuple[int, int]) -> frozenset[str]:
    """Return the modules that are usable after ``import module`` in a version.

    The module and its packages are among them.
    """
    lines = _lines(BROUGHT_MODULES)
    submodules, _, others = lines.get(module, "").partition("; ")
    brought = with_packages(module) | existing_entries(submodules, version)
    implied = {*others.split(), module.rpartition(".")[0]} - {""}
    found = brought.union(*(brought_modules(other, version) for other in implied))
    return frozenset(name for name in found if "." in name or name in brought)


@functools.cache
def brought_on_all(module: str, version: tuple[int, int]) -> frozenset[str]:
    """Return what an import makes usable in each Python from a version on.

    The name of a member (``os.path.join``) stands for the module that has it.
    """
    return frozenset.intersection(*_brought_by_version(module, version).values())


@functools.cache
def brought_on_some(module: str, version: tuple[int, int]) -> dict[str, frozenset[tuple[int, int]]]:
    """Return the Pythons from a version on in which an import makes a module usable.

    By the module, without those that are usable in all of them.
    """
    by_version = _brought_by_version(module, version)
    names = _NOTHING.union(*by_version.values()) - brought_on_all(module, version)
    return {
        name: frozenset(each for each, brought in by_version.items() if name in brought)
        for name in names
    }


def _brought_by_version(
    module: str, version: tuple[int, int]
) -> dict[tuple[int, int], frozenset[str]]:
    while "." in module and not _is_module(module, version):
        module = module.rpartition(".")[0]
    return {each: brought_modules(module, each) for each in versions_from(version)}


def loaded_on_use(full_name: str, version: tuple[int, int]) -> frozenset[str]:
    """Return what the use of a name (``multiprocessing.Queue``) loads from a version on.

    That is a call at the latest; with ``@`` behind the name, what loads it when it is only read.
    The name of a method begins with a dot: its object is of a package that is loaded already.
    """
    entries = _lines(FIRST_USE_SUBMODULES).get(full_name)
    if not entries:
        return _NOTHING
    on_all = existing_entries(entries, version) & existing_entries(entries, NEWEST)
    # What has the name is there already, or the use fails.
    of_method = on_all if full_name.startswith(".") else _NOTHING
    there = _NOTHING.union(*map(with_packages, {full_name, *of_method})) - of_method
    return _NOTHING.union(*(brought_on_all(name, version) for name in on_all)) - there


def packages_of_method(name: str) -> frozenset[str]:
    """Return the packages of which some object has a method that loads more of them."""
    entries = _lines(FIRST_USE_SUBMODULES).get(f".{name}", "")
    return frozenset(entry.partition(".")[0] for entry in entries.split())


def packages_with_submodules(imported: Iterable[str], version: tuple[int, int]) -> frozenset[str]:
    """Return the packages of which imports make a submodule usable, or the package itself.

    :param imported: the full names of modules and members.
    """
    brought = _NOTHING.union(*(brought_on_all(one, version) for one in imported))
    return frozenset(name.partition(".")[0] for name in brought)


def codec_modules(text: str, version: tuple[int, int]) -> frozenset[str]:
    """Return the module that is loaded when a codec is looked up by a text, if it is a codec's.

    https://docs.python.org/3/library/codecs.html#codecs.lookup
    """
    name = encodings.normalize_encoding(text).lower()
    name = encodings.aliases.aliases.get(name, name)
    is_codec = name in standard_library(version).own_submodules["encodings"]
    return frozenset({f"encodings.{name}"} if is_codec else ())


def _is_module(name: str, version: tuple[int, int]) -> bool:
    return name in _lines(BROUGHT_MODULES) or standard_library(version).has_module(name)


@functools.cache
def _lines(table: Path) -> dict[str, str]:
    lines = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, _, lines[name] = line.partition(": ")
    return lines
