"""What the command says, with which exit code, and that it is true."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from flake8.checker import FileChecker

from flake8_missing_import import configuration, fixer
from flake8_missing_import.checker import MissingImportChecker
from flake8_missing_import.content import read_file
from flake8_missing_import.fixer import command, learning, search

LACKING = "time.time()\n"
FIXED = "import time\n\ntime.time()\n"
COMMAND = [sys.executable, "-m", "flake8_missing_import"]
NAMES = ("a.py", "b.py", "c.py")
BOM = b"\xef\xbb\xbf"
NO_PYTHON = b"{{ template }\n"
NO_TEXT = b"# coding: rot13\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        (tmp_path / name).write_text(LACKING)
    return tmp_path


def run(
    shell: str, *, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a line of the shell in which ``fix`` is the command."""
    command = f'fix() {{ "{sys.executable}" -m flake8_missing_import "$@"; }}; {shell}'
    return subprocess.run(
        ["bash", "-c", command],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_empty_path_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fixer.main([""]) == 2
    assert capsys.readouterr().err.startswith("'': not checked: No such file or directory\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"x = (\n", "line 1: SyntaxError: '(' was never closed", id="no-python"),
        pytest.param(b"x\n  y\n", "line 2: IndentationError: unexpected indent", id="indented"),
        pytest.param(b"x = " + b"-" * 100_000 + b"1\n", "it is nested too deeply", id="too-deep"),
        pytest.param(b"x = 1\0\n", "source code string cannot contain null bytes", id="null"),
        pytest.param(
            b"\n\nx = '\x85'\n", "it is not UTF-8: invalid start byte at position 7", id="not-utf8"
        ),
        pytest.param(
            b"'\xe9'; time.time()", "missing encoding declaration", id="not-utf8-and-lacking"
        ),
        pytest.param(
            b"# -*- coding: cp1252 -*-\n# \x81\n",
            "it is not CP1252: character maps to <undefined> at position 27",
            id="not-cp1252",
        ),
        pytest.param(
            b"#!/usr/bin/python\n# vim: fileencoding=windows-1253\n# \xaa\n",
            "it is not WINDOWS-1253: character maps to <undefined> at position 53",
            id="not-windows-1253",
        ),
        pytest.param(
            b"# coding: shift_jis\n# \x81\xff\n",
            "it is not SHIFT_JIS: illegal multibyte sequence at position 22",
            id="not-shift-jis",
        ),
        pytest.param(b"# coding: utf-16\n \n", "it is not UTF-16: truncated data", id="not-utf-16"),
        pytest.param(
            BOM + b"\n\n# \xff\n", "it is not UTF-8: invalid start byte", id="not-utf8-signed"
        ),
        pytest.param(BOM + b"# coding: latin-1\n", "encoding problem: utf-8", id="two-encodings"),
        pytest.param(b"# coding: rot13\n", "'rot13' is not a text encoding", id="no-encoding"),
        pytest.param(
            b"# coding: rot13\nvzcbeg flf\n",
            "b.py: not checked: 'rot13' is not a text encoding",
            id="no-encoding-of-a-text",
        ),
        pytest.param(b"# coding: x\nx = 1\n", "unknown encoding: x", id="unknown-encoding"),
        pytest.param(
            BOM + BOM + LACKING.encode(),
            "line 1: SyntaxError: invalid non-printable character U+FEFF",
            id="two-signatures",
        ),
    ],
)
def test_file_that_cannot_be_parsed_does_not_stop_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes, message: str
) -> None:
    (folder / "b.py").write_bytes(content)
    assert fixer.main(["-j1", "."]) == 2
    error = capsys.readouterr().err
    assert error.startswith("./b.py: not checked: ")
    assert message in error
    assert error.endswith("\n2 files fixed, 1 not checked\n")
    assert [(folder / name).read_text() for name in ("a.py", "c.py")] == [FIXED, FIXED]


