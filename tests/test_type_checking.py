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
            "x: Queue[PurePath]\ny: Iterable\n".replace("y: Iterable\n", ""),
            None,
            id="joined",
        ),
    ],
)
def test_goes_to_the_block(block: str, after: str | None) -> None:
    source = HEAD + block + (USES if "Iterable" in block else "\n\ndef f(x: Path) -> None: ...\n")
    if after is None and "PurePath" in block:
        after = block.replace("import PurePath", "import Path, PurePath")
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
