"""Where a block of imports starts in a file that has none: below its head.

The head is what is about the whole file: a shebang, comments at the top, the
docstring, ``__future__`` imports and dunders such as ``__all__`` (PEP 8, "Imports").
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from flake8_missing_import.model import Edit
from flake8_missing_import.module import last_line
from flake8_missing_import.placement.imports import is_future_import, line_below
from flake8_missing_import.placement.text import (
    ModuleText,
    cell_marks,
    covers_the_file,
    has_cells_of_comments,
    is_about_the_file,
    is_about_the_next_line,
    is_cell_mark,
    is_directive,
    is_end_of_cell,
    is_markup_cell,
    is_option_of_cell,
    last_continued_line,
)

_UNFORMATTED_DOCSTRING = re.compile(
    r"""^(?P<quotes>\"{3}|'{3})(?:[ \t].*|.*\n[ \t]*\n)(?P=quotes)\Z""", re.DOTALL
)
_DEFINITION = re.compile(r"(async\s+)?def\s|class\s|@")
_BLOCK = re.compile(r"(?:try|if|with|for|while)\b")
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*\s*(?::[^=]+)?=(?!=)")
_ABOUT_THE_TEXT = re.compile(r"#!|#.*\bcoding[:=]")
"""A shebang, or the encoding (PEP 263)."""
_WORD = re.compile(r"[^\W_]")
_NAME_OF_A_FILE = re.compile(r"#\W*\w[\w./\\-]*\.pyi?\b")


def line_after_head(text: ModuleText, body: Sequence[ast.stmt], first_cell: int) -> int:
    """Return the line under the docstring, ``__future__`` imports and the file's comments.

    Module-level dunders such as ``__all__`` come before imports (PEP 8). Comments
    right above a statement belong to it, except at the top of the file and where they
    are about the file; sorters move those below a ``__future__`` import. In a notebook,
    it is the line under the start of the first cell of code.

    :param first_cell: the line that starts the first cell that may be it.
    """
    cell = _first_cell_of_code(text, first_cell)
    if cell is not None:
        return cell
    line = _line_below_docstring_and_future(text, body)
    has_future = any(map(is_future_import, body))
    dunders = {node.lineno: place for place, node in enumerate(body) if is_about_dunder(node)}
    while (start := _next_line(line, text.lines)) is not None and start - line <= 1:
        # Two blank lines say that something new begins.
        end = _end_of_markup(start, text.lines) or _end_of_comments(start, text.lines)
        if covers_the_file(start, text.lines):
            line = start + 1
        elif start in dunders:
            below = body[dunders[start] :]
            line = line_below(last_continued_line(below[0], text.lines), below)
        elif start == end or end > len(text.lines):
            break
        elif not has_future and _are_of_the_head(start, end, line, text.lines):
            line = end
        else:
            break
    return line


def _are_of_the_head(start: int, end: int, line: int, lines: Sequence[str]) -> bool:
    """Say whether comments belong to the head: by their place, or by what they say."""
    return _belongs_to_head(start, end, line, lines) or any(
        map(is_about_the_file, lines[start - 1 : end - 1])
    )


def _line_below_docstring_and_future(text: ModuleText, body: Sequence[ast.stmt]) -> int:
    line = 1
    for position, node in enumerate(text.tree.body):
        is_docstring = position == 0 and ast.get_docstring(text.tree, clean=False) is not None
        if is_docstring or is_future_import(node):
            line = line_below(last_continued_line(node, text.lines), body)
    return line


def _first_cell_of_code(text: ModuleText, first_cell: int) -> int | None:
    """Return the line under the start of the first cell that has code, None without cells.

    What is above the first cell is a head like that of any other file.
    """
    marks = cell_marks(text.lines)
    for position, node in enumerate(text.tree.body):
        if node.lineno < first_cell:
            continue
        mark = max((mark for mark in marks if mark < node.lineno), default=None)
        if mark is None or is_future_import(node) or _is_below_markup(mark, node, text.lines):
            return None
        if not is_markup_cell(text.lines[mark - 1]):
            is_docstring = position == 0 and ast.get_docstring(text.tree, clean=False) is not None
            return None if is_docstring else _line_below_options(mark, text.lines)
    return None


