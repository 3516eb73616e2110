"""Exceptions that the code expects, by whatever name and wherever it does."""

from __future__ import annotations

import sys

import pytest

from flake8_missing_import import find_missing_imports
from tests import proof

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
    pytest.param("try:\n    x = fails()\nexcept NameError:\n    x = 1\n", id="try"),
    pytest.param(
        "try:\n    fails()\nexcept Exception as e:\n    assert type(e) is NameError\n", id="asked"
    ),
    pytest.param(
        "import contextlib\nwith contextlib.suppress(NameError):\n    fails()\n", id="suppress"
    ),
    pytest.param("with raises(NameError):\n    list(map(fails, [1]))\n", id="mapped"),
    pytest.param(
        "from functools import partial\nraises(NameError, partial(fails, 1))\n", id="partial"
    ),
]


@pytest.mark.parametrize("test", EXPECTING)
def test_function_that_is_expected_to_fail(test: str) -> None:
    assert find_missing_imports(f"{FUNCTION}{test}") == []
    assert find_missing_imports(f"fails = lambda: time.time()\n{test}") == []
    assert len(find_missing_imports(FUNCTION + test.replace("NameError", "OSError"))) == 1
    assert len(find_missing_imports(FUNCTION + test.replace("fails", "other"))) == 1


@pytest.mark.parametrize(
    ("expecting", "lambdas"),
    [
        pytest.param("try:\n    {}\nexcept NameError:\n    now = None\n", True, id="try"),
        pytest.param(
            "import contextlib\nwith contextlib.suppress(NameError):\n    {}\n", True, id="suppress"
        ),
        pytest.param("def f():\n    {}\nwith raises(NameError):\n    f()\n", False, id="function"),
    ],
)
def test_lambda_of_a_variable_fails_where_that_is_called(expecting: str, lambdas: bool) -> None:
    for kept in ("now = lambda: time.time()", "now: object = lambda: time.time()"):
        assert len(find_missing_imports(f"{expecting.format(kept)}now()\n")) == lambdas
        assert find_missing_imports(expecting.format(f"{kept}; x = now()")) == []
        assert find_missing_imports(expecting.format(f"{kept}; keep(now)")) == []
    assert find_missing_imports(expecting.format("now = lambda x=time.time(): x")) == []
    assert find_missing_imports(expecting.format("run(lambda: time.time())")) == []


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param("for call in (fails,):\n    with raises({0}):\n        call()\n", id="loop"),
        pytest.param("call = partial(fails, 1)\nwith raises({0}):\n    call()\n", id="partial"),
        pytest.param("it = fails()\ntry:\n    next(it)\nexcept {0}: pass\n", id="generator"),
        pytest.param("call = fails\nraises({0}, call)\n", id="other-name"),
        pytest.param("def report(): fails()\nwith raises({0}):\n    report()\n", id="caller"),
        pytest.param(
            "def a(): fails()\ndef b(): a()\ntry: b()\nexcept {0}: pass\n", id="caller-of-a-caller"
        ),
        pytest.param(
            "bad = {{'a': fails}}\nfor call in bad.values():\n    with raises({0}): call()\n",
            id="table",
        ),
        pytest.param(
            "@pytest.mark.parametrize('call', [fails])\ndef test(call):\n    with raises({0}):\n"
            "        call()\n",
            id="parametrized",
        ),
    ],
)
def test_function_that_fails_further_on(kept: str) -> None:
    test = f"from functools import partial\nimport pytest\nfrom pytest import raises\n{kept}"
    assert find_missing_imports(FUNCTION + test.format("NameError")) == []
    assert len(find_missing_imports(FUNCTION + test.format("OSError"))) == 1
    assert len(find_missing_imports(FUNCTION.replace("fails", "other") + test)) == 1
    within = test.replace("fails,", "lambda: time.time(),").replace(
        "[fails]", "[lambda: time.time()]"
    )
    assert find_missing_imports(within.format("NameError")) == []


def test_class_whose_base_is_expected_to_fail() -> None:
    base = "class A:\n    def __init__(self):\n        time.time()\n"
    assert find_missing_imports(f"{base}class B(A): ...\npytest.raises(NameError, B)\n") == []
    assert len(find_missing_imports(f"{base}class B(C): ...\npytest.raises(NameError, B)\n")) == 1


