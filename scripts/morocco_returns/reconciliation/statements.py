"""What each figure says: between how many and how many, of which quantity, in which period.

A figure's true period is not always known to the day. So a statement carries two: it counts *at
least* all of ``inner`` and *at most* all of ``outer``. Its lower bound then holds for the count in
``outer``, its upper bound for the count in ``inner``. Where the dates are known, both are the same.

Where a print leaves something open, the statement is first taken at its word, under a named
``Condition``. Dropping the condition gives the widest honest reading. So a conflict that goes away
with a condition is a tension (possible, but only if), and one that stays is a contradiction.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import NamedTuple

from morocco_returns.derived.columns import Rounding
from morocco_returns.reconciliation.record import Figure, Record
from morocco_returns.reconciliation.scenarios import Scenario


class Cell(NamedTuple):
    """A quantity: who is counted, where, for what. ``private`` sets apart what no other figure shares."""

    area: str
    indicator: str
    population: str
    destination: str
    private: str = ""


class Span(NamedTuple):
    """Days from ``start`` up to, not including, ``stop``, as proleptic ordinals.

    ``moment`` sets apart a state at an undated moment within the days: only figures of one document
    share it.
    """

    start: int
    stop: int
    moment: str = ""

    def within(self, other: Span) -> bool:
        """Whether every day of this span is one of the other."""
        return other.start <= self.start and self.stop <= other.stop and self.moment == other.moment

    def __str__(self) -> str:
        first, last = dt.date.fromordinal(self.start), dt.date.fromordinal(self.stop - 1)
        return f"{first}" if first == last else f"{first} to {last}"


class Condition(NamedTuple):
    """Something taken for granted that need not be so: ``kind`` of ``subject``.

    rounding
        The numbers of this table, or of the figures that say the same as this one, are exact.
    as_of
        They count up to the date of their document.
    dated
        They give the state, or the last so many months, as of the date of their document.
    inferred
        Their period is the one that another document suggests.
    destination
        All that leave the destination unstated mean the same one, and at least Morocco.
    definition
        The narrower indicator is part of the broader one, whoever counted.
    """

    kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class Statement:
    """All figures that say the same of the same quantity and period.

    ``lower`` and ``upper`` are closed bounds of the count; ``wide`` is what they become without the
    condition on rounding. None is an open side.
    """

    key: str
    figures: tuple[str, ...]
    cell: Cell
    outer: Span
    inner: Span | None
    lower: int | None
    upper: int | None
    wide: tuple[int | None, int | None]
    conditions: frozenset[Condition] = frozenset()

    def without(self, dropped: frozenset[Condition]) -> Statement | None:
        """The statement when some of its conditions are dropped; None if nothing is left of it."""
        gone = {condition.kind for condition in self.conditions & dropped}
        if gone & {"inferred", "dated"}:
            return None
        left = self
        if "rounding" in gone:
            left = replace(left, lower=self.wide[0], upper=self.wide[1])
        if "as_of" in gone:
            left = replace(left, inner=None)
        if "destination" in gone:
            left = replace(left, cell=self.cell._replace(destination=f"{OF_ITS_OWN}{self.key}"))
        return left


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure that takes no part, and why."""

    observation_id: str
    reason: str


# Populations that are another group of persons in every text that names one.
_OWN_GROUP = ("named-group", "moroccans-with-others")
NOT_STATED = "_X"
# Before the key of a statement: the destination that it alone means and does not state.
OF_ITS_OWN = "_X of "
_PACES = ("per_day", "per_week", "per_month", "per_year")
# Periods that begin on a known day and last until now.
_GROWING = ("part_year", "since_event", "other_span")


def statements(record: Record, scenario: Scenario) -> tuple[list[Statement], list[LeftOut]]:
    """What the figures of a record say under a scenario, and the figures that say nothing here."""
    grouped: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    left_out = []
    for figure in sorted(record.figures, key=lambda figure: figure.observation_id):
        said = _statement(figure, record, scenario)
        if isinstance(said, LeftOut):
            left_out.append(said)
            continue
        kinds = frozenset(condition.kind for condition in said.conditions)
        same = (said.cell, said.outer, said.inner, said.lower, said.upper, said.wide, kinds)
        grouped[same].append(said)
    return [_merged(alike) for alike in grouped.values()], left_out


def _merged(alike: list[Statement]) -> Statement:
    first = alike[0]
    return replace(first, figures=tuple(figure for said in alike for figure in said.figures))


