"""How is text written so that CI services read it, and take none of it for a command in a log?

GitHub reads ``::name::`` at the start of a line and ``##[name]`` anywhere in it; Azure has
``##vso[name]``. Both read standard error as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_SURROGATE = re.compile(r"(\\\\|\\ud[89ab]\w\w\\ud[c-f]\w\w)|\\(?=ud[89a-f]\w\w)")
"""What is none in JSON, or the backslash of one that is alone: part of a file name, or of a text,
that is not UTF-8."""


def command(name: str, properties: Mapping[str, object], text: str) -> str:
    """Return a workflow command (GitHub's documentation, "Workflow commands").

    In its text, percent signs and line ends are escaped; in properties, colons and commas too.
    """
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_value(text)}"


def _value(text: object) -> str:
    return (
        _without_surrogates(str(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    )


def _property(text: object) -> str:
    return _value(text).replace(":", "%3A").replace(",", "%2C")


def in_a_line(text: str) -> str:
    """Return a text as a part of a line that holds no command, if the line does not begin there."""
    return re.sub(r"#(?=#)", "# ", re.sub(r"[\r\n]+", " ", _without_surrogates(text)))


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def in_json(document: str) -> str:
    """Return a document in JSON's ASCII that says the same, but holds no command.

    Strict readers refuse surrogates, so they become the text that Python shows for them.
    """
    readable = _SURROGATE.sub(lambda found: found[1] or r"\\", document)
    return readable.replace("##", r"#\u0023")
