"""Write flake8_missing_import/stdlib/other_imports.txt: who else has names of the library.

The counted packages are those of tools/count_usage.py, one folder per package::

    python -m tools.count_other_imports FOLDER

``Column(Enum("a"))`` is SQLAlchemy's in a file that imports from it. What a package imports from
itself says nothing of others and is left out.
"""

from __future__ import annotations

import argparse
import ast
import math
import multiprocessing
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from flake8_missing_import.imports import bound_name, import_statements
from flake8_missing_import.module import Module
from flake8_missing_import.stdlib import usage
from flake8_missing_import.stdlib.other_imports import OTHER_IMPORTS
from tools.count_usage import BACKPORTS, is_library, number, parsed

SMALLEST = 2
"""What so few of the counted packages do says nothing and is left out."""
SHOWN = 0.01
"""A smaller part of a name's other imports is left out."""

HEADER = """\
# From which packages released code imports names that the standard library has too.
# Made by tools/count_other_imports.py over {files} files of {packages} packages; do not edit.
#
# A line is a name with the files in which it is imported from elsewhere, and behind tabs which part
# of them has it from which package; those of one counted package weigh as much as the square root
# of their number. A line "@package" says how many files import from a package, how many names they
# have from it, and beside how many of these they have more.
"""

Import = tuple[str, str]
"""A package that is not the library's, empty for one that a relative import means, and a name."""


def other_imports(path: Path) -> frozenset[Import] | None:
    """Return what a file imports from elsewhere than the library, None where it does not parse."""
    tree = parsed(path)
    if tree is None:
        return None
    source = path.read_text(encoding="utf-8", errors="replace")
    return frozenset(
        (package, bound_name(alias))
        for node, _ in import_statements(Module(source, tree))
        for package, alias in _packages(node)
    )


def _packages(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, ast.alias]]:
    for alias in node.names:
        full_name = alias.name if isinstance(node, ast.Import) else node.module or ""
        full_name = BACKPORTS.get(full_name, full_name)
        if isinstance(node, ast.ImportFrom) and node.level:
            yield "", alias
        elif not is_library(full_name):
            yield full_name.partition(".")[0], alias


class Counts:
    """The sums over all files."""

    def __init__(self, names: frozenset[str]) -> None:
        """Start with nothing."""
        self.files = 0
        self._names = names
        self.imports: Counter[str] = Counter()
        """In how many files a name is imported from elsewhere."""
        self.packages: dict[str, Counter[str]] = defaultdict(Counter)
        """In how many of those it is of which package."""
        self.users: Counter[str] = Counter()
        """How many of the counted packages import from a package."""
        self.importing: Counter[str] = Counter()
        self.members: Counter[str] = Counter()
        self.accompanied: Counter[str] = Counter()

    def add_package(self, files: Iterable[frozenset[Import]], own: frozenset[str]) -> None:
        """Count the files of one package, but for what it imports from itself."""
        imports: Counter[str] = Counter()
        sources: Counter[Import] = Counter()
        used: set[str] = set()
        for found in files:
            self.files += 1
            often = Counter(name for _, name in found if name in self._names)
            imports.update(often.keys())
            for source, name in found:
                if name in often and source not in own:
                    # A name that several imports bind is of each of them in part.
                    sources[source, name] += 1 / often[name]  # type: ignore[assignment]
            by_package = Counter(source for source, _ in found if source not in own)
            used |= by_package.keys()
            for source, members in by_package.items():
                self.importing[source] += 1
                self.members[source] += members
                self.accompanied[source] += members if members > 1 else 0
        self.users.update(used)
        for name, files_with in imports.items():
            self.imports[name] += math.sqrt(files_with)  # type: ignore[assignment]
        for (source, name), part in sources.items():
            weight = part / math.sqrt(imports[name])
            self.packages[name][source] += weight  # type: ignore[assignment]


def own_packages(paths: Sequence[Path], folder: Path) -> frozenset[str]:
    """Return the packages and modules outermost in a folder: what its files import as their own.

    Those at its top may have no ``__init__.py``: any project may call its own ``tests`` so.
    """
    packages = {path.parent for path in paths if path.name == "__init__.py"}
    modules = [path for path in paths if path.name != "__init__.py"]
    outermost = (one for one in (*packages, *modules) if one.parent not in packages)
    at_top = (path.relative_to(folder).parts[0] for path in paths if path.parent != folder)
    return frozenset({"", *at_top, *(one.stem for one in outermost)})


def lines(counts: Counts) -> Iterator[str]:
    """Yield the lines of the table below its head."""
    shown: set[str] = set()
    for name, files in sorted(counts.imports.items()):
        parts = {
            source: part
            for source, weight in counts.packages[name].items()
            if counts.users[source] >= SMALLEST and (part := weight / files) >= SHOWN
        }
        if parts:
            shown |= parts.keys()
            in_order = sorted(parts.items(), key=lambda pair: (-pair[1], pair[0]))
            fields = [f"{source} {part:.2f}" for source, part in in_order]
            yield "\t".join([name, number(files), *fields])
    for source in sorted(shown):
        numbers = counts.importing[source], counts.members[source], counts.accompanied[source]
        yield f"@{source}\t{' '.join(map(str, numbers))}"


def count(folder: Path) -> str:
    """Count every package of a folder and return the table."""
    packages = sorted(path for path in folder.iterdir() if path.is_dir())
    counts = Counts(usage.names())
    with multiprocessing.Pool(2) as pool:
        for package in packages:
            paths = [path for path in sorted(package.rglob("*.py")) if path.is_file()]
            found = pool.imap(other_imports, paths, chunksize=20)
            own = own_packages(paths, package)
            counts.add_package((one for one in found if one is not None), own)
    head = HEADER.format(files=counts.files, packages=len(packages))
    return head + "".join(f"{line}\n" for line in lines(counts))


def main() -> int:
    """Count and write the table."""
    parser = argparse.ArgumentParser(description="Count where names are imported from.")
    parser.add_argument("folder", type=Path, help="one folder per package")
    OTHER_IMPORTS.write_text(count(parser.parse_args().folder), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
