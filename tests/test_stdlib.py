"""The tables are fresh and know the Python that runs."""

from __future__ import annotations

import functools
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_missing_import.stdlib import (
    INDEX,
    StandardLibrary,
    standard_library,
    telling,
)
from flake8_missing_import.stdlib.brought import (
    brought_modules,
    brought_on_all,
    loaded_on_use,
    with_packages,
)
from flake8_missing_import.stdlib.telling import TELLING_USES, telling_uses, telling_words
from tools import (
    compare_pythons,
    find_telling_uses,
    generate_stdlib_index,
    measure_first_use,
    measure_runtime,
    measure_star_imports,
)
from tools.interpreters import Answer, Interpreter, Version
from tools.measure_brought_modules import Answers, Measured, brought_by_version

THIS = sys.version_info[:2]

UNKNOWN_NAMES = {
    # A helper without a docstring in a module that Python 3.12 dropped.
    "asynchat": {"find_prefix_at_end"},
}

# They print, or open a browser.
NOT_IMPORTED = {"antigravity", "this"}


@pytest.mark.large
def test_index_is_fresh() -> None:
    assert INDEX.read_text(encoding="utf-8") == generate_stdlib_index.index_text()


@pytest.mark.parametrize(
    ("module", "name", "expected"),
    [
        ("winreg", "", False),
        ("termios", "", False),
        ("asyncio.windows_events", "", False),
        ("os", "", True),
        ("os", "fork", False),
        ("os", "getpid", True),
        ("os", "path", True),
        ("asyncio", "windows_events", False),
        ("asyncio", "unknown", True),
        ("unknown", "", True),
    ],
)
def test_platforms(module: str, name: str, expected: bool) -> None:
    assert standard_library((3, 12)).is_on_all_platforms(module, name) is expected


def test_each_row_of_the_telling_uses_is_found() -> None:
    rows = [row for row in TELLING_USES.read_text("utf-8").splitlines() if row[0] != "#"]
    table = dict(row.split(": ", 1) for row in rows)
    assert {name: telling_uses(name) for name in table} == table


@pytest.mark.parametrize(
    "name", ["", "#", "A_", "Tim", "tim", "time ", "sleepy", "zz", "ä", "\ud800"]
)
def test_no_row_of_the_telling_uses_is_found_for(name: str) -> None:
    assert telling_uses(name) == ""


@pytest.mark.parametrize("others", [0, 200], ids=["few", "many"])
def test_telling_words_among(others: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "_TABLE", telling._Table())
    words = {"time", "sleep(", "_socket", "_rmtree(", ".time", "no_such_name", "if", "_if"}
    words.update(f"no_such_name_{number}" for number in range(others))
    assert telling_words(words) == {"time", "sleep(", "_socket", "_rmtree("}


@pytest.mark.large
def test_telling_uses_are_fresh() -> None:
    """The whole table takes minutes: a part of it is made again."""
    table = TELLING_USES.read_text(encoding="utf-8").splitlines()
    rows = [line for line in table if line[0] != "#"]
    names = sorted(find_telling_uses.names())[::100]
    wanted = [row for row in rows if row.partition(":")[0] in set(names)]
    assert sorted(find_telling_uses.lines(names)) == wanted
    assert {find_telling_uses.packages(), find_telling_uses.modules()} <= set(table)
    assert rows == sorted(rows)
    assert "tools/find_telling_uses.py" in table[1]


@pytest.mark.large
@pytest.mark.skipif(sys.platform != "linux", reason="the table is Linux's")
def test_star_extras_are_as_measured() -> None:
    this = Interpreter(sys.executable)
    measured = measure_star_imports.ask(this, this.start_modules())
    library = standard_library(THIS)
    assert "logging.handlers" in measured
    assert {
        f"{module}.{name}"
        for module, names in measured.items()
        for name in names
        if not library.may_be_starred(module, name)
    } == set()


@pytest.mark.large
def test_unlisted_names_are_as_measured() -> None:
    library = standard_library(THIS)
    unlisted = measure_runtime.unlisted(measure_runtime.measured([sys.executable]))
    assert {
        f"{module}.{name}"
        for module, names in unlisted.items()
        for name in names
        if not library.has_own_name(module, name)
    } == set()


PUBLIC_MODULES = sorted(one for one in standard_library(THIS).modules if not one.startswith("_"))


