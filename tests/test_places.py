"""Places that comments, cells, sections and lazy imports decide."""

from __future__ import annotations

import ast
import re
import sys

import pytest

from flake8_missing_import.model import Edit, ImportStatement
from flake8_missing_import.module import source_lines
from flake8_missing_import.placement import NoPlace, Text, is_kept, place_in
from flake8_missing_import.placement.imports import knowledge
from flake8_missing_import.stdlib import standard_library

LIBRARY = standard_library(sys.version_info[:2])
KNOWN = knowledge(LIBRARY, None)


def inserted(source: str, statement: ImportStatement, filename: str = "module.py") -> str:
    lines = source_lines(source)
    edit = place_in(Text(lines, ast.parse(source), filename), statement, KNOWN)
    assert isinstance(edit, Edit)
    lines[edit.line - 1 : edit.line - 1 + edit.removed] = edit.inserted
    return "\n".join(lines)


COMMAND = "# COMMAND ----------\n\n"
RESTART = f"# MAGIC %pip install x\ndbutils.library.restartPython()\n\n{COMMAND}"


# The marker + starts the line that is to be added.
@pytest.mark.parametrize(
    "expected",
    [
        pytest.param("# Standard library\n+import time\nimport uuid\n", id="heading-at-the-top"),
        pytest.param(
            '"""Doc."""\n\n# Standard library\n+import time\nimport uuid\n\n# Others\nimport a\n',
            id="heading",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# Third party\nimport attr\n', id="heading-of-others"
        ),
        pytest.param(
            "# Standard library\n+import time\n+\nimport attr\n", id="heading-that-lost-its-imports"
        ),
        pytest.param(
            '"""Doc."""\n\n# Standard Library imports\n\n+import time\n+\nimport attr\n',
            id="heading-apart-that-lost-its-imports",
        ),
        pytest.param("import os\n+import time\n\nimport __main__\n", id="what-runs-the-program"),
        pytest.param(
            "+import time\n+\n# It may be missing.\ntry:\n    import attr\nfinally:\n    pass\n",
            id="comment-on-a-block",
        ),
        pytest.param(
            "#!/bin/python\n+import time\n+\nif x:\n    y()\n", id="shebang-above-a-block"
        ),
        pytest.param("+import time\n+\nfrom __main__ import a\n", id="what-runs-the-program-alone"),
        pytest.param(
            "#!/usr/bin/env python\n+import time\n+\n# Third party\nimport attr\n",
            id="heading-of-others-below-a-shebang",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# Third party\n\nimport attr\n',
            id="heading-of-others-apart",
        ),
        pytest.param(
            f'"""Doc."""\n\n+import time\n+\n# {"-" * 20}\n# Local imports\n# {"-" * 20}\n\n'
            "from . import attr\n",
            id="heading-of-others-apart-between-rulers",
        ),
        pytest.param(
            "# Third party\n\n+import time\nimport uuid\n",
            id="heading-apart-above-the-own-section",
        ),
        pytest.param(
            "# Copyright A.\n# Third party\n\n+import time\n+\nimport attr\n",
            id="licence-and-heading-apart",
        ),
        pytest.param(
            "# Django\n\n+import time\n+\nfrom django.db import models\n",
            id="name-of-the-package-apart-at-the-top",
        ),
        pytest.param(
            '"""Doc."""\n\n# Imports\n\n+import time\n+\nimport attr\n', id="heading-of-all-apart"
        ),
        pytest.param(
            '"""Doc."""\n\n# For speed.\n\n+import time\n+\nimport attr\n', id="comment-apart"
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# For uuid.\nimport uuid\n', id="comment-on-one"
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n# The UUIDs of nodes.\nimport uuid\n# Slow.\n'
            "import zlib\n",
            id="comment-right-below-an-import",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n# The UUIDs of nodes.\nimport uuid\n\n'
            "import attr\n# For the users of it.\nimport boto3\n",
            id="comment-right-below-an-import-of-another-section",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n# The UUIDs of nodes.\nimport uuid\n\nx = 1\n\n'
            "import attr\n# For the users of it.\nimport boto3\n",
            id="comment-right-below-an-import-below-code",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# The UUIDs of nodes.\nimport uuid\n# A constant.\n'
            "x = 1\n\nimport attr\n",
            id="comment-right-below-an-import-on-code",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# The UUIDs of nodes.\nimport uuid\n\n'
            "import attr\n\n# For the users of it.\nimport boto3\n",
            id="comment-apart-from-the-import-above",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# The UUIDs of nodes.\nimport uuid\n# About it.\n\n'
            "import zlib\n",
            id="comment-on-the-import-above",
        ),
        pytest.param(
            '"""Doc."""\n\n# For time and uuid.\n+import time\nimport uuid\n',
            id="comment-on-both",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# The UUIDs of nodes.\nimport uuid\n',
            id="comment-on-one-in-other-words",
        ),
        pytest.param(f"# {'-' * 77}\n+import time\n+\nimport attr\n", id="ruler-at-the-top"),
        pytest.param(
            "+import time\n+\n# Django\nfrom django.db import models\n\n# Own\nfrom . import a\n",
            id="name-of-the-package-at-the-top",
        ),
        pytest.param(
            "# Django shop\n+import time\n+\nfrom django.db import models\n",
            id="name-and-another-word-at-the-top",
        ),
        pytest.param(
            "# Our third-party libraries\n+import time\nimport uuid\n",
            id="heading-with-a-hyphen-at-the-top",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# pylint: disable-next=deprecated-module\n'
            "import uuid\nimport zlib\n",
            id="pragma-for-the-next-line",
        ),
        pytest.param(
            '"""Doc."""\n\n# Standard library\n+import time\n+\n# noinspection PyDeprecation\n'
            "import uuid\nimport zlib\n",
            id="pragma-for-the-next-line-below-a-heading",
        ),
        pytest.param(
            "+import time\n+\n# noinspection PyDeprecation\nimport uuid\nimport zlib\n",
            id="pragma-for-the-next-line-at-the-top",
        ),
        pytest.param(
            "#!/usr/bin/env python\n+import time\n+\n# noinspection PyDeprecation\nimport attr\n",
            id="pragma-for-the-next-line-below-a-shebang",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# pylint: disable-next=import-error\nimport attr\n',
            id="pragma-for-the-next-line-of-others",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# pylint: disable-next=invalid-name\nx = 1\n',
            id="pragma-for-code",
        ),
        pytest.param(
            "# Copyright A.\n+import time\n+\n# pylint: disable-next=invalid-name\nx = 1\n",
            id="pragma-for-code-at-the-top",
        ),
        pytest.param(
            "# Copyright A.\n# pyre-unsafe\n+\n+import time\n+\nimport attr\n",
            id="pragma-at-the-top-for-the-file",
        ),
        pytest.param(
            "# Copyright A.\n+import time\n+\n# pyre-fixme[21]: Untyped.\nimport attr\n",
            id="pragma-at-the-top-for-the-next-line",
        ),
        pytest.param(
            '"""Doc."""\n\n# pylint: disable=deprecated-module\n+import time\n'
            "import uuid\nimport zlib\n",
            id="pragma-for-all-lines-below",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# New in Python 3.9\nimport zoneinfo\n',
            id="prose-on-one",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# Used by the template engine,\n# through eval().\n'
            "import uuid\nimport zlib\n",
            id="longer-prose-on-one",
        ),
        pytest.param(
            '"""Doc."""\n# Division is needed to get\n# precise numbers.\n+import time\n'
            "import uuid\nimport zlib\n",
            id="prose-right-below-the-docstring",
        ),
        pytest.param(
            "x = 1\n+import time\n+\n# For the names of files.\nimport uuid\nimport zlib\n",
            id="prose-right-below-code",
        ),
        pytest.param(
            '"""Doc."""\n+import time\n+\n# We need uuid for the names of files.\nimport uuid\n',
            id="right-below-the-docstring-on-one",
        ),
        pytest.param(
            '"""Doc."""\n\n# Importing the libraries that we need\n+import time\nimport uuid\n',
            id="longer-heading",
        ),
        pytest.param(
            '"""Doc."""\n\n# Core\n+import time\nimport uuid\n', id="heading-in-other-words"
        ),
        *(
            pytest.param(
                f"import attr\n\n+import time\n+\n# {note}\nimport uuid\n",
                id=f"note-{note.split(':')[0]}",
            )
            for note in ("TODO: drop it", "todo(me): drop", "FIXME", "XXX old", "HACK", "NOTE: old")
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# Rather slow.\nimport uuid\n', id="short-sentence"
        ),
        pytest.param(
            '"""Doc."""\n\n# Standard library.\n+import time\nimport uuid\n',
            id="heading-with-a-full-stop",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# TODO: sort imports\nimport uuid\n',
            id="note-with-a-word-of-headings",
        ),
        pytest.param(
            '"""Doc."""\n\n# TODO: sort imports\n\n+import time\n+\nimport attr\n',
            id="note-apart-from-others",
        ),
        pytest.param(
            '"""Doc."""\n\n# Imports\n+import time\n+\nimport attr\n', id="heading-of-all-imports"
        ),
        pytest.param("# Imports\n+import time\n+\nimport attr\n", id="heading-of-all-at-the-top"),
        pytest.param(
            "# Imports\n+import time\n+\n# noinspection PyDeprecation\nimport attr\n",
            id="heading-of-all-above-a-pragma",
        ),
        pytest.param(
            '"""Doc."""\n\n# ----\n# Imports\n# ----\n+import time\n+\nimport attr\n',
            id="framed-heading-of-all",
        ),
        pytest.param(
            "#!/usr/bin/env python\n# ----\n# Imports\n# ----\n+import time\n+\nimport attr\n",
            id="framed-heading-of-all-below-a-shebang",
        ),
        pytest.param(
            '"""Doc."""\n\n# region Imports\n+import time\n+\nimport attr\n# endregion\n',
            id="region-of-all",
        ),
        pytest.param(
            '"""Doc."""\n\n# Import the required libraries\n+import time\n+\nimport attr\n',
            id="long-heading-of-all",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# ----\n# Local imports\n# ----\nimport attr\n',
            id="framed-heading-of-others",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# Import attr\nimport attr\n', id="heading-of-one"
        ),
        pytest.param(
            "try:\n    x = 1\nexcept ValueError:\n    pass\n\n\n+import time\n+\nimport attr\n",
            id="blank-lines-above-stay",
        ),
        pytest.param(
            "from os import path\n\ntry:\n    x = 1\nexcept ValueError:\n    pass\n\n"
            "+import time\nimport uuid\n",
            id="block-of-the-same-kind",
        ),
        pytest.param(
            "+import time\nfrom os import path\n\nx = 1\n\nimport uuid\n",
            id="block-of-the-same-kind-below-code",
        ),
        pytest.param(
            "+import time\nimport uuid\n\n# About path.\nfrom os import path\n",
            id="blank-line-above-a-comment",
        ),
        pytest.param(
            "#!/usr/bin/env python\n# type: ignore\n+\n+import time\n+\nimport attr\n",
            id="type-ignore-below-a-shebang",
        ),
        pytest.param(
            '"""Doc."""\n\n# type: ignore\n+\n+import time\n+\nimport attr\n', id="type-ignore"
        ),
        pytest.param(
            '"""Doc."""\n# Copyright A\n+\n+import time\n+\nimport attr\n', id="copyright"
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n\n\n# About f.\ndef f():\n    pass\n',
            id="comment-on-a-function",
        ),
        pytest.param(
            "import re\n+import logging\n\nimport yaml\nimport requests\n\n"
            "from pathlib import Path\n",
            id="third-party-imports-by-chance-by-length",
        ),
        pytest.param(
            "import os\n+import subprocess\nimport numpy\nimport pandas\n\n"
            "from datetime import datetime\n",
            id="third-party-imports-by-chance-by-length-without-a-gap",
        ),
        pytest.param(
            "import os\n+import logging\nimport flask\nfrom datetime import datetime\n"
            "from flask_login import login_user\n",
            id="third-party-imports-by-chance-by-length-among-from-imports",
        ),
        pytest.param(
            "import argparse\nimport flask\n+import logging\nimport os\n"
            "from datetime import datetime\nfrom flask_login import login_user\n",
            id="third-party-imports-in-one-alphabetical-list",
        ),
        pytest.param(
            "import attr\n+import time\nimport zlib\nfrom abc import abstractmethod  # a\n"
            "from abc import ABC\nfrom django import conf\nfrom uuid import UUID\n",
            id="comment-beside-a-name-in-one-list",
        ),
        pytest.param(
            "import os\n+import time\nfrom abc import abstractmethod  # a\nfrom abc import ABC\n"
            "from uuid import UUID\n\nimport attr\n",
            id="comment-beside-a-name-in-a-section",
        ),
        pytest.param(
            "import httpx\n+import time\nfrom django import conf\n\n# Our fork of it.\n"
            "from django.http import JsonResponse\nfrom enum import auto\n"
            "from requests import get\nfrom shutil import copy\n",
            id="comment-apart-in-one-list",
        ),
        pytest.param(
            "import attr\nimport flask\n\n# The library, and what belongs to it.\n"
            "import os\n+import time\nimport zlib\n",
            id="comment-above-a-section-below-others",
        ),
        pytest.param(
            "import attr\nimport flask\n\nimport os\nimport requests\n+import time\nimport yaml\n",
            id="blank-line-above-one-list",
        ),
        pytest.param(
            "from django import http\nfrom io import BytesIO\n\n"
            "import attr\n+import time\nimport yaml\n",
            id="from-imports-in-one-list-above-plain-ones",
        ),
        pytest.param(
            "from . import a\nfrom django import http\nfrom io import BytesIO\n\n"
            "import attr\n+import time\nimport yaml\n",
            id="relative-imports-in-one-list-above-plain-ones",
        ),
        pytest.param(
            "from io import BytesIO\nfrom yarl import URL\n\n"
            "import attr\n+import time\nimport yaml\n",
            id="from-imports-without-a-gap-above-plain-ones",
        ),
        pytest.param(
            "+import time\nfrom io import BytesIO\n\nfrom django import http\n\n"
            "import attr\nimport yaml\n",
            id="from-imports-in-sections-above-plain-ones",
        ),
        pytest.param(
            "import attr\nimport os\n+import time\nimport yaml\n\nfrom utils import draw\n",
            id="plain-imports-in-one-list-above-another-block",
        ),
        pytest.param(
            "import os\nimport re\nimport sys\nimport json\n+import logging\nimport argparse\n\n"
            "from . import a\n\nfrom typing import Any\n",
            id="plain-imports-by-length",
        ),
        pytest.param(
            "import os\nimport re\nimport json\nimport argparse\n+import logging\n\n"
            "from . import a\n\nfrom typing import Any\n",
            id="few-plain-imports-by-length",
        ),
        pytest.param(
            "import re\nimport json\n+import logging\nimport argparse\n\n"
            "import yaml\nimport requests\n",
            id="sections-by-length",
        ),
        pytest.param('s = """\n# isort: off\n"""\n+import time\nimport uuid\n', id="off-in-text"),
        pytest.param("import os\nimport tomllib\n+import uuid\nimport attr\n", id="tomllib"),
        pytest.param(
            '__all__ = ["a"]\n__all__ += ["b"]\n__all__.extend(c)\n\n+import time\n+\nx = 1\n',
            id="all-extended",
        ),
        pytest.param("+import time\n+\nX = 1\nimport uuid  # noqa: E402\n", id="late-imports"),
        pytest.param("+import time\n+\nX = 1\nimport uuid  # noqa\n", id="late-imports-noqa"),
        pytest.param(
            "import sys\n\nsys.path.insert(0, 'a')\n\nimport json  # noqa: F401\n"
            "import os  # noqa: E402\n+import time\n",
            id="below-code-one-for-another-reason",
        ),
        pytest.param(
            "import sys\n+import time\n\nsys.path.insert(0, 'a')\n"
            "import json  # noqa: E402 isort:skip\nimport abc  # noqa: E402 isort:skip\n",
            id="skipped-in-a-comment-for-both",
        ),
        pytest.param(
            "import os  # noqa: E402\n+import time\n\nx = 1\n", id="needless-noqa-on-an-import"
        ),
        pytest.param(
            '__version__ = "1"\n\nimport os  # noqa: E402\n+import time\n\nx = 1\n',
            id="needless-noqa-below-a-dunder",
        ),
        pytest.param("# %% [markdown]\n# # A\n\n# %%\n+import time\n+\nx = 1\n", id="percent"),
        pytest.param("# ---\n# a: b\n# ---\n\n# %%\n+import time\n+\nx = 1\n", id="jupytext"),
        pytest.param(
            "# # Title\n\n# +\n+import time\n+\nimport attr\n\nx = 1\n# -\n", id="light-cell"
        ),
        pytest.param("# # Title\n\n# +\n+import time\n+\nx = 1\n# -\n", id="light-cell-of-code"),
        pytest.param(
            '# ---\n# a: b\n# ---\n\n# # Title\n\n# + tags=["a"]\n+import time\n+\nimport attr\n',
            id="light-cell-with-tags",
        ),
        pytest.param(
            '# # Title\n\n# + {"tags": ["a"]}\n+import time\n+\nx = 1\n',
            id="light-cell-with-options",
        ),
        pytest.param(
            '# + [markdown]\n"""\nText\n"""\n# -\n\n# +\n+import time\n+\nx = 1\n',
            id="light-cell-of-text",
        ),
        pytest.param(
            "# + [markdown]\n# # Title\n# -\n\n+import time\n+\nx = 1\n",
            id="below-a-light-cell-of-text",
        ),
        pytest.param(
            '# + [markdown]\n"""\nText\n"""\n# -\n\n+import time\n+\nx = 1\n',
            id="below-a-light-cell-of-text-in-a-string",
        ),
        pytest.param(
            "# + [markdown]\n# # Title\n# -\n\n+import time\n+\nx = 1\n\n# +\ny = 1\n",
            id="below-a-light-cell-of-text-above-one-of-code",
        ),
        pytest.param(
            "# + [markdown]\n# # Title\n# -\n\n# More.\n\n+import time\n+\nx = 1\n",
            id="below-light-cells-of-text",
        ),
        pytest.param(
            "# ---\n# jupyter:\n#   a: b\n# ---\n\n# + [markdown]\n# # Title\n# -\n\n"
            "+import time\n+\nimport attr\n",
            id="above-third-party-imports-below-a-light-cell-of-text",
        ),
        pytest.param(
            "# ---\n# jupyter:\n#   jupytext:\n#     a: b\n# ---\n\n# # Title\n\n"
            "+import time\n+\nx = 1\n",
            id="text-of-one-line-in-a-light-notebook",
        ),
        pytest.param(
            "# ---\n# jupyter:\n#   jupytext:\n#     a: b\n# ---\n\n+import time\n+\n"
            "# Load it.\nx = 1\n",
            id="comment-on-code-in-a-light-notebook",
        ),
        pytest.param(
            "# + [markdown]\n# # Title\n\n# +\n+import time\n+\nx = 1\n# -\n",
            id="light-cell-of-text-without-an-end",
        ),
        pytest.param(
            "import os\n+import time\n\n# +\nx = 1\n\n\n# -\n\nx\n",
            id="paragraph-above-a-light-cell",
        ),
        pytest.param(
            "# Changes:\n# + faster\n# + smaller\n+\n+import time\n+\nimport attr\n",
            id="list-with-plus-signs",
        ),
        pytest.param(
            "# Databricks notebook source\n# MAGIC %md\n# MAGIC # A\n\n# COMMAND ----------\n\n"
            "+import time\n+\nx = 1\n",
            id="databricks",
        ),
        pytest.param(
            f"{RESTART}# MAGIC %md\n# MAGIC # A\n\n{COMMAND}+import time\n+\nx = 1\n",
            id="below-a-restart",
        ),
        pytest.param(
            f"import os\n\n{COMMAND}{RESTART}+import time\n+\n+\ndef f(): pass\n",
            id="below-a-restart-and-imports",
        ),
        pytest.param(
            f"import os\n\n{COMMAND}{RESTART}import re\n+import time\n",
            id="imports-below-a-restart",
        ),
        pytest.param(
            f"{COMMAND}import os\n+import time\n\ndbutils.library.restartPython()\n",
            id="restart-without-a-cell-below",
        ),
        pytest.param(
            f"{COMMAND}import os\n+import time\n\n{COMMAND}dbutils.library.list()\n\n{COMMAND}x\n",
            id="no-restart",
        ),
        pytest.param(
            "from __future__ import annotations\n+import time\nimport attr\n",
            id="no-line-between-sections",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n# About attr.\nimport attr\nfrom . import a\n',
            id="no-line-between-sections-and-a-comment",
        ),
        pytest.param(
            "from plone.base import a\nfrom zope.component import b\n+\n+import time\n",
            id="plone",
        ),
        pytest.param(
            "from .interfaces import IA\nfrom itertools import chain\nfrom plone.base import a\n+\n"
            "+import time\n",
            id="plone-with-relative-imports",
        ),
        pytest.param(
            "+import time\n+\nfrom plone.base import a, b\nfrom zope.component import c\n",
            id="plone-with-other-sorting",
        ),
        pytest.param(
            "import os\n+import time\n\nfrom plone.base import a\nfrom zope.component import c\n",
            id="plone-with-sections",
        ),
        pytest.param('"""Doc."""\n+import time\n+\nimport attr\n', id="right-below-the-docstring"),
        pytest.param(
            "+import time\n+\nfrom app.config import A\nfrom .cli import b\n",
            id="own-and-relative-in-one-section",
        ),
        pytest.param(
            "+import time\n+\nfrom unittest import mock\n\nimport attr\nimport attrs\n\n"
            "from attr._compat import PYPY\n",
            id="parted-as-a-package-elsewhere",
        ),
        pytest.param(
            "from plone.testing import logout\nfrom plone.testing import TEST_USER\n"
            "from zope.component import b\n\n+import time\nimport transaction\n",
            id="plain-imports-below-names-without-case",
        ),
        pytest.param(
            "from plone.testing import a\nfrom zope.component import b\n\nimport logging\n"
            "+import time\nimport transaction\n",
            id="plain-imports-of-the-library-last",
        ),
        *(
            pytest.param(
                f"# Copyright (c) X\n# All rights reserved.\n\n{pragma}\n+\n+import time\n+\n"
                "import numpy\n",
                id=pragma.strip("#: "),
            )
            for pragma in (
                "# cython: language_level=3",
                "#cython: boundscheck=False",
                "# distutils: language = c++",
                "# pyre-strict",
                "# pyre-unsafe",
                "# pytype: skip-file",
                "# pyrefly: ignore-errors",
                "# nuitka-project: --standalone",
            )
        ),
        pytest.param(
            "+import time\n+\n+\nimport attr\n\n\nfrom . import a\n",
            id="two-lines-between-sections",
        ),
        pytest.param(
            "from __future__ import annotations\n\n\n+import time\n+\n+\n# For a.\nimport attr\n",
            id="two-lines-below-future",
        ),
        pytest.param(
            "from __future__ import annotations\n\n+import time\n\nimport attr\n",
            id="two-lines-below-future-where-a-section-was",
        ),
        pytest.param(
            "from __future__ import annotations\n\n\n+import time\n+\n+\nimport attr\n\n\n"
            "from . import a\n",
            id="two-lines-below-future-and-between-sections",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n\nimport attr\n',
            id="two-lines-below-the-docstring-where-a-section-was",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# Optional.\ntry:\n    import yaml\n'
            "except ImportError:\n    yaml = None\n\nimport attr\n",
            id="try-above-third-party",
        ),
        pytest.param(
            "from __future__ import annotations\n\n+import time\n+\nif TYPE_CHECKING:\n"
            "    import yaml\n\nfrom . import a\n",
            id="TYPE_CHECKING-above-relative",
        ),
        pytest.param(
            "x = 1\n\ntry:\n    import yaml\nexcept ImportError:\n    yaml = x\n\n"
            "+import time\n+\nimport attr\n",
            id="code-and-try-above-third-party",
        ),
        pytest.param(
            "from __future__ import annotations\n\n+import time\n+\nimport attr\n\n\n"
            "from . import a\n",
            id="lines-between-sections-that-differ",
        ),
        pytest.param(
            "from __future__ import annotations\n\n+import time\n+\ndef f(): pass\n",
            id="one-line-below-imports",
        ),
        pytest.param(
            "from __future__ import annotations\n\n+import time\n+\n"
            "# pylint: disable=no-member\nx = 1\n",
            id="pragma-below-future",
        ),
        pytest.param(
            "from __future__ import annotations\n\n+import time\n+\n"
            "# pylint: disable=import-error\nimport attr\n",
            id="pragma-on-an-import-below-future",
        ),
        pytest.param(
            "import os\n+import time\n# pylint: disable=import-error\nimport uuid\n",
            id="pragma-on-an-import",
        ),
        pytest.param(
            '"""From a docstring.\n\nfrom here\n"""\n\n# pylint: disable=no-member\n+\n'
            "+import time\n+\nimport attr\n",
            id="pragma-for-the-file",
        ),
        pytest.param(
            "import os\n+import time\n# noinspection PyUnresolvedReferences\nimport uuid\n",
            id="comment-for-an-editor",
        ),
        pytest.param(
            "import os\n+import time\n\nimport abc  # usort:skip\n", id="import-that-usort-skips"
        ),
        pytest.param("# fmt: off\n\n+import time\n+\nimport attr\n", id="file-without-a-format"),
        pytest.param(
            "# fmt: off\nimport os\n+import time\n\nx = [1,2]\n",
            id="file-without-a-format-that-is-sorted",
        ),
        pytest.param(
            "+import time\n+\n# fmt: off\nx = [1,2]\n# fmt: on\n", id="code-without-a-format"
        ),
        pytest.param("# isort: skip_file\n\n+import time\n+\nx = 1\n", id="unsorted-file"),
        pytest.param(
            "# Copyright A.\n\n+import time\n+\n\ndef f(): pass\n",
            id="blank-lines-below-a-licence",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n#######\n# Own #\n#######\n\n\ndef f(): pass\n',
            id="banner-above-a-definition",
        ),
        pytest.param(
            '"""Doc."""\n\n+import time\n+\n# Own\n# ___\n\nx = 1\n', id="underlined-banner"
        ),
        pytest.param(
            'r"""Doc."""\n\n__all__ = ["f"]\n\n+import time\n+\n# ---\n# Own\n# ---\n\n\n'
            "class A: pass\n",
            id="banner-below-dunders",
        ),
        pytest.param(
            '"""Doc."""\n\n#######\n# MIT license #\n#######\n\n+import time\n+\n\ndef f(): pass\n',
            id="framed-licence-below-the-docstring",
        ),
        pytest.param(
            "#######\n# Own #\n#######\n\n+import time\n+\n\ndef f(): pass\n",
            id="framed-title-at-the-top",
        ),
        pytest.param(
            "#!/usr/bin/env python\n\n#######\n# Own #\n#######\n\n+import time\n+\nx = 1\n",
            id="framed-title-below-a-shebang",
        ),
        pytest.param(
            '"""Doc."""\n\n#########\n# What #\n# else #\n#########\n\n+import time\n+\nx = 1\n',
            id="framed-text",
        ),
        pytest.param(
            "# coding: utf-8\n\n+import time\n+\nx = 1\n", id="blank-line-below-an-encoding"
        ),
        pytest.param("# coding: utf-8\n+import time\n+\nx = 1\n", id="encoding"),
        pytest.param(
            "#!/usr/bin/env python\n\n+import time\n+\ntry:\n    x = 1\nfinally:\n    pass\n",
            id="blank-line-below-a-shebang",
        ),
        pytest.param(
            "# isort: skip_file\n+import time\n+\n+\ndef f(): pass\n",
            id="unsorted-file-with-a-function",
        ),
        pytest.param(
            "#!/usr/bin/env python\n# ruff: isort: skip_file\n\n+import time\n+\nx = 1\n",
            id="unsorted-file-below-a-shebang",
        ),
        pytest.param(
            "# isort: skip_file\n# ruff: noqa\n\n+import time\n+\nx = 1\n",
            id="unsorted-file-without-a-check",
        ),
        pytest.param(
            "# Copyright X\n\n# isort: skip_file\n\n+import time\n+\nx = 1\n",
            id="unsorted-file-below-a-licence",
        ),
        pytest.param(
            '"""Doc."""\n# isort:skip_file\n\n+import time\n+\n\n# About f.\ndef f(): pass\n',
            id="unsorted-file-below-a-docstring",
        ),
        pytest.param(
            "# isort: skip_file\n+import time\n+\nimport attr\n", id="unsorted-file-with-imports"
        ),
        pytest.param("+import time\n+\n# isort: off\nimport attr\n", id="unsorted-imports"),
        pytest.param(
            "import glob\nimport shutil\n+import time\n\nimport numpy as np\nimport yaml\n"
            "from datetime import date\n",
            id="library-among-others-below-its-section",
        ),
        pytest.param(
            "import copy\n+import time\n\nimport attr\nimport torch\n"
            "from collections import deque\nfrom collections import defaultdict\n"
            "from itertools import chain\n",
            id="most-of-the-library-among-others-below-its-section",
        ),
        pytest.param(
            "import math\nimport re\n+import time\nimport attr\nimport numpy as np\n\n"
            "from collections import OrderedDict\nfrom collections import defaultdict\n"
            "from datetime import date\n",
            id="from-imports-below-plain-ones",
        ),
        pytest.param(
            "import csv\nimport sys\n+import time\nimport yaml\nimport base64\n"
            "from abc import ABC\nfrom flask import Flask\nfrom functools import wraps\n",
            id="one-list-by-length",
        ),
        pytest.param(
            "from flask import Flask\nfrom functools import wraps\nimport csv\nimport sys\n"
            "+import time\nimport yaml\nimport base64\n",
            id="one-list-by-length-with-from-first",
        ),
        pytest.param(
            "import os\nimport sys\nimport random\n+import warnings\n\n"
            "import numpy as np\nimport math\n",
            id="library-in-no-order-and-among-others",
        ),
        pytest.param(
            "import itertools\n+import time\nimport uuid\n\nfrom x.a import F\n"
            "from datetime import date\n",
            id="two-of-the-library-and-one-among-others",
        ),
        pytest.param(
            "+import base64\nimport hmac\nimport json\nfrom hashlib import sha256\n\n"
            "from django.conf import settings\nfrom django.http import HttpResponse\n"
            "from django.views import View\n\nfrom woo.models import Store\n"
            "from lead.utils import a\nfrom lib.errors import capture_message, capture_exception\n",
            id="names-by-length-by-chance",
        ),
        pytest.param(
            "import json\n+import time\nimport uuid\n\nimport bpy\nfrom mathutils import Vector\n"
            "from bpy.props import BoolProperty\n",
            id="few-of-others-by-length",
        ),
        pytest.param(
            "import argparse\nimport os\n+import time\n\nimport bpy\nfrom mathutils import Vector\n"
            "from bpy.props import BoolProperty\n",
            id="not-by-length",
        ),
        pytest.param(
            "# Tools.\n+\n+import time\n\n###########\n# CLASSES #\n###########\n\n\n"
            "class A: pass\n",
            id="banner-of-classes",
        ),
        pytest.param(
            "# Tools.\n\n########\n# Main #\n########\n\n+import time\n+\nx = 1\n",
            id="framed-title-without-definitions",
        ),
        pytest.param(
            "# -*- coding: utf-8 -*-\n\n#########\n# Tools #\n#########\n\n+import time\n+\n\n"
            "class A: pass\n",
            id="framed-title-below-the-encoding",
        ),
        pytest.param(
            "#!/usr/bin/env python\n\n#########\n# Tools #\n#########\n\n+import time\n+\n\n"
            "class A: pass\n",
            id="framed-title-below-a-shebang-above-a-class",
        ),
        pytest.param(
            "+import time\n+\nfrom . import views\nimport flask\n", id="relative-one-above-others"
        ),
        pytest.param(
            "+import time\n+\nfrom .models import User\n\nfrom django.db import models\n",
            id="relative-block-above-others",
        ),
        pytest.param(
            "import json\n+import time\n\nfrom .models import User\nfrom django.db import models\n",
            id="relative-one-above-others-in-another-block",
        ),
        pytest.param(
            "from . import views\nimport flask\nimport os\n+import time\nimport zmq\n",
            id="the-library-in-one-list-with-others",
        ),
    ],
)
def test_line(expected: str) -> None:
    lines = expected.split("\n")
    before = "\n".join(line for line in lines if not line.startswith("+"))
    (module,) = re.findall(r"^\+import (\w+)$", expected, re.MULTILINE)
    after = "\n".join(line.removeprefix("+") for line in lines)
    assert inserted(before, ImportStatement(module)) == after


