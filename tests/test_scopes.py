"""What is bound and what is not, told from the statements alone that have the names."""

from __future__ import annotations

import ast
import random
import re

import pytest

from flake8_missing_import.scopes import unbound_names, with_names
from tests import restore

SEED = 20261125
FILES = 60
NAMES = 12


@pytest.mark.parametrize(
    ("source", "unbound"),
    [
        pytest.param("@time\ndef f(): pass\n", {"time"}, id="decorator"),
        pytest.param("@a(\n    time\n)\nclass A:\n    x = 1\n", {"time"}, id="class-decorator"),
        pytest.param("class A(time):\n    def f(self): pass\n", {"time"}, id="base-class"),
        pytest.param("class A:\n    def f(self): time()\n", {"time"}, id="method"),
        pytest.param("class A:\n    @time\n    def f(self): pass\n", {"time"}, id="of-a-method"),
        pytest.param("class A:\n    time = 1\n    def f(self): time()\n", {"time"}, id="not-seen"),
        pytest.param("class A: time()\n", {"time"}, id="class-on-one-line"),
        pytest.param("class A(\n    B,\n):\n    'time'\n    x = time\n", {"time"}, id="docstring"),
        pytest.param("time(); y = (\n    1,\n)\n", {"time"}, id="shared-line"),
        pytest.param("time(); \\\ny = 1\n", {"time"}, id="continued-line"),
        pytest.param("time()\ndef f():\n    global time\n    time = 1\n", set(), id="global"),
        pytest.param(
            "time()\nclass A:\n    global time\n    time = 1\n", set(), id="global-in-class"
        ),
        pytest.param("time()\nfor time in x: pass\n", set(), id="bound-later"),
        pytest.param("def f(time): time()\n", set(), id="parameter"),
        pytest.param("time()\rclass A:\r    x = 1\r", {"time"}, id="cr"),
    ],
)
def test_unbound_names(source: str, unbound: set[str]) -> None:
    names = unbound_names(source, ast.parse(source), frozenset({"time"}))
    assert names.unbound == unbound


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        pytest.param(
            "x = 1\ndef f(): pass\ndef g(): time()\n",
            "x = 1\ndef g(): time()\n",
            id="functions",
        ),
        pytest.param("class A:\n    def f(self): pass\n", "", id="class"),
        pytest.param(
            "class A:\n    x = 1\n    def f(self): pass\n    def g(self): time()\n",
            "class A:\n    x = 1\n    def g(self): time()\n",
            id="methods",
        ),
        pytest.param(
            "class A:\n    class B:\n        time = 1\n        def f(self): pass\n",
            "class A:\n    class B:\n        time = 1\n",
            id="class-in-a-class",
        ),
        pytest.param(
            "class A(time):\n    def f(self): pass\n",
            "class A(time): pass\n",
            id="base-class",
        ),
    ],
)
def test_definitions_without_the_names_are_left_out(source: str, kept: str) -> None:
    tree = ast.parse(source)
    assert ast.unparse(with_names(tree, source, {"time"})) == ast.unparse(ast.parse(kept))
    assert ast.unparse(tree) == ast.unparse(ast.parse(source)), "the module has changed"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import os\ntime()\n", id="no-definitions"),
        pytest.param("def f(): time()\n", id="function"),
        pytest.param("class A:\n    class B:\n        def f(self): time()\n", id="classes"),
    ],
)
def test_nothing_left_out_is_the_module_itself(source: str) -> None:
    """So that pyflakes need not look at it twice."""
    tree = ast.parse(source)
    assert with_names(tree, source, {"time"}) is tree


def test_other_statements_do_not_matter() -> None:
    """For all names of a file at once, all of its statements are looked at."""
    chosen = random.Random(SEED)
    for path in chosen.sample(restore.library_files(), FILES):
        source = path.read_text(encoding="utf-8", errors="replace")
        try:
            tree = restore.parse(source)
        except SyntaxError:
            continue
        words = sorted(set(re.findall(r"\b[A-Za-z_]\w*\b", source)))
        at_once = unbound_names(source, tree, frozenset(words))
        for name in chosen.sample(words, min(NAMES, len(words))):
            alone = unbound_names(source, tree, frozenset({name}))
            assert (name in alone.unbound) == (name in at_once.unbound), (path, name)
            assert (name in alone.bound) == (name in at_once.bound), (path, name)
