"""Which of a file's own classes have a method, and which uses of their names run it?

Only plain classes are known: of one base, builtin, a named tuple or plain itself, and perhaps a
dataclass.
"""

from __future__ import annotations

import ast
import builtins
import itertools
from collections.abc import Iterator, Sequence

from flake8_missing_import.module import Module, last_line, parents_of
from flake8_missing_import.running.at_once import callable_name, is_called
from flake8_missing_import.scopes import FUNCTIONS, definition_around
from flake8_missing_import.spelling import last_name, word

_GENERATED = frozenset(
    {"__eq__", "__ge__", "__gt__", "__hash__", "__init__", "__le__", "__lt__", "__repr__"}
)
"""What a dataclass may generate (library reference, "dataclasses")."""
_MOST_BASES = 50
"""Above how many classes, each the base of the next, nothing is known."""


def is_plain(own: ast.ClassDef, module: Module, method: str = "") -> bool:
    """Say whether a call of a class makes an instance of it, and runs nothing but its methods.

    :param method: the one in question: if that is ``__new__``, whatever it makes.
    """
    lineage = list(itertools.islice(_lineage(own, module), _MOST_BASES + 1))
    return len(lineage) <= _MOST_BASES and all(
        _is_plain(one, module) and (method == "__new__" or not _binders(one, "__new__", module))
        for one in lineage
    )


def _lineage(own: ast.ClassDef, module: Module) -> Iterator[ast.ClassDef]:
    """Yield a class, its only base, the only base of that, as long as they are the file's own."""
    above: ast.ClassDef | None = own
    while above:
        yield above
        above = _base(above, module)


def _is_plain(own: ast.ClassDef, module: Module) -> bool:
    return not (
        own.keywords
        or not all(_is_dataclass(one) for one in own.decorator_list)
        or len(own.bases) > 1
        or not all(_is_plain_base(one, own, module) for one in own.bases)
    )


def _is_plain_base(base: ast.expr, below: ast.ClassDef, module: Module) -> bool:
    if not isinstance(base, ast.Name):
        return False
    is_builtin = base.id not in module.binders and hasattr(builtins, base.id)
    is_tuple = callable_name(base, module) == "typing.NamedTuple"
    return is_builtin or is_tuple or _base(below, module) is not None


def _base(below: ast.ClassDef, module: Module) -> ast.ClassDef | None:
    """Return the file's own class that is the only base of another."""
    match [module.binders.get(word(one), ()) for one in below.bases]:
        case [[ast.ClassDef(lineno=line) as own]] if line < below.lineno:
            return own
        case _:
            return None


def has_once(own: ast.ClassDef, method: str, module: Module) -> bool:
    """Say whether a class gives a name one value, which nobody replaces."""
    return len(_binders(own, method, module)) == 1 and f".{method}" not in module.binders


def heirs(own: ast.ClassDef, method: str, module: Module) -> Iterator[ast.ClassDef]:
    """Yield a class, and the plain ones below it that have a method of it, with no other between.

    ``__post_init__`` is that of a dataclass, and what that generates takes the place of others.
    """
    if method != "__post_init__" or _has_generated(own, module):
        yield own
    for below in _subclasses(own, module):
        is_generated = method in _GENERATED and below.decorator_list
        if not (is_generated or _binders(below, method, module)):
            yield from heirs(below, method, module)


def calls_of_super(own: ast.ClassDef, method: str, module: Module) -> Iterator[tuple[ast.AST, ...]]:
    """Yield ``super`` where classes below one call its method, with the nodes around it."""
    for below in _subclasses(own, module):
        for node in ast.walk(below):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr=name, value=ast.Call(func=ast.Name(id="super") as used))
                ) if name == method:
                    around = tuple(parents_of(used, module.parents))
                    if next(one for one in around if isinstance(one, ast.ClassDef)) is below:
                        yield (used, *around)