def test_import_that_the_encoding_of_a_file_lacks_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = b"# coding: cp1252\nFire()\n"
    (folder / "b.py").write_bytes(content)
    (folder / "known.txt").write_text("from t\u0171z import Fire\n", encoding="utf-8")
    assert fixer.main(["--missing-import-files=known.txt", "b.py"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("b.py: not fixed: 'cp1252' codec can't encode character '\\u0171'")
    assert (folder / "b.py").read_bytes() == content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"x = " + b"-" * 100_000 + b"1\n", "it is nested too deeply", id="too-deep"),
        pytest.param(b"x = (\n", "line 1: SyntaxError: '(' was never closed", id="no-python"),
        pytest.param(NO_TEXT, "'rot13' is not a text encoding", id="no-text"),
        pytest.param(BOM + BOM, "line 1: SyntaxError: invalid non-printable", id="two-signatures"),
    ],
)
@pytest.mark.parametrize("name", [None, "shown.py"])
def test_standard_input_that_cannot_be_checked_has_its_name(
    folder: Path, content: bytes, reason: str, name: str | None
) -> None:
    option = f"--stdin-display-name={name}" if name else ""
    error = run(f"fix --check {option} -", stdin=content).stderr.decode()
    assert error.startswith(f"{name or 'stdin'}: not checked: {reason}")


def test_memory_is_not_mistaken_for_nesting(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(FileChecker, "run_checks", full)
    assert fixer.main(["-j1", "a.py"]) == 2
    message = "a.py: not checked: it is nested too deeply, or there is not enough memory\n"
    assert capsys.readouterr().err.startswith(message)


@pytest.mark.parametrize("arguments", [[], ["--check"], ["--diff"], ["--select=MIS"], ["-q"]])
def test_missing_path(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert fixer.main([*arguments, "nothere/"]) == 2
    assert "nothere/: not checked: No such file or directory\n" in capsys.readouterr().err


@pytest.mark.parametrize("content", [NO_PYTHON, NO_TEXT], ids=["no-python", "no-text"])
@pytest.mark.parametrize(
    ("option", "code"),
    [
        pytest.param("--ignore=E999", 0, id="whole-name"),
        pytest.param("--ignore=E,E999,W", 0, id="among-others"),
        pytest.param("--per-file-ignores=b.py:E999", 0, id="this-file"),
        pytest.param("--per-file-ignores=*.py:E,E999", 0, id="such-files"),
        pytest.param("--per-file-ignores=c.py:E999", 2, id="another-file"),
        pytest.param("--ignore=E", 2, id="all-errors"),
        pytest.param("--ignore=E,W", 2, id="all-style"),
        pytest.param("--extend-ignore=E9", 0, id="its-kind"),
        pytest.param("--ignore=E99", 0, id="longer-beginning"),
        pytest.param("--ignore=E902", 2, id="another-code"),
        pytest.param("--per-file-ignores=*.py:E", 2, id="all-errors-in-such-files"),
        pytest.param("--per-file-ignores=b.py:E9", 0, id="its-kind-in-this-file"),
    ],
)
def test_what_is_no_python_may_be_ignored_by_name(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes, option: str, code: int
) -> None:
    (folder / "b.py").write_bytes(content)
    assert fixer.main(["-j1", option, "b.py"]) == code
    assert ("b.py: not checked: " in capsys.readouterr().err) == (code == 2)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param([], 2, id="nothing"),
        pytest.param(["--select=MIS001"], 2, id="not-selected"),
        pytest.param(["--extend-ignore=MIS"], 2, id="all-of-ours-are-ignored"),
        pytest.param(["--extend-ignore=MIS9"], 0, id="its-kind-is-ignored"),
        pytest.param(["--extend-ignore=MIS900"], 0, id="ignored"),
    ],
)
def test_error_of_ours_is_named_whatever_is_selected(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
) -> None:
    def findings(*_: object, **__: object) -> None:
        raise KeyError("boom")

    monkeypatch.setattr(search.Checker, "findings", findings)
    assert fixer.main(["-j1", *arguments, "a.py"]) == code
    message = "a.py: not checked: this file could not be checked: KeyError: "
    assert capsys.readouterr().err.startswith(message if code else "0 files fixed\n")


