"""The plugin inside the real flake8."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from pytest_flake8_path import Flake8Path

from flake8_missing_import import find_missing_imports, rules
from flake8_missing_import.checker import MissingImportChecker

FINDING = "t.py:2:12: MIS001 'time' is used but never imported: add 'import time' on line 1"
SOURCE = "def f():\n    return time.time()\n"


def nul_ends_flake8() -> bool:
    """Python before 3.11.4 raises ValueError, which flake8 does not catch."""
    try:
        ast.parse("\0")
    except SyntaxError:
        return False
    except ValueError:
        return True
    raise AssertionError("a NUL byte was parsed")


NUL_ENDS_FLAKE8 = nul_ends_flake8()


@pytest.fixture
def flake8(flake8_path: Flake8Path) -> Flake8Path:
    (flake8_path / "t.py").write_text(SOURCE)
    return flake8_path


def test_finding(flake8: Flake8Path) -> None:
    result = flake8.run_flake8(["--select=MIS"])
    assert result.out_lines == ["./" + FINDING]
    assert result.exit_code == 1


def test_clean(flake8: Flake8Path) -> None:
    (flake8 / "t.py").write_text("import time\n\n\n" + SOURCE)
    result = flake8.run_flake8()
    assert (result.out, result.err, result.exit_code) == ("", "", 0)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--builtins=time"], id="builtins"),
        pytest.param(["--ignore=MIS001"], id="ignore"),
        pytest.param(["--per-file-ignores=t.py:MIS"], id="per-file-ignores"),
    ],
)
def test_silenced(flake8: Flake8Path, arguments: list[str]) -> None:
    assert flake8.run_flake8(["--extend-ignore=F821", *arguments]).out_lines in ([], [""])


def test_pyflakes_builtins(flake8: Flake8Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # pyflakes reads the variable when it is imported, so this one runs the program.
    monkeypatch.setenv("PYFLAKES_BUILTINS", "time")
    assert Flake8Path.run_flake8(flake8, ["--select=MIS"]).out == ""


def test_noqa(flake8: Flake8Path) -> None:
    (flake8 / "t.py").write_text(SOURCE.rstrip() + "  # noqa: MIS001\n")
    assert flake8.run_flake8(["--select=MIS"]).out == ""


def test_findings_of_all_kinds_stand_side_by_side() -> None:
    source = (
        "import xml\n"
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    import decimal\n"
        "if __name__ == '__main__':\n    import json\n"
        "def f():\n    import random\n    return random, json, decimal\n"
        "def g():\n    return time.time(), Path('a'), xml.dom.minidom.parse('a')\n"
    )
    findings = find_missing_imports(source, optional_codes={"MIS101", "MIS102"})
    assert sorted((finding.code, finding.name) for finding in findings) == [
        ("MIS001", "time"),
        ("MIS002", "Path"),
        ("MIS003", "xml.dom.minidom"),
        ("MIS004", "decimal"),
        ("MIS101", "random"),
        ("MIS102", "json"),
    ]


def test_doctests(flake8: Flake8Path) -> None:
    (flake8 / "t.py").write_text('def f():\n    """\n    >>> time.time()\n    """\n')
    assert flake8.run_flake8(["--select=MIS"]).out == ""
    assert len(flake8.run_flake8(["--select=MIS", "--doctests"]).out_lines) == 1


def test_standard_input(flake8: Flake8Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "flake8", "--select=MIS", "--stdin-display-name=t.py", "-"],
        input=SOURCE,
        capture_output=True,
        text=True,
        cwd=flake8,
        check=False,
    )
    assert result.stdout == FINDING + "\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(
            b"time.time()\0\n",
            id="NUL",
            marks=pytest.mark.xfail(
                NUL_ENDS_FLAKE8, reason="flake8 itself ends, with or without plugins", strict=True
            ),
        ),
        pytest.param(b"# coding: latin-1\n# \xe9\ntime.sleep(1)\n", id="latin-1"),
        pytest.param(b"\xef\xbb\xbftime.sleep(1)\n", id="BOM"),
        pytest.param(b"# coding: nonsense\ntime.sleep(1)\n", id="unknown-encoding"),
        pytest.param(b"time.sleep(1)\n\xff\n", id="not-decodable"),
        pytest.param(b"time.sleep(1)\r\n\x0c\r\ntime.sleep(2)", id="form-feed-and-CRLF"),
        pytest.param(b"lazy import a\ntime.sleep(1)\n", id="syntax-of-a-newer-Python"),
        pytest.param(b"time.sleep(" + b"(" * 300 + b")" * 300 + b")\n", id="deep-parentheses"),
    ],
)
def test_flake8_ends_normally(flake8: Flake8Path, content: bytes) -> None:
    (flake8 / "t.py").write_bytes(content)
    result = flake8.run_flake8(["--select=MIS,E9"])
    assert "MIS900" not in result.out
    assert "Traceback" not in result.err
    assert result.exit_code in (0, 1)


@pytest.mark.large
def test_hundred_thousand_lines(flake8: Flake8Path) -> None:
    (flake8 / "t.py").write_text("x = 1\n" * 100_000 + "time.sleep(x)\n")
    [line] = flake8.run_flake8(["--select=MIS"]).out_lines
    assert line.startswith("./t.py:100001:1: MIS001 'time' is used but never imported")


def check(source: str, filename: str = "t.py") -> list[str]:
    tree = ast.parse(source)
    lines = source.splitlines(keepends=True)
    return [text for _, _, text, _ in MissingImportChecker(tree, filename, lines).run()]


def test_recursion_limit_is_one_finding() -> None:
    [message] = check("time.time()\nx = " + "-" * 600 + "1\n")
    assert message.startswith("MIS900 this file could not be checked: RecursionError")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        pytest.param(KeyError("a\nb"), "KeyError: \"'a\\\\nb'\"", id="KeyError"),
        # These are not taken for what Python says of a text that it cannot compile.
        pytest.param(ValueError("a"), "ValueError: 'a'", id="ValueError"),
        pytest.param(SyntaxError("a"), "SyntaxError: 'a'", id="SyntaxError"),
    ],
)
def test_internal_error_is_one_finding(
    error: Exception, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(rules, "missing_imports", broken)
    assert check(SOURCE) == [f"MIS900 this file could not be checked: {text}"]


def test_internal_error_does_not_end_flake8(flake8: Flake8Path) -> None:
    (flake8 / "break_it.py").write_text(
        "import sys\n"
        "from flake8_missing_import import checker\n"
        "def broken(*a, **k): raise KeyError('a')\n"
        "checker.find_missing_imports = broken\n"
        "from flake8.main.cli import main\n"
        "sys.exit(main(['--select=MIS', '-j1', 't.py']))\n"
    )
    result = subprocess.run(
        [sys.executable, "break_it.py"], capture_output=True, text=True, cwd=flake8, check=False
    )
    assert result.stdout.startswith("t.py:1:1: MIS900 ")
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("comment", "arguments", "count"),
    [
        pytest.param("# noqa: F821", [], 0, id="F821"),
        pytest.param("# noqa: E501,F821", [], 0, id="among-others"),
        pytest.param("# noqa: F841", [], 1, id="another-code"),
        pytest.param("# F821", [], 1, id="another-comment"),
        pytest.param("# noqa: F821", ["--disable-noqa"], 1, id="disabled"),
    ],
)
def test_noqa_of_an_undefined_name_counts_for_ours(
    flake8_path: Flake8Path, comment: str, arguments: list[str], count: int
) -> None:
    (flake8_path / "t.py").write_text(f"time.time()  {comment}\n")
    assert len(flake8_path.run_flake8(["--select=MIS", *arguments]).out_lines) == count
