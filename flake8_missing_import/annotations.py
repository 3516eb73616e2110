"""Which annotations are evaluated, and which strings are annotations?"""

from __future__ import annotations

import ast
import builtins
import itertools
import re
from collections.abc import Container, Iterator, Sequence

from flake8_missing_import.assignments import value_given_by
from flake8_missing_import.imports import module_of
from flake8_missing_import.model import Use
from flake8_missing_import.module import NOT_PARSED, Module, parents_of, parsed
from flake8_missing_import.scopes import (
    DEFINITIONS,
    FUNCTIONS,
    Definition,
    annotations_of,
    chain_of,
    definition_around,
    is_annotation,
)
from flake8_missing_import.spelling import dotted_name, last_name, root, without_call, word

# The values and bounds in these are evaluated only on demand (PEP 695).
_LAZY = tuple(
    getattr(ast, name)
    for name in ("TypeAlias", "TypeVar", "TypeVarTuple", "ParamSpec")
    if hasattr(ast, name)
)

READ_BY_DATACLASS = frozenset({"ClassVar", "InitVar", "KW_ONLY"})
"""What a dataclass looks for in its annotations (dataclasses' documentation)."""

_WORDS = re.compile(r"\w\s+\w")
_TYPING = frozenset({"typing", "typing_extensions"})
_DISPATCHERS = frozenset({"singledispatch", "singledispatchmethod"})


def is_evaluated(use: Use, module: Module) -> bool:
    """Say whether a use is evaluated when its statement runs.

    These are never evaluated: quoted annotations, annotations of a function's variables
    (language reference, "Annotated assignment statements"), all annotations below
    ``from __future__ import annotations`` (PEP 563) or with a Python that evaluates
    them on demand, and the values of ``type`` statements and bounds (PEP 695). But
    functools.singledispatch evaluates the annotations of what it registers, and a
    dataclass looks up what ``ClassVar`` is.
    """
    if _is_read_at_once(use, module):
        return True
    if use.is_quoted:
        return False
    chain = chain_of(use)
    for depth, (child, parent) in enumerate(itertools.pairwise(chain)):
        if isinstance(parent, _LAZY):
            return False
        if isinstance(parent, ast.AnnAssign) and child is parent.annotation:
            around = definition_around(chain[depth + 2 :])
            if module.has_lazy_annotations or isinstance(around, FUNCTIONS):
                return False
        elif module.has_lazy_annotations and is_annotation(child, parent):
            return False
    return True


def _is_read_at_once(use: Use, module: Module) -> bool:
    """Say whether something evaluates an annotation as soon as its statement has run."""
    chain = chain_of(use)
    for depth, (child, parent) in enumerate(itertools.pairwise(chain)):
        if isinstance(parent, FUNCTIONS) and not isinstance(child, ast.stmt):
            return is_annotation(child, parent) and (
                any(_is_registration(one, module) for one in parent.decorator_list)
                or _is_registered(parent, use.name, module)
            )
        if isinstance(parent, ast.AnnAssign):
            around = chain[depth + 2 : depth + 3]
            # pyflakes before 4 skips the string that an annotation may be.
            return (
                child not in (parent.target, parent.value)
                and bool(around)
                and _is_dataclass(around[0], module)
                and _is_read_by_dataclass(chain[: depth + 1], module)
            )
        if isinstance(parent, ast.stmt):
            return False
    return False


def _is_registration(node: ast.AST, module: Module) -> bool:
    """Say whether a node is the ``register`` of a function that dispatches by type."""
    if not (isinstance(node, ast.Attribute) and node.attr == "register"):
        return False
    function = dotted_name(node.value).rpartition(".")[2]
    return any(_dispatches(binder, module) for binder in module.binders.get(function, ()))


def _dispatches(binder: ast.AST, module: Module) -> bool:
    """Say whether what gives a name its value makes it a function that dispatches by type."""
    value = value_given_by(binder, module.parents)
    calls = [value] if isinstance(value, ast.Call) else []
    return any(
        _is_one_of(_DISPATCHERS, one, module)
        for one in (*getattr(binder, "decorator_list", ()), *calls)
    )


def _is_registered(function: Definition, used: str, module: Module) -> bool:
    """Say whether a call below a function registers it, and nothing binds the used name between.

    ``show.register(_)`` takes the class from the annotation of ``_``.
    """
    if "singledispatch" not in module.source:
        return False
    calls = [
        node
        for node in module.loads.get("register", ())
        if node.lineno > function.lineno and _is_only_argument(function.name, module.parents[node])
    ]
    first = min(calls, key=lambda node: node.lineno, default=None)
    if first is None or not _is_registration(first, module):
        return False
    between = range(function.lineno + 1, first.lineno)
    return not any(
        getattr(one, "lineno", 0) in between
        for name in (function.name, used)
        for one in module.binders.get(name, ())
    )


def _is_only_argument(name: str, node: ast.AST) -> bool:
    match node:
        case ast.Call(args=[ast.Name(id=given)], keywords=[]):
            return given == name
        case _:
            return False


def _is_dataclass(node: ast.AST, module: Module) -> bool:
    return isinstance(node, ast.ClassDef) and any(
        _is_one_of({"dataclass"}, decorator, module) for decorator in node.decorator_list
    )


def _is_one_of(names: Container[str], node: ast.AST, module: Module) -> bool:
    """Say whether an expression, or what it calls, has one of some names where it comes from."""
    function = without_call(node)
    return last_name(function) in names or any(
        name == word(function) and last_name(value) in names for name, value in module.given_values
    )


