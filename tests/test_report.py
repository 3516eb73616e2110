"""The formatters for CI, from the real flake8."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flake8 import utils

from flake8_missing_import import fixer
from flake8_missing_import.model import Edit
from flake8_missing_import.pages import name_of, rule_documentation
from flake8_missing_import.replacements import Replacement, replacement
from flake8_missing_import.rules import __path__ as rules_path
from tests.here import run_flake8

SARIF_SCHEMA = Path(__file__).parent / "schemas" / "sarif-2.1.0.json"
HOSTILE = "a%0A::error::b,c.py"
SOURCES = {
    "missing.py": b"import os\nos\ndef f(): return time.time()\n",
    "windows.py": b"import os\r\nos\r\ntime.time()\r\n",
    "no_end.py": b"# coding: utf-8\ntime.time()",
    "moved.py": b"from typing import TYPE_CHECKING\n"
    b"if TYPE_CHECKING:\n    import time\ntime.time()\n",
    "other.py": b"import os\n",
    "clean.py": b"x = 1\n",
    HOSTILE: b"x = '\xc3\xa9' + str(time.time())\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, content in SOURCES.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def flake8(*arguments: str) -> str:
    result = run_flake8("--isolated", "--select=MIS0,F401", *arguments)
    assert result.err == ""
    assert result.exit_code == (0 if "clean.py" in arguments else 1)
    return result.out


def applied(content: bytes, replacements: list[Replacement], encoding: str = "utf-8") -> bytes:
    """Do what a program does that knows only the format: replace ranges of text.

    :param encoding: in latin-1, each byte is a column.
    """
    text = content.decode(encoding)
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
    for edit in sorted(replacements, key=lambda edit: (edit.line, edit.column), reverse=True):
        start = starts[edit.line - 1] + edit.column - 1
        end = starts[edit.end_line - 1] + edit.end_column - 1
        text = text[:start] + edit.text.encode().decode(encoding) + text[end:]
    return text.encode(encoding)


def in_sarif(*arguments: str) -> list[Replacement]:
    """Return the first way to fix each finding."""
    results = json.loads(flake8("--format=mis-sarif", *arguments))["runs"][0]["results"]
    changes = [result["fixes"][0]["artifactChanges"][0] for result in results if "fixes" in result]
    return [from_sarif(one) for change in changes for one in change["replacements"]]


def in_rdjson(*arguments: str) -> list[Replacement]:
    diagnostics = json.loads(flake8("--format=mis-rdjson", *arguments))["diagnostics"]
    return [from_rdjson(one) for found in diagnostics for one in found.get("suggestions", [])]


def fixed_in_place(folder: Path) -> dict[str, bytes]:
    command = [sys.executable, "-m", "flake8_missing_import", "--isolated", "-q", "."]
    subprocess.run(command, check=True)
    return {name: (folder / name).read_bytes() for name in SOURCES}


def test_sarif_follows_the_schema_and_carries_fixes(folder: Path) -> None:
    log = json.loads(flake8("--format=mis-sarif", "--extend-select=W292", "."))
    jsonschema.Draft4Validator(json.loads(SARIF_SCHEMA.read_text())).validate(log)
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    results = log["runs"][0]["results"]
    levels = {result["ruleId"]: result["level"] for result in results}
    assert levels == {"MIS001": "error", "MIS004": "error", "F401": "error", "W292": "warning"}
    edits = {name: [] for name in SOURCES}  # type: dict[str, list[Replacement]]
    for result in results:
        for fix in result.get("fixes", []):
            for change in fix["artifactChanges"]:
                name = urllib.parse.unquote(change["artifactLocation"]["uri"])
                edits[name] += map(from_sarif, change["replacements"])
    after = {name: applied(content, edits[name]) for name, content in SOURCES.items()}
    assert after == fixed_in_place(folder)


def from_sarif(found: dict[str, Any]) -> Replacement:
    region = found["deletedRegion"]
    return Replacement(
        region["startLine"],
        region["startColumn"],
        region["endLine"],
        region["endColumn"],
        found["insertedContent"]["text"],
    )


def test_sarif_of_an_absolute_name(folder: Path) -> None:
    file = folder / HOSTILE
    (result,) = json.loads(flake8("--format=mis-sarif", str(file)))["runs"][0]["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == file.as_uri()
    assert result["fixes"][0]["description"]["text"] == "add 'import time' on line 1"


def test_sarif_describes_our_rules(folder: Path) -> None:
    log = json.loads(flake8("--format=mis-sarif", "missing.py", "other.py"))
    rules = {rule["id"]: rule for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    description = "a standard-library module is used and nothing imports it."
    assert rules["MIS001"]["shortDescription"]["text"] == description
    assert rules["MIS001"]["name"] == "MissingModule"
    assert rules["F401"] == {"id": "F401", "name": "UnusedImport"}


def test_sarif_says_what_it_comes_from(folder: Path) -> None:
    """What Microsoft's validator asks for with SARIF2004 and SARIF2005."""
    log = json.loads(flake8("--format=mis-sarif", "--extend-select=W292,E5", "."))
    tool = log["runs"][0]["tool"]
    for part in (tool["driver"], *tool["extensions"]):
        assert part["version"]
        assert part["informationUri"].startswith("https://")
    rules = tool["driver"]["rules"]
    # A rule of which nothing is known but its code is left out.
    assert [rule["id"] for rule in rules] == ["F401", "MIS001", "MIS004"]
    for result in log["runs"][0]["results"]:
        index = result.get("ruleIndex")
        assert (result["ruleId"] == "W292") if index is None else rules[index]["id"]


