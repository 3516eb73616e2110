"""MIS003: submodules that their package does not bring."""

from __future__ import annotations

import sys

import pytest

from flake8_missing_import import find_missing_imports
from tests import proof


def messages(source: str) -> list[str]:
    return [finding.message for finding in find_missing_imports(source)]


MISSING = [
    pytest.param("import importlib\nimportlib.util.find_spec('a')\n", "importlib.util", id="util"),
    pytest.param("import concurrent\nconcurrent.futures\n", "concurrent.futures", id="futures"),
    pytest.param("import xml\nxml.dom.minidom.Node\n", "xml.dom.minidom", id="two-levels"),
    pytest.param("import xml.dom\nxml.dom.minidom.Node\n", "xml.dom.minidom", id="one-level-there"),
    pytest.param("import xml\nxml.parsers.expat.error\n", "xml.parsers.expat", id="listed-by-stub"),
    pytest.param(
        "import collections\ncollections.abc.Set\n",
        "collections.abc",
        id="collections",
        marks=pytest.mark.skipif(sys.version_info >= (3, 13), reason="3.13.1 brings it"),
    ),
    pytest.param("import logging as l\nl.handlers.QueueHandler\n", "logging.handlers", id="alias"),
    pytest.param(
        "import importlib\ndef f(x: importlib.machinery.ModuleSpec): ...\n",
        "importlib.machinery",
        id="annotation-that-is-evaluated",
        marks=pytest.mark.skipif(sys.version_info >= (3, 14), reason="PEP 649"),
    ),
    pytest.param(
        "from xml import etree\netree.ElementTree.parse\n",
        "xml.etree.ElementTree",
        id="from-import",
    ),
    pytest.param(
        "from xml import dom as d\nd.minidom.Node\n", "xml.dom.minidom", id="from-import-as"
    ),
    pytest.param(
        "import logging\ndef f():\n    import logging.handlers\nlogging.handlers.QueueHandler\n",
        "logging.handlers",
        id="imported-in-a-function",
    ),
    pytest.param(
        "def f():\n    import importlib\n    importlib.util.find_spec('a')\nf()\n",
        "importlib.util",
        id="package-in-a-function",
    ),
    pytest.param(
        "class A:\n    import importlib\n    x = importlib.util.find_spec('a')\n",
        "importlib.util",
        id="package-in-a-class",
    ),
    pytest.param(
        "try:\n    import importlib\nexcept ImportError:\n    raise\n"
        "importlib.util.find_spec('a')\n",
        "importlib.util",
        id="package-in-try",
    ),
    pytest.param(
        "if len('a'):\n    import importlib\n    importlib.util.find_spec('a')\n",
        "importlib.util",
        id="package-below-if",
    ),
    pytest.param(
        "if __name__ == '__main__':\n    import importlib\n    importlib.util.find_spec('a')\n",
        "importlib.util",
        id="package-below-main",
    ),
    pytest.param(
        "def f():\n    from xml import etree\n    etree.ElementTree.parse\nf()\n",
        "xml.etree.ElementTree",
        id="from-import-in-a-function",
    ),
    pytest.param(
        "def f():\n    import multiprocessing as mp\n    mp.pool.ThreadPool()\nf()\n",
        "multiprocessing.pool",
        id="alias-in-a-function",
    ),
    pytest.param(
        "import importlib\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n    import importlib.util\n"
        "importlib.util.find_spec('a')\n",
        "importlib.util",
        id="imported-for-type-checkers",
    ),
    pytest.param(
        "import importlib\nif __name__ == '__main__' and not importlib:\n"
        "    import importlib.util\ndef f(): importlib.util.find_spec('a')\nf()\n",
        "importlib.util",
        id="imported-only-in-main",
    ),
    pytest.param(
        "import importlib, sys\nif sys.version_info < (3, 4):\n    import importlib.util\n"
        "importlib.util.find_spec('a')\n",
        "importlib.util",
        id="imported-on-another-Python",
    ),
    pytest.param(
        "import importlib, sys\nOLD = True if sys.version_info < (3, 4) else False\n"
        "if OLD:\n    import importlib.util\nimportlib.util.find_spec('a')\n",
        "importlib.util",
        id="imported-where-a-flag-holds",
    ),
    pytest.param(
        "import importlib, sys\nmatch sys.version_info[0]:\n    case 2:\n"
        "        import importlib.util\nimportlib.util.find_spec('a')\n",
        "importlib.util",
        id="imported-in-another-case",
    ),
    pytest.param(
        "import importlib\nimportlib.util.find_spec('a')\nimport importlib.util\n",
        "importlib.util",
        id="imported-below-its-use",
    ),
    pytest.param(
        "def f():\n    import xml\n    xml.dom.minidom.Node\n    import xml.dom.minidom\nf()\n",
        "xml.dom.minidom",
        id="imported-below-its-use-in-the-same-function",
    ),
    pytest.param(
        "def f(x):\n    import xml\n    if x:\n        import xml.dom.minidom\n"
        "        return xml.dom.minidom.Node\n    return xml.dom.minidom.parse\nf(0)\n",
        "xml.dom.minidom",
        id="imported-in-another-branch",
    ),
]


@pytest.mark.parametrize(("source", "module"), MISSING)
def test_submodule_is_missing(source: str, module: str) -> None:
    (finding,) = find_missing_imports(source)
    assert (finding.code, finding.name) == ("MIS003", module)
    assert str(finding.statement) == f"import {module}"


NOT_IN_PYODIDE = {"concurrent.futures", "multiprocessing.pool"}
NOT_IN_NODE = pytest.mark.skipif(
    not proof.HAS_PROCESSES, reason="Node's Python has loaded concurrent.futures"
)


@pytest.mark.parametrize(("source", "module"), MISSING)
def test_it_fails_at_run_time_and_the_import_helps(source: str, module: str) -> None:
    if not proof.HAS_PROCESSES and module in NOT_IN_PYODIDE:
        pytest.skip("Pyodide lacks it, or has loaded it itself")
    assert proof.error(source).startswith("AttributeError: module")
    assert proof.error(f"import {module}\n{source}") == ""


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import os\nos.path.join('a')\n", id="comes-along"),
        pytest.param("import json\njson.decoder.JSONDecoder\n", id="imported-by-its-package"),
        pytest.param("import unittest\nunittest.main()\n", id="name-over-submodule"),
        pytest.param("import importlib.util\nimportlib.util.find_spec\n", id="imported"),
        pytest.param(
            "import importlib\nfrom importlib import util\nimportlib.util.find_spec\n",
            id="from-package",
        ),
        pytest.param(
            "import importlib\nimport importlib.util as u\nimportlib.util.find_spec\n",
            id="alias",
        ),
        pytest.param(
            "import importlib\nfrom importlib.util import find_spec\nimportlib.util.find_spec\n",
            id="member-of-it",
        ),
        pytest.param("import xml\nimport xml.dom.minidom\nxml.dom.Node\n", id="submodule-of-it"),
        pytest.param(
            "import xml\ndef f():\n    from xml.dom.minidom import parse\n    xml.dom.Node\n",
            id="member-of-a-submodule-of-it-in-the-same-function",
        ),
        pytest.param(
            "import xml\ndef f():\n    import xml.dom\n    xml.dom.Node\n", id="same-function"
        ),
        pytest.param("import importlib\ndef f(importlib): importlib.util\n", id="parameter"),
        pytest.param(
            "import importlib\ntry:\n    importlib.util\nexcept AttributeError: pass\n",
            id="guarded",
        ),
        pytest.param("import logging\nlogging.handlers_\n", id="other-attribute"),
        pytest.param(
            "import http\nif not http:\n    http = object()\nhttp.client\n", id="another-value"
        ),
        pytest.param("http = None\nif http: http.client\n", id="only-None"),
        pytest.param(
            "def f(x):\n    import xml\n    while x:\n        if x > 1: xml.dom.minidom.Node\n"
            "        import xml.dom.minidom\n",
            id="imported-in-an-earlier-pass",
        ),
        pytest.param(
            "def f():\n    import xml\n    def g(): return xml.dom.minidom.Node\n"
            "    import xml.dom.minidom\n    return g\n",
            id="function-inside-runs-later",
        ),
        pytest.param("import logging\nfrom a import *\nlogging.handlers\n", id="star-import-below"),
        pytest.param(
            "import importlib\ntry:\n    [a for a in importlib.util.a()]\n"
            "except AttributeError:\n    pass\n",
            id="guarded-comprehension",
        ),
        pytest.param(
            "from __future__ import annotations\nimport importlib\n"
            "def f(x: importlib.machinery.ModuleSpec): ...\n",
            id="annotation-that-is-not-evaluated",
        ),
        pytest.param("import importlib\nx: 'importlib.machinery.ModuleSpec'\n", id="quoted"),
        pytest.param("from lxml import etree\netree.ElementTree\n", id="other-package"),
        pytest.param("from .xml import etree\netree.ElementTree\n", id="relative"),
        pytest.param(
            "from xml import etree\nimport xml.etree.ElementTree\netree.ElementTree\n",
            id="from-import-and-submodule",
        ),
        pytest.param(
            "import importlib\nif hasattr(importlib, 'util'):\n    importlib.util.x\n", id="hasattr"
        ),
        pytest.param(
            "import importlib\ny = hasattr(importlib, 'util') and importlib.util.x\n",
            id="hasattr-and",
        ),
        pytest.param(
            "import importlib\ny = not hasattr(importlib, 'util') or importlib.util.x\n",
            id="not-hasattr-or",
        ),
        pytest.param(
            "import importlib\ny = importlib.util.x if hasattr(importlib, 'util') else None\n",
            id="hasattr-in-an-expression",
        ),
        pytest.param(
            "import importlib\ndef f():\n    if not hasattr(importlib, 'util'):\n"
            "        return\n    importlib.util.x\n",
            id="not-hasattr-and-return",
        ),
        pytest.param(
            "import importlib\nHAS = hasattr(importlib, 'util')\nif HAS:\n    importlib.util.x\n",
            id="hasattr-by-another-name",
        ),
        pytest.param(
            "import importlib\nassert hasattr(importlib, 'util')\nimportlib.util.x\n",
            id="asserted",
        ),
        pytest.param(
            "import importlib\nif getattr(importlib, 'util', None):\n    importlib.util.x\n",
            id="getattr",
        ),
        pytest.param(
            "import importlib\nif getattr(importlib, 'util', None) is not None:\n"
            "    importlib.util.x\n",
            id="getattr-is-not-None",
        ),
        pytest.param(
            "import importlib\nif 'util' in dir(importlib):\n    importlib.util.x\n", id="dir"
        ),
        pytest.param(
            "import logging, sys\nif 'logging.handlers' in sys.modules:\n    logging.handlers.x\n",
            id="sys-modules",
        ),
        pytest.param(
            "import importlib, contextlib\nwith contextlib.suppress(AttributeError):\n"
            "    importlib.util.x\n",
            id="suppress",
        ),
        pytest.param(
            "import importlib\nimportlib.import_module('importlib.util')\nimportlib.util.x\n",
            id="imported-by-its-name",
        ),
        pytest.param(
            "import xml\n__import__('xml.dom.minidom')\nxml.dom.minidom.x\n", id="dunder-import"
        ),
        pytest.param("import urllib.request\nurllib.parse.quote\n", id="request-brings-parse"),
        pytest.param("import urllib.request\nurllib.error.URLError\n", id="request-brings-error"),
        pytest.param("import email.mime.text\nemail.encoders.x\n", id="text-brings-encoders"),
        pytest.param("import importlib.metadata\nimportlib.util.x\n", id="metadata-brings-util"),
        pytest.param("import logging.config\nlogging.handlers.x\n", id="config-brings-handlers"),
        pytest.param("import xmlrpc.server\nxmlrpc.client.x\n", id="server-brings-client"),
        pytest.param(
            "import collections\nimport typing\ncollections.abc.Set\ntyping\n",
            id="typing-brings-abc",
        ),
        pytest.param(
            "import collections, socket\ncollections.abc.Sized\nsocket\n",
            id="abc-brought-until-3.13-and-from-it-on",
        ),
        pytest.param(
            "import collections\nimport importlib.abc\ndef f(): return collections.abc.Sized\n",
            id="abc-brought-in-turn-in-a-function",
        ),
        pytest.param(
            "import concurrent.futures\nconcurrent.futures.ThreadPoolExecutor()\n"
            "concurrent.futures.thread.x\n",
            id="loaded-on-first-use",
        ),
        pytest.param(
            "import multiprocessing\nmultiprocessing.Queue()\nmultiprocessing.queues.x\n",
            id="loaded-by-a-call",
        ),
        pytest.param("import xml\nxml.dom = 1\nxml.dom.x\n", id="attribute-is-assigned"),
        pytest.param(
            "def f(): return http.client\nif __name__ == '__main__':\n    import http.client\n"
            "    f()\n",
            id="a-script-imports-all-of-it",
        ),
        pytest.param(
            "import email\nemail.message_from_string('')\nemail.message.Message\n",
            id="loaded-by-what-a-call-calls",
        ),
        pytest.param(
            "import xml.sax\nxml.sax.make_parser()\nxml.sax.expatreader.x\n",
            id="parser-loaded-by-a-call",
        ),
        pytest.param(
            "import codecs, encodings\ncodecs.lookup('ascii')\nencodings.ascii.Codec\n",
            id="codec-is-looked-up",
        ),
        pytest.param(
            "import encodings\n'a'.encode('ROT-13', 'x')\nencodings.rot_13.Codec\n",
            id="codec-is-looked-up-by-another-name",
        ),
    ],
)
def test_silent(source: str) -> None:
    assert messages(source) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "try:\n        client = sys.modules['http.client']\n    except KeyError:\n"
            "        return\n    http.client.x",
            id="return",
        ),
        pytest.param(
            "try:\n        sys.modules['http.client']\n    except KeyError:\n        pass\n"
            "    else:\n        http.client.x",
            id="else",
        ),
        pytest.param(
            "try:\n        sys.modules['http.client'].x\n        http.client.x\n"
            "    except KeyError:\n        pass",
            id="in-the-same-block",
        ),
        pytest.param(
            "try:\n        client = sys.modules['http.client']\n    except KeyError:\n"
            "        client = None\n    if client:\n        http.client.x",
            id="answer-that-is-kept",
        ),
    ],
)
def test_lookup_of_a_loaded_module(source: str) -> None:
    source = f"import http, sys\ndef f():\n    {source}\n"
    assert messages(source) == []
    assert len(messages(source.replace("http.client']", "http.server']"))) == 1
    assert len(messages(source.replace("KeyError", "OSError"))) == 1


