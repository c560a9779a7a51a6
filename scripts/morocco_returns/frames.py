"""Small helpers over pandas frames: rows as mappings, missing values, cells as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

Row = Mapping[str, Any]


def is_missing(value: Any) -> bool:
    """Whether a single value is NA, NaT or None."""
    return value is None or value is pd.NaT or bool(pd.isna(value))


def each_row(frame: pd.DataFrame) -> Iterator[tuple[int, Row]]:
    """Index (the line in the file) and cells of each row."""
    for line, row in zip(frame.index, frame.to_dict("records"), strict=True):
        yield int(line), {str(column): cell for column, cell in row.items()}


def looked_up(keys: pd.Series[Any], table: pd.DataFrame, key: str, column: str) -> pd.Series[Any]:
    """For each of ``keys`` the ``column`` of the row of ``table`` with that ``key``, with the dtype of
    the column; NA where there is none, the first row where there are several.
    """
    rows = table[table[key].notna()].drop_duplicates(key).set_index(key)[column]
    return rows.reindex(keys).set_axis(keys.index)


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """A typed frame as the text of its CSV cells; NA becomes the empty string."""
    return frame.apply(_column_as_text)


def _column_as_text(column: pd.Series[Any]) -> pd.Series[Any]:
    values: Any = column
    if pd.api.types.is_datetime64_any_dtype(column):
        values = column.dt.strftime("%Y-%m-%d")
    elif column.dtype == "boolean":
        values = column.map({True: "true", False: "false"})
    return pd.Series(values, dtype="string", index=column.index).fillna("")
