"""Which names does a package get from the imports of its own submodules?"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator

from flake8_missing_import.loading.named_modules import LOADERS, imported_last_name
from flake8_missing_import.spelling import last_name

_FILLED_IN = re.compile(r"%(\(\w*\))?s|\{\w*\}")
_WORD = re.compile(r"\w+")


def own_submodules(tree: ast.Module, filename: str) -> frozenset[str]:
    """Return the names that importing its own submodules may bind in a package.

    ``from .time import now`` in ``__init__.py`` also binds ``time``: the import
    system sets a submodule as an attribute of its package (language reference,
    "The import system", "Submodules"). ``from . import time as clock`` does so
    too, if ``time`` is one and no attribute. Where a name is put together
    (``f".{name}"``), it may be each that the file has as a text.
    """
    directory, base = os.path.split(os.path.abspath(filename))
    if base not in ("__init__.py", "__init__.pyi"):
        return frozenset()
    package = tuple(directory.replace("\\", "/").split("/"))
    found = {
        name
        for node in ast.walk(tree)
        for module in _imported(node, package)
        for name in _submodule_of(package, module)
    }
    if "" in found:
        found.update(word for text in _texts(tree) for word in _WORD.findall(text))
    return frozenset(found)


def _imported(node: ast.AST, package: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the parts of the dotted names of what an import, or a call, may import.

    :param package: the path of the package, which relative ones begin with.
    """
    match node:
        case ast.Import(names=names):
            yield from (tuple(alias.name.split(".")) for alias in names)
        case ast.ImportFrom(module=module, level=level, names=names):
            base = package[: len(package) - level + 1] if level else ()
            owner = (*base, *module.split(".")) if module else base
            yield from ((*owner, alias.name) for alias in names)
        case ast.Call() if imported_last_name(node.func, {}) in LOADERS:
            yield from _imported_by_name(node, package)


def _imported_by_name(call: ast.Call, package: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the same for each text of a call such as ``import_module(".time", __name__)``.

    A text that begins with a dot, or with what is filled in, goes on after the package's name. So
    does each where ``__import__`` is given more than a name: ``__import__("time", level=1, …)``.
    """
    if call.args and not any(_texts(call.args[0])):
        yield (*package, "")
    for text in _texts(call):
        first, *rest = _FILLED_IN.sub("", text).split(".")
        yield (first, *rest) if first.isidentifier() else (*package, *rest)
        if last_name(call.func) == "__import__" and call.args[1:] + call.keywords:
            yield (*package, first)


def _texts(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def _submodule_of(package: tuple[str, ...], module: tuple[str, ...]) -> Iterator[str]:
    """Yield the part of a dotted name that comes after the package's own name."""
    for length in range(1, len(module)):
        if package[-length:] == module[:length]:
            yield module[length]
