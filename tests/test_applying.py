"""What is put into a file, and what is refused."""

from __future__ import annotations

import ast
import functools
from collections.abc import Set
from dataclasses import replace

import pytest

from flake8_missing_import import MissingImport, adding, applying, find_missing_imports
from flake8_missing_import.applying import UnsafeEditError, fixed, repaired_as_reported
from flake8_missing_import.module import Options
from flake8_missing_import.placement import NoPlace
from flake8_missing_import.project.known_imports import KnownImports
from flake8_missing_import.reporting import places


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
        pytest.param(
            "import time; import time; time",
            "pyflakes would report: redefinition of unused 'time'$",
            id="redefinition",
        ),
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


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "import os, yaml\n"
            "def g(q: Queue):\n    return Queue(len(q)), datetime.now(), time.time(), os\n",
            id="first",
        ),
        pytest.param(
            "import yaml\ndef f():\n    return time.time(), os\n"
            "def g(q: Queue):\n    import json\n    return Queue(len(q)), datetime.now(), json\n",
            id="between",
        ),
    ],
)
@pytest.mark.parametrize("is_bad", [False, True], ids=["at-once", "one-by-one"])
def test_what_tells_less_after_others_are_added_is_not_forgotten(source: str, is_bad: bool) -> None:
    find = without_help if is_bad else find_missing_imports
    source += "json.dumps\n" * is_bad
    reported = {finding.message for finding in find(source)}
    repair = repaired_as_reported(source.encode(), find, reported, unsafe=False)
    assert "Queue" not in {one.name for one in find(repair.content.decode())}
    assert [one.name for one in repair.left] == ["Queue"]
    repair = repaired_as_reported(source.encode(), find, reported, unsafe=True)
    assert b"from queue import Queue\n" in repair.content
    assert repair.left == ()


@pytest.mark.parametrize("lost", ["abc", "deque", "os"])
def test_what_is_not_found_after_others_were_added_comes_first(lost: str) -> None:
    def find(source: str) -> list[MissingImport]:
        found = find_missing_imports(source)
        return [one for one in found if one.name != lost or source.count("import") < 2]

    before = b"abc.ABC\nos.getcwd()\ndeque()\n"
    after = fixed(before, find, all_findings)
    assert after == b"import abc\nimport os\nfrom collections import deque\n\n" + before


def test_what_was_not_reported_is_neither_fixed_nor_left() -> None:
    content = b"time.time()\njson.dumps(1)\nQueue()\n"
    reported = {f.message for f in find_missing_imports(content.decode()) if f.name == "json"}
    repair = repaired_as_reported(content, find_missing_imports, reported, unsafe=False)
    assert repair.content == b"import json\n\n" + content
    assert (repair.refused, repair.left) == ((), ())


def test_what_is_not_as_it_was_reported_is_refused() -> None:
    with pytest.raises(UnsafeEditError, match="it has changed meanwhile"):
        repaired_as_reported(b"x = 1\n", find_missing_imports, {"MIS001 'time'"}, unsafe=False)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("    return time.time()\n", id="functions"),
        pytest.param("    import time\n    return time.time()\n", id="functions-that-import"),
    ],
)
def test_places_are_looked_for_in_a_short_text(body: str) -> None:
    needed = ["abc.ABC", "copy.copy", "json.dumps", "string.digits", "time.time"]
    used = [f"def f{number}():\n    return {one}\n" for number, one in enumerate(needed)]
    others = [f"def g{number}():\n{body}" for number in range(100)]
    source = "import sys\n\n\n" + "\n\n".join([*used, *others])
    read = []

    def find(text: str) -> list[MissingImport]:
        read.append(len(text) > len(source) / 2)
        return find_missing_imports(text)

    content = applying.fixed(source.encode(), find, lambda _: True).decode()
    assert content.startswith(
        "import abc\nimport copy\nimport json\nimport string\nimport sys\nimport time\n"
    )
    # Before anything is added, and when all is.
    assert read.count(True) == 2


