"""A bar says what its figure says, and no more."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from morocco_returns.site.alike import alike
from morocco_returns.site.axis import Axis, count_ticks, panels, round_top, time_ticks
from morocco_returns.site.bars import listed
from morocco_returns.site.chart import chart, event_day, span
from morocco_returns.site.facts import Facts
from morocco_returns.site.shape import is_count, shape
from morocco_returns.site.words import bounds, is_rounded, marks, period

LETTER = "nl-kamerbrief-2023-06-07-marokko"


def figure(facts: Facts, print_: str, document: str | None = None) -> dict[str, Any]:
    found = (
        row
        for row in facts.figures.values()
        if row["value_printed"] == print_ and document in (None, row["document_id"])
    )
    return dict(next(found))


@pytest.mark.parametrize(
    ("print_", "kind", "fades", "edges"),
    [
        ("774", "exact", "", 0),
        ("<5", "range", "", 0),
        ("ruim 5.000", "open", "open", 1),
        ("bijna 80.000", "below", "below", 1),
        ("ca. 200", "about", "about", 0),
    ],
)
def test_a_bar_ends_only_where_a_bound_is_known(
    facts: Facts, print_: str, kind: str, fades: str, edges: int
) -> None:
    """Catches a fading bar with an edge: a bound that the print does not state."""
    row = {**figure(facts, print_), "period_kind": "calendar_year"}
    drawn = shape(row)
    assert drawn is not None
    assert drawn.kind == kind
    (panel,) = listed([row])
    (bar,) = panel.bars
    assert bar.box is not None
    assert bar.box.fill.rpartition("-")[2] == fades
    assert len(bar.edges) == edges


def test_bars_reach_from_the_lower_to_the_upper_possible_bound(facts: Facts) -> None:
    """Catches a chart that forgets the rounding of a table, or draws the bounds of the print."""
    row = figure(facts, "30", LETTER)
    (panel,) = listed([row])
    (bar,) = panel.bars
    assert bar.box is not None
    assert panel.top is not None
    axis = Axis(0, panel.top, 1, 239)
    assert bar.box.x == axis.at(28)
    assert bar.box.x + bar.box.width == pytest.approx(axis.at(32))


def test_periods_differ_in_more_than_colour(facts: Facts) -> None:
    """Catches two kinds of period that a reader without colours cannot tell apart."""
    row = figure(facts, "774")
    kinds = ("calendar_year", "part_year", "since_event", "point_in_time", "other_span")
    drawn = [shape({**row, "period_kind": kind}) for kind in kinds]
    looks = {(mark.outline, mark.fill("y")) for mark in drawn if mark}
    assert len(looks) == len(kinds)


def test_suppressed_hedged_forecast_and_rounded_figures_bear_a_sign(facts: Facts) -> None:
    """Catches a print whose doubt only colour or a note tells."""
    suppressed = figure(facts, "<5", LETTER)
    assert marks(suppressed) == [("<", "suppressed")]
    assert ("~", "hedged") in marks(figure(facts, "ca. 200"))
    forecast = next(row for row in facts.figures.values() if row["obs_status"] == "F")
    assert ("F", "forecast or plan") in marks(forecast)
    assert marks(figure(facts, "30", LETTER)) == [("○", "rounded to 5s")]
    assert not is_rounded(figure(facts, "6", LETTER)), "an exact 6 in a table of fives"


def test_every_figure_is_drawn_or_counted_as_left_out(facts: Facts) -> None:
    """Catches a figure that falls out of a chart without a word."""
    for figures in facts.quantities.values():
        drawn = chart(figures, [], facts.contests)
        shown = (
            [row for level in drawn.levels for mark in level.marks for row in mark.figures] if drawn else []
        )
        left = drawn.left_out if drawn else len(figures)
        assert len(shown) + left == len(figures)
        assert {row["observation_id"] for row in figures} >= {row["observation_id"] for row in shown}
        again = [row for panel in listed(figures) for bar in panel.bars for row in bar.figures]
        assert sorted(row["observation_id"] for row in again) == sorted(
            row["observation_id"] for row in figures
        )


def test_marks_lie_within_the_chart(facts: Facts) -> None:
    """Catches a mark that is drawn where nobody sees it, or past its axis."""
    for figures in facts.quantities.values():
        drawn = chart(figures, [], facts.contests)
        for level in drawn.levels if drawn else ():
            for mark in level.marks:
                assert mark.box.x >= 50
                assert mark.box.x + mark.box.width <= 1000
                assert level.top - 8 <= mark.box.y
                assert mark.box.y + mark.box.height <= level.bottom + 8


def test_a_pace_has_no_place_on_an_axis_of_counts(facts: Facts) -> None:
    """Catches "five a month" drawn as five."""
    paces = [row for row in facts.figures.values() if row["period_kind"].startswith("per_")]
    assert paces
    assert not any(is_count(row) for row in paces)
    assert {panel.top for panel in listed(paces)} == {None}


def test_a_chart_says_whom_its_bars_count(facts: Facts) -> None:
    """Catches minors beside all applicants in one chart that names neither."""
    drawn = chart(facts.quantities["asylum-applications", "NL"], [], facts.contests)
    assert drawn
    populations = [row["population_id"] for row, _ in drawn.counted]
    assert {"moroccan-nationals", "unaccompanied-minors"} <= set(populations)
    assert sum(many for _, many in drawn.counted) == sum(len(level.marks) for level in drawn.levels)


def test_no_mark_hides_another(facts: Facts) -> None:
    """Catches a newspaper's bar drawn over the ministry's of the same number and year."""
    own = figure(facts, "774")
    relay = {**own, "observation_id": "f99998", "publisher_kind": "media", "population_id": "minors"}
    drawn = chart([own, relay, figure(facts, "907")], [], {})
    assert drawn
    below, above = [mark.box for mark in drawn.levels[0].marks if mark.figures[0]["value_printed"] == "774"]
    assert (below.colour, above.colour) == ("relay", "own")
    assert below.y < above.y < above.y + above.height < below.y + below.height


def test_numbers_too_small_for_a_panel_get_one_of_their_own() -> None:
    """Catches a count of five flattened by a stock of thousands, and a panel for nothing but zero."""
    assert panels([5000, 5, 4000, 0]) == [0, 1, 0, 1]
    assert panels([100, 0]) == [0, 0]
    assert panels([0]) == [0]
    assert panels([]) == []


@pytest.mark.parametrize("highest", [0, 1, 5, 12, 99, 100, 1770, 80_000])
def test_an_axis_of_counts_starts_at_zero_and_goes_in_round_steps(highest: int) -> None:
    """Catches a cut axis, which makes differences look larger."""
    top = round_top(highest)
    ticks = count_ticks(Axis(0, top, 100, 0))
    assert top > highest
    assert ticks[0].label == "0"
    assert (ticks[0].at, ticks[-1].at) == (100, 0)
    assert 2 <= len(ticks) <= 7


def test_years_are_written_as_long_as_there_is_room() -> None:
    """Catches years written over one another on a long axis."""
    axis = Axis(0, 800_000, 0, 900)
    assert [tick.label for tick in time_ticks(axis, 2019, 2022)] == ["2019", "2020", "2021", "2022"]
    assert 5 < len(time_ticks(axis, 1980, 2024)) <= 17
    months = time_ticks(axis, 2021, 2021)
    assert (months[0].label, len(months)) == ("2021-01", 12)
    assert [tick.label for tick in time_ticks(axis, 2020, 2021)][3:5] == ["2020-10", "2021-01"]


def test_signs_are_not_written_over_one_another(facts: Facts) -> None:
    """Catches two doubts that hide each other."""
    for figures in facts.quantities.values():
        drawn = chart(figures, [], facts.contests)
        levels, over = (drawn.levels, drawn.over) if drawn else ((), 0)
        for level in levels:
            places = [mark.sign_at for mark in level.marks if mark.signs]
            assert all(y + over >= 12 for _, y in places), "off the drawing"
            for number, (x, y) in enumerate(places):
                assert not any(abs(x - a) < 24 and abs(y - b) < 12 for a, b in places[:number])


def test_an_end_that_is_not_stated_is_the_day_of_the_document(facts: Facts) -> None:
    """Catches a count that is drawn past the day on which it was printed."""
    row = {**figure(facts, "774"), "period_start": dt.date(2024, 1, 1), "period_end": None}
    assert span({**row, "published": "2024-11-20"}) == (dt.date(2024, 1, 1), dt.date(2024, 11, 20))
    assert span({**row, "published": "2024-02"}) == (dt.date(2024, 1, 1), dt.date(2024, 2, 29))
    assert span({**row, "published": "2024"}) == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert span({**row, "published": None}) is None
    assert span({**row, "published": "2023-12-31"}) is None


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2021-07-08", dt.date(2021, 7, 8)),
        ("2021-07", dt.date(2021, 7, 1)),
        ("2021", dt.date(2021, 1, 1)),
        ("2024-04-15/2024-04-16", dt.date(2024, 4, 15)),
        ("2016/..", dt.date(2016, 1, 1)),
        ("2016~", dt.date(2016, 1, 1)),
        ("../2016", None),
        ("201X", None),
        (None, None),
    ],
)
def test_events_lie_at_the_first_day_that_their_date_can_mean(date: str | None, day: dt.date | None) -> None:
    """Catches an event that is placed at a guess, or that stops the build."""
    assert event_day({"date": date}) == day


def test_figures_that_say_the_same_share_a_mark_and_keep_every_source(facts: Facts) -> None:
    """Catches a mark that hides another number, period or population behind its own."""
    row = figure(facts, "774")
    copy = {**row, "observation_id": "f99998", "publisher_kind": "media"}
    other = {**copy, "observation_id": "f99999", "destination_id": "MA"}
    groups = alike([copy, other, row])
    assert [[same["observation_id"] for same in group] for group in groups] == [
        ["f00002", "f99998"],
        ["f99999"],
    ]


def test_bounds_are_told_in_words(facts: Facts) -> None:
    """Catches "about 200" told as "at least 0", and a bound that is not there."""
    told = {
        "ca. 200": "about 200, bounds unknown",
        "<5": "at most 4",
        "ruim 5.000": "at least 5,001, no upper bound known",
        "774": "exactly 774",
        "tientallen": "no number, bounds unknown",
    }
    assert {print_: bounds(figure(facts, print_)) for print_ in told} == told
    assert bounds(figure(facts, "30", LETTER)) == "between 28 and 32"
    assert bounds(figure(facts, "30", LETTER), "persons") == "between 28 and 32 persons"
    assert bounds(figure(facts, "ca. 200"), "persons") == "about 200 persons, bounds unknown"


def test_a_round_number_of_a_text_that_may_round_is_not_called_exact(facts: Facts) -> None:
    """Catches "exactly 250" where nobody knows how the source rounds."""
    prose = figure(facts, "406")
    assert prose["rounding_basis"] == "unknown"
    assert bounds(prose, "persons") == "exactly 406 persons"
    assert bounds({**prose, "possible_lower": 410, "possible_upper": 410}) == "410, perhaps rounded"
    assert bounds({**prose, "possible_lower": 1, "possible_upper": 1}, "persons") == "exactly 1 person"
    stated = {**prose, "possible_lower": 410, "possible_upper": 410, "rounding_basis": "stated"}
    assert bounds(stated) == "exactly 410"


def test_periods_are_told_as_far_as_they_are_known(facts: Facts) -> None:
    """Catches a period that is told as a year where it is a part of one."""
    letter = [row for row in facts.figures.values() if row["document_id"] == LETTER]
    told = {row["period_printed"]: period(row) for row in letter if row["table_title"]}
    assert told["2022"] == "2022"
    assert told["2023 (tot juni)"] == "2023-01-01 to 2023-05-31"
    assert period({**letter[0], "period_start": None, "period_end": None}) == "dates not stated"
