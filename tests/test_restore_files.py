"""The fixer puts back what was taken out of sorted files, and nothing else."""

from __future__ import annotations

from collections import Counter

import pytest

from tests import restore_files

CASES = 1000


@pytest.mark.parametrize(
    ("seed", "identical"),
    [
        pytest.param(20261124, 0.98, marks=pytest.mark.large),
        pytest.param(1, 0.98, marks=pytest.mark.large),
        pytest.param(4711, 0.98, marks=pytest.mark.large),
    ],
)
def test_removed_imports_are_put_back(seed: int, identical: float) -> None:
    counts: Counter[str] = Counter()
    misses: Counter[str] = Counter()
    total = asked = 0
    for case in restore_files.cases(restore_files.files(), seed):
        asked += 1
        outcome = restore_files.outcome(case)
        if outcome is None:
            continue
        total += 1
        counts += Counter(
            original=outcome.is_original,
            on_line=outcome.is_on_line,
            sorted=outcome.is_sorted,
            sorted_as_shown=outcome.is_sorted or outcome.is_told_by_nothing,
            sorted_for_ruff=outcome.is_sorted_for_ruff,
            only_adds=outcome.only_adds,
        )
        if not (outcome.is_original and outcome.is_sorted and outcome.is_sorted_for_ruff):
            misses[miss(outcome)] += 1
            where = "/".join(case.path.parts[-3:])
            print(f"{where}:{case.line}: {case.statement}: {outcome}")
        if total == CASES:
            break
    for name, count in misses.most_common():
        print(f"{count} {name}")
    print(f"{total} of {asked} asked for:", dict(counts))
    assert total == CASES
    assert counts["only_adds"] == CASES
    assert counts["original"] >= identical * CASES
    assert counts["on_line"] >= 0.97 * CASES
    assert counts["sorted"] >= 0.99 * CASES
    assert counts["sorted_as_shown"] >= 0.998 * CASES
    assert counts["sorted_for_ruff"] >= 0.998 * CASES


def miss(outcome: restore_files.Outcome) -> str:
    """Return the class of a miss."""
    if outcome.reason.startswith("not fixed"):
        return "not fixed"
    if not (outcome.is_sorted and outcome.is_sorted_for_ruff):
        return "no longer sorted" + (", on its line" if outcome.is_on_line else "")
    return "sorted, other blank lines" if outcome.is_on_line else "sorted, on another line"
