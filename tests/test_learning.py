"""What ``fix-missing-imports --learn`` learns from a tree, and how it writes it down."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path, PurePath

import isort
import pytest
from ruff import find_ruff_bin

from flake8_missing_import import fixer
from flake8_missing_import.learning import Habits, Limits, learned
from flake8_missing_import.learning.learned_text import MARK, text
from flake8_missing_import.learning.module_imports import file_imports
from flake8_missing_import.model import ImportStatement
from flake8_missing_import.project.import_files import read

ROOT = PurePath("/project")
LIMITS = Limits()


def habits(sources: dict[str, str], limits: Limits = LIMITS) -> Habits:
    """Return the habits of a project with these files."""
    folders = {PurePath(path).parent for path in sources if path.endswith("__init__.py")}
    files = [file_imports(ROOT / path, source) for path, source in sources.items()]
    return learned(
        files, [ROOT, ROOT / "src"], lambda folder: folder in {ROOT / f for f in folders}, limits
    )


def statements(sources: dict[str, str], limits: Limits = LIMITS) -> list[str]:
    """Return the statements of the habits."""
    return sorted(map(str, habits(sources, limits).statements))


def files(*sources: str) -> dict[str, str]:
    """Return files of which each has a source."""
    return {f"f{number}.py": source for number, source in enumerate(sources)}


NUMPY = "import numpy as np\n"


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        pytest.param(files(*[NUMPY] * 3), ["import numpy as np"], id="three-files"),
        pytest.param(files(*[NUMPY] * 2), [], id="two-files"),
        pytest.param(files(NUMPY * 3), [], id="three-times-in-a-file"),
        pytest.param(files(*[NUMPY] * 9, "import np\n"), ["import numpy as np"], id="nine-of-ten"),
        pytest.param(files(*[NUMPY] * 8, "import np\n"), [], id="eight-of-nine"),
        pytest.param(files(*["from a import b, c as d\n"] * 3),
            ["from a import b", "from a import c as d"], id="one-statement-for-several"),
        pytest.param(files(*["import datetime as dt\n"] * 3), ["import datetime as dt"], id="dt"),
        pytest.param(files(*["from os import path\n"] * 3), ["from os import path"], id="member"),
        pytest.param(files(*["import os.path\n"] * 3), [], id="what-everybody-does"),
        pytest.param(files(*["from __future__ import annotations\n"] * 3), [], id="future"),
        pytest.param(files(*["from io import open\n"] * 3), [], id="builtin"),
        pytest.param(files(*["from a import *\n"] * 3), [], id="star"),
        pytest.param(files(*["def f():\n    import numpy as np\n"] * 3), [], id="function"),
        pytest.param(files(*["class A:\n    import numpy as np\n"] * 3), [], id="class"),
        pytest.param(files(*["try:\n    import a\nexcept E:\n    a = 1\n"] * 3), [], id="try"),
        pytest.param(
            files(*[NUMPY] * 3, *["try:\n    import np\nexcept E:\n    pass\n"] * 3), [],
            id="conditional-rival",
        ),
        pytest.param(
            files(*["from a import b\n"] * 3, *["if T:\n    from a import b\n"] * 9),
            ["from a import b"],
            id="for-type-checkers-elsewhere",
        ),
        pytest.param(files(*['x = """\nimport a\n"""\n'] * 3), [], id="text"),
        pytest.param(files(*['x = """\nimport a\n"""\nimport b\n'] * 3), ["import b"], id="below"),
        pytest.param(
            files(*["import yaml\n"] * 3, *["import yaml as yaml\n"] * 3), ["import yaml"],
            id="re-export",
        ),
        pytest.param(
            files(*["from a import b\n"] * 2, "from a import b as b\n"), ["from a import b"],
            id="re-export-of-a-member",
        ),
        pytest.param(
            files(*["from a import b\n"] * 3, *["from a import b as c\n"] * 3),
            ["from a import b", "from a import b as c"], id="another-name",
        ),
        pytest.param(
            files(*["import a.b\n"] * 3, *["import a.c\n"] * 3), ["import a.b", "import a.c"],
            id="submodules",
        ),
        pytest.param(
            files(*["import a.b\n"] * 3, *["from c import a\n"] * 3), [], id="package-or-member"
        ),
        pytest.param(files(*["def f():\n    pass\nimport b\n"] * 3), ["import b"], id="late"),
        pytest.param(files(*["from a import (\n    b,\n    c,\n)\nx = 1\n"] * 3),
            ["from a import b", "from a import c"], id="several-lines"),
    ],
)  # fmt: skip
def test_statement_that_files_agree_on(sources: dict[str, str], expected: list[str]) -> None:
    assert statements(sources) == expected


COMPAT = "try:\n    import tomllib\nexcept ImportError:\n    import tomli as tomllib\n"


@pytest.mark.parametrize(
    ("module", "source", "expected"),
    [
        pytest.param("compat", COMPAT, ["from app.compat import tomllib"], id="fallback"),
        pytest.param(
            "compat", "from toml import tomllib\n", ["from app.compat import tomllib"], id="import"
        ),
        pytest.param("other", COMPAT, [], id="another-module"),
    ],
)
def test_module_says_nothing_about_imports_from_itself(
    module: str, source: str, expected: list[str]
) -> None:
    importing = files(*["from app.compat import tomllib\n"] * 4)
    assert statements({"app/__init__.py": "", f"app/{module}.py": source, **importing}) == expected


def test_limits() -> None:
    sources = files(NUMPY, "import np\n")
    assert statements(sources, Limits(1, 50)) == ["import np", "import numpy as np"]
    assert statements(sources, Limits(1, 51)) == []


PACKAGE = {"app/__init__.py": "", "app/db/__init__.py": ""}


@pytest.mark.parametrize(
    "sources",
    [
        pytest.param({f"app/db/{n}.py": "from .models import A\n" for n in "abc"}, id="one-dot"),
        pytest.param({f"app/{n}.py": "from .db.models import A\n" for n in "abc"}, id="downwards"),
        pytest.param({f"app/db/{n}.py": "from ..db.models import A\n" for n in "abc"}, id="two"),
        pytest.param(
            {"app/db/a.py": "from .models import A\n", "app/b.py": "from .db.models import A\n",
             "c.py": "from app.db.models import A\n"}, id="mixed"
        ),
    ],
)  # fmt: skip
def test_relative_imports_become_absolute(sources: dict[str, str]) -> None:
    assert statements({**PACKAGE, **sources}) == ["from app.db.models import A"]


@pytest.mark.parametrize("folder", ["{{ name }}", "2024-01", "lambda"])
def test_what_no_statement_can_name_is_not_learned(folder: str) -> None:
    inside = {f"app/{folder}/{n}.py": "from .a import b\nfrom ..db import A\n" for n in "cde"}
    below = {f"app/{folder}/inner/{n}.py": "from ..a import b\n" for n in "cde"}
    packages = dict.fromkeys([f"app/{folder}/__init__.py", f"app/{folder}/inner/__init__.py"], "")
    assert statements({**PACKAGE, **packages, **inside, **below}) == []


MODELS = {
    "app/__init__.py": "",
    "app/models/__init__.py": "from .base import Base\nfrom app.models.user import User\n",
    **{f"{n}.py": "from app.models import User\n" for n in "abc"},
}
IN_FUNCTION = "def f():\n    from .user import User\n"


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        pytest.param({}, ["from app.models import User", "from app.models.user import User"],
            id="imported-from-inside"),
        pytest.param({"app/models/__init__.py": "User = 1\n"}, ["from app.models import User"],
            id="defined-in-the-package"),
        pytest.param({"app/models/__init__.py": IN_FUNCTION}, ["from app.models import User"],
            id="imported-later"),
        pytest.param({"app/models/__init__.py": "from app.core.user import User\n"},
            ["from app.models import User"], id="imported-from-elsewhere"),
        pytest.param({"app/models/__init__.py": "from .user import A as User\n"},
            ["from app.models import User"], id="alias"),
        pytest.param(
            {"app/models/__init__.py": "from .users import User\n",
             "app/models/users/__init__.py": "from .user import User\n"},
            ["from app.models import User", "from app.models.users import User",
             "from app.models.users.user import User"], id="several-levels",
        ),
        pytest.param({f"app/models/{n}.py": "from .user import User\n" for n in "xyz"},
            ["from app.models import User", "from app.models.user import User"],
            id="its-files-do-likewise"),
        pytest.param({f"app/models/{n}.py": "from . import User\n" for n in "xyz"},
            ["from app.models import User"], id="its-files-do-not"),
        pytest.param({f"app/{n}.py": "from .models.user import User\n" for n in "xyz"}, [],
            id="others-do-not"),
    ],
)  # fmt: skip
def test_what_a_package_has_from_inside(sources: dict[str, str], expected: list[str]) -> None:
    assert statements({**MODELS, **sources}) == expected


def test_package_below_src() -> None:
    sources = {f"{n}.py": "from .a import b\n" for n in ("c", "d", "e")}
    sources = {f"src/app/{path}": source for path, source in sources.items()}
    found = habits({"src/app/__init__.py": "", "src/app/a.py": "", **sources})
    assert list(map(str, found.statements)) == ["from app.a import b"]
    assert found.first_party == {"app"}


def test_namespace_package_is_one_where_imports_say_so() -> None:
    found = habits(
        {
            "ns/pkg/__init__.py": "",
            "ns/pkg/a.py": "",
            **{f"ns/pkg/x{n}.py": "from .a import b\n" for n in range(2)},
            "main.py": "from ns.pkg.a import b\n",
        }
    )
    assert list(map(str, found.statements)) == ["from ns.pkg.a import b"]
    assert found.first_party == {"ns"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("from .utils import make\n", ["from tool.utils import make"], id="one-dot"),
        pytest.param("from ..utils import make\n", ["from corp.utils import make"], id="two-dots"),
        pytest.param(
            "from .utils import make\nfrom .. import db\n",
            ["from corp import db", "from corp.tool.utils import make"], id="both",
        ),
        pytest.param(
            "from .utils import make\nimport corp.tool\n",
            ["from corp.tool.utils import make", "import corp.tool"], id="named-by-others",
        ),
        pytest.param("from ....utils import make\n", [], id="out-of-the-roots"),
        pytest.param("try:\n    from .utils import make\nexcept E:\n    pass\n", [], id="try"),
    ],
)  # fmt: skip
def test_relative_import_proves_a_package(source: str, expected: list[str]) -> None:
    sources = dict.fromkeys(["src/corp/utils.py", "src/corp/tool/utils.py"], "")
    found = habits({**sources, **{f"src/corp/tool/{n}.py": source for n in "abc"}})
    assert sorted(map(str, found.statements)) == expected
    assert len(found.first_party) == bool(expected)


RELATIVE_ALONE = {
    "__init__.py": "",
    "util.py": "",
    **{f"w{name}.py": "from .util import u\n" for name in "abc"},
}


@pytest.mark.parametrize(
    ("folder", "others", "statement", "only_relative"),
    [
        pytest.param("b", {}, "from b.util import u", set(), id="in-a-root"),
        pytest.param("src/b", {}, "from b.util import u", set(), id="in-src"),
        pytest.param("src/acme/b", {}, "from acme.b.util import u", set(), id="below-src"),
        pytest.param(
            "packages/b/src/acme/b", {}, "from acme.b.util import u", set(), id="below-another-src"
        ),
        pytest.param("services/b", {}, "from b.util import u", {"b"}, id="in-a-folder"),
        pytest.param(
            "services/b", {"services/main.py": "import b\n"}, "from b.util import u", set(),
            id="named",
        ),
        pytest.param(
            "services/b", {"main.py": "from services.b import util\n"},
            "from services.b.util import u", set(), id="named-in-a-namespace",
        ),
        pytest.param(
            "src/acme/b", {"main.py": "from b.util import x\n"}, "from b.util import u", set(),
            id="named-below-src",
        ),
    ],
)  # fmt: skip
def test_package_that_its_own_files_import_relatively(
    folder: str, others: dict[str, str], statement: str, only_relative: set[str]
) -> None:
    inside = {f"{folder}/{path}": source for path, source in RELATIVE_ALONE.items()}
    found = habits({**inside, **others})
    assert list(map(str, found.statements)) == [statement]
    assert found.only_relative == only_relative


def test_relative_import_beside_the_packages_proves_nothing() -> None:
    assert habits({f"{n}.py": "from .utils import make\n" for n in "abc"}).first_party == set()


def test_first_party_is_what_stands_in_the_tree() -> None:
    found = habits(
        {
            **PACKAGE,
            "app/a.py": "import app.db\nimport httpx\nfrom . import b\nimport logging\n",
            "tests/httpx/__init__.py": "",
            "tests/test_a.py": "import helper\nimport httpx.client\nimport httpx.server\n",
            "tests/helper.py": "",
            "logging.py": "",
        }
    )
    assert found.first_party == {"app", "helper"}


@pytest.mark.parametrize(
    ("folder", "source", "expected"),
    [
        pytest.param(
            "svc", "from svc.gen import a_pb2\nfrom svc.gen.b_pb2 import B\nimport svc.log\n",
            {"svc"}, id="absolute",
        ),
        pytest.param(
            "src/svc", "from .gen import a_pb2\nfrom .gen.b_pb2 import B\nfrom .log import log\n",
            {"svc"}, id="relative",
        ),
        pytest.param(
            "tests/redis", "import redis\nimport redis.client\nimport redis.asyncio\n", set(),
            id="tests-of-another-package",
        ),
    ],
)  # fmt: skip
def test_package_with_modules_that_are_not_in_the_tree(
    folder: str, source: str, expected: set[str]
) -> None:
    names = ("log", "a", "b", "c")
    modules = {f"{folder}/{name}.py": f"import grpc\n{source}" for name in names}
    assert habits({f"{folder}/__init__.py": "", **modules}).first_party == expected


IMPORTERS = {f"{folder}/m.py": "from redis import Redis\n" for folder in ("app", "app/a", "app/b")}


@pytest.mark.parametrize(
    ("sources", "is_own"),
    [
        pytest.param({"examples/redis/main.py": ""}, False, id="folder"),
        pytest.param({"examples/redis/main.py": "from redis import Redis\n"}, False, id="example"),
        pytest.param({"examples/redis/__init__.py": ""}, False, id="package"),
        pytest.param({"examples/redis/__init__.py": '"""Examples."""\n'}, False, id="docstring"),
        pytest.param({"lib/redis/__init__.py": "from redis.a import Redis\n"}, True, id="import"),
        pytest.param({"lib/redis/__init__.py": "class Redis:\n    pass\n"}, True, id="definition"),
        pytest.param({"lib/redis/__init__.py": "Redis = object\n"}, True, id="assignment"),
        pytest.param({"lib/redis/__init__.py": "", "lib/redis/Redis.py": ""}, True, id="module"),
        pytest.param({"app/redis/__init__.py": ""}, True, id="generated-beside-importers"),
        pytest.param({"redis/__init__.py": ""}, True, id="root"),
        pytest.param({"src/redis/__init__.py": ""}, False, id="another-root"),
    ],
)
def test_folder_that_gives_nothing_has_the_name_of_another_package(
    sources: dict[str, str], is_own: bool
) -> None:
    assert ("redis" in habits({**IMPORTERS, **sources}).first_party) is is_own


def test_files_inside_see_no_folder_that_is_not_in_a_root() -> None:
    inside = {f"flask/{n}.py": "from flask import Flask\n" for n in "abc"}
    assert habits(inside).first_party == {"flask"}
    examples = {f"examples/{path}": source for path, source in inside.items()}
    assert habits(examples).first_party == set()


@pytest.mark.parametrize("init", [True, False])
def test_folder_in_a_root_may_have_the_name_of_another_package(init: bool) -> None:
    sources = {"docker/build.py": "import docker\nimport docker.errors\nimport docker.types\n"}
    sources |= {"docker/__init__.py": ""} if init else {}
    assert habits(sources).first_party == ({"docker"} if init else set())


TOGETHER = "import httpx\nimport pytest\nfrom helpers import make\n"
APART = "import httpx\nimport pytest\n\nfrom helpers import make\n"


@pytest.mark.parametrize(
    ("sources", "among_third_party"),
    [
        pytest.param([TOGETHER], {"helpers"}, id="one-list"),
        pytest.param([APART], set(), id="apart"),
        pytest.param([TOGETHER, TOGETHER, APART], {"helpers"}, id="mostly-one-list"),
        pytest.param([TOGETHER, APART, APART], set(), id="mostly-apart"),
        pytest.param([TOGETHER, APART], set(), id="neither-mostly"),
        pytest.param(["import os\n\nfrom helpers import make\n"], set(), id="nothing-shown"),
        pytest.param(
            ["import os\nimport pytest\nfrom helpers import a\n"], set(), id="without-sections"
        ),
        pytest.param(
            ["import pytest\nimport helpers\nimport yaml\n"], set(), id="in-no-order"
        ),
        pytest.param(
            ["import httpx\nsys.path[:0] = ['.']\nfrom helpers import a\n"], set(), id="below-code"
        ),
        pytest.param(
            [TOGETHER, "import httpx\nimport yaml\nimport helpers\nfrom helpers import a\n"], set(),
            id="sections-without-a-blank-line",
        ),
        pytest.param(
            [f"{TOGETHER}\nfrom app.db import A\n"], {"helpers"}, id="another-package-apart"
        ),
        pytest.param(["import app\nimport helpers\n\nimport httpx\n"], set(), id="all-are-own"),
    ],
)  # fmt: skip
def test_own_packages_that_are_sorted_with_third_party_ones(
    sources: list[str], among_third_party: set[str]
) -> None:
    users = {f"tests/test_{number}.py": source for number, source in enumerate(sources)}
    found = habits({**PACKAGE, "tests/helpers.py": "", **users})
    assert "helpers" in found.first_party
    assert found.among_third_party == among_third_party


SINGLE = "from helpers import make\nfrom helpers import wait\n"
SEVERAL = "from helpers import make, wait\n"
TYPES = "from typing import Any, Union\n"


@pytest.mark.parametrize(
    ("sources", "is_single"),
    [
        pytest.param([SINGLE] * 3, True, id="all"),
        pytest.param([SINGLE] * 3 + [TYPES], True, id="but-types"),
        pytest.param([SINGLE] * 3 + ["from helpers import make\n"] * 9, True, id="most-show-none"),
        pytest.param([SINGLE] * 9 + [SEVERAL], True, id="nine-of-ten"),
        pytest.param([SINGLE] * 8 + [SEVERAL], False, id="eight-of-nine"),
        pytest.param([SINGLE] * 2, False, id="too-few"),
        pytest.param([f"{SINGLE}from app import a, b\n"] * 3, False, id="both-in-a-file"),
        pytest.param([SEVERAL] * 3, False, id="together"),
        pytest.param(["from helpers import make\nfrom helpers import *\n"] * 3, False, id="star"),
        pytest.param(
            ["from helpers import make\nfrom helpers import wait as w\n"] * 3, False, id="alias"
        ),
    ],
)
def test_one_name_a_statement(sources: list[str], is_single: bool) -> None:
    users = {f"app/m{number}.py": source for number, source in enumerate(sources)}
    assert habits(users).is_single is is_single


def test_namespace_package_has_one_dotted_path() -> None:
    found = habits(
        {
            "ns/pkg/__init__.py": "",
            "ns/pkg/sub/__init__.py": "",
            **{f"ns/pkg/sub/x{n}.py": "from .a import b\n" for n in range(3)},
            "main.py": "from ns.pkg import c\n",
        }
    )
    assert list(map(str, found.statements)) == ["from ns.pkg.sub.a import b"]


def test_lone_script_is_no_package_of_its_own() -> None:
    users = {f"app/m{n}.py": "import redis\nimport helper\n" for n in range(3)}
    tests = {"tests/test_a.py": "import common\n", "tests/common.py": ""}
    found = habits({**users, **tests, "examples/redis.py": "", "helper.py": ""})
    assert found.first_party == {"common", "helper"}


@pytest.mark.parametrize(
    ("submodule", "package", "expected"),
    [
        pytest.param(3, 27, ["import torch"], id="package-mostly"),
        pytest.param(3, 0, ["import torch.nn"], id="submodule-alone"),
        pytest.param(27, 2, ["import torch.nn"], id="submodule-mostly"),
    ],
)
def test_submodule_is_a_habit_of_its_own(submodule: int, package: int, expected: list[str]) -> None:
    sources = ["import torch.nn\n"] * submodule + ["import torch\n"] * package
    assert statements(files(*sources)) == expected


@pytest.mark.parametrize(
    ("source", "dots"),
    [
        pytest.param("from .models import A\n", 1, id="siblings"),
        pytest.param("from app.db.models import A\n", 0, id="never"),
        pytest.param("from app.db.models import A\nfrom .. import b\n", 0, id="two-but-not-one"),
        pytest.param("from .a import A\nfrom .. import b\n", 2, id="two"),
        pytest.param("from .. import b\n", 2, id="two-and-never-one"),
    ],
)
def test_how_far_relative_imports_go(source: str, dots: int) -> None:
    assert habits({**PACKAGE, "app/db/a.py": source}).relative_dots == dots


USERS = {f"users/{n}.py": "from app.core import A\n" for n in "abc"}


@pytest.mark.parametrize(
    ("paths", "folders"),
    [
        pytest.param(["app/__init__.py", "app/core.py"], {"app"}, id="regular"),
        pytest.param(["app/core.py"], {"app"}, id="namespace"),
        pytest.param(["src/app/__init__.py", "src/app/core.py"], {"src/app"}, id="src"),
        pytest.param(["app/core.py", "examples/app/main.py"], {"app"}, id="nothing-imported"),
        pytest.param(
            ["app/__init__.py", "app/core.py", "examples/app/core.py"], {"app"}, id="not-regular"
        ),
        pytest.param(
            ["app/__init__.py", "app/core.py", "tests/app/__init__.py", "tests/app/core.py"],
            {"app"},
            id="tests",
        ),
        pytest.param(
            ["services/app/app/__init__.py", "services/app/app/core.py", "services/app/core.py"],
            {"services/app/app"},
            id="project-of-that-name",
        ),
        pytest.param(
            ["a/app/__init__.py", "a/app/core.py", "b/app/__init__.py", "b/app/core.py"],
            {"a/app", "b/app"},
            id="in-two-services",
        ),
        pytest.param(["a/app/core.py", "b/app/db.py"], {"a/app", "b/app"}, id="portions"),
        pytest.param(["a\nb/app/core.py"], set(), id="no-comment"),
    ],
)
def test_folders_of_own_packages(paths: list[str], folders: set[str]) -> None:
    users = {"user.py": "from app import db, other\n", **USERS}
    found = habits({**users, **dict.fromkeys(paths, "")})
    assert found.first_party == {"app"}
    assert found.folders == folders


@pytest.mark.parametrize(
    ("paths", "modules"),
    [
        pytest.param([], {"scripts/common.py"}, id="beside"),
        pytest.param(["scripts/sub/run.py"], {"scripts/common.py"}, id="below"),
        pytest.param(["app/run.py"], set(), id="elsewhere"),
        pytest.param(["common.py"], set(), id="in-the-root-too"),
        pytest.param(
            ["tests/common.py", "tests/test_a.py"], {"scripts/common.py", "tests/common.py"},
            id="in-two-folders",
        ),
    ],
)  # fmt: skip
def test_module_that_only_files_beside_it_import(paths: list[str], modules: set[str]) -> None:
    scripts = [f"scripts/{name}.py" for name in "abc"]
    sources = dict.fromkeys([*scripts, *paths], "from common import run\n")
    assert habits({"scripts/common.py": "", **sources}).folders == modules


@pytest.mark.parametrize(
    ("others", "is_own"),
    [
        pytest.param({}, True, id="beside-its-own-each"),
        pytest.param({"lib/x.py": "from utils import reply\n"}, True, id="one-elsewhere"),
        pytest.param(
            {f"lib/{n}.py": "from utils import reply\n" for n in range(3)}, False, id="as-many"
        ),
    ],
)
def test_scripts_with_a_module_of_one_name_each(others: dict[str, str], is_own: bool) -> None:
    modules = {f"lambdas/{name}/utils.py": "" for name in "abc"}
    handlers = {f"lambdas/{name}/handler.py": "from utils import reply\n" for name in "abc"}
    found = habits({**modules, **handlers, **others})
    assert found.first_party == ({"utils"} if is_own else set())
    assert found.folders == (modules.keys() if is_own else set())


def test_project_that_is_called_like_its_package_is_no_package() -> None:
    package = {"service/app/app/__init__.py": "", "service/app/app/core.py": ""}
    inside = {f"service/app/app/{n}.py": "from .core import A\n" for n in "abc"}
    others = {f"service/app/{n}.py": "from app.core import A\n" for n in ("manage", "x", "y", "z")}
    assert habits({**package, **inside, **others}).relative_dots == 1


@pytest.mark.parametrize(
    "names",
    [pytest.param("A", id="one-name"), pytest.param("A, B, C", id="name-added")],
)
@pytest.mark.parametrize(
    ("others", "dots"),
    [
        pytest.param(["from app.models import D\n"] * 2, 0, id="absolute-mostly"),
        pytest.param(["from app.models import D\n", "from .models import E\n"], 1, id="relative"),
    ],
)
def test_each_file_has_one_voice(names: str, others: list[str], dots: int) -> None:
    source = f"from .models import {names}\n"
    sources = {f"app/{n}.py": source for n, source in enumerate([source, *others])}
    assert habits({**PACKAGE, **sources}).relative_dots == dots


RELATIVE = {f"app/r{n}.py": "from .models import A\n" for n in range(5)}
ABSOLUTE = {f"app/a{n}.py": "from app.models import A\n" for n in range(5)}
"""As many: they say nothing."""


def in_tests(source: str, *, count: int = 3) -> dict[str, str]:
    """Return a package of tests in which several files have the same source."""
    files = {f"tests/test_{n}.py": source for n in range(count)}
    return {"tests/__init__.py": "", "tests/helpers.py": "", **files}


@pytest.mark.parametrize(
    ("sources", "usual", "otherwise"),
    [
        pytest.param(
            {**RELATIVE, **in_tests("from tests.helpers import b\n")}, 1, {"tests": 0},
            id="absolute-package",
        ),
        pytest.param(
            {**ABSOLUTE, **in_tests("from .helpers import b\n")}, 0, {"tests": 1},
            id="relative-package",
        ),
        pytest.param(
            {**RELATIVE, **in_tests("from .helpers import b\n")}, 1, {}, id="as-the-project"
        ),
        pytest.param(
            {**RELATIVE, **in_tests("from tests.helpers import b\n", count=2)}, 1, {},
            id="nothing-learned-from-there",
        ),
        pytest.param(
            {**RELATIVE, **in_tests("from app.models import A\n")}, 1, {}, id="only-from-outside"
        ),
        pytest.param(
            {
                **in_tests("from .helpers import b\n", count=4),
                **{f"tests/x{n}.py": "from tests.data import c\n" for n in range(3)},
            }, 1, {"tests.data": 0},
            id="absolute-module",
        ),
        pytest.param(
            {
                **in_tests("from .helpers import b\n", count=4),
                **{f"tests/x{n}.py": "from tests.helpers import c\n" for n in range(3)},
            }, 1, {"tests.helpers:c": 0},
            id="absolute-name",
        ),
        pytest.param(
            {
                **in_tests("from .helpers import b\n", count=4),
                **{f"tests/x{n}.py": "from tests import data\n" for n in range(3)},
            }, 1, {"tests:data": 0},
            id="module-is-the-name",
        ),
        pytest.param(
            {
                **in_tests("from .helpers import b\n"),
                **{f"tests/x{n}.py": "from tests.helpers import b\n" for n in range(2)},
                "tests/sub/__init__.py": "from tests.helpers import b\n",
            }, 1, {},
            id="two-dots-are-absolute-anyway",
        ),
        pytest.param(
            {
                **in_tests("from tests.helpers import b\n"),
                **{f"app/sub/r{n}.py": "from ..models import A\n" for n in range(5)},
                "app/sub/__init__.py": "", "app/__init__.py": "",
            }, 0, {"app": 2},
            id="with-more-dots",
        ),
        pytest.param(
            {**RELATIVE, **ABSOLUTE, **in_tests("from .helpers import b\n")}, 1, {}, id="undecided"
        ),
    ],
)  # fmt: skip
def test_imports_are_relative_where_most_from_there_are(
    sources: dict[str, str], usual: int, otherwise: dict[str, int]
) -> None:
    found = habits({"app/__init__.py": "", "app/models.py": "", **sources})
    assert (found.relative_dots, found.dots_from) == (usual, otherwise)


def test_what_is_relative_from_where_is_read_as_it_was_written(tmp_path: Path) -> None:
    names = {f"app.package_{n}": n % 3 for n in range(30)}
    otherwise = {**names, "tests": 0, "app.db:User": 2, "app.db:" + "x" * 100: 1}
    path = tmp_path / "known.py"
    found = Habits(frozenset(), frozenset({"app"}), 1, dots_from=otherwise)
    path.write_text(text(found, "fix-missing-imports --learn ."))
    known = read([str(path)])
    assert (known.relative_dots, known.dots_from) == (1, otherwise)


@pytest.mark.parametrize(
    ("name", "is_learned"),
    [
        pytest.param("ExceptionGroup", True, id="since-3.11"),
        pytest.param("AbstractSet", True, id="of-the-stub-alone"),
        pytest.param("EncodingWarning", False, id="since-3.10"),
        pytest.param("open", False, id="since-ever"),
    ],
)
def test_builtins_are_those_of_every_python(name: str, is_learned: bool) -> None:
    assert bool(statements(files(*[f"from a import {name}\n"] * 3))) is is_learned


LONG = tuple(f"a_name_of_some_length_{number}" for number in range(6))
EVERY_FORM = Habits(
    statements=frozenset(
        [
            ImportStatement("datetime", alias="dt"),
            ImportStatement("os", "path"),
            ImportStatement("numpy", alias="np"),
            ImportStatement("numpy"),
            ImportStatement("Yaml"),
            ImportStatement("google.cloud.storage"),
            ImportStatement("google.auth"),
            *(ImportStatement("long_names", name) for name in LONG),
            *(ImportStatement("flask", name) for name in ("g", "Flask", "abort", "URL", *LONG)),
            ImportStatement("flask", "current_app", "app"),
            ImportStatement("flask", "current_app"),
            ImportStatement("one.two", "A10"),
            ImportStatement("one.two", "A9"),
            ImportStatement("one", "z" * 50, "y" * 40),
            ImportStatement("app.db", "b"),
            ImportStatement("lib", alias="l"),
            ImportStatement("helpers", "make"),
        ]
    ),
    first_party=frozenset({"app", "helpers", "lib"}),
    relative_dots=1,
    folders=frozenset({"src/app", "my, other/app", "lib"}),
    among_third_party=frozenset({"helpers"}),
    is_single=True,
    only_relative=frozenset({"lib"}),
)


def test_file_is_sorted_as_isort_sorts() -> None:
    content = text(EVERY_FORM, "fix-missing-imports --learn .").replace("# flake8: noqa\n", "")
    config = isort.Config(profile="black", known_first_party=("app", "lib"))
    assert isort.code(content, config=config) == content


def test_file_is_sorted_as_ruff_sorts() -> None:
    # Where a module's names have aliases and others have not, ruff and isort differ.
    alike = Habits(
        frozenset(one for one in EVERY_FORM.statements if one.module != "flask"),
        EVERY_FORM.first_party,
        0,
        among_third_party=EVERY_FORM.among_third_party,
    )
    content = text(alike, "fix-missing-imports --learn .").replace("# flake8: noqa\n", "")
    done = subprocess.run(
        [find_ruff_bin(), "check", "--isolated", "--select=I", "-q", "-",
         "--config", "lint.isort.known-first-party=['app', 'lib']"],
        input=content.encode(), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode()


def test_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "known.py"
    path.write_text(text(EVERY_FORM, "fix-missing-imports --learn ."))
    known = read([str(path)])
    assert {one for name in known.names for one in known.statements(name)} == EVERY_FORM.statements
    assert known.first_party == EVERY_FORM.first_party
    assert known.among_third_party == EVERY_FORM.among_third_party
    assert known.relative_dots == 1
    assert known.is_single
    assert known.only_relative == EVERY_FORM.only_relative
    assert known.folders == {f"{tmp_path}/{folder}" for folder in EVERY_FORM.folders}


def test_many_packages_of_its_own_are_all_read(tmp_path: Path) -> None:
    names = frozenset(f"package_{number}" for number in range(40))
    path = tmp_path / "known.py"
    content = text(
        Habits(frozenset(), names, 0, among_third_party=names), "fix-missing-imports --learn ."
    )
    path.write_text(content)
    assert max(map(len, content.splitlines())) <= 88
    assert read([str(path)]).first_party == names
    assert read([str(path)]).among_third_party == names


def test_long_name_of_a_package_is_not_split(tmp_path: Path) -> None:
    names = frozenset({"a" * 100, "b" * 80, "c"})
    path = tmp_path / "known.py"
    path.write_text(
        text(
            Habits(frozenset(), names, 0, among_third_party=names), "fix-missing-imports --learn ."
        )
    )
    assert read([str(path)]).first_party == names
    assert read([str(path)]).among_third_party == names


EXPECTED = f"""\
{MARK}
# Made by: fix-missing-imports --learn .
# flake8: noqa
# First party: app
# First party in: app

