"""Cells against their Table Schema: text, lexical form, and constraints by way of pandera."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from morocco_returns.finding import Problem
from morocco_returns.frames import is_missing
from morocco_returns.load import DTYPES, cast
from morocco_returns.read import Table
from morocco_returns.schema import LARGEST_INTEGER, LEXICAL, Field, TableSchema

# Verbatim columns keep the blanks that the source prints inside numbers.
_VERBATIM = ("_printed", "quote", "row_label", "column_label", "title", "legend")
_FORMULA = ("=", "+", "-", "@", "\t")
_NUMBER = re.compile(r"-?[0-9]+(?:[.][0-9]+)?\Z")
_SPREADSHEET = ("#REF!", "#NAME?", "#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!")


def text_problems(table: Table) -> Iterator[Problem]:
    """White space, invisible and broken characters, spreadsheet error values, cell by cell."""
    for name in table.schema.names:
        column = table.frame[name].dropna()
        verbatim = name.endswith(_VERBATIM)
        for text in column.unique():
            for rule, message, hint in _text_faults(str(text), verbatim=verbatim):
                for line in column.index[column == text]:
                    yield Problem(rule, message, hint, int(line), name, str(text))


def _text_faults(text: str, *, verbatim: bool) -> Iterator[tuple[str, str, str]]:
    kinds = {unicodedata.category(mark) for mark in text}
    yield from _blank_faults(text, verbatim=verbatim)
    if kinds & {"Cf", "Co", "Cn", "Cs"}:
        yield "invisible-character", "an invisible or unassigned character stands in the cell", "type it anew"
    if "\n" in text or "\r" in text or kinds & {"Zl", "Zp"}:
        yield "control-character", "a line end stands inside the cell", "fold it to a blank"
    elif "Cc" in kinds:
        yield "control-character", "a control character stands in the cell", "take it out"
    if "\ufffd" in text:
        yield "encoding", "the cell holds a replacement character: letters were lost", "type it anew"
    if unicodedata.normalize("NFC", text) != text:
        yield "not-nfc", "letters and accents are not composed (NFC)", "run `make format`"
    if text in _SPREADSHEET:
        yield "spreadsheet-error", "a spreadsheet's error value", "type the text as it should be"
    elif text.startswith(_FORMULA) and not verbatim and not _NUMBER.match(text):
        yield "formula", "a spreadsheet would run this cell as a formula", "begin it with another character"


def _blank_faults(text: str, *, verbatim: bool) -> Iterator[tuple[str, str, str]]:
    odd = any(unicodedata.category(mark) == "Zs" and mark != " " for mark in text)
    if text != text.strip():
        yield "white-space", "white space at an end of the cell", "take it out"
    elif "  " in text:
        yield "white-space", "two blanks in a row", "fold them to one"
    elif odd and not verbatim:
        yield "white-space", "a blank of another width than the ordinary one", "type an ordinary blank"


def typed_frame(table: Table) -> tuple[pd.DataFrame, list[Problem]]:
    """The table with typed columns; a cell whose form is wrong becomes NA and a problem."""
    problems: list[Problem] = []
    columns = {}
    for field in table.schema.fields:
        column = table.frame[field.name]
        bad = _misformed(column, field)
        for line in column.index[bad]:
            cell = str(column.at[line])
            problems.append(
                Problem(
                    "lexical",
                    _form_message(field, cell),
                    _form_hint(field, cell),
                    int(line),
                    field.name,
                    cell,
                )
            )
        columns[field.name] = cast(column.mask(bad), field.type)
    return pd.DataFrame(columns, index=table.frame.index), problems


def _misformed(column: pd.Series[Any], field: Field) -> pd.Series[Any]:
    form = LEXICAL.get(field.type)
    if form is None:
        return pd.Series(False, index=column.index)
    bad = _where(column, lambda cell: form.match(cell) is None)
    if field.type == "integer":
        bad |= _where(column.mask(bad), lambda cell: len(cell) > 17 or abs(int(cell)) > LARGEST_INTEGER)
    if field.type == "date":
        dates = pd.to_datetime(column.mask(bad), format="%Y-%m-%d", errors="coerce")
        bad |= column.notna() & dates.isna()
    return bad


def _where(column: pd.Series[Any], test: Callable[[str], bool]) -> pd.Series[Any]:
    """Where a filled cell passes the test."""
    return pd.Series([not is_missing(cell) and test(cell) for cell in column], index=column.index, dtype=bool)


def _form_message(field: Field, cell: str) -> str:
    article = "an" if field.type == "integer" else "a"
    return f"{cell!r} is not {article} {field.type} of the form that every reader takes"


def _form_hint(field: Field, cell: str) -> str:
    match field.type:
        case "integer":
            return "digits alone: no mark, sign, blank or leading zero; the print belongs in value_printed"
        case "date":
            return "YYYY-MM-DD with leading zeros, and a day that exists"
        case "boolean":
            return "true or false in small letters"
    return "digits, with a dot before decimals"


def pandera_schema(schema: TableSchema) -> pa.DataFrameSchema:
    """The pandera twin of a Table Schema, for the frame that ``typed_frame`` makes.

    Our own mapper: pandera's ``from_frictionless_schema`` rejects nullable integers, leaves
    patterns unanchored and drops composite keys.
    """
    columns = {field.name: _column(field) for field in schema.fields}
    key = list(schema.primary_key) if len(schema.primary_key) > 1 else None
    return pa.DataFrameSchema(columns, strict=True, ordered=True, unique=key, name=schema.name)


def _column(field: Field) -> pa.Column:
    checks = []
    if field.enum is not None:
        checks.append(pa.Check.isin(list(field.enum), error="code"))
    if regex := field.regex():
        checks.append(
            pa.Check(
                lambda cell, regex=regex: regex.match(cell) is not None, element_wise=True, error="pattern"
            )
        )
    if field.minimum is not None:
        checks.append(pa.Check.ge(field.minimum, error="minimum"))
    if field.maximum is not None:
        checks.append(pa.Check.le(field.maximum, error="maximum"))
    if field.min_length is not None:
        checks.append(pa.Check.str_length(min_value=field.min_length, error="minimum-length"))
    return pa.Column(DTYPES[field.type], checks, nullable=not field.required, unique=field.unique)


def constraint_problems(
    table: Table, frame: pd.DataFrame, misformed: set[tuple[int | None, str | None]]
) -> Iterator[Problem]:
    """Every constraint of the Table Schema that a cell breaks, read off pandera's failure cases."""
    try:
        pandera_schema(table.schema).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return
    seen: set[tuple[int | None, str | None, str]] = set()
    for case in cases.to_dict("records"):
        line = None if is_missing(case["index"]) else int(str(case["index"]))
        column = str(case["column"])
        check = str(case["check"])
        rule, message, hint = _explain(table.schema, column, check)
        if rule == "key-repeated" and column not in table.schema.names:
            column = table.schema.primary_key[-1]
        if (line, column) in misformed or (line, column, rule) in seen:
            continue
        seen.add((line, column, rule))
        cell = None if line is None else table.frame.at[line, column]
        yield Problem(rule, message, hint, line, column, None if is_missing(cell) else str(cell))


def _explain(schema: TableSchema, column: str, check: str) -> tuple[str, str, str]:
    """Rule, message and hint for one of pandera's checks."""
    if check == "not_nullable":
        return "required", f"{column} is empty", "fill it; this column may not be empty"
    if check in ("field_uniqueness", "multiple_fields_uniqueness"):
        key = ", ".join(schema.primary_key) if check.startswith("multiple") else column
        return "key-repeated", f"{key} stands more than once", "give every row a key of its own"
    field = schema.field(column)
    if check.startswith("code"):
        return "code-unknown", f"not a code of {column}", f"one of: {', '.join(field.enum or ())}"
    if check.startswith("pattern"):
        return "pattern", f"{column} does not have its form", f"the form is {field.pattern}"
    bound = {"minimum": field.minimum, "maximum": field.maximum, "minimum-length": field.min_length}
    name = next((name for name in reversed(bound) if check.startswith(name)), check)
    return "out-of-range", f"{column} breaks its {name} of {bound.get(name)}", "compare it with the print"
