"""The page on holding figures against one another is run, block by block, as one session."""

from __future__ import annotations

from .conftest import ROOT
from .pages import run_examples

PAGE = ROOT / "docs" / "reconcile.md"


def test_the_code_on_the_page_runs_as_printed() -> None:
    """Slip: an example, or a number in it, that the record no longer bears out."""
    report = run_examples(PAGE)
    assert not report, report


def test_no_example_narrows_a_suppressed_cell() -> None:
    """Slip: a page that names tighter bounds for the letter's "<5" than its print."""
    text = PAGE.read_text("utf-8")
    assert "f00021" in text
    assert "override_suppression=True)" not in text
