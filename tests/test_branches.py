"""Imports in branches and loops that a use may, or may not, have passed."""

from __future__ import annotations

import sys

import pytest

from flake8_missing_import import find_missing_imports
from tests import proof

NEEDS_EXCEPTION_GROUPS = pytest.mark.skipif(sys.version_info < (3, 11), reason="PEP 654")
FORMS = [pytest.param("{}", id="module"), pytest.param("def f():\n{}f()\n", id="function")]
ASYNC = "async def f():\n{}f().send(None)\n"


def in_form(source: str, form: str) -> str:
    lines = source.splitlines(keepends=True)
    return form.format("".join(f"    {line}" for line in lines) if "def" in form else source)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "for a in 'ab':\n    for b in a:\n        pass\n    else:\n        import json\n"
            "    json.dumps(1)\n",
            id="else-of-an-inner-loop",
        ),
        pytest.param(
            "again = [0, 1, 0]\nfor a in 'ab':\n    while again.pop():\n        json.dumps(1)\n"
            "    else:\n        import json\n",
            id="next-pass-of-an-outer-loop",
        ),
        pytest.param(
            "while []:\n    pass\nelse:\n    import json\njson.dumps(1)\n", id="else-of-while"
        ),
        pytest.param(
            "try:\n    pass\nexcept OSError:\n    pass\nelse:\n    import json\njson.dumps(1)\n",
            id="else-of-try",
        ),
        pytest.param("try:\n    pass\nfinally:\n    import json\njson.dumps(1)\n", id="finally"),
        pytest.param(
            "try:\n    int('a')\nexcept ValueError as json:\n    print(json)\nimport json\n",
            id="variable-of-a-handler",
        ),
        pytest.param(
            "class A:\n    try:\n        int('a')\n    except ValueError as json:\n"
            "        x = str(json)\n    finally:\n        import json\n",
            id="variable-of-a-handler-in-a-class",
        ),
        pytest.param(
            "try:\n    int('a')\nexcept KeyError as json:\n    pass\n"
            "except ValueError as json:\n    (lambda: print(json))()\n    x = 1\n"
            "import json.tool\n",
            id="variable-of-the-second-handler",
        ),
        pytest.param(
            "match 1:\n    case 2:\n        import json\n    case _:\n        import json\n"
            "json.dumps(1)\n",
            id="all-cases",
        ),
        pytest.param("with memoryview(b''):\n    import json\njson.dumps(1)\n", id="with"),
        pytest.param(
            "try:\n    raise ExceptionGroup('', [OSError(), KeyError()])\n"
            "except* OSError:\n    import json\nexcept* KeyError:\n    json.dumps(1)\n",
            id="two-handlers-of-a-group",
            marks=NEEDS_EXCEPTION_GROUPS,
        ),
        pytest.param(
            "for a in 'ab':\n    if a == 'a':\n        import json\nelse:\n    json.dumps(1)\n",
            id="branch-that-stays-in-the-loop",
        ),
        pytest.param(
            "for a in 'ab':\n    if a == 'a':\n        import json\n        if a:\n"
            "            continue\n        break\nelse:\n    json.dumps(1)\n",
            id="branch-that-may-go-on-with-the-loop",
        ),
        pytest.param(
            "for a in 'ab':\n    for b in a:\n        import json\n        break\n"
            "else:\n    json.dumps(1)\n",
            id="branch-that-leaves-an-inner-loop",
        ),
        pytest.param(
            "for a in 'ab':\n    try:\n        if a == 'a':\n            import json\n"
            "            json.loads('')\n            break\n    except ValueError:\n"
            "        pass\nelse:\n    json.dumps(1)\n",
            id="exception-keeps-the-branch-in-the-loop",
        ),
        pytest.param(
            "for a in ('a', ''):\n    for b in a:\n        import json\n        break\n"
            "    else:\n        json.dumps(1)\n",
            id="else-in-the-next-pass-of-an-outer-loop",
        ),
        pytest.param(
            "for a in 'ab':\n    if a == 'b':\n        import json\n        break\njson.dumps(1)\n",
            id="below-the-loop",
        ),
        pytest.param(
            "for a in 'ab':\n    if a == 'a':\n        import json\n    else:\n"
            "        json.dumps(1)\n",
            id="branch-that-falls-through",
        ),
        pytest.param(
            "for a in 'ab':\n    if a == 'a':\n        import json\n        continue\n"
            "    json.dumps(1)\n",
            id="branch-that-continues",
        ),
        pytest.param(
            "for a in 'ab':\n    match a:\n        case 'a':\n            import json\n"
            "        case _:\n            json.dumps(1)\n            break\n",
            id="case-that-falls-through",
        ),
        pytest.param(
            "for a in 'ab':\n    for b in '01':\n        if a == 'a':\n            import json\n"
            "            break\n        json.dumps(1)\n",
            id="next-pass-around-a-loop-that-is-left",
        ),
        pytest.param(
            "for a in 'ab':\n    for b in a:\n        if a == 'a':\n            import json\n"
            "            break\n    json.dumps(1)\n",
            id="below-an-inner-loop-that-is-left",
        ),
        pytest.param(
            "for a in 'ab':\n    for b in a:\n        pass\n    else:\n        if a == 'b':\n"
            "            import json\n            break\njson.dumps(1)\n",
            id="below-a-loop-that-the-else-of-an-inner-one-leaves",
        ),
        pytest.param(
            "for a in '10':\n    try:\n        if a == '1':\n            import json\n"
            "            raise ValueError\n        json.dumps(1)\n"
            "    except ValueError:\n        pass\n",
            id="exception-keeps-in-the-loop",
        ),
        pytest.param(
            "for a in '10':\n    try:\n        if a == '1':\n            import json\n"
            "            break\n        json.dumps(1)\n    finally:\n        continue\n",
            id="finally-that-goes-on",
            marks=pytest.mark.skipif(sys.version_info > (3, 14), reason="PEP 765: a warning"),
        ),
        pytest.param(
            "for a in 'fb':\n    if a == 'f':\n        def g(): return json.dumps(1)\n"
            "    else:\n        import json\n        g()\n        break\n",
            id="function-of-an-earlier-pass-is-called-above-the-break",
        ),
        pytest.param(
            "for a in '10':\n    if a == '1':\n        import json\n        if a:\n"
            "            continue\n        break\n    json.dumps(1)\n",
            id="branch-with-a-way-back-into-the-loop",
        ),
        pytest.param(
            "with memoryview(b''):\n    if 1:\n        import json\n    else:\n"
            "        raise OSError\njson.dumps(1)\n",
            id="other-branch-leaves-with",
        ),
        pytest.param(
            "from contextlib import suppress\nwith suppress(ValueError):\n    if 1:\n"
            "        import json\n        raise ValueError\njson.dumps(1)\n",
            id="with-that-suppresses",
        ),
        pytest.param(
            "try:\n    if 1:\n        import json\n        raise ValueError\n"
            "except ValueError:\n    if [].pop: json.dumps(1)\n    else: raise\njson.dumps(1)\n",
            id="handler-that-may-go-on",
        ),
    ],
)
def test_import_that_may_have_run(source: str, form: str) -> None:
    code = in_form(source, form)
    assert proof.error(code) == ""
    assert find_missing_imports(code) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "for a in 'ab':\n    json.dumps(1)\nelse:\n    import json\n", id="else-of-its-loop"
        ),
        pytest.param(
            "for a in [[1], [1]]:\n    while a.pop():\n        json.dumps(1)\n        break\n"
            "    else:\n        pass\nelse:\n    import json\n",
            id="else-of-an-outer-loop",
        ),
        pytest.param(
            "for a in 'ab':\n    pass\nelse:\n    json.dumps(1)\n    import json\n",
            id="both-in-the-else",
        ),
        pytest.param(
            "try:\n    raise OSError\nexcept KeyError:\n    import json\nexcept OSError:\n"
            "    json.dumps(1)\n",
            id="another-handler",
        ),
        pytest.param(
            "for a in 'ab':\n    if not a:\n        import json\n        json.dumps(a)\n"
            "        break\nelse:\n    json.dumps(1)\n",
            id="else-of-a-loop-that-the-branch-leaves",
        ),
        pytest.param(
            "again = [0, 0]\nwhile again:\n    if again.pop():\n        import json\n"
            "        break\nelse:\n    json.dumps(1)\n",
            id="else-of-while-that-the-branch-leaves",
        ),
        pytest.param(
            "for a in '':\n    import json\n    break\nelse:\n    json.dumps(1)\n",
            id="else-of-a-loop-that-its-first-pass-leaves",
        ),
        pytest.param(
            "for a in 'ab':\n    for b in a:\n        pass\n    if not a:\n        import json\n"
            "        if b:\n            break\n        else:\n            raise OSError\n"
            "else:\n    if json: pass\n",
            id="else-of-a-loop-that-both-ways-leave",
        ),
    ],
)
def test_import_that_cannot_have_run(source: str, form: str) -> None:
    code = in_form(source, form)
    assert "Error: " in proof.error(code)
    assert "json" in proof.error(code)
    (finding,) = find_missing_imports(code)
    assert finding.code == "MIS004"


