"""Which import a project has for a name; :mod:`.import_files` reads it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_missing_import.model import ImportStatement

Parts = tuple[str, str | None, str | None]
"""The module, the name that comes from it and its alias: an import statement without its class."""


@dataclass(frozen=True, eq=False)
class KnownImports:
    """What a project's files of imports say."""

    by_name: Mapping[str, tuple[Parts, ...]] = field(default_factory=dict)
    """The statements that bind a name, each once and in the order of the files."""
    first_party: frozenset[str] | None = None
    """The project's own top-level packages; None if no file says which."""
    among_third_party: frozenset[str] = frozenset()
    """Those of them that the project sorts with third-party ones."""
    relative_dots: int = 0
    """Imports from its own packages are relative there, up to this many dots."""
    root: str = ""
    """The folder of the first file."""
    folders: frozenset[str] = frozenset()
    """The folders of its own packages; a mere name is any folder of that name. And the files of its
    own modules that only files beside them import."""
    is_single: bool = False
    """Each name has a statement of its own there."""
    only_relative: frozenset[str] = frozenset()
    """Its own packages that may be parts of others: no import tells."""
    dots_from: Mapping[str, int] = field(default_factory=dict)
    """Up to how many dots imports are relative from some packages, modules and names."""

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """The names that a statement binds."""
        return frozenset(self.by_name)

    def statements(self, name: str) -> list[ImportStatement]:
        """Return the statements for a name, none if it is not known."""
        from flake8_missing_import.model import ImportStatement  # only findings need it

        return [ImportStatement(*parts) for parts in self.by_name.get(name, ())]

    def usual_dots(self, statement: ImportStatement) -> int:
        """Return up to how many dots an import of a name is relative, as most files show."""
        known = (self.dots_from[one] for one in origins(statement) if one in self.dots_from)
        return next(known, self.relative_dots)

    @functools.cached_property
    def own_packages(self) -> frozenset[str]:
        """The project's own packages, at every depth, from which a statement imports."""
        packages: set[str] = set()
        for statements in self.by_name.values():
            for module, _, _ in statements:
                if module.partition(".")[0] in (self.first_party or ()):
                    while module not in packages and module:
                        packages.add(module)
                        module = module.rpartition(".")[0]
        return frozenset(packages)


def origins(statement: ImportStatement) -> Iterator[str]:
    """Yield where a statement's name is from: ``app.db:User``, ``app.db``, ``app``."""
    path = statement.module
    yield f"{path}:{statement.name}"
    while path:
        yield path
        path = path.rpartition(".")[0]


NOTHING_KNOWN = KnownImports()
