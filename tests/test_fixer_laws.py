"""What holds for every file that the fixer changes: it parses, it only grows, once is enough."""

from __future__ import annotations

import ast
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_missing_import import MissingImport, find_missing_imports
from flake8_missing_import.applying import fixed
from tests import restore_files

HEADS = (
    "#!/usr/bin/env python\n",
    "# -*- coding: utf-8 -*-\n",
    "# A licence\n# of two lines.\n\n",
    '"""A docstring."""\n',
    '"""A docstring\n\nof three lines.\n"""\n\n',
    "from __future__ import annotations\n",
    "__all__ = ['f']\n",
    "# %%\n",
)
IMPORTS = (
    "import os\n",
    "import abc, zlib\n",
    "import numpy\n",
    "from collections import OrderedDict\n",
    "from typing import (\n    Any,\n    Optional,\n)\n",
    "from os.path import (abspath,\n                     dirname)\n",
    "from typing import Any  # a comment\n",
    "import re; import json\n",
    "import uuid  # isort: skip\n",
    "from . import other\n",
    "\n",
    "# About the next import.\n",
    "# isort: off\n",
    "# isort: on\n",
    "# isort: split\n",
    "try:\n    import fast\nexcept ImportError:\n    fast = None\n",
    "if TYPE_CHECKING:\n    from pathlib import Path\n",
    "from signal import *\nSIGINT\n",
    "from base64 import \\\n    b64encode\n",
)
BODIES = (
    "time.time()\n",
    "def f():\n    return datetime.now() - timedelta(1)\n",
    "def f(a: Optional[Path]) -> Callable[..., int]: ...\n",
    "class A(Enum):\n    x = auto()\n",
    "def f():\n    import subprocess\n    subprocess.run([])\ndef g(): subprocess.run([])\n",
    "xml.dom.minidom.parse(ET.parse(1))\n",
    "x = 1; sys.exit(x)\n",
    "\n\n",
    "\x0c\n",
    "if __name__ == '__main__':\n    json.dumps(defaultdict(list))\n",
    "def f():\n    return f'{textwrap.dedent(string.ascii_letters)}'\n",
)


@st.composite
def modules(draw: st.DrawFn) -> bytes:
    """Draw a module of parts in any order, with any line ends, and perhaps without the last."""
    head = draw(st.lists(st.sampled_from(HEADS), max_size=4, unique=True))
    imports = draw(st.lists(st.sampled_from(IMPORTS), max_size=8))
    body = draw(st.lists(st.sampled_from(BODIES), min_size=1, max_size=4))
    source = "".join([*sorted(head, key=HEADS.index), *imports, *body])
    if draw(st.booleans()):
        source = source.removesuffix("\n")
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    signature = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return signature + source.replace("\n", end).encode()


def is_subsequence(short: bytes, long: bytes) -> bool:
    characters = iter(long)
    return all(character in characters for character in short)


@given(modules())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_laws(content: bytes) -> None:
    check_laws(content)


@pytest.mark.large
@pytest.mark.parametrize("end", [pytest.param("\r\n", id="crlf"), pytest.param("\r", id="cr")])
def test_laws_for_real_files_with_other_line_ends(
    end: str, hundred_cases: list[restore_files.Case]
) -> None:
    for case in hundred_cases:
        check_laws(case.removed.rstrip("\n").replace("\n", end).encode())


def check_laws(content: bytes) -> None:
    # MIS004 may move an import; all other fixes only add.
    def find(source: str) -> list[MissingImport]:
        found = find_missing_imports(source, filename="t.py")
        return [finding for finding in found if not finding.removals]

    after = fixed(content, find, lambda _: True)
    ast.parse(after)
    assert is_subsequence(content, after)
    assert fixed(after, find, lambda _: True) == after
    assert not [finding for finding in find(after.decode()) if finding.edit]


@pytest.fixture(scope="module")
def hundred_cases() -> list[restore_files.Case]:
    cases = list(islice(restore_files.cases(restore_files.files(), 1), 100))
    assert len(cases) == 100
    return cases


@pytest.mark.large
@pytest.mark.parametrize(
    "tool",
    [
        pytest.param(["git", "apply"], id="git"),
        pytest.param(["patch", "-p1", "-s", "--binary"], id="patch"),
    ],
)
def test_diff_of_a_hundred_files_gives_the_same_bytes(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tool: list[str],
    hundred_cases: list[restore_files.Case],
) -> None:
    monkeypatch.chdir(tmp_path)
    for number, case in enumerate(hundred_cases):
        Path(f"case{number}.py").write_bytes(case.removed.encode())
    command = [sys.executable, "-m", "flake8_missing_import", "--isolated", "--unsafe", "."]
    diff = subprocess.run([*command, "--diff"], capture_output=True, check=False).stdout
    before = contents(tmp_path)
    subprocess.run(tool, input=diff, check=True)
    patched = contents(tmp_path)
    for name, content in before.items():
        Path(name).write_bytes(content)
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert contents(tmp_path) == patched
    assert sum(patched[name] != content for name, content in before.items()) >= 85


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.py")}
