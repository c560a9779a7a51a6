"""``series``: the answers table. Rows are selected from the figures, never computed or averaged.

A statement enters if it is *original* and answers for a *standard period*:

- its population and its dates are known, and it counts something that happened (no forecast, no
  printed dash);
- its period is a calendar year, half-year, quarter or month, or a day for a stock;
- it is not a relay: its document neither copies, translates nor shares the origin of another
  one, and it is not a figure that the media, a politician or an NGO credit to somebody else (an
  administration that credits its own service states an original);
- it is the latest vintage: of several statements of one publisher on one quantity and period,
  the one published last.

Several publishers, or several figures of one document, keep their rows: a contested quantity is
shown as contested, not settled.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from morocco_returns.derived.figures import Frames
from morocco_returns.rows import each_value
from morocco_returns.schema import TableSchema

SOURCES = ("document_relations", "comparisons", "comparison_members")
QUANTITY = ["area_id", "indicator_id", "population_id", "destination_id", "period"]
_RELAYS = ("copies", "translates", "same_origin")
_RELAYERS = ("media", "ngo", "politician_or_party", "academic")


def derive_series(frames: Frames, figures: pl.DataFrame, schema: TableSchema) -> pl.DataFrame:
    """The answers, one row a statement, in the order of ``figures``.

    ``frames`` holds the typed tables of ``SOURCES``, ``schema`` is the Table Schema of series.
    """
    dated = each_value(
        figures, ["period_kind", "period_start", "period_end"], standard_period, {"period": pl.String}
    )
    rows = _latest_vintage(dated.filter(_original(frames["document_relations"])))
    rows = rows.with_columns(
        independent_originals=pl.col("_publisher").n_unique().over(QUANTITY).cast(pl.Int64)
    )
    rows = rows.join(_contests(frames), on="observation_id", how="left", maintain_order="left")
    rows = rows.with_columns(contested=pl.col("comparison_id").is_not_null(), citation=citation())
    return rows.select(schema.names)


def standard_period(kind: str, start: dt.date | None, end: dt.date | None) -> str | None:
    """The period in SDMX form (2022, 2022-S1, 2022-Q3, 2022-05, or a day); None if it has none."""
    if start is None or end is None:
        return None
    match kind:
        case "calendar_year":
            return f"{start:%Y}"
        case "half_year":
            return f"{start:%Y}-S{(start.month + 5) // 6}"
        case "quarter":
            return f"{start:%Y}-Q{(start.month + 2) // 3}"
        case "month":
            return f"{start:%Y-%m}"
        case "point_in_time" if start == end:
            return f"{start:%Y-%m-%d}"
    return None


def _original(relations: pl.DataFrame) -> pl.Expr:
    relays = relations.filter(pl.col("relation").is_in(_RELAYS))["document_id"].unique()
    counted = ~pl.col("obs_status").is_in(["F", "M", "O"])
    credited = pl.col("attributed_to").is_not_null() & pl.col("publisher_kind").is_in(_RELAYERS)
    own = ~credited & ~pl.col("document_id").is_in(relays.to_list())
    return counted & own & pl.col("period").is_not_null() & pl.col("population_id").is_not_null()


def _latest_vintage(rows: pl.DataFrame) -> pl.DataFrame:
    rows = rows.with_columns(
        pl.coalesce("publisher", "document_id").alias("_publisher"),
        pl.col("published").fill_null("").alias("_published"),
    )
    latest = pl.col("_published").max().over([*QUANTITY, "_publisher"])
    return rows.filter(pl.col("_published") == latest)


def _contests(frames: Frames) -> pl.DataFrame:
    """For each contested figure the first comparison that finds a tension or contradiction."""
    disputed = frames["comparisons"].filter(pl.col("verdict").is_in(["tension", "contradiction"]))
    members = frames["comparison_members"].select("observation_id", "comparison_id")
    members = members.join(disputed, on="comparison_id", how="semi", maintain_order="left")
    return members.unique("observation_id", keep="first", maintain_order=True)


def citation() -> pl.Expr:
    """Publisher, title, date, place in the document and address of a figure, ready to be copied."""
    published = pl.col("published").fill_null("not dated")
    inferred = pl.col("published").is_not_null() & (pl.col("published_basis") == "inferred")
    cell = pl.col("row_label").is_not_null()
    parts = [
        pl.col("publisher").fill_null("Publisher not known"),
        _quoted("document_title").fill_null("untitled"),
        pl.when(inferred).then(published + " (date inferred)").otherwise(published),
        "page " + pl.col("page").cast(pl.String),
        pl.when(cell).then("table " + _quoted("table_title")),
        pl.when(cell).then("row " + _quoted("row_label")),
        pl.when(cell).then("column " + _quoted("column_label")),
        pl.when(~cell).then(_quoted("quote")),
        pl.col("url"),
    ]
    said = pl.concat_str(parts, separator=", ", ignore_nulls=True)
    return pl.concat_str(
        said, pl.lit(". Returns to Morocco (open data), figure "), "observation_id", pl.lit(".")
    )


def _quoted(column: str) -> pl.Expr:
    return "“" + pl.col(column) + "”"
