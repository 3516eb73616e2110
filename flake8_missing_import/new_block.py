"""Where a block of imports starts in a file that has none: below its head.

The head is what speaks of the whole file: a shebang, comments at the top, the
docstring, ``__future__`` imports and dunders such as ``__all__`` (PEP 8, "Imports").
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from flake8_missing_import.model import Edit

_DIRECTIVE = re.compile(
    r"#\s*(?:(?:ruff:\s*)?isort:\s*(?P<isort>off|on|skip|split)|(?:fmt|yapf):|%%|In\[|<codecell>)"
)
"""Comments to formatters, and those that start a cell of a notebook."""


_UNFORMATTED_DOCSTRING = re.compile(
    r"""^(?P<quotes>\"{3}|'{3})(?:[ \t].*|.*\n[ \t]*\n)(?P=quotes)\Z""", re.DOTALL
)


_CELL_MARKS = ("#%%", "# %%", "# In[", "# <codecell>")


def directive(line: str) -> str:
    """Return which comment to isort is on a line (``skip``), another one's start, or nothing."""
    match = _DIRECTIVE.search(line) if "#" in line else None
    return (match["isort"] or match[0]) if match else ""


def last_line(node: ast.stmt) -> int:
    """Return the line on which a statement ends."""
    return node.end_lineno or node.lineno


def line_after_head(tree: ast.Module, body: Sequence[ast.stmt], lines: Sequence[str]) -> int:
    """Return the line under the docstring, ``__future__`` imports and the file's comments.

    Module-level dunders such as ``__all__`` come before imports (PEP 8). Comments
    right above a statement belong to it, save at the top of the file.
    """
    line = 1
    for position, node in enumerate(body):
        is_docstring = position == 0 and ast.get_docstring(tree, clean=False) is not None
        if is_docstring or is_future_import(node):
            line = last_line(node) + 1
    # Comments about the whole file stand above its first statement.
    has_future = any(map(is_future_import, body))
    by_line = {node.lineno: node for node in body if _is_dunder_assignment(node)}
    while (start := _next_line(line, lines)) is not None and start - line <= 1:
        # Two blank lines say that something new begins.
        end = start
        while end <= len(lines) and _is_comment(lines[end - 1]):
            end += 1
        if start in by_line:
            line = last_line(by_line[start]) + 1
        elif start < end <= len(lines) and not has_future and _belongs_to_head(start, end, lines):
            line = end
        else:
            break
    return line


def _belongs_to_head(start: int, end: int, lines: Sequence[str]) -> bool:
    """Say whether the comments from one line up to another speak of the whole file.

    Those at its very top do, and a longer comment of its own further down, as
    a licence is. A single line heads the code below it.
    """
    return start == 1 or (not lines[end - 1].strip() and (end - start > 1 or start == 2))


def _is_comment(line: str) -> bool:
    return line.startswith("#") and (not directive(line) or directive(line) in _CELL_MARKS)


def _next_line(line: int, lines: Sequence[str]) -> int | None:
    """Return the first line from this one on that is not blank."""
    while line <= len(lines):
        if lines[line - 1].strip():
            return line
        line += 1
    return None


def is_future_import(node: ast.stmt) -> bool:
    """Say whether a statement is ``from __future__ import …``."""
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _is_dunder_assignment(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and all(
        isinstance(target, ast.Name) and target.id.startswith("__") for target in node.targets
    )


def edit_with_blank_lines(line: int, text: str, lines: Sequence[str]) -> Edit:
    """Return an edit that starts a block of its own, with PEP 8's blank lines.

    :param line: the block goes between the last code or comment above this line
        and the first from it on.
    """
    while line > 1 and not lines[line - 2].strip():
        line -= 1
    blank = 0
    while line + blank <= len(lines) and not lines[line - 1 + blank].strip():
        blank += 1
    following = "".join(lines[line - 1 + blank : line + blank])
    if not following:
        wanted = 0
    elif re.match(r"(async\s+)?def\s|class\s|@", following):
        wanted = 2
    else:
        wanted = 1
    # Of the blank lines that are there, what is wanted below stays below. A
    # comment of one line at the top of the file, as a shebang, needs none.
    # Formatters want a blank line under the docstring; who does without them has
    # the first import right there.
    needs_blank = (line > 2 or (line == 2 and not lines[0].startswith("#"))) and not (
        blank == 1 and following.startswith("#") and _ends_unformatted_docstring(line, lines)
    )
    kept_above = max(int(needs_blank), blank - wanted) if line > 1 and blank else 0
    above = ("",) if needs_blank and not blank else ()
    below = ("",) * max(0, wanted - (blank - kept_above))
    line += kept_above
    return Edit(line=line, inserted=(*above, text, *below), statement_line=line + len(above))


def _ends_unformatted_docstring(line: int, lines: Sequence[str]) -> bool:
    """Say whether a docstring ends above a line as no formatter leaves it.

    Black and ruff take away white space behind the opening quotes, and a blank line
    in front of the closing ones.
    """
    return _UNFORMATTED_DOCSTRING.search("\n".join(lines[: line - 1])) is not None
