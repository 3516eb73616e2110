"""How imports of released code are counted that are not the library's."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest

from tools.count_other_imports import Counts, lines, other_imports, own_packages


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import sqlalchemy", {("sqlalchemy", "sqlalchemy")}, id="package"),
        pytest.param("import sqlalchemy.orm as so", {("sqlalchemy", "so")}, id="alias"),
        pytest.param(
            "from sqlalchemy.sql import Enum, text as t",
            {("sqlalchemy", "Enum"), ("sqlalchemy", "t")},
            id="members",
        ),
        pytest.param("from .compat import Enum", {("", "Enum")}, id="relative"),
        pytest.param("def f():\n    from attr import field", {("attr", "field")}, id="inside"),
        pytest.param("import os\nfrom enum import Enum", set(), id="library"),
        pytest.param("from typing_extensions import Self\nimport mock", set(), id="backports"),
    ],
)
def test_other_imports(tmp_path: Path, source: str, expected: AbstractSet[tuple[str, str]]) -> None:
    path = tmp_path / "a.py"
    path.write_text(source)
    assert (other_imports(path) or frozenset()) == expected


def test_own_packages(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a/__init__.py", "a/b/__init__.py", "a/c.py", "d.py")]
    assert own_packages(paths, tmp_path) == {"", "a", "d"}


def test_own_packages_without_init(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("tests/unit/a.py", "lib/b/__init__.py", "lib/b/c/d.py")]
    assert own_packages(paths, tmp_path) == {"", "tests", "lib", "a", "b", "d"}


def test_lines_say_what_several_packages_do() -> None:
    counts = Counts(frozenset({"Enum", "field"}))
    files = [frozenset({("sqlalchemy", "Enum"), ("sqlalchemy", "Column"), ("attr", "field")})]
    for own in ({""}, {"", "attr"}, {"", "sqlalchemy"}):
        counts.add_package(files, frozenset(own))
    assert list(lines(counts)) == [
        "Enum\t3\tsqlalchemy 0.67",
        "field\t3\tattr 0.67",
        "@attr\t2 2 0",
        "@sqlalchemy\t2 4 4",
    ]
