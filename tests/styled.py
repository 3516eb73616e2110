"""Blocks of imports in every style that isort, ruff and usort can make, each without one import.

``cases`` makes them, ``run`` puts the import back and counts how many are clean again.
"""

from __future__ import annotations

import ast
import json
import random
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import isort

from flake8_missing_import.model import Edit, ImportStatement
from flake8_missing_import.module import source_lines
from flake8_missing_import.placement import Text, place_in
from flake8_missing_import.placement.imports import knowledge
from flake8_missing_import.stdlib import standard_library

FIRST_PARTY = frozenset({"app", "shared"})

STANDARD = """abc.ABC abc.abstractmethod argparse ast asyncio base64 collections collections.Counter
collections.OrderedDict collections.defaultdict collections.deque collections.abc.Iterable
collections.abc.Iterator collections.abc.Mapping collections.abc.Sequence concurrent.futures
concurrent.futures.ThreadPoolExecutor contextlib contextlib.contextmanager
contextlib.suppress copy csv dataclasses.dataclass dataclasses.field datetime
datetime.datetime datetime.timedelta datetime.timezone decimal.Decimal enum.Enum
enum.IntEnum functools functools.partial functools.wraps hashlib hashlib.md5 hashlib.sha1
hashlib.sha256 hashlib.sha3_256 hashlib.sha512 heapq html http.HTTPStatus http.client
http.server importlib importlib.util inspect io io.BytesIO io.StringIO itertools
itertools.chain itertools.groupby json logging logging.handlers math math.log10 math.log2
math.sqrt multiprocessing os os.path os.path.join os.environ pathlib pathlib.Path pickle
queue.Empty queue.Queue random random.choice re shutil signal.SIGINT signal.SIGTERM
signal.Signals signal.signal socket socket.AF_INET socket.SOCK_STREAM socket.gethostname
socket.socket sqlite3 string struct subprocess sys tempfile tempfile.TemporaryDirectory
textwrap.dedent threading threading.Lock threading.Thread time time.sleep traceback
types.ModuleType typing.Any typing.Callable typing.Dict typing.List typing.Optional
typing.TYPE_CHECKING typing.TypeVar typing.Union typing.cast typing.overload unittest
unittest.mock unittest.mock.patch urllib.parse urllib.parse.urlencode urllib.parse.urlparse
urllib.request uuid uuid.UUID uuid.uuid4 warnings weakref xml.etree.ElementTree zlib""".split()
OTHERS = """aiohttp aiohttp.web attr boto3 celery.Celery click django.conf.settings django.db.models
django.db.transaction django.http.HttpRequest django.http.HttpResponse fastapi.APIRouter
fastapi.Depends fastapi.FastAPI flask.Flask flask.jsonify flask.request httpx
jinja2.Environment numpy|np pandas|pd pydantic.BaseModel pydantic.Field pytest requests
requests.Session rich.console.Console sqlalchemy sqlalchemy.Column sqlalchemy.select
sqlalchemy.orm.Session tqdm yaml""".split()
OWN = """app app.config.settings app.db.models app.db.session app.utils.parse app.utils.slugify
shared shared.cache.Cache shared.logs.get_logger .base.Base .errors.NotFound .utils.helper
..core.Engine""".split()
ALIASES = {"os.path.join": "pjoin", "datetime.datetime": "dt", "xml.etree.ElementTree": "ET"}
PLAIN = {
    "collections.abc", "concurrent.futures", "http.client", "http.server", "importlib.util",
    "logging.handlers", "os.path", "unittest.mock", "urllib.parse", "urllib.request",
    "xml.etree.ElementTree",
}  # fmt: skip

