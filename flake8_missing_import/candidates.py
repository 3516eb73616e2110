"""Which names does nothing in a module bind? Most files end here.

First the text: most files mention no module that they do not import at the top.
For the others CPython's own scope analysis answers, through :mod:`symtable`,
which costs about as much as parsing the file. It sees no quoted annotations, so
names are looked for in string literals as well. In all of this a name too many
costs time, never a finding.
"""

from __future__ import annotations

import ast
import re
import symtable
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")
# A comment or a backslash may stand between a name and the dot.
_DOTTED_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*(?=\s*[.\\#])")

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


def mentioned_names(
    source: str, tree: ast.Module, wanted: frozenset[str], telling: Callable[[str], bool]
) -> frozenset[str]:
    """Return the wanted names that a module mentions and does not plainly import.

    :param telling: whether a name is worth a look without an attribute behind it.
    """
    imported = {
        (alias.asname or alias.name).partition(".")[0]
        for node in tree.body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    mentioned = wanted.intersection(_NAME.findall(source)) - imported
    if all(map(telling, mentioned)):
        return mentioned
    dotted = mentioned.intersection(_DOTTED_NAME.findall(source))
    return dotted | frozenset(filter(telling, mentioned))


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
    loaded.update(wanted.intersection(_quoted_names(source)))
    return Names(bound=frozenset(bound), unbound=frozenset(loaded - bound))


def _tables(source: str) -> Iterator[symtable.SymbolTable]:
    source = _FUTURE_IMPORT.sub(r"\1__past__", source)
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
