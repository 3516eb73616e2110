"""A call that what the file itself defines takes, by nearly that name, lacks no import."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports


def statements(source: str) -> list[str]:
    return [str(one.statement) for one in find_missing_imports(source)]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "class Player:\n    def move(self, dx, dy):\n        self.x += dx\n"
            "    def update(self, dx, dy):\n        move(dx, dy)\n",
            id="method",
        ),
        pytest.param(
            "class Store:\n    def exists(self, key):\n        return key in self.rows\n"
            "class Cache(Store):\n    def get(self, key):\n        if exists(key): return 1\n",
            id="method-of-a-base",
        ),
        pytest.param(
            "class A:\n    @staticmethod\n    def sleep(seconds=1): pass\n"
            "    def f(self):\n        sleep(2)\n        sleep(seconds=3)\n",
            id="static-method",
        ),
        pytest.param(
            "class A:\n    @classmethod\n    def copy(cls, *parts, **options): pass\n"
            "    def f(self, a, b): return copy(a)\n",
            id="any-number",
        ),
        pytest.param(
            "def get_size(widget): return widget.w\ndef draw(widget): return getsize(widget)\n",
            id="underscore",
        ),
        pytest.param(
            "def url_join(base, url, /, *, allow_fragments): pass\n"
            "def f(a): return urljoin(a, 'b', allow_fragments=True)\n",
            id="keyword-only",
        ),
        pytest.param(
            "class A:\n    async def sleep(self, seconds): pass\n"
            "    async def f(self): await sleep(2)\n",
            id="awaited",
        ),
        pytest.param(
            "class A(B):\n    def sleep(self, x): pass\nclass B(A):\n    def f(self): sleep(2)\n",
            id="bases-in-a-circle",
        ),
        pytest.param("def listDir(path): pass\ndef f(path): return listdir(path)\n", id="capital"),
    ],
)
def test_call_that_an_own_function_takes_is_no_finding(source: str) -> None:
    assert statements(source) == []


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        pytest.param(
            "class A:\n    def exists(self):\n        return exists(self.path)\n",
            "from os.path import exists",
            id="inside-of-that-method",
        ),
        pytest.param(
            "class A:\n    def exists(self, path):\n        return exists(path)\n",
            "from os.path import exists",
            id="inside-of-that-method-which-takes-it",
        ),
        pytest.param(
            "class A:\n    def exists(self): pass\n    def f(self, path): return exists(path)\n",
            "from os.path import exists",
            id="method-that-takes-less",
        ),
        pytest.param(
            "class A:\n    def exists(self, path): pass\ndef f(path):\n    return exists(path)\n",
            "from os.path import exists",
            id="outside-of-the-class",
        ),
        pytest.param(
            "class A:\n    def sleep(self): pass\n    def f(self): sleep(self.sleep)\n",
            "from time import sleep",
            id="method-as-an-argument",
        ),
        pytest.param(
            "class A:\n    def time(self): pass\n    def f(self): return time.time()\n",
            "import time",
            id="module",
        ),
        pytest.param(
            "def list_dir(path): return sorted(listdir(path))\n",
            "from os import listdir",
            id="inside-of-that-function",
        ),
        pytest.param(
            "def get_user(number): pass\ndef f(): return getuser()\n",
            "from getpass import getuser",
            id="function-that-takes-more",
        ),
        pytest.param(
            "class A:\n    async def sleep(self, x): pass\n    def f(self): sleep(2)\n",
            "from time import sleep",
            id="coroutine-that-is-not-awaited",
        ),
        pytest.param(
            "class A:\n    @property\n    def exists(self, *x): pass\n"
            "    def f(self, path): return exists(path)\n",
            "from os.path import exists",
            id="property",
        ),
        pytest.param(
            "x = listdir('.')\ndef list_dir(path): pass\n",
            "from os import listdir",
            id="above-the-function",
        ),
        pytest.param(
            "class A:\n    def sleep(self): pass\n    def f(self, x): sleep(*x)\n",
            "from time import sleep",
            id="star",
        ),
        pytest.param(
            "class A:\n    def sleep(self, x, y): pass\n    def f(self, x): sleep(x)\n",
            "from time import sleep",
            id="method-that-takes-more",
        ),
        pytest.param(
            "def url_join(base, *, url): pass\ndef f(a): return urljoin(a, 'b')\n",
            "from urllib.parse import urljoin",
            id="by-name-alone",
        ),
        pytest.param(
            "class A:\n    def exists(self, path): pass\n    def f(self, path): exists(path)\n"
            "def g(path): return exists(path)\n",
            "from os.path import exists",
            id="one-use-of-several",
        ),
    ],
)
def test_what_the_own_function_does_not_take_is_of_the_library(source: str, statement: str) -> None:
    assert statements(source) == [statement]


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("mul(a, b)", id="operator"),
        pytest.param("bisect(a, b)", id="bisect"),
        pytest.param("findall(a, b)", id="re"),
        pytest.param("unpack(archive, target)", id="struct"),
        pytest.param("log(error)", id="math"),
    ],
)
def test_result_that_nobody_gets_is_of_a_procedure(call: str) -> None:
    assert statements(f"def f(room, user, a, b, archive, target, error):\n    {call}\n") == []


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        pytest.param(
            "def f(a, b):\n    insort(a, b)\n", "from bisect import insort", id="procedure"
        ),
        pytest.param(
            "def f(a):\n    try:\n        unpack('<I', a)\n    except ValueError:\n"
            "        return 1\n",
            "from struct import unpack",
            id="in-a-try",
        ),
        pytest.param("findall('a', 'b')\n", "from re import findall", id="not-in-a-function"),
    ],
)
def test_what_works_without_a_result_is_of_the_library(source: str, statement: str) -> None:
    assert statements(source) == [statement]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("close(window)", id="statement"),
        pytest.param("return search(window, text)", id="result"),
        pytest.param("image = finalize(window, text)", id="value"),
    ],
)
def test_function_that_most_files_define_themselves(body: str) -> None:
    assert statements(f"def f(window, pattern, text, path, pid):\n    {body}\n") == []


@pytest.mark.parametrize(
    ("body", "statement"),
    [
        pytest.param("return sample(text, 3)", "from random import sample", id="literal"),
        pytest.param(
            "return search(pattern, text).group()", "from re import search", id="attribute"
        ),
        pytest.param(
            "match = search(pattern, text)\n    return match.group()",
            "from re import search",
            id="attribute-of-a-variable",
        ),
        pytest.param("unlink(path)", "from os import unlink", id="named-like-its-parameter"),
        pytest.param("return sample(text, k=window)", "from random import sample", id="keyword"),
        pytest.param("kill(pid, window)", "from os import kill", id="one-named-like-its-parameter"),
        pytest.param(
            "head, tail = split(text)\n    return head", "from os.path import split", id="parts"
        ),
        pytest.param("window.call(split(text))", "from os.path import split", id="argument"),
        pytest.param(
            "for one in sample(text, window): pass", "from random import sample", id="loop"
        ),
    ],
)
def test_what_it_is_given_or_gives_says_that_it_is_the_library_s(body: str, statement: str) -> None:
    assert statements(f"def f(window, pattern, text, path, pid):\n    {body}\n") == [statement]


def test_module_that_the_file_imports_speaks_for_its_function() -> None:
    source = "import random\ndef f(text, window): return sample(text, window)\n"
    assert statements(source) == ["from random import sample"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("clear_cache()", id="without-arguments"),
        pytest.param("if not is_enabled(): return", id="tested"),
        pytest.param("show_code(x)", id="variable"),
        pytest.param("return get_loader(x).load()", id="attribute-of-the-result"),
    ],
)
def test_function_that_nobody_takes_from_a_rare_module_is_rather_own(body: str) -> None:
    assert statements(f"from .core import thing\ndef f(x):\n    {body}\n") == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "import filecmp\ndef f():\n    filecmp.cmp(1, 2)\n    clear_cache()\n",
            ["from filecmp import clear_cache"],
            id="module-that-the-file-imports",
        ),
        pytest.param(
            "def f(m): return canonicalize(m, with_comments=True)\n",
            ["from xml.etree.ElementTree import canonicalize"],
            id="keyword",
        ),
        pytest.param(
            "pencolor('red')\nfor i in range(4):\n    forward(50)\n",
            ["from turtle import pencolor", "from turtle import forward"],
            id="others-of-that-module",
        ),
        pytest.param(
            "from .core import thing\ndef f(): return token_bytes(32)\n",
            ["from secrets import token_bytes"],
            id="literal",
        ),
        pytest.param(
            "from .core import thing\ndef f(x): return list(map(harmonic_mean, x))\n",
            ["from statistics import harmonic_mean"],
            id="not-called",
        ),
        pytest.param("show_code(f)\n", ["from dis import show_code"], id="the-library-alone"),
        pytest.param(
            "from .core import thing\ndef f(): return main_thread()\n",
            ["from threading import main_thread"],
            id="module-that-is-often-imported",
        ),
    ],
)
def test_what_tells_of_a_rare_function(source: str, expected: list[str]) -> None:
    assert statements(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("pipe = Pipe(600)\npipe.move()\n", id="attribute-that-no-tuple-has"),
        pytest.param("with Pool() as p:\n    p.query('x')\n", id="with"),
    ],
)
def test_result_that_cannot_be_the_library_s(source: str) -> None:
    assert statements(source) == []
