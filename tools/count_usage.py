"""Write flake8_missing_import/stdlib/usage.txt by counting how released code uses names.

The counted packages are folders of Python files, one per package, named ``name==version``::

    python tools/count_usage.py FOLDER

For each name that the standard library has, and each customary alias, it counts where the name
came from in the files that use it, and which shape each use had
(flake8_missing_import/evidence/shapes.py). A file counts once for an origin and once for each
distinct shape. Each use is resolved by itself: a parameter in one function says nothing about an
import that another function uses.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import math
import multiprocessing
import re
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flake8_missing_import.evidence.shapes import shapes
from flake8_missing_import.model import Use
from flake8_missing_import.stdlib import (
    NEWEST,
    OLDEST,
    StandardLibrary,
    is_public_home,
    standard_library,
    versions_from,
)
from flake8_missing_import.stdlib.usage import (
    ANY_KIND,
    DEFINED,
    ELSEWHERE,
    OTHERS,
    USAGE,
    VARIABLE,
    fewest_shown,
    fewest_shown_of_kind,
    form_of,
    kind_of,
)

SMALLEST = 3
"""What fewer files do says nothing and is left out."""
CUSTOMARY = 5
"""An alias of a module or a member is customary if at least this many files have it."""

HEADER = """\
# How released code uses the names that the standard library has, by origin and shape.
# Made by tools/count_usage.py over {files} files of {packages} packages; do not edit.
# {names}
#
# A line is a name with its origins, separated by tabs: "time" is "import time", "time.sleep" is
# "from time import sleep", "-" another import, "+" a definition or variable of the whole module,
# "~" a variable or parameter of a function. After each are the files, and the files that show
# each shape of use; those of one package count as much as the square root of their number.
# A line "=kind:look" has the shapes of all names that look so; "?form" says how many hardly used
# names of a form were the library's, and how many others'; "@module" says how many files import
# from a module, how many members they have from it, and beside how many of these they import more
# of it; "@-" the same of all modules that are not the library's.
"""

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Scope = Function | ast.ClassDef | ast.Module
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.Module)
BACKPORTS = {"typing_extensions": "typing", "mock": "unittest.mock"}
_ALIAS = re.compile(rb"^\s*import ([\w.]+) as (\w+)|^\s*from ([\w.]+) import (\w+) as (\w+)", re.M)


def reportable_names() -> frozenset[str]:
    """Return the modules and members that a supported Python has under public names."""
    names: set[str] = set()
    for library in map(standard_library, versions_from(OLDEST)):
        names |= library.modules
        for package, submodules in library.own_submodules.items():
            names.update(submodules if package != "encodings" else ())
        for module in filter(is_public_home, library.all_modules):
            exported = library.star_names(module)
            names.update(
                name
                for name in library.listed_names(module)
                if name in exported or not name.startswith("_")
            )
    return frozenset(names) - frozenset(dir(builtins))


LIBRARY = StandardLibrary(NEWEST)
OLD_LIBRARY = StandardLibrary(OLDEST)


def is_library(module: str) -> bool:
    """Say whether any supported Python has a module."""
    return LIBRARY.has_module(module) or OLD_LIBRARY.has_module(module)


@dataclass
class Found:
    """What one file shows."""

    uses: dict[tuple[str, str], set[tuple[str, ...]]] = field(
        default_factory=lambda: defaultdict(set)
    )
    """The shapes of the uses of each name and origin."""
    imported: set[tuple[str, str]] = field(default_factory=set)
    """The modules that it imports, each with a name from it or nothing."""
    origins: set[tuple[str, str]] = field(default_factory=set)
    """The names that its imports bind, with their origins."""


class File:
    """One file's bindings and uses, found in one walk."""

    def __init__(self, tree: ast.Module, names: frozenset[str]) -> None:
        """Walk a tree for some names."""
        self.names = names
        self.parents: dict[ast.AST, ast.AST] = {}
        self.annotations: set[ast.AST] = set()
        self.bound: dict[Scope, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.loads: list[tuple[ast.Name, Scope]] = []
        self.outer: dict[Scope, Scope] = {}
        self.found = Found()
        nodes: list[tuple[ast.AST, Scope]] = [(tree, tree)]
        while nodes:
            node, scope = nodes.pop()
            self._look_at(node, scope)
            if isinstance(node, _SCOPES) and node is not tree:
                self.outer[node] = scope
            for child in ast.iter_child_nodes(node):
                self.parents[child] = node
                inside = isinstance(node, _SCOPES) and self._is_inside(node, child)
                nodes.append((child, node if inside else scope))  # type: ignore[arg-type]
        for load, scope in self.loads:
            self._resolve(load, scope)

    def _is_inside(self, scope: ast.AST, child: ast.AST) -> bool:
        """Say whether a part of a function or class belongs to its own scope."""
        if isinstance(scope, ast.Lambda | ast.Module):
            return True
        return isinstance(child, ast.stmt | ast.arguments)

    def _look_at(self, node: ast.AST, scope: Scope) -> None:
        if isinstance(node, ast.Name):
            if node.id in self.names:
                if isinstance(node.ctx, ast.Load):
                    self.loads.append((node, scope))
                else:
                    self._bind(node.id, self._variable(scope), scope)
        elif isinstance(node, ast.arg):
            if node.arg in self.names:
                self._bind(node.arg, VARIABLE, scope)
            self._annotate(node.annotation)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self._bind(node.name, DEFINED, scope)
            self._annotate(getattr(node, "returns", None))
        elif isinstance(node, ast.AnnAssign):
            self._annotate(node.annotation)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for name, origin in import_origins(node, self.found):
                self._bind(name, origin, scope)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            self._bind(node.name, VARIABLE, scope)

    def _annotate(self, annotation: ast.expr | None) -> None:
        if annotation is not None:
            self.annotations.add(annotation)

    @staticmethod
    def _variable(scope: Scope) -> str:
        return DEFINED if isinstance(scope, ast.Module) else VARIABLE

    def _bind(self, name: str, origin: str, scope: Scope) -> None:
        if name in self.names:
            self.bound[scope][name].add(origin)

    def _resolve(self, load: ast.Name, scope: Scope) -> None:
        origins = self.origins_of(load.id, scope)
        if len(origins) == 1:
            self.found.uses[load.id, next(iter(origins))].add(shapes(self.use(load)))

    def origins_of(self, name: str, scope: Scope) -> set[str]:
        """Return where a name that is loaded in a scope may come from."""
        innermost = scope
        while True:
            visible = scope is innermost or not isinstance(scope, ast.ClassDef)
            if visible and name in self.bound.get(scope, ()):
                return self.bound[scope][name]
            if scope not in self.outer:
                return set()
            scope = self.outer[scope]

    def use(self, load: ast.Name) -> Use:
        """Return a load as the analysis sees it."""
        node: ast.expr = load
        attributes: list[str] = []
        parents = []
        parent = self.parents.get(load)
        while isinstance(parent, ast.Attribute):
            node = parent
            attributes.append(parent.attr)
            parent = self.parents.get(parent)
        while parent is not None:
            parents.append(parent)
            parent = self.parents.get(parent)
        around = [node, *parents[:6]]
        return Use(
            name=load.id,
            line=load.lineno,
            column=load.col_offset,
            attributes=tuple(attributes),
            node=node,
            parents=tuple(parents),
            in_annotation=any(one in self.annotations for one in around),
            is_quoted=False,
            deferred=True,
        )


def import_origins(node: ast.Import | ast.ImportFrom, found: Found) -> Iterator[tuple[str, str]]:
    """Yield the names that an import binds, with their origins, and note what it imports."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            full_name = BACKPORTS.get(alias.name, alias.name)
            known = is_library(full_name)
            is_whole = alias.asname or full_name != alias.name
            top = full_name if is_whole else alias.name.partition(".")[0]
            if known:
                found.imported.add((full_name, ""))
                found.origins.add((alias.asname or alias.name.partition(".")[0], top))
            else:
                found.origins.add((alias.asname or alias.name.partition(".")[0], ELSEWHERE))
            yield alias.asname or alias.name.partition(".")[0], top if known else ELSEWHERE
        return
    module = "" if node.level else node.module or ""
    module = BACKPORTS.get(module, module)
    known = is_library(module)
    for alias in node.names:
        origin = f"{module}.{alias.name}" if known else ELSEWHERE
        if known:
            found.imported.add((module, alias.name))
        found.origins.add((alias.asname or alias.name, origin))
        yield alias.asname or alias.name, origin


def parsed(path: Path) -> ast.Module | None:
    """Return a file's tree, or None if it is not today's Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, RecursionError, OSError):
        return None


