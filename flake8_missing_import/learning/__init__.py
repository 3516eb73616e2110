"""Which statement does a project use for which name? Learned from its own files.

Only what anybody could repeat counts for a statement: an import at the top level of a
module. One in ``try`` or ``if`` counts against the other statements for its name.
"""

from __future__ import annotations

import builtins
import functools
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import PurePath

from flake8_missing_import.learning.first_party import (
    IsPackage,
    PlacedFile,
    absolute_modules,
    below_sources,
    module_at,
    modules_for_files_beside,
    own_packages,
    parts_of_others,
    prefixes,
    top_folder,
)
from flake8_missing_import.learning.module_imports import FileImports
from flake8_missing_import.learning.relative import balance, dots_from, relative_dots
from flake8_missing_import.model import ImportStatement
from flake8_missing_import.placement.imports import STANDARD, knowledge
from flake8_missing_import.placement.own_sections import shown
from flake8_missing_import.project.own_package import TESTS, absolute, dots_of, is_name
from flake8_missing_import.project.re_exports import ReExports
from flake8_missing_import.stdlib import NEWEST, OLDEST, standard_library


@dataclass(frozen=True)
class Limits:
    """When a statement is a habit."""

    files: int = 3
    """At least this many files have it."""
    share: int = 90
    """At least this percentage of the files that import the name."""


@dataclass(frozen=True)
class Habits:
    """What a project imports."""

    statements: frozenset[ImportStatement]
    first_party: frozenset[str]
    relative_dots: int
    """Imports from its own packages are relative there, up to this many dots."""
    folders: frozenset[str] = frozenset()
    """The folders of its own packages, relative to the first of the roots, and the files of its
    own modules that only files beside them import."""
    among_third_party: frozenset[str] = frozenset()
    """Its own packages that it sorts with third-party ones."""
    is_single: bool = False
    """Each name has a statement of its own, in all files but a few that show it."""
    only_relative: frozenset[str] = frozenset()
    """Its own packages whose dotted paths no import tells."""
    dots_from: Mapping[str, int] = field(default_factory=dict)
    """Up to how many dots imports are relative from some packages, modules and names."""


def learned(
    files: Sequence[FileImports],
    roots: Sequence[PurePath],
    is_package: IsPackage,
    limits: Limits = Limits(),
) -> Habits:
    """Return the habits of a project.

    :param files: its files, each once.
    :param roots: the folders that its packages may be in, or below; the current one first.
    :param is_package: says which of the folders of the files and around them have
        an ``__init__.py``.
    """
    statements = [one for file in files for one in (*file.plain, *file.conditional)]
    imported = frozenset(
        prefix for module in absolute_modules(statements) for prefix in prefixes(module)
    )

    proven = frozenset(_proven_packages(files, roots))

    def is_known_package(folder: PurePath) -> bool:
        return folder in proven or is_package(folder)

    @functools.cache
    def package_of(folder: PurePath) -> str:
        package = _package(folder, roots, is_known_package, imported)
        is_named = package.partition(".")[0] in imported
        return package if is_named else below_sources(folder, package, roots, is_package)

    packages = _without_namesakes(
        {file.path: package_of(file.path.parent) for file in files}, is_known_package
    )
    placed = [
        PlacedFile(
            module_at(file.path, packages[file.path]),
            frozenset(absolute(one, packages[file.path]) for one in file.plain),
            frozenset(absolute(one, packages[file.path]) for one in file.conditional),
            file.is_empty and file.path.stem == "__init__",
        )
        for file in files
    ]
    own = own_packages(placed, packages, roots, is_known_package)
    found = frozenset(_habits(placed, own, limits))
    forms = balance(files, packages)
    folders = {
        *_folders(placed, packages, own, roots[0], is_package),
        *_single_modules(placed, packages, own & {_top(one) for one in found}, roots),
    }
    return Habits(
        statements=found,
        first_party=own,
        relative_dots=relative_dots(forms),
        folders=frozenset(folders),
        among_third_party=_among_third_party(files, own),
        is_single=_is_single(files, limits),
        only_relative=own.intersection(parts_of_others(packages, roots)) - imported,
        dots_from=dots_from(forms, found),
    )


