"""The nouns: what is used, what to import, what to change, what is reported.

Lines are 1-based and columns 0-based, as in :mod:`ast` and flake8.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from flake8_missing_import.imports import module_of
from flake8_missing_import.scopes import FUNCTIONS, Definition, definition_around


class Position(NamedTuple):
    """Where something starts in a file."""

    line: int
    column: int


@dataclass(frozen=True)
class ImportStatement:
    """``import module``, ``import module as alias`` or ``from module import name``."""

    module: str
    name: str | None = None
    alias: str | None = None
    is_lazy: bool = False
    """It imports when its name is first used (PEP 810)."""

    @property
    def binds(self) -> str:
        """The name that it binds."""
        return self.alias or self.name or self.module.partition(".")[0]

    @property
    def is_plain(self) -> bool:
        """It is ``import module``, and binds the name of the module's top-level package."""
        return not (self.name or self.alias)

    @property
    def meaning(self) -> object:
        """What is equal for statements of which one can be in the place of the other.

        ``import a.b as c`` and ``from a import b as c`` are two of these.
        """
        target = f"{self.module}.{self.name}" if self.name else self.module
        return target, self.binds, self.is_plain

    def __str__(self) -> str:
        """Return the statement as it is written in source code."""
        text = f"from {self.module} import {self.name}" if self.name else f"import {self.module}"
        text = f"{text} as {self.alias}" if self.alias else text
        return f"lazy {text}" if self.is_lazy else text


@dataclass(frozen=True)
class Use:
    """One place that loads a name."""

    name: str
    line: int
    column: int
    attributes: tuple[str, ...]
    """The attributes that are read from it: ``("path", "join")`` for ``os.path.join``."""
    node: ast.expr
    """The name with its attributes."""
    parents: tuple[ast.AST, ...]
    """The nodes around that, the innermost first."""
    in_annotation: bool
    is_quoted: bool
    """It is in a string that type checkers read as code, or in a doctest."""
    deferred: bool
    """It is in a function's body: it does not run when the module is imported."""
    is_undefined: bool = True
    """pyflakes finds nothing that binds the name there."""

    @property
    def call(self) -> ast.Call | None:
        """The call of it, if it is called."""
        parent = self.parents[0]
        return parent if isinstance(parent, ast.Call) and parent.func is self.node else None

    def full_name(self, origin: str) -> str:
        """Return what it reads if its name stands for a module or a member of one."""
        return ".".join((origin, *self.attributes))


BindingKind = Literal[
    "annotation",
    "argument",
    "definition",
    "deletion",
    "global",
    "import",
    "nonlocal",
    "star import",
    "type parameter",
    "value",
]


@dataclass(frozen=True)
class Binding:
    """One place that gives a name a value, takes it away, or only declares the name."""

    name: str
    kind: BindingKind
    node: ast.AST
    """The statement of an import or a declaration, else the name, argument or definition."""
    parents: tuple[ast.AST, ...]
    """The nodes around that, the innermost first."""
    alias: ast.alias | None = None
    """Of an import: the part of the statement that binds the name."""

    @property
    def line(self) -> int:
        """The line on which it starts."""
        return getattr(self.node, "lineno", 0)

    @property
    def column(self) -> int:
        """The column in which it starts."""
        return getattr(self.node, "col_offset", 0)

    @property
    def statement(self) -> ImportStatement:
        """The statement that imports this name alone, without an alias that renames nothing."""
        assert self.alias is not None
        name = self.alias.name
        alias = None if self.alias.asname == name else self.alias.asname
        if isinstance(self.node, ast.ImportFrom):
            return ImportStatement(module_of(self.node), name, alias)
        return ImportStatement(name, alias=alias)

    @property
    def scope(self) -> Definition | None:
        """The innermost function or class around it."""
        return definition_around(self.parents)


def is_statement(line: str, statement: str) -> bool:
    """Say whether a line is a statement, perhaps in a block, perhaps with a comment."""
    return line.lstrip().partition("  #")[0] == statement


class Reading(NamedTuple):
    """An expression that reads a variable."""

    node: ast.expr
    around: tuple[ast.AST, ...]
    """The nodes around it, the innermost first."""


@dataclass(frozen=True)
class Edit:
    """A change of whole lines, without their line ends."""

    line: int
    """The first inserted line gets this number."""
    inserted: tuple[str, ...]
    statement_line: int
    """The number that the line with the import has after the edit."""
    removed: int = 0
    """How many lines, from the first on, the inserted ones replace."""


Role = Literal["call", "type", "value"]
"""What code uses a name as: it calls it, has it in annotations, or does anything else with it."""


