"""The tables of types and of removed names, and what is looked up in them."""

from __future__ import annotations

import ast
import os
import sys

import pytest

from flake8_missing_import.stdlib.signatures import accepts, shape_of
from flake8_missing_import.stdlib.types import TYPES, ancestors, things
from flake8_missing_import.stdlib.versions import (
    REMOVED_NAMES,
    Version,
    ever_had,
    first_python_with,
    is_gone,
    last_python_with,
    remark,
)
from tools import generate_stdlib_types, measure_removed_names


@pytest.mark.large
def test_types_are_fresh() -> None:
    assert TYPES.read_text(encoding="utf-8") == generate_stdlib_types.types_text()


def test_every_line_is_in_the_order_that_the_look_up_needs() -> None:
    lines = [line for line in TYPES.read_text(encoding="utf-8").split("\n") if line[:1] != "#"][:-1]
    keys = [line.split(" ", 1)[0] + " " for line in lines]
    assert keys == sorted(keys)


def test_removed_names_say_how_they_were_made() -> None:
    assert "tools/measure_removed_names.py" in REMOVED_NAMES.read_text(encoding="utf-8")


@pytest.mark.large
@pytest.mark.skipif(not hasattr(os, "fork"), reason="each module is imported in a fork")
def test_this_python_has_no_removed_name() -> None:
    lines = REMOVED_NAMES.read_text(encoding="utf-8").splitlines()
    parts = (line.partition(": ") for line in lines if not line.startswith("#"))
    removed = {
        module: [entry.partition("-")[0] for entry in names.split()]
        for module, _, names in parts
        if not is_gone(module)
    }
    found = measure_removed_names.run(sys.executable, measure_removed_names.NAMES_QUESTION, removed)
    assert {module: names for module, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("os", "module"),
        ("os.path", "module"),
        ("concurrent.futures", "module"),
        ("pathlib.Path", "class"),
        ("time.sleep", "function"),
        ("asyncio.sleep", "function"),
        ("unittest.mock.patch", "instance"),
        ("sys.path", "instance"),
        ("typing.List", "form"),
        ("typing.Any", "form"),
        ("typing.NamedTuple", "class"),
        ("collections.abc.Mapping", "class"),
        ("subprocess.DEVNULL", "instance"),
        ("os.environ", "instance"),
        ("multiprocessing.Lock", "function"),
        ("datetime.timezone.utc", "instance"),
        ("datetime.datetime.now", "function"),
    ],
)
def test_kind(name: str, kind: str) -> None:
    assert {thing.kind for thing in things(name)} == {kind}


def test_what_no_module_has_is_nothing() -> None:
    assert things("os.getcdw") == things("nonsense.name") == ()


def test_a_module_of_the_name_of_a_member_may_be_meant_too() -> None:
    assert {thing.kind for thing in things("unittest.main")} == {"class", "module"}


def test_nearest_base_first() -> None:
    assert ancestors("json.JSONDecodeError")[:2] == ("json.JSONDecodeError", "?")
    assert ancestors("datetime.datetime") == ("datetime.datetime", "datetime.date")


