"""MIS002: which import the uses of an undefined name mean."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports


def statements(source: str, **options: object) -> list[str]:
    findings = find_missing_imports(source, **options)  # type: ignore[arg-type]
    return [str(finding.statement) for finding in findings if finding.code == "MIS002"]


def messages(source: str) -> list[str]:
    return [finding.message for finding in find_missing_imports(source)]


PATCH = "from unittest.mock import patch"


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        pytest.param("Path('a').read_text()", "from pathlib import Path", id="called"),
        pytest.param("Path.cwd()", "from pathlib import Path", id="attribute-of-the-class"),
        pytest.param("defaultdict(list)", "from collections import defaultdict", id="defaultdict"),
        pytest.param(
            "@dataclass\nclass A: pass", "from dataclasses import dataclass", id="decorator"
        ),
        pytest.param("x: Optional[int] = 1", "from typing import Optional", id="annotation"),
        pytest.param("x: 'Optional[int]' = 1", "from typing import Optional", id="quoted"),
        pytest.param(
            "def f(x: Dict[str, 'Path']): pass\nDict = 1",
            "from pathlib import Path",
            id="quoted-inside",
        ),
        pytest.param("class A(Enum): pass", "from enum import Enum", id="base-class"),
        pytest.param("x: 'PathLike[str]'", "from os import PathLike", id="everyday-quoted"),
        pytest.param(
            "from time import sleep\nsleep(timezone.utc)",
            "from datetime import timezone",
            id="attribute-of-the-class-not-of-the-number",
        ),
        pytest.param(
            "def f(path): path.append(1)\npath.join('a')",
            "from os import path",
            id="variable-elsewhere",
        ),
        pytest.param("with patch.object(a, 'x'): pass", PATCH, id="patch-object"),
        pytest.param("patch.dict(a, {})", PATCH, id="patch-dict"),
        pytest.param("@patch('a.b')\ndef f(m): pass", PATCH, id="patch-decorator"),
        pytest.param("@patch.object(a, 'b')\ndef f(m): pass", PATCH, id="patch-object-decorator"),
        pytest.param(
            "m.assert_called_once_with('a', ANY)", "from unittest.mock import ANY", id="ANY"
        ),
        pytest.param("Counter(a).most_common()", "from collections import Counter", id="Counter"),
        pytest.param("ChainMap()", "from collections import ChainMap", id="ChainMap"),
        pytest.param(
            "import ctypes\nclass A(Union):\n    _fields_ = [('a', ctypes.c_int)]",
            "from ctypes import Union",
            id="base-class-that-typing-has-not",
        ),
        pytest.param("deepcopy(x)", "from copy import deepcopy", id="function"),
        pytest.param("pprint(x)", "from pprint import pprint", id="module-is-called"),
        pytest.param("glob('*')", "from glob import glob", id="glob"),
        pytest.param("datetime.now()", "from datetime import datetime", id="class-not-module"),
        pytest.param("def f(x: datetime): pass", "from datetime import datetime", id="only-a-type"),
        pytest.param("time() - start", "from time import time", id="time-without-arguments"),
        pytest.param(
            "import datetime\nint(time())", "from time import time", id="time-as-a-number"
        ),
        pytest.param("time(12, 30)", "from datetime import time", id="time-with-arguments"),
        pytest.param("time(hour=12)", "from datetime import time", id="time-with-a-keyword"),
        pytest.param("ET.parse(f)", "import xml.etree.ElementTree as ET", id="alias-ET"),
        pytest.param("x: Final = 1", "from typing import Final", id="annotation-with-a-value"),
        pytest.param(
            "def f(a):\n    yield from islice(a, 1)",
            "from itertools import islice",
            id="behind-yield-from",
        ),
        pytest.param(
            "x: int | Final = 1",
            "from typing import Final",
            id="part-of-an-annotation-with-a-value",
        ),
        pytest.param(
            "f'{OrderedDict=}'", "from collections import OrderedDict", id="named-in-an-f-string"
        ),
        pytest.param(
            "f'{OrderedDict = }'",
            "from collections import OrderedDict",
            id="named-with-spaces-in-an-f-string",
        ),
        pytest.param(
            "f'{OrderedDict = !r}'",
            "from collections import OrderedDict",
            id="named-and-converted-in-an-f-string",
        ),
        pytest.param("dt.timedelta(1)", "import datetime as dt", id="alias-dt"),
        pytest.param("osp.join('a')", "import os.path as osp", id="alias-osp"),
        pytest.param(
            "try: f()\nexcept CalledProcessError: pass",
            "from subprocess import CalledProcessError",
            id="exception-caught",
        ),
        pytest.param(
            "raise JSONDecodeError('', '', 0)", "from json import JSONDecodeError", id="raised"
        ),
        pytest.param("class A(Protocol): pass", "from typing import Protocol", id="protocol"),
        pytest.param("class A(Generic[T]): pass", "from typing import Generic", id="generic"),
        pytest.param("dirname(__file__)", "from os.path import dirname", id="also-a-variable"),
        pytest.param("abc.Mapping", "from collections import abc", id="submodule-of-that-name"),
        pytest.param(
            "pjoin('a', 'b')",
            "from os.path import join as pjoin",
            id="customary-name-of-a-member",
        ),
        pytest.param(
            "minidom.parse(x)", "from xml.dom import minidom", id="submodule-under-its-own-name"
        ),
        pytest.param(
            "encoders.encode_base64(x)",
            "from email import encoders",
            id="submodule-by-its-attribute",
        ),
        pytest.param("_os.path.join('a')", "import os as _os", id="hidden-module"),
        pytest.param(
            "_warnings.warn('a')", "import warnings as _warnings", id="hidden-not-private-module"
        ),
        pytest.param("_deepcopy(x)", "from copy import deepcopy as _deepcopy", id="hidden-member"),
        pytest.param(
            "def f(x: _OrderedDict): pass",
            "from collections import OrderedDict as _OrderedDict",
            id="hidden-class-as-annotation",
        ),
        pytest.param(
            "class A(_OrderedDict): pass",
            "from collections import OrderedDict as _OrderedDict",
            id="hidden-class-as-base-class",
        ),
        pytest.param(
            "raise _CalledProcessError",
            "from subprocess import CalledProcessError as _CalledProcessError",
            id="hidden-exception",
        ),
        pytest.param(
            "OrderedDict._x", "from collections import OrderedDict", id="private-attribute"
        ),
        pytest.param("a[deepcopy]", "from copy import deepcopy", id="function-as-index"),
        pytest.param(
            "class A:\n    @cached_property\n    def f(self): pass",
            "from functools import cached_property",
            id="class-as-decorator",
        ),
        pytest.param("x: Fraction", "from fractions import Fraction", id="class-as-annotation"),
    ],
)
def test_member_is_missing(source: str, statement: str) -> None:
    assert statements(source) == [statement]


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        pytest.param(
            "from multiprocessing import Pool\nLock()",
            "from multiprocessing import Lock",
            id="imports-of-the-file",
        ),
        pytest.param(
            "from asyncio import Task\nLock()", "from asyncio import Lock", id="imports-over-counts"
        ),
        pytest.param(
            "from zipfile import ZipFile\nPath('a')",
            "from pathlib import Path",
            id="counts-over-imports",
        ),
        pytest.param(
            "from ast import parse\nx: List[int]",
            "from typing import List",
            id="counts-over-imports-and-style",
        ),
        pytest.param("x: Callable", "from collections.abc import Callable", id="modern-home"),
        pytest.param(
            "from typing import Deque\nx: Callable",
            "from typing import Callable",
            id="older-home-beside-Deque",
        ),
        pytest.param(
            "x: MutableSequence[int]",
            "from collections.abc import MutableSequence",
            id="modern-home-that-few-use",
        ),
        pytest.param(
            "from typing import List\nx: Callable",
            "from typing import Callable",
            id="typing-where-the-file-has-that-style",
        ),
        pytest.param(
            "from typing import Any\nx: Callable",
            "from collections.abc import Callable",
            id="any-is-no-style",
        ),
        pytest.param(
            "x: List[Callable]",
            "from typing import Callable",
            id="style-shows-in-what-is-missing",
        ),
        pytest.param("OrderedDict()", "from collections import OrderedDict", id="not-typing"),
        pytest.param("Union[int, str]", "from typing import Union", id="not-ctypes"),
        pytest.param("BytesIO()", "from io import BytesIO", id="not-the-private-home"),
        pytest.param(
            "register_optionflag('x')",
            "from doctest import register_optionflag",
            id="released-code-has-neither",
        ),
        pytest.param(
            "from . import x\nimport json.encoder\nx: JSONEncoder",
            "from json import JSONEncoder",
            id="everyday-word-that-is-mostly-the-library's",
        ),
        pytest.param(
            "AbstractSet[0]",
            "from collections.abc import Set as AbstractSet",
            id="customary-alias-over-typing",
        ),
    ],
)
def test_best_module(source: str, statement: str) -> None:
    assert statement in statements(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("Path.append(1)", id="attribute-that-the-class-lacks"),
        pytest.param("deepcopy[0]", id="function-subscripted"),
        pytest.param("deepcopy.imag", id="attribute-of-a-function"),
        pytest.param("raise Path", id="no-exception-raised"),
        pytest.param("class A(deepcopy): pass", id="function-as-base"),
        pytest.param("Optional('x')", id="typing-form-called"),
        pytest.param("Literal.String", id="typing-form-with-attribute"),
        pytest.param("run(x)", id="everyday-run"),
        pytest.param("join(a)", id="everyday-join"),
        pytest.param("main()", id="everyday-main"),
        pytest.param("print(e, pi, name, error, path)", id="everyday-names"),
        pytest.param("import ast\nmain()", id="never-imported-from-there"),
        pytest.param("import os\nerror.Abort()", id="everyday-attribute"),
        pytest.param("plt.plot()\nnp.zeros(1)", id="aliases-of-others"),
        pytest.param("ET.no_such_function()", id="alias-with-unknown-attribute"),
        pytest.param("ET", id="alias-alone"),
        pytest.param("path.get_dir()", id="path-without-the-attribute"),
        pytest.param("Column(UUID(as_uuid=True))", id="unknown-keyword"),
        pytest.param("Column(Enum('a', 'b', name='s'))", id="too-many-arguments"),
        pytest.param("Counter('n', 'doc', ['m'])", id="metric"),
        pytest.param("Path(..., gt=0)", id="path-parameter"),
        pytest.param("Queue(connection=r)", id="queue-of-another-package"),
        pytest.param("Decimal(places=2)", id="field"),
        pytest.param("args = get_args()", id="too-few-arguments"),
        pytest.param("List(int)", id="typing-List-called"),
        pytest.param("Dict()", id="typing-Dict-called"),
        pytest.param("Set()", id="typing-Set-called"),
        pytest.param("Any(1, 2)", id="typing-Any-called"),
        pytest.param("ConfigParser.ConfigParser()", id="module-of-Python-2"),
        pytest.param("f(time, 'sleep')", id="rather-the-module"),
        pytest.param("from typing import *\nPath = 1\nPath()", id="bound"),
        pytest.param("from pathlib import *\nPath()", id="star-import-that-supplies-it"),
        pytest.param("__all__ = ['Path']", id="dunder-all"),
        pytest.param("'Path of the file'\n# Path()", id="prose"),
        pytest.param("Generic.Heading", id="attribute-of-a-base-class-form"),
        pytest.param("x = _sqrt", id="hidden-member-not-used-like-it"),
        pytest.param("x = _bisect", id="hidden-module-not-used-like-it"),
        pytest.param("_os.no_such_name", id="hidden-module-with-unknown-attribute"),
        pytest.param("_os()", id="hidden-module-called"),
        pytest.param("import email\nencoders.no_such_name(x)", id="submodule-attribute-unknown"),
        pytest.param("import email\nencoders(x)", id="submodule-called"),
        pytest.param(
            "import requests\nfrom unittest import TestCase\nmain()",
            id="nearly-always-from-elsewhere",
        ),
        pytest.param("from unittest import mock\nfrom . import a\nmain()", id="relative-import"),
        pytest.param("x: 'random'", id="module-as-annotation"),
        pytest.param("ascii_letters()", id="constant-called"),
        pytest.param("import math\npi[0]", id="constant-subscripted"),
        pytest.param("x: deepcopy", id="function-as-annotation"),
        pytest.param("raise OrderedDict", id="class-that-is-no-exception-raised"),
        pytest.param("@ascii_letters\ndef f(): pass", id="constant-as-decorator"),
        pytest.param("OrderedDict.nothing(x)", id="attribute-that-a-class-lacks"),
        pytest.param("x = _OrderedDict", id="hidden-class-loaded-alone"),
        pytest.param("datetime.nothing; datetime.timedelta(1)", id="fits-neither"),
        pytest.param("import re\nx: 'A'", id="constant-as-annotation"),
        pytest.param("import os\nx: 'path'", id="everyday-quoted-variable"),
        pytest.param("Type()", id="form-called-not-what-asyncio-has"),
        pytest.param("_time(1)", id="hidden-class-or-function"),
        pytest.param("_cast.path(1)", id="alias-of-a-function-with-attribute"),
        pytest.param("PyUnitTestCase.nothing", id="alias-of-a-class-with-unknown-attribute"),
        pytest.param("_Mapping.nothing", id="hidden-class-with-unknown-attribute"),
        pytest.param("x = mock", id="submodule-loaded-alone"),
        pytest.param("x = timedelta.days", id="property-of-a-class"),
        pytest.param("x = timedelta.days + 1", id="property-of-a-class-in-a-sum"),
        pytest.param("print(datetime.year - 1)", id="property-of-the-class-in-a-module"),
        pytest.param(
            "class A(StreamRequestHandler): pass", id="class-of-a-module-that-is-not-there"
        ),
        pytest.param("import math\nprint(median(a))", id="function-of-a-module-that-is-not-there"),
        pytest.param(
            "import string, jinja2\nTemplate(a).render(b=string.digits)", id="class-of-another"
        ),
        pytest.param("print(time.hour, time.minute)", id="property-is-no-typo-of-the-module"),
        pytest.param("print(time.hour + 2)", id="property-in-a-sum-is-no-typo-of-the-module"),
        pytest.param("x = Path.parent / 'a'", id="property-of-a-path"),
        pytest.param("path.isfile()", id="method-of-a-variable-named-like-a-submodule"),
        pytest.param("path.join()", id="submodule-function-without-arguments"),
        pytest.param(
            "import click\nimport os as osp\n_dedent(x)", id="private-name-is-not-the-file-s-habit"
        ),
        pytest.param("from .a import b\n_rmtree(x)", id="private-name-beside-own-modules"),
    ],
)
def test_silent(source: str) -> None:
    assert statements(source) == []


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        pytest.param("import math\nsqrt(2)", "from math import sqrt", id="sqrt"),
        pytest.param("import random\nchoice(x)", "from random import choice", id="choice"),
        pytest.param(
            "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int = field()",
            "from dataclasses import field",
            id="field",
        ),
        pytest.param(
            "@dataclass\nclass A:\n    x: int = field()",
            "from dataclasses import field",
            id="import-that-is-missing-too",
        ),
        pytest.param(
            "@dataclass\nclass A: pass\nreplace(A())",
            "from dataclasses import replace",
            id="support-from-what-is-missing-too",
        ),
        pytest.param(
            "from tkinter import Frame\nf(side=LEFT)", "from tkinter import LEFT", id="constant"
        ),
        pytest.param(
            "import os\nisinstance(x, PathLike)", "from os import PathLike", id="not-in-dunder-all"
        ),
        pytest.param(
            "import os\ndef f(path: 'str | PathLike[str]'): pass",
            "from os import PathLike",
            id="quoted-class",
        ),
        pytest.param(
            "from datetime import datetime\ndef f(hours) -> timezone:\n    return timezone.utc",
            "from datetime import timezone",
            id="returned-class",
        ),
        pytest.param(
            "from email.mime.base import MIMEBase\nencoders.encode_base64(x)",
            "from email import encoders",
            id="submodule",
        ),
        pytest.param(
            "import click\nimport os as _os\n_dedent(x)",
            "from textwrap import dedent as _dedent",
            id="private-name-as-the-file-gives-others",
        ),
        pytest.param(
            "import click\nfrom math import floor as _floor\n_ceil(a / b)",
            "from math import ceil as _ceil",
            id="private-name-beside-a-private-member",
        ),
    ],
)
def test_everyday_word_with_support(source: str, statement: str) -> None:
    assert statement in statements(source)


AWAITS = "async def f():\n    "
MAIN = "import subprocess\nasync def main(): pass\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(AWAITS + "async with Lock(): pass", ["asyncio"], id="async-with"),
        pytest.param(AWAITS + "async with a, Lock(): pass", ["asyncio"], id="second-of-two"),
        pytest.param("with Lock(): pass", ["threading"], id="with"),
        pytest.param("import asyncio, threading\nwith Lock(): pass", ["threading"], id="both"),
        pytest.param(
            "import asyncio, threading\n" + AWAITS + "async with Lock(): pass",
            ["asyncio"],
            id="both-async-with",
        ),
        pytest.param(
            "import threading\n" + AWAITS + "async with Lock(): pass",
            ["asyncio"],
            id="what-the-file-imports-cannot-be-awaited",
        ),
        pytest.param("import asyncio, time\n" + AWAITS + "await sleep(1)", ["asyncio"], id="await"),
        pytest.param("import asyncio, time\nsleep(1)", ["time"], id="not-awaited"),
        pytest.param(
            "import asyncio\n" + AWAITS + "async with timeout(1): pass", ["asyncio"], id="timeout"
        ),
        pytest.param(
            "import asyncio, subprocess\n" + AWAITS + "await run(x)", [], id="run-is-not-awaited"
        ),
        pytest.param("import time\n" + AWAITS + "await sleep(1)", ["asyncio"], id="sleep"),
        pytest.param("import trio\n" + AWAITS + "await sleep(1)", [], id="another-event-loop"),
        pytest.param(
            "import anyio\n" + AWAITS + "async with Lock(): pass", [], id="another-loop-with"
        ),
        pytest.param(
            "import anyio, asyncio\n" + AWAITS + "async with Lock(): pass", ["asyncio"], id="loops"
        ),
        pytest.param(
            "@coroutine\ndef f(): yield\n" + AWAITS + "await f()",
            ["types"],
            id="made-of-a-generator",
        ),
        pytest.param("@coroutine\ndef f(): x = yield\nf().send(1)", [], id="primed-generator"),
        pytest.param("import types\n@coroutine\ndef f(): yield", ["types"], id="beside-types"),
        pytest.param(
            "import tornado.web\n@coroutine\ndef f(): yield g()\n" + AWAITS + "await f()",
            [],
            id="generator-of-tornado",
        ),
        pytest.param(AWAITS + "await cast(int, x)", ["typing"], id="nothing-in-asyncio"),
        pytest.param(AWAITS + "await f(Lock())", ["threading"], id="argument-of-the-awaited"),
        pytest.param(
            "with Lock(): pass\n" + AWAITS + "async with Lock(): pass", [], id="contradiction"
        ),
        pytest.param(MAIN + "run(main())", ["asyncio"], id="coroutine-is-run"),
        pytest.param(MAIN + "run(main(), debug=True)", ["asyncio"], id="coroutine-and-keyword"),
        pytest.param(
            "from asyncio import sleep\nasync def main(): await sleep(1)\nrun(main())",
            ["asyncio"],
            id="coroutine-is-run-beside-asyncio",
        ),
        pytest.param(
            "import trio\nasync def main(): pass\nrun(main())", [], id="coroutine-of-another-loop"
        ),
        pytest.param(MAIN + "run(main())\nrun(['ls'])", [], id="coroutine-and-command"),
        pytest.param(MAIN + "start(main())", [], id="coroutine-is-started"),
        pytest.param(MAIN + AWAITS + "await run(main())", [], id="run-of-a-coroutine-is-awaited"),
        pytest.param(MAIN + "run(main)", ["subprocess"], id="function-is-run"),
        pytest.param(
            "import subprocess\ndef main(): pass\nrun(main())", ["subprocess"], id="no-coroutine"
        ),
        pytest.param(
            "import subprocess\nasync def main(): yield 1\nrun(main())",
            ["subprocess"],
            id="iterator",
        ),
        pytest.param(
            "import subprocess\nclass A:\n    async def main(self): pass\nrun(main())",
            ["subprocess"],
            id="method",
        ),
        pytest.param(
            "import subprocess\n@command\nasync def main(): pass\nrun(main())",
            ["subprocess"],
            id="decorated",
        ),
    ],
)
def test_awaited(source: str, expected: list[str]) -> None:
    modules = [statement.split()[1] for statement in statements(source, target_version=(3, 11))]
    assert modules == expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        pytest.param((3, 11), [], id="too-old"),
        pytest.param((3, 12), ["from typing import override"], id="new-enough"),
    ],
)
def test_member_of_newer_pythons(version: tuple[int, int], expected: list[str]) -> None:
    source = "class A:\n    @override\n    def f(self): pass"
    assert statements(source, target_version=version) == expected


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        pytest.param("print_exception(x)\n", "from traceback import print_exception", id="not-cgi"),
        pytest.param(
            "decode_header(x)\n", "from email.header import decode_header", id="not-nntplib"
        ),
        pytest.param(
            "source_from_cache(x)\n", "from importlib.util import source_from_cache", id="not-imp"
        ),
        pytest.param(
            "from cgi import parse_header\nprint_exception(x)\n",
            "from traceback import print_exception",
            id="file-imports-from-it",
        ),
    ],
)
def test_module_that_is_removed_later_is_the_last(source: str, statement: str) -> None:
    assert statements(source, target_version=(3, 11)) == [statement]


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 14)])
def test_module_that_is_gone_is_no_rival(version: tuple[int, int]) -> None:
    source = "import os\ndef f(log):\n    log.setLevel(DEBUG)\n"
    assert statements(source, target_version=version) == ["from logging import DEBUG"]


def test_contradicting_uses_get_both_ways_out() -> None:
    findings = find_missing_imports("datetime.now()\ndatetime.timedelta(1)\n")
    assert [(finding.message, finding.edit) for finding in findings] == [
        (
            "MIS002 'datetime' is used both as a module and as a class: "
            "add 'from datetime import datetime' or 'import datetime' on line 1 (first of 2 uses)",
            None,
        )
    ]


def test_ways_out_of_a_contradiction_on_their_own_lines() -> None:
    (message,) = messages("import os\n\nos.getcwd()\ndatetime.now()\ndatetime.timedelta(1)\n")
    assert "add 'from datetime import datetime' on line 2 or 'import datetime' on line 1" in message


def test_contradicting_uses_of_a_function() -> None:
    (message,) = messages("glob('*')\nglob.iglob('*')\n")
    assert message.startswith("MIS002 'glob' is used both as a module and as a function: add ")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            "from typing import Any\nx: Optional[Any]\n",
            "MIS002 'Optional' is used but never imported: "
            "change line 1 to 'from typing import Any, Optional'",
            id="import-on-one-line",
        ),
        pytest.param(
            "from typing import (\n    Any,\n    Union,\n)\nx: Optional[Any]\n",
            "MIS002 'Optional' is used but never imported: add 'Optional' to the import on line 1",
            id="import-on-several-lines",
        ),
        pytest.param(
            "from typing import (  Any,\n    cast  )\nx: Optional[Any]\n",
            "MIS002 'Optional' is used but never imported: add 'Optional' to the import on line 1",
            id="first-of-several-lines",
        ),
        pytest.param(
            "from typing import  Any, \\\n    cast\nx: Optional[Any]\n",
            "MIS002 'Optional' is used but never imported: add 'Optional' to the import on line 1",
            id="line-that-goes-on",
        ),
        pytest.param(
            "from typing import (Any)  # (and more\nx: Optional[Any]\n",
            "MIS002 'Optional' is used but never imported: "
            "change line 1 to 'from typing import (Any, Optional)  # (and more'",
            id="parentheses-on-one-line",
        ),
        pytest.param(
            "import os\n\nOrderedDict()\nOrderedDict()\n",
            "MIS002 'OrderedDict' is used but never imported: "
            "add 'from collections import OrderedDict' on line 2 (first of 2 uses)",
            id="import-of-its-own",
        ),
        pytest.param(
            "urlopen('x')\n",
            "MIS002 'urlopen' is used but never imported: "
            "add 'from urllib.request import urlopen' on line 1",
            id="submodule",
        ),
    ],
)
def test_message(source: str, message: str) -> None:
    assert messages(source) == [message]


def test_alternatives_have_their_own_edits() -> None:
    (finding,) = find_missing_imports("import re\nimport uuid\nq = Queue()\nre, uuid\n")
    assert finding.other_modules == ("asyncio", "multiprocessing")
    alternatives = {str(one.statement): one.edit.inserted for one in finding.alternatives}
    assert alternatives == {
        "from asyncio import Queue": ("from asyncio import Queue",),
        "from multiprocessing import Queue": ("from multiprocessing import Queue",),
    }


@pytest.mark.parametrize(
    ("source", "advice"),
    [
        pytest.param(
            "await_ = Queue()\n",
            "add 'from queue import Queue' on line 1 (or from asyncio, multiprocessing)",
            id="several",
        ),
        pytest.param(
            "lock = Lock()\n",
            "add 'from threading import Lock' on line 1 (or from multiprocessing)",
            id="another",
        ),
        pytest.param(
            "def f(m: Pattern[str]): pass\n",
            "add 'from re import Pattern' on line 1",
            id="typing-has-the-same",
        ),
        pytest.param(
            "from typing import Any\nx = OrderedDict()\n",
            "add 'from collections import OrderedDict' on line 1",
            id="typing-has-an-old-name-for-it",
        ),
        pytest.param(
            "x = call(['ls'])\n",
            "add 'from subprocess import call' on line 1 (or from unittest.mock)",
            id="not-the-one-of-several-that-nobody-means",
        ),
        pytest.param(
            "x = parseString(y).toprettyxml()\n",
            "add 'from xml.dom.minidom import parseString' on line 1",
            id="not-what-nobody-was-seen-to-mean",
        ),
        pytest.param(
            "x = parseString(y).toxml()\nimport xml.dom.expatbuilder\n",
            "add 'from xml.dom.expatbuilder import parseString' on line 1 "
            "(or from xml.dom.minidom)",
            id="what-nobody-was-seen-to-mean-but-is-imported",
        ),
        pytest.param(
            "import asyncio\ndef f():\n    sleep(0.5)\nasync def g(): await asyncio.wait(x)\n",
            "add 'from time import sleep' on line 2",
            id="no-coroutine-that-nothing-waits-for",
        ),
        pytest.param(
            "from ctypes import c_int\nx = cast(a, b)\n",
            "change line 1 to 'from ctypes import c_int, cast'",
            id="file-imports-from-it",
        ),
        pytest.param(
            "class A(time): pass\ndef f():\n    import math\n",
            "add 'from datetime import time' on line 1",
            id="function-is-no-base-class",
        ),
        pytest.param(
            "from shutil import copy as c\nx = copy(1)\n",
            "add 'from copy import copy' on line 1",
            id="member-of-the-module-of-its-name",
        ),
        pytest.param(
            "lookup('x')\nimport codecs\n",
            "add 'from codecs import lookup' on line 1",
            id="not-what-is-removed-later",
        ),
    ],
)
def test_further_modules_are_named(source: str, advice: str) -> None:
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert finding.message.endswith(f": {advice}")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("from typing import List\nx: Set[int] = f()\nList\n", id="annotation"),
        pytest.param("from typing import List, Any\ndef f(a: Set): ...\n", id="bare"),
        pytest.param(
            "import typing\nif typing.TYPE_CHECKING:\n    from typing import Dict\n"
            "def f(a: 'Dict[str, Set[int]]'): ...\n",
            id="for-type-checkers",
        ),
        pytest.param("def f(a: List[int]) -> Set[int]: ...\n", id="lacks-another"),
    ],
)
def test_old_generics_are_typings_beside_others(source: str) -> None:
    *_, finding = find_missing_imports(source, target_version=(3, 11))
    assert (str(finding.statement), finding.other_modules) == ("from typing import Set", ())


def test_class_of_the_name_of_an_old_generic_may_be_the_modern_one() -> None:
    source = "from typing import List\nclass A(Set):\n    x: List[int]\n"
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert "collections.abc" in finding.message


def test_missing_module_speaks_for_its_members_in_other_functions() -> None:
    source = "def f():\n    return time.time()\ndef g():\n    sleep(1)\n"
    assert messages(source) == [
        "MIS001 'time' is used but never imported: add 'import time' on line 1",
        "MIS002 'sleep' is used but never imported: add 'from time import sleep' on line 1",
    ]


@pytest.mark.parametrize(
    ("filename", "count"),
    [
        pytest.param("lib/signal.py", 0, id="module"),
        pytest.param("lib/signal/__init__.py", 0, id="package"),
        pytest.param("signal.pyi", 0, id="stub"),
        pytest.param("lib\\signal.py", 0, id="module-on-windows"),
        pytest.param("lib/signals.py", 1, id="other-name"),
    ],
)
def test_silent_in_a_module_of_that_name(filename: str, count: int) -> None:
    findings = find_missing_imports("x = Signals(1)\n", filename=filename)
    assert len(findings) == count


@pytest.mark.parametrize(
    ("filename", "imports", "count"),
    [
        pytest.param("app/random.py", "from .rolls import roll\n", 1, id="relative"),
        pytest.param("app/random.py", "from app.rolls import roll\n", 1, id="absolute"),
        pytest.param("app/random.py", "def f():\n    from . import rolls\n", 1, id="in-function"),
        pytest.param("app/random.py", "from apps.rolls import roll\n", 0, id="other-package"),
        pytest.param("random/random.py", "import random\n", 0, id="folder-of-a-library-name"),
        pytest.param("app/random/__init__.py", "from ..rolls import roll\n", 1, id="package"),
        pytest.param("random/__init__.py", "from .rolls import roll\n", 0, id="outermost-package"),
        pytest.param("app/random.py", "from random import seed\n", 1, id="import-of-its-namesake"),
    ],
)
def test_module_of_that_name_in_another_package(filename: str, imports: str, count: int) -> None:
    findings = find_missing_imports(f"{imports}x = randint(1, 6)\n", filename=filename)
    assert len(findings) == count


@pytest.mark.parametrize(
    ("imports", "count"),
    [
        pytest.param("from . import path\n", 0, id="itself"),
        pytest.param("from .. import path\n", 0, id="of-its-package"),
        pytest.param("from ... import path\n", 1, id="in-another-package"),
    ],
)
def test_submodule_of_that_name(imports: str, count: int) -> None:
    source = f"{imports}x = quoteattr(y)\n"
    findings = find_missing_imports(source, filename="lib/sax/saxutils.py")
    assert [len(find_missing_imports(source)), len(findings)] == [1, 1]
    findings = find_missing_imports(source, filename="lib/xml/sax/saxutils.py")
    assert len(findings) == count


def test_statement_that_python_cannot_compile() -> None:
    """The parser lets it pass, the compiler does not."""
    source = "@dataclass\nclass A: pass\nnonlocal replace; replace(A)\n"
    assert statements(source) == []


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        pytest.param(
            "from datetime import datetime\ndef f():\n    start = time()\n"
            "    print(time() - start)\n",
            "from time import time",
            id="difference",
        ),
        pytest.param(
            "import httpx\ndef f(x):\n    match x:\n        case datetime(): pass\n",
            "from datetime import datetime",
            id="class-pattern",
        ),
        pytest.param(
            "import httpx\nx = choice(['red', 'blue'])\n", "from random import choice", id="shared"
        ),
        pytest.param(
            "import httpx\nimport socket\ns = socket.socket(AF_INET)\n",
            "from socket import AF_INET",
            id="private-half-of-its-module",
        ),
        pytest.param(
            "import socketserver\nclass A(StreamRequestHandler): pass\nsocketserver.TCPServer(A)\n",
            "from socketserver import StreamRequestHandler",
            id="module-that-few-import-from",
        ),
        pytest.param(
            "import cmd\nclass A(Cmd): pass\ncmd.Cmd\n",
            "from cmd import Cmd",
            id="class-of-a-module-that-few-import-from",
        ),
        pytest.param(
            "import statistics\nprint(statistics.mean(a), median(a))\n",
            "from statistics import median",
            id="module-that-nobody-imports-from",
        ),
        pytest.param(
            "import httpx\nasync def f(reader: StreamReader):\n    await reader.readline()\n",
            "from asyncio import StreamReader",
            id="name-that-every-encoding-has",
        ),
        pytest.param(
            "import os\ns = create_connection((host, 80), timeout=3)\n",
            "from socket import create_connection",
            id="module-that-imports-it-itself-is-no-home",
        ),
        pytest.param(
            "import os\nfamily(x, AF_UNSPEC)\n",
            "from socket import AF_UNSPEC",
            id="private-half-of-a-module-that-is-not-there",
        ),
        pytest.param(
            "import os\nx = compare_digest(a, b)\n",
            "from hmac import compare_digest",
            id="more-usual-of-two-modules",
        ),
        *(
            pytest.param(f"{other}\n{use}\n", f"from {module} import {name}", id=f"{name}-{beside}")
            for beside, other in [
                ("beside-a-package", "import requests"),
                ("beside-own-modules", "from app.models import User"),
            ]
            for module, name, use in [
                ("logging", "getLogger", "logger = getLogger(__name__)"),
                ("subprocess", "CalledProcessError", "try: f()\nexcept CalledProcessError: pass"),
                ("enum", "IntEnum", "class Kind(IntEnum):\n    A = 1"),
            ]
        ),
    ],
)
def test_use_tells(source: str, statement: str) -> None:
    assert statements(source) == [statement]


@pytest.mark.parametrize(
    ("source", "module"),
    [
        pytest.param(
            "async def f():\n    q = Queue()\n    await q.get()\n", "asyncio", id="variable"
        ),
        pytest.param(
            "class A:\n    def f(self):\n        self.q = Queue()\n"
            "    async def g(self):\n        await self.q.get()\n",
            "asyncio",
            id="attribute",
        ),
        pytest.param("async def f(q: Queue):\n    await q.get()\n", "asyncio", id="parameter"),
        pytest.param(
            "async def f():\n    lock: Lock = Lock()\n    async with lock: pass\n",
            "asyncio",
            id="entered",
        ),
        pytest.param(
            "async def f(cs):\n    for c in as_completed(cs):\n        await c\n",
            "asyncio",
            id="item",
        ),
        pytest.param(
            "async def f():\n    q = Queue()\n    q.get()\n    await qs.get()\n",
            "queue",
            id="another-variable",
        ),
        pytest.param("def f():\n    q = Queue()\n    q.get()\n", "queue", id="not-awaited"),
        pytest.param(
            "def f():\n    q = Queue()\n    Process(target=f, args=(q,))\n",
            "multiprocessing",
            id="beside-another-that-is-missing",
        ),
        pytest.param(
            "q = Queue()\nclass A(Process):\n    def __init__(self, q):\n"
            "        Process.__init__(self)\n        self.q = q\n",
            "multiprocessing",
            id="beside-a-base-that-is-missing",
        ),
    ],
)
def test_module_of_a_shared_name(source: str, module: str) -> None:
    first = find_missing_imports(source, target_version=(3, 11))[0]
    assert first.statement is not None
    assert first.statement.module == module


@pytest.mark.parametrize(
    ("source", "count"),
    [
        pytest.param("x = copy.copy()\n", 0, id="too-few-arguments-of-an-everyday-word"),
        pytest.param("x = statistics.mean()\n", 0, id="too-few-arguments"),
        pytest.param("x = copy.copy(y)\n", 1, id="enough-arguments"),
        pytest.param("x = copy.copy(y, 1, 2)\n", 1, id="too-many-arguments"),
        pytest.param("os.getenv()\n", 1, id="name-that-is-hardly-ever-a-variable"),
        pytest.param("json.dumps()\n", 1, id="name-that-is-not-often-a-variable"),
        pytest.param(
            "traceback.TracebackException.from_exception(a, b, c)\n", 1, id="several-names"
        ),
    ],
)
def test_call_of_a_module_with_a_variable_s_name(source: str, count: int) -> None:
    assert len(find_missing_imports(source, target_version=(3, 11))) == count


@pytest.mark.parametrize(
    ("imports", "home"),
    [
        pytest.param(
            "from collections.abc import Iterator\nfrom typing import Any, List\n",
            "collections.abc",
            id="beside-an-old-generic",
        ),
        pytest.param(
            "from collections.abc import Iterator, Mapping\nfrom typing import Sequence\n",
            "collections.abc",
            id="more-from-the-newer-home",
        ),
        pytest.param(
            "from collections.abc import Iterator\nfrom typing import Mapping, Sequence\n",
            "typing",
            id="more-from-typing",
        ),
        pytest.param("from typing import Any, List\n", "typing", id="none-from-the-newer-home"),
        pytest.param("from typing import Any\n", "collections.abc", id="no-old-generic"),
        pytest.param(
            "from collections import OrderedDict\nfrom typing import Any, Mapping\n",
            "typing",
            id="more-from-another-home",
        ),
        pytest.param(
            "from collections import OrderedDict\nfrom typing import Any\n",
            "collections.abc",
            id="another-home",
        ),
    ],
)
def test_home_that_the_file_takes_such_names_from(imports: str, home: str) -> None:
    source = f"{imports}def f(a: Iterable[int], b: Generator[int, None, None]): ...\n"
    found = [str(one.statement) for one in find_missing_imports(source)]
    assert found == [f"from {home} import Iterable", f"from {home} import Generator"]
