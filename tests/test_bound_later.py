"""Names that the file binds too late: with the help of the use, or further down in a class."""

from __future__ import annotations

import ast
import sys

import pytest

from flake8_missing_import import find_missing_imports
from flake8_missing_import.adding import with_import
from flake8_missing_import.analysis import findings
from flake8_missing_import.module import EveryName, Module
from tests import proof


def statements(source: str, **options: object) -> list[str]:
    found = find_missing_imports(source, **options)  # type: ignore[arg-type]
    return [str(finding.statement) for finding in found]


EVALUATED = pytest.mark.skipif(
    sys.version_info >= (3, 14), reason="this Python does not evaluate annotations, nor pyflakes"
)
MISSING = [
    pytest.param("time = time.time()", "import time", id="value"),
    pytest.param("time = int(time.time())", "import time", id="inside-the-value"),
    pytest.param("time: float = 1 + time.time()", "import time", id="annotated"),
    pytest.param("x, time = 1, time.time()", "import time", id="in-a-tuple"),
    pytest.param("if (time := time.time()): pass", "import time", id="walrus"),
    pytest.param("time = [time.time() for _ in (1, 2)]", "import time", id="comprehension"),
    pytest.param(
        "string = ''.join(string.ascii_letters for _ in (1, 2))", "import string", id="generator"
    ),
    pytest.param("time = max(time.time() for _ in (1, 2))", "import time", id="largest-of-many"),
    pytest.param("uuid = {i: uuid.uuid4() for i in (1, 2)}", "import uuid", id="of-a-dictionary"),
    pytest.param("for json in json.loads('[1]'): pass", "import json", id="loop-over-it"),
    pytest.param(
        "for a, (json, *b) in json.loads('[]'): pass", "import json", id="loop-with-a-tuple"
    ),
    pytest.param(
        "with tempfile.TemporaryFile() as tempfile: pass", "import tempfile", id="with-itself"
    ),
    pytest.param(
        "with memoryview(b''), tempfile.TemporaryFile() as (tempfile): pass",
        "import tempfile",
        id="with-another-before",
    ),
    pytest.param("def sleep(n=sleep(0)): pass", "from time import sleep", id="default"),
    pytest.param("def sleep(*, n=sleep(0)): pass", "from time import sleep", id="keyword-default"),
    pytest.param(
        "@lru_cache(1)\ndef lru_cache(): pass", "from functools import lru_cache", id="decorator"
    ),
    pytest.param("class Decimal(Decimal): pass", "from decimal import Decimal", id="base-class"),
    pytest.param(
        "class ABCMeta(metaclass=ABCMeta): pass", "from abc import ABCMeta", id="metaclass"
    ),
    pytest.param(
        "class A:\n    def date(self) -> date: pass",
        "from datetime import date",
        id="method-returns-it",
        marks=EVALUATED,
    ),
    pytest.param(
        "class A:\n    def time(self, at: time.struct_time): pass",
        "import time",
        id="method-takes-it",
        marks=EVALUATED,
    ),
    pytest.param(
        "class A:\n    @json.loads\n    def json(self): pass",
        "import json",
        id="method-decorated-with-it",
    ),
    pytest.param(
        "class A:\n    class json(json.JSONEncoder): pass", "import json", id="class-in-a-class"
    ),
    pytest.param(
        "class A:\n    start = time.time()\n    def time(self): pass",
        "import time",
        id="method-below",
    ),
    pytest.param(
        "class A:\n    start = time.time()\n    time = 1", "import time", id="attribute-below"
    ),
    pytest.param(
        "class A:\n    since: date\n    date: str = ''",
        "from datetime import date",
        id="annotation-above",
        marks=EVALUATED,
    ),
    pytest.param("for i in range(2):\n    time = time.time()", "import time", id="value-in-a-loop"),
    *(
        pytest.param(
            f"{around}class A:\n{use}        time = 1\n", "import time", id=f"class-in-{name}"
        )
        for name, around, use in (
            ("if", "if 1:\n    ", "        x = time.time()\n"),
            ("else", "if 0: pass\nelse:\n    ", "        x = time.time()\n"),
            ("handler", "try: 1 / 0\nexcept ZeroDivisionError:\n    ", "        time.time()\n"),
            ("match", "match 1:\n  case 1:\n    ", "        x = time.time()\n"),
            ("with", "with memoryview(b''):\n    ", "        if time.time(): pass\n"),
            ("another", "class B:\n    ", "        @time.time\n        def f(self): pass\n"),
            ("other-statements", "if 1:\n    ", "        a = dict(time=1)\n        time.time()\n"),
        )
    ),
]


@pytest.mark.parametrize(("source", "statement"), MISSING)
def test_found_and_fixed(source: str, statement: str) -> None:
    (finding,) = find_missing_imports(f"{source}\n", target_version=(3, 10))
    assert str(finding.statement) == statement
    after = with_import(f"{source}\n".encode(), finding).decode()
    # A loop that gives its variable a module's name is pyflakes' own matter (F402).
    assert source.startswith("for ") or proof.messages(after) <= proof.messages(f"{source}\n")
    assert proof.error(source).startswith("NameError: name")
    assert not proof.error(after).startswith("NameError")


