"""Where a file is among the project's own packages, and how it imports from them."""

from __future__ import annotations

import ast
import itertools
import keyword
import os
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import PurePath, PurePosixPath

from flake8_missing_import.imports import import_statements, module_of
from flake8_missing_import.model import ImportStatement
from flake8_missing_import.module import Module
from flake8_missing_import.project.known_imports import KnownImports
from flake8_missing_import.scopes import DEFINITIONS

TESTS = frozenset({"test", "testing", "tests"})
"""Folders whose own folders often have the names of the packages that they test."""


@dataclass(frozen=True)
class OwnPlace:
    """The dotted paths of a file and of the package that its relative imports start from."""

    module: str
    package: str


def package_around(filename: str) -> str:
    """Return the top-level package that a file is in, as the ``__init__.py`` around it say."""
    return [PurePath(), *_packages_around(filename)][-1].name


def _packages_around(filename: str) -> Iterator[PurePath]:
    """Yield the folders around a file that have an ``__init__.py``, the innermost first."""
    return itertools.takewhile(
        lambda folder: is_name(folder.name) and os.path.isfile(folder / "__init__.py"),
        PurePath(os.path.abspath(filename)).parents,
    )


def own_place(filename: str, known: KnownImports) -> OwnPlace | None:
    """Return where a file is, None if it is not below any of the project's packages.

    Only the path and the folders of the packages decide: nothing is looked up. Of several such
    folders it is the one for which imports are known furthest inside, of several such ones the
    outermost.
    """
    if not known.first_party:
        return None
    path = PurePosixPath(os.path.abspath(filename).replace("\\", "/"))
    name = path.name.partition(".")[0]
    places = [
        OwnPlace(package if name == "__init__" else f"{package}.{name}", package)
        for folder in _own_folders(path, known)
        for package in [".".join(path.parent.relative_to(folder.parent).parts)]
    ]
    if not places and name in known.first_party:
        return OwnPlace(name, "")
    return min(places, key=lambda place: _unknown_parts(place.package, known), default=None)


def own_module(path: str, known: KnownImports) -> str:
    """Return the innermost of the project's own modules that a dotted path names, or nothing."""
    top, *parts = path.split(".")
    for root in known.folders:
        folder, name = root, top
        if not root.endswith(f"/{top}"):
            continue
        for part in parts:
            folder = f"{folder}/{part}"
            is_package = os.path.isfile(f"{folder}/__init__.py")
            if is_package or os.path.isfile(f"{folder}.py"):
                name = f"{name}.{part}"
            if not is_package:
                break
        if name != top:
            return name
    return ""


def is_in_package(module: Module) -> bool:
    """Say whether a file is known to be in a package, from which relative imports start."""
    place = own_place(module.filename, module.options.known)
    return bool(module.options.package or (place and place.package)) or any(
        isinstance(node, ast.ImportFrom) and node.level for node in module.tree.body
    )


def most_dots(module: Module) -> int:
    """Return with how many dots a file's relative imports may begin, 0 if that is not known."""
    place = own_place(module.filename, module.options.known)
    own = [node.level for node in module.tree.body if isinstance(node, ast.ImportFrom)]
    if place:
        depth = len(place.package.split(".")) if place.package else 0
    else:
        depth = len([*_packages_around(module.filename)]) if module.options.package else 0
    return max([depth, *own])


def _own_folders(path: PurePosixPath, known: KnownImports) -> Iterator[PurePosixPath]:
    """Yield the folders around a file that are those of own packages, the outermost first.

    Where only its name says so, a folder is none around the file of imports, or below tests.
    """
    root = PurePosixPath(known.root.replace("\\", "/"))
    outside = len(root.parts) if root in path.parents else 0
    for folder in reversed(path.parents):
        around = folder.parts[outside:-1]
        has_name = len(folder.parts) > outside and folder.name in known.folders
        if (has_name and TESTS.isdisjoint(around)) or str(folder) in known.folders:
            yield folder


def _unknown_parts(package: str, known: KnownImports) -> int:
    """Return how many of a package's innermost parts no known import mentions."""
    parts = 0
    while package and package not in known.own_packages:
        package = package.rpartition(".")[0]
        parts += 1
    return parts


def absolute(statement: ImportStatement, package: str) -> ImportStatement:
    """Return a statement without leading dots, if the file's package is known."""
    module = statement.module.lstrip(".")
    dots = len(statement.module) - len(module)
    parents = package.split(".") if package else []
    if not dots or dots > len(parents):
        return statement
    base = parents[: len(parents) - dots + 1]
    return replace(statement, module=".".join([*base, module] if module else base))


