"""What does a ``match`` compare its subject with before it takes a case?"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

_MOST_CASES = 8
"""What asks for type checkers, a version or a platform has no more. Each case is compared with all
above it, for each use in it."""


def decisive_comparison(case: ast.match_case, around: ast.Match) -> tuple[ast.expr, bool] | None:
    """Return the comparison that alone decides whether a case is taken, with the truth needed."""
    if len(around.cases) > _MOST_CASES:
        return None
    above = list(comparisons_above(case, around))
    own = _comparison(around.subject, case)
    match case:
        case _ if own and None not in above:
            return own, True
        case ast.match_case(ast.MatchAs(None), None) if len(above) == 1 and above[0]:
            return above[0], False
        case _:
            return None


def comparisons_above(case: ast.match_case, around: ast.Match) -> Iterator[ast.expr | None]:
    """Yield what each case above another compares the subject with, None if it does more.

    Nothing where there are many cases.
    """
    if len(around.cases) > _MOST_CASES:
        return
    for other in itertools.takewhile(lambda one: one is not case, around.cases):
        yield _comparison(around.subject, other)


def _comparison(subject: ast.expr, case: ast.match_case) -> ast.expr | None:
    """Return the comparison that is all that a case asks for, None if it asks for more."""
    asked = list(_parts(subject, case.pattern))
    compared = list(comparisons(subject, case.pattern))
    others = [part for _, part in asked if not isinstance(part, ast.MatchAs)]
    return compared[0] if len(compared) == len(others) == 1 and not case.guard else None


def comparisons(subject: ast.expr, pattern: ast.pattern) -> Iterator[ast.expr]:
    """Yield what a pattern compares a subject with, if that is a value, as code would."""
    for part, asked in _parts(subject, pattern):
        match asked:
            case ast.MatchValue(value=value) | ast.MatchSingleton(value=value):
                value = value if isinstance(value, ast.expr) else ast.Constant(value)
                yield ast.Compare(part, [ast.Eq()], [value])


def _parts(subject: ast.expr, pattern: ast.pattern) -> Iterator[tuple[ast.expr, ast.pattern]]:
    """Yield the items of a tuple, each with the pattern for it, or the whole subject with its own.

    A name that keeps what a pattern fits is left out.
    """
    match subject, pattern:
        case _, ast.MatchAs(pattern=ast.pattern() as inner):
            yield from _parts(subject, inner)
        case ast.Tuple(elts=items), ast.MatchSequence(patterns=patterns) if len(items) == len(
            patterns
        ) and not any(map(_is_spread, (*items, *patterns))):
            for pair in zip(items, patterns, strict=True):
                yield from _parts(*pair)
        case _:
            yield subject, pattern


def _is_spread(item: ast.AST) -> bool:
    return isinstance(item, ast.MatchStar | ast.Starred)
