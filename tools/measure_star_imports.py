"""Write flake8_missing_import/stdlib/star_extras.txt by asking the Pythons themselves.

A star import from a module without ``__all__`` binds whatever has a public name there, also what
the module imports for itself (language reference, "The import statement"); stubs do not tell, and
leave out many of the private modules (``_signal``). Run it with the Pythons to ask, as
tools/measure_runtime.py::

    python -m tools.measure_star_imports python3.10 python3.11 python3.12 python3.13 \
        node_modules/pyodide-3.13 node_modules/pyodide-3.14 node_modules/pyodide-3.15
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from flake8_missing_import.stdlib import STAR_EXTRAS, StandardLibrary
from tools import measure_runtime
from tools.interpreters import Interpreter
from tools.measure_runtime import Names, by_python, listed, rows

HEADER = """\
# The names that star imports bring besides those of index.txt.
# Made by tools/measure_star_imports.py with Python {versions}; do not edit.
#
# module: names; +3.11 since Python 3.11, -3.11 until Python 3.11 (included).
"""


def ask(interpreter: Interpreter, start: Iterable[str]) -> Names:
    """Return, by module, the names that a star import from it brings besides the known ones."""
    library = StandardLibrary(interpreter.version())
    starred = measure_runtime.ask(interpreter, start, wanted="is_starred")
    return {
        module: extra
        for module, names in starred.items()
        if (extra := names - library.star_names(module))
    }


def table_text(pythons: Iterable[str]) -> str:
    """Return the table as it is to be committed."""
    by_version = by_python(pythons, ask)
    return HEADER.format(versions=listed(by_version)) + rows(by_version)


def main() -> int:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description="Ask Pythons what star imports bring.")
    parser.add_argument("python", nargs="+", help="an interpreter to ask")
    text = table_text(parser.parse_args().python)
    STAR_EXTRAS.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
