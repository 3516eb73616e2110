"""Which methods does Python call for what is done with an instance, and for what a class says?

Only what surely calls them: an operation whose other operand may come first is none.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Sequence

from flake8_missing_import import data_model
from flake8_missing_import.data_model import Methods
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.running.at_once import callable_name, is_called
from flake8_missing_import.running.own_classes import is_plain
from flake8_missing_import.running.reached import reached_statements
from flake8_missing_import.scopes import FUNCTIONS, has_yield, parameters
from flake8_missing_import.spelling import last_name, root, without_call, word

OF_CLASSES = (["classmethod"], ["staticmethod"])
"""The decorators of methods that are called without an instance."""
OF_PROPERTIES = (["cached_property"], ["property"])
"""The decorators of methods that reading an attribute calls."""
_TRANSPARENT = frozenset(
    {"functools.cache", "functools.lru_cache", "functools.wraps", "typing.final"}
)
"""The decorators of functions whose code runs in a call nevertheless, at least in the first."""
_OLD_CONVERSION = re.compile(r"%([rs])\Z")
"""The only conversion of a text, at its end (library reference, "printf-style …")."""
_NEW_CONVERSION = re.compile(r"[^{}]*\{(?:0|\w*)(?:!([rsa]))?(:[^{}]*)?\}[^{}]*")
_OF_BUILTINS = (ast.Constant, ast.Dict, ast.JoinedStr, ast.List, ast.Set, ast.Tuple)
"""What is of no class below that of the operand before it, which would be asked first then."""
_ENUMS = frozenset({"Enum", "Flag", "IntEnum", "IntFlag", "StrEnum"})


def decorators_of(function: ast.AST, module: Module) -> list[str]:
    """Return the names of the decorators that decide what a call of a function runs."""
    decorators: list[ast.expr] = getattr(function, "decorator_list", [])
    return [
        last_name(one)
        for one in decorators
        if callable_name(without_call(one), module) not in _TRANSPARENT
        and not _passes_on(one, module)
    ]


def _passes_on(decorator: ast.expr, module: Module) -> bool:
    """Say whether a decorator of the file's own gives a function that surely calls the other."""
    match module.binders.get(word(decorator), ()):
        case [
            ast.FunctionDef(
                args=ast.arguments(args=[ast.arg(arg=given)]),
                body=[*_, ast.Return(value=ast.Name(id=returned))],
                decorator_list=[],
            ) as own
        ]:
            return any(
                isinstance(one, ast.FunctionDef)
                and one.name == returned
                and not has_yield(one)
                and _surely_calls(given, one)
                for one in own.body
            )
        case _:
            return False


def _surely_calls(name: str, function: ast.FunctionDef) -> bool:
    """Say whether a statement of a function, none inside another, does nothing but call a name.

    That is one of the function around it.
    """
    if name in {one.arg for one in parameters(function.args)} | {
        one.id
        for one in ast.walk(function)
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
    }:
        return False
    reached = set(reached_statements(function.body))
    for one in function.body:
        match one:
            case (
                ast.Assign(value=ast.Call(func=ast.Name(id=called)))
                | ast.Expr(value=ast.Call(func=ast.Name(id=called)))
                | ast.Return(value=ast.Call(func=ast.Name(id=called)))
            ) if called == name and one in reached:
                return True
    return False


def is_implied(
    function: ast.FunctionDef | ast.AsyncFunctionDef,
    instance: ast.AST,
    around: Sequence[ast.AST],
    module: Module,
) -> bool:
    """Say whether Python calls a method of an instance where that stands.

    :param around: the nodes around the instance, innermost first.
    """
    if function.name == "__call__":
        return isinstance(around[0], ast.Call) and is_called(instance, around, module)
    for methods in _looked_up(instance, around, module):
        if function.name in methods:
            before = methods[: methods.index(function.name)]
            return not before or _has_none(function, before, module)
    return False