IN_A_FUNCTION = "import http, sys\ndef f():\n    {}\n        return http.client.x\n"
IN_A_CLASS = (
    "import http, sys, unittest\nclass Test:\n    {}\n    def f(self): return http.client.x\n"
)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            IN_A_FUNCTION.format("has = hasattr(http, 'client')\n    if has:"),
            id="hasattr",
        ),
        pytest.param(
            IN_A_FUNCTION.format(
                "client = getattr(http, 'client', None)\n    if client is not None:"
            ),
            id="getattr",
        ),
        pytest.param(
            IN_A_FUNCTION.format("has = 'client' in dir(http)\n    if has:"),
            id="dir",
        ),
        pytest.param(
            IN_A_FUNCTION.format("loaded = 'http.client' in sys.modules\n    if loaded:"),
            id="sys-modules",
        ),
        pytest.param(
            IN_A_FUNCTION.format("loaded = sys.modules.get('http.client')\n    if loaded:"),
            id="sys-modules-get",
        ),
        pytest.param(
            IN_A_FUNCTION.format(
                "has = hasattr(http, 'client') and sys.flags.utf8_mode\n    if has:"
            ),
            id="and-something-else",
        ),
        pytest.param(
            IN_A_FUNCTION.format(
                "has = hasattr(http, 'client') and hasattr(http.client, 'x')\n    if has:"
            ),
            id="and-what-it-has",
        ),
        pytest.param(
            IN_A_FUNCTION.format(
                "try:\n        http.client.x\n        has = True\n    except AttributeError:\n"
                "        has = False\n    if has:"
            ),
            id="exception-below-which-it-is-noted",
        ),
        pytest.param(
            IN_A_FUNCTION.format("if all([hasattr(http, 'client'), hasattr(http, 'server')]):"),
            id="all",
        ),
        pytest.param(
            IN_A_FUNCTION.format("if callable(getattr(http, 'client', None)):"), id="callable"
        ),
        pytest.param(
            IN_A_FUNCTION.format("if None is not getattr(http, 'client', None):"),
            id="None-is-not",
        ),
        pytest.param(
            IN_A_FUNCTION.format("if (x := getattr(http, 'client', None)) is not None:"),
            id="walrus-is-not-None",
        ),
        pytest.param(
            IN_A_FUNCTION.format("if sys.modules.get('http.client', None):"),
            id="sys-modules-get-with-a-default",
        ),
        pytest.param(
            IN_A_FUNCTION.format("if 'http.client' in list(sys.modules.keys()):"),
            id="keys-of-sys-modules",
        ),
        pytest.param(IN_A_FUNCTION.format("if vars(http).get('client'):"), id="vars-get"),
        pytest.param(
            IN_A_CLASS.format("has = hasattr(http, 'client')"),
            id="class-variable",
        ),
        pytest.param(
            IN_A_CLASS.format("@unittest.skipUnless(hasattr(http, 'client'), 'no client')"),
            id="decorator",
        ),
        pytest.param(
            IN_A_CLASS.format("def __init__(self): self.has = hasattr(http, 'client')"),
            id="attribute",
        ),
        pytest.param(
            IN_A_FUNCTION.format(
                "try:\n        http.client\n    except AttributeError:\n        has = False\n"
                "    else:\n        has = True\n    if has:"
            ),
            id="exception",
        ),
    ],
)
def test_answer_that_is_kept_guards_every_use(source: str) -> None:
    assert messages(source) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            IN_A_FUNCTION.format("has = hasattr(http, 'server')\n    if has:"),
            id="another-submodule",
        ),
        pytest.param(
            IN_A_FUNCTION.format("has = hasattr(sys, 'client')\n    if has:"),
            id="another-package",
        ),
        pytest.param(
            IN_A_FUNCTION.format("client = getattr(http, 'client')\n    if client:"),
            id="getattr-without-a-default",
        ),
        pytest.param(
            IN_A_FUNCTION.format("if hasattr(http, 'client'):\n        pass\n    if sys:"),
            id="only-a-condition",
        ),
        pytest.param(
            IN_A_FUNCTION.format("hasattr(http, 'client') and http.client.x()\n    if sys:"),
            id="used-up",
        ),
        pytest.param(
            IN_A_FUNCTION.format(
                "try:\n        http.client\n    except KeyError:\n        has = False\n    if has:"
            ),
            id="another-exception",
        ),
    ],
)
def test_answer_to_another_question_guards_nothing(source: str) -> None:
    assert [message.partition(" is ")[0] for message in messages(source)] == [
        "MIS003 'http.client'"
    ]


@pytest.mark.parametrize(
    ("expression", "count"),
    [
        pytest.param("hasattr(http, 'client') or http.client", 1, id="or"),
        pytest.param("not hasattr(http, 'client') and http.client", 1, id="not-and"),
        pytest.param("http.client and hasattr(http, 'client')", 1, id="above"),
        pytest.param("None is getattr(http, 'client', None) and http.client", 1, id="compared"),
        pytest.param("hasattr(http, 'client') and http.client", 0, id="and"),
        pytest.param("callable(getattr(http, 'client', None)) and http.client", 0, id="call"),
    ],
)
@pytest.mark.parametrize("statement", ["return {}", "x = {}", "f(x={})"])
def test_answer_that_an_operation_uses_up(statement: str, expression: str, count: int) -> None:
    source = f"import http\ndef f():\n    {statement.format(expression)}\n"
    assert len(messages(source)) == count
    assert len(messages(f"{source}    http.client\n")) == count


@pytest.mark.parametrize(
    ("block", "count"),
    [
        pytest.param("try:\n        {}\n    finally:\n        http.client", 1, id="finally"),
        pytest.param("if x:\n        {}\n    else:\n        http.client", 1, id="else-of-if"),
        pytest.param("for y in x:\n        {}\n    else:\n        http.client", 1, id="loop"),
        pytest.param("try:\n        {}\n        http.client\n    finally: ...", 0, id="body"),
        pytest.param(
            "try:\n        {}\n    except KeyError: ...\n    else:\n        http.client",
            0,
            id="else-of-try",
        ),
        pytest.param("with x:\n        {}\n        http.client", 0, id="with"),
    ],
)
def test_exit_of_another_block(block: str, count: int) -> None:
    for test in ("if not hasattr(http, 'client'): return", "assert hasattr(http, 'client')"):
        assert len(messages(f"import http\ndef f(x):\n    {block.format(test)}\n")) == count


def test_only_the_exception_that_it_raises_guards_it() -> None:
    source = "import importlib\ntry:\n    importlib.util\nexcept {}:\n    importlib.util\n"
    assert [use.line for use in find_missing_imports(source.format("AttributeError"))] == [5]
    assert [use.line for use in find_missing_imports(source.format("Exception"))] == [3]


@pytest.mark.parametrize(
    "guard",
    [
        pytest.param("try:\n    {}\nexcept AttributeError:\n    pass\nelse:", id="else"),
        pytest.param(
            "try:\n    {}\nexcept AttributeError:\n    raise SystemExit\nif 1:", id="below"
        ),
    ],
)
@pytest.mark.parametrize(
    ("attempt", "count"),
    [
        pytest.param("http.client", 0, id="attribute"),
        pytest.param("getattr(http, 'client')", 0, id="getattr"),
        pytest.param("print(http.client.HTTPConnection(x))", 0, id="argument"),
        pytest.param("with x: http.client", 0, id="with"),
        pytest.param("http.server", 1, id="another-submodule"),
        pytest.param("if http: http.client", 1, id="if"),
        pytest.param("x = lambda: http.client", 1, id="lambda"),
    ],
)
def test_below_an_attempt(guard: str, attempt: str, count: int) -> None:
    source = f"import http\n{guard.format(attempt)}\n    http.client.HTTPConnection\n"
    assert len(messages(source)) == count


@pytest.mark.parametrize(
    "default",
    [pytest.param("_MISSING", id="name"), pytest.param("...", id="ellipsis")],
)
def test_comparison_with_a_default(default: str) -> None:
    source = (
        "import http\n_MISSING = object()\n"
        f"if getattr(http, 'client', {default}) is not {default}:\n    http.client\n"
    )
    assert messages(source) == []
    assert len(messages(source.replace("is not", "is"))) == 1


DEEP = "import sys, xml\ndef f():\n    {}:\n        return xml.dom.minidom.Document\n"


@pytest.mark.parametrize(
    "test",
    [
        pytest.param("if 'xml.dom.minidom' in sys.modules", id="sys-modules"),
        pytest.param("if sys.modules.get('xml.dom.minidom')", id="sys-modules-get"),
        pytest.param("if hasattr(xml, 'dom') and hasattr(xml.dom, 'minidom')", id="both-levels"),
        pytest.param("if getattr(getattr(xml, 'dom', None), 'minidom', None)", id="getattr-twice"),
        pytest.param(
            "dom = getattr(xml, 'dom', 0)\n    if getattr(dom, 'minidom', 0)", id="in-a-variable"
        ),
    ],
)
def test_who_asks_for_a_submodule_asks_for_its_packages(test: str) -> None:
    assert messages(DEEP.format(test)) == []
    assert messages(DEEP.format(test).replace("minidom.Document", "Node")) == []


@pytest.mark.parametrize(
    "test",
    [
        pytest.param("if hasattr(xml, 'dom')", id="hasattr"),
        pytest.param("if 'xml.dom' in sys.modules", id="sys-modules"),
        pytest.param("if 'xml.dom.pulldom' in sys.modules", id="another-one-in-it"),
    ],
)
def test_who_asks_for_a_package_does_not_ask_for_what_is_in_it(test: str) -> None:
    assert proof.error(f"import xml.dom.pulldom\n{DEEP.format(test)}f()\n").startswith(
        "AttributeError: module 'xml.dom' has no attribute 'minidom'"
    )
    (message,) = messages(DEEP.format(test))
    assert message.startswith("MIS003 'xml.dom.minidom' is used but only 'xml' is imported: ")


@pytest.mark.parametrize(
    "test",
    [
        pytest.param("if all(hasattr(xml, n) for n in NAMES)", id="all"),
        pytest.param("for n in NAMES:\n        if hasattr(xml, n)", id="loop"),
        pytest.param("if getattr(xml, NAMES[0], None)", id="getattr"),
        pytest.param("if NAMES[0] in dir(xml)", id="dir"),
        pytest.param("if {'dom', 'sax'} <= vars(xml).keys()", id="subset"),
        pytest.param("if f'xml.{NAMES[0]}' and MODULE in sys.modules", id="sys-modules"),
        pytest.param("if {'xml.dom'} <= sys.modules.keys()", id="subset-of-sys-modules"),
    ],
)
def test_submodules_whose_names_are_computed(test: str) -> None:
    source = (
        "import sys, xml\nNAMES = ('dom', 'sax')\nMODULE = 'xml.dom'\ndef f():\n"
        f"    {test}:\n            return xml.dom.Node\n"
    )
    assert messages(source) == []
    assert len(messages(source.replace("dom'", "etree'"))) == 1


