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


def test_nearly_every_slip_is_reported_by_more_than_the_hash(tmp_path: Path) -> None:
    """Catches a column that no rule guards, and the loss of a key that does not follow from the edited
    row: keyings, words, relations.

    What is left over when a slip was covered up is in columns that were written down once; only the
    release before, or the document, shows it.
    """
    package = copy_package(tmp_path / "p")
    shutil.copytree(ROOT / "tests" / "keyings", package.root / "tests" / "keyings")
    totals = {scenario: Score() for scenario in SCENARIOS}
    for group, columns in GROUPS.items():
        found = {column: run(package, column, EDITS) for column in columns}
        _report(group, found)
        for column, scores in found.items():
            for scenario, score in scores.items():
                totals[scenario].edits += score.edits
                totals[scenario].caught += score.caught
                totals[scenario].missed += [f"{column} {slip}" for slip in score.missed]
    for scenario, due in DUE.items():
        total = totals[scenario]
        assert total.caught >= due * total.edits, (scenario, total.missed)