import numpy as np

from app.db import A
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, with a project in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app").mkdir()
    for name in ("__init__", "db", "x", "y", "z"):
        (tmp_path / f"app/{name}.py").write_text("")
    for name in ("x", "y", "z"):
        (tmp_path / f"app/{name}.py").write_text("import numpy as np\n\nfrom app.db import A\n")
    return tmp_path


def test_command_prints_the_file(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fixer.main(["--learn"]) == 0
    assert capsys.readouterr() == (EXPECTED, "")
    assert fixer.main(["--learn", "--learn-files=4", "app"]) == 0
    assert "--learn --learn-files=4 app\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("current", "path", "folder"),
    [
        pytest.param(".", "app", "app", id="around"),
        pytest.param("app", ".", "app", id="inside"),
        pytest.param("other", "../app", "../app", id="elsewhere"),
    ],
)
def test_folder_is_found_again(
    tree: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    current: str,
    path: str,
    folder: str,
) -> None:
    (tree / "other").mkdir()
    monkeypatch.chdir(tree / current)
    assert fixer.main(["--learn", path]) == 0
    made = capsys.readouterr().out
    assert f"# First party in: {folder}\n" in made
    Path("known.py").write_text(made)
    assert read(["known.py"]).folders == {f"{tree}/app"}


