"""Write docs/rules/ from the docstrings of the rules: one page per rule, and a list of all.

Run it with ``python tools/make_rule_pages.py`` whenever such a docstring has changed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from flake8_missing_import.codes import CODES, OFF
from flake8_missing_import.pages import rule_documentation

DEFAULTS = {one.code: one.default for one in CODES}

FOLDER = Path(__file__).parent.parent / "docs" / "rules"

HEADER = "<!-- Made by tools/make_rule_pages.py from the rule's docstring; do not edit. -->\n"
CONFIGURE = "\n## Configure\n"

LIST = """\
# Rules

| code | default | what it reports |
| --- | --- | --- |
"""
FOOTER = """
[How it decides](../how-it-decides.md) explains what counts as evidence;
[flake8.md](../flake8.md) has the configuration files and the command line.
"""


def page(code: str, documentation: str) -> str:
    """Return the page about a rule.

    :param documentation: the rule's docstring, whose first line is the title.
    """
    title, _, body = documentation.partition("\n")
    separator = "" if CONFIGURE in body else CONFIGURE
    return (
        f"{HEADER}# {title.removesuffix('.')}\n\nDefault: {DEFAULTS[code]}.\n"
        f"{body}\n{separator}\n{_configuration(code)}{FOOTER}"
    )


def _configuration(code: str) -> str:
    """Return what the configuration of every rule has in common."""
    ways = [
        f"`# noqa: {code}` at the end of the line silences one finding.",
        f"`per-file-ignores = tests/*:{code}` leaves the rule out for some files, "
        f"`extend-ignore = {code}` for all.",
    ]
    if DEFAULTS[code] == OFF:
        ways.insert(
            0, f"`extend-select = {code}` turns the rule on. A shorter `select = MIS` does not."
        )
    return "".join(f"- {way}\n" for way in ways)


def pages() -> dict[str, str]:
    """Return the text of each file of the folder, by its name."""
    documented = sorted(rule_documentation().items())
    rows = (
        f"| [{code}]({code}.md) | {DEFAULTS[code]} | {_meaning(documentation)} |\n"
        for code, documentation in documented
    )
    return {
        "README.md": HEADER + LIST + "".join(rows),
        **{f"{code}.md": page(code, documentation) for code, documentation in documented},
    }


def _meaning(documentation: str) -> str:
    return documentation.partition("\n")[0].partition(": ")[2].removesuffix(".")


def main() -> int:
    """Write the pages."""
    argparse.ArgumentParser(description="Write docs/rules/.").parse_args()
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
