"""Ask for the imports that somebody forgot and a later commit added.

Each argument is a clone, possibly a bare one; only its objects are read::

    python -m benchmarks.mined_commits CLONE... --cases cases.jsonl --verbose

A case is a name in a file that a commit changes. It is undefined to pyflakes before the commit
but not after it, because the commit adds an import from the standard library of this
Python. At least one line that uses the name stays as it was: an import that comes with new
code is not a case. Not counted are files that this Python cannot parse before or after, names that
the commit also imports from elsewhere, vendored code and test data, and merges. A commit
counts once for each name, however many files have it, and what several clones share counts once.
A module that this Python has, but without anything that the file uses of it (``itertools.izip``),
is left out as well, because the import does not help; their number is printed.

*Reported*: there is a finding for the name. *Same object*: it suggests what binds the object that
the commit imports, or typing's old alias of it (``typing.Sequence``). *Exact*: it is the same
statement. *Fixed*: the command, without ``--unsafe``, adds that statement, and pyflakes finds the
name defined.
"""

from __future__ import annotations

import argparse
import ast
import functools
import importlib
import json
import re
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pyflakes.checker
import pyflakes.messages

from benchmarks.members import origin_of
from flake8_missing_import import MissingImport, find_missing_imports
from flake8_missing_import.applying import UnsafeEditError, repaired_as_reported
from flake8_missing_import.content import decoded
from flake8_missing_import.module import source_lines
from flake8_missing_import.stdlib.types import identity

TARGET = (3, 11)
LINE = re.compile(rb"\s*((import|from)\s|[A-Za-z_]\w*( as \w+)?,?\s*$)")
"""A line of an import; a line with only a name may be inside an import's parentheses."""
LONG = 200
"""Strings with this many characters are not annotations."""
NOT_THEIRS = frozenset(
    {"_vendor", "_vendored", "vendor", "vendored", "third_party", "thirdparty", "third-party"}
    | {"extern", "externals", "node_modules", "site-packages", "lib2to3"}
)
"""Folders of code from elsewhere."""
NOT_CODE = frozenset(
    {"data", "testdata", "test_data", "test-data", "fixtures", "functional", "input"}
    | {"regrtest_data"}
)
"""Folders of what tests read, which may be wrong on purpose."""


@dataclass(frozen=True)
class Case:
    """A name that a file lacked before a commit."""

    clone: str
    commit: str
    path: str
    before: str
    """The file's object before the commit."""
    name: str
    statements: tuple[str, ...]
    """What the commit adds for the name: one statement, or one for each branch."""


@dataclass(frozen=True)
class Outcome:
    """What is said about a case."""

    suggested: str | None
    is_same_object: bool
    is_exact: bool
    is_fixed: bool


