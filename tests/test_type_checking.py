"""Imports that only annotations need, in a file that has a block for type checkers."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

from flake8_missing_import import apply, find_missing_imports
from flake8_missing_import.known_imports import KnownImports

HEAD = "from __future__ import annotations\n\nfrom typing import TYPE_CHECKING\n\n"
BLOCK = "if TYPE_CHECKING:\n    from collections.abc import Iterable\n"
USES = "\n\ndef f(x: Iterable[Path]) -> None: ...\n"


def fixed(source: str, **options: object) -> str:
    (finding,) = find_missing_imports(source, **options)  # type: ignore[arg-type]
    after = apply(source, finding)
    line = finding.edit.statement_line if finding.edit else 0
    assert f"line {line}" in finding.message
    assert find_missing_imports(after, **options) == []  # type: ignore[arg-type]
    return after


def check_with_ruff(source: str) -> None:
    """Ask whether the imports are sorted, and whether one belongs into the block: TC003."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "-q", "--select=I,TC003,F", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("block", "after"),
    [
        pytest.param(
            "if TYPE_CHECKING:\n    from collections.abc import Iterable\n",
            "if TYPE_CHECKING:\n    from collections.abc import Iterable\n"
            "    from pathlib import Path\n",
            id="below",
        ),
        pytest.param(
            "if TYPE_CHECKING:\n    from typing_extensions import Self\n\n    from a import b\n"
            "    Iterable = b, Self\n",
            None,
            id="no-standard-library-import-there",
        ),
        pytest.param(
            "if TYPE_CHECKING:\n    import socket\n    from collections.abc import Iterable\n\n"
            "    from a import b\n\nx: b | socket.socket | None = None\n",
            "if TYPE_CHECKING:\n    import socket\n    from collections.abc import Iterable\n"
            "    from pathlib import Path\n\n"
            "    from a import b\n\nx: b | socket.socket | None = None\n",
            id="above-a-section",
        ),
        pytest.param(
            "if TYPE_CHECKING:\n    from pathlib import PurePath\n    from queue import Queue\n\n"
            "x: Queue[PurePath]\n",
            "if TYPE_CHECKING:\n    from pathlib import Path, PurePath\n"
            "    from queue import Queue\n\nx: Queue[PurePath]\n",
            id="joined",
        ),
    ],
)
def test_goes_to_the_block(block: str, after: str | None) -> None:
    source = HEAD + block + (USES if "Iterable" in block else "\n\ndef f(x: Path) -> None: ...\n")
    result = fixed(source)
    if after is None:
        assert "\nfrom pathlib import Path\n" in result
    else:
        assert result == source.replace(block, after)
        check_with_ruff(result)


def test_style_of_the_file_decides_where_the_block_shows_none() -> None:
    """isort's force_sort_within_sections."""
    source = (
        "from __future__ import annotations\n\n"
        "import ast\nfrom base64 import b64encode\nimport os\n"
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import socket\n\n"
        "print(ast, b64encode, os)\n\n\ndef f(x: Path | socket.socket) -> None: ...\n"
    )
    after = fixed(source)
    assert "    from pathlib import Path\n    import socket\n" in after


