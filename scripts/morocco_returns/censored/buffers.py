"""The memory of a censored array: two int64 buffers, one byte of flags per cell, shared facts.

A flag byte is a set of bits: `OPEN_LOWER`, `OPEN_UPPER`, both, or `MISSING` (all bits, so that an
OR of flags is at once the rule "no figure in, no figure out").
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from .notation import INT64_MAX, INT64_MIN

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]

OPEN_LOWER = np.uint8(1)
OPEN_UPPER = np.uint8(2)
UNBOUNDED = np.uint8(3)
MISSING = np.uint8(7)

# Below this length a second thread may cost more than it saves, on a busy machine above all.
_PARALLEL_LENGTH = 4_000_000

T = TypeVar("T")


@dataclass(slots=True)
class Facts:
    """What is known of a pair of buffers without looking: cautious, never wrong.

    One object serves every view of the same memory, so that a write through one view cannot leave
    another with a stale fact.
    """

    limit: int
    """Every bound in the buffers lies within [-limit, limit]: the cheap check for overflow."""
    clean: bool
    """No cell is missing and no side is open."""
    settled: bool
    """Buffers hold 0 wherever a flag makes their content meaningless."""
    closed_below: bool = False
    """No figure has an open lower side, as is the rule for counts: spares sums a scan."""


@dataclass(frozen=True, slots=True)
class Buffers:
    """Bounds and flags of equal length; `lower <= upper` wherever both sides are closed."""

    lower: Ints
    upper: Ints
    flags: Flags
    facts: Facts

    def __len__(self) -> int:
        return len(self.flags)

    @property
    def missing(self) -> Bools:
        """True where there is no figure; a fresh array."""
        if self.facts.clean:
            return np.zeros(len(self), dtype=np.bool_)
        missing: Bools = self.flags == MISSING
        return missing

    @property
    def exact(self) -> Bools:
        """True where one count only fits."""
        same: Bools = self.lower == self.upper
        if not self.facts.clean:
            same &= self.flags == 0
        return same

    def settle(self) -> Buffers:
        """The same cells with 0 under every flag; copies only if it has to."""
        if self.facts.settled:
            return self
        lower = self.lower * ((self.flags & OPEN_LOWER) == 0)
        upper = self.upper * ((self.flags & OPEN_UPPER) == 0)
        return Buffers(lower, upper, self.flags, replace(self.facts, settled=True))

    def extent(self) -> tuple[int, int]:
        """Smallest and largest bound that is not under a flag; (0, 0) if there is none."""
        cells = self.settle()
        if len(cells) == 0:
            return 0, 0
        if cells.facts.clean:
            return int(cells.lower.min()), int(cells.upper.max())
        # 0 under a flag may widen the extent, and 0 never overflows.
        low = min(int(cells.lower.min()), int(cells.upper.min()))
        high = max(int(cells.lower.max()), int(cells.upper.max()))
        return low, high

    def select(self, key: Any, *, view: bool) -> Buffers:
        """The cells at a numpy key; `view` says that the result shares memory with these."""
        flags = self.flags[key]
        facts = self.facts
        if not view:
            clean = facts.clean or not flags.any()
            facts = replace(facts, clean=clean, settled=facts.settled or clean)
        return Buffers(self.lower[key], self.upper[key], flags, facts)

    def copy(self) -> Buffers:
        """The same cells in fresh memory."""
        return Buffers(self.lower.copy(), self.upper.copy(), self.flags.copy(), replace(self.facts))

    def write(self, key: Any, cells: Buffers) -> None:
        """Overwrite the cells at a numpy key, and widen the shared facts first."""
        cells = cells.settle()
        self.facts.limit = max(self.facts.limit, cells.facts.limit)
        self.facts.clean = self.facts.clean and cells.facts.clean
        self.facts.closed_below = self.facts.closed_below and cells.facts.closed_below
        if len(cells) == 1:
            self.lower[key], self.upper[key] = cells.lower[0], cells.upper[0]
            self.flags[key] = cells.flags[0]
            return
        self.lower[key] = cells.lower
        self.upper[key] = cells.upper
        self.flags[key] = cells.flags


def single(lower: int | None, upper: int | None, *, missing: bool = False) -> Buffers:
    """One cell."""
    flag = np.uint8(0)
    if missing:
        flag, lower, upper = MISSING, None, None
    else:
        flag |= OPEN_LOWER if lower is None else 0
        flag |= OPEN_UPPER if upper is None else 0
    low, high = lower or 0, upper or 0
    return Buffers(
        np.array([low], dtype=np.int64),
        np.array([high], dtype=np.int64),
        np.array([flag], dtype=np.uint8),
        Facts(max(abs(low), abs(high)), not flag, True, closed_below=lower is not None or missing),
    )


def exact_counts(counts: Ints, missing: Bools | None) -> Buffers:
    """Cells whose two bounds are the same count."""
    return checked(counts, counts.copy(), None if missing is None else missing * MISSING)


def checked(lower: Ints, upper: Ints, flags: Flags | None) -> Buffers:
    """Buffers from fresh arrays of bounds, with facts read off once.

    Raises ValueError naming the first cell whose lower bound is above its upper bound.
    """
    clean = flags is None or not flags.any()
    if flags is None:
        flags = np.zeros(len(lower), dtype=np.uint8)
    inverted = lower > upper
    if not clean:
        inverted &= flags == 0
        lower = lower * ((flags & OPEN_LOWER) == 0)
        upper = upper * ((flags & OPEN_UPPER) == 0)
    if inverted.any():
        at = int(inverted.argmax())
        raise ValueError(
            f"cell {at}: lower bound {lower[at]} is above upper bound {upper[at]}; no count lies "
            "between them, so swap or correct them"
        )
    open_below = not clean and bool(((flags == OPEN_LOWER) | (flags == UNBOUNDED)).any())
    cells = Buffers(lower, upper, flags, Facts(0, clean, True, closed_below=not open_below))
    low, high = cells.extent()
    cells.facts.limit = max(-low, high)
    return cells


def concatenate(parts: list[Buffers]) -> Buffers:
    """All cells, one part after the other."""
    facts = Facts(
        limit=max((part.facts.limit for part in parts), default=0),
        clean=all(part.facts.clean for part in parts),
        settled=all(part.facts.settled for part in parts),
        closed_below=all(part.facts.closed_below for part in parts),
    )
    return Buffers(
        np.concatenate([part.lower for part in parts]),
        np.concatenate([part.upper for part in parts]),
        np.concatenate([part.flags for part in parts]),
        facts,
    )


def nullable_integers(values: object, name: str) -> tuple[Ints, Bools | None]:
    """Fresh int64 values and a mask of nulls (None if there are none).

    Raises TypeError for anything but integers and nulls: fractions, text and truth values would
    have to be guessed at.
    """
    array: Any = values
    if isinstance(array, pd.arrays.NumpyExtensionArray):
        array = array.to_numpy()
    elif not isinstance(array, np.ndarray | pd.api.extensions.ExtensionArray):
        array = pd.Series(list(array), dtype=object).to_numpy()
    if isinstance(array, np.ndarray) and array.dtype == np.int64:
        return array.copy(), None
    if pd.api.types.infer_dtype(array, skipna=True) not in _INTEGER_LIKE:
        raise TypeError(
            f"{name} holds {pd.api.types.infer_dtype(array, skipna=True)} values; bounds are "
            "integers with nulls, so convert the column to Int64 first"
        )
    try:
        integers = pd.array(array, dtype="Int64")
    except (TypeError, ValueError, OverflowError) as error:
        raise TypeError(
            f"{name} holds values that are no 64-bit integers ({error}); bounds are integers, so "
            "round them outward first"
        ) from error
    mask = np.asarray(integers.isna())
    return integers.to_numpy(np.int64, na_value=0, copy=True), mask if mask.any() else None


_INTEGER_LIKE = {"integer", "integer-na", "floating", "mixed-integer-float", "empty"}


def both(function: Callable[[Ints], T], cells: Buffers) -> tuple[T, T]:
    """`function` of the lower and of the upper buffer, in two threads if they are long.

    numpy lets go of the interpreter lock in its loops, so the two sides can share the memory bus.
    """
    return pair(lambda: function(cells.lower), lambda: function(cells.upper), len(cells))


def pair(first: Callable[[], T], second: Callable[[], T], length: int) -> tuple[T, T]:
    """Results of two independent pieces of work of about `length` cells each."""
    if length < _PARALLEL_LENGTH:
        return first(), second()
    # A short-lived thread, not a pool that stays: nothing is left behind that a fork could break.
    with ThreadPoolExecutor(max_workers=1) as executor:
        other = executor.submit(second)
        return first(), other.result()


def fits(value: int) -> bool:
    """Whether a Python integer fits int64."""
    return INT64_MIN <= value <= INT64_MAX
