"""How a member joins a from-import that is there."""

from __future__ import annotations

import re

import isort
import pytest

from flake8_missing_import import find_missing_imports
from flake8_missing_import.module import source_lines


def applied(source: str, **options: int) -> str:
    (finding,) = find_missing_imports(source, **options)  # type: ignore[arg-type]
    assert finding.edit is not None
    edit = finding.edit
    lines = source_lines(source)
    lines[edit.line - 1 : edit.line - 1 + edit.removed] = edit.inserted
    return "\n".join(lines)


# The module that joins is the one between question marks.
@pytest.mark.parametrize(
    "expected",
    [
        pytest.param("import asyncio, json?, logging?, os\nfrom re import x\n", id="in-order"),
        pytest.param("import sys, os, time?, logging?\n", id="in-no-order"),
        pytest.param("import json?,logging?,os\n", id="no-space"),
        pytest.param("import json? ,logging? ,os ,sys\n", id="space-before"),
        pytest.param("import json?, logging?,os, sys\n", id="spaces-here-and-there"),
        pytest.param("import json?, logging?, os  # noqa: E401\n", id="comment"),
        pytest.param("import json as j?, logging?, os\n", id="alias"),
        pytest.param("import numpy\n\nimport json?, logging?, os\n\nimport yaml\n", id="others"),
        pytest.param("import os, numpy?, logging?\n", id="not-the-library-alone"),
    ],
)  # fmt: skip
def test_module_joins_the_statement_for_all(expected: str) -> None:
    before = re.sub(r"\?.*\?", "", expected) + "\nlogging.info(1)\n"
    assert applied(before) == expected.replace("?", "") + "\nlogging.info(1)\n"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import os, sys\nimport re\n", id="one-stands-alone"),
        pytest.param("import os, sys\nimport re, time\n", id="several"),
        pytest.param("import os\n", id="one-module"),
        pytest.param("import os, \\\n    sys\n", id="two-lines"),
        pytest.param("import os, sys; x = 1\n", id="shares-its-line"),
        pytest.param("import os, sys  # isort: skip\n", id="kept"),
        pytest.param("import numpy, yaml\n", id="third-party"),
        pytest.param("try:\n    import os, sys\nfinally:\n    pass\n", id="in-a-block"),
        pytest.param("def f(): ...\n\n\nimport os, sys\n", id="below-a-definition"),
        pytest.param(
            "import argparse, collections, configparser, contextlib, functools, itertools, os\n",
            id="too-wide",
        ),
    ],
)
def test_module_has_a_statement_of_its_own(source: str) -> None:
    after = applied(f"{source}\nlogging.info(1)\n")
    assert "\nimport logging\n" in f"\n{after}"
    assert source in after or source.replace("import ", "import logging\nimport ") in after


USE = "\nx: Optional[Any]\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("from typing import Any", "from typing import Any, Optional", id="one-line"),
        pytest.param(
            "from typing import Any\n\nx = 1\n\nfrom typing import cast\ncast",
            "from typing import Any, Optional\n\nx = 1\n\nfrom typing import cast\ncast",
            id="first-of-two-blocks",
        ),
        pytest.param(
            "from typing import Any\n\ntry:\n    x = 1\nexcept ValueError:\n    pass\n\n"
            "from typing import List, cast\ncast, List",
            "from typing import Any\n\ntry:\n    x = 1\nexcept ValueError:\n    pass\n\n"
            "from typing import List, Optional, cast\ncast, List",
            id="larger-of-two-blocks",
        ),
        pytest.param(
            "from typing import Any, cast",
            "from typing import Any, Optional, cast",
            id="by-type",
        ),
        pytest.param(
            "from typing import Any, cast, Union",
            "from typing import Any, cast, Optional, Union",
            id="without-case",
        ),
        pytest.param(
            "from typing import (\n    Any,\n    Union,\n)",
            "from typing import (\n    Any,\n    Optional,\n    Union,\n)",
            id="one-name-a-line",
        ),
        pytest.param(
            "from typing import (\n    Any,\n    Dict,)",
            "from typing import (\n    Any,\n    Dict,\n    Optional,)",
            id="comma-and-parenthesis-beside-the-last-name",
        ),
        pytest.param(
            "from typing import (\nAny, )",
            "from typing import (\nAny,\nOptional, )",
            id="comma-and-parenthesis-without-an-indentation",
        ),
        pytest.param(
            "from typing import (Any,\n\t\t\tDict,\n\t\t\tTuple)",
            "from typing import (Any,\n\t\t\tDict,\n\t\t\tOptional,\n\t\t\tTuple)",
            id="first-name-beside-the-parenthesis",
        ),
        pytest.param(
            "from typing import (Any,\n\t\t\tDict)",
            "from typing import (Any,\n\t\t\tDict,\n\t\t\tOptional)",
            id="at-the-end-below-a-name-beside-the-parenthesis",
        ),
        pytest.param(
            "from typing import (Any,\n)",
            "from typing import (Any, Optional,\n)",
            id="only-name-beside-the-parenthesis",
        ),
        pytest.param(
            "from typing import (\n    Any\n    , Dict)",
            "from typing import (\n    Any\n    , Dict, Optional)",
            id="leading-comma-and-parenthesis-beside-the-last-name",
        ),
        pytest.param(
            "from typing import (\n    Any\n    , Union\n    )",
            "from typing import (\n    Any\n    , Optional\n    , Union\n    )",
            id="leading-commas",
        ),
        pytest.param(
            "from typing import (\n    Any,\n    Dict \\\n        as dict_)",
            "from typing import (\n    Any,\n    Dict \\\n        as dict_, Optional)",
            id="alias-on-another-line",
        ),
        pytest.param(
            "from typing import Union  # type: ignore\nfrom typing import Any",
            "from typing import Union  # type: ignore\nfrom typing import Any, Optional",
            id="name-with-a-comment-stays-alone",
        ),
        pytest.param(
            "from typing import Any, Dict, List, TypeVar  # type: ignore\nfrom typing import cast",
            "from typing import Any, Dict, List, TypeVar  # type: ignore\n"
            "from typing import Optional, cast",
            id="names-with-a-comment-stay-as-they-are",
        ),
        pytest.param(
            "from typing import Any\n\nfrom app.utils import slugify  # noqa: F401\n"
            "from app.utils import parse",
            "from typing import Any, Optional\n\nfrom app.utils import slugify  # noqa: F401\n"
            "from app.utils import parse",
            id="comment-that-separates-names-of-another-module",
        ),
        pytest.param(
            f"from typing import Any, {', '.join(f'Name{n}' for n in range(14))}",
            f"from typing import Any, {', '.join(f'Name{n}' for n in range(14))}, Optional",
            id="line-that-nobody-has-wrapped",
        ),
        pytest.param(
            "import logging\nfrom typing import TYPE_CHECKING, Any\n\nfrom app import x",
            "import logging\nfrom typing import TYPE_CHECKING, Any, Optional\n\nfrom app import x",
            id="names-by-type-in-one-statement",
        ),
        pytest.param(
            "from typing import (Any, Callable, Dict, FrozenSet, List, Mapping, NamedTuple,\n"
            "                    Union)",
            "from typing import (Any, Callable, Dict, FrozenSet, List, Mapping, NamedTuple,\n"
            "                    Optional, Union)",
            id="grid",
        ),
        pytest.param(
            "from typing import (Any, Union,\n    cast, overload)",
            "from typing import (Any, Optional, Union,\n    cast, overload)",
            id="narrow-and-by-hand",
        ),
        pytest.param(
            "from typing import Any, \\\n    Union, cast",
            "from typing import Any, Optional, \\\n    Union, cast",
            id="backslash-by-hand",
        ),
        pytest.param(
            "from typing import Any \\\n    , Union \\\n    , cast",
            "from typing import Any, Optional \\\n    , Union \\\n    , cast",
            id="comma-below-each-name",
        ),
        pytest.param(
            "from typing import \\\n    Any, \\\n    Union, \\\n    cast",
            "from typing import \\\n    Any, \\\n    Optional, \\\n    Union, \\\n    cast",
            id="backslash-after-each-name",
        ),
        pytest.param(
            "from typing import Any, \\\n                   Dict, \\\n"
            "                   List  # types",
            "from typing import Any, \\\n                   Dict, \\\n"
            "                   List, \\\n                   Optional  # types",
            id="backslash-after-each-aligned-name",
        ),
        pytest.param(
            "from typing import (\n    Any, Union,\n    cast, overload\n)",
            "from typing import (\n    Any, Optional, Union,\n    cast, overload\n)",
            id="inside-parentheses-by-hand",
        ),
        pytest.param(
            "from typing import Any  # comment",
            "from typing import Any, Optional  # comment",
            id="comment",
        ),
        pytest.param(
            "from typing import Union, Any",
            "from typing import Union, Any, Optional",
            id="unsorted",
        ),
        pytest.param(
            "from typing import Any\nfrom typing import Union",
            "from typing import Any\nfrom typing import Optional\nfrom typing import Union",
            id="one-name-a-statement",
        ),
        pytest.param(
            "# isort: off\nfrom typing import Any\n# isort: on",
            "from typing import Optional\n\n# isort: off\nfrom typing import Any\n# isort: on",
            id="isort-is-off",
        ),
    ],
)
def test_joined(before: str, after: str) -> None:
    assert applied(before + USE, max_line_length=79) == after + USE


def test_joined_below_an_alias_on_two_lines() -> None:
    names = f"é as \\\n{' ' * 19}x, \\\n    Union, \\\n    cast"
    (finding,) = find_missing_imports(f"from typing import {names}\ny: Optional[x]\n")
    assert finding.edit is not None
    assert finding.edit.inserted == ("    cast, Optional",)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        pytest.param(
            "AF_INET",
            "SOCK_STREAM, AddressFamily, gethostname",
            "AF_INET, SOCK_STREAM, AddressFamily, gethostname",
            id="constant",
        ),
        pytest.param(
            "SocketKind",
            "SOCK_STREAM, AddressFamily, gethostname",
            "SOCK_STREAM, AddressFamily, SocketKind, gethostname",
            id="class",
        ),
        pytest.param(
            "create_connection",
            "SOCK_STREAM, AddressFamily, gethostname",
            "SOCK_STREAM, AddressFamily, create_connection, gethostname",
            id="function",
        ),
    ],
)
def test_constants_classes_functions(name: str, before: str, after: str) -> None:
    source = f"from socket import {before}\nprint({name})\n"
    assert applied(source) == source.replace(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "from datetime import (\n    date,\n)",
            "from datetime import (\n    date,\n    timedelta,\n)",
            id="open-for-more",
        ),
        pytest.param(
            "from datetime import date",
            "from datetime import date\nfrom datetime import timedelta",
            id="on-one-line",
        ),
        pytest.param(
            f"from ast import (\n    {'a' * 60},\n)\nfrom datetime import date",
            f"from ast import (\n    {'a' * 60},\n)\nfrom datetime import date\n"
            "from datetime import timedelta",
            id="too-wide-for-one-line",
        ),
    ],
)
def test_statements_for_single_names(before: str, after: str) -> None:
    rest = "\nfrom io import StringIO\nimport re\n\nx = date(StringIO, re) + timedelta(1)\n"
    assert applied(before + rest) == after + rest


@pytest.mark.parametrize(
    ("others", "is_single"),
    [
        pytest.param("from b import a\nfrom b import c", True, id="no-comment"),
        pytest.param("from b import a\nfrom b import c  # d\nfrom b import e", True, id="between"),
        pytest.param("from b import a  # d\nfrom b import c\nfrom b import e", True, id="above"),
        pytest.param("from b import a\nfrom b import c as d\nfrom b import e", False, id="alias"),
        pytest.param("from b import a  # d\nfrom b import c", False, id="one-with-a-comment"),
    ],
)
def test_comment_beside_one_of_single_names(others: str, *, is_single: bool) -> None:
    source = f"import re\nfrom io import BytesIO\n\n{others}\n\nx = StringIO() or BytesIO(re, a)\n"
    new = "\nfrom io import StringIO" if is_single else ", StringIO"
    assert applied(source) == source.replace("import BytesIO", f"import BytesIO{new}")


@pytest.mark.parametrize(
    ("own", "after"),
    [
        pytest.param(
            "from app.a import B\nfrom app.a import c\n",
            "Optional, TYPE_CHECKING, Union",
            id="google-profile",
        ),
        pytest.param("from app.a import B, c\n", "TYPE_CHECKING, Optional, Union", id="default"),
    ],
)
def test_names_that_share_a_statement_beside_single_names(own: str, after: str) -> None:
    source = f"from typing import TYPE_CHECKING, Union\n\n{own}\nx: Optional[int]\n"
    assert applied(source) == source.replace("TYPE_CHECKING, Union", after)


@pytest.mark.parametrize(
    ("module", "constant", "names", "is_first"),
    [
        pytest.param("typing", "TYPE_CHECKING", "Any TextIO", True, id="no-google-profile"),
        pytest.param("signal", "SIGTERM", "raise_signal signal", False, id="google-profile"),
    ],
)
def test_constant_among_single_names(
    module: str, constant: str, names: str, *, is_first: bool
) -> None:
    single = "".join(f"from {module} import {name}\n" for name in names.split())
    new = f"from {module} import {constant}\n"
    source = f"from re import sub\nimport select\n{single}\nx = {constant}\n"
    assert applied(source) == source.replace(single, new + single if is_first else single + new)


@pytest.mark.parametrize(
    ("future", "is_joined"),
    [
        pytest.param("from __future__ import absolute_import, division", True, id="shared"),
        pytest.param("from __future__ import annotations", False, id="one-name"),
    ],
)
def test_names_from_future_show_whether_names_share_a_statement(
    future: str, *, is_joined: bool
) -> None:
    block = "from dataclasses import field\nfrom functools import wraps\nimport re\n"
    source = f"{future}\n\n{block}\n\n@dataclass\nclass A:\n    x: list = field(default=1)\n"
    assert ("from dataclasses import dataclass, field\n" in applied(source)) == is_joined


@pytest.mark.parametrize(
    ("first", "is_last"),
    [
        pytest.param("from typing import Any, TextIO\n", True, id="google-profile"),
        pytest.param("from typing import Any\nfrom typing import TextIO\n", False, id="single"),
    ],
)
def test_plain_import_among_single_names(first: str, *, is_last: bool) -> None:
    source = f"from abc import ABC\nfrom abc import abstractmethod\n{first}\nwarnings.warn('')\n"
    assert applied(source).startswith("import warnings\n") != is_last
    assert (f"{first}import warnings\n" in applied(source)) == is_last


@pytest.mark.parametrize(
    ("before", "line", "inserted", "removed"),
    [
        pytest.param(
            "from typing import (\n    Any,\n    Union,\n)",
            3,
            ("    Optional,",),
            0,
            id="one-name-a-line",
        ),
        pytest.param(
            "from typing import (Any, Callable, Dict, FrozenSet, List, Mapping, NamedTuple,\n"
            "                    Union)",
            2,
            ("                    Optional, Union)",),
            1,
            id="last-line-of-a-grid",
        ),
    ],
)
def test_other_lines_are_no_part_of_the_edit(
    before: str, line: int, inserted: tuple[str, ...], removed: int
) -> None:
    (finding,) = find_missing_imports(before + USE, max_line_length=88)
    assert finding.edit is not None
    assert (finding.edit.line, finding.edit.inserted) == (line, inserted)
    assert (finding.edit.removed, finding.edit.statement_line) == (removed, 1)


def test_alias_keeps_its_statement() -> None:
    source = "from socket import SOCK_STREAM as S\nprint(AF_INET)\n"
    assert applied(source) == "from socket import AF_INET\n" + source


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "from os.path import abspath\n",
            "from os.path import abspath\nfrom os.path import join as pjoin\n",
            id="beside-names-without-an-alias",
        ),
        pytest.param(
            "from os.path import abspath, split as psplit\n",
            "from os.path import abspath, join as pjoin, split as psplit\n",
            id="beside-another-alias",
        ),
    ],
)
def test_alias_joins_aliases_alone(before: str, after: str) -> None:
    use = "\nprint(abspath, pjoin('a'))\n"
    assert applied(before + use) == after + use


@pytest.mark.parametrize(
    ("width", "names"),
    [
        pytest.param(79, "ALL_COMPLETED, Future, ThreadPoolExecutor,\n    wait)", id="fits"),
        pytest.param(70, "ALL_COMPLETED, Future,\n    ThreadPoolExecutor, wait)", id="too-wide"),
    ],
)
def test_line_filled_by_hand_does_not_get_too_long(width: int, names: str) -> None:
    use = "\nThreadPoolExecutor(max_workers=2)\n"
    before = "from concurrent.futures import (ALL_COMPLETED, Future,\n    wait)"
    after = f"from concurrent.futures import ({names}"
    assert applied(before + use, max_line_length=width) == after + use


def test_line_of_the_longest_length() -> None:
    after = "from typing import Any, Optional\n"
    assert applied("from typing import Any\n" + USE, max_line_length=32) == after + USE


def test_line_that_gets_too_long() -> None:
    after = "from typing import (\n    Any,\n    Optional,\n)\n"
    assert applied("from typing import Any\n" + USE, max_line_length=30) == after + USE


@pytest.mark.parametrize("profile", ["", "black", "google"])
@pytest.mark.parametrize(
    "present",
    [
        "Any",
        "Any, Union",
        "Any, Union, cast",
    ],
)
def test_sorted_file_stays_sorted(profile: str, present: str) -> None:
    config = isort.Config(profile=profile)
    imports = (
        f"import os\nfrom abc import ABC\nfrom io import BytesIO\nfrom typing import {present}\n"
    )
    source = isort.code(imports + USE, config=config)
    after = applied(source, max_line_length=config.line_length)
    assert isort.check_code(after, config=config)


WIDE = "from typing import Any, Callable, Dict, Generic, Iterable, List, NamedTuple"
WIDER = f"from collections.abc import {', '.join(f'Name{number}' for number in range(10))}"


@pytest.mark.parametrize(
    ("other", "is_wrapped"),
    [
        pytest.param("x = 1", True, id="narrow"),
        pytest.param(f"x = {'1 + ' * 20}1", False, id="code-as-wide"),
        pytest.param(f"x = {'1 + ' * 17}1", True, id="code-not-as-wide"),
        pytest.param(f"x = {'1 + ' * 50}1", False, id="code-wider"),
        pytest.param(f"# {'x ' * 42}", True, id="comment"),
        pytest.param(f"x = {'1 + ' * 20}1  # noqa: E501", True, id="noqa"),
        pytest.param(f'"""\nhttps://{"x" * 80}\n"""', True, id="no-place-to-break"),
        pytest.param(WIDER, False, id="import-wider"),
    ],
)
def test_widest_line_is_that_of_the_code(other: str, is_wrapped: bool) -> None:
    after = applied(f"{WIDE}\n{other}{USE}")
    assert (f"{WIDE}, Optional\n" in after) != is_wrapped
    assert ("    Optional,\n" in after) == is_wrapped


def test_import_is_as_wide_as_another() -> None:
    wide = WIDE.replace("Dict", "Dict, FrozenSet")
    assert f"{wide}, Optional\n" in applied(f"{WIDER}\n{wide}{USE}")
    assert "    Optional,\n" in applied(f"x = {'1 + ' * 30}1\n{wide}{USE}")


@pytest.mark.parametrize(
    ("before", "is_wrapped"),
    [
        pytest.param(WIDE, True, id="narrow"),
        pytest.param(f"x = {'1 + ' * 20}1\n{WIDE}", True, id="code-wider"),
        pytest.param(f"{WIDER[:82]}\n{WIDE}", False, id="import-wider"),
        pytest.param(f"{WIDER[:82]}  # noqa\n{WIDE}", True, id="import-wider-by-exception"),
        pytest.param(f"{WIDER}\n{WIDE}", True, id="import-wider-than-formatters-have-it"),
        pytest.param(WIDE.replace("Dict", "Dict, Hashable"), True, id="gets-wider-than-imports"),
    ],
)
def test_limit_narrower_than_the_imports(before: str, is_wrapped: bool) -> None:
    after = applied(before + USE, max_line_length=75)
    assert ("    Optional,\n" in after) == is_wrapped
    assert (", Optional\n" in after) != is_wrapped
