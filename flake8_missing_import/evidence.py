"""What the uses of a name say about the thing that is meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_missing_import.can_be import can_be
from flake8_missing_import.model import Surroundings, Use
from flake8_missing_import.stdlib import (
    StandardLibrary,
    candidate_names,
    everyday_words,
    module_to_import,
)
from flake8_missing_import.stdlib.definitions import (
    Definition,
    definition,
    is_defined,
)
from flake8_missing_import.stdlib.versions import ever_had

BUILTIN_GENERICS = frozenset({"Dict", "FrozenSet", "List", "Set", "Tuple", "Type"})
"""Names that typing alone has, of a style that newer code has left."""
MODERN_HOMES = frozenset({"collections", "collections.abc", "contextlib", "re"})
"""Their names replace typing's of the same name (typing's documentation, "Deprecated aliases")."""

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_FUNCTIONS = frozenset({"async", "function"})


def is_evident(
    name: str, uses: Sequence[Use], surroundings: Surroundings, library: StandardLibrary
) -> bool:
    """Say whether the uses of a name are evidence for an import.

    A module needs an attribute that it has. Everyday words, common
    variables and customary aliases must have no other use: that would be a variable.
    """
    candidates = candidate_names()
    if name in candidates.telling:
        return True
    plain = name.removeprefix("_")
    originals = candidates.aliases.get(name, ())
    everyday = everyday_words(surroundings.modules)
    words = candidates.members | candidates.variables | everyday
    is_word = name in words or plain in words or not all(map(library.has_module, originals))
    if any(is_attribute_of_module(use, library) for use in uses):
        return True
    if all(use.is_quoted and not use.attributes for use in uses) and name.islower():
        return False  # in quotes a small everyday word is text
    modules = [*filter(library.has_module, originals), plain]
    fitting = [
        any(library.has_name(module, (*use.attributes, "")[0]) for module in modules)
        or (is_word and (not is_bare(use) or plain[:1].isupper()))
        for use in uses
    ]
    if name.startswith("_"):
        # With an underscore in front it is hardly a variable of the module's functions.
        return any(fitting)
    return all(fitting)


def contradicts_module(use: Use, library: StandardLibrary, *, module: str = "") -> bool:
    """Say whether a use cannot be one of a module; without another it has the use's name."""
    if use.attributes:
        attribute = use.attributes[0]
        # Private names differ between versions and platforms and are not all known.
        # Where the name is hardly ever a variable an unknown one is a typo: os.enviorn.
        return not (
            attribute.startswith("_")
            or _has_or_had(module or use.name, attribute, library)
            or (not module and use.name in candidate_names().modules)
        )
    parent = use.parents[0]
    # A module cannot be called, subscripted, added, iterated over, awaited, …
    return (
        use.in_annotation
        or (isinstance(parent, ast.Call) and parent.func is use.node)
        or (isinstance(parent, ast.Subscript) and parent.value is use.node)
        or (isinstance(parent, ast.For | ast.comprehension) and parent.iter is use.node)
        or (isinstance(parent, _DEFINITIONS) and use.node in parent.decorator_list)
        or isinstance(
            parent,
            ast.BinOp
            | ast.UnaryOp
            | ast.AugAssign
            | ast.Await
            | ast.Starred
            | ast.Slice
            | ast.FormattedValue
            | ast.ClassDef
            | ast.withitem
            | ast.Raise
            | ast.ExceptHandler,
        )
    )


def is_module_itself(module: str, filename: str) -> bool:
    """Say whether a file is where a module of this name would be."""
    path = filename.replace("\\", "/").removesuffix("i").removesuffix(".py")
    path = path.removesuffix("/__init__")
    return f"/{path}".endswith("/" + module.replace(".", "/"))


def may_be_public_module(
    name: str, uses: Sequence[Use], surroundings: Surroundings, library: StandardLibrary
) -> bool:
    """Say whether a private name may stand for the public module of that name.

    Code is more likely to hide a module like this (``import warnings as _warnings``) than
    to import the private one, unless it is part of the library itself: a file in that
    package, or one that imports other private modules.
    """
    module = name.removeprefix("_")
    if module == name or not library.has_module(module):
        return False
    if all(map(is_bare, uses)) and not library.homes(module):
        return False
    return not (
        f"/{module}/" in f"/{surroundings.filename}".replace("\\", "/")
        or any(imported.startswith("_") for imported in surroundings.modules - {"__future__"})
        or any(contradicts_module(use, library, module=module) for use in uses)
    )


def fits_module(module: str, uses: Sequence[Use], library: StandardLibrary) -> bool:
    """Say whether uses of whatever name read attributes of a module and do nothing else."""
    return (
        library.has_module(module)
        and any(use.attributes and library.has_name(module, use.attributes[0]) for use in uses)
        and not any(contradicts_module(use, library, module=module) for use in uses)
    )