@pytest.mark.parametrize(
    ("comments", "added"),
    [
        pytest.param(["# noqa", "# NOQA"], "  # noqa", id="every-code"),
        pytest.param(["# noqa: E402", "# noqa:E402"], "  # noqa: E402", id="the-code"),
        pytest.param(["# noqa: F401, E4", "# noqa: e"], "  # noqa: E402", id="what-it-begins-with"),
        pytest.param(["# noqa", "# noqa: E402,F401"], "  # noqa: E402", id="several-forms"),
        pytest.param(["# noqa: F401", "# noqa: E402"], "", id="one-for-another-reason"),
        pytest.param(["# noqa: F401", "# noqa: W"], "", id="other-reasons"),
        pytest.param(["# about noqa", "# noqa"], "", id="no-comment-for-linters"),
    ],
)
def test_comment_for_linters_on_imports_below_code(comments: list[str], added: str) -> None:
    one, other = comments
    before = (
        "import sys\n\nsys.path.insert(0, 'a')\n\n"
        f"import json  {one}\nfrom os import (  {other}\n    path,\n)\n"
    )
    time = ImportStatement("time")
    assert inserted(before, time) == before.replace("from os", f"import time{added}\nfrom os")


def test_stub_has_one_blank_line() -> None:
    after = "import time\n\ndef f(): ...\n"
    assert inserted("def f(): ...\n", ImportStatement("time"), "module.pyi") == after


