"""MIS002: a member of a standard-library module is used and nothing imports it.

Fails::

    def read(name):
        return Path(name).read_text()

Passes::

    from pathlib import Path

    def read(name):
        return Path(name).read_text()

Among several modules with such a member decide, in this order: the attributes
that are used, what the file imports already, ``await``, and how often released
code imports the name from each. Silent where a use does not fit the member
(``Path.append``, ``sqrt[0]``), and where the name is an everyday word
(``run``, ``join``) and the file imports nothing from a module that has it. Silent too
in a file of that module's name, which may make the member by other means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flake8_missing_import.evidence import (
    contradicts_module,
    fits_member,
    is_attribute_of_module,
    is_awaited,
    is_called_without_arguments,
    is_module_itself,
    is_outdated_in_typing,
)
from flake8_missing_import.model import ImportStatement, Missing, Surroundings, Use
from flake8_missing_import.stdlib import (
    StandardLibrary,
    candidate_names,
    import_counts,
)
from flake8_missing_import.stdlib.definitions import (
    Definition,
    class_attributes,
    definition,
)

CODE = "MIS002"

_ENOUGH = 0.05
"""A module counts that at least this part of the files import a name from, of those that
import it from the standard library at all."""
_CLEAR = 0.9
"""Of a name that this part of all files import from one module no other one is named."""


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
    if name in library.modules and not any(contradicts_module(use, library) for use in uses):
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
        other_modules=() if best.statement.alias else _others(name, uses, best, library),
    )


def _others(
    name: str, uses: Sequence[Use], best: _Option, library: StandardLibrary
) -> tuple[str, ...]:
    """Return the modules that the uses fit as well, where the best one is not clear."""
    counts = import_counts().get(name, {})
    if counts.get(f"{best.statement.module}.{name}", 0) >= _CLEAR * sum(counts.values()):
        return ()
    return tuple(
        module
        for module in library.homes(name)
        if "." not in module
        and definition(module, name).module != best.origin
        and all(fits_member(use, module, definition(module, name), library) for use in uses)
    )


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
            problem="is used as the module and as its "
            + ("class" if member.kind == "class" else "function"),
            contradicts=ImportStatement(name),
        )


def _is_meant(name: str, module: str, surroundings: Surroundings) -> bool:
    """Say whether released code and the file speak for a module's member.

    The file's imports speak for it where released code imports the name from
    there at all; without them it has to do so most of the time.
    """
    candidates = candidate_names()
    counts = import_counts().get(name, {})
    from_module = counts.get(f"{module}.{name}", 0)
    is_known_from_there = bool(from_module) or not counts
    if name in candidates.everyday_words:
        return is_known_from_there and module in surroundings.modules
    if module in surroundings.sources or (module == name and name in candidates.modules):
        return True
    from_library = sum(counts.values()) - counts.get("*", 0)
    return is_known_from_there and (
        module in surroundings.modules or from_module >= _ENOUGH * from_library
    )


def _options(
    name: str, uses: Sequence[Use], surroundings: Surroundings, library: StandardLibrary
) -> Iterator[_Option]:
    for module in library.homes(name):
        member = definition(module, name)
        if not all(fits_member(use, module, member, library) for use in uses):
            continue
        if _is_meant(name, module, surroundings):
            yield _Option(
                statement=ImportStatement(module, name),
                origin=member.module,
                rank=_rank(name, module, member, uses, surroundings, library),
            )
    counts = import_counts().get(name, {})
    for module in _aliased(name, library):
        attributes = [use.attributes[0] for use in uses if use.attributes]
        if attributes and all(library.has_name(module, attribute) for attribute in attributes):
            package, _, last = module.rpartition(".")
            yield _Option(
                statement=(
                    ImportStatement(package, name)
                    if package and last == name
                    else ImportStatement(module, alias=name)
                ),
                origin=module,
                rank=(-1, False, False, False, False, -counts.get(module, 0), 0, module),
            )


def _aliased(name: str, library: StandardLibrary) -> Iterator[str]:
    """Yield the modules that released code gives another name."""
    yield from filter(library.has_module, candidate_names().aliases.get(name, ()))


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
    awaited = any(map(is_awaited, uses))
    return (
        -fitting,
        is_out_of_style,
        not is_own,
        module not in surroundings.modules,
        not (awaited and module.startswith("asyncio")),
        -import_counts().get(name, {}).get(f"{module}.{name}", 0),
        module.count("."),
        module,
    )