@pytest.mark.parametrize(
    ("arguments", "summary"),
    [
        pytest.param([], "3 files fixed\n", id="nothing"),
        pytest.param(["-j", "2", "."], "3 files fixed\n", id="jobs"),
        pytest.param(["--select", "MIS001", "a.py"], "1 file fixed\n", id="select"),
        pytest.param(["a.py", "--check", "b.py"], "2 files to fix\n", id="ours-between"),
        pytest.param(["--config", "my.cfg", "."], "2 files fixed\n", id="config"),
        pytest.param(["--check", "--", "a.py"], "1 file to fix\n", id="after-two-dashes"),
        pytest.param(["a.py", "./a.py", "../{name}/a.py"], "1 file fixed\n", id="given-thrice"),
    ],
)
def test_flake8_parses_its_options(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], summary: str
) -> None:
    (folder / "my.cfg").write_text("[flake8]\nexclude = c.py\n")
    fixer.main([argument.format(name=folder.name) for argument in arguments])
    assert capsys.readouterr().err == summary


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        fixer.main(["--version"])
    assert not end.value.code
    assert capsys.readouterr().out.startswith("fix-missing-imports 0.")


def test_options_that_only_make_flake8_print_change_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "setup.cfg").write_text("[flake8]\nstatistics = true\ncount = true\ntee = true\n")
    assert fixer.main(["--benchmark", "--output-file=report", "--format=pylint", "-v", "."]) == 0
    assert capsys.readouterr() == ("./a.py\n./b.py\n./c.py\n", "3 files fixed\n")
    assert not (folder / "report").exists()


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        pytest.param("max-line-length = wide", "'wide'", id="no-number"),
        pytest.param("ignore = everything", "'everything'", id="no-code"),
        pytest.param("per-file-ignores = x", "per-file-ignores", id="no-mapping"),
        pytest.param("missing-import-target-version = 2.7", "'2.7' is no Python", id="version"),
        pytest.param("missing-import-names = np", "'np' is not of the form", id="name"),
        pytest.param("require-plugins = nothere", "nothere", id="plugin"),
    ],
)
def test_configuration_that_flake8_refuses(
    folder: Path, capsys: pytest.CaptureFixture[str], setting: str, message: str
) -> None:
    (folder / "setup.cfg").write_text(f"[flake8]\n{setting}\n")
    assert fixer.main(["."]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("fix-missing-imports: error: ")
    assert message in printed.err
    assert (folder / "a.py").read_text() == LACKING


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        pytest.param(b"max-line-length = wide", "'wide'", id="no-number"),
        pytest.param(b"per-file-ignores = x", "per-file-ignores", id="no-mapping"),
        pytest.param(b"# \xff", "it is not UTF-8: invalid start byte", id="no-text"),
        pytest.param(b"[", "contains parsing errors", id="no-configuration"),
    ],
)
@pytest.mark.parametrize("option", ["--config", "--append-config"])
def test_refused_configuration_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], setting: bytes, message: str, option: str
) -> None:
    (folder / "my.cfg").write_bytes(b"[flake8]\n" + setting + b"\n")
    assert fixer.main([option, "my.cfg", "a.py"]) == 2
    start, _, rest = capsys.readouterr().err.partition("my.cfg: ")
    assert start == "fix-missing-imports: error: flake8 does not start with "
    assert message in rest


