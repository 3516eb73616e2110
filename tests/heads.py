"""Files without imports, with every head and first statement: do formatters leave them alone?"""

from __future__ import annotations

import ast
import itertools
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import black
import isort
from black.parsing import InvalidInput
from ruff import find_ruff_bin

from flake8_missing_import.model import Edit, ImportStatement
from flake8_missing_import.module import source_lines
from flake8_missing_import.placement import Text, place_in
from flake8_missing_import.placement.imports import knowledge
from flake8_missing_import.stdlib import standard_library

HEADS: Mapping[str, str] = {
    "all": '"""Doc."""\n\n__all__ = ["x"]\n',
    "all-extended": '"""Doc."""\n\n__all__ = ["x"]\n__all__ += ["y"]\n',
    "comment": "# What it is.\n",
    "comment-in-the-middle": '"""Doc."""\n\n# A note.\n',
    "docstring": '"""Doc."""\n',
    "docstring-and-comment": '"""Doc."""\n# A note.\n',
    "docstring-and-licence": '"""Doc."""\n\n# Copyright A.\n# Licensed by B.\n',
    "docstring-and-version": '"""Doc."""\n\n__version__ = "1"\n',
    "docstring-of-lines": '"""Doc.\n\nMore.\n"""\n',
    "encoding": "# -*- coding: utf-8 -*-\n",
    "future": "from __future__ import annotations\n",
    "future-and-version": 'from __future__ import annotations\n\n__version__ = "1"\n',
    "licence": "# Copyright A.\n# Licensed by B.\n",
    "licence-and-docstring": '# Copyright A.\n# Licensed by B.\n\n"""Doc."""\n',
    "licence-and-future": "# Copyright A.\n\nfrom __future__ import annotations\n",
    "none": "",
    "raw-docstring": 'r"""Doc."""\n',
    "shebang": "#!/usr/bin/env python\n",
    "shebang-and-comment": "#!/usr/bin/env python\n# What it is.\n",
    "shebang-and-docstring": '#!/usr/bin/env python\n"""Doc."""\n',
    "shebang-docstring-future": (
        '#!/usr/bin/env python\n"""Doc."""\n\nfrom __future__ import annotations\n'
    ),
    "type-ignore": "# type: ignore\n",
    "version": '__version__ = "1"\n',
}
"""What stands above the first statement, sorted by name."""

FIRST: Mapping[str, str] = {
    "assert": "assert True\n",
    "assignment": "x = 1\n",
    "assignment-of-lines": "x = [\n    1,\n    2,\n]\n",
    "async-function": "async def f():\n    return 1\n",
    "call": "print(1)\n",
    "class": "class A:\n    x = 1\n",
    "class-empty": "class A: ...\n",
    "comment-class": "# About A.\nclass A:\n    x = 1\n",
    "comment-decorator": "# About f.\n@f\ndef g():\n    return 1\n",
    "comment-function": "# About f.\ndef f():\n    return 1\n",
    "comment-gap-assignment": "# Constants\n\nx = 1\n",
    "comment-gap-function": "# Functions\n\n\ndef f():\n    return 1\n",
    "comment-try": "# Perhaps.\ntry:\n    x = 1\nexcept ValueError:\n    pass\n",
    "comment-assignment": "# About x.\nx = 1\n",
    "comments-function": "# About f,\n# which returns 1.\ndef f():\n    return 1\n",
    "comments-assignment": "# About x,\n# which is 1.\nx = 1\n",
    "comments-gap-assignment": "# About x,\n# which is 1.\n\nx = 1\n",
    "decorator": "@f\ndef g():\n    return 1\n",
    "decorator-class": "@f\nclass A:\n    x = 1\n",
    "delete": "del x\n",
    "for": "for x in y:\n    print(x)\n",
    "function": "def f():\n    return 1\n",
    "if": "if x:\n    y = 1\n",
    "lambda": "f = lambda: 1\n",
    "main": 'if __name__ == "__main__":\n    print(1)\n',
    "match": "match x:\n    case 1:\n        print(1)\n",
    "string": '"An expression."\n',
    "third-party": "import attr\n\nx = attr\n",
    "third-party-commented": "# About attr.\nimport attr\n\nx = attr\n",
    "third-party-function": "from attr import a\n\n\ndef f():\n    return a\n",
    "third-party-headed": "# Third party\nimport attr\n\nx = attr\n",
    "third-party-relative": "from . import a\n\nx = a\n",
    "try": "try:\n    x = 1\nexcept ValueError:\n    pass\n",
    "try-import": "try:\n    import attr\nexcept ImportError:\n    attr = None\n",
    "while": "while x:\n    print(1)\n",
    "with": "with x:\n    print(1)\n",
}
"""The first statement below, sorted by name."""


