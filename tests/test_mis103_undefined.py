"""MIS103: what is left of F821. Off by default."""

from __future__ import annotations

import ast
import subprocess
import sys
import warnings
from pathlib import Path

import pyflakes.checker
import pyflakes.messages
import pytest
from pytest_flake8_path import Flake8Path

from flake8_missing_import import MissingImport, find_missing_imports
from flake8_missing_import.analysis import findings
from flake8_missing_import.module import EveryName, Module, Options

Place = tuple[str, int, int]

SETTINGS = "[flake8]\nextend-ignore = F821\nextend-select = MIS103\n"


def found(source: str, **options: object) -> list[MissingImport]:
    codes = {"MIS103"}
    return find_missing_imports(source, optional_codes=codes, **options)  # type: ignore[arg-type]


def undefined_names(source: str, filename: str = "t.py") -> set[Place]:
    """Return where pyflakes says of a name that it is undefined."""
    checker = pyflakes.checker.Checker(ast.parse(source), filename=filename)
    return {
        (message.message_args[0], message.lineno, message.col)
        for message in checker.messages
        if isinstance(message, pyflakes.messages.UndefinedName)
    }


def places(among: list[MissingImport], *codes: str) -> list[Place]:
    return [
        (finding.name.partition(".")[0], *use)
        for finding in among
        if finding.code in codes
        for use in finding.uses
    ]


def check_nothing_is_lost(source: str, filename: str = "t.py") -> int:
    """Check that each place of F821's is in one finding, and return how many there are."""
    expected = undefined_names(source, filename)
    everything = found(source, filename=filename)
    rest = places(everything, "MIS103")
    explained = places(everything, "MIS001", "MIS002", "MIS004", "MIS005")
    assert len(rest) == len(set(rest))
    assert set(rest) == expected - set(explained)
    return len(expected)


def test_message() -> None:
    (finding,) = found("print(cout)\n")
    assert finding.message == "MIS103 'cout' is undefined, and no known import defines it"
    assert (finding.line, finding.column) == (1, 6)
    assert (finding.statement, finding.edit, finding.alternatives) == (None, None, ())


def test_one_finding_for_each_name() -> None:
    both = found("def f():\n    return b, a\n\n\nprint(a, b, a)\n")
    assert [(one.line, one.column, one.message.partition(" ")[2]) for one in both] == [
        (2, 11, "'b' is undefined, and no known import defines it (first of 2 uses)"),
        (2, 14, "'a' is undefined, and no known import defines it (first of 3 uses)"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("cout\n", id="load"),
        pytest.param("cout += 1\n", id="augmented-assignment"),
        pytest.param("del cout\n", id="deletion"),
        pytest.param("x: cout = 1\n", id="annotation"),
        pytest.param("def f(x: 'list[cout]'): ...\n", id="quoted-annotation"),
        pytest.param("@cout\nclass A(thing, metaclass=other): ...\n", id="decorator-and-base"),
        pytest.param("try: ...\nexcept cout: ...\n", id="except"),
        pytest.param("f'{cout!r:>{width}}'\n", id="f-string"),
        pytest.param("[a for a in b if c]\n", id="comprehension"),
        pytest.param("class A:\n    x = 1\n    def f(self): return x\n", id="name-of-the-class"),
        pytest.param("def f():\n    global cout\n    return cout\n", id="global"),
        pytest.param("def f():\n    cout = 1\nprint(cout)\n", id="local-of-another-function"),
        pytest.param("try: cout\nexcept NameError: ...\n", id="except-NameError"),
        pytest.param("with suppress(NameError): cout\n", id="suppressed"),
        pytest.param("from a import *\ncout\n", id="star-import"),
        pytest.param("from os import *\ncout\n", id="star-import-that-lacks-it"),
        pytest.param("__all__ = ['cout']\n", id="__all__"),
        pytest.param("globals()['cout'] = 1\ncout\n", id="written-by-the-module"),
        pytest.param("exec(code)\ncout\n", id="names-from-elsewhere"),
        pytest.param("time.time()\nwith suppress(NameError): time\n", id="explained-and-expected"),
        pytest.param("x: Mapped['Collection']\ny: Collection[int]\n", id="no-annotation"),
        pytest.param("def f(a):\n    return a, time.time(), Path('a'), cout\n", id="all-kinds"),
        pytest.param("datetime.now()\ndatetime.timedelta(1)\n", id="contradiction"),
        pytest.param("f(time)\n", id="no-evidence"),
        pytest.param("return cout\n", id="does-not-compile"),
        pytest.param("def f(time):\n    global time\n    cout, time.time()\n", id="scopes-broken"),
        pytest.param("if sys.version_info < (3,):\n    unicode\n", id="Python-2"),
        pytest.param("print(__file__, __path__, __module__)\n", id="magic-names"),
        pytest.param("class A:\n    __module__, __qualname__, __name__\n", id="magic-in-a-class"),
        pytest.param("x = 1\ndel x\nx\n", id="deleted"),
        pytest.param("def f():\n    import json\njson.dumps(cout)\n", id="imported-elsewhere"),
    ],
)
def test_nothing_that_pyflakes_says_is_lost(source: str) -> None:
    assert check_nothing_is_lost(source) == len(undefined_names(source))


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("cout\nx: 'Path | other'\n", id="other-names"),
        pytest.param("def f():\n    import json\njson.dumps(cout)\n", id="late-import"),
        pytest.param("import xml\nxml.dom.minidom, cout\n", id="submodule"),
        pytest.param("x = 1\n", id="nothing"),
    ],
)
def test_the_gate_keeps_nothing_back(source: str) -> None:
    options = Options(optional_codes=frozenset({"MIS103"}))
    module = Module(source, ast.parse(source), "t.py", options)
    assert findings(module) == findings(module, lambda _, lacks=False: EveryName())


