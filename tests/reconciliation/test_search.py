"""The search for conflicts says where it stopped, and what a tension would take."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from morocco_returns.reconciliation import cores, verdict
from morocco_returns.reconciliation.engine import reconcile_record
from morocco_returns.reconciliation.record import Record
from morocco_returns.reconciliation.records import as_records
from morocco_returns.reconciliation.result import Reconciliation
from morocco_returns.reconciliation.solver import UnsolvedError
from morocco_returns.reconciliation.verdict import Needed
from morocco_returns.reconciliation.words import report_lines
from tests.reconciliation.making import figure, quarters, record


def _many() -> Record:
    """A year below each of its quarters, all of which agree with one another."""
    return record(
        figure(1, 2, **quarters(0, 4)), *(figure(2 + n, 3, None, **quarters(n, n + 1)) for n in range(4))
    )


def test_a_search_that_was_cut_short_says_so_and_finds_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches conflicts that go missing without a word on a large family."""
    whole = reconcile_record(_many())
    assert whole.complete
    assert len(whole.conflicts) == 4
    monkeypatch.setattr(cores, "MOST_ROUNDS", 1)
    cut = reconcile_record(_many())
    assert {c.core.key for c in cut.conflicts} == {c.core.key for c in whole.conflicts}
    assert not cut.complete
    assert "the search was given up" in "\n".join(report_lines(cut))
    assert as_records(cut)["complete"] is False


def test_a_solver_that_gives_up_leaves_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches one hard question that ends the whole run, or passes as an answer."""

    def give_up(_: object) -> None:
        raise UnsolvedError("no luck")

    monkeypatch.setattr(cores, "witness", give_up)
    result = reconcile_record(record(figure(1, 2), figure(2, 2, None)))
    assert result.doubts == ("whether f00001, f00002 can be true together is not known: no luck",)
    assert result.conflicts == ()
    assert f"in doubt: {result.doubts[0]}" in report_lines(result)
    assert as_records(result)["doubts"] == [*result.doubts]


def test_unknown_numbers_of_a_way_out_leave_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a tension that is lost because its numbers cannot be worked out."""

    def give_up(*_: object) -> None:
        raise UnsolvedError("no luck")

    monkeypatch.setattr(verdict, "ranges", give_up)
    result = reconcile_record(record(figure(1, 20), figure(2, 21)))
    assert [conflict.verdict for conflict in result.conflicts] == ["tension"]
    assert "no luck" in result.doubts[0]


def test_a_tension_names_what_would_have_to_be_counted() -> None:
    """Catches numbers that the other figures do not allow, or wider than they allow."""
    of = record(figure(1, 20), figure(2, 23, document_id="d2"), figure(3, 26, document_id="d3"))
    found = {c.core.key: c for c in reconcile_record(of).conflicts}
    near = found[frozenset({"f00001", "f00002"})]
    assert [(n.least, n.most) for way in near.ways for n in way.needed] == [(23, 23)]
    assert near.gap == 3
    assert found[frozenset({"f00001", "f00003"})].verdict == "contradiction"
    assert found[frozenset({"f00001", "f00003"})].gap == 6


@pytest.mark.parametrize("basis", ["inferred", "document_date"])
def test_a_figure_doubted_twice_over_needs_no_number(basis: str) -> None:
    """Catches a crash on a figure whose period and whose rounding both have to go."""
    cells = quarters(0, 1) | {"period_basis": basis, "period_kind": "part_year"}
    of = record(
        figure(1, 20, **cells),
        figure(2, 40, document_id="d2", **cells),
        figure(3, 33, document_id="d3", **quarters(0, 1)),
    )
    for conflict in reconcile_record(of).conflicts:
        for way in conflict.ways:
            for needed in way.needed:
                assert needed.statement.without(way.dropped) is not None


def test_a_count_without_an_upper_bound_has_no_most() -> None:
    """Catches an open side that the solver calls unbounded, which ended the run."""
    cells: dict[str, Any] = {"rounding_unit": 10, "rounding_basis": "stated", "document_id": "d2"}
    low = figure(1, 20, None, qualifier="at_least", **cells)
    result = reconcile_record(record(replace(low, possible_lower=15), figure(2, 17)))
    assert [(n.statement.key, n.least, n.most) for n in _needed(result)] == [("f00001", 17, 17)]
    part = replace(low, possible_lower=15, population_id="minors")
    result = reconcile_record(record(part, figure(2, 17, document_id="d3")))
    assert [(n.least, n.most) for n in _needed(result)] == [(15, 17)]
    assert result.doubts == ()
    early = figure(3, 20, period_basis="document_date", period_kind="part_year", **quarters(0, 2))
    open_top = replace(early, upper_bound=None, possible_upper=None, qualifier="at_least", possible_lower=10)
    open_top = replace(open_top, rounding_unit=10, rounding_basis="stated", value=None)
    result = reconcile_record(record(open_top, figure(4, 12, document_id="d2", **quarters(0, 2))))
    assert result.doubts == ()


def _needed(result: Reconciliation) -> list[Needed]:
    return [needed for c in result.conflicts for way in c.ways for needed in way.needed]


def test_one_statement_restores_what_all_conflicts_share() -> None:
    """Catches a culprit that is not the only one, or one that leaves a conflict behind."""
    result = reconcile_record(_many())
    (dispute,) = result.disputes
    assert [statement.key for statement in dispute.restores] == ["f00001"]
    pair = reconcile_record(record(figure(1, 3), figure(2, 4), figure(3, 4, document_id="d2")))
    assert [s.figures for s in pair.disputes[0].restores] == [("f00001",), ("f00002", "f00003")]
    three = reconcile_record(record(figure(1, 3), figure(2, 4), figure(3, 6)))
    assert three.disputes[0].restores == ()
