"""Write flake8_missing_import/stdlib/types.txt from typeshed's stubs.

Run it with ``python -m tools.generate_stdlib_types`` after ``pip install -e .[dev]``.
It takes a minute. What can be done with the forms of typing, and which classes cannot
be called, or not without arguments, which stubs do not say, is tried in the Python that runs; it
has been the same in all of them since 3.10.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import functools
import importlib
import importlib.metadata
import subprocess
import sys
import tempfile
import types
import typing
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

import typeshed_client

from flake8_missing_import.stdlib.types import TYPES
from tools.generate_stdlib_index import declared_all
from tools.literals import literals_of
from tools.stubs import (
    UNKNOWN,
    Stubs,
    all_stubs,
    constant_type,
    definitions,
    type_of,
    type_variable,
    without_items,
)

HEADER = """\
# What the members of modules are, and the attributes of classes, of any version and platform.
# Made by tools/generate_stdlib_types.py with typeshed-client {version}; do not edit.
#
# module.name = other.name               the same as another
# module.name class bases; marks         marks: abstract, final, protocol, subscript, metaclass=...,
#                                        uncalled: only Python itself makes instances,
#                                        filled: at least one argument is needed
# module.name def (a,b=,/,*,c=,**d)->T   also async, static, classmethod, property; behind a
#                                        parameter and a colon the literals that it takes, if not
#                                        all: b(ytes), c(oroutine), d(ict), s(e)t as e, f(loat),
#                                        i(nt), function as k, l(ist), n(one), o(bject of another
#                                        class that is no data), s(tr), t(uple), t(y)pe as y
# module.name var T                      a value; T as below
# module.name form abilities             of typing; abilities: call, base, isinstance
# T: a class, type[class], Self, None, joined by "|"; without a dot one of builtins; "?" may be
# anything; list[T] and its like say what their items are, tuple[T,T] each of its items
# A line for each overload, and for each way that it is written for versions and platforms.
"""

OPERATIONS = (
    *("add", "and", "floordiv", "lshift", "matmul", "mod", "mul", "or", "pow", "rshift"),
    *("sub", "truediv", "xor"),
)
KEPT_DUNDERS = frozenset(
    f"__{name}__"
    for name in (
        *(f"{prefix}{name}" for prefix in ("", "i", "r") for name in OPERATIONS),
        *("ge", "gt", "le", "lt"),
        *("aenter", "aiter", "await", "call", "class_getitem", "contains", "delitem", "enter"),
        *(
            "eq",
            "getattr",
            "getattribute",
            "getitem",
            "init",
            "iter",
            "len",
            "match_args",
            "new",
            "next",
            "setitem",
        ),
        *("abs", "float", "index", "int", "round"),
    )
)
"""The methods that say what can be done with an object."""

WRAPPERS = {
    "classmethod": "classmethod",
    "staticmethod": "static",
    "property": "property",
    "cached_property": "property",
    "abstractproperty": "property",
    "_builtins_property": "property",
    "_magic_enum_attr": "property",
    "DynamicClassAttribute": "property",
}
NEUTRAL = frozenset(
    {
        *("abstractmethod", "coroutine", "deprecated", "disjoint_base", "final", "overload"),
        *("override", "runtime_checkable", "type_check_only"),
    }
)
"""Decorators after which a function is still called as it is written."""

CANNOT_BE_CALLED = 1 << 7
"""The flag of a type of which only C code makes instances (C API, "Type Object Structures":
``Py_TPFLAGS_DISALLOW_INSTANTIATION``)."""

ENUM_BASES = frozenset({"Enum", "Flag", "IntEnum", "IntFlag", "ReprEnum", "StrEnum"})


def signature(node: ast.FunctionDef | ast.AsyncFunctionDef, module: str, stubs: Stubs) -> str:
    """Return the parameters, which may be left out, and which literals they take."""
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    required = len(positional) - len(arguments.defaults)
    parts = []
    for index, argument in enumerate(positional):
        parts.append(parameter(argument, module, stubs, is_optional=index >= required))
        if index + 1 == len(arguments.posonlyargs) or (
            is_old_positional(positional[index : index + 2]) and not arguments.posonlyargs
        ):
            parts.append("/")
    if arguments.vararg:
        vararg = parameter(arguments.vararg, module, stubs, is_optional=False)
        parts.append(f"*{vararg}")
    elif arguments.kwonlyargs:
        parts.append("*")
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        parts.append(parameter(argument, module, stubs, is_optional=default is not None))
    if arguments.kwarg and not is_unused(arguments.kwarg):
        parts.append(f"**{arguments.kwarg.arg}")
    return f"({','.join(parts)})"


def parameter(argument: ast.arg, module: str, stubs: Stubs, *, is_optional: bool) -> str:
    """Return what a signature says about one parameter."""
    literals = literals_of(argument.annotation, module, stubs)
    return argument.arg + "=" * is_optional + ("" if literals is None else f":{literals}")


def is_old_positional(arguments: list[ast.arg]) -> bool:
    """Say whether the first of two parameters, not the second, is positional-only by its name."""
    names = [argument.arg.startswith("__") for argument in arguments]
    return names[0] and not all(names[1:] or [False])


def is_unused(argument: ast.arg) -> bool:
    """Say whether a stub says that a parameter is taken but not used."""
    return argument.annotation is not None and ast.unparse(argument.annotation) == "Unused"


def function_entry(
    node: ast.FunctionDef | ast.AsyncFunctionDef, module: str, stubs: Stubs, owner: str
) -> str:
    """Return what the table says about a function or a method."""
    word = "async" if isinstance(node, ast.AsyncFunctionDef) else "def"
    result = type_of(node.returns, module, stubs)
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = ast.unparse(called).rpartition(".")[2]
        if name in {"setter", "deleter", *NEUTRAL}:
            continue
        if name not in WRAPPERS:
            return f"var {UNKNOWN}"
        word = WRAPPERS[name]
    if owner and node.name == "__new__":
        word = "static"
    if word == "property":
        return f"property {result}"
    asynchronous = isinstance(node, ast.AsyncFunctionDef) and word != "async"
    returned = "types.CoroutineType" if asynchronous else result
    return f"{word} {signature(node, module, stubs)}->{returned}"


def class_entry(node: ast.ClassDef, module: str, stubs: Stubs) -> str:
    """Return the bases of a class and what is special about it."""
    bases, marks = [], set()
    for base in node.bases:
        name = ast.unparse(base.value if isinstance(base, ast.Subscript) else base)
        if isinstance(base, ast.Subscript) and has_type_variable(base.slice, module, stubs):
            marks.add("subscript")
        if name.rpartition(".")[2] == "Protocol":
            marks.add("protocol")
        elif name.rpartition(".")[2] != "Generic" and name != "object":
            found = stubs.found(name, module)
            is_class = found is not None and isinstance(definitions(found[1])[0], ast.ClassDef)
            kind = without_items(type_of(base, module, stubs))
            bases.append(found[0] if found and is_class else kind)
    for keyword in node.keywords:
        if keyword.arg == "metaclass":
            marks.add(f"metaclass={type_of(keyword.value, module, stubs)}")
    decorators = {ast.unparse(decorator).rpartition(".")[2] for decorator in node.decorator_list}
    marks |= decorators & {"final"}
    if any(map(is_abstract_method, node.body)):
        marks.add("abstract")
    if any(name.startswith("dataclass") for name in decorators):
        marks.add("dataclass")
    if "final" in marks and is_uncalled(module, node.name):
        marks.add("uncalled")
    if may_lack_arguments(node) and needs_argument(module, node.name):
        marks.add("filled")
    return f"class {' '.join(bases)}; {' '.join(sorted(marks))}".rstrip("; ")


def is_abstract_method(node: ast.stmt) -> bool:
    """Say whether a statement of a class is a method that its heirs have to define."""
    decorators = getattr(node, "decorator_list", [])
    return any(ast.unparse(one).rpartition(".")[2] == "abstractmethod" for one in decorators)


def is_uncalled(module: str, name: str) -> bool:
    """Say whether calling a class of a public module always fails: ``re.Match()``."""
    if module.startswith("_"):
        return False  # whether it can be imported depends on how Python was built
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some modules are deprecated
        try:
            found = getattr(importlib.import_module(module), name, None)
        except ImportError:  # of another platform or version
            return False
    return isinstance(found, type) and bool(found.__flags__ & CANNOT_BE_CALLED)


def may_lack_arguments(node: ast.ClassDef) -> bool:
    """Say whether a class has parameters, and the stub lets all of them be left out."""
    makers = [
        one.args for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"
    ]
    return len(makers) == 1 and 1 < len(makers[0].args) == len(makers[0].defaults) + 1


@functools.cache
def needs_argument(module: str, name: str) -> bool:
    """Say whether a class cannot be called without arguments, which an interpreter tries."""
    if module.startswith("_") or "." in module:
        return False  # a package may give it arguments: multiprocessing.Queue
    code = f"import {module}\n{module}.{name}()"
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(subprocess.TimeoutExpired):
        command = [sys.executable, "-I", "-c", code]
        done = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=5
        )
        return b"\nTypeError: " in done.stderr
    return False


def has_type_variable(node: ast.expr, module: str, stubs: Stubs) -> bool:
    """Say whether a subscript holds a type variable, which makes its class generic."""
    names = [name.id for name in ast.walk(node) if isinstance(name, ast.Name)]
    return any(type_variable(name, module, stubs) for name in names)


def value_entry(node: object, full_name: str, module: str, stubs: Stubs, owner: str) -> str:
    """Return what the table says about an assigned or annotated name."""
    if owner == "enum":
        return f"var {UNKNOWN}"
    if isinstance(node, ast.AnnAssign):
        text = ast.unparse(node.annotation)
        if text.rpartition(".")[2] == "TypeAlias":
            return assigned_entry(node.value, module, stubs, owner)
        if text.rpartition(".")[2] == "Final":
            return assigned_entry(node.value, module, stubs, owner)
        if text in {"_SpecialForm", "type[_Generic]", "type[_Protocol]"}:
            return form_entry(full_name)
        parameters = None if owner else called_with(node.annotation, module, stubs)
        return parameters or f"var {type_of(node.annotation, module, stubs)}"
    if isinstance(node, ast.Assign):
        if ast.unparse(node.value) == "_Alias()":
            return form_entry(full_name)
        return assigned_entry(node.value, module, stubs, owner)
    return UNKNOWN


def called_with(annotation: ast.expr, module: str, stubs: Stubs) -> str:
    """Return the entry of a value that is called like a function, nothing for another."""
    if isinstance(annotation, ast.Name) and (found := stubs.found(annotation.id, module)):
        alias = definitions(found[1])[0]
        if isinstance(alias, ast.AnnAssign) and alias.value:
            return called_with(alias.value, found[0].rpartition(".")[0], stubs)
    match annotation:
        case ast.Subscript(
            value=ast.Name(id="Callable"),
            slice=ast.Tuple(elts=[ast.List(elts=parameters), result]),
        ):
            names = [f"a{number}" for number, _ in enumerate(parameters)]
            taken = ",".join([*names, "/"] if names else [])
            return f"def ({taken})->{type_of(result, module, stubs)}"
    return ""


def assigned_entry(value: ast.expr | None, module: str, stubs: Stubs, owner: str) -> str:
    """Return what the table says about a name that has a value."""
    if isinstance(value, ast.Name | ast.Attribute):
        text = ast.unparse(value)
        if owner and "." not in text and text not in stubs.names(module):
            return f"= {owner}.{text}"
        return alias_entry(text, module, stubs)
    if isinstance(value, ast.Call):
        result = type_of(value.func, module, stubs)
        return f"var {result if result.startswith('typing.') else UNKNOWN}"
    return f"var {constant_type(value)}"


def alias_entry(text: str, module: str, stubs: Stubs) -> str:
    """Return ``= full name`` for a name that stands for another."""
    found = stubs.found(text, module)
    if found is not None:
        return f"= {found[0]}"
    first, _, rest = text.partition(".")
    info = stubs.names(module).get(first)
    if info is None:
        return f"= builtins.{text}" if first in stubs.names("builtins") else f"var {UNKNOWN}"
    full = f"{module}.{first}"
    if isinstance(info.ast, typeshed_client.ImportedName):
        full = ".".join([*info.ast.module_name, *([info.ast.name] if info.ast.name else [])])
    return f"= {full}.{rest}".rstrip(".")


def form_entry(full_name: str) -> str:
    """Return what can be done with a form of typing, as the running Python says."""
    form = getattr(typing, full_name.rpartition(".")[2], None)
    can_be_base = works(lambda: types.new_class("C", (form,)))
    # Calling an alias of a class makes an instance of that class: nobody writes it that way.
    is_alias = hasattr(form, "__origin__") and not isinstance(form, type)
    can_be_called = not is_alias and works(lambda: form("C", {}))  # type: ignore[misc]
    able = {"base": can_be_base, "call": can_be_called, "isinstance": is_alias}
    return " ".join(["form", *(word for word, can in able.items() if can)])


def works(test: Callable[[], object]) -> bool:
    """Say whether something can be done at all."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            test()
        except TypeError:
            return False
    return True


