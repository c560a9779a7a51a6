"""Integer interval propagation: what each row implies for each of its counts, until nothing changes.

Source of the method: the generalized shuttle algorithm (Dobra and Fienberg 2008), for any linear
rows. Sound, not complete: where it narrows nothing more, a solver may.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np

from morocco_returns.reconciliation.system import OPEN, Ints, System

Side = Literal["lower", "upper"]
SWEEPS = 200  # rows may feed one another for ever in small steps; what is found by then is sound


class Step(NamedTuple):
    """Row number ``row`` and the bounds so far imply this bound for count number ``column``."""

    row: int
    column: int
    side: Side
    bound: int


@dataclass(frozen=True)
class Propagated:
    """The system with what propagation found; ``empty`` names a row that no counts can meet."""

    system: System
    steps: tuple[Step, ...]
    empty: int | None


def propagate(start: System) -> Propagated:
    """Narrow the bounds of every count, by steps that ``replay`` checks."""
    lower, upper = start.lower.copy(), start.upper.copy()
    steps: list[Step] = []
    for _ in range(SWEEPS):
        low, high = _row_bounds(start, lower, upper)
        if (wrong := np.flatnonzero((low > start.row_upper) | (high < start.row_lower))).size:
            return Propagated(replace(start, lower=lower, upper=upper), tuple(steps), int(wrong[0]))
        new_lower, new_upper, found = _sweep(start, lower, upper, low, high)
        steps += found
        crossed = np.flatnonzero(new_lower > new_upper)
        if crossed.size:
            row = int(start.row[np.flatnonzero(start.column == crossed[0])[0]])
            return Propagated(replace(start, lower=new_lower, upper=new_upper), tuple(steps), row)
        if (new_lower == lower).all() and (new_upper == upper).all():
            break
        lower, upper = new_lower, new_upper
    return Propagated(replace(start, lower=lower, upper=upper), tuple(steps), None)


def _row_bounds(of: System, lower: Ints, upper: Ints) -> tuple[Ints, Ints]:
    """Smallest and largest value of each row; an open side stays at or beyond +-OPEN."""
    least, most = _entry_bounds(of, lower, upper)
    low, high = (np.zeros(of.shape[0], dtype=np.int64) for _ in range(2))
    np.add.at(low, of.row, least)
    np.add.at(high, of.row, most)
    return low, high


def _entry_bounds(of: System, lower: Ints, upper: Ints) -> tuple[Ints, Ints]:
    at_lower, at_upper = of.coefficient * lower[of.column], of.coefficient * upper[of.column]
    positive = of.coefficient > 0
    return np.where(positive, at_lower, at_upper), np.where(positive, at_upper, at_lower)


def _sweep(of: System, lower: Ints, upper: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints, list[Step]]:
    """Bounds that every row implies, all from the same bounds."""
    least, most = _entry_bounds(of, lower, upper)
    rest_low, rest_high = low[of.row] - least, high[of.row] - most
    at_most, at_least = of.row_upper[of.row] - rest_low, of.row_lower[of.row] - rest_high
    # An open side anywhere in the rest of a row leaves nothing to say.
    at_most = np.where((of.row_upper[of.row] >= OPEN // 2) | (rest_low <= -OPEN // 2), OPEN, at_most)
    at_least = np.where((of.row_lower[of.row] <= -OPEN // 2) | (rest_high >= OPEN // 2), -OPEN, at_least)
    positive, size = of.coefficient > 0, np.abs(of.coefficient)
    up = np.where(positive, at_most, -at_least)
    down = np.where(positive, at_least, -at_most)
    up = np.where(up >= OPEN, OPEN, up // size)
    down = np.where(down <= -OPEN, -OPEN, -(-down // size))
    new_lower, new_upper = lower.copy(), upper.copy()
    np.maximum.at(new_lower, of.column, down)
    np.minimum.at(new_upper, of.column, up)
    steps = _steps(of, "lower", down, new_lower, lower) + _steps(of, "upper", up, new_upper, upper)
    return new_lower, new_upper, steps


def _steps(of: System, side: Side, implied: Ints, new: Ints, old: Ints) -> list[Step]:
    """One step for each bound that moved: the first row that implies it."""
    entries = np.flatnonzero((implied == new[of.column]) & (new != old)[of.column])
    _, first = np.unique(of.column[entries], return_index=True)
    return [
        Step(int(of.row[entry]), int(of.column[entry]), side, int(implied[entry])) for entry in entries[first]
    ]


def replay(start: System, steps: Sequence[Step]) -> tuple[dict[int, int], dict[int, int]]:
    """Check each step in plain integers; the bounds that moved. ValueError if one does not follow."""
    lower, upper = (dict[int, int]() for _ in range(2))
    entries = _by_row(start)

    def bound(side: Side, column: int) -> int | None:
        known = (lower if side == "lower" else upper).get(column)
        value = int((start.lower if side == "lower" else start.upper)[column]) if known is None else known
        return None if abs(value) >= OPEN else value

    for step in steps:
        implied = _implied(start, entries.get(step.row, []), step, bound)
        if implied is None or (implied < step.bound if step.side == "lower" else implied > step.bound):
            raise ValueError(f"{step} does not follow from its row and the bounds before it")
        (lower if step.side == "lower" else upper)[step.column] = step.bound
    return lower, upper


def _by_row(of: System) -> dict[int, list[tuple[int, int]]]:
    rows: dict[int, list[tuple[int, int]]] = {}
    for row, column, coefficient in zip(
        of.row.tolist(), of.column.tolist(), of.coefficient.tolist(), strict=True
    ):
        rows.setdefault(row, []).append((column, coefficient))
    return rows


def _implied(
    of: System,
    entries: Sequence[tuple[int, int]],
    step: Step,
    bound: Callable[[Side, int], int | None],
) -> int | None:
    """The bound that a row implies for one of its counts; None if it implies none."""
    coefficient = next((factor for column, factor in entries if column == step.column), 0)
    if not coefficient:
        return None
    from_upper = (step.side == "upper") == (coefficient > 0)
    limit = int((of.row_upper if from_upper else of.row_lower)[step.row])
    if abs(limit) >= OPEN:
        return None
    for column, factor in entries:
        if column == step.column:
            continue
        value = bound("lower" if from_upper == (factor > 0) else "upper", column)
        if value is None:
            return None
        limit -= factor * value
    return limit // coefficient if step.side == "upper" else -(-limit // coefficient)


def shows_empty(start: System, steps: Sequence[Step]) -> bool:
    """Whether the steps, checked one by one, leave some count or some row no value at all."""
    lower, upper = replay(start, steps)
    low, high = start.lower.copy(), start.upper.copy()
    low[list(lower)] = list(lower.values())
    high[list(upper)] = list(upper.values())
    least, most = _row_bounds(start, low, high)
    return bool((low > high).any() or ((least > start.row_upper) | (most < start.row_lower)).any())
