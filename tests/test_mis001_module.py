"""MIS001: which uses of an undefined name mean a module."""

from __future__ import annotations

import sys

import pytest

from flake8_missing_import import find_missing_imports
from tests import proof


def statements(source: str, **options: object) -> list[str]:
    findings = find_missing_imports(source, **options)  # type: ignore[arg-type]
    return [str(finding.statement) for finding in findings if finding.code == "MIS001"]


@pytest.mark.parametrize(
    ("use", "statement"),
    [
        pytest.param("time.time()", "import time", id="attribute-of-the-module"),
        pytest.param("os.path.join('a')", "import os", id="submodule-that-comes-along"),
        pytest.param(
            "xml.etree.ElementTree.parse(f)",
            "import xml.etree.ElementTree",
            id="submodule-to-be-imported-by-itself",
        ),
        pytest.param("importlib.util.find_spec('a')", "import importlib.util", id="importlib.util"),
        pytest.param("importlib.import_module('a')", "import importlib", id="importlib-alone"),
        pytest.param("unittest.main()", "import unittest", id="name-wins-over-submodule"),
        pytest.param("unittest.mock.patch('a')", "import unittest.mock", id="unittest.mock"),
        pytest.param("datetime.datetime.now()", "import datetime", id="datetime-the-module"),
        pytest.param("winreg.OpenKey(a)", "import winreg", id="other-platform"),
        pytest.param("sys.stdout = None", "import sys", id="attribute-assigned"),
        pytest.param("del sys.stdout", "import sys", id="attribute-deleted"),
        pytest.param("f(sys)", "import sys", id="bare-name-that-is-never-a-variable"),
        pytest.param("sys._getframe()", "import sys", id="private-attribute"),
        pytest.param("f(__future__.all_feature_names)", "import __future__", id="future-features"),
        pytest.param("f(__main__.__dict__)", "import __main__", id="main-handed-on"),
        pytest.param("f'{time.time()}'", "import time", id="in-an-f-string"),
        pytest.param("f'''\na {time.time()}\n'''", "import time", id="f-string-of-several-lines"),
        pytest.param(
            "@(\n    decorator\n)\ndef f():\n    return time.time()",
            "import time",
            id="below-a-decorator-in-parentheses",
        ),
        pytest.param(
            "class A:\n    @(\n        decorator\n    )\n    def f(self): return time.time()",
            "import time",
            id="method-below-a-decorator-in-parentheses",
        ),
        pytest.param("x = (time # when\n    .time())", "import time", id="behind-a-comment"),
        pytest.param("def f(x=time.time()): time = 1", "import time", id="default-on-one-line"),
        pytest.param(
            "def f(a):\n    with a as (b, *c): return time.time()",
            "import time",
            id="beside-other-variables",
        ),
        pytest.param("f(sys, sys=1)", "import sys", id="argument-and-keyword"),
        pytest.param("time = time.time()", "import time", id="value-made-of-itself"),
        pytest.param("time: float = time.time()", "import time", id="annotated-value-of-itself"),
        pytest.param("class A:\n    time = time.time()", "import time", id="value-in-a-class"),
        pytest.param("if x:\n    time = time.time()", "import time", id="value-in-a-condition"),
        pytest.param("f'{f({1: 2}) + time.time()}'", "import time", id="behind-inner-braces"),
        pytest.param(
            "f'{x['a']} {time.time()}'",
            "import time",
            id="f-string-with-its-own-quotes",
            marks=pytest.mark.skipif(sys.version_info < (3, 12), reason="PEP 701"),
        ),
        pytest.param("F'{time.time()}'", "import time", id="f-string-with-a-large-letter"),
        pytest.param("rf'{time.time()}'", "import time", id="raw-f-string"),
        pytest.param("fR'{time.time()}'", "import time", id="f-string-that-is-raw"),
        pytest.param("f'{a} {time.time()} {b}'", "import time", id="between-other-expressions"),
        pytest.param("f'{{' + str(time.time())", "import time", id="f-string-with-one-brace"),
        pytest.param("x: 'time.struct_time'", "import time", id="quoted-annotation"),
        pytest.param(
            "def f(x: 'dict[str, time.struct_time] | None'): pass",
            "import time",
            id="nested-in-a-quoted-annotation",
        ),
        pytest.param("x: '''time.struct_time'''", "import time", id="annotation-in-triple-quotes"),
        pytest.param(
            "from __future__ import annotations\ndef f(x: time.struct_time): pass",
            "import time",
            id="postponed-annotation",
        ),
        pytest.param(
            "def f(): return time.time()\ndel time  # private", "import time", id="only-deleted"
        ),
        pytest.param(
            "from os import *\ntime.time()", "import time", id="star-import-that-lacks-it"
        ),
        pytest.param("json.decoder.JSONDecodeError", "import json", id="supplied-submodule"),
        pytest.param("sys._no_such_name", "import sys", id="private-attribute-of-a-sure-name"),
        pytest.param("(time\n    .time())", "import time", id="dot-on-the-next-line"),
        pytest.param("(time  # c\n    .time())", "import time", id="comment-before-the-dot"),
        pytest.param("time \\\n    .time()", "import time", id="backslash-before-the-dot"),
        pytest.param("(time.  # c\n    time())", "import time", id="comment-behind-the-dot"),
        pytest.param("time.__name__", "import time", id="what-every-module-has"),
        pytest.param("codecs.make_identity_dict(a)", "import codecs", id="not-in-typeshed"),
        pytest.param(
            "class A:\n    time = 1\n    def f(self): return time.time()",
            "import time",
            id="class-attribute-does-not-reach-methods",
        ),
        pytest.param(
            "class A:\n    time: float\n    def f(self): return time.time()",
            "import time",
            id="field-does-not-reach-methods",
        ),
        pytest.param(
            "class A:\n    time: float\n    def f(self): return [time.time() for _ in self]",
            "import time",
            id="field-does-not-reach-comprehensions-of-methods",
        ),
    ],
)
def test_module_is_missing(use: str, statement: str) -> None:
    assert statements(use) == [statement]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("code.append(x)", id="attribute-that-the-module-lacks"),
        pytest.param("f(sys=1)", id="keyword-argument"),
        pytest.param("del sys", id="deletion"),
        pytest.param("def f():\n    del sys", id="deletion-in-a-function"),
        pytest.param("'{time.time()}'", id="string-with-braces"),
        pytest.param("x = ['sys.path[']", id="string-that-is-no-annotation"),
        pytest.param("def f(x=1): 'time.struct_time'", id="string-that-stands-elsewhere"),
        pytest.param("@os\ndef f(): pass", id="decorator"),
        pytest.param("f'the sys module: {x}'", id="text-of-an-f-string"),
        pytest.param("token.startswith('x')", id="str-method"),
        pytest.param("time.time()\ntime.append(1)", id="one-use-speaks-against-it"),
        pytest.param("datetime.now()", id="attribute-of-the-class"),
        pytest.param("pprint(x)", id="called"),
        pytest.param("os[0]", id="subscripted"),
        pytest.param("os + 1", id="added"),
        pytest.param("[a for a in os]", id="iterated-over"),
        pytest.param("f(time, 'sleep')", id="bare-name-that-may-be-a-variable"),
        pytest.param("import time\ntime.time()", id="imported"),
        pytest.param("def f():\n    time.time()\nimport time", id="imported-later"),
        pytest.param("try:\n    import time\nexcept ImportError:\n    pass\ntime.time()", id="try"),
        pytest.param("if a:\n    import time\ntime.time()", id="conditional-import"),
        pytest.param("(time := 1).b\ntime.time()", id="walrus"),
        pytest.param(
            "def f():\n    global time\n    import time\ndef g(): time.time()", id="global"
        ),
        pytest.param("import time\ndef f(): time.time()\ndel time", id="deleted-at-the-end"),
        pytest.param("from a import *\ntime.time()", id="star-import"),
        pytest.param("from .os import *\ntime.time()", id="relative-star-import"),
        pytest.param("from time import *\ntime.time()", id="star-import-that-supplies-it"),
        pytest.param("time._no_such_name", id="private-attribute-alone"),
        pytest.param("try:\n    time.time()\nexcept NameError:\n    pass", id="except-NameError"),
        pytest.param(
            "try:\n    try:\n        time.time()\n    except OSError:\n        pass\n"
            "except (NameError, KeyError):\n    pass",
            id="outer-except-NameError",
        ),
        pytest.param("__all__ = ['time']", id="__all__"),
        pytest.param("def f(time): time.time()", id="parameter"),
        pytest.param("def f(*time):\n    time.time()", id="star-parameter"),
        pytest.param("def f(a):\n    for x, (time, y) in a:\n        time.time()", id="loop"),
        pytest.param(
            "def f(a):\n    if a:\n        with a as time:\n            time.time()",
            id="with-statement-in-a-block",
        ),
        pytest.param(
            "def f(a):\n    try: a()\n    except ValueError as time:\n        time.time()",
            id="name-of-an-exception",
        ),
        pytest.param("def f(a):\n    [x, *time] = a\n    time.time()", id="starred-target"),
        pytest.param("'time.time() is the clock'", id="string"),
        pytest.param("time.time(", id="syntax-error"),
        pytest.param(
            "def f():\n    from __future__ import annotations\ntime.sleep(1)\nimport xml\nxml.dom",
            id="future-import-in-a-function",
        ),
        pytest.param(
            "def f():\r    from __future__ import annotations\rimport xml\rxml.dom",
            id="future-import-in-a-function-with-cr",
        ),
        pytest.param(
            "def f(): from __future__ import annotations\nimport xml\nxml.dom",
            id="future-import-behind-a-colon",
        ),
        pytest.param(
            "def f():\n    \\\nfrom __future__ import annotations\nimport xml\nxml.dom",
            id="future-import-behind-a-continued-line",
        ),
        pytest.param("time.time()\0", id="NUL"),
        pytest.param("", id="empty"),
        pytest.param("import concurrent\nconcurrent.futures.Executor", id="MIS003s-matter"),
        pytest.param("time = 1\ntime = time.time()\n", id="value-made-of-another"),
        pytest.param("def f():\n    time = time.time()\n", id="value-that-makes-it-local"),
        pytest.param("time = time.time()\ndef time(): pass\n", id="defined-below"),
        pytest.param(
            "math.matmul(math.get_interface(x), x)",
            id="several-attributes-and-none-is-the-module's",
        ),
    ],
)
def test_silent(source: str) -> None:
    assert statements(source) == []