def test_the_file_itself_is_not_learned_from(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "app/z.py").write_text("")
    (tree / "known.py").write_text(EXPECTED)
    (tree / "by_hand.py").write_text("import numpy as np\n")
    (tree / "setup.cfg").write_text("[flake8]\nmissing-import-files = by_hand.py\n")
    assert fixer.main(["--learn"]) == 0
    assert "numpy" not in capsys.readouterr().out


def test_exclusions_of_flake8(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "setup.cfg").write_text("[flake8]\nextend-exclude = app/z.py\n")
    assert fixer.main(["--learn"]) == 0
    assert "numpy" not in capsys.readouterr().out


def test_file_that_is_not_there_yet_is_no_error(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "setup.cfg").write_text("[flake8]\nmissing-import-files = known.py\n")
    assert fixer.main(["--learn"]) == 0
    assert capsys.readouterr().out == EXPECTED


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"\nx = (\n", ":2: not read: '(' was never closed", id="syntax"),
        pytest.param(b"# coding: no\n", ": not read: unknown encoding: no", id="encoding"),
        pytest.param(b"# coding: hex\n", ": not read: 'hex' is not a text", id="no-text"),
    ],
)
def test_file_that_does_not_parse_is_named(
    tree: Path, capsys: pytest.CaptureFixture[str], content: bytes, message: str
) -> None:
    (tree / "app/w.py").write_bytes(content)
    assert fixer.main(["--learn"]) == 0
    out, err = capsys.readouterr()
    assert out == EXPECTED
    assert err.startswith(f"./app/w.py{message}")
    assert "<unknown>" not in err


