"""What the plugin adds to the time of flake8, in alternating runs.

Make two environments that differ in the plugin alone, and name some released
code of at least 300,000 lines::

    python -m venv with && with/bin/pip install .
    python -m venv without && without/bin/pip install flake8
    python benchmarks/overhead.py with/bin/python without/bin/python CODE...
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def seconds(command: list[str]) -> float:
    """Return how long a command takes. Its findings do not matter, its crash does.

    It runs in an empty folder: Python would find the plugin in a checkout of it, in
    an environment without the plugin too.
    """
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.DEVNULL, cwd=folder, check=False)
        took = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {done.returncode}")
    return took


def report(title: str, pairs: list[tuple[float, float]]) -> None:
    """Print the median of each side and of the ratios."""
    with_it, without = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratios = sorted(one / other for one, other in pairs)
    print(
        f"{title}: with {with_it:.3f} s, without {without:.3f} s, "
        f"median ratio {statistics.median(ratios):.4f} ({ratios[0]:.4f} to {ratios[-1]:.4f})",
        flush=True,
    )


def line_count(paths: list[Path]) -> int:
    """Return the number of lines of Python code below some folders."""
    files = (file for path in paths for file in path.rglob("*.py"))
    return sum(file.read_bytes().count(b"\n") for file in files)


def main() -> int:
    """Measure the start of flake8, then a whole run."""
    parser = argparse.ArgumentParser(description="Measure the plugin's cost.")
    parser.add_argument("with_plugin", help="the Python of an environment with the plugin")
    parser.add_argument("without_plugin", help="the Python of one without it")
    parser.add_argument("code", nargs="+", type=Path, help="folders of clean code")
    parser.add_argument("--rounds", type=int, default=5, help="pairs of runs (default 5)")
    options = parser.parse_args()
    with_plugin, without_plugin = map(
        os.path.abspath, (options.with_plugin, options.without_plugin)
    )

    def pairs(arguments: list[str], rounds: int) -> list[tuple[float, float]]:
        flake8 = ["-m", "flake8", "--isolated", "-j1", *arguments]
        measured = []
        for number in range(rounds):
            sides = [with_plugin, without_plugin]
            if number % 2:
                sides.reverse()
            took = {python: seconds([python, *flake8]) for python in sides}
            measured.append((took[with_plugin], took[without_plugin]))
        return measured

    print(f"{line_count(options.code)} lines", flush=True)
    report("start (flake8 --version)", pairs(["--version"], 4 * options.rounds))
    report("run", pairs([os.path.abspath(path) for path in options.code], options.rounds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
