"""Which names does a package have from its own modules?

Its files may have to take them from there, for it has only begun to run when they do; all others
take them from the package.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from flake8_missing_import.model import ImportStatement


def seen_from(
    module: str, statements: Sequence[ImportStatement], own: Container[str]
) -> list[ImportStatement]:
    """Return the statements for a name without those that are for other modules than this.

    :param own: the project's top-level packages; of others' both statements could be meant.
    """
    learned = [one for one in statements if one.module.partition(".")[0] in own]
    possible = [
        one
        for one in statements
        if not (_is_inside(module, one) and any(_is_source(other, one) for other in learned))
    ]
    own_possible = [one for one in possible if one in learned]
    return [one for one in possible if not any(_is_source(one, other) for other in own_possible)]


def _is_inside(module: str, statement: ImportStatement) -> bool:
    """Say whether a module is the package from which a statement imports, or in that."""
    return f"{module}.".startswith(f"{statement.module}.")


def _is_source(one: ImportStatement, other: ImportStatement) -> bool:
    """Say whether a package may have what it is asked for by one statement by another."""
    is_same_name = one.name is not None and (one.name, one.alias) == (other.name, other.alias)
    return is_same_name and one.module.startswith(f"{other.module}.")


class ReExports:
    """What the packages of a project have from their own modules."""

    def __init__(self, imports: Sequence[tuple[str, AbstractSet[ImportStatement]]]) -> None:
        """Find them.

        :param imports: the modules, and what each imports.
        """
        self._sources: dict[ImportStatement, set[ImportStatement]] = defaultdict(set)
        for module, statements in imports:
            for one in statements:
                if one.module.startswith(f"{module}.") and one.name:
                    self._sources[replace(one, module=module)].add(one)
        self._importers: dict[ImportStatement, list[str]] = defaultdict(list)
        in_question = self._sources.keys() | set().union(*self._sources.values())
        for module, statements in imports:
            for one in in_question & statements:
                self._importers[one].append(module)

    def for_inside(self, statement: ImportStatement) -> AbstractSet[ImportStatement]:
        """Return what files of a package have in place of a statement that imports from it.

        Empty if more of them have that statement.
        """
        from_package = sum(_is_inside(module, statement) for module in self._importers[statement])
        return self._sources_of(statement) if self.inside(statement) > from_package else set()

    def inside(self, statement: ImportStatement) -> int:
        """Return how many files of a package have a name from where the package has it."""
        return sum(
            _is_inside(module, statement)
            for source in self._sources_of(statement)
            for module in self._importers[source]
        )

    def _sources_of(self, statement: ImportStatement) -> AbstractSet[ImportStatement]:
        """Return the statements by which a package has what one imports from it."""
        found: set[ImportStatement] = set()
        left = [statement]
        while left:
            new = self._sources.get(left.pop(), set()) - found
            found |= new
            left += new
        return found