@pytest.mark.parametrize(
    "below",
    [
        pytest.param("print 'x'\n", id="statement"),
        pytest.param("x = (\n", id="open-at-the-end"),
        pytest.param("x = '\n\ndef f(): pass\n", id="above-a-definition"),
        pytest.param("def f(): pass\n\n\nprint 'x'\n", id="below-a-definition"),
        pytest.param("try:\n    f()\nexcept A, B, c as d:\n    pass\n", id="handler"),
        pytest.param("# why\n\nexec 'x'\n", id="below-a-comment"),
        pytest.param("x = " + "-" * 20000 + "1\n", id="nested-too-deeply"),
    ],
)
def test_what_stands_below_the_last_import_need_not_parse(below: str) -> None:
    source = '"""Doc."""\n\nimport a\nfrom b import (\n    c,\n)\n'
    assert file_imports(ROOT / "x.py", source + below).plain == {
        ImportStatement("a"), ImportStatement("b", "c")
    }  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("print 'x'\nimport a\n", id="above"),
        pytest.param("import a\nimport b c\nx = 1\n", id="in-an-import"),
        pytest.param("x = (\n", id="no-import"),
        pytest.param("import a\nx = (\nimport b\n", id="between"),
    ],
)
def test_what_stands_above_the_last_import_has_to_parse(source: str) -> None:
    with pytest.raises(SyntaxError):
        file_imports(ROOT / "x.py", source)


