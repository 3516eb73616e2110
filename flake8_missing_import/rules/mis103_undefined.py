"""MIS103: a name is undefined, and no known import explains it.

## What it finds

What is left of flake8's F821 after the other rules have explained theirs: a misspelt variable, a
function that was renamed, a name that only another program defines. Each use that pyflakes calls
an undefined name is in exactly one finding: one of MIS001, MIS002, MIS004 and MIS005 if an
import explains it, and one of MIS103 if none does.

## Why it matters

The line fails as soon as it runs, whatever should have been imported or defined:

```python
def total(prices):
    return sum(prices) * taxrate
```

```pycon
>>> total([1, 2])
Traceback (most recent call last):
  ...
NameError: name 'taxrate' is not defined
```

F821 says so, too, but also repeats what the other rules say. `extend-ignore = F821` and
`extend-select = MIS103` together give one message per place, and lose none.

## Fix

Define the name, or correct it.

```python
TAX_RATE = 1.19


def total(prices):
    return sum(prices) * TAX_RATE
```

## When it is silent

- F821 is silent: the name is one of `builtins`, a star import may bind it, or an `except NameError`
  expects the error.
- The line has a `# noqa` for F821 or MIS103. Other uses of the name are reported all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flake8_missing_import.facts import UndefinedName
from flake8_missing_import.model import Missing, Use

CODE = "MIS103"


def undefined_names(
    undefined: Sequence[UndefinedName], explained: Iterable[Missing]
) -> Iterator[Missing]:
    """Yield each name with uses that pyflakes finds undefined and no other finding explains.

    :param undefined: all that pyflakes reports.
    :param explained: what the other rules have found.
    """
    known = {
        (place.name, place.line, place.column)
        for missing in explained
        for place in missing.places
        if isinstance(place, Use)
    }
    by_name: dict[str, list[UndefinedName]] = {}
    for one in undefined:
        if (one.name, one.line, one.column) not in known:
            by_name.setdefault(one.name, []).append(one)
    for name, places in by_name.items():
        problem = "is undefined, and no known import defines it"
        yield Missing(CODE, name, None, tuple(places), problem)
