"""MIS002: a member of a standard-library module is used and nothing imports it.

## What it finds

A function, class or constant of the standard library that is used by its own name, or a module
under its customary alias. If several modules have a member of that name, these decide, in this
order: the attributes that are used, what the file already imports, `await`, and how often
released code imports the name from each module. A module that a later Python has removed comes
last. If another module remains likely, the message names it too:
`add 'from queue import Queue' on line 6 (or from asyncio, multiprocessing)`.

## Why it matters

Python looks up a name when the line runs. This module compiles, imports, and passes every test
that does not call `read`:

```python
def read(name):
    return Path(name).read_text()
```

Then somebody does:

```pycon
>>> read("notes.txt")
Traceback (most recent call last):
  ...
NameError: name 'Path' is not defined
```

## Fix

Add the import. If the file already has a `from pathlib import ...`, the name joins it.

```python
from pathlib import Path


def read(name):
    return Path(name).read_text()
```

Suggestions that name other modules are applied by `fix-missing-imports --unsafe` only. Uses that
contradict each other (`datetime.now()` and `datetime.timedelta(1)`) get both ways out and no
automatic fix.

## When it is silent

- A use does not fit the member (`Path.append`, `sqrt[0]`, `UUID(as_uuid=True)`).
- The name is an everyday word (`run`, `join`), and neither the file's imports nor the way it is
  used show that the standard library's is meant.
- The file has the same name as the module and may define the member by other means.
- The code expects the name to be missing, gives it to itself, or runs on Python 2 only.
- A star import from outside the standard library could supply the name.
- The line has `# noqa: F821`: its author says that the name is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flake8_missing_import.evidence import (
    contradicts_module,
    fits_member,
    fits_module,
    is_attribute_of_module,
    is_awaited,
    is_bare,
    is_called_without_arguments,
    is_modern_home,
    is_module_itself,
    is_of_asyncio,
    is_outdated_in_typing,
    is_submodule,
    may_be_public_module,
)
from flake8_missing_import.likelihood import sure_origin
from flake8_missing_import.model import ImportStatement, Missing, Surroundings, Use
from flake8_missing_import.stdlib import (
    NEVER_COUNTED,
    StandardLibrary,
    candidate_names,
    import_counts,
    is_public_home,
)
from flake8_missing_import.stdlib.definitions import (
    Definition,
    class_attributes,
    definition,
)

CODE = "MIS002"

_ENOUGH = 0.05
"""A module counts if at least this share of the files that import a name from the standard
library import it from there."""
_CLEAR = 0.9
"""If this share of all files imports a name from one module, no other module is named."""
_MANY, _HARDLY_EVER = 100, 0.01
"""A member that this many files import from the library, and a smaller share than this of them
from this module, is the last to be meant, even if the file imports other names from there
(``zipfile.Path``).
"""
_RARELY = 0.1
"""A name with a lower share is rarely the library's."""


@dataclass(frozen=True)
class _Option:
    """One import that could be meant."""

    statement: ImportStatement
    origin: str
    """Which object it is: the same for two modules that have it in common."""
    rank: tuple[object, ...]
    """The best option has the lowest."""


def missing_members(
    name: str, uses: Sequence[Use], surroundings: Surroundings, library: StandardLibrary
) -> Iterator[Missing]:
    """Yield the import that the uses of an undefined name lack, if they fit one."""
    is_module = name in library.modules and not may_be_public_module(
        name, uses, surroundings, library
    )
    if is_module and not any(contradicts_module(use, library) for use in uses):
        return
    if any(is_module_itself(module, surroundings.filename) for module in library.homes(name)):
        return
    options = sorted(_options(name, uses, surroundings, library), key=lambda option: option.rank)
    if not options:
        return
    best = options[0]
    yield Missing(
        code=CODE,
        name=name,
        statement=best.statement,
        places=tuple(uses),
        other_modules=()
        if best.statement.alias
        else _others(name, uses, best, surroundings, library),
    )


