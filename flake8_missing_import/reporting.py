"""From what is missing to a finding: its place, its edit and its message."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from flake8_missing_import.conditions import Conditions
from flake8_missing_import.model import (
    Alternative,
    Edit,
    ImportStatement,
    Missing,
    MissingImport,
    Position,
    Use,
    is_statement,
)
from flake8_missing_import.module import Module, Options, parsed
from flake8_missing_import.moving import removal
from flake8_missing_import.moving.for_python_3 import place_for_python_3
from flake8_missing_import.moving.obstacles import (
    absence_elsewhere,
    ask_for_platform,
    obstacle,
)
from flake8_missing_import.moving.type_checking import place_for_type_checkers
from flake8_missing_import.placement import NoPlace, place_in
from flake8_missing_import.placement.imports import known_sections
from flake8_missing_import.project.own_tree import absence_in_tree
from flake8_missing_import.rules.mis004_misplaced import CODE as MISPLACED
from flake8_missing_import.rules.mis005_configured import CODE as CONFIGURED

_LAZY_IMPORTS = (3, 15)
"""The first Python that has them (PEP 810)."""

_CELL = "# %%NBQA-CELL-SEP"
"""What nbqa writes above each cell of a notebook, followed by a token."""
_LINE = re.compile(r"((?:\(|\b(?:and|change|on|to|which) )line )(\d+)\b")
"""How messages name a line, and not what they quote: a condition may have ``'line 2'`` in it."""


def finding(missing: Missing, conditions: Conditions) -> MissingImport:
    """Return a finding, with the edit that fixes it where the choice is clear.

    :param conditions: those of the module.
    """
    module = conditions.module
    if missing.statement is None:
        return _without_import(missing, module)
    at_once = [one.line for one in missing.places if isinstance(one, Use) and not one.deferred]
    called = [missing.first_call] if missing.first_call else []
    before = min([*at_once, *called], default=None)
    place_of = functools.partial(_place, conditions=conditions, before=before, missing=missing)
    edit = (
        place_for_type_checkers(missing.statement, missing.places, conditions)
        or place_for_python_3(missing.statement, before, module)
        or place_of(missing.statement)
    )
    others = [ImportStatement(other, missing.name) for other in missing.other_modules]
    rivals = [*missing.other_statements, *([missing.contradicts] if missing.contradicts else [])]
    if rivals:
        others = [missing.statement, *rivals, *others]
    alternatives = _placed(others, place_of)
    removals = [
        removal(existing, module, gone=missing.moved[:position])
        for position, existing in enumerate(missing.moved)
    ]
    possible = tuple(change for change in removals if change is not None)
    is_fixable = (
        len(possible) == len(removals)
        and not missing.contradicts
        and not missing.other_statements
        and not missing.is_unfixable
    )
    fix = edit if is_fixable and isinstance(edit, Edit) else None
    has_lazy_imports = module.options.target_version >= _LAZY_IMPORTS
    lazy = [replace(missing.statement, is_lazy=True)] if before is None else []
    return MissingImport(
        code=missing.code,
        name=missing.name,
        statement=missing.statement,
        uses=_positions(missing),
        edit=fix,
        removals=possible if fix else (),
        other_modules=missing.other_modules,
        alternatives=() if missing.moved else alternatives,
        lazily=_placed(lazy if fix and has_lazy_imports else (), place_of),
        text=_text(missing, edit, alternatives, module, is_fixed=fix is not None),
    )


def places(
    source: str, statements: Iterable[ImportStatement], *, filename: str, options: Options
) -> list[Edit | NoPlace]:
    """Return where each of some imports belongs at the top level, if it is added alone.

    The imports there decide, nothing that the module does. There is no place in source that Python
    cannot parse.

    :param filename: the path of the module.
    """
    try:
        module = Module(source, parsed(source), filename, options)
    except (SyntaxError, ValueError) as error:
        return [NoPlace(str(error)) for _ in statements]
    return [_place_among_imports(one, module, before=None) for one in statements]


def _place_among_imports(
    statement: ImportStatement, module: Module, before: int | None
) -> Edit | NoPlace:
    return place_in(
        module,
        statement,
        known_sections(module),
        before=before,
        max_line_length=module.options.max_line_length,
    )


def _place(
    statement: ImportStatement, conditions: Conditions, before: int | None, missing: Missing
) -> Edit | NoPlace:
    """Return the edit that adds an import at the top level, where nothing speaks against it."""
    module = conditions.module
    absence = absence_elsewhere(statement, module)
    if absence and (missing.code == MISPLACED or ask_for_platform(missing.places, conditions)):
        return NoPlace(absence)
    if missing.code == CONFIGURED and (reason := absence_in_tree(statement, module)):
        return NoPlace(reason)
    edit = _place_among_imports(statement, module, before)
    if isinstance(edit, NoPlace) or _joins(statement, edit):
        return edit
    reason = obstacle(
        statement,
        edit.line,
        conditions,
        missing.places,
        is_imported_later=missing.code == MISPLACED,
    )
    return NoPlace(reason) if reason else edit


def _without_import(missing: Missing, module: Module) -> MissingImport:
    """Return the finding about a name that no known import binds."""
    return MissingImport(
        code=missing.code,
        name=missing.name,
        statement=None,
        uses=_positions(missing),
        edit=None,
        removals=(),
        other_modules=(),
        alternatives=(),
        lazily=(),
        text=_in_cells(f"'{missing.name}' {missing.problem}", module),
    )


def _positions(missing: Missing) -> tuple[Position, ...]:
    return tuple(Position(place.line, place.column) for place in missing.places)


def _placed(
    statements: Iterable[ImportStatement], place_of: Callable[[ImportStatement], Edit | NoPlace]
) -> tuple[Alternative, ...]:
    """Return statements with the edits that add them, where there is a place."""
    return tuple(
        Alternative(statement, edit)
        for statement in statements
        if isinstance(edit := place_of(statement), Edit)
    )


def _text(
    missing: Missing,
    edit: Edit | NoPlace,
    alternatives: Iterable[Alternative],
    module: Module,
    *,
    is_fixed: bool,
) -> str:
    text = f"'{missing.name}' {missing.problem}: {_advice(missing, edit, alternatives)}"
    if isinstance(edit, Edit) and (
        _is_other_moved(missing) or (not is_fixed and _leaves_moved(missing, edit))
    ):
        lines = " and ".join(f"line {one.line}" for one in missing.moved)
        text += f", and remove the import on {lines}"
    if missing.other_modules:
        text += f" (or from {', '.join(missing.other_modules)})"
    if missing.other_statements:
        text += f" (or {', '.join(repr(str(one)) for one in missing.other_statements)})"
    return _in_cells(text, module)


def _in_cells(text: str, module: Module) -> str:
    """Return a message with lines counted within cells, if its module is a notebook.

    The cells that nbqa leaves out, such as ``%%bash``, are not in there, and are not counted.
    """
    if _CELL not in module.source:
        return text
    starts = [n for n, line in enumerate(module.lines, 1) if line.startswith(_CELL)]

    def in_cell(match: re.Match[str]) -> str:
        line = int(match[2])
        above = [start for start in starts if start < line]
        return f"{match[1]}{line - above[-1]} of cell {len(above)}" if above else match[0]

    return _LINE.sub(in_cell, text)


def _advice(missing: Missing, edit: Edit | NoPlace, alternatives: Iterable[Alternative]) -> str:
    assert missing.statement is not None
    if missing.beside:
        return f"add '{missing.statement}' beside the import on line {missing.beside}"
    if isinstance(edit, NoPlace):
        return f"add '{missing.statement}' ({edit.reason})"
    line = edit.statement_line
    if missing.contradicts:
        lines = {other.statement: other.edit.statement_line for other in alternatives}
        its_line = lines.get(missing.contradicts, line)
        where = "" if its_line == line else f" on line {line}"
        return f"add '{missing.statement}'{where} or '{missing.contradicts}' on line {its_line}"
    if edit.removed and edit.line == line and len(edit.inserted) == 1 and _ends(edit.inserted[0]):
        return f"change line {line} to '{edit.inserted[0]}'"
    if _joins(missing.statement, edit):
        return f"add '{missing.statement.name}' to the import on line {line}"
    if missing.moved and not _is_other_moved(missing):
        return f"move '{missing.statement}' to line {line}"
    return f"add '{missing.statement}' on line {line}"


def _is_other_moved(missing: Missing) -> bool:
    """Say whether the imports that are to go are others than the new one."""
    statements = {one.statement for one in missing.moved}
    return bool(statements) and missing.statement not in statements


def _leaves_moved(missing: Missing, edit: Edit) -> bool:
    """Say whether what an edit adds is not said to be moved, though other imports are to go."""
    assert missing.statement is not None
    return bool(missing.moved) and (bool(missing.contradicts) or _joins(missing.statement, edit))


def _joins(statement: ImportStatement, edit: Edit) -> bool:
    """Say whether an edit adds a name to an import that is there."""
    start = f"from {statement.module} import ("
    return bool(edit.removed) or not any(
        is_statement(line, str(statement)) or line.lstrip() == start for line in edit.inserted
    )


def _ends(line: str) -> bool:
    """Say whether an import ends on the line on which it begins."""
    code = line.partition("#")[0].rstrip()
    return not code.endswith("\\") and code.count("(") == code.count(")")