def test_every_rule_has_a_name() -> None:
    names = [name_of(code) for code in rule_documentation()]
    assert all(re.fullmatch(r"([A-Z][a-z]+)+", name) for name in names)
    assert len(set(names)) == len(names)


def test_sarif_has_a_fix_for_each_alternative(folder: Path) -> None:
    (folder / "queue_.py").write_text("def f():\n    return Queue()\n")
    (result,) = json.loads(flake8("--format=mis-sarif", "queue_.py"))["runs"][0]["results"]
    assert [fix["description"]["text"] for fix in result["fixes"]] == [
        "add 'from queue import Queue' on line 1",
        "add 'from asyncio import Queue' on line 1",
        "add 'from multiprocessing import Queue' on line 1",
    ]
    texts = [
        change["replacements"][0]["insertedContent"]["text"]
        for fix in result["fixes"]
        for change in fix["artifactChanges"]
    ]
    assert [text.split()[1] for text in texts] == ["queue", "asyncio", "multiprocessing"]


def test_sarif_has_both_ways_out_of_a_contradiction(folder: Path) -> None:
    (folder / "both.py").write_text("datetime.now()\ndatetime.timedelta(1)\n")
    (result,) = json.loads(flake8("--format=mis-sarif", "both.py"))["runs"][0]["results"]
    assert [fix["description"]["text"] for fix in result["fixes"]] == [
        "add 'from datetime import datetime' on line 1",
        "add 'import datetime' on line 1",
    ]


LOCAL = "def f():\n    import time\n    return time, cout\n"


@pytest.mark.parametrize(
    ("name", "path", "levels"),
    [
        pytest.param("mis-sarif", ("runs", 0, "results"), ("level", "note", "error"), id="SARIF"),
        pytest.param("mis-gitlab", (), ("severity", "info", "major"), id="GitLab"),
        pytest.param("mis-rdjson", ("diagnostics",), ("severity", "INFO", "ERROR"), id="rdjson"),
    ],
)
def test_optional_codes_are_notes(
    folder: Path, name: str, path: tuple[Any, ...], levels: tuple[str, str, str]
) -> None:
    (folder / "local.py").write_text(LOCAL + "time.sleep(1)\n")
    results = json.loads(flake8(f"--format={name}", "--extend-select=MIS1", "local.py"))
    for key in path:
        results = results[key]
    key, note, error = levels
    codes = {
        str(one.get("ruleId") or one.get("check_name") or one["code"]["value"]): one[key]
        for one in results
    }
    assert codes == {"MIS004": error, "MIS101": note, "MIS103": note}


