"""Which expressions are the module itself, another whose names it may see, or their names?"""

from __future__ import annotations

import ast
import enum
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flake8_missing_import.assignments import defaults, value_given_by
from flake8_missing_import.module import Module, parents_of
from flake8_missing_import.scopes import CALLABLES, DEFINITIONS, enclosing_scopes
from flake8_missing_import.spelling import last_name, word


class Role(enum.Enum):
    """What an expression is, as far as it matters for the names that a module has."""

    MODULE = enum.auto()
    """The module itself."""
    NAMES = enum.auto()
    """The dictionary of its names."""
    BUILTINS = enum.auto()
    NAMES_OF_BUILTINS = enum.auto()
    SEEN_NAMES = enum.auto()
    """The dictionary of the names that a function or a frame sees."""
    OTHER = enum.auto()
    """A module that it may be, but hardly is: the program, the module of somebody's class."""
    OTHER_NAMES = enum.auto()
    NAME_OF_MODULE = enum.auto()
    """What the import system calls the module."""
    NAME_OF_BUILTINS = enum.auto()
    NAME_OF_OTHER = enum.auto()
    MODULES = enum.auto()
    """All loaded modules, by their names: ``sys.modules``."""
    IMPORTER = enum.auto()
    """A function that returns a module by its name."""
    GLOBALS = enum.auto()
    """The function that returns the dictionary."""
    LOCALS = enum.auto()
    """A function that does so at module level."""
    FINDER = enum.auto()
    """A function that returns the module of a thing: ``inspect.getmodule``."""
    SETTER = enum.auto()
    """A function that gives an object an attribute: ``setattr``, ``mock.patch.object``."""


OBJECTS = (Role.MODULE, Role.BUILTINS, Role.OTHER)
DICTIONARIES = (Role.NAMES, Role.NAMES_OF_BUILTINS, Role.SEEN_NAMES, Role.OTHER_NAMES)
READING_METHODS = frozenset(
    {"__contains__", "clear", "copy", "get", "items", "keys", "pop", "popitem", "values"}
)
READING_CALLS = frozenset(
    {"__import__", "all", "any", "bool", "dict", "enumerate", "eval", "filter", "frozenset", "id",
     "isinstance", "iter", "len", "list", "map", "max", "min", "print", "repr", "reversed", "set",
     "sorted", "str", "tuple", "type", "zip"}
)  # fmt: skip
"""Builtins that write nothing to their arguments."""
READING_FUNCTIONS = frozenset(
    {"FunctionType", "LambdaType", "MappingProxyType", "Timer", "copy", "deepcopy", "format_map",
     "get_type_hints", "model_rebuild", "pformat", "pprint", "repeat", "run_docstring_examples",
     "safe_substitute", "substitute", "testmod", "timeit", "update"}
)  # fmt: skip
"""Functions of the library, and pydantic's, that write nothing to them either."""
ASSERTION = "assert"
"""What the names of unittest's functions begin with that compare their arguments."""
READING_OF_MODULES = frozenset(
    {"DocTestSuite", "delattr", "dir", "findTestCases", "getattr", "getdoc", "getfile",
     "getmembers", "getsource", "hasattr", "ismodule", "loadTestsFromModule", "main", "reload",
     "run_unittest", "testmod", "vars"}
)  # fmt: skip

_LISTING = frozenset({"dir", "globals", "locals", "vars"})
"""Functions that return the names of the place where they are called."""

_KNOWN = {
    "__builtin__": Role.BUILTINS,
    "__builtins__": Role.BUILTINS,
    "__import__": Role.IMPORTER,
    "__main__": Role.OTHER,
    "__name__": Role.NAME_OF_MODULE,
    "builtins": Role.BUILTINS,
    "getmodule": Role.FINDER,
    "globals": Role.GLOBALS,
    "import_module": Role.IMPORTER,
    "locals": Role.LOCALS,
    "modules": Role.MODULES,
    "setattr": Role.SETTER,
    "vars": Role.LOCALS,
    ".__globals__": Role.SEEN_NAMES,
    ".__import__": Role.IMPORTER,
    ".__module__": Role.NAME_OF_OTHER,
    ".__setattr__": Role.SETTER,
    ".builtins": Role.BUILTINS,
    ".f_globals": Role.SEEN_NAMES,
    ".f_locals": Role.SEEN_NAMES,
    ".getmodule": Role.FINDER,
    ".import_module": Role.IMPORTER,
    ".modules": Role.MODULES,
    ".object": Role.SETTER,
    ".setattr": Role.SETTER,
    ".setitem": Role.SETTER,
}
"""Names, and attributes with their dots."""
_LOCAL_NAMESPACES = re.compile(r"\b(?:exec(?:file)?|locals|vars)\b")
"""What code mentions that asks for the namespace that it is in, or executes code there."""
_CALLED = {
    "__builtin__": Role.NAME_OF_BUILTINS,
    "__main__": Role.NAME_OF_OTHER,
    "builtins": Role.NAME_OF_BUILTINS,
}
_NAMED: dict[Role | None, Role] = {
    Role.NAME_OF_MODULE: Role.MODULE,
    Role.NAME_OF_BUILTINS: Role.BUILTINS,
    Role.NAME_OF_OTHER: Role.OTHER,
}
_NAMES_OF: dict[Role | None, Role] = {
    Role.MODULE: Role.NAMES,
    Role.BUILTINS: Role.NAMES_OF_BUILTINS,
    Role.OTHER: Role.OTHER_NAMES,
}


