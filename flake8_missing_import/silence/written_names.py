"""Which names do keys, enums and calls stand for that write to a namespace?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress

from flake8_missing_import.module import Module
from flake8_missing_import.scopes import DEFINITIONS, Definition
from flake8_missing_import.silence.namespaces import Namespaces, Role
from flake8_missing_import.spelling import last_name, word

_GLOBAL_ENUM = "global_enum"
"""What writes the members of an enum to the names of its module (enum's documentation)."""
_INSTALLED = frozenset({"gettext", "lgettext", "lngettext", "ngettext", "npgettext", "pgettext"})
"""What gettext's ``install`` adds to the builtins when it is asked to (gettext's documentation)."""

_PATCHING = frozenset({"patch", "setattr"})
"""Functions that set what a path names: mock's, and pytest's of ``monkeypatch``."""

_WRITING = frozenset({"__setattr__", "__setitem__", "exec", "setattr", "setdefault", "update"})
"""Functions and methods that give something new to what they get or belong to."""
_LITERALS = (ast.Constant, ast.Dict, ast.List, ast.Set, ast.Tuple)
_READING = frozenset({"copy", "get", "index", "items", "keys", "values"})
"""Methods that change nothing."""
_ASKING = frozenset(
    {"dir", "getattr", "hasattr", "id", "isinstance", "len", "repr", "type", "vars"}
)
"""Builtins that find out what something is."""


class UnknownNamesError(Exception):
    """There is no telling which names a module gets."""


def members_made_global(node: ast.AST, namespaces: Namespaces) -> Iterator[str]:
    """Yield the members of enums that are made global, as the library does with its constants."""
    match node:
        case ast.ClassDef(decorator_list=decorators) if _GLOBAL_ENUM in map(last_name, decorators):
            yield from names_of_class(node, namespaces)
        case ast.Call(func=function, args=[made, *_]) if last_name(function) == _GLOBAL_ENUM:
            yield from names_of_class(made, namespaces)
        case ast.Call(func=ast.Attribute(attr="_convert_"), args=arguments, keywords=keywords):
            values = (*arguments, *(keyword.value for keyword in keywords))
            if Role.NAME_OF_MODULE in map(namespaces.role, values):
                # It makes members of constants, which its filter chooses.
                yield from filter(str.isupper, namespaces.module.loads)


def names_of_class(made: ast.AST, namespaces: Namespaces) -> Iterator[str]:
    """Yield the names that the body of a class, or of one of that name, binds; raise if unknown."""
    given = [made, *namespaces.module.binders.get(word(made), ())]
    definition = next((one for one in given if isinstance(one, ast.ClassDef)), None)
    if definition is None or definition.lineno in namespaces.writing_classes:
        raise UnknownNamesError
    for name, binders in namespaces.module.binders.items():
        if any(namespaces.scope(one) is definition for one in binders):
            yield name


def only_reads(function: ast.expr, module: Module) -> bool:
    """Say whether a function of the module's own plainly writes to nothing that it gets."""
    definitions = (one for one in module.parents if isinstance(one, DEFINITIONS))
    own = [one for one in definitions if one.name == last_name(function)]
    return bool(own) and not any(map(_may_write, own))


def _may_write(definition: Definition) -> bool:
    """Say whether a definition writes to attributes or items, or hands on what it gets."""
    given = {node.arg for node in ast.walk(definition) if isinstance(node, ast.arg)}
    for node in ast.walk(definition):
        match node:
            case (
                ast.Attribute(ctx=ast.Store() | ast.Del())
                | ast.Subscript(ctx=ast.Store() | ast.Del())
            ):
                return True
            case ast.Call(func=function, args=arguments, keywords=keywords):
                values = (*arguments, *(keyword.value for keyword in keywords))
                is_given = any(getattr(value, "id", "") in given for value in values)
                if last_name(function) in _WRITING or (
                    is_given and getattr(function, "id", "") not in _ASKING
                ):
                    return True
    return False


def patched_name(call: ast.Call) -> Iterator[str]:
    """Yield the name that a call names with its module, if that is the builtins or the code's own.

    For example ``patch("builtins.time", …)`` or ``patch(f"{__name__}.time", …)``.
    """
    match call.args:
        case [ast.Constant(value=str(path)), *_]:
            module, _, name = path.partition(".")
            if module in ("builtins", "__builtin__"):
                yield name
        case [
            ast.JoinedStr(
                values=[
                    ast.FormattedValue(value=ast.Name(id="__name__")),
                    ast.Constant(value=str(path)),
                ]
            )
            | ast.BinOp(
                left=ast.Name(id="__name__"), op=ast.Add(), right=ast.Constant(value=str(path))
            ),
            *_,
        ] if last_name(call.func) in _PATCHING:
            yield path.removeprefix(".")


def imports_gettext(node: ast.AST) -> bool:
    """Say whether a node imports gettext, or something of it."""
    if isinstance(node, ast.ImportFrom):
        return node.module == "gettext"
    return isinstance(node, ast.Import) and any(alias.name == "gettext" for alias in node.names)


def installed_builtins(call: ast.Call) -> Iterator[str]:
    """Yield the builtins that gettext's ``install`` makes, the function or the method."""
    yield "_"
    named = [keyword.value for keyword in call.keywords if keyword.arg in {"names", None}]
    for names in (*call.args[-1:], *named):
        match names:
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                yield from map(constant, elements)
            case ast.Constant():
                pass  # the domain or its folder
            case _:
                yield from _INSTALLED


def names_of_key(key: ast.expr, namespaces: Namespaces) -> Iterator[str]:
    """Yield what a key can be: itself, or the texts over which a loop goes that gives it.

    Of texts that are put together, those of the names in the module that begin as they do.
    """
    name, module = word(key), namespaces.module
    for loop in namespaces.parents(key):
        if isinstance(loop, ast.For) and name and word(_first(loop.target)) == name:
            targets = set(ast.walk(loop.target))
            given = (one for one in module.binders[name] if one not in targets)
            if any(loop in namespaces.parents(one) for one in given):
                raise UnknownNamesError
            yield from _texts(loop.iter, module, in_pairs=loop.target is not _first(loop.target))
            return
    if beginning := _beginning(key):
        yield from (one for one in module.loads if one.startswith(beginning))
        return
    yield constant(key)


def _first(target: ast.expr) -> ast.expr:
    """Return the first of the two targets of a loop, or the only one."""
    return target.elts[0] if isinstance(target, ast.Tuple) and len(target.elts) == 2 else target


def _beginning(key: ast.expr) -> str:
    """Return how a text begins that is put together from others, as far as that is written."""
    match key:
        case (
            ast.JoinedStr(values=[ast.Constant(value=str(text)), *_])
            | ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Add())
        ):
            return text
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod()):
            return text.partition("%")[0]
        case _:
            return ""


