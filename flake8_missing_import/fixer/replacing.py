"""A file is replaced as a whole or not at all, and keeps its owner and its permissions."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from flake8_missing_import.content import open_file, read_file

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_PREFIX, _SUFFIX = ".fix-missing-imports-", ".tmp"
_TEMPORARY = re.compile(re.escape(_PREFIX) + r"\w{8}" + re.escape(_SUFFIX))
_IDENTITY = ("st_dev", "st_ino", "st_mode", "st_uid", "st_gid", "st_nlink", "st_ctime_ns")
"""What stays the same while nobody touches a file; its content is compared besides."""
_CHANGED = "it has changed meanwhile"
_ATTEMPTS = 5
"""How often another run may mistake a new file of ours for one that a killed run left."""


class RefusedError(Exception):
    """A file is left alone; the message says why."""


def replace_file(path: Path, before: bytes, after: bytes) -> None:
    """Rewrite a file as a whole or not at all.

    Raises RefusedError if it is read-only, has further hard links, no longer holds
    what it held, or could not keep its owner, its permissions or its attributes;
    OSError if it cannot be written.
    """
    path = path.resolve(strict=True)
    status = path.lstat()
    _check(path, status)
    with open_file(path) as original:
        if not _has_lock(original):
            raise RefusedError("another program is changing it")
        if fcntl is None:
            # What is open cannot be replaced on Windows.
            original.close()
        with _temporary_file(path.parent) as (file, temporary):
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
            if fcntl is None:
                file.close()
            _give_rights(temporary, path, status)
            if read_file(path) != before:
                raise RefusedError(_CHANGED)
            _check_untouched(path, status)
            temporary.replace(path)


def remove_leftovers(folders: Iterable[str]) -> None:
    """Remove what killed runs have left in folders."""
    for folder in folders:
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in filter(_TEMPORARY.fullmatch, names):
            path = Path(folder, name)
            # Only a running program holds the lock.
            with contextlib.suppress(OSError), open_file(path, follows_links=False) as file:
                if _has_lock(file, without_locks=False):
                    path.unlink()


def _check(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError("it is not a regular file")
    if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise RefusedError("it is read-only")
    if not os.access(path, os.W_OK):
        _check_untouched(path, status)
        raise RefusedError("it is not writable")
    if status.st_nlink > 1:
        raise RefusedError("it has further hard links, which would keep the old text")


def _check_untouched(path: Path, status: os.stat_result) -> None:
    """Raise RefusedError if a file is another one now, a link, or has other rights or links."""
    now = path.lstat()
    if any(getattr(now, name) != getattr(status, name) for name in _IDENTITY):
        raise RefusedError(_CHANGED)


def _has_lock(file: IO[bytes], *, without_locks: bool = True) -> bool:
    """Lock an open file until it is closed, and say whether the lock was free.

    :param without_locks: what to say where there are no locks, as on some network file systems.
    """
    if fcntl is None:
        return without_locks
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return without_locks
    return True


@contextlib.contextmanager
def _temporary_file(folder: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """Make a file in a folder, hold its lock, and remove it if it is still there at the end."""
    for _ in range(_ATTEMPTS):
        try:
            descriptor, name = tempfile.mkstemp(_SUFFIX, _PREFIX, folder)
        except PermissionError as error:
            raise RefusedError("its folder is not writable") from error
        path = Path(name)
        with open(descriptor, "wb") as file:
            try:
                if _has_lock(file) and path.exists():
                    yield file, path
                    return
            finally:
                path.unlink(missing_ok=True)
    raise RefusedError("another program is changing its folder")


def _give_rights(temporary: Path, path: Path, status: os.stat_result) -> None:
    """Give a new file, which so far only its owner may read, the rights of the old one."""
    _give_owner(temporary, status)
    _give_attributes(temporary, path)
    # Last: a change of the owner takes some permissions away.
    mode = stat.S_IMODE(status.st_mode)
    temporary.chmod(mode)
    if stat.S_IMODE(temporary.stat().st_mode) != mode:
        raise RefusedError("its permissions could not be kept")


def _give_owner(temporary: Path, status: os.stat_result) -> None:
    now = temporary.stat()
    if (now.st_uid, now.st_gid) == (status.st_uid, status.st_gid):
        return
    # A user who may not give a file away may still give it to one of their groups.
    owner = -1 if now.st_uid == status.st_uid else status.st_uid
    try:
        os.chown(temporary, owner, status.st_gid)
    except PermissionError as error:
        whose = "group" if owner == -1 else "owner"
        raise RefusedError(f"its {whose} could not be kept") from error


def _give_attributes(temporary: Path, path: Path) -> None:
    """Give a file exactly the extended attributes of another; they include access lists."""
    if not hasattr(os, "listxattr"):
        return
    wanted, there = _attributes(path), _attributes(temporary)
    for name in sorted(wanted.keys() | there.keys()):
        try:
            if name not in wanted:
                os.removexattr(temporary, name)
            elif wanted[name] != there.get(name):
                os.setxattr(temporary, name, wanted[name])
        except OSError as error:
            raise RefusedError(f"its attribute '{name}' could not be kept") from error


def _attributes(path: Path) -> dict[str, bytes]:
    try:
        return {name: os.getxattr(path, name) for name in os.listxattr(path)}
    except OSError:
        # The file system has none.
        return {}
