"""Write flake8_missing_import/stdlib/candidate_names.txt from the index and the counts.

Run it with ``python tools/sort_candidate_names.py`` whenever one of the two
has changed. Every file that is checked is searched for these names, so they
are sorted beforehand.
"""

from __future__ import annotations

import builtins
import re
import sys
from collections import defaultdict
from collections.abc import Iterator

from flake8_missing_import.stdlib import (
    CANDIDATE_NAMES,
    NEVER_COUNTED,
    NEWEST,
    OLDEST,
    StandardLibrary,
    import_counts,
    is_public_home,
)

HEADER = """\
# The names that a file may lack an import for.
# Made by tools/sort_candidate_names.py from index.txt and import_counts.txt; do not edit.
#
# import time       released code uses the name for nothing but this module
# Path              most often it comes from the standard library
# dirname()         a common variable, but where it is undefined the member
# run: subprocess   an everyday word, which these modules have as well
# ET = xml.etree.ElementTree   what released code calls a module or a member
"""

RARE = 0.025
"""A module's name is its own if fewer of its files than this bind it in another way."""

OWN = 0.75
"""A common variable is a member where it is undefined if this part of what could be is."""

CUSTOMARY = 0.02
"""An alias is customary if at least this part of the files that have the name mean it."""
WELL_KNOWN = {"pkl": "pickle", "sp": "subprocess"}
"""Further customary aliases, of scripts more than of released code."""


def is_rarely_a_variable(module: str) -> bool:
    """Say whether released code uses the name of a module for nothing else."""
    counts = import_counts().get(module)
    if counts is None:
        return module.startswith("_")
    imported = counts.library.get(module, 0)
    return counts.from_library + counts.elsewhere - imported <= RARE * imported


def is_variable(name: str) -> bool:
    """Say whether most of released code means something else by a member's name."""
    counts = import_counts().get(name, NEVER_COUNTED)
    return 0 < counts.elsewhere >= counts.from_library


def is_everyday_word(name: str) -> bool:
    """Say whether an undefined name may well be something other than a member of that name.

    Of names that released code never uses a single word may be anybody's.
    """
    counts = import_counts().get(name)
    if counts is None:
        return re.fullmatch(r"[A-Z]*[a-z0-9]*", name) is not None
    return is_variable(name) and counts.share < OWN


def is_imported_as_member(name: str, modules: set[str]) -> bool:
    """Say whether a member's name may mean the member, though it also is a module's.

    Nobody imports ``ast.operator`` by its name; many import ``datetime.datetime``.
    """
    origins = import_counts().get(name, NEVER_COUNTED).library.keys() - {name}
    return name not in modules or bool(origins)


def aliases() -> Iterator[tuple[str, str]]:
    """Yield what released code calls modules, and calls members more often than not."""
    library = StandardLibrary(NEWEST)
    for name, counts in sorted(import_counts().items()):
        for origin, count in counts.library.items():
            module, _, member = origin.rpartition(".")
            if library.has_module(origin) and is_public_home(origin):
                if origin != name and count >= CUSTOMARY * (counts.from_library + counts.elsewhere):
                    yield name, origin
            elif (
                module
                and member != name
                and is_public_home(module)
                and counts.from_library > counts.elsewhere
            ):
                yield name, origin
    yield from WELL_KNOWN.items()


def lines() -> Iterator[str]:
    """Yield the lines of the table below its header."""
    homes: dict[str, set[str]] = defaultdict(set)
    modules: set[str] = set()
    for minor in range(OLDEST[1], NEWEST[1] + 1):
        library = StandardLibrary((3, minor))
        modules |= library.modules
        for name in library.names_with_homes:
            homes[name].update(library.homes(name))
    for module in sorted(filter(is_rarely_a_variable, modules - {"__future__", "__main__"})):
        yield f"import {module}"
    for name, origin in aliases():
        yield f"{name} = {origin}"
    for name in sorted(homes.keys() - set(dir(builtins))):
        if is_everyday_word(name):
            yield f"{name}: {' '.join(sorted(homes[name]))}"
        elif not name.startswith("_") and is_imported_as_member(name, modules):
            yield f"{name}()" if is_variable(name) else name


def table_text() -> str:
    """Return the whole table as it is to be committed."""
    return HEADER + "".join(line + "\n" for line in lines())


def main() -> int:
    """Write the table."""
    CANDIDATE_NAMES.write_text(table_text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
