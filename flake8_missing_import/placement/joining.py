"""How a member joins a from-import that is there already.

One name goes in; the comments, the indents and the other names stay as they are where
the form of the import allows it.
"""

from __future__ import annotations

import ast
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flake8_missing_import.imports import is_lazy_import
from flake8_missing_import.model import Edit
from flake8_missing_import.placement.imports import Import, Name
from flake8_missing_import.placement.orders import NAME_ORDERS, are_sorted
from flake8_missing_import.placement.style import Style
from flake8_missing_import.placement.text import last_line
from flake8_missing_import.placement.wrapping import DEFAULT, Form, forms

_WIDTHS = (79, 80, 88, 100, 120)


@dataclass(frozen=True)
class Page:
    """What else the file says of how imports are wrapped."""

    width: int
    """The widest line."""
    form: Form
    """The form of imports that span lines."""
    wrapped_from: int
    """This many names are wrapped even where they would fit on one line."""


def page(
    imports: Sequence[ast.ImportFrom], lines: Sequence[str], max_line_length: int | None
) -> Page:
    """Return how a file wraps its imports.

    :param max_line_length: the widest line, None for the one that the file shows.
    """
    width = max_line_length or shown_width(imports, lines)
    widths = (width, *_WIDTHS)
    counts: Counter[Form] = Counter()
    wrapped, whole = [], [1]
    for node in imports:
        before = _lines(node, lines)
        names = [ast.unparse(alias) for alias in node.names]
        if len(before) == 1:
            whole.append(len(names))
            continue
        for form, _ in itertools.islice(forms(before, _start(node), names, widths), 1):
            counts[form] += 1
        if len(f"{_start(node)} {', '.join(names)}") <= 79:
            wrapped.append((len(names), before[-2].rstrip().endswith(",")))
    form = counts.most_common(1)[0][0] if counts else DEFAULT
    return Page(width, form, _wrapped_from(wrapped, max(whole)))


def _wrapped_from(wrapped: Sequence[tuple[int, bool]], whole: int) -> int:
    """Return how many names make an import wrapped even if it is short.

    A trailing comma can hold a single import open; without one, or where no import of
    several names is on one line, all with that many names are wrapped.
    """
    counts = [count for count, has_comma in wrapped if not has_comma or whole == 1]
    if not counts or min(counts) <= whole or (whole == 1 and len(wrapped) < 2 and wrapped[0][1]):
        return 1000
    return 2 if whole == 1 else min(counts)


def shown_width(imports: Sequence[ast.ImportFrom], lines: Sequence[str]) -> int:
    """Return the width of the widest line of code, within limits that a wider import extends."""
    widest = _widest(lines)
    whole = [
        lines[node.lineno - 1]
        for node in imports
        if node.lineno == last_line(node) and len(node.names) > 1
    ]
    return min(max(79, min(widest, 88), _widest(whole)), 120)


def _widest(lines: Iterable[str]) -> int:
    return max(
        (len(line) for line in lines if len(line) > 79 and _is_wide_at_will(line)), default=0
    )


def _is_wide_at_will(line: str) -> bool:
    """Say whether a formatter or a linter would have shortened a line that is too wide."""
    return not line.lstrip().startswith("#") and "noqa" not in line and len(line.split()) > 1


def _lines(node: ast.ImportFrom, lines: Sequence[str]) -> list[str]:
    return list(lines[node.lineno - 1 : last_line(node)])


def _start(node: ast.ImportFrom) -> str:
    lazy = "lazy " if is_lazy_import(node) else ""
    return f"{lazy}from {'.' * node.level}{node.module or ''} import"


def joined(
    item: Import,
    imports: Sequence[ast.ImportFrom],
    lines: Sequence[str],
    style: Style,
    page: Page,
    blocks: Sequence[range],
) -> Edit | None:
    """Return the edit that adds a member to the import of its module, None if none fits.

    :param imports: those that may be joined.
    :param blocks: the lines of the blocks of imports, first that in which a new one would go.
    """
    of_module = [
        node
        for node in imports
        if "." * node.level + (node.module or "") == item.module
        and is_lazy_import(node) == item.is_lazy
        and not _shares_its_lines(node, lines)
        and not all(alias.asname for alias in node.names)
    ]
    # isort keeps a name with a comment in a statement of its own.
    of_module = [node for node in of_module if not _has_comment(node, lines)] or of_module
    of_module = _of_one_block(of_module, blocks)
    if not of_module or not item.names:
        return None
    name = item.names[0]
    if name.alias and not any(
        alias.asname for node in imports if len(node.names) > 1 for alias in node.names
    ):
        # isort and ruff give each alias a statement of its own, unless told otherwise.
        return None
    key = style.names(name.name)
    above = [node for node in of_module if style.names(node.names[0].name) <= key]
    node = (above or of_module[:1])[-1]
    return _with_name(node, name, lines, style, page)


