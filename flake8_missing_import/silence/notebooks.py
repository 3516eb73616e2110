"""Notebooks as modules: do they show all of their names, and which lines do their readers see?"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from flake8_missing_import.mentions import line_numbers
from flake8_missing_import.module import Module, last_line
from flake8_missing_import.scopes import DEFINITIONS
from flake8_missing_import.spelling import written

_MAGIC = r"%?(capture|prun|pylab|run|time)\b"
"""What runs other code in a notebook's own namespace (IPython's manual, "Built-in magics")."""
_COMMENTED = re.compile(rf"^[ \t]*# (MAGIC )?(?=%){_MAGIC}", re.MULTILINE)
"""Such a one where the notebook is kept as a script: jupytext's and Databricks'."""

_SHELL = "get_ipython()"
_SHELLS = frozenset({"ip", "ipython", "shell"})
"""What code that runs in IPython calls what runs it."""

_DATABRICKS = "# Databricks notebook source"
_JUPYTEXT = "# jupyter:"
"""A line at the top of a notebook that jupytext keeps as a script."""
_OF_IPYTHON = frozenset({"display", "get_ipython"})
_OF_DATABRICKS = frozenset(
    {"dbutils", "displayHTML", "getArgument", "sc", "spark", "sql", "sqlContext", "table", "udf"}
)
"""What notebooks there have besides (the list in ``databricks.sdk.runtime``)."""


def names_of_runtime(module: Module) -> frozenset[str]:
    """Return the names that what runs a notebook gives it, none for other modules."""
    from flake8_missing_import.placement.text import cell_marks  # only findings need it

    if module.lines[0].startswith(_DATABRICKS):
        return _OF_IPYTHON | _OF_DATABRICKS
    is_notebook = _JUPYTEXT in module.lines or bool(cell_marks(module.lines))
    return _OF_IPYTHON if is_notebook else frozenset()


def has_commented_magic(module: Module) -> bool:
    """Say whether a notebook that is kept as a script runs code that Python does not see.

    Cells are seldom parts of definitions: there, such a comment is about the code.
    """
    ends = (comment.end() for comment in _COMMENTED.finditer(module.source))
    return any(
        not any(
            isinstance(node, DEFINITIONS) and node.lineno < line <= last_line(node)
            for node in module.parents
        )
        for line in line_numbers(ends, module.source)
    )


def is_magic(call: ast.Call, *, is_at_top: Callable[[], bool]) -> bool:
    """Say whether a call runs such code, as nbconvert writes it.

    Or gives its namespace names of its own (IPython's documentation, "InteractiveShell"). Of any
    other shell than the one that runs the file, functions ask as well: IPython's own tests.

    :param is_at_top: says whether it is in no function or class.
    """
    match call:
        case ast.Call(func=ast.Attribute(value=shell, attr="ex" | "push" | "run_cell")):
            is_usual = isinstance(shell, ast.Name) and shell.id in _SHELLS
            return written(shell) == _SHELL or (is_usual and is_at_top())
        case ast.Call(
            func=ast.Attribute(value=shell, attr="magic" | "run_cell_magic" | "run_line_magic"),
            args=[ast.Constant(value=str(magic)), *_],
        ):
            is_own = written(shell) == _SHELL or is_at_top()
            return is_own and re.match(_MAGIC, magic) is not None
        case _:
            return False


def names_of_marimo(module: Module) -> Iterator[str]:
    """Yield what a module calls marimo's notebook class, whose cells get names from elsewhere."""
    if "marimo" not in module.source:
        return
    yield "marimo.App"
    for node in module.parents:
        if isinstance(node, ast.Import):
            yield from (f"{a.asname}.App" for a in node.names if a.asname and a.name == "marimo")
        elif isinstance(node, ast.ImportFrom) and node.module == "marimo":
            yield from (a.asname or a.name for a in node.names if a.name == "App")
