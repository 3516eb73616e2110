"""What makes the modules usable that a file reaches through their packages, and where?"""

from __future__ import annotations

import ast
import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.first_pass import leads_to
from flake8_missing_import.imports import imported_module, imports_of_module, is_lazy_import
from flake8_missing_import.main_guards import main_guard
from flake8_missing_import.method_calls import full_name, loaded_by_method
from flake8_missing_import.model import Binding, BindingKind, ImportStatement, Use
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.own_calls import where_called
from flake8_missing_import.reach import may_have_run
from flake8_missing_import.runs_first import has_run_before
from flake8_missing_import.scopes import CALLABLES, FUNCTIONS, chain_of, enclosing_scopes
from flake8_missing_import.stdlib import StandardLibrary
from flake8_missing_import.stdlib.brought import (
    brought_on_all,
    codec_modules,
    loaded_on_use,
    with_packages,
)

_LOADERS = frozenset(
    {"__import__", "import_item", "import_module", "import_object", "import_string", "importorskip",
     "locate", "patch", "resolve_name"}
)  # fmt: skip
"""Functions that import the module that a text names: importlib's, mock's, pkgutil's, pydoc's,
pytest's, and those of frameworks (Django, Tornado, traitlets, Werkzeug)."""
_PATCHERS = _LOADERS | {"delattr", "dict", "multiple", "setattr"}
"""These, and what does so if it gets a text: ``patch.multiple``, ``monkeypatch.setattr``."""
_SETTERS = frozenset({"object", "setattr"})
"""Functions that set what their second argument names: ``patch.object``, the builtin."""
_BEGINNING = re.compile(r"(\w+(?:\.\w+)*)\.(?=[%{]|$)")
"""What the name of a submodule begins with that other text completes."""


@dataclass(frozen=True)
class Loading:
    """What makes modules usable in a file, and where, by their names."""

    imports: Mapping[str, Sequence[Binding]]
    """The import statements that bring a module."""
    others: Mapping[str, Sequence[ast.AST]]
    """What loads a module by a name, or by the use of one."""
    settings: Mapping[str, Sequence[ast.AST]]
    """What gives a package an attribute of that name."""
    named: frozenset[str]
    """Modules that it names somewhere, if it may import what it names."""

    def is_brought(
        self,
        name: str,
        use: Use,
        conditions: Conditions,
        inside: Iterable[ast.AST],
        *,
        is_for_script: bool,
    ) -> bool:
        """Say whether a module is there when a use runs, or may be.

        :param inside: scopes whose imports count, besides those around the use.
        :param is_for_script: those that only a script runs count, too.
        """
        return (
            name in self.named
            or any(
                (is_for_script or not is_apart(one, use)) and _has_run(one, use, conditions, inside)
                for one in self.imports.get(name, ())
            )
            or any(_may_have_run(one, use, conditions) for one in self.others.get(name, ()))
        )

    def that_have_run(self, name: str, use: Use, conditions: Conditions) -> Iterator[Binding]:
        """Yield the imports that bring a module and have run wherever a use does."""
        for one in self.imports.get(name, ()):
            if not is_apart(one, use) and _has_run(one, use, conditions, ()):
                yield one

    def is_brought_by_each(self, name: str, bindings: Sequence[Binding]) -> bool:
        """Say whether all imports that may bind a package bring a module, wherever they are."""
        bringing = {(one.line, one.column) for one in self.imports.get(name, ())}
        return bringing.issuperset((one.line, one.column) for one in bindings)

    def by_the_module(self, name: str) -> list[Binding]:
        """Return the imports of a module outside functions and classes, by its full name."""
        statement = ImportStatement(name)
        brought = (one for one in self.imports.get(name, ()) if one.alias is not None)
        return [one for one in brought if one.scope is None and one.statement == statement]

    def is_set(self, name: str, use: Use, conditions: Conditions) -> bool:
        """Say whether something else may be in the place of a module when a use runs."""
        return any(_may_have_run(one, use, conditions) for one in self.settings.get(name, ()))


