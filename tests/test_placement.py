"""Where the line goes: a module without its import, and the module with it."""

from __future__ import annotations

import ast
import sys

import pytest

from flake8_missing_import.model import Edit, ImportStatement
from flake8_missing_import.module import source_lines
from flake8_missing_import.placement import Text, place_in
from flake8_missing_import.placement.imports import knowledge
from flake8_missing_import.stdlib import standard_library


def insert(source: str, statement: ImportStatement, before: int | None = None) -> str:
    library = standard_library(sys.version_info[:2])
    lines = source_lines(source)
    edit = place_in(
        Text(lines, ast.parse(source)), statement, knowledge(library, None), before=before
    )
    assert isinstance(edit, Edit)
    lines[edit.line - 1 : edit.line - 1 + edit.removed] = edit.inserted
    assert edit.removed or lines[edit.statement_line - 1] == str(statement)
    return "\n".join(lines)


# The marker + starts the line that is to be added.
@pytest.mark.parametrize(
    "expected",
    [
        pytest.param("import os\n+import time\nimport uuid\n", id="between"),
        pytest.param("+import time\nimport uuid\n", id="first"),
        pytest.param("import os\n+import time\n\nimport numpy\n", id="last-of-the-section"),
        pytest.param("import os\n+import time\nfrom abc import ABC\n", id="plain-before-from"),
        pytest.param(
            "from abc import ABC\nimport os\n+import time\nfrom uuid import uuid4\n",
            id="one-alphabetical-list",
        ),
        pytest.param(
            "from abc import ABC\n+import time\nfrom uuid import uuid4\n\n"
            "from aiohttp import web\nimport numpy\nfrom pandas import DataFrame\n",
            id="the-other-sections-tell-the-style",
        ),
        pytest.param(
            "from abc import ABC\n+import time\nfrom uuid import uuid4\n\nx = 1\n\n"
            "from aiohttp import web\nimport numpy\nfrom pandas import DataFrame\n",
            id="imports-below-code-tell-the-style",
        ),
        pytest.param(
            "import abc\nfrom abc import ABC\n+import time\nfrom uuid import uuid4\n"
            "from attr import define\nimport boto3\nfrom pandas import DataFrame\nimport yaml\n"
            "from app.core import run\n",
            id="sections-without-a-gap-tell-the-style",
        ),
        pytest.param(
            "import argparse\nimport multiprocessing\n+import time\n"
            "import attr\nfrom fastapi import FastAPI\nfrom pydantic import Field\n"
            "from app.db.models import Group\n",
            id="two-sections-without-a-gap-are-not-one-by-length",
        ),
        pytest.param(
            "+import time\nimport argparse\nimport multiprocessing\n\n"
            "import attr\nfrom fastapi import FastAPI\nfrom pydantic import Field\n"
            "from app.db.models import Group\n",
            id="section-by-length-below-a-gap-tells-the-style",
        ),
        pytest.param(
            "+import time\nfrom os import sep\nfrom requests import Session\n"
            "import app\nfrom app import main\n",
            id="two-sections-that-several-places-can-part",
        ),
        pytest.param(
            "import abc\n+import time\nfrom abc import ABC\nfrom uuid import uuid4\n\n"
            "from attr import define\nimport zope\nimport yaml\n",
            id="three-imports-in-no-order-tell-no-style",
        ),
        pytest.param("+import time\nfrom abc import ABC\n", id="from-imports-only"),
        pytest.param(
            "import os\n+import time\nfrom hashlib import sha256  # noqa: F401\n"
            "from hashlib import md5\n",
            id="a-comment-separates-names-of-another-module",
        ),
        pytest.param(
            "import argparse\n+import time\nimport uuid\n"
            "from dataclasses import dataclass  # type: ignore\n"
            "from dataclasses import asdict, field  # noqa: F401\n",
            id="comments-separate-a-name-from-others-of-another-module",
        ),
        pytest.param(
            "import uuid\nimport zlib\n+import time\nfrom hashlib import sha256  # noqa: F401\n"
            "from hashlib import md5  # noqa: F401\n",
            id="names-with-comments-are-sorted-where-there-are-no-others",
        ),
        pytest.param(
            "from abc import ABC\nimport os\nfrom re import match\n+import time\n"
            "from uuid import uuid4\n",
            id="behind-a-from-import-in-one-list",
        ),
        pytest.param('"""Doc."""\n+\n+import time\n', id="docstring-only"),
        pytest.param("from abc import ABC\nimport os\n+import time\n", id="from-first"),
        pytest.param("import re\n+import time\nimport argparse\n", id="length-sorted"),
        pytest.param(
            "from abc import ABC\nimport abc\n+import time\nfrom uuid import UUID\nimport uuid\n",
            id="one-list-with-the-from-imports-of-a-module-first",
        ),
        pytest.param(
            "from ast import parse\nfrom io import StringIO\nimport re\n+import time\n"
            "import string\nimport argparse\n",
            id="plain-imports-length-sorted-below-from-imports",
        ),
        pytest.param(
            "import re\nimport abc\n+import time\nfrom os import sep\nimport string\n",
            id="one-list-length-sorted-with-names",
        ),
        pytest.param(
            "import re\nfrom re import sub\nimport abc\nfrom abc import ABC\n+import time\n"
            "import string\n",
            id="one-list-length-sorted-without-names",
        ),
        pytest.param(
            "from .a import b\nfrom attr import c\n\nimport pytest\n+import time\nimport yaml\n",
            id="no-sections-with-a-relative-import-first",
        ),
        pytest.param(
            "import pytest\n+import time\nimport yaml\nfrom .a import b\nfrom attr import c\n",
            id="no-sections-with-a-relative-import-in-the-middle",
        ),
        pytest.param(
            "+import time\n+\nfrom .a import b\nfrom attr import d\nfrom aiohttp import c\n",
            id="relative-import-first-in-no-order",
        ),
        pytest.param(
            "+import time\n+\nfrom .a import b\n\nfrom attr import c\n",
            id="section-of-relative-imports-first",
        ),
        pytest.param("import os\nimport abc\n+import time\nimport uuid\n", id="not-sorted"),
        pytest.param("import sys\nimport os  # b\n+import time\n", id="not-sorted-at-the-end"),
        pytest.param(
            "import zlib\nimport uuid\nimport xml\n+import time\n", id="before-all-that-is-unsorted"
        ),
        pytest.param(
            "import zlib\nimport os\nimport re\nimport xml\nimport uuid\n+import time\n",
            id="below-the-last-of-the-unsorted",
        ),
        pytest.param(
            "import json\nimport os\n+import time\nimport uuid\nfrom typing import Any\n"
            "from enum import Enum\n",
            id="among-plain-imports-that-are-sorted-by-themselves",
        ),
        pytest.param("# About uuid.\n+import time\nimport uuid\n", id="below-the-first-comment"),
        pytest.param("x = 1\nimport os\n+import time\n", id="code-above-the-imports"),
        pytest.param('"""Doc."""\n\n+import time\n+\nimport numpy\n', id="above-third-party"),
        pytest.param(
            "from __future__ import annotations\n\n+import time\n\nx = 1\n", id="below-future"
        ),
        pytest.param(
            "from __future__ import annotations\n\n+import time\n+\nimport numpy\n",
            id="between-future-and-third-party",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n+\ndef f(): pass\n', id="docstring-and-function"
        ),
        pytest.param('"""Doc."""\n\n+import time\n+\nx = 1\n', id="docstring-and-code"),
        pytest.param('"""Doc."""\n+\n+import time\n+\nx = 1\n', id="docstring-without-blank-line"),
        pytest.param("+import time\n+\nx = 1\n", id="code-only"),
        pytest.param("#!/usr/bin/env python\n# Licence\n\n+import time\n+\nx = 1\n", id="comments"),
        pytest.param(
            "#!/usr/bin/env python\n# coding: utf-8\nimport os\n+import time\n", id="shebang"
        ),
        pytest.param("# Licence\n+import time\nimport uuid\n", id="licence-above-the-imports"),
        pytest.param(
            "import os\n+import time\n# needed by x\nimport uuid\n", id="comment-of-the-next"
        ),
        pytest.param("import os; import re\n+import time\nimport uuid\n", id="semicolon"),
        pytest.param(
            "import abc\n+import time\nfrom os import (\n    path,\n    sep,\n)\n",
            id="parentheses",
        ),
        pytest.param(
            "import os\nimport sys\n+import time\n\ntry:\n    import uuid\nexcept ImportError:\n"
            "    uuid = None\n",
            id="try-is-left-alone",
        ),
        pytest.param(
            "if a:\n    import numpy\n\nimport os\n+import time\n", id="conditional-import-first"
        ),
        pytest.param("+import time\n", id="empty"),
        pytest.param(
            "import os; from abc import (\n    ABC,\n)\n+import time\n",
            id="semicolon-and-parentheses",
        ),
        pytest.param(
            "import uuid\nimport numpy\nimport xml\n+import time\n", id="sections-interleaved"
        ),
        pytest.param(
            "import os\nimport requests\n+import time\nimport uuid\n\nimport app\n",
            id="block-in-one-list",
        ),
        pytest.param(
            "import os\nimport numpy\nimport attr\nimport uuid\n+import time\n\nimport app\n",
            id="block-in-no-order",
        ),
        pytest.param(
            "import numpy\n\nx = 1\n\nimport os\n+import time\n", id="run-with-the-standard-library"
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# Constants\nx = 1\n', id="comment-heads-the-code-below"
        ),
        pytest.param(
            '""" Doc.\n"""\n+import time\n\n# Constants\nx = 1\n',
            id="docstring-that-starts-with-a-space",
        ),
        pytest.param(
            '"""Doc.\n\n"""\n+import time\n\n# Constants\nx = 1\n', id="docstring-that-ends-blank"
        ),
        pytest.param(
            "import os\n+import time\n\nimport uuid  # isort: skip\nimport abc\n", id="isort-skip"
        ),
        pytest.param(
            "import os\n+import time\n# isort: split\nimport abc\nimport uuid\n", id="isort-split"
        ),
        pytest.param(
            "# isort: off\nimport uuid\nimport abc\n# isort: on\n+import time\nimport zlib\n",
            id="isort-off",
        ),
        pytest.param(
            "# fmt: off\nimport uuid\n# fmt: on\n\n+import time\nimport zlib\n", id="fmt-off"
        ),
        pytest.param(
            "# ruff: isort: off\nimport uuid\n# ruff: isort: on\nimport os\n+import time\n",
            id="ruff-isort-off",
        ),
        pytest.param(
            "from __future__ import annotations\n\n+import time\n+\n# About\n# x.\n\nx = 1\n",
            id="comment-below-future",
        ),
        pytest.param("# %%\n+import time\nimport uuid\n\n# %%\nuuid.a\n", id="first-cell"),
        pytest.param(
            "# %%\nx = 1\n\n# %% imports\n+import time\nimport uuid\n", id="cell-of-the-imports"
        ),
        pytest.param("# %%\n+import time\n+\nx = 1\n\n# %%\ny = 2\n", id="cell-without-imports"),
        pytest.param("import os\n+import time\n\x0c\nimport numpy\n", id="form-feed"),
        pytest.param("import os, \\\n    re\n+import time\nimport uuid\n", id="backslash"),
        pytest.param(
            "import os\n+import time\n\nif TYPE_CHECKING:\n    import uuid\n", id="TYPE_CHECKING"
        ),
        pytest.param(
            "import os\n+import time\n\nif __name__ == '__main__':\n    import uuid\n",
            id="__main__",
        ),
        pytest.param("import os\n+import time\n\ndef f(x: int) -> str: ...\n", id="stub-file"),
        pytest.param("import os\n+import time\n\ndef f():\n\tpass\n", id="tabs"),
        pytest.param(
            '"""Doc."""\n\n# Licensed by A\n# and by B.\n\n+import time\n+\nx = 1\n',
            id="licence-below-the-docstring",
        ),
        pytest.param(
            '"""Doc."""\n\n\n+import time\n\n# Constants\nx = 1\n', id="three-blank-lines"
        ),
        pytest.param('"""Doc."""\n\n+import time\n\n\ndef f(): pass\n', id="gap-for-a-function"),
        pytest.param(
            '"""Doc."""\n\n__version__ = "1"\n\n+import time\n\nx = 1\n', id="below-dunders"
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n\n__all__ = ["x"]\nx = 1\n', id="gap-above-dunders"
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# About x.\n\nx = 1\n', id="one-line-heads-the-code"
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# About\n# x.\nx = 1\n', id="comment-on-the-code"
        ),
        pytest.param(
            '"""Doc."""\n# Licence\n\n+import time\n+\nx = 1\n', id="comment-on-the-docstring"
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# License server\nURL = 1\n', id="licence-of-something"
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# Licensed users only\nx = 1\n', id="licensed-users"
        ),
        pytest.param(
            '"""Doc."""\n\n# MIT license\n+\n+import time\n+\nx = 1\n', id="licence-by-name"
        ),
        pytest.param(
            '"""Doc."""\n\n# License: BSD\n+\n+import time\n+\nx = 1\n', id="licence-with-a-colon"
        ),
        pytest.param("import _thread\n+import time\n", id="underscore-first"),
        pytest.param("+import time\nimport time as _time\n", id="above-its-own-alias"),
        pytest.param(
            "import abc\n\n# Slow.\n+import time\nimport time as _time\n",
            id="above-its-own-alias-with-a-comment",
        ),
        pytest.param("# About a constant.\n+import time\n+\nx = 1\n", id="comment-at-the-top"),
        pytest.param("# In[1]:\n\n\n+import time\n+\nx = 1\n", id="lines-below-the-mark-of-a-cell"),
        pytest.param("+import time\n+\n# Seconds\nWAIT: int = 3\n", id="comment-on-a-constant"),
        pytest.param("# Seconds\n+import time\n+\nWAIT == 3\n", id="comment-above-a-comparison"),
        pytest.param(
            "# app/models.py: all\n+import time\n+\n+\nclass A: pass\n",
            id="name-of-the-file-at-the-top",
        ),
        pytest.param(
            "# /// script\n# dependencies = ['a']\n# ///\n+\n+import time\n+\nimport a\n",
            id="script-metadata",
        ),
        pytest.param(
            "#!/usr/bin/env python\n# /// script\n# requires-python = '3'\n# ///\n"
            "+\n+import time\n+\nimport a\n",
            id="script-metadata-below-a-shebang",
        ),
        pytest.param(
            "# Copyright: me\n# This module is part of a package.\n+\n+import time\n+\nimport a\n",
            id="licence-goes-on",
        ),
        pytest.param(
            "#!/usr/bin/env python\n# What it does.\n# The package must be installed first.\n"
            "+\n+import time\n+\nimport a\n",
            id="prose-with-words-of-headings",
        ),
        pytest.param(
            "########\n# IMPORTS\n########\n+import time\n+\nimport a\n", id="framed-heading"
        ),
        pytest.param(
            "#!/usr/bin/env python\n+import time\n+\n# Third party\nimport a\n",
            id="heading-below-a-shebang",
        ),
        pytest.param(
            "+import time\n+\n# Imports from third-party packages\nimport a\n", id="long-heading"
        ),
        pytest.param("import os  # fmt: skip\n+import time\nimport zlib\n", id="fmt-skip"),
        pytest.param(
            '# %% [markdown]\n"""\nText\n"""\n\n# %%\n+import time\n+\nx = 1\n',
            id="cell-of-text-in-a-string",
        ),
        pytest.param(
            '#%% md\nr"""\nText\n"""\n\n#%%\n+import time\n+\nx = 1\n',
            id="cell-of-text-in-pycharm",
        ),
        pytest.param(
            "# Databricks notebook source\n# DBTITLE 1,Setup\n+\n+import time\n+\nx = 1\n",
            id="title-of-a-command",
        ),
        pytest.param(
            "# Databricks notebook source\n\n# COMMAND ----------\n\n# DBTITLE 1,Import modules\n"
            "+\n+import time\n+\nimport a\n",
            id="title-above-imports",
        ),
        pytest.param(
            "# %%\n#| echo: false\n# | label: fig\n+\n+import time\n+\nprint(1)\n",
            id="options-of-a-cell",
        ),
        pytest.param(
            "# %%\n#| echo: false\n+\n+import time\n+\nimport a\n", id="options-above-imports"
        ),
        pytest.param(
            "# %%\n#@title Setup\n+\n+import time\n+\n# About x.\nx = 1\n",
            id="title-above-a-comment",
        ),
        pytest.param("# %%\n+import time\n+\n# About titles.\nx = 1\n", id="comment-in-a-cell"),
        pytest.param(
            '"""Title"""\n\n# %%\n# Section\n# -------\n+\n+import time\n+\nimport a\n',
            id="text-of-a-cell",
        ),
        pytest.param(
            "+import time\n+\n+\n# About f.\ndef f(): pass\n", id="comment-on-the-first-definition"
        ),
        pytest.param(
            "# About f.\n\n+import time\n+\n+\ndef f(): pass\n",
            id="comment-apart-from-the-definition",
        ),
        pytest.param(
            "# The file is\n# about f.\n+\n+import time\n+\n+\ndef f(): pass\n",
            id="longer-comment-at-the-top",
        ),
        pytest.param(
            "# Copyright: me\n+import time\n+\n+\nclass A: pass\n", id="licence-above-a-definition"
        ),
        pytest.param(
            '"""Doc.\n\nMore.\n"""\n# TODO: types.\n\n+import time\n+\n+\nclass A: pass\n',
            id="comment-right-below-the-docstring",
        ),
        pytest.param(
            '"""Doc."""\n+\n+import time\n+\n# About x.\nx = 1\n',
            id="comment-between-docstring-and-code",
        ),
        pytest.param(
            "#!/usr/bin/env python\n+import time\n+\n+\n@a\ndef f(): pass\n",
            id="shebang-above-a-definition",
        ),
        pytest.param(
            "+import time\n+\n+\ndef f(): pass\n\nimport os\n",
            id="imports-below-a-function-are-not-the-block",
        ),
        pytest.param(
            "import sys\n\nif sys.flags.debug:\n    raise SystemExit\n\n"
            "import os\nimport re\n+import time\n",
            id="below-code-that-uses-all-that-is-above",
        ),
        pytest.param(
            "import sys\n\nsys.path.insert(0, 'a')\n\nimport os\nimport re\n+import time\n",
            id="below-code-where-most-is",
        ),
        pytest.param(
            "import sys\n+import time\n\nsys.path.insert(0, 'a')\n\nimport os\n",
            id="above-code-where-as-much-is-below",
        ),
        pytest.param(
            "import os\nimport sys\n+import time\n\nif sys.flags.debug:\n    raise SystemExit\n\n"
            "import re\nimport uuid\nimport zlib\n",
            id="above-code-that-uses-part",
        ),
        pytest.param(
            "import os\n\ntry:\n    import attr\nexcept ImportError:\n    attr = None\n\n"
            "import re\nimport sys\n+import time\nimport uuid\n",
            id="where-most-of-its-kind-are",
        ),
    ],
)
def test_import_time(expected: str) -> None:
    lines = expected.split("\n")
    before = "\n".join(line for line in lines if not line.startswith("+"))
    after = "\n".join(line.removeprefix("+") for line in lines)
    assert insert(before, ImportStatement("time")).rstrip("\n") == after.rstrip("\n")


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        pytest.param(
            ImportStatement("datetime", "timedelta"),
            "from collections import OrderedDict\nimport datetime as dt\n"
            "+from datetime import timedelta\nimport os\n",
            id="member",
        ),
        pytest.param(
            ImportStatement("datetime", None, "dt"),
            "from collections import OrderedDict\n+import datetime as dt\n"
            "from datetime import timedelta\nimport os\n",
            id="alias",
        ),
        pytest.param(
            ImportStatement("os.path", "join"),
            "from collections import abc\nfrom datetime import timedelta\nimport datetime as dt\n"
            "import os\n+from os.path import join\nimport os.path as p\n",
            id="where-members-stand-first",
        ),
    ],
)
def test_alias_and_members_of_a_module_in_one_list(
    statement: ImportStatement, expected: str
) -> None:
    before = "".join(line for line in expected.splitlines(True) if line[0] != "+")
    assert insert(before, statement) == expected.replace("+", "")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "import configparser\nimport copy\n",
            "import concurrent.futures\nimport configparser\nimport copy\n",
            id="dot-sorts-before-letters",
        ),
    ],
)
def test_submodule(source: str, expected: str) -> None:
    assert insert(source, ImportStatement("concurrent.futures")) == expected


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param("import os\n\nimport attr\n+import numpy\nimport yaml\n", id="among-others"),
        pytest.param("import os\n+\n+import numpy\n", id="below-the-standard-library"),
        pytest.param(
            "import abc\nimport attr\n+import numpy\nimport uuid\n\nimport app\n",
            id="block-in-one-list-with-the-standard-library",
        ),
        pytest.param("import os\n\nimport attr\n+import numpy\n\nimport a.b\n", id="first-section"),
        pytest.param(
            "import attr\n\n+import numpy\nimport numpy.a\n", id="section-of-its-own-package"
        ),
        pytest.param(
            "import attr\n\n+import numpy\nimport numpy.a.b\n", id="section-of-its-deep-package"
        ),
        pytest.param(
            "import os\n\nimport attr\nimport cattr\n+import numpy\nimport yaml\n", id="among-three"
        ),
        pytest.param(
            "from abc import ABC\nimport os\n\n"
            "from attr import a\n+import numpy\nfrom yaml import b\n",
            id="one-alphabetical-list",
        ),
        pytest.param(
            "import os\n\nimport yaml\nimport b\n+import numpy\nfrom attr import a\n", id="unsorted"
        ),
        pytest.param("+import numpy\n+\nfrom . import a\n", id="above-relative-ones"),
        pytest.param(
            '"""Doc."""\n\n+import numpy\n+\n# About a.\nfrom . import a\n',
            id="above-a-comment-on-relative-ones",
        ),
        pytest.param(
            "import attr\n+import numpy\n\nfrom . import a\n", id="third-party-before-relative-ones"
        ),
    ],
)
def test_import_from_elsewhere(expected: str) -> None:
    before = "".join(line for line in expected.splitlines(True) if not line.startswith("+"))
    assert insert(before, ImportStatement("numpy")) == expected.replace("+", "")


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(
            "import os\n\nos.environ['A'] = 'b'\n\n+import numpy\nimport scipy\n",
            id="below-what-has-to-run-before",
        ),
        pytest.param(
            "import sys\n\nsys.path.insert(0, 'lib')\n\nimport yaml  # noqa: E402\n\n"
            "+import numpy  # noqa: E402\nimport numpy.lib  # noqa: E402\n",
            id="below-code-with-a-comment-that-says-so",
        ),
        pytest.param(
            "import sys\n\nif sys.flags.debug:\n    import pdb\n\nimport attr\n+import numpy\n",
            id="in-its-own-section",
        ),
        pytest.param("import os\n\n+import numpy\n+\nX = 1\nimport re\n", id="no-such-section"),
        pytest.param(
            "from gevent import monkey\n\nmonkey.patch_all()\n\n+import numpy\nimport scipy\n",
            id="below-a-call-of-all-that-is-imported-above",
        ),
        pytest.param(
            "import os\n\nimport gevent\nfrom gevent import monkey, pool\n\n"
            "monkey.patch_all()\nos.nice(1)\n\n+import numpy\nimport scipy\n",
            id="below-a-call-of-one-package",
        ),
        pytest.param(
            "import attr as a\na.b()\n\nfrom c import d\n\nd()\n\n+import numpy\nimport scipy\n",
            id="below-several-calls",
        ),
        pytest.param(
            "import eventlet\n\neventlet.monkey_patch()\n\nimport os\n+\n+import numpy\n\nX = 1\n",
            id="below-a-call-in-a-section-of-its-own",
        ),
        pytest.param("import attr\n+import numpy\n\nattr.a()\n", id="nothing-below-the-call"),
        pytest.param(
            "import attr\n+import numpy\nimport yaml\n\nattr.a()\n\nimport scipy\n",
            id="others-above-the-call",
        ),
        pytest.param(
            "import attr\n+import numpy\n\nA = attr.a()\nattr.b()\n\nimport scipy\n",
            id="value-of-a-call",
        ),
        pytest.param(
            "import attr\n+import numpy\n\nother.attr()\n\nimport scipy\n", id="another-call"
        ),
        pytest.param("import attr\n+import numpy\n# isort: split\nimport scipy\n", id="no-code"),
    ],
)
def test_code_between_imports(expected: str) -> None:
    before = "".join(line for line in expected.splitlines(True) if not line.startswith("+"))
    library = standard_library(sys.version_info[:2])
    lines = source_lines(before)
    text = Text(lines, ast.parse(before))
    edit = place_in(text, ImportStatement("numpy"), knowledge(library, None))
    assert isinstance(edit, Edit)
    lines[edit.line - 1 : edit.line - 1] = edit.inserted
    assert "\n".join(lines) == expected.replace("+", "")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "import os\n\nimport attr\n\nfrom yaml import b\n\nimport app\n"
            "+\n+from app.lib import a\n",
            id="gap-in-another-section",
        ),
        pytest.param(
            "import os\n\nfrom re import match\n\nimport app\n+\n+from app.lib import a\n",
            id="gap-in-the-standard-library-alone",
        ),
    ],
)
def test_gap_where_sections_are_known(source: str) -> None:
    before = "".join(line for line in source.splitlines(True) if not line.startswith("+"))
    text = Text(source_lines(before), ast.parse(before))
    library = standard_library(sys.version_info[:2])
    edit = place_in(text, ImportStatement("app.lib", "a"), knowledge(library, {"app"}))
    assert isinstance(edit, Edit)
    lines = source_lines(before)
    lines[edit.line - 1 : edit.line - 1] = edit.inserted
    assert "\n".join(lines) == source.replace("+", "")


