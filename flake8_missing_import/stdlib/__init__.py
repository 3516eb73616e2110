"""What the standard library offers: modules, submodules and their names.

The knowledge is in generated text files beside this module; each says how it
was made. Nothing here imports a module that it knows about.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

OLDEST = (3, 10)
NEWEST = (3, 15)
"""The first and the last Python version that the tables describe."""

INDEX = Path(__file__).with_name("index.txt")
UNLISTED_NAMES = Path(__file__).with_name("unlisted_names.txt")
STAR_EXTRAS = Path(__file__).with_name("star_extras.txt")

MODULE_ATTRIBUTES = frozenset({"__dict__", "__doc__", "__file__", "__name__", "__package__"})
"""What every module has (language reference, "Data model", "Modules")."""

NOT_IN_ALL_BUILDS = frozenset(
    {
        "bz2", "ctypes", "curses", "dbm", "ensurepip", "lzma", "multiprocessing", "sqlite3", "ssl",
        "tkinter", "turtle", "venv", "zlib",
    }
)  # fmt: skip
"""Modules that a build may lack (their documentation, "Availability", and the list of optional
modules in the development guide of CPython)."""

_NOT_FOR_IMPORT = frozenset(
    {
        "__future__",
        "__main__",
        "antigravity",
        "builtins",
        "genericpath",
        "idlelib",
        "lib2to3",
        "nt",
        "ntpath",
        "posix",
        "posixpath",
        "pydoc_data",
        "sre_compile",
        "sre_constants",
        "sre_parse",
        "test",
        "this",
    }
)
"""Packages whose names are not offered: what they have is public elsewhere, if anywhere."""

_PYTHONS = r"(?:\+3\.(\d+))?(?:-3\.(\d+))?"
_ENTRY = rf"([\w.]+){_PYTHONS}(?:@([\w,]+))?"
_LINE = rf"^{_ENTRY}:(.*)$"


class StandardLibrary:
    """The standard library of one Python version, on every platform.

    Modules and names that exist on only one platform count as existing: code
    for Windows is checked on Linux too.
    """

    def __init__(self, version: tuple[int, int]) -> None:
        """Read the tables for a Python version such as ``(3, 11)``."""
        self.version = version
        self._names = _lines_by_name(INDEX, version)
        self._unlisted = _lines_by_name(UNLISTED_NAMES, version)
        self._star_names: dict[str, frozenset[str]] = {}
        self._homes: dict[str, tuple[str, ...]] = {}

    @functools.cached_property
    def modules(self) -> frozenset[str]:
        """Top-level modules and packages, without dots."""
        return frozenset(module for module in self.all_modules if "." not in module)

    @functools.cached_property
    def removed_later(self) -> frozenset[str]:
        """The modules that the newest Python no longer has, submodules included."""
        return frozenset(self._names) - _lines_by_name(INDEX, NEWEST).keys()

    @property
    def all_modules(self) -> frozenset[str]:
        """Every module, submodules included."""
        return frozenset(self._names) | frozenset(self._unlisted)

    def has_module(self, module: str) -> bool:
        """Say whether a module or submodule of this dotted name exists."""
        return module in self._names or module in self._unlisted

    def is_listed(self, module: str, name: str) -> bool:
        """Say whether typeshed knows a name of a module."""
        return any(name in names for names in self._names_of(module))

    def listed_names(self, module: str) -> frozenset[str]:
        """Return the names of a module that typeshed knows, exported or not."""
        exported, others = self._names_of(module)
        return exported | others

    def has_own_name(self, module: str, name: str) -> bool:
        """Say whether a module has an attribute that is not merely a submodule."""
        return (
            name in MODULE_ATTRIBUTES
            or self.is_listed(module, name)
            or name in existing_entries(self._unlisted.get(module, ""), self.version)
        )

    def has_name(self, module: str, name: str) -> bool:
        """Say whether a module has an attribute, a submodule included."""
        return self.has_own_name(module, name) or self.has_module(f"{module}.{name}")

    def is_on_all_platforms(self, module: str, name: str = "") -> bool:
        """Say whether a module, or what it has by a name, is not known to be only on some.

        A module is on those that something of what it exports is on.
        """
        return "" in self._platforms(module, name)

    def is_on_linux(self, module: str) -> bool:
        """Say the same of Linux."""
        return any(not only or "linux" in only for only in self._platforms(module))

    def _platforms(self, module: str, name: str = "") -> set[str]:
        """Return the platforms of what a module exports, or has by a name; "" stands for all."""
        entries = self._names.get(module, "")
        platforms = {
            only
            for one, since, until, only in re.findall(
                _ENTRY, entries if name else entries.partition(";")[0]
            )
            if name in {"", one} and _is_there(since, until, self.version)
        }
        if name and not platforms:
            return self._platforms(f"{module}.{name}")
        return platforms or {""}

    def star_names(self, module: str) -> frozenset[str]:
        """Return the names that ``from module import *`` is for, and binds."""
        if module not in self._star_names:
            exported, _ = self._names_of(module)
            self._star_names[module] = frozenset(name.removeprefix(".") for name in exported)
        return self._star_names[module]

    def may_be_starred(self, module: str, name: str) -> bool:
        """Say whether ``from module import *`` binds a name, if only by chance.

        Without ``__all__``, a module gives away what it imports for itself.
        """
        extras = _star_extras(self.version).get(module, "")
        return name in self.star_names(module) or name in existing_entries(extras, self.version)

    def is_supplied(self, submodule: str) -> bool:
        """Say whether importing the package alone makes a submodule usable."""
        from flake8_missing_import.stdlib.brought import brought_modules  # it imports this module

        return submodule in brought_modules(submodule.rpartition(".")[0], self.version)

    @functools.cached_property
    def own_submodules(self) -> dict[str, tuple[str, ...]]:
        """Packages with the public submodules that have to be imported by themselves."""
        own: dict[str, tuple[str, ...]] = {}
        for module in sorted(self._names):
            package, _, name = module.rpartition(".")
            if package and is_public_home(module) and not self.is_supplied(module):
                own[package] = (*own.get(package, ()), name)
        return own

    def homes(self, name: str) -> tuple[str, ...]:
        """Return the public modules that have a name, in alphabetical order.

        They export it, or released code imports it from them all the same
        (``os.PathLike``), or it is a submodule that no other import brings.
        """
        if name not in self._homes:
            homes = {*self._exporters(name), *self._sources(name)}
            self._homes[name] = tuple(sorted(homes))
        return self._homes[name]

    def _sources(self, name: str) -> Iterator[str]:
        """Yield the public modules from which released code imports a name that they have."""
        from flake8_missing_import.stdlib.usage import origins  # it reads a large table

        for origin in origins(name):
            module, _, member = origin.name.rpartition(".")
            if member == name and is_public_home(module) and self.is_listed(module, name):
                yield module

    def _exporters(self, name: str) -> Iterator[str]:
        entry = re.compile(rf"(?<![\w.]){re.escape(name)}{_PYTHONS}(?![\w.])")
        for module, entries in self._names.items():
            # Most names are in few modules, and a text is soon searched.
            if name not in entries or not is_public_home(module):
                continue
            pythons = entry.findall(entries.partition(";")[0])
            if any(_is_there(since, until, self.version) for since, until in pythons):
                yield module
        for package, submodules in self.own_submodules.items():
            # The codecs' modules are found by codecs.lookup, not imported.
            if name in submodules and package != "encodings":
                yield package

    def _names_of(self, module: str) -> tuple[frozenset[str], frozenset[str]]:
        starred, _, others = self._names.get(module, "").partition(";")
        return existing_entries(starred, self.version), existing_entries(others, self.version)


@functools.cache
def standard_library(version: tuple[int, int]) -> StandardLibrary:
    """Return the standard library of a Python version, read once per process."""
    return StandardLibrary(version)


def is_in_all_builds(module: str, name: str, version: tuple[int, int]) -> bool:
    """Say whether a module, or what it has by a name, is in all builds of a Python and later ones.

    A name that only some platforms have is not.
    """
    if module.partition(".")[0] in NOT_IN_ALL_BUILDS:
        return False
    return all(
        one.has_module(module)
        and (not name or one.has_name(module, name))
        and one.is_on_all_platforms(module, name)
        for one in (standard_library(version), standard_library(NEWEST))
    )


@functools.cache
def _star_extras(version: tuple[int, int]) -> dict[str, str]:
    return _lines_by_name(STAR_EXTRAS, version)  # few files need it


def versions_from(version: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """Return the Python versions that the tables describe, from one on; only it if it is newer."""
    return tuple((3, minor) for minor in range(version[1], NEWEST[1] + 1)) or (version,)


def module_to_import(module: str, attributes: Sequence[str], library: StandardLibrary) -> str:
    """Return the longest module prefix of a use that must be imported by itself."""
    needed = module
    for attribute in attributes:
        submodule = f"{module}.{attribute}"
        if library.has_own_name(module, attribute) and not _is_mere_submodule(submodule, library):
            break
        module = submodule
        if not library.has_module(module):
            break
        if not library.is_supplied(module):
            needed = module
    return needed


def _is_mere_submodule(name: str, library: StandardLibrary) -> bool:
    """Say whether a package has nothing but a submodule by this name.

    Some stubs list submodules that the package does not import (xml.parsers.expat).
    """
    if not library.has_module(name):
        return False
    from flake8_missing_import.stdlib.types import entries  # it reads a large table

    return not entries(name)


def is_public_home(module: str) -> bool:
    """Say whether code may import from a module: no part of it is private."""
    parts = module.split(".")
    return parts[0] not in _NOT_FOR_IMPORT and not any(part.startswith("_") for part in parts)


def _lines_by_name(table: Path, version: tuple[int, int]) -> dict[str, str]:
    return {
        name: rest
        for name, since, until, _, rest in _lines(table)
        if _is_there(since, until, version)
    }


@functools.cache
def _lines(table: Path) -> list[tuple[str, str, str, str, str]]:
    return re.findall(_LINE, table.read_text(encoding="utf-8"), re.MULTILINE)


@functools.cache
def existing_entries(entries: str, version: tuple[int, int]) -> frozenset[str]:
    """Return the names of the entries that exist in a version."""
    return frozenset(
        name
        for name, since, until, _ in re.findall(_ENTRY, entries)
        if not (since or until) or _is_there(since, until, version)  # most say neither
    )


def _is_there(since: str, until: str, version: tuple[int, int]) -> bool:
    """Say whether what exists in some minor versions of Python 3 does in a version."""
    return int(since or 0) <= version[1] <= int(until or version[1])
