"""Which generators and lambdas does the code around them run at once?"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_missing_import.imports import imported_module
from flake8_missing_import.model import Binding, Use
from flake8_missing_import.module import Module
from flake8_missing_import.scopes import FUNCTIONS, chain_of, frame

_CONSUMERS = frozenset(
    {
        ".join", ".run_until_complete", "all", "any", "asyncio.run", "bytearray", "bytes",
        "collections.Counter", "collections.OrderedDict", "collections.deque", "dict", "frozenset",
        "list", "list.extend", "max", "min", "next", "set", "sorted", "sum", "tuple",
    }
)  # fmt: skip
"""What takes all that it wants of a generator or coroutine, its first argument, at once."""
_ORDERING = frozenset({".sort", "list.sort", "max", "min", "sorted"})
"""What calls its ``key``."""
_ITERATORS = frozenset(
    {"asyncio.gather", "asyncio.shield", "asyncio.wait_for", "enumerate", "filter", "map", "zip"}
)
"""What runs its generators or coroutines when it is consumed itself."""
_CALLERS = {"functools.reduce": 0, "re.sub": 1}
"""What calls one of its arguments, and which."""
_CALLING_ITERATORS = frozenset({"filter", "map"})
"""What calls its first argument when it is consumed."""


def run_at_once(chain: Sequence[ast.AST], module: Module) -> list[ast.AST]:
    """Return the generators and lambdas around a node that run as soon as they are reached.

    :param chain: the node and those around it, innermost first.
    """
    return [
        part
        for position, part in enumerate(chain, 1)
        if (isinstance(part, ast.GeneratorExp) and is_consumed(part, chain[position:], module))
        or (isinstance(part, ast.Lambda) and is_called(part, chain[position:], module))
    ]


def frame_around(place: Use | Binding, scopes: Sequence[ast.AST], module: Module) -> ast.AST | None:
    """Return the function that runs a load or a binding, around what a call there runs at once.

    :param scopes: those around it, innermost first.
    """
    at_once = run_at_once(chain_of(place), module)
    return frame([scope for scope in scopes if scope not in at_once])


def is_called(function: ast.AST, around: Sequence[ast.AST], module: Module) -> bool:
    """Say whether a function is called where it stands.

    :param around: the nodes around it, innermost first.
    """
    match around:
        case [ast.Call(func=called), *_] if called is function:
            return True
        case [
            ast.FunctionDef(decorator_list=decorators)
            | ast.AsyncFunctionDef(decorator_list=decorators)
            | ast.ClassDef(decorator_list=decorators),
            *_,
        ] if function in decorators:
            return True
        case [ast.keyword(arg="key"), ast.Call() as call, *_]:
            return callable_name(call.func, module) in _ORDERING
        case [ast.Call(args=arguments) as call, *outer]:
            name = callable_name(call.func, module)
            place = _CALLERS.get(name, 0)
            return arguments[place : place + 1] == [function] and (
                name in _CALLERS
                or (name in _CALLING_ITERATORS and is_consumed(call, outer, module))
            )
        case _:
            return False


def is_consumed(iterator: ast.AST, around: Sequence[ast.AST], module: Module) -> bool:
    """Say whether the nodes around an iterator, innermost first, go over it at once."""
    parent, *outer = around
    match parent:
        case ast.Call(args=arguments):
            name = callable_name(parent.func, module)
            if name in _ITERATORS:
                keeps_errors = any(one.arg == "return_exceptions" for one in parent.keywords)
                is_given = iterator in arguments and not keeps_errors
                return is_given and is_consumed(parent, outer, module)
            return (
                name in _CONSUMERS
                and arguments[0] is iterator
                and (len(arguments) == 1 or name not in _ORDERING)
            )
        case ast.comprehension(iter=consumed):
            is_later = isinstance(outer[0], ast.GeneratorExp)
            return consumed is iterator and (
                not is_later or is_consumed(outer[0], outer[1:], module)
            )
        case ast.For(iter=consumed):
            # Its body runs between the items.
            return consumed is iterator and not any(map(_is_import, ast.walk(parent)))
        case (
            ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[consumed])
            | ast.Assign(targets=[ast.List() | ast.Tuple()], value=consumed)
            | ast.Starred(value=consumed)
            | ast.YieldFrom(value=consumed)
            | ast.Await(value=consumed)
        ):
            return consumed is iterator
        case _:
            return False


def holder(function: ast.AST, module: Module) -> ast.Name | None:
    """Return the variable that is assigned a generator or lambda, or an iterator that runs it."""
    match module.parents.get(function):
        case ast.Assign(targets=[ast.Name() as variable]):
            return variable
        case ast.Call(args=arguments) as call if function in arguments:
            name = callable_name(call.func, module)
            runs = name in _CALLING_ITERATORS and function is arguments[0]
            is_lambda = isinstance(function, ast.Lambda)
            return holder(call, module) if (runs if is_lambda else name in _ITERATORS) else None
        case _:
            return None


def _is_import(node: ast.AST) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def callable_name(function: ast.expr, module: Module) -> str:
    """Return the full name of a function, of a method with nothing before its dot.

    Nothing if the file gives the name something else.
    """
    match function:
        case ast.Name(id=name) if name not in module.binders:
            return "" if "*" in module.binders else name
        case ast.Name(id=name):
            return _origin(name, module)
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if _origin(name, module):
            return f"{_origin(name, module)}.{attribute}"
        case ast.Attribute(attr=attribute):
            # An own method of the name may do something else.
            own = module.binders.get(attribute, ())
            return "" if any(isinstance(one, FUNCTIONS) for one in own) else f".{attribute}"
        case _:
            return ""


def _origin(name: str, module: Module) -> str:
    """Return the full name of what a name is imported from, and ``list`` for one of lists."""
    found = {_value(one, module.parents[one]) for one in module.binders.get(name, ())}
    return found.pop() if len(found) == 1 else ""


def _value(binder: ast.AST, parent: ast.AST) -> str:
    if isinstance(binder, ast.alias):
        return imported_module(parent, binder)
    return "list" if isinstance(getattr(parent, "value", None), ast.List) else ""
