"""Every load and every binding of the names in question, found in one run of pyflakes.

The subclass here changes nothing in pyflakes' analysis: it only remembers what passes by.
"""

from __future__ import annotations

import ast
import copy
import functools
import re
import sys
import warnings
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyflakes.checker
import pyflakes.messages

from flake8_missing_import.imports import bound_name, import_statements, module_of
from flake8_missing_import.mentions import mentions
from flake8_missing_import.model import Binding, BindingKind, Use
from flake8_missing_import.module import (
    EveryName,
    Module,
    UncompilableError,
    first_line,
    parents_in,
)
from flake8_missing_import.running.at_once import run_at_once
from flake8_missing_import.scopes import DEFINITIONS, enclosing_scopes, is_deferred

# Below a star import pyflakes reports the second.
_UNDEFINED = (pyflakes.messages.UndefinedName, pyflakes.messages.ImportStarUsage)

_KINDS: tuple[tuple[type[Any], BindingKind], ...] = (
    (pyflakes.checker.StarImportation, "star import"),
    (pyflakes.checker.Importation, "import"),
    (pyflakes.checker.Argument, "argument"),
    (pyflakes.checker.Annotation, "annotation"),
    (pyflakes.checker.Definition, "definition"),
)

_LAZY = re.compile(r"\blazy\b")

# New in Python 3.12 (PEP 695).
_TYPE_PARAMETERS = tuple(
    getattr(ast, name) for name in ("TypeVar", "TypeVarTuple", "ParamSpec") if hasattr(ast, name)
)


@dataclass(frozen=True, order=True)
class UndefinedName:
    """One place where flake8 reports F821."""

    line: int
    column: int
    name: str


@dataclass(frozen=True)
class Facts:
    """The loads and bindings of the names in question, each in the order of the source."""

    uses: dict[str, list[Use]]
    bindings: dict[str, list[Binding]]
    star_imports: list[Binding]
    """Of the whole module: they may bind any name."""
    undefined: tuple[UndefinedName, ...]
    """What pyflakes calls an undefined name, in the order of the source: among all names, not
    only those in question. Below a star import it calls no name undefined."""
    builtins: frozenset[str]
    """The names that need no binding."""
    tree: ast.Module
    """What was looked at."""


def reject_misplaced_imports(module: Module) -> None:
    """Raise UncompilableError for imports that the parser lets through.

    ``from __future__`` in a block, on which pyflakes fails, and lazy imports in functions,
    classes and ``try``, or of a star (PEP 810).
    """
    if "__future__" in module.source and any(
        module_of(node) == "__future__" and len(parents) > 1
        for node, parents in import_statements(module)
        if isinstance(node, ast.ImportFrom)
    ):
        raise UncompilableError
    if sys.version_info >= (3, 15) and _LAZY.search(module.source):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                compile(module.source, "<source>", "exec", dont_inherit=True)
            except (SyntaxError, ValueError) as error:
                raise UncompilableError from error


def with_names(module: Module, names: Iterable[str]) -> ast.Module:
    """Return a module without the functions and classes that contain none of the names.

    What is left out can neither bind nor load them, nor contain a star import. If
    nothing is left out, the module itself is returned.
    """
    tree = module.tree
    body = list(_with_names(tree.body, module.lines, tuple(names)))
    return tree if body == tree.body else ast.Module(body=body, type_ignores=[])


def _with_names(
    body: Iterable[ast.stmt], lines: Sequence[str], names: Sequence[str]
) -> Iterator[ast.stmt]:
    for node in body:
        if isinstance(node, DEFINITIONS):
            text = "\n".join(lines[first_line(node, lines) - 1 : node.end_lineno])
            if not any(True for name in names for _ in mentions(name, text)):
                continue
            if isinstance(node, ast.ClassDef):
                kept = list(_with_names(node.body, lines, names))
                if kept != node.body:
                    node = copy.copy(node)
                    node.body = kept or [ast.copy_location(ast.Pass(), node)]
        yield node


def facts(module: Module, tree: ast.Module, names: Container[str]) -> Facts:
    """Return what pyflakes sees of some names.

    :param tree: the module's tree, or the part of it that has the names.

    Raises what pyflakes raises, in particular RecursionError for deep nesting.
    """
    checker = _Checker(
        module,
        tree,
        names,
        filename=module.filename,
        builtins=tuple(module.options.builtins),
        withDoctest=module.options.doctests,
    )
    uses = sorted(checker.uses, key=lambda use: (use.line, use.column))
    bindings = sorted(checker.bindings, key=lambda binding: (binding.line, binding.column))
    found = Facts(
        uses=_by_name(uses),
        bindings=_by_name(one for one in bindings if one.kind != "star import"),
        star_imports=[one for one in bindings if one.kind == "star import"],
        undefined=tuple(sorted(set(_undefined_names(checker)))),
        builtins=frozenset(checker.builtIns),
        tree=tree,
    )
    # It and its scopes refer to themselves, and would keep their memory until the garbage
    # collector runs.
    for scope in checker.deadScopes:
        scope.clear()
    checker.__dict__.clear()
    return found


def _undefined_names(checker: Any) -> Iterator[UndefinedName]:
    for message in checker.messages:
        if isinstance(message, pyflakes.messages.UndefinedName):
            yield UndefinedName(message.lineno, message.col, message.message_args[0])