def _of_one_block(nodes: Sequence[ast.ImportFrom], blocks: Sequence[range]) -> list[ast.ImportFrom]:
    """Return those in the block that imports the most names from the module."""
    of_block = ([node for node in nodes if node.lineno in block] for block in blocks)
    return max(of_block, key=lambda these: sum(len(node.names) for node in these), default=[])


def _has_comment(node: ast.ImportFrom, lines: Sequence[str]) -> bool:
    return "#" in lines[last_line(node) - 1]


def _shares_its_lines(node: ast.ImportFrom, lines: Sequence[str]) -> bool:
    rest = lines[last_line(node) - 1].encode()[node.end_col_offset or 0 :].strip()
    return node.col_offset > 0 or (bool(rest) and not rest.startswith(b"#"))


def _with_name(
    node: ast.ImportFrom, name: Name, lines: Sequence[str], style: Style, page: Page
) -> Edit:
    names = [ast.unparse(alias) for alias in node.names]
    position = _position([alias.name for alias in node.names], name.name, style)
    new_names = [*names[:position], str(name), *names[position:]]
    before = _lines(node, lines)
    start = _start(node)
    if len(before) == 1 and before[0].startswith(f"{start} {', '.join(names)}"):
        comment = before[0].removeprefix(f"{start} {', '.join(names)}")
        is_too_wide = len(before[0]) > page.width
        after = _on_one_line(start, new_names, comment, None if is_too_wide else page)
    else:
        after = (
            _rendered(before, start, names, new_names, page)
            or _on_own_line(node, before, str(name), position)
            or _in_text(node, before, str(name), position)
        )
    return _smallest_edit(before, after, node.lineno)


def _position(names: Sequence[str], name: str, style: Style) -> int:
    """Return where a name goes among others: at the end if they are in no order."""
    for order in (style.names, *NAME_ORDERS):
        if are_sorted(names, order):
            return sum(order(other) <= order(name) for other in names)
    return len(names)


def _on_one_line(start: str, names: Sequence[str], comment: str, page: Page | None) -> list[str]:
    """Return the lines of an import that was on one line.

    :param page: how the file wraps its imports, None if it does not.
    """
    line = f"{start} {', '.join(names)}{comment}"
    if page is None or (len(line) <= page.width and len(names) < page.wrapped_from):
        return [line]
    after = page.form.lines(start, names, page.width)
    if comment and after[0].endswith("("):
        after[0] += comment
    else:
        after[-1] += comment
    return after


def _rendered(
    before: Sequence[str],
    start: str,
    names: Sequence[str],
    new_names: Sequence[str],
    page: Page,
) -> list[str] | None:
    """Return the lines of an import in one of the known forms, None if it is in none."""
    widest = max(map(len, before))
    widths = (page.width, *_WIDTHS, widest, widest + 3)
    for form, width in forms(before, start, names, widths):
        return form.lines(start, new_names, width)
    return None


def _on_own_line(
    node: ast.ImportFrom, before: Sequence[str], name: str, position: int
) -> list[str] | None:
    """Return the lines of an import that has each name on a line of its own."""
    rows = [alias.lineno - node.lineno for alias in node.names]
    if (
        len(set(rows)) < len(rows)
        or rows[0] == 0
        or "\\" in before[0]
        or any(alias.lineno != alias.end_lineno for alias in node.names)
    ):
        return None
    after = list(before)
    if any(before[row].lstrip().startswith(",") for row in rows):
        if position:
            after.insert(rows[position - 1] + 1, _indent(before[rows[-1]]) + f", {name}")
        return after if position else None
    if position < len(rows):
        row = rows[position - 1] + 1 if position else 1
        after.insert(row, _indent(before[rows[position]]) + f"{name},")
        return after
    row = rows[-1]
    end = node.names[-1].end_col_offset or 0
    head, tail = before[row].encode()[:end].decode(), before[row].encode()[end:].decode()
    indent = _indent(head)
    if ")" in tail.partition("#")[0]:
        after[row : row + 1] = [f"{head},", f"{indent}{name}{tail}"]
    elif tail.lstrip().startswith(","):
        after.insert(row + 1, f"{indent}{name},")
    else:
        after[row : row + 1] = [f"{head},{tail}", f"{indent}{name}"]
    return after


def _in_text(node: ast.ImportFrom, before: Sequence[str], name: str, position: int) -> list[str]:
    """Return the lines of an import in a form of its own, with one more name."""
    after = list(before)
    alias = node.names[position - 1] if position else node.names[0]
    row = alias.lineno - node.lineno
    if position == 0:
        column = alias.col_offset
        new = f"{name}, "
    else:
        row = (alias.end_lineno or alias.lineno) - node.lineno
        column = alias.end_col_offset or 0
        new = f", {name}"
    code = after[row].encode()
    after[row] = (code[:column] + new.encode() + code[column:]).decode()
    return after


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


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