@pytest.mark.parametrize(
    "test",
    [
        pytest.param("if sys.platform == 'win32'", id="asked"),
        pytest.param("if True", id="not-asked"),
    ],
)
def test_what_imports_bring_on_other_platforms_is_not_known(test: str) -> None:
    source = f"import asyncio, multiprocessing, sys\n{test}:\n    asyncio.windows_events.Proactor\n"
    assert messages(source) == []
    assert len(messages(source.replace("asyncio.windows_events", "multiprocessing.dummy"))) == 1


def test_what_imports_bring_on_linux_is_known() -> None:
    (message,) = messages("import multiprocessing\nmultiprocessing.popen_fork.Popen\n")
    assert message.startswith("MIS003 'multiprocessing.popen_fork' is used but only ")


def test_two_names_for_one_package_are_one_finding() -> None:
    source = "import importlib\nimport importlib as i\nimportlib.util.x\ni.util.y\n"
    assert len(messages(source)) == 1


def test_quoted_use_does_not_hide_another() -> None:
    source = "import importlib\nx: 'importlib.abc.Loader'\nimportlib.util.find_spec\n"
    (message,) = messages(source)
    assert message.startswith("MIS003 'importlib.util' ")


def test_message() -> None:
    assert messages("import importlib\nimportlib.util.x\nimportlib.util.y\n") == [
        "MIS003 'importlib.util' is used but only 'importlib' is imported: "
        "add 'import importlib.util' on line 2 (first of 2 uses)"
    ]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import logging as l, logging\n{l}.x\n{logging}.x\n", id="alias-first"),
        pytest.param("import logging as l, logging\n{logging}.x\n{l}.x\n", id="own-name-first"),
        pytest.param("import logging as l, logging\n{l}.x\n{logging}.x\n{l}.x\n", id="in-turn"),
    ],
)
def test_one_submodule_by_several_names_is_one_finding(source: str) -> None:
    source = source.format(l="l.handlers", logging="logging.handlers")
    (finding,) = find_missing_imports(source)
    assert [use.line for use in finding.uses] == list(range(2, source.count("\n") + 1))
    assert finding.edit is not None


@pytest.mark.parametrize(
    ("target", "remark"),
    [
        pytest.param((3, 13), "", id="has-it"),
        pytest.param((3, 14), " (it has no 'URLopener' since Python 3.14)", id="lacks-it"),
    ],
)
def test_what_the_target_lacks_is_remarked_and_nothing_is_edited(
    target: tuple[int, int], remark: str
) -> None:
    source = "import urllib.parse\nurllib.parse.quote(urllib.request.URLopener())\n"
    (finding,) = find_missing_imports(source, target_version=target)
    problem = f"'urllib.request' is used but only 'urllib.parse' is imported{remark}: "
    assert finding.message.startswith(f"MIS003 {problem}")
    assert (finding.edit is None) == bool(remark)


@pytest.mark.parametrize(
    ("source", "is_fixable"),
    [
        pytest.param("import logging\nlogging.handlers.QueueHandler\n", True, id="own-name"),
        pytest.param("import xml\nxml.dom.minidom.parse\n", True, id="own-name-of-a-deep-one"),
        pytest.param("import logging as l\nl.handlers.QueueHandler\n", False, id="alias"),
        pytest.param("from xml import etree\netree.ElementTree.parse\n", False, id="from-import"),
    ],
)
def test_no_edit_would_leave_an_unused_name(source: str, is_fixable: bool) -> None:
    (finding,) = find_missing_imports(source)
    assert (finding.edit is not None) == is_fixable


@pytest.mark.parametrize(
    ("source", "advice"),
    [
        pytest.param(
            "def f():\n    import xml\n    xml.dom, xml.dom\n",
            "add 'import xml.dom' beside the import on line 2 (first of 2 uses)",
            id="function",
        ),
        pytest.param(
            "class A:\n    import os, xml\n    x = os, xml.dom\n",
            "add 'import xml.dom' beside the import on line 2",
            id="class",
        ),
        pytest.param(
            "def f():\n    import xml as x\n    x.dom\n",
            "add 'import xml.dom' on line 1",
            id="by-another-name",
        ),
        pytest.param(
            "def f():\n    import xml\n    xml.dom\ndef g():\n    import xml\n    xml.dom\n",
            "add 'import xml.dom' on line 1 (first of 2 uses)",
            id="two-functions",
        ),
    ],
)
def test_package_that_a_function_imports(source: str, advice: str) -> None:
    (finding,) = find_missing_imports(source)
    assert finding.message.partition(": ")[2] == advice
    assert finding.edit is None
    after = source.replace("xml\n", "xml, xml.dom\n", 1)
    assert ("beside" in advice) == (find_missing_imports(after) == [])
    assert proof.messages(after) == proof.messages(source)


@pytest.mark.parametrize(
    "test",
    [
        pytest.param("hasattr(importlib, 'abc')", id="another-submodule"),
        pytest.param("hasattr(logging, 'util')", id="another-package"),
        pytest.param("not hasattr(importlib, 'util')", id="negated"),
        pytest.param("getattr(importlib, 'util', None) is None", id="is-None"),
    ],
)
def test_tests_of_something_else_are_no_guards(test: str) -> None:
    # logging brings it from Python 3.15 on.
    source = f"import importlib, logging\nif {test}:\n    importlib.util.x\n"
    findings = find_missing_imports(source, target_version=(3, 14))
    assert [finding.message.partition(":")[0] for finding in findings] == [
        "MIS003 'importlib.util' is used but only 'importlib' is imported"
    ]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            "import concurrent\nconcurrent.futures.ThreadPoolExecutor()\n",
            "'concurrent.futures' is used but only 'concurrent' is imported",
            id="what-the-use-would-load-has-the-name-itself",
            marks=NOT_IN_NODE,
        ),
        pytest.param(
            "try:\n    import http\nexcept ImportError:\n    http = None\nhttp.client\n",
            "'http.client' is used but only 'http' is imported",
            id="value-for-a-failed-import",
        ),
        pytest.param(
            "http = None\ntry:\n    import http\nexcept ImportError: pass\nhttp.client\n",
            "'http.client' is used but only 'http' is imported",
            id="value-before-a-failed-import",
        ),
        pytest.param(
            "import sys\nif sys.platform != 'other':\n    import http\nelse:\n    http = None\n"
            "http.client\n",
            "'http.client' is used but only 'http' is imported",
            id="value-for-another-platform",
        ),
        pytest.param(
            "http: object = None\ndef f():\n    global http\n    import http\nf()\nhttp.client\n",
            "'http.client' is used but only 'http' is imported",
            id="value-until-the-import",
        ),
        pytest.param(
            "try:\n    import http\nexcept ImportError:\n    import httplib as http\nhttp.client\n",
            "'http.client' is used but only 'http' is imported",
            id="import-for-a-failed-one",
        ),
        pytest.param(
            "import sys\nif sys.version_info[0] == 3:\n    import urllib\nelse:\n"
            "    import urllib2 as urllib\nurllib.request\n",
            "'urllib.request' is used but only 'urllib' is imported",
            id="import-for-python-2",
        ),
        pytest.param(
            "import http\ndef f(): return http.client\nf()\nif 0 and __name__ == '__main__':\n"
            "    import http.client\n",
            "'http.client' is imported only under '0 and __name__ == '__main__'' (line 5)",
            id="never-what-is-missing",
        ),
        pytest.param(
            "import xml.dom\nimport xml.parsers\nimport xml.sax\nxml.etree, xml.dom, xml.sax\n",
            "'xml.etree' is used but only 'xml.dom', 'xml.parsers' and 'xml.sax' are imported",
            id="several-imported",
        ),
        pytest.param(
            "import urllib\nif urllib:\n    from urllib.parse import quote, unquote\n"
            "urllib.request, quote, unquote\n",
            "'urllib.request' is used but only 'urllib' and 'urllib.parse' are imported",
            id="member-of-a-submodule-beside-it",
        ),
        pytest.param(
            "import urllib\nfrom urllib import parse\nurllib.request, parse\n",
            "'urllib.request' is used but only 'urllib' and 'urllib.parse' are imported",
            id="submodule-beside-it-by-its-own-name",
        ),
        pytest.param(
            "import urllib\nurllib.request\nfrom urllib.parse import quote\n",
            "'urllib.request' is used but only 'urllib' is imported",
            id="submodule-beside-it-below",
        ),
        pytest.param(
            "import urllib\nurllib.request\ndef f():\n    from urllib.parse import quote\n",
            "'urllib.request' is used but only 'urllib' is imported",
            id="submodule-beside-it-in-a-function",
        ),
        pytest.param(
            "import http, sys\nif sys.version_info >= (3, 4): pass\nelse: import http.client\n"
            "http.client\n",
            "'http.client' is imported only where 'sys.version_info >= (3, 4)' is false (line 3)",
            id="else-for-another-Python",
        ),
        pytest.param(
            "import xml.dom.minidom\nxml.dom.pulldom\n",
            "'xml.dom.pulldom' is used but only 'xml.dom.minidom' is imported",
            id="submodule-beside-it",
        ),
        pytest.param(
            "import xml.sax, xml.dom\nxml.etree.ElementTree\n",
            "'xml.etree.ElementTree' is used but only 'xml.dom' and 'xml.sax' are imported",
            id="submodules-beside-it",
        ),
        pytest.param(
            "def f():\n    import xml.sax\n    xml.dom.minidom\n"
            "def g():\n    from xml import dom\n    dom.minidom\ng()\n",
            "'xml.dom.minidom' is used but only 'xml.dom' and 'xml.sax' are imported",
            id="differently-in-functions",
        ),
        pytest.param(
            "from xml import dom\ndom.minidom\n",
            "'xml.dom.minidom' is used but only 'xml.dom' is imported",
            id="by-its-own-name",
        ),
        pytest.param(
            "import xml, xml.sax\nxml.dom.minidom\nimport xml.dom.minidom\n",
            "'xml.dom.minidom' is imported only below its use (line 3)",
            id="not-what-is-imported-below",
        ),
        pytest.param(
            "import xml\ndef f(): return xml.dom.minidom\nf()\nif 0 and __name__ == '__main__':\n"
            "    import xml.dom\n",
            "'xml.dom.minidom' is used but only 'xml' is imported",
            id="what-a-script-imports-is-another-matter",
        ),
    ],
)
def test_what_is_imported_is_named(source: str, message: str) -> None:
    assert proof.error(source).startswith("AttributeError: ")
    (finding,) = find_missing_imports(source)
    assert finding.message.startswith(f"MIS003 {message}: ")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "from concurrent.futures import ThreadPoolExecutor\nimport concurrent\n"
            "concurrent.futures.thread\n",
            id="thread",
        ),
        pytest.param(
            "from unittest import IsolatedAsyncioTestCase\nimport unittest\nunittest.async_case\n",
            id="async-case",
        ),
        pytest.param(
            "from concurrent.futures import *\nimport concurrent.futures\n"
            "concurrent.futures.thread\n",
            id="star-import",
        ),
    ],
)
def test_from_import_loads_what_a_first_use_does(source: str) -> None:
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "import xml\nfrom xml.dom import minidom\nminidom.parseString('<a/>')\n"
            "xml.parsers.expat.ExpatError\n",
            id="function-of-a-module",
        ),
        pytest.param(
            "import email\nfrom email.message import EmailMessage\nEmailMessage()\n"
            "email.policy.SMTP\n",
            id="class-of-a-module",
        ),
        pytest.param(
            "import email.message\nm = email.message.Message()\nm.as_string()\n"
            "email.generator.Generator\n",
            id="method",
        ),
        pytest.param(
            "import multiprocessing as mp\nq = mp.get_context().Queue()\nmp.queues.Queue\n",
            marks=pytest.mark.skipif(
                not proof.HAS_PROCESSES, reason="Node's Python has no processes"
            ),
            id="method-of-a-result",
        ),
    ],
)
def test_calls_load_submodules(source: str) -> None:
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    ("call", "needed"),
    [
        pytest.param("queue.Queue()", "queues.Queue", id="function-of-another-module"),
        pytest.param("', '.join('')", "connection.wait", id="method-of-a-text"),
        pytest.param("f'{queue}'.join('')", "connection.wait", id="method-of-an-f-string"),
        pytest.param(
            "s = ','\ndef f(): s.join('')\nf()", "connection.wait", id="variable-with-a-text"
        ),
        pytest.param(
            "t = threading.Thread()\ndef f(): t.join()",
            "connection.wait",
            id="instance-of-another-class",
        ),
        pytest.param(
            "class A:\n    def __init__(self): self.t = threading.Thread()\n"
            "    def f(self): self.t.join()",
            "connection.wait",
            id="attribute-that-is-an-instance-of-another-class",
        ),
        pytest.param(
            "class A:\n    def join(self): ...\n    def __init__(self): self.join()\nA()",
            "connection.wait",
            id="own-method",
        ),
        pytest.param(
            "class B: ...\nclass A(B):\n    join = print\n    def f(self): self.join()",
            "connection.wait",
            id="own-function",
        ),
        pytest.param(
            "class B: ...\nclass A(B):\n    def __init__(self, start): self.start = start\n"
            "    def f(self): return g(self.start)",
            "util.Finalize",
            id="own-attribute",
        ),
        pytest.param("def f(x): return 1 if x.join else 2", "connection.wait", id="asked-for"),
        pytest.param("def f(x): return x.stop - x.start", "connection.wait", id="number"),
        pytest.param("def f(x): return x.start.year", "util.Finalize", id="with-attributes"),
    ],
)
def test_other_calls_load_nothing(call: str, needed: str) -> None:
    source = f"import multiprocessing, queue, threading\n{call}\nmultiprocessing.{needed}\n"
    assert proof.error(source).startswith("AttributeError: ")
    assert [one.code for one in find_missing_imports(source)] == ["MIS003"]


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("p = None\np = multiprocessing.Process()\np.join()", id="its-instance"),
        pytest.param("p = make(multiprocessing)\np.join()", id="unknown-call"),
        pytest.param("p = copy.copy(x)\np.join()", id="function-of-another-module"),
        pytest.param("def f(p): p.join()", id="parameter"),
        pytest.param("for p in ps: p.join()", id="loop"),
        pytest.param(
            "class A(multiprocessing.Process):\n    def f(self): self.join()", id="inherited-method"
        ),
        pytest.param("copy(multiprocessing.Process()).join()", id="no-name"),
        pytest.param("p = None\ndef f(): p.join()", id="value-that-others-give"),
        pytest.param(
            "class A(multiprocessing.Process):\n    def f(self): self.join()\n"
            "class B:\n    def join(self): ...",
            id="method-of-another-own-class",
        ),
        pytest.param(
            "class A(multiprocessing.Process):\n    def f(self, x):\n        x.join = 1\n"
            "        self.join()",
            id="attribute-of-another-thing",
        ),
        pytest.param("def f(p): g(p.join)", id="handed-on"),
        pytest.param("def f(p): return p.join() if p else None", id="called-in-a-test"),
    ],
)
def test_call_of_what_may_be_of_the_package(call: str) -> None:
    source = f"import copy, multiprocessing\n{call}\nmultiprocessing.connection.wait\n"
    assert messages(source) == []