def test_except_name_error_guards_no_nested_function() -> None:
    source = "try:\n    def f(): time.time()\nexcept NameError:\n    pass"
    assert statements(source) == ["import time"]


def test_except_name_error_does_not_guard_its_else() -> None:
    source = "try:\n    pass\nexcept NameError:\n    pass\nelse:\n    time.time()"
    assert statements(source) == ["import time"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        pytest.param("sys.path.append('a')\nimport os\n", 1, id="runs-at-import"),
        pytest.param("f = lambda: sys.path\nimport os\n", 3, id="runs-later"),
    ],
)
def test_import_stands_above_what_runs_at_import(source: str, line: int) -> None:
    [finding] = find_missing_imports(source)
    assert finding.edit is not None
    assert finding.edit.statement_line == line


def test_each_submodule_is_a_finding() -> None:
    source = "xml.dom.minidom.parse(a)\nxml.etree.ElementTree.parse(a)"
    assert statements(source) == ["import xml.dom.minidom", "import xml.etree.ElementTree"]


def test_submodule_import_serves_the_package_too() -> None:
    [finding] = find_missing_imports("importlib.reload(a)\nimportlib.util.find_spec(a)")
    assert finding.message == (
        "MIS001 'importlib.util' is used but never imported: "
        "add 'import importlib.util' on line 1 (first of 2 uses)"
    )