def _proven_packages(files: Iterable[FileImports], roots: Sequence[PurePath]) -> Iterator[PurePath]:
    """Yield the folders below the roots that relative imports say are packages."""
    proven = {
        folder
        for file in files
        for folder in file.path.parents[: max(map(dots_of, file.plain), default=0)]
    }
    for folder in proven:
        if not {*roots}.isdisjoint(folder.parents):
            yield folder


def _package(
    folder: PurePath, roots: Sequence[PurePath], is_package: IsPackage, imported: AbstractSet[str]
) -> str:
    """Return the dotted path of a folder; nothing for one that is not a package.

    Folders that are none by themselves are a part of it if imports name them, or if they
    are in a package. No statement can name what is below a folder such as ``{{ name }}``.
    """
    parts: list[str] = []
    while is_package(folder) and is_name(folder.name):
        parts.insert(0, folder.name)
        folder = folder.parent
    package = ".".join(parts)
    inside = max(0, len(parts) - 1)
    while any(root in folder.parents for root in roots) and is_name(folder.name):
        parts.insert(0, folder.name)
        is_inside = is_package(folder)
        folder = folder.parent
        # It is the outermost such package whose dotted path imports name.
        if is_inside or ".".join(parts[: len(parts) - inside]) in imported:
            package = ".".join(parts)
    return package


def _without_namesakes(
    packages: Mapping[PurePath, str], is_package: IsPackage
) -> dict[PurePath, str]:
    """Return the packages of files, where a folder is none if one of its name is below it.

    It is that of a project which is called like its package.
    """
    folders = {top_folder(path, package) for path, package in packages.items() if package}
    around = {
        parent
        for folder in filter(is_package, folders)
        for parent in folder.parents
        if parent.name == folder.name
    }
    return {
        path: "" if top_folder(path, package) in around else package
        for path, package in packages.items()
    }


def _folders(
    files: Sequence[PlacedFile],
    packages: Mapping[PurePath, str],
    own: AbstractSet[str],
    root: PurePath,
    is_package: IsPackage,
) -> Iterator[str]:
    """Yield the folders of the project's own packages, relative to one.

    Of those with the same name these are the ones that hold something imported, and of them the
    ones with ``__init__.py``, where there are such.

    :param files: those of the packages, in the same order.
    """
    imported = {
        prefix
        for file in files
        for one in (*file.plain, *file.conditional)
        for prefix in prefixes(f"{one.module}.{one.name}" if one.name else one.module)
    }
    used = {
        top_folder(path, package)
        for path, package in packages.items()
        for module in [module_at(path, package)]
        if "." in module and module in imported
    }
    ranks: dict[str, dict[PurePath, tuple[bool, bool]]] = defaultdict(dict)
    for folder in {top_folder(path, package) for path, package in packages.items() if package}:
        if folder.name in own and TESTS.isdisjoint(_parts(folder.parent, root)):
            ranks[folder.name][folder] = (folder in used, is_package(folder))
    for of_name in ranks.values():
        best = max(of_name.values())
        for folder, rank in of_name.items():
            relative = "/".join(_parts(folder, root))
            if rank == best and relative.isprintable():
                yield relative


def _single_modules(
    files: Sequence[PlacedFile],
    packages: Mapping[PurePath, str],
    own: AbstractSet[str],
    roots: Sequence[PurePath],
) -> Iterator[str]:
    """Yield the own modules that only files beside them import, relative to the first root."""
    imports = {
        path: own & {_top(one) for one in (*file.plain, *file.conditional)}
        for path, file in zip(packages, files, strict=True)
    }
    for path in modules_for_files_beside(packages, imports, roots):
        relative = "/".join(_parts(path, roots[0]))
        if relative.isprintable():
            yield relative


