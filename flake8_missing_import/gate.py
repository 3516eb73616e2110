"""Which names could matter in a module? Most files end here.

First the text: most files mention no name of the standard library that they do not
import at the top. For the others CPython's own scope analysis answers, see
:mod:`~flake8_missing_import.excerpts`. An extra name costs time, never a finding: what
is reported is decided by the rules, and the findings are the same without this gate.
"""

from __future__ import annotations

import ast
import builtins
import functools
import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from flake8_missing_import.imports import (
    imported_module,
    imported_modules,
    imports_of_module,
    leading_statements,
)
from flake8_missing_import.module import Module
from flake8_missing_import.scopes import DEFINITIONS
from flake8_missing_import.stdlib import module_to_import, standard_library
from flake8_missing_import.stdlib.telling import kinds_of_use, telling_uses, types

if TYPE_CHECKING:
    from flake8_missing_import.facts import EveryName
    from flake8_missing_import.model import Binding

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

_PARTS_OF_F_STRINGS = re.compile(r"""\{+|\}+|"[^"{}]*"|'[^'{}]*'|["']""")
"""Braces, and quotes: whole strings, or one that is open."""

_WORD_BEYOND_ASCII = re.compile(r"\w*[^\W\x00-\x7f]\w*")

_BEHIND_MENTION = re.compile(
    r"(?P<use>\s*\(|\s*\.\s*(?P<attribute>\w+))?(?P<is_assigned>\s*=(?![=}!:]))?"
)
_BEFORE_VALUE = re.compile(r"[:|]\s*\Z")
_BEFORE_BINDING = ("as ", "class ", "def ", "import ")
_IMPORTED_FROM = re.compile(r"[\w.]+\s+import\b")

# White space for all that separates words. Bytes beyond ASCII belong to words.
_BETWEEN_WORDS = bytes(
    byte if byte >= 128 or chr(byte).isalnum() or chr(byte) in "_." else 32 for byte in range(256)
)

# A quoted annotation holds nothing but names and their punctuation; two words in a row are text.
_QUOTED = re.compile(r"""(\"{3}|'{3}|["'])(\s*[A-Za-z_\[(](?:[\w.\[\](),|*\s'"-])*)\1""")
_CASE = re.compile(r"^[ \t]*case\b", re.MULTILINE)
_TEXT = re.compile(r"\w\s+\w")
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")

# What comes before one: a parameter's colon, an arrow, a generic type, cast( …, and then
# nothing but the punctuation of types. Lines end between brackets alone.
_BEFORE_ANNOTATION = re.compile(
    r"""(?:\w\s*:|->|\b(?:[A-Z]\w*|dict|frozenset|list|set|tuple|type)\s*\[
    |\bcast\s*\(|\bbound\s*=|\bTypeAlias\s*=)
    [\w.,\ \t|"'*]*(?:(?:\[|(?<!\w)\()[\w.\s,|\[\]("'*]*)?["']{0,3}$""",
    re.VERBOSE,
)
_LONGEST_BEFORE = 300
_BUILTINS = frozenset(dir(builtins))
_TYPE_CALLS = ("NamedTuple", "NewType", "TypeVar", "TypedDict")
_CALLS_WITH_TYPES = re.compile(
    rf"\b(?:{'|'.join(_TYPE_CALLS)})\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
)
"""What takes strings as types in places that other strings stand in as well."""


def names_in_question(module: Module) -> frozenset[str] | EveryName:
    """Return the names whose loads and bindings may show a missing import.

    All of them, where the text spells one in another way than the tree does.

    Raises SyntaxError or ValueError for source that Python cannot compile.
    """
    code, strings = _code_and_strings(module)
    if not code.isascii() and any(map(_is_spelled_otherwise, _WORD_BEYOND_ASCII.findall(code))):
        from flake8_missing_import.facts import EveryName  # hardly ever

        return EveryName()
    heads = _heads(code)
    bound = frozenset(_plainly_bound(module.tree.body))
    return (
        _unbound(heads - bound, code, module)
        | (_quoted_names(strings, code, module) - bound)
        | _imports_in_question(heads, module)
    )


