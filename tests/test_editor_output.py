"""Editors that read what flake8 prints: our lines have the form that each of them expects.

The arguments and the forms are those of docs/editors.md.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = "from queue import Empty\n\n\ndef later():\n    return ast.parse(''), Path('a'), Empty\n"
TEXTS = {
    "MIS001": "'ast' is used but never imported: add 'import ast' on line 1",
    "MIS002": "'Path' is used but never imported: add 'from pathlib import Path' on line 1",
}
DEFAULT = r"(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): (?P<code>[A-Z]+\d+) (?P<text>.+)"


@pytest.mark.parametrize(
    ("arguments", "form"),
    [
        pytest.param(
            ["--format=%(row)d,%(col)d,%(code).1s,%(code)s:%(text)s", "edited.py"],
            r"(?P<line>\d+),(?P<column>\d+),M,(?P<code>[A-Z]+\d+):(?P<text>.+)",
            id="vs-code",
        ),
        pytest.param(["edited.py"], DEFAULT, id="pycharm"),
        pytest.param(
            ["--format=default", "--stdin-display-name", "edited.py", "-"], DEFAULT, id="ale"
        ),
        pytest.param(
            [
                "--format=%(path)s:%(row)d:%(col)d:%(code)s:%(text)s",
                "--no-show-source",
                "edited.py",
            ],
            r"[^:]+:(?P<line>\d+):(?P<column>\d+):(?P<code>\w+):(?P<text>.+)",
            id="nvim-lint",
        ),
        pytest.param(
            ["--format=default", "--stdin-display-name", "edited.py", "-"], DEFAULT, id="flycheck"
        ),
        pytest.param(["--format", "default", "-"], DEFAULT, id="sublimelinter"),
    ],
)
def test_lines_have_the_expected_form(tmp_path: Path, arguments: list[str], form: str) -> None:
    (tmp_path / "edited.py").write_text(SOURCE)
    done = subprocess.run(
        [sys.executable, "-m", "flake8", "--select=MIS", *arguments],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        input=SOURCE,
        check=False,
    )
    found = [re.fullmatch(form, line) for line in done.stdout.splitlines()]
    assert [(one["line"], one["column"], one["code"], one["text"]) for one in found if one] == [
        ("5", "12", "MIS001", TEXTS["MIS001"]),
        ("5", "27", "MIS002", TEXTS["MIS002"]),
    ]
    assert all(found)
