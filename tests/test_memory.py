"""How much memory a check takes, beyond the tree that flake8 has made anyway."""

from __future__ import annotations

import ast
import tracemalloc

import pytest

from flake8_missing_import import find_missing_imports

pytestmark = pytest.mark.large

LINES = 500


@pytest.mark.parametrize(
    ("line", "findings", "bytes_a_character"),
    [
        pytest.param("x = [sleep(1), 'a']\n", 0, 15, id="clean"),
        pytest.param("x = [time.sleep(1), 'a']\n", 1, 250, id="uses-of-one-module"),
        pytest.param("def f(a):\n    return time.sleep(a), Path(a)\n", 2, 250, id="functions"),
    ],
)
def test_memory_is_bounded_by_the_size_of_the_text(
    line: str, findings: int, bytes_a_character: int
) -> None:
    source = "from time import sleep\n" + line * LINES
    tree = ast.parse(source)
    find_missing_imports(source)  # so that the tables are there, whatever ran before
    tracemalloc.start()
    try:
        found = find_missing_imports(source, tree=tree)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found) == findings
    assert peak < bytes_a_character * len(source)
