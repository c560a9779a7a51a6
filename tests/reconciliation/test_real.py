"""The real figures: a changed value shows, order and chance do not, and scenarios agree with one another."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from functools import cache

import pytest

from morocco_returns.reconciliation.engine import named, reconcile, reconcile_record
from morocco_returns.reconciliation.record import Figure, Record
from morocco_returns.reconciliation.records import as_records
from morocco_returns.reconciliation.result import Reconciliation
from morocco_returns.reconciliation.scenarios import AS_RECORDED, SCENARIOS
from morocco_returns.reconciliation.scenarios import known as scenario
from morocco_returns.reconciliation.sensitivity import sensitivity, sensitivity_of
from morocco_returns.reconciliation.statements import statements
from tests.conftest import ROOT
from tests.reconciliation.making import figure, real, record

_LETTER = "nl-kamerbrief-2023-06-07-marokko"


@cache
def _part(*areas: str) -> Record:
    return replace(real(), figures=tuple(f for f in real().figures if f.area_id in areas))


@cache
def _reconciled(*areas: str) -> Reconciliation:
    return reconcile_record(_part(*areas))


def _letter() -> Record:
    """The figures of the letter, its caseload taken to count Moroccans, as no population is printed."""
    own = [figure for figure in real().figures if figure.document_id == _LETTER]
    taken = (replace(f, population_id=f.population_id or "moroccan-nationals") for f in own)
    return replace(real(), figures=tuple(taken))


def _changed(of: Record, name: str, value: int) -> Record:
    figures = tuple(_set(f, value) if f.observation_id == name else f for f in of.figures)
    return replace(of, figures=figures)


def _set(of: Figure, value: int) -> Figure:
    """The figure as if it printed another number, exact and not rounded."""
    return replace(
        of,
        value=value,
        value_printed=str(value),
        lower_bound=value,
        upper_bound=value,
        possible_lower=value,
        possible_upper=value,
        rounding_unit=None,
        qualifier="exact",
    )


def _conflicts(of: Record) -> set[frozenset[str]]:
    return {conflict.core.key for conflict in reconcile_record(of).conflicts}


@pytest.mark.parametrize(
    ("year", "part", "value"),
    [
        ("f00014", "f00015", 31),
        ("f00020", "f00021", 17),
        ("f00008", "f00009", 1101),
        ("f00026", "f00027", 141),
    ],
)
def test_a_part_of_a_year_above_its_year_is_found(year: str, part: str, value: int) -> None:
    """Catches a slip in the letter's own table that no sum shows."""
    of = _letter()
    before = _conflicts(of)
    assert frozenset({year, part}) not in before
    assert _conflicts(_changed(of, part, value)) - before == {frozenset({year, part})}


def test_a_changed_print_of_a_repeated_number_is_found() -> None:
    """Catches two prints of one series that come apart without a word."""
    result = _reconciled("BE", "DE", "ES63")
    dated = [s for s in result.statements if s.inner == s.outer and s.upper is not None]
    repeated = [statement for statement in dated if len(statement.figures) > 1]
    assert repeated
    for statement in repeated[:: max(1, len(repeated) // 4)]:
        pair = replace(result.record, figures=tuple(result.record.figure(f) for f in statement.figures))
        first, *others = statement.figures
        assert _conflicts(pair) == set()
        (found,) = _conflicts(_changed(pair, first, (statement.upper or 0) * 3 + 7))
        assert found == {first, others[0]}


def test_the_order_of_rows_changes_nothing() -> None:
    """Catches a result that hangs on which row comes first."""
    of = _part("BE", "DE", "DEA", "ES", "ES63", "FR", "EU_V")
    shuffled = list(of.figures)
    random.Random(7).shuffle(shuffled)
    again = reconcile_record(replace(of, figures=tuple(shuffled), relations=of.relations[::-1]))
    first = _reconciled("BE", "DE", "DEA", "ES", "ES63", "FR", "EU_V")
    assert as_records(again) == as_records(first)


_PROGRAM = """
import json
from dataclasses import replace
from morocco_returns.reconciliation.engine import reconcile_record
from morocco_returns.reconciliation.record import read_record
from morocco_returns.reconciliation.records import as_records
of = read_record("datapackage.json")
of = replace(of, figures=tuple(f for f in of.figures if f.area_id in ("BE", "DE")))
print(json.dumps(as_records(reconcile_record(of))))
"""


def test_another_process_finds_the_same() -> None:
    """Catches a result that hangs on the order of sets, which differs from run to run."""
    own_seed = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM], cwd=ROOT, env=own_seed, capture_output=True, text=True, check=True
    )
    assert json.loads(run.stdout) == as_records(_reconciled("BE", "DE"))


