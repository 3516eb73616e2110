"""Which statements and calls keep the code below from being reached?"""

from __future__ import annotations

import ast
from collections.abc import Callable, Container, Mapping, Sequence

from flake8_missing_import.imports import imported_module
from flake8_missing_import.module import Module
from flake8_missing_import.spelling import last_name

EXITS = frozenset(
    {"sys.exit", "os._exit", "os.abort", "exit", "quit",
     "pytest.exit", "pytest.fail", "pytest.skip", "pytest.xfail", "self.skipTest"}
)  # fmt: skip
"""Calls below which nothing runs, unless the names have other values."""
_JUMPS = (ast.Return, ast.Raise, ast.Continue, ast.Break)


def exit_calls(
    binders: Callable[[], Mapping[str, Sequence[ast.AST]]], module: Module
) -> frozenset[str]:
    """Return the calls below which nothing runs.

    :param binders: returns what gives names, and attributes with their dots, values there.
    """
    called = [call for call in EXITS if f"{call}(" in module.source]
    return frozenset(call for call in called if not _is_replaced(call, binders(), module))


def _is_replaced(call: str, binders: Mapping[str, Sequence[ast.AST]], module: Module) -> bool:
    """Say whether the module may give what a call names another value."""
    owner, _, name = call.rpartition(".")
    if any(
        not isinstance(one, ast.Attribute) or ast.unparse(one) == call
        for one in binders.get(f".{name}", ())
    ):
        return True
    if owner == "self":
        return name in binders
    if not owner and "*" in binders:
        return True
    return not all(
        isinstance(one, ast.alias)
        and imported_module(module.parents[one], one) in (owner, f"sys.{name}")
        for one in binders.get(owner or name, ())
    )


def leaves(
    block: Sequence[ast.AST], exit_calls: Container[str], *, by: tuple[type, ...] = _JUMPS
) -> bool:
    """Say whether the code below a block is never reached from it, whichever way it goes.

    :param by: the statements that end it: the last one is one of these, or ends in them each way.
    """
    match block:
        case [*_, ast.Return() | ast.Raise() | ast.Continue() | ast.Break() as last]:
            return isinstance(last, by)
        case [*_, ast.Expr(value=ast.Call(func=function))]:
            return ast.Raise in by and ast.unparse(function) in exit_calls
        case [*_, ast.Assert(test=ast.Constant(value=value))]:
            return ast.Raise in by and not value
        case [*_, ast.If(body=body, orelse=orelse)]:
            return leaves(body, exit_calls, by=by) and leaves(orelse, exit_calls, by=by)
        case [*_, ast.With(body=body) | ast.AsyncWith(body=body)]:
            # It may suppress what is raised.
            kinds = tuple(kind for kind in by if kind is not ast.Raise)
            return leaves(body, exit_calls, by=kinds)
        case [*_, ast.Try(body=body, handlers=handlers, orelse=orelse)]:
            handled = (one.body for one in handlers)
            return all(leaves(each, exit_calls, by=by) for each in (orelse or body, *handled))
        case _:
            return False


def opens_files(node: ast.With | ast.AsyncWith) -> bool:
    """Say whether a ``with`` is known to handle no exception: it opens files."""
    return all(
        isinstance(call := item.context_expr, ast.Call) and last_name(call.func) == "open"
        for item in node.items
    )
