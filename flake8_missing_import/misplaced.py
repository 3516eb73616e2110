"""Imports that are there and do not serve: in a function, below a guard, too late."""

from __future__ import annotations

import ast
import bisect
import copy
import itertools
import re
import sys
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flake8_missing_import.model import Edit, ExistingImport, Use
from flake8_missing_import.placement import source_lines
from flake8_missing_import.scopes import evaluated_names, leading_statements
from flake8_missing_import.stdlib import StandardLibrary

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (*FUNCTIONS, ast.ClassDef)
ANNOTATIONS_ARE_LAZY = (3, 14)
"""From this Python on annotations are evaluated only when someone asks (PEP 649, PEP 749)."""

# What is bound or bounded here is evaluated when someone asks (PEP 695).
_LAZY = tuple(
    getattr(ast, name) for name in ("TypeAlias", "TypeVar", "ParamSpec") if hasattr(ast, name)
)

_BLOCKS = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.With,
    ast.AsyncWith,
    ast.Try,
    getattr(ast, "TryStar", ast.Try),  # Python 3.11 brought it
    ast.ExceptHandler,
    ast.Match,
    ast.match_case,
    *SCOPES,
)
"""The nodes that statements stand in."""

_INDENTED_IMPORT = re.compile(r"\n[ \t]+((?:from|import)[ \t].*)")
_IMPORTED_MODULE = re.compile(r"(?:^from|import|,)[ \t]+([A-Za-z_]\w*)")


@dataclass(frozen=True)
class ImportsThere:
    """The standard-library imports of a module that some use may miss, by their names."""

    elsewhere: Mapping[str, list[ExistingImport]]
    """In functions and class bodies alone."""
    later: Mapping[str, list[ExistingImport]]
    """At module level, but only below code that may use them."""
    for_type_checkers: Mapping[str, list[ExistingImport]]
    """Only where nothing runs."""
    in_main: Mapping[str, list[ExistingImport]]
    """Only under ``if __name__ == "__main__":``."""
    in_functions: tuple[ExistingImport, ...]
    """All in functions, if they are wanted."""


NO_IMPORTS = ImportsThere({}, {}, {}, {}, ())


def imports_that_may_not_serve(
    source: str, tree: ast.Module, library: StandardLibrary, optional_codes: Container[str]
) -> ImportsThere:
    """Return the imports of a module that may not reach all uses of their names.

    The text alone decides here: an import too many costs time, never a finding.
    """
    code = tree.body[len(leading_statements(tree)) :]
    code_line = code[0].lineno if code else sys.maxsize
    has_late_import = any(isinstance(node, ast.Import | ast.ImportFrom) for node in code)
    if not has_late_import and not has_indented_import(source, library):
        return NO_IMPORTS
    by_name: dict[str, list[ExistingImport]] = defaultdict(list)
    lines = source_lines(source)
    for existing in standard_imports(tree, lines, library):
        by_name[existing.bound_name].append(existing)
    kinds: tuple[dict[str, list[ExistingImport]], ...] = ({}, {}, {}, {})
    elsewhere, later, for_type_checkers, in_main = kinds
    for name, imports in by_name.items():
        outside = [existing for existing in imports if existing.scope is None]
        never_run = [existing for existing in outside if never_run_condition(existing)]
        main = [existing for existing in outside if main_guard(existing.parents)]
        first_line = min((existing.line for existing in outside), default=0)
        if not outside:
            if is_mentioned(name, lines, _lines_of_functions(imports)):
                elsewhere[name] = imports
        elif len(never_run) == len(outside):
            for_type_checkers[name] = never_run
        elif len(main) == len(outside) and "MIS102" in optional_codes:
            in_main[name] = main
        elif first_line > code_line and is_mentioned(
            name, lines[: first_line - 1], range(code_line)
        ):
            later[name] = outside
    if for_type_checkers:
        evaluated = evaluated_names(source, tree, frozenset(for_type_checkers))
        for_type_checkers = {name: for_type_checkers[name] for name in sorted(evaluated)}
    in_functions = tuple(
        existing
        for imports in by_name.values()
        for existing in imports
        if isinstance(existing.scope, FUNCTIONS) and "MIS101" in optional_codes
    )
    return ImportsThere(elsewhere, later, for_type_checkers, in_main, in_functions)


def has_indented_import(source: str, library: StandardLibrary) -> bool:
    """Say whether a text imports a module of the standard library on an indented line."""
    if not any(start in source for start in ("  import ", "  from ", "\timport ", "\tfrom ")):
        return False
    return any(
        module.partition(".")[0] in library.modules
        for line in _INDENTED_IMPORT.findall(source)
        for module in _IMPORTED_MODULE.findall(line)
    )


