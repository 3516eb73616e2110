"""Conditions that hold on Python 2 only, however they are written."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports
from tests import proof

USE = "reduce(max, [1])"
TESTS = [
    pytest.param("", "bytes is str", id="bytes-is-str"),
    pytest.param("", "str == bytes", id="str-equals-bytes"),
    pytest.param("", "isinstance(b'', str)", id="isinstance-of-bytes"),
    pytest.param("", "type('') is type(b'')", id="types-of-texts"),
    pytest.param("PY = sys.version_info[0]", "PY == 2", id="major-kept"),
    pytest.param("PY = sys.version_info[0]", "3 > PY", id="mirrored"),
    pytest.param("PY: int = sys.version_info.major", "PY < 3", id="annotated"),
    pytest.param("major, minor = sys.version_info[:2]", "major == 2", id="unpacked"),
    pytest.param("", "sys.version_info[0] in (2,)", id="in"),
    pytest.param("", "sys.hexversion >> 24 == 2", id="shifted"),
    pytest.param("", "(sys.hexversion & 0xFF000000) != 0x03000000", id="masked"),
    pytest.param("", "sys.version_info[0] * 10 + sys.version_info[1] < 30", id="calculated"),
    pytest.param("", "sys.hexversion // 0x1000000 < 3", id="divided"),
    pytest.param("PY = float('%d.%d' % sys.version_info[:2])", "PY < 3.0", id="formatted-and-kept"),
    pytest.param("PY = 'py%d' % sys.version_info[0]", "PY == 'py2'", id="formatted"),
    pytest.param("", "'%s.%s' % sys.version_info[:2] in ('2.6', '2.7')", id="formatted-minor"),
    pytest.param("", "f'{sys.version_info[0]}.{sys.version_info[1]}' == '2.7'", id="f-string"),
    pytest.param("", "'.'.join(map(str, sys.version_info[:2])) == '2.7'", id="joined"),
    pytest.param("", "(major := sys.version_info[0]) < 3", id="walrus"),
    pytest.param("", "getattr(sys, 'version_info', (0,))[0] < 3", id="getattr"),
    pytest.param("", "list(sys.version_info)[0] == 2", id="list"),
    pytest.param("", "sys.version_info.major not in [3]", id="not-in"),
    pytest.param("", "(2, 6) <= sys.version_info < (3, 0)", id="chained"),
    pytest.param("", "sys.version < '3'", id="text"),
    pytest.param("", "sys.version[:1] == '2'", id="start-of-the-text"),
    pytest.param("", "int(sys.version[0]) < 3", id="number-in-the-text"),
    pytest.param("", "float(sys.version[:3]) < 3", id="float"),
    pytest.param("", "sys.hexversion < 0x03000000", id="hexversion"),
    pytest.param("vi = sys.version_info", "vi < (3,)", id="version_info-kept"),
    pytest.param("vi = sys.version_info\nold = vi[0] == 2", "old", id="kept-twice"),
    pytest.param("from sys import version_info as vi", "vi.major == 2", id="version_info-as"),
    pytest.param("from sys import version as v", "v[0] == '2'", id="version-as"),
    pytest.param("import sys as s", "s.version_info[0] == 2", id="sys-as"),
    pytest.param(
        "import platform", "platform.python_version().startswith('2')", id="python_version"
    ),
    pytest.param(
        "from platform import python_version_tuple as t", "t()[0] == '2'", id="python_version_tuple"
    ),
]
NAMES = [
    pytest.param("from six import PY2 as P2", "P2", id="PY2-as"),
    pytest.param("import six\nP3 = six.PY3", "not P3", id="PY3-kept"),
    pytest.param("from future.utils import PY2", "PY2", id="PY2-of-future"),
    pytest.param("from a import _PY2", "_PY2", id="private-PY2"),
    pytest.param("from a import py3k", "not py3k", id="py3k"),
    pytest.param("from a import is_python2", "is_python2()", id="is_python2-called"),
]
FORMS = [
    pytest.param("if {test}:\n    {use}\n", id="if"),
    pytest.param("if not ({test}):\n    pass\nelse:\n    {use}\n", id="else"),
    pytest.param("if not sys:\n    pass\nelif {test}:\n    {use}\n", id="elif"),
    pytest.param("def f():\n    if not ({test}):\n        return\n    {use}\nf()\n", id="return"),
    pytest.param("{use} if {test} else 1\n", id="conditional-expression"),
    pytest.param("{test} and {use}\n", id="and"),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("head", "test"), [*TESTS, *NAMES])
def test_code_for_python_2_is_left_alone(head: str, test: str, form: str) -> None:
    source = f"import sys\n{head}\n{form.format(test=test, use=USE)}"
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(("head", "test"), TESTS)
def test_python_3_says_no(head: str, test: str) -> None:
    assert proof.error(f"import sys\n{head}\nassert not ({test})\n") == ""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("head", "test"), TESTS)
def test_code_for_python_3_is_not_left_alone(head: str, test: str, form: str) -> None:
    source = f"import sys\n{head}\n{form.format(test=f'not ({test})', use=USE)}"
    assert [finding.name for finding in find_missing_imports(source)] == ["reduce"]


@pytest.mark.parametrize("form", FORMS)
def test_code_for_python_3_fails(form: str) -> None:
    source = f"import sys\n{form.format(test='bytes is not str', use=USE)}"
    assert proof.error(source).startswith("NameError: name 'reduce' is not defined")
    (finding,) = find_missing_imports(source)
    assert proof.error(proof.fixed(source, finding)) == ""


@pytest.mark.parametrize(
    ("head", "test"),
    [
        pytest.param("VERSION = (1, 2)", "VERSION > (2, 0)", id="own-version"),
        pytest.param("LEVEL = int('1')", "LEVEL > 2", id="own-number"),
        pytest.param("", "'a' in 'b'", id="constants"),
        pytest.param("", "sys.version_info >= (3, 13)", id="newer-python"),
        pytest.param("", "sys.version_info < (3, 11, 5)", id="patch-release"),
        pytest.param("", "sys.version < '3.11.5'", id="patch-release-in-the-text"),
        pytest.param("", "sys.hexversion >= 0x030B05F0", id="patch-release-in-hex"),
        pytest.param("", "bytes(999999999999999999)", id="much-memory"),
        pytest.param("", "float(1" + "0" * 400 + ")", id="no-float"),
        pytest.param("", "sys.version_info[9] == sys.version_info['a']", id="no-item"),
        pytest.param("", "sys.version_info < 3", id="no-comparison"),
        pytest.param("", "'%1000000000d' % sys.version_info[0] == '3'", id="huge-text"),
        pytest.param("", "f'{sys.version_info[0]:>999999999}' == '2'", id="text-of-a-width"),
        pytest.param("", "getattr(sys, 'maxsize', 0) < 3", id="other-attribute"),
        pytest.param("", "list(map(int, sys.argv[1:])) < [3]", id="argument"),
        pytest.param("", "sys.version_info.x == 2", id="no-attribute"),
        pytest.param("", "sys.version_info[0].major < 3", id="attribute-of-another-thing"),
        pytest.param("", "all(map(bytes, [999999999999999]))", id="much-memory-of-many"),
        pytest.param("", "'a' * sys.version_info[0] == 'aa'", id="repeated-text"),
        pytest.param("", "sys.version_info[0] // 0 == 2", id="division-by-zero"),
        pytest.param("from a import python", "python == 2", id="other-name"),
        pytest.param("a = b\nb = a", "a == 2", id="circle"),
    ],
)
def test_what_may_hold_on_python_3(head: str, test: str) -> None:
    source = f"import sys\n{head}\nif {test}:\n    {USE}\nelse:\n    time.time()\n"
    assert len(find_missing_imports(source, target_version=(3, 11))) == 2


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f():\n    try:\n        unicode\n    except NameError:\n        return 1\n"
            "    return reduce(max, [1])\nf()\n",
            id="handler-returns",
        ),
        pytest.param(
            "try:\n    text = unicode\nexcept NameError:\n    text = str\nelse:\n"
            "    reduce(max, [1])\n",
            id="else-of-an-assignment",
        ),
        pytest.param(
            "try:\n    import urllib2\nexcept ImportError:\n    pass\nelse:\n"
            "    reduce(max, [1])\n",
            id="else-of-an-old-import",
        ),
        pytest.param(
            "try:\n    from urllib import urlencode\n    reduce(max, [1])\n"
            "except ImportError:\n    pass\n",
            id="below-an-old-import",
        ),
        pytest.param(
            "try:\n    unicode\nexcept NameError:\n    unicode = str\nelse:\n"
            "    reduce(max, [1])\n",
            id="name-that-the-handler-binds",
        ),
        pytest.param(
            "try:\n    get_ipython()\nexcept NameError:\n    pass\nelse:\n    reduce(max, [1])\n",
            id="name-of-an-environment",
        ),
        pytest.param(
            "try:\n    unicode\nexcept:\n    pass\nelse:\n    reduce(max, [1])\n",
            id="bare-except",
        ),
        pytest.param(
            "try:\n    basestring\n    def f(): return reduce(max, [1])\n"
            "except NameError:\n    def f(): return 1\nf()\n",
            id="function-below-a-name",
        ),
        pytest.param(
            "try:\n    text_type = unicode\n    class A:\n        def f(self): reduce(max, [1])\n"
            "except NameError:\n    class A:\n        def f(self): pass\nA().f()\n",
            id="class-below-an-assignment",
        ),
        pytest.param(
            "try:\n    raw_input('> ')\n    def f(): return reduce(max, [1])\n"
            "except NameError:\n    def f(): return 1\nf()\n",
            id="function-below-a-call",
        ),
        pytest.param(
            "def f(x):\n    try:\n        x = unicode(x)\n    except NameError:\n        return x\n"
            "    return reduce(max, [1])\nf(1)\n",
            id="handler-returns-below-a-call",
        ),
        pytest.param(
            "def f(x):\n    try:\n        x = [str(x).decode('utf-8')]\n"
            "    except (AttributeError, UnicodeError):\n        return x\n"
            "    return reduce(max, x)\nf(1)\n",
            id="handler-returns-below-a-method",
        ),
        pytest.param(
            "def f():\n    try:\n        import urllib2\n    except ImportError:\n        return\n"
            "    return reduce(max, [1])\nf()\n",
            id="handler-returns-below-an-import",
        ),
        pytest.param(
            "try:\n    ok = isinstance('', basestring)\nexcept NameError:\n    ok = True\nelse:\n"
            "    reduce(max, [1])\n",
            id="else-of-an-argument",
        ),
        pytest.param(
            "try:\n    types = [str, unicode]\nexcept NameError:\n    types = [str]\nelse:\n"
            "    reduce(max, [1])\n",
            id="else-of-a-list",
        ),
        pytest.param(
            "try:\n    unicode = unicode\nexcept NameError:\n    unicode = str\nelse:\n"
            "    reduce(max, [1])\n",
            id="name-that-stays",
        ),
        pytest.param(
            "import contextlib\ntry:\n    with contextlib.nullcontext():\n"
            "        text = unicode('')\nexcept NameError:\n    pass\nelse:\n"
            "    reduce(max, [1])\n",
            id="name-in-a-with",
        ),
        *(
            pytest.param(f"import itertools, string, sys\ntry:\n    x = {asked}\n{rest}", id=asked)
            for rest in (
                "except AttributeError:\n    x = 1\nelse:\n    reduce(max, [1])\n",
                "    reduce(max, [1])\nexcept AttributeError:\n    x = 1\n",
                "    def f(): return reduce(max, [1])\n"
                "except AttributeError:\n    def f(): return 1\nf()\n",
            )
            for asked in (
                "itertools.izip",
                "itertools.izip([], [])",
                "string.letters",
                "sys.maxint",
                "dict.iteritems",
                "{}.iteritems",
                "{}.iteritems()",
                "''.decode('utf-8')",
            )
        ),
    ],
)
def test_tries_that_python_3_does_not_get_through(source: str) -> None:
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f():\n    try:\n        unicode\n    except NameError:\n        pass\n"
            "    return reduce(max, [1])\nf()\n",
            id="handler-goes-on",
        ),
        pytest.param(
            "def f():\n    try:\n        int()\n    except NameError:\n        return 1\n"
            "    return reduce(max, [1])\nf()\n",
            id="call",
        ),
        pytest.param(
            "try:\n    text = str\nexcept KeyError:\n    pass\nelse:\n    reduce(max, [1])\n",
            id="other-error",
        ),
        pytest.param(
            "try:\n    import json\nexcept ImportError:\n    pass\nelse:\n    reduce(max, [1])\n",
            id="import-of-today",
        ),
        pytest.param(
            "try:\n    reduce(max, [1])\n    import urllib2\nexcept ImportError:\n    pass\n",
            id="above-an-old-import",
        ),
        pytest.param(
            "try:\n    input\nexcept:\n    pass\nelse:\n    reduce(max, [1])\n",
            id="builtin",
        ),
        pytest.param(
            "try:\n    anext\nexcept NameError:\n    pass\nelse:\n    reduce(max, [1])\n",
            id="newer-builtin",
        ),
        pytest.param(
            "def hook(): ...\ntry:\n    hook\nexcept NameError:\n    pass\nelse:\n"
            "    reduce(max, [1])\n",
            id="own-name",
        ),
        pytest.param(
            "try:\n    {}.items\nexcept AttributeError:\n    pass\nelse:\n    reduce(max, [1])\n",
            id="attribute-of-today",
        ),
        pytest.param(
            "try:\n    def f(): return reduce(max, [1])\n    f()\n    unicode\n"
            "except KeyError:\n    pass\n",
            id="function-above-a-name",
        ),
        pytest.param(
            "unicode = str\ntry:\n    text = unicode('')\nexcept NameError:\n    pass\nelse:\n"
            "    reduce(max, [1])\n",
            id="old-name-that-is-bound",
        ),
        pytest.param(
            "def f(file):\n    try:\n        data = str(file)\n    except:\n        return\n"
            "    return reduce(max, [1])\nf('')\n",
            id="parameter",
        ),
        pytest.param(
            "def f():\n    try:\n        file = str(1)\n        file.upper()\n"
            "    except:\n        return\n    return reduce(max, [1])\nf()\n",
            id="variable",
        ),
        pytest.param(
            "def f(string):\n    try:\n        string.letters\n    except AttributeError:\n"
            "        return\n    return reduce(max, [1])\nclass A: letters = ''\nf(A)\n",
            id="attribute-of-a-parameter",
        ),
        pytest.param(
            "try:\n    types = str or unicode\nexcept NameError:\n    pass\nelse:\n"
            "    reduce(max, [1])\n",
            id="name-that-may-not-be-read",
        ),
        pytest.param(
            "try:\n    f = lambda: unicode\nexcept NameError:\n    pass\nelse:\n"
            "    reduce(max, [1])\n",
            id="name-in-a-lambda",
        ),
    ],
)
def test_tries_that_python_3_gets_through(source: str) -> None:
    assert proof.error(source).startswith("NameError: name 'reduce' is not defined")
    assert len(find_missing_imports(source)) == 1


@pytest.mark.parametrize(
    ("handler", "count"),
    [
        pytest.param("except NameError:\n        return", 0, id="expected"),
        pytest.param("except:\n        return", 1, id="any-exception"),
    ],
)
def test_use_below_an_undefined_name(handler: str, count: int) -> None:
    source = (
        f"def f(x):\n    try:\n        x = fetched(x)\n    {handler}\n    return reduce(max, x)\n"
    )
    assert len(find_missing_imports(source)) == count
    assert len(find_missing_imports(f"{source}def fetched(x): return x\n")) == 1


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("{0} == {0}", id="compared"),
        pytest.param("tuple(({0}, {0}))", id="tuple"),
        pytest.param("{0} and {0}", id="and"),
        pytest.param("not ({0} or {0})", id="not"),
        pytest.param("{0} if {0} else {0}", id="if"),
    ],
)
def test_conditions_that_double_end(step: str) -> None:
    steps = "".join(f"v{n + 1} = {step.format(f'v{n}')}\n" for n in range(60))
    source = f"import sys\nv0 = sys.version_info[0] == 2\n{steps}if v60:\n    {USE}\n"
    assert [finding.name for finding in find_missing_imports(source)] == ["reduce"]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f():\n    MYPY = len('x')\n    if MYPY:\n        import json\n"
            "    return json.dumps(1)\nf()\n",
            id="variable-of-a-function",
        ),
        pytest.param(
            "def f(MYPY=True):\n    if MYPY:\n        import json\n    return json.dumps(1)\nf()\n",
            id="parameter",
        ),
        pytest.param(
            "class cfg: MYPY = True\nif cfg.MYPY:\n    import json\njson.dumps(1)\n",
            id="attribute-of-a-class",
        ),
        pytest.param(
            "MYPY = 0\nMYPY += 1\nif MYPY:\n    import json\njson.dumps(1)\n", id="augmented"
        ),
        pytest.param(
            "TYPE_CHECKING = False\ndef on():\n    global TYPE_CHECKING\n    TYPE_CHECKING = True\n"
            "def f():\n    if TYPE_CHECKING:\n        import json\n    return json.dumps(1)\n"
            "on()\nf()\n",
            id="global",
        ),
        pytest.param(
            "import sys\nOLD = sys.version_info < (3, 4)\ndef f(OLD):\n    if OLD:\n"
            "        import json\n    return json.dumps(1)\nf(1)\n",
            id="parameter-for-a-comparison",
        ),
        pytest.param(
            "def f(version_info):\n    if version_info < (3, 4):\n        import json\n"
            "    return json.dumps(1)\nf((3, 1))\n",
            id="version-of-something-else",
        ),
    ],
)
def test_name_with_another_value_is_no_condition_of_the_python(source: str) -> None:
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f():\n    MYPY = False\n    if MYPY:\n        import json\n"
            "    return json.dumps(1)\nf()\n",
            id="false-in-a-function",
        ),
        pytest.param(
            "try:\n    from typing import TYPE_CHECKING\nexcept ImportError:\n"
            "    TYPE_CHECKING = False\nif TYPE_CHECKING:\n    import json\njson.dumps(1)\n",
            id="false-in-a-handler",
        ),
        pytest.param(
            "import sys\nOLD = sys.version_info < (3, 4)\ndef f():\n    if OLD:\n"
            "        import json\n    return json.dumps(1)\nf()\n",
            id="comparison",
        ),
    ],
)
def test_name_that_is_false_everywhere(source: str) -> None:
    (finding,) = find_missing_imports(source)
    assert (finding.code, "json" in proof.error(source)) == ("MIS004", True)
    assert "is imported only under" in finding.message


@pytest.mark.parametrize(
    ("head", "fails"),
    [
        pytest.param("args = parser.parse_args(['--py2'])\n", True, id="option"),
        pytest.param("args, rest = parser.parse_known_args(['--py2'])\n", True, id="unpacked"),
        pytest.param("import six as args\n", False, id="module"),
    ],
)
def test_option_says_nothing_about_the_python(head: str, fails: bool) -> None:
    source = (
        "import argparse\nparser = argparse.ArgumentParser()\n"
        f"parser.add_argument('--py2', action='store_true')\n{head}"
        "if args.py2:\n    print(textwrap.dedent('a'))\n"
    )
    assert [one.code for one in find_missing_imports(source)] == ["MIS001"] * fails
    assert not fails or "'textwrap'" in proof.error(source)


@pytest.mark.parametrize(
    "flag",
    [
        pytest.param("old = sys.version_info[0] == 2", id="comparison"),
        pytest.param("old, new = sys.version_info < (3,), 1", id="one-of-two"),
        pytest.param(
            "if sys.version_info[0] < 3:\n    old = True\nelse:\n    old = False", id="branches"
        ),
        pytest.param(
            "if sys.version_info[0] >= 3:\n    old = 0\nelse:\n    old = 1", id="other-branches"
        ),
        pytest.param("old = False\nif sys.version_info[0] < 3:\n    old = True", id="default"),
        pytest.param(
            "try:\n    unicode\n    old = True\nexcept NameError:\n    old = False", id="name"
        ),
        pytest.param(
            "try:\n    unicode = unicode\nexcept NameError:\n    old = False\nelse:\n"
            "    old = True",
            id="name-else",
        ),
        pytest.param(
            "try:\n    import urllib2\n    old = True\nexcept ImportError:\n    old = False",
            id="import",
        ),
        pytest.param(
            "try:\n    import urllib2 as old\nexcept ImportError:\n    old = None", id="module"
        ),
        pytest.param(
            "try:\n    import sys\n    old = sys.maxint\nexcept AttributeError:\n    old = None",
            id="attribute",
        ),
    ],
)
def test_variables_of_the_python(flag: str) -> None:
    for indent in ("", "    "):
        lines = [*flag.split("\n"), "if old:", f"    {USE}", "else:", "    print(time.time())"]
        head = "def f():\n" if indent else ""
        source = f"import sys\n{head}" + "".join(f"{indent}{line}\n" for line in lines)
        assert proof.error(source + "f()\n" * bool(indent)).startswith("NameError: name 'time'")
        assert [one.name for one in find_missing_imports(source)] == ["time"]


@pytest.mark.parametrize(
    "test",
    [
        pytest.param("if urllib2 is not None:\n        {use}", id="is-not"),
        pytest.param("if urllib2 is None:\n        return\n    {use}", id="is"),
        pytest.param("if not urllib2 == None:\n        {use}", id="equal"),
    ],
)
def test_module_that_only_python_2_has(test: str) -> None:
    head = "try:\n    import urllib2\nexcept ImportError:\n    urllib2 = None\n"
    source = f"{head}def f():\n    {test.format(use=USE)}\nf()\n"
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []
    other = source.replace("import urllib2", "import json as urllib2")
    assert proof.error(other).startswith("NameError: name 'reduce'")
    assert [one.name for one in find_missing_imports(other)] == ["reduce"]


@pytest.mark.parametrize(
    "major",
    [
        pytest.param("major = sys.version_info[0]", id="item"),
        pytest.param("major, minor = sys.version_info[:2]", id="unpacked"),
        pytest.param("major: int = sys.version_info.major", id="annotated"),
    ],
)
def test_number_of_the_python_in_functions(major: str) -> None:
    function = f"():\n    {major}\n    if major < 3:\n        {USE}\n"
    source = f"import sys\ndef f{function}def g{function}f()\n"
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []
    other = source.replace("major < 3", "major >= 3")
    assert proof.error(other).startswith("NameError: ")
    assert [one.name for one in find_missing_imports(other)] == ["reduce"]


@pytest.mark.parametrize(
    "flag",
    [
        pytest.param("old = False", id="constant"),
        pytest.param(
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    old = True\nelse:\n"
            "    old = False",
            id="type-checkers",
        ),
        pytest.param("if sys.argv:\n    old = True\nelse:\n    old = False", id="branches"),
        pytest.param("if sys.version_info[0] < 3:\n    old = False\nold = True", id="other"),
        pytest.param("old = sys.version_info[0] == 3", id="python-3"),
        pytest.param("old = sys.version_info[0] == 2\nold |= bool(sys.argv)", id="augmented"),
        pytest.param("old = sys.version_info[0] == 2\ndef g(old): pass", id="parameter"),
        pytest.param(
            "try:\n    get_ipython\n    old = True\nexcept NameError:\n    old = False",
            id="name-of-an-environment",
        ),
        pytest.param(
            "try:\n    import readline\n    old = True\nexcept ImportError:\n    old = False",
            id="import",
        ),
    ],
)
def test_variables_of_something_else(flag: str) -> None:
    source = f"import sys\n{flag}\nif old:\n    {USE}\n"
    assert [one.name for one in find_missing_imports(source)] == ["reduce"]


@pytest.mark.parametrize(
    "test",
    [
        pytest.param("hasattr(sys, 'maxint')", id="module"),
        pytest.param("hasattr(i, 'izip')", id="module-as"),
        pytest.param("hasattr(dict, 'iteritems')", id="class"),
        pytest.param("hasattr({}, 'iteritems')", id="dictionary"),
        pytest.param("hasattr(dict(), 'iteritems')", id="call-of-a-class"),
        pytest.param("hasattr('', 'decode')", id="text"),
        pytest.param("hasattr(b'', 'encode')", id="bytes"),
        pytest.param("hasattr(__builtins__, 'unicode')", id="builtins"),
        pytest.param("'unicode' in dir(__builtins__)", id="dir"),
    ],
)
def test_names_that_only_python_2_has(test: str) -> None:
    source = (
        f"import itertools as i, sys\nif {test}:\n    {USE}\nelif not {test}:\n    time.time()\n"
    )
    assert proof.error(source).startswith("NameError: name 'time'")
    assert [one.name for one in find_missing_imports(source)] == ["time"]


@pytest.mark.parametrize(
    "test",
    [
        pytest.param("hasattr(sys, 'maxsize')", id="module"),
        pytest.param("hasattr(sys, 'setcheckinterval') or 1", id="name-of-an-older-python-3"),
        pytest.param("hasattr(dict, 'items')", id="class"),
        pytest.param("hasattr({}, 'items')", id="dictionary"),
        pytest.param("hasattr('', 'encode')", id="text"),
        pytest.param("hasattr(sys.argv, 'copy')", id="object"),
        pytest.param("'str' in dir(builtins)", id="dir"),
        pytest.param("hasattr(Dict, 'iteritems')", id="own-class"),
    ],
)
def test_names_that_others_have(test: str) -> None:
    source = f"import builtins, sys\nclass Dict: iteritems = 1\nif {test}:\n    {USE}\n"
    assert proof.error(source).startswith("NameError: name 'reduce'")
    assert [one.name for one in find_missing_imports(source)] == ["reduce"]


@pytest.mark.parametrize(
    ("ends", "codes"),
    [
        pytest.param("if text:\n            return\n        else:\n            raise", [], id="if"),
        pytest.param("with text:\n            return", [], id="with"),
        pytest.param(
            "try:\n            return f()\n        except OSError:\n            raise", [], id="try"
        ),
        pytest.param("if text:\n            return", ["MIS002"], id="one-way"),
        pytest.param("with text:\n            raise", ["MIS002"], id="what-with-may-suppress"),
    ],
)
def test_block_for_python_3_that_ends_each_way(ends: str, codes: list[str]) -> None:
    source = f"import six\ndef f(text):\n    if six.PY3:\n        {ends}\n    {USE}\n"
    assert [one.code for one in find_missing_imports(source)] == codes


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            f"try:\n    from urllib.request import urlopen\nexcept ImportError:\n    {USE}\n",
            id="from-import",
        ),
        pytest.param(
            f"try:\n    import queue, os.path\nexcept ImportError:\n    x = {USE}\n", id="modules"
        ),
        pytest.param(
            f"try:\n    import builtins\nexcept:\n    def f(): return {USE}\n", id="bare-except"
        ),
        pytest.param(
            "try:\n    from functools import reduce as _reduce\nexcept ImportError:\n"
            f"    if 1:\n        _reduce = {USE}\n",
            id="nested",
        ),
    ],
)
def test_handler_of_imports_that_python_3_has(source: str) -> None:
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("import numpy", id="another-package"),
        pytest.param("from . import six", id="own-package"),
        pytest.param("import sqlite3", id="not-in-all-builds"),
        pytest.param("import fcntl", id="not-on-all-platforms"),
        pytest.param("from os import fork", id="name-not-on-all-platforms"),
        pytest.param("import tomllib", id="newer-than-the-target"),
        pytest.param("import asyncore", id="removed-later"),
        pytest.param("from asyncio import timeout", id="newer-name"),
        pytest.param("import json; json.load(f)", id="more-than-imports"),
        pytest.param("from .json import loads", id="own-module-by-a-name-of-the-library"),
    ],
)
def test_handler_of_imports_that_may_fail(body: str) -> None:
    source = f"try:\n    {body}\nexcept Exception:\n    {USE}\n"
    findings = find_missing_imports(source, target_version=(3, 10))
    assert [one.name for one in findings] == ["reduce"]


@pytest.mark.parametrize(
    ("handler", "count"),
    [
        pytest.param("import urllib2; wraps(f)", 0, id="import"),
        pytest.param("wraps(f, unicode)", 0, id="builtin"),
        pytest.param("wraps(f)", 1, id="nothing-of-python-2"),
    ],
)
def test_handler_that_needs_what_only_python_2_has(handler: str, count: int) -> None:
    source = f"try:\n    import urllib.request\nexcept ImportError:\n    def f(f): {handler}(f)\n"
    assert len([one for one in find_missing_imports(source) if one.name == "wraps"]) == count


def test_else_of_imports_that_python_3_has() -> None:
    source = f"try:\n    import json\nexcept ImportError:\n    pass\nelse:\n    {USE}\n"
    assert [one.name for one in find_missing_imports(source)] == ["reduce"]
