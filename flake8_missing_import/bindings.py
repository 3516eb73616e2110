"""Which uses of a name fail? pyflakes decides; its subclass here remembers them."""

from __future__ import annotations

import ast
import functools
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyflakes.checker
import pyflakes.messages

from flake8_missing_import.misplaced import without
from flake8_missing_import.model import ExistingImport, Use

# With a star import above it pyflakes says the second.
_UNDEFINED = (pyflakes.messages.UndefinedName, pyflakes.messages.ImportStarUsage)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))  # Python 3.11 brought the second


def failing_uses(
    tree: ast.Module,
    *,
    filename: str,
    builtins: Iterable[str] = (),
    doctests: bool = False,
) -> list[Use]:
    """Return every load of a name that pyflakes cannot find, in source order.

    Left out are loads guarded by ``except NameError`` and the submodules that
    a package's ``__init__.py`` has imported. Raises what pyflakes raises, in
    particular RecursionError for deep nesting.
    """
    checker = _Checker(tree, filename=filename, builtins=tuple(builtins), withDoctest=doctests)
    submodules = frozenset(_own_submodules(tree, filename))
    uses = [
        message.use
        for message in checker.messages
        if isinstance(message, _FailingLoad)
        and message.use.name not in submodules
        and not is_guarded(message.use, "NameError")
    ]
    return sorted(uses, key=lambda use: (use.line, use.column))


def uses_of_imports(
    tree: ast.Module, packages: Mapping[str, str], *, filename: str, builtins: Iterable[str] = ()
) -> list[Use]:
    """Return every use of names that imports at the top level bind and nothing else does.

    These are the loads that fail without the imports.

    :param packages: the names, each with the package that it stands for.
    """
    imports = [
        existing
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if _imports_package(existing := ExistingImport(node, alias, ()), packages)
    ]
    uses = failing_uses(without(tree, imports), filename=filename, builtins=builtins)
    return [use for use in uses if use.name in packages]


def _imports_package(existing: ExistingImport, packages: Mapping[str, str]) -> bool:
    package = packages.get(existing.bound_name)
    node, name = existing.node, existing.alias.name
    if isinstance(node, ast.ImportFrom):
        return not node.level and f"{node.module}.{name}" == package
    return package is not None and (name == package or name.startswith(f"{package}."))


class _FailingLoad(pyflakes.messages.UndefinedName):
    """pyflakes' message for an undefined name, with the place that it is about.

    A subclass, because a ``global`` statement further down makes pyflakes take
    its messages of this kind back.
    """

    def __init__(self, filename: str, node: ast.Name, name: str, use: Use) -> None:
        super().__init__(filename, node, name)
        self.use = use


class _Checker(pyflakes.checker.Checker):
    """pyflakes' checker; an undefined name's message keeps its surroundings."""

    def __init__(self, tree: ast.Module, **options: object) -> None:
        # The checker's own initializer checks the whole tree.
        self._tree = tree
        super().__init__(tree, **options)

    def report(self, messageClass: type[Any], *args: Any, **kwargs: Any) -> None:
        if messageClass in _UNDEFINED and _is_load(args[0]):
            node, name, *star_imports = args
            use = self._use(node, *star_imports)
            self.messages.append(_FailingLoad(self.filename, node, name, use))
        else:
            super().report(messageClass, *args, **kwargs)

    def _use(self, node: ast.Name, star_imports: str = "") -> Use:
        parents = list(self._ancestors(node))
        attributes: list[str] = []
        outermost: ast.expr = node
        while parents and isinstance(parents[0], ast.Attribute):
            outermost = parents[0]
            attributes.append(outermost.attr)
            del parents[0]
        return Use(
            name=node.id,
            line=node.lineno,
            column=node.col_offset,
            attributes=tuple(attributes),
            node=outermost,
            parents=tuple(parents),
            in_annotation=bool(self._in_annotation),
            is_quoted=self._is_quoted(node, parents),
            deferred=any(
                isinstance(scope, pyflakes.checker.FunctionScope) for scope in self.scopeStack
            ),
            star_imports=tuple(star_imports.split(", ")) if star_imports else (),
        )

    def _is_quoted(self, node: ast.Name, parents: Sequence[ast.AST]) -> bool:
        if not hasattr(self, "_parents"):
            # What a string holds is parsed for itself, and pyflakes before 4 may put
            # it right below the statement.
            return node not in self._parents_in_tree
        # Now it is below the string; each doctest is a module of its own.
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
            # pyflakes never visits a comprehension's first "for" itself.
            parent = self._parents_in_tree.get(node)
        assert parent is None or isinstance(parent, ast.AST)
        return parent

    @functools.cached_property
    def _parents_in_tree(self) -> dict[ast.AST, ast.AST]:
        return {
            child: parent
            for parent in ast.walk(self._tree)
            for child in ast.iter_child_nodes(parent)
        }


def _is_load(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)


def is_guarded(use: Use, exception: str) -> bool:
    """Say whether an ``except`` clause around a use names the exception and expects it."""
    for child, parent in itertools.pairwise((use.node, *use.parents)):
        if isinstance(parent, _FUNCTIONS):
            return False
        if (
            isinstance(parent, _TRIES)
            and child in parent.body
            and any(_catches(handler, exception) for handler in parent.handlers)
        ):
            return True
    return False


def _catches(handler: ast.ExceptHandler, exception: str) -> bool:
    return handler.type is not None and any(
        isinstance(node, ast.Name) and node.id == exception for node in ast.walk(handler.type)
    )


def _own_submodules(tree: ast.Module, filename: str) -> Iterator[str]:
    """Yield the names that importing its own submodules binds in a package.

    ``from .time import now`` in ``__init__.py`` also binds ``time``: the import
    system sets a submodule as an attribute of its package (language reference,
    "The import system", "Submodules").
    """
    directory, base = os.path.split(os.path.abspath(filename))
    if base not in ("__init__.py", "__init__.pyi"):
        return
    package = tuple(directory.replace("\\", "/").split("/"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            module = package[: len(package) - node.level + 1] + tuple(
                (node.module or "").split(".")
            )
            if len(module) > len(package) and module[: len(package)] == package:
                yield module[len(package)]
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from _submodule_of(package, node.module.split("."))
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield from _submodule_of(package, alias.name.split("."))


def _submodule_of(package: tuple[str, ...], module: list[str]) -> Iterator[str]:
    """Yield the part of a dotted name that comes behind the package's own name."""
    for length in range(1, len(module)):
        if package[-length:] == tuple(module[:length]):
            yield module[length]
