"""MIS102: imports that run only when the module is a program. Off by default."""

from __future__ import annotations

import pytest
from pytest_flake8_path import Flake8Path

from flake8_missing_import import find_missing_imports
from tests import proof

GUARD = 'if __name__ == "__main__":\n    import sys\n'
SOURCE = "def arguments():\n    return sys.argv\n\n\n" + GUARD + "    print(arguments())\n"
MESSAGE = "MIS102 'sys' is imported only under '__main__' (line 6): move 'import sys' to line 1"


def found(source: str) -> list[str]:
    return [finding.message for finding in find_missing_imports(source, optional_codes={"MIS102"})]


def test_message() -> None:
    assert found(SOURCE) == [MESSAGE]


@pytest.mark.parametrize(
    "guard",
    [
        pytest.param(GUARD, id="alone"),
        pytest.param(GUARD + "    print(sys)\n", id="used-there-too"),
        pytest.param("if '__main__' == __name__:\n    import os, sys\n    os\n", id="reversed"),
        pytest.param("if __name__ in ('__main__', '__mp_main__'):\n    import sys\n", id="in"),
    ],
)
def test_import_fails_and_the_edit_helps(guard: str) -> None:
    call = "\narguments()\n"
    source = "__name__ = 'module'\ndef arguments():\n    return sys.argv\n" + guard + call
    assert proof.error(source).startswith("NameError: name 'sys' is not defined")
    (finding,) = find_missing_imports(source, optional_codes={"MIS102"})
    after = proof.fixed(source, finding)
    assert proof.error(after) == ""
    assert found(after) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(GUARD + "    print(sys)\n", id="used-only-there"),
        pytest.param(GUARD + "    [a for a in sys.argv]\n", id="used-there-in-a-comprehension"),
        pytest.param("import sys\ndef f(): sys\n" + GUARD, id="imported-at-the-top-too"),
        pytest.param("def f(sys): sys.argv\n" + GUARD, id="parameter"),
        pytest.param("def f():\n    import sys\n    sys\n" + GUARD, id="imported-in-the-function"),
        pytest.param("from a import *\ndef f(): sys.argv\n" + GUARD, id="star-import"),
        pytest.param("def f(): numpy\nif __name__ == '__main__':\n    import numpy\n", id="other"),
        pytest.param("def f(): sys\nif __name__ == 'a':\n    import sys\n", id="other-name"),
    ],
)
def test_silent(source: str) -> None:
    assert found(source) == []


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        pytest.param([], 0, id="default"),
        pytest.param(["--extend-select=MIS102"], 1, id="extend-select"),
    ],
)
def test_is_off_until_selected(flake8_path: Flake8Path, arguments: list[str], count: int) -> None:
    (flake8_path / "t.py").write_text(SOURCE)
    lines = flake8_path.run_flake8(arguments).out.splitlines()
    assert lines == [f"./t.py:2:12: {MESSAGE}"] * count
