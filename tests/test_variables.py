"""What a variable with the result is used for tells what an undefined name means."""

from __future__ import annotations

import sys

import pytest

from flake8_missing_import import find_missing_imports


def advice(source: str) -> list[str]:
    found = find_missing_imports(source, target_version=(3, 11))
    return [finding.message.partition(": ")[2].partition(" on line")[0] for finding in found]


def others(source: str) -> str:
    """Return what the only finding's message says about other modules."""
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    return finding.message.partition(" (or ")[2].rstrip(")")


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        pytest.param(
            "def f():\n    q = Queue()\n    q.task_done()\n",
            "from queue import Queue",
            id="only-one-has-the-method",
        ),
        pytest.param(
            "q = Queue()\ndef f():\n    q.task_done()\n",
            "from queue import Queue",
            id="read-in-a-function",
        ),
        pytest.param(
            "def f():\n    q = Queue()\n    def g():\n        return q.task_done()\n    return g\n",
            "from queue import Queue",
            id="read-in-a-nested-function",
        ),
        pytest.param(
            "class A:\n    q = None\n    def f(self):\n        self.q = Queue()\n"
            "    def g(self):\n        self.q.task_done()\n",
            "from queue import Queue",
            id="attribute-of-self",
        ),
        pytest.param(
            "def f(q: Queue):\n    q.task_done()\n", "from queue import Queue", id="parameter"
        ),
        pytest.param(
            "if (q := Queue()):\n    q.task_done()\n", "from queue import Queue", id="walrus"
        ),
        pytest.param(
            "async def f():\n    e = Event()\n    await e.wait()\n",
            "from asyncio import Event",
            id="method-is-awaited",
        ),
        pytest.param(
            "def f():\n    e = Event()\n    e.set()\nasync def g():\n    await x\n",
            "from threading import Event",
            id="another-is-awaited",
        ),
        pytest.param(
            "lock = Lock()\nasync def f():\n    async with lock: pass\n",
            "from asyncio import Lock",
            id="entered-by-async-with",
        ),
        pytest.param(
            "class A:\n    async def f(self):\n        try: await self.g()\n"
            "        except CancelledError: pass\n",
            "from asyncio import CancelledError",
            id="exception-of-what-is-awaited",
        ),
        pytest.param(
            "import contextlib\nasync def f(t):\n"
            "    with contextlib.suppress(CancelledError, OSError): await t.stop()\n",
            "from asyncio import CancelledError",
            id="suppressed-exception-of-what-is-awaited",
        ),
        pytest.param(
            "fut = Future()\nfut.set_running_or_notify_cancel()\n",
            "from concurrent.futures import Future",
            id="future-of-threads",
        ),
        pytest.param(
            "frontier = PriorityQueue()\nfrontier.put(1)\n",
            "from queue import PriorityQueue",
            id="file-that-awaits-nothing",
        ),
        pytest.param(
            "def f():\n    with Pool(4) as pool: pool.map(len, x)\n",
            "from multiprocessing import Pool",
            id="entered-pool",
        ),
        pytest.param(
            "pool = Pool(8)\npool.map(len, x)\npool.close()\n",
            "from multiprocessing import Pool",
            id="pool-of-a-variable",
        ),
    ],
)
def test_meant(source: str, statement: str) -> None:
    assert advice(source) == [f"add '{statement}'"]
    assert "asyncio" not in others(source)
    assert "dummy" not in others(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f(t):\n    try: t()\n    except CancelledError: pass\n", id="not-awaited"
        ),
        pytest.param(
            "async def f(t):\n    await t\n    try: t.result()\n    except CancelledError: pass\n",
            id="awaited-elsewhere",
        ),
        pytest.param("async def f(t):\n    await t\n    raise CancelledError\n", id="raised"),
    ],
)
def test_exception_of_threads_may_be_meant(source: str) -> None:
    (message,) = advice(source)
    assert "concurrent.futures" in f"{message} {others(source)}"


def test_what_is_awaited_can_be_none_of_other_modules() -> None:
    source = "class A:\n    def f(self): self.q = Queue(maxsize=3)\n"
    use = "    async def g(self): await self.q.get()\n"
    assert advice(source + use) == ["add 'from asyncio import Queue'"]
    assert others(source + use) == ""
    assert others(source + use.replace("async ", "").replace("await ", ""))