@pytest.mark.parametrize("filename", ["__init__.py", "a.pyi"])
def test_the_file_name_counts_as_for_pyflakes(filename: str) -> None:
    check_nothing_is_lost("__path__\nx: A\nclass A: ...\ncout\n", filename)


@pytest.mark.large
def test_nothing_is_lost_in_the_standard_library_without_its_imports() -> None:
    """A hundred files that are much in need of imports."""
    count = 0
    for path in sorted(Path(ast.__file__).parent.glob("[a-h]*.py"))[:100]:
        source = path.read_text("utf-8")
        lines = [line for line in source.splitlines() if not line.startswith(("import", "from"))]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                count += check_nothing_is_lost("\n".join(lines), str(path))
            except SyntaxError:
                continue  # the end of an import of several lines
    assert count > 900


@pytest.mark.parametrize(
    ("source", "options"),
    [
        pytest.param("cout\n", {"builtins": {"cout"}}, id="builtins"),
        pytest.param('def f():\n    """\n    >>> cout\n    """\n', {}, id="doctest"),
        pytest.param("cout = 1\ncout\n", {}, id="bound"),
        pytest.param("def f(:\n", {}, id="not-parsed"),
    ],
)
def test_silent(source: str, options: dict[str, object]) -> None:
    assert found(source, **options) == []


def test_doctests_count_as_for_flake8() -> None:
    (finding,) = found('def f():\n    """\n    >>> cout\n    """\n', doctests=True)
    assert (finding.code, finding.line, finding.column) == ("MIS103", 3, 8)


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        pytest.param("", ["F821", "F821"], id="default"),
        pytest.param("select = MIS", [], id="not-by-name"),
        pytest.param("extend-ignore = F821\nextend-select = MIS103", ["MIS103"], id="by-name"),
        pytest.param("select = E9,F,MIS1", ["MIS103", "F821", "F821"], id="prefix"),
    ],
)
def test_is_off_until_selected(flake8_path: Flake8Path, settings: str, codes: list[str]) -> None:
    (flake8_path / "setup.cfg").write_text(f"[flake8]\n{settings}\n")
    (flake8_path / "t.py").write_text("print(cout, cout)\n")
    lines = flake8_path.run_flake8().out.splitlines()
    assert [line.split()[1] for line in lines] == codes


def test_one_message_a_place(flake8_path: Flake8Path) -> None:
    (flake8_path / "setup.cfg").write_text(SETTINGS)
    (flake8_path / "t.py").write_text("print(cout, time.time())\nprint(time.sleep(cout))\n")
    assert flake8_path.run_flake8().out.splitlines() == [
        "./t.py:1:7: MIS103 'cout' is undefined, and no known import defines it (first of 2 uses)",
        "./t.py:1:13: MIS001 'time' is used but never imported: add 'import time' on line 1"
        " (first of 2 uses)",
    ]


@pytest.mark.parametrize(
    ("comment", "line"),
    [
        pytest.param("", 1, id="none"),
        pytest.param("  # noqa: F821", 2, id="F821"),
        pytest.param("  # noqa: MIS103", 2, id="MIS103"),
        pytest.param("  # noqa: E501,MIS1", 2, id="prefix"),
        pytest.param("  # noqa", 2, id="everything"),
        pytest.param("  # NOQA:F821", 2, id="capitals"),
        pytest.param("  # noqa: F401", 1, id="another-code"),
        pytest.param("  # the word noqa", 1, id="no-comment-for-flake8"),
    ],
)
def test_a_comment_is_about_its_own_line(flake8_path: Flake8Path, comment: str, line: int) -> None:
    (flake8_path / "setup.cfg").write_text(SETTINGS)
    (flake8_path / "t.py").write_text(f"cout(){comment}\ncout()\n")
    (message,) = flake8_path.run_flake8().out.splitlines()
    assert message.startswith(f"./t.py:{line}:1: MIS103")
    assert ("first of 2 uses" in message) == (line == 1)


def test_no_uses_are_left(flake8_path: Flake8Path) -> None:
    (flake8_path / "setup.cfg").write_text(SETTINGS)
    (flake8_path / "t.py").write_text('x = """\n""", cout  # noqa: F821\ncout  # noqa: MIS103\n')
    assert flake8_path.run_flake8().out == ""
    assert len(flake8_path.run_flake8(["--disable-noqa"]).out.splitlines()) == 1


def test_fixer_has_nothing_to_say(tmp_path: Path) -> None:
    (tmp_path / "t.py").write_text("time.time()\ncout\n")
    done = subprocess.run(
        [sys.executable, "-m", "flake8_missing_import", "--extend-select=MIS103", "t.py"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (done.stdout + done.stderr).splitlines() == ["1 file fixed"]
    assert (tmp_path / "t.py").read_text() == "import time\n\ntime.time()\ncout\n"
