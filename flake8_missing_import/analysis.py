"""From source to findings: names that nothing binds, failing uses, imports, places."""

from __future__ import annotations

import ast
import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from flake8_missing_import.bindings import failing_uses, uses_of_imports
from flake8_missing_import.candidates import (
    imported_modules,
    mentioned_names,
    packages_with_submodules,
    unbound_names,
)
from flake8_missing_import.evidence import BUILTIN_GENERICS, is_outdated_in_typing
from flake8_missing_import.model import (
    Edit,
    ImportStatement,
    Missing,
    MissingImport,
    Surroundings,
    Use,
)
from flake8_missing_import.placement import MAX_LINE_LENGTH, place
from flake8_missing_import.rules.mis001_module import missing_modules
from flake8_missing_import.rules.mis002_member import contradictory_uses, missing_members
from flake8_missing_import.rules.mis003_submodule import missing_submodules
from flake8_missing_import.rules.mis005_configured import configured_names
from flake8_missing_import.stdlib import StandardLibrary, everyday_words, standard_library


def find_missing_imports(
    source: str,
    *,
    filename: str = "<unknown>",
    tree: ast.Module | None = None,
    builtins: Iterable[str] = (),
    doctests: bool = False,
    target_version: tuple[int, int] = sys.version_info[:2],
    configured: Mapping[str, ImportStatement] = MappingProxyType({}),
    max_line_length: int = MAX_LINE_LENGTH,
) -> list[MissingImport]:
    """Return the imports that a module lacks, in the order of their first uses.

    :param source: the text of the module.
    :param filename: its path; ``__init__.py`` is a package, nothing is read from it.
    :param tree: what ``ast.parse(source)`` returns, to save the time.
    :param builtins: names that count as defined, as flake8's ``--builtins``.
    :param doctests: also look at doctests, as flake8's ``--doctests``.
    :param target_version: the Python whose standard library can be imported.
    :param configured: the import statements for names that the project explains.
    :param max_line_length: how long an import may get that another name joins.

    Source that Python cannot parse has no findings. Raises RecursionError for
    source that is nested too deeply for pyflakes.
    """
    library = standard_library(target_version)
    try:
        tree = tree or ast.parse(source)
        mentions = mentioned_names(
            source, tree, library, configured=frozenset(configured), doctests=doctests
        )
        mentioned = mentions.code | mentions.quoted
        wanted = frozenset[str]()
        if mentioned:
            names = unbound_names(source, mentioned)
            # Annotations and doctests are strings: whether they use a name pyflakes can tell.
            hidden = mentioned if doctests else mentions.quoted
            wanted = names.unbound | (hidden - names.bound)
    except (SyntaxError, ValueError):
        return []
    found: list[Missing] = []
    if wanted:
        uses = failing_uses(tree, filename=filename, builtins=builtins, doctests=doctests)
        found += _undefined(uses, source, tree, mentioned, wanted, configured, library)
    packages = packages_with_submodules(source, tree, library)
    if packages:
        uses = uses_of_imports(tree, packages.keys(), filename=filename, builtins=builtins)
        for package in sorted(set(packages.values())):
            of_package = [use for use in uses if packages[use.name] == package]
            found += missing_submodules(package, of_package, tree, library)
    return sorted(
        (_finding(missing, source, tree, library, max_line_length) for missing in found),
        key=lambda finding: (finding.line, finding.column, finding.name),
    )


def _undefined(
    uses: Sequence[Use],
    source: str,
    tree: ast.Module,
    mentioned: frozenset[str],
    wanted: frozenset[str],
    configured: Mapping[str, ImportStatement],
    library: StandardLibrary,
) -> list[Missing]:
    """Return what the failing uses of undefined names lack."""
    surroundings = _surroundings(tree, uses, library)
    found = list(_missing(uses, wanted, configured, surroundings, library))
    further = surroundings.modules.union(missing.statement.module for missing in found)
    everyday = everyday_words(further - surroundings.modules)
    unexplained = everyday.intersection(use.name for use in uses) - mentioned
    if unexplained:
        # What the file turns out to lack speaks for other members of the same modules.
        surroundings = replace(surroundings, modules=further)
        unbound = unbound_names(source, unexplained).unbound
        found += _missing(uses, unbound, configured, surroundings, library)
    return found