def test_replica_is_meant_only_where_the_file_imports_it() -> None:
    pool = "with Pool(4) as pool: pool.map(len, x)\n"
    assert "dummy" not in others(pool)
    (message,) = advice(f"from multiprocessing.dummy import Lock\n{pool}Lock\n")
    assert "from multiprocessing.dummy import Lock, Pool" in message


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("c = Counter()\nc.labels('x').inc()\n", id="another-library's"),
        pytest.param("def f():\n    now = datetime.now()\n    now.humanize()\n", id="of-a-member"),
        pytest.param("p = Path('a')\nfor x in p: pass\n", id="iterated"),
        pytest.param("p = Path('a')\nawait_ = 1\nasync def f():\n    await p\n", id="awaited"),
        pytest.param("d = OrderedDict()\nwith d: pass\n", id="entered"),
        pytest.param("r = sleep(0.5)\nprint(r.data)\n", id="nothing-is-returned"),
        pytest.param("p = Pool(10)\np.spawn(f, 1)\n", id="another-pool"),
        pytest.param(
            "from gevent import monkey\np = Pool(10)\np.map(f, x)\n", id="pool-of-green-threads"
        ),
        pytest.param("def f(c: Decimal):\n    c.save()\n", id="parameter"),
        pytest.param("class A:\n    d: Decimal\n    def f(self): self.d.save()\n", id="field"),
        pytest.param("p = Path('a')\np[0]\n", id="subscript"),
        pytest.param("import pandas\nd = shuffle(d)\nd.head()\n", id="procedure"),
        pytest.param(
            "import pandas\ndef f(d):\n    d = shuffle(d)\n    return d.head()\n",
            id="value-of-a-parameter",
        ),
        pytest.param(
            "def f(d):\n    d = shuffle(d)\n    d = d.head()\n    return d\n",
            id="read-for-the-next-value",
        ),
        pytest.param(
            "def f(d):\n    if d:\n        d = shuffle(d)\n        for x in d: x.y\n",
            id="read-further-inside",
        ),
        pytest.param("def f(h):\n    h = heapify(h)\n    return h[0]\n", id="first-of-nothing"),
        pytest.param("import numpy\nn = ceil(x / 2).astype(int)\n", id="number"),
        pytest.param("async def f(p): await rmtree(p)\n", id="procedure-is-awaited"),
        pytest.param("async def f(a, b): await move(a, b)\n", id="path-is-awaited"),
        pytest.param("async def f(a, b): await copytree(a, b)\n", id="argument-is-awaited"),
        pytest.param("c = 1\nc = Counter(); c.labels()\n", id="on-the-same-line"),
        pytest.param("def f(db):\n    with connect(db) as c: c.execute(1)\n", id="usual-of-others"),
    ],
)
def test_cannot_be(source: str) -> None:
    assert advice(source) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("c = Counter()\nc = other()\nc.labels('x')\n", id="two-values"),
        pytest.param("c = Counter()\ndef f(c):\n    c.labels('x')\n", id="a-parameter-hides-it"),
        pytest.param(
            "c = Counter()\ndef f():\n    c = g()\n    c.labels()\n", id="a-local-hides-it"
        ),
        pytest.param(
            "c = Counter()\ndef f():\n    global c\n    c = g()\n    c.labels()\n", id="global"
        ),
        pytest.param(
            "def f():\n    c = Counter()\ndef g():\n    c.labels()\n", id="other-function"
        ),
        pytest.param("class A:\n    c = Counter()\n    def f(self): c.labels()\n", id="of-a-class"),
        pytest.param("c = Counter()\nc.labels = 1\nprint(c.labels)\n", id="attribute-of-its-own"),
        pytest.param("c = Counter()\nif hasattr(c, 'x'): c.labels()\n", id="asked"),
        pytest.param("c = Counter()\ndel c\nc.labels()\n", id="deleted"),
        pytest.param("c = Counter()\nfor c in x: c.labels()\n", id="loop"),
        pytest.param("c = Counter()\nwith x as c: c.labels()\n", id="with"),
        pytest.param("c = Counter()\nimport c\nc.labels()\n", id="import"),
        pytest.param("c = Counter()\ntry: x\nexcept E as c: c.labels()\n", id="except"),
        pytest.param(
            "c = Counter()\ntry: x\nexcept E as c:\n    def f(): c.labels()\n",
            id="function-in-except",
        ),
        pytest.param("c = Counter()\nmatch x:\n    case c: c.labels()\n", id="pattern"),
        pytest.param("c = Counter()\nmatch x:\n    case {**c}: c.labels()\n", id="rest"),
        pytest.param("c.labels()\nc = Counter()\n", id="above"),
        pytest.param("c = Counter(c.labels())\n", id="inside"),
        pytest.param("c = Counter() or x\nc.labels()\n", id="may-be-another"),
        pytest.param("c, d = Counter(), 1\nc.labels()\n", id="tuple"),
        pytest.param("c = Counter()\nfor x in y: c = x\nc.labels()\n", id="loop-changes-it"),
        pytest.param("c = Counter()\nif x: c = y; c.labels()\n", id="branch-changes-it"),
        pytest.param("def f(c):\n    if x: c = Counter()\n    c.labels()\n", id="branch-gives-it"),
        pytest.param(
            "def f(c):\n    c = Counter()\n    c, d = g(c)\n    c.labels()\n", id="unpacked-behind"
        ),
        pytest.param(
            "c = Counter()\ndef g():\n    global c\n    c = 1\ng()\nc.labels()\n",
            id="call-changes-it",
        ),
        pytest.param(
            "c = 1\nc = Counter()\nx = 3; c = other()\nc.labels()\n",
            id="second-of-a-line-changes-it",
        ),
        pytest.param("c = Counter()\n[c.labels() for c in x]\n", id="comprehension-hides-it"),
        pytest.param("c = Counter()\n[(c := x) for x in y]\nc.labels()\n", id="walrus-changes-it"),
        pytest.param(
            "class A:\n    def f(self): self.c = Counter()\n"
            "class B:\n    def f(self): self.c.labels()\n",
            id="other-class",
        ),
    ],
)
def test_no_reading_of_that_value(source: str) -> None:
    assert "add 'from collections import Counter'" in advice(source)


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        pytest.param(
            "P = namedtuple('P', 'x')\np = P(1)\np.x\n",
            "from collections import namedtuple",
            id="class-made-by-a-call",
        ),
        pytest.param(
            "def f(*paths: Path):\n    for p in paths: p.unlink()\n",
            "from pathlib import Path",
            id="items-of-many",
        ),
        pytest.param(
            "def f(**paths: Path):\n    paths.items()\n", "from pathlib import Path", id="keywords"
        ),
        pytest.param(
            "class A:\n    x = cached_property(g)\n    def f(self): self.x.y\n",
            "from functools import cached_property",
            id="descriptor",
        ),
        pytest.param(
            "m = Mock()\nm.a.b()\n", "from unittest.mock import Mock", id="has-any-attribute"
        ),
        pytest.param("n = Namespace(a=1)\nn.a\n", "from argparse import Namespace", id="getattr"),
        pytest.param(
            "x = local()\nx.y = 1\nx.y\n", "from threading import local", id="getattribute"
        ),
        pytest.param(
            "p = Path('a')\nx = p / 'b', 'c' / p\n", "from pathlib import Path", id="operator"
        ),
        pytest.param("a = chain(b)\nx += a\n", "from itertools import chain", id="added-to-a-list"),
        pytest.param("p = partial(f)\np()\n", "from functools import partial", id="called"),
        pytest.param(
            "def f(x: Number):\n    return x + 1 < 3\n",
            "from numbers import Number",
            id="operator-of-a-subclass",
        ),
        pytest.param("t = time.time()\n'a' + t\n", "import time", id="operator-beside-a-module"),
        pytest.param("p = Path('a')\np.walk()\n", "from pathlib import Path", id="newer-attribute"),
        pytest.param(
            "d = defaultdict(int)\nd[x] += 1\ndel d[y]\n",
            "from collections import defaultdict",
            id="added-to-an-item",
        ),
        pytest.param(
            "p = Popen(['a'])\nwith p: p.communicate()\n",
            "from subprocess import Popen",
            id="entered",
        ),
        pytest.param(
            "t = Thread(target=f)\nt._stop_it()\n", "from threading import Thread", id="private"
        ),
        pytest.param(
            "lg = getLogger(__name__)\nlg.info('x')\n",
            "from logging import getLogger",
            id="result-of-a-function",
        ),
    ],
)
def test_can_be(source: str, statement: str) -> None:
    assert advice(source) == [f"add '{statement}'"]


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        pytest.param("p = os.path.joinn(a)\nif not p: os.mkdir(p)\n", "import os", id="misspelt"),
        pytest.param("b = os.getcdw()\nb.x(os.getcwd())\n", "import os", id="beside-a-right-one"),
        pytest.param(
            "if r := subprocess.check_ouput(['a']): r.decode()\n", "import subprocess", id="walrus"
        ),
        pytest.param(
            "r: bytes = subprocess.check_ouput(['a'])\nr.decode()\n",
            "import subprocess",
            id="annotated",
        ),
        pytest.param(
            "class A:\n    def __init__(self, loop): self.lock = asyncio.Lock(loop=loop)\n"
            "    async def f(self):\n        async with self.lock: pass\n",
            "import asyncio",
            id="older-signature",
        ),
        pytest.param(
            "p = threading.Thread(targt=f)\np.start()\n", "import threading", id="misspelt-keyword"
        ),
    ],
)
def test_wrong_call_of_a_module_has_no_result(source: str, statement: str) -> None:
    assert advice(source) == [f"add '{statement}'"]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("q = queue.Queue()\nq.close()\n", id="right-call-with-another-result"),
        pytest.param("a = random.choice(b, size=3)\na.mean()\n", id="another-module's-keyword"),
        pytest.param("c = Counter('a', 'b', ['c'])\nc.labels('x')\n", id="member"),
        pytest.param("p = Path('a')\np = p + '.txt'\n", id="operator"),
        pytest.param("p = Path('a')\nx += p\n", id="added"),
        pytest.param("a = array('i', b)\na ** 2\n", id="operator-with-a-number"),
        pytest.param("l = Lock()\nif l < 3: pass\n", id="compared"),
        pytest.param("l = Lock()\nint(l)\n", id="argument-of-a-builtin"),
        pytest.param("l = Lock()\nprint(*l)\n", id="unpacked"),
        pytest.param("q = Queue()\nq()\n", id="called"),
    ],
)
def test_what_is_read_of_a_result_speaks_against_it(source: str) -> None:
    assert advice(source) == []


