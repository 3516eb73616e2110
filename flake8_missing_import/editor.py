"""Quick fixes for editors: a plugin for python-lsp-server (the extra ``[pylsp]``).

The edits are those of the fixer. Text positions in the protocol count UTF-16 code units
from 0 (Language Server Protocol, "Position").
"""

from __future__ import annotations

import difflib
import functools
import logging
import os
import re
from collections.abc import Iterable, Sequence
from typing import Any

from pylsp import hookimpl
from pylsp.config.config import Config
from pylsp.workspace import Document, Workspace

from flake8_missing_import.applying import UnsafeEditError
from flake8_missing_import.checker import MissingImportChecker
from flake8_missing_import.codes import ABOUT_UNDEFINED_NAMES, OPTIONAL_CODES
from flake8_missing_import.configuration import Configuration, ConfigurationError, take_over
from flake8_missing_import.model import Alternative, Edit, ImportStatement, MissingImport
from flake8_missing_import.module import source_lines
from flake8_missing_import.pages import rule_page
from flake8_missing_import.project.known_imports import KnownImports
from flake8_missing_import.replacements import LINE, replacement

Json = dict[str, Any]

log = logging.getLogger(__name__)

QUICK_FIX = "quickfix"
ADD_ALL = "source.addMissingImports"
_ERROR, _WARNING = 1, 2
_STYLE = frozenset(OPTIONAL_CODES) - ABOUT_UNDEFINED_NAMES
"""What breaks no program that runs today; pyflakes' undefined names are errors, and so are ours."""
_UNDEFINED_NAME = re.compile(
    r"""undefined\ (?:name|variable)\ ['"`](?P<flake8_ruff_pylint>\w+)
    |['"`](?P<mypy_pyright>\w+)['"`]\ is\ not\ defined
    |variable\ ['"`](?P<too_late>\w+)['"`].*\ before\ assignment""",
    re.IGNORECASE | re.VERBOSE,
)
"""How linters say that a name is undefined, whatever their codes are."""

_SIGNATURE = "\ufeff"
"""What some editors leave at the beginning of the text of a file that has it."""
_ENCODING = re.compile(r"^([ \t\f]*#.*?coding[:=][ \t]*)[-\w.]+", re.ASCII)
"""How the first lines of a file declare its encoding (PEP 263)."""

_OPTIONS = {
    "exclude": "exclude",
    "extendIgnore": "extend-ignore",
    "extendSelect": "extend-select",
    "filename": "filename",
    "ignore": "ignore",
    "maxLineLength": "max-line-length",
    "perFileIgnores": "per-file-ignores",
    "select": "select",
}
"""The server's own settings for flake8 that can matter here, and flake8's options for them."""


@hookimpl
def pylsp_settings() -> Json:
    """Return our part of the configuration."""
    return {"plugins": {"missing_import": {"enabled": True}}}


@hookimpl
def pylsp_lint(config: Config, workspace: Workspace, document: Document) -> list[Json]:
    """Return a diagnostic for each finding, unless the server's flake8 reports them.

    A configuration that flake8 does not accept gets one as well.
    """
    settings = _settings(config, document)
    try:
        configuration = _configuration(settings, workspace)
    except ConfigurationError as error:
        log.error("%s", error)
        nowhere = {"line": 0, "character": 0}
        return [_diagnostic(str(error), _ERROR, {"start": nowhere, "end": nowhere})]
    if settings.get("enabled"):
        return []
    return [
        _diagnostic(
            finding.message,
            _WARNING if finding.code in _STYLE else _ERROR,
            _range_of_name(finding, document),
            code=finding.code,
            codeDescription={"href": rule_page(finding.code)},
        )
        for finding in _findings(
            configuration, MissingImportChecker.options.known, _code(document), document.path
        )
    ]


def _diagnostic(message: str, severity: int, range: Json, **more: object) -> Json:
    source = "flake8-missing-import"
    return {"source": source, "message": message, "severity": severity, "range": range, **more}


@hookimpl
def pylsp_code_actions(
    config: Config, workspace: Workspace, document: Document, range: Json, context: Json
) -> list[Json]:
    """Return what adds the imports that the code in a range lacks, and all that the file lacks."""
    try:
        configuration = _configuration(_settings(config, document), workspace)
    except ConfigurationError:
        return []  # the diagnostics say why
    findings = _findings(
        configuration, MissingImportChecker.options.known, _code(document), document.path
    )
    first, last = range["start"]["line"] + 1, range["end"]["line"] + 1
    kinds = context.get("only") or [QUICK_FIX, "source"]
    actions: list[Json] = []
    if any(QUICK_FIX.startswith(kind) for kind in kinds):
        diagnostics = context.get("diagnostics", [])
        for finding in findings:
            of_finding = [found for found in diagnostics if _is_about(found, finding)]
            if of_finding or any(first <= use.line <= last for use in finding.uses):
                actions += _quick_fixes(finding, document, of_finding)
    if any(ADD_ALL.startswith(kind) for kind in kinds):
        edits = _edits_for_all(document, findings)
        if edits:
            actions.append(_action("Add all missing imports", ADD_ALL, document, edits))
    return actions


def _settings(config: Any, document: Any) -> Json:
    """Return the server's settings for flake8."""
    settings: Json = config.plugin_settings("flake8", document_path=document.path)
    return settings


