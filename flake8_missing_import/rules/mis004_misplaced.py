"""MIS004: the import exists, but not where the name is used.

## What it finds

A name of the standard library, or one from the project's configuration, that the file imports
somewhere the use cannot see. The message says where:

- `is imported only inside 'refresh'`: in another function or in a class body;
- `is imported only below its use`: in code that runs at import time, or in the same function,
  where the import makes the name local to all of it (UnboundLocalError); generators and lambdas
  that run where they stand (`sorted(xs, key=lambda x: json.dumps(x))`) are no functions here,
  nor is one that a variable holds, or one of the file's own, that it plainly runs above the
  import (`CONFIG = load()`) and that then surely uses the name;
- `is imported only in another branch`: of an `if`, a `match` or a `try` whose other branch has the
  use or defines the function around it, or that ends in `return` above it, or in `break` of a
  loop that has the use, in its body or `else`; also last in a `try` whose `except` handles what
  fails above it;
- `is imported only in a branch of 'f'`, so that the name is local to all of `f`: a use below that
  `if` or `except` is surely reached without it, too, and the module has the same import, that of
  the same package (`import logging.config` hides `import logging`), or another thing by that name:
  then the message says to give the import in `f` another name;
- `is imported only under 'TYPE_CHECKING'`, or under another condition that does not hold when
  the code runs, or `only where 'PY3' is false` (in the `else` of such a one that does);
- `is deleted above its use`: by a `del` that has surely run before, and nothing binds the name
  again; or `below its use`, in a function that does not bind the name, so that the `del` alone
  makes it local (UnboundLocalError);
- `is only declared`: `global time` or `json: object`, without a value anywhere.

## Why it matters

```python
def refresh():
    import time
    return time.time()


def age(created):
    return time.time() - created
```

The import binds a local name of `refresh`. No other function sees it, before or after a call:

```pycon
>>> age(0)
Traceback (most recent call last):
  ...
NameError: name 'time' is not defined
```

## Fix

Import the module at the top. An import that this makes redundant is removed in the same edit, with
its blank lines, and so is the same late import in other functions; an import that serves another
function stays. Where the use needs a submodule that the import does not bring (`logging.handlers`
above `import logging`), the message names that, and it is added. One with a comment above or beside
it is left for you to move, unless that speaks of its place alone (`# noqa: E402`), and so is one of
what not every platform has (`import winreg`), or of a module of the project's own, which may import
the file. Uses that contradict each other (`datetime.now()` and `datetime.timedelta(1)`) get both
solutions and no edit, and so do late imports of different things under one name.

```python
import time


def refresh():
    import time
    return time.time()


def age(created):
    return time.time() - created
```

## When it is silent

- A use does not fit what another function imports, or is of the other form of what is imported
  below it (`datetime.now()` and `import datetime`; not where that import hides the module's
  name, and of one under `TYPE_CHECKING` MIS001 or MIS002 tells), functions import different
  things under one name and nothing tells which is meant, or something else may have bound the
  name: a class body sees the module's name until it has bound its own.
- Only annotations that are never evaluated use the name: quoted ones, those of local variables,
  all of them under `from __future__ import annotations`, and all of them when the target version
  is 3.14 or newer. Annotations that something evaluates at once do count: those of a
  `singledispatch` implementation under `@f.register` or above `f.register(_)`, and `ClassVar`,
  `InitVar` and `KW_ONLY` in a dataclass, all under any name. Programs that evaluate annotations
  later (pydantic, FastAPI, `typing.get_type_hints`) are not taken into account.
- A loop may have imported the name in an earlier pass (not if each pass uses it above the
  import, so that the first one fails, nor if the pass that imports it is the last), a generator
  is consumed later, or `except json.JSONDecodeError` is reached only after the import.
- The code runs only when the file has run before: `if "ops" in locals(): importlib.reload(ops)`
  above what binds `ops`.
- The line has `# noqa: F821`: its author says that the name exists.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from flake8_missing_import.conditions import Conditions
from flake8_missing_import.evidence.choice import Choice
from flake8_missing_import.hiding_imports import MOVE_UP, advised, fits, remedy
from flake8_missing_import.imports import (
    is_known_import,
    is_of_known_name,
    needed_modules,
    served_by,
)
from flake8_missing_import.late_imports import (
    is_local,
    misplaced_submodules,
    nearest,
    needed_beside,
    shortest,
    too_late,
    too_late_from_several,
)
from flake8_missing_import.loading.lacking import lacking_submodules
from flake8_missing_import.model import Binding, ImportStatement, Missing, Use
from flake8_missing_import.module import Module
from flake8_missing_import.moving.staying import may_break_circle, may_import_file
from flake8_missing_import.other_forms import imported_in_other_form, is_other_form_meant
from flake8_missing_import.reach import Sight
from flake8_missing_import.scopes import (
    FUNCTIONS,
    LOOPS,
    scope_of_binding,
)
from flake8_missing_import.silence.guards import expects_name_error
from flake8_missing_import.stdlib import StandardLibrary

CODE = "MIS004"


def imported_elsewhere(
    uses: Sequence[Use], bindings: Iterable[Binding], module: Module
) -> Iterator[Missing]:
    """Yield what undefined uses of one name lack and functions or classes import.

    :param bindings: all bindings of the name in the file.
    """
    imports = [one for one in bindings if one.alias is not None and one.scope is not None]
    if not imports or not all(is_known_import(one, module) for one in imports):
        return
    first = imports[0]
    is_one = len({existing.statement.meaning for existing in imports}) == 1
    is_plain = all(existing.statement.is_plain for existing in imports)
    if not (is_one or is_plain) or not all(fits(use, first) for use in uses):
        return
    if is_plain:
        # Each function may import another submodule of a package.
        for needed, served in needed_modules(first.name, uses, module.library):
            problem = _where_imported(needed, imports)
            yield Missing(CODE, needed, ImportStatement(needed), served, problem)
    else:
        problem = f"is imported {_inside(first, imports)}"
        stays = may_import_file(first.statement, module)
        yield Missing(CODE, first.name, first.statement, tuple(uses), problem, is_unfixable=stays)


def _where_imported(module: str, imports: Sequence[Binding]) -> str:
    """Return what to say about a module that functions or classes import, or one of its package."""
    brings = [one for one in imports if f"{one.statement.module}.".startswith(f"{module}.")]
    first, *_ = brings or imports
    other = first.statement.module
    alike = brings or [one for one in imports if one.statement.module == other]
    where = _inside(first, alike)
    return f"is imported {where}" if brings else f"is imported nowhere, '{other}' {where}"


def _inside(first: Binding, alike: Iterable[Binding]) -> str:
    assert first.scope is not None
    where = f"only inside '{first.scope.name}' (line {first.line})"
    is_elsewhere = any(one.scope is not first.scope for one in alike)
    return f"{where} and other scopes" if is_elsewhere else where


def as_imported_elsewhere(missing: Missing, bindings: Iterable[Binding]) -> Missing:
    """Return what is missing, with where the imports of the name are that do not reach its uses.

    Functions and classes may import different things under one name. If what is missing is none
    of these, its code stays.

    :param bindings: all bindings of the name in the file.
    """
    imports = [one for one in bindings if one.alias is not None and one.scope is not None]
    if not imports or not missing.problem.startswith(Missing.problem):
        return missing
    alike = [one for one in imports if one.statement == missing.statement]
    first, *_ = alike or imports
    where = f"is imported {_inside(first, alike or imports)}"
    problem = missing.problem.replace(Missing.problem, where)
    return replace(missing, code=CODE if alike else missing.code, problem=problem)


def imported_too_late(
    sights: Sequence[Sight], known: Sequence[Binding], conditions: Conditions
) -> Iterator[Missing]:
    """Yield what uses of one name lack that run before any import of it has run.

    :param known: all bindings of the name in the file.
    """
    module = conditions.module
    lacking = [
        sight
        for sight in sights
        if sight.runs
        and sight.bindings
        and not sight.serving
        and not expects_name_error(sight.use, conditions)
    ]
    yield from _deleted([sight for sight in lacking if sight.deletion], module)
    alike: dict[object, list[Sight]] = {}
    for sight in (one for one in lacking if not one.deletion):
        alike.setdefault(_moved_with(sight.bindings), []).append(sight)
    submodules = misplaced_submodules(lacking, known, conditions) if lacking else {}
    for of_group in alike.values():
        bindings = list(dict.fromkeys(one for sight in of_group for one in sight.bindings))
        imports = [one for one in bindings if is_of_known_name(one, module)]
        if not imports:
            continue
        uses = tuple(sight.use for sight in of_group)
        scopes = {one.scope for one in imports}
        deletions = [one for one in known if one.kind == "deletion" and one.scope in scopes]
        advice = remedy(imports, bindings, uses, known)
        if not advice and all(
            is_other_form_meant(uses, one, module.library)
            for one in dict.fromkeys(existing.statement for existing in imports)
        ):
            yield from imported_in_other_form(bindings, uses, conditions)
            continue
        of_others = {
            module for module, all_of_it in submodules.items() if not all_of_it.issubset(imports)
        }
        late = _late(
            imports, bindings, of_group, conditions, is_hiding=bool(advice), of_others=of_others
        )
        if (
            not all(is_known_import(one, module) for one in imports)
            or any(_may_come_first(one, imports[-1]) for one in deletions)
            or any(may_break_circle(one, conditions) for one in imports)
        ):
            # The file takes the name from elsewhere than the project does, or gives it away, or
            # is imported by what it imports.
            late = (replace(one, is_unfixable=True) for one in late)
        if advice:
            late = (advised(one, imports, advice, conditions) for one in late)
        yield from late


def _may_come_first(deletion: Binding, last: Binding) -> bool:
    """Say whether a ``del`` may run before the last import of its name does."""
    is_repeated = any(isinstance(parent, LOOPS) for parent in deletion.parents)
    return is_repeated or deletion.line < last.line


def _deleted(sights: Sequence[Sight], module: Module) -> Iterator[Missing]:
    """Yield the uses of an import that a ``del`` has taken away; no new import helps there.

    In a function it makes the name local, to what is above it as well.
    """
    by_deletion: dict[Binding, list[Use]] = {}
    for sight in sights:
        if sight.deletion and any(is_of_known_name(one, module) for one in sight.bindings):
            by_deletion.setdefault(sight.deletion, []).append(sight.use)
    for deletion, uses in by_deletion.items():
        where = "above" if deletion.line < uses[0].line else "below"
        problem = f"is deleted {where} its use (line {deletion.line}): remove that 'del'"
        yield Missing(CODE, deletion.name, None, tuple(uses), problem)


def _moved_with(bindings: tuple[Binding, ...]) -> object:
    """Return what is equal for bindings that one import at the top makes up for.

    Those of several functions that import the same, others only with themselves.
    """
    meanings = {one.statement.meaning for one in bindings if one.alias is not None}
    is_local = all(isinstance(scope_of_binding(one), FUNCTIONS) for one in bindings)
    return meanings.pop() if is_local and len(meanings) == 1 else bindings


def _late(
    imports: Sequence[Binding],
    bindings: Sequence[Binding],
    sights: Sequence[Sight],
    conditions: Conditions,
    *,
    is_hiding: bool,
    of_others: Container[str],
) -> Iterator[Missing]:
    """Yield what uses lack of which the imports are too late, each with the import to move or add.

    :param of_others: the submodules that other misplaced imports import: where the uses need
        one, it is those that are to be moved, once the package is there.
    """
    first = imports[0]
    uses = tuple(sight.use for sight in sights)
    is_one = len({existing.statement.meaning for existing in imports}) == 1
    is_plain = all(existing.statement.is_plain for existing in imports)
    has_others = len(imports) < len(bindings)
    lacking: set[Use] = set()
    if is_one and is_plain and not is_hiding:
        moved = set(imports)
        reached = (
            replace(sight, serving=tuple(one for one in sight.bindings if one in moved))
            for sight in sights
        )
        lacking = {
            one.sight.use
            for one in lacking_submodules(reached, conditions)
            if one.needed not in of_others
        }
    if is_one and not lacking:
        yield too_late(CODE, first.name, imports, uses, conditions, is_unfixable=has_others)
    elif is_plain:
        # Each may import another submodule of a package.
        library = conditions.module.library
        modules = (
            served_by({use: needed_beside(use, first, lacking, library) for use in uses})
            if is_one
            else needed_modules(first.name, uses, library)
        )
        for needed, served in modules:
            near = nearest(imports, served)
            statement = shortest(needed, near)
            if statement:
                alike = [existing for existing in near if existing.statement == statement]
                # The others would still make the name local to the function.
                is_unfixable = has_others if is_one else is_local(first, uses)
                yield too_late(CODE, needed, alike, served, conditions, is_unfixable=is_unfixable)
            else:
                found = _brought_by_none(needed, near, served, conditions, is_one=is_one)
                yield replace(found, is_unfixable=found.is_unfixable or has_others)
    else:
        fitting = [one for one in imports if all(fits(use, one) for use in uses)] or imports
        yield too_late_from_several(CODE, first.name, fitting, uses, conditions)


def _brought_by_none(
    needed: str,
    imports: Sequence[Binding],
    uses: tuple[Use, ...],
    conditions: Conditions,
    *,
    is_one: bool,
) -> Missing:
    """Return the finding about a submodule whose package is imported too late, and which is not.

    :param is_one: the imports are the same statement, which goes where it makes the name local.
    """
    first = imports[0]
    alike = imports if is_one else imports[:1]
    late = too_late(CODE, needed, alike, uses, conditions, is_unfixable=False)
    if is_local(first, uses) and not is_one:
        problem = f"{late.problem}: {MOVE_UP}"
        return replace(late, name=first.name, statement=None, moved=(), problem=problem)
    problem = late.problem.replace(
        "is imported", f"is imported nowhere, '{first.statement.module}'", 1
    )
    moved = late.moved if is_local(first, uses) else ()
    return replace(late, statement=ImportStatement(needed), moved=moved, problem=problem)


def only_declared(
    sights: Sequence[Sight], choice: Choice, library: StandardLibrary
) -> Iterator[Missing]:
    """Yield the module that is declared ``global``, or annotated, and imported nowhere."""
    lacking = [sight.use for sight in sights if sight.is_unbound and sight.runs]
    if (
        lacking
        and choice.is_module
        and any(sight.is_declared for sight in sights)
        and all(use.attributes for use in lacking)
    ):
        for needed, served in needed_modules(choice.origin, lacking, library):
            problem = "is only declared, and never imported"
            yield Missing(CODE, needed, ImportStatement(needed), served, problem)


def declared_local(uses: Sequence[Use], known: Iterable[Binding]) -> Missing:
    """Return the finding about a name that a function annotates, or deletes: no import reaches it.

    :param known: all bindings of the name in the file.
    """
    kind, line = next(
        (one.kind, one.line)
        for one in known
        if one.kind in ("annotation", "deletion") and one.scope in uses[0].parents
    )
    problem = f"is only declared, as local (line {line}): remove that annotation"
    if kind == "deletion":
        problem = f"is only deleted, as local (line {line}): remove that 'del'"
    return Missing(CODE, uses[0].name, None, tuple(uses), problem)
