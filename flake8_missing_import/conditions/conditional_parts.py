"""Under which conditions does a node evaluate one of its parts?"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from flake8_missing_import.running.cases import comparisons, comparisons_above
from flake8_missing_import.scopes import COMPREHENSIONS


def conditions_around(child: ast.AST, parent: ast.AST) -> Iterator[tuple[ast.expr, bool]]:
    """Yield the conditions under which a node evaluates one of its parts, with the truth needed."""
    match parent:
        case ast.If(test=test) | ast.While(test=test) if isinstance(child, ast.stmt):
            yield test, child not in parent.orelse
        case ast.For(iter=values) | ast.AsyncFor(iter=values) if child in parent.body:
            yield values, True
        case ast.Match() if isinstance(child, ast.match_case):
            yield from ((one, True) for one in comparisons(parent.subject, child.pattern))
            yield from ((one, False) for one in comparisons_above(child, parent) if one)
        case ast.match_case(guard=ast.expr() as guard) if isinstance(child, ast.stmt):
            yield guard, True
        case ast.IfExp(test=test) if child is not test:
            yield test, child is parent.body
        case ast.BoolOp(op=kind, values=values):
            for value in itertools.takewhile(lambda value: value is not child, values):
                yield value, isinstance(kind, ast.And)
        case ast.Assert(test=test, msg=message) if child is message:
            yield test, False
        case _ if isinstance(parent, COMPREHENSIONS) and not isinstance(child, ast.comprehension):
            yield from ((one, True) for part in parent.generators for one in (part.iter, *part.ifs))


def is_for_an_item(node: ast.AST, part: ast.AST) -> bool:
    """Say whether a comprehension, or a generator that is gone over, surely evaluates a part.

    That is what it does for each item, or asks of it, of what plainly has one.
    """
    match node:
        case (
            ast.ListComp(generators=[only])
            | ast.SetComp(generators=[only])
            | ast.DictComp(generators=[only])
            | ast.GeneratorExp(generators=[only])
        ):
            return part is not only and not only.ifs and has_items(only.iter)
        case ast.comprehension(iter=gone_over, ifs=[first, *_]):
            return part is first and has_items(gone_over)
        case _:
            return False


def has_items(node: ast.expr) -> bool:
    """Say whether an expression plainly gives at least one item."""
    match node:
        case ast.Constant(value=str() | bytes() as text):
            return bool(text)
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return not all(isinstance(one, ast.Starred) for one in items)
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=int(number))]):
            return number > 0
        case _:
            return False
