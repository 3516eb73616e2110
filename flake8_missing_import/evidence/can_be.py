"""Can a use of a name refer to what an import would bind? Types alone decide.

``time.foo`` cannot refer to the module, which has no such name; ``List()`` cannot refer to
typing's, which cannot be called. What is not known for certain counts as possible.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from flake8_missing_import.evidence.chains import end_of_chain, subscripted
from flake8_missing_import.evidence.class_tests import (
    can_be_tested_for,
    has_match_args,
    has_members,
    instances_of,
)
from flake8_missing_import.evidence.demands import is_type_of_column
from flake8_missing_import.evidence.operators import (
    is_argument,
    is_compared,
    is_formatted,
    is_operand,
    is_unary_operand,
    takes_spec,
)
from flake8_missing_import.evidence.shapes import (
    ASSERTED_CLASSES,
    arguments_by_item,
    expects,
    is_patch,
)
from flake8_missing_import.model import Use
from flake8_missing_import.spelling import last_name, written
from flake8_missing_import.stdlib.items import items, unpacked
from flake8_missing_import.stdlib.signatures import CallShape, shape_of
from flake8_missing_import.stdlib.types import (
    UNKNOWN,
    Thing,
    ancestors,
    attributes,
    call_all,
    can_be_base,
    is_exception,
    method,
    methods,
    reached,
    takes_keywords,
    things,
)
from flake8_missing_import.stdlib.versions import has_in_some_supported, is_module

Around = Sequence[ast.AST]
"""The nodes around an expression, the innermost first; the last is the module."""
Question = Callable[[Thing, ast.expr, Around], bool]
"""Can a thing be the value of this expression, with these nodes around it?"""

_CLASS = CallShape(positional=1, literals=frozenset({(0, "y")}))
_CONTEXT_MANAGER = "contextlib.AbstractContextManager"
"""The base of those that do nothing before they are entered."""
_FUNCTION = CallShape(positional=1, literals=frozenset({(0, "k")}))
_OF_DATA = ("__iter__", "__lt__")
"""Methods of collections and of numbers."""
_WITH_METHODS = [Thing("instance", f"builtins.{name}") for name in ("str", "list", "dict")]
_METADATA = frozenset({"Annotated", "Literal"})
"""Forms whose arguments are not types."""
_CLASS_TESTS = ASSERTED_CLASSES | {"isinstance", "issubclass"}
_TYPES_OF_TYPES = ("types.", "typing.")
_ANNOTATED = (ast.AnnAssign, ast.AsyncFunctionDef, ast.Constant, ast.FunctionDef, ast.arg)
_TAKING_NONE = frozenset({"assertEqual", "assertIsNone", "print"})
"""What may be given the result of a procedure: tests ask for it, and beginners print it."""
_CHANGING: dict[type[ast.expr_context], str] = {ast.Store: "__setitem__", ast.Del: "__delitem__"}


def can_be(origin: str, use: Use) -> bool:
    """Say whether a use can refer to a module or to a member of one.

    :param origin: its full name, such as ``xml.dom.minidom`` or ``unittest.mock.patch``.
    """
    meant = things(origin)
    if not meant:
        return True  # No table describes it.
    if use.attributes and not isinstance(_context(use.node), ast.Load):
        # What is assigned to need not exist before.
        return len(use.attributes) == 1 or bool(reached(origin, use.attributes[:-1]))
    found = reached(origin, use.attributes)
    if use.attributes and all(thing.kind == "module" for thing in meant):
        # The author means the module; whether its member is used correctly is another question,
        # but for a keyword of another module's: random.choice(a, size=3) is numpy's.
        return any(takes_keywords(thing, _telling_keywords(use)) for thing in found)
    if use.in_annotation and _is_type(use.node, use.parents):
        return any(_can_be_type(thing, use.node, use.parents) for thing in found)
    return _fits(found, use.node, use.parents)


def lacks_arguments(origin: str, use: Use) -> bool:
    """Say whether a use is a call of a module's member with fewer arguments than it needs.

    What is reached through several names tells which module is meant by that alone.
    """
    if len(use.attributes) != 1 or use.call is None:
        return False
    given = shape_of(use.call)
    members = reached(origin, use.attributes)
    return not call_all(members, given) and bool(call_all(members, replace(given, has_star=True)))


def is_old_method(origin: str, use: Use) -> bool:
    """Say whether an attribute is a method of texts, lists or dictionaries today.

    A module that had it as a function once (``string.join``) is not meant by that alone.
    """
    return (
        bool(use.attributes)
        and is_module(origin)
        and not has_in_some_supported(origin, use.attributes[0])
        and any(method(one, use.attributes[0]) for one in _WITH_METHODS)
    )


def _telling_keywords(use: Use) -> frozenset[str]:
    """Return the keywords of a call of a module's member, private ones left out.

    Of what is reached through several names none: that tells which module is meant.
    """
    if len(use.attributes) > 1 or use.call is None:
        return frozenset()
    return frozenset(name for name in shape_of(use.call).keywords if not name.startswith("_"))


def can_be_value(thing: Thing, node: ast.expr, around: Around) -> bool:
    """Say whether a thing can be the value of an expression, with these nodes around it."""
    return _fits([thing], node, around)


def _fits(found: Iterable[Thing], node: ast.expr, around: Around) -> bool:
    """Say whether one of several things can be the value of an expression."""
    given, whole, beyond = end_of_chain(found, node, around)
    question = _QUESTIONS.get(type(beyond[0]))
    return any(question is None or question(one, whole, beyond) for one in given)


def _context(node: ast.expr) -> ast.expr_context:
    return node.ctx if isinstance(node, ast.Attribute | ast.Name) else ast.Load()


def _is_type(node: ast.AST, around: Around) -> bool:
    """Say whether a node in an annotation is a type there, not metadata of one."""
    for parent in around:
        if isinstance(parent, ast.Subscript):
            if parent.value is not node and last_name(parent.value) in _METADATA:
                return False
        elif isinstance(parent, _ANNOTATED):
            return True
        elif not isinstance(parent, ast.BinOp | ast.List | ast.Tuple):
            return False
        node = parent
    return False


def _can_be_type(thing: Thing, node: ast.expr, around: Around) -> bool:
    parent = around[0]
    if thing.kind == "instance" and not thing.name.startswith(_TYPES_OF_TYPES):
        return False
    if isinstance(parent, ast.Subscript) and parent.value is node:
        return bool(subscripted(thing, "__getitem__"))
    if thing.kind == "instance":
        return True
    return thing.kind in {"class", "form", "none", "unknown"} or _looks_like_class(thing)


def _looks_like_class(thing: Thing) -> bool:
    """Say whether a function is named like a class: ``threading.Lock`` is used as a type."""
    return thing.kind == "function" and thing.name.rpartition(".")[2][0].isupper()


def _call(thing: Thing, node: ast.expr, around: Around) -> bool:
    parent = around[0]
    assert isinstance(parent, ast.Call)
    if thing.kind == "none":
        return last_name(parent.func) in _TAKING_NONE
    if expects(parent, node):
        return _handler(thing, node, around)
    if given := arguments_by_item(parent, node):
        return bool(
            call_all([thing], CallShape(given, has_star=isinstance(parent.args[-1], ast.Starred)))
        )
    if thing.kind == "class" and is_type_of_column(node, around):
        return False
    is_second = len(parent.args) > 1 and parent.args[1] is node
    if is_second and last_name(parent.func) in _CLASS_TESTS:
        return can_be_tested_for(thing)
    match parent.args:
        case [first, ast.Constant(value=str(name)), *_] if first is node and is_patch(parent):
            return bool(attributes([thing], name))
    return is_argument(thing, node, parent)


def _subscript(thing: Thing, node: ast.expr, around: Around) -> bool:
    parent = around[0]
    assert isinstance(parent, ast.Subscript)
    if parent.value is not node:
        return True
    # What an item is set to, or what is added to it, is another thing than setting it gives.
    return bool(subscripted(thing, _CHANGING[type(parent.ctx)]))


def _class_definition(thing: Thing, node: ast.expr, around: Around) -> bool:
    parent = around[0]
    assert isinstance(parent, ast.ClassDef)
    if node in parent.bases:
        return can_be_base(thing) and not has_members(thing)
    return node not in parent.decorator_list or _decorates(thing, _CLASS)


def _function_definition(thing: Thing, node: ast.expr, around: Around) -> bool:
    parent = around[0]
    assert isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef)
    return node not in parent.decorator_list or _decorates(thing, _FUNCTION)


def _decorates(thing: Thing, given: CallShape) -> bool:
    """Say whether a thing takes what is defined, and gives neither nothing nor data for it."""
    return any(
        result.kind != "none" and set(methods(result, _OF_DATA)) <= {UNKNOWN}
        for result in call_all([thing], given)
    )


def _raise(thing: Thing, node: ast.expr, around: Around) -> bool:
    parent = around[0]
    assert isinstance(parent, ast.Raise)
    return is_exception(thing) or (parent.cause is node and thing.kind == "none")


def _class_pattern(thing: Thing, node: ast.expr, around: Around) -> bool:
    pattern = around[0]
    assert isinstance(pattern, ast.MatchClass)
    return can_be_tested_for(thing) and any(
        all(attributes([one], name) for name in pattern.kwd_attrs)
        and (not pattern.patterns or has_match_args(one))
        for one in instances_of(thing)
    )


def _handler(thing: Thing, node: ast.expr, around: Around) -> bool:
    is_tuple = thing.kind == "instance" and thing.name == "builtins.tuple"
    return is_tuple or (thing.kind in {"class", "unknown"} and is_exception(thing))


def _tuple(thing: Thing, node: ast.expr, around: Around) -> bool:
    """Ask of a tuple's element what is asked of the tuple, if that is a list of classes."""
    if isinstance(around[1], ast.ExceptHandler | ast.Call):
        question = _QUESTIONS[type(around[1])]
        tuple_node = around[0]
        assert isinstance(tuple_node, ast.Tuple)
        return question(thing, tuple_node, around[1:])
    return not isinstance(around[1], ast.BinOp) or is_formatted(thing, node, around[1])


