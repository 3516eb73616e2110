"""From source to findings: names that nothing binds, failing uses, imports, places."""

from __future__ import annotations

import ast
import functools
import itertools
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from types import MappingProxyType

from flake8_missing_import.bindings import failing_uses, uses_of_imports
from flake8_missing_import.candidates import (
    imported_modules,
    mentioned_names,
    packages_with_submodules,
)
from flake8_missing_import.evidence import BUILTIN_GENERICS, is_outdated_in_typing
from flake8_missing_import.misplaced import (
    NO_IMPORTS,
    annotations_are_lazy,
    imports_that_may_not_serve,
    removal,
    without,
)
from flake8_missing_import.model import (
    Alternative,
    Edit,
    ExistingImport,
    ImportStatement,
    Missing,
    MissingImport,
    Surroundings,
    Use,
)
from flake8_missing_import.placement import NoPlace, Text, place_in, source_lines
from flake8_missing_import.rules.mis001_module import missing_modules
from flake8_missing_import.rules.mis002_member import contradictory_uses, missing_members
from flake8_missing_import.rules.mis003_submodule import missing_submodules
from flake8_missing_import.rules.mis004_misplaced import (
    imported_elsewhere,
    imported_for_type_checkers,
    imported_later,
)
from flake8_missing_import.rules.mis005_configured import configured_names
from flake8_missing_import.rules.mis101_in_function import imports_in_functions
from flake8_missing_import.rules.mis102_main_only import imported_only_in_main
from flake8_missing_import.scopes import (
    reject_nested_future_import,
    unbound_names,
    with_names,
)
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
    max_line_length: int | None = None,
    optional_codes: Container[str] = (),
) -> list[MissingImport]:
    """Return the imports that a module lacks, in the order of their first uses.

    :param source: the text of the module.
    :param filename: its path; ``__init__.py`` is a package, nothing is read from it.
    :param tree: what ``ast.parse(source)`` returns, to save the time.
    :param builtins: names that count as defined, as flake8's ``--builtins``.
    :param doctests: also look at doctests, as flake8's ``--doctests``.
    :param target_version: the Python whose standard library can be imported.
    :param configured: the import statements for names that the project explains.
    :param max_line_length: how long an import may get that another name joins; None for the
        widest import of the file, at least 79 and at most 88.
    :param optional_codes: those of MIS101 and MIS102 that are wanted.

    Source that Python cannot compile has no findings. Raises RecursionError for
    source that is nested too deeply for pyflakes.
    """
    library = standard_library(target_version)
    try:
        tree = tree or ast.parse(source)
        mentions = mentioned_names(
            source, tree, library, configured=frozenset(configured), doctests=doctests
        )
        # Nothing in a stub runs, and names there may be used before they are bound.
        is_stub = filename.endswith(".pyi")
        there = (
            imports_that_may_not_serve(source, tree, library, optional_codes)
            if mentions.has_import and not is_stub
            else NO_IMPORTS
        )
        mentioned = mentions.code | mentions.quoted
        in_functions = {existing.bound_name for existing in there.in_functions}
        sought = mentioned | there.elsewhere.keys()
        names = unbound_names(source, tree, sought | in_functions)
        # Annotations and doctests are strings: whether they use a name pyflakes can tell.
        hidden = mentioned if doctests else mentions.quoted
        wanted = (names.unbound & sought) | (hidden - names.bound)
        packages = packages_with_submodules(source, tree, library)
        if not wanted and not packages and there == NO_IMPORTS:
            return []
        reject_nested_future_import(source, tree)
    except (SyntaxError, ValueError):
        return []

    def loads(part: ast.Module) -> list[Use]:
        uses = failing_uses(part, filename=filename, builtins=builtins, doctests=doctests)
        return [use for use in uses if not _may_come_from_star(use, library)]

    def loads_without(imports: Mapping[str, Sequence[ExistingImport]]) -> list[Use]:
        rest = without(tree, [existing for group in imports.values() for existing in group])
        return loads(with_names(rest, source, imports.keys()))

    def loads_beside(names: Set[str]) -> list[Use]:
        """Return all failing uses, if any of them is of these names."""
        if not names:
            return []
        part = with_names(tree, source, names)
        uses = loads(part)
        if not any(use.name in names for use in uses):
            return []
        return uses if part is tree else loads(tree)

    found: list[Missing] = []
    uses = loads_beside(wanted | there.later.keys())
    if uses:
        for name, imports in there.later.items():
            found += imported_later([use for use in uses if use.name == name], imports)
        surroundings = _surroundings(tree, filename, uses, library)
        found += _undefined(
            uses,
            source,
            tree,
            mentioned,
            wanted,
            configured,
            there.elsewhere,
            surroundings,
            library,
        )
    lazy = is_stub or annotations_are_lazy(tree, target_version)
    for existing, uses in _by_name(there.for_type_checkers, loads_without):
        found += imported_for_type_checkers(uses, existing, annotations_are_lazy=lazy)
    for existing, uses in _by_name(there.in_main, loads_without):
        found += imported_only_in_main(uses, existing)
    if there.in_functions:
        found += imports_in_functions(there.in_functions, names.bound, tree)
    if packages:
        part = with_names(tree, source, packages.keys())
        uses = uses_of_imports(part, packages, filename=filename, builtins=builtins)
        for package in sorted(set(packages.values())):
            of_package = [
                use
                for use in uses
                if packages[use.name] == package and not _may_come_from_star(use, library)
            ]
            found += missing_submodules(
                package, of_package, tree, library, annotations_are_lazy=lazy
            )
    text = Text(source_lines(source), tree, filename)
    return sorted(
        (_finding(missing, text, library, max_line_length) for missing in found),
        key=lambda finding: (finding.line, finding.column, finding.name),
    )


