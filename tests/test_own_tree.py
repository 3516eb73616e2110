"""MIS005 beside the project's own tree: is what a file would import there, and does it see it?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from flake8_missing_import import find_missing_imports, fixer
from flake8_missing_import.project.import_files import read


def advice(folder: Path, files: Mapping[str, str], path: str) -> str:
    """Return what the one finding in a file of a tree advises, with a + if it has an edit."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    (found,) = find_missing_imports(
        (folder / path).read_text(),
        filename=str(folder / path),
        known=read([str(folder / "known.py")]),
    )
    return f"{found.message.partition(': ')[2]}{' +' if found.edit else ''}"


def head(*folders: str) -> str:
    """Return the head of a learned file for packages in these folders."""
    names = ", ".join(sorted({Path(one).stem for one in folders}))
    lines = [f"# First party: {names}", *(f"# First party in: {one}" for one in folders)]
    return "\n".join([*lines, "", ""])


BILLING = {"services/billing/app/__init__.py": "", "services/billing/app/models.py": "class A: ..."}
USERS = {"services/users/app/__init__.py": "", "services/users/app/models.py": "class B: ..."}
SERVICES = {
    **BILLING,
    **USERS,
    "known.py": f"{head(*(f'services/{one}/app' for one in ('billing', 'users')))}"
    "from app.models import A, B\n",
}
ONE_SERVICE = {
    **BILLING,
    "known.py": f"{head('services/billing/app')}from app.models import A, B\n",
}
ANOTHER = "(it may be of another 'app')"


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        pytest.param("services/billing/app/z.py", "A()\n", "on line 1 +", id="its-own"),
        pytest.param("services/users/app/z.py", "A()\n", ANOTHER, id="of-another"),
        pytest.param("services/users/app/sub/z.py", "A()\n", ANOTHER, id="further-inside"),
        pytest.param("services/mail/app/z.py", "A()\n", ANOTHER, id="folder-without-the-module"),
        pytest.param("services/billing/tests/z.py", "A()\n", "on line 1 +", id="beside-its-own"),
        pytest.param("services/users/tests/z.py", "A()\n", ANOTHER, id="beside-another"),
        pytest.param("lib/z.py", "A()\n", ANOTHER, id="beside-none"),
        pytest.param(
            "services/users/app/z.py", "from app.models import B\n\nA(B)\n", ANOTHER,
            id="would-join",
        ),
    ],
)  # fmt: skip
def test_several_packages_with_one_name(
    tmp_path: Path, path: str, source: str, expected: str
) -> None:
    assert advice(tmp_path, {**SERVICES, path: source}, path).endswith(expected)


@pytest.mark.parametrize("statement", ["from .models import A", "from app.models import A"])
@pytest.mark.parametrize(
    ("service", "is_fixed"), [("billing", True), ("users", False), ("letters", True)]
)
def test_relative_import_is_of_the_folder_around(
    tmp_path: Path, statement: str, service: str, *, is_fixed: bool
) -> None:
    folders = [f"services/{one}/app" for one in ("billing", "letters", "users")]
    files = {
        **SERVICES,
        "services/letters/app/models.py": "A = object\n",
        f"services/{service}/app/z.py": f"{statement.replace('A', 'B')}\n\nA(B)\n",
        "known.py": f"{head(*folders)}from app.models import A, B\n",
    }
    found = advice(tmp_path, files, f"services/{service}/app/z.py")
    assert found.endswith("+" if is_fixed else ANOTHER)


