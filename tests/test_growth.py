"""Whether the work of a check grows no faster than the code, told by counting calls."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from types import FrameType

import pytest

from benchmarks.linear import SHAPES
from flake8_missing_import import find_missing_imports

pytestmark = pytest.mark.large

LIMIT = 2.3
"""How many times as many calls twice the code may take."""


def calls(source: str) -> int:
    """Return how many functions one check calls; what a generator yields counts as well."""
    tree = ast.parse(source)
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        find_missing_imports(source, tree=tree)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("made", "size"), [(made, sizes[0] // 20) for made, sizes in SHAPES.values()], ids=SHAPES
)
def test_calls_grow_with_the_code(made: Callable[[int], str], size: int) -> None:
    size = max(size, 10)
    calls(made(size))  # so that the tables are there
    once, twice, four_times = (calls(made(factor * size)) for factor in (1, 2, 4))
    assert four_times - twice < LIMIT * (twice - once)


@pytest.mark.parametrize(
    ("made", "size"),
    [
        pytest.param("def f{0}():\n    f{1}()\n    f{1}()\n", 40, id="twice"),
        pytest.param("def f{0}():\n    wsgiref.util\n    f{1}()\n", 200, id="each-uses-it"),
    ],
)
def test_callers_of_callers_of_what_lacks_a_submodule(made: str, size: int) -> None:
    def source(size: int) -> str:
        callers = "".join(made.format(number + 1, number) for number in range(size))
        return f"import wsgiref\ndef f0():\n    wsgiref.util\n{callers}"

    assert len(find_missing_imports(source(4 * size))) == 1  # so that the tables are there, too
    once, twice, four_times = (calls(source(factor * size)) for factor in (1, 2, 4))
    assert four_times - twice < LIMIT * (twice - once)


def test_branches_that_each_import_it() -> None:
    def made(size: int) -> str:
        branches = (
            f"    elif x == {number}:\n        import json\n        json.dumps(x)\n"
            for number in range(size)
        )
        return "def f(x):\n    if not x:\n        pass\n" + "".join(branches)

    # Each is inside all before it, so the nodes around them grow with the square of their number.
    calls(made(20))  # so that the tables are there
    assert calls(made(160)) < 4 * calls(made(80))


FILE = "    with open('x') as f:\n        json.loads(f)\n"


def _calling_each_other(size: int) -> str:
    names = [f"f{number}" for number in range(4)]
    calls = "".join(f"    {name}()\n" for name in names * size)
    return "".join(f"def {name}():\n    json.x\n{calls}" for name in names)


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda size: f"{_calling_each_other(size)}f0()\n", id="many-calls-of-a-few"),
        pytest.param(lambda size: _calling_each_other(size), id="not-called"),
        pytest.param(
            lambda size: (
                "".join(f"def f{n}():\n    f{n + 1}()\n    json.x\n" for n in range(size * 4))
                + "f0()\n"
            ),
            id="chain",
        ),
        pytest.param(
            lambda size: (
                "".join(
                    f"class A{n}({f'A{n - 1}' if n else ''}):\n    def __init__(self): json.x\n"
                    for n in range(size * 4)
                )
                + "A1()\n"
            ),
            id="classes",
        ),
        pytest.param(lambda size: f"def f():\n{FILE * (size * 4)}f()\n", id="blocks-in-a-function"),
    ],
)
def test_calls_of_own_functions(made: Callable[[int], str]) -> None:
    def counted(size: int) -> int:
        return calls(f"{made(size)}import json\n")

    counted(50)  # so that the tables are there
    once, twice, four_times = counted(50), counted(100), counted(200)
    assert four_times - twice < LIMIT * (twice - once)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("# " + "a-" * 5000 + "\nimport os\njson.dumps(os)\n", id="hyphens"),
        pytest.param("# " + "licenses-" * 1000 + "\nimport os\njson.dumps(os)\n", id="words"),
        pytest.param("def f():\n    json.dumps(1)\n    del" + " " * 9999 + "(json)\n", id="spaces"),
        pytest.param("'''" + "\n" * 99999 + "''' '__future__'; json.dumps(1)\n", id="blank-lines"),
        pytest.param(f"é = {'a' * 30000}\njson.dumps(é)\n", id="one-word"),
        pytest.param("x: (\n" + "'a.b'\n" * 30000 + "'.Decimal')\n", id="strings-in-a-row"),
        pytest.param("x: (\n" + "'a.b'  # c\n" * 30000 + "'.Decimal')\n", id="parted-by-comments"),
        pytest.param(f"x = [{'# ' * 100000}\n]\ntime.time()\n", id="hashes"),
        pytest.param(f"x = '{'#a1b2c3 ' * 50000}'\ntime.time()\n", id="colours"),
        pytest.param(f"# {'see ' * 50000}\nimport os\nos, json.dumps(1)\n", id="before-a-licence"),
        pytest.param(f"# {'MIT ' * 50000}\nimport os\nos, json.dumps(1)\n", id="names-of-licences"),
        pytest.param(f"#{'.' * 100000}\ndef f():\n    time.time()\n", id="dots"),
        pytest.param(f"x = '%{'0' * 100000}' % time()\ntime.time()\n", id="zeros"),
        pytest.param(
            f"import optparse\nx = optparse.OptionParser('{'a' * 100000}')\n"
            "if x:\n    import time\nelse:\n    x.error(1)\ntime.time()\ndef f(): json.dumps(1)\n",
            id="word-beside-parser",
        ),
        pytest.param(f"time.x\nimport time{' ' * 100000}\n", id="spaces-behind-an-import"),
        *(
            pytest.param(made.format(text * 50000), id=f"{name}-in-{where}")
            for name, text in {
                "quotes": "\\'",
                "double-quotes": '"',
                "braces": "{{",
                "pairs-of-braces": "{{}}",
                "backslashes": "\\\\",
                "brackets": "[",
                "pairs-of-brackets": "[]",
                "commas": "a,",
                "spaces": " ",
                "parentheses": "(",
                "semicolons": ";",
                "imports": "import a ",
                "noqa": "# noqa ",
                "skips": "isort: skip_file ",
                "percent-signs": "%",
            }.items()
            for where, made in {
                "a-comment": "#{0}\nimport os  # {0}\nos, json.dumps(1)\n",
                "a-string": "import os\nx = '{0}' % time(), json.x('{0}'.format(1))\n",
                "an-f-string": "import os\nx = f'{0}', os, time.time()\n",
            }.items()
        ),
    ],
)
def test_long_text_is_soon_read(source: str) -> None:
    # What takes time with its square or cube takes minutes or days here.
    assert len(find_missing_imports(source)) < 2


def _repeated(lines: str, size: int) -> str:
    """Return lines many times, with the number of each time and the next."""
    return "".join(lines.format(number, number + 1) for number in range(size))


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(
            lambda size: (
                "import pytest, importlib\n"
                + _repeated("@pytest.fixture\ndef f{0}(f{1}):\n    import importlib.util\n", size)
                + "def test(f0):\n    importlib.util.find_spec('a')\n"
            ),
            id="fixtures-of-fixtures",
        ),
        pytest.param(
            lambda size: (
                "import sys\n"
                + _repeated("def f{0}():\n    f{1}()\n", size)
                + f"def f{size}():\n    sys.exit()\n"
                "def g():\n    if x:\n        import time\n        f0()\n    time.time()\n"
            ),
            id="functions-that-end-the-program",
        ),
        pytest.param(
            lambda size: "def f(x):\n" + _repeated("    y{0} = cast(Foo, x)\n", size),
            id="values-of-one-function",
        ),
        pytest.param(
            lambda size: _repeated("q{0} = Queue()\n", size) * 2, id="variables-with-two-values"
        ),
        pytest.param(
            lambda size: (
                "__all__ = []\n" + _repeated("__all__ += ['a{0}']\n", size) + "time.time()\n"
            ),
            id="additions-to-all",
        ),
        pytest.param(
            lambda size: (
                "try:\n    import json\nexcept ImportError:\n"
                + _repeated("    x{0} = time.time()\n    json.loads({0})\n", size)
            ),
            id="handler-of-a-failed-import",
        ),
        pytest.param(
            lambda size: (
                "import sys\ndef f():\n    if sys.platform == 'win32':\n"
                + _repeated("        msvcrt.getch()\n        x{0} = {0}\n", size)
            ),
            id="uses-for-a-platform",
        ),
        pytest.param(
            lambda size: (
                "class A:\n    def f(self):\n" + _repeated("        sleep(self, {0})\n", size)
            ),
            id="calls-with-the-own-object",
        ),
        pytest.param(
            lambda size: _repeated("class C{0}(C{1}): x = 1\n", size) + "sleep(C0())\n",
            id="classes-above-their-bases",
        ),
        pytest.param(
            lambda size: (
                "import os\n"
                + _repeated("from a{0} import b\n", size)
                + _repeated("from a{0} import c\n", size)
                + "time.time()\n"
            ),
            id="sections-without-a-gap",
        ),
        pytest.param(
            lambda size: (
                "def f(x):\n    match x:\n" + _repeated("        case {0}: time.time()\n", size)
            ),
            id="cases",
        ),
        pytest.param(
            lambda size: (
                "def f(x):\n    if isinstance(datetime, type):\n"
                + "        datetime.now()\n" * size
                + "    else:\n"
                + "        datetime.timedelta(1)\n" * size
                + "    import datetime\n"
            ),
            id="both-forms-in-two-branches",
        ),
        pytest.param(
            lambda size: "html = '<html>'\n" + _repeated("html = html + '{0}'\n", size),
            id="text-that-grows",
        ),
        pytest.param(
            lambda size: _repeated(
                "def test_{0}():\n    result = f()\n    assert isinstance(result, Decimal)\n", size
            ),
            id="tests-of-a-class",
        ),
    ],
)
def test_what_depends_on_all_of_a_file(made: Callable[[int], str]) -> None:
    calls(made(50))  # so that the tables are there
    once, twice, four_times = calls(made(50)), calls(made(100)), calls(made(200))
    assert four_times - twice < LIMIT * (twice - once)


@pytest.mark.parametrize(
    "links",
    [
        pytest.param(".replace(x, y)", id="four-signatures"),
        pytest.param(".strip()", id="two-signatures"),
    ],
)
def test_chains_of_methods(links: str) -> None:
    def made(size: int) -> str:
        return f"def f(t):\n    return dedent(t){links * size}.encod()\n"

    calls(made(2))  # so that the tables are there
    assert calls(made(16)) < 4 * calls(made(8))