def test_method_that_is_expected_to_fail() -> None:
    source = f"{METHODS}    def test(self):\n        self.assertRaises(NameError, self.fails)\n"
    assert find_missing_imports(source) == []
    assert len(find_missing_imports(source.replace("self.fails", "fails"))) == 1


def test_class_that_is_expected_to_fail() -> None:
    source = "class A:\n    def __init__(self):\n        time.time()\npytest.raises(NameError, A)\n"
    assert find_missing_imports(source) == []
    assert len(find_missing_imports(source.replace("__init__", "other"))) == 1


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
@pytest.mark.parametrize(
    "form",
    [
        pytest.param("@{0}\n" + FUNCTION, id="function"),
        pytest.param("@{0}\n" + METHODS, id="class"),
        pytest.param("expected = {0}\n@expected\n" + FUNCTION, id="kept"),
        pytest.param("class marks:\n    bad = {0}\n@marks.bad\n" + FUNCTION, id="kept-in-a-class"),
        pytest.param("pytestmark = {0}\n" + FUNCTION, id="module"),
        pytest.param("pytestmark = [pytest.mark.slow, {0}]\n" + FUNCTION, id="one-of-several"),
        pytest.param(METHODS + "    pytestmark = {0}\n", id="mark-of-a-class"),
    ],
)
def test_test_that_is_expected_to_fail(form: str, decorator: str) -> None:
    form = form.replace("import unittest\n", "")
    source = f"import pytest, unittest\n{form.format(decorator)}"
    assert find_missing_imports(source) == []
    assert len(find_missing_imports(source.replace("NameError", "OSError"))) == 1


@pytest.mark.parametrize(
    "manager",
    [
        pytest.param("pytest.raises(Exception, match=\"name 'time' is not defined\")", id="pytest"),
        pytest.param("self.assertRaisesRegex(Exception, 'time. is not defined')", id="unittest"),
        pytest.param("raises(BaseException, match=f'name {self} is not defined')", id="formatted"),
    ],
)
def test_exception_that_is_expected_by_its_text(manager: str) -> None:
    source = f"def test(self):\n    with {manager}:\n        time.time()\n"
    assert find_missing_imports(source) == []
    assert len(find_missing_imports(source.replace("is not defined", "is not valid"))) == 1
    other = source.replace("BaseException", "Exception").replace("Exception", "ValueError")
    assert len(find_missing_imports(other)) == 1


@pytest.mark.parametrize(
    ("items", "count"),
    [
        pytest.param("contextlib.suppress(NameError), open(json.dumps(1))", 0, id="suppress"),
        pytest.param("self.assertRaises(NameError), open(json.dumps(1))", 0, id="assertRaises"),
        pytest.param(
            "(\n      contextlib.suppress(NameError),\n      open(json.dumps(1)) as file,\n    )",
            0,
            id="lines",
        ),
        pytest.param("contextlib.suppress(NameError), open(''), json.a", 0, id="last"),
        pytest.param("contextlib.suppress(NameError), a as json.a", 0, id="target"),
        pytest.param("open(json.dumps(1)), contextlib.suppress(NameError)", 1, id="above"),
        pytest.param("contextlib.suppress(json.JSONDecodeError, NameError)", 1, id="itself"),
        pytest.param("contextlib.suppress(KeyError), open(json.dumps(1))", 1, id="another"),
    ],
)
def test_what_is_entered_below_a_manager(items: str, count: int) -> None:
    source = f"import contextlib\nclass A:\n  async def f(self):\n    with {items}:\n        pass\n"
    assert len(find_missing_imports(source)) == count
    assert len(find_missing_imports(source.replace("with", "async with"))) == count
    late = f"{source}    import json\n"
    assert len(find_missing_imports(late)) == count
    assert len(find_missing_imports(late.replace("NameError", "UnboundLocalError"))) == count


