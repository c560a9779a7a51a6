"""``figures``: every observation with its context joined in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

import polars as pl

from morocco_returns.derived.columns import DERIVED, OF_FIGURE, OF_TABLE, derive
from morocco_returns.rows import borrowed, each_value, places
from morocco_returns.schema import TableSchema

Frames = Mapping[str, pl.DataFrame]
# Of a table, a column of it, another table and its key: for each row the number of the row of the other
# table to which the column refers; null for none.
Places = Callable[[str, str, str, str], pl.Series]

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


def derive_figures(frames: Frames, schema: TableSchema, found: Places | None = None) -> pl.DataFrame:
    """One row per observation, columns as in ``schema``, the Table Schema of figures.

    ``frames`` holds the typed tables of ``SOURCES``, ``found`` what is known of their rows already.
    Each column names its source in the schema (``x_from``); the others are derived. A key that leads
    nowhere gives null.
    """
    find = found or _places(frames)
    observations, tables = frames["observations"], frames["tables"]
    figures = with_derived(observations, tables, find("observations", "table_id", "tables", "table_id"))
    official = frames["reference_statistics"].select(*_QUANTITY, pl.col("reference_id").alias("_reference"))
    official = official.unique(_QUANTITY, keep="first", maintain_order=True)
    figures = figures.join(official, on=_QUANTITY, how="left", maintain_order="left")
    for (link, table), columns in _borrowed(schema).items():
        other = frames[table]
        key = other.columns[0]
        own = link in observations.columns
        rows = find("observations", link, table, key) if own else places(figures[link], other[key])
        figures = borrowed(figures, rows, other, columns)
    return figures.select(_source(schema, name) for name in schema.names)


def _places(frames: Frames) -> Places:
    return lambda table, on, other, key: places(frames[table][on], frames[other][key])


def with_derived(observations: pl.DataFrame, tables: pl.DataFrame, found: pl.Series) -> pl.DataFrame:
    """``observations`` with the derived columns added at the end, as ``load`` gives them.

    ``found`` gives for each of them the row of ``tables`` in which its table stands.
    """
    own = {name: f"_{name}" for name in OF_TABLE}
    rows = borrowed(observations, found, tables, own)
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
