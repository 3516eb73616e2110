"""What Python 3.14 and 3.15 have, and what the Pythons before them have not."""

from __future__ import annotations

import ast
import importlib
import re
import sys

import pytest

from flake8_missing_import import find_missing_imports
from flake8_missing_import.analysis import findings
from flake8_missing_import.codes import OPTIONAL_CODES
from flake8_missing_import.model import ImportStatement
from flake8_missing_import.module import Module, Options
from flake8_missing_import.pages import rule_documentation
from flake8_missing_import.stdlib import NEWEST, standard_library
from flake8_missing_import.stdlib.brought import brought_modules

THIS = sys.version_info[:2]
TARGETS = [(3, minor) for minor in range(10, 16)]


def codes(source: str, target: tuple[int, int]) -> list[str]:
    return [finding.code for finding in find_missing_imports(source, target_version=target)]


def messages_of(source: str, target: tuple[int, int]) -> list[str]:
    """Return what is found for a target that may be newer than the Python that runs this."""
    options = Options(
        target_version=target,
        optional_codes=frozenset(OPTIONAL_CODES),
        configured={"np": ImportStatement("numpy", alias="np")},
    )
    return [one.message for one in findings(Module(source, ast.parse(source), "m.py", options))]


@pytest.mark.parametrize("target", [(3, 16), (3, 20)], ids=str)
@pytest.mark.parametrize(
    "source",
    [
        *(
            pytest.param(source, id=f"{code}-{number}")
            for code, text in rule_documentation().items()
            for number, source in enumerate(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
        ),
        pytest.param("import importlib\nimportlib.util.x\n", id="submodule"),
        pytest.param("import sys\nif sys.version_info < (3, 9):\n    json.x\n", id="too-old"),
        pytest.param("import sys\nif sys.version_info >= (3, 9):\n    json.x\n", id="always"),
        pytest.param("import os\nos.path.join(json.dumps(1))\n", id="member"),
        pytest.param("import multiprocessing\nmultiprocessing.Queue()\n", id="loaded-on-use"),
    ],
)
def test_python_newer_than_the_tables_is_like_the_newest(
    source: str, target: tuple[int, int]
) -> None:
    assert messages_of(source, target) == messages_of(source, NEWEST)


@pytest.mark.parametrize(
    ("target", "count"),
    [
        pytest.param(NEWEST, 1, id="the-newest"),
        pytest.param((3, 17), 0, id="newer"),
        pytest.param((3, 16), 1, id="between"),
    ],
)
def test_version_test_asks_the_target_itself(target: tuple[int, int], count: int) -> None:
    source = "import sys\nif sys.version_info >= (3, 17):\n    import json\njson.dumps(1)\n"
    assert len(messages_of(source, target)) == count


@pytest.mark.parametrize(
    ("module", "since"),
    [
        ("asyncio.graph", (3, 14)),
        ("annotationlib", (3, 14)),
        ("compression.zstd", (3, 14)),
        ("concurrent.interpreters", (3, 14)),
        ("string.templatelib", (3, 14)),
        ("math.integer", (3, 15)),
        ("profiling.sampling", (3, 15)),
        ("profiling.sampling.collector", (3, 15)),
        ("profiling.tracing", (3, 15)),
        ("xml.utils", (3, 15)),
    ],
)
def test_module_exists_since(module: str, since: tuple[int, int]) -> None:
    having = [target for target in TARGETS if standard_library(target).has_module(module)]
    assert having == [target for target in TARGETS if target >= since]
    if since > THIS:
        with pytest.raises(ImportError):
            importlib.import_module(module)


@pytest.mark.parametrize(
    ("module", "name", "since"),
    [
        ("importlib.machinery", "NamespacePath", (3, 15)),
        ("profiling.tracing", "Profile", (3, 15)),
        ("profiling.sampling.collector", "Collector", (3, 15)),
        ("ssl", "HAS_PSK_TLS13", (3, 15)),
        ("xml", "is_valid_text", (3, 15)),
        ("xml.utils", "is_valid_text", (3, 15)),
        ("asyncio.graph", "capture_call_graph", (3, 14)),
        ("math.integer", "isqrt", (3, 15)),
    ],
)
def test_name_exists_since(module: str, name: str, since: tuple[int, int]) -> None:
    having = [target for target in TARGETS if standard_library(target).has_own_name(module, name)]
    assert having == [target for target in TARGETS if target >= since]


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("platform", "java_ver"),
        ("glob", "glob0"),
        ("http.server", "CGIHTTPRequestHandler"),
    ],
)
def test_name_is_gone_with_python_3_15(module: str, name: str) -> None:
    having = [target for target in TARGETS if standard_library(target).has_own_name(module, name)]
    assert having == TARGETS[:-1]
    if THIS >= (3, 15):
        assert not hasattr(importlib.import_module(module), name)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("ForwardRef", id="lazily-since-3.14"),
        pytest.param("ContextManager", id="lazily-since-3.13"),
    ],
)
def test_name_that_a_module_makes_when_it_is_asked_is_there(name: str) -> None:
    assert standard_library((3, 15)).has_own_name("typing", name)
    assert hasattr(importlib.import_module("typing"), name)


