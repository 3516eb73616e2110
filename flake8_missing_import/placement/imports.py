"""The import statements of a module, in the form that sorting needs."""

from __future__ import annotations

import ast
import itertools
import sys
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from flake8_missing_import.imports import is_lazy_import, module_of
from flake8_missing_import.model import ImportStatement
from flake8_missing_import.module import Module, last_line
from flake8_missing_import.placement.text import (
    ModuleText,
    cell_marks,
    is_split,
    kept_lines,
    last_continued_line,
)
from flake8_missing_import.scopes import DEFINITIONS
from flake8_missing_import.stdlib import NEWEST, StandardLibrary, standard_library

_OLDEST_FOR_ISORT = (3, 6)
"""isort counts what any Python 3 had as standard library."""

STANDARD, OTHER, FIRST_PARTY, RELATIVE = 1, 2, 1000, 2000
"""The sections of imports in their order; further ones may stand between two."""


@dataclass(frozen=True)
class Name:
    """A name that a from-import imports, and its alias."""

    name: str
    alias: str = ""

    def __str__(self) -> str:
        """Return it as it is written in source code."""
        return f"{self.name} as {self.alias}" if self.alias else self.name


@dataclass(frozen=True)
class Import:
    """An import statement at the top level of the module, or one that is to be added."""

    module: str
    """With leading dots if relative."""
    names: tuple[Name, ...] = ()
    """Empty for a plain import."""
    alias: str = ""
    """The alias of a plain import."""
    is_lazy: bool = False
    line: int = 0
    last_line: int = 0

    @property
    def is_from(self) -> bool:
        """It is a from-import."""
        return bool(self.names)

    @property
    def package(self) -> str:
        """The top-level package of its module, empty if relative."""
        return self.module.partition(".")[0]

    @property
    def binds(self) -> set[str]:
        """The names that it binds."""
        return {one.alias or one.name for one in self.names} or {self.alias or self.package}


@dataclass(frozen=True)
class Knowledge:
    """What is known about modules without the file."""

    standard: frozenset[str]
    """The top-level modules that isort counts as the standard library's."""
    first_party: AbstractSet[str]
    """The project's own top-level packages, as far as they are known."""
    is_complete: bool = True
    """There are no others."""
    own_section: int = FIRST_PARTY
    """The section of these."""
    among_third_party: AbstractSet[str] = frozenset()
    """Those of them that the project sorts with third-party imports."""
    is_single: bool = False
    """The project has one name per statement."""

    def section(self, module: str) -> int:
        """Return the section of a module; everything unknown is OTHER."""
        if module.startswith("."):
            return RELATIVE
        package = module.partition(".")[0]
        if package in self.standard:
            return STANDARD
        return self.own_section if package in self.first_party else OTHER


def knowledge(
    library: StandardLibrary,
    first_party: AbstractSet[str] | None,
    among_third_party: AbstractSet[str] = frozenset(),
    package: str = "",
) -> Knowledge:
    """Return what is known about modules.

    :param first_party: the project's own top-level packages; None if nobody said, and blank
        lines separate the sections.
    :param among_third_party: those of them that the project sorts with third-party imports.
    :param package: the one that the file is in, which is known even then.
    """
    libraries = (library, standard_library(_OLDEST_FOR_ISORT), standard_library(NEWEST))
    # Whatever runs the program is no part of the library to isort and ruff.
    standard = frozenset[str]().union(*(one.modules for one in libraries)) - {"__main__"}
    if first_party is None:
        return Knowledge(standard, frozenset({package} - {""}), is_complete=False)
    return Knowledge(standard - first_party, first_party, among_third_party=among_third_party)


def known_sections(module: Module) -> Knowledge:
    """Return what the options of a module say about the modules that it can import."""
    options = module.options
    first_party, among_third_party = options.known.first_party, options.known.among_third_party
    known = knowledge(module.library, first_party, among_third_party, options.package)
    return replace(known, is_single=options.known.is_single)


def body_above(text: ModuleText, before: int | None) -> list[ast.stmt]:
    """Return the statements that an import may go among: none below a definition.

    :param before: the line that the import has to be above, None where it does not matter.
    """
    start = line_of_fresh_start(text, before)
    body = [
        node
        for node in text.tree.body
        if node.lineno > start and (before is None or last_line(node) < before)
    ]
    return list(itertools.takewhile(lambda node: not isinstance(node, DEFINITIONS), body))


