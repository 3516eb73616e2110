"""Conditions that a module's own functions return."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports
from tests import proof

HEAD = "import sys\n"
ASKING = [
    pytest.param("def has(name): return name in globals()\n", id="names"),
    pytest.param("def has(name):\n    'Ask.'\n    return name in globals()\n", id="docstring"),
    pytest.param("has = lambda name: name in globals()\n", id="lambda"),
    pytest.param("def has(name, on=1): return on and name in globals()\n", id="default"),
    pytest.param("def has(name, *, on=1): return on and name in globals()\n", id="keyword-only"),
    pytest.param("def has(name, /): return not name not in globals()\n", id="negated"),
    pytest.param(
        "def has(name): return hasattr(sys.modules[__name__], name)\n", id="attribute-of-the-module"
    ),
    pytest.param("def has(name): return globals().get(name) is not None\n", id="compared"),
]


def found(source: str) -> list[str]:
    return [one.message for one in find_missing_imports(source, target_version=(3, 11))]


@pytest.mark.parametrize("own", ASKING)
@pytest.mark.parametrize(
    ("use", "is_error"),
    [
        pytest.param("if has({0}): time.time()\n", False, id="if"),
        pytest.param("has({0}) and time.time()\n", False, id="and"),
        pytest.param("there = has({0})\nif there: time.time()\n", False, id="variable"),
        pytest.param(
            "def f():\n    if not has({0}): return\n    time.time()\nf()\n", False, id="return"
        ),
        pytest.param("if not has({0}): time.time()\n", True, id="if-not"),
        pytest.param("has({0}) or time.time()\n", True, id="or"),
        pytest.param("has({0})\ntime.time()\n", True, id="answer-that-nothing-reads"),
    ],
)
def test_name_that_an_own_function_asks_for(own: str, use: str, is_error: bool) -> None:
    source = HEAD + own + use.format("'time'")
    assert proof.error(source).startswith("NameError: ") is is_error
    assert len(found(source)) == is_error
    other = HEAD + own + use.format("'sys'")
    assert is_error or proof.error(other).startswith("NameError: name 'time' is not defined")
    assert is_error or len(found(other)) == 1


METHODS = [
    pytest.param("    def has(self, name): return name in globals()\n", "a.has({0})", id="method"),
    pytest.param(
        "    @classmethod\n    def has(cls, name): return name in globals()\n",
        "A.has({0})",
        id="classmethod",
    ),
    pytest.param(
        "    @staticmethod\n    def has(name): return name in globals()\n",
        "A.has({0})",
        id="static",
    ),
]


@pytest.mark.parametrize(("own", "test"), METHODS)
def test_name_that_an_own_method_asks_for(own: str, test: str) -> None:
    source = f"import xml\nclass A:\n{own}a = A()\nif {{0}}: time.time()\n"
    there = test.format("'time'")
    assert proof.error(source.format(there)) == ""
    assert found(source.format(there)) == []
    for other in (f"not {there}", test.format("'xml'")):
        assert proof.error(source.format(other)).startswith("NameError: name 'time' is not defined")
        assert len(found(source.format(other))) == 1


@pytest.mark.parametrize(
    "own",
    [
        pytest.param("    def has(self, name): return self.names\n", id="no-question"),
        pytest.param(
            "    def has(self, name): return name in globals()\nclass B:\n"
            "    def has(self, name): return True\n",
            id="two-classes",
        ),
        pytest.param(
            "    def has(self, name): return name in globals()\nA.has = lambda self, name: True\n",
            id="replaced",
        ),
        pytest.param(
            "    @cache\n    def has(self, name): return name in globals()\n", id="decorated"
        ),
    ],
)
def test_methods_that_ask_for_no_name(own: str) -> None:
    source = f"from functools import cache\nclass A:\n{own}if A().has('time'): time.time()\n"
    assert len(found(source)) == 1


@pytest.mark.parametrize(
    ("own", "count"),
    [
        pytest.param(
            "if sys.argv:\n    def has(n): return n in globals()\n"
            "else:\n    def has(n): return globals().get(n)\n",
            0,
            id="if",
        ),
        pytest.param(
            "try:\n    import sys\n    def has(n): return n in globals()\n"
            "except ImportError:\n    def has(n): return False\n",
            0,
            id="try",
        ),
        pytest.param(
            "if sys.argv:\n    def has(n): return n in globals()\n"
            "else:\n    def has(n): return True\n",
            1,
            id="one-does-not-ask",
        ),
        pytest.param(
            "if sys.argv:\n    def has(n): return n in globals()\n"
            "else:\n    def has(n, m): return m in globals()\n",
            1,
            id="other-parameters",
        ),
        pytest.param(
            "if sys.argv:\n    def has(n): return n in globals()\n"
            "else:\n    from os.path import exists as has\n",
            1,
            id="imported",
        ),
    ],
)
def test_functions_that_branches_define(own: str, count: int) -> None:
    assert len(found(f"{HEAD}{own}def f():\n    if has('time'): time.time()\n")) == count


@pytest.mark.parametrize(
    ("own", "test"),
    [
        pytest.param(
            "def has(o, name): return hasattr(o, name)\n", "has(xml, 'dom')", id="hasattr"
        ),
        pytest.param("def has(name): return name in sys.modules\n", "has('xml.dom')", id="loaded"),
        pytest.param("def has(name): return hasattr(xml, name)\n", "has(name='dom')", id="keyword"),
    ],
)
def test_submodule_that_an_own_function_asks_for(own: str, test: str) -> None:
    source = f"{HEAD}import xml\n{own}if {{0}}: xml.dom.Node\n"
    assert proof.error(source.format(test)) == ""
    assert found(source.format(test)) == []
    assert proof.error(source.format(f"not {test}")).startswith("AttributeError: ")
    assert len(found(source.format(test.replace("dom'", "sax'")))) == 1


@pytest.mark.parametrize(
    ("own", "test"),
    [
        pytest.param(
            "def old(major, minor=0): return sys.version_info < (major, minor)\n",
            "old(3, 8)",
            id="version",
        ),
        pytest.param("def checked(): return TYPE_CHECKING\n", "checked()", id="type-checker"),
    ],
)
def test_import_under_a_condition_of_an_own_function(own: str, test: str) -> None:
    source = (
        f"{HEAD}from typing import TYPE_CHECKING\n{own}if {{0}}:\n    import time\ntime.time()\n"
    )
    assert proof.error(source.format(test)).startswith("NameError: name 'time' is not defined")
    (message,) = found(source.format(test))
    assert f"'time' is imported only under '{test}' (line 5)" in message
    assert found(source.format(f"not {test}")) == []


@pytest.mark.parametrize(
    "own",
    [
        pytest.param("def has(name): return name in {'time'}\n", id="other-container"),
        pytest.param("def has(name): return True\n", id="constant"),
        pytest.param("def has(name): print(name); return True\n", id="more-than-a-condition"),
        pytest.param("def has(*names): return all(n in names for n in names)\n", id="many"),
        pytest.param("def has(name): return has2(name)\ndef has2(n): return [n]\n", id="another"),
        pytest.param(
            "def has(name): return name in globals()\ndef has(name): return 1\n", id="two"
        ),
        pytest.param("async def has(name): return name in globals()\n", id="coroutine"),
        pytest.param(
            "@lambda f: lambda n: 1\ndef has(name): return name in globals()\n", id="decorated"
        ),
    ],
)
def test_functions_that_ask_for_no_name(own: str) -> None:
    source = f"{own}if has('time'): time.time()\n"
    assert "NameError: name 'time' is not defined" in proof.error(source)
    assert len(found(source)) == 1


@pytest.mark.parametrize(
    "own",
    [
        pytest.param("def a(x): return b(x)\ndef b(x): return a(x)\n", id="each-other"),
        pytest.param(
            "def a(x): return x and x\nv0 = f\n"
            + "".join(f"v{n + 1} = a(v{n})\n" for n in range(30)),
            id="arguments",
        ),
        pytest.param(
            "v0 = f\n"
            + "".join(f"def f{n}(): return v{n} or v{n}\nv{n + 1} = f{n}()\n" for n in range(30))
            + "a = f29\n",
            id="variables",
        ),
        pytest.param(
            f"def a(x): return x and (not x or x)\nv30 = {'a(' * 30}f{')' * 30}\n",
            id="calls-in-calls",
        ),
        pytest.param(
            f"def a(x): return x and (not x or x)\nif {'a(' * 30}f{')' * 30}: v30 = f\n",
            id="calls-in-a-condition",
        ),
        pytest.param(
            "def a(x): return x and (not x or x)\n"
            f"def g():\n    if {'a(' * 30}f{')' * 30}: time.time()\n",
            id="calls-around-a-use",
        ),
        pytest.param(
            "class C:\n    @staticmethod\n    def m(x): return x and (not x or x)\nv0 = f\n"
            + "".join(f"v{n + 1} = C.m(v{n})\n" for n in range(30))
            + "def a(x): return not x\n",
            id="methods",
        ),
    ],
)
def test_functions_whose_conditions_are_made_of_each_other(own: str) -> None:
    assert len(found(f"{own}def f():\n    if a(v30): time.time()\n")) == 1


@pytest.mark.parametrize(
    ("attempt", "count"),
    [
        pytest.param(
            "try:\n        {0}\n    except NameError:\n        return False", 0, id="tells"
        ),
        pytest.param(
            "try:\n        {0}\n        return True\n    except NameError:\n        return False",
            0,
            id="tells-both",
        ),
        pytest.param(
            "try:\n        {0}.time()\n    except NameError:\n        return False", 1, id="uses"
        ),
        pytest.param(
            "try:\n        {0}\n    except ValueError:\n        return False", 2, id="other-error"
        ),
    ],
)
def test_function_that_tries_a_name(attempt: str, count: int) -> None:
    source = f"def has():\n    {attempt}\n    return True\ndef f():\n    if has(): time.time()\n"
    assert [len(one.uses) for one in find_missing_imports(source.format("time"))] == [
        *([count] if count else [])
    ]
    assert len(find_missing_imports(source.format("date"))) == 1
