"""What all tests need."""

from __future__ import annotations

import functools
import gc
import os

import pytest


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