def test_the_table_of_scenarios_says_what_reconcile_says() -> None:
    """Catches a table whose verdicts differ from those of the scenario itself."""
    of = _part("DE", "ES63")
    table = sensitivity_of(of, SCENARIOS)
    assert list(table.columns) == ["figures", *(s.name for s in SCENARIOS)]
    rows = {row["figures"]: row for row in table.to_dict("records")}
    for one in SCENARIOS:
        for conflict in reconcile_record(of, one).conflicts:
            name = ", ".join(sorted(statement.key for statement in conflict.statements))
            assert rows[name][one.name] == conflict.verdict
    assert set(table[SCENARIOS[1].name]) <= {"contradiction", "tension", "possible", "left out"}


def test_a_scenario_that_leaves_a_figure_out_says_so() -> None:
    """Catches "possible" for a conflict of which a scenario holds one half only."""
    of = record(figure(1, 3, period_basis="inferred"), figure(2, 4), figure(3, 4, document_id="d2"))
    row = sensitivity_of(of, [AS_RECORDED, scenario("inferred periods left out")]).iloc[0].to_dict()
    assert list(row.values()) == ["f00001, f00002", "tension", "left out"]


def test_the_table_knows_every_document_that_prints_a_statement() -> None:
    """Catches a verdict of the table that rests on one of several prints."""
    of = record(
        figure(1, 9, document_id="d1", publisher="Office"),
        figure(2, 9, document_id="d2", publisher="Office"),
        figure(3, 8, document_id="d2", publisher="Office", indicator_id="returned"),
    )
    assert [c.verdict for c in reconcile_record(of).conflicts] == ["contradiction"]
    assert sensitivity_of(of, [AS_RECORDED])[AS_RECORDED.name].tolist() == ["contradiction"]


def test_the_table_does_not_relate_indicators_of_different_producers() -> None:
    """Catches a verdict of the table on what reconcile does not hold against one another."""
    of = record(
        figure(1, 9, document_id="d1"),
        figure(2, 8, document_id="d2", indicator_id="returned"),
        figure(3, 10, document_id="d3"),
    )
    assert [c.core.key for c in reconcile_record(of).conflicts] == [{"f00001", "f00003"}]
    assert sensitivity_of(of, [AS_RECORDED])["figures"].tolist() == ["f00001, f00003"]


def test_an_unknown_scenario_is_a_clear_error() -> None:
    """Catches a misspelt scenario that costs a minute before it fails, or passes for the default."""
    for call in (
        lambda: reconcile(ROOT, "tens"),
        lambda: sensitivity(ROOT, ["tens"]),
        lambda: named("tens"),
    ):
        with pytest.raises(ValueError, match="no scenario is called 'tens'; there are: as recorded"):
            call()


def test_every_conflict_of_the_real_record_is_proven() -> None:
    """Catches a verdict on real documents that rests on a solver's word."""
    result = _reconciled("BE", "DE", "DEA", "ES", "ES63", "FR", "EU_V")
    assert result.conflicts
    assert result.doubts == ()
    for conflict in result.conflicts:
        assert conflict.core.impossible.holds()
    said, left_out = statements(result.record, AS_RECORDED)
    assert sum(len(s.figures) for s in said) + len(left_out) == len(result.record.figures)