def test_refused_configuration_that_flake8_found_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tox.ini").write_text("[flake8]\nmax-line-length = wide\n")
    assert fixer.main(["a.py"]) == 2
    assert f" with {folder / 'tox.ini'}: " in capsys.readouterr().err
    assert fixer.main(["--isolated", "--per-file-ignores=x", "a.py"]) == 2
    assert "flake8 does not start: Expected" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[tool.flake8\n", "(at line 1, column 13)", id="no-toml"),
        pytest.param("[tool.flake8]\nmax-line-length = 'wide'\n", "'wide'", id="no-number"),
    ],
)
@pytest.mark.parametrize("option", [None, "--toml-config"])
def test_refused_pyproject_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, message: str, option: str | None
) -> None:
    name = "my.toml" if option else "pyproject.toml"
    (folder / name).write_text(text)
    assert fixer.main([*([option, name] if option else []), "a.py"]) == 2
    shown = name if option else folder / name
    start, _, rest = capsys.readouterr().err.partition(f"with {shown}: ")
    assert start == "fix-missing-imports: error: flake8 does not start "
    assert message in rest


def test_pyproject_that_nothing_reads_is_not_named(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "pyproject.toml").write_text("[project]\n")
    monkeypatch.setattr(configuration, "_reads_toml", lambda: False)
    assert fixer.main(["--per-file-ignores=x", "a.py"]) == 2
    assert "flake8 does not start: Expected" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("end", "message"),
    [
        pytest.param("'boom needs libfoo'", "boom needs libfoo", id="text"),
        pytest.param("0", "a plugin has ended flake8 with exit code 0", id="no-error"),
        pytest.param("", "a plugin has ended flake8 with exit code 0", id="nothing"),
        pytest.param("3", "a plugin has ended flake8 with exit code 3", id="number"),
        pytest.param("print('fine')", "a plugin has ended flake8 with exit code 0", id="printed"),
        pytest.param("print('no libfoo', file=sys.stderr) or 1", "no libfoo", id="complaint"),
    ],
)
def test_plugin_that_ends_the_program(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    end: str,
    message: str,
) -> None:
    (folder / "boom.py").write_text(f"import sys\n\nsys.exit({end})\n")
    (folder / "setup.cfg").write_text(
        "[flake8:local-plugins]\nextension = X = boom:Plugin\npaths = .\n"
    )
    monkeypatch.setattr(sys, "path", [*sys.path])  # flake8 adds to it
    assert fixer.main(["--check", "a.py"]) == 2
    assert capsys.readouterr() == ("", f"fix-missing-imports: error: {message}\n")


@pytest.mark.skipif(sys.platform == "win32", reason="no folder in use can be removed there")
@pytest.mark.parametrize("option", ["--check", "--learn"])
def test_current_folder_that_is_gone(folder: Path, option: str) -> None:
    done = run(f"mkdir gone; cd gone; rmdir ../gone; fix {option} {folder}/a.py")
    message = b"fix-missing-imports: error: the current folder: No such file or directory\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", message)


