"""How likely are the origins of a name together, and which of its homes is popular?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from flake8_missing_import.evidence.likelihood import UNSEEN, Context
from flake8_missing_import.stdlib import usage
from flake8_missing_import.stdlib.usage import Origin

OFTEN = 10
"""So many files say more about the homes of a name than how popular these are."""


def by_popularity(
    weights: Mapping[str, float], known: Sequence[Origin], context: Context
) -> dict[str, float]:
    """Return the probabilities with those of members of modules shared anew.

    As if some more files had the name, most from the modules that most files import: ``degrees``
    is math's, hardly ever turtle's. What was often counted says more than that, and so does a
    module that the file shows.
    """
    counted = {
        one.name: one.files
        for one in known
        if one.name in weights and not one.is_other and "." in one.name
    }
    modules = {one: one.rpartition(".")[0] for one in counted}
    is_shown = any(context.shows(modules[one]) for one, files in counted.items() if not files)
    if is_shown or max(counted.values(), default=0) >= OFTEN:
        return dict(weights)
    popularity = {one: usage.company(module).files + 1 for one, module in modules.items()}
    added = UNSEEN * len(counted) / max(sum(popularity.values()), 1)
    weighed = {
        one: weights[one] * (files + added * popularity[one]) / (files + UNSEEN)
        for one, files in counted.items()
    }
    total = sum(weighed.values())
    # The weights of what hardly any score is left of are 0.
    if not total:
        return dict(weights)
    scale = sum(weights[one] for one in counted) / total
    return {**weights, **{one: part * scale for one, part in weighed.items()}}


def shares(scores: Mapping[str, float]) -> dict[str, float]:
    """Return probabilities for logarithms of likelihoods."""
    top = max(scores.values())
    weights = {origin: math.exp(score - top) for origin, score in scores.items()}
    total = sum(weights.values())
    return {origin: weight / total for origin, weight in weights.items()}
