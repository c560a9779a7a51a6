"""Figures over time: a bar from the lower to the upper possible bound of each, as wide as its period.

Vega-Lite, through Altair and vl-convert, cannot say this. It has no hatching: a fill is a colour or
a gradient. It names marks by ``aria-label`` on paths inside links, and writes no ``<title>``. A link
to a page of the site comes out as one to another host. Colours stand in each mark, so that a page in
dark colours needs every chart twice, and text is laid out by the fonts of the machine that builds.
Here the geometry is computed, and the template ``chart.html`` writes it down.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from morocco_returns.site.alike import alike
from morocco_returns.site.axis import MONTHS_WITHIN, Axis, Tick, count_ticks, panels, round_top, time_ticks
from morocco_returns.site.bars import Box, Edge
from morocco_returns.site.facts import Row
from morocco_returns.site.shape import Shape, is_count, shape
from morocco_returns.site.words import marks

WIDTH, LEFT, RIGHT, TOP, GAP, FOOT, EVENTS = 1000, 56, 8, 18, 22, 22, 22
_LEAST = 2
_THICK = 6
_RIM = 2  # how far a mark shows around one that lies over it
_SIGN = 12  # height and half the width of the signs above a mark
_NARROW = 5  # a moment has no duration; a bar must still be seen
_APART = 46  # events closer than this share a mark


@dataclass(frozen=True, slots=True)
class Mark:
    """Figures that say the same: a rectangle or diamond, its known ends and the signs above it.

    ``contest`` is the comparison that finds them not to go together with others, or empty.
    """

    figures: tuple[Row, ...]
    box: Box
    diamond: str
    edges: tuple[Edge, ...]
    signs: str
    contest: str
    sign_at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Level:
    """A panel with an axis of counts of its own."""

    top: float
    bottom: float
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """Events close together on the time axis, by their numbers in the list below the chart."""

    at: tuple[float, ...]
    label: str
    events: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole chart, ready to be written as SVG; signs raised high may lie ``over`` its upper edge.

    ``counted`` has for each population and destination in it one figure, and how many marks there are.
    """

    over: float
    height: float
    bottom: float
    levels: tuple[Level, ...]
    years: tuple[Tick, ...]
    milestones: tuple[Milestone, ...]
    events: tuple[Row, ...]
    left_out: int
    anchor: str
    unit: str
    counted: tuple[tuple[Row, int], ...]
    width: int = WIDTH
    left: int = LEFT
    right: int = WIDTH - RIGHT


Span = tuple[dt.date, dt.date]
Drawn = tuple[tuple[Row, ...], Shape, Span]


def chart(figures: Iterable[Row], events: Iterable[Row], contests: Mapping[str, str]) -> Chart | None:
    """The chart of figures of one quantity, with the events of its area.

    None for fewer than two marks: the list says all that one bar can.
    """
    groups = alike(figures)
    drawn = [
        (rows, mark, days)
        for rows in groups
        if is_count(rows[0]) and (mark := shape(rows[0])) and (days := span(rows[0]))
    ]
    if len(drawn) < _LEAST:
        return None
    first = min(days[0] for *_, days in drawn).year
    last = max(days[1] for *_, days in drawn).year
    begins, ends = (dt.date(year, 1, 1).toordinal() for year in (first, last + 1))
    time = Axis(begins, ends, LEFT, WIDTH - RIGHT)
    levels = _levels(drawn, time, contests)
    bottom = levels[-1].bottom
    shown = sorted((day, event["event_id"], event) for event in events if (day := event_day(event)))
    within = [(day, event) for day, _, event in shown if first <= day.year <= last]
    signs = [mark.sign_at[1] for level in levels for mark in level.marks if mark.signs]
    return Chart(
        over=max(0, _SIGN - min(signs, default=_SIGN)),
        height=bottom + FOOT + (EVENTS if within else 0),
        bottom=bottom,
        levels=tuple(levels),
        years=tuple(time_ticks(time, first, last)),
        milestones=tuple(_milestones(within, time)),
        events=tuple(event for _, event in within),
        anchor="start" if last - first < MONTHS_WITHIN else "middle",
        unit=drawn[0][0][0]["unit"],
        counted=tuple(counted([rows[0] for rows, *_ in drawn])),
        left_out=sum(map(len, groups)) - sum(len(rows) for rows, *_ in drawn),
    )


def counted(figures: Iterable[Row]) -> list[tuple[Row, int]]:
    """For each population and destination one of its figures, and how many there are: the most first."""
    groups: dict[tuple[str | None, str], list[Row]] = {}
    for row in figures:
        groups.setdefault((row["population_id"], row["destination_id"]), []).append(row)
    return sorted(((rows[0], len(rows)) for rows in groups.values()), key=lambda pair: -pair[1])


def span(figure: Row) -> Span | None:
    """First and last day of a figure's period; None where either is not known at all.

    No count ends after its document was published: that day stands in for an end that is not stated.
    """
    start, end = figure["period_start"], figure["period_end"]
    end = end or _latest(figure["published"])
    return (start, end) if start and end and start <= end else None


