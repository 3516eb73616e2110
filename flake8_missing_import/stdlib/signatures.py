"""Whether a callable with given parameters can be called in a given way."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass


@dataclass(frozen=True)
class CallShape:
    """The arguments of a call, without their values."""

    positional: int = 0
    keywords: frozenset[str] = frozenset()
    has_star: bool = False
    """``*x`` may be any number of positional arguments."""
    has_double_star: bool = False
    """``**x`` may be any keywords."""


def shape_of(call: ast.Call) -> CallShape:
    """Return the shape of a call."""
    plain = [argument for argument in call.args if not isinstance(argument, ast.Starred)]
    return CallShape(
        positional=len(plain),
        keywords=frozenset(keyword.arg for keyword in call.keywords if keyword.arg),
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


def accepts(parameters: str, shape: CallShape, *, is_bound: bool = False) -> bool:
    """Say whether parameters such as ``(self,a,/,b=,*,c=)`` take the arguments of a call.

    :param is_bound: the first one is already given.
    """
    known = _parsed(parameters, is_bound)
    positional = (*known.positional_only, *known.either)
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
    return shape.has_double_star or required <= shape.keywords


def keywords_of(parameters: str) -> frozenset[str]:
    """Return the names of the parameters that can be given by name."""
    known = _parsed(parameters, False)
    return frozenset(name.removesuffix("=") for name in (*known.either, *known.keyword_only))


@functools.cache
def _parsed(parameters: str, is_bound: bool) -> _Parameters:
    parts = [part for part in parameters.strip("()").split(",") if part]
    if is_bound and parts and not parts[0].startswith("*"):
        del parts[0]
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
    )
