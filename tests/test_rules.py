"""Every rule has an example of its own: an edit that it reports, at the right file, line and column."""

from __future__ import annotations

import dataclasses
import importlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from morocco_returns.build.metadata import schema_path, table_path
from morocco_returns.build.run import build
from morocco_returns.check.catalogue import reasons
from morocco_returns.check.rule import RULES, Rule
from morocco_returns.finding import Finding, Severity

from .conftest import ROOT, Copy

CA_200, CELL_6, CELL_LT5, RUIM_300, F125, F250, F700, F119 = (
    "f00001",
    "f00020",
    "f00021",
    "f00047",
    "f00048",
    "f00049",
    "f00050",
    "f00056",
)
LETTER = "nl-kamerbrief-2023-06-07-marokko"


@dataclass(frozen=True)
class Example:
    """An edit of one row, and the column in which the rule must report it."""

    rule: str
    table: str
    key: str
    column: str
    cells: dict[str, str] = field(default_factory=dict)


def _example(rule: str, table: str, key: str, column: str, **cells: str) -> Example:
    return Example(rule, table, key, column, cells)


EXAMPLES = [
    # a comparison that says too little, too much, or two things at once
    _example("comparison-explanation", "comparisons", "k00001", "explanation", explanation="Too short."),
    _example("comparison-explanation", "comparisons", "k00001", "explanation", explanation="A. B. C."),
    _example("comparison-explanation", "comparisons", "k00001", "explanation", explanation="A. Cut off"),
    _example("comparison-unexplained", "comparisons", "k00001", "kind", kind="unexplained"),
    _example("comparison-unexplained", "comparisons", "k00001", "kind", explanation="unexplained"),
    # a slip of the keyboard in each column that reads the print
    _example("value-reread", "observations", "f00006", "value", value="1771"),
    _example("value-reread", "observations", CELL_LT5, "upper_bound", upper_bound="5"),
    _example("value-reread", "observations", RUIM_300, "lower_bound", lower_bound="300"),
    _example("value-reread", "observations", "f00052", "qualifier", qualifier="less_than_x"),
    _example("value-reread", "observations", "f00006", "value", value_printed="1.707"),
    _example("value-reread", "observations", "f00006", "value_printed", value_printed="1.77"),
    _example("value-reread", "observations", "f00006", "value_printed", value_printed="1,770"),
    _example("value-reread", "observations", CELL_LT5, "qualifier", value_printed="5"),
    _example("bounds-reversed", "observations", "f00052", "lower_bound", lower_bound="90000"),
    _example("value-without-exact", "observations", CELL_LT5, "value", value="5"),
    _example("exact-bounds", "observations", CELL_6, "lower_bound", lower_bound="4"),
    _example("approximate-without-about", "observations", CA_200, "approximate_value", approximate_value=""),
    _example("approximate-without-about", "observations", F125, "approximate_value", approximate_value="125"),
    _example("status-without-figure", "observations", F125, "obs_status", obs_status="M"),
    _example("status-without-figure", "observations", F125, "lower_bound", lower_bound=""),
    _example("part-exceeds-base", "observations", F250, "part_of_id", part_of_id="f00048"),
    _example("part-exceeds-base", "observations", "f00008", "part_of_id", part_of_id=CELL_6),
    _example("destination-fits", "observations", F125, "destination_id", destination_id="_Z"),
    _example("destination-fits", "observations", CA_200, "destination_id", destination_id="MA"),
    _example(
        "reference-value", "reference_statistics", "migr_asyappctza.asy_app.nl.2022", "value", value="776"
    ),
    _example(
        "reference-value", "reference_statistics", "migr_asyappctza.asy_app.nl.2012", "obs_status", flag=""
    ),
    _example(
        "reference-sum", "reference_statistics", "migr_asyappctza.asy_app.nl.2022", "value", value="900"
    ),
    _example(
        "reference-sum", "reference_statistics", "migr_asyappctza.asy_app.nl.2022", "value", value="700"
    ),
    _example("parts-exceed-base", "observations", "f00391", "value_printed", upper_bound="124"),
    # when
    _example("period-reversed", "observations", "f00002", "period_end", period_end="2019-12-31"),
    _example("period-after-publication", "observations", "f00005", "period_end", period_end="2023-06-30"),
    _example("period-kind", "observations", "f00002", "period_kind", period_end="2020-12-30"),
    _example("period-kind", "observations", "f00002", "period_kind", period_kind="half_year"),
    _example("period-kind", "observations", "f00005", "period_kind", period_start="2022-12-01"),
    _example("period-basis", "observations", "f00002", "period_basis", period_basis="unknown"),
    _example("period-basis", "observations", F700, "period_basis", period_basis="printed"),
    _example("period-basis", "observations", F700, "note", note=""),
    _example("period-event", "observations", F125, "event_id", event_id=""),
    _example("period-event", "observations", F125, "period_start", period_start="2021-07-02"),
    _example("edtf-date", "events", "nl-ma-action-plan", "date", date="July 2021"),
    _example("published-date", "documents", LETTER, "published", published="2023-02-30"),
    _example("published-date", "documents", LETTER, "published_basis", published_basis="unknown"),
    _example("measure-period", "observations", CA_200, "period_kind", period_kind="day"),
    _example("measure-period", "observations", F119, "period_kind", period_kind="point_in_time"),
    _example(
        "period-words", "observations", "f00002", "period_printed", period_printed="2019", column_label="2019"
    ),
    _example("period-words", "observations", "f00005", "period_end", period_end="2023-05-31"),
    _example("period-words", "observations", "f00002", "period_printed", period_printed="maart 2021"),
    _example("period-after-publication", "observations", "f00055", "period_start", period_start="2025-01-01"),
    _example("period-range", "observations", "f00002", "period_start", period_start="1920-01-01"),
    _example("period-range", "observations", "f00002", "period_end", period_end="2027-12-31"),
    _example("period-range", "observations", F700, "period_end", period_end="2204-06-30"),
    _example("period-unit", "observations", "f00002", "period_kind", period_printed="juni 2020"),
    _example("period-unit", "observations", "f00336", "period_kind", period_kind="part_year"),
    _example("pace-words", "observations", "f00002", "period_kind", period_printed="2020, per maand"),
    _example("pace-words", "observations", "f00002", "period_kind", period_kind="per_month"),
    _example("label-year", "observations", "f00002", "column_label", period_end="2021-12-31"),
    _example("label-year", "observations", F125, "row_label", row_label="2020*"),
    _example("provisional-unmarked", "observations", "f00002", "obs_status", obs_status="P"),
    _example("provisional-unsaid", "observations", "f00280", "obs_status", obs_status="A"),
    _example("estimate-unmarked", "observations", "f00002", "obs_status", obs_status="E"),
    _example("forecast-unsaid", "observations", F700, "obs_status", obs_status="A"),
    _example("event-reversed", "events", "nl-ma-visit-2023-02", "date", date="2023-02-21/2023-02-20"),
    _example("event-future", "events", "nl-ma-action-plan", "date", date="2201-07"),
    _example("event-after-documents", "events", "nl-ma-action-plan", "date", date="2099-08"),
    _example("accessed-date", "documents", LETTER, "accessed", accessed="2023-06-06"),
    _example("accessed-date", "documents", LETTER, "accessed", accessed="1998-06-06"),
    _example("after-release", "documents", LETTER, "accessed", accessed="2027-01-01"),
    _example("after-release", "documents", LETTER, "published", published="2027"),
    _example(
        "published-date",
        "documents",
        "nl-telegraaf-2024-01-22-interview",
        "published_basis",
        published_basis="printed",
    ),
    # where
    _example("table-of-other-document", "observations", F125, "table_id", table_id=f"{LETTER}-prose"),
    _example("table-of-other-document", "observations", CELL_6, "page", page="2"),
    _example("page-beyond-document", "observations", RUIM_300, "page", page="5"),
    _example("page-beyond-document", "claims", "c00001", "page", page="9"),
    _example("cell-or-prose", "observations", CELL_6, "row_number", row_number=""),
    _example("cell-or-prose", "observations", CELL_6, "quote", quote="een 6"),
    _example("cell-or-prose", "observations", CELL_6, "counted_printed", counted_printed="personen"),
    _example("page-basis", "documents", LETTER, "page_basis", page_basis="unknown"),
    _example("page-basis", "documents", LETTER, "page_basis", pages=""),
    _example(
        "table-of-other-document",
        "reference_statistics",
        "migr_asyappctza.asy_app.nl.2022",
        "table_id",
        table_id=f"{LETTER}-t1",
    ),
    _example("cell-or-prose", "observations", F125, "row_label", row_label="x"),
    _example("cell-or-prose", "observations", F125, "quote", quote=""),
    _example("quote-length", "observations", F125, "quote", quote="a b c d e f g h i 125 k"),
    _example("quote-lacks-figure", "observations", F125, "quote", quote="Moroccan foreigners have returned"),
    _example(
        "place-twice", "observations", "f00007", "column_number", column_number="1", column_label="2019"
    ),
    _example("label-number", "observations", "f00007", "column_label", column_label="2019"),
    _example("row-one-quantity", "observations", "f00007", "indicator_id", indicator_id="enforced-return"),
    _example("period-not-in-label", "observations", "f00007", "period_printed", period_printed="2021"),
    _example("table-incomplete", "tables", "ma-yabiladi-2024-01-almost-ideal-prose-nos", "complete"),
    _example("figure-count", "documents", LETTER, "figures", figures="46"),
    _example("scope-result", "documents", LETTER, "scope_result", scope_result="unreadable"),
    _example(
        "scope-result", "documents", "nl-beslisnota-2023-06-07-marokko", "scope_reason", scope_reason=""
    ),
    _example("scope-result", "documents", "nl-paper-19637-2992", "extent_read", accessed="2026-11-22"),
    _example("scope-result", "documents", LETTER, "accessed", accessed=""),
    _example("rounding-basis", "tables", f"{LETTER}-t2", "rounding_basis", rounding_basis="unknown"),
    _example("rounding-basis", "tables", f"{LETTER}-t2", "rounding_evidence", rounding_evidence=""),
    _example("rounding-basis", "tables", f"{LETTER}-t2", "suppression_basis", suppression_threshold=""),
    _example(
        "relation-to-itself",
        "document_relations",
        "nl-beslisnota-2023-06-07-marokko",
        "target_id",
        target_id="nl-beslisnota-2023-06-07-marokko",
    ),
    _example(
        "document-date",
        "observations",
        CA_200,
        "period_basis",
        period_start="2021-06-06",
        period_end="2021-06-06",
    ),
    _example(
        "document-date",
        "observations",
        "f00168",
        "period_basis",
        document_id="be-afriquinfos-2013-nine-moroccans",
    ),
    _example("document-date", "observations", F125, "obs_status", obs_status="F", period_end="2023-01-01"),
    _example("cell-period", "observations", "f00007", "period_printed", period_basis="lexical"),
    _example("cell-period", "observations", CELL_LT5, "period_printed", event_id=""),
    _example("period-event", "observations", "f00007", "event_id", event_id="nl-ma-action-plan"),
    _example("period-kind", "observations", "f00002", "period_kind", period_end=""),
    _example("period-kind", "observations", "f00002", "period_kind", period_kind="part_year"),
    _example("period-kind", "observations", CA_200, "period_kind", period_start="2023-05-31"),
    _example("period-words", "observations", "f00011", "period_end", period_end="2023-06-05"),
    _example("page-missing", "observations", F125, "page", page=""),
    _example("page-missing", "tables", f"{LETTER}-t2", "page", page=""),
    _example("table-of-other-document", "observations", CELL_6, "page", page=""),
    _example(
        "quote-lacks-figure",
        "observations",
        "f00054",
        "quote",
        quote="1674 van hen hebben geen wettig verblijf",
    ),
    _example("rounding-contradicted", "observations", "f00022", "value", value="31"),
    _example(
        "rounding-contradicted",
        "reference_statistics",
        "migr_asyappctza.asy_app.nl.2022",
        "value",
        value="777",
    ),
    _example("rounding-contradicted", "observations", CELL_6, "value", value="16"),
    _example("suppression-contradicted", "observations", CELL_LT5, "value_printed", upper_bound="9"),
    _example("suppression-contradicted", "observations", CELL_6, "value_printed", value="3"),
    _example(
        "reference-id",
        "reference_statistics",
        "migr_asyappctza.asy_app.nl.2022",
        "reference_id",
        area_id="BE",
    ),
    _example(
        "reference-id",
        "reference_statistics",
        "migr_asyappctza.asy_app.nl.2022",
        "period_end",
        period_end="2023-12-31",
    ),
    _example("figures-stale", "figures", "f00022", "value", value="31"),
    _example("series-stale", "series", "NL", "contested", contested="true"),
    _example("thousands-uneven", "observations", "f00006", "value_printed", value_printed="1770"),
    _example(
        "hedge-left-out", "observations", CA_200, "value_printed", value_printed="200", qualifier="exact"
    ),
    _example(
        "hedge-left-out",
        "observations",
        "f00276",
        "value_printed",
        value_printed="300",
        qualifier="exact",
    ),
    _example("date-reformatted", "observations", "f00448", "column_label", column_label="2016-05-01"),
    _example("date-reformatted", "claims", "c00002", "period_printed", period_printed="Jun-12"),
    # keys
    _example("foreign-key", "observations", F125, "indicator_id", indicator_id="Returned"),
    _example("foreign-key", "observations", F125, "document_id", document_id="nl-gov"),
    _example("hierarchy-cycle", "indicators", "departure", "broader_id", broader_id="enforced-return"),
    _example("adds-to-broader", "indicators", "returned", "adds_to_broader", adds_to_broader=""),
    _example("code-unused", "areas", "FR", "area_id", area_id="XX"),
    _example("adds-over-time", "indicators", "detained", "adds_over_time", adds_over_time="yes"),
    _example("unlike-broader", "indicators", "voluntary-return", "unit", unit="decisions"),
    _example("unlike-broader", "indicators", "voluntary-return", "measure", measure="stock"),
    _example("part-of-other-quantity", "observations", "f00054", "area_id", part_of_id="f00002"),
]


