"""Which names does a module get without a statement that binds them?

It writes them to its own namespace or to the builtins, something else writes them
there, what runs a notebook gives them, or they are its submodules, if it is a package.
What runs at import time above the code that does so has not got them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from flake8_missing_import.conditions import Conditions
from flake8_missing_import.model import Missing, Place, Use
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.namespaces import (
    ASSERTION,
    DICTIONARIES,
    OBJECTS,
    READING_CALLS,
    READING_FUNCTIONS,
    READING_METHODS,
    READING_OF_MODULES,
    Namespaces,
    Role,
)
from flake8_missing_import.notebooks import (
    has_commented_magic,
    is_magic,
    names_of_marimo,
    names_of_runtime,
)
from flake8_missing_import.own_package import own_submodules
from flake8_missing_import.scopes import enclosing_scopes, is_deferred
from flake8_missing_import.spelling import last_name, word

_HINTS = (
    "globals", "vars(", "locals(", "f_locals", "modules", "__main__", "__module__", "__name__",
    "builtin", "exec(", "execfile(", "global_enum", "marimo", "gettext", "magic",
)  # fmt: skip
"""One of these is in the text of every module that does such a thing."""

_GLOBAL_ENUM = "global_enum"
"""What writes the members of an enum to the names of its module (enum's documentation)."""
_INSTALLED = frozenset({"gettext", "lgettext", "lngettext", "ngettext", "npgettext", "pgettext"})
"""What gettext's ``install`` adds to the builtins when it is asked to (gettext's documentation)."""


class _UnknownNamesError(Exception):
    """There is no telling which names a module gets."""


class _HandedOutError(_UnknownNamesError):
    """Other code may give it names."""


class _AtAnyTimeError(_UnknownNamesError):
    """It may have them from the beginning."""


@dataclass(frozen=True)
class OwnNames:
    """The names that a module has though no statement binds them."""

    names: frozenset[str]
    every_from: int | None
    """The line from which on it may have every name, if there is one."""

    def without(self, name: str, missing: Missing) -> Missing | None:
        """Return what a name lacks where it is none of these, None if it lacks nothing there."""
        if name in self.names:
            return None
        if self.every_from is None:
            return missing
        places = tuple(one for one in missing.places if self._runs_above(one, self.every_from))
        return replace(missing, places=places) if places else None

    @staticmethod
    def _runs_above(place: Place, line: int) -> bool:
        """Say whether a use surely runs at import time, above a line."""
        return (
            isinstance(place, Use)
            and place.line < line
            and not place.in_annotation
            and not is_deferred(enclosing_scopes(place.node, place.parents))
        )


def own_names(conditions: Conditions) -> OwnNames:
    """Return the names that a module has though no statement binds them.

    A notebook's cells get theirs from elsewhere.
    """
    module = conditions.module
    if has_commented_magic(module.source):
        return OwnNames(frozenset(), 0)
    names = set(names_of_runtime(module)).union(own_submodules(module.tree, module.filename))
    every_from = []
    if any(hint in module.source for hint in _HINTS):
        notebooks = frozenset(names_of_marimo(module))
        has_gettext = "gettext" in module.source and any(map(_imports_gettext, module.parents))
        for node in module.parents:
            try:
                names.update(_written(node, conditions.namespaces, notebooks, has_gettext))
            except _AtAnyTimeError:
                every_from.append(0)
            except _UnknownNamesError:
                every_from.append(_line_of_statement(node, module))
    return OwnNames(frozenset(names), min(every_from, default=None))


def _line_of_statement(node: ast.AST, module: Module) -> int:
    """Return the line of the statement of the top level that has a node."""
    *_, statement, _ = (node, *parents_of(node, module.parents))
    assert isinstance(statement, ast.stmt)
    return statement.lineno


def _written(
    node: ast.AST, namespaces: Namespaces, notebooks: frozenset[str], has_gettext: bool
) -> Iterator[str]:
    """Yield the names that code writes to the namespace of its module or of the builtins."""
    if isinstance(node, ast.expr):
        yield from _written_to(node, namespaces)
    yield from _members(node, namespaces)
    if isinstance(node, ast.Call):
        _refuse_notebooks(node, notebooks, namespaces)
        if namespaces.is_exec(node) and namespaces.scope(node) is None:
            yield from _executed(node.args[0], namespaces.module)
        yield from _patched(node)
        if has_gettext and last_name(node.func) == "install":
            yield from _installed(node)


def _written_to(node: ast.expr, namespaces: Namespaces) -> Iterator[str]:
    """Yield the names that an expression is given, if it is what has names."""
    role = namespaces.role(node)
    if role not in (*OBJECTS, *DICTIONARIES):
        return
    parents = tuple(namespaces.parents(node))
    is_target = isinstance(getattr(node, "ctx", None), ast.Store)
    if any(map(_is_getattr_of_module, parents, parents[1:])) or (
        is_target and not isinstance(parents[0], ast.AugAssign)
    ):
        return
    try:
        if _is_value_of_dictionary(node, parents):
            raise _HandedOutError
        if role in OBJECTS:
            yield from _written_to_module(node, parents, namespaces)
        if role in DICTIONARIES:
            yield from _written_to_dictionary(parents, namespaces)
    except _UnknownNamesError as error:
        if role in (Role.MODULE, Role.NAMES):
            raise
        # What the others are handed to hardly writes to them, or they are hardly this module's.
        is_hardly = isinstance(error, _HandedOutError) or role in (Role.OTHER, Role.OTHER_NAMES)
        if not is_hardly:
            raise _AtAnyTimeError from error


def _imports_gettext(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "gettext"
    return isinstance(node, ast.Import) and any(alias.name == "gettext" for alias in node.names)


def _installed(call: ast.Call) -> Iterator[str]:
    """Yield the builtins that gettext's ``install`` makes, the function or the method."""
    yield "_"
    named = [keyword.value for keyword in call.keywords if keyword.arg in {"names", None}]
    for names in (*call.args[-1:], *named):
        match names:
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                yield from map(_constant, elements)
            case ast.Constant():
                pass  # the domain or its folder
            case _:
                yield from _INSTALLED


def _members(node: ast.AST, namespaces: Namespaces) -> Iterator[str]:
    """Yield the members of enums that are made global, as the library does with its constants."""
    match node:
        case ast.ClassDef(decorator_list=decorators) if _GLOBAL_ENUM in map(last_name, decorators):
            yield from _names_of_class(node, namespaces)
        case ast.Call(func=function, args=[made, *_]) if last_name(function) == _GLOBAL_ENUM:
            given = namespaces.module.binders.get(word(made), ())
            definition = next((one for one in given if isinstance(one, ast.ClassDef)), None)
            yield from _names_of_class(definition, namespaces)
        case ast.Call(func=ast.Attribute(attr="_convert_"), args=arguments, keywords=keywords):
            values = (*arguments, *(keyword.value for keyword in keywords))
            if Role.NAME_OF_MODULE in map(namespaces.role, values):
                # It makes members of constants, which its filter chooses.
                yield from filter(str.isupper, namespaces.module.loads)


def _names_of_class(definition: ast.ClassDef | None, namespaces: Namespaces) -> Iterator[str]:
    """Yield the names that a class body binds; raise if they are not known."""
    if definition is None or definition.lineno in namespaces.writing_classes:
        raise _UnknownNamesError
    for name, binders in namespaces.module.binders.items():
        if any(namespaces.scope(one) is definition for one in binders):
            yield name


def _patched(call: ast.Call) -> Iterator[str]:
    """Yield the builtin that a call names with its module: ``patch("builtins.time", …)``."""
    match call.args:
        case [ast.Constant(value=str(path)), *_]:
            module, _, name = path.partition(".")
            if module in ("builtins", "__builtin__"):
                yield name


def _is_getattr_of_module(node: ast.AST, parent: ast.AST) -> bool:
    """Say whether a node is what others' ``module.name`` calls (PEP 562), but its own names do not.

    What it writes to the namespace is for the next such access.
    """
    return (
        isinstance(node, ast.FunctionDef)
        and node.name == "__getattr__"
        and isinstance(parent, ast.Module)
    )


def _is_value_of_dictionary(node: ast.expr, parents: tuple[ast.AST, ...]) -> bool:
    """Say whether an expression is a value in a dictionary, which others may get.

    :param parents: the nodes around it.
    """
    match parents:
        case (ast.Dict(keys=keys, values=values), *_):
            return any(value is node and key for key, value in zip(keys, values, strict=True))
        case (ast.keyword(arg=str()), ast.Call(func=ast.Name(id="dict")), *_):
            return True
        case _:
            return False


def _written_to_dictionary(parents: tuple[ast.AST, ...], namespaces: Namespaces) -> Iterator[str]:
    """Yield the names that a use of a namespace writes; raise if they are not known.

    :param parents: the nodes around it.
    """
    match parents:
        case (ast.Subscript(slice=key, ctx=ast.Store() | ast.Del()), *_):
            yield from _names_of(key, namespaces)
        case (ast.Subscript() | ast.Compare() | ast.For() | ast.comprehension() | ast.Expr(), *_):
            return
        case (
            ast.Assign(targets=[variable]) | ast.AnnAssign(target=variable),
            *_,
        ) if _is_followed(variable, namespaces):
            return
        case (ast.keyword(arg=None) | ast.Dict() | ast.FormattedValue() | ast.Starred(), *_):
            return  # a copy
        case (ast.BinOp(op=ast.Mod() | ast.BitOr()), *_):
            return
        case (ast.Attribute(attr=method), ast.Call() as call, *_) if call.func is parents[0]:
            yield from _written_by_method(method, call, namespaces)
        case (ast.Call(func=ast.Name(id="exec"), args=[code, *_]), *_):
            yield from _executed(code, namespaces.module)
        case (ast.Call(func=function), *_) | (ast.keyword(), ast.Call(func=function), *_):
            is_builtin = isinstance(function, ast.Name) and function.id in READING_CALLS
            name = last_name(function)
            if not (is_builtin or name in READING_FUNCTIONS or name.startswith(ASSERTION)):
                raise _HandedOutError
        case _:
            raise _HandedOutError


def _is_followed(variable: ast.expr, namespaces: Namespaces) -> bool:
    """Say whether what the uses of a variable write to a namespace is seen where they are."""
    return (
        isinstance(variable, ast.Name)
        and namespaces.role(variable) in DICTIONARIES
        and not isinstance(namespaces.scope(variable), ast.ClassDef)
    )


def _written_by_method(method: str, call: ast.Call, namespaces: Namespaces) -> Iterator[str]:
    if method in READING_METHODS:
        return
    if method in {"setdefault", "__setitem__"} and call.args:
        yield from _names_of(call.args[0], namespaces)
        return
    if method != "update":
        raise _UnknownNamesError
    yield from _given_keys(call)


def _given_keys(call: ast.Call) -> Iterator[str]:
    """Yield the keys that ``update``, or ``dict``, gets; raise if they are not known."""
    for keyword in call.keywords:
        if keyword.arg is None:
            raise _UnknownNamesError
        yield keyword.arg
    for argument in call.args:
        match argument:
            case ast.Dict(keys=keys):
                yield from map(_constant, keys)
            case ast.Call(func=ast.Name(id="dict")):
                yield from _given_keys(argument)
            case _:
                raise _UnknownNamesError


def _written_to_module(
    node: ast.expr, parents: tuple[ast.AST, ...], namespaces: Namespaces
) -> Iterator[str]:
    """Yield the names that a use of a module writes; raise if they are not known."""
    match parents:
        case (ast.Attribute(attr=name, ctx=ast.Store()), *_):
            yield name
        case (ast.Subscript(slice=key, ctx=ast.Store()), *_):
            yield from _names_of(key, namespaces)  # __builtins__ may be a dictionary
        case (ast.Attribute(attr="__setattr__"), ast.Call(args=[key, *_]), *_):
            yield from _names_of(key, namespaces)
        case (ast.Call(func=function, args=[of, key, *_]), *_) if (
            of is node and namespaces.role(function) is Role.SETTER
        ):
            yield from _names_of(key, namespaces)
        case (ast.Call(func=function), *_) | (ast.keyword(), ast.Call(func=function), *_):
            name = last_name(function)
            if name not in READING_CALLS | READING_OF_MODULES and not name.startswith(ASSERTION):
                raise _HandedOutError
        case (ast.Return() | ast.Lambda() | ast.Tuple() | ast.List(), *_):
            raise _HandedOutError


def _names_of(key: ast.expr, namespaces: Namespaces) -> Iterator[str]:
    """Yield what a key can be: itself, or the texts over which a loop goes that gives it."""
    name = word(key)
    for loop in namespaces.parents(key):
        if isinstance(loop, ast.For) and word(loop.target) == name != "":
            given = namespaces.module.binders[name]
            if any(loop in namespaces.parents(one) for one in given if one is not loop.target):
                raise _UnknownNamesError
            yield from _texts(loop.iter, namespaces.module)
            return
    yield _constant(key)


def _texts(node: ast.expr, module: Module) -> frozenset[str]:
    """Return the texts in a literal or in a name for one, or what an intersection has at most."""
    match node:
        case ast.Tuple(elts=[_, *_]) | ast.List(elts=[_, *_]) | ast.Set():
            return frozenset(map(_constant, node.elts))
        case ast.Name(id=name):
            uses = (module.parents[one] for one in module.loads[name])
            match [module.parents[one] for one in module.binders.get(name, [])]:
                case [ast.Assign(targets=[_], value=ast.Tuple() | ast.List() | ast.Set() as value)]:
                    if not any(isinstance(one, ast.Attribute | ast.Subscript) for one in uses):
                        return _texts(value, module)
        case ast.BinOp(left=left, op=ast.BitAnd(), right=right):
            for side in (left, right):
                with suppress(_UnknownNamesError):
                    return _texts(side, module)
    raise _UnknownNamesError


def _constant(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise _UnknownNamesError


def _refuse_notebooks(call: ast.Call, notebooks: frozenset[str], namespaces: Namespaces) -> None:
    """Raise for calls that only notebooks have."""
    if is_magic(call, is_at_top=lambda: namespaces.scope(call) is None) or (
        notebooks and ast.unparse(call.func) in notebooks
    ):
        raise _AtAnyTimeError


def _executed(code: ast.expr, module: Module) -> Iterator[str]:
    """Yield the names that code binds which the module executes; raise if they are not known."""
    try:
        executed = replace(module, source=(text := _constant(code)), tree=ast.parse(text))
    except (SyntaxError, ValueError):
        return  # it is Python 2's
    own = own_names(Conditions(executed))
    imported = {one.name for one in executed.parents if isinstance(one, ast.alias)}
    if own.every_from is not None or "*" in imported:
        raise _UnknownNamesError
    yield from own.names
    yield from executed.binders
