"""What becomes of each conflict when doubtful prints are taken in another way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from morocco_returns.reconciliation.engine import conflicts_among, named, reconcile_record
from morocco_returns.reconciliation.record import Record, read_record
from morocco_returns.reconciliation.scenarios import SCENARIOS, Scenario
from morocco_returns.reconciliation.statements import Statement, statements


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
        tuple(sorted(statement.key for statement in conflict.statements)): conflict.statements
        for result in results.values()
        for conflict in result.conflicts
    }
    rows = [
        {
            "figures": ", ".join(figures),
            **{scenario.name: verdict_on(record, said, scenario) for scenario in scenarios},
        }
        for figures, said in sorted(conflicts.items())
    ]
    return pd.DataFrame(rows, columns=["figures", *(s.name for s in scenarios)], dtype="string")


def verdict_on(record: Record, said: Sequence[Statement], scenario: Scenario) -> str:
    """What the figures of some statements are together: the heaviest verdict, or ``possible``.

    ``left out`` if the scenario leaves out all the figures of one of the statements.
    """
    names = sorted(name for statement in said for name in statement.figures)
    alone = replace(record, figures=tuple(record.figure(name) for name in names))
    read, left_out = statements(alone, scenario)
    out = {left.observation_id for left in left_out}
    if any(out.issuperset(statement.figures) for statement in said):
        return "left out"
    verdicts = {conflict.verdict for conflict in conflicts_among(read, alone).conflicts}
    return next((heavy for heavy in ("contradiction", "tension") if heavy in verdicts), "possible")
