"""Lazy imports (PEP 810): what is missing beside them, and where it goes."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from flake8_missing_import import find_missing_imports
from flake8_missing_import.adding import with_import
from flake8_missing_import.model import MissingImport
from tests import proof, styled

pytestmark = [
    pytest.mark.skipif(sys.version_info < (3, 15), reason="Python 3.15 brought them"),
    pytest.mark.filterwarnings("ignore:`sections` setting"),
]

CHECKING = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    "
MAIN = '\nif __name__ == "__main__":\n    '


def found(source: str) -> list[MissingImport]:
    return find_missing_imports(source, optional_codes=("MIS101", "MIS102"))


def lazily(source: str, finding: MissingImport) -> str:
    """Return the source with the lazy import that a finding offers."""
    (other,) = finding.lazily
    return with_import(source.encode(), replace(finding, edit=other.edit)).decode()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            CHECKING + "lazy from pathlib import Path\nprint(Path())\n",
            "MIS004 'Path' is imported only under 'TYPE_CHECKING' (line 3): "
            "move 'from pathlib import Path' to line 1",
            id="only-for-type-checkers",
        ),
        pytest.param(
            CHECKING + "lazy from pathlib import (\n        Path,\n        PurePath,\n    )\n"
            "x: PurePath\nprint(Path())\n",
            "MIS004 'Path' is imported only under 'TYPE_CHECKING' (line 3): "
            "move 'from pathlib import Path' to line 1",
            id="one-of-several-lines-for-type-checkers",
        ),
        pytest.param(
            CHECKING + "lazy from pathlib import Path, PurePath\nx: PurePath\nprint(Path())\n",
            "MIS004 'Path' is imported only under 'TYPE_CHECKING' (line 3): "
            "move 'from pathlib import Path' to line 1",
            id="one-of-two-for-type-checkers",
        ),
        pytest.param(
            "print(time.time())\nlazy import time\n",
            "MIS004 'time' is imported only below its use (line 2): move 'import time' to line 1",
            id="below-its-use",
        ),
        pytest.param(
            "import sys\nif sys.version_info < (3, 4):\n    lazy import time\nprint(time.time())\n",
            "MIS004 'time' is imported only under 'sys.version_info < (3, 4)' (line 3): "
            "move 'import time' to line 2",
            id="for-another-Python",
        ),
        pytest.param(
            "def f():\n    return sys.argv\n" + MAIN + "lazy import sys\n    print(f())\n",
            "MIS102 'sys' is imported only under '__main__' (line 5): move 'import sys' to line 1",
            id="only-in-main",
        ),
        pytest.param(
            "def f():\n    return Path()\n" + MAIN + "lazy from pathlib import Path\n    f()\n",
            "MIS102 'Path' is imported only under '__main__' (line 5): "
            "move 'from pathlib import Path' to line 1",
            id="member-only-in-main",
        ),
        pytest.param(
            "import os\nlazy import abc\nos, abc\ndef f():\n    import time\n"
            "    return time.time()\nf()\n",
            "MIS101 'time' is imported inside 'f': move 'import time' to line 2",
            id="in-a-function-below-a-lazy-one",
        ),
        pytest.param(
            "lazy import abc\ntime.time()\nabc\n",
            "MIS001 'time' is used but never imported: add 'import time' on line 1",
            id="module-above-a-lazy-one",
        ),
        pytest.param(
            "lazy from typing import IO\nx: Optional[IO]\nprint(Optional)\n",
            "MIS002 'Optional' is used but never imported: "
            "add 'from typing import Optional' on line 1 (first of 2 uses)",
            id="member-does-not-join-a-lazy-one",
        ),
        pytest.param(
            "from typing import Any\nlazy from typing import IO\nx: Optional[IO] | Any\n"
            "print(Optional)\n",
            "MIS002 'Optional' is used but never imported: "
            "change line 1 to 'from typing import Any, Optional' (first of 2 uses)",
            id="member-joins-the-eager-one-above",
        ),
        pytest.param(
            "lazy from typing import IO\nfrom typing import Any\nx: Optional[IO] | Any\n"
            "print(Optional)\n",
            "MIS002 'Optional' is used but never imported: "
            "change line 2 to 'from typing import Any, Optional' (first of 2 uses)",
            id="member-joins-the-eager-one-below",
        ),
    ],
)
def test_missing_import(source: str, message: str) -> None:
    (finding,) = found(source)
    assert finding.message == message
    after = proof.fixed(source, finding)
    assert found(after) == []
    assert proof.error(after) == ""


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("lazy import time\ntime.time()\n", id="top-level"),
        pytest.param("if x:\n    lazy import time\ntime.time()\n", id="in-a-condition"),
        pytest.param("with x:\n    lazy import time\ntime.time()\n", id="in-with"),
        pytest.param(CHECKING + "lazy from pathlib import Path\nx: Path\n", id="annotation"),
        pytest.param(MAIN + "lazy import sys\n    sys.exit()\n", id="used-in-main"),
        pytest.param("lazy from a import *\ntime.time()\n", id="star-does-not-compile"),
        pytest.param("lazy from os import *\ntime.time()\n", id="star-of-the-library"),
        pytest.param("def f():\n    lazy import os\ntime.time()\n", id="function-does-not-compile"),
        pytest.param("class A:\n    lazy import os\ntime.time()\n", id="class-does-not-compile"),
        pytest.param(
            "try:\n    lazy import os\nexcept OSError: pass\ntime.time()\n",
            id="try-does-not-compile",
        ),
        pytest.param("def f():\n    lazy import time\n    time.time()\n", id="MIS101"),
        pytest.param("lazy from . import time\ntime.time()\n", id="relative"),
    ],
)
def test_silent(source: str) -> None:
    assert found(source) == []


def test_a_variable_called_lazy_changes_nothing() -> None:
    assert len(found("lazy = 1\nlazy, time.time()\n")) == 1


def test_configured_name_stands_above_lazy_imports() -> None:
    source = "lazy import pandas\nx = np.zeros(1)\npandas\n"
    configured = {"np": styled._import("numpy|np")}
    (finding,) = find_missing_imports(source, configured=configured)
    assert finding.message == (
        "MIS005 'np' is used but never imported: add 'import numpy as np' on line 1"
    )


SUBMODULES = [
    pytest.param("lazy import xml\nprint(xml.dom)\n", "xml.dom", id="package-alone"),
    pytest.param("lazy import xml.dom\nxml.dom.minidom\n", "xml.dom.minidom", id="one-level-there"),
    pytest.param(
        "lazy import urllib.request\nurllib.parse.quote\n", "urllib.parse", id="not-yet-loaded"
    ),
    pytest.param(
        "lazy from urllib import request\nimport urllib\nurllib.parse.quote\n",
        "urllib.parse",
        id="from-import-not-yet-loaded",
    ),
]


@pytest.mark.parametrize(("source", "module"), SUBMODULES)
def test_submodule_is_missing(source: str, module: str) -> None:
    (finding,) = found(source)
    assert (finding.code, finding.name) == ("MIS003", module)
    assert proof.error(source).startswith("AttributeError: module")
    assert proof.error(f"import {module}\n{source}") == ""
    after = proof.fixed(source, finding)
    assert proof.error(after) == ""
    assert found(after) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("lazy import xml.dom\nprint(xml.dom)\n", id="own-name"),
        pytest.param("import xml\nlazy import xml.dom\nprint(xml.dom)\n", id="package-eagerly"),
        pytest.param("lazy import xml.dom\nimport xml\nprint(xml.dom)\n", id="package-below"),
        pytest.param(
            "lazy import xml.dom\nlazy import xml.sax\nprint(xml.dom, xml.sax)\n", id="two"
        ),
        pytest.param(
            "lazy import xml.etree.ElementTree as ET\nimport xml\nprint(xml.etree)\n",
            id="another-name",
        ),
        pytest.param(
            "lazy from xml.etree import ElementTree\nimport xml\nprint(xml.etree)\n", id="member"
        ),
        pytest.param(
            "lazy import urllib.request\nurllib.request\nprint(urllib.parse)\n",
            id="brought-by-what-is-used",
        ),
        pytest.param(
            "lazy from urllib.request import urlopen\nimport urllib\nurlopen\n"
            "print(urllib.parse)\n",
            id="brought-by-a-member",
        ),
        pytest.param("lazy import os\nprint(os.path)\n", id="comes-along"),
    ],
)
def test_submodule_is_there(source: str) -> None:
    assert found(source) == []
    assert proof.error(source) == ""


@pytest.mark.parametrize(
    ("before", "statement", "after"),
    [
        pytest.param(
            "def f():\n    return time.time()\n",
            "lazy import time",
            "lazy import time\n\n\ndef f():\n    return time.time()\n",
            id="no-imports",
        ),
        pytest.param(
            "import abc\nlazy import sys\n\ndef f():\n    return time.time(), abc, sys\n",
            "lazy import time",
            "import abc\nlazy import sys\nlazy import time\n\n",
            id="below-its-like",
        ),
        pytest.param(
            "import zlib\n\nimport requests\n\ndef f():\n    return time.time(), requests, zlib\n",
            "lazy import time",
            "import zlib\nlazy import time\n\nimport requests\n\n",
            id="below-the-eager-ones-of-its-section",
        ),
        pytest.param(
            "from typing import Any\nlazy from typing import IO\n\n"
            "def f():\n    return cast(IO, Any)\n",
            "lazy from typing import cast",
            "from typing import Any\nlazy from typing import IO, cast\n\n",
            id="joins-a-lazy-one",
        ),
        pytest.param(
            "def f():\n    import time\n    return time.time()\n",
            "lazy import time",
            "lazy import time\n\n\ndef f():\n    return time.time()\n",
            id="moved-out-of-a-function",
        ),
        pytest.param(
            "import importlib\n\ndef f():\n    return importlib.util.find_spec\n",
            "lazy import importlib.util",
            "import importlib\nlazy import importlib.util\n\n",
            id="submodule",
        ),
    ],
)
def test_lazy_import_is_offered(before: str, statement: str, after: str) -> None:
    (finding,) = found(before)
    assert [str(other.statement) for other in finding.lazily] == [statement]
    fixed = lazily(before, finding)
    assert fixed.startswith(after)
    assert proof.error(fixed + "f()\n") == "" or "requests" in before
    assert found(fixed) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("time.time()\n", id="module-level"),
        pytest.param("def f():\n    time.time()\ntime.time()\n", id="one-use-at-module-level"),
        pytest.param("class A:\n    x = time.time()\n", id="class"),
        pytest.param("@functools.cache\ndef f(): ...\n", id="decorator"),
        pytest.param(
            "import logging as l\ndef f():\n    return l.handlers.QueueHandler\n", id="unfixable"
        ),
    ],
)
def test_no_lazy_import_is_offered(source: str) -> None:
    (finding,) = found(source)
    assert finding.lazily == ()


def test_no_lazy_import_is_offered_for_an_older_target() -> None:
    source = "def f():\n    return time.time()\n"
    assert [
        len(find_missing_imports(source, target_version=target)[0].lazily)
        for target in ((3, 14), (3, 15))
    ] == [0, 1]


RUFF_WITH_LINES_BETWEEN_TYPES = """\
import os

from abc import ABC
lazy import re

lazy from time import sleep

import numpy

from yaml import load
lazy import requests
"""


@pytest.mark.parametrize(
    ("statement", "line_above", "line_below"),
    [
        ("time", "import os", ""),
        ("typing.Any", "from abc import ABC", "lazy import re"),
    ],
)
def test_ruff_puts_no_blank_line_above_lazy_imports(
    statement: str, line_above: str, line_below: str
) -> None:
    case = styled.Case(RUFF_WITH_LINES_BETWEEN_TYPES, styled._import(statement))
    lines = styled.added(case).split("\n")
    index = lines.index(str(case.statement))
    assert (lines[index - 1], lines[index + 1]) == (line_above, line_below)


@pytest.mark.parametrize("style", styled.STYLES)
def test_isort_stays_content(style: str) -> None:
    misses = styled.isort_misses(style, 8, 20261126, has_lazy=True)
    visible = [one for one in misses if not styled.fits_another(style, one[0].before, one[1])]
    assert len(visible) <= 1, visible[0]
