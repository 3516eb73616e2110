"""What makes the modules usable that a file reaches through their packages, and where?"""

from __future__ import annotations

import ast
import functools
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from flake8_missing_import.conditions import Conditions, blocking_condition
from flake8_missing_import.conditions.main_guards import is_for_program
from flake8_missing_import.conditions.running_pythons import running_pythons
from flake8_missing_import.imports import (
    full_name,
    imported_module,
    imports_of_module,
    is_lazy_import,
)
from flake8_missing_import.loading.first_calls import is_of_first_call
from flake8_missing_import.loading.first_uses import place_of_use
from flake8_missing_import.loading.method_calls import loaded_by_method
from flake8_missing_import.loading.named_modules import (
    imported_by,
    imports_whatever,
    joins_names,
    loaders,
    named_by,
    named_in_parts,
)
from flake8_missing_import.loading.passed_on import handed_on, stands_in
from flake8_missing_import.loading.runs_first import has_run_before, is_class_or_below
from flake8_missing_import.loading.set_attributes import set_attributes
from flake8_missing_import.model import Binding, BindingKind, ImportStatement, Use
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.reach import may_have_run
from flake8_missing_import.running.at_once import frame_around
from flake8_missing_import.running.first_pass import leads_to
from flake8_missing_import.running.implicit_calls import OF_PROPERTIES
from flake8_missing_import.running.own_calls import plain_calls, where_called
from flake8_missing_import.scopes import (
    CALLABLES,
    FUNCTIONS,
    chain_of,
    enclosing_scopes,
    repeating_loops,
)
from flake8_missing_import.spelling import last_name
from flake8_missing_import.stdlib.brought import (
    READ,
    brought_on_all,
    brought_on_some,
    codec_modules,
    loaded_on_use,
    packages_with_submodules,
    with_packages,
)


@dataclass(frozen=True)
class Loading:
    """What makes modules usable in a file, and where, by their names."""

    imports: Mapping[str, Sequence[Binding]]
    """The import statements that bring a module."""
    in_part: Mapping[str, Sequence[tuple[Binding, frozenset[tuple[int, int]]]]]
    """Those that bring it in some Pythons alone, with these."""
    others: Mapping[str, Sequence[ast.AST]]
    """What loads a module by a name, or by the use of one."""
    settings: Mapping[str, Sequence[ast.AST]]
    """What gives a package an attribute of that name."""
    named: frozenset[str]
    """Modules that it names somewhere, if it may import what it names."""

    def pythons_without(
        self,
        name: str,
        use: Use,
        conditions: Conditions,
        inside: Iterable[ast.AST],
        *,
        is_for_script: bool,
    ) -> frozenset[tuple[int, int]]:
        """Return those on which a module may not be there when a use runs.

        :param inside: scopes whose imports count, besides those around the use.
        :param is_for_script: those that only a script runs count, too.
        """

        def has_run(binding: Binding) -> bool:
            is_there = is_for_script or not is_apart(binding, use, conditions)
            return is_there and _has_run(binding, use, conditions, inside)

        everywhere = frozenset(conditions.versions)
        on_all = ((one, everywhere) for one in self.imports.get(name, ()))
        on_some = self.in_part.get(name, ())
        brought = (
            on & running_pythons(chain_of(one), conditions)
            for one, on in (*on_all, *on_some)
            if has_run(one)
        )
        if name in self.named or any(
            _may_have_run(one, use, conditions) for one in self.others.get(name, ())
        ):
            return frozenset()
        return running_pythons(chain_of(use), conditions).difference(*brought)

    def pythons_without_all(
        self, names: Iterable[str], use: Use, conditions: Conditions
    ) -> frozenset[tuple[int, int]]:
        """Return those on which one of some modules may not be there when a use runs."""
        without = (
            self.pythons_without(name, use, conditions, (), is_for_script=False) for name in names
        )
        return frozenset[tuple[int, int]]().union(*without)

    def that_have_run(self, name: str, use: Use, conditions: Conditions) -> Iterator[Binding]:
        """Yield the imports that bring a module and have run wherever a use does."""
        for one in self.imports.get(name, ()):
            if not is_apart(one, use, conditions) and _has_run(one, use, conditions, ()):
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
        one in around
        or has_run_before(one, around, conditions.module)
        or stands_in(binding, one, around, conditions.module)
        for one in enclosing_scopes(binding.node, binding.parents)
        if isinstance(one, CALLABLES)
    ) and may_have_run(binding, use, conditions)


