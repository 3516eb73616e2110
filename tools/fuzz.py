"""Feed the checker and the fixer real statements, mixed and damaged.

A short run that is the same every time needs nothing else::

    python -m tools.fuzz --runs 2000 --seed 1

A long one is guided by coverage, which needs atheris (``pip install atheris``). What
it finds worth keeping goes into a folder, from which the next run starts::

    python -m tools.fuzz --guided CORPUS -- -runs=500000

What counts as a failure: an exception, MIS900, an edit after which the file does not
parse or lacks a line, and a second run of the fixer that changes something again.
"""

from __future__ import annotations

import argparse
import ast
import functools
import gc
import random
import sys
import sysconfig
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FunctionType

from flake8_missing_import.applying import UnsafeEditError, fixed
from flake8_missing_import.checker import MissingImportChecker
from flake8_missing_import.content import decoded

LIBRARY = Path(sysconfig.get_path("stdlib"))
FILES = 300
LONGEST_STATEMENT = 12
"""Longer ones, in lines, only make the runs slower."""
LARGEST_INPUT = 32
"""Bytes of instructions for one module."""

WORDS = (
    "datetime",
    "Path",
    "Optional",
    "defaultdict",
    "run",
    "time",
    "os.path.join",
    "xml.dom.minidom",
    "_os",
    "_deepcopy",
    "importlib.util.find_spec",
    "ET.parse",
    "Callable",
    "List",
    "encoders",
    "main",
    "e",
    "T",
)
LINES = (
    "from __future__ import annotations",
    "from typing import TYPE_CHECKING",
    "from os import *",
    "from unknown import *",
    "import os, sys",
    "import xml",
    "# isort: skip_file",
    "# isort: off",
    "# fmt: off",
    "# %%",
    "if TYPE_CHECKING:\n    import time",
    "if __name__ == '__main__':\n    import json\n    json.dumps(1)",
    "try:\n    import lzma\nexcept ImportError:\n    lzma = None",
    "global time",
    "del os",
    "x: 'Optional[Path]' = None",
    "\x0c",
    "\\",
    '"""',
    "f'{time.time()!r:{width}}'",
    "type X = Path",
    "match x:\n    case Path(): pass",
    "print(x)  # noqa",
)

FIXED_EVERY = 4
"""The fixer takes ten times as long as the checker: it gets every fourth module."""


class Bytes:
    """Instructions: each byte decides something; once none are left, the decision is 0."""

    def __init__(self, data: bytes) -> None:
        """Take the instructions."""
        self._data = data
        self._position = 0

    def __bool__(self) -> bool:
        """Say whether any byte is left."""
        return self._position < len(self._data)

    def below(self, limit: int) -> int:
        """Return a number from 0 up to, not including, a limit of at most 65,536."""
        taken = self._data[self._position : self._position + 2]
        self._position += 1 if limit <= 256 else 2
        return int.from_bytes(taken[: 1 if limit <= 256 else 2], "big") % limit


@functools.cache
def real_statements() -> tuple[str, ...]:
    """Return statements of the standard library's modules."""
    paths = sorted(LIBRARY.glob("*.py")) + sorted(LIBRARY.glob("[ejlmu]*/*.py"))
    statements: list[str] = []
    for path in random.Random(0).sample(paths, min(FILES, len(paths))):
        try:
            source = decoded(path.read_bytes())
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            continue
        lines = source.split("\n")
        for node in tree.body:
            if (node.end_lineno or 0) - node.lineno < LONGEST_STATEMENT:
                statements.append("\n".join(lines[node.lineno - 1 : node.end_lineno]))
    return tuple(statements)


def module(data: bytes) -> bytes:
    """Return the module that some instructions make."""
    choose = Bytes(data)
    parts: list[str] = []
    end, signature = "\n", b""
    while choose:
        parts.append(_part(choose, real_statements()))
        if len(parts) > 1:
            _damage(choose, parts)
        if choose.below(32) == 0:
            end = ("\n", "\r\n", "\r")[choose.below(3)]
            signature = (b"", b"\xef\xbb\xbf", b"# coding: latin-1\n")[choose.below(3)]
    text = end.join("\n".join(parts).split("\n")) + end * choose.below(2)
    return signature + text.encode("utf-8", "surrogatepass")


