"""Names that the code expects to be missing, gives itself, or that only some strings mean."""

from __future__ import annotations

import inspect
import re

import pyflakes.checker
import pytest

from flake8_missing_import import find_missing_imports

NEWER_PYFLAKES = pytest.mark.skipif(
    "assert_type" not in inspect.getsource(pyflakes.checker), reason="pyflakes does not know it"
)


def codes(source: str) -> list[str]:
    return [finding.code for finding in find_missing_imports(source, target_version=(3, 11))]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "import contextlib\nwith contextlib.suppress(NameError):\n    time.time()\n",
            id="suppress",
        ),
        pytest.param(
            "def f():\n    has = 'time' in globals()\n    if has:\n        time.time()\n",
            id="answer-that-is-kept",
        ),
        *(
            pytest.param(f"import builtins, sys\nif {test}:\n    time.time()\n", id=test)
            for test in (
                "globals().get('time', None)",
                "globals().get('time') is not None",
                "None is not vars().get('time')",
                "all(['time' in globals()])",
                "'time' in list(globals())",
                "hasattr(sys.modules[__name__], 'time')",
                "getattr(builtins, 'time', None)",
                "'time' in dir(sys.modules[__name__])",
            )
        ),
        pytest.param(
            "def f():\n    try:\n        time\n    except NameError:\n        has = False\n"
            "    else:\n        has = True\n    return has and time.time()\n",
            id="exception-that-is-noted",
        ),
        *(
            pytest.param(
                f"import re\nF = 1\ntry:\n    t = time.gmtime({other})\nexcept NameError:\n"
                "    t = None\ndef f():\n    return t and time.time()\n",
                id=f"exception-that-is-noted-with-{other or 'nothing'}",
            )
            for other in ("", "F", "len", "re", "json")
        ),
        pytest.param(
            "from math import *\ntry:\n    t = time.gmtime(pi)\nexcept NameError:\n    t = None\n"
            "def f():\n    return t and time.time()\n",
            id="exception-that-is-noted-with-what-a-star-brings",
        ),
        pytest.param(
            "import pytest\ndef test():\n    with pytest.raises(NameError):\n        time.time()\n",
            id="pytest-raises",
        ),
        pytest.param(
            "import pytest\npytest.raises(NameError, lambda: time.time())\n",
            id="pytest-raises-with-a-function",
        ),
        pytest.param(
            "class A:\n    def test(self):\n        with self.assertRaises(NameError):\n"
            "            time.time()\n",
            id="assertRaises",
        ),
        pytest.param(
            "MISSING = (NameError, AttributeError)\ntry:\n    time.time()\n"
            "except MISSING:\n    pass\n",
            id="except-tuple-by-name",
        ),
        pytest.param(
            "import builtins\ntry:\n    time.time()\nexcept builtins.NameError:\n    pass\n",
            id="except-builtins-NameError",
        ),
        pytest.param(
            "if 'time' in globals():\n    time.time()\n",
            id="in-globals",
        ),
        pytest.param(
            "def f():\n    if 'time' not in globals():\n        return\n    time.time()\n",
            id="not-in-globals",
        ),
        pytest.param(
            "import builtins\nif hasattr(builtins, 'reload'):\n    reload(builtins)\n",
            id="hasattr-of-builtins",
        ),
        pytest.param(
            "import sys\nif sys.version_info[0] < 3:\n    x = reduce(len, [])\n",
            id="major-version",
        ),
        pytest.param(
            "import sys\nif sys.version_info.major == 2:\n    x = reduce(len, [])\n",
            id="major-attribute",
        ),
        pytest.param(
            "import sys\nif sys.version_info[:2] < (3, 0):\n    x = reduce(len, [])\n",
            id="version-slice",
        ),
        pytest.param(
            "import sys\nif sys.version[0] == '2':\n    x = reduce(len, [])\n",
            id="version-text",
        ),
        pytest.param(
            "import sys\nif sys.hexversion < 0x03000000:\n    x = reduce(len, [])\n",
            id="hexversion",
        ),
        pytest.param(
            "import six\nif six.PY2:\n    x = reduce(len, [])\n",
            id="six-PY2",
        ),
        pytest.param(
            "import sys\nPY2 = sys.version_info[0] == 2\nif PY2:\n    reduce(len, [])\n",
            id="PY2",
        ),
        pytest.param(
            "from a import IS_PY2\nx = reduce(len, []) if IS_PY2 else 1\n",
            id="IS_PY2-of-another-module",
        ),
        pytest.param(
            "from a import PY3\nif not PY3:\n    reduce(len, [])\n",
            id="not-PY3",
        ),
        pytest.param(
            "from a import PY3\nif PY3:\n    x = 1\nelse:\n    reduce(len, [])\n",
            id="else-of-PY3",
        ),
        pytest.param(
            "import sys\nif sys.version_info >= (3,):\n    sys.exit()\nreduce(len, [])\n",
            id="exit-on-Python-3",
        ),
        pytest.param(
            "import sys\ndef die():\n    sys.exit(1)\nif sys.version_info >= (3,):\n    die()\n"
            "reduce(len, [])\n",
            id="own-exit",
        ),
        pytest.param(
            "try:\n    reduce\nexcept NameError:\n    pass\nelse:\n    reduce(len, [])\n",
            id="else-of-try",
        ),
        pytest.param(
            "globals()['time'] = 1\ntime.time()\n",
            id="globals-item",
        ),
        pytest.param(
            "globals().update(time=1)\ntime.time()\n",
            id="globals-update",
        ),
        pytest.param(
            "globals().update({'time': 1})\ntime.time()\n",
            id="globals-update-with-a-dict",
        ),
        pytest.param(
            "globals().setdefault('time', 1)\ntime.time()\n",
            id="globals-setdefault",
        ),
        pytest.param(
            "vars()['time'] = 1\ntime.time()\n",
            id="vars-item",
        ),
        pytest.param(
            "globals().update(x)\nx = 1\ntime.time()\n",
            id="globals-update-with-anything",
        ),
        pytest.param(
            "for x in 'ab':\n    globals()[x] = 1\ntime.time()\n",
            id="globals-item-by-variable",
        ),
        pytest.param(
            "import sys\nsetattr(sys.modules[__name__], 'time', 1)\ntime.time()\n",
            id="setattr-of-the-module",
        ),
        pytest.param(
            "import sys\nthis = sys.modules[__name__]\nthis.time = 1\ntime.time()\n",
            id="attribute-of-the-module",
        ),
        pytest.param(
            "import builtins\nbuiltins.time = 1\ntime.time()\n",
            id="attribute-of-builtins",
        ),
        pytest.param(
            "import gettext\ngettext.install('app')\nprint(_('x'))\n",
            id="gettext.install",
        ),
        pytest.param(
            "def f(folder):\n    from gettext import translation\n"
            "    translation('app', folder).install(['ngettext'])\n"
            "    print(_('x'), ngettext('a', 'b', 2))\n",
            id="install-of-a-translation",
        ),
        pytest.param(
            "import gettext\ngettext.install('app', names=NAMES)\npgettext('a', 'b')\n",
            id="gettext.install-of-unknown-names",
        ),
        pytest.param(
            "import builtins\nsetattr(builtins, 'time', 1)\ntime.time()\n",
            id="setattr-of-builtins",
        ),
        pytest.param(
            "import builtins\nbuiltins.__dict__['time'] = 1\ntime.time()\n",
            id="builtins-item",
        ),
        pytest.param(
            "class A:\n    def __getattr__(self, name):\n        globals()[name] = name\n"
            "time.time()\n",
            id="written-where-an-object-is-asked",
        ),
        pytest.param(
            "import a\na.run('x', globals=globals())\ntime.time()\n",
            id="handed-out-by-keyword",
        ),
        pytest.param(
            "def f(x): pass\nf(globals())\ntime.time()\n",
            id="globals-handed-out",
        ),
        pytest.param(
            "import sys\ndef f(x): pass\nf(sys.modules[__name__])\ntime.time()\n",
            id="module-handed-out",
        ),
        pytest.param(
            "exec('import time')\ntime.time()\n",
            id="exec-at-module-level",
        ),
        pytest.param(
            "import marimo\napp = marimo.App()\n@app.cell\ndef _():\n    time.time()\n",
            id="marimo",
        ),
        pytest.param("import marimo as mo\napp = mo.App()\ntime.time()\n", id="marimo-as-mo"),
        pytest.param(
            "from marimo import App\napp = App(width='full')\ntime.time()\n", id="marimo-App"
        ),
        pytest.param(
            "from marimo import App as A\n\napp: A = A()\ntime.time()\n", id="marimo-App-as"
        ),
        pytest.param(
            "from jaxtyping import Float\nArray = 1\nx: Float[Array, 'time']\n",
            id="array-type",
        ),
        pytest.param(
            "from sqlalchemy.orm import Mapped\nx: Mapped['Collection']\n",
            id="mapped",
        ),
        pytest.param(
            "class Link: pass\nx: Link['Queue']\n",
            id="generic-of-the-file",
        ),
        pytest.param(
            "from typing import Literal\nx: Literal['Decimal']\n",
            id="Literal",
        ),
        pytest.param("def f(x: ('Path', 'option', 'p')): pass\n", id="tuple-of-texts"),
        pytest.param("def f(x: ['date', 'option']): pass\n", id="list-of-texts"),
        pytest.param(
            "def f(x: 'count of items', when: 'date') -> 'Decimal': pass\n", id="words-beside-it"
        ),
        pytest.param("def f(x: 'time in seconds', y: 'date'): pass\n", id="comparison-beside-it"),
        pytest.param("def f(x: 'date', *rest: 'the rest'): pass\n", id="words-of-the-rest"),
        pytest.param("async def f(x: 'date') -> 'the day': pass\n", id="words-of-the-result"),
        pytest.param("def f(x: 'date', y: 'not null'): pass\n", id="negation-beside-it"),
    ],
)
def test_silent(source: str) -> None:
    assert codes(source) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "import contextlib\nwith contextlib.suppress(KeyError):\n    time.time()\n",
            id="suppress-another-error",
        ),
        pytest.param("def f(x: (Path, 'option')): pass\n", id="type-in-a-tuple"),
        pytest.param(
            "def f(x: 'the day'): pass\ndef g(x: 'date'): pass\n", id="words-of-another-function"
        ),
        pytest.param("def f(x: '''\n    Path |\n    None\n''', y: 'Path'): pass\n", id="lines"),
        pytest.param("def f(x: 'int or None', y: 'Path'): pass\n", id="choice-beside-it"),
        pytest.param("def f(x: 'List[int', y: 'Path'): pass\n", id="slip-beside-it"),
        pytest.param(
            "MISSING = (KeyError, AttributeError)\ntry:\n    time.time()\nexcept MISSING:\n"
            "    pass\n",
            id="another-tuple",
        ),
        pytest.param(
            "if 'json' in globals():\n    time.time()\n",
            id="another-name-in-globals",
        ),
        pytest.param(
            "if 'time' not in globals():\n    time.time()\n",
            id="below-not-in-globals",
        ),
        pytest.param(
            "import sys\nif sys.version_info[0] >= 3:\n    x = reduce(len, [])\n",
            id="Python-3-branch",
        ),
        pytest.param(
            "from a import PY2\nif PY2:\n    x = 1\nelse:\n    x = reduce(len, [])\n",
            id="else-of-PY2",
        ),
        pytest.param(
            "import sys\nif sys.version_info >= (3, 12):\n    x = reduce(len, [])\n",
            id="newer-Python",
        ),
        pytest.param(
            "try:\n    f()\nexcept KeyError:\n    pass\nelse:\n    time.time()\ndef f(): pass\n",
            id="else-of-another-try",
        ),
        pytest.param(
            "globals().update(other=1)\ntime.time()\n",
            id="globals-update-of-another-name",
        ),
        pytest.param(
            "x = globals()['y']\ntime.time()\n",
            id="globals-read",
        ),
        pytest.param(
            "import types\nx = types.FunctionType(y, globals())\ntime.time()\n",
            id="function-made-with-them",
        ),
        pytest.param(
            "def __getattr__(name):\n    globals()[name] = name\ntime.time()\n",
            id="written-where-others-ask-the-module",
        ),
        pytest.param(
            "import timeit\ntimeit.timeit('f()', globals=globals())\ntime.time()\n",
            id="code-that-is-timed-with-them",
        ),
        pytest.param(
            "from typing import get_type_hints\nget_type_hints(x, globals())\ntime.time()\n",
            id="hints-evaluated-with-them",
        ),
        pytest.param(
            "x = dict(globals())\ntime.time()\n",
            id="globals-copied",
        ),
        pytest.param(
            "x = '{y}'.format(**globals())\ntime.time()\n",
            id="globals-in-a-text",
        ),
        pytest.param(
            "import inspect, sys\ninspect.getmembers(sys.modules[__name__])\ntime.time()\n",
            id="members-of-the-module",
        ),
        pytest.param(
            "def f():\n    locals()['time'] = 1\ntime.time()\n",
            id="locals-of-a-function",
        ),
        pytest.param(
            "def f():\n    exec('import time')\ntime.time()\n",
            id="exec-in-a-function",
        ),
        pytest.param(
            "exec('import time', {})\ntime.time()\n",
            id="exec-in-a-dictionary",
        ),
        pytest.param(
            "x: (\n  'Decimal |'\n  ' None'\n)\n",
            id="quoted-in-parentheses",
        ),
        pytest.param(
            "from typing import TypeVar\nT = TypeVar('T', 'Decimal', 'int')\n",
            id="constraints",
        ),
        pytest.param(
            "from typing import assert_type\nassert_type(f(x, 1), 'Decimal')\n",
            id="assert-type",
            marks=NEWER_PYFLAKES,
        ),
        pytest.param(
            "from typing import cast\ncast(val=f(x, 1), typ='Decimal')\n",
            id="cast-with-keywords",
            marks=NEWER_PYFLAKES,
        ),
        pytest.param(
            "from typing import Optional\nx: \"Optional['Decimal']\"\n",
            id="nested-quotes",
        ),
        pytest.param(
            "from typing import TypeAlias\nX: TypeAlias = 'Decimal'\n",
            id="TypeAlias",
        ),
        pytest.param(
            "from typing import TypedDict\nX = TypedDict('X', {'a': 'Decimal'})\n",
            id="TypedDict",
        ),
        pytest.param(
            "from typing import NamedTuple\nX = NamedTuple('X', [('a', 'Decimal')])\n",
            id="NamedTuple",
        ),
        pytest.param(
            "x: u'Decimal'\n",
            id="u-prefix",
        ),
        pytest.param(
            "x: r'Decimal'\n",
            id="r-prefix",
        ),
        pytest.param(
            "x: 'list[' 'Decimal]'\n",
            id="concatenated",
        ),
        pytest.param(
            "def f(x: '''list[\n  Decimal\n]'''): ...\n",
            id="several-lines",
        ),
        pytest.param(
            "x: 'list[" + "dict[str, list[" * 30 + "Decimal" + "]]" * 30 + "]'\n",
            id="over-200-characters",
        ),
        pytest.param(
            "from typing import Optional\nx: Optional['Decimal']\n",
            id="quoted-in-Optional",
        ),
        pytest.param(
            "x: list['Decimal']\n",
            id="quoted-in-list",
        ),
        pytest.param(
            "import typing as t\nx: t.Optional['Decimal']\n",
            id="quoted-in-typing-attribute",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    x = time.time()\n",
            id="only-for-type-checkers",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\nif not TYPE_CHECKING:\n    x = time.time()\n",
            id="not-for-type-checkers",
        ),
        pytest.param("import gettext\nprint(_('x'))\n", id="gettext-without-install"),
        pytest.param(
            "import gettext\ngettext.install('app')\nngettext('a', 'b', 2)\n",
            id="what-gettext.install-does-not-install",
        ),
        pytest.param(
            "try:\n    __file__\nexcept NameError:\n    H = '.'\nelse:\n    H = os.getcwd()\n",
            id="else-of-a-try-for-an-attribute-of-the-module",
        ),
        pytest.param(
            "def here():\n    try:\n        path = __file__\n    except NameError:\n"
            "        return '.'\n    return os.path.dirname(path)\n",
            id="below-a-try-for-an-attribute-of-the-module",
        ),
        pytest.param(
            "try:\n    H = os.path.dirname(__file__)\nexcept NameError:\n    H = '.'\n"
            "def f():\n    return os.path.join(H, 'a')\n",
            id="noted-for-an-attribute-of-the-module",
        ),
        pytest.param(
            "try:\n    home = os.environ[unicode('HOME')]\nexcept NameError:\n    home = '.'\n"
            "def f():\n    return os.listdir(home)\n",
            id="noted-for-a-builtin-of-python-2",
        ),
        pytest.param(
            "F = '.'\ntry:\n    H = os.path.dirname(F)\nexcept NameError:\n    H = os.getcwd()\n"
            "def f():\n    return os.listdir(H)\n",
            id="noted-by-a-handler-that-uses-it",
        ),
    ],
)
def test_found(source: str) -> None:
    assert len(codes(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "from contextlib import suppress as s\nwith s(NameError):\n    time.time()\n",
            id="alias",
        ),
        pytest.param(
            "MISSING = NameError\ntry:\n    time.time()\nexcept MISSING: pass\n", id="variable"
        ),
        pytest.param(
            "MISSING = (ImportError,) + (NameError,)\ntry: time.time()\nexcept MISSING: pass\n",
            id="sum",
        ),
        pytest.param(
            "import sys\nif sys.version.startswith('2'):\n    reduce(f, x)\n", id="python-2"
        ),
        pytest.param(
            "import sys\nif not sys.version.startswith('3'):\n    reduce(f, x)\n",
            id="not-python-3",
        ),
        pytest.param(
            "from typing import Literal as L\ndef f(a: L['Decimal']): ...\n", id="aliased-literal"
        ),
    ],
)
def test_other_spellings_of_what_is_expected(source: str) -> None:
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "test",
    [
        pytest.param("'time' in {**globals(), **locals()}", id="merged"),
        pytest.param("'time' in dict(globals(), **locals())", id="dict"),
        pytest.param("'time' in globals() | locals()", id="union"),
        pytest.param("'time' in globals().copy()", id="copy"),
        pytest.param("'time' in [*dir()]", id="list"),
        pytest.param("'time' in [name for name in globals()]", id="comprehension"),
        pytest.param("'time' in names", id="named-first"),
        pytest.param("'time' in self.space", id="attribute"),
        pytest.param("space.get('time')", id="get"),
        pytest.param("(names := set(dir())) and 'time' in names", id="walrus"),
    ],
)
def test_copies_of_the_names_of_a_module(test: str) -> None:
    source = (
        "names = set(globals())\nspace = vars().copy()\nclass A:\n    def f(self):\n"
        "        self.space = dict(globals())\n"
        f"        if {test}:\n            time.time()\n"
    )
    assert codes(source) == []
    assert codes(source.replace("'time'", "'json'")) == ["MIS001"]
    others = re.sub(r"\b(dir|globals|locals|vars)\(", "f(", source)
    assert codes(others) == ["MIS001"]


