"""Which names could matter in a module? Most files get no further.

First the text: most files mention no name of the standard library that they do not
import at the top. For the others CPython's own scope analysis decides, see
:mod:`~flake8_missing_import.gate.excerpts`. An extra name costs time, never a finding: the
rules decide what is reported, and the findings are the same without this gate.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from flake8_missing_import.gate.quoted import has_parted, names_in_annotations, types_in
from flake8_missing_import.gate.texts import code_and_strings
from flake8_missing_import.imports import (
    bound_name,
    has_relative_import,
    import_statements,
    imported_modules,
)
from flake8_missing_import.mentions import (
    CALLED,
    FILLING,
    end_of_parentheses,
    is_binding,
    kind_of_mention,
    line_numbers,
    marked_mentions,
    may_have_attribute,
    mentions,
    names_among,
    words_of,
    words_of_types,
)
from flake8_missing_import.module import IMPORTS, EveryName, Module, statements_in
from flake8_missing_import.scopes import DEFINITIONS, assigned_names, evaluated_before_binding
from flake8_missing_import.stdlib.telling import (
    ALL_KINDS,
    MOCK,
    is_private_half,
    is_private_half_of_module,
    kinds_of_use,
    may_be_library_only,
    mentions_of_mocks,
    packages_in_parts,
    telling_words,
)

if TYPE_CHECKING:
    Kinds = Callable[[str], AbstractSet[str]]
    """From a name to the kinds of its uses that can tell."""
    Binders = Mapping[str, ast.stmt | list[ast.stmt]]
    """The names that statements of the top level plainly bind, each with the statement or several.

    An import stands alone, whatever else binds its name. Thousands of lists would make the garbage
    collector slow.
    """

_WORD_BEYOND_ASCII = re.compile(r"\b\w*[^\W\x00-\x7f]\w*")

_WITHOUT_MARK = frozenset("=:")
"""The kinds of use that no mark at the name shows."""
_EVERYWHERE = frozenset((".", ":", "="))
"""The kinds of use that any module may have: not calls, decorators and single attributes."""
_OUTSIDE_TYPES = frozenset(("=", "@"))
"""The kinds of use that no annotation has."""
_PRIVATE = frozenset(["._"])
"""How private attributes begin."""

_DELETIONS = ("del", "del(")
_CASES = ("case", "case(")
_CASE = re.compile(r"^[ \t]*case\b", re.MULTILINE)


def names_in_question(module: Module, *, lacks: bool = False) -> frozenset[str] | EveryName:
    """Return the names whose loads and bindings may show a missing import.

    Every name, if the text spells one differently from the tree.

    :param lacks: whether the module surely lacks some other import: then it is likelier to lack
        the rest too, and more uses of names are telling.

    Raises UncompilableError.
    """
    if len(module.leading) == len(module.tree.body):
        return frozenset()  # there is nothing but imports, and pyflakes reads no doctests there
    code, types, parted = _code_and_types(module)
    if not code.isascii() and any(map(_is_spelled_otherwise, _WORD_BEYOND_ASCII.findall(code))):
        return EveryName()
    words = words_of(code)
    binders = _binders(module.tree)
    has_late_import = not words.isdisjoint(("import", "import("))
    at_top = module.tree.body if has_late_import else module.leading
    modules = imported_modules(at_top)
    shown = modules if words.isdisjoint(mentions_of_mocks()) else modules | {MOCK}
    kinds = functools.partial(
        _kinds_of_use,
        module=module,
        imported=shown,
        library_only=may_be_library_only(modules) and not has_relative_import(at_top),
        lacks=lacks,
    )
    imports = list(import_statements(module, code=code)) if has_late_import else []
    statements = [node for node, _ in imports] if has_late_import else at_top
    if parted:  # no text shows where their names are
        inside = words_of_types("\n".join(parted))
        able = telling_words(inside) | _explained(inside, module)
        if has_parted(able, parted, module, statements):
            return EveryName()
    deleted = frozenset(_deleted(code, module)) if not words.isdisjoint(_DELETIONS) else frozenset()
    found = _unbound(words, binders, deleted, code, module, kinds) | _quoted(
        types, words, binders, module, kinds, statements
    )
    if has_late_import or not packages_in_parts().isdisjoint(modules):
        from flake8_missing_import.gate.packages import packages_in_question

        found |= frozenset(packages_in_question(module, statements, code, types, words))
    if deleted:
        found |= deleted.intersection(
            bound_name(alias)
            for node in statements
            if isinstance(node, IMPORTS)
            for alias in node.names
        )
    if has_late_import and not module.is_stub:
        from flake8_missing_import.gate.imports import imports_in_question  # most files need none

        found |= imports_in_question(module, imports, code, types)
    return found


def _kinds_of_use(
    name: str, *, module: Module, imported: AbstractSet[str], library_only: bool, lacks: bool
) -> AbstractSet[str]:
    """Return which uses of a name can tell in a module, see ``telling.kinds_of_use``."""
    if name[0] == "_" and (  # hardly any name needs a closer look
        is_private_half_of_module(name) or (is_private_half(name) and module.hides_members)
    ):
        return ALL_KINDS
    return kinds_of_use(name, imported, library_only=library_only, lacks=lacks)


def _is_spelled_otherwise(word: str) -> bool:
    """Say whether a word is ASCII to Python, which normalizes names (NFKC)."""
    import unicodedata  # hardly any code needs it

    return unicodedata.normalize("NFKC", word).isascii()


def _unbound(
    words: AbstractSet[str],
    binders: Binders,
    deleted: AbstractSet[str],
    code: str,
    module: Module,
    kinds: Kinds,
) -> frozenset[str]:
    """Return the unbound names in code that could be imports."""
    mentioned = {
        name
        for name in _explained(words, module)
        if not _is_bound(name, binders) and _is_used(name, code, ALL_KINDS)
    }
    mentioned.update(_evident(words, binders, code, kinds))
    if not mentioned:
        return frozenset()
    from flake8_missing_import.gate.excerpts import unbound_names  # most files return above

    # What a statement needs to bind it may be loaded in a comprehension there, a scope of its own.
    # A deletion makes a name a function's own, but gives it no value.
    own = mentioned & (binders.keys() | deleted)
    return unbound_names(module, frozenset(mentioned), code, words) | own


def _quoted(
    types: Sequence[str],
    words: AbstractSet[str],
    binders: Binders,
    module: Module,
    kinds: Kinds,
    statements: Iterable[ast.stmt],
) -> frozenset[str]:
    """Return the unbound names in quoted annotations that could be imports."""
    if module.options.doctests:
        return (_explained(words, module) | telling_words(names_among(words))) - binders.keys()
    if not types:
        return frozenset()
    inside = words_of_types("\n".join(types))
    telling = telling_words(inside) - binders.keys()
    able = {name for name in telling if ":" in kinds(name)}
    if others := telling - able:
        text = "\n".join(one for one in types if "." in one)
        dotted = words_of_types(text)
        able |= {
            name
            for name in others & dotted
            if _can_tell(name, kinds(name) - _OUTSIDE_TYPES, dotted, text)
        }
    able |= _explained(inside, module) - binders.keys()
    return names_in_annotations(types, able, module, statements) if able else frozenset()


def _deleted(code: str, module: Module) -> Iterator[str]:
    """Yield the names that the code deletes."""
    lines = list(line_numbers(mentions("del", code), code))
    nodes: list[ast.AST] = [module.tree]
    for node in nodes:
        if isinstance(node, ast.Delete):
            for one in ast.walk(node):
                if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Del):
                    yield one.id
        nodes += statements_in(node, lines)


def _explained(words: AbstractSet[str], module: Module) -> frozenset[str]:
    """Return the names for which the project has an import."""
    configured, known = module.options.configured, module.options.known.names
    if not configured and not known:
        return frozenset()
    names = names_among(words)
    return known & names | configured.keys() & names


def _evident(
    words: AbstractSet[str],
    binders: Binders,
    code: str,
    kinds: Kinds,
) -> Iterator[str]:
    """Yield the unbound names whose mention may be evidence for an import."""
    for word in telling_words(words):
        name = word.removesuffix(CALLED)
        if isinstance(binders.get(name), IMPORTS):
            continue
        able = kinds(name)
        if (
            _can_tell(word, able, words, code)
            and not _is_bound(name, binders)
            and _is_used(name, code, able)
        ):
            yield name


def _can_tell(word: str, kinds: AbstractSet[str], words: AbstractSet[str], code: str) -> bool:
    """Say whether one of the kinds of use is possible, judging by the words of the code."""
    if word.endswith(CALLED):
        # A class in a pattern looks like a call.
        return "(" in kinds or ("=" in kinds and not words.isdisjoint(_CASES))
    if not kinds.isdisjoint(_EVERYWHERE) or ("@" in kinds and f"@{word}" in code):
        return True
    attributes = kinds & words
    if "._" in kinds:
        attributes |= _PRIVATE
    return bool(attributes) and may_have_attribute(word, attributes, code)


def _is_used(name: str, code: str, kinds: AbstractSet[str]) -> bool:
    """Say whether a name is mentioned in one of the given kinds of use.

    Definitions, imports, assignments and keyword arguments are not mentions, but
    ``{name=}`` in an f-string is one.
    """
    is_marked = kinds.isdisjoint(_WITHOUT_MARK) and not ("@" in kinds and f"@{name}" in code)
    for start in marked_mentions(name, code) if is_marked else mentions(name, code):
        end = start + len(name)
        if _may_tell(start, end, kinds, code) and not is_binding(start, end, code):
            return True
    return False


def _may_tell(start: int, end: int, kinds: AbstractSet[str], code: str) -> bool:
    """Say whether a mention is, or may turn out to be, one of the given kinds of use.

    :param start: where it begins in the code.
    :param end: where it ends.
    """
    kind = kind_of_mention(start, end, code)
    if kind in kinds:
        return True
    if kind[0] == ".":
        is_private = kind[1] == "_" and "._" in kinds
        return is_private or "." in kinds or (kind == f".{FILLING}" and "=" in kinds)
    if kind == "(":
        # A class in a pattern looks like a call.
        return "=" in kinds and bool(_CASE.search(code))
    if kind == "=" and ":" in kinds:
        return True
    closed = end_of_parentheses(end, code)  # (it)() and (it).a
    return closed is not None and _may_tell(start, closed, kinds, code)


def _code_and_types(module: Module) -> tuple[str, Sequence[str], Mapping[str, str]]:
    """Return the code below the imports, its strings that could be types, and those in parts.

    Code is what is left without comments and strings, but with the expressions in f-strings; its
    lines keep their numbers.
    """
    if module.options.doctests:
        return module.text, (), {}
    code, strings, parted = code_and_strings(module.below_imports)
    if parted:
        parted = {one: parted[one] for one in types_in(parted)}
    return code, types_in(strings), parted


def _binders(tree: ast.Module) -> Binders:
    found: dict[str, ast.stmt | list[ast.stmt]] = {}
    blocks = [tree.body]
    for block in blocks:
        for node in block:
            if isinstance(node, IMPORTS):
                for alias in node.names:
                    found[bound_name(alias)] = node
            elif isinstance(node, (ast.If, ast.Try)):  # whichever way it goes
                blocks += [node.body, node.orelse]
                blocks += [handler.body for handler in getattr(node, "handlers", ())]
            else:
                names = (node.name,) if isinstance(node, DEFINITIONS) else assigned_names(node)
                for name in names:
                    before = found.setdefault(name, node)
                    if before is node or isinstance(before, IMPORTS):
                        continue
                    if isinstance(before, list):
                        before.append(node)
                    else:
                        found[name] = [before, node]
    return found


def _is_bound(name: str, binders: Binders) -> bool:
    """Say whether statements bind a name, and none needs it for that: ``x = x.y()``."""
    binder = binders.get(name)
    if binder is None or isinstance(binder, IMPORTS):
        return binder is not None
    return not any(
        isinstance(one, ast.Name) and one.id == name
        for statement in (binder if isinstance(binder, list) else [binder])
        for part in evaluated_before_binding(statement)
        for one in ast.walk(part)
    )
