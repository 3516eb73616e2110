"""Edits applied to the bytes of a file; nothing else changes."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

import pyflakes.checker
import pyflakes.messages

from flake8_missing_import.adding import (
    Find,
    FindNames,
    FindPlaces,
    IsWanted,
    Task,
    next_to_fix,
    with_all,
    with_import,
)
from flake8_missing_import.content import decoded
from flake8_missing_import.identity import first_name, key, needs
from flake8_missing_import.model import Alternative, MissingImport
from flake8_missing_import.module import parsed

_NO_LINE = re.compile(r" (?:from|on) line 0\b")
"""What is left of a line number in pyflakes's texts."""

Messages = Counter[tuple[str, tuple[object, ...]]]
"""How often pyflakes gives each message."""


class UnsafeEditError(Exception):
    """An edit would not leave the file as it should be."""


@dataclass(frozen=True)
class Refusal:
    """A finding whose edit would not leave the file as it should be."""

    finding: MissingImport
    reason: str


@dataclass(frozen=True)
class Repair:
    """What became of a file's bytes."""

    content: bytes
    refused: tuple[Refusal, ...] = ()
    left: tuple[MissingImport, ...] = ()
    """The reported findings whose import is left for somebody to choose."""


@dataclass(frozen=True)
class _Outcome:
    """What became of the wanted findings of a file's bytes."""

    content: bytes
    tried: list[MissingImport]
    refused: list[Refusal]
    remaining: list[MissingImport]
    """What is still found."""


def apply(source: str, finding: MissingImport | Alternative) -> str:
    """Return source after adding the import of a finding, or of one of its alternatives.

    :param source: the text in which :func:`~flake8_missing_import.find_missing_imports` found it.
        After a change, the other findings have to be looked for again, because lines move.

    Raises ValueError for a finding without an edit: there the choice is the reader's.
    """
    if finding.edit is None:
        raise ValueError(f"there is no edit for this finding: {getattr(finding, 'message', '')}")
    content = source.encode("utf-8", "surrogatepass")
    return with_import(content, finding, "utf-8").decode("utf-8", "surrogatepass")


def fixed(content: bytes, find: Find, is_wanted: IsWanted, *, doctests: bool = False) -> bytes:
    """Return a file's bytes after adding every wanted import that has a sure place.

    :param doctests: whether a use in a doctest counts, like flake8's ``--doctests``.

    Raises UnsafeEditError if the result does not parse, still lacks an
    import, or has a pyflakes message that was not there before, and SyntaxError or
    UnicodeDecodeError for content that Python cannot read.
    """
    task = Task(find, is_wanted, doctests, _with_all_names(find))
    outcome = _repaired(content, find(decoded(content)), task)
    if outcome.refused:
        raise UnsafeEditError(outcome.refused[0].reason)
    return outcome.content


def repaired_as_reported(
    content: bytes,
    find: Find,
    messages: Set[str],
    *,
    unsafe: bool,
    doctests: bool = False,
    find_names: FindNames | None = None,
    place: FindPlaces | None = None,
) -> Repair:
    """Return a file's bytes after adding what flake8 reported, and say what was not added.

    :param messages: what flake8 printed about the file, the code first; findings that it
        left out are left alone.
    :param unsafe: also add an import where other modules could be meant.
    :param doctests: whether a use in a doctest counts, like flake8's ``--doctests``.
    :param find_names: finds what some names lack in less time than ``find`` takes.
    :param place: finds in still less time where an import belongs if only others decide.

    Raises UnsafeEditError if something that was reported is not there, and SyntaxError or
    UnicodeDecodeError for content that Python cannot read.
    """
    findings = find(decoded(content))
    if not messages <= {finding.message for finding in findings}:
        raise UnsafeEditError("it has changed meanwhile")
    reported = {key(finding): finding for finding in findings if finding.message in messages}

    def is_wanted(finding: MissingImport) -> bool:
        return key(finding) in reported and (unsafe or not finding.other_modules)

    task = Task(find, is_wanted, doctests, find_names or _with_all_names(find), place)
    outcome = _repaired(content, findings, task)
    not_tried = reported.keys() - set(map(key, outcome.tried))
    left = [finding for finding in outcome.remaining if key(finding) in not_tried]
    left += _lost(reported.values(), outcome, task)
    return Repair(outcome.content, tuple(outcome.refused), tuple(left))