def _surroundings(tree: ast.Module, uses: Sequence[Use], library: StandardLibrary) -> Surroundings:
    from_typing = {
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "typing"
        for alias in node.names
    }
    only_in_typing = BUILTIN_GENERICS.intersection(use.name for use in uses)
    return Surroundings(
        modules=imported_modules(tree),
        sources=frozenset(
            node.module
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and node.module and not node.level
        ),
        has_typing_style=any(
            is_outdated_in_typing(name, library) for name in from_typing | only_in_typing
        ),
    )


def _missing(
    uses: Sequence[Use],
    wanted: frozenset[str],
    configured: Mapping[str, ImportStatement],
    surroundings: Surroundings,
    library: StandardLibrary,
) -> Iterator[Missing]:
    failing = (use for use in uses if use.name in wanted and not _may_come_from_star(use, library))
    by_name = sorted(failing, key=lambda use: use.name)
    for name, group in itertools.groupby(by_name, key=lambda use: use.name):
        yield from _explained(name, list(group), configured, surroundings, library)


def _explained(
    name: str,
    uses: Sequence[Use],
    configured: Mapping[str, ImportStatement],
    surroundings: Surroundings,
    library: StandardLibrary,
) -> list[Missing]:
    """Return what the first rule that explains a name says of it."""
    return (
        list(configured_names(name, uses, configured))
        or list(missing_modules(name, uses, library))
        or list(missing_members(name, uses, surroundings, library))
        or list(contradictory_uses(name, uses, library))
    )


def _may_come_from_star(use: Use, library: StandardLibrary) -> bool:
    """Say whether a star import may supply a name; of the standard library we know."""
    return any(
        not library.has_module(module) or use.name in library.star_names(module)
        for module in use.star_imports
    )


def _finding(
    missing: Missing,
    source: str,
    tree: ast.Module,
    library: StandardLibrary,
    max_line_length: int,
) -> MissingImport:
    first = missing.uses[0]
    before = min((use.line for use in missing.uses if not use.deferred), default=None)
    edit = place(
        source,
        tree,
        missing.statement,
        library,
        before=before,
        max_line_length=max_line_length,
    )
    return MissingImport(
        code=missing.code,
        line=first.line,
        column=first.column,
        name=missing.name,
        statement=missing.statement,
        edit=None if missing.contradicts else edit,
        other_modules=missing.other_modules,
        message=_message(missing, edit),
    )


def _message(missing: Missing, edit: Edit) -> str:
    where = f"on line {edit.statement_line}"
    if missing.contradicts:
        problem = f"is used as the module and as its {missing.kind}"
        advice = f"add '{missing.statement}' or '{missing.contradicts}' {where}"
    else:
        problem = "is used but never imported"
        if missing.package:
            problem = f"is used but only '{missing.package}' is imported"
        advice = f"{_change(missing.statement, edit)} {where}"
        if edit.removed and edit.line == edit.statement_line and len(edit.inserted) == 1:
            advice = f"change line {edit.statement_line} to '{edit.inserted[0]}'"
    message = f"{missing.code} '{missing.name}' {problem}: {advice}"
    if missing.other_modules:
        message += f" (or from {', '.join(missing.other_modules)})"
    if len(missing.uses) > 1:
        message += f" (first of {len(missing.uses)} uses)"
    return message


def _change(statement: ImportStatement, edit: Edit) -> str:
    if edit.removed or str(statement) not in edit.inserted:
        return f"add '{statement.name}' to the import"
    return f"add '{statement}'"
