"""An import in a branch of a function that another way to a use skips."""

from __future__ import annotations

import re
import textwrap

import pytest

from flake8_missing_import import find_missing_imports
from tests import proof

SAYS = re.compile(
    r"MIS004 'json' is imported only in a branch of 'f' \(line \d+\), and so is local there:"
    r" remove that import"
)


def found(source: str) -> list[str]:
    return [one.message for one in find_missing_imports(source, target_version=(3, 11))]


def in_function(body: str) -> str:
    return f"import json, sys\ndef f(x=False):\n{textwrap.indent(body, '  ')}\nf()\n"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("if x: import json\njson.dumps(1)", id="if"),
        pytest.param("if x: pass\nelif x: import json\njson.dumps(1)", id="elif"),
        pytest.param("if not x: y = 1\nelse: import json\njson.dumps(1)", id="else"),
        pytest.param("if x is None: pass\nif x: import json\njson.dumps(1)", id="below-another"),
        pytest.param("with sys.stdout:\n  if x: import json\n  json.dumps(1)", id="inside-with"),
        pytest.param("if x: import json\ny = '%s' % x\njson.dumps(y)", id="formatted-between"),
        pytest.param("if x: import json\ny, z = x, 1\njson.dumps(y)", id="pair-between"),
        pytest.param(
            "x = []\nif x: import json\ny = max(x, default=0)\njson.dumps(y)", id="default-between"
        ),
        pytest.param(
            "x = []\nif x: import json\ny = next(iter(x), None), x[:1]\njson.dumps(y)",
            id="no-item-between",
        ),
        pytest.param("if x: import json\nwith sys.stdout: json.dumps(1)", id="use-in-with"),
        pytest.param("if x: import json\nif json.dumps(1): pass", id="use-in-a-test"),
        pytest.param("if x: import json\nfor y in json.dumps(1): pass", id="use-in-an-iterable"),
        pytest.param(
            "if x: import json\ntry: json.dumps(1)\nexcept ValueError: pass", id="use-in-try"
        ),
        pytest.param("if x: import json\nprint(1)\nreturn [json.dumps(1)]", id="further-down"),
        pytest.param(
            "try: x = int('1')\nexcept ValueError: import json\njson.dumps(1)", id="handler"
        ),
        pytest.param("if x:\n  if sys: import json\njson.dumps(1)", id="if-in-if"),
        pytest.param("if x:\n  with sys.stdout: import json\njson.dumps(1)", id="with-in-if"),
        pytest.param("if x:\n  for x in 'a': import json\njson.dumps(1)", id="loop-in-if"),
        pytest.param(
            "if x:\n  try: import json\n  except OSError: pass\njson.dumps(1)", id="try-in-if"
        ),
    ],
)
def test_import_in_a_branch_that_may_be_skipped(body: str) -> None:
    source = in_function(body)
    assert proof.error(source).startswith("UnboundLocalError: ")
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert SAYS.fullmatch(finding.message)
    assert finding.edit is None
    above, _, below = source.rpartition("import json")
    without = f"{above}pass{below}"
    assert proof.error(without) == ""
    assert found(without) == []
    # A function that imports for itself alone may know what it does.
    assert found(source.replace("import json, sys", "import sys", 1)) == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("if x: return\nelse: import json\njson.dumps(1)", id="other-branch-leaves"),
        pytest.param("if x: import json\nelse: return\njson.dumps(1)", id="else-leaves"),
        pytest.param("if x: import json\nelif not x: return\njson.dumps(1)", id="elif-leaves"),
        pytest.param("if x: import json\nelse: x.stop()\njson.dumps(1)", id="else-that-may-leave"),
        pytest.param(
            "try: return\nexcept OSError: import json\njson.dumps(1)", id="body-of-try-leaves"
        ),
        pytest.param("for y in [1]: import json\njson.dumps(1)", id="loop-with-a-pass"),
        pytest.param("for y in range(3): import json\njson.dumps(1)", id="range"),
        pytest.param("while True: import json; break\njson.dumps(1)", id="endless-loop"),
        pytest.param(
            "while True:\n  if not x:\n    import json\n    break\njson.dumps(1)",
            id="only-way-out-of-a-loop",
        ),
        pytest.param(
            "for y in 'ab':\n  if y == 'b':\n    import json\n    break\nelse: raise OSError\n"
            "json.dumps(1)",
            id="loop-that-else-leaves",
        ),
        pytest.param(
            "try: import json; int('b')\nexcept ValueError: json.dumps(1)", id="first-of-try"
        ),
        pytest.param(
            "try: data = {}; import json; int('a')\nexcept ValueError: json.dumps(1)",
            id="below-what-cannot-fail",
        ),
        pytest.param(
            "if not x:\n  if not x: import json\n  if x: return\nelse: return\njson.dumps(1)",
            id="exit-in-an-inner-block",
        ),
        pytest.param(
            "if x: import json\nwith sys.stdout:\n  if not x: return\n  json.dumps(1)",
            id="exit-above-the-use",
        ),
        pytest.param("if not x: return\nif x: import json\njson.dumps(1)", id="exit-above"),
        pytest.param("if x: x = 0\nassert not x\nif not x: import json\njson", id="assert-above"),
        pytest.param("if x: import json\nif x: json.dumps(1)", id="same-condition"),
        pytest.param("if x: import json\nx and json.dumps(1)", id="same-condition-in-and"),
        pytest.param("if x: import json\nprint(json.dumps(1) if x else 1)", id="in-an-expression"),
        pytest.param("if not x: import json\nassert not x, json", id="message-of-an-assertion"),
        pytest.param("if x: import json\n1 > 2 > json", id="later-comparison"),
        pytest.param("if x: import json\n[1 for y in '' for z in json]", id="second-for"),
        pytest.param(
            "x = []\nif x: import json\nreturn [json.dumps(y) for y in x]", id="element-of-a-list"
        ),
        pytest.param(
            "x, z = [], []\nif x:\n  import json\n  z += x\n''.join(json.dumps(y) for y in z)",
            id="element-of-a-generator",
        ),
        pytest.param("x = []\nif x: import json\nsorted(x, key=lambda y: json.dumps(y))", id="key"),
        pytest.param(
            "x = []\ntry: int('1')\nexcept ValueError:\n  import json\n  x += [1]\n"
            "return {y: json.dumps(y) for y in x}",
            id="element-of-what-a-handler-fills",
        ),
        pytest.param("if x: import json\n[json for y in 'ab' if x]", id="if-of-a-comprehension"),
        pytest.param("if x: import json\nreturn lambda: json.dumps(1)", id="lambda-for-later"),
        pytest.param(
            "import re\nif x: import json\nre.sub('x', lambda y: json.dumps(y[0]), '')",
            id="lambda-for-what-is-found",
        ),
        pytest.param(
            "try: import sys2\nexcept ImportError: import json\njson.dumps(1)", id="tried-import"
        ),
        pytest.param(
            "try: return 1\nexcept ValueError: import json\njson.dumps(1)", id="try-that-returns"
        ),
        pytest.param(
            "try: pass\nexcept ValueError: import json\nelse: return\njson", id="else-that-returns"
        ),
        pytest.param(
            "if x:\n  if x: import json\n  else: return\nx and json.dumps(1)", id="return-in-if"
        ),
        pytest.param("if x: import json\nif not x: return\njson.dumps(1)", id="returns-between"),
        pytest.param("if x: import json\nif not x: sys.exit()\njson.dumps(1)", id="exits-between"),
        pytest.param("if x: import json\nassert x\njson.dumps(1)", id="asserts-between"),
        pytest.param(
            "def check(x): assert x\nif x: import json\ncheck(x)\njson.dumps(1)",
            id="checks-between",
        ),
        pytest.param(
            "x = ''\nif x: import json\ny = x[0]\njson.dumps(y)", id="takes-an-item-between"
        ),
        pytest.param("x = ''\nif x: import json\ny, *z = x\njson.dumps(y)", id="unpacks-between"),
        pytest.param(
            "x = []\nif x: import json\ny = next(iter(x))\njson.dumps(y)", id="next-between"
        ),
        pytest.param("x = []\nif x: import json\ny = x.pop()\njson.dumps(y)", id="pop-between"),
        pytest.param(
            "x = ''\nif x: import json\ny = 1 / len(x)\njson.dumps(y)", id="divides-between"
        ),
        pytest.param(
            "x = ''\nif x: import json\ny = 1 // len(x)\njson.dumps(y)", id="divides-whole-between"
        ),
        pytest.param(
            "x = ''\nif x: import json\ny = 1 % len(x)\njson.dumps(y)", id="remainder-between"
        ),
        pytest.param("if x: import json\n[json.dumps(y) for y in range(0)]", id="empty-range"),
        pytest.param("if x: import json\nelse: import json\njson.dumps(1)", id="both-branches"),
        pytest.param("if x: import json\nif not x: import json\njson.dumps(1)", id="two-branches"),
        pytest.param("if x: import json\nelse: json = None\nx and json.dumps(1)", id="value"),
        pytest.param("with sys.stdout: import json\njson.dumps(1)", id="with"),
        pytest.param("try: import json\nexcept ImportError: pass\njson.dumps(1)", id="try"),
        pytest.param(
            "if x: import json\ntry: json.dumps(1)\nexcept NameError: pass", id="expected"
        ),
        pytest.param("if sys.version_info >= (3,): import json\njson.dumps(1)", id="every-python"),
        pytest.param("if True: import json\njson.dumps(1)", id="always"),
        pytest.param(
            "for y in 1, 2:\n  if y == 1: import json\n  json.dumps(1)", id="earlier-pass"
        ),
        pytest.param("global json\nif x: import json\njson.dumps(1)", id="global"),
        pytest.param(
            "done = False\nif x: import json; done = True\nif done: json.dumps(1)", id="flag"
        ),
        pytest.param("if x: import json\nfor y in x or []: json.dumps(1)", id="use-in-a-loop"),
    ],
)
def test_import_in_a_branch_that_is_not_skipped(body: str) -> None:
    source = in_function(body)
    assert not proof.error(source).startswith("UnboundLocalError: ")
    assert found(source) == []


