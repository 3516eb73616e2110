"""Which import a project has for a name: read from files of plain import statements.

Such a file is what pyflyby calls a database, and what ``fix-missing-imports --learn`` writes.
It is parsed, never run.
"""

from __future__ import annotations

import ast
import functools
import io
import keyword
import os
import re
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from flake8_missing_import.content import read_file, text_in
from flake8_missing_import.imports import module_of
from flake8_missing_import.module import parsed
from flake8_missing_import.project.known_imports import KnownImports, Parts

FIRST_PARTY = "# First party: "
"""The beginning of a comment that lists the project's own top-level packages."""
FOLDER = "# First party in: "
"""The beginning of a comment with the folder of one of these packages, as ``--learn`` saw it, or
with the file of a module that only files in its folder import."""
AMONG_THIRD_PARTY = "# First party among third-party imports: "
"""The beginning of a comment that lists those of them that have no section of their own."""
ONLY_RELATIVE = "# First party with relative imports alone: "
"""The beginning of a comment that lists those of them whose dotted paths may be longer."""
RELATIVE = "# Imported relatively, up to so many dots: "
"""The beginning of the comment that says how far relative imports go in the project."""
RELATIVE_FROM = "# Imported relatively, dots up to {}, from: "
"""The beginning of a comment that lists packages, modules and names for which that is otherwise."""
SINGLE = "# One name a statement"
"""The comment that says that names of one module have no statement together."""


class ImportFileError(Exception):
    """A file of imports holds something else; the message names the file and the line."""


def read_once(paths: tuple[str, ...]) -> KnownImports:
    """Return what some files say, read again when they have changed. Raises ImportFileError."""
    return _read_at(paths, tuple(map(_changed, paths)))


def _changed(path: str) -> tuple[int, int]:
    try:
        state = os.stat(path)
    except OSError:
        return 0, 0
    return state.st_mtime_ns, state.st_size


@functools.lru_cache(maxsize=8)
def _read_at(paths: tuple[str, ...], changed: tuple[tuple[int, int], ...]) -> KnownImports:
    return read(paths)


def read(paths: Iterable[str]) -> KnownImports:
    """Return what some files say. Raises ImportFileError."""
    by_name: dict[str, tuple[Parts, ...]] = {}
    first_party: set[str] | None = None
    listed: dict[str, set[str]] = {AMONG_THIRD_PARTY: set(), ONLY_RELATIVE: set()}
    relative_dots = 0
    dots_from: dict[str, int] = {}
    root = ""
    folders: set[str] = set()
    is_single = False
    for path in paths:
        root = root or os.path.dirname(os.path.abspath(path))
        source = _text(path)
        _collect(source, path, by_name)
        lines = re.findall(rf"^{FIRST_PARTY}(.*)$", source, re.MULTILINE)
        if lines:
            names = re.findall(r"\w+", " ".join(lines))
            first_party = {*(first_party or ()), *names}
            learned = re.findall(rf"^{FOLDER}(.+)$", source, re.MULTILINE)
            folders.update(_located(learned, path) if learned else names)
        for start, packages in listed.items():
            for line in re.findall(rf"^{start}(.*)$", source, re.MULTILINE):
                packages.update(re.findall(r"\w+", line))
        for dots in re.findall(rf"^{RELATIVE}(\d+)$", source, re.MULTILINE):
            relative_dots = max(relative_dots, int(dots))
        start = RELATIVE_FROM.format(r"(\d+)")
        for dots, line in re.findall(rf"^{start}(.*)$", source, re.MULTILINE):
            dots_from.update(dict.fromkeys(re.findall(r"[\w.:]+", line), int(dots)))
        is_single |= f"\n{SINGLE}\n" in source
    return KnownImports(
        by_name,
        None if first_party is None else frozenset(first_party),
        frozenset(listed[AMONG_THIRD_PARTY]),
        relative_dots,
        root,
        frozenset(folders),
        is_single,
        frozenset(listed[ONLY_RELATIVE]),
        dots_from,
    )