@pytest.mark.parametrize(
    ("source", "version", "expected"),
    [
        pytest.param("tomllib.loads(a)", (3, 10), [], id="too-new-a-module"),
        pytest.param("tomllib.loads(a)", (3, 11), ["import tomllib"], id="new-enough-a-module"),
        pytest.param(
            "import click\ntomllib.load(a)\n", (3, 11), ["import tomllib"], id="not-a-backport"
        ),
        pytest.param("asyncore.loop()", (3, 12), [], id="removed-module"),
        pytest.param("asyncore.loop()", (3, 11), ["import asyncore"], id="not-yet-removed-module"),
        pytest.param("asyncio.TaskGroup()", (3, 10), ["import asyncio"], id="too-new-a-name"),
        pytest.param("asyncio.TaskGroup()", (3, 11), ["import asyncio"], id="new-enough-a-name"),
        pytest.param(
            "isinstance(a, string.templatelib.Template)",
            (3, 13),
            ["import string"],
            id="too-new-a-submodule",
        ),
        pytest.param(
            "isinstance(a, string.templatelib.Template)",
            (3, 14),
            ["import string.templatelib"],
            id="new-enough-a-submodule",
        ),
        pytest.param("xml.utils.is_valid_name(a)", (3, 14), ["import xml"], id="submodule-of-3.15"),
        pytest.param("isinstance(a, string.template.Template)", (3, 14), [], id="no-submodule"),
    ],
)
def test_target_version_decides_what_exists(
    source: str, version: tuple[int, int], expected: list[str]
) -> None:
    assert statements(source, target_version=version) == expected


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        pytest.param("from .time import now", [], id="relative"),
        pytest.param("from .time.zone import now", [], id="relative-below"),
        pytest.param("from package.time import now", [], id="absolute"),
        pytest.param("import package.time", [], id="plain"),
        pytest.param("from ..package.time import now", [], id="through-the-parent"),
        pytest.param("from . import time as clock", [], id="relative-alias"),
        pytest.param("from package import time as clock", [], id="absolute-alias"),
        pytest.param("from ..package import time as clock", [], id="alias-through-the-parent"),
        pytest.param("from src.package import time as clock", [], id="alias-of-a-longer-path"),
        pytest.param("import package.time as clock", [], id="plain-alias"),
        pytest.param("def load():\n    from . import time as clock", [], id="alias-in-a-function"),
        pytest.param("import_module('.time', __name__)", [], id="named"),
        pytest.param("import_module(name='.time', package=__name__)", [], id="named-by-keyword"),
        pytest.param("import_module(f'{__name__}.time')", [], id="named-in-an-f-string"),
        pytest.param("import_module(__package__ + '.time')", [], id="named-in-a-sum"),
        pytest.param("import_module('%s.time' % __name__)", [], id="named-by-a-format"),
        pytest.param("__import__('package.time')", [], id="named-with-its-package"),
        pytest.param(
            "for name in ('time', 'zone'): import_module(f'.{name}', __name__)",
            [],
            id="put-together",
        ),
        pytest.param(
            "for name in ('time', 'zone'): import_module('package.' + name)", [], id="in-a-sum"
        ),
        *(
            pytest.param(f"for name in ('time', 'zone'): {load}", [], id=f"put-together-{id}")
            for id, load in {
                "by-a-format": "import_module('.%s' % name, __package__)",
                "by-a-method": "import_module('.{}'.format(name), __package__)",
                "with-the-package": "import_module('package.%s' % name)",
                "of-two": "import_module('%s.%s' % (__name__, name))",
                "before": "full = f'{__name__}.{name}'; import_module(full)",
            }.items()
        ),
        pytest.param(
            "for name in ('.time', '.zone'): import_module(name, __name__)", [], id="with-dots"
        ),
        pytest.param(
            "for name in 'time zone'.split(): import_module(f'.{name}', __name__)",
            [],
            id="several-in-a-text",
        ),
        pytest.param("__import__('time', globals(), level=1)", [], id="level"),
        pytest.param("__import__('', globals(), level=1, fromlist=['time'])", [], id="fromlist"),
        pytest.param(
            "__import__('package', globals(), locals(), ['time'])", [], id="fromlist-of-the-package"
        ),
        pytest.param(
            "for name in ('time', 'zone'): import_module('other.' + name)",
            ["import time"],
            id="put-together-elsewhere",
        ),
        pytest.param(
            "for name in ('clock', 'zone'): import_module(f'.{name}', __name__)",
            ["import time"],
            id="others-put-together",
        ),
        pytest.param("__import__('other.time')", ["import time"], id="named-elsewhere"),
        pytest.param("print('.time')", ["import time"], id="only-a-text"),
        pytest.param("from . import clock as time_", ["import time"], id="another-alias"),
        pytest.param("from .. import time as clock", ["import time"], id="alias-beside-it"),
        pytest.param("from other import time as clock", ["import time"], id="alias-elsewhere"),
        pytest.param("from ..time import now", ["import time"], id="of-another-package"),
        pytest.param("from other.time import now", ["import time"], id="absolute-elsewhere"),
    ],
)
def test_submodule_bound_in_its_package(imports: str, expected: list[str]) -> None:
    source = f"{imports}\ndef f(): return time.time()"
    assert statements(source, filename="src/package/__init__.py") == expected
    assert statements(source, filename="src/package/module.py") == ["import time"]