def _others(
    name: str,
    uses: Sequence[Use],
    best: _Option,
    surroundings: Surroundings,
    library: StandardLibrary,
) -> tuple[str, ...]:
    """Return the modules that the uses fit as well, where the best one is not clear."""
    counts = import_counts().get(name, NEVER_COUNTED)
    from_best = counts.library.get(f"{best.statement.module}.{name}", 0)
    is_clear = 0 < from_best >= _CLEAR * (counts.from_library + counts.elsewhere)
    in_file = surroundings.sources.intersection(library.homes(name)) - {best.statement.module}
    if is_outdated_in_typing(name, library):
        # It is the same thing under an older name.
        in_file -= {"typing"}
    if is_clear and not in_file:
        return ()
    return tuple(
        module
        for module in library.homes(name)
        if "." not in module
        and module != best.statement.module
        and (module in in_file or module not in library.removed_later)
        and definition(module, name).module != best.origin
        and all(fits_member(use, module, definition(module, name), library) for use in uses)
    )


def likely_members(
    name: str, uses: Sequence[Use], surroundings: Surroundings, library: StandardLibrary
) -> Iterator[Missing]:
    """Yield the import that released code has the name from wherever it uses it so.

    The counts of whole shapes of use (:mod:`~flake8_missing_import.likelihood`) are sure of
    everyday words as well: ``patch("a.b")`` is unittest.mock's.
    """
    origin = sure_origin(name, uses, surroundings, library)
    module, _, member = origin.rpartition(".")
    is_member = member == name and library.is_listed(module, name) and is_public_home(module)
    if is_member and not is_module_itself(module, surroundings.filename):
        yield Missing(CODE, name, ImportStatement(module, name), tuple(uses))


def contradictory_uses(
    name: str, uses: Sequence[Use], library: StandardLibrary
) -> Iterator[Missing]:
    """Yield what fits a module in some uses and its member of that name in the others."""
    if name not in library.homes(name):
        return
    member = definition(name, name)
    as_member = [use for use in uses if not is_attribute_of_module(use, library)]
    fitting = [use for use in as_member if fits_member(use, name, member, library)]
    if 0 < len(fitting) == len(as_member) < len(uses):
        yield Missing(
            code=CODE,
            name=name,
            statement=ImportStatement(name, name),
            places=tuple(uses),
            problem="is used both as a module and as a "
            + ("class" if member.kind == "class" else "function"),
            contradicts=ImportStatement(name),
        )


def _is_meant(
    name: str,
    module: str,
    uses: Sequence[Use],
    surroundings: Surroundings,
    library: StandardLibrary,
) -> bool:
    """Say whether the uses, released code and the file speak for a module's member.

    What is awaited is asyncio's. The file's imports speak for a module where released
    code imports the name from there at all; without them it has to do so most of the
    time, or to have the same from typing under an older name. What it nearly always has
    from elsewhere is not evidence in a file that imports anything from elsewhere.
    """
    candidates = candidate_names()
    counts = import_counts().get(name, NEVER_COUNTED)
    from_module = counts.library.get(f"{module}.{name}", 0)
    is_awaitable = is_of_asyncio(module) and any(map(is_awaited, uses))
    is_known_from_there = bool(from_module) or counts == NEVER_COUNTED or is_awaitable
    if name in candidates.everyday_words:
        is_module = is_submodule(module, name, library)
        is_rarely_that = counts.share < _RARELY and counts.visible_elsewhere
        if is_rarely_that and not (surroundings.is_library_only or is_module):
            return False
        is_imported = module in surroundings.modules and (is_known_from_there or is_module)
        is_source = module in surroundings.sources and not _is_hardly_ever_from(module, name)
        return is_source or is_imported
    if module in surroundings.sources or (module == name and name in candidates.modules):
        return True
    return is_known_from_there and (
        is_awaitable
        or module in surroundings.modules
        or from_module >= _ENOUGH * counts.from_library
        or is_modern_home(module, name, library)
    )