@pytest.mark.parametrize(
    ("source", "module"),
    [
        pytest.param("t = time.time()\nt.foo()\n", "time", id="attribute"),
        pytest.param("c = sqlite3.connect(a)\nc.query(b)\n", "sqlite3", id="method"),
        pytest.param(
            "def f(a: inspect.Signature):\n    return a.values()\ninspect.signature(f)\n",
            "inspect",
            id="annotation",
        ),
        pytest.param(
            "try:\n    f()\nexcept subprocess.CalledProcessError as e:\n    e.status\n",
            "subprocess",
            id="caught",
        ),
    ],
)
def test_a_module_is_meant_whatever_its_members_are_taken_for(source: str, module: str) -> None:
    assert advice(source) == [f"add 'import {module}'"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param("len(makedirs(d))\n", [], id="passed-on"),
        pytest.param("print(makedirs(d))\n", ["add 'from os import makedirs'"], id="printed"),
        pytest.param(
            "self.assertIsNone(makedirs(d))\n", ["add 'from os import makedirs'"], id="tested"
        ),
        pytest.param("f(abspath(d))\n", ["add 'from os.path import abspath'"], id="something"),
        pytest.param("d = shuffle(d)\n", [], id="replaces-what-it-is-given"),
        pytest.param("a = shuffle(d)\n", ["add 'from random import shuffle'"], id="unused"),
        pytest.param("def f(d):\n    a = shuffle(d)\n    return a\n", [], id="held-and-returned"),
        pytest.param(
            "def f(d): return makedirs(d)\n", ["add 'from os import makedirs'"], id="returned"
        ),
        pytest.param("a = shuffle(d)\nlen(a)\n", [], id="held-and-passed-on"),
        pytest.param(
            "a = makedirs(d)\nprint(a)\n", ["add 'from os import makedirs'"], id="held-and-printed"
        ),
    ],
)
def test_result_of_a_procedure(source: str, found: list[str]) -> None:
    assert advice(source) == found


