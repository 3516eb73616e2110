"""Imports added to the bytes of a file, one after the other, each where the others leave it."""

from __future__ import annotations

import ast
import functools
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from typing import Protocol

from flake8_missing_import.content import LINE, applied, decoded
from flake8_missing_import.identity import first_name, needs
from flake8_missing_import.model import (
    Alternative,
    Edit,
    ImportStatement,
    MissingImport,
    is_statement,
)
from flake8_missing_import.outline import outline
from flake8_missing_import.placement import NoPlace

Find = Callable[[str], list[MissingImport]]
"""From the text of a module to its findings."""


class FindNames(Protocol):
    """From the text of a module to its findings about some names, and perhaps others."""

    def __call__(self, source: str, /, *, names: Set[str]) -> list[MissingImport]:
        """Return the findings."""


class FindPlaces(Protocol):
    """From the text of a module to the edits that add imports to it, looking at imports alone."""

    def __call__(
        self, source: str, statements: Iterable[ImportStatement], /
    ) -> list[Edit | NoPlace]:
        """Return the edit of each statement, if it is the only one."""


IsWanted = Callable[[MissingImport], bool]


@dataclass(frozen=True)
class Task:
    """What to find and fix in a file."""

    find: Find
    is_wanted: IsWanted
    doctests: bool
    find_names: FindNames
    place: FindPlaces | None = None
    first: frozenset[tuple[str, str]] = frozenset()
    """What findings that are not found again after others were fixed need."""


def with_import(
    content: bytes, finding: MissingImport | Alternative, encoding: str | None = None
) -> bytes:
    """Return bytes with the edits of a finding applied, from the last line to the first.

    :param encoding: that of the bytes, None for the one that they declare.
    """
    edits = [*getattr(finding, "removals", ()), *([finding.edit] if finding.edit else [])]
    for edit in sorted(edits, key=lambda edit: edit.line, reverse=True):
        content = applied(content, edit, encoding)
    return content


def with_all(
    content: bytes, tree: ast.Module, findings: Sequence[MissingImport], task: Task
) -> tuple[bytes, list[MissingImport]]:
    """Return bytes with the imports of all findings added, and the findings that this fixes.

    From the first to the last: one import may change where the next belongs.
    """
    if len(findings) == 1:
        return with_import(content, findings[0]), list(findings)
    added: list[MissingImport] = []
    rest, plain = _outline(content, tree, findings, task)
    left = list(findings)
    while left:
        finding = next_to_fix(left, task)
        left.remove(finding)
        now = _as_it_is_now(finding, rest, task, plain) if added else finding
        if now is not None:
            content = with_import(content, now)
            rest = with_import(rest, _hidden(now) if _has_sibling(now, left) else now)
            added.append(now)
            # One that another function lacks too is not to be added twice.
            left = [one for one in left if one.removals or needs(one) != needs(now)]
    return content, added


def _plain(
    findings: Sequence[MissingImport], content: bytes, task: Task
) -> Sequence[MissingImport]:
    """Return the findings whose places only a module's imports decide, and whose names no others.

    These are findings as long as nothing imports their names.
    """
    if task.place is None:
        return ()
    about = Counter(map(first_name, findings))
    alone = [one for one in findings if about[first_name(one)] == 1 and not one.removals]
    edits = task.place(decoded(content), [one.statement for one in alone if one.statement])
    return [one for one, edit in zip(alone, edits, strict=True) if edit == one.edit]


def _as_it_is_now(
    finding: MissingImport, content: bytes, task: Task, plain: Iterable[MissingImport]
) -> MissingImport | None:
    """Return a finding as it is now that bytes have other imports, None if it is none any more.

    What the other names lack may have to tell what its name means: they are looked at where it
    does not tell that alone.

    :param plain: the findings that need not be looked for again.
    """
    text = decoded(content)
    if task.place is not None and finding.statement is not None and finding in plain:
        (edit,) = task.place(text, [finding.statement])
        if isinstance(edit, Edit):
            return replace(finding, edit=edit)
    finds: tuple[Find, ...] = (
        functools.partial(task.find_names, names={first_name(finding)}),
        task.find,
    )
    again = (_same(finding, find(text)) for find in finds)
    now = next(filter(None, again), None)
    return now and replace(now, code=finding.code)


def _same(finding: MissingImport, found: Iterable[MissingImport]) -> MissingImport | None:
    """Return the one of some findings that adds the same import, rather one that moves it."""
    same = [one for one in found if one.edit and needs(one) == needs(finding)]
    return next((one for one in same if one.removals), next(iter(same), None))


def next_to_fix(findings: Sequence[MissingImport], task: Task) -> MissingImport:
    """Return the finding to fix first: one that might not be found again after others are fixed."""
    first = max(findings, key=lambda one: (needs(one) in task.first, bool(one.other_modules)))
    # What moves an import serves those who would only add the same one.
    return _same(first, findings) or first


def _has_sibling(finding: MissingImport, others: Iterable[MissingImport]) -> bool:
    """Say whether another finding lacks another submodule of the same package."""
    return any(
        needs(other) != needs(finding) and first_name(other) == first_name(finding)
        for other in others
    )


def _hidden(finding: MissingImport) -> MissingImport:
    """Return a finding whose edit adds the import in its place, but does not bind its name.

    While a package is not imported, each of its submodules that are lacking is a finding.
    """
    edit, statement = finding.edit, str(finding.statement)
    if edit is None or " as " in statement:
        return finding
    lines = (
        line.replace(statement, f"{statement} as _hidden", 1)
        if is_statement(line, statement)
        else line
        for line in edit.inserted
    )
    return replace(finding, edit=replace(edit, inserted=tuple(lines)))


def _outline(
    content: bytes, tree: ast.Module, findings: Sequence[MissingImport], task: Task
) -> tuple[bytes, Sequence[MissingImport]]:
    """Return a shorter module in which the same imports belong in the same places.

    It has the first use of each name. If that is not enough, it is the module itself. With it
    come those of the findings that are plain.
    """
    needed = {finding.line for finding in findings}
    for removal in itertools.chain.from_iterable(finding.removals for finding in findings):
        needed.update(range(removal.line, removal.line + removal.removed))
    for is_short in (True, False):
        lines = outline(LINE.findall(content), tree, needed, is_short=is_short)
        rest = b"".join(lines)
        plain = _plain(findings, rest, task)
        others = [finding for finding in findings if finding not in plain]
        if not others or _are_found(others, rest, task):
            return rest, plain
    return content, ()


def _are_found(findings: Sequence[MissingImport], content: bytes, task: Task) -> bool:
    """Say whether the findings are found in a shorter module, in the same places.

    A function that imports a name may be left out, and the finding has another code then.
    """
    wanted = {needs(finding) for finding in findings}
    found = [finding for finding in task.find(decoded(content)) if needs(finding) in wanted]
    return [(f.statement, f.edit, f.removals) for f in found] == [
        (f.statement, f.edit, f.removals) for f in findings
    ]
