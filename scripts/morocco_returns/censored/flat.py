"""Between censored columns and flat tables, which every other program can read."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from .array import CensoredArray
from .dtype import CensoredDtype

LOWER, UPPER = "lower_bound", "upper_bound"
POSSIBLE_LOWER, POSSIBLE_UPPER = "possible_lower", "possible_upper"
POSSIBLE = "possible"
"""A censored column of this name holds the possible bounds; scenarios renew it with them."""


def from_flat(
    frame: pd.DataFrame, lower: str = LOWER, upper: str = UPPER, name: str | None = None
) -> pd.Series:
    """A censored column from two columns of bounds, on the frame's index.

    Both null is "no figure" (`pd.NA`); one null is an open side. Raises KeyError for an absent
    column, TypeError for bounds that are not integers, ValueError for lower > upper.
    """
    return pd.Series(CensoredArray.from_flat(frame, lower, upper), index=frame.index, name=name)


def flatten(frame: pd.DataFrame) -> pd.DataFrame:
    """The same frame with each censored column `x` as two Int64 columns `x_lower`, `x_upper`.

    Write this to Parquet, Feather, CSV or a database. A file that carries the dtype
    "censored[int64]" itself cannot be read by pandas without this module.

    Raises ValueError if a new column would hide an existing one, or if a figure is open on both
    sides (see `CensoredArray.to_flat`).
    """
    columns: dict[str, pd.Series] = {}
    for name, column in frame.items():
        if isinstance(column.dtype, CensoredDtype):
            sides = column.array.to_flat(f"{name}_lower", f"{name}_upper")
            new = {side: sides[side].set_axis(frame.index) for side in sides}
        else:
            new = {str(name): column}
        taken = sorted(set(new) & set(columns))
        if taken:
            raise ValueError(f"column {taken[0]!r} would occur twice after flattening; rename it first")
        columns |= new
    flat = pd.DataFrame(columns, index=frame.index)
    flat.attrs = dict(frame.attrs)
    return flat


def unflatten(frame: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """The inverse of `flatten` for the named columns: `x` from `x_lower` and `x_upper`.

    Raises KeyError if a side is not there.
    """
    result = frame.copy()
    for name in names:
        lower, upper = f"{name}_lower", f"{name}_upper"
        column = from_flat(result, lower, upper)
        position = list(result.columns).index(lower)
        result = result.drop(columns=[lower, upper])
        result.insert(position, name, column)
    return result
