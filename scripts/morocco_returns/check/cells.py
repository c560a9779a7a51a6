"""Cells against their Table Schema: text, lexical form, and constraints by way of pandera."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from morocco_returns.check.characters import text_faults
from morocco_returns.finding import Problem
from morocco_returns.read import Table
from morocco_returns.rows import LINE
from morocco_returns.schema import LARGEST_INTEGER, NUMBER, Field, TableSchema

TYPES: dict[str, type[pl.DataType]] = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
}

_DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# Verbatim columns keep the blanks that the source prints inside numbers, and fold all others.
_VERBATIM = ("_printed", "quote", "row_label", "column_label", "title", "legend")
_ODD_BLANK = re.compile(r"(?<![0-9])[^\S \n\r\t]|[^\S \n\r\t](?![0-9])")
# What a spreadsheet runs. A print may begin with a dash or a sign ("- 5", "+/- 200"), and is a formula
# only if it also calls or points at something.
_FORMULA = re.compile(r"[=+@\t-]")
_PRINTED_FORMULA = re.compile(r"[=@\t]|[+-].*[(!|]")
_NUMBER = re.compile(r"-?[0-9]+(?:[.][0-9]+)?\Z")
_SPREADSHEET = ("#REF!", "#NAME?", "#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!")
# Marks and letters that are seen as nothing, though Unicode does not call them formats.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# What programs write for an empty cell. As prints "null" and "None" are words for 0.
_NO_PRINT = ("NULL", "NaN", "nan", "NaT", "<NA>")
_NO_TEXT = (*_NO_PRINT, "null", "None")
# A cell of these characters, one blank at a time, needs no closer look. Â, Ã, Å and € are
# not among them: garbled letters begin with one of these, or hold it.
_LETTERS = "ÀÁÄÆ-ÖØ-öø-ÿ"
_PLAIN = f"^[0-9A-Za-z{_LETTERS}(<“][!-~{_LETTERS}“”‘’–…]*(?: [!-~{_LETTERS}“”‘’–…]+)*$"
_ENTITY = "&[#0-9A-Za-z]+;"  # and these do


def text_problems(table: Table) -> Iterator[Problem]:
    """White space, invisible and broken characters, spreadsheet error values, cell by cell.

    Numbers, dates and truth values have a form of their own, which ``typed_frame`` holds them to.
    """
    for name in (field.name for field in table.schema.fields if field.type == "string"):
        verbatim = name.endswith(_VERBATIM)
        texts = table.texts[name]
        odd = ~texts.str.contains(_PLAIN) | texts.str.contains(_ENTITY) | texts.is_in(_NO_TEXT)
        faults = {
            text: found
            for text in texts.filter(odd)
            if (found := list(_text_faults(text, verbatim=verbatim)))
        }
        if faults:
            bad = table.frame.filter(pl.col(name).is_in(list(faults)))
            for text, line in bad.select(name, LINE).iter_rows():
                yield from (Problem(*fault, line, name, text) for fault in faults[text])


def _text_faults(text: str, *, verbatim: bool) -> Iterator[tuple[str, str, str]]:
    kinds = {unicodedata.category(mark) for mark in text}
    yield from _blank_faults(text, verbatim=verbatim)
    if kinds & {"Cf", "Co", "Cn", "Cs"} or _UNSEEN.search(text):
        yield "invisible-character", "an invisible or unassigned character stands in the cell", "type it anew"
    if "\n" in text or "\r" in text or kinds & {"Zl", "Zp"}:
        yield "control-character", "a line end stands inside the cell", "fold it to a blank"
    elif "Cc" in kinds:
        yield "control-character", "a control character stands in the cell", "take it out"
    if "\ufffd" in text:
        yield "encoding", "the cell holds a replacement character: letters were lost", "type it anew"
    yield from text_faults(text)
    if unicodedata.normalize("NFC", text) != text:
        yield "not-nfc", "letters and accents are not composed (NFC)", "run `make format`"
    if text in _SPREADSHEET:
        yield "spreadsheet-error", "a spreadsheet's error value", "type the text as it should be"
    elif text in (_NO_PRINT if verbatim else _NO_TEXT):
        yield "spreadsheet-error", "what a program writes for an empty cell", "empty the cell"
    elif (_PRINTED_FORMULA if verbatim else _FORMULA).match(text) and not _NUMBER.match(text):
        yield "formula", "a spreadsheet would run this cell as a formula", "begin it with another character"


def _blank_faults(text: str, *, verbatim: bool) -> Iterator[tuple[str, str, str]]:
    odd = any(unicodedata.category(mark) == "Zs" and mark != " " for mark in text)
    if verbatim:
        odd = odd and _ODD_BLANK.search(text) is not None
    if text != text.strip():
        yield "white-space", "white space at an end of the cell", "take it out"
    elif "  " in text:
        yield "white-space", "two blanks in a row", "fold them to one"
    elif odd:
        yield "white-space", "a blank of another width than the ordinary one", "type an ordinary blank"


def typed_frame(table: Table) -> tuple[pl.DataFrame, list[Problem]]:
    """The table with typed columns; a cell whose form is wrong becomes null and a problem."""
    typed, problems = [], []
    for field in (field for field in table.schema.fields if field.type != "string"):
        texts = table.texts[field.name]
        wrong = texts.filter(texts.to_frame().select(~_is_formed(field)).to_series())
        if wrong.is_empty():
            typed.append(_value(field))
            continue
        misformed = pl.col(field.name).is_in(wrong.implode())
        typed.append(pl.when(~misformed).then(_value(field)))
        for text, line in table.frame.filter(misformed).select(field.name, LINE).iter_rows():
            message, hint = _form_message(field, text), _form_hint(field, text)
            problems.append(Problem("lexical", message, hint, line, field.name, text))
    return table.frame.with_columns(typed), problems


def _value(field: Field) -> pl.Expr:
    """The column as its type; null where a cell is not at all of this type."""
    text = pl.col(field.name)
    match field.type:
        case "integer":
            return text.cast(pl.Int64, strict=False)
        case "date":
            return text.str.to_date("%Y-%m-%d", strict=False)
        case "boolean":
            return text == "true"
    return text.cast(pl.Float64, strict=False)


def _is_formed(field: Field) -> pl.Expr:
    """Whether a cell is written in the one form in which its type is."""
    text, value = pl.col(field.name), _value(field)
    match field.type:
        case "integer":
            formed = (value.cast(pl.String) == text) & (value.abs() <= LARGEST_INTEGER)
        case "date":
            formed = text.str.contains(_DATE) & value.is_not_null()
        case "boolean":
            formed = text.is_in(["true", "false"])
        case _:
            formed = text.str.contains(NUMBER) & value.is_not_null()
    return formed.fill_null(value=False)


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
    patterns unanchored and drops composite keys. Keys are compared by ``repeated_keys``, which
    names every row.
    """
    columns = {field.name: _column(field) for field in schema.fields}
    return pa.DataFrameSchema(
        {**columns, LINE: pa.Column(pl.Int64)}, strict=True, ordered=True, name=schema.name
    )