def _is_spelled_otherwise(word: str) -> bool:
    """Say whether a word is one of ASCII to Python, which normalizes names (NFKC)."""
    import unicodedata  # hardly any code needs it

    return unicodedata.normalize("NFKC", word).isascii()


def _unbound(heads: AbstractSet[str], code: str, module: Module) -> frozenset[str]:
    """Return the names in code that nothing binds, and that could be imports."""
    options = module.options
    known = (heads & options.configured.keys()) | (heads & options.known.names)
    explained = {name for name in known if any(_kinds_of_mentions(name, code))}
    mentioned = explained | _evident(heads - _BUILTINS - known, code, module)
    if not mentioned:
        return frozenset()
    from flake8_missing_import.excerpts import unbound_names  # most files end above

    return unbound_names(module, frozenset(mentioned))


def _imports_in_question(heads: AbstractSet[str], module: Module) -> frozenset[str]:
    """Return the names of imports that some use may miss, or that do not bring what it needs."""
    has_late_import = "import" in heads
    bindings = list(imports_of_module(module, leading_only=not has_late_import))
    packages = frozenset(_packages_in_question(module, bindings))
    if not has_late_import or module.is_stub:
        return packages
    from flake8_missing_import.gate_imports import imports_in_question  # most files end above

    return packages | imports_in_question(module, bindings)


def _evident(heads: AbstractSet[str], code: str, module: Module) -> set[str]:
    """Return the names of which a mention may be evidence for an import."""
    known = telling_uses()
    return {
        name
        for name in heads
        if (name in known and _may_tell(kinds_of_use(name), name, code))
        or (name[0] == "_" and name[1:] in known)
    }


def _may_tell(kinds: AbstractSet[str], name: str, code: str) -> bool:
    """Say whether one mention of a name can speak for an import, whatever the others do."""
    return any(
        kind in kinds
        or (kind == "=" and ":" in kinds)
        # A class in a pattern looks like a call.
        or (kind == "(" and "=" in kinds and _CASE.search(code))
        # Of private attributes not all are known.
        or (kind[0] == "." and ("." in kinds or kind[1] == "_"))
        for kind in _kinds_of_mentions(name, code)
    )


def _quoted_names(strings: AbstractSet[str], code: str, module: Module) -> frozenset[str]:
    """Return the names in strings that may be annotations."""
    source = module.source
    typed = [match for match in map(_QUOTED.fullmatch, strings) if match]
    if not typed and not module.options.doctests:
        return frozenset()
    known, has_name = telling_uses(), module.options.has_name
    if module.options.doctests:
        return frozenset(name for name in _heads(source) if name in known or has_name(name))
    has_types = any(f"{call}(" in code for call in _TYPE_CALLS)
    calls = "".join(_CALLS_WITH_TYPES.findall(source)) if has_types else ""
    found = set[str]()
    for match in typed:
        text = match[2]
        able = known if "." in text else types()
        names = {name for name in _NAME.findall(text) if name in able or has_name(name)}
        if (
            not names <= found
            and not _TEXT.search(text)
            and (match[0] in calls or _is_annotation(match[0], source))
        ):
            found |= names
    return frozenset(found)


def _is_annotation(string: str, source: str) -> bool:
    """Say whether a string stands where an annotation may."""
    start = source.find(string)
    while start >= 0:
        if _BEFORE_ANNOTATION.search(source, max(0, start - _LONGEST_BEFORE), start):
            return True
        start = source.find(string, start + 1)
    return False


def _heads(code: str) -> set[str]:
    """Return the first name of each dotted name."""
    separated = code.encode(errors="surrogatepass").replace(b".", b" .")
    return set(separated.translate(_BETWEEN_WORDS).decode(errors="surrogatepass").split())