def _has_none(function: ast.AST, methods: Methods, module: Module) -> bool:
    """Say whether the class of a method surely has none of some others."""
    owner = module.parents[function]
    is_alone = isinstance(owner, ast.ClassDef) and not owner.bases
    return is_alone and not any(one in module.binders for one in methods)


def _looked_up(instance: ast.AST, around: Sequence[ast.AST], module: Module) -> Iterator[Methods]:
    """Yield the methods that Python looks for where an instance stands."""
    match around:
        case [ast.Call() as call, *_]:
            yield _by_call(instance, call, module)
        case [ast.withitem(context_expr=entered), ast.With() as block, *_] if entered is instance:
            yield ("__enter__",)
            if not _imports(block):  # its body runs before what leaves it
                yield ("__exit__",)
        case [ast.List() | ast.Tuple() as items, ast.Call(args=[only], keywords=[]) as call, *_]:
            if only is items and _are_alike(items.elts):
                yield data_model.ORDERING.get(callable_name(call.func, module), ())
        case [ast.Subscript(value=owner, ctx=use), parent, *_] if owner is instance:
            is_read_first = isinstance(parent, ast.AugAssign) and parent.target is around[0]
            yield data_model.ON_SUBSCRIPTS[ast.Load if is_read_first else type(use)]
        case [ast.Attribute(attr=name, ctx=use), *_]:
            is_own = name[0] == "_" or name in module.binders or f".{name}" in module.binders
            if not (is_own and isinstance(use, ast.Load)):
                yield data_model.ON_ATTRIBUTES[type(use)]
        case [parent, *_]:
            yield from _by_statement(instance, around)
            yield from _by_operator(instance, parent)
            yield from _by_display(instance, parent)


def _by_statement(instance: ast.AST, around: Sequence[ast.AST]) -> Iterator[Methods]:
    """Yield what statements, and comprehensions that run at once, look for."""
    match around:
        case (
            [ast.For(iter=used) | ast.Starred(value=used), *_]
            | [ast.comprehension(iter=used), ast.DictComp() | ast.ListComp() | ast.SetComp(), *_]
            | [ast.Assign(targets=[ast.List() | ast.Tuple(), *_], value=used), *_]
        ) if used is instance:
            yield ("__iter__",)
        case [
            ast.Assert(test=test) | ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test),
            *_,
        ] if test is instance:
            yield data_model.TRUTH


def is_read(name: str, around: Sequence[ast.AST]) -> bool:
    """Say whether an attribute is read of the instance that some nodes are around."""
    match around:
        case [ast.Attribute(attr=attribute, ctx=ast.Load()), *_]:
            return attribute == name
        case _:
            return False


def _by_call(instance: ast.AST, call: ast.Call, module: Module) -> Methods:
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=str(text)), attr="format"),
            args=[only],
            keywords=[],
        ) if only is instance:
            conversion = _NEW_CONVERSION.fullmatch(text)
            methods = data_model.CONVERSIONS[conversion[1] or ""] if conversion else ()
            # Only a class that formats itself takes more than a conversion.
            return methods[:1] if conversion and conversion[2] and not conversion[1] else methods
    if call.args[:1] != [instance]:
        return ()
    name = callable_name(call.func, module)
    if name in data_model.CONSUMERS:
        return ("__iter__",)
    is_alone = len(call.args) == 1 and not call.keywords
    return data_model.BUILTINS.get(name, ()) if is_alone or name in data_model.OF_MANY else ()


def _by_operator(instance: ast.AST, operation: ast.AST) -> Iterator[Methods]:
    """Yield the methods that an operation surely looks for on one of its operands.

    What the other one is leaves it to the instance.
    """
    match operation:
        case ast.UnaryOp(op=operator):
            yield data_model.UNARY[type(operator)]
        case ast.BoolOp(values=[first, *_]) if first is instance:
            yield data_model.TRUTH
        case ast.BinOp(left=left, op=operator, right=right):
            is_left = left is instance
            name = data_model.OPERATIONS[type(operator)]
            if is_left and (isinstance(right, _OF_BUILTINS) or _are_alike([left, right])):
                yield (f"__{name}__",)
            elif not is_left and _is_number(left):
                yield (f"__r{name}__",)
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[container]):
            yield data_model.ITEMS if container is instance else ()
        case ast.Compare(left=left, ops=[operator], comparators=[other]) if left is instance:
            if isinstance(other, ast.Constant) or _are_alike([left, other]):
                yield data_model.COMPARISONS.get(type(operator), ())


