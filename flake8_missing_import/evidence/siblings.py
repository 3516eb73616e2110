"""Does a file have from elsewhere what else a module of the library has?

After ``from numpy import floor, sqrt``, ``ceil`` is rather numpy's than math's.
"""

from __future__ import annotations

import ast
import math
from collections import Counter
from collections.abc import Iterator, Sequence

from flake8_missing_import.evidence.homes import IN_STYLE
from flake8_missing_import.evidence.likelihood import share_of_own
from flake8_missing_import.model import Role, Surroundings, Use
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.scopes import is_in_annotation
from flake8_missing_import.stdlib import StandardLibrary
from flake8_missing_import.stdlib.usage import Origin
from flake8_missing_import.stdlib.versions import is_module

_BACKPORTS = frozenset({"mock", "six", "typing_extensions"})
"""Packages that have the library's own objects."""


def sibling_score(
    origin: Origin, uses: Sequence[Use], surroundings: Surroundings, library: StandardLibrary
) -> float:
    """Return how much it says against a home that other names of its module are from elsewhere.

    Of 3,881 released imports of names beside such a sibling, one in seventeen is the library's,
    beside several one in a hundred; of all, one in three. Those of one source count, which has
    things of its own and does not pass on the library's, and those that the file uses alike:
    ``Column(Sequence("id"), Text)`` says nothing of ``-> List[int]``. So does a module called
    like this one or its package: ``from lxml import etree``.
    """
    module, _, name = origin.name.rpartition(".")
    if origin.is_other or module in surroundings.modules:
        return 0.0
    are_types = {use.in_annotation for use in uses}

    def is_sibling(imported: str) -> bool:
        roles = surroundings.roles.get(imported, frozenset())
        if imported in module.split("."):
            return "call" not in roles
        are_alike = not roles or not are_types.isdisjoint(role == "type" for role in roles)
        return are_alike and library.is_listed(module, imported)

    siblings = Counter(
        source
        for source, imported in surroundings.imported
        if is_sibling(imported)
        and not (is_module(source) or source.partition(".")[0] in _BACKPORTS)
    )
    if not siblings:
        return 0.0
    return math.log(share_of_own(name)) - max(siblings.values()) * math.log(IN_STYLE)


def roles(name: str, module: Module) -> Iterator[Role]:
    """Yield what a module uses a name as, once for each use."""
    for node in module.loads.get(name, ()):
        if isinstance(node, ast.Name):
            parent = module.parents[node]
            if is_in_annotation([node, *parents_of(node, module.parents)]):
                yield "type"
            elif isinstance(parent, ast.Call) and parent.func is node:
                yield "call"
            else:
                yield "value"