@pytest.mark.parametrize("name", ["HOSTFLAG_NEVER_CHECK_SUBJECT", "Path"])
def test_name_that_only_pyodides_stand_in_has_is_unknown(name: str) -> None:
    assert not any(standard_library(target).has_own_name("ssl", name) for target in TARGETS)
    assert standard_library((3, 15)).has_own_name("_ssl", "HOSTFLAG_NEVER_CHECK_SUBJECT")
    assert find_missing_imports(f"x = ssl.{name}\n", target_version=(3, 15)) == []


@pytest.mark.parametrize(
    ("source", "first_silent"),
    [
        pytest.param("import asyncio\nasyncio.graph.x\n", (3, 10), id="asyncio.graph"),
        pytest.param("import math\nmath.integer.comb\n", (3, 10), id="math.integer"),
        pytest.param("import xml\nxml.utils.x\n", (3, 10), id="xml.utils"),
        pytest.param("import collections\ncollections.abc.Set\n", (3, 13), id="collections.abc"),
        pytest.param("import dbm\ndbm.ndbm\n", (3, 10), id="dbm.ndbm"),
        pytest.param(
            "import concurrent.futures\nconcurrent.futures.thread.x\n",
            (3, 15),
            id="concurrent.futures.thread",
        ),
        pytest.param(
            "import concurrent.futures\nconcurrent.futures.process.x\n",
            (3, 15),
            id="concurrent.futures.process",
        ),
        pytest.param(
            "import concurrent.futures\nconcurrent.futures.ThreadPoolExecutor()\n"
            "concurrent.futures.thread.x\n",
            (3, 10),
            id="concurrent.futures.thread-after-its-first-use",
        ),
    ],
)
def test_submodule_that_comes_along_is_no_finding(
    source: str, first_silent: tuple[int, int]
) -> None:
    expected = {target: [] if target >= first_silent else ["MIS003"] for target in TARGETS}
    assert {target: codes(source, target) for target in TARGETS} == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        pytest.param("", (3, 14), ["MIS003"], id="of-3.14"),
        pytest.param("", (3, 15), [], id="of-3.15"),
        pytest.param("concurrent.futures.InterpreterPoolExecutor()\n", (3, 14), [], id="used"),
    ],
)
def test_lazy_import_of_a_package_brings_its_submodule(
    source: str, target: tuple[int, int], expected: list[str]
) -> None:
    source = f"import concurrent.futures\n{source}concurrent.futures.interpreter.x\n"
    assert codes(source, target) == expected


@pytest.mark.parametrize(
    ("package", "submodule", "since"),
    [
        ("asyncio", "asyncio.graph", (3, 14)),
        ("math", "math.integer", (3, 15)),
        ("xml", "xml.utils", (3, 15)),
        ("collections", "collections.abc", (3, 13)),
    ],
)
def test_package_brings_submodule_since(
    package: str, submodule: str, since: tuple[int, int]
) -> None:
    having = [
        target
        for target in TARGETS
        if standard_library(target).has_module(submodule)
        and submodule in brought_modules(package, target)
    ]
    assert having == [target for target in TARGETS if target >= since]
    if THIS >= (3, 14):
        name = submodule.rpartition(".")[2]
        assert hasattr(importlib.import_module(package), name) == (since <= THIS)


