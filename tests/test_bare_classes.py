"""An object of a file's own class is given to nothing that takes a text, number or collection."""

from __future__ import annotations

import textwrap

import pytest

from flake8_missing_import import find_missing_imports

NODE = """\
class Node:
    def __init__(self, value):
        self.value = value
"""
WALK = """
def show(one: P):
    for folder, _, files in walk(one):
        print(folder, files)
"""


def found(source: str) -> list[str]:
    return [one.name for one in find_missing_imports(NODE + textwrap.dedent(source))]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"class P: x = 1\n{WALK}", id="annotated"),
        pytest.param("def f(n: 'Node'): sleep(n)\n", id="quoted"),
        pytest.param("def f(n: Node | None): sleep(n)\n", id="or-none"),
        pytest.param("import typing\ndef f(n: typing.Optional[Node]): sleep(n)\n", id="optional"),
        pytest.param("def helper(): return 1\ndef f(): return sqrt(helper) / 2\n", id="function"),
        pytest.param("def f():\n    n = Node(1)\n    return list(walk(n))\n", id="variable"),
        pytest.param("for n in walk(Node(1)): print(n)\n", id="call"),
        pytest.param("for n in walk(Node): print(n)\n", id="class"),
        pytest.param("class Dog:\n  def night(self): sleep(self)\n", id="self"),
        pytest.param("class Dog:\n  async def night(me): sleep(me)\n", id="self-by-another-name"),
        pytest.param("class Dog(Node):\n  def night(self): sleep(self)\n", id="heir"),
        pytest.param("class A(object):\n  def f(self): return urlparse(self).path\n", id="object"),
        pytest.param(
            f"import dataclasses\n@dataclasses.dataclass(order=True)\nclass P: x: int = 1\n{WALK}",
            id="dataclass",
        ),
        pytest.param(
            "class Dog:\n  def night(self): return [sleep(self) for _ in '12']\n",
            id="comprehension",
        ),
        pytest.param("def f(node: Node): return deque(node, maxlen=2)\n", id="no-collection"),
        pytest.param("def f(node: Node): Thread(target=node).start()\n", id="no-function"),
    ],
)
def test_silent_where_an_object_will_not_do(source: str) -> None:
    assert found(source) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f(node: Node): return deepcopy(node)\n", id="anything"),
        pytest.param("def f(n: Node | str): sleep(n); sleep(2)\n", id="or-something-else"),
        pytest.param(
            "@made\ndef helper(): return 1\ndef f(): sleep(helper); sleep(2)\n",
            id="decorated-function",
        ),
        pytest.param(
            "def helper(): return 1\ndef f(helper): sleep(helper); sleep(2)\n",
            id="parameter-by-the-name-of-a-function",
        ),
        pytest.param("class A:\n  def f(self): sleep(self.hours); sleep(2)\n", id="its-attribute"),
        pytest.param("class A:\n  def f(self, /, x): sleep(x); sleep(2)\n", id="positional-only"),
        pytest.param("class A:\n  def f(self): return lambda self: sleep(self)\n", id="lambda"),
        pytest.param(
            "class A:\n  def f(self): return [sleep(self) for self in (1, 2)]\n", id="loop"
        ),
        pytest.param(
            "class A:\n  def f(self): self = int(self); sleep(self)\n", id="self-bound-again"
        ),
        pytest.param(
            "class A:\n  @made\n  def f(self): sleep(self)\n", id="changed-by-a-decorator"
        ),
        pytest.param(
            "class A:\n  def __new__(cls): return signature(cls).parameters\n", id="class-itself"
        ),
        pytest.param("self = 1\nclass A:\n  def f(self, x=sleep(self)): ...\n", id="default"),
        pytest.param(
            "class PathBase:\n  def f(self):\n    for a, b, c in walk(self): print(a, b, c)\n",
            id="base",
        ),
        pytest.param(
            "class A:\n  def f(self):\n    class P(B):\n      def g(self): sleep(self)\n",
            id="inner-class",
        ),
        pytest.param(f"class P: x = 1\nP.__fspath__ = path\n{WALK}", id="method-given-later"),
        pytest.param(f"class P: x = 1\nclass Q(P, str): x = 1\n{WALK}", id="heir-with-more"),
        pytest.param(
            f"class P: x = 1\nif 1:\n    class Q(P, str): ...\nelse:\n    class Q(P): ...\n{WALK}",
            id="one-of-two-heirs-of-a-name",
        ),
        pytest.param(
            f"class O:\n  class P: x = 1\nclass Q(O.P, str): x = 1\n{WALK}", id="dotted-heir"
        ),
        pytest.param(
            "class Out:\n  def fileno(self): return 1\nPopen(['true'], stdout=Out()).wait()\n",
            id="needs-a-file-or-a-number",
        ),
        pytest.param("class A:\n  @staticmethod\n  def f(x): sleep(x); sleep(2)\n", id="static"),
        pytest.param(f"class P:\n    def __fspath__(self): return 'a'\n{WALK}", id="path"),
        pytest.param(
            f"class P: x = 1\nclass Q(P):\n    def __fspath__(self): return 'a'\n{WALK}",
            id="heir-is-a-path",
        ),
        pytest.param(f"from a import B\nclass P(B): x = 1\n{WALK}", id="base-from-elsewhere"),
        pytest.param(f"class P(metaclass=M): x = 1\n{WALK}", id="metaclass"),
        pytest.param(f"@decorated\nclass P: x = 1\n{WALK}", id="decorated"),
        pytest.param(f"class P: x = 1\nP = make(P)\n{WALK}", id="bound-again"),
        pytest.param(
            "class PathMixin:\n  def f(self):\n    for a, b, c in walk(self): print(a, b, c)\n",
            id="mixin",
        ),
        pytest.param(
            "class C:\n  def close(self): pass\nwith closing(C()) as c: print(c)\n",
            id="needs-a-method",
        ),
        pytest.param(
            "import dataclasses\n@dataclasses.dataclass\nclass P:\n  x: int\n"
            "  def f(self): return asdict(self)\n",
            id="needs-a-dataclass",
        ),
        pytest.param(
            "class Out:\n  def write(self, text): pass\n"
            "def f():\n  with redirect_stdout(Out()): print(1)\n",
            id="needs-a-file",
        ),
    ],
)
def test_reported_where_an_object_may_do(source: str) -> None:
    names = {
        "walk",
        "sleep",
        "deepcopy",
        "closing",
        "asdict",
        "redirect_stdout",
        "Popen",
        "signature",
    }
    assert len(names.intersection(found(source))) == 1


@pytest.mark.parametrize(
    ("method", "is_data"),
    [
        *((name, False) for name in ("init", "post_init", "del", "repr", "str", "format")),
        *((name, False) for name in ("bool", "hash", "eq", "ne", "ge", "gt", "le", "lt")),
        *((name, False) for name in ("enter", "exit", "aenter", "aexit")),
        *((name, False) for name in ("copy", "deepcopy", "reduce", "reduce_ex")),
        *((name, False) for name in ("getstate", "setstate")),
        *((name, True) for name in ("float", "index", "int", "fspath", "iter", "len", "call")),
        *((name, True) for name in ("getitem", "next", "await", "getattr", "new", "init_subclass")),
    ],
)
def test_methods_that_make_data(method: str, is_data: bool) -> None:
    source = f"class P:\n    def __{method}__(self, *a): return 1\n{WALK}"
    assert ("walk" in found(source)) is is_data


@pytest.mark.parametrize("name", ["__slots__", "__match_args__", "__doc__", "__private"])
def test_values_that_make_no_data(name: str) -> None:
    assert found(f"class P:\n    {name} = ('x',)\n{WALK}") == []
