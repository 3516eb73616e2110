"""What a plugin adds to the time of flake8, in alternating runs.

Make one environment without plugins, and one for each plugin that differs only in having it, and
name some released code of at least 300,000 lines::

    python -m venv without && without/bin/pip install flake8
    python -m venv ours && ours/bin/pip install .
    python -m venv bugbear && bugbear/bin/pip install flake8-bugbear
    python benchmarks/overhead.py without ours bugbear --code CODE...

Each round runs all of them, in another order; the ratios are those within a round. The time is
processor time: waiting for other programs does not count.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SEED = 1


@dataclass(frozen=True)
class Cost:
    """What one run took."""

    seconds: float
    megabytes: float
    """The peak of its memory."""


def cost(command: list[str]) -> Cost:
    """Return what a command takes. Its findings do not matter, its crash does.

    It runs in an empty folder: in a checkout of the plugin, Python would find it even in
    an environment without it.
    """
    with tempfile.TemporaryDirectory() as folder:
        # Only the peak of the largest child is reported, so each run has a parent of its own.
        measure = [sys.executable, __file__, "--child", *command]
        done = subprocess.run(measure, capture_output=True, text=True, cwd=folder, check=True)
    code, seconds, megabytes = done.stdout.split()
    if int(code) not in (0, 1):
        raise SystemExit(f"{command} ended with {code}: {done.stderr}")
    return Cost(float(seconds), float(megabytes))


def measure_child(command: list[str]) -> None:
    """Run a command and print its exit code, its seconds and its peak memory."""
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def line_count(paths: list[Path]) -> int:
    """Return the number of lines of Python code below some folders."""
    files = (file for path in paths for file in path.rglob("*.py"))
    return sum(file.read_bytes().count(b"\n") for file in files)


def report(title: str, arguments: list[str], environments: list[Path], rounds: int) -> None:
    """Run flake8 in all environments, and print a line for each."""
    baseline, *others = environments
    measured: dict[Path, list[Cost]] = {environment: [] for environment in environments}
    order = random.Random(SEED)
    for _ in range(rounds):
        for environment in order.sample(environments, len(environments)):
            python = str(environment.absolute() / "bin" / "python")
            command = [python, "-m", "flake8", "--isolated", "-j1", *arguments]
            measured[environment].append(cost(command))
    first = measured[baseline]
    seconds = statistics.median(one.seconds for one in first)
    megabytes = statistics.median(one.megabytes for one in first)
    print(f"{title}: {baseline.name} {seconds:.3f} s, {megabytes:.0f} MB", flush=True)
    for environment in others:
        runs = measured[environment]
        pairs = list(zip(runs, first, strict=True))
        ratios = sorted(one.seconds / other.seconds for one, other in pairs)
        added = statistics.median(one.megabytes - other.megabytes for one, other in pairs)
        print(
            f"{title}: {environment.name} {statistics.median(ratios):.4f} "
            f"({ratios[0]:.4f} to {ratios[-1]:.4f}), {added:+.0f} MB",
            flush=True,
        )


def main() -> int:
    """Measure the start of flake8, then a whole run."""
    if sys.argv[1:2] == ["--child"]:
        measure_child(sys.argv[2:])
        return 0
    parser = argparse.ArgumentParser(description="Measure what plugins cost.")
    parser.add_argument(
        "environments", nargs="+", type=Path, help="the first one is without any plugin"
    )
    parser.add_argument("--rounds", type=int, default=5, help="runs of each (default 5)")
    parser.add_argument("--code", nargs="+", type=Path, required=True, help="folders of clean code")
    options = parser.parse_args()
    print(f"{line_count(options.code)} lines", flush=True)
    report("start", ["--version"], options.environments, 4 * options.rounds)
    paths = [str(path.absolute()) for path in options.code]
    report("run", paths, options.environments, options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
