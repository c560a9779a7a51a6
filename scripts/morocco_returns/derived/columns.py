"""Columns that follow from the curated ones: never keyed, always computed.

``possible_lower`` and ``possible_upper`` widen the bounds of the print by the rounding of its
table; ``censoring`` uses the terms of survival analysis; ``conf_status`` is SDMX CL_CONF_STATUS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from morocco_returns.censored.rounding import Method, reach
from morocco_returns.frames import is_missing

OF_FIGURE = ("qualifier", "lower_bound", "upper_bound")
OF_TABLE = ("rounding_unit", "rounding_from", "rounding_method", "suppression_threshold")
DERIVED = ("possible_lower", "possible_upper", "censoring", "conf_status")
_VAGUE = ("about", "indefinite")


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a table rounds: to ``unit``, values below ``start`` being exact."""

    unit: int | None = None
    start: int | None = None
    method: Method | None = None

    def preimage(self, number: int) -> tuple[int, int]:
        """Smallest and largest count that this rounding prints as ``number``."""
        unit = self.unit or 1
        if unit == 1 or (self.start is not None and number < self.start):
            return number, number
        below, above = reach(np.array([number]), unit, self.method or "any_nearest")
        return max(0, number - int(np.max(below))), number + int(np.max(above))


def possible_bounds(
    lower: int | None, upper: int | None, rounding: Rounding, *, suppressed: bool = False
) -> tuple[int | None, int | None]:
    """Bounds of the print, widened by its rounding.

    A suppressed cell ("<5") says something of the count itself and is not widened; an open side
    stays open; no rounding known means no widening.
    """
    if suppressed or rounding.unit is None:
        return lower, upper
    low = lower if lower is None else rounding.preimage(lower)[0]
    high = upper if upper is None else rounding.preimage(upper)[1]
    return low, high


def censoring(qualifier: str | None, lower: int | None, upper: int | None) -> str | None:
    """none, left, right, interval or vague; None where there is no figure."""
    if lower is None:
        return None
    if qualifier in _VAGUE:
        return "vague"
    if upper is None:
        return "right"
    if lower == upper:
        return "none"
    return "left" if lower == 0 else "interval"


def is_suppressed(qualifier: str | None, upper: int | None, threshold: int | None) -> bool:
    """Whether a print is the "fewer than the threshold" of its table."""
    if qualifier != "less_than" or upper is None or threshold is None:
        return False
    return upper == threshold - 1


def with_derived(observations: pd.DataFrame, tables: pd.DataFrame) -> pd.DataFrame:
    """``observations`` with the four derived columns added at the end.

    Both frames as ``load`` gives them (nullable dtypes); rows whose table is unknown count as
    not rounded and not suppressed.
    """
    table = tables.set_index("table_id")[list(OF_TABLE)].reindex(observations["table_id"])
    rows = [
        derive(*_plain(figure), *_plain(printed))
        for figure, printed in zip(
            observations[list(OF_FIGURE)].itertuples(index=False),
            table.itertuples(index=False),
            strict=True,
        )
    ]
    derived = pd.DataFrame(rows, columns=list(DERIVED), index=observations.index)
    types = {
        "possible_lower": "Int64",
        "possible_upper": "Int64",
        "censoring": "string",
        "conf_status": "string",
    }
    return pd.concat([observations, derived.astype(types)], axis="columns")


def _plain(row: tuple[Any, ...]) -> list[Any]:
    return [None if is_missing(value) else value for value in row]


def derive(
    qualifier: str | None,
    lower: int | None,
    upper: int | None,
    unit: int | None,
    start: int | None,
    method: Method | None,
    threshold: int | None,
) -> tuple[int | None, int | None, str | None, str | None]:
    """The four derived columns of a figure, from its own columns and those of its table."""
    suppressed = is_suppressed(qualifier, upper, threshold)
    low, high = possible_bounds(lower, upper, Rounding(unit, start, method), suppressed=suppressed)
    return low, high, censoring(qualifier, lower, upper), "A" if suppressed else None
