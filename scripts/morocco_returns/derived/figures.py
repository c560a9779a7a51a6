"""``figures``: every observation with its context joined in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import polars as pl

from morocco_returns.derived.columns import DERIVED, OF_FIGURE, OF_TABLE, derive
from morocco_returns.rows import each_value, joined
from morocco_returns.schema import TableSchema

Frames = Mapping[str, pl.DataFrame]

# Which column of the observations leads to the row of another table.
_LINKS = {
    "area_label": "area_id",
    "destination_label": "destination_id",
    "indicators": "indicator_id",
    "populations": "population_id",
    "events": "event_id",
    "documents": "document_id",
    "tables": "table_id",
    "reference_statistics": "_reference",
}
SOURCES = (
    "observations",
    "tables",
    "areas",
    "indicators",
    "populations",
    "events",
    "documents",
    "reference_statistics",
)
# What a figure and the value of an official series share if both are about one thing.
_QUANTITY = ["area_id", "indicator_id", "population_id", "period_start", "period_end"]


def derive_figures(frames: Frames, schema: TableSchema) -> pl.DataFrame:
    """One row per observation, columns as in ``schema``, the Table Schema of figures.

    ``frames`` holds the typed tables of ``SOURCES``. Each column names its source in the schema
    (``x_from``); the others are derived. A key that leads nowhere gives null.
    """
    figures = with_derived(frames["observations"], frames["tables"])
    official = frames["reference_statistics"].select(*_QUANTITY, pl.col("reference_id").alias("_reference"))
    official = official.unique(_QUANTITY, keep="first", maintain_order=True)
    figures = figures.join(official, on=_QUANTITY, how="left", maintain_order="left")
    for (link, table), columns in _borrowed(schema).items():
        figures = joined(figures, link, frames[table], frames[table].columns[0], columns)
    return figures.select(_source(schema, name) for name in schema.names)


def with_derived(observations: pl.DataFrame, tables: pl.DataFrame) -> pl.DataFrame:
    """``observations`` with the derived columns added at the end, as ``load`` gives them."""
    own = {name: f"_{name}" for name in OF_TABLE}
    rows = joined(observations, "table_id", tables, "table_id", own)
    types = dict(zip(DERIVED, (pl.Int64, pl.Int64, pl.String, pl.String), strict=True))
    return each_value(rows, [*OF_FIGURE, *own.values()], derive, types).drop(own.values())


def _borrowed(schema: TableSchema) -> dict[tuple[str, str], dict[str, str]]:
    """For each link and table the columns that figures take from it, by their names in figures."""
    found: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for field in schema.fields:
        table, _, column = (field.x_from or "").partition(".")
        if table not in ("", "observations"):
            found[_LINKS.get(field.name) or _LINKS[table], table][column] = f"_{field.name}"
    return found


def _source(schema: TableSchema, name: str) -> pl.Expr:
    table, _, column = (schema.field(name).x_from or f"observations.{name}").partition(".")
    return pl.col(column if table == "observations" else f"_{name}").alias(name)
