"""Rules on what a figure says: its print against the columns that read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
import polars as pl

from morocco_returns import printed
from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding, Severity
from morocco_returns.rows import ancestors, borrowed, matching

# The columns that read the print, with their types.
READ: Mapping[str, type[pl.DataType]] = {
    "qualifier": pl.String,
    "value": pl.Int64,
    "approximate_value": pl.Int64,
    "lower_bound": pl.Int64,
    "upper_bound": pl.Int64,
}


@rule("value-reread", "observations", "documents")
def value_reread(check: Context) -> Iterator[Finding]:
    """Reading the print a second time, in its document's locale, is the redundancy that catches a
    slip of the keyboard in a value, a bound or a qualifier.
    """
    figures = check.joined("observations", "document_id", "documents", {"number_locale": "locale"})
    columns = ["value_printed", "locale", *READ]
    again = _read_again(figures.select(columns).drop_nulls(["value_printed", "locale"]).unique())
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_again")) for name in READ)
    read = matching(figures, again.filter(pl.col("error").is_not_null() | differs), columns)
    yield from check.each(
        "observations",
        pl.col("error").is_not_null(),
        "value_printed",
        lambda row: row["error"],
        "copy the figure anew from the document; look at the document's number_locale",
        rows=read,
    )
    for column in READ:
        yield from check.each(
            "observations",
            pl.col("error").is_null() & pl.col(column).ne_missing(pl.col(f"{column}_again")),
            column,
            lambda row, column=column: (  # type: ignore[misc]
                f"{row['value_printed']!r} ({row['locale']}) reads as {column} "
                f"{_shown(row[f'{column}_again'])}, not {_shown(row[column])}"
            ),
            lambda row, column=column: (  # type: ignore[misc]
                f"{column} should be {_shown(row[f'{column}_again'])}, unless the print was copied wrongly"
            ),
            rows=read,
        )


def _read_again(figures: pl.DataFrame) -> pl.DataFrame:
    """The figures with the columns of a second reading of their print, and its error."""
    texts = figures.select("value_printed", "locale").unique(maintain_order=True)
    reading = printed.parse_many(
        pd.Series(texts["value_printed"].to_list(), dtype="string"),
        pd.Series(texts["locale"].to_list(), dtype="string"),
        errors="coerce",
    )
    columns = [
        pl.Series(f"{name}_again", [None if pd.isna(cell) else cell for cell in reading[name]], dtype=type_)
        for name, type_ in READ.items()
    ]
    errors = pl.Series(
        "error", [None if pd.isna(cell) else cell for cell in reading["error"]], dtype=pl.String
    )
    return figures.join(texts.with_columns(*columns, errors), on=["value_printed", "locale"])


def _shown(value: object) -> str:
    return "empty" if value is None else str(value)


@rule("bounds-reversed", "observations")
def bounds_reversed(check: Context) -> Iterator[Finding]:
    """A lower bound above the upper bound leaves no count that the print could mean."""
    yield from check.each(
        "observations",
        pl.col("lower_bound") > pl.col("upper_bound"),
        "lower_bound",
        lambda row: f"lower_bound {row['lower_bound']} is above upper_bound {row['upper_bound']}",
        "read both bounds off the print again",
    )


@rule("value-without-exact", "observations")
def value_without_exact(check: Context) -> Iterator[Finding]:
    """Only an unqualified number is a value: a limit stored as the value is the commonest way in
    which "<5" becomes 5.
    """
    yield from check.each(
        "observations",
        pl.col("value").is_not_null() & pl.col("qualifier").ne_missing("exact"),
        "value",
        lambda row: f"value is filled although the qualifier is {_shown(row['qualifier'])}",
        "leave value empty; the number goes to approximate_value or to the bounds",
    )


@rule("exact-bounds", "observations")
def exact_bounds(check: Context) -> Iterator[Finding]:
    """An unqualified number has itself as both bounds; rounding belongs to the table, not here."""
    for column in ("lower_bound", "upper_bound"):
        other = pl.col(column).ne_missing(pl.col("value")) | pl.col("value").is_null()
        yield from check.each(
            "observations",
            (pl.col("qualifier") == "exact") & other,
            column,
            lambda row, column=column: f"{column} is not the exact value {_shown(row['value'])}",  # type: ignore[misc]
            "set value and both bounds to the printed number",
        )


@rule("approximate-without-about", "observations")
def approximate_without_about(check: Context) -> Iterator[Finding]:
    """approximate_value is the N of "about N" and of nothing else."""
    about = pl.col("qualifier").eq_missing("about")
    yield from check.each(
        "observations",
        pl.col("approximate_value").is_not_null() != about,
        "approximate_value",
        "approximate_value is filled exactly where the qualifier is about",
        "compare the qualifier with the print",
    )


@rule("status-without-figure", "observations")
def status_without_figure(check: Context) -> Iterator[Finding]:
    """A printed dash or blank is no figure: no number may stand beside it, and every other status
    needs bounds.
    """
    blank = pl.col("obs_status").is_in(["M", "O"])
    filled = pl.any_horizontal(pl.col(name).is_not_null() for name in READ)
    yield from check.each(
        "observations",
        blank & filled,
        "obs_status",
        "M and O mean that no figure is printed",
        "empty the value columns",
    )
    yield from check.each(
        "observations",
        ~blank & pl.col("lower_bound").is_null(),
        "lower_bound",
        "a figure without a lower bound",
        "fill it (at least 0), or set obs_status to M or O for a dash or blank",
    )


def _parts(check: Context, columns: Mapping[str, str]) -> pl.DataFrame:
    """The figures that are parts of others, with columns of their bases."""
    figures = check["observations"]
    part = pl.col("part_of_id").is_not_null()
    places = check.places("observations", "part_of_id", "observations")
    return borrowed(figures.filter(part), places.filter(figures.select(part).to_series()), figures, columns)


@rule("part-exceeds-base", "observations")
def part_exceeds_base(check: Context) -> Iterator[Finding]:
    """A part ("of whom") cannot be certainly greater than its base, and stands in its document."""
    parts = _parts(check, {"document_id": "base_document", "upper_bound": "base_upper"})
    known = pl.col("base_document").is_not_null()
    other = known & (pl.col("base_document") != pl.col("document_id"))
    yield from check.each(
        "observations",
        other,
        "part_of_id",
        "the base is a figure of another document",
        "name a base of the same document, or leave it empty",
        rows=parts,
    )
    yield from check.each(
        "observations",
        known & ~other & (pl.col("lower_bound") > pl.col("base_upper")),
        "part_of_id",
        lambda row: f"the part is at least {row['lower_bound']}, its base at most {row['base_upper']}",
        "compare both prints; perhaps part and base are exchanged",
        rows=parts,
    )


_PARTED = ("indicator_id", "population_id", "destination_id", "period_start", "period_end")


@rule("parts-exceed-base", "observations", "indicators", "tables", severity=Severity.WARNING)
def parts_exceed_base(check: Context) -> Iterator[Finding]:
    """Parts that exclude one another ("of whom 83 by themselves and 42 by force") cannot together be
    certainly more than their base, the rounding of their table aside.
    """
    parts = _parts(check, {name: f"base_{name}" for name in _PARTED})
    codes = check["indicators"].filter(pl.col("adds_to_broader") == "all")
    apart = parts.join(codes.select("indicator_id", "broader_id"), on="indicator_id").filter(
        pl.col("broader_id") == pl.col("base_indicator_id"),
        *(pl.col(name).eq_missing(pl.col(f"base_{name}")) for name in _PARTED[1:]),
    )
    together = apart.unique(["part_of_id", "indicator_id"], keep="first").group_by("part_of_id")
    sums = together.agg(pl.col("lower_bound").sum().alias("_together"), pl.len().alias("_parts"))
    bases = check.joined("observations", "table_id", "tables", {"rounding_unit": "_unit"}).join(
        sums, left_on="observation_id", right_on="part_of_id", maintain_order="left"
    )
    room = pl.col("_unit").fill_null(0) * (pl.col("_parts") + 1) / 2
    yield from check.each(
        "observations",
        (pl.col("_parts") > 1) & (pl.col("_together") > pl.col("upper_bound") + room),
        "value_printed",
        lambda row: f"its parts are at least {row['_together']} together, it is at most {row['upper_bound']}",
        "compare the prints of the base and of the figures that name it in part_of_id",
        bases,
    )


@rule("part-of-other-quantity", "observations", "areas", severity=Severity.WARNING)
def part_of_other_quantity(check: Context) -> Iterator[Finding]:
    """A part is counted in the state of its base, or in a state where that is a union, and within its
    period: "of whom" 2023 of a count for 2022 is a slip, or a cohort that a note explains.
    """
    states = check["areas"].filter(pl.col("standard") == "iso3166-1")["area_id"].to_list()
    other = (pl.col("area_id") != pl.col("base_area_id")) & pl.col("base_area_id").is_in(states)
    parts = _parts(check, {name: f"base_{name}" for name in ("area_id", "period_start", "period_end")})
    outside = (pl.col("period_start") < pl.col("base_period_start")) | (
        pl.col("period_end") > pl.col("base_period_end")
    )
    for bad, column, said in (
        (other, "area_id", "another state than its base"),
        (outside & pl.col("note").is_null(), "period_start", "a period outside that of its base"),
    ):
        yield from check.each(
            "observations",
            bad,
            column,
            f"the part has {said}",
            "name another base, correct the part, or say in note how they belong together",
            rows=parts,
        )


_SAME = [
    "document_id",
    "area_id",
    "indicator_id",
    "population_id",
    "destination_id",
    "period_start",
    "period_end",
    "period_kind",
    "period_printed",
    "obs_status",
    "value_printed",
    "table_id",
    "counted_printed",
]


@rule("figure-twice", "observations")
def figure_twice(check: Context) -> Iterator[Finding]:
    """One figure is one row; a reprint inside the same document goes to note."""
    figures = check["observations"]
    # Rows that are alike have one hash: only those that share theirs need be compared cell by cell.
    alike = figures.filter(figures.select(_SAME).hash_rows().is_duplicated())
    again = ~pl.struct(_SAME).is_first_distinct()
    yield from check.each(
        "observations",
        again,
        "observation_id",
        "the row repeats another one of the same document, quantity and period",
        "keep the print with the fullest context and name the reprint in its note",
        alike,
    )


_QUANTITY = [
    *("document_id", "area_id", "indicator_id", "population_id", "destination_id"),
    *("period_start", "period_end", "period_kind", "obs_status", *READ),
]
_WORDS = ["value_printed", "counted_printed", "period_printed", "table_id"]


@rule("figure-reprinted", "observations", severity=Severity.WARNING)
def figure_reprinted(check: Context) -> Iterator[Finding]:
    """The same count of the same quantity and dates, told again in other words of a text, is the same
    figure: it would count twice.
    """
    dated = pl.col("period_start").is_not_null() & pl.col("period_end").is_not_null()
    told = check["observations"].filter(dated & pl.col("row_number").is_null())
    alike = told.filter(told.select(_QUANTITY).hash_rows().is_duplicated())
    again = ~pl.struct(_QUANTITY).is_first_distinct() & pl.struct(_QUANTITY + _WORDS).is_first_distinct()
    yield from check.each(
        "observations",
        again,
        "observation_id",
        "another row of this document has the same codes, dates and number, in other words",
        "keep one and name the other print in its note; or code what tells the two apart",
        alike,
    )


_DESTINED = ("departure", "returned-following-order", "orders-to-leave-executed", "removal-measures-executed")


@rule("destination-fits", "observations", "indicators")
def destination_fits(check: Context) -> Iterator[Finding]:
    """Departures have a destination, even if it is not stated; nothing else has one."""
    codes = check["indicators"]
    above = ancestors(codes, "indicator_id", "broader_id")
    destined = pl.col("indicator_id").is_in([code for code in above if {code, *above[code]} & {*_DESTINED}])
    not_applicable = pl.col("destination_id") == "_Z"
    yield from check.each(
        "observations",
        destined & not_applicable,
        "destination_id",
        "a departure or return has a destination",
        "MA, another area, _T any, _O elsewhere, or _X not stated",
    )
    yield from check.each(
        "observations",
        ~destined & ~not_applicable,
        "destination_id",
        "this indicator has no destination",
        "_Z",
    )


@rule("reference-value", "reference_statistics")
def reference_value(check: Context) -> Iterator[Finding]:
    """The published cell of an official series and its number must agree, flags included."""
    absent = pl.col("value_printed") == ":"
    yield from check.each(
        "reference_statistics",
        pl.col("value").cast(pl.String).fill_null(":") != pl.col("value_printed"),
        "value",
        lambda row: f"value does not repeat the published cell {row['value_printed']!r}",
        'copy the published cell; ":" leaves value empty',
    )
    flagged = pl.when(pl.col("flag") == "p").then(pl.lit("P")).otherwise(pl.lit("A"))
    due = pl.when(absent).then(pl.lit("O")).otherwise(flagged)
    yield from check.each(
        "reference_statistics",
        pl.col("obs_status") != due,
        "obs_status",
        "the status does not follow from cell and flag",
        'O for ":", P for flag p, A otherwise',
    )


@rule("reference-sum", "reference_statistics", "indicators", "tables")
def reference_sum(check: Context) -> Iterator[Finding]:
    """First and repeat applications make up all applications: in an official table neither can exceed
    these, and where all parts are published their sum is the whole, but for its rounding.
    """
    cell = ["table_code", "area_id", "population_id", "period_start", "period_end"]
    codes = check["indicators"].filter(pl.col("adds_to_broader") == "all")
    rows = check.joined("reference_statistics", "table_id", "tables", {"rounding_unit": "_unit"})
    parts = rows.drop_nulls("value").join(codes.select("indicator_id", "broader_id"), on="indicator_id")
    sums = parts.group_by(*cell, "broader_id").agg(
        pl.col("value").sum().alias("_together"),
        pl.col("value").max().alias("_greatest"),
        pl.col("indicator_id").n_unique().alias("_parts"),
    )
    due = codes.group_by("broader_id").agg(pl.col("indicator_id").n_unique().alias("_due"))
    whole = rows.join(
        sums.join(due, on="broader_id"),
        left_on=[*cell, "indicator_id"],
        right_on=[*cell, "broader_id"],
        maintain_order="left",
    )
    value, room = pl.col("value"), pl.col("_unit").fill_null(0) * (pl.col("_parts") + 1) / 2
    differs = (pl.col("_parts") == pl.col("_due")) & ((pl.col("_together") - value).abs() > room)
    yield from check.each(
        "reference_statistics",
        differs | (pl.col("_together") - value > room) | (pl.col("_greatest") > value),
        "value",
        lambda row: f"its published parts are {row['_together']} together",
        "copy the published cells of the whole and of its parts anew",
        whole,
    )


@rule("reference-gap", "reference_statistics", severity=Severity.WARNING)
def reference_gap(check: Context) -> Iterator[Finding]:
    """An official table is a grid: each series of an area has every year that its table covers, if only
    with ":".
    """
    rows = check["reference_statistics"].with_columns(_year=pl.col("period_start").dt.year())
    year, series = pl.col("_year"), ["table_code", "series_code", "area_id"]
    due = year.max().over("table_code") - year.min().over("table_code") + 1
    yield from check.each(
        "reference_statistics",
        (year.n_unique().over(series) < due) & pl.struct(series).is_first_distinct(),
        "period_start",
        lambda row: f"{row['series_code']} of {row['area_id']} lacks years that {row['table_code']} covers",
        'restore the lost rows; a cell without a number is ":"',
        rows.drop_nulls("_year"),
    )


@rule("reference-id", "reference_statistics")
def reference_id(check: Context) -> Iterator[Finding]:
    """The key of an official value names its series, area and year: a value moved to another year
    would keep a key that says otherwise.
    """
    start, end = pl.col("period_start"), pl.col("period_end")
    parts = ["table_code", "series_code", "area_id", start.dt.year().cast(pl.String)]
    yield from check.each(
        "reference_statistics",
        pl.col("reference_id") != pl.concat_str(parts, separator=".").str.to_lowercase(),
        "reference_id",
        "the key does not name this dataset, series, area and year",
        "dataset.series.area.year, in small letters",
    )
    year = (start.dt.ordinal_day() == 1) & (end == start.dt.offset_by("1y").dt.offset_by("-1d"))
    yield from check.each(
        "reference_statistics",
        year.not_().fill_null(True),
        "period_end",
        "the period is not one calendar year",
        "1 January to 31 December of the year in the key",
    )
