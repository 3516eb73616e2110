"""The README says what the program does."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from flake8_missing_import import find_missing_imports
from tools.make_rule_pages import DEFAULTS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_table_has_every_rule() -> None:
    codes = set(re.findall(r"^\| (MIS\d+) \|", README, re.MULTILINE))
    rules = {path.name[:6].upper() for path in (ROOT / "flake8_missing_import/rules").glob("mis*")}
    assert codes == rules


@pytest.mark.parametrize(
    "module", sorted(path.stem for path in (ROOT / "flake8_missing_import/rules").glob("mis*"))
)
def test_table_says_what_the_rule_says(module: str) -> None:
    documentation = importlib.import_module(f"flake8_missing_import.rules.{module}").__doc__
    assert documentation is not None
    first_line = documentation.splitlines()[0].removesuffix(".")
    code, _, meaning = first_line.partition(": ")
    assert f"| {code} | {DEFAULTS[code]} | {meaning} |" in README


def test_shown_finding_is_what_the_command_prints() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "flake8", "--select", "MIS", "examples/"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert result.stdout in README
    assert result.stdout.count("\n") == 1


def test_shown_code_runs() -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    command = [sys.executable, "-c", code]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert output.startswith("MIS001 'time' is used but never imported: add 'import time'")


def shown(picture: str) -> str:
    """Return the text of a picture, without what only lays it out."""
    path = ROOT / "docs" / "pictures" / f"{picture}.svg"
    svg = ElementTree.parse(path).getroot()
    texts = svg.iter("{http://www.w3.org/2000/svg}text")
    return " ".join(" ".join("".join(text.itertext()).split()) for text in texts)


def test_picture_of_the_terminal_is_fresh() -> None:
    """If not: python docs/pictures/make.py."""
    command = ["--select", "F821,MIS", "--show-source", "examples/"]
    result = subprocess.run(
        [sys.executable, "-m", "flake8", *command],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    text = re.sub(r"\s", "", shown("terminal"))
    assert re.sub(r"\s", "", f"$ flake8 {' '.join(command)}") in text
    for line in result.stdout.splitlines():
        assert re.sub(r"\s", "", line) in text


def test_picture_of_the_quick_fixes_is_fresh() -> None:
    """If not: python docs/pictures/make.py."""
    path = ROOT / "examples" / "websocket_auth.py"
    (finding,) = find_missing_imports(path.read_text(encoding="utf-8"))
    text = shown("quick-fix")
    assert f"1: Add '{finding.statement}'" in text
    assert "2: Add all missing imports" in text
    assert finding.message.partition(" (")[0] in text


PAGES = [
    *(ROOT / name for name in ("CONTRIBUTING.md", "benchmarks/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_documentation_names_files_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"(?:`|\n)((?:tests|tools|benchmarks|\.ci|docs)/[\w./-]+)", text)
    links = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", text)
    assert named or links
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_architecture_names_every_module() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    package = ROOT / "flake8_missing_import"
    modules = [path.name for path in package.glob("*.py")]
    folders = [f"{path.parent.name}/" for path in package.glob("*/__init__.py")]
    named = set(re.findall(r"`(\w+(?:\.py|/))`", text))
    assert {*modules, *folders} - named == set()


def test_architecture_names_no_module_that_is_not_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = [ROOT / name for name in ("flake8_missing_import", "tests", "tools")]
    there = [f"/{path.relative_to(ROOT)}" for one in folders for path in one.rglob("*.py")]
    named = re.findall(r"`([\w/]+\.py)`", text)
    assert named
    assert [one for one in named if not any(path.endswith(f"/{one}") for path in there)] == []


def test_architecture_names_every_table_and_its_script() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for table in (ROOT / "flake8_missing_import" / "stdlib").glob("*.txt"):
        (row,) = re.findall(rf"^\| `{table.name}` \| (.+?) \|", text, re.MULTILINE)
        (script,) = re.findall(r"tools[/.]\w+", row)
        made_by = table.read_text(encoding="utf-8").partition(" Made by tools/")[2]
        assert made_by.startswith(script.removeprefix("tools")[1:] + ".py")


def test_core_knows_no_adapter() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("## How to add")[0]
    rows = re.findall(r"^\| (`.+`) \| (.+) \|$", table, re.MULTILINE)
    core, adapters = (
        [name for row, meaning in rows if meaning.startswith("adapter: ") is is_adapter
         for name in re.findall(r"`([\w./]+)`", row)]
        for is_adapter in (False, True)
    )  # fmt: skip
    modules = "|".join(name.removesuffix(".py").strip("/") for name in adapters)
    known = re.compile(
        rf"^ *(?:from|import) flake8_missing_import\.(?:{modules})\b.*", re.MULTILINE
    )
    places = [ROOT / "flake8_missing_import" / name for name in core]
    files = [file for place in places for file in (place.rglob("*.py"), [place])[place.is_file()]]
    assert [known.findall(file.read_text(encoding="utf-8")) for file in files] == [[]] * len(files)
