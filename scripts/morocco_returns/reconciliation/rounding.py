"""How a table rounds, as far as its printed numbers show it.

Few sources say whether they round. Their numbers do: six multiples of five among seven numbers are
hardly chance. ``infer_rounding`` weighs the hypotheses by Bayes' rule and keeps all that stay above
one per cent, so that bounds can be given that hold under each of these (``bounds_over``).

The likelihood of a cell, relative to a cell that was printed as counted:

- Where a hypothesis rounds to u, the print is a multiple of u for certain, but for a slip: a cell
  printed as counted. Of counts of one magnitude one in u is a multiple of u, and its print stands
  for the u counts around it. So a multiple has the likelihood ``(1 - slip) * u + slip``, any other
  number ``slip``.
- Where a hypothesis does not round (everywhere, or below the number from which it rounds), it is 1
  for every print. That a count is a multiple of u with probability 1/u by chance is in the u above.
- A zero says nothing: it is a multiple of everything, and tables hold more true zeros than a
  magnitude accounts for. Suppressed ("<5"), hedged ("about 200") and missing cells are no numbers
  and never enter.

The prior is flat. Cells count as independent; totals are not independent of their parts, which
makes the posterior a little too sure. Units that grow with the count (tens below a hundred, fifties
above, as some offices use) are not among the hypotheses: no column of ``tables`` can record them.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from morocco_returns.censored.rounding import Method
from morocco_returns.derived.columns import Rounding
from morocco_returns.frames import is_missing

KEPT_ABOVE = 0.01
SLIP = 0.02
MIN_CELLS = 5
COUNTED = ("A", "P", "E")  # statuses of figures that somebody counted or estimated, not planned
OF_FIGURE = ("table_id", "value", "qualifier", "obs_status")
OF_TABLE = ("table_id", "rounding_unit", "rounding_from")


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A rule of rounding: to multiples of ``unit`` from ``exact_below`` on, exact below it.

    Two hypotheses with one rule are equal, whatever their names.
    """

    name: str = field(compare=False)
    unit: int = 1
    exact_below: int = 0

    def __post_init__(self) -> None:
        if self.unit < 1:
            raise ValueError(f"unit {self.unit} is no rounding unit; use 1 (not rounded), 5, 10, ...")

    def fits(self, printed: int) -> bool:
        """Whether the rule prints this number, so that it needs no slip."""
        return printed < self.exact_below or printed % self.unit == 0

    def preimage(self, printed: int, method: Method = "any_nearest") -> tuple[int, int]:
        """Smallest and largest count behind a print; a print that only a slip explains is the count.

        As in the built tables, a print at the start of rounding may stand for a count below it.
        """
        if not self.fits(printed):
            return printed, printed
        return Rounding(self.unit, self.exact_below, method).preimage(printed)