class Objects:
    """The files in a clone, by the hashes of their contents."""

    def __init__(self, clone: str) -> None:
        """Start the process that reads them."""
        self.process = subprocess.Popen(
            ["git", "--git-dir", clone, "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __getitem__(self, name: str) -> bytes:
        """Return the content of an object, nothing if the clone does not have it."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{name}\n".encode())
        self.process.stdin.flush()
        *_, size = self.process.stdout.readline().split()
        if not size.isdigit():
            return b""
        return self.process.stdout.read(int(size) + 1)[:-1]

    def close(self) -> None:
        """End the process."""
        self.process.communicate()


def changes(clone: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield the commit, the path and the objects of each change, the newest first."""
    log = ["git", "--git-dir", clone, "log", "--no-merges", "--diff-filter=M", "--no-renames"]
    log += ["--raw", "--no-abbrev", "--format=%H", "--", "*.py"]
    with subprocess.Popen(log, stdout=subprocess.PIPE, encoding="utf-8", errors="replace") as git:
        assert git.stdout
        commit = ""
        for line in git.stdout:
            if line.startswith(":"):
                fields, _, path = line.rstrip("\n").partition("\t")
                _, _, before, after, _ = fields.split()
                if not (NOT_THEIRS | NOT_CODE) & set(path.split("/")):
                    yield commit, path, before, after
            elif line.strip():
                commit = line.strip()


def cases(clone: str) -> Iterator[Case]:
    """Yield the cases in the history of a clone, the newest first."""
    objects = Objects(clone)
    for commit, path, before, after in changes(clone):
        for name, statements in added(objects[before], objects[after]).items():
            yield Case(clone, commit, path, before, name, statements)
    objects.close()


def added(before: bytes, after: bytes) -> dict[str, tuple[str, ...]]:
    """Return the names that a change defines by imports from the library, with the statements."""
    old = set(before.splitlines())
    words = words_of(line for line in after.splitlines() if line not in old)
    if words:
        words &= {word.decode() for word in re.findall(rb"(?<![\w.])\w+", before)}
    if not words:
        return {}
    try:
        was = parsed(before)
        words &= loaded_names(was)
        if not words:
            return {}
        now = parsed(after)
        there, wanted = imports(was), imports(now)
        found = {name: wanted[name] - there.get(name, set()) for name in words & wanted.keys()}
        found = {name: texts for name, texts in found.items() if texts and all(map(value, texts))}
        undefined = undefined_lines(was) if found else {}
        left = undefined_lines(now) if found.keys() & undefined.keys() else {}
    except (SyntaxError, ValueError, RecursionError):
        return {}
    text, kept = source_lines(decoded(before)), set(source_lines(decoded(after)))
    return {
        name: tuple(sorted(statements))
        for name, statements in found.items()
        if name not in left and any(text[line - 1] in kept for line in undefined.get(name, ()))
    }


def words_of(lines: Iterable[bytes]) -> set[str]:
    """Return the words of lines that may import something from the standard library."""
    found: set[str] = set()
    for line in lines:
        if not LINE.match(line):
            continue
        words = re.findall(r"[A-Za-z_]\w*", line.decode("utf-8", "replace"))
        if words[0] not in {"import", "from"} or not sys.stdlib_module_names.isdisjoint(words):
            found.update(words)
    return found - {"import", "from", "as"}


def loaded_names(tree: ast.Module) -> set[str]:
    """Return the names that a module uses, or has in strings, but does not import at the top."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update(re.findall(r"\w+", node.value) if len(node.value) < LONG else ())
    return found - {
        alias.asname or alias.name.partition(".")[0]
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def parsed(content: bytes) -> ast.Module:
    """Parse without the warnings that old files cause."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(content)


def imports(tree: ast.Module) -> dict[str, set[str]]:
    """Return the names that imports anywhere in a module bind, with their statements."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                one: ast.stmt = ast.Import([alias])
                if isinstance(node, ast.ImportFrom):
                    one = ast.ImportFrom(node.module, [alias], node.level)
                name = alias.asname or alias.name.partition(".")[0]
                found.setdefault(name, set()).add(ast.unparse(one))
    return found


def undefined_lines(tree: ast.Module) -> dict[str, list[int]]:
    """Return the names that pyflakes finds undefined, with their lines."""
    found: dict[str, list[int]] = {}
    for message in pyflakes.checker.Checker(tree).messages:
        if isinstance(message, pyflakes.messages.UndefinedName):
            found.setdefault(message.message_args[0], []).append(message.lineno)
    return found


@functools.cache
def value(statement: str) -> object:
    """Return what a statement binds, None if this Python's standard library does not have it."""
    (node,) = ast.parse(statement).body
    assert isinstance(node, ast.Import | ast.ImportFrom)
    (alias,) = node.names
    if isinstance(node, ast.ImportFrom) and node.level:
        return None
    module = alias.name if isinstance(node, ast.Import) else node.module or ""
    top = module.partition(".")[0]
    if top not in sys.stdlib_module_names or top in {"__future__", "antigravity", "this"}:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = importlib.import_module(module)
            if isinstance(node, ast.Import):
                return found if alias.asname else importlib.import_module(top)
            if not hasattr(found, alias.name):
                return importlib.import_module(f"{module}.{alias.name}")
            return getattr(found, alias.name)
    except ImportError:
        return None


def is_of_today(case: Case, content: bytes) -> bool:
    """Say whether what is imported has anything that the file uses of it."""
    used = {
        node.attr
        for node in ast.walk(parsed(content))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == case.name
    }
    found = [value(statement) for statement in case.statements]
    return not used or any(
        not isinstance(one, ModuleType) or has_attribute(one, name)
        for one in found
        for name in used
    )


def has_attribute(module: ModuleType, name: str) -> bool:
    """Say whether a module has a name, or a package has such a submodule."""
    return hasattr(module, name) or (
        hasattr(module, "__path__") and find_spec(f"{module.__name__}.{name}") is not None
    )


def outcome(case: Case, content: bytes) -> Outcome:
    """Ask about a file as it was before the commit."""
    source = decoded(content)
    found = [one for one in findings(source, case.path) if is_about(one, case.name)]
    if not found:
        return Outcome(None, False, False, False)
    texts = [str(one.statement) for one in found]
    same = any(is_same(text, each) for text in texts for each in case.statements)
    exact = any(text in case.statements for text in texts)
    return Outcome(texts[0], same, exact, exact and is_fixed(case, content, found))


def is_same(one: str, other: str) -> bool:
    """Say whether two statements bind one object, or typing's old alias of it."""
    return value(one) is value(other) or identity(origin_of(one)) == identity(origin_of(other))


def findings(source: str, path: str) -> list[MissingImport]:
    """Return what is said about a file."""
    return find_missing_imports(source, filename=path, target_version=TARGET)


def is_about(finding: MissingImport, name: str) -> bool:
    """Say whether a finding suggests an import that binds a name."""
    return finding.statement is not None and finding.statement.binds == name


def is_fixed(case: Case, content: bytes, found: list[MissingImport]) -> bool:
    """Say whether the command adds the import that the commit added."""
    try:
        after = repaired_as_reported(
            content,
            lambda source: findings(source, case.path),
            {finding.message for finding in found},
            unsafe=False,
        ).content
    except UnsafeEditError:
        return False
    tree = parsed(after)
    new = imports(tree).get(case.name, set()) - imports(parsed(content)).get(case.name, set())
    is_moved = any(finding.removals for finding in found)
    return case.name not in undefined_lines(tree) and (
        is_moved or not new.isdisjoint(case.statements)
    )


def once(every: Iterator[Case]) -> Iterator[Case]:
    """Leave out what a commit does to further files, and what other clones have as well."""
    seen: set[tuple[str, str]] = set()
    for case in every:
        keys = {(case.commit, case.name), (case.before, case.name)}
        if seen.isdisjoint(keys):
            yield case
        seen |= keys


def mined(clones: list[str], kept: Path | None) -> list[Case]:
    """Return the cases of all clones, from a file if they were kept in it."""
    if kept and kept.exists():
        lines = kept.read_text("utf-8").splitlines()
        return list(once(as_case(json.loads(line)) for line in lines))
    with kept.open("w", encoding="utf-8") if kept else tempfile.TemporaryFile("w") as file:
        found = []
        for case in once(case for clone in clones for case in cases(clone)):
            found.append(case)
            print(json.dumps(asdict(case)), file=file, flush=True)
    return found


def as_case(kept: dict[str, Any]) -> Case:
    """Return a case that was kept."""
    return Case(**{**kept, "statements": tuple(kept["statements"])})


def title(clone: str) -> str:
    """Return what a repository is called."""
    path = Path(clone)
    return path.parent.name if path.name in {".git", "repo"} else path.name.removesuffix(".git")


def row(name: str, outcomes: list[Outcome]) -> str:
    """Return a line of the table."""
    counts = [
        sum(one.suggested is not None for one in outcomes),
        sum(one.is_same_object for one in outcomes),
        sum(one.is_exact for one in outcomes),
        sum(one.is_fixed for one in outcomes),
    ]
    cells = [f"{count} ({count / max(len(outcomes), 1):.1%})" for count in counts]
    return f"| {name} | {len(outcomes)} | {' | '.join(cells)} |"


def described(case: Case, said: Outcome) -> str:
    """Return what was missed."""
    problem = "silent" if said.suggested is None else f"suggested '{said.suggested}'"
    if said.is_exact:
        problem += ", not fixed"
    where = f"{title(case.clone)} {case.commit[:10]} {case.path}"
    return f"{where}: {' or '.join(case.statements)}: {problem}"


def main() -> int:
    """Walk the histories, ask, and print the table."""
    parser = argparse.ArgumentParser(description="Ask for imports that later commits added.")
    parser.add_argument("clones", nargs="+", help="git directories")
    parser.add_argument("--cases", type=Path, help="a file to keep the cases in, or to read")
    parser.add_argument("--verbose", action="store_true", help="list the misses")
    options = parser.parse_args()
    outcomes: dict[str, list[Outcome]] = {}
    readers: dict[str, Objects] = {}
    old = 0
    for case in mined(options.clones, options.cases):
        if case.clone not in readers:
            readers[case.clone] = Objects(case.clone)
        content = readers[case.clone][case.before]
        if not is_of_today(case, content):
            old += 1
            continue
        said = outcome(case, content)
        outcomes.setdefault(title(case.clone), []).append(said)
        if options.verbose and not (said.is_exact and said.is_fixed):
            print(described(case, said))
    print(f"{old} left out: the module has nothing of what is used")
    print("| repository | cases | reported | same object | exact | fixed |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, each in sorted(outcomes.items()):
        print(row(name, each))
    print(row("all", [one for each in outcomes.values() for one in each]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