class Unreadable(io.RawIOBase):
    """Standard input after its terminal has gone."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        raise OSError(5, "Input/output error")


def test_standard_input_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Unreadable())))
    assert fixer.main(["-"]) == 2
    message = "fix-missing-imports: error: standard input: Input/output error\n"
    assert capsys.readouterr().err == message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--config=nothere", "."], "does not exist: nothere", id="no-configuration"),
        pytest.param(["--nonsense"], "unrecognized arguments: --nonsense", id="no-option"),
        pytest.param(["-j", "many"], "'many' must be 'auto' or an integer", id="no-value"),
    ],
)
def test_options_that_flake8_refuses(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert fixer.main(arguments) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "arguments", "summary"),
    [
        pytest.param(
            "time.time()\nQueue()\n",
            [],
            "1 file fixed\n1 more needs a choice: see flake8, or --unsafe\n",
            id="choice",
        ),
        pytest.param("time.time()\nQueue()\n", ["--unsafe"], "1 file fixed\n", id="unsafe"),
        pytest.param(
            "datetime.now()\ndatetime.timedelta(1)\n",
            [],
            "0 files fixed\n1 more cannot be added automatically: see flake8\n",
            id="contradiction",
        ),
        pytest.param(
            "import time\n\n\ndef f():\n    time.time()\n    import time\n",
            [],
            "0 files fixed\n1 more cannot be added automatically: see flake8\n",
            id="hidden-by-a-late-import",
        ),
        pytest.param(
            "import os\n\n\ndef f():\n    import json\n\n    return json, os\n",
            ["--select=MIS101"],
            "1 file fixed\n",
            id="opt-in-code-alone",
        ),
        pytest.param(
            LACKING,
            ["--select=F"],
            "0 files fixed\n"
            "flake8's 'select' leaves MIS out, so nothing was checked: add --extend-select=MIS\n",
            id="not-selected",
        ),
        pytest.param(
            LACKING,
            ["--ignore=MIS0"],
            "0 files fixed\nMIS is ignored by flake8's options, so nothing was checked\n",
            id="all-codes-ignored-but-those-off",
        ),
        pytest.param(
            LACKING,
            ["--extend-ignore=MIS"],
            "0 files fixed\nMIS is ignored by flake8's options, so nothing was checked\n",
            id="ignored",
        ),
        pytest.param(LACKING, ["--select=MIS002"], "0 files fixed\n", id="one-selected"),
        pytest.param(
            LACKING,
            ["--exclude=a.py"],
            "no files to check: there is no Python file, or all are excluded\n",
            id="excluded",
        ),
        pytest.param(LACKING, ["--unsafe", "--check", "-q"], "", id="quiet"),
    ],
)
def test_summary_says_what_is_left(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    content: str,
    arguments: list[str],
    summary: str,
) -> None:
    (folder / "a.py").write_text(content)
    fixer.main([*arguments, "a.py"])
    assert capsys.readouterr().err == summary


@pytest.mark.parametrize("option", ["--diff", "--diff -j1", "--learn", "-"])
def test_warnings_of_python_about_the_checked_code_are_not_shown(folder: Path, option: str) -> None:
    Path("a.py").write_text("x = '\\d'\ntime.time()\nos.getcwd()\n")
    shell = f"fix {option} < a.py" if option == "-" else f"fix {option} a.py b.py"
    done = run(shell, PYTHONWARNINGS="always")
    assert done.returncode in (0, 1)
    assert b"invalid escape sequence" not in done.stderr


def test_doctests_count_where_flake8_says_so(folder: Path) -> None:
    (folder / "a.py").write_text('def f():\n    """\n    >>> time.time()\n    """\n')
    assert fixer.main(["--doctests", "a.py"]) == 0
    assert (folder / "a.py").read_text().startswith("import time\n")


@pytest.mark.large
@pytest.mark.parametrize(
    ("content", "arguments", "code"),
    [
        pytest.param(b"x = 1", [], 0, id="nothing-to-do"),
        pytest.param(b"", [], 0, id="empty"),
        pytest.param(LACKING.encode(), ["--exclude=a.py"], 0, id="excluded"),
        pytest.param(LACKING.encode(), ["--select=F"], 0, id="not-selected"),
        pytest.param(b"\xff\xfe" + LACKING.encode(), [], 2, id="not-utf8"),
        pytest.param(b"# coding: klingon\n" + LACKING.encode(), [], 2, id="unknown-encoding"),
        pytest.param(b"# coding: rot13\n" + LACKING.encode(), [], 2, id="no-text-encoding"),
        pytest.param(b"x = '\xe9'\n", [], 2, id="latin-1-without-a-word"),
        pytest.param(b"# coding: latin-1\nx = '\xe9'\n", [], 0, id="latin-1"),
        pytest.param(b"x = (\r\n", [], 2, id="no-python"),
        pytest.param(b"x = 1\0\n", [], 2, id="null"),
    ],
)
def test_standard_input_that_is_not_changed_comes_out_again(
    folder: Path, content: bytes, arguments: list[str], code: int
) -> None:
    done = run(f"fix --stdin-display-name=a.py {' '.join(arguments)} -", stdin=content)
    assert (done.stdout, done.returncode) == (content, code)
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize(
    ("shell", "summary"),
    [
        pytest.param("fix --version >/dev/full", "", id="version"),
        pytest.param("fix --help >/dev/full", "", id="help"),
        pytest.param("fix --bug-report >/dev/full", "", id="bug-report"),
        pytest.param("fix --hel >/dev/full", "", id="help-of-flake8"),
        pytest.param("fix - < a.py >/dev/full", "", id="fixed"),
        pytest.param("fix --diff - < a.py >/dev/full", "1 file to fix\n", id="diff"),
        pytest.param("fix --check - < a.py >/dev/full", "1 file to fix\n", id="check"),
    ],
)
def test_text_that_is_lost_is_not_fixed(folder: Path, shell: str, summary: str) -> None:
    done = run(shell)
    error = "fix-missing-imports: error: standard output: No space left on device\n"
    assert (done.returncode, done.stderr.decode()) == (2, summary + error)


@pytest.mark.large
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize(
    ("shell", "code", "out", "err"),
    [
        pytest.param("fix --check . >/dev/full", 2, "", "No space left on device", id="full"),
        pytest.param("fix -v . >/dev/full", 2, "", "3 files fixed\n", id="full-verbose"),
        pytest.param("fix --diff . >&-", 2, "", "standard output: it is closed", id="closed-out"),
        pytest.param("fix . >&-", 0, "", "3 files fixed\n", id="closed-out-that-is-not-needed"),
        pytest.param("fix -q . 2>&-", 0, "", "", id="closed-error"),
        pytest.param("fix nothere 2>&-", 2, "", "", id="closed-error-that-is-needed"),
        pytest.param("fix --check . 2>/dev/full", 1, "./a.py\n./b.py\n./c.py\n", "", id="full-err"),
        pytest.param("fix - <&-", 2, "", "standard input is closed", id="closed-in"),
        pytest.param("fix --check a.py <&-", 1, "a.py\n", "1 file to fix\n", id="closed-in-unused"),
        pytest.param("fix - < a.py | :", 0, "", "1 file fixed\n", id="reader-of-text-has-gone"),
        pytest.param("fix --version | :", 0, "", "", id="reader-of-version-has-gone"),
        pytest.param("fix --bug-report | :", 0, "", "", id="reader-of-bug-report-has-gone"),
        pytest.param("fix --version >&-", 2, "", "it is closed", id="closed-out-for-version"),
        pytest.param("fix . <&- >&- 2>&-", 0, "", "", id="all-closed"),
        pytest.param("fix -v . | :", 0, "", "3 files fixed\n", id="reader-has-gone"),
        pytest.param("fix --diff . | :", 0, "", "3 files to fix\n", id="reader-of-diff-has-gone"),
    ],
)
def test_streams(folder: Path, shell: str, code: int, out: str, err: str) -> None:
    done = run(shell)
    assert (done.returncode, done.stdout.decode()) == (code, out)
    assert err in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert b"not fixed" not in done.stderr
    is_written = "check" not in shell and "diff" not in shell and " ." in shell
    assert {(folder / name).read_text() for name in NAMES} == {FIXED if is_written else LACKING}


def test_names_are_escaped_for_the_terminal(folder: Path) -> None:
    (folder / "a.py").rename(folder / "d\u00e9j\u00e0\n.py")
    done = run("fix -v .", PYTHONIOENCODING="ascii")
    assert done.stdout == b"./b.py\n./c.py\n./d\\xe9j\\xe0\\n.py\n"
    assert done.returncode == 0


@pytest.mark.parametrize("option", ["--bug-report", "--hel"])
def test_what_flake8_only_prints(capsys: pytest.CaptureFixture[str], option: str) -> None:
    with pytest.raises(SystemExit) as end:
        fixer.main([option])
    assert not end.value.code
    printed = capsys.readouterr()
    assert printed.out.startswith("{" if option == "--bug-report" else "usage: ")
    assert printed.err == ""


@pytest.mark.parametrize("module", ["flake8", "flake8_missing_import.fixer.command", "ast"])
def test_interrupted_while_it_is_imported(folder: Path, module: str) -> None:
    program = f"""
