"""The gate saves time and nothing else."""

from __future__ import annotations

import ast
import sysconfig
import warnings
from pathlib import Path

import pytest

from flake8_missing_import import find_missing_imports
from flake8_missing_import.analysis import findings
from flake8_missing_import.gate import names_in_question
from flake8_missing_import.module import EveryName, Module, Options, UncompilableError
from flake8_missing_import.stdlib import StandardLibrary, standard_library, usage
from tests import restore


def snippets() -> list[str]:
    """Return the sources in the tests beside this one: their strings that are Python."""
    found = set()
    tests = Path(__file__).parent
    others = (
        tests / f"test_{name}.py" for name in ("bound_later", "branches", "evidence", "guards")
    )
    for path in (*tests.glob("test_mis*.py"), *others):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return sorted(found)


def everything(module: Module, *, lacks: bool = False) -> EveryName:
    """Let every name through, in what Python can compile."""
    compile(module.source, "<source>", "exec", dont_inherit=True)
    return EveryName()


def messages(source: str, gate: object, path: str = "t.py") -> list[str] | str:
    """Return the findings behind a gate, or why there are none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            module = Module(source, ast.parse(source), path, Options(target_version=(3, 11)))
            return [one.message for one in findings(module, gate)]  # type: ignore[arg-type]
        except (SyntaxError, ValueError, RecursionError, UncompilableError):
            return "not compiled"


@pytest.mark.large
def test_snippets_of_the_tests_have_the_same_findings_without_it() -> None:
    different = {
        source
        for source in snippets()
        if messages(source, everything) not in (messages(source, names_in_question), "not compiled")
    }
    assert different == set()


SHAPES = [
    pytest.param("isinstance(d, {})", id="second-argument-of-isinstance"),
    pytest.param("f({}, 1)", id="argument"),
    pytest.param("f(key={})", id="keyword-argument"),
    pytest.param("f(key=(\n    {}))", id="keyword-argument-in-parentheses"),
    pytest.param("map({}, a)", id="called-by-map"),
    pytest.param("getattr({}, 'x')", id="argument-of-getattr"),
    pytest.param("setattr(a[1], f(b)[2], (c, {}))", id="argument-of-setattr"),
    pytest.param("patch . object({}, 'x')", id="patched"),
    pytest.param("x = {}", id="bare"),
    pytest.param("x: {} = 1", id="annotation"),
    pytest.param("x: '{}' = 1", id="quoted-annotation"),
    pytest.param("def f(x: list[{}]): ...", id="inside-an-annotation"),
    pytest.param("x = {}[int]", id="subscript"),
    pytest.param("class A({}): ...", id="base-class"),
    pytest.param("class A(b[1],\n        {}): ...", id="second-base-class"),
    pytest.param("class A(b):\n    def f(self): {}.__init__(self)", id="filled"),
    pytest.param("@{}\ndef f(): ...", id="decorator"),
    pytest.param("@{}\nclass A: ...", id="decorator-of-a-class"),
    pytest.param("try: ...\nexcept {}: ...", id="except"),
    pytest.param("raise {}", id="raise"),
    pytest.param("{}(1)", id="call"),
    pytest.param("{}._unheard_of", id="private-attribute"),
    pytest.param("{}.decode()", id="attribute-of-strings"),
]


@pytest.mark.large
@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_of_use_has_the_same_findings_without_it(shape: str) -> None:
    names = sorted(usage.names())
    for source in (shape.format(name) for name in names[::151] if name.isidentifier()):
        source = f"import functools, os\nfunctools, os\n{source}\n"
        assert messages(source, everything) == messages(source, names_in_question), source


@pytest.mark.large
@pytest.mark.parametrize("shape", SHAPES)
def test_what_the_file_lacks_besides_has_the_same_findings_without_it(shape: str) -> None:
    for name in filter(str.isidentifier, sorted(usage.names())[::451]):
        source = f"import os\njson.dumps(os.name), textwrap.dedent('')\n{shape.format(name)}\n"
        assert messages(source, everything) == messages(source, names_in_question), source


@pytest.mark.parametrize("shape", SHAPES)
def test_an_import_from_the_same_module_has_the_same_findings_without_it(shape: str) -> None:
    library = standard_library((3, 11))
    for name in filter(str.isidentifier, sorted(usage.names())[::451]):
        homes = ", ".join(sorted(library.homes(name)))
        source = f"import {homes or 'os'}\n{shape.format(name)}\n"
        assert messages(source, everything) == messages(source, names_in_question), source


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("request \\\n    .urlopen(a)\n", id="continued-line"),
        pytest.param("x = (op\n    .itemgetter(1))\n", id="line-end"),
        pytest.param("x = op . itemgetter(1)\n", id="spaces"),
        pytest.param("request\\\r\n.urlopen(a)\r\n", id="continued-line-with-crlf"),
        pytest.param("(request # of what\n    .urlopen(a))\n", id="comment"),
        pytest.param('f"""{\nrequest . urlopen(a)}"""\n', id="f-string"),
    ],
)
def test_an_attribute_is_seen_wherever_it_stands(source: str) -> None:
    assert len(messages(source, names_in_question)) == 1


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("abspath (a)\n", id="space"),
        pytest.param("abspath   (a)\n", id="spaces"),
        pytest.param("abspath\t(a)\n", id="tab"),
        pytest.param("(abspath\n    (a))\n", id="line-end"),
        pytest.param("(abspath # how long\r\n(a))\r\n", id="comment-and-crlf"),
        pytest.param("abspath\\\n(a)\n", id="continued-line"),
        pytest.param('f"{abspath (a)}"\n', id="f-string"),
        pytest.param("match x:\n    case Decimal(): ...\n", id="class-pattern"),
        pytest.param("def abspath2(): ...\nx = abspath(a)\n", id="beside-a-longer-name"),
        pytest.param(
            "class A:\n    def abspath(self): abspath(a)\n", id="in-a-method-of-that-name"
        ),
        pytest.param(
            "class A:\n    def abspath(self, a=abspath(b)): ...\n", id="in-the-head-of-one"
        ),
        pytest.param(
            "T = TypeVar ('T', 'Decimal', int)\nfrom typing import TypeVar\n", id="quoted"
        ),
    ],
)
def test_a_call_is_seen_wherever_it_stands(source: str) -> None:
    assert len(messages(source, names_in_question)) == len(messages(source, everything)) > 0


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "class A(Exception,\n        json.JSONDecodeError): pass\n\nx = os.getcwd()\n",
            id="body-on-the-last-line-of-a-head",
        ),
        pytest.param("class A: \\\n    time = time.time()\nx = os.getcwd()\n", id="continued-head"),
        pytest.param("with open('log', 'w') as sys.stdout: pass\n", id="as-an-attribute"),
    ],
)
def test_other_text_than_most(source: str) -> None:
    assert messages(source, names_in_question) == messages(source, everything) != []


@pytest.mark.large
@pytest.mark.parametrize("package", ["argparse", "asyncio", "email", "unittest", "xml"])
def test_the_standard_library_has_the_same_findings_without_it(package: str) -> None:
    place = Path(ast.__file__).parent / package
    paths = sorted(place.rglob("*.py")) or [place.with_suffix(".py")]
    assert paths
    for path in paths:
        source = path.read_text("utf-8", errors="replace")
        without = messages(source, everything, str(path))
        assert without in (messages(source, names_in_question, str(path)), "not compiled")


@pytest.mark.large
@pytest.mark.parametrize("part", range(8), ids="part{}".format)
def test_released_code_has_the_same_findings_without_it(part: int) -> None:
    packages = Path(sysconfig.get_path("purelib"))
    released = [
        path for name in ("hypothesis", "mypy", "pip") for path in (packages / name).rglob("*.py")
    ]
    assert len(released) > 500
    for path in [*restore.library_files(), *released][part::8]:
        source = path.read_text("utf-8", errors="replace")
        without = messages(source, everything, str(path))
        assert without in (messages(source, names_in_question, str(path)), "not compiled"), path


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("class A:\n    sleep = 1\n    x = sleep(2)\n", id="value"),
        pytest.param("class A:\n    def sleep(): ...\n    sleep(2)\n", id="method"),
        pytest.param("class A:\n    f(sleep=1)\n    sleep = 1\n    sleep(2)\n", id="keyword"),
        pytest.param("class A:\n    from x import sleep\n    sleep(2)\n", id="import"),
        pytest.param(
            "class A:\n    if a:\n        def sleep(): ...\n        sleep(2)\n", id="in-one-branch"
        ),
        pytest.param(
            "class A:\n    if a:\n        sleep = 1\n    else:\n        sleep = 2\n    sleep(2)\n",
            id="in-both-branches",
        ),
        pytest.param("class A:\n    class sleep(B): ...\n    class C(sleep): ...\n", id="base"),
        pytest.param(
            "class A:\n    def sleep(self):\n        ...\n    doze = sleep\n    g = sleep(2)\n",
            id="method-that-names-nothing-else",
        ),
    ],
)
def test_what_a_class_binds_before_it_loads_it_is_not_in_question(source: str) -> None:
    assert names_in_question(Module(source, ast.parse(source))) == frozenset()


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("class A:\n    json = 1\n    x = [json.dumps(a) for a in b]\n", id="list"),
        pytest.param("class A:\n    json = 1\n    x = {json.dumps(a) for a in b}\n", id="set"),
        pytest.param(
            "class A:\n    def json(): ...\n    x = {a: json.loads(a) for a in b}\n", id="dict"
        ),
        pytest.param(
            "class A:\n    json = 1\n    x = list(json.loads(a) for a in b)\n", id="generator"
        ),
        pytest.param(
            "class A:\n    if a:\n        json = 1\n        x = [1 for a in b if json.loads(a)]\n",
            id="in-a-branch",
        ),
        pytest.param(
            "class B:\n    class A:\n        json = 1\n        x = f([json.loads(a) for a in b])\n",
            id="in-a-class",
        ),
    ],
)
def test_comprehension_does_not_see_what_its_class_binds(source: str) -> None:
    assert names_in_question(Module(source, ast.parse(source))) == {"json"}
    assert [str(one.statement) for one in find_missing_imports(source)] == ["import json"]


@pytest.mark.parametrize(
    "declaration",
    [
        pytest.param("global sleep", id="alone"),
        pytest.param("global a, sleep, b", id="among-others"),
        pytest.param("global\ta \\\n  , sleep", id="continued"),
        pytest.param("nonlocal_ = globals_ = 1; global sleep", id="beside-longer-names"),
    ],
)
def test_what_a_function_binds_for_all_is_not_in_question(declaration: str) -> None:
    source = f"def f(x):\n    {declaration}\n    sleep = x\n\ndef g():\n    sleep(2)\n"
    assert names_in_question(Module(source, ast.parse(source))) == frozenset()


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f(a):\n    if a:\n        def g(sleep):\n            return sleep(2)\n",
            id="nested-function",
        ),
        pytest.param(
            "def f(a):\n    class A:\n        def g(self, sleep):\n            return sleep(2)\n",
            id="method-of-a-nested-class",
        ),
        pytest.param(
            "def f(sleep):\n    sleep(2)\n\ndef g():\n    f(\n        sleep=1)\n", id="keyword"
        ),
        pytest.param(
            "def f(\n    sleep: int,\n): ...\n\ndef g(sleep):\n    sleep(2)\n", id="overload"
        ),
        pytest.param(
            "def f(\n    a, sleep: int = 1, *, b=1, c,\n):\n    sleep(2)\n\n"
            "def g(\n    a=1, sleep=None, *, b,\n):\n    sleep(2)\n",
            id="default",
        ),
        pytest.param(
            "def f(a):\n    try:\n        g(a)\n    except Failure:\n"
            "        return any(\n            sleep(2) for b, [sleep, *_] in a if sleep)\n",
            id="comprehension",
        ),
        pytest.param(
            "def f(a):\n    return {b: sleep(2) for b in a for sleep in b}\n", id="second"
        ),
        pytest.param(
            f"def f(a):\n    return {'[sleep for sleep in ' * 60}a{']' * 60}\n",
            id="nested-iterables",
        ),
        pytest.param(
            f"def f(a):\n    return {'lambda sleep=' * 60}a{': sleep' * 60}\n", id="nested-defaults"
        ),
        pytest.param("def f(a):\n    with a(lambda sleep, *b: sleep(2)): ...\n", id="lambda"),
        pytest.param(
            "def f(a):\n    if a:\n        class A:\n            b = [sleep(2) for sleep in a]\n",
            id="comprehension-in-a-class",
        ),
        pytest.param(
            "def f(x):\n    return f\"a {', '.join(f'{y} a' for y in x)} sleep(2)\"\n",
            id="text-of-an-f-string-in-another",
        ),
        pytest.param(
            "def f(x):\n    return f\"it's {x!r} sleep(2) isn't it {x}\"\n",
            id="text-between-two-expressions",
        ),
        pytest.param(
            "def f(x):\n    return f'{{{x:{x}}}} sleep(2) {{x}}'\n", id="text-beside-braces"
        ),
        pytest.param("def f():\n    import pdb\n\n\nimport pdb\n\npdb.run(a)\n", id="imports"),
        pytest.param(
            "import requests\n\ndef f():\n    return _dedent(a)\n",
            id="private-name-beside-other-packages",
        ),
        pytest.param(
            "import logging\n\nlogging.info(a)  # as logging.handlers does\n", id="comment"
        ),
    ],
)
def test_what_is_plainly_bound_wherever_it_is_used_needs_no_symbol_table(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("symtable.symtable")
    assert names_in_question(Module(source, ast.parse(source))) == frozenset()


@pytest.mark.parametrize(
    "source",
    [
        pytest.param('f"{Decimal=}"\n', id="f-string-with-equals-sign"),
        pytest.param("f\"it's {abspath(a)} isn't it\"\n", id="f-string-with-apostrophes"),
        pytest.param('f"{{{abspath(a)}}} {{}}"\n', id="f-string-with-braces"),
        pytest.param('f"{x:{abspath(a)}}"\n', id="f-string-with-a-width"),
        pytest.param('f"""\n{x} {{\n{abspath({1: a}[1])}"""\n', id="f-string-with-lines"),
        pytest.param("Canvas._unheard_of(a)\n", id="private-attribute"),
        pytest.param('def f():\n    return f"{abspath(a)=}"\n\nf(abspath=1)\n', id="keyword"),
        pytest.param("class A:\n    def abspath(self): ...\n\nabspath(a)\n", id="method"),
        pytest.param(
            "class A:\n    if a:\n        json = 1\n    else:\n        json.loads(b)\n",
            id="other-branch",
        ),
        pytest.param("class A:\n    if json.loads(a):\n        json = 1\n", id="test-of-a-branch"),
        pytest.param(
            "def f(abspath):\n    ...\n\ndef g():\n    class A:\n"
            "        def h(self): return abspath(a)\n",
            id="method-of-a-nested-class",
        ),
        pytest.param(
            "def f():\n    if a: import json; json.loads(a)\n    else: json.loads(b)\n", id="branch"
        ),
        pytest.param("json.loads(a); import json\n", id="line-with-the-import"),
        pytest.param("f()\nimport os; json.loads(a)\nimport json\n", id="line-with-another"),
        pytest.param(
            "def f():\n    yield (yield\nfrom json.loads(a))\n    import json\n",
            id="line-of-a-yield",
        ),
        pytest.param("def f(): json.loads(a); import json\n", id="line-of-a-function"),
        pytest.param("def f(json=json.loads(a)): return json\n", id="default-of-a-function"),
        pytest.param("def f(json=json.dumps(1)): pass\n", id="default-of-an-unread-parameter"),
        pytest.param("def f(Decimal=Decimal(1)): return 1\n", id="default-that-is-called"),
        pytest.param(
            "def f(\n    x=json.dumps(1),\n    json=None,\n):\n    return 1\n",
            id="default-of-another-parameter",
        ),
        pytest.param("def f(*, json=json.dumps(1)):\n    return 1\n", id="keyword-only"),
        pytest.param(
            "def f(json=[json.dumps(x) for x in 'a']): pass\n", id="comprehension-in-a-default"
        ),
        pytest.param("def f(json=lambda: json.dumps(1)): pass\n", id="lambda-in-a-default"),
        pytest.param(
            "def f():\n    def g(json=json.dumps(1)): pass\n", id="default-in-a-nested-function"
        ),
        pytest.param(
            "@f(Decimal(1))\ndef g(Decimal=None): pass\n", id="decorator-above-a-parameter"
        ),
        pytest.param(
            "def f(x: Decimal(1), Decimal=None): pass\n", id="annotation-before-a-parameter"
        ),
        pytest.param("def f(Decimal=None) -> Decimal: pass\n", id="annotation-of-what-it-returns"),
        pytest.param("def f(Decimal: Decimal = 1): pass\n", id="annotation-of-a-parameter"),
        pytest.param("@OrderedDict[str, int]\ndef f(): ...\n", id="subscript-as-a-decorator"),
        pytest.param(
            "def f():\n    return [abspath for abspath in abspath(a)]\n", id="first-iterable"
        ),
        pytest.param(
            "def f():\n    return [b for a in b for abspath in a], abspath(a)\n",
            id="beside-a-comprehension",
        ),
        pytest.param(
            "def f():\n    g(lambda abspath=abspath(a): abspath)\n", id="default-of-a-lambda"
        ),
        pytest.param(
            "def f():\n    try: g()\n    except json.JSONDecodeError: ...\n", id="handler"
        ),
        pytest.param(
            "def f():\n    try: g()\n    except Failure:\n        abspath(a)\n",
            id="below-a-handler",
        ),
        pytest.param(
            "def f():\n    match a:\n        case 1: return [abspath(b) for c in b]\n", id="case"
        ),
        pytest.param(
            "def f():\n    for b in c:\n        g()\n    else:\n        return abspath(b)\n",
            id="else-of-a-loop",
        ),
        pytest.param(
            "def f(abspath=1): return [abspath(a) for abspath in f(b)]\n"
            "def g(b): return abspath(b)\n",
            id="function-on-one-line",
        ),
        pytest.param(
            "f()\nimport json\n\ndef f():\n    json.loads(a); import json\n", id="two-imports"
        ),
        pytest.param("from xml import dom\n\ndom.minidom.parse(a)\n", id="package-in-a-package"),
        pytest.param("import importlib\n\n(importlib).util\n", id="package-in-parentheses"),
        pytest.param(
            "import importlib as i\n\n((  # it\n    i\n)) \\\n    .util\n",
            id="package-in-parentheses-on-lines",
        ),
        pytest.param("import xml.dom\n\n(xml.dom).minidom\n", id="subpackage-in-parentheses"),
        pytest.param("import xml.dom\n\n((xml).dom).minidom\n", id="both-in-parentheses"),
        pytest.param("import xml.dom\n\nxml.dom . minidom\n", id="subpackage-before-a-space"),
        pytest.param(
            "import requests\nfrom a import b as _b\n\nx = _Decimal('1')\n", id="private-alias"
        ),
        pytest.param(
            "import requests\nfrom a import b as _b\n\nx: '_Decimal' = 1\n",
            id="quoted-private-alias",
        ),
        pytest.param("import os\n\nclass A(_Thread): ...\n", id="private-name-beside-the-library"),
        pytest.param("import requests\n\n_socket.socket()\n", id="private-name-of-a-module"),
        pytest.param("a = 1; x: 'Decimal' = a\n", id="quoted-in-the-second-statement-of-a-line"),
        pytest.param(
            "from typing import cast\n\n@f(cast('Decimal', 1))\ndef g():\n    return 1\n",
            id="quoted-in-a-decorator",
        ),
        pytest.param(
            "class A:\n    def f(self):\n        ...\n\n    def g(\n        self,\n"
            "        a: 'Decimal',\n    ): ...\n",
            id="quoted-in-the-head-of-a-method",
        ),
        pytest.param(
            "import os\n\nclass A(HelpFormatter):\n    def f(self): self.add_usage(a)\n",
            id="confirmed-by-a-method",
        ),
    ],
)
def test_what_is_bound_only_elsewhere_has_the_same_findings_without_it(source: str) -> None:
    assert messages(source, names_in_question) == messages(source, everything) != []


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param("    def g():\n        json.dumps(1)\n        import json\n", id="function"),
        pytest.param("    class A:\n        x = json.x\n        import json\n", id="class"),
    ],
)
@pytest.mark.parametrize("form", ["    import json\n{}", "{}    import json\n"])
def test_an_import_inside_a_function_that_imports_it_has_the_same_findings_without_it(
    inner: str, form: str
) -> None:
    source = f"def f():\n{form.format(inner)}"
    assert messages(source, names_in_question) == messages(source, everything) != []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("(op).itemgetter(1)\n", id="attribute"),
        pytest.param("((op) ).itemgetter(1)\n", id="attribute-behind-two"),
        pytest.param(
            "x = (op  # (it\n    ) \\\n    . itemgetter\n", id="attribute-on-the-next-line"
        ),
        pytest.param("f\"{f'{(op).itemgetter(1)}'}\"\n", id="attribute-in-f-strings"),
        pytest.param("with a as (op).itemgetter: ...\n", id="attribute-that-is-set"),
        pytest.param("(sleep)(2)\n", id="call"),
        pytest.param("import requests\n\n(abspath)(a)\n", id="call-of-a-function-alone"),
        pytest.param("import requests\n\n((abspath )\n )(a)\n", id="call-behind-two"),
        pytest.param("f(Decimal)(1)\n", id="argument-of-what-is-called"),
        pytest.param("(OrderedDict)[str]\n", id="subscript"),
        pytest.param("match a:\n    case(ResourceReader()): ...\n", id="pattern"),
    ],
)
def test_parentheses_have_the_same_findings_without_it(source: str) -> None:
    assert messages(source, names_in_question) == messages(source, everything) != []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("@OrderedDict [str]\ndef f(): ...\n", id="space-before-a-bracket"),
        pytest.param("@OrderedDict\\\n[str]\ndef f(): ...\n", id="continued-before-a-bracket"),
        pytest.param("@ lru_cache\ndef f(): ...\n", id="space"),
        pytest.param("@(lru_cache)\ndef f(): ...\n", id="parentheses"),
    ],
)
def test_a_decorator_has_the_same_findings_without_it(source: str) -> None:
    assert messages(source, names_in_question) == messages(source, everything) != []


@pytest.mark.parametrize(
    "annotation",
    [
        pytest.param("Decimal", id="name"),
        pytest.param("None or Decimal", id="or"),
        pytest.param("not Decimal", id="not"),
        pytest.param("int | Decimal", id="bar"),
        pytest.param("a if b else Decimal", id="condition"),
        pytest.param("a is not\\\n Decimal", id="continued"),
    ],
)
@pytest.mark.parametrize("source", ["x: {}=1\n", "x: {} = 1\n", "def f(x: {}=1): ...\n"])
def test_an_annotation_with_a_value_has_the_same_findings_without_it(
    source: str, annotation: str
) -> None:
    source = source.format(annotation)
    assert messages(source, names_in_question) == messages(source, everything) != []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param("x: json = 1\nglobal json\ntime.time()\n", 1, id="module"),
        pytest.param(
            "def f():\n    x: json = 1\n    global json\n    time.time()\n", 1, id="function"
        ),
        pytest.param("x: json = 1\nglobal json\ny: time.struct_time\n", 1, id="annotation"),
        pytest.param("x: json = json.x()\nglobal json\n", 0, id="not-compiled"),
    ],
)
def test_a_declaration_below_an_annotation_of_its_name(source: str, found: int) -> None:
    source = f"from __future__ import annotations\n{source}"
    seen = messages(source, names_in_question)
    assert seen == messages(source, everything)
    assert (seen == "not compiled") if not found else (len(seen) == found)


@pytest.mark.parametrize(
    "deletion",
    [
        pytest.param("del json", id="plain"),
        pytest.param("del(json)", id="parentheses"),
        pytest.param("del [json]", id="brackets"),
        pytest.param("del\\\n    json", id="continued"),
        pytest.param("del a.b, \\\n    json", id="second-on-a-continued-line"),
        pytest.param("del ((a),\n    json)", id="second-in-parentheses"),
        pytest.param("del a[(\n    1)], json", id="behind-a-line-end"),
        pytest.param("a; del json", id="second-statement-of-a-line"),
        pytest.param("if a:del json", id="branch-on-a-line"),
        pytest.param("try: ...\n    except E: del json", id="handler"),
        pytest.param("match a:\n        case 1: del json", id="case"),
    ],
)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f():\n    {}\n    json.loads(a)\n", id="not-imported"),
        pytest.param("if a:\n    {}\n\ndef f():\n    json.loads(a)\n", id="not-imported-at-all"),
    ],
)
def test_what_is_deleted_has_the_same_findings_without_it(source: str, deletion: str) -> None:
    source = source.format(deletion)
    assert messages(source, names_in_question) == messages(source, everything) != []


@pytest.mark.parametrize(
    "deletion",
    [
        pytest.param("del(json)", id="parentheses"),
        pytest.param("del [json]", id="brackets"),
        pytest.param("del a.b, \\\n  json", id="second-on-a-continued-line"),
        pytest.param("del f(\n  a).b, json", id="behind-a-line-end"),
        pytest.param("a;del ((a),\n  json)", id="second-statement-of-a-line"),
    ],
)
def test_an_import_that_is_deleted_has_the_same_findings_without_it(deletion: str) -> None:
    source = f"import json\n\n{deletion}\njson.loads(a)\n"
    assert messages(source, names_in_question) == messages(source, everything) != []


FOR_TYPE_CHECKERS = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import json\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("    loads = json.loads\n", id="in-the-same-block"),
        pytest.param(
            "def f(a):\n    if TYPE_CHECKING:\n        assert isinstance(a, json.JSONDecoder)\n",
            id="in-a-function",
        ),
        pytest.param(
            "class A:\n    if TYPE_CHECKING:\n        @json.loads\n        def f(self): ...\n",
            id="decorator",
        ),
        pytest.param(
            "if not TYPE_CHECKING:\n    f()\nelif a:\n    b = json.loads(\n        c)\n", id="elif"
        ),
        pytest.param('f("json.loads")\n', id="string"),
    ],
)
def test_what_type_checkers_alone_see_is_not_in_question(code: str) -> None:
    source = FOR_TYPE_CHECKERS + code
    assert names_in_question(Module(source, ast.parse(source))) == frozenset()


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("else:\n    loads = json.loads\n", id="other-branch"),
        pytest.param("if json.loads(a) and TYPE_CHECKING: f()\n", id="one-line"),
        pytest.param("if TYPE_CHECKING: f(); g()\nelse: json.loads(a); g()\n", id="two-on-a-line"),
        pytest.param("if TYPE_CHECKING or json.loads(a):\n    f()\n", id="test-of-a-branch"),
        pytest.param("if a or TYPE_CHECKING:\n    json.loads(a)\n", id="another-condition"),
        pytest.param(
            "match a:\n    case 1:\n        if TYPE_CHECKING:\n            f()\n"
            "        json.loads(a)\n",
            id="match",
        ),
        pytest.param(
            "try:\n    f()\nexcept E:\n    if TYPE_CHECKING:\n        f()\n    json.loads(a)\n",
            id="handler",
        ),
    ],
)
def test_what_runs_beside_imports_for_type_checkers_is_in_question(code: str) -> None:
    source = FOR_TYPE_CHECKERS + code
    assert messages(source, names_in_question) == messages(source, everything) != []


def test_what_tells_beside_an_import_is_in_question_above_it() -> None:
    source = (
        "import a\n\n\ndef f(x):\n    return map(loads, x)\n\n\nimport json\n\njson.dumps(f(a))\n"
    )
    assert messages(source, names_in_question) == messages(source, everything) != []


@pytest.mark.parametrize(
    ("source", "is_read"),
    [
        pytest.param("import os\n\nprint(os.name)\n", False, id="plain"),
        pytest.param("from os import path\n\nprint(path.sep)\n", False, id="member"),
        pytest.param("import importlib\n\nimportlib.reload(x)\n", True, id="package-in-parts"),
    ],
)
def test_tables_of_the_library_are_read_for_packages_in_parts(
    source: str, is_read: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []

    def library(module: Module) -> StandardLibrary:
        read.append(module)
        return standard_library((3, 11))

    monkeypatch.setattr(Module, "library", property(library))
    assert names_in_question(Module(source, ast.parse(source))) == frozenset()
    assert bool(read) == is_read
