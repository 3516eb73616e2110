"""The public door: what __all__ names."""

from __future__ import annotations

import pytest

import flake8_missing_import
from flake8_missing_import import ImportStatement, apply, find_missing_imports


@pytest.mark.parametrize("name", flake8_missing_import.__all__)
def test_everything_public_is_there_and_documented(name: str) -> None:
    assert getattr(flake8_missing_import, name).__doc__


def test_nothing_else_is_there() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = flake8_missing_import.nothing


@pytest.mark.parametrize(
    ("source", "after"),
    [
        pytest.param("time.time()\n", "import time\n\ntime.time()\n", id="module"),
        pytest.param("time.time()", "import time\n\ntime.time()", id="no-line-end"),
        pytest.param(
            "x = 1\r\ntime.time()\r\n", "import time\r\n\r\nx = 1\r\ntime.time()\r\n", id="CRLF"
        ),
        pytest.param(
            "# coding: latin-1\nx = '\u20ac' + time.ctime()\n",
            "# coding: latin-1\nimport time\n\nx = '\u20ac' + time.ctime()\n",
            id="text-that-the-encoding-lacks",
        ),
        pytest.param("'\ud800'; time.x\n", "'\ud800'; time.x\n", id="nothing-to-add"),
        pytest.param(
            "import os\nfrom typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import json\n\n"
            "os, json.dumps(1)\n",
            "import json\nimport os\nfrom typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n"
            "    pass\n\nos, json.dumps(1)\n",
            id="moved",
        ),
    ],
)
def test_apply(source: str, after: str) -> None:
    for finding in find_missing_imports(source):
        source = apply(source, finding)
    assert source == after
    assert find_missing_imports(source) == []


def test_apply_an_alternative() -> None:
    source = "def f():\n    return Queue()\n"
    (finding,) = find_missing_imports(source)
    added = {apply(source, one).partition("\n")[0] for one in finding.alternatives}
    assert added == {"from asyncio import Queue", "from multiprocessing import Queue"}


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("datetime.now()\ndatetime.timedelta(1)\n", id="contradiction"),
        pytest.param("cout\n", id="no-import"),
    ],
)
def test_apply_without_an_edit(source: str) -> None:
    (finding,) = find_missing_imports(source, optional_codes=["MIS103"])
    with pytest.raises(ValueError, match="there is no edit for this finding: MIS"):
        apply(source, finding)


@pytest.mark.parametrize(
    ("source", "names", "found"),
    [
        pytest.param("time.time()\njson.dumps(1)\n", ["json"], ["json"], id="one-of-two"),
        pytest.param("time.time()\njson.dumps(1)\n", [], [], id="none"),
        pytest.param("time = 1\ntime.time()\n", ["time"], [], id="bound"),
        pytest.param(
            "xml.dom.minidom.parse(1)\njson.dumps(1)\n",
            ["xml"],
            ["xml.dom.minidom"],
            id="submodule",
        ),
        pytest.param(
            "json.dumps(1)\n" + "json.loads('')\n" * 3 + "time.time()\n",
            ["json", "time"],
            ["json", "time"],
            id="both",
        ),
    ],
)
def test_some_names_alone(source: str, names: list[str], found: list[str]) -> None:
    assert [one.name for one in find_missing_imports(source, names=names)] == found
    of_all = find_missing_imports(source)
    assert find_missing_imports(source, names=names) == [o for o in of_all if o.name in found]


def test_some_names_alone_among_undefined_ones() -> None:
    source = "cout(cin)\njson.dumps(1)\n"
    found = find_missing_imports(source, names=["cin", "json"], optional_codes=["MIS103"])
    assert [one.name for one in found] == ["cin", "json"]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        pytest.param({"target_version": (3, 9)}, r"\(3, 9\) is no Python version", id="too-old"),
        pytest.param({"target_version": (4, 0)}, r"\(4, 0\) is no Python version", id="too-new"),
        pytest.param({"target_version": "3.10"}, "'3.10' is no Python version", id="version-text"),
        pytest.param({"target_version": (3, 10, 1)}, "is no Python version", id="micro-version"),
        pytest.param({"target_version": None}, "None is no Python version", id="no-version"),
        pytest.param({"optional_codes": ["MIS001"]}, "'MIS001' is none of MIS101", id="code"),
        pytest.param({"optional_codes": "MIS101"}, "several strings, not one", id="one-code"),
        pytest.param({"builtins": "time"}, "several strings, not one", id="one-builtin"),
        pytest.param({"names": "time"}, "several strings, not one", id="one-name"),
        pytest.param({"max_line_length": 0}, "no line is 0 wide", id="width"),
        pytest.param(
            {"configured": {"pd": ImportStatement("pandas")}},
            "'import pandas' binds 'pandas', not 'pd'",
            id="other-name",
        ),
        pytest.param(
            {"configured": {"pd": "import pandas as pd"}}, "binds None", id="statement-as-text"
        ),
    ],
)
def test_options_that_mean_nothing(options: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        find_missing_imports("x = 1\n", **options)  # type: ignore[arg-type]
