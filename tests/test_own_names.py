"""Names that a module gives itself, or that others may give it."""

from __future__ import annotations

import re
import sys

import pytest

from flake8_missing_import import find_missing_imports
from tests import proof

USE = "time.time()\n"


@pytest.mark.parametrize(
    "writing",
    [
        pytest.param(
            "import importlib\nimportlib.import_module(__name__).time = x", id="import_module"
        ),
        pytest.param(
            "from importlib import import_module as load\nthis = load(__name__)\nthis.time = x",
            id="import_module-as",
        ),
        pytest.param("__import__(__name__).time = x", id="__import__"),
        pytest.param(
            "import inspect\ndef f(): pass\ninspect.getmodule(f).time = x", id="getmodule"
        ),
        pytest.param(
            "from inspect import getmodule as of\nclass A: pass\nsetattr(of(A), 'time', x)",
            id="getmodule-as",
        ),
        pytest.param(
            "import inspect\ndef f(thing): inspect.getmodule(thing).time = x\nf(f)",
            id="getmodule-of-another",
        ),
        pytest.param("import sys\nsys.modules.get(__name__).time = x", id="modules.get"),
        pytest.param("from sys import modules as m\nm[__name__].time = x", id="modules-as"),
        pytest.param("import sys as s\nm = s.modules\nm[__name__].time = x", id="modules-kept"),
        pytest.param("import sys\ns = sys\ns.modules[__name__].time = x", id="sys-kept"),
        pytest.param("import os\nos.sys.modules[__name__].time = x", id="sys-of-another"),
        pytest.param("__import__('sys').modules[__name__].time = x", id="sys-by-name"),
        pytest.param("import sys\nme = __name__\nsys.modules[me].time = x", id="name-kept"),
        pytest.param("import sys\na = sys.modules[__name__]\nb = a\nb.time = x", id="kept-twice"),
        pytest.param("import sys\nm: object = sys.modules[__name__]\nm.time = x", id="annotated"),
        pytest.param(
            "import sys\nsetattr(m := sys.modules[__name__], 'time', x)", id="walrus-setattr"
        ),
        pytest.param("import sys\nput = setattr\nput(sys.modules[__name__], 'time', x)", id="put"),
        pytest.param(
            "import sys\nsetattr_ = __builtins__.setattr\nm = sys.modules[__name__]\n"
            "for name in ['time']: setattr_(m, name, x)",
            id="setattr-in-a-loop",
        ),
        pytest.param(
            "import sys\nfrom functools import partial\n"
            "put = partial(setattr, sys.modules[__name__])\nput('time', x)",
            id="partial",
        ),
        pytest.param("import sys\nsys.modules[__name__].__setattr__('time', x)", id="__setattr__"),
        pytest.param(
            "import sys\nobject.__setattr__(sys.modules[__name__], 'time', x)",
            id="object.__setattr__",
        ),
        pytest.param(
            "import sys\nclass A: pass\nsys.modules[A.__module__].time = x", id="module-of-a-class"
        ),
        pytest.param(
            "import sys\nclass A:\n    def __init__(self):\n"
            "        self.module = sys.modules[__name__]\n        self.module.time = x\nA()",
            id="attribute",
        ),
        pytest.param(
            "import sys\ndef this():\n    return sys.modules[__name__]\nthis().time = x",
            id="returned",
        ),
        pytest.param(
            "import sys\nfor m in (sys.modules[__name__],):\n    m.time = x", id="in-a-tuple"
        ),
        pytest.param("G = globals\nG()['time'] = x", id="globals-as"),
        pytest.param("g = globals()\ng |= {'time': x}", id="in-place"),
        pytest.param("import sys\nsys._getframe(0).f_globals['time'] = x", id="frame"),
        pytest.param("import sys\nf = sys._getframe()\nf.f_globals['time'] = x", id="frame-kept"),
        pytest.param(
            "import inspect\ninspect.currentframe().f_globals.update(time=x)", id="currentframe"
        ),
        pytest.param(
            "import inspect\ndef f():\n    inspect.currentframe().f_back.f_locals['time'] = x\nf()",
            id="frame-of-the-caller",
        ),
        pytest.param("def f(): pass\nf.__globals__['time'] = x", id="globals-of-a-function"),
        pytest.param("import __main__\n__main__.time = x", id="__main__"),
        pytest.param("import __main__ as main\nvars(main).update(time=x)", id="__main__-as"),
        pytest.param("import sys\nsys.modules['__main__'].time = x", id="modules-__main__"),
        pytest.param("import builtins as b\nb.time = x", id="builtins-as"),
        pytest.param("__import__('builtins').time = x", id="import-of-builtins"),
        pytest.param("import sys\nsys.modules['builtins'].time = x", id="modules-builtins"),
        pytest.param("import builtins\nvars(builtins).update({'time': x})", id="vars-of-builtins"),
        pytest.param("import builtins\nbuiltins.exec('time = x')", id="builtins.exec"),
        pytest.param("eval(compile('time = x', 'a', 'exec'))", id="eval-of-compiled"),
        pytest.param(
            "from unittest.mock import patch\npatch('builtins.time', x, create=True).start()",
            id="patched-by-its-path",
        ),
        pytest.param(
            "from unittest.mock import patch\npatch(f'{__name__}.time', x, create=True).start()",
            id="patched-by-the-name-of-the-module",
        ),
        pytest.param(
            "from unittest.mock import patch\n"
            "patch(__name__ + '.time', new=x, create=True).start()",
            id="patched-by-a-sum",
        ),
        pytest.param("dict.update(globals(), time=x)", id="method-of-the-class"),
        pytest.param("dict.update(globals(), {'time': x})", id="method-of-the-class-with-a-dict"),
        pytest.param("dict.__setitem__(globals(), 'time', x)", id="item-by-the-class"),
        pytest.param("run = exec\nrun('time = x')", id="exec-as"),
        pytest.param("list(map(exec, ['time = x']))", id="exec-passed-on"),
        pytest.param(
            "class Patch:\n    def setitem(self, of, key, value):\n        vars(of)[key] = value\n"
            "Patch().setitem(__builtins__, 'time', x)",
            id="setitem",
        ),
    ],
)
def test_name_that_the_module_writes(writing: str) -> None:
    value = "class x:\n    time = print\n"
    assert proof.error(f"{value}{writing}\n{USE}") == ""
    assert find_missing_imports(f"{value}{writing}\n{USE}") == []


