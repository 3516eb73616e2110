"""Kills, crowds, full disks, permissions and links: nothing lost, nothing untrue said."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import flake8
import pytest

from flake8_missing_import import fixer
from flake8_missing_import.fixer import replacing

pytestmark = pytest.mark.large

LACKING = "time.time()\n"
FIXED = "import time\n\ntime.time()\n"
COMMAND = [sys.executable, "-m", "flake8_missing_import", "-j1"]
NOBODY = 65534
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="there is no such thing")
needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the superuser can set it up"
)
needs_nobody = pytest.mark.skipif(
    any(
        folder.stat().st_mode & 0o005 != 0o005
        for file in (fixer.__file__, flake8.__file__)
        for folder in Path(file).resolve().parents
    ),
    reason="nobody else can read what is installed",
)

SLOW = """
import os, sys
from flake8_missing_import.fixer import command, main
replace = command.replace_file
def slow(path, before, after):
    print(path.name, flush=True)
    sys.stdin.readline()
    replace(path, before, after)
command.replace_file = slow
sys.exit(main(sys.argv[1:]))
"""
"""The command, which names each file before it writes it, and waits for a line."""

DIES_WHILE_WRITING = """
import os, signal, sys
from flake8_missing_import.fixer import main
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
main(sys.argv[1:])
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_text(LACKING)
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


@needs_posix
@pytest.mark.parametrize(
    "seed", [*range(2), *(pytest.param(seed, marks=pytest.mark.large) for seed in range(2, 6))]
)
def test_kill_at_a_random_moment(folder: Path, seed: int) -> None:
    files = [f"f{number}.py" for number in range(40)]
    for name in files:
        (folder / name).write_text(LACKING)
    # How many system calls of a kind it may make before it is killed.
    moment = random.Random(seed).randrange(1, 120)
    call = random.Random(seed + 100).choice(["open", "os.rename", "os.chmod", "os.listdir"])
    dies = f"""
import os, signal, sys
from flake8_missing_import.fixer import main
left = [{moment} if {call!r} != "open" else {moment} * 10]
def hook(event, _):
    if event == {call!r}:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
sys.exit(main(sys.argv[1:]))
"""
    subprocess.run([sys.executable, "-c", dies, "-j1", "."], capture_output=True, check=False)
    assert {(folder / name).read_text() for name in files} <= {LACKING, FIXED}
    done = subprocess.run([*COMMAND, "."], capture_output=True, check=False)
    assert done.returncode == 0
    assert {(folder / name).read_text() for name in files} == {FIXED}
    assert names(folder) == sorted(["a.py", *files])


@needs_posix
def test_what_a_killed_run_left_is_removed(folder: Path) -> None:
    subprocess.run([sys.executable, "-c", DIES_WHILE_WRITING, "-j1", "a.py"], check=False)
    assert (folder / "a.py").read_text() == LACKING
    (left,) = set(names(folder)) - {"a.py"}
    assert (folder / left).stat().st_mode & 0o077 == 0
    assert fixer.main(["--check", "a.py"]) == 1
    assert names(folder) == [left, "a.py"]
    (folder / ".fix-missing-imports-mine.tmp").write_text("no name of ours")
    assert fixer.main(["a.py"]) == 0
    assert names(folder) == [".fix-missing-imports-mine.tmp", "a.py"]


@needs_posix
def test_what_a_running_fixer_writes_is_not_removed(folder: Path) -> None:
    with replacing._temporary_file(folder) as (_, path):
        replacing.remove_leftovers([str(folder)])
        assert path.exists()
    assert names(folder) == ["a.py"]


