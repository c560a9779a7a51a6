"""Double keying: two independent transcriptions of a document, compared field by field.

A keying is a CSV of locator and print, one row a figure. The transcriptions lie beside the tests;
they are not part of the package that users download.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from morocco_returns.frames import each_row, is_missing

FIELDS = (
    "page",
    "block",
    "row_number",
    "column_number",
    "row_label",
    "column_label",
    "period_printed",
    "value_printed",
    "counted_printed",
    "quote",
)
KEYERS = ("a", "b")
Key = tuple[str, ...]
Record = dict[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two records of one figure differ, or a figure that only one of them has."""

    document_id: str
    figure: str
    field: str
    first: str
    second: str


def read_keying(folder: Path, document_id: str, keyer: str) -> list[Record]:
    """One keyer's records of a document; ValueError if the header is not ``FIELDS``."""
    path = folder / f"{document_id}.{keyer}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != FIELDS:
            raise ValueError(f"{path.name}: the header is {reader.fieldnames}, not {list(FIELDS)}")
        return list(reader)


def keyed_documents(folder: Path) -> list[str]:
    """The documents of which a first transcription is there."""
    return sorted(path.name.removesuffix(".a.csv") for path in folder.glob("*.a.csv"))


def records(observations: pd.DataFrame, document_id: str) -> list[Record]:
    """The figures of a document in the package, in the form of a keying."""
    figures = observations[observations["document_id"] == document_id]
    return [
        {
            **{field: _cell(row[field]) for field in FIELDS if field != "block"},
            "block": _block(str(row["table_id"]), document_id),
        }
        for _, row in each_row(figures)
    ]


def _cell(value: Any) -> str:
    return "" if is_missing(value) else str(value)


def _block(table_id: str, document_id: str) -> str:
    """``t2`` for the second printed table; every block of running text is ``prose``."""
    block = table_id.removeprefix(f"{document_id}-")
    return "prose" if block.startswith("prose") else block


def _key(record: Record) -> Key:
    """A cell is found by its place, a figure of running text by its page and print."""
    if record["block"] == "prose":
        return ("prose", record["page"], record["value_printed"])
    return (record["block"], record["page"], record["row_number"], record["column_number"])


def compare(document_id: str, first: Iterable[Record], second: Iterable[Record]) -> list[Difference]:
    """Every field in which two transcriptions differ, in a fixed order."""
    one, two = ({_key(record): record for record in keying} for keying in (first, second))
    found = []
    for key in sorted({*one, *two}):
        figure = " ".join(key)
        if key not in one or key not in two:
            sides = ("here", "absent") if key in one else ("absent", "here")
            found.append(Difference(document_id, figure, "figure", *sides))
            continue
        found += [
            Difference(document_id, figure, field, one[key][field], two[key][field])
            for field in FIELDS
            if one[key][field] != two[key][field]
        ]
    return found
