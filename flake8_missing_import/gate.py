"""Which names could matter in a module? Most files get no further.

First the text: most files mention no name of the standard library that they do not
import at the top. For the others CPython's own scope analysis decides, see
:mod:`~flake8_missing_import.excerpts`. An extra name costs time, never a finding: the
rules decide what is reported, and the findings are the same without this gate.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from flake8_missing_import.imports import (
    bound_name,
    import_statements,
    imported_module,
    imported_modules,
    leading_statements,
)
from flake8_missing_import.mentions import (
    is_binding,
    kind_of_mention,
    marked_mentions,
    mentions,
)
from flake8_missing_import.module import Module
from flake8_missing_import.quoted import names_in_annotations, types_in
from flake8_missing_import.scopes import DEFINITIONS, FUNCTIONS
from flake8_missing_import.stdlib import module_to_import, standard_library
from flake8_missing_import.stdlib.telling import ALL_KINDS, kinds_of_use, telling_uses
from flake8_missing_import.texts import code_and_strings

if TYPE_CHECKING:
    from flake8_missing_import.facts import EveryName
    from flake8_missing_import.imports import ImportNode

    Kinds = Callable[[str], AbstractSet[str]]
    """From a name to the kinds of its uses that can tell."""

_WORD_BEYOND_ASCII = re.compile(r"\w*[^\W\x00-\x7f]\w*")

_WITHOUT_MARK = frozenset("=:")
"""The kinds of use that no mark at the name shows."""
_EVERYWHERE = frozenset((*ALL_KINDS, "._"))
"""The kinds of use that any module may have: not single attributes."""

# A space for every byte that separates words. Bytes beyond ASCII belong to words.
_BETWEEN_WORDS = bytes(
    byte if byte >= 128 or chr(byte).isalnum() or chr(byte) in "_." else 32 for byte in range(256)
)

_AFTER_DOT = re.compile(r"\.\s+(\w+)")
_CONTINUATION = re.compile(r"\\(?=\r?\n|\r)")
_CASE = re.compile(r"^[ \t]*case\b", re.MULTILINE)


def names_in_question(module: Module, *, lacks: bool = False) -> frozenset[str] | EveryName:
    """Return the names whose loads and bindings may show a missing import.

    Every name, if the text spells one differently from the tree.

    :param lacks: whether the module surely lacks some other import: then it is likelier to lack
        the rest too, and more uses of names are telling.

    Raises SyntaxError or ValueError for source that Python cannot compile.
    """
    code, strings = _code_and_strings(module)
    if not code.isascii() and any(map(_is_spelled_otherwise, _WORD_BEYOND_ASCII.findall(code))):
        from flake8_missing_import.facts import EveryName  # hardly ever

        return EveryName()
    words = _words(code)
    bound = frozenset(_plainly_bound(module.tree.body))
    kinds = functools.partial(kinds_of_use, imported=imported_modules(module.tree), lacks=lacks)
    return (
        _unbound(words - bound, code, module, kinds)
        | _quoted(strings, bound, module, kinds)
        | _imports_in_question(words, module)
    )


def _is_spelled_otherwise(word: str) -> bool:
    """Say whether a word is ASCII to Python, which normalizes names (NFKC)."""
    import unicodedata  # hardly any code needs it

    return unicodedata.normalize("NFKC", word).isascii()


def _unbound(words: AbstractSet[str], code: str, module: Module, kinds: Kinds) -> frozenset[str]:
    """Return the unbound names in code that could be imports."""
    explained = _explained(words, module)
    mentioned = {name for name in explained if _is_used(name, code, ALL_KINDS)}
    mentioned.update(_evident(words, code, kinds))
    if not mentioned:
        return frozenset()
    from flake8_missing_import.excerpts import unbound_names  # most files return above

    rebound = mentioned.intersection(_rebound(module.tree.body))
    return unbound_names(module, frozenset(mentioned), _with_all_lines(code, module)) | rebound


def _with_all_lines(code: str, module: Module) -> str:
    """Return code whose lines have the same numbers as in the module."""
    if "\r" in module.source:
        return "\n".join(module.lines)
    return "\n" * (len(module.lines) - 1 - code.count("\n")) + code


def _imports_in_question(words: AbstractSet[str], module: Module) -> frozenset[str]:
    """Return the names of imports that may not reach some use, or do not load what it needs."""
    has_late_import = "import" in words
    statements = list(import_statements(module, leading_only=not has_late_import))
    packages = frozenset(_packages_in_question(module, statements))
    if not has_late_import or module.is_stub:
        return packages
    from flake8_missing_import.gate_imports import imports_in_question  # most files return above

    return packages | imports_in_question(module, statements)


def _quoted(
    strings: Iterable[str],
    bound: AbstractSet[str],
    module: Module,
    kinds: Kinds,
) -> frozenset[str]:
    """Return the unbound names in quoted annotations that could be imports."""
    known = telling_uses()
    if module.options.doctests:
        words = _words(module.source) - bound
        return _explained(words, module) | (known.keys() & words)
    strings = types_in(strings)
    with_members = {string for string in strings if "." in string}
    found: frozenset[str] = frozenset()
    for texts in (with_members, set(strings) - with_members):
        words = _words("\n".join(texts)) - bound if texts else set()
        able = _explained(words, module).union(
            name
            for name in known.keys() & words
            if (kinds(name) if texts is with_members else ":" in kinds(name))
        )
        if able:
            found |= names_in_annotations(texts, able, module.source)
    return found


def _explained(words: AbstractSet[str], module: Module) -> frozenset[str]:
    """Return the names for which the project has an import."""
    configured, known = module.options.configured, module.options.known.by_name
    if not configured and not known:
        return frozenset()
    # Much faster than an intersection, where thousands of names are known.
    return frozenset(name for name in words if name in known or name in configured)


def _evident(words: AbstractSet[str], code: str, kinds: Kinds) -> Iterator[str]:
    """Yield the names whose mention may be evidence for an import."""
    known = telling_uses()
    possible = words | _EVERYWHERE
    for name in known.keys() & words:
        if (able := kinds(name) & possible) and _is_used(name, code, able):
            yield name
    for name in words:
        if name[0] == "_" and name[1:] in known and _is_used(name, code, ALL_KINDS):
            yield name


def _is_used(name: str, code: str, kinds: AbstractSet[str]) -> bool:
    """Say whether a name is mentioned in one of the given kinds of use.

    Definitions, imports, assignments and keyword arguments are not mentions, but
    ``{name=}`` in an f-string is one.
    """
    is_marked = kinds.isdisjoint(_WITHOUT_MARK) and not ("@" in kinds and f"@{name}" in code)
    for start in marked_mentions(name, code) if is_marked else mentions(name, code):
        end = start + len(name)
        if _may_tell(kind_of_mention(start, end, code), kinds, code) and not is_binding(
            start, end, code
        ):
            return True
    return False


def _may_tell(kind: str, kinds: AbstractSet[str], code: str) -> bool:
    """Say whether a mention of some kind is, or may turn out to be, one of the given kinds."""
    if kind in kinds:
        return True
    if kind[0] == ".":
        return "." in kinds or (kind[1] == "_" and "._" in kinds)
    if kind == "=":
        return ":" in kinds
    # A class in a pattern looks like a call.
    return kind == "(" and "=" in kinds and bool(_CASE.search(code))


def _words(code: str) -> set[str]:
    """Return the first name of each dotted name, and each attribute with its dot."""
    separated = code.encode(errors="surrogatepass").replace(b".", b" .")
    words = set(separated.translate(_BETWEEN_WORDS).decode(errors="surrogatepass").split())
    if "." in words:
        words.update(map(".{}".format, _AFTER_DOT.findall(code)))
    return words


def _packages_in_question(module: Module, statements: Iterable[ImportNode]) -> Iterator[str]:
    """Yield the names of packages through which the text may reach what no import loads.

    The imports that the module begins with run before anything else does.
    """
    library = standard_library(module.options.target_version)
    for node, _ in statements:
        for alias in node.names:
            package = imported_module(node, alias)
            submodules = library.own_submodules.get(package)
            name = bound_name(alias)
            if submodules and _reaches_more(name, package, submodules, module):
                yield name


def _reaches_more(name: str, package: str, submodules: tuple[str, ...], module: Module) -> bool:
    """Say whether the text uses a submodule that the module's first imports do not load."""
    chains = set(_reached(name, submodules).findall(module.source))
    if not chains:
        return False
    leading = ast.Module(body=leading_statements(module.tree), type_ignores=[])
    library = standard_library(module.options.target_version)
    needed = {module_to_import(package, chain.split("."), library) for chain in chains}
    return not needed <= imported_modules(leading)