def test_module_is_not_its_own_alternative() -> None:
    assert others("x = StringIO(b)\nread_csv(x)\n") == ""


def test_other_name_of_a_module_for_old_code() -> None:
    source = "SubElement(tree, 'child')\n"
    assert advice(source) == ["add 'from xml.etree.ElementTree import SubElement'"]
    old = f"from xml.etree.cElementTree import Element\nElement\n{source}"
    assert "cElementTree" in advice(old)[0]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param("for a, b, c in {}: pass", "os", id="as-many-items"),
        pytest.param("for a, *b in {}: pass", "os", id="rest-of-the-items"),
        pytest.param("for a, b in {}: pass", "", id="other-number-of-items"),
        pytest.param("for a, b, c in {}:\n    for f in c: f.upper()", "os", id="items-of-an-item"),
        pytest.param("for a, (b, d), c in {}: pass", "os", id="unpacked-further"),
        pytest.param("for x in {}: x[0], x.count", "os", id="item-is-a-tuple"),
        pytest.param("x = [x[0] for x in {}]", "os", id="comprehension"),
        pytest.param("import ast\nfor a, b, c in {}: pass", "os", id="beside-another-module"),
        pytest.param("for x in {}: x.children", "", id="attribute-of-another-thing"),
        pytest.param("w = {}\nfor x in w: x.children", "", id="held-by-a-variable"),
        pytest.param("import ast\nfor x in {}: x.lineno", "ast", id="attribute-of-a-subclass"),
        pytest.param("import ast\n{{x.lineno for x in {}}}", "ast", id="given-above-the-loop"),
        pytest.param("import ast\nfor x in {}: x.parent", "", id="attribute-of-none"),
        pytest.param(
            "import ast\nfor x in {}: (y.parent, x.parent) = x, y", "ast", id="own-attribute"
        ),
        pytest.param(
            "import ast\nfor x in {}:\n    if isinstance(x, ast.Name): x.id", "ast", id="asked"
        ),
        pytest.param(
            "import ast\nfor x in {}:\n    if isinstance(x, (ast.Name, Section)): x.id",
            "ast",
            id="asked-for-several",
        ),
        pytest.param(
            "import ast\nfor x in {}:\n    if isinstance(x, KINDS): x.id", "ast", id="asked-by-name"
        ),
        pytest.param("for x in {}:\n    if isinstance(x, Name): x.id", "", id="asked-for-a-name"),
        pytest.param(
            "import ast\nfor x in {}:\n    if isinstance(x, Section): x.z", "", id="own-class"
        ),
        pytest.param("async def f():\n    async for a, b, c in {}: pass", "", id="async-loop"),
    ],
)
def test_what_is_done_with_the_items(source: str, found: str) -> None:
    expected = [f"add 'from {found} import walk'"] if found else []
    assert advice(f"{source.format('walk(t)')}\n") == expected