@pytest.mark.parametrize(
    ("package", "count"), [pytest.param("xml", 1, id="xml"), pytest.param("xml.sax", 0, id="sax")]
)
@pytest.mark.parametrize(
    "call",
    [
        pytest.param("def f(parser): parser.parse('x')", id="parameter"),
        pytest.param("for one in []: one.parse()", id="loop"),
    ],
)
def test_method_of_an_object_that_only_a_submodule_makes(
    package: str, count: int, call: str
) -> None:
    source = f"import {package}\n{call}\nxml.sax.saxutils.escape('')\n"
    assert len(messages(source)) == count
    assert len(messages(source.replace("saxutils.escape('')", "parse"))) == count


@pytest.mark.parametrize(
    ("imported", "count"),
    [
        pytest.param("os", 1, id="of-no-such-package"),
        pytest.param("multiprocessing, xml.sax", 0, id="of-the-package"),
        pytest.param("concurrent.futures.process, xml.dom.pulldom", 0, id="of-what-brings-it"),
        pytest.param("torch.multiprocessing, lxml.sax", 1, id="of-a-namesake"),
    ],
)
@pytest.mark.parametrize(
    ("call", "use"),
    [
        pytest.param("def f(x): x.parse('a')", "urllib.parse", id="parse"),
        pytest.param("def f(x): x.start()", "collections.abc", id="start"),
        pytest.param("def f(x): return x.join(['a'])", "collections.abc", id="join"),
    ],
)
def test_method_of_an_object_whose_package_the_file_does_not_import(
    imported: str, count: int, call: str, use: str
) -> None:
    source = f"import collections, urllib, {imported}\n{call}\n{use}\n"
    assert len(find_missing_imports(source, target_version=(3, 11))) == count


CALLED = "import http\ndef f():\n    {}return http.client\n{}\nimport http.client\n"


@pytest.mark.parametrize(
    ("above", "call", "count"),
    [
        pytest.param("", "x = f()", 1, id="called"),
        pytest.param("", "class A:\n    x = f()", 1, id="called-in-a-class"),
        pytest.param("", "if __name__ == '__main__': f()", 1, id="called-by-a-script"),
        pytest.param("", "def g(): f()", 0, id="called-in-a-function"),
        pytest.param("", "", 0, id="not-called"),
        pytest.param("import http.client\n    ", "f()", 0, id="imports-it"),
        pytest.param("__import__('http.client')\n    ", "f()", 0, id="loads-it-by-name"),
        pytest.param("if not hasattr(http, 'client'): return\n    ", "f()", 0, id="asks"),
        pytest.param("", "try: f()\nexcept AttributeError: pass", 0, id="caught"),
        pytest.param("", "import http.client as _\nf()", 0, id="imported-above-the-call"),
    ],
)
def test_use_in_a_function_that_is_called_above_the_import(
    above: str, call: str, count: int
) -> None:
    source = CALLED.format(above, call)
    assert proof.error(source).startswith("AttributeError: module") == bool(count)
    assert len(messages(source)) == count


@pytest.mark.parametrize(
    ("above", "run"),
    [
        pytest.param("def setup():\n    import xml.dom", "setup()", id="function"),
        pytest.param("def setup():\n    import xml.dom.minidom", "x = [setup()]", id="brings-it"),
        pytest.param("def setup():\n    from xml.dom import Node", "setup()", id="from"),
        pytest.param(
            "class A:\n    def __init__(self):\n        import xml.dom", "A()", id="class"
        ),
        pytest.param("async def setup():\n    import xml.dom", "setup()", id="coroutine"),
        pytest.param("def setup(x=0):\n    if x:\n        import xml.dom", "setup()", id="branch"),
        pytest.param("def setup():\n    import xml.sax", "setup()", id="another"),
        pytest.param("def setup():\n    import xml.dom", "setup", id="no-call"),
        pytest.param("def setup():\n    import xml.dom", "def g(): setup()", id="in-a-function"),
    ],
)
def test_import_in_a_function_that_has_surely_run(above: str, run: str) -> None:
    source = f"import xml\n{above}\ndef f(): return xml.dom\n"
    for calls in (f"{run}\nf()\n", f"{run}\nxml.dom\n", f"f()\n{run}\n", f"xml.dom\n{run}\n"):
        assert bool(messages(source + calls)) == bool(proof.error(source + calls)), calls


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "import xml\ndef main():\n    setup()\n    xml.dom\n"
            "def setup():\n    import xml.dom\nmain()\n",
            id="defined-below-its-call",
        ),
        pytest.param(
            "import xml\ndef main():\n    A().setup()\n    xml.dom\n"
            "class A:\n    def setup(self):\n        import xml.dom\nmain()\n",
            id="class-below",
        ),
        pytest.param(
            "import xml\ndef setup():\n    import xml.dom\ndef run(): xml.dom\n"
            "def main():\n    setup()\n    run()\nmain()\n",
            id="called-beside-the-function-of-the-use",
        ),
        pytest.param(
            "import xml\ndef run(x):\n    if x: xml.dom\n"
            "def main():\n    import xml.dom\n    run(1)\nmain()\n",
            id="above-the-call-of-a-function",
        ),
        pytest.param(
            "import xml\nclass A:\n    def run(self): xml.dom\n"
            "def main():\n    import xml.dom\n    A().run()\n"
            "if __name__ == '__main__': main()\n",
            id="above-the-call-of-a-method",
        ),
        pytest.param(
            "import xml\ndef run(): xml.dom\ndef main():\n    run()\n    import xml.dom\nmain()\n",
            id="below-the-call",
        ),
        pytest.param(
            "import xml\ndef main():\n    xml.dom\n    setup()\n"
            "def setup():\n    import xml.dom\nmain()\n",
            id="called-below-the-use",
        ),
        pytest.param(
            "import xml\ndef run(): xml.dom\ndef other():\n    import xml.dom\n    run()\nrun()\n",
            id="above-another-call",
        ),
    ],
)
def test_import_in_a_function_that_calls_others(source: str) -> None:
    assert bool(messages(source)) == bool(proof.error(source))


METHODS = "import xml, pytest\nclass A:\n    {}\n        import xml.dom\n    {} return xml.dom\n"


@pytest.mark.parametrize(
    ("first", "later", "count"),
    [
        pytest.param("def __init__(self):", "def f(self):", 0, id="init"),
        pytest.param("def __init__(self, x):\n      if x:", "def f(self):", 0, id="branch-of-init"),
        pytest.param("def __new__(cls):", "def __init__(self):", 0, id="new-before-init"),
        pytest.param("def __init__(self):", "def __new__(cls):", 1, id="init-after-new"),
        pytest.param("def __init__(self):", "def __post_init__(self):", 0, id="post-init"),
        pytest.param("def __enter__(self):", "def __exit__(self, *x):", 0, id="enter"),
        pytest.param("def setUp(self):", "def test(self):", 0, id="setUp"),
        pytest.param("async def asyncSetUp(self):", "async def test(self):", 0, id="asyncSetUp"),
        pytest.param("def setup_method(self):", "def test(self): f = lambda:", 0, id="lambda"),
        pytest.param(
            "def setUp(self):", "@classmethod\n    def setUpClass(cls):", 1, id="setUp-after-class"
        ),
        pytest.param(
            "@classmethod\n    def setUpClass(cls):", "def setUp(self):", 0, id="setUpClass"
        ),
        pytest.param("def __init__(self):", "@classmethod\n    def f(cls):", 1, id="no-instance"),
        pytest.param("def __init__(self):", "x = [xml.dom]\n    def f(self):", 1, id="class-body"),
        pytest.param("def __init__(self):", "def f(self, x=xml.dom):", 1, id="head"),
        pytest.param("def g(self):", "def f(self):", 1, id="any-method"),
        pytest.param("def g(self):", "def f(self): self.g();", 0, id="called-by-it"),
        pytest.param("def g(self):", "def f(self): x.g();", 1, id="method-of-another-object"),
        pytest.param("def g(self):", "def f(self, h=1): self.g;", 1, id="not-called"),
        pytest.param(
            "def g(self):",
            "def __init__(self): self.g()\n    def f(self):",
            0,
            id="called-by-what-runs-first",
        ),
        pytest.param(
            "def g(self):",
            "def h(self): self.g()\n    def f(self): self.h();",
            0,
            id="called-by-what-it-calls",
        ),
        pytest.param("@pytest.fixture\n    def h(self):", "def f(self, h):", 0, id="fixture"),
        pytest.param("@pytest.fixture\n    def h(self):", "def f(self):", 1, id="other-fixture"),
        pytest.param("@print\n    def h(self):", "def f(self, h):", 1, id="no-fixture"),
        pytest.param(
            "@pytest.fixture(autouse=True)\n    def h(self):", "def f(self):", 0, id="autouse"
        ),
        pytest.param(
            "@pytest.fixture()\n    def h(self):",
            "@pytest.mark.usefixtures('h')\n    def f(self):",
            0,
            id="usefixtures",
        ),
    ],
)
def test_what_a_method_imports_that_runs_first(first: str, later: str, count: int) -> None:
    assert len(messages(METHODS.format(first, later))) == count


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("try: nothing\nexcept NameError:\n    import xml\n    xml.dom\n", id="inside"),
        pytest.param("try: nothing\nexcept NameError:\n    import xml\nxml.dom\n", id="below"),
        pytest.param(
            "try: import nothing\nexcept ImportError:\n    from xml import dom\ndom.minidom\n",
            id="package-in-a-package",
        ),
        pytest.param(
            "try:\n    import nothing\nexcept ImportError:\n    import xml\n\n"
            "    def f(): return xml.dom\n    f()\n",
            id="in-a-function",
        ),
    ],
)
def test_package_that_only_a_handler_imports(source: str) -> None:
    assert proof.error(source).startswith("AttributeError: ")
    assert len(messages(source)) == 1


def test_submodule_that_only_a_handler_imports() -> None:
    source = "try: nothing\nexcept NameError:\n    import xml.dom\nxml.dom\n"
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


HANDED_ON = "import xml, asyncio\ndef g(*x):\n    import xml.dom\n"


@pytest.mark.parametrize(
    ("body", "count"),
    [
        pytest.param("async def f(): await asyncio.to_thread(g, 1); xml.dom", 0, id="argument"),
        pytest.param("def f(x): x(target=g); xml.dom", 0, id="keyword"),
        pytest.param("def f(x): x([(g, 1)]); xml.dom", 0, id="in-a-list"),
        pytest.param("def f(x): x({1: g}); xml.dom", 0, id="in-a-dictionary"),
        pytest.param("def f(x): x(*[g]); xml.dom", 0, id="starred"),
        pytest.param("def f(x): xml.dom; x(g)", 1, id="below"),
        pytest.param("def f(x): x(f); xml.dom; import xml.dom as d", 1, id="itself"),
        pytest.param("def f(x): y = g; xml.dom", 1, id="kept"),
        pytest.param("def f(x): x(g.y); xml.dom", 1, id="attribute"),
        pytest.param("def f(x): x(y.g); xml.dom", 1, id="of-another"),
        pytest.param("def h(x): x(g)\ndef f(): xml.dom", 1, id="in-another-function"),
        pytest.param("x(g)\ndef f(): xml.dom", 1, id="when-the-module-is-imported"),
        pytest.param("class A:\n    def f(self): x(self.g); xml.dom", 1, id="method-of-its-name"),
    ],
)
def test_function_that_others_get(body: str, count: int) -> None:
    assert len(messages(f"{HANDED_ON}{body}\n")) == count


