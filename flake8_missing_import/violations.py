"""What the formatters ask about flake8's violations."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from flake8.statistics import Statistics
from flake8.violation import Violation

from flake8_missing_import.codes import ABOUT_UNDEFINED_NAMES
from flake8_missing_import.escaping import in_a_line

_LEVELS = {"MIS1": "note", "MIS": "error", "E9": "error", "F": "error"}
"""How severe codes that begin like this are: an error breaks a program. All else is a warning."""
_CODES_FROM_THE_TREE = ("F", "MIS")
_QUOTED_NAME = re.compile(r"'(\w+)")


def message(violation: Violation) -> str:
    """Return what flake8 prints for a finding, the code first."""
    return f"{violation.code} {violation.text}"


def relative_path(filename: str) -> str:
    """Return a path as most formats want it: relative if it was, with slashes."""
    return os.path.normpath(filename).replace(os.sep, "/")


def uri(filename: str) -> str:
    """Return a path as a URI: relative if it was."""
    from urllib.parse import quote

    path = Path(filename)
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(relative_path(filename)))


def level(violation: Violation) -> str:
    """Return how severe a finding is: an error, a warning or a note."""
    return next(
        (known for start, known in _LEVELS.items() if violation.code.startswith(start)), "warning"
    )


def column_in_characters(violation: Violation) -> int:
    """Return the column, 1-based. Plugins that read the tree count UTF-8 bytes, as it does."""
    column: int = max(1, violation.column_number)
    if not violation.code.startswith(_CODES_FROM_THE_TREE) or not violation.physical_line:
        return column
    before = violation.physical_line.encode("utf-8", "replace")[: column - 1]
    return len(before.decode("utf-8", "ignore")) + 1


def without_repetition(violations: Sequence[Violation]) -> list[Violation]:
    """Return findings without each F821 for which one of ours says the same at the same place."""
    said = {_name_and_place(one) for one in violations if one.code in ABOUT_UNDEFINED_NAMES}
    return [one for one in violations if one.code != "F821" or _name_and_place(one) not in said]


def _name_and_place(violation: Violation) -> tuple[str, str, int, int]:
    name = _QUOTED_NAME.search(violation.text)
    place = violation.filename, violation.line_number, violation.column_number
    return (name[1] if name else "", *place)


def without_commands(statistics: Statistics) -> Statistics:
    """Return statistics whose messages, each in a line, are no commands for a CI service."""
    for code in statistics.error_codes():
        for one in statistics.statistics_for(code):
            one.message = in_a_line(one.message)
    return statistics