def _repeat_a_figure(package: Copy) -> tuple[str, str]:
    rows = package.rows("observations")
    rows.append({**rows[-1], "observation_id": "f99999"})
    package.save("observations", rows)
    return "data/observations.csv", "observation_id"


def _exchange_two_rows(package: Copy) -> tuple[str, str]:
    rows = package.rows("areas")
    package.save("areas", [rows[1], rows[0], *rows[2:]])
    return "data/areas.csv", "area_id"


def _lose_a_built_row(package: Copy) -> tuple[str, str]:
    package.save("series", package.rows("series")[1:])
    return "data/built/series.csv", "observation_id"


def _invent_a_built_row(package: Copy) -> tuple[str, str]:
    rows = package.rows("figures")
    package.save("figures", [*rows, {**rows[0], "observation_id": "f99999"}])
    return "data/built/figures.csv", "observation_id"


def _lose_a_row(package: Copy) -> tuple[str, str]:
    package.save("observations", [r for r in package.rows("observations") if r["observation_id"] != "f00006"])
    return "data/observations.csv", "observation_id"


def _compare_one_figure(package: Copy) -> tuple[str, str]:
    row = {"comparison_id": "k00001", "verdict": "tension", "kind": "period", "explanation": "x"}
    package.save("comparisons", [row])
    package.save("comparison_members", [{"comparison_id": "k00001", "observation_id": "f00022"}])
    return "data/comparisons.csv", "comparison_id"