def is_attribute_of_module(use: Use, library: StandardLibrary) -> bool:
    """Say whether a use reads something that the module of that name has."""
    return bool(use.attributes) and _has_or_had(use.name, use.attributes[0], library)


def _has_or_had(module: str, attribute: str, library: StandardLibrary) -> bool:
    """Say whether a module has an attribute, or has one in another Python."""
    return library.has_name(module, attribute) or ever_had(module, attribute)


def fits_member(
    use: Use, module: str, member: Definition, library: StandardLibrary, *, name: str = ""
) -> bool:
    """Say whether a use may be one of a member, as far as that is known.

    :param name: the member's name, where the use has another one.
    """
    name = name or use.name
    if not can_be(f"{module}.{name}", use):
        return False
    if is_submodule(module, name, library):
        return not contradicts_module(use, library, module=f"{module}.{name}")
    parent = use.parents[0]
    if isinstance(parent, ast.Call) and parent.func is use.node and not use.attributes:
        return not _is_misused_namesake(use, module, member, library.homes(name))
    return True


def is_submodule(package: str, name: str, library: StandardLibrary) -> bool:
    """Say whether a package's attribute of a name is a module."""
    return library.has_module(f"{package}.{name}") and not is_defined(package, name)


def is_bare(use: Use) -> bool:
    """Say whether a use only loads the name, as any variable is loaded."""
    parent = use.parents[0]
    return not (
        use.attributes
        or use.in_annotation
        or (isinstance(parent, ast.Call) and parent.func is use.node)
        or (isinstance(parent, ast.Subscript) and parent.value is use.node)
        or isinstance(parent, ast.Raise | ast.ExceptHandler | ast.ClassDef)
        or (isinstance(parent, _DEFINITIONS) and use.node in parent.decorator_list)
    )


def is_awaited(use: Use) -> bool:
    """Say whether the result of a call is awaited, or entered by ``async with``."""
    call, *around = use.parents
    return (
        isinstance(call, ast.Call)
        and call.func is use.node
        and isinstance(around[0], ast.Await | ast.AsyncWith | ast.withitem)
        and (not isinstance(around[0], ast.withitem) or isinstance(around[1], ast.AsyncWith))
    )


def _is_misused_namesake(use: Use, module: str, member: Definition, homes: Sequence[str]) -> bool:
    """Say whether a call is of the wrong one of two members, of asyncio and of another module.

    ``threading.Lock()`` cannot be entered by ``async with``, ``asyncio.Lock()`` not by ``with``.
    ``asyncio.run()`` returns nothing to await: it runs what it is given to the end.
    ``asyncio.sleep()`` does nothing until something takes what it returns.
    """
    awaited = is_awaited(use)
    is_misused = (
        (isinstance(use.parents[1], ast.Await) and member.kind == "function")
        or (isinstance(use.parents[1], ast.Expr) and member.kind == "async")
        or (awaited != is_of_asyncio(module) and (awaited or _is_entered(use)))
    )
    return is_misused and len({is_of_asyncio(home) for home in homes}) > 1


def _is_entered(use: Use) -> bool:
    """Say whether the result of a call is entered by a plain ``with``."""
    return isinstance(use.parents[1], ast.withitem) and isinstance(use.parents[2], ast.With)


def is_of_asyncio(module: str) -> bool:
    """Say whether a module is asyncio or a part of it."""
    return f"{module}.".startswith("asyncio.")


def is_called_without_arguments(use: Use) -> bool:
    """Say whether a use is a call such as ``time()``."""
    call = use.parents[0]
    return isinstance(call, ast.Call) and call.func is use.node and not (call.args or call.keywords)


def is_outdated_in_typing(name: str, library: StandardLibrary) -> bool:
    """Say whether typing has a name that newer code takes from elsewhere."""
    return library.is_listed("typing", name) and (
        name in BUILTIN_GENERICS or not MODERN_HOMES.isdisjoint(library.homes(name))
    )


def is_modern_home(module: str, name: str, library: StandardLibrary) -> bool:
    """Say whether newer code takes from a module what typing has by that name as well."""
    return (
        module in MODERN_HOMES
        and is_outdated_in_typing(name, library)
        and definition(module, name) == definition("typing", name)
    )


def needed_modules(
    module: str, uses: Sequence[Use], library: StandardLibrary
) -> Iterator[tuple[str, tuple[Use, ...]]]:
    """Yield what has to be imported for uses of a module, each with those that it serves.

    More than one comes from a package whose submodules have to be imported by
    themselves: ``xml.dom.minidom`` and ``xml.etree.ElementTree``.
    """
    needed = {use: module_to_import(module, use.attributes, library) for use in uses}
    # import a.b binds a too, which is enough for a use of a alone.
    modules = set(needed.values())
    longest = {one for one in modules if not any(other.startswith(f"{one}.") for other in modules)}
    for one in sorted(longest):
        yield one, tuple(use for use in uses if f"{one}.".startswith(f"{needed[use]}."))
