"""The forms that from-imports have, isort's "multi line output modes" among them.

https://pycqa.github.io/isort/docs/configuration/multi_line_output_modes.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Lines = list[str]
Shape = Callable[[str, Sequence[str], int, str, bool], Lines]
"""Takes ``from module import``, the names, the widest line, the indent and whether a comma
trails; returns the lines of the import."""


def _filled(first: str, names: Sequence[str], width: int, indent: str, end: str) -> Lines:
    """Fill lines with as many names as fit; the end has to fit after the last."""
    lines = [first + names[0]]
    for position, name in enumerate(names[1:], start=2):
        rest = end if position == len(names) else ","
        if len(f"{lines[-1]}, {name}{rest}") > width:
            lines[-1] += ","
            lines.append(indent + name)
        else:
            lines[-1] += f", {name}"
    return lines


def _hanging(start: str, names: Sequence[str], width: int, indent: str, comma: bool) -> Lines:
    end = "," if comma else ""
    return [
        f"{start} (",
        *(f"{indent}{name}," for name in names[:-1]),
        indent + names[-1] + end,
        ")",
    ]


def _bracket(start: str, names: Sequence[str], width: int, indent: str, comma: bool) -> Lines:
    return [*_hanging(start, names, width, indent, comma)[:-1], f"{indent})"]


def _grid(start: str, names: Sequence[str], width: int, indent: str, comma: bool) -> Lines:
    end = ",)" if comma else ")"
    # isort counts one character after each name, the closing one.
    lines = _filled(f"{start} (", names, width, " " * len(f"{start} ("), ")")
    return [*lines[:-1], lines[-1] + end]


def _vertical(start: str, names: Sequence[str], width: int, indent: str, comma: bool) -> Lines:
    lines = [f"{start} ({names[0]}", *(" " * len(f"{start} (") + name for name in names[1:])]
    return [*(f"{line}," for line in lines[:-1]), lines[-1] + (",)" if comma else ")")]


def _backslash(start: str, names: Sequence[str], width: int, indent: str, comma: bool) -> Lines:
    first = f"{start} "
    if len(first + names[0]) > width - 3:
        lines = _filled(indent, names, width - 3, indent, "")
        lines.insert(0, start)
    else:
        lines = _filled(first, names, width - 3, indent, "")
    return [*(f"{line} \\" for line in lines[:-1]), lines[-1]]


def _vertical_grid(start: str, names: Sequence[str], width: int, indent: str, comma: bool) -> Lines:
    end = ",)" if comma else ")"
    lines = _filled(indent, names, width, indent, end)
    return [f"{start} (", *lines[:-1], lines[-1] + end]


def _grouped(start: str, names: Sequence[str], width: int, indent: str, comma: bool) -> Lines:
    end = "," if comma else ""
    lines = _filled(indent, names, width, indent, end)
    return [f"{start} (", *lines[:-1], lines[-1] + end, ")"]


def _parenthesised(start: str, names: Sequence[str], width: int, indent: str, comma: bool) -> Lines:
    end = ",)" if comma else ")"
    lines = _filled(f"{start} (", names, width - 1, indent, "")
    return [*lines[:-1], lines[-1] + end]


SHAPES: tuple[Shape, ...] = (
    _hanging,
    _grid,
    _grouped,
    _vertical,
    _vertical_grid,
    _parenthesised,
    _backslash,
    _bracket,
)
"""The shapes of imports that span lines, the most common first."""


@dataclass(frozen=True)
class Form:
    """How an import spans lines."""

    shape: Shape
    indent: str
    has_comma: bool

    def lines(self, start: str, names: Sequence[str], width: int) -> Lines:
        """Return the lines of an import; only the names of some shapes fill the width."""
        return self.shape(start, names, width, self.indent, self.has_comma)


DEFAULT = Form(_hanging, " " * 4, True)


def forms(
    before: Sequence[str], start: str, names: Sequence[str], widths: Sequence[int]
) -> Iterator[tuple[Form, int]]:
    """Yield the forms, with their widths, in which an import has exactly these lines."""
    if len(before) < 2:
        return
    indent = before[1][: len(before[1]) - len(before[1].lstrip())]
    for shape in SHAPES:
        for has_comma in (False, True):
            form = Form(shape, indent, has_comma)
            for width in widths:
                if form.lines(start, names, width) == list(before):
                    yield form, width
