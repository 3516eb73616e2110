"""Take imports out of real files, and see which tools put them back, and how.

One environment has this plugin, another the other tools::

    python -m venv ours && ours/bin/pip install '.[pylsp]'
    python -m venv others && others/bin/pip install \\
        autoimport pyflyby importmagic basedpyright ty pyrefly
    python -m benchmarks.restoring ours others --cases 200

Run it where the extra ``[test]`` is installed. The cases are the first ones of
``tests/restore_files.py``, the same for all. Fixers rewrite a file that holds the text.
Of a language server, the first quick fix that edits the file is taken, at the first use
of the name: what a user gets by pressing Enter. Its seconds are those of that request, with the
server running and the file checked; those of a fixer are those of the whole command.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import itertools
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.client import BaseLanguageClient

from flake8_missing_import.replacements import Replacement
from tests import restore_files
from tests.test_editor import converter, replacements
from tests.test_report import applied

SEED = 20261124
PATIENCE = 5.0
"""Seconds that a tool may take for one file."""

IMPORTMAGIC = """\
import sys
from importmagic import Scope, SymbolIndex, update_imports
index = SymbolIndex()
index.build_index([path for path in sys.path if path])
path = sys.argv[1]
source = open(path).read()
unresolved, unreferenced = Scope.from_source(source).find_unresolved_and_unreferenced_symbols()
open(path, "w").write(update_imports(source, index, unresolved, set()))
"""


@dataclass(frozen=True)
class Answer:
    """What a tool made of a text; None where it did not answer."""

    after: str | None
    seconds: float
    alternatives: tuple[str, ...] = ()
    """What further quick fixes would make of it."""


Tool = Callable[[Path, restore_files.Case], Awaitable[Answer]]


def fixer(*command: str) -> Tool:
    """Return a tool that rewrites files."""

    async def run(folder: Path, case: restore_files.Case) -> Answer:
        path = folder / case.path.name
        path.write_bytes(case.removed.encode())
        start = time.perf_counter()
        try:
            subprocess.run(
                [*command, str(path)], capture_output=True, check=False, timeout=3 * PATIENCE
            )
        except subprocess.TimeoutExpired:
            return Answer(None, time.perf_counter() - start)
        return Answer(path.read_bytes().decode(), time.perf_counter() - start)

    return run


class Server:
    """A language server, and the client that asks it."""

    def __init__(self, *command: str, environment: Mapping[str, str] | None = None) -> None:
        """Take the command that starts it, and its environment variables if not ours."""
        self.command = command
        self.environment = environment
        self.client: Any = None
        self.published: dict[str, list[lsp.Diagnostic]] = {}

    async def connect(self, folder: Path) -> None:
        """Start the server in a folder."""
        self.client = client = BaseLanguageClient("bench", "1", converter_factory=converter)

        @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: lsp.PublishDiagnosticsParams) -> None:
            self.published[params.uri] = list(params.diagnostics)

        @client.feature(lsp.WORKSPACE_CONFIGURATION)
        def configuration(params: lsp.ConfigurationParams) -> list[dict[str, object]]:
            return [{} for _ in params.items]

        # The client makes a pipe of stderr and never reads it: a server that says much would stop.
        quiet = ("/bin/sh", "-c", 'exec "$0" "$@" 2>/dev/null')
        await client.start_io(*quiet, *self.command, env=self.environment)
        literals = lsp.ClientCodeActionLiteralOptions(
            lsp.ClientCodeActionKindOptions([lsp.CodeActionKind.QuickFix])
        )
        await client.initialize_async(
            lsp.InitializeParams(
                capabilities=lsp.ClientCapabilities(
                    text_document=lsp.TextDocumentClientCapabilities(
                        publish_diagnostics=lsp.PublishDiagnosticsClientCapabilities(),
                        code_action=lsp.CodeActionClientCapabilities(
                            code_action_literal_support=literals,
                            data_support=True,
                            resolve_support=lsp.ClientCodeActionResolveOptions(["edit"]),
                        ),
                    )
                ),
                root_uri=folder.as_uri(),
                workspace_folders=[lsp.WorkspaceFolder(folder.as_uri(), "bench")],
            )
        )
        client.initialized(lsp.InitializedParams())

    async def ask(self, folder: Path, case: restore_files.Case) -> Answer:
        """Return the text after the first quick fix, and how long that took to arrive."""
        if self.client is None:
            await self.connect(folder)
        path = folder / f"case_{abs(hash((case.path, case.name)))}.py"
        path.write_bytes(case.removed.encode())
        return await self.ask_about(path, case)

    async def ask_about(self, path: Path, case: restore_files.Case) -> Answer:
        """Return what the quick fixes make of a case's text, which the editor has at a path."""
        uri = path.as_uri()
        self.client.text_document_did_open(
            lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "python", 1, case.removed))
        )
        line, column = first_use(case)
        start = lsp.Position(line - 1, column)
        span = lsp.Range(start, lsp.Position(line - 1, column + len(case.name)))

        def about_name() -> list[lsp.Diagnostic]:
            return [
                found for found in self.published.get(uri, []) if found.range.start == span.start
            ]

        until = time.perf_counter() + PATIENCE
        while not about_name() and time.perf_counter() < until:
            await asyncio.sleep(0.02)
        begin = time.perf_counter()
        try:
            fixed = await asyncio.wait_for(self._fixes(uri, span, about_name(), case), PATIENCE)
        except asyncio.TimeoutError:
            fixed = []
        took = time.perf_counter() - begin
        self.client.text_document_did_close(
            lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri))
        )
        return Answer(fixed[0] if fixed else None, took, tuple(fixed[1:]))

    async def stop(self) -> None:
        """Ask the server to end, and wait for that, but not for ever."""
        try:
            await asyncio.wait_for(self.client.shutdown_async(None), PATIENCE)
            self.client.exit(None)
            await asyncio.wait_for(self.client.stop(), PATIENCE)
        except asyncio.TimeoutError:
            # Some servers do not always answer.
            self.client._server.kill()

    async def offered(
        self, uri: str, span: lsp.Range, diagnostics: list[lsp.Diagnostic]
    ) -> list[list[Replacement]]:
        """Return the edits of each quick fix for a range, as the server sorts them."""
        actions = await self.client.text_document_code_action_async(
            lsp.CodeActionParams(
                lsp.TextDocumentIdentifier(uri),
                span,
                lsp.CodeActionContext(diagnostics, [lsp.CodeActionKind.QuickFix]),
            )
        )
        found = []
        for action in actions or []:
            if isinstance(action, lsp.CodeAction) and action.edit is None and action.data:
                action = await self.client.code_action_resolve_async(action)
            found.append(text_edits(action, uri))
        return found

    async def _fixes(
        self,
        uri: str,
        span: lsp.Range,
        diagnostics: list[lsp.Diagnostic],
        case: restore_files.Case,
    ) -> list[str]:
        return [
            applied(case.removed.encode(), edits).decode()
            for edits in await self.offered(uri, span, diagnostics)
            if any("import" in edit.text or case.name in edit.text for edit in edits)
        ]


