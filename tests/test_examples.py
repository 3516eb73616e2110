"""The shipped example: the bug is real, found once, and gone with the suggested line."""

from __future__ import annotations

import re
import subprocess
import sys
import types
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
EXAMPLE = EXAMPLES / "websocket_auth.py"


def run_flake8(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flake8", "--isolated", "--select=MIS", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def load(source: str, monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """Import the example, with stand-ins for the third-party package."""
    websockets = types.ModuleType("websockets")
    exceptions = types.ModuleType("websockets.exceptions")
    exceptions.ConnectionClosed = ConnectionError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "websockets", websockets)
    monkeypatch.setitem(sys.modules, "websockets.exceptions", exceptions)
    module = types.ModuleType("websocket_auth")
    monkeypatch.setitem(sys.modules, "websocket_auth", module)
    exec(compile(source, str(EXAMPLE), "exec"), module.__dict__)
    return module


def with_suggested_line(source: str) -> str:
    """Do by hand what the message says."""
    message = run_flake8(EXAMPLE).stdout
    match = re.search(r"add '(.+)' on line (\d+)", message)
    assert match is not None
    lines = source.splitlines(keepends=True)
    lines.insert(int(match[2]) - 1, match[1] + "\n")
    return "".join(lines)


def test_exactly_one_finding_at_the_first_use() -> None:
    result = run_flake8(EXAMPLE)
    lines = EXAMPLE.read_text().splitlines()
    first_use = next(n for n, line in enumerate(lines, 1) if "time.time()" in line)
    place = next(n for n, line in enumerate(lines, 1) if line == "import uuid")
    column = lines[first_use - 1].index("time.time()") + 1
    assert lines[place - 2] == "import logging"
    assert result.stdout == (
        f"{EXAMPLE}:{first_use}:{column}: MIS001 'time' is used but never imported: "
        f"add 'import time' on line {place} (first of 4 uses)\n"
    )
    assert result.returncode == 1


def test_module_imports_fine_and_fails_in_the_method(monkeypatch: pytest.MonkeyPatch) -> None:
    breaker = load(EXAMPLE.read_text(), monkeypatch).CircuitBreaker()
    with pytest.raises(NameError, match="name 'time' is not defined"):
        breaker.open()


def test_works_with_the_suggested_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mended = with_suggested_line(EXAMPLE.read_text())
    breaker = load(mended, monkeypatch).CircuitBreaker(failures_to_open=1)
    breaker.record_failure()
    assert breaker.is_open
    assert not breaker.may_try_again()
    assert 0 < breaker.seconds_until_retry() <= breaker.stay_open
    (tmp_path / EXAMPLE.name).write_text(mended)
    result = run_flake8(tmp_path)
    assert (result.stdout, result.returncode) == ("", 0)
