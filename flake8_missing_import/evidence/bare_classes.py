"""Which of a file's own classes make objects that are no text, number, collection or function?

``walk(root)`` with ``root = Node()`` is not os', which walks through a folder given by its path.
"""

from __future__ import annotations

import ast
import functools
from collections import defaultdict
from collections.abc import Container, Sequence

from flake8_missing_import.assignments import is_none
from flake8_missing_import.evidence.inheriting import bound_by
from flake8_missing_import.module import Module
from flake8_missing_import.scopes import FUNCTIONS
from flake8_missing_import.spelling import last_name, without_call

_HARMLESS = frozenset(
    f"__{name}__"
    for name in (
        *("init", "post_init", "del", "slots", "match_args", "doc"),
        *("repr", "str", "format", "bool", "hash", "eq", "ne", "ge", "gt", "le", "lt"),
        *("enter", "exit", "aenter", "aexit"),
        *("copy", "deepcopy", "reduce", "reduce_ex", "getstate", "setstate"),
    )
)
"""What may be defined by a class of which no instance does for data (data model)."""
_NAMED_FOR_HEIRS = ("base", "mixin")


def bare_classes(module: Module) -> frozenset[str]:
    """Return the names of these classes: neither their bases nor their heirs are anything more.

    None are known where the module gives a class such methods later.
    """
    if any(name.startswith(".__") and not _is_harmless(name[1:]) for name in module.binders):
        return frozenset()
    definitions = [one for one in module.parents if isinstance(one, ast.ClassDef)]
    bare = {
        one.name
        for one in definitions
        if module.binders.get(one.name) == [one] and _defines_no_data(one)
    }
    related: dict[str, set[str]] = defaultdict(set)
    for one in definitions:
        for base in {last_name(base) for base in one.bases} - {"object"}:
            related[one.name].add(base)
            related[base].add(one.name)
    others = [name for name in related if name not in bare]
    for name in others:
        touched = related[name] & bare
        bare -= touched
        others += touched
    return frozenset(bare)


def _defines_no_data(definition: ast.ClassDef) -> bool:
    names = (name for node in ast.walk(definition) for name in bound_by(node))
    return (
        not definition.keywords
        and not definition.name.lower().endswith(_NAMED_FOR_HEIRS)
        and all(last_name(without_call(one)) == "dataclass" for one in definition.decorator_list)
        and all(map(_is_harmless, names))
    )


def _is_harmless(name: str) -> bool:
    return name in _HARMLESS or not (name.startswith("__") and name.endswith("__"))


def of_call(value: ast.AST, bare: Container[str]) -> str:
    """Return the letter of an object if a value is a call of such a class."""
    match value:
        case ast.Call(func=ast.Name(id=name)) if name in bare:
            return "o"
        case _:
            return ""


def of_annotation(annotation: ast.AST, bare: Container[str]) -> str:
    """Return the letters of what an annotation allows: such a class, or None as well."""
    match annotation:
        case ast.Name(id=name) | ast.Constant(value=str(name)) if name in bare:
            return "o"
        case ast.BinOp(left=one, op=ast.BitOr(), right=other) if is_none(one) or is_none(other):
            found = of_annotation(other if is_none(one) else one, bare)
            return found and f"n{found}"
        case ast.Subscript(value=generic, slice=one) if last_name(generic) == "Optional":
            found = of_annotation(one, bare)
            return found and f"n{found}"
        case _:
            return ""


def instance_around(around: Sequence[ast.AST], bare: Container[str]) -> str:
    """Return what the method around a node calls its own object, if that is of such a class.

    Nothing in functions that have another value by that name, or that a decorator may change.

    :param around: the nodes around it, innermost first.
    """
    for child, method, owner in zip(around, around[1:], around[2:], strict=False):
        match owner:
            case ast.ClassDef(name=name):
                if isinstance(method, FUNCTIONS) and child in method.body and name in bare:
                    return _own_object(method)
                return ""
    return ""


@functools.lru_cache(maxsize=8)  # those around many uses, and no file for long
def _own_object(method: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    first, *_ = [one.arg for one in (*method.args.posonlyargs, *method.args.args)] or [""]
    parts = list(ast.walk(method))
    bound = [one.arg for one in parts if isinstance(one, ast.arg)]
    bound += (name for node in parts for name in bound_by(node))
    return first if bound.count(first) == 1 and not method.decorator_list else ""