@pytest.mark.parametrize(
    ("use", "count"),
    [
        pytest.param("def f(self, x): x(self.g);", 0, id="method"),
        pytest.param("def f(self, x, g): x(g);", 1, id="variable-of-its-name"),
    ],
)
def test_method_that_others_get(use: str, count: int) -> None:
    assert len(messages(METHODS.format("def g(self):", use))) == count


def test_method_that_gives_others_itself() -> None:
    body = "x(self.g)\n        xml.dom\n        import xml.dom as d"
    assert len(messages(f"import xml\nclass A:\n    def g(self, x):\n        {body}\n")) == 1


def test_attribute_that_is_tried_with_the_path_of_the_module() -> None:
    source = (
        "import xml\ntry:\n    d = xml.dom.x(__file__)\nexcept AttributeError:\n    d = None\n"
        "def f():\n    return d and xml.dom\n"
    )
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    ("decorator", "count"),
    [
        pytest.param(
            "def d(f):\n  def w():\n    import xml.dom\n    f()\n  return w", 0, id="plain"
        ),
        pytest.param(
            "def d(f):\n  def w():\n    print()\n    import xml.dom\n    f()\n  return w",
            0,
            id="below-another-call",
        ),
        pytest.param(
            "def d(f):\n  def w():\n    with x:\n      import xml.dom\n    f()\n  return w",
            0,
            id="in-with",
        ),
        pytest.param(
            "def d(f):\n  def w():\n    f()\n    import xml.dom\n  return w", 1, id="below-the-call"
        ),
        pytest.param(
            "def d(f):\n  def w():\n    if x: import xml.dom\n    f()\n  return w", 1, id="branch"
        ),
        pytest.param(
            "def d(f): return f\ndef e(f):\n  def w():\n    import xml.dom\n    f()\n  return w",
            1,
            id="another",
        ),
    ],
)
@pytest.mark.parametrize(
    "decorated",
    [
        pytest.param("@d\ndef f(): xml.dom", id="function"),
        pytest.param("class A:\n  @d\n  def f(self): xml.dom", id="method"),
        pytest.param("@print\n@d\nasync def f(): xml.dom", id="one-of-two"),
    ],
)
def test_decorator_that_imports_in_the_call(decorator: str, decorated: str, count: int) -> None:
    assert len(messages(f"import xml\n{decorator}\n{decorated}\n")) == count


def test_decorator_with_arguments_that_imports_in_the_call() -> None:
    inside = "def d(f):\n    def w():\n      import xml.dom\n      f()\n    return w\n  return d"
    source = f"import xml\ndef made(x):\n  {inside}\n@made(1)\ndef f(): xml.dom\n"
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    ("made", "use", "count"),
    [
        pytest.param("@property\n    def g(self):", "def f(self): g = self.g;", 0, id="property"),
        pytest.param("@property\n    def g(self):", "def f(self, g=1):", 1, id="unread-property"),
        pytest.param("@staticmethod\n    def g():", "def f(self): A.g();", 0, id="by-its-class"),
        pytest.param("@staticmethod\n    def g():", "def f(self): B.g();", 1, id="by-another"),
    ],
)
def test_method_of_the_same_class_that_imports(made: str, use: str, count: int) -> None:
    assert len(messages(METHODS.format(made, use))) == count


@pytest.mark.parametrize(
    ("bases", "use", "count"),
    [
        pytest.param("A, object", "self.g(); xml.dom", 0, id="one-of-two"),
        pytest.param("x.B, A", "super().g(); xml.dom", 0, id="super"),
        pytest.param("A[int]", "self.g(); xml.dom", 0, id="subscripted"),
        pytest.param("A.B", "self.g(); xml.dom", 1, id="another"),
        pytest.param("A, object", "xml.dom; self.g()", 1, id="below"),
    ],
)
def test_method_of_a_base_that_imports(bases: str, use: str, count: int) -> None:
    source = METHODS.format("def g(self):", "x =").replace(
        "xml.dom\n    x = return xml.dom", "xml.dom"
    )
    assert len(messages(f"{source}class C({bases}):\n    def f(self): {use}\n")) == count


@pytest.mark.parametrize(
    ("initializer", "count"),
    [
        pytest.param("def __init__(self): self.y = 1", 1, id="replaced"),
        pytest.param("def __init__(self): super().__init__()", 0, id="called"),
        pytest.param("def __init__(self): A.__init__(self)", 0, id="called-by-its-class"),
        pytest.param("y = 1", 0, id="inherited"),
    ],
)
def test_initializer_that_a_class_below_replaces(initializer: str, count: int) -> None:
    source = (
        "import xml\nclass A:\n    def __init__(self):\n        import xml.dom\n"
        f"class B(A):\n    {initializer}\n    def f(self): xml.dom\n"
    )
    assert proof.error(f"{source}B().f()\n").startswith("AttributeError: ") == bool(count)
    assert len(find_missing_imports(source, target_version=(3, 11))) == count


def test_first_method_of_another_class() -> None:
    other = "class B:\n    def f(self): return xml.dom\n"
    source = METHODS.format("def __init__(self):", "def f(self):")
    assert [use.line for one in find_missing_imports(source + other) for use in one.uses] == [7]
    assert find_missing_imports(source + other.replace("B", "B(A)")) == []


@pytest.mark.parametrize(
    ("first", "use", "count"),
    [
        pytest.param("@pytest.fixture\ndef h():", "def f(h): xml.dom", 0, id="fixture"),
        pytest.param(
            "@pytest.fixture\ndef h():", "class A:\n    def f(self, h): xml.dom", 0, id="in-a-class"
        ),
        pytest.param("def setUpModule():", "class A:\n    def f(self): xml.dom", 0, id="module"),
        pytest.param("def setup_module():", "class A:\n    x = [xml.dom]", 1, id="class-body"),
        pytest.param("def g():", "def f(): xml.dom", 1, id="any-function"),
        pytest.param("def g():", "def f(): g(); xml.dom", 0, id="called-by-it"),
        pytest.param("def g():", "def f(): xml.dom; g()", 1, id="called-below"),
        pytest.param("def g():", "def f(): g; xml.dom", 1, id="not-called"),
    ],
)
def test_what_a_function_imports_that_runs_first(first: str, use: str, count: int) -> None:
    assert len(messages(f"import xml, pytest\n{first}\n    import xml.dom\n{use}\n")) == count


@pytest.mark.parametrize(
    "star",
    [
        pytest.param("", id="none"),
        pytest.param("from tkinter import *\n", id="of-the-library"),
        pytest.param("from .settings import *\n", id="unknown"),
    ],
)
@pytest.mark.parametrize(
    ("source", "count"),
    [
        pytest.param("import xml\n{1}g()\nxml.dom\n{0}", 0, id="below"),
        pytest.param("import xml\n{1}def f(): g(); xml.dom\nf()\n{0}", 0, id="in-a-function"),
        pytest.param("import xml\n{1}def h(): g()\nh()\nxml.dom\n{0}", 0, id="indirectly"),
        pytest.param("import xml\n{1}xml.dom\ng()\n{0}", 1, id="below-a-call-that-is-too-late"),
    ],
)
def test_star_import_below_does_not_hide_what_an_own_call_imports(
    source: str, star: str, count: int
) -> None:
    load = "def g():\n    import xml.dom\n"
    assert len(messages(source.format(star, load))) == count


def test_star_import_of_the_library_does_not_hide_an_own_call() -> None:
    load = "def g():\n    import xml.dom\n"
    source = f"import xml\nfrom string import *\n{load}g()\nxml.dom\n"
    assert proof.error(source) == ""
    assert messages(source) == []


@pytest.mark.parametrize(
    ("first", "count"),
    [
        pytest.param("", 0, id="only-the-function-imports"),
        pytest.param("http = None\n", 0, id="None-until-then"),
        pytest.param("import http\n", 1, id="the-module-imports-the-package"),
    ],
)
def test_import_that_binds_the_package_brings_its_submodule(first: str, count: int) -> None:
    source = (
        f"{first}def setup():\n    global http\n    import http.client\n"
        "def f(): return http.client\n"
    )
    assert proof.error(f"{source}setup()\nf()\n") == ""
    assert len(messages(source)) == count


FAKE = "import sys, types, xml\nfake = types.SimpleNamespace(minidom=types, pulldom=types)\n"


@pytest.mark.parametrize(
    "setting",
    [
        pytest.param("xml.dom = fake", id="assignment"),
        pytest.param("sys.modules['xml.dom'] = xml.dom = fake", id="several-targets"),
        pytest.param("setattr(xml, 'dom', fake)", id="setattr"),
    ],
)
def test_what_is_in_the_place_of_a_module_may_have_anything(setting: str) -> None:
    source = f"{FAKE}{setting}\nxml.dom.minidom\n"
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []
    assert len(messages(source.replace("dom.minidom", "sax.handler"))) == 1
    assert len(messages(source.replace("dom = fake", "sax = fake").replace("'dom'", "'sax'"))) == 1


def test_what_is_in_the_place_of_a_submodule_needs_its_package() -> None:
    source = f"{FAKE}xml.dom.minidom = fake\nxml.dom.minidom.pulldom\n"
    assert proof.error(source).startswith("AttributeError: ")
    (message,) = messages(source)
    assert message.startswith("MIS003 'xml.dom' ")
    assert messages(f"import xml.dom\n{source}") == []


THREADS = "import concurrent.futures, sys\n"
WAITING = "import multiprocessing, sys\n"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "import xml\nxml.dom.minidom\n__import__('xml.dom.minidom')\n", id="import-below"
        ),
        pytest.param("import xml\nxml.dom.Node\nxml.dom = 1\n", id="assignment-below"),
        pytest.param(
            THREADS + "concurrent.futures.thread\nconcurrent.futures.ThreadPoolExecutor()\n",
            id="first-use-below",
            marks=NOT_IN_NODE,
        ),
        pytest.param(
            THREADS + "if sys.version_info < (3, 4): concurrent.futures.ThreadPoolExecutor()\n"
            "concurrent.futures.thread\n",
            id="first-use-on-another-Python",
            marks=NOT_IN_NODE,
        ),
        pytest.param(
            THREADS + "TYPE_CHECKING = False\nif TYPE_CHECKING:\n"
            "    from concurrent.futures import ThreadPoolExecutor\nconcurrent.futures.thread\n",
            id="imported-for-type-checkers",
            marks=NOT_IN_NODE,
        ),
        pytest.param(
            WAITING + "def f(p):\n    multiprocessing.connection.wait([])\n    p.join()\nf(sys)\n",
            id="first-use-below-in-the-same-function",
        ),
    ],
)
def test_what_has_not_run_before_a_use_loads_nothing(source: str) -> None:
    assert proof.error(source).startswith("AttributeError: ")
    assert [one.code for one in find_missing_imports(source)] == ["MIS003"]


HEADS = [
    pytest.param("@print(xml.dom)\ndef f(): {}", id="decorator"),
    pytest.param("def f(x=xml.dom): {}", id="default"),
    pytest.param("async def f(*, x=xml.dom): {}", id="keyword-only-default-of-a-coroutine"),
    pytest.param(
        "def f() -> xml.dom.Node: {}",
        id="return-type",
        marks=pytest.mark.skipif(sys.version_info >= (3, 14), reason="PEP 649"),
    ),
    pytest.param("class A:\n    @print(xml.dom)\n    def f(self): {}", id="method"),
    pytest.param("def g():\n    def f(x=xml.dom): {}\ng()", id="function-inside"),
    pytest.param("class A(xml.dom.Node):\n    def f(self): {}", id="base"),
]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize(
    "load",
    [
        pytest.param("import xml.dom", id="import"),
        pytest.param("from xml import dom", id="from-package"),
        pytest.param("__import__('xml.dom')", id="by-name"),
        pytest.param("xml.dom = 1", id="assignment"),
        pytest.param("setattr(xml, 'dom', 1)", id="setattr"),
    ],
)
def test_body_runs_after_its_head(head: str, load: str) -> None:
    source = f"import xml\n{head.format(load)}\n"
    assert proof.error(source).startswith("AttributeError: module")
    assert [one.code for one in find_missing_imports(source)] == ["MIS003"]