@pytest.mark.parametrize(
    ("source", "statement", "expected"),
    [
        pytest.param(
            "import os\n\nfrom .a import b\n",
            ImportStatement(".", "views"),
            "import os\n\nfrom . import views\nfrom .a import b\n",
            id="among-relative-ones",
        ),
        pytest.param(
            "import os\n",
            ImportStatement(".", "views"),
            "import os\n\nfrom . import views\n",
            id="first-relative-one",
        ),
        pytest.param(
            "from .base import b\nfrom ..alpha import a\nfrom ..zeta import z\n",
            ImportStatement("..models", "User"),
            "from .base import b\nfrom ..alpha import a\nfrom ..models import User\n"
            "from ..zeta import z\n",
            id="from-near-to-far",
        ),
        pytest.param(
            "from ..zeta import z\nfrom .base import b\n",
            ImportStatement("..models", "User"),
            "from ..models import User\nfrom ..zeta import z\nfrom .base import b\n",
            id="from-far-to-near",
        ),
        pytest.param(
            "import os\n\nimport attr\n\nfrom . import y\n",
            ImportStatement("app", "x"),
            "import os\n\nimport attr\n\nfrom app import x\n\nfrom . import y\n",
            id="first-party",
        ),
        pytest.param(
            "import os\n\nimport app\n",
            ImportStatement("attr"),
            "import os\n\nimport attr\n\nimport app\n",
            id="third-party",
        ),
    ],
)
def test_sections_that_are_known(source: str, statement: ImportStatement, expected: str) -> None:
    lines = source_lines(source)
    module = Text(lines, ast.parse(source))
    edit = place_in(module, statement, knowledge(LIBRARY, {"app"}))
    assert isinstance(edit, Edit)
    lines[edit.line - 1 : edit.line - 1] = edit.inserted
    assert "\n".join(lines) == expected