def test_what_only_another_use_tells_is_added_before_that_is() -> None:
    source = "def f():\n    return abc.ABC, copy.copy\n\n\ndef g():\n    return time.time()\n"
    verified = []

    def find(text: str) -> list[MissingImport]:
        is_told = "time.time" in text and "import time" not in text
        found = [one for one in find_missing_imports(text) if one.name != "copy" or is_told]
        verified.append("time.time" in text and not found)
        return found

    after = fixed(source.encode(), find, all_findings).decode()
    assert after.startswith("import abc\nimport copy\nimport time\n")
    assert verified.count(True) == 1


@pytest.mark.parametrize(
    ("source", "imports"),
    [
        pytest.param(
            "def f():\n    json.loads(time.ctime())\n\n\ntime.time()\nimport os\n\nprint(os)\n",
            "import json\nimport time\n\n\ndef f():\n",
            id="used-at-once-below",
        ),
        pytest.param(
            "f = lambda: json.loads(time.ctime())\nimport os\n\nprint(os)\n",
            "f = lambda: json.loads(time.ctime())\nimport json\nimport os\nimport time\n",
            id="imports-below",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from uuid import UUID\n\n\n"
            "def e():\n    return abc.ABC\n\n\ndef f(a: 'Decimal') -> 'UUID': ...\n\n\n"
            "def g(a: 'Fraction'):\n    return Decimal('1')\n",
            "import abc\nfrom decimal import Decimal\nfrom typing import TYPE_CHECKING\n\n"
            "if TYPE_CHECKING:\n    from fractions import Fraction\n    from uuid import UUID\n",
            id="first-use-for-type-checkers-alone",
        ),
        pytest.param(
            "X = 1\n\n\ndef f():\n    return OrderedDict()\n\n\nimport os, sys\n\n\n"
            "def g():\n    return time.time(), os, sys\n",
            "import time\nfrom collections import OrderedDict\n\nX = 1\n",
            id="imports-below-a-function",
        ),
        pytest.param(
            "from __future__ import annotations\n\nfrom typing import TYPE_CHECKING\n\n"
            "if TYPE_CHECKING:\n    from uuid import UUID\n\n\n"
            "def e() -> UUID:\n    return abc.ABC\n\n\ndef f(a: Decimal): ...\n\n\n"
            "def g():\n    return inspect.signature(f, eval_str=True)\n",
            "from __future__ import annotations\n\nimport abc\nimport inspect\n"
            "from decimal import Decimal\nfrom typing import TYPE_CHECKING\n",
            id="annotations-that-something-reads",
        ),
        pytest.param(
            "json.loads\nurllib.parse.quote\nurllib.request.urlopen\n"
            "collections.abc.Set\nabc.ABC\n",
            "import abc\nimport collections.abc\nimport json\nimport urllib.parse\n"
            "import urllib.request\n",
            id="submodules",
        ),
    ],
)
def test_the_places_are_those_in_the_whole_module(source: str, imports: str) -> None:
    messages = {finding.message for finding in find_missing_imports(source)}
    repair = repaired_as_reported(source.encode(), find_missing_imports, messages, unsafe=False)
    assert repair.content.decode().startswith(imports)


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


@pytest.mark.parametrize(
    ("source", "looks"),
    [
        pytest.param("abc.ABC\nast.parse\njson.dumps\ntime.time\nzlib.crc32\n", 3, id="modules"),
        pytest.param(
            "abc.ABC\nurllib.parse.quote\nurllib.request.urlopen\nzlib.crc32\n", 3, id="submodules"
        ),
        pytest.param(
            "urlparse(u).netloc\n\n\nclass S(ThreadingTCPServer): ...\n\n\njson.dumps(1)\n",
            4,
            id="one-name-tells-another",
        ),
    ],
)
def test_places_are_looked_for_again_one_name_at_a_time(source: str, looks: int) -> None:
    texts = []

    def find(source: str) -> list[MissingImport]:
        texts.append(source)
        return find_missing_imports(source)

    def repaired(find_names: adding.FindNames | None) -> bytes:
        reported = {finding.message for finding in find_missing_imports(source)}
        repair = repaired_as_reported(
            source.encode(), find, reported, unsafe=False, find_names=find_names
        )
        assert (repair.refused, repair.left) == ((), ())
        return repair.content

    after = repaired(find_missing_imports)
    # The whole is looked at before and after, and so is the outline, except where others tell.
    assert len(texts) == looks
    assert after == repaired(None)