def _name_a_twin(package: Copy) -> tuple[str, str]:
    rows = package.rows("tables")
    first = next(row for row in rows if row["table_id"].endswith("-t1"))
    twin = {**first, "table_id": first["table_id"].replace("-t1", "-tl")}
    package.save("tables", sorted([*rows, twin], key=lambda row: row["table_id"]))
    return "data/tables.csv", "table_id"


_CHANGE = {
    "release": "0.1.0",
    "resource": "observations",
    "row_key": "f00022",
    "field": "value",
    "old_value": "31",
    "new_value": "30",
    "kind": "our_error",
    "reason": "a slip of the keyboard",
}


def _erratum(column: str, **cells: str) -> Callable[[Copy], tuple[str, str]]:
    def spoil(package: Copy) -> tuple[str, str]:
        package.save("changes", [{**_CHANGE, **cells}])
        return "data/changes.csv", column

    return spoil


def _lose_the_only_figure(package: Copy) -> tuple[str, str]:
    rows = [row for row in package.rows("observations") if row["value_printed"] != "a thousand"]
    package.save("observations", rows)
    return "data/tables.csv", "complete"


def _repeat_a_unique_key(package: Copy) -> tuple[str, str]:
    path = package.root / schema_path("areas")
    schema = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**schema, "uniqueKeys": [["label_nl", "standard"]]}), "utf-8")
    assert not package.run_rule("unique-key")
    package.edit("areas", "NL", label_nl="België")
    return "data/areas.csv", "standard"


