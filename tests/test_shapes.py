"""How a use looks."""

from __future__ import annotations

import ast

import pytest

from flake8_missing_import.evidence.shapes import shapes
from flake8_missing_import.facts import undefined_uses
from flake8_missing_import.module import Module


def shapes_of(source: str, name: str = "x") -> tuple[str, ...]:
    uses = undefined_uses(Module(source, ast.parse(source), "example.py"))
    return shapes(next(use for use in uses if use.name == name))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("x.object(1)", (".object", ".()"), id="called attribute"),
        pytest.param("print(x.utc)", (".utc", "."), id="attribute"),
        pytest.param("def f(a: x.Any): ...", (".Any", ".annotation"), id="annotation's attribute"),
        pytest.param("x.path.join(1)", (".path", ".()"), id="first of two attributes"),
        pytest.param("x()", ("(-0", "statement()"), id="call without arguments"),
        pytest.param("y = x(2)", ("(int1",), id="number"),
        pytest.param("y = x('a', f'{1}')", ("(str2", "(,str"), id="strings"),
        pytest.param("y = x('a', UserWarning)", ("(str2", "(,exception"), id="exception"),
        pytest.param("map(x, a)", ("(name1",), id="called by map"),
        pytest.param("filter(x, a)", ("(name1",), id="called by filter"),
        pytest.param("map(x, a, b)", ("(name2",), id="called with two"),
        pytest.param("map(f, x)", ("argument",), id="items for map"),
        pytest.param("y = x(*[1])", ("(*1",), id="starred"),
        pytest.param("y = x([1], 2, 3, 4, 5, 6)", ("(list4", "(,int"), id="many arguments"),
        pytest.param("y = x(b=1, a=2)", ("(-0", "a=", "b="), id="keywords"),
        pytest.param("y = x(**{})", ("(-0",), id="unpacked keywords"),
        pytest.param("with x('a'): ...", ("(str1", "with()"), id="entered call"),
        pytest.param("async def f(): await x(1)", ("(int1", "await()"), id="awaited call"),
        pytest.param("raise x('a')", ("(str1", "raise()"), id="raised call"),
        pytest.param("@x('a')\ndef f(): ...", ("(str1", "@()"), id="called decorator"),
        pytest.param("for y in x([1]): ...", ("(list1", "for()"), id="iterated call"),
        pytest.param("@x\ndef f(): ...", ("@",), id="decorator"),
        pytest.param("y = x[1]", ("[]",), id="subscript"),
        pytest.param("def f(a: x[int]): ...", ("annotation[]",), id="subscripted annotation"),
        pytest.param("def f() -> x: ...", ("annotation",), id="annotation"),
        pytest.param("class A(x): ...", ("base",), id="base"),
        pytest.param("x.__init__(self)", ("base",), id="call of a base's initializer"),
        pytest.param("f(x.__init__)", (".__init__", "."), id="initializer that is no base's"),
        pytest.param("raise x", ("exception",), id="raised"),
        pytest.param("try: ...\nexcept x: ...", ("exception",), id="caught"),
        pytest.param("try: ...\nexcept (x, OSError): ...", ("exception",), id="caught in a tuple"),
        pytest.param("isinstance(1, x)", ("class-test",), id="isinstance"),
        pytest.param("t.assertIsInstance(1, x)", ("class-test",), id="asserted class"),
        pytest.param("t.assertIsInstance(1, (x, A))", ("class-test",), id="asserted classes"),
        pytest.param("t.assertIsInstance(x, A)", ("argument-of-assert",), id="asserted object"),
        pytest.param("type(a) is x", ("class-test",), id="class"),
        pytest.param("type(a) in (x, int)", ("class-test",), id="one of several classes"),
        pytest.param("a is x", ("compared",), id="identity"),
        pytest.param("isinstance(1, (x, int))", ("class-test",), id="isinstance of a tuple"),
        pytest.param("setattr(x, 'a', 1)", ("attributes-of",), id="setattr"),
        pytest.param("with pytest.raises(x): ...", ("exception",), id="expected"),
        pytest.param("raises((x, OSError), f)", ("exception",), id="expected in a tuple"),
        pytest.param("self.assertRaises(OSError, x)", ("argument-of-assert",), id="raising"),
        pytest.param("suppress(OSError, x)", ("exception",), id="suppressed"),
        pytest.param("mock.patch.object(x, 'a')", ("attributes-of",), id="patch.object of mock"),
        pytest.param("patch.object(x, 'a')", ("attributes-of",), id="patch.object"),
        pytest.param("a.object(x, 'a')", ("argument",), id="another object"),
        pytest.param("m.assert_called_with('a', x)", ("argument-of-assert",), id="assertion"),
        pytest.param("print(x)", ("argument",), id="argument"),
        pytest.param("print(end=x)", ("argument-end=",), id="keyword argument"),
        pytest.param("print(**x)", ("argument",), id="unpacked argument"),
        pytest.param("y = x", ("assigned",), id="assigned"),
        pytest.param("y = x + 1", ("operand",), id="operand"),
        pytest.param("y = (x, 1)", ("in-display",), id="in a tuple"),
        pytest.param("x", ("bare",), id="bare"),
    ],
)
def test_a_use_looks(source: str, expected: tuple[str, ...]) -> None:
    setup = "m = 1\n" if "m." in source else ""
    assert shapes_of(setup + source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a: Set = set()", "annotation[]", id="called"),
        pytest.param("a: Set = {1}", "annotation[]", id="display"),
        pytest.param("a: Set = {b for b in c}", "annotation[]", id="comprehension"),
        pytest.param("a.b: 'Set' = set()", "annotation[]", id="text"),
        pytest.param("def f(a, b: Set = set()): ...", "annotation[]", id="default"),
        pytest.param("def f(*, a=1, b: Set = {1}): ...", "annotation[]", id="keyword-default"),
        pytest.param("def f(a: Set, b=set()): ...", "annotation", id="another-default"),
        pytest.param("def f() -> Set: return set()", "annotation", id="returned"),
        pytest.param("a: Set = []", "annotation", id="another-builtin"),
        pytest.param("a: Set = Set()", "annotation", id="itself"),
        pytest.param("a: Set = None", "annotation", id="none"),
        pytest.param("a: Set", "annotation", id="no-value"),
    ],
)
def test_a_type_with_a_value_of_its_builtin_looks_like_a_generic(
    source: str, expected: str
) -> None:
    assert shapes_of(source, "Set") == (expected,)


def test_shapes_have_no_separators_of_the_table() -> None:
    found = shapes_of("y = x('a', None, κ=1)")
    assert not any(set(shape) & set(" \t\n:") for shape in found)