def test_place_of_a_finding() -> None:
    (finding,) = find_missing_imports("x = 1\nf(x, time.time())\n")
    assert (finding.line, finding.column, finding.name) == (2, 5, "time")


def test_builtins_count_as_defined() -> None:
    assert statements("time.time()", builtins=["time"]) == []


@pytest.mark.parametrize(
    ("module", "name"),
    [
        pytest.param("logging.handlers", "time.time()", id="module"),
        pytest.param("sqlite3", "datetime.date(1, 1, 1)", id="through-another-star-import"),
        pytest.param("platform", "os.getcwd()", id="os"),
        pytest.param("uuid", "Enum('A', 'b')", id="member"),
    ],
)
def test_star_import_that_supplies_what_its_module_imports(module: str, name: str) -> None:
    source = f"from {module} import *\n{name}\njson.dumps(1)\n"
    assert proof.error(source).startswith("NameError: name 'json' is not defined")
    assert statements(source) == ["import json"]


@pytest.mark.parametrize(
    ("module", "uses", "version"),
    [
        pytest.param("_ast", "isinstance(0, Interpolation)", (3, 14), id="newer-than-its-stub"),
        pytest.param("_signal", "signal(SIGTERM, SIG_DFL)", (3, 10), id="without-a-stub"),
        pytest.param("_collections", "deque(), defaultdict(list)", (3, 10), id="collections"),
        pytest.param("_datetime", "datetime.now(timezone.utc)", (3, 10), id="datetime"),
        pytest.param("_pydatetime", "timedelta(days=1)", (3, 12), id="in-python"),
        pytest.param("_functools", "reduce(max, [1]), partial(max)", (3, 10), id="functools"),
        pytest.param("_elementtree", "Element('a'), TreeBuilder()", (3, 10), id="elementtree"),
        pytest.param("_pyio", "StringIO(), BytesIO()", (3, 10), id="io"),
        pytest.param("_types", "SimpleNamespace(a=1)", (3, 14), id="types"),
        pytest.param("ctypes._endian", "Structure", (3, 10), id="in-a-package"),
        pytest.param(
            "concurrent.futures._base",
            "logging.getLogger('a')",
            (3, 10),
            id="module-that-it-imports",
        ),
    ],
)
def test_star_import_from_a_private_module(
    module: str, uses: str, version: tuple[int, int]
) -> None:
    source = f"from {module} import *\n{uses}\njson.dumps(1)\n"
    found = find_missing_imports(source, target_version=version)
    assert [str(one.statement) for one in found] == ["import json"]
    if version <= sys.version_info:
        assert proof.error(source).startswith("NameError: name 'json' is not defined")


