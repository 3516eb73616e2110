"""The shorter module in which the fixer looks for places has the lines of the whole one."""

from __future__ import annotations

import ast

import pytest

from flake8_missing_import.outline import outline


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("def f():\n    x\n    y\n", "def f():\n    pass\n\n", id="function"),
        pytest.param("async def f():\n\tx\n", "async def f():\n\tpass\n", id="tab"),
        pytest.param("def f():\n    x\r\n    y\r\n", "def f():\n    pass\r\n\r\n", id="line-ends"),
        pytest.param("def f():\n    x\n    y", "def f():\n    pass\n", id="no-last-end"),
        pytest.param("def f():\n    return time\n", None, id="holds-the-line"),
        pytest.param("def f(): x\n", None, id="on-one-line"),
        pytest.param("def f(a=time):\n    x\n", "def f(a=time):\n    pass\n", id="in-its-head"),
        pytest.param("def f(): return time\n", None, id="in-its-head-and-body"),
        pytest.param('def f():\n    """\n  x\n"""\n', "def f():\n    pass\n\n\n", id="string"),
        pytest.param("if x:\n    def f():\n        x\n", None, id="not-at-the-top"),
        pytest.param("x = 1\nimport os\n", None, id="no-function"),
        pytest.param(
            "class A:\n    def f(self):\n        x\n    def g(self):\n        time\n",
            "class A:\n    def f(self):\n        pass\n    def g(self):\n        time\n",
            id="method",
        ),
        pytest.param(
            "class A:\n    x = 1\n    def f(self):\n        x\n",
            "class A:\n    pass\n\n\n",
            id="class",
        ),
        pytest.param(
            "def f():\n    @x\n    def g():\n        y\n",
            "def f():\n    pass\n\n\n",
            id="decorator-first",
        ),
        pytest.param(
            "def f():\n    @(\n        x\n    )\n    def g():\n        y\n",
            None,
            id="decorator-in-parentheses-first",
        ),
    ],
)
def test_outline(before: str, after: str | None) -> None:
    lines = f"{before}\ntime\n".encode().splitlines(keepends=True)
    needed = {number for number, line in enumerate(lines, 1) if b"time" in line}
    short = outline(lines, ast.parse(b"".join(lines)), needed)
    expected = before if after is None else after
    assert b"".join(short).decode() == f"{expected}\ntime\n"
    assert len(short) == len(lines)
    ast.parse(b"".join(short))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "class A:\n    def f(self):\n        x\n    def g(self):\n        time\n",
            "class A:\n    pass\n\n    def g(self):\n        time\n",
            id="method",
        ),
        pytest.param(
            "class A:\n    x = {\n        1\n    }\n    y = time\n",
            "class A:\n    pass\n\n\n    y = time\n",
            id="statement-of-a-class",
        ),
        pytest.param(
            "def f():\n    if x:\n        y\n    if x:\n        y\n        time\n    z\n",
            "def f():\n    pass\n\n    if x:\n        y\n        time\n    pass\n",
            id="statements-of-a-function",
        ),
        pytest.param(
            "class A:\n    @x(time)\n    def f(self):\n        y\n",
            "class A:\n    @x(time)\n    def f(self):\n        pass\n",
            id="decorated-with-it",
        ),
        pytest.param("def f(): x; time\n", "def f(): x; time\n", id="on-one-line"),
        pytest.param("if x:\n    y\n", "if x:\n    y\n", id="in-no-definition"),
    ],
)
def test_short_outline(before: str, after: str) -> None:
    lines = f"{before}\ntime\n".encode().splitlines(keepends=True)
    needed = {number for number, line in enumerate(lines, 1) if b"time" in line}
    short = outline(lines, ast.parse(b"".join(lines)), needed, is_short=True)
    assert b"".join(short).decode() == f"{after}\ntime\n"
    ast.parse(b"".join(short))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("time\nx\n\ny\n", "time\n\n\n\n", id="below"),
        pytest.param("(\n    time,\n    x,\n)\ny", "(\n    time,\n    x,\n)\n", id="in-it"),
        pytest.param(
            "def f():\n    time\n    x\n\n\n@a\ndef g():\n    x\n",
            "def f():\n    time\n    x\n\n\n\n\n\n",
            id="definition-below",
        ),
        pytest.param("time\nx", "time\n", id="no-last-end"),
        pytest.param("x\n", "\n", id="none-needed"),
    ],
)
def test_what_is_below_is_left_out(before: str, after: str) -> None:
    lines = before.encode().splitlines(keepends=True)
    needed = {number for number, line in enumerate(lines, 1) if b"time" in line}
    assert b"".join(outline(lines, ast.parse(before), needed)).decode() == after