def _has_run(binding: Binding, use: Use, conditions: Conditions, inside: Iterable[ast.AST]) -> bool:
    """Say whether an import has run wherever a use does, if the same program runs both."""
    if _is_call_around(binding, use):
        return False
    around = (*inside, *enclosing_scopes(use.node, use.parents))
    return all(
        one in around or has_run_before(one, around, conditions.module)
        for one in enclosing_scopes(binding.node, binding.parents)
        if isinstance(one, CALLABLES)
    ) and may_have_run(binding, use, conditions)


def _is_call_around(binding: Binding, use: Use) -> bool:
    """Say whether a call stands for an import in the function or the class around the use."""
    return isinstance(binding.node, ast.Name) and any(
        getattr(one, "name", "") == binding.node.id for one in use.parents
    )


def is_apart(binding: Binding, use: Use) -> bool:
    """Say whether only a script runs a binding, but anybody the use."""
    return main_guard(chain_of(binding)) is not None and main_guard(chain_of(use)) is None


def _may_have_run(node: ast.AST, use: Use, conditions: Conditions) -> bool:
    """Say whether a call, or something like it, may have run when a use does.

    An earlier call of the function around both may have run it, but not if the use is always first,
    as in the head of a function or a class that has it in its body.
    """
    kind: BindingKind = "value" if is_store(node) else "definition"
    place = Binding("", kind, node, tuple(parents_of(node, conditions.module.parents)))
    scopes = enclosing_scopes(node, place.parents)
    shared = set(scopes).intersection(enclosing_scopes(use.node, use.parents))
    if any(one in use.parents for one in scopes if one not in shared):
        return False
    if may_have_run(place, use, conditions):
        return True
    chain = chain_of(place)
    return (
        any(isinstance(one, CALLABLES) for one in shared)
        and blocking_condition(chain, conditions) is None
        and not leads_to(use, chain, conditions)
    )


def module_of(binding: Binding) -> str:
    """Return the module that a binding imports, an empty string if it imports none."""
    return imported_module(binding.node, binding.alias) if binding.alias else ""


def loading(conditions: Conditions) -> Loading:
    """Return what makes modules usable in a file, wherever it does."""
    module = conditions.module
    library, version = module.library, module.options.target_version
    imports = [one for one in imports_of_module(module) if not getattr(one.node, "level", 0)]
    origins = {binding.name: module_of(binding) for binding in imports}
    others: dict[str, list[ast.AST]] = defaultdict(list)
    settings: dict[str, list[ast.AST]] = defaultdict(list)
    used: set[str] = set()
    has_codecs = "encodings" in origins.values()
    for node in module.parents:
        loaded = {
            one for name in _imported_by(node, origins, library) for one in _loaded(name, version)
        }
        if isinstance(node, ast.Attribute | ast.Name) and not is_store(node):
            name = full_name(node, origins)
            used.add(name)
            loaded |= loaded_on_use(name, version) or loaded_by_method(node, name, module, origins)
        if has_codecs and isinstance(node, ast.Constant) and isinstance(node.value, str):
            loaded |= codec_modules(node.value, version)
        for name in loaded:
            others[name].append(node)
        for name in _set_by(node, origins):
            settings[name].append(node)
    named: set[str] = set()
    if any(_imports_whatever(node, origins) for node in module.parents):
        named.update(
            one
            for node in module.parents
            for name in _named_by(node, origins, library)
            for one in _loaded(name, version)
        )
    bringing: dict[str, list[Binding]] = defaultdict(list)
    for binding in imports:
        for name in _brought(binding, used, version):
            bringing[name] += (binding, *_where_called(binding, conditions))
    return Loading(bringing, others, settings, frozenset(named))


def _where_called(binding: Binding, conditions: Conditions) -> Iterator[Binding]:
    """Yield an import in a function as if it stood where the file calls that."""
    module = conditions.module
    calls: list[Use] = []
    if binding.scope:
        calls = where_called(binding, module.tree, conditions, despite_stars=True)
    for node in (*(one.node for one in calls), *_own_calls(binding.scope, module)):
        yield replace(
            binding, node=node, parents=tuple(parents_of(node, module.parents)), alias=None
        )


