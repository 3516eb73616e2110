"""The tables are fresh and know the Python that runs."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys

import pytest

from flake8_missing_import.stdlib import (
    CANDIDATE_NAMES,
    DEFINITIONS,
    IMPORT_COUNTS,
    INDEX,
    StandardLibrary,
    candidate_names,
    standard_library,
)
from tools import (
    generate_stdlib_definitions,
    generate_stdlib_index,
    measure_runtime,
    sort_candidate_names,
)

THIS = sys.version_info[:2]

UNKNOWN_NAMES = {
    # A helper without a docstring in a module that Python 3.12 dropped.
    "asynchat": {"find_prefix_at_end"},
}

# They print, or open a browser.
NOT_IMPORTED = {"antigravity", "this"}


def test_index_is_fresh() -> None:
    assert INDEX.read_text(encoding="utf-8") == generate_stdlib_index.index_text()


def test_definitions_are_fresh() -> None:
    assert DEFINITIONS.read_text(encoding="utf-8") == generate_stdlib_definitions.definitions_text()


def test_candidate_names_are_fresh() -> None:
    assert CANDIDATE_NAMES.read_text(encoding="utf-8") == sort_candidate_names.table_text()


def test_runtime_tables_are_as_measured() -> None:
    library = standard_library(THIS)
    supplied, unlisted, _ = measure_runtime.measured([sys.executable])
    assert {
        f"{package}.{name}"
        for package, names in supplied.items()
        for name in names
        if not library.is_supplied(f"{package}.{name}")
    } == set()
    assert {
        f"{module}.{name}"
        for module, names in unlisted.items()
        for name in names
        if not library.has_own_name(module, name)
    } == set()


def public_names(module: str) -> set[str]:
    """Ask a fresh interpreter: an import here would change what others see."""
    question = (
        "import importlib, json, sys, types, warnings\n"
        "warnings.simplefilter('ignore')\n"
        "module = importlib.import_module(sys.argv[1])\n"
        "names = getattr(module, '__all__', None)\n"
        "if names is None:\n"
        "    names = [n for n, v in vars(module).items() if not n.startswith('_')\n"
        "             and not isinstance(v, types.ModuleType)\n"
        "             and getattr(v, '__module__', None) == module.__name__]\n"
        "print(json.dumps(list(names)), file=sys.__stdout__)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", question, module], capture_output=True, text=True, check=True
    )
    return set(json.loads(result.stdout.splitlines()[-1]))


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


@pytest.mark.parametrize(
    "module", sorted(m for m in standard_library(THIS).modules if not m.startswith("_"))
)
def test_every_public_name_is_known(module: str) -> None:
    if not can_be_imported(module):
        pytest.skip("not on this platform or not to be imported")
    library = standard_library(THIS)
    unknown = {name for name in public_names(module) if not library.has_name(module, name)}
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


def test_star_import_brings_dunder_all() -> None:
    library = standard_library(THIS)
    assert {"path", "getcwd", "_exit"} <= library.star_names("os")
    assert not {"sys", "abc", "st"} & library.star_names("os")


def test_rarely_a_variable() -> None:
    rare = candidate_names().modules
    assert {"sys", "os", "subprocess", "functools", "itertools"} <= rare
    assert not {"code", "test", "time", "token", "select", "string", "types"} & rare


def test_import_counts_say_how_they_were_made() -> None:
    assert "tools/count_imports.py" in IMPORT_COUNTS.read_text(encoding="utf-8")


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
