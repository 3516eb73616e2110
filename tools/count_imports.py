"""Write flake8_missing_import/stdlib/import_counts.txt by counting released code.

The counted packages are unpacked wheels, one folder each, made with
``pip install --no-deps --only-binary :all: --target FOLDER/NAME NAME``::

    python tools/count_imports.py FOLDER

For each name that the standard library has it counts the files and the packages
that get it from there, and those that bind the name in any other way: an
assignment, a parameter, a function, another import. What a class body binds is
left out, because functions cannot see it. Other bindings that all of a module can
see are counted once more by themselves, because what is undefined lacks one of those.
"""

from __future__ import annotations

import argparse
import ast
import multiprocessing
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from flake8_missing_import.stdlib import IMPORT_COUNTS, StandardLibrary

OTHER = "*"
OTHER_GLOBAL = "+"
SMALLEST = 3
"""What fewer files do is left out as insignificant."""

HEADER = """\
# Where released code gets the names that the standard library has.
# Made by tools/count_imports.py over {files} files of {packages} packages; do not edit.
# {names}
#
# name: origin=packages/files; origin "time" is "import time", "time.sleep" is
# "from time import sleep", "*" is any other binding of the name in a file, and "+"
# one of those at module level, or another import.
"""

BACKPORTS = frozenset({"typing_extensions"})
"""What has names of the standard library for older Pythons counts beside it."""

LIBRARY = StandardLibrary((3, sys.version_info[1]))


def origins(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield (name, origin) for everything that a file binds outside of class bodies."""
    attributes = {id(node) for node in class_attributes(tree)}
    outermost = {id(node) for node in module_level(tree)}
    for node in ast.walk(tree):
        if id(node) in attributes:
            continue
        for name, origin in node_origins(node):
            yield name, origin
            is_import = isinstance(node, (ast.Import, ast.ImportFrom))
            if origin == OTHER and (is_import or id(node) in outermost):
                yield name, OTHER_GLOBAL


def module_level(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the nodes outside of functions and class bodies, these themselves included."""
    nodes: list[ast.AST] = list(tree.body)
    while nodes:
        node = nodes.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            nodes.extend(ast.iter_child_nodes(node))


def node_origins(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield (name, origin) for what one node binds."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.asname is None:
                top = alias.name.partition(".")[0]
                yield top, top if LIBRARY.has_module(top) else OTHER
            else:
                known = LIBRARY.has_module(alias.name)
                yield alias.asname, alias.name if known else OTHER
    elif isinstance(node, ast.ImportFrom):
        module = node.module if not node.level else None
        known = module is not None and (LIBRARY.has_module(module) or module in BACKPORTS)
        for alias in node.names:
            yield alias.asname or alias.name, f"{module}.{alias.name}" if known else OTHER
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id, OTHER
    elif isinstance(node, ast.arg):
        yield node.arg, OTHER
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name, OTHER


def class_attributes(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the methods and the assigned names of class bodies."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for statement in node.body:
                if isinstance(statement, ast.Assign):
                    yield from statement.targets
                elif isinstance(statement, ast.AnnAssign):
                    yield statement.target
                else:
                    yield statement


def count_package(package: Path) -> tuple[int, dict[tuple[str, str], int]]:
    """Return how many files a package has, and in how many each origin occurs."""
    files = 0
    counts: dict[tuple[str, str], int] = defaultdict(int)
    warnings.simplefilter("ignore")
    for path in sorted(package.rglob("*.py")):
        try:
            tree = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError, RecursionError):
            continue
        files += 1
        for pair in set(origins(tree)):
            counts[pair] += 1
    return files, counts


def table_text(folder: Path) -> str:
    """Count every package in a folder and return the table."""
    packages = sorted(path for path in folder.iterdir() if path.is_dir())
    totals: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    file_count = 0
    known = LIBRARY.modules.union(*map(LIBRARY.star_names, LIBRARY.all_modules))
    known |= {module.rpartition(".")[2] for module in LIBRARY.all_modules}
    with multiprocessing.Pool() as pool:
        for files, counts in pool.imap(count_package, packages):
            file_count += files
            for (name, origin), count in counts.items():
                totals[name][origin].append(count)
    text = HEADER.format(
        files=file_count, packages=len(packages), names=" ".join(map(versioned, packages))
    )
    for name, by_origin in sorted(totals.items()):
        told = {origin: files for origin, files in by_origin.items() if sum(files) >= SMALLEST}
        entries = [f"{origin}={len(f)}/{sum(f)}" for origin, f in sorted(told.items())]
        if told.keys() - {OTHER, OTHER_GLOBAL} or (told and name in known):
            text += f"{name}: {' '.join(entries)}\n"
    return text


def versioned(package: Path) -> str:
    """Return ``name==version`` of what is installed in a folder."""
    for metadata in package.glob("*.dist-info"):
        return "==".join(metadata.name.removesuffix(".dist-info").split("-"))
    return package.name


def main() -> int:
    """Count and write the table."""
    parser = argparse.ArgumentParser(description="Count where released code imports from.")
    parser.add_argument("folder", type=Path, help="one folder a package")
    IMPORT_COUNTS.write_text(table_text(parser.parse_args().folder), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
