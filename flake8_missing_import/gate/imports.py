"""Which imports may not reach all uses of their names? Judged from the text, cheaply."""

from __future__ import annotations

import ast
import bisect
import itertools
import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from flake8_missing_import.annotations import READ_BY_DATACLASS
from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.conditions.main_guards import is_for_program
from flake8_missing_import.gate.excerpts import evaluated_names
from flake8_missing_import.gate.quoted import names_in_annotations
from flake8_missing_import.imports import (
    bindings_of,
    bound_name,
    is_of_known_name,
    may_be_known,
)
from flake8_missing_import.mentions import line_numbers, mentions
from flake8_missing_import.model import Binding
from flake8_missing_import.module import (
    BLOCKS,
    Module,
    begins_line,
    first_expression,
    last_line,
    statements_on,
)
from flake8_missing_import.running.branches import excluded_lines
from flake8_missing_import.scopes import FUNCTIONS, chain_of

if TYPE_CHECKING:
    from flake8_missing_import.imports import ImportNode

_BRANCHES = (ast.If, ast.ExceptHandler)
_IMPORT = re.compile(r"\s*(?:from\s+[\w.]+\s+)?import\b[^;]*\Z")


def imports_in_question(
    module: Module,
    imports: Collection[ImportNode],
    code: str,
    types: Iterable[str],
) -> frozenset[str]:
    """Return the names of known imports that may not reach some use.

    :param imports: all of the module.
    :param code: the module's text without comments and strings; each line keeps its number.
    :param types: its strings that could be annotations.

    Raises UncompilableError.
    """
    rest = module.tree.body[len(module.leading) :]
    code_line = first_expression(rest[0]) if rest else sys.maxsize
    by_name: dict[str, list[Binding]] = defaultdict(list)
    for node, parents in imports:
        if node.lineno >= code_line and may_be_known(node, module):
            for binding in bindings_of(node, parents):
                if is_of_known_name(binding, module):
                    by_name[binding.name].append(binding)
    if not by_name:
        return frozenset()
    quoted = names_in_annotations(types, by_name.keys(), module, (node for node, _ in imports))
    conditions = Conditions(module, looks_everywhere=False)
    found: set[str] = set()
    for_type_checkers: set[str] = set()
    for name, bindings in by_name.items():
        outside = [one for one in bindings if one.scope is None]
        running = [one for one in outside if not blocking_condition(chain_of(one), conditions)]
        if outside and not running:
            for_type_checkers.add(name)
        text = module.text if name in quoted else code
        starts = [one for one in mentions(name, text) if not _is_in_import(one, text)]
        lines = list(line_numbers(starts, text))
        if any(
            isinstance(one.scope, FUNCTIONS) and blocking_condition(chain_of(one), conditions)
            for one in bindings
        ) or _may_be_missed(bindings, running, code_line, conditions, lines):
            found.add(name)
    if for_type_checkers - found:
        found |= _evaluated(module, frozenset(for_type_checkers - found), code)
    return frozenset(found)


def _may_be_missed(
    imports: Sequence[Binding],
    running: Sequence[Binding],
    code_line: int,
    conditions: Conditions,
    lines: Sequence[int],
) -> bool:
    """Say whether the name of an import is mentioned where the import may not be seen.

    :param lines: those that mention it, and are no imports.
    """
    codes = conditions.module.options.optional_codes
    in_functions = [one for one in imports if isinstance(one.scope, FUNCTIONS)]
    if ("MIS101" in codes and in_functions) or (
        "MIS102" in codes and any(is_for_program(chain_of(one), conditions) for one in running)
    ):
        return True
    if any(_is_mentioned_beside(one, lines, conditions) for one in imports):
        return True
    if any(_is_mentioned_below_branch(one, lines) for one in in_functions) and (
        _is_imported_by_the_module(imports[0].name, conditions.module)
    ):
        return True
    if not any(one.scope is None for one in imports):
        scopes = {one.scope for one in imports}
        inner = [one for one in imports if _is_inside_another(one, scopes)]
        hidden = [range(_start_of_body(one), one.line) for one in inner]
        return not _lines_of_functions(imports).issuperset(lines) or any(
            line in part for part in hidden for line in lines
        )
    # What is imported for type checkers alone may be mentioned by annotations.
    above = range(code_line, min((one.line for one in running), default=0) + 1)
    within = [above, *(range(_start_of_body(one), one.line + 1) for one in in_functions)]
    return any(line in part for part in within for line in lines)


