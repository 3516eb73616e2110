"""Which literals may be given to a parameter? Typeshed's annotation decides."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator

from flake8_missing_import.stdlib.signatures import LITERALS
from tools.stubs import (
    CALLABLE,
    UNKNOWN,
    Stubs,
    definitions,
    type_of,
    type_variable,
    union,
    without_items,
)

ANYTHING = frozenset(LITERALS)
TRUTH = "builtins.bool"
"""Anything may be given where a truth value is asked for, and often is."""
WIDER = {
    "builtins.int": ("builtins.float", "builtins.complex"),
    "builtins.float": ("builtins.complex",),
}
"""What an int or a float may stand for (PEP 484, "The numeric tower")."""
ALIKE = frozenset("lt")
"""Lists and tuples: C code often takes either."""
COLLECTIONS = ("builtins.", "collections.abc.", "typing.")
FILES = frozenset({"typing.BinaryIO", "typing.IO", "typing.TextIO"})
"""What any object with some methods may do for, ``fileno`` alone often."""
OF_ANY_CLASS = frozenset(
    {"__dataclass_fields__", "__ge__", "__gt__", "__le__", "__lt__", "__replace__"}
)
"""What decorators may give a class, besides the methods that it defines."""


def literals_of(annotation: ast.expr | None, module: str, stubs: Stubs) -> str | None:
    """Return the letters of the literals that a parameter takes, None if it takes all of them."""
    if annotation is None:
        return None
    accepted: set[str] = set()
    parts = without_items(_types(annotation, module, stubs)).split("|")
    for part in parts:
        accepted |= _accepted(part, stubs)
    are_others = accepted <= {"n"} and any(_has_likes(part, stubs) for part in parts)
    if are_others or not FILES.isdisjoint(parts):
        accepted.add("o")
    if accepted & ALIKE:
        accepted |= ALIKE
    if "b" in accepted:
        accepted.add("s")  # a text that should be bytes is a mistake, or was written for Python 2
    return None if accepted >= ANYTHING else "".join(sorted(accepted))


def _types(annotation: ast.expr, module: str, stubs: Stubs) -> str:
    """Return the type that an annotation names, for a type variable what it can stand for."""
    if isinstance(annotation, ast.BinOp):
        sides = (annotation.left, annotation.right)
        return union(_types(side, module, stubs) for side in sides)
    found = type_variable(ast.unparse(annotation), module, stubs)
    if found is None:
        return type_of(annotation, module, stubs)
    call, home = found
    bounds = [keyword.value for keyword in call.keywords if keyword.arg == "bound"]
    return union(type_of(one, home, stubs) for one in call.args[1:] + bounds) or UNKNOWN


@functools.cache
def _accepted(name: str, stubs: Stubs) -> frozenset[str]:
    """Return the letters of the literals that a type takes."""
    if name in {UNKNOWN, "Self", TRUTH}:
        return ANYTHING
    if name == "None":
        return frozenset("n")
    if name == CALLABLE:
        return frozenset("ky")
    if name.startswith("type["):
        # What catches exceptions takes tuples of them as well, which typeshed leaves out:
        # suppress((OSError, ValueError)).
        return frozenset("ty" if name == "type[builtins.BaseException]" else "y")
    if _definition(name, stubs) is None:
        return ANYTHING
    return frozenset(letter for letter, kind in LITERALS.items() if _is_taken(kind, name, stubs))


def _has_likes(name: str, stubs: Stubs) -> bool:
    """Say whether an object with methods of the same names may do for one of a class.

    That is whatever is neither built in nor a collection.
    """
    is_class = _definition(name, stubs) is not None and not _is_protocol(name, stubs)
    return is_class and not name.startswith(COLLECTIONS)


def _is_taken(kind: str, name: str, stubs: Stubs) -> bool:
    """Say whether an instance of a builtin class may be given where another class is asked for."""
    builtin = kind if "." in kind else f"builtins.{kind}"
    if kind == "None":
        return False
    if kind == "object":
        return _is_protocol(name, stubs) and not any(
            one.startswith("__")
            for one in _members(name, stubs) - _members(builtin, stubs) - OF_ANY_CLASS
        )
    return (
        name in {*_bases(builtin, stubs), *WIDER.get(builtin, ())}
        # Not for type checkers, but Python takes an int for a member of an IntEnum.
        or builtin in _bases(name, stubs)
        or (_is_protocol(name, stubs) and _members(name, stubs) <= _members(builtin, stubs))
    )


def _definition(name: str, stubs: Stubs) -> ast.ClassDef | None:
    home, _, last = name.rpartition(".")
    found = stubs.found(last, home) if home else None
    node = definitions(found[1])[0] if found else None
    return node if isinstance(node, ast.ClassDef) else None


@functools.cache
def _bases(name: str, stubs: Stubs) -> frozenset[str]:
    """Return a class and those that it inherits from, all with their modules."""
    node = _definition(name, stubs)
    home = name.rpartition(".")[0]
    bases = node.bases if node else ()
    kinds = [without_items(type_of(base, home, stubs)) for base in bases]
    inherited = (_bases(kind, stubs) for kind in kinds if "." in kind and kind != name)
    return frozenset({name}).union(*inherited)


@functools.cache
def _is_protocol(name: str, stubs: Stubs) -> bool:
    node = _definition(name, stubs)
    return any("Protocol" in ast.unparse(base) for base in node.bases) if node else False


@functools.cache
def _members(name: str, stubs: Stubs) -> frozenset[str]:
    """Return the methods and attributes of a class and of those that it inherits from."""
    return frozenset(member for base in _bases(name, stubs) for member in _own(base, stubs))


def _own(name: str, stubs: Stubs) -> Iterator[str]:
    node = _definition(name, stubs)
    for statement in ast.walk(node) if node else ():
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield statement.name
        elif isinstance(statement, ast.AnnAssign):
            yield ast.unparse(statement.target)