def test_check(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "known.py").write_text(EXPECTED)
    assert fixer.main(["--learn", "--check", "known.py"]) == 0
    assert capsys.readouterr() == ("", "")
    (tree / "app/z.py").write_text("")
    assert fixer.main(["--learn", "--check", "known.py", "."]) == 1
    stale = "known.py is stale: fix-missing-imports --learn . > known.py\n"
    assert capsys.readouterr() == ("", stale)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(["--extend-exclude", "app/z.py"], id="extend-exclude"),
        pytest.param(["--filename=*/x.py,*/y.py"], id="filename"),
        pytest.param(["--exclude=app/z.py", "-q", "-j", "2"], id="several"),
    ],
)
@pytest.mark.parametrize(
    "order",
    [
        pytest.param("--learn {options} --check known.py .", id="above"),
        pytest.param("--learn --check known.py {options} .", id="below-the-file"),
        pytest.param("--check known.py {options} --learn .", id="check-first"),
        pytest.param("--learn --check=known.py {options} .", id="equals-sign"),
        pytest.param("--learn --check known.py . {options}", id="at-the-end"),
        pytest.param("--learn {options} . --check known.py", id="check-last"),
        pytest.param("--learn --check {options} known.py .", id="file-is-the-first-path"),
        pytest.param("--learn --check {options} -- known.py .", id="two-dashes"),
    ],
)
def test_options_of_flake8_around_the_checked_file(
    tree: Path, capsys: pytest.CaptureFixture[str], order: str, options: list[str]
) -> None:
    (tree / "other.cfg").write_text("[flake8]\nexclude = app/z.py\n")
    assert fixer.main(["--learn", "--learn-files=2", *options, "."]) == 0
    (tree / "known.py").write_text(made := capsys.readouterr().out)
    assert "numpy" in made
    arguments = shlex.split(order.format(options=shlex.join(options)))
    assert fixer.main(["--learn-files=2", *arguments]) == 0
    assert capsys.readouterr() == ("", "")
    (tree / "known.py").write_text(MARK)
    assert fixer.main(["--learn-files=2", *arguments]) == 1
    assert "known.py is stale: fix-missing-imports --learn --learn-files=2 " in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize("paths", [["known.py", "."], ["lib/known.py", "app"]])
