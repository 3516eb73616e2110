"""Where to read more: what documents our rules, and the addresses of this project's pages."""

from __future__ import annotations

import functools

REPOSITORY = "https://github.com/flake8-missing-import/flake8-missing-import"
"""The home of the project, as its metadata names it."""


def rule_page(code: str) -> str:
    """Return the address of the page about one of our codes."""
    return f"{REPOSITORY}/blob/main/docs/rules/{code}.md"


@functools.cache
def rule_documentation() -> dict[str, str]:
    """Return the documentation of each of our rules, by its code."""
    import importlib
    import pkgutil

    from flake8_missing_import import rules

    documentation = {}
    for module in pkgutil.iter_modules(rules.__path__):
        rule = importlib.import_module(f"{rules.__name__}.{module.name}")
        documentation[rule.CODE] = (rule.__doc__ or "").strip()
    return documentation
