"""``figures``: every observation with its context joined in."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from morocco_returns.derived.columns import with_derived
from morocco_returns.frames import looked_up
from morocco_returns.schema import TableSchema

Frames = Mapping[str, pd.DataFrame]

# Which column of the observations leads to the row of another table.
_LINKS = {
    "area_label": "area_id",
    "destination_label": "destination_id",
    "indicators": "indicator_id",
    "populations": "population_id",
    "events": "event_id",
    "documents": "document_id",
    "tables": "table_id",
}
SOURCES = ("observations", "tables", "areas", "indicators", "populations", "events", "documents")


def derive_figures(frames: Frames, schema: TableSchema) -> pd.DataFrame:
    """One row per observation, columns as in ``schema``, the Table Schema of figures.

    ``frames`` holds the typed tables of ``SOURCES``. Each column names its source in the schema
    (``x_from``); the others are derived. A key that leads nowhere gives NA.
    """
    observations = with_derived(frames["observations"], frames["tables"])
    columns = {}
    for field in schema.fields:
        table, _, column = (field.x_from or f"observations.{field.name}").partition(".")
        if table == "observations":
            columns[field.name] = observations[column]
        else:
            link = _LINKS.get(field.name) or _LINKS[table]
            key = str(frames[table].columns[0])
            columns[field.name] = looked_up(observations[link], frames[table], key, column)
    return pd.DataFrame(columns, index=observations.index)