def _by_name(
    imports: Mapping[str, Sequence[ExistingImport]],
    loads_without: Callable[[Mapping[str, Sequence[ExistingImport]]], list[Use]],
) -> Iterator[tuple[Sequence[ExistingImport], list[Use]]]:
    """Yield the imports of each name with the uses that fail without them."""
    uses = loads_without(imports) if imports else []
    for name, group in imports.items():
        yield group, [use for use in uses if use.name == name]


def _undefined(
    uses: Sequence[Use],
    source: str,
    tree: ast.Module,
    mentioned: frozenset[str],
    wanted: frozenset[str],
    configured: Mapping[str, ImportStatement],
    elsewhere: Mapping[str, Sequence[ExistingImport]],
    surroundings: Surroundings,
    library: StandardLibrary,
) -> list[Missing]:
    """Return what the failing uses of undefined names lack."""
    found = list(_missing(uses, wanted, configured, elsewhere, surroundings, library))
    further = surroundings.modules.union(missing.statement.module for missing in found)
    everyday = everyday_words(further - surroundings.modules)
    unexplained = everyday.intersection(use.name for use in uses) - mentioned - wanted
    if unexplained:
        # What the file turns out to lack speaks for other members of the same modules.
        surroundings = replace(surroundings, modules=further)
        try:
            unbound = unbound_names(source, tree, unexplained).unbound
        except SyntaxError:
            unbound = frozenset()
        found += _missing(uses, unbound, configured, elsewhere, surroundings, library)
    return found


def _surroundings(
    tree: ast.Module, filename: str, uses: Sequence[Use], library: StandardLibrary
) -> Surroundings:
    imported = frozenset(
        (node.module, alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
        for alias in node.names
    )
    modules = imported_modules(tree)
    from_typing = {name for module, name in imported if module == "typing"}
    only_in_typing = BUILTIN_GENERICS.intersection(use.name for use in uses)
    return Surroundings(
        filename=filename,
        modules=modules,
        imported=imported,
        is_library_only=all(map(library.has_module, modules))
        and not any(isinstance(node, ast.ImportFrom) and node.level for node in tree.body),
        has_typing_style=any(
            is_outdated_in_typing(name, library) for name in from_typing | only_in_typing
        ),
    )


def _missing(
    uses: Sequence[Use],
    wanted: frozenset[str],
    configured: Mapping[str, ImportStatement],
    elsewhere: Mapping[str, Sequence[ExistingImport]],
    surroundings: Surroundings,
    library: StandardLibrary,
) -> Iterator[Missing]:
    failing = (use for use in uses if use.name in wanted)
    by_name = sorted(failing, key=lambda use: use.name)
    for name, group in itertools.groupby(by_name, key=lambda use: use.name):
        yield from _explained(name, list(group), configured, elsewhere, surroundings, library)


def _explained(
    name: str,
    uses: Sequence[Use],
    configured: Mapping[str, ImportStatement],
    elsewhere: Mapping[str, Sequence[ExistingImport]],
    surroundings: Surroundings,
    library: StandardLibrary,
) -> list[Missing]:
    """Return what the first rule that explains a name says of it."""
    return (
        list(configured_names(name, uses, configured))
        or list(imported_elsewhere(uses, elsewhere.get(name, ()), library))
        or list(missing_modules(name, uses, surroundings, library))
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
    text: Text,
    library: StandardLibrary,
    max_line_length: int | None,
) -> MissingImport:
    first = missing.places[0]
    before = min((place.line for place in missing.places if not place.deferred), default=None)
    place_of = functools.partial(
        place_in, text, library=library, before=before, max_line_length=max_line_length
    )
    edit = place_of(missing.statement)
    others = [ImportStatement(module, missing.name) for module in missing.other_modules]
    if missing.contradicts:
        others = [missing.statement, missing.contradicts]
    removals = [removal(existing, text.tree, text.lines) for existing in missing.moved]
    possible = tuple(change for change in removals if change is not None)
    is_fixable = (
        len(possible) == len(removals) and not missing.contradicts and not missing.is_unfixable
    )
    return MissingImport(
        code=missing.code,
        line=first.line,
        column=first.column,
        name=missing.name,
        statement=missing.statement,
        edit=edit if is_fixable and isinstance(edit, Edit) else None,
        removals=possible if is_fixable and isinstance(edit, Edit) else (),
        other_modules=missing.other_modules,
        alternatives=tuple(
            Alternative(other, change)
            for other in others
            if isinstance(change := place_of(other), Edit)
        ),
        message=_message(missing, edit),
    )


def _message(missing: Missing, edit: Edit | NoPlace) -> str:
    message = f"{missing.code} '{missing.name}' {missing.problem}: {_advice(missing, edit)}"
    if missing.other_modules:
        message += f" (or from {', '.join(missing.other_modules)})"
    if len(missing.places) > 1:
        message += f" (first of {len(missing.places)} uses)"
    return message


def _advice(missing: Missing, edit: Edit | NoPlace) -> str:
    if isinstance(edit, NoPlace):
        return f"add '{missing.statement}' ({edit.reason})"
    line = edit.statement_line
    if missing.contradicts:
        return f"add '{missing.statement}' or '{missing.contradicts}' on line {line}"
    if edit.removed and edit.line == line and len(edit.inserted) == 1:
        return f"change line {line} to '{edit.inserted[0]}'"
    if edit.removed or str(missing.statement) not in edit.inserted:
        return f"add '{missing.statement.name}' to the import on line {line}"
    if missing.moved and missing.code != "MIS102":
        return f"move '{missing.statement}' to line {line}"
    return f"add '{missing.statement}' on line {line}"
