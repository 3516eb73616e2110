"""What is put into a file, and what is refused."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from flake8_missing_import import MissingImport, applying, find_missing_imports
from flake8_missing_import.applying import UnsafeEditError, fixed, repaired_as_reported


def all_findings(finding: MissingImport) -> bool:
    return True


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            b"f = lambda: time.time()\nimport os",
            b"f = lambda: time.time()\nimport os\nimport time",
            id="below-the-last-line",
        ),
        pytest.param(
            b"f = lambda: deque()\nfrom collections import OrderedDict",
            b"f = lambda: deque()\nfrom collections import OrderedDict, deque",
            id="in-the-last-line",
        ),
    ],
)
def test_last_line_without_an_end(before: bytes, after: bytes) -> None:
    assert fixed(before, find_missing_imports, all_findings) == after


@pytest.mark.parametrize(
    ("inserted", "message"),
    [
        pytest.param("import (", "the file would not parse", id="no-python"),
        pytest.param("import os", "pyflakes would report: 'os' imported but unused", id="unused"),
        pytest.param("# time", "'import time' would not help", id="no-help"),
    ],
)
def test_edit_that_does_not_do_is_refused(inserted: str, message: str) -> None:
    def find(source: str) -> list[MissingImport]:
        (finding,) = find_missing_imports(source)
        assert finding.edit is not None
        return [replace(finding, edit=replace(finding.edit, inserted=(inserted,)))]

    with pytest.raises(UnsafeEditError, match=message):
        fixed(b"time.time()\n", find, all_findings)


def without_help(source: str) -> list[MissingImport]:
    """Find what there is, with an edit for json that does not help."""
    return [
        replace(finding, edit=replace(finding.edit, inserted=("# json",)))
        if finding.name == "json" and finding.edit is not None
        else finding
        for finding in find_missing_imports(source)
    ]


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("json", "time", "zlib"), id="first"),
        pytest.param(("abc", "json", "time"), id="between"),
        pytest.param(("abc", "ast", "json"), id="last"),
    ],
)
def test_bad_edit_does_not_stop_the_others(names: tuple[str, ...]) -> None:
    uses = {
        "abc": "abc.ABC",
        "ast": "ast.parse",
        "json": "json.dumps",
        "time": "time.time",
        "zlib": "zlib.crc32",
    }
    content = "".join(f"{uses[name]}\n" for name in names)
    messages = {finding.message for finding in find_missing_imports(content)}
    repair = repaired_as_reported(content.encode(), without_help, messages, unsafe=False)
    added = "".join(f"import {name}\n" for name in names if name != "json")
    assert repair.content.decode() == f"{added}\n{content}"
    (refusal,) = repair.refused
    assert (refusal.finding.name, refusal.reason) == ("json", "'import json' would not help")
    assert repair.left == ()


def test_what_needs_a_choice_is_left() -> None:
    content = b"time.time()\nQueue()\ndatetime.now()\ndatetime.timedelta(1)\n"
    messages = {finding.message for finding in find_missing_imports(content.decode())}
    repair = repaired_as_reported(content, find_missing_imports, messages, unsafe=False)
    assert repair.content == b"import time\n\n" + content
    assert [finding.name for finding in repair.left] == ["Queue", "datetime"]


def test_what_was_not_reported_is_neither_fixed_nor_left() -> None:
    content = b"time.time()\njson.dumps(1)\nQueue()\n"
    reported = {f.message for f in find_missing_imports(content.decode()) if f.name == "json"}
    repair = repaired_as_reported(content, find_missing_imports, reported, unsafe=False)
    assert repair.content == b"import json\n\n" + content
    assert (repair.refused, repair.left) == ((), ())


def test_what_is_not_as_it_was_reported_is_refused() -> None:
    with pytest.raises(UnsafeEditError, match="it has changed meanwhile"):
        repaired_as_reported(b"x = 1\n", find_missing_imports, {"MIS001 'time'"}, unsafe=False)


def test_many_findings_are_verified_once(monkeypatch: pytest.MonkeyPatch) -> None:
    verified = []
    verify = applying._messages

    def counted(tree: ast.Module, *, doctests: bool) -> applying.Messages:
        verified.append(ast.unparse(tree))
        return verify(tree, doctests=doctests)

    monkeypatch.setattr(applying, "_messages", counted)
    before = b"abc.ABC\nast.parse\njson.dumps\ntime.time\nzlib.crc32\n"
    after = fixed(before, find_missing_imports, all_findings)
    assert after.count(b"import ") == 5
    assert verified == [ast.unparse(ast.parse(before)), ast.unparse(ast.parse(after))]