def _is_below_markup(mark: int, node: ast.stmt, lines: Sequence[str]) -> bool:
    """Say whether a statement is code below a cell of text that has an end."""
    end = _end_of_markup(mark, lines)
    return end is not None and end <= node.lineno


def _end_of_markup(mark: int, lines: Sequence[str]) -> int | None:
    """Return the line below a cell of text, None if another cell ends it, or none starts here."""
    if not is_markup_cell(lines[mark - 1]):
        return None
    below = (n for n in range(mark + 1, len(lines) + 1) if _ends_cell(lines[n - 1]))
    end = next(below, None)
    return end + 1 if end is not None and is_end_of_cell(lines[end - 1]) else None


def _ends_cell(line: str) -> bool:
    return is_end_of_cell(line) or is_cell_mark(line)


def _line_below_options(mark: int, lines: Sequence[str]) -> int:
    """Return the line under the start of a cell, its title and its options."""
    line = _next_line(mark + 1, lines)
    if line is None or not is_option_of_cell(lines[line - 1]):
        return mark + 1
    return next(n for n in range(line, len(lines) + 1) if not is_option_of_cell(lines[n - 1]))


def _end_of_comments(line: int, lines: Sequence[str]) -> int:
    while line <= len(lines) and _is_comment(lines[line - 1]):
        line += 1
    return line


def _belongs_to_head(start: int, end: int, line: int, lines: Sequence[str]) -> bool:
    """Say whether the comments from one line up to another are about the whole file.

    Those at its very top are, and so is a longer comment of its own further down, such
    as a licence. A single line heads the code below it, unless it is right below the head; at
    the top only a definition, a block or a constant, unless it is a shebang or begins with the
    name of a file; and so does a single line between rulers, unless only comments are above, where
    it is a title if it is the first text or no definition is below. In a notebook whose cells are
    the paragraphs, each comment of its own is text.

    :param line: the one below what is known to belong to the head.
    """
    following = lines[end - 1]
    if start == 1:
        is_about_all = lines[0].startswith("#!") or bool(_NAME_OF_A_FILE.match(lines[0]))
        patterns = (_DEFINITION, _CONSTANT, _BLOCK)
        is_headed = any(pattern.match(following) for pattern in patterns)
        return end - start > 1 or is_about_all or not is_headed
    above = [one for one in lines[: start - 1] if one.strip() and not one.startswith("#")]
    text = [one for one in lines[start - 1 : end - 1] if _WORD.search(one)]
    is_title = not above and not _is_banner(start, end, lines)
    is_longer = len(text) > 1 or start == line or (is_title and end - start > 1)
    return not following.strip() and (is_longer or has_cells_of_comments(lines))


def _is_banner(start: int, end: int, lines: Sequence[str]) -> bool:
    """Say whether comments head the definitions below them, as other text heads the file."""
    has_text = any(
        _WORD.search(one) and not _ABOUT_THE_TEXT.match(one) for one in lines[: start - 1]
    )
    below = _next_line(end, lines)
    return has_text and below is not None and bool(_DEFINITION.match(lines[below - 1]))


def _is_comment(line: str) -> bool:
    return line.startswith("#") and not (is_directive(line) or is_about_the_next_line(line))


def _next_line(line: int, lines: Sequence[str]) -> int | None:
    """Return the first line from this one on that is not blank."""
    return next((n for n in range(line, len(lines) + 1) if lines[n - 1].strip()), None)


def is_about_dunder(node: ast.stmt) -> bool:
    """Say whether a statement gives a value to a dunder, or changes it."""
    match node:
        case ast.Assign(targets=targets):
            return all(map(_is_dunder, targets))
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            return _is_dunder(target)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=target))):
            return _is_dunder(target)
        case _:
            return False


