"""What is checked: a file, and what the user decides about it.

Separate from the other nouns, because this and the gate are all that most runs need.
"""

from __future__ import annotations

import ast
import functools
import re
import sys
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flake8_missing_import.codes import OPTIONAL_CODES
from flake8_missing_import.project.known_imports import NOTHING_KNOWN, KnownImports
from flake8_missing_import.stdlib import NEWEST, OLDEST, StandardLibrary, standard_library

if TYPE_CHECKING:
    from flake8_missing_import.model import ImportStatement


_ANNOTATIONS_ARE_LAZY = (3, 14)
"""From this Python on, annotations are evaluated only on demand (PEP 649, PEP 749)."""


IMPORTS = (ast.Import, ast.ImportFrom)
"""The statements that import."""
BLOCKS = ("body", "handlers", "orelse", "finalbody")
"""The fields of statements that hold others, those of ``match`` left out."""


class UncompilableError(Exception):
    """Python cannot compile a module, though it may parse."""


NOT_PARSED = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What :func:`ast.parse` raises for what Python cannot read, or what is nested too deeply."""


def parsed(source: str | bytes) -> ast.Module:
    """Return the tree of a text, without Python's warnings about it.

    Whoever has parsed it before has shown these already. Raises NOT_PARSED.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def parsed_expression(text: str) -> ast.expr:
    """Return the tree of a text that is an expression, in the same way."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text, mode="eval").body


def parents_in(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """Return the nodes below a node, outer ones first, each with the node that it is part of."""
    found: dict[ast.AST, ast.AST] = {}
    nodes = [tree]
    # ast.walk and ast.iter_child_nodes are several times as slow.
    for node in nodes:
        for field_name in node._fields:
            value = getattr(node, field_name, None)
            for child in value if isinstance(value, list) else (value,):
                if isinstance(child, ast.AST) and field_name != "ctx":
                    found[child] = node
                    nodes.append(child)
    return found


def parents_of(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    """Yield the nodes around a node, the innermost first.

    :param parents: each node with the one that it is part of.
    """
    while (parent := parents.get(node)) is not None:
        yield parent
        node = parent


def with_those_around(
    nodes: Iterable[ast.AST], parents: Mapping[ast.AST, ast.AST]
) -> frozenset[ast.AST]:
    """Return nodes and all those that they are part of.

    :param parents: each node with the one that it is part of.
    """
    found: set[ast.AST] = set()
    for node in nodes:
        inner: ast.AST | None = node
        while inner is not None and inner not in found:
            found.add(inner)
            inner = parents.get(inner)
    return frozenset(found)


def first_expression(node: ast.stmt | ast.ExceptHandler) -> int:
    """Return the line on which a statement, or the expression of its first decorator, begins."""
    decorators: Sequence[ast.expr] = getattr(node, "decorator_list", ())
    return min(node.lineno, decorators[0].lineno) if decorators else node.lineno


def first_line(node: ast.stmt, lines: Sequence[str]) -> int:
    """Return the line on which a statement begins, including its decorators."""
    decorators: Sequence[ast.expr] = getattr(node, "decorator_list", ())
    if not decorators:
        return node.lineno
    first = decorators[0].lineno
    # The expression may begin below its @, in parentheses (PEP 614).
    while not lines[first - 1].lstrip().startswith("@"):
        first -= 1
    return first


def begins_line(node: ast.stmt | ast.ExceptHandler, lines: Sequence[str]) -> bool:
    """Say whether a statement, or its keyword below decorators, is the first on its line."""
    return not lines[node.lineno - 1][: node.col_offset].strip()


def last_line(node: ast.stmt | ast.ExceptHandler) -> int:
    """Return the line on which a statement ends."""
    return node.end_lineno or node.lineno


def statements_on(lines: Sequence[int], block: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a block that are on some lines, given in their order."""
    if not block:
        return
    within = range(
        bisect_left(lines, first_expression(block[0])),
        bisect_right(lines, last_line(block[-1])),
    )
    position = 0
    for line in map(lines.__getitem__, within):
        position = bisect_left(block, line, position, key=last_line)
        while position < len(block) and first_expression(block[position]) <= line:
            yield block[position]
            position += 1


