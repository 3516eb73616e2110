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
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from flake8_missing_import.evidence import module_to_import
from flake8_missing_import.scopes import leading_statements
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

_BEHIND_MENTION = re.compile(
    r"(?P<use>\s*\(|\s*\.\s*(?P<attribute>\w+))?(?P<is_assigned>\s*=(?![=}!:]))?"
)
_BEFORE_VALUE = re.compile(r"[:|]\s*\Z")
_BEFORE_BINDING = ("as ", "class ", "def ", "import ")
_IMPORTED_FROM = re.compile(r"[\w.]+\s+import\b")

# White space for all that parts words. Bytes beyond ASCII belong to words.
_BETWEEN_WORDS = bytes(
    byte if byte >= 128 or chr(byte).isalnum() or chr(byte) in "_." else 32 for byte in range(256)
)

# A quoted annotation is short and holds nothing but names and their punctuation.
_QUOTED = re.compile(r"""["']([A-Za-z_][\w.\[\],\s|]*)["']""")

# What comes before one: a parameter's colon, an arrow, a generic type, cast( …
_BEFORE_ANNOTATION = re.compile(
    r"""(?:\w\s*:|->|\b(?:[A-Z]\w*|dict|frozenset|list|set|tuple|type)\[|\bcast\(|\bbound=)"""
    r"""(?:[^"'=()\n]*[,|\[])?\s*["']{0,2}$"""
)
_LONGEST_BEFORE = 100
_LONGEST_ANNOTATION = 200


@dataclass(frozen=True)
class Mentions:
    """The names in a text that may lack an import."""

    code: frozenset[str]
    quoted: frozenset[str]
    """Those that stand in a string which may be an annotation."""
    has_import: bool
    """Whether an import stands below other code."""


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
    bound = frozenset(_plainly_bound(tree.body))
    if doctests:
        code = strings = source
    else:
        code, strings = _code_and_strings(_below_imports(source, tree))
    heads = _heads(code)
    types, known = _known_names(library)
    everyday = everyday_words(imported_modules(tree))
    private = [name for name in heads if name[0] == "_"]
    renamed = {name for name in private if name[1:] in known or name[1:] in everyday}
    mentioned = {
        name
        for name in (heads & known | heads & everyday | renamed) - bound
        if _is_evident(name, code, library)
    }
    quoted = set(_QUOTED.findall(strings))
    heads_of_quoted = _heads("\n".join(quoted))
    # In quotes a small everyday word is text.
    classes = {name for name in heads_of_quoted & everyday if name[0].isupper()}
    certain = heads_of_quoted & configured | classes
    return Mentions(
        code=frozenset(mentioned | (heads & configured) - bound),
        quoted=frozenset(
            name
            for name in (heads_of_quoted & types | certain) - bound
            if any(
                _may_be_type(name, string, certain) and _is_annotation(string, source)
                for string in quoted
                if name in string
            )
        ),
        has_import="import" in heads,
    )


