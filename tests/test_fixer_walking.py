"""Which files the fixer looks at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flake8_missing_import import fixer

LACKING = "time.time()\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def write(*names: str, content: str = LACKING) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(content)


def checked(capsys: pytest.CaptureFixture[str], *paths: str) -> list[str]:
    fixer.main(["--check", *paths])
    return sorted(capsys.readouterr().out.splitlines())


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["env/pyvenv.cfg"], id="virtual-environment"),
        pytest.param(["env/conda-meta/history"], id="conda-environment"),
    ],
)
def test_environments_are_left_out_unless_named(
    folder: Path, capsys: pytest.CaptureFixture[str], names: list[str]
) -> None:
    write(*names, content="")
    write("a.py", "env/lib/b.py")
    assert checked(capsys, ".") == ["./a.py"]
    assert checked(capsys, "env") == ["env/lib/b.py"]
    assert checked(capsys, "env/lib/b.py", "a.py") == ["a.py", "env/lib/b.py"]


@pytest.mark.parametrize(
    "name", ["build", "dist", "node_modules", "site-packages", "sub/build", "x/.tox", "x/.nox"]
)
def test_what_is_built_or_installed_is_left_out_unless_named(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    # A configured exclude replaces flake8's own.
    write("setup.cfg", content="[flake8]\nexclude = nothing\n")
    write("a.py", f"{name}/lib/b.py")
    assert checked(capsys) == ["./a.py"]
    assert checked(capsys, name) == [f"{name}/lib/b.py"]
    assert checked(capsys, f"{name}/lib") == [f"{name}/lib/b.py"]


def test_package_called_build_is_source(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write("src/build/__init__.py", "src/build/a.py")
    assert checked(capsys) == ["./src/build/__init__.py", "./src/build/a.py"]


def test_link_out_of_the_tree_is_followed_only_if_it_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("../other/b.py", "../other/c.py", "a.py")
    Path("file.py").symlink_to("../other/b.py")
    Path("folder").symlink_to("../other")
    assert checked(capsys) == ["./a.py"]
    assert checked(capsys, "file.py") == ["file.py"]
    assert checked(capsys, "folder") == ["folder/b.py", "folder/c.py"]
    assert fixer.main(["."]) == 0
    assert Path("../other/b.py").read_text() == LACKING


def test_link_inside_the_tree_is_followed(folder: Path) -> None:
    write("real.txt")
    Path("a.py").symlink_to("real.txt")
    assert fixer.main(["."]) == 0
    assert Path("real.txt").read_text() != LACKING
    assert Path("a.py").is_symlink()


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param(["a.py", "a.py"], id="twice"),
        pytest.param(["a.py", "./a.py"], id="two-spellings"),
        pytest.param([".", "a.py"], id="folder-and-file"),
        pytest.param(["link.py", "a.py"], id="link-and-file"),
        pytest.param([".", "../project"], id="two-folders"),
    ],
)
def test_each_file_is_there_once(
    folder: Path, capsys: pytest.CaptureFixture[str], paths: list[str]
) -> None:
    write("a.py")
    Path("link.py").symlink_to("a.py")
    (name,) = checked(capsys, *paths)
    assert os.path.basename(name) == "a.py"
    fixer.main(["--diff", *paths])
    assert capsys.readouterr().out.count("+import time") == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_what_is_no_file_is_not_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write("a.py")
    os.mkfifo("pipe.py")
    assert checked(capsys) == ["./a.py"]


def test_link_to_nothing_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.py").symlink_to("nothing.py")
    assert fixer.main(["."]) == 2
    assert capsys.readouterr().err.startswith("./a.py: not checked: No such file or directory\n")