def test_digits_sort_by_their_number() -> None:
    source = "import encodings.cp437\nimport encodings.cp1252\nimport zlib\n"
    after = (
        "import encodings.cp437\nimport encodings.cp1250\nimport encodings.cp1252\nimport zlib\n"
    )
    assert insert(source, ImportStatement("encodings.cp1250")) == after


def test_from_import_goes_below_the_plain_ones() -> None:
    source = "import os\nimport uuid\n"
    assert insert(source, ImportStatement("abc", "ABC")) == source + "from abc import ABC\n"


MATH = "from math import log\nfrom math import log2\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "from os import path\nimport re\nfrom sys import argv\nimport uuid\n",
            "from os import path\nimport re\nfrom string import digits\nfrom sys import argv\n"
            "import uuid\n",
            id="one-alphabetical-list",
        ),
        pytest.param(
            "import uuid\nfrom re import match\nfrom time import time\n",
            "import uuid\nfrom re import match\nfrom string import digits\nfrom time import time\n",
            id="plain-ones-first",
        ),
        pytest.param(
            "from os import path\nimport re\nfrom string import Template\nimport uuid\n",
            "from os import path\nimport re\nfrom string import digits\n"
            "from string import Template\nimport uuid\n",
            id="one-list-of-single-names",
        ),
        pytest.param(
            "from string import Template\nfrom string import whitespace\n",
            "from string import Template\nfrom string import digits\n"
            "from string import whitespace\n",
            id="one-name-a-statement",
        ),
        pytest.param(
            "from string import digits as d\n",
            "from string import digits\nfrom string import digits as d\n",
            id="above-its-own-alias",
        ),
        pytest.param(
            "import abc\n# Our fork of it.\nfrom string import printable\n"
            "from string import whitespace\n",
            "import abc\n# Our fork of it.\nfrom string import digits\n"
            "from string import printable\nfrom string import whitespace\n",
            id="comment-on-a-module",
        ),
        pytest.param(
            f"{MATH}from string import ascii_letters\n\n# Slow.\nfrom string import printable\n",
            f"{MATH}from string import ascii_letters\nfrom string import digits\n\n"
            "# Slow.\nfrom string import printable\n",
            id="comment-on-another-name",
        ),
        pytest.param(
            "import abc\n\n# Our fork of it.\nfrom string import digits as d\n",
            "import abc\n\n# Our fork of it.\nfrom string import digits\n"
            "from string import digits as d\n",
            id="comment-on-an-alias",
        ),
        pytest.param(
            "import abc\n# Our fork of it.\nfrom subprocess import run\n"
            "from subprocess import whitespace\n",
            "import abc\nfrom string import digits\n# Our fork of it.\n"
            "from subprocess import run\nfrom subprocess import whitespace\n",
            id="comment-on-another-module",
        ),
        pytest.param(
            "from attr import a\n\nx = 1\n\nimport os\n\nimport boto3\n\nfrom celery import b\n\n"
            "import click\n\nfrom django import c\n\nimport yaml\n",
            "from attr import a\n\nx = 1\n\nimport os\n\nfrom string import digits\n\n"
            "import boto3\n\nfrom celery import b\n\nimport click\n\nfrom django import c\n\n"
            "import yaml\n",
            id="kinds-apart-below-code",
        ),
        pytest.param(
            "import os\n\nimport requests\n\nfrom requests import Session\n",
            "import os\n\nfrom string import digits\n\n"
            "import requests\n\nfrom requests import Session\n",
            id="gap-within-another-package",
        ),
        pytest.param(
            "from app import x\nfrom hashlib import sha1\nfrom typing import Any, Set\n\n"
            "import os\n",
            "from app import x\nfrom hashlib import sha1\nfrom string import digits\n"
            "from typing import Any, Set\n\nimport os\n",
            id="several-names-in-a-list-of-from-imports",
        ),
    ],
)
def test_from_import(source: str, expected: str) -> None:
    assert insert(source, ImportStatement("string", "digits")) == expected


