"""What does the rest of a file say about its undefined names?"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping, Sequence

from flake8_missing_import.conditions import Conditions
from flake8_missing_import.conditions.python_2 import is_new_syntax
from flake8_missing_import.evidence.arrays import given_arrays
from flake8_missing_import.evidence.awaiting import async_functions, awaited_in
from flake8_missing_import.evidence.bare_classes import bare_classes
from flake8_missing_import.evidence.homes import OLD_GENERICS, is_outdated_in_typing
from flake8_missing_import.evidence.narrowing import narrowed_readings
from flake8_missing_import.evidence.own_models import named_models
from flake8_missing_import.evidence.siblings import roles
from flake8_missing_import.evidence.variables import letters
from flake8_missing_import.imports import (
    import_statements,
    imported_modules,
    imported_names,
    imports_library_only,
)
from flake8_missing_import.model import Surroundings, Use
from flake8_missing_import.scopes import FUNCTIONS
from flake8_missing_import.spelling import dotted_name, plain_name
from flake8_missing_import.stdlib.telling import attributes_of_mocks

_BUILTIN_CLASSES = frozenset(name for name, one in vars(builtins).items() if isinstance(one, type))


def surroundings_of(undefined: Mapping[str, Sequence[Use]], conditions: Conditions) -> Surroundings:
    """Return what else a file has that tells what its undefined names mean.

    :param undefined: the uses of these names.
    """
    module = conditions.module
    modules = imported_modules(module.tree.body)
    from_typing = {
        alias.name
        for node, _ in import_statements(module)
        if isinstance(node, ast.ImportFrom) and node.module == "typing"
        for alias in node.names
    }
    is_async = "async " in module.source
    uses = [use for of_name in undefined.values() for use in of_name]
    only_in_typing = OLD_GENERICS.intersection(undefined)
    read, bare = conditions.variables.readings(uses), bare_classes(module)
    return Surroundings(
        filename=module.filename,
        modules=modules,
        imported=(imported := imported_names(module.tree)),
        is_library_only=imports_library_only(module),
        is_new=any(map(is_new_syntax, module.parents)),
        has_mocks="mock" not in modules
        and any(
            isinstance(node, ast.Attribute)
            for name in attributes_of_mocks()
            for node in module.loads.get(name, ())
        ),
        dots=max((getattr(node, "level", 0) for node, _ in import_statements(module)), default=0),
        hides_members=module.hides_members,
        spelled_out=frozenset(
            dotted_name(node)
            for name in undefined
            for node in module.loads.get(name, ())
            if isinstance(node, ast.Attribute)
        ),
        models=frozenset(named_models(module)),
        awaited=frozenset(awaited_in(module) if is_async else ()),
        async_functions=frozenset(async_functions(module) if is_async else ()),
        readings={**read, **narrowed_readings(uses, conditions)},
        letters=letters(read, module, bare),
        arrays=given_arrays(uses, read, conditions.full_names),
        classes={
            (node.lineno, node.name): node
            for node in module.parents
            if isinstance(node, ast.ClassDef)
        },
        functions={
            plain_name(one.name): one for one in module.tree.body if isinstance(one, FUNCTIONS)
        },
        undefined=frozenset(undefined),
        bare_classes=bare,
        own_functions=frozenset(
            one.name
            for one in module.tree.body
            if isinstance(one, ast.FunctionDef)
            and not one.decorator_list
            and module.binders.get(one.name) == [one]
        ),
        roles={name: seen for _, name in imported if (seen := frozenset(roles(name, module)))},
        builtin_classes=_BUILTIN_CLASSES - module.binders.keys(),
        has_typing_style=any(
            is_outdated_in_typing(name, module.library) for name in from_typing | only_in_typing
        ),
    )
