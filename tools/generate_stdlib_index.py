"""Write flake8_missing_import/stdlib/index.txt from typeshed's stubs.

Run it with ``python -m tools.generate_stdlib_index`` after
``pip install -e .[dev]``. It takes about half a minute. typeshed-client brings
its own copy of typeshed; the version that was used is named in the index. What the
Pythons themselves lack of it (tools/absent_names.txt, measured) is left out.
"""

from __future__ import annotations

import argparse
import ast
import importlib.metadata
import itertools
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

import typeshed_client

from flake8_missing_import.stdlib import INDEX, OLDEST, versions_from
from tools.measure_runtime import ABSENT_NAMES

VERSIONS = versions_from(OLDEST)
PLATFORMS = ("darwin", "linux", "win32")

HEADER = """\
# The modules of the standard library and the names that each has.
# Made by tools/generate_stdlib_index.py with typeshed-client {version}; do not edit.
#
# module: names that a star import brings; names that it leaves out
# .name a submodule that a star import brings
# +3.11 since Python 3.11, -3.11 until Python 3.11 (included), @win32 only there.
"""

NOT_STANDARD = frozenset({"_typeshed", "typing_extensions"})
"""Stubs among the standard library's that belong to no module of it."""

Version = tuple[int, int]
Build = tuple[Version, str]
"""A Python version on a platform."""

ALL_BUILDS = frozenset((version, platform) for version in VERSIONS for platform in PLATFORMS)


def stub_modules(search: typeshed_client.SearchContext) -> Iterator[str]:
    """Yield the names of the modules that typeshed knows for one Python."""
    for module, _ in typeshed_client.get_all_stub_files(search):
        if module.partition(".")[0] not in NOT_STANDARD:
            yield module


def declared_all(names: typeshed_client.NameDict) -> frozenset[str] | None:
    """Return the names in a stub's ``__all__``, None where there is none."""
    if "__all__" not in names:
        return None
    declaration = names["__all__"].ast
    if isinstance(declaration, typeshed_client.ImportedName):
        return None
    found: set[str] = set()
    definitions = (
        declaration.definitions
        if isinstance(declaration, typeshed_client.OverloadedName)
        else [declaration]
    )
    for node in definitions:
        if isinstance(node, ast.AST):
            found.update(
                child.value
                for child in ast.walk(node)
                if isinstance(child, ast.Constant) and isinstance(child.value, str)
            )
    return frozenset(found)


def module_names(
    module: str, search: typeshed_client.SearchContext, modules: Collection[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return what a star import of a module brings, and what else it has.

    :param modules: all that exist; those in ``__all__`` come with a leading dot.

    A stub's imports are private to the stub unless it re-exports them with
    ``as``, with a star or in ``__all__`` (typing specification, "Stub files").
    """
    names = typeshed_client.get_stub_names(module, search_context=search) or {}
    in_all = declared_all(names)
    existing = {
        name
        for name, info in names.items()
        if info.is_exported
        or (in_all is not None and name in in_all)
        or not isinstance(info.ast, typeshed_client.ImportedName)
    }
    existing.discard("__all__")
    if in_all is None:
        star = {name for name in existing if not name.startswith("_")}
    else:
        star = existing & in_all
    submodules = {f".{n}" for n in (in_all or set()) - existing if f"{module}.{n}" in modules}
    return frozenset(star | submodules), frozenset(existing - star)


def marks(builds: Iterable[Build], among: frozenset[Build]) -> Iterator[str]:
    """Yield what to write after a name, once for each range of versions that has it."""
    having: dict[Version, set[str]] = defaultdict(set)
    for version, platform in builds:
        having[version].add(platform)
    versions = sorted({version for version, _ in among})
    every_platform = {platform for _, platform in among}
    for present, group in itertools.groupby(versions, key=having.__contains__):
        if not present:
            continue
        run = list(group)
        platforms = set[str]().union(*(having[version] for version in run))
        yield (
            ("+{}.{}".format(*run[0]) if run[0] != versions[0] else "")
            + ("-{}.{}".format(*run[-1]) if run[-1] != versions[-1] else "")
            + ("@" + ",".join(sorted(platforms)) if platforms != every_platform else "")
        )


def absent_names() -> Mapping[tuple[str, str], frozenset[Version]]:
    """Return, by module and name, the Pythons that lack a name; a module is its own name."""
    absent: dict[tuple[str, str], frozenset[Version]] = defaultdict(frozenset)
    for line in ABSENT_NAMES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            module, _, rest = line.partition(": ")
            names, _, pythons = rest.rpartition("; ")
            versions = frozenset((3, int(python[2:])) for python in pythons.split(", "))
            for name in names.split() or [module]:
                absent[module, name] |= versions
    return absent


def index_lines() -> Iterator[str]:
    """Yield the lines of the index below its header."""
    absent = absent_names()
    modules: dict[str, set[Build]] = defaultdict(set)
    starred: dict[str, dict[str, set[Build]]] = defaultdict(lambda: defaultdict(set))
    others: dict[str, dict[str, set[Build]]] = defaultdict(lambda: defaultdict(set))
    for build in sorted(ALL_BUILDS):
        version, platform = build
        search = typeshed_client.get_search_context(
            version=version, platform=platform, search_path=[]
        )
        existing = {m for m in stub_modules(search) if version not in absent[m, m]}
        for module in existing:
            modules[module].add(build)
            star, other = module_names(module, search, existing)
            for names, table in ((star, starred), (other, others)):
                for name in names:
                    if version not in absent[module, name.removeprefix(".")]:
                        table[module][name].add(build)
    for module, builds in sorted(modules.items()):
        for name in starred[module].keys() & others[module].keys():
            starred[module][name] |= others[module].pop(name)
        columns = [
            " ".join(
                name + mark
                for name, where in sorted(names.items())
                for mark in marks(where, frozenset(builds))
            )
            for names in (starred[module], others[module])
        ]
        for mark in marks(builds, ALL_BUILDS):
            yield f"{module}{mark}: {columns[0]}; {columns[1]}".rstrip("; ")


def index_text() -> str:
    """Return the whole index as it is to be committed."""
    version = importlib.metadata.version("typeshed-client")
    return HEADER.format(version=version) + "".join(line + "\n" for line in index_lines())


def main() -> int:
    """Write the index."""
    argparse.ArgumentParser(description="Write index.txt from the stubs of typeshed.").parse_args()
    INDEX.write_text(index_text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
