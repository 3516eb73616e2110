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
        pytest.param(
            "if __name__ != '__main__':\n    pass\nelse:\n    import sys\n", id="else-of-unequal"
        ),
        pytest.param(
            "if not __name__ == '__main__':\n    pass\nelse:\n    import sys\n", id="else-of-not"
        ),
        pytest.param("if not __name__ != '__main__':\n    import sys\n", id="not-unequal"),
        pytest.param(
            "match __name__:\n    case '__main__':\n        import sys\n",
            id="match",
        ),
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
    "guard",
    [
        pytest.param("if MAIN:\n    import sys\n", id="alone"),
        pytest.param("if MAIN and __name__:\n    import sys\n", id="and"),
        pytest.param("if not MAIN:\n    pass\nelse:\n    import sys\n", id="else-of-not"),
    ],
)
def test_variable_that_says_whether_it_is_the_program(guard: str) -> None:
    head = "globals()['__name__'] = 'module'\nMAIN = __name__ == '__main__'\n"
    source = f"{head}def arguments(): return sys.argv\n{guard}arguments()\n"
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
        pytest.param(
            "def f(): sys\nif __name__ != '__main__':\n    import sys\nelse:\n    pass\n",
            id="unequal",
        ),
        pytest.param("def f(): sys\nif not __name__ == '__main__':\n    import sys\n", id="not"),
        pytest.param(
            "MAIN = __name__ == '__main__'\nMAIN = True\ndef f(): sys\nif MAIN:\n    import sys\n",
            id="variable-bound-again",
        ),
        pytest.param(
            "MAIN = __name__ == '__main__'\ndef f(): sys\nif MAIN: pass\nelse:\n    import sys\n",
            id="other-than-a-variable",
        ),
        pytest.param(
            "def f(): sys\nmatch __name__:\n    case 'a':\n        import sys\n",
            id="other-name-matched",
        ),
        pytest.param(
            "MAIN = __name__ == '__main__'\nif MAIN:\n    import sys\nif MAIN:\n    sys\n",
            id="used-only-below-the-variable",
        ),
    ],
)
def test_silent(source: str) -> None:
    assert found(source) == []


@pytest.mark.parametrize(
    "function",
    [
        pytest.param("if __name__ != '__main__':\n        return\n    sys.argv", id="return"),
        pytest.param(
            "if not __name__ == '__main__':\n        raise ValueError\n    sys.argv", id="raise"
        ),
        pytest.param("assert __name__ == '__main__'\n    sys.argv", id="assert"),
        pytest.param("x = sys.argv if __name__ == '__main__' else []", id="conditional-expression"),
        pytest.param("return __name__ == '__main__' and sys.argv", id="and"),
        pytest.param("return '__main__' != __name__ or sys.argv", id="or"),
        pytest.param("if IS_MAIN:\n        sys.argv", id="variable"),
    ],
)
def test_use_that_only_the_program_reaches(function: str) -> None:
    source = f"IS_MAIN = __name__ == '__main__'\ndef f():\n    {function}\n{GUARD}"
    assert found(source) == []
    assert len(found(source.replace("'__main__'", "'__mp_main__'"))) == 1


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


@pytest.mark.parametrize(
    "guard",
    [
        pytest.param(f"{GUARD}    import sys\n", id="twice"),
        pytest.param(GUARD + GUARD, id="two-conditions"),
        pytest.param(
            'if __name__ == "__main__":\n    if arguments:\n        import sys\n    else:\n'
            "        import sys\n",
            id="both-branches",
        ),
    ],
)
def test_all_imports_of_a_name_move(guard: str) -> None:
    source = f"__name__ = 'module'\ndef arguments():\n    return sys.argv\n{guard}arguments()\n"
    assert proof.error(source).startswith("NameError: name 'sys' is not defined")
    (finding,) = find_missing_imports(source, optional_codes={"MIS102"})
    after = proof.fixed(source, finding)
    assert proof.error(after) == ""
    assert after.count("import sys") == 1


def test_other_uses_are_counted() -> None:
    source = f"def f():\n    sys.argv\n\n\ndef g():\n    sys.argv\n\n\n{GUARD}    sys.argv\n"
    (message,) = found(source)
    assert message.endswith("move 'import sys' to line 1 (first of 2 uses)")


@pytest.mark.parametrize(
    ("use", "codes"),
    [
        pytest.param("sys.argv\n", ["MIS004"], id="at-import-time"),
        pytest.param("def g(x=sys.argv): pass\n", ["MIS004"], id="default"),
        pytest.param("def g(): sys.argv\n", ["MIS102"], id="in-a-call"),
        pytest.param(
            "def g():\n    sys.argv\n    from sys import argv as sys\n",
            ["MIS102", "MIS004"],
            id="another-binding",
        ),
    ],
)
def test_binding_is_reported_once(use: str, codes: list[str]) -> None:
    source = f"def f(): sys.argv\n{use}{GUARD}"
    findings = find_missing_imports(source, optional_codes={"MIS102"})
    assert [one.code for one in findings] == codes
    assert findings[0].edit
    assert len(found(proof.fixed(source, findings[0]))) == len(codes) - 1


def test_imports_that_differ() -> None:
    source = (
        "def f():\n    decode(1, 2)\nif __name__ == '__main__':\n    if f:\n"
        "        from base64 import decode\n    else:\n        from quopri import decode\n"
    )
    assert found(source) == []


def test_name_that_is_expected_to_be_missing() -> None:
    source = f"def f():\n    try:\n        sys.argv\n    except NameError:\n        pass\n{GUARD}"
    assert found(source) == []
    assert len(found(source.replace("NameError", "KeyError"))) == 1


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(
            "    try:\n        import json\n    except ImportError:\n        raise\n", id="try"
        ),
        pytest.param(
            "    with contextlib.suppress(ImportError):\n        import json\n", id="suppress"
        ),
        pytest.param("    if sys.platform == 'win32':\n        import json\n", id="platform"),
        pytest.param("    sys.path.insert(0, '')\n    import json\n", id="path"),
    ],
)
def test_import_with_a_reason_is_left_there(block: str) -> None:
    head = "import contextlib, sys\ndef f():\n    json.loads('1')\n"
    source = f"{head}if __name__ == '__main__':\n{block}"
    (finding,) = find_missing_imports(source, optional_codes={"MIS102"})
    assert finding.edit is None


@pytest.mark.parametrize(
    ("statement", "is_fixable"),
    [
        pytest.param("from os import fork", False, id="of-one-platform"),
        pytest.param("from os import getpid", True, id="of-all"),
        pytest.param("from sys import ps1", False, id="interactive"),
        pytest.param("from sys import argv", True, id="program"),
        pytest.param("monkey.patch_all()\n    from socket import socket", False, id="replaced"),
    ],
)
def test_member_that_may_not_be_at_the_top(statement: str, is_fixable: bool) -> None:
    name = statement.split()[-1]
    source = f"def f():\n    return {name}\nif __name__ == '__main__':\n    {statement}\n"
    (finding,) = find_missing_imports(source, optional_codes={"MIS102"}, target_version=(3, 11))
    assert (finding.edit is not None) is is_fixable