ENUM = "class Status(enum.IntEnum):\n    O_RDONLY = 1\n    O_CREAT, O_EXCL = 2, 3\n"


@pytest.mark.parametrize(
    "writing",
    [
        pytest.param(f"@enum.global_enum\n{ENUM}", id="decorator"),
        pytest.param(f"from enum import global_enum\n@global_enum\n{ENUM}", id="member"),
        pytest.param(f"{ENUM}enum.global_enum(Status)\n", id="call"),
        pytest.param(f"{ENUM}Status = enum.global_enum(Status)\n", id="call-kept"),
    ],
)
def test_members_that_an_enum_writes(writing: str) -> None:
    source = f"import enum, os\n{writing}print(os.O_EXCL, O_RDONLY | O_CREAT)\nprint(O_TRUNC)\n"
    assert [one.name for one in find_missing_imports(source)] == ["O_TRUNC"]
    found = find_missing_imports(source.replace("global_enum", "unique"))
    assert {one.name for one in found} == {"O_RDONLY", "O_CREAT", "O_TRUNC"}
    if sys.version_info >= (3, 11):
        assert proof.error(source).startswith("NameError: name 'O_TRUNC'")
        assert proof.error(source.replace("O_TRUNC", "0")) == ""


@pytest.mark.parametrize(
    ("arguments", "is_own"),
    [
        pytest.param("'S', __name__, lambda n: n[:3] == 'SIG', source=signal", True, id="this"),
        pytest.param("'S', module=__name__, filter=bool, source=signal", True, id="keyword"),
        pytest.param("'S', 'app', bool, source=signal", False, id="other-module"),
    ],
)
def test_constants_that_an_enum_writes(arguments: str, is_own: bool) -> None:
    source = (
        f"import enum, signal\nenum.IntEnum._convert_({arguments})\n"
        "print(SIGINT, signal.SIGTERM)\nprint(time.time())\n"
    )
    names = ["time"] if is_own else ["SIGINT", "time"]
    assert [one.name for one in find_missing_imports(source)] == names


@pytest.mark.parametrize(
    ("writing", "count"),
    [
        pytest.param("enum.global_enum(enum.Enum('S', names()))", 0, id="made-by-a-call"),
        pytest.param(
            "@enum.global_enum\nclass S(enum.Enum):\n    for n in names(): vars()[n] = n",
            0,
            id="written-in-the-class",
        ),
    ],
)
def test_members_that_cannot_be_told(writing: str, count: int) -> None:
    source = f"import enum\nfrom app import names\n{writing}\n{USE}"
    assert len(find_missing_imports(source)) == count