@pytest.mark.parametrize(
    ("path", "module", "expected"),
    [
        pytest.param("services/users/app/z.py", None, ANOTHER, id="no-module"),
        pytest.param("services/users/app/z.py", "class C: ...", ANOTHER, id="no-such-name"),
        pytest.param("services/users/app/z.py", "class A: ...", "on line 1 +", id="a-name"),
        pytest.param("services/users/app/z.py", "class AB: ...", ANOTHER, id="longer-name"),
        pytest.param("services/users/app/z.py", "from .a import *", "on line 1 +", id="star"),
        pytest.param("app/z.py", None, ANOTHER, id="in-the-root"),
        pytest.param("lib/z.py", None, "on line 1 +", id="elsewhere"),
        pytest.param("tests/app/z.py", None, "on line 1 +", id="tests-that-mirror-it"),
        pytest.param("services/app/z.py", None, ANOTHER, id="beside"),
        pytest.param("lib/app/z.py", "class C: ...", ANOTHER, id="only-its-own-folder-counts"),
    ],
)
def test_package_that_was_not_learned(
    tmp_path: Path, path: str, module: str | None, expected: str
) -> None:
    users = {"services/users/app/models.py": module} if module else {}
    assert advice(tmp_path, {**ONE_SERVICE, **users, path: "A()\n"}, path).endswith(expected)


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        pytest.param("from app.views import v", "on line 1 +", id="lacks-what-is-imported"),
        pytest.param("from app import views", ANOTHER, id="has-all"),
        pytest.param("from lib.views import v", ANOTHER, id="imports-of-others"),
    ],
)
def test_examples_import_what_their_folder_lacks(
    tmp_path: Path, beside: str, expected: str
) -> None:
    files = {
        "app/__init__.py": "",
        "app/models.py": "",
        "app/views.py": "",
        "examples/app/main.py": f"{beside}\n\n\nA()\n",
        "known.py": f"{head('app')}from app.models import A\n",
    }
    assert advice(tmp_path, files, "examples/app/main.py").endswith(expected)


def test_folder_inside_another_package_is_none_of_that_name(tmp_path: Path) -> None:
    files = {
        "utils/__init__.py": "",
        "utils/log.py": "",
        "app/__init__.py": "",
        "app/utils/z.py": "log()\n",
        "known.py": f"{head('app', 'utils')}from utils.log import log\n",
    }
    assert advice(tmp_path, files, "app/utils/z.py").endswith("+")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("app/manage.py", "on line 1 +", id="beside-the-package"),
        pytest.param("app/app/z.py", "on line 1 +", id="in-the-package"),
    ],
)
def test_project_that_is_called_like_its_package(tmp_path: Path, path: str, expected: str) -> None:
    files = {
        "app/app/__init__.py": "",
        "app/app/models.py": "",
        "known.py": f"{head('app/app')}from app.models import A\n",
    }
    assert advice(tmp_path, {**files, path: "A()\n"}, path).endswith(expected)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("tests/unit/z.py", "on line 1 +", id="has-it"),
        pytest.param("tests/unit/sub/z.py", "on line 1 +", id="below"),
        pytest.param("tests/integration/z.py", "(it may be of another 'utils')", id="lacks-it"),
        pytest.param("lib/z.py", "(it may be of another 'utils')", id="elsewhere"),
    ],
)
def test_several_modules_with_one_name(tmp_path: Path, path: str, expected: str) -> None:
    files = {
        "tests/unit/utils.py": "def mk(): ...\n",
        "tests/integration/utils.py": "",
        "known.py": f"{head('tests/unit/utils.py', 'tests/integration/utils.py')}"
        "from utils import mk\n",
    }
    assert advice(tmp_path, {**files, path: "mk()\n"}, path).endswith(expected)


GONE = "(there is no 'app.gone')"


@pytest.mark.parametrize(
    ("files", "statement", "expected"),
    [
        pytest.param([], "from app.gone import x", GONE, id="member"),
        pytest.param([], "import app.gone as x", GONE, id="alias"),
        pytest.param([], "from app.gone.sub import x", "(there is no 'app.gone.sub')", id="deeper"),
        pytest.param([], "from app import x", "on line 1 +", id="of-the-package-itself"),
        pytest.param([], "from lib.gone import x", "on line 1 +", id="of-others"),
        pytest.param(["gone.py"], "from app.gone import x", "on line 1 +", id="module"),
        pytest.param(["gone/__init__.py"], "from app.gone import x", "on line 1 +", id="package"),
        pytest.param(["gone/a.py"], "from app.gone import x", "on line 1 +", id="namespace"),
        pytest.param(["gone.pyx"], "from app.gone import x", "on line 1 +", id="to-be-compiled"),
        pytest.param(
            ["gone.cpython-311-darwin.so"], "from app.gone import x", "on line 1 +", id="compiled"
        ),
    ],
)
@pytest.mark.parametrize("path", ["app/z.py", "scripts/z.py"])
def test_module_that_is_gone(
    tmp_path: Path, files: list[str], statement: str, path: str, expected: str
) -> None:
    tree = {f"app/{file}": "" for file in ["a.py", *files]}
    tree["known.py"] = f"{head('app')}{statement}\n"
    assert advice(tmp_path, {**tree, path: "x()\n"}, path).endswith(expected)


