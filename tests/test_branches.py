"""Imports in branches and loops that a use may, or may not, have passed."""

from __future__ import annotations

import sys

import pytest

from flake8_missing_import import find_missing_imports
from tests import proof

NEEDS_EXCEPTION_GROUPS = pytest.mark.skipif(sys.version_info < (3, 11), reason="PEP 654")
FORMS = [pytest.param("{}", id="module"), pytest.param("def f():\n{}f()\n", id="function")]


def in_form(source: str, form: str) -> str:
    lines = source.splitlines(keepends=True)
    return form.format("".join(f"    {line}" for line in lines) if "def" in form else source)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "for a in 'ab':\n    for b in a:\n        pass\n    else:\n        import json\n"
            "    json.dumps(1)\n",
            id="else-of-an-inner-loop",
        ),
        pytest.param(
            "again = [0, 1, 0]\nfor a in 'ab':\n    while again.pop():\n        json.dumps(1)\n"
            "    else:\n        import json\n",
            id="next-pass-of-an-outer-loop",
        ),
        pytest.param(
            "while []:\n    pass\nelse:\n    import json\njson.dumps(1)\n", id="else-of-while"
        ),
        pytest.param(
            "try:\n    pass\nexcept OSError:\n    pass\nelse:\n    import json\njson.dumps(1)\n",
            id="else-of-try",
        ),
        pytest.param("try:\n    pass\nfinally:\n    import json\njson.dumps(1)\n", id="finally"),
        pytest.param(
            "match 1:\n    case 2:\n        import json\n    case _:\n        import json\n"
            "json.dumps(1)\n",
            id="all-cases",
        ),
        pytest.param("with memoryview(b''):\n    import json\njson.dumps(1)\n", id="with"),
        pytest.param(
            "try:\n    raise ExceptionGroup('', [OSError(), KeyError()])\n"
            "except* OSError:\n    import json\nexcept* KeyError:\n    json.dumps(1)\n",
            id="two-handlers-of-a-group",
            marks=NEEDS_EXCEPTION_GROUPS,
        ),
    ],
)
def test_import_that_may_have_run(source: str, form: str) -> None:
    code = in_form(source, form)
    assert proof.error(code) == ""
    assert find_missing_imports(code) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "for a in 'ab':\n    json.dumps(1)\nelse:\n    import json\n", id="else-of-its-loop"
        ),
        pytest.param(
            "for a in [[1], [1]]:\n    while a.pop():\n        json.dumps(1)\n        break\n"
            "    else:\n        pass\nelse:\n    import json\n",
            id="else-of-an-outer-loop",
        ),
        pytest.param(
            "for a in 'ab':\n    pass\nelse:\n    json.dumps(1)\n    import json\n",
            id="both-in-the-else",
        ),
        pytest.param(
            "try:\n    raise OSError\nexcept KeyError:\n    import json\nexcept OSError:\n"
            "    json.dumps(1)\n",
            id="another-handler",
        ),
    ],
)
def test_import_that_cannot_have_run(source: str, form: str) -> None:
    code = in_form(source, form)
    assert "Error: " in proof.error(code)
    assert "json" in proof.error(code)
    (finding,) = find_missing_imports(code)
    assert finding.code == "MIS004"


MAIN = "if __name__ == '__main__':\n    import sys\n    "


@pytest.mark.parametrize(
    "last",
    [
        pytest.param("sys.exit(main())", id="exit"),
        pytest.param("raise SystemExit(main())", id="raise"),
        pytest.param("main()\n    sys.exit()", id="exit-afterwards"),
    ],
)
def test_function_above_a_branch_that_leaves_is_called_in_it(last: str) -> None:
    source = f"def main():\n    return len(sys.argv) * 0\n\n\n{MAIN}{last}\n"
    assert proof.error(source) == ""
    assert find_missing_imports(source) == []
    (finding,) = find_missing_imports(source, optional_codes=["MIS102"])
    assert finding.code == "MIS102"


def test_function_below_a_branch_that_leaves_is_never_called_in_it() -> None:
    source = "if []:\n    import json\n    raise SystemExit\ndef f(): return json.dumps(1)\nf()\n"
    assert proof.error(source).startswith("NameError: ")
    assert [one.code for one in find_missing_imports(source)] == ["MIS004"]