@pytest.mark.parametrize(
    ("module", "uses", "lacking"),
    [
        pytest.param("_collections_abc", "sys.argv", "import sys", id="beside-its-own-list"),
        pytest.param("_datetime", "deque()", "from collections import deque", id="elsewhere"),
        pytest.param("_signal", "signal.SIGTERM", "", id="function-of-that-name"),
    ],
)
def test_private_module_that_lacks_a_name(module: str, uses: str, lacking: str) -> None:
    found = find_missing_imports(f"from {module} import *\n{uses}\n")
    assert "".join(str(one.statement) for one in found) == lacking


def test_each_of_two_star_imports_supplies_what_its_module_has() -> None:
    assert statements("from os import *\nfrom time import *\ntime.x\nre.match\n") == ["import re"]


@pytest.mark.parametrize("doctests", [True, False])
def test_doctests_when_asked(doctests: bool) -> None:
    source = 'def f():\n    """\n    >>> time.time()\n    """\n'
    assert statements(source, doctests=doctests) == (["import time"] if doctests else [])


@pytest.mark.skipif(sys.version_info < (3, 12), reason="syntax of Python 3.12")
def test_type_parameter_scope() -> None:
    assert statements("def f[time](a: time): pass") == []
    assert statements("def f[T](a: time.struct_time): pass") == ["import time"]