def test_check_of_a_file_written_by_hand(
    tree: Path, capsys: pytest.CaptureFixture[str], paths: list[str]
) -> None:
    """It is in no module's place: the configuration names it, or nothing is learned from it."""
    (tree / "setup.cfg").write_text("[flake8]\nmissing-import-files = known.py\n")
    (tree / "lib").mkdir()
    (tree / paths[0]).write_text("import a\n")
    assert fixer.main(["--learn", "--check", *paths]) == 1
    assert f"{paths[0]} is stale" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--check"], "--learn --check needs the file", id="no-file"),
        pytest.param(["--check", "none.py"], "none.py: No such file", id="missing"),
        pytest.param(["--check", ""], "error: .: ", id="check-no-name"),
        pytest.param(["--check="], "error: .: ", id="check-nothing"),
        pytest.param(["--check", "--exclude=a"], "--learn --check needs the file", id="no-path"),
        pytest.param(
            ["--check", "setup.py", "known.py"],
            "--check needs a file of imports: setup.py:3: this is no import statement",
            id="swapped",
        ),
        pytest.param(
            ["--check", "app/x.py", "app"], "app/x.py: it is a module that is learned", id="module"
        ),
        pytest.param([""], "'': no such file or folder", id="no-name"),
        pytest.param(["-"], "not standard input", id="stdin"),
        pytest.param(["app/__init__.py/x"], "x: Not a directory", id="below-a-file"),
        pytest.param(["app", "nothere"], "nothere: no such file or folder", id="no-folder"),
        pytest.param(["--check", "app/x.py", "nothere"], "nothere: no such", id="check-no-folder"),
    ],
)
def test_usage_error(
    tree: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    (tree / "setup.py").write_text("import a\n\nx = 1\n")
    (tree / "known.py").write_text("")
    (tree / "app/x.py").write_text("import a\n")
    assert fixer.main(["--learn", *arguments]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--learn", "--learn-files=0"], "'0' is no number from 1 on", id="none"),
        pytest.param(["--learn", "--learn-files=a"], "'a' is no number from 1 on", id="no-number"),
        pytest.param(["--learn", "--learn-share=101"], "no number from 1 to 100", id="too-much"),
        pytest.param(["--learn", "--diff"], "--learn goes with neither --diff", id="diff"),
        pytest.param(["--learn", "--unsafe"], "nor --unsafe", id="unsafe"),
        pytest.param(["--learn-files=2"], "need --learn", id="without-learn"),
    ],
)
def test_options_that_make_no_sense(
    tree: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        fixer.main(arguments)
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(["--exclude=app/z.py"], id="exclude"),
        pytest.param(["--extend-exclude", "app/z.py"], id="separate-value"),
        pytest.param(["--filename=*/x.py,*/y.py"], id="filename"),
        pytest.param(["--config=other.cfg"], id="config"),
        pytest.param(["--conf=other.cfg"], id="abbreviated-config"),
        pytest.param(["--app", "other.cfg", "--iso"], id="abbreviated-others-of-the-first-parser"),
        pytest.param(["--excl", "app/z.py"], id="abbreviated-exclude"),
        pytest.param(["--extend-exc=app/z.py"], id="abbreviated-extend-exclude"),
        pytest.param(["--filen=*/x.py,*/y.py"], id="abbreviated-filename"),
        pytest.param(["--toml=other.toml"], id="toml"),
        pytest.param(["--exclude=app", "--exclude=app/z.py"], id="twice"),
        pytest.param(["--e=X", "--exclude=app/z.py"], id="abbreviation-of-another-option"),
    ],
)
def test_command_in_the_head_makes_the_same_file(
    tree: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    (tree / "other.cfg").write_text("[flake8]\nexclude = app/z.py\n")
    (tree / "other.toml").write_text("[tool.flake8]\nexclude = ['app/z.py']\n")
    assert fixer.main(["--learn", "--learn-files=2", *options, "-j2"]) == 0
    made = capsys.readouterr().out
    assert "import numpy as np" in made
    (line,) = (line for line in made.split("\n") if line.startswith("# Made by: "))
    assert "-j2" not in line
    assert fixer.main(shlex.split(line.removeprefix("# Made by: "))[1:]) == 0
    assert capsys.readouterr().out == made
    (name,) = (one for one in ("exclude", "filename", "config") if one in line)
    assert line.count(name) == 1


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        pytest.param(["--conf=m.cfg"], ["--config=m.cfg"], id="config"),
        pytest.param(["--excl", "lib"], ["--exclude=lib"], id="exclude"),
        pytest.param(["--exclude="], ["--exclude="], id="nothing-excluded"),
        pytest.param(["--max-l=99", "-j1"], [], id="no-choice"),
        pytest.param(
            ["--exclude=a", "--exc=b", "--app=m.cfg", "--app=n.cfg"],
            ["--append-config=m.cfg", "--append-config=n.cfg", "--exclude=b"],
            id="what-takes-effect",
        ),
    ],
)
def test_options_in_the_head(
    tree: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], options: list[str]
) -> None:
    for name in ("m.cfg", "n.cfg"):
        (tree / name).write_text("[flake8]\n")
    assert fixer.main(["--learn", *arguments]) == 0
    head = shlex.join(["# Made by:", "fix-missing-imports", "--learn", *options, "."])
    assert head.replace("'# Made by:'", "# Made by:") in capsys.readouterr().out.split("\n")


