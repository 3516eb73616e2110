"""Which imports from a project's own packages are relative? As in most files that could say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from flake8_missing_import.learning.module_imports import FileImports
from flake8_missing_import.model import ImportStatement
from flake8_missing_import.project.known_imports import origins
from flake8_missing_import.project.own_package import absolute, dots_of, relative_to

Balance = Mapping[str, Mapping[int, int]]
"""How many more files import relatively than absolutely: from what, and with how many dots."""
_EVERYTHING = ""


def balance(files: Iterable[FileImports], packages: Mapping[PurePath, str]) -> Balance:
    """Return the balance of what could be imported relatively: names, modules and packages.

    A file has one voice for each of them, number of dots and form, however many names it
    imports: a name that is added to a statement changes nothing for what is around it.
    """
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for file in files:
        package = packages[file.path]
        forms = {
            (path, dots_of(relative), one.module.startswith("."))
            for one in (*file.plain, *file.conditional)
            for whole in [absolute(one, package)]
            for relative in [relative_to(whole, package)]
            if relative is not None
            for path in (_EVERYTHING, *origins(whole))
        }
        for path, dots, is_relative in forms:
            found[path][dots] += 1 if is_relative else -1
    return found


def relative_dots(found: Balance) -> int:
    """Return up to how many dots more files have relative imports than absolute ones."""
    of_all = found.get(_EVERYTHING, {})
    most = 0
    for dots in sorted(of_all):
        if of_all[dots] <= 0:
            break
        most = dots
    return most


def dots_from(found: Balance, statements: Iterable[ImportStatement]) -> dict[str, int]:
    """Return up to how many dots imports are relative where it is otherwise than around that.

    What imports a name decides, then its module, then the packages around that.

    :param statements: those whose names and modules may be asked for.
    """
    usual = relative_dots(found)
    exceptions: dict[str, int] = {}
    for statement in statements:
        most = usual
        for path in reversed([*origins(statement)]):
            around, most = most, _most(found.get(path, {}), most)
            if most != around:
                exceptions[path] = most
    return exceptions


def _most(of_path: Mapping[int, int], around: int) -> int:
    """Return up to how many dots imports from somewhere are relative, if that is known around it.

    What is relative with more dots is so with fewer, what is absolute with fewer so with more.
    """
    relative = [dots for dots, count in of_path.items() if count > 0]
    beyond = [dots - 1 for dots, count in of_path.items() if count < 0]
    return min([max([around, *relative]), *beyond])
