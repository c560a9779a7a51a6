"""The engine against numbers that are tried: what can be true together, which conflicts are minimal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morocco_returns.reconciliation.cores import Judge, decide, find_cores
from morocco_returns.reconciliation.model import build, rules_of
from morocco_returns.reconciliation.record import Figure, Record
from morocco_returns.reconciliation.scenarios import AS_RECORDED
from morocco_returns.reconciliation.statements import Condition, Statement, statements
from morocco_returns.reconciliation.verdict import verdict
from tests.reconciliation.making import figure, quarters, real, record
from tests.reconciliation.oracle import INDICATORS, can_be_true, definitions

tried = settings(max_examples=30, deadline=None, derandomize=True)
_POPULATIONS = ("any-nationality", "moroccan-nationals", "asylum-seekers", "named-group")
_DESTINATIONS = ("MA", "MA", "MA", "_X", "_T", "_O")
numbers = st.integers(0, 6)
spans = st.tuples(st.integers(0, 2), st.integers(1, 3)).map(lambda t: quarters(t[0], t[0] + t[1]))
bounds = st.one_of(
    numbers.map(lambda n: (n, n)),
    numbers.map(lambda n: (n, None)),
    numbers.map(lambda n: (0, n)),
    st.tuples(numbers, numbers).map(sorted).map(tuple),
)


@st.composite
def figures(draw: Any, number: int) -> Figure:
    """A figure on one of a few quantities that bear on one another, some of them doubtful."""
    lower, upper = draw(bounds)
    made = figure(
        number,
        lower,
        upper,
        indicator_id=draw(st.sampled_from(INDICATORS)),
        population_id=draw(
            st.sampled_from(["any-nationality", "moroccan-nationals", "asylum-seekers", "named-group"])
        ),
        area_id=draw(st.sampled_from(["DE", "DE", "DEA"])),
        destination_id=draw(st.sampled_from(_DESTINATIONS)),
        document_id=draw(st.sampled_from(["d1", "d2"])),
        **draw(spans),
    )
    kind = draw(st.sampled_from(["plain", "plain", "inferred", "as_of", "open", "rounded"]))
    if kind == "inferred":
        made = replace(made, period_basis="inferred")
    elif kind in ("as_of", "open"):
        end = made.period_end if kind == "as_of" else None
        published = (made.period_end or dt.date(2024, 3, 31)).isoformat()
        made = replace(made, period_basis="document_date", period_end=end, published=published)
    elif kind == "rounded":
        wide = (max(0, lower - 2), None if upper is None else upper + 2)
        made = replace(
            made, rounding_unit=5, rounding_basis="inferred", possible_lower=wide[0], possible_upper=wide[1]
        )
    return made


@st.composite
def records(draw: Any) -> Record:
    count = draw(st.integers(2, 6))
    own = tuple(row for row in real().identities if row.dimension == "destination")
    return record(*(draw(figures(number)) for number in range(1, count + 1)), identities=own)


def _read(of: Record) -> list[Statement]:
    return statements(of, AS_RECORDED)[0]


def _conditions(said: list[Statement]) -> list[Condition]:
    return sorted(definitions().union(*(statement.conditions for statement in said)))


@tried
@given(records(), st.data())
def test_what_can_be_true_together_is_what_some_counts_meet(of: Record, data: Any) -> None:
    """Catches an identity that need not hold, one that is missed, and a condition that stays when dropped."""
    said = _read(of)
    judge = Judge(rules_of(of))
    for _ in range(2):
        some = data.draw(st.lists(st.sampled_from(said), unique=True)) if said else []
        dropped = frozenset(data.draw(st.lists(st.sampled_from(_conditions(said)), max_size=3)))
        assert (judge.why_not(some, dropped) is None) == can_be_true(some, dropped)
    assert (judge.why_not(said) is None) == can_be_true(said)
    assert judge.doubts == []


@tried
@given(records())
def test_every_impossible_set_is_proven_in_integers(of: Record) -> None:
    """Catches a proof that does not show what it is given for."""
    said = _read(of)
    if wrong := Judge(rules_of(of)).why_not(said):
        assert wrong.holds()
        assert wrong.statements <= {statement.key for statement in said}
        assert not can_be_true([statement for statement in said if statement.key in wrong.statements])


@pytest.mark.long
@tried
@given(records())
def test_cores_of_two_are_all_found_and_every_core_is_minimal(of: Record) -> None:
    """Catches a conflict that is hidden by another, and one with a figure that has no part in it."""
    said = _read(of)
    result = find_cores(said, Judge(rules_of(of)))
    found, complete = result.cores, result.complete
    keys = {core.key for core in found}
    wrong_pairs = {
        frozenset({one.key, other.key})
        for one, other in combinations(said, 2)
        if not can_be_true([one, other]) and can_be_true([one]) and can_be_true([other])
    }
    assert complete
    assert {key for key in keys if len(key) == 2} == wrong_pairs
    for core in found:
        assert core.impossible.holds()
        assert not can_be_true(core.statements)
        for statement in core.statements:
            assert can_be_true([other for other in core.statements if other is not statement])


@tried
@given(records())
def test_a_conflict_is_a_tension_if_dropping_its_conditions_mends_it(of: Record) -> None:
    """Catches a contradiction that a doubtful print explains, and a tension that nothing explains."""
    said = _read(of)
    judge = Judge(rules_of(of))
    for core in find_cores(said, judge).cores:
        dropped = frozenset(_conditions(list(core.statements)))
        printed = [{of.figure(name).document_id for name in s.figures} for s in core.statements]
        if set.intersection(*printed):
            dropped -= definitions()
        expected = "tension" if can_be_true(core.statements, dropped) else "contradiction"
        assert verdict(core.statements, judge) == expected


@tried
@given(records(), st.data())
def test_more_statements_never_help_and_fewer_conditions_never_hurt(of: Record, data: Any) -> None:
    """Catches what the memory of a judge rests on: each question is put to a model of its own here."""
    said, rules = _read(of), rules_of(of)
    dropped = frozenset(data.draw(st.lists(st.sampled_from(_conditions(said)), max_size=4)))
    fewer = data.draw(st.sets(st.sampled_from(_conditions(said)))) & dropped
    some = [statement for statement in said if data.draw(st.booleans())]

    def possible(which: list[Statement], without: frozenset[Condition]) -> bool:
        return decide(build(which, rules, without)) is None

    assert not possible(said, dropped) or possible(some, dropped)
    assert not possible(said, frozenset(fewer)) or possible(said, dropped)
