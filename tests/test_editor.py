"""The quick fixes of python-lsp-server, asked for by a real client.

Most tests talk to the server in a thread of their own process: as a program it takes more than
a second to start.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_origin

import pytest
from lsprotocol import types as lsp
from pygls.lsp.client import BaseLanguageClient
from pygls.protocol import default_converter
from pylsp.python_lsp import PythonLSPServer

from flake8_missing_import import editor as editor_plugin
from flake8_missing_import import find_missing_imports
from flake8_missing_import.replacements import Replacement
from tests.here import current_folder, run_flake8
from tests.test_report import applied

Json = dict[str, Any]


def converter() -> Any:
    """Return pygls' converter, which cannot read what the server says of notebooks."""
    made = default_converter()
    made.register_structure_hook_func(
        lambda kind: (
            "NotebookDocumentFilter" in str(kind) and str(get_origin(kind)) == "typing.Union"
        ),
        lambda value, _: value,
    )
    return made


def replacements(edits: Iterable[Any]) -> list[Replacement]:
    """Return the protocol's edits, which count from 0, as ours, which count from 1."""
    return [
        Replacement(
            edit.range.start.line + 1,
            edit.range.start.character + 1,
            edit.range.end.line + 1,
            edit.range.end.character + 1,
            edit.new_text,
        )
        for edit in edits
    ]


