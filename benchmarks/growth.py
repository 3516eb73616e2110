"""How the cost of the plugin grows with the code, and with what it finds.

It takes the environments and the code of ``benchmarks/overhead.py``, one environment
without the plugin and one with it::

    python -m benchmarks.growth without ours --code CODE...
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.overhead import SEED, report

LINES = (1_000, 10_000, 100_000, 1_000_000)
FINDINGS = (0, 1, 10, 1000)
FUNCTION = "def f{0}(a, b):\n    x = [a, b, {0}]\n    return x\n\n\n"
FUNCTIONS = 1000


def copy(code: list[Path], lines: int, folder: Path) -> None:
    """Copy files until they have that many lines, some of them twice if there are not enough."""
    files = sorted(path for one in code for path in one.rglob("*.py"))
    random.Random(SEED).shuffle(files)
    copied = number = 0
    while copied < lines:
        source = files[number % len(files)]
        shutil.copyfile(source, folder / f"module_{number}.py")
        copied += source.read_bytes().count(b"\n")
        number += 1


def lacking(findings: int) -> str:
    """Return a module of 5,000 lines that lacks this number of imports."""
    functions = [FUNCTION.format(number) for number in range(FUNCTIONS)]
    for number in range(findings):
        functions[number] = functions[number].replace("return x", f"return np_{number}.zeros(x)")
    return "".join(functions)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how the plugin's cost grows.")
    parser.add_argument("environments", nargs=2, type=Path, help="without and with the plugin")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--code", nargs="+", type=Path, required=True)
    options = parser.parse_args()
    for lines in LINES:
        with tempfile.TemporaryDirectory() as folder:
            copy(options.code, lines, Path(folder))
            rounds = max(1, options.rounds * min(1, 100_000 // lines))
            report(f"{lines:,} lines", [folder], options.environments, rounds)
    for findings in FINDINGS:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "lacking.py")
            path.write_text(lacking(findings))
            names = ",".join(
                f"np_{number} = import numpy as np_{number}" for number in range(findings)
            )
            path.with_name(".flake8").write_text(f"[flake8]\nmissing-import-names = {names}\n")
            arguments = [str(path), "--append-config", str(path.with_name(".flake8"))]
            report(f"{findings} findings", arguments, options.environments, options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