@pytest.mark.parametrize("form", [*FORMS, pytest.param(ASYNC, id="coroutine")])
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "for a in '01':\n    if a > '0':\n        import json\n        raise SystemExit(json)\n"
            "    elif a:\n        json.dumps(1)\n",
            id="raise",
        ),
        pytest.param(
            "import sys\nfor a in '01':\n    if a > '0':\n        import json\n"
            "        sys.exit(json.dumps(1))\n    json.dumps(1)\n",
            id="exit",
        ),
        pytest.param(
            "for a in '01':\n    if a > '0':\n        import json\n        if json: break\n"
            "        else: raise OSError\n    json.dumps(1)\n",
            id="break",
        ),
        pytest.param(
            "while []: pass\nfor a in '01':\n    match a:\n        case '1':\n"
            "            import json\n            break\n        case _:\n"
            "            json.dumps(1)\n",
            id="match",
        ),
        pytest.param(
            "again = [1]\nwhile True:\n    try:\n        again.pop()\n    except IndexError:\n"
            "        import json\n        raise SystemExit(json.dumps(1))\n"
            "    json.loads('1')\n",
            id="handler",
        ),
        pytest.param(
            "for a in '01':\n    if a < '1':\n        json.loads(a)\n        continue\n"
            "    import json\n    break\n",
            id="whole-pass",
        ),
        pytest.param(
            "for a in 'a':\n    for b in '01':\n        if b > '0':\n            import json\n"
            "            raise SystemExit(json)\n    json.dumps(1)\n".replace("'01'", "'0'"),
            id="below-an-inner-loop",
        ),
        pytest.param(
            "for a in '01':\n    try:\n        if a > '0':\n            import json\n"
            "            raise SystemExit(json.dumps(1))\n        len(a)\n"
            "    except ValueError:\n        raise SystemExit from None\n    json.dumps(1)\n",
            id="try-whose-handlers-leave",
        ),
        pytest.param(
            "try:\n    if []:\n        import json\n        raise SystemExit(json)\n"
            "except OSError:\n    raise KeyError from None\njson.dumps(1)\n",
            id="below-a-try-whose-handlers-leave",
        ),
        pytest.param(
            "try:\n    if []:\n        import json\n        raise SystemExit(json)\n"
            "finally:\n    print()\njson.dumps(1)\n",
            id="below-try-and-finally",
        ),
        pytest.param(
            "with open('/dev/null') as h:\n    if h.read():\n        import json\n"
            "        raise SystemExit(json.load(h))\n    text = h.read()\njson.dumps(text)\n",
            id="below-a-file-that-is-open",
        ),
    ],
)
def test_branch_that_leaves(source: str, form: str) -> None:
    code = in_form(source, form)
    assert "Error: " in proof.error(code)
    assert "'json'" in proof.error(code)
    (finding,) = find_missing_imports(code)
    assert finding.code == "MIS004"
    assert "Error: " not in proof.error(
        f"import json\n{source.replace('    import json', '    pass')}"
    )


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f(xs):\n    for x in xs:\n        if x:\n            import json\n"
            "            return json.dumps(x)\n        json.dumps(x)\nf([0])\n",
            id="loop",
        ),
        pytest.param(
            "async def g():\n    yield 0\nasync def f():\n    async for x in g():\n        if x:\n"
            "            import json\n            return json.dumps(x)\n        json.dumps(x)\n"
            "f().send(None)\n",
            id="async-for",
        ),
        pytest.param(
            "def f(p, is_json):\n    with open(p) as h:\n        if is_json:\n"
            "            import json\n            return json.load(h)\n        text = h.read()\n"
            "    return json.loads(text or '1')\nf('/dev/null', 0)\n",
            id="file",
        ),
        pytest.param(
            "class Async:\n    async def open(self): return self\n"
            "    async def __aenter__(self): pass\n    async def __aexit__(self, *_): pass\n"
            "async def f(p, x):\n    async with p.open() as h:\n        if x:\n"
            "            import json\n            return json.load(h)\n"
            "    return json.dumps(x)\n",
            id="async-with",
        ),
    ],
)
def test_branch_that_returns(source: str) -> None:
    (finding,) = find_missing_imports(source)
    assert " is imported only in another branch (line " in finding.message
    assert "async with" in source or proof.error(source).startswith("UnboundLocalError: ")
    assert "Error: " not in proof.error(proof.fixed(source, finding))


