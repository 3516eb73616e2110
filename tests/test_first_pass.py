"""Loops whose first pass uses what is imported further down in it."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports
from tests import proof

LOOPS = [
    pytest.param("for x in '12':\n", id="for"),
    pytest.param("xs = ['2', '1']\nwhile xs:\n    x = xs.pop()\n", id="while"),
]
FORMS = [
    pytest.param("{}", id="module"),
    pytest.param("def f():\n{}    yield\nlist(f())\n", id="function"),
]


def indented(source: str) -> str:
    return "".join(f"    {line}\n" for line in source.splitlines())


def in_form(source: str, form: str) -> str:
    return form.format(indented(source) if "def" in form else source)


ALWAYS = [
    pytest.param("with open('/dev/null') as h:\n    if h: pass\n    json.load(h)", id="with-open"),
    pytest.param("with memoryview(b''):\n    json.loads(x)", id="with"),
    pytest.param("with json.loads(x) as h:\n    pass", id="context-manager"),
    pytest.param("if json.loads(x): pass", id="if"),
    pytest.param("if json.loads(x):\n    continue", id="if-continue"),
    pytest.param("if json.loads(x) and x: pass", id="and"),
    pytest.param("if x == json.dumps(1): pass", id="comparison"),
    pytest.param("while json.loads(x): break", id="while"),
    pytest.param("for z in json.loads(x): pass", id="for"),
    pytest.param("try:\n    json.loads(x)\nexcept ValueError:\n    continue", id="try-continue"),
    pytest.param("try:\n    y = json.loads(x)\nexcept ValueError:\n    pass", id="try-pass"),
    pytest.param(
        "try:\n    y = int(x)\n    json.loads(x)\nexcept ValueError:\n    break\nelse:\n    y = 1",
        id="try-break",
    ),
    pytest.param(
        "try:\n    json.loads(x)\nexcept ValueError:\n    pass\nelse:\n    import json",
        id="import-in-the-else",
    ),
    pytest.param(
        "try:\n    json.loads(x)\nexcept ValueError:\n    import json\n    json.dumps(x)",
        id="import-in-a-handler",
    ),
    pytest.param("try: pass\nfinally: json.loads(x)", id="finally"),
    pytest.param("try: y = 1\nexcept ValueError: raise\nelse: json.loads(x)", id="else-of-try"),
    pytest.param("assert json.loads(x)", id="assert"),
    pytest.param("match json.loads(x):\n    case 1: pass", id="match"),
    pytest.param("y = f'{x} {json.loads(x)}'", id="f-string"),
    pytest.param("y = [z for z in json.loads(x)]", id="comprehension"),
    pytest.param("y = (z for z in json.loads(x))", id="generator"),
    pytest.param("y = {x: not json.loads(x)}", id="dictionary"),
    pytest.param("y = 1 if json.loads(x) else 2", id="conditional-expression"),
    pytest.param("if (y := json.loads(x)): pass", id="walrus"),
    pytest.param("@json.loads\ndef g(): pass", id="decorator"),
    pytest.param("def g(a=json.loads(x)): pass", id="default"),
    pytest.param("y = lambda a=json.loads(x): a", id="default-of-lambda"),
    pytest.param("class A(json.JSONEncoder): pass", id="base-class"),
    pytest.param("class A:\n    y = json.loads(x)", id="class-body"),
    pytest.param("del json.x", id="del"),
    pytest.param("y = x\njson.loads(y)", id="below-another-statement"),
    pytest.param("if x == '0': continue\njson.loads(x)", id="below-a-continue"),
    pytest.param(
        "if not x:\n    pass\nelse:\n    json.loads(x)\n    import json", id="same-branch"
    ),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("use", ALWAYS)
def test_first_pass_needs_what_it_imports_below(use: str, loop: str, form: str) -> None:
    source = f"{loop}{indented(use)}    " + "import json\n" * ("import" not in use)
    code = in_form(source.rstrip(" "), form)
    (finding,) = find_missing_imports(code, target_version=(3, 10))
    assert finding.message.startswith("MIS004 'json' is imported only below its use (line ")
    assert proof.error(code).startswith(("NameError: ", "UnboundLocalError: "))
    assert "'json'" in proof.error(code)


def test_values_that_a_generator_yields() -> None:
    source = "def f(x):\n    while x:\n        yield json.loads(x)\n        import json\n"
    code = f"{source}list(f('1'))\n"
    (finding,) = find_missing_imports(code)
    assert proof.error(code).startswith("UnboundLocalError: ")
    assert proof.error(f"{proof.fixed(source, finding)}next(f('1'))\n") == ""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize(
    "use",
    [
        pytest.param("if x == '2': json.loads(x)", id="if"),
        pytest.param("if x == '1':\n    pass\nelse:\n    json.loads(x)", id="else"),
        pytest.param("if x == '2':\n    json.loads(x)\n    continue", id="continue"),
        pytest.param("x == '2' and json.loads(x)", id="and"),
        pytest.param("y = 1 < int(x) < json.loads('3')", id="chained-comparison"),
        pytest.param("y = json.loads(x) if x == '2' else 1", id="conditional-expression"),
        pytest.param("y = lambda: json.loads(x)", id="lambda"),
        pytest.param("def g(): json.loads(x)", id="function"),
        pytest.param("y = [json.loads(z) for z in x if z == '2']", id="comprehension"),
        pytest.param("y = [b for a in range(int(x) - 1) for b in json.loads('[1]')]", id="inner"),
        pytest.param("for z in range(int(x) - 1): json.loads(x)", id="inner-loop"),
        pytest.param("while x == '2':\n    json.loads(x)\n    break", id="inner-while"),
        pytest.param("for z in x:\n    pass\nelse:\n    if x == '2': json", id="else-of-loop"),
        pytest.param("match x:\n    case '2': json.loads(x)", id="match"),
        pytest.param("assert x, json.loads(x)", id="message"),
        pytest.param(
            "try:\n    y = [0, 0, 1][int(x)] or [][0]\n    json.loads(x)\n"
            "except IndexError:\n    pass",
            id="statement-that-fails-before",
        ),
        pytest.param(
            "try:\n    y = [0, 0, 1][int(x)] or [][0]\n    json.loads(x)\n"
            "except IndexError:\n    import json",
            id="import-in-a-handler-of-what-fails-before",
        ),
        pytest.param(
            "try:\n    json.loads(x)\nexcept Exception:\n    import json",
            id="import-in-a-handler-of-its-lack",
        ),
        pytest.param(
            "try:\n    y = {'2': 1}[x] and json.loads(x)\nexcept KeyError:\n    pass",
            id="expression-that-fails-before",
        ),
        pytest.param(
            "try:\n    len({'2': x}[x] + json.dumps(x))\nexcept KeyError:\n    pass",
            id="argument-that-fails-before",
        ),
        pytest.param("try:\n    json.loads(x)\nexcept Exception:\n    pass", id="except-Exception"),
        pytest.param("try:\n    json.loads(x)\nexcept:\n    pass", id="except"),
        pytest.param(
            "try:\n    int(x + '0'[int(x) - 2:] + '.'[int(x) - 1:])\n"
            "except ValueError:\n    pass\nelse:\n    if x == '2': json",
            id="else-of-try",
        ),
        pytest.param(
            "try:\n    if x == '1': int('a')\nexcept ValueError:\n    pass\nelse:\n    json",
            id="else-of-try-that-passes",
        ),
        pytest.param(
            "try:\n    if x == '2': int('a')\nexcept ValueError:\n    json.loads(x)", id="handler"
        ),
        pytest.param(
            "import contextlib\nwith contextlib.suppress(KeyError):\n"
            "    y = {'2': x}[x]\n    json.loads(x)",
            id="with-that-suppresses",
        ),
        pytest.param(
            "import contextlib\nwith contextlib.suppress(Exception):\n    json.loads(x)",
            id="with-that-suppresses-everything",
        ),
        pytest.param(
            "from contextlib import suppress\n"
            "with suppress(KeyError), {'2': open}[x](json.__file__): pass",
            id="second-context-manager",
        ),
    ],
)
def test_first_pass_may_do_without(use: str, loop: str, form: str) -> None:
    code = in_form(f"{loop}{indented(use)}    import json\n", form)
    assert proof.error(code) == ""
    assert find_missing_imports(code, target_version=(3, 10)) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "for x in '12':\n    for y in range(int(x) - 1):\n        json.loads(x)\n"
            "    import json\n",
            id="loop-around",
        ),
        pytest.param(
            "for x in '12':\n    if x == '1':\n        import json\n    else:\n"
            "        json.loads(x)\n        import json\n",
            id="another-import-in-the-loop",
        ),
        pytest.param(
            "for x in '12':\n    try:\n        if x == '2': json.loads(x)\n"
            "    except ValueError:\n        pass\n    else:\n        import json\n",
            id="import-in-the-else",
        ),
        pytest.param(
            "for x in '12':\n    try:\n        if x == '2': json.loads(x)\n        [][0]\n"
            "    except IndexError:\n        import json\n",
            id="import-in-the-handler",
        ),
    ],
)
def test_earlier_pass_has_imported(source: str, form: str) -> None:
    code = in_form(source, form)
    assert proof.error(code) == ""
    assert find_missing_imports(code, target_version=(3, 10)) == []