def test_github_has_notices(folder: Path) -> None:
    (folder / "local.py").write_text(LOCAL)
    printed = flake8("--format=mis-github", "--extend-select=MIS101", "local.py")
    assert [level for level, _, _ in commands(printed)] == ["notice"]


def test_every_rule_is_documented() -> None:
    names = {path.stem[:6].upper() for path in Path(rules_path[0]).glob("mis*.py")}
    assert rule_documentation().keys() == names | {"MIS900"}


def test_rdjson_suggests_what_the_fixer_does(folder: Path) -> None:
    report = json.loads(flake8("--format=mis-rdjson", "."))
    edits = {name: [] for name in SOURCES}  # type: dict[str, list[Replacement]]
    for diagnostic in report["diagnostics"]:
        edits[diagnostic["location"]["path"]] += map(from_rdjson, diagnostic.get("suggestions", []))
    after = {name: applied(content, edits[name]) for name, content in SOURCES.items()}
    assert after == fixed_in_place(folder)


def from_rdjson(found: dict[str, Any]) -> Replacement:
    start, end = found["range"]["start"], found["range"]["end"]
    return Replacement(start["line"], start["column"], end["line"], end["column"], found["text"])


SIGNATURE = b"\xef\xbb\xbf"
BELOW = b"x = time.time()\nimport time\n"
LINE_ENDS_IN_TEXT = b'import sys\nsys.x\ndef f():\n    return time.time()\n\r\n"""a\r\nb"""\r\n'


@pytest.mark.large
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(SOURCES["moved.py"], id="moved"),
        pytest.param(SOURCES["moved.py"].replace(b"\n", b"\r\n"), id="moved-CRLF"),
        pytest.param(BELOW.replace(b"\n", b"\r\n"), id="from-below-CRLF"),
        pytest.param(BELOW.replace(b"\n", b"\r"), id="from-below-CR"),
        pytest.param(
            b"def f():\r\n    time.time()\r\n\r\n\r\nclass A:\r\n    import time", id="CRLF"
        ),
        pytest.param(LOCAL.encode(), id="out-of-a-function"),
        pytest.param(LOCAL.encode().replace(b"\n", b"\r\n"), id="out-of-a-function-CRLF"),
        pytest.param(LINE_ENDS_IN_TEXT, id="most-line-ends-are-other-ones"),
        pytest.param(b"import sys\rsys.x\rtime.time()\r", id="CR"),
        pytest.param(SIGNATURE + b"def f():\n    time.time()\n", id="below-signature"),
        pytest.param(SIGNATURE + b"from typing import Any\nx: Optional[Any]", id="with-signature"),
        pytest.param(SIGNATURE + BELOW, id="from-below-to-signature"),
    ],
)
def test_edits_are_those_of_the_fixer(folder: Path, source: bytes) -> None:
    (folder / "one.py").write_bytes(source)
    arguments = ("--extend-select=MIS101", "one.py")
    sarif, rdjson = in_sarif(*arguments), in_rdjson(*arguments)
    assert len(rdjson) <= 1
    command = [sys.executable, "-m", "flake8_missing_import", "--isolated", "-q", *arguments]
    subprocess.run(command, check=True)
    fixed = (folder / "one.py").read_bytes()
    assert applied(source, rdjson, "latin-1") == fixed
    signature = SIGNATURE if source.startswith(SIGNATURE) else b""
    # It takes no column in SARIF.
    assert signature + applied(source.removeprefix(signature), sarif) == fixed


def test_rdjson_offers_no_alternatives(folder: Path) -> None:
    (folder / "both.py").write_text("datetime.now()\ndatetime.timedelta(1)\nQueue()\n")
    first, second = json.loads(flake8("--format=mis-rdjson", "both.py"))["diagnostics"]
    assert "suggestions" not in first
    assert [one["text"].split()[1] for one in second["suggestions"]] == ["queue"]


def test_rdjson_counts_bytes(folder: Path) -> None:
    report = json.loads(flake8("--format=mis-rdjson", HOSTILE))
    (diagnostic,) = report["diagnostics"]
    column = SOURCES[HOSTILE].index(b"time") + 1
    assert diagnostic["location"]["range"]["start"] == {"line": 1, "column": column}


