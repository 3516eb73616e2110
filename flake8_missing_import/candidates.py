"""Which names does nothing in a module bind? Most files end here.

First the text: most files mention no name of the standard library that they do
not import at the top. For the others CPython's own scope analysis answers,
through :mod:`symtable`, which costs about as much as parsing the file. In all of
this a name too many costs time, never a finding.
"""

from __future__ import annotations

import ast
import functools
import re
import symtable
import warnings
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from flake8_missing_import.evidence import module_to_import
from flake8_missing_import.stdlib import StandardLibrary, candidate_names, everyday_words

# Comments and string literals, the docstrings first. A backslash takes the next
# character along in raw strings too (language reference, "String and Bytes literals").
_NOT_CODE = re.compile(
    r"""\#[^\n]*
    |\"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"""
    |\'\'\'[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*\'\'\'
    |"[^"\\\n]*(?:\\.[^"\\\n]*)*"
    |'[^'\\\n]*(?:\\.[^'\\\n]*)*\'""",
    re.DOTALL | re.VERBOSE,
)

# A name with its attributes. What a definition or a from-import names is no use of it.
_MENTION = re.compile(r"(?:def |class )?[.\w]+(?: import\b)?")

# A quoted annotation is short and holds nothing but names and their punctuation.
_QUOTED = re.compile(r"""["']([A-Za-z_][\w.\[\],\s|]*)["']""")

# What comes before one: a parameter's colon, an arrow, a generic type, cast( …
_BEFORE_ANNOTATION = re.compile(
    r"""(?:[\w)]\s*:|->|\b(?:[A-Z]\w*|dict|frozenset|list|set|tuple|type)\[|\bcast\(|\bbound=)"""
    r"""(?:[^"'=()\n]*[,|\[])?\s*["']{0,2}$"""
)
_LONGEST_BEFORE = 100

# symtable forgets the annotations of a module with this import: the compiler
# turns them into strings. Without it, it reports them like other code.
_FUTURE_IMPORT = re.compile(r"^(\s*from\s+)__future__(?=\s+import\b)", re.MULTILINE)

# To symtable a deletion binds a name, though it binds nothing. Between
# parentheses the names are loads.
_DELETION = re.compile(r"^([ \t]*)del[ \t]+([\w, \t]+?)(?=[ \t]*(?:#.*)?$)", re.MULTILINE)


@dataclass(frozen=True)
class Names:
    """What a module's scopes say about the names that were asked for."""

    bound: frozenset[str]
    """Bound at module level somewhere: by any statement, or through ``global``."""
    unbound: frozenset[str]
    """Loaded from the module's namespace, or perhaps so, and not bound in it."""


@dataclass(frozen=True)
class Mentions:
    """The names in a text that may lack an import."""

    code: frozenset[str]
    quoted: frozenset[str]
    """Those that stand in a string which may be an annotation."""


def mentioned_names(
    source: str,
    tree: ast.Module,
    library: StandardLibrary,
    *,
    configured: frozenset[str] = frozenset(),
    doctests: bool = False,
) -> Mentions:
    """Return the names that a text may use and does not plainly bind at the top level.

    :param configured: names that count wherever they stand.
    :param doctests: look at strings and comments as well.
    """
    bound = frozenset(_plainly_bound(tree))
    modules = imported_modules(tree)
    code = source if doctests else _code(source)
    strings = set(_QUOTED.findall(source))
    quoted = "\n".join(strings)

    def evident(text: str) -> Iterator[str]:
        heads = _heads(text, modules)
        for names in (*_sought_names(modules, library), configured):
            for name in (heads & names) - bound:
                if name in configured or _is_evident(name, text, library):
                    yield name

    return Mentions(
        code=frozenset(evident(code)),
        quoted=frozenset(
            name
            for name in evident(quoted)
            if any(name in string and _is_annotation(string, source) for string in strings)
        ),
    )


def _sought_names(modules: frozenset[str], library: StandardLibrary) -> Iterator[AbstractSet[str]]:
    """Yield the names that may lack an import in a file that imports some modules."""
    candidates = candidate_names()
    yield candidates.telling
    yield library.modules
    yield candidates.aliases.keys()
    yield everyday_words(modules)


def _heads(code: str, modules: frozenset[str]) -> set[str]:
    """Return the first name of each dotted name, those in from-imports left out."""
    mentions = set(_MENTION.findall(code)).difference([f"{module} import" for module in modules])
    return {mention.partition(".")[0] for mention in mentions}


def _is_evident(name: str, code: str, library: StandardLibrary) -> bool:
    """Say whether the mentions of a name are evidence for an import.

    A module needs an attribute that it has. Of everyday words and customary
    aliases the file must make no other use: that would be a variable.
    """
    candidates = candidate_names()
    if name in candidates.telling:
        return True
    aliased = candidates.aliases.get(name, ())
    has_other_use = False
    fits = False
    for match in _mention(name).finditer(code):
        attribute = match["attribute"]
        if attribute and library.has_name(name, attribute):
            return True
        fits_alias = any(library.has_name(module, attribute or "") for module in aliased)
        is_member = name in candidates.everyday_words and match["use"]
        fits |= bool(fits_alias or is_member)
        has_other_use |= not (fits_alias or is_member)
    # With an underscore in front it is hardly a variable of the module's functions.
    return fits and (name.startswith("_") or not has_other_use)


@functools.cache
def _mention(name: str) -> re.Pattern[str]:
    """Return what a mention of a name looks like, and whether it is called or decorates.

    The name comes first, because the search for a literal start is fast.
    """
    return re.compile(
        rf"{name}\b(?<![\w.]{name})(?<!def {name})(?<!class {name})"
        rf"(?P<use>\s*\(|\s*\.\s*(?P<attribute>\w+)|(?<=@{name}))?"
    )


def _is_annotation(string: str, source: str) -> bool:
    """Say whether a string reads as an annotation, and stands where one may."""
    try:
        ast.parse(string.strip(), mode="eval")
    except SyntaxError:
        return False
    return any(
        source[match.start() - 1] in "\"'"
        and _BEFORE_ANNOTATION.search(
            source, max(0, match.start() - _LONGEST_BEFORE), match.start() - 1
        )
        for match in re.finditer(re.escape(string), source)
    )


def packages_with_submodules(
    source: str, tree: ast.Module, library: StandardLibrary
) -> dict[str, str]:
    """Return the packages through which a text may reach a submodule that it does not import.

    The keys are the names that ``import package`` and ``import package as name`` bind.
    """
    bound = {
        alias.asname or alias.name.partition(".")[0]: (
            alias.name if alias.asname else alias.name.partition(".")[0]
        )
        for node in tree.body
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    imported = imported_modules(tree)
    found = {}
    for name, package in bound.items():
        submodules = library.own_submodules.get(package, ())
        chains = set(_reached(name, submodules).findall(source)) if submodules else ()
        needed = {module_to_import(package, chain.split("."), library) for chain in chains}
        if not needed <= imported:
            found[name] = package
    return found


@functools.cache
def _reached(name: str, submodules: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"{name}\.(?<![\w.]{name}\.)((?:{'|'.join(submodules)})\b[.\w]*)")


def imported_modules(tree: ast.Module) -> frozenset[str]:
    """Return the modules that the top level of a module imports, or from which it does."""
    modules: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            modules.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module)
    return frozenset(modules)


def _code(source: str) -> str:
    """Return source without comments and strings, except for f-strings."""
    return _NOT_CODE.sub(_formatted_string, source)


def _formatted_string(match: re.Match[str]) -> str:
    start = match.start()
    prefix = match.string[max(0, start - 2) : start].rstrip("rR")
    return match[0] if prefix.endswith(("f", "F", "t", "T")) else ""


def _plainly_bound(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                yield (alias.asname or alias.name).partition(".")[0]
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name


def unbound_names(source: str, wanted: frozenset[str]) -> Names:
    """Sort the wanted names of a module by whether something binds them.

    Raises SyntaxError or ValueError for source that Python cannot compile.
    """
    loaded: set[str] = set()
    bound: set[str] = set()
    for table in _tables(source):
        is_module = table.get_type() == "module"
        for name in wanted.intersection(table.get_identifiers()):
            symbol = table.lookup(name)
            in_module = is_module or symbol.is_global()
            if in_module and (symbol.is_assigned() or symbol.is_imported()):
                bound.add(name)
            elif in_module and symbol.is_referenced():
                loaded.add(name)
    return Names(bound=frozenset(bound), unbound=frozenset(loaded - bound))


def _tables(source: str) -> Iterator[symtable.SymbolTable]:
    if "__future__" in source:
        source = _FUTURE_IMPORT.sub(r"\1__past__", source)
    if "del " in source or "del\t" in source:
        source = _DELETION.sub(r"\1(\2)", source)
    with warnings.catch_warnings():
        # Whoever parsed the file before has shown its warnings already.
        warnings.simplefilter("ignore")
        tables = [symtable.symtable(source, "<source>", "exec")]
    while tables:
        table = tables.pop()
        yield table
        tables.extend(table.get_children())
