"""How prints that leave something open are taken, always under a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rounding = Literal["recorded", "unrounded", "fives", "tens", "exact_below_ten"]
Periods = Literal["coded", "ended_earlier", "printed_only"]
Populations = Literal["coded", "unstated_moroccan"]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One reading of the whole record.

    rounding
        ``recorded``: tables round as ``tables`` records, other numbers are exact. ``unrounded``:
        every unqualified number is exact, whatever is recorded. ``fives``, ``tens``: unqualified
        multiples of 5 or 10 are rounded to that unit, by an unknown rule for halves, wherever the
        document does not state its rounding. ``exact_below_ten``: the same with tens, from 10 on.
    periods
        ``coded``: as the dates stand. ``ended_earlier``: a count whose end is only the date of its
        document may have ended on any earlier day. ``printed_only``: periods that were inferred
        from another document are left out.
    populations
        ``coded``: a figure without a population is left out. ``unstated_moroccan``: it counts
        nationals of Morocco.
    """

    name: str = "as recorded"
    rounding: Rounding = "recorded"
    periods: Periods = "coded"
    populations: Populations = "coded"


AS_RECORDED = Scenario()
SCENARIOS = (
    AS_RECORDED,
    Scenario("nothing rounded", rounding="unrounded"),
    Scenario("rounded to fives", rounding="fives"),
    Scenario("rounded to tens", rounding="tens"),
    Scenario("tens, exact below ten", rounding="exact_below_ten"),
    Scenario("counts ended earlier", periods="ended_earlier"),
    Scenario("inferred periods left out", periods="printed_only"),
    Scenario("unstated populations are Moroccan", populations="unstated_moroccan"),
)


def known(name: str) -> Scenario:
    """The scenario of that name; ValueError names those that exist."""
    for scenario in SCENARIOS:
        if scenario.name == name:
            return scenario
    raise ValueError(f"no scenario is called {name!r}; there are: {', '.join(s.name for s in SCENARIOS)}")
