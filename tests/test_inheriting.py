"""What a class defines and calls of itself tells what an undefined name means."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports


def advice(source: str) -> list[str]:
    found = find_missing_imports(source, target_version=(3, 11))
    return [finding.message.partition(": ")[2].replace(" on line ", " ") for finding in found]


FORMATTER = "import logging\nclass A(Formatter):\n    def format(self, {}): return {}\n"


@pytest.mark.parametrize(
    ("parameters", "result", "others"),
    [
        pytest.param("record", "1", "", id="takes-one"),
        pytest.param("*args", "1", " (or from string)", id="takes-many"),
        pytest.param("*args", "self.formatTime(args)", "", id="calls-what-one-has"),
        pytest.param("*args", "super().formatTime(args)", "", id="calls-it-of-the-base"),
    ],
)
def test_which_class_is_inherited(parameters: str, result: str, others: str) -> None:
    (found,) = advice(FORMATTER.format(parameters, result))
    assert others in found
    assert ("(or" in found) is bool(others)


@pytest.mark.parametrize(
    ("body", "is_reported"),
    [
        pytest.param("def run(self): self.start()", True, id="inherited"),
        pytest.param("def run(self): self.work()", False, id="of-nothing"),
        pytest.param(
            "def run(self): self.work()\nclass B(A):\n  def work(self): 1", True, id="below"
        ),
        pytest.param("def run(self): self.work = f; self.work()", True, id="given"),
        pytest.param("work = f\n  def run(self): self.work()", True, id="of-the-class"),
        pytest.param("def join(self): super().join()", True, id="fewer"),
        pytest.param("def join(self, timeout, flag=1): 1", True, id="more-that-may-be-left-out"),
        pytest.param("def join(self, timeout, flag, other): 1", False, id="more"),
        pytest.param("@staticmethod\n  def join(x, y, z): 1", True, id="decorated"),
        pytest.param("def __init__(self, a, b, c, d, e, f): 1", True, id="initializer"),
    ],
)
def test_whether_a_class_is_inherited(body: str, is_reported: bool) -> None:
    assert len(advice(f"class A(Thread):\n  {body}\n")) == is_reported


@pytest.mark.parametrize(
    ("base", "is_reported"),
    [
        pytest.param("Thread", True, id="class"),
        pytest.param("abspath", False, id="function"),
        pytest.param("pickle", False, id="module"),
    ],
)
def test_whether_an_instance_is_filled(base: str, is_reported: bool) -> None:
    source = f"class A(B):\n    def __init__(self): {base}.__init__(self)\n"
    assert len(advice(source)) == is_reported


def test_another_base_may_have_what_is_called() -> None:
    assert len(advice("class A(B, Thread):\n    def run(self): self.work()\nB = f()\n")) == 1


def test_what_an_abstract_class_calls_is_left_to_others() -> None:
    assert len(advice("class A(ABC):\n    def run(self): self.work()\n")) == 1