def _is_call_around(binding: Binding, use: Use) -> bool:
    """Say whether a call stands for an import in the function or the class around the use."""
    return isinstance(binding.node, ast.Name) and any(
        getattr(one, "name", "") == binding.node.id for one in use.parents
    )


def is_apart(binding: Binding, use: Use, conditions: Conditions) -> bool:
    """Say whether only a script runs a binding, but anybody the use."""
    return is_for_program(chain_of(binding), conditions) and not is_for_program(
        chain_of(use), conditions
    )


def _may_have_run(node: ast.AST, use: Use, conditions: Conditions) -> bool:
    """Say whether a call, or something like it, may have run when a use does.

    An earlier call of the function around both may have run it, but not if the use is always first,
    as in the head of a function or a class that has it in its body.
    """
    kind: BindingKind = "value" if is_store(node) else "definition"
    place = Binding("", kind, node, tuple(parents_of(node, conditions.module.parents)))
    scopes = enclosing_scopes(node, place.parents)
    around = enclosing_scopes(use.node, use.parents)
    apart = [one for one in scopes if one not in around]
    if any(one in use.parents for one in apart) or _is_defined_below(apart, use, conditions):
        return False
    if may_have_run(place, use, conditions):
        return True
    chain = chain_of(place)
    shared = set(scopes).intersection(around)
    return (
        any(isinstance(one, CALLABLES) for one in shared)
        and blocking_condition(chain, conditions) is None
        and not leads_to(use, chain, conditions)
    )


def _is_defined_below(scopes: Sequence[ast.AST], use: Use, conditions: Conditions) -> bool:
    """Say whether one of some scopes is a function that is defined below a use.

    Such a one has not been called where the use runs when the module is imported.
    """
    around = enclosing_scopes(use.node, use.parents)
    return (
        any(isinstance(one, FUNCTIONS) and one.lineno > use.line for one in scopes)
        and frame_around(use, around, conditions.module) is None
        and not repeating_loops(chain_of(use))
    )


def module_bound_by(binding: Binding) -> str:
    """Return the module that a binding imports, an empty string if it imports none."""
    return imported_module(binding.node, binding.alias) if binding.alias else ""


def loading(conditions: Conditions) -> Loading:
    """Return what makes modules usable in a file, wherever it does."""
    module = conditions.module
    version = module.options.target_version
    imports = [one for one in imports_of_module(module) if not getattr(one.node, "level", 0)]
    origins = conditions.full_names | {one.name: module_bound_by(one) for one in imports}
    origins = dict(_from_stars(module)) | origins | loaders(module, origins)
    others: dict[str, list[ast.AST]] = defaultdict(list)
    settings: dict[str, list[ast.AST]] = defaultdict(list)
    used: set[str] = set()
    has_codecs = "encodings" in origins.values()
    there = packages_with_submodules(origins.values(), version)
    for node in module.parents:
        for name, place in _loads(node, origins, there, module):
            others[name].append(place)
        if isinstance(node, ast.Attribute | ast.Name) and not is_store(node):
            used.add(full_name(node, origins))
        if has_codecs and isinstance(node, ast.Constant) and isinstance(node.value, str):
            for name in codec_modules(node.value, version):
                others[name].append(node)
        for name in set_attributes(node, origins, conditions.namespaces):
            settings[name].append(node)
    bringing: dict[str, list[Binding]] = defaultdict(list)
    in_part: dict[str, list[tuple[Binding, frozenset[tuple[int, int]]]]] = defaultdict(list)
    for binding in imports:
        places = (binding, *_where_called(binding, conditions))
        for name in _brought(binding, used, version):
            bringing[name] += places
        for name, versions in _brought_in_part(binding, used, version):
            in_part[name] += ((place, versions) for place in places)
    return Loading(bringing, in_part, others, settings, frozenset(_named(origins, module)))


def _loads(
    node: ast.AST, origins: dict[str, str], there: Container[str], module: Module
) -> Iterator[tuple[str, ast.AST]]:
    """Yield the modules that a node loads by a name, or by the use of one, each with its place.

    :param there: the packages of which the imports bring something.
    """
    version = module.options.target_version
    loaded = {
        one for name in imported_by(node, origins, module.library) for one in _loaded(name, version)
    }
    if isinstance(node, ast.Attribute | ast.Name) and not is_store(node):
        name = full_name(node, origins)
        loaded |= loaded_on_use(f"{name}{READ}", version)
        called = loaded_on_use(name, version)
        if not (called or name):
            called = loaded_by_method(node, there, module, origins)
        if called and (place := place_of_use(node, module.parents)):
            yield from ((one, place) for one in called)
    yield from ((one, node) for one in loaded)


