"""The ways in which flake8 is called, as docs/flake8.md shows them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_missing_import import fixer
from tests.here import current_folder, run_flake8

LACKING = "import os\n\n\ndef age(created):\n    return time.time() - created, os\n"
FINDING = "MIS001 'time' is used but never imported: add 'import time' on line 2"
LONG = "from typing import Any, Callable, Iterable\n\nx: Optional[Any, Callable, Iterable]\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "age.py").write_text(LACKING)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_age.py").write_text(LACKING)
    return tmp_path


def here(folder: Path, *arguments: str) -> list[str]:
    """Return what flake8 prints in this process, in sorted order."""
    with current_folder(folder):
        done = run_flake8(*arguments)
    assert done.err == ""
    assert done.exit_code == bool(done.out)
    return sorted(done.out_lines)


def flake8(folder: Path, *arguments: str, stdin: str | None = None) -> list[str]:
    """Return what the real program prints, in sorted order."""
    done = subprocess.run(
        [sys.executable, "-m", "flake8", *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        input=stdin,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == bool(done.stdout)
    return sorted(done.stdout.splitlines())


IN_SOURCE = f"./src/age.py:5:12: {FINDING}"
IN_TESTS = f"./tests/test_age.py:5:12: {FINDING}"


@pytest.mark.parametrize("name", ["setup.cfg", "tox.ini", ".flake8"])
@pytest.mark.parametrize(
    ("settings", "found"),
    [
        pytest.param("select = MIS", [IN_SOURCE, IN_TESTS], id="select"),
        pytest.param("select = E\nextend-select = MIS0", [IN_SOURCE, IN_TESTS], id="extend-select"),
        pytest.param("select = MIS\nignore = MIS001", [], id="ignore"),
        pytest.param(
            "select = MIS\nper-file-ignores =\n    tests/*: MIS001",
            [IN_SOURCE],
            id="per-file-ignores",
        ),
        pytest.param("select = MIS\nexclude = src", [IN_TESTS], id="exclude"),
        pytest.param("select = MIS\nbuiltins = time", [], id="builtins"),
    ],
)
def test_configuration_file(project: Path, name: str, settings: str, found: list[str]) -> None:
    (project / name).write_text(f"[flake8]\n{settings}\n")
    assert here(project) == found


def test_pyproject_toml_through_flake8_pyproject(project: Path) -> None:
    (project / "pyproject.toml").write_text(
        '[tool.flake8]\nselect = ["MIS"]\nper-file-ignores = ["tests/*:MIS001"]\n'
        'missing-import-names = ["np = import numpy as np"]\n'
        'missing-import-target-version = "3.10"\n'
    )
    (project / "src" / "array.py").write_text("np.zeros(1)\ntomllib.loads('')\n")
    assert flake8(project) == [
        IN_SOURCE,
        "./src/array.py:1:1: MIS005 'np' is used but never imported: "
        "add 'import numpy as np' on line 1",
    ]


def test_table_in_pyproject_toml(project: Path) -> None:
    (project / "pyproject.toml").write_text(
        '[tool.flake8]\nselect = ["MIS005"]\n'
        '[tool.flake8.missing-import-names]\nnp = "import numpy as np"\n'
        'models = "from django.db import models"\n'
    )
    (project / "src" / "array.py").write_text("np.zeros(1)\nmodels.Model\n")
    assert [line.partition(": add ")[2] for line in flake8(project)] == [
        "'import numpy as np' on line 1",
        "'from django.db import models' on line 1",
    ]


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        pytest.param('names = ["np"]', "'np' is not of the form NAME = IMPORT", id="entry"),
        pytest.param(
            "names = [3]", "3 is no text of the form NAME = IMPORT", id="number-in-a-list"
        ),
        pytest.param("names = 3", "'3' is not of the form NAME = IMPORT", id="number"),
        pytest.param(
            "names.np = 3", "3 is no text of the form NAME = IMPORT", id="number-in-a-table"
        ),
        pytest.param('names.np = ["a"]', "['a'] is no text of the form", id="list-in-a-table"),
        pytest.param(
            'names.pd = "import pandas"', "it binds 'pandas', not 'pd'", id="other-name-in-a-table"
        ),
        pytest.param(
            "target-version = 3.10",
            "'3.1' is no Python version from 3.10 to 3.15; TOML takes 3.10 for the number 3.1, so"
            " quote it",
            id="version-without-quotes",
        ),
        pytest.param(
            'target-version = ["3.10"]', "\"['3.10']\" is no Python", id="list-of-versions"
        ),
        pytest.param(
            "target-version = [3, 2]", "(3, 2) is no Python version", id="list-of-numbers"
        ),
    ],
)
def test_nonsense_in_pyproject_toml_ends_with_a_message(
    project: Path, settings: str, complaint: str
) -> None:
    (project / "pyproject.toml").write_text(f"[tool.flake8]\nmissing-import-{settings}\n")
    done = subprocess.run(
        [sys.executable, "-m", "flake8"], capture_output=True, text=True, cwd=project, check=False
    )
    assert done.returncode in {1, 2}
    assert complaint in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        pytest.param(["--select=MIS"], [IN_SOURCE, IN_TESTS], id="select"),
        pytest.param(["--select=E,W"], [], id="other-codes"),
        pytest.param(["--select=E", "--extend-select=MIS"], [IN_SOURCE, IN_TESTS], id="extended"),
        pytest.param(["--select=MIS", "--extend-ignore=MIS0"], [], id="ignored-prefix"),
        pytest.param(
            ["--select=MIS", "--per-file-ignores=src/*:MIS001"], [IN_TESTS], id="per-file-ignores"
        ),
        pytest.param(["--select=MIS", "-j", "2"], [IN_SOURCE, IN_TESTS], id="two-processes"),
        pytest.param(["--select=MIS", "-j", "2", "src"], [IN_SOURCE[2:]], id="folder"),
        pytest.param(["--select=MIS", "src/age.py"], [IN_SOURCE[2:]], id="file"),
    ],
)
def test_options(project: Path, arguments: list[str], found: list[str]) -> None:
    assert here(project, *arguments) == found


def test_real_program(project: Path) -> None:
    (project / ".flake8").write_text("[flake8]\nselect = MIS\n")
    assert flake8(project, "-j", "2") == [IN_SOURCE, IN_TESTS]


@pytest.mark.parametrize(
    ("comment", "count"),
    [
        pytest.param("# noqa: MIS001", 0, id="code"),
        pytest.param("# noqa: MIS", 0, id="prefix"),
        pytest.param("# noqa", 0, id="everything"),
        pytest.param("# noqa: MIS002", 1, id="another-code"),
    ],
)
def test_noqa(project: Path, comment: str, count: int) -> None:
    (project / "src" / "age.py").write_text(LACKING.replace(", os\n", f", os  {comment}\n"))
    assert len(here(project, "--select=MIS", "src")) == count


def test_standard_input_with_a_name(project: Path) -> None:
    arguments = ["--select=MIS", "--stdin-display-name=src/age.py", "-"]
    assert flake8(project, *arguments, stdin=LACKING) == [IN_SOURCE[2:]]
    ignored = [*arguments, "--per-file-ignores=src/*:MIS001"]
    assert flake8(project, *ignored, stdin=LACKING) == []


@pytest.mark.parametrize(
    ("length", "advice"),
    [
        pytest.param(
            60, "change line 1 to 'from typing import Any, Callable, Iterable, Optional'", id="fits"
        ),
        pytest.param(50, "add 'Optional' to the import on line 1", id="would-be-too-long"),
    ],
)
def test_max_line_length_decides_where_a_member_goes(
    project: Path, length: int, advice: str
) -> None:
    (finding,) = flake8(project, "--select=MIS", f"--max-line-length={length}", "-", stdin=LONG)
    assert finding.endswith(advice)


ENTRIES = [
    entry.split()
    for entry in re.findall(
        r"entry: (.+)", (Path(__file__).parent.parent / ".pre-commit-hooks.yaml").read_text()
    )
]


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        pytest.param("", {"MIS001"}, id="none"),
        pytest.param("select = E,F,W", {"MIS001"}, id="select-of-others"),
        pytest.param("select = E,F,W,MIS1", {"MIS001"}, id="select-of-some"),
        pytest.param("extend-select = MIS101", {"MIS001", "MIS101"}, id="extend-select"),
        pytest.param("select = E\nignore = MIS", set(), id="ignore"),
        pytest.param("select = E\nexclude = age.py", set(), id="exclude"),
        pytest.param("select = E\nper-file-ignores = src/*:MIS", set(), id="per-file-ignores"),
    ],
)
def test_hooks_of_pre_commit_agree(project: Path, settings: str, codes: set[str]) -> None:
    (project / "setup.cfg").write_text(f"[flake8]\n{settings}\n")
    file = project / "src" / "age.py"
    file.write_text(f"{LACKING}\n\ndef show(data):\n    import json\n    return json.dumps(data)\n")
    before = file.read_text()
    options = {program: arguments for program, *arguments in ENTRIES}
    found = here(project, *options["flake8"], "src/age.py")
    assert {line.split()[1] for line in found} == codes
    with current_folder(project):
        fixer.main([*options["fix-missing-imports"], "-q", "src/age.py"])
    assert (file.read_text() != before) is bool(codes)
    assert here(project, *options["flake8"], "src/age.py") == []
