"""The benchmark of the check: how many slips it reports, by column, and which ones not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

from .conftest import ROOT, copy_package
from .mutations import GROUPS, SCENARIOS, Score, run

pytestmark = pytest.mark.long

EDITS = 5
# The share of all edits that must be reported.
DUE = {"alone": 0.99, "hash stale": 0.99, "covered up": 0.9}


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


@pytest.mark.parametrize("group", GROUPS)
def test_nearly_every_slip_is_reported_by_more_than_the_hash(tmp_path: Path, group: str) -> None:
    """Catches a column that no rule guards, and the loss of a key that does not follow from the edited
    row: keyings, words, relations.

    What is left over when a slip was covered up is in columns that were written down once; only the
    release before, or the document, shows it.
    """
    package = copy_package(tmp_path / "p")
    shutil.copytree(ROOT / "tests" / "keyings", package.root / "tests" / "keyings")
    found = {column: run(package, column, EDITS) for column in GROUPS[group]}
    _report(group, found)
    for scenario, due in DUE.items():
        scores = [scores[scenario] for scores in found.values()]
        edits, caught = sum(score.edits for score in scores), sum(score.caught for score in scores)
        assert caught >= due * edits, (scenario, [slip for score in scores for slip in score.missed])