def _for(thing: Thing, node: ast.expr, around: Around) -> bool:
    parent = around[0]
    assert isinstance(parent, ast.For | ast.AsyncFor | ast.comprehension)
    is_async = isinstance(parent, ast.AsyncFor) or bool(getattr(parent, "is_async", 0))
    if parent.iter is not node:
        return True
    return _is_iterable(thing, is_async=is_async) and any(
        _fills(item, parent.target) for item in items(thing)
    )


def _fills(thing: Thing, target: ast.expr) -> bool:
    """Say whether a target can get a thing: several names get its items."""
    if not isinstance(target, ast.Tuple | ast.List):
        return True
    has_star = any(isinstance(one, ast.Starred) for one in target.elts)
    parts = unpacked(thing, len(target.elts), has_star=has_star)
    return (
        _is_iterable(thing)
        and len(parts) == len(target.elts)
        and all(
            any(_fills(item, one) for item in part)
            for one, part in zip(target.elts, parts, strict=True)
        )
    )


def _is_iterable(thing: Thing, *, is_async: bool = False) -> bool:
    if is_async:
        return bool(method(thing, "__aiter__"))
    return bool(methods(thing, ("__iter__", "__getitem__")))


def _unpacked(thing: Thing, node: ast.expr, around: Around) -> bool:
    return _is_iterable(thing)


