"""Counts as the censored responses that survival models take."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .array import CensoredArray
from .buffers import OPEN_LOWER, OPEN_UPPER


def as_interval2(figures: Any) -> pd.DataFrame:
    """Half-open limits and a kind of censoring, for `survival::Surv(type = "interval2")`.

    Our bounds are closed: [l, u] holds both ends. R's survival reads a pair l < u as (l, u],
    without its lower end, and a pair l == u as the exact value. For whole numbers [l, u] is the
    same set as (l - 1, u], so the lower limit of an inexact count is one less here than its lower
    bound. Left out, it would cut off the least possible count.

    Takes a censored Series or array of counts. Returns a frame on its index:

    lower, upper (float64)
        Limits; -inf and inf for none, NaN for "no figure".
    censoring
        none [n, n]; left [0, u], which has no lower limit since no count is below 0; right
        [l, ); interval [l, u] with l > 0; vague [0, ), nothing known (survival drops the row);
        null for "no figure".

    Raises ValueError for figures that may be negative: they are no counts.
    """
    counts = CensoredArray._from_sequence(figures)
    cells = counts._cells.settle()
    missing = cells.missing
    negative = (((cells.flags & OPEN_LOWER) != 0) | (cells.lower < 0)) & ~missing
    if negative.any():
        at = int(negative.argmax())
        raise ValueError(
            f"cell {at}: {counts[at]} may be negative, and interval2 limits are defined for "
            "counts; pass the counts themselves, not a difference of them"
        )
    exact = cells.exact
    no_lower = (cells.lower == 0) & ~exact
    no_upper = (cells.flags & OPEN_UPPER) != 0
    lower = np.where(no_lower, -np.inf, cells.lower - np.where(exact, 0.0, 1.0))
    upper = np.where(no_upper, np.inf, cells.upper.astype(np.float64))
    kinds = np.full(len(counts), "interval", dtype=object)
    kinds[no_upper] = "right"
    kinds[no_lower] = "left"
    kinds[no_lower & no_upper] = "vague"
    kinds[exact] = "none"
    kinds[missing] = None
    return pd.DataFrame(
        {
            "lower": np.where(missing, np.nan, lower),
            "upper": np.where(missing, np.nan, upper),
            "censoring": pd.array(kinds.tolist(), dtype="string"),
        },
        index=figures.index if isinstance(figures, pd.Series) else None,
    )
