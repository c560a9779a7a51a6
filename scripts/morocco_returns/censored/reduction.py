"""Sums, least and greatest values of buffers, whole and by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from .buffers import (
    MISSING,
    OPEN_LOWER,
    OPEN_UPPER,
    UNBOUNDED,
    Bools,
    Buffers,
    Facts,
    Ints,
    both,
    fits,
    pair,
)
from .notation import INT64_MAX, INT64_MIN, Bounds

Codes = npt.NDArray[np.intp]
Extreme = Literal["min", "max"]

_LOW_WORD = np.int64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Groups:
    """The group of every cell (-1: none) and the number of groups."""

    codes: Codes
    count: int

    def having(self, cells: Bools) -> Bools:
        """Per group, whether any of the marked cells is in it."""
        result = np.zeros(self.count + 1, dtype=np.bool_)
        result[self.codes[cells]] = True
        return result[:-1]

    def sizes(self, cells: Bools) -> Ints:
        """Per group, the number of marked cells."""
        codes = self.codes[cells]
        return np.bincount(codes[codes >= 0], minlength=self.count).astype(np.int64)

    def sum(self, values: Ints) -> Ints:
        """Per group, the sum of the values, modulo 2**64."""
        # Code -1 falls into the last slot, which is dropped.
        result = np.zeros(self.count + 1, dtype=np.int64)
        np.add.at(result, self.codes, values)
        return result[:-1]


def total(cells: Buffers) -> Bounds:
    """Sum of all figures, skipping missing ones; an open side leaves the sum open."""
    cells = cells.settle()
    open_lower = open_upper = False
    if not cells.facts.clean:
        unbounded = not cells.facts.closed_below and bool((cells.flags == UNBOUNDED).any())
        open_upper = unbounded or bool((cells.flags == OPEN_UPPER).any())
        if not cells.facts.closed_below:
            open_lower = unbounded or bool((cells.flags == OPEN_LOWER).any())
    if cells.facts.limit * len(cells) <= INT64_MAX:
        low, high = both(lambda side: int(np.add.reduce(side)), cells)
    else:
        low, high = _long_sum(cells.lower), _long_sum(cells.upper)
    for end, is_open in ((low, open_lower), (high, open_upper)):
        if not is_open and not fits(end):
            raise OverflowError(_OVERFLOW.format(end))
    return None if open_lower else low, None if open_upper else high


def grouped_total(cells: Buffers, groups: Groups) -> Buffers:
    """Sum per group, skipping missing figures; an empty group sums to 0."""
    cells = cells.settle()
    flags = np.zeros(groups.count, dtype=np.uint8)
    if not cells.facts.clean:
        present = cells.flags != MISSING
        flags[groups.having(present & ((cells.flags & OPEN_LOWER) != 0))] |= OPEN_LOWER
        flags[groups.having(present & ((cells.flags & OPEN_UPPER) != 0))] |= OPEN_UPPER
    limit = cells.facts.limit * len(cells)
    if limit <= INT64_MAX:
        lower, upper = both(groups.sum, cells)
    else:
        lower = _long_grouped(cells.lower, groups, (flags & OPEN_LOWER) == 0)
        upper = _long_grouped(cells.upper, groups, (flags & OPEN_UPPER) == 0)
        limit = INT64_MAX + 1
    clean = not flags.any()
    return Buffers(lower, upper, flags, Facts(limit, clean, settled=clean))


def extreme(cells: Buffers, which: Extreme) -> Bounds | None:
    """Bounds of the least (or greatest) figure, skipping missing ones; None without a figure."""
    one = Groups(np.zeros(len(cells), dtype=np.intp), 1)
    result = grouped_extreme(cells, one, which)
    if result.flags[0] == MISSING:
        return None
    lower = None if result.flags[0] & OPEN_LOWER else int(result.lower[0])
    upper = None if result.flags[0] & OPEN_UPPER else int(result.upper[0])
    return lower, upper


def grouped_extreme(cells: Buffers, groups: Groups, which: Extreme) -> Buffers:
    """Per group [min of lowers, min of uppers], or the same with max; missing without a figure.

    The least figure is below every upper bound, so one closed upper side is enough to bound it;
    its lower side is open as soon as one is.
    """
    present = cells.flags != MISSING
    closed_lower = present & ((cells.flags & OPEN_LOWER) == 0)
    closed_upper = present & ((cells.flags & OPEN_UPPER) == 0)
    lower = _grouped_end(cells.lower, groups, closed_lower, which)
    upper = _grouped_end(cells.upper, groups, closed_upper, which)
    if which == "min":
        open_lower = groups.having(present & ~closed_lower)
        open_upper = ~groups.having(closed_upper)
    else:
        open_lower = ~groups.having(closed_lower)
        open_upper = groups.having(present & ~closed_upper)
    flags = open_lower * OPEN_LOWER | open_upper * OPEN_UPPER
    flags[~groups.having(present)] = MISSING
    facts = Facts(cells.facts.limit, not flags.any(), settled=False)
    return Buffers(lower, upper, flags, facts).settle()


def _grouped_end(values: Ints, groups: Groups, cells: Bools, which: Extreme) -> Ints:
    fill, keep = (INT64_MAX, np.minimum) if which == "min" else (INT64_MIN, np.maximum)
    result = np.full(groups.count + 1, fill, dtype=np.int64)
    keep.at(result, groups.codes[cells], values[cells])
    return result[:-1]


def _long_sum(values: Ints) -> int:
    """Exact sum as a Python integer: the two 32-bit words of each value are summed apart."""
    high, low = pair(
        lambda: int(np.add.reduce(values >> 32)),
        lambda: int(np.add.reduce(values & _LOW_WORD)),
        len(values),
    )
    return (high << 32) + low


def _long_grouped(values: Ints, groups: Groups, closed: Bools) -> Ints:
    highs, lows = groups.sum(values >> 32), groups.sum(values & _LOW_WORD)
    result = np.zeros(groups.count, dtype=np.int64)
    for group in range(groups.count):
        exact = (int(highs[group]) << 32) + int(lows[group])
        if not closed[group]:
            continue
        if not fits(exact):
            raise OverflowError(_OVERFLOW.format(exact))
        result[group] = exact
    return result


_OVERFLOW = (
    "a bound of the sum is {}, outside the range of 64-bit integers; sum in a larger unit (thousands, say)"
)
