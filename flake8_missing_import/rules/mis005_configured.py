"""MIS005: a name that the project's own configuration explains is used and not imported.

## What it finds

A name that is listed in `missing-import-names` and undefined in the file. The configuration alone
decides, even for a name that the standard library also has.

## Why it matters

What `np` or `models` stands for is known to the project only. With the line
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

## When it is silent

- No import is configured for the name.
- The code expects the name to be missing, gives it to itself, or runs on Python 2 only.
- A star import from outside the standard library could supply the name.
- The line has `# noqa: F821`: its author says that the name is there.

## Configure

One name a line, or several separated by commas. Each import has to bind the name before its
equals sign.

```ini
[flake8]
missing-import-names =
    np = import numpy as np
    _ = from gettext import gettext as _
    models = from django.db import models
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flake8_missing_import.model import ImportStatement, Missing, Use

CODE = "MIS005"


def configured_names(
    name: str, uses: Sequence[Use], configured: Mapping[str, ImportStatement]
) -> Iterator[Missing]:
    """Yield the configured import for an undefined name."""
    if name in configured:
        yield Missing(CODE, name, configured[name], tuple(uses))
