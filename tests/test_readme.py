"""The README says what the program does."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_missing_import.checker import OPTIONAL_CODES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_table_has_every_rule() -> None:
    codes = set(re.findall(r"^\| (MIS\d+) \|", README, re.MULTILINE))
    rules = {path.name[:6].upper() for path in (ROOT / "flake8_missing_import/rules").glob("mis*")}
    assert codes == rules | {"MIS900"}


@pytest.mark.parametrize(
    "module", sorted(path.stem for path in (ROOT / "flake8_missing_import/rules").glob("mis*"))
)
def test_table_says_what_the_rule_says(module: str) -> None:
    documentation = importlib.import_module(f"flake8_missing_import.rules.{module}").__doc__
    assert documentation is not None
    first_line = documentation.splitlines()[0].removesuffix(".")
    code, _, meaning = first_line.partition(": ")
    default = {"MIS005": "when configured"}.get(code, "off" if code in OPTIONAL_CODES else "on")
    assert f"| {code} | {default} | {meaning} |" in README


def test_shown_finding_is_what_the_command_prints() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "flake8", "--select", "MIS", "examples/"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert result.stdout in README
    assert result.stdout.count("\n") == 1
