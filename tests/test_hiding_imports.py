"""Late imports in functions that would stay in the way of one at the top of the module."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports
from tests import proof

LATE = "def f(x=0):\n    y = time.time()\n    import time\n    return y\n"
OTHER_BRANCH = (
    "def f(x=0):\n    if x:\n        import time\n    else:\n        return time.time()\n"
)


@pytest.mark.parametrize(
    "function",
    [
        pytest.param(LATE, id="below"),
        pytest.param(LATE.replace("def f", "class A:\n    pass\ndef f"), id="below-a-class"),
        pytest.param(OTHER_BRANCH, id="other-branch"),
    ],
)
@pytest.mark.parametrize(
    "binding",
    [
        pytest.param("def g():\n    global time\n    time = 3\n", id="value"),
        pytest.param("def g():\n    global time\n    for time in 'a': pass\n", id="for"),
        pytest.param(
            "def g():\n    global time\n    with open('/dev/null') as time: pass\n", id="with"
        ),
        pytest.param("def g():\n    global time\n    from time import time\n", id="other-import"),
        pytest.param("def g():\n    global time\n    def time(): pass\n", id="definition"),
        pytest.param("def g():\n    global time\n    time = 1\n    del time\n", id="deletion"),
        pytest.param("class B:\n    global time\n    time = 3\ng = B\n", id="class-body"),
        pytest.param(
            "class B:\n    def g(self):\n        global time\n        time = 3\ng = B().g\n",
            id="method",
        ),
    ],
)
def test_name_that_another_function_gives_the_module(function: str, binding: str) -> None:
    source = f"{function}{binding}g()\nf()\n"
    assert proof.error(source).startswith("UnboundLocalError: ")
    (finding,) = find_missing_imports(source)
    assert finding.message.startswith("MIS004 'time' is imported only ")
    assert finding.message.endswith("): move that import above the use")
    assert (finding.edit, finding.removals) == (None, ())
    at_the_top = function.replace("import time", "pass")
    assert proof.error(f"import time\n{at_the_top}{binding}g()\nf()\n") != ""


@pytest.mark.parametrize(
    ("branch", "under"),
    [
        pytest.param("if False:", "under 'False'", id="never"),
        pytest.param("if TYPE_CHECKING:", "under 'TYPE_CHECKING'", id="for-type-checkers"),
        pytest.param("if not TYPE_CHECKING: pass\n    else:",
                     "where 'not TYPE_CHECKING' is false", id="else"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("outside", "advice"),
    [
        pytest.param("import json", "move that import above the use, or remove it", id="same"),
        pytest.param("import pickle as json", "give that import another name", id="other-import"),
        pytest.param("json = 1", "move that import above the use", id="other-value"),
        pytest.param("pass", "move 'import json' to line 1", id="nothing"),
    ],
)
def test_import_that_never_runs(branch: str, under: str, outside: str, advice: str) -> None:
    head = f"from typing import TYPE_CHECKING\n{outside}\ndef f():\n    {branch}\n"
    source = f"{head}        import json\n    json.dumps(1)\nf()\n"
    assert proof.error(source).startswith("UnboundLocalError: ")
    (finding,) = find_missing_imports(source)
    line = head.count("\n") + 1
    hidden = f"in a branch of 'f' (line {line}), and so is local there"
    where = hidden if outside.startswith("import") else f"{under} (line {line})"
    assert finding.message == f"MIS004 'json' is imported only {where}: {advice}"


@pytest.mark.parametrize(
    ("condition", "where"),
    [
        pytest.param("x", "in another branch", id="of-any-kind"),
        pytest.param("__name__ == '__main__'", "under '__main__'", id="main"),
    ],
)
@pytest.mark.parametrize(
    ("outside", "advice"),
    [
        pytest.param("import json", "move that import above the use, or remove it", id="same"),
        pytest.param("import pickle as json", "give that import another name", id="other-import"),
        pytest.param("json = 1", "move that import above the use", id="other-value"),
    ],
)
def test_import_in_another_branch(condition: str, where: str, outside: str, advice: str) -> None:
    function = f"def f(x):\n    if {condition}:\n        import json\n    else:\n"
    (finding,) = find_missing_imports(f"{outside}\n{function}        return json.dumps(1)\n")
    hidden = "in a branch of 'f' (line 4), and so is local there"
    where = hidden if outside.startswith("import") else f"{where} (line 4)"
    assert finding.message == f"MIS004 'json' is imported only {where}: {advice}"


def test_no_branch_is_named_where_another_import_stands_in_none() -> None:
    source = (
        "import json\ndef f():\n    if False:\n        import json\n"
        "    json.dumps(1)\n    import json\n"
    )
    (finding,) = find_missing_imports(source)
    assert "only in a branch" not in finding.message
    assert finding.edit is None


def test_late_import_of_a_name_that_its_function_declares() -> None:
    source = LATE.replace("    y", "    global time\n    y") + "f()\n"
    assert proof.error(source).startswith("NameError: ")
    (finding,) = find_missing_imports(source)
    assert finding.message == (
        "MIS004 'time' is imported only below its use (line 4): move that import above the use"
    )
    assert (finding.edit, finding.removals) == (None, ())


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("def g():\n    global time\n    return 1\n", id="declared"),
        pytest.param("def g():\n    global time\n    import time\n    time\n", id="same-import"),
        pytest.param("def g():\n    time = 3\n    return time\n", id="local"),
    ],
)
def test_function_that_gives_the_module_no_other_value(other: str) -> None:
    source = f"{LATE}{other}f()\ng()\nf()\n"
    (finding,) = find_missing_imports(source)
    assert finding.message.endswith("(line 3): move 'import time' to line 1")
    assert proof.error(proof.fixed(source, finding)) == ""


@pytest.mark.parametrize(
    "imports",
    [
        pytest.param(
            "    try:\n        import ujson as json\n    except ImportError:\n"
            "        import json\n",
            id="try",
        ),
        pytest.param(
            "    try:\n        import json\n    except ImportError:\n"
            "        import simplejson as json\n",
            id="except",
        ),
        pytest.param(
            "    if x is None:\n        import ujson as json\n    else:\n        import json\n",
            id="else",
        ),
        pytest.param(
            "    from ujson import loads as json\n    import json\n", id="one-after-the-other"
        ),
    ],
)
def test_name_that_another_import_makes_local(imports: str) -> None:
    source = f"def f():\n    x = json.dumps(1)\n{imports}    return x\nf()\n"
    assert proof.error(source).startswith("UnboundLocalError: ")
    (finding,) = find_missing_imports(source)
    assert "is imported only below its use" in finding.message
    assert finding.message.endswith(": move that import above the use")
    assert (finding.edit, finding.removals) == (None, ())
    without = source.replace(" import json\n", " pass\n")
    assert proof.error(f"import json\n{without}").startswith("UnboundLocalError: ")


def test_other_import_of_the_name_in_another_function() -> None:
    source = (
        "def f():\n    x = json.dumps(1)\n    import json\n    return x\n"
        "def g():\n    import ujson as json\n    return json\nf()\n"
    )
    (finding,) = find_missing_imports(source)
    assert finding.message.endswith("(line 3): move 'import json' to line 1")
    assert proof.error(proof.fixed(source, finding)) == ""


def test_late_import_that_a_function_inside_declares() -> None:
    source = (
        "def f():\n    def g():\n        nonlocal time\n        return time.time()\n"
        "    g()\n    import time\n"
    )
    (finding,) = find_missing_imports(source)
    assert finding.message.endswith(": move that import above the use")
    assert finding.edit is None
    inner = source.replace("        nonlocal time\n", "        nonlocal y\n", 1)
    (finding,) = find_missing_imports(inner.replace("    def g", "    y = 1\n    def g", 1))
    assert finding.edit is not None
