"""What has the project's own tree of what a file would import, as the file sees it?"""

from __future__ import annotations

import ast
import functools
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from flake8_missing_import.content import read_file
from flake8_missing_import.imports import imported_modules, module_of
from flake8_missing_import.model import ImportStatement
from flake8_missing_import.module import NOT_PARSED, Module, parsed
from flake8_missing_import.project.known_imports import KnownImports
from flake8_missing_import.project.own_package import TESTS, absolute, dots_of, most_dots, own_place

_BINDS_MORE = r"\bimport \*|\b__getattr__\b|\bglobals\(\)"
"""What gives a module names that its text need not mention."""


def absence_in_tree(statement: ImportStatement, module: Module) -> str:
    """Return why a file may not find what it would import, as the folders that were learned tell.

    A file that is not in the tree, such as a text in memory, is not asked for.
    """
    if dots_of(statement) > most_dots(module) > 0:
        return "it is beyond the top-level package"
    package = statement.module.partition(".")[0]
    if package in module.options.known.only_relative - imported_modules(module.tree.body):
        return "it may be in another package: only relative imports name it"
    place = own_place(module.filename, module.options.known)
    meant = absolute(statement, place.package if place else "")
    top, *inside = meant.module.split(".")
    homes = _homes(top, module)
    if not homes:
        return ""
    home = _home_seen_from(module, top, homes)
    file = module_file(home, inside) if home else None
    if homes == [home]:
        return "" if file is not None else f"there is no '{meant.module}'"
    if home and file is not None and _may_have(home, inside, file, meant.name):
        return ""
    return f"it may be of another '{top}'"


def names_taken_by(statement: ImportStatement, module: Module) -> frozenset[str]:
    """Return the names that what a file would import, or a package around that, takes from it.

    They take them as they begin, at their top level. The packages around the file itself have
    begun before it.
    """
    place = own_place(module.filename, module.options.known)
    if place is None:
        return frozenset()
    meant = absolute(statement, place.package)
    whole = f"{meant.module}.{meant.name}" if meant.name else meant.module
    top, *inside = whole.split(".")
    homes = _homes(top, module)
    home = _home_seen_from(module, top, homes) if homes else None
    if home is None:
        return frozenset()
    return frozenset(
        one.name
        for depth in range(len(inside) + 1)
        if not f"{place.module}.".startswith(".".join([top, *inside[:depth], ""]))
        for one in _imports_inside(home, inside[:depth])
        if one.name and one.module == place.module
    )


def _imports_inside(home: PurePosixPath, inside: Sequence[str]) -> Iterator[ImportStatement]:
    """Yield what the top level of a module takes from others, without leading dots."""
    file = module_file(home, inside) or ""
    package = [home.stem, *inside]
    if not file.endswith("/__init__.py"):
        package.pop()
    for one in _from_imports(_content(file)):
        yield absolute(one, ".".join(package))


@functools.lru_cache(maxsize=8)
def _from_imports(content: bytes) -> Sequence[ImportStatement]:
    """Return what the top level of a text takes from modules, nothing if it does not parse."""
    try:
        body = parsed(content).body
    except NOT_PARSED:
        return ()
    return [
        ImportStatement(module_of(node), alias.name)
        for node in body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]


def module_file(home: PurePosixPath, inside: Sequence[str]) -> str | None:
    """Return the file of a module in a package, nothing for one without a text, None for no module.

    :param home: the folder of the top-level package; or the file of a module in none.
    :param inside: the parts of the module's dotted path below that.
    """
    if home.suffix:
        return None if inside else str(home)
    path = home.joinpath(*inside)
    for file in (path / "__init__.py", path.with_suffix(".py")):
        if os.path.isfile(file):
            return str(file)
    return "" if path.name in _stems(path.parent) else None


def _homes(top: str, module: Module) -> list[PurePosixPath]:
    """Return the learned folders and files that have a top-level name, where they are at hand."""
    located = [one for one in sorted(module.options.known.folders) if "/" in one]
    homes = [one for one in map(PurePosixPath, located) if one.stem == top and _has_modules(one)]
    return homes if os.path.isfile(module.filename) else []


def _home_seen_from(
    module: Module, top: str, homes: Sequence[PurePosixPath]
) -> PurePosixPath | None:
    """Return the folder, or the file, that has a top-level name where a file is; None if unknown.

    It is the one around the file, whether learned or not, or the nearest one beside it. Tests and
    the project itself may be in folders that are called like its package, and so may examples:
    these import what their folder lacks.
    """
    known = module.options.known
    path = PurePosixPath(os.path.abspath(module.filename).replace("\\", "/"))
    around = [one for one in path.parents if one.name == top]
    for one in around:
        if one in homes:
            return one
    for one in around:
        is_around = any(one in home.parents for home in homes)
        if not is_around and _is_top_level(one, known) and _has_all(one, module):
            return one
    if len(homes) == 1:
        return homes[0]
    beside = [one for one in homes if _root(one) in path.parents]
    return max(beside, key=lambda one: len(one.parts), default=None)


def _is_top_level(folder: PurePosixPath, known: KnownImports) -> bool:
    """Say whether a folder is neither below tests nor in a package."""
    root = PurePosixPath(known.root.replace("\\", "/"))
    inside = folder.relative_to(root) if folder.is_relative_to(root) else folder
    return (
        TESTS.isdisjoint(inside.parts[:-1])
        and known.folders.isdisjoint(map(str, folder.parents))
        and not os.path.isfile(folder.parent / "__init__.py")
    )


def _has_all(folder: PurePosixPath, module: Module) -> bool:
    """Say whether a folder has all modules that a file imports by the folder's name."""
    dotted = (one.split(".") for one in imported_modules(module.tree.body))
    return all(
        module_file(folder, inside) is not None for top, *inside in dotted if top == folder.name
    )


def _root(home: PurePosixPath) -> PurePosixPath:
    """Return the folder of the part of the project that has a package."""
    return home.parent.parent if home.parent.name == "src" else home.parent


def _has_modules(home: PurePosixPath) -> bool:
    """Say whether it is a module, or a folder that has some; other packages are often shared."""
    if home.suffix:
        return os.path.isfile(home)
    return any(name.endswith(".py") for name in _names(home))


def _may_have(home: PurePosixPath, inside: Sequence[str], file: str, name: str | None) -> bool:
    """Say whether a module mentions a name, or has a module that is called so."""
    if not name or not file or module_file(home, [*inside, name]) is not None:
        return True
    text = _content(file).decode(errors="replace")
    return bool(re.search(rf"\b{name}\b|{_BINDS_MORE}", text))


def _content(file: str) -> bytes:
    try:
        return read_file(file)
    except OSError:
        return b""


def _stems(folder: PurePosixPath) -> set[str]:
    """Return what modules in a folder may be called, whatever they are made from."""
    return {name.partition(".")[0] for name in _names(folder)}


def _names(folder: PurePosixPath) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
