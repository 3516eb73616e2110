"""How a member joins a from-import that is there already, and a module a plain import.

One name goes in; the comments, the indents and the other names stay as they are where
the form of the import allows it.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flake8_missing_import.imports import is_lazy_import, module_of
from flake8_missing_import.model import Edit
from flake8_missing_import.module import last_line
from flake8_missing_import.placement.imports import STANDARD, Import, Knowledge, Name
from flake8_missing_import.placement.orders import NAME_ORDERS, is_sorted, without_case
from flake8_missing_import.placement.page import (
    UNLIMITED,
    WIDEST,
    WIDTHS,
    Page,
    Written,
    page,
    shown_width,
    written_import,
    written_imports,
)
from flake8_missing_import.placement.style import Style
from flake8_missing_import.placement.text import kept_lines, last_continued_line
from flake8_missing_import.placement.wrapping import Lines, Whole, forms

_COMMA_AND_BACKSLASH = re.compile(r"\s*,\s*\\")
_SEVERAL = 3
"""So many names, each on its line, are not there by their width."""


def joined(
    item: Import,
    imports: Sequence[ast.ImportFrom],
    lines: Sequence[str],
    style: Style,
    max_line_length: int | None,
    blocks: Sequence[range],
    elsewhere: Sequence[Written] = (),
) -> Edit | None:
    """Return the edit that adds a member to the import of its module, None if none fits.

    :param imports: those that may be joined.
    :param blocks: the lines of the blocks of imports, first that in which a new one would go.
    :param elsewhere: other imports, which show how lines are wrapped.
    """
    of_module = [
        node
        for node in imports
        if module_of(node) == item.module
        and is_lazy_import(node) == item.is_lazy
        and not _shares_its_lines(node, lines)
    ]
    name = item.names[0]
    open_for_more = _without_commented(of_module, lines)
    node = _chosen(name, _of_one_block(open_for_more, blocks), imports, style)
    if node is None:
        return None
    shown = [*written_imports(imports, lines), *elsewhere]
    width = widest_line(style, max_line_length)
    return _with_name(node, name, lines, style, page(shown, lines, width))


def widest_line(style: Style, max_line_length: int | None) -> int | None:
    """Return how wide a line may be in a style, None for as wide as the file shows."""
    # The google profile wraps nothing, and sorts names without case.
    is_google = style.singles.is_google and style.names is without_case
    return max_line_length or (UNLIMITED if is_google else None)


def joined_modules(
    item: Import,
    statements: Sequence[ast.stmt],
    body: Sequence[ast.stmt],
    lines: Sequence[str],
    style: Style,
    known: Knowledge,
    max_line_length: int | None,
) -> Edit | None:
    """Return the edit that adds a module of the standard library to the statement for all of them.

    None if the file has several such statements or none, or if it would get too wide.

    :param statements: those at the top level of the file.
    :param body: those of them that the new import may go among.
    """
    of_library = [
        node
        for node in statements
        if isinstance(node, ast.Import)
        and any(known.section(alias.name) == STANDARD for alias in node.names)
    ]
    if len(of_library) != 1 or item.alias:
        return None
    node = of_library[0]
    if (
        node not in body
        or len(node.names) == 1
        or is_lazy_import(node) != item.is_lazy
        or node.lineno < last_continued_line(node, lines)
        or node.lineno in kept_lines(lines, is_sorted=True)
        or _shares_its_lines(node, lines)
    ):
        return None
    line = lines[node.lineno - 1]
    modules = [Import(alias.name, alias=alias.asname or "") for alias in node.names]
    keys = [style.key(one) for one in modules]
    position = sum(key <= style.key(item) for key in keys) if keys == sorted(keys) else len(keys)
    after = _in_text(node, [line], item.module, position)
    width = max_line_length or shown_width((), lines)
    is_too_wide = len(after[0].partition("  #")[0]) > width
    return None if is_too_wide else _smallest_edit([line], after, node.lineno)


def _chosen(
    name: Name, nodes: Sequence[ast.ImportFrom], imports: Sequence[ast.ImportFrom], style: Style
) -> ast.ImportFrom | None:
    """Return the import of its module that a name joins, None if none fits.

    isort and ruff give each alias a statement of its own, unless told otherwise; isort sorts it
    among the module's other names, and so divides them.

    :param nodes: the imports of its module.
    """
    is_combined = any(len(node.names) > 1 and _aliases(node) for node in imports)
    joinable = [node for node in nodes if is_combined or _aliases(node) < len(node.names)]
    if (name.alias and not is_combined) or not joinable:
        return None
    key = style.names(name.name)
    above = [node for node in nodes if style.names(node.names[0].name) <= key]
    below = [node for node in nodes if node not in above]
    beside = [node for node in (*above[-1:], *below[:1]) if node in joinable]
    if beside:
        return beside[0]
    if not above or _are_divided(imports):
        return None
    return ([node for node in above if node in joinable] or joinable[:1])[-1]


def _aliases(node: ast.ImportFrom) -> int:
    return sum(alias.asname is not None for alias in node.names)


def _are_divided(imports: Sequence[ast.ImportFrom]) -> bool:
    """Say whether an alias stands between two statements for other names of its module."""
    return any(
        _aliases(two) and not _aliases(one) and not _aliases(three)
        for one, two, three in zip(imports, imports[1:], imports[2:], strict=False)
        if one.module == two.module == three.module
    )


def _of_one_block(nodes: Sequence[ast.ImportFrom], blocks: Sequence[range]) -> list[ast.ImportFrom]:
    """Return those in the block that imports the most names from the module."""
    of_block = ([node for node in nodes if node.lineno in block] for block in blocks)
    return max(of_block, key=lambda these: sum(len(node.names) for node in these), default=[])


def _without_commented(
    nodes: Sequence[ast.ImportFrom], lines: Sequence[str]
) -> Sequence[ast.ImportFrom]:
    """Return the statements of a module without those that a comment closes, if it has several.

    isort keeps a name with a comment in a statement of its own; several names with a comment
    are joined where no statement is without one.
    """
    of_names = [node for node in nodes if not _aliases(node)]
    if len(of_names) < 2:
        return nodes
    bare = [node for node in of_names if not _has_comment(node, lines)]
    chosen = bare or [node for node in of_names if len(node.names) > 1]
    return [node for node in nodes if _aliases(node) or node in chosen]


def _has_comment(node: ast.ImportFrom, lines: Sequence[str]) -> bool:
    first = 0 if len(node.names) == 1 else -1
    return any("#" in line for line in written_import(node, lines).lines[first:])


def _shares_its_lines(node: ast.Import | ast.ImportFrom, lines: Sequence[str]) -> bool:
    rest = lines[last_line(node) - 1].encode()[node.end_col_offset or 0 :].strip()
    return node.col_offset > 0 or (bool(rest) and not rest.startswith((b"#", b"\\")))


def _with_name(
    node: ast.ImportFrom, name: Name, lines: Sequence[str], style: Style, page: Page
) -> Edit:
    written = written_import(node, lines)
    before, whole = written.lines, written.whole
    position = _position([alias.name for alias in node.names], name.name, style)
    names = [*whole.names[:position], str(name), *whole.names[position:]]
    wider = replace(whole, names=names)
    if before == [whole.line]:
        after = _on_one_line(whole, wider, page)
    else:
        in_text = _in_text(node, before, str(name), position)
        after = (
            _rendered(before, whole, wider, page, _own_widths(before, in_text, page))
            or _on_own_line(node, before, str(name), position)
            or _on_continued_line(node, before, str(name), position)
            or in_text
        )
    return _smallest_edit(before, after, node.lineno)


def _position(names: Sequence[str], name: str, style: Style) -> int:
    """Return where a name goes among others: at the end if they are in no order."""
    for order in (style.names, *NAME_ORDERS):
        if is_sorted(names, order):
            return sum(order(other) <= order(name) for other in names)
    return len(names)


def _on_one_line(whole: Whole, wider: Whole, page: Page) -> Lines:
    """Return the lines of a wider import than one on one line.

    A line that is too wide stays one, and where only its comment is, the comment does not count,
    unless lines may be as wide as it was, but not as wide as it gets.
    """
    is_too_wide = len(whole.code) > page.width
    may_be_wide = len(whole.line) > page.width and len(wider.code) <= page.width
    gets_too_wide = len(whole.line) <= WIDEST < len(wider.line)
    stays_one = (is_too_wide or may_be_wide) and not gets_too_wide
    return [wider.line] if stays_one else page.lines(wider)


def _own_widths(before: Lines, in_text: Lines, page: Page) -> tuple[int, ...]:
    """Return the widths that the lines of an import show, and nothing else does.

    Nobody has a tool fill lines that are narrower than any width people choose: there, a name
    that fits beside its neighbour leaves the other lines alone.
    """
    widest = max(map(len, before))
    is_by_hand = widest + 3 < min(WIDTHS) and max(map(len, in_text)) <= page.width
    return () if is_by_hand else (widest, widest + 3)


def _rendered(
    before: Lines, whole: Whole, wider: Whole, page: Page, own_widths: Sequence[int]
) -> Lines | None:
    """Return the lines of a wider import in the form of this one, None if it is in none.

    :param own_widths: those to try besides the ones that people choose.
    """
    if page.form.lines(whole, page.width) == before:
        return page.form.lines(wider, page.width)
    for form, width in forms(before, whole, (page.width, *WIDTHS, *own_widths)):
        return form.lines(wider, width)
    return None


def _on_own_line(
    node: ast.ImportFrom, before: Sequence[str], name: str, position: int
) -> list[str] | None:
    """Return the lines of an import that has each name on a line of its own."""
    rows = [alias.lineno - node.lineno for alias in node.names]
    if (
        len(set(rows)) < len(rows)
        or rows == [0]
        or "\\" in before[0]
        or any(alias.lineno != alias.end_lineno for alias in node.names)
    ):
        return None
    after = list(before)
    if any(before[row].lstrip().startswith(",") for row in rows):
        row = rows[position - 1]
        if position == 0 or ")" in before[row].partition("#")[0]:
            return None
        after.insert(row + 1, _indent(before[rows[-1]]) + f", {name}")
        return after
    if position == rows[0] == 0:
        start = before[0].encode()[: node.names[0].col_offset].decode()
        rest = before[0].removeprefix(start)
        return [f"{start}{name},", _indent(before[rows[1]]) + rest, *before[1:]]
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


def _on_continued_line(
    node: ast.ImportFrom, before: Sequence[str], name: str, position: int
) -> list[str] | None:
    """Return the lines of an import that has each name on a line, all but the last continued."""
    rows = [alias.lineno - node.lineno for alias in node.names]
    codes = [before[row].encode() for row in rows]
    ends = [
        code[alias.end_col_offset or 0 :].decode()
        for code, alias in zip(codes, node.names, strict=True)
        if alias.lineno == alias.end_lineno
    ]
    if (
        len(rows) < _SEVERAL
        or len({*rows}) < len(rows)
        or len(ends) < len(rows)
        or len({*ends[:-1]}) > 1
        or not _COMMA_AND_BACKSLASH.fullmatch(ends[0])
        or ends[-1].endswith("\\")
        or position == rows[0] == 0
    ):
        return None
    after, indent, last = list(before), _indent(before[rows[-1]]), rows[-1]
    if position < len(rows):
        after.insert(rows[position], f"{indent}{name}{ends[0]}")
    else:
        head = before[last].removesuffix(ends[-1])
        after[last:] = [head + ends[0], f"{indent}{name}{ends[-1]}"]
    return after


def _in_text(
    node: ast.Import | ast.ImportFrom, before: Sequence[str], name: str, position: int
) -> list[str]:
    """Return the lines of an import in a form of its own, with one more name."""
    after = list(before)
    alias = node.names[position - 1] if position else node.names[0]
    row = alias.lineno - node.lineno
    comma = _comma(node, before)
    if position == 0:
        column = alias.col_offset
        new = f"{name}{comma}"
    else:
        row = (alias.end_lineno or alias.lineno) - node.lineno
        column = alias.end_col_offset or 0
        new = f"{comma}{name}"
    code = after[row].encode()
    after[row] = (code[:column] + new.encode() + code[column:]).decode()
    return after


def _comma(node: ast.Import | ast.ImportFrom, lines: Sequence[str]) -> str:
    """Return what stands between names of an import that share a line, where all have the same."""
    between = {
        lines[one.lineno - node.lineno].encode()[one.end_col_offset or 0 : other.col_offset]
        for one, other in itertools.pairwise(node.names)
        if one.end_lineno == other.lineno
    }
    return between.pop().decode() if len(between) == 1 else ", "


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