@pytest.mark.parametrize(
    ("head", "is_handed_out"),
    [
        pytest.param("@inject({0})\ndef f(): ...", True, id="decorator"),
        pytest.param("@inject({0})\nclass A: ...", True, id="decorator-of-a-class"),
        pytest.param("def f(ns=inject({0})): ...", True, id="default"),
        pytest.param("class A(inject({0})): ...", True, id="base"),
        pytest.param("f = lambda ns=inject({0}): ns", True, id="default-of-a-lambda"),
        pytest.param("def f(): inject({0})", False, id="body"),
        pytest.param("def f(x):\n    @inject({0})\n    def g(): ...", False, id="inside"),
        pytest.param("class A:\n    @inject({0})\n    def f(self): ...", False, id="in-a-class"),
    ],
)
@pytest.mark.parametrize("namespace", ["vars()", "locals()"])
def test_head_of_a_definition_has_the_names_around_it(
    head: str, is_handed_out: bool, namespace: str
) -> None:
    source = f"from app import inject\n{head.format(namespace)}\n{USE}"
    assert (find_missing_imports(source) == []) == is_handed_out


@pytest.mark.parametrize(
    "head", ["@inject(vars())\n    def f(self): ...", "@f(exec('time=x'))\n    def f(): ..."]
)
def test_class_around_a_head_gets_the_names(head: str) -> None:
    source = f"from app import f, inject\nclass A:\n    {head}\n    time.time()\n"
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "writing",
    [
        pytest.param("vars(builtins).update(names())", id="builtins"),
        pytest.param("sys._getframe(1).f_globals.update(names())", id="frame"),
        pytest.param("vars(sys.modules[A.__module__]).update(names())", id="module-of-own-class"),
        pytest.param("for n in names(): globals()[n] = x", id="called"),
        pytest.param("for n in {'a', *names()}: globals()[n] = x", id="starred"),
        pytest.param("for n in ALL: globals()[n + 's'] = x", id="computed"),
        pytest.param("for n in ALL:\n    n += 's'\n    globals()[n] = x", id="bound-again"),
        pytest.param("for n in ALL - {'b'}: globals()[n] = x", id="difference"),
        pytest.param("ALL += names()\nfor n in ALL: globals()[n] = x", id="extended"),
        pytest.param("ALL.extend(names())\nfor n in ALL: globals()[n] = x", id="extended-by-call"),
        pytest.param("L, M = ('ab', 'cd')\nfor n in L: globals()[n] = x", id="unpacked"),
        pytest.param("L = []\nfill(L)\nfor n in L: globals()[n] = x", id="empty"),
        pytest.param("for n in ALL: pass\nfor m in names(): globals()[n] = x", id="other-loop"),
        pytest.param("d = globals()\nd |= names()", id="joined-to-a-variable"),
        pytest.param("d = globals()\nfill(d)", id="variable-handed-out"),
        pytest.param("modules = globals()\nmodules[names()] = x", id="variable-by-a-known-name"),
        pytest.param("class Shell:\n    names = globals()\nfill(Shell.names)", id="of-a-class"),
        pytest.param("x.names = globals()\nfill(x)", id="attribute"),
        pytest.param("globals().update(dict(names(), a=x))", id="call-of-dict"),
        pytest.param(
            "def f(d, k):\n    d = d or x\n    d = globals()\n    d[k] = x", id="parameter"
        ),
        pytest.param("def f(k):\n    global d\n    d = globals()\nd[x] = x", id="global"),
        pytest.param("exec(x, {}, globals())", id="executed-with-them"),
        pytest.param("sys.modules['x'] = names(sys.modules[__name__])", id="other-stand-in"),
        pytest.param("globals().update(x.__members__)", id="members"),
        pytest.param("import inspect\nfill(inspect.getmodule(A))", id="module-of-a-class"),
    ],
)
def test_names_that_cannot_be_told(writing: str) -> None:
    head = "import builtins, sys\nfrom app import fill, names, x\nALL = ['a', 'b']\nclass A: pass\n"
    assert find_missing_imports(f"{head}{writing}\n{USE}") == []


