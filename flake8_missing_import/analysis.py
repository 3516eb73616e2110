"""From source to findings: names that nothing binds, failing uses, imports, places."""

from __future__ import annotations

import ast
import itertools
import sys
from collections.abc import Iterable, Iterator, Sequence

from flake8_missing_import.bindings import failing_uses
from flake8_missing_import.candidates import mentioned_modules, unbound_names
from flake8_missing_import.model import Missing, MissingImport, Use
from flake8_missing_import.placement import place
from flake8_missing_import.rules.mis001_module import missing_modules
from flake8_missing_import.stdlib import StandardLibrary, standard_library


def find_missing_imports(
    source: str,
    *,
    filename: str = "<unknown>",
    tree: ast.Module | None = None,
    builtins: Iterable[str] = (),
    doctests: bool = False,
    target_version: tuple[int, int] = sys.version_info[:2],
) -> list[MissingImport]:
    """Return the imports that a module lacks, in the order of their first uses.

    :param source: the text of the module.
    :param filename: its path; ``__init__.py`` is a package, nothing is read from it.
    :param tree: what ``ast.parse(source)`` returns, to save the time.
    :param builtins: names that count as defined, as flake8's ``--builtins``.
    :param doctests: also look at doctests, as flake8's ``--doctests``.
    :param target_version: the Python whose standard library can be imported.

    Source that Python cannot parse has no findings. Raises RecursionError for
    source that is nested too deeply for pyflakes.
    """
    library = standard_library(target_version)
    try:
        tree = tree or ast.parse(source)
        mentioned = mentioned_modules(source, tree, library)
        if not mentioned:
            return []
        names = unbound_names(source, mentioned)
        # Doctests are strings: whether they use a name only pyflakes can tell.
        wanted = mentioned - names.bound if doctests else names.unbound
        if not wanted:
            return []
    except (SyntaxError, ValueError):
        return []
    uses = failing_uses(tree, filename=filename, builtins=builtins, doctests=doctests)
    return sorted(
        (_finding(missing, source, tree, library) for missing in _missing(uses, wanted, library)),
        key=lambda finding: (finding.line, finding.column, finding.name),
    )


def _missing(
    uses: Sequence[Use], wanted: frozenset[str], library: StandardLibrary
) -> Iterator[Missing]:
    failing = (use for use in uses if use.name in wanted and not _may_come_from_star(use, library))
    by_name = sorted(failing, key=lambda use: use.name)
    for name, group in itertools.groupby(by_name, key=lambda use: use.name):
        yield from missing_modules(name, list(group), library)


def _may_come_from_star(use: Use, library: StandardLibrary) -> bool:
    """Say whether a star import may supply a name; of the standard library we know."""
    return any(
        not library.has_module(module) or use.name in library.star_names(module)
        for module in use.star_imports
    )


def _finding(
    missing: Missing, source: str, tree: ast.Module, library: StandardLibrary
) -> MissingImport:
    first = missing.uses[0]
    before = min((use.line for use in missing.uses if not use.deferred), default=None)
    edit = place(source, tree, missing.statement, library, before=before)
    message = (
        f"{missing.code} '{missing.name}' is used but never imported: "
        f"add '{missing.statement}' on line {edit.statement_line}"
    )
    if len(missing.uses) > 1:
        message += f" (first of {len(missing.uses)} uses)"
    return MissingImport(
        code=missing.code,
        line=first.line,
        column=first.column,
        name=missing.name,
        statement=missing.statement,
        edit=edit,
        message=message,
    )
