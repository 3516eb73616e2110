"""Code that Python and pyflakes read without difficulty is none for the plugin either."""

from __future__ import annotations

import sys
import warnings

import pytest

from flake8_missing_import import find_missing_imports
from flake8_missing_import.applying import fixed
from flake8_missing_import.checker import MissingImportChecker
from flake8_missing_import.codes import OPTIONAL_CODES
from flake8_missing_import.placement.orders import natural

LINKS = 140
"""Calls in a row, of which pyflakes follows up to 200."""
HUGE = f"0x{'f' * 4000}"
"""A number that Python reads, and refuses to write in decimal."""
MANY_DIGITS = "9" * (getattr(sys, "get_int_max_str_digits", lambda: 4300)() + 700)


def messages(source: str) -> list[str]:
    found = find_missing_imports(source, optional_codes=frozenset(OPTIONAL_CODES))
    return [finding.message for finding in found if finding.code != "MIS103"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            f"def f():\n    return Path('a'){'.joinpath(x)' * LINKS}\n",
            ["MIS002 'Path' is used but never imported: add 'from pathlib import Path' on line 1"],
            id="of-what-is-missing",
        ),
        pytest.param(
            f"def f():\n    x{'.a()' * LINKS}\n    return time.time()\nf()\nimport time\n",
            ["MIS004 'time' is imported only below its use (line 5): move 'import time' to line 1"],
            id="in-an-own-function",
        ),
        pytest.param(
            f"def f(t):\n    return dedent(t){'.replace(x, y)' * 40}.encod()\n",
            [],
            id="of-methods-with-several-signatures",
        ),
    ],
)
def test_long_chains(source: str, expected: list[str]) -> None:
    assert messages(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"if x == {HUGE}:\n    import time\nelse:\n    time.time()\n", id="condition"),
        pytest.param(
            f"if x == {HUGE}: f()\n"
            "def f(): time.time()\n"
            "if __name__ == '__main__':\n    import time\n",
            id="beside-a-main-guard",
        ),
        pytest.param(
            f"def f():\n    import time\n    return time.time() + {HUGE}\n", id="beside-an-import"
        ),
        pytest.param(f"try:\n    ({HUGE}).x\nexcept NameError: pass\ntime.time()\n", id="attempt"),
        pytest.param(
            f"import sys\nif getattr(sys, 'x', {HUGE}) == {HUGE}:\n    time.time()\n", id="default"
        ),
        pytest.param(f"import json\nif hasattr(json, {HUGE}): time.time()\n", id="asked-for"),
        pytest.param(
            "def test(self):\n"
            f"    self.assertRaises(Exception, f, {HUGE})\n"
            f"    assert x == {HUGE}, 'NameError'\n"
            "    time.time()\n",
            id="expected",
        ),
        pytest.param(f"time.sleep({HUGE})\n", id="argument"),
    ],
)
def test_huge_numbers(source: str) -> None:
    assert messages(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"import os\nimport a{MANY_DIGITS}\ntime.time()\n", id="module"),
        pytest.param(f"from typing import a{MANY_DIGITS}, b\nx: Optional[b] = b\n", id="member"),
    ],
)
def test_names_with_many_digits(source: str) -> None:
    assert fixed(source.encode(), find_missing_imports, lambda _: True).decode() != source


@pytest.mark.parametrize(
    ("condition", "shown"),
    [
        pytest.param(
            f"sys.version_info < (3,) and {'name_' * 20}",
            f"sys.version_info < (3,) and {'name_' * 6}n…",
            id="long-name",
        ),
        pytest.param(
            f"sys.version_info < (3,) and {'n' * 32}",
            f"sys.version_info < (3,) and {'n' * 32}",
            id="just-fits",
        ),
    ],
)
def test_long_conditions_are_cut_in_messages(condition: str, shown: str) -> None:
    assert messages(f"import sys\nif {condition}:\n    import json\njson\n") == [
        f"MIS004 'json' is imported only under '{shown}' (line 3): move 'import json' to line 1"
    ]


def test_comments_are_read_whichever_line_ends_there_are() -> None:
    source = "x = 1  # noqa\rtime.time()\rjson.x  # noqa: F821\r"
    assert [finding.name for finding in MissingImportChecker.findings(source, "t.py")] == ["time"]


def test_digits_are_sorted_by_their_number() -> None:
    names = ["a10", "a9", f"a{MANY_DIGITS}", "a09b", "a9a"]
    assert sorted(names, key=natural) == ["a9", "a9a", "a09b", "a10", f"a{MANY_DIGITS}"]


TYPE_CHECKING = (
    "from __future__ import annotations\n\nfrom typing import TYPE_CHECKING, Literal\n\n"
    "if TYPE_CHECKING:\n    import socket\n\n\n"
)
TEXTS = [
    pytest.param("@pytest.mark.skipif({}, reason='x')\ndef f():\n    time.time()\n", id="skipif"),
    pytest.param(
        f"{TYPE_CHECKING}@register\n"
        "def f(x: time.struct_time, y: Literal[{}], z: socket.x): ...\n",
        id="annotation",
    ),
]


@pytest.mark.parametrize("source", TEXTS)
@pytest.mark.parametrize(
    "code",
    [
        pytest.param("-" * 20_000 + "1", id="too-deep-for-the-parser"),
        pytest.param("1+" * 20_000 + "1", id="too-deep-for-a-tree"),
        pytest.param("\0", id="null-character"),
        pytest.param("(", id="no-code"),
    ],
)
def test_texts_that_python_cannot_parse(source: str, code: str) -> None:
    assert len(messages(source.format(repr(code)))) == 1


@pytest.mark.parametrize("source", TEXTS)
def test_texts_that_python_warns_about(source: str, recwarn: pytest.WarningsRecorder) -> None:
    warnings.simplefilter("always")
    assert len(messages(source.format(repr(r"x == '\d'")))) == 1
    assert not recwarn.list


def test_source_for_which_the_parser_has_not_enough_memory() -> None:
    assert find_missing_imports("-" * 20_000 + "1") == []
