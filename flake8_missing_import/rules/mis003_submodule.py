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
whose package a function imports, is reported but not fixed: the import at the top would bind a
name that the module does not use. In a function it goes beside the package's. Where the target's
submodule has nothing of what is used (`importlib.abc.Finder` from Python 3.12 on), the message says
so, and nothing is edited.

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
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flake8_missing_import.assignments import is_none, value_given_by
from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.conditions.running_pythons import remark_on_pythons, running_pythons
from flake8_missing_import.late_imports import too_late
from flake8_missing_import.loading import Loading, is_apart, is_store, loading, module_bound_by
from flake8_missing_import.model import Binding, ImportStatement, Missing, Use, with_remark
from flake8_missing_import.module import Module
from flake8_missing_import.reach import Sight
from flake8_missing_import.running.own_calls import plain_calls, where_called
from flake8_missing_import.scopes import CALLABLES, chain_of, enclosing_scopes, scope_of_binding
from flake8_missing_import.silence.expectations import ATTRIBUTE_ERRORS
from flake8_missing_import.silence.guards import (
    expects_exception,
    is_below_attempt,
    is_where_loaded,
    is_written,
    keeps_answer,
    without_attribute,
)
from flake8_missing_import.spelling import root
from flake8_missing_import.stdlib import StandardLibrary, module_to_import
from flake8_missing_import.stdlib.brought import with_packages
from flake8_missing_import.stdlib.versions import absence

_MOST_CALLS = 200
"""How many calls, of a function and of those around them, are asked what they have loaded."""

CODE = "MIS003"


@dataclass(frozen=True)
class _Lack:
    """One use that needs a submodule which nothing brings."""

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


def missing_submodules(
    sights: Sequence[Sight], conditions: Conditions
) -> Iterator[tuple[str, Missing]]:
    """Yield the submodules that uses of imported packages need and nothing brings.

    Each comes with the name through which the first use reaches it.
    """
    library = conditions.module.library
    found: dict[str, list[_Lack]] = defaultdict(list)
    known: dict[object, bool] = {}
    loaded = None
    for sight in sights:
        package = _package(sight, conditions)
        if not package or not sight.runs:
            continue
        read = sight.use.attributes[: -1 if is_store(sight.use.node) else None]
        needed = module_to_import(package, read, library)
        if needed == package or not library.is_on_linux(needed):
            continue
        loaded = loaded or loading(conditions)
        if _is_lacking(package, needed, sight, loaded, conditions, known):
            found[needed].append(_lack(package, needed, sight, loaded, conditions))
    for needed, lacks in sorted(found.items()):
        assert loaded
        yield lacks[0].use.name, _missing(needed, lacks, loaded, conditions)


def _lack(
    package: str, needed: str, sight: Sight, loaded: Loading, conditions: Conditions
) -> _Lack:
    others = loaded.that_have_run(needed.partition(".")[0], sight.use, conditions)
    failing = loaded.pythons_without_all(_deeper(package, needed), sight.use, conditions)
    return _Lack(
        use=sight.use,
        used=sight.use.full_name(package),
        imported=frozenset(
            _imported(needed, [*_bindings(sight, conditions), *others], conditions.module.library)
        ),
        bindings=sight.bindings,
        failing=failing,
        working=running_pythons(chain_of(sight.use), conditions) - failing,
    )


def _deeper(package: str, needed: str) -> frozenset[str]:
    return with_packages(needed) - with_packages(package)


def _missing(
    needed: str, lacks: Sequence[_Lack], loaded: Loading, conditions: Conditions
) -> Missing:
    """Return the finding about a submodule that some uses lack."""
    absent = absence(needed, [one.used for one in lacks], conditions.module.library)
    late = loaded.by_the_module(needed)
    uses = tuple(one.use for one in lacks)
    is_unfixable = (
        bool(absent)
        or _is_in_the_way(lacks, needed, late, conditions.module)
        # Where the package has another name, the import would bind one that nothing uses.
        or all(use.name != needed.partition(".")[0] for use in uses)
    )
    if late:
        found = too_late(CODE, needed, late, uses, conditions, is_unfixable=is_unfixable)
        return replace(found, problem=with_remark(found.problem, absent))
    imported = sorted(frozenset[str]().union(*(one.imported for one in lacks)))
    are = "is" if len(imported) == 1 else "are"
    names = " and ".join(filter(None, (", ".join(map(repr, imported[:-1])), repr(imported[-1]))))
    failing = {version for one in lacks for version in one.failing}
    working = {version for one in lacks for version in one.working} - failing
    remark = absent or remark_on_pythons(failing, working)
    problem = with_remark(f"is used but only {names} {are} imported", remark)
    statement = ImportStatement(needed)
    beside = _line_of_inner_import(lacks)
    return Missing(CODE, needed, statement, uses, problem, is_unfixable=is_unfixable, beside=beside)


def _line_of_inner_import(lacks: Sequence[_Lack]) -> int | None:
    """Return the line of the one plain import that binds the package, in a function or a class."""
    first, *others = {binding for one in lacks for binding in one.bindings}
    is_plain = first.alias is not None and first.statement.is_plain
    return first.line if first.scope and is_plain and not others else None


def _is_in_the_way(
    lacks: Sequence[_Lack], needed: str, late: Sequence[Binding], module: Module
) -> bool:
    """Say whether an import at the top would not do for a use, or leave something to remove.

    :param late: the imports of the submodule that would move there.
    """
    names = {one.use.name for one in lacks}
    bindings = dict.fromkeys(binding for one in lacks for binding in one.bindings)
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