def is_kept(name: str, node: object, owner: str) -> bool:
    """Say whether a name is worth a line: it is public, a class, or says what can be done."""
    if isinstance(node, ast.ClassDef) or name in KEPT_DUNDERS:
        return True
    return not name.startswith("_") or (not owner and isinstance(node, ast.AnnAssign))


def entries(
    prefix: str,
    names: Mapping[str, typeshed_client.NameInfo],
    module: str,
    stubs: Stubs,
    owner: str = "",
) -> Iterator[tuple[str, str]]:
    """Yield (full name, what the table says) for what a stub or a class in it binds.

    :param owner: the full name of the class, or "enum" for one whose names are its members.
    """
    in_all = declared_all(dict(names)) or frozenset()
    for name, info in names.items():
        full_name = f"{prefix}.{name}"
        for node in telling(definitions(info)):
            if isinstance(node, typeshed_client.ImportedName):
                if info.is_exported or name in in_all:
                    yield full_name, alias_entry(name, module, stubs)
            elif not is_kept(name, node, owner):
                continue
            elif isinstance(node, ast.ClassDef):
                is_any = full_name == "typing.Any"  # a class from Python 3.11 on
                kind = "form base" if is_any else class_entry(node, module, stubs)
                yield full_name, kind
                bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
                inner = "enum" if bases & ENUM_BASES else full_name
                yield from entries(full_name, info.child_nodes or {}, module, stubs, inner)
                if "NamedTuple" in bases:
                    yield f"{full_name}.__new__", named_tuple_entry(node)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield full_name, function_entry(node, module, stubs, owner)
            else:
                yield full_name, value_entry(node, full_name, module, stubs, owner)


