"""What CPython's own scope analysis says about a module's names.

:mod:`symtable` costs about as much as parsing the text, so it sees only the
statements that mention the names.
"""

from __future__ import annotations

import ast
import bisect
import re
import symtable
import sys
import warnings
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import Literal, get_args

from flake8_missing_import.gate.local_names import are_local, is_below_head, plainly_bound
from flake8_missing_import.mentions import line_numbers, may_end_annotation, mentions
from flake8_missing_import.module import (
    Module,
    UncompilableError,
    first_expression,
    first_line,
    last_line,
)
from flake8_missing_import.scopes import COMPREHENSIONS, FUNCTIONS

# symtable ignores the annotations of a module with this import: the compiler
# turns them into strings. Without the import, it reports them like other code.
_FUTURE_IMPORT = re.compile(r"^([ \t\f]*from[ \t\f]+)__future__(?=\s+import\b)", re.MULTILINE)
_LAZY_ANNOTATIONS = "from __future__ import annotations"

_DECLARATIONS = ("global", "nonlocal")
_DECLARED = re.compile(r"[\s\\]+\w+(?:[\s\\]*,[\s\\]*\w+)*")
_NAME = re.compile(r"\w+")

_KEYWORD = re.compile(r"=(?!=|\s*[}!:])")
"""What stands behind the name of a keyword argument, and hardly ever behind a variable: those that
are bound like this are taken for unbound, which costs time alone. ``{name=}`` is a load."""

_HAS_INLINED_COMPREHENSIONS = sys.version_info >= (3, 12)
"""symtable does not list what they load past the class that they are in (PEP 709)."""

_Role = Literal[
    "seen", "bound", "loaded", "bound by a module that loads it", "bound by a class that loads it"
]


def unbound_names(
    module: Module, wanted: frozenset[str], code: str, words: Container[str]
) -> frozenset[str]:
    """Return those of the wanted names that the module may load without having bound them.

    A name that is only declared, or annotated, has no value, and one that a module or a class binds
    may be loaded above. Raises UncompilableError.

    :param code: the module's text without comments and strings; each line keeps its number.
    :param words: those of the code.
    """
    mentioned = _lines_with(wanted, code)
    excerpt = _excerpt(module, mentioned, code, [one for one in _DECLARATIONS if one in words])
    if not excerpt:
        return frozenset()
    try:
        tables = _tables_of(excerpt, module, _with_annotations)
    except UncompilableError:
        # As code, an annotation may not stand above a `global` with its name: any of them may.
        list(_tables(module.text))
        return wanted
    names: dict[_Role, set[str]] = {role: set() for role in get_args(_Role)}
    for name, role in _roles(wanted, tables):
        names[role].add(name)
    found = names["loaded"] - names["bound"] | names["bound by a module that loads it"]
    if sys.version_info >= (3, 14):
        # It does not list names that occur only in annotations of local variables.
        found |= {name for name in wanted - names["seen"] for _ in mentions(name, excerpt)}
    for name in names["bound by a class that loads it"] - found:
        lines = [line for line, mention in mentioned if mention == name]
        if _is_loaded_early(name, lines, module.tree):
            found.add(name)
    return frozenset(found)


def _roles(
    wanted: frozenset[str], tables: Iterable[symtable.SymbolTable]
) -> Iterator[tuple[str, _Role]]:
    """Yield which of the wanted names occur in scopes, and what they are there."""
    for table in tables:
        kind = table.get_type()
        for name in wanted.intersection(table.get_identifiers()):
            symbol = table.lookup(name)
            yield name, "seen"
            is_bound = symbol.is_assigned() or symbol.is_imported()
            in_module = kind == "module" or symbol.is_global()
            if in_module and is_bound and not symbol.is_annotated():
                yield name, "bound"
            may_be_lost = is_bound and kind == "class" and _HAS_INLINED_COMPREHENSIONS
            if not symbol.is_referenced() and not may_be_lost:
                continue
            if in_module or symbol.is_annotated():
                yield name, "loaded"
            if is_bound and kind == "module":
                yield name, "bound by a module that loads it"
            elif is_bound and kind != "function":
                yield name, "bound by a class that loads it"