def _package(sight: Sight, conditions: Conditions) -> str:
    """Return the package that a name stands for wherever it is bound, nothing for other names."""
    packages = {
        module_bound_by(binding) or _named_by_variable(binding, conditions)
        for binding in _meant(sight, conditions)
    }
    package = packages.pop() if len(packages) == 1 else ""
    return package if conditions.module.library.own_submodules.get(package) else ""


def _named_by_variable(binding: Binding, conditions: Conditions) -> str:
    """Return the module that a variable of the top level is, if it has that value alone."""
    value = conditions.value_of(binding.name) if binding.kind == "value" else None
    first = root(value) if value and isinstance(scope_of_binding(binding), ast.Module) else None
    binders = conditions.module.binders.get(getattr(first, "id", ""), ())
    is_imported = bool(binders) and all(isinstance(one, ast.alias) for one in binders)
    return conditions.full_names.get(binding.name, "") if is_imported else ""


def _meant(sight: Sight, conditions: Conditions) -> list[Binding]:
    """Return what binds a name, without what makes up for an import that has failed or may not run.

    A value of None has no attributes, so the use is not reached.
    """
    found = [one for one in _bindings(sight, conditions) if not is_none(_value(one))]
    return [
        one
        for one in found
        if not any(isinstance(parent, ast.ExceptHandler) for parent in one.parents)
    ] or found


def _value(binding: Binding) -> ast.expr | None:
    """Return what an assignment gives the name."""
    parents = dict(itertools.pairwise(chain_of(binding)))
    return value_given_by(binding.node, parents) if binding.kind == "value" else None


def _bindings(sight: Sight, conditions: Conditions) -> list[Binding]:
    """Return what binds a name wherever the use runs, or else where a script does that.

    That only the script has the name is MIS102's.
    """
    others = [one for one in sight.serving if not is_apart(one, sight.use, conditions)]
    return others or list(sight.serving)


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


def _is_lacking(
    package: str,
    needed: str,
    sight: Sight,
    loaded: Loading,
    conditions: Conditions,
    known: dict[object, bool],
) -> bool:
    """Say whether a submodule on the way to the needed one is neither brought nor asked for.

    :param known: whether calls of the functions around other uses lack it.
    """
    deeper = _deeper(package, needed)
    scopes = enclosing_scopes(sight.use.node, sight.use.parents)
    meant = _meant(sight, conditions)
    there = {name for name in deeper if loaded.is_brought_by_each(name, meant)}
    is_for_script = all(is_apart(one, sight.use, conditions) for one in sight.serving)

    def lacks(use: Use) -> bool:
        # What is in a thing that is set is not the library's.
        return not any(loaded.is_set(name, use, conditions) for name in deeper) and any(
            loaded.pythons_without(name, use, conditions, scopes, is_for_script=is_for_script)
            and not _is_expected(use, package, name, conditions)
            for name in deeper - there
        )

    is_lacking, tree = lacks(sight.use), sight.use.parents[-1]
    if not isinstance(tree, ast.Module):
        return is_lacking
    if not is_lacking:
        there |= {name for name in deeper if _is_expected(sight.use, package, name, conditions)}
    key = sight.use.name, needed, frozenset(there), scopes, is_lacking
    if key not in known:
        calls = plain_calls(sight.use, tree, conditions)
        wanted = deeper - there

        def is_lacking_at(call: Use) -> bool:
            asked = call.node, sight.use.name, package, wanted
            if asked not in known:
                use = replace(call, name=sight.use.name)
                known[asked] = not _is_beside(use, wanted, loaded, conditions) and any(
                    not _is_expected(use, package, name, conditions) for name in wanted
                )
            return known[asked]

        others = [one for one in calls if _is_lacking_above(one, is_lacking_at, tree, conditions)]
        if is_lacking:
            known[key] = others == calls or not all(one.deferred for one in others)
        else:
            known[key] = bool(others) and any(
                lacks(replace(one, name=sight.use.name))
                for one in where_called(sight.use, tree, conditions)
            )
    return known[key]


def _is_lacking_above(
    call: Use, is_lacking_at: Callable[[Use], bool], tree: ast.Module, conditions: Conditions
) -> bool:
    """Say whether modules are lacking at a call, and wherever the functions around are called."""
    calls, seen = [call], {call.node}
    for one in calls:
        if not is_lacking_at(one):
            return False
        around = plain_calls(one, tree, conditions) if one.deferred else []
        new = [other for other in around if other.node not in seen]
        if len(seen) < _MOST_CALLS:
            calls += new
            seen.update(other.node for other in new)
    return True


def _is_beside(call: Use, names: Iterable[str], loaded: Loading, conditions: Conditions) -> bool:
    """Say whether the function around a call has imported some modules before."""
    return all(
        any(
            any(isinstance(scope, CALLABLES) for scope in enclosing_scopes(one.node, one.parents))
            for one in loaded.that_have_run(name, call, conditions)
        )
        for name in names
    )


def _is_expected(use: Use, package: str, submodule: str, conditions: Conditions) -> bool:
    """Say whether the code around a use asks whether a submodule is there."""
    if expects_exception(use, ATTRIBUTE_ERRORS, conditions):
        return True
    owner, _, attribute = submodule.rpartition(".")
    written = use.name + owner[len(package) :]
    attempts = is_written(f"{written}.{attribute}", f"getattr({written}, {attribute!r})")
    if is_below_attempt(use, attempts, ATTRIBUTE_ERRORS, conditions) or is_where_loaded(
        use, [submodule], conditions
    ):
        return True
    missing = without_attribute(written, attribute, submodule, conditions)
    return blocking_condition(chain_of(use), conditions, missing) is not None or keeps_answer(
        use, f"{written}.{attribute}", ATTRIBUTE_ERRORS, conditions, missing
    )
