"""Write flake8_missing_import/stdlib/candidate_names.txt from the index and the counts.

Run it with ``python tools/sort_candidate_names.py`` whenever one of the two
has changed. Every file that is checked is searched for these names, so they
are sorted beforehand.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator

from flake8_missing_import.stdlib import (
    CANDIDATE_NAMES,
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
# run: subprocess   an everyday word, which these modules have as well
# ET = xml.etree.ElementTree   what released code calls a module
"""

OTHER = "*"
RARE = 0.025
"""A module's name is its own if fewer of its files than this bind it in another way."""

CUSTOMARY = 0.02
"""An alias is customary if at least this part of the files that have the name mean it."""
WELL_KNOWN = {"pkl": "pickle", "sp": "subprocess"}
"""Further customary aliases, of scripts more than of released code."""


def is_rarely_a_variable(module: str) -> bool:
    """Say whether released code uses the name of a module for nothing else."""
    counts = import_counts().get(module)
    if counts is None:
        return module.startswith("_")
    imported = counts.get(module, 0)
    return sum(counts.values()) - imported <= RARE * imported


def is_everyday_word(name: str) -> bool:
    """Say whether most of released code means something else by a member's name.

    Of names that it never uses a single word may be anybody's.
    """
    counts = import_counts().get(name)
    if counts is None:
        return re.fullmatch(r"[A-Z]*[a-z0-9]*", name) is not None
    return counts.get("*", 0) >= sum(counts.values()) / 2


def is_imported_as_member(name: str, modules: set[str]) -> bool:
    """Say whether a member's name may mean the member, though it also is a module's.

    Nobody imports ``ast.operator`` by its name; ``datetime.datetime`` many do.
    """
    origins = import_counts().get(name, {}).keys() - {name, OTHER}
    return name not in modules or bool(origins)


def lines() -> Iterator[str]:
    """Yield the lines of the table below its header."""
    homes = defaultdict(set)
    modules: set[str] = set()
    for minor in range(OLDEST[1], NEWEST[1] + 1):
        library = StandardLibrary((3, minor))
        modules |= library.modules
        for module in filter(is_public_home, library.all_modules):
            for name in library.star_names(module):
                homes[name].add(module)
    for module in sorted(filter(is_rarely_a_variable, modules - {"__future__", "__main__"})):
        yield f"import {module}"
    for name, counts in sorted(import_counts().items()):
        for origin, count in counts.items():
            is_alias = origin != name and library.has_module(origin) and is_public_home(origin)
            if is_alias and count >= CUSTOMARY * sum(counts.values()):
                yield f"{name} = {origin}"
    for name, module in WELL_KNOWN.items():
        yield f"{name} = {module}"
    for name in sorted(homes.keys() - StandardLibrary(OLDEST).star_names("builtins")):
        if is_everyday_word(name):
            yield f"{name}: {' '.join(sorted(homes[name]))}"
        elif homes[name] and not name.startswith("_") and is_imported_as_member(name, modules):
            yield name


def table_text() -> str:
    """Return the whole table as it is to be committed."""
    return HEADER + "".join(line + "\n" for line in lines())


def main() -> int:
    """Write the table."""
    CANDIDATE_NAMES.write_text(table_text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
