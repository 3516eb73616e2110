"""Which statements and calls keep the code below from being reached?"""

from __future__ import annotations

import ast
from collections.abc import Callable, Container, Mapping, Sequence

from flake8_missing_import.imports import imported_module
from flake8_missing_import.module import Module

EXITS = frozenset({"sys.exit", "os._exit", "exit", "quit", "pytest.skip", "self.skipTest"})
"""Calls below which nothing runs, unless the names have other values."""


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


def leaves(body: Sequence[ast.stmt], exit_calls: Container[str]) -> bool:
    """Say whether the code below a block is never reached from it."""
    if not body:
        return False
    last = body[-1]
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        return ast.unparse(last.value.func) in exit_calls
    return isinstance(last, (ast.Return, ast.Raise, ast.Continue, ast.Break))