MAIN = "if __name__ == '__main__':\n    import sys\n    "


@pytest.mark.parametrize(
    "last",
    [
        pytest.param("sys.exit(main())", id="exit"),
        pytest.param("raise SystemExit(main())", id="raise"),
        pytest.param("main()\n    sys.exit()", id="exit-afterwards"),
    ],
)
def test_function_above_a_branch_that_leaves_is_called_in_it(last: str) -> None:
    source = f"def main():\n    return len(sys.argv) * 0\n\n\n{MAIN}{last}\n"
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []
    (finding,) = find_missing_imports(source, optional_codes=["MIS102"])
    assert finding.code == "MIS102"


EXITING = "def f(x):\n    if x:\n        import json\n        {}\n    return json.dumps(1)\nf({})\n"


@pytest.mark.parametrize(
    ("head", "call", "argument"),
    [
        pytest.param("def exit(code): pass\n", "exit(1)", "1", id="own-function"),
        pytest.param("from operator import neg as exit\n", "exit(1)", "1", id="imported"),
        pytest.param("from operator import neg as quit\n", "quit(1)", "1", id="imported-quit"),
        pytest.param("import sys\nsys.exit = repr\n", "sys.exit(1)", "1", id="assigned"),
        pytest.param("import sys\nsetattr(sys, 'exit', repr)\n", "sys.exit(1)", "1", id="setattr"),
        pytest.param("class sys: exit = repr\n", "sys.exit(1)", "1", id="own-class"),
        pytest.param("for exit in [repr]: pass\n", "exit(1)", "1", id="variable"),
        pytest.param("", "exit = repr; exit(1)", "1", id="local"),
        pytest.param("", "assert x, 'fail'", "1", id="assertion"),
        pytest.param("class pytest: fail = repr\n", "pytest.fail(1)", "1", id="own-fail"),
        pytest.param(
            "import sys\ndef die(x):\n    if x: return\n    sys.exit(1)\n",
            "die(1)",
            "1",
            id="function-that-may-return",
        ),
        pytest.param(
            "class Log:\n    error = repr\nparser = Log()\n", "parser.error(1)", "1", id="log"
        ),
    ],
)
def test_exit_that_is_something_else(head: str, call: str, argument: str) -> None:
    source = head + EXITING.format(call, argument)
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