def _by_display(instance: ast.AST, display: ast.AST) -> Iterator[Methods]:
    """Yield the methods that a set, a dictionary or a text looks for on what it is made of."""
    match display:
        case ast.Set():
            yield ("__hash__",)
        case ast.Dict(keys=keys) if instance in keys:
            yield ("__hash__",)
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod()):
            if text.count("%") == 1 and (conversion := _OLD_CONVERSION.search(text)):
                yield data_model.CONVERSIONS[conversion[1]]
        case ast.FormattedValue(conversion=conversion, format_spec=specification):
            letter = chr(conversion) if conversion >= 0 else ""
            methods = data_model.CONVERSIONS[letter]
            yield methods[:1] if specification and not letter else methods


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def _are_alike(nodes: Sequence[ast.expr]) -> bool:
    """Say whether several nodes all make instances of the same class."""
    names = {
        node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        for node in nodes
    }
    return len(nodes) > 1 and len(names) == 1 and "" not in names


def _imports(block: ast.AST) -> bool:
    return any(isinstance(one, ast.Import | ast.ImportFrom) for one in ast.walk(block))


def calls_by_classes(function: ast.AST, module: Module) -> Iterator[tuple[ast.AST, ...]]:
    """Yield the names with which classes call a function, with the nodes around them.

    That of a dataclass where an instance gets a field from it (``default_factory=now``), and the
    base of an enumeration, whose members are made by its methods.
    """
    yield from _calls_by_fields(function, module)
    owner = module.parents[function]
    match owner, function:
        case ast.ClassDef(bases=[base]), ast.FunctionDef(name=name, decorator_list=[]):
            first = root(base)
            if isinstance(first, ast.Name) and _makes_members(owner, name):
                yield (first, *parents_of(first, module.parents))


def _calls_by_fields(function: ast.AST, module: Module) -> Iterator[tuple[ast.AST, ...]]:
    given: Sequence[ast.AST] = [function] if isinstance(function, ast.Lambda) else ()
    if isinstance(function, FUNCTIONS) and module.binders.get(function.name) == [function]:
        given = module.loads.get(function.name, ())
    for one in given:
        match list(itertools.islice(parents_of(one, module.parents), 4)):
            case [
                ast.keyword(arg="default_factory"),
                ast.Call(),
                ast.AnnAssign(target=ast.Name(id=field)),
                ast.ClassDef(name=name, decorator_list=[_, *_]) as owner,
            ] if is_plain(owner, module) and module.binders.get(name) == [owner]:
                for used in module.loads.get(name, ()):
                    around = tuple(parents_of(used, module.parents))
                    match around:
                        case [ast.Call(func=called, args=[], keywords=others), *_]:
                            if called is used and {field, None}.isdisjoint(x.arg for x in others):
                                yield (used, *around)


def _makes_members(owner: ast.ClassDef, method: str) -> bool:
    """Say whether an enumeration calls a method for its members when it is made."""
    values = [
        one.value
        for one in owner.body
        if isinstance(one, ast.Assign)
        and isinstance(one.targets[0], ast.Name)
        and not one.targets[0].id.startswith("_")
    ]
    if last_name(owner.bases[0]) not in _ENUMS or owner.decorator_list:
        return False
    if method == "_generate_next_value_":
        return any(last_name(without_call(one)) == "auto" for one in values)
    is_plain_value = (ast.Constant, ast.Tuple, ast.BinOp, ast.UnaryOp)
    return method in {"__init__", "__new__"} and any(isinstance(v, is_plain_value) for v in values)