def _tell_a_figure_again(package: Copy) -> tuple[str, str]:
    rows = package.rows("observations")
    told = next(row for row in rows if row["observation_id"] == F250)
    package.save("observations", [*rows, {**told, "observation_id": "f99999", "counted_printed": "persons"}])
    return "data/observations.csv", "observation_id"


def _repeat_a_claim(package: Copy) -> tuple[str, str]:
    rows = package.rows("claims")
    package.save("claims", [*rows, {**rows[-1], "claim_id": "c99999"}])
    return "data/claims.csv", "claim_id"


def _repeat_a_comparison(package: Copy) -> tuple[str, str]:
    for table in ("comparisons", "comparison_members"):
        rows = package.rows(table)
        first = [row for row in rows if row["comparison_id"] == "k00001"]
        package.save(table, [*rows, *({**row, "comparison_id": "k99999"} for row in first)])
    return "data/comparisons.csv", "comparison_id"


def _lose_an_official_year(package: Copy) -> tuple[str, str]:
    rows = package.rows("reference_statistics")
    package.save("reference_statistics", [row for row in rows if not row["reference_id"].endswith("nl.2015")])
    return "data/reference_statistics.csv", "period_start"


WHOLE: dict[str, Callable[[Copy], tuple[str, str]]] = {
    "figure-twice": _repeat_a_figure,
    "figure-reprinted": _tell_a_figure_again,
    "claim-twice": _repeat_a_claim,
    "comparison-twice": _repeat_a_comparison,
    "reference-gap": _lose_an_official_year,
    "row-order": _exchange_two_rows,
    "series-stale": _lose_a_built_row,
    "figures-stale": _invent_a_built_row,
    "table-incomplete": _lose_the_only_figure,
    "comparison-members": _compare_one_figure,
    "key-look-alike": _name_a_twin,
    "change-dangling": _erratum("row_key", row_key="f99999"),
    "change-release": _erratum("release", release="99.0.0"),
    "change-value": _erratum("new_value", new_value="29"),
    "unique-key": _repeat_a_unique_key,
    "id-gap": _lose_a_row,
}
# More edits of the same kind, which need no example of their own rule.
ERRATA = {
    "change-dangling": [
        _erratum("resource", resource="nowhere"),
        _erratum("field", field="nothing"),
        _erratum("row_key", kind="withdrawn"),
    ],
    "change-value": [_erratum("new_value", old_value="30")],
}