def _part(choose: Bytes, statements: Sequence[str]) -> str:
    kind = choose.below(8)
    if kind == 0:
        return LINES[choose.below(len(LINES))]
    if kind == 1:
        word = WORDS[choose.below(len(WORDS))]
        form = choose.below(6)
        return ("{}", "{}(1)", "x: {} = 1", "class A({}): pass", "{}.{}", "@{}\ndef f(): pass")[
            form
        ].format(word, word)
    if kind == 2:
        return f"import {WORDS[choose.below(len(WORDS))]}"
    return statements[choose.below(len(statements))]


def _damage(choose: Bytes, parts: list[str]) -> None:
    """Change the last part, or put it elsewhere."""
    kind = choose.below(12)
    last = parts[-1]
    lines = last.split("\n")
    if kind == 0:
        head = ("def f():", "class A:", "if x:", "try:", "async def f(a=1):", "while x:")
        indented = "\n".join(f"    {line}" for line in lines)
        parts[-1] = f"{head[choose.below(len(head))]}\n{indented}"
    elif kind == 1:
        del lines[choose.below(len(lines))]
        parts[-1] = "\n".join(lines)
    elif kind == 2:
        parts.insert(choose.below(len(parts)), parts.pop())
    elif kind == 3:
        words = last.split(" ")
        words[choose.below(len(words))] = WORDS[choose.below(len(WORDS))]
        parts[-1] = " ".join(words)
    elif kind == 4:
        position = choose.below(len(last) + 1)
        parts[-1] = last[:position] + chr(choose.below(256)) + last[position:]
    elif kind == 5:
        parts[-2:] = [f"{parts[-2]}; {last}"]
    elif kind == 6:
        parts[-1] = last.replace("import ", "import  ", 1).replace("(", "( ", 1)


def check(content: bytes) -> bool:
    """Check and fix a module; say whether it had findings. Raises AssertionError for a failure."""
    try:
        source = decoded(content)
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    lines = source.splitlines(keepends=True)
    reports = list(MissingImportChecker(tree, "fuzzed.py", lines).run())
    assert not any("MIS900" in text for _, _, text, _ in reports), reports
    if not reports:
        return False
    find = functools.partial(MissingImportChecker.findings, filename="fuzzed.py")
    findings = find(source)
    if len(content) % FIXED_EVERY:
        return True
    try:
        after = fixed(content, find, lambda finding: not finding.removals)
    except UnsafeEditError:
        return True
    ast.parse(decoded(after))
    if not any(finding.edit and finding.edit.removed for finding in findings):
        remaining = iter(decoded(after).splitlines())
        assert all(line in remaining for line in source.splitlines()), "a line is lost"
    assert fixed(after, find, lambda finding: not finding.removals) == after, "not stable"
    return True


def run(data: bytes) -> bool:
    """Make a module from some instructions and check it."""
    content = module(data[:LARGEST_INPUT])
    try:
        return check(content)
    except Exception as error:
        error.add_note(f"the module was {content!r}") if sys.version_info >= (3, 11) else None
        raise


def repeat(runs: int, seed: int, check_one: Callable[[bytes], bool] = run) -> int:
    """Check a number of random modules; return how many had findings."""
    numbers = random.Random(seed)
    return sum(check_one(numbers.randbytes(LARGEST_INPUT)) for _ in range(runs))


def guided(arguments: Sequence[str]) -> None:
    """Let atheris choose the instructions, until it has made enough runs or found a failure."""
    import atheris

    # The parts of pyflakes and of the library that we run add little but time.
    for found in gc.get_objects():
        if not isinstance(found, FunctionType):
            continue
        if (found.__module__ or "").startswith("flake8_missing_import"):
            atheris.instrument_func(found)
    atheris.Setup([sys.argv[0], *arguments, f"-max_len={LARGEST_INPUT}"], run)
    atheris.Fuzz()


def main() -> int:
    """Run what the command line says."""
    parser = argparse.ArgumentParser(description="Fuzz the checker and the fixer.")
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guided", metavar="CORPUS", help="guided by coverage, with atheris")
    parser.add_argument("options", nargs="*", help="for atheris, after --")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    if options.guided:
        guided([options.guided, *options.options])
    else:
        found = repeat(options.runs, options.seed)
        print(f"{options.runs} modules, {found} with findings, no failure")
    return 0


if __name__ == "__main__":
    sys.exit(main())