SINGLE = "from app import main\nfrom app import run\n"
ABC = "from collections.abc import Sequence\n"
WRAPPED = "(\n    Callable,\n    Hashable,\n)\n"
MAPPING = "from collections.abc import Mapping\n"
CONSTANT = "from typing import TYPE_CHECKING\n"
CASELESS = "from app import main\nfrom app import Runner\n"


@pytest.mark.parametrize(
    ("source", "statement", "expected"),
    [
        pytest.param(
            "import os\nimport sys\n\nfrom attr import attrib\nfrom attr import Factory\n",
            ImportStatement("pathlib", "Path"),
            "import os\nfrom pathlib import Path\nimport sys\n\n"
            "from attr import attrib\nfrom attr import Factory\n",
            id="single-names-without-case-are-google's",
        ),
        pytest.param(
            "import os\nimport sys\n\nfrom attr import attrib, Factory\n",
            ImportStatement("pathlib", "Path"),
            "import os\nimport sys\nfrom pathlib import Path\n\nfrom attr import attrib, Factory\n",
            id="names-without-case-alone-are-not",
        ),
        pytest.param(
            "import re\nfrom typing import Set\nfrom typing import cast\nimport uuid\n",
            ImportStatement("typing", "TYPE_CHECKING"),
            "import re\nfrom typing import TYPE_CHECKING\nfrom typing import Set\n"
            "from typing import cast\nimport uuid\n",
            id="single-names-in-one-list-with-constants-first",
        ),
        pytest.param(
            f"import re\nfrom typing import Any\n{CONSTANT}from typing import cast\nimport uuid\n",
            ImportStatement("typing", "Set"),
            f"import re\nfrom typing import Any\nfrom typing import Set\n{CONSTANT}"
            "from typing import cast\nimport uuid\n",
            id="single-names-in-one-list-with-capitals-first",
        ),
        pytest.param(
            f"import os\nfrom typing import Any\n\n{SINGLE}",
            ImportStatement("typing", "TYPE_CHECKING"),
            f"import os\nfrom typing import TYPE_CHECKING\nfrom typing import Any\n\n{SINGLE}",
            id="single-names-that-show-nothing",
        ),
        pytest.param(
            f"from enum import Enum\nimport os\nfrom typing import cast\n\n{SINGLE}",
            ImportStatement("enum", "auto"),
            f"from enum import auto\nfrom enum import Enum\nimport os\nfrom typing import cast\n\n"
            f"{SINGLE}",
            id="single-names-in-one-list-that-show-nothing",
        ),
        pytest.param(
            f"import time\nfrom typing import cast\n\n{CASELESS}",
            ImportStatement("typing", "Any"),
            f"import time\nfrom typing import Any\nfrom typing import cast\n\n{CASELESS}",
            id="single-names-below-plain-imports",
        ),
        pytest.param(
            f"from abc import ABC\nimport time\nfrom typing import cast\n\n{CASELESS}",
            ImportStatement("typing", "Any"),
            f"from abc import ABC\nimport time\nfrom typing import Any, cast\n\n{CASELESS}",
            id="google-has-one-statement-for-typing",
        ),
        pytest.param(
            f"from typing import Literal\n\n{CASELESS}",
            ImportStatement("typing", "TYPE_CHECKING"),
            f"from typing import Literal, TYPE_CHECKING\n\n{CASELESS}",
            id="google-without-plain-imports",
        ),
        pytest.param(
            f"from abc import ABC\n\n{CASELESS}",
            ImportStatement("abc", "abstractmethod"),
            f"from abc import ABC\nfrom abc import abstractmethod\n\n{CASELESS}",
            id="google-without-plain-imports-joins-no-other-module",
        ),
        pytest.param(
            f"from typing import Literal\n\n{SINGLE}",
            ImportStatement("typing", "TYPE_CHECKING"),
            f"from typing import TYPE_CHECKING\nfrom typing import Literal\n\n{SINGLE}",
            id="single-names-without-plain-imports-that-show-nothing",
        ),
        pytest.param(
            "from typing import Any\nfrom typing import List\n\nfrom acme import a, b\n",
            ImportStatement("typing", "Optional"),
            "from typing import Any\nfrom typing import List\nfrom typing import Optional\n\n"
            "from acme import a, b\n",
            id="single-names-of-the-module-alone",
        ),
        pytest.param(
            "from typing import Any\nfrom typing import List, Set\n\nfrom acme import a, b\n",
            ImportStatement("typing", "Optional"),
            "from typing import Any\nfrom typing import List, Optional, Set\n\n"
            "from acme import a, b\n",
            id="several-names-of-the-module",
        ),
        pytest.param(
            f"from collections.abc import Callable\n{ABC}from typing import Any, cast\n",
            ImportStatement("collections.abc", "Mapping"),
            "from collections.abc import Callable\nfrom collections.abc import Mapping\n"
            f"{ABC}from typing import Any, cast\n",
            id="single-names-of-a-module-that-google-joins",
        ),
        pytest.param(
            f"from collections.abc import Callable\n{ABC}import os\nfrom typing import Any, cast\n",
            ImportStatement("typing", "List"),
            f"from collections.abc import Callable\n{ABC}import os\n"
            "from typing import Any, cast, List\n",
            id="names-of-another-module-that-google-joins",
        ),
        pytest.param(
            f"{ABC}from os import path\nfrom os import walk\nfrom typing import Any, cast\n",
            ImportStatement("collections.abc", "Mapping"),
            "from collections.abc import Mapping, Sequence\nfrom os import path\n"
            "from os import walk\nfrom typing import Any, cast\n",
            id="names-that-google-joins",
        ),
        pytest.param(
            f"{ABC}from os import path\n\nimport re\n\nimport attr\n",
            ImportStatement("collections.abc", "Mapping"),
            "from collections.abc import Mapping, Sequence\nfrom os import path\n\nimport re\n\n"
            "import attr\n",
            id="from-imports-first-in-sections",
        ),
        pytest.param(
            f"{ABC}from os import path\n\nimport attr\nimport re\n",
            ImportStatement("collections.abc", "Mapping"),
            f"from collections.abc import Mapping\n{ABC}from os import path\n\n"
            "import attr\nimport re\n",
            id="from-imports-first-without-sections",
        ),
        pytest.param(
            "from attr import Any, cast\nfrom unittest import mock  # a\n"
            "from unittest import TestCase\n",
            ImportStatement("attr", "Set"),
            "from attr import Any, Set, cast\nfrom unittest import mock  # a\n"
            "from unittest import TestCase\n",
            id="comment-beside-a-name-shows-no-order",
        ),
        pytest.param(
            "from attr import Any, cast\nfrom os import a  # a\nfrom os import B  # b\n"
            "from os import c\n",
            ImportStatement("attr", "Set"),
            "from attr import Any, Set, cast\nfrom os import a  # a\nfrom os import B  # b\n"
            "from os import c\n",
            id="comments-beside-names-show-no-order",
        ),
        pytest.param(
            "from attr import Any, cast\nfrom unittest import (\n    mock,  # a\n)\n"
            "from unittest import TestCase\n",
            ImportStatement("attr", "Set"),
            "from attr import Any, Set, cast\nfrom unittest import (\n    mock,  # a\n)\n"
            "from unittest import TestCase\n",
            id="comment-in-parentheses-shows-no-order",
        ),
        pytest.param(
            "from typing import (\n    Set,  # a\n)\nfrom typing import cast\n",
            ImportStatement("typing", "Any"),
            "from typing import (\n    Set,  # a\n)\nfrom typing import Any, cast\n",
            id="beside-a-name-with-a-comment-in-parentheses",
        ),
        pytest.param(
            "from attr import cast  # a\nfrom attr import Factory\nfrom attr import field\n"
            "import os\nfrom zlib import crc32\n",
            ImportStatement("zlib", "ZLIB_VERSION"),
            "from attr import cast  # a\nfrom attr import Factory\nfrom attr import field\n"
            "import os\nfrom zlib import crc32\nfrom zlib import ZLIB_VERSION\n",
            id="comment-beside-a-single-name-shows-the-order",
        ),
    ],
)
def test_order_of_names(source: str, statement: ImportStatement, expected: str) -> None:
    assert insert(source, statement) == expected


