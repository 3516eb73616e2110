"""What does the top level of a file import? No more of it is parsed than that takes."""

from __future__ import annotations

import ast
import contextlib
import re
from dataclasses import dataclass
from pathlib import PurePath

from flake8_missing_import.imports import imports_of_module
from flake8_missing_import.model import ImportStatement
from flake8_missing_import.module import NOT_PARSED, Module, parsed
from flake8_missing_import.placement.imports import import_runs
from flake8_missing_import.placement.names import are_single
from flake8_missing_import.placement.own_sections import Block, blocks

_IMPORT = re.compile(r"^(?:import|from)\b", re.MULTILINE)
_DEFINITION = re.compile(r"^(?:def|class|async|@)", re.MULTILINE)
_STATEMENT = re.compile(r"^[^\s)#]", re.MULTILINE)


@dataclass(frozen=True)
class FileImports:
    """What the top level of a file imports."""

    path: PurePath
    plain: frozenset[ImportStatement]
    """Unconditionally."""
    conditional: frozenset[ImportStatement]
    """In ``try`` or ``if``."""
    runs: tuple[tuple[Block, ...], ...]
    """How they stand together."""
    is_single: bool | None = None
    """Names of one module have statements of their own; None where nothing shows it."""
    is_empty: bool = False
    """It has nothing but comments and a docstring."""


def file_imports(path: PurePath, source: str) -> FileImports:
    """Return what a file imports. Raises SyntaxError or ValueError if it does not parse."""
    plain: set[ImportStatement] = set()
    conditional: set[ImportStatement] = set()
    module = _head(source)
    for binding in imports_of_module(module):
        if binding.scope is None:
            (plain if len(binding.parents) == 1 else conditional).add(binding.statement)
    runs = import_runs(module.tree.body, module.lines)
    in_blocks = tuple(map(blocks, runs))
    single = are_single([one for run in runs for one in run], module.lines)
    has_text = ast.get_docstring(module.tree) is not None
    is_empty = len(module.tree.body) == has_text and not _DEFINITION.search(source)
    return FileImports(path, frozenset(plain), frozenset(conditional), in_blocks, single, is_empty)


def _head(source: str) -> Module:
    """Return a module up to its last import, and if it parses to its first definition.

    Raises SyntaxError or ValueError if its imports do not parse.
    """
    last = max((match.end() for match in _IMPORT.finditer(source)), default=0)
    definition = _DEFINITION.search(source)
    following = definition if not last else _STATEMENT.search(source, last)
    end = len(source) if following is None else following.start()
    usual_end = len(source) if definition is None else max(definition.start(), end)
    # What looked like an import or a definition may be text in a string: then all is parsed.
    for text in (source[:usual_end], source, source[:end]):
        with contextlib.suppress(*NOT_PARSED):
            return Module(text, parsed(text))
    return Module(source, parsed(source))
