"""The built tables: ``figures``, every observation with its context joined in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from morocco_returns.build.metadata import schema_path, table_path
from morocco_returns.build.write import csv_bytes
from morocco_returns.derive import with_derived
from morocco_returns.load import typed
from morocco_returns.schema import TableSchema, read_schema

# Which column of the observations leads to which row of the other tables.
_LINKS = {
    "area_label": "area_id",
    "destination_label": "destination_id",
    "indicators": "indicator_id",
    "populations": "population_id",
    "events": "event_id",
    "documents": "document_id",
    "tables": "table_id",
}


class Sources:
    """The curated tables as typed frames, read from the repository without its descriptor."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def schema(self, name: str) -> TableSchema:
        """The Table Schema of a table."""
        return read_schema(name, (self.root / schema_path(name)).read_bytes())

    def frame(self, name: str) -> pd.DataFrame:
        """A curated table, typed."""
        with (self.root / table_path(name)).open("rb") as handle:
            text = pd.read_csv(handle, dtype="string", keep_default_na=False, na_values=[""])
        return typed(text, self.schema(name))


def build_figures(sources: Sources) -> pd.DataFrame:
    """One row per observation, columns as in schemas/figures.json.

    Each column names its source there (``x_from``); the others are derived.
    """
    observations = with_derived(sources.frame("observations"), sources.frame("tables"))
    columns = {}
    for field in sources.schema("figures").fields:
        table, _, column = (field.x_from or f"observations.{field.name}").partition(".")
        if table == "observations":
            columns[field.name] = observations[column]
        else:
            link = _LINKS.get(field.name) or _LINKS[table]
            columns[field.name] = _looked_up(sources.frame(table), column, observations[link])
    return pd.DataFrame(columns, index=observations.index)


def _looked_up(table: pd.DataFrame, column: str, keys: pd.Series[Any]) -> pd.Series[Any]:
    rows = table.set_index(table.columns[0])[column]
    return rows.reindex(keys).set_axis(keys.index)


def cells(frame: pd.DataFrame) -> pd.DataFrame:
    """A typed frame as the text of its CSV cells; NA becomes the empty string."""

    def text(column: pd.Series[Any]) -> pd.Series[Any]:
        values: Any = column
        if pd.api.types.is_datetime64_any_dtype(column):
            values = column.dt.strftime("%Y-%m-%d")
        elif column.dtype == "boolean":
            values = column.map({True: "true", False: "false"})
        return pd.Series(values, dtype="string", index=column.index).fillna("")

    return frame.apply(text)


def table_bytes(frame: pd.DataFrame) -> bytes:
    """A typed frame as the bytes of its CSV."""
    return csv_bytes(list(frame.columns), cells(frame).itertuples(index=False, name=None))
