"""Files of import statements: what flake8, the fixer and editors make of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytest_flake8_path import Flake8Path

from flake8_missing_import import ImportStatement, find_missing_imports, fixer
from flake8_missing_import.project.import_files import ImportFileError, read, read_once
from flake8_missing_import.project.known_imports import KnownImports


def known(folder: Path, content: str) -> KnownImports:
    """Return what a file with this content says."""
    (folder / "known.py").write_text(content)
    return read([str(folder / "known.py")])


def messages(source: str, imports: KnownImports, path: str = "t.py") -> list[str]:
    """Return the findings, without code, in a file of this path below the imports' folder."""
    filename = f"{imports.root}/{path}"
    found = find_missing_imports(source, filename=filename, known=imports)
    return [finding.message for finding in found]


def test_statements_of_every_form(tmp_path: Path) -> None:
    imports = known(
        tmp_path,
        "# a comment\nimport numpy as np, json\nimport google.auth  # why\n"
        "from sqlalchemy import (\n    text,  # why\n    select as choose,\n)\nfrom .a import b\n",
    )
    assert {name: imports.statements(name) for name in imports.names} == {
        "np": [ImportStatement("numpy", alias="np")],
        "json": [ImportStatement("json")],
        "google": [ImportStatement("google.auth")],
        "text": [ImportStatement("sqlalchemy", "text")],
        "choose": [ImportStatement("sqlalchemy", "select", "choose")],
        "b": [ImportStatement(".a", "b")],
    }
    assert imports.first_party is None


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        pytest.param("import a\nimport (\n", ":2", "invalid syntax", id="no-python"),
        pytest.param("import a\nfrom b import *\n", ":2", "a star import names nothing", id="star"),
        pytest.param("\n\nx = 1\n", ":3", "this is no import statement", id="assignment"),
        pytest.param(
            '"""Doc."""\nimport a\n"""Text."""\n', ":3", "this is no import statement", id="text"
        ),
        pytest.param("if a:\n    import b\n", ":1", "this is no import statement", id="condition"),
    ],
)
def test_other_statement_is_an_error(tmp_path: Path, content: str, line: str, message: str) -> None:
    with pytest.raises(ImportFileError) as error:
        known(tmp_path, content)
    assert str(error.value) == f"{tmp_path / 'known.py'}{line}: {message}"


@pytest.mark.parametrize(
    "content",
    [pytest.param(None, id="no-file"), pytest.param(b"import \xff", id="no-utf-8")],
)
def test_unreadable_file_is_an_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "known.py"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ImportFileError, match=str(path)):
        read([str(path)])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_pipe_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "known.py"
    os.mkfifo(path)
    with pytest.raises(ImportFileError, match="it is not a regular file"):
        read([str(path)])


