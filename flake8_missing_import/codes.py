"""Our codes, and how they differ: one row each."""

from __future__ import annotations

from typing import NamedTuple

ON, OFF, WHEN_CONFIGURED = "on", "off", "when configured"


class Code(NamedTuple):
    """What the parts that do not look for it know about a code."""

    code: str
    name: str
    """What viewers of reports call it: one word in Pascal case."""
    default: str = ON
    """When it is reported, unless somebody asks for it or against it."""
    is_about_undefined_name: bool = False
    """It says what F821 says about the same places."""


CODES = (
    Code("MIS001", "MissingModule", is_about_undefined_name=True),
    Code("MIS002", "MissingMember", is_about_undefined_name=True),
    Code("MIS003", "MissingSubmodule"),
    Code("MIS004", "MisplacedImport", is_about_undefined_name=True),
    Code("MIS005", "MissingConfiguredImport", WHEN_CONFIGURED, is_about_undefined_name=True),
    Code("MIS101", "ImportInFunction", OFF),
    Code("MIS102", "ImportOnlyInMain", OFF),
    Code("MIS103", "UndefinedName", OFF, is_about_undefined_name=True),
    Code("MIS900", "UncheckedFile"),
)

OPTIONAL_CODES = tuple(one.code for one in CODES if one.default == OFF)
"""Off, until somebody asks for them by name."""
ABOUT_UNDEFINED_NAMES = frozenset(one.code for one in CODES if one.is_about_undefined_name)
