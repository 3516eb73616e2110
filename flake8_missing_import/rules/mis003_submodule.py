"""MIS003: a submodule is reached through its package, and only the package is imported.

## What it finds

A use such as `importlib.util.find_spec` in a file whose imports do not load `importlib.util`.
Importing a package does not import all of its submodules. What each import loads was measured,
for every module of every supported Python, in a fresh interpreter: `import os` brings `os.path`,
and `import urllib.request` brings `urllib.parse`.

## Why it matters

The module below works as long as something else has imported the submodule first: a test
runner, an editor's debugger, another module that happens to be imported earlier.

```python
import importlib


def exists(name):
    return importlib.util.find_spec(name) is not None
```

In a program where nothing else does, it fails (the interactive interpreter of Python 3.13 and newer
is one that does):

```pycon
>>> exists("tomllib")
Traceback (most recent call last):
  ...
AttributeError: module 'importlib' has no attribute 'util'
```

## Fix

Import the submodule.

```python
import importlib
import importlib.util


def exists(name):
    return importlib.util.find_spec(name) is not None
```

A submodule that is reached by another name (`import logging as l`, `from xml import etree`), or
whose package a function imports, is reported but not fixed: to pyflakes, the added import would be
unused. Where the target's submodule has nothing of what is used (`importlib.abc.Finder` from Python
3.12 on), the message says so, and nothing is edited.

## When it is silent

- The imports that have run when the use runs bring the submodule, in every Python from the
  target version on.
- The code asks whether it is there (`hasattr(importlib, "util")`, `except AttributeError`,
  `"importlib.util" in sys.modules`), even if it keeps the answer for later, or imports it by its
  name (`importlib.import_module("importlib.util")`, `pkgutil.resolve_name`, `mock.patch`), also
  where the name is a text elsewhere in the file (`for name in ["importlib.util"]: …`).
- Only code below `if __name__ == "__main__":` imports the package: that is MIS102's.
- The use is an annotation that is never evaluated.
"""

from __future__ import annotations

import ast
import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.guards import (
    expects_exception,
    is_below_attempt,
    keeps_answer,
    without_attribute,
)
from flake8_missing_import.imports import imported_module, imports_of_module, is_lazy_import
from flake8_missing_import.main_guards import main_guard
from flake8_missing_import.model import Binding, ImportStatement, Missing, Use
from flake8_missing_import.module import Module
from flake8_missing_import.reach import Sight, may_have_run
from flake8_missing_import.scopes import CALLABLES, chain_of
from flake8_missing_import.stdlib import StandardLibrary, module_to_import, standard_library
from flake8_missing_import.stdlib.brought import brought_on_all, loaded_on_use, with_packages
from flake8_missing_import.stdlib.versions import absence

CODE = "MIS003"

_ATTRIBUTE_ERROR = frozenset({"AttributeError"})
_LOADERS = frozenset({"__import__", "import_module", "importorskip", "patch", "resolve_name"})
"""Functions that import the module that a text names: importlib's, pytest's, mock's, pkgutil's."""
_BEGINNING = re.compile(r"(\w+(?:\.\w+)*)\.(?=[%{]|$)")
"""What the name of a submodule begins with that other text completes."""


@dataclass(frozen=True)
class _Loaded:
    """What a module loads, and where."""

    bringing: Mapping[str, Sequence[Binding]]
    """The imports that make a module usable."""
    anywhere: frozenset[str]
    """Modules that it loads by name, or sets, or loads by using a name."""


def missing_submodules(
    sights: Sequence[Sight], module: Module, conditions: Conditions
) -> Iterator[tuple[str, Missing]]:
    """Yield the submodules that uses of imported packages need and nothing brings.

    Each comes with the name through which the first use reaches it.
    """
    library = standard_library(module.options.target_version)
    missing: dict[str, list[Use]] = defaultdict(list)
    imported: dict[str, set[str]] = defaultdict(set)
    used: dict[str, list[str]] = defaultdict(list)
    unfixable: set[str] = set()
    loaded = None
    for sight in sights:
        package = _package(sight, library)
        if not package or not sight.runs:
            continue
        needed = module_to_import(package, sight.use.attributes, library)
        if needed == package:
            continue
        loaded = loaded or _loaded(module, library)
        lacking = _first_lacking(package, needed, sight.use, loaded, conditions)
        if lacking and not _is_expected(sight.use, package, lacking, conditions):
            missing[needed].append(sight.use)
            imported[needed] |= _imported(needed, sight)
            used[needed].append(".".join([package, *sight.use.attributes]))
            if any(_hides(binding, needed) for binding in sight.bindings):
                unfixable.add(needed)
    for needed, uses in sorted(missing.items()):
        absent = absence(needed, used[needed], library)
        are = "is" if len(imported[needed]) == 1 else "are"
        names = " and ".join(map(repr, sorted(imported[needed])))
        problem = f"is used but only {names} {are} imported"
        yield (
            uses[0].name,
            Missing(
                CODE,
                needed,
                ImportStatement(needed),
                tuple(uses),
                f"{problem} ({absent})" if absent else problem,
                # Where the package has another name, the import would bind one that nothing uses.
                is_unfixable=bool(absent)
                or needed in unfixable
                or all(use.name != needed.partition(".")[0] for use in uses),
            ),
        )


