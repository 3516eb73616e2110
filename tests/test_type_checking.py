"""Imports that only annotations need, in a file that has a block for type checkers."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

from flake8_missing_import import apply, find_missing_imports
from flake8_missing_import.project.known_imports import KnownImports

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


@pytest.mark.parametrize(
    ("use", "is_in_block"),
    [
        pytest.param("PosixPath()", True, id="run-time-needs-all-others"),
        pytest.param("y: PosixPath", False, id="another-is-for-annotations-too"),
    ],
)
def test_members_that_only_annotations_need_are_kept_apart(use: str, is_in_block: bool) -> None:
    head = HEAD.replace("from typing", "from pathlib import PosixPath\nfrom typing")
    block = "if TYPE_CHECKING:\n    from pathlib import PurePath\n"
    after = fixed(f"{head}{block}\n{use}\n\n\ndef f(x: Path, y: PurePath) -> None: ...\n")
    assert ("    from pathlib import Path, PurePath\n" in after) == is_in_block
    assert ("\nfrom pathlib import Path, PosixPath\n" in after) != is_in_block


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
        pytest.param(
            "    from pathlib import Path\n\n    from web import Post\n",
            "    from pathlib import Path\n\n    from web import Post\n\n"
            "    from app.models import User\n",
            id="no-own-import-there",
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


def test_own_name_makes_no_section_above_others() -> None:
    known = KnownImports({"User": (("app.models", "User", None),)}, first_party=frozenset({"app"}))
    block = "if TYPE_CHECKING:\n    from .web import Post\n"
    source = f"{HEAD}{block}\n\ndef f(x: User, y: Post) -> None: ...\n"
    (finding,) = find_missing_imports(source, known=known)
    assert finding.edit is None


def test_third_party_name_makes_no_section_of_the_block() -> None:
    known = KnownImports({"np": (("numpy", None, "np"),)}, first_party=frozenset({"app"}))
    source = f"{HEAD}{BLOCK}\n\ndef f(x: Iterable[np.ndarray]) -> None: ...\n"
    assert "\nimport numpy as np\n" in fixed(source, known=known)


@pytest.mark.parametrize(
    ("above", "block", "after"),
    [
        pytest.param("", "from .models import Post", "from .models import Post, User", id="joins"),
        pytest.param(
            "", "from .views import Post", "from .models import User\n    from .views import Post",
            id="other-module",
        ),
        pytest.param(
            "from .models import Post\n\n", "from .views import View", None,
            id="members-at-the-top-stay-together",
        ),
    ],
)  # fmt: skip
def test_block_shows_that_own_imports_are_relative(
    above: str, block: str, after: str | None
) -> None:
    known = KnownImports(
        {"User": (("app.models", "User", None),)},
        first_party=frozenset({"app"}),
        folders=frozenset({"app"}),
    )
    head, uses = (
        f"{HEAD}{above}if TYPE_CHECKING:\n    ",
        "\n\n\ndef f(x: User, y: Post, z: View): ...\n",
    )
    uses = uses if above else uses.replace(", z: View", "")
    expected = (
        f"{head}{after}{uses}"
        if after
        else f"{head}{block}{uses}".replace("Post\n", "Post, User\n", 1)
    )
    assert fixed(f"{head}{block}{uses}", known=known, filename="app/admin.py") == expected


def test_message_names_the_statement_in_the_block() -> None:
    source = (
        "from __future__ import annotations\n\nfrom typing import TYPE_CHECKING\n\n"
        "if TYPE_CHECKING:\n    import re\n\n\ndef f(x: decimal.Decimal, y: re.Pattern): ...\n"
    )
    (finding,) = find_missing_imports(source, target_version=(3, 11))
    assert "add 'import decimal' on line 6" in finding.message


FUNCTION = "\ny: Iterable\n\n\ndef f(x: Path): ...\n\n\n"
DATACLASS = "\ny: Iterable\n\n\n@dataclasses.dataclass\nclass A:\n    x: Path\n\n\n"


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
            "\ny: Iterable\n\n\nclass A(metaclass=Meta):\n    x: Path\n",
            id="metaclass",
        ),
        pytest.param(
            "from injector import inject",
            "\ny: Iterable\n\n\n@inject\nclass A:\n    def f(self, x: Path): ...\n",
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
        pytest.param("", f"{FUNCTION}f(1)\n", id="called"),
        pytest.param("import inspect", f"{FUNCTION}inspect.signature(f)\n", id="signature"),
        pytest.param("import threading", f"{FUNCTION}threading.Thread(target=f)\n", id="thread"),
        pytest.param("", f"{FUNCTION}map(f, [])\n", id="map"),
        pytest.param("import app", f"{FUNCTION}app.run(f(1))\n", id="result-is-handed-out"),
        pytest.param("import dataclasses", f"{DATACLASS}A(1)\n", id="made"),
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


OWN = KnownImports({"Manager": (("app.core", "Manager", None),)}, first_party=frozenset({"app"}))
BASES = (
    "from app.group import Group, Y0, notices\nfrom sqlalchemy.orm import Mapped, relationship\n"
)
UNSEEN = "if TYPE_CHECKING:\n    from app.group import Y\n"


def line_of_own_import(uses: str, head: str = HEAD, block: str = UNSEEN) -> str:
    """Return the line that the import of the project's Manager becomes in a file with a block."""
    source = f"{head}{BASES}\n{block}\n\n{uses}\n"
    (finding,) = find_missing_imports(source, known=OWN, target_version=(3, 10))
    assert finding.name == "Manager"
    return finding.edit.inserted[0] if finding.edit else ""