STYLES: Mapping[str, Mapping[str, Any]] = {
    "appnexus": {"profile": "appnexus"},
    "attrs": {"profile": "attrs"},
    "black": {"profile": "black"},
    "case_sensitive": {"case_sensitive": True},
    "combine_as": {"combine_as_imports": True},
    "default": {},
    "django": {"profile": "django"},
    "force_alphabetical_sort": {"force_alphabetical_sort": True},
    "force_grid_wrap": {"force_grid_wrap": 2, "multi_line_output": 3},
    "force_single_line": {"force_single_line": True},
    "force_sort_within_sections": {"force_sort_within_sections": True},
    "from_first": {"from_first": True},
    "google": {"profile": "google"},
    "grouped": {"multi_line_output": 5, "line_length": 88},
    "hanging": {"multi_line_output": 2},
    "hug": {"profile": "hug"},
    "length_sort": {"length_sort": True},
    "length_sort_straight": {"length_sort_straight": True},
    "lines_after_imports": {"lines_after_imports": 2},
    "lines_between_types": {"lines_between_types": 1},
    "no_lines_before": {"no_lines_before": ["THIRDPARTY", "FIRSTPARTY", "LOCALFOLDER"]},
    "no_sections": {"no_sections": True},
    "open_stack": {"profile": "open_stack"},
    "order_by_type": {"order_by_type": False},
    "plone": {"profile": "plone"},
    "pycharm": {"profile": "pycharm"},
    "reverse_relative": {"reverse_relative": True},
    "vertical": {"multi_line_output": 1},
    "wemake": {"profile": "wemake"},
}
"""What isort is told for each style, sorted by name."""

RUFF_STYLES: Mapping[str, Mapping[str, Any]] = {
    "ruff": {},
    "ruff-combine-as": {"combine-as-imports": True},
    "ruff-google": {
        "force-single-line": True,
        "force-sort-within-sections": True,
        "order-by-type": False,
        "single-line-exclusions": ["collections.abc", "six.moves", "typing", "typing_extensions"],
    },
    "ruff-lines-between-types": {"lines-between-types": 1},
    "ruff-within-sections": {"force-sort-within-sections": True},
}
"""What ruff is told."""


@dataclass(frozen=True)
class Case:
    """A file that lacks an import, and its whole list of statements."""

    before: str
    statement: ImportStatement


def _statement(entry: str) -> str:
    name, _, alias = entry.partition("|")
    module, _, member = name.rpartition(".")
    suffix = f" as {alias}" if alias else ""
    if not module or name in PLAIN:
        return f"import {name}{suffix}"
    module = module or "."
    return f"from {module} import {member}{suffix}"


def _import(entry: str) -> ImportStatement:
    name, _, alias = entry.partition("|")
    module, _, member = name.rpartition(".")
    if not module or name in PLAIN:
        return ImportStatement(name, alias=alias or None)
    return ImportStatement(module, member, alias or None)


def lists(count: int, seed: int) -> Iterator[tuple[list[str], str]]:
    """Yield the statements of a file without one of the standard library's, and that one."""
    chance = random.Random(seed)
    for _ in range(count):
        standard = chance.sample(STANDARD, chance.randint(4, 16))
        others = chance.sample(OTHERS, chance.randint(0, 8)) + chance.sample(
            OWN, chance.randint(0, 6)
        )
        standard = [
            f"{name}|{ALIASES[name]}" if name in ALIASES and chance.random() < 0.5 else name
            for name in standard
        ]
        # usort starts a new block where a name is imported again.
        bound = {
            entry: entry.replace("|", ".").rpartition(".")[2] for entry in [*standard, *others]
        }
        unique = {name: entry for entry, name in reversed(bound.items())}
        yield [entry for entry in unique.values() if entry != standard[0]], standard[0]


def text(entries: Sequence[str], lazy: Collection[str] = ()) -> str:
    """Return a module that imports, in no order, some of it lazily."""
    statements = ("lazy " * (entry in lazy) + _statement(entry) for entry in entries)
    return '"""Doc."""\n\n' + "\n".join(statements) + "\n\nx = 1\n"


