"""Which findings are the same when lines have moved, or other imports were added?"""

from __future__ import annotations

from flake8_missing_import.model import MissingImport

_WITHOUT_PACKAGE, _BESIDE_PACKAGE = "MIS001", "MIS003"
"""The codes for a submodule that is not imported, and neither is its package, or that is."""


def key(finding: MissingImport) -> tuple[str, str, str]:
    """Return what a finding keeps when lines move and when other imports are added.

    A submodule whose package is imported by then has another code, and one that is the only one
    left of its package is named as that is.
    """
    code = _WITHOUT_PACKAGE if finding.code == _BESIDE_PACKAGE else finding.code
    return code, first_name(finding), str(finding.statement)


def needs(finding: MissingImport) -> tuple[str, str]:
    """Return what findings share that one import makes up for, whatever their codes are."""
    return first_name(finding), str(finding.statement)


def first_name(finding: MissingImport) -> str:
    """Return the name that its import binds, or its first part."""
    return finding.name.partition(".")[0]
