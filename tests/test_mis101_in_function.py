"""MIS101: imports in functions that could stand at the top. Off by default."""

from __future__ import annotations

import pytest
from pytest_flake8_path import Flake8Path

from flake8_missing_import import find_missing_imports
from tests import proof

SOURCE = "import os\n\n\ndef refresh():\n    import time\n    return time.time(), os.name\n"
MESSAGE = "MIS101 'time' is imported inside 'refresh': move 'import time' to line 2"


def found(source: str) -> list[str]:
    return [finding.message for finding in find_missing_imports(source, optional_codes={"MIS101"})]


def test_message() -> None:
    assert found(SOURCE) == [MESSAGE]


def test_move() -> None:
    (finding,) = find_missing_imports(SOURCE, optional_codes={"MIS101"})
    after = proof.fixed(SOURCE, finding)
    assert after == (
        "import os\nimport time\n\n\ndef refresh():\n    return time.time(), os.name\n"
    )
    assert found(after) == []


def test_import_that_has_to_stay_does_not_hide_another() -> None:
    source = (
        "import time\ndef f():\n    import time\n    time.time()\n"
        "def g():\n    import json\n    json.dumps(1)\n"
    )
    (message,) = found(source)
    assert message.startswith("MIS101 'json' ")


def test_one_move_serves_all_functions() -> None:
    source = (
        "def f():\n    import time\n    time.time()\ndef g():\n    import time\n    time.time()\n"
    )
    first, second = find_missing_imports(source, optional_codes={"MIS101"})
    assert (first.line, second.line) == (2, 5)
    assert "import time" not in proof.fixed(source, first).partition("def")[2]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f():\n    from os.path import join\n    join\n", id="member"),
        pytest.param("async def f():\n    import time\n    time\n", id="async"),
        pytest.param(
            "class A:\n    def f(self):\n        import time\n        time\n", id="method"
        ),
        pytest.param("def main():\n    import time\n    time\n", id="main-without-a-guard"),
        pytest.param("def f():\n    if a:\n        import time\n        time\n", id="condition"),
    ],
)
def test_reported(source: str) -> None:
    assert len(found(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f():\n    import time; g()\n    time.time()\n", id="plain"),
        pytest.param(
            "def f():\n    import time as 日本語; g()\n    日本語.time()\n", id="wide-letters"
        ),
    ],
)
def test_code_beside_an_import_stays(source: str) -> None:
    (finding,) = find_missing_imports(source, optional_codes={"MIS101"})
    assert finding.edit is None


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("def g():\n    import xml.etree.ElementTree\n    xml\n", id="in-a-function"),
        pytest.param("import xml.etree.ElementTree\nxml\n", id="at-the-top"),
    ],
)
def test_other_submodules_of_a_package_have_no_other_meaning(head: str) -> None:
    source = f"{head}def f():\n    import xml.dom.minidom\n    xml.dom.minidom\n"
    *_, finding = find_missing_imports(source, optional_codes={"MIS101"})
    assert "'import xml.dom.minidom'" in finding.message
    after = proof.fixed(source, finding)
    assert after.index("import xml.dom.minidom") < after.index("def ")


@pytest.mark.parametrize(
    "imports",
    [
        pytest.param("    import xml.dom.minidom\n    import xml.etree.ElementTree\n", id="two"),
        pytest.param("    import xml, xml.dom.minidom\n", id="package-and-submodule"),
    ],
)
def test_imports_that_have_to_move_together_are_no_edit(imports: str) -> None:
    source = f"def f():\n{imports}    return xml.dom.minidom\n"
    findings = find_missing_imports(source, optional_codes={"MIS101"})
    assert [finding.edit for finding in findings] == [None, None]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import time\n", id="top-level"),
        pytest.param("class A:\n    import time\n", id="class-body"),
        pytest.param("def f():\n    import numpy\n", id="third-party"),
        pytest.param("def f():\n    from . import time\n", id="relative"),
        pytest.param(
            "def f():\n    try:\n        import time\n    except ImportError:\n        pass\n",
            id="try",
        ),
        pytest.param(
            "import sys\ndef f():\n    if sys.platform == 'win32':\n        import time\n",
            id="platform",
        ),
        pytest.param(
            "import sys\ndef f():\n    if sys.version_info >= (3, 11):\n        import time\n",
            id="version",
        ),
        pytest.param("def f():\n    import winreg\n", id="other-platform"),
        pytest.param("def f():\n    import tkinter\n", id="optional-module"),
        pytest.param(
            "def main():\n    import time\nif __name__ == '__main__':\n    main()\n", id="main"
        ),
        pytest.param(
            "def main():\n    import time; time\nMAIN = __name__ == '__main__'\n"
            "if MAIN:\n    main()\n",
            id="main-by-a-variable",
        ),
        pytest.param(
            "def main():\n    import time; time\n"
            "match __name__:\n    case '__main__':\n        main()\n",
            id="main-by-match",
        ),
        pytest.param("def __getattr__(name):\n    import time\n", id="__getattr__"),
        pytest.param("time = 1\ndef f():\n    import time\n", id="name-taken"),
        pytest.param("import time\ndef f():\n    import time\n", id="imported-at-the-top"),
        pytest.param(
            "def f():\n    from os.path import join\ndef g():\n    from shlex import join\n",
            id="two-meanings",
        ),
        pytest.param(
            "def f():\n    import os.path\n    os\ndef g():\n    import posixpath as os\n    os\n",
            id="two-modules",
        ),
        pytest.param(
            "from logging import handlers\n"
            "def f():\n    import logging.handlers as handlers\n    handlers\n",
            id="another-form-at-the-top",
        ),
        pytest.param("def f():\n    from os import open\n", id="builtin"),
        pytest.param(
            "def f():\n    import time\n    time.time()\n"
            "def g():\n    try:\n        time.time()\n    except NameError:\n        pass\n",
            id="the-name-may-be-undefined",
        ),
        pytest.param("from a import *\ndef f():\n    import time\n    time\n", id="star-import"),
    ],
)
def test_silent(source: str) -> None:
    assert found(source) == []


