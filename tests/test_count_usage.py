"""How released code is counted."""

from __future__ import annotations

import ast

import pytest

from flake8_missing_import.stdlib.usage import DEFINED, ELSEWHERE, VARIABLE
from tools.count_usage import Counts, File, lines

NAMES = frozenset({"sleep", "patch", "datetime", "time", "mock"})


def origins_of(source: str, name: str) -> set[str]:
    uses = File(ast.parse(source), NAMES).found.uses
    return {origin for used, origin in uses if used == name}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("from time import sleep\nsleep(1)", {"time.sleep"}, id="member"),
        pytest.param("from time import time as sleep\nsleep()", {"time.time"}, id="alias"),
        pytest.param("from .time import sleep\nsleep(1)", {ELSEWHERE}, id="relative"),
        pytest.param("from gevent import sleep\nsleep(1)", {ELSEWHERE}, id="third party"),
        pytest.param("def sleep(): ...\nsleep()", {DEFINED}, id="definition"),
        pytest.param("sleep = 1\nprint(sleep)", {DEFINED}, id="module-level variable"),
        pytest.param("def f(sleep): sleep()", {VARIABLE}, id="parameter"),
        pytest.param("def f():\n  sleep = 1\n  sleep()", {VARIABLE}, id="local variable"),
        pytest.param(
            "from time import sleep\ndef f(sleep): sleep()", {VARIABLE}, id="hidden import"
        ),
        pytest.param(
            "from time import sleep\nclass A:\n  sleep = 1\n  def f(self): sleep()",
            {"time.sleep"},
            id="class attribute",
        ),
        pytest.param("sleep(1)", set(), id="undefined"),
        pytest.param(
            "try: from time import sleep\nexcept ImportError: from a import sleep\nsleep(1)",
            set(),
            id="two origins",
        ),
    ],
)
def test_each_use_is_resolved(source: str, expected: set[str]) -> None:
    assert origins_of(source, "sleep") == expected


@pytest.mark.parametrize("source", ["import mock\nmock.patch", "from unittest import mock\nmock.a"])
def test_backports_count_as_the_library(source: str) -> None:
    assert origins_of(source, "mock") == {"unittest.mock"}


def test_many_files_of_one_package_count_as_their_square_root() -> None:
    counts = Counts()
    file = "from time import sleep\nsleep(1)"
    counts.add_package(File(ast.parse(file), NAMES).found for _ in range(16))
    counts.add_package([File(ast.parse(file), NAMES).found])
    assert [line for line in lines(counts, ["sleep"]) if line.startswith("sleep")] == [
        "sleep\ttime.sleep 5 (int1:5 statement():5"
    ]
