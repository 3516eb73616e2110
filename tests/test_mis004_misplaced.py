"""MIS004: imports that are there, but not where their names are used."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Sequence

import pytest

from flake8_missing_import import ImportStatement, find_missing_imports
from tests import proof

CHECKING = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    "
LAZY = "from __future__ import annotations\n"


def found(source: str, target: tuple[int, int] = (3, 11)) -> list[str]:
    findings = find_missing_imports(source, target_version=target)
    assert {finding.code for finding in findings} <= {"MIS004"}
    return [finding.message for finding in findings]


ANNOTATIONS = [
    pytest.param(
        CHECKING + "from pathlib import Path\ndef f(x: Path): ...\n",
        "'Path' is imported only under 'TYPE_CHECKING' (line 3)",
        "move 'from pathlib import Path' to line 1",
        id="annotation-of-a-parameter",
    ),
    pytest.param(
        CHECKING + "from pathlib import Path\nx: Path\n",
        "'Path' is imported only under 'TYPE_CHECKING' (line 3)",
        "move 'from pathlib import Path' to line 1",
        id="annotation-of-a-global",
    ),
    pytest.param(
        CHECKING + "from pathlib import Path\ndef f():\n    class A:\n        x: Path\nf()\n",
        "'Path' is imported only under 'TYPE_CHECKING' (line 3)",
        "move 'from pathlib import Path' to line 1",
        id="annotation-in-a-class-in-a-function",
    ),
]
"""What runs with Pythons before 3.14 alone."""


@pytest.mark.parametrize(
    ("source", "problem", "advice"),
    [
        *ANNOTATIONS,
        pytest.param(
            "import sys\ndef refresh():\n    import time\n    return time.time()\n"
            "def age(c):\n    return time.time() - c\nage(sys.maxsize)\n",
            "'time' is imported only inside 'refresh' (line 3)",
            "add 'import time' on line 2",
            id="in-another-function",
        ),
        pytest.param(
            "def f():\n    import time\n    return time\nclass A:\n    def g(self):\n"
            "        import time\n        return time\ndef h():\n    return time.time()\nh()\n",
            "'time' is imported only inside 'f' (line 2) and other scopes",
            "add 'import time' on line 1",
            id="in-other-functions",
        ),
        pytest.param(
            "def f(x):\n    if x:\n        import time\n    else:\n        import time\n"
            "    return time\ndef h():\n    return time.time()\nh()\n",
            "'time' is imported only inside 'f' (line 3)",
            "add 'import time' on line 1",
            id="twice-in-another-function",
        ),
        pytest.param(
            "def f():\n    import email.utils\n    return email\ndef g():\n    import email\n"
            "    return email\ndef h(): return email.message_from_string('a')\nh()\n",
            "'email' is imported only inside 'f' (line 2) and other scopes",
            "add 'import email' on line 1",
            id="package-and-its-submodule-in-other-functions",
        ),
        pytest.param(
            "class A:\n    import time\n    def f(self):\n        return time.time()\nA().f()\n",
            "'time' is imported only inside 'A' (line 2)",
            "add 'import time' on line 1",
            id="in-a-class-body",
        ),
        pytest.param(
            "def f():\n    from os.path import join\n    return join('a')\nprint(join('b'))\n",
            "'join' is imported only inside 'f' (line 2)",
            "add 'from os.path import join' on line 1",
            id="everyday-word-in-another-function",
        ),
        pytest.param(
            "def f():\n    import subprocess as sp\n    sp.run\ndef g():\n    sp.run\ng()\n",
            "'sp' is imported only inside 'f' (line 2)",
            "add 'import subprocess as sp' on line 1",
            id="alias-in-another-function",
        ),
        pytest.param(
            "def f():\n    import xml.dom.minidom\n    xml.dom.minidom.Node\n"
            "def g():\n    xml.dom.minidom.Node\ng()\n",
            "'xml.dom.minidom' is imported only inside 'f' (line 2)",
            "add 'import xml.dom.minidom' on line 1",
            id="submodule-in-another-function",
        ),
        pytest.param(
            "def f():\n    import xml.dom.minidom\n    xml.dom.minidom.Node\n"
            "def g():\n    xml.sax.make_parser()\ng()\n",
            "'xml.sax' is imported nowhere, 'xml.dom.minidom' only inside 'f' (line 2)",
            "add 'import xml.sax' on line 1",
            id="another-submodule-in-a-function",
        ),
        pytest.param(
            "def f():\n    import xml.sax\n    xml.sax.handler\n"
            "def h():\n    import xml.dom.minidom\n    xml.dom.minidom.Node\n"
            "def g():\n    xml.dom.minidom.Node\ng()\n",
            "'xml.dom.minidom' is imported only inside 'h' (line 5)",
            "add 'import xml.dom.minidom' on line 1",
            id="the-submodule-in-the-second-function",
        ),
        pytest.param(
            "def f():\n    from os import path\n    path.join\n"
            "def g(): return path.join('a')\ng()\n",
            "'path' is imported only inside 'f' (line 2)",
            "add 'from os import path' on line 1",
            id="submodule-from-its-package",
        ),
        pytest.param(
            "def f(x):\n    match x:\n        case 1:\n            import time\n"
            "    return time\ndef g(): return time.time()\ng()\n",
            "'time' is imported only inside 'f' (line 4)",
            "add 'import time' on line 1",
            id="below-case",
        ),
        pytest.param(
            "def f():\n    import email.utils\n    email.utils\n"
            "def g(): return email.message_from_string('a')\ng()\n",
            "'email' is imported only inside 'f' (line 2)",
            "add 'import email' on line 1",
            id="package-whose-submodule-another-function-imports",
        ),
        pytest.param(
            "start = time.time()\nimport time\nend = time.time()\n",
            "'time' is imported only below its use (line 2)",
            "move 'import time' to line 1",
            id="later",
        ),
        pytest.param(
            "class A:\n    start = time.time()\nif A:\n    import time\n    time\n",
            "'time' is imported only below its use (line 4)",
            "add 'import time' on line 1",
            id="later-and-conditional",
        ),
        pytest.param(
            LAZY + CHECKING + "from pathlib import Path\ndef f(x=Path('a')): ...\n",
            "'Path' is imported only under 'TYPE_CHECKING' (line 4)",
            "move 'from pathlib import Path' to line 2",
            id="default-value",
        ),
        pytest.param(
            LAZY + CHECKING + "from functools import cache\n@cache\ndef f(): ...\n",
            "'cache' is imported only under 'TYPE_CHECKING' (line 4)",
            "move 'from functools import cache' to line 2",
            id="decorator",
        ),
        pytest.param(
            LAZY + CHECKING + "from enum import Enum\nclass A(Enum): ...\n",
            "'Enum' is imported only under 'TYPE_CHECKING' (line 4)",
            "move 'from enum import Enum' to line 2",
            id="base-class",
        ),
        pytest.param(
            LAZY + CHECKING + "from pathlib import Path\ndef f(x): return isinstance(x, Path)\n"
            "f(1)\n",
            "'Path' is imported only under 'TYPE_CHECKING' (line 4)",
            "move 'from pathlib import Path' to line 2",
            id="isinstance",
        ),
        pytest.param(
            LAZY + "import typing\nif typing.TYPE_CHECKING:\n    from pathlib import Path\n"
            "typing.cast(Path, 1)\n",
            "'Path' is imported only under 'typing.TYPE_CHECKING' (line 4)",
            "move 'from pathlib import Path' to line 3",
            id="cast-without-quotes",
        ),
        pytest.param(
            "import sys\nfrom typing import TYPE_CHECKING\n"
            "if TYPE_CHECKING and sys:\n    import time\ntime.time()\n",
            "'time' is imported only under 'TYPE_CHECKING and sys' (line 4)",
            "move 'import time' to line 2",
            id="TYPE_CHECKING-and-more",
        ),
        pytest.param(
            CHECKING + "import time\nx = 0 if TYPE_CHECKING else time.time()\n",
            "'time' is imported only under 'TYPE_CHECKING' (line 3)",
            "move 'import time' to line 1",
            id="other-branch-of-an-expression",
        ),
        pytest.param(
            CHECKING + "import time\nx = time.time() if not TYPE_CHECKING else 0\n",
            "'time' is imported only under 'TYPE_CHECKING' (line 3)",
            "move 'import time' to line 1",
            id="negated-expression",
        ),
        pytest.param(
            CHECKING + "import time\nx = 1 and time.time()\n",
            "'time' is imported only under 'TYPE_CHECKING' (line 3)",
            "move 'import time' to line 1",
            id="and-of-something-else",
        ),
        pytest.param(
            "if False:\n    import time\ntime.time()\n",
            "'time' is imported only under 'False' (line 2)",
            "move 'import time' to line 1",
            id="if-False",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\nif not TYPE_CHECKING:\n    x = 1\nelse:\n"
            "    import time\ntime.time()\n",
            "'time' is imported only where 'not TYPE_CHECKING' is false (line 5)",
            "move 'import time' to line 1",
            id="else-of-not",
        ),
        pytest.param(
            "import sys\nif sys.version_info >= (3, 4):\n    x = 1\nelse:\n    import time\n"
            "time.time()\n",
            "'time' is imported only where 'sys.version_info >= (3, 4)' is false (line 5)",
            "move 'import time' to line 2",
            id="else-for-another-Python",
        ),
        pytest.param(
            "import sys\nif sys.version_info >= (3, 8):\n    x = 1\n"
            "elif sys.version_info >= (3, 0):\n    import time\ntime.time()\n",
            "'time' is imported only where 'sys.version_info >= (3, 8)' is false (line 5)",
            "move 'import time' to line 2",
            id="elif-for-another-Python",
        ),
        pytest.param(
            "import sys\nif sys.version_info < (3, 4):\n    x = 1\n"
            "elif sys.version_info < (3, 6):\n    import time\ntime.time()\n",
            "'time' is imported only under 'sys.version_info < (3, 6)' (line 5)",
            "move 'import time' to line 2",
            id="elif-that-does-not-hold",
        ),
        pytest.param(
            "@dataclass\nclass A:\n    x: int\nfrom dataclasses import dataclass\n",
            "'dataclass' is imported only below its use (line 4)",
            "move 'from dataclasses import dataclass' to line 1",
            id="decorator-of-the-first-statement",
        ),
        pytest.param(
            "def f():\n    x = time.time()\n    import time\n    return x\nf()\n",
            "'time' is imported only below its use (line 3)",
            "move 'import time' to line 1",
            id="below-in-the-same-function",
        ),
        pytest.param(
            "MYPY = False\nif MYPY:\n    from pathlib import Path\nprint(Path())\n",
            "'Path' is imported only under 'MYPY' (line 3)",
            "move 'from pathlib import Path' to line 1",
            id="MYPY",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING as CHECKING\nif CHECKING:\n"
            "    from pathlib import Path\nprint(Path())\n",
            "'Path' is imported only under 'CHECKING' (line 3)",
            "move 'from pathlib import Path' to line 1",
            id="TYPE_CHECKING-by-another-name",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING is True:\n"
            "    from pathlib import Path\nprint(Path())\n",
            "'Path' is imported only under 'TYPE_CHECKING is True' (line 3)",
            "move 'from pathlib import Path' to line 1",
            id="TYPE_CHECKING-is-True",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\nif True == TYPE_CHECKING:\n"
            "    from pathlib import Path\nprint(Path())\n",
            "'Path' is imported only under 'True == TYPE_CHECKING' (line 3)",
            "move 'from pathlib import Path' to line 1",
            id="TYPE_CHECKING-is-True-mirrored",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\nif True if TYPE_CHECKING else False:\n"
            "    from pathlib import Path\nprint(Path())\n",
            "'Path' is imported only under 'True if TYPE_CHECKING else False' (line 3)",
            "move 'from pathlib import Path' to line 1",
            id="TYPE_CHECKING-in-an-expression",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\nmatch TYPE_CHECKING:\n    case True:\n"
            "        from pathlib import Path\nprint(Path())\n",
            "'Path' is imported only under 'TYPE_CHECKING == True' (line 4)",
            "move 'from pathlib import Path' to line 1",
            id="match-TYPE_CHECKING",
        ),
        pytest.param(
            CHECKING + "from pathlib import Path\nif TYPE_CHECKING:\n    from pathlib import Path\n"
            "print(Path())\n",
            "'Path' is imported only under 'TYPE_CHECKING' (line 3)",
            "move 'from pathlib import Path' to line 1",
            id="two-blocks-for-type-checkers",
        ),
        pytest.param(
            "json: object\ndef f(): return json.dumps(1)\nf()\n",
            "'json' is only declared, and never imported",
            "add 'import json' on line 1",
            id="annotation-without-a-value",
        ),
        pytest.param(
            "class A:\n    os: object\n    x = os.getcwd()\n",
            "'os' is only declared, and never imported",
            "add 'import os' on line 1",
            id="annotation-in-a-class",
        ),
        pytest.param(
            "import sys\nif sys.version_info < (3, 4):\n    import time\nprint(time.time())\n",
            "'time' is imported only under 'sys.version_info < (3, 4)' (line 3)",
            "move 'import time' to line 2",
            id="branch-for-another-Python",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\ndef f():\n    if TYPE_CHECKING:\n"
            "        import os\n    return os.getcwd()\nf()\n",
            "'os' is imported only under 'TYPE_CHECKING' (line 4)",
            "move 'import os' to line 1",
            id="block-for-type-checkers-in-the-same-function",
        ),
        pytest.param(
            LAZY
            + "from functools import singledispatch\n"
            + CHECKING
            + "from decimal import Decimal\n@singledispatch\ndef f(x): ...\n@f.register\n"
            "def _(x: Decimal): ...\n",
            "'Decimal' is imported only under 'TYPE_CHECKING' (line 5)",
            "move 'from decimal import Decimal' to line 2",
            id="singledispatch-evaluates-it",
        ),
    ],
)
def test_import_does_not_reach_its_use(source: str, problem: str, advice: str) -> None:
    (message,) = found(source)
    assert message.partition(" (first of ")[0] == f"MIS004 {problem}: {advice}"
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    after = proof.fixed(source, finding)
    assert found(after) == []
    error = proof.error(source)
    if sys.version_info >= (3, 14) and source in (case.values[0] for case in ANNOTATIONS):
        assert error == ""
    else:
        assert error.startswith(("NameError: name ", "UnboundLocalError: ", "TypeError: Invalid"))
    assert proof.error(after) == ""


@pytest.mark.parametrize(
    ("block", "use", "advice"),
    [
        pytest.param(
            "if TYPE_CHECKING:\n    from typing import *\n",
            "x: List[Any] = []\n",
            "change line 1 to 'from typing import TYPE_CHECKING, List'",
            id="annotation",
        ),
        pytest.param(
            "if TYPE_CHECKING:\n    from pathlib import *\nelse:\n    from os import *\n",
            "Path('a')\n",
            "add 'from pathlib import Path' on line 1",
            id="else-that-has-others",
        ),
        pytest.param(
            "if TYPE_CHECKING:\n    from pathlib import *\n",
            "def f(): return Path('a')\nf()\n",
            "add 'from pathlib import Path' on line 1",
            id="function",
        ),
    ],
)
def test_star_import_that_does_not_run(block: str, use: str, advice: str) -> None:
    head = "from typing import TYPE_CHECKING\n"
    first = f"{head}{block}{use}"
    evaluated = sys.version_info < (3, 14) or "x:" not in use
    assert proof.error(first).startswith("NameError: ") is evaluated
    findings = find_missing_imports(first, target_version=(3, 11))
    assert findings[0].message.partition(" (first of ")[0] == (
        f"MIS004 '{findings[0].name}' is imported only under 'TYPE_CHECKING' (line 3): {advice}"
    )
    # Without its uses the star import would be unused.
    assert all(one.edit is None for one in findings)
    beside = f"{head}from {block.partition('from ')[2].partition(' ')[0]} import *\n{block}{use}"
    assert proof.error(beside) == ""
    assert found(beside) == []
    assert found(f"from a import *\n{first}") == []


def test_star_import_that_does_not_run_supplies_no_other_name() -> None:
    source = CHECKING + "from typing import *\n"
    others = f"{source}typing.Any\n", CHECKING + "from a import *\nPath('a')\n"
    for other in others:
        (finding,) = find_missing_imports(other)
        assert f"'{finding.name}' is used but never imported: " in finding.message
    assert found(f"{source}    x: Any\n") == []
    assert found(f"{LAZY}{source}def f(x: Any): ...\n") == []


@pytest.mark.parametrize(
    "handler",
    [
        pytest.param("pass", id="nothing"),
        pytest.param("Path = None", id="value"),
        pytest.param("from pathlib2 import Path", id="import"),
        pytest.param("class Path: ...", id="definition"),
    ],
)
def test_what_type_checkers_alone_see_is_no_way_out(handler: str) -> None:
    block = (
        f"    try:\n        from pathlib import Path\n    except ImportError:\n        {handler}\n"
    )
    head, use = "from typing import TYPE_CHECKING\n", "Path('a')\n"
    source = f"{head}if TYPE_CHECKING:\n{block}{use}"
    assert proof.error(source).startswith("NameError: ")
    advice = "is imported only under 'TYPE_CHECKING' (line 4): move 'from pathlib import Path' to"
    assert found(source) == [f"MIS004 'Path' {advice} line 1"]
    for reachable in (f"{head}if True:\n{block}{use}", f"{source[: -len(use)]}Path = print\n{use}"):
        assert found(reachable) == []
        assert proof.error(reachable) == ""


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f():\n    import time\n    time.time()\n", id="same-function"),
        pytest.param(
            "def f():\n    import time\n    def g(): return time.time()\n    return g\n",
            id="inner-function",
        ),
        pytest.param("class A:\n    import time\n    x = time.time()\n", id="same-class"),
        pytest.param(
            "def f():\n    global time\n    import time\ndef g(): return time.time()\n",
            id="global",
        ),
        pytest.param(
            "def f():\n    import time\n    time.time()\ndef g(time): time.time()\n", id="parameter"
        ),
        pytest.param(
            "def f():\n    from os.path import join\n    join\ndef g(): join.append(1)\n",
            id="use-that-does-not-fit",
        ),
        pytest.param("def f(): return time.time()\nimport time\n", id="function-runs-later"),
        pytest.param(
            "def f():\n    from collections import OrderedDict as OD\n    OD\n"
            "def g(): OD.nothing\n",
            id="use-that-does-not-fit-under-another-name",
        ),
        pytest.param("import time\ntime.time()\nimport time\n", id="imported-twice"),
        pytest.param(
            "def f():\n    time: object\n    return time.name_of()\n", id="annotated-variable"
        ),
        pytest.param(
            "try:\n    time.time()\nexcept NameError:\n    pass\nimport time\n", id="guarded"
        ),
        pytest.param(CHECKING + "from pathlib import Path\nx: 'Path'\n", id="quoted"),
        pytest.param(
            CHECKING + "from pathlib import Path\nx: 'list[Path | None]'\n", id="quoted-inside"
        ),
        pytest.param(
            "from typing import Callable, cast\n" + CHECKING + "from pathlib import Path\n"
            "    P = Path\ndef f(x):\n    'Path'\n    return cast('Callable[[Path], Path]', x)\n",
            id="quoted-cast-with-arguments",
        ),
        pytest.param(
            CHECKING + "from typing import Any, Callable\n    T = Any, Callable\n"
            "x: 'Callable[[Any], dict[str, Any]]'\n",
            id="quoted-callable",
        ),
        pytest.param(
            CHECKING + "from typing import Any, Optional, Union\n"
            "    T = Any, Optional, Union\ndef f(x: 'Optional[Union[Any, int]]'): ...\n",
            id="quoted-union",
        ),
        pytest.param(
            CHECKING + "from pathlib import Path\ndef f(): x: Path\n", id="annotation-of-a-local"
        ),
        pytest.param(
            CHECKING + "from pathlib import Path\ndef f(self):\n    self.x: Path = 1\n",
            id="annotation-of-an-attribute-in-a-function",
        ),
        pytest.param(
            LAZY + CHECKING + "from pathlib import Path\nx: Path\ndef f(a: Path, *b: Path, "
            "c: Path, **d: Path) -> Path: ...\nclass A:\n    x: list[Path]\n",
            id="PEP-563",
        ),
        pytest.param(
            "import typing\n" + CHECKING + "from pathlib import Path\ntyping.cast('Path', 1)\n",
            id="quoted-cast",
        ),
        pytest.param(
            "import typing\n"
            + CHECKING
            + "from pathlib import Path\nT = typing.TypeVar('T', bound='Path')\n",
            id="quoted-bound",
        ),
        pytest.param(
            CHECKING + "from pathlib import Path\nelse:\n    Path = None\nPath\n", id="else-binds"
        ),
        pytest.param(
            CHECKING + "from pathlib import Path\n    x = [a for a in Path.home().iterdir()]\n",
            id="comprehension-under-TYPE_CHECKING",
        ),
        pytest.param(
            CHECKING + "from pathlib import Path\nif TYPE_CHECKING:\n    x = Path\n",
            id="used-under-TYPE_CHECKING",
        ),
        pytest.param(
            CHECKING + "from pathlib import Path\nx = Path if TYPE_CHECKING else None\n",
            id="conditional-expression",
        ),
        pytest.param(CHECKING + "from pathlib import Path\ny = TYPE_CHECKING and Path\n", id="and"),
        pytest.param(
            CHECKING + "from pathlib import Path\nx = None if not TYPE_CHECKING else Path\n",
            id="negated-expression",
        ),
        pytest.param(
            CHECKING + "from pathlib import Path\nif not TYPE_CHECKING:\n    x = 1\n"
            "else:\n    x = Path\n",
            id="else-of-not-TYPE_CHECKING",
        ),
        pytest.param(
            CHECKING + "from pathlib import Path\ndef f():\n    from pathlib import Path\n"
            "    return Path()\n",
            id="imported-in-the-function-too",
        ),
        pytest.param(CHECKING + "from numpy import array\narray\n", id="third-party"),
        pytest.param(
            "from a import *\n" + CHECKING + "from pathlib import Path\nPath()\n",
            id="star-import-beside-TYPE_CHECKING",
        ),
        pytest.param("from a import *\ntime.time()\nimport time\n", id="star-import-above"),
        pytest.param(
            "from a import *\ndef f():\n    import time\n    time\ndef g(): time.time()\n",
            id="star-import-beside-a-function",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING or f():\n    import time\n"
            "time.time()\n",
            id="or",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\nif not TYPE_CHECKING:\n    import time\n"
            "time.time()\n",
            id="not-TYPE_CHECKING",
        ),
        pytest.param(
            CHECKING + "Alias = Decimal\nfrom decimal import Decimal\n",
            id="for-type-checkers-above",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\nx = TYPE_CHECKING and Decimal\n"
            "from decimal import Decimal\n",
            id="TYPE_CHECKING-and-it-above",
        ),
        pytest.param("if False:\n    x = Decimal\nfrom decimal import Decimal\n", id="if-False"),
        pytest.param(
            "for i in ():\n    x = Decimal(1)\nfrom decimal import Decimal\n", id="for-in-nothing"
        ),
        pytest.param(
            "x = [Decimal(1) for i in ()]\nfrom decimal import Decimal\n",
            id="comprehension-over-nothing",
        ),
        pytest.param(
            "while True:\n    break\nelse:\n    x = Decimal(1)\nfrom decimal import Decimal\n",
            id="else-of-while-True",
        ),
        pytest.param(
            "for i in range(3):\n    if i:\n        time.time()\n    import time\n",
            id="earlier-pass-of-a-loop",
        ),
        pytest.param("g = (time.time() for _ in range(3))\nimport time\nlist(g)\n", id="generator"),
        pytest.param(
            CHECKING + "from pathlib import Path\ndef f():\n    if not TYPE_CHECKING:\n"
            "        return\n    Path()\n",
            id="return-if-not-TYPE_CHECKING",
        ),
        pytest.param(
            CHECKING + "from pathlib import Path\ndef f():\n    assert TYPE_CHECKING\n    Path()\n",
            id="assert-TYPE_CHECKING",
        ),
        pytest.param(
            "try:\n    x = 1\nexcept json.JSONDecodeError:\n    pass\nimport json\n",
            id="except-clause-above",
        ),
        pytest.param(
            "import sys\ny = 'json' in sys.modules and json.x\nimport json\n", id="sys-modules"
        ),
        pytest.param(
            "import sys\ntry:\n    sys.modules['json']\nexcept KeyError:\n    pass\nelse:\n"
            "    json.x\nimport json\n",
            id="lookup-in-sys-modules",
        ),
        pytest.param(
            "import time\ndef f():\n    x = time.time()\n    return x\ntime = None\n",
            id="bound-by-something-else",
        ),
        pytest.param(
            "import atexit\n"
            + CHECKING.replace("from", "from", 1)
            + "from decimal import Decimal\n@atexit.register\ndef _(x: 'Decimal'): ...\n",
            id="register-of-something-else",
        ),
        pytest.param("x: Decimal = 1\ndel x\nDecimal = 1\n", id="value-below"),
    ],
)
def test_silent(source: str) -> None:
    assert found(source) == []


@pytest.mark.skipif(sys.version_info < (3, 12), reason="PEP 695 needs Python 3.12")
@pytest.mark.parametrize(
    "use",
    [
        pytest.param("type T = list[Path]\n", id="type-statement"),
        pytest.param("def f[T: Path](x: T): ...\n", id="bound"),
    ],
)
def test_lazily_evaluated_syntax_is_silent(use: str) -> None:
    source = CHECKING + "from pathlib import Path\n" + use
    assert find_missing_imports(source, target_version=(3, 12)) == []
    assert proof.error(source) == ""


@pytest.mark.skipif(sys.version_info < (3, 12), reason="PEP 695 needs Python 3.12")
@pytest.mark.parametrize(
    "source",
    [
        pytest.param("class A:\n    {}\n    def f[T](self, x: Path) -> T: ...\n", id="annotation"),
        pytest.param("class A:\n    {}\n    class B[T](Path): ...\n", id="base"),
        pytest.param("class A:\n    {}\n    def f[T](self, x=Path('a')): ...\n", id="default"),
        pytest.param("{0}\ndef f[T](x: Path):\n    {0}\n    return Path\nf(1)\n", id="outside"),
    ],
)
def test_head_of_a_generic_definition_sees_the_class_around(source: str) -> None:
    source = source.format("from pathlib import Path")
    assert find_missing_imports(source, target_version=(3, 12)) == []
    assert proof.error(source) == ""


@pytest.mark.skipif(sys.version_info < (3, 12), reason="PEP 695 needs Python 3.12")
@pytest.mark.parametrize(
    "source",
    [
        pytest.param("class A:\n    {}\n    def f[T](self): Path('a')\nA().f()\n", id="method"),
        pytest.param("class A[T](Path):\n    {}\n", id="base-of-the-class-that-imports"),
        pytest.param("def f[T](x=Path('a')):\n    {}\nf(1)\n", id="function-that-imports"),
    ],
)
def test_generic_definition_hides_what_it_imports(source: str) -> None:
    source = source.format("from pathlib import Path")
    assert proof.error(source).startswith("NameError: ")
    (finding,) = find_missing_imports(source, target_version=(3, 12))
    assert finding.code == "MIS004"


@pytest.mark.parametrize(("target", "count"), [((3, 13), 1), ((3, 14), 0)])
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(CHECKING + "from pathlib import Path\nx: Path\n", id="TYPE_CHECKING"),
        pytest.param("def f(x: Path): ...\nfrom pathlib import Path\n", id="below-its-use"),
        pytest.param("x: Path\nfrom pathlib import Path\n", id="variable-below-its-use"),
        pytest.param(
            "def f():\n    def g() -> Path: ...\n    from pathlib import Path\nf()\n",
            id="below-in-a-function",
        ),
    ],
)
def test_annotations_run_until_python_3_13(
    source: str, target: tuple[int, int], count: int
) -> None:
    assert len(found(source, target)) == count


def test_another_member_under_the_name_of_a_module_is_no_form_of_it() -> None:
    source = (
        f"{CHECKING}from glob import iglob as glob\n"
        "def f(): return glob('a')\ndef g(): return glob.escape('a')\n"
    )
    messages = [one.message for one in find_missing_imports(source)]
    assert not any("used both" in one for one in messages)


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        pytest.param(
            "x = path.join('a')\nfrom pathlib import Path as path\nimport os.path as path\n",
            "import os.path as path",
            id="second-fits",
        ),
        pytest.param(
            "x = path.join('a')\nimport os.path as path\nfrom pathlib import Path as path\n",
            "import os.path as path",
            id="first-fits",
        ),
        pytest.param(
            "x = datetime.timedelta(1)\nif x:\n    from datetime import datetime\n"
            "else:\n    import datetime\n",
            "import datetime",
            id="module",
        ),
        pytest.param(
            "x = datetime.timedelta(1)\nif x:\n    import datetime\n"
            "else:\n    from datetime import datetime\n",
            "import datetime",
            id="module-first",
        ),
    ],
)
def test_late_imports_of_which_one_fits_the_use(source: str, statement: str) -> None:
    assert proof.error(source).startswith("NameError: ")
    (finding,) = find_missing_imports(source)
    assert str(finding.statement) == statement
    assert finding.edit is None
    assert proof.error(f"{statement}\n{source}") == ""


@pytest.mark.parametrize(
    ("head", "register"),
    [
        pytest.param(
            "from functools import singledispatch as sd\n@sd\ndef show(x): ...\n",
            "@show.register\ndef _(x: Decimal): ...\n",
            id="another-name",
        ),
        pytest.param(
            "import functools\nsd = functools.singledispatch\n@sd\ndef show(x): ...\n",
            "@show.register\ndef _(x: Decimal): ...\n",
            id="variable",
        ),
        pytest.param(
            "import functools as ft\nshow = ft.singledispatch(lambda x: x)\n",
            "@show.register\ndef _(x: Decimal): ...\n",
            id="assigned",
        ),
        pytest.param(
            "from functools import singledispatch\n@singledispatch\ndef show(x): ...\n",
            "def _(x: Decimal): ...\nshow.register(_)\n",
            id="call",
        ),
        pytest.param(
            "from functools import singledispatch as sd\nshow = sd(lambda x: x)\n",
            "def f(x: int): ...\ndef _(x: Decimal): ...\nshow.register(_)\nshow.register(f)\n",
            id="calls",
        ),
        pytest.param(
            "from functools import singledispatchmethod as by_type\n",
            "class A:\n    @by_type\n    def show(self, x): ...\n"
            "    @show.register\n    def _(self, x: Decimal): ...\n",
            id="method",
        ),
    ],
)
def test_annotations_that_a_dispatcher_evaluates(head: str, register: str) -> None:
    source = f"{LAZY}{head}{CHECKING}from decimal import Decimal\n{register}"
    # Python 3.14 and newer say so of some.
    unresolved = "TypeError: Invalid annotation for 'x'. ForwardRef('Decimal') is an unresolved "
    assert proof.error(source).startswith(("NameError: ", unresolved))
    (finding,) = find_missing_imports(source)
    assert finding.code == "MIS004"
    assert proof.error(proof.fixed(source, finding)) == ""


@pytest.mark.parametrize(
    ("head", "register"),
    [
        pytest.param(
            "from atexit import register as sd\n@sd\ndef show(x=1): ...\nshow.register = print\n",
            "@show.register\ndef _(x: Decimal): ...\n",
            id="another-decorator",
        ),
        pytest.param(
            "from functools import singledispatch\n@singledispatch\ndef show(x): ...\n",
            "def _(x: Decimal): ...\nshow.register(int, _)\n",
            id="given-the-class",
        ),
        pytest.param(
            "from functools import singledispatch\n@singledispatch\ndef show(x): ...\n",
            "def f(x: Decimal): ...\ndef _(x: int): ...\nshow.register(_)\n",
            id="another-function",
        ),
        pytest.param(
            "from functools import singledispatch\n@singledispatch\ndef show(x): ...\n",
            "def _(x: int): ...\nshow.register(_)\ndef _(x: Decimal): ...\n",
            id="below-the-call",
        ),
        pytest.param(
            "from functools import singledispatch\n@singledispatch\ndef show(x): ...\n",
            "def _(x: Decimal): ...\nfrom decimal import Decimal\nshow.register(_)\n",
            id="imported-in-between",
        ),
    ],
)
def test_annotations_that_no_dispatcher_evaluates(head: str, register: str) -> None:
    source = f"{LAZY}{head}{CHECKING}from decimal import Decimal\n{register}"
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("from dataclasses import dataclass as dc\n@dc\n", id="import"),
        pytest.param("from dataclasses import dataclass as dc\n@dc(frozen=True)\n", id="call"),
        pytest.param("import dataclasses\nD = dataclasses.dataclass\n@D\n", id="variable"),
        pytest.param("import dataclasses as d\n@d.dataclass(order=True)\n", id="module"),
    ],
)
@pytest.mark.parametrize(
    ("imported", "annotation"),
    [
        pytest.param("typing import ClassVar", "ClassVar[int]", id="ClassVar"),
        pytest.param("typing import ClassVar as CV", "CV[int]", id="ClassVar-as"),
        pytest.param("dataclasses import InitVar as IV", "IV[int]", id="InitVar-as"),
        pytest.param("dataclasses import KW_ONLY as KO", "KO", id="KW_ONLY-as"),
    ],
)
def test_other_names_of_what_reads_annotations(head: str, imported: str, annotation: str) -> None:
    above, _, decorator = head.rpartition("\n@")
    source = (
        f"{LAZY}{above}\n{CHECKING}from {imported}\n@{decorator}class A:\n    x: {annotation} = 1\n"
    )
    fields = "import dataclasses\nassert not dataclasses.fields(A)\n"
    assert proof.error(source + fields).startswith("AssertionError")
    (finding,) = find_missing_imports(source)
    assert finding.code == "MIS004"
    assert proof.error(proof.fixed(source, finding) + fields) == ""
    assert find_missing_imports(source.replace(f"@{decorator}", "")) == []
    assert find_missing_imports(source.replace(f"x: {annotation}", f"x: list[{annotation}]")) == []


@pytest.mark.parametrize("target", [(3, 11), (3, 14)])
@pytest.mark.parametrize(
    "annotation",
    [
        pytest.param("ClassVar[int]", id="ClassVar"),
        pytest.param("'ClassVar[int]'", id="quoted"),
        pytest.param("ClassVar", id="bare"),
    ],
)
def test_dataclass_looks_up_what_its_annotations_say(
    annotation: str, target: tuple[int, int]
) -> None:
    source = (
        LAZY + "from dataclasses import dataclass\n" + CHECKING + "from typing import ClassVar\n"
        f"@dataclass\nclass A:\n    x: {annotation} = 1\n"
    )
    (message,) = found(source, target)
    assert message.startswith("MIS004 'ClassVar' is imported only under 'TYPE_CHECKING'")
    assert found(source.replace("@dataclass\n", ""), target) == []
    assert found(source.replace(annotation, f"list[{annotation}]".replace("'", "")), target) == []


@pytest.mark.parametrize("target", [(3, 11), (3, 14)])
@pytest.mark.parametrize(("module", "name"), [("typing", "ClassVar"), ("dataclasses", "InitVar")])
def test_dataclass_without_what_it_looks_up_has_another_field(
    module: str, name: str, target: tuple[int, int]
) -> None:
    source = (
        LAZY + "import dataclasses\n" + CHECKING + f"from {module} import {name}\n"
        f"@dataclasses.dataclass\nclass A:\n    x: {name}[int] = 1\n"
    )
    (finding,) = find_missing_imports(source, target_version=target)
    assert finding.message.startswith(f"MIS004 '{name}' is imported only under 'TYPE_CHECKING'")
    fields = "assert not dataclasses.fields(A)\n"
    assert proof.error(source + fields) == "AssertionError"
    assert proof.error(proof.fixed(source, finding) + fields) == ""


@pytest.mark.parametrize("target", [(3, 11), (3, 14)])
def test_kw_only_that_a_dataclass_does_not_see_is_a_field(target: tuple[int, int]) -> None:
    source = (
        LAZY + "import dataclasses\n" + CHECKING + "from dataclasses import KW_ONLY\n"
        "@dataclasses.dataclass\nclass A:\n    _: KW_ONLY\n    x: int\n"
    )
    (message,) = found(source, target)
    assert message.startswith("MIS004 'KW_ONLY' is imported only under 'TYPE_CHECKING'")


@pytest.mark.parametrize("target", [(3, 11), (3, 13), (3, 14)])
@pytest.mark.parametrize("value", [pytest.param("", id="none"), pytest.param(" = 1", id="value")])
def test_annotation_of_a_local_variable_is_the_same_on_all_pythons(
    value: str, target: tuple[int, int]
) -> None:
    (finding,) = find_missing_imports(f"def f():\n    x: Path{value}\n", target_version=target)
    assert finding.message == (
        "MIS002 'Path' is used but never imported: add 'from pathlib import Path' on line 1"
    )


def test_import_that_falls_back_for_type_checkers_is_left_to_the_reader() -> None:
    source = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    try:\n"
        "        from typing import Self\n    except ImportError:\n"
        "        from typing_extensions import Self\ndef f() -> Self: ...\n"
    )
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert finding.message == (
        "MIS004 'Self' is imported only under 'TYPE_CHECKING' (line 4): change line 1 to "
        "'from typing import TYPE_CHECKING, Self', and remove the import on line 4"
    )
    assert finding.edit is None
    source = source.replace("TYPE_CHECKING:\n    try", "1 > 2:\n    try")
    assert find_missing_imports(source, target_version=(3, 11)) == []


OTHER_BRANCHES = [
    pytest.param(
        "def f(x):\n    if x:\n        import json\n        y = json.dumps(1)\n    else:\n"
        "        y = json.dumps(2)\n    return y\nf(0)\n",
        id="else",
    ),
    pytest.param(
        "def f(x):\n    if x > 1:\n        import json\n    elif x:\n        json.dumps(2)\nf(1)\n",
        id="elif",
    ),
    pytest.param(
        "def f(x):\n    if x:\n        import json\n        return json.dumps(1)\n"
        "    return json.dumps(2)\nf(0)\n",
        id="branch-that-returns",
    ),
    pytest.param(
        "def f(x):\n    if x:\n        import json\n        raise ValueError(json.dumps(1))\n"
        "    for y in [1]:\n        json.dumps(2)\nf(0)\n",
        id="branch-that-raises",
    ),
    pytest.param(
        "import sys\ndef f(x):\n    if x:\n        import json\n        sys.exit(json.dumps(1))\n"
        "    json.dumps(2)\nf(0)\n",
        id="branch-that-exits",
    ),
    pytest.param(
        "def f(x):\n    if x:\n        for y in x:\n            import json\n        return y\n"
        "    json.dumps(2)\nf(0)\n",
        id="loop-in-a-branch-that-returns",
    ),
    pytest.param(
        "def f(x):\n    if not x:\n        return json.dumps(1)\n    elif x > 1:\n"
        "        import json\n        return json\n    return json.dumps(2)\nf(1)\n",
        id="one-use-above-and-one-below",
    ),
    pytest.param(
        "def f(x):\n    match x:\n        case 1:\n            import json\n        case _:\n"
        "            json.dumps(2)\nf(0)\n",
        id="another-case",
    ),
    pytest.param(
        "def f(x):\n    if x == 1:\n        import json\n        return json.dumps(1)\n"
        "    if x == 2:\n        import json\n        return json.dumps(1)\n"
        "    return json.dumps(2)\nf(0)\n",
        id="several-branches",
    ),
    pytest.param(
        "def f(x):\n    match x:\n        case 1:\n            import json\n"
        "        case 0 if json.dumps(2):\n            pass\nf(0)\n",
        id="guard-of-another-case",
    ),
    pytest.param(
        "def f(x):\n    if x:\n        import json\n    else:\n        @(json and id)\n"
        "        def g(): pass\nf(0)\n",
        id="decorator-in-the-else",
    ),
    pytest.param(
        "def f(x):\n    try:\n        raise x\n    except KeyError:\n        import json\n"
        "        print(json)\n    except ValueError:\n        json.dumps(2)\nf(ValueError())\n",
        id="another-handler",
    ),
    pytest.param(
        "def f(x):\n    try:\n        len(x)\n    except TypeError:\n        import json\n"
        "        print(json)\n    else:\n        json.dumps(2)\nf('')\n",
        id="else-of-a-try",
    ),
    pytest.param(
        "def f(x):\n    try:\n        len(x)\n    except TypeError:\n        import json\n"
        "        return json\n    json.dumps(2)\nf('')\n",
        id="handler-that-returns",
    ),
    pytest.param(
        "def f(x):\n    for y in x:\n        if y:\n            import json\n"
        "            for z in y:\n                break\n            return json.dumps(1)\n"
        "    json.dumps(2)\nf([0])\n",
        id="break-of-a-loop-inside",
    ),
    pytest.param(
        "def f(x):\n    if x:\n        import json\n        import json\n    else:\n"
        "        json.dumps(2)\nf(0)\n",
        id="twice-in-a-branch",
    ),
]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f():\n    try: int('a')\n    except json.JSONDecodeError:\n        import json\n",
            id="imported-by-the-handler",
        ),
        pytest.param(
            "def f():\n    try: int('a')\n    except (KeyError, json.JSONDecodeError): pass\n"
            "    import json\n",
            id="imported-below",
        ),
        pytest.param(
            "def f():\n    try: int('a')\n    except JSONDecodeError: pass\n"
            "    from json import JSONDecodeError\n",
            id="member",
        ),
    ],
)
def test_except_clause_of_a_function_above_its_import(source: str) -> None:
    assert proof.error(f"{source}f()\n").startswith("UnboundLocalError: ")
    (finding,) = find_missing_imports(source)
    assert proof.error(proof.fixed(source, finding)) == ""


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f():\n    while 1:\n        try: int('a')\n"
            "        except json.JSONDecodeError: pass\n        import json\n",
            id="later-pass",
        ),
        pytest.param(
            "def f():\n    try:\n        import json\n        int('a')\n"
            "    except json.JSONDecodeError: pass\n",
            id="imported-by-the-block",
        ),
    ],
)
def test_except_clause_of_a_function_that_its_import_may_reach(source: str) -> None:
    assert find_missing_imports(source) == []


@pytest.mark.parametrize("source", OTHER_BRANCHES)
def test_import_in_another_branch(source: str) -> None:
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    problem, _, advice = finding.message.partition(" (first of ")[0].partition(" (line ")
    assert problem.startswith("MIS004 'json' is imported only ")
    assert "): move 'import json' to line " in advice
    assert proof.error(source).startswith("UnboundLocalError: ")
    after = proof.fixed(source, finding)
    assert found(after) == []
    assert proof.error(after) == ""


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f(x):\n    if x:\n        import json\n    return json.dumps(2)\nf(1)\n",
            id="branch-that-goes-on",
        ),
        pytest.param(
            "def f(x):\n    for y in x:\n        if y:\n            import json\n        else:\n"
            "            json.dumps(2)\nf([1, 0])\n",
            id="else-in-a-later-pass",
        ),
        pytest.param(
            "def f(x):\n    for y in x:\n        if y:\n            import json\n"
            "            break\n    json.dumps(2)\nf([1])\n",
            id="branch-that-leaves-a-loop",
        ),
        pytest.param(
            "def f(x):\n    try:\n        if x:\n            import json\n"
            "            raise ValueError\n    except ValueError:\n        pass\n"
            "    json.dumps(2)\nf(1)\n",
            id="exception-that-is-caught",
        ),
        pytest.param(
            "from contextlib import suppress\ndef f(x):\n    with suppress(ValueError):\n"
            "        if x:\n            import json\n            raise ValueError\n"
            "    json.dumps(2)\nf(1)\n",
            id="exception-that-is-suppressed",
        ),
        pytest.param(
            "def f(x):\n    try:\n        if x:\n            import json\n            return\n"
            "    finally:\n        json.dumps(2)\nf(1)\n",
            id="finally-runs-after-a-return",
        ),
        pytest.param(
            "def f(x):\n    for y in x:\n        if y:\n            import json\n"
            "            if y > 1:\n                break\n            return None\n"
            "    return json.dumps(2)\nf([2])\n",
            id="branch-with-a-break-that-ends-in-return",
        ),
        pytest.param(
            "def f(x):\n    while x:\n        try:\n            import json\n"
            "            len(x)\n        except TypeError:\n            x = 0\n"
            "            continue\n        return None\n    return json.dumps(2)\nf(1)\n",
            id="handler-that-goes-on-with-the-loop",
        ),
        pytest.param(
            "done = False\ndef f():\n    global done, json\n    if done:\n"
            "        return json.dumps(1)\n    import json\n    done = True\nf()\nf()\n",
            id="earlier-call-has-imported-a-global",
        ),
        pytest.param(
            "def f(x):\n    global json\n    if x:\n        import json\n        return None\n"
            "    return json.dumps(2)\nf(1)\nf(0)\n",
            id="earlier-call-has-taken-the-branch",
        ),
        pytest.param(
            "def f(x):\n    try:\n        len(x)\n    except TypeError:\n        import json\n"
            "    finally:\n        json.dumps(2)\nf(1)\n",
            id="finally-after-a-handler",
        ),
        pytest.param(
            "def f(x):\n    if x:\n        import json\n        def g():\n            return json\n"
            "        return g\nf(1)()\n",
            id="function-in-the-branch",
        ),
        pytest.param(
            "def f(x):\n    if x:\n        import json\n    else:\n        json = None\n"
            "        json and json.dumps(2)\nf(0)\n",
            id="other-branch-binds-it-too",
        ),
        pytest.param(
            "def f(x):\n    try:\n        len(x)\n        import json\n"
            "        return json.loads(x)\n    except ValueError:\n        json.dumps(2)\nf('x')\n",
            id="above-what-may-fail",
        ),
        pytest.param(
            "def f(x):\n    while True:\n        if x:\n            json.dumps(2)\n"
            "            return\n        import json\n        x = 1\nf(0)\n",
            id="loop-that-imports-first",
        ),
    ],
)
def test_branch_that_does_not_exclude_the_use(source: str) -> None:
    assert found(source) == []
    assert proof.error(source) == ""


@pytest.mark.parametrize(
    ("source", "advice"),
    [
        pytest.param(
            "import os\nif os.name == 'nt':\n    import json\nelse:\n    json.dumps(1)\n",
            "(line 3): move 'import json' to line 1",
            id="for-a-platform",
        ),
        pytest.param(
            "try:\n    import lxml\nexcept ImportError:\n    import json\n    exit(json)\n"
            "json.dumps(lxml)\n",
            "(line 4): move 'import json' to line 1",
            id="for-an-import-that-failed-at-the-top-level",
        ),
        pytest.param(
            "import lxml\nclass A:\n    if lxml:\n        import json\n    else:\n"
            "        x = json.dumps(1)\n",
            "(line 4): move 'import json' to line 1",
            id="in-a-class",
        ),
        pytest.param(
            "def f(x):\n    try:\n        if x:\n            import json\n            return json\n"
            "        json.dumps(2)\n    except ImportError:\n        pass\n",
            "(line 4): move 'import json' to line 1",
            id="in-a-try",
        ),
        pytest.param(
            "def f(x):\n    try:\n        import lxml\n    except (KeyError, ImportError):\n"
            "        import json\n        return json\n    json.dumps(lxml)\n",
            "(line 5): move 'import json' to line 1",
            id="for-an-import-that-failed",
        ),
        pytest.param(
            "def f(x):\n    try:\n        x = int(x)\n        import json\n        y = x, json\n"
            "        return y\n    except Exception:\n        json.dumps(2)\n",
            "(line 4): move 'import json' to line 1",
            id="above-what-cannot-fail",
        ),
    ],
)
def test_import_in_another_branch_without_an_edit(source: str, advice: str) -> None:
    (finding,) = find_missing_imports(source)
    assert finding.message == f"MIS004 'json' is imported only in another branch {advice}"
    assert finding.edit is None


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "import sys\nif sys.argv[1:]:\n    import json\n    json.dumps(1)\n"
            "    raise SystemExit\ndef f(): return json.dumps(1)\nf()\n",
            id="function-below-a-branch-that-leaves",
        ),
        pytest.param(
            "import sys\nif sys.argv[1:]:\n    import json\nelse:\n"
            "    def f(): return json.dumps(1)\n    f()\n",
            id="function-in-the-else",
        ),
        pytest.param(
            "import sys\nfor x in sys.argv, []:\n    if not x:\n        import json\n"
            "        break\n    json.dumps(x)\n",
            id="loop",
        ),
    ],
)
def test_import_in_another_branch_of_the_module(source: str) -> None:
    (finding,) = find_missing_imports(source)
    assert finding.message.startswith("MIS004 'json' is imported only in another branch (line ")
    assert finding.message.endswith("): move 'import json' to line 1")
    assert proof.error(source).startswith("NameError: ")
    after = proof.fixed(source, finding)
    assert after.count("import json") == 1
    assert proof.error(after) == ""
    assert found(after) == []


@pytest.mark.parametrize(
    "fallback",
    [
        pytest.param("import json", id="import"),
        pytest.param("json = None", id="value"),
        pytest.param("def json(): pass", id="definition"),
    ],
)
def test_what_makes_up_for_a_late_import(fallback: str) -> None:
    source = f"json.dumps(1)\ntry:\n    import json\nexcept ImportError:\n    {fallback}\n"
    assert proof.error(source).startswith("NameError: name 'json' is not defined")
    (finding,) = find_missing_imports(source)
    assert finding.message.endswith("only below its use (line 3): add 'import json' on line 1")
    is_import = "import" in fallback
    assert (finding.edit is not None) == is_import
    assert len(found(source.replace("except ImportError", "finally"))) == 1


@pytest.mark.parametrize(
    "use",
    [
        pytest.param("x = os.sep\n", id="value"),
        pytest.param("def f(x=os.sep): pass\n", id="default"),
        pytest.param("class A:\n    x = os.sep\n", id="class-body"),
        pytest.param("@(os and id)\ndef f(): pass\n", id="decorator"),
        pytest.param("def f(): return os.sep\nf()\n", id="own-call"),
    ],
)
@pytest.mark.parametrize(
    ("below", "is_fixed"),
    [
        pytest.param("del os\n", True, id="deletion"),
        pytest.param("if os:\n    del os\n", True, id="deletion-in-if"),
        pytest.param("del os\nimport os\n", False, id="import-below-a-deletion"),
        pytest.param("os = os\n", False, id="value"),
        pytest.param("for os in 'a': pass\n", False, id="loop"),
        pytest.param("def os(): pass\n", False, id="definition"),
    ],
)
def test_whatever_else_binds_or_deletes_the_name_below(
    use: str, below: str, is_fixed: bool
) -> None:
    source = f"{use}import os\n{below}"
    assert proof.error(source).startswith("NameError: name 'os' is not defined")
    (finding,) = find_missing_imports(source)
    assert finding.message.startswith("MIS004 'os' is imported only below its use")
    assert (finding.edit is not None) == is_fixed
    assert not is_fixed or proof.error(proof.fixed(source, finding)) == ""
    assert found(f"import os\n{source}") == []


@pytest.mark.parametrize(
    "binding",
    [
        pytest.param("os = None", id="value"),
        pytest.param("import os", id="import"),
    ],
)
def test_function_below_that_binds_the_name(binding: str) -> None:
    function = f"def reset():\n    global os\n    {binding}\n"
    source = f"x = os.sep\nimport os\n{function}"
    (finding,) = find_missing_imports(source)
    assert finding.message.startswith("MIS004 'os' is imported only below its use (line 2): ")
    assert finding.edit is None
    assert proof.error(source).startswith("NameError: name 'os' is not defined")
    # A call may be above the use.
    assert found(f"{function}x = os.sep\nimport os\n") == []
    assert found(f"def f(): return os.sep\n{function}reset()\nf()\n") == []


@pytest.mark.parametrize(
    ("around", "advice"),
    [
        pytest.param(
            "    import json\n{}", "move that import above the use, or remove it", id="import"
        ),
        pytest.param(
            "{}    import json\n", "move that import above the use, or remove it", id="import-below"
        ),
        pytest.param("    import json.tool\n{}", "give that import another name", id="submodule"),
        pytest.param("    json = 1\n{}", "move that import above the use", id="value"),
        pytest.param(
            "    for json in 'a':\n        pass\n{}", "move that import above the use", id="loop"
        ),
    ],
)
def test_import_in_a_function_inside_another_that_binds_the_name(around: str, advice: str) -> None:
    inner = "    def g():\n        json.dumps(1)\n        import json\n    g()\n"
    source = f"def f():\n{around.format(inner)}f()\n"
    (finding,) = find_missing_imports(source)
    line = source[: source.index("        import")].count("\n") + 1
    assert finding.message == (
        f"MIS004 'json' is imported only below its use (line {line}): {advice}"
    )
    assert finding.edit is None
    assert "'json'" in proof.error(source)


@pytest.mark.parametrize(
    "around",
    [
        pytest.param("    import json as j\n", id="another-name"),
        pytest.param("    def h():\n        import json\n", id="beside"),
        pytest.param("    class A:\n        import json\n", id="class-beside"),
    ],
)
def test_import_in_a_function_inside_another_that_does_not_bind_the_name(around: str) -> None:
    inner = "    def g():\n        json.dumps(1)\n        import json\n    g()\n"
    source = f"def f():\n{around}{inner}f()\n"
    (finding,) = find_missing_imports(source)
    assert "move 'import json' to line 1" in finding.message
    assert proof.error(proof.fixed(source, finding)) == ""


def test_import_of_a_function_below_is_left_to_the_reader() -> None:
    source = "x = os.sep\ndef load():\n    global os\n    import os\n"
    (finding,) = find_missing_imports(source)
    assert finding.message == (
        "MIS004 'os' is imported only below its use (line 4): add 'import os' on line 1"
    )
    assert finding.edit is None


@pytest.mark.parametrize(
    "below",
    [
        pytest.param("time = time.time()", id="value"),
        pytest.param("del time", id="deletion"),
        pytest.param("for time in 'a': pass", id="loop"),
        pytest.param("def time(): pass", id="definition"),
    ],
)
def test_whatever_else_binds_or_deletes_the_name_below_in_a_function(below: str) -> None:
    source = f"def f():\n    time.time()\n    import time\n    {below}\nf()\n"
    assert proof.error(source).startswith("UnboundLocalError: ")
    (message,) = found(source)
    assert message == (
        "MIS004 'time' is imported only below its use (line 3): move that import above the use"
    )
    line = "    import time\n"
    above = source.replace(line, "").replace("f():\n", f"f():\n{line}", 1)
    assert proof.error(above) == ""
    assert found(above) == []


@pytest.mark.parametrize(
    "use",
    [
        pytest.param("x = os.sep\n", id="direct"),
        pytest.param("def f(): return os.sep\nx = f()\n", id="own-function"),
        pytest.param(
            "class A:\n    def __init__(self): self.x = os.sep\nx = A()\n", id="own-class"
        ),
        pytest.param(
            "def f(g):\n    g.x = os.sep\n    return g\n@f\ndef x(): pass\n", id="own-decorator"
        ),
    ],
)
@pytest.mark.parametrize(
    ("block", "left"),
    [
        pytest.param("    import os\n    print(os)\n", "    print(os)\n", id="alone"),
        pytest.param(
            "    import logging, os\n    print(os)\n",
            "    import logging\n    print(os)\n",
            id="beside-another",
        ),
        pytest.param(
            "    if x:\n        import os\n        print(os)\n",
            "    if x:\n        print(os)\n",
            id="in-if",
        ),
    ],
)
def test_import_of_the_program_that_others_need_is_moved(use: str, block: str, left: str) -> None:
    guard = 'if __name__ == "__main__":\n'
    source = f"{use}{guard}{block}"
    assert proof.error(source).startswith("NameError: name 'os' is not defined")
    (finding,) = find_missing_imports(source)
    assert finding.message.endswith("move 'import os' to line 1")
    after = proof.fixed(source, finding)
    assert after.endswith(f"{guard}{left}")
    assert proof.error(after) == ""


def test_import_of_the_program_with_a_reason_stays() -> None:
    source = "x = ssl.OPENSSL_VERSION\nif __name__ == '__main__':\n    import ssl\n    ssl\n"
    (finding,) = find_missing_imports(source)
    assert finding.message.endswith("(line 3): add 'import ssl' on line 1")


def test_only_uses_that_run_before_the_import_count() -> None:
    source = "def f(): return time.time()\nx = time.time()\nimport time\n"
    (finding,) = find_missing_imports(source)
    assert (finding.code, finding.line) == ("MIS004", 2)
    assert "uses" not in finding.message


@pytest.mark.parametrize(
    ("imports", "use", "expected"),
    [
        pytest.param(
            ["from queue import Queue", "from multiprocessing import Queue"], "Queue()",
            "'Queue' is imported only inside 'f0' (line 2): add 'from queue import Queue'",
            id="members-of-two-modules",
        ),
        pytest.param(
            ["from os import path", "from sys import path"], "path.join(x, x)",
            "'path' is imported only inside 'f0' (line 2): add 'from os import path'",
            id="member-that-is-a-module",
        ),
        pytest.param(
            ["from datetime import datetime", "import datetime"], "datetime.date(2020, 1, 1)",
            "'datetime' is imported only inside 'f1' (line 4): add 'import datetime'", id="module",
        ),
        pytest.param(
            ["import pprint", "from pprint import pprint"] * 2, "pprint(x)",
            "'pprint' is imported only inside 'f1' (line 4) and other scopes: "
            "add 'from pprint import pprint'",
            id="member-in-several-functions",
        ),
    ],
)  # fmt: skip
def test_one_of_the_things_that_functions_import_under_a_name(
    imports: Sequence[str], use: str, expected: str
) -> None:
    functions = "".join(f"def f{n}():\n    {one}\n" for n, one in enumerate(imports))
    (finding,) = find_missing_imports(f"{functions}def h(x): return {use}\n")
    assert finding.message.startswith(f"MIS004 {expected} on line 1")


def test_uses_as_two_things_that_functions_import() -> None:
    source = (
        "def f():\n    import datetime\ndef g():\n    from datetime import datetime\n"
        "def h(): return datetime.now() - datetime.timedelta(1)\n"
    )
    (finding,) = find_missing_imports(source)
    assert finding.message.startswith("MIS002 'datetime' is used both as a module and as a class:")


def test_name_that_functions_only_use_for_variables_is_never_imported() -> None:
    source = "def f():\n    json = load()\n    return json\ndef h(): return json.dumps(3)\n"
    (finding,) = find_missing_imports(source)
    assert (
        finding.message == "MIS001 'json' is used but never imported: add 'import json' on line 1"
    )


@pytest.mark.parametrize(
    ("imports", "where", "others"),
    [
        pytest.param("import a as json", "MIS001 'f' (line 2)", "import a as json", id="alias"),
        pytest.param(
            "from mylib import json", "MIS001 'f' (line 2)", "from mylib import json", id="member"
        ),
        pytest.param("from . import json", "MIS001 'f' (line 2)", "from . import json", id="own"),
        pytest.param(
            "import json\n    from ujson import json", "MIS004 'f' (line 2)",
            "from ujson import json", id="both-in-one-function",
        ),
        pytest.param(
            "import a as json\ndef g():\n    import json\ndef i():\n    from b import json",
            "MIS004 'g' (line 4)", "import a as json', 'from b import json", id="several",
        ),
        pytest.param(
            "pass\nclass A:\n    import a as json", "MIS001 'A' (line 4)", "import a as json",
            id="class",
        ),
    ],
)  # fmt: skip
def test_what_functions_import_from_elsewhere_is_named(
    imports: str, where: str, others: str
) -> None:
    (finding,) = find_missing_imports(f"def f():\n    {imports}\ndef h():\n    json.dumps(3)\n")
    code, _, place = where.partition(" ")
    assert finding.message == (
        f"{code} 'json' is imported only inside {place}: "
        f"add 'import json' on line 1 (or '{others}')"
    )
    assert finding.edit is None
    named = [str(one.statement) for one in finding.alternatives]
    assert named == ["import json", *others.split("', '")]


def test_what_functions_import_from_elsewhere_may_be_meant_alone() -> None:
    source = "def f():\n    from numpy import random\ndef h():\n    random.default_rng(3)\n"
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    ("block", "left"),
    [
        pytest.param("    import time\n", "    pass\n", id="alone"),
        pytest.param("    import time\n    import a\n", "    import a\n", id="one-of-two"),
        pytest.param(
            "    # Types\n    import time\n", "    # Types\n    pass\n", id="comment-above"
        ),
        pytest.param("    import a, time\n", "    import a\n", id="one-of-two-names"),
        pytest.param(
            "    from time import (\n        sleep,\n        time,\n    )\n",
            "    from time import (\n        sleep,\n    )\n",
            id="one-of-two-lines",
        ),
    ],
)
def test_move_leaves_a_block_that_parses(block: str, left: str) -> None:
    head = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n"
    source = head + block + "time() if 'from' in 'block' else time.time()\n"
    (finding,) = find_missing_imports(source)
    after = proof.fixed(source, finding)
    assert left in after
    assert block not in after


@pytest.mark.parametrize(
    ("late", "is_moved"),
    [
        pytest.param("import os  # noqa: E402", True, id="noqa"),
        pytest.param("import os #NOQA:E402 ", True, id="noqa-without-spaces"),
        pytest.param("import os  # pylint: disable=wrong-import-position", True, id="pylint"),
        pytest.param("import os  # noqa: E402  # pylint: disable=C0413", True, id="both"),
        pytest.param("import os  # noqa: E402 pylint: disable=C0413", True, id="both-in-one"),
        pytest.param("import os  # noqa: E402\nimport sys", True, id="one-of-two"),
        pytest.param("import os, sys  # noqa: E402", False, id="one-of-two-names"),
        pytest.param("import os  # noqa: E402,F401", False, id="other-code"),
        pytest.param("import os  # noqa: E402 isort:skip", False, id="isort"),
        pytest.param("import os  # noqa", False, id="any-code"),
        pytest.param("import os  # noqa: E402, it reads ROOT", False, id="reason"),
        pytest.param("import os  # noqa: E402  # pylint: disable=cyclic-import", False, id="other"),
    ],
)
def test_comment_that_speaks_of_the_late_place_goes_with_it(late: str, is_moved: bool) -> None:
    source = f"import re\n\nROOT = os.path\n\n{late}\n\nprint(re, ROOT)\n"
    (finding,) = find_missing_imports(source)
    assert bool(finding.edit) == is_moved
    if is_moved:
        rest = "".join(f"{line}\n\n" for line in late.splitlines()[1:])
        top = "import os\nimport re\n\nROOT = os.path\n\n"
        assert proof.fixed(source, finding) == f"{top}{rest}print(re, ROOT)\n"


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("    import time  # for types\n", id="comment"),
        pytest.param("    import time; x = 1\n", id="semicolon"),
        pytest.param("    import a,  time\n", id="other-spaces"),
        pytest.param("    from time import (time,\n        sleep)\n", id="other-form"),
        pytest.param("    from time import (  # a\n        time,\n    )\n", id="comment-inside"),
    ],
)
def test_move_that_shares_its_lines_is_left_to_the_reader(block: str) -> None:
    source = f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n{block}print(time)\n"
    (finding,) = find_missing_imports(source)
    assert finding.edit is None
    assert finding.removals == ()


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x: time.struct_time\nimport time\n", id="later"),
        pytest.param(CHECKING + "from pathlib import Path\nx: Path\n", id="TYPE_CHECKING"),
    ],
)
def test_nothing_runs_in_a_stub(source: str) -> None:
    assert find_missing_imports(source, filename="t.py", target_version=(3, 11)) != []
    assert find_missing_imports(source, filename="t.pyi", target_version=(3, 11)) == []


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        pytest.param(
            "class A:\n    import time\n    x = [time.time() for _ in range(3)]\n",
            "'time' is imported only inside 'A' (line 2): add 'import time' on line 1",
            id="comprehension-in-the-class-body",
        ),
        pytest.param(
            "def f():\n    global time\n    return time.time()\nf()\n",
            "'time' is only declared, and never imported: add 'import time' on line 1",
            id="global-that-is-only-read",
        ),
    ],
)
def test_no_edit_where_pyflakes_would_not_see_that_the_import_is_used(
    source: str, problem: str
) -> None:
    (finding,) = find_missing_imports(source)
    assert finding.message == f"MIS004 {problem}"
    assert finding.edit is None
    assert proof.error(source).startswith("NameError: name ")
    assert proof.error(f"import time\n{source}") == ""


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import os\nclass A:\n    x = os.sep\n    import os\n", id="same-import"),
        pytest.param("import os\nclass A:\n    x = os.sep\n    import os.path\n", id="submodule"),
        pytest.param(
            "def time(): return 1\nclass A:\n    x = time()\n    from time import time\n",
            id="function-of-the-module",
        ),
        pytest.param(
            "import os\ndef f():\n    class A:\n        x = os.sep\n        import os\nf()\n",
            id="class-in-a-function",
        ),
        pytest.param(
            "from decimal import Decimal\nclass A:\n    if False:\n"
            "        from decimal import Decimal\n    x = Decimal(1)\n",
            id="branch-that-never-runs",
        ),
    ],
)
def test_class_body_sees_the_module_until_it_binds_the_name(source: str) -> None:
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    ("before", "advice"),
    [
        pytest.param("import json\n", ", or remove it", id="same-import"),
        pytest.param(
            "try:\n    import json\nexcept ImportError:\n    json = None\n",
            ", or remove it",
            id="same-import-in-try",
        ),
        pytest.param("json = 1\n", "", id="other-value"),
        pytest.param("from json import load as json\n", "", id="other-import"),
        pytest.param(f"{CHECKING}import json\n", "", id="for-type-checkers"),
        pytest.param("import sys\nif sys.argv is None:\n    import json\n", "", id="conditional"),
        pytest.param(
            "import sys\nif sys.version_info < (3, 8):\n    import json\n", "", id="older"
        ),
        pytest.param("import sys\nif sys.version_info[0] == 2:\n    import json\n", "", id="two"),
    ],
)
def test_late_import_that_hides_what_the_module_binds(before: str, advice: str) -> None:
    source = f"{before}def f():\n    json.dumps(1)\n    import json\nf()\n"
    assert proof.error(source).startswith("UnboundLocalError: ")
    (finding,) = find_missing_imports(source)
    assert finding.message == (
        f"MIS004 'json' is imported only below its use (line {before.count(chr(10)) + 3}): "
        f"move that import above the use{advice}"
    )
    removed = source.replace("    import json\nf()", "f()")
    assert (proof.error(removed) == "") == bool(advice)
    assert (finding.edit, finding.removals) == (None, ())


@pytest.mark.parametrize(
    ("above", "use", "below"),
    [
        pytest.param(
            "from datetime import datetime", "datetime.now()", "import datetime", id="module"
        ),
        pytest.param(
            "import datetime",
            "datetime.datetime.now()",
            "from datetime import datetime",
            id="member",
        ),
        pytest.param(
            "import datetime",
            "datetime.date(1, 1, 1)",
            "if 0 in ():\n        from datetime import datetime",
            id="member-in-a-branch",
        ),
        pytest.param("from time import time", "time()", "import time", id="function"),
        pytest.param("import copy", "copy.copy(1)", "from copy import copy", id="copy"),
    ],
)
def test_late_import_of_the_other_form_hides_what_the_module_imports(
    above: str, use: str, below: str
) -> None:
    source = f"{above}\ndef f():\n    {use}\n    {below}\nf()\n"
    assert proof.error(source).startswith("UnboundLocalError: ")
    (finding,) = find_missing_imports(source)
    assert "is imported only below its use" in finding.message
    assert finding.message.endswith(": give that import another name")
    assert (finding.edit, finding.removals) == (None, ())


@pytest.mark.parametrize(
    ("above", "use", "below"),
    [
        pytest.param(
            "import os\nimport logging",
            "logging.basicConfig()",
            "import logging.handlers",
            id="logging",
        ),
        pytest.param(
            "import logging.handlers", "logging.basicConfig()", "import logging", id="package"
        ),
        pytest.param("import importlib", "importlib.reload", "import importlib.util", id="util"),
        pytest.param(
            "import urllib.request", "urllib.request.urlopen", "import urllib.error", id="urllib"
        ),
        pytest.param(
            "if 1:\n    import xml", "xml.__name__", "import xml.dom.minidom", id="below-if"
        ),
    ],
)
def test_late_import_of_the_same_package_moves_to_the_top(above: str, use: str, below: str) -> None:
    source = (
        f"{above}\n\n\ndef f():\n    {use}\n    if 1:\n        {below}\n    return {use}\nf()\n"
    )
    assert proof.error(source).startswith("UnboundLocalError: ")
    (finding,) = find_missing_imports(source)
    assert f": move '{below}' to line " in finding.message
    fixed = proof.fixed(source, finding)
    assert proof.error(fixed) == ""
    assert find_missing_imports(fixed) == []
    assert fixed.count(below + "\n") == 1


def test_late_import_of_a_package_that_may_be_something_else() -> None:
    source = (
        "try:\n    import logging\nexcept ImportError:\n    logging = None\n"
        "def f():\n    logging.basicConfig()\n    import logging.handlers\nf()\n"
    )
    assert proof.error(source).startswith("UnboundLocalError: ")
    (finding,) = find_missing_imports(source)
    assert finding.edit is None


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f():\n    import datetime\n    datetime.date(1, 1, 1)\nf()\n", id="above-its-use"
        ),
        pytest.param(
            "def f():\n    def g():\n        datetime.date(1, 1, 1)\n    import datetime\n    g()\n"
            "f()\n",
            id="used-in-a-call",
        ),
        pytest.param(
            "def f():\n    global datetime\n    datetime.now()\n    import datetime\nf()\n",
            id="global",
        ),
    ],
)
def test_import_of_the_other_form_that_hides_nothing_above(source: str) -> None:
    source = f"from datetime import datetime\n{source}"
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "use",
    [
        pytest.param("HTTPError('u', 404, 'Not Found', {}, None)", id="literal"),
        pytest.param("HTTPError.nothing", id="attribute"),
    ],
)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(CHECKING + "from urllib.error import HTTPError\n{0}\n", id="TYPE_CHECKING"),
        pytest.param("{0}\nfrom urllib.error import HTTPError\n", id="below"),
        pytest.param(
            "def f():\n    {0}\n    from urllib.error import HTTPError\nf()\n", id="in-a-function"
        ),
        pytest.param("from urllib.error import HTTPError\ndel HTTPError\n{0}\n", id="deleted"),
    ],
)
def test_use_that_does_not_fit_the_only_import(source: str, use: str) -> None:
    source = source.format(use)
    assert proof.error(source).startswith(("NameError: ", "UnboundLocalError: "))
    (finding,) = find_missing_imports(source)
    assert finding.code == "MIS004"
    assert (finding.edit is None) == ("\ndel " in source)
    if finding.edit:
        assert "NameError" not in proof.error(proof.fixed(source, finding))


@pytest.mark.parametrize(
    ("use", "late", "fitting"),
    [
        pytest.param("time.time()", "from time import time", "import time", id="module"),
        pytest.param(
            "datetime.now()", "import datetime", "from datetime import datetime", id="class"
        ),
        pytest.param("time()", "import time", "from time import time", id="function"),
    ],
)
def test_late_import_of_the_other_form(use: str, late: str, fitting: str) -> None:
    source = f"def f():\n    {use}\n    {late}\n"
    assert found(source) == []
    assert len(found(source.replace(late, fitting))) == 1


AS_CLASS = "def f(): return datetime.now()\n"
AS_MODULE = "def g(): return datetime.datetime.now()\n"


@pytest.mark.parametrize(
    ("source", "ways"),
    [
        pytest.param(
            CHECKING + "from datetime import datetime\n" + AS_CLASS + AS_MODULE + "f(), g()\n",
            "'from datetime import datetime' or 'import datetime' on line 1",
            id="class-under-TYPE_CHECKING",
        ),
        pytest.param(
            CHECKING + "import datetime\n" + AS_CLASS + AS_MODULE + "f(), g()\n",
            "'import datetime' or 'from datetime import datetime' on line 1",
            id="module-under-TYPE_CHECKING",
        ),
        pytest.param(
            CHECKING + "from time import time\ntime.time()\ntime()\n",
            "'from time import time' or 'import time' on line 1",
            id="function-under-TYPE_CHECKING",
        ),
        pytest.param(
            "datetime.now()\ndatetime.datetime.now()\nfrom datetime import datetime\n",
            "'from datetime import datetime' or 'import datetime' on line 1",
            id="class-below",
        ),
        pytest.param(
            "datetime.now()\ndatetime.datetime.now()\nimport datetime\n",
            "'import datetime' or 'from datetime import datetime' on line 1",
            id="module-below",
        ),
        pytest.param(
            "def f():\n    datetime.now(); datetime.timedelta(1)\n"
            "    from datetime import datetime\nf()\n",
            "'from datetime import datetime' or 'import datetime' on line 1",
            id="below-in-a-function",
        ),
        pytest.param(
            "datetime.now()\nfrom datetime import datetime\n" + AS_MODULE + "g()\n",
            "'from datetime import datetime' or 'import datetime' on line 1",
            id="other-use-below-the-import",
        ),
        pytest.param(
            "import sys\nif sys.argv is None:\n    from datetime import datetime\n"
            "else:\n    datetime.now(), datetime.timedelta(1)\n",
            "'from datetime import datetime' on line 2 or 'import datetime' on line 1",
            id="in-another-branch",
        ),
        pytest.param(
            f"import sys\n{CHECKING}import datetime\n"
            "datetime.now() if sys.argv else datetime.datetime.now()\n",
            "'import datetime' on line 1 or 'from datetime import datetime' on line 2",
            id="two-branches",
        ),
    ],
)
def test_contradicting_uses_of_an_import_get_both_ways_out(source: str, ways: str) -> None:
    assert proof.error(source).startswith(("NameError: ", "UnboundLocalError: "))
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    kind = "function" if finding.name == "time" else "class"
    assert finding.code == "MIS004"
    assert f", and used both as a module and as a {kind}: add {ways}" in finding.message
    assert (finding.edit, finding.alternatives) == (None, ())
    (line,) = re.findall(r"\(line (\d+)\)", finding.message)
    assert f", and remove the import on line {line}" in finding.message


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            CHECKING + "from datetime import datetime\ndatetime.now()\nprint(datetime)\n",
            id="bare",
        ),
        pytest.param(
            CHECKING + "import datetime\ndatetime.datetime.now()\ndatetime.timedelta(1)\n",
            id="module",
        ),
        pytest.param(
            LAZY + CHECKING + "from datetime import datetime\ndatetime.now()\n"
            "def f(x: datetime.timedelta): ...\n",
            id="annotation-that-never-runs",
        ),
        pytest.param(
            "datetime.now()\nfrom datetime import datetime\n"
            "def g():\n    import datetime\n    return datetime.timedelta(1)\ng()\n",
            id="own-import-of-another-function",
        ),
        pytest.param(
            CHECKING + "from datetime import datetime\n"
            "datetime.now() if hasattr(datetime, 'now') else datetime.datetime.now()\n",
            id="asked-which-it-is",
        ),
    ],
)
def test_uses_that_do_not_contradict_the_import(source: str) -> None:
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert proof.error(proof.fixed(source, finding)) == ""


@pytest.mark.parametrize(
    ("source", "ways"),
    [
        *(
            pytest.param(
                f"def f():\n    {name}{call}\n    from {name} import {name}\n"
                f"def g(): return {name}.{name}{call}\n",
                [f"from {name} import {name}", f"import {name}"],
                id=name,
            )
            for name, call in (("copy", "(f)"), ("glob", "('a')"), ("time", "()"))
        ),
        pytest.param(
            "def f(x):\n    if x:\n        from glob import glob\n    else:\n        glob('a')\n"
            "def g(): return glob.glob('a')\n",
            ["from glob import glob", "import glob"],
            id="in-another-branch",
        ),
        pytest.param(
            "def f():\n    datetime.timedelta(1)\n    import datetime\n"
            + AS_CLASS.replace("f()", "g()"),
            ["import datetime", "from datetime import datetime"],
            id="class-in-the-other-function",
        ),
        pytest.param(
            "def f():\n    path.join('a')\n    from os import path\n"
            "def g():\n    path('a')\n    from pathlib import Path as path\n",
            ["from os import path", "from pathlib import Path as path"],
            id="both-below",
        ),
    ],
)
def test_findings_that_contradict_each_other_get_both_ways_out(
    source: str, ways: Sequence[str]
) -> None:
    findings = find_missing_imports(source, target_version=(3, 11))
    assert [finding.edit for finding in findings] == [None, None]
    for finding, way, other in zip(findings, ways, reversed(ways), strict=True):
        assert f" '{way}' " in finding.message
        assert finding.message.endswith(f" (or '{other}')")


def test_finding_asked_for_by_name_leaves_the_others_their_edits() -> None:
    source = (
        "def f():\n    from datetime import datetime\n    return datetime.now()\n"
        "def g(): return datetime.timedelta(1)\n"
    )
    optional, own = find_missing_imports(source, optional_codes=["MIS101"])
    assert (optional.code, optional.edit) == ("MIS101", None)
    assert optional.message.endswith(
        "move 'from datetime import datetime' to line 1 (or 'import datetime')"
    )
    after = proof.fixed(source, own)
    assert find_missing_imports(after, optional_codes=["MIS101"]) == []


def test_contradicting_uses_of_an_import_for_the_program() -> None:
    source = (
        AS_CLASS + AS_MODULE + "if __name__ == '__main__':\n"
        "    from datetime import datetime\n    print(datetime.now(), f(), g())\n"
    )
    (finding,) = find_missing_imports(source, optional_codes=["MIS102"])
    assert "add 'from datetime import datetime' or 'import datetime' on line 1" in finding.message
    assert finding.edit is None


@pytest.mark.parametrize(
    ("use", "imported", "message"),
    [
        pytest.param(
            "datetime.timedelta(1)", "from datetime import datetime",
            "MIS001 'datetime' is imported only under 'TYPE_CHECKING' (line 3): "
            "add 'import datetime'",
            id="module-of-a-class",
        ),
        pytest.param(
            "time.time()", "from time import time",
            "MIS001 'time' is imported only under 'TYPE_CHECKING' (line 3): add 'import time'",
            id="module-of-a-function",
        ),
        pytest.param(
            "copy(x)", "import copy",
            "MIS002 'copy' is imported only under 'TYPE_CHECKING' (line 3): "
            "add 'from copy import copy'",
            id="function",
        ),
        pytest.param(
            "pprint(1)", "import pprint",
            "MIS002 'pprint' is imported only under 'TYPE_CHECKING' (line 3): "
            "add 'from pprint import pprint'",
            id="procedure",
        ),
    ],
)  # fmt: skip
def test_import_of_the_other_form_for_type_checkers(use: str, imported: str, message: str) -> None:
    source = f"{CHECKING}{imported}\ndef f(x): return {use}\nf(1)\n"
    assert proof.error(source).startswith("NameError: ")
    (finding,) = find_missing_imports(source)
    assert finding.message == f"{message} on line 1"
    assert finding.edit is None
    assert find_missing_imports(f"{finding.statement}\n{source}") == []
    assert find_missing_imports(source.replace("TYPE_CHECKING:", "x:")) == []


NEW_HOME = "from collections.abc import Mapping\n"
OLD_HOME = "from typing import Mapping\n"


@pytest.mark.parametrize(
    ("imports", "suffix"),
    [
        pytest.param(
            "if TYPE_CHECKING:\n    if sys.version_info >= (3, 9):\n"
            f"        {NEW_HOME}    else:\n        {OLD_HOME}",
            "",
            id="by-the-Python",
        ),
        pytest.param(
            "if TYPE_CHECKING:\n    if sys.version_info < (3, 9):\n"
            f"        {OLD_HOME}    else:\n        {NEW_HOME}",
            "",
            id="old-one-first",
        ),
        pytest.param(
            f"if sys.version_info >= (3, 9):\n    if TYPE_CHECKING:\n        {NEW_HOME}"
            f"else:\n    if TYPE_CHECKING:\n        {OLD_HOME}",
            "",
            id="the-Python-first",
        ),
        pytest.param(
            f"if sys.version_info < (3, 9):\n    {OLD_HOME}elif TYPE_CHECKING:\n    {NEW_HOME}",
            "",
            id="elif",
        ),
        pytest.param(
            "if TYPE_CHECKING:\n    if sys.version_info >= (3, 12):\n"
            f"        {NEW_HOME}    else:\n        {OLD_HOME}",
            " (or 'from typing import Mapping')",
            id="by-supported-Pythons",
        ),
        pytest.param(
            f"if TYPE_CHECKING:\n    {NEW_HOME}if TYPE_CHECKING:\n    {OLD_HOME}",
            " (or 'from typing import Mapping')",
            id="two-blocks",
        ),
        pytest.param(
            f"if TYPE_CHECKING:\n    try:\n        {NEW_HOME}"
            f"    except ImportError:\n        {OLD_HOME}",
            " (or 'from typing import Mapping')",
            id="try",
        ),
    ],
)
def test_name_from_two_modules_for_type_checkers(imports: str, suffix: str) -> None:
    head = "import sys\nfrom typing import TYPE_CHECKING\n"
    source = f"{head}{imports}def f(x): return isinstance(x, Mapping)\nf({{}})\n"
    assert proof.error(source).startswith("NameError: ")
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    line = source[: source.index(NEW_HOME)].count("\n") + 1
    assert finding.message == (
        f"MIS004 'Mapping' is imported only under 'TYPE_CHECKING' (line {line}): "
        f"move 'from collections.abc import Mapping' to line 2{suffix}"
    )
    assert finding.edit is None
    assert find_missing_imports(source.replace("TYPE_CHECKING:", "sys:")) == []


@pytest.mark.parametrize(
    ("source", "served"),
    [
        pytest.param("{0}try:\n    {1}except ImportError:\n    {2}", "{2}{0}", id="try"),
        pytest.param(
            "def f(x):\n    {0}    if x:\n        {1}    else:\n        {2}f(1)\n",
            "def f(x):\n    if x:\n        {1}    else:\n        {2}    {0}f(1)\n",
            id="in-a-function",
        ),
    ],
)
def test_name_from_two_modules_below_its_use(source: str, served: str) -> None:
    parts = ("Queue()\n", "from queue import Queue\n", "from multiprocessing import Queue\n")
    (finding,) = find_missing_imports(source.format(*parts))
    assert finding.message.endswith(" (or 'from multiprocessing import Queue')")
    assert finding.edit is None
    assert find_missing_imports(served.format(*parts)) == []


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("import typing\nMYPY = typing.TYPE_CHECKING\n", id="attribute"),
        pytest.param("from typing import TYPE_CHECKING\nMYPY = TYPE_CHECKING\n", id="name"),
    ],
)
def test_another_name_for_type_checking(head: str) -> None:
    source = f"{head}if MYPY:\n    from decimal import Decimal\nDecimal(1)\n"
    (finding,) = find_missing_imports(source)
    assert finding.code == "MIS004"


@pytest.mark.parametrize(
    "match",
    [
        pytest.param("match TYPE_CHECKING:\n        case False: return\n", id="return"),
        pytest.param(
            "match TYPE_CHECKING:\n        case True: pass\n        case _: return\n", id="rest"
        ),
        pytest.param(
            "match TYPE_CHECKING:\n        case True: pass\n        case False: return\n",
            id="second",
        ),
        pytest.param("match not TYPE_CHECKING:\n        case True: return\n", id="not"),
        pytest.param("match 1, TYPE_CHECKING:\n        case _, False: return\n", id="tuple"),
        pytest.param("match TYPE_CHECKING:\n        case False as x: return\n", id="as"),
    ],
)
def test_match_that_leaves_what_is_for_type_checkers(match: str) -> None:
    source = f"{CHECKING}import json\ndef f():\n    {match}    json.dumps(1)\nf()\n"
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []
    turned = source.replace("TYPE_CHECKING:\n        case", "(not TYPE_CHECKING):\n        case")
    turned = turned.replace("not (not TYPE_CHECKING)", "TYPE_CHECKING")
    assert proof.error(turned).startswith("NameError: ")
    assert len(find_missing_imports(turned)) == 1


@pytest.mark.parametrize(
    "match",
    [
        pytest.param("case False: pass\n        case _: {}", id="rest"),
        pytest.param("case False: pass\n        case x: {}", id="name"),
        pytest.param("case False: pass\n        case True: {}", id="both"),
        pytest.param("case True: {}", id="one"),
        pytest.param("case True if f: {}", id="guard"),
    ],
)
@pytest.mark.parametrize(
    ("subject", "pattern"),
    [
        pytest.param("TYPE_CHECKING", "{}", id="name"),
        pytest.param("f, TYPE_CHECKING", "_, {}", id="tuple"),
        pytest.param("TYPE_CHECKING is True", "{}", id="comparison"),
    ],
)
def test_case_for_type_checkers(match: str, subject: str, pattern: str) -> None:
    for value in ("False", "True"):
        match = match.replace(f"case {value}", f"case {pattern.format(value)}")
    head = f"{CHECKING}import json\ndef f():\n    match {subject}:\n        "
    used = f"{head}{match.format('json.dumps(1)')}\nf()\n"
    assert proof.error(used) == ""
    assert find_missing_imports(used) == []
    imported = used.replace("json.dumps(1)", "import os").replace("\nf()", "\n    os.getcwd()\nf()")
    assert proof.error(imported).startswith("UnboundLocalError: ")
    assert len(find_missing_imports(imported)) == 1


@pytest.mark.parametrize(
    "match",
    [
        pytest.param("case True: pass\n        case _: json.dumps(1)", id="rest"),
        pytest.param("case True | 1: pass\n        case False: json.dumps(1)", id="or"),
        pytest.param("case False if not f: pass\n        case _: json.dumps(1)", id="guard"),
        pytest.param("case False: pass\n    json.dumps(1)", id="below"),
        pytest.param("case False if not f: return\n    json.dumps(1)", id="below-guard"),
        pytest.param(
            "case True: pass\n        case False if not f: pass\n        case _: json.dumps(1)",
            id="second-guard",
        ),
    ],
)
def test_case_that_runs(match: str) -> None:
    source = f"{CHECKING}import json\ndef f():\n    match TYPE_CHECKING:\n        {match}\nf()\n"
    assert proof.error(source).startswith("NameError: ")
    (finding,) = find_missing_imports(source)
    assert proof.error(proof.fixed(source, finding)) == ""


@pytest.mark.parametrize(
    ("head", "test"),
    [
        pytest.param(
            "from types import SimpleNamespace\nconfig = SimpleNamespace(TYPE_CHECKING=True)\n",
            "config.TYPE_CHECKING",
            id="namespace",
        ),
        pytest.param(
            "import argparse\nargs = argparse.Namespace(MYPY=True)\n", "args.MYPY", id="options"
        ),
        pytest.param(
            "def load(): return type('A', (), {'MYPY': 1})\nconfig = load()\n",
            "config.MYPY",
            id="own-function",
        ),
    ],
)
def test_attribute_that_only_looks_like_type_checking(head: str, test: str) -> None:
    source = f"{head}if {test}:\n    import json\njson.dumps(1)\n"
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("import typing as t\n", id="module"),
        pytest.param("import typing\nt = typing\n", id="variable"),
        pytest.param(
            "import importlib\nt = importlib.import_module('typing')\n", id="imported-by-name"
        ),
        pytest.param("t = __import__('typing')\n", id="imported-by-a-builtin"),
    ],
)
def test_type_checking_of_a_module(head: str) -> None:
    source = f"{head}if t.TYPE_CHECKING:\n    import json\njson.dumps(1)\n"
    assert proof.error(source).startswith("NameError: ")
    assert len(find_missing_imports(source)) == 1


@pytest.mark.parametrize("value", ["True", "1", "__debug__"])
def test_file_that_says_that_type_checking_is_true(value: str) -> None:
    source = f"MYPY = {value}\nif MYPY:\n    from decimal import Decimal\nDecimal(1)\n"
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    ("source", "fails"),
    [
        pytest.param("for i in (1, 2):\n    time.time()\n    import time\n", True, id="for"),
        pytest.param(
            "def f():\n    while True:\n        x = [time.time()]\n        import time\nf()\n",
            True,
            id="while-in-a-function",
        ),
        pytest.param(
            "for i in (1, 2):\n    if i > 1: time.time()\n    import time\n", False, id="condition"
        ),
        pytest.param(
            "for i in (1, 2):\n    i > 1 and time.time()\n    import time\n", False, id="and"
        ),
        pytest.param(
            "for i in (1, 2):\n    x = lambda: time.time()\n    import time\n", False, id="lambda"
        ),
        pytest.param(
            "for i in (1, 2):\n    if i > 1:\n        time.time()\n        continue\n"
            "    import time\n",
            False,
            id="another-pass",
        ),
    ],
)
def test_first_pass_of_a_loop(source: str, fails: bool) -> None:
    assert bool(proof.error(source)) == fails
    assert [one.code for one in find_missing_imports(source)] == ["MIS004"] * fails


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f(x):\n    if x:\n        import json\n        return json.dumps(x)\n"
            "    return ','.join(json.dumps(i) for i in [1])\nf(0)\n",
            id="another-branch",
        ),
        pytest.param(
            "def f():\n    y = sorted(json.dumps(i) for i in [1])\n    import json\n"
            "    return y\nf()\n",
            id="above-the-import",
        ),
    ],
)
def test_generator_that_is_consumed_at_once(source: str) -> None:
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert (finding.code, finding.name) == ("MIS004", "json")
    assert "json" in proof.error(source)
    assert proof.error(proof.fixed(source, finding)) == ""


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "class Q:\n    def all(self, xs): self.xs = xs\nq = Q()\nq.all({})\n", id="own-method"
        ),
        pytest.param(
            "class Q:\n    def join(self, xs): self.xs = xs\nq = Q()\nq.join({})\n",
            id="own-method-join",
        ),
        pytest.param("def all(items): return items\nxs = all({})\n", id="own-function"),
        pytest.param("for set in [iter]: xs = set({})\n", id="variable"),
        pytest.param("import queue\nq = queue.SimpleQueue()\nq.put({})\n", id="other-method"),
        pytest.param(
            "import types\nnp = types.SimpleNamespace(sum=iter)\nxs = np.sum({})\n",
            id="function-of-something-else",
        ),
    ],
)
def test_generator_that_something_else_takes(source: str) -> None:
    source = f"{source.format('(json.dumps(x) for x in [1])')}import json\n"
    assert proof.error(source) == ""
    assert find_missing_imports(source, target_version=(3, 11)) == []


AT_ONCE = [
    pytest.param("sorted(xs, key=lambda x: json.dumps(x))", id="sorted"),
    pytest.param("xs.sort(key=lambda x: json.dumps(x))", id="sort"),
    pytest.param("min(*xs, key=lambda x: json.dumps(x))", id="min"),
    pytest.param("max(xs, key=lambda x: json.dumps(x), default=0)", id="max"),
    pytest.param("list(map(lambda x: json.dumps(x), xs))", id="map"),
    pytest.param("any(filter(lambda x: json.loads(x), xs))", id="filter"),
    pytest.param("','.join(map(lambda x: json.dumps(x), xs))", id="join"),
    pytest.param("sorted(xs, key=lambda x: max(x, key=lambda y: json.dumps(y)))", id="inner"),
]


@pytest.mark.parametrize("at_once", AT_ONCE)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param("xs = ['1', '2']\nprint({})\nimport json\n", id="module"),
        pytest.param(
            "def f(xs):\n    y = {}\n    import json\n    return y\nf(['1', '2'])\n", id="function"
        ),
        pytest.param(
            "def f(xs):\n    if not xs:\n        import json\n        return json.dumps(xs)\n"
            "    return {}\nf(['1', '2'])\n",
            id="another-branch",
        ),
    ],
)
def test_lambda_that_runs_at_once(source: str, at_once: str) -> None:
    code = source.format(at_once)
    (finding,) = find_missing_imports(code, target_version=(3, 11))
    assert (finding.code, finding.name) == ("MIS004", "json")
    assert "'json'" in proof.error(code)
    assert proof.error(proof.fixed(code, finding)) == ""


def test_import_goes_above_a_lambda_that_runs_at_once() -> None:
    source = "xs = [1]\nxs.sort(key=lambda x: json.dumps(x))\nimport os\nimport json\nprint(os)\n"
    (finding,) = find_missing_imports(source)
    assert "): move 'import json' to line 1" in finding.message
    assert proof.error(proof.fixed(source, finding)) == ""


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("y = map(lambda x: json.dumps(x), [1])\n", id="map-for-later"),
        pytest.param("y = [map(lambda x: json.dumps(x), [1])]\n", id="map-in-a-list"),
        pytest.param("y = list(map(str, [lambda x: json.dumps(x)]))\n", id="argument-of-map"),
        pytest.param("y = list([lambda x: json.dumps(x)])\n", id="list-of-functions"),
        pytest.param("y = dict(key=lambda x: json.dumps(x))\n", id="key-of-something-else"),
        pytest.param(
            "def sorted(*a, key): return a\ny = sorted([1], key=lambda x: json.dumps(x))\n",
            id="another-sorted",
        ),
        pytest.param(
            "for max in [dict]: y = max([], key=lambda x: json.dumps(x))\n", id="another-max"
        ),
        pytest.param(
            "from builtins import dict as min\ny = min((), key=lambda x: json.dumps(x))\n",
            id="another-min",
        ),
        pytest.param(
            "def map(f, xs): return xs\ny = list(map(lambda x: json.dumps(x), [1]))\n",
            id="another-map",
        ),
        pytest.param(
            "def f(list): return list(map(lambda x: json.dumps(x), [1]))\ny = f(iter)\n",
            id="another-list",
        ),
        pytest.param(
            "for x in [], [1]:\n    y = sorted(x, key=lambda x: json.dumps(x))\n    import json\n",
            id="earlier-pass-of-a-loop",
        ),
    ],
)
def test_lambda_for_later(source: str) -> None:
    source = f"{source}import json\n"
    assert proof.error(source) == ""
    assert find_missing_imports(source, target_version=(3, 11)) == []


def test_lambda_below_the_import() -> None:
    source = "xs = [1]\nimport json\nxs.sort(key=lambda x: json.dumps(x))\n"
    assert find_missing_imports(source) == []


def test_generator_for_later() -> None:
    source = "def f():\n    y = (json.dumps(i) for i in [1])\n    import json\n    return list(y)\n"
    assert find_missing_imports(source, target_version=(3, 11)) == []


HELD = [
    pytest.param("(json.dumps(x) for x in [1])", "list(y)", id="list"),
    pytest.param("(json.dumps(x) for x in [1])", "for x in y: print(x)", id="loop"),
    pytest.param("(json.dumps(x) for x in [1])", "z = [x for x in y]", id="comprehension"),
    pytest.param("(json.dumps(x) for x in [1])", "next(y)", id="next"),
    pytest.param("(x for x in [1] for z in json.dumps(x))", "z = set(y)", id="second-for"),
    pytest.param("map(lambda x: json.dumps(x), [1])", "list(y)", id="map"),
    pytest.param("enumerate(json.dumps(x) for x in [1])", "dict(y)", id="enumerate"),
    pytest.param("lambda: json.dumps(1)", "print(y())", id="lambda"),
    pytest.param("lambda x: json.dumps(x)", "z = sorted([1], key=y)", id="key"),
]
"""What a variable holds, and what runs it."""


@pytest.mark.parametrize(("held", "run"), HELD)
def test_generator_or_lambda_that_a_variable_holds(held: str, run: str) -> None:
    source = f"y = {held}\n{run}\nimport json\n"
    assert proof.error(source).startswith("NameError: name 'json' is not defined")
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert (finding.code, finding.name) == ("MIS004", "json")
    assert proof.error(proof.fixed(source, finding)) == ""
    function = f"def f():\n    y = {held}\n    {run}\n    import json\n"
    assert len(found(function)) == 1


@pytest.mark.parametrize(("held", "run"), HELD)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param("y = {0}\nimport json\n{1}\n", id="below-the-import"),
        pytest.param("y = {0}\ndef f():\n    {1}\nimport json\nf()\n", id="run-in-a-function"),
    ],
)
def test_generator_or_lambda_that_runs_below_the_import(source: str, held: str, run: str) -> None:
    source = source.format(held, run)
    assert proof.error(source) == ""
    assert find_missing_imports(source, target_version=(3, 11)) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("y = lambda x: x and json.dumps(x)\ny(0)\nimport json\n", id="lambda"),
        pytest.param(
            "y = (x and json.dumps(x) for x in [0])\nlist(y)\nimport json\n", id="generator"
        ),
        pytest.param("y = (json.x for x in [1])\nprint(y)\nimport json\n", id="printed"),
        pytest.param("y = lambda: json.x\ny = int\ny()\nimport json\n", id="other-value"),
        pytest.param(
            "y = [1]\ndef f():\n    y = (json.x for x in [1])\n[*y]\nimport json\n",
            id="other-scope",
        ),
    ],
)
def test_generator_or_lambda_that_does_not_surely_fail(source: str) -> None:
    assert proof.error(source) == ""
    assert find_missing_imports(source, target_version=(3, 11)) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def load():\n    return json.loads('{}')\nCONFIG = load()\nimport json\n",
            id="value",
        ),
        pytest.param(
            "def load():\n    return json.loads('{}')\nCONFIG = load()\nimport os\n"
            "import json\nprint(os)\n",
            id="imports-below",
        ),
        pytest.param(
            "def main():\n    x = '{}'\n    print(json.loads(x))\n"
            "if __name__ == '__main__':\n    main()\nimport json\n",
            id="main",
        ),
        pytest.param(
            "def now():\n    return json.dumps(1)\nclass A:\n    created = now()\nimport json\n",
            id="class-body",
        ),
        pytest.param(
            "def deco(f):\n    @(lambda g, j=json: g)\n    def inner(): ...\n    return f\n"
            "@deco\ndef x(): ...\nimport json\n",
            id="decorator",
        ),
        pytest.param(
            "def deco(x):\n    y = json.dumps(x)\n    return lambda f: f\n@deco(1)\n"
            "def x(): ...\nimport json\n",
            id="decorator-with-arguments",
        ),
        pytest.param(
            "class C:\n    def __init__(self):\n        self.x = json.dumps(1)\nc = C()\n"
            "import json\n",
            id="initializer",
        ),
        pytest.param(
            "def f():\n    return (lambda: json.dumps(1))()\nf()\nimport json\n",
            id="lambda-that-is-called",
        ),
        pytest.param(
            "class A:\n    def f():\n        return json.dumps(1)\n    x = f()\nimport json\n",
            id="in-the-body-of-its-class",
        ),
        pytest.param(
            "class A:\n    def f(g):\n        json.dumps(1)\n        return g\n    @f\n"
            "    def x(self): ...\nimport json\n",
            id="decorator-in-the-body-of-its-class",
        ),
        pytest.param(
            "@(lambda f: json.dumps(1) and f)\ndef x(): ...\nimport json\n",
            id="lambda-as-a-decorator",
        ),
        pytest.param(
            "@(lambda cls: json.dumps(1) and cls)\nclass X: ...\nimport json\n",
            id="lambda-that-decorates-a-class",
        ),
        pytest.param(
            "def f():\n    x = json.dumps(1)\n    def g(): yield x\n    return g\nf()\n"
            "import json\n",
            id="around-a-generator",
        ),
        pytest.param(
            "def f():\n    x = json.dumps(1)\n    return x, lambda: (yield)\nf()\nimport json\n",
            id="around-a-lambda-that-yields",
        ),
        pytest.param(
            "import contextlib\ndef f():\n    @contextlib.contextmanager\n    def g(): yield 1\n"
            "    x = json.dumps(1)\n    return g, x\nf()\nimport json\n",
            id="around-a-manager",
        ),
        pytest.param(
            "def f(xs):\n    def key(x):\n        return json.loads(x)\n"
            "    y = sorted(xs, key=key)\n    import json\n    return y\nf('1')\n",
            id="key",
        ),
        pytest.param(
            "def f():\n    def g():\n        return json.dumps(1)\n    x = g()\n"
            "    import json\n    return x\nf()\n",
            id="in-a-function",
        ),
        pytest.param(
            "def g():\n    return json.dumps(1)\ng()\nimport json\nfrom string import *\n",
            id="above-a-star-import",
        ),
        pytest.param(
            "def g():\n    return json.dumps(1)\nfrom string import *\ng()\nimport json\n",
            id="below-one-that-does-not-bind-it",
        ),
    ],
)
def test_own_function_that_is_called_above_the_import(source: str) -> None:
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert (finding.code, finding.name) == ("MIS004", "json")
    assert "is imported only below its use" in finding.message
    assert "'json'" in proof.error(source)
    assert proof.error(proof.fixed(source, finding)) == ""


@pytest.mark.parametrize(
    ("later", "count"),
    [
        pytest.param("shuffle([])\nimport json\nfrom random import *\n", 1, id="below"),
        pytest.param("from random import *\nshuffle([])\nimport json\n", 0, id="above"),
        pytest.param(
            "def f(): shuffle([])\nf()\nimport json\nfrom random import *\n", 0, id="indirectly"
        ),
    ],
)
def test_call_of_what_a_star_import_binds(later: str, count: int) -> None:
    assert len(found(f"def shuffle(x): json.dumps(x)\n{later}")) == count


@pytest.mark.parametrize(
    ("size", "count"), [pytest.param(100, 1, id="some"), pytest.param(3000, 0, id="very-many")]
)
def test_chain_of_own_functions(size: int, count: int) -> None:
    links = "".join(f"def f{n}(): f{n - 1}()\n" for n in range(1, size))
    assert len(found(f"def f0(): json.x\n{links}f{size - 1}()\nimport json\n")) == count


@pytest.mark.parametrize(
    ("size", "count"), [pytest.param(40, 1, id="some"), pytest.param(1000, 0, id="very-many")]
)
def test_chain_of_own_classes(size: int, count: int) -> None:
    first = "class A0:\n    def __init__(self): json.x\n"
    links = "".join(f"class A{n}(A{n - 1}): pass\n" for n in range(1, size))
    assert len(found(f"{first}{links}A{size - 1}()\nimport json\n")) == count


BODY = "def g(x='1'):\n    {}\ng()\nimport json\n"
FILE = "with open('/dev/null') as f:"


@pytest.mark.parametrize(
    ("body", "silent"),
    [
        pytest.param(
            "if x is None:\n        x = 0\n    elif x:\n        x = 1\n    json.dumps(x)",
            "if x is None:\n        x = 0\n    elif x:\n        return 1\n    json.dumps(x)",
            id="below-if",
        ),
        pytest.param(
            "for y in x:\n        if y:\n            break\n    json.dumps(x)",
            "for y in x:\n        if y:\n            return 1\n    json.dumps(x)",
            id="below-for",
        ),
        pytest.param(
            f"{FILE}\n        y = f.read()\n    json.dumps(y)",
            f"{FILE}\n        return f.read()\n    json.dumps(1)",
            id="below-with",
        ),
        pytest.param(
            "try:\n        y = int(x)\n    except ValueError:\n        y = 0\n    json.dumps(y)",
            "try:\n        int('a')\n    except ValueError:\n        return 0\n    json.dumps(x)",
            id="below-try",
        ),
        pytest.param(
            "match x:\n        case '1':\n            x = 1\n    json.dumps(x)",
            "match x:\n        case '1':\n            return\n    json.dumps(x)",
            id="below-match",
        ),
        pytest.param(
            "assert x\n    json.dumps(x)", "if x: sys.exit()\n    json.x", id="below-assert"
        ),
        pytest.param(
            f"{FILE}\n        y = f.read()\n        return json.dumps(y)",
            "with contextlib.suppress(ValueError):\n        y = int('a')\n        json.dumps(y)",
            id="in-with",
        ),
        pytest.param(
            "with memoryview(b''):\n        json.dumps(1)",
            "with contextlib.suppress(NameError):\n        json.dumps(1)",
            id="first-in-with",
        ),
        pytest.param(
            "try:\n        return json.loads(x)\n    except ValueError:\n        return 0",
            "try:\n        return int('a') + json.x\n    except ValueError:\n        return 0",
            id="first-in-try",
        ),
        pytest.param(
            "try:\n        json.loads(x)\n    except TypeError:\n        pass",
            "try:\n        int('a')\n        json.loads(x)\n    except ValueError:\n        pass",
            id="try-that-may-fail-before",
        ),
        pytest.param(
            "try:\n        y = int(x)\n        json.dumps(y)\n    finally:\n        x = 0",
            "try:\n        json.dumps(x)\n    except Exception:\n        x = 0",
            id="try-without-handlers",
        ),
        pytest.param(
            "try:\n        return int(x)\n    finally:\n        x = 0\n        json.dumps(x)",
            "try:\n        int(x)\n    finally:\n        return\n        json.dumps(x)",
            id="finally",
        ),
        pytest.param(
            "for y in ('a', x):\n        json.dumps(y)",
            "for y in (*x[1:], *x[1:]):\n        json.dumps(y)",
            id="for-over-items",
        ),
        pytest.param(
            "for y in ['a', x]:\n        if y: z = 1\n        json.dumps(y)",
            "for y in ['a', x]:\n        if y: continue\n        json.dumps(y)",
            id="below-continue",
        ),
        pytest.param(
            "while True:\n        json.dumps(x)\n        break",
            "while True:\n        break\n        json.dumps(x)",
            id="endless-loop",
        ),
        pytest.param(
            "class A:\n        x = 1\n        y = json.dumps(x)",
            "class A:\n        def x(self): json.dumps(x)",
            id="class",
        ),
    ],
)
def test_block_that_a_call_of_an_own_function_surely_runs(body: str, silent: str) -> None:
    source = f"import contextlib, sys\n{BODY.format(body)}"
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert "'json' is imported only below its use" in finding.message
    assert proof.error(source).startswith("NameError: name 'json' is not defined")
    assert proof.error(proof.fixed(source, finding)) == ""
    source = f"import contextlib, sys\n{BODY.format(silent)}"
    assert proof.error(source) == ""
    assert found(source) == []


@pytest.mark.parametrize(
    ("block", "silent"),
    [
        pytest.param("y = x\n        yield json.dumps(y)", "yield 1\n        json.x", id="with"),
        pytest.param(
            "for y in json.loads(x):\n            yield y",
            "for y in 'ab':\n            yield y\n        json.dumps(y)",
            id="loop",
        ),
    ],
)
def test_block_that_an_own_generator_surely_runs(block: str, silent: str) -> None:
    source = f"def g(x='[1]'):\n    {FILE}\n        {{}}\nfor x in g():\n    break\nimport json\n"
    (finding,) = find_missing_imports(source.format(block), target_version=(3, 11))
    assert "'json' is imported only below its use" in finding.message
    assert proof.error(source.format(block)).startswith("NameError: name 'json' is not defined")
    assert proof.error(source.format(silent)) == ""
    assert found(source.format(silent)) == []


OWN = "def g(x=1):\n    return json.dumps(x)\n"
METHOD = "class A:\n    {0}\n    def g(*x):\n        return json.dumps(1)\n"
GENERATOR = "def g(x=1):\n    y = x\n    yield json.dumps(y)\n"
MANAGER = f"import contextlib\n@contextlib.contextmanager\n{GENERATOR}"
INITIALIZER = "class A:\n    def __init__(self, x=1):\n        json.dumps(1)\n"
CREATOR = (
    "class M({0}):\n    def __new__(cls, *args):\n        x = json.dumps(1)\n        return x\n"
)
FACTORY = (
    "def logged(level):\n    def deco(f):\n        def inner(x=json.dumps(level)): ...\n"
    "        return inner\n    return deco\n"
)
DATACLASS = (
    "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass A:\n    x: int = 1\n"
    "    def __post_init__(self):\n        json.dumps(1)\n"
)
TIMER = (
    "class A:\n    def __enter__(self):\n        json.dumps(1)\n    def __exit__(self, *x): ...\n"
)
CALLING = "class A:\n    def __init__(self): self.g()\n    def g(self):\n        json.dumps(1)\n"
WRAPPER = (
    "def logged(one):\n    def inner():\n        json.dumps(1)\n    return inner\n"
    "@logged\ndef f(): ...\n"
)
COROUTINE = f"import asyncio\nasync {OWN}"


@pytest.mark.parametrize(
    ("function", "run", "later"),
    [
        pytest.param(OWN, "with open('/dev/null') as f: x = g()", "h = g", id="with"),
        pytest.param(
            OWN,
            "try:\n    x = g()\nexcept OSError:\n    pass",
            "try:\n    x = g()\nexcept Exception:\n    pass",
            id="try",
        ),
        pytest.param(
            OWN,
            "try:\n    x = 1\nexcept ValueError:\n    pass\nelse:\n    g()",
            "try:\n    g()\nexcept:\n    pass",
            id="else",
        ),
        pytest.param(OWN, "try:\n    g()\nfinally:\n    x = 1", "x = [g]", id="finally"),
        pytest.param(METHOD.format(""), "A().g()", "A.g", id="method"),
        pytest.param(
            METHOD.format("@staticmethod"), "x = A.g()", "A.g.__name__", id="staticmethod"
        ),
        pytest.param(METHOD.format("@staticmethod"), "x = A().g()", "A()", id="of-an-instance"),
        pytest.param(METHOD.format("@classmethod"), "x = A.g()", "A.g", id="classmethod"),
        pytest.param(GENERATOR, "list(g())", "list([g(), g])", id="generator"),
        pytest.param(GENERATOR, "for x in g(): print(x)", "for x in [g()]: print(x)", id="loop"),
        pytest.param(
            COROUTINE,
            "asyncio.run(g())",
            "g().close()",
            id="coroutine",
            marks=pytest.mark.skipif(not proof.HAS_PROCESSES, reason="a loop runs in this one"),
        ),
        pytest.param(MANAGER, "with g(): x = 1", "g()", id="context-manager"),
        pytest.param(METHOD.format(""), "A.g(1)", "A.g", id="method-of-the-class"),
        pytest.param(f"{OWN}def h():\n    return g()\n", "h()", "h", id="by-another-function"),
        pytest.param(
            INITIALIZER, "@A\ndef f(): ...", "@id\ndef f(): ...", id="class-that-decorates"
        ),
        pytest.param(f"{INITIALIZER}class B(A): ...\n", "B()", "B", id="inherited-initializer"),
        pytest.param(
            f"{INITIALIZER}class B(A):\n    x = 1\nclass C(B): ...\n", "C()", "C", id="twice"
        ),
        pytest.param(
            INITIALIZER.replace("A:", "A(Exception):"), "A()", "A", id="below-a-builtin-class"
        ),
        pytest.param(f"{METHOD.format('')}class B(A): ...\n", "B().g()", "B()", id="inherited"),
        pytest.param(
            f"{INITIALIZER}class B(A):\n    def __init__(self):\n        super().__init__()\n",
            "B()",
            "B",
            id="super",
        ),
        pytest.param(
            f"{INITIALIZER}class B(A):\n    def __init__(self):\n        A.__init__(self)\n",
            "B()",
            "B",
            id="initializer-of-the-base",
        ),
        pytest.param(DATACLASS, "A()", "A", id="dataclass"),
        pytest.param(f"{DATACLASS}class B(A): ...\n", "B()", "B", id="below-a-dataclass"),
        pytest.param(
            CREATOR.format("type"), "class A(metaclass=M): ...", "M.x = 1", id="metaclass"
        ),
        pytest.param(CREATOR.format("type"), "M('A', (), {})", "M", id="call-of-a-metaclass"),
        pytest.param(
            CREATOR.format("type").replace("__new__", "__init__").replace("return x", "x"),
            "class A(metaclass=M): ...",
            "class A(type): ...",
            id="initializer-of-a-metaclass",
        ),
        pytest.param(CREATOR.format("str"), "M(1)", "class A(M): ...", id="creator"),
        pytest.param(
            INITIALIZER.replace("__init__", "__call__"),
            "A()()",
            "x = A()",
            id="call-of-an-instance",
        ),
        pytest.param(
            "class A:\n    def __init__(self, x): ...\n    def __call__(self, f):\n"
            "        return json.dumps(1)\n",
            "@A(1)\ndef f(): ...",
            "@id\ndef f(x=A(1)): ...",
            id="instance-that-decorates",
        ),
        pytest.param(f"from functools import cache\n@cache\n{OWN}", "g()", "g", id="cache"),
        pytest.param(
            FACTORY, "@logged(1)\ndef f(): ...", "@id\ndef f(x=logged(1)): ...", id="factory"
        ),
        pytest.param(FACTORY, "logged(1)(print)", "x = logged(1)", id="call-of-a-result"),
        pytest.param(
            FACTORY.replace("    return deco", "    if level: print(level)\n    return deco"),
            "def g():\n    @logged(1)\n    def f(): ...\ng()",
            "def g():\n    @logged(1)\n    def f(): ...",
            id="factory-in-a-function",
        ),
        pytest.param(
            f"import functools\n@functools.lru_cache(maxsize=None)\n{OWN}",
            "g()",
            "g",
            id="lru-cache",
        ),
        pytest.param(
            "import functools\n" + METHOD.format("@staticmethod\n    @functools.cache"),
            "A.g()",
            "A.g",
            id="cached-method",
        ),
        pytest.param(METHOD.format(""), "a = A()\na.g()", "a = A()\na.g", id="of-a-variable"),
        pytest.param(CALLING, "A()", "A", id="called-by-the-initializer"),
        pytest.param(WRAPPER, "f()", "f", id="wrapper"),
        pytest.param(
            f"{COROUTINE}async def h(): await asyncio.gather(g())\n",
            "asyncio.run(h())",
            "h().close()",
            id="awaited",
            marks=pytest.mark.skipif(not proof.HAS_PROCESSES, reason="a loop runs in this one"),
        ),
        pytest.param(TIMER, "with A(): x = 1", "A()", id="enter"),
        pytest.param(TIMER, "with A() as a, A(): x = 1", "a = [A()]", id="two-to-enter"),
        pytest.param(
            "class A:\n    def __init_subclass__(cls):\n        json.dumps(1)\n",
            "class B(A): ...",
            "A()",
            id="subclass",
        ),
        pytest.param(
            "class A(Exception):\n    def __init__(self):\n        json.dumps(1)\n",
            "try: raise A\nexcept A: pass",
            "try: int('1')\nexcept A: pass",
            id="class-that-is-raised",
        ),
        pytest.param(
            "from typing import NamedTuple\nclass A(NamedTuple):\n    x: int\n"
            "    def g(self): return json.dumps(self.x)\n",
            "A(1).g()",
            "A(1).g",
            id="named-tuple",
        ),
    ],
)
def test_what_runs_an_own_function(function: str, run: str, later: str) -> None:
    source = f"{function}{run}\nimport json\n"
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert "'json' is imported only below its use" in finding.message
    assert proof.error(source).startswith("NameError: name 'json' is not defined")
    assert proof.error(proof.fixed(source, finding)) == ""
    silent = f"{function}{later}\nimport json\n"
    assert proof.error(silent) == ""
    assert found(silent) == []


@pytest.mark.parametrize("instance", ["A()", "a"])
@pytest.mark.parametrize(
    ("method", "run"),
    [
        pytest.param("__enter__(self)", "with {0}: x = 1", id="enter"),
        pytest.param("__exit__(self, *x)", "with {0}: x = 1", id="exit"),
        pytest.param("__call__(self)", "{0}()", id="call"),
        pytest.param("__getitem__(self, key)", "x = {0}['k']", id="getitem"),
        pytest.param("__getitem__(self, key)", "{0}['k'] += 1", id="getitem-in-place"),
        pytest.param("__setitem__(self, key, value)", "{0}['k'] = 1", id="setitem"),
        pytest.param("__delitem__(self, key)", "del {0}['k']", id="delitem"),
        pytest.param("__len__(self)", "len({0})", id="len"),
        pytest.param("__bool__(self)", "if {0}: x = 1", id="if"),
        pytest.param("__bool__(self)", "x = 1 if {0} else 2", id="conditional-expression"),
        pytest.param("__bool__(self)", "not {0}", id="not"),
        pytest.param("__bool__(self)", "bool({0})", id="bool"),
        pytest.param("__iter__(self)", "for x in {0}:\n    import json", id="for"),
        pytest.param("__iter__(self)", "[x for x in {0}]", id="comprehension"),
        pytest.param("__iter__(self)", "print(*{0})", id="starred"),
        pytest.param("__iter__(self)", "sorted({0}, key=str)", id="sorted"),
        pytest.param("__next__(self)", "next({0})", id="next"),
        pytest.param("__contains__(self, x)", "1 not in {0}", id="contains"),
        pytest.param("__str__(self)", "print({0}, 1)", id="print"),
        pytest.param("__str__(self)", "f'{{{0}!s}}'", id="converted"),
        pytest.param("__repr__(self)", "repr({0})", id="repr"),
        pytest.param("__format__(self, spec)", "f'{{{0}}}'", id="formatted"),
        pytest.param("__add__(self, x)", "{0} + 1", id="add"),
        pytest.param("__add__(self, x)", "{0} + 'x'", id="add-a-text"),
        pytest.param("__or__(self, x)", "{0} | {{1}}", id="or-a-set"),
        pytest.param("__mod__(self, x)", "{0} % (1, 2)", id="mod-a-tuple"),
        pytest.param("__radd__(self, x)", "1 + {0}", id="radd"),
        pytest.param("__neg__(self)", "-{0}", id="neg"),
        pytest.param("__eq__(self, x)", "{0} == 1", id="eq"),
        pytest.param("__lt__(self, x)", "{0} < 1.5", id="lt"),
        pytest.param("__abs__(self)", "abs({0})", id="abs"),
        pytest.param("__hash__(self)", "hash({0})", id="hash"),
    ],
)
def test_what_python_calls_for_an_instance(method: str, run: str, instance: str) -> None:
    own = "class A:\n    def __enter__(self): ...\n    def __exit__(self, *x): ...\n"
    other = own.replace(f"    def {method.partition('(')[0]}(self", "    def other(self")
    head = f"{other}    def {method}: json.dumps(1)\na = A()\n"
    source = f"{head}{run.format(instance)}\nimport json\n"
    assert proof.error(source).startswith("NameError: name 'json' is not defined")
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert "'json' is imported only below its use" in finding.message
    assert find_missing_imports(proof.fixed(source, finding)) == []
    for silent in (f"{head}{instance}\nimport json\n", f"{head}x = [{instance}]\nimport json\n"):
        assert proof.error(silent) == ""
        assert found(silent) == []


@pytest.mark.parametrize(
    ("own", "run", "later"),
    [
        pytest.param(METHOD.format("@property"), "A().g", "A.g", id="property"),
        pytest.param(METHOD.format("@property"), "a = A()\nprint(a.g)", "a = A()", id="of-a"),
        pytest.param(
            "import functools\n" + METHOD.format("@functools.cached_property"),
            "A().g",
            "A()",
            id="cached-property",
        ),
        pytest.param(
            f"{METHOD.format('@property')}class B(A): ...\n", "B().g", "B()", id="inherited"
        ),
        pytest.param(
            f"{METHOD.format('@property')}    def __init__(self): self.g\n",
            "A()",
            "A",
            id="of-self",
        ),
        pytest.param(
            "class A:\n    def __class_getitem__(cls, x): json.dumps(1)\n",
            "A[1]",
            "[A]",
            id="class-subscript",
        ),
    ],
)
def test_attribute_that_runs_a_method(own: str, run: str, later: str) -> None:
    source = f"{own}{run}\nimport json\n"
    assert proof.error(source).startswith("NameError: name 'json' is not defined")
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert "'json' is imported only below its use" in finding.message
    assert proof.error(proof.fixed(source, finding)) == ""
    assert proof.error(f"{own}{later}\nimport json\n") == ""
    assert found(f"{own}{later}\nimport json\n") == []


def test_name_of_an_attribute_that_runs_a_method() -> None:
    own = "class A:\n    def __set_name__(self, *x): json.dumps(1)\n"
    source = f"{own}class B:\n    x = A()\nimport json\n"
    assert proof.error(source).startswith(
        ("NameError: ", "RuntimeError: Error calling __set_name_", "Error calling __set_name_")
    )
    assert len(found(source)) == 1
    assert found(f"{own}x = A()\nclass B:\n    y = [A()]\nimport json\n") == []


@pytest.mark.parametrize(
    ("method", "run"),
    [
        pytest.param("__exit__(self, *x)", "with A(): import json", id="imported-before-the-exit"),
        pytest.param(
            "__add__(self, x)",
            "class B(A):\n    def __radd__(self, x): ...\nA() + B()",
            id="other-operand-comes-first",
        ),
        pytest.param("__rmod__(self, x)", "'%s' % A()", id="text-that-takes-it"),
        pytest.param("__getitem__(self, key)", "A()['k'] = 1", id="other-use-of-a-subscript"),
        pytest.param("__str__(self)", "repr(A())", id="other-conversion"),
        pytest.param("__len__(self)", "def len(x): ...\nlen(A())", id="own-len"),
        pytest.param("__len__(self)", "len([A()])", id="other-length"),
        pytest.param("__lt__(self, x)", "A() == 1", id="other-comparison"),
        pytest.param("__neg__(self)", "+A()", id="other-operator"),
        pytest.param("__iter__(self): yield 1; json\n    def f(self)", "iter(A())", id="generator"),
        pytest.param("__eq__(self, x)", "A.__eq__ = int.__eq__\nA() == 1", id="replaced"),
        pytest.param(
            "__repr__(self)",
            "from dataclasses import dataclass\n@dataclass\nclass B(A): ...\nrepr(B())",
            id="dataclass-that-has-its-own",
        ),
    ],
)
def test_what_calls_no_such_method_of_an_instance(method: str, run: str) -> None:
    head = (
        "class A:\n    def __enter__(self): ...\n    def __setitem__(self, *x): ...\n"
        "    def __getitem__(self, x): return 1\n    def __pos__(self): ...\n"
        "    def __exit__(self, *x): ...\n"
    )
    own = head.replace(f"def {method.partition('(')[0]}(", "def other(")
    source = f"{own}    def {method}: return iter(json.dumps(1))\n{run}\nimport json\n"
    error = proof.error(source)
    assert error == "" or "NameError" not in error
    assert found(source) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def g():\n    yield 1\n    json.dumps(1)\nnext(g())\n", id="below-the-first-item"
        ),
        pytest.param(f"{METHOD.format('')}A.g = int\nA.g()\n", id="method-that-is-replaced"),
        pytest.param(
            f"{METHOD.format('@property')}    g = 1\nA().g\n", id="attribute-in-the-class"
        ),
        pytest.param(
            f"{METHOD.format('')}    def __new__(cls): return 1\n    def real(self): ...\n"
            "A().real\n",
            id="other-instance",
        ),
        pytest.param(
            f"class B:\n    def g(self): ...\n{METHOD.format('')}B().g()\n", id="other-class"
        ),
        pytest.param(f"def other(f): return print\n@other\n{GENERATOR}g()\n", id="other-decorator"),
        pytest.param(f"def cache(f): return print\n@cache\n{OWN}g()\n", id="own-cache"),
        pytest.param(
            f"import contextlib\n{OWN}with contextlib.suppress(Exception): g()\n", id="suppressed"
        ),
        pytest.param(f"{OWN}def h(x):\n    return x and g()\nh(0)\n", id="other-function-may"),
        pytest.param(
            f"{OWN}def h():\n    try:\n        g()\n    except Exception:\n        pass\nh()\n",
            id="other-function-that-handles-it",
        ),
        pytest.param(
            f"{INITIALIZER}class B(A):\n    def __init__(self): ...\nB()\n", id="own-initializer"
        ),
        pytest.param(
            f"{INITIALIZER}class B(A):\n    __init__ = object.__init__\nB()\n",
            id="assigned-initializer",
        ),
        pytest.param(
            f"{INITIALIZER}class M:\n    def __init__(self): ...\nclass B(M, A): ...\nB()\n",
            id="two-bases",
        ),
        pytest.param(
            f"class M(type):\n    def __call__(cls): ...\n{INITIALIZER}"
            "class B(A, metaclass=M): ...\nB()\n",
            id="metaclass",
        ),
        pytest.param(
            f"{INITIALIZER}class B(A):\n    def __new__(cls): ...\nB()\n", id="no-instance"
        ),
        pytest.param(
            FACTORY.replace("    return deco", "    if level: return id\n    return deco")
            + "@logged(1)\ndef f(): ...\n",
            id="factory-that-may-return-another",
        ),
        pytest.param(
            FACTORY.replace("    return deco", "    deco = id\n    return deco")
            + "@logged(1)\ndef f(): ...\n",
            id="factory-that-returns-another",
        ),
        pytest.param(
            "def later(f): return id\n"
            + FACTORY.replace("    def deco", "    @later\n    def deco")
            + "@logged(1)\ndef f(): ...\n",
            id="factory-of-something-decorated",
        ),
        pytest.param(
            f"def outer():\n{textwrap.indent(FACTORY, '    ')}    return logged\n"
            "@outer()\ndef f(): ...\n",
            id="factory-of-a-factory",
        ),
        pytest.param(
            f"class A:\n{textwrap.indent(FACTORY, '    ').replace('logged(', '__call__(self, ')}"
            "@A()\ndef f(): ...\n",
            id="factory-that-an-instance-is",
        ),
        pytest.param(
            f"{CREATOR.format('str')}class A(M):\n    def __new__(cls): ...\nA()\n",
            id="other-creator",
        ),
        pytest.param(
            "class M(type):\n    def __new__(cls, name, *x):\n        if not name: json.dumps(x)\n"
            "class A(metaclass=M): ...\n",
            id="creator-that-may",
        ),
        pytest.param(
            f"from dataclasses import dataclass\n{INITIALIZER}@dataclass\nclass B(A):\n"
            "    x: int = 1\nB()\n",
            id="generated-initializer",
        ),
        pytest.param(
            DATACLASS.replace("    def", "    def __init__(self): ...\n    def") + "A()\n",
            id="initializer-in-a-dataclass",
        ),
        pytest.param(
            DATACLASS.replace("frozen=True", "init=False") + "A()\n", id="without-initializer"
        ),
        pytest.param(
            f"{INITIALIZER}class B(A):\n    def __init__(self, x=0):\n"
            "        if x: super().__init__()\nB()\n",
            id="super-in-if",
        ),
        pytest.param(
            f"class O:\n    def __init__(self): ...\n{INITIALIZER}class B(O):\n"
            "    def __init__(self):\n        super().__init__()\nB()\n",
            id="super-of-another",
        ),
        pytest.param(
            f"class O:\n    def __init__(self): ...\n{INITIALIZER}class B(A):\n"
            "    def __init__(self):\n        class C(O):\n            def __init__(self):\n"
            "                super().__init__()\n        C()\nB()\n",
            id="super-of-a-class-inside",
        ),
        pytest.param(
            f"def other(c): return print\n@other\n{INITIALIZER}A()\n", id="decorated-class"
        ),
        pytest.param(
            f"{METHOD.format('')}a = A()\na = type('B', (), dict(g=id))\na.g(1)\n",
            id="other-instance-of-a-variable",
        ),
        pytest.param(f"{CALLING}class B(A):\n    def g(self): ...\nB()\n", id="other-method-below"),
    ],
)
def test_own_function_that_does_not_surely_run(source: str) -> None:
    source += "import json\n"
    assert proof.error(source) == ""
    assert found(source) == []


def in_try(body: str, rest: str) -> str:
    return f"def f():\n    json.dumps(1)\n    try:\n        {body}\n    {rest}\nf()\n"


@pytest.mark.parametrize(
    ("source", "block"),
    [
        pytest.param(
            in_try("return 1", "finally:\n        import json\n        json.dumps(2)"),
            "    try:\n        return 1\n    finally:\n        json.dumps(2)\n", id="finally",
        ),
        pytest.param(
            in_try("import json\n        json.dumps(2)", "finally:\n        x = 1"),
            "    try:\n        json.dumps(2)\n    finally:\n", id="above-finally",
        ),
        pytest.param(
            in_try("import json\n        json.dumps(2)", "except ValueError:\n        raise"),
            "    try:\n        json.dumps(2)\n    except ValueError:\n", id="other-error",
        ),
        pytest.param(
            in_try("import json\n        x = 1", "except (OSError, KeyError):\n        x = 2"),
            "    try:\n        x = 1\n    except (OSError, KeyError):\n", id="other-errors",
        ),
        pytest.param(
            in_try("x = 1", "except ImportError:\n        x = 2\n    else:\n        import json"),
            "        x = 2\n    else:\n        pass\n", id="else",
        ),
    ],
)  # fmt: skip
def test_import_in_a_try_that_would_not_catch_its_failure(source: str, block: str) -> None:
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    after = proof.fixed(source, finding)
    assert after.startswith("import json\n\n\ndef f():\n    json.dumps(1)\n")
    assert block in after
    assert "'json'" in proof.error(source)
    assert proof.error(after) == ""


@pytest.mark.parametrize(
    "handler",
    [
        pytest.param("except ImportError:", id="import-error"),
        pytest.param("except ModuleNotFoundError:", id="not-found"),
        pytest.param("except (ValueError, Exception):", id="broad"),
        pytest.param("except ERRORS:", id="variable"),
        pytest.param("except:", id="bare"),
        pytest.param("except ValueError:\n        pass\n    except ImportError:", id="second"),
    ],
)
def test_import_in_a_try_that_may_catch_its_failure(handler: str) -> None:
    source = in_try("import json\n        json.dumps(2)", f"{handler}\n        pass")
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert finding.message.endswith("move 'import json' to line 1")
    assert finding.edit is None


@pytest.mark.parametrize(
    ("rest", "is_fixed"),
    [
        pytest.param("except OSError:\n        pass", False, id="except"),
        pytest.param("finally:\n        x = 1", True, id="finally"),
    ],
)
def test_import_of_a_package_may_fail_with_any_error(rest: str, is_fixed: bool) -> None:
    source = in_try("import numpy as json\n        json.zeros(1)", rest)
    configured = {"json": ImportStatement("numpy", alias="json")}
    (finding,) = find_missing_imports(source, configured=configured)
    assert finding.message.endswith("move 'import numpy as json' to line 1")
    assert (finding.edit is not None) == is_fixed


NEEDING = "import sys\ndef g():\n    return json.dumps(1)\ng()\n"


@pytest.mark.parametrize(
    ("source", "fixed"),
    [
        pytest.param(
            "def g():\n    return json.dumps(1)\nfor i in 1, 2:\n    g()\n    import json\n",
            "import json\n\n\ndef g():\n    return json.dumps(1)\nfor i in 1, 2:\n    g()\n",
            id="loop",
        ),
        pytest.param(
            "(lambda: json.dumps(1))()\nif 1:\n    import json\n",
            "import json\n\n(lambda: json.dumps(1))()\nif 1:\n    pass\n", id="lambda",
        ),
        pytest.param(
            f"{NEEDING}if sys:\n    import json\n    json.dumps(2)\n",
            f"import json\n{NEEDING}if sys:\n    json.dumps(2)\n", id="if",
        ),
        pytest.param(
            f"{NEEDING}if sys:\n    import json\nelse:\n    import json\n    x = 1\n",
            f"import json\n{NEEDING}if sys:\n    pass\nelse:\n    x = 1\n", id="both-branches",
        ),
        pytest.param(
            f"{NEEDING}if sys:\n    import json\nimport json\n",
            f"import json\n{NEEDING}if sys:\n    pass\n", id="also-outside",
        ),
        pytest.param(
            f"{NEEDING}with open(__file__) as f:\n    import json\n    x = json.dumps(2)\n",
            f"import json\n{NEEDING}with open(__file__) as f:\n    x = json.dumps(2)\n",
            id="with",
        ),
    ],
)  # fmt: skip
def test_import_below_a_call_that_needs_it_leaves_its_block(source: str, fixed: str) -> None:
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert "is imported only below its use" in finding.message
    assert "move 'import json' to line 1" in finding.message
    assert proof.fixed(source, finding) == fixed
    assert "'json'" in proof.error(source)
    assert "'json'" not in proof.error(fixed)


IN_ONE_BLOCK = "    x = json.dumps(1)\n    import json\n    y = 1\n"


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("if sys.argv:", id="if"),
        pytest.param("for i in 1, 2:", id="for"),
        pytest.param("while True:", id="while"),
        pytest.param("with open(__file__) as f:", id="with"),
        pytest.param("if not sys:\n    pass\nelse:", id="else"),
    ],
)
def test_import_below_its_use_in_a_block_leaves_that(head: str) -> None:
    source = f"import sys\n{head}\n{IN_ONE_BLOCK}"
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert "move 'import json' to line 1" in finding.message
    left = IN_ONE_BLOCK.replace("    import json\n", "")
    assert proof.fixed(source, finding) == f"import json\nimport sys\n{head}\n{left}"


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        pytest.param("if sys.platform:", "", id="platform"),
        pytest.param("if sys.version_info > (3, 9):", "", id="version"),
        pytest.param("with contextlib.suppress(ImportError):", "", id="suppressed"),
        pytest.param("try:", "except Exception:\n    pass\n", id="tried"),
        pytest.param("if sys.argv:", "else:\n    import json\n    y = 1\n", id="also-elsewhere"),
    ],
)
def test_import_below_its_use_in_a_block_stays_for_a_reason(head: str, tail: str) -> None:
    source = f"import contextlib\nimport sys\n{head}\n{IN_ONE_BLOCK}{tail}"
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert "add 'import json' on line 2" in finding.message
    assert IN_ONE_BLOCK + tail in proof.fixed(source, finding)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("if sys.platform:\n    import json\n", id="platform"),
        pytest.param("try:\n    import json\nexcept ImportError:\n    pass\n", id="tried"),
        pytest.param("if sys:\n    import json\nelse:\n    json = None\n", id="other-value"),
    ],
)
def test_no_edit_where_pyflakes_sees_the_use_below_an_import_that_stays(block: str) -> None:
    source = f"{NEEDING}{block}"
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert finding.message.endswith(": add 'import json' on line 1")
    assert finding.edit is None
    assert "'json'" in proof.error(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def g(x=0):\n    return json.dumps(x)\nimport json\ng()\n",
            id="below-the-import",
        ),
        pytest.param(
            "import json\ndef g(x=0):\n    return json.dumps(x)\ng()\nimport json\n",
            id="both-sides-of-a-second-import",
        ),
        pytest.param(
            "def g(x=0):\n    return json.dumps(x)\nh = lambda: g()\nimport json\nh()\n",
            id="call-in-a-lambda",
        ),
        pytest.param(
            "def g(x=0):\n    return json.dumps(x)\ndef h(): return g()\nimport json\nh()\n",
            id="call-in-a-function",
        ),
        pytest.param(
            "def g(x=0):\n    return json.dumps(x)\nh = [g]\nimport json\n",
            id="passed-on",
        ),
        pytest.param(
            "def g(x=0):\n    return json.dumps(x)\nfor i in 0, 1:\n    if i: g()\n"
            "    import json\n",
            id="later-pass-of-a-loop",
        ),
        pytest.param(
            "def g(x=0):\n    return json.dumps(x)\ntry:\n    g()\nexcept NameError:\n"
            "    pass\nimport json\n",
            id="expected",
        ),
        pytest.param(
            "import contextlib\ndef g(x=0):\n    return json.dumps(x)\n"
            "with contextlib.suppress(NameError):\n    g()\nimport json\n",
            id="suppressed",
        ),
        pytest.param(
            "def g(x=0):\n    return json.dumps(x)\nif 'json' in globals():\n    g()\n"
            "import json\n",
            id="asked-for",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\ndef g(x=0):\n    return json.dumps(x)\n"
            "if TYPE_CHECKING:\n    g()\nimport json\n",
            id="type-checkers-alone",
        ),
        pytest.param(
            "def g(x=0):\n    return json.dumps(x)\ndef h():\n    global json\n"
            "    import json\nh()\ng()\nimport json\n",
            id="imported-by-another-function",
        ),
        pytest.param(
            "def g(x=0):\n    if x:\n        json.dumps(x)\ng()\nimport json\n",
            id="branch",
        ),
        pytest.param(
            "def g(x=0):\n    if not x:\n        return\n    json.dumps(x)\ng()\nimport json\n",
            id="early-return",
        ),
        pytest.param(
            "def g(x=0):\n    return\n    json.dumps(x)\ng()\nimport json\n",
            id="never-reached",
        ),
        pytest.param(
            "def g(x=()):\n    return [json.dumps(y) for y in x]\ng()\nimport json\n",
            id="no-items",
        ),
        pytest.param(
            "def g(x=0):\n    try:\n        json.dumps(x)\n    except NameError:\n"
            "        pass\ng()\nimport json\n",
            id="try",
        ),
        pytest.param(
            "def g():\n    yield json.dumps(1)\ng()\nimport json\n",
            id="generator",
        ),
        pytest.param(
            "def g():\n    return (lambda: json.dumps(1))\ng()\nimport json\n",
            id="lambda-that-is-returned",
        ),
        pytest.param(
            "class A:\n    def f(self):\n        return json.dumps(1)\n"
            "    def g(self): return f(self)\n    @staticmethod\n    def h(): json.dumps(1)\n"
            "f = print\nA().g()\nimport json\n",
            id="function-with-the-name-of-a-method",
        ),
        pytest.param(
            "class A:\n    def f():\n        return json.dumps(1)\n    def f(): ...\n    x = f()\n"
            "import json\n",
            id="replaced-in-its-class",
        ),
        pytest.param(
            "def g(x=()):\n    return sorted(x, key=lambda y: json.dumps(y))\ng()\nimport json\n",
            id="key-of-no-items",
        ),
        pytest.param(
            "def g():\n    def h(x=(yield)): ...\n    json.dumps(1)\ng()\nimport json\n",
            id="generator-in-a-default",
        ),
        pytest.param(
            "async def g():\n    json.dumps(1)\ng().close()\nimport json\n",
            id="coroutine",
        ),
        pytest.param(
            "def later(f): return print\n@later\ndef g():\n    json.dumps(1)\ng()\nimport json\n",
            id="decorated",
        ),
        pytest.param(
            "def g(): ...\ng()\ndef g():\n    json.dumps(1)\nimport json\n",
            id="defined-twice",
        ),
        pytest.param(
            "class A:\n    def print(self):\n        json.dumps(1)\nprint()\nimport json\n",
            id="method",
        ),
        pytest.param(
            "def f():\n    def vars():\n        return json.dumps(1)\n    import json\n"
            "    return vars()\nvars()\nf()\n",
            id="builtin-elsewhere",
        ),
        pytest.param(
            "def g(x=0):\n    return json.dumps(x)\ndef f(g): return g()\nf(int)\nimport json\n",
            id="parameter",
        ),
        pytest.param(
            "class A:\n    def __new__(cls): return 1\nclass B(A):\n"
            "    def __init__(self):\n        json.dumps(1)\nB()\nimport json\n",
            id="class-with-a-base",
        ),
        pytest.param(
            "def g(x=0):\n    y = x and g(0)\n    return json.dumps(x)\nimport json\ng(1)\n",
            id="recursion",
        ),
        pytest.param(
            "def g():\n    json.dumps(1)\nfor x in '12':\n    continue\n    g()\nimport json\n",
            id="call-below-continue",
        ),
        pytest.param(
            "for x in '12':\n    with open('/dev/null') as f:\n        g = lambda: json.dumps(1)\n"
            "        continue\n    g()\nimport json\ng()\n",
            id="call-of-a-lambda-below-a-with-that-continues",
        ),
        pytest.param(
            "def g():\n    return json.dumps(1)\nwhile True:\n    if g:\n        break\n"
            "    else:\n        raise SystemExit\n    g()\nimport json\n",
            id="call-below-two-branches-that-leave",
        ),
    ],
)
def test_own_function_that_does_not_surely_fail(source: str) -> None:
    assert proof.error(source) == ""
    assert find_missing_imports(source, target_version=(3, 11)) == []


RUN_AT_ONCE = [
    pytest.param("next((x for x in '1' if json.loads(x)), None)", id="next"),
    pytest.param("sum((json.loads(x) for x in '12'), 0)", id="sum"),
    pytest.param("bytes(json.loads(x) for x in '12')", id="bytes"),
    pytest.param("a, b = (json.loads(x) for x in '12')", id="unpacked"),
    pytest.param("print(*(json.loads(x) for x in '12'))", id="asterisk"),
    pytest.param("'1' in (json.loads(x) for x in '12')", id="in"),
    pytest.param("list(enumerate(json.loads(x) for x in '12'))", id="enumerate"),
    pytest.param("dict(zip('ab', (json.loads(x) for x in '12')))", id="zip"),
    pytest.param("sum(y for y in (json.loads(x) for x in '12'))", id="generator-of-generator"),
    pytest.param("[y for y in (json.loads(x) for x in '12')]", id="comprehension"),
    pytest.param("for y in (json.loads(x) for x in '12'): print(y)", id="for"),
    pytest.param("for y in map(lambda x: json.loads(x), '12'): print(y)", id="map"),
    pytest.param("(lambda: json.dumps(1))()", id="call"),
    pytest.param("xs = []; xs.extend(json.loads(x) for x in '12')", id="extend"),
    pytest.param("from collections import Counter; Counter(json.loads(x) for x in '1')", id="from"),
    pytest.param(
        "from collections import OrderedDict; OrderedDict((x, json.loads(x)) for x in '1')",
        id="OrderedDict",
    ),
    pytest.param("from collections import deque as d; d(json.loads(x) for x in '1')", id="deque"),
    pytest.param(
        "import functools; functools.reduce(lambda x, y: json.dumps(x), '12')", id="import"
    ),
    pytest.param("import re; re.sub('a', lambda x: json.dumps(x[0]), 'a')", id="second-argument"),
]


@pytest.mark.parametrize("at_once", RUN_AT_ONCE)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param("{}\nimport json\n", id="module"),
        pytest.param("def f():\n    {}\n    import json\nf()\n", id="function"),
    ],
)
def test_code_that_runs_where_it_stands(source: str, at_once: str) -> None:
    code = source.format(at_once)
    (finding,) = find_missing_imports(code, target_version=(3, 11))
    assert (finding.code, finding.name) == ("MIS004", "json")
    assert "'json'" in proof.error(code)
    assert proof.error(proof.fixed(code, finding)) == ""


@pytest.mark.parametrize(
    "later",
    [
        pytest.param("y = enumerate(json.loads(x) for x in '12')", id="enumerate"),
        pytest.param("y = (z for z in (json.loads(x) for x in '12'))", id="generator"),
        pytest.param("y = z = (json.loads(x) for x in '12')", id="assigned"),
        pytest.param("y = ((lambda: json.dumps(1)), 1)", id="tuple"),
        pytest.param("y = (json.loads(x) for x in '12') in [1]", id="on-the-left"),
        pytest.param("y = [(json.loads(x) for x in '12')]", id="list"),
        pytest.param(
            "for y in (json.dumps(x) if x else x for x in (0, 1)):\n    import json",
            id="for-that-imports",
        ),
        pytest.param(
            "def next(*xs): return xs\ny = next((json.loads(x) for x in '12'), 0)", id="own-next"
        ),
        pytest.param(
            "class Q:\n    def extend(self, xs): self.xs = xs\n"
            "xs = Q()\nxs.extend(json.loads(x) for x in '12')",
            id="own-extend",
        ),
        pytest.param(
            "from itertools import chain as Counter\nCounter(json.loads(x) for x in '12')",
            id="another-Counter",
        ),
        pytest.param("xs = []\nxs.append(json.loads(x) for x in '12')", id="append"),
    ],
)
def test_code_that_runs_later(later: str) -> None:
    source = f"{later}\nimport json\n"
    assert proof.error(source) == ""
    assert find_missing_imports(source, target_version=(3, 11)) == []


@pytest.mark.parametrize(
    "left",
    [
        pytest.param("with open('/dev/null') as x:\n            return json.load(x)", id="with"),
        pytest.param(
            "if x == 1:\n            return 1\n        else:\n            raise E", id="both"
        ),
        pytest.param(
            "try:\n            return json.loads(x)\n        except E:\n            raise", id="try"
        ),
        pytest.param(
            "with a:\n            if b:\n                return 1\n            else:\n"
            "                return 2",
            id="nested",
        ),
    ],
)
def test_branch_that_leaves_in_a_block(left: str) -> None:
    source = f"def f(x):\n    if x:\n        import json\n        {left}\n    json.dumps(1)\nf(0)\n"
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert (finding.code, finding.name) == ("MIS004", "json")
    assert "json" in proof.error(source)
    assert proof.error(proof.fixed(source, finding)) == ""


@pytest.mark.parametrize(
    "stays",
    [
        pytest.param("with a:\n            raise E", id="with-may-suppress"),
        pytest.param("if x == 1:\n            return 1", id="one-of-two"),
        pytest.param(
            "try:\n            return 1\n        except E:\n            pass", id="caught"
        ),
        pytest.param("while a:\n            return 1", id="loop"),
    ],
)
def test_branch_that_may_go_on(stays: str) -> None:
    source = (
        f"def f(x):\n    if x:\n        import json\n        {stays}\n    return json.loads('')\n"
    )
    assert find_missing_imports(source, target_version=(3, 11)) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "if not x:\n    import json\nelse:\n    def f():\n        return json.dumps(1)\n",
            id="else",
        ),
        pytest.param(
            "if x:\n    def f():\n        return json.dumps(1)\nelse:\n    import json\n",
            id="import-below",
        ),
        pytest.param(
            "if not x:\n    import json\nelse:\n"
            "    class A:\n        def f(self):\n            return json.dumps(1)\n"
            "    f = A().f\n",
            id="method",
        ),
        pytest.param(
            "if not x:\n    import json\n    raise SystemExit\n"
            "def f():\n    return json.dumps(1)\n",
            id="below-a-branch-that-leaves",
        ),
        pytest.param(
            "try:\n    pass\nexcept ImportError:\n    import json\n"
            "else:\n    def f():\n        return json.dumps(1)\n",
            id="handler",
        ),
        pytest.param(
            "match x:\n    case None:\n        import json\n"
            "    case _:\n        f = lambda: json.dumps(1)\n",
            id="match",
        ),
    ],
)
def test_function_of_another_branch_than_the_import(source: str) -> None:
    source = f"x = 1\n{source}f()\n"
    (finding,) = find_missing_imports(source)
    assert finding.message.startswith("MIS004 'json' is imported only ")
    assert proof.error(source).startswith("NameError: name 'json'")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "for y in (0, 1):\n    if not y:\n        import json\n"
            "    else:\n        def f():\n            return json.dumps(1)\n",
            id="earlier-pass",
        ),
        pytest.param(
            "try:\n    import json\n    raise ImportError\n"
            "except ImportError:\n    def f():\n        return json.dumps(1)\n",
            id="tried",
        ),
        pytest.param(
            "def g(x):\n    global json\n    if x:\n        import json\n"
            "    else:\n        return lambda: json.dumps(1)\ng(1)\nf = g(0)\n",
            id="earlier-call",
        ),
        pytest.param(
            "def f():\n    return json.dumps(1)\nif 1:\n    import json\n",
            id="defined-outside",
        ),
    ],
)
def test_function_that_sees_the_import_of_a_branch(source: str) -> None:
    source = f"{source}f()\n"
    assert found(source) == []
    assert proof.error(source) == ""


@pytest.mark.parametrize(
    "declaring",
    [
        pytest.param("def g():\n    global time\n", id="function"),
        pytest.param("class A:\n    global time\n", id="class"),
    ],
)
def test_name_that_only_others_declare(declaring: str) -> None:
    source = f"{declaring}def f():\n    return time.time()\nf()\n"
    (finding,) = find_missing_imports(source)
    assert finding.message == (
        "MIS004 'time' is only declared, and never imported: add 'import time' on line 1"
    )
    # To pyflakes the declaration gives a value, so that it would call the import unused.
    assert finding.edit is None
    assert proof.error(source).startswith("NameError: name 'time'")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f(x=0):\n    json.dumps(1)\n    if x: del json\nf()\n", id="below"),
        pytest.param("def f():\n    del json\n    json.dumps(1)\nf()\n", id="above"),
        pytest.param(
            "def f():\n    def g():\n        return json.dumps(1)\n    g()\n    del json\nf()\n",
            id="function-around",
        ),
    ],
)
def test_deletion_that_makes_a_name_local(source: str) -> None:
    (finding,) = find_missing_imports(source)
    line = next(n for n, text in enumerate(source.splitlines(), 1) if "del json" in text)
    assert finding.message == (
        f"MIS004 'json' is only deleted, as local (line {line}): remove that 'del'"
    )
    assert finding.edit is None
    assert "'json'" in proof.error(f"import json\n{source}")
    without = source.replace("del json", "pass")
    (missing,) = find_missing_imports(without)
    assert missing.code == "MIS001"
    assert found(f"import json\n{without}") == []


@pytest.mark.parametrize(
    "use",
    [
        pytest.param("    return json.dumps(1)\n", id="function"),
        pytest.param("    x: int\n    print(json.dumps(1))\n", id="statement"),
    ],
)
def test_annotation_that_makes_a_name_local(use: str) -> None:
    source = f"def f():\n    json: object\n{use}f()\n"
    (finding,) = find_missing_imports(source)
    assert finding.message == (
        "MIS004 'json' is only declared, as local (line 2): remove that annotation"
    )
    assert finding.edit is None
    assert "'json'" in proof.error(source)
    assert found(source.replace("object", "object = 1")) == []
    assert found(source.replace("    json: object\n", "    global json\n    import json\n")) == []


@pytest.mark.parametrize(
    "declaring",
    [
        pytest.param("def g():\n    global time\n    import time\ng()\n", id="import"),
        pytest.param(
            "def g():\n    global time\n    from time import time\ng()\n", id="other-object"
        ),
    ],
)
def test_name_that_others_declare_and_bind(declaring: str) -> None:
    assert found(f"{declaring}def f():\n    return time.time()\n") == []


BOUND_BY_ITSELF = "global json\n    import json\n"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            f"def f() -> json.JSONEncoder:\n    {BOUND_BY_ITSELF}",
            id="annotation",
            marks=pytest.mark.skipif(sys.version_info >= (3, 14), reason="they do not run there"),
        ),
        pytest.param(f"def f(x=json.dumps(1)):\n    {BOUND_BY_ITSELF}", id="default"),
        pytest.param(f"@json.dumps\ndef f():\n    {BOUND_BY_ITSELF}", id="decorator"),
        pytest.param(
            "for x in '12':\n    def f(x=json.dumps(1)):\n        global json\n"
            "        import json\n    f()\n",
            id="default-in-a-loop",
        ),
        pytest.param(
            "class A(json.JSONEncoder):\n    def f():\n        global json\n        import json\n",
            id="base-class",
        ),
        pytest.param(
            "class A:\n    x = json.dumps(1)\n    def f():\n        global json\n"
            "        import json\n",
            id="class-body-above",
        ),
        pytest.param(
            "def g():\n    json.dumps(1)\n    def f():\n        global json\n"
            "        import json\n    f()\ng()\n",
            id="function-above",
        ),
    ],
)
def test_import_in_a_function_that_cannot_be_called_before_the_use(source: str) -> None:
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert finding.message.startswith("MIS004 'json' is imported only below its use (line ")
    assert proof.error(source).startswith("NameError: name 'json' is not defined")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"def f(x=lambda: json.dumps(1)):\n    {BOUND_BY_ITSELF}f()\n", id="lambda"),
        pytest.param(f"def f():\n    {BOUND_BY_ITSELF}    json.dumps(1)\nf()\n", id="below"),
        pytest.param(
            "class A:\n    def f():\n        global json\n        import json\n    f()\n"
            "    x = json.dumps(1)\n",
            id="class-body-below",
        ),
        pytest.param(
            "def g(x):\n    def f():\n        global json\n        import json\n    f()\n"
            "    return json.dumps(x)\ng(1)\n",
            id="function-below",
        ),
        pytest.param(
            "def g(x):\n    if x: json.dumps(1)\n    def f():\n        global json\n"
            "        import json\n    f()\ng(0)\ng(1)\n",
            id="branch-above",
        ),
    ],
)
def test_import_in_a_function_that_may_be_called_before_the_use(source: str) -> None:
    assert found(source) == []
    assert proof.error(source) == ""


def test_submodules_that_a_module_imports_too_late() -> None:
    source = (
        "xml.dom.minidom.parseString('<a/>')\nxml.sax.parseString('<a/>', None)\n"
        "import xml.dom.minidom\nimport xml.sax\n"
    )
    assert [finding.message for finding in find_missing_imports(source)] == [
        "MIS004 'xml.dom.minidom' is imported only below its use (line 3): "
        "move 'import xml.dom.minidom' to line 1",
        "MIS004 'xml.sax' is imported only below its use (line 4): move 'import xml.sax' to line 1",
    ]
    assert proof.error(source).startswith("NameError: name 'xml'")


@pytest.mark.parametrize(
    "late",
    [
        pytest.param("import importlib.util\nimport importlib\n", id="package-last"),
        pytest.param("import importlib.util, importlib.abc\n", id="in-one-statement"),
        pytest.param("import importlib\nimport importlib.util\n", id="package-first"),
    ],
)
def test_submodule_that_no_late_import_of_its_package_brings(late: str) -> None:
    source = f"importlib.machinery.SourceFileLoader('a', 'b')\n{late}"
    (finding,) = find_missing_imports(source)
    first = late.split()[1].rstrip(",")
    assert finding.message == (
        f"MIS004 'importlib.machinery' is imported nowhere, '{first}' only below its use "
        "(line 2): add 'import importlib.machinery' on line 1"
    )
    assert proof.error(source).startswith("NameError: ")
    assert proof.error(proof.fixed(source, finding)) == ""


def test_submodule_beside_another_that_is_imported_too_late() -> None:
    source = (
        "xml.dom.minidom.Document()\nxml.sax.handler.ContentHandler()\n"
        "import xml.dom.minidom\nimport xml.etree\n"
    )
    assert [finding.message for finding in find_missing_imports(source)] == [
        "MIS004 'xml.dom.minidom' is imported only below its use (line 3): "
        "move 'import xml.dom.minidom' to line 1",
        "MIS004 'xml.sax' is imported nowhere, 'xml.dom.minidom' only below its use (line 3): "
        "add 'import xml.sax' on line 1",
    ]


def test_submodule_that_no_late_import_in_its_function_brings() -> None:
    source = (
        "def f():\n    importlib.machinery.SourceFileLoader('a', 'b')\n"
        "    import importlib.util\n    import importlib.abc\nf()\n"
    )
    (finding,) = find_missing_imports(source)
    assert finding.message == (
        "MIS004 'importlib' is imported only below its use (line 3): move that import above the use"
    )
    assert finding.edit is None
    assert proof.error(source).startswith("UnboundLocalError: ")


def test_submodules_that_a_function_imports_too_late_are_left_to_the_reader() -> None:
    # Either of the two makes the name local.
    source = "def f():\n    json.dumps(1)\n    import json.decoder\n    import json.encoder\nf()\n"
    (finding,) = find_missing_imports(source)
    assert finding.message.startswith("MIS004 'json' is imported only below its use (line 3): ")
    assert (finding.edit, finding.removals) == (None, ())
    assert proof.error(source).startswith("UnboundLocalError: ")


def test_late_imports_of_several_functions_are_one_finding() -> None:
    late = "def {}():\n    json.dumps(1)\n    import json\n{}()\n"
    source = late.format("f", "f") + late.format("g", "g")
    (finding,) = find_missing_imports(source)
    assert finding.message == (
        "MIS004 'json' is imported only below its use (line 3): "
        "move 'import json' to line 1 (first of 2 uses)"
    )
    after = proof.fixed(source, finding)
    assert after.count("import json") == 1
    assert proof.error(after) == ""


RELOADS = [
    pytest.param("if 'zlib' in locals():\n    importlib.reload(zlib)\n", id="locals"),
    pytest.param("if 'zlib' in globals():\n    zlib = importlib.reload(zlib)\n", id="bound-again"),
    pytest.param(
        "if 'zlib' not in dir():\n    pass\nelse:\n    importlib.reload(zlib)\n", id="not"
    ),
    pytest.param(
        "again = 'zlib' in vars()\nif again:\n    importlib.reload(zlib)\n", id="variable"
    ),
    pytest.param("globals().get('zlib') and importlib.reload(zlib)\n", id="get"),
    pytest.param(
        "try:\n    zlib\nexcept NameError:\n    pass\nelse:\n    importlib.reload(zlib)\n", id="try"
    ),
    pytest.param(
        "again = True\ntry:\n    zlib\nexcept NameError:\n    again = False\n"
        "if again:\n    importlib.reload(zlib)\n",
        id="noted",
    ),
    pytest.param(
        "def f():\n    importlib.reload(zlib)\nif 'zlib' in locals():\n    f()\n", id="own-function"
    ),
    pytest.param(
        "def f():\n    importlib.reload(zlib)\ntry:\n    zlib\nexcept NameError:\n    pass\n"
        "else:\n    f()\n",
        id="own-function-below-try",
    ),
]


@pytest.mark.parametrize("above", RELOADS)
def test_what_runs_only_when_the_file_runs_again(above: str) -> None:
    source = f"{above}import importlib\nimport zlib\n"
    assert find_missing_imports(source, target_version=(3, 11)) == []
    assert proof.error(f"for _ in range(2):\n    exec({source!r}, globals())\n") == ""


@pytest.mark.parametrize(
    ("source", "count"),
    [
        pytest.param("{0}import importlib\nimport zlib\nfrom string import *\n", 0, id="below"),
        pytest.param("from string import *\n{0}import importlib\nimport zlib\n", 1, id="above"),
    ],
)
@pytest.mark.parametrize("above", RELOADS[:2])
def test_star_import_beside_what_runs_again(source: str, count: int, above: str) -> None:
    assert len(found(source.format(above))) == count


@pytest.mark.parametrize("above", RELOADS)
def test_what_asks_for_a_name_that_is_there(above: str) -> None:
    source = f"import zlib\n{above}import importlib\n"
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert (finding.code, finding.name) == ("MIS004", "importlib")
    assert "'importlib'" in proof.error(source)


@pytest.mark.parametrize(
    "above",
    [
        pytest.param("for i in (1,):\n    x = Decimal(i)\n", id="for"),
        pytest.param("for i in ():\n    pass\nelse:\n    x = Decimal(1)\n", id="else-of-for"),
        pytest.param("x = [i for i in Decimal(1)]\n", id="what-it-goes-over"),
        pytest.param("x = [Decimal(i) for i in [1]]\n", id="comprehension"),
        pytest.param("while f:\n    break\nelse:\n    x = Decimal(1)\n", id="else-of-while"),
    ],
)
def test_loop_that_may_run(above: str) -> None:
    source = f"f = 0\n{above}from decimal import Decimal\n"
    assert proof.error(source).startswith("NameError: name 'Decimal' is not defined")
    assert len(found(source)) == 1


@pytest.mark.parametrize(
    ("value", "names"),
    [
        pytest.param("[json.dumps(one) for one in ('a',)]", ["json"], id="item"),
        pytest.param("{json.dumps(one): 1 for one in range(3)}", ["json"], id="key"),
        pytest.param("[one for one in [1] if json.dumps(one)]", ["json"], id="asked-of-an-item"),
        pytest.param("any(json.dumps(one) for one in [1, 2])", ["json"], id="generator"),
        pytest.param("[json.dumps(one) for one in ()]", [], id="no-items"),
        pytest.param("[json.dumps(one) for one in x]", [], id="perhaps-no-items"),
        pytest.param("[json.dumps(one) for one in [1] if x]", [], id="perhaps-left-out"),
        pytest.param("[one for one in x if json.dumps(one)]", [], id="asked-of-what-is-unknown"),
        pytest.param("(json.dumps(one) for one in [1])", [], id="not-gone-over"),
    ],
)
def test_comprehension_of_a_function_that_runs_above_the_import(
    value: str, names: list[str]
) -> None:
    source = f"x = 0\ndef load():\n    return {value}\nCONFIG = load()\nimport json\n"
    assert [finding.name for finding in find_missing_imports(source)] == names