@pytest.mark.parametrize(
    ("items", "count"),
    [
        pytest.param("contextlib.suppress(NameError), open(fails())", 0, id="below"),
        pytest.param("open(fails()), contextlib.suppress(NameError)", 1, id="above"),
    ],
)
def test_function_that_is_called_where_a_manager_is_entered(items: str, count: int) -> None:
    source = f"import contextlib\n{FUNCTION}with {items}:\n    pass\n"
    assert len(find_missing_imports(source)) == count


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
            "errors = (OSError,)\nerrors += (NameError,)\ntry:\n    time.time()\n"
            "except errors:\n    pass\n",
            id="added",
        ),
        pytest.param(
            "@pytest.mark.parametrize('n, expected', [(1, pytest.raises(NameError))])\n"
            "def test(n, expected):\n    with expected:\n        time.time()\n",
            id="manager-as-a-parameter",
        ),
        pytest.param(
            "@pytest.mark.parametrize(('n', 'error'), [(1, NameError), (2, OSError)])\n"
            "def test(n, error):\n    with pytest.raises(error):\n        time.time()\n",
            id="parameter",
        ),
        pytest.param(
            "def test(self):\n    for error in (NameError, TypeError):\n"
            "        with self.assertRaises(error):\n            time.time()\n",
            id="loop",
        ),
        pytest.param(
            "def test(self):\n    for text, error in [('a', NameError), ('b', OSError)]:\n"
            "        with self.assertRaises(error):\n            time.time(text)\n",
            id="loop-over-pairs",
        ),
        pytest.param(
            "class A:\n    quiet = contextlib.suppress(NameError)\n    def f(self):\n"
            "        with self.quiet:\n            time.time()\n",
            id="manager-of-the-class",
        ),
        pytest.param(
            "def f(check):\n"
            "    with contextlib.suppress(NameError) if check else contextlib.nullcontext():\n"
            "        time.time()\n",
            id="manager-on-a-condition",
        ),
        pytest.param(
            "def f(check):\n    none = contextlib.nullcontext()\n"
            "    quiet = contextlib.suppress(NameError) if check else none\n    with quiet:\n"
            "        time.time()\n",
            id="manager-kept-on-a-condition",
        ),
        pytest.param(
            "with contextlib.ExitStack() as stack:\n    if check:\n"
            "        stack.enter_context(contextlib.suppress(NameError))\n    time.time()\n",
            id="entered-by-a-stack",
        ),
        pytest.param(
            "def quiet():\n    return contextlib.suppress(NameError)\nwith quiet():\n"
            "    time.time()\n",
            id="manager-that-is-returned",
        ),
        pytest.param(
            "MISSING, OTHER = (NameError,), (OSError,)\ntry:\n    time.time()\n"
            "except MISSING:\n    pass\n",
            id="one-of-two",
        ),
        pytest.param(
            "@contextlib.contextmanager\ndef ignoring(*errors):\n    try:\n        yield\n"
            "    except errors:\n        pass\nwith ignoring(NameError):\n    time.time()\n",
            id="own-manager",
        ),
        pytest.param(
            "@contextlib.contextmanager\ndef quiet():\n    try:\n        yield\n"
            "    except NameError:\n        pass\nwith quiet():\n    time.time()\n"
            "def tried(function):\n    try:\n        function()\n    except NameError:\n"
            "        pass\ntried(lambda: time.time())\n@tried\ndef f():\n    time.time()\n"
            "def trying(*errors):\n    def tried(one):\n        try:\n            one()\n"
            "        except errors:\n            pass\n    return tried\n"
            "@trying(NameError)\ndef g():\n    time.time()\n",
            id="own-functions",
        ),
        pytest.param(
            "class Quiet:\n    def __enter__(self): pass\n    def __exit__(self, kind, *_):\n"
            "        return issubclass(kind, NameError)\nwith Quiet():\n    time.time()\n",
            id="own-class",
        ),
        pytest.param(
            "for error, f in [(NameError, lambda: time.time())]:\n"
            "    with pytest.raises(error):\n        f()\n",
            id="table",
        ),
        pytest.param(
            "from functools import partial\nexpect = partial(pytest.raises, NameError)\n"
            "with expect():\n    time.time()\n",
            id="partial",
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


@pytest.mark.parametrize(
    "test",
    [
        pytest.param("if not isinstance(e, NameError):\n        raise", id="isinstance"),
        pytest.param("self.assertIsInstance(e, (NameError, OSError))", id="assertIsInstance"),
        pytest.param("assert type(e) is NameError", id="type"),
        pytest.param("assert e.__class__ == NameError, e", id="class"),
        pytest.param("assert type(e).__name__ == 'NameError'", id="name"),
        pytest.param("assert sys.exc_info()[0] is NameError", id="exc_info"),
        pytest.param("match e:\n        case NameError(): pass", id="match"),
        pytest.param("match e:\n        case OSError() | sys.NameError(): pass", id="or"),
    ],
)
def test_exception_that_is_asked_for(test: str) -> None:
    source = f"import sys\ntry:\n    time.time()\nexcept Exception as e:\n    {test}\n"
    for head in ("except BaseException as e:", "except:"):
        assert find_missing_imports(source.replace("except Exception as e:", head)) == []
    assert find_missing_imports(source) == []
    assert len(find_missing_imports(source.replace("except Exc", "except OSErr"))) == 1
    assert len(find_missing_imports(source.replace("NameError", "KeyError"))) == 1


@pytest.mark.parametrize(
    "test",
    [
        pytest.param(
            "with self.assertRaises(Exception) as cm:\n        time.time()\n"
            "    self.assertIsInstance(cm.exception, NameError)\n",
            id="unittest",
        ),
        pytest.param(
            "with pytest.raises(Exception) as info:\n        time.time()\n"
            "    assert info.type is NameError\n",
            id="pytest",
        ),
        pytest.param(
            "with capture() as log:\n        try:\n            time.time()\n"
            "        except:\n            report()\n"
            "    self.assertIn('NameError', log[0])\n",
            id="text-below-the-block",
        ),
    ],
)
def test_exception_that_is_asked_for_later(test: str) -> None:
    source = f"def test(self):\n    {test}"
    assert find_missing_imports(source) == []
    assert len(find_missing_imports(source.replace("NameError", "KeyError"))) == 1


def test_exception_that_is_asked_for_where_nothing_comes() -> None:
    source = (
        "def test(e):\n    try:\n        time.time()\n    except Exception:\n        pass\n"
        "    assert isinstance(e, NameError)\n"
    )
    assert find_missing_imports(source) == []
    assert len(find_missing_imports(source.replace("pass", "raise"))) == 1
    assert len(find_missing_imports(source.replace("    assert", "def f(e): return"))) == 1


def test_variable_beside_a_function_is_no_expectation() -> None:
    source = "def f(x, y=NameError):\n    with open(y):\n        time.time()\n"
    assert len(find_missing_imports(source)) == 1


def test_exception_that_is_raised_instead() -> None:
    source = "try:\n    time.time()\nexcept Exception:\n    raise NameError('x')\n"
    assert len(find_missing_imports(source)) == 1


def test_attribute_error_of_a_function_that_is_expected_to_fail() -> None:
    source = (
        "import importlib\ndef fails():\n    importlib.util.find_spec('x')\n"
        "def test(self):\n    self.assertRaises(AttributeError, fails)\n"
    )
    assert find_missing_imports(source) == []
    assert len(find_missing_imports(source.replace("AttributeError", "OSError"))) == 1


@pytest.mark.parametrize(
    ("items", "count"),
    [
        pytest.param(
            "contextlib.suppress(AttributeError), contextlib.nullcontext(importlib.util)",
            0,
            id="below",
        ),
        pytest.param(
            "contextlib.nullcontext(importlib.util), contextlib.suppress(AttributeError)",
            1,
            id="above",
        ),
    ],
)
def test_attribute_error_where_a_manager_is_entered(items: str, count: int) -> None:
    source = f"import contextlib, importlib\nwith {items}:\n    pass\n"
    assert bool(proof.error(source)) == bool(count)
    assert len(find_missing_imports(source)) == count


@pytest.mark.parametrize(
    ("items", "count"),
    [
        pytest.param("suppress(Exception), open(time.time())", 0, id="below"),
        pytest.param("open(time.time()), suppress(Exception)", 1, id="above"),
    ],
)
def test_exception_that_is_asked_for_below_a_with(items: str, count: int) -> None:
    source = (
        f"from contextlib import suppress\ndef test(self, e):\n    with {items}:\n        pass\n"
        "    assert isinstance(e, NameError)\n"
    )
    assert len(find_missing_imports(source)) == count


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "MISSING, OTHER = (NameError,), (OSError,)\ntry:\n    time.time()\n"
            "except OTHER:\n    pass\n",
            id="other-of-two",
        ),
        pytest.param(
            "@pytest.mark.parametrize('n, error', [(1, NameError)])\ndef test(n, error):\n"
            "    with open(n):\n        time.time()\n    with pytest.raises(error):\n"
            "        f(n)\n",
            id="other-manager",
        ),
        pytest.param(
            "for error in (NameError, OSError):\n    print(error)\ntry:\n    time.time()\n"
            "except TypeError:\n    pass\n",
            id="other-than-those-of-a-loop",
        ),
        pytest.param(
            "def marked(one):\n    try:\n        one.kind = unicode\n    except NameError:\n"
            "        one.kind = str\n    return one\n@marked\ndef f():\n    time.time()\n",
            id="decorator-that-handles-its-own",
        ),
    ],
)
def test_variables_for_other_exceptions(source: str) -> None:
    assert len(find_missing_imports(source)) == 1


