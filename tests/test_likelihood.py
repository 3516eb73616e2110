"""Which origin a name most likely has."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flake8_missing_import.evidence.choice import NAME_ANOTHER, REPORT, ranked
from flake8_missing_import.facts import undefined_uses
from flake8_missing_import.model import Surroundings
from flake8_missing_import.module import Module
from flake8_missing_import.stdlib import NEWEST, other_imports, standard_library, usage
from flake8_missing_import.stdlib.usage import ELSEWHERE, OTHERS

LIBRARY = standard_library(NEWEST)


def answer(
    source: str,
    name: str,
    *modules: str,
    has_typing_style: bool = False,
    lacking: frozenset[str] = frozenset(),
) -> list[tuple[str, float]]:
    module = Module(source, ast.parse(source), "example.py")
    uses = [use for use in undefined_uses(module) if use.name == name]
    surroundings = Surroundings(
        "example.py",
        frozenset(modules),
        imported=frozenset(),
        is_library_only=False,
        has_typing_style=has_typing_style,
    )
    return ranked(name, uses, surroundings, LIBRARY, lacking=lacking)


CLEAR = [
    pytest.param("with patch.object(a, 'x'): ...", "unittest.mock.patch", id="patch.object"),
    pytest.param("patch.dict(os.environ, a=1)", "unittest.mock.patch", id="patch.dict"),
    pytest.param("@patch('a.b')\ndef f(): ...", "unittest.mock.patch", id="patch as decorator"),
    pytest.param("m.assert_called_once_with('a', ANY)", "unittest.mock.ANY", id="ANY"),
    pytest.param("Counter(a).most_common()", "collections.Counter", id="Counter"),
    pytest.param("futures.ThreadPoolExecutor()", "concurrent.futures", id="futures"),
    pytest.param("setattr(builtins, 'x', 1)", "builtins", id="builtins"),
    pytest.param("datetime.now(tz)", "datetime.datetime", id="class of datetime"),
    pytest.param("datetime.timedelta(1)", "datetime", id="module datetime"),
    pytest.param("Path('a').read_text()", "pathlib.Path", id="Path"),
    pytest.param("def f(a: Any): ...", "typing.Any", id="Any"),
    pytest.param("ET.parse('a')", "xml.etree.ElementTree", id="customary alias"),
    pytest.param("time.monotonic()", "time", id="module time"),
    pytest.param("a(float_info.min)", "sys.float_info", id="attribute of a value"),
    pytest.param("sha256(b'x').hexdigest()", "hashlib.sha256", id="literal of a rare kind"),
    pytest.param("sha256(b'x' * 3)", "hashlib.sha256", id="shape that few variables show"),
]


@pytest.mark.parametrize(("source", "origin"), CLEAR)
def test_clear_uses_are_reported(source: str, origin: str) -> None:
    name = origin.rpartition(".")[2] if "ET" not in source else "ET"
    best, *rest = answer(source, name)
    assert best[0] == origin
    assert best[1] >= REPORT
    assert not [o for o, share in rest if share >= NAME_ANOTHER and o not in OTHERS]


@pytest.mark.parametrize(
    "name",
    [
        "isdir",
        "islink",
        "rmtree",
        "unlink",
    ],
)
def test_functions_of_files_are_clear_where_the_file_imports_os(name: str) -> None:
    best = answer(f"{name}(a)", name, "os", "os.path", "shutil")[0]
    assert best[0].split(".")[0] in {"os", "shutil"}
    assert best[1] >= REPORT


@pytest.mark.parametrize(
    ("source", "name"),
    [
        pytest.param("print(choice)", "choice", id="bare choice"),
        pytest.param("print(run)", "run", id="bare run"),
        pytest.param("sha256(b'x', y)", "sha256", id="more arguments than it takes"),
        pytest.param("Option('a', 'b', 'c', 'd')", "Option", id="literals that most things take"),
        pytest.param("x = Column(Integer)", "Column", id="name that the library has not"),
        pytest.param("y = path + '/a'", "path", id="operand path"),
        pytest.param("count.append(1)", "count", id="list of that name"),
        pytest.param("platform.lower()", "platform", id="method of texts"),
        pytest.param("def f(a: Tensor): ...", "Tensor", id="annotation of a stranger"),
        pytest.param("@task(name='a')\ndef f(): ...", "task", id="decorator of a stranger"),
    ],
)
def test_everyday_words_are_not_reported(source: str, name: str) -> None:
    best = answer(source, name)[0]
    assert best[0] in OTHERS or best[1] < REPORT


def test_what_else_the_file_lacks_speaks_for_the_library() -> None:
    alone = dict(answer("dumps(x)", "dumps"))
    both = dict(answer("dumps(x)", "dumps", lacking=frozenset({"json.loads"})))
    assert both["json.dumps"] > alone["json.dumps"]
    assert both[ELSEWHERE] < alone[ELSEWHERE]


@pytest.mark.parametrize(
    ("has_typing_style", "home"),
    [(False, "collections.abc.Callable"), (True, "typing.Callable")],
)
def test_the_style_of_the_file_picks_the_home(has_typing_style: bool, home: str) -> None:
    best = answer(
        "def f(a: Callable[[], int]): ...", "Callable", has_typing_style=has_typing_style
    )[0]
    assert best[0] == home
    assert best[1] >= REPORT


@pytest.mark.parametrize(
    ("modules", "origin"),
    [
        pytest.param((), "math.degrees", id="module-that-more-files-import"),
        pytest.param(("turtle",), "turtle.degrees", id="module-that-the-file-imports"),
    ],
)
def test_module_of_a_member_that_was_never_counted(modules: tuple[str, ...], origin: str) -> None:
    assert answer("x = degrees(y)", "degrees", *modules)[0][0] == origin


@pytest.mark.parametrize(
    ("modules", "origin"),
    [
        pytest.param((), "math.exp", id="module-that-more-files-import"),
        pytest.param(("cmath",), "cmath.exp", id="module-that-the-file-imports"),
    ],
)
def test_module_of_a_member_that_was_seldom_counted(modules: tuple[str, ...], origin: str) -> None:
    homes = [one for one, _ in answer("x = exp(y)", "exp", *modules) if one not in OTHERS]
    assert homes[0] == origin


def test_what_does_not_fit_is_no_candidate() -> None:
    assert "time.sleep" not in dict(answer("async def f(): await sleep(2)", "sleep"))


def test_probabilities_add_up() -> None:
    assert sum(share for _, share in answer("sleep(2)", "sleep")) == pytest.approx(1)


def test_a_member_that_was_never_counted_is_a_candidate() -> None:
    assert not usage.origins("oem_encode")
    given = answer("oem_encode('a')", "oem_encode", "codecs")
    assert given[0][0] in {"codecs.oem_encode", "encodings.oem.oem_encode", ELSEWHERE}


def test_the_table_says_how_it_was_made() -> None:
    head = usage.USAGE.read_text(encoding="utf-8").split("\n\n")[0][:4000]
    assert "tools/count_usage.py" in head
    assert usage.file_count() >= 40_000
    assert head.count("==") >= 100


def test_the_table_is_sorted_and_whole() -> None:
    lines = [
        line
        for line in Path(usage.USAGE).read_text(encoding="utf-8").splitlines()
        if line[0] not in "#=@?"
    ]
    names = [line.partition("\t")[0] for line in lines]
    assert names == sorted(set(names))
    for name in names:
        for origin in usage.origins(name):
            assert origin.files > 0


def test_the_table_of_other_imports_is_sorted_and_whole() -> None:
    text = other_imports.OTHER_IMPORTS.read_text(encoding="utf-8")
    assert "tools/count_other_imports.py" in text
    assert other_imports.file_count() == usage.file_count()
    keys = [line.partition("\t")[0] for line in text.splitlines() if line[0] != "#"]
    names = [key for key in keys if key[0] != "@"]
    assert names == sorted(set(names))
    packages = {package for name in names for package in other_imports.packages(name)}
    assert packages == {key.removeprefix("@") for key in keys if key[0] == "@"}
    for name in names:
        assert 0 < sum(other_imports.packages(name).values()) <= 1.01
    for package in packages:
        company = other_imports.company(package)
        assert 0 < company.files <= company.members >= company.accompanied
