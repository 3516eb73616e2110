"""flake8 in the process of the tests: as a program it takes much longer to start."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

from flake8.main.cli import main
from pytest_flake8_path import Flake8Path, Flake8Result


@contextlib.contextmanager
def current_folder(folder: Path) -> Iterator[None]:
    """Make a folder the current one for a while."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def run_flake8(*arguments: str) -> Flake8Result:
    """Return what flake8 prints in the current folder."""
    printed, complaints = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complaints):
        try:
            code = main(arguments)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    for stream in (printed, complaints):
        stream.seek(0)
    return Flake8Result(printed.read(), complaints.read(), code)


class Flake8Here(Flake8Path):
    """A folder with the interface of pytest-flake8-path's."""

    def run_flake8(self, extra_args: list[str] | None = None) -> Flake8Result:
        """Return what flake8 prints in this folder."""
        with current_folder(self):
            return run_flake8("--jobs=1", "--config=setup.cfg", ".", *(extra_args or []))