HANDED_OUT_BUILTINS = [
    pytest.param("import builtins\ninstall({0}builtins)\n", id="module"),
    pytest.param("import builtins as b\ninstall({0}b)\n", id="module-as"),
    pytest.param("import builtins\nb = builtins\ninstall({0}b)\n", id="variable"),
    pytest.param("install({0}__builtins__)\n", id="__builtins__"),
    pytest.param("import builtins\ninstall({0}builtins.__dict__)\n", id="dictionary"),
    pytest.param("import builtins\ninstall({0}vars(builtins))\n", id="vars"),
    pytest.param("install({0}__import__('builtins'))\n", id="__import__"),
    pytest.param("import sys\ninstall({0}sys.modules['builtins'])\n", id="modules"),
    pytest.param("import builtins\ndef f(): install({0}builtins)\nf()\n", id="in-a-function"),
]


@pytest.mark.parametrize("argument", ["", "into="])
@pytest.mark.parametrize("handing", HANDED_OUT_BUILTINS)
def test_builtins_that_others_get(handing: str, argument: str) -> None:
    head = "def install(into):\n    getattr(into, '__dict__', into)['time'] = __import__('time')\n"
    source = f"{head}{handing.format(argument)}{USE}"
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "handing",
    [
        pytest.param("builtins = object()\ninstall(builtins)", id="variable"),
        pytest.param("def f(builtins): install(builtins)\nf(1)", id="parameter"),
        pytest.param("class A: builtins = 1\ninstall(A.builtins)", id="attribute"),
        pytest.param(
            "class A: modules = {'builtins': 1}\ninstall(A.modules['builtins'])",
            id="modules-of-another",
        ),
        pytest.param(
            "class A: pass\nA.modules = {__name__: A}\nA.modules[__name__].time = 1",
            id="module-of-another",
        ),
        pytest.param("import builtins\ninstall(builtins.open)", id="builtin"),
        pytest.param("import builtins\ninstall({'__builtins__': builtins})", id="of-a-namespace"),
        pytest.param("import builtins\ninstall(dict(a=builtins))", id="in-a-dictionary"),
        pytest.param("import builtins\nexec('1', {}, {'b': vars(builtins)})", id="of-exec"),
        pytest.param(
            "import builtins\n"
            "hasattr(builtins, 'x'), getattr(builtins, 'x', 1), isinstance(builtins, object)",
            id="asked",
        ),
        pytest.param(
            "import builtins\nfrom unittest import mock\n"
            "with mock.patch.object(builtins, 'open'): pass",
            id="patched",
        ),
        pytest.param("import builtins\nsetattr(builtins, 'x', 1)", id="other-name"),
    ],
)
def test_other_than_the_builtins_that_others_get(handing: str) -> None:
    source = f"def install(into): pass\n{handing}\n{USE}"
    assert proof.error(source).startswith("NameError: name 'time' is not defined")
    assert [one.name for one in find_missing_imports(source)] == ["time"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param("for n in vars(m): print(n, getattr(m, n))", ["time"], id="reads"),
        pytest.param("m.time = __import__('time')", [], id="attribute"),
        pytest.param("vars(m)['time'] = __import__('time')", [], id="item"),
        pytest.param("setattr(m, 'time', __import__('time'))", [], id="setattr"),
        pytest.param("vars(m).update(time=__import__('time'))", [], id="update"),
        pytest.param("write(m)", [], id="hands-it-on"),
        pytest.param("write(into=m)", [], id="hands-it-on-by-keyword"),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "def write(into): into.time = __import__('time')\n\n\ndef f(m):\n    {}\n\n\nf(builtins)\n",
        "def write(into): into.time = __import__('time')\n\n\nclass A:\n    def f(self, m):\n"
        "        {}\n\n\nA().f(m=builtins)\n",
    ],
)
def test_builtins_that_own_functions_get(form: str, body: str, found: list[str]) -> None:
    source = f"import builtins\n\n\n{form.format(body)}{USE}"
    assert (proof.error(source) != "") == bool(found)
    assert [one.name for one in find_missing_imports(source)] == found


def test_builtins_without_an_import_are_undefined() -> None:
    source = "from app import install\ninstall(builtins)\n"
    assert [one.name for one in find_missing_imports(source)] == ["builtins"]


WRITING = [
    pytest.param("for k in 'ab':\n    globals()[k] = 1\n", id="in-a-loop"),
    pytest.param("globals().update(dict(zip('a', 'b')))\n", id="updated"),
    pytest.param("print(vars().update)\n", id="handed-out"),
    pytest.param("exec('a' + '= 1')\n", id="executed"),
    pytest.param("def f(k):\n    globals()[k] = 1\nf('a')\n", id="in-a-function"),
    pytest.param("names = globals()\nnames['a' + 'b'] = 1\n", id="variable"),
    pytest.param(
        "import sys\nfor k in 'ab':\n    setattr(sys.modules[__name__], k, 1)\n", id="module"
    ),
]