def test_exit_that_a_test_replaces() -> None:
    source = "from unittest import mock\nimport sys\nwith mock.patch('sys.exit'):\n    " + (
        EXITING.format("sys.exit(1)", "1").replace("\n", "\n    ")
    )
    assert find_missing_imports(source) == []


def test_own_method_is_no_test_that_is_skipped() -> None:
    source = (
        "class A:\n    def skipTest(self, why): pass\n    def f(self, x):\n        if x:\n"
        "            import json\n            self.skipTest('')\n        return json.dumps(1)\n"
    )
    assert proof.error(f"{source}A().f(1)\n") == ""
    assert find_missing_imports(source) == []
    own = source.replace("skipTest(self, why)", "skip(self, why)")
    assert [one.code for one in find_missing_imports(own)] == ["MIS004"]


@pytest.mark.parametrize(
    ("head", "call"),
    [
        pytest.param("import sys\n", "sys.exit(1)", id="sys"),
        pytest.param("from sys import exit\n", "exit(1)", id="imported"),
        pytest.param("", "import sys; sys.exit(1)", id="imported-there"),
        pytest.param(
            "import sys\nclass A:\n    def f(self): self.exit = 1\n", "sys.exit(1)", id="own"
        ),
        pytest.param("", "assert False, x", id="assertion"),
        pytest.param("import os\n", "os.abort()", id="abort"),
        pytest.param(
            "def die(): raise SystemExit\ndef usage(): print(); die()\n", "usage()", id="own-ones"
        ),
        pytest.param(
            "import argparse\nparser = argparse.ArgumentParser()\n", "parser.error('')", id="parser"
        ),
    ],
)
def test_exit_that_leaves(head: str, call: str) -> None:
    source = head + EXITING.format(call, "0")
    assert "'json'" in proof.error(source)
    assert [one.code for one in find_missing_imports(source)] == ["MIS004"]