def _id(example: Example) -> str:
    return f"{example.rule}-{example.column}-{example.key}"


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.cells], ids=_id)
def test_an_edit_is_reported_where_it_was_made(package: Copy, example: Example) -> None:
    """Catches a rule that stopped reporting, or that points at another place."""
    line = package.edit(example.table, example.key, **example.cells)
    found = package.run_rule(example.rule)
    places = {(f.file, f.line, f.column) for f in found}
    assert (table_path(example.table), line, example.column) in places
    assert all(f.message and f.hint and f.severity is RULES[example.rule].severity for f in found)


@pytest.mark.parametrize("name", WHOLE)
def test_a_change_of_whole_rows_is_reported(package: Copy, name: str) -> None:
    """Catches a rule across rows that stopped reporting."""
    file, column = WHOLE[name](package)
    assert (file, column) in {(f.file, f.column) for f in package.run_rule(name)}


@pytest.mark.parametrize(("name", "spoil"), [(n, s) for n, spoils in ERRATA.items() for s in spoils])
def test_an_erratum_that_does_not_fit_the_package_is_reported(
    package: Copy, name: str, spoil: Callable[[Copy], tuple[str, str]]
) -> None:
    """Catches an erratum on nothing, one that changes nothing, and a withdrawn row that is still there."""
    file, column = spoil(package)
    assert (name, file, column) in {(f.rule, f.file, f.column) for f in package.run_rule(name)}


def test_a_number_that_the_errata_withdraw_is_no_gap(package: Copy) -> None:
    """Catches a figure that cannot be withdrawn without a finding for ever."""
    _lose_a_row(package)
    assert [f.message[:13] for f in package.run_rule("id-gap")] == ["number 6 is n"]
    _erratum("", kind="withdrawn", row_key="f00006", field="", new_value="")(package)
    assert package.run_rule("id-gap") == []


