"""Interval arithmetic on buffers, exact in int64 or OverflowError."""

from __future__ import annotations

import numpy as np

from .buffers import (
    MISSING,
    OPEN_LOWER,
    OPEN_UPPER,
    UNBOUNDED,
    Bools,
    Buffers,
    Facts,
    Flags,
    Ints,
    fits,
    pair,
)
from .notation import INT64_MAX, check_bounds


def add(left: Buffers, right: Buffers) -> Buffers:
    """Sum end by end; either side may have length 1 and is then repeated."""
    lower, upper = _two(np.add, left.lower, right.lower, left.upper, right.upper)
    flags = left.flags | right.flags if _flagged(left, right) else _no_flags(lower)
    limit = left.facts.limit + right.facts.limit
    if limit > INT64_MAX:
        _check_sum(left.lower, right.lower, lower, (flags & OPEN_LOWER) == 0)
        _check_sum(left.upper, right.upper, upper, (flags & OPEN_UPPER) == 0)
        limit = INT64_MAX + 1
    result = _result(lower, upper, flags, limit, left, right)
    result.facts.closed_below = left.facts.closed_below and right.facts.closed_below
    return result


def subtract(left: Buffers, right: Buffers) -> Buffers:
    """Difference of independent counts: [left.lower - right.upper, left.upper - right.lower]."""
    lower, upper = _two(np.subtract, left.lower, right.upper, left.upper, right.lower)
    flags = left.flags | mirrored(right.flags) if _flagged(left, right) else _no_flags(lower)
    limit = left.facts.limit + right.facts.limit
    if limit > INT64_MAX:
        _check_difference(left.lower, right.upper, lower, (flags & OPEN_LOWER) == 0)
        _check_difference(left.upper, right.lower, upper, (flags & OPEN_UPPER) == 0)
        limit = INT64_MAX + 1
    return _result(lower, upper, flags, limit, left, right)


def negate(cells: Buffers) -> Buffers:
    """[-upper, -lower]."""
    return scale(cells, -1)


def scale(cells: Buffers, factor: int) -> Buffers:
    """Every count times one integer."""
    if factor == 0:  # a count is finite even where its bound is open
        zeros = np.zeros(len(cells), dtype=np.int64)
        flags = np.where(cells.missing, cells.flags, np.uint8(0))
        return Buffers(zeros, zeros.copy(), flags, Facts(0, cells.facts.clean, True))
    limit = cells.facts.limit * abs(factor)
    if limit > INT64_MAX:
        # The product is monotone in the count, so its two ends decide.
        ends = [end * factor for end in cells.extent()]
        if not all(fits(end) for end in ends):
            raise OverflowError(_overflow(f"times {factor}"))
        cells = cells.settle()
        limit = max(abs(end) for end in ends)
    lower, upper, flags = cells.lower, cells.upper, cells.flags
    if factor < 0:
        lower, upper, flags = upper, lower, mirrored(flags)
    elif cells.facts.clean is False:
        flags = flags.copy()
    else:
        flags = _no_flags(lower)
    times = np.int64(factor) if fits(factor) else np.int64(0)  # all bounds are 0 if it does not
    lower, upper = pair(lambda: lower * times, lambda: upper * times, len(lower))
    return _result(lower, upper, flags, limit, cells, cells)


def absolute(cells: Buffers) -> Buffers:
    """[0, max] where 0 lies between the bounds, mirrored bounds where both are negative."""
    cells = cells.settle()
    open_lower = (cells.flags & OPEN_LOWER) != 0
    open_upper = (cells.flags & OPEN_UPPER) != 0
    positive = ~open_lower & (cells.lower >= 0)
    negative = ~open_upper & (cells.upper <= 0) & ~positive
    turned = negate(cells)
    lower = np.where(positive, cells.lower, np.where(negative, turned.lower, 0))
    upper = np.where(
        positive,
        cells.upper,
        np.where(negative, turned.upper, np.maximum(turned.upper, cells.upper)),
    )
    either_open = np.where((cells.flags & UNBOUNDED) != 0, OPEN_UPPER, np.uint8(0))
    flags = np.where(cells.missing, cells.flags, either_open).astype(np.uint8)
    return Buffers(lower, upper, flags, Facts(turned.facts.limit, cells.facts.clean, False)).settle()


def clip(cells: Buffers, lower: int | None, upper: int | None) -> Buffers:
    """Every count limited to [lower, upper], where None is no limit."""
    check_bounds(lower, upper)
    cells = cells.settle()
    lows, highs, flags = cells.lower.copy(), cells.upper.copy(), cells.flags.copy()
    sides = ((lows, OPEN_LOWER), (highs, OPEN_UPPER))
    for values, flag in sides:
        is_open = (flags & flag) != 0
        closing = lower if flag == OPEN_LOWER else upper
        if closing is not None:
            values[is_open] = closing
            flags[is_open & (flags != MISSING)] &= ~flag
    for values, flag in sides:
        closed = (flags & flag) == 0
        values[closed] = np.clip(values[closed], lower, upper)
    limit = max(cells.facts.limit, abs(lower or 0), abs(upper or 0))
    return Buffers(lows, highs, flags, Facts(limit, not flags.any(), settled=False)).settle()


def mirrored(flags: Flags) -> Flags:
    """Flags with the two sides exchanged; missing stays missing."""
    return _MIRROR[flags]


_MIRROR = np.array([0, 2, 1, 3, 4, 6, 5, 7], dtype=np.uint8)


def _two(operation: np.ufunc, a: Ints, b: Ints, c: Ints, d: Ints) -> tuple[Ints, Ints]:
    return pair(lambda: operation(a, b), lambda: operation(c, d), max(len(a), len(b)))


def _flagged(left: Buffers, right: Buffers) -> bool:
    return not (left.facts.clean and right.facts.clean)


def _no_flags(like: Ints) -> Flags:
    return np.zeros(len(like), dtype=np.uint8)


def _result(lower: Ints, upper: Ints, flags: Flags, limit: int, left: Buffers, right: Buffers) -> Buffers:
    clean = not _flagged(left, right)
    return Buffers(lower, upper, flags, Facts(limit, clean, settled=clean))


def _check_sum(left: Ints, right: Ints, result: Ints, counts: Bools) -> None:
    # Wrapped exactly where both terms have the sign that the result lacks.
    _raise_at(((left ^ result) & (right ^ result)) < 0, counts, "sum")


def _check_difference(left: Ints, right: Ints, result: Ints, counts: Bools) -> None:
    _raise_at(((left ^ right) & (left ^ result)) < 0, counts, "difference")


def _raise_at(wrapped: Bools, counts: Bools, what: str) -> None:
    wrapped &= counts
    if wrapped.any():
        raise OverflowError(_overflow(f"{what} in cell {int(wrapped.argmax())}"))


def _overflow(what: str) -> str:
    return (
        f"{what}: a bound leaves the range of 64-bit integers and would wrap round; count in a "
        "larger unit (thousands, say)"
    )
