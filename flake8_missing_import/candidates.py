"""Which names does nothing in a module bind? Most files end here.

First the text: most files mention no module that they do not import at the top.
For the others CPython's own scope analysis answers, through :mod:`symtable`,
which costs about as much as parsing the file. It sees no quoted annotations, so
names are looked for in string literals as well. In all of this a name too many
costs time, never a finding.
"""

from __future__ import annotations

import ast
import functools
import re
import symtable
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from flake8_missing_import.stdlib import StandardLibrary

_WORD = re.compile(r"\w+")

# What follows a quote, as far as an annotation may go: two words with nothing
# but a space between them are prose. Quotes inside (Literal) and closing quotes
# start a run of their own.
_QUOTED = re.compile(r"""["']\s*((?:[\w.]+|\s*[\[\]()|,*]+\s*)+)""")
_QUOTED_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*(?=\.[^\W\d])")

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


def mentioned_modules(source: str, tree: ast.Module, library: StandardLibrary) -> frozenset[str]:
    """Return the modules that a text may use and does not plainly import.

    A name that may be a variable counts with an attribute of the module behind it.
    """
    imported = {
        (alias.asname or alias.name).partition(".")[0]
        for node in tree.body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    words = library.modules.intersection(_WORD.findall(source)) - imported
    return frozenset(name for name in words if _may_be_used(name, source, library))


def _may_be_used(name: str, source: str, library: StandardLibrary) -> bool:
    is_telling = library.is_rarely_a_variable(name)
    return any(
        is_telling or match["attribute"] is None or library.has_name(name, match["attribute"])
        for match in _mention(name, with_attribute=not is_telling).finditer(source)
    )


@functools.cache
def _mention(name: str, *, with_attribute: bool) -> re.Pattern[str]:
    """Return what a use of a name looks like: no attribute, no module to import from.

    The name comes first, because the search for a literal start is fast.
    """
    mention = rf"{name}\b(?<![\w.]{name})(?<!from {name})"
    if with_attribute:
        # A comment or a backslash may stand on either side of the dot.
        mention += r"\s*(?:\.\s*(?:(?P<attribute>\w+)|[\\#])|[\\#])"
    return re.compile(mention)


def unbound_names(source: str, wanted: frozenset[str]) -> Names:
    """Sort the wanted names of a module by whether something binds them.

    Raises SyntaxError or ValueError for source that Python cannot compile.
    """
    loaded: set[str] = set()
    bound: set[str] = set()
    for table in _tables(source):
        is_module = table.get_type() == "module"
        identifiers = table.get_identifiers()
        for name in wanted:
            if name not in identifiers:
                continue
            symbol = table.lookup(name)
            in_module = is_module or symbol.is_global()
            if in_module and (symbol.is_assigned() or symbol.is_imported()):
                bound.add(name)
            elif in_module and symbol.is_referenced():
                loaded.add(name)
    loaded.update(wanted.intersection(_quoted_names(source)))
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


def _quoted_names(source: str) -> Iterator[str]:
    for run in _QUOTED.finditer(source):
        yield from _QUOTED_NAME.findall(run[1])