class Editor:
    """An editor with one open file."""

    def __init__(self, path: Path) -> None:
        self.uri = path.as_uri()
        self.text = path.read_bytes().decode()
        self.version = 0
        self.client = BaseLanguageClient("test", "1", converter_factory=converter)
        self.published: asyncio.Queue[list[lsp.Diagnostic]] = asyncio.Queue()

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: lsp.PublishDiagnosticsParams) -> None:
            self.published.put_nowait(list(params.diagnostics))

        @self.client.feature(lsp.WORKSPACE_CONFIGURATION)
        def configuration(params: lsp.ConfigurationParams) -> list[None]:
            return [None for _ in params.items]

    async def start_program(self) -> None:
        await self.client.start_io(sys.executable, "-m", "pylsp")

    async def start_thread(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            threading.Thread(target=serve, args=[listening.dup()], daemon=True).start()
            await self.client.start_tcp(*listening.getsockname())

    async def initialize(self, plugins: Json) -> None:
        await self.client.initialize_async(
            lsp.InitializeParams(
                capabilities=lsp.ClientCapabilities(),
                root_uri=self.uri.rpartition("/")[0],
                initialization_options={
                    "pylsp": {"plugins": {"preload": {"enabled": False}, **plugins}}
                },
            )
        )
        self.client.initialized(lsp.InitializedParams())

    def open(self) -> None:
        self.client.text_document_did_open(
            lsp.DidOpenTextDocumentParams(
                lsp.TextDocumentItem(self.uri, "python", self.version, self.text)
            )
        )

    async def diagnostics(self) -> list[lsp.Diagnostic]:
        return await self.published.get()

    def change(self, text: str) -> None:
        self.text = text
        self.version += 1
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(self.version, self.uri),
                [lsp.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    async def actions(
        self, line: int, diagnostics: list[lsp.Diagnostic], *only: str
    ) -> list[lsp.CodeAction]:
        place = lsp.Position(line - 1, 0)
        found = await self.client.text_document_code_action_async(
            lsp.CodeActionParams(
                lsp.TextDocumentIdentifier(self.uri),
                lsp.Range(place, place),
                lsp.CodeActionContext(diagnostics, list(only) or None),
            )
        )
        return [action for action in found or [] if isinstance(action, lsp.CodeAction)]

    def after(self, action: lsp.CodeAction) -> str:
        assert action.edit
        assert action.edit.changes
        edits = replacements(action.edit.changes[self.uri])
        return applied(self.text.encode(), edits).decode()

    async def stop(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()


@pytest.fixture(autouse=True)
def _lint_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait half a second for more changes."""
    monkeypatch.setattr(PythonLSPServer, "lint", PythonLSPServer.lint.__wrapped__)


def serve(listening: socket.socket) -> None:
    """Serve one client, until it says that it goes."""
    connection, _ = listening.accept()
    listening.close()
    with connection, connection.makefile("rb") as read, connection.makefile("wb") as write:
        PythonLSPServer(read, write).start()


def edit_file(
    tmp_path: Path,
    content: str,
    scenario: Callable[[Editor, list[lsp.Diagnostic]], Awaitable[None]],
    plugins: Json | None = None,
    *,
    as_program: bool = False,
) -> None:
    path = tmp_path / "edited.py"
    path.write_bytes(content.encode())

    async def run() -> None:
        editor = Editor(path)
        await (editor.start_program() if as_program else editor.start_thread())
        await editor.initialize(plugins or {})
        editor.open()
        diagnostics = await editor.diagnostics()
        try:
            await scenario(editor, diagnostics)
        finally:
            await editor.stop()

    asyncio.run(asyncio.wait_for(run(), timeout=20))


def ours(diagnostics: list[lsp.Diagnostic]) -> list[lsp.Diagnostic]:
    return [found for found in diagnostics if "MIS" in f"{found.code}{found.message}"]


SOURCE = "import os\n\n\ndef f():\n    return '\U0001f600', time.time(), os\n\n\ntime.sleep(1)\n"


@pytest.mark.parametrize("end", [pytest.param("\n", id="lf"), pytest.param("\r\n", id="crlf")])
def test_quick_fix_removes_the_diagnostic(tmp_path: Path, end: str) -> None:
    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        (found,) = ours(diagnostics)
        assert (found.code, found.range.start.line) == ("MIS001", 4)
        assert found.range.start.character == len("    return 'xx', ")
        (action,) = await editor.actions(5, [found], "quickfix")
        assert (action.title, action.kind) == ("Add 'import time'", "quickfix")
        assert action.is_preferred
        after = editor.after(action)
        assert after == editor.text.replace("import os", f"import os{end}import time", 1)
        editor.change(after)
        assert ours(await editor.diagnostics()) == []

    edit_file(tmp_path, SOURCE.replace("\n", end), scenario, as_program=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("import zlib\n", "import time\nimport zlib\n", id="above-another"),
        pytest.param(
            "from time import sleep\n", "import time\nfrom time import sleep\n", id="same-module"
        ),
        pytest.param(
            "from zlib import (  # \U0001f600\n    crc32,\n)\n",
            "import time\nfrom zlib import (  # \U0001f600\n    crc32,\n)\n",
            id="above-several-lines",
        ),
    ],
)
def test_quick_fix_inserts_whole_lines(tmp_path: Path, before: str, after: str) -> None:
    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        (action,) = await editor.actions(
            len(editor.text.splitlines()), ours(diagnostics), "quickfix"
        )
        assert editor.after(action) == after + "time.time()\n"

    edit_file(tmp_path, before + "time.time()\n", scenario)


@pytest.mark.parametrize(
    ("source", "titles"),
    [
        pytest.param(
            "def f():\n    return time.time()\n",
            ["Add 'import time'", "Add 'lazy import time'"],
            id="in-a-function",
        ),
        pytest.param("\ntime.time()\n", ["Add 'import time'"], id="at-module-level"),
    ],
)
def test_lazy_import_is_a_second_action(tmp_path: Path, source: str, titles: list[str]) -> None:
    (tmp_path / "setup.cfg").write_text("[flake8]\nmissing-import-target-version = 3.15\n")

    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        actions = await editor.actions(2, ours(diagnostics), "quickfix")
        assert [action.title for action in actions] == titles
        assert [bool(action.is_preferred) for action in actions] == [True, False][: len(titles)]
        if len(actions) > 1:
            assert editor.after(actions[1]) == "lazy import time\n\n\n" + source

    edit_file(tmp_path, source, scenario)


def test_quick_fix_replaces_the_import_that_a_member_joins(tmp_path: Path) -> None:
    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        (action,) = await editor.actions(2, ours(diagnostics), "quickfix")
        assert editor.after(action) == editor.text.replace("Any\n", "Any, Optional\n", 1)

    edit_file(tmp_path, "from typing import Any\nx: Optional[Any]\n", scenario)


def test_undefined_name_of_pyflakes_gets_the_same_fix(tmp_path: Path) -> None:
    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        second = [found for found in diagnostics if found.range.start.line == 7]
        assert [found.message for found in second] == ["undefined name 'time'"]
        (action,) = await editor.actions(8, second, "quickfix")
        assert action.title == "Add 'import time'"

    edit_file(tmp_path, SOURCE, scenario)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param("flake8", "F821 undefined name 'time'", id="flake8"),
        pytest.param("pyflakes", "undefined name 'time'", id="pyflakes"),
        pytest.param("ruff", "Undefined name `time`", id="python-lsp-ruff"),
        pytest.param("pylint", "[E0602] Undefined variable 'time'", id="pylint"),
        pytest.param(
            "pylint", "[E0601] Using variable 'time' before assignment", id="pylint-too-late"
        ),
        pytest.param("mypy", 'Name "time" is not defined', id="pylsp-mypy"),
        pytest.param("Pyright", '"time" is not defined', id="pyright"),
        pytest.param(
            "pyflakes",
            "local variable 'time' {0} referenced before assignment",
            id="pyflakes-too-late",
        ),
    ],
)
def test_other_linters_messages_are_about_the_same(source: str, message: str) -> None:
    (finding,) = find_missing_imports("x = 1\ntime.time()\n")
    assert editor_plugin._is_about({"source": source, "message": message}, finding)
    other = message.replace("time", "times")
    assert not editor_plugin._is_about({"source": source, "message": other}, finding)


def test_every_use_has_the_quick_fix(tmp_path: Path) -> None:
    text = "def f():\n    time.time()\n    x = 1\n    return time.sleep(x)\n\n\ntime.tzset()\n"

    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        found = {line: await editor.actions(line, [], "quickfix") for line in (2, 3, 4, 7)}
        titles = {line: [action.title for action in actions] for line, actions in found.items()}
        add = ["Add 'import time'"]
        assert titles == {2: add, 3: [], 4: add, 7: add}
        # As pyflakes has it.
        assert {one.severity for one in diagnostics if "'time'" in one.message} == {
            lsp.DiagnosticSeverity.Error
        }

    edit_file(tmp_path, text, scenario)


def test_flake8_of_the_server_and_ours_do_not_report_twice(tmp_path: Path) -> None:
    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        (found,) = ours(diagnostics)
        assert found.source == "flake8"
        (action,) = await editor.actions(5, [found], "quickfix")
        assert action.title == "Add 'import time'"

    flake8 = {"flake8": {"enabled": True, "executable": f"{sys.executable} -m flake8"}}
    flake8["flake8"]["executable"] = str(Path(sys.executable).with_name("flake8"))
    edit_file(tmp_path, SOURCE, scenario, plugins=flake8)


def test_one_action_for_each_alternative(tmp_path: Path) -> None:
    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        found = ours(diagnostics)
        actions = await editor.actions(2, found, "quickfix")
        titles = [action.title for action in actions]
        assert titles[0] == "Add 'from queue import Queue'"
        assert "Add 'from multiprocessing import Queue'" in titles
        assert not any(action.is_preferred for action in actions)

    edit_file(tmp_path, "def f():\n    return Queue()\n", scenario)


def test_two_ways_out_of_a_contradiction(tmp_path: Path) -> None:
    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        actions = await editor.actions(1, ours(diagnostics), "quickfix")
        titles = {action.title for action in actions}
        assert titles == {"Add 'import datetime'", "Add 'from datetime import datetime'"}

    edit_file(tmp_path, "datetime.now()\ndatetime.timedelta(1)\n", scenario)


def test_add_all(tmp_path: Path) -> None:
    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        (action,) = await editor.actions(1, [], "source")
        assert (action.title, action.kind) == (
            "Add all missing imports",
            "source.addMissingImports",
        )
        after = editor.after(action)
        assert after.startswith("import json\nimport time\nfrom pathlib import Path\n\n")
        editor.change(after)
        assert ours(await editor.diagnostics()) == []

    edit_file(tmp_path, "time.time()\njson.dumps(Path('a'))\n", scenario)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("source", "after", "place"),
    [
        pytest.param(
            "time.time()\nx = 1\n", "import time\n\ntime.time()\nx = 1\n", (0, 1, 5), id="new-block"
        ),
        pytest.param(
            "import zlib\nzlib, time.time\n",
            "import time\nimport zlib\nzlib, time.time\n",
            (1, 6, 10),
            id="above-the-first-line",
        ),
        pytest.param(
            "from typing import Any\nx: Optional[Any]\n",
            "from typing import Any, Optional\nx: Optional[Any]\n",
            (1, 3, 11),
            id="change-of-the-first-line",
        ),
        pytest.param(
            "# coding: utf-8\nimport os\n'\U0001f600', os, time.time\n",
            "# coding: utf-8\nimport os\nimport time\n'\U0001f600', os, time.time\n",
            (2, 10, 14),
            id="below-a-declaration",
        ),
        pytest.param(
            "x = time.time()\n",
            "import time\n\nx = time.time()\n",
            (0, 5, 9),
            id="use-on-the-first-line",
        ),
    ],
)
def test_signature_in_the_text(
    tmp_path: Path, source: str, after: str, place: tuple[int, int, int], end: str
) -> None:
    before = f"\ufeff{source}".replace("\n", end)
    expected = f"\ufeff{after}".replace("\n", end)
    line, first, last = place

    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        found = ours(diagnostics)[0].range
        assert found == lsp.Range(lsp.Position(line, first), lsp.Position(line, last))
        quick_fix, add_all = await editor.actions(line + 1, ours(diagnostics)[:1])
        assert editor.after(quick_fix) == expected
        assert editor.after(add_all) == expected

    edit_file(tmp_path, before, scenario)


def test_add_all_below_a_last_line_without_an_end(tmp_path: Path) -> None:
    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        (action,) = await editor.actions(1, [], "source")
        assert editor.after(action) == editor.text + "\nimport time"

    edit_file(
        tmp_path, "f = lambda: time.time()\nimport os  # \U0001f600 is the last line", scenario
    )


@pytest.mark.parametrize(
    "encoding",
    ["ascii", "cp1252", "euc-jp", "latin-1", "nonsense", "rot13", "shift_jis", "utf-8", "utf-16"],
)
@pytest.mark.parametrize(
    "head",
    [
        pytest.param("# coding: {0}\n", id="first-line"),
        pytest.param("#!/usr/bin/python\n# vim: set fileencoding={0} :\n", id="second-line"),
        pytest.param("\n# -*- coding: {0} -*-\n", id="below-nothing"),
        pytest.param("# coding: {0}\n# coding: {0}\n", id="both"),
        pytest.param('"""Doc."""\n# coding: {0}\n', id="comment-that-declares-nothing"),
    ],
)
def test_add_all_whatever_the_encoding_of_the_file_is(
    tmp_path: Path, head: str, encoding: str
) -> None:
    text = "\xe9 \u65e5\u672c \U0001f600"
    before = f"{head}import os\nx = '{text}', time.time(), os, json.dumps(1)\n".format(encoding)
    after = before.replace("import os\n", "import json\nimport os\nimport time\n")
    (action,) = actions_without_a_server(tmp_path, before)
    edits = [
        Replacement(
            edit["range"]["start"]["line"] + 1,
            edit["range"]["start"]["character"] + 1,
            edit["range"]["end"]["line"] + 1,
            edit["range"]["end"]["character"] + 1,
            edit["newText"],
        )
        for edit in action["edit"]["changes"]["file:t.py"]
    ]
    assert applied(before.encode(), edits).decode() == after


def actions_without_a_server(tmp_path: Path, text: str) -> list[Json]:
    """Return what adds all imports: other plugins of the server may not know an encoding."""
    config: Any = SimpleNamespace(plugin_settings=lambda plugin, **_: {})
    workspace: Any = SimpleNamespace(root_path=str(tmp_path))
    document: Any = SimpleNamespace(source=text, path=str(tmp_path / "t.py"), uri="file:t.py")
    everything = {"start": {"line": 0}, "end": {"line": text.count("\n")}}
    only = {"only": ["source"]}
    return editor_plugin.pylsp_code_actions(config, workspace, document, everything, only)


def test_only_the_lines_asked_about_get_a_quick_fix(tmp_path: Path) -> None:
    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        assert await editor.actions(1, [], "quickfix") == []
        assert len(await editor.actions(5, [], "quickfix")) == 1

    edit_file(tmp_path, SOURCE, scenario)


@pytest.mark.parametrize(
    ("settings", "text", "titles"),
    [
        pytest.param(
            "missing-import-names = np = import numpy as np",
            "np.zeros(1)\n",
            ["Add 'import numpy as np'", "Add all missing imports"],
            id="configured-name",
        ),
        pytest.param("missing-import-target-version = 3.10", "tomllib\n", [], id="target-version"),
        pytest.param("ignore = MIS001", "time.time()\n", [], id="ignored-code"),
        pytest.param("per-file-ignores = ed*.py:MIS", "time.time()\n", [], id="ignored-there"),
        pytest.param("exclude = edited.py", "time.time()\n", [], id="excluded"),
        pytest.param("builtins = time", "time.time()\n", [], id="builtin"),
        pytest.param("ignore = E", "time.time()  # noqa: MIS001\n", [], id="noqa"),
        pytest.param("ignore = E", "# flake8: noqa\ntime.time()\n", [], id="noqa-for-the-file"),
        pytest.param(
            "ignore = E",
            'x = """\n""", time.time()  # noqa\n',
            [],
            id="noqa-behind-several-lines",
        ),
        pytest.param("missing-import-names = np", "time.time()\n", [], id="nonsense"),
    ],
)
def test_configuration_of_flake8(
    tmp_path: Path, settings: str, text: str, titles: list[str]
) -> None:
    (tmp_path / "setup.cfg").write_text(f"[flake8]\n{settings}\n")

    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        line = text.count("\n")
        actions = await editor.actions(line, diagnostics)
        assert [action.title for action in actions] == titles
        assert len(ours(diagnostics)) == (1 if titles else 0)

    edit_file(tmp_path, text, scenario)


@pytest.mark.parametrize("name", ["setup.cfg", "tox.ini", ".flake8"])
def test_configuration_file_of_flake8(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("[flake8]\nignore = MIS001\n")

    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        assert ours(diagnostics) == []

    edit_file(tmp_path, "time.time()\n", scenario)


@pytest.mark.parametrize(
    ("files", "settings", "count"),
    [
        pytest.param({"a/x.py": "", "tox.ini": "ignore = MIS"}, {}, 0, id="above-the-root"),
        pytest.param({"a/.flake8": "per-file-ignores = ./sub/*.py:MIS"}, {}, 0, id="path-of-files"),
        pytest.param({"a/.flake8": "per-file-ignores = other/*.py:MIS"}, {}, 1, id="other-path"),
        pytest.param({"a/.flake8": "exclude = sub/t.py"}, {}, 0, id="path-excluded"),
        pytest.param({}, {"filename": ["*.pyi"]}, 0, id="filename"),
        pytest.param({}, {"filename": ["*/t.py"]}, 1, id="filename-that-fits"),
        pytest.param({}, {"exclude": ["sub"]}, 0, id="exclude-of-a-folder"),
        pytest.param({}, {"exclude": ["./sub/"]}, 0, id="exclude-of-a-path"),
        pytest.param({"a/pyproject.toml": 'ignore = ["MIS"]'}, {}, 0, id="pyproject"),
        pytest.param(
            {"a/pyproject.toml": 'ignore = ["MIS"]', "a/.flake8": "select = MIS"},
            {},
            0,
            id="pyproject-beats-the-others-as-in-Flake8-pyproject",
        ),
        pytest.param({}, {"ignore": ["MIS001"]}, 0, id="ignore"),
        pytest.param({}, {"select": ["E", "F"]}, 0, id="select"),
        pytest.param({}, {"extendSelect": ["MIS1"], "select": None}, 2, id="extendSelect"),
        pytest.param({}, {"extendIgnore": ["MIS0"]}, 0, id="extendIgnore"),
        pytest.param({}, {"exclude": ["sub/t.py"]}, 0, id="exclude"),
        pytest.param({}, {"perFileIgnores": ["sub/*:MIS001", "E1"]}, 0, id="perFileIgnores"),
        pytest.param({}, {"exclude": [], "ignore": [], "maxLineLength": None}, 1, id="defaults"),
        pytest.param({"mine": "ignore = MIS"}, {"config": "~/mine"}, 0, id="home"),
        pytest.param({"mine": "ignore = MIS"}, {"config": "$HOME/mine"}, 0, id="variable"),
    ],
)
def test_configuration_as_flake8_and_the_server_find_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, str],
    settings: Json,
    count: int,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "work/a/sub").mkdir(parents=True)
    for name, content in files.items():
        place = tmp_path if name == "mine" else tmp_path / "work"
        section = "[tool.flake8]" if name.endswith(".toml") else "[flake8]"
        (place / name).write_text(f"{section}\n{content}\n")
    config: Any = SimpleNamespace(plugin_settings=lambda plugin, document_path: settings)
    workspace: Any = SimpleNamespace(root_path=str(tmp_path / "work/a"))
    text = "def f():\n    import random\n    return random.random(), time.time()\n"
    path = str(tmp_path / "work/a/sub/t.py")
    document: Any = SimpleNamespace(source=text, path=path)
    found = editor_plugin.pylsp_lint(config, workspace, document)
    assert len(found) == count, found
    assert all("MIS" in one["message"] for one in found)


@pytest.mark.parametrize(
    ("setting", "is_found"),
    [
        *((f"exclude = {value}", False) for value in ("sub", "sub/", "./sub", "s*", ".", "./")),
        *((f"extend-exclude = {value}", False) for value in ("sub", "sub/deep/", "deep", "t.py")),
        *((f"exclude = {value}", True) for value in ("a", "work", "b", "ub", "a/sub", "*/sub")),
        *((f"filename = {value}", False) for value in ("*_test.py", "sub/*.py", "./deep/*")),
        *((f"filename = {value}", True) for value in ("*.py", "./sub/*.py", "*_test.py,*/t.py")),
    ],
)
def test_file_is_checked_where_flake8_finds_it(
    tmp_path: Path, setting: str, *, is_found: bool
) -> None:
    root = tmp_path / "work/a"
    path = root / "sub/deep/t.py"
    path.parent.mkdir(parents=True)
    path.write_text("time.time()\n")
    (root / ".flake8").write_text(f"[flake8]\n{setting}\n")
    with current_folder(root):
        assert bool(run_flake8("--select=MIS").out) is is_found
    config: Any = SimpleNamespace(plugin_settings=lambda plugin, document_path: {})
    workspace: Any = SimpleNamespace(root_path=str(root))
    document: Any = SimpleNamespace(source="time.time()\n", path=str(path))
    assert bool(editor_plugin.pylsp_lint(config, workspace, document)) is is_found


@pytest.mark.parametrize("setting", ["", "exclude = sub"])
@pytest.mark.parametrize(
    ("path", "is_checked"),
    [
        pytest.param("work/a/t.pyi", True, id="stub"),
        pytest.param("work/a/run", True, id="script"),
        pytest.param("work/b/t.py", True, id="outside"),
        pytest.param("work/sub/t.py", True, id="outside-in-a-folder-of-that-name"),
        pytest.param("work/b/sub", False, id="outside-with-that-name"),
    ],
)
def test_file_that_flake8_does_not_find_by_itself(
    tmp_path: Path, setting: str, path: str, *, is_checked: bool
) -> None:
    (tmp_path / "work/a").mkdir(parents=True)
    (tmp_path / "work/a/.flake8").write_text(f"[flake8]\n{setting}\n")
    config: Any = SimpleNamespace(plugin_settings=lambda plugin, document_path: {})
    workspace: Any = SimpleNamespace(root_path=str(tmp_path / "work/a"))
    document: Any = SimpleNamespace(source="time.time()\n", path=str(tmp_path / path))
    found = editor_plugin.pylsp_lint(config, workspace, document)
    assert bool(found) is (is_checked or not setting)


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        pytest.param(
            ".flake8", "[flake8]\nignore = # all\n", "'#' supplied to 'ignore'", id="code"
        ),
        pytest.param(
            ".flake8", "[flake8]\nignore = E\n[flake8]\n", "'flake8' already exists", id="twice"
        ),
        pytest.param(".flake8", "[flake8]\nmax-line-length = long\n", "'long'", id="number"),
        pytest.param(
            "setup.cfg",
            "[flake8]\nmissing-import-names = np\n",
            "'np' is not of the form NAME = IMPORT",
            id="name",
        ),
        pytest.param(
            ".flake8",
            "[flake8]\nper-file-ignores = nonsense\n",
            "Expected `per-file-ignores` to be a mapping",
            id="what-is-read-last",
        ),
        pytest.param(
            ".flake8",
            "[flake8:local-plugins]\nextension = X = ends:Plugin\npaths = .\n",
            "boom needs libfoo",
            id="plugin-that-ends-flake8",
        ),
        pytest.param("pyproject.toml", "[tool.flake8\n", "(at line 1", id="TOML"),
        pytest.param(
            "pyproject.toml",
            "[tool.flake8]\nmissing-import-names = [1]\n",
            "1 is no text",
            id="number-in-a-list",
        ),
    ],
)
@pytest.mark.parametrize("enabled", [False, True])
def test_broken_configuration_is_shown(
    tmp_path: Path, name: str, content: str, complaint: str, enabled: bool
) -> None:
    (tmp_path / name).write_text(content)
    (tmp_path / "ends.py").write_text("import sys\n\nsys.exit('boom needs libfoo')\n")
    config: Any = SimpleNamespace(plugin_settings=lambda plugin, **_: {"enabled": enabled})
    workspace: Any = SimpleNamespace(root_path=str(tmp_path))
    document: Any = SimpleNamespace(source="time.time()\n", path=str(tmp_path / "t.py"))
    (found,) = editor_plugin.pylsp_lint(config, workspace, document)
    assert found["message"].startswith(f"flake8 does not accept {tmp_path / name}: ")
    assert complaint in found["message"]
    assert (found["severity"], found["range"]["start"]["line"]) == (1, 0)
    everything = {"start": {"line": 0}, "end": {"line": 1}}
    assert editor_plugin.pylsp_code_actions(config, workspace, document, everything, {}) == []


@pytest.mark.parametrize(
    ("content", "named"),
    [
        pytest.param("no section\n", None, id="no-section"),
        pytest.param("no section\n", ".flake8", id="no-section-in-the-named-file"),
        pytest.param("", "no-such-file", id="named-file-is-missing"),
    ],
)
def test_broken_configuration_is_no_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: str, named: str | None
) -> None:
    # The server itself does not start beside a broken setup.cfg or tox.ini.
    (tmp_path / ".flake8").write_text(content)

    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        shown = [found for found in diagnostics if "flake8 does not accept" in found.message]
        assert len(shown) == bool(named)
        logged = f"flake8 does not accept {tmp_path / (named or '')}: " in caplog.text
        assert logged == bool(named)
        actions = await editor.actions(1, diagnostics, "quickfix")
        assert len(actions) == len(ours(diagnostics)) == (0 if named else 1)
        # An exception would take what the server's other plugins say with it.
        assert any("undefined name 'time'" in found.message for found in diagnostics)

    plugins = {"flake8": {"enabled": False, "config": str(tmp_path / named)}} if named else {}
    edit_file(tmp_path, "time.time()\n", scenario, plugins=plugins)


def test_learned_import_is_a_quick_fix(tmp_path: Path) -> None:
    (tmp_path / ".flake8").write_text("[flake8]\nmissing-import-files = missing_imports.py\n")
    learned = tmp_path / "missing_imports.py"
    learned.write_text("# First party: app\n\nfrom app.models import User\n")

    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        (found,) = ours(diagnostics)
        assert found.code == "MIS005"
        (action,) = await editor.actions(5, [found], "quickfix")
        assert action.title == "Add 'from app.models import User'"
        after = editor.after(action)
        assert after == "import os\n\nfrom app.models import User\n\n\nos\nUser()\n"
        learned.write_text("import numpy as np\n")
        editor.change("import os\n\nos\nnp\nUser()\n")
        assert [one.range.start.line for one in ours(await editor.diagnostics())] == [3]

    edit_file(tmp_path, "import os\n\n\nos\nUser()\n", scenario)


def test_configuration_is_read_again(tmp_path: Path) -> None:
    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        assert len(ours(diagnostics)) == 1
        (tmp_path / ".flake8").write_text("[flake8]\nignore = MIS001\n")
        editor.change("\ntime.time()\n")
        assert ours(await editor.diagnostics()) == []

    edit_file(tmp_path, "time.time()\n", scenario)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("def f(:\n    time.time()\n", id="broken"),
        pytest.param("", id="empty"),
        pytest.param("x = 1", id="nothing-to-add"),
    ],
)
def test_nothing_instead_of_an_error(tmp_path: Path, text: str) -> None:
    async def scenario(editor: Editor, diagnostics: list[lsp.Diagnostic]) -> None:
        assert ours(diagnostics) == []
        assert await editor.actions(1, []) == []

    edit_file(tmp_path, text, scenario)
