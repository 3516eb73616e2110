"""MIS101: a standard-library import sits inside a function.

## What it finds

An import of the standard library in the body of a function that could just as well be at the
top of the module.

## Why it matters

Such a module works. But the import runs again on every call, the dependencies of the module
cannot be seen at its top, and the next function that uses the name finds it undefined
(MIS004):

```python
def age(created):
    import time
    return time.time() - created
```

## Fix

Move the import to the top.

```python
import time


def age(created):
    return time.time() - created
```

## When it is silent

The import is in the function for a visible reason:

- below `try`, `suppress(ImportError)` or a test for that error, or in a function that checks the
  platform or the version;
- in a function that changes what an import does (`sys.path`, `sys.modules`);
- in `__getattr__`, or in the `main` function of a program;
- in a function that may run without the module: its source is read (`inspect.getsource(work)`),
  or the file has tasks of Airflow, Beam, execnet, ipyparallel, Kubeflow Pipelines or Parsl;
- for what not every build or platform has (`sqlite3`, `from os import fork`), or a newer Python
  no longer has, or `sys` only at times (`from sys import last_value`);
- for a member that is replaced while the program runs: the file patches it (`patch("time.sleep")`,
  `time.sleep = …`, gevent's `patch_all()`), or it is one such as `sys.argv` or `sys.stdout`;
- for a module of the package that the file is in: the two might import each other;
- in a file with a star import, or one that uses the name for something else, or not at all, or
  where it may be undefined (`except NameError`);
- in a marimo notebook, or in a module that may give itself the name (`globals().update(…)`).
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator

from flake8_missing_import.conditions import Conditions
from flake8_missing_import.conditions.main_guards import is_for_program
from flake8_missing_import.facts import Facts
from flake8_missing_import.imports import is_known_import
from flake8_missing_import.model import Binding, ImportStatement, Missing
from flake8_missing_import.moving.staying import has_reason_to_stay
from flake8_missing_import.scopes import FUNCTIONS, scope_of_binding
from flake8_missing_import.silence.guards import expects_name_error

CODE = "MIS101"


def imports_in_functions(facts: Facts, conditions: Conditions) -> Iterator[Missing]:
    """Yield each import in a function that could stand at the top."""
    module = conditions.module
    if CODE not in module.options.optional_codes or facts.star_imports:
        # Any name may be one that a star import binds.
        return
    has_main = any(
        is_for_program((child, node), conditions)
        for node in module.tree.body
        if isinstance(node, ast.If | ast.Match)
        for child in ast.iter_child_nodes(node)
    )
    for name, bindings in facts.bindings.items():
        imports = [
            one
            for one in bindings
            if isinstance(one.scope, FUNCTIONS) and is_known_import(one, module)
        ]
        in_module = [one for one in bindings if _is_in_module(one)]
        if hasattr(builtins, name) or len(set(map(_meaning, (*imports, *in_module)))) > 1:
            continue
        if any(expects_name_error(use, conditions) for use in facts.uses.get(name, ())):
            continue
        at_top = {one.statement for one in in_module if one.alias}
        movable = tuple(
            one
            for one in imports
            if facts.uses.get(name)
            and one.statement not in at_top
            and not has_reason_to_stay(one, conditions)
            and not _is_special(one, has_main=has_main)
            and not _is_variable(one, imports, bindings)
        )
        for existing in movable:
            assert existing.scope is not None
            moved = tuple(one for one in movable if one.statement == existing.statement)
            scopes = {one.scope for one in moved}
            yield Missing(
                CODE,
                name,
                existing.statement,
                (existing,),
                f"is imported inside '{existing.scope.name}'",
                moved=moved,
                # To pyflakes, another import that stays there would hide the moved one.
                is_unfixable=any(
                    one.scope in scopes and one.statement != existing.statement for one in imports
                ),
            )


def _meaning(binding: Binding) -> ImportStatement | None:
    """Return what a binding imports as its name, for a submodule its package, None for a value."""
    if binding.alias is None:
        return None
    statement = binding.statement
    return ImportStatement(statement.binds) if statement.is_plain else statement


def _is_in_module(binding: Binding) -> bool:
    """Say whether a name is bound at module level, or declared ``global``."""
    return binding.kind == "global" or isinstance(scope_of_binding(binding), ast.Module)


def _is_variable(
    existing: Binding, imports: Iterable[Binding], bindings: Iterable[Binding]
) -> bool:
    """Say whether its function gives the name other values, or lists its variables."""
    function = existing.scope
    assert function is not None
    return any(
        scope_of_binding(one) is function or (one.kind == "nonlocal" and function in one.parents)
        for one in bindings
        if one not in imports
    ) or any(
        isinstance(node, ast.Name) and node.id in {"locals", "vars"} for node in ast.walk(function)
    )


def _is_special(existing: Binding, *, has_main: bool) -> bool:
    """Say whether a function around an import is one in which imports have their reasons."""
    names = {node.name for node in existing.parents if isinstance(node, FUNCTIONS)}
    return "__getattr__" in names or (has_main and "main" in names)
