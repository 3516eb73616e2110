"""Read typeshed's stubs: what a name in one stands for, and which type an annotation names."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from unittest.mock import patch

import typeshed_client
from typeshed_client.finder import parse_stub_file

from flake8_missing_import.stdlib import OLDEST, versions_from
from flake8_missing_import.stdlib.signatures import split

PLATFORMS = ("darwin", "linux", "win32")
UNKNOWN = "?"
CALLABLE = "typing.Callable"

TRANSPARENT = frozenset({"Annotated", "ClassVar", "Final", "NotRequired", "ReadOnly", "Required"})
"""Forms whose first argument is the type."""
TYPE_VARIABLES = frozenset({"ParamSpec", "TypeVar", "TypeVarTuple"})
FORM_TYPES = {
    "Callable": CALLABLE,
    "Coroutine": "types.CoroutineType",
    "LiteralString": "builtins.str",
    "None": "None",
    "Self": "Self",
    "Tuple": "builtins.tuple",
    "TypeGuard": "builtins.bool",
    "TypeIs": "builtins.bool",
    "TypedDict": "builtins.dict",
}
"""The types that some names of typing stand for."""
MAYBE_NONE = "_typeshed.MaybeNone"
"""Says ``X | Any`` where None may be returned, and hardly anybody has to think of it."""
ITERABLES = frozenset(
    {
        *("Collection", "Generator", "Iterable", "Iterator", "Sequence", "Set"),
        *("deque", "frozenset", "list", "set"),
    }
)
"""Classes whose first argument is what iterating an instance gives."""


@dataclass(frozen=True)
class Stubs:
    """The stubs for one Python on one platform."""

    resolver: typeshed_client.Resolver

    def names(self, module: str) -> Mapping[str, typeshed_client.NameInfo]:
        """Return what a stub binds."""
        path = typeshed_client.ModulePath(tuple(module.split(".")))
        return self.resolver.get_module(path).names

    def exists(self, module: str) -> bool:
        """Say whether there is a stub for a module."""
        path = typeshed_client.ModulePath(tuple(module.split(".")))
        return bool(self.resolver.get_module(path).exists)

    def found(self, dotted: str, module: str) -> tuple[str, typeshed_client.NameInfo] | None:
        """Return the full name and the definition of what a stub refers to, None for a module."""
        first, _, rest = dotted.partition(".")
        info = self.names(module).get(first)
        if info is None:
            builtin = self.names("builtins").get(first) if module != "builtins" else None
            return None if builtin is None or rest else (f"builtins.{first}", builtin)
        if not isinstance(info.ast, typeshed_client.ImportedName):
            return self._member(f"{module}.{first}", info, rest)
        source, name = ".".join(info.ast.module_name), info.ast.name
        if name is not None and not self.exists(f"{source}.{name}"):
            found = self.found(name, source) if source != module else None
            return self._member(*found, rest) if found else None
        return self._in_module(source if name is None else f"{source}.{name}", rest)

    def _member(
        self, full_name: str, info: typeshed_client.NameInfo, rest: str
    ) -> tuple[str, typeshed_client.NameInfo] | None:
        for part in rest.split(".") if rest else ():
            child = (info.child_nodes or {}).get(part)
            if child is None:
                return None
            full_name, info = f"{full_name}.{part}", child
        return full_name, info

    def _in_module(self, module: str, rest: str) -> tuple[str, typeshed_client.NameInfo] | None:
        if not rest:
            return None
        first, _, behind = rest.partition(".")
        if self.exists(f"{module}.{first}"):
            return self._in_module(f"{module}.{first}", behind)
        return self.found(rest, module)


def definitions(info: typeshed_client.NameInfo) -> list[object]:
    """Return the nodes that define a name: one, or each overload."""
    if isinstance(info.ast, typeshed_client.OverloadedName):
        return list(info.ast.definitions)
    return [info.ast]


def type_of(node: ast.expr | None, module: str, stubs: Stubs, depth: int = 0) -> str:
    """Return the type that an annotation names, with that of its items, as the table writes it."""
    if node is None or depth > 8:
        return UNKNOWN
    match node:
        case ast.Constant(value=None):
            return "None"
        case ast.Constant(value=str(text)):
            return type_of(ast.parse(text, mode="eval").body, module, stubs, depth + 1)
        case ast.BinOp(op=ast.BitOr()):
            return union(type_of(side, module, stubs, depth) for side in (node.left, node.right))
        case ast.Subscript():
            return subscripted_type(node, module, stubs, depth)
        case ast.Name() | ast.Attribute():
            return named_type(ast.unparse(node), module, stubs, depth)
    return UNKNOWN


def union(parts: Iterator[str]) -> str:
    """Return the type of something that may be one of several."""
    members = {member for part in parts for member in split(part, "|")}
    return UNKNOWN if UNKNOWN in members else "|".join(sorted(members))


def subscripted_type(node: ast.Subscript, module: str, stubs: Stubs, depth: int) -> str:
    """Return the type that ``X[…]`` names."""
    form = ast.unparse(node.value).rpartition(".")[2]
    arguments = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if form in {"Optional", "Union"}:
        parts = [type_of(argument, module, stubs, depth + 1) for argument in arguments]
        return union(iter(parts + ["None"] * (form == "Optional")))
    if form == "Literal":
        return union(constant_type(argument) for argument in arguments)
    if form in TRANSPARENT:
        return type_of(arguments[0], module, stubs, depth + 1)
    if form in {"type", "Type"}:
        inner = type_of(arguments[0], module, stubs, depth + 1)
        return "|".join(
            UNKNOWN if p in {UNKNOWN, "None"} else f"type[{p}]"
            for p in without_items(inner).split("|")
        )
    whole = type_of(node.value, module, stubs, depth + 1)
    is_tuple = whole == "builtins.tuple"
    if "[" in whole or not (is_tuple or whole.rpartition(".")[2] in ITERABLES):
        return whole
    items = [
        "..."
        if isinstance(one, ast.Constant) and one.value is ...
        else type_of(one, module, stubs, depth + 1)
        for one in (arguments if is_tuple else arguments[:1])
    ]
    is_any = set(items) <= {UNKNOWN, "..."} and (not is_tuple or "..." in items)
    return whole if is_any else f"{whole}[{','.join(items)}]"


def without_items(types: str) -> str:
    """Return types as the table writes them, without those of their items."""
    return "|".join(
        one if one.startswith("type[") else one.partition("[")[0] for one in split(types, "|")
    )


def constant_type(node: ast.expr | None) -> str:
    """Return the type of a literal."""
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    if isinstance(node, ast.Constant) and node.value is not ...:
        return "None" if node.value is None else f"builtins.{type(node.value).__name__}"
    names = {ast.List: "list", ast.Dict: "dict", ast.Set: "set", ast.Tuple: "tuple"}
    kind = names.get(type(node))
    return f"builtins.{kind}" if kind else UNKNOWN


def named_type(name: str, module: str, stubs: Stubs, depth: int) -> str:
    """Return the type that a name stands for in a stub."""
    found = stubs.found(name, module)
    if found is None:
        return FORM_TYPES.get(name.rpartition(".")[2], UNKNOWN)
    full_name, info = found
    home, _, last = full_name.rpartition(".")
    if home in {"typing", "typing_extensions"} and last in FORM_TYPES:
        return FORM_TYPES[last]
    node = definitions(info)[0]
    if isinstance(node, ast.ClassDef):
        return UNKNOWN if full_name in {"typing.Any", "builtins.object"} else full_name
    if full_name == MAYBE_NONE:
        return "None"
    if variable := type_variable(name, module, stubs):
        return stands_for(*variable, stubs, depth + 1)
    if isinstance(node, ast.Assign) or (
        isinstance(node, ast.AnnAssign) and "TypeAlias" in ast.unparse(node.annotation)
    ):
        return type_of(node.value, home, stubs, depth + 1)
    return UNKNOWN


def type_variable(name: str, module: str, stubs: Stubs) -> tuple[ast.Call, str] | None:
    """Return the call that makes a type variable, and its module, None if a name is none."""
    found = stubs.found(name, module)
    definition = definitions(found[1])[0] if found else None
    value = definition.value if isinstance(definition, ast.Assign) else None
    if not (found and isinstance(value, ast.Call)):
        return None
    is_variable = ast.unparse(value.func).rpartition(".")[2] in TYPE_VARIABLES
    return (value, found[0].rpartition(".")[0]) if is_variable else None


def stands_for(variable: ast.Call, module: str, stubs: Stubs, depth: int) -> str:
    """Return the types that a type variable can stand for: of one class, anything of that kind."""
    if variable.args[1:]:
        return union(type_of(one, module, stubs, depth) for one in variable.args[1:])
    bounds = [keyword.value for keyword in variable.keywords if keyword.arg == "bound"]
    bound = type_of(bounds[0], module, stubs, depth) if bounds else UNKNOWN
    return bound if len(split(bound, "|")) > 1 else UNKNOWN


def all_stubs() -> Iterator[tuple[Stubs, tuple[str, ...]]]:
    """Yield the stubs of each version and platform, with the modules that they describe."""
    # Each stub is parsed once for all versions and platforms.
    with patch("typeshed_client.parser.parse_stub_file", functools.cache(parse_stub_file)):
        for version in versions_from(OLDEST):
            for platform in PLATFORMS:
                search = typeshed_client.get_search_context(
                    version=version, platform=platform, search_path=[]
                )
                modules = (module for module, _ in typeshed_client.get_all_stub_files(search))
                yield Stubs(typeshed_client.Resolver(search)), tuple(modules)