@pytest.mark.parametrize(
    ("source", "is_reported"),
    [
        pytest.param("for p in glob('*'): p.upper()", True, id="method-of-text"),
        pytest.param("for p in glob('*'): p.stem", False, id="attribute-of-a-path"),
        pytest.param("for e in listdir(d): e.is_file()", False, id="attribute-of-an-entry"),
        pytest.param(
            "def f():\n    a = [x.name for x in y]\n    return [x.upper() for x in listdir(d)]",
            True,
            id="comprehensions-have-their-own-names",
        ),
        pytest.param("for e in listdir(d):\n    e = Entry(e)\n    e.is_file()", True, id="changed"),
        pytest.param("root, extension = splitext(p)", True, id="pair"),
        pytest.param("a, b, c = splitext(p)", False, id="no-pair"),
    ],
)
def test_items(source: str, is_reported: bool) -> None:
    assert len(advice(f"{source}\n")) == is_reported


def test_who_names_a_module_means_it_whatever_its_items_are() -> None:
    assert advice("for x in ast.walk(t): x.parent\n") == ["add 'import ast'"]
    assert advice("for e in os.listdir(d): e.is_file()\n") == ["add 'import os'"]


def test_a_result_may_be_asked_for_a_class_of_the_file() -> None:
    source = "assert isinstance(getLogger('a'), Own)\n"
    assert "add 'from logging import getLogger'" in advice(source)


