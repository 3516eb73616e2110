"""MIS001: a standard-library module is used and nothing imports it.

Fails::

    def age(created):
        return time.time() - created

Passes::

    import time

    def age(created):
        return time.time() - created

Silent where an attribute is used that the module does not have
(``code.append(x)``): then the name was meant to be a variable. Silent as well
where the bare name is the only evidence and real code also gives it to
variables (``test``, ``code``, ``token``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_missing_import.evidence import contradicts_module, module_to_import
from flake8_missing_import.model import ImportStatement, Missing, Use
from flake8_missing_import.stdlib import StandardLibrary, candidate_names

CODE = "MIS001"


def missing_modules(name: str, uses: Sequence[Use], library: StandardLibrary) -> Iterator[Missing]:
    """Yield each module that uses of an undefined name lack.

    More than one comes from a package whose submodules have to be imported by
    themselves: ``xml.dom.minidom`` and ``xml.etree.ElementTree``.
    """
    if name not in library.modules or not _is_meant(name, uses, library):
        return
    needed = {use: module_to_import(use.name, use.attributes, library) for use in uses}
    # import a.b binds a too, and a use of a alone is content with it.
    longest = {
        module
        for module in needed.values()
        if not any(other.startswith(f"{module}.") for other in needed.values())
    }
    for module in sorted(longest):
        served = tuple(use for use in uses if f"{module}.".startswith(f"{needed[use]}."))
        yield Missing(CODE, module, ImportStatement(module), served)


def _is_meant(name: str, uses: Sequence[Use], library: StandardLibrary) -> bool:
    """Say whether the uses fit the module, and none speaks against it."""
    if any(contradicts_module(use, library) for use in uses):
        return False
    return name in candidate_names().modules or any(
        use.attributes and library.has_name(name, use.attributes[0]) for use in uses
    )