def test_file_is_read_again_only_when_it_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "known.py"
    path.write_text("import a\n")
    first = read_once((str(path),))
    assert read_once((str(path),)) is first
    path.write_text("import a, b\n")
    assert read_once((str(path),)).names == {"a", "b"}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'"""What this project\nimports."""\n\nimport a\n', id="docstring"),
        pytest.param(b"# -*- coding: latin-1 -*-\n# \xfcber\nimport a\n", id="encoding"),
        pytest.param(b"\xef\xbb\xbfimport a\r\n", id="byte-order-mark"),
    ],
)
def test_what_any_module_may_begin_with(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "known.py"
    path.write_bytes(content)
    assert read_once((str(path),)).names == {"a"}


def test_error_ends_the_start_of_flake8(flake8_path: Flake8Path) -> None:
    (flake8_path / "setup.cfg").write_text("[flake8]\nmissing-import-files = known.py\n")
    (flake8_path / "known.py").write_text("import a\nx = 1\n")
    (flake8_path / "t.py").write_text("")
    result = flake8_path.run_flake8()
    assert result.exit_code == 1
    expected = f"missing-import-files: {flake8_path / 'known.py'}:2: this is no import statement"
    assert expected in result.err + result.out


@pytest.mark.parametrize("name", ["known.py", "./known.py", "sub/../known.py"])
def test_path_is_relative_to_the_configuration_file(
    flake8_path: Flake8Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (flake8_path / "setup.cfg").write_text(
        f"[flake8]\nselect = MIS\nmissing-import-files =\n    {name},\n"
    )
    (flake8_path / "known.py").write_text("import numpy as np\n")
    (flake8_path / "sub").mkdir()
    (flake8_path / "sub/t.py").write_text("np.zeros(1)\n")
    result = flake8_path.run_flake8()
    message = "MIS005 'np' is used but never imported: add 'import numpy as np' on line 1"
    assert result.out_lines == [f"./sub/t.py:1:1: {message}"]
    monkeypatch.chdir(flake8_path / "sub")
    assert fixer.main(["-q", "t.py"]) == 0
    assert (flake8_path / "sub/t.py").read_text() == "import numpy as np\n\nnp.zeros(1)\n"


@pytest.mark.parametrize(
    ("main", "folder"),
    [
        pytest.param("sub/main.cfg", "sub", id="to-the-main-file"),
        pytest.param("", ".", id="to-the-current-folder"),
    ],
)
def test_path_in_an_appended_file_is_relative_as_flake8_has_it(
    flake8_path: Flake8Path, main: str, folder: str
) -> None:
    for name in ("sub", "other"):
        (flake8_path / name).mkdir()
    (flake8_path / "sub/main.cfg").write_text("[flake8]\n")
    (flake8_path / "other/more.cfg").write_text(
        "[flake8]\nmissing-import-files = known.py\nexclude = ./a.py\n"
    )
    (flake8_path / folder / "known.py").write_text("import numpy as np\n")
    (flake8_path / folder / "a.py").write_text("np.zeros(1)\n")
    (flake8_path / "b.py").write_text("np.zeros(1)\n")
    options = ["--append-config=other/more.cfg", *([f"--config={main}"] if main else [])]
    message = "MIS005 'np' is used but never imported: add 'import numpy as np' on line 1"
    found = flake8_path.run_flake8(["--select=MIS", *options]).out_lines
    assert found == [f"./b.py:1:1: {message}"]


def test_pyproject(flake8_path: Flake8Path) -> None:
    (flake8_path / "pyproject.toml").write_text(
        '[tool.flake8]\nselect = ["MIS"]\nmissing-import-files = ["known.py"]\n'
    )
    (flake8_path / "known.py").write_text("import numpy as np\n")
    (flake8_path / "t.py").write_text("np.zeros(1)\n")
    assert "import numpy as np" in flake8_path.run_flake8().out


def test_command_line(flake8_path: Flake8Path) -> None:
    (flake8_path / "known.py").write_text("import numpy as np\n")
    (flake8_path / "t.py").write_text("np.zeros(1)\n")
    result = flake8_path.run_flake8(["--select=MIS", "--missing-import-files=known.py"])
    assert "import numpy as np" in result.out


def test_names_beat_files_and_files_beat_the_library(flake8_path: Flake8Path) -> None:
    (flake8_path / "known.py").write_text("import a as np\nfrom b import time\n")
    (flake8_path / "t.py").write_text("np.zeros(1)\ntime.sleep(1)\n")
    options = ["--missing-import-files=known.py", "--missing-import-names=np=import numpy as np"]
    assert flake8_path.run_flake8(["--select=MIS", *options]).out_lines == [
        "./t.py:1:1: MIS005 'np' is used but never imported: add 'import numpy as np' on line 1",
        "./t.py:2:1: MIS005 'time' is used but never imported: add 'from b import time' on line 1",
    ]


@pytest.mark.parametrize("other", ["from a import text", "from sqlalchemy.sql import text"])
@pytest.mark.parametrize("head", ["", "# First party: app\n"], ids=["by-hand", "learned"])
def test_two_statements_for_a_name(tmp_path: Path, other: str, head: str) -> None:
    imports = known(tmp_path, f"{head}from sqlalchemy import text\n{other}\n")
    (finding,) = find_missing_imports("text('')\ntext('')\n", known=imports)
    assert finding.message == (
        "MIS005 'text' is used but never imported: add 'from sqlalchemy import text' on line 1 "
        f"(or '{other}') (first of 2 uses)"
    )
    assert finding.edit is None
    offered = [str(one.statement) for one in finding.alternatives]
    assert offered == ["from sqlalchemy import text", other]


def test_the_same_statement_twice_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("from a import b\n")
    (tmp_path / "b.py").write_text("from a import b, c\n")
    imports = read([str(tmp_path / "a.py"), str(tmp_path / "b.py")])
    (finding,) = find_missing_imports("b()\n", known=imports)
    assert finding.edit is not None


@pytest.mark.parametrize(
    ("use", "statements"),
    [
        pytest.param("google.auth.default()", ["import google.auth"], id="package"),
        pytest.param("google.auth.transport.x", ["import google.auth.transport"], id="deeper"),
        pytest.param(
            "google.auth.x, google.cloud.storage.x",
            ["import google.auth", "import google.cloud.storage"],
            id="both",
        ),
        pytest.param("google.other.x", [], id="neither"),
        pytest.param("google.auth.x, google.other.x", ["import google.auth"], id="its-package-too"),
    ],
)
def test_submodules_of_one_package(tmp_path: Path, use: str, statements: list[str]) -> None:
    imports = known(
        tmp_path, "import google.auth\nimport google.auth.transport\nimport google.cloud.storage\n"
    )
    found = find_missing_imports(f"{use}\n", known=imports)
    assert sorted(str(finding.statement) for finding in found) == statements
    assert all(finding.edit for finding in found)


def test_other_use_of_the_package_is_the_first_of_two(tmp_path: Path) -> None:
    imports = known(tmp_path, "import google.auth\n")
    source = "google.other.x\ngoogle.auth.x\n"
    (finding,) = find_missing_imports(source, known=imports)
    assert (finding.line, str(finding.statement)) == (1, "import google.auth")
    assert finding.message.endswith("(first of 2 uses)")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        pytest.param("dt.datetime.now()\n", ["MIS005"], id="fits"),
        pytest.param("dt(2020, 1, 1)\n", ["MIS002"], id="called-as-another-thing"),
        pytest.param("datetime.now()\n", ["MIS005"], id="class"),
        pytest.param("datetime.timedelta(1)\n", ["MIS001"], id="module-after-all"),
    ],
)
def test_habit_with_the_library_must_fit(tmp_path: Path, source: str, code: list[str]) -> None:
    imports = known(tmp_path, "import datetime as dt\nfrom datetime import datetime\n")
    assert [one.code for one in find_missing_imports(source, known=imports)] == code


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("if TYPE_CHECKING:\n    from .api import User\n", id="for-type-checkers"),
        pytest.param("User()\nfrom .api import User\n", id="below"),
    ],
)
def test_import_from_elsewhere_that_comes_too_late_is_named(tmp_path: Path, source: str) -> None:
    imports = known(tmp_path, "from app.models import User\n")
    source = f"from typing import TYPE_CHECKING\n\n{source}\n\ndef f():\n    return User()\n"
    (finding,) = find_missing_imports(source, known=imports)
    assert (finding.code, str(finding.statement)) == ("MIS004", "from .api import User")
    assert finding.edit is None


