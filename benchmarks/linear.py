"""Whether time and memory grow no faster than the code, for modules that are long, wide or nested.

    python -m benchmarks.linear

Each line has a size and how much longer than for half of it the check takes: the least of five
runs, with the tree made before, as flake8 does it. Memory is the peak of what Python allocates.
"""

from __future__ import annotations

import ast
import sys
import time
import tracemalloc
from collections.abc import Callable

from flake8_missing_import import find_missing_imports

RUNS = 5

SHAPES: dict[str, tuple[Callable[[int], str], tuple[int, ...]]] = {
    "long": (
        lambda size: "".join(
            f"def f{number}(a):\n    return time.sleep(a), Path(a)\n" for number in range(size)
        ),
        (2000, 4000, 8000, 16000),
    ),
    "long and clean": (
        lambda size: "import time\n" + "x = [time.sleep(1), 'a']\n" * size,
        (8000, 16000, 32000, 64000),
    ),
    "wide": (
        lambda size: "x = [" + "time.sleep(1), " * size + "]\n",
        (4000, 8000, 16000, 32000),
    ),
    "many imports": (
        lambda size: (
            "".join(f"import m{number}\n" for number in range(size))
            + "".join(f"m{number}.f(time.time())\n" for number in range(size))
        ),
        (1000, 2000, 4000, 8000),
    ),
    "many names": (
        lambda size: (
            "from os import *\n"
            + "".join(f"_x{number}(Path, x{number})\n" for number in range(size))
        ),
        (1000, 2000, 4000, 8000),
    ),
    "nested": (
        lambda size: (
            "".join(f"{' ' * depth}def f{depth}(a):\n" for depth in range(size))
            + " " * size
            + "time.sleep(1)\n"
        ),
        (10, 20, 40, 80),
    ),
}


def measured(source: str) -> tuple[float, float]:
    """Return the seconds and the megabytes that one check takes."""
    tree = ast.parse(source)
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        assert len(find_missing_imports(source, tree=tree)) <= 2
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    find_missing_imports(source, tree=tree)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return min(seconds), peak / 1_000_000


def main() -> int:
    """Measure and print."""
    for shape, (made, sizes) in SHAPES.items():
        before = None
        for size in sizes:
            source = made(size)
            seconds, megabytes = measured(source)
            growth = f"{seconds / before:.2f}" if before else "-"
            characters = len(source)
            print(
                f"{shape} | {size} | {seconds:.3f} s | {growth} | {megabytes:.1f} MB | "
                f"{1_000_000 * megabytes / characters:.0f} bytes a character",
                flush=True,
            )
            before = seconds
    return 0


if __name__ == "__main__":
    sys.exit(main())
