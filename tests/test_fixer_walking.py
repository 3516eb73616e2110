"""Which files the fixer looks at."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
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
    "target",
    [
        pytest.param(".venv/tool.py", id="virtual-environment"),
        pytest.param(".venv/lib/deep/tool.py", id="below-it"),
        pytest.param("build/lib/tool.py", id="build"),
        pytest.param("web/node_modules/x/tool.py", id="node-modules"),
        pytest.param("x/.tox/tool.py", id="tox"),
        pytest.param("lib/site-packages/tool.py", id="installed"),
    ],
)
def test_link_into_what_is_left_out_is_followed_only_if_it_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    write("setup.cfg", content="[flake8]\nexclude = nothing\n")
    write(".venv/pyvenv.cfg", content="")
    write("a.py", target)
    Path("tool.py").symlink_to(target)
    assert fixer.main(["."]) == 0
    assert Path(target).read_text() == LACKING
    assert checked(capsys, "tool.py") == ["tool.py"]
    assert checked(capsys, os.path.dirname(target)) == [target]


@pytest.mark.parametrize(
    "target",
    [
        pytest.param("build", id="file-of-that-name"),
        pytest.param("source/build/tool.py", id="package-of-that-name"),
        pytest.param("source/tool.txt", id="another-folder"),
    ],
)
def test_link_beside_what_is_left_out_is_followed(folder: Path, target: str) -> None:
    write("source/build/__init__.py", content="")
    write(target)
    Path("tool.py").symlink_to(target)
    assert fixer.main(["."]) == 0
    assert Path(target).read_text() != LACKING


def test_link_in_an_environment_that_is_named_is_followed(folder: Path) -> None:
    write("env/pyvenv.cfg", content="")
    write("env/lib/tool.txt")
    Path("env/tool.py").symlink_to("lib/tool.txt")
    assert fixer.main(["env"]) == 0
    assert Path("env/lib/tool.txt").read_text() != LACKING


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


def make_folder_called_build(path: str) -> None:
    write(f"{path}/build/b.py")


def make_environment(path: str) -> None:
    write(f"{path}/env/pyvenv.cfg", f"{path}/env/b.py")


def make_link_to_a_file(path: str) -> None:
    write("../other/b.py")
    Path(path, "b.py").symlink_to("../../other/b.py")


def make_link_into_an_environment(path: str) -> None:
    make_environment(path)
    Path(path, "b.py").symlink_to("env/b.py")


def make_link_to_a_folder(path: str) -> None:
    write("../other/b.py")
    Path(path, "other").symlink_to("../../other")


NONE = "there is no Python file, or all are excluded\n"


@pytest.mark.parametrize(
    ("makes", "reason"),
    [
        pytest.param([], NONE, id="nothing"),
        pytest.param(
            [make_folder_called_build],
            f"only/build is left out unless it is named; elsewhere {NONE}",
            id="build",
        ),
        pytest.param(
            [make_environment],
            f"only/env is left out unless it is named; elsewhere {NONE}",
            id="environment",
        ),
        pytest.param(
            [make_link_to_a_file],
            f"only/b.py is left out unless it is named; elsewhere {NONE}",
            id="link-to-a-file",
        ),
        pytest.param(
            [make_link_to_a_folder],
            f"only/other is left out unless it is named; elsewhere {NONE}",
            id="link-to-a-folder",
        ),
        pytest.param(
            [make_link_into_an_environment],
            f"only/env and 1 more are left out unless they are named; elsewhere {NONE}",
            id="link-into-an-environment",
        ),
        pytest.param(
            [make_folder_called_build, make_environment, make_link_to_a_file],
            f"only/build and 2 more are left out unless they are named; elsewhere {NONE}",
            id="several",
        ),
    ],
)
def test_why_there_is_nothing_to_check(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    makes: list[Callable[[str], None]],
    reason: str,
) -> None:
    write("only/a.txt")
    for make in makes:
        make("only")
    assert fixer.main(["only"]) == 0
    assert capsys.readouterr().err == f"no files to check: {reason}"
    assert fixer.main(["--exclude=build,env,other,b.py", "only"]) == 0
    assert capsys.readouterr().err == f"no files to check: {NONE}"
    write("only/c.py")
    assert fixer.main(["only"]) == 0
    assert capsys.readouterr().err == "1 file fixed\n"


@pytest.mark.parametrize(
    ("paths", "where"),
    [
        pytest.param(["odd.py", "a.py"], "odd.py", id="named"),
        pytest.param(["."], "./odd.py", id="link"),
        pytest.param(["odd", "a.py"], "odd", id="folder"),
    ],
)
def test_path_that_cannot_be_resolved_does_not_stop_the_others(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    paths: list[str],
    where: str,
) -> None:
    write("a.py", "b.txt")
    if where == "odd":
        Path("odd").mkdir()
    Path("odd.py").symlink_to("b.txt")
    resolve = os.path.realpath

    def denied(path: str) -> str:
        if path == where:  # as below /proc, before Python 3.13
            raise PermissionError(13, "Permission denied", path)
        return resolve(path)

    monkeypatch.setattr(os.path, "realpath", denied)
    assert fixer.main(["--check", *paths]) == 2
    printed = capsys.readouterr()
    assert printed.out.splitlines() in (["a.py"], ["./a.py"])
    assert printed.err == (
        f"{where}: not checked: Permission denied\n1 file to fix, 1 not checked\n"
    )
    fixer.main(["--learn", *paths])
    assert capsys.readouterr().err.startswith(f"{where}: not read: Permission denied\n")


def make_pipe(path: str) -> None:
    os.mkfifo(path)


def make_socket(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)


def make_link_to_device(path: str) -> None:
    os.symlink("/dev/zero", path)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such thing")
@pytest.mark.parametrize("make", [make_pipe, make_socket, make_link_to_device])
@pytest.mark.parametrize("arguments", [["odd.py", "a.py"], ["./odd.py", "odd.py", "a.py"]])
def test_what_is_no_file_is_named_and_not_read(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    make: Callable[[str], None],
    arguments: list[str],
) -> None:
    write("a.py")
    make("odd.py")
    assert fixer.main(arguments) == 2
    message = (
        f"{arguments[0]}: not checked: it is not a regular file\n1 file fixed, 1 not checked\n"
    )
    assert capsys.readouterr().err == message
    assert Path("a.py").read_text() != LACKING
    assert fixer.main(["--exclude=odd.py", *arguments]) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such thing")
@pytest.mark.parametrize("make", [make_pipe, make_socket])
def test_what_is_no_file_is_named_where_it_is_found(
    folder: Path, capsys: pytest.CaptureFixture[str], make: Callable[[str], None]
) -> None:
    write("a.py")
    make("odd.py")
    make("odd.txt")
    assert fixer.main(["--check"]) == 2
    assert capsys.readouterr() == (
        "./a.py\n",
        "./odd.py: not checked: it is not a regular file\n1 file to fix, 1 not checked\n",
    )


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="it has no such name")
def test_pipe_that_is_standard_input_has_another_name(folder: Path) -> None:
    command = [sys.executable, "-m", "flake8_missing_import", "/dev/stdin"]
    done = subprocess.run(command, input=b"time.time()", capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"/dev/stdin: not checked: it is not a regular file")


def test_link_to_nothing_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.py").symlink_to("nothing.py")
    assert fixer.main(["."]) == 2
    assert capsys.readouterr().err.startswith("./a.py: not checked: No such file or directory\n")