ODD = [
    pytest.param(b"\xff", r"$'\377'", id="no-utf-8"),
    pytest.param(b"x\nimport os as evil\n#", r"$'x\012import os as evil\012#'", id="line-feed"),
    pytest.param(b"x\rimport os", r"$'x\015import os'", id="carriage-return"),
    pytest.param(b"\x1b[31m", r"$'\033[31m'", id="escape"),
    pytest.param("a\u202eb".encode(), r"$'a\342\200\256b'", id="right-to-left"),
    pytest.param("a\u2028b".encode(), r"$'a\342\200\250b'", id="line-separator"),
    pytest.param(b"a'\\\t1", r"$'a\'\\\0111'", id="quote-and-tab"),
    pytest.param("\xe9 x".encode(), "'\xe9 x'", id="letter-and-space"),
    pytest.param(b"--x", "./--x", id="like-an-option"),
    pytest.param(b"-", "./-", id="like-standard-input"),
]


@pytest.mark.skipif(sys.platform != "linux", reason="needs odd file names")
@pytest.mark.parametrize(("name", "written"), ODD)
def test_odd_name_in_the_head(
    tree: Path, capfdbinary: pytest.CaptureFixture[bytes], name: bytes, written: str
) -> None:
    folder = os.fsdecode(name)
    (tree / "app").rename(folder)
    (tree / folder / "__init__.py").unlink()
    assert fixer.main(["--learn", f"./{folder}"]) == 0
    made = capfdbinary.readouterr().out
    lines = made.decode().split("\n")
    assert lines[:3] == [
        MARK,
        f"# Made by: fix-missing-imports --learn {written}",
        "# flake8: noqa",
    ]
    assert [line for line in lines[3:] if line] == ["import numpy as np", "from app.db import A"]
    words = ["bash", "-c", f"printf '%s\\0' {written}"]
    assert subprocess.run(words, capture_output=True, check=True).stdout in (
        name + b"\0",
        b"./" + name + b"\0",
    )
    Path("known.py").write_bytes(made)
    assert fixer.main(["--learn", "--check", "known.py", f"./{folder}"]) == 0
    Path("known.py").write_text(MARK)
    assert fixer.main(["--learn", "--check", "known.py", f"./{folder}"]) == 1
    said = capfdbinary.readouterr().err.decode()
    assert said == f"known.py is stale: fix-missing-imports --learn {written} > known.py\n"