import sys
class Finder:
    def find_spec(self, name, *_):
        if name == {module!r}:
            raise KeyboardInterrupt
sys.modules.pop("ast", None)
sys.meta_path.insert(0, Finder())
from flake8_missing_import.fixer import main
sys.exit(main(["a.py"]))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"fix-missing-imports: interrupted\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param([], "interrupted, 1 file fixed before", id="fix"),
        pytest.param(["--check"], "interrupted, 1 file to fix so far", id="check"),
        pytest.param(["--diff"], "interrupted, 1 file to fix so far", id="diff"),
        pytest.param(["--learn"], "interrupted", id="learn"),
    ],
)
def test_message_of_an_interruption_is_true(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    def interrupted(path: str) -> bytes:
        if path == "b.py":
            raise KeyboardInterrupt
        return read_file(path)

    monkeypatch.setattr(command, "read_file", interrupted)
    monkeypatch.setattr(learning, "read_file", interrupted)
    assert fixer.main([*arguments, "a.py", "b.py"]) == 130
    assert capsys.readouterr().err == f"fix-missing-imports: {message}\n"


WAITS = """
from flake8_missing_import.checker import MissingImportChecker
class Plugin:
    def __init__(self, tree): pass
    def run(self): return []
def run(self):
    with open("pipe") as pipe:
        pipe.read()
    return []
MissingImportChecker.run = run
"""
"""A plugin that makes our checker wait until somebody has written to a pipe and closed it."""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_search(folder: Path, jobs: str) -> None:
    (folder / "waits.py").write_text(WAITS)
    (folder / "setup.cfg").write_text(
        "[flake8:local-plugins]\nextension = WAI = waits:Plugin\npaths = .\n"
    )
    os.mkfifo(folder / "pipe")
    process = subprocess.Popen(
        [*COMMAND, "-j", jobs, "b.py", "a.py"],
        stderr=subprocess.PIPE,
        start_new_session=True,
        # It may be ignored if the tests were started in the background.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with (folder / "pipe").open("w"):
        os.killpg(process.pid, signal.SIGINT)
        _, error = process.communicate(timeout=60)
    assert error == b"fix-missing-imports: interrupted, 0 files fixed before\n"
    assert process.returncode == 130
    assert (folder / "a.py").read_text() == LACKING


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no such timers")
def test_search_wakes_up_to_notice_an_interruption(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    during = []

    def run(self: MissingImportChecker) -> list[object]:
        during.append(signal.getitimer(signal.ITIMER_REAL)[1])
        return []

    monkeypatch.setattr(MissingImportChecker, "run", run)
    before = signal.getsignal(signal.SIGALRM)
    # It may be ignored if the tests were started in the background.
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert fixer.main(["-j", "1", "a.py"]) == 0
    finally:
        signal.signal(signal.SIGINT, handler)
    assert during == [0.5]
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_nothing_to_check_on_a_terminal(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    done = subprocess.run([*COMMAND, tmp_path], stderr=theirs, check=False)
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert done.returncode == 0
    assert shown.endswith("no files to check: there is no Python file, or all are excluded\r\n")


@pytest.mark.parametrize(
    "file", [".pre-commit-hooks.yaml", "README.md", "docs/ci.md", "docs/pre-commit.md"]
)
def test_command_for_ci_does_not_pass_a_typo(tmp_path: Path, file: str) -> None:
    text = (Path(__file__).parent.parent / file).read_text()
    commands = re.findall(r"flake8 (--select[ =]E9\S*[\w9])", text)
    assert commands
    for options in commands:
        command = [sys.executable, "-m", "flake8", *options.split(), "nothere/"]
        done = subprocess.run(command, capture_output=True, cwd=tmp_path, check=False)
        assert (done.returncode, b"E902" in done.stdout) == (1, True)