def _kinds_of_mentions(name: str, code: str) -> Iterator[str]:
    """Yield what each mention of a name is: ``(``, ``@``, ``=`` or the attribute with its dot.

    Definitions, imports, assignments and keyword arguments are not mentions, but
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
            if behind["attribute"]:
                yield f".{behind['attribute']}"
            else:
                yield "(" if behind["use"] else "@" if before == "@" else "="


@functools.cache
def _word(name: str) -> re.Pattern[str]:
    """Return a pattern for words that end in a name. Simple ones are made and searched fast."""
    return re.compile(rf"{name}\b")


def _packages_in_question(module: Module, bindings: Iterable[Binding]) -> Iterator[str]:
    """Yield the names of packages through which the text may reach what no import brings.

    The imports that the module begins with have run before anything else does.
    """
    leading = ast.Module(body=leading_statements(module.tree), type_ignores=[])
    imported = imported_modules(leading)
    for binding in bindings:
        library = standard_library(module.options.target_version)
        package = imported_module(binding)
        submodules = library.own_submodules.get(package)
        if submodules:
            chains = set(_reached(binding.name, submodules).findall(module.source))
            needed = {module_to_import(package, chain.split("."), library) for chain in chains}
            if not needed <= imported:
                yield binding.name


@functools.cache
def _reached(name: str, submodules: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"{name}\s*\.\s*(?<![\w.]{name}\.)((?:{'|'.join(submodules)})\b[.\w]*)")


def _code_and_strings(module: Module) -> tuple[str, set[str]]:
    """Return the text below the imports without comments and strings, and the strings.

    The expressions in f-strings stay in the code.
    """
    source = _below_imports(module)
    if module.options.doctests:
        return module.source, set()
    strings: set[str] = set()

    def kept(match: re.Match[str]) -> str:
        text = match[0]
        if "{" in text:
            return _formatted_expressions(match)
        if text[0] != "#":
            strings.add(text)
        return ""

    try:
        return _NOT_CODE.sub(kept, source), strings
    except _NestedQuotesError:
        return source, set(re.findall(r"""["'][^"'\n]*["']""", source))


def _below_imports(module: Module) -> str:
    """Return source without the docstring and the imports that it begins with.

    They use no names, but mention many modules.
    """
    source, tree = module.source, module.tree
    leading = leading_statements(tree)
    if len(leading) == len(tree.body) and not module.options.doctests:
        return ""
    last = leading[-1].end_lineno or 0 if leading else 0
    # Not all that ends a line to Python is a line feed; two statements may share one.
    if "\r" in source or len(leading) == len(tree.body) or tree.body[len(leading)].lineno == last:
        return source
    return source.split("\n", last)[-1]


class _NestedQuotesError(Exception):
    """An f-string has its own quotes in an expression, as PEP 701 allows."""


def _formatted_expressions(match: re.Match[str]) -> str:
    """Return what a string holds from its first brace to its last, if it is an f-string."""
    text, start = match[0], match.start()
    prefix = match.string[max(0, start - 2) : start].rstrip("rR")
    if not prefix.endswith(("f", "F", "t", "T")):
        return ""
    if not _is_whole(text):
        raise _NestedQuotesError
    return text[text.index("{") : text.rfind("}") + 1]


def _is_whole(text: str) -> bool:
    """Say whether an f-string ends outside of its expressions: not at a quote within one."""
    depth = 0
    for part in _PARTS_OF_F_STRINGS.findall(text):
        count = len(part)
        # Doubled braces outside of expressions are text.
        if part[0] == "{":
            depth += count if depth else count % 2
        elif part[0] == "}" and depth >= count:
            depth -= count
        elif part[0] == "}":
            depth = (count - depth) % 2
        elif depth and count == 1:
            return False
    return depth == 0


def _plainly_bound(statements: Iterable[ast.stmt]) -> Iterator[str]:
    """Yield names that statements bind, whichever way a condition among them goes."""
    for node in statements:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                yield (alias.asname or alias.name).partition(".")[0]
        elif isinstance(node, DEFINITIONS):
            yield node.name
        elif isinstance(node, (ast.If, ast.Try)):
            yield from _plainly_bound(node.body)
            yield from _plainly_bound(node.orelse)
            for handler in getattr(node, "handlers", ()):
                yield from _plainly_bound(handler.body)
        else:
            yield from (target.id for target in _targets(node) if isinstance(target, ast.Name))


def _targets(node: ast.stmt) -> list[ast.expr]:
    """Return what a statement gives a value."""
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AnnAssign) and node.value is not None else []
