"""The import statements of a module, wherever they are."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from flake8_missing_import.mentions import line_numbers, places
from flake8_missing_import.module import Module, statements_in, statements_on
from flake8_missing_import.stdlib import StandardLibrary, module_to_import

if TYPE_CHECKING:
    from flake8_missing_import.model import Binding, ImportStatement, Use

    ImportNode = tuple[ast.Import | ast.ImportFrom, tuple[ast.AST, ...]]
    """An import statement with the nodes around it, the innermost first."""


def imports_of_module(module: Module) -> Iterator[Binding]:
    """Yield what each import binds, in the order of the source; star imports bind no known name."""
    for node, parents in import_statements(module):
        yield from bindings_of(node, parents)


def import_statements(module: Module, *, code: str | None = None) -> Iterator[ImportNode]:
    """Yield the import statements in the order of the source, each with the nodes around it.

    :param code: the module's text, to save time without what holds no imports: the imports that
        it begins with, comments and strings. Each line keeps its number.
    """
    around = (module.tree,)
    for statement in module.leading:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            yield statement, around
    text = module.text if code is None else code
    lines = list(line_numbers(places("import", text), text))
    rest = statements_on(lines, module.tree.body[len(module.leading) :])
    stack: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(one, around) for one in rest]
    stack.reverse()
    while stack:
        node, parents = stack.pop()
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node, parents
        else:
            inside = [(child, (node, *parents)) for child in statements_in(node, lines)]
            stack.extend(reversed(inside))


def bindings_of(
    node: ast.Import | ast.ImportFrom, parents: tuple[ast.AST, ...]
) -> Iterator[Binding]:
    """Yield what an import binds, except for the names of a star import."""
    from flake8_missing_import.model import Binding  # not needed where nothing is imported

    for alias in node.names:
        if alias.name != "*":
            yield Binding(bound_name(alias), "import", node, parents, alias)


def bound_name(alias: ast.alias) -> str:
    """Return the name that a part of an import statement binds."""
    return alias.asname or alias.name.partition(".")[0]


def module_of(node: ast.ImportFrom) -> str:
    """Return the module that a statement imports from, with the dots of a relative import."""
    return "." * node.level + (node.module or "")


def imported_module(node: ast.AST, alias: ast.alias) -> str:
    """Return the module that a part of an import statement binds its name to, if it is one."""
    if isinstance(node, ast.ImportFrom):
        return f"{module_of(node)}.{alias.name}"
    return alias.name if alias.asname else bound_name(alias)


def full_name(node: ast.expr, origins: dict[str, str]) -> str:
    """Return what an expression of names and dots stands for, by the file's imports."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    root = origins.get(node.id, "") if isinstance(node, ast.Name) else ""
    return ".".join([root, *reversed(parts)]) if root else ""


def is_lazy_import(node: ast.AST) -> bool:
    """Say whether a statement is ``lazy import …`` or ``lazy from …`` (PEP 810)."""
    return bool(getattr(node, "is_lazy", 0))


def imported_modules(statements: Iterable[ast.stmt]) -> frozenset[str]:
    """Return the modules that the imports among some statements import, or import from.

    Their packages are among them.
    """
    modules: set[str] = set()
    for node in statements:
        if isinstance(node, ast.Import):
            modules.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module)
    for module in tuple(modules):
        while "." in module:
            module = module.rpartition(".")[0]
            modules.add(module)
    return frozenset(modules)


def imports_library_only(module: Module) -> bool:
    """Say whether all modules that the top level imports belong to the standard library."""
    body = module.tree.body
    modules = imported_modules(body)
    return all(map(module.library.has_module, modules)) and not has_relative_import(body)


def has_relative_import(statements: Iterable[ast.stmt]) -> bool:
    """Say whether one of some statements imports from its own package with dots."""
    return any(getattr(node, "level", 0) for node in statements)


def has_private_aliases(module: Module) -> bool:
    """Say whether a module puts an underscore before what it imports: ``import os as _os``."""
    return " as _" in module.text and any(
        alias.asname == f"_{alias.name.rpartition('.')[2]}"
        for node, _ in import_statements(module)
        for alias in node.names
    )


def imported_names(tree: ast.Module) -> frozenset[tuple[str, str]]:
    """Return the names that the top level imports from modules, each after its module."""
    return frozenset(
        (node.module, alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
        for alias in node.names
    )


def is_known_import(binding: Binding, module: Module) -> bool:
    """Say whether a binding imports from the standard library, or what is configured."""
    if binding.alias is None:
        return False
    statement = binding.statement
    if _is_explained(statement, binding.name, module):
        return True
    library = module.library
    if statement.module in {"", "__future__"} or not library.has_module(statement.module):
        return False
    return statement.name is None or library.has_name(statement.module, statement.name)


def may_be_known(node: ast.Import | ast.ImportFrom, module: Module) -> bool:
    """Say whether a statement may have what :func:`is_of_known_name` knows, in less time."""
    if module.options.configured or module.options.known.names or isinstance(node, ast.Import):
        return True
    return not node.level and module.library.has_module(node.module or "")


def is_of_known_name(binding: Binding, module: Module) -> bool:
    """Say whether a binding is a known import, or another one of a name that the project has."""
    is_import = binding.alias is not None
    return is_import and (module.options.has_name(binding.name) or is_known_import(binding, module))


def needed_modules(
    module: str, uses: Sequence[Use], library: StandardLibrary
) -> Iterator[tuple[str, tuple[Use, ...]]]:
    """Yield what has to be imported for uses of a module, each with the uses that it serves.

    More than one comes from a package whose submodules have to be imported by
    themselves: ``xml.dom.minidom`` and ``xml.etree.ElementTree``.
    """
    return served_by({use: module_to_import(module, use.attributes, library) for use in uses})


def served_by(needed: Mapping[Use, str]) -> Iterator[tuple[str, tuple[Use, ...]]]:
    """Yield what has to be imported of a package, each with the uses that it serves.

    :param needed: the module that each use needs.
    """
    # import a.b binds a too, and that is enough for a use of a alone.
    modules = set(needed.values())
    longest = {one for one in modules if not any(other.startswith(f"{one}.") for other in modules)}
    for one in sorted(longest):
        yield one, tuple(use for use in needed if f"{one}.".startswith(f"{needed[use]}."))


def _is_explained(statement: ImportStatement, name: str, module: Module) -> bool:
    """Say whether a statement is one that the project has for a name, or its relative form."""
    if not module.options.has_name(name):
        return False
    statements = module.options.statements(name)
    if statement in statements or not statement.module.startswith("."):
        return statement in statements
    from flake8_missing_import.project.own_package import absolute, own_place  # rarely needed

    place = own_place(module.filename, module.options.known)
    return place is not None and absolute(statement, place.package) in statements