@functools.cache
def public_names() -> dict[str, list[str]]:
    """Ask a fresh interpreter: an import here would change what others see."""
    question = (
        "import importlib, json, sys, types, warnings\n"
        "warnings.simplefilter('ignore')\n"
        "found = {}\n"
        "for name in sys.argv[1:]:\n"
        "    module = importlib.import_module(name)\n"
        "    found[name] = list(getattr(module, '__all__', None) or (\n"
        "        n for n, v in vars(module).items() if not n.startswith('_')\n"
        "        and not isinstance(v, types.ModuleType)\n"
        "        and getattr(v, '__module__', None) == name))\n"
        "print(json.dumps(found), file=sys.__stdout__)\n"
    )
    modules = filter(can_be_imported, PUBLIC_MODULES)
    result = subprocess.run(
        [sys.executable, "-c", question, *modules], capture_output=True, text=True, check=True
    )
    found: dict[str, list[str]] = json.loads(result.stdout.splitlines()[-1])
    return found


def can_be_imported(module: str) -> bool:
    return module not in NOT_IMPORTED and importlib.util.find_spec(module) is not None


def test_every_module_is_known() -> None:
    library = standard_library(THIS)
    unknown = {
        module
        for module in sys.stdlib_module_names
        if not module.startswith("_") and not library.has_module(module)
    }
    assert unknown <= measure_runtime.NOT_FOR_USE


@pytest.mark.parametrize("module", PUBLIC_MODULES)
def test_every_public_name_is_known(module: str) -> None:
    if not can_be_imported(module):
        pytest.skip("not on this platform or not to be imported")
    library = standard_library(THIS)
    unknown = {name for name in public_names()[module] if not library.has_name(module, name)}
    assert unknown - UNKNOWN_NAMES.get(module, set()) == set()


@pytest.mark.parametrize(
    ("version", "module", "exists"),
    [
        ((3, 10), "tomllib", False),
        ((3, 11), "tomllib", True),
        ((3, 11), "distutils", True),
        ((3, 12), "distutils", False),
        ((3, 15), "profiling", True),
    ],
)
def test_modules_come_and_go(version: tuple[int, int], module: str, exists: bool) -> None:
    assert StandardLibrary(version).has_module(module) is exists
    assert (module in StandardLibrary(version).modules) is exists


# Of each kind: nothing, own submodules, those of others, packages in packages.
MEASURED_AGAIN = (
    *("ast", "asyncio", "concurrent.futures", "csv", "ctypes", "email.message", "email.mime.text"),
    *("encodings", "html", "http.server", "importlib", "importlib.metadata", "json", "logging"),
    *("logging.config", "multiprocessing", "multiprocessing.pool", "os", "sqlite3", "time"),
    *("tkinter.filedialog", "typing", "unittest", "urllib.request", "xml.dom.minidom"),
    *("xmlrpc.server", "zoneinfo"),
)


@pytest.mark.large
@pytest.mark.skipif(sys.platform != "linux", reason="the table is Linux's")
def test_brought_modules_are_as_measured() -> None:
    this = Interpreter(sys.executable)
    answers = this.ask({*MEASURED_AGAIN, "sys"}, this.start_modules())
    start = answers.pop("sys")
    always = start.usable if start else frozenset()
    assert any(answers.values())
    library = standard_library(THIS)
    for module, answer in answers.items():
        if answer is not None:
            told = {name for name in brought_modules(module, THIS) if library.has_module(name)}
            # 3.13.0 does not bring it yet.
            left_open = with_packages(module) | {"collections.abc"}
            assert told - left_open <= answer.usable, module
            assert {name for name in answer.usable - always if library.has_module(name)} <= told


@pytest.mark.large
@pytest.mark.skipif(sys.platform != "linux", reason="the table is Linux's")
def test_first_uses_are_as_measured() -> None:
    packages = {"concurrent.futures": frozenset({"ThreadPoolExecutor", "Future"})}
    this = Interpreter(sys.executable)
    measured = measure_first_use.ask(this, packages, this.start_modules())
    assert "concurrent.futures.ThreadPoolExecutor" in measured
    for full_name, submodules in measured.items():
        assert set(submodules) <= loaded_on_use(full_name, THIS)