@pytest.mark.parametrize(
    ("parameters", "is_bound", "arguments", "expected"),
    [
        ("()", False, "", True),
        ("()", False, "1", False),
        ("()", False, "a=1", False),
        ("()", False, "*a", True),
        ("()", False, "**a", True),
        ("(a)", False, "", False),
        ("(a)", False, "1", True),
        ("(a)", False, "a=1", True),
        ("(a)", False, "1, a=1", False),
        ("(a)", False, "*x", True),
        ("(a)", False, "**x", True),
        ("(a)", False, "b=1, **x", False),
        ("(a,/)", False, "1", True),
        ("(a,/)", False, "a=1", False),
        ("(a,/)", False, "**x", False),
        ("(a,/,b)", False, "1, b=2", True),
        ("(a:s,/,**k)", False, "'1', a=1", True),
        ("(a:s,/,**k)", False, "a='1'", False),
        ("(a,/,**k)", False, "*x, **y", True),
        ("(a,/,b=)", False, "1", True),
        ("(a=)", False, "", True),
        ("(a,*b)", False, "1, 2, 3", True),
        ("(a,*b)", False, "", False),
        ("(*,a)", False, "1", False),
        ("(*,a)", False, "", False),
        ("(*,a)", False, "a=1", True),
        ("(*,a=)", False, "", True),
        ("(**k)", False, "a=1, b=2", True),
        ("(**k)", False, "1", False),
        ("(a,**k)", False, "b=1", False),
        ("(self)", True, "", True),
        ("(self,/)", True, "", True),
        ("(self,/,**k)", True, "self=1", True),
        ("(self,a)", True, "1", True),
        ("(self,a)", True, "1, 2", False),
        ("(*args)", True, "1, 2", True),
        ("(a:i)", False, "1", True),
        ("(a:i)", False, "-1", True),
        ("(a:i)", False, "True", True),
        ("(a:i)", False, "'1'", False),
        ("(a:i)", False, "x", True),
        ("(a:)", False, "None", False),
        ("(a:n)", False, "None", True),
        ("(a:bs)", False, "f'{x}'", True),
        ("(a:bs)", False, "[]", False),
        ("(a:l)", False, "[x for x in y]", True),
        ("(a:d)", False, "{1}", False),
        ("(a,b=:s)", False, "1, 2", False),
        ("(a,b=:s)", False, "1, b=2", False),
        ("(a,b=:s)", False, "1, b='2'", True),
        ("(a,b:s)", False, "*x, 2", True),
        ("(*,a=:s)", False, "a=1", False),
        ("(a,*b:s)", False, "1, 'b', x", True),
        ("(a,*b:s)", False, "1, 'b', 3", False),
        ("(self,a:i)", True, "'1'", False),
    ],
)
def test_accepts(parameters: str, is_bound: bool, arguments: str, expected: bool) -> None:
    call = ast.parse(f"f({arguments})", mode="eval").body
    assert isinstance(call, ast.Call)
    assert accepts(parameters, shape_of(call), is_bound=is_bound) is expected


@pytest.mark.parametrize(
    ("module", "name", "known"),
    [
        ("itertools", "izip", True),
        ("sys", "maxint", True),
        ("os", "getcwdu", True),
        ("time", "clock", True),
        ("asyncio", "timeout", True),
        ("os", "path", True),
        ("xml", "dom", True),
        ("importlib", "__name__", True),
        ("os", "getcdw", False),
        ("string", "join", True),
        ("os", "errno", True),
        ("re", "_pattern_type", True),
        ("string", "foo", False),
    ],
)
def test_ever_had(module: str, name: str, known: bool) -> None:
    assert ever_had(module, name) is known


@pytest.mark.parametrize(
    ("module", "name", "first", "last"),
    [
        ("itertools", "izip", None, (2, 7)),
        ("time", "clock", None, (3, 7)),
        ("collections", "Mapping", None, (3, 9)),
        ("inspect", "getargspec", None, (3, 10)),
        ("asyncio", "timeout", (3, 11), None),
        ("time", "time", None, None),
        ("time", "nonsense", None, None),
        ("asyncio", "taskgroups", (3, 11), None),
        ("tkinter", "tix", None, (3, 12)),
        ("importlib", "abc", None, None),
    ],
)
def test_first_and_last_python(
    module: str, name: str, first: Version | None, last: Version | None
) -> None:
    assert first_python_with(module, name) == first
    assert last_python_with(module, name) == last


@pytest.mark.parametrize(
    ("module", "name", "target", "expected"),
    [
        ("itertools", "izip", (3, 10), "it has no 'izip' since Python 3"),
        ("collections", "Mapping", (3, 11), "it has no 'Mapping' since Python 3.10"),
        ("inspect", "getargspec", (3, 10), ""),
        ("inspect", "getargspec", (3, 11), "it has no 'getargspec' since Python 3.11"),
        ("asyncio", "timeout", (3, 10), "it has no 'timeout' before Python 3.11"),
        ("asyncio", "timeout", (3, 11), ""),
        ("os", "getcdw", (3, 11), ""),
        ("os", "getcwd", (3, 11), ""),
    ],
)
def test_remark(module: str, name: str, target: Version, expected: str) -> None:
    assert remark(module, name, target) == expected


def test_modules_of_python_2_are_gone() -> None:
    assert all(map(is_gone, ("ConfigParser", "Queue", "urllib2", "StringIO")))
    assert not any(map(is_gone, ("asyncore", "os", "configparser", "nonsense")))
    assert ever_had("ConfigParser", "SafeConfigParser")
    assert last_python_with("urllib2", "urlopen") == (2, 7)