@pytest.mark.parametrize("writing", WRITING)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"{USE}{{0}}", id="use"),
        pytest.param(f"if 1:\n    {USE}{{0}}", id="below-a-condition"),
        pytest.param(f"class A:\n    {USE}{{0}}", id="in-a-class"),
        pytest.param(f"{USE}{{0}}import time\n", id="imported-too-late"),
        pytest.param("def f(x=time.time()): pass\n{0}", id="default"),
    ],
)
def test_names_that_come_only_below_the_use(source: str, writing: str) -> None:
    source = source.format(writing)
    assert proof.error(source).startswith("NameError: name 'time' is not defined")
    (finding,) = find_missing_imports(source)
    assert finding.name == "time"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f(): time.time()\nglobals().update(x)\n", id="function"),
        pytest.param("def f():\n    globals().update(x)\nf()\ntime.time()\n", id="function-above"),
        pytest.param("for k in x:\n    time.time()\n    globals()[k] = 1\n", id="loop-around"),
        pytest.param("if x: time.time()\nelse: globals().update(x)\n", id="same-statement"),
        pytest.param("f = lambda: time.time()\nglobals().update(x)\nf()\n", id="lambda"),
        pytest.param("def f(): time.time()\nglobals().update(x)\nf()\n", id="called-below"),
        pytest.param("x: 'time.struct_time'\nglobals().update(x)\n", id="quoted"),
        pytest.param("time.time()\nvars(builtins).update(x)\n", id="builtins"),
        pytest.param("time.time()\nx.f_globals.update(x)\n", id="those-of-a-frame"),
        pytest.param("time.time()\nglobals()['time'] = 1\nexec(x)\n", id="its-own-name"),
    ],
)
def test_names_that_may_be_there_when_the_use_runs(source: str) -> None:
    assert find_missing_imports(f"import builtins\nfrom app import x\n{source}") == []


def test_only_uses_above_what_gives_names_are_named() -> None:
    source = f"def f(): time.time()\n{USE}globals().update(f())\n{USE}"
    (finding,) = find_missing_imports(source)
    assert [use.line for use in finding.uses] == [2]


@pytest.mark.parametrize(
    "writing",
    [
        pytest.param("__main__.__dict__.clear()", id="program-cleared"),
        pytest.param("vars(sys.modules['__main__']).update(names())", id="program-updated"),
        pytest.param(
            "def f(cls): sys.modules[cls.__module__].__dict__.update(cls.__members__)",
            id="module-of-a-parameter",
        ),
        pytest.param(
            "def f(cls):\n    for n in vars(cls): setattr(sys.modules[cls.__module__], n, x)",
            id="module-of-a-parameter-setattr",
        ),
    ],
)
def test_names_written_to_what_is_hardly_this_module(writing: str) -> None:
    source = f"import __main__, sys\nfrom app import names, x\n{writing}\n{USE}"
    assert len(find_missing_imports(source)) == 1


@pytest.mark.parametrize(
    "writing",
    [
        pytest.param("for n in ('a', {0!r}): globals()[n] = x", id="tuple"),
        pytest.param("for n in ['a', {0!r}]: setattr(sys.modules[__name__], n, x)", id="setattr"),
        pytest.param("for n in names & {{'a', {0!r}}}: vars(builtins)[n] = x", id="intersection"),
        pytest.param("for n in {{'a', {0!r}}} & names: vars()[n] = x", id="intersection-left"),
        pytest.param("ALL = ('a', {0!r})\nfor n in ALL: globals().setdefault(n, x)", id="name"),
        pytest.param(
            "ALL = ['a', {0!r}]\ndef f():\n    for n in ALL:\n"
            "        while x: globals().__setitem__(n, x)",
            id="function",
        ),
        pytest.param(
            "for n in ('a', {0!r}):\n    for m in x: globals()[n] = m", id="loop-in-the-loop"
        ),
        pytest.param("globals().update(dict({{'a': x}}, {0}=x))", id="call-of-dict"),
        pytest.param("d = globals()\nd.update({{'a': x, {0!r}: x}}, b=x)", id="variable"),
        pytest.param("def f():\n    d: dict = vars(builtins)\n    d[{0!r}] = x", id="annotated"),
    ],
)
def test_names_from_a_literal(writing: str) -> None:
    head = "import builtins, sys\nfrom app import names, x\n"
    assert find_missing_imports(f"{head}{writing.format('time')}\n{USE}") == []
    assert len(find_missing_imports(f"{head}{writing.format('times')}\n{USE}")) == 1


