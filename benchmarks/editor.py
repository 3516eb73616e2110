"""How long language servers take to offer the import that a file lacks.

One environment has this plugin, another the other servers; run it where the extra
``[test]`` is installed::

    python -m venv ours && ours/bin/pip install '.[pylsp]'
    python -m venv others && others/bin/pip install basedpyright ty pyrefly
    python -m benchmarks.editor ours others

The file has 2,000 lines of functions, one of which lacks an import. *Cold* is from opening
the file to the answer that has the import; *warm* is from sending a change of the last line
to that answer, for a request sent together with the change. A server that answers without
the import is asked again, with the diagnostics that it has published by then.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from lsprotocol import types as lsp

from benchmarks.restoring import Server, servers

FUNCTION = "def f{0}(a, b):\n    x = [a, b, {0}]\n    return x\n\n\n"
LAST = "def f():\n    return time.time(), os\n"
ROUNDS = 10
PATIENCE = 20.0
"""Seconds that a server may take for one answer."""
PAUSE = 0.2
"""Seconds until the next request, unless diagnostics come before."""


async def fix_time(server: Server, uri: str, line: int, begin: float) -> float:
    """Return the milliseconds from the start until a server has offered the import.

    Raises TimeoutError for a server that does not.

    :param line: the line that lacks it, 0-based.
    """
    word = lsp.Range(lsp.Position(line, 11), lsp.Position(line, 15))
    while time.perf_counter() - begin < PATIENCE:
        published = server.published.get(uri)
        known = [found for found in published or [] if found.range.start.line == line]
        offered = await server.offered(uri, word, known)
        if any("import" in edit.text for edits in offered for edit in edits):
            return 1000 * (time.perf_counter() - begin)
        # A server that is asked without a pause may never get round to checking the file.
        until = time.perf_counter() + PAUSE
        while server.published.get(uri) is published and time.perf_counter() < until:
            await asyncio.sleep(0.001)
    raise TimeoutError(f"{server.command} offers no import")


async def measured(server: Server, folder: Path) -> tuple[float, list[float]]:
    """Return the milliseconds to the first answer, and those to the ones after a change."""
    text = "import os\n\n\n" + "".join(map(FUNCTION.format, range(399))) + LAST
    line = text.count("\n") - 1
    path = folder / "edited.py"
    path.write_text(text)
    uri = path.as_uri()
    await server.connect(folder)
    begin = time.perf_counter()
    server.client.text_document_did_open(
        lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "python", 1, text))
    )
    cold = await fix_time(server, uri, line, begin)
    warm = []
    for number in range(ROUNDS):
        begin = time.perf_counter()
        server.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(number + 2, uri),
                [lsp.TextDocumentContentChangeWholeDocument(f"{text}# {number}\n")],
            )
        )
        warm.append(await fix_time(server, uri, line, begin))
    await server.stop()
    return cold, warm


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how fast quick fixes come.")
    parser.add_argument("ours", type=Path, help="the environment with this plugin")
    parser.add_argument("others", type=Path, help="the environment with the other servers")
    options = parser.parse_args()
    for name, server in servers(options.ours.absolute(), options.others.absolute()).items():
        with tempfile.TemporaryDirectory() as folder:
            cold, warm = asyncio.run(measured(server, Path(folder)))
        print(f"{name}: cold {cold:.0f} ms, warm {statistics.median(warm):.0f} ms", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