@pytest.mark.parametrize("name", ["exit", "fail", "skip", "xfail"])
def test_call_that_ends_a_test(name: str) -> None:
    source = f"import pytest\n{EXITING.format(f'pytest.{name}(x)', '0')}"
    assert [one.code for one in find_missing_imports(source)] == ["MIS004"]


def test_method_that_ends_a_program_or_a_test() -> None:
    for head, call in (
        ("from unittest import TestCase\n", "self.fail(x)"),
        ("import click\n", "ctx.fail(x)"),
        ("import AnsibleModule\n", "module.fail_json(msg=x)"),
    ):
        source = EXITING.format(call, "0")
        assert [one.code for one in find_missing_imports(head + source)] == ["MIS004"], call
        assert find_missing_imports(source) == [], call


def test_function_below_a_branch_that_leaves_is_never_called_in_it() -> None:
    source = "if []:\n    import json\n    raise SystemExit\ndef f(): return json.dumps(1)\nf()\n"
    assert proof.error(source).startswith("NameError: ")
    assert [one.code for one in find_missing_imports(source)] == ["MIS004"]


def test_else_of_a_loop_that_a_return_leaves() -> None:
    source = (
        "def f(xs):\n    for x in xs:\n        if x:\n            import json\n"
        "            return json.dumps(x)\n    else:\n        return json.dumps(None)\nf([0])\n"
    )
    (finding,) = find_missing_imports(source)
    assert finding.message.startswith(
        "MIS004 'json' is imported only in another branch (line 4): move 'import json' to line 1"
    )
    assert proof.error(source).startswith("UnboundLocalError: ")
    assert proof.error(proof.fixed(source, finding)) == ""