STRAY = (
    "import json\nimport os\nfrom pathlib import Path\n\nimport click\nimport yaml\nimport zmq\n"
)
FROM = "from abc import ABC\nfrom threading import Thread\nfrom uuid import UUID\n\nimport attr\n"
LAST = "\nimport attr\n\nfrom typing import TYPE_CHECKING\n"
WITH_PATH = FROM.replace("from threading", "+from pathlib import Path\nfrom threading")


# The marker + starts the line that is to be added.
@pytest.mark.parametrize(
    ("expected", "statement"),
    [
        pytest.param(
            "import pytest\n\n" + STRAY.replace("import yaml", "+import requests\nimport yaml"),
            ImportStatement("requests"), id="below-third-party",
        ),
        pytest.param(
            "from typing import Any\nfrom typing_extensions import Self\n\n"
            + STRAY.replace("import os", "+import logging\nimport os"),
            ImportStatement("logging"), id="below-typing",
        ),
        pytest.param(
            "from typing import Any\nfrom typing_extensions import Self\n\n"
            + STRAY.replace("import yaml", "+import requests\nimport yaml"),
            ImportStatement("requests"), id="third-party-below-typing",
        ),
        pytest.param(
            "from typing import Any\n\n" + WITH_PATH,
            ImportStatement("pathlib", "Path"), id="from-imports-below-typing",
        ),
        pytest.param(
            "from typing import Any\n\n# Standard library\n"
            + STRAY.replace("import os", "+import logging\nimport os"),
            ImportStatement("logging"), id="heading-below-typing",
        ),
        pytest.param(
            f"from typing import Any\n\nimport ast\n+import re\nimport zlib\n{FROM}",
            ImportStatement("re"), id="both-kinds-below-typing",
        ),
        pytest.param(
            f"from typing import Any\n\nimport ast\n+import re\nimport zlib\n\n{FROM}",
            ImportStatement("re"), id="kinds-apart-below-typing",
        ),
        pytest.param(
            f"from typing import Any\n\n# Needed for the tests.\n{WITH_PATH}",
            ImportStatement("pathlib", "Path"), id="comment-below-typing",
        ),
        pytest.param(
            f"import time\n\n{WITH_PATH}",
            ImportStatement("pathlib", "Path"), id="plain-import-above-from-imports",
        ),
        pytest.param(
            "import json\nimport zlib\n\nimport ast\nimport os\n+import re\n\nimport yaml\n",
            ImportStatement("re"), id="two-blocks-of-the-library",
        ),
        pytest.param(
            "from typing import Any\n\nimport zlib\nimport os\nimport sys\n+import re\n",
            ImportStatement("re"), id="block-in-no-order-below-typing",
        ),
        pytest.param(
            STRAY.replace("import os", "+import logging\nimport os") + "\nimport sys\n",
            ImportStatement("logging"), id="above-a-late-one",
        ),
        pytest.param(
            f"+import logging\nfrom functools import partial\n{LAST}",
            ImportStatement("logging"), id="plain-import-above-the-last-one",
        ),
        pytest.param(
            f"+from contextlib import suppress\nfrom functools import partial\n{LAST}",
            ImportStatement("contextlib", "suppress"), id="from-import-above-the-last-one",
        ),
        pytest.param(
            f"import flask\n\n+import logging\nfrom functools import partial\n{LAST}",
            ImportStatement("logging"), id="block-below-third-party-above-the-last-one",
        ),
        pytest.param(
            f"import sys\nfrom re import sub\nimport os\n{LAST}+from uuid import UUID\n",
            ImportStatement("uuid", "UUID"), id="block-in-no-order-above-the-last-one",
        ),
        pytest.param(
            "from functools import partial\n\nimport attr\n\nimport re\n+import sys\n",
            ImportStatement("sys"), id="plain-import-below-from-imports",
        ),
        pytest.param(
            "from functools import partial\n\nimport attr\n\nfrom re import sub\n"
            "from typing import Any\n+from uuid import UUID\n",
            ImportStatement("uuid", "UUID"), id="two-below-third-party",
        ),
        pytest.param(
            "import pytest\n\nimport os\n\nimport click\nimport yaml\n+import requests\n",
            ImportStatement("requests"), id="too-few-to-show-an-order",
        ),
        pytest.param(
            "import pytest\nimport os\nimport click\nimport yaml\nimport zmq\n+import requests\n",
            ImportStatement("requests"), id="no-block",
        ),
        pytest.param(
            "import sys\nimport ast\nimport json\n+import re\nimport zlib\nfrom abc import ABC\n",
            ImportStatement("re"), id="below-the-one-at-the-top",
        ),
        pytest.param(
            "import os\nimport sys\nimport ast\n+from enum import Enum\nimport json\n"
            "from re import match\nimport zlib\n\nimport attr\n",
            ImportStatement("enum", "Enum"), id="in-one-list-below-two-at-the-top",
        ),
        pytest.param(
            "import sys\n+import abc\nimport ast\n\n# For speed.\nimport json\nimport zlib\n"
            "from re import match\n",
            ImportStatement("abc"), id="first-below-the-one-at-the-top",
        ),
        pytest.param(
            "import sys\nimport ast\nimport json\nimport zlib\n+import re\n",
            ImportStatement("re"), id="too-few-below-the-one-at-the-top",
        ),
        pytest.param(
            "import sys\nimport ast\nimport json\nimport zlib\nfrom abc import ABC\n"
            "+\n+import requests\n",
            ImportStatement("requests"), id="third-party-below-the-one-at-the-top",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("first_party", [None, {"app"}])
def test_imports_far_from_their_section(
    expected: str, statement: ImportStatement, first_party: set[str] | None
) -> None:
    lines = source_lines(re.sub(r"^\+.*\n", "", expected, flags=re.MULTILINE))
    module = Text(lines, ast.parse("\n".join(lines)))
    edit = place_in(module, statement, knowledge(LIBRARY, first_party))
    assert isinstance(edit, Edit)
    lines[edit.line - 1 : edit.line - 1] = [f"+{line}" for line in edit.inserted]
    assert "\n".join(lines) == expected


# The marker + starts the lines that are to be added.
@pytest.mark.parametrize(
    ("expected", "statement"),
    [
        pytest.param(
            "import os\n\nimport requests\n+\n+from app.models import User\n",
            ImportStatement("app.models", "User"), id="below-third-party",
        ),
        pytest.param(
            "import requests\n+\n+from app.db import x\n\nfrom .models import User\n",
            ImportStatement("app.db", "x"), id="above-relative",
        ),
        pytest.param(
            "import os\n+\n+import requests\n\nfrom app.models import User\n",
            ImportStatement("requests"), id="third-party",
        ),
        pytest.param(
            "import requests\n\nfrom app.models import User\nfrom lib import a\n"
            "+from lib.b import c\n",
            ImportStatement("lib.b", "c"), id="unknown-package-beside-it",
        ),
        pytest.param(
            "import click\n+from app import db\nfrom app.models import User\nfrom yaml import a\n",
            ImportStatement("app", "db"), id="file-without-own-section",
        ),
        pytest.param(
            "+import json\nimport os\n", ImportStatement("json"), id="module-of-the-library"
        ),
    ],
)  # fmt: skip
def test_package_of_the_file_has_its_own_section(expected: str, statement: ImportStatement) -> None:
    lines = source_lines(re.sub(r"^\+.*\n", "", expected, flags=re.MULTILINE))
    module = Text(lines, ast.parse("\n".join(lines)))
    edit = place_in(module, statement, knowledge(LIBRARY, None, package="app"))
    assert isinstance(edit, Edit)
    lines[edit.line - 1 : edit.line - 1] = [f"+{line}" for line in edit.inserted]
    assert "\n".join(lines) == expected


DJANGO = "import os\n\nfrom django.conf import settings\nfrom django.urls import path\n"
CELERY = "\nimport requests\nfrom celery import shared_task\n"


# The marker + starts the line that is to be added.
@pytest.mark.parametrize(
    ("expected", "statement"),
    [
        pytest.param(
            DJANGO.replace("from django.urls", "+from django.db import models\nfrom django.urls")
            + CELERY,
            ImportStatement("django.db", "models"), id="its-package",
        ),
        pytest.param(
            f"{DJANGO}{CELERY}+from celery.app import get\n",
            ImportStatement("celery.app", "get"), id="its-other-package",
        ),
        pytest.param(
            f"{DJANGO}\n+import numpy as np{CELERY}", ImportStatement("numpy", alias="np"),
            id="unknown-package-among-several",
        ),
        pytest.param(
            "from httpx import get\n\nimport numpy as np\n+import pandas as pd\n",
            ImportStatement("pandas", alias="pd"), id="unknown-package-below-lone-ones",
        ),
        pytest.param(
            f"{DJANGO}\n# Third party\n+import numpy as np{CELERY}",
            ImportStatement("numpy", alias="np"), id="heading",
        ),
        pytest.param(
            "import os\n\nfrom lib.cache import cached\n+from lib.web import page\n\n"
            "from app.db import engine\n",
            ImportStatement("lib.web", "page"), id="own-package",
        ),
        pytest.param(
            "import os\n\nfrom lib.cache import cached\n\n"
            "from app.db import engine\n+from app.models import User\n",
            ImportStatement("app.models", "User"), id="other-own-package",
        ),
        pytest.param(
            "from pip._vendor.utils import a\n\nfrom pip._internal.cache import b\n"
            "+from pip._internal.req import c\n",
            ImportStatement("pip._internal.req", "c"), id="part-of-the-package",
        ),
        pytest.param(
            "import requests\n\n+from attr import define\nfrom celery import c\n",
            ImportStatement("attr", "define"), id="one-list-with-a-gap",
        ),
        pytest.param(
            "import yaml\nimport requests\n\nfrom attr import a\nfrom google.cloud import x\n"
            "+from google.auth.b import y\n",
            ImportStatement("google.auth.b", "y"), id="kinds-apart-by-length",
        ),
        pytest.param(
            "import requests\nimport celery\n+import attr\n\nfrom zz import a\nfrom bb import c\n",
            ImportStatement("attr"), id="block-in-no-order",
        ),
    ],
)  # fmt: skip
def test_blocks_of_one_section(expected: str, statement: ImportStatement) -> None:
    lines = source_lines(re.sub(r"\n\+.*|^\+.*\n", "", expected))
    module = Text(lines, ast.parse("\n".join(lines)))
    edit = place_in(module, statement, knowledge(LIBRARY, {"app", "lib"}))
    assert isinstance(edit, Edit)
    lines[edit.line - 1 : edit.line - 1] = [f"+{line}" for line in edit.inserted]
    assert "\n".join(lines) == expected


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        pytest.param(
            "from typing import (  # noqa: F401\n  Any,\n  cast  # c\n)\n",
            "overload",
            "from typing import (  # noqa: F401\n  Any,\n  cast,  # c\n  overload\n)\n",
            id="two-spaces-and-no-comma",
        ),
        pytest.param(
            "from typing import (\n\tAny,  # c\n\tcast)\n",
            "overload",
            "from typing import (\n\tAny,  # c\n\tcast,\n\toverload)\n",
            id="tabs",
        ),
        pytest.param(
            "from typing import (Dict,  # c\n  Tuple,)\n",
            "Any",
            "from typing import (Any,\n  Dict,  # c\n  Tuple,)\n",
            id="above-the-name-beside-the-parenthesis",
        ),
        pytest.param(
            "from typing import Iterable, Callable, Tuple\n",
            "Any",
            "from typing import Iterable, Callable, Tuple, Any\n",
            id="names-in-no-order",
        ),
        pytest.param(
            "from typing import Any\nfrom typing import cast as c\n",
            "Optional",
            "from typing import Any, Optional\nfrom typing import cast as c\n",
            id="beside-an-alias",
        ),
        pytest.param(
            "from plone.base import a\nfrom zope.component import b\n",
            "Any",
            "from plone.base import a\nfrom typing import Any\nfrom zope.component import b\n",
            id="from-import-in-plone",
        ),
        pytest.param(
            "from typing import Any\n\nfrom app import a\nimport app.b as b\n\nfrom ..c import D\n",
            "TYPE_CHECKING",
            "from typing import TYPE_CHECKING, Any\n\nfrom app import a\nimport app.b as b\n\n"
            "from ..c import D\n",
            id="single-names-beside-relative-imports",
        ),
        pytest.param(
            "from typing import Any\n\nfrom app import a\nimport app.b as b\n",
            "TYPE_CHECKING",
            "from typing import Any, TYPE_CHECKING\n\nfrom app import a\nimport app.b as b\n",
            id="single-names-as-google-has-them",
        ),
        pytest.param(
            "from typing import *\n",
            "Any",
            "from typing import *\nfrom typing import Any\n",
            id="star",
        ),
        pytest.param(
            "from typing import Any, Iterable, Callable, Sequence, Mapping, TypeVar  # noqa\n",
            "Optional",
            "from typing import (  # noqa\n    Any,\n    Iterable,\n    Callable,\n    Sequence,\n"
            "    Mapping,\n    TypeVar,\n    Optional,\n)\n",
            id="wrapped-with-its-comment",
        ),
    ],
)
def test_member(before: str, name: str, after: str) -> None:
    assert inserted(before, ImportStatement("typing", name)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "from os import environ\nfrom os import path as p\nfrom os import remove\n",
            "from os import environ\nfrom os import path as p\nfrom os import remove, sep\n",
            id="below-an-alias",
        ),
        pytest.param(
            "from os import environ\nfrom os import path as p\nfrom os import walk\n",
            "from os import environ\nfrom os import path as p\nfrom os import sep, walk\n",
            id="between-an-alias-and-another-name",
        ),
        pytest.param(
            "from os import walk as w\n",
            "from os import sep\nfrom os import walk as w\n",
            id="above-an-alias",
        ),
        pytest.param(
            "from os import walk as w\nfrom os import write\n",
            "from os import sep\nfrom os import walk as w\nfrom os import write\n",
            id="above-an-alias-and-another-name",
        ),
        pytest.param(
            "from os import environ\nfrom os import path as p\n"
            "from re import compile\nfrom re import match as m\nfrom re import sub\n",
            "from os import environ\nfrom os import path as p\nfrom os import sep\n"
            "from re import compile\nfrom re import match as m\nfrom re import sub\n",
            id="aliases-divide-names",
        ),
        pytest.param(
            "from os import environ\nfrom os import path as p\n",
            "from os import environ, sep\nfrom os import path as p\n",
            id="aliases-divide-nothing",
        ),
        pytest.param(
            "from os import environ as e\nfrom re import match as m, sub\n",
            "from os import environ as e, sep\nfrom re import match as m, sub\n",
            id="aliases-share-a-statement",
        ),
        pytest.param(
            "from os import environ  # a\nfrom os import path  # b\n",
            "from os import environ  # a\nfrom os import path  # b\nfrom os import sep\n",
            id="names-with-comments",
        ),
        pytest.param(
            "from os import path  # a\nfrom os import walk  # b\nfrom re import sub\n",
            "from os import path  # a\nfrom os import walk  # b\nfrom os import sep\n"
            "from re import sub\n",
            id="below-names-with-comments",
        ),
        pytest.param(
            "import ast\nfrom os import path  # a\nfrom os import walk  # b\nimport re\n"
            "from re import match, sub\n",
            "import ast\nfrom os import path  # a\nfrom os import sep\nfrom os import walk  # b\n"
            "import re\nfrom re import match, sub\n",
            id="among-names-with-comments-in-one-list",
        ),
        pytest.param(
            "from os import environ  # a\nfrom os import path, walk  # b\n",
            "from os import environ  # a\nfrom os import path, sep, walk  # b\n",
            id="names-that-share-a-comment",
        ),
        pytest.param(
            "from os import walk  # a\nfrom os import environ, path  # b\n",
            "from os import walk  # a\nfrom os import environ, path, sep  # b\n",
            id="names-that-share-a-comment-below-a-name-with-one",
        ),
        pytest.param(
            "from os import path, walk  # a\nfrom os import environ\n",
            "from os import path, walk  # a\nfrom os import environ, sep\n",
            id="names-that-share-a-comment-above-one-without",
        ),
        pytest.param(
            "from os import path  # a\nfrom os import walk as w\n",
            "from os import path, sep  # a\nfrom os import walk as w\n",
            id="one-name-with-a-comment-and-an-alias",
        ),
        pytest.param(
            "from os import environ as e  # a\nfrom os import path\n",
            "from os import environ as e  # a\nfrom os import path, sep\n",
            id="alias-with-a-comment",
        ),
        pytest.param(
            "from os import *\nfrom os import path\n",
            "from os import *\nfrom os import path, sep\n",
            id="one-name-beside-a-star",
        ),
        pytest.param(
            "from abc import *\nfrom abc import ABC\nfrom os import path\n",
            "from abc import *\nfrom abc import ABC\nfrom os import path, sep\n",
            id="star-beside-a-name-of-another-module",
        ),
        pytest.param(
            "from abc import *\nfrom abc import ABC\nfrom abc import ABCMeta\n"
            "from os import path\n",
            "from abc import *\nfrom abc import ABC\nfrom abc import ABCMeta\n"
            "from os import path\nfrom os import sep\n",
            id="star-beside-one-name-a-statement",
        ),
        pytest.param(
            "from os import path  # a\n",
            "from os import path, sep  # a\n",
            id="one-name-with-a-comment",
        ),
    ],
)
def test_names_beside_aliases_and_comments(before: str, after: str) -> None:
    assert inserted(before, ImportStatement("os", "sep")) == after


