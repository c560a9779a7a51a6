"""The one answer with which the README leads: its row, its contest, and what other documents print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from morocco_returns.censored import Censored

# How many were returned by force from the Netherlands in 2022. The README's example asks the same.
QUESTION = {"area_id": "NL", "indicator_id": "enforced-return", "period": "2022"}
_SPAN = {"period_start": "2022-01-01", "period_end": "2022-12-31"}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """The rows that answer the question, the comparisons that contest them, and other prints."""

    rows: Sequence[Row]
    contests: Sequence[str]
    others: Sequence[Row]


def answer(frames: Mapping[str, pl.DataFrame], built: Mapping[str, pl.DataFrame]) -> Answer:
    """The answer to the README's question from the curated tables and the built ones."""
    rows = _where(built["series"], QUESTION)
    contests = frames["comparisons"].join(rows, on="comparison_id", how="semi", maintain_order="left")
    asked = {key: QUESTION[key] for key in ("area_id", "indicator_id")}
    figures = _where(built["figures"].with_columns(pl.col(*_SPAN).cast(pl.String)), asked | _SPAN)
    others = figures.join(rows, on="observation_id", how="anti", maintain_order="left")
    return Answer(
        rows=[{**row, "possible": _bounds(row)} for row in rows.iter_rows(named=True)],
        contests=contests["explanation"].to_list(),
        others=others.to_dicts(),
    )


def _where(frame: pl.DataFrame, cells: Mapping[str, str]) -> pl.DataFrame:
    return frame.filter(pl.all_horizontal(pl.col(name) == cell for name, cell in cells.items()))


def _bounds(row: Row) -> str:
    return str(Censored(row["possible_lower"], row["possible_upper"]))
