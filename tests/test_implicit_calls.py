"""Which operations, statements, classes and decorators run a file's own code: proved by Python."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports
from tests import proof


def found(source: str) -> list[str]:
    return [one.message for one in find_missing_imports(source, target_version=(3, 11))]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            'class B:\n    def __str__(self):\n        return json.dumps(1)\nx = f"{B()}"\n',
            id="str-x-f-b",
        ),
        pytest.param(
            'class B:\n    def __repr__(self):\n        return json.dumps(1)\nx = f"{B()}"\n',
            id="repr-x-f-b",
        ),
        pytest.param(
            "class B:\n    def __repr__(self):\n        return json.dumps(1)\nprint(B())\n",
            id="repr-print-b",
        ),
        pytest.param(
            "class B:\n    def __repr__(self):\n        return json.dumps(1)\nstr(B())\n",
            id="repr-str-b",
        ),
        pytest.param(
            'class B:\n    def __repr__(self):\n        return json.dumps(1)\n"%r" % B()\n',
            id="repr-r-b",
        ),
        pytest.param(
            'class B:\n    def __repr__(self):\n        return json.dumps(1)\n"%s" % B()\n',
            id="repr-s-b",
        ),
        pytest.param(
            "class B:\n    def __format__(self, spec):\n        return json.dumps(1)\n"
            '"{:>3}".format(B())\n',
            id="format-3-format-b",
        ),
        pytest.param(
            'class B:\n    def __str__(self):\n        return json.dumps(1)\n"a {}".format(B())\n',
            id="str-a-format-b",
        ),
        pytest.param(
            "class B:\n    def __fspath__(self):\n        return json.dumps(1)\nimport os\n"
            "os.fspath(B())\n",
            id="fspath-os-fspath-b",
        ),
        pytest.param(
            "class V:\n    def __eq__(self, o):\n        return json.dumps(1)\nx = V() == V()\n",
            id="eq-x-v-v",
        ),
        pytest.param(
            "class V:\n    def __eq__(self, o):\n        return json.dumps(1)\nx = V() != 1\n",
            id="eq-x-v-1",
        ),
        pytest.param(
            'class V:\n    def __eq__(self, o):\n        return json.dumps(1)\nx = V() == "a"\n',
            id="eq-x-v-a",
        ),
        pytest.param(
            "class V:\n    def __lt__(self, o):\n        return json.dumps(1)\n"
            "sorted([V(), V()])\n",
            id="lt-sorted-v-v",
        ),
        pytest.param(
            "class V:\n    def __hash__(self):\n        return len(json.dumps(1))\n{V()}\n",
            id="hash-v",
        ),
        pytest.param(
            "class V:\n    def __hash__(self):\n        return len(json.dumps(1))\n{V(): 1}\n",
            id="hash-v-1",
        ),
        pytest.param(
            "class Rows:\n    def __iter__(self):\n        return iter(json.dumps(11))\n"
            "A, B = Rows()\n",
            id="iter-a-b-rows",
        ),
        pytest.param(
            "class V:\n    def __getattr__(self, k):\n        return json.dumps(1)\n"
            "v = V()\nv.home\n",
            id="getattr-v-home",
        ),
        pytest.param(
            "class V:\n    def __len__(self):\n        return len(json.dumps(1))\nif V(): pass\n",
            id="len-if-v-pass",
        ),
        pytest.param(
            "class V:\n    def __iter__(self):\n        return iter(json.dumps(1))\n1 in V()\n",
            id="iter-1-in-v",
        ),
        pytest.param(
            "class V:\n    def __len__(self):\n        return len(json.dumps(1))\nnot V()\n",
            id="len-not-v",
        ),
        pytest.param(
            "class V:\n    def __bool__(self):\n        return bool(json.dumps(1))\nV() and 1\n",
            id="bool-v-and-1",
        ),
        pytest.param(
            "class V:\n    def __bool__(self):\n        return bool(json.dumps(1))\nassert V()\n",
            id="bool-assert-v",
        ),
        pytest.param(
            "from dataclasses import dataclass, field\ndef now(): return json.dumps(1)\n"
            "@dataclass\nclass Conf:\n    at: str = field(default_factory=now)\n"
            "DEFAULT = Conf()\n",
            id="now-default-conf",
        ),
        pytest.param(
            "from dataclasses import dataclass, field\n@dataclass\nclass Conf:\n"
            "    at: str = field(default_factory=lambda: json.dumps(1))\nDEFAULT = Conf()\n",
            id="lambda-default-conf",
        ),
        pytest.param(
            "import enum\nclass Sig(enum.Enum):\n    A = 1\n    def __init__(self, n):\n"
            "        self.label = json.dumps(n)\n",
            id="init-member",
        ),
        pytest.param(
            "from enum import Enum\nclass Sig(Enum):\n    A = 1\n    def __new__(cls, n):\n"
            "        one = object.__new__(cls)\n        one._value_ = json.dumps(n)\n"
            "        return one\n",
            id="new-return-one",
        ),
        pytest.param(
            "from enum import Enum, auto\nclass Sig(Enum):\n"
            "    def _generate_next_value_(name, start, count, last):\n"
            "        return json.dumps(name)\n    A = auto()\n",
            id="generatenextvalue-a-auto",
        ),
        pytest.param(
            "class V:\n    def __index__(self): return len(json.dumps(1))\nhex(V())\n",
            id="index-hex-v",
        ),
        pytest.param(
            "import functools\ndef deco(f):\n    @functools.wraps(f)\n"
            "    def w(*a): return f(*a)\n    return w\n@deco\n"
            "def v(): return json.dumps(1)\nX = v()\n",
            id="wrapping-decorator",
        ),
        pytest.param(
            'def deco(f):\n    def w(*a, **k):\n        print("x")\n'
            "        return f(*a, **k)\n    return w\n@deco\n"
            "def v(): return json.dumps(1)\nX = v()\n",
            id="decorator-with-more",
        ),
        pytest.param(
            "class A:\n    def run(self): return json.dumps(1)\n    @staticmethod\n"
            "    def make(): return A().run()\nX = A.make()\n",
            id="method-by-its-class",
        ),
        pytest.param(
            "def f(): return json.dumps(1)\nh = f\nh()\n",
            id="other-name",
        ),
    ],
)
def test_what_runs_a_method_above_its_import(source: str) -> None:
    source += "import json\n"
    assert proof.error(source).startswith("NameError: name 'json' is not defined")
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert finding.message.startswith("MIS004 'json' is imported only below its use")
    after = proof.fixed(source, finding)
    assert proof.error(after) == ""
    assert found(after) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            'class B:\n    def __str__(self): return "a"\n'
            '    def __repr__(self): return json.dumps(1)\nx = f"{B()}"\n',
            id="repr-x-f-b",
        ),
        pytest.param(
            'class B:\n    def __format__(self, s): return "a"\n'
            '    def __str__(self): return json.dumps(1)\nx = f"{B()}"\n',
            id="str-x-f-b",
        ),
        pytest.param(
            "class B(Exception):\n    def __repr__(self): return json.dumps(1)\nprint(B())\n",
            id="repr-print-b",
        ),
        pytest.param(
            'class B:\n    def __repr__(self): return json.dumps(1)\nx = "{}"\n"%s%%" % x\n',
            id="repr-s-x",
        ),
        pytest.param(
            "class V:\n    def __ne__(self, o): return False\n"
            "    def __eq__(self, o): return json.dumps(1)\nx = V() != 1\n",
            id="eq-x-v-1",
        ),
        pytest.param(
            "class W:\n    def __eq__(self, o): return True\nclass V:\n"
            "    def __eq__(self, o): return json.dumps(1)\nx = W() == V()\n",
            id="eq-x-w-v",
        ),
        pytest.param(
            "class V:\n    def __lt__(self, o): return json.dumps(1)\nsorted([V()])\n",
            id="lt-sorted-v",
        ),
        pytest.param(
            "class V:\n    def __lt__(self, o): return json.dumps(1)\nsorted([V(), V()], key=id)\n",
            id="lt-sorted-v-v-key-id",
        ),
        pytest.param(
            "class V:\n    def __lt__(self, o): return json.dumps(1)\n"
            "sorted(x for x in [V(), V()] if 0)\n",
            id="lt-sorted-x-for-x-in-v-v-if-0",
        ),
        pytest.param(
            "class V:\n    def __hash__(self): return len(json.dumps(1))\n{1: V()}\n",
            id="hash-1-v",
        ),
        pytest.param(
            "class V:\n    def __hash__(self): return len(json.dumps(1))\n[V()]\n",
            id="hash-v",
        ),
        pytest.param(
            "class V:\n    def __getattr__(self, k): return json.dumps(1)\n    home = 1\n"
            "v1 = V()\nv1.home\n",
            id="getattr-v1-home",
        ),
        pytest.param(
            "class V:\n    def __init__(self): self.home = 1\n"
            "    def __getattr__(self, k): return json.dumps(1)\nv1 = V()\nv1.home\n",
            id="getattr-v1-home-2",
        ),
        pytest.param(
            "class V:\n    def __getattr__(self, k): return json.dumps(1)\nv1 = V()\n"
            "v1.__class__\n",
            id="getattr-special",
        ),
        pytest.param(
            "class V:\n    def __getattr__(self, k): return json.dumps(1)\nv1 = V()\nv1.home = 1\n",
            id="getattr-v1-home-1",
        ),
        pytest.param(
            "class V:\n    def __bool__(self): return True\n"
            "    def __len__(self): return len(json.dumps(1))\nif V(): pass\n",
            id="len-if-v-pass",
        ),
        pytest.param(
            "class V:\n    def __contains__(self, x): return True\n"
            "    def __iter__(self): return iter(json.dumps(1))\n1 in V()\n",
            id="iter-1-in-v",
        ),
        pytest.param(
            "class V:\n    def __bool__(self): return bool(json.dumps(1))\n0 and V()\n",
            id="bool-0-and-v",
        ),
        pytest.param(
            "from dataclasses import dataclass, field\ndef now(): return json.dumps(1)\n"
            "@dataclass\nclass Conf:\n    at: str = field(default_factory=now)\n"
            'DEFAULT = Conf("a")\nOTHER = Conf(at="a")\n',
            id="now-other-conf-at-a",
        ),
        pytest.param(
            "from dataclasses import dataclass, field\ndef now(): return json.dumps(1)\n"
            "@dataclass\nclass Conf:\n    at: str = field(default_factory=now)\n",
            id="now-at-str-field-default_factory-now",
        ),
        pytest.param(
            "import enum\nclass Sig(enum.Enum):\n    def __init__(self, n):\n"
            "        self.label = json.dumps(n)\n",
            id="init-member",
        ),
        pytest.param(
            "import enum\nclass Sig(enum.Enum):\n    def f(self): return json.dumps(1)\n"
            "    A = 1\n",
            id="f-a-1",
        ),
        pytest.param(
            "from enum import Enum\nclass Sig(Enum):\n"
            "    def _generate_next_value_(name, start, count, last):\n"
            "        return json.dumps(name)\n    A = 1\n",
            id="generatenextvalue-a-1",
        ),
        pytest.param(
            'class V:\n    def __format__(self, s): return json.dumps(s)\n"{0!r}".format(V())\n',
            id="format-0-r-format-v",
        ),
        pytest.param(
            "class V:\n    def __repr__(self): return json.dumps(1)\ntry:\n    str(V())\n"
            "except NameError: pass\n",
            id="repr-except-nameerror-pass",
        ),
        pytest.param(
            "def f():\n    return str(V())\nclass V:\n"
            "    def __repr__(self): return json.dumps(1)\n",
            id="repr-in-function",
        ),
        pytest.param(
            "class V:\n    def __iter__(self): return iter(json.dumps(1))\nx = y = V()\n",
            id="iter-x-y-v",
        ),
        pytest.param(
            "class V:\n    def __index__(self): return 1\n    def __int__(self): return 1\n"
            "    def __float__(self): return float(json.dumps(1))\nint(V()), hex(V())\n",
            id="float-int-v-hex-v",
        ),
        pytest.param(
            "class P:\n    def __enter__(self): return self\n"
            "    def __exit__(self, *a): json.dumps(1)\nwith P():\n    import json\n",
            id="exit-import-json",
        ),
        pytest.param(
            "def f(): return json.dumps(1)\nh = f\nh = str\nh()\n",
            id="name-of-two",
        ),
        pytest.param(
            "def f(): return json.dumps(1)\nh = f\n",
            id="name-that-nobody-calls",
        ),
        pytest.param(
            "def deco(f):\n    def w(*a): return 1\n    return w\n@deco\n"
            "def v(): return json.dumps(1)\nX = v()\n",
            id="decorator-that-replaces",
        ),
        pytest.param(
            "def deco(f):\n    def w(a=0):\n        if a: return f(a)\n    return w\n"
            "@deco\ndef v(): return json.dumps(1)\nX = v()\n",
            id="decorator-that-may-call",
        ),
        pytest.param(
            "def deco(f):\n    def w(a=0):\n        try: return f()\n"
            "        except Exception: return None\n    return w\n@deco\n"
            "def v(): return json.dumps(1)\nX = v()\n",
            id="decorator-that-handles",
        ),
        pytest.param(
            "def deco(f):\n    def w(a=0):\n        return 1\n        return f()\n"
            "    return w\n@deco\ndef v(): return json.dumps(1)\nX = v()\n",
            id="decorator-that-returns-first",
        ),
        pytest.param(
            "def deco(f):\n    def w(a=0):\n        yield 1\n        f()\n    return w\n"
            "@deco\ndef v(): return json.dumps(1)\nX = v()\n",
            id="decorator-of-a-generator",
        ),
        pytest.param(
            "def deco(f):\n    def w(): return f()\n    return f if 0 else (lambda: 1)\n"
            "@deco\ndef v(): return json.dumps(1)\nX = v()\n",
            id="decorator-that-returns-another",
        ),
        pytest.param(
            "def deco(f):\n    def w(f): return f()\n    return w\n@deco\n"
            "def v(): return json.dumps(1)\nX = v(int)\n",
            id="parameter-of-that-name",
        ),
        pytest.param(
            "def deco(f):\n    def w(): return f()\n    return w\n@deco\n"
            "def v(): return json.dumps(1)\n",
            id="decorated-but-not-called",
        ),
        pytest.param(
            "class A:\n    def run(self): return json.dumps(1)\n    @staticmethod\n"
            "    def make(): return A().run()\n",
            id="method-that-nobody-calls",
        ),
        pytest.param(
            "class A:\n    def run(self): return json.dumps(1)\n    @staticmethod\n"
            "    def make(): return A()\nX = A.make()\n",
            id="instance-alone",
        ),
        pytest.param(
            "class A:\n    def run(self, n=0):\n        if n: return json.dumps(1)\n"
            "        return A().run if n else 1\nA().run()\n",
            id="branch",
        ),
    ],
)
def test_what_runs_no_method_above_its_import(source: str) -> None:
    source += "import json\n"
    assert proof.error(source) == ""
    assert found(source) == []
