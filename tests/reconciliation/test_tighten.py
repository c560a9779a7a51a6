"""Bounds that figures imply: against numbers that are tried, with proofs, and never of what is suppressed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings

from morocco_returns.reconciliation import tighten as tightening
from morocco_returns.reconciliation.cores import Judge, find_cores
from morocco_returns.reconciliation.model import build, rules_of
from morocco_returns.reconciliation.propagation import Step
from morocco_returns.reconciliation.ranges import ranges
from morocco_returns.reconciliation.record import Figure, Record
from morocco_returns.reconciliation.scenarios import AS_RECORDED, Scenario
from morocco_returns.reconciliation.solver import Refutation
from morocco_returns.reconciliation.statements import Statement, statements
from morocco_returns.reconciliation.system import system
from morocco_returns.reconciliation.tightest import Bound, ContradictoryError, Tightest, tightest
from tests.reconciliation.making import figure, quarters, record
from tests.reconciliation.oracle import can_be_true
from tests.reconciliation.test_oracle import records

tried = settings(max_examples=8, deadline=None, derandomize=True)


@pytest.fixture
def of(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A way to have the public functions read a record made up here."""

    def use(made: Record) -> None:
        monkeypatch.setattr(tightening, "read_record", lambda _: made)

    return use


def _rows(made: tightening.Tightened) -> dict[str, tuple[int | None, int | None]]:
    columns = made.frame[["observation_id", "tight_lower", "tight_upper"]].itertuples(index=False)
    return {name: (_plain(low), _plain(high)) for name, low, high in columns}


