"""Tests that a framework skips where a name or an attribute is missing."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports

HEAD = "import http, pytest, six, sys, unittest\nPY2 = sys.version_info[0] == 2\n"
FUNCTION = "def test():\n    reduce(len, [])\n"
METHOD = "    def test(self):\n        reduce(len, [])\n"
SETUP = "class Test:\n    def setUp(self):\n"


def count(source: str) -> int:
    return len(find_missing_imports(HEAD + source, target_version=(3, 11)))


@pytest.mark.parametrize(
    ("source", "old", "new"),
    [
        pytest.param(
            f"class Test:\n    @unittest.skipIf(sys.version_info[0] > 2, 'x')\n{METHOD}",
            *("> 2", "< 3"),
            id="skipIf",
        ),
        pytest.param(
            f"@unittest.skipUnless(PY2, 'x')\nclass Test:\n{METHOD}",
            *("PY2", "not PY2"),
            id="class",
        ),
        pytest.param(
            f"@pytest.mark.skipif(six.PY3, reason='x')\n{FUNCTION}", *("PY3", "PY2"), id="pytest"
        ),
        pytest.param(
            f"@pytest.mark.skipif(sys.version_info >= (3, 10), reason='x')\n{FUNCTION}",
            *("10", "12"),
            id="some-python",
        ),
        pytest.param(
            f"@pytest.mark.skipif('sys.version_info[0] >= 3')\n{FUNCTION}",
            *(">= 3", "< 3"),
            id="text",
        ),
        pytest.param(
            f"@pytest.mark.skipif('sys.version_info >= (3, 0)', reason='x')\nclass Test:\n{METHOD}",
            *(">= (3, 0)", ">= (3, 99)"),
            id="text-of-a-class",
        ),
        pytest.param(
            f"@pytest.mark.skipif(condition='not PY2', reason='x')\n{FUNCTION}",
            *("not PY2", "PY2"),
            id="keyword",
        ),
        pytest.param(
            f"pytestmark = pytest.mark.skipif(not PY2, reason='x')\n{FUNCTION}",
            *("not PY2", "PY2"),
            id="module",
        ),
        pytest.param(
            f"pytestmark = [x, pytest.mark.skipif(not PY2, reason='x')]\n{FUNCTION}",
            *("not PY2", "PY2"),
            id="marks",
        ),
        pytest.param(
            f"class Test:\n    pytestmark = pytest.mark.skipif(not PY2, reason='x')\n{METHOD}",
            *("not PY2", "PY2"),
            id="marks-of-a-class",
        ),
        pytest.param(
            f"py2only = pytest.mark.skipif(not PY2, reason='x')\n@py2only\n{FUNCTION}",
            *("@py2only", "@other"),
            id="variable",
        ),
        pytest.param(
            f"pytest.importorskip('cPickle')\n{FUNCTION}", *("cPickle", "pickle"), id="importorskip"
        ),
        pytest.param(
            "def test():\n    p = pytest.importorskip('cPickle')\n    reduce(len, [])\n",
            *("cPickle", "numpy"),
            id="importorskip-in-a-test",
        ),
        pytest.param(
            f"{SETUP}        if not PY2:\n            self.skipTest('x')\n{METHOD}",
            *("not PY2", "PY2"),
            id="setUp",
        ),
        pytest.param(
            "class Test:\n    @classmethod\n    def setUpClass(cls):\n"
            f"        if 'reduce' not in globals():\n            raise unittest.SkipTest\n{METHOD}",
            *("'reduce' not", "'time' not"),
            id="setUpClass",
        ),
        pytest.param(
            "def setUpModule():\n    if not PY2:\n        raise unittest.SkipTest('x')\n"
            f"class Test:\n{METHOD}",
            *("SkipTest", "OtherTest"),
            id="setUpModule",
        ),
        pytest.param(
            f"{SETUP}        if not hasattr(http, 'client'):\n            self.skipTest('x')\n"
            "    def test(self):\n        http.client.OK\n",
            *("client'", "server'"),
            id="attribute",
        ),
    ],
)
def test_silent_where_a_test_is_skipped(source: str, old: str, new: str) -> None:
    assert count(source) == 0
    assert count(source.replace(old, new)) == 1


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "@unittest.skipUnless(PY2, 'x')\nclass Test:\n    x = reduce(len, [])\n",
            id="class-body",
        ),
        pytest.param(
            "@unittest.skipUnless(PY2, 'x')\ndef test(x=reduce(len, [])): pass\n", id="default"
        ),
        pytest.param(
            "pytestmark = pytest.mark.skipif(not PY2, reason='x')\nreduce(len, [])\n", id="module"
        ),
        pytest.param(f"@pytest.mark.skipif('sys.platform == 1')\n{FUNCTION}", id="text"),
        pytest.param(f"@unittest.skipIf('not needed', 'x')\n{FUNCTION}", id="text-that-is-no-code"),
        pytest.param(f"@pytest.mark.skipif('1')\n{FUNCTION}", id="constant-in-a-text"),
        pytest.param(
            f"{SETUP}        if not PY2:\n            self.x = 1\n            return\n{METHOD}",
            id="setUp-that-returns",
        ),
        pytest.param("reduce(len, [])\npytest.importorskip('cPickle')\n", id="above-importorskip"),
    ],
)
def test_found_where_code_runs(source: str) -> None:
    assert count(source) == 1
