"""Imports removed from the standard library's own modules are suggested again."""

from __future__ import annotations

import pytest

from tests import restore

CASES = 500
SEED = 20261124


@pytest.mark.large
def test_removed_imports_are_asked_back() -> None:
    # What hands its namespace to other code may get any name from there.
    files = [path for path in restore.library_files() if b"globals()" not in path.read_bytes()]
    cases = restore.cases(files, CASES, SEED)
    assert len(cases) == CASES
    outcomes = [restore.outcome(case) for case in cases]
    in_sorted = [outcome for outcome in outcomes if outcome.was_sorted]
    assert len(in_sorted) >= CASES // 10
    for case, result in zip(cases, outcomes, strict=True):
        if not result.statement_exact or (result.was_sorted and not result.line_exact):
            where = case.path.relative_to(restore.STANDARD_LIBRARY)
            print(f"{where}:{case.line}: {case.statement}: {result.reason}")
    detected = sum(outcome.detected for outcome in outcomes)
    exact = sum(outcome.statement_exact for outcome in outcomes)
    on_line = sum(outcome.line_exact for outcome in in_sorted)
    print(f"detected {detected}/{CASES}, statement {exact}/{CASES}")
    print(f"line {on_line}/{len(in_sorted)} where the file was sorted")
    assert detected >= 0.99 * CASES
    assert exact >= 0.99 * CASES
    assert on_line >= 0.95 * len(in_sorted)