@functools.cache
def _reached(name: str, submodules: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"{name}\s*\.\s*(?<![\w.]{name}\.)((?:{'|'.join(submodules)})\b[.\w]*)")


def _code_and_strings(module: Module) -> tuple[str, AbstractSet[str]]:
    """Return the text below the imports without comments and strings, and the strings.

    The expressions in f-strings stay in the code.
    """
    if module.options.doctests:
        return module.source, frozenset()
    code, strings = code_and_strings(_below_imports(module))
    # An expression on a continued line goes on after white space, like others.
    return (_CONTINUATION.sub(" ", code) if "\\" in code else code), strings


def _below_imports(module: Module) -> str:
    """Return source without the docstring and the imports that it begins with.

    They use no names, but mention many modules.
    """
    source, tree = module.source, module.tree
    leading = leading_statements(tree)
    if len(leading) == len(tree.body) and not module.options.doctests:
        return ""
    last = leading[-1].end_lineno or 0 if leading else 0
    # Not only line feeds end a line in Python; two statements may share one.
    if "\r" in source or len(leading) == len(tree.body) or tree.body[len(leading)].lineno == last:
        return source
    return source.split("\n", last)[-1]


def _plainly_bound(statements: Iterable[ast.stmt]) -> Iterator[str]:
    """Yield names that statements bind, whichever way a condition among them goes."""
    for node in statements:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                yield bound_name(alias)
        elif isinstance(node, DEFINITIONS):
            yield node.name
        elif isinstance(node, (ast.If, ast.Try)):
            yield from _plainly_bound(node.body)
            yield from _plainly_bound(node.orelse)
            for handler in getattr(node, "handlers", ()):
                yield from _plainly_bound(handler.body)
        elif (names := _assigned(node)) and not _is_made_of(node, names):
            yield from names


def _rebound(statements: Iterable[ast.AST]) -> Iterator[str]:
    """Yield names to which the module or a class gives a value made of themselves."""
    for node in statements:
        if names := _assigned(node):
            yield from names if _is_made_of(node, names) else ()
        elif not isinstance(node, FUNCTIONS):
            for block in ("body", "orelse", "finalbody", "handlers"):
                yield from _rebound(getattr(node, block, ()))


def _is_made_of(node: ast.AST, names: Sequence[str]) -> bool:
    """Say whether the value of an assignment begins with one of some names: ``x = x.y()``."""
    root = getattr(node, "value", None)
    while isinstance(root, ast.Attribute | ast.Call | ast.Subscript):
        root = root.func if isinstance(root, ast.Call) else root.value
    return isinstance(root, ast.Name) and root.id in names


def _assigned(node: ast.AST) -> list[str]:
    """Return the names to which a statement assigns a value, without those in tuples."""
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
        return [node.target.id]
    return []
