"""MIS002: a member of a standard-library module is used and nothing imports it.

Fails::

    def read(name):
        return Path(name).read_text()

Passes::

    from pathlib import Path

    def read(name):
        return Path(name).read_text()

Which module is meant is decided by :mod:`~flake8_missing_import.choice`: by the types of what each
module has by that name, by how released code uses it, and by what the file imports. Silent where a
use does not fit (``Path.append``, ``sqrt[0]``), and where released code mostly means something
else in that shape (``run()``, ``join(a)``). Silent too in a file of that module's name, which may
make the member by other means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_missing_import.can_be import can_be
from flake8_missing_import.choice import Choice
from flake8_missing_import.model import ImportStatement, Missing, Use
from flake8_missing_import.stdlib import StandardLibrary
from flake8_missing_import.stdlib.types import things

CODE = "MIS002"


def missing_members(choice: Choice, uses: Sequence[Use]) -> Iterator[Missing]:
    """Yield the import that undefined uses lack, if a member or an alias is meant."""
    if not choice.is_module:
        yield Missing(
            CODE,
            uses[0].name,
            choice.statement,
            tuple(uses),
            other_modules=() if choice.statement.alias else choice.other_modules,
        )


def contradictory_uses(
    name: str, uses: Sequence[Use], library: StandardLibrary
) -> Iterator[Missing]:
    """Yield what fits a module in some uses and its member of that name in the others."""
    if name not in library.homes(name):
        return
    member = f"{name}.{name}"
    as_member = [use for use in uses if not (use.attributes and can_be(name, use))]
    if 0 < len(as_member) < len(uses) and all(can_be(member, use) for use in as_member):
        is_class = any(thing.kind == "class" for thing in things(member))
        yield Missing(
            code=CODE,
            name=name,
            statement=ImportStatement(name, name),
            places=tuple(uses),
            problem=f"is used as the module and as its {'class' if is_class else 'function'}",
            contradicts=ImportStatement(name),
        )