def _is_mentioned_below_branch(existing: Binding, lines: Sequence[int]) -> bool:
    """Say whether the function of an import in a branch has one of some lines, in order, below."""
    inside = itertools.takewhile(lambda one: one is not existing.scope, existing.parents)
    if existing.scope is None or not any(isinstance(one, _BRANCHES) for one in inside):
        return False
    position = bisect.bisect(lines, existing.line)
    return position < len(lines) and lines[position] <= last_line(existing.scope)


def _is_imported_by_the_module(name: str, module: Module) -> bool:
    statements = (one for one in module.tree.body if isinstance(one, ast.Import | ast.ImportFrom))
    return any(bound_name(alias) == name for one in statements for alias in one.names)


def _is_inside_another(existing: Binding, scopes: AbstractSet[ast.AST | None]) -> bool:
    """Say whether an import is in a scope inside that of another, whose name it hides there.

    :param scopes: those of all imports of the name.
    """
    around = (one for one in existing.parents if one is not existing.scope)
    return not scopes.isdisjoint(around)


def _is_mentioned_beside(existing: Binding, lines: Sequence[int], conditions: Conditions) -> bool:
    """Say whether an import excludes one of some lines."""
    return any(
        line in within
        for within in excluded_lines(existing, conditions.exit_calls)
        for line in lines
    )


def _is_in_import(start: int, text: str) -> bool:
    """Say whether a place in a text is on a line that plainly has an import and nothing else."""
    line = text[text.rfind("\n", 0, start) + 1 : text.find("\n", start)]
    return bool(_IMPORT.match(line))


def _start_of_body(binding: Binding) -> int:
    scope = binding.scope
    assert scope is not None
    return scope.body[0].lineno


def _evaluated(module: Module, names: frozenset[str], code: str) -> frozenset[str]:
    """Return those of the names that something other than annotations may evaluate.

    Some annotations are evaluated whatever Python does with others, see ``annotations``.
    """
    source = module.source
    if "singledispatch" in source or module.options.doctests:
        return names
    conditions = Conditions(module)
    found = frozenset(
        name
        for name in evaluated_names(module, names, code)
        if any(
            not blocking_condition(_statements_around(line, module), conditions)
            for line in line_numbers(mentions(name, code), code)
        )
    )
    if "dataclass" in source:
        has_attribute = any(f".{name}" in source for name in READ_BY_DATACLASS)
        may_be_renamed = any(name in source for name in READ_BY_DATACLASS)
        found |= {
            name
            for name in names
            if name in READ_BY_DATACLASS
            or (has_attribute and f"{name}." in source)
            or (may_be_renamed and f" as {name}" in source)
        }
    return found


def _statements_around(line: int, module: Module) -> list[ast.AST]:
    """Return the statements in which a line stands, innermost first, and the module.

    Those on the line of another's head, or in a ``match``, are left out, with all that is inside.
    """
    found: list[ast.AST] = [module.tree]
    while True:
        blocks = (getattr(found[-1], field, ()) for field in BLOCKS)
        # Others on the line are beside the first.
        inside = next((one for block in blocks for one in statements_on([line], block)), None)
        if inside is None or not begins_line(inside, module.lines):
            return found[::-1]
        found.append(inside)


def _lines_of_functions(imports: Iterable[Binding]) -> set[int]:
    """Return the lines below imports on which functions see them, or on which they go on."""
    inside = set[int]()
    for existing in imports:
        last_of_import = getattr(existing.node, "end_lineno", None) or existing.line
        inside.update(range(existing.line + 1, last_of_import + 1))
        if isinstance(existing.scope, FUNCTIONS):
            last = existing.scope.body[-1]
            inside.update(range(existing.line + 1, (last.end_lineno or last.lineno) + 1))
    return inside
