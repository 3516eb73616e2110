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

An import of the submodule that the use cannot see, because it stands below it or only under
`TYPE_CHECKING` or `__main__`, moves to the top.

A submodule that is reached by another name (`import logging as l`, `from xml import etree`), or
whose package a function imports, is reported but not fixed: the import at the top would bind a name
that the module does not use. Where that other name is MIS004's, both are reported. In a function it
goes beside the package's. Where the target's submodule has nothing of what is used
(`importlib.abc.Finder` from Python 3.12 on), the message says so, and nothing is edited.

## When it is silent

- The imports that have run when the use runs bring the submodule, in every Python from the
  target version on. Those in `__init__`, `setUp` or a fixture run before the methods that need it,
  those of a decorator before what it decorates, and who is given a function may call it.
- A call that loads it by the way may have run: `multiprocessing.Pool()` loads
  `multiprocessing.pool`. Importing such a name alone loads nothing, unless it does so as soon as
  it is read (`concurrent.futures.ThreadPoolExecutor`).
- The code asks whether it is there (`hasattr(importlib, "util")`, `except AttributeError`,
  `"importlib.util" in sys.modules`), even if it keeps the answer for later, or imports it by its
  name (`importlib.import_module("importlib.util")`, `pkgutil.resolve_name`, `mock.patch`), also
  where the name is a text elsewhere in the file (`for name in ["importlib.util"]: …`), or its
  parts are, and the import joins them (`import_module(f"{PACKAGE}.{name}")`).
- Linux has no such submodule (`asyncio.windows_events`): there it was measured what imports bring.
- The use is an annotation that is never evaluated.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flake8_missing_import.conditions import Conditions
from flake8_missing_import.conditions.running_pythons import remark_on_pythons, running_pythons
from flake8_missing_import.late_imports import too_late
from flake8_missing_import.loading import module_bound_by
from flake8_missing_import.loading.lacking import (
    Lack,
    bindings_meant,
    lacking_submodules,
    submodules_between,
)
from flake8_missing_import.model import Binding, ImportStatement, Missing, Use, with_remark
from flake8_missing_import.module import Module
from flake8_missing_import.reach import Sight
from flake8_missing_import.scopes import chain_of
from flake8_missing_import.stdlib import StandardLibrary
from flake8_missing_import.stdlib.brought import with_packages
from flake8_missing_import.stdlib.versions import absence

CODE = "MIS003"


@dataclass(frozen=True)
class _Gap:
    """What the finding has to know of one use that lacks a submodule."""

    use: Use
    used: str
    """The full name of what it reads."""
    imported: frozenset[str]
    """The modules of the package that imports of the name, and others above, bring."""
    bindings: tuple[Binding, ...]
    """What gives the name a value."""
    failing: frozenset[tuple[int, int]]
    """The Pythons on which nothing in the file brings it."""
    working: frozenset[tuple[int, int]]
    """Those that run the use, too, and have it."""
    late: tuple[Binding, ...]
    """The imports of the submodule outside functions and classes, which do not reach the use."""


def missing_submodules(
    sights: Sequence[Sight], conditions: Conditions
) -> Iterator[tuple[str, Missing]]:
    """Yield the submodules that uses of imported packages need and nothing brings.

    Each comes with the name through which the first use reaches it.
    """
    found: dict[str, list[_Gap]] = defaultdict(list)
    for one in lacking_submodules(sights, conditions):
        found[one.needed].append(_gap(one, conditions))
    for needed, gaps in sorted(found.items()):
        yield gaps[0].use.name, _missing(needed, gaps, conditions)


def _gap(lack: Lack, conditions: Conditions) -> _Gap:
    sight, package, needed, loaded = lack.sight, lack.package, lack.needed, lack.loaded
    others = loaded.that_have_run(needed.partition(".")[0], sight.use, conditions)
    failing = loaded.pythons_without_all(submodules_between(package, needed), sight.use, conditions)
    bindings = [*bindings_meant(sight, conditions), *others]
    return _Gap(
        use=sight.use,
        used=sight.use.full_name(package),
        imported=frozenset(_imported(needed, bindings, conditions.module.library)),
        bindings=sight.bindings,
        failing=failing,
        working=running_pythons(chain_of(sight.use), conditions) - failing,
        late=tuple(loaded.by_the_module(needed)),
    )


def _missing(needed: str, gaps: Sequence[_Gap], conditions: Conditions) -> Missing:
    """Return the finding about a submodule that some uses lack."""
    absent = absence(needed, [one.used for one in gaps], conditions.module.library)
    late = gaps[0].late
    uses = tuple(one.use for one in gaps)
    is_unfixable = (
        bool(absent)
        or _is_in_the_way(gaps, needed, late, conditions.module)
        # Where the package has another name, the import would bind one that nothing uses.
        or all(use.name != needed.partition(".")[0] for use in uses)
    )
    if late:
        found = too_late(CODE, needed, late, uses, conditions, is_unfixable=is_unfixable)
        return replace(found, problem=with_remark(found.problem, absent))
    imported = sorted(frozenset[str]().union(*(one.imported for one in gaps)))
    are = "is" if len(imported) == 1 else "are"
    names = " and ".join(filter(None, (", ".join(map(repr, imported[:-1])), repr(imported[-1]))))
    failing = {version for one in gaps for version in one.failing}
    working = {version for one in gaps for version in one.working} - failing
    remark = absent or remark_on_pythons(failing, working)
    problem = with_remark(f"is used but only {names} {are} imported", remark)
    statement = ImportStatement(needed)
    beside = _line_of_inner_import(gaps)
    return Missing(CODE, needed, statement, uses, problem, is_unfixable=is_unfixable, beside=beside)


def _line_of_inner_import(gaps: Sequence[_Gap]) -> int | None:
    """Return the line of the one plain import that binds the package, in a function or a class."""
    first, *others = {binding for one in gaps for binding in one.bindings}
    is_plain = first.alias is not None and first.statement.is_plain
    return first.line if first.scope and is_plain and not others else None


def _is_in_the_way(
    gaps: Sequence[_Gap], needed: str, late: Sequence[Binding], module: Module
) -> bool:
    """Say whether an import at the top would not do for a use, or leave something to remove.

    :param late: the imports of the submodule that would move there.
    """
    names = {one.use.name for one in gaps}
    bindings = dict.fromkeys(binding for one in gaps for binding in one.bindings)
    first = min(one.line for one in bindings)
    last = max((one.line for one in late), default=first)
    return any(_hides(one, needed, last, is_kept=not late) for one in bindings) or any(
        isinstance(node.ctx, ast.Del) and node.lineno < last
        for node in module.parents
        if isinstance(node, ast.Name) and node.id in names
    )


def _hides(binding: Binding, needed: str, last: int, *, is_kept: bool) -> bool:
    """Say whether an import at the top would be unused beside a binding, or bound again by it.

    :param last: the line down to which other values count.
    :param is_kept: an import of the submodule stays where it is.
    """
    if binding.scope is not None:
        return True
    if binding.alias is None:
        return binding.line <= last
    return is_kept and binding.statement == ImportStatement(needed)


def _imported(needed: str, bindings: Sequence[Binding], library: StandardLibrary) -> set[str]:
    """Return which of the modules in a submodule's package imports name."""
    imports = [(module_bound_by(one), one.statement) for one in bindings if one.alias is not None]
    named = {
        name if statement.name and library.has_module(name) else statement.module
        for name, statement in imports
    }
    package = needed.partition(".")[0]
    beside = {one for one in named if with_packages(one) & {package, needed} == {package}}
    return beside or {package}
