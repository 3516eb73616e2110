"""Which strings are types: names that only these use are missing as any others are."""

from __future__ import annotations

import sys

import pyflakes
import pytest

from flake8_missing_import import find_missing_imports

IN_TRY = (
    "try:\n    from typing import {0}\nexcept ImportError:\n    from typing_extensions import {0}\n"
)
SINCE_3_12 = pytest.mark.skipif(sys.version_info < (3, 12), reason="no such syntax")


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
        pytest.param(
            "from typing import cast\ny = cast(\n    'Decimal',\n    f(g(h(1))),\n)\n",
            id="cast-on-lines-with-nested-calls",
        ),
        pytest.param(
            "from typing import cast\ny = cast('Decimal', (f(g(x)) for x in z))\n",
            id="cast-of-a-generator",
        ),
        pytest.param(
            "from typing import cast\ny = cast('Decimal', f(':-('))\n",
            id="cast-of-a-parenthesis-in-text",
        ),
        pytest.param(
            "from typing import NamedTuple\n"
            "N = NamedTuple('N', [('a', 'list[Decimal]'), ('b', f(g(1)))])\n",
            id="NamedTuple-with-nested-calls",
        ),
        pytest.param(
            "from typing import Annotated\nf = 1\nx: 'Annotated[Decimal, f(gt=0)]'\n",
            id="Annotated-with-a-call-inside",
        ),
        pytest.param(
            "from typing import Annotated\nf = 1\nx: 'Annotated[str, f(gt=0)] | Decimal'\n",
            id="beside-Annotated-with-a-call",
        ),
        pytest.param(
            "from typing import Annotated\nx: \"Annotated[Decimal, 'in Euro, not Cent']\"\n",
            id="Annotated-with-words-inside",
        ),
        pytest.param(
            "from typing import Literal\nx: \"Literal['a b', 'r+'] | Decimal\"\n",
            id="beside-Literal-with-words",
        ),
        pytest.param("x: 'Decimal  # in Euro'\n", id="comment-inside"),
        pytest.param(
            "from typing import Annotated, Union\nf = 1\n"
            "x: Union[Annotated[int, f(gt=0)], 'Decimal']\n",
            id="behind-Annotated-with-a-call",
        ),
        pytest.param(
            "from typing import Literal, Union\nx: Union[Literal['utf-8', -1], 'Decimal']\n",
            id="behind-Literal",
        ),
        pytest.param(
            "def f(\n    x: 'int | '\n    'Decimal | None' = None,\n): ...\n",
            id="concatenated-on-lines",
        ),
        pytest.param("def f(x:\n        'Decimal'): ...\n", id="parameter-on-the-next-line"),
        pytest.param("def f() -> \\\n        'Decimal': ...\n", id="continued-arrow"),
        pytest.param(
            "def f() -> 'dict[str, ' \\\n        'Decimal]': ...\n", id="continued-in-a-type"
        ),
        pytest.param(
            "from typing import TypeAlias\nA: TypeAlias = \\\n    'Decimal'\n",
            id="continued-TypeAlias",
        ),
        pytest.param("x: 'tuple[int, ' 'Decimal, str, ' 'int]'\n", id="concatenated-in-brackets"),
        pytest.param("x: 'tuple[' 'str, Decimal]'\n", id="concatenated-at-the-bracket"),
        pytest.param("x: 'Dec' 'imal'\n", id="concatenated-in-the-name"),
        pytest.param("x: 'Dec'\"imal\"\n", id="concatenated-without-a-space"),
        pytest.param("def f() -> ('D' 'eci'\n    'mal'): ...\n", id="concatenated-twice"),
        pytest.param("x: (\n    'Dec'  # a\n    'imal')\n", id="concatenated-around-a-comment"),
        pytest.param("x: 'Dec' \\\n 'imal'\n", id="concatenated-on-a-continued-line"),
        pytest.param("x: 'int | Dec' 'imal | str'\n", id="concatenated-in-the-second-name"),
        pytest.param(
            f"from typing import Union\nA = Union[\n{'    int,' * 99}\n    'Decimal',\n]\n",
            id="long-Union",
        ),
        pytest.param(
            "from typing import Optional\n@f(Optional['Decimal'])\ndef f(): ...\n",
            id="decorator",
        ),
        pytest.param(
            "from typing import Optional\nfrom a import Option\n"
            "def f(x: Option(Optional['Decimal'])): ...\n",
            id="generic-in-a-call",
        ),
        pytest.param(
            'from typing import Optional\nf"{[1]["a" == 1]}"\nx: "Optional[\'Decimal\']"\n',
            id="nested-quotes-beside-those-of-an-f-string",
            marks=SINCE_3_12,
        ),
        pytest.param(
            "from typing import cast\nx = d[cast('Decimal', 1)]\n", id="cast-in-a-subscript"
        ),
        pytest.param(
            "from typing import cast\ndef f(self, k): return self.rows[k:cast('Decimal', k)]\n",
            id="cast-in-a-slice",
        ),
        pytest.param(
            "from typing import TypeVar\nd[TypeVar('T', bound='Decimal')] = 1\n",
            id="bound-in-a-subscript",
        ),
        pytest.param("type A = 'Decimal'\n", id="type-statement", marks=SINCE_3_12),
        pytest.param("def f[T: 'Decimal'](x: T): ...\n", id="bound-in-brackets", marks=SINCE_3_12),
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
            "from typing import cast\nfrom a import Float\nx = cast(Float[1, 'Decimal'], 1)\n",
            id="unknown-in-a-cast",
        ),
        pytest.param(
            "from typing import Literal, cast\nx = d[cast(Literal['Decimal'], 1)]\n",
            id="Literal-in-a-cast-in-a-subscript",
        ),
        pytest.param(
            "from typing import Literal\nL = Literal[\n    'a',\n    'Decimal',\n]\n",
            id="Literal-on-lines",
        ),
        pytest.param("x: 'int' = 1  # cast('Decimal', x)\n", id="comment"),
        pytest.param(
            "from discord import Option\ndef f(x: Option(str, 'Decimal')): ...\n",
            id="call-in-an-annotation",
        ),
        pytest.param(
            "from discord import Option\ndef f(x: Option(list['Decimal'])): ...\n",
            id="builtin-in-a-call-in-an-annotation",
        ),
        pytest.param("def f(x: {'type': 'Decimal'}): ...\n", id="dictionary-in-an-annotation"),
        pytest.param(
            "from typing import Annotated\nf = 1\nx: Annotated[int, f('Decimal')]\n",
            id="call-in-Annotated",
        ),
        pytest.param("x: str = 'Decimal'\n", id="value"),
        pytest.param(
            'f"{[1]["a" == 1]}"\nx: str = "[\'Decimal\']"\n',
            id="value-beside-the-quotes-of-an-f-string",
            marks=SINCE_3_12,
        ),
        pytest.param("def f(x: str =\n        'Decimal'): ...\n", id="default-on-the-next-line"),
        pytest.param("def f(x='int | '\n        'Decimal'): ...\n", id="concatenated-default"),
        pytest.param(
            "from a import Union\nA = Union[\n    int,\n    'Decimal',\n]\n",
            id="generic-of-another-module",
        ),
    ],
)
def test_text(source: str) -> None:
    assert names(source) == []


@pytest.mark.parametrize(
    "quoted",
    [
        pytest.param("list[decimal.Decimal]", id="plain"),
        pytest.param("list[decimal. Decimal]", id="behind"),
        pytest.param("list[decimal .Decimal]", id="before"),
    ],
)
def test_space_around_the_dot_of_a_type(quoted: str) -> None:
    assert names(f"x: '{quoted}'\n") == ["decimal"]


@pytest.mark.parametrize(
    "quoted",
    [
        pytest.param("[Decimal for Decimal in a]", id="list"),
        pytest.param("list[(Decimal for Decimal in a)]", id="generator"),
        pytest.param("{Decimal: b for b in a for Decimal in b}", id="second-for"),
    ],
)
def test_a_comprehension_in_a_type_binds_its_own_names(quoted: str) -> None:
    assert names(f"x: '{quoted}'\nDecimal(1)\n") == ["Decimal"]
