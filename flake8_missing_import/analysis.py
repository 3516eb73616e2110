"""From source to findings: names in question, facts, what is missing, where it goes."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from flake8_missing_import.gate import names_in_question
from flake8_missing_import.module import (
    EveryName,
    Module,
    Options,
    UncompilableError,
    parsed,
    reject_nonsense,
)
from flake8_missing_import.project.known_imports import NOTHING_KNOWN, KnownImports

if TYPE_CHECKING:
    from typing import Protocol

    from flake8_missing_import.conditions import Conditions
    from flake8_missing_import.model import ImportStatement, Missing, MissingImport

    class Gate(Protocol):
        """Says which names could matter in a module."""

        def __call__(self, module: Module, /, *, lacks: bool = False) -> frozenset[str] | EveryName:
            """Return them; ``lacks`` says that the module surely lacks some other import."""


_EVERY_NAME = "MIS103"
"""The code that needs to know about every name, whatever the gate says."""


def find_missing_imports(
    source: str,
    *,
    filename: str = "<unknown>",
    tree: ast.Module | None = None,
    builtins: Iterable[str] = (),
    doctests: bool = False,
    target_version: tuple[int, int] = sys.version_info[:2],
    configured: Mapping[str, ImportStatement] = MappingProxyType({}),
    known: KnownImports = NOTHING_KNOWN,
    package: str = "",
    max_line_length: int | None = None,
    optional_codes: Iterable[str] = (),
    names: Iterable[str] | None = None,
    options: Options | None = None,
) -> list[MissingImport]:
    """Return the imports that a module lacks, in the order of their first uses.

    :param source: the text of the module.
    :param filename: its path; the file is not read, and ``__init__.py`` is a package. Where known
        imports name the project's own folders, what these have of such an import is looked up, and
        the modules are read.
    :param tree: what ``ast.parse(source)`` returns, to save time.
    :param builtins: names that count as defined, like flake8's ``--builtins``.
    :param doctests: also look at doctests, like flake8's ``--doctests``.
    :param target_version: the Python whose standard library can be imported, such as ``(3, 10)``.
    :param configured: the import statements that the project has configured, by name.
    :param known: what its files of imports say about other names.
    :param package: the top-level package that the module is in, if that is known.
    :param max_line_length: how long an import may get when another name joins it; None for
        the widest line of code, at least 79 and at most 88.
    :param optional_codes: which of MIS101, MIS102 and MIS103 are wanted.
    :param names: look at these alone, of submodules at the names of their packages, to save time;
        what other names lack is no evidence then. None for all that could matter.
    :param options: in place of those from ``builtins`` to ``optional_codes``, made and checked once
        for many files.

    Source that Python cannot compile has no findings, except for those of MIS103; nor has source
    for which its parser runs out of memory: it is nested too deeply. Raises ValueError for an
    option that makes no sense, and RecursionError for source that is nested too deeply for
    Python's trees or for pyflakes.
    """
    if options is None:
        if any(isinstance(one, str) for one in (builtins, optional_codes, names)):
            raise ValueError("builtins, optional_codes and names are several strings, not one")
        options = Options(
            builtins=frozenset(builtins),
            doctests=doctests,
            target_version=target_version,
            configured=configured,
            known=known,
            package=package,
            max_line_length=max_line_length,
            optional_codes=frozenset(optional_codes),
        )
        reject_nonsense(options)
    try:
        tree = tree or parsed(source)
    except (SyntaxError, ValueError, MemoryError):
        return []
    try:
        module = Module(source, tree, filename, options)
        if names is None:
            return findings(module)
        wanted = frozenset(names)
        found = findings(module, lambda module, *, lacks=False: wanted)
    except UncompilableError:
        return []
    return [one for one in found if one.name.partition(".")[0] in wanted]


def findings(module: Module, gate: Gate = names_in_question) -> list[MissingImport]:
    """Return what a module lacks: only the names that the gate lets through are looked at.

    Raises UncompilableError, and RecursionError for source that is nested too deeply.
    """
    wants_all = _EVERY_NAME in module.options.optional_codes
    try:
        names = gate(module)
    except UncompilableError:
        if not wants_all:
            raise
        # It parses, so pyflakes has something to say about its names.
        names = frozenset()
    if not names and not wants_all:
        return []
    # Most files, and most runs, end here: the rest is imported when it is needed.
    from flake8_missing_import.conditions import Conditions
    from flake8_missing_import.facts import reject_misplaced_imports

    reject_misplaced_imports(module)
    conditions = Conditions(module)
    found = _missing_of_all(names, conditions, gate)
    if not found:
        return []
    from flake8_missing_import.reporting import finding  # no clean file needs it

    return sorted(
        (finding(missing, conditions) for missing in found),
        key=lambda one: (one.line, one.column, one.name),
    )


def _missing_of_all(
    names: frozenset[str] | EveryName, conditions: Conditions, gate: Gate
) -> list[Missing]:
    """Return what the names lack and, if that is anything, others whose uses tell beside it."""
    module = conditions.module
    if not names or not isinstance(names, frozenset):
        return _missing(names, conditions)
    looked_at = frozenset([min(names)])  # with most files that lack imports, one name tells it
    found = _missing(looked_at, conditions)
    if not found and len(names) > 1:
        looked_at = names
        found = _missing(looked_at, conditions)
    if found and looked_at != (more := gate(module, lacks=True)):
        del found  # uses hold the nodes around them: do not keep both
        found = _missing(more, conditions)
    return found


def _missing(names: frozenset[str] | EveryName, conditions: Conditions) -> list[Missing]:
    """Return what the names of a module lack, before it has a place."""
    from flake8_missing_import.facts import facts, with_names
    from flake8_missing_import.reach import sights
    from flake8_missing_import.rules import missing_imports

    module = conditions.module
    part = module.tree
    if isinstance(names, frozenset) and _EVERY_NAME not in module.options.optional_codes:
        part = with_names(module, names)
    known = facts(module, part, names)
    seen = {name: sights(name, known, conditions) for name in known.uses}
    found = missing_imports(known, seen, conditions)
    # They refer to the conditions, and would keep their memory until the garbage collector runs.
    conditions.own_calls.clear()
    return found