def test_namespace_without_modules_of_its_own_may_be_shared(tmp_path: Path) -> None:
    files = {
        "acme/shop/__init__.py": "",
        "acme/shop/z.py": "x()\n",
        "known.py": f"{head('acme')}from acme.common import x\n",
    }
    assert advice(tmp_path, files, "acme/shop/z.py").endswith("on line 1 +")


def test_text_in_memory_is_in_no_tree(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app/a.py").touch()
    (tmp_path / "known.py").write_text(f"{head('app')}from app.gone import x\n")
    known = read([str(tmp_path / "known.py")])
    (found,) = find_missing_imports("x()\n", filename=f"{tmp_path}/app/new.py", known=known)
    assert found.edit


@pytest.mark.parametrize("names", [("services/billing", "services/users"), ("backend", "worker")])
def test_services_from_learning_to_fixing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    names: tuple[str, str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, model in zip(names, ("Invoice", "User"), strict=True):
        folder = tmp_path / name / "app"
        folder.mkdir(parents=True)
        (folder / "models.py").write_text(f"class {model}:\n    pass\n")
        for module in ("__init__", "a", "b", "c"):
            (folder / f"{module}.py").write_text(f"from app.models import {model}\n")
    assert fixer.main(["--learn"]) == 0
    (tmp_path / "known.py").write_text(capsys.readouterr().out)
    (tmp_path / "setup.cfg").write_text("[flake8]\nmissing-import-files = known.py\n")
    files = [tmp_path / name / "app/z.py" for name in names]
    for file in files:
        file.write_text("def f():\n    return Invoice()\n")
    fixer.main(["-q", "."])
    assert [file.read_text().count("import") for file in files] == [1, 0]


BEYOND = "(it is beyond the top-level package)"


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        pytest.param("p/z.py", "", BEYOND, id="top-level"),
        pytest.param("p/__init__.py", "", BEYOND, id="package-itself"),
        pytest.param("p/z.py", "from .a import b\n", BEYOND, id="fewer-dots-beside"),
        pytest.param("p/z.py", "from ..a import b\n", "on line 2 +", id="as-many-dots-beside"),
        pytest.param("p/z.py", "from ..x import a\n", "'from ..x import a, y' +", id="joined"),
        pytest.param("p/r/z.py", "", "on line 1 +", id="inside"),
        pytest.param("p/r/__init__.py", "", "on line 1 +", id="package-inside"),
    ],
)
@pytest.mark.parametrize("line", ["", "# First party: p\n"], ids=["by-folders", "by-the-head"])
def test_relative_import_beyond_the_top_level(
    tmp_path: Path, path: str, source: str, line: str, expected: str
) -> None:
    (tmp_path / "p/r").mkdir(parents=True)
    for folder in ("p", "p/r"):
        (tmp_path / folder / "__init__.py").touch()
    (tmp_path / "known.py").write_text(f"{line}from ..x import y\n")
    (found,) = find_missing_imports(
        f"{source}y()\n",
        filename=str(tmp_path / path),
        known=read([str(tmp_path / "known.py")]),
        package="" if line else "p",
    )
    assert f"{found.message}{' +' if found.edit else ''}".endswith(expected)