def line_of_fresh_start(text: ModuleText, before: int | None) -> int:
    """Return the line that starts the first cell below the last restart of Python, 0 without one.

    A Databricks notebook restarts Python to use what it has installed; all names are gone then.

    :param before: the line that the cell has to be above, None where it does not matter.
    """
    restarts = [node.lineno for node in text.tree.body if _restarts_python(node)]
    if not restarts:
        return 0
    marks = cell_marks(text.lines)
    starts = (next((mark for mark in marks if mark > line), sys.maxsize) for line in restarts)
    return max((start for start in starts if start < (before or sys.maxsize)), default=0)


def _restarts_python(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="restartPython"))):
            return True
        case _:
            return False


def first_line_of_code(body: Sequence[ast.stmt]) -> int:
    """Return the line below which linters want no more imports, as pycodestyle's E402 does."""
    lines = (node.lineno for node in body if not _may_precede_imports(node))
    return min(lines, default=sys.maxsize)


def _may_precede_imports(node: ast.stmt) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.If() | ast.Try() | ast.With():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name.startswith("__")
        case _:
            return False


def is_future_import(node: ast.stmt) -> bool:
    """Say whether a statement is ``from __future__ import …``."""
    return isinstance(node, ast.ImportFrom) and node.module == "__future__" and not node.level


def shares_future_names(body: Sequence[ast.stmt]) -> bool:
    """Say whether names from ``__future__`` have a statement in common."""
    return any(
        isinstance(node, ast.ImportFrom) and is_future_import(node) and len(node.names) > 1
        for node in body
    )


def described(node: ast.Import | ast.ImportFrom, lines: Sequence[str]) -> Import:
    """Return a statement in the form that sorting needs."""
    is_lazy = is_lazy_import(node)
    end = last_continued_line(node, lines)
    if isinstance(node, ast.ImportFrom):
        names = tuple(Name(alias.name, alias.asname or "") for alias in node.names)
        return Import(module_of(node), names, "", is_lazy, node.lineno, end)
    first = node.names[0]
    return Import(first.name, (), first.asname or "", is_lazy, node.lineno, end)


def wanted(statement: ImportStatement) -> Import:
    """Return the statement to add."""
    is_lazy = statement.is_lazy
    if statement.name is None:
        return Import(statement.module, alias=statement.alias or "", is_lazy=is_lazy)
    return Import(statement.module, (Name(statement.name, statement.alias or ""),), "", is_lazy)


def import_runs(body: Sequence[ast.stmt], lines: Sequence[str]) -> list[list[Import]]:
    """Return the runs of import statements that nothing divides.

    What divides them is other statements, imports on the line of one of these, imports to be
    left alone, and ``# isort: split``.
    """
    kept = kept_lines(lines, is_sorted=True)
    code = {node.lineno for node in body if not isinstance(node, ast.Import | ast.ImportFrom)}
    # An import with code behind it is a place only where no other import is one.
    found = ([*filter(None, _import_runs(body, lines, each))] for each in (kept | code, kept))
    return next(filter(None, found), [])


def _import_runs(
    body: Sequence[ast.stmt], lines: Sequence[str], kept: AbstractSet[int]
) -> Iterator[list[Import]]:
    run: list[Import] = []
    last_of_code = 0
    for node in body:
        # The last line of a statement can itself say that what follows is sorted separately.
        between = lines[run[-1].last_line - 1 : node.lineno - 1] if run else ()
        is_import = (
            isinstance(node, ast.Import | ast.ImportFrom)
            and kept.isdisjoint(range(node.lineno, last_line(node) + 1))
            and node.lineno != last_of_code
        )
        if not is_import or is_future_import(node):
            last_of_code = last_line(node)
        if not is_import or any(map(is_split, between)):
            yield run
            run = []
        if isinstance(node, ast.Import | ast.ImportFrom) and is_import:
            run += [] if is_future_import(node) else [described(node, lines)]
    yield run


def joinable(body: Sequence[ast.stmt], lines: Sequence[str]) -> list[ast.ImportFrom]:
    """Return the from-imports that another name may join: no star imports, none to be kept."""
    kept = kept_lines(lines, is_sorted=True)
    return [
        node
        for node in body
        if isinstance(node, ast.ImportFrom)
        and node.names[0].name != "*"
        and kept.isdisjoint(range(node.lineno, last_line(node) + 1))
    ]


def line_below(line: int, nodes: Sequence[ast.stmt]) -> int:
    """Return the first line below this one that is not inside a statement that begins above.

    :param nodes: the statements, in their order.
    """
    for node in nodes:
        if node.lineno > line:
            break
        line = max(line, last_line(node))
    return line + 1
