"""Totals that say what went into them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from .array import CensoredArray
from .buffers import Bools
from .dtype import CensoredDtype
from .flat import LOWER, POSSIBLE_LOWER, POSSIBLE_UPPER, UPPER, from_flat
from .scenarios import SCENARIO, scenario_names

CENSORED_WORDS = ("less_than", "at_most", "more_than", "at_least", "between")
HEDGED_WORDS = ("about", "nearly", "slightly_more_than", "indefinite")


def total(
    frame: pd.DataFrame, by: str | Sequence[str] | None = None, value: str | None = None
) -> pd.DataFrame:
    """Sum the figures of a frame, with an account of what each sum rests on.

    Sums the censored column `value`, or, without one, the columns `possible_lower` and
    `possible_upper` (which contain rounding) if the frame has them, else the printed bounds
    `lower_bound` and `upper_bound`. It does not know what adds up: rows must neither overlap nor
    repeat one another.

    Returns one row per group, indexed by `by` (one row, index 0, without it):

    total (censored[int64])
        Sum of the figures; [0, 0] if there is none.
    figures
        Rows with a figure.
    n_missing
        Rows without one; the total leaves them out.
    n_censored
        Figures printed as a bound or a range (`qualifier`: less_than, at_most, more_than,
        at_least, between). Without a column `qualifier`: figures whose printed bounds differ.
    n_hedged
        Figures printed with a hedge (about, nearly, slightly_more_than, indefinite); null if the
        frame has no column `qualifier`.
    n_rounded
        Figures whose print is rounded; null if the frame cannot tell. Taken from the first of
        these that the frame has: `rounding_unit` above 1 from `rounding_from` on; possible bounds
        that reach beyond the printed ones; `rounding_unit` above 1 alone, for multiples of it.
    scenario
        Names of the scenarios in the group, if the frame has any.

    Rows whose group key is missing form a group of their own. Raises KeyError for an absent
    column, TypeError if `value` is not censored, OverflowError if a sum leaves int64.
    """
    figures = _figures(frame, value)
    present = figures.notna().to_numpy()
    counted = pd.DataFrame(
        {
            "total": figures.array,
            "figures": present,
            "n_missing": ~present,
            "n_censored": _marked(_is_censored(frame, figures), present),
            "n_hedged": _marked(_is_hedged(frame), present),
            "n_rounded": _marked(_is_rounded(frame), present),
        },
        index=frame.index,
    )
    keys = [by] if isinstance(by, str) else list(by or [])
    groups = [frame[key] for key in keys] or [pd.Series(0, index=frame.index)]
    grouped = counted.groupby(groups, dropna=False, observed=True, sort=True)
    result = _tallied(grouped.sum(), unknown=counted.columns[counted.isna().all()])
    if not keys:
        result = _single_row(result)
    if SCENARIO in frame:
        names = frame[SCENARIO].groupby(groups, dropna=False, observed=True).agg(scenario_names)
        result[SCENARIO] = names.astype("string")
        if not keys:
            result = result.rename_axis(None)
    result.attrs = dict(frame.attrs)
    return result


def _figures(frame: pd.DataFrame, value: str | None) -> pd.Series:
    if value is not None:
        if not isinstance(frame[value].dtype, CensoredDtype):
            raise TypeError(
                f"column {value!r} is {frame[value].dtype}, not censored[int64]; convert it with "
                "astype('censored[int64]'), or name none to use the flat columns"
            )
        return frame[value]
    if POSSIBLE_LOWER in frame and POSSIBLE_UPPER in frame:
        return from_flat(frame, POSSIBLE_LOWER, POSSIBLE_UPPER)
    return from_flat(frame, LOWER, UPPER)


def _marked(rows: Bools | None, present: Bools) -> object:
    if rows is None:
        return pd.array([pd.NA] * len(present), dtype="Int64")
    return (rows & present).astype(np.int64)


def _is_censored(frame: pd.DataFrame, figures: pd.Series) -> Bools:
    if "qualifier" in frame:
        return frame["qualifier"].isin(CENSORED_WORDS).to_numpy()
    printed = figures
    if LOWER in frame and UPPER in frame:
        printed = from_flat(frame, LOWER, UPPER)
    return ~_array(printed).is_exact


def _is_hedged(frame: pd.DataFrame) -> Bools | None:
    if "qualifier" not in frame:
        return None
    return frame["qualifier"].isin(HEDGED_WORDS).to_numpy()


def _is_rounded(frame: pd.DataFrame) -> Bools | None:
    names = set(frame.columns)
    if {"rounding_unit", "rounding_from"} <= names:
        return _rounded_by_unit(frame)
    if {LOWER, UPPER, POSSIBLE_LOWER, POSSIBLE_UPPER} <= names:
        return _wider_than_printed(frame)
    return _rounded_by_unit(frame) if "rounding_unit" in names else None


def _rounded_by_unit(frame: pd.DataFrame) -> Bools:
    units = frame["rounding_unit"].astype("Int64")
    # What is no multiple was printed exactly, even where nobody says below which number that holds.
    rows = (units > 1) & (frame[LOWER].astype("Int64") % units.mask(units < 1) == 0)
    if "rounding_from" in frame:
        start = frame["rounding_from"].astype("Int64").fillna(0)
        rows &= frame[LOWER].astype("Int64") >= start
    if "qualifier" in frame:
        rows &= frame["qualifier"] == "exact"
    return rows.to_numpy(dtype=np.bool_, na_value=False)


def _wider_than_printed(frame: pd.DataFrame) -> Bools:
    below = _ends(frame[POSSIBLE_LOWER], -np.inf) < _ends(frame[LOWER], -np.inf)
    above = _ends(frame[POSSIBLE_UPPER], np.inf) > _ends(frame[UPPER], np.inf)
    return below | above


def _ends(bounds: pd.Series, where_open: float) -> npt.NDArray[np.float64]:
    ends = bounds.astype("Int64").astype("Float64").fillna(where_open)
    return np.asarray(ends, dtype=np.float64)


def _array(figures: pd.Series) -> CensoredArray:
    return CensoredArray._from_sequence(figures)


def _tallied(sums: pd.DataFrame, unknown: pd.Index) -> pd.DataFrame:
    """Counts as Int64, null where the frame could not say."""
    for column in sums.columns.drop("total"):
        sums[column] = sums[column].astype("Int64")
        if column in unknown:
            sums[column] = pd.NA
            sums[column] = sums[column].astype("Int64")
    return sums


def _single_row(sums: pd.DataFrame) -> pd.DataFrame:
    if len(sums) == 0:
        empty = {name: [0] for name in sums.columns}
        sums = pd.DataFrame(empty).astype(sums.dtypes.to_dict())
    return sums.rename_axis(None)
