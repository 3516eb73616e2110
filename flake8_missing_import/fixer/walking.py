"""Which files there are: flake8's choice, without what other programs have put there."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flake8 import utils
from flake8.discover_files import expand_paths

from flake8_missing_import.configuration import is_excluded

MARKS_OF_ENVIRONMENTS = ("pyvenv.cfg", "conda-meta")
"""A folder with one of these is a virtual environment."""
LEFT_OUT = frozenset(
    {".eggs", ".nox", ".tox", "__pypackages__", "build", "dist", "node_modules", "site-packages"}
)
"""Folders that are generated or installed, unless they are packages (``src/build/__init__.py``)."""


@dataclass(frozen=True)
class Unreadable:
    """A path about which nothing is known, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class FileChoice:
    """flake8's options that choose files."""

    patterns: Sequence[str]
    exclude: Sequence[str]
    stdin_display_name: str = "stdin"


@dataclass
class Found:
    """What there is to check, and what is not checked though flake8 might."""

    files: tuple[str, ...] = ()
    unreadable: list[Unreadable] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Folders and links that would have to be named."""

    def real_path(self, path: str) -> str | None:
        """Return where a path leads, None if that cannot be found out."""
        try:
            return os.path.realpath(path)
        except OSError as error:
            self.unreadable.append(Unreadable(path, error.strerror or str(error)))
            return None


def python_files(paths: Sequence[str], choice: FileChoice) -> Found:
    """Return the files that are named or found below named folders.

    Each file appears once, however many names it has. What is named is included unless flake8
    excludes it; below it, installed and generated folders are not, nor are links that
    lead into these or out of it. Pipes, sockets and devices cannot be read: they may never end.
    """
    names: dict[str, str] = {}
    found = Found()
    for path in paths or (".",):
        search = _below if os.path.isdir(path) else _named
        for name, real_path in search(path, choice, found):
            known = names.setdefault(real_path, name)
            if os.path.islink(known) and not os.path.islink(name):
                names[real_path] = name
    no_files = [name for name in names.values() if _is_no_file(name)]
    found.unreadable += (Unreadable(name, "it is not a regular file") for name in no_files)
    found.files = tuple(name for name in names.values() if name not in no_files)
    return found


def _is_no_file(path: str) -> bool:
    """Say whether a path is something other than a file; if nothing is there, flake8 says so."""
    try:
        return path != "-" and not stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _named(path: str, choice: FileChoice, found: Found) -> Iterator[tuple[str, str]]:
    for name in expand_paths(
        paths=[path],
        stdin_display_name=choice.stdin_display_name,
        filename_patterns=choice.patterns,
        exclude=choice.exclude,
    ):
        real_path = name if name == "-" else found.real_path(name)
        if real_path is not None:
            yield name, real_path


def _below(folder: str, choice: FileChoice, found: Found) -> Iterator[tuple[str, str]]:
    """Yield the files below a folder, each with its real path."""

    def not_listed(error: OSError) -> None:
        found.unreadable.append(Unreadable(str(error.filename), error.strerror or str(error)))

    if is_excluded(folder, choice.exclude) or (tree := found.real_path(folder)) is None:
        return
    for parent, folders, names in os.walk(folder, onerror=not_listed):
        paths = {name: os.path.join(parent, name) for name in sorted(folders)}
        folders[:] = [
            name
            for name, path in paths.items()
            if not is_excluded(path, choice.exclude) and _is_entered(path, tree, found)
        ]
        real_parent = os.path.normpath(os.path.join(tree, os.path.relpath(parent, folder)))
        for name in names:
            path = os.path.join(parent, name)
            if utils.fnmatch(path, choice.patterns) and not is_excluded(path, choice.exclude):
                real_path = _real_path_inside(path, os.path.join(real_parent, name), tree, found)
                if real_path is not None:
                    yield path, real_path


def _is_entered(folder: str, tree: str, found: Found) -> bool:
    """Say whether a folder is looked through, and note it if it would have to be named."""
    if is_left_out(folder):
        found.left_out.append(folder)
        return False
    return _real_path_inside(folder, tree, tree, found) is not None


def is_left_out(folder: str) -> bool:
    """Say whether the content of a folder is installed or generated, not written by anybody."""
    if any(os.path.lexists(os.path.join(folder, mark)) for mark in MARKS_OF_ENVIRONMENTS):
        return True
    is_package = os.path.lexists(os.path.join(folder, "__init__.py"))
    return os.path.basename(folder) in LEFT_OUT and not is_package


def _real_path_inside(path: str, real_path: str, tree: str, found: Found) -> str | None:
    """Return where a path leads; None for a link that leads out of what is looked through.

    Such a link is noted.

    :param real_path: the answer if it is no link.
    """
    if not os.path.islink(path):
        return real_path
    target = found.real_path(path)
    if target is None or _is_looked_through(target, tree):
        return target
    found.left_out.append(path)
    return None


def _is_looked_through(path: str, tree: str) -> bool:
    """Say whether a real path is below a tree, and in no folder that is left out there."""
    if not Path(path).is_relative_to(tree):
        return False
    folders = Path(path).relative_to(tree).parents
    return not any(is_left_out(os.path.join(tree, folder)) for folder in folders[:-1])