def _statement(figure: Figure, record: Record, scenario: Scenario) -> Statement | LeftOut:
    if reason := _why_not(figure, record, scenario):
        return LeftOut(figure.observation_id, reason)
    key = figure.observation_id
    outer, inner, kinds = _period(figure, record, scenario)
    cell = Cell(
        figure.area_id,
        figure.indicator_id,
        figure.population_id or "moroccan-nationals",
        figure.destination_id,
        key if figure.population_id in _OWN_GROUP else "",
    )
    strict, wide = _bounds(figure, scenario)
    assumed = {Condition(kind, key) for kind in kinds}
    if strict != wide:
        assumed.add(Condition("rounding", figure.table_id if figure.rounding_unit else key))
    if figure.destination_id == NOT_STATED:
        assumed.add(Condition("destination", key))
    return Statement(key, (key,), cell, outer, inner, *strict, wide, frozenset(assumed))


def _why_not(figure: Figure, record: Record, scenario: Scenario) -> str | None:
    if figure.obs_status not in ("A", "E", "P"):
        return "it is a forecast or plan" if figure.obs_status == "F" else "it prints no figure"
    if figure.period_kind in _PACES or figure.period_kind == "mean_over_span":
        return "it is a pace or an average, not a count"
    if figure.population_id is None and scenario.populations == "coded":
        return "the text does not say who is counted"
    if figure.area_id in (NOT_STATED, "_Z"):
        return "the text does not say in which state"
    if figure.period_start is None:
        return "its first day is not known"
    if scenario.periods == "printed_only" and figure.period_basis in ("inferred", "unknown"):
        return "its period is inferred, and the scenario leaves such figures out"
    measure = record.indicators[figure.indicator_id].measure
    if figure.period_end is None and (measure != "flow" or _latest_end(figure) is None):
        return "its last day is not known"
    if figure.possible_upper is None and not figure.possible_lower:
        return "its print gives no bound"
    return None


def _period(figure: Figure, record: Record, scenario: Scenario) -> tuple[Span, Span | None, list[str]]:
    """The outer and inner span of a figure's period, and the kinds of condition on them."""
    assert figure.period_start is not None
    end = figure.period_end or _latest_end(figure)
    assert end is not None
    kinds = ["inferred"] if figure.period_basis in ("inferred", "unknown") else []
    span = Span(figure.period_start.toordinal(), end.toordinal() + 1)
    if record.indicators[figure.indicator_id].measure == "stock":
        if span.stop - span.start > 1:
            span = span._replace(moment=figure.document_id)
        elif figure.period_basis == "document_date":
            kinds.append("dated")
        return span, span, kinds
    if figure.period_end is None:
        return span, None, kinds
    if figure.period_basis == "document_date" and figure.period_kind == "rolling":
        kinds.append("dated")  # had it ended earlier, it would have begun earlier too
    elif figure.period_basis == "document_date" and figure.period_kind in _GROWING:
        if scenario.periods == "ended_earlier":
            return span, None, kinds
        kinds.append("as_of")
    return span, span, kinds


def _latest_end(figure: Figure) -> dt.date | None:
    """The last day on which a count without a known end can have ended: no count outlives its document."""
    ends = []
    if figure.published is not None:
        ends.append(_last_day(figure.published))
    if figure.period_kind == "part_year" and figure.period_start is not None:
        ends.append(dt.date(figure.period_start.year, 12, 31))
    last = min(ends, default=None)
    return last if last and figure.period_start and last >= figure.period_start else None


def _last_day(published: str) -> dt.date:
    """The last day of a date given as YYYY, YYYY-MM or YYYY-MM-DD."""
    parts = [int(part) for part in published.split("-")]
    if len(parts) == 3:
        return dt.date(*parts)
    year, month = (parts[0], parts[1]) if len(parts) == 2 else (parts[0], 12)
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


_Bounds = tuple[int | None, int | None]


def _bounds(figure: Figure, scenario: Scenario) -> tuple[_Bounds, _Bounds]:
    """The bounds of a figure taken at its word, and without the condition on rounding."""
    printed = (figure.lower_bound, figure.upper_bound)
    recorded = (figure.possible_lower, figure.possible_upper)
    if figure.qualifier != "exact" or figure.value is None:
        return printed, recorded if figure.rounding_basis == "stated" else printed
    if figure.rounding_basis == "stated" and scenario.rounding != "unrounded":
        return recorded, recorded
    match scenario.rounding:
        case "unrounded":
            return printed, printed
        case "recorded":
            return printed, recorded if figure.rounding_unit else _if_rounded(figure.value)
    unit = 5 if scenario.rounding == "fives" else 10
    if figure.value % unit or (scenario.rounding == "exact_below_ten" and figure.value < 10):
        return printed, printed
    bounds = Rounding(unit).preimage(figure.value)
    return bounds, bounds


def _if_rounded(value: int) -> tuple[int, int]:
    """What a number may stand for if its closing zeros come from rounding."""
    unit = 1
    while value and value % (unit * 10) == 0:
        unit *= 10
    return Rounding(unit).preimage(value)
