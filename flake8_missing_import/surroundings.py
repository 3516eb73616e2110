"""What does the rest of a file say about its undefined names?"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence

from flake8_missing_import.awaiting import async_functions, awaited_in
from flake8_missing_import.conditions import Conditions
from flake8_missing_import.homes import OLD_GENERICS, is_outdated_in_typing
from flake8_missing_import.imports import import_statements, imported_modules, imported_names
from flake8_missing_import.model import Surroundings, Use
from flake8_missing_import.module import Module
from flake8_missing_import.narrowing import narrowed_readings
from flake8_missing_import.stdlib.usage import form_of
from flake8_missing_import.stdlib.versions import ever_had
from flake8_missing_import.variables import readings


def surroundings_of(undefined: Mapping[str, Sequence[Use]], conditions: Conditions) -> Surroundings:
    """Return what else a file has that tells what its undefined names mean.

    :param undefined: the uses of these names.
    """
    module = conditions.module
    modules = imported_modules(module.tree)
    from_typing = {
        alias.name
        for node, _ in import_statements(module)
        if isinstance(node, ast.ImportFrom) and node.module == "typing"
        for alias in node.names
    }
    is_async = "async " in module.source
    uses = [use for of_name in undefined.values() for use in of_name]
    only_in_typing = OLD_GENERICS.intersection(undefined)
    return Surroundings(
        filename=module.filename,
        modules=modules,
        imported=imported_names(module.tree),
        is_library_only=all(map(module.library.has_module, modules))
        and not any(getattr(node, "level", 0) for node in module.tree.body),
        strangers=frozenset(_strangers(module)),
        spelled_out=frozenset(
            ast.unparse(node)
            for name in undefined
            for node in module.loads.get(name, ())
            if isinstance(node, ast.Attribute)
        ),
        awaited=frozenset(awaited_in(module.tree) if is_async else ()),
        async_functions=frozenset(async_functions(module.tree) if is_async else ()),
        readings={**readings(module, uses), **narrowed_readings(uses, conditions)},
        classes={
            (node.lineno, node.name): node
            for node in module.parents
            if isinstance(node, ast.ClassDef)
        },
        has_typing_style=any(
            is_outdated_in_typing(name, module.library) for name in from_typing | only_in_typing
        ),
    )


def _strangers(module: Module) -> Iterator[str]:
    """Yield the functions that a module calls, and that neither it nor any Python has.

    Those of one word in lower case: others are a project's own, mostly, and from no star import.
    """
    known = {*dir(builtins), *module.options.builtins, *module.binders}
    if "*" in known:
        return
    for node in module.parents:
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and (name := node.func.id) not in known
            and form_of(name) == "lower1"
            and not module.library.homes(name)
            and not module.library.has_module(name)
            and not ever_had("__builtin__", name)
        ):
            yield name