CELL = "def __():\n    import time\n    return (time,)\n"


@pytest.mark.parametrize(
    ("source", "other"),
    [
        pytest.param(
            f"import marimo\n\napp = marimo.App()\n\n\n@app.cell\n{CELL}",
            ("marimo.App", "typer.App"),
            id="notebook",
        ),
        pytest.param(
            f"import marimo\n\n__generated_with = '0.9.0'\napp = marimo.App()\n\n\n@app.cell\n"
            f"{CELL.replace('import time', 'import time, json; json.dumps')}",
            ("marimo.App", "typer.App"),
            id="generated-notebook",
        ),
        pytest.param(f"{CELL}globals()['time'] = 1\n", ("'time'", "'os'"), id="written"),
        pytest.param(f"{CELL}f(globals())\n", ("f(", "print("), id="handed-out"),
    ],
)
def test_name_that_the_module_may_get_from_elsewhere(source: str, other: tuple[str, str]) -> None:
    assert found(source) == []
    assert found(source.replace(*other)) != []


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        pytest.param([], 0, id="default"),
        pytest.param(["--extend-select=MIS101"], 1, id="extend-select"),
        pytest.param(["--select=MIS"], 0, id="select-all-of-ours"),
        pytest.param(["--select=MIS1"], 1, id="select-by-name"),
        pytest.param(["--select=MIS0"], 0, id="select-others"),
        pytest.param(["--select=MIS1", "--ignore=MIS101"], 0, id="ignore"),
    ],
)
def test_is_off_until_selected(flake8_path: Flake8Path, arguments: list[str], count: int) -> None:
    (flake8_path / "t.py").write_text(SOURCE)
    lines = flake8_path.run_flake8(arguments).out.splitlines()
    assert lines == [f"./t.py:5:5: {MESSAGE}"] * count


def test_noqa(flake8_path: Flake8Path) -> None:
    (flake8_path / "t.py").write_text(SOURCE.replace("import time", "import time  # noqa: MIS101"))
    assert flake8_path.run_flake8(["--select=MIS1"]).out == ""


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("    json = json.dumps(1)\n", id="assigned"),
        pytest.param("    class json: pass\n", id="class"),
        pytest.param("    del json\n", id="deleted"),
        pytest.param("    for json in json.loads('[]'): pass\n", id="loop"),
        pytest.param("    (json := json.dumps(1))\n", id="walrus"),
        pytest.param("    return locals()['json']\n", id="locals"),
        pytest.param(
            "    def g():\n        nonlocal json\n        json = 1\n    g()\n", id="nonlocal"
        ),
    ],
)
def test_import_that_a_function_uses_as_a_variable(body: str) -> None:
    source = f"def f():\n    import json\n{body}"
    assert find_missing_imports(source, optional_codes=["MIS101"]) == []


def test_variable_of_an_inner_function_is_another() -> None:
    source = "def f():\n    import json\n    def g(json): return json\n    return json, g\n"
    (finding,) = find_missing_imports(source, optional_codes=["MIS101"])
    assert finding.edit is not None