def test_rdjson_counts_the_bytes_of_a_signature(folder: Path) -> None:
    (folder / "signed.py").write_bytes(b"\xef\xbb\xbfx = time.time()\nl = json.dumps(x)\n")
    report = json.loads(flake8("--format=mis-rdjson", "--extend-select=E741", "signed.py"))
    starts = [found["location"]["range"]["start"] for found in report["diagnostics"]]
    assert [(start["line"], start["column"]) for start in starts] == [(1, 8), (2, 1), (2, 5)]


def test_rdjson_severity(folder: Path) -> None:
    report = json.loads(flake8("--format=mis-rdjson", "--extend-select=W292", "no_end.py"))
    severities = {found["code"]["value"]: found["severity"] for found in report["diagnostics"]}
    assert severities == {"MIS001": "ERROR", "W292": "WARNING"}


def test_diff_is_applied_by_git(folder: Path) -> None:
    diff = flake8("--format=mis-diff", ".")
    assert "--- a/missing.py\n+++ b/missing.py\n" in diff
    subprocess.run(["git", "apply"], input=diff.encode(), check=True)
    after = {name: (folder / name).read_bytes() for name in SOURCES}
    for name, content in SOURCES.items():
        (folder / name).write_bytes(content)
    assert after == fixed_in_place(folder)


LEARNED = """\
# First party: app

import sqlalchemy as sa
from sqlalchemy import text

from app.models import User
"""
USES_LEARNED = """\
import os

from sqlalchemy import func

from app.views import index


def f():
    return os, func, index, text("x"), User(), sa.or_()
"""
WITH_LEARNED = """\
import os

import sqlalchemy as sa
from sqlalchemy import func, text

from app.models import User
from app.views import index


def f():
    return os, func, index, text("x"), User(), sa.or_()
"""
MESSAGES = {
    "MIS005 'text' is used but never imported: "
    "change line 3 to 'from sqlalchemy import func, text'",
    "MIS005 'User' is used but never imported: add 'from app.models import User' on line 5",
    "MIS005 'sa' is used but never imported: add 'import sqlalchemy as sa' on line 3",
}


@pytest.fixture
def learned(folder: Path) -> Path:
    (folder / "missing_imports.py").write_text(LEARNED)
    path = folder / "learned.py"
    path.write_text(USES_LEARNED)
    return path


def with_learned(name: str) -> str:
    return flake8(f"--format={name}", "--missing-import-files=missing_imports.py", "learned.py")


def test_learned_imports_in_sarif(learned: Path) -> None:
    results = json.loads(with_learned("mis-sarif"))["runs"][0]["results"]
    assert {f"{one['ruleId']} {one['message']['text']}" for one in results} == MESSAGES
    changes = [
        from_sarif(change)
        for one in results
        for change in one["fixes"][0]["artifactChanges"][0]["replacements"]
    ]
    assert applied(learned.read_bytes(), changes).decode() == WITH_LEARNED


def test_learned_imports_in_rdjson(learned: Path) -> None:
    diagnostics = json.loads(with_learned("mis-rdjson"))["diagnostics"]
    assert {f"{one['code']['value']} {one['message']}" for one in diagnostics} == MESSAGES
    changes = [from_rdjson(change) for one in diagnostics for change in one["suggestions"]]
    assert applied(learned.read_bytes(), changes).decode() == WITH_LEARNED


def test_learned_imports_in_the_diff(learned: Path) -> None:
    subprocess.run(["git", "apply"], input=with_learned("mis-diff").encode(), check=True)
    assert learned.read_text() == WITH_LEARNED


def test_learned_imports_in_messages(learned: Path) -> None:
    in_gitlab = {one["description"] for one in json.loads(with_learned("mis-gitlab"))}
    in_github = {message for _, _, message in commands(with_learned("mis-github"))}
    assert in_gitlab == MESSAGES
    assert in_github == MESSAGES