@functools.cache
def _known_names(library: StandardLibrary) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names that an annotation may begin with, and all that are no everyday words."""
    candidates = candidate_names()
    types = candidates.members.union(library.modules, candidates.aliases)
    return types, types | candidates.modules | candidates.variables


def _below_imports(source: str, tree: ast.Module) -> str:
    """Return source without the docstring and the imports that it begins with.

    They use no names, but mention many modules.
    """
    leading = leading_statements(tree)
    if len(leading) == len(tree.body):
        return ""
    last = leading[-1].end_lineno or 0 if leading else 0
    # Not all that ends a line to Python is a line feed; two statements may share one.
    if "\r" in source or tree.body[len(leading)].lineno == last:
        return source
    return source.split("\n", last)[-1]


def _may_be_type(name: str, annotation: str, certain: AbstractSet[str]) -> bool:
    """Say whether an annotation has a name, with an attribute if that is a module's.

    :param certain: names that are no modules', whatever the table says.
    """
    is_member = name in candidate_names().members or name in certain
    return any(behind["attribute"] or is_member for behind in _mentions(name, annotation))


def _heads(code: str) -> set[str]:
    """Return the first name of each dotted name."""
    parted = code.encode().replace(b".", b" .")
    return set(parted.translate(_BETWEEN_WORDS).decode().split())


def _is_evident(name: str, code: str, library: StandardLibrary) -> bool:
    """Say whether the mentions of a name are evidence for an import.

    A module needs an attribute that it has. Of everyday words, common variables and
    customary aliases the file must make no other use: that would be a variable.
    """
    candidates = candidate_names()
    if name in candidates.telling:
        return any(_mentions(name, code))
    plain = name.removeprefix("_")
    originals = candidates.aliases.get(name, ())
    modules = [*filter(library.has_module, originals), plain]
    is_word = (
        candidates.is_word(name)
        or candidates.is_word(plain)
        or not all(map(library.has_module, originals))
    )
    is_module = library.has_module(name)
    # With an underscore in front it is hardly a variable of the module's functions.
    is_hidden = name.startswith("_")
    has_other_use = False
    fits = False
    for behind in _mentions(name, code):
        attribute = behind["attribute"]
        if attribute and library.has_name(name, attribute):
            return True
        fits_module = any(library.has_name(module, attribute or "") for module in modules)
        # Classes and constants are passed around; a small word alone is a variable.
        is_used = (
            behind["use"]
            or plain[:1].isupper()
            or code.endswith(("@", "-> "), 0, behind.start() - len(name))
        )
        fits |= bool(fits_module or (is_word and is_used))
        has_other_use |= not (fits_module or (is_word and is_used))
        if has_other_use and not is_module and not is_hidden:
            return False
    return fits and (is_hidden or not has_other_use)


def _mentions(name: str, code: str) -> Iterator[re.Match[str]]:
    """Yield what stands behind each mention of a name: an attribute, a call or neither.

    Definitions, imports, assignments and keyword arguments are no mentions, but
    ``{name=}`` in an f-string is one.
    """
    for word in _word(name).finditer(code):
        start, end = word.span()
        before = code[start - 1 : start]
        if before.isalnum() or before in {"_", "."}:
            continue
        if code.endswith(_BEFORE_BINDING, 0, start) or (
            # Not so in yield from and raise … from.
            code.endswith("from ", 0, start) and _IMPORTED_FROM.match(code, start)
        ):
            continue
        behind = _BEHIND_MENTION.match(code, end)
        # Behind a colon it is an annotation with a value: x: Final = 1.
        if behind and (
            not behind["is_assigned"]
            or behind["use"]
            or _BEFORE_VALUE.search(code, max(0, start - _LONGEST_BEFORE), start)
        ):
            yield behind


@functools.cache
def _word(name: str) -> re.Pattern[str]:
    """Return what finds words that end in a name. Simple ones are made and searched fast."""
    return re.compile(rf"{name}\b")


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

    The keys are the names that the imports at the top level give the packages.
    """
    bound = dict(_bound_modules(tree))
    imported = imported_modules(tree)
    found = {}
    for name, package in bound.items():
        submodules = library.own_submodules.get(package, ())
        chains = set(_reached(name, submodules).findall(source)) if submodules else ()
        needed = {module_to_import(package, chain.split("."), library) for chain in chains}
        if not needed <= imported:
            found[name] = package
    return found


def _bound_modules(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the names that imports bind, each with the module that it would be."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                package = alias.name.partition(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (package, package)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


@functools.cache
def _reached(name: str, submodules: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"{name}\.(?<![\w.]{name}\.)((?:{'|'.join(submodules)})\b[.\w]*)")


def imported_modules(tree: ast.Module) -> frozenset[str]:
    """Return the modules that the top level of a module imports, or from which it does.

    Their packages are among them.
    """
    modules: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            modules.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module)
    for module in tuple(modules):
        while "." in module:
            module = module.rpartition(".")[0]
            modules.add(module)
    return frozenset(modules)


def _code_and_strings(source: str) -> tuple[str, str]:
    """Return source without comments and strings, and those that may be annotations.

    The expressions in f-strings stay in the code.
    """
    strings: list[str] = []

    def kept(match: re.Match[str]) -> str:
        text = match[0]
        if "{" in text:
            return _formatted_expressions(match)
        if len(text) < _LONGEST_ANNOTATION and text[0] != "#":
            strings.append(text)
        return ""

    try:
        return _NOT_CODE.sub(kept, source), "\n".join(strings)
    except _NestedQuotesError:
        return source, source


class _NestedQuotesError(Exception):
    """An f-string has its own quotes in an expression, as PEP 701 allows."""


def _formatted_expressions(match: re.Match[str]) -> str:
    """Return what a string holds from its first brace to its last, if it is an f-string."""
    text, start = match[0], match.start()
    prefix = match.string[max(0, start - 2) : start].rstrip("rR")
    if not prefix.endswith(("f", "F", "t", "T")):
        return ""
    if text.count("{") != text.count("}"):
        raise _NestedQuotesError
    return text[text.index("{") : text.rindex("}") + 1]


def _plainly_bound(statements: Iterable[ast.stmt]) -> Iterator[str]:
    """Yield names that statements bind, whichever way a condition among them goes."""
    for node in statements:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                yield (alias.asname or alias.name).partition(".")[0]
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id
        elif isinstance(node, (ast.If, ast.Try)):
            yield from _plainly_bound(node.body)
            yield from _plainly_bound(node.orelse)
            for handler in getattr(node, "handlers", ()):
                yield from _plainly_bound(handler.body)