def statements_in(node: ast.AST, lines: Sequence[int]) -> Iterator[ast.AST]:
    """Yield the statements in the blocks of one that are on some lines, its handlers and cases.

    :param lines: their numbers, in order.
    """
    for block in BLOCKS:
        yield from statements_on(lines, getattr(node, block, ()))
    yield from getattr(node, "cases", ())  # which have no lines


def source_lines(source: str) -> list[str]:
    """Split source as Python counts lines: form feeds do not end one."""
    return re.split(r"\r\n|\r|\n", source) if "\r" in source else source.split("\n")


@dataclass(frozen=True, eq=False)
class Options:
    """What the user decides about the check of a file."""

    builtins: frozenset[str] = frozenset()
    """Names that count as defined, like flake8's ``--builtins``."""
    doctests: bool = False
    """Also look at doctests, like flake8's ``--doctests``."""
    target_version: tuple[int, int] = sys.version_info[:2]
    """The oldest Python that the code has to run on."""
    configured: Mapping[str, ImportStatement] = field(default_factory=dict)
    """The import statements that the project has configured, by name."""
    known: KnownImports = NOTHING_KNOWN
    """Those that its files of imports have for other names."""
    max_line_length: int | None = None
    """How long an import may get when another name joins it; None for what the file shows."""
    package: str = ""
    """The top-level package that the file is in, if that is known."""
    optional_codes: frozenset[str] = frozenset()
    """The opt-in codes that are wanted."""

    def has_name(self, name: str) -> bool:
        """Say whether the project has an import for a name."""
        return name in self.configured or name in self.known.names

    def statements(self, name: str) -> list[ImportStatement]:
        """Return the statements that the project has for a name."""
        if name in self.configured:
            return [self.configured[name]]
        return self.known.statements(name)


def reject_nonsense(options: Options) -> None:
    """Raise ValueError for options that make no sense."""
    newest = max(NEWEST, sys.version_info[:2])
    match options.target_version:
        case (int(), int()) if OLDEST <= options.target_version <= newest:
            pass
        case version:
            known = "{}.{} to {}.{}".format(*OLDEST, *newest)
            raise ValueError(f"target_version: {version!r} is no Python version from {known}")
    for code in options.optional_codes:
        if code not in OPTIONAL_CODES:
            raise ValueError(f"optional_codes: {code!r} is none of {', '.join(OPTIONAL_CODES)}")
    if options.max_line_length is not None and options.max_line_length < 1:
        raise ValueError(f"max_line_length: no line is {options.max_line_length} wide")
    for name, statement in options.configured.items():
        binds = getattr(statement, "binds", None)
        if binds != name:
            raise ValueError(f"configured: {str(statement)!r} binds {binds!r}, not {name!r}")


class EveryName(Container[str]):
    """The names in question if every name is."""

    def __contains__(self, name: object) -> bool:
        """Say that it is."""
        return True

    def __eq__(self, other: object) -> bool:
        """Say whether that is meant, too."""
        return isinstance(other, EveryName)


