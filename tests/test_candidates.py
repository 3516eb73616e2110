"""Which names a text mentions that may lack an import: most files mention none."""

from __future__ import annotations

import ast

import pytest

from flake8_missing_import.candidates import Mentions, mentioned_names, packages_with_submodules
from flake8_missing_import.stdlib import standard_library

LIBRARY = standard_library((3, 11))


def mentions(source: str) -> Mentions:
    return mentioned_names(source, ast.parse(source), LIBRARY)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import os\nos.name\n", id="imported"),
        pytest.param("import os.path\nos.name\n", id="package-of-what-is-imported"),
        pytest.param("from typing import Any\nx: Any\n", id="imported-member"),
        pytest.param("try:\n    import lzma\nexcept A:\n    lzma = 1\nlzma.x\n", id="bound-by-try"),
        pytest.param("try:\n    a\nexcept A:\n    import lzma\nlzma.x\n", id="bound-by-except"),
        pytest.param("if a:\n    import lzma\nlzma.open()\n", id="bound-below-a-condition"),
        pytest.param("def f():\n    from typing import Any\n", id="module-of-a-from-import"),
        pytest.param("def f():\n    import typing\n", id="module-of-an-import"),
        pytest.param("'time.time()'\n", id="string"),
        pytest.param("x = '{time.time()}'\n", id="string-with-braces"),
        pytest.param("x = 1  # time.time()\n", id="comment"),
        pytest.param("x.time.sleep(1)\n", id="attribute"),
        pytest.param("my_time.sleep(1)\n", id="end-of-a-name"),
        pytest.param("mytime.sleep(1)\n", id="end-of-a-word"),
        pytest.param("time_.sleep(1)\n", id="start-of-a-name"),
        pytest.param("f(time=1)\n", id="keyword-argument"),
        pytest.param("x = 1\ncode.append(1)\n", id="attribute-that-the-module-lacks"),
        pytest.param("def f(path): return path.x\n", id="variable"),
        pytest.param("def f(field): return field(1) + field\n", id="variable-with-two-uses"),
        pytest.param("def f(field): return field + field(1)\n", id="variable-called-last"),
        pytest.param("class time:\n    pass\n", id="class"),
        pytest.param("def f():\n    def glob(): pass\n", id="function-in-a-function"),
        pytest.param("x = 'Path'\n", id="string-that-stands-elsewhere"),
        pytest.param("x: 'Path of a file'\n", id="annotation-that-is-none"),
        pytest.param("_private.x\n", id="hidden-name-that-nothing-has"),
    ],
)
def test_nothing_may_lack_an_import(source: str) -> None:
    found = mentions(source)
    assert not found.code | found.quoted


@pytest.mark.parametrize(
    ("source", "code", "quoted"),
    [
        pytest.param("time.time()\n", {"time"}, set(), id="module"),
        pytest.param("import os; time.time()\n", {"time"}, set(), id="beside-an-import"),
        pytest.param("import os\rtime.time()\r", {"time"}, set(), id="carriage-return"),
        pytest.param("'''a\n'''; time.time()\n", {"time"}, set(), id="beside-the-docstring"),
        pytest.param("'''a\n'''\ntime.time()\n", {"time"}, set(), id="below-the-docstring"),
        pytest.param("import os\n@lru_cache\ndef f(): os\n", {"lru_cache"}, set(), id="decorator"),
        pytest.param("raise x from copy(y)\n", {"copy"}, set(), id="raise-from"),
        pytest.param("_os.name\n", {"_os"}, set(), id="hidden-module"),
        pytest.param("import dataclasses\n_field()\n", {"_field"}, set(), id="hidden-word"),
        pytest.param("x: 'Path'\n", set(), {"Path"}, id="quoted"),
        pytest.param("x: 'random.Random'\n", set(), {"random"}, id="quoted-attribute"),
        pytest.param("f'{time.time()}'\n", {"time"}, set(), id="f-string"),
        pytest.param("def f(time): time.x\ntime.time()\n", {"time"}, set(), id="one-use-fits"),
    ],
)
def test_names_that_may_lack_an_import(source: str, code: set[str], quoted: set[str]) -> None:
    found = mentions(source)
    assert (set(found.code), set(found.quoted)) == (code, quoted)


@pytest.mark.parametrize(
    ("source", "has_import"),
    [
        pytest.param("import os\nos.name\n", False, id="at-the-top"),
        pytest.param('"""Doc."""\nimport os\nfrom a import b\n', False, id="nothing-else"),
        pytest.param("x = 'import'\n", False, id="string"),
        pytest.param("x = 1\nimport os\n", True, id="below-code"),
        pytest.param("def f():\n    import os\n", True, id="in-a-function"),
    ],
)
def test_import_below_code(source: str, has_import: bool) -> None:
    assert mentions(source).has_import == has_import


@pytest.mark.parametrize(
    ("source", "packages"),
    [
        pytest.param("import xml\nxml.dom.minidom.parse(x)\n", {"xml": "xml"}, id="not-imported"),
        pytest.param("import xml.dom.minidom\nxml.dom.minidom.parse(x)\n", {}, id="imported"),
        pytest.param("import os\nos.path.join(x)\n", {}, id="comes-along"),
        pytest.param("import xml as x\nx.dom.minidom.a\n", {"x": "xml"}, id="other-name"),
        pytest.param("import xml\nmy_xml.dom.minidom.parse(x)\n", {}, id="end-of-a-name"),
    ],
)
def test_packages_with_submodules(source: str, packages: dict[str, str]) -> None:
    assert packages_with_submodules(source, ast.parse(source), LIBRARY) == packages