def test_import_from_elsewhere_for_annotations_is_enough(tmp_path: Path) -> None:
    imports = known(tmp_path, "from app.models import User\n")
    source = (
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from .api import User\n"
        "\n\ndef f(user: 'User'):\n    return user\n"
    )
    assert find_missing_imports(source, known=imports) == []


HEAD = "# First party: app, lib\n# Imported relatively, up to so many dots: 1\n"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("other.py", "from app.db.models import User", id="elsewhere"),
        pytest.param("app/views.py", "from .db.models import User", id="below-a-package"),
        pytest.param("app/db/query.py", "from .models import User", id="sibling"),
        pytest.param("app/db/__init__.py", "from .models import User", id="package"),
        pytest.param("src/app/db/query.py", "from .models import User", id="src"),
        pytest.param("app/web/x.py", "from app.db.models import User", id="cousin"),
        pytest.param("app/db/models.py", None, id="itself"),
        pytest.param("src/app/db/models.py", None, id="itself-in-src"),
        pytest.param("app/db/models/__init__.py", None, id="itself-as-a-package"),
    ],
)
def test_own_packages_are_imported_as_the_project_does(
    tmp_path: Path, path: str, expected: str | None
) -> None:
    imports = known(tmp_path, f"{HEAD}from app.db.models import User\n")
    found = messages("User()\n", imports, path)
    assert len(found) == (expected is not None)
    assert all(f"add '{expected}'" in one for one in found)


@pytest.mark.parametrize(
    ("otherwise", "expected"),
    [
        pytest.param("0, from: app", "from app.db.models import User", id="package"),
        pytest.param("0, from: app.db", "from app.db.models import User", id="inner-package"),
        pytest.param("0, from: app.db.models", "from app.db.models import User", id="module"),
        pytest.param("0, from: app.db.models:User", "from app.db.models import User", id="name"),
        pytest.param("0, from: lib, app", "from app.db.models import User", id="several"),
        pytest.param("0, from: lib", "from .models import User", id="other-package"),
        pytest.param("0, from: app.db.models:Use", "from .models import User", id="other-name"),
        pytest.param("0, from: app.d, app.db.model", "from .models import User", id="other-module"),
        pytest.param("2, from: app", "from .models import User", id="more-dots"),
    ],
)
def test_imports_are_relative_as_from_the_same_place(
    tmp_path: Path, otherwise: str, expected: str
) -> None:
    head = f"{HEAD}# Imported relatively, dots up to {otherwise}\n"
    imports = known(tmp_path, f"{head}from app.db.models import User\n")
    (message,) = messages("User()\n", imports, "app/db/query.py")
    assert f"add '{expected}'" in message
    (message,) = messages("from .a import b\nUser(b)\n", imports, "app/db/query.py")
    assert "add 'from .models import User'" in message


def test_what_is_closest_to_the_name_decides_whether_its_import_is_relative(tmp_path: Path) -> None:
    imports = known(
        tmp_path,
        f"{HEAD}# Imported relatively, dots up to 0, from: app, app.db.models:User\n"
        "# Imported relatively, dots up to 1, from: app.db.models\n"
        "from app.db.models import User, Role\nfrom app.db.query import find\n",
    )
    found = messages("User(), Role(), find()\n", imports, "app/db/x.py")
    assert [one.partition("add '")[2].partition("'")[0] for one in found] == [
        "from app.db.models import User",
        "from .models import Role",
        "from app.db.query import find",
    ]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param("from ..db import x", "from ..db.models import User", id="same-dots"),
        pytest.param("from app.db import x", "from app.db.models import User", id="absolute"),
        pytest.param("from .a import x", "from app.db.models import User", id="fewer-dots"),
    ],
)
def test_the_file_tells_better_than_the_project(tmp_path: Path, block: str, expected: str) -> None:
    imports = known(tmp_path, f"{HEAD}from app.db.models import User\n")
    (message,) = messages(f"{block}\nUser()\n", imports, "app/web/views.py")
    assert expected in message


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("other.py", "from app.db import User", id="elsewhere"),
        pytest.param("app/views.py", "from .db import User", id="around"),
        pytest.param("app/db/query.py", "from .models import User", id="inside"),
        pytest.param("app/db/sub/query.py", "from app.db.models import User", id="further-inside"),
        pytest.param("app/db/__init__.py", "from .models import User", id="package"),
        pytest.param("app/db/models.py", None, id="itself"),
    ],
)
def test_what_a_package_has_from_inside(tmp_path: Path, path: str, expected: str | None) -> None:
    both = "from app.db import User\nfrom app.db.models import User\n"
    found = messages("User()\n", known(tmp_path, f"{HEAD}{both}"), path)
    assert len(found) == (expected is not None)
    assert all(f"add '{expected}' on line 1" in one and "(or" not in one for one in found)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("from lib.db.models import User", id="another-package"),
        pytest.param("from app.dbs import User", id="beginning-of-a-name"),
        pytest.param("from app.db.models import A as User", id="another-name"),
    ],
)
def test_what_a_package_may_not_have_from_inside(tmp_path: Path, other: str) -> None:
    imports = known(tmp_path, f"{HEAD}from app.db import User\n{other}\n")
    assert f"(or '{other}')" in messages("User()\n", imports)[0]