def calls_of_self(own: ast.ClassDef, method: str, module: Module) -> Iterator[tuple[ast.AST, ...]]:
    """Yield the instance where other methods of a class use one, with the nodes around it.

    If no class has another method of that name.
    """
    if len(module.binders.get(method, ())) != 1:
        return
    for used in module.loads.get(method, ()):
        around = tuple(parents_of(used, module.parents))
        caller = next((one for one in around if isinstance(one, FUNCTIONS)), None)
        match used, caller:
            case (
                ast.Attribute(value=ast.Name(id=name) as instance),
                ast.FunctionDef(args=ast.arguments(args=[first, *_]))
                | ast.AsyncFunctionDef(args=ast.arguments(args=[first, *_])),
            ) if name == first.arg and caller and module.parents[caller] is own:
                decorators = map(last_name, caller.decorator_list)
                if caller.name != method and "staticmethod" not in decorators:
                    yield (instance, used, *around)


def instances(own: ast.ClassDef, module: Module) -> Iterator[ast.Name]:
    """Yield the variables that are given an instance of a class, and nothing else."""
    for name in module.loads.get(own.name, ()):
        match list(itertools.islice(parents_of(name, module.parents), 2)):
            case [
                ast.Call(func=called),
                ast.Assign(targets=[ast.Name(id=variable) as held]),
            ] if called is name and module.binders[variable] == [held]:
                yield held


def held_as(name: str, module: Module) -> Iterator[ast.Name]:
    """Yield the variables that are given a function by its name, and nothing else."""
    for given in module.loads.get(name, ()):
        match module.parents[given]:
            case ast.Assign(targets=[ast.Name(id=variable) as held], value=value):
                if value is given and module.binders[variable] == [held]:
                    yield held


def is_in_a_method(called: ast.AST, around: Sequence[ast.AST]) -> bool:
    """Say whether a class is mentioned in a method of its own, when it is there."""
    return isinstance(called, ast.ClassDef) and any(
        isinstance(one, FUNCTIONS) for one in around[: around.index(called)]
    )


def is_run_by(method: str, name: ast.Name, around: Sequence[ast.AST], module: Module) -> bool:
    """Say whether Python runs a method of a class where the name of the class stands.

    :param around: the nodes around the name, innermost first.
    """
    match method, around:
        case (("__init__" | "__new__"), [ast.keyword(arg="metaclass"), *_]):
            return True
        case (("__init__" | "__new__" | "__post_init__"), _):
            is_raised = isinstance(around[0], ast.Raise) and around[0].exc is name
            return is_raised or is_called(name, around, module)
        case "__call__", [ast.Call(func=called) as call, *outer] if called is name:
            return is_called(call, outer, module)
        case "__enter__", [ast.Call(func=called), ast.withitem(), ast.With(), *_]:
            return called is name
        case "__init_subclass__", [ast.ClassDef(bases=[first, *_]), *_]:
            return first is name
        case "__class_getitem__", [ast.Subscript(value=owner), *_]:
            return owner is name
        case "__set_name__", [ast.Call(func=called), ast.Assign(), ast.ClassDef(), *_]:
            return called is name
        case _:
            return False


def _subclasses(own: ast.ClassDef, module: Module) -> Iterator[ast.ClassDef]:
    for name in module.loads.get(own.name, ()):
        below = module.parents[name]
        if (
            isinstance(below, ast.ClassDef)
            and name in below.bases
            and _base(below, module) is own
            and module.binders[below.name] == [below]
            and is_plain(below, module)
        ):
            yield below


def _has_generated(own: ast.ClassDef, module: Module) -> bool:
    """Say whether instances of a class are made by the ``__init__`` of a dataclass."""
    for one in _lineage(own, module):
        if _binders(one, "__init__", module):
            return False
        if one.decorator_list:
            return True
    return False


def _is_dataclass(decorator: ast.expr) -> bool:
    match decorator:
        case ast.Call(func=function, keywords=keywords):
            return _is_dataclass(function) and all(one.arg != "init" for one in keywords)
        case _:
            return word(decorator) in {"dataclass", ".dataclass"}


def _binders(own: ast.ClassDef, name: str, module: Module) -> list[ast.AST]:
    """Return what gives a name a value in the body of a class."""
    lines = range(own.lineno, last_line(own) + 1)
    inside = [one for one in module.binders.get(name, ()) if getattr(one, "lineno", 0) in lines]
    return [one for one in inside if definition_around(parents_of(one, module.parents)) is own]
