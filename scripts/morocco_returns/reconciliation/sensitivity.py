"""What becomes of each conflict when doubtful prints are taken in another way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from morocco_returns.reconciliation.cores import Judge
from morocco_returns.reconciliation.engine import named, reconcile_record
from morocco_returns.reconciliation.model import rules_of
from morocco_returns.reconciliation.record import Record, read_record
from morocco_returns.reconciliation.scenarios import SCENARIOS, Scenario
from morocco_returns.reconciliation.statements import statements
from morocco_returns.reconciliation.verdict import verdict


def sensitivity(
    package: str | Path | None = None, scenarios: Sequence[Scenario | str] = SCENARIOS
) -> pd.DataFrame:
    """Every conflict of any scenario, and what it is in each.

    One row a conflict, the ids of its figures (one of those that say the same) in ``figures``, then
    a column a scenario: contradiction, tension, possible, or ``left out`` where the scenario leaves a
    figure of it out. Raises as ``reconcile`` does.
    """
    return sensitivity_of(read_record(package), [named(scenario) for scenario in scenarios])


def sensitivity_of(record: Record, scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """``sensitivity`` of a record that is already read."""
    results = {scenario: reconcile_record(record, scenario) for scenario in scenarios}
    conflicts = {
        frozenset(statement.key for statement in conflict.statements): None
        for result in results.values()
        for conflict in result.conflicts
    }
    rows = [
        {
            "figures": ", ".join(sorted(figures)),
            **{scenario.name: verdict_on(record, figures, scenario) for scenario in scenarios},
        }
        for figures in conflicts
    ]
    return pd.DataFrame(rows, columns=["figures", *(s.name for s in scenarios)], dtype="string")


def verdict_on(record: Record, figures: frozenset[str], scenario: Scenario) -> str:
    """What some figures are together, taken by themselves: the heaviest verdict, or ``possible``."""
    alone = replace(record, figures=tuple(record.figure(name) for name in sorted(figures)))
    said, left_out = statements(alone, scenario)
    if left_out:
        return "left out"
    return verdict(said, Judge(rules_of(record))) or "possible"
