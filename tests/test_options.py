"""Our option: from the command line, from a file, and through flake8-polyfill."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import pytest
from flake8.options.manager import OptionManager
from flake8_polyfill import options as polyfill
from pytest_flake8_path import Flake8Path

from flake8_missing_import import ImportStatement
from flake8_missing_import.checker import MissingImportChecker


@pytest.fixture
def flake8(flake8_path: Flake8Path) -> Flake8Path:
    (flake8_path / "t.py").write_text("tomllib.loads('')\n")
    return flake8_path


@pytest.mark.parametrize(("version", "findings"), [("3.10", 0), ("3.11", 1), ("3.15", 1)])
def test_target_version(flake8: Flake8Path, version: str, findings: int) -> None:
    result = flake8.run_flake8(["--select=MIS", f"--missing-import-target-version={version}"])
    assert (len(result.out.splitlines()), result.err) == (findings, "")


def test_target_version_in_a_configuration_file(flake8: Flake8Path) -> None:
    (flake8 / "setup.cfg").write_text(
        "[flake8]\nselect = MIS\nmissing-import-target-version = 3.10\n"
    )
    assert flake8.run_flake8().out == ""


@pytest.mark.parametrize("version", ["3", "3.9", "3.16", "4.0", "py311", "3.11.4", ""])
def test_nonsense_is_refused(flake8: Flake8Path, version: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "flake8", f"--missing-import-target-version={version}", "t.py"],
        capture_output=True,
        text=True,
        cwd=flake8,
        check=False,
    )
    assert result.returncode == 2
    assert f"{version!r} is no Python version from 3.10 to 3.15" in result.stderr


@pytest.mark.parametrize(
    ("limit", "place"),
    [
        pytest.param("32", "change line 1 to 'from typing import Any, Optional'", id="fits"),
        pytest.param("31", "add 'Optional' to the import on line 1", id="is-wrapped"),
        pytest.param(
            "30 --extend-select=B950 --extend-ignore=E501",
            "change line 1 to 'from typing import Any, Optional'",
            id="ten-percent-more",
        ),
        pytest.param(
            "30 --extend-select=B950", "add 'Optional' to the import on line 1", id="both-limits"
        ),
    ],
)
def test_line_length_of_flake8_decides_whether_an_import_is_wrapped(
    flake8: Flake8Path, limit: str, place: str
) -> None:
    (flake8 / "t.py").write_text("from typing import Any\nx: Optional[Any]\n")
    result = flake8.run_flake8(["--select=MIS", *f"--max-line-length={limit}".split()])
    assert result.out.splitlines()[0].endswith(place)


class PolyfilledManager:
    """An option manager whose options all go through flake8-polyfill."""

    def __init__(self, manager: OptionManager) -> None:
        self.manager = manager

    def add_option(self, *names: str, **details: object) -> None:
        polyfill.register(self.manager, *names, **details)

    def extend_default_ignore(self, codes: Sequence[str]) -> None:
        self.manager.extend_default_ignore(codes)


def test_registers_through_flake8_polyfill() -> None:
    manager = OptionManager(version="1", plugin_versions="", parents=[], formatter_names=[])
    MissingImportChecker.add_options(PolyfilledManager(manager))
    options = manager.parse_args(
        ["--missing-import-target-version=3.12", "--missing-import-names=np = import numpy as np"]
    )
    assert options.missing_import_target_version == (3, 12)
    assert options.missing_import_names == {"np": ImportStatement("numpy", alias="np")}
    names = {"missing_import_target_version", "missing_import_names"}
    assert names <= manager.config_options_dict.keys()


def test_runs_beside_a_plugin_that_imports_flake8_polyfill(flake8: Flake8Path) -> None:
    (flake8 / "old_plugin.py").write_text(
        "from flake8_polyfill import options\n"
        "class OldPlugin:\n"
        "    name, version = 'old', '1'\n"
        "    def __init__(self, tree): self.tree = tree\n"
        "    @classmethod\n"
        "    def add_options(cls, parser):\n"
        "        options.register(parser, '--old-option', default='a', parse_from_config=True)\n"
        "    def run(self): yield 1, 0, 'OLD1 old plugin ran', type(self)\n"
    )
    (flake8 / "setup.cfg").write_text(
        "[flake8]\nselect = MIS,OLD\nmissing-import-target-version = 3.11\n"
        "[flake8:local-plugins]\npaths = .\nextension =\n    OLD = old_plugin:OldPlugin\n"
    )
    result = subprocess.run(
        [sys.executable, "-m", "flake8", "t.py"],
        capture_output=True,
        text=True,
        cwd=flake8,
        check=False,
    )
    assert result.stdout.splitlines() == [
        "t.py:1:1: MIS001 'tomllib' is used but never imported: add 'import tomllib' on line 1",
        "t.py:1:1: OLD1 old plugin ran",
    ]
    assert result.stderr == ""
