"""A block of imports in any style stays clean when an import is added."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import heads, styled

SEED = 20261125
pytestmark = pytest.mark.filterwarnings("ignore:`sections` setting")


def visible_share(count: int, missed: int, told_by_nothing: int) -> float:
    """Return the share of clean files among those that show their style."""
    return 1 - (missed - told_by_nothing) / (count - told_by_nothing)


def share_for_isort(style: str, count: int) -> float:
    misses = styled.isort_misses(style, count, SEED)
    excused = sum(styled.fits_another(style, case.before, after) for case, after, _ in misses)
    print(f"{style}: {count - len(misses)} of {count} clean, {excused} in no visible style")
    return visible_share(count, len(misses), excused)


def share_for_ruff(style: str, count: int, folder: Path) -> float:
    misses = styled.ruff_misses(style, count, SEED, folder)
    excused = sum(styled.fits_another(style, case.before, after) for case, after in misses)
    print(f"{style}: {count - len(misses)} of {count} clean, {excused} in no visible style")
    return visible_share(count, len(misses), excused)


def share_for_usort(count: int) -> float:
    misses = styled.usort_misses(count, SEED)
    excused = sum(styled.fits_another("usort", case.before, after) for case, after in misses)
    print(f"usort: {count - len(misses)} of {count} clean, {excused} in no visible style")
    return visible_share(count, len(misses), excused)


@pytest.mark.large
@pytest.mark.parametrize("style", styled.STYLES)
def test_isort_stays_content(style: str) -> None:
    assert share_for_isort(style, 30) >= 0.93


@pytest.mark.large
@pytest.mark.parametrize("style", styled.RUFF_STYLES)
def test_ruff_stays_content(style: str, tmp_path: Path) -> None:
    assert share_for_ruff(style, 60, tmp_path) >= 0.95


@pytest.mark.large
def test_usort_stays_content() -> None:
    assert share_for_usort(20) >= 0.95


@pytest.mark.large
def test_formatters_stay_content_with_every_head(tmp_path: Path) -> None:
    counts, missed = heads.misses("py", tmp_path, blank_lines=0)
    assert min(counts.values()) > 50
    assert not missed


@pytest.mark.large
@pytest.mark.parametrize("style", styled.STYLES)
def test_isort_stays_content_at_large(style: str) -> None:
    assert share_for_isort(style, 1000) >= 0.97


@pytest.mark.large
@pytest.mark.parametrize("style", styled.RUFF_STYLES)
def test_ruff_stays_content_at_large(style: str, tmp_path: Path) -> None:
    assert share_for_ruff(style, 1000, tmp_path) >= 0.97


@pytest.mark.large
def test_usort_stays_content_at_large() -> None:
    assert share_for_usort(300) >= 0.97


@pytest.mark.large
@pytest.mark.parametrize("extension", ["py", "pyi"])
def test_formatters_stay_content_with_every_head_at_large(extension: str, tmp_path: Path) -> None:
    counts, missed = heads.misses(extension, tmp_path)
    print(counts)
    assert not missed