def is_file_of(module: str, filename: str, imported: AbstractSet[str], dots: int) -> bool:
    """Say whether a file may be a module of this name, not one of that name in another package.

    :param module: its dotted path.
    :param imported: the modules that the file imports, without those of the standard library.
    :param dots: how many dots the longest of its relative imports begins with.
    """
    path = filename.replace("\\", "/").removesuffix("i").removesuffix(".py")
    parts = path.removesuffix("/__init__").split("/")
    names = module.split(".")
    folders, same = parts[: -len(names)], parts[-len(names) :]
    packages = len(names) - (not path.endswith("/__init__"))
    return same == names and dots <= packages and imported.isdisjoint(folders)


def is_name(text: str) -> bool:
    """Say whether a statement can name a module that is called so."""
    return text.isidentifier() and not keyword.iskeyword(text)


def imports_itself(statement: ImportStatement, place: OwnPlace, filename: str) -> bool:
    """Say whether a module would import itself, or what is no module of its own from itself."""
    member = f"{statement.module}.{statement.name}" if statement.name else ""
    if place.module == statement.module:
        return not _has_submodule(filename, statement.name)
    return place.module == member


def _has_submodule(filename: str, name: str | None) -> bool:
    """Say whether a file is a package's ``__init__.py`` with a module of this name beside it."""
    folder, base = os.path.split(os.path.abspath(filename))
    beside = (f"{name}.py", os.path.join(f"{name}", "__init__.py"))
    return (
        base == "__init__.py"
        and name is not None
        and any(os.path.isfile(os.path.join(folder, one)) for one in beside)
    )


def may_import_itself(statement: ImportStatement, filename: str) -> bool:
    """Say whether a file may be what it would import, where only its path tells its module."""
    if statement.module.startswith("..") or not filename:
        return False
    given = PurePosixPath(filename.replace("\\", "/"))
    path = PurePosixPath(os.path.abspath(filename).replace("\\", "/"))
    module = path.parent if path.stem == "__init__" else path.parent / path.stem
    imported = statement.module.lstrip(".")
    member = f"{imported}.{statement.name}".lstrip(".")
    of_package = () if _has_submodule(filename, statement.name) else (imported,)
    paths = [tuple(dotted.split(".")) for dotted in (*of_package, member)]
    return any(
        module.parts[-len(parts) :] == parts
        # A test tree may mirror the packages, but not the scripts, that it tests.
        and (len(parts) == 1 or TESTS.isdisjoint(given.parts[: -len(parts)]))
        for parts in paths
    )


def as_written_in(
    module: Module, statement: ImportStatement, place: OwnPlace, known: KnownImports
) -> ImportStatement:
    """Return a statement in the form in which a file imports from its own packages.

    A file that no statement can name, such as ``load-data.py``, is a script: it has relative
    imports only beside others.
    """
    relative = relative_to(statement, place.package)
    if relative is None:
        return statement
    existing = list(_own_imports(module, place.package))
    dots = dots_of(relative)
    is_relative = dots <= known.usual_dots(statement) and all(map(is_name, place.module.split(".")))
    same = [one for one in existing if one.target == statement.module]
    alike = same or [one for one in existing if one.dots == dots]
    if alike:
        is_relative = 2 * sum(one.is_relative for one in alike) > len(alike)
    elif any(one.is_relative and one.dots > dots for one in existing):
        is_relative = True
    elif any(not one.is_relative and one.dots < dots for one in existing):
        is_relative = False
    return relative if is_relative else statement


def relative_to(statement: ImportStatement, package: str) -> ImportStatement | None:
    """Return a statement with leading dots, None if it cannot have them."""
    if not statement.name or not package:
        return None
    parents, target = package.split("."), statement.module.split(".")
    common = next(
        (
            index
            for index, (one, other) in enumerate(zip(parents, target, strict=False))
            if one != other
        ),
        min(len(parents), len(target)),
    )
    if not common:
        return None
    module = "." * (len(parents) - common + 1) + ".".join(target[common:])
    return replace(statement, module=module)


def dots_of(statement: ImportStatement) -> int:
    """Return how many leading dots the module of a statement has."""
    return len(statement.module) - len(statement.module.lstrip("."))


@dataclass(frozen=True)
class _OwnImport:
    """An import from the package that a file is in, or from one around it."""

    target: str
    dots: int
    """Those that it has or could have."""
    is_relative: bool


def _own_imports(module: Module, package: str) -> Iterator[_OwnImport]:
    """Yield the from-imports outside functions and classes that are or could be relative."""
    for node, parents in import_statements(module):
        if isinstance(node, ast.ImportFrom) and not any(
            isinstance(one, DEFINITIONS) for one in parents
        ):
            written = ImportStatement(module_of(node), node.names[0].name)
            whole = absolute(written, package)
            relative = written if node.level else relative_to(written, package)
            if relative is not None:
                yield _OwnImport(whole.module, dots_of(relative), bool(node.level))
