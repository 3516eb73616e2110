"""Where is a name used so that its package loads what only that needs?"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Mapping

from flake8_missing_import.module import parents_of
from flake8_missing_import.scopes import FUNCTIONS
from flake8_missing_import.spelling import last_name


def place_of_use(node: ast.expr, parents: Mapping[ast.AST, ast.AST]) -> ast.AST | None:
    """Return the call of what a node names, or the node if that is handed on to others.

    None if it is only named as a type. Whoever has got an argument of that type, on the other
    hand, or tests for it, has used it.

    :param parents: each node with the one that it is part of.
    """
    for part, parent in itertools.pairwise((node, *parents_of(node, parents))):
        match parent:
            case ast.Call(func=function) if function is node:
                return parent
            case ast.Call(func=function, args=[first, *_]) if (
                first is part and last_name(function) == "cast"
            ):
                return None
            case ast.AnnAssign(annotation=annotation, value=ast.expr()) if annotation is part:
                return None
            case ast.ExceptHandler():
                return None
            case ast.stmt():
                is_returned = isinstance(parent, FUNCTIONS) and parent.returns is part
                return None if is_returned else node
    return node