def _latest(published: str | None) -> dt.date | None:
    """The last day that a date "2023", "2023-06" or "2023-06-07" can mean."""
    if not published:
        return None
    year, month, day = (*(int(part) for part in published.split("-")), 0, 0)[:3]
    if day:
        return dt.date(year, month, day)
    after = dt.date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
    return after - dt.timedelta(days=1)


def event_day(event: Row) -> dt.date | None:
    """The first day that the date of an event can mean; None where it is open or unknown."""
    first = str(event["date"] or "").split("/")[0].strip("~?%")
    parts = first.split("-") if first else []
    if not parts or not all(part.isdigit() for part in parts):
        return None
    year, month, day = (*(int(part) for part in parts), 1, 1)[:3]
    return dt.date(year, month, day)


def _levels(drawn: Sequence[Drawn], time: Axis, contests: Mapping[str, str]) -> list[Level]:
    numbers = panels([mark.high for _, mark, _ in drawn])
    levels: list[Level] = []
    top = float(TOP)
    for panel in range(max(numbers) + 1):
        members = [item for item, number in zip(drawn, numbers, strict=True) if number == panel]
        bottom = top + min(260, 110 + 10 * len(members))
        counts = Axis(0, round_top(max(mark.high for _, mark, _ in members)), bottom, top)
        found = [_mark(*item, time, counts, contests) for item in sorted(members, key=_widest_first)]
        levels.append(Level(top, bottom, tuple(count_ticks(counts)), _signs_apart(_none_hidden(found))))
        top = bottom + GAP
    return levels


def _widest_first(item: Drawn) -> tuple[int, int, bool, str]:
    """Wide and tall marks lie below narrow ones, relays below public bodies: each can be seen and clicked."""
    rows, mark, (start, end) = item
    return (-(end - start).days, mark.low - mark.high, mark.own, rows[0]["observation_id"])


def _none_hidden(found: Sequence[Mark]) -> list[Mark]:
    """The same marks, each showing around those that lie over it with the same number and period."""
    above: Counter[Box] = Counter()
    seen = []
    for mark in reversed(found):
        place = replace(mark.box, colour="", outline="", fill="")
        box = mark.box
        if "exact" in box.outline and not mark.diamond:
            more = _RIM * above[place]
            box = replace(box, y=round(box.y - more, 1), height=box.height + 2 * more)
            above[place] += 1
        seen.append(replace(mark, box=box))
    return seen[::-1]


def _mark(
    figures: tuple[Row, ...], mark: Shape, days: Span, time: Axis, counts: Axis, contests: Mapping[str, str]
) -> Mark:
    start, end = time.at(days[0].toordinal()), time.at(days[1].toordinal() + 1)
    if mark.time == "moment" or end - start < _NARROW:
        middle = (start + end) / 2
        start, end = middle - _NARROW / 2, middle + _NARROW / 2
    width = round(end - start, 1)
    low, high = counts.at(mark.low), counts.at(mark.high)
    paint = (mark.colour, mark.outline, mark.fill("y"))
    if mark.kind == "exact":
        box = Box(round(start, 1), round(low - _THICK / 2, 1), width, _THICK, *paint)
    else:
        box = Box(round(start, 1), high, width, max(2, round(low - high, 1)), *paint)
    diamond = _diamond((start + end) / 2, low) if (mark.kind, mark.time) == ("exact", "moment") else ""
    known: Sequence[float] = {"open": (low,), "below": (high,)}.get(mark.kind, ())
    edges = tuple(Edge(round(start, 1), y, round(end, 1), y) for y in known)
    contest = next((contests[key] for f in figures if (key := f["observation_id"]) in contests), "")
    signs = [sign for sign, _ in marks(figures[0])] + ["≠"] * bool(contest)
    above = (round((start + end) / 2, 1), round(box.y - 3, 1))
    return Mark(figures, box, diamond, edges, "".join(signs), contest, above)


def _signs_apart(found: Iterable[Mark]) -> tuple[Mark, ...]:
    """The same marks, their signs raised until none is written over another."""
    taken: list[tuple[float, float]] = []
    apart = []
    for mark in found:
        x, y = mark.sign_at
        while mark.signs and any(abs(x - a) < 2 * _SIGN and abs(y - b) < _SIGN for a, b in taken):
            y = round(y - _SIGN, 1)
        if mark.signs:
            taken.append((x, y))
        apart.append(replace(mark, sign_at=(x, y)))
    return tuple(apart)


def _diamond(x: float, y: float) -> str:
    points = ((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y))
    return " ".join(f"{round(a, 1)},{round(b, 1)}" for a, b in points)


def _milestones(events: Sequence[tuple[dt.date, Row]], time: Axis) -> list[Milestone]:
    groups: list[list[tuple[float, int, Row]]] = []
    for count, (day, event) in enumerate(events, 1):
        at = time.at(day.toordinal())
        if groups and at - groups[-1][0][0] < _APART:
            groups[-1].append((at, count, event))
        else:
            groups.append([(at, count, event)])
    return [
        Milestone(
            tuple(at for at, *_ in group),
            str(group[0][1]) if len(group) == 1 else f"{group[0][1]}–{group[-1][1]}",
            tuple(event for *_, event in group),
        )
        for group in groups
    ]
