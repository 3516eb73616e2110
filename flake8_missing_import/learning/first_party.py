"""Which top-level packages are the project's own? Those in its tree that its imports mean."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import PurePath

from flake8_missing_import.model import ImportStatement
from flake8_missing_import.placement.imports import STANDARD, knowledge
from flake8_missing_import.stdlib import NEWEST, standard_library

IsPackage = Callable[[PurePath], bool]
"""Say whether a folder is a package: it has an ``__init__.py``, or a relative import says so."""

_SOURCES = "src"
"""The folder from which imports start in many projects, wherever it is in the tree."""


@dataclass(frozen=True)
class PlacedFile:
    """A file whose place among the packages is known; its statements have no leading dots."""

    module: str
    plain: frozenset[ImportStatement]
    conditional: frozenset[ImportStatement]
    is_empty_package: bool
    """It is an ``__init__.py`` without code."""


def absolute_modules(statements: Iterable[ImportStatement]) -> set[str]:
    """Return the modules that statements name without leading dots."""
    return {one.module for one in statements if not one.module.startswith(".")}


def prefixes(module: str) -> Iterator[str]:
    """Yield a dotted path and those of the packages that it is in."""
    while module:
        yield module
        module = module.rpartition(".")[0]


def top_folder(path: PurePath, package: str) -> PurePath:
    """Return the folder of the top-level package that a file is in."""
    return path.parents[package.count(".")]


def module_at(path: PurePath, package: str) -> str:
    """Return the dotted path of a file in a package."""
    return package if path.stem == "__init__" else f"{package}.{path.stem}".lstrip(".")


def below_sources(
    folder: PurePath, package: str, roots: Sequence[PurePath], has_init: IsPackage
) -> str:
    """Return the dotted path of a folder in a package that no import names.

    What is around a regular package, as far as the nearest ``src``, is a namespace.

    :param package: its dotted path, if the package is in none.
    """
    top = (folder, *folder.parents)[package.count(".")]
    inside = [one for one in top.parents if not {one, *one.parents}.isdisjoint(roots)]
    names = [one.name for one in inside]
    if not package or not has_init(top) or _SOURCES not in names:
        return package
    return ".".join([*reversed(names[: names.index(_SOURCES)]), package])


def parts_of_others(packages: Mapping[PurePath, str], roots: Sequence[PurePath]) -> Iterator[str]:
    """Yield the names of top-level packages that may be parts of others: they are in no root."""
    for path, package in packages.items():
        folder = top_folder(path, package)
        if package and folder.parent not in roots and folder.parent.name != _SOURCES:
            yield folder.name


def own_packages(
    files: Sequence[PlacedFile],
    packages: Mapping[PurePath, str],
    roots: Sequence[PurePath],
    is_package: IsPackage,
) -> frozenset[str]:
    """Return the top-level packages that are in a root, or have most imported modules in the tree.

    What is generated or excluded is in neither. A folder elsewhere may have the name of a package
    that it tests, or has an example for: so does one that has nothing of what is imported from it.

    :param files: those of the packages, in the same order.
    """
    folders = {top_folder(path, package) for path, package in packages.items() if package}
    importers: dict[str, list[PurePath]] = defaultdict(list)
    paths: set[str] = set()
    for path, file in zip(packages, files, strict=True):
        statements = (*file.plain, *file.conditional)
        paths.update(f"{one.module}.{one.name}" for one in statements)
        for module in absolute_modules(statements):
            importers[module].append(path.parent)

    scripts: dict[str, set[PurePath]] = defaultdict(set)
    for path, package in packages.items():
        if not package:
            scripts[path.stem].add(path.parent)

    def is_meant(path: PurePath, package: str) -> bool:
        """Say whether imports mean a file: lone scripts only beside those that import them."""
        importing = importers.get(path.stem, [])
        beside = sum(folder in scripts[path.stem] for folder in importing)
        return bool(package) or path.parent in roots or 2 * beside > len(importing)

    modules = {
        module_at(path, package) for path, package in packages.items() if is_meant(path, package)
    }
    in_tree = {prefix for module in modules for prefix in prefixes(module)}
    with_code = {file.module for file in files if not file.is_empty_package}
    with_modules = {path.rpartition(".")[0] for path in paths & in_tree}
    namesakes = {one.name for one in folders} & importers.keys() - with_code - with_modules
    namesakes -= {
        one.name
        for one in folders
        if one.name in namesakes and _is_imported_beside(one, importers[one.name], roots)
    }
    in_tree -= namesakes
    in_roots = {one.name for one in folders if one.parent in roots and is_package(one)} - namesakes
    found: Counter[str] = Counter()
    for module in importers:
        found[module.partition(".")[0]] += 1 if module in in_tree else -1
    known = knowledge(standard_library(NEWEST), None)
    return frozenset(
        top
        for top, count in found.items()
        if (count >= 0 or top in in_roots) and known.section(top) != STANDARD
    )


def _is_imported_beside(
    folder: PurePath, importers: Sequence[PurePath], roots: Sequence[PurePath]
) -> bool:
    """Say whether most files that import a package see this one, by where they stand.

    Those inside it do not count, except in a root: ``examples/flask`` is run from there.
    """
    seen_by = [
        one
        for one in importers
        if one.is_relative_to(folder.parent)
        and (folder.parent in roots or not one.is_relative_to(folder))
    ]
    return 2 * len(seen_by) > len(importers)


def modules_for_files_beside(
    packages: Mapping[PurePath, str],
    imports: Mapping[PurePath, AbstractSet[str]],
    roots: Sequence[PurePath],
) -> Iterator[PurePath]:
    """Yield the modules in no package that only files in their folders import.

    Of several with one name each is for those beside it; what is in a root is for every file.

    :param packages: those of the files.
    :param imports: the top-level modules that each file imports.
    """
    of_name: dict[str, list[PurePath]] = defaultdict(list)
    for path, package in packages.items():
        if not package:
            of_name[path.stem].append(path)
    tops = {package.partition(".")[0] for package in packages.values()}
    for name in of_name.keys() - tops:
        folders = {path.parent for path in of_name[name]}
        importers = [path for path, names in imports.items() if name in names]
        if (
            importers
            and folders.isdisjoint(roots)
            and (
                len(folders) > 1 or all(not folders.isdisjoint(path.parents) for path in importers)
            )
        ):
            yield from of_name[name]