def _texts(node: ast.expr, module: Module, *, in_pairs: bool = False) -> frozenset[str]:
    """Return the texts in a literal or in a name for one, or what an intersection has at most.

    :param in_pairs: they are the first parts of pairs.
    """
    match _literal_of(node, module):
        case ast.Tuple(elts=[_, *_] as elements) | ast.List(elts=[_, *_] as elements):
            return frozenset(constant(_first(one) if in_pairs else one) for one in elements)
        case ast.Set(elts=elements) if not in_pairs:
            return frozenset(map(constant, elements))
        case ast.Dict(keys=keys) if not in_pairs:
            return frozenset(map(constant, keys))
        case ast.Call(func=ast.Attribute(value=owner, attr="items" | "keys" as method), args=[]):
            if in_pairs == (method == "items"):
                return _texts(owner, module)
        case ast.BinOp(left=left, op=ast.BitAnd(), right=right):
            for side in (left, right):
                with suppress(UnknownNamesError):
                    return _texts(side, module, in_pairs=in_pairs)
    raise UnknownNamesError


def text_of(node: ast.expr | None, module: Module) -> str:
    """Return the text that a literal is, or that a name stands for; raise if it is none."""
    return constant(node and _literal_of(node, module))


def _literal_of(node: ast.expr, module: Module) -> ast.expr:
    """Return the literal that a name stands for, if that is all that it is given and nothing else.

    Other expressions stand for themselves.
    """
    if not isinstance(node, ast.Name):
        return node
    uses = (module.parents[one] for one in module.loads[node.id])
    match [module.parents[one] for one in module.binders.get(node.id, [])]:
        case [ast.Assign(targets=[_], value=value)] if not any(map(_may_change, uses)):
            return value if isinstance(value, _LITERALS) else node
        case _:
            return node


def _may_change(use: ast.AST) -> bool:
    """Say whether an attribute or an item of something may be a way to change it."""
    return (isinstance(use, ast.Attribute) and use.attr not in _READING) or (
        isinstance(use, ast.Subscript) and not isinstance(use.ctx, ast.Load)
    )


def constant(node: ast.expr | None) -> str:
    """Return the text that a literal is; raise if it is something else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise UnknownNamesError
