"""MIS002: a member of a standard-library module is used and nothing imports it.

## What it finds

A function, class or constant of the standard library that is used by its own name, or a module
under its customary alias. Types exclude what a use cannot be; how released code uses the name in
the same shape, what the file imports, and what else it lacks say how likely each module is. The
best is suggested if it is at least 80 % likely. If another module remains likely, the message
names it too:
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
contradict each other (`datetime.now()` and `datetime.timedelta(1)`) get both solutions and no
automatic fix.

## When it is silent

- A use does not fit the member (`Path.append`, `sqrt[0]`, `UUID(as_uuid=True)`, `sleep("5s")`).
- The name is an everyday word (`run`, `join`), and neither the file's imports nor the way it is
  used show that the standard library's name is meant.
- The name has an underscore in front (`_dedent`), and the file imports from other packages, but
  nothing else under such a name: it is a function of the project's own more often.
- The file has the same name as the module and may define the member by other means.
- The code expects the name to be missing, defines it by other means, or runs on Python 2 only.
- A star import from outside the standard library could supply the name.
- The line has `# noqa: F821`: its author says that the name exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_missing_import.evidence.can_be import can_be
from flake8_missing_import.evidence.choice import Choice
from flake8_missing_import.model import ImportStatement, Missing, Use, with_remark
from flake8_missing_import.other_forms import both_kinds
from flake8_missing_import.stdlib import StandardLibrary
from flake8_missing_import.stdlib.versions import absence

CODE = "MIS002"


def missing_members(
    choice: Choice, uses: Sequence[Use], library: StandardLibrary
) -> Iterator[Missing]:
    """Yield the import that undefined uses lack, if a member or an alias is meant."""
    if not choice.is_module:
        used = (use.full_name(choice.origin) for use in uses)
        absent = absence(choice.origin, used, library)
        yield Missing(
            CODE,
            uses[0].name,
            choice.statement,
            tuple(uses),
            with_remark(Missing.problem, absent),
            () if choice.statement.alias else choice.other_modules,
            is_unfixable=bool(absent),
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
        yield Missing(
            code=CODE,
            name=name,
            statement=ImportStatement(name, name),
            places=tuple(uses),
            problem=f"is {both_kinds(name)}",
            contradicts=ImportStatement(name),
        )