@pytest.mark.parametrize(
    ("others", "names"),
    [
        pytest.param("\n\nimport re\n\nfrom attr import a\n", "Any, Set, cast", id="sections"),
        pytest.param(
            "\n\nimport re\n\nimport attr\n", "Any, Set, cast", id="sections-of-plain-imports"
        ),
        pytest.param("\n\nimport re\n", "Any, cast, Set", id="no-sections"),
    ],
)
def test_case_of_names_where_from_imports_come_first(others: str, names: str) -> None:
    before = f"from typing import Any, Set{others}"
    after = inserted(before, ImportStatement("typing", "cast"))
    assert after == f"from typing import {names}{others}"


def test_names_of_two_blocks_are_no_list() -> None:
    block = "\nif TYPE_CHECKING:\n    from typing import TypedDict\n"
    after = inserted(f"from typing import TYPE_CHECKING\n{block}", ImportStatement("typing", "Any"))
    assert after == f"from typing import TYPE_CHECKING, Any\n{block}"


def test_digits_of_names_sort_by_their_number() -> None:
    after = "from hashlib import sha1, sha3_256, sha256\n"
    before = "from hashlib import sha1, sha256\n"
    assert inserted(before, ImportStatement("hashlib", "sha3_256")) == after


def place_among_lazy(source: str, statement: ImportStatement, lazy: int) -> Edit:
    tree = ast.parse(source)
    tree.body[lazy].is_lazy = 1  # type: ignore[attr-defined]
    edit = place_in(Text(source_lines(source), tree), statement, KNOWN)
    assert isinstance(edit, Edit)
    return edit