@pytest.mark.parametrize(
    ("source", "looks"),
    [
        pytest.param("abc.ABC\nast.parse\njson.dumps\ntime.time\nzlib.crc32\n", 2, id="modules"),
        pytest.param(
            '"""Doc."""\nimport os\nimport sys\n\nimport attr\n\n\ndef f(a: Iterable[int]):\n'
            "    zlib.crc32(OrderedDict()), json.dumps(defaultdict(list)), time.time()\n",
            2,
            id="names-of-one-module",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from abc import ABC\n\n\n"
            "def f(a: ABC, b: 'Decimal', c: 'Fraction'):\n    zlib.crc32(a)\n    time.time()\n",
            5,
            id="types",
        ),
        pytest.param(
            "abc.ABC\nurllib.parse.quote\nurllib.request.urlopen\nzlib.crc32\n", 5, id="submodules"
        ),
        pytest.param(
            "import os\nx = time.time()\nimport sys\ny = json.dumps(x)\nimport json\nzlib.crc32\n",
            4,
            id="moved",
        ),
    ],
)
def test_what_only_imports_decide_is_not_looked_for_again(source: str, looks: int) -> None:
    texts: list[str] = []
    reported = {finding.message for finding in find_missing_imports(source)}

    def find(source: str, *, names: Set[str] | None = None) -> list[MissingImport]:
        texts.append(source)
        return find_missing_imports(source, names=names)

    def repaired(place: adding.FindPlaces | None) -> bytes:
        repair = repaired_as_reported(
            source.encode(), find, reported, unsafe=False, find_names=find, place=place
        )
        assert (repair.refused, repair.left) == ((), ())
        return repair.content

    after = repaired(functools.partial(places, filename="a.py", options=Options()))
    assert len(texts) == looks
    assert after == repaired(None)


@pytest.mark.parametrize(
    ("source", "imports"),
    [
        pytest.param(
            "importlib.util.find_spec(importlib.metadata.version('a'))\n",
            ["import importlib.metadata", "import importlib.util"],
            id="not-imported",
        ),
        pytest.param(
            "import importlib\n\nimportlib.util.find_spec(importlib.metadata.version('a'))\n",
            ["import importlib", "import importlib.metadata", "import importlib.util"],
            id="package-imported",
        ),
        pytest.param(
            "xml.dom.minidom.parse(xml.etree.ElementTree.parse(xml.sax.parse))\n",
            ["import xml.dom.minidom", "import xml.etree.ElementTree", "import xml.sax"],
            id="three",
        ),
        pytest.param(
            "google.auth.default(google.cloud.storage.Client())\n",
            ["import google.auth", "import google.cloud.storage"],
            id="learned",
        ),
    ],
)
def test_submodules_of_one_package_are_added_at_once(source: str, imports: list[str]) -> None:
    known = KnownImports(
        {"google": (("google.auth", None, None), ("google.cloud.storage", None, None))}
    )

    def find(source: str) -> list[MissingImport]:
        return find_missing_imports(source, known=known)

    reported = {finding.message for finding in find(source)}
    repair = repaired_as_reported(source.encode(), find, reported, unsafe=False)
    found = [line for line in repair.content.decode().split("\n") if "import" in line.split(" ")]
    assert found == imports
    assert (repair.refused, repair.left) == ((), ())
    assert find(repair.content.decode()) == []


def moving_all(source: str) -> list[MissingImport]:
    return find_missing_imports(source, optional_codes={"MIS101"})


@pytest.mark.parametrize(
    ("inner", "uses", "moved"),
    [
        pytest.param(
            "    from tempfile import TemporaryDirectory, mkdtemp\n\n    mkdtemp()\n",
            "TemporaryDirectory()",
            "from tempfile import TemporaryDirectory, mkdtemp\n",
            id="misplaced",
        ),
        pytest.param(
            "    from os import getcwd\n\n    getcwd()\n",
            'getcwd(), environ["x"], listdir(".")',
            "from os import environ, getcwd, listdir\n",
            id="misplaced-and-missing",
        ),
        pytest.param(
            "    datetime.now()\n    from datetime import datetime, timedelta\n\n    timedelta\n",
            "1",
            "from datetime import datetime, timedelta\n",
            id="below-its-use",
        ),
        pytest.param(
            "    import xml.dom\n\n    xml.dom\n",
            "xml.dom.Node",
            "import xml.dom\n",
            id="module",
        ),
    ],
)
def test_import_that_moves_for_two_reasons_moves_once(inner: str, uses: str, moved: str) -> None:
    rest = f"def g():\n    return {uses}\n"
    after = fixed(f"def f():\n{inner}\n\n{rest}".encode(), moving_all, all_findings).decode()
    assert after.startswith(f"{moved}\n\ndef f():\n")
    assert after.count("import") == moved.count("import")