HEAD = "import contextlib, sys, unittest.mock as mock\n"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f():\n    with contextlib.suppress(ImportError):\n        import json\n"
            "        json.dumps(1)\n",
            id="suppress",
        ),
        pytest.param(
            "def test(self):\n    with self.assertRaises(ModuleNotFoundError):\n"
            "        import json\n        json.dumps(1)\n",
            id="assertRaises",
        ),
        pytest.param(
            "def test():\n    with mock.patch.dict(sys.modules, {'json': None}):\n"
            "        import json\n        json.dumps(1)\n",
            id="patched-modules",
        ),
        pytest.param(
            "@mock.patch.dict('sys.modules', {'json': None})\ndef test():\n    import json\n"
            "    json.dumps(1)\n",
            id="patched-by-a-decorator",
        ),
        pytest.param(
            "def test():\n    sys.modules.pop('json')\n    import json\n    json.dumps(1)\n",
            id="unloaded",
        ),
        pytest.param(
            "def test(monkeypatch):\n    monkeypatch.syspath_prepend('a')\n    import json\n"
            "    json.dumps(1)\n",
            id="path-of-monkeypatch",
        ),
        pytest.param(
            "def f():\n    sys.path.insert(0, 'a')\n    import json\n    json.dumps(1)\n", id="path"
        ),
        pytest.param(
            "def f():\n    with mock.patch('builtins.__import__'):\n        import json\n"
            "        json.dumps(1)\n",
            id="patched-import",
        ),
        pytest.param(
            "def f():\n    if sys.platform != 'win32':\n        return\n    import json\n"
            "    json.dumps(1)\n",
            id="return-on-other-platforms",
        ),
        pytest.param(
            "def f():\n    match sys.platform:\n        case 'win32':\n            import json\n"
            "            json.dumps(1)\n",
            id="match-of-the-platform",
        ),
        pytest.param("def f():\n    import imp\n    imp.reload(sys)\n", id="removed-module"),
        pytest.param(
            "def f():\n    from distutils.core import setup\n    setup()\n", id="removed-package"
        ),
        pytest.param(
            "def f():\n    from asyncio import coroutine\n    coroutine(f)\n", id="removed-name"
        ),
        pytest.param("def f():\n    import tomllib\n    tomllib.loads('')\n", id="newer-module"),
        pytest.param("def f():\n    import this\n", id="imported-for-what-it-does"),
        pytest.param(
            "@pytest.mark.skipif(sys.platform == 'win32', reason='a')\ndef test():\n"
            "    import json\n    json.dumps(1)\n",
            id="skipped-on-a-platform",
        ),
        pytest.param(
            "@skip_unless(sys.version_info >= (3, 12), 'a')\nclass Tests:\n"
            "    def test(self):\n        import json\n        json.dumps(1)\n",
            id="class-skipped-on-a-version",
        ),
        pytest.param(
            "@mock.patch.dict('sys.modules', {'json': None})\nclass Tests:\n"
            "    def test(self):\n        import json\n        json.dumps(1)\n",
            id="patched-by-a-decorator-of-the-class",
        ),
    ],
)
def test_reasons(source: str) -> None:
    findings = find_missing_imports(
        HEAD + source, optional_codes={"MIS101"}, target_version=(3, 10)
    )
    assert findings == []


TESTED = (
    "import module, time\nfrom unittest import mock\n{}"
    "def test(*args):\n    from time import sleep\n    return sleep, mock, module, time\n"
)


@pytest.mark.parametrize(
    "replacement",
    [
        pytest.param("@mock.patch('time.sleep', return_value=5)\n", id="patch"),
        pytest.param("@mock.patch('package.module.time.sleep')\n", id="patch-elsewhere"),
        pytest.param("@mock.patch.object(time, 'sleep')\n", id="patch-object"),
        pytest.param("@mock.patch.multiple(time, time=1, sleep=1)\n", id="patch-multiple"),
        pytest.param("@mock.patch.multiple('time', sleep=1)\n", id="patch-multiple-by-name"),
        pytest.param("def f(m):\n    m.setattr(\n        'time.sleep', 1)\n", id="setattr-by-name"),
        pytest.param("def f(m):\n    m.setattr(module.time, 'sleep', 1)\n", id="setattr"),
        pytest.param("time.sleep = 1\n", id="assignment"),
    ],
)
def test_member_that_is_replaced(replacement: str) -> None:
    assert found(TESTED.format(replacement)) == []
    assert len(found(TESTED.format(replacement.replace("sleep", "ctime")))) == 1


def test_module_whose_member_is_replaced_stays_the_same() -> None:
    source = "@mock.patch('os.getcwd')\ndef test(m):\n    import os\n    os.getcwd()\n"
    assert len(found(f"from unittest import mock\n{source}")) == 1


