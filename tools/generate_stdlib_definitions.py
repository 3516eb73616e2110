"""Write flake8_missing_import/stdlib/definitions.txt from typeshed's stubs.

Run it with ``python tools/generate_stdlib_definitions.py`` after
``pip install -e .[dev]``. It takes about half a minute.
"""

from __future__ import annotations

import ast
import importlib.metadata
import sys
from collections import defaultdict
from collections.abc import Iterator

import typeshed_client

from flake8_missing_import.stdlib import DEFINITIONS, NEWEST, OLDEST, standard_library

HEADER = """\
# What the names of a star import are, and what the classes have.
# Made by tools/generate_stdlib_definitions.py with typeshed-client {version}; do not edit.
#
# module kind: names; name=other says which module defines it
# module.Class(bases): its own public attributes, of any version and platform
"""

PLAIN_TYPES = frozenset({"bool", "bytes", "float", "int", "str"})

TYPING_BASES = frozenset({"Generic", "Protocol"})
"""Bases that only type checkers see anything in."""


def kind(info: typeshed_client.NameInfo) -> str:
    """Return what a name is: class, function, async, constant, value, form or alias."""
    node = info.ast
    if isinstance(node, typeshed_client.OverloadedName):
        node = node.definitions[-1]
    match node:
        case ast.ClassDef():
            return "class"
        case ast.AsyncFunctionDef():
            return "async"
        case ast.FunctionDef():
            return "function"
        case ast.AnnAssign(annotation=annotation):
            text = ast.unparse(annotation)
            if text.startswith(("Final", "Literal")) or text in PLAIN_TYPES:
                return "constant"
            if text in {"_SpecialForm", "type[_Generic]", "type[_Protocol]"}:
                return "form"
            is_unknown = text == "object" or text.endswith("TypeAlias") or text.startswith("type[")
            return "alias" if is_unknown else "value"
        case _:
            return "alias"


def class_line(
    name: str, info: typeshed_client.NameInfo, module: str, resolver: typeshed_client.Resolver
) -> tuple[str, frozenset[str]]:
    """Return ``module.Class(bases)`` and the attributes of the class itself."""
    node = info.ast
    if not isinstance(node, ast.ClassDef):
        # Some are written once for each version or platform: what they share is unknown.
        return f"{module}.{name}(?)", frozenset()
    bases = [full_name(base, module, resolver) for base in node.bases]
    if any(keyword.arg == "metaclass" for keyword in node.keywords):
        bases.append("metaclass")
    public = frozenset(child for child in info.child_nodes or {} if not child.startswith("_"))
    return f"{module}.{name}({' '.join(bases)})", public


def full_name(base: ast.expr, module: str, resolver: typeshed_client.Resolver) -> str:
    """Return where a base class is defined, ``?`` where it cannot be said."""
    if isinstance(base, ast.Subscript):
        base = base.value
    text = ast.unparse(base)
    if text in standard_library(NEWEST).star_names("builtins"):
        return f"builtins.{text}"
    try:
        found = resolver.get_fully_qualified_name(f"{module}.{text}")
        if found is None and "." in text:
            found = resolver.get_fully_qualified_name(text)
            module = text.rpartition(".")[0]
    except (KeyError, ValueError, AttributeError):
        return "?"
    if text.rpartition(".")[2] in TYPING_BASES:
        return "builtins.object"
    if isinstance(found, typeshed_client.ImportedInfo):
        return f"{'.'.join(found.source_module)}.{found.info.name}"
    if isinstance(found, typeshed_client.NameInfo) and isinstance(found.ast, ast.ClassDef):
        return f"{module}.{found.name}"
    return "?"


def definition_lines() -> Iterator[str]:
    """Yield the lines of the table below its header."""
    kinds: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    classes: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for minor in range(OLDEST[1], NEWEST[1] + 1):
        for platform in ("win32", "darwin", "linux"):
            search = typeshed_client.get_search_context(
                version=(3, minor), platform=platform, search_path=[]
            )
            resolver = typeshed_client.Resolver(search)
            library = standard_library((3, minor))
            for module, _ in typeshed_client.get_all_stub_files(search):
                if not library.has_module(module):
                    continue
                path = typeshed_client.ModulePath(tuple(module.split(".")))
                for name in resolver.get_module(path).names:
                    found = resolver.get_name(path, name)
                    home = module
                    if isinstance(found, typeshed_client.ImportedInfo):
                        home, found = ".".join(found.source_module), found.info
                    if not isinstance(found, typeshed_client.NameInfo):
                        continue
                    what = kind(found)
                    if name in library.star_names(module):
                        entry = name if home == module else f"{name}={home}"
                        kinds[module][what][name] = entry
                    if what == "class" and home == module:
                        line, own = class_line(name, found, module, resolver)
                        key = line.partition("(")[0]
                        classes[key].setdefault(line, set()).update(own)
    for module, by_kind in sorted(kinds.items()):
        for what, names in sorted(by_kind.items()):
            yield f"{module} {what}: {' '.join(names[name] for name in sorted(names))}"
    for _, variants in sorted(classes.items()):
        for line, attributes in sorted(variants.items()):
            yield f"{line}: {' '.join(sorted(attributes))}".rstrip()


def definitions_text() -> str:
    """Return the whole table as it is to be committed."""
    version = importlib.metadata.version("typeshed-client")
    return HEADER.format(version=version) + "".join(line + "\n" for line in definition_lines())


def main() -> int:
    """Write the table."""
    DEFINITIONS.write_text(definitions_text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
