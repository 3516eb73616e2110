"""What may run where some names are mentioned: functions, what these call, and what variables hold.

It is where an exception may come from that the code around such a mention expects.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable

from flake8_missing_import.module import Module
from flake8_missing_import.scopes import FUNCTIONS
from flake8_missing_import.spelling import word


def words_in(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """Return the names that code mentions, and the attributes with their dots."""
    return frozenset(
        word(part)
        for node in nodes
        for part in ast.walk(node)
        if not isinstance(getattr(part, "ctx", None), ast.Store) or isinstance(part, ast.Attribute)
    ) - {""}


def run_inside(
    words: frozenset[str], module: Module, given: Iterable[tuple[str, ast.expr]]
) -> frozenset[str]:
    """Return words, and those of what runs where they are mentioned.

    :param words: as :func:`words_in` returns them.
    :param given: the values that names, and attributes with their dots, are given.
    """
    code: defaultdict[str, list[ast.AST]] = defaultdict(list)
    for name, value in given:
        code[name].append(value)
    for node in module.parents:
        if isinstance(node, FUNCTIONS):
            is_method = isinstance(module.parents[node], ast.ClassDef)
            code[f".{node.name}" if is_method else node.name] += node.body
        elif isinstance(node, ast.ClassDef):
            code[node.name] += node.bases
    found, new = words, words
    while new:
        new = words_in(one for name in new for one in code.get(name, ())) - found
        found |= new
    return found


def is_body_of_variable(child: ast.AST, parent: ast.AST, around: ast.AST | None) -> bool:
    """Say whether a node is the body of a lambda that is assigned to something."""
    return (
        isinstance(parent, ast.Lambda)
        and child is parent.body
        and isinstance(around, ast.Assign | ast.AnnAssign)
    )
