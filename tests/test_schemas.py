"""Every column is described, and the examples in the descriptions are true."""

from __future__ import annotations

import json

import polars as pl
import pytest

from morocco_returns.build.metadata import read_metadata, schema_path
from morocco_returns.check.cells import constraint_problems, typed_frame
from morocco_returns.read import Table
from morocco_returns.rows import LINE
from morocco_returns.schema import SchemaError, TableSchema, parse_schema, read_schema

from .conftest import ROOT

NAMES = list(read_metadata(ROOT).resources)


def _schema(name: str) -> TableSchema:
    return read_schema(name, (ROOT / schema_path(name)).read_bytes())


def test_every_schema_belongs_to_a_table() -> None:
    """Catches a schema that is left over or a table without one."""
    assert {path.stem for path in (ROOT / "schemas").glob("*.json")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_title_description_example_and_constraints(name: str) -> None:
    """Catches a column that its reader has to guess."""
    for field in json.loads((ROOT / schema_path(name)).read_text("utf-8"))["fields"]:
        missing = {"title", "description", "example", "constraints"} - set(field)
        assert not missing, f"{field['name']} lacks {missing}"
        assert field["description"].endswith("."), field["name"]


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_a_cell_that_its_own_column_accepts(name: str) -> None:
    """Catches an example that went stale when a constraint changed."""
    schema = _schema(name)
    cells = {field.name: field.example for field in schema.fields}
    row = pl.DataFrame([{**cells, LINE: 2}], schema={**dict.fromkeys(cells, pl.String), LINE: pl.Int64})
    table = Table(name, "", schema, row, True)
    frame, problems = typed_frame(table)
    assert not problems
    assert not list(constraint_problems(table, frame, set()))


@pytest.mark.parametrize("name", NAMES)
def test_patterns_are_grouped_and_ask_for_plain_digits(name: str) -> None:
    """Catches a pattern that readers anchor wrongly ("a|b") or that lets other digits pass."""
    for field in _schema(name).fields:
        if field.pattern:
            assert field.pattern.startswith("(?:")
            assert "\\d" not in field.pattern


@pytest.mark.parametrize("name", ["figures", "series"])
def test_a_copied_column_is_described_as_in_its_own_table(name: str) -> None:
    """Catches two meanings of one column."""
    for field in _schema(name).fields:
        if field.x_from:
            table, column = field.x_from.split(".")
            origin = _schema(table).field(column)
            assert (field.type, field.enum, field.labels) == (origin.type, origin.enum, origin.labels)
            if field.name == column:
                assert field.description == origin.description


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ([], "not a JSON object"),
        ({}, "'fields' is missing"),
        ({"fields": []}, "no fields"),
        ({"fields": [{"name": "a", "type": "list"}]}, "type 'list'"),
        ({"fields": [{"name": "a", "type": "string"}] * 2}, "same name"),
        ({"fields": [{"name": "a", "type": "string"}], "primaryKey": ["b"]}, "'b', which is not a field"),
        (
            {"fields": [{"name": "a", "type": "string"}], "primaryKey": "a", "uniqueKeys": [["b"]]},
            "'b', which is not a field",
        ),
        ({"fields": [{"name": "a", "type": "string"}]}, "primaryKey is not a list"),
        (
            {"fields": [{"name": "a", "type": "string"}], "primaryKey": "a", "foreignKeys": [{}]},
            "foreign key",
        ),
    ],
)
def test_a_schema_that_cannot_be_used_says_why(raw: object, says: str) -> None:
    """Catches a broken schema that shows itself as a crash somewhere else."""
    with pytest.raises(SchemaError, match=says):
        parse_schema("example", raw)
