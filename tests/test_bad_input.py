"""Every file can be missing, empty, wrongly encoded, ragged or edited by a spreadsheet."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from morocco_returns.build.metadata import schema_path, table_path
from morocco_returns.check.run import CORE, MAY_BE_EMPTY

from .conftest import Copy


def _cut_a_row(data: bytes) -> bytes:
    lines = data.split(b"\n")
    return b"\n".join([lines[0], lines[1].partition(b",")[2], *lines[2:]])  # the key is never quoted


SPOILED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "empty": ("file-empty", lambda _: b""),
    "blank": ("blank-row", lambda data: data + b"\n"),
    "utf-16": ("encoding", lambda data: data.decode().encode("utf-16")),
    "latin-1": ("encoding", lambda data: data.replace(b"\n", ",é\n".encode("latin-1"), 1)),
    "byte order mark": ("byte-order-mark", lambda data: b"\xef\xbb\xbf" + data),
    "crlf": ("line-ends", lambda data: data.replace(b"\n", b"\r\n")),
    "cr": ("line-ends", lambda data: data.replace(b"\n", b"\r")),
    "no last line end": ("line-ends", lambda data: data.rstrip(b"\n")),
    "semicolons": ("delimiter", lambda data: data.replace(b",", b";")),
    "tabs": ("delimiter", lambda data: data.replace(b",", b"\t")),
    "missing column": ("header", lambda data: data.replace(b"_id,", b",", 1)),
    "repeated column": ("header", lambda data: data.split(b",", 1)[0] + b"," + data),
    "ragged": ("ragged-row", _cut_a_row),
    "open quote": ("csv-broken", lambda data: data + b'"x\n'),
    "nul": ("control-character", lambda data: data.replace(b"\n", b"\x00\n", 2)),
}
FILLED = ["observations", *(name for name in CORE if name not in (*MAY_BE_EMPTY, "observations"))]
CASES = [("observations", kind) for kind in SPOILED]
CASES += [(table, kind) for table in FILLED[1:] for kind in ("latin-1", "ragged")]


@pytest.mark.parametrize(("table", "kind"), CASES)
def test_a_spoiled_table_is_reported_as_what_it_is(package: Copy, table: str, kind: str) -> None:
    """Catches a traceback, a silent pass, and a finding that names another trouble."""
    rule, spoil = SPOILED[kind]
    package.write(table, spoil(package.data(table)))
    findings = [f for f in package.check() if f.file == table_path(table)]
    assert rule in {f.rule for f in findings}
    assert all(f.message and f.hint for f in findings)


@pytest.mark.parametrize("table", [*FILLED, "comparisons", "changes"])
def test_a_missing_table_is_reported(package: Copy, table: str) -> None:
    """Catches a missing file that hides behind a crash."""
    (package.root / table_path(table)).unlink()
    assert ("file-missing", table_path(table)) in {(f.rule, f.file) for f in package.check()}


@pytest.mark.parametrize("table", ["observations", "areas"])
def test_a_table_that_is_a_folder_is_reported(package: Copy, table: str) -> None:
    """Catches an operating system error passed on as a traceback."""
    path = package.root / table_path(table)
    path.unlink()
    path.mkdir()
    assert ("file-missing", table_path(table)) in {(f.rule, f.file) for f in package.check()}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe{}", b'{"fields": []}', b'{"fields": [1]}', b"[" * 100_000],
)
@pytest.mark.parametrize("table", ["observations", "changes"])
def test_a_broken_schema_is_reported_and_the_other_tables_are_still_checked(
    package: Copy, table: str, content: bytes
) -> None:
    """Catches a schema file that takes the whole check down with it."""
    (package.root / schema_path(table)).write_bytes(content)
    package.edit("areas", "NL", label_nl=" Nederland")
    found = {(f.rule, f.file) for f in package.check()}
    rule = "encoding" if content.startswith(b"\xff") else "schema"
    assert (rule, schema_path(table)) in found
    assert ("white-space", "data/areas.csv") in found


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"1",
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",
        b"{}",
        b'{"resources": []}',
        b'{"resources": {}}',
        b'{"resources": [1, null, "x"]}',
        b'{"resources": [{}]}',
        b"[" * 100_000,
    ],
)
def test_a_broken_descriptor_is_reported(package: Copy, content: bytes) -> None:
    """Catches a traceback on the first file that is read."""
    (package.root / "datapackage.json").write_bytes(content)
    findings = package.check()
    assert findings
    assert {f.file for f in findings} >= {"datapackage.json"}


@pytest.mark.parametrize(
    "path",
    [
        "../outside.csv",
        "data/../../x.csv",
        "/etc/hostname",
        "file:///etc/hostname",
        "data\\areas.csv",
        "",
        5,
        None,
        ["data/areas.csv"],
    ],
)
@pytest.mark.parametrize("key", ["path", "schema"])
def test_no_path_leads_out_of_the_package(package: Copy, path: Any, key: str) -> None:
    """Catches a file read, or fetched, from anywhere else."""

    def point(descriptor: dict[str, Any]) -> None:
        next(r for r in descriptor["resources"] if r["name"] == "areas")[key] = path

    package.descriptor(point)
    assert "path-outside" in {f.rule for f in package.check()}


def test_a_link_out_of_the_package_is_not_followed(package: Copy, tmp_path: Path) -> None:
    """Catches a symbolic link that stands for a file elsewhere."""
    outside = tmp_path / "outside.csv"
    outside.write_bytes(package.data("areas"))
    path = package.root / table_path("areas")
    path.unlink()
    path.symlink_to(outside)
    assert "path-outside" in {f.rule for f in package.check()}


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("Nederland ", "white-space"),
        ("Neder  land", "white-space"),
        ("Nederland\u00a0", "white-space"),
        ("Neder\u200bland", "invisible-character"),
        ("Neder\x07land", "control-character"),
        ("Neder\nland", "control-character"),
        ("Neder\ufffdland", "encoding"),
        ("Belgie\u0308", "not-nfc"),
        ("#NAME?", "spreadsheet-error"),
        ("NULL", "spreadsheet-error"),
        ("None", "spreadsheet-error"),
        ("=1+1", "formula"),
        ("@SUM(A1)", "formula"),
        ("Neder\u00a0land", "white-space"),
        ("Neder\u202eland", "invisible-character"),
        ("Neder\u2028land", "control-character"),
    ],
)
def test_characters_that_do_not_belong_are_reported(package: Copy, cell: str, rule: str) -> None:
    """Catches text that looks right and compares wrong."""
    line = package.edit("areas", "NL", label_nl=cell)
    places = {(f.rule, f.line, f.column) for f in package.check_cells("areas")}
    assert (rule, line, "label_nl") in places


@pytest.mark.parametrize(
    ("broken", "table", "key", "cells", "rule"),
    [
        ("observations", "claims", "c00002", {"quote": "a b c d e f g h i j k"}, "quote-length"),
        ("observations", "claims", "c00002", {"page": "9"}, "page-beyond-document"),
        ("observations", "claims", "c00002", {"period_printed": "Jun-12"}, "date-reformatted"),
        (
            "observations",
            "reference_statistics",
            "migr_asyappctza.asy_app.nl.2022",
            {"value": "777"},
            "rounding-contradicted",
        ),
        ("claims", "observations", "f00001", {"page": "9"}, "page-beyond-document"),
    ],
)
def test_a_table_that_cannot_be_read_does_not_hide_what_is_wrong_in_another(
    package: Copy, broken: str, table: str, key: str, cells: dict[str, str], rule: str
) -> None:
    """Catches a rule on several tables, one by one, that falls silent because of one of them."""
    line = package.edit(table, key, **cells)
    package.write(broken, package.data(broken).decode().encode("utf-16"))
    found = package.check()
    assert (rule, table_path(table), line) in {(f.rule, f.file, f.line) for f in found}
    assert "change-dangling" not in {f.rule for f in found}


def test_a_byte_that_is_no_letter_does_not_hide_the_rest_of_its_file(package: Copy) -> None:
    """Catches a file of which nothing but its first bad byte is told."""
    line = package.edit("claims", "c00002", page="9")
    package.write("claims", package.data("claims").replace(b"Terugkeer", b"Terug\xe9keer", 1))
    found = {(f.rule, f.line, f.column) for f in package.check() if f.file == table_path("claims")}
    assert found == {
        ("encoding", 2, None),
        ("encoding", 2, "quote"),
        ("page-beyond-document", line, "page"),
    }


def test_a_word_for_nothing_is_a_print_and_a_word_for_no_cell_is_none(package: Copy) -> None:
    """Catches "None" or "null" refused where a source prints it for 0, and "nan" let pass there."""
    for cell, rules in (("None", []), ("null", []), ("nan", ["spreadsheet-error"])):
        package.edit("observations", "f00001", period_printed=cell)
        assert [f.rule for f in package.check_cells("observations")] == rules


@pytest.mark.parametrize("path", ["datapackage.json", "schemas/claims.json"])
def test_line_ends_of_json_files_are_those_of_the_tables(package: Copy, path: str) -> None:
    """Catches a descriptor or schema whose lines end otherwise after a check-out."""
    file = package.root / path
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert ("line-ends", path, 1) in {(f.rule, f.file, f.line) for f in package.read().findings}


@pytest.mark.parametrize("cell", ['=HYPERLINK("x")', "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+SUM(A1)"])
def test_a_print_that_a_spreadsheet_would_run_is_reported(package: Copy, cell: str) -> None:
    """Catches a formula that passes because the column holds what sources print."""
    line = package.edit("observations", "f00001", quote=cell)
    assert ("formula", line) in {(f.rule, f.line) for f in package.check_cells("observations")}


@pytest.mark.parametrize(
    "cell", ["-", "+/- 200 Marokkanen", "- 5", "-5", "±200", "- 200, waarvan 5 vrijwillig"]
)
def test_a_print_may_begin_with_a_dash_or_a_sign(package: Copy, cell: str) -> None:
    """Catches a copy of the print that must be changed to pass."""
    package.edit("observations", "f00001", quote=cell)
    assert "formula" not in {f.rule for f in package.check_cells("observations")}


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("value", "1.770"),
        ("value", "1,770"),
        ("value", "1770.0"),
        ("value", "+1770"),
        ("value", "01770"),
        ("value", "1_770"),
        ("value", "١٧٧٠"),
        ("value", "1770 "),
        ("value", "9007199254740993"),
        ("value", "x"),
        ("period_end", "31-12-2019"),
        ("period_end", "2019-12-1"),
        ("period_end", "2019-02-30"),
        ("period_end", "12/31/2019"),
        ("period_end", "43830"),
        ("page", "3.0"),
    ],
)
def test_a_cell_in_another_form_is_reported(package: Copy, column: str, cell: str) -> None:
    """Catches what a spreadsheet makes of numbers and dates, and what some reader would misread."""
    line = package.edit("observations", "f00006", **{column: cell})
    assert ("lexical", line, column) in {
        (f.rule, f.line, f.column) for f in package.check_cells("observations")
    }


@pytest.mark.parametrize(
    ("table", "key", "column", "cell", "rule"),
    [
        ("observations", "f00006", "value_printed", "", "required"),
        ("observations", "f00006", "observation_id", "f00007", "key-repeated"),
        ("observations", "f00006", "observation_id", "x", "pattern"),
        ("observations", "f00006", "qualifier", "Exact", "code-unknown"),
        ("observations", "f00006", "page", "0", "out-of-range"),
        (
            "document_relations",
            "be-nicoledm-2024-teaser-visa-policy",
            "document_id",
            "be-nicoledm-2024-teaser-temporary-protection",
            "key-repeated",
        ),
    ],
)
def test_a_broken_constraint_is_reported(
    package: Copy, table: str, key: str, column: str, cell: str, rule: str
) -> None:
    """Catches a constraint of the Table Schema that the mapping to pandera loses."""
    package.edit(table, key, **{column: cell})
    assert rule in {f.rule for f in package.check_cells(table)}


def test_a_blank_of_another_width_may_stand_inside_a_printed_number(package: Copy) -> None:
    """Catches a verbatim print "corrected" because of the blank that its source uses."""
    package.edit("observations", "f00006", value_printed="1\u00a0770")
    assert package.check_cells("observations") == []


@pytest.mark.parametrize("words", ["van\u00a06 tot", "6\u202f%", "\u00ab\u00a0zes\u00a0\u00bb"])
def test_a_blank_of_another_width_between_words_is_reported_in_a_print_too(package: Copy, words: str) -> None:
    """Catches a blank copied off a web page, which no search for the words finds."""
    line = package.edit("observations", "f00007", row_label=words)
    found = [(f.rule, f.line, f.column) for f in package.check_cells("observations")]
    assert found == [("white-space", line, "row_label")]


def test_quotation_marks_where_none_are_due_are_reported(package: Copy) -> None:
    """Catches a file rewritten by a program that quotes every cell."""
    package.write("areas", package.data("areas").replace(b"NL,", b'"NL",'))
    assert [(f.rule, f.file) for f in package.check()] == [("other-form", "data/areas.csv")]


@pytest.mark.parametrize("table", ["observations", "claims", "series", "indicators", "tables"])
def test_a_table_that_lost_all_its_rows_is_reported(package: Copy, table: str) -> None:
    """Catches an emptied table, which every check of its cells would pass."""
    package.write(table, package.data(table).split(b"\n")[0] + b"\n")
    findings = package.check()
    assert ("rows-missing", table_path(table)) in {(f.rule, f.file) for f in findings}
    assert "rule-failed" not in {f.rule for f in findings}


@pytest.mark.parametrize(
    "column", ["part_of_id", "approximate_value", "period_end", "lower_bound", "attributed_to"]
)
def test_a_column_that_lost_all_its_cells_is_no_trouble_to_the_rules(package: Copy, column: str) -> None:
    """Catches a rule that cannot work with an empty column."""
    package.save("observations", [{**row, column: ""} for row in package.rows("observations")])
    assert "rule-failed" not in {f.rule for f in package.check()}


def _drop_page(schema: dict[str, Any]) -> None:
    schema["fields"] = [field for field in schema["fields"] if field["name"] != "page"]


def _page_as_text(schema: dict[str, Any]) -> None:
    field = next(field for field in schema["fields"] if field["name"] == "page")
    field.update(type="string", constraints={})


def test_a_schema_without_a_needed_column_fails_the_rule_and_not_the_check(package: Copy) -> None:
    """Catches a traceback where schema and table agree with each other but not with the design."""
    path = package.root / schema_path("observations")
    schema = json.loads(path.read_text("utf-8"))
    _drop_page(schema)
    path.write_text(json.dumps(schema), "utf-8")
    columns = [field["name"] for field in schema["fields"]]
    rows = [{name: row[name] for name in columns} for row in package.rows("observations")]
    package.save("observations", rows, columns)
    package.edit("areas", "NL", label_nl="Nederland ")
    assert {"rule-failed", "schema-changed", "white-space"} <= {f.rule for f in package.check()}


def test_a_column_of_another_type_fails_the_rule_and_not_the_check(package: Copy) -> None:
    """Catches a traceback where a schema calls numbers text."""
    path = package.root / schema_path("observations")
    schema = json.loads(path.read_text("utf-8"))
    _page_as_text(schema)
    path.write_text(json.dumps(schema), "utf-8")
    assert {"rule-failed", "schema-changed"} <= {f.rule for f in package.check()}


def test_a_foreign_key_to_nowhere_is_reported(package: Copy) -> None:
    """Catches a key that is never checked because its target does not exist."""
    path = package.root / schema_path("observations")
    schema = json.loads(path.read_text("utf-8"))
    schema["foreignKeys"][0]["reference"] = {"resource": "areas", "fields": ["nothing"]}
    schema["foreignKeys"][1]["reference"] = {"resource": "nowhere", "fields": ["indicator_id"]}
    path.write_text(json.dumps(schema), "utf-8")
    values = {f.value for f in package.check() if f.rule == "foreign-key"}
    assert {"areas", "nowhere"} <= values


def test_a_pipe_in_place_of_a_table_does_not_stop_the_check(package: Copy) -> None:
    """Catches a check that waits for ever."""
    path = package.root / table_path("areas")
    path.unlink()
    os.mkfifo(path)
    assert ("file-missing", table_path("areas")) in {(f.rule, f.file) for f in package.check()}


@pytest.mark.parametrize("content", ["{", '{"bytes": ' + "9" * 5000 + "}"])
def test_a_broken_descriptor_does_not_hide_the_findings_of_the_tables(package: Copy, content: str) -> None:
    """Catches a check that looks at nothing else once its first file is broken."""
    (package.root / "datapackage.json").write_text(content, "utf-8")
    package.edit_without_descriptor("areas", "NL", label_nl="Nederland ")
    found = {(f.rule, f.file) for f in package.check()}
    assert {("descriptor", "datapackage.json"), ("white-space", "data/areas.csv")} <= found
    assert "file-unlisted" not in {rule for rule, _ in found}


def test_a_stale_hash_a_wrong_size_and_an_unlisted_file_are_reported(package: Copy) -> None:
    """Catches a file that was changed after the descriptor was built."""
    path = package.root / table_path("areas")
    path.write_bytes(path.read_bytes() + b"IT,Italy,Itali\xc3\xab,Italie,,iso3166-1,\n")
    (package.root / "data" / "left-over.csv").write_bytes(b"a\n")
    assert {"hash", "bytes", "file-unlisted"} <= {f.rule for f in package.check()}


def test_a_missing_hash_or_size_is_reported(package: Copy) -> None:
    """Catches a descriptor that promises nothing about its files."""

    def strip(descriptor: dict[str, Any]) -> None:
        for resource in descriptor["resources"]:
            del resource["hash"], resource["bytes"]

    package.descriptor(strip)
    assert {"hash", "bytes"} <= {f.rule for f in package.check()}


def test_a_package_without_its_core_tables_does_not_pass(package: Copy) -> None:
    """Catches an emptied package that passes because there is nothing to check."""

    def drop(descriptor: dict[str, Any]) -> None:
        descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] == "areas"]

    package.descriptor(drop)
    assert "table-missing" in {f.rule for f in package.check()}


def test_one_broken_file_does_not_hide_the_findings_of_another(package: Copy) -> None:
    """Catches a check that stops at the first trouble."""
    package.write("events", b"")
    package.edit("observations", "f00006", value="1771")
    package.edit("areas", "NL", label_nl="Nederland ")
    found = {(f.rule, f.file) for f in package.check()}
    assert {
        ("file-empty", "data/events.csv"),
        ("value-reread", "data/observations.csv"),
        ("white-space", "data/areas.csv"),
    } <= found


def test_findings_can_be_written_as_json(package: Copy) -> None:
    """Catches a value in a finding that JSON does not know."""
    package.edit("observations", "f00006", value="1771", page="9")
    records = [f.record() for f in package.check()]
    assert json.loads(json.dumps(records))[0].keys() == {
        "rule",
        "severity",
        "file",
        "line",
        "column",
        "value",
        "message",
        "hint",
    }
