"""Imports that would break a module at its top: they are reported, and left to the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_missing_import import find_missing_imports
from flake8_missing_import.known_imports import KnownImports, read

IMPORTS = """\
# First party: app
# First party in: app
# Imported relatively, up to so many dots: 1

import numpy as np
from app.shop import Order
"""


@pytest.fixture
def learned(tmp_path: Path) -> KnownImports:
    """Return what a file of imports beside the package says."""
    (tmp_path / "app").mkdir()
    (tmp_path / "known.py").write_text(IMPORTS)
    return read([str(tmp_path / "known.py")])


def advice(source: str, imports: KnownImports, path: str = "x.py") -> str:
    """Return what the one finding advises, with a + if it has an edit."""
    filename = f"{imports.root}/{path}"
    (found,) = find_missing_imports(source, filename=filename, known=imports)
    return "+" * (found.edit is not None) + found.message.partition(": ")[2]


SETUP = "import site\nimport sys\n\nimport django\n\n{}\n\nprint(Order)\n"
ROOT = 'sys.path.insert(0, "..")'


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(ROOT, id="insert"),
        pytest.param('sys.path.append("..")', id="append"),
        pytest.param('sys.path += [".."]', id="augmented"),
        pytest.param('sys.path[:0] = [".."]', id="slice"),
        pytest.param('if ".." not in sys.path: sys.path.append("..")', id="condition"),
        pytest.param('site.addsitedir("..")', id="site"),
        pytest.param("django.setup()", id="django"),
    ],
)
def test_own_import_above_what_makes_it_importable(learned: KnownImports, code: str) -> None:
    assert advice(SETUP.format(code), learned) == (
        "add 'from app.shop import Order' (below the code on line 6, which it may need)"
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            f"import sys\n\n{ROOT}\n\nprint(np)\n",
            "import numpy as np' on line 3", id="third-party",
        ),
        pytest.param(
            f"import sys\n\n{ROOT}\n\nfrom app import db  # noqa: E402\n\nprint(Order, db)\n",
            "from app.shop import Order' on line 6", id="late-block",
        ),
        pytest.param(
            f"import sys\n\n\ndef f():\n    {ROOT}\n    return Order\n",
            "from app.shop import Order' on line 3", id="in-a-function",
        ),
        pytest.param(
            "import sys\n\nprint(sys.path, Order)\n", "from app.shop import Order' on line 3",
            id="only-read",
        ),
    ],
)  # fmt: skip
def test_import_that_needs_no_code_above_it(
    learned: KnownImports, source: str, expected: str
) -> None:
    assert advice(source, learned) == f"+add '{expected}"