def test_eager_import_stands_above_lazy_ones() -> None:
    edit = place_among_lazy("import os\nimport abc\n", ImportStatement("time"), lazy=1)
    assert edit == Edit(line=2, inserted=("import time",), statement_line=2)


def test_lazy_import_is_not_joined() -> None:
    edit = place_among_lazy("from typing import Any\n", ImportStatement("typing", "cast"), lazy=0)
    assert edit == Edit(line=1, inserted=("from typing import cast",), statement_line=1)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param('"""doc"""; x = time.time()\n', id="docstring"),
        pytest.param("from __future__ import annotations; x = time.time()\n", id="future"),
        pytest.param('"""doc"""; \\\nx = time.time()\n', id="below-a-continued-docstring"),
        pytest.param("import os; \\\nx = time.time()\n", id="below-a-continued-import"),
        pytest.param("__all__ = () ; \\\nx = time.time()\n", id="below-continued-dunder"),
    ],
)
def test_no_place(source: str) -> None:
    module = Text(source_lines(source), ast.parse(source))
    last = source.count("\n")
    found = place_in(module, ImportStatement("time"), KNOWN, before=last)
    assert found == NoPlace(f"no import can go above the code on line {last}")


@pytest.mark.parametrize(
    ("above", "line"),
    [
        pytest.param("import os; \\\nos.x\n", 3, id="import"),
        pytest.param("import os; \\\nimport sys\n", 3, id="another-import"),
        pytest.param("import os \\\n# comment\n", 3, id="comment"),
        pytest.param("import os  # \\\nos.x\n", 2, id="not-in-a-comment"),
    ],
)
def test_below_a_continued_line(above: str, line: int) -> None:
    source = f"{above}def f(): time.time()\n"
    module = Text(source_lines(source), ast.parse(source))
    edit = place_in(module, ImportStatement("time"), KNOWN)
    assert edit == Edit(line=line, inserted=("import time",), statement_line=line)


