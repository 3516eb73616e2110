"""Lines of a notebook that nbqa passes on as one module, as its reader sees them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SEPARATOR = "# %%NBQA-CELL-SEP"
"""What nbqa writes above each cell, followed by a token."""
_LINE = re.compile(r"\bline (\d+)\b")


def in_cells(text: str, lines: Sequence[str]) -> str:
    """Return a message with lines counted within cells, if the module is a notebook.

    :param lines: those of the module. The cells that nbqa leaves out, such as ``%%bash``, are
        not in there, and are not counted.
    """
    starts = [number for number, line in enumerate(lines, 1) if line.startswith(_SEPARATOR)]
    if not starts:
        return text

    def in_cell(match: re.Match[str]) -> str:
        line = int(match[1])
        above = [start for start in starts if start < line]
        return f"line {line - above[-1]} of cell {len(above)}" if above else match[0]

    return _LINE.sub(in_cell, text)