def test_star_import_that_a_missing_name_had_used_refuses_nothing() -> None:
    before = b"from math import *\nimport os\n\nos, time.time()\n"
    after = b"from math import *\nimport os\nimport time\n\nos, time.time()\n"
    assert fixed(before, find_missing_imports, all_findings) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "x = json.dumps(1)\n\nimport json\n\n\ndef f():\n    json\n",
            "import json\n\nx = json.dumps(1)\n\n\ndef f():\n    json\n",
            id="longer-run-below",
        ),
        pytest.param(
            "@cache\ndef f(): pass\n\n\nfrom functools import cache\n\nx = 1\n",
            "from functools import cache\n\n\n@cache\ndef f(): pass\n\n\nx = 1\n",
            id="longer-run-above",
        ),
        pytest.param(
            "x = json.dumps(1)\n\nimport json\n",
            "import json\n\nx = json.dumps(1)\n",
            id="last-of-the-file",
        ),
        pytest.param(
            "def f():\n    json.dumps(1)\n\n    import json\n\n    return json\n",
            "import json\n\n\ndef f():\n    json.dumps(1)\n\n    return json\n",
            id="in-a-function",
        ),
        pytest.param(
            "def f():\n    json.dumps(1)\n    import json\n    return json\n",
            "import json\n\n\ndef f():\n    json.dumps(1)\n    return json\n",
            id="no-blank-lines",
        ),
        pytest.param(
            "if TYPE_CHECKING:\n    import json\n\n    import a\n\njson.dumps(1)\n",
            "import json\n\nif TYPE_CHECKING:\n    import a\n\njson.dumps(1)\n",
            id="first-of-a-block",
        ),
    ],
)
def test_blank_lines_of_a_moved_import_go_with_it(before: str, after: str) -> None:
    def find(source: str) -> list[MissingImport]:
        return [one for one in find_missing_imports(source) if one.code == "MIS004"] or [
            one for one in find_missing_imports(source) if one.name == "cache"
        ]

    assert fixed(before.encode(), find, all_findings).decode() == after


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = time.time()\n# About time.\nimport time\n", id="last-of-the-file"),
        pytest.param(
            "def f():\n    time.time()\n    # circular\n    import time\n\n    return time\n",
            id="in-a-function",
        ),
        pytest.param("time.time()\n# Late.\nimport time\nx = 1\n", id="above-other-code"),
    ],
)
def test_comment_above_a_misplaced_import_is_not_left_alone(source: str) -> None:
    (finding,) = find_missing_imports(source)
    assert (finding.code, finding.edit) == ("MIS004", None)


@pytest.mark.parametrize("others", [0, 1, 2])
def test_late_import_that_another_function_lacks_is_moved(others: int) -> None:
    late = "def b():\n    y = math.pi\n    import math\n    return y\n"
    other = "".join(f"def other{number}():\n    return math.pi\n\n\n" for number in range(others))
    after = fixed(f"{other}{late}".encode(), find_missing_imports, all_findings).decode()
    assert after.startswith("import math\n")
    assert after.count("import math") == 1
    assert find_missing_imports(after) == []


def test_late_imports_of_several_functions_move_together() -> None:
    late = "def {}():\n    y = math.pi\n    import math\n    return y\n\n\n"
    before = late.format("a") + late.format("b")
    after = fixed(before.encode(), find_missing_imports, all_findings).decode()
    assert after.startswith("import math\n")
    assert after.count("import math") == 1
    assert find_missing_imports(after) == []


def test_source_that_cannot_be_parsed_has_no_place() -> None:
    (finding,) = find_missing_imports("time.time()")
    assert finding.statement
    for source in ("def f(:\n", "x = 1\0\n"):
        (place,) = places(source, [finding.statement], filename="a.py", options=Options())
        assert isinstance(place, NoPlace)
