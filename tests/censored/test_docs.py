"""The documentation page is run, block by block, as one session."""

from __future__ import annotations

import re
from pathlib import Path

from tests.pages import run_examples

PAGE = Path(__file__).parents[2] / "docs" / "censored.md"


def test_the_code_on_the_page_runs_as_printed() -> None:
    """Slip: an example that shows what the code no longer does."""
    report = run_examples(PAGE)
    assert not report, report
    assert PAGE.read_text("utf-8").count("\n>>> ") > 30


def test_the_r_function_on_the_page_is_the_tested_one() -> None:
    """Slip: an R example that differs from the script which is compared with as_interval2()."""
    (example,) = re.findall(r"^```r\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert example in (PAGE.parents[1] / "tests/consumers/interval2.R").read_text("utf-8")


def test_no_example_narrows_a_suppressed_cell() -> None:
    """Slip: a page that states tighter bounds for '<5' than [0, 4]."""
    text = PAGE.read_text(encoding="utf-8")
    assert "[0, 4]" in text
    assert "[1, 4]" not in text
    assert "Censored(1, 4)" not in text
