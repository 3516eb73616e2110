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


def test_other_packages_may_have_the_like() -> None:
    source = "e = Event()\ne.set()\nprint(e.is_set())\n"
    assert missing(f"import sys\n{source}") == ["Event"]
    assert missing(f"import gevent\n{source}") == []
    template = "print(Template('$a').safe_substitute(a=1))\n"
    assert missing(f"import jinja2\n{template}") == []
