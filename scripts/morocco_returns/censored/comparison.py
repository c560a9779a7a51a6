"""Three-valued comparison on buffers: certainly, never, possibly."""

from __future__ import annotations

import numpy as np

from .buffers import MISSING, OPEN_LOWER, OPEN_UPPER, Bools, Buffers, pair
from .readings import Comparison


def compare(comparison: Comparison, left: Buffers, right: Buffers) -> tuple[Bools, Bools]:
    """Masks (certainly, possibly or unknown); a cell in neither never holds.

    A cell without a figure on either side is in the second mask.
    """
    length = max(len(left), len(right))
    match comparison:
        case "lt":
            yes, no = pair(lambda: _below(left, right), lambda: _not_below(left, right), length)
        case "le":
            no, yes = pair(lambda: _below(right, left), lambda: _not_below(right, left), length)
        case "gt":
            yes, no = pair(lambda: _below(right, left), lambda: _not_below(right, left), length)
        case "ge":
            no, yes = pair(lambda: _below(left, right), lambda: _not_below(left, right), length)
        case "eq":
            yes, no = pair(lambda: _same(left, right), lambda: _apart(left, right), length)
        case "ne":
            no, yes = pair(lambda: _same(left, right), lambda: _apart(left, right), length)
    return yes, yes == no  # never both, so equal means neither


def _below(left: Buffers, right: Buffers) -> Bools:
    """left.upper < right.lower, both closed."""
    return _closed(left.upper < right.lower, left, right)


def _not_below(left: Buffers, right: Buffers) -> Bools:
    """left.lower >= right.upper, both closed."""
    return _closed(right.upper <= left.lower, right, left)


def _closed(mask: Bools, uppers: Buffers, lowers: Buffers) -> Bools:
    """Drop the cells of a mask whose upper (of one) or lower (of the other) side is open."""
    if not uppers.facts.clean:
        mask &= uppers.flags < OPEN_UPPER  # none, or an open lower side only
    if not lowers.facts.clean:
        # Without open lower sides only missing cells remain, which one pass finds.
        closed_below = lowers.facts.closed_below
        mask &= lowers.flags != MISSING if closed_below else (lowers.flags & OPEN_LOWER) == 0
    return mask


def _same(left: Buffers, right: Buffers) -> Bools:
    """Both exact and the same: with ordered bounds, crossing ends that meet say so."""
    crossing: Bools = left.lower == right.upper
    crossing &= left.upper == right.lower
    for cells in (left, right):
        if not cells.facts.clean:
            crossing &= cells.flags == np.uint8(0)
    return crossing


def _apart(left: Buffers, right: Buffers) -> Bools:
    return _below(left, right) | _below(right, left)