def test_a_row_may_be_withdrawn_after_it_was_corrected(package: Copy) -> None:
    """Catches a figure whose older errata, which must stay, forbid to withdraw it."""
    _lose_a_row(package)
    withdrawn = {"kind": "withdrawn", "field": "", "new_value": ""}
    package.save("changes", [{**_CHANGE, "row_key": "f00006", **cells} for cells in ({}, withdrawn)])
    assert package.run_rule("change-dangling") == []
    package.save("changes", [{**_CHANGE, "row_key": "f00006"}])
    assert [f.message for f in package.run_rule("change-dangling")] == ["the table has no such row"]


def test_errata_on_one_cell_follow_from_one_another(package: Copy) -> None:
    """Catches two errata that tell different histories of one cell."""
    later = {**_CHANGE, "release": "0.2.0", "new_value": "30"}
    for old, found in (("29", []), ("28", ["old_value"])):
        rows = [{**_CHANGE, "new_value": "29"}, {**later, "old_value": old}]
        package.save("changes", rows)
        assert [f.column for f in package.run_rule("change-value")] == found


def test_an_erratum_that_fits_is_no_finding(package: Copy) -> None:
    """Catches a check of the errata that no true erratum passes."""
    _erratum("")(package)
    assert package.check() == []


def test_the_whole_check_runs_every_rule(package: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a rule that is registered and never run."""
    run: list[str] = []

    def note(_: object, rule: Rule) -> list[Finding]:
        run.append(rule.id)
        return []

    monkeypatch.setattr("morocco_returns.check.run.run_rule", note)
    for table in ("figures", "series"):  # where they are what the curated tables give, nothing is left
        package.save(table, package.rows(table)[1:])
    package.check()
    assert sorted(run) == sorted(RULES)


def test_a_rule_that_fails_without_a_word_is_still_a_finding(
    package: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a report of a failure that itself fails."""

    def fail(_: object) -> None:
        raise AssertionError

    monkeypatch.setitem(RULES, "edtf-date", dataclasses.replace(RULES["edtf-date"], body=fail))  # type: ignore[arg-type]
    assert [(f.rule, f.value) for f in package.check()] == [("rule-failed", "edtf-date")]


def test_every_rule_id_that_the_code_can_report_is_in_the_catalogue() -> None:
    """Catches a finding whose rule nobody can look up, and an entry that is left over."""
    code = ROOT / "scripts" / "morocco_returns"
    files = [code / "read.py", code / "cli.py", *code.glob("check/*.py"), *code.glob("contract/*.*")]
    text = "".join(path.read_text("utf-8") for path in files)
    text = text.replace((code / "check" / "catalogue.py").read_text("utf-8"), "")
    for rule in reasons():
        assert f'"{rule}"' in text, f"{rule} is left over in the catalogue"
    reported = re.findall(
        r'(?:Problem|Finding)\(\s*"([a-z-]+)"|(?:yield|return) "([a-z]+(?:-[a-z]+)*)", [f"]'
        r'|"x_rule": "([a-z-]+)"|\.problem\(\s*"([a-z-]+)"',
        text,
    )
    assert {name for names in reported for name in names if name} <= set(reasons())


def test_every_rule_has_an_example_and_a_reason() -> None:
    """Catches a rule that was never seen to fire."""
    modules = ["test_keying", *(path.stem for path in Path(__file__).parent.glob("test_rules*.py"))]
    held = [vars(importlib.import_module(f"tests.{name}")) for name in modules]
    shown = {example.rule for module in held for example in module.get("EXAMPLES", ())}
    assert set(RULES) == shown.union(*(module.get("WHOLE", ()) for module in held))
    assert all(rule.why for rule in RULES.values())


def test_the_package_itself_has_no_findings(package: Copy) -> None:
    """Catches a rule that reports what is right, warnings included."""
    assert package.check() == []


def test_only_errors_decide(package: Copy) -> None:
    """Catches a warning that turns a valid package invalid."""
    package.edit("observations", "f00007", population_id="moroccan-nationals")
    build(package.root)
    severities = {finding.severity for finding in package.check()}
    assert severities == {Severity.WARNING}