@pytest.mark.parametrize(
    "uses",
    [
        pytest.param("class W(Group):\n    m: Manager\n    y: Y", id="field"),
        pytest.param("class W(Group):\n    y: Y | None = None\n    m: list[Manager]", id="above"),
        pytest.param("@notices\nclass W:\n    m: Manager\n    y: Y", id="decorated-class"),
        pytest.param("@notices\ndef w(m: Manager, y: Y): ...", id="decorated"),
        pytest.param("@notices\ndef w(m: Manager, *, y: 'Y'): ...", id="keyword-only"),
        pytest.param("def w(m: Manager, y: Y): ...\n\n\nX = notices(w)", id="handed-on"),
        pytest.param(
            "import pytest\n\n\n@pytest.mark.slow\ndef test_w(m: Manager): ...\n\n\ny: Y",
            id="test",
        ),
        pytest.param(
            "from pytest import fixture\n\n\n@fixture(scope='module')\n"
            "def w() -> Manager: ...\n\n\ny: Y",
            id="fixture",
        ),
    ],
)
def test_annotations_that_nothing_can_read(uses: str) -> None:
    expected = "    from app.core import Manager"
    assert line_of_own_import(uses) == expected
    quoted = uses.replace("Manager", "'Manager'").replace(": Y", ": 'Y'").replace(" | None", "")
    assert line_of_own_import(quoted, head=HEAD.partition("\n\n")[2]) == expected
    at_run_time = UNSEEN.replace("if TYPE_CHECKING", "if Y0")
    if "pytest" not in uses:
        assert line_of_own_import(uses, block=at_run_time) == expected.strip()


@pytest.mark.parametrize(
    "uses",
    [
        pytest.param("class W(Group):\n    m: Manager\n    y: list", id="nothing-beside"),
        pytest.param("class W(Group):\n    m: Manager\n\n    def f(y: Y): ...", id="method"),
        pytest.param(
            "class W(Group):\n    m: Mapped[Manager]\n    y: Y", id="read-by-its-own-type"
        ),
        pytest.param(
            "class W(Group):\n    m: Manager\n    y: Mapped[list[Y]]", id="beside-such-a-type"
        ),
        pytest.param(
            "class W(Group):\n    m: Manager\n    y: Y = relationship()", id="beside-a-value"
        ),
        pytest.param("class W(Group):\n    m: Manager\n    _y: Y", id="beside-a-private-field"),
        pytest.param(
            "import typing\n\n\nclass W(Group):\n    m: Manager\n    y: typing.ClassVar[Y]",
            id="beside-a-class-variable",
        ),
        pytest.param(
            "from pydantic import BaseModel\n\n\nclass W(BaseModel):\n    m: Manager\n    y: Y",
            id="told-later",
        ),
        pytest.param(
            "class W(Group):\n    m: Manager\n    y: Y\n\n\nW.model_rebuild()",
            id="told-below",
        ),
        pytest.param("@notices\ndef w(y: Y, m: Manager): ...", id="behind-the-context"),
        pytest.param("@notices\ndef w(y: Y) -> Manager: ...", id="result"),
        pytest.param(
            "import pytest\n\n\n@notices\n@pytest.mark.slow\ndef w(m: Manager): ...",
            id="decorated-twice",
        ),
        pytest.param("@notices\ndef w(m: Manager, y: 'a b'): ...", id="no-code"),
    ],
)
def test_annotations_that_something_may_read_without_others(uses: str) -> None:
    assert line_of_own_import(uses) == "from app.core import Manager"


def test_members_of_the_library_beside_others_in_the_block() -> None:
    source = (
        f"{HEAD}from .notices import notices\n\n"
        "if TYPE_CHECKING:\n    from argparse import ArgumentParser\n\n\n"
        "@notices\ndef execute(args: Namespace, parser: ArgumentParser) -> int: ...\n"
    )
    assert "    from argparse import ArgumentParser, Namespace\n" in fixed(source)
