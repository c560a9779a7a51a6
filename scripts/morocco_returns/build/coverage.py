"""docs/coverage.md: for which state, quantity and year figures were found, searched for, or not.

*Searched* means that a document about that state, published in the year or the one after it, was
read; that it holds no figure of the quantity for the year is then a finding, though no proof that
none exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

Frames = Mapping[str, pl.DataFrame]
SEARCHED = "·"
_LONGEST = 2  # a count that spans more years than this says little of any one of them


@dataclass(frozen=True, slots=True)
class Matrix:
    """One state: for each indicator a cell a year, as text, and the figures without a year."""

    area: str
    years: tuple[int, ...]
    rows: tuple[tuple[str, tuple[str, ...], int], ...]


def coverage(frames: Frames) -> list[Matrix]:
    """A matrix for each area that figures are about, in the order of their labels."""
    figures = _with_years(frames["observations"])
    dated = figures.filter(pl.col("year").is_not_null())
    years = tuple(range(int(str(dated["year"].min())), int(str(dated["year"].max())) + 1))
    searched = _searched(frames)
    areas = frames["areas"].join(figures, on="area_id", how="semi").sort("label_en")
    return [
        Matrix(label, years, tuple(_rows(figures.filter(pl.col("area_id") == area), frames, years, searched)))
        for area, label in areas.select("area_id", "label_en").iter_rows()
    ]


def _with_years(observations: pl.DataFrame) -> pl.DataFrame:
    """A row for each year that a figure is about; null where its dates leave that open."""
    first = pl.coalesce("period_start", "period_end").dt.year()
    last = pl.coalesce("period_end", "period_start").dt.year()
    span = pl.when(last - first < _LONGEST).then(pl.int_ranges(first, last + 1, dtype=pl.Int32))
    columns = ["observation_id", "document_id", "area_id", "indicator_id"]
    return observations.with_columns(year=span).explode("year").select(*columns, "year")


def _searched(frames: Frames) -> set[tuple[str, int]]:
    """Area and year of every document that was read: its year of publication and the one before."""
    year = pl.col("published").str.head(4).cast(pl.Int32, strict=False)
    read = frames["documents"].filter(pl.col("extent_read") != "quoted").with_columns(year=year)
    about = frames["observations"].select("document_id", "area_id").unique()
    pairs = read.join(about, on="document_id", how="left").with_columns(
        area=pl.coalesce("area_id", "country")
    )
    found = pairs.select("area", "year").drop_nulls().unique()
    return {(area, year - back) for area, year in found.iter_rows() for back in (0, 1)}


def _rows(
    figures: pl.DataFrame, frames: Frames, years: tuple[int, ...], searched: set[tuple[str, int]]
) -> Iterable[tuple[str, tuple[str, ...], int]]:
    area = str(figures["area_id"][0])
    counts = {
        (indicator, year): count
        for indicator, year, count in figures.group_by("indicator_id", "year").len().iter_rows()
    }
    labels = frames["indicators"].sort("family", "indicator_id").select("indicator_id", "label_en")
    for indicator, label in labels.iter_rows():
        cells = tuple(
            str(counts[indicator, year])
            if (indicator, year) in counts
            else SEARCHED
            if (area, year) in searched
            else ""
            for year in years
        )
        yield label, cells, counts.get((indicator, None), 0)
