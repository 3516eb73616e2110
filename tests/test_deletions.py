"""Imports whose names are deleted above a use."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports
from tests import proof


@pytest.mark.parametrize(
    ("source", "name", "line"),
    [
        pytest.param(
            "import os\nHERE = os.getcwd()\ndel os\ndef f(): return os.path.join(HERE)\nf()\n",
            "os",
            3,
            id="function-below",
        ),
        pytest.param("import os, sys\ndel os, sys\nsys.argv\n", "sys", 2, id="several"),
        pytest.param("import os\ndel (os)\nos.getcwd()\n", "os", 2, id="parentheses"),
        pytest.param(
            "def f():\n    import os\n    try:\n        os.getcwd()\n    finally:\n        del os\n"
            "    return os.getcwd()\nf()\n",
            "os",
            6,
            id="finally",
        ),
        pytest.param("import os\ndel os\nos.getcwd()\nimport os\n", "os", 2, id="imported-below"),
        pytest.param(
            "def f():\n    import os\n    del os\n    return (lambda: os.getcwd())()\nf()\n",
            "os",
            3,
            id="lambda-in-a-function",
        ),
        pytest.param(
            "import os\ndef f():\n    global os\n    del os\n    return os.getcwd()\nf()\n",
            "os",
            4,
            id="global",
        ),
        pytest.param(
            "from os import path\nif path:\n    del path\n    class A:\n        x = path.sep\n",
            "path",
            3,
            id="in-one-block",
        ),
        pytest.param(
            "class A:\n    import os\n    x = os.sep\n    del os\n    y = os.sep\n",
            "os",
            4,
            id="class-body",
        ),
        pytest.param(
            "import os\nwith open('/dev/null') as h:\n    os.sep, h\n    del os\nos.sep\n",
            "os",
            4,
            id="file",
        ),
        pytest.param(
            "def f(x):\n    import os\n    with open(x) as g, open(x) as h:\n        try:\n"
            "            x = g, h\n        finally:\n            del os\n    return os.sep\n"
            "f('/dev/null')\n",
            "os",
            7,
            id="finally-in-a-file",
        ),
        pytest.param(
            "import os\ndef f():\n    del os\n    return os.sep\nf()\n",
            "os",
            3,
            id="local",
        ),
    ],
)
def test_use_below_a_deletion(source: str, name: str, line: int) -> None:
    (finding,) = find_missing_imports(source)
    assert finding.message == (
        f"MIS004 '{name}' is deleted above its use (line {line}): remove that 'del'"
    )
    assert (finding.edit, finding.statement) == (None, None)
    assert f"'{name}'" in proof.error(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import os\ndef f(): return os.getcwd()\nf()\ndel os\n", id="called-before"),
        pytest.param("import os\nif not os:\n    del os\nos.getcwd()\n", id="conditional"),
        pytest.param("import os\ndel os\nimport os\nos.getcwd()\n", id="imported-again"),
        pytest.param(
            "import os\ndel os\ndef f(): return os.getcwd()\nimport os\nf()\n", id="before-the-call"
        ),
        pytest.param(
            "import os\ndel os\ndef f():\n    global os\n    import os\nf()\nos.getcwd()\n",
            id="by-a-call",
        ),
        pytest.param("import os\ndel os\nos = 1\nos.real\n", id="value"),
        pytest.param(
            "for i in '12':\n    import os\n    os.getcwd()\n    del os\n", id="in-each-pass"
        ),
        pytest.param(
            "import os\nfs = []\nfor i in '12':\n    import os\n    [f() for f in fs]\n    del os\n"
            "    fs.append(lambda: os.getcwd())\n",
            id="called-in-the-next-pass",
        ),
        pytest.param(
            "import os\ntry:\n    del os\n    del os\nexcept NameError:\n    import os\n"
            "os.getcwd()\n",
            id="in-try",
        ),
        pytest.param(
            "import os\ndel os\ntry:\n    os.getcwd()\nexcept NameError:\n    pass\n",
            id="expected",
        ),
        pytest.param(
            "import os\nclass A:\n    import os\n    del os\n    os.getcwd()\n", id="of-a-class"
        ),
        pytest.param(
            "class A:\n    import os\n    def f(self): return os.sep\n    del os\nimport os\n"
            "A().f()\n",
            id="method",
        ),
        pytest.param(
            "from contextlib import suppress\nimport os\nwith suppress(OSError):\n"
            "    os.open('', 0)\n    del os\nos.sep\n",
            id="with-that-suppresses",
        ),
        pytest.param(
            "import os\ndef f():\n    global os\n    os.sep\n    del os\nf()\n", id="global"
        ),
        pytest.param(
            "def f():\n    import os\n    def g():\n        nonlocal os\n        os.sep\n"
            "        del os\n    g()\nf()\n",
            id="nonlocal",
        ),
        pytest.param(
            "import os\ndef f(os): del os\nf(1)\ndef g(): return os.sep\ng()\n", id="parameter"
        ),
        pytest.param(
            "import os\ndef f():\n    os = 1\n    del os\nf()\nos.sep\n", id="of-a-function"
        ),
        pytest.param(
            "import os\ndef f():\n    try:\n        os.sep\n        del os\n"
            "    except NameError:\n        pass\nf()\nos.sep\n",
            id="expected-in-a-function",
        ),
        pytest.param("import os\nx = {os: 1}\ndel x[os]\nos.getcwd()\n", id="item"),
    ],
)
def test_name_that_may_be_there(source: str) -> None:
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "use",
    [
        pytest.param("x = os.sep", id="function"),
        pytest.param("g = lambda: os.sep\n    g()", id="lambda-inside"),
        pytest.param("if os.sep: pass\n    os.sep", id="twice"),
    ],
)
def test_deletion_that_makes_a_name_local(use: str) -> None:
    source = f"import os\ndef f():\n    {use}\n    del os\ndef h():\n    os.sep\n    del os\nf()\n"
    first, second = find_missing_imports(source)
    line = source[: source.index("    del")].count("\n") + 1
    assert first.message.partition(" (first of ")[0].startswith(
        f"MIS004 'os' is deleted below its use (line {line}): remove that 'del'"
    )
    assert second.message.endswith(f"(line {line + 3}): remove that 'del'")
    assert "Error: " in proof.error(source)
    assert "'os'" in proof.error(source)
    assert find_missing_imports(source.replace("    del os\n", "")) == []
