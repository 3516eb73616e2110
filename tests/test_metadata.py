"""The metadata agrees with the code, and the README can be read on the package index."""

from __future__ import annotations

import re
from importlib.metadata import entry_points, metadata
from pathlib import Path

import pytest

from flake8_missing_import.pages import REPOSITORY

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DISTRIBUTION = metadata("flake8-missing-import")
LINKS = re.findall(r"\]\(([^)]+)\)", README)


def test_no_module_is_too_long_to_be_read_at_once() -> None:
    modules = list((ROOT / "flake8_missing_import").rglob("*.py"))
    assert modules
    assert [path.name for path in modules if path.read_bytes().count(b"\n") > 400] == []


def test_every_address_is_in_the_repository() -> None:
    addresses = [url.partition(", ")[2] for url in DISTRIBUTION.get_all("Project-URL") or []]
    assert addresses
    assert all(f"{address}/".startswith(f"{REPOSITORY}/") for address in addresses)


@pytest.mark.parametrize("extra", ["pylsp", "test", "dev"])
def test_extra_is_offered(extra: str) -> None:
    assert extra in (DISTRIBUTION.get_all("Provides-Extra") or [])


@pytest.mark.parametrize("group", ["flake8.extension", "flake8.report", "pylsp"])
def test_every_entry_point_can_be_loaded(group: str) -> None:
    ours = [one for one in entry_points(group=group) if one.value.startswith("flake8_missing")]
    assert ours
    assert all(entry.load() for entry in ours)


@pytest.mark.parametrize("link", LINKS)
def test_readme_links_to_what_exists(link: str) -> None:
    """The package index shows the README without the repository around it."""
    assert link.startswith("https://")
    raw = REPOSITORY.replace("github.com", "raw.githubusercontent.com")
    for folder in (f"{REPOSITORY}/blob/main/", f"{REPOSITORY}/tree/main/", f"{raw}/main/"):
        if link.startswith(folder):
            assert (ROOT / link.removeprefix(folder)).exists()


def test_readme_is_short() -> None:
    assert len(README.splitlines()) <= 120


def test_changelog_keeps_its_form() -> None:
    """As keepachangelog.com has it: versions, in them kinds of changes, in them a list."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (.+)$", text, re.MULTILINE)
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert versions[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[[\d.]+\] - \d{4}-\d\d-\d\d", one) for one in versions[1:])
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
