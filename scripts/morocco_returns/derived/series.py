"""``series``: the answers table. Rows are selected from the figures, never computed or averaged.

This is the rule; `docs/answers.md` tells it with an example of each clause. A figure is an answer
if all of these hold:

1. *Answerable.* It counts what happened (an estimate or a provisional number keeps its status; a
   forecast or a printed dash is none), the code of its population says who is counted, and its
   period is a calendar year, half-year, quarter or month, or the day of a stock.
2. *Own text.* It stands in a text in which a public body speaks, or in a report or data set, whose
   author may have counted. Newspapers, parties and members of parliament relay: a figure for which
   they credit nobody is unsourced, not original.
3. *Own number.* A public body's text credits it to nobody, or to an office of the same state. An
   answer to parliament prints the question too, so there the figure is credited to an office, not
   to a member. A report credits it to nobody, and does not report on another document.
4. *No copy.* Its document does not share the origin of another one. A copy, a translation, an
   excerpt, and a document that is superseded or corrected give way where the other one states the
   same; what the other one does not state stays.
5. *Latest vintage.* Of the statements of one body on one quantity and period a later one replaces
   an earlier one, unless it is only vaguer. The same number again is one statement. Different
   numbers whose order is not known both stay.

Several bodies, or several figures of one document, keep their rows: a contested quantity is shown
as contested, not settled. That a public body's text cites or reports on another document changes
nothing: it may still be the first to print the figure.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from morocco_returns.derived.bodies import BODIES
from morocco_returns.derived.figures import Frames
from morocco_returns.derived.originals import original, without_copies
from morocco_returns.derived.vintages import latest_vintage
from morocco_returns.rows import each_value, joined
from morocco_returns.schema import TableSchema

# Beside those of figures, whose documents and areas are read again here.
SOURCES = ("document_relations", "comparisons", "comparison_members")
QUANTITY = ["area_id", "indicator_id", "population_id", "destination_id", "period"]
# Who these are differs from text to text: two such figures need not be about one quantity.
_OPEN_POPULATIONS = ("named-group", "moroccans-with-others")


def derive_series(frames: Frames, figures: pl.DataFrame, schema: TableSchema) -> pl.DataFrame:
    """The answers, one row a statement, in the order of ``figures``.

    ``frames`` holds the typed tables of ``SOURCES``, ``schema`` is the Table Schema of series.
    """
    relations = frames["document_relations"]
    answerable = each_value(
        figures, ["period_kind", "period_start", "period_end"], standard_period, {"period": pl.String}
    ).filter(_answerable())
    rows = _with_state(answerable, frames).filter(original(relations))
    rows = without_copies(rows, relations).with_columns(_body())
    rows = latest_vintage(rows, [*QUANTITY, "body"])
    rows = rows.with_columns(independent_originals=pl.col("body").n_unique().over(QUANTITY).cast(pl.Int64))
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


def _answerable() -> pl.Expr:
    happened = pl.col("obs_status").is_in(["A", "E", "P"])
    closed = pl.col("population_id").is_not_null() & ~pl.col("population_id").is_in(_OPEN_POPULATIONS)
    return happened & closed & pl.col("period").is_not_null()


def _with_state(rows: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """``rows`` with the country of the document, and the state that the area is or belongs to."""
    rows = joined(rows, "document_id", frames["documents"], "document_id", {"country": "country"})
    rows = joined(rows, "area_id", frames["areas"], "area_id", {"part_of_id": "state"})
    return rows.with_columns(state=pl.coalesce("state", "area_id"))


def _body() -> pl.Expr:
    """The body whose number it is: the office credited, else the publisher, under one name."""
    name = pl.coalesce("attributed_to", "publisher", "document_id")
    return name.replace(BODIES).alias("body")


def _contests(frames: Frames) -> pl.DataFrame:
    """For each contested figure the first comparison that finds a tension or contradiction."""
    disputed = frames["comparisons"].filter(pl.col("verdict").is_in(["tension", "contradiction"]))
    members = frames["comparison_members"].select("observation_id", "comparison_id")
    members = members.join(disputed, on="comparison_id", how="semi", maintain_order="left")
    return members.unique("observation_id", keep="first", maintain_order=True)


def citation(version: str | None = None) -> pl.Expr:
    """Publisher, title, date, place in the document and address of a figure, ready to be copied.

    The built tables name no version: each of their rows would change with every release.
    """
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
    own = "Returns to Morocco (open data)" + (f", version {version}" if version else "")
    return pl.concat_str(said, pl.lit(f". {own}, figure "), "observation_id", pl.lit("."))


def _quoted(column: str) -> pl.Expr:
    return "“" + pl.col(column) + "”"
