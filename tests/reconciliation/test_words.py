"""Reports in words and as records: complete, and safe to print whatever stands in the data."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from morocco_returns.reconciliation import explain as explaining
from morocco_returns.reconciliation.engine import reconcile_record
from morocco_returns.reconciliation.record import Figure
from morocco_returns.reconciliation.records import as_records
from morocco_returns.reconciliation.result import Reconciliation
from morocco_returns.reconciliation.statements import Cell, Condition
from morocco_returns.reconciliation.words import bounds, condition, one_line, quantity, report_lines
from tests.conftest import ROOT
from tests.reconciliation.making import figure, quarters, real, record

_EVIL = "of whom\n20\x1b[31m were\r\u2028sent\u202eback\x00 ::error::no"


def _printed(number: int, value: int, **cells: Any) -> Figure:
    names: dict[str, Any] = {
        "document_title": f"Letter {number}",
        "publisher": f"Office {number}",
        "page": 10 + number,
        "quote": f"there were {value} of them",
    }
    return figure(number, value, **({"document_id": f"d{number}"} | names | cells))


def _result(**cells: Any) -> Reconciliation:
    """A tension, a contradiction, an agreement and a figure that is left out."""
    of = record(
        _printed(1, 20, **cells),
        _printed(2, 23),
        _printed(3, 99),
        _printed(4, 7, indicator_id="voluntary-return"),
        _printed(5, 7, indicator_id="voluntary-return"),
        _printed(6, 7, obs_status="F"),
    )
    return reconcile_record(of)


def test_the_report_names_document_page_and_quote_of_every_figure_in_a_conflict() -> None:
    """Catches a conflict that a reader cannot look up."""
    text = "\n".join(report_lines(_result()))
    for number, value in ((1, 20), (2, 23), (3, 99)):
        said = f"Letter {number}", f"Office {number}", f"page {10 + number}", f"there were {value} of them"
        assert all(part in text for part in said)
    assert "contradiction: f00001 against f00003" in text
    assert "possible only if “20” (f00001) is a rounded number (f00001 then counts exactly 23)" in text
    assert "agreement: Netherlands, voluntary return" in text
    assert "2 contradictions, 1 tensions, 1 agreements" in text
    assert "it is a forecast or plan" in text


def test_nothing_in_the_data_breaks_a_line_or_commands_a_terminal() -> None:
    """Catches a quote that hides a conflict, or writes one of its own."""
    evil = dict.fromkeys(("document_title", "publisher", "quote", "row_label", "value_printed"), _EVIL)
    lines = list(report_lines(_result(**evil)))
    assert any("of whom 20\\x1b[31m were sent\\u202eback\\x00" in line for line in lines)
    for line in lines:
        assert line.isprintable()
        assert "::" not in line
    assert one_line("    a\tb \n c") == "    a b c"


def test_the_records_are_json_and_leave_nothing_out() -> None:
    """Catches a result that JSON cannot hold, and a figure, way or number that is in the words alone."""
    result = _result()
    made = json.loads(json.dumps(as_records(result)))
    assert made["scenario"] == "as recorded"
    (dispute,) = made["disputes"]
    assert {key for s in dispute["statements"] for key in s["figures"]} == {"f00001", "f00002", "f00003"}
    first = dispute["statements"][0]
    assert (first["area_id"], first["destination_id"]) == ("NL", "MA")
    assert (first["period_start"], first["period_end"]) == ("2022-01-01", "2022-12-31")
    assert first["conditions"] == [{"kind": "rounding", "subject": "f00001"}]
    verdicts = {tuple(sorted(c["statements"])): c for c in dispute["conflicts"]}
    tension = verdicts[("f00001", "f00002")]
    assert (tension["verdict"], tension["gap"]) == ("tension", 3)
    assert tension["possible_only_if"] == [
        {
            "without": [{"kind": "rounding", "subject": "f00001"}],
            "then": [{"statement": "f00001", "least": 23, "most": 23}],
        }
    ]
    assert verdicts[("f00002", "f00003")]["possible_only_if"] == []
    assert dispute["restored_without"] == []
    (agreed,) = made["agreements"]
    assert agreed["origins"] == ["Office 4", "Office 5"]
    assert made["left_out"] == [{"figure": "f00006", "reason": "it is a forecast or plan"}]
    assert made["doubts"] == []


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ((5, 5), "exactly 5"),
        ((0, 0), "exactly 0"),
        ((None, 4), "0 to 4"),
        ((5, None), "at least 5"),
        ((None, None), "at least 0"),
    ],
)
def test_bounds_in_words(pair: tuple[int | None, int | None], words: str) -> None:
    """Catches "exactly None", and an open side that reads as a number."""
    assert bounds(*pair) == words


def test_a_code_without_a_label_stands_for_itself() -> None:
    """Catches "to None" for a destination that the code lists do not name."""
    of = replace(record(figure(1)), labels={})
    assert quantity(Cell("NL", "returned", "minors", "MA"), of) == "NL, returned, minors, to MA"


@pytest.mark.parametrize("kind", ["rounding", "as_of", "dated", "inferred", "destination", "definition"])
def test_every_condition_has_words(kind: str) -> None:
    """Catches a kind of condition that the report cannot name."""
    assert condition(Condition(kind, "f00001"), record(figure(1)))


def _explained(monkeypatch: pytest.MonkeyPatch, result: Reconciliation, name: str) -> list[str]:
    monkeypatch.setattr(explaining, "reconcile", lambda _: result)
    return explaining.explain(name, ROOT)


def test_a_figure_is_explained_with_what_it_conflicts_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an explanation that names neither the print nor its opponents."""
    text = "\n".join(_explained(monkeypatch, _result(), "f00001"))
    for part in ("prints “20”", "page: 11", "quote: there were 20 of them", "f00002", "Letter 3", "tension"):
        assert part in text
    assert "conflicts with no other figure" in "\n".join(_explained(monkeypatch, _result(), "f00004"))
    assert "held against no other figure" in "\n".join(_explained(monkeypatch, _result(), "f00006"))
    with pytest.raises(KeyError, match="f00042"):
        _explained(monkeypatch, _result(), "f00042")
    evil = _explained(monkeypatch, _result(quote=_EVIL, attributed_to=_EVIL), "f00001")
    assert all(line.isprintable() for line in evil)


def test_figures_of_the_real_record_can_be_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a figure of a kind that the explanation does not know."""
    of = replace(real(), figures=tuple(f for f in real().figures if f.area_id in ("BE", "ES63", "EU_V")))
    result = reconcile_record(of)
    disputed = sorted(name for conflict in result.conflicts for name in conflict.figures)
    left_out = [left.observation_id for left in result.left_out]
    parts = [f.observation_id for f in of.figures if f.part_of_id]
    for name in {*disputed[::8], *left_out[::12], *parts[::8]}:
        lines = _explained(monkeypatch, result, name)
        assert lines[0].startswith(f"{name} prints")
        assert all(line.isprintable() for line in lines)


def test_a_half_of_a_year_is_named_by_its_days() -> None:
    """Catches a last day that is the first of the next period."""
    result = reconcile_record(record(figure(1, 3, **quarters(0, 2)), figure(2, 4, **quarters(0, 2))))
    (dispute,) = as_records(result)["disputes"]
    assert dispute["statements"][0]["period_end"] == "2022-06-30"