def _plain(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _with_bounds(statement: Statement, lower: int | None, upper: int | None) -> Statement:
    """A probe that says of a statement's quantity and outer span that it lies between two numbers."""
    return replace(
        statement, key="probe", inner=statement.outer, lower=lower, upper=upper, conditions=frozenset()
    )


@tried
@given(records())
def test_bounds_are_those_that_some_counts_attain(made: Record) -> None:
    """Catches a bound that some counts go beyond, and one said to be attained that none takes."""
    said, rules = statements(made, AS_RECORDED)[0], rules_of(made)
    disputed = {s.key for core in find_cores(said, Judge(rules)).cores for s in core.statements}
    kept = [statement for statement in said if statement.key not in disputed][:3]
    if not kept:
        return
    targets = [(statement.cell, statement.outer) for statement in kept]
    model = build(kept, rules, asked=targets)
    found = ranges(model, [tightening._count_terms(model, *target, rules) for target in targets])
    found.check()
    for statement, low, high in zip(kept, found.lower, found.upper, strict=True):
        assert low.value is not None
        assert low.value == 0 or not can_be_true([*kept, _with_bounds(statement, 0, low.value - 1)])
        assert can_be_true([*kept, _with_bounds(statement, 0, low.value)])
        if high.value is None:
            assert can_be_true([*kept, _with_bounds(statement, 50, None)])
        else:
            assert not can_be_true([*kept, _with_bounds(statement, high.value + 1, None)])
            assert can_be_true([*kept, _with_bounds(statement, high.value, None)])


def _family() -> Record:
    """A year of 10 whose first half is 4 at least and whose second is at most 7."""
    return record(
        figure(1, 10, **quarters(0, 4)),
        figure(2, 4, None, **quarters(0, 2)),
        figure(3, 0, 7, **quarters(2, 4)),
    )


def test_a_sum_tightens_its_parts(of: Any) -> None:
    """Catches a total that says nothing of its parts."""
    of(_family())
    made = tightening.tighten()
    assert _rows(made) == {"f00001": (10, 10), "f00002": (4, 10), "f00003": (0, 6)}
    assert made.disputed == ()
    made.check()


def _proofs() -> Tightest:
    made = _family()
    said, rules = statements(made, AS_RECORDED)[0], rules_of(made)
    model = build(said, rules)
    counted = [place for place, (cell, _) in enumerate(model.variables) if cell == said[0].cell]
    return tightest(system(model), counted)


def test_a_forged_bound_is_refused() -> None:
    """Catches a claim that is waved through: each of these says more than the rows imply."""
    found = _proofs()
    found.check()
    first, *others = found.lower
    top, *tops = found.upper
    assert first.value is not None
    assert top.value is not None
    low = top.value - 1
    by_step, by_rows = (Step(0, found.columns[0], "upper", low),), Refutation({0: 1}, {})
    for forged in (
        replace(found, lower=(replace(first, value=first.value + 1), *others)),
        replace(found, lower=(replace(first, value=first.value + 1, attained=False), *others)),
        replace(found, upper=(replace(top, value=low, attained=False), *tops), witnesses=()),
        replace(
            found,
            upper=(Bound(low, by_step, False), *tops),
            witnesses=(),
        ),
        replace(found, upper=(Bound(low, by_rows, False), *tops), witnesses=()),
        replace(found, upper=(Bound(None, None, True), *tops)),
        replace(found, lower=(Bound(None, None, False), *others)),
        replace(found, upper=(Bound(top.value + 1, top.proof, True), *tops)),
        replace(found, witnesses=(found.witnesses[0] + 1, *found.witnesses[1:])),
        replace(found, witnesses=(found.witnesses[0][:1], *found.witnesses[1:])),
    ):
        with pytest.raises(AssertionError, match="not borne out"):
            forged.check()


def test_a_count_far_above_every_number_is_found(of: Any) -> None:
    """Catches a search that takes a whole of many parts for impossible because no row has its number."""
    parts = [
        figure(10 + n, 999, period_start=day, period_end=day, period_kind="day")
        for n, day in enumerate(dt.date(2022, 1, 1) + dt.timedelta(days=n) for n in range(30))
    ]
    whole = figure(99, 1, None, period_start=dt.date(2022, 1, 1), period_end=dt.date(2022, 1, 30))
    of(record(*parts, whole))
    made = tightening.tighten()
    assert _rows(made)["f00099"] == (30 * 999, 30 * 999)
    made.check()


def test_rows_that_conflict_have_no_bounds() -> None:
    """Catches bounds of nothing, which would be claimed with a proof."""
    made = record(figure(1, 3), figure(2, 4))
    model = build(statements(made, AS_RECORDED)[0], rules_of(made))
    with pytest.raises(ContradictoryError, match="reconcile first"):
        tightest(system(model), [0])


def test_disputed_figures_are_left_out_and_named(of: Any) -> None:
    """Catches bounds that rest on figures which cannot be true together."""
    of(record(figure(1, 3), figure(2, 4), figure(3, 5, indicator_id="returned", document_id="d2")))
    made = tightening.tighten()
    assert made.disputed == ("f00001", "f00002")
    assert set(_rows(made)) == {"f00003"}


def _with_suppressed() -> tuple[Figure, ...]:
    """A total that undoes a "<5", and a newspaper that repeats the "<5" in words."""
    half = quarters(0, 2)
    return (
        figure(1, 10, **quarters(0, 4)),
        figure(2, 0, 4, conf_status="A", qualifier="less_than", **half),
        figure(3, 0, 4, document_id="d2", qualifier="less_than", **half),
        figure(4, 7, **quarters(2, 4)),
    )


def test_a_suppressed_count_is_tightened_only_if_overridden(of: Any) -> None:
    """Catches a total that undoes a "<5", by the cell itself, by its copy or by the proofs."""
    of(record(*_with_suppressed()))
    made = tightening.tighten()
    assert _rows(made)["f00002"] == _rows(made)["f00003"] == (0, 4)
    assert sum(len(proof.columns) for proof in made.proofs) == 2
    assert made.frame.set_index("observation_id")["suppressed"].to_dict()["f00002"]
    assert _rows(tightening.tighten(override_suppression=True))["f00002"] == (3, 3)


def _implied(first: int, stop: int, **choices: Any) -> tightening.Implied:
    """What is implied for the quantity that the figures here count, between two quarters."""
    days = quarters(first, stop).values()
    return tightening.implied("NL", "enforced-return", "moroccan-nationals", "MA", *days, **choices)


@pytest.mark.parametrize("periods", ["coded", "printed_only"])
def test_a_suppressed_count_is_not_implied(of: Any, periods: Any) -> None:
    """Catches the way round: asking for the very count, or under a scenario that leaves the cell out."""
    first, cell, _, last = _with_suppressed()
    of(record(first, replace(cell, period_basis="inferred"), last))
    with pytest.raises(ValueError, match="suppressed"):
        _implied(0, 2, scenario=Scenario(periods=periods))


def test_what_some_figures_imply_rests_on_those_alone(of: Any) -> None:
    """Catches a figure that was not asked for and still narrows the answer."""
    of(_family())
    alone = _implied(0, 2, figures=["f00001"])
    assert (alone.lower, alone.upper) == (0, 10)
    every = _implied(0, 2)
    assert (every.lower, every.upper) == (4, 10)
    every.proof.check()
    nothing = _implied(0, 2, figures=[])
    assert (nothing.lower, nothing.upper) == (0, None)
    with pytest.raises(KeyError, match="f00009"):
        _implied(0, 2, figures=["f00009"])


def test_what_conflicting_figures_imply_is_refused(of: Any) -> None:
    """Catches bounds that follow from a contradiction, from which all follows."""
    of(record(figure(1, 3), figure(2, 4)))
    with pytest.raises(ContradictoryError):
        tightening.implied(
            "NL",
            "enforced-return",
            "moroccan-nationals",
            "MA",
            *quarters(0, 4).values(),
            figures=["f00001", "f00002"],
        )


def test_a_figure_whose_end_is_open_takes_only_the_upper_bound_of_its_span(of: Any) -> None:
    """Catches a count that stopped on an unknown day raised to that of the whole span."""
    open_end = figure(
        1,
        2,
        None,
        period_start=dt.date(2022, 1, 1),
        period_end=None,
        period_kind="part_year",
        period_basis="document_date",
        published="2022-12-31",
    )
    of(record(open_end, figure(2, 9, **quarters(0, 4))))
    made = tightening.tighten()
    assert _rows(made) == {"f00001": (2, 9), "f00002": (9, 9)}
    made.check()
