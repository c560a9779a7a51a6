"""Nothing that ships says more of a suppressed cell than its print."""

from __future__ import annotations

from pathlib import Path

import pytest

from morocco_returns.access import Folder
from morocco_returns.diff.snapshot import read_snapshot
from morocco_returns.release.suppressed import Print, narrower, suppressed_prints, tighter_statements

from .conftest import ROOT, Copy

PRINTS = {
    "f00021": Print("<5", 0, 4),
    "f00030": Print("<10", 0, 9),
    "f00099": Print("fewer than 1,000", 0, 999),
}


def test_the_package_as_it_ships_undoes_no_suppression() -> None:
    """Catches the thing itself: a table, comparison or page of ours that undoes a "<5"."""
    assert [str(refusal) for refusal in narrower(ROOT)] == []


def test_suppressed_cells_are_known_by_their_prints() -> None:
    """Catches a check that looks at no cell, and words for "<5" that it does not know."""
    tables = read_snapshot(Folder(ROOT), "p").tables
    prints = suppressed_prints(tables["observations"].frame, tables["documents"].frame)
    assert prints["f00021"] == Print("<5", 0, 4)
    assert {cell.printed for cell in prints.values()} >= {
        "<5",
        "minder dan 5",
        "fewer than 5",
        "minder dan vijf",
    }
    assert all(cell.lower == 0 < cell.upper for cell in prints.values())


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("observations", "lower_bound", "1"),
        ("observations", "upper_bound", "3"),
        ("observations", "value", "3"),
        ("observations", "approximate_value", "3"),
        ("figures", "possible_lower", "1"),
        ("figures", "possible_upper", "3"),
        ("figures", "upper_bound", "3"),
        ("figures", "value", "4"),
    ],
)
def test_a_tighter_bound_in_a_column_is_found(package: Copy, table: str, column: str, value: str) -> None:
    """Catches a bound that was worked out from a total, in a table that people open."""
    package.edit(table, "f00021", **{column: value})
    (refusal,) = narrower(package.root)
    assert f"f00021 {column} {value} (<5)" in refusal.message


def test_a_tighter_bound_among_the_answers_is_found(package: Copy) -> None:
    """Catches the answers table, whose key stands last."""
    rows = package.rows("series")
    rows[0].update(observation_id="f00021", possible_lower="2", possible_upper="4")
    package.save("series", rows)
    assert any("series.csv" in refusal.message for refusal in narrower(package.root))


@pytest.mark.parametrize("page", ["README.md", "docs/reconcile.md", "CHANGELOG.md"])
def test_a_tighter_bound_on_a_page_is_found(package: Copy, page: str) -> None:
    """Catches an example that shows what the method could do."""
    path: Path = package.root / page
    path.parent.mkdir(exist_ok=True)
    path.write_text("# A page\n\nWith the total, f00021 is between 2 and 3.\n", "utf-8")
    (refusal,) = narrower(package.root)
    assert refusal.message.startswith(page)


def test_a_tighter_bound_in_an_explanation_is_found(package: Copy) -> None:
    """Catches a comparison that explains by undoing."""
    row = {"comparison_id": "k99999", "verdict": "tension", "kind": "unexplained"}
    package.save("comparisons", [row | {"explanation": "The sum leaves f00021 at least 3."}])
    (refusal,) = narrower(package.root)
    assert "comparisons.csv (explanation)" in refusal.message


@pytest.mark.parametrize("path", ["schemas/figures.json", "scripts/morocco_returns/site/templates/x.html"])
def test_a_tighter_bound_in_another_text_that_ships_is_found(package: Copy, path: str) -> None:
    """Catches an example in a column's description, or words of the pages that no table holds."""
    target = package.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_file():
        target.write_text(
            target.read_text("utf-8").replace('description": "', 'description": "f00021 is 2. ', 1)
        )
    else:
        target.write_text("<p>f00021 is 2</p>\n", "utf-8")
    (refusal,) = narrower(package.root)
    assert refusal.message.startswith(path)


def test_an_explanation_that_names_no_figure_is_held_against_those_it_explains(package: Copy) -> None:
    """Catches "the suppressed cell must be three" beside the list that says which cell."""
    row = {"comparison_id": "k99999", "verdict": "tension", "kind": "unexplained"}
    package.save("comparisons", [row | {"explanation": "With the total, the suppressed cell must be three."}])
    package.save("comparison_members", [{"comparison_id": "k99999", "observation_id": "f00022"}])
    assert list(narrower(package.root)) == []
    package.save("comparison_members", [{"comparison_id": "k99999", "observation_id": "f00021"}])
    (refusal,) = narrower(package.root)
    assert "comparisons.csv (k99999, on f00021)" in refusal.message


def test_the_note_of_a_claim_is_held_against_its_figures(package: Copy) -> None:
    """Catches a verdict that rests on what a total undoes."""
    claim = package.rows("claims")[0] | {"note": "Fewer than five, and at least 2 by the total."}
    package.save("claims", [claim])
    link = package.rows("claim_observations")[0] | {"claim_id": claim["claim_id"], "observation_id": "f00021"}
    package.save("claim_observations", [link])
    (refusal,) = narrower(package.root)
    assert f"claims.csv ({claim['claim_id']}, on f00021)" in refusal.message


@pytest.mark.parametrize(
    "text",
    [
        "f00021 is 3",
        "f00021 is therefore three",
        "f00021 (3)",
        "f00021: 2",
        "f00021 is either 3 or 4",
        "f00021 lies in {2,3}",
        "f00021 [2,4]",
        "f00021 is not zero",
        "The total leaves at most 2 for f00021.",
        "exactly two (f00021)",
        "f00030 (Fewer than 10) is 9",
        "f00021 must be 3.",
        "f00021 = 0",
        "`f00021` [1, 4]",
        "f00021 ('<5') in [0, 3]",
        "f00021 [2, )",
        "f00021 lies between 1 and 4",
        "f00021, at least 1",
        "f00021 >= 1",
        "f00021 is more than 0",
        "f00021: at most 3",
        "f00021 < 4",
        "f00021 fewer than 4",
        "f00030 is below 5 and f00021 is below 5",
        "f00001 is 20, f00021 exactly 2",
    ],
)
def test_a_statement_that_is_tighter_is_found(text: str) -> None:
    """Catches a way of saying it that slips through."""
    assert len(list(tighter_statements(text, PRINTS))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "f00021 is printed <5",
        "f00021 [0, 4]",
        "f00021 is below 5",
        "f00021 at most 4",
        "f00021 between 0 and 4",
        "f00021; f00022 is 30",
        "f00021 and f00022 is 30",
        "f00021 is suppressed. The other is 30",
        "f00022 is 30",
        "f00021 at least 0",
        "nothing here",
        "Page 3 of the letter. f00021 is printed so",
        "f00022 is at most 2, f00021 is suppressed",
        "f00021, of 2021-03-04, in a table of 1,003",
        "f00021 is the one that is suppressed",
        "f00021 printed fewer than five; f00021 in [0, 4]; f00021 from 0 to 4; f00021 <5",
        "f00099 is 3",
        "0  contradiction  f00021; f00393; f00423    6",
    ],
)
def test_a_statement_that_is_not_tighter_is_let_be(text: str) -> None:
    """Catches an alarm at the print itself, or at the figure beside it."""
    assert list(tighter_statements(text, PRINTS)) == []