@dataclass(frozen=True, eq=False)
class Namespaces:
    """What the expressions of a module are, as far as it matters for the names that it has."""

    module: Module

    @functools.cached_property
    def known(self) -> dict[str, Role]:
        """What its names are, and attributes with their dots: its aliases and variables, too."""
        values = self.module.given_values
        known = dict(_KNOWN)
        while new := {
            name: role
            for name, value in values
            if name not in known and (role := self._role(value, known))
        }:
            known |= new
        return known

    def role(self, node: ast.AST | None) -> Role | None:
        """Return what an expression is, None if it does not matter."""
        if isinstance(node, ast.Name) and node.id not in self.known:
            return None  # as nearly all are
        role = self._role(node, self.known)
        if role is None or node is None:
            return None
        names = (part for part in ast.walk(node) if isinstance(part, ast.Name))
        matter = (name for name in names if name.id in self.known)
        return role if all(map(self._is_of_its_scope, matter)) else None

    def _is_of_its_scope(self, node: ast.Name) -> bool:
        """Say whether what matters is given to a name in the scope that a use takes it from.

        Another function may call something else so.
        """
        given = self.binders_by_scope(node.id)
        if node.id in self._declared or any(isinstance(scope, ast.ClassDef) for scope in given):
            return True
        around = enclosing_scopes(node, tuple(self.parents(node)))
        owner = next((scope for scope in around if scope in given), None)
        return owner is None or any(map(self._gives_role, given[owner]))

    def binders_by_scope(self, name: str) -> dict[ast.AST, list[ast.AST]]:
        """Return what gives a name values, by the scopes to which it belongs there."""
        found: dict[ast.AST, list[ast.AST]] = {}
        for binder in self.module.binders.get(name, ()):
            around = tuple(self.parents(binder))
            is_parameter = isinstance(binder, ast.arg)
            scopes = around if is_parameter else enclosing_scopes(binder, around)
            found.setdefault(scopes[1 if is_parameter else 0], []).append(binder)
        return found

    @functools.cached_property
    def _declared(self) -> frozenset[str]:
        """The names that functions take from the scopes around them, and may give values."""
        declarations = (ast.Global, ast.Nonlocal)
        nodes = (one for one in self.module.parents if isinstance(one, declarations))
        return frozenset(name for node in nodes for name in node.names)

    def _gives_role(self, binder: ast.AST) -> bool:
        match binder, self.module.parents[binder]:
            case ast.alias(), _:
                return True
            case ast.arg(arg=name), ast.arguments() as arguments:
                value = dict(defaults(arguments)).get(name)
            case _, ast.NamedExpr(value=given):
                value = given
            case _:
                value = value_given_by(binder, self.module.parents)
        return isinstance(value, ast.Tuple) or self._role(value, self.known) is not None

    def are_in(self, node: ast.expr) -> bool:
        """Say whether an expression has the names of the module, the builtins or a function.

        As they are, or copied into something else: ``{*globals()}``, ``names = set(dir())``.
        """
        return any(self._is_listing(part) or word(part) in self._copies for part in ast.walk(node))

    @functools.cached_property
    def _copies(self) -> frozenset[str]:
        """The names, and attributes with their dots, that are given something made of such."""
        values = self.module.given_values
        return frozenset(
            name for name, value in values if any(map(self._is_listing, ast.walk(value)))
        ) - {""}

    def _is_listing(self, node: ast.AST) -> bool:
        match node:
            case ast.Call(func=ast.Name(id=name), args=[]) if name in _LISTING:
                return True
            case ast.Name(id="__builtins__"):
                return True  # a dictionary in modules that others import
            case ast.Call(func=ast.Name(id="dir"), args=[owner]):
                return self.role(owner) in OBJECTS
            case _:
                return self.role(node) in DICTIONARIES

    def _role(self, node: ast.AST | None, known: Mapping[str, Role]) -> Role | None:
        match node:
            case ast.Attribute(attr="__dict__", value=owner):
                return _NAMES_OF.get(self._role(owner, known))
            case ast.Attribute(attr="__module__", value=ast.Name(id=name)) if name in self._defined:
                return Role.NAME_OF_MODULE
            case ast.Attribute(
                attr="user_global_ns" | "user_ns", value=ast.Call(func=ast.Name(id="get_ipython"))
            ):
                return Role.SEEN_NAMES  # of a notebook, whose shell that is
            case ast.Name() | ast.Attribute():
                return None if self._is_of_another(node) else known.get(word(node))
            case ast.Constant(value=str(name)):
                return _CALLED.get(name)
            case ast.NamedExpr(value=value):
                return self._role(value, known)
            case (
                ast.Subscript(value=modules, slice=name)
                | ast.Call(func=ast.Attribute(attr="get", value=modules), args=[name, *_])
            ) if self._role(modules, known) is Role.MODULES:
                return _NAMED.get(self._role(name, known))
            case ast.Call(func=function, args=arguments):
                called = self._role(function, known)
                if called is Role.FINDER:
                    is_own = bool(arguments) and word(arguments[0]) in self._defined
                    return Role.MODULE if is_own else Role.OTHER
                first = self._role(arguments[0], known) if arguments else None
                is_local = called is Role.LOCALS and self.scope(node) is not None
                return _returned(called, len(arguments), first, is_local)
            case _:
                return None

    def _is_of_another(self, node: ast.Name | ast.Attribute) -> bool:
        """Say whether an expression is the modules of something else than ``sys``."""
        if not isinstance(node, ast.Attribute) or node.attr != "modules":
            return False
        owner = node.value
        is_named = bool(last_name(owner))  # else it may be sys, as __import__("sys") is
        return is_named and not last_name(owner).endswith("sys") and word(owner) not in self._sys

    @functools.cached_property
    def _sys(self) -> frozenset[str]:
        """What the module calls ``sys`` besides that, attributes with their dots."""
        values = self.module.given_values
        return frozenset(name for name, value in values if last_name(value).endswith("sys"))

    @functools.cached_property
    def _defined(self) -> frozenset[str]:
        """The names of the module's own classes and functions."""
        return frozenset(one.name for one in self.module.parents if isinstance(one, DEFINITIONS))

    @functools.cached_property
    def writing_classes(self) -> frozenset[int]:
        """The lines of the classes whose bodies ask for their namespaces, or execute code there."""
        if not _LOCAL_NAMESPACES.search(self.module.source):
            return frozenset()
        return frozenset(
            scope.lineno
            for node in self.module.parents
            if (self.is_exec(node) or self._is_local_namespace(node))
            and isinstance(scope := self.scope(node), ast.ClassDef)
        )

    def is_exec(self, node: ast.AST) -> bool:
        """Say whether a node executes code in the namespace that it is in."""
        match node:
            case (
                ast.Call(func=ast.Name(id="exec" | "execfile"), args=[_])
                | ast.Call(
                    func=ast.Name(id="eval"),
                    args=[ast.Call(func=ast.Name(id="compile"), args=[_, _, ast.Constant("exec")])],
                )
            ):
                return True
            case ast.Call(func=ast.Attribute(attr="exec", value=owner), args=[_]):
                return self.role(owner) is Role.BUILTINS
            case _:
                return False

    def hands_exec_on(self, node: ast.AST) -> bool:
        """Say whether a node mentions the builtin ``exec`` without calling it.

        Tests that it fails are none.
        """
        if not isinstance(node, ast.Name) or node.id != "exec" or "exec" in self.module.binders:
            return False
        match self.module.parents[node]:
            case ast.Call(func=function):
                return function is not node and not last_name(function).startswith(ASSERTION)
            case _:
                return True

    def _is_local_namespace(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Call) and not node.args and self.role(node.func) is Role.LOCALS

    def scope(self, node: ast.AST) -> ast.AST | None:
        """Return the function or class whose code has a node, not the one whose head has it."""
        scopes = (*CALLABLES, ast.ClassDef)
        around = enclosing_scopes(node, tuple(self.parents(node)))
        return next((one for one in around if isinstance(one, scopes)), None)

    def parents(self, node: ast.AST) -> Iterator[ast.AST]:
        """Return the nodes around a node, the innermost first."""
        return parents_of(node, self.module.parents)


def _returned(function: Role | None, count: int, first: Role | None, is_local: bool) -> Role | None:
    """Return what a call returns that has so many arguments."""
    match function, count:
        case Role.GLOBALS, 0:
            return Role.NAMES
        case Role.LOCALS, 0:
            return None if is_local else Role.NAMES
        case Role.LOCALS, 1:
            return _NAMES_OF.get(first)
        case Role.IMPORTER, _:
            return _NAMED.get(first)
        case _:
            return None