@pytest.mark.parametrize(
    ("source", "path", "is_found"),
    [
        pytest.param("_('a')\n", "setup.py", False, id="script"),
        pytest.param("_('a')\n", "tools/make.py", False, id="script-in-a-folder"),
        pytest.param("_('a')\n", "app/views.py", True, id="module"),
        pytest.param("from .a import b\n_(b)\n", "tools/make.py", True, id="relative-beside"),
    ],
)
@pytest.mark.parametrize("head", ["", "# First party: app\n"])
def test_relative_import_is_for_files_of_packages(
    flake8_path: Flake8Path, source: str, path: str, head: str, *, is_found: bool
) -> None:
    (flake8_path / "setup.cfg").write_text(
        "[flake8]\nselect = MIS\nmissing-import-files = known.py\n"
    )
    (flake8_path / "known.py").write_text(f"{head}from .i18n import _\n")
    (flake8_path / "app").mkdir()
    (flake8_path / "app/__init__.py").write_text("")
    (flake8_path / path).parent.mkdir(exist_ok=True)
    (flake8_path / path).write_text(source)
    message = "MIS005 '_' is used but never imported: add 'from .i18n import _'"
    assert (message in flake8_path.run_flake8().out) is is_found


@pytest.mark.parametrize("head", ["# First party: app\n# One name a statement\n", ""])
@pytest.mark.parametrize(
    ("source", "joins"),
    [
        pytest.param("from app import a\n", False, id="nothing-shown"),
        pytest.param("import os\n\nfrom app import a\n\nos\n", False, id="sections"),
        pytest.param("from app import a, b\n", True, id="several-names"),
        pytest.param("from lib import a, b\nfrom app import c\n", True, id="several-elsewhere"),
        pytest.param("from app import a\nfrom typing import Any, Union\n", False, id="types"),
    ],
)
def test_one_name_a_statement(tmp_path: Path, source: str, head: str, *, joins: bool) -> None:
    imports = known(tmp_path, f"{head}from app import z\n")
    (message,) = messages(f"{source}\nz()\n", imports)
    assert ("change line" in message) is (joins or not head)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("Union", "add 'from typing import Any' on line 1"),
        ("Optional, Union", "change line 1 to 'from typing import Any, Optional, Union'"),
    ],
)
def test_types_share_a_statement_where_the_file_shows_it(
    tmp_path: Path, names: str, message: str
) -> None:
    imports = known(tmp_path, "# Made by hand\n# One name a statement\nfrom typing import Any\n")
    (found,) = messages(f"from typing import {names}\n\nx: Any\n", imports)
    assert message in found


SCRIPTS = ["dev-tools/run.py", "load-data.py", "{{ name }}/views.py", "class/views.py"]


@pytest.mark.parametrize("path", [*SCRIPTS, "2024/views.py", "tools/lambda.py"])
def test_file_that_no_statement_can_name(tmp_path: Path, path: str) -> None:
    imports = known(tmp_path, f"{HEAD.replace('1', '2')}from app.db.models import User\n")
    (message,) = messages("User()\n", imports, f"app/{path}")
    assert "add 'from app.db.models import User'" in message


@pytest.mark.parametrize("path", [*SCRIPTS, "migrations/0001_initial.py", "tools/run.py"])
def test_file_with_relative_imports_is_imported_somehow(tmp_path: Path, path: str) -> None:
    imports = known(tmp_path, f"{HEAD.replace('1', '2')}from app.db.models import User\n")
    dots = "." * (path.count("/") + 1)
    (message,) = messages(f"from {dots}db import x\nUser(x)\n", imports, f"app/{path}")
    assert f"add 'from {dots}db.models import User'" in message


def test_module_of_the_imported_name_is_itself(tmp_path: Path) -> None:
    imports = known(tmp_path, f"{HEAD}from app.db import models\nimport app.db.models\n")
    assert messages("models.x\n", imports, "app/db/models.py") == []


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        pytest.param(
            "from app.a import User",
            "MIS005 'User' is imported only inside 'g' (line 2): "
            "add 'from app.b import User' on line 1 (or 'from app.a import User')",
            id="from-elsewhere",
        ),
        pytest.param(
            "from app.b import User\n    if not User:\n        from c import User",
            "MIS004 'User' is imported only inside 'g' (line 2): "
            "add 'from app.b import User' on line 1 (or 'from c import User')",
            id="from-there-and-elsewhere",
        ),
        pytest.param(
            "User = 1", "MIS005 'User' is used but never imported: "
            "add 'from app.b import User' on line 1", id="no-import",
        ),
    ],
)  # fmt: skip
def test_name_that_a_function_imports(tmp_path: Path, imports: str, expected: str) -> None:
    learned = known(tmp_path, "from app.b import User\n")
    source = f"def g():\n    {imports}\n    return User\n\ndef f(): return User()\n"
    assert messages(source, learned, "x.py") == [expected]


def test_uses_of_two_statements_contradict_each_other(tmp_path: Path) -> None:
    imports = known(tmp_path, "from time import time\nimport time\n")
    assert messages("x = time.time()\ny = time()\n", imports, "x.py") == [
        "MIS005 'time' is used but never imported: "
        "add 'import time' on line 1 (or 'from time import time')",
        "MIS005 'time' is used but never imported: "
        "add 'from time import time' on line 1 (or 'import time')",
    ]


def test_value_made_of_a_known_name(tmp_path: Path) -> None:
    imports = known(tmp_path, "from app.log import logger\n")
    assert messages("logger = logger.getChild('a')\n", imports, "x.py") == [
        "MIS005 'logger' is used but never imported: add 'from app.log import logger' on line 1"
    ]


