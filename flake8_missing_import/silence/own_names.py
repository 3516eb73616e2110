"""Which names does a module get without a statement that binds them?

It writes them to its own namespace or to the builtins, something else writes them
there, what runs a notebook gives them, or they are its submodules, if it is a package.
What runs at import time above the code that does so has not got them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace

from flake8_missing_import.assignments import is_none
from flake8_missing_import.conditions import Conditions
from flake8_missing_import.model import Missing, Place, Use
from flake8_missing_import.module import NOT_PARSED, Module, parents_of, parsed
from flake8_missing_import.scopes import enclosing_scopes, is_deferred
from flake8_missing_import.silence.namespaces import (
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
from flake8_missing_import.silence.notebooks import (
    has_commented_magic,
    is_magic,
    names_of_marimo,
    names_of_runtime,
)
from flake8_missing_import.silence.own_submodules import own_submodules
from flake8_missing_import.silence.written_names import (
    UnknownNamesError,
    imports_gettext,
    installed_builtins,
    members_made_global,
    names_of_class,
    names_of_key,
    only_reads,
    patched_name,
    text_of,
)
from flake8_missing_import.spelling import dotted_name, last_name, root, word

_HINTS = (
    "globals", "vars(", "locals(", "f_locals", "modules", "__main__", "__module__", "__name__",
    "builtin", "exec", "getmodule", "global_enum", "marimo", "gettext", "magic", "ipython",
)  # fmt: skip
"""One of these is in the text of every module that does such a thing."""

_EXECUTING = frozenset({"exec", "exec_", "runctx"})
"""Functions that execute code, and take what it sees and what it binds (builtins, six, profile)."""
_GLOBAL = re.compile(r"\bglobal\b")
_BUILTINS = frozenset({"__builtin__", "builtins", ".builtins"})
"""What needs an import to be the builtins."""


class _HandedOutError(UnknownNamesError):
    """Other code may give it names."""


class _AtAnyTimeError(UnknownNamesError):
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
    if has_commented_magic(module):
        return OwnNames(frozenset(), 0)
    names = set(names_of_runtime(module)).union(own_submodules(module.tree, module.filename))
    every_from = []
    if any(hint in module.source for hint in _HINTS):
        notebooks = frozenset(names_of_marimo(module))
        has_gettext = "gettext" in module.source and any(map(imports_gettext, module.parents))
        for node in module.parents:
            if not isinstance(node, (ast.expr, ast.ClassDef)):
                continue
            try:
                names.update(_written(node, conditions.namespaces, notebooks, has_gettext))
            except _AtAnyTimeError:
                every_from.append(0)
            except UnknownNamesError:
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
    yield from members_made_global(node, namespaces)
    if namespaces.hands_exec_on(node):
        raise UnknownNamesError
    if isinstance(node, ast.Call):
        _refuse_notebooks(node, notebooks, namespaces)
        if namespaces.is_exec(node):
            yield from _executed_by(node, namespaces)
        yield from patched_name(node)
        if has_gettext and last_name(node.func) == "install":
            yield from installed_builtins(node)


def _written_to(node: ast.expr, namespaces: Namespaces) -> Iterator[str]:
    """Yield the names that an expression is given, if it is what has names."""
    role = namespaces.role(node)
    if role not in (*OBJECTS, *DICTIONARIES):
        return
    parents = tuple(namespaces.parents(node))
    is_target = isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)
    if (
        any(map(_is_getattr_of_module, parents, parents[1:]))
        or (is_target and not isinstance(parents[0], ast.AugAssign))
        or _stands_in(parents, namespaces)
    ):
        return
    try:
        if _is_value_of_dictionary(node, parents):
            raise _HandedOutError
        if role in OBJECTS:
            yield from _written_to_module(node, parents, namespaces)
        if role in DICTIONARIES:
            yield from _written_to_dictionary(node, parents, namespaces)
    except UnknownNamesError as error:
        if role in (Role.MODULE, Role.NAMES):
            raise
        # What the others are handed to hardly writes to them, or they are hardly this module's.
        is_hardly = role in (Role.OTHER, Role.OTHER_NAMES) or (
            isinstance(error, _HandedOutError) and not _gets_builtins(node, parents, namespaces)
        )
        if not is_hardly:
            raise _AtAnyTimeError from error


def _gets_builtins(node: ast.expr, parents: tuple[ast.AST, ...], namespaces: Namespaces) -> bool:
    """Say whether the builtins themselves are an argument of a call.

    An attribute of their name may be anything if no import gives what it is one of.

    :param parents: the nodes around them.
    """
    match parents:
        case (ast.Call(func=function), *_) | (ast.keyword(), ast.Call(func=function), *_) if not (
            _is_value_of_dictionary(node, parents) or only_reads(function, namespaces.module)
        ):
            is_known = namespaces.role(node) in (Role.BUILTINS, Role.NAMES_OF_BUILTINS)
            parts = (one for one in ast.walk(node) if isinstance(one, ast.expr))
            first = (root(one) for one in parts if word(one) in _BUILTINS)
            return is_known and all(_is_imported(one, namespaces.module) for one in first)
        case _:
            return False


def _is_imported(node: ast.expr, module: Module) -> bool:
    binders = module.binders.get(word(node), ())
    return bool(binders) and all(isinstance(one, ast.alias) for one in binders)


def _is_getattr_of_module(node: ast.AST, parent: ast.AST) -> bool:
    """Say whether a node is what others' ``module.name`` calls (PEP 562), but its own names do not.

    What it writes to the namespace is for the next such access.
    """
    return (
        isinstance(node, ast.FunctionDef)
        and node.name == "__getattr__"
        and isinstance(parent, ast.Module)
    )


def _stands_in(parents: Sequence[ast.AST], namespaces: Namespaces) -> bool:
    """Say whether something is handed to what takes the module's place towards other modules.

    Its own code keeps its names: ``sys.modules[__name__] = Wrapper(sys.modules[__name__])``.
    """
    return any(
        isinstance(one, ast.Assign)
        and any(
            isinstance(target, ast.Subscript) and namespaces.role(target) is Role.MODULE
            for target in one.targets
        )
        for one in parents
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


def _written_to_dictionary(
    node: ast.expr, parents: tuple[ast.AST, ...], namespaces: Namespaces
) -> Iterator[str]:
    """Yield the names that a use of a namespace writes; raise if they are not known.

    :param parents: the nodes around it.
    """
    match parents:
        case (ast.Subscript(slice=key, ctx=ast.Store() | ast.Del() as use), *_):
            # What nothing has given cannot be deleted.
            with suppress(UnknownNamesError) if isinstance(use, ast.Del) else nullcontext():
                yield from names_of_key(key, namespaces)
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
        case (ast.Attribute(attr=method), *_) if method in READING_METHODS:
            return
        case (ast.Attribute(attr=method), ast.Call() as call, *_) if call.func is parents[0]:
            yield from _written_by_method(method, call, namespaces)
        case (ast.Call() as call, *_) | (ast.keyword(), ast.Call() as call, *_):
            yield from _written_by_call(node, call, namespaces)
        case _:
            raise _HandedOutError


def _written_by_call(node: ast.expr, call: ast.Call, namespaces: Namespaces) -> Iterator[str]:
    """Yield the names that a function writes to a namespace that it gets; raise if unknown."""
    name = last_name(call.func)
    is_builtin = isinstance(call.func, ast.Name)
    match call.args:
        case [_, names, own, *_] if names is node and name in _EXECUTING and not is_none(own):
            return  # the next argument gets them
        case [code, *_] if is_builtin and name == "exec":
            yield from _executed(code, namespaces.module)
            return
        case [own, *given] if own is node and _is_of_dict(call.func):
            if name not in READING_METHODS:
                method = ast.Call(call.func, given, call.keywords)
                yield from _written_by_method(name, method, namespaces)
            return
    is_reading = is_builtin and name in READING_CALLS
    if not (is_reading or name in READING_FUNCTIONS or name.startswith(ASSERTION)):
        raise _HandedOutError


def _is_of_dict(function: ast.expr) -> bool:
    """Say whether a function is a method of the class: ``dict.update(globals(), …)``."""
    match function:
        case ast.Attribute(value=ast.Name(id="dict")):
            return True
        case _:
            return False


def _is_followed(variable: ast.expr, namespaces: Namespaces) -> bool:
    """Say whether what the uses of a variable write to a namespace is seen where they are."""
    return (
        isinstance(variable, ast.Name)
        and namespaces.role(variable) in DICTIONARIES
        and not isinstance(namespaces.scope(variable), ast.ClassDef)
    )


def _written_by_method(method: str, call: ast.Call, namespaces: Namespaces) -> Iterator[str]:
    if method in {"setdefault", "__setitem__"} and call.args:
        yield from names_of_key(call.args[0], namespaces)
        return
    if method != "update":
        raise UnknownNamesError
    yield from _given_keys(call, namespaces)


def _given_keys(call: ast.Call, namespaces: Namespaces) -> Iterator[str]:
    """Yield the keys that ``update``, or ``dict``, gets; raise if they are not known."""
    for keyword in call.keywords:
        if keyword.arg is None:
            raise UnknownNamesError
        yield keyword.arg
    for argument in call.args:
        match argument:
            case ast.Dict(keys=keys):
                yield from (text_of(one, namespaces.module) for one in keys)
            case ast.Call(func=ast.Name(id="dict")):
                yield from _given_keys(argument, namespaces)
            case ast.Attribute(attr="__members__", value=made):
                yield from names_of_class(made, namespaces)
            case _:
                raise UnknownNamesError


def _written_to_module(
    node: ast.expr, parents: tuple[ast.AST, ...], namespaces: Namespaces
) -> Iterator[str]:
    """Yield the names that a use of a module writes; raise if they are not known."""
    match parents:
        case (ast.Attribute(attr=name, ctx=ast.Store()), *_):
            yield name
        case (ast.Subscript(slice=key, ctx=ast.Store()), *_):
            yield from names_of_key(key, namespaces)  # __builtins__ may be a dictionary
        case (ast.Attribute(attr="__setattr__"), ast.Call(args=[key, *_]), *_):
            yield from names_of_key(key, namespaces)
        case (ast.Call(func=function, args=[of, key, *_]), *_) if (
            of is node and namespaces.role(function) is Role.SETTER
        ):
            yield from names_of_key(key, namespaces)
        case (ast.Call(func=function), *_) | (ast.keyword(), ast.Call(func=function), *_):
            name = last_name(function)
            if name not in READING_CALLS | READING_OF_MODULES and not name.startswith(ASSERTION):
                raise _HandedOutError
        case (ast.Return() | ast.Lambda() | ast.Tuple() | ast.List(), *_):
            raise _HandedOutError


def _refuse_notebooks(call: ast.Call, notebooks: frozenset[str], namespaces: Namespaces) -> None:
    """Raise for calls that only notebooks have."""
    if is_magic(call, is_at_top=lambda: namespaces.scope(call) is None) or (
        notebooks and dotted_name(call.func) in notebooks
    ):
        raise _AtAnyTimeError


def _executed_by(call: ast.Call, namespaces: Namespaces) -> Iterator[str]:
    """Yield the names that executed code gives the module; in functions only what is global."""
    code = call.args[0]
    if last_name(call.func) == "execfile":
        raise UnknownNamesError
    if namespaces.scope(call) is None:
        yield from _executed(code, namespaces.module)
    elif any(
        isinstance(one, ast.Constant) and _GLOBAL.search(str(one.value)) for one in ast.walk(code)
    ):
        raise UnknownNamesError


def _executed(code: ast.expr, module: Module) -> Iterator[str]:
    """Yield the names that code binds which the module executes; raise if they are not known."""
    try:
        executed = replace(module, source=(text := text_of(code, module)), tree=parsed(text))
    except NOT_PARSED:
        return  # it is Python 2's
    own = own_names(Conditions(executed))
    imported = {one.name for one in executed.parents if isinstance(one, ast.alias)}
    if own.every_from is not None or "*" in imported:
        raise UnknownNamesError
    yield from own.names
    yield from executed.binders
