"""MIS004: misplaced imports of one name that have to move in one run."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports
from flake8_missing_import.applying import repaired_as_reported
from tests import proof


def repaired(source: str) -> str:
    """Return source after one run of the fixer that leaves nothing out."""
    messages = {finding.message for finding in find_missing_imports(source)}
    repair = repaired_as_reported(source.encode(), find_missing_imports, messages, unsafe=False)
    assert (repair.refused, repair.left) == ((), ())
    return repair.content.decode()


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {0}\n    {1}\n"
            "def f():\n    return {2}, {3}\nf()\n",
            id="TYPE_CHECKING",
        ),
        pytest.param("if False:\n    {0}\n    {1}\ndef f():\n    return {3}, {2}\nf()\n", id="if"),
        pytest.param("x = {2}\ny = {3}\n{0}\n{1}\n", id="below"),
        pytest.param("x = {2}\ny = {3}\n{1}\n{0}\n", id="below-in-reverse"),
        pytest.param("def f():\n    return {2}, {3}\nf()\n{0}\n{1}\n", id="below-a-call"),
    ],
)
@pytest.mark.parametrize(
    ("first", "second", "uses"),
    [
        pytest.param("importlib.abc", "importlib.util", ["Loader", "find_spec"], id="importlib"),
        pytest.param("xml.dom.minidom", "xml.sax", ["parse", "make_parser"], id="xml"),
        pytest.param("email.message", "email.mime.text", ["Message", "MIMEText"], id="email"),
        pytest.param("urllib.error", "urllib.parse", ["URLError", "quote"], id="urllib"),
    ],
)
def test_submodules_of_one_package(place: str, first: str, second: str, uses: list[str]) -> None:
    imports = [f"import {first}", f"import {second}"]
    used = [f"{first}.{uses[0]}", f"{second}.{uses[1]}"]
    source = place.format(*imports, *used)
    assert proof.error(source).startswith("NameError: ")
    after = repaired(source)
    assert [after.count(f"{one}\n") for one in imports] == [1, 1]
    assert after.index(imports[1]) < after.index(used[1])
    assert find_missing_imports(after) == []
    assert proof.error(after) == ""
    assert proof.messages(after) <= proof.messages(source)


@pytest.mark.parametrize(
    ("imports", "use", "at_the_top"),
    [
        pytest.param(
            ["import logging.handlers", "import logging"],
            "logging.getLogger()",
            ["import logging", "import logging.handlers"],
            id="submodule-and-package",
        ),
        pytest.param(
            ["import os.path", "import os"], "os.sep", ["import os", "import os.path"], id="path"
        ),
        pytest.param(
            ["import logging", "import logging.handlers"],
            "logging.getLogger()",
            ["import logging", "import logging.handlers"],
            id="package-and-submodule",
        ),
        pytest.param(
            ["import xml.etree.ElementTree as ET", "from xml.etree import ElementTree as ET"],
            "ET.parse",
            ["import xml.etree.ElementTree as ET"],
            id="two-forms",
        ),
        pytest.param(
            ["from os import path", "import os.path as path"],
            "path.sep",
            ["from os import path"],
            id="two-forms-without-an-alias",
        ),
        pytest.param(
            ["import json, os", "import json"], "json.dumps(1)", ["import json"], id="two-names"
        ),
        pytest.param(
            ["import json", "import json, os"], "json.dumps(1)", ["import json"], id="one-name"
        ),
    ],
)
def test_late_imports_of_two_functions(imports: list[str], use: str, at_the_top: list[str]) -> None:
    source = "".join(
        f"def f{n}():\n    x = {use}\n    {one}\n    return x\nf{n}()\n"
        for n, one in enumerate(imports)
    )
    assert proof.error(source).startswith("UnboundLocalError: ")
    after = repaired(source)
    assert after.splitlines()[: len(at_the_top)] == at_the_top
    assert find_missing_imports(after) == []
    assert proof.error(after) == ""
    assert proof.messages(after) <= proof.messages(source)


@pytest.mark.parametrize(
    ("outside", "inside"),
    [
        pytest.param(
            "import xml.etree.ElementTree as ET",
            "from xml.etree import ElementTree as ET",
            id="from",
        ),
        pytest.param(
            "from xml.etree import ElementTree as ET", "import xml.etree.ElementTree as ET", id="as"
        ),
    ],
)
def test_late_import_of_what_the_module_imports_in_another_form(outside: str, inside: str) -> None:
    source = f"{outside}\ndef f():\n    x = ET.parse\n    {inside}\n    return x\nf()\n"
    assert proof.error(source).startswith("UnboundLocalError: ")
    (finding,) = find_missing_imports(source)
    assert finding.message.endswith(": move that import above the use, or remove it")
    assert finding.edit is None
    assert proof.error(source.replace(f"    {inside}\n", "")) == ""


def test_what_functions_import_in_two_forms() -> None:
    source = (
        "def f():\n    import xml.etree.ElementTree as ET\n    return ET\n"
        "def g():\n    from xml.etree import ElementTree as ET\n    return ET\nx = ET.parse\n"
    )
    (finding,) = find_missing_imports(source)
    assert finding.message == (
        "MIS004 'ET' is imported only inside 'f' (line 2) and other scopes: "
        "add 'import xml.etree.ElementTree as ET' on line 1"
    )
    assert proof.error(proof.fixed(source, finding)) == ""


def test_submodule_that_two_findings_lack() -> None:
    source = (
        "x = importlib.abc.Loader\ndef f():\n"
        "    x = importlib.resources.files, importlib.abc.Loader\n"
        "    import importlib\n    return x\n"
    )
    after = repaired(source)
    assert after.startswith("import importlib.abc\nimport importlib.resources\n\nx = ")
    assert find_missing_imports(after) == []
    assert proof.error(f"{after}f()\n") == ""


def test_package_and_its_submodule_that_two_functions_import_too_late() -> None:
    source = (
        "def f():\n    logging.handlers.QueueHandler\n    import logging\n"
        "def g():\n    logging.handlers.QueueHandler\n    import logging.handlers\n"
    )
    after = repaired(source)
    assert find_missing_imports(after) == []
    assert after.count("import logging") == 2
    assert proof.error(f"{after}f()\ng()\n") == ""


def test_package_below_its_use_and_submodule_for_type_checkers() -> None:
    source = (
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import xml.etree.ElementTree\n"
        "\n\ndef f():\n    xml.etree.ElementTree.fromstring('<a/>')\n    import xml\n"
    )
    assert all("nowhere" not in one.message for one in find_missing_imports(source))
    after = repaired(source)
    assert proof.error(f"{repaired(after)}f()\n") == ""
