"""Shares, ratios and changes of counts that are known within bounds.

Dividing one range by another forgets that the same unknown count may stand above and below the
line. These functions keep that in mind, so their bounds are the tightest that hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from .array import CensoredArray
from .buffers import OPEN_LOWER, OPEN_UPPER
from .scalar import Censored

Floats = npt.NDArray[np.float64]
Verdict = Literal["rose", "fell", "unchanged", "undetermined"]


class FloatBounds(NamedTuple):
    """Closed bounds of a share, a ratio or a percentage; NaN where there is none."""

    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Change:
    """A change between two counts; `verdict` is None if one of them is missing."""

    absolute: Any
    percent: FloatBounds
    verdict: Verdict | None


def share(part: Any, rest: Any) -> Any:
    """Bounds of part / (part + rest), where `rest` is the whole without the part.

    Both are censored counts: scalars, arrays or Series on the same index. The least share has the
    least part and the greatest rest, so [28, 32] and [33, 37] give [28/65, 32/65]. Outcomes that
    have no share (0 of 0) are left out; NaN where nothing else is possible or a figure is missing.

    Returns `FloatBounds` for scalars, else a frame with float64 columns `lower` and `upper`.
    Correct to the nearest float. Raises ValueError for counts that may be negative.
    """
    pair = _Pair.of(part, rest, "part", "rest")
    (part_low, part_high), (rest_low, rest_high) = pair.counts()
    with np.errstate(all="ignore"):
        lower = part_low / (part_low + rest_high)
        upper = part_high / (part_high + rest_low)
    # 0 of 0 at an end: with any rest the share is 0, without any it is 1.
    lower = np.where((part_low == 0) & (rest_high == 0), 1.0, lower)
    upper = np.where((part_high == 0) & (rest_low == 0), 0.0, upper)
    upper = np.where(np.isinf(part_high), 1.0, upper)
    undefined = (part_high == 0) & (rest_high == 0)
    return pair.bounds(lower, upper, undefined)


def ratio(num: Any, den: Any, *, subset: bool = False) -> Any:
    """Bounds of num / den.

    With `subset` the numerator counts some of what the denominator counts, so it cannot exceed it
    and the ratio stays at or below 1; without, the two are independent. Outcomes with a zero
    denominator have no ratio; where zero is possible (and no subset is meant) there is no finite
    upper bound, so it is inf.

    Takes and returns what `share` does. Raises ValueError for counts that may be negative, and for
    a subset that is certainly larger than its whole.
    """
    pair = _Pair.of(num, den, "num", "den")
    (num_low, num_high), (den_low, den_high) = pair.counts()
    if subset:
        _check_subset(num_low > den_high)
    with np.errstate(all="ignore"):
        lower = num_low / den_high
        upper = num_high / den_low
    if subset:
        upper = np.where(num_high >= den_low, 1.0, upper)
    upper = np.where(np.isinf(num_high), 1.0 if subset else np.inf, upper)
    upper = np.where(num_high == 0, 0.0, upper)
    return pair.bounds(lower, upper, den_high == 0)


def change(before: Any, after: Any) -> Any:
    """How a count changed: absolute bounds, bounds in per cent of `before`, and a verdict.

    The two counts are taken as independent. The verdict is "rose" or "fell" only where every pair
    of possible counts says so, "unchanged" where both are exact and the same, else
    "undetermined". Where `before` may be zero the percentage has no finite upper bound (inf).

    Returns a `Change` for scalars, else a frame with columns `absolute` (censored[int64]),
    `percent_lower`, `percent_upper` (float64) and `verdict` (string, null where a figure is
    missing). Raises ValueError for counts that may be negative.
    """
    pair = _Pair.of(before, after, "before", "after")
    (old_low, old_high), (new_low, new_high) = pair.counts()
    with np.errstate(all="ignore"):
        lower = 100 * (new_low - old_high) / old_high
        upper = 100 * (new_high - old_low) / old_low
    lower = np.where(np.isinf(old_high), -100.0, lower)
    upper = np.where(np.isinf(new_high), np.inf, upper)
    upper = np.where((new_high == 0) & (old_low == 0), -100.0, upper)
    percent = pair.bounds(lower, upper, old_high == 0)
    absolute = pair.right - pair.left
    verdict = _verdicts(pair.left, pair.right)
    if pair.scalar:
        return Change(absolute[0], percent, verdict[0])
    return pd.DataFrame(
        {
            "absolute": pd.Series(absolute, index=percent.index),
            "percent_lower": percent["lower"],
            "percent_upper": percent["upper"],
            "verdict": pd.Series(verdict, index=percent.index, dtype="string"),
        }
    )


def _verdicts(before: CensoredArray, after: CensoredArray) -> list[Verdict | None]:
    verdicts = np.full(len(before), "undetermined", dtype=object)
    verdicts[after.certainly_gt(before)] = "rose"
    verdicts[after.certainly_lt(before)] = "fell"
    verdicts[after.certainly_eq(before)] = "unchanged"
    verdicts[before.isna() | after.isna()] = None
    return list(verdicts)


def _check_subset(larger: npt.NDArray[np.bool_]) -> None:
    if larger.any():
        raise ValueError(
            f"cell {int(larger.argmax())}: the numerator is certainly larger than the denominator, "
            "so it is no subset of it; check the two columns, or use subset=False"
        )


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two operands of equal length, and the shape their result should have."""

    left: CensoredArray
    right: CensoredArray
    names: tuple[str, str]
    index: pd.Index
    scalar: bool

    @classmethod
    def of(cls, left: Any, right: Any, *names: str) -> _Pair:
        indexes = [side.index for side in (left, right) if isinstance(side, pd.Series)]
        if len(indexes) == 2 and not indexes[0].equals(indexes[1]):
            raise ValueError(f"{names[0]} and {names[1]} have different indexes; align them first")
        arrays = [_as_array(left), _as_array(right)]
        lengths = {len(array) for array in arrays if array is not None}
        if len(lengths) > 1:
            raise ValueError(f"{names[0]} and {names[1]} have {lengths} cells; they must be of equal length")
        length = lengths.pop() if lengths else 1
        first, second = (
            CensoredArray([side] * length) if array is None else array
            for side, array in zip((left, right), arrays, strict=True)
        )
        index = indexes[0] if indexes else pd.RangeIndex(length)
        scalar = all(array is None for array in arrays)
        return cls(first, second, (names[0], names[1]), index, scalar)

    def counts(self) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
        """Lower and upper bounds of both as floats, inf for an open upper side."""
        return _ends(self.left, self.names[0]), _ends(self.right, self.names[1])

    def bounds(self, lower: Floats, upper: Floats, undefined: npt.NDArray[np.bool_]) -> Any:
        """The result, NaN where a figure is missing or nothing is defined."""
        nothing = undefined | self.left.isna() | self.right.isna()
        lower, upper = np.where(nothing, np.nan, lower), np.where(nothing, np.nan, upper)
        if self.scalar:
            return FloatBounds(float(lower[0]), float(upper[0]))
        return pd.DataFrame({"lower": lower, "upper": upper}, index=self.index)


def _as_array(value: Any) -> CensoredArray | None:
    """The operand as an array; None for a scalar."""
    if isinstance(value, CensoredArray | pd.Series):
        return CensoredArray._from_sequence(value)
    if pd.api.types.is_list_like(value):
        return CensoredArray(value)
    if value is not pd.NA and not isinstance(value, Censored | int | np.integer):
        raise TypeError(f"expected censored counts, not {type(value).__name__}")
    return None


def _ends(counts: CensoredArray, name: str) -> tuple[Floats, Floats]:
    cells = counts._cells.settle()
    wrong = ((cells.flags & OPEN_LOWER) != 0) | (cells.lower < 0)
    wrong &= ~cells.missing
    if wrong.any():
        at = int(wrong.argmax())
        raise ValueError(
            f"{name}, cell {at}: {counts[at]} may be negative, and shares, ratios and changes are "
            "defined for counts; pass the counts themselves, not a difference of them"
        )
    upper = cells.upper.astype(np.float64)
    upper[(cells.flags & OPEN_UPPER) != 0] = np.inf
    return cells.lower.astype(np.float64), upper
