"""MIS001: a standard-library module is used and nothing imports it.

Fails::

    def age(created):
        return time.time() - created

Passes::

    import time

    def age(created):
        return time.time() - created

Which import is meant is decided by :mod:`~flake8_missing_import.choice`. Silent where an attribute
is used that the module does not have (``code.append(x)``) and never had, unless the name is hardly
ever anything else (``os.enviorn``): then it was meant to be a variable. An attribute that only
other Pythons have speaks for the module (``itertools.izip``); the message says so, and nothing is
edited. Silent as well where the bare name is the only evidence and real code also gives it to
variables (``test``, ``code``, ``token``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_missing_import.choice import Choice
from flake8_missing_import.imports import needed_modules
from flake8_missing_import.model import ImportStatement, Missing, Use
from flake8_missing_import.stdlib import StandardLibrary
from flake8_missing_import.stdlib.versions import remark

CODE = "MIS001"


def missing_modules(
    choice: Choice, uses: Sequence[Use], library: StandardLibrary
) -> Iterator[Missing]:
    """Yield each module that uses of an undefined name lack, if it is a module that is meant."""
    if not choice.is_module:
        return
    for module, served in needed_modules(choice.origin, uses, library):
        absent = _absent(module, served, library)
        problem = f"is used but never imported ({absent})" if absent else Missing.problem
        yield Missing(
            CODE,
            module,
            ImportStatement(module),
            served,
            problem,
            choice.other_modules,
            is_unfixable=bool(absent),
        )


def _absent(module: str, uses: Sequence[Use], library: StandardLibrary) -> str:
    """Return which attribute the target lacks, where no use has one that it has."""
    lacked = [use.attributes[0] for use in uses if use.attributes]
    if len(lacked) < len(uses) or any(library.has_name(module, one) for one in lacked):
        return ""
    return next(filter(None, (remark(module, one, library.version) for one in lacked)), "")