@pytest.mark.parametrize(
    "reading",
    [
        pytest.param("import importlib\nimportlib.import_module('os').time = 1", id="other-module"),
        pytest.param("import sys\nsys.modules['sys'].time = 1", id="other-loaded-module"),
        pytest.param(
            "import inspect\ninspect.getmodule(inspect.getmodule).x = 1",
            id="other-name-by-getmodule",
        ),
        pytest.param("import __main__\n__main__.x = 1", id="other-name"),
        pytest.param(
            "import __main__\nprint(__main__.__doc__, vars(__main__))", id="__main__-read"
        ),
        pytest.param(
            "import importlib\nthis = importlib.import_module(__name__)\ngetattr(this, 'x', 1)",
            id="module-read",
        ),
        pytest.param("import sys\nsys.modules['x'] = sys.modules[__name__]", id="module-renamed"),
        pytest.param("import sys\nsys._getframe().f_globals['__name__']", id="frame-read"),
        pytest.param("import sys\nsys._getframe().f_globals.get('x')", id="frame-asked"),
        pytest.param("import inspect\ninspect.currentframe().f_lineno", id="line-of-a-frame"),
        pytest.param("import sys\nsys._getframe().f_globals['x'] = 1", id="other-name-of-a-frame"),
        pytest.param("def f(): pass\neval('1', f.__globals__)", id="evaluated"),
        pytest.param("import builtins as b\nprint(b)", id="builtins-read"),
        pytest.param(
            "import sys, unittest\n"
            "unittest.TestCase().assertIs(sys.modules[__name__], sys.modules[__name__])",
            id="compared-by-a-test",
        ),
        pytest.param(
            "import unittest\nunittest.TestCase().assertIn('x', {**globals(), 'x': 1})\n"
            "unittest.TestCase().assertNotIn('x', globals())",
            id="names-compared-by-a-test",
        ),
        pytest.param("import builtins\ndir(builtins), str(vars(builtins))", id="builtins-listed"),
        pytest.param("[*globals(), *{*vars()}]", id="unpacked"),
        pytest.param("print(*globals())", id="unpacked-arguments"),
        pytest.param("max(map(str, [*filter(None, globals())]))", id="iterated-by-builtins"),
        pytest.param("{}.update(globals())", id="copied-elsewhere"),
        pytest.param("'{__name__}'.format_map(globals())", id="formatted"),
        pytest.param("import doctest\ndoctest.testmod(globs=globals())", id="doctest"),
        pytest.param(
            "def own(): n = globals(); n['x']\ndef f(n, k): n[k] = 1\nf({}, 'time')",
            id="variable-of-another-function",
        ),
        pytest.param("exec('ti' + 'me = 1', globals(), {})", id="executed-with-other-names"),
        pytest.param("n = globals()\nfor k in ('a', 'b'): n[k] = 1\ndel n['a'], n", id="deleted"),
        pytest.param(
            "import sys\nclass W:\n    def __init__(self, module): self.module = module\n"
            "sys.modules[__name__] = W(sys.modules[__name__])",
            id="stand-in-of-the-module",
        ),
        pytest.param("list(map(globals().get, ['x']))", id="method-that-reads"),
        pytest.param("dict.get(globals(), 'x')", id="method-of-the-class-that-reads"),
        pytest.param("dict.update(globals(), x=1)", id="other-name-by-the-class"),
        pytest.param("dict.update({}, globals())", id="copied-by-the-class"),
        pytest.param("def exec(code): pass\nrun = exec\nrun('time = 1')", id="another-exec-as"),
        pytest.param(
            "from unittest.mock import patch\npatch(f'{__name__}.x', 1, create=True).start()",
            id="other-name-patched",
        ),
        pytest.param(
            "import logging\nlogging.getLogger(__name__ + '.time')", id="name-of-a-logger"
        ),
        pytest.param(
            "import unittest\nunittest.TestCase().assertRaises(SyntaxError, exec, 'time =')",
            id="exec-that-fails",
        ),
        pytest.param(
            "import enum\nclass A(enum.Enum): x = 1\nglobals().update(A.__members__)", id="members"
        ),
    ],
)
def test_what_writes_no_such_name(reading: str) -> None:
    assert proof.error(f"{reading}\n{USE}").startswith("NameError: name 'time' is not defined")
    assert len(find_missing_imports(f"{reading}\n{USE}")) == 1