def test_module_with_a_member_of_its_name(tmp_path: Path) -> None:
    imports = known(tmp_path, "from tqdm import tqdm\n")
    assert messages("tqdm.tqdm(x)\n", imports, "x.py") == []
    assert len(messages("tqdm(x)\n", imports, "x.py")) == 1


@pytest.mark.parametrize(
    ("use", "suffix"),
    [
        pytest.param("select.select([s], [], [])", " (or 'import select')", id="member"),
        pytest.param("select.poll()", "", id="another-member"),
        pytest.param("select(s)", "", id="call"),
        pytest.param("json.json()", "", id="no-member"),
    ],
)
def test_name_that_a_module_of_the_library_has_too(tmp_path: Path, use: str, suffix: str) -> None:
    imports = known(tmp_path, "from sqlalchemy import json\nfrom sqlalchemy import select\n")
    name = use.partition("(")[0].partition(".")[0]
    assert messages(f"{use}\n", imports, "x.py") == [
        f"MIS005 '{name}' is used but never imported: "
        f"add 'from sqlalchemy import {name}' on line 1{suffix}"
    ]


def test_several_uses_that_the_library_may_be_meant_by_are_one_finding(tmp_path: Path) -> None:
    imports = known(tmp_path, "from sqlalchemy import select\n")
    (message,) = messages("select(s)\nselect.select([s])\nselect.select([s])\n", imports, "x.py")
    assert message.endswith(" (or 'import select') (first of 3 uses)")


@pytest.mark.parametrize("content", ["import \ufb01x as \ufb01\n", "import  \ufb01x as \ufb01\n"])
def test_names_are_read_as_python_reads_them(tmp_path: Path, content: str) -> None:
    assert len(messages("fi.x\n", known(tmp_path, content), "x.py")) == 1


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            "def f():\n    import numpy as np\n    np.x\n\n\ndef g():\n    return np.x\n",
            "MIS004 'np' is imported only inside 'f' (line 2): add 'import numpy as np' on line 1",
            id="in-a-function",
        ),
        pytest.param(
            "np.x\nimport numpy as np\n",
            "MIS004 'np' is imported only below its use (line 2): "
            "move 'import numpy as np' to line 1",
            id="below",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from .models import User\n"
            "\n\ndef f():\n    return User()\n",
            "MIS004 'User' is imported only under 'TYPE_CHECKING' (line 4): "
            "move 'from .models import User' to line 3",
            id="for-type-checkers-and-relative",
        ),
    ],
)
def test_misplaced_import_of_a_known_name(tmp_path: Path, source: str, message: str) -> None:
    imports = known(tmp_path, f"{HEAD}import numpy as np\nfrom app.db.models import User\n")
    assert messages(source, imports, "app/db/query.py") == [message]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        pytest.param("import os\n\nimport httpx\nfrom app import b\nUser()\n", 5, id="no-gap"),
        pytest.param("import os\n\nimport httpx\n\nfrom app import b\nUser()\n", 6, id="below"),
        pytest.param("import os\n\nimport httpx\nUser()\n", 5, id="new-section"),
        pytest.param("import httpx\n\nfrom .a import b\nUser()\n", 3, id="above-relative-ones"),
    ],
)
def test_section_of_own_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, line: int
) -> None:
    monkeypatch.chdir(tmp_path)  # whatever the folder is called that the tests run in
    imports = known(tmp_path, f"{HEAD}from app.db.models import User\n")
    (finding,) = find_missing_imports(source, known=imports)
    assert finding.edit is not None
    assert finding.edit.statement_line == line


THIRD_PARTY = "from django.db import models\nimport numpy as np\nfrom app.db import User\n"


@pytest.mark.parametrize(
    ("imports", "use", "statement", "line"),
    [
        pytest.param(
            "import httpx\nfrom app import b\n", "models.x", "from django.db import models", 3,
            id="below-own-ones-in-one-list",
        ),
        pytest.param(
            "import lib.x as lx\nimport yaml\n\nfrom .a import b\n", "models.x",
            "from django.db import models", 3, id="list-of-own-and-third-party-above-relative-ones",
        ),
        pytest.param(
            "import httpx\nfrom zope import z\n\nfrom app import b\n", "models.x",
            "from django.db import models", 2, id="own-ones-apart",
        ),
        pytest.param(
            "from app import b\nfrom zope import z\n", "np.x", "import numpy as np", 1,
            id="above-own-ones-in-one-list",
        ),
        pytest.param(
            "import httpx\nimport yaml\nimport app.c\nfrom app import b\n", "models.x",
            "from django.db import models", 3, id="sections-without-a-blank-line",
        ),
        pytest.param(
            "import httpx\nfrom lib import z\n\nfrom app.core import b\n", "models.x",
            "from django.db import models", 2, id="one-own-package-in-the-list-another-apart",
        ),
        pytest.param(
            "import httpx\nfrom lib import z\n\nfrom app.core import b\n", "User()",
            "from app.db import User", 5, id="own-one-of-the-package-that-is-apart",
        ),
        pytest.param(
            "import httpx\nfrom lib import z\n", "User()", "from app.db import User", 2,
            id="own-one-in-the-list-of-another-package",
        ),
        pytest.param(
            "import httpx\n\nfrom . import a\nfrom app import b\n", "models.x",
            "from django.db import models", 2, id="own-and-relative-ones-in-one-list",
        ),
        pytest.param(
            "import httpx\n\nfrom . import a\nfrom app import b\n", "User()",
            "from app.db import User", 5, id="own-one-in-the-list-of-relative-ones",
        ),
        pytest.param(
            "import httpx\nfrom . import a\nfrom app import b\n", "models.x",
            "from django.db import models", 4, id="all-in-one-list",
        ),
    ],
)  # fmt: skip
def test_blocks_of_the_file_tell_its_sections(
    tmp_path: Path, imports: str, use: str, statement: str, line: int
) -> None:
    learned = known(tmp_path, f"# First party: app, lib\n{THIRD_PARTY}")
    assert messages(f"{imports}\n{use}\n", learned) == [
        f"MIS005 '{statement.split()[-1]}' is used but never imported: "
        f"add '{statement}' on line {line}"
    ]