def is_of_the_head(node: ast.stmt) -> bool:
    """Say whether a statement is one of those that stand above all imports."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case _:
            return is_future_import(node) or is_about_dunder(node)


def _is_dunder(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id.startswith("__")


def edit_with_blank_lines(
    line: int, statement: str, text: ModuleText, *, gap: int | None = None
) -> Edit:
    """Return an edit that starts a block of its own, with PEP 8's blank lines.

    :param line: the block goes between the last code or comment above this line
        and the first from it on.
    :param gap: how many blank lines separate it from the imports that are below; those
        above them stay above the block. None if there are none.
    """
    lines = text.lines
    while line > 1 and not lines[line - 2].strip():
        line -= 1
    # There is no line after the last line's end.
    count = len(lines) - (not lines[-1])
    blank = 0
    while line + blank <= count and not lines[line - 1 + blank].strip():
        blank += 1
    wanted = _blank_lines_above(line + blank, lines, is_stub=text.filename.endswith(".pyi"))
    needed = _needs_blank_line_above(line, blank, lines)
    above = next((node for node in text.tree.body if last_line(node) == line - 1), None)
    is_below_future = above is not None and is_future_import(above)
    if gap is not None:
        wanted = gap
        is_close = not blank and isinstance(above, ast.Expr)  # right below the docstring
        needed = needed and not (is_close or (gap == 0 and is_below_future))
    elif is_below_future and blank == 1:
        # So many blank lines stand below the file's imports, whatever comes next.
        wanted = 1
    # Of the blank lines that are there, those wanted below stay below; above other imports only
    # below the head, where two are those around a section that was taken out.
    is_room = gap is None or (blank > gap and (above is None or is_of_the_head(above)))
    kept_below = wanted if is_room else 0
    kept_above = max(int(needed), blank - kept_below) if blank else 0
    if line == 1 or _is_start_of_command(lines[line - 2]):
        # No formatter leaves these at the top: doccmd adds them for the document's lines above a
        # block. nbconvert has two of them below the start of a cell.
        kept_above = blank
    added_above = ("",) if needed and not blank else ()
    added_below = ("",) * max(0, wanted - (blank - kept_above))
    line += kept_above
    inserted = (*added_above, statement, *added_below)
    return Edit(line=line, inserted=inserted, statement_line=line + len(added_above))


def _blank_lines_above(line: int, lines: Sequence[str], *, is_stub: bool) -> int:
    """Return how many blank lines black and isort want between imports and what is below.

    Comments right above a definition are part of it.
    """
    if line > len(lines) - (not lines[-1]):
        return 0
    while line < len(lines) and lines[line - 1].startswith("#") and lines[line].strip():
        line += 1
    return 2 if _DEFINITION.match(lines[line - 1]) and not is_stub else 1


def _needs_blank_line_above(line: int, blank: int, lines: Sequence[str]) -> bool:
    """Say whether a block of imports needs a blank line above it.

    A one-line comment at the top of the file, such as a shebang, keeps the one that it has, and
    the start of a cell needs none. Formatters want a blank line under the docstring;
    unformatted files have the first import right there.
    """
    if line == 1 or is_cell_mark(lines[line - 2]):
        return blank > 0 and line > 1 and _is_start_of_command(lines[line - 2])
    if line == 2 and lines[0].startswith("#"):
        return blank > 0
    following = lines[line - 1 + blank] if line + blank <= len(lines) else ""
    is_comment = blank == 1 and following.startswith("#")
    return not (is_comment and _ends_unformatted_docstring(line, lines))


def _is_start_of_command(line: str) -> bool:
    """Say whether a line starts a cell as Databricks and nbconvert do, with blank lines below."""
    return is_cell_mark(line) and not line.startswith(("# %%", "#%%", "# +"))


def _ends_unformatted_docstring(line: int, lines: Sequence[str]) -> bool:
    """Say whether a docstring that no formatter would leave as it is ends above a line.

    Black and ruff remove white space after the opening quotes, and a blank line
    before the closing ones.
    """
    return _UNFORMATTED_DOCSTRING.search("\n".join(lines[: line - 1])) is not None