def _hides(binding: Binding, needed: str) -> bool:
    """Say whether an import at the top would be unused beside a binding, or bound again by it."""
    return binding.scope is not None or (
        binding.alias is not None and binding.statement == ImportStatement(needed)
    )


def _package(sight: Sight, library: StandardLibrary) -> str:
    """Return the package that a name stands for wherever it is bound, nothing for other names."""
    packages = {_module_of(binding) for binding in _bindings(sight) if not _is_in_handler(binding)}
    package = packages.pop() if len(packages) == 1 else ""
    return package if library.own_submodules.get(package) else ""


def _bindings(sight: Sight) -> list[Binding]:
    """Return what binds a name wherever the use runs: what ``__main__`` imports is MIS102's."""
    return [one for one in sight.serving if not _is_apart(one, sight.use)]


def _is_apart(binding: Binding, use: Use) -> bool:
    """Say whether only a script runs a binding, but anybody the use."""
    guard = main_guard(chain_of(binding))
    return guard is not None and guard not in use.parents


def _is_in_handler(binding: Binding) -> bool:
    """Say whether a binding makes up for an import that has failed."""
    return any(isinstance(parent, ast.ExceptHandler) for parent in binding.parents)


def _imported(needed: str, sight: Sight) -> set[str]:
    """Return which of the modules in a submodule's package a name's imports name."""
    imports = [one for one in _bindings(sight) if one.alias is not None]
    named = {_module_of(one) if one.statement.name else one.statement.module for one in imports}
    package = needed.partition(".")[0]
    beside = {one for one in named if with_packages(one) & {package, needed} == {package}}
    return beside or {package}


def _module_of(binding: Binding) -> str:
    """Return the module that a binding imports, an empty string if it imports none."""
    return imported_module(binding.node, binding.alias) if binding.alias else ""


def _loaded(module: Module, library: StandardLibrary) -> _Loaded:
    imports = tuple(
        binding for binding in imports_of_module(module) if not getattr(binding.node, "level", 0)
    )
    version = module.options.target_version
    origins = {binding.name: _module_of(binding) for binding in imports}
    nodes = list(ast.walk(module.tree))
    mentioned = [node for node in nodes if isinstance(node, ast.Attribute | ast.Name)]
    used = frozenset(
        _full_name(node, origins) or _method(node) for node in mentioned if _is_load(node)
    )
    named = {name for node in nodes for name in _imported_by(node, origins, library)}
    if any(_imports_whatever(node, origins) for node in nodes):
        named.update(name for node in nodes for name in _named_by(node, origins, library))
    anywhere = {_full_name(node, origins) for node in mentioned if not _is_load(node)}
    anywhere.update(name for node in nodes for name in _set_by(node, origins))
    anywhere.update(one for name in named for one in brought_on_all(name, version))
    anywhere.update(one for name in used | named for one in loaded_on_use(name, version))
    anywhere.update(
        one
        for binding in imports
        for one in loaded_on_use(
            f"{binding.statement.module}.{binding.statement.name or ''}", version
        )
    )
    bringing: dict[str, list[Binding]] = defaultdict(list)
    for binding in imports:
        for name in _brought(binding, used, version):
            bringing[name].append(binding)
    return _Loaded(bringing, frozenset(anywhere))


def _brought(binding: Binding, used: AbstractSet[str], version: tuple[int, int]) -> frozenset[str]:
    """Return what an import makes usable in each Python from a version on.

    A lazy one (PEP 810) runs when what it imports is mentioned; until then, nothing else
    can be reached.

    :param used: the full names of everything that the module mentions.
    """
    statement = binding.statement
    member = f"{statement.module}.{statement.name}"
    names = (statement.module,) if statement.name is None else (statement.module, member)
    is_pending = is_lazy_import(binding.node) and names[-1] not in used
    bring = with_packages if is_pending else functools.partial(brought_on_all, version=version)
    return frozenset[str]().union(*map(bring, names))


def _is_load(node: ast.Attribute | ast.Name) -> bool:
    return not (isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store))


def _imported_by(node: ast.AST, origins: dict[str, str], library: StandardLibrary) -> Iterator[str]:
    """Yield what a star import, or a call, imports: modules, and members for their modules."""
    match node:
        case ast.Call() if _last_name(node.func, origins) in _LOADERS:
            yield from _loaded_by_name(node, library)
        case ast.ImportFrom(module=str(package), level=0, names=[ast.alias(name="*")]):
            yield from (f"{package}.{name}" for name in library.star_names(package))


def _imports_whatever(node: ast.AST, origins: dict[str, str]) -> bool:
    """Say whether something may import a module that another place in the file names."""
    if not isinstance(node, ast.Call):
        return False
    if _last_name(node.func, origins) in _LOADERS:
        names = [*node.args[:1], *(one.value for one in node.keywords if one.arg == "name")]
        return any(not _text(name)[0].strip(".") for name in names)
    passed = [one for one in node.args if isinstance(one, ast.Attribute | ast.Name)]
    return any(_last_name(one, origins) in _LOADERS for one in passed)