@pytest.mark.parametrize(
    ("imported", "submodule"),
    [
        ("os", "os.path"),
        ("urllib.request", "urllib.parse"),
        ("urllib.request", "urllib.error"),
        ("email.mime.text", "email.encoders"),
        ("importlib.metadata", "importlib.util"),
        ("logging.config", "logging.handlers"),
        ("tkinter.filedialog", "tkinter.messagebox"),
        ("xmlrpc.server", "xmlrpc.client"),
        ("typing", "collections.abc"),
        ("asyncio", "collections.abc"),
        ("asyncio", "concurrent.futures"),
        pytest.param("xml.dom.minidom", "xml.dom", id="a-package"),
        pytest.param("os.path.join", "os.path", id="a-member"),
        pytest.param("urllib.request.urlopen", "urllib.parse", id="what-a-member's-module-brings"),
    ],
)
def test_brought_on_every_python(imported: str, submodule: str) -> None:
    assert submodule in brought_on_all(imported, (3, 10))


@pytest.mark.parametrize(
    ("imported", "submodule"),
    [
        ("importlib", "importlib.util"),
        ("xml", "xml.dom"),
        ("logging", "logging.handlers"),
        ("concurrent.futures", "concurrent.futures.thread"),
        ("multiprocessing", "multiprocessing.pool"),
        ("email", "email.mime"),
        ("tkinter", "tkinter.messagebox"),
        pytest.param("collections", "collections.abc", id="since-3.13"),
    ],
)
def test_not_brought_on_every_python(imported: str, submodule: str) -> None:
    assert submodule not in brought_on_all(imported, (3, 10))


def test_what_the_target_and_later_pythons_bring() -> None:
    assert "collections.abc" in brought_on_all("collections", (3, 13))
    assert "collections.abc" in brought_modules("collections", (3, 13))
    assert "collections.abc" not in brought_modules("collections", (3, 12))
    # In 3.10, re is not a package.
    assert "re._compiler" in brought_on_all("re", (3, 10))


def answer(*loaded: str) -> Answer:
    return Answer(frozenset(loaded), frozenset(name for name in loaded if "." in name))


NATIVE: dict[str, Answer | None] = {
    "collections": answer("collections"),
    "csv": answer("csv", "collections"),
    "tkinter": answer("tkinter", "os", "os.path"),
    "json": answer("json", "json.decoder"),
    "wave": answer("wave", "xml.dom", "xml.sax", "importlib.util"),
    "sys": answer(),
}


@pytest.mark.parametrize(
    ("later", "module", "brought"),
    [
        pytest.param({}, "csv", {"collections.abc"}, id="with-its-package-in-a-patch-release"),
        pytest.param({}, "json", {"json.decoder"}, id="nothing-known-of-later"),
        pytest.param({}, "tkinter", {"os.path"}, id="not-in-node"),
        pytest.param({"json": answer("json")}, "json", set(), id="no-more"),
        pytest.param({"json": answer("json", "os.path")}, "json", {"os.path"}, id="new"),
        pytest.param({"wave": answer("os.path")}, "wave", {"importlib.util"}, id="in-node-alone"),
    ],
)
def test_a_python_that_runs_in_node_alone(
    later: dict[str, Answer | None], module: str, brought: set[str]
) -> None:
    in_node: dict[str, Answer | None] = {
        "collections": answer("collections", "collections.abc"),
        "json": NATIVE["json"],
        "wave": answer("wave", "xml.dom", "xml.sax", "os.path"),
        "sys": answer(),
    }
    nodes: dict[Version, Answers] = {(3, 13): in_node, (3, 14): {"sys": answer(), **later}}
    measured = Measured({(3, 13): NATIVE}, nodes)
    assert brought_by_version(measured)[3, 14][module] == brought


def test_an_unreleased_python_takes_nothing_away() -> None:
    alpha: dict[str, Answer | None] = {"json": answer("json", "os.path"), "sys": answer()}
    measured = Measured({(3, 13): NATIVE}, {(3, 13): NATIVE, (3, 14): alpha}, frozenset({(3, 14)}))
    assert brought_by_version(measured)[3, 14]["json"] == {"json.decoder", "os.path"}


@pytest.mark.parametrize(
    ("in_node", "different"),
    [
        pytest.param({}, {}, id="equal"),
        pytest.param(
            {"json": answer("json")}, {"json": {"json.decoder"}}, id="brings-less-in-node"
        ),
        pytest.param(
            {"csv": answer("csv", "os.path")}, {"csv": {"os.path"}}, id="brings-more-in-node"
        ),
        pytest.param({"tkinter": None}, {}, id="lacking-in-node"),
        pytest.param(
            {"collections": None, "csv": answer("csv", "os.path")}, {}, id="loads-what-is-lacking"
        ),
        pytest.param(
            {
                "collections": answer("collections", "collections.abc"),
                "csv": answer("csv", "collections", "collections.abc"),
            },
            {},
            id="newer-patch-release-in-node",
        ),
    ],
)
def test_control_compares_with_the_same_version_in_node(
    in_node: dict[str, Answer | None], different: dict[str, set[str]]
) -> None:
    there = {**NATIVE, **in_node}
    lacking = compare_pythons.lacking_in(NATIVE, there)
    assert compare_pythons.imports_that_differ(NATIVE, there, lacking) == different