def _is_hardly_ever_from(module: str, name: str) -> bool:
    """Say whether released code imports a member often, but not from this module."""
    counts = import_counts().get(name, NEVER_COUNTED)
    as_member = counts.from_library - counts.library.get(name, 0)
    from_module = counts.library.get(f"{module}.{name}", 0)
    return as_member >= _MANY and from_module < _HARDLY_EVER * as_member


def _options(
    name: str, uses: Sequence[Use], surroundings: Surroundings, library: StandardLibrary
) -> Iterator[_Option]:
    yield from _members(name, None, uses, surroundings, library)
    originals = candidate_names().aliases.get(name, ())
    plain = name.removeprefix("_")
    if plain in library.modules and plain != name:
        originals = (*originals, plain)
    elif plain != name and not all(map(is_bare, uses)):
        yield from _members(plain, name, uses, surroundings, library)
    for origin in originals:
        statement = _statement_for_alias(origin, name, uses, library)
        if statement:
            # As good as a member of which one use has an attribute.
            yield _Option(statement, origin, rank=(-1,))


def _members(
    name: str,
    alias: str | None,
    uses: Sequence[Use],
    surroundings: Surroundings,
    library: StandardLibrary,
) -> Iterator[_Option]:
    """Yield the modules that have a fitting member of a name, which uses may call otherwise."""
    for module in library.homes(name):
        member = definition(module, name)
        if not all(fits_member(use, module, member, library, name=name) for use in uses):
            continue
        if is_submodule(module, name, library) and not any(use.attributes for use in uses):
            continue
        if _is_meant(name, module, uses, surroundings, library):
            yield _Option(
                statement=ImportStatement(module, name, alias),
                origin=member.module,
                rank=_rank(name, module, member, uses, surroundings, library),
            )


def _statement_for_alias(
    origin: str, alias: str, uses: Sequence[Use], library: StandardLibrary
) -> ImportStatement | None:
    """Return what imports a module or a member by another name, if the uses fit it."""
    module, _, name = origin.rpartition(".")
    if library.has_module(origin):
        if not fits_module(origin, uses, library):
            return None
        return (
            ImportStatement(module, name) if name == alias else ImportStatement(origin, None, alias)
        )
    member = definition(module, name)
    is_fitting = all(fits_member(use, module, member, library, name=name) for use in uses)
    return (
        ImportStatement(module, name, alias)
        if is_fitting and library.is_listed(module, name)
        else None
    )


def _rank(
    name: str,
    module: str,
    member: Definition,
    uses: Sequence[Use],
    surroundings: Surroundings,
    library: StandardLibrary,
) -> tuple[object, ...]:
    attributes = class_attributes(f"{member.module}.{name}") or frozenset()
    fitting = sum(bool(attributes.intersection(use.attributes[:1])) for use in uses)
    # Of the style of typing's names only those tell that collections.abc has as well.
    has_old_style = surroundings.has_typing_style and "collections.abc" in library.homes(name)
    is_out_of_style = is_outdated_in_typing(name, library) and (
        has_old_style != (module == "typing")
    )
    # datetime.time() is midnight: who calls it so wants the time of the clock.
    is_own = module == name and all(map(is_called_without_arguments, uses))
    return (
        -fitting,
        _is_hardly_ever_from(module, name),
        is_out_of_style,
        not is_own,
        module not in surroundings.modules,
        -_names_in_common(name, module, surroundings, library),
        -import_counts().get(name, NEVER_COUNTED).library.get(f"{module}.{name}", 0),
        module in library.removed_later,
        module.count("."),
        module,
    )


def _names_in_common(
    name: str, module: str, surroundings: Surroundings, library: StandardLibrary
) -> int:
    """Return how many names the file imports from a module that the name's other homes have too."""
    others = [home for home in library.homes(name) if home != module]
    return sum(
        source == module and any(home in library.homes(imported) for home in others)
        for source, imported in surroundings.imported
    )
