"""What is put into a file, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flake8_missing_import import MissingImport, find_missing_imports
from flake8_missing_import.applying import UnsafeEditError, fixed


def all_findings(finding: MissingImport) -> bool:
    return True


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            b"f = lambda: time.time()\nimport os",
            b"f = lambda: time.time()\nimport os\nimport time",
            id="below-the-last-line",
        ),
        pytest.param(
            b"f = lambda: deque()\nfrom collections import OrderedDict",
            b"f = lambda: deque()\nfrom collections import OrderedDict, deque",
            id="in-the-last-line",
        ),
    ],
)
def test_last_line_without_an_end(before: bytes, after: bytes) -> None:
    assert fixed(before, find_missing_imports, all_findings) == after


@pytest.mark.parametrize(
    ("inserted", "message"),
    [
        pytest.param("import (", "the file would not parse", id="no-python"),
        pytest.param("import os", "pyflakes would report: 'os' imported but unused", id="unused"),
        pytest.param("# time", "'import time' would not help", id="no-help"),
    ],
)
def test_edit_that_does_not_do_is_refused(inserted: str, message: str) -> None:
    def find(source: str) -> list[MissingImport]:
        (finding,) = find_missing_imports(source)
        assert finding.edit is not None
        return [replace(finding, edit=replace(finding.edit, inserted=(inserted,)))]

    with pytest.raises(UnsafeEditError, match=message):
        fixed(b"time.time()\n", find, all_findings)