def undefined_uses(module: Module) -> list[Use]:
    """Return every load of a name that pyflakes cannot find, in the order of the source."""
    known = facts(module, module.tree, EveryName())
    found = [use for uses in known.uses.values() for use in uses if use.is_undefined]
    return sorted(found, key=lambda use: (use.line, use.column))


def _by_name(things: Iterable[Any]) -> dict[str, list[Any]]:
    by_name = defaultdict(list)
    for thing in things:
        by_name[thing.name].append(thing)
    return dict(by_name)


class _Checker(pyflakes.checker.Checker):
    """pyflakes' checker, which also remembers loads and bindings."""

    def __init__(
        self, module: Module, tree: ast.Module, names: Container[str], **options: object
    ) -> None:
        # The checker's own initializer checks the whole tree.
        self._module = module
        self._tree = tree
        self._names = names
        self._is_reported = False
        self._comprehensions: dict[ast.AST, ast.AST] = {}
        self.uses: list[Use] = []
        self.bindings: list[Binding] = []
        super().__init__(tree, **options)

    def report(self, messageClass: type[Any], *args: Any, **kwargs: Any) -> None:
        if messageClass in _UNDEFINED:
            self._is_reported = True
        super().report(messageClass, *args, **kwargs)

    def handleNodeLoad(self, node: ast.AST, parent: ast.AST) -> None:
        self._is_reported = False
        super().handleNodeLoad(node, parent)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in self._names:
            self.uses.append(self._use(node))

    def addBinding(self, node: ast.AST, value: Any) -> None:
        super().addBinding(node, value)
        if node is None:  # a builtin
            return
        kind: BindingKind = next(
            (kind for class_, kind in _KINDS if isinstance(value, class_)), "value"
        )
        if isinstance(node, _TYPE_PARAMETERS):
            kind = "type parameter"
        if kind != "star import" and value.name not in self._names:
            return
        self._remember(value.name, kind, node, _alias(node, value) if kind == "import" else None)

    def GENERATOREXP(self, node: Any) -> None:
        # pyflakes never visits a comprehension's first "for" itself.
        self._comprehensions[node.generators[0]] = node
        super().GENERATOREXP(node)

    LISTCOMP = DICTCOMP = SETCOMP = GENERATOREXP

    def handleNodeDelete(self, node: Any) -> None:
        super().handleNodeDelete(node)
        self._remember(node.id, "deletion", node)

    def GLOBAL(self, node: ast.Global) -> None:
        super().GLOBAL(node)
        for name in node.names:
            self._remember(name, "global", node)

    def NONLOCAL(self, node: ast.Nonlocal) -> None:
        super().NONLOCAL(node)
        for name in node.names:
            self._remember(name, "nonlocal", node)

    def _remember(
        self, name: str, kind: BindingKind, node: ast.AST, alias: ast.alias | None = None
    ) -> None:
        if kind == "star import" or name in self._names:
            self.bindings.append(Binding(name, kind, node, tuple(self._ancestors(node)), alias))

    def _use(self, node: ast.Name) -> Use:
        parents = list(self._ancestors(node))
        attributes: list[str] = []
        outermost: ast.expr = node
        while parents and isinstance(parents[0], ast.Attribute):
            outermost = parents[0]
            attributes.append(outermost.attr)
            del parents[0]
        scopes = enclosing_scopes(outermost, parents)
        at_once = run_at_once((outermost, *parents), self._module)
        return Use(
            name=node.id,
            line=node.lineno,
            column=node.col_offset,
            attributes=tuple(attributes),
            node=outermost,
            parents=tuple(parents),
            in_annotation=bool(self._in_annotation),
            is_quoted=self._is_quoted(node, parents),
            deferred=is_deferred([scope for scope in scopes if scope not in at_once]),
            is_undefined=self._is_reported,
        )

    def _is_quoted(self, node: ast.Name, parents: Sequence[ast.AST]) -> bool:
        if not hasattr(self, "_parents"):
            # The content of a string is parsed separately, and pyflakes before 4 may put
            # it right below the statement.
            return node not in self._parents_in_tree
        # From 4 on it is below the string; each doctest is a module of its own.
        return parents[-1] is not self._tree or any(
            isinstance(parent, ast.Constant) for parent in parents
        )

    def _ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        while (parent := self._parent(node)) is not None:
            yield parent
            node = parent

    def _parent(self, node: ast.AST) -> ast.AST | None:
        if hasattr(self, "_parents"):
            parent = self._parents.get(node)
        else:
            # pyflakes before 4 keeps it on the node.
            parent = getattr(node, "_pyflakes_parent", None)
        if parent is None and isinstance(node, ast.comprehension):
            parent = self._comprehensions.get(node)
        assert parent is None or isinstance(parent, ast.AST)
        return parent

    @functools.cached_property
    def _parents_in_tree(self) -> dict[ast.AST, ast.AST]:
        return parents_in(self._tree)


def _alias(node: ast.AST, value: Any) -> ast.alias | None:
    """Return the part of an import statement that makes a binding."""
    assert isinstance(node, ast.Import | ast.ImportFrom)
    real_name = getattr(value, "real_name", value.fullName)
    return next(
        (
            alias
            for alias in node.names
            if alias.name == real_name and bound_name(alias) == value.name
        ),
        None,
    )
