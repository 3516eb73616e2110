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


ATTRS = [
    pytest.param("from attrs import define\n@define", "x: int = 1", id="define"),
    pytest.param("import attr\n@attr.s", "x = attr.ib()", id="attribute"),
    pytest.param("import attrs\n@attrs.frozen(slots=True)", "x: int", id="frozen"),
    pytest.param("@define", "x: int = 1", id="not-imported"),
    pytest.param("import functools\n@functools.total_ordering\n@mutable", "x: int", id="two"),
]


@pytest.mark.parametrize(("head", "body"), ATTRS)
@pytest.mark.parametrize(
    "use", ["asdict(self)", "astuple(self)", "fields(A)", "replace(self, x=2)"]
)
def test_not_for_classes_of_attrs(head: str, body: str, use: str) -> None:
    source = f"{head}\nclass A:\n    {body}\n    def f(self):\n        return {use}\n"
    assert advice(source) == []


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("import pydantic\n@pydantic.dataclasses.dataclass", id="pydantic"),
        pytest.param("@dataclass_json\n@flax.struct.dataclass", id="another-decorator"),
        pytest.param("@registry.mapped_as_dataclass", id="orm"),
        pytest.param("from dataclasses import is_dataclass\n@config", id="imports-the-module"),
        pytest.param("@total_ordering", id="of-the-library"),
        pytest.param("", id="not-decorated"),
    ],
)
def test_for_dataclasses(head: str) -> None:
    source = f"{head}\nclass A:\n    x: int\n    def f(self):\n        return asdict(self)\n"
    assert any("asdict" in one for one in advice(source))


def test_for_classes_without_fields() -> None:
    source = "@register\nclass A(Base):\n    name = 'a'\n    def f(self, x): return asdict(x)\n"
    assert any("asdict" in one for one in advice(source))


def test_no_field_of_attrs() -> None:
    source = "from {0}\n@{1}\nclass A:\n    x: list = field(default=1, repr=False)\n"
    assert advice(source.format("attrs import define", "define")) == []
    assert len(advice(source.format("pydantic.dataclasses import dataclass", "dataclass"))) == 1
