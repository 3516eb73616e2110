"""MIS005: a name that the project's own configuration explains is used and not imported.

Fails, with ``missing-import-names = np = import numpy as np``::

    def zeros(size):
        return np.zeros(size)

Passes::

    import numpy as np

    def zeros(size):
        return np.zeros(size)

The configuration decides alone, also where the standard library has the name.
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
