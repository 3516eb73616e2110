"""Where to read more: the addresses of this project's pages."""

from __future__ import annotations

REPOSITORY = "https://github.com/flake8-missing-import/flake8-missing-import"
"""The home of the project, as its metadata names it."""


def rule_page(code: str) -> str:
    """Return the address of the page about one of our codes."""
    return f"{REPOSITORY}/blob/main/docs/rules/{code}.md"
