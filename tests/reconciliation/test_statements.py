"""What each figure is taken to say: of which period, between which bounds, under which conditions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from morocco_returns.reconciliation.scenarios import AS_RECORDED, SCENARIOS, Scenario
from morocco_returns.reconciliation.scenarios import known as scenario
from morocco_returns.reconciliation.statements import Condition, Span, Statement, statements
from tests.reconciliation.making import figure, identity, quarters, read, record

_FIRST, _LAST = dt.date(2022, 1, 1), dt.date(2022, 3, 31)
_DAYS = Span(_FIRST.toordinal(), _LAST.toordinal() + 1)


def _one(how: Scenario = AS_RECORDED, /, lower: int = 5, **cells: Any) -> Statement:
    return read(record(figure(1, lower, **cells)), how)[0]


def _why_left_out(how: Scenario = AS_RECORDED, /, **cells: Any) -> str:
    said, left_out = statements(record(figure(1, **cells)), how)
    assert said == []
    return left_out[0].reason


def _without(said: Statement, kind: str) -> Statement | None:
    return said.without(frozenset([Condition(kind, "f00001")]))


def test_a_dated_period_is_neither_more_nor_less() -> None:
    """Catches a last day that is left out of its period."""
    said = _one(**quarters(0, 1))
    assert (said.outer, said.inner, said.conditions) == (_DAYS, _DAYS, frozenset())


@pytest.mark.parametrize("kind", ["part_year", "since_event", "other_span"])
def test_a_count_until_its_document_may_have_stopped_earlier(kind: str) -> None:
    """Catches "so far this year" held to the day of print: later counts would contradict it."""
    cells = {"period_kind": kind, "period_basis": "document_date"} | quarters(0, 1)
    said = _one(**cells)
    assert said.conditions == {Condition("as_of", "f00001")}
    assert said.inner == _DAYS
    left = _without(said, "as_of")
    assert left is not None
    assert (left.outer, left.inner) == (_DAYS, None)
    earlier = _one(scenario("counts ended earlier"), **cells)
    assert (earlier.inner, earlier.conditions) == (None, frozenset())


def test_a_window_up_to_its_document_moves_as_a_whole() -> None:
    """Catches "the last three months" whose beginning stays when its end may be earlier."""
    said = _one(period_kind="rolling", period_basis="document_date", **quarters(0, 1))
    assert said.conditions == {Condition("dated", "f00001")}
    assert _without(said, "dated") is None


def test_an_inferred_period_says_nothing_once_it_is_doubted() -> None:
    """Catches an inferred year that stays a fact, in the scenario without such years too."""
    cells = quarters(0, 4) | {"period_basis": "inferred"}
    said = _one(**cells)
    assert _without(said, "inferred") is None
    assert "inferred" in _why_left_out(scenario("inferred periods left out"), **cells)


@pytest.mark.parametrize(
    ("kind", "published", "last"),
    [
        ("part_year", "2022-05-03", dt.date(2022, 5, 3)),
        ("part_year", "2022-02", dt.date(2022, 2, 28)),
        ("part_year", "2022", dt.date(2022, 12, 31)),
        ("part_year", "2024", dt.date(2022, 12, 31)),
        ("part_year", None, dt.date(2022, 12, 31)),
        ("since_event", "2024-12", dt.date(2024, 12, 31)),
    ],
)
def test_an_open_end_is_at_latest_that_of_document_and_year(
    kind: str, published: str | None, last: dt.date
) -> None:
    """Catches a count that runs on after its document was printed, or after its year."""
    said = _one(period_start=_FIRST, period_end=None, period_kind=kind, published=published)
    assert (said.outer, said.inner) == (Span(_FIRST.toordinal(), last.toordinal() + 1), None)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"period_kind": "per_month"}, "a pace"),
        ({"period_kind": "mean_over_span"}, "an average"),
        ({"obs_status": "F"}, "a forecast"),
        ({"obs_status": "M"}, "no figure"),
        ({"population_id": None}, "who is counted"),
        ({"area_id": "_X"}, "in which state"),
        ({"period_start": None}, "first day"),
        ({"period_end": None, "published": None}, "last day"),
        ({"period_end": None, "published": "2021-12-31"}, "last day"),
        ({"period_end": None, "indicator_id": "detained", "destination_id": "_Z"}, "last day"),
        ({"possible_lower": 0, "possible_upper": None}, "no bound"),
    ],
)
def test_what_counts_nothing_definite_is_left_out_with_the_reason(cells: dict[str, Any], reason: str) -> None:
    """Catches a pace held against a total, a plan against its outcome, and a figure that goes missing."""
    assert reason in _why_left_out(**cells)


def test_an_unstated_population_is_moroccan_in_its_scenario_only() -> None:
    """Catches "returns" read as those of Moroccans without saying so."""
    said = _one(scenario("unstated populations are Moroccan"), population_id=None)
    assert said.cell.population == "moroccan-nationals"


def test_a_stock_within_a_month_is_at_a_moment_of_its_document() -> None:
    """Catches two documents' stocks of one month held to be of the same day."""
    month: dict[str, Any] = {
        "indicator_id": "detained",
        "destination_id": "_Z",
        "period_start": dt.date(2022, 1, 1),
        "period_end": dt.date(2022, 1, 31),
        "period_kind": "point_in_time",
    }
    said = read(record(figure(1, 5, **month), figure(2, 6, **month), figure(3, 7, document_id="d2", **month)))
    assert [statement.outer.moment for statement in said] == ["d1", "d1", "d2"]
    assert said[0].inner == said[0].outer


