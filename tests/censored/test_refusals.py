"""What would invent a point is refused, with the name of what to use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from morocco_returns.censored import Censored, CensoredArray

SERIES = pd.Series(CensoredArray([Censored(0, 4), 6, pd.NA, 9]))
KEYS = ["a", "a", "b", "b"]


@pytest.mark.parametrize("name", ["mean", "median", "std", "var", "sem", "skew", "kurt"])
def test_points_out_of_ranges_are_refused(name: str) -> None:
    """Slip: an average of bounds, whole or by group."""
    asks: list[Callable[[], object]] = [
        lambda: getattr(SERIES, name)(),
        lambda: getattr(SERIES.array, name)(),
        lambda: getattr(SERIES.groupby(KEYS), name)(),
    ]
    for ask in asks:
        with pytest.raises(TypeError, match=rf"operation '{name}'.*total\(frame, by="):
            ask()


@pytest.mark.parametrize(
    ("ask", "hint"),
    [
        (lambda: SERIES.prod(), "share"),
        (lambda: SERIES.groupby(KEYS).prod(), "share"),
        (lambda: SERIES.any(), "certainly"),
        (lambda: SERIES.all(), "certainly"),
        (lambda: SERIES.cumsum(), "total"),
        (lambda: SERIES.cummax(), "total"),
        (lambda: SERIES.groupby(KEYS).cumsum(), "total"),
        (lambda: SERIES.pct_change(), "change"),
        (lambda: SERIES.groupby(KEYS).pct_change(), "change"),
        (lambda: SERIES / 2, "ratio"),
        (lambda: 2 / SERIES, "ratio"),
        (lambda: SERIES / SERIES, "share"),
        (lambda: SERIES // 2, "ratio"),
        (lambda: SERIES % 2, "ratio"),
        (lambda: divmod(SERIES, 2), "ratio"),
        (lambda: SERIES**2, "powers"),
        (lambda: 2**SERIES, "powers"),
        (lambda: SERIES * SERIES, "share"),
        (lambda: SERIES.quantile(0.5), "total"),
        (lambda: SERIES.groupby(KEYS).quantile(0.5), "total"),
        (lambda: SERIES.interpolate(), "total"),
        (lambda: (SERIES - SERIES).rank(), "certainly"),
        (lambda: SERIES.groupby(KEYS).rank(), "certainly"),
        (lambda: SERIES.groupby(KEYS).idxmax(), "certainly"),
        (lambda: np.mean(SERIES), "total"),
    ],
)
def test_refusals_name_the_right_function(ask: Any, hint: str) -> None:
    """Slip: a refusal that leaves its reader without a way on."""
    with pytest.raises(TypeError, match=hint):
        ask()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: SERIES.rolling(2).sum(),
        lambda: SERIES.ewm(span=2).mean(),
        lambda: SERIES.corr(pd.Series([1, 2, 3, 4])),
        lambda: SERIES.nlargest(1),
        lambda: pd.cut(SERIES, 2),
        lambda: np.sqrt(SERIES),
        lambda: np.maximum(SERIES, 3),
        lambda: pd.to_numeric(SERIES),
        lambda: SERIES.array.view("int64"),
    ],
)
def test_nothing_else_turns_a_range_into_a_number(ask: Any) -> None:
    """Slip: a pandas or numpy function that reads the cells as numbers all the same."""
    with pytest.raises((TypeError, ValueError, NotImplementedError, pd.errors.DataError)):
        ask()


def test_frame_statistics_leave_censored_columns_out() -> None:
    """Slip: numeric_only=True asking a censored column for a mean."""
    frame = pd.DataFrame({"persons": SERIES, "n": [1, 2, 3, 4]})
    assert frame.mean(numeric_only=True).index.tolist() == ["n"]
    assert frame.groupby(KEYS).mean(numeric_only=True).columns.tolist() == ["n"]
