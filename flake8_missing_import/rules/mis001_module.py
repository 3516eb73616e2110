"""MIS001: a standard-library module is used and nothing imports it.

## What it finds

A name that nothing in the file binds, and that can only be a module of the standard library:
its attribute is one of the module's (`time.time()`), or released code hardly ever uses the
name for anything else in this way. `xml.etree.ElementTree.parse` asks for
`import xml.etree.ElementTree`, while `os.path.join` asks for `import os`, which brings
`os.path` along.

A statement that needs the name to bind it binds it too late (`time = int(time.time())`,
`def date(self) -> date`), as does a class that first uses the module and then has an attribute or a
method of that name.

## Why it matters

Python looks up a name when the line runs. This module compiles, imports, and passes every test
that does not call `age`:

```python
def age(created):
    return time.time() - created
```

Then somebody does:

```pycon
>>> age(0)
Traceback (most recent call last):
  ...
NameError: name 'time' is not defined
```

## Fix

Add the import. The message names its line, and `fix-missing-imports` adds it there:

```python
import time


def age(created):
    return time.time() - created
```

## When it is silent

- A use does not fit the module: `code.append(x)` is not a use of the module `code`; the name was
  probably meant to be a variable. An attribute that only another Python has is still evidence
  for the module (`itertools.izip`); the message says so, and nothing is edited.
- The bare name is the only evidence, and released code also gives it to variables (`test`,
  `code`, `token`).
- The code expects the name to be missing (`except NameError`, `"time" in globals()`), defines it
  by other means (`globals()["time"] = ...`), or runs on Python 2 only.
- A star import from outside the standard library could supply the name.
- The line has `# noqa: F821`: its author says that the name exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_missing_import.evidence.choice import Choice
from flake8_missing_import.imports import needed_modules
from flake8_missing_import.model import ImportStatement, Missing, Use, with_remark
from flake8_missing_import.stdlib import StandardLibrary
from flake8_missing_import.stdlib.versions import absence

CODE = "MIS001"


def missing_modules(
    choice: Choice, uses: Sequence[Use], library: StandardLibrary
) -> Iterator[Missing]:
    """Yield each module that uses of an undefined name lack, if a module is meant."""
    if not choice.is_module:
        return
    for module, served in needed_modules(choice.origin, uses, library):
        used = (use.full_name(choice.origin) for use in served)
        absent = absence(module, used, library)
        yield Missing(
            CODE,
            module,
            ImportStatement(module),
            served,
            with_remark(Missing.problem, absent),
            choice.other_modules,
            is_unfixable=bool(absent),
        )