def commands(output: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Read workflow commands as the runner does: one a line, unescaped."""
    for line in output.splitlines():
        match = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
        assert match
        properties = dict(part.split("=") for part in match[2].split(","))
        values = {name: urllib.parse.unquote(value) for name, value in properties.items()}
        yield match[1], values, urllib.parse.unquote(match[3])


def test_github_names_and_messages_are_escaped(folder: Path) -> None:
    found = list(commands(flake8("--format=mis-github", ".")))
    assert len(found) == 6
    assert {values["file"] for _, values, _ in found} == SOURCES.keys() - {"clean.py"}
    assert all(level == "error" for level, _, _ in found)
    (hostile,) = (values for _, values, _ in found if values["file"] == HOSTILE)
    assert hostile == {"file": HOSTILE, "line": "1", "col": "15", "title": "MIS001"}


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file name with a line end")
def test_github_line_end_in_a_name_makes_no_command(folder: Path) -> None:
    (folder / "a\n::error::b.py").write_text("time.time()\n")
    assert len(list(commands(flake8("--format=mis-github", "a\n::error::b.py")))) == 1


def test_gitlab_report(folder: Path) -> None:
    issues = json.loads(flake8("--format=mis-gitlab", "missing.py", "other.py"))
    assert [issue["check_name"] for issue in issues] == ["MIS001", "F401"]
    assert issues[0]["location"] == {"path": "missing.py", "lines": {"begin": 3}}
    assert issues[0]["description"].startswith("MIS001 'time' is used but never imported")
    assert {issue["severity"] for issue in issues} == {"major"}


def test_gitlab_fingerprints_survive_other_lines(folder: Path) -> None:
    def fingerprints() -> list[str]:
        issues = json.loads(flake8("--format=mis-gitlab", "missing.py"))
        return [issue["fingerprint"] for issue in issues]

    before = fingerprints()
    (folder / "missing.py").write_bytes(b"# A line.\n" + SOURCES["missing.py"])
    assert fingerprints() == before
    (folder / "missing.py").write_bytes(SOURCES["missing.py"].replace(b"time.time", b"json.dumps"))
    assert fingerprints() != before


def test_gitlab_fingerprints_of_the_same_text_differ(folder: Path) -> None:
    (folder / "other.py").write_bytes(b"def f():\n    import os\n" * 3)
    issues = json.loads(flake8("--format=mis-gitlab", "other.py"))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 3


FORMATS = ("mis-diff", "mis-github", "mis-gitlab", "mis-rdjson", "mis-sarif")


@pytest.mark.parametrize("name", FORMATS)
def test_output_file_and_tee(folder: Path, name: str) -> None:
    arguments = [f"--format={name}", "missing.py"]
    printed = flake8(*arguments)
    assert printed
    assert flake8(*arguments, "--output-file=report") == ""
    assert (folder / "report").read_text() == printed
    os.remove("report")
    assert flake8(*arguments, "--output-file=report", "--tee") == printed
    assert (folder / "report").read_text() == printed


def test_undefined_names_are_reported_once(folder: Path) -> None:
    (folder / "twice.py").write_text(
        "def f(): return time.time(), a\ntime.sleep(1)\nx: 'Path' = a\n"
    )
    arguments = ["--select=F821,MIS0,MIS1", "twice.py"]
    found = [
        (values["line"], values["col"], text.split("'")[1], values["title"])
        for _, values, text in commands(flake8("--format=mis-github", *arguments))
    ]
    # Of the further uses F821 alone speaks.
    assert found == [
        ("1", "17", "time", "MIS001"),
        ("1", "30", "a", "MIS103"),
        ("2", "1", "time", "F821"),
        ("3", "4", "Path", "MIS002"),
        ("3", "13", "a", "F821"),
    ]
    results = json.loads(flake8("--format=mis-sarif", *arguments))["runs"][0]["results"]
    assert sorted(result["ruleId"] for result in results) == sorted(one[3] for one in found)


@pytest.mark.parametrize(
    "target", [(), ("--output-file=report",), ("--output-file=report", "--tee")]
)
def test_what_else_flake8_prints_is_no_part_of_the_report(
    folder: Path, target: tuple[str, ...]
) -> None:
    for name in ("mis-diff", "mis-sarif"):
        arguments = ["--isolated", f"--format={name}", "missing.py"]
        command = [sys.executable, "-m", "flake8", *arguments]
        plain = flake8(*arguments).encode()
        more = ["--count", "--statistics", "--benchmark", *target]
        done = subprocess.run([*command, *more], capture_output=True, check=False)
        assert done.stdout == (b"" if len(target) == 1 else plain)
        assert b"seconds elapsed" in done.stderr
        assert b" MIS001 'time' is used" in done.stderr
        assert done.stderr.splitlines()[-1].isdigit()
        if target:
            # flake8 adds to a file that is there.
            assert (folder / "report").read_bytes() == plain
            (folder / "report").unlink()


@pytest.mark.parametrize("name", FORMATS)
def test_file_that_is_not_there(folder: Path, name: str) -> None:
    printed = flake8(f"--format={name}", "--select=E902", "missing/file.py")
    assert printed == "" if name == "mis-diff" else "E902" in printed
    assert "import" not in printed


VANISHING = """
import sys
from flake8.main.cli import main
from flake8_missing_import import report

def content(self, filename):
    raise FileNotFoundError(filename)

report._Formatter.content = content
sys.exit(main(["--isolated", "--select=MIS0", *sys.argv[1:]]))
"""


@pytest.mark.parametrize("name", ["mis-sarif", "mis-rdjson", "mis-diff"])
def test_file_that_is_gone_before_the_report_has_no_fix(folder: Path, name: str) -> None:
    command = [sys.executable, "-c", VANISHING, f"--format={name}", "missing.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "" if name == "mis-diff" else "MIS001" in done.stdout
    assert "insertedContent" not in done.stdout
    assert "suggestions" not in done.stdout


def test_column_of_a_plugin_that_reads_the_text_counts_characters(folder: Path) -> None:
    (folder / "narrow.py").write_text("x = '\xe9\xe9';y = 1\n", encoding="utf-8")
    ((_, values, _),) = commands(flake8("--format=mis-github", "--select=E231", "narrow.py"))
    assert values["col"] == "9"


@pytest.mark.parametrize("name", FORMATS)
def test_quiet_prints_names_alone(folder: Path, name: str) -> None:
    assert flake8(f"--format={name}", "-q", "missing.py") == "missing.py\n"


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_found(folder: Path, name: str) -> None:
    printed = flake8(f"--format={name}", "clean.py")
    assert printed == "" if name in ("mis-diff", "mis-github") else json.loads(printed) is not None


def test_show_source(folder: Path) -> None:
    log = json.loads(flake8("--format=mis-sarif", "--show-source", "missing.py"))
    region = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region["snippet"]["text"] == "def f(): return time.time()\n"


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file name that is not UTF-8")
def test_github_shows_what_is_not_utf_8(folder: Path) -> None:
    odd = os.fsdecode(b"a\xff.py")
    (folder / odd).write_text("'%(a)s' % {'a': 1, '\\ud800': 1}\n")
    printed = flake8("--format=mis-github", "--extend-select=F504", "--statistics", odd)
    found, counted = printed.splitlines()
    assert found.startswith(r"::error file=a\udcff.py,line=1,")
    assert counted.endswith(r"unused named argument(s): \ud800")


FORGED = b'''\
x = """
::stop-commands::pwned
""", time.time()
"%(a)s" % {"a": 1, "b\\n::error::pwned ##[add-mask]a ##vso[task.x]b": 1}
'''


def holds_a_command(line: str) -> bool:
    """Say whether GitHub's runner or Azure's agent acts on a line of a log."""
    return line.lstrip().startswith("::") or "##[" in line or "##vso[" in line


@pytest.mark.parametrize("shown", [(), ("--show-source",)], ids=["plain", "with-source"])
@pytest.mark.parametrize("name", sorted({*FORMATS} - {"mis-diff"}))
def test_checked_code_is_no_command(folder: Path, name: str, shown: tuple[str, ...]) -> None:
    (folder / "forged.py").write_bytes(FORGED)
    (folder / "setup.cfg").write_text("[flake8]\nshow-source = true\n")
    arguments = ["--select=MIS0,F5", f"--format={name}", "--statistics", *shown, "forged.py"]
    if not shown:
        arguments += ["--config=setup.cfg"]
    result = run_flake8(*arguments)
    assert "pwned" in result.out
    assert "F504" in result.err + result.out
    lines = [*result.out.splitlines(), *result.err.splitlines()]
    if name == "mis-github":
        found = list(commands("\n".join(line for line in lines if line.startswith("::"))))
        assert [values["title"] for _, values, _ in found] == ["MIS001", "F504"]
        lines = [line for line in lines if not line.startswith("::error file=forged.py,line=")]
    assert not list(filter(holds_a_command, lines))


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file name that is not UTF-8")
@pytest.mark.parametrize("name", ["mis-gitlab", "mis-rdjson", "mis-sarif"])
def test_strict_readers_read_what_is_not_utf_8(folder: Path, name: str) -> None:
    odd = os.fsdecode(b"a\xff.py")
    (folder / odd).write_text(
        "'%(a)s' % {'a': 1, '\\ud800': 1, '\U0001f600': 1, '\\\\ud801': 1}\ntime.time()\n"
    )
    report = json.loads(flake8(f"--format={name}", "--extend-select=F504", odd))
    text = json.dumps(report, ensure_ascii=False)
    text.encode()
    assert "a%FF.py" in text if name == "mis-sarif" else "a\\\\udcff.py" in text
    assert "\\\\ud800" in text
    assert "\U0001f600" in text
    assert "\\\\ud801" in text
    assert "\\\\\\" not in text


@pytest.mark.parametrize(
    ("name", "has_source"),
    [
        pytest.param("mis-diff", False, id="diff"),
        pytest.param("mis-github", False, id="GitHub"),
        pytest.param("mis-gitlab", False, id="GitLab"),
        pytest.param("mis-rdjson", False, id="rdjson"),
        pytest.param("mis-sarif", True, id="SARIF"),
    ],
)
def test_show_source_adds_nothing_but_a_snippet(folder: Path, name: str, has_source: bool) -> None:
    plain = flake8(f"--format={name}", "missing.py")
    shown = flake8(f"--format={name}", "--show-source", "missing.py")
    assert (shown != plain) is has_source


@pytest.mark.parametrize("name", ["mis-sarif", "mis-rdjson", "mis-diff"])
def test_standard_input(folder: Path, name: str) -> None:
    arguments = ["--select=MIS", f"--format={name}", "--stdin-display-name=x.py", "-"]
    command = [sys.executable, "-m", "flake8", "--isolated", *arguments]
    done = subprocess.run(command, input=b"time.time()\n", capture_output=True, check=False)
    assert b"import time" in done.stdout.replace(b"add 'import", b"")


@pytest.mark.parametrize("name", ["mis-sarif", "mis-rdjson", "mis-diff"])
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"import os\r\nos, time.time()\r\n", id="crlf"),
        pytest.param(b"import os\ros, time.time()\r", id="cr"),
        pytest.param(b"import os\r\nos, 'a'\ntime.time()\n", id="mixed-ends"),
        pytest.param(b"import os\nos, time.time()", id="no-last-end"),
        pytest.param(b"\xef\xbb\xbftime.time()\n", id="signature"),
        pytest.param(b"# coding: latin-1\nx = '\xe9', time.time()\n", id="latin-1"),
        pytest.param(b"# coding: euc-jp\nx = '\xa4\xa2', time.time()\n", id="euc-jp"),
    ],
)
def test_standard_input_has_the_report_of_its_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, name: str
) -> None:
    (folder / "a.py").write_bytes(content)
    arguments = ["-j1", "--select=MIS0", f"--format={name}"]
    flake8(*arguments, "--output-file=of_file", "a.py")
    assert b"import time" in (folder / "of_file").read_bytes()
    utils.stdin_get_value.cache_clear()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), "utf-8"))
    flake8(*arguments, "--output-file=of_text", "--stdin-display-name=a.py", "-")
    assert (folder / "of_text").read_bytes() == (folder / "of_file").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="streams are closed otherwise there")
def test_closed_standard_input_is_flake8s_error(folder: Path) -> None:
    command = f"'{sys.executable}' -m flake8 --isolated --format=mis-diff - <&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.returncode == 1
    assert b"report.py" not in done.stderr


@pytest.mark.parametrize(
    ("paths", "where"),
    [
        pytest.param(["../two/b.py"], "two", id="elsewhere"),
        pytest.param(["a.py", "../two/b.py"], "", id="here-and-elsewhere"),
        pytest.param(["{folder}/one/a.py"], "one", id="absolute-but-here"),
        pytest.param(["{folder}/two", "../three"], "", id="two-folders"),
        pytest.param(["../link"], "two", id="through-a-link"),
    ],
)
def test_diff_of_other_folders_is_that_of_the_fixer(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    paths: list[str],
    where: str,
) -> None:
    for name in ("one/a.py", "two/b.py", "three/c.py", "three/clean.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x = 1\n" if "clean" in name else "time.time()\n")
    (tmp_path / "link").symlink_to("two")
    monkeypatch.chdir(tmp_path / "one")
    arguments = ["-j1", *(path.format(folder=tmp_path) for path in paths)]
    diff = flake8("--format=mis-diff", *arguments)
    assert fixer.main(["--isolated", "--diff", *arguments]) == 1
    assert capfd.readouterr().out == diff
    run = ["git", "apply", "--check", "-"]
    subprocess.run(run, input=diff.encode(), cwd=tmp_path / where, check=True)


@pytest.mark.parametrize(
    ("links", "paths"),
    [
        pytest.param({}, ["b.py", "./b.py"], id="named-twice"),
        pytest.param({}, ["b.py", "{folder}/b.py"], id="named-absolutely-too"),
        pytest.param({"a.py": "b.py"}, ["."], id="link-first"),
        pytest.param({"c.py": "b.py"}, ["."], id="link-last"),
        pytest.param({"a.py": "b.py", "c.py": "a.py"}, ["."], id="two-links"),
        pytest.param({"a.py": "b.py"}, ["a.py", "b.py"], id="both-named"),
        pytest.param({"a.py": "b.py"}, ["a.py"], id="link-alone"),
        pytest.param({"a": "."}, ["b.py", "a/b.py"], id="through-a-folder"),
        pytest.param({"a.py": "b.py"}, [".", "--per-file-ignores=b.py:MIS001"], id="ignored-in-it"),
    ],
)
def test_diff_has_each_file_once(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    links: dict[str, str],
    paths: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.py").write_text("time.time()\n")
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    (tmp_path / "other.py").write_text("time.time()\n")
    arguments = ["-j1", "other.py", *(path.format(folder=tmp_path) for path in paths)]
    diff = flake8("--format=mis-diff", *arguments)
    assert fixer.main(["--isolated", "--diff", *arguments]) == 1
    assert capfd.readouterr().out == diff
    subprocess.run(["git", "apply", "-"], input=diff.encode(), check=True)
    is_fixed = (tmp_path / "b.py").read_text() == "import time\n\ntime.time()\n"
    assert is_fixed is ("b.py:MIS001" not in paths[-1])
    assert all((tmp_path / name).is_symlink() for name in links)


@pytest.mark.parametrize(
    ("source", "edit", "expected"),
    [
        pytest.param(
            "a\nb\n", Edit(2, ("x",), 2), Replacement(2, 1, 2, 1, "x\n"), id="between-lines"
        ),
        pytest.param(
            "a\nb\n", Edit(2, ("x",), 2, 1), Replacement(2, 1, 3, 1, "x\n"), id="replaced-line"
        ),
        pytest.param(
            "a\nb", Edit(2, ("x",), 2, 1), Replacement(2, 1, 2, 2, "x"), id="replaced-last-line"
        ),
        pytest.param("ab", Edit(2, ("x",), 2), Replacement(1, 3, 1, 3, "\nx"), id="below-the-end"),
        pytest.param(
            "a\r\nb\rc", Edit(3, ("x",), 3), Replacement(3, 1, 3, 1, "x\r"), id="line-end-above"
        ),
        pytest.param("a\n", Edit(2, ("x",), 2), Replacement(2, 1, 2, 1, "x\n"), id="end"),
        pytest.param(
            "a\nb", Edit(2, (), 2, 1), Replacement(2, 1, 2, 2, ""), id="removed-last-line"
        ),
    ],
)
def test_replacement(source: str, edit: Edit, expected: Replacement) -> None:
    assert replacement(edit, source) == expected