@pytest.mark.parametrize("head", HEADS)
def test_function_around_a_head_runs_before_it(head: str) -> None:
    inside = "\n".join(f"    {line}" for line in head.format("...").splitlines())
    source = f"import xml\ndef outer():\n    import xml.dom\n{inside}\n"
    assert find_missing_imports(source) == []
    assert find_missing_imports(f"import xml\n__import__('xml.dom')\n{head.format('...')}") == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "def f(): return xml.dom.Node\nimport xml\n__import__('xml.dom')\nf()\n", id="below"
        ),
        pytest.param(
            "import xml\ndef f(): return xml.dom.Node\ndef g(): __import__('xml.dom')\ng()\nf()\n",
            id="in-another-function",
        ),
        pytest.param(
            "import xml\nfor x in [0, 1]:\n    if x: xml.dom.Node\n    __import__('xml.dom')\n",
            id="in-an-earlier-pass",
        ),
        pytest.param(
            "import xml\ndef f(x):\n    if x: return xml.dom.Node\n    __import__('xml.dom')\n"
            "f(0)\nf(1)\n",
            id="in-an-earlier-call",
        ),
        pytest.param(
            "import xml\ndef f(): return xml.dom.Node\n"
            "if __name__ == '__main__':\n    __import__('xml.dom')\n    f()\n",
            id="by-the-script-that-calls-it",
        ),
    ],
)
def test_what_may_have_run_before_a_use_loads(source: str) -> None:
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    ("source", "message", "after"),
    [
        pytest.param(
            "import http\nhttp.client\nimport http.client\n",
            "below its use (line 3): move 'import http.client' to line 2",
            "import http\nimport http.client\nhttp.client\n",
            id="below",
        ),
        pytest.param(
            "import xml.sax\nxml.sax.saxutils\nimport xml.sax.saxutils\n",
            "below its use (line 3): move 'import xml.sax.saxutils' to line 2",
            "import xml.sax\nimport xml.sax.saxutils\nxml.sax.saxutils\n",
            id="below-in-a-package",
        ),
        pytest.param(
            "import http\nhttp.client\nimport sys, http.client\nsys.path\n",
            "below its use (line 3): move 'import http.client' to line 2",
            "import http\nimport http.client\nhttp.client\nimport sys\nsys.path\n",
            id="below-beside-another",
        ),
        pytest.param(
            "def f(): return http.client\nimport http\nf()\nimport http.client\n",
            "below its use (line 4): move 'import http.client' to line 1",
            "import http.client\n\n\ndef f(): return http.client\nimport http\nf()\n",
            id="below-a-call",
        ),
        pytest.param(
            "import http\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n    import http.client\n"
            "http.client\n",
            "under 'TYPE_CHECKING' (line 4): move 'import http.client' to line 2",
            "import http\nimport http.client\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n"
            "    pass\nhttp.client\n",
            id="for-type-checkers",
        ),
        pytest.param(
            "import http\nif False:\n    import http.client\nhttp.client\n",
            "under 'False' (line 3): move 'import http.client' to line 2",
            "import http\nimport http.client\nif False:\n    pass\nhttp.client\n",
            id="never",
        ),
        pytest.param(
            "import http\nhttp.client\nif __name__ == '__main__':\n    import http.client\n"
            "    http.client\n",
            "below its use (line 4): move 'import http.client' to line 2",
            "import http\nimport http.client\nhttp.client\nif __name__ == '__main__':\n"
            "    http.client\n",
            id="for-a-script",
        ),
        pytest.param(
            "import http, sys\nhttp.client\nif sys.argv:\n    import http.client\n",
            "below its use (line 4): change line 1 to 'import http, http.client, sys'",
            "import http, http.client, sys\nhttp.client\nif sys.argv:\n    import http.client\n",
            id="below-a-condition",
        ),
    ],
)
def test_import_that_comes_too_late_moves(source: str, message: str, after: str) -> None:
    assert proof.error(source).startswith("AttributeError: ")
    (finding,) = find_missing_imports(source)
    assert finding.message == f"MIS003 'http.client' is imported only {message}".replace(
        "http.client", str(finding.statement).removeprefix("import ")
    )
    assert proof.fixed(source, finding) == after
    assert proof.error(after) == ""
    assert find_missing_imports(after) == []


@pytest.mark.parametrize(
    ("script", "count"),
    [
        pytest.param("import http\n    f()", 1, id="package"),
        pytest.param("import http.cookies\n    f()", 1, id="another-submodule"),
        pytest.param("import http.client\n    f()", 0, id="submodule"),
        pytest.param("import http, urllib.request\n    f()", 0, id="brought-by-something-else"),
        pytest.param("import http\n    __import__('http.client')\n    f()", 0, id="by-its-name"),
        pytest.param("import http\n    f(lambda: http.client)", 2, id="used-there-too"),
        pytest.param(
            "import http\n    import http.client\nif __name__ == '__main__':\n    http.client\nf()",
            0,
            id="two-blocks",
        ),
    ],
)
def test_package_that_only_a_script_imports(script: str, count: int) -> None:
    source = f"def f(x=0): return http.client\nif __name__ == '__main__':\n    {script}\n"
    assert proof.error(source).startswith("AttributeError: ") is bool(count)
    found = find_missing_imports(source)
    assert sum(len(one.uses) for one in found) == count
    for finding in found:
        assert find_missing_imports(proof.fixed(source, finding)) == []


def test_two_blocks_of_one_script() -> None:
    guard = "if __name__ == '__main__':\n    "
    assert messages(f"import http\n{guard}import http.client\nx = 1\n{guard}http.client\n") == []
    assert len(messages(f"import http\n{guard}import http.client\nx = 1\nhttp.client\n")) == 1


@pytest.mark.parametrize(
    "guard",
    [
        pytest.param("if MAIN:\n    {0}\n", id="variable"),
        pytest.param("if not MAIN: pass\nelse:\n    {0}\n", id="else-of-a-variable"),
        pytest.param("if MAIN and http:\n    {0}\n", id="and"),
        pytest.param("match __name__:\n    case '__main__':\n        {0}\n", id="match"),
    ],
)
def test_script_that_is_told_by_other_means(guard: str) -> None:
    head = "globals()['__name__'] = 'module'\nimport http\nMAIN = __name__ == '__main__'\n"
    source = f"{head}{guard.format('import http.client')}def f(): return http.client\nf()\n"
    assert proof.error(source).startswith("AttributeError: ")
    (finding,) = find_missing_imports(source)
    assert "is imported only under '__main__' (line " in finding.message
    assert find_missing_imports(proof.fixed(source, finding)) == []
    assert messages(source.replace("def f(): return", "def f(): return MAIN and")) == []
    assert messages(head + guard.format("import http.client; http.client")) == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            "import http\ndef f(): return http.client\nif __name__ == '__main__':\n"
            "    import http.client\n",
            "'http.client' is imported only under '__main__' (line 4): "
            "move 'import http.client' to line 2",
            id="for-a-script",
        ),
        pytest.param(
            "import http\nif __name__ == '__main__':\n    import http.client\nhttp.client\n",
            "'http.client' is imported only under '__main__' (line 3): "
            "move 'import http.client' to line 2",
            id="for-a-script-above",
        ),
        pytest.param(
            "import http, a\nif a.b:\n    http.client\nelse:\n    import http.client\n",
            "'http.client' is imported only below its use (line 5): "
            "change line 1 to 'import http, a, http.client'",
            id="in-another-branch-below",
        ),
        pytest.param(
            "import http\nif http:\n    import http.client\nelse:\n    http.client\n",
            "'http.client' is imported only in another branch (line 3): "
            "move 'import http.client' to line 2",
            id="in-another-branch",
        ),
        pytest.param(
            "import http as h\nh.client\nimport http.client\n",
            "'http.client' is imported only below its use (line 3): "
            "move 'import http.client' to line 2",
            id="by-another-name",
        ),
        pytest.param(
            "import http\nhttp.client\ndef f():\n    import http.client\n",
            "'http.client' is used but only 'http' is imported: add 'import http.client' on line 2",
            id="in-a-function",
        ),
        pytest.param(
            "import xml\nxml.dom\nimport xml.dom.minidom\n",
            "'xml.dom' is used but only 'xml' is imported: add 'import xml.dom' on line 2",
            id="another-submodule",
        ),
    ],
)
def test_where_a_submodule_is_imported_is_named(source: str, message: str) -> None:
    assert messages(source) == [f"MIS003 {message}"]


@pytest.mark.parametrize(
    "late",
    [
        pytest.param("del http\nimport http.client\n", id="deleted-between"),
        pytest.param("http = 1\nimport http.client\n", id="another-value-between"),
        pytest.param("import http.client  # noqa: E402, E401\n", id="that-is-to-stay"),
    ],
)
def test_late_import_that_cannot_move_is_no_edit(late: str) -> None:
    (finding,) = find_missing_imports(f"import http\nhttp.client\n{late}http.client\n")
    assert "is imported only below its use" in finding.message
    assert finding.edit is None


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f():\n    import http\n    return http.client\n", id="in-a-function"),
        pytest.param(
            "import http, sys\nif sys.platform == 'win32':\n    import http.client\n"
            "else:\n    http.client\n",
            id="bound-again",
        ),
        pytest.param(
            "http = None\ntry:\n    import http\nexcept ImportError: pass\nhttp.client\n",
            id="value-above",
        ),
    ],
)
def test_import_that_pyflakes_would_not_like_is_no_edit(source: str) -> None:
    (finding,) = find_missing_imports(source)
    assert (finding.code, finding.edit) == ("MIS003", None)