@pytest.mark.parametrize(
    "test",
    [
        pytest.param("'time' in sys.modules[__name__].__dict__", id="dictionary"),
        pytest.param("'time' in sys._getframe().f_globals", id="frame"),
        pytest.param("hasattr(importlib.import_module(__name__), 'time')", id="import_module"),
        pytest.param("hasattr(this, 'time')", id="variable"),
        pytest.param("vars(this).get('time')", id="vars"),
        pytest.param("'time' in dir(b)", id="builtins-as"),
    ],
)
def test_name_that_is_asked_for(test: str) -> None:
    head = "import builtins as b, importlib, sys\nthis = sys.modules[__name__]\n"
    assert find_missing_imports(f"{head}if {test}:\n    {USE}") == []
    assert len(find_missing_imports(f"{head}if {test.replace('time', 'x')}:\n    {USE}")) == 1


@pytest.mark.parametrize(
    "writing",
    [
        pytest.param("for name in ['time']: locals()[name] = x", id="locals"),
        pytest.param("vars().update((name, x) for name in ['time'])", id="update"),
        pytest.param("exec('time = x')", id="exec"),
        pytest.param("vars()['time'] = x", id="vars"),
        pytest.param("if x:\n        locals().update(time=x)", id="if"),
    ],
)
def test_names_that_a_class_writes(writing: str) -> None:
    source = f"class x:\n    time = print\nclass A:\n    {writing}\n    time.time()\n"
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []
    assert len(find_missing_imports(source.replace("    time.time()", USE))) == 1


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("def f(self):\n        locals()['time'] = 1\n    time.time()", id="method"),
        pytest.param("locals()['time'] = 1\n    def f(self):\n        time.time()", id="use"),
        pytest.param("class B:\n        locals()['time'] = 1\n    time.time()", id="class"),
        pytest.param("vars(x)['time'] = 1\n    time.time()", id="other-namespace"),
        pytest.param("x.exec('import time')\n    time.time()", id="other-exec"),
    ],
)
def test_names_that_a_class_writes_elsewhere(body: str) -> None:
    assert len(find_missing_imports(f"x = 1\nclass A:\n    {body}\n")) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("{'env': globals()}", id="display"),
        pytest.param("dict(env=globals())", id="call"),
        pytest.param("{'a': {'b': sys.modules[__name__]}}", id="module"),
        pytest.param("dict(env=vars())", id="vars"),
    ],
)
def test_namespace_in_a_dictionary(value: str) -> None:
    source = f"import sys\nimport app\napp.run({value})\n{USE}"
    assert find_missing_imports(source) == []
    copied = re.sub(r"globals\(\)|vars\(\)|sys.modules\[__name__\]", r"sorted(\g<0>)", value)
    assert len(find_missing_imports(source.replace(value, copied))) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("{**globals()}", id="display"),
        pytest.param("{'a': 1, **vars(), 'b': 2}", id="among-others"),
        pytest.param("dict(**globals())", id="call"),
        pytest.param("dict(globals(), a=1)", id="copy"),
    ],
)
def test_copy_of_a_namespace(value: str) -> None:
    assert len(find_missing_imports(f"import app\napp.run({value})\n{USE}")) == 1


@pytest.mark.parametrize(
    "executing",
    [
        pytest.param("exec('import time')", id="import"),
        pytest.param("exec('def time(): pass', globals())", id="function"),
        pytest.param("def f():\n    exec('time = 1', globals())", id="in-a-function"),
        pytest.param("exec('globals()[\\'time\\'] = 1')", id="written"),
        pytest.param("exec('from time import *')", id="star-import"),
        pytest.param("exec('exec(x)')", id="executed-in-turn"),
        pytest.param("exec(f'{x} = 1')", id="formatted"),
        pytest.param("exec(x, globals())", id="unknown"),
        pytest.param("exec(x, globals(), None)", id="unknown-without-others"),
        pytest.param("execfile('prelude.py')", id="file"),
        pytest.param("def f(n):\n    exec('global %s; import %s' % (n, n))", id="global-filled-in"),
        pytest.param("def f(n):\n    exec(f'global {n}; import {n}')", id="global-formatted"),
        pytest.param("class A:\n    exec('global time\\nimport time')", id="global-in-a-class"),
    ],
)
def test_names_that_executed_code_binds(executing: str) -> None:
    source = f"from app import x\n{executing}\n{USE}"
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "executing",
    [
        pytest.param("exec('import math')", id="import"),
        pytest.param("exec('def f(): return 1', globals())", id="function"),
        pytest.param("exec('def f(a, b): raise a, b')", id="of-Python-2"),
        pytest.param("if PY2:\n    exec('raise a, b')", id="only-in-Python-2"),
        pytest.param("def f():\n    exec('x = 1', globals())", id="in-a-function"),
        pytest.param("def f():\n    exec('import time')", id="local-to-a-function"),
    ],
)
def test_other_names_that_executed_code_binds(executing: str) -> None:
    (finding,) = find_missing_imports(f"from app import PY2\n{executing}\n{USE}")
    assert finding.name == "time"