def _column(field: Field) -> pa.Column:
    checks = []
    if field.enum is not None:
        checks.append(pa.Check.isin(list(field.enum), error="code"))
    if field.pattern:
        checks.append(pa.Check.str_matches(f"^(?:{field.pattern})$", error="pattern"))
    if field.minimum is not None:
        checks.append(pa.Check.ge(field.minimum, error="minimum"))
    if field.maximum is not None:
        checks.append(pa.Check.le(field.maximum, error="maximum"))
    if field.min_length is not None:
        checks.append(pa.Check.str_length(min_value=field.min_length, error="minimum-length"))
    return pa.Column(TYPES[field.type], checks, nullable=not field.required)


def constraint_problems(
    table: Table, frame: pl.DataFrame, misformed: set[tuple[int | None, str | None]]
) -> Iterator[Problem]:
    """Every constraint of the Table Schema that a cell breaks, read off pandera's failure cases."""
    yield from repeated_keys(table)
    try:
        pandera_schema(table.schema).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return
    for column, check, row in (
        cases.select("column", "check", "index").unique(maintain_order=True).iter_rows()
    ):
        if row is None:
            message = f"the cells of {column} cannot be held against its {check}"
            hint = "compare the schema with that of the released package"
            yield Problem("constraint", message, hint, column=column)
            continue
        line, cell = table.frame[row, LINE], table.frame[row, column]
        if (line, column) not in misformed:
            rule, message, hint = _explain(table.schema, column, check)
            yield Problem(rule, message, hint, line, column, cell)


def repeated_keys(table: Table) -> Iterator[Problem]:
    """Every row whose primary key, or unique column, stands in another row too."""
    keys = {table.schema.primary_key, *((field.name,) for field in table.schema.fields if field.unique)}
    for key in sorted(keys):
        if key == table.schema.primary_key and table.in_order:
            continue
        rows = table.frame.select(*key, LINE).drop_nulls()
        if rows.select(pl.struct(key).n_unique()).item() == rows.height:
            continue
        message = f"{', '.join(key)} stands more than once"
        for row in rows.filter(pl.struct(key).is_duplicated()).iter_rows(named=True):
            hint = "give every row a key of its own"
            yield Problem("key-repeated", message, hint, row[LINE], key[-1], row[key[-1]])


def _explain(schema: TableSchema, column: str, check: str) -> tuple[str, str, str]:
    """Rule, message and hint for one of pandera's checks."""
    if check == "not_nullable":
        return "required", f"{column} is empty", "fill it; this column may not be empty"
    field = schema.field(column)
    if check.startswith("code"):
        return "code-unknown", f"not a code of {column}", f"one of: {', '.join(field.enum or ())}"
    if check.startswith("pattern"):
        return "pattern", f"{column} does not have its form", f"the form is {field.pattern}"
    bound = {"minimum": field.minimum, "maximum": field.maximum, "minimum-length": field.min_length}
    name = next((name for name in reversed(bound) if check.startswith(name)), check)
    return "out-of-range", f"{column} breaks its {name} of {bound.get(name)}", "compare it with the print"