@pytest.mark.parametrize(
    ("call", "other"),
    [
        pytest.param("monkey.patch_all()", "monkey.get_original(1)", id="gevent"),
        pytest.param("monkey.patch_time()", "monkey.saved()", id="gevent-module"),
        pytest.param("eventlet.monkey_patch()", "eventlet.spawn(1)", id="eventlet"),
    ],
)
def test_members_that_are_replaced_everywhere(call: str, other: str) -> None:
    imports = "import eventlet\nfrom gevent import monkey\n"
    assert found(TESTED.format(f"{imports}{call}\n")) == []
    assert len(found(TESTED.format(f"{imports}{other}\n"))) == 1


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("from subprocess import STARTUPINFO", id="windows"),
        pytest.param("from asyncio import WindowsSelectorEventLoopPolicy", id="star-of-a-stub"),
        pytest.param("from asyncio import windows_events", id="submodule"),
        pytest.param("from os import fork", id="posix"),
        pytest.param("from signal import SIGKILL as name", id="alias"),
        pytest.param("from socket import AF_UNIX", id="constant"),
        pytest.param("from termios import tcgetattr", id="of-a-module-of-one-platform"),
        pytest.param("import fcntl", id="module-of-one-platform"),
        pytest.param("import asyncio.windows_events as name", id="submodule-of-one-platform"),
        pytest.param("from sys import last_traceback", id="after-an-error"),
        pytest.param("from sys import ps1", id="interactive"),
        pytest.param("from sys import stdout", id="replaced-by-programs"),
        pytest.param("from sys import argv", id="replaced-by-tests"),
    ],
)
def test_what_is_not_everywhere_and_always_the_same(statement: str) -> None:
    name = statement.split()[-1]
    assert found(f"def f():\n    {statement}\n    return {name}\n") == []


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("from subprocess import Popen", id="beside-those-of-a-platform"),
        pytest.param("from os import getpid", id="member"),
        pytest.param("from os import path", id="module-as-a-member"),
        pytest.param("import socket", id="module-with-such-members"),
        pytest.param("from sys import version_info", id="constant"),
    ],
)
def test_what_is_everywhere(statement: str) -> None:
    name = statement.split()[-1]
    assert len(found(f"def f():\n    {statement}\n    return {name}\n")) == 1


SENT = "def work(n):\n    import json\n    return json.dumps(n)\n"


@pytest.mark.parametrize(
    ("source", "other"),
    [
        pytest.param(
            f"from kfp import dsl\n@dsl.component(base_image='a')\n{SENT}",
            ("kfp", "cyclopts"),
            id="kfp",
        ),
        pytest.param(
            f"from airflow.decorators import task\n@task.virtualenv(requirements=['a'])\n{SENT}",
            ("airflow.decorators", "tasks"),
            id="airflow",
        ),
        pytest.param(
            f"from parsl import python_app\n@python_app\n{SENT}", ("parsl", "pars"), id="parsl"
        ),
        pytest.param(
            f"import ipyparallel as ipp\nview = ipp.Client()[:]\n@view.remote()\n{SENT}",
            ("ipyparallel", "parallel"),
            id="ipyparallel",
        ),
        pytest.param(
            f"import inspect\n{SENT}send(inspect.getsource(work))\n",
            ("getsource(work)", "getsource(send)"),
            id="source",
        ),
        pytest.param(
            "from inspect import getsourcelines\nclass A:\n    def f(self):\n"
            "        import json\n        json.dumps(1)\nsend(getsourcelines(A)[0])\n",
            ("getsourcelines(A)", "getsourcelines(B)"),
            id="source-of-the-class",
        ),
    ],
)
def test_function_that_runs_without_its_module(source: str, other: tuple[str, str]) -> None:
    assert found(source) == []
    assert len(found(source.replace(*other))) == 1


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f():\n    with contextlib.suppress(KeyError):\n        import json\n"
            "        json.dumps(1)\n",
            id="suppress-another-error",
        ),
        pytest.param(
            "def f():\n    import json\n    json.dumps(sys.platform)\n", id="platform-is-printed"
        ),
        pytest.param(
            "def f():\n    sys.path.clear()\ndef g():\n    import json\n    json.dumps(1)\n",
            id="path-in-another-function",
        ),
        pytest.param("def f():\n    import tomllib\n    tomllib.loads('')\n", id="module-of-today"),
    ],
)
def test_no_reason(source: str) -> None:
    (finding,) = find_missing_imports(
        HEAD + source, optional_codes={"MIS101"}, target_version=(3, 11)
    )
    assert finding.edit


@pytest.mark.parametrize(
    ("filename", "count"),
    [
        pytest.param("json/__init__.py", 0, id="its-package"),
        pytest.param("lib/json/decoder.py", 0, id="module-of-its-package"),
        pytest.param("json.py", 0, id="itself"),
        pytest.param("app/tool.py", 1, id="other"),
    ],
)
def test_modules_of_the_same_package_may_import_each_other(filename: str, count: int) -> None:
    source = "def f():\n    from json import scanner\n    scanner.c_make_scanner\n"
    findings = find_missing_imports(source, filename=filename, optional_codes={"MIS101"})
    assert len(findings) == count