def _top(statement: ImportStatement) -> str:
    return statement.module.partition(".")[0]


def _parts(folder: PurePath, root: PurePath) -> list[str]:
    """Return the parts of a path relative to a folder; of all of it on another drive."""
    is_near = folder.anchor == root.anchor
    return (os.path.relpath(folder, root) if is_near else str(folder)).split(os.sep)


def _habits(
    files: Sequence[PlacedFile], own: AbstractSet[str], limits: Limits
) -> Iterator[ImportStatement]:
    """Yield the statements that are habits."""
    known = knowledge(standard_library(NEWEST), own)
    files_with: Counter[ImportStatement] = Counter()
    files_binding: Counter[str] = Counter()
    supporting: Counter[tuple[str, object]] = Counter()
    indifferent: Counter[tuple[str, object]] = Counter()
    bound_in: set[tuple[str, str]] = set()
    for file in files:
        files_with.update(file.plain)
        plain, conditional = _ways(file.plain), _ways(file.conditional)
        for name in plain.keys() | conditional.keys():
            files_binding[name] += 1
            bound_in.add((file.module, name))
            supporting.update((name, way) for way in plain[name])
            if not plain[name] and len(conditional[name]) == 1:
                indifferent.update((name, way) for way in conditional[name])
    re_exports = ReExports([(file.module, file.plain) for file in files])
    # Where a package is imported by itself, its submodules may be reached through that as well.
    beside_package = Counter(
        one
        for file in files
        for one in file.plain
        if _is_submodule(one) and ImportStatement(one.binds) in file.plain
    )
    for statement, count in files_with.items():
        name, way = statement.binds, _way(statement)
        # No module imports from itself, nor needs what a package has from inside.
        inside = max((statement.module, name) in bound_in, re_exports.inside(statement))
        others = files_binding[name] - indifferent[name, way] - inside
        packages = files_with[ImportStatement(name)] if _is_submodule(statement) else 0
        without = packages - beside_package[statement]
        if (
            count >= limits.files
            and 100 * count >= limits.share * (count + without)
            and 100 * supporting[name, way] >= limits.share * others
            and not _is_builtin(name)
            and not statement.module.startswith((".", "__future__"))
            and not (statement.is_plain and known.section(statement.module) == STANDARD)
        ):
            yield statement
            yield from re_exports.for_inside(statement)


def _is_builtin(name: str) -> bool:
    """Say whether every supported Python has a name among its builtins."""
    return hasattr(builtins, name) and standard_library(OLDEST).has_own_name("builtins", name)


def _ways(statements: Iterable[ImportStatement]) -> dict[str, set[object]]:
    """Return the ways in which names are bound."""
    ways: dict[str, set[object]] = defaultdict(set)
    for statement in statements:
        ways[statement.binds].add(_way(statement))
    return ways


def _way(statement: ImportStatement) -> object:
    """Return what makes two statements one habit: all submodules of a package bind its name."""
    return statement.binds if statement.is_plain else statement


def _is_submodule(statement: ImportStatement) -> bool:
    return statement.is_plain and "." in statement.module


def _among_third_party(files: Iterable[FileImports], own: frozenset[str]) -> frozenset[str]:
    """Return the own packages that most files sort with third-party imports."""
    known = knowledge(standard_library(NEWEST), own)
    balance: Counter[str] = Counter()
    for file in files:
        found = shown(file.runs, known)
        balance.update(found.together)
        balance.subtract(found.apart)
    return frozenset(one for one, count in balance.items() if count > 0)


def _is_single(files: Iterable[FileImports], limits: Limits) -> bool:
    """Say whether it is a habit that each name has a statement of its own."""
    votes = Counter(file.is_single for file in files)
    return votes[True] >= limits.files and 100 * votes[True] >= limits.share * (
        votes[True] + votes[False]
    )