LACKS = "import lacking_here"
EXITS = "except ImportError:\n    print('pip install it')\n    sys.exit(1)\n"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"try:\n    {LACKS}\n    import sys\n{EXITS}", id="statement"),
        pytest.param(f"try:\n    {LACKS}, sys\n{EXITS}", id="same-statement"),
        pytest.param(
            f"try:\n    {LACKS}\n    import sys\n    HAS_IT = True\n{EXITS}", id="constant-below"
        ),
        pytest.param(
            "try:\n    {}['a']\n    import os, sys\n"
            "except ImportError:\n    pass\nexcept KeyError:\n    sys.exit(0)\n",
            id="last-of-several-names-and-handlers",
        ),
    ],
)
def test_handler_of_what_failed_before_the_import(source: str, form: str) -> None:
    code = in_form(source, form)
    assert "'sys'" in proof.error(code)
    (finding,) = find_missing_imports(code)
    assert finding.message.startswith("MIS004 'sys' is imported only in another branch (line ")
    assert finding.edit is None
    assert "'sys'" not in proof.error(f"import sys\n{source}")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"try:\n    import sys\n    {LACKS}\n{EXITS}", id="imported-before"),
        pytest.param(
            f"try:\n    import sys, {LACKS.removeprefix('import ')}\n{EXITS}", id="first-of-two"
        ),
        pytest.param(f"try:\n    import sys\n{EXITS}", id="nothing-else-fails"),
        pytest.param(
            f"try:\n    import os\n    import sys\n    os.open({LACKS!r}, 0)\n"
            "except OSError:\n    sys.exit(0)\n",
            id="something-below-fails",
        ),
        pytest.param(
            "import os, json\nfor path in '', os:\n    try:\n        json.dumps(path)\n"
            "        import sys\n    except TypeError:\n        sys.exit(0)\n",
            id="earlier-pass-of-a-loop",
        ),
        pytest.param(
            f"try:\n    {LACKS}\n    import sys\nexcept ImportError:\n    import sys\n"
            "    sys.exit(0)\n",
            id="handler-imports-it-too",
        ),
    ],
)
def test_handler_that_may_follow_the_import(source: str, form: str) -> None:
    code = in_form(source, form)
    assert proof.error(code) in ("", "pip install it")
    assert find_missing_imports(code) == []


DEFINITIONS = [
    pytest.param("def norm(): return sys.maxsize\nnorm()\n", id="function"),
    pytest.param("class A:\n    def norm(self): return sys.maxsize\nA().norm()\n", id="method"),
    pytest.param("lacking_here = None\ndef norm(): sys.maxsize\nnorm()\n", id="below-a-value"),
    pytest.param("norm = lambda: sys.maxsize\nnorm()\n", id="lambda"),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("definition", DEFINITIONS)
def test_definition_where_something_failed_before_the_import(definition: str, form: str) -> None:
    inside = "".join(f"    {line}\n" for line in definition.splitlines())
    code = in_form(f"try:\n    {LACKS}\n    import sys\nexcept ImportError:\n{inside}", form)
    assert proof.error(code).startswith("NameError: ")
    (finding,) = find_missing_imports(code)
    assert finding.message.startswith("MIS004 'sys' is imported only in another branch (line ")
    assert proof.error("import sys\n" + code.replace("import sys", "pass")) == ""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize(
    "imports",
    [
        pytest.param(f"import sys\n    {LACKS}", id="first"),
        pytest.param(f"import sys\n    sys\n    {LACKS}", id="used"),
    ],
)
def test_definition_where_the_import_may_have_run(definition: str, imports: str, form: str) -> None:
    inside = "".join(f"    {line}\n" for line in definition.splitlines())
    code = in_form(f"try:\n    {imports}\nexcept ImportError:\n{inside}", form)
    assert proof.error(code) == ""
    assert find_missing_imports(code) == []
