"""The pages of the rules: fresh, complete, and true to what the programs do."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flake8_missing_import import fixer
from flake8_missing_import.codes import CODES as TABLE
from flake8_missing_import.codes import OPTIONAL_CODES
from flake8_missing_import.pages import REPOSITORY, rule_documentation, rule_page
from tests.here import current_folder, run_flake8
from tools import make_rule_pages

editor = pytest.importorskip("flake8_missing_import.editor", exc_type=ImportError)

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "rules"
CODES = sorted(rule_documentation())
WITH_EXAMPLE = [code for code in CODES if code != "MIS900"]
SECTIONS = ["What it finds", "Why it matters", "Fix", "When it is silent", "Configure"]
WITHOUT_EDIT = {"MIS103"}
OPTIONS = {
    "MIS005": ["--missing-import-names=np = import numpy as np"],
    **{code: [f"--extend-select={code}"] for code in OPTIONAL_CODES},
}


def examples(code: str, language: str = "python") -> list[str]:
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def printed(path: Path, text: str, *arguments: str) -> str:
    """Return what flake8 prints about a file with this text."""
    path.write_text(text, encoding="utf-8")
    with current_folder(path.parent):
        return run_flake8("--isolated", *arguments, path.name).out


def test_table_of_codes_has_each_rule() -> None:
    assert [one.code for one in TABLE] == CODES


def test_pages_are_fresh() -> None:
    """If not: python tools/make_rule_pages.py."""
    pages = {path.name: path.read_text(encoding="utf-8") for path in PAGES.iterdir()}
    assert pages == make_rule_pages.pages()


@pytest.mark.parametrize("code", CODES)
def test_page_has_every_section(code: str) -> None:
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS


@pytest.mark.parametrize("code", WITH_EXAMPLE)
def test_example_is_found_and_fixed_as_shown(code: str, tmp_path: Path) -> None:
    fails, passes = examples(code)
    options = OPTIONS.get(code, [])
    arguments = [f"--select={code}", "--format=%(code)s", *options]
    path = tmp_path / "example.py"
    assert printed(path, passes, *arguments) == ""
    assert printed(path, fails, *arguments) == f"{code}\n"
    if code not in WITHOUT_EDIT:
        assert fixer.main(["--isolated", "-q", *options, str(path)]) == 0
        assert path.read_text(encoding="utf-8") == passes


@pytest.mark.parametrize("code", [code for code in WITH_EXAMPLE if code != "MIS101"])
def test_example_fails_as_shown(code: str) -> None:
    (shown,) = examples(code, "pycon")
    prompt, *_, error = shown.splitlines()
    program = f"__name__ = 'imported'\n{examples(code)[0]}\n{prompt[4:]}\n"
    result = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False
    )
    assert result.stderr.splitlines()[-1].startswith(error)


@pytest.mark.parametrize("code", CODES)
def test_address_is_that_of_a_page(code: str) -> None:
    folder, _, path = rule_page(code).partition("/blob/main/")
    assert folder == REPOSITORY
    assert (ROOT / path).is_file()


def test_sarif_points_to_the_page(tmp_path: Path) -> None:
    path = tmp_path / "example.py"
    log = json.loads(printed(path, "time.time()\nunknown\n", "--format=mis-sarif"))
    rules = {rule["id"]: rule for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert rules["MIS001"]["helpUri"] == rule_page("MIS001")
    assert "helpUri" not in rules["F821"]


def test_diagnostic_points_to_the_page(tmp_path: Path) -> None:
    config: Any = SimpleNamespace(plugin_settings=lambda plugin, document_path=None: {})
    workspace: Any = SimpleNamespace(root_path=str(tmp_path))
    document: Any = SimpleNamespace(source="time.time()\n", path=str(tmp_path / "t.py"))
    (diagnostic,) = editor.pylsp_lint(config, workspace, document)
    assert diagnostic["codeDescription"] == {"href": rule_page("MIS001")}


def test_page_says_how_an_optional_rule_is_selected() -> None:
    text = make_rule_pages.page("MIS101", "MIS101: an import.\n\n## Fix\n\nMove it.")
    assert text.startswith(make_rule_pages.HEADER + "# MIS101: an import\n\nDefault: off.\n")
    assert (
        textwrap.dedent(
            """
        ## Configure

        - `extend-select = MIS101` turns the rule on. A shorter `select = MIS` does not.
        """
        )
        in text
    )
