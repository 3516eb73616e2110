"""What all tests need."""

from __future__ import annotations

import functools
import gc
import importlib.metadata
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flake8_missing_import.checker import MissingImportChecker
from tests.here import Flake8Here


@pytest.fixture(autouse=True, scope="session")
def _forget_what_was_read_before_the_mutation() -> None:
    """Empty the caches in a process that mutmut has made from one that ran the tests before."""
    if "MUTANT_UNDER_TEST" not in os.environ:
        return
    for found in gc.get_objects():
        if not isinstance(found, functools._lru_cache_wrapper):
            continue
        # That of a partial function has no module.
        if (found.__module__ or "").startswith("flake8_missing_import"):
            found.cache_clear()


@pytest.fixture(autouse=True)
def _keep_options_to_their_test() -> Iterator[None]:
    """Undo what a test that runs flake8 in this process has set for the class of our checker.

    Flake8-pyproject keeps the file of the last ``--toml-config``.
    """
    before = dict(vars(MissingImportChecker))
    yield
    if pyproject_hook := sys.modules.get("flake8p.hook"):
        vars(pyproject_hook)["toml_config"] = Path("pyproject.toml")
    for name, value in before.items():
        if vars(MissingImportChecker)[name] is not value:
            setattr(MissingImportChecker, name, value)


@pytest.fixture
def flake8_path(tmp_path: Path) -> Flake8Here:
    """Return a folder with an empty configuration, in which flake8 runs in this process."""
    try:
        importlib.metadata.distribution("flake8-missing-import")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("flake8 does not find the plugin where only its modules are")
    (tmp_path / "setup.cfg").write_text("[flake8]\n")
    return Flake8Here(tmp_path)
