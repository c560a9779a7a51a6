"""Which identities hold between figures, and which do not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from morocco_returns.reconciliation.cores import Judge, decide, find_cores
from morocco_returns.reconciliation.model import build, rules_of
from morocco_returns.reconciliation.order import read_order
from morocco_returns.reconciliation.record import Figure, Identity, Record
from morocco_returns.reconciliation.statements import Cell
from morocco_returns.reconciliation.verdict import judged
from tests.reconciliation.making import figure, identity, quarters, read, real, record


def _cores(of: Record) -> list[set[str]]:
    return [set(core.key) for core in find_cores(read(of), Judge(rules_of(of))).cores]


def _conflict(*figures: Figure, identities: tuple[Identity, ...] = ()) -> bool:
    return bool(_cores(record(*figures, identities=identities)))


def _verdicts(of: Record) -> list[str]:
    judge = Judge(rules_of(of))
    return [judged(core, judge).verdict for core in find_cores(read(of), judge).cores]


_STOCK: dict[str, Any] = {"destination_id": "_Z", "period_kind": "point_in_time"}


def _day(month: int) -> dict[str, Any]:
    return {"period_start": dt.date(2022, month, 1), "period_end": dt.date(2022, month, 1)}


def test_definitions_are_dropped_along_the_whole_way() -> None:
    """Catches a part of a part that stays a part of the whole when nobody shares these definitions."""
    narrow = figure(1, 9, indicator_id="assisted-voluntary-return")
    broad = figure(2, 5, indicator_id="returned", document_id="d2")
    assert _verdicts(record(narrow, broad)) == ["tension"]
    assert _verdicts(record(narrow, replace(broad, document_id="d1"))) == ["contradiction"]


def test_a_copy_elsewhere_does_not_weaken_what_one_document_says() -> None:
    """Catches a contradiction within one document that turns into a tension when another repeats it."""
    narrow = figure(1, 9)
    broad = figure(2, 8, indicator_id="returned")
    copy = replace(narrow, observation_id="f00003", document_id="d2")
    assert _verdicts(record(narrow, broad, copy)) == ["contradiction"]


def test_parts_of_a_dimension_add_up_where_an_identity_says_so() -> None:
    """Catches an identity that is not read, and one that is read where it does not apply."""
    sums = (identity("destination", "_T", "MA"), identity("destination", "_T", "_O"))
    figures = (figure(1, 9, destination_id="_T"), figure(2, 5), figure(3, 5, destination_id="_O"))
    assert _conflict(*figures, identities=sums)
    assert not _conflict(*figures)
    assert not _conflict(*figures, identities=(replace(sums[0], relation="at_most"),))
    assert _conflict(figure(1, 4, destination_id="_T"), figure(2, 5), identities=sums[:1])


def test_a_scoped_identity_holds_for_its_indicator_alone() -> None:
    """Catches "sentenced and on remand make all prisoners" applied to those who return."""
    sums = tuple(
        identity("population", "moroccan-nationals", part, scope="prisoners")
        for part in ("sentenced-prisoners", "pre-trial-prisoners")
    )
    codes = ("moroccan-nationals", "sentenced-prisoners", "pre-trial-prisoners")
    counts = [figure(n, v, population_id=p) for n, (v, p) in enumerate(zip((9, 4, 4), codes, strict=True), 1)]
    assert not _conflict(*counts, identities=sums)
    stocks = [replace(f, indicator_id="prisoners", **_STOCK, **_day(1)) for f in counts]
    assert _conflict(*stocks, identities=sums)


def test_scoped_identities_chain() -> None:
    """Catches a part of a part that is lost because nobody printed what lies between."""
    chain = tuple(
        identity("area", whole, part, relation="at_most", scope="enforced-return", name=part)
        for whole, part in (("FR", "ES"), ("ES", "IT"))
    )
    low, high = figure(1, 9, area_id="IT"), figure(2, 5, area_id="FR")
    assert _conflict(low, high, identities=chain)
    assert not _conflict(low, high, identities=chain[:1])


def test_code_lists_in_a_circle_end() -> None:
    """Catches a search that never ends on a package with a mistake in its code lists."""
    of = replace(
        record(figure(1)), broader_population={"minors": "asylum-seekers", "asylum-seekers": "minors"}
    )
    indicators = dict(real().indicators)
    indicators["returned"] = replace(indicators["returned"], broader_id="enforced-return")
    order = read_order(replace(of, indicators=indicators))
    cell = Cell("NL", "departure", "minors", "MA")
    assert not order.contains(cell._replace(indicator="enforced-return"), cell)
    assert order.steps("assisted-voluntary-return", "departure", frozenset()) is None


@pytest.mark.parametrize(("broad", "narrow"), [("DE", "DEA"), ("ES", "ES63")])
def test_a_region_is_part_of_its_state_only(broad: str, narrow: str) -> None:
    """Catches a region held against another state, and a state against the Union it is not listed under."""
    assert _conflict(figure(1, 5, area_id=broad), figure(2, 6, area_id=narrow))
    assert not _conflict(figure(1, 5, area_id="FR"), figure(2, 6, area_id=narrow))
    assert not _conflict(figure(1, 5, area_id="EU_V"), figure(2, 6, area_id=broad))


def test_private_groups_are_parts_and_never_wholes_of_others() -> None:
    """Catches a list of persons held to contain, or to be, the persons of another text."""
    group = figure(1, 5, population_id="named-group")
    assert _conflict(group, figure(2, 4, population_id="any-nationality"))
    assert not _conflict(group, figure(2, 6, population_id="named-group"))
    assert not _conflict(group, figure(2, 6, population_id="named-group", indicator_id="voluntary-return"))
    assert not _conflict(group, figure(2, 6, population_id="minors"))


def test_an_unstated_destination_conflicts_at_its_word_only() -> None:
    """Catches two texts without a destination that contradict each other for certain."""
    of = record(figure(1, 5, destination_id="_X"), figure(2, 6, destination_id="_X"))
    assert _verdicts(of) == ["tension"]
    assert not _conflict(figure(1, 5, destination_id="_X"), figure(2, 6))


def test_of_whom_holds_within_its_document() -> None:
    """Catches a part larger than its base, and a base that is not named in the conflict."""
    base = figure(1, 0, 9, population_id="minors")
    part = figure(2, 7, 8, population_id="released-prisoners", part_of_id="f00001")
    other = figure(3, 4, population_id="minors", document_id="d2")
    assert _cores(record(base, part, other)) == [{"f00001", "f00002", "f00003"}]
    assert not _conflict(part, other)
    assert _cores(record(replace(base, upper_bound=6, possible_upper=6), part)) == [{"f00001", "f00002"}]


def test_a_judge_that_saw_a_part_with_its_base_does_not_hold_it_without() -> None:
    """Catches a memory that forgets on which figure "of whom" rests."""
    base = figure(1, 0, 9, population_id="minors")
    part = figure(2, 7, 8, population_id="released-prisoners", part_of_id="f00001")
    of = record(base, part, figure(3, 4, population_id="minors", document_id="d2"))
    judge, said = Judge(rules_of(of)), read(of)
    assert judge.why_not(said) is not None
    assert judge.why_not(said[1:]) is None


_ONCE: dict[str, Any] = {"indicator_id": "ordered-to-leave", "destination_id": "_Z", "area_id": "EU_V"}


@pytest.mark.parametrize(
    ("year", "halves", "conflict"),
    [(10, (6, 6), False), (12, (6, 6), False), (13, (6, 6), True), (5, (6, 1), True)],
)
def test_persons_counted_once_a_period(year: int, halves: tuple[int, int], conflict: bool) -> None:
    """Catches a whole above the sum of its parts, below one part, and a sum forced on it."""
    first, second = halves
    assert conflict == _conflict(
        figure(1, year, **_ONCE, **quarters(0, 4)),
        figure(2, first, **_ONCE, **quarters(0, 2)),
        figure(3, second, **_ONCE, **quarters(2, 4)),
    )


def test_many_ways_to_cut_a_period_stay_few_rows() -> None:
    """Catches a model that grows with every way to lay parts end to end, of which there are thousands."""
    days = [dt.date(2022, 1, 1) + dt.timedelta(days=n) for n in range(14)]
    pieces = [(first, last) for first in days for last in days if first <= last]
    parts = [
        figure(n, 0, 3, **_ONCE, period_start=first, period_end=last)
        for n, (first, last) in enumerate(pieces, 1)
    ]
    of = record(*parts)
    model = build(read(of), rules_of(of))
    assert len(model.rows) < 3 * len(days) ** 3  # there are 32,647 ways to cut them
    assert decide(model) is None


@pytest.mark.parametrize("cut", [((0, 1), (1, 2), (2, 4)), ((0, 1), (1, 4)), ((0, 3), (3, 4))])
def test_a_period_is_at_most_what_it_is_cut_into(cut: tuple[tuple[int, int], ...]) -> None:
    """Catches a cut into three that is missed when only two parts are laid together."""
    parts = [figure(n, 0, 2, **_ONCE, **quarters(*ends)) for n, ends in enumerate(cut, 1)]
    most = 2 * len(cut)
    assert not _conflict(*parts, figure(9, most, **_ONCE, **quarters(0, 4)))
    assert _conflict(*parts, figure(9, most + 1, **_ONCE, **quarters(0, 4)))


def test_who_was_held_in_a_year_is_no_sum_of_quarters() -> None:
    """Catches a count of all that were held at any time summed over time; it only grows."""
    held: dict[str, Any] = {"indicator_id": "detained-in-period", "destination_id": "_Z"}
    quarter = [figure(n + 1, 5, **held, **quarters(n, n + 1)) for n in range(4)]
    assert not _conflict(*quarter, figure(9, 5, **held, **quarters(0, 4)))
    assert _conflict(*quarter, figure(9, 4, **held, **quarters(0, 4)))


def test_states_at_different_moments_have_nothing_to_do_with_one_another() -> None:
    """Catches stocks held against each other across days, or documents that date to a month only."""
    stock = _STOCK | {"indicator_id": "prisoners"}
    part = _STOCK | {"indicator_id": "prisoners-without-legal-stay"}
    assert _conflict(figure(1, 5, **stock, **_day(1)), figure(2, 6, **part, **_day(1)))
    assert not _conflict(figure(1, 5, **stock, **_day(1)), figure(2, 6, **part, **_day(2)))
    month: dict[str, Any] = {"period_start": dt.date(2022, 1, 1), "period_end": dt.date(2022, 1, 31)}
    assert _conflict(figure(1, 5, **stock, **month), figure(2, 6, **part, **month))
    assert not _conflict(figure(1, 5, **stock, **month), figure(2, 6, **part, **month, document_id="d2"))


def test_sub_periods_add_up_to_the_period() -> None:
    """Catches a total that its own quarters do not make."""
    parts = [figure(n + 1, 2, **quarters(n, n + 1)) for n in range(4)]
    assert not _conflict(*parts, figure(9, 8, **quarters(0, 4)))
    of = record(*parts, figure(9, 9, **quarters(0, 4)))
    assert _cores(of) == [{"f00001", "f00002", "f00003", "f00004", "f00009"}]
