"""MIS102: importable code uses a name that is imported only under `if __name__ == "__main__":`.

Fails, when the module is imported instead of run::

    def arguments():
        return sys.argv[1:]

    if __name__ == "__main__":
        import sys
        print(arguments())

Passes::

    import sys

    def arguments():
        return sys.argv[1:]

    if __name__ == "__main__":
        print(arguments())

Silent where all uses stand under the condition, and where something else binds the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_missing_import.misplaced import main_guard
from flake8_missing_import.model import ExistingImport, Missing, Use

CODE = "MIS102"


def imported_only_in_main(
    uses: Sequence[Use], imports: Sequence[ExistingImport]
) -> Iterator[Missing]:
    """Yield what code outside of the condition lacks."""
    outside = tuple(use for use in uses if main_guard(use.parents) is None)
    if outside and len(imports) == 1:
        (existing,) = imports
        problem = f"is imported only under '__main__' (line {existing.line})"
        yield Missing(
            CODE,
            existing.bound_name,
            existing.statement,
            outside,
            problem,
            moved=(existing,),
        )
