"""docs/coverage.md: for which state, quantity and year figures were found, searched for, or not.

*Searched* means that a document about that state, published in the year or the one after it, was
read; that it holds no figure of the quantity for the year is then a finding, though no proof that
none exists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

Frames = Mapping[str, pl.DataFrame]
SEARCHED = "·"
LONGEST = 2  # a count that spans more years than this says little of any one of them


@dataclass(frozen=True, slots=True)
class Matrix:
    """One area: for each quantity with figures a cell a year, as text, and the figures without a year;
    and the quantities on which none was found.
    """

    area: str
    years: tuple[int, ...]
    rows: tuple[tuple[str, tuple[str, ...], int], ...]
    without: tuple[str, ...]


def coverage(frames: Frames) -> list[Matrix]:
    """A matrix for each area that figures are about, in the order of their labels."""
    figures = _with_years(frames["observations"])
    searched = _searched(frames)
    areas = frames["areas"].join(figures, on="area_id", how="semi").sort("label_en")
    labels = frames["indicators"].sort("family", "indicator_id").select("indicator_id", "label_en").rows()
    return [
        _matrix(label, figures.filter(pl.col("area_id") == area), searched.get(area, set()), labels)
        for area, label in areas.select("area_id", "label_en").iter_rows()
    ]


def _with_years(observations: pl.DataFrame) -> pl.DataFrame:
    """A row for each year that a figure is about; null where its dates leave that open."""
    first = pl.coalesce("period_start", "period_end").dt.year()
    last = pl.coalesce("period_end", "period_start").dt.year()
    span = pl.when(last - first < LONGEST).then(pl.int_ranges(first, last + 1, dtype=pl.Int32))
    columns = ["observation_id", "document_id", "area_id", "indicator_id"]
    return observations.with_columns(year=span).explode("year").select(*columns, "year")


def _searched(frames: Frames) -> dict[str, set[int]]:
    """By area the years in which documents about it that were read were published, and those before."""
    year = pl.col("published").str.head(4).cast(pl.Int32, strict=False)
    read = frames["documents"].filter(pl.col("extent_read") != "quoted").with_columns(year=year)
    about = frames["observations"].select("document_id", "area_id").unique()
    pairs = read.join(about, on="document_id", how="left").with_columns(
        area=pl.coalesce("area_id", "country")
    )
    found: dict[str, set[int]] = {}
    for area, published in pairs.select("area", "year").drop_nulls().iter_rows():
        found.setdefault(area, set()).update((published - 1, published))
    return found


def _matrix(
    area: str, figures: pl.DataFrame, searched: set[int], labels: Sequence[tuple[str, str]]
) -> Matrix:
    rows = figures.group_by("indicator_id", "year").len().iter_rows()
    counts = {(indicator, year): count for indicator, year, count in rows}
    found = {indicator for indicator, _ in counts}
    dated = searched | {year for _, year in counts if year is not None}
    years = tuple(range(min(dated), max(dated) + 1)) if dated else ()

    def cell(indicator: str, year: int) -> str:
        count = counts.get((indicator, year))
        return str(count) if count else SEARCHED if year in searched else ""

    return Matrix(
        area,
        years,
        tuple(
            (label, tuple(cell(code, year) for year in years), counts.get((code, None), 0))
            for code, label in labels
            if code in found
        ),
        tuple(label for code, label in labels if code not in found),
    )
