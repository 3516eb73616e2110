"""Whether a callable with given parameters can be called in a given way."""

from __future__ import annotations

import ast
import functools
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

LITERALS = {
    "b": "bytes",
    "c": "types.CoroutineType",
    "d": "dict",
    "e": "set",
    "f": "float",
    "i": "int",
    "k": "types.FunctionType",
    "l": "list",
    "n": "None",
    "o": "object",
    "s": "str",
    "t": "tuple",
    "y": "type",
}
"""The letters of literals and of some other things, with their classes.

An object is an instance of one of the file's own classes that make no data.
"""
_DISPLAYS: dict[type[ast.AST], str] = {
    ast.Compare: "il",  # a truth value, or an array or query of such
    ast.Dict: "d",
    ast.DictComp: "d",
    ast.JoinedStr: "s",
    ast.Lambda: "k",
    ast.List: "l",
    ast.ListComp: "l",
    ast.Set: "e",
    ast.SetComp: "e",
    ast.Tuple: "t",
}
_ANY_COLLECTION = "elt"
_MADE = {
    **{name: letter for letter, name in LITERALS.items() if letter in "bdefilst"},
    **dict.fromkeys(("enumerate", "filter", "map", "reversed", "zip"), _ANY_COLLECTION),
    "len": "i",
    "range": "lt",
    "sorted": "l",
}
"""What builtins give: an iterator can be all that a collection can be, as far as types tell."""
_ANNOTATED = {
    **{name: letter for name, letter in _MADE.items() if name in LITERALS.values()},
    **{name.title(): _MADE[name] for name in ("dict", "list", "set", "tuple")},
    **dict.fromkeys(("Collection", "Iterable", "Iterator"), _ANY_COLLECTION),
    "Sequence": "lt",
    "float": "fi",  # Type checkers take a whole number for one.
}
_CONSTANTS = {"bool": "i", "NoneType": "n", **{kind: letter for letter, kind in LITERALS.items()}}


@dataclass(frozen=True)
class CallShape:
    """The arguments of a call: how many, which, and which kinds of literals they are."""

    positional: int = 0
    keywords: frozenset[str] = frozenset()
    literals: frozenset[tuple[int | str, str]] = frozenset()
    """The letters of arguments that are known by them, by their positions and names.

    Of a comparison all that it may be taken for.
    """
    has_star: bool = False
    """``*x`` may be any number of positional arguments."""
    has_double_star: bool = False
    """``**x`` may be any keywords."""


def literal(node: ast.AST) -> str:
    """Return the letter of a literal, those of a comparison, or nothing.

    A call of some builtins is as good as a literal.
    """
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node = node.operand
    if isinstance(node, ast.Constant):
        return _CONSTANTS.get(type(node.value).__name__, "")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _MADE.get(node.func.id, "")
    return _DISPLAYS.get(type(node), "")


def annotated(node: ast.AST) -> str:
    """Return the letters of what an annotation allows, or nothing: ``list[int]`` is a list."""
    generic = node.value if isinstance(node, ast.Subscript) else node
    return _ANNOTATED.get(generic.id, "") if isinstance(generic, ast.Name) else ""


def shape_of(call: ast.Call, letters: Callable[[ast.expr], str] = literal) -> CallShape:
    """Return the shape of a call.

    :param letters: says what is known of an argument.
    """
    plain = [argument for argument in call.args if not isinstance(argument, ast.Starred)]
    named = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    # Behind a starred one, positions are not known.
    first = itertools.takewhile(lambda argument: not isinstance(argument, ast.Starred), call.args)
    placed: list[tuple[int | str, ast.expr]] = [*enumerate(first), *named.items()]
    return CallShape(
        positional=len(plain),
        keywords=frozenset(named),
        literals=frozenset(
            (place, letter) for place, value in placed if (letter := letters(value))
        ),
        has_star=len(plain) < len(call.args),
        has_double_star=any(keyword.arg is None for keyword in call.keywords),
    )


@dataclass(frozen=True)
class _Parameters:
    """The parameters of a callable; optional ones end in ``=``."""

    positional_only: tuple[str, ...]
    either: tuple[str, ...]
    keyword_only: tuple[str, ...]
    has_star: bool
    has_double_star: bool
    literals: Mapping[str, str]
    """The letters of the literals that parameters take, if not all of them; ``*`` for the rest."""


def accepts(parameters: str, shape: CallShape, *, is_bound: bool = False) -> bool:
    """Say whether parameters such as ``(self,a:is,/,b=,*,c=:)`` take the arguments of a call.

    Behind a colon are the literals that a parameter takes.

    :param is_bound: the first one is already given.
    """
    known = _parsed(parameters, is_bound)
    positional = (*known.positional_only, *known.either)
    nameless = {name.removesuffix("=") for name in known.positional_only}
    for place, letter in shape.literals:
        name = place if isinstance(place, str) else [*positional, "*"][min(place, len(positional))]
        if place in nameless:
            name = "*"  # of a positional-only parameter, the name is free for **kwargs
        if set(letter).isdisjoint(known.literals.get(name.removesuffix("="), letter)):
            return False
    if shape.positional > len(positional) and not known.has_star:
        return False
    by_name = positional[max(shape.positional, len(known.positional_only)) :]
    if shape.has_star:
        by_name = known.either
    names = {name.removesuffix("=") for name in (*by_name, *known.keyword_only)}
    if not (known.has_double_star or shape.keywords <= names):
        return False
    missing = () if shape.has_star else positional[shape.positional :]
    required = {name for name in (*missing, *known.keyword_only) if not name.endswith("=")}
    given = shape.keywords - nameless
    return required <= given or (shape.has_double_star and required.isdisjoint(nameless))


def split(types: str, separator: str) -> list[str]:
    """Return the parts of what the table writes, without looking into brackets."""
    if "[" not in types:
        return types.split(separator)
    parts, depth = [""], 0
    for letter in types:
        depth += (letter == "[") - (letter == "]")
        if letter == separator and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def keywords_of(parameters: str) -> frozenset[str]:
    """Return the names of the parameters that can be given by name."""
    known = _parsed(parameters, False)
    return frozenset(name.removesuffix("=") for name in (*known.either, *known.keyword_only))


@functools.cache
def _parsed(parameters: str, is_bound: bool) -> _Parameters:
    described = [part.partition(":") for part in parameters.strip("()").split(",") if part]
    if is_bound and described and not described[0][0].startswith("*"):
        del described[0]
    parts = [name for name, _, _ in described]
    star = next((index for index, part in enumerate(parts) if part.startswith("*")), len(parts))
    positional, rest = parts[:star], parts[star:]
    slash = positional.index("/") if "/" in positional else 0
    stars = [part for part in rest if part.startswith("*")]
    return _Parameters(
        positional_only=tuple(positional[:slash]),
        either=tuple(part for part in positional[slash:] if part != "/"),
        keyword_only=tuple(part for part in rest if not part.startswith("*")),
        has_star=any(len(part) > 1 and not part.startswith("**") for part in stars),
        has_double_star=any(part.startswith("**") for part in stars),
        literals={
            "*" if name.startswith("*") else name.removesuffix("="): letters
            for name, colon, letters in described
            if colon
        },
    )