def _located(folders: Sequence[str], path: str) -> Iterator[str]:
    """Yield where folders are, told from the file that names them.

    They are relative to its folder or to one around it, whichever has most of them; the root of
    all, whose folders have everyday names, only where the file itself is there.
    """

    def found_in(base: Path) -> int:
        return sum(os.path.exists(base / folder) for folder in folders)

    own, *around = Path(os.path.abspath(path)).parents
    base = max((own, *around[:-1]), key=found_in)
    for folder in folders:
        yield Path(os.path.normpath(base / folder)).as_posix()


def _text(path: str) -> str:
    try:
        content = read_file(path)
        return _decoded(content)
    except OSError as error:
        raise ImportFileError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ImportFileError(f"{path}:{line}: it is not {error.encoding.upper()}") from error
    except (LookupError, SyntaxError) as error:
        line = 1 if re.match(rb".*coding[:=]", content) else 2
        raise ImportFileError(f"{path}:{line}: {error}") from error


def _decoded(content: bytes) -> str:
    """Return the text of a file. Raises what a wrong encoding, or declaration of one, does."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    except SyntaxError:
        content.decode()  # what begins with another encoding is no wrong declaration
        raise
    return text_in(encoding, content)


def _collect(source: str, path: str, by_name: dict[str, tuple[Parts, ...]]) -> None:
    """Add the statements of a file to those that are known."""
    found = _statements_as_learned(source)
    for parts in _statements(source, path) if found is None else found:
        module, member, alias = parts
        if module == "__future__":
            continue  # it binds no name that a file could lack
        name = alias or member or module.partition(".")[0]
        known = by_name.get(name, ())
        if parts not in known:
            by_name[name] = (*known, parts)


_NAME = r"[^\W\d]\w*"
_DOTTED = rf"{_NAME}(?:\.{_NAME})*"
_ITEM = rf"{_NAME}(?:\ as\ {_NAME})?"
_LINES_AS_LEARNED = re.compile(
    rf"""(?:\#[^\n]*
    |import\ (?P<plain>{_DOTTED})(?:\ as\ (?P<alias>{_NAME}))?
    |from\ (?P<module>{_DOTTED})\ import\ (?:
        (?P<names>{_ITEM}(?:,\ {_ITEM})*)
        |\(\n(?P<lines>(?:\ {{4}}{_ITEM},\n)+)\)
    ))?\n""",
    # The parser normalizes other names (NFKC).
    re.ASCII | re.VERBOSE,
)


def _statements_as_learned(source: str) -> list[Parts] | None:
    """Return the statements of a file in the form that ``--learn`` writes, None for any other.

    It takes a fraction of the parser's time, each time flake8 starts.
    """
    found: list[Parts] = []
    end = 0
    while match := _LINES_AS_LEARNED.match(source, end):
        end = match.end()
        plain, alias, module, names, lines = match.groups()
        if plain:
            found.append((plain, None, alias))
        elif module:
            items = names.split(", ") if names else lines[4:-2].split(",\n    ")
            for item in items:
                name, _, alias = item.partition(" as ")
                found.append((module, name, alias or None))
    words = {word for parts in found for word in parts if word}
    has_keyword = any(map(keyword.iskeyword, ".".join(words).split(".")))
    return None if end != len(source) or has_keyword else found


def _statements(source: str, path: str) -> Iterator[Parts]:
    """Yield the statements of a file. Raises ImportFileError."""
    if "\0" in source:
        line = source.count("\n", 0, source.index("\0")) + 1
        raise ImportFileError(f"{path}:{line}: it has a null character")
    try:
        tree = parsed(source)
    except SyntaxError as error:
        raise ImportFileError(f"{path}:{error.lineno}: {error.msg}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise ImportFileError(f"{path}: {error}") from error
    for node in tree.body[ast.get_docstring(tree) is not None :]:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            raise ImportFileError(f"{path}:{node.lineno}: this is no import statement")
        for alias in node.names:
            if alias.name == "*":
                raise ImportFileError(f"{path}:{node.lineno}: a star import names nothing")
            if isinstance(node, ast.ImportFrom):
                yield module_of(node), alias.name, alias.asname
            else:
                yield alias.name, None, alias.asname
