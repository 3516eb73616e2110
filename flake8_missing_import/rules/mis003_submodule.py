"""MIS003: a submodule is reached through its package, and only the package is imported.

Fails, unless something else happens to have imported the submodule::

    import importlib

    def exists(name):
        return importlib.util.find_spec(name) is not None

Passes::

    import importlib.util

    def exists(name):
        return importlib.util.find_spec(name) is not None

Silent where importing the package brings the submodule (``os.path``), and where
any import of the submodule runs at module level or in the function that uses it,
below ``except AttributeError``, and in annotations that nobody evaluates.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence

from flake8_missing_import.bindings import is_guarded
from flake8_missing_import.evidence import module_to_import
from flake8_missing_import.misplaced import is_evaluated
from flake8_missing_import.model import ImportStatement, Missing, Use
from flake8_missing_import.stdlib import StandardLibrary

CODE = "MIS003"


def missing_submodules(
    package: str,
    uses: Sequence[Use],
    tree: ast.Module,
    library: StandardLibrary,
    *,
    annotations_are_lazy: bool,
) -> Iterator[Missing]:
    """Yield the submodules that the uses of an imported package need and nothing imports."""
    imports = list(_imported(tree))
    missing: dict[str, list[Use]] = defaultdict(list)
    for use in uses:
        if not is_evaluated(use, annotations_are_lazy=annotations_are_lazy):
            continue
        needed = module_to_import(package, use.attributes, library)
        is_imported = any(
            module == needed and all(function in use.parents for function in functions)
            for module, functions in imports
        )
        if needed != package and not is_imported and not is_guarded(use, "AttributeError"):
            missing[needed].append(use)
    for module, lacking in sorted(missing.items()):
        problem = f"is used but only '{package}' is imported"
        # Behind another name of the package the import would bind what nothing uses.
        is_unfixable = all(use.name != module.partition(".")[0] for use in lacking)
        yield Missing(
            CODE,
            module,
            ImportStatement(module),
            tuple(lacking),
            problem,
            is_unfixable=is_unfixable,
        )


def _imported(tree: ast.Module) -> Iterator[tuple[str, tuple[ast.AST, ...]]]:
    """Yield each module that is imported, and the functions that the import stands in."""
    nodes: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(tree, ())]
    while nodes:
        node, functions = nodes.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            functions = (*functions, node)
        modules: list[str] = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
        for module in modules:
            parts = module.split(".")
            for length in range(1, len(parts) + 1):
                yield ".".join(parts[:length]), functions
        nodes.extend((child, functions) for child in ast.iter_child_nodes(node))
