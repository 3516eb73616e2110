"""MIS004: what is imported in another place brings no submodule that its uses need."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports
from flake8_missing_import.applying import fixed
from tests import proof

CHECKING = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {}\n"

NOT_MOVED = [
    pytest.param(
        CHECKING + "def f(): return {}\nf()\n", "under 'TYPE_CHECKING'", id="TYPE_CHECKING"
    ),
    pytest.param(
        "import sys\nif sys.version_info < (3, 4):\n    {}\ndef f(): return {}\nf()\n",
        "under 'sys.version_info < (3, 4)'",
        id="another-Python",
    ),
    pytest.param("if False:\n    {}\ndef f(): return {}\nf()\n", "under 'False'", id="if-False"),
    pytest.param("x = {1}\n{0}\n", "below its use", id="below"),
    pytest.param("@({1} and id)\ndef f(): ...\n{0}\n", "below its use", id="decorator"),
    pytest.param("def f(x={1}): ...\n{0}\n", "below its use", id="default"),
    pytest.param("class A:\n    x = {1}\n{0}\n", "below its use", id="class-body"),
    pytest.param("class A({1} and object): ...\n{0}\n", "below its use", id="base"),
    pytest.param("x = [{1} for y in 'a']\n{0}\n", "below its use", id="comprehension"),
    pytest.param("with open('/dev/null') as y: x = {1}\n{0}\n", "below its use", id="body-of-with"),
    pytest.param("def f(): return {1}\nf()\n{0}\n", "below its use", id="own-call-above"),
    pytest.param(
        "x = {1}\nif __name__ == '__main__':\n    {0}\n    print(x)\n",
        "below its use",
        id="under-main",
    ),
    pytest.param(
        "if 0 in ():\n    {0}\nelse:\n    x = {1}\n", "in another branch", id="other-branch"
    ),
]
"""Where an import of the package stays, and where that is."""

REMOVED = [
    pytest.param(
        "def f():\n    x = {1}\n    {0}\n    return x\nf()\n", "below its use", id="below"
    ),
    pytest.param(
        "import asyncio\nasync def f():\n    x = {1}\n    {0}\n    return x\nasyncio.run(f())\n",
        "below its use",
        id="async",
    ),
    pytest.param(
        "def f(x=0):\n    if x:\n        {0}\n    else:\n        return {1}\nf()\n",
        "in another branch",
        id="other-branch",
    ),
]
"""Where an import of the package makes the name local to a function, and has to go."""

SUBMODULES = [
    pytest.param("urllib.parse", "urllib.request.Request", id="urllib"),
    pytest.param("importlib", "importlib.util.find_spec", id="package"),
    pytest.param("importlib.util", "importlib.resources.files", id="importlib"),
    pytest.param("xml.dom.minidom", "xml.sax.make_parser", id="xml"),
    pytest.param("logging", "logging.handlers.QueueHandler", id="logging"),
]
"""What is imported of a package, and a use of another submodule of it."""


@pytest.mark.parametrize(("place", "where"), NOT_MOVED)
@pytest.mark.parametrize(("imported", "use"), SUBMODULES)
def test_submodule_that_a_misplaced_import_does_not_bring(
    place: str, where: str, imported: str, use: str
) -> None:
    needed = use.rpartition(".")[0]
    source = place.format(f"import {imported}", use)
    assert proof.error(source).startswith("NameError: ")
    (finding,) = find_missing_imports(source)
    assert finding.message.startswith(
        f"MIS004 '{needed}' is imported nowhere, '{imported}' only {where} (line "
    )
    assert f"): add 'import {needed}' on line " in finding.message
    assert (finding.removals, len(finding.uses)) == ((), 1)
    if finding.edit:
        after = proof.fixed(source, finding)
        assert proof.error(after) == ""
        assert find_missing_imports(after) == []


@pytest.mark.parametrize(("place", "where"), REMOVED)
@pytest.mark.parametrize(("imported", "use"), SUBMODULES)
def test_submodule_that_a_late_import_in_a_function_does_not_bring(
    place: str, where: str, imported: str, use: str
) -> None:
    needed = use.rpartition(".")[0]
    source = place.format(f"import {imported}", use)
    line = source[: source.index(f"import {imported}\n")].count("\n") + 1
    assert proof.error(source).startswith("UnboundLocalError: ")
    (finding,) = find_missing_imports(source)
    assert finding.message.startswith(
        f"MIS004 '{needed}' is imported nowhere, '{imported}' only {where} (line {line}): "
        f"add 'import {needed}' on line "
    )
    assert finding.message.endswith(f", and remove the import on line {line}")
    after = proof.fixed(source, finding)
    assert f"import {imported}\n" not in after
    assert proof.error(after) == ""
    assert find_missing_imports(after) == []


@pytest.mark.parametrize(
    ("imported", "use"),
    [
        pytest.param("urllib.request", "urllib.parse.quote", id="brought-by-it"),
        pytest.param("importlib.util", "importlib.util.find_spec", id="imported"),
        pytest.param("xml.dom.minidom", "xml.dom.Node", id="package-between"),
        pytest.param("os", "os.path.join", id="part-of-it"),
        pytest.param("concurrent.futures", "concurrent.futures.wait", id="no-submodule"),
        pytest.param("importlib", "hasattr(importlib, 'util') and importlib.util", id="asked-for"),
    ],
)
@pytest.mark.parametrize(
    "place",
    [
        pytest.param(CHECKING + "def f(): return {}\nf()\n", id="TYPE_CHECKING"),
        pytest.param("def f():\n    x = {1}\n    {0}\n    return x\nf()\n", id="in-a-function"),
    ],
)
def test_submodule_that_a_misplaced_import_brings(imported: str, use: str, place: str) -> None:
    source = place.format(f"import {imported}", use)
    (finding,) = find_missing_imports(source)
    assert f": move 'import {imported}' to line 1" in finding.message
    after = proof.fixed(source, finding)
    assert proof.error(after) == ""
    assert find_missing_imports(after) == []


def test_submodule_that_another_import_brings() -> None:
    source = (
        f"import importlib.util as other\n{CHECKING.format('import importlib')}"
        "def f(): return other and importlib.util.find_spec\nf()\n"
    )
    (finding,) = find_missing_imports(source)
    assert "move 'import importlib' to line 1" in finding.message
    assert proof.error(proof.fixed(source, finding)) == ""


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        pytest.param(
            "importlib.util.find_spec, importlib.machinery.ModuleSpec",
            {"importlib.util": 1, "importlib.machinery": 1},
            id="two-submodules",
        ),
        pytest.param(
            "importlib.reload, importlib.util.find_spec, importlib.util.module_from_spec",
            {"importlib.util": 3},
            id="package-and-its-submodule",
        ),
        pytest.param("importlib.reload, importlib.invalidate_caches", {"importlib": 2}, id="none"),
    ],
)
def test_count_of_what_one_import_makes_up_for(uses: str, expected: dict[str, int]) -> None:
    source = f"{CHECKING.format('import importlib')}def f(): return {uses}\nf()\n"
    findings = find_missing_imports(source)
    assert {finding.name: len(finding.uses) for finding in findings} == expected


def test_submodule_that_another_function_imports_as_well() -> None:
    source = (
        f"{CHECKING.format('import logging')}def g():\n    import logging.handlers\n"
        "    return logging.INFO\ndef h(): return logging.handlers.QueueHandler\nh()\n"
    )
    (finding,) = find_missing_imports(source)
    assert "add 'import logging.handlers' on line 1" in finding.message
    assert proof.error(proof.fixed(source, finding)) == ""


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            f"import importlib.util as other\n{CHECKING.format('import importlib')}"
            "def f(): return other, importlib.util, importlib.machinery.ModuleSpec\nf()\n",
            id="under-another-name",
        ),
        pytest.param(
            "import importlib.util\ndef f():\n"
            "    x = importlib.util.find_spec, importlib.machinery.ModuleSpec\n"
            "    import importlib\n    return x\nf()\n",
            id="hidden",
        ),
        pytest.param(
            "import importlib.util\ndef g():\n    return importlib.util\ng()\ndef f():\n"
            "    x = importlib.util.find_spec, importlib.machinery.ModuleSpec\n"
            "    import importlib\n    return x\nf()\n",
            id="used-elsewhere",
        ),
    ],
)
def test_submodule_that_is_imported_is_not_named_beside_another(source: str) -> None:
    (finding,) = find_missing_imports(source)
    assert finding.message.startswith("MIS004 'importlib.machinery' is imported nowhere, ")
    assert len(finding.uses) == 2
    assert proof.error(proof.fixed(source, finding)) == ""


def test_submodule_that_only_the_import_brings_which_goes() -> None:
    source = (
        "def f():\n    x = importlib.util.find_spec, importlib.machinery.ModuleSpec\n"
        "    import importlib.abc\n    return x\n"
    )
    after = fixed(source.encode(), find_missing_imports, lambda _: True).decode()
    assert after.startswith("import importlib.machinery\nimport importlib.util\n\n\ndef f")
    assert proof.error(f"{after}f()\n") == ""


def test_submodules_that_late_imports_of_two_functions_do_not_bring() -> None:
    source = (
        "def f():\n    x = importlib.util.find_spec\n    import importlib\n    return x\n"
        "def g():\n    x = importlib.machinery.ModuleSpec\n    import importlib\n    return x\n"
    )
    assert [finding.message for finding in find_missing_imports(source)] == [
        f"MIS004 'importlib.{name}' is imported nowhere, 'importlib' only below its use "
        f"(line {line}): add 'import importlib.{name}' on line 1, and remove the import on line "
        f"{line}"
        for name, line in (("util", 3), ("machinery", 7))
    ]
    after = fixed(source.encode(), find_missing_imports, lambda _: True).decode()
    assert proof.error(f"{after}f()\ng()\n") == ""


def test_late_import_of_a_package_that_hides_the_module_s_own() -> None:
    source = "import logging\ndef f():\n    logging.handlers\n    import logging\n"
    assert [finding.message for finding in find_missing_imports(source)] == [
        "MIS004 'logging' is imported only below its use (line 4): "
        "move that import above the use, or remove it"
    ]


OTHER_NAMES = [
    pytest.param(
        "import importlib as il", "il.util.find_spec", "import importlib.util", id="alias"
    ),
    pytest.param(
        "from xml import etree",
        "etree.ElementTree.parse",
        "import xml.etree.ElementTree",
        id="member",
    ),
]


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(CHECKING + "def f(): return {}\nf()\n", id="TYPE_CHECKING"),
        pytest.param("x = {1}\n{0}\n", id="below"),
        pytest.param("def f():\n    x = {1}\n    {0}\n    return x\nf()\n", id="in-the-function"),
        pytest.param("def g():\n    {}\ndef f(): return {}\nf()\n", id="in-another-function"),
        pytest.param("class A:\n    {}\ndef f(): return {}\nf()\n", id="in-a-class"),
        pytest.param("class A:\n    def g():\n        {}\nf = lambda: {}\nf()\n", id="in-a-method"),
        pytest.param(
            "def g():\n    def h():\n        {}\n    return h\nx = {}\n", id="nested-function"
        ),
    ],
)
@pytest.mark.parametrize(("imported", "use", "needed"), OTHER_NAMES)
def test_submodule_of_a_package_with_another_name(
    place: str, imported: str, use: str, needed: str
) -> None:
    source = place.format(imported, use)
    name = use.partition(".")[0]
    assert f"'{name}'" in proof.error(source)
    misplaced, lacking = find_missing_imports(source)
    assert (misplaced.code, misplaced.name, str(misplaced.statement)) == ("MIS004", name, imported)
    assert lacking.code == "MIS003"
    assert f": add '{needed}' on line " in lacking.message
    assert lacking.edit is None
    after = proof.fixed(source, misplaced)
    (left,) = find_missing_imports(after)
    assert left.message.partition(" on line ")[0] == lacking.message.partition(" on line ")[0]
    assert proof.error(f"{needed}\n{after}") == ""


@pytest.mark.parametrize(
    ("imported", "use"),
    [
        pytest.param("import importlib as il", "il.reload", id="alias"),
        pytest.param("import importlib.util as iu", "iu.find_spec", id="alias-of-the-submodule"),
        pytest.param("import os as o", "o.path.join", id="brought"),
        pytest.param("from xml.etree import ElementTree", "ElementTree.parse", id="member"),
    ],
)
def test_misplaced_import_under_another_name_that_is_enough(imported: str, use: str) -> None:
    for place in (CHECKING + "x = {}\n", "def g():\n    {}\nx = {}\n"):
        source = place.format(imported, use)
        (finding,) = find_missing_imports(source)
        assert finding.code == "MIS004"
        assert proof.error(proof.fixed(source, finding)) == ""
