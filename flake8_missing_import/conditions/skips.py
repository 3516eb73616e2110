"""On which conditions does a test framework call a function, and when does it skip it?"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from flake8_missing_import.module import BLOCKS, NOT_PARSED, Module, parsed_expression
from flake8_missing_import.scopes import DEFINITIONS, FUNCTIONS, Definition
from flake8_missing_import.spelling import word

_NEEDED = ("skipif", "skip_if", "skipunless", "skip_unless", "def setup", "def set_up")
"""One of these is in all that is looked for, without case."""
_MARK = re.compile(r"\.?skip_?(if|unless)", re.IGNORECASE)
_SETUP = re.compile(r"(async)?set_?up(_?(class|function|method|module))?", re.IGNORECASE)


def conditions_of_calls(
    module: Module, value_of: Callable[[str], ast.expr | None]
) -> dict[int, list[tuple[ast.expr, bool]]]:
    """Return the conditions, each with the truth needed, under which tests call functions.

    By the line of the function, or of the class that it is in; 0 is for all of the module.

    :param value_of: returns what a name stands for, or None: in ``@py2only`` a mark of pytest.
    """
    source = module.source.lower()
    if "skip" not in source or not any(text in source for text in _NEEDED):
        return {}
    return {
        getattr(node, "lineno", 0): [*_of_marks(node, value_of), *_of_setups(node)]
        for node in (module.tree, *_definitions_in(module.tree))
    }


def _definitions_in(tree: ast.AST) -> Iterator[Definition]:
    """Yield the functions and classes in the blocks of a tree: no expression has any."""
    nodes = [tree]
    for node in nodes:
        if isinstance(node, DEFINITIONS):
            yield node
        for field in (*BLOCKS, "cases"):
            block = getattr(node, field, None)
            nodes.extend(block if isinstance(block, list) else ())


def _of_marks(
    node: ast.AST, value_of: Callable[[str], ast.expr | None]
) -> Iterator[tuple[ast.expr, bool]]:
    for mark in marks(node):
        match value_of(word(mark)) or mark:
            case (
                ast.Call(func=function, args=[test, *_])
                | ast.Call(func=function, keywords=[ast.keyword(arg="condition", value=test), *_])
            ) if kind := _MARK.fullmatch(word(function)):
                evaluated = _evaluated(test)
                if not isinstance(evaluated, ast.Constant):
                    yield evaluated, kind[1].lower() == "unless"


def _evaluated(test: ast.expr) -> ast.expr:
    """Return the condition that a mark gets, which pytest also takes as text."""
    match test:
        case ast.Constant(value=str(text)):
            with suppress(*NOT_PARSED):
                return ast.increment_lineno(parsed_expression(text), test.lineno - 1)
    return test


def marks(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the decorators of a definition, and the marks of pytest in a class or module."""
    yield from getattr(node, "decorator_list", ())
    for statement in node.body if isinstance(node, ast.Module | ast.ClassDef) else ():
        match statement:
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=value):
                yield from getattr(value, "elts", [value])


def _of_setups(node: ast.AST) -> Iterator[tuple[ast.expr, bool]]:
    for function in node.body if isinstance(node, ast.Module | ast.ClassDef) else ():
        if isinstance(function, FUNCTIONS) and _SETUP.fullmatch(function.name):
            for part in function.body:
                if isinstance(part, ast.If) and _skips(part.body):
                    yield part.test, False


def _skips(block: Sequence[ast.stmt]) -> bool:
    match block[-1]:
        case ast.Expr(value=ast.Call(func=function)) | ast.Raise(exc=ast.Call(func=function)):
            return "skip" in word(function).lower()
        case ast.Raise(exc=ast.expr() as exception):
            return "skip" in word(exception).lower()
        case _:
            return False
