"""Codes that are off until somebody asks for them by name."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytest_flake8_path import Flake8Path

from flake8_missing_import import fixer
from flake8_missing_import.codes import CODES, OPTIONAL_CODES

editor = pytest.importorskip("flake8_missing_import.editor", exc_type=ImportError)

SOURCE = """\
import os


def roll():
    import random
    return random.random(), os


def main():
    return json.dumps({})


if __name__ == "__main__":
    import json
    main()
"""
BY_NAME = [
    pytest.param("extend-select = MIS1", {"MIS101", "MIS102"}, id="prefix"),
    pytest.param("extend-select = MIS10", {"MIS101", "MIS102"}, id="longer-prefix"),
    pytest.param("extend-select = MIS101", {"MIS101"}, id="code"),
    pytest.param("select = E,MIS102", {"MIS102"}, id="select"),
    pytest.param("select = MIS\nextend-select = MIS101", {"MIS101"}, id="both"),
    pytest.param("select = MIS1\nignore = MIS102", {"MIS101"}, id="one-ignored"),
    pytest.param("ignore =\nextend-select = MIS102", {"MIS102"}, id="nothing-ignored"),
]
NOT_BY_NAME = [
    pytest.param("", set(), id="default"),
    pytest.param("select = MIS", set(), id="select-all-of-ours"),
    pytest.param("select = M", set(), id="select-a-letter"),
    pytest.param("extend-select = MIS", set(), id="extend-select"),
    pytest.param("select = MIS0,MIS9", set(), id="select-others"),
    pytest.param("ignore =", set(), id="nothing-ignored-at-all"),
    pytest.param("ignore = E203", set(), id="ignore"),
    pytest.param("extend-ignore = E203", set(), id="extend-ignore"),
    pytest.param("select = MIS\nignore = E203", set(), id="select-and-ignore"),
    pytest.param("per-file-ignores = b.py:MIS1", set(), id="per-file-ignores"),
]


def codes(messages: list[str]) -> set[str]:
    return {message.split()[1] for message in messages if " MIS1" in message}


@pytest.mark.parametrize(("settings", "expected"), BY_NAME + NOT_BY_NAME)
def test_flake8(flake8_path: Flake8Path, settings: str, expected: set[str]) -> None:
    (flake8_path / "setup.cfg").write_text(f"[flake8]\n{settings}\n")
    (flake8_path / "t.py").write_text(SOURCE)
    assert codes(flake8_path.run_flake8().out_lines) == expected


@pytest.mark.parametrize(("settings", "expected"), BY_NAME + NOT_BY_NAME)
def test_fixer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, expected: set[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("setup.cfg").write_text(f"[flake8]\n{settings}\n")
    Path("t.py").write_text(SOURCE)
    fixer.main(["t.py"])
    assert ("    import random\n" not in Path("t.py").read_text()) == ("MIS101" in expected)
    assert ("    import json\n" not in Path("t.py").read_text()) == ("MIS102" in expected)


@pytest.mark.parametrize(("settings", "expected"), BY_NAME + NOT_BY_NAME)
def test_editor(tmp_path: Path, settings: str, expected: set[str]) -> None:
    (tmp_path / "setup.cfg").write_text(f"[flake8]\n{settings}\n")
    config: Any = SimpleNamespace(plugin_settings=lambda plugin, **_: {})
    workspace: Any = SimpleNamespace(root_path=str(tmp_path))
    document: Any = SimpleNamespace(source=SOURCE, path=str(tmp_path / "t.py"))
    found = editor.pylsp_lint(config, workspace, document)
    assert {finding["code"] for finding in found if "MIS1" in finding["code"]} == expected


def test_the_codes_that_are_off_begin_alike() -> None:
    assert [one.code for one in CODES if one.code.startswith("MIS1")] == list(OPTIONAL_CODES)