def standard_imports(
    tree: ast.Module, lines: Sequence[str], library: StandardLibrary
) -> list[ExistingImport]:
    """Return what a module imports from the standard library, in source order."""
    found: list[ExistingImport] = []
    import_lines = [number for number, line in enumerate(lines, start=1) if "import" in line]

    def has_import(node: ast.AST) -> bool:
        if not isinstance(node, ast.stmt | ast.ExceptHandler):
            return True  # a match_case has no line
        following = bisect.bisect_left(import_lines, node.lineno)
        return following < len(import_lines) and import_lines[following] <= (node.end_lineno or 0)

    stack: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(node, ()) for node in reversed(tree.body)]
    while stack:
        node, parents = stack.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            of_node = (ExistingImport(node, alias, parents) for alias in node.names)
            found += [existing for existing in of_node if _is_standard(existing, library)]
        elif isinstance(node, _BLOCKS) and has_import(node):
            stack.extend(
                (child, (node, *parents))
                for field in ("finalbody", "orelse", "handlers", "cases", "body")
                for child in reversed(getattr(node, field, ()))
            )
    return found


def _is_standard(existing: ExistingImport, library: StandardLibrary) -> bool:
    node = existing.node
    if isinstance(node, ast.Import):
        return library.has_module(existing.alias.name)
    if node.level or node.module in (None, "__future__"):
        return False
    module = node.module or ""
    return library.has_module(module) and library.has_name(module, existing.alias.name)


def _lines_of_functions(imports: Iterable[ExistingImport]) -> set[int]:
    """Return the lines on which functions see their own imports, and those of the imports."""
    inside = set[int]()
    for existing in imports:
        inside.update(range(existing.line, (existing.node.end_lineno or existing.line) + 1))
        if isinstance(existing.scope, FUNCTIONS):
            first, last = existing.scope.body[0], existing.scope.body[-1]
            inside.update(range(first.lineno, (last.end_lineno or last.lineno) + 1))
    return inside


def is_mentioned(name: str, lines: Sequence[str], ignored: Container[int]) -> bool:
    """Say whether a name stands on a line, save on those that do not count."""
    word = re.compile(rf"{re.escape(name)}\b(?<![\w.]{re.escape(name)})")
    return any(
        name in line and number not in ignored and word.search(line)
        for number, line in enumerate(lines, start=1)
    )


def is_type_checking(test: ast.expr) -> bool:
    """Say whether a condition is false at run time: ``TYPE_CHECKING``, ``False``, ``0``."""
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return True
        case ast.Constant(value=value):
            return not value
        case ast.BoolOp(op=ast.And(), values=values):
            return any(map(is_type_checking, values))
        case _:
            return False


def is_main(test: ast.expr) -> bool:
    """Say whether a condition is ``__name__ == "__main__"``, either way round."""
    return isinstance(test, ast.Compare) and {
        ast.unparse(side) for side in (test.left, *test.comparators)
    } == {"__name__", "'__main__'"}


def never_run_condition(existing: ExistingImport) -> ast.expr | None:
    """Return the condition below which only type checkers see an import outside of functions."""
    for child, parent in itertools.pairwise((existing.node, *existing.parents)):
        if isinstance(parent, ast.If) and _is_guarded_from_running(child, parent):
            return parent.test
    return None


def main_guard(parents: Iterable[ast.AST]) -> ast.If | None:
    """Return the ``if __name__ == "__main__":`` among some nodes."""
    guards = (node for node in parents if isinstance(node, ast.If) and is_main(node.test))
    return next(guards, None)


def _is_negated(test: ast.expr) -> bool:
    return (
        isinstance(test, ast.UnaryOp)
        and isinstance(test.op, ast.Not)
        and is_type_checking(test.operand)
    )


def without(tree: ast.Module, imports: Sequence[ExistingImport]) -> ast.Module:
    """Return a module without some of the names that it imports outside of functions."""
    aliases = {id(existing.alias) for existing in imports}
    changed = {id(node) for existing in imports for node in (existing.node, *existing.parents)}
    body = [kept for node in tree.body for kept in _kept(node, aliases, changed)]
    return ast.Module(body=body, type_ignores=[])