@pytest.mark.parametrize(
    ("guard", "uses"),
    [
        pytest.param("if TYPE_CHECKING:", "def f(x: Path) -> None: ...", id="parameter"),
        pytest.param("if TYPE_CHECKING:", "def f() -> list[Path]: ...", id="return"),
        pytest.param("if TYPE_CHECKING:", "x: Path | None = None", id="variable"),
        pytest.param("if TYPE_CHECKING:", "def f(x: 'Path') -> None: ...", id="quoted"),
        pytest.param("if TYPE_CHECKING:", "class A:\n    x: Path", id="field"),
        pytest.param(
            "if TYPE_CHECKING:", "@dataclasses.dataclass\nclass A:\n    x: Path", id="dataclass"
        ),
        pytest.param(
            "if TYPE_CHECKING:",
            "class A:\n    @property\n    def f(self) -> Path: ...",
            id="property",
        ),
        pytest.param("if typing.TYPE_CHECKING:", "def f(x: Path) -> None: ...", id="attribute"),
        pytest.param("if TYPE_CHECKING is True:", "def f(x: Path) -> None: ...", id="is-True"),
    ],
)
def test_uses_that_never_run(guard: str, uses: str) -> None:
    source = (
        "from __future__ import annotations\n\nimport dataclasses\nimport typing\n"
        "from typing import TYPE_CHECKING\n\n"
        f"{guard}\n    import socket\n\n{uses}\n"
        "y: socket.socket\ndataclasses, typing, TYPE_CHECKING\n"
    )
    assert "\n    from pathlib import Path\n" in fixed(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(HEAD + BLOCK + USES + "print(Path('a'))\n", id="used-at-run-time"),
        pytest.param(
            HEAD.partition("\n\n")[2] + BLOCK + USES.replace("Iterable", "list"),
            id="annotations-run",
            marks=pytest.mark.skipif(
                sys.version_info >= (3, 14), reason="this Python does not evaluate them"
            ),
        ),
        pytest.param(HEAD + "import sys\nsys\n" + USES.replace("Iterable", "list"), id="no-block"),
        pytest.param(
            HEAD + "if TYPE_CHECKING:\n    import numpy\n" + USES.replace("Iterable", "numpy"),
            id="no-standard-library-there",
        ),
        pytest.param(
            HEAD + "from pathlib import PurePath\n\n" + BLOCK + USES + "PurePath('a')\n",
            id="module-is-imported-at-run-time",
        ),
        pytest.param(
            HEAD + "def f(x: Path) -> None: ...\n\n\n" + BLOCK + "\nx: Iterable\n",
            id="block-is-below",
        ),
        pytest.param(
            HEAD
            + "def g():\n    "
            + textwrap.indent(BLOCK, "    ").strip()
            + USES.replace("Iterable", "list"),
            id="block-of-a-function",
        ),
        pytest.param(
            HEAD
            + "import pydantic\n\n"
            + BLOCK
            + "\n\nclass A(pydantic.BaseModel):\n    x: Path\n",
            id="field-that-a-library-reads",
        ),
        pytest.param(
            HEAD
            + "from fastapi import FastAPI\n\n"
            + BLOCK
            + "\napp = FastAPI()\n\n\n@app.get('/')\ndef f(x: Path) -> None: ...\n",
            id="parameter-that-a-library-reads",
        ),
        pytest.param(
            HEAD + "if not TYPE_CHECKING:\n    import socket\n" + USES.replace("Iterable", "list"),
            id="block-runs",
        ),
    ],
)
def test_stays_at_the_top(source: str) -> None:
    after = fixed(source)
    assert "\nfrom pathlib import Path" in f"\n{after}"
    assert "    from pathlib" not in after


@pytest.mark.parametrize(
    ("block", "after"),
    [
        pytest.param(
            "    from pathlib import PurePath\n",
            "    from pathlib import Path, PurePath\n",
            id="members-are-there",
        ),
        pytest.param(
            "    import socket\n    from pathlib import PurePath\n",
            "    import socket\n    from pathlib import Path, PurePath\n",
            id="beside-others",
        ),
    ],
)
def test_members_stay_together_in_the_block(block: str, after: str) -> None:
    head = HEAD.replace("from typing", "import pathlib\nfrom typing")
    uses = "\npathlib\n\n\ndef f(x: Path, y: PurePath) -> None: ...\n"
    uses = uses.replace("...", "...\n\n\nz: socket.socket" if "socket" in block else "...")
    source = f"{head}if TYPE_CHECKING:\n{block}{uses}"
    assert fixed(source) == f"{head}if TYPE_CHECKING:\n{after}{uses}"


def test_module_alone_in_the_block_attracts_no_members() -> None:
    head = HEAD.replace("from typing", "import pathlib\nfrom typing")
    source = f"{head}if TYPE_CHECKING:\n    import socket\n\npathlib\n\nx: Path | socket.socket\n"
    assert "\nfrom pathlib import Path\n" in fixed(source)


def test_long_imports_are_wrapped_at_the_width_of_the_file() -> None:
    names = "Awaitable, Callable, Collection, Container"
    source = (
        HEAD + f"if TYPE_CHECKING:\n    from collections.abc import {names}\n\n"
        "\nx: Awaitable | Callable | Collection | Container | Coroutine\n"
    )
    after = fixed(source, max_line_length=79)
    assert max(map(len, after.splitlines())) <= 79
    check_with_ruff(fixed(source, max_line_length=88))


def test_a_cell_of_a_stub_is_no_place() -> None:
    (finding,) = find_missing_imports(HEAD + BLOCK + "\ndef f(x: Path): ...\n", filename="a.pyi")
    assert finding.edit
    assert not finding.edit.inserted[0].startswith(" ")


@pytest.mark.parametrize(
    ("block", "after"),
    [
        pytest.param(
            "    from app.models import Post\n",
            "    from app.models import Post, User\n",
            id="joins",
        ),
        pytest.param(
            "    from app.views import Post\n",
            "    from app.models import User\n    from app.views import Post\n",
            id="same-section",
        ),
        pytest.param(
            "    from pathlib import Path\n\n    from app.views import Post\n",
            "    from pathlib import Path\n\n    from app.models import User\n"
            "    from app.views import Post\n",
            id="below-the-standard-library",
        ),
    ],
)
def test_project_names_go_to_the_block_of_their_section(block: str, after: str) -> None:
    known = KnownImports({"User": (("app.models", "User", None),)}, first_party=frozenset({"app"}))
    head = f"{HEAD}if TYPE_CHECKING:\n"
    uses = "\n\ndef f(x: User, y: Post, z: Path) -> None: ...\n"
    if "Path" not in block:
        uses = uses.replace(", z: Path", "")
    assert fixed(head + block + uses, known=known) == head + after + uses