@pytest.mark.parametrize(
    ("source", "statement", "old", "new"),
    [
        pytest.param(
            f"from collections.abc import {WRAPPED}from datetime import datetime\nimport os\n\n"
            "import attr\n",
            ImportStatement("datetime", "timedelta"),
            "import datetime\n",
            "import (\n    datetime,\n    timedelta,\n)\n",
            id="wrapped-names-are-not-google's",
        ),
        pytest.param(
            "from collections.abc import Callable, Hashable\nfrom datetime import datetime\n"
            "import os\n\nimport attr\n",
            ImportStatement("datetime", "timedelta"),
            "import datetime\n",
            "import datetime\nfrom datetime import timedelta\n",
            id="names-on-one-line-are-google's",
        ),
        pytest.param(
            f"import attr\nfrom collections.abc import {WRAPPED}from hashlib import md5\n"
            "import numpy\nimport os\n",
            ImportStatement("hashlib", "sha256"),
            "import md5\n",
            "import (\n    md5,\n    sha256,\n)\n",
            id="wrapped-names-are-not-google's-without-sections",
        ),
        pytest.param(
            "import attr\nfrom collections.abc import Callable, Hashable\n"
            "from hashlib import md5\nimport numpy\nimport os\n",
            ImportStatement("hashlib", "sha256"),
            "import md5\n",
            "import md5\nfrom hashlib import sha256\n",
            id="names-on-one-line-are-google's-without-sections",
        ),
        pytest.param(
            "from datetime import datetime\nimport os\nfrom typing import TYPE_CHECKING, cast\n",
            ImportStatement("datetime", "timedelta"),
            "import datetime\n",
            "import datetime, timedelta\n",
            id="names-sorted-by-type-are-not-google's",
        ),
        pytest.param(
            "from datetime import datetime\nimport os\nfrom typing import Any, List\n\n"
            "import numpy\nimport attr\n",
            ImportStatement("datetime", "timedelta"),
            "import datetime\n",
            "import datetime\nfrom datetime import timedelta\n",
            id="section-in-no-order-says-nothing",
        ),
        pytest.param(
            "from collections import deque\nfrom collections import OrderedDict\n"
            f"{MAPPING}import os\nfrom typing import (\n    Any,\n    List,\n)\n",
            ImportStatement("collections.abc", "Set"),
            MAPPING,
            f"{MAPPING}from collections.abc import Set\n",
            id="order-of-google's-with-wrapped-names-is-not",
        ),
        pytest.param(
            "import os\nfrom typing import Any, AsyncGenerator, Awaitable, Callable, cast, Dict, "
            "Iterable, List, NamedTuple\n",
            ImportStatement("typing", "Optional"),
            "NamedTuple\n",
            "NamedTuple, Optional\n",
            id="google-wraps-nothing",
        ),
        pytest.param(
            "import os\nfrom typing import Any\nfrom typing import cast, Dict, List\n"
            "from uuid import UUID\nfrom uuid import uuid4\n",
            ImportStatement("typing", "Optional"),
            "Dict, List\n",
            "Dict, List, Optional\n",
            id="what-is-seen-to-share-a-statement-does-so",
        ),
        pytest.param(
            "import os\nfrom collections import defaultdict\nfrom collections import deque\n"
            f"{MAPPING}from typing import Any, cast\n",
            ImportStatement("collections.abc", "Set"),
            MAPPING,
            f"{MAPPING}from collections.abc import Set\n",
            id="plain-imports-first-are-not-google's",
        ),
        pytest.param(
            "from collections import OrderedDict\nfrom collections import deque\n"
            f"{MAPPING}from typing import Any, cast\n",
            ImportStatement("collections.abc", "Set"),
            MAPPING,
            f"{MAPPING}from collections.abc import Set\n",
            id="classes-first-are-not-google's",
        ),
        pytest.param(
            "from collections import deque\nfrom collections import OrderedDict\n"
            f"{MAPPING}import os\nfrom typing import Any, cast\n",
            ImportStatement("collections.abc", "Set"),
            MAPPING,
            "from collections.abc import Mapping, Set\n",
            id="one-list-without-case-is-google's",
        ),
        pytest.param(
            "import os\nfrom collections import defaultdict\nfrom collections import deque\n"
            "from typing import Any, cast\n",
            ImportStatement("typing", "TYPE_CHECKING"),
            "Any, cast",
            "TYPE_CHECKING, Any, cast",
            id="constants-first-below-plain-imports",
        ),
        pytest.param(
            "from collections import defaultdict\nfrom collections import deque\nimport os\n"
            "from typing import Any, cast\n",
            ImportStatement("typing", "TYPE_CHECKING"),
            "Any, cast",
            "Any, cast, TYPE_CHECKING",
            id="names-without-case-in-google's-list",
        ),
    ],
)
def test_modules_whose_names_share_a_statement(
    source: str, statement: ImportStatement, old: str, new: str
) -> None:
    assert insert(source, statement) == source.replace(old, new)


def test_stands_above_code_that_runs_at_import() -> None:
    source = "import os\n\nos.chdir('a')\nsys.path.append('b')\n\nimport re\nimport uuid\n"
    assert insert(source, ImportStatement("sys"), before=4).startswith("import os\nimport sys\n")


def test_stands_above_code_that_shares_a_line_with_an_import() -> None:
    source = "import os; sys.path.append('b')\n"
    assert insert(source, ImportStatement("sys"), before=1) == f"import sys\n\n{source}"


def test_alias_goes_below_the_plain_import() -> None:
    source = "import os\nimport uuid\n"
    after = "import os\nimport os as system\nimport uuid\n"
    assert insert(source, ImportStatement("os", alias="system")) == after


def test_run_of_imports_after_the_use_is_not_chosen() -> None:
    source = "sys.path.append('b')\n\nimport re\nimport uuid\n"
    assert insert(source, ImportStatement("sys"), before=1).startswith("import sys\n\nsys.path")


def test_form_feed_ends_no_line() -> None:
    assert source_lines("a\x0cb\r\nc\rd\ne") == ["a\x0cb", "c", "d", "e"]