def _kept(node: ast.stmt, aliases: Container[int], changed: Container[int]) -> Iterator[ast.stmt]:
    """Yield a statement without the imported names, as a copy where it had some."""
    if id(node) not in changed:
        yield node
        return
    shortened = copy.copy(node)
    if isinstance(shortened, ast.Import | ast.ImportFrom):
        shortened.names = [alias for alias in shortened.names if id(alias) not in aliases]
        if not shortened.names:
            return
    for field in ("body", "orelse", "finalbody"):
        statements = getattr(node, field, [])
        kept = [part for child in statements for part in _kept(child, aliases, changed)]
        if statements:
            setattr(shortened, field, kept or [ast.copy_location(ast.Pass(), statements[0])])
    yield shortened


def is_evaluated(use: Use, *, annotations_are_lazy: bool) -> bool:
    """Say whether a use is evaluated when its statement runs.

    Never evaluated are quoted annotations, annotations of a function's variables
    (language reference, "Annotated assignment statements"), all annotations below
    ``from __future__ import annotations`` (PEP 563) or with a Python that evaluates
    them on demand, the values of ``type`` statements and bounds (PEP 695), and what
    stands under ``TYPE_CHECKING``.
    """
    if use.is_quoted:
        return False
    around = (use.node, *use.parents)
    for depth, (child, parent) in enumerate(itertools.pairwise(around)):
        if isinstance(parent, _LAZY) or _is_guarded_from_running(child, parent):
            return False
        if isinstance(parent, ast.AnnAssign) and child is parent.annotation:
            if annotations_are_lazy or _is_in_function(around[depth + 2 :]):
                return False
        elif annotations_are_lazy and child in _annotations(parent):
            return False
    return True


def _annotations(node: ast.AST) -> Iterator[ast.AST | None]:
    """Yield a function's annotations; to pyflakes it is their parent."""
    if isinstance(node, FUNCTIONS):
        arguments = node.args
        yield node.returns
        for argument in (
            *arguments.posonlyargs,
            *arguments.args,
            *arguments.kwonlyargs,
            arguments.vararg,
            arguments.kwarg,
        ):
            yield argument.annotation if argument else None


def _is_guarded_from_running(child: ast.AST, parent: ast.AST) -> bool:
    """Say whether a condition keeps its branch for type checkers."""
    match parent:
        case ast.If(test=test, body=body, orelse=orelse):
            return (child in body and is_type_checking(test)) or (
                child in orelse and _is_negated(test)
            )
        case ast.IfExp(test=test, body=value, orelse=other):
            return (child is value and is_type_checking(test)) or (
                child is other and _is_negated(test)
            )
        case ast.BoolOp(op=ast.And(), values=values):
            earlier = itertools.takewhile(lambda value: value is not child, values)
            return any(map(is_type_checking, earlier))
        case _:
            return False


def _is_in_function(parents: Iterable[ast.AST]) -> bool:
    """Say whether the innermost scope around a statement is a function's."""
    scope = next((node for node in parents if isinstance(node, SCOPES)), None)
    return isinstance(scope, FUNCTIONS)


def annotations_are_lazy(tree: ast.Module, target_version: tuple[int, int]) -> bool:
    """Say whether annotations do not run: by their own import, or with the target Python."""
    return target_version >= ANNOTATIONS_ARE_LAZY or any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "annotations" for alias in node.names)
        for node in tree.body
    )


def removal(existing: ExistingImport, tree: ast.Module, lines: Sequence[str]) -> Edit | None:
    """Return the edit that takes an import from a block, None where it shares its lines.

    A block that would be empty keeps ``pass``.
    """
    node = existing.node
    first, last = node.lineno, node.end_lineno or node.lineno
    indentation = lines[first - 1][: node.col_offset]
    others = [alias for alias in node.names if alias is not existing.alias]
    if indentation.strip() or lines[last - 1][node.end_col_offset or 0 :].strip():
        return None
    if others:
        name = existing.alias
        line = lines[name.lineno - 1]
        if first == last and line == indentation + ast.unparse(node):
            shortened = copy.copy(node)
            shortened.names = others
            inserted = (indentation + ast.unparse(shortened),)
            return Edit(line=first, inserted=inserted, statement_line=first, removed=1)
        if line.strip() == f"{ast.unparse(name)},":
            return Edit(line=name.lineno, inserted=(), statement_line=first, removed=1)
        return None
    if any("#" in line for line in lines[first - 1 : last]):
        return None
    block = next(
        block
        for field in ("body", "orelse", "finalbody")
        if node in (block := getattr((*existing.parents, tree)[0], field, []))
    )
    rest = () if len(block) > 1 else (f"{indentation}pass",)
    return Edit(line=first, inserted=rest, statement_line=first, removed=last - first + 1)
