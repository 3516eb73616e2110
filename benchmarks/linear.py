"""Whether time and memory grow no faster than the code, for modules that are long, wide or nested.

    python -m benchmarks.linear

Each line has a size, the processor time of a check and its ratio to that of half the size;
then the same with Python's garbage collector, whose full collections come in steps.
The times are the minimum of several rounds over all sizes, with the tree made before, as in
flake8; a shape of which a step is over the limit gets more rounds, because other programs can only
add time. Memory is the peak of what Python allocates. It exits with status 1 if twice the size
takes more than 2.3 times as long without the collector.
"""

from __future__ import annotations

import argparse
import ast
import itertools
import math
import sys
import time
import timeit
import tracemalloc
from collections.abc import Callable, Sequence

from flake8_missing_import import find_missing_imports

LEAST_ROUNDS, MOST_ROUNDS = 3, 15
LIMIT = 2.3
"""How many times as long twice the code may take."""

SHAPES: dict[str, tuple[Callable[[int], str], tuple[int, ...]]] = {
    "long": (
        lambda size: "".join(
            f"def f{number}(a):\n    return time.sleep(a), Path(a)\n" for number in range(size)
        ),
        (500, 1000, 2000, 4000),
    ),
    "long and clean": (
        lambda size: "import time\n" + "x = [time.sleep(1), 'a']\n" * size,
        (8000, 16000, 32000, 64000),
    ),
    "wide": (
        lambda size: "x = [" + "time.sleep(1), " * size + "]\n",
        (2000, 4000, 8000, 16000),
    ),
    "many imports": (
        lambda size: (
            "".join(f"import m{number}\n" for number in range(size))
            + "".join(f"m{number}.f(time.time())\n" for number in range(size))
        ),
        (500, 1000, 2000, 4000),
    ),
    "many names": (
        lambda size: (
            "from os import *\n"
            + "".join(f"_x{number}(Path, x{number})\n" for number in range(size))
        ),
        (500, 1000, 2000, 4000),
    ),
    "many scopes": (
        lambda size: (
            "time.time()\n"
            + "".join(
                f"def f{number}(a):\n    import time\n    time.sleep(a)\n" for number in range(size)
            )
        ),
        (500, 1000, 2000, 4000),
    ),
    "imported too late": (
        lambda size: "json.loads('1')\n" * size + "import json\n",
        (1000, 2000, 4000, 8000),
    ),
    "for type checkers": (
        lambda size: (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from decimal import Decimal\n"
            + "".join(f"def f{number}(a: Decimal) -> 'Path':\n    pass\n" for number in range(size))
        ),
        (500, 1000, 2000, 4000),
    ),
    "quoted types": (
        lambda size: (
            "import typing\nx = {\n" + "    1: typing.List['json.JSONDecoder'],\n" * size + "}\n"
        ),
        (500, 1000, 2000, 4000),
    ),
    "submodules": (
        lambda size: (
            "import urllib\n"
            + "".join(f"import m{number}\n" for number in range(size))
            + "import urllib.request\ndef f():\n"
            + "    urllib.parse.quote()\n    urllib.robotparser.x\n" * size
        ),
        (500, 1000, 2000, 4000),
    ),
    "called below its import": (
        lambda size: (
            "def f(a):\n"
            + "    a = [one for one in a]\n    json.loads(a)\n    importlib.util.x(a)\n" * size
            + "import json, importlib, importlib.util\n"
            + "f([])\n" * size
        ),
        (500, 1000, 2000, 4000),
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


def seconds(sources: Sequence[str], setup: str = "", *, limit: float = LIMIT) -> list[float]:
    """Return the least processor time of a check of each source.

    :param setup: what runs before each of them; timeit has turned the collector off then.
    :param limit: how many times as long as for the source before it is measured again.
    """
    trees = [ast.parse(source) for source in sources]
    least = [math.inf] * len(sources)
    for finished in range(1, MOST_ROUNDS + 1):
        for number, (source, tree) in enumerate(zip(sources, trees, strict=True)):
            names = {"find": find_missing_imports, "source": source, "tree": tree}
            timer = timeit.Timer("find(source, tree=tree)", setup, time.process_time, names)
            least[number] = min(least[number], timer.timeit(1))
        if finished >= LEAST_ROUNDS and not any(growth > limit for growth in growths(least)):
            break
    return least


def peak_megabytes(source: str) -> float:
    """Return the peak of what Python allocates for one check."""
    tree = ast.parse(source)
    tracemalloc.start()
    find_missing_imports(source, tree=tree)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1_000_000


def growths(times: Sequence[float]) -> list[float]:
    """Return the ratio of each time to the one before it, nan for the first."""
    return [math.nan, *(longer / shorter for shorter, longer in itertools.pairwise(times))]


def main() -> int:
    """Measure and print."""
    argparse.ArgumentParser(description="Measure how time grows with the code.").parse_args()
    is_linear = True
    for shape, (made, sizes) in SHAPES.items():
        sources = [made(size) for size in sizes]
        times = seconds(sources)
        collected = seconds(sources, "import gc; gc.enable()", limit=math.inf)
        rows = zip(
            sizes, sources, times, growths(times), collected, growths(collected), strict=True
        )
        for size, source, plain, growth, with_collector, collected_growth in rows:
            megabytes = peak_megabytes(source)
            print(
                f"{shape} | {size} | {plain:.3f} s | {growth:.2f} | "
                f"{with_collector:.3f} s | {collected_growth:.2f} | "
                f"{megabytes:.1f} MB | {1_000_000 * megabytes / len(source):.0f} bytes a character",
                flush=True,
            )
            is_linear = is_linear and not growth > LIMIT
    return 0 if is_linear else 1


if __name__ == "__main__":
    sys.exit(main())