def found_in(path: Path, names: frozenset[str]) -> Found | None:
    """Return what a file shows about some names."""
    tree = parsed(path)
    return File(tree, names).found if tree else None


def customary_aliases(paths: Iterable[Path]) -> Counter[tuple[str, str]]:
    """Return in how many files modules and members go by another name."""
    counts: Counter[tuple[str, str]] = Counter()
    for path in paths:
        for match in set(_ALIAS.findall(path.read_bytes())):
            module, alias, source, member, other = (part.decode() for part in match)
            origin = module or f"{source}.{member}"
            if is_library(module or source):
                counts[alias or other, origin] += 1
    return counts


class Counts:
    """The sums over all files."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.files = 0
        self.origins: dict[str, Counter[str]] = defaultdict(Counter)
        self.shapes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.modules: Counter[str] = Counter()
        self.members: Counter[str] = Counter()
        self.in_company: Counter[str] = Counter()

    def add_package(self, package: Iterable[Found]) -> None:
        """Count the files of one package.

        What many files of one package do alike is that package's habit rather than everybody's:
        they count as much as the square root of their number.
        """
        origins: Counter[tuple[str, str]] = Counter()
        looks: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for found in package:
            self.files += 1
            self._add_imports(found)
            for key, seen in found.uses.items():
                origins[key] += 1
                looks[key].update({shape for look in seen for shape in look})
        for (name, origin), files in origins.items():
            self.origins[name][origin] += math.sqrt(files)  # type: ignore[assignment]
            for shape, often in looks[name, origin].items():
                weight = often / math.sqrt(files)
                self.shapes[name, origin][shape] += weight  # type: ignore[assignment]

    def _add_imports(self, found: Found) -> None:
        imports: dict[str, set[str]] = defaultdict(set)
        for name, origin in found.origins:
            imports[home_of(origin)].add(name if origin == ELSEWHERE else origin)
        for module, origins in imports.items():
            members = len(origins - {module})
            self.modules[module] += 1
            self.members[module] += members
            self.in_company[module] += members if len(origins) > 1 else 0


def home_of(origin: str) -> str:
    """Return the module that an origin is or is in; what is not the library's stays as it is."""
    return origin if origin in OTHERS or is_library(origin) else origin.rpartition(".")[0]