def test_two_fixers_at_once_say_the_truth(folder: Path) -> None:
    files = [f"f{number}.py" for number in range(20)]
    for name in files:
        (folder / name).write_text(LACKING)
    both = [
        subprocess.Popen(
            [*COMMAND, "-v", *files], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    outputs = [process.communicate() for process in both]
    assert {(folder / name).read_text() for name in files} == {FIXED}
    fixed = [name for out, _ in outputs for name in out.splitlines()]
    assert sorted(fixed) == sorted(files)
    for process, (out, err) in zip(both, outputs, strict=True):
        assert f"{len(out.splitlines())} file" in err
        assert process.returncode == (2 if "not fixed" in err else 0)
    assert names(folder) == sorted(["a.py", *files])


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda path: path.write_text("mine\n"), id="written"),
        pytest.param(lambda path: path.unlink(), id="removed"),
        pytest.param(lambda path: (path.unlink(), path.mkdir()), id="a-folder-now"),
        pytest.param(lambda path: path.chmod(0o444), id="read-only-now"),
    ],
)
def test_file_that_changes_before_it_is_written_is_refused(folder: Path, change: object) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, "-j1", "a.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "a.py\n"
    assert callable(change)
    change(folder / "a.py")
    is_file, before = (folder / "a.py").is_file(), names(folder)
    content = (folder / "a.py").read_text() if is_file else None
    _, error = process.communicate("\n")
    assert process.returncode == 2
    assert error.startswith("a.py: not fixed: ")
    assert error.endswith("\n0 files fixed, 1 refused\n")
    assert names(folder) == before
    assert not is_file or (folder / "a.py").read_text() == content


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Mount a disk of two pages, if that is allowed here."""
    command = ["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", str(folder)]
    if (
        not shutil.which("mount")
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip("no disk can be mounted")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@needs_root
@needs_posix
def test_full_disk(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    disk = folder / "disk"
    disk.mkdir()
    with small_disk(disk):
        content = LACKING + "#" * 5000 + "\n"
        (disk / "b.py").write_text(content)
        assert fixer.main(["disk"]) == 2
        assert capsys.readouterr().err == (
            "disk/b.py: not fixed: No space left on device\n0 files fixed, 1 refused\n"
        )
        assert names(disk) == ["b.py"]
        assert (disk / "b.py").read_text() == content


AS_NOBODY = f"""
import os, sys
from flake8_missing_import.fixer import main
groups, arguments = eval(sys.argv[1]), sys.argv[2:]
# What it imports may be where only the superuser can read it.
main(["-q", "-j1", "--check", "a.py"])
os.setgroups(groups)
os.setgid({NOBODY})
os.setuid({NOBODY})
sys.exit(main(["-j1", *arguments]))
"""


def fix_as_nobody(*arguments: str, groups: tuple[int, ...] = ()) -> tuple[int, str]:
    """Run the command as somebody who is not the superuser."""
    command = [sys.executable, "-c", AS_NOBODY, repr(groups), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let everybody reach and write a folder, which those of pytest do not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        monkeypatch.chdir(folder)
        (folder / "a.py").write_text(LACKING)
        yield folder


@needs_root
@needs_nobody
@pytest.mark.parametrize(
    ("owner", "group", "mode", "groups", "reason"),
    [
        pytest.param(NOBODY, NOBODY, 0o640, (), None, id="own"),
        pytest.param(NOBODY, 1234, 0o660, (1234,), None, id="group-of-theirs"),
        pytest.param(NOBODY, 1234, 0o660, (), "its group could not be kept", id="other-group"),
        pytest.param(0, NOBODY, 0o660, (), "its owner could not be kept", id="other-owner"),
        pytest.param(0, 0, 0o644, (), "it is not writable", id="of-the-superuser"),
        pytest.param(0, 0, 0o600, (), "not checked: Permission denied", id="not-readable"),
    ],
)
def test_who_may_do_what_stays_as_it_is(
    shared: Path, owner: int, group: int, mode: int, groups: tuple[int, ...], reason: str | None
) -> None:
    path = shared / "a.py"
    os.chown(path, owner, group)
    path.chmod(mode)
    code, error = fix_as_nobody("a.py", groups=groups)
    status = path.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o7777) == (owner, group, mode)
    assert names(shared) == ["a.py"]
    if reason is None:
        assert (code, error, path.read_text()) == (0, "1 file fixed\n", FIXED)
    else:
        assert (code, path.read_text()) == (2, LACKING)
        assert reason in error


@needs_root
@needs_nobody
def test_folder_that_may_not_be_written(shared: Path) -> None:
    os.chown(shared / "a.py", NOBODY, NOBODY)
    shared.chmod(0o755)
    expected = "a.py: not fixed: its folder is not writable\n0 files fixed, 1 refused\n"
    assert fix_as_nobody("a.py") == (2, expected)
    assert (shared / "a.py").read_text() == LACKING


@needs_root
@needs_nobody
def test_folder_that_may_not_be_listed(shared: Path) -> None:
    (shared / "closed").mkdir(mode=0o700)
    code, error = fix_as_nobody("--check", ".")
    assert code == 2
    assert error == "./closed: not checked: Permission denied\n1 file to fix, 1 not checked\n"


@needs_root
def test_the_superuser_keeps_owner_group_and_mode(folder: Path) -> None:
    path = folder / "a.py"
    os.chown(path, NOBODY, 1234)
    path.chmod(0o6750)
    assert fixer.main(["a.py"]) == 0
    status = path.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o7777) == (NOBODY, 1234, 0o6750)


def set_attribute(path: Path, name: str, value: bytes) -> None:
    try:
        os.setxattr(path, name, value)
    except (AttributeError, OSError):
        pytest.skip("this file system has no such attributes")


# Version 2; the owner, user 1234, the group, the mask and all others (linux/posix_acl_xattr.h).
ACCESS_LIST = bytes.fromhex(
    "02000000 01000600ffffffff 02000400d2040000 04000000ffffffff 10000400ffffffff 20000000ffffffff"
)


def test_attributes_are_kept(folder: Path) -> None:
    set_attribute(folder / "a.py", "user.comment", b"mine")
    assert fixer.main(["a.py"]) == 0
    assert (folder / "a.py").read_text() == FIXED
    assert os.getxattr(folder / "a.py", "user.comment") == b"mine"


def test_access_list_is_kept(folder: Path) -> None:
    set_attribute(folder / "a.py", "system.posix_acl_access", ACCESS_LIST)
    mode = (folder / "a.py").stat().st_mode
    assert fixer.main(["a.py"]) == 0
    assert os.getxattr(folder / "a.py", "system.posix_acl_access") == ACCESS_LIST
    assert (folder / "a.py").stat().st_mode == mode


def test_access_list_of_the_folder_is_not_inherited(folder: Path) -> None:
    (folder / "a.py").chmod(0o600)
    set_attribute(folder, "system.posix_acl_default", ACCESS_LIST)
    assert fixer.main(["a.py"]) == 0
    assert "system.posix_acl_access" not in os.listxattr(folder / "a.py")
    assert (folder / "a.py").stat().st_mode & 0o777 == 0o600


def test_attribute_that_cannot_be_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    set_attribute(folder / "a.py", "user.comment", b"mine")

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setxattr", refuse)
    assert fixer.main(["a.py"]) == 2
    message = "a.py: not fixed: its attribute 'user.comment' could not be kept\n"
    assert capsys.readouterr().err.startswith(message)
    assert (folder / "a.py").read_text() == LACKING
    assert names(folder) == ["a.py"]


def test_name_of_255_bytes(folder: Path) -> None:
    path = folder / ("\u00e9" * 126 + ".py")
    assert len(os.fsencode(path.name)) == 255
    path.write_text(LACKING)
    assert fixer.main(["."]) == 0
    assert path.read_text() == FIXED


@pytest.mark.skipif(sys.platform == "win32", reason="such a file cannot be made")
@pytest.mark.parametrize("signal_name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_signal_between_two_files(folder: Path, signal_name: str) -> None:
    (folder / "b.py").write_text(LACKING)
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, "-j1", "."],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # It may be ignored if the tests were started in the background.
        preexec_fn=lambda: signal.signal(signal.Signals[signal_name], signal.SIG_DFL),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "a.py\n"
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "b.py\n"
    process.send_signal(signal.Signals[signal_name])
    _, error = process.communicate()
    assert "Traceback" not in error
    assert [(folder / name).read_text() for name in ("a.py", "b.py")] == [FIXED, LACKING]
    assert names(folder) == ["a.py", "b.py"]
