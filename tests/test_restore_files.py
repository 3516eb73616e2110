"""The fixer puts back what was taken out of sorted files, and nothing else."""

from __future__ import annotations

from collections import Counter

import pytest

from tests import restore_files


@pytest.mark.large
@pytest.mark.parametrize(
    ("seed", "cases"),
    [
        pytest.param(20261124, 150, id="sample"),
        pytest.param(20261124, 1000, id="20261124"),
        pytest.param(1, 1000, id="1"),
        pytest.param(4711, 1000, id="4711"),
    ],
)
def test_removed_imports_are_put_back(seed: int, cases: int) -> None:
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
        if total == cases:
            break
    for name, count in misses.most_common():
        print(f"{count} {name}")
    print(f"{total} of {asked} asked for:", dict(counts))
    assert total == cases
    assert counts["only_adds"] == cases
    assert counts["original"] >= 0.98 * cases
    assert counts["on_line"] >= 0.97 * cases
    assert counts["sorted"] >= 0.99 * cases
    assert counts["sorted_as_shown"] >= 0.998 * cases
    assert counts["sorted_for_ruff"] >= 0.998 * cases


def miss(outcome: restore_files.Outcome) -> str:
    """Return the class of a miss."""
    if outcome.reason.startswith("not fixed"):
        return "not fixed"
    if not (outcome.is_sorted and outcome.is_sorted_for_ruff):
        return "no longer sorted" + (", on its line" if outcome.is_on_line else "")
    return "sorted, other blank lines" if outcome.is_on_line else "sorted, on another line"