@dataclass(frozen=True, eq=False)
class Module:
    """A file as every part of the analysis sees it: made once, never changed."""

    source: str
    tree: ast.Module
    filename: str = "<unknown>"
    options: Options = Options()

    @functools.cached_property
    def lines(self) -> list[str]:
        """The text as Python counts lines."""
        return source_lines(self.source)

    @functools.cached_property
    def text(self) -> str:
        """The source with line feeds between its lines, whichever line ends it has."""
        return "\n".join(self.lines) if "\r" in self.source else self.source

    @functools.cached_property
    def leading(self) -> list[ast.stmt]:
        """The docstring and the imports that it begins with."""
        body = self.tree.body
        number = 0
        if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            number = 1
        while number < len(body) and isinstance(body[number], IMPORTS):
            number += 1
        return body[:number]

    @property
    def below_imports(self) -> str:
        """The text without the docstring and the imports that it begins with.

        They use no names, but mention many modules. The others keep their lines' numbers.
        """
        rest = self.tree.body[len(self.leading) :]
        if not rest:
            return ""
        last = self.leading[-1].end_lineno or 0 if self.leading else 0
        # Two statements may share a line.
        if rest[0].lineno == last:
            return self.text
        text = self.text if "\r" in self.source else self.source
        return "\n" * last + text.split("\n", last)[-1]

    @functools.cached_property
    def library(self) -> StandardLibrary:
        """The standard library of the oldest Python that it has to run on."""
        return standard_library(self.options.target_version)

    @functools.cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """Each node but the module itself, and the node that it is part of."""
        return parents_in(self.tree)

    @functools.cached_property
    def binders(self) -> dict[str, list[ast.AST]]:
        """What gives names, and attributes with their dots, values anywhere in it."""
        from flake8_missing_import.assignments import binders  # most files need none

        return binders(self.parents)

    @functools.cached_property
    def given_values(self) -> list[tuple[str, ast.expr]]:
        """The values that names, and attributes with their dots, are given anywhere in it."""
        from flake8_missing_import.assignments import given_values  # most files need none

        return list(given_values(self.parents))

    @functools.cached_property
    def strings(self) -> dict[tuple[int, int], ast.AST]:
        """The string literals by their lines and columns, the outermost of each place."""
        return {
            (node.lineno, node.col_offset): node
            for node in reversed(list(self.parents))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }

    @functools.cached_property
    def texts(self) -> frozenset[str]:
        """What its string literals say."""
        return frozenset(str(getattr(one, "value", "")) for one in self.strings.values())

    @functools.cached_property
    def functions_in_prose(self) -> frozenset[ast.AST]:
        """Its functions whose quoted annotations are no types."""
        from flake8_missing_import.annotations import functions_in_prose  # most files need none

        return frozenset(functions_in_prose(self))

    @functools.cached_property
    def named(self) -> dict[str, list[ast.Name | ast.Attribute]]:
        """The names and attributes in it, whatever is done with them, by their last names."""
        found: dict[str, list[ast.Name | ast.Attribute]] = {}
        for node in self.parents:
            if isinstance(node, (ast.Name, ast.Attribute)):
                name = node.id if isinstance(node, ast.Name) else node.attr
                found.setdefault(name, []).append(node)
        return found

    @functools.cached_property
    def loads(self) -> dict[str, list[ast.Name | ast.Attribute]]:
        """The names and attributes that it reads, by their last names."""
        # Files with thousands of uses have no need for all of what is named, too.
        found: dict[str, list[ast.Name | ast.Attribute]] = {}
        for node in self.parents:
            if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                name = node.id if isinstance(node, ast.Name) else node.attr
                found.setdefault(name, []).append(node)
        return found

    @functools.cached_property
    def hides_members(self) -> bool:
        """It may give members private names, as it does with what it imports.

        If it does not, and has imports of other packages, such a name is hardly ever the library's:
        ``_dedent``, ``_rmtree`` are its own functions then, which do a little more.
        """
        from flake8_missing_import.imports import (  # most files need none
            has_private_aliases,
            imports_library_only,
        )

        return imports_library_only(self) or has_private_aliases(self)

    @property
    def is_stub(self) -> bool:
        """Nothing in a stub runs, and names there may be used before they are bound."""
        return self.filename.endswith(".pyi")

    @functools.cached_property
    def has_lazy_annotations(self) -> bool:
        """Annotations do not run: because of an import (PEP 563), or on the target Python."""
        return self.options.target_version >= _ANNOTATIONS_ARE_LAZY or any(
            isinstance(node, ast.ImportFrom)
            and node.module == "__future__"
            and any(alias.name == "annotations" for alias in node.names)
            for node in self.tree.body
        )