def doctest_of(code: str) -> str:
    """Return a function with some code in a doctest."""
    first, *others = code.splitlines()
    lines = [f">>> {first}", *(f"... {line}" for line in others)]
    return "\n    ".join(['def f():\n    """Do it.\n', *lines, '"""\n'])


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("try:\n    time.time()\nexcept NameError:\n    pass", id="try"),
        pytest.param("with suppress(OSError, NameError):\n    time.time()", id="suppress"),
        pytest.param("with pytest.raises(Missing):\n    time.time()", id="alias"),
        pytest.param("with expected():\n    time.time()", id="own-function"),
    ],
)
def test_doctests_that_expect_exceptions(code: str) -> None:
    source = (
        "from contextlib import suppress\nimport pytest\nMissing = NameError\n"
        f"def expected():\n    return pytest.raises(NameError)\n{doctest_of(code)}"
    )
    assert find_missing_imports(source, doctests=True) == []
    (finding,) = find_missing_imports(
        source.replace("NameError", "OSError").replace("Missing", "OSError"), doctests=True
    )
    assert str(finding.statement) == "import time"


@pytest.mark.parametrize(
    ("asking", "count"),
    [
        pytest.param("'not defined' in str(e)", 0, id="in"),
        pytest.param("str(e).endswith('is not defined')", 0, id="end"),
        pytest.param("re.match(\"name '.*' is not defined\", str(e))", 0, id="pattern"),
        pytest.param("str(e).endswith('is not valid')", 1, id="another-text"),
        pytest.param("log('is not defined')", 1, id="no-comparison"),
    ],
)
def test_exception_that_is_told_by_its_text(asking: str, count: int) -> None:
    source = f"import re\ntry:\n    time.time()\nexcept Exception as e:\n    if {asking}: pass\n"
    assert len(find_missing_imports(source)) == count


@pytest.mark.parametrize(
    "annotated",
    [
        pytest.param("def f(x: 'Path'): ...", id="parameter"),
        pytest.param("def f(*, x: 'list[Path]' = 1): ...", id="keyword-only"),
        pytest.param("def f() -> 'Path': ...", id="returned"),
        pytest.param("class f:\n        x: 'Path'", id="attribute"),
        pytest.param("class f:\n        def m(self) -> 'Path': ...", id="method"),
    ],
)
def test_annotations_that_are_expected_to_fail(annotated: str) -> None:
    source = (
        f"import pytest, typing\ndef test():\n    {annotated}\n"
        "    with pytest.raises(NameError):\n        typing.get_type_hints({0})\n"
    )
    what = "f.m" if "m(self)" in annotated else "f"
    assert find_missing_imports(source.format(what)) == []
    assert len(find_missing_imports(source.format("other"))) == 1
    default = source.format(what).replace("'list[Path]' = 1", "int = Path()")
    assert len(find_missing_imports(default)) == (default != source.format(what))