def telling(nodes: list[object]) -> list[object]:
    """Return the definitions of a name without those overloads that say less than the others.

    ``ceil`` returns what ``__ceil__`` does, for what cannot be turned into a number itself.
    """
    return [node for node in nodes if not is_of_protocol(node)] or nodes


def is_of_protocol(node: object) -> bool:
    """Say whether a function returns what a method of its argument does: anything."""
    match node:
        case ast.FunctionDef(
            args=ast.arguments(
                posonlyargs=[
                    ast.arg(annotation=ast.Subscript(value=ast.Name(id=kind), slice=given))
                ]
            ),
            returns=ast.Name() as result,
        ):
            return kind.startswith("_Supports") and ast.unparse(given) == result.id
    return False


def named_tuple_entry(node: ast.ClassDef) -> str:
    """Return the signature that the fields of a named tuple give it."""
    fields = [field for field in node.body if isinstance(field, ast.AnnAssign)]
    parts = [ast.unparse(field.target) + "=" * (field.value is not None) for field in fields]
    return f"static ({','.join(['cls', *parts])})->Self"


def type_lines() -> Iterator[str]:
    """Yield the lines of the table below its header."""
    found: dict[str, set[str]] = defaultdict(set)
    for stubs, modules in all_stubs():
        for module in modules:
            if module.partition(".")[0] != "typing_extensions":
                for name, entry in entries(module, stubs.names(module), module, stubs):
                    found[name].add(entry)
    for name, kinds in sorted(found.items()):
        for kind in sorted(kinds):
            if kind != f"= {name}" and not (kind == "var ?" and name.split(".")[-1][0] == "_"):
                yield f"{name} {kind if kind[0] == '=' else kind.replace('builtins.', '')}"


def types_text() -> str:
    """Return the whole table as it is to be committed."""
    version = importlib.metadata.version("typeshed-client")
    return HEADER.format(version=version) + "".join(line + "\n" for line in type_lines())


def main() -> int:
    """Write the table."""
    argparse.ArgumentParser(description="Write types.txt from the stubs of typeshed.").parse_args()
    TYPES.write_text(types_text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
