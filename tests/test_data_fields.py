"""What can be a field of a data model tells what an undefined name means."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports


def advice(source: str) -> list[str]:
    found = find_missing_imports(source, target_version=(3, 11))
    return [finding.message.partition(": ")[2].replace(" on line ", " ") for finding in found]


MODEL = "from pydantic import BaseModel\n"


@pytest.mark.parametrize(
    "field",
    [
        pytest.param("Thread", id="plain"),
        pytest.param("list[Thread] = []", id="item"),
        pytest.param("dict[str, Thread] | None", id="value-or-none"),
        pytest.param("'Thread'", id="quoted"),
        pytest.param("Logger", id="logger"),
    ],
)
def test_no_field_of_a_model(field: str) -> None:
    assert advice(f"{MODEL}class A(BaseModel):\n    x: {field}\n") == []
    assert advice(f"{MODEL}class B(BaseModel):\n    y: int\nclass A(B):\n    x: {field}\n") == []
    assert len(advice(f"class A:\n    _x: {field}\n")) == 1


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("x: datetime", id="date"),
        pytest.param("x: list[Path] = []", id="path"),
        pytest.param("x: ZoneInfo", id="time-zone"),
        pytest.param("x: Enum", id="enumeration"),
        pytest.param("x: IPv4Address", id="address"),
        pytest.param("x: Callable[[], int]", id="abstract"),
        pytest.param("x: Optional[int]", id="form"),
        pytest.param("_x: Thread", id="private"),
        pytest.param("x: typing.ClassVar[Thread]", id="of-the-class"),
        pytest.param("def f(self, x: Thread): pass", id="parameter"),
        pytest.param(
            "class Config:\n        arbitrary_types_allowed = True\n    x: Thread", id="any"
        ),
        pytest.param(
            "c = ConfigDict(arbitrary_types_allowed=True)\n    x: Thread", id="any-by-keyword"
        ),
    ],
)
def test_field_of_a_model(body: str) -> None:
    head = "import typing\nfrom pydantic import BaseModel, ConfigDict\n"
    assert len(advice(f"{head}class A(BaseModel):\n    {body}\n")) == 1


def test_no_model_of_a_response() -> None:
    source = "@app.get('/', {}=Thread)\ndef f(): pass\n"
    assert advice(source.format("response_model")) == []
    assert len(advice(source.format("worker"))) == 1
