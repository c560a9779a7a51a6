"""The table of comparisons holds what the reconciliation finds, no more and no less."""

from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner

from morocco_returns.cli import main
from morocco_returns.reconciliation.curated import Comparison, unsettled
from morocco_returns.reconciliation.engine import reconcile_record
from morocco_returns.reconciliation.record import Figure, Indicator, Record
from morocco_returns.reconciliation.result import Reconciliation

from .conftest import ROOT

RETURNED = Indicator("returned", "flow", None, None, "yes")


def _figure(number: int, value: int, year: int = 2022) -> Figure:
    """An exact count of one quantity, each in a document of its own."""
    cells: dict[str, object] = dict.fromkeys(Figure.__dataclass_fields__)
    cells |= {
        "observation_id": f"f{number:05d}",
        "area_id": "NL",
        "indicator_id": "returned",
        "population_id": "moroccan-nationals",
        "destination_id": "MA",
        "period_start": dt.date(year, 1, 1),
        "period_end": dt.date(year, 12, 31),
        "period_kind": "calendar_year",
        "period_basis": "printed",
        "value_printed": str(value),
        "qualifier": "exact",
        "obs_status": "A",
        "document_id": f"document-{number}",
        "table_id": f"table-{number}",
    }
    cells |= dict.fromkeys(("value", "lower_bound", "upper_bound", "possible_lower", "possible_upper"), value)
    return Figure(**cells)  # type: ignore[arg-type]


def _reconciled(*figures: Figure) -> Reconciliation:
    return reconcile_record(Record(figures, {"returned": RETURNED}, {}, {}, (), (), {}))


def _comparison(verdict: str, *members: int) -> Comparison:
    ids = frozenset(f"f{number:05d}" for number in members)
    return Comparison("k00001", verdict, "period", "One. Two.", ids)


def _messages(result: Reconciliation, *rows: Comparison) -> list[str]:
    return [difference.message for difference in unsettled(result, list(rows))]


APART = (_figure(1, 13), _figure(2, 17))
ROUNDED = (_figure(1, 13), _figure(2, 10))


def test_every_conflict_of_the_package_has_its_row_and_no_row_is_out_of_date() -> None:
    """Catches a figure that contradicts another unsaid, and an explanation of what was since corrected."""
    found = CliRunner().invoke(main, ["reconcile", "--check", str(ROOT)])
    assert (found.exit_code, found.output) == (0, "")


@pytest.mark.parametrize(
    ("figures", "verdict"), [(APART, "contradiction"), (ROUNDED, "tension"), (APART[:1], "consistent")]
)
def test_what_the_figures_are_together_settles_them(figures: tuple[Figure, ...], verdict: str) -> None:
    """Catches a check that no table of comparisons could pass."""
    assert not _messages(_reconciled(*figures), _comparison(verdict, 1, 2))


@pytest.mark.parametrize("rows", [(), (_comparison("consistent", 1, 3),)])
def test_a_conflict_that_no_row_accounts_for_is_reported(rows: tuple[Comparison, ...]) -> None:
    """Catches a conflict that counts as settled by a row on one of its figures alone."""
    assert _messages(_reconciled(*APART, _figure(3, 13, year=2020)), *rows) == [
        "a contradiction without a comparison: f00001, f00002"
    ]


@pytest.mark.parametrize("verdict", ["tension", "contradiction"])
def test_a_row_on_a_conflict_that_is_gone_is_reported(verdict: str) -> None:
    """Catches an explanation that outlives the slip that it explains."""
    gone = _reconciled(_figure(1, 13), _figure(2, 13))
    assert _messages(gone, _comparison(verdict, 1, 2)) == [
        f"k00001 says {verdict}, its members together are consistent"
    ]


@pytest.mark.parametrize(
    ("figures", "says", "are"),
    [
        (APART, "tension", "contradiction"),
        (APART, "consistent", "contradiction"),
        (ROUNDED, "contradiction", "tension"),
    ],
)
def test_a_wrong_verdict_is_reported(figures: tuple[Figure, ...], says: str, are: str) -> None:
    """Catches a contradiction that is called possible, and a tension that is called impossible."""
    assert _messages(_reconciled(*figures), _comparison(says, 1, 2)) == [
        f"k00001 says {says}, its members together are {are}"
    ]


def test_the_heaviest_of_several_conflicts_is_the_verdict() -> None:
    """Catches a row that hides a contradiction behind a tension among its members."""
    three = _reconciled(*ROUNDED, _figure(3, 27))
    assert not _messages(three, _comparison("contradiction", 1, 2, 3))
    assert _messages(three, _comparison("tension", 1, 2, 3))


def test_a_member_without_a_part_in_the_conflict_is_reported() -> None:
    """Catches a figure that is called contested because it was lumped with others."""
    others = _reconciled(*APART, _figure(3, 13, year=2020))
    assert _messages(others, _comparison("contradiction", 1, 2, 3)) == [
        "k00001 has members that conflict with none of the others: f00003"
    ]