def test_name_that_is_taken_from_the_module_first() -> None:
    source = (
        "def f():\n    try:\n        globals()['time']\n    except KeyError:\n"
        "        return 0\n    else:\n        return time.time()\n"
    )
    assert codes(source) == []
    assert codes(source.replace("'time'", "'json'")) == ["MIS001"]
    assert codes(source.replace("KeyError", "OSError")) == ["MIS001"]


@pytest.mark.parametrize(
    "handled",
    [
        pytest.param("except NameError:\n        return\n    return {}", id="return"),
        pytest.param(
            "except NameError as e:\n        raise RuntimeError from e\n    return {}", id="raise"
        ),
        pytest.param("except NameError:\n        pass\n    else:\n        return {}", id="else"),
        pytest.param(
            "except ValueError: pass\n    except NameError: return\n    return {}",
            id="beside-a-handler-of-others",
        ),
    ],
)
@pytest.mark.parametrize(
    ("attempt", "count"),
    [
        pytest.param("json", 0, id="name"),
        pytest.param("json.dumps", 0, id="attribute"),
        pytest.param("s = json.dumps(1)", 0, id="call"),
        pytest.param("s = print([json.dumps(1), *x])", 0, id="argument"),
        pytest.param("with x:\n            s = json.dumps(1)", 0, id="with"),
        pytest.param("for y in json.loads(x):\n            y.z", 0, id="loop-over-it"),
        pytest.param("if x:\n            json.dumps(1)", 1, id="if"),
        pytest.param("x and json.dumps(1)", 1, id="and"),
        pytest.param("s = [json.dumps(y) for y in x]", 1, id="comprehension"),
        pytest.param("s = lambda: json", 1, id="lambda"),
        pytest.param("def s(): json", 1, id="function"),
        pytest.param("time.time()", 1, id="another"),
    ],
)
def test_use_below_an_attempt_for_the_name(attempt: str, count: int, handled: str) -> None:
    source = (
        f"import time\ndef f(x):\n    try:\n        {attempt}\n"
        f"    {handled.format('json.dumps(1)')}\n"
    )
    assert len(codes(source)) == count
    local = f"{source}    import json\n"
    assert len(codes(local)) == count
    assert len(codes(local.replace("NameError", "UnboundLocalError"))) == count
    assert len(codes(source.replace("NameError", "KeyError"))) == 1