@dataclass(frozen=True)
class Surroundings:
    """Which file it is, and what else it imports."""

    filename: str
    modules: frozenset[str]
    """The modules that its top level imports, or imports from, and their packages."""
    imported: frozenset[tuple[str, str]]
    """The names that it imports from modules, each after its module."""
    is_library_only: bool
    """All of its modules belong to the standard library."""
    has_typing_style: bool
    """It uses names of typing that newer code takes from elsewhere (``List``, ``Callable``)."""
    is_new: bool = False
    """Python 2 cannot read it."""
    has_mocks: bool = False
    """It reads attributes that only mocks of the library have: ``mock_calls``."""
    dots: int = 0
    """How many dots its relative imports begin with, at most."""
    hides_members: bool = False
    """It may give members private names, see ``Module.hides_members``."""
    spelled_out: frozenset[str] = frozenset()
    """The attributes it reads that have the name of one in question: ``uuid.UUID``."""
    models: frozenset[str] = frozenset()
    """The names of its project's data models that it gives as texts, see ``own_models``."""
    awaited: frozenset[str] = frozenset()
    """What it awaits or uses in ``async with`` and ``async for``: ``self.queue.get``."""
    async_functions: frozenset[str] = frozenset()
    """Its functions of which a call makes a coroutine."""
    readings: Mapping[ast.AST, Sequence[Reading]] = field(default_factory=dict)
    """What reads its variables, by the expressions that are their values and annotations."""
    letters: Mapping[ast.AST, str] = field(default_factory=dict)
    """Which kinds of literals its variables are where it reads them, as far as that is known."""
    arrays: frozenset[ast.AST] = frozenset()
    """What it gives to what it lacks, and is an array of another package."""
    classes: Mapping[tuple[int, str], ast.ClassDef] = field(default_factory=dict)
    """Its classes by their lines and names, with all that is in them."""
    functions: Mapping[str, ast.FunctionDef | ast.AsyncFunctionDef] = field(default_factory=dict)
    """The functions of its top level, by their names as ``spelling.plain_name`` has them."""
    undefined: frozenset[str] = frozenset()
    """The names in question that it leaves undefined."""
    bare_classes: frozenset[str] = frozenset()
    """The names of its classes that make no data, see ``bare_classes``."""
    own_functions: frozenset[str] = frozenset()
    """The names of its functions, coroutines left out, that are nothing else in it."""
    builtin_classes: frozenset[str] = frozenset()
    """The names of builtins that are classes, and nothing else in it."""
    roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    """What it uses the names as that it imports from modules, those left out that it does not."""

    @functools.cached_property
    def plain_classes(self) -> frozenset[str]:
        """The names that are classes and nothing else in it: builtins, and its own bare ones."""
        return self.builtin_classes | self.bare_classes

    @functools.cached_property
    def classes_by_name(self) -> Mapping[str, ast.ClassDef]:
        """Its classes by their names."""
        return {one.name: one for one in self.classes.values()}

    @functools.cached_property
    def methods(self) -> Mapping[tuple[str, str], ast.FunctionDef | ast.AsyncFunctionDef]:
        """The methods of its classes, by the names of both."""
        return {
            (owner.name, one.name): one
            for owner in self.classes.values()
            for one in owner.body
            if isinstance(one, FUNCTIONS)
        }

    def whole(self, definition: ast.ClassDef) -> ast.ClassDef:
        """Return a class with all that is in it; those in doctests are never cut."""
        return self.classes.get((definition.lineno, definition.name), definition)


class Place(Protocol):
    """Where a finding is: a use, or an import that should be elsewhere."""

    @property
    def line(self) -> int:
        """The line, 1-based."""

    @property
    def column(self) -> int:
        """The column, 0-based."""


def with_remark(problem: str, remark: str) -> str:
    """Return what a message says about a name, with a remark in parentheses if there is one."""
    return f"{problem} ({remark})" if remark else problem


@dataclass(frozen=True)
class Missing:
    """What a rule found: the import that uses lack, before it has a place."""

    code: str
    name: str
    """The name as the message quotes it, with dots for a submodule."""
    statement: ImportStatement | None
    """None if no known import binds the name."""
    places: tuple[Place, ...]
    """In source order, at least one."""
    problem: str = "is used but never imported"
    """What the message says about the name."""
    other_modules: tuple[str, ...] = ()
    """Other modules that have such a member and could be meant."""
    other_statements: tuple[ImportStatement, ...] = ()
    """Other statements that the project, or a function of the file, has for the name."""
    contradicts: ImportStatement | None = None
    """The import that some of the uses need, though it excludes the statement."""
    moved: tuple[Binding, ...] = ()
    """The imports that the new one replaces."""
    is_unfixable: bool = False
    """The statement helps, but its own name would be unused."""
    beside: int | None = None
    """The line of the import in a function or a class beside which it helps, not at the top."""
    first_call: int | None = None
    """The line of the first code outside functions that surely runs one with such a use."""


@dataclass(frozen=True)
class Alternative:
    """Another import that could be meant, and the edit that adds it."""

    statement: ImportStatement
    edit: Edit


@dataclass(frozen=True)
class MissingImport:
    """A finding: where a name is used, which import it lacks and where that goes."""

    code: str
    name: str
    statement: ImportStatement | None
    """None if no new import helps: none is known (MIS103), or a late one hides the name."""
    uses: tuple[Position, ...]
    """Where the import is lacking, in source order; at least one."""
    edit: Edit | None
    """None if the choice is left to the reader."""
    removals: tuple[Edit, ...]
    """The edits that go with it, because the import moves."""
    other_modules: tuple[str, ...]
    """Other modules that could be meant."""
    alternatives: tuple[Alternative, ...]
    """Those, or the two ways out of a contradiction."""
    lazily: tuple[Alternative, ...]
    """The lazy import that would also do (PEP 810), if the target has those and no use runs
    when the module is imported; the same removals go with it."""
    text: str
    """What the message says, apart from its code and the number of uses."""

    @property
    def line(self) -> int:
        """The line of the first use, 1-based."""
        return self.uses[0].line

    @property
    def column(self) -> int:
        """The column of the first use, in UTF-8 bytes, 0-based."""
        return self.uses[0].column

    @property
    def message(self) -> str:
        """What flake8 prints, the code first."""
        suffix = f" (first of {len(self.uses)} uses)" if len(self.uses) > 1 else ""
        return f"{self.code} {self.text}{suffix}"