@pytest.mark.parametrize(
    "load",
    [
        pytest.param(
            "for info in pkgutil.walk_packages(xml.__path__, 'xml.'):\n"
            "    importlib.import_module(info.name)",
            id="walk-packages",
        ),
        pytest.param(
            "for _, name, _ in pkgutil.walk_packages(xml.__path__, prefix=xml.__name__ + '.'):\n"
            "    importlib.import_module(name)",
            id="prefix-of-its-name",
        ),
        pytest.param(
            "names = [m.name for m in pkgutil.walk_packages(xml.__path__, 'xml.')]\n"
            "loaded = list(map(importlib.import_module, names))",
            id="list-of-names",
        ),
        pytest.param(
            "for name in ('dom.minidom', 'sax'): importlib.import_module(f'xml.{name}')",
            id="f-string",
        ),
    ],
)
def test_what_is_loaded_below_a_package_counts_at_any_depth(load: str) -> None:
    source = f"import importlib, pkgutil, xml\n{load}\nxml.dom.minidom.parseString('<a/>')\n"
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "load",
    [
        pytest.param("from importlib import import_module as im\nim('http.client')", id="alias"),
        pytest.param("import importlib\nimportlib.import_module('.client', 'http')", id="relative"),
        pytest.param(
            "import importlib\nimportlib.import_module(name='.client', package='http')",
            id="keywords",
        ),
        pytest.param("__import__('http', fromlist=['client'])", id="fromlist"),
        pytest.param("__import__('http', globals(), None, ('client',))", id="fourth-argument"),
        pytest.param("load = __import__\nload('http.client')", id="under-another-name"),
        pytest.param(
            "import importlib\nload = importlib.import_module\nload('.client', 'http')",
            id="member-under-another-name",
        ),
        pytest.param("__import__('http', None, None, ['client'], 0)", id="fourth-argument-of-five"),
        pytest.param(
            "import importlib\nfor x in ['client']: importlib.import_module(f'http.{x}')",
            id="f-string",
        ),
        pytest.param("x = 'client'\n__import__('http.' + x)", id="sum"),
        pytest.param("x = 'client'\n__import__('http.%s' % x)", id="percent"),
        pytest.param("x = 'client'\n__import__('http.{}'.format(x))", id="format"),
        pytest.param("x = 'client'\n__import__('.'.join(['http', x]))", id="join"),
        pytest.param(
            "import importlib\nx = 'client'\nimportlib.import_module(f'.{x}', http.__name__)",
            id="relative-to-its-name",
        ),
        pytest.param(
            "import pkgutil\nfor m in pkgutil.iter_modules(http.__path__, 'http.'): "
            "__import__(m.name)",
            id="all-on-its-path",
        ),
        pytest.param("__import__('http' + '.client')", id="sum-of-texts"),
        pytest.param(
            "import importlib\n"
            "for x in ('.client', '.cookies'): importlib.import_module(x, package='http')",
            id="relative-in-a-loop",
        ),
        pytest.param("def f(): exec('import http.client')\nf()", id="executed-text"),
        pytest.param("def f(): exec('from http import client')\nf()", id="executed-from-import"),
        pytest.param("x = 'http'\n__import__(x + '.client')", id="sum-with-a-variable"),
        pytest.param("x, y = 'http', 'client'\n__import__(f'{x}.{y}')", id="f-string-of-two"),
        pytest.param("x, y = 'http', 'client'\n__import__('%s.%s' % (x, y))", id="percent-of-two"),
        pytest.param(
            "x, y = 'http', 'client'\n__import__('{}.{}'.format(x, y))", id="format-of-two"
        ),
        pytest.param("x = ['http', 'client']\n__import__('.'.join(x))", id="join-of-a-list"),
        pytest.param(
            "def load(x, y): return __import__(x + '.' + y)\nload('http', 'client')",
            id="function-of-two",
        ),
        pytest.param("for x in 'os.path http.client'.split(): __import__(x)", id="list-in-a-text"),
        pytest.param(
            "for x in 'os.path, http.client'.split(','): __import__(x.strip())",
            id="list-with-commas",
        ),
        pytest.param("for x in ['http.client']: __import__(x)", id="list"),
        pytest.param("x = 'http.client'\n__import__(name=x)", id="variable"),
        pytest.param("list(map(__import__, ['os', 'http.client']))", id="passed-on"),
        pytest.param(
            "from importlib import import_module\ndef load(name): return import_module(name)\n"
            "load('http.client')",
            id="function",
        ),
        pytest.param("import pkgutil\npkgutil.resolve_name('http.client')", id="resolve-name"),
        pytest.param("import pydoc\npydoc.locate('http.client.HTTPConnection')", id="locate"),
        pytest.param(
            "import importlib\nimportlib.import_module('.client', http.__name__)",
            id="relative-to-its-name-in-full",
        ),
        pytest.param(
            "import importlib\nimportlib.import_module('.client', package=http.__package__)",
            id="relative-to-its-package",
        ),
        pytest.param(
            "def import_string(name): exec('import http.client')\n"
            "import_string('http.client.HTTPConnection')",
            id="import-string",
        ),
        pytest.param("setattr(http, 'client', 1)", id="setattr"),
        pytest.param("for x in ('client', 'x'): setattr(http, x, 1)", id="setattr-in-a-loop"),
        pytest.param("http.__dict__['client'] = 1", id="dictionary"),
        pytest.param("http.__dict__.update({'client': 1})", id="update-of-the-dictionary"),
        pytest.param("vars(http).update(client=1)", id="vars"),
        pytest.param("import sys\nsys.modules['http'].client = 1", id="loaded-module"),
        pytest.param("import sys\nsetattr(sys.modules['http'], 'client', 1)", id="setattr-of-that"),
        pytest.param(
            "from importlib import import_module\nimport_module('http').client = 1",
            id="imported-by-its-name",
        ),
        pytest.param(
            "from unittest import mock\nmock.patch.multiple(http, client=1, create=True).start()",
            id="patch-multiple-of-it",
        ),
        pytest.param(
            "from unittest import mock\nmock.patch.multiple('http', client=1, create=True).start()",
            id="patch-multiple-by-name",
        ),
        pytest.param(
            "import unittest.mock\nwith unittest.mock.patch('http.client.HTTPConnection'): pass",
            id="patch",
        ),
        pytest.param("import pkgutil\npkgutil.resolve_name('http.client:OK')", id="colon"),
        pytest.param(
            "import unittest.mock\nunittest.mock.patch.multiple('http.client', OK=1).start()",
            id="patch-multiple",
        ),
        pytest.param(
            "import unittest.mock\nunittest.mock.patch.dict('http.client.responses', {}).start()",
            id="patch-dict",
        ),
        pytest.param(
            "import unittest.mock\nunittest.mock.patch.object(http, 'client', create=True).start()",
            id="patch-object",
        ),
        pytest.param(
            "class monkeypatch:\n    def setattr(name, value): exec('import http.client')\n"
            "monkeypatch.setattr('http.client', None)",
            id="monkeypatch",
        ),
    ],
)
def test_submodule_that_is_loaded_by_its_name(load: str) -> None:
    source = f"import http\n{load}\nhttp.client\n"
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    "load",
    [
        pytest.param("import importlib\nimportlib.import_module('.cookies', 'http')", id="another"),
        pytest.param(
            "import importlib, xml\nimportlib.import_module('.dom', xml.__name__)",
            id="relative-to-the-name-of-another",
        ),
        pytest.param("setattr(http, 'cookies', 1)", id="another-attribute"),
        pytest.param("for x in ('cookies',): setattr(http, x, 1)", id="another-in-a-loop"),
        pytest.param("vars(http).update(cookies=1)", id="another-in-its-dictionary"),
        pytest.param("import json\njson.__dict__['client'] = 1", id="dictionary-of-another"),
        pytest.param("class A: pass\nvars(A).get('client')", id="dictionary-of-a-class"),
        pytest.param("import sys\nsys.modules['sys'].client = 1", id="another-loaded-module"),
        pytest.param("__import__('http', {'client': 1}, None, ['cookies'])", id="fourth-argument"),
        pytest.param(
            "import unittest.mock\nunittest.mock.patch.multiple('http.cookies', Morsel=1).start()",
            id="patch-of-another",
        ),
        pytest.param("x = 'http.client'\nsetattr(http, x.upper(), 1)", id="unknown-attribute"),
        pytest.param("for x in ['http.cookies']: __import__(x)", id="another-in-a-list"),
        pytest.param("load = print\nload('http.client')", id="another-function"),
        pytest.param(
            "y = {'http': {'client': 1}}\ndef f(name): return __import__(name)\nf('os')",
            id="texts-that-nothing-joins",
        ),
        pytest.param(
            "x = 'text/http'\ny = 'client'\n__import__('{}.{}'.format('os', 'path'))",
            id="parts-of-texts",
        ),
        pytest.param(
            "x = 'it uses http.client for this'\ndef f(name): return __import__(name)\nf('os')",
            id="prose",
        ),
        pytest.param(
            "x = 'http.client'\ndef f(patch): print(patch)\nf('a')", id="variable-called-like-one"
        ),
        pytest.param("x = ['http.client']\n__import__('os')", id="text-that-nothing-imports"),
        pytest.param("__import__('http', fromlist=['cookies'])", id="another-member"),
        pytest.param("def f(): exec('import http.cookies')\nf()", id="another-executed-text"),
        pytest.param("x = 'dom'\n__import__('xml.%s' % x)", id="another-package"),
        pytest.param("x = ['http']\n__import__('os'.lower())", id="text-that-is-not-joined"),
        pytest.param("x, y = 'http', 'cookies'\n__import__(f'{x}.{y}')", id="another-f-string"),
        pytest.param("x, y = 'http', 'client'\n__import__('os')", id="texts-that-nothing-imports"),
        pytest.param("for x in 'os http.cookies'.split(): __import__(x)", id="another-in-a-text"),
        pytest.param(
            "x = ['http client']\n__import__('os'.lower())", id="words-that-are-not-joined"
        ),
    ],
)
def test_another_submodule_that_is_loaded_by_its_name(load: str) -> None:
    source = f"import http\n{load}\nhttp.client\n"
    assert proof.error(source).startswith("AttributeError: ")
    assert [one.code for one in find_missing_imports(source)] == ["MIS003"]


@pytest.mark.parametrize(
    ("above", "codes"),
    [
        pytest.param("try:\n    reduce\nexcept NameError:\n    pass\nelse:", [], id="name"),
        pytest.param("try:\n    input\nexcept NameError:\n    pass\nelse:", ["MIS003"], id="other"),
        pytest.param(
            "try:\n    import __builtin__\nexcept ImportError:\n    pass\nelse:", [], id="import"
        ),
        pytest.param(
            "try:\n    import builtins\nexcept ImportError:\n    pass\nelse:",
            ["MIS003"],
            id="other-import",
        ),
        pytest.param(
            "def f():\n    old = sys.version_info[0] == 2\n    if old:", [], id="variable"
        ),
        pytest.param(
            "def f():\n    old = sys.version_info[0] == 3\n    if old:", ["MIS003"], id="python-3"
        ),
    ],
)
def test_code_that_only_python_2_runs(above: str, codes: list[str]) -> None:
    source = f"import importlib\nimport sys\n{above}\n        importlib.util.find_spec('x')\n"
    found = find_missing_imports(source, target_version=(3, 11))
    assert [one.code for one in found] == codes


def test_code_below_an_import_of_python_2() -> None:
    source = (
        "import importlib\ntry:\n    import urllib2\n    importlib.util.find_spec('x')\n"
        "except ImportError:\n    pass\n"
    )
    assert find_missing_imports(source, target_version=(3, 11)) == []
    other = source.replace("urllib2", "shelve")
    assert len(find_missing_imports(other, target_version=(3, 11))) == 1


@pytest.mark.parametrize(
    "test",
    [
        pytest.param("if False if sys.version_info < (3, 4) else True", id="expression"),
        pytest.param("if True if sys.argv else False", id="unknown-expression"),
        pytest.param("match sys.version_info[0]:\n  case 3", id="match"),
        pytest.param("match sys.version_info[0]:\n  case 2 | 3", id="or"),
        pytest.param("match sys.version_info[0]:\n  case _", id="any"),
        pytest.param("match sys.argv:\n  case []", id="unknown-match"),
    ],
)
def test_import_where_a_condition_may_hold(test: str) -> None:
    source = f"import importlib, sys\n{test}:\n    import importlib.util\nimportlib.util\n"
    assert find_missing_imports(source) == []


@pytest.mark.parametrize(
    ("source", "line"),
    [
        pytest.param(
            "if sys.version_info[0] >= 3:\n    import urllib\nelse:\n    import urllib2\n",
            4,
            id="if",
        ),
        pytest.param(
            "if six.PY2:\n    import urllib, urllib2\nelse:\n    import json\n"
            "    import urllib.parse\n",
            7,
            id="else",
        ),
        pytest.param(
            "try:\n    import urllib.parse\nexcept ImportError:\n    import urllib2\n", 4, id="try"
        ),
        pytest.param("import urllib\nif six.PY2:\n    import urllib2\n", 3, id="top"),
        pytest.param(
            "if six.PY3:\n    import urllib\nelse:\n    import http\n", 2, id="no-python-2"
        ),
        pytest.param(
            "if six.PY3: import urllib\nelse: import urllib2\n", 2, id="blocks-of-one-line"
        ),
    ],
)
def test_place_beside_imports_for_python_2(source: str, line: int) -> None:
    source = f"import sys\n{source}def f():\n    return urllib.request\n"
    (finding,) = find_missing_imports(source)
    assert finding.message.endswith(f": add 'import urllib.request' on line {line}")
    fixed = proof.fixed(source, finding)
    assert fixed.split("\n")[line - 1].strip() == "import urllib.request"
    assert find_missing_imports(fixed) == []


ALIASES = [
    pytest.param("import xml as x\n", id="import-as"),
    pytest.param("x = xml\n", id="variable"),
    pytest.param("import xml as y\nx = y\n", id="variable-of-an-alias"),
    pytest.param("x: object = xml\n", id="annotated"),
]


@pytest.mark.parametrize("alias", ALIASES)
@pytest.mark.parametrize(
    ("use", "is_error"),
    [
        pytest.param("if hasattr({0}, 'dom'): {1}.dom\n", False, id="hasattr"),
        pytest.param("'dom' in dir({0}) and {1}.dom\n", False, id="dir"),
        pytest.param("'dom' in vars({0}) and {1}.dom\n", False, id="vars"),
        pytest.param("{0}.dom = 1\n{1}.dom\n", False, id="set"),
        pytest.param("import xml.dom\n{1}.dom\n", False, id="imported"),
        pytest.param("if not hasattr({0}, 'dom'): {1}.dom\n", True, id="not-hasattr"),
        pytest.param("{0}, {1}.dom\n", True, id="use"),
        pytest.param("if hasattr({0}, 'etree') or 1: {1}.dom\n", True, id="other-question"),
    ],
)
@pytest.mark.parametrize("names", [("x", "xml"), ("xml", "x"), ("x", "x")], ids=" ".join)
def test_package_with_two_names(
    alias: str, use: str, is_error: bool, names: tuple[str, str]
) -> None:
    source = f"import xml\n{alias}{use.format(*names)}"
    assert proof.error(source).startswith("AttributeError: module 'xml'") is is_error
    found = find_missing_imports(source)
    assert [one.name for one in found] == ["xml.dom"] * is_error


@pytest.mark.parametrize(
    "alias",
    [
        pytest.param("x = xml\nx = A()\n", id="bound-again"),
        pytest.param("x = A()\n", id="another"),
        pytest.param("x = A() or xml\n", id="choice"),
        pytest.param("def f():\n    global x\n    x = A()\nx = xml\nf()\n", id="global"),
        pytest.param("y = A()\nx = y\n", id="variable-of-another"),
    ],
)
def test_variable_that_may_be_another_thing(alias: str) -> None:
    source = f"import xml\nclass A: dom = 1\n{alias}"
    assert proof.error(f"{source}x.dom\n") == ""
    assert find_missing_imports(f"{source}x.dom\n") == []
    guarded = find_missing_imports(f"{source}if hasattr(x, 'dom'): xml.dom\n")
    assert [one.name for one in guarded] == ["xml.dom"]