def evaluated_names(module: Module, wanted: frozenset[str], code: str) -> frozenset[str]:
    """Return those of the wanted names that code, not annotations alone, may load.

    All annotations are told apart from code only below ``from __future__ import annotations``.
    Raises UncompilableError.

    :param code: the module's text without comments and strings; each line keeps its number.
    """
    excerpt = _excerpt(module, _lines_with(wanted, code), code, _DECLARATIONS)
    if _LAZY_ANNOTATIONS in module.source:
        excerpt = f"{_LAZY_ANNOTATIONS}\n{excerpt}"
    return frozenset(
        name
        for table in _tables_of(excerpt, module)
        for name in wanted.intersection(table.get_identifiers())
        if table.lookup(name).is_referenced()
    )


def _is_loaded_early(name: str, lines: Sequence[int], node: ast.AST) -> bool:
    """Say whether a class in a node may load a name before it has bound it, or past that.

    :param lines: those that mention the name.
    """
    with_name = [
        child
        for child in ast.iter_child_nodes(node)
        if isinstance(child, ast.match_case)
        or (isinstance(child, ast.stmt | ast.ExceptHandler) and _has_line(child, lines))
    ]
    is_loaded = isinstance(node, ast.ClassDef) and (
        _is_loaded_first(name, with_name)
        or (_HAS_INLINED_COMPREHENSIONS and _is_in_comprehension(name, with_name))
    )
    return bool(is_loaded) or any(_is_loaded_early(name, lines, child) for child in with_name)


def _is_in_comprehension(name: str, body: Iterable[ast.AST]) -> bool:
    """Say whether a comprehension, which does not see what its class binds, mentions a name."""
    for part in (part for node in body for part in ast.walk(node)):
        if isinstance(part, COMPREHENSIONS):
            # The first iterable is evaluated around it (language reference, "Displays").
            around = set(ast.walk(part.generators[0].iter))
            inside = (one for one in ast.walk(part) if one not in around)
            if any(isinstance(one, ast.Name) and one.id == name for one in inside):
                return True
    return False


def _has_line(node: ast.stmt | ast.ExceptHandler, lines: Iterable[int]) -> bool:
    first, last = first_expression(node), last_line(node)
    return any(first <= line <= last for line in lines)


def _is_loaded_first(name: str, body: Iterable[ast.AST]) -> bool | None:
    """Say whether the first of some statements that loads or binds a name may load it.

    None if none of them surely does either.
    """
    for node in body:
        if isinstance(node, ast.If):
            blocks: list[Sequence[ast.AST]] = [[node.test], node.body, node.orelse]
            of_test, *of_blocks = [_is_loaded_first(name, block) for block in blocks]
            if of_test or any(of_blocks):
                return True
            if None not in of_blocks:
                return False
            continue
        contexts = [
            one.ctx for one in ast.walk(node) if isinstance(one, ast.Name) and one.id == name
        ]
        if any(isinstance(context, ast.Load) for context in contexts):
            return True
        if contexts or name in plainly_bound([node]):
            return False
    return None


def _excerpt(
    module: Module,
    mentioned: Sequence[tuple[int, str]],
    code: str,
    declarations: Iterable[str],
) -> str:
    """Return those of a module's statements that may load one of the names, or bind it globally.

    :param mentioned: the lines that mention the names, as :func:`_lines_with` returns them.
    :param declarations: the keywords of the declarations that the code may have.
    """
    shared = frozenset(_declared_in(code, declarations))
    return "\n".join(_statements_with(mentioned, module.tree.body, module, shared))


def _declared_in(code: str, declarations: Iterable[str]) -> Iterator[str]:
    """Yield the names that ``global`` and ``nonlocal`` statements may declare."""
    # A pattern that looks for the keywords is many times as slow.
    for keyword in declarations:
        for start in mentions(keyword, code):
            if names := _DECLARED.match(code, start + len(keyword)):
                yield from _NAME.findall(names[0])


