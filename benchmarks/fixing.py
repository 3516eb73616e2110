"""How long it takes to fix the missing imports of a repository, compared with other tools.

Make an environment with this plugin and one with the other fixers, and name some
released code of at least 300,000 lines::

    python -m venv ours && ours/bin/pip install .
    python -m venv others && others/bin/pip install autoimport pyflyby
    python benchmarks/fixing.py ours others CODE...

Each command gets a fresh copy of the code, because some rewrite whatever they find.
The commands take turns; the ratios are those of one turn.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def commands(ours: str, others: str) -> dict[str, list[str]]:
    """Return what is compared; a folder or its files are added to each."""
    return {
        "fix-missing-imports": [f"{ours}/bin/fix-missing-imports", "--isolated", "-q", "-j1"],
        "flake8 --select=F": [f"{ours}/bin/flake8", "--isolated", "--select=F", "-j1"],
        "autoimport": [f"{others}/bin/autoimport"],
        "tidy-imports": [
            f"{others}/bin/tidy-imports",
            "--replace",
            "--quiet",
            "--no-remove-unused",
            "--no-add-mandatory",
        ],
    }


def seconds(command: list[str], code: list[Path]) -> float:
    """Return how long a command takes on a copy of some code; say so if it crashes."""
    with tempfile.TemporaryDirectory() as folder:
        for path in code:
            shutil.copytree(path, Path(folder, path.name))
        files = sorted(str(file) for file in Path(folder).rglob("*.py"))
        start = time.perf_counter()
        done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
        took = time.perf_counter() - start
        if "Traceback" in done.stderr:
            print(f"{command[0]} crashed: {done.stderr.splitlines()[-1]}")
        return took


def main() -> int:
    """Time every command in turn; print medians and the ratios to ours."""
    parser = argparse.ArgumentParser(description="Compare the time of fixers.")
    parser.add_argument("ours", help="the environment with this plugin")
    parser.add_argument("others", help="the environment with the other fixers")
    parser.add_argument("code", nargs="+", type=Path, help="folders of code")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    named = commands(options.ours, options.others)
    rounds = [
        {name: seconds(command, options.code) for name, command in named.items()}
        for _ in range(options.rounds)
    ]
    for name in named:
        median = statistics.median(turn[name] for turn in rounds)
        ratio = statistics.median(turn["fix-missing-imports"] / turn[name] for turn in rounds)
        print(f"{name}: {median:.2f} s, ours takes {ratio:.3f} times as long")
    return 0


if __name__ == "__main__":
    sys.exit(main())
