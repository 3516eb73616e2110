"""What viewers of reports call rules, besides their codes: one word in Pascal case."""

from __future__ import annotations

from flake8_missing_import.codes import CODES

_OURS = {one.code: one.name for one in CODES}


def name_of(code: str) -> str:
    """Return the name of a rule of ours or pyflakes', nothing for other plugins'."""
    from flake8.plugins.pyflakes import FLAKE8_PYFLAKES_CODES  # only one format asks

    names: dict[str, str] = {known: name for name, known in FLAKE8_PYFLAKES_CODES.items()} | _OURS
    return names.get(code, "")
