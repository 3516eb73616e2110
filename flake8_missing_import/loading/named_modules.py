"""Which modules does code load, or only name, by texts: ``import_module("a.b")``?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from flake8_missing_import.imports import full_name
from flake8_missing_import.module import NOT_PARSED, Module, parsed
from flake8_missing_import.stdlib import StandardLibrary

LOADERS = frozenset(
    {"__import__", "import_item", "import_module", "import_object", "import_string", "importorskip",
     "locate", "patch", "resolve_name"}
)  # fmt: skip
"""Functions that import the module that a text names: importlib's, mock's, pkgutil's, pydoc's,
pytest's, and those of frameworks (Django, Tornado, traitlets, Werkzeug)."""
_PATCHERS = LOADERS | {"delattr", "dict", "multiple", "setattr"}
"""These, and what does so if it gets a text: ``patch.multiple``, ``monkeypatch.setattr``."""
_BEGINNING = re.compile(r"(\w+(?:\.\w+)*)\.(?=[%{]|$)")
"""What the name of a submodule begins with that other text completes."""
_SEPARATOR = re.compile(r"[\s,;]+")
"""What may part the names in one text: ``"os.path json".split()``."""


def loaders(module: Module, origins: dict[str, str]) -> dict[str, str]:
    """Return the names that a module gives to functions that import by name, each with its own."""
    values = ((name, value) for name, value in module.given_values if "." not in name)
    called = {
        name: imported_last_name(value, origins)
        for name, value in values
        if isinstance(value, ast.Attribute | ast.Name)
    }
    return {name: loader for name, loader in called.items() if loader in LOADERS}


def imported_by(node: ast.AST, origins: dict[str, str], library: StandardLibrary) -> Iterator[str]:
    """Yield what a star import, or a call, imports: modules, and members for their modules."""
    match node:
        case ast.Call(func=ast.Name(id="exec"), args=[ast.Constant(value=str(text)), *_]):
            yield from _executed(text)
        case ast.Call() if imported_last_name(node.func, origins) in _PATCHERS:
            yield from _loaded_by_name(node, origins, library)
        case ast.ImportFrom(module=str(package), level=0, names=[ast.alias(name="*")]):
            yield from (f"{package}.{name}" for name in library.star_names(package))


def _executed(text: str) -> Iterator[str]:
    """Yield the modules that an executed text imports, wherever it has their names."""
    try:
        nodes = ast.walk(parsed(text))
    except NOT_PARSED:
        return
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_whatever(node: ast.AST, origins: dict[str, str], module: Module) -> bool:
    """Say whether something may import a module that another place in the file names."""
    if not isinstance(node, ast.Call):
        return False
    if imported_last_name(node.func, origins) in LOADERS:
        names = [*node.args[:1], *(one.value for one in node.keywords if one.arg == "name")]
        return any(not _text(name)[0].strip(".") for name in names)
    passed = [one for one in node.args if isinstance(one, ast.Attribute | ast.Name)]
    return any(
        imported_last_name(one, origins) in LOADERS and not _is_parameter(one, module)
        for one in passed
    )


def _is_parameter(node: ast.expr, module: Module) -> bool:
    """Say whether a name is that of parameters alone, whatever functions are called so."""
    binders = module.binders.get(node.id, ()) if isinstance(node, ast.Name) else ()
    return bool(binders) and all(isinstance(one, ast.arg) for one in binders)


def joins_names(node: ast.AST, origins: dict[str, str], library: StandardLibrary) -> bool:
    """Say whether something imports a module whose name it joins: with dots, or to its package."""
    if not isinstance(node, ast.Call) or imported_last_name(node.func, origins) not in LOADERS:
        return False
    packages = [keyword.value for keyword in node.keywords if keyword.arg == "package"]
    return any(library.has_module(_text(one)[0]) for one in (*packages, *node.args[1:2])) or any(
        isinstance(part, ast.Constant) and "." in str(part.value)
        for name in node.args[:1]
        for part in ast.walk(name)
        if part is not name
    )


def named_by(node: ast.AST, origins: dict[str, str], library: StandardLibrary) -> Iterator[str]:
    """Yield the modules that a text, or something like ``logging.__path__``, may help to name.

    A text that a computed name begins with (``"logging.%s"``), or that is joined with others in
    a call that imports, stands for all submodules of the package. A package's own path stands for
    those of its submodules, too: ``pkgutil.walk_packages`` lists them all.
    """
    packages: list[str] = []
    match node:
        case ast.Constant(value=str(text)):
            names = _SEPARATOR.split(text.strip())
            if all(map(library.has_module, names)):
                yield from names
            elif beginning := _BEGINNING.match(text):
                packages.append(beginning[1])
        case ast.Attribute(value=owner, attr="__name__"):
            packages.append(full_name(owner, origins))
        case ast.Attribute(value=owner, attr="__path__"):
            yield from _below(full_name(owner, origins), library)
        case ast.Call() if imported_last_name(node.func, origins) in LOADERS:
            parts = (part for name in node.args[:1] for part in ast.walk(name) if part is not name)
            packages += [str(part.value) for part in parts if isinstance(part, ast.Constant)]
    for package in packages:
        yield from (f"{package}.{name}" for name in library.own_submodules.get(package, ()))


def _below(package: str, library: StandardLibrary) -> Iterator[str]:
    """Yield the submodules of a package that have to be imported, at any depth."""
    for parent, names in library.own_submodules.items():
        if parent == package or parent.startswith(f"{package}."):
            yield from (f"{parent}.{name}" for name in names)


def named_in_parts(nodes: Iterable[ast.AST], library: StandardLibrary) -> Iterator[str]:
    """Yield the submodules of packages that texts name, for those whose names are texts as well."""
    texts = {
        node.value.strip(".")
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for package, names in library.own_submodules.items():
        if package in texts:
            yield from (f"{package}.{name}" for name in names if name in texts)


def imported_last_name(function: ast.expr, origins: dict[str, str]) -> str:
    """Return the name of what is called, without its module and as it was imported."""
    if isinstance(function, ast.Name):
        return origins.get(function.id, function.id).rpartition(".")[2]
    return getattr(function, "attr", "")


def _loaded_by_name(
    call: ast.Call, origins: dict[str, str], library: StandardLibrary
) -> Iterator[str]:
    """Yield the modules, and perhaps members, that a call such as ``import_module("a.b")`` loads.

    Of a name that ends in something else than text, every one that begins like it.
    """
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    first, second = (*call.args[:2], None, None)[:2]
    name, is_whole = _text(given.get("name", first))
    if name.startswith("."):
        match given.get("package", second):
            case ast.Attribute(value=owner, attr="__name__" | "__package__"):
                name = full_name(owner, origins) + name
            case package:
                name = _text(package)[0] + name
    yield name.replace(":", ".")  # resolve_name("logging.handlers:SysLogHandler")
    if not is_whole and "." in name:
        yield from (module for module in library.all_modules if module.startswith(name))
    # https://docs.python.org/3/library/functions.html#import__
    members = given.get("fromlist", (*call.args, *[None] * 4)[3])
    for member in members.elts if isinstance(members, ast.List | ast.Tuple) else ():
        yield f"{name}.{_text(member)[0]}"


def _text(node: ast.expr | None) -> tuple[str, bool]:
    """Return the text that an expression begins with, and whether that is all of it."""
    match node:
        case ast.Constant(value=str(text)):
            return text, True
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return text, False
        case ast.BinOp(op=ast.Add(), left=ast.Constant(value=str(text)), right=right):
            rest, is_whole = _text(right)
            return text + rest, is_whole and bool(rest)
        case _:
            return "", True
