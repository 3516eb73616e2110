"""MIS005: a name that the project's own configuration explains is used and not imported.

## What it finds

A name that `missing-import-names`, or a file of `missing-import-files`, has an import for, and that
is undefined in the file. `missing-import-names` alone decides, even for a name that the standard
library also has. What a file says beats the library too, but the message also names the library's
module where a use fits both: `select.select(…)` beside `from sqlalchemy import select`.

## Why it matters

Only the project knows what `np` or `models` stands for. With the line
`np = import numpy as np` in its configuration, a forgotten import is reported with the statement
to add:

```python
def zeros(size):
    return np.zeros(size)
```

```pycon
>>> zeros(3)
Traceback (most recent call last):
  ...
NameError: name 'np' is not defined
```

## Fix

```python
import numpy as np


def zeros(size):
    return np.zeros(size)
```

The message says why an import is left for you to add:

- Code further down may have to run before an own module is imported: `sys.path.insert(…)`,
  `django.setup()`.
- What is imported may import the file, which binds only further down what other modules import from
  it: in an `__init__.py`, or where a function has that import already; or it does so, as its own
  top level in the project's tree says.
- Only annotations that never run use an own module, and the file has no `if TYPE_CHECKING:` block
  for it: nothing fails without the import, but with it each of two modules may import the other.
- The module is of the project's tests, and the file is not; or only files beside the module import
  it (`from common import run` in `scripts`), and the file is elsewhere.
- The project's tree has no such module; or several packages of that name, of which the file sees
  another (`services/users/app`, not `services/billing/app`).
- Only the package's own files import from it, and relatively, so that it may be part of another; or
  the import is relative, and has more dots than there are packages around the file.
- A method uses the name, and its class has an attribute or a method of that name: `self.` may be
  missing.
- The file works without the package, or the project's own module: it catches the ImportError of
  another import from it, or asks `find_spec` or `pytest.importorskip` for it.

## When it is silent

- No import is configured for the name.
- The module would import itself, judging by its path, or a use does not fit what is imported.
- A file of imports has a relative one, and the file that would need it is in no known package.
- The code expects the name to be missing, defines it by other means, or runs on Python 2 only.
- A star import from outside the standard library could supply the name.
- The line has `# noqa: F821`: its author says that the name exists.

## Configure

One name per line, or several separated by commas. Each import has to bind the name before its
equals sign.

```ini
[flake8]
missing-import-names =
    np = import numpy as np
    _ = from gettext import gettext as _
    models = from django.db import models
```

Files of import statements do the same for many names; `fix-missing-imports --learn` prints one.

```ini
[flake8]
missing-import-files = missing_imports.py
```
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence

from flake8_missing_import.assignments import value_given_by
from flake8_missing_import.evidence.can_be import can_be
from flake8_missing_import.evidence.results import suits
from flake8_missing_import.model import ImportStatement, Missing, Surroundings, Use, with_remark
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.project.own_package import (
    as_written_in,
    dots_of,
    imports_itself,
    is_in_package,
    may_import_itself,
    own_module,
    own_place,
)
from flake8_missing_import.project.re_exports import seen_from
from flake8_missing_import.scopes import DEFINITIONS, FUNCTIONS, definition_around
from flake8_missing_import.stdlib import StandardLibrary

CODE = "MIS005"


def configured_names(
    name: str, uses: Sequence[Use], module: Module, surroundings: Surroundings
) -> Iterator[Missing]:
    """Yield what an undefined name lacks, as the project explains it."""
    by_statements: dict[tuple[ImportStatement, ...], list[Use]] = {}
    statements = _possible_statements(name, module)
    is_configured = name in module.options.configured
    library = module.library
    for use in uses:
        fitting = [
            one
            for one in _with_own_module(statements, use, module)
            if _fits(one, use, surroundings, library)
        ]
        meant = _meant(fitting, use)
        by_statements.setdefault(meant, []).append(use)
    of_package = by_statements.pop((), [])
    if of_package:
        # Beside a.b.x, a.c is what every import of a submodule brings: its package.
        reaching = next(filter(_reaches_one, by_statements.items()), None)
        if reaching is None or not all(can_be(name, use) for use in of_package):
            return
        served = {*reaching[1], *of_package}
        reaching[1][:] = [use for use in uses if use in served]
    every = dict.fromkeys(itertools.chain.from_iterable(by_statements))
    for meant, of_statements in by_statements.items():
        first = meant[0]
        # Submodules of one package are imported side by side; else only one can have the name.
        rivals = meant if all(one.is_plain for one in every) else every
        of_library = [
            ImportStatement(name)
            for use in of_statements
            if first.name == name and not is_configured and _may_be_of_library(use, library)
        ]
        others = tuple(one for one in dict.fromkeys((*rivals, *of_library)) if one != first)
        may_lack_self = _may_lack_self(name, of_statements, module)
        yield Missing(
            CODE,
            name,
            first,
            tuple(of_statements),
            with_remark(Missing.problem, f"'self.{name}' may be meant" if may_lack_self else ""),
            other_statements=others,
            is_unfixable=may_lack_self,
        )


def _may_lack_self(name: str, uses: Sequence[Use], module: Module) -> bool:
    """Say whether a method that uses a name may mean the attribute of its object.

    An attribute that has its value from an import of this name is another matter.
    """
    starts = {(use.node.lineno, use.node.col_offset) for use in uses}
    inside = [
        list(itertools.dropwhile(lambda one: not isinstance(one, FUNCTIONS), use.parents))
        for use in uses
        if not use.in_annotation
    ]
    around = {one.lineno for nodes in inside for one in nodes if isinstance(one, DEFINITIONS)}
    for binder in (*module.binders.get(name, ()), *module.binders.get(f".{name}", ())):
        chain = list(parents_of(binder, module.parents))
        value = value_given_by(binder, module.parents)
        if (
            (_is_of_self(binder) or _is_of_class(binder, chain))
            and getattr(binder, "lineno", 0) not in around
            and any(isinstance(one, ast.ClassDef) and one.lineno in around for one in chain)
            and not any(
                (one.lineno, one.col_offset) in starts
                for one in ast.walk(value or ast.Load())
                if isinstance(one, ast.Name)
            )
        ):
            return True
    return False


def _is_of_self(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            return True
        case _:
            return False


def _is_of_class(node: ast.AST, around: Sequence[ast.AST]) -> bool:
    is_attribute = isinstance(node, (ast.Name, *FUNCTIONS))
    return is_attribute and isinstance(definition_around(around), ast.ClassDef)


def _possible_statements(name: str, module: Module) -> list[ImportStatement]:
    """Return the statements for a name as the file would write them, except imports of itself."""
    known = module.options.known
    statements = module.options.statements(name)
    is_configured = name in module.options.configured
    if not is_configured and any(map(dots_of, statements)) and not is_in_package(module):
        statements = [one for one in statements if not dots_of(one)]
    place = own_place(module.filename, known) if statements and not is_configured else None
    meant = seen_from(place.module if place else "", statements, known.first_party or ())
    if place is None:
        return [one for one in meant if not may_import_itself(one, module.filename)]
    return [
        as_written_in(module, one, place, known)
        for one in meant
        if not imports_itself(one, place, module.filename)
    ]


def _with_own_module(
    statements: Sequence[ImportStatement], use: Use, module: Module
) -> Sequence[ImportStatement]:
    """Return statements and that for the own module which a use reaches into.

    It is imported by itself where the project does so with others, and not with their package.
    """
    is_of_package = ImportStatement(use.name) in statements
    if is_of_package or not statements or not all(one.is_plain for one in statements):
        return statements
    own = own_module(_path(use), module.options.known)
    place = own_place(module.filename, module.options.known)
    if not own or (place and place.module == own):
        return statements
    return list(dict.fromkeys((*statements, ImportStatement(own))))


def _meant(fitting: Sequence[ImportStatement], use: Use) -> tuple[ImportStatement, ...]:
    """Return the statements that a use may lack: of submodules, the one that it reaches into."""
    if not all(one.is_plain for one in fitting):
        return tuple(fitting)
    reached = [one for one in fitting if _reaches(use, one.module)]
    return (max(reached, key=lambda one: len(one.module)),) if reached else tuple(fitting)


def _reaches_one(meant: tuple[tuple[ImportStatement, ...], Sequence[Use]]) -> bool:
    """Say whether uses reach into the submodule that a statement imports."""
    (first, *_), uses = meant
    return first.is_plain and any(_reaches(use, first.module) for use in uses)


def _may_be_of_library(use: Use, library: StandardLibrary) -> bool:
    """Say whether a use is of a name that a module of the library shares with a member of it."""
    return use.attributes[:1] == (use.name,) and library.has_own_name(use.name, use.name)


def _reaches(use: Use, module: str) -> bool:
    return f"{_path(use)}.".startswith(f"{module}.")


def _path(use: Use) -> str:
    return use.full_name(use.name)


def _fits(
    statement: ImportStatement, use: Use, surroundings: Surroundings, library: StandardLibrary
) -> bool:
    """Say whether a use may be of what a statement imports, as far as that is known."""
    module, name = statement.module, statement.name
    if name and name == module == use.name and use.attributes[:1] == (name,):
        return False  # tqdm.tqdm is not what "from tqdm import tqdm" binds
    if statement.is_plain:
        if not (_reaches(use, module) or f"{module}.".startswith(f"{_path(use)}.")):
            return False
        module = use.name
    if not library.has_module(module):
        return True
    origin = f"{module}.{name}" if name else module
    return can_be(origin, use) and suits(origin, use, surroundings)