def sources(blank_lines: int) -> Iterator[tuple[str, str]]:
    """Yield the files with what they are made of, with up to that many blank lines in them."""
    for head, first, blank in itertools.product(HEADS, FIRST, range(blank_lines + 1)):
        yield f"{head}, {blank} lines, {first}", HEADS[head] + "\n" * blank + FIRST[first]


def added(source: str, filename: str) -> str:
    """Return a file with an import."""
    lines = source_lines(source)
    known = knowledge(standard_library(sys.version_info[:2]), None)
    edit = place_in(Text(lines, ast.parse(source), filename), ImportStatement("time"), known)
    assert isinstance(edit, Edit)
    lines[edit.line - 1 : edit.line - 1 + edit.removed] = edit.inserted
    return "\n".join(lines)


def is_clean_for(tool: str, source: str, extension: str) -> bool:
    """Say whether black or isort would leave a file as it is."""
    if tool == "black":
        mode = black.Mode(is_pyi=extension == "pyi")
        try:
            return black.format_str(source, mode=mode) == source
        except InvalidInput:
            return False
    config = isort.Config(profile=tool.partition(" ")[2])
    return isort.code(source, extension=extension, config=config) == source


def ruff_clean(sources: list[str], extension: str, folder: Path) -> dict[str, set[int]]:
    """Return for ruff's formatter and its I001 the indexes of the files they leave as they are."""
    for index, source in enumerate(sources):
        (folder / f"{index}.{extension}").write_text(source)
    base = [find_ruff_bin(), "--isolated"]
    found = subprocess.run(
        [*base, "check", "--select=I001", "--no-cache", "--output-format=json", str(folder)],
        check=False,
        capture_output=True,
    )
    unsorted = {int(Path(each["filename"]).stem) for each in json.loads(found.stdout)}
    formatted = subprocess.run(
        [*base, "format", "--check", "--no-cache", str(folder)],
        check=False,
        capture_output=True,
        text=True,
    )
    named = re.findall(
        r"(?:-->|Would reformat:) (.*?)(?::\d+:\d+)?$", formatted.stdout, re.MULTILINE
    )
    unformatted = {int(Path(path).stem) for path in named}
    everything = set(range(len(sources)))
    return {"ruff I001": everything - unsorted, "ruff format": everything - unformatted}


def misses(
    extension: str, folder: Path, blank_lines: int = 3
) -> tuple[Counter[str], list[tuple[str, str, str]]]:
    """Return how many files each tool accepted, and those it no longer does after the edit."""
    named = list(sources(blank_lines))
    before = [source for _, source in named]
    after = [added(source, f"module.{extension}") for source in before]
    counts: Counter[str] = Counter()
    missed = []
    (folder / "before").mkdir()
    (folder / "after").mkdir()
    clean = ruff_clean(before, extension, folder / "before")
    still = ruff_clean(after, extension, folder / "after")
    for tool in ("black", "isort ", "isort black"):
        clean[tool] = {
            index for index, source in enumerate(before) if is_clean_for(tool, source, extension)
        }
        still[tool] = {
            index for index in clean[tool] if is_clean_for(tool, after[index], extension)
        }
    for tool, indexes in clean.items():
        counts[tool] = len(indexes)
        missed += [(tool, named[index][0], after[index]) for index in sorted(indexes - still[tool])]
    return counts, missed