@pytest.mark.parametrize(
    ("source", "filename", "found"),
    [
        pytest.param("_socket.inet_aton('a')", "a.py", [], id="rather-the-public-one-hidden"),
        pytest.param("_thread.allocate_lock()", "a.py", ["import _thread"], id="no-public-one"),
        pytest.param(
            "import _ssl\n_socket.inet_aton('a')",
            "a.py",
            ["import _socket"],
            id="file-imports-private-modules",
        ),
        pytest.param(
            "_curses.tigetstr('a')",
            "lib/curses/has_key.py",
            ["import _curses"],
            id="file-in-the-public-package",
        ),
        pytest.param(
            "_curses.tigetstr('a')",
            "lib\\curses\\has_key.py",
            ["import _curses"],
            id="file-in-the-public-package-on-windows",
        ),
        pytest.param(
            "from __future__ import annotations\n_socket.inet_aton('a')",
            "a.py",
            [],
            id="future-import-is-no-private-module",
        ),
    ],
)
def test_private_module(source: str, filename: str, found: list[str]) -> None:
    assert statements(source, filename=filename) == found


@pytest.mark.parametrize(
    ("source", "target", "remark"),
    [
        pytest.param("itertools.izip(a, b)", (3, 11), "it has no 'izip' since Python 3", id="izip"),
        pytest.param(
            "os.path.walk(a, b, c)",
            (3, 11),
            "it has no 'path.walk' since Python 3",
            id="below-a-submodule",
        ),
        pytest.param("sys.maxint", (3, 11), "it has no 'maxint' since Python 3", id="maxint"),
        pytest.param(
            "collections.Mapping", (3, 11), "it has no 'Mapping' since Python 3.10", id="Mapping"
        ),
        pytest.param(
            "asyncio.timeout(1)", (3, 10), "it has no 'timeout' before Python 3.11", id="timeout"
        ),
        pytest.param(
            "tkinter.tix.Tk()", (3, 13), "it has no 'tix' since Python 3.13", id="submodule"
        ),
        pytest.param(
            "concurrent.interpreters.create()",
            (3, 13),
            "it has no 'interpreters' before Python 3.14",
            id="newer-submodule",
        ),
        pytest.param(
            "x: importlib.resources.abc.Traversable",
            (3, 10),
            "it has no 'abc' before Python 3.11",
            id="submodule-of-a-submodule",
        ),
        pytest.param(
            "class A(importlib.abc.Finder): pass",
            (3, 12),
            "it has no 'Finder' since Python 3.12",
            id="member-of-a-submodule",
        ),
    ],
)
def test_attribute_of_another_python_is_remarked_and_nothing_is_edited(
    source: str, target: tuple[int, int], remark: str
) -> None:
    (finding,) = find_missing_imports(source, target_version=target)
    assert finding.message.startswith(
        f"MIS001 '{finding.name}' is used but never imported ({remark}): add 'import "
    )
    assert finding.edit is None


