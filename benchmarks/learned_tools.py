"""Ask other tools for the imports that ``benchmarks.learned`` takes out of projects.

One environment has this plugin, another the other tools, and each project has one with what it
depends on::

    python -m venv ours && ours/bin/pip install '.[pylsp]'
    python -m venv others && others/bin/pip install autoimport pyflyby basedpyright ty pyrefly
    python -m venv environment && environment/bin/pip install prefect==3.9.1
    environment/bin/pip uninstall -y prefect
    python -m benchmarks.learned_tools ours others prefect-3.9.1=environment --cases 100

Every tool works in a copy of the project, in which the file that lacks the import is at its own
place. Servers are opened at its root with its environment. This plugin and pyflyby are given the
habits of all other files, as ``--learn`` writes them. Of a server, the first quick fix counts, and
*listed* says whether any of them adds the statement. Its seconds are those of the request, with
the file checked; those of a fixer are those of the whole command.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import dataclasses
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.learned import cases, project
from benchmarks.restoring import PATIENCE, Answer, Server, is_exact, is_on_line
from flake8_missing_import.learning.learned_text import text
from tests.restore_files import Case, only_adds

LEARNED = "missing_imports.py"
WARMING = 3
"""So many cases are asked once before they count, until a server has read the project."""


@dataclass(frozen=True)
class Known:
    """A case, and the file of imports that its project's other files make."""

    case: Case
    learned: str


Tool = Callable[[Known], Awaitable[Answer]]


def known_cases(root: Path, count: int) -> list[Known]:
    """Return the first cases of a project in which the name is used outside of strings."""
    usable = (
        Known(case, text(habits, "fix-missing-imports --learn ."))
        for case, _, habits in cases(project(root))
        if any(
            isinstance(node, ast.Name) and node.id == case.name
            for node in ast.walk(ast.parse(case.removed))
        )
    )
    return list(itertools.islice(usable, count))


class Copy:
    """A copy of a project, with its environment."""

    def __init__(self, root: Path, environment: Path, folder: Path) -> None:
        """Copy the project into a folder that does not exist."""
        self.root = root
        self.folder = folder
        shutil.copytree(root, folder)
        (folder / ".flake8").write_text(f"[flake8]\nmissing-import-files = {LEARNED}\n")
        self.variables = {
            **os.environ,
            "VIRTUAL_ENV": str(environment),
            "PATH": os.pathsep.join((f"{environment}/bin", os.environ.get("PATH", ""))),
            "PYFLYBY_PATH": str(folder / LEARNED),
        }

    def fixer(self, *command: str) -> Tool:
        """Return a tool that rewrites files."""

        async def run(known: Known) -> Answer:
            path = self._written(known)
            start = time.perf_counter()
            try:
                subprocess.run(
                    [*command, str(path)],
                    cwd=self.folder,
                    env=self.variables,
                    capture_output=True,
                    check=False,
                    timeout=3 * PATIENCE,
                )
                after = path.read_bytes().decode()
            except subprocess.TimeoutExpired:
                after = None
            seconds = time.perf_counter() - start
            path.write_bytes(known.case.original.encode())
            return Answer(after, seconds)

        return run

    def asked(self, server: Server) -> Tool:
        """Return a tool that asks a language server."""

        async def run(known: Known) -> Answer:
            if server.client is None:
                await server.connect(self.folder)
            path = self._written(known)
            answer = await server.ask_about(path, known.case)
            path.write_bytes(known.case.original.encode())
            return answer

        return run

    def _written(self, known: Known) -> Path:
        (self.folder / LEARNED).write_text(known.learned, encoding="utf-8")
        path = self.folder / known.case.path.relative_to(self.root)
        path.write_bytes(known.case.removed.encode())
        return path


@dataclass(frozen=True)
class Score:
    """What a tool made of some cases."""

    cases: int = 0
    reported: int = 0
    exact: int = 0
    listed: int = 0
    on_line: int = 0
    identical: int = 0
    touched: int = 0
    seconds: tuple[float, ...] = ()

    def __add__(self, other: Score) -> Score:
        """Return the score for both."""
        names = (one.name for one in dataclasses.fields(Score))
        return Score(*(getattr(self, name) + getattr(other, name) for name in names))

    def __str__(self) -> str:
        """Return the cells of a row."""
        counts = [self.reported, self.exact, self.listed, self.on_line, self.identical]
        shares = [f"{100 * count / self.cases:.1f} %" for count in counts]
        return " | ".join([*shares, str(self.touched), f"{statistics.median(self.seconds):.3f}"])


def score(case: Case, answer: Answer) -> Score:
    """Return the score for one case."""
    after = answer.after
    if after is None or after == case.removed:
        return Score(cases=1, seconds=(answer.seconds,))
    return Score(
        cases=1,
        reported=1,
        exact=is_exact(case, after),
        listed=any(is_exact(case, one) for one in (after, *answer.alternatives)),
        on_line=is_on_line(case, after),
        identical=after == case.original,
        touched=not only_adds(case.removed, after),
        seconds=(answer.seconds,),
    )


def servers(ours: Path, others: Path, copy: Copy) -> dict[str, Server]:
    """Return the language servers of two environments."""
    variables = copy.variables
    return {
        "quick fix in python-lsp-server": Server(
            f"{ours}/bin/python", "-m", "pylsp", environment=variables
        ),
        "basedpyright": Server(
            f"{others}/bin/basedpyright-langserver", "--stdio", environment=variables
        ),
        "ty": Server(f"{others}/bin/ty", "server", environment=variables),
        "pyrefly": Server(f"{others}/bin/pyrefly", "lsp", environment=variables),
    }


async def measured(
    ours: Path, others: Path, copy: Copy, known: Sequence[Known]
) -> dict[str, Score]:
    """Return what each tool makes of the cases of a project."""
    running = servers(ours, others, copy)
    tidy = ("--replace", "--quiet", "--no-remove-unused", "--no-add-mandatory")
    tools = {
        "fix-missing-imports": copy.fixer(f"{ours}/bin/fix-missing-imports", "-q"),
        "pyflyby's tidy-imports": copy.fixer(f"{others}/bin/tidy-imports", *tidy),
        "autoimport": copy.fixer(f"{others}/bin/autoimport"),
        **{name: copy.asked(server) for name, server in running.items()},
    }
    found = {}
    for name, tool in tools.items():
        for one in known[:WARMING] if name in running else ():
            await tool(one)
        scores = [score(one.case, await tool(one)) for one in known]
        found[name] = sum(scores, Score())
        print(f"{copy.root.name}: {name} | {found[name]}", file=sys.stderr, flush=True)
        if name in running:
            await running[name].stop()
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare what tools know of a project.")
    parser.add_argument("ours", type=Path, help="the environment with this plugin")
    parser.add_argument("others", type=Path, help="the environment with the other tools")
    parser.add_argument("projects", nargs="+", metavar="PROJECT=ENVIRONMENT")
    parser.add_argument("--cases", type=int, default=334, help="for each project")
    options = parser.parse_args()
    total: dict[str, Score] = {}
    for pair in options.projects:
        root, environment = (Path(one).absolute() for one in pair.split("="))
        known = known_cases(root, options.cases)
        with tempfile.TemporaryDirectory() as folder:
            copy = Copy(root, environment, Path(folder) / root.name)
            scores = asyncio.run(
                measured(options.ours.absolute(), options.others.absolute(), copy, known)
            )
        for name, one in scores.items():
            total[name] = total.get(name, Score()) + one
    print("tool | reported | statement | listed | line | identical | other text changed | seconds")
    for name, one in total.items():
        print(f"{name} | {one}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