def test_use_below_an_attempt_that_does_not_leave() -> None:
    source = "try:\n    json.dumps\nexcept NameError:\n    pass\njson.dumps(1)\n"
    assert codes(source) == ["MIS001"]
    assert codes(f"{source}import json\n") == ["MIS004"]


@pytest.mark.parametrize(
    "test",
    [
        pytest.param("if all(n in globals() for n in NAMES):", id="all"),
        pytest.param("if any([n in globals() for n in NAMES]):", id="any-in-a-list"),
        pytest.param("if NAME in vars():", id="variable"),
        pytest.param("if globals().get(NAME):", id="get"),
        pytest.param("if hasattr(sys.modules[__name__], NAME):", id="hasattr"),
        pytest.param("if {'json', 'os'} <= set(globals()):", id="subset"),
        pytest.param("if NAME in __builtins__:", id="builtins"),
        pytest.param("for n in NAMES:\n    if n not in globals(): continue", id="loop"),
    ],
)
def test_names_that_are_computed(test: str) -> None:
    source = f"import sys\nNAME = 'json'\nNAMES = ('json', 'os')\n{test}\n    json.dumps(1)\n"
    assert codes(source) == []
    assert codes(source.replace("'json'", "'re'")) == ["MIS001"]
    turned = source.replace("not in", "in") if "not" in test else f"{source}else: json.load(x)\n"
    assert codes(turned) == ["MIS001"]


