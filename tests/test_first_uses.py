"""What a package loads when its names are used, and whether that is before its submodules are."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports
from tests import proof

TARGET = (3, 11)
PARSING = (
    "import email\nfrom email.message import EmailMessage\nfrom typing import cast\n"
    "MAIL = b'a: b'\n"
)
LOCKS = "import multiprocessing as mp\nimport multiprocessing\n"
DOM = "import xml.dom\n"


def found(source: str) -> list[str]:
    return [one.code for one in find_missing_imports(source, target_version=TARGET)]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            f"{PARSING}def parse() -> EmailMessage:\n"
            "    return email.message_from_bytes(MAIL, policy=email.policy.default)\nparse()\n",
            id="returned-type",
        ),
        pytest.param(
            f"{PARSING}mail: EmailMessage = email.message_from_bytes(\n"
            "    MAIL, policy=email.policy.SMTP\n)\n",
            id="type-of-a-variable",
        ),
        pytest.param(
            f"{PARSING}cast(EmailMessage, email.message_from_bytes(\n"
            "    MAIL, policy=email.policy.SMTP\n))\n",
            id="cast",
        ),
        pytest.param(f"{PARSING}email.policy.SMTP\n", id="imported-and-not-used"),
        pytest.param(
            "from multiprocessing import Lock\nimport multiprocessing\n"
            "isinstance(1, multiprocessing.synchronize.Lock)\n",
            id="imported-member",
        ),
        pytest.param(
            "import email.message\nemail.message.EmailMessage(policy=email.policy.SMTPUTF8)\n",
            id="argument-of-the-call",
        ),
        pytest.param(
            "import email.message\ndef f():\n"
            "    return email.message.EmailMessage(policy=email.policy.SMTPUTF8)\nf()\n",
            id="argument-in-a-function",
        ),
        pytest.param(
            f"{DOM}def f(x):\n    return xml.dom.getDOMImplementation() "
            "if not isinstance(x, xml.dom.minidom.Node) else x\nf(1)\n",
            id="test-before-the-call",
        ),
        pytest.param(
            f"{DOM}class D(xml.dom.minidom.Document):\n    pass\n"
            "def f():\n    xml.dom.getDOMImplementation()\n",
            id="base-above-the-function-that-calls",
        ),
        pytest.param(
            f"{LOCKS}def work(kind=multiprocessing.synchronize.Lock):\n    pass\n"
            "def main():\n    work(multiprocessing.Lock())\n",
            id="default-above-the-function-that-calls",
        ),
        pytest.param(
            f"{LOCKS}class A:\n    kind = mp.synchronize.Lock\n"
            "    def __init__(self):\n        self.lock = mp.Lock()\n",
            id="attribute-above-the-method-that-calls",
        ),
        pytest.param(
            "import importlib, xml\nclass D(xml.dom.Node):\n    pass\n"
            "def f():\n    importlib.import_module('xml.dom')\n",
            id="base-above-the-function-that-imports-by-name",
        ),
        pytest.param(
            "import xml\ntry:\n    xml.dom.Node\nexcept AttributeError:\n    raise\n",
            id="error-that-is-only-raised-again",
        ),
    ],
)
def test_what_nothing_has_loaded_before(source: str) -> None:
    assert proof.error(source).startswith("AttributeError: ")
    assert found(source) == ["MIS003"]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            f"{DOM}D: xml.dom.minidom.Document = xml.dom.getDOMImplementation()\n",
            id="value-before-the-annotation",
        ),
        pytest.param(
            f"{LOCKS}class A:\n    lock: mp.synchronize.Lock = mp.Lock()\n",
            id="value-in-a-class",
        ),
        pytest.param(
            "import xml\ndef load():\n    import xml.dom.minidom\n"
            "D: xml.dom.minidom.Document = load()\n",
            id="value-of-a-function-that-imports",
        ),
        pytest.param(
            f"{LOCKS}def f(lock: mp.synchronize.Lock = mp.Lock()):\n    pass\n", id="default"
        ),
        pytest.param(
            f"{LOCKS}def f(*, lock: mp.synchronize.Lock = mp.Lock()):\n    pass\n",
            id="keyword-only-default",
        ),
        pytest.param(
            f"{LOCKS}x = mp.synchronize.Lock if mp.Lock() else None\n", id="conditional-expression"
        ),
        pytest.param(f"{LOCKS}d = {{}}\nd[mp.synchronize.Lock] = mp.Lock()\n", id="key"),
        pytest.param(f"{LOCKS}mp.synchronize.lock = mp.Lock()\n", id="attribute"),
        pytest.param(f"{LOCKS}for mp.synchronize.lock in [mp.Lock()]:\n    pass\n", id="loop"),
        pytest.param(
            f"{LOCKS}[mp.synchronize.Lock for lock in [mp.Lock()] if lock]\n", id="comprehension"
        ),
        pytest.param(
            f"{LOCKS}def f(make=mp.Lock):\n    make()\n    mp.synchronize.Lock\nf()\n",
            id="handed-on",
        ),
        pytest.param(
            f"{LOCKS}def f(lock: mp.Lock):\n    isinstance(lock, mp.synchronize.Lock)\n"
            "f(mp.Lock())\n",
            id="argument-of-that-type",
        ),
        pytest.param(
            "from multiprocessing import *\nimport multiprocessing\nLock()\n"
            "multiprocessing.synchronize.Lock\n",
            id="star-import",
        ),
        pytest.param(
            "import concurrent.futures\nkind = concurrent.futures.ThreadPoolExecutor\n"
            "concurrent.futures.thread._WorkItem\n",
            id="read-alone",
        ),
        pytest.param(
            f"{LOCKS}def f():\n    mp.synchronize.Lock\nif __name__ == '__main__':\n"
            "    mp.Lock()\n    f()\n",
            id="called-by-the-program",
        ),
        pytest.param(
            f"{DOM}xml.dom.getDOMImplementation().__eq__(xml.dom.minidom.Node)\n",
            id="argument-of-the-result",
        ),
        pytest.param(
            f"{DOM}def f(*_): pass\nf(xml.dom.getDOMImplementation(), lambda: xml.dom.minidom)\n",
            id="lambda",
        ),
    ],
)
def test_what_something_has_loaded_before(source: str) -> None:
    assert proof.error(source) == ""
    assert found(source) == []
