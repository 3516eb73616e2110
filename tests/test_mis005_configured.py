"""MIS005: names that the configuration explains."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_flake8_path import Flake8Path

from flake8_missing_import import ImportStatement, find_missing_imports

CONFIGURED = {
    "_": ImportStatement("gettext", "gettext", "_"),
    "json": ImportStatement("simplejson", alias="json"),
    "models": ImportStatement("django.db", "models"),
    "np": ImportStatement("numpy", alias="np"),
}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param("np.zeros(1)", "'import numpy as np' on line 1", id="module"),
        pytest.param("x = _('a')", "'from gettext import gettext as _' on line 1", id="function"),
        pytest.param("json.dumps(1)", "'import simplejson as json' on line 1", id="beats-index"),
        pytest.param("def f(x: 'models.Model'): pass", "'from django.db import models'", id="type"),
        pytest.param(
            "import os\n\nimport pytest\n\nfrom a import b\nnp.x",
            "'import numpy as np' on line 3",
            id="among-third-party-imports",
        ),
        pytest.param(
            "import os\n\nimport pytest\n\nimport django.urls\nmodels.x",
            "'from django.db import models' on line 6",
            id="among-its-package",
        ),
        pytest.param("import os\n\n\nnp.x", "'import numpy as np' on line 3", id="new-block"),
        pytest.param(
            "import os\n\nfrom . import a\nnp.x",
            "'import numpy as np' on line 3",
            id="not-relative",
        ),
    ],
)
def test_configured_name_is_missing(source: str, message: str) -> None:
    (finding,) = find_missing_imports(source, configured=CONFIGURED)
    assert finding.code == "MIS005"
    assert message in finding.message


@pytest.mark.parametrize(
    ("name", "use"),
    [
        pytest.param("time", "time.time()", id="member-of-its-name"),
        pytest.param("time", "time.sleep(1)", id="another-member"),
        pytest.param("select", "select.select([s], [], [])", id="select"),
        pytest.param("select", "select(s)", id="call"),
    ],
)
def test_option_decides_for_a_name_that_the_library_has_too(name: str, use: str) -> None:
    configured = {name: ImportStatement("own", name)}
    (finding,) = find_missing_imports(f"def f(): return {use}\n", configured=configured)
    assert finding.message.endswith(f"add 'from own import {name}' on line 1")
    assert finding.edit is not None


METHOD = "    def run(self): return np.x\n"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"class A:\n    def __init__(self, np): self.np = np\n{METHOD}", id="of-self"),
        pytest.param(f"class A:\n    np = 1\n{METHOD}", id="of-the-class"),
        pytest.param(f"class A:\n    np: int\n{METHOD}", id="field"),
        pytest.param(f"class A:\n    def f(self): self.a, self.np = 1, 2\n{METHOD}", id="tuple"),
        pytest.param(f"class A:\n    def np(self): return 1\n{METHOD}", id="method"),
        pytest.param(f"class A:\n    async def np(self): return 1\n{METHOD}", id="coroutine"),
        pytest.param(f"class A:\n    @property\n    def np(self): ...\n{METHOD}", id="property"),
    ],
)
def test_self_may_be_meant(source: str) -> None:
    (finding,) = find_missing_imports(source, configured=CONFIGURED)
    assert finding.edit is None
    assert finding.message.startswith(
        "MIS005 'np' is used but never imported ('self.np' may be meant): add 'import numpy as np'"
    )


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"class A:\n{METHOD}", id="no-attribute"),
        pytest.param(f"class A:\n    np = 1\nclass B:\n{METHOD}", id="other-class"),
        pytest.param("class A:\n    np = 1\ndef f(): return np.x\n", id="function"),
        pytest.param("class A:\n    def np(self): return np.x\n", id="in-the-method-itself"),
        pytest.param(f"class A:\n    def f(self):\n        def np(): ...\n{METHOD}", id="inner"),
        pytest.param(f"class A:\n    def f(self): self.np = np\n{METHOD}", id="of-the-import"),
        pytest.param(f"class A:\n    def f(self): other.np = 1\n{METHOD}", id="other-object"),
        pytest.param(f"class A:\n    def f(self): return self.np\n{METHOD}", id="only-read"),
        pytest.param(
            "class A:\n    def g(self): self.np = 1\n    def f(self, x: np.A): ...\n",
            id="annotation",
        ),
    ],
)
def test_attribute_is_not_meant(source: str) -> None:
    (finding,) = find_missing_imports(source, configured=CONFIGURED, target_version=(3, 10))
    assert finding.edit is not None
    assert "self" not in finding.message


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import numpy as np\nnp.zeros(1)", id="imported"),
        pytest.param("def f(np): np.zeros(1)", id="parameter"),
        pytest.param("for _ in x: pass", id="variable"),
        pytest.param("from a import *\nnp.zeros(1)", id="star-import"),
    ],
)
def test_silent(source: str) -> None:
    assert find_missing_imports(source, configured=CONFIGURED) == []


@pytest.mark.parametrize(
    ("source", "is_reported"),
    [
        pytest.param("async def f():\n    e = Event()\n    await e.wait()\n", False, id="awaited"),
        pytest.param("def f():\n    e = Event()\n    e.wait()\n", True, id="not-awaited"),
        pytest.param(
            "class A:\n    def __init__(self): self.e = Event()\n"
            "    async def f(self): await self.e.wait()\n",
            False,
            id="attribute-awaited",
        ),
        pytest.param(
            "l = Lock()\nasync def f():\n    async with l: pass\n", False, id="async-with"
        ),
        pytest.param("l = Lock()\nasync def f():\n    with l: pass\n", True, id="with"),
        pytest.param("async def f(): pass\nrun(f())\n", False, id="coroutine"),
        pytest.param("run(['a'])\n", True, id="list"),
    ],
)
def test_what_the_configured_cannot_be(source: str, is_reported: bool) -> None:
    configured = {
        "Event": ImportStatement("threading", "Event"),
        "Lock": ImportStatement("threading", "Lock"),
        "run": ImportStatement("subprocess", "run"),
    }
    found = find_missing_imports(source, configured=configured)
    assert any(one.code == "MIS005" for one in found) == is_reported


def test_names_in_a_configuration_file(flake8_path: Flake8Path) -> None:
    (flake8_path / "setup.cfg").write_text(
        "[flake8]\nselect = MIS\nmissing-import-names =\n"
        "    np = import numpy as np\n"
        "    models = from django.db import models\n"
        "    views = from ..site import views\n"
    )
    (flake8_path / "a.py").write_text("models.x\nnp.x\nviews.x\n")
    assert flake8_path.run_flake8().out_lines == [
        "./a.py:1:1: MIS005 'models' is used but never imported: "
        "add 'from django.db import models' on line 1",
        "./a.py:2:1: MIS005 'np' is used but never imported: add 'import numpy as np' on line 1",
        "./a.py:3:1: MIS005 'views' is used but never imported: "
        "add 'from ..site import views' on line 1",
    ]


@pytest.mark.parametrize(
    ("init", "line"),
    [
        pytest.param("app/__init__.py", 5, id="package"),
        pytest.param("app/other.py", 4, id="folder"),
    ],
)
def test_package_around_the_file_has_a_section_of_its_own(
    flake8_path: Flake8Path, init: str, line: int
) -> None:
    (flake8_path / "app").mkdir()
    (flake8_path / init).write_text("")
    (flake8_path / "setup.cfg").write_text(
        "[flake8]\nselect = MIS\nmissing-import-names = User = from app.models import User\n"
    )
    (flake8_path / "app/views.py").write_text("import os\n\nimport requests\n\nprint(User)\n")
    assert flake8_path.run_flake8().out_lines == [
        "./app/views.py:5:7: MIS005 'User' is used but never imported: "
        f"add 'from app.models import User' on line {line}",
    ]


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param("np", id="no-import"),
        pytest.param("np = numpy", id="no-statement"),
        pytest.param("np = import numpy", id="other-name"),
        pytest.param("np = import numpy as np; import os", id="two-statements"),
        pytest.param("np = import (", id="no-python"),
        pytest.param("* = from numpy import *", id="star"),
    ],
)
def test_malformed_entry_ends_the_start(flake8_path: Flake8Path, entry: str) -> None:
    result = flake8_path.run_flake8([f"--missing-import-names={entry}"])
    assert result.exit_code == 2
    assert f"{entry!r} is not of the form NAME = IMPORT" in result.err


@pytest.mark.parametrize(
    ("entry", "binds"),
    [
        pytest.param("pd = import pandas", "pandas", id="module"),
        pytest.param("etree = import xml.etree", "xml", id="submodule"),
        pytest.param("Model = from django.db import models", "models", id="member"),
        pytest.param("pd = import pandas as p", "p", id="alias"),
    ],
)
def test_entry_that_binds_another_name(flake8_path: Flake8Path, entry: str, binds: str) -> None:
    result = flake8_path.run_flake8([f"--missing-import-names={entry}"])
    assert f"it binds {binds!r}, not {entry.split()[0]!r}" in result.err


@pytest.mark.parametrize(
    ("statement", "filename"),
    [
        pytest.param(ImportStatement("models", "name"), "models.py", id="module"),
        pytest.param(
            ImportStatement("app.models", "name"), "src/app/models.py", id="module-in-a-package"
        ),
        pytest.param(
            ImportStatement("app.models", "name"), "app\\models.pyi", id="other-separator-and-stub"
        ),
        pytest.param(ImportStatement("app", "name"), "app/__init__.py", id="package"),
        pytest.param(ImportStatement("app", "name"), "app/name.py", id="submodule"),
        pytest.param(ImportStatement(".", "name"), "app/name.py", id="relative-submodule"),
        pytest.param(ImportStatement("models", alias="name"), "models.py", id="alias"),
        pytest.param(ImportStatement("conftest", "name"), "tests/conftest.py", id="test-module"),
    ],
)
def test_module_does_not_import_itself(statement: ImportStatement, filename: str) -> None:
    configured = {"name": statement}
    assert find_missing_imports("name()\n", filename=filename, configured=configured) == []


def test_module_does_not_import_itself_from_inside_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app").mkdir()
    monkeypatch.chdir(tmp_path / "app")
    configured = {"name": ImportStatement("app.models", "name")}
    assert find_missing_imports("name()\n", filename="./models.py", configured=configured) == []


@pytest.mark.parametrize(
    ("statement", "filename"),
    [
        pytest.param(
            ImportStatement("django.db", "models", "name"), "app/models.py", id="last-part-only"
        ),
        pytest.param(
            ImportStatement("app.models", "name"), "models.py", id="first-part-not-in-the-path"
        ),
        pytest.param(
            ImportStatement("..models", "name"), "app/views/models.py", id="outer-package"
        ),
        pytest.param(ImportStatement("models", "name"), "", id="no-file"),
    ],
)
def test_file_that_is_not_the_module(
    statement: ImportStatement, filename: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # whatever the folder is called that the tests run in
    configured = {"name": statement}
    (finding,) = find_missing_imports("name()\n", filename=filename, configured=configured)
    assert finding.statement == statement