def _named_by(node: ast.AST, origins: dict[str, str], library: StandardLibrary) -> Iterator[str]:
    """Yield the modules that a text, or something like ``logging.__path__``, may help to name.

    A text that a computed name begins with (``"logging.%s"``), or that is joined with others in
    a call that imports, stands for all submodules of the package.
    """
    packages: list[str] = []
    match node:
        case ast.Constant(value=str(text)):
            if library.has_module(text):
                yield text
            elif beginning := _BEGINNING.match(text):
                packages.append(beginning[1])
        case ast.Attribute(value=owner, attr="__name__" | "__path__"):
            packages.append(_full_name(owner, origins))
        case ast.Call() if _last_name(node.func, origins) in _LOADERS:
            parts = (part for name in node.args[:1] for part in ast.walk(name) if part is not name)
            packages += [str(part.value) for part in parts if isinstance(part, ast.Constant)]
    for package in packages:
        yield from (f"{package}.{name}" for name in library.own_submodules.get(package, ()))


def _set_by(node: ast.AST, origins: dict[str, str]) -> Iterator[str]:
    """Yield the full name of what ``setattr`` sets."""
    match node:
        case ast.Call(func=ast.Name(id="setattr"), args=[owner, ast.Constant(value=str(name)), *_]):
            yield f"{_full_name(owner, origins)}.{name}"


def _last_name(function: ast.expr, origins: dict[str, str]) -> str:
    """Return the name of what is called, without its module and as it was imported."""
    if isinstance(function, ast.Name):
        return origins.get(function.id, function.id).rpartition(".")[2]
    return getattr(function, "attr", "")


def _loaded_by_name(call: ast.Call, library: StandardLibrary) -> Iterator[str]:
    """Yield the modules, and perhaps members, that a call such as ``import_module("a.b")`` loads.

    Of a name that ends in something else than text, every one that begins like it.
    """
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    first, second = (*call.args[:2], None, None)[:2]
    name, is_whole = _text(given.get("name", first))
    if name.startswith("."):
        name = _text(given.get("package", second))[0] + name
    yield name
    if not is_whole and "." in name:
        yield from (module for module in library.all_modules if module.startswith(name))
    members = given.get("fromlist")
    for member in members.elts if isinstance(members, ast.List | ast.Tuple) else ():
        yield f"{name}.{_text(member)[0]}"


def _text(node: ast.expr | None) -> tuple[str, bool]:
    """Return the text that an expression begins with, and whether that is all of it."""
    match node:
        case ast.Constant(value=str(text)):
            return text, True
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return text, False
        case ast.BinOp(op=ast.Add(), left=ast.Constant(value=str(text)), right=right):
            rest, is_whole = _text(right)
            return text + rest, is_whole and bool(rest)
        case _:
            return "", True


def _full_name(node: ast.expr, origins: dict[str, str]) -> str:
    """Return what an expression of names and dots stands for, by the file's imports."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    root = origins.get(node.id, "") if isinstance(node, ast.Name) else ""
    return ".".join([root, *reversed(parts)]) if root else ""


def _method(node: ast.expr) -> str:
    """Return the name, after a dot, of what may be a method of some object, but not of a text."""
    if isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Constant):
        return f".{node.attr}"
    return ""


def _first_lacking(
    package: str,
    needed: str,
    use: Use,
    loaded: _Loaded,
    conditions: Conditions,
) -> str:
    """Return the first submodule on the way to the needed one that nothing brings, if any."""
    parts = needed[len(package) + 1 :].split(".")
    for length in range(1, len(parts) + 1):
        name = ".".join([package, *parts[:length]])
        bringing = loaded.bringing.get(name, ())
        if name not in loaded.anywhere and not any(
            _has_run(binding, use, conditions) for binding in bringing
        ):
            return name
    return ""


def _has_run(binding: Binding, use: Use, conditions: Conditions) -> bool:
    """Say whether an import has run wherever a use does."""
    if _is_apart(binding, use):
        return False
    functions = [node for node in binding.parents if isinstance(node, CALLABLES)]
    return all(function in use.parents for function in functions) and may_have_run(
        binding, use, conditions
    )


def _is_expected(use: Use, package: str, lacking: str, conditions: Conditions) -> bool:
    """Say whether the code around a use asks whether the submodule is there."""
    if expects_exception(use, _ATTRIBUTE_ERROR, conditions):
        return True
    owner, _, attribute = lacking.rpartition(".")
    written = use.name + owner[len(package) :]
    attempts = (f"{written}.{attribute}", f"getattr({written}, {attribute!r})")
    if is_below_attempt(use, attempts, _ATTRIBUTE_ERROR, conditions):
        return True
    missing = without_attribute(written, attribute, lacking)
    return blocking_condition(chain_of(use), conditions, missing) is not None or keeps_answer(
        f"{written}.{attribute}", _ATTRIBUTE_ERROR, conditions, missing
    )
