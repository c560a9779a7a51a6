"""docs/rounding.md: what the numbers of each table show of its rounding, beside what is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import polars as pl

from morocco_returns.reconciliation.rounding import (
    OF_FIGURE,
    OF_TABLE,
    Evidence,
    Hypothesis,
    RoundingInference,
    infer_tables,
)

Frames = Mapping[str, pl.DataFrame]
_SHOWN = 5  # exceptions; where there are more, the table hardly rounds


@dataclass(frozen=True, slots=True)
class TableRounding:
    """A table, what is recorded of it, and what its numbers show."""

    table_id: str
    kind: str
    basis: str
    inference: RoundingInference

    @property
    def evidence(self) -> Evidence:
        """What the inference rests on."""
        return self.inference.evidence

    @property
    def exceptions(self) -> str:
        """The numbers that are no multiple of 5, as far as they fit into a cell."""
        values = self.evidence.exceptions
        return ", ".join(map(str, values[:_SHOWN])) + (" ..." if len(values) > _SHOWN else "")

    @property
    def recorded(self) -> str:
        """The recorded rule with its basis, and whether the numbers bear it out."""
        rule = self.inference.recorded
        if rule is None:
            return "nothing"
        verdict = {True: "kept", False: "not kept", None: "not weighed"}[self.inference.agrees_with_recorded]
        return f"{rule.name} ({self.basis}): {verdict}"

    def chance(self, hypothesis: Hypothesis) -> str:
        """The posterior in per cent, bold where the hypothesis is kept."""
        percent = f"{100 * self.inference.posterior[hypothesis]:.1f}"
        return f"**{percent}**" if hypothesis in self.inference.kept else percent


def table_roundings(frames: Frames) -> list[TableRounding]:
    """A row for each table with numbers enough to infer from, in the order of ``tables``."""
    about = {row["table_id"]: row for row in frames["tables"].iter_rows(named=True)}
    inferences = infer_tables(_pandas(frames["observations"], OF_FIGURE), _pandas(frames["tables"], OF_TABLE))
    return [
        TableRounding(table_id, about[table_id]["kind"], about[table_id]["rounding_basis"], inference)
        for table_id, inference in inferences.items()
    ]


def _pandas(frame: pl.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Some columns of a frame for pandas; as objects, so that no integer becomes a float."""
    return pd.DataFrame(frame.select(columns).to_dict(as_series=False), dtype="object")