def test_no_room_within_a_continued_line() -> None:
    source = "import os; x = 1; \\\ny = 1\ndef f(): time.time()\n"
    module = Text(source_lines(source), ast.parse(source))
    reason = "the statement on line 1 leaves no room for an import"
    assert place_in(module, ImportStatement("time"), KNOWN) == NoPlace(reason)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            '"""doc"""; x = 1\ny = time.time()\n',
            '"""doc"""; x = 1\n\nimport time\n\ny = time.time()\n',
            id="docstring",
        ),
        pytest.param(
            '"""doc"""; x = (\n1)\ny = time.time()\n',
            '"""doc"""; x = (\n1)\n\nimport time\n\ny = time.time()\n',
            id="docstring-and-a-long-statement",
        ),
        pytest.param(
            '"""doc"""; import sys\ny = time.time()\n',
            '"""doc"""; import sys\n\nimport time\n\ny = time.time()\n',
            id="docstring-and-import",
        ),
        pytest.param(
            '"""doc"""; from time import sleep\nimport uuid\ny = time.time()\n',
            '"""doc"""; from time import sleep\nimport time\nimport uuid\ny = time.time()\n',
            id="docstring-and-import-above-others",
        ),
        pytest.param(
            '"""doc"""; __version__ = "1"; import uuid\ny = time.time()\n',
            '"""doc"""; __version__ = "1"; import uuid\n\nimport time\n\ny = time.time()\n',
            id="docstring-dunder-and-import",
        ),
        pytest.param(
            "from __future__ import annotations; import uuid\ny = time.time()\n",
            "from __future__ import annotations; import uuid\n\nimport time\n\ny = time.time()\n",
            id="future-and-import",
        ),
        pytest.param(
            "x = 1; import uuid\ny = time.time()\n",
            "import time\n\nx = 1; import uuid\ny = time.time()\n",
            id="code-and-import",
        ),
        pytest.param(
            "import os; import uuid\ny = time.time()\n",
            "import os; import uuid\nimport time\ny = time.time()\n",
            id="two-imports",
        ),
        pytest.param(
            "import attr\n\nimport logging; log = logging.getLogger(__name__)\ny = time.time()\n",
            "import time\n\nimport attr\n\n"
            "import logging; log = logging.getLogger(__name__)\ny = time.time()\n",
            id="code-behind-the-only-import-of-the-library",
        ),
        pytest.param(
            "import sys\nimport logging; log = logging.getLogger(__name__)\ny = time.time()\n",
            "import sys\nimport time\n"
            "import logging; log = logging.getLogger(__name__)\ny = time.time()\n",
            id="code-behind-an-import",
        ),
        pytest.param(
            "import attr\nimport logging; import sys\ny = time.time()\n",
            "import attr\nimport logging; import sys\nimport time\ny = time.time()\n",
            id="two-imports-of-the-library-below-another",
        ),
        pytest.param(
            "import os; x = 1\ny = time.time()\n",
            "import os; x = 1\nimport time\ny = time.time()\n",
            id="import",
        ),
    ],
)
def test_line_that_two_statements_share_is_no_first_use(source: str, expected: str) -> None:
    lines = source_lines(source)
    before = source.count("\n")
    edit = place_in(Text(lines, ast.parse(source)), ImportStatement("time"), KNOWN, before=before)
    assert isinstance(edit, Edit)
    lines[edit.line - 1 : edit.line - 1] = edit.inserted
    assert "\n".join(lines) == expected


def test_use_above_a_restart() -> None:
    source = f"{COMMAND}time.time()\n\n{COMMAND}{RESTART}time.time()\n"
    edit = place_in(
        Text(source_lines(source), ast.parse(source)), ImportStatement("time"), KNOWN, before=3
    )
    assert isinstance(edit, Edit)
    assert edit.statement_line == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# isort: off\nx\n# isort: on\ny", [2], id="isort"),
        pytest.param("# fmt: off\nx\n# fmt: on\ny", [2], id="fmt"),
        pytest.param('s = """\n# fmt: off\n"""\ny', [], id="in-a-string"),
        pytest.param("import a  # isort: skip\nimport b", [1], id="skip"),
        pytest.param("# fmt: off\n# isort: on\nx", [2, 3], id="of-another-formatter"),
    ],
)
def test_kept_lines(text: str, expected: list[int]) -> None:
    lines = text.split("\n")
    assert [n for n in range(1, len(lines) + 1) if is_kept(lines, n)] == expected