def test_a_stock_of_the_day_of_its_document_may_be_of_an_earlier_one() -> None:
    """Catches "now 200" that still bounds the day of print when it may be of the day before."""
    day = dt.date(2022, 5, 3)
    said = _one(
        indicator_id="detained",
        destination_id="_Z",
        period_start=day,
        period_end=day,
        period_kind="point_in_time",
        period_basis="document_date",
    )
    assert said.conditions == {Condition("dated", "f00001")}
    assert _without(said, "dated") is None


@pytest.mark.parametrize(
    ("name", "value", "strict", "wide"),
    [
        ("as recorded", 20, (20, 20), (15, 25)),
        ("as recorded", 200, (200, 200), (150, 250)),
        ("as recorded", 43, (43, 43), (43, 43)),
        ("as recorded", 0, (0, 0), (0, 0)),
        ("nothing rounded", 20, (20, 20), (20, 20)),
        ("rounded to fives", 20, (18, 22), (18, 22)),
        ("rounded to fives", 5, (3, 7), (3, 7)),
        ("rounded to fives", 6, (6, 6), (6, 6)),
        ("rounded to fives", 0, (0, 2), (0, 2)),
        ("rounded to tens", 20, (15, 25), (15, 25)),
        ("rounded to tens", 25, (25, 25), (25, 25)),
        ("tens, exact below ten", 0, (0, 0), (0, 0)),
        ("tens, exact below ten", 10, (5, 15), (5, 15)),
    ],
)
def test_a_bare_number_is_read_as_the_scenario_says(
    name: str, value: int, strict: tuple[int, int], wide: tuple[int, int]
) -> None:
    """Catches a scenario that rounds what it says is exact, or the reverse."""
    said = _one(scenario(name), value)
    assert (said.lower, said.upper) == strict
    assert said.wide == wide
    assert ({c.kind for c in said.conditions} == {"rounding"}) == (strict != wide)


_ROUNDED = {"rounding_unit": 10, "possible_lower": 15, "possible_upper": 25}


def test_the_rounding_of_a_table_is_dropped_for_the_whole_table() -> None:
    """Catches one cell of a table taken as rounded while its neighbour is exact."""
    said = _one(AS_RECORDED, 20, rounding_basis="inferred", **_ROUNDED)
    assert (said.lower, said.upper, said.wide) == (20, 20, (15, 25))
    assert said.conditions == {Condition("rounding", "d1-t1")}


@pytest.mark.parametrize(
    ("name", "bounds"),
    [("as recorded", (15, 25)), ("rounded to fives", (15, 25)), ("nothing rounded", (20, 20))],
)
def test_stated_rounding_gives_way_to_nothing_rounded_only(name: str, bounds: tuple[int, int]) -> None:
    """Catches a rounding that the document states doubted by a scenario about other tables."""
    said = _one(scenario(name), 20, rounding_basis="stated", **_ROUNDED)
    assert (said.lower, said.upper) == bounds


def test_a_qualified_number_is_not_rounded_by_a_scenario() -> None:
    """Catches "fewer than ten" widened as if it were a rounded ten."""
    said = _one(scenario("rounded to tens"), 0, upper=10, qualifier="at_most")
    assert (said.lower, said.upper) == (0, 10)


def test_an_unknown_scenario_is_refused_with_the_names_that_exist() -> None:
    """Catches a typing error that passes as the default."""
    with pytest.raises(ValueError, match="no scenario is called 'fives'") as error:
        scenario("fives")
    assert all(known.name in str(error.value) for known in SCENARIOS)
    assert len({known.name for known in SCENARIOS}) == len(SCENARIOS)


def test_figures_that_say_the_same_are_one_statement_in_whatever_order() -> None:
    """Catches a result that changes with the order of rows."""
    figures = [figure(1), figure(2, document_id="d2"), figure(3, 6), figure(4, population_id="named-group")]
    said = read(record(*figures))
    assert [statement.figures for statement in said] == [("f00001", "f00002"), ("f00003",), ("f00004",)]
    assert read(record(*reversed(figures))) == said


def test_a_closed_group_is_the_business_of_its_own_text() -> None:
    """Catches two lists of persons held to be the same list."""
    said = read(record(figure(1, population_id="named-group"), figure(2, population_id="named-group")))
    assert said[0].cell != said[1].cell


def test_an_unstated_destination_may_be_any() -> None:
    """Catches two texts that say no destination forced to mean the same one."""
    of = record(figure(1, destination_id="_X"), identities=[identity("destination", "_T", "MA")])
    said = read(of)[0]
    left = _without(said, "destination")
    assert left is not None
    assert left.cell.destination not in ("_X", "MA")