@pytest.mark.parametrize(
    ("imports", "use", "statement", "line"),
    [
        pytest.param("import httpx\n", "make()", "from helpers import make", 2, id="no-section"),
        pytest.param(
            "import httpx\n", "User()", "from app.db import User", 3, id="section-of-other-own-ones"
        ),
        pytest.param(
            "import httpx\nfrom zope import z\n\nfrom helpers import a\n", "models.x",
            "from django.db import models", 2, id="the-file-has-them-apart",
        ),
        pytest.param(
            "import httpx\n\nfrom helpers import a\n", "BUCKET", "from settings import BUCKET", 4,
            id="the-file-has-another-apart",
        ),
        pytest.param(
            "import httpx\n\nfrom app import b\nfrom helpers import a\n", "BUCKET",
            "from settings import BUCKET", 5, id="the-file-has-all-others-apart",
        ),
        pytest.param(
            "import httpx\n\nfrom app import b\n", "BUCKET", "from settings import BUCKET", 2,
            id="the-file-has-one-apart-as-the-project",
        ),
        pytest.param(
            "import httpx\nfrom helpers import a\n", "BUCKET", "from settings import BUCKET", 3,
            id="the-file-has-another-in-the-list",
        ),
        pytest.param(
            "import httpx\nfrom helpers import a\n", "User()", "from app.db import User", 4,
            id="the-file-agrees-with-the-project",
        ),
        pytest.param(
            "import httpx\nfrom app import b\n", "User()", "from app.db import User", 3,
            id="the-file-has-others-in-one-list",
        ),
        pytest.param(
            "import os\n\nfrom . import a\nfrom helpers import b\n", "models.x",
            "from django.db import models", 3, id="in-one-list-with-relative-ones",
        ),
    ],
)  # fmt: skip
def test_own_packages_among_third_party_ones(
    tmp_path: Path, imports: str, use: str, statement: str, line: int
) -> None:
    head = (
        "# First party: app, helpers, settings\n"
        "# First party among third-party imports: helpers, settings\n"
    )
    own = "from helpers import make\nfrom settings import BUCKET\n"
    learned = known(tmp_path, f"{head}{THIRD_PARTY}{own}")
    assert messages(f"{imports}\n{use}\n", learned) == [
        f"MIS005 '{statement.split()[-1]}' is used but never imported: "
        f"add '{statement}' on line {line}"
    ]


@pytest.mark.parametrize("package", ["app", "helpers"])
def test_relative_import_from_a_package_among_third_party_ones(
    tmp_path: Path, package: str
) -> None:
    head = HEAD.replace("lib\n", "helpers\n# First party among third-party imports: helpers\n")
    learned = known(tmp_path, f"{head}from {package}.db import User\n")
    (message,) = messages("User()\n", learned, f"{package}/views.py")
    assert "add 'from .db import User' on line 1" in message


@pytest.mark.parametrize(
    ("at_the_top", "block", "line"),
    [
        pytest.param("", "import httpx\n    from app import b", 8, id="one-list"),
        pytest.param("", "import httpx\n\n    from app import b", 7, id="apart"),
        pytest.param(
            "import yaml\n\nfrom app import c\n", "import httpx\n    from app import b", 11,
            id="one-list-beside-imports-at-the-top-that-are-apart",
        ),
    ],
)  # fmt: skip
def test_block_for_type_checkers_tells_its_sections(
    tmp_path: Path, at_the_top: str, block: str, line: int
) -> None:
    learned = known(tmp_path, f"# First party: app, lib\n{THIRD_PARTY}")
    source = (
        "from __future__ import annotations\n\nfrom typing import TYPE_CHECKING\n\n"
        f"{at_the_top}if TYPE_CHECKING:\n    {block}\n\n\ndef f(a: models.Model): ...\n"
    )
    (message,) = messages(source, learned)
    assert message.endswith(f"add 'from django.db import models' on line {line}")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("# First party: a\n\nimport a\nimport a.b as c\n", id="plain"),
        pytest.param(
            "from a.b import c, d as e\nfrom a import (\n    b,\n    c as d,\n)\n", id="from"
        ),
        pytest.param("from a import b  # why\n", id="comment"),
        pytest.param("from a import (b, c)\n", id="one-line"),
        pytest.param("from .a import b\nfrom . import c\n", id="relative"),
        pytest.param("import a, b\n", id="two"),
        pytest.param("import a; import b\n", id="semicolon"),
        pytest.param("from a import b", id="no-line-end"),
        pytest.param("from a import \\\n    b\n", id="continued"),
        pytest.param("from ä import ö\n", id="letters"),
    ],
)
def test_files_as_learned_are_read_as_the_parser_reads_them(tmp_path: Path, content: str) -> None:
    # A semicolon is nothing that is ever learned.
    parsed = known(tmp_path, f"{content}\nimport zzz;\n")
    assert {**known(tmp_path, content).by_name, "zzz": (("zzz", None, None),)} == parsed.by_name