def _is_read_by_dataclass(chain: Sequence[ast.AST], module: Module) -> bool:
    """Say whether a use is the outermost name of an annotation, and one that dataclasses know."""
    if not _is_one_of(READ_BY_DATACLASS, chain[0], module):
        return False
    # ClassVar[int] is looked at, list[ClassVar] is not.
    below = itertools.pairwise(chain)
    return all(
        isinstance(parent, ast.Constant | ast.Expr)
        or (isinstance(parent, ast.Subscript) and child is parent.value)
        for child, parent in below
    )


def is_no_annotation(use: Use, module: Module) -> bool:
    """Say whether a quoted use is in a string that type checkers do not read as a type.

    In a subscript, strings are types only if the generic is one of typing, the library or the
    builtins: ``Float[Array, "time"]`` and ``Mapped["Collection"]`` may mean anything. So may the
    arguments of calls other than typing's, as in ``Option(str, "date")``, what is in displays
    (``("date", "option", "d")``), and all annotations below ``@no_type_check``, or of a function
    that describes its parameters in prose.
    """
    if not use.is_quoted:
        return False
    around = _around_string(use, module)
    if _is_in_text(around, module) or not module.functions_in_prose.isdisjoint(around):
        return True
    # What a call gets is no argument of the subscript that the call is in.
    inside = list(itertools.takewhile(lambda node: not isinstance(node, ast.Call), around))
    return any(
        isinstance(node, DEFINITIONS)
        and any(last_name(without_call(one)) == "no_type_check" for one in node.decorator_list)
        for node in around
    ) or any(
        isinstance(subscript, ast.Subscript)
        and child is subscript.slice
        and _is_text_in(subscript, element, module)
        for element, child, subscript in zip([None, *inside], inside, inside[1:], strict=False)
    )


def _is_in_text(around: Sequence[ast.AST], module: Module) -> bool:
    """Say whether a string is an argument of a call other than typing's, or in a display."""
    has_subscript = False
    for node in around:
        if isinstance(node, ast.Call):
            return not _is_of_typing(node.func, module)
        if isinstance(node, ast.Subscript):
            if _is_of_typing(node.value, module):
                return False
            has_subscript = True
    displays = ast.Dict if has_subscript else (ast.Dict, ast.List, ast.Set, ast.Tuple)
    return any(isinstance(node, displays) for node in around)


def functions_in_prose(module: Module) -> Iterator[ast.AST]:
    """Yield the functions of a module with an annotation that is a text, but no expression.

    What the others of such a function say in quotes is said to readers too: plac has them as help.
    """
    for function in filter(lambda one: isinstance(one, FUNCTIONS), module.parents):
        for annotation in annotations_of(function):
            match annotation:
                case ast.Constant(value=str(text)) if not _is_type(text):
                    yield function
                    break


def _is_type(text: str) -> bool:
    """Say whether a text may be a type, as one with a slip in it still may.

    Several words are none: ``"count of items"``, and ``"time in seconds"``, which is an expression.
    """
    if not _WORDS.search(text):
        return True
    try:
        statements = parsed(f"({text}\n)").body
    except NOT_PARSED:
        return False
    no_types = ast.Compare | ast.UnaryOp
    return not any(isinstance(getattr(one, "value", None), no_types) for one in statements)


def _is_of_typing(node: ast.expr, module: Module) -> bool:
    first = root(node)
    found = list(imported_from(first.id, module)) if isinstance(first, ast.Name) else []
    return bool(found) and _TYPING.issuperset(found)


def _is_text_in(subscript: ast.Subscript, element: ast.AST | None, module: Module) -> bool:
    """Say whether a string in a subscript is text: all in Literal, what follows in Annotated.

    pyflakes overlooks the two under other names.

    :param element: the part of the tuple in the brackets that the string is in.
    """
    base = subscript.value
    names = _imported_names(getattr(base, "id", ""), module)
    arguments = getattr(subscript.slice, "elts", [])
    return (
        not _is_generic(base, module)
        or "Literal" in names
        or ("Annotated" in names and element in arguments[1:])
    )


def _around_string(use: Use, module: Module) -> Sequence[ast.AST]:
    """Return the string that a use is in, and the nodes around it, innermost first."""
    for depth, node in enumerate(use.parents):
        if isinstance(node, ast.Constant):
            return use.parents[depth:]
    # pyflakes before 4 skips the string itself, but keeps its position.
    string = module.strings.get((use.line, use.column))
    return [string, *parents_of(string, module.parents)] if string else []


def _is_generic(base: ast.expr, module: Module) -> bool:
    """Say whether a subscript's base is a known generic, so that its arguments are types."""
    first = root(base)
    if not isinstance(first, ast.Name):
        return False
    library = module.library
    modules = list(imported_from(first.id, module))
    if not modules:
        known = hasattr(builtins, first.id) or library.is_listed("typing", first.id)
        return known or library.has_module(first.id)
    return all(
        library.has_module(origin) or origin in {"typing_extensions", "_typeshed"}
        for origin in modules
    )


def _imported_names(name: str, module: Module) -> set[str]:
    """Return the names of what is imported under another name."""
    return {
        one.name
        for one in module.binders.get(name, ())
        if isinstance(one, ast.alias)
        and one.asname
        and isinstance(module.parents[one], ast.ImportFrom)
    }


def imported_from(name: str, module: Module) -> Iterator[str]:
    """Yield the module of each import that binds a name, and ``""`` for a class of the file.

    The dots of a relative import come first: no module of a library has them.
    """
    for one in module.binders.get(name, ()):
        if isinstance(one, ast.alias):
            statement = module.parents[one]
            yield module_of(statement) if isinstance(statement, ast.ImportFrom) else one.name
        elif isinstance(one, ast.ClassDef):
            yield ""