def lazy_entries(entries: Sequence[str], seed: int) -> frozenset[str]:
    """Return some of the entries, in each file another part."""
    chance = random.Random(f"{seed} {entries}")
    return frozenset(chance.sample(entries, chance.randint(0, len(entries))))


def isort_cases(
    style: str, count: int, seed: int, *, has_lazy: bool = False
) -> Iterator[tuple[Case, isort.Config]]:
    """Yield modules as isort leaves them, with lazy imports if wanted."""
    config = isort.Config(known_first_party=FIRST_PARTY, **STYLES[style])
    for entries, removed in lists(count, seed):
        lazy = lazy_entries(entries, seed) if has_lazy else ()
        yield Case(isort.code(text(entries, lazy), config=config), _import(removed)), config


def added(case: Case) -> str:
    """Return a module with the import."""
    lines = source_lines(case.before)
    module = Text(lines, ast.parse(case.before))
    known = knowledge(standard_library(sys.version_info[:2]), None)
    edit = place_in(module, case.statement, known)
    assert isinstance(edit, Edit)
    lines[edit.line - 1 : edit.line - 1 + edit.removed] = edit.inserted
    return "\n".join(lines)


def fits_another(style: str, before: str, after: str) -> bool:
    """Say whether nothing told the style: the file is clean for another one, before and after."""
    configs = (
        isort.Config(known_first_party=FIRST_PARTY, **options)
        for name, options in STYLES.items()
        if name != style
    )
    return any(
        isort.code(before, config=config) == before and isort.code(after, config=config) == after
        for config in configs
    )


def isort_misses(
    style: str, count: int, seed: int, *, has_lazy: bool = False
) -> list[tuple[Case, str, str]]:
    """Return the cases that isort would change after the edit, and what it would make of them."""
    misses = []
    for case, config in isort_cases(style, count, seed, has_lazy=has_lazy):
        after = added(case)
        ast.parse(after)
        clean = isort.code(after, config=config)
        if clean != after:
            misses.append((case, after, clean))
    return misses


def ruff_misses(style: str, count: int, seed: int, folder: Path) -> list[tuple[Case, str]]:
    """Return the cases that ruff has something to say of after the edit."""
    from ruff import find_ruff_bin

    options = {"known-first-party": sorted(FIRST_PARTY), **RUFF_STYLES[style]}
    config = [f"lint.isort.{name} = {json.dumps(value)}" for name, value in options.items()]
    command = [find_ruff_bin(), "check", "--isolated", "--select=I001", "--no-cache", str(folder)]
    command += [part for each in config for part in ("--config", each)]
    entries = list(lists(count, seed))
    for index, (rest, _) in enumerate(entries):
        (folder / f"{index}.py").write_text(text(rest))
    subprocess.run([*command, "--fix", "-q"], check=True, capture_output=True)
    cases = []
    for index, (_, removed) in enumerate(entries):
        path = folder / f"{index}.py"
        cases.append(Case(path.read_text(), _import(removed)))
        path.write_text(added(cases[-1]))
    done = subprocess.run([*command, "--output-format=json"], check=False, capture_output=True)
    found = {int(Path(each["filename"]).stem) for each in json.loads(done.stdout)}
    return [(cases[index], (folder / f"{index}.py").read_text()) for index in sorted(found)]


def usort_misses(count: int, seed: int) -> list[tuple[Case, str]]:
    """Return the cases that usort would change after the edit."""
    from usort.api import usort
    from usort.config import Category, Config

    config = Config(first_party_detection=False)
    config.known[Category("first_party")] = {*FIRST_PARTY}  # type: ignore[assignment]

    def clean(source: str) -> str:
        result = usort(source.encode(), config, Path("module.py"))
        assert not result.error, result.error
        return result.output.decode()

    misses = []
    for entries, removed in lists(count, seed):
        case = Case(clean(text(entries)), _import(removed))
        after = added(case)
        if clean(after) != after:
            misses.append((case, after))
    return misses