def _with_all_names(find: Find) -> FindNames:
    return lambda source, *, names: find(source)


def _lost(findings: Iterable[MissingImport], outcome: _Outcome, task: Task) -> list[MissingImport]:
    """Return the findings that were not tried and are found no more, though their names fail.

    What was added can leave too little that tells which module another name is from.
    """
    known = {key(finding) for finding in (*outcome.tried, *outcome.remaining)}
    gone = [finding for finding in findings if key(finding) not in known]
    undefined = _undefined(outcome.content, task) if gone else set()
    return [finding for finding in gone if first_name(finding) in undefined]


def _undefined(content: bytes, task: Task) -> set[object]:
    messages = _messages(parsed(content), doctests=task.doctests)
    text = pyflakes.messages.UndefinedName.message
    return {arguments[0] for message, arguments in messages if message == text}


def _repaired(content: bytes, findings: list[MissingImport], task: Task) -> _Outcome:
    """Return bytes with all wanted imports added, and what became of them."""
    outcome = _attempted(content, findings, task)
    lost = {needs(one) for one in _lost(_wanted(findings, task, ()), outcome, task)}
    if lost <= task.first:
        return outcome
    return _repaired(content, findings, replace(task, first=task.first | lost))


def _attempted(content: bytes, findings: list[MissingImport], task: Task) -> _Outcome:
    """Return what :func:`_repaired` does, but leave what is not found again."""
    tried: list[MissingImport] = []
    while wanted := _wanted(findings, task, tried):
        tree = parsed(content)
        after, added = with_all(content, tree, wanted, task)
        before = _messages(tree, doctests=task.doctests)
        try:
            findings = _verified(before, after, added, task)
        except UnsafeEditError:
            return _one_by_one(content, findings, before, task, tried)
        content = after
        tried += added
    return _Outcome(content, tried, [], findings)


def _wanted(
    findings: Iterable[MissingImport], task: Task, tried: Iterable[MissingImport]
) -> list[MissingImport]:
    """Return the findings that are to be fixed and have not been tried yet."""
    keys = {key(finding) for finding in tried}
    return [f for f in findings if f.edit and task.is_wanted(f) and key(f) not in keys]


def _one_by_one(
    content: bytes,
    findings: list[MissingImport],
    before: Messages,
    task: Task,
    tried: list[MissingImport],
) -> _Outcome:
    """Return what :func:`_repaired` does, but let no bad edit stop the others."""
    refused: list[Refusal] = []
    while wanted := _wanted(findings, task, tried):
        finding = next_to_fix(wanted, task)
        tried.append(finding)
        after = with_import(content, finding)
        try:
            findings = _verified(before, after, [finding], task)
        except UnsafeEditError as error:
            refused.append(Refusal(finding, str(error)))
        else:
            content = after
            before = _messages(parsed(content), doctests=task.doctests)
    return _Outcome(content, tried, refused, findings)


def _verified(
    before: Messages, after: bytes, added: Sequence[MissingImport], task: Task
) -> list[MissingImport]:
    """Return the findings in bytes after imports were added. Raises UnsafeEditError."""
    try:
        messages = _messages(parsed(after), doctests=task.doctests)
    except (SyntaxError, ValueError) as error:
        raise UnsafeEditError(f"the file would not parse: {error}") from error
    # While a name was undefined, it could have come from a star import, and used that.
    new = [kind for kind in messages - before if not _is_of_a_star(kind[1])]
    if new:
        texts = sorted(_NO_LINE.sub("", kind % arguments) for kind, arguments in new)
        raise UnsafeEditError(f"pyflakes would report: {', '.join(texts)}")
    remaining = task.find(decoded(after))
    keys = {key(finding) for finding in remaining}
    for finding in added:
        if key(finding) in keys:
            raise UnsafeEditError(f"'{finding.statement}' would not help")
    return remaining


def _is_of_a_star(arguments: Iterable[object]) -> bool:
    return any(str(one).endswith(".*") for one in arguments)


def _messages(tree: ast.Module, *, doctests: bool) -> Messages:
    """Return what pyflakes says: its texts with their arguments.

    The line numbers among them, which an edit moves, are all 0.
    """
    checker = pyflakes.checker.Checker(tree, withDoctest=doctests)
    return Counter(
        (
            message.message,
            tuple(0 if isinstance(part, int) else part for part in message.message_args),
        )
        for message in checker.messages
    )