def _named(origins: dict[str, str], module: Module) -> Iterator[str]:
    """Yield the modules that a module names somewhere, if it may import what it names."""
    if any(imports_whatever(node, origins, module) for node in module.parents):
        names = [name for one in module.parents for name in named_by(one, origins, module.library)]
        if any(joins_names(node, origins, module.library) for node in module.parents):
            names += named_in_parts(module.parents, module.library)
        for name in names:
            yield from _loaded(name, module.options.target_version)


def _from_stars(module: Module) -> Iterator[tuple[str, str]]:
    """Yield the names that star imports bring, each with its full name."""
    for node in module.parents:
        match node:
            case ast.ImportFrom(module=str(owner), level=0, names=[ast.alias(name="*")]):
                yield from ((name, f"{owner}.{name}") for name in module.library.star_names(owner))


def _where_called(binding: Binding, conditions: Conditions) -> Iterator[Binding]:
    """Yield an import in a function as if it stood where the file calls that."""
    module = conditions.module
    calls: list[Use] = []
    if binding.scope:
        calls = where_called(binding, module.tree, conditions, despite_stars=True)
        is_run = blocking_condition(chain_of(binding), conditions) is None
        if not calls and is_run and is_of_first_call(binding, conditions):
            calls = plain_calls(binding, module.tree, conditions)
    others = (*_own_calls(binding.scope, module), *handed_on(binding.scope, module))
    for node in (*(one.node for one in calls), *others):
        yield replace(
            binding, node=node, parents=tuple(parents_of(node, module.parents)), alias=None
        )


def _own_calls(method: ast.AST | None, module: Module) -> Iterator[ast.AST]:
    """Yield where methods of the same class, or of one below, call one: ``self.load()``.

    Where it is a property, where they read it.
    """
    own = module.parents.get(method) if method else None
    if not isinstance(method, FUNCTIONS) or not isinstance(own, ast.ClassDef):
        return
    is_property = [last_name(one) for one in method.decorator_list] in OF_PROPERTIES
    for node in module.loads.get(method.name, ()):
        parent, *outer = parents_of(node, module.parents)
        is_in_class = any(is_class_or_below(one, own) for one in outer)
        if not is_in_class or not (is_property or getattr(parent, "func", None) is node):
            continue
        match node:
            case (
                ast.Attribute(value=ast.Name(id="self" | "cls"))
                | ast.Attribute(value=ast.Call(func=ast.Name(id="super")))
            ):
                yield node
            case ast.Attribute(value=ast.Name(id=name)) if name == own.name:
                yield node


def _loaded(name: str, version: tuple[int, int]) -> frozenset[str]:
    """Return what the import of a module, or of a member from one, makes usable."""
    return brought_on_all(name, version) | loaded_on_use(f"{name}{READ}", version)


def _brought(binding: Binding, used: AbstractSet[str], version: tuple[int, int]) -> frozenset[str]:
    """Return what an import makes usable in each Python from a version on.

    A lazy one (PEP 810) runs when what it imports is mentioned; until then, nothing else
    can be reached.

    :param used: the full names of everything that the module mentions.
    """
    names = _imported_names(binding)
    is_pending = _is_pending(binding, used)
    bring = with_packages if is_pending else functools.partial(_loaded, version=version)
    return frozenset[str]().union(*map(bring, names))


def _brought_in_part(
    binding: Binding, used: AbstractSet[str], version: tuple[int, int]
) -> Iterator[tuple[str, frozenset[tuple[int, int]]]]:
    """Yield what an import makes usable in some Pythons alone, with these."""
    for name in () if _is_pending(binding, used) else _imported_names(binding):
        yield from brought_on_some(name, version).items()


def _imported_names(binding: Binding) -> tuple[str, ...]:
    """Return the module that a statement imports, and the member."""
    module, name = binding.statement.module, binding.statement.name
    return (module,) if name is None else (module, f"{module}.{name}")


def _is_pending(binding: Binding, used: AbstractSet[str]) -> bool:
    return is_lazy_import(binding.node) and _imported_names(binding)[-1] not in used


def is_store(node: ast.AST) -> bool:
    """Say whether a name or an attribute is given a value."""
    return isinstance(getattr(node, "ctx", None), ast.Store)
