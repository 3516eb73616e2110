"""MIS102: importable code uses a name that is imported only under `if __name__ == "__main__":`.

## What it finds

A function or class that anybody can import, and that uses a name that is bound only when the
file is run as a program.

## Why it matters

Run as a program, this file works. Imported, it lacks `sys`:

```python
def arguments():
    return sys.argv[1:]


if __name__ == "__main__":
    import sys
    print(arguments())
```

```pycon
>>> arguments()
Traceback (most recent call last):
  ...
NameError: name 'sys' is not defined
```

## Fix

Move the import to the top. One that may fail there, or do something else, is left for you to
move: it stands in a `try` or below a check of the platform, not every Python or platform has what
it imports, or a program replaces that (gevent's `patch_all()`).

```python
import sys


def arguments():
    return sys.argv[1:]


if __name__ == "__main__":
    print(arguments())
```

## When it is silent

- All uses of the name are under the condition, too, or below `return` where it does not hold.
- Something else binds the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.conditions.main_guards import is_for_program, where_imported
from flake8_missing_import.imports import is_known_import
from flake8_missing_import.model import Missing
from flake8_missing_import.moving.staying import has_reason_to_stay
from flake8_missing_import.reach import Sight
from flake8_missing_import.scopes import chain_of
from flake8_missing_import.silence.guards import expects_name_error

CODE = "MIS102"


def imported_only_in_main(sights: Sequence[Sight], conditions: Conditions) -> Iterator[Missing]:
    """Yield what code outside the condition lacks."""
    module = conditions.module
    if CODE not in module.options.optional_codes:
        return
    lacking = [
        sight
        for sight in sights
        if sight.runs
        and sight.serving
        and blocking_condition(chain_of(sight.use), conditions, where_imported) is None
        and not expects_name_error(sight.use, conditions)
        and all(
            one.scope is None and is_for_program(chain_of(one), conditions)
            for one in sight.bindings
        )
    ]
    imports = lacking[0].bindings if lacking else ()
    if all(is_known_import(one, module) for one in imports) and (
        len({one.statement for one in imports}) == 1
    ):
        first = imports[0]
        yield Missing(
            CODE,
            first.name,
            first.statement,
            tuple(sight.use for sight in lacking),
            f"is imported only under '__main__' (line {first.line})",
            moved=imports,
            is_unfixable=any(has_reason_to_stay(one, conditions) for one in imports),
        )
