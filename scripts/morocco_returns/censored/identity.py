"""Cells as things: same or different, hash, display order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from .buffers import MISSING, OPEN_LOWER, OPEN_UPPER, Bools, Buffers, Ints, concatenate


def identical(left: Buffers, right: Buffers) -> Bools:
    """True where bounds, open sides and missingness are the same."""
    left, right = left.settle(), right.settle()
    same: Bools = (left.lower == right.lower) & (left.upper == right.upper)
    same &= left.flags == right.flags
    return same


def factorized(cells: Buffers, *, keep_missing: bool) -> tuple[npt.NDArray[np.intp], Ints]:
    """Code of every cell and the position where each code first occurs, in that order.

    Missing cells get -1, or a code of their own with `keep_missing`.
    """
    cells = cells.settle()
    lowers, _ = pd.factorize(cells.lower)
    uppers, distinct = pd.factorize(cells.upper)
    # Each of the three fits 31 bits or fewer for any array that fits memory.
    key = (lowers * max(len(distinct), 1) + uppers) * 8 + cells.flags
    codes, uniques = pd.factorize(key)
    first = np.zeros(len(uniques), dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # the last write, hence the first cell, wins
    missing = cells.missing
    if keep_missing or not missing.any():
        return codes, first
    dropped = codes[missing.argmax()]
    codes = np.where(codes > dropped, codes - 1, codes)
    codes[missing] = -1
    return codes, np.delete(first, dropped)


def hashed(cells: Buffers) -> npt.NDArray[np.uint64]:
    """A hash per cell that depends on the cell alone."""
    cells = cells.settle()
    lowers: npt.NDArray[np.uint64] = pd.util.hash_array(cells.lower)
    uppers: npt.NDArray[np.uint64] = pd.util.hash_array(cells.upper)
    mixed = lowers * np.uint64(1000003) ^ uppers
    return mixed * np.uint64(1000003) ^ cells.flags.astype(np.uint64)


def display_ranks(cells: Buffers) -> Ints:
    """Dense rank of every cell by (lower, upper), open sides outermost.

    An order for listings and for equal keys to meet; it does not say which count is larger.
    """
    cells = cells.settle()
    open_lower = (cells.flags & OPEN_LOWER) != 0
    open_upper = (cells.flags & OPEN_UPPER) != 0
    order = np.lexsort((cells.flags == MISSING, cells.upper, open_upper, cells.lower, ~open_lower))
    ranked = cells.select(order, view=False)
    ranks = np.zeros(len(cells), dtype=np.int64)
    if len(cells):
        later, earlier = (
            ranked.select(slice(1, None), view=True),
            ranked.select(slice(-1), view=True),
        )
        ranks[order[1:]] = np.cumsum(~identical(later, earlier))
    return ranks


def concatenated_ranks(cells: Buffers, others: Buffers) -> Ints:
    """Display ranks of two runs of cells on one scale."""
    return display_ranks(concatenate([cells, others]))


def certain_order(cells: Buffers) -> bool:
    """Whether the counts of all figures are certainly ordered as displayed.

    Neighbours must not overlap, except that equal exact counts may meet.
    """
    present = cells.select(cells.flags != MISSING, view=False)
    ordered = present.select(np.argsort(display_ranks(present), kind="stable"), view=False)
    if len(ordered) < 2:
        return True
    if (ordered.flags[:-1] & OPEN_UPPER).any() or (ordered.flags[1:] & OPEN_LOWER).any():
        return False
    below = ordered.upper[:-1] < ordered.lower[1:]
    exact = ordered.exact
    tied = exact[:-1] & exact[1:] & (ordered.upper[:-1] == ordered.lower[1:])
    return bool((below | tied).all())
