"""How long python-lsp-server takes to offer a quick fix, with the plugin.

Run it in an environment with the extra ``[test]``::

    python -m benchmarks.editor

The file has 2,000 lines of functions, one of which lacks an import. Cold is the first
request, sent together with the file; warm is one sent together with a change, before the
server has checked the new text.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.test_editor import Editor

FUNCTION = "def f{0}(a, b):\n    x = [a, b, {0}]\n    return x\n\n\n"
ROUNDS = 10


async def measured(folder: Path) -> tuple[float, list[float]]:
    """Return the milliseconds of the first request, and of those after a change."""
    path = folder / "edited.py"
    functions = "".join(FUNCTION.format(number) for number in range(399))
    path.write_text(f"import os\n\n\n{functions}def f():\n    return time.time(), os\n")
    editor = Editor(path)
    await editor.connect({})
    editor.open()
    line = editor.text.count("\n")

    async def milliseconds() -> float:
        start = time.perf_counter()
        actions = await editor.actions(line, [], "quickfix")
        assert [action.title for action in actions] == ["Add 'import time'"]
        return 1000 * (time.perf_counter() - start)

    cold = await milliseconds()
    warm = []
    for number in range(ROUNDS):
        editor.change(editor.text + f"# {number}\n")
        warm.append(await milliseconds())
    await editor.stop()
    return cold, warm


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        cold, warm = asyncio.run(measured(Path(folder)))
    print(f"cold {cold:.0f} ms, warm {statistics.median(warm):.0f} ms (median of {ROUNDS})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
