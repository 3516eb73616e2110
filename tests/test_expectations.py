"""Exceptions that the code expects, by whatever name and wherever it does."""

from __future__ import annotations

import sys

import pytest

from flake8_missing_import import find_missing_imports

NEEDS_EXCEPTION_GROUPS = pytest.mark.skipif(sys.version_info < (3, 11), reason="PEP 654")
FUNCTION = "def fails():\n    time.time()\n"
METHODS = (
    "import unittest\nclass Test(unittest.TestCase):\n    def fails(self):\n        time.time()\n"
)

EXPECTING = [
    pytest.param("def test(self):\n    self.assertRaises(NameError, fails)\n", id="assertRaises"),
    pytest.param(
        "def test(self):\n    self.assertRaisesRegex(NameError, 'time', fails)\n",
        id="assertRaisesRegex",
    ),
    pytest.param("pytest.raises(NameError, fails)\n", id="raises"),
    pytest.param("pytest.raises((KeyError, NameError), fails)\n", id="tuple"),
    pytest.param("with pytest.raises(NameError):\n    fails()\n", id="with-raises"),
    pytest.param("with pytest.raises(expected_exception=NameError):\n    fails()\n", id="keyword"),
    pytest.param("with pytest.RaisesGroup(NameError):\n    fails()\n", id="RaisesGroup"),
    pytest.param("with testtools.ExpectedException(NameError):\n    fails()\n", id="testtools"),
    pytest.param(
        "async def test():\n    with pytest.raises(NameError):\n        await fails()\n", id="await"
    ),
    pytest.param(
        "from numpy.testing import assert_raises\nassert_raises(NameError, fails)\n", id="numpy"
    ),
    pytest.param("from pytest import raises as expect\nexpect(NameError, fails)\n", id="as"),
    pytest.param(
        "import unittest\nexpect = unittest.TestCase().assertRaises\nexpect(NameError, fails)\n",
        id="method-kept",
    ),
    pytest.param(
        "def test(self):\n    self.assertRaises(callable=fails, expected_exception=NameError)\n",
        id="keywords",
    ),
]


@pytest.mark.parametrize("test", EXPECTING)
def test_function_that_is_expected_to_fail(test: str) -> None:
    assert find_missing_imports(f"{FUNCTION}{test}") == []
    assert find_missing_imports(f"fails = lambda: time.time()\n{test}") == []
    assert len(find_missing_imports(FUNCTION + test.replace("NameError", "OSError"))) == 1
    assert len(find_missing_imports(FUNCTION + test.replace("fails", "other"))) == 1


def test_method_that_is_expected_to_fail() -> None:
    source = f"{METHODS}    def test(self):\n        self.assertRaises(NameError, self.fails)\n"
    assert find_missing_imports(source) == []
    assert len(find_missing_imports(source.replace("self.fails", "fails"))) == 1


def test_function_that_a_test_defines() -> None:
    source = (
        "def test(self):\n    def fails():\n        time.time()\n"
        "    self.assertRaises(NameError, fails)\n"
    )
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "decorator",
    [
        pytest.param("pytest.mark.xfail(raises=NameError)", id="xfail"),
        pytest.param("pytest.mark.xfail(raises=(KeyError, NameError), strict=True)", id="tuple"),
        pytest.param("nose.tools.raises(NameError)", id="nose"),
    ],
)
def test_test_that_is_expected_to_fail(decorator: str) -> None:
    source = f"@{decorator}\n{FUNCTION}"
    assert find_missing_imports(source) == []
    assert len(find_missing_imports(source.replace("NameError", "OSError"))) == 1


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "errors = [KeyError, NameError]\nwith contextlib.suppress(*errors):\n    time.time()\n",
            id="list",
        ),
        pytest.param(
            "def f():\n    errors = NameError,\n    with contextlib.suppress(*errors):\n"
            "        time.time()\n",
            id="local",
        ),
        pytest.param(
            "missing = NameError\nerrors = (missing, OSError)\ntry:\n    time.time()\n"
            "except errors:\n    pass\n",
            id="kept-twice",
        ),
        pytest.param(
            "class A:\n    errors = (NameError,)\n    def f(self):\n        try:\n"
            "            time.time()\n        except self.errors:\n            pass\n",
            id="attribute",
        ),
        pytest.param(
            "def f(errors=(NameError,)):\n    try:\n        time.time()\n    except errors:\n"
            "        pass\n",
            id="default",
        ),
        pytest.param(
            "def f(*, errors=NameError):\n    try:\n        time.time()\n    except errors:\n"
            "        pass\n",
            id="default-of-a-keyword",
        ),
        pytest.param(
            "quiet = contextlib.suppress(NameError)\nwith quiet:\n    time.time()\n", id="manager"
        ),
        pytest.param(
            "from builtins import NameError as Missing\ntry:\n    time.time()\n"
            "except Missing:\n    pass\n",
            id="as",
        ),
        pytest.param(
            "try:\n    time.time()\nexcept* (NameError, OSError):\n    pass\n",
            id="exception-group",
            marks=NEEDS_EXCEPTION_GROUPS,
        ),
    ],
)
def test_variables_for_expected_exceptions(source: str) -> None:
    assert find_missing_imports(f"import contextlib\n{source}") == []
    other = source.replace("NameError", "KeyError")
    assert len(find_missing_imports(f"import contextlib\n{other}")) == 1


def test_attribute_error_of_a_function_that_is_expected_to_fail() -> None:
    source = (
        "import importlib\ndef fails():\n    importlib.util.find_spec('x')\n"
        "def test(self):\n    self.assertRaises(AttributeError, fails)\n"
    )
    assert find_missing_imports(source) == []
    assert len(find_missing_imports(source.replace("AttributeError", "OSError"))) == 1
