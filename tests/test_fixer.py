"""The command adds what flake8 reports, and touches nothing else."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flake8_missing_import import fixer
from flake8_missing_import.fixer import command, replacing
from flake8_missing_import.fixer.search import Flake8, Search

BOM = b"\xef\xbb\xbf"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            b"import os\ntime.time(os)\n", b"import os\nimport time\ntime.time(os)\n", id="lf"
        ),
        pytest.param(
            b"import os\r\ntime.time(os)\r\n",
            b"import os\r\nimport time\r\ntime.time(os)\r\n",
            id="crlf",
        ),
        pytest.param(
            b"import os\rtime.time(os)\r", b"import os\rimport time\rtime.time(os)\r", id="cr"
        ),
        pytest.param(
            b"import os\r\nx = 1\ntime.time(os)\n",
            b"import os\r\nimport time\r\nx = 1\ntime.time(os)\n",
            id="mixed-ends",
        ),
        pytest.param(
            b"import os\ntime.time(os)", b"import os\nimport time\ntime.time(os)", id="no-last-end"
        ),
        pytest.param(BOM + b"time.time()\n", BOM + b"import time\n\ntime.time()\n", id="bom"),
        pytest.param(
            b"# coding: latin-1\nimport os\nos = '\xe9'; time.time()\n",
            b"# coding: latin-1\nimport os\nimport time\nos = '\xe9'; time.time()\n",
            id="latin-1",
        ),
        pytest.param(
            b"# coding: euc-jp\nimport os\nos = '\xa4\xa2'; time.time()\n",
            b"# coding: euc-jp\nimport os\nimport time\nos = '\xa4\xa2'; time.time()\n",
            id="euc-jp",
        ),
        pytest.param(
            b"import os\n\x0c\nos.x \t\ntime.time()\n",
            b"import os\nimport time\n\x0c\nos.x \t\ntime.time()\n",
            id="form-feed-and-trailing-space",
        ),
        pytest.param(
            b"from typing import (\n    Any,\n)\nx: Optional[Any]\nPath()\ntime.time()\n",
            b"import time\nfrom pathlib import Path\n"
            b"from typing import (\n    Any,\n    Optional,\n)\n"
            b"x: Optional[Any]\nPath()\ntime.time()\n",
            id="several",
        ),
        pytest.param(
            b"'%s %s' % (1,)\ntime.time()\n",
            b"import time\n\n'%s %s' % (1,)\ntime.time()\n",
            id="pyflakes-message-with-numbers",
        ),
        pytest.param(b"time.time()  # noqa\n", b"time.time()  # noqa\n", id="noqa"),
        pytest.param(b"Queue()\n", b"Queue()\n", id="others-could-be-meant"),
        pytest.param(
            b"datetime.now()\ndatetime.timedelta(1)\n",
            b"datetime.now()\ndatetime.timedelta(1)\n",
            id="contradiction",
        ),
        pytest.param(b"", b"", id="empty"),
    ],
)
def test_bytes(folder: Path, before: bytes, after: bytes) -> None:
    path = folder / "a.py"
    path.write_bytes(before)
    assert fixer.main(["a.py"]) == 0
    assert path.read_bytes() == after
    assert fixer.main(["a.py"]) == 0
    assert path.read_bytes() == after


def test_unsafe_takes_the_best(folder: Path) -> None:
    (folder / "a.py").write_text("Queue()\n")
    assert fixer.main(["--unsafe", "a.py"]) == 0
    assert (folder / "a.py").read_text() == "from queue import Queue\n\nQueue()\n"


@pytest.mark.parametrize(
    ("config", "arguments"),
    [
        pytest.param("extend-exclude = a.py", [], id="exclude"),
        pytest.param("per-file-ignores = a.py:MIS001", [], id="per-file-ignores"),
        pytest.param("extend-ignore = MIS", [], id="ignore"),
        pytest.param("select = F", [], id="select"),
        pytest.param("builtins = time", [], id="builtins"),
        pytest.param("", ["--extend-ignore=MIS001"], id="option-of-flake8"),
    ],
)
def test_flake8_decides(folder: Path, config: str, arguments: list[str]) -> None:
    (folder / "setup.cfg").write_text(f"[flake8]\n{config}\n")
    (folder / "a.py").write_text("time.time()\n")
    assert fixer.main([".", *arguments]) == 0
    assert (folder / "a.py").read_text() == "time.time()\n"


def test_check_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.py").write_text("time.time()\n")
    assert fixer.main(["--check", "."]) == 1
    assert (folder / "a.py").read_text() == "time.time()\n"
    assert capsys.readouterr() == ("./a.py\n", "1 file to fix\n")


@pytest.mark.parametrize(
    "tool",
    [
        pytest.param(["git", "apply"], id="git"),
        pytest.param(["patch", "-p1", "-s", "--binary"], id="patch"),
    ],
)
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"import os\ntime.time(os)\n", id="lf"),
        pytest.param(b"import os\r\ntime.time(os)\r\n", id="crlf"),
        pytest.param(b"import os\ntime.time(os)", id="no-last-end"),
        pytest.param(b"import os\nx = '\x0c'\ntime.time(os)\n", id="form-feed"),
    ],
)
@pytest.mark.parametrize("name", ["a.py", "with space.py", "d\u00e9j\u00e0.py", 'quo"te.py'])
def test_diff_can_be_applied(
    folder: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    tool: list[str],
    content: bytes,
    name: str,
) -> None:
    try:
        subprocess.run([tool[0], "--version"], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip(f"{tool[0]} is not installed")
    path = folder / name
    path.write_bytes(content)
    assert fixer.main(["--diff", name]) == 1
    assert path.read_bytes() == content
    subprocess.run(tool, input=capfdbinary.readouterr().out, check=True)
    from_diff = path.read_bytes()
    path.write_bytes(content)
    assert fixer.main([name]) == 0
    assert path.read_bytes() == from_diff != content


@pytest.mark.parametrize(
    ("paths", "head"),
    [
        pytest.param(["../two/b.py"], "two", id="elsewhere"),
        pytest.param(["a.py", "../two/b.py"], "", id="here-and-elsewhere"),
        pytest.param(["{folder}/one/a.py"], None, id="absolute-but-here"),
        pytest.param(["{folder}/two", "../three"], "", id="two-folders"),
        pytest.param(["../link"], "two", id="through-a-link"),
        pytest.param(["link.py"], None, id="link-to-a-file"),
    ],
)
@pytest.mark.parametrize("tool", [["git", "apply"], ["patch", "-p1", "-s"]], ids=["git", "patch"])
def test_diff_of_other_folders_can_be_applied_where_its_head_says(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    paths: list[str],
    head: str,
    tool: list[str],
) -> None:
    for name in ("one/a.py", "two/b.py", "three/c.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("time.time()\n")
    (tmp_path / "link").symlink_to("two")
    (tmp_path / "one" / "link.py").symlink_to("a.py")
    monkeypatch.chdir(tmp_path / "one")
    arguments = ["-j1", *(path.format(folder=tmp_path) for path in paths)]
    assert fixer.main([*arguments, "--diff"]) == 1
    diff = capfdbinary.readouterr().out
    where = tmp_path / "one" if head is None else tmp_path / head
    first = diff.decode().splitlines()[0]
    assert first.startswith("--- ") if head is None else first.endswith(f" in {where}")
    subprocess.run(tool, input=diff, cwd=where, check=True)
    assert fixer.main(arguments) == 0
    assert diff.count(b"+import time") == sum(
        (tmp_path / name).read_text() != "time.time()\n"
        for name in ("one/a.py", "two/b.py", "three/c.py")
    )
    assert fixer.main([*arguments, "--check"]) == 0


@pytest.mark.parametrize(
    ("name", "where"),
    [
        pytest.param("two/b.py", "one", id="below"),
        pytest.param("{folder}/one/a.py", "one", id="absolute-but-here"),
        pytest.param("../two/b.py", "two", id="elsewhere"),
        pytest.param("{folder}/b.py", "", id="absolute"),
    ],
)
def test_diff_of_standard_input_has_the_head_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, where: str
) -> None:
    for file in ("one/a.py", "one/two/b.py", "two/b.py", "b.py"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("time.time()\n")
    monkeypatch.chdir(tmp_path / "one")
    path = Path(name.format(folder=tmp_path))
    run = [sys.executable, "-m", "flake8_missing_import", "--diff", "-"]
    option = f"--stdin-display-name={path}"
    diff = subprocess.run([*run, option], input=path.read_bytes(), capture_output=True).stdout
    has_head = not diff.startswith(b"--- ")
    assert has_head == (where != "one")
    assert not has_head or diff.splitlines()[0].decode().endswith(f" in {tmp_path / where}")
    subprocess.run(["patch", "-p1", "-s"], input=diff, cwd=tmp_path / where, check=True)
    assert path.read_text() == "import time\n\ntime.time()\n"


def test_standard_input() -> None:
    run = [sys.executable, "-m", "flake8_missing_import", "-"]
    for content in (b"x = '\xc3\xa9'\r\ntime.time()\r\n", b"x = 1"):
        done = subprocess.run(run, input=content, capture_output=True, check=True)
        expected = b"import time\r\n\r\n" + content if b"time" in content else content
        assert done.stdout == expected


def refusal(capsys: pytest.CaptureFixture[str]) -> str:
    assert fixer.main(["a.py"]) == command.FAILED
    return capsys.readouterr().err.splitlines()[0]


def test_read_only_file_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "a.py"
    path.write_text("time.time()\n")
    path.chmod(0o444)
    assert refusal(capsys) == "a.py: not fixed: it is read-only"
    assert path.read_text() == "time.time()\n"


def test_file_that_may_not_be_written_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.py").write_text("time.time()\n")
    # The superuser may write what nobody else may.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert refusal(capsys) == "a.py: not fixed: it is not writable"
    assert (folder / "a.py").read_text() == "time.time()\n"


def test_verbose_prints_what_is_fixed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.py").write_text("time.time()\n")
    (folder / "b.py").write_text("x = 1\n")
    assert fixer.main(["-v", "."]) == 0
    assert capsys.readouterr().out == "./a.py\n"


def test_hard_link_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.py").write_text("time.time()\n")
    os.link(folder / "a.py", folder / "b.txt")
    assert "further hard links" in refusal(capsys)
    assert (folder / "a.py").read_text() == "time.time()\n"


def test_symlink_is_followed_and_mode_kept(folder: Path) -> None:
    (folder / "real.txt").write_text("time.time()\n")
    (folder / "real.txt").chmod(0o750)
    (folder / "a.py").symlink_to("real.txt")
    assert fixer.main(["a.py"]) == 0
    assert (folder / "a.py").is_symlink()
    assert (folder / "real.txt").read_text() == "import time\n\ntime.time()\n"
    assert (folder / "real.txt").stat().st_mode & 0o777 == 0o750


@pytest.mark.skipif(not hasattr(os, "chown"), reason="files have no owner here")
def test_owner_that_is_right_already_is_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "chown", refuse)
    (folder / "a.py").write_bytes(b"old")
    replacing.replace_file(folder / "a.py", b"old", b"fixed")
    assert (folder / "a.py").read_bytes() == b"fixed"


def test_file_that_changed_meanwhile_is_refused(folder: Path) -> None:
    (folder / "a.py").write_bytes(b"new")
    with pytest.raises(replacing.RefusedError, match="changed meanwhile"):
        replacing.replace_file(folder / "a.py", b"old", b"fixed")
    assert (folder / "a.py").read_bytes() == b"new"
    assert os.listdir(folder) == ["a.py"]


def identity(path: Path) -> tuple[int, ...] | None:
    """Return what a file is and who may do what with it, None if there is none."""
    if not os.path.lexists(path):
        return None
    status = path.lstat()
    return status.st_ino, status.st_mode, status.st_uid, status.st_gid, status.st_nlink


def become_a_link(path: Path) -> None:
    path.rename("moved.py")
    path.symlink_to("moved.py")


def become_another_file(path: Path) -> None:
    content = path.read_bytes()
    path.rename("moved.py")
    path.write_bytes(content)


def become_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def get_an_attribute(path: Path) -> None:
    try:
        os.setxattr(path, "user.comment", b"mine")
    except (AttributeError, OSError):
        pytest.skip("this file system has no such attributes")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such thing")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param(lambda path: path.chmod(0o600), "it has changed meanwhile", id="mode"),
        pytest.param(
            lambda path: os.link(path, "b.txt"), "it has changed meanwhile", id="hard-link"
        ),
        pytest.param(become_a_link, "it has changed meanwhile", id="link-to-itself"),
        pytest.param(become_another_file, "it has changed meanwhile", id="same-text-elsewhere"),
        pytest.param(get_an_attribute, "it has changed meanwhile", id="attribute"),
        pytest.param(
            lambda path: path.write_text("mine\n"), "it has changed meanwhile", id="written"
        ),
        pytest.param(become_a_pipe, "it is not a regular file", id="pipe"),
        pytest.param(lambda path: path.unlink(), "No such file or directory", id="removed"),
    ],
)
@pytest.mark.parametrize("moment", ["_check", "_give_rights"])
def test_change_during_the_replacement_is_kept(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[Path], object],
    reason: str,
    moment: str,
) -> None:
    path = folder / "a.py"
    path.write_text("time.time()\n")
    path.chmod(0o640)
    step = getattr(replacing, moment)
    changed_to: list[object] = []

    def changed(*arguments: object) -> None:
        step(*arguments)
        change(path)
        changed_to.append(identity(path))

    monkeypatch.setattr(replacing, moment, changed)
    assert refusal(capsys) == f"a.py: not fixed: {reason}"
    assert changed_to == [identity(path)]
    assert not any("import" in one.read_text() for one in folder.iterdir() if one.is_file())


def test_writable_file_that_is_gone_is_not_called_read_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "a.py"
    path.write_text("time.time()\n")

    def access(*_: object) -> bool:
        path.unlink()
        return False

    monkeypatch.setattr(os, "access", access)
    assert refusal(capsys) == "a.py: not fixed: No such file or directory"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such thing")
def test_pipe_between_search_and_fix_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.py").write_text("time.time()\n")
    search = Flake8.search

    def changing(*arguments: Any) -> Search:
        found = search(*arguments)
        become_a_pipe(folder / "a.py")
        return found

    monkeypatch.setattr(Flake8, "search", changing)
    assert refusal(capsys) == "a.py: not fixed: it is not a regular file"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such thing")
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(os.mkfifo, id="pipe"),
        pytest.param(lambda name: os.symlink("other.txt", name), id="link"),
        pytest.param(os.mkdir, id="folder"),
    ],
)
def test_what_only_has_the_name_of_a_leftover_stays(
    folder: Path, make: Callable[[str], None]
) -> None:
    (folder / "a.py").write_text("time.time()\n")
    (folder / "other.txt").write_text("mine\n")
    make(".fix-missing-imports-abcdefgh.tmp")
    before = os.listdir(folder)
    assert fixer.main(["a.py"]) == 0
    assert sorted(os.listdir(folder)) == sorted(before)


def test_write_that_fails_loses_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.py").write_text("time.time()\n")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "No space left" in refusal(capsys)
    assert (folder / "a.py").read_text() == "time.time()\n"
    assert os.listdir(folder) == ["a.py"]


def test_paths_and_standard_input_do_not_mix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert fixer.main(["-", "a.py"]) == command.FAILED


def test_interrupt_between_files_loses_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.py", "b.py", "c.py"):
        (folder / name).write_text("time.time()\n")
    replace = replacing.replace_file

    def interrupted(path: Path, before: bytes, after: bytes) -> None:
        if path.name == "b.py":
            raise KeyboardInterrupt
        replace(path, before, after)

    monkeypatch.setattr(command, "replace_file", interrupted)
    assert fixer.main(["."]) == command.INTERRUPTED
    assert capsys.readouterr().err == "fix-missing-imports: interrupted, 1 file fixed before\n"
    fixed = "import time\n\ntime.time()\n"
    contents = {path.name: path.read_text() for path in folder.glob("*.py*")}
    assert contents == {"a.py": fixed, "b.py": "time.time()\n", "c.py": "time.time()\n"}


def test_interrupt_while_writing_loses_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.py").write_text("time.time()\n")

    def interrupted(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    assert fixer.main(["."]) == command.INTERRUPTED
    assert (folder / "a.py").read_text() == "time.time()\n"
    assert os.listdir(folder) == ["a.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("arguments", "count", "half"),
    [
        pytest.param(["-j1"], 4, "[##########          ] 2/4 files", id="shown"),
        pytest.param(["-j2"], 100, "[##########          ] 50/100 files", id="two-processes"),
        pytest.param(["-j2"], 40, "[                    ] 0/40 files", id="few-files"),
        pytest.param(["-q"], 4, "", id="quiet"),
    ],
)
def test_progress_on_a_terminal(folder: Path, arguments: list[str], count: int, half: str) -> None:
    for number in range(count):
        (folder / f"f{number}.py").write_text("time.time()\n")
    ours, theirs = os.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "flake8_missing_import", "--check", *arguments, "."],
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=False,
    )
    os.close(theirs)
    try:
        shown = os.read(ours, 10_000).decode()
    except OSError:
        # Linux ends the terminal of a program that has ended so, if it wrote nothing.
        shown = ""
    os.close(ours)
    assert bool(shown) == bool(half)
    assert len(done.stdout.splitlines()) == count
    assert done.returncode == 1
    if half:
        assert half in shown
        assert shown.endswith(f"\r\033[K{count} files to fix\r\n")


def test_no_progress_in_a_pipe(folder: Path) -> None:
    (folder / "a.py").write_text("time.time()\n")
    command = [sys.executable, "-m", "flake8_missing_import", "--check", "."]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == "1 file to fix\n"
