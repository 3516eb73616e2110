"""How often a suggested member is the one that real code had.

Single imports, functions and classes are taken out of released files, also those
that have nothing to do with the standard library; then the file is checked::

    python benchmarks/precision.py FOLDER --files 9000

The folder holds unpacked wheels as for tools/count_imports.py. A suggestion is
right when it is the import that was taken out; typing_extensions counts as
typing, and typing as collections.abc, because they have the same objects. Taking
out a function whose name the standard library has makes the sample harder than real code.
"""

from __future__ import annotations

import argparse
import ast
import multiprocessing
import random
import sys
import tokenize
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from flake8_missing_import import MissingImport, find_missing_imports
from flake8_missing_import.facts import undefined_uses
from flake8_missing_import.module import Module, source_lines
from flake8_missing_import.stdlib import usage
from flake8_missing_import.stdlib.usage import OTHERS

IMPORTS, DEFINITIONS = 4, 2
"""How many statements are taken out of a file, one at a time."""

EVERYDAY = 0.5
"""A name is an everyday word if released code has it from the library in a smaller part."""
SEED = 1
SAME_OBJECTS = {"typing_extensions": "typing", "collections.abc": "typing"}

Removed = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef


def removable(tree: ast.Module, seed: str) -> list[Removed]:
    """Return the statements of a file that are to be taken out."""
    imports = [
        node
        for node in tree.body
        if isinstance(node, ast.Import)
        or (
            isinstance(node, ast.ImportFrom)
            and node.module != "__future__"
            and node.names[0].name != "*"
        )
    ]
    known = usage.names()
    definitions = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in known
    ]
    random.Random(seed).shuffle(imports)
    return [*imports[:IMPORTS], *definitions[:DEFINITIONS]]


def without(node: Removed, source: str) -> str:
    """Return the source with a statement replaced by ``pass``."""
    lines = source_lines(source)
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    last = node.end_lineno or node.lineno
    lines[first - 1 : last] = ["pass", *[""] * (last - first)]
    return "\n".join(lines)


def bound(node: Removed) -> Iterator[tuple[str, str]]:
    """Yield the names that a statement binds, each with an import that does."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name, ""
        return
    for alias in node.names:
        name = (alias.asname or alias.name).partition(".")[0]
        if isinstance(node, ast.ImportFrom):
            yield name, ast.unparse(ast.ImportFrom(node.module, [alias], node.level))
        else:
            yield name, ast.unparse(ast.Import([alias]))


def bucket(finding: MissingImport) -> str:
    """Return how common it is to import the name from the suggested module."""
    statement = finding.statement
    assert statement is not None
    files = {origin.name: origin.files for origin in usage.origins(statement.name or "")}
    if not files:
        return "never counted"
    from_library = sum(files[origin] for origin in files.keys() - OTHERS)
    everyday = "everyday word: " if from_library < EVERYDAY * sum(files.values()) else ""
    share = files.get(f"{statement.module}.{statement.name}", 0) / sum(files.values())
    for limit in (0.9, 0.75, 0.5, 0.25):
        if share >= limit:
            return f"{everyday}>= {limit:.0%}"
    return f"{everyday}< 25%"


def is_right(finding: MissingImport, statement: str) -> bool:
    """Say whether a suggestion binds what the statement did."""
    if str(finding.statement) == statement:
        return True
    node = ast.parse(statement or "pass").body[0]
    suggested = finding.statement
    return (
        suggested is not None
        and isinstance(node, ast.ImportFrom)
        and not node.level
        and node.names[0].name == suggested.name
        and SAME_OBJECTS.get(node.module or "", node.module)
        == SAME_OBJECTS.get(suggested.module, suggested.module)
    )


def judged(path: Path) -> Counter[tuple[str, bool]]:
    """Return how many suggestions of members in a file are right, by bucket."""
    result: Counter[tuple[str, bool]] = Counter()
    warnings.simplefilter("ignore")
    try:
        with tokenize.open(path) as file:
            source = file.read()
        tree = ast.parse(source)
        for node in removable(tree, path.name):
            text = without(node, source)
            module = Module(text, ast.parse(text), str(path))
            undefined = {use.name for use in undefined_uses(module)}
            findings = {
                finding.name: finding
                for finding in find_missing_imports(text, filename=str(path))
                if finding.statement and finding.statement.name
            }
            for name, statement in bound(node):
                if name in undefined and name in findings:
                    finding = findings[name]
                    result[bucket(finding), is_right(finding, statement)] += 1
    except (SyntaxError, ValueError, RecursionError):
        pass
    return result


def main() -> int:
    """Sample, judge and print a line for each bucket."""
    parser = argparse.ArgumentParser(description="Measure how often a suggestion is right.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=9000)
    options = parser.parse_args()
    paths = sorted(options.folder.rglob("*.py"))
    random.Random(SEED).shuffle(paths)
    total: Counter[tuple[str, bool]] = Counter()
    with multiprocessing.Pool() as pool:
        for result in pool.imap_unordered(judged, paths[: options.files], chunksize=20):
            total.update(result)
    for name in sorted({name for name, _ in total}):
        right, wrong = total[name, True], total[name, False]
        print(f"{name}: {right + wrong} suggestions, {right / (right + wrong):.1%} right")
    return 0


if __name__ == "__main__":
    sys.exit(main())