@pytest.mark.parametrize(
    ("reached", "told"),
    [
        pytest.param({(3, 15): {"os.path": True, "xml.dom": False}}, [], id="right"),
        pytest.param(
            {(3, 15): {"xml.dom": True}}, ["3.15: xml.dom: false alarm"], id="false-alarm"
        ),
        pytest.param({(3, 15): {"os.path": False}}, ["3.15: os.path: not found"], id="not-found"),
        pytest.param(
            {(3, 14): {"xml.dom": True}, (3, 15): {"xml.dom": False}},
            [],
            id="only-a-later-python-fails",
        ),
        pytest.param(
            {(3, 14): {"os.path": True}, (3, 15): {}}, [], id="a-later-python-says-nothing"
        ),
    ],
)
def test_findings_are_compared_with_what_pythons_do(
    reached: dict[Version, compare_pythons.Reached], told: list[str]
) -> None:
    assert list(compare_pythons.wrong(reached)) == told


@pytest.mark.parametrize(
    ("full_name", "submodule"),
    [
        ("concurrent.futures.ThreadPoolExecutor", "concurrent.futures.thread"),
        ("concurrent.futures.ProcessPoolExecutor", "concurrent.futures.process"),
        ("multiprocessing.Queue", "multiprocessing.queues"),
        ("multiprocessing.Pool", "multiprocessing.pool"),
        ("multiprocessing.Manager", "multiprocessing.managers"),
        ("multiprocessing.Lock", "multiprocessing.synchronize"),
        ("email.message_from_string", "email.parser"),
        ("email.message_from_string", "email.message"),
        ("email.parser.BytesParser", "email.message"),
        ("importlib.resources.files", "importlib.util"),
        ("xml.dom.getDOMImplementation", "xml.dom.minidom"),
        ("xml.sax.parseString", "xml.sax.expatreader"),
        ("unittest.IsolatedAsyncioTestCase", "unittest.async_case"),
        ("xml.dom.minidom.parseString", "xml.parsers.expat"),
        ("xml.dom.pulldom.parseString", "xml.parsers.expat"),
        ("asyncio.to_thread", "concurrent.futures.thread"),
        (".run_in_executor", "concurrent.futures.thread"),
        (".as_string", "email.generator"),
        (".iterdump", "sqlite3.dump"),
        (".Pool", "multiprocessing.pool"),
        (".Event", "multiprocessing.synchronize"),
        (".start", "multiprocessing.util"),
    ],
)
def test_first_use_loads(full_name: str, submodule: str) -> None:
    assert submodule in loaded_on_use(full_name, (3, 10))


@pytest.mark.parametrize(
    ("method", "package"),
    [(".parse", "xml.sax"), (".start", "multiprocessing"), (".run_in_executor", "concurrent")],
)
def test_first_use_of_a_method_does_not_load_its_package(method: str, package: str) -> None:
    loaded = loaded_on_use(method, (3, 10))
    assert loaded
    assert package not in loaded


@pytest.mark.parametrize("name", ["", "multiprocessing", "multiprocessing.Process", "os.getcwd"])
def test_use_loads_nothing(name: str) -> None:
    assert loaded_on_use(name, (3, 10)) == frozenset()


def test_star_import_brings_dunder_all() -> None:
    library = standard_library(THIS)
    assert {"path", "getcwd", "_exit"} <= library.star_names("os")
    assert not {"sys", "abc", "st"} & library.star_names("os")


def test_start_reads_no_table() -> None:
    code = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda e, a: opened.append(a[0]) if e == 'open' else None)\n"
        "import flake8_missing_import.checker\n"
        "print([str(p) for p in opened if str(p).endswith('.txt')])\n"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


@pytest.mark.parametrize("table", sorted(INDEX.parent.glob("*.txt")), ids=lambda table: table.stem)
def test_table_is_read_fast(table: Path) -> None:
    # A single character beyond ASCII makes Python keep, and search, a text twice as large.
    assert table.read_bytes().isascii()
