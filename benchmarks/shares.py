"""What share of one flake8 run each plugin takes.

Make one environment with all the plugins, and name some released code::

    python -m venv all && all/bin/pip install . flake8-bugbear flake8-comprehensions
    all/bin/python benchmarks/shares.py CODE... --rounds 3

The processor time of the plugins is taken within the same run, one file after the other, so a
machine whose speed varies does not matter. What a plugin slows the others down by, for
instance with the garbage that it leaves, counts as theirs: ``benchmarks/overhead.py``
measures whole runs.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import os
import statistics
import sys
import time
from collections import defaultdict
from typing import Any

from flake8.checker import FileChecker
from flake8.main.application import Application

BUILT_IN = ("mccabe", "pycodestyle", "pyflakes")


class TimedChecker:
    """Replaces flake8's way of calling the plugins that read the tree."""

    def __init__(self) -> None:
        """Start with no time spent."""
        self.spent: defaultdict[str, float] = defaultdict(float)

    def run_ast_checks(self, checker: Any) -> None:
        """Run the plugins on one file, as :class:`FileChecker` does."""
        tree: ast.Module = checker.processor.build_ast()
        for plugin in checker.plugins.tree:
            start = time.process_time()
            found = list(checker.run_check(plugin, tree=tree).run())
            self.spent[plugin.plugin.package] += time.process_time() - start
            for line, column, text, _ in found:
                checker.report(error_code=None, line_number=line, column=column, text=text)


def ratios(paths: list[str]) -> dict[str, float]:
    """Return the ratio of flake8 with each plugin to flake8 without any of them."""
    timed = TimedChecker()
    FileChecker.run_ast_checks = lambda checker: timed.run_ast_checks(checker)
    start = time.process_time()
    with contextlib.suppress(SystemExit):
        Application().run(["-j1", "--isolated", "--output-file", os.devnull, *paths])
    total = time.process_time() - start
    spent = {name: took for name, took in timed.spent.items() if name not in BUILT_IN}
    alone = total - sum(spent.values())
    return {name: 1 + took / alone for name, took in spent.items()}


def main() -> int:
    """Measure and print, the cheapest first."""
    parser = argparse.ArgumentParser(description="Measure the plugins within one run.")
    parser.add_argument("code", nargs="+", help="folders of released code")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rounds = [ratios(options.code) for _ in range(options.rounds)]
    for name in sorted(rounds[0], key=lambda name: statistics.median(one[name] for one in rounds)):
        found = sorted(one[name] for one in rounds)
        print(f"{name} {statistics.median(found):.4f} ({found[0]:.4f} to {found[-1]:.4f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