@pytest.mark.parametrize("content", ["import class\n", "from a.if import b\n", "import a as is\n"])
def test_keyword_is_no_name(tmp_path: Path, content: str) -> None:
    with pytest.raises(ImportFileError, match="invalid syntax"):
        known(tmp_path, content)


def test_future_import_is_no_habit(tmp_path: Path) -> None:
    imports = known(tmp_path, "from __future__ import annotations\nimport numpy as np\n")
    assert imports.names == {"np"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"import a\nimport \xff\n", "known.py:2: it is not UTF-8", id="not-UTF-8"),
        pytest.param(b"# Jos\xe9\nimport a\n", "known.py:1: it is not UTF-8", id="first-line"),
        pytest.param(b"#\n# Jos\xe9\n", "known.py:2: it is not UTF-8", id="second-line"),
        pytest.param(b"\xff\xfei\0m\0", "known.py:1: it is not UTF-8", id="UTF-16"),
        pytest.param(
            b"# coding: ascii\nimport \xff\n", "known.py:2: it is not ASCII", id="not-ASCII"
        ),
        pytest.param(
            b"# coding: cp1252\nimport \x81\n", "known.py:2: it is not CP1252", id="not-CP1252"
        ),
        pytest.param(b"# coding: x1\n", "known.py:1: unknown encoding: x1", id="unknown-encoding"),
        pytest.param(b"#\n# coding: x1\n", "known.py:2: unknown encoding: x1", id="on-line-2"),
        pytest.param(
            b"\xef\xbb\xbf# coding: ascii\n", "known.py:1: encoding problem: utf-8", id="two"
        ),
        pytest.param(
            b"# coding: hex\n", "known.py:1: 'hex' is not a text encoding.*", id="no-text"
        ),
        pytest.param(b"import a\n\nx\0\n", "known.py:3: it has a null character", id="null"),
    ],
)
def test_line_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "known.py"
    path.write_bytes(content)
    with pytest.raises(ImportFileError, match=f"{message}$"):
        read([str(path)])


@pytest.mark.parametrize(
    ("path", "statement"),
    [
        pytest.param("tests/app/test_x.py", "from app.models import User", id="mirror"),
        pytest.param("app/app/new/x.py", "from ..models import User", id="clone-of-that-name"),
        pytest.param("tests/app/models.py", "from app.models import User", id="same-name"),
        pytest.param("tests/app/__init__.py", "from app.models import User", id="package"),
        pytest.param("app/tests/test_x.py", "from ..models import User", id="inside-the-package"),
    ],
)
def test_tests_that_mirror_a_package(tmp_path: Path, path: str, statement: str) -> None:
    head = "# First party: app\n# Imported relatively, up to so many dots: 2\n\n"
    imports = known(tmp_path, f"{head}from app.models import User\n")
    (message,) = messages("User()\n", imports, path)
    assert f"add '{statement}'" in message


@pytest.mark.parametrize(
    ("above", "between", "line"),
    [
        pytest.param("from app import x", "if MYPY:\n    from app import y", 7, id="block"),
        pytest.param("import a\nfrom app import x, z", "try: ...\nfinally: ...", 8, id="package"),
        pytest.param("from app import x", "y = 1", 2, id="code"),
        pytest.param("from app.a import b\nfrom app.c import d", "if x: ...", 3, id="as-many"),
    ],
)
def test_own_import_goes_where_most_of_its_package_are(
    tmp_path: Path, above: str, between: str, line: int
) -> None:
    imports = known(tmp_path, "# First party: app\nfrom app.db import User\n")
    source = f"{above}\n\n{between}\n\nfrom app.b import c\nfrom app.e import f\n\n\nUser()\n"
    (message,) = messages(source, imports)
    assert message.endswith(f"add 'from app.db import User' on line {line}")


def test_module_that_only_files_beside_it_import_is_found_again(tmp_path: Path) -> None:
    for folder in ("scripts", "lint"):
        (tmp_path / folder).mkdir()
    (tmp_path / "scripts/common.py").write_text("")
    head = "# First party: common\n# First party in: scripts/common.py\n"
    assert known(tmp_path / "lint", head).folders == {f"{tmp_path.as_posix()}/scripts/common.py"}


@pytest.mark.parametrize(
    ("folder", "path", "statement"),
    [
        pytest.param("app", "app/new.py", "from .core import Core", id="inside"),
        pytest.param("src/app", "src/app/new.py", "from .core import Core", id="inside-src"),
        pytest.param("app", "app/tests/x.py", "from ..core import Core", id="tests-inside"),
        pytest.param("app", "examples/app/main.py", "from app.core import Core", id="namesake"),
        pytest.param("app/app", "app/manage.py", "from app.core import Core", id="project"),
        pytest.param("app/app", "app/tests/x.py", "from app.core import Core", id="its-tests"),
        pytest.param("app/app", "app/app/x.py", "from .core import Core", id="its-package"),
        pytest.param("app", "tests/app/x.py", "from app.core import Core", id="mirror"),
        pytest.param("app", "tests/app/core.py", "from app.core import Core", id="same-name"),
    ],
)
@pytest.mark.parametrize("file", ["known.py", "lint/known.py"])
def test_own_package_is_in_the_folder_that_was_learned(
    tmp_path: Path, folder: str, path: str, statement: str, file: str
) -> None:
    root = tmp_path / "tests" / "app"  # what is around the project has no meaning
    for one in (root / folder, root / "lint"):
        one.mkdir(parents=True)
    (root / file).write_text(
        "# First party: app\n"
        f"# First party in: {folder}\n"
        "# Imported relatively, up to so many dots: 2\n"
        "\nfrom app.core import Core\n"
    )
    filename = str(root / path)
    (found,) = find_missing_imports("Core()\n", filename=filename, known=read([str(root / file)]))
    assert f"add '{statement}'" in found.message


