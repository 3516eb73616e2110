"""What is meant by small inputs: the right import, surely and with an edit, or nothing."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports

EXACT = [
    *(
        pytest.param(
            f"def f({name}): return {call}({name})",
            [f"from {module} import {call}"],
            id=f"parameter-called-{name}",
        )
        for name, module, call in (
            ("bytes", "base64", "b64encode"),
            ("float", "math", "isnan"),
            ("int", "fractions", "Fraction"),
        )
    ),
    pytest.param(
        "def f():\n    with TemporaryDirectory() as d: return d.startswith('x')",
        ["from tempfile import TemporaryDirectory"],
        id="attribute-of-what-with-gives",
    ),
    pytest.param(
        "from importlib.metadata import version\n"
        "def f(): return files('app').joinpath('x').read_text()",
        ["from importlib.resources import files"],
        id="attribute-that-no-list-has",
    ),
    pytest.param(
        "import ctypes\nfrom typing import Any\n"
        "def f(lib): return cast(int, ctypes.CDLL(lib).init())",
        ["from typing import cast"],
        id="class-where-a-value-is-asked-for",
    ),
    pytest.param(
        "import ctypes\ndef f(p): return cast(p, ctypes.c_void_p)",
        ["from ctypes import cast"],
        id="class-where-a-class-is-asked-for",
    ),
    pytest.param(
        "import requests\nlog = logging.getLogger(__name__)\ndef f(x): log.trace(x)",
        ["import logging"],
        id="logger-with-a-level-of-its-own-beside-another-package",
    ),
    pytest.param(
        "import asyncio\nasync def f():\n    stop = Event()\n    lock, jobs = Lock(), Queue()\n"
        "    await asyncio.sleep(1)",
        ["from asyncio import Event", "from asyncio import Lock", "from asyncio import Queue"],
        id="made-in-a-coroutine",
    ),
    pytest.param(
        "import asyncio, threading\nasync def f():\n    stop = Event()\n    await asyncio.sleep(1)",
        ["from threading import Event"],
        id="made-in-a-coroutine-beside-threads",
    ),
    pytest.param(
        "import subprocess\ndef f(line): return subprocess.run(split(line), check=True)",
        ["from shlex import split"],
        id="command-that-is-run",
    ),
    pytest.param(
        "async def f(line): return await create_subprocess_exec(*split(line))",
        ["from asyncio import create_subprocess_exec", "from shlex import split"],
        id="arguments-of-a-command",
    ),
    pytest.param(
        "from six import ensure_binary\ndef f(x): return md5(ensure_binary(x)).hexdigest()",
        ["from hashlib import md5"],
        id="bytes-of-a-package",
    ),
    pytest.param(
        "from app.util import mean\ndef f(x): return ceil(mean(x))",
        ["from math import ceil"],
        id="value-of-an-unknown-package",
    ),
    *(
        pytest.param(
            f"def f(t: {type_}):\n    if t: t.quantize(1)",
            ["from decimal import Decimal"],
            id=f"{type_}-with-what-it-has",
        )
        for type_ in ("Decimal", "'Decimal'", "Decimal | None", "'Decimal | None'")
    ),
    pytest.param(
        "def f(x: 'Decimal | Thing'):\n    return x.amount",
        ["from decimal import Decimal"],
        id="Decimal-or-another",
    ),
    pytest.param(
        "def f():\n    logging.traceback.print_exc()\n    logging.warning('x')",
        ["import logging"],
        id="module-that-the-module-imports",
    ),
    pytest.param(
        "def f(monkeypatch):\n    monkeypatch.setattr(subprocess.os, 'name', 'nt')",
        ["import subprocess"],
        id="module-that-a-module-of-a-telling-name-imports",
    ),
    pytest.param(
        "def f(x):\n    return random._os.urandom(3), random.choice(x)",
        ["import random"],
        id="module-that-the-module-imports-under-a-private-name",
    ),
    pytest.param(
        "import hashlib\na = hashlib.md5(x)\nb = md5(x)",
        ["from hashlib import md5"],
        id="call-beside-the-whole-name",
    ),
    pytest.param(
        "import ctypes\nfrom ctypes import c_bool\n"
        "f.argtypes = [c_bool, c_char_p]\nx = ctypes.c_char_p(b'')",
        ["from ctypes import c_char_p"],
        id="value-beside-the-whole-name-and-another-member",
    ),
    pytest.param(
        "log = logging.getLogger(__name__)\ndef f(x):\n    log.trace('x %s', x)",
        ["import logging"],
        id="logger-with-a-level-of-its-own",
    ),
    pytest.param(
        "import tornado.web\ndef f(tb: TracebackType | None): return tb",
        ["from types import TracebackType"],
        id="types-beside-tornado",
    ),
    pytest.param(
        "'port %d' % unpack('!H', x)", ["from struct import unpack"], id="formatted-tuple"
    ),
    pytest.param(
        "def test():\n    with pytest.raises(ValueError):\n        sqrt(-1)",
        ["from math import sqrt"],
        id="value-that-nothing-gets-in-with",
    ),
    pytest.param(
        "def test(x):\n    try:\n        log(x)\n    except ValueError:\n        raise",
        ["from math import log"],
        id="value-that-nothing-gets-in-try",
    ),
    pytest.param(
        "class A(Enum): x = 1\nunique(A)",
        ["from enum import Enum", "from enum import unique"],
        id="unique-of-a-class",
    ),
    pytest.param(
        "def f(cls):\n    return total_ordering(cls)",
        ["from functools import total_ordering"],
        id="total_ordering-of-a-class",
    ),
    pytest.param(
        "def f(r):\n    sqrt(2)\n    return sqrt(r)",
        ["from math import sqrt"],
        id="value-that-one-of-two-uses-gets",
    ),
    pytest.param(
        "def f(gen):\n    return contextmanager(gen)",
        ["from contextlib import contextmanager"],
        id="contextmanager-of-a-function",
    ),
    pytest.param(
        "def run(): ...\nrun = contextmanager(run)",
        ["from contextlib import contextmanager"],
        id="contextmanager-of-an-own-function",
    ),
    pytest.param(
        "with patch.object(a, 'x'): pass", ["from unittest.mock import patch"], id="patch-object"
    ),
    pytest.param(
        "import os\npatch.dict(os.environ, {})",
        ["from unittest.mock import patch"],
        id="patch-dict",
    ),
    pytest.param(
        "@patch('a.b')\ndef f(m): pass", ["from unittest.mock import patch"], id="patch-decorator"
    ),
    pytest.param(
        "m.assert_called_once_with('a', ANY)", ["from unittest.mock import ANY"], id="ANY"
    ),
    pytest.param(
        "datetime.now(timezone.utc)",
        ["from datetime import datetime", "from datetime import timezone"],
        id="timezone",
    ),
    pytest.param(
        "import time\ntime.time()\ndatetime.now(timezone.utc)",
        ["from datetime import datetime", "from datetime import timezone"],
        id="timezone-beside-time",
    ),
    pytest.param(
        "from typing import Any\ndef f(x: Any) -> Tuple[int, int]: ...",
        ["from typing import Tuple"],
        id="Tuple",
    ),
    pytest.param("Counter(a).most_common()", ["from collections import Counter"], id="Counter"),
    pytest.param("ChainMap()", ["from collections import ChainMap"], id="ChainMap"),
    pytest.param(
        "isinstance(x, (NoneType, list))",
        ["from types import NoneType"],
        id="NoneType",
    ),
    pytest.param(
        "def f(x): return type(x) is NoneType", ["from types import NoneType"], id="class-compared"
    ),
    pytest.param(
        "from functools import cache\ncache(f)\nisinstance(d, cached_property)",
        ["from functools import cached_property"],
        id="cached_property",
    ),
    pytest.param("setattr(builtins, 'x', 1)", ["import builtins"], id="builtins"),
    pytest.param(
        "from enum import Enum, auto\n@unique\nclass Color(Enum):\n    RED = auto()",
        ["from enum import unique"],
        id="decorator-of-a-class",
    ),
    pytest.param(
        "import enum\n@unique\nclass A(enum.IntFlag): B = 1",
        ["from enum import unique"],
        id="decorator-of-a-class-beside-the-module",
    ),
    pytest.param(
        "class A(ConfigParser):\n    def __init__(self): ConfigParser.__init__(self)",
        ["from configparser import ConfigParser"],
        id="base-whose-initializer-is-called",
    ),
    pytest.param(
        "import requests\nlist(map(radians, x))", ["from math import radians"], id="called-by-map"
    ),
    pytest.param("repeat(2)", ["from itertools import repeat"], id="number-that-is-no-statement"),
    pytest.param(
        "from ast import Name\nx = Dict(keys=[Name('a')], values=[])",
        ["from ast import Dict"],
        id="Dict-beside-a-name-of-ast",
    ),
    pytest.param(
        "x = Dict(keys=[Name(id='a', ctx=Load())], values=[])",
        ["from ast import Dict", "from ast import Name", "from ast import Load"],
        id="Dict-beside-missing-names-of-ast",
    ),
    pytest.param("sleep(2)", ["from time import sleep"], id="sleep"),
    pytest.param("warn('old', DeprecationWarning)", ["from warnings import warn"], id="warn"),
    pytest.param(
        "import a.exc\nwarn(m, a.exc.OldWarning)",
        ["from warnings import warn"],
        id="warn-with-another-module's-class",
    ),
    pytest.param(
        "import app\ndef f(m):\n    m.assert_has_calls([call(1), call(a=2)])",
        ["from unittest.mock import call"],
        id="call-beside-what-mocks-alone-have",
    ),
    pytest.param(
        "import app\ndef f(m):\n    assert m.mock_calls == [call.a(1), call.b()]",
        ["from unittest.mock import call"],
        id="attributes-of-call-beside-what-mocks-alone-have",
    ),
    pytest.param("walk(p, topdown=False)", ["from os import walk"], id="walk"),
    pytest.param(
        "import os\nos.getcwd()\nisdir(a)\nislink(a)\nlistdir(a)\nmakedirs(a)\n"
        "rmtree(a)\nunlink(a)",
        [
            "from os.path import isdir",
            "from os.path import islink",
            "from os import listdir",
            "from os import makedirs",
            "from shutil import rmtree",
            "from os import unlink",
        ],
        id="names-of-os",
    ),
    pytest.param(
        "import ctypes\nclass A(Union):\n    _fields_ = [('a', ctypes.c_int)]",
        ["from ctypes import Union"],
        id="Union-of-ctypes",
    ),
    pytest.param(
        "from unittest import mock\n@mock.patch.object(time, 'sleep')\ndef f(x): pass",
        ["import time"],
        id="patched-module",
    ),
    pytest.param(
        "def f(mocker): mocker.patch.object(os, 'getcwd')", ["import os"], id="patched-by-a-fixture"
    ),
    *(
        pytest.param(
            f"import pytest\nwith pytest.raises({name}): f()",
            [f"from {module} import {name}"],
            id=f"expected-{name}",
        )
        for name, module in (
            ("BadZipFile", "zipfile"),
            ("InvalidOperation", "decimal"),
            ("TimeoutExpired", "subprocess"),
            ("gaierror", "socket"),
        )
    ),
    pytest.param(
        "import random\nstring.join(random.choice(string.digits))",
        ["import string"],
        id="method-beside-a-name",
    ),
    pytest.param(
        "key = string.lower(x) + string.punctuation", ["import string"], id="method-in-a-sum"
    ),
    pytest.param("futures.ThreadPoolExecutor()", ["from concurrent import futures"], id="futures"),
    pytest.param(
        "inspect.isfunction(f)\ninspect.getargspec(f)", ["import inspect"], id="getargspec"
    ),
    pytest.param("os.getcdw()\nos.getcwd()", ["import os"], id="slip"),
    pytest.param("asyncio.timeout(1)\nasyncio.sleep(1)", ["import asyncio"], id="too-new"),
    pytest.param(
        "datetime.datetime.now() - datetime.timdelta(1)",
        ["import datetime"],
        id="slip-of-a-name-that-is-a-class-too",
    ),
    pytest.param("time.slep(1)\ntime.time()", ["import time"], id="slip-of-an-everyday-name"),
    pytest.param(
        "if hasattr(select, 'devpoll'): p = select.devpoll()\nselect.select(r, w, [])",
        ["import select"],
        id="attribute-that-is-asked-for",
    ),
    pytest.param(
        "class A(Counter): pass", ["from collections import Counter"], id="much-counted-home"
    ),
    pytest.param(
        "import numpy as np\ndef f(x): return floor(np.array(x) @ np.array(x))",
        ["from math import floor"],
        id="product-of-vectors",
    ),
    pytest.param(
        "import numpy as np\ndef f(x): return floor(np.mean(x))",
        ["from math import floor"],
        id="number-from-an-array",
    ),
    pytest.param(
        "p = getattr(select, 'devpoll', None)\nif p: p = select.devpoll()\nselect.select(r, w, [])",
        ["import select"],
        id="attribute-with-a-default",
    ),
    pytest.param(
        "import importlib, plugins\nimportlib.invalidate_caches()\nreload(plugins)",
        ["from importlib import reload"],
        id="builtin-of-Python-2-beside-its-module",
    ),
    *(
        pytest.param(
            f"import plugins\n{new}\nreload(plugins)", ["from importlib import reload"], id=id
        )
        for id, new in {
            "reload-beside-an-f-string": "x = f'{plugins}'",
            "reload-beside-an-annotation": "def f(x: int): pass",
            "reload-beside-a-variable's-annotation": "x: int = 1",
            "reload-beside-what-returns-a-type": "def f() -> int: pass",
            "reload-beside-a-coroutine": "async def f(): pass",
            "reload-beside-a-keyword-only-parameter": "def f(*, a): pass",
            "reload-beside-nonlocal": "def f(a):\n    def g():\n        nonlocal a",
            "reload-beside-a-cause": "def f():\n    raise ValueError from None",
            "reload-beside-super": "class A(plugins.B):\n    def f(self): super().f()",
            "reload-beside-a-starred-target": "a, *b = plugins.c",
            "reload-beside-a-metaclass": "class A(metaclass=plugins.Meta): pass",
        }.items()
    ),
    *(
        pytest.param(f"import requests\n{old}", [f"from typing import {name}"], id=f"{name}-{id}")
        for name, id, old in [
            ("Dict", "with-a-dict", "x: Dict = dict()"),
            ("List", "with-a-list", "def f(x: List = []): pass"),
            ("Tuple", "with-a-tuple", "class A:\n    x: Tuple = (1, 2)"),
            ("FrozenSet", "with-a-frozenset", "x: FrozenSet = frozenset()"),
        ]
    ),
    pytest.param(
        "json.loads(a, strict=False)\njson.dumps(b, encoding='utf-8')",
        ["import json"],
        id="keywords-that-json-passes-on-to-its-own-class",
    ),
    pytest.param(
        "x = json.dumps(a, cls=E, ignore_nan=True)",
        ["import json"],
        id="keyword-for-the-class-that-json-is-given",
    ),
    pytest.param(
        "import os\nx = loads(a, parse_int=str, strict=False)",
        ["from json import loads"],
        id="keyword-of-json's-class",
    ),
    pytest.param(
        "x = degrees(y)", ["from math import degrees"], id="of-the-module-that-more-files-import"
    ),
    pytest.param(
        "self.assertIsInstance(x(), datetime)",
        ["from datetime import datetime"],
        id="asserted-class",
    ),
    pytest.param(
        "self.assertNotIsInstance(x(), (str, date))",
        ["from datetime import date"],
        id="one-of-several-asserted-classes",
    ),
]

NONE = [
    pytest.param("def f(x):\n    _logger.info(x)", id="private-name-of-what-nobody-imports"),
    pytest.param(
        "from numpy import array\ndef f(x): return ceil(array(x))", id="value-of-a-package"
    ),
    *(
        pytest.param(f"import numpy as np\ndef f(x):\n    {code}", id=f"array-{id}")
        for id, code in {
            "in-the-call": "return floor(np.arange(x))",
            "in-a-variable": "a = np.linspace(0, x)\n    return ceil(a)",
            "calculated": "return hypot(2 * np.ones(x), x)",
            "negative": "return radians(-np.asarray(x))",
            "made-of-another": "return floor(np.sqrt(np.zeros(x)))",
            "in-a-variable-made-of-another": "a = np.eye(x)\n    b = a / 2\n    return ceil(b)",
        }.items()
    ),
    pytest.param("import app\nif call(cmd) != 0: raise OSError", id="call-compared-with-a-number"),
    pytest.param(
        "import hashlib\ndef f(x, known):\n    a = hashlib.md5(x)\n    if md5 in known: return a",
        id="variable-beside-the-whole-name",
    ),
    pytest.param("def f(e):\n    try: e()\n    except OSError as x: log(x)", id="log-of-an-error"),
    pytest.param("def f(x):\n    fill(255)\n    degrees(x)", id="values-that-nothing-gets"),
    pytest.param("def f(x):\n    product(x)", id="iterator-that-nothing-gets"),
    pytest.param("def f(x):\n    x = unique(x)\n    return x", id="unique-of-values"),
    pytest.param("def f(x):\n    return len(unique(x.items))", id="unique-of-an-attribute"),
    pytest.param("def f(x):\n    y = total_ordering(x)\n    return y", id="ordering-of-a-value"),
    pytest.param(
        "def f(x, classes):\n    return unique(classes), unique(Y)", id="unique-of-classes"
    ),
    pytest.param("import a.exc\nwarn(m, a.exc.level)", id="warn-with-what-may-be-anything"),
    pytest.param(
        "import app\ndef f(m):\n    assert m.calls == [call(1), call(2)]", id="call-without-mocks"
    ),
    pytest.param(
        "import mock\ndef f(m):\n    assert m.mock_calls == [call(1), call(2)]",
        id="call-beside-the-package-mock",
    ),
    pytest.param(
        "import app\ndef f(m):\n    call(m)\n    m.assert_called_once_with(1)",
        id="call-whose-result-nothing-gets",
    ),
    pytest.param("path.get_dir()", id="path-has-no-get_dir"),
    pytest.param("Column(UUID(as_uuid=True))", id="UUID-of-SQLAlchemy"),
    pytest.param(
        "from sqlalchemy import Column\nColumn(UUID(), primary_key=True)",
        id="UUID-without-arguments",
    ),
    pytest.param("class A(graphene.X):\n    id = UUID()", id="UUID-of-graphene"),
    pytest.param("Column(Enum('a', 'b', name='s'))", id="Enum-of-SQLAlchemy"),
    pytest.param("Counter('n', 'doc', ['m'])", id="Counter-of-Prometheus"),
    pytest.param("def f(a=Path(..., gt=0)): pass", id="Path-of-FastAPI"),
    pytest.param("Queue(connection=r)", id="Queue-of-rq"),
    pytest.param("Decimal(places=2)", id="Decimal-of-a-serializer"),
    pytest.param("args = get_args()", id="get_args-without-argument"),
    pytest.param("List(int)", id="List-called"),
    pytest.param("Dict()", id="Dict-called"),
    pytest.param("d = Dict(keys=a, values=b)", id="Dict-of-a-serializer"),
    pytest.param(
        "from marshmallow import Schema, fields\n"
        "t = Tuple((fields.Int(), fields.Str()))\nd = Dict(keys=t, values=Schema)",
        id="Tuple-beside-Dict-of-a-serializer",
    ),
    pytest.param("Set()", id="Set-called"),
    pytest.param("Any(1, 2)", id="Any-called"),
    pytest.param("ConfigParser.ConfigParser()", id="ConfigParser-of-Python-2"),
    pytest.param("random.choice(a)\nrandom.permutation(a)", id="random-of-numpy"),
    pytest.param("logging.info(a)\nlogging.vlog(1, a)", id="logging-of-absl"),
    pytest.param("math.prod(math.shape(a), math.eye(b))", id="math-with-more-than-it-has"),
    pytest.param("copy.copy(a)\ncopy.append(a)", id="copy-that-is-a-list"),
    *(
        pytest.param(f"def f(t: {type_}):\n    if t: t.replies.all()", id=f"{type_}-with-more")
        for type_ in ("Thread", "'Thread'", "Thread | None", "'None | Thread'")
    ),
    pytest.param(
        "from typing import Optional\ndef f(t: Optional['Thread']):\n    if t: t.replies.all()",
        id="Optional-with-more",
    ),
    pytest.param(
        "import numpy as np\ndef noise(rng: 'Generator', n):\n    return rng.normal(size=n)",
        id="Generator-of-numpy",
    ),
    pytest.param(
        "class Note:\n    thread: 'Thread'\n    def f(self): self.thread.add_message(self)",
        id="Thread-of-a-model",
    ),
    *(
        pytest.param(f"def f(x):\n    return {use}", id=f"{use}-that-any-module-may-import")
        for use in ("utils.os.getcwd()", "server.time.time()", "util.re.sub", "profile.time")
    ),
    pytest.param("operator.index(a)\noperator.name", id="operator-that-has-a-name"),
    pytest.param("a.patch.object(queue, 'put')", id="patched-variable"),
    *(
        pytest.param(f"import numpy\n@{name}\ndef f(): pass", id=f"decorator-{name}")
        for name in ("count", "info", "repeat", "synchronized", "time", "timeit", "wait")
    ),
    pytest.param("string.join(a, '')", id="function-that-is-a-method-today"),
    pytest.param("string.strip()\nstring.lower()", id="methods"),
    pytest.param("string.strip(a)\nstring.foo", id="method-beside-an-unknown-name"),
    pytest.param("x = cmp(a, b)", id="builtin-of-Python-2-called"),
    pytest.param("[1].sort(cmp)", id="builtin-of-Python-2-passed-around"),
    pytest.param("import plugins\nreload(plugins)", id="builtin-of-Python-2-without-its-module"),
    pytest.param(
        "import plugins\nclass A(plugins.B):\n    def f(*a): super(A, self).f(*a)\nreload(plugins)",
        id="builtin-of-Python-2-beside-what-it-can-read",
    ),
    pytest.param("import requests\nx: Set = Set()", id="Set-that-is-made"),
    pytest.param("import requests\nx: List", id="List-without-a-value"),
    pytest.param("json.dumps(a)\njson.dumps(b, ignore_nan=True)", id="keyword-of-another-json"),
    pytest.param(
        "from json import dumps\nx = loads(a, use_decimal=True)", id="keyword-of-another-loads"
    ),
    pytest.param("import sys\nintern(a)", id="builtin-of-Python-2-that-is-hardly-imported"),
    pytest.param("x = apply(f, a)", id="builtin-of-Python-2-that-nothing-else-has"),
    pytest.param(
        "p = select.devpoll()\nselect.select(r, w, [])", id="attribute-that-nobody-asked-for"
    ),
    pytest.param("if hasattr(socket, 'body'): socket.body", id="attribute-of-any-object"),
    pytest.param(
        "if hasattr(select, 'devpoll'): select.devpoll()", id="only-attribute-that-is-asked-for"
    ),
    pytest.param(
        "p = getattr(select, 'devpoll')()\nselect.devpoll()\nselect.select(r, w, [])",
        id="attribute-without-a-default",
    ),
]

REMARKED = [
    pytest.param("itertools.izip(a, b)", "itertools", "no 'izip' since Python 3)", id="izip"),
    pytest.param("x = sys.maxint", "sys", "no 'maxint' since Python 3)", id="maxint"),
    pytest.param("collections.Mapping", "collections", "no 'Mapping' since Python 3.10)", id="ABC"),
    pytest.param("os.errno.EEXIST", "os", "no 'errno' since Python 3.7)", id="module-of-a-module"),
    pytest.param(
        "re._pattern_type", "re", "no '_pattern_type' since Python 3.7)", id="private-class"
    ),
    pytest.param(
        "logging._levelNames[x]", "logging", "no '_levelNames' since Python 3)", id="private-value"
    ),
    pytest.param(
        "t = string.maketrans(a, b) + string.lowercase",
        "string",
        "no 'maketrans' since Python 3)",
        id="function-that-is-a-method-today",
    ),
]


@pytest.mark.parametrize(("source", "statements"), EXACT)
def test_what_is_meant_is_clear(source: str, statements: list[str]) -> None:
    findings = find_missing_imports(source, target_version=(3, 10))
    assert [str(finding.statement) for finding in findings] == statements
    assert [finding.alternatives for finding in findings] == [()] * len(statements)
    assert all(finding.edit for finding in findings)


@pytest.mark.parametrize("source", NONE)
def test_what_the_library_cannot_mean_is_no_finding(source: str) -> None:
    assert find_missing_imports(source, target_version=(3, 11)) == []


@pytest.mark.parametrize(("source", "module", "remark"), REMARKED)
def test_module_whose_attribute_is_gone_is_remarked(source: str, module: str, remark: str) -> None:
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert str(finding.statement) == f"import {module}"
    problem = f"'{module}' is used but never imported (it has {remark}"
    assert finding.message.startswith(f"MIS001 {problem}")
    assert finding.edit is None


def test_alias_of_a_module_whose_attribute_is_gone_is_remarked() -> None:
    (finding,) = find_missing_imports("import os\npath.walk(a, b, c)", target_version=(3, 11))
    assert "'path' is used but never imported (it has no 'walk' since Python 3)" in finding.message
    assert finding.edit is None


@pytest.mark.parametrize(
    ("imports", "use", "reported"),
    [
        pytest.param("import yaml", "class A(unittest.TestCase): ...", True, id="unittest"),
        pytest.param(
            "from twisted.internet import defer",
            "class A(unittest.TestCase): ...",
            False,
            id="twisted.trial.unittest",
        ),
        pytest.param(
            "import app\nfrom tests.unit import Base",
            "class A(Base): ...\nif __name__ == '__main__':\n    unittest.main()",
            True,
            id="unittest-beside-the-project's-tests",
        ),
        pytest.param("import yaml", "@cached_property\ndef f(self): ...", True, id="functools"),
        pytest.param(
            "from django.conf import settings",
            "@cached_property\ndef f(self): ...",
            False,
            id="django.utils.functional",
        ),
        pytest.param("import yaml", "class A(Enum):\n    a = 1", True, id="enum"),
        pytest.param(
            "from sqlalchemy import Column", "x = Column(Enum(A))", False, id="sqlalchemy.Enum"
        ),
        pytest.param(
            "from fastapi import FastAPI", "def f(x: Path): ...", True, id="pathlib-beside-fastapi"
        ),
        pytest.param(
            "from fastapi import FastAPI",
            "def f(x: int = Path(..., gt=0)): ...",
            False,
            id="fastapi.Path",
        ),
        pytest.param(
            "from numpy import array", "x = ceil(y / 2)", True, id="math-beside-another-of-numpy"
        ),
        pytest.param("from numpy import floor, sqrt", "x = ceil(y / 2)", False, id="numpy.ceil"),
        pytest.param("from numpy import sqrt, exp", "x = floor(y / 2)", False, id="numpy.floor"),
        pytest.param(
            "from math import pi\nfrom numpy import floor, sqrt",
            "x = ceil(y / 2)",
            True,
            id="math-beside-math",
        ),
        pytest.param(
            "from numpy.random import permutation", "shuffle(x)", True, id="random-beside-numpy"
        ),
        pytest.param(
            "from numpy.random import seed, permutation", "shuffle(x)", False, id="numpy.shuffle"
        ),
        pytest.param(
            "from sqlalchemy import Column, Sequence, Text\nx = Column(Sequence('id'), Text)",
            "def f() -> List[int]: ...",
            True,
            id="type-beside-values",
        ),
        pytest.param(
            "from own import Match, Pattern\ndef g(x: Match) -> Pattern: ...",
            "def f() -> List[int]: ...",
            False,
            id="type-beside-types",
        ),
        pytest.param(
            "from own import Event, Process\ndef g(x: Event) -> list[Process]: ...",
            "with Lock(): pass",
            True,
            id="value-beside-types",
        ),
        pytest.param(
            "from own import Event, Process\nx = Event(), Process()",
            "with Lock(): pass",
            False,
            id="value-beside-values",
        ),
        pytest.param(
            "from dateutil.parser import parse\nx = parse('y')",
            "x = urlparse(y).netloc",
            True,
            id="function-with-the-name-of-the-module",
        ),
        pytest.param(
            "from own import parse\nx = parse.x",
            "x = urlparse(y).netloc",
            False,
            id="module-of-that-name",
        ),
        pytest.param(
            "from tornado.web import RequestHandler",
            "async def f():\n    async with Lock(): ...",
            True,
            id="asyncio-beside-tornado",
        ),
        pytest.param(
            "from tornado.locks import Event, Condition",
            "async def f():\n    async with Lock(): ...",
            False,
            id="tornado.locks.Lock",
        ),
        pytest.param(
            "from pydantic.dataclasses import dataclass",
            "x: list = field(default_factory=list)",
            True,
            id="dataclasses-beside-pydantic",
        ),
        pytest.param(
            "from django.core.cache import cache\n"
            "from django.utils.functional import cached_property",
            "x = partial(f, 1)",
            True,
            id="functools-beside-names-of-several-modules",
        ),
        pytest.param(
            "import uuid\nfrom sqlalchemy.orm import Mapped, mapped_column",
            "class A:\n    id: Mapped[uuid.UUID] = mapped_column(UUID, primary_key=True)",
            False,
            id="SQLAlchemy-where-the-class-of-that-name-is-spelled-out",
        ),
        pytest.param(
            "import typing\nimport attr",
            "def f(x: typing.Tuple[int, str]) -> Tuple[int, str]: ...",
            True,
            id="typing-where-one-name-is-spelled-out-too",
        ),
        pytest.param(
            "import uuid\nimport requests",
            "def f(x: uuid.UUID) -> UUID: ...",
            True,
            id="annotation-where-the-class-is-spelled-out-too",
        ),
        pytest.param(
            "import warnings\nimport requests",
            "warnings.warn('a')\nwarn('old', DeprecationWarning)",
            True,
            id="function-that-is-spelled-out-too",
        ),
        pytest.param(
            "from typing_extensions import Literal, TypedDict",
            "def f(x: Optional[int]): ...",
            True,
            id="typing-beside-its-backport",
        ),
    ],
)
def test_more_imports_of_a_package_are_evidence_for_its_names(
    imports: str, use: str, reported: bool
) -> None:
    found = find_missing_imports(f"{imports}\n{use}\n", target_version=(3, 11))
    assert bool(found) is reported


def test_what_else_a_file_lacks_says_nothing_of_a_package_that_it_imports() -> None:
    source = "from {} import now\nend = now() + timedelta(days=3), localtime(e.start)\n"
    imports = {
        module: [
            str(one.statement)
            for one in find_missing_imports(source.format(module), target_version=(3, 12))
        ]
        for module in ("django.utils.timezone", "clock")
    }
    both = ["from datetime import timedelta", "from time import localtime"]
    assert imports == {"django.utils.timezone": both[:1], "clock": both}


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        pytest.param(
            "from multiprocessing import Queue\nq = Queue()\nlock = Lock()\n",
            "from multiprocessing import Lock",
            id="multiprocessing",
        ),
        pytest.param(
            "from threading import Lock\na = Lock()\nb = Event()\nb.wait(5)\n",
            "from threading import Event",
            id="threading",
        ),
        pytest.param(
            "from collections.abc import Mapping\nx = isinstance(y, (Mapping, Set))\n",
            "from collections.abc import Set",
            id="abc",
        ),
        pytest.param(
            "from collections.abc import MutableSet\nx: MutableSet\ndef f(y: Set[int]): ...\n",
            "from collections.abc import Set",
            id="type",
        ),
        pytest.param(
            "from collections import OrderedDict\nx = isinstance(y, (OrderedDict, Mapping))\n",
            "from collections.abc import Mapping",
            id="not-where-it-was-once",
        ),
    ],
)
def test_more_comes_from_where_a_file_takes_what_several_modules_have(
    source: str, statement: str
) -> None:
    found = find_missing_imports(source, target_version=(3, 11))
    assert [str(one.statement) for one in found] == [statement]


@pytest.mark.parametrize(
    ("imported", "use"),
    [
        pytest.param("datetime import datetime, timezone", "x = time.time()", id="module"),
        pytest.param("datetime import timedelta, timezone", "x = time() - 1", id="function"),
    ],
)
def test_a_class_says_nothing_of_a_function_of_its_name(imported: str, use: str) -> None:
    (finding,) = find_missing_imports(f"from {imported}\n{use}\n", target_version=(3, 11))
    assert finding.statement is not None
    assert finding.statement.module == "time"


@pytest.mark.parametrize(
    ("call", "count"),
    [
        pytest.param("x = Lock(**row)", 0, id="takes-nothing"),
        pytest.param("x = Future(**row)", 0, id="takes-nothing-either"),
        pytest.param("x = sleep(1, **row)", 0, id="takes-no-more"),
        pytest.param("x = Lock(*row, **row)", 1, id="star"),
        pytest.param("x = Fraction(**row)", 1, id="takes-some"),
        pytest.param("x = Fraction(numerator=1, **row)", 1, id="takes-more"),
        pytest.param("x = partial(print, **row)", 1, id="takes-any"),
        pytest.param("x = sleep(1)", 1, id="no-keywords"),
    ],
)
def test_keywords_are_unpacked_only_for_what_takes_some(call: str, count: int) -> None:
    assert len(find_missing_imports(f"{call}\n", target_version=(3, 11))) == count


@pytest.mark.parametrize(
    "use",
    [
        pytest.param("await worker.stop.wait()", id="of-an-instance"),
        pytest.param("await self.worker.stop.wait()", id="of-an-attribute"),
        pytest.param("await worker.halt.wait(); worker.stop.set()", id="another"),
    ],
)
def test_attribute_of_an_instance_that_others_await(use: str) -> None:
    source = f"""import asyncio

class Worker:
    def __init__(self):
        self.stop = Event()

async def main(self, worker):
    {use}
"""
    found = find_missing_imports(source, target_version=(3, 11))
    statements = [str(one.statement) for one in found]
    assert ("from asyncio import Event" in statements) is ("stop.wait" in use)


@pytest.mark.parametrize(
    ("imported", "module"),
    [
        pytest.param("from lxml import etree", "", id="package"),
        pytest.param("from defusedxml import ElementTree", "", id="module"),
        pytest.param("from lxml import objectify", "xml.etree.ElementTree", id="other"),
    ],
)
def test_module_of_that_name_from_elsewhere(imported: str, module: str) -> None:
    found = find_missing_imports(f"{imported}\nx = tostring(y)\n", target_version=(3, 12))
    assert "".join(one.statement.module for one in found if one.statement) == module


def test_what_any_module_may_import_speaks_for_none() -> None:
    # Whatever the gate says, which would not ask about the name.
    source = "def f(x):\n    return utils.os.getcwd()"
    assert find_missing_imports(source, names={"utils"}) == []
