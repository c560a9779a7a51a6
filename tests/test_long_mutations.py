"""The benchmark of the check: how many slips it reports, by column, and which ones not."""

from __future__ import annotations

import shutil

import pytest
from rich.console import Console
from rich.table import Table

from .conftest import ROOT, copy_package
from .mutations import GROUPS, SCENARIOS, Score, run

pytestmark = pytest.mark.long

EDITS = 5
DUE = 0.99


@pytest.fixture(scope="module", params=GROUPS)
def scores(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Score]]:
    """The scores of every column of a group, by scenario."""
    package = copy_package(tmp_path_factory.mktemp("mutations") / "p")
    shutil.copytree(ROOT / "tests" / "keyings", package.root / "tests" / "keyings")
    found = {column: run(package, column, EDITS) for column in GROUPS[request.param]}
    _report(request.param, found)
    return found


def _report(group: str, found: dict[str, dict[str, Score]]) -> None:
    table = Table("column", *SCENARIOS, "what reported them when covered up", title=f"{group} columns")
    for column, scores in found.items():
        shares = [f"{scores[name].caught} of {scores[name].edits}" for name in SCENARIOS]
        rules = ", ".join(rule for rule, _ in scores["covered up"].by.most_common(4))
        table.add_row(column, *shares, rules)
    console = Console(width=160)
    console.print(table)
    for column, scores in found.items():
        for scenario, score in scores.items():
            for missed in score.missed:
                console.print(f"not reported ({scenario}): {column} {missed}", markup=False)
    console.print("What was not reported would show against the document, or against the release before.")


@pytest.mark.parametrize("scenario", ["alone", "hash stale"])
def test_nearly_every_slip_is_reported_by_more_than_the_hash(
    scores: dict[str, dict[str, Score]], scenario: str
) -> None:
    """Catches a column that no rule guards. Of a group's few edits one may be missed."""
    edits = sum(found[scenario].edits for found in scores.values())
    caught = sum(found[scenario].caught for found in scores.values())
    missed = [f"{column} {slip}" for column, found in scores.items() for slip in found[scenario].missed]
    assert edits - caught <= max(1, (1 - DUE) * edits), missed


def test_slips_that_were_covered_up_are_reported_by_independent_keys(
    scores: dict[str, dict[str, Score]],
) -> None:
    """Catches the loss of a key that does not follow from the edited row: keyings, words, relations.

    What is left over then is in columns that were written down once; only the release before, or
    the document, shows it.
    """
    edits = sum(found["covered up"].edits for found in scores.values())
    caught = sum(found["covered up"].caught for found in scores.values())
    assert caught >= 0.9 * edits