def test_message_names_the_statement_in_the_block() -> None:
    source = (
        "from __future__ import annotations\n\nfrom typing import TYPE_CHECKING\n\n"
        "if TYPE_CHECKING:\n    import re\n\n\ndef f(x: decimal.Decimal, y: re.Pattern): ...\n"
    )
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert "add 'import decimal' on line 6" in finding.message


FUNCTION = "\n\ndef f(x: Path, y: Iterable): ...\n\n\n"
DATACLASS = "\n\n@dataclasses.dataclass\nclass A:\n    x: Path\n    y: Iterable\n\n\n"


@pytest.mark.parametrize(
    ("imports", "uses"),
    [
        pytest.param("import typing", f"{FUNCTION}typing.get_type_hints(f)\n", id="get_type_hints"),
        pytest.param(
            "import inspect", f"{FUNCTION}inspect.signature(f, eval_str=True)\n", id="signature"
        ),
        pytest.param(
            "from inspect import get_annotations as get",
            f"{FUNCTION}get(f)\n",
            id="get_annotations",
        ),
        pytest.param("", f"{FUNCTION}print(f.__annotations__)\n", id="__annotations__"),
        pytest.param(
            "import dataclasses\nimport attrs", f"{DATACLASS}attrs.resolve_types(A)\n", id="attrs"
        ),
        pytest.param("import typer", f"{FUNCTION}typer.run(f)\n", id="typer"),
        pytest.param(
            "from fastapi import Depends", f"{FUNCTION}z = Depends(dependency=f)\n", id="Depends"
        ),
        pytest.param("from app import app", f"{FUNCTION}app.add_api_route('/', f)\n", id="route"),
        pytest.param("from app import app", f"{FUNCTION}app.routes = [f]\n", id="list"),
        pytest.param("from app import render", f"{FUNCTION}render.register(f)\n", id="register"),
        pytest.param(
            "import dataclasses\nimport cattrs", f"{DATACLASS}cattrs.structure(1, A)\n", id="cattrs"
        ),
        pytest.param(
            "import dataclasses\nfrom pydantic import BaseModel",
            f"{DATACLASS}class B(BaseModel):\n    a: list[A]\n",
            id="field-of-a-model",
        ),
        pytest.param(
            "import dataclasses\nfrom .types import Model",
            f"{DATACLASS}class B(Model):\n    a: list[A]\n",
            id="field-of-an-own-model",
        ),
        pytest.param(
            "import dataclasses\nfrom msgspec import convert",
            f"{DATACLASS}class B(A): ...\n\n\nconvert(1, B)\n",
            id="derived",
        ),
        pytest.param(
            "from app import Meta",
            "\n\nclass A(metaclass=Meta):\n    x: Path\n    y: Iterable\n",
            id="metaclass",
        ),
        pytest.param(
            "from injector import inject",
            "\n\n@inject\nclass A:\n    def f(self, x: Path, y: Iterable): ...\n",
            id="method-of-a-decorated-class",
        ),
    ],
)
def test_annotations_that_something_reads(imports: str, uses: str) -> None:
    source = f"{HEAD}{imports}\n\n{BLOCK}{uses}"
    (finding,) = find_missing_imports(source)
    assert finding.edit
    assert finding.edit.inserted == ("from pathlib import Path",)


@pytest.mark.parametrize(
    ("imports", "uses"),
    [
        pytest.param("", f"{FUNCTION}f(1, 2)\n", id="called"),
        pytest.param("import inspect", f"{FUNCTION}inspect.signature(f)\n", id="signature"),
        pytest.param("import threading", f"{FUNCTION}threading.Thread(target=f)\n", id="thread"),
        pytest.param("", f"{FUNCTION}map(f, [])\n", id="map"),
        pytest.param("import app", f"{FUNCTION}app.run(f(1, 2))\n", id="result-is-handed-out"),
        pytest.param("import dataclasses", f"{DATACLASS}A(1, 2)\n", id="made"),
        pytest.param("import dataclasses", f"{DATACLASS}def g(a: list[A]): ...\n", id="annotation"),
        pytest.param("import dataclasses", f"{DATACLASS}class B(A): ...\n", id="derived"),
        pytest.param("import dataclasses", f"{DATACLASS}try: ...\nexcept A: ...\n", id="exception"),
    ],
)
def test_annotations_that_nothing_reads(imports: str, uses: str) -> None:
    source = f"{HEAD}{imports}\n\n{BLOCK}{uses}"
    (finding,) = find_missing_imports(source)
    assert finding.edit
    assert finding.edit.inserted == ("    from pathlib import Path",)
