"""Which expressions are arrays of another package? The library's functions take plain numbers.

``floor(x)`` with ``x = np.linspace(0, 1)`` is numpy's, or a mistake that no import mends.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable, Mapping, Sequence

from flake8_missing_import.assignments import is_none
from flake8_missing_import.imports import full_name
from flake8_missing_import.model import Reading, Use
from flake8_missing_import.stdlib.versions import ever_had, is_module

_MAKERS = frozenset(
    {
        *("arange", "array", "asanyarray", "asarray", "ascontiguousarray", "empty_like", "eye"),
        *("full_like", "geomspace", "linspace", "logspace", "meshgrid", "ones", "ones_like"),
        *("zeros", "zeros_like"),
    }
)
"""What gives arrays (numpy's documentation, "Array creation routines"); others name it alike."""


def given_arrays(
    uses: Iterable[Use], read: Mapping[ast.AST, Sequence[Reading]], origins: dict[str, str]
) -> frozenset[ast.AST]:
    """Return the arguments of calls that are arrays.

    :param uses: what is called.
    :param read: what reads a variable, by its value.
    :param origins: what imports bind to names: the modules and members, with dots.
    """
    arrays: set[ast.AST] = set()
    others: set[ast.AST] = set()
    for source, loads in read.items():
        if not is_none(source):
            kind = arrays if _is_array(source, origins, arrays) else others
            kind.update(one.node for one in loads)
    return frozenset(
        one
        for use in uses
        for one in (use.call.args if use.call else ())
        if _is_array(one, origins, arrays - others)
    )


def _is_array(node: ast.AST, origins: dict[str, str], known: Container[ast.AST]) -> bool:
    """Say whether an expression makes an array, or calculates with one.

    :param known: the loads of variables that have arrays.
    """
    parts = [node]
    for part in parts:
        match part:
            case ast.BinOp(left=left, op=operator, right=right):
                # The product of two vectors is a number.
                parts += [] if isinstance(operator, ast.MatMult) else [left, right]
            case ast.UnaryOp(operand=operand):
                parts.append(operand)
            case ast.Call(func=function, args=[first, *_]):
                module, _, name = full_name(function, origins).rpartition(".")
                is_of_package = module and not is_module(module)
                if is_of_package and name in _MAKERS:
                    return True
                if is_of_package and ever_had("math", name):
                    parts.append(first)
            case _ if part in known:
                return True
    return False
