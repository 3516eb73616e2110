"""A file's findings depend on its text, its name and the options, and on nothing else.

So a tree may be checked in parts, in any order and on several machines, and a
result may be kept for as long as these three stay the same.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flake8_missing_import import MissingImport, find_missing_imports
from tests import restore

SEED = 20261125
FILES = 8
OPTIONS: list[dict[str, object]] = [
    {},
    {"target_version": (3, 10)},
    {"builtins": ("os", "sys")},
    {"optional_codes": ("MIS101", "MIS102")},
    {"max_line_length": 60},
]


def broken_sources() -> Iterator[str]:
    """Yield files of the standard library without their first lines of imports."""
    paths = restore.library_files()
    random.Random(SEED).shuffle(paths)
    for path in paths[:FILES]:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
        yield "".join(line for line in lines if not line.startswith("import "))


@pytest.fixture(scope="module")
def sources() -> list[str]:
    return list(broken_sources())


@pytest.mark.large
def test_neither_order_nor_other_options_matter(sources: list[str]) -> None:
    def found(order: list[int]) -> dict[tuple[int, int], list[MissingImport]]:
        return {
            (source, option): find_missing_imports(
                sources[source],
                filename=f"module_{source}.py",
                **OPTIONS[option],  # type: ignore[arg-type]
            )
            for source, option in (divmod(number, len(OPTIONS)) for number in order)
        }

    order = list(range(len(sources) * len(OPTIONS)))
    first = found(order)
    random.Random(SEED).shuffle(order)
    assert found(order) == first
    assert any(first.values())


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory, sources: list[str]) -> Path:
    folder = tmp_path_factory.mktemp("monorepo")
    for number, source in enumerate(sources):
        path = folder / f"team_{number % 3}" / f"module_{number}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")
    (folder / ".flake8").write_text("[flake8]\nselect = MIS\n")
    return folder


def report(folder: Path, *paths: str, jobs: int = 1) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "flake8", f"-j{jobs}", *paths],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )
    assert done.stderr == ""
    return sorted(line.removeprefix("./") for line in done.stdout.splitlines())


@pytest.mark.large
@pytest.mark.parametrize("shards", [2, 5])
def test_any_sharding_gives_the_same_report(tree: Path, shards: int) -> None:
    paths = sorted(str(path.relative_to(tree)) for path in tree.rglob("*.py"))
    random.Random(shards).shuffle(paths)
    parts = [report(tree, *paths[number::shards]) for number in range(shards)]
    whole = report(tree, jobs=2)
    assert sorted(line for part in parts for line in part) == whole
    assert len(whole) > FILES // 2


@pytest.mark.large
def test_the_folder_does_not_matter(tree: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for path in tree.rglob("*.py"):
        (moved / path.name).write_bytes(path.read_bytes())
    here = sorted(line.partition("/")[2] for line in report(tree))
    assert sorted(report(moved, "--select=MIS")) == here
