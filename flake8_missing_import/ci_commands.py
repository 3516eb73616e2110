"""Which texts do CI services take for commands in a log, and how are they escaped?

GitHub reads ``::name::`` at the start of a line and ``##[name]`` anywhere in it; Azure has
``##vso[name]``. Both read standard error as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping


def command(name: str, properties: Mapping[str, object], text: str) -> str:
    """Return a workflow command (GitHub's documentation, "Workflow commands").

    In its text, percent signs and line ends are escaped; in properties, colons and commas too.
    """
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_value(text)}"


def _value(text: object) -> str:
    printable = str(text).encode("utf-8", "backslashreplace").decode()
    return printable.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: object) -> str:
    return _value(text).replace(":", "%3A").replace(",", "%2C")


def in_a_line(text: str) -> str:
    """Return a text as a part of a line that holds no command, if the line does not begin there."""
    return re.sub(r"#(?=#)", "# ", re.sub(r"[\r\n]+", " ", text))


def in_json(document: str) -> str:
    """Return a document in JSON that says the same and holds no command."""
    return document.replace("##", r"#\u0023")