def _own_calls(method: ast.AST | None, module: Module) -> Iterator[ast.AST]:
    """Yield where methods of the same class call one: ``self.load()``."""
    around = module.parents.get(method) if method else None
    if isinstance(method, FUNCTIONS) and isinstance(around, ast.ClassDef):
        for node in module.loads.get(method.name, ()):
            call, *outer = parents_of(node, module.parents)
            match call, node:
                case (
                    ast.Call(func=function),
                    ast.Attribute(value=ast.Name(id="self" | "cls")),
                ) if function is node and around in outer:
                    yield node


def _loaded(name: str, version: tuple[int, int]) -> frozenset[str]:
    """Return what the import of a module, or of a member from one, makes usable."""
    return brought_on_all(name, version) | loaded_on_use(name, version)


def _brought(binding: Binding, used: AbstractSet[str], version: tuple[int, int]) -> frozenset[str]:
    """Return what an import makes usable in each Python from a version on.

    A lazy one (PEP 810) runs when what it imports is mentioned; until then, nothing else
    can be reached.

    :param used: the full names of everything that the module mentions.
    """
    statement = binding.statement
    member = f"{statement.module}.{statement.name}"
    names = (statement.module,) if statement.name is None else (statement.module, member)
    is_pending = is_lazy_import(binding.node) and names[-1] not in used
    bring = with_packages if is_pending else functools.partial(_loaded, version=version)
    return frozenset[str]().union(*map(bring, names))


def is_store(node: ast.AST) -> bool:
    """Say whether a name or an attribute is given a value."""
    return isinstance(getattr(node, "ctx", None), ast.Store)


def _imported_by(node: ast.AST, origins: dict[str, str], library: StandardLibrary) -> Iterator[str]:
    """Yield what a star import, or a call, imports: modules, and members for their modules."""
    match node:
        case ast.Call() if _imported_last_name(node.func, origins) in _PATCHERS:
            yield from _loaded_by_name(node, origins, library)
        case ast.ImportFrom(module=str(package), level=0, names=[ast.alias(name="*")]):
            yield from (f"{package}.{name}" for name in library.star_names(package))


def _imports_whatever(node: ast.AST, origins: dict[str, str]) -> bool:
    """Say whether something may import a module that another place in the file names."""
    if not isinstance(node, ast.Call):
        return False
    if _imported_last_name(node.func, origins) in _LOADERS:
        names = [*node.args[:1], *(one.value for one in node.keywords if one.arg == "name")]
        return any(not _text(name)[0].strip(".") for name in names)
    passed = [one for one in node.args if isinstance(one, ast.Attribute | ast.Name)]
    return any(_imported_last_name(one, origins) in _LOADERS for one in passed)


def _named_by(node: ast.AST, origins: dict[str, str], library: StandardLibrary) -> Iterator[str]:
    """Yield the modules that a text, or something like ``logging.__path__``, may help to name.

    A text that a computed name begins with (``"logging.%s"``), or that is joined with others in
    a call that imports, stands for all submodules of the package.
    """
    packages: list[str] = []
    match node:
        case ast.Constant(value=str(text)):
            if library.has_module(text):
                yield text
            elif beginning := _BEGINNING.match(text):
                packages.append(beginning[1])
        case ast.Attribute(value=owner, attr="__name__" | "__path__"):
            packages.append(full_name(owner, origins))
        case ast.Call() if _imported_last_name(node.func, origins) in _LOADERS:
            parts = (part for name in node.args[:1] for part in ast.walk(name) if part is not name)
            packages += [str(part.value) for part in parts if isinstance(part, ast.Constant)]
    for package in packages:
        yield from (f"{package}.{name}" for name in library.own_submodules.get(package, ()))


def _set_by(node: ast.AST, origins: dict[str, str]) -> Iterator[str]:
    """Yield the full name of what an assignment, or a call such as ``setattr``, sets."""
    match node:
        case ast.Attribute(ctx=ast.Store()):
            yield full_name(node, origins)
        case ast.Call(func=function, args=[owner, ast.Constant(value=str(name)), *_]) if (
            _imported_last_name(function, origins) in _SETTERS
        ):
            yield f"{full_name(owner, origins)}.{name}"


def _imported_last_name(function: ast.expr, origins: dict[str, str]) -> str:
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
    members = given.get("fromlist")
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