def test_module_of_a_learned_folder_is_itself(tmp_path: Path) -> None:
    (tmp_path / "src/app").mkdir(parents=True)
    head = "# First party: app\n# First party in: src/app\n\n"
    imports = known(tmp_path, f"{head}from app.core import Core\n")
    assert messages("Core()\n", imports, "src/app/core.py") == []


@pytest.mark.parametrize(
    ("head", "statement"),
    [
        pytest.param("", "from app import db", id="by-hand"),
        pytest.param("# First party: app\n", "from app import db", id="absolute"),
        pytest.param(
            "# First party: app\n# Imported relatively, up to so many dots: 1\n",
            "from . import db",
            id="relative",
        ),
    ],
)
@pytest.mark.parametrize(
    ("path", "module", "is_reported"),
    [
        pytest.param("app/__init__.py", "app/db.py", True, id="module"),
        pytest.param("app/__init__.py", "app/db/__init__.py", True, id="package"),
        pytest.param("app/__init__.py", "db.py", False, id="module-elsewhere"),
        pytest.param("app.py", "db.py", False, id="module-beside-a-module"),
    ],
)
def test_package_imports_its_own_modules(
    tmp_path: Path, head: str, statement: str, path: str, module: str, *, is_reported: bool
) -> None:
    (tmp_path / module).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / module).touch()
    imports = known(tmp_path, f"{head}\nfrom app import db\n")
    expected = f"MIS005 'db' is used but never imported: add '{statement}' on line 1"
    assert messages("def f():\n    return db.x\n", imports, path) == [expected] * is_reported


@pytest.mark.parametrize(
    ("imports", "use", "expected"),
    [
        pytest.param("import app.a", "app.db.x", "import app.db", id="other-module"),
        pytest.param("import app.a", "app.db", "import app.db", id="module-alone"),
        pytest.param("import app.sub", "app.sub.net.x", "import app.sub.net", id="further-inside"),
        pytest.param("import app.sub", "app.sub.x", "import app.sub", id="name-of-a-package"),
        pytest.param("import app", "app.db.x", "import app", id="package-alone"),
        pytest.param("import app.a", "app.none.x", None, id="no-module"),
        pytest.param("from lib import app", "app.db.x", "from lib import app", id="member"),
        pytest.param("import app.a", "app.new.x", None, id="itself"),
    ],
)
def test_own_module_is_imported_as_others_are(
    tmp_path: Path, imports: str, use: str, expected: str | None
) -> None:
    for path in ("__init__.py", "a.py", "db.py", "new.py", "sub/__init__.py", "sub/net.py"):
        (tmp_path / "app" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "app" / path).touch()
    head = "# First party: app\n# First party in: app\n\n"
    found = messages(
        f"def f():\n    {use}()\n", known(tmp_path, f"{head}{imports}\n"), "app/new.py"
    )
    name = "MIS005 'app' is used but never imported"
    assert found == ([f"{name}: add '{expected}' on line 1"] if expected else [])


def test_file_of_imports_in_the_package_itself(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    head = (
        "# First party: app\n# First party in: app\n# Imported relatively, up to so many dots: 1\n"
    )
    imports = known(tmp_path / "app", f"{head}\nfrom app.core import Core\n")
    source = "def g():\n    from .core import Core\n    Core\n\n\ndef f():\n    return Core()\n"
    assert messages("Core()\n", imports, "new.py") == [
        "MIS005 'Core' is used but never imported: add 'from .core import Core' on line 1"
    ]
    assert messages(source, imports, "new.py") == [
        "MIS004 'Core' is imported only inside 'g' (line 2): add 'from .core import Core' on line 1"
    ]


def test_folders_are_those_of_the_file_that_names_them(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name / name).mkdir(parents=True)
        (tmp_path / name / "known.py").write_text(
            f"# First party: {name}\n# First party in: {name}\n"
        )
    (tmp_path / "c.py").write_text("# First party: c\n")
    imports = read([str(tmp_path / path) for path in ("a/known.py", "b/known.py", "c.py")])
    assert imports.folders == {f"{tmp_path}/a/a", f"{tmp_path}/b/b", "c"}


@pytest.mark.parametrize(
    "folder", [pytest.param("src/app", id="anywhere"), pytest.param("usr", id="not-at-the-root")]
)
def test_folder_that_is_gone_is_beside_the_file_of_imports(tmp_path: Path, folder: str) -> None:
    imports = known(tmp_path, f"# First party: app\n# First party in: {folder}\n")
    assert imports.folders == {f"{tmp_path}/{folder}"}


@pytest.mark.parametrize(
    ("head", "path", "is_reported"),
    [
        pytest.param(HEAD, "app/redis.py", True, id="in-a-package"),
        pytest.param(HEAD, "app/redis/__init__.py", True, id="package-in-a-package"),
        pytest.param(HEAD, "redis.py", False, id="script"),
        pytest.param("", "app/redis.py", False, id="perhaps-a-script"),
    ],
)
def test_module_that_is_called_like_the_library_it_wraps(
    tmp_path: Path, head: str, path: str, is_reported: bool
) -> None:
    found = messages("redis.Redis()\n", known(tmp_path, f"{head}import redis\n"), path)
    assert bool(found) is is_reported