def _configuration(settings: Json, workspace: Any) -> Configuration:
    """Return flake8's configuration as the server's flake8 would have it.

    Raises ConfigurationError.
    """
    file = settings.get("config")
    if file:
        file = os.path.abspath(os.path.expanduser(os.path.expandvars(file)))
    return take_over(workspace.root_path, file, _arguments(settings, workspace.root_path))


def _arguments(settings: Json, root: str) -> list[str]:
    """Return flake8's options for the server's settings."""
    arguments = []
    for name, option in _OPTIONS.items():
        value = settings.get(name)
        if name == "exclude":
            value = [os.path.join(root, path) if "/" in path else path for path in value or ()]
        if value:
            text = ",".join(value) if isinstance(value, list) else value
            arguments.append(f"--{option}={text}")
    return arguments


@functools.lru_cache(maxsize=32)
def _findings(
    configuration: Configuration, known: KnownImports, source: str, path: str
) -> tuple[MissingImport, ...]:
    """Return the findings in a text, none while it is nested too deeply or cannot be parsed.

    :param known: what the checker goes by itself: other imports mean other findings.
    """
    try:
        findings = MissingImportChecker.findings(source, path)
    except RecursionError:
        return ()
    return tuple(configuration.reported(findings, source, path))


def _is_about(diagnostic: Json, finding: MissingImport) -> bool:
    """Say whether a diagnostic, ours or one for an undefined name, has the cause of a finding."""
    message = diagnostic.get("message", "")
    undefined = _UNDEFINED_NAME.search(message)
    name = finding.name.partition(".")[0]
    return finding.message in message or (undefined is not None and name in undefined.groups())


def _quick_fixes(
    finding: MissingImport, document: Document, diagnostics: Sequence[Json]
) -> list[Json]:
    choices: list[tuple[ImportStatement, Iterable[Edit]]] = [
        (other.statement, [other.edit]) for other in finding.alternatives
    ]
    if finding.edit is not None and finding.statement is not None:
        own = [Alternative(finding.statement, finding.edit), *finding.lazily]
        choices = [*((one.statement, [one.edit, *finding.removals]) for one in own), *choices]
    return [
        _action(
            f"Add '{statement}'",
            QUICK_FIX,
            document,
            [_text_edit(edit, document) for edit in edits],
            diagnostics=list(diagnostics),
            isPreferred=not finding.alternatives and statement == finding.statement,
        )
        for statement, edits in choices
    ]


def _action(title: str, kind: str, document: Document, edits: list[Json], **more: object) -> Json:
    changes = {document.uri: edits}
    return {"title": title, "kind": kind, "edit": {"changes": changes}, **more}


def _edits_for_all(document: Document, findings: Iterable[MissingImport]) -> list[Json]:
    """Return the edits that add every import for which there is no alternative."""
    old = LINE.findall(_code(document))
    encoded = _declaring_utf8(old)
    messages = {finding.message for finding in findings}
    if not messages:
        return []
    try:
        content = "".join(encoded).encode()
        path = document.path
        after = MissingImportChecker.repaired(content, path, messages, unsafe=False).content
        new = LINE.findall(after.decode())
    except (UnsafeEditError, SyntaxError, ValueError, RecursionError):
        return []
    declarations = dict(zip(encoded[:2], old[:2], strict=True))
    new[:2] = [declarations.get(line, line) for line in new[:2]]
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        {
            "range": {
                "start": _start(first, old, document),
                "end": _start(last, old, document),
            },
            "newText": "".join(new[new_first:new_last]),
        }
        for kind, first, last, new_first, new_last in blocks
        if kind != "equal"
    ]


def _declaring_utf8(lines: Sequence[str]) -> list[str]:
    """Return lines that declare no other encoding: an editor has decoded its text already.

    A declaration is a comment on the first line, or on the second below a comment or nothing.
    """
    is_second_one_read = not lines or not lines[0].strip() or lines[0].lstrip().startswith("#")
    end = 2 if is_second_one_read else 1
    return [*(_ENCODING.sub(r"\1utf-8", line) for line in lines[:end]), *lines[end:]]


def _code(document: Document) -> str:
    """Return the text of a document without its signature, as Python reads it."""
    source: str = document.source
    return source.removeprefix(_SIGNATURE)


def _position(line: int, before: str, document: Document) -> Json:
    """Return the place behind some text on a line, of which a signature is a part as well."""
    has_signature = line == 0 and document.source.startswith(_SIGNATURE)
    return {"line": line, "character": has_signature + _utf16_length(before)}


def _start(line: int, lines: Sequence[str], document: Document) -> Json:
    """Return where a line starts; past a last one without a line end, where the text ends."""
    if line == len(lines) and lines and not lines[-1].endswith(("\n", "\r")):
        return _position(line - 1, lines[-1], document)
    return _position(line, "", document)


def _text_edit(edit: Edit, document: Document) -> Json:
    source = _code(document)
    lines = source_lines(source)
    found = replacement(edit, source)

    def position(line: int, column: int) -> Json:
        return _position(line - 1, lines[line - 1][: column - 1], document)

    return {
        "range": {
            "start": position(found.line, found.column),
            "end": position(found.end_line, found.end_column),
        },
        "newText": found.text,
    }


def _range_of_name(finding: MissingImport, document: Document) -> Json:
    """Return where the first use is; the tree counts UTF-8 bytes."""
    line = source_lines(_code(document))[finding.line - 1]
    before = line.encode()[: finding.column].decode("utf-8", "ignore")
    name = finding.name.partition(".")[0]
    return {
        "start": _position(finding.line - 1, before, document),
        "end": _position(finding.line - 1, before + name, document),
    }


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