KNOWN_KEYS = [
    pytest.param(
        'CODES = {"OK": 200}\nfor name in CODES: globals()[name] = 1\n',
        id="keys-of-a-table",
    ),
    pytest.param(
        'for name, value in [("OK", 200), ("LOST", 1)]: globals()[name] = value\n',
        id="pairs",
    ),
    pytest.param(
        'for n in ("a", "b"): globals()[f"TEST_{n}"] = n\n',
        id="formatted-text",
    ),
    pytest.param(
        'import sys\nfor n in ("a", "b"): setattr(sys.modules[__name__], "test_" + n, n)\n',
        id="sum-of-texts",
    ),
    pytest.param(
        'for i in (1, 2): globals()["F%d" % i] = i\n',
        id="old-format",
    ),
    pytest.param(
        'CODES = {"OK": 200}\nfor name, value in CODES.items(): vars()[name] = value\n',
        id="items-of-a-table",
    ),
    pytest.param(
        'N = ["a"]\nfor name in N: globals()[name] = 1\n',
        id="list",
    ),
]
KEYS_THAT_MAY_BE_IT = [
    pytest.param(
        'CODES = {"OK": 200}\n'
        'CODES["json"] = __import__("json")\n'
        "for name, value in CODES.items(): globals()[name] = value\n",
        id="table-that-changes",
    ),
    pytest.param(
        'CODES = {"OK": 200}\n'
        'CODES.update(json=__import__("json"))\n'
        "for name in CODES: globals()[name] = CODES[name]\n",
        id="table-that-is-updated",
    ),
    pytest.param(
        'for n in ("on",): globals()[f"js{n}"] = __import__("json")\n',
        id="beginning-of-the-name",
    ),
    pytest.param(
        'for n in ("json",): globals()[f"{n}"] = __import__("json")\n',
        id="all-of-the-name",
    ),
    pytest.param(
        "import sys\n"
        'for n in ("son",): setattr(sys.modules[__name__], "j" + n, __import__("json"))\n',
        id="sum-that-begins-so",
    ),
    pytest.param(
        'for name, value in [("json", 200)]:\n'
        '    name = "json"\n'
        '    globals()[name] = __import__("json")\n',
        id="name-given-in-the-loop",
    ),
    pytest.param(
        'CODE = "import json"\nexec(CODE)\n',
        id="executed-text",
    ),
    pytest.param(
        'CODE = "x = 1"\nCODE = "import json"\nexec(CODE)\n',
        id="one-of-two-texts",
    ),
    pytest.param(
        'for name, value in {"json": __import__("json")}.items(): globals()[name] = value\n',
        id="items",
    ),
]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param("X = X.keys()", id="keys"),
        pytest.param("X = X & Y", id="intersection"),
        pytest.param("X = Y\nY = X", id="each-other"),
    ],
)
def test_keys_that_are_made_of_themselves(given: str) -> None:
    source = f"{given}\nfor n in X: globals()[n] = 1\ndef f(): return json.dumps(1)\n"
    assert find_missing_imports(source) == []


@pytest.mark.parametrize("source", KNOWN_KEYS)
def test_keys_that_are_plainly_others(source: str) -> None:
    source += "def f(): return json.dumps(1)\nf()\n"
    assert proof.error(source).startswith("NameError: name 'json' is not defined")
    assert len(find_missing_imports(source)) == 1


@pytest.mark.parametrize("source", KEYS_THAT_MAY_BE_IT)
def test_keys_that_may_be_the_name(source: str) -> None:
    source += "def f(): return json.dumps(1)\nf()\n"
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []
