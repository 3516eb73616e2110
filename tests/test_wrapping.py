"""A name joins an import as isort, with any of its options, would have wrapped it."""

from __future__ import annotations

import ast
import re
import sys
from typing import Any

import isort
import pytest

from flake8_missing_import import find_missing_imports
from flake8_missing_import.model import Edit, ImportStatement
from flake8_missing_import.module import source_lines
from flake8_missing_import.placement import Text, place_in, place_in_block
from flake8_missing_import.placement.imports import knowledge
from flake8_missing_import.stdlib import standard_library

# The marker @ is in front of the name that is to be added.
MOCK = "from unittest.mock import ANY, AsyncMock, @Mock, call, mock_open, patch, sentinel"
MOCKS = MOCK.replace("@Mock", "MagicMock, @Mock")
STRING = "from string import Template, ascii_letters, capwords, digits, hexdigits, @octdigits"
SOCKET = "from socket import AF_INET, AF_INET6, SOCK_DGRAM, SOL_SOCKET, @gaierror, gethostname"
FUTURES = (
    "from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, ProcessPoolExecutor, @wait"
)
OTHER = "from django.db.models import CharField, ForeignKey, IntegerField, Manager, Model, Value"
OTHERS = OTHER.replace("Value", "TextField, UUIDField, Value")
WIDE_CODE = f"x = {'1 + ' * 20}1"
WIDE_COMMENT = f"x = {'1 + ' * 15}1  # about numbers and what they add up to"


@pytest.mark.parametrize(
    ("options", "imports", "code"),
    [
        pytest.param(
            {"multi_line_output": 3, "indent": "  "}, [OTHER, MOCK], "x = 1", id="two-spaces"
        ),
        pytest.param({"profile": "black", "indent": "\t"}, [OTHERS, MOCKS], WIDE_CODE, id="tab"),
        pytest.param(
            {"multi_line_output": 5, "indent": "  "},
            [OTHER, SOCKET],
            "x = 1",
            id="grouped-with-two-spaces",
        ),
        pytest.param({"line_length": 60}, [OTHER, MOCK], "x = 1", id="narrow"),
        pytest.param(
            {"line_length": 60},
            [OTHER, "from os import environ, getcwd, @getpid, remove, rename, replace, sep"],
            "x = 1",
            id="narrow-and-short",
        ),
        pytest.param({}, [OTHERS, STRING], WIDE_CODE, id="narrower-than-the-code"),
        pytest.param({}, [OTHERS, STRING], WIDE_COMMENT, id="wide-because-of-a-comment"),
        pytest.param({"line_length": 100}, [OTHERS, MOCKS], "x = 1", id="wide"),
        pytest.param(
            {"line_length": 88, "multi_line_output": 5},
            [OTHERS, MOCKS],
            "x = 1",
            id="wide-inside-parentheses",
        ),
        pytest.param({"line_length": 120}, [OTHERS, MOCKS], "x = 1", id="wider-than-any-line"),
        pytest.param(
            {"multi_line_output": 1, "include_trailing_comma": True},
            [FUTURES],
            "x = 1",
            id="vertical-with-a-comma",
        ),
        pytest.param({"multi_line_output": 1}, [OTHER, MOCK], "x = 1", id="vertical"),
        pytest.param({"multi_line_output": 2}, [OTHERS, MOCKS], "x = 1", id="backslash"),
        pytest.param(
            {"multi_line_output": 11}, [OTHERS, MOCK], "x = 1", id="backslash-below-the-names"
        ),
        pytest.param(
            {"multi_line_output": 10},
            [OTHERS, MOCKS.replace("MagicMock, ", "").replace("call", "PropertyMock, call")],
            "x = 1",
            id="in-parentheses",
        ),
        pytest.param({}, [f"{MOCK}  # noqa: F401"], "x = 1", id="comment-in-a-grid"),
        pytest.param(
            {"multi_line_output": 1}, [OTHERS, f"{MOCK}  # a"], "x = 1", id="comment-in-a-column"
        ),
        pytest.param(
            {"multi_line_output": 10},
            [OTHERS, f"{MOCK}  # a"],
            "x = 1",
            id="comment-in-parentheses",
        ),
        pytest.param(
            {"multi_line_output": 5}, [OTHERS, f"{MOCK}  # a"], "x = 1", id="comment-in-a-group"
        ),
        pytest.param(
            {"multi_line_output": 2},
            [OTHERS, f"{STRING}  # type: ignore"],
            "x = 1",
            id="comment-below-a-backslash",
        ),
        pytest.param({"multi_line_output": 7}, [OTHERS, MOCKS], "x = 1", id="never-with-a-comment"),
        pytest.param(
            {"profile": "black", "force_grid_wrap": 3},
            [
                "from datetime import date, datetime, @timedelta",
                "from math import cos, sin, tan",
                "from os import environ, getcwd, sep",
                "from re import Match, Pattern, sub",
            ],
            "x = 1",
            id="three-names",
        ),
        pytest.param(
            {"profile": "black", "split_on_trailing_comma": True},
            [
                "from datetime import date, datetime, @timedelta",
                "from math import (cos, sin, tan,)",
                "from os import environ, getcwd, sep",
                "from re import (Match, Pattern, sub,)",
                "from string import (capwords, digits, hexdigits, octdigits,)",
            ],
            "x = 1",
            id="three-names-with-a-trailing-comma",
        ),
        pytest.param(
            {"profile": "black", "force_grid_wrap": 2},
            ["from io import BytesIO, StringIO", "from unittest.mock import @MagicMock, patch"],
            "x = 1",
            id="two-names",
        ),
        pytest.param(
            {"profile": "black", "force_grid_wrap": 2},
            ["from io import BytesIO, @StringIO", "from unittest.mock import MagicMock, patch"],
            "x = 1",
            id="two-names-below",
        ),
        pytest.param(
            {"profile": "black", "split_on_trailing_comma": True},
            [
                "from io import (BytesIO, StringIO,)",
                "from typing import Any, cast",
                "from unittest.mock import @MagicMock, patch",
            ],
            "x = 1",
            id="two-names-with-a-trailing-comma",
        ),
        pytest.param(
            {"profile": "google"},
            [
                "from os import path",
                "from os import sep",
                "import re",
                SOCKET.replace("socket", "typing"),
            ],
            "x = 1",
            id="never-in-the-google-profile",
        ),
        pytest.param(
            {
                "profile": "black",
                "force_single_line": True,
                "force_sort_within_sections": True,
                "single_line_exclusions": ["typing"],
            },
            [
                "from os import path",
                "from os import sep",
                "import re",
                SOCKET.replace("socket", "typing").replace("AF_INET6", "AF_INET6, Address"),
            ],
            "x = 1",
            id="where-typing-alone-has-several-names-by-type",
        ),
    ],
)
def test_wrapped_as_isort_does(options: dict[str, Any], imports: list[str], code: str) -> None:
    config = isort.Config(**options)
    source = "\n".join([*imports, "", code, ""])
    match = re.search(r"from (\S+) import .*@(\w+)", source)
    assert match is not None
    before = isort.code(re.sub(r", @\w+|@\w+, ", "", source, count=1), config=config)
    after = isort.code(source.replace("@", ""), config=config)
    assert joined(before, ImportStatement(match[1], match[2])) == after


def joined(source: str, statement: ImportStatement, max_line_length: int | None = None) -> str:
    lines = source_lines(source)
    known = knowledge(standard_library(sys.version_info[:2]), None)
    text = Text(lines, ast.parse(source))
    edit = place_in(text, statement, known, max_line_length=max_line_length)
    assert isinstance(edit, Edit)
    lines[edit.line - 1 : edit.line - 1 + edit.removed] = edit.inserted
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("options", "is_wrapped"),
    [
        pytest.param({"profile": "black"}, True, id="lines"),
        pytest.param({}, True, id="grid"),
        pytest.param({"line_length": 100}, False, id="as-wide-as-it-may-be"),
    ],
)
def test_imports_may_be_narrower_than_lines(options: dict[str, Any], is_wrapped: bool) -> None:
    config = isort.Config(**options)
    imports = f"{OTHER.replace('Value', 'TextField, Q')}\n{MOCKS.replace('@Mock, ', '')}\n"
    before = isort.code(imports, config=config)
    after = isort.code(f"{imports}from unittest.mock import Mock\n", config=config)
    assert ("unittest.mock import (" in after) == is_wrapped
    assert joined(before, ImportStatement("unittest.mock", "Mock"), max_line_length=100) == after


@pytest.mark.parametrize(
    ("names", "is_wrapped"),
    [
        pytest.param("AF_INET, SO_REUSEADDR, SOCK_DGRAM, SOCK_STREAM", False, id="names-fit"),
        pytest.param("AF_INET, AF_INET6, SO_REUSEADDR, SOCK_DGRAM, SOL_SOCKET", True, id="wide"),
        pytest.param(", ".join(f"AF_{n:03}" for n in range(12)), False, id="too-wide-before"),
    ],
)
def test_comment_that_is_too_wide_does_not_count(names: str, is_wrapped: bool) -> None:
    before = f"from socket import {names}  # noqa: F401, pylint: disable=no-name-in-module\n"
    after = joined(before, ImportStatement("socket", "gaierror"))
    assert (f"from socket import {names}, gaierror  # noqa" in after) != is_wrapped
    assert ("    gaierror,\n" in after) == is_wrapped


POOL = "from concurrent.futures import ProcessPoolExecutor"
ENUM = "from enum import Enum"


@pytest.mark.parametrize(
    ("before", "statement", "is_wrapped"),
    [
        pytest.param(
            f"{POOL}  # used by the tests and docs",
            ImportStatement("concurrent.futures", "ThreadPoolExecutor"),
            True,
            id="comment",
        ),
        pytest.param(
            f"{POOL}  # used by the tests and docs",
            ImportStatement("concurrent.futures", "wait"),
            False,
            id="comment-that-still-fits",
        ),
        pytest.param(
            "from typing import Any, Callable, Dict, List, Mapping, Sequence  # noqa: F401 E402",
            ImportStatement("typing", "Optional"),
            True,
            id="noqa",
        ),
        pytest.param(
            f"{ENUM}, IntEnum, StrEnum  # type: ignore[attr-defined]  # pylint: disable=all",
            ImportStatement("enum", "auto"),
            False,
            id="too-wide-before",
        ),
        pytest.param(
            f"{ENUM}, IntEnum  # type: ignore[attr-defined]  # pylint: disable=no-name",
            ImportStatement("enum", "IntFlag"),
            True,
            id="two-pragmas",
        ),
    ],
)
def test_comment_within_the_width_of_black_counts(
    before: str, statement: ImportStatement, is_wrapped: bool
) -> None:
    config = isort.Config(profile="black")
    source = f"{before}\n\nx = 1\n"
    assert len(before) > 79
    assert isort.check_code(source, config=config) == (len(before) <= 88)
    after = joined(source, statement)
    assert (" import (" in after) == is_wrapped
    assert isort.check_code(after, config=config) == (len(before) <= 88)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(ImportStatement("socket", "SOCK_STREAM"), id="joined"),
        pytest.param(ImportStatement("socket", "timeout", "t"), id="beside-it"),
        pytest.param(ImportStatement("string"), id="below-it"),
    ],
)
def test_comment_to_which_an_import_goes_on(statement: ImportStatement) -> None:
    source = "from socket import AF_INET, gaierror \\\n    # noqa: F401\nimport zlib\n"
    after = joined(source, statement)
    assert ast.parse(after)
    assert "# noqa: F401" in after


GRID_IN_A_BLOCK = """\
if TYPE_CHECKING:
    from socket import (AF_INET, AF_INET6, SOCK_DGRAM, SOL_SOCKET, gaierror,
                        gethostname)
"""


@pytest.mark.parametrize(
    ("options", "source", "statement"),
    [
        pytest.param(
            {},
            "from unittest.mock import ANY, AsyncMock, MagicMock, Mock, call, mock_open\n\n"
            + GRID_IN_A_BLOCK,
            ImportStatement("unittest.mock", "patch"),
            id="form-of-a-block",
        ),
        pytest.param(
            {"force_single_line": True},
            "import os\nfrom os import path\n\nif os:\n"
            "    from socket import AF_INET\n    from socket import gaierror\n",
            ImportStatement("os", "sep"),
            id="one-name-a-statement",
        ),
        pytest.param(
            {},
            "import os\nfrom os import path\n\nif os:\n    from socket import AF_INET, gaierror\n",
            ImportStatement("os", "sep"),
            id="several-names-a-statement",
        ),
    ],
)
def test_blocks_show_the_style(
    options: dict[str, Any], source: str, statement: ImportStatement
) -> None:
    config = isort.Config(**options)
    assert isort.check_code(source, config=config)
    after = joined(source, statement)
    assert isort.code(f"{statement}\n{source}", config=config) == after


@pytest.mark.parametrize(
    ("others", "block", "after"),
    [
        pytest.param(
            "from string import (Formatter, Template, ascii_letters, ascii_lowercase,\n"
            "                    ascii_uppercase)\n",
            "    from socket import AF_INET, AF_INET6, SOCK_DGRAM, SOL_SOCKET, gethostname",
            "    from socket import (AF_INET, AF_INET6, SOCK_DGRAM, SOL_SOCKET, gaierror,\n"
            "                        gethostname)",
            id="form-of-the-module",
        ),
        pytest.param(
            "from string import Formatter, Template, ascii_letters, ascii_lowercase, capwords, "
            "hexdigits\n",
            "    from socket import AF_INET, AF_INET6, SOCK_DGRAM, SOCK_STREAM, "
            "SOL_SOCKET, timeout",
            "    from socket import AF_INET, AF_INET6, SOCK_DGRAM, SOCK_STREAM, "
            "SOL_SOCKET, gaierror, timeout",
            id="as-wide-as-an-import-of-the-module",
        ),
        pytest.param(
            "import os\n",
            "\tfrom socket import AF_INET, gethostname",
            "\tfrom socket import AF_INET, gaierror, gethostname",
            id="tabs",
        ),
        pytest.param(
            "import os\n",
            "\tfrom socket import (\n\t\tAF_INET,\n\t\tgethostname,\n\t)",
            "\tfrom socket import (\n\t\tAF_INET,\n\t\tgaierror,\n\t\tgethostname,\n\t)",
            id="tabs-and-lines",
        ),
    ],
)
def test_name_joins_an_import_in_a_block(others: str, block: str, after: str) -> None:
    source = f"{others}\nif TYPE_CHECKING:\n{block}\n"
    lines = source_lines(source)
    text = Text(lines, ast.parse(source))
    (body,) = (node.body for node in text.tree.body if isinstance(node, ast.If))
    known = knowledge(standard_library(sys.version_info[:2]), None)
    edit = place_in_block(text, body, ImportStatement("socket", "gaierror"), known)
    assert edit is not None
    lines[edit.line - 1 : edit.line - 1 + edit.removed] = edit.inserted
    assert "\n".join(lines) == f"{others}\nif TYPE_CHECKING:\n{after}\n"


EMAIL = "app.services.notifications.providers.email.configurations"
WIDE = ImportStatement(f"{EMAIL}.s", "EmailProviderConfigurations")
NARROWER = ImportStatement(f"{EMAIL}.s", "EmailProviders")
WRAPPED = f"from {EMAIL}.q import (\n    EmailProviderConfigurationQ,\n)"


@pytest.mark.parametrize(
    ("options", "shown", "statement", "is_wrapped"),
    [
        pytest.param({"profile": "black"}, WRAPPED, WIDE, True, id="like-another"),
        pytest.param({"profile": "black"}, "from app import a", WIDE, True, id="nothing-shown"),
        pytest.param({"profile": "black"}, "from app import a", NARROWER, False, id="fits-black"),
        pytest.param(
            {"profile": "black", "line_length": 80},
            f"from {EMAIL}.q import (\n    EmailProviderQ,\n)",
            NARROWER,
            True,
            id="narrower-than-black",
        ),
        pytest.param(
            {"profile": "black", "line_length": 120},
            f"from {EMAIL}.q import EmailProviderConfigurationQ, OtherProviders",
            WIDE,
            False,
            id="wide-lines",
        ),
        pytest.param(
            {"profile": "google"},
            "from abc import ABC\nfrom app import a\nfrom app import b\nimport app.c",
            WIDE,
            False,
            id="google",
        ),
        pytest.param(
            {"profile": "black"},
            WRAPPED,
            ImportStatement(f"{EMAIL}.{'s' * 40}"),
            False,
            id="plain",
        ),
    ],
)
def test_new_import_is_wrapped(
    options: dict[str, Any], shown: str, statement: ImportStatement, *, is_wrapped: bool
) -> None:
    options = {**options, "known_first_party": ["app"]}
    before = isort.code(f"import logging\n\n{shown}\n\nx = 1\n", **options)
    text = Text(source_lines(before), ast.parse(before))
    known = knowledge(standard_library(sys.version_info[:2]), None)
    edit = place_in(text, statement, known)
    assert isinstance(edit, Edit)
    assert (str(statement) not in edit.inserted) is is_wrapped
    lines = [*text.lines[: edit.line - 1], *edit.inserted, *text.lines[edit.line - 1 :]]
    assert isort.check_code("\n".join(lines), **options)


def test_wrapped_import_is_advised_in_one_line() -> None:
    source = f"import logging\n\n{WRAPPED}\n\nlogging, EmailProviderConfigurations\n"
    (found,) = find_missing_imports(source, configured={"EmailProviderConfigurations": WIDE})
    assert found.message.endswith(f"add '{WIDE}' on line 6")
    assert found.edit is not None
    assert found.edit.inserted[0].endswith(" import (")
