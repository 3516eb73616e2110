"""Where to read more: what documents our rules, and the addresses of this project's pages."""

from __future__ import annotations

import functools

from flake8_missing_import.codes import CODES

REPOSITORY = "https://github.com/flake8-missing-import/flake8-missing-import"
"""The home of the project, as its metadata names it."""

_OURS = {one.code: one.name for one in CODES}
"""What viewers of reports call our rules, besides their codes: one word in Pascal case."""


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


def name_of(code: str) -> str:
    """Return the name of a rule of ours or pyflakes', nothing for other plugins'."""
    from flake8.plugins.pyflakes import FLAKE8_PYFLAKES_CODES  # only one format asks

    names: dict[str, str] = {known: name for name, known in FLAKE8_PYFLAKES_CODES.items()} | _OURS
    return names.get(code, "")


def rule_in_sarif(code: str) -> dict[str, object] | None:
    """Return what SARIF says about a code: for pyflakes' its name, for other plugins' nothing."""
    documentation = rule_documentation().get(code)
    if documentation is not None:
        return {
            "id": code,
            "name": name_of(code),
            "shortDescription": {"text": documentation.partition("\n")[0].partition(": ")[2]},
            # GitHub shows the help, and no more than 1024 characters of the full description.
            "help": {"text": documentation, "markdown": documentation},
            "helpUri": rule_page(code),
        }
    return {"id": code, "name": name_of(code)} if name_of(code) else None