def test_package_that_may_have_failed_to_import_is_no_package_by_a_variable() -> None:
    source = "try:\n    import xml\nexcept ImportError:\n    from a import xml\nx = xml\nx.dom\n"
    assert find_missing_imports(source) == []


FINDS = "def find():\n    return importlib.util.find_spec('x')\n"


@pytest.mark.parametrize(
    ("branch", "where"),
    [
        pytest.param(
            "if sys.version_info < (3, 12):\n    import importlib.util\n",
            "imported only under 'sys.version_info < (3, 12)' (line 3)",
            id="older",
        ),
        pytest.param(
            "if sys.version_info >= (3, 12):\n    import importlib.util\nelse:\n    x = 1\n",
            "imported only under 'sys.version_info >= (3, 12)' (line 3)",
            id="newer",
        ),
        pytest.param(
            "if sys.version_info < (3, 11):\n    x = 1\nelse:\n    import importlib.util\n",
            "imported only where 'sys.version_info < (3, 11)' is false (line 5)",
            id="else",
        ),
        pytest.param(
            "if sys.version_info < (3, 12):\n    import importlib.resources\n",
            "used but only 'importlib' and 'importlib.resources' are imported",
            id="brought",
        ),
    ],
)
def test_what_is_imported_on_some_pythons(branch: str, where: str) -> None:
    source = f"import importlib, sys\n{branch}{FINDS}"
    (finding,) = find_missing_imports(source, target_version=(3, 10))
    assert f"MIS003 'importlib.util' is {where}" in finding.message
    everywhere = f"import importlib.util, sys\n{FINDS}"
    assert find_missing_imports(everywhere, target_version=(3, 10)) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "if sys.version_info < (3, 12):\n    import importlib.util\n"
            "else:\n    from importlib import util\n" + FINDS,
            id="others-on-the-rest",
        ),
        pytest.param(
            "if sys.version_info >= (3, 10):\n    import importlib.util\n" + FINDS, id="on-all"
        ),
        pytest.param(
            "if sys.version_info < (3, 12):\n    import importlib.util\n"
            "    importlib.util.find_spec('x')\n",
            id="used-on-these-alone",
        ),
        pytest.param(
            "if sys.version_info < (3, 12):\n    import importlib.util\n"
            "def f():\n    if sys.version_info >= (3, 12): return\n"
            "    importlib.util.find_spec('x')\n",
            id="used-where-others-have-left",
        ),
        pytest.param(
            "if sys.version_info < (3, 12) or x:\n    import importlib.util\n" + FINDS,
            id="on-more-than-the-version",
        ),
    ],
)
def test_what_is_imported_on_all_pythons_that_use_it(source: str) -> None:
    whole = f"import importlib, sys\nfrom app import x\n{source}"
    assert find_missing_imports(whole, target_version=(3, 10)) == []


WSGI = "import wsgiref\n"
INNER = "def inner():\n    return wsgiref.util.guess_scheme({})\n"


@pytest.mark.parametrize(
    ("source", "count"),
    [
        pytest.param(
            "def outer():\n    import wsgiref.util\n    return inner()\n", 0, id="imports"
        ),
        pytest.param(
            "def work(): return inner()\ndef outer():\n    import wsgiref.util\n    work()\n",
            0,
            id="imports-two-levels-up",
        ),
        pytest.param(
            "def work(): return inner()\ndef outer():\n    try: work()\n"
            "    except AttributeError: pass\n",
            0,
            id="expects-two-levels-up",
        ),
        pytest.param(
            "def outer():\n    if hasattr(wsgiref, 'util'): return inner()\n", 0, id="asks"
        ),
        pytest.param(
            "def outer():\n    if not hasattr(wsgiref, 'util'): return\n    inner()\n",
            0,
            id="has-left",
        ),
        pytest.param(
            "def outer(): return inner() if hasattr(wsgiref, 'util') else None\n", 0, id="chooses"
        ),
        pytest.param("def work(): return inner()\ndef outer(): return work()\n", 1, id="neither"),
        pytest.param(
            "def outer():\n    if hasattr(wsgiref, 'headers'): return inner()\n", 1, id="another"
        ),
        pytest.param(
            "def outer():\n    if not hasattr(wsgiref, 'util'): return inner()\n", 1, id="reverse"
        ),
        pytest.param(
            "def outer():\n    import wsgiref.util\n    return inner()\ninner()\n",
            1,
            id="also-at-import-time",
        ),
        pytest.param("def outer(n): inner(); again(n)\ndef again(n): outer(n)\n", 1, id="circle"),
    ],
)
def test_callers_that_load_or_ask(source: str, count: int) -> None:
    assert len(find_missing_imports(f"{WSGI}{INNER}{source}")) == count
    method = f"{WSGI}class A:\n    def go(self):\n        {INNER.splitlines()[1]}\n"
    guarded = "    def run(self):\n        if hasattr(wsgiref, 'util'): self.go()\n"
    assert find_missing_imports(method + guarded) == []
    assert len(find_missing_imports(method + guarded.replace("'util'", "'headers'"))) == 1


LOAD = "@pytest.fixture\ndef load():\n    import wsgiref.util\n"
TEST = "def test():\n    wsgiref.util.guess_scheme({})\n"


@pytest.mark.parametrize(
    ("source", "count"),
    [
        pytest.param(LOAD + TEST.replace("()", "(load)", 1), 0, id="taken"),
        pytest.param(
            f"{LOAD}@pytest.fixture\ndef more(load): pass\n" + TEST.replace("()", "(more)", 1),
            0,
            id="taken-by-another",
        ),
        pytest.param(
            LOAD.replace("fixture", "fixture(name='other')") + TEST.replace("()", "(other)", 1),
            0,
            id="named",
        ),
        pytest.param(
            f"pytestmark = pytest.mark.usefixtures('load')\n{LOAD}{TEST}", 0, id="mark-of-a-module"
        ),
        pytest.param(
            f"{LOAD}class Test:\n    pytestmark = [pytest.mark.usefixtures('load')]\n"
            "    def test(self):\n        wsgiref.util.guess_scheme({})\n",
            0,
            id="mark-of-a-class",
        ),
        pytest.param(
            f"def setup_function():\n    import wsgiref.util\n{TEST}", 0, id="setup_function"
        ),
        pytest.param(LOAD + TEST.replace("()", "(other)", 1), 1, id="not-taken"),
        pytest.param(
            LOAD.replace("fixture", "fixture(name='other')") + TEST.replace("()", "(load)", 1),
            1,
            id="named-otherwise",
        ),
        pytest.param(
            f"pytestmark = pytest.mark.usefixtures('other')\n{LOAD}{TEST}", 1, id="another-mark"
        ),
    ],
)
def test_fixtures_that_load(source: str, count: int) -> None:
    assert len(find_missing_imports(f"import pytest\n{WSGI}{source}")) == count


@pytest.mark.parametrize(
    ("source", "target", "remark"),
    [
        pytest.param(
            "import collections\ncollections.abc\n",
            (3, 10),
            "",
            id="older",
        ),
        pytest.param("import collections\ncollections.abc\n", (3, 13), None, id="none"),
        pytest.param(
            "import mimetypes, urllib\nurllib.parse\n",
            (3, 10),
            " (fails from Python 3.14 on)",
            id="newer",
        ),
        pytest.param("import mimetypes, urllib\nurllib.parse\n", (3, 14), "", id="all-from-there"),
        pytest.param("import xml\nxml.dom\n", (3, 10), "", id="all"),
        pytest.param(
            "import importlib.resources\nimportlib.machinery\n", (3, 10), "", id="one-between"
        ),
        pytest.param(
            "import sys, xml\nif sys.version_info >= (3, 12): xml.dom\n",
            (3, 10),
            "",
            id="newer-use",
        ),
    ],
)
def test_pythons_on_which_a_use_fails(
    source: str, target: tuple[int, int], remark: str | None
) -> None:
    messages = [one.text for one in find_missing_imports(source, target_version=target)]
    said = [one.partition(" imported")[2].partition(": ")[0] for one in messages]
    assert said == ([] if remark is None else [remark])


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("if 'x' not in STATE: import {0}; STATE['x'] = 1", id="item"),
        pytest.param("if 'x' in STATE: return\n    import {0}; STATE.update(x=1)", id="left"),
        pytest.param(
            "try: return STATE['x']\n    except KeyError: import {0}; STATE['x'] = 1",
            id="key-error",
        ),
        pytest.param(
            "try:\n        x = STATE['x']\n        return x\n"
            "    except KeyError: import {0}; STATE['x'] = 1",
            id="body-of-a-try",
        ),
        pytest.param("if not hasattr(load, 'x'): import {0}; load.x = 1", id="own-attribute"),
        pytest.param("while not STATE: import {0}; STATE['x'] = 1", id="loop"),
        pytest.param("if '{0}' not in sys.modules: import {0}", id="loaded-modules"),
        pytest.param(
            "global done\n    if done: return\n    import {0}; done = True", id="left-by-a-variable"
        ),
        pytest.param("if not EVENT.is_set():\n        import {0}\n        EVENT.set()", id="event"),
    ],
)
def test_function_that_keeps_what_it_has_loaded(body: str) -> None:
    def error(module: str, needed: str) -> str:
        return proof.error(source(module, needed))

    def source(module: str, needed: str) -> str:
        return (
            "import sys, threading, xml\nSTATE, EVENT, done = {}, threading.Event(), False\n"
            f"def load():\n    {body.format(module)}\n"
            f"def f():\n    load()\n    {needed}\nf()\n"
        )

    assert error("xml.dom", "xml.dom") == ""
    assert find_missing_imports(source("xml.dom", "xml.dom")) == []
    assert error("xml.sax", "xml.dom").startswith("AttributeError: ")
    assert [one.name for one in find_missing_imports(source("xml.sax", "xml.dom"))] == ["xml.dom"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("out = []; out.append(n)\n    if len(out) > 3: import xml.dom", id="local"),
        pytest.param("seen = set()\n    if 1 in seen: import xml.dom\n    seen.add(2)", id="own"),
        pytest.param(
            "global done\n    if n:\n        if done: import xml.dom; done = 1",
            id="condition-of-a-call",
        ),
        pytest.param(
            "global done\n    if not n: return\n    if done: import xml.dom; done = 1",
            id="exit-above",
        ),
        pytest.param("if 'pytest' in sys.modules: import xml.dom", id="another-module"),
        pytest.param("n['a'] = 1\n    if n['b']: import xml.dom", id="argument"),
    ],
)
def test_what_a_function_keeps_for_its_call_alone(body: str) -> None:
    source = (
        f"import sys, xml\ndone = 0\ndef load(n):\n    {body}\n"
        "def f():\n    load({'b': 0})\n    xml.dom\nf()\n"
    )
    assert proof.error(source).startswith("AttributeError: ")
    assert [one.name for one in find_missing_imports(source)] == ["xml.dom"]


@pytest.mark.parametrize(
    ("decorator", "call"),
    [
        pytest.param("", "self.load()", id="method"),
        pytest.param("@classmethod", "self.load()", id="class-method-of-the-instance"),
        pytest.param("@property", "self.load", id="property"),
        pytest.param("", "tool.load()", id="instance"),
    ],
)
def test_method_that_keeps_what_it_has_loaded(decorator: str, call: str) -> None:
    def source(needed: str) -> str:
        return (
            f"import xml\nclass Tool:\n    util = None\n    {decorator}\n    def load(self):\n"
            "        if self.util is None: import xml.dom; self.util = 1\n"
            f"    def find(self):\n        {call}\n        xml.{needed}\n"
            "tool = Tool()\ntool.find()\n"
        )

    assert proof.error(source("dom")) == ""
    assert find_missing_imports(source("dom")) == []
    assert proof.error(source("sax")).startswith("AttributeError: ")
    assert [one.name for one in find_missing_imports(source("sax"))] == ["xml.sax"]


@pytest.mark.parametrize(
    ("loader", "count"),
    [
        pytest.param("if _util is None:\n        import wsgiref.util\n", 0, id="none"),
        pytest.param("if not _util:\n        import wsgiref.util as _u\n", 0, id="false"),
        pytest.param("if other:\n        import wsgiref.util\n", 1, id="another-variable"),
        pytest.param(
            "if _util is None and sys.version_info < (3, 4):\n        import wsgiref.util\n",
            1,
            id="never",
        ),
    ],
)
def test_function_that_loads_once(loader: str, count: int) -> None:
    source = (
        f"import sys, wsgiref\n_util = None\ndef load():\n    global _util\n    {loader}"
        "        _util = 1\n    return _util\n"
    )
    assert len(find_missing_imports(f"{source}def f():\n    load()\n    wsgiref.util\n")) == count
    assert len(find_missing_imports(f"{source}def f():\n    wsgiref.util\n    load()\n")) == 1
    assert len(find_missing_imports(f"{source}def f():\n    wsgiref.util\n")) == 1
