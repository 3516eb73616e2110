"""Which of a file's own classes make objects that are no text, number, collection or function?

``walk(root)`` with ``root = Node()`` is not os', which walks through a folder given by its path.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Container, Iterator, Sequence

from flake8_missing_import.assignments import is_none
from flake8_missing_import.evidence.inheriting import bound_by
from flake8_missing_import.module import Module
from flake8_missing_import.scopes import FUNCTIONS
from flake8_missing_import.spelling import last_name, word

_HARMLESS = frozenset(
    f"__{name}__"
    for name in (
        *("init", "post_init", "del", "slots", "match_args", "doc", "init_subclass"),
        *("repr", "str", "format", "bool", "hash", "eq", "ne", "ge", "gt", "le", "lt"),
        *("enter", "exit", "aenter", "aexit"),
        *("copy", "deepcopy", "reduce", "reduce_ex", "getstate", "setstate"),
    )
)
"""What may be defined by a class of which no instance does for data (data model)."""
_NAMED_FOR_HEIRS = ("base", "mixin")
_OF_CLASSES = frozenset({"classmethod", "staticmethod"})


def bare_classes(module: Module) -> frozenset[str]:
    """Return the names of the classes, none of whose heirs in the module are anything more."""
    definitions = [one for one in module.parents if isinstance(one, ast.ClassDef)]
    bases = {one.name: [word(base) for base in one.bases] for one in definitions}
    bare = {
        one.name
        for one in definitions
        if module.binders.get(one.name) == [one] and _defines_no_data(one)
    }
    while True:
        more = {name for name in bare if not bare.issuperset({*bases[name]} - {"object"})}
        more |= {base for name in bases.keys() - bare for base in bases[name]} & bare
        if not more:
            return frozenset(bare)
        bare -= more


def _defines_no_data(definition: ast.ClassDef) -> bool:
    names = (name for node in ast.walk(definition) for name in bound_by(node))
    return (
        not definition.keywords
        and not definition.name.lower().endswith(_NAMED_FOR_HEIRS)
        and all(last_name(_called(one)) == "dataclass" for one in definition.decorator_list)
        and all(name in _HARMLESS for name in names if name.startswith("__") and name[-1] == "_")
    )


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


def _called(decorator: ast.expr) -> ast.expr:
    return decorator.func if isinstance(decorator, ast.Call) else decorator


def instance_around(around: Sequence[ast.AST], bare: Container[str]) -> str:
    """Return what the method around a node calls its own object, if that is of such a class.

    :param around: the nodes around it, innermost first.
    """
    return next(_first_parameters(around, bare), "")


def _first_parameters(around: Sequence[ast.AST], bare: Container[str]) -> Iterator[str]:
    for method, owner in itertools.pairwise(around):
        match method, owner:
            case (
                ast.FunctionDef(args=ast.arguments(args=[first, *_]))
                | ast.AsyncFunctionDef(args=ast.arguments(args=[first, *_])),
                ast.ClassDef(name=name),
            ) if name in bare:
                assert isinstance(method, FUNCTIONS)
                if _OF_CLASSES.isdisjoint(map(last_name, method.decorator_list)):
                    yield first.arg
