"""What an import brings along: measured, see the heads of the tables."""

from __future__ import annotations

from flake8_missing_import.stdlib import standard_library


def brought_on_all(module: str, version: tuple[int, int]) -> frozenset[str]:
    """Return the modules that an import makes usable in each Python from a version on."""
    parts = module.split(".")
    found = {".".join(parts[: length + 1]) for length in range(len(parts))}
    library = standard_library(version)
    for known in library.all_modules:
        package = known.rpartition(".")[0]
        if package in found and library.is_supplied(known):
            found.add(known)
    return frozenset(found)


def loaded_on_use(full_name: str, version: tuple[int, int]) -> frozenset[str]:
    """Return the submodules that are loaded when a name of a package is used."""
    return frozenset()
