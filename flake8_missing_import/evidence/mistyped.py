"""Is an attribute that a module never had a slip, or is another thing meant by the module's name?

``os.enviorn`` is a slip: no other thing is called ``os``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from flake8_missing_import.evidence.can_be import can_be, is_old_method
from flake8_missing_import.model import Use
from flake8_missing_import.stdlib.usage import ELSEWHERE, Origin, files_with_shape

HARDLY_EVER = 0.05
"""A module's name is hardly ever a variable if at most this share of files means another thing."""


def may_be_mistyped(
    origin: Origin, use: Use, rivals: Sequence[Origin], has_telling_use: Callable[[], bool]
) -> bool:
    """Say whether a module's name, used with an unknown attribute, hardly ever means another thing.

    If other uses have the module's attributes, and this one is none that variables are known to
    have, it is no variable. It may still be another import, such as numpy's ``random``.

    :param rivals: what else may be meant by it.
    :param has_telling_use: says whether some use of the name tells that it is the module's.
    """
    is_variable = files_with_shape("~:lower", f".{use.attributes[0]}") or not has_telling_use()
    others = (one for one in rivals if one is not origin)
    files = sum(one.files for one in others if is_variable or one.name == ELSEWHERE)
    return files <= HARDLY_EVER * (origin.files + files)


def tells(origin: str, uses: Iterable[Use]) -> bool:
    """Say whether one of some uses can refer to an origin, not only to a text, list or dictionary.

    That is by its attributes.
    """
    return any(
        use.attributes and can_be(origin, use) and not is_old_method(origin, use) for use in uses
    )


def is_another_thing(origin: str, uses: Sequence[Use]) -> bool:
    """Say whether more of the attributes that are used are unknown than are the origin's.

    One may be mistyped; several are those of another thing (``math.matmul``, ``math.zeros``).
    """
    telling = [use for use in uses if not is_old_method(origin, use)]
    used = {use.attributes[:1] for use in telling}
    known = {use.attributes[:1] for use in telling if can_be(origin, use)}
    return not used or (len(used) > 1 and len(used - known) > len(known))
