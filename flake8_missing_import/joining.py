"""How a member joins a from-import that is there already.

The import is written anew in the form that it has: on one line, one name a
line, or a grid (isort's modes "Vertical Hanging Indent" and "Grid",
https://pycqa.github.io/isort/docs/configuration/multi_line_output_modes.html).
One in any other form, or with a comment, is left alone.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Iterable, Sequence

from flake8_missing_import.model import Edit, ImportStatement

Form = Callable[[str, Sequence[str], int], list[str]]
"""From ``from module import``, the names and the longest line to the lines of the import."""


def joined(
    statement: ImportStatement,
    imports: Iterable[ast.ImportFrom],
    lines: Sequence[str],
    max_line_length: int,
    block: range,
) -> Edit | None:
    """Return the edit that adds a member to the import of its module, None if none fits.

    :param block: the lines of the imports among which a new one would stand.
    """
    of_module = [node for node in imports if node.module == statement.module and not node.level]
    if len(of_module) > 1:
        # Other code stands between two of them: the first block is the place for more.
        of_module = [node for node in of_module if node.lineno in block]
    if len(of_module) != 1 or statement.name is None:
        return None
    node = of_module[0]
    last_line = node.end_lineno or node.lineno
    before = list(lines[node.lineno - 1 : last_line])
    names = [ast.unparse(alias) for alias in node.names]
    start = f"from {statement.module} import"
    name = ast.unparse(ast.alias(statement.name, statement.alias))
    new_names = _with_name(names, name)
    aliases = [alias for alias in node.names if alias.asname]
    if len(aliases) == len(names) or new_names is None:
        return None
    if statement.alias and not aliases:
        # isort and ruff give each alias a statement of its own, if not told otherwise.
        return None
    for form in FORMS:
        if form(start, names, max(map(len, before))) == before:
            after = form(start, new_names, max_line_length)
            if max(map(len, after)) > max_line_length:
                return None
            return _smallest_edit(before, after, node.lineno)
    return None


def _with_name(names: Sequence[str], name: str) -> list[str] | None:
    """Return the names with one more in its place, None where they are in no order."""
    for order in ORDERS:
        if list(names) == sorted(names, key=order):
            return sorted([*names, name], key=order)
    return None


def _by_type(name: str) -> tuple[object, ...]:
    """Sort constants before classes before the rest, as isort does."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2
    return kind, name.lower()


ORDERS: tuple[Callable[[str], tuple[object, ...]], ...] = (
    _by_type,
    lambda name: (name.lower(),),
    lambda name: (name,),
)
"""The orders that the names of an import are found in, the most usual first."""


def _one_line(start: str, names: Sequence[str], max_line_length: int) -> list[str]:
    return [f"{start} {', '.join(names)}"]


def _one_name_a_line(start: str, names: Sequence[str], max_line_length: int) -> list[str]:
    return [f"{start} (", *(f"    {name}," for name in names), ")"]


def _grid(start: str, names: Sequence[str], max_line_length: int) -> list[str]:
    """Fill the lines behind the parenthesis, as far as they go."""
    lines = [f"{start} ({names[0]}"]
    for name in names[1:]:
        # The comma or the parenthesis behind the name has to fit as well.
        if len(f"{lines[-1]}, {name},") > max_line_length:
            lines[-1] += ","
            lines.append(" " * len(f"{start} (") + name)
        else:
            lines[-1] += f", {name}"
    lines[-1] += ")"
    return lines


FORMS: tuple[Form, ...] = (_one_line, _one_name_a_line, _grid)


def _smallest_edit(before: Sequence[str], after: Sequence[str], line: int) -> Edit:
    """Return the edit from some lines to others that leaves the common ones alone."""
    above = _common(before, after)
    below = _common(before[above:][::-1], after[above:][::-1])
    return Edit(
        line=line + above,
        inserted=tuple(after[above : len(after) - below]),
        statement_line=line,
        removed=len(before) - above - below,
    )


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    pairs = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in pairs)