CAUGHT = "CalledProcessError"


@pytest.mark.parametrize(
    ("code", "is_reported"),
    [
        pytest.param("except {} as e: print(e.returncode, e.cmd)", True, id="own-attributes"),
        pytest.param("except {} as e: print(e.status)", False, id="unknown-attribute"),
        pytest.param(
            "except {} as e:\n    def f(): print(e.status)", False, id="read-in-a-function"
        ),
        pytest.param(
            "except {} as e: e.status\ntry: x\nexcept KeyError as e: e.args",
            False,
            id="another-has-the-name-too",
        ),
        pytest.param(
            "except {} as e: e.cmd\ntry: x\nexcept KeyError as e: e.status",
            True,
            id="unknown-attribute-of-another",
        ),
        pytest.param("except {} as e: e.status = 1; e.status", True, id="attribute-of-the-file"),
        pytest.param("except {} as e: print(getattr(e, 'x', e.status))", True, id="asked"),
        pytest.param("except {} as e: print(str(e), e.message)", True, id="attribute-of-python-2"),
        pytest.param("except (KeyError, {}) as e: e.status", True, id="one-of-several"),
        pytest.param("except {}: e.status", True, id="without-a-name"),
        pytest.param("except {} as e: pass\ne.status", True, id="below"),
        pytest.param("except {} as e: e = 1; e.status", True, id="new-value"),
    ],
)
def test_what_is_read_from_an_exception(code: str, is_reported: bool) -> None:
    assert len(advice(f"try: x\n{code.format(CAUGHT)}\n")) == is_reported


@pytest.mark.skipif(sys.version_info < (3, 11), reason="PEP 654")
def test_a_group_of_exceptions_is_none_of_them() -> None:
    assert len(advice(f"try: x\nexcept* {CAUGHT} as e: e.exceptions\n")) == 1


@pytest.mark.parametrize(
    ("caught", "attribute", "is_reported"),
    [
        pytest.param("HTTPError", "read", True, id="of-a-file"),
        pytest.param("HTTPError", "code", True, id="own"),
        pytest.param("HTTPError", "response", False, id="of-requests"),
        pytest.param("SubprocessError", "cmd", True, id="of-a-subclass"),
        pytest.param("SubprocessError", "status", False, id="of-no-subclass"),
    ],
)
def test_what_is_caught_may_be_of_a_subclass(
    caught: str, attribute: str, is_reported: bool
) -> None:
    assert len(advice(f"try: x\nexcept {caught} as e: print(e.{attribute})\n")) == is_reported


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("if isinstance(x, Path): return x.{}", id="if"),
        pytest.param("if not isinstance(x, Path): return 1\n    return x.{}", id="below-if-not"),
        pytest.param("if not isinstance(x, Path): pass\n    else: return x.{}", id="else"),
        pytest.param("assert isinstance(x, Path)\n    return x.{}", id="assert"),
        pytest.param("return isinstance(x, Path) and x.{}", id="and"),
        pytest.param("return [x.{} for x in xs if isinstance(x, Path)]", id="comprehension"),
        pytest.param("if isinstance(x.y.z, Path): return x.y.z.{}", id="attribute"),
        pytest.param("if isinstance(y := x.y, Path): return y.{}", id="walrus"),
        pytest.param("if type(x) is Path: return x.{}", id="type-is"),
        pytest.param("if type(x) is not Path: return 1\n    return x.{}", id="type-is-not"),
        pytest.param("match x:\n        case Path(): return x.{}", id="pattern"),
        pytest.param("match x:\n        case Path() as p: return p.{}", id="named-pattern"),
        pytest.param("match x:\n        case Path({}=v): return v", id="pattern-of-attribute"),
    ],
)
def test_what_is_read_from_a_value_whose_class_is_found(code: str) -> None:
    function = f"def f(x, xs):\n    {code}\n"
    assert advice(function.format("name")) == ["add 'from pathlib import Path'"]
    assert advice(function.format("vertices")) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("if isinstance(x, Path) or x: return x.vertices", id="or"),
        pytest.param("if isinstance(x, Path): return 1\n    return x.vertices", id="other-branch"),
        pytest.param("if isinstance(x, (Path, str)): return x.vertices", id="one-of-several"),
        pytest.param("if type(x) is not Path: return x.vertices", id="type-is-not"),
        pytest.param(
            "if isinstance(x, Path):\n        x = g()\n        return x.vertices", id="new-value"
        ),
        pytest.param(
            "if isinstance(x.y, Path):\n        x = g()\n        return x.y.vertices",
            id="new-value-of-what-has-it",
        ),
        pytest.param(
            "if isinstance(x, Path):\n        def g(x): return x.vertices", id="parameter"
        ),
        pytest.param(
            "if isinstance(x, Path) and hasattr(x, 'vertices'): return x.vertices", id="asked"
        ),
        pytest.param(
            "match x:\n        case Path(): pass\n        case _: return x.vertices",
            id="other-case",
        ),
    ],
)
def test_what_is_read_where_the_class_is_not_known(code: str) -> None:
    assert advice(f"def f(x):\n    {code}\n") == ["add 'from pathlib import Path'"]


