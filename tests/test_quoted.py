"""Which strings are types: names that only these use are missing as any others are."""

from __future__ import annotations

import pyflakes
import pytest

from flake8_missing_import import find_missing_imports

IN_TRY = (
    "try:\n    from typing import {0}\nexcept ImportError:\n    from typing_extensions import {0}\n"
)


def names(source: str) -> list[str]:
    return [finding.name for finding in find_missing_imports(source, target_version=(3, 11))]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("from typing import cast\ny = cast('Decimal', 1)\n", id="cast"),
        pytest.param("from typing import cast as c\ny = c('Decimal', 1)\n", id="cast-as"),
        pytest.param("from typing import cast  as  c\ny = c('Decimal', 1)\n", id="cast-as-apart"),
        pytest.param(
            "def f():\n    from typing import (cast\n      as c)\n    return c('Decimal', 1)\n",
            id="cast-as-in-a-function",
        ),
        pytest.param("import typing as t\ny = t.cast('list[Decimal]', 1)\n", id="typing-as"),
        pytest.param(
            "from typing import cast\ny = cast(  # to (what\n    'Decimal',\n    1,\n)\n",
            id="cast-with-a-comment",
        ),
        pytest.param(
            "from typing import NewType\nN = NewType('N', 'Decimal')\n",
            id="NewType",
            marks=pytest.mark.skipif(
                pyflakes.__version__ < "4", reason="this pyflakes takes it for text"
            ),
        ),
        pytest.param("from typing import TypeVar\nT = TypeVar('T', bound='Decimal')\n", id="bound"),
        pytest.param(
            "from typing import Annotated\nx: Annotated['Decimal', 'a']\n", id="Annotated"
        ),
        pytest.param(
            "from typing import Annotated as A\nx: list[A['Decimal', 'a']]\n", id="Annotated-as"
        ),
        pytest.param("from typing import Union\nx: Union['Decimal', int]\n", id="Union"),
        pytest.param(
            "from typing import Union\nx: Union[  # one\n    'Decimal',\n    None,\n]\n",
            id="Union-with-a-comment",
        ),
        pytest.param("x: dict[str, 'Decimal' | None]\n", id="bar"),
        pytest.param("from typing import List\nclass A(List['Decimal']): ...\n", id="base"),
        pytest.param(
            "from typing import Callable\nx: Callable[['Decimal'], 'int']\n", id="Callable"
        ),
        pytest.param("import types as t\nx: t.Float['Decimal']\n", id="module-under-another-name"),
        pytest.param(
            "from collections import abc\nx: abc.Sequence['Decimal']\n", id="module-of-a-package"
        ),
        pytest.param(
            "from typing import Union\nP = Union[\n    int,\n    'Decimal',\n]\n",
            id="Union-on-lines",
        ),
        pytest.param(
            "from typing import Optional\nP = Optional[  # or (not\n    'Decimal'\n]\n",
            id="Optional-on-lines",
        ),
        pytest.param(
            "from typing import Callable\nP = Callable[\n    [int],\n    'Decimal',\n]\n",
            id="Callable-on-lines",
        ),
        pytest.param(
            "from typing import Union\nP = Union[int,\n          'Decimal']\n",
            id="Union-on-two-lines",
        ),
        pytest.param(
            "from typing import Dict\nclass A(\n    Dict[\n        str,\n        'Decimal',\n"
            "    ]\n): ...\n",
            id="base-on-lines",
        ),
        pytest.param(
            "from typing import Dict\nx = Dict[\n    str,\n    'Decimal',\n]()\n",
            id="call-on-lines",
        ),
    ],
)
def test_type(source: str) -> None:
    assert names(source) == ["Decimal"]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("from typing import Literal as L\nx: L['Decimal']\n", id="Literal-as"),
        pytest.param(IN_TRY.format("Literal") + "x: Literal['Decimal']\n", id="Literal-in-try"),
        pytest.param(IN_TRY.format("Literal as L") + "x: L['Decimal']\n", id="Literal-as-in-try"),
        pytest.param(
            "from typing import Annotated\nx: Annotated[int, 'Decimal']\n", id="Annotated"
        ),
        pytest.param(
            "from typing import Annotated as A\nx: A[int, 'Decimal']\n", id="Annotated-as"
        ),
        pytest.param(
            IN_TRY.format("Annotated as A") + "x: list[A[int, 'a', 'Decimal']]\n",
            id="Annotated-as-in-try",
        ),
        pytest.param("from typing import NewType\nN = NewType('Decimal', int)\n", id="NewType"),
        pytest.param("from sqlalchemy import cast\ny = cast('Decimal', 1)\n", id="another-cast"),
        pytest.param("y = x.cast('Decimal')\n", id="method"),
        pytest.param(
            "from typing import no_type_check\n@no_type_check\ndef f(x: 'Decimal'): ...\n",
            id="no_type_check",
        ),
        pytest.param(
            "import typing\n@typing.no_type_check\nclass A:\n    x: 'Decimal'\n",
            id="no_type_check-of-a-class",
        ),
        pytest.param("from a import Base\nclass A(Base['Decimal']): ...\n", id="unknown-base"),
        pytest.param("from a import Link\nx = Link[\n    'Decimal',\n]\n", id="unknown-on-lines"),
        pytest.param(
            "from .typing import Float\nx: Float[1, 'Decimal']\n", id="own-module-of-the-name"
        ),
        pytest.param(
            "from ..types import Float\nx: Float[1, 'Decimal']\n", id="own-module-further-out"
        ),
        pytest.param("from . import typing as t\nx: t.Float['Decimal']\n", id="own-module-itself"),
        pytest.param("from . import types\nx: types.Float['Decimal']\n", id="own-module-as-it-is"),
        pytest.param("from a import types\nx: types.Float['Decimal']\n", id="module-of-a-package"),
        pytest.param("x = [\n    int,\n    'Decimal',\n]\n", id="list-on-lines"),
        pytest.param(
            "from typing import Literal\nL = Literal[\n    'a',\n    'Decimal',\n]\n",
            id="Literal-on-lines",
        ),
        pytest.param("x: 'int' = 1  # cast('Decimal', x)\n", id="comment"),
    ],
)
def test_text(source: str) -> None:
    assert names(source) == []
