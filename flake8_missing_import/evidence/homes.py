"""Which of several homes of a name suits a file: what else it imports, and newer code's style."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flake8_missing_import.evidence.likelihood import HARDLY_EVER_FROM
from flake8_missing_import.model import ImportStatement, Surroundings
from flake8_missing_import.stdlib import StandardLibrary, is_public_home, usage
from flake8_missing_import.stdlib.types import identity, things
from flake8_missing_import.stdlib.usage import Origin

IN_STYLE = 20.0
"""How much likelier a home is if it fits the file's style."""
AGAINST_STYLE = 4 * math.log(IN_STYLE)
"""How much speaks against a home where the file plainly takes such things from another."""
_MODERN_HOMES = frozenset({"collections", "collections.abc", "contextlib", "re"})
"""Their names replace typing's of the same name (typing's documentation, "Deprecated aliases")."""
_ALIASES = frozenset({"xml.etree.cElementTree"})
"""Modules that are only other names of one, for old code (ElementTree's documentation)."""
OLD_GENERICS = frozenset(
    {"DefaultDict", "Deque", "Dict", "FrozenSet", "List", "Set", "Tuple", "Type"}
)
"""Old generics of typing; newer code uses builtins, or what collections has."""


def is_namesake_of_typing(origin: str) -> bool:
    """Say whether an origin is another thing than the old generic of its name (``Set``)."""
    module, _, member = origin.rpartition(".")
    return module in _MODERN_HOMES and member in OLD_GENERICS


def style_score(
    origin: Origin, rivals: Sequence[Origin], surroundings: Surroundings, library: StandardLibrary
) -> float:
    """Return how much the file's own imports speak against one of several homes of a name.

    A file that takes ``Button`` from tkinter.ttk, though tkinter has it too, takes ``Label`` from
    there; so does one that takes ``Lock`` from asyncio, and lacks ``Event``. One that takes other
    names from asyncio alone hardly means threading.
    """
    if origin.is_other:
        return 0.0
    module = origin.name.rpartition(".")[0]
    homes = {home.name.rpartition(".")[0]: home for home in rivals if not home.is_other}
    is_plain = module in surroundings.modules and len(homes) == 1
    is_removed = module in library.removed_later or not library.has_module(module)
    if module and is_removed and not is_plain:
        return -math.log(IN_STYLE)
    sources = {
        source
        for source, imported in surroundings.imported
        if source in homes
        and library.has_name(source, homes[source].name.rpartition(".")[2])
        and source != "typing"
        and not homes[source].name.endswith(f".{imported}")
    }
    alike = {
        source
        for source, imported in surroundings.imported
        if source in sources
        and any(
            _are_alike(f"{source}.{imported}", f"{rival}.{imported}")
            for rival in library.homes(imported)
            if rival in homes and rival != source
        )
    }
    preferred = [
        homes[source]
        for source in (alike or sources)
        if _are_alike(homes[source].name, origin.name)
    ]
    if any(identity(home.name) == identity(origin.name) for home in preferred):
        return 0.0
    if alike and preferred:
        return -AGAINST_STYLE
    is_customary = any(home.files >= HARDLY_EVER_FROM * origin.files for home in preferred)
    return -math.log(IN_STYLE) if is_customary else 0.0


def _are_alike(one: str, other: str) -> bool:
    """Say whether two things of a name are of a kind: ``time.time`` is no class like datetime's.

    Modules have a function and a class, or a class and a number, of one name by chance.
    """
    return not _kinds(one).isdisjoint(_kinds(other))


def _kinds(full_name: str) -> frozenset[str]:
    """Return the kinds of what a name is; what is used as a class counts as one.

    That is what typing has, and functions that are named so (``threading.Lock``).
    """
    is_class_name = full_name.rpartition(".")[2][:1].isupper()
    return frozenset(
        "class" if is_class_name and thing.kind in {"form", "function"} else thing.kind
        for thing in things(full_name)
    )


@dataclass(frozen=True)
class HomeRank:
    """How well a home of an object suits a file; the best ranks highest."""

    name: str
    files: Mapping[str, float]
    surroundings: Surroundings
    library: StandardLibrary

    def __call__(self, origin: str) -> tuple[bool, float, int, int, str]:
        """Return the rank of one of them."""
        module = origin.rpartition(".")[0]
        is_there = statement_for(origin, self.name, self.library) is not None
        is_imported = module in self.surroundings.modules
        fits = (is_imported, self._fits_style(module))
        # What a module does not export, it has imported from elsewhere itself.
        is_exported = self.name in self.library.star_names(module)
        often = (self.files[origin] + (1 if is_exported else 0.01)) * IN_STYLE ** sum(fits)
        is_preferred = is_there and (is_imported or module not in _ALIASES)
        return is_preferred, often, usage.company(module).files, -origin.count("."), origin

    def _fits_style(self, module: str) -> bool:
        """Say whether a module is where newer code, or a file in the older style, takes it from."""
        newer = [one for one in _MODERN_HOMES if self.library.is_listed(one, self.name)]
        if any(self._takes_more(one, "typing") for one in newer):
            return module in newer
        if self.surroundings.has_typing_style:
            return module == "typing"
        return module in _MODERN_HOMES

    def _takes_more(self, module: str, other: str) -> bool:
        """Say whether the file takes more of what two modules have from the first of them."""
        counts = [
            sum(
                source == own and self.library.is_listed(rival, name)
                for source, name in self.surroundings.imported
            )
            for own, rival in ((module, other), (other, module))
        ]
        return counts[0] > counts[1]


def statement_for(origin: str, name: str, library: StandardLibrary) -> ImportStatement | None:
    """Return what binds a name to an origin, None if the target's library does not have it."""
    module, _, member = origin.rpartition(".")
    if library.has_module(origin):
        if origin == name:
            return ImportStatement(origin)
        if member == name:
            return ImportStatement(module, name)
        return ImportStatement(origin, alias=name)
    if not library.is_listed(module, member) or not is_public_home(module):
        return None
    return ImportStatement(module, member, None if member == name else name)


def is_outdated_in_typing(name: str, library: StandardLibrary) -> bool:
    """Say whether typing has a name that newer code takes from elsewhere."""
    return library.is_listed("typing", name) and (
        name in OLD_GENERICS or not _MODERN_HOMES.isdisjoint(library.homes(name))
    )
