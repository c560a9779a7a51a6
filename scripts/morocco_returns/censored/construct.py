"""Buffers out of whatever pandas and its users hand over."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from .buffers import (
    MISSING,
    OPEN_LOWER,
    OPEN_UPPER,
    Bools,
    Buffers,
    checked,
    exact_counts,
    nullable_integers,
    single,
)
from .notation import Bounds, check_bounds, parse_bounds
from .scalar import Censored


def from_columns(lower: object, upper: object, missing: object = None) -> Buffers:
    """Cells from two columns of bounds with nulls.

    Without `missing`, two nulls are "no figure"; with it, the mask alone says so and two nulls are
    a cell open on both sides.
    """
    lows, low_null = nullable_integers(lower, "lower")
    highs, high_null = nullable_integers(upper, "upper")
    if len(lows) != len(highs):
        raise ValueError(
            f"lower has {len(lows)} cells and upper has {len(highs)}; they must be of equal length"
        )
    nothing = np.zeros(len(lows), dtype=np.bool_)
    low_null = nothing if low_null is None else low_null
    high_null = nothing if high_null is None else high_null
    absent = low_null & high_null if missing is None else _mask(missing, len(lows))
    flags = low_null * OPEN_LOWER | high_null * OPEN_UPPER
    flags[absent] = MISSING
    return checked(lows, highs, flags)


def from_scalars(values: Any, *, text: bool) -> Buffers:
    """Cells from a sequence of `Censored`, integers and missing values; `text` admits notation.

    Raises TypeError for a value of another kind, ValueError for text that is not notation.
    """
    if getattr(getattr(values, "dtype", None), "kind", "O") in "iuf":
        return exact_counts(*nullable_integers(values, "values"))
    read: dict[str, Bounds] = {}
    cells = [_cell(value, read if text else None) for value in values]
    missing = np.fromiter((cell is None for cell in cells), dtype=np.bool_, count=len(cells))
    bounds = [cell or (None, None) for cell in cells]
    lower, low_null = _ends([pair[0] for pair in bounds])
    upper, high_null = _ends([pair[1] for pair in bounds])
    flags = low_null * OPEN_LOWER | high_null * OPEN_UPPER
    flags[missing] = MISSING
    return checked(lower, upper, flags)


def one(value: object) -> Buffers:
    """A single cell from one value, or TypeError."""
    bounds = _cell(value, None)
    return single(None, None, missing=True) if bounds is None else single(*bounds)


def is_missing(value: object) -> bool:
    """Whether a scalar says "no figure": `pd.NA`, `None` or a float NaN."""
    return value is pd.NA or value is None or (isinstance(value, float) and math.isnan(value))


def _cell(value: object, read: dict[str, Bounds] | None) -> Bounds | None:
    if isinstance(value, Censored):
        return value.lower, value.upper
    if is_missing(value):
        return None
    if isinstance(value, int | np.integer) and not isinstance(value, bool):
        return check_bounds(int(value), int(value))
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return check_bounds(int(value), int(value))
    if isinstance(value, str) and read is not None:
        if value not in read:
            read[value] = parse_bounds(value)
        return read[value]
    raise TypeError(
        f"{value!r} ({type(value).__name__}) is no censored value; use Censored(lower, upper), an "
        "integer, or pd.NA for 'no figure'"
    )


def _ends(ends: list[int | None]) -> tuple[np.ndarray[Any, np.dtype[np.int64]], Bools]:
    null = np.fromiter((end is None for end in ends), dtype=np.bool_, count=len(ends))
    return np.array([end or 0 for end in ends], dtype=np.int64), null


def _mask(mask: Any, length: int) -> Bools:
    result: Bools = np.asarray(mask, dtype=np.bool_)
    if result.shape != (length,):
        raise ValueError(f"missing has shape {result.shape}; expected one truth value per cell")
    return result
