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

from collections.abc import Callable
from typing import Any

import pandas as pd

from morocco_returns.derived.figures import Frames
from morocco_returns.frames import Row, each_row, is_missing
from morocco_returns.schema import TableSchema

SOURCES = ("document_relations", "comparisons", "comparison_members")
QUANTITY = ["area_id", "indicator_id", "population_id", "destination_id", "period"]
_RELAYS = ("copies", "translates", "same_origin")
_RELAYERS = ("media", "ngo", "politician_or_party", "academic")


def derive_series(frames: Frames, figures: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """The answers, one row a statement, in the order of ``figures``.

    ``frames`` holds the typed tables of ``SOURCES``, ``schema`` is the Table Schema of series.
    """
    rows = figures.assign(period=_each(figures, standard_period))
    rows = rows[_original(rows, frames["document_relations"])]
    rows = _latest_vintage(rows)
    publishers = rows["publisher"].fillna(rows["document_id"])
    rows["independent_originals"] = (
        publishers.groupby([rows[column] for column in QUANTITY]).transform("nunique").astype("Int64")
    )
    contests = _contests(frames)
    rows["comparison_id"] = rows["observation_id"].map(contests).astype("string")
    rows["contested"] = rows["comparison_id"].notna().astype("boolean")
    rows["citation"] = _each(rows, citation)
    return rows[list(schema.names)].reset_index(drop=True)


def _each(frame: pd.DataFrame, text: Callable[[Row], str | None]) -> pd.Series[Any]:
    return pd.Series([text(row) for _, row in each_row(frame)], index=frame.index, dtype="string")


def standard_period(figure: Row) -> str | None:
    """The period in SDMX form (2022, 2022-S1, 2022-Q3, 2022-05, or a day); None if it has none."""
    start, end = figure["period_start"], figure["period_end"]
    if is_missing(start) or is_missing(end):
        return None
    match figure["period_kind"]:
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


def _original(rows: pd.DataFrame, relations: pd.DataFrame) -> pd.Series[Any]:
    relays = set(relations.loc[relations["relation"].isin(_RELAYS), "document_id"])
    counted = ~rows["obs_status"].isin(["F", "M", "O"])
    credited = rows["attributed_to"].notna() & rows["publisher_kind"].isin(_RELAYERS)
    own = ~credited & ~rows["document_id"].isin(relays)
    return counted & own & rows["period"].notna() & rows["population_id"].notna()


def _latest_vintage(rows: pd.DataFrame) -> pd.DataFrame:
    published = rows["published"].fillna("")
    group = [rows[column] for column in QUANTITY] + [rows["publisher"].fillna(rows["document_id"])]
    latest = published.groupby(group).transform("max")
    return rows[published == latest].copy()


def _contests(frames: Frames) -> dict[str, str]:
    """For each contested figure the first comparison that finds a tension or contradiction."""
    comparisons = frames["comparisons"]
    disputed = comparisons.loc[comparisons["verdict"].isin(["tension", "contradiction"]), "comparison_id"]
    members = frames["comparison_members"]
    members = members[members["comparison_id"].isin(disputed)].drop_duplicates("observation_id")
    return dict(zip(members["observation_id"], members["comparison_id"], strict=True))


def citation(figure: Row) -> str:
    """Publisher, title, date, place in the document and address of a figure, ready to be copied."""
    parts = [
        figure["publisher"] if not is_missing(figure["publisher"]) else "Publisher not known",
        f"“{figure['document_title']}”" if not is_missing(figure["document_title"]) else "untitled",
        _date(figure),
        f"page {figure['page']}" if not is_missing(figure["page"]) else None,
        *_place(figure),
        figure["url"] if not is_missing(figure["url"]) else None,
    ]
    said = ", ".join(str(part) for part in parts if part)
    return f"{said}. Returns to Morocco (open data), figure {figure['observation_id']}."


def _date(figure: Row) -> str:
    if is_missing(figure["published"]):
        return "not dated"
    inferred = " (date inferred)" if figure["published_basis"] == "inferred" else ""
    return f"{figure['published']}{inferred}"


def _place(figure: Row) -> list[str]:
    if not is_missing(figure["row_label"]):
        table = [f"table “{figure['table_title']}”"] if not is_missing(figure["table_title"]) else []
        return [*table, f"row “{figure['row_label']}”", f"column “{figure['column_label']}”"]
    return [f"“{figure['quote']}”"] if not is_missing(figure["quote"]) else []
