"""What does a file do with results and instances that hardly anything else allows?

``safe_substitute`` of what ``Template("…")`` gives, a call of ``self.formatException`` below
``class A(Formatter)``, or ``def emit(self, record)`` below ``class A(Handler)``, tells which of
several things of a name is meant, as far as values that variables have in released code have no
such attribute.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator, Sequence

from flake8_missing_import.evidence.demands import is_command
from flake8_missing_import.evidence.inheriting import inherited_names
from flake8_missing_import.evidence.likelihood import TELLING, telling_score
from flake8_missing_import.evidence.variables import source_of
from flake8_missing_import.model import Surroundings, Use
from flake8_missing_import.scopes import FUNCTIONS, assigned_names, parameters
from flake8_missing_import.stdlib import other_imports
from flake8_missing_import.stdlib.signatures import shape_of
from flake8_missing_import.stdlib.types import Thing, attributes, call_all, keywords, method, things

_MAKING_COMMANDS = frozenset({"shlex.split"})
"""What is made of a line to be run."""


def is_class_name(name: str) -> bool:
    """Say whether a name looks like that of a class (PEP 8): hardly any variable has one."""
    return name.lstrip("_")[:1].isupper()


def confirmation(origin: str, uses: Sequence[Use], surroundings: Surroundings) -> float:
    """Return how much the attributes of its results and instances speak for an origin.

    Those of functions do not where the file imports other packages, and those of classes where
    one of these is known to have such a name: it may be much the same there (gevent's Event).
    What is run as a command speaks for itself: ``subprocess.run(split(line))``.
    """
    if origin in _MAKING_COMMANDS and any(
        use.call and is_command(use.call, use.parents[1:]) for use in uses
    ):
        return math.log(TELLING)
    if not surroundings.is_library_only and (
        not is_class_name(name := uses[0].name)
        or not surroundings.modules.isdisjoint(other_imports.packages(name))
    ):
        return 0.0
    return max(
        (
            telling_score(name)
            for use in uses
            if not use.attributes
            for name, values in _attributes(origin, use, surroundings)
            if any(one.kind == "instance" and attributes([one], name) for one in values)
        ),
        default=0.0,
    )


def _attributes(
    origin: str, use: Use, surroundings: Surroundings
) -> Iterator[tuple[str, Sequence[Thing]]]:
    """Yield the attributes that are used of what an origin gives, and what that is."""
    parent = use.parents[0]
    if call := use.call:
        results = call_all(things(origin), shape_of(call))
        is_entered = isinstance(use.parents[1], ast.withitem)  # what it gives then may be another
        read = () if is_entered else surroundings.readings.get(source_of(use), ())
        for node in (use.parents[1], *(one.around[0] for one in read)):
            if isinstance(node, ast.Attribute):
                yield node.attr, results
    elif isinstance(parent, ast.ClassDef) and use.node in parent.bases:
        whole = surroundings.whole(parent)
        inherited = inherited_names(whole)
        for one in things(origin):
            instance = Thing("instance", one.name)
            if one.kind == "class" and all(attributes([instance], name) for name in inherited):
                yield from ((name, [instance]) for name in inherited)
                yield from ((name, [instance]) for name in _overridden(whole, instance))


def _overridden(definition: ast.ClassDef, instance: Thing) -> Iterator[str]:
    """Yield what a class defines just as instances of its base have it: data, and methods.

    The parameters of such a method have the same names, and it has some.
    """
    for node in definition.body:
        if isinstance(node, FUNCTIONS):
            own = {one.arg for one in parameters(node.args)}
            if len(own) > 1 and any(keywords(one) == own for one in method(instance, node.name)):
                yield node.name
        else:
            yield from (name for name in assigned_names(node) if attributes([instance], name))
