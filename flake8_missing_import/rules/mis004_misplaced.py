"""MIS004: the import exists, but not where the name is used.

Fails::

    def refresh():
        import time
        return time.time()

    def age(created):
        return time.time() - created

Passes::

    import time

    def refresh():
        return time.time()

    def age(created):
        return time.time() - created

The import may also stand in a class body, below code that runs when the module is
imported, or under ``if TYPE_CHECKING:`` while a use runs. Silent where a use does not
fit what is imported, where functions import different things by one name, where
something else binds the name, and where only annotations that nobody evaluates use it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_missing_import.evidence import contradicts_module, fits_member, needed_modules
from flake8_missing_import.misplaced import is_evaluated, never_run_condition
from flake8_missing_import.model import ExistingImport, ImportStatement, Missing, Use
from flake8_missing_import.stdlib import StandardLibrary
from flake8_missing_import.stdlib.definitions import definition

CODE = "MIS004"


def imported_elsewhere(
    uses: Sequence[Use], imports: Sequence[ExistingImport], library: StandardLibrary
) -> Iterator[Missing]:
    """Yield what uses of one name lack that only functions and classes import."""
    if not imports:
        return
    first = imports[0]
    is_one = len({existing.statement for existing in imports}) == 1
    is_plain = not any(existing.statement.name or existing.alias.asname for existing in imports)
    if not (is_one or is_plain) or not first.scope:
        return
    if not all(_fits(use, first, library) for use in uses):
        return
    problem = f"is imported only inside '{first.scope.name}' (line {first.line})"
    if is_plain:
        # Of a package each function may import another submodule.
        for module, served in needed_modules(first.bound_name, uses, library):
            yield Missing(CODE, module, ImportStatement(module), served, problem)
    else:
        yield Missing(CODE, first.bound_name, first.statement, tuple(uses), problem)


def imported_later(uses: Sequence[Use], imports: Sequence[ExistingImport]) -> Iterator[Missing]:
    """Yield what uses lack that run before the imports of their name do."""
    early = tuple(use for use in uses if not use.deferred and use.line < imports[0].line)
    if early:
        first = imports[0]
        moved = () if first.parents else (first,)
        problem = f"is imported only below its use (line {first.line})"
        yield Missing(CODE, first.bound_name, first.statement, early, problem, moved=moved)


def imported_for_type_checkers(
    uses: Sequence[Use], imports: Sequence[ExistingImport], *, annotations_are_lazy: bool
) -> Iterator[Missing]:
    """Yield what uses lack that run although only type checkers see the import."""
    evaluated = tuple(
        use for use in uses if is_evaluated(use, annotations_are_lazy=annotations_are_lazy)
    )
    if evaluated and len(imports) == 1:
        (existing,) = imports
        condition = never_run_condition(existing)
        assert condition is not None
        problem = f"is imported only under '{ast.unparse(condition)}' (line {existing.line})"
        yield Missing(
            CODE,
            existing.bound_name,
            existing.statement,
            evaluated,
            problem,
            moved=(existing,),
        )


def _fits(use: Use, existing: ExistingImport, library: StandardLibrary) -> bool:
    """Say whether a use may be one of what is imported."""
    statement = existing.statement
    module = statement.module if statement.alias else existing.bound_name
    if statement.name is not None:
        module = f"{statement.module}.{statement.name}"
        if not library.has_module(module):
            member = definition(statement.module, statement.name)
            return fits_member(use, statement.module, member, library, name=statement.name)
    return not contradicts_module(use, library, module=module)
