"""Does a name come from asyncio? What a file awaits says so, and that it awaits nothing."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence

from flake8_missing_import.evidence.arguments import call_shape
from flake8_missing_import.evidence.shapes import shapes
from flake8_missing_import.evidence.variables import source_of
from flake8_missing_import.model import Surroundings, Use
from flake8_missing_import.module import Module
from flake8_missing_import.scopes import FUNCTIONS, chain_of, own_nodes, parameters
from flake8_missing_import.spelling import written
from flake8_missing_import.stdlib.usage import Origin

_WAITING = (ast.AsyncFor, ast.AsyncWith, ast.Await)
_FOR_AWAITING = "coroutine"
"""The library's makes something to await of a generator; others call their decorators so, too."""
_RIVALS = {
    "asyncio": ("anyio", "curio", "trio"),
    "multiprocessing": ("eventlet", "gevent"),
}
"""Packages with things of their own that are called like those of one of the library's."""


def is_replaced(origin: Origin, surroundings: Surroundings) -> bool:
    """Say whether a file has another package's things, or its own, not an origin's.

    Its imports say so, or that it awaits nothing. Nothing else has the name of the package itself.
    """
    package, _, member = origin.name.partition(".")
    if not member or package in surroundings.modules:
        return False
    if member.rpartition(".")[2] == _FOR_AWAITING and not surroundings.awaited:
        return True
    return not surroundings.modules.isdisjoint(_RIVALS.get(package, ()))


def is_awaited(use: Use) -> bool:
    """Say whether the result of a call is awaited, or entered by ``async with``."""
    _, *around = use.parents
    return use.call is not None and (
        isinstance(around[0], ast.Await)
        or (isinstance(around[0], ast.withitem) and isinstance(around[1], ast.AsyncWith))
    )


def _runs_coroutine(use: Use, surroundings: Surroundings) -> bool:
    """Say whether a use is a call with a coroutine of the file's own, and not awaited itself."""
    shape = call_shape(use, surroundings)
    return (0, "c") in shape.literals and not is_awaited(use)


def is_async(origin: Origin) -> bool:
    """Say whether an origin is asyncio's."""
    return origin.name.startswith("asyncio.")


def async_style(
    uses: Sequence[Use], known: Sequence[Origin], surroundings: Surroundings
) -> bool | None:
    """Return whether asyncio's names do not suit a file, None if both they and others do.

    It awaits what the name gives, runs a coroutine by it, expects it where it awaits something, or
    makes one in a coroutine; or it uses that and never awaits anything.
    """
    homes = {is_async(origin) for origin in known if not origin.is_other}
    if True not in homes:
        return None
    if _is_awaited_later(uses, surroundings) or any(
        _runs_coroutine(use, surroundings) or _is_expected_of_await(use) for use in uses
    ):
        return False
    others = {one.name.rpartition(".")[0] for one in known if not is_async(one)}
    is_alone = "asyncio" in surroundings.modules and surroundings.modules.isdisjoint(others)
    if is_alone and all(map(_is_made_in_coroutine, uses)):
        return False
    may_be_async = (
        surroundings.awaited
        or "asyncio" in surroundings.modules
        or any(map(is_awaited, uses))
        or not any(surroundings.readings.get(source_of(use)) for use in uses)
    )
    return None if may_be_async or homes == {True} else True


def _is_made_in_coroutine(use: Use) -> bool:
    """Say whether a coroutine makes an instance of a class, judging by its name."""
    function = next((one for one in use.parents if isinstance(one, FUNCTIONS)), None)
    is_made = use.call is not None and use.name[0].isupper()
    return is_made and isinstance(function, ast.AsyncFunctionDef)


def _is_expected_of_await(use: Use) -> bool:
    """Say whether an ``except`` clause, or what is like one, expects it where something waits."""
    if shapes(use) != ("exception",):
        return False
    statement = next(one for one in use.parents if isinstance(one, ast.stmt))
    body: list[ast.stmt] = getattr(statement, "body", [])
    return any(isinstance(node, _WAITING) for part in body for node in ast.walk(part))


def _is_awaited_later(uses: Sequence[Use], surroundings: Surroundings) -> bool:
    """Say whether the module awaits what a use gives a variable, or something of that.

    What an instance has for itself, others await too: ``await worker.stop.wait()``.
    """
    return any(
        f"{awaited}.".startswith(f"{target}.")
        or (target.startswith("self.") and f"{target}.".removeprefix("self") in f"{awaited}.")
        for use in uses
        for target in _targets(use)
        for awaited in surroundings.awaited
    )


def _targets(use: Use) -> Iterator[str]:
    """Yield the variables that hold the result of a call, one of its items, or the annotated."""
    for child, parent in itertools.pairwise(chain_of(use)):
        match parent:
            case ast.Assign(targets=targets, value=value) if value is child:
                yield from map(written, targets)
            case ast.AnnAssign(target=target):
                yield written(target)
            case ast.For(target=target, iter=source) if source is child:
                yield written(target)
            case ast.FunctionDef(args=arguments) | ast.AsyncFunctionDef(args=arguments):
                yield from (one.arg for one in parameters(arguments) if one.annotation is child)
            case ast.arg(arg=name):
                yield name
        if not isinstance(parent, ast.Call | ast.Subscript | ast.BinOp):
            return


def async_functions(module: Module) -> Iterator[str]:
    """Yield the functions of a module, methods left out, of which a call makes a coroutine.

    A decorator may make something else of a function, and ``yield`` an iterator.
    """
    for node, parent in module.parents.items():
        if (
            isinstance(node, ast.AsyncFunctionDef)
            and not isinstance(parent, ast.ClassDef)
            and not node.decorator_list
            and not any(isinstance(inner, ast.Yield) for inner in own_nodes(node))
        ):
            yield node.name


def awaited_in(module: Module) -> Iterator[str]:
    """Yield what a module awaits, and what ``async`` statements use, without what calls pass."""
    for node in module.parents:
        match node:
            case ast.Await(value=value) | ast.AsyncFor(iter=value):
                yield written(value).partition("(")[0]
            case ast.AsyncWith(items=items):
                for item in items:
                    yield written(item.context_expr).partition("(")[0]