@pytest.mark.parametrize(
    ("own", "call", "count"),
    [
        pytest.param("def check():\n    if {0}: raise ValueError\n", "check()", 0, id="raises"),
        pytest.param("def check():\n    if {0}: sys.exit(0)\n", "check()", 0, id="exits"),
        pytest.param("def check():\n    if {0}: pytest.skip()\n", "check()", 0, id="skips"),
        pytest.param("def check():\n    assert not ({0})\n", "check()", 0, id="asserts"),
        pytest.param(
            "class A:\n    def check(self):\n        if {0}: raise ValueError\n",
            "A().check()",
            0,
            id="method",
        ),
        pytest.param("def check():\n    if {0}: return\n    print()\n", "check()", 1, id="returns"),
        pytest.param("def check():\n    if not ({0}): raise ValueError\n", "check()", 1, id="not"),
        pytest.param("def check():\n    if {0}: raise ValueError\n", "check", 1, id="not-called"),
        pytest.param(
            "def check():\n    if {0}: raise ValueError\ndef check(): pass\n",
            "check()",
            1,
            id="replaced",
        ),
        pytest.param(
            "@cache\ndef check():\n    if {0}: raise ValueError\n", "check()", 1, id="decorated"
        ),
    ],
)
@pytest.mark.parametrize(
    ("test", "use", "head"),
    [
        pytest.param("not hasattr(xml, 'dom')", "xml.dom.Node", "import xml\n", id="submodule"),
        pytest.param("'json' not in globals()", "json.dumps(1)", "", id="name"),
    ],
)
def test_own_function_that_checks_what_is_there(
    own: str, call: str, count: int, test: str, use: str, head: str
) -> None:
    source = f"import sys, pytest\nfrom functools import cache\n{head}{own.format(test)}"
    assert len(codes(f"{source}def f():\n    {call}\n    {use}\n")) == count
    assert len(codes(f"{source}def f():\n    {use}\n    {call}\n")) == 1
    assert len(codes(f"{source}{call}\n{use}\n")) == count


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "import sys\n"
            "def f(p):\n"
            "    with open(p) as fh:\n"
            "        if sys.version_info[0] >= 3:\n"
            "            return fh.read()\n"
            "    return time.time()\n",
            id="with-that-opens-a-file",
        ),
        pytest.param(
            "import sys\n"
            "import json\n"
            "def f(p):\n"
            "    with p.lock:\n"
            "        if not hasattr(json, 'tool'):\n"
            "            return None\n"
            "    return json.tool.main()\n",
            id="with",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\n"
            "if TYPE_CHECKING:\n"
            "    from decimal import Decimal\n"
            "def f(p):\n"
            "    with open(p) as fh:\n"
            "        if not TYPE_CHECKING:\n"
            "            return None\n"
            "    return Decimal(1)\n",
            id="with-for-type-checkers",
        ),
        pytest.param(
            "async def f(p):\n"
            "    async with p:\n"
            "        if 'time' not in globals():\n"
            "            return\n"
            "    time.time()\n",
            id="async-with",
        ),
        pytest.param(
            "def f(p):\n"
            "    try:\n"
            "        if 'time' not in globals():\n"
            "            return\n"
            "    finally:\n"
            "        p()\n"
            "    time.time()\n",
            id="try-with-finally",
        ),
        pytest.param(
            "def f(p):\n"
            "    try:\n"
            "        if 'time' not in globals():\n"
            "            return\n"
            "    except OSError:\n"
            "        return\n"
            "    time.time()\n",
            id="try-whose-handler-leaves",
        ),
        pytest.param(
            "def f(p):\n"
            "    try:\n"
            "        p()\n"
            "    except OSError:\n"
            "        return\n"
            "    else:\n"
            "        if 'time' not in globals():\n"
            "            return\n"
            "    time.time()\n",
            id="else-of-try",
        ),
        pytest.param(
            "def f(p):\n"
            "    try:\n"
            "        p()\n"
            "    finally:\n"
            "        if 'time' not in globals():\n"
            "            return\n"
            "    time.time()\n",
            id="finally",
        ),
        pytest.param(
            "def f(p):\n"
            "    for x in p:\n"
            "        with x:\n"
            "            if 'time' not in globals():\n"
            "                continue\n"
            "        time.time()\n",
            id="continue",
        ),
        pytest.param(
            "def f(p):\n"
            "    with open(p):\n"
            "        if 'time' not in globals():\n"
            "            raise ValueError\n"
            "    time.time()\n",
            id="raise-where-a-file-is-open",
        ),
        pytest.param(
            "import sys\n"
            "def f(p):\n"
            "    if sys.version_info[0] >= 3:\n"
            "        while True:\n"
            "            return 1\n"
            "    return time.time()\n",
            id="endless-loop",
        ),
        pytest.param(
            "import sys\n"
            "def f(p):\n"
            "    if sys.version_info[0] >= 3:\n"
            "        while True:\n"
            "            for x in p: break\n"
            "    return time.time()\n",
            id="endless-loop-around-one-that-ends",
        ),
        pytest.param(
            "import sys\n"
            "def f(p):\n"
            "    if sys.version_info[0] >= 3:\n"
            "        match p:\n"
            "            case 1: return 1\n"
            "            case _: return 2\n"
            "    return time.time()\n",
            id="match-of-all",
        ),
        pytest.param(
            "def f(p):\n"
            "    with p:\n"
            "        try:\n"
            "            if 'time' not in globals():\n"
            "                return\n"
            "        finally:\n"
            "            p()\n"
            "    time.time()\n",
            id="block-in-a-block",
        ),
        pytest.param(
            "def f(p):\n"
            "    try:\n"
            "        p()\n"
            "    except OSError:\n"
            "        pass\n"
            "    finally:\n"
            "        if 'time' not in globals():\n"
            "            return\n"
            "    time.time()\n",
            id="finally-below-a-handler-that-goes-on",
        ),
        pytest.param(
            "def f(p):\n"
            "    with p:\n"
            "        if 'time' in globals():\n"
            "            p()\n"
            "        else:\n"
            "            return\n"
            "    time.time()\n",
            id="else-that-leaves",
        ),
        pytest.param(
            "import sys\n"
            "def check():\n"
            "    if sys.version_info[0] >= 3:\n"
            "        raise ValueError\n"
            "def f(p):\n"
            "    with open(p):\n"
            "        check()\n"
            "    time.time()\n",
            id="own-check-where-a-file-is-open",
        ),
    ],
)
def test_exit_in_a_block_that_surely_runs_guards_what_is_below(source: str) -> None:
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f(p):\n"
            "    try:\n"
            "        p()\n"
            "        if 'time' not in globals():\n"
            "            return\n"
            "    except OSError:\n"
            "        pass\n"
            "    time.time()\n",
            id="try-whose-handler-goes-on",
        ),
        pytest.param(
            "def f(p):\n"
            "    with p:\n"
            "        if 'time' not in globals():\n"
            "            raise ValueError\n"
            "    time.time()\n",
            id="raise-that-may-be-suppressed",
        ),
        pytest.param(
            "import sys\n"
            "def f(p):\n"
            "    if sys.version_info[0] >= 3:\n"
            "        while True:\n"
            "            if p: break\n"
            "    return time.time()\n",
            id="loop-that-ends",
        ),
        pytest.param(
            "import sys\n"
            "def f(p):\n"
            "    if sys.version_info[0] >= 3:\n"
            "        match p:\n"
            "            case 1: return 1\n"
            "            case 2: return 2\n"
            "    return time.time()\n",
            id="match-of-some",
        ),
        pytest.param(
            "import sys\n"
            "def f(p):\n"
            "    for x in p:\n"
            "        if sys.version_info[0] >= 3:\n"
            "            return 1\n"
            "    return time.time()\n",
            id="loop-that-may-not-run",
        ),
        pytest.param(
            "from contextlib import suppress\n"
            "import sys\n"
            "def f(p):\n"
            "    if sys.version_info[0] >= 3:\n"
            "        with suppress(KeyboardInterrupt):\n"
            "            while True:\n"
            "                p()\n"
            "    return time.time()\n",
            id="endless-loop-that-an-exception-ends",
        ),
        pytest.param(
            "import sys\n"
            "def f(p):\n"
            "    if sys.version_info[0] >= 3:\n"
            "        while True:\n"
            "            for x in p: p()\n"
            "            else: break\n"
            "    return time.time()\n",
            id="break-in-the-else-of-an-inner-loop",
        ),
        pytest.param(
            "import sys\n"
            "def f(p):\n"
            "    if sys.version_info[0] >= 3:\n"
            "        match p:\n"
            "            case 1: return 1\n"
            "            case _ if p: return 2\n"
            "    return time.time()\n",
            id="match-with-a-condition",
        ),
        pytest.param(
            "from contextlib import suppress\n"
            "def f(p):\n"
            "    with suppress(OSError):\n"
            "        p()\n"
            "        if 'time' not in globals():\n"
            "            return\n"
            "    time.time()\n",
            id="suppress",
        ),
        pytest.param(
            "def f(p):\n    with p:\n        assert 'time' in globals()\n    time.time()\n",
            id="assert-that-may-be-suppressed",
        ),
        pytest.param(
            "import sys\n"
            "def check():\n"
            "    if sys.version_info[0] >= 3:\n"
            "        raise ValueError\n"
            "def f(p):\n"
            "    with p:\n"
            "        check()\n"
            "    time.time()\n",
            id="own-check-that-may-be-suppressed",
        ),
        pytest.param(
            "import argparse\n"
            "args = argparse.ArgumentParser().parse_args()\n"
            "def f():\n"
            "    if args.PY2:\n"
            "        time.time()\n",
            id="option-that-is-called-so",
        ),
    ],
)
def test_exit_that_may_be_passed_guards_nothing(source: str) -> None:
    [finding] = find_missing_imports(source)
    assert finding.name == "time"


@pytest.mark.parametrize(
    ("guard", "names"),
    [
        pytest.param("sys.version_info[0] == 2", [], id="never"),
        pytest.param("'time' in globals()", [], id="asked-for"),
        pytest.param("sys.version_info[0] == 3", ["time"], id="always"),
        pytest.param("p", ["time"], id="unknown"),
    ],
)
def test_condition_of_a_case(guard: str, names: list[str]) -> None:
    source = f"import sys\nmatch p:\n    case 1 if {guard}:\n        time.time()\n"
    assert [finding.name for finding in find_missing_imports(source)] == names


@pytest.mark.parametrize(
    ("above", "names"),
    [
        pytest.param("while True: pass", [], id="endless-loop"),
        pytest.param("while True: break", ["json"], id="loop-that-ends"),
        pytest.param("match x:\n        case _: raise ValueError", [], id="match-of-all"),
        pytest.param("match x:\n        case 1: raise ValueError", ["json"], id="match-of-some"),
    ],
)
def test_call_below_what_always_leaves_its_block_runs_nothing(above: str, names: list[str]) -> None:
    source = f"def f(): json.dumps(1)\nif x:\n    {above}\n    f()\nimport json\n"
    assert [finding.name for finding in find_missing_imports(source)] == names