@pytest.mark.parametrize("value", ["json = object()", "def json(): ...", "import app.json as json"])
def test_name_that_the_module_gives_another_value(value: str) -> None:
    source = in_function("if x: import json\njson.dumps(1)")
    assert found(source.replace("import json, sys\n", f"import json, sys\n{value}\n")) == []


@pytest.mark.parametrize(
    ("outside", "inside"),
    [
        pytest.param("import logging", "import logging.config", id="submodule"),
        pytest.param("import xml.sax", "import xml.dom.minidom", id="other-submodule"),
    ],
)
def test_submodule_that_is_imported_in_a_branch(outside: str, inside: str) -> None:
    name = inside.split(".", maxsplit=1)[0].removeprefix("import ")
    source = f"{outside}\ndef f(x=0):\n    if x:\n        {inside}\n    print({name})\nf()\n"
    assert proof.error(source).startswith("UnboundLocalError: ")
    (message,) = found(source)
    assert message == (
        f"MIS004 {name!r} is imported only in a branch of 'f' (line 4), and so is local there:"
        " move that import to the top of the module"
    )


@pytest.mark.parametrize(
    "use",
    [
        pytest.param("''.join(json.dumps(i) for i in 'a')", id="generator"),
        pytest.param("sorted('a', key=lambda i: json.dumps(i))", id="lambda"),
        pytest.param("[json.dumps(i) for i in 'a']", id="list"),
        pytest.param("{json.dumps(i) for i in [1, *sys.argv]}", id="display"),
        pytest.param("{i: json.dumps(i) for i in range(2)}", id="range"),
        pytest.param("(lambda: json.dumps(1))()", id="lambda-that-is-called"),
    ],
)
def test_use_that_runs_at_once_in_a_scope_of_its_own(use: str) -> None:
    source = in_function(f"if x: import json\n{use}")
    assert proof.error(source).startswith(("NameError: ", "UnboundLocalError: "))
    assert list(map(bool, map(SAYS.fullmatch, found(source)))) == [True]


def test_uses_below_one_branch_are_one_finding() -> None:
    source = in_function("if x: import json\njson.dumps(1)\njson.dumps(2)")
    (message,) = found(source)
    assert message.endswith("remove that import (first of 2 uses)")


def test_import_of_another_module_in_a_branch_is_another_matter() -> None:
    body = "if x: import app.json as json\njson.dumps(1)"
    assert found(in_function(body)) == []