@pytest.mark.parametrize(
    ("source", "target", "messages"),
    [
        pytest.param(
            "x = xml.is_valid_text('a')\n",
            (3, 15),
            ["MIS001 'xml' is used but never imported: add 'import xml' on line 1"],
            id="xml.is_valid_text",
        ),
        pytest.param(
            "x = xml.is_valid_text('a')\n",
            (3, 14),
            [
                "MIS001 'xml' is used but never imported (it has no 'is_valid_text' before "
                "Python 3.15): add 'import xml' on line 1"
            ],
            id="xml.is_valid_text-too-early",
        ),
        pytest.param(
            "import profiling\nprofiling.sampling.collector.Collector\n",
            (3, 15),
            [
                "MIS003 'profiling.sampling' is used but only 'profiling' is imported: "
                "add 'import profiling.sampling' on line 2"
            ],
            id="profiling.sampling.collector",
        ),
        pytest.param(
            "def f(): return importlib.machinery.NamespacePath\n",
            (3, 15),
            [
                "MIS001 'importlib.machinery' is used but never imported: "
                "add 'import importlib.machinery' on line 1"
            ],
            id="importlib.machinery.NamespacePath",
        ),
        pytest.param(
            "x = ssl.HAS_PSK_TLS13\n",
            (3, 15),
            ["MIS001 'ssl' is used but never imported: add 'import ssl' on line 1"],
            id="ssl.HAS_PSK_TLS13",
        ),
        pytest.param("x = is_valid_text('a')\n", (3, 14), [], id="member-too-early"),
        pytest.param(
            "x = is_valid_text('a')\n",
            (3, 15),
            [
                "MIS002 'is_valid_text' is used but never imported: "
                "add 'from xml.utils import is_valid_text' on line 1"
            ],
            id="member",
        ),
    ],
)
def test_use_of_what_is_new(source: str, target: tuple[int, int], messages: list[str]) -> None:
    found = find_missing_imports(source, target_version=target)
    assert [finding.message for finding in found] == messages


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("from email import *\nencoders.encode_base64(x)\n", id="email"),
        pytest.param("from xml import *\netree, sax.parse\n", id="xml"),
        pytest.param("from xml import *\nimport xml\nxml.dom\n", id="through-the-package"),
    ],
)
def test_star_import_brings_the_submodules_in_dunder_all(source: str) -> None:
    assert codes(source, (3, 11)) == []


def test_star_import_brings_no_other_submodule() -> None:
    assert codes("from email import *\ncontentmanager.raw_data_manager\n", (3, 11)) == ["MIS002"]


@pytest.mark.skipif(sys.version_info < (3, 12), reason="PEP 701 needs Python 3.12")
@pytest.mark.parametrize(
    "text",
    [
        pytest.param('f"}} {x:{"<"}{time.time()}}"', id="doubled-brace-above-a-nested-string"),
        pytest.param('f"{ "}" + x["time"]}{time.time()}"', id="brace-in-a-nested-string"),
        pytest.param('f"{x["a"]}{time.time()}"', id="nested-string"),
        pytest.param('f"{f"{time.time()}"}"', id="nested-f-string"),
        pytest.param('f"{{{time.time()}}}"', id="doubled-braces-around"),
    ],
)
def test_expression_in_a_nested_f_string_is_seen(text: str) -> None:
    assert codes(f"def f(x):\n    return {text}\n", (3, 12)) == ["MIS001"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("ｔｉｍｅ.time()\n", ["MIS001"], id="use"),
        pytest.param("def f(): return Ｐａｔｈ('a').exists()\n", ["MIS002"], id="member"),
        pytest.param("import ｔｉｍｅ\ntime.time()\n", [], id="import"),
        pytest.param("import time\nｔｉｍｅ.time()\n", [], id="use-of-an-import"),
        pytest.param("import importlib\nｉmportlib.util.x\n", ["MIS003"], id="submodule"),
        pytest.param("größe = 1\ntime.time()\n", ["MIS001"], id="other-letters"),
    ],
)
def test_names_are_normalized_as_python_does(source: str, expected: list[str]) -> None:
    assert codes(source, (3, 11)) == expected
