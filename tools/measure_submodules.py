"""Write flake8_missing_import/stdlib/supplied_submodules.txt by measuring.

``import os`` also makes ``os.path`` usable, ``import xml`` makes nothing else
usable. Which submodules come with their package is no fact of any
documentation: it is asked of each Python, in a fresh isolated interpreter
(``-I -S``) for each package. Run it with the Pythons to ask::

    python tools/measure_submodules.py python3.10 python3.11 python3.12 python3.13
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from flake8_missing_import.stdlib import INDEX

TABLE = Path(INDEX).with_name("supplied_submodules.txt")

HEADER = """\
# The submodules that a plain import of their package makes usable.
# Made by tools/measure_submodules.py with Python {versions}; do not edit.
#
# package: submodules
# +3.11 since Python 3.11, -3.11 until Python 3.11 (included).
"""

QUESTION = """
import json, os, sys
package = sys.argv[1]
# What an import prints (this, antigravity) is not the answer.
answer, sys.stdout = sys.stdout, open(os.devnull, "w")
try:
    __import__(package)
except Exception:
    print("null", file=answer)
else:
    supplied = []
    for module in list(sys.modules):
        if module.startswith(package + "."):
            found = sys.modules[package]
            for part in module[len(package) + 1:].split("."):
                found = getattr(found, part, None)
            if found is sys.modules[module] and found is not None:
                supplied.append(module)
    print(json.dumps(sorted(supplied)), file=answer)
"""


def indexed_packages() -> list[str]:
    """Return every module of the index that has submodules there."""
    lines = Path(INDEX).read_text(encoding="utf-8").splitlines()
    modules = {line.split(":")[0] for line in lines if not line.startswith("#")}
    plain = {module.split("+")[0].split("-")[0].split("@")[0] for module in modules}
    return sorted({module.rpartition(".")[0] for module in plain if "." in module})


def run(python: str, code: str, *arguments: str) -> str:
    """Return what one isolated interpreter prints."""
    command = [python, "-I", "-S", "-c", code, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def table_text(pythons: list[str]) -> str:
    """Ask each Python about each package and return the table."""
    by_version = {
        tuple(json.loads(run(python, "import sys; print(list(sys.version_info[:2]))"))): python
        for python in pythons
    }
    versions = sorted(by_version)
    supplied: dict[str, dict[str, set[tuple[int, ...]]]] = defaultdict(lambda: defaultdict(set))
    for version in versions:
        for package in indexed_packages():
            for submodule in json.loads(run(by_version[version], QUESTION, package)) or ():
                supplied[package][submodule].add(version)
    text = HEADER.format(versions=", ".join("{}.{}".format(*version) for version in versions))
    for package, submodules in sorted(supplied.items()):
        entries = [
            submodule.removeprefix(package + ".") + range_mark(where, versions)
            for submodule, where in sorted(submodules.items())
        ]
        text += f"{package}: {' '.join(entries)}\n"
    return text


def range_mark(where: set[tuple[int, ...]], versions: list[tuple[int, ...]]) -> str:
    """Return the mark for the Pythons that supply a submodule.

    Raises ValueError where they are not one range.
    """
    first, last = min(where), max(where)
    if len(where) != versions.index(last) - versions.index(first) + 1:
        raise ValueError(f"not one range of versions: {sorted(where)}")
    return ("" if first == versions[0] else "+{}.{}".format(*first)) + (
        "" if last == versions[-1] else "-{}.{}".format(*last)
    )


def main() -> int:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description="Measure which submodules packages supply.")
    parser.add_argument("python", nargs="+", help="an interpreter to ask")
    TABLE.write_text(table_text(parser.parse_args().python), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