@pytest.mark.skipif(sys.platform != "linux", reason="needs odd file names")
@pytest.mark.parametrize(("name", "written"), ODD)
def test_odd_name_of_the_checked_file(
    tree: Path, capfdbinary: pytest.CaptureFixture[bytes], name: bytes, written: str
) -> None:
    path = os.fsdecode(name)
    Path(path).write_text("")
    assert fixer.main(["--learn", "--check", f"./{path}", "app"]) == 1
    said = capfdbinary.readouterr().err.decode()
    assert said.endswith(f" > {written.removeprefix('./')}\n")
    assert said.count("\n") == 1


def test_check_of_a_file_with_a_signature(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "known.py").write_text(EXPECTED, encoding="utf-8-sig")
    assert fixer.main(["--learn", "--check", "known.py"]) == 0
    assert capsys.readouterr() == ("", "")


def test_learning_from_the_fixed_tree_changes_nothing(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "setup.cfg").write_text("[flake8]\nmissing-import-files = known.py\n")
    (tree / "known.py").write_text(EXPECTED)
    (tree / "app/w.py").write_text("A(np.x)\n")
    assert fixer.main(["-q", "."]) == 0
    fixed = "import numpy as np\n\nfrom app.db import A\n\nA(np.x)\n"
    assert (tree / "app/w.py").read_text() == fixed
    capsys.readouterr()
    assert fixer.main(["--learn"]) == 0
    assert capsys.readouterr().out == EXPECTED


@pytest.mark.parametrize(
    ("in_app", "in_tests"),
    [
        pytest.param(".models", "tests.helpers", id="absolute-in-tests"),
        pytest.param("acme.models", ".helpers", id="relative-in-tests"),
    ],
)
def test_each_package_has_its_own_form(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    in_app: str,
    in_tests: str,
) -> None:
    statements = {
        "src/acme": f"from {in_app} import User\n",
        "tests": f"from {in_tests} import make_user\n",
    }
    for name, statement in statements.items():
        folder = tmp_path / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text("")
        for number in range(9 if name == "src/acme" else 5):
            (folder / f"m{number}.py").write_text(statement)
        (folder / "lacking.py").write_text(f"{statement.split()[-1]}()\n")
    (tmp_path / "src/acme/models.py").write_text("class User: pass\n")
    (tmp_path / "tests/helpers.py").write_text("def make_user(): pass\n")
    (tmp_path / "setup.cfg").write_text("[flake8]\nmissing-import-files = known.py\n")
    monkeypatch.chdir(tmp_path)
    assert fixer.main(["--learn"]) == 0
    Path("known.py").write_bytes(capsysbinary.readouterr().out)
    assert fixer.main(["-q"]) == 0
    for name, statement in statements.items():
        assert Path(name, "lacking.py").read_text().startswith(statement)
    assert fixer.main(["--learn", "--check", "known.py"]) == 0


def test_two_runs_print_the_same_bytes(tree: Path) -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "flake8_missing_import", "--learn", "."],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {EXPECTED.encode()}