@pytest.mark.parametrize(
    ("source", "target"),
    [
        pytest.param("inspect.isfunction(f)\ninspect.getargspec(f)", (3, 11), id="removed"),
        pytest.param("asyncio.sleep(1)\nasyncio.timeout(1)", (3, 10), id="too-new"),
        pytest.param("importlib.abc.Finder\nimportlib.abc.Loader", (3, 12), id="of-a-submodule"),
        pytest.param("importlib.abc.Finder", (3, 11), id="of-a-submodule-that-has-it"),
        pytest.param("os.getcdw()\nos.getcwd()", (3, 11), id="slip-beside-a-name"),
        pytest.param("os.enviorn", (3, 11), id="slip-alone"),
    ],
)
def test_attribute_that_the_target_lacks_does_not_silence_the_module(
    source: str, target: tuple[int, int]
) -> None:
    (finding,) = find_missing_imports(source, target_version=target)
    assert finding.message.startswith(f"MIS001 '{finding.name}' is used but never imported: add")
    assert finding.edit is not None


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("json.mine = 1\njson.dumps(json.mine)", id="assigned"),
        pytest.param("json.dumps(json.mine)\njson.mine = 1", id="assigned-below"),
        pytest.param("json.mine: int = 1\njson.dumps(json.mine)", id="annotated"),
        pytest.param("json.mine, x = 1, 2\njson.dumps(json.mine)", id="one-of-several"),
        pytest.param("setattr(json, 'mine', 1)\njson.dumps(json.mine)", id="setattr"),
        pytest.param("json.mine = {}\njson.mine.x = json.dumps(1)", id="filled"),
    ],
)
def test_attribute_that_the_file_gives_a_module_does_not_silence_it(source: str) -> None:
    (finding,) = find_missing_imports(source)
    assert str(finding.statement) == "import json"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("json.dumps(json.mine)", id="nobody"),
        pytest.param("x.mine = 1\njson.dumps(json.mine)", id="another-object"),
        pytest.param("json.mine.x = 1\njson.dumps(1)", id="attribute-of-an-attribute"),
        pytest.param("json.dumps.mine = 1\njson.dumps(json.mine)", id="given-to-a-member"),
        pytest.param("setattr(x, 'mine', json)\njson.dumps(json.mine)", id="setattr-of-another"),
        pytest.param("setattr(json, x, 1)\njson.dumps(json.mine)", id="setattr-of-any"),
        pytest.param("json.mine = json.theirs = json.yours = 1\njson.mine", id="another-thing"),
    ],
)
def test_attribute_that_a_module_does_not_have_is_of_another(source: str) -> None:
    assert not find_missing_imports(source)


@pytest.mark.parametrize(
    ("source", "module"),
    [
        pytest.param("import anyio\nasyncio.run(main())\n", "asyncio", id="run"),
        pytest.param("from anyio import sleep\nasyncio.sleep(1)\n", "asyncio", id="member"),
        pytest.param(
            "import gevent\nmultiprocessing.cpu_count()\n", "multiprocessing", id="gevent"
        ),
    ],
)
def test_package_that_another_has_the_members_of(source: str, module: str) -> None:
    (finding,) = find_missing_imports(source)
    assert str(finding.statement) == f"import {module}"
    assert finding.edit


IN_A_BLOCK = "if 1:\n    def f():\n        return json.dumps(1)\n"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        pytest.param(f"{IN_A_BLOCK}    f()\nimport os\n", 1, id="call-in-the-block"),
        pytest.param(f"{IN_A_BLOCK}f()\nimport os\n", 1, id="call-above-the-imports"),
        pytest.param(f"import re\n{IN_A_BLOCK}f()\nimport os\n", 1, id="imports-above"),
        pytest.param(
            f"{IN_A_BLOCK}    def g():\n        f()\n    g()\nimport os\n", 1, id="call-in-a-call"
        ),
        pytest.param(
            "try:\n    class A:\n        def f(self): json.dumps(1)\n    A().f()\n"
            "finally:\n    pass\nimport os\n",
            1,
            id="method",
        ),
        pytest.param(f"{IN_A_BLOCK}import os\nf()\n", 4, id="call-below-the-imports"),
        pytest.param(f"{IN_A_BLOCK}import os\n", 4, id="no-call"),
        pytest.param(
            f"{IN_A_BLOCK}    def g(): f()\nimport os\n", 5, id="call-in-a-function-alone"
        ),
    ],
)
def test_import_is_above_the_call_of_the_function_that_needs_it(source: str, line: int) -> None:
    (finding,) = find_missing_imports(source)
    assert finding.edit is not None
    assert finding.edit.line == line
    assert proof.error(proof.fixed(source, finding)) == ""


def test_annotations_in_a_function_that_is_called() -> None:
    source = "def f():\n    x: 'typing.List[int]' = typing.cast(int, 1)\nf()\n"
    (finding,) = find_missing_imports(source)
    assert len(finding.uses) == 2
    assert proof.error(proof.fixed(source, finding)) == ""