@pytest.mark.parametrize(("source", "statement"), MISSING)
def test_no_name_is_held_back(source: str, statement: str) -> None:
    module = Module(f"{source}\n", ast.parse(f"{source}\n"))
    let_through = findings(module, lambda module, *, lacks=False: EveryName())
    assert [str(one.statement) for one in let_through] == [statement]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("time = 1\ntime = time.time()", id="bound-before"),
        pytest.param("def f():\n    time = time.time()", id="local-to-a-function"),
        pytest.param("def f():\n    for json in json.loads(x): pass", id="local-loop"),
        pytest.param("time = Lazy(time.time() for _ in x)", id="generator-for-later"),
        pytest.param("time = lambda: time.time()", id="function-for-later"),
        pytest.param("time.sleep(1)\ntime = 5", id="module-binds-it-below"),
        pytest.param("time = time.time()\ndef time(): pass", id="defined-below-as-well"),
        pytest.param(
            "class A:\n    x = sleep(1)\n    def sleep(n): pass", id="call-of-a-method-below"
        ),
        pytest.param(
            "class A:\n    @register\n    def f(): pass\n    def register(f): pass",
            id="decorator-below",
        ),
        pytest.param(
            "class A:\n    def date(self): return date.today()\ndate = B()", id="module-binds-it"
        ),
        pytest.param("date = B()\nclass A:\n    def date(self) -> date: pass", id="module-has-it"),
        pytest.param("class A:\n    def date(self) -> 'date': pass", id="quoted"),
        pytest.param(
            "from __future__ import annotations\nclass A:\n    def date(self) -> date: pass",
            id="lazy",
        ),
        pytest.param(
            "class A:\n    @property\n    def date(self): pass\n"
            "    @date.setter\n    def date(self, x): pass",
            id="property",
        ),
        pytest.param(
            "class A:\n    date = None\n    def to(self, x: date): pass", id="attribute-above"
        ),
        pytest.param("class A:\n    date: date = None", id="value-before-the-annotation"),
        pytest.param(
            "for x in y:\n    for json in z(json): pass\n    json = 1", id="earlier-pass-of-a-loop"
        ),
        pytest.param("for json in x: json.loads(y)", id="body-of-the-loop"),
        pytest.param("with a as json: json.loads(y)", id="body-of-with"),
        pytest.param(
            "def f(date):\n    class A:\n        date = date.today()",
            id="name-of-a-function-around",
        ),
        pytest.param("try: unichr = unichr.x\nexcept NameError: pass", id="guarded"),
        pytest.param(
            "if False:\n    class A:\n        def date(self) -> date: pass", id="never-run"
        ),
    ],
)
def test_silent(source: str) -> None:
    assert statements(f"{source}\n", target_version=(3, 10)) == []


def test_annotations_of_a_newer_target_are_lazy() -> None:
    source = "class A:\n    def date(self) -> date: pass\n"
    assert statements(source, target_version=(3, 14)) == []


def test_stub() -> None:
    assert statements("class A:\n    def date(self) -> date: ...\n", filename="a.pyi") == []


IN_ANOTHER_BRANCH = [
    pytest.param("if 0:\n    time = None\nelse:\n    time = time.time()", id="else"),
    pytest.param("if 0:\n    time = 1\nelif 1:\n    time = time.time()", id="elif"),
    pytest.param("if 1:\n    time = time.time()\nelse:\n    time = None", id="above-it"),
    pytest.param(
        "class A:\n    if 0:\n        time = None\n    else:\n        time = time.time()",
        id="class",
    ),
    pytest.param(
        "match 1:\n    case 2:\n        time = 2\n    case _:\n        time = time.time()",
        id="match",
    ),
]


@pytest.mark.parametrize("source", IN_ANOTHER_BRANCH)
def test_name_that_another_branch_binds(source: str) -> None:
    (finding,) = find_missing_imports(f"{source}\n")
    assert finding.message.startswith(
        "MIS001 'time' is used but never imported: add 'import time' on line "
    )
    assert proof.error(source).startswith("NameError: name 'time'")
    assert proof.error(f"import time\n{source}") == ""


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("if 1:\n    time = time_of()\n    time = time.time()", id="same-branch"),
        pytest.param("if 1:\n    time = time_of()\ntime = time.time()", id="below-the-branch"),
        pytest.param(
            "try:\n    time = time_of()\nexcept ValueError:\n    time = time.time()", id="tried"
        ),
        pytest.param(
            "for i in (0, 1):\n    if i:\n        time = time.time()\n    else:\n"
            "        time = time_of()",
            id="earlier-pass",
        ),
    ],
)
def test_name_that_may_be_bound_already(source: str) -> None:
    assert statements(f"{source}\n") == []