def _lines_with(names: Iterable[str], code: str) -> list[tuple[int, str]]:
    """Return the lines that mention the names, each with its name, in the order of the lines."""
    words = sorted(
        (start, name)
        for name in names
        for start in mentions(name, code)
        if not code.startswith("=", start + len(name))
        or not _KEYWORD.match(code, start + len(name))
        or may_end_annotation(start, code)
    )
    lines = line_numbers((start for start, _ in words), code)
    return [(line, name) for line, (_, name) in zip(lines, words, strict=True)]


def _statements_with(
    mentioned: Sequence[tuple[int, str]],
    body: Sequence[ast.stmt],
    module: Module,
    shared: Container[str],
) -> Iterator[str]:
    """Yield the statements with mentions; of a class, only its head and such statements in it.

    Most files have none, and are never split into lines.

    :param shared: the names that functions declare as not their own.
    """
    position = 0
    while position < len(mentioned):
        number = bisect.bisect_left(body, mentioned[position][0], key=last_line)
        if number == len(body):
            return
        joined = _joined(number, body, module)
        node = joined[0] if len(joined) == 1 else None
        end = bisect.bisect(mentioned, (last_line(joined[-1]) + 1,))
        standing = mentioned[bisect.bisect(mentioned, (first_expression(joined[0]),)) : end]
        position = end
        if not standing:
            continue
        if isinstance(node, ast.ClassDef) and is_below_head(node, standing, module):
            statements = list(_statements_with(standing, node.body, module, shared))
            if statements or standing[0][0] < first_expression(node.body[0]):
                inside = first_line(node.body[0], module.lines)
                yield from module.lines[first_line(node, module.lines) - 1 : inside - 1]
                yield f"{module.lines[inside - 1][: node.body[0].col_offset]}pass"
                yield from statements
        elif (
            not isinstance(node, FUNCTIONS)
            or any(name in shared for _, name in standing)
            or not are_local(standing, node, module)
        ):
            first = first_line(joined[0], module.lines)
            yield "\n".join(module.lines[first - 1 : last_line(joined[-1])])
        elif any(name == node.name for _, name in standing):
            indentation = module.lines[node.lineno - 1][: node.col_offset]
            yield f"{indentation}def {node.name}(): pass"


def _joined(number: int, body: Sequence[ast.stmt], module: Module) -> Sequence[ast.stmt]:
    """Return a statement with those that share a line with it, or a continued one."""

    def are_joined(above: ast.stmt, below: ast.stmt) -> bool:
        if hasattr(below, "body"):
            return False  # it begins a line
        is_next = below.lineno == last_line(above) + 1
        return below.lineno <= last_line(above) or (
            is_next and module.lines[below.lineno - 2].endswith("\\")
        )

    first = last = number
    if hasattr(body[number], "body"):
        return body[number : number + 1]  # it has its lines to itself
    while first and are_joined(body[first - 1], body[first]):
        first -= 1
    while last + 1 < len(body) and are_joined(body[last], body[last + 1]):
        last += 1
    return body[first : last + 1]


def _with_annotations(source: str) -> str:
    """Return source whose annotations are code to symtable, whatever it has from __future__."""
    return _FUTURE_IMPORT.sub(r"\1__past__", source) if "__future__" in source else source


def _tables_of(
    excerpt: str, module: Module, adapted: Callable[[str], str] = str
) -> list[symtable.SymbolTable]:
    """Return the scopes of an excerpt, those of the whole module if it compiles only there.

    :param adapted: makes of a source what symtable gets.
    """
    try:
        return list(_tables(adapted(excerpt)))
    except UncompilableError:
        return list(_tables(adapted(module.text)))


def _tables(source: str) -> Iterator[symtable.SymbolTable]:
    with warnings.catch_warnings():
        # Whoever parsed the file before has shown its warnings already.
        warnings.simplefilter("ignore")
        try:
            tables = [symtable.symtable(source, "<source>", "exec")]
        except (SyntaxError, ValueError) as error:
            raise UncompilableError from error
    while tables:
        table = tables.pop()
        yield table
        tables.extend(table.get_children())
