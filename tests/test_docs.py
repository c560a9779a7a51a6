"""What people read is true, complete and neutral."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import morocco_returns as mr
from morocco_returns.release.changelog import entries

from .conftest import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    """Catches a link that broke when a file moved."""
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_speak_of_the_project_alone(page: Path) -> None:
    """Catches a path of the workshop on a page for users."""
    assert "../shared" not in page.read_text("utf-8")


@pytest.mark.parametrize(
    "path", [*sorted(ROOT.glob(".github/**/*.yml")), ROOT / "docs/ci-for-users.yml"], ids=str
)
def test_forms_and_workflows_are_yaml(path: Path) -> None:
    """Catches a form that the host would ignore."""
    assert isinstance(yaml.safe_load(path.read_text("utf-8")), dict)


def test_ci_runs_what_the_readme_says() -> None:
    """Catches a CI that tests something else than users are told to run."""
    readme, script = (ROOT / "README.md").read_text("utf-8"), (ROOT / ".ci/run").read_text("utf-8")
    for command in ("make build", "make test"):
        assert f"\n{command}\n" in readme
        assert f"\n{command}\n" in script


def test_every_command_the_pages_name_exists() -> None:
    """Catches a command that was renamed."""
    from morocco_returns.cli import main

    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    named = set(re.findall(r"`(?:\.venv/bin/)?morocco-returns ([a-z-]+)", text))
    assert named
    assert named <= set(main.commands)


LOADED = re.compile(
    r"\b(illegals?|aliens?|bogus|crackdown|flood|wave|hordes?|deport\w*|kansloz?e?|profiteurs?)\b", re.I
)
OURS = {
    "indicators": ["label_en", "label_nl", "label_fr", "definition"],
    "populations": ["label_en", "label_nl", "label_fr", "definition"],
    "areas": ["label_en", "label_nl", "label_fr", "definition"],
    "events": ["label", "note"],
    "claims": ["note"],
    "identities": ["note"],
    "observations": ["note"],
    "tables": ["note", "rounding_evidence"],
    "documents": ["note", "scope_reason"],
}


@pytest.mark.parametrize("table", OURS)
def test_our_own_words_are_neutral(table: str) -> None:
    """Catches a source's word in a label or note of ours (quoted words excepted)."""
    for column in OURS[table]:
        for text in mr.load(table)[column].dropna():
            assert not LOADED.search(re.sub(r'"[^"]*"', "", text)), text


def test_the_changelog_counts_what_is_there() -> None:
    """Catches a changelog whose numbers were written before the data were ready."""
    texts = (entry.body for entry in entries((ROOT / "CHANGELOG.md").read_text("utf-8")))
    newest = next(text for text in texts if " mentions" in text)  # what is unreleased need not count
    for table, word in [("observations", "figures"), ("documents", "documents"), ("claims", "claims")]:
        assert f"{len(mr.load(table))} {word}" in newest
    assert f"{len(mr.load('event_mentions'))} mentions" in newest
