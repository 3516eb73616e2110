"""What a file does with results and instances can tell which thing of a name is meant."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports


def missing(source: str) -> list[str]:
    return [finding.name for finding in find_missing_imports(source, target_version=(3, 11))]


FORMATTER = "import json\nclass A(Formatter):\n    def format(self, record):\n        {}\n"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = Template('$a').safe_substitute(a=1)\n", id="read-at-once"),
        pytest.param("t = Template('$a')\nprint(t.safe_substitute(a=1))\n", id="variable"),
        pytest.param(
            "class A:\n    def __init__(self):\n        self.t = Template('$a')\n"
            "    def f(self):\n        return self.t.substitute(a=1)\n",
            id="attribute",
        ),
        pytest.param(FORMATTER.format("return self.formatException(record)"), id="own-call"),
        pytest.param(FORMATTER.format("return super().formatTime(record)"), id="super"),
        pytest.param(FORMATTER.format("return self._style._fmt"), id="private"),
    ],
)
def test_confirmed(source: str) -> None:
    assert len(missing(f"import sys\n{source}")) == 1


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = Template('$a')\n", id="nothing-read"),
        pytest.param("x = Template('$a').render(a=1)\n", id="of-another"),
        pytest.param(FORMATTER.format("return record"), id="nothing-inherited"),
        pytest.param(
            FORMATTER.format("return self.formatException(self.style)"), id="inherits-more"
        ),
        pytest.param(
            FORMATTER.format("return self.formatTime()\n    def formatTime(self): pass"), id="own"
        ),
    ],
)
def test_not_confirmed(source: str) -> None:
    assert missing(f"import sys\n{source}") == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("class A(Cmd):\n    prompt = '> '\n", id="data"),
        pytest.param("class A(Handler):\n    def emit(self, record): ...\n", id="method"),
        pytest.param(
            "class A(Action):\n    def __call__(self, parser, namespace, values, option_string=0):"
            " ...\n",
            id="several-parameters",
        ),
        pytest.param("class A(JSONEncoder):\n    def default(self, o): ...\n", id="untyped"),
    ],
)
def test_what_a_class_has_just_as_its_base(source: str) -> None:
    assert len(missing(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("class A(Cmd):\n    title = '> '\n", id="other-data"),
        pytest.param("class A(Handler):\n    def emit(self, event): ...\n", id="other-parameter"),
        pytest.param("class A(Handler):\n    def send(self, record): ...\n", id="other-method"),
        pytest.param("class A(Handler):\n    def close(self): ...\n", id="no-parameter"),
    ],
)
def test_what_a_class_has_and_its_base_has_not(source: str) -> None:
    assert missing(source) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "class A(TestCase):\n    def f(self): self.assertEqual(x, 1)\n", id="instance"
        ),
        pytest.param("class A(Template):\n    delimiter = '%'\n", id="data"),
        pytest.param("e = Event()\ne.wait(5)\ne.is_set()\n", id="result"),
    ],
)
@pytest.mark.parametrize(
    ("imported", "count"),
    [
        pytest.param("import requests", 1, id="requests"),
        pytest.param("from own import x", 1, id="own"),
        pytest.param("import django, gevent", 0, id="known-to-have-them"),
    ],
)
def test_classes_beside_other_packages(source: str, imported: str, count: int) -> None:
    assert len(missing(f"{imported}\n{source}")) == count


def test_other_packages_may_have_the_like() -> None:
    source = "e = Event()\ne.set()\nprint(e.is_set())\n"
    assert missing(f"import sys\n{source}") == ["Event"]
    assert missing(f"import gevent\n{source}") == []
    template = "print(Template('$a').safe_substitute(a=1))\n"
    assert missing(f"import jinja2\n{template}") == []
