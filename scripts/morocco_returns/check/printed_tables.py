"""Rules on printed tables and blocks of prose as wholes: complete, rounded, suppressed."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding, Severity

_WITH_VALUES = ("observations", "reference_statistics")


@rule("table-incomplete", "observations", "tables")
def table_incomplete(check: Context) -> Iterator[Finding]:
    """A printed table that is called complete has a figure in every row and column."""
    counts = (
        check["observations"]
        .group_by("table_id")
        .agg(
            pl.len().alias("_figures"),
            (pl.col("row_number").max() * pl.col("column_number").max()).alias("_cells"),
        )
    )
    rows = (
        check["tables"]
        .join(counts, on="table_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("_figures").fill_null(0),
            pl.when(pl.col("kind") == "table", pl.col("_figures") > 0)
            .then("_cells")
            .otherwise(1)
            .alias("_due"),
        )
    )
    official = check.frames.get("reference_statistics")
    if official is not None:
        rows = rows.join(official, on="table_id", how="anti", maintain_order="left")
    yield from check.each(
        "tables",
        pl.col("complete") & (pl.col("_due").is_null() | (pl.col("_figures") < pl.col("_due"))),
        "complete",
        lambda row: f"called complete, with {row['_figures']} of {row['_due']} figures",
        "key the missing cells, or say false",
        rows,
    )


@rule("rounding-basis", "tables")
def rounding_basis(check: Context) -> Iterator[Finding]:
    """Rounding and suppression are stated or inferred with evidence, or not known: never assumed."""
    for filled, basis in (
        ("rounding_unit", "rounding_basis"),
        ("suppression_threshold", "suppression_basis"),
    ):
        yield from check.each(
            "tables",
            pl.col(filled).is_not_null() == (pl.col(basis) == "unknown"),
            basis,
            f"unknown exactly where {filled} is empty",
            f"fill {filled} or say unknown",
        )
    yield from check.each(
        "tables",
        pl.col("rounding_unit").is_not_null() & pl.col("rounding_evidence").is_null(),
        "rounding_evidence",
        "a rounding without evidence",
        "say in numbers what speaks for it",
    )


@rule("rounding-without-unit", "tables")
def rounding_without_unit(check: Context) -> Iterator[Finding]:
    """Where and how a table rounds means nothing without the unit to which it rounds."""
    for column in ("rounding_from", "rounding_method"):
        yield from check.each(
            "tables",
            pl.col(column).is_not_null() & pl.col("rounding_unit").is_null(),
            column,
            "a rounding without its unit",
            "fill rounding_unit, or empty this",
        )


@rule("rounding-contradicted", "tables", each=_WITH_VALUES)
def rounding_contradicted(check: Context) -> Iterator[Finding]:
    """A printed number that is no multiple of its table's rounding unit refutes the rounding."""
    rounded = pl.col("value") >= pl.col("_from").fill_null(0)
    for table in check.present(*_WITH_VALUES):
        yield from check.each(
            table,
            rounded & (pl.col("value") % pl.col("_unit") != 0),
            "value",
            lambda row: f"{row['value']} is no multiple of the rounding unit of {row['table_id']}",
            "compare the print; or correct rounding_unit or rounding_from of the table",
            check.joined(table, "table_id", "tables", {"rounding_unit": "_unit", "rounding_from": "_from"}),
        )


_MARKED = r"[0-9][.,'\u2019\u202f\u00a0 ][0-9]{3}(?:[^0-9]|$)"
_BARE = r"^[^0-9]*[0-9]{4,}[^0-9]*$"


@rule("thousands-uneven", "observations", severity=Severity.WARNING)
def thousands_uneven(check: Context) -> Iterator[Finding]:
    """One printed table marks thousands in one way: "1770" beside "1.150" has lost its mark, as in a
    spreadsheet.
    """
    cells = check["observations"].drop_nulls(["row_number", "value"])
    marked, bare = (
        check.holding("observations", "value_printed", pl.col("value_printed").str.contains(form))
        for form in (_MARKED, _BARE)
    )
    least = cells.filter(marked).group_by("table_id").agg(pl.col("value").min().alias("_marked"))
    own, other = (pl.col(name).cast(pl.String).str.len_chars() for name in ("value", "_marked"))
    yield from check.each(
        "observations",
        own >= other,  # 1770 beside 17.700 is the custom of some countries
        "value_printed",
        "other numbers of this table are printed with a mark between the thousands",
        "copy the print anew, with its mark",
        cells.filter(bare).join(least, on="table_id", maintain_order="left"),
    )


@rule("suppression-contradicted", "observations", "tables")
def suppression_contradicted(check: Context) -> Iterator[Finding]:
    """A "<N" of a table stands for its suppression threshold, and a printed number below the
    threshold, other than 0, refutes it.
    """
    rows = check.joined("observations", "table_id", "tables", {"suppression_threshold": "_threshold"})
    other = (pl.col("qualifier") == "less_than") & (pl.col("upper_bound") != pl.col("_threshold") - 1)
    small = (pl.col("value") > 0) & (pl.col("value") < pl.col("_threshold"))
    yield from check.each(
        "observations",
        other | small,
        "value_printed",
        lambda row: f"it does not fit the suppression threshold of {row['table_id']}",
        "compare the print; or correct suppression_threshold of the table",
        rows,
    )


@rule("suppression-unnoted", "observations", "tables", severity=Severity.WARNING)
def suppression_unnoted(check: Context) -> Iterator[Finding]:
    """A "<N" in a printed table nearly always hides small counts: the table says from where on."""
    rows = check.joined(
        "observations", "table_id", "tables", {"suppression_threshold": "_threshold", "kind": "_kind"}
    )
    yield from check.each(
        "observations",
        (pl.col("qualifier") == "less_than") & (pl.col("_kind") == "table") & pl.col("_threshold").is_null(),
        "value_printed",
        lambda row: f"{row['table_id']} names no suppression threshold",
        "fill suppression_threshold of the table",
        rows,
    )


@rule("legend-threshold", "tables", severity=Severity.WARNING)
def legend_threshold(check: Context) -> Iterator[Finding]:
    """A legend that explains "<N" states the suppression threshold of its table."""
    printed = (
        pl.col("legend")
        .str.extract_all(r"<\s*[0-9]+")
        .list.eval(pl.element().str.strip_chars_start("< ").cast(pl.Int64, strict=False))
    )
    yield from check.each(
        "tables",
        (printed.list.len() > 0) & ~printed.list.contains(pl.col("suppression_threshold")).fill_null(False),
        "suppression_threshold",
        "the legend prints another threshold",
        "compare the number after < in the legend",
    )