def lines(counts: Counts, names: Iterable[str]) -> Iterator[str]:
    """Yield the lines of the table below its head."""
    for kind, (files, often) in sorted(general_looks(counts).items()):
        shown = {shape: n for shape, n in often.items() if n >= fewest_shown_of_kind(files)}
        yield f"={kind}\t{entry(kind, files, shown)}"
    for form, (library, elsewhere) in sorted(rare_forms(counts).items()):
        yield f"?{form}\t{library} {elsewhere}"
    for module, files in sorted(counts.modules.items()):
        if files >= SMALLEST:
            yield f"@{module}\t{files} {counts.members[module]} {counts.in_company[module]}"
    for name in sorted(names):
        entries = [
            entry(origin, n, common_shapes(counts.shapes[name, origin], n))
            for origin, n in sorted(counts.origins[name].items())
            if n >= SMALLEST or (origin not in OTHERS and origin.rpartition(".")[2] == name)
        ]
        yield "\t".join([name, *entries])


def general_looks(counts: Counts) -> dict[str, tuple[float, Counter[str]]]:
    """Return the files and shapes of each kind of name, and of all names together.

    A name counts as much as the square root of its files: ``if TYPE_CHECKING`` says little about
    other constants.
    """
    looks: dict[str, tuple[float, Counter[str]]] = {}
    for name, origins in counts.origins.items():
        for origin, n in origins.items():
            for kind in (kind_of(origin, name, is_module=is_library), ANY_KIND):
                files, often = looks.setdefault(kind, (0.0, Counter()))
                looks[kind] = files + math.sqrt(n), often
                for shape, seen in counts.shapes[name, origin].items():
                    often[shape] += seen / math.sqrt(n)  # type: ignore[assignment]
    return looks


def rare_forms(counts: Counts) -> dict[str, list[int]]:
    """Return, for each form of names, how often rarely used ones are the library's or others'."""
    forms: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, origins in counts.origins.items():
        seen = {origin: n for origin, n in origins.items() if origin not in {DEFINED, VARIABLE}}
        if 0 < sum(seen.values()) < SMALLEST:
            forms[form_of(name)][0] += sum(origin != ELSEWHERE for origin in seen)
            forms[form_of(name)][1] += ELSEWHERE in seen
    return forms


def common_shapes(often: Mapping[str, float], files: float) -> dict[str, float]:
    """Return the shapes that enough files show."""
    return {shape: n for shape, n in often.items() if n >= fewest_shown(files)}


def entry(origin: str, files: float, often: Mapping[str, float]) -> str:
    """Return an origin with its counts, the most frequent shape first."""
    in_order = sorted(often.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = [f"{shape}:{number(n)}" for shape, n in in_order]
    return " ".join([origin, number(files), *shown])


def number(n: float) -> str:
    """Return a count, as short as possible."""
    return f"{n:.0f}" if n >= 10 else f"{n:.1f}".removesuffix(".0")


def count(folder: Path) -> str:
    """Count every package of a folder and return the table."""
    packages = sorted(path.name for path in folder.iterdir() if path.is_dir())
    paths = sorted(path for path in folder.rglob("*.py") if path.is_file())
    aliases = {
        alias
        for (alias, origin), n in customary_aliases(paths).items()
        if n >= CUSTOMARY and is_public_home(origin)
    }
    names = reportable_names() | aliases
    counts = Counts()
    with multiprocessing.Pool(2, _remember, (names,)) as pool:
        for package in packages:
            paths = [path for path in sorted((folder / package).rglob("*.py")) if path.is_file()]
            counts.add_package(filter(None, pool.imap(_found, paths, chunksize=10)))
    head = HEADER.format(files=counts.files, packages=len(packages), names=" ".join(packages))
    return head + "".join(f"{line}\n" for line in lines(counts, names))


_names: frozenset[str] = frozenset()


def _remember(names: frozenset[str]) -> None:
    global _names
    _names = names


def _found(path: Path) -> Found | None:
    found = found_in(path, _names)
    if found:
        found.uses = dict(found.uses)  # a lambda cannot be sent between processes
    return found


def main() -> int:
    """Count and write the table."""
    parser = argparse.ArgumentParser(description="Count how released code uses names.")
    parser.add_argument("folder", type=Path, help="one folder per package")
    USAGE.write_text(count(parser.parse_args().folder), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
