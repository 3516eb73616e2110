"""Imports that would break a module at its top: they are reported, and left to the reader."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flake8_missing_import import ImportStatement, find_missing_imports
from flake8_missing_import.project.import_files import read
from flake8_missing_import.project.known_imports import KnownImports

IMPORTS = """\
# First party: app, core, helpers
# First party in: app
# First party in: core
# Imported relatively, up to so many dots: 1

import app
import numpy as np
import pandas as pd
from app import db
from app.forms import Form
from app.models import Group, User
from app.shop import Order
from app.sub import tool
from core import Base
from helpers import log
"""


@pytest.fixture
def learned(tmp_path: Path) -> KnownImports:
    """Return what a file of imports beside the package says."""
    (tmp_path / "app").mkdir()
    (tmp_path / "known.py").write_text(IMPORTS)
    return read([str(tmp_path / "known.py")])


def advice(source: str, imports: KnownImports, path: str = "x.py", **options: Any) -> str:
    """Return what the one finding advises, with a + if it has an edit."""
    filename = f"{imports.root}/{path}"
    (found,) = find_missing_imports(source, filename=filename, known=imports, **options)
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


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "try:\n    import pandas\n    HAS = True\nexcept ImportError:\n    HAS = False\n"
            "\n\ndef f(x):\n    return HAS and isinstance(x, pd.DataFrame)\n",
            id="try",
        ),
        pytest.param(
            "import contextlib\n\nwith contextlib.suppress(ImportError):\n    import pandas.io\n"
            "\n\ndef f():\n    return pd\n",
            id="suppress",
        ),
        pytest.param(
            'import pytest\n\npytest.importorskip("pandas")\n\n\ndef test():\n    assert pd\n',
            id="importorskip",
        ),
        pytest.param(
            "from importlib.util import find_spec\n\n"
            'HAS = find_spec("pandas.io") is not None\n\n\ndef f(x):\n    return HAS and pd\n',
            id="find_spec",
        ),
        pytest.param(
            "def f():\n    try:\n        import pandas as pd\n    except ImportError:\n"
            "        raise SystemExit from None\n    return pd\n\n\ndef g():\n    return pd.x\n",
            id="in-a-function",
        ),
    ],
)
def test_package_that_may_be_absent(learned: KnownImports, source: str) -> None:
    expected = "add 'import pandas as pd' (the file also works without 'pandas')"
    assert advice(source, learned) == expected


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "try:\n    import yaml\nexcept ImportError:\n    yaml = None\n\nprint(pd)\n", id="other"
        ),
        pytest.param("try:\n    import pandas\nfinally:\n    x = 1\n\nprint(pd)\n", id="finally"),
        pytest.param(
            'import pytest\n\npytest.importorskip("pandas_gbq")\nprint(pd)\n', id="other-beginning"
        ),
        pytest.param(
            'import pytest\n\npytest.importorskip("pandas")\nimport pandas\n\nprint(pd)\n',
            id="also-imported-without-a-guard",
        ),
    ],
)
def test_package_that_is_there(learned: KnownImports, source: str) -> None:
    assert advice(source, learned).startswith("+add 'import pandas as pd' on line")


GUARDED = (
    "def f():\n    try:\n        {}\n    except ImportError:\n        return None\n\n\n"
    "def g(x):\n    return isinstance(x, {})\n"
)


@pytest.mark.parametrize(
    ("guarded", "name", "statement", "absent"),
    [
        pytest.param(
            "from .models import User", "User", "from .models import User", ".models", id="same"
        ),
        pytest.param(
            "from .models import Group", "User", "from .models import User", ".models",
            id="other-member",
        ),
        pytest.param(
            "from . import models", "User", "from .models import User", ".models",
            id="module-as-the-member-of-its-package",
        ),
        pytest.param("from . import db", "db", "from . import db", ".db", id="member-of-around"),
        pytest.param("import helpers.a", "log", "from helpers import log", "helpers", id="beside"),
        pytest.param("import curses", "curses.error", "import curses", "curses", id="of-library"),
    ],
)  # fmt: skip
def test_part_of_the_project_that_may_be_absent(
    learned: KnownImports, guarded: str, name: str, statement: str, absent: str
) -> None:
    source = GUARDED.format(guarded, name)
    assert advice(source, learned, "app/boot.py") == (
        f"add '{statement}' (the file also works without '{absent}')"
    )


@pytest.mark.parametrize(
    ("guarded", "name", "statement"),
    [
        pytest.param("from . import db", "User", "from .models import User", id="other-module"),
        pytest.param("from .models import User", "db", "from . import db", id="package-around"),
        pytest.param("from . import local", "db", "from . import db", id="other-member-of-around"),
        pytest.param("from .model import User", "Group", "from .models import Group", id="longer"),
        pytest.param("import json", "json.JSONDecodeError", "import json", id="of-library"),
    ],
)
def test_part_of_the_project_that_is_there(
    learned: KnownImports, guarded: str, name: str, statement: str
) -> None:
    source = GUARDED.format(guarded, name)
    assert advice(source, learned, "app/boot.py") == f"+add '{statement}' on line 1"


def test_module_of_the_library_is_always_there(learned: KnownImports) -> None:
    source = (
        "try:\n    import json.tool\n    HAS = 1\nexcept ImportError:\n    HAS = 0\ntime.time()\n"
    )
    assert advice(source, learned).startswith("+add 'import time'")


LOCAL = "def f():\n    from .models import User\n    return User\n\n\n"


@pytest.mark.parametrize(
    ("source", "path", "reason"),
    [
        pytest.param(
            "db = make()\n\n\ndef f():\n    return User\n", "app/__init__.py",
            "others import 'db' from here, which line 1 binds", id="package",
        ),
        pytest.param(
            f"db: object = make()\n\n\n{LOCAL}def g():\n    return User\n", "app/__init__.py",
            "others import 'db' from here, which line 1 binds", id="imported-in-a-function",
        ),
        pytest.param(
            f"{LOCAL}class Form:\n    x = lambda: User\n", "app/forms.py",
            "others import 'Form' from here, which line 6 binds", id="module",
        ),
        pytest.param(
            "class Form:\n    x = User\n\n\nfrom .models import User\n", "app/forms.py",
            "others import 'Form' from here, which line 1 binds", id="below-its-use",
        ),
        pytest.param(
            "db = make()\n\n\ndef f():\n    return log\n\n\ndef g():\n"
            "    from helpers import log\n    return log\n", "app/__init__.py",
            "others import 'db' from here, which line 1 binds",
            id="single-module-that-a-function-imports",
        ),
        pytest.param(
            "db = make()\n\n\ndef f():\n    return Base\n", "app/__init__.py",
            "others import 'db' from here, which line 1 binds", id="other-package",
        ),
    ],
)  # fmt: skip
def test_import_of_what_may_import_the_module(
    learned: KnownImports, source: str, path: str, reason: str
) -> None:
    found = advice(source, learned, path)
    assert found.startswith("add 'from ")
    assert found.endswith(f" ({reason})")


@pytest.mark.parametrize(
    ("source", "path", "expected"),
    [
        pytest.param(
            "from .db import db\n\n\ndef f():\n    return User\n", "app/__init__.py",
            "add 'from .models import User' on line 2", id="imported-name",
        ),
        pytest.param(
            "other = make()\n\n\ndef f():\n    return User\n", "app/__init__.py",
            "add 'from .models import User' on line 1", id="name-that-nobody-imports",
        ),
        pytest.param(
            "tool = make()\n\n\ndef f():\n    return app.x\n", "app/sub/__init__.py",
            "add 'import app' on line 1", id="package-around-the-module",
        ),
        pytest.param(
            "db = make()\n\n\ndef f():\n    return np\n", "app/__init__.py",
            "add 'import numpy as np' on line 1", id="third-party",
        ),
        pytest.param(
            "db = make()\n\nfrom .models import A\n\nprint(A, User)\n", "app/__init__.py",
            "change line 3 to 'from .models import A, User'", id="the-module-is-imported-already",
        ),
        pytest.param(
            "class Form:\n    x = User\n", "app/forms.py",
            "add 'from .models import User' on line 1", id="module-that-does-not-import-it-later",
        ),
        pytest.param(
            "db = make()\n\n\ndef f():\n    return log\n", "app/__init__.py",
            "add 'from helpers import log' on line 1", id="single-module-beside-the-package",
        ),
    ],
)  # fmt: skip
def test_import_that_has_no_reason_to_come_later(
    learned: KnownImports, source: str, path: str, expected: str
) -> None:
    assert advice(source, learned, path) == f"+{expected}"


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        pytest.param("import winreg", "not every platform has it", id="module"),
        pytest.param("import readline", "not every platform has it", id="module-of-two"),
        pytest.param("from ctypes import WinDLL", "not every platform has it", id="member"),
        pytest.param("from sys import last_value", "it is not always there", id="after-an-error"),
        pytest.param("import sqlite3", "", id="module-on-all"),
        pytest.param("from ctypes import CDLL", "", id="member-on-all"),
        pytest.param("from sys import argv", "", id="always-there"),
    ],
)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f():\n    {0}\n    {1}\ndef g():\n    {1}\n", id="in-a-function"),
        pytest.param("def f():\n    {1}\n    {0}\n", id="below"),
        pytest.param(
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {0}\ndef f():\n    {1}\n",
            id="for-type-checkers",
        ),
        pytest.param(
            "from ctypes import c_int\ndef f():\n    {0}\n    {1}\ndef g():\n    {1}, c_int\n",
            id="joining",
        ),
    ],
)
def test_import_of_what_is_not_everywhere(statement: str, reason: str, source: str) -> None:
    text = source.format(statement, statement.split()[-1])
    (finding,) = find_missing_imports(text, target_version=(3, 12))
    assert finding.code == "MIS004"
    assert (finding.edit is None) is bool(reason)
    assert f"add '{statement}' ({reason})" in finding.message or not reason


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import sys\ndef f():\n    if sys.platform == 'win32':\n        {}", id="if"),
        pytest.param("import os\ndef f(x):\n    return {} if os.name == 'nt' else x", id="else"),
        pytest.param("import os\nif os.name == 'nt':\n    class A:\n        x = {}", id="class"),
        pytest.param(
            "from sys import platform\nclass A:\n    def f(self):\n"
            "        if platform.startswith('linux'): return\n        {}",
            id="return",
        ),
        pytest.param(
            "from sys import platform\ndef f():\n    if platform in ('win32', 'os2'):\n        {}",
            id="one-of-several",
        ),
        pytest.param(
            "import os\nWINDOWS = os.name == 'nt'\nON = WINDOWS\ndef f():\n    if ON:\n        {}",
            id="variable-of-a-variable",
        ),
        pytest.param(
            "import platform\nON_WINDOWS = platform.system() == 'Windows'\n"
            "def f():\n    if ON_WINDOWS:\n        {}",
            id="variable",
        ),
        pytest.param(
            "try:\n    import fcntl\nexcept ImportError:\n    fcntl = None\n"
            "def f():\n    if fcntl:\n        fcntl.flock\n    else:\n        {}",
            id="other-module",
        ),
    ],
)
@pytest.mark.parametrize(
    ("use", "statement"),
    [
        pytest.param("winreg.OpenKey(1, 'a')", "import winreg", id="module"),
        pytest.param("windll.kernel32.x()", "from ctypes import windll", id="member"),
    ],
)
def test_what_only_some_platforms_run(source: str, use: str, statement: str) -> None:
    (finding,) = find_missing_imports(f"{source.format(use)}\n")
    assert finding.edit is None
    assert finding.message.endswith(f": add '{statement}' (not every platform has it)")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f():\n    {}", id="no-question"),
        pytest.param("import sys\nprint(sys.platform)\ndef f():\n    {}", id="asked-elsewhere"),
        pytest.param("import fcntl\ndef f():\n    fcntl.flock\n    {}", id="needed-anyway"),
        pytest.param(
            "try:\n    import fcntl\nexcept ImportError:\n    fcntl = None\ndef f():\n    {}",
            id="another-module-in-other-code",
        ),
        pytest.param(
            "import os\nclass A:\n    def f(self): os.name, {0}\n    def g(self):\n        {0}",
            id="one-of-two-methods",
        ),
        pytest.param("def f(platform):\n    if platform == 'x': return\n    {}", id="parameter"),
        pytest.param(
            "class A:\n    def f(self):\n        self.system()\n        {}", id="own-method"
        ),
        pytest.param(
            "try:\n    import json\nexcept ImportError: ...\ndef f():\n    json, {}", id="on-all"
        ),
        pytest.param(
            "import os\ndef f():\n    os.name, {0}\ndef g():\n    {0}", id="one-of-two-uses"
        ),
    ],
)
def test_what_the_module_needs_wherever_it_runs(source: str) -> None:
    use = "winreg.OpenKey(1, 'a')"
    (finding,) = find_missing_imports(f"{source.format(use)}\n")
    assert finding.edit


def test_import_of_what_the_module_needs_anyway() -> None:
    (finding,) = find_missing_imports("fcntl.flock\nimport fcntl\n", target_version=(3, 12))
    assert finding.edit


NEEDLESS = "only annotations use it, and it may import this file"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            'class Post:\n    def author(self) -> "User":\n        return self.user\n',
            id="quoted",
        ),
        pytest.param(
            "from __future__ import annotations\n\n\ndef f(x: User) -> None: ...\n",
            id="postponed",
        ),
        pytest.param("def f(x):\n    y: User = x\n    return y\n", id="local"),
    ],
)  # fmt: skip
def test_own_import_that_only_annotations_use(learned: KnownImports, source: str) -> None:
    assert (
        advice(source, learned, "app/post.py", target_version=(3, 10))
        == f"add 'from .models import User' ({NEEDLESS})"
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            'def f(x: "User") -> None:\n    User(x)\n',
            "add 'from .models import User' on line 1 (first of 2 uses)", id="a-use-runs",
        ),
        pytest.param(
            "def f(x: User) -> None: ...\n",
            "add 'from .models import User' on line 1", id="the-annotation-runs",
        ),
        pytest.param(
            'from pydantic import BaseModel\n\n\nclass A(BaseModel):\n    x: "User"\n',
            "add 'from .models import User' on line 3", id="a-library-reads-it",
        ),
        pytest.param(
            'from .models import A\n\n\ndef f(x: "User") -> A: ...\n',
            "change line 1 to 'from .models import A, User'", id="the-module-is-imported-already",
        ),
        pytest.param(
            'def f(x: "pd.DataFrame") -> None: ...\n',
            "add 'import pandas as pd' on line 1", id="third-party",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from .shop import Order\n"
            '\n\ndef f(x: "User") -> "Order": ...\n',
            "add 'from .models import User' on line 4", id="block-for-type-checkers",
        ),
    ],
)  # fmt: skip
def test_import_that_annotations_may_use(learned: KnownImports, source: str, expected: str) -> None:
    found = advice(source, learned, "app/post.py", target_version=(3, 10))
    assert found == f"+{expected}"


ROOT_FOLDER = Path("/home/latest/project").resolve().as_posix()
TESTS = KnownImports(
    {
        "make": (("tests.helpers", "make", None),),
        "build": (("app.tests.factories", "build", None),),
        "Client": (("django.test", "Client", None),),
        "testing": (("app", "testing", None),),
        "case": (("app.testing", "case", None),),
    },
    first_party=frozenset({"app", "tests"}),
    root=ROOT_FOLDER,
)


@pytest.mark.parametrize("path", ["app/views.py", "setup.py", "app/tools/contrib.py"])
@pytest.mark.parametrize("name", ["make", "build"])
def test_import_from_the_tests_in_other_code(path: str, name: str) -> None:
    assert advice(f"{name}()\n", TESTS, path).endswith(
        f" import {name}' (it is of the tests, and this file is not)"
    )


@pytest.mark.parametrize(
    ("path", "name"),
    [
        pytest.param("tests/test_views.py", "make", id="beside-it"),
        pytest.param("app/tests/test_views.py", "build", id="in-a-package"),
        pytest.param("app/views_test.py", "make", id="name-of-a-test"),
        pytest.param("conftest.py", "make", id="conftest"),
        pytest.param("integration_tests/run.py", "make", id="other-tests"),
        pytest.param("app/views.py", "Client", id="third-party"),
        pytest.param("app/views.py", "testing", id="package-for-tests"),
        pytest.param("app/views.py", "case", id="from-a-package-for-tests"),
    ],
)
def test_import_that_is_meant_for_the_file(path: str, name: str) -> None:
    assert advice(f"{name}()\n", TESTS, path).startswith("+add 'from ")


def test_import_from_the_tests_that_no_file_calls_the_projects_own() -> None:
    imports = replace(TESTS, first_party=None)
    assert advice("make()\n", imports, "app/views.py").endswith("this file is not)")
    assert advice("Client()\n", imports, "app/views.py").startswith("+")


@pytest.mark.parametrize(
    ("path", "is_added"),
    [
        pytest.param("scripts/run.py", True, id="beside-it"),
        pytest.param("scripts/sub/run.py", True, id="below"),
        pytest.param("tools/run.py", True, id="beside-another"),
        pytest.param("app/views.py", False, id="elsewhere"),
        pytest.param("run.py", False, id="above"),
    ],
)
def test_module_that_only_files_beside_it_import(path: str, is_added: bool) -> None:
    imports = KnownImports(
        {"run": (("common", "run", None),)},
        first_party=frozenset({"app", "common"}),
        root=ROOT_FOLDER,
        folders=frozenset(
            f"{ROOT_FOLDER}/{one}" for one in ("app", "scripts/common.py", "tools/common.py")
        ),
    )
    found = advice("run()\n", imports, path)
    reason = "add 'from common import run' (it is in 'scripts', and this file is not)"
    assert found == ("+add 'from common import run' on line 1" if is_added else reason)


def test_file_that_imports_from_the_tests_already() -> None:
    source = "from tests.helpers import a\n\nmake(a)\n"
    assert advice(source, TESTS, "app/views.py").startswith("+change line 1")


@pytest.mark.parametrize(
    "deferred",
    [
        pytest.param(
            "class T:\n    def show(self):\n        from .views import render\n"
            "        return render(self)\n",
            id="in-a-function",
        ),
        pytest.param(
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .views import render\n",
            id="for-type-checkers",
        ),
    ],
)
def test_own_import_that_is_deferred_is_not_moved(deferred: str) -> None:
    source = f"{deferred}def show_all():\n    return render(1)\n"
    configured = {"render": ImportStatement(".views", "render")}
    (finding,) = find_missing_imports(source, filename="p/models.py", configured=configured)
    assert (finding.code, finding.edit) == ("MIS004", None)
    of_library = source.replace(".views import render", "json import dumps as render")
    configured = {"render": ImportStatement("json", "dumps", "render")}
    for path in ("p/models.py", "json/models.py"):
        (finding,) = find_missing_imports(of_library, filename=path, configured=configured)
        assert finding.edit is not None


@pytest.mark.parametrize(
    ("imported", "decorator", "is_sent"),
    [
        pytest.param("from kfp import dsl", "dsl.component", True, id="kfp"),
        pytest.param("from kfp.dsl import component", "component(base_image='a')", True, id="call"),
        pytest.param("from parsl import python_app", "python_app", True, id="parsl"),
        pytest.param("from airflow.decorators import task", "task.docker()", True, id="airflow"),
        pytest.param("from airflow.decorators import task", "task", False, id="airflow-here"),
        pytest.param("from functools import cache", "cache", False, id="other"),
    ],
)
def test_code_that_may_run_without_its_file(
    imported: str, decorator: str, *, is_sent: bool
) -> None:
    source = f"{imported}\n\n\n@{decorator}\ndef train(rows):\n    print(json.dumps(rows))\n"
    (finding,) = find_missing_imports(source)
    assert (finding.edit is None) == is_sent
    assert finding.message.endswith("may run without this file)") == is_sent
    # Then others need it here, too.
    (finding,) = find_missing_imports(f"{source}\n\ndef f():\n    return json.loads('1')\n")
    assert finding.edit