UNROUNDED = Hypothesis("unrounded")
# From the plainest to the most special: of equally probable hypotheses the first is named.
HYPOTHESES = (
    UNROUNDED,
    Hypothesis("fives", 5),
    Hypothesis("tens", 10),
    Hypothesis("exact below 10, then fives", 5, 10),
    Hypothesis("exact below 10, then tens", 10, 10),
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the inference rests on: the printed numbers above zero."""

    cells: int
    zeros: int
    multiples_of_5: int
    multiples_of_10: int
    exceptions: tuple[int, ...]
    """The numbers that are no multiple of 5, in the order of the table."""


@dataclass(frozen=True, slots=True)
class RoundingInference:
    """The hypotheses on one table and how probable its numbers make each of them."""

    evidence: Evidence
    posterior: Mapping[Hypothesis, float]
    recorded: Hypothesis | None = None
    """The rule that ``tables`` records, stated or inferred, where it records one."""

    @property
    def kept(self) -> tuple[Hypothesis, ...]:
        """The hypotheses above one per cent, the most probable first."""
        ranked = sorted(self.posterior, key=lambda hypothesis: -self.posterior[hypothesis])
        return tuple(hypothesis for hypothesis in ranked if self.posterior[hypothesis] > KEPT_ABOVE)

    @property
    def most_probable(self) -> Hypothesis:
        """The hypothesis with the highest posterior; of equal ones the first that was given."""
        return max(self.posterior, key=lambda hypothesis: self.posterior[hypothesis])

    @property
    def agrees_with_recorded(self) -> bool | None:
        """Whether the recorded rule is kept; None where none is recorded or it was not weighed."""
        return None if self.recorded not in self.posterior else self.recorded in self.kept


def infer_rounding(
    printed: Sequence[int],
    *,
    slip: float = SLIP,
    prior: Mapping[Hypothesis, float] | None = None,
) -> RoundingInference:
    """The posterior of each hypothesis on how the numbers of one table were rounded.

    ``printed`` holds the table's unhedged numbers as printed; ``slip`` is the share of cells that
    escape the rule; ``prior`` gives each hypothesis its weight, and may bring others than
    ``HYPOTHESES`` (all alike by default). The module says what the model is.

    Raises ValueError for a negative number, a slip that is not between 0 and 1, and a prior without
    a positive weight or with a negative or infinite one.
    """
    if not 0 < slip < 1:
        raise ValueError(f"slip={slip} is no share of cells; give one between 0 and 1, such as {SLIP}")
    numbers = [operator.index(number) for number in printed]
    if any(number < 0 for number in numbers):
        raise ValueError(f"{min(numbers)} is no count; leave out what is not printed as a number")
    above_zero = [number for number in numbers if number > 0]
    weights = _checked(prior) if prior is not None else dict.fromkeys(HYPOTHESES, 1.0)
    logs = {
        hypothesis: _log(weight) + _log_likelihood(above_zero, hypothesis, slip)
        for hypothesis, weight in weights.items()
    }
    return RoundingInference(_evidence(above_zero, len(numbers)), _normalised(logs))


def _checked(prior: Mapping[Hypothesis, float]) -> Mapping[Hypothesis, float]:
    for hypothesis, weight in prior.items():
        if not 0 <= weight < math.inf:
            raise ValueError(f"the prior of {hypothesis.name!r} is {weight}; give a weight of 0 or more")
    if not any(prior.values()):
        raise ValueError("the prior gives no hypothesis a weight; give at least one a weight above 0")
    return prior


def _log(weight: float) -> float:
    return math.log(weight) if weight else -math.inf


def _normalised(logs: Mapping[Hypothesis, float]) -> dict[Hypothesis, float]:
    """Shares that add up to 1, from the logarithms of weights that may be too large for a float."""
    highest = max(logs.values())
    shares = {hypothesis: math.exp(log - highest) for hypothesis, log in logs.items()}
    total = math.fsum(shares.values())
    return {hypothesis: share / total for hypothesis, share in shares.items()}


def _log_likelihood(numbers: Iterable[int], hypothesis: Hypothesis, slip: float) -> float:
    fitting = math.log((1 - slip) * hypothesis.unit + slip)
    return math.fsum(
        fitting if hypothesis.fits(number) else math.log(slip)
        for number in numbers
        if number >= hypothesis.exact_below
    )


def _evidence(above_zero: Sequence[int], printed: int) -> Evidence:
    return Evidence(
        cells=len(above_zero),
        zeros=printed - len(above_zero),
        multiples_of_5=sum(number % 5 == 0 for number in above_zero),
        multiples_of_10=sum(number % 10 == 0 for number in above_zero),
        exceptions=tuple(number for number in above_zero if number % 5),
    )


def infer_tables(
    observations: pd.DataFrame, tables: pd.DataFrame, *, min_cells: int = MIN_CELLS
) -> dict[str, RoundingInference]:
    """The inference for each table with at least ``min_cells`` exact numbers above zero.

    Both frames as ``load`` gives them; figures count that are printed as plain numbers and neither
    forecast nor planned. In the order of ``tables``, each with the rounding recorded there.
    """
    exact = (observations["qualifier"] == "exact") & observations["obs_status"].isin(COUNTED)
    figures = observations.loc[exact, ["table_id", "value"]].dropna()
    printed = {
        str(table_id): [int(value) for value in values]
        for table_id, values in figures.groupby("table_id")["value"]
    }
    found = {}
    for table_id, unit, start in tables[list(OF_TABLE)].itertuples(index=False):
        inference = infer_rounding(printed.get(table_id, []))
        if inference.evidence.cells >= min_cells:
            found[str(table_id)] = replace(inference, recorded=_recorded(unit, start))
    return found


def _recorded(unit: Any, start: Any) -> Hypothesis | None:
    """The rule in the rounding columns of a table, under its name here if it has one."""
    if is_missing(unit):
        return None
    if unit == 1:
        return UNROUNDED
    rule = Hypothesis(f"multiples of {unit}", int(unit), 0 if is_missing(start) else int(start))
    return next((known for known in HYPOTHESES if known == rule), rule)


def bounds_over(printed: int, kept: Iterable[Hypothesis], method: Method = "any_nearest") -> tuple[int, int]:
    """The counts that a print may stand for under any of the hypotheses kept, as closed bounds.

    Each hypothesis gives an interval around the print, so their union is one. ``method`` is the
    rule for halves, unknown by default.

    Raises ValueError where no hypothesis is given or the print is negative.
    """
    if printed < 0:
        raise ValueError(f"{printed} is no count; leave out what is not printed as a number")
    preimages = [hypothesis.preimage(printed, method) for hypothesis in kept]
    if not preimages:
        raise ValueError("bounds need at least one hypothesis; give those that the inference kept")
    return min(low for low, _ in preimages), max(high for _, high in preimages)
