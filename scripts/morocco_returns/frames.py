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