BASE = "class Base:\n    def f(self):\n        return User()\n"
CIRCLE = "(others import 'Base' from here, which line 1 binds)"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"app/user.py": "from app.base import Base\n"}, CIRCLE, id="circle"),
        pytest.param({"app/user.py": "from .base import A, Base\n"}, CIRCLE, id="relative"),
        pytest.param(
            {"app/user/__init__.py": "from ..base import Base\n"}, CIRCLE, id="package"
        ),
        pytest.param(
            {"app/user.py": "from app.base import other\n"}, "on line 1 +", id="another-name"
        ),
        pytest.param(
            {"app/user.py": "from lib.base import Base\n"}, "on line 1 +", id="another-module"
        ),
        pytest.param(
            {"app/user.py": "from .sub.base import Base\n"}, "on line 1 +", id="another-package"
        ),
        pytest.param(
            {"app/user.py": "def f():\n    from app.base import Base\n"}, "on line 1 +",
            id="in-a-function",
        ),
        pytest.param({"app/user.py": "from app.base import (\n"}, "on line 1 +", id="no-python"),
        pytest.param(
            {"app/user.py": "", "app/__init__.py": "from app.base import Base\n"}, "on line 1 +",
            id="package-around-both",
        ),
    ],
)  # fmt: skip
def test_import_that_would_close_a_circle(
    tmp_path: Path, files: dict[str, str], expected: str
) -> None:
    known = f"{head('app')}from app.user import User\n"
    files = {"app/__init__.py": "", "app/base.py": BASE, "known.py": known, **files}
    assert advice(tmp_path, files, "app/base.py").endswith(expected)


@pytest.mark.parametrize(
    ("statement", "path", "expected"),
    [
        pytest.param("from app import user as User", "app/user.py", CIRCLE, id="submodule"),
        pytest.param("from app import user as User", "app/other.py", "on line 1 +", id="no-module"),
        pytest.param("from app.sub.user import User", "app/sub/__init__.py", CIRCLE, id="package"),
    ],
)
def test_modules_that_an_import_begins(
    tmp_path: Path, statement: str, path: str, expected: str
) -> None:
    files = {
        "app/__init__.py": "",
        "app/base.py": BASE,
        "app/sub/user.py": "",
        path: "from app.base import Base\n",
        "known.py": f"{head('app')}{statement}\n",
    }
    assert advice(tmp_path, files, "app/base.py").endswith(expected)


def test_name_that_is_bound_above_the_import_closes_no_circle(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "",
        "app/base.py": "Base = object\n\nfrom app import a\n\nUser(a)\n",
        "app/a.py": "",
        "app/user.py": "from app.base import Base\n",
        "known.py": f"{head('app')}from app.user import User\n",
    }
    assert advice(tmp_path, files, "app/base.py").endswith("on line 4 +")


def test_import_in_a_function_that_avoids_a_circle_stays(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "",
        "app/base.py": f"{BASE}\n\ndef g():\n    from app.user import User\n    User\n",
        "app/user.py": "from app.base import Base\n",
        "known.py": f"{head('app')}from app.user import User\n",
    }
    assert advice(tmp_path, files, "app/base.py").endswith(CIRCLE)


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        pytest.param("services/b/z.py", "", "add 'from .util import u' on line 1 +", id="inside"),
        pytest.param("tests/z.py", "", "only relative imports name it)", id="outside"),
        pytest.param(
            "tests/z.py", "from b.util import v\n", "'from b.util import u, v' +", id="named"
        ),
        pytest.param(
            "services/b/z.py", "from b.a import c\n", "add 'from b.util import u' on line 2 +",
            id="named-inside",
        ),
    ],
)  # fmt: skip
def test_package_that_only_relative_imports_name(
    tmp_path: Path, path: str, source: str, expected: str
) -> None:
    lines = (
        "# First party: b\n# First party with relative imports alone: b\n"
        "# First party in: services/b\n# Imported relatively, up to so many dots: 1\n"
    )
    files = {
        "services/b/__init__.py": "",
        "services/b/util.py": "",
        "known.py": f"{lines}\nfrom b.util import u\n",
        path: f"{source}u()\n",
    }
    assert advice(tmp_path, files, path).endswith(expected)


@pytest.mark.parametrize("above", ["", "import app.db\n\n"], ids=["nothing", "a-module"])
def test_module_beside_another_is_missing_where_its_package_is(tmp_path: Path, above: str) -> None:
    (tmp_path / "app").mkdir()
    for name in ("db", "mail", "y"):
        (tmp_path / f"app/{name}.py").touch()
    (tmp_path / "known.py").write_text(f"{head('app')}import app.db\n")
    found = find_missing_imports(
        f"{above}def f():\n    app.mail.send(1)\n",
        filename=f"{tmp_path}/app/y.py",
        known=read([str(tmp_path / "known.py")]),
    )
    assert [str(one.statement) for one in found] == ([] if above else ["import app.mail"])