def text_edits(action: Any, uri: str) -> list[Replacement]:
    """Return the edits of a code action in one file."""
    edit = getattr(action, "edit", None)
    if edit is None:
        return []
    edits = list((edit.changes or {}).get(uri, []))
    for change in edit.document_changes or []:
        if isinstance(change, lsp.TextDocumentEdit) and change.text_document.uri == uri:
            edits += change.edits
    return replacements(edits)


def first_use(case: restore_files.Case) -> tuple[int, int]:
    """Return where the name is used first, its line from 1 and its column from 0."""
    names = (
        node
        for node in ast.walk(ast.parse(case.removed))
        if isinstance(node, ast.Name) and node.id == case.name
    )
    return min((node.lineno, node.col_offset) for node in names)


def imports(source: str) -> set[str]:
    """Return the names that the top level of a module imports, a statement for each."""
    found: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import):
            found.update(ast.unparse(ast.Import([alias])) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.update(
                ast.unparse(ast.ImportFrom(node.module, [alias], node.level))
                for alias in node.names
            )
    return found


def is_exact(case: restore_files.Case, after: str) -> bool:
    """Say whether a text imports what was taken out, and nothing else besides what was there."""
    try:
        return imports(after) - imports(case.removed) == {case.statement}
    except SyntaxError:
        return False


def is_on_line(case: restore_files.Case, after: str) -> bool:
    """Say whether the line of the import is what it was."""
    lines = after.split("\n")
    wanted = case.original.split("\n")[case.line - 1]
    return len(lines) >= case.line and lines[case.line - 1] == wanted


def row(name: str, answers: list[tuple[restore_files.Case, Answer]]) -> str:
    """Return a line of the table."""
    detected = exact = on_line = identical = touched = 0
    for case, answer in answers:
        if answer.after in (None, case.removed):
            continue
        after = answer.after or ""
        detected += 1
        exact += is_exact(case, after)
        on_line += is_on_line(case, after)
        identical += after == case.original
        touched += not restore_files.only_adds(case.removed, after)
    seconds = statistics.median(answer.seconds for _, answer in answers)
    cells = (name, detected, exact, on_line, identical, touched, f"{seconds:.3f}")
    return " | ".join(map(str, cells))


def servers(ours: Path, others: Path) -> dict[str, Server]:
    """Return the language servers of two environments."""
    return {
        "flake8-missing-import in python-lsp-server": Server(f"{ours}/bin/python", "-m", "pylsp"),
        "basedpyright": Server(f"{others}/bin/basedpyright-langserver", "--stdio"),
        "ty": Server(f"{others}/bin/ty", "server"),
        "pyrefly": Server(f"{others}/bin/pyrefly", "lsp"),
    }


async def measured(ours: Path, others: Path, count: int) -> None:
    """Ask each tool for every import, and print the table."""
    cases = list(itertools.islice(restore_files.cases(restore_files.files(), SEED), count))
    running = servers(ours, others)
    tidy = ("--replace", "--quiet", "--no-remove-unused", "--no-add-mandatory")
    tools: dict[str, Tool] = {
        "fix-missing-imports": fixer(f"{ours}/bin/fix-missing-imports", "--isolated", "-q"),
        "fix-missing-imports --unsafe": fixer(
            f"{ours}/bin/fix-missing-imports", "--isolated", "-q", "--unsafe"
        ),
        "autoimport": fixer(f"{others}/bin/autoimport"),
        "tidy-imports": fixer(f"{others}/bin/tidy-imports", *tidy),
        "importmagic": fixer(f"{others}/bin/python", "-c", IMPORTMAGIC),
        **{name: server.ask for name, server in running.items()},
    }
    print(f"{count} cases")
    print("tool | detected | statement | line | identical | other text changed | seconds")
    for name, tool in tools.items():
        with tempfile.TemporaryDirectory() as folder:
            answers = [(case, await tool(Path(folder), case)) for case in cases]
            print(row(name, answers), flush=True)
            if name in running:
                await running[name].stop()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare what tools suggest.")
    parser.add_argument("ours", type=Path, help="the environment with this plugin")
    parser.add_argument("others", type=Path, help="the environment with the other tools")
    parser.add_argument("--cases", type=int, default=200)
    options = parser.parse_args()
    asyncio.run(measured(options.ours.absolute(), options.others.absolute(), options.cases))
    return 0


if __name__ == "__main__":
    sys.exit(main())
