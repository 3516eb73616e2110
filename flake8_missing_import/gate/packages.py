"""Through which packages may a module reach what no import loads? Judged from the text, cheaply."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from flake8_missing_import.imports import bound_name, imported_module, imported_modules
from flake8_missing_import.mentions import CALLED, mentions, words_of_types
from flake8_missing_import.stdlib import module_to_import
from flake8_missing_import.stdlib.telling import packages_in_parts

if TYPE_CHECKING:
    from flake8_missing_import.module import Module

_VARIABLE = re.compile(r"[^\W\d]\w*")
_APART = re.compile(r"[\s)]*")
"""What may stand before the dot of an attribute, as in ``(xml.dom).minidom``."""


def packages_in_question(
    module: Module,
    statements: Iterable[ast.stmt],
    code: str,
    types: Iterable[str],
    words: AbstractSet[str],
) -> Iterator[str]:
    """Yield the names of packages through which code or types may reach what no import loads.

    The imports that the module begins with run before anything else does.

    :param statements: all imports of the module, maybe among others.
    :param words: those of the code, as ``mentions.words_of`` returns them.
    """
    packages = packages_in_parts()
    bound = {  # each once, however many functions import it
        (package, bound_name(alias)): None
        for node in statements
        # A package in one of the latter is in parts, too.
        if isinstance(node, ast.Import)
        or (isinstance(node, ast.ImportFrom) and node.module in packages)
        for alias in node.names
        if (package := imported_module(node, alias)) in packages
    }
    if not bound:
        return  # most modules get by without the library's tables
    quoted = "\n".join(one for one in types if "." in one)
    if quoted:
        words = words | words_of_types(quoted)
    for package, name in bound:
        submodules = module.library.own_submodules.get(package, ())
        if words.isdisjoint(f".{one}{end}" for one in submodules for end in ("", CALLED)):
            continue
        for one in (name, *_variables_of(name, code)):
            reached = set(_attributes_of(one).findall(f"{code}\n{quoted}"))
            chains = [_APART.sub("", chain) for chain in reached]
            chains = [chain for chain in chains if chain.partition(".")[0] in submodules]
            if chains and not _are_loaded_first(package, chains, module):
                yield one


def _are_loaded_first(package: str, chains: Iterable[str], module: Module) -> bool:
    """Say whether the module's first imports load what chains of attributes of a package need."""
    library = module.library
    needed = {module_to_import(package, chain.split("."), library) for chain in chains}
    return needed <= imported_modules(module.leading)


def _variables_of(name: str, code: str) -> Iterator[str]:
    """Yield the variables of the top level that may be given what a name is."""
    for start in mentions(name, code):
        before = start - 1
        while code[before : before + 1].isspace():
            before -= 1
        if code[before : before + 1] == "=":
            variable = _VARIABLE.match(code, code.rfind("\n", 0, before) + 1)
            if variable:
                yield variable[0]


@functools.cache
def _attributes_of(name: str) -> re.Pattern[str]:
    dot = rf"{_APART.pattern}\.\s*"
    return re.compile(rf"{name}{dot}(?<![\w.]{name}\.)(\w+(?:{dot}\w+)*)")
