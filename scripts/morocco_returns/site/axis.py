"""Linear axes from zero: where a number or a day lies, and which ticks are round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from morocco_returns.site.words import number

# The lowest top that a panel takes along: below a twelfth of its height marks cannot be told apart.
_SPREAD = 12
MONTHS_WITHIN = 2
_MOST_YEARS = 17


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and what is written there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Numbers from ``start`` to ``end`` laid out from ``left`` to ``right``."""

    start: float
    end: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Where a number lies, to a tenth of a pixel."""
        share = (value - self.start) / (self.end - self.start)
        return round(self.left + share * (self.right - self.left), 1)


def round_top(highest: float) -> int:
    """A round number that leaves room above ``highest``."""
    step = _step(highest)
    return int(step * (highest // step + 1))


def count_ticks(axis: Axis) -> list[Tick]:
    """Ticks at round counts, zero and the top included."""
    step = _step(axis.end)
    return [Tick(axis.at(value), number(value)) for value in range(0, int(axis.end) + 1, step)]


def _step(highest: float) -> int:
    """1, 2 or 5 times a power of ten, so that about four steps reach ``highest``."""
    power = 1
    while True:
        for first in (1, 2, 5):
            if first * power * 4 >= highest:
                return first * power
        power *= 10


def time_ticks(axis: Axis, first: int, last: int) -> list[Tick]:
    """Years, each in its middle, on a long axis some of them; on one of a year or two the months."""
    years = range(first, last + 1)
    if len(years) <= MONTHS_WITHIN:
        step = 1 if len(years) == 1 else 3
        months = [dt.date(year, month, 1) for year in years for month in range(1, 13, step)]
        return [Tick(axis.at(month.toordinal()), f"{month:%Y-%m}") for month in months]
    every = next(step for step in (1, 2, 5, 10, 20, 50) if len(years) / step <= _MOST_YEARS)
    middle = [(year, dt.date(year, 7, 1).toordinal()) for year in years if year % every == 0]
    return [Tick(axis.at(day), str(year)) for year, day in middle]


def panels(tops: Sequence[float]) -> list[int]:
    """For each number the panel in which it is drawn, the one with the largest numbers first.

    One axis for a stock of thousands and a count of five would flatten the five into the ground,
    and a logarithmic one has no place for zero: panels with axes of their own instead.
    """
    found: dict[float, int] = {}
    panel, largest = -1, 0.0
    for top in sorted(set(tops), reverse=True):
        if panel < 0 or 0 < top * _SPREAD < largest:  # zero is seen on any axis
            panel, largest = panel + 1, top
        found[top] = panel
    return [found[top] for top in tops]