@pytest.mark.parametrize(
    ("name", "attribute", "is_reported"),
    [
        pytest.param("Enum", "value", True, id="enumeration"),
        pytest.param("Enum", "enums", False, id="enumeration-of-another"),
        pytest.param("URLError", "code", True, id="of-a-subclass"),
        pytest.param("Mapping", "copy", True, id="others-are-registered"),
    ],
)
def test_what_an_instance_may_have(name: str, attribute: str, is_reported: bool) -> None:
    source = f"def f(x):\n    if isinstance(x, {name}): return x.{attribute}\n"
    assert len(advice(source)) == is_reported


def test_what_is_read_tells_apart_the_class_of_a_syntax_tree() -> None:
    source = "import ast\ndef f(n):\n    if isinstance(n, Match): return n.{}\n"
    assert advice(source.format("cases")) == ["add 'from ast import Match'"]


@pytest.mark.parametrize(
    ("source", "is_reported"),
    [
        pytest.param("sqrt(list(a))", False, id="list for a number"),
        pytest.param("sqrt(len(a))", True, id="length for a number"),
        pytest.param("sqrt(range(3))", False, id="range for a number"),
        pytest.param("join(map(str, a))", False, id="iterator for a path"),
        pytest.param("join(str(a), 'b')", True, id="text for a path"),
        pytest.param("Counter(map(str, a))", True, id="iterator for an iterable"),
        pytest.param("choice(range(3))", True, id="range for a sequence"),
        pytest.param("n = 5\nchoice(n)", False, id="number in a variable for a sequence"),
        pytest.param("n = [5]\nchoice(n)", True, id="list in a variable for a sequence"),
        pytest.param("n = 5\nn = g(n)\nchoice(n)", True, id="variable with another value"),
        pytest.param("n = None\nn = g()\nchoice(n)", True, id="variable with None at first"),
        pytest.param("def f(a: list[float]):\n    return floor(a)", False, id="parameter"),
        pytest.param("def f(a: float):\n    return floor(a)", True, id="number as a parameter"),
        pytest.param("def f(n: float):\n    return factorial(n)", True, id="whole number"),
        pytest.param("def f(*a: int):\n    return choice(a)", True, id="starred parameter"),
        pytest.param("def f(a: int | str):\n    return choice(a)", True, id="one of several"),
        pytest.param("n = int\ncast(n, g())", True, id="class in a variable"),
        pytest.param("z: str = g()\ntimezone(z)", False, id="annotated value"),
        pytest.param(
            "class A:\n    a: list | None = None\n    def f(self):\n        return choice(self.a)",
            True,
            id="None before instances have a value",
        ),
        pytest.param(
            "import json\nlog(a)\nlog(json.dumps(a))", False, id="text of a module's function"
        ),
        pytest.param("import math\nsqrt(math.sin(a))", True, id="number of a module's function"),
        pytest.param("from json import dumps\nlog(a)\nlog(dumps(a))", False, id="text of a member"),
        pytest.param("log(a)\nlog('a %s' % a)", False, id="formatted text"),
        pytest.param("sqrt(9 % a)", True, id="remainder"),
        pytest.param("log(a)\nlog(', '.join(a))", False, id="joined text"),
    ],
)
def test_what_a_call_is_given(source: str, is_reported: bool) -> None:
    assert bool(find_missing_imports(source)) is is_reported
