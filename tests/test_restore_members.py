"""Members and aliases that are taken out of real files are suggested again."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import random
import tokenize
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from flake8_missing_import import find_missing_imports
from flake8_missing_import.module import source_lines
from flake8_missing_import.stdlib import is_public_home, standard_library
from tests import restore

CASES = 1000
SEED = 20261124
PACKAGES = ("_pytest", "isort", "pip")


@dataclass(frozen=True)
class Case:
    path: Path
    statement: str
    name: str
    removed: str
    original: str


def files() -> list[Path]:
    found = restore.library_files()
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        found += sorted(Path(spec.origin).parent.rglob("*.py"))
    return found


def cases(path: Path) -> Iterator[Case]:
    """Yield each member and alias that a file imports from a public module by one line."""
    try:
        with tokenize.open(path) as file:
            source = file.read()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, UnicodeDecodeError):
        return
    lines = source_lines(source)
    for node in tree.body:
        if node.lineno != node.end_lineno or lines[node.lineno - 1] != ast.unparse(node):
            continue
        if isinstance(node, ast.ImportFrom) and not node.level and node.module:
            modules = [node.module] * len(node.names)
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names if alias.asname]
        else:
            continue
        for alias, module in zip(node.names, modules, strict=False):
            is_known = standard_library(restore.THIS).has_module(module) and is_public_home(module)
            if not is_known or alias.name.startswith(("_", "*")):
                continue
            kept = [other for other in node.names if other is not alias]
            removed = list(lines)
            if isinstance(node, ast.ImportFrom):
                alone: ast.stmt = ast.ImportFrom(node.module, [alias], 0)
                removed[node.lineno - 1 : node.lineno] = (
                    [ast.unparse(ast.ImportFrom(node.module, kept, 0))] if kept else []
                )
            else:
                alone = ast.Import([alias])
                del removed[node.lineno - 1]
            yield Case(
                path,
                ast.unparse(alone),
                alias.asname or alias.name,
                "\n".join(removed),
                source,
            )


def is_equivalent(one: str, other: str) -> bool:
    return value(one) is value(other)


def value(statement: str) -> object:
    """Return what a statement of the standard library binds."""
    (node,) = ast.parse(statement).body
    assert isinstance(node, ast.Import | ast.ImportFrom)
    alias = node.names[0]
    if isinstance(node, ast.Import):
        return importlib.import_module(alias.name if alias.asname else alias.name.split(".")[0])
    assert node.module
    module = importlib.import_module(node.module)
    if not hasattr(module, alias.name):
        return importlib.import_module(f"{node.module}.{alias.name}")
    return getattr(module, alias.name)


def sample() -> Iterator[Case]:
    possible = [case for path in files() for case in cases(path)]
    random.Random(SEED).shuffle(possible)
    for case in possible:
        undefined = restore.undefined_names
        if case.name in undefined(case.removed) - undefined(case.original):
            yield case


@pytest.mark.large
def test_members_are_asked_back() -> None:
    exact = equivalent = 0
    misses: Counter[str] = Counter()
    for case, _ in zip(sample(), range(CASES), strict=False):
        found = [
            str(finding.statement)
            for finding in find_missing_imports(case.removed, filename=str(case.path))
            if finding.name == case.name
        ]
        if found == [case.statement]:
            exact += 1
        elif found and is_equivalent(found[0], case.statement):
            equivalent += 1
            misses[f"same object: {found[0]} for {case.statement}"] += 1
        else:
            misses[f"{found[0] if found else 'nothing'} for {case.statement}"] += 1
    for miss, count in misses.most_common():
        print(count, miss)
    assert exact + misses.total() == CASES
    silent = sum(count for miss, count in misses.items() if miss.startswith("nothing"))
    reported = CASES - silent
    print(f"{reported} of {CASES} reported: exact {exact}, same object {exact + equivalent}")
    # Silence is the answer to everyday words and to names that the file made up.
    assert reported >= 0.88 * CASES
    assert exact >= 0.97 * reported
    assert exact + equivalent >= 0.97 * reported
