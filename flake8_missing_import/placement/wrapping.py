"""The forms that from-imports have, isort's "multi line output modes" among them.

https://pycqa.github.io/isort/docs/configuration/multi_line_output_modes.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Lines = list[str]
_INDENT = " " * 4


@dataclass(frozen=True)
class Whole:
    """A from-import before it is broken into lines."""

    start: str
    """``from module import``."""
    names: Sequence[str]
    comment: str = ""
    """With the space before it."""

    @property
    def code(self) -> str:
        """It on one line, without the comment."""
        return f"{self.start} {', '.join(self.names)}"

    @property
    def line(self) -> str:
        """It on one line."""
        return self.code + self.comment


Shape = Callable[[Whole, int, str, str], Lines]
"""Takes an import, the widest line, the indent and the comma after the last name, if any;
returns the lines of the import."""


def _filled(
    first: str, whole: Whole, width: int, indent: str, *, rest: str, end: str, comment: str = ""
) -> Lines:
    """Fill lines with as many names as fit.

    :param rest: what has to fit after a name.
    :param end: what has to fit after the last name.
    :param comment: what has to fit, and stands, at the end of the first line.
    """
    names = whole.names
    lines = [first + names[0]]
    for position, name in enumerate(names[1:], start=2):
        room = end if position == len(names) else rest
        if len(f"{lines[-1]}, {name}{room}{comment}") > width:
            lines[-1] += f",{comment}"
            lines.append(indent + name)
            comment = ""
        else:
            lines[-1] += f", {name}"
    return lines


def _closed(lines: Lines, end: str, comment: str) -> Lines:
    """Return lines with their end, and with a comment that found no place above it."""
    return [*lines[:-1], lines[-1] + end + (comment if len(lines) == 1 else "")]


def _hanging(whole: Whole, width: int, indent: str, comma: str) -> Lines:
    *above, last = whole.names
    return [
        f"{whole.start} ({whole.comment}",
        *(f"{indent}{name}," for name in above),
        f"{indent}{last}{comma}",
        ")",
    ]


def _bracket(whole: Whole, width: int, indent: str, comma: str) -> Lines:
    return [*_hanging(whole, width, indent, comma)[:-1], f"{indent})"]


def _grid(whole: Whole, width: int, indent: str, comma: str) -> Lines:
    first = f"{whole.start} ("
    # isort counts one character after each name, the closing one.
    lines = _filled(first, whole, width, " " * len(first), rest=")", end=")", comment=whole.comment)
    lines = _closed(lines, f"{comma})", whole.comment)
    is_too_wide = any(len(line) > width for line in lines)
    return _vertical_grid(whole, width, _INDENT, comma) if is_too_wide else lines


def _vertical(whole: Whole, width: int, indent: str, comma: str) -> Lines:
    first = f"{whole.start} ("
    *above, last = [
        f"{first if position == 0 else ' ' * len(first)}{name}"
        for position, name in enumerate(whole.names)
    ]
    lines = [*(f"{line}," for line in above), f"{last}{comma})"]
    return [lines[0] + whole.comment, *lines[1:]]


def _backslash(whole: Whole, width: int, indent: str, comma: str) -> Lines:
    first = f"{whole.start} "
    room = width - 3
    if len(first + whole.names[0]) > room:
        lines = [whole.start, *_filled(indent, whole, room, indent, rest="", end="")]
    else:
        lines = _filled(first, whole, room, indent, rest="", end="")
    if whole.comment and len(lines[-1] + whole.comment) > width - 1:
        lines.append(indent + whole.comment.lstrip())
    else:
        lines[-1] += whole.comment
    return [*(f"{line} \\" for line in lines[:-1]), lines[-1]]


def _backslash_grid(whole: Whole, width: int, indent: str, comma: str) -> Lines:
    return _backslash(whole, width, " " * len(f"{whole.start} "), comma)


def _vertical_grid(whole: Whole, width: int, indent: str, comma: str) -> Lines:
    lines = _filled(indent, whole, width, indent, rest=",", end=f"{comma})")
    return [f"{whole.start} ({whole.comment}", *lines[:-1], f"{lines[-1]}{comma})"]


def _grouped(whole: Whole, width: int, indent: str, comma: str) -> Lines:
    lines = _filled(indent, whole, width, indent, rest=",", end=comma)
    return [f"{whole.start} ({whole.comment}", *lines[:-1], lines[-1] + comma, ")"]


def _parenthesised(whole: Whole, width: int, indent: str, comma: str) -> Lines:
    lines = _filled(
        f"{whole.start} (", whole, width - 1, indent, rest="", end="", comment=whole.comment
    )
    return _closed(lines, f"{comma})", whole.comment)


SHAPES: tuple[Shape, ...] = (
    _hanging,
    _grid,
    _grouped,
    _vertical,
    _vertical_grid,
    _parenthesised,
    _backslash_grid,
    _backslash,
    _bracket,
)
"""The shapes of imports that span lines, the most common first."""

ONE_NAME_A_LINE: tuple[Shape, ...] = (_hanging, _bracket, _vertical)
"""The shapes that say nothing of the widest line."""


@dataclass(frozen=True)
class Form:
    """How an import spans lines."""

    shape: Shape
    indent: str
    comma: str
    """What follows the last name."""

    def lines(self, whole: Whole, width: int) -> Lines:
        """Return the lines of an import; only the names of some shapes fill the width."""
        return self.shape(whole, width, self.indent, self.comma)


DEFAULT = Form(_hanging, _INDENT, ",")


def whole_of(lines: Sequence[str], start: str, names: Sequence[str]) -> Whole:
    """Return an import, with its comment if it has only one."""
    comments = [_comment(line) for line in lines if "#" in line]
    return Whole(start, names, comments[0] if len(comments) == 1 else "")


def _comment(line: str) -> str:
    """Return the comment of a line with the space before it; two if there is no code."""
    code, _, text = line.partition("#")
    space = code[len(code.rstrip()) :] if code.strip() else "  "
    return f"{space}#{text}"


def forms(lines: Sequence[str], whole: Whole, widths: Sequence[int]) -> Iterator[tuple[Form, int]]:
    """Yield the forms, with their widths, in which an import has exactly these lines."""
    if len(lines) < 2:
        return
    indent = lines[1][: len(lines[1]) - len(lines[1].lstrip())]
    for shape in SHAPES:
        for comma in ("", ","):
            form = Form(shape, indent, comma)
            for width in widths:
                if form.lines(whole, width) == list(lines):
                    yield form, width