def _assigned(thing: Thing, node: ast.expr, around: Around) -> bool:
    parent = around[0]
    assert isinstance(parent, ast.Assign)
    if thing.kind == "form" and isinstance(around[1], ast.ClassDef):
        return False  # a field of traits and its like: x = Any
    if thing.kind == "none" and isinstance(node, ast.Call):
        # Nobody gives up what a procedure has changed: df = shuffle(df)
        given = [written(one) for one in node.args]
        return not any(written(target) in given for target in parent.targets)
    return all(_fills(thing, target) for target in parent.targets)


def _returned(thing: Thing, node: ast.expr, around: Around) -> bool:
    # Some return what a procedure gives, but nobody keeps that first.
    return thing.kind != "none" or isinstance(node, ast.Call)


def _keyword(thing: Thing, node: ast.expr, around: Around) -> bool:
    parent = around[0]
    assert isinstance(parent, ast.keyword)
    if parent.arg is None:
        return bool(method(thing, "keys"))
    return thing.kind != "class" or not is_type_of_column(node, around)


def _awaited(thing: Thing, node: ast.expr, around: Around) -> bool:
    return bool(method(thing, "__await__"))


def _is_stated(thing: Thing, node: ast.expr, around: Around) -> bool:
    # Nothing would wait for it, or enter it.
    idle = {"types.CoroutineType", _CONTEXT_MANAGER}
    return thing.kind != "instance" or idle.isdisjoint(ancestors(thing.name))


def _entered(thing: Thing, node: ast.expr, around: Around) -> bool:
    parent = around[0]
    assert isinstance(parent, ast.withitem)
    if parent.context_expr is not node:
        return True
    return bool(
        method(thing, "__aenter__" if isinstance(around[1], ast.AsyncWith) else "__enter__")
    )


def _formatted(thing: Thing, node: ast.expr, around: Around) -> bool:
    parent = around[0]
    assert isinstance(parent, ast.FormattedValue)
    is_plain = parent.format_spec is None or parent.conversion != -1
    return is_plain or (thing.kind in {"instance", "unknown"} and takes_spec(thing, parent))


def _bound(thing: Thing, node: ast.expr, around: Around) -> bool:
    return thing.kind in {"instance", "none", "unknown"}


_QUESTIONS: dict[type[ast.AST], Question] = {
    ast.Assign: _assigned,
    ast.AsyncFor: _for,
    ast.AsyncFunctionDef: _function_definition,
    ast.AugAssign: is_operand,
    ast.Await: _awaited,
    ast.BinOp: is_operand,
    ast.Call: _call,
    ast.ClassDef: _class_definition,
    ast.Compare: is_compared,
    ast.ExceptHandler: _handler,
    ast.Expr: _is_stated,
    ast.For: _for,
    ast.FormattedValue: _formatted,
    ast.FunctionDef: _function_definition,
    ast.MatchClass: _class_pattern,
    ast.Raise: _raise,
    ast.Return: _returned,
    ast.Slice: _bound,
    ast.Starred: _unpacked,
    ast.Subscript: _subscript,
    ast.Tuple: _tuple,
    ast.UnaryOp: is_unary_operand,
    ast.YieldFrom: _unpacked,
    ast.comprehension: _for,
    ast.keyword: _keyword,
    ast.withitem: _entered,
}
