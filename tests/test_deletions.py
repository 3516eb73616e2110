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
        pytest.param("import os\nx = {os: 1}\ndel x[os]\nos.getcwd()\n", id="item"),
    ],
)
def test_name_that_may_be_there(source: str) -> None:
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []
