"""Rules on what a figure says: its print against the columns that read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from morocco_returns import printed
from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding
from morocco_returns.frames import each_row, is_missing, looked_up

READ_COLUMNS = ("qualifier", "value", "approximate_value", "lower_bound", "upper_bound")


@rule("value-reread", "observations", "documents")
def value_reread(check: Context) -> Iterator[Finding]:
    """Reading the print a second time, in its document's locale, is the redundancy that catches a
    slip of the keyboard in a value, a bound or a qualifier.
    """
    figures = check["observations"]
    locales = looked_up(figures["document_id"], check["documents"], "document_id", "number_locale")
    known = figures["value_printed"].notna() & locales.notna()
    reading = printed.parse_many(figures["value_printed"][known], locales[known], errors="coerce")
    for line, again in each_row(reading):
        row = figures.loc[line]
        text = str(row["value_printed"])
        if not is_missing(again["error"]):
            hint = "copy the figure anew from the document; look at the document's number_locale"
            yield check.finding("observations", line, "value_printed", text, str(again["error"]), hint)
            continue
        for column in READ_COLUMNS:
            if not _same(row[column], again[column]):
                due, keyed = _shown(again[column]), _shown(row[column])
                message = f"{text!r} ({locales[line]}) reads as {column} {due}, not {keyed}"
                hint = f"{column} should be {due}, unless the print was copied wrongly"
                yield check.finding("observations", line, column, row[column], message, hint)


def _same(first: Any, second: Any) -> bool:
    if is_missing(first) or is_missing(second):
        return is_missing(first) and is_missing(second)
    return bool(first == second)


def _shown(value: Any) -> str:
    return "empty" if is_missing(value) else str(value)


@rule("bounds-reversed", "observations")
def bounds_reversed(check: Context) -> Iterator[Finding]:
    """A lower bound above the upper bound leaves no count that the print could mean."""
    figures = check["observations"]
    bad = figures["lower_bound"] > figures["upper_bound"]
    yield from check.each(
        "observations",
        bad,
        "lower_bound",
        lambda row: f"lower_bound {row['lower_bound']} is above upper_bound {row['upper_bound']}",
        "read both bounds off the print again",
    )


@rule("value-without-exact", "observations")
def value_without_exact(check: Context) -> Iterator[Finding]:
    """Only an unqualified number is a value: a limit stored as the value is the commonest way in
    which "<5" becomes 5.
    """
    figures = check["observations"]
    bad = figures["value"].notna() & (figures["qualifier"] != "exact").fillna(True)
    yield from check.each(
        "observations",
        bad,
        "value",
        lambda row: f"value is filled although the qualifier is {_shown(row['qualifier'])}",
        "leave value empty; the number goes to approximate_value or to the bounds",
    )


@rule("exact-bounds", "observations")
def exact_bounds(check: Context) -> Iterator[Finding]:
    """An unqualified number has itself as both bounds; rounding belongs to the table, not here."""
    figures = check["observations"]
    exact = figures["qualifier"] == "exact"
    for column in ("lower_bound", "upper_bound"):
        same = (figures[column] == figures["value"]).fillna(False)
        yield from check.each(
            "observations",
            exact & ~same,
            column,
            lambda row, column=column: f"{column} is not the exact value {_shown(row['value'])}",  # type: ignore[misc]
            "set value and both bounds to the printed number",
        )


@rule("approximate-without-about", "observations")
def approximate_without_about(check: Context) -> Iterator[Finding]:
    """approximate_value is the N of "about N" and of nothing else."""
    figures = check["observations"]
    about = (figures["qualifier"] == "about").fillna(False)
    bad = figures["approximate_value"].notna() != about
    yield from check.each(
        "observations",
        bad,
        "approximate_value",
        "approximate_value is filled exactly where the qualifier is about",
        "compare the qualifier with the print",
    )


@rule("status-without-figure", "observations")
def status_without_figure(check: Context) -> Iterator[Finding]:
    """A printed dash or blank is no figure: no number may stand beside it, and every other status
    needs bounds.
    """
    figures = check["observations"]
    blank = figures["obs_status"].isin(["M", "O"])
    filled = figures[list(READ_COLUMNS)].notna().any(axis="columns")
    yield from check.each(
        "observations",
        blank & filled,
        "obs_status",
        "M and O mean that no figure is printed",
        "empty the value columns",
    )
    yield from check.each(
        "observations",
        ~blank & figures["lower_bound"].isna(),
        "lower_bound",
        "a figure without a lower bound",
        "fill it (at least 0), or set obs_status to M or O for a dash or blank",
    )


@rule("part-exceeds-base", "observations")
def part_exceeds_base(check: Context) -> Iterator[Finding]:
    """A part ("of whom") cannot be certainly greater than its base, and stands in its document."""
    figures = check["observations"]
    parts = figures[figures["part_of_id"].notna() & figures["lower_bound"].notna()]
    bases = figures.drop_duplicates("observation_id").set_index("observation_id")
    for line, part in each_row(parts):
        if part["part_of_id"] not in bases.index:
            continue
        base = bases.loc[part["part_of_id"]]
        if not _same(base["document_id"], part["document_id"]):
            yield check.finding(
                "observations",
                line,
                "part_of_id",
                part["part_of_id"],
                "the base is a figure of another document",
                "name a base of the same document, or leave it empty",
            )
        elif not is_missing(base["upper_bound"]) and part["lower_bound"] > base["upper_bound"]:
            yield check.finding(
                "observations",
                line,
                "part_of_id",
                part["part_of_id"],
                f"the part is at least {part['lower_bound']}, its base at most {base['upper_bound']}",
                "compare both prints; perhaps part and base are exchanged",
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
    keys = figures[_SAME].astype("string").fillna("")
    yield from check.each(
        "observations",
        keys.duplicated(keep="first"),
        "observation_id",
        "the row repeats another one of the same document, quantity and period",
        "keep the print with the fullest context and name the reprint in its note",
    )


_DESTINED = ("departure", "returned-following-order", "orders-to-leave-executed", "removal-measures-executed")


@rule("destination-fits", "observations", "indicators")
def destination_fits(check: Context) -> Iterator[Finding]:
    """Departures have a destination, even if it is not stated; nothing else has one."""
    figures = check["observations"]
    codes = check["indicators"]
    broader = dict(zip(codes["indicator_id"], codes["broader_id"], strict=True))
    destined = pd.Series(
        [_among(code, broader, _DESTINED) for code in figures["indicator_id"]],
        index=figures.index,
        dtype=bool,
    )
    not_applicable = figures["destination_id"] == "_Z"
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


def _among(code: Any, broader: dict[Any, Any], roots: tuple[str, ...]) -> bool:
    seen: set[str] = set()
    while isinstance(code, str) and code not in seen:
        if code in roots:
            return True
        seen.add(code)
        code = broader.get(code)
    return False


@rule("reference-value", "reference_statistics")
def reference_value(check: Context) -> Iterator[Finding]:
    """The published cell of an official series and its number must agree, flags included."""
    rows = check["reference_statistics"]
    absent = rows["value_printed"] == ":"
    number = rows["value"].astype("string").fillna(":")
    yield from check.each(
        "reference_statistics",
        number != rows["value_printed"],
        "value",
        lambda row: f"value does not repeat the published cell {row['value_printed']!r}",
        'copy the published cell; ":" leaves value empty',
    )
    due = rows["flag"].map({"p": "P"}).astype("string").fillna("A").mask(absent, "O")
    yield from check.each(
        "reference_statistics",
        rows["obs_status"] != due,
        "obs_status",
        "the status does not follow from cell and flag",
        'O for ":", P for flag p, A otherwise',
    )


@rule("reference-id", "reference_statistics")
def reference_id(check: Context) -> Iterator[Finding]:
    """The key of an official value names its series, area and year: a value moved to another year
    would keep a key that says otherwise.
    """
    rows = check["reference_statistics"]
    parts = [rows["table_code"], rows["series_code"], rows["area_id"], rows["period_start"].dt.strftime("%Y")]
    due = parts[0].str.lower()
    for part in parts[1:]:
        due = due + "." + part.astype("string").str.lower()
    yield from check.each(
        "reference_statistics",
        (rows["reference_id"] != due).fillna(True),
        "reference_id",
        "the key does not name this dataset, series, area and year",
        "dataset.series.area.year, in small letters",
    )
    same = (rows["period_start"].dt.strftime("%Y-01-01") == rows["period_start"].dt.strftime("%Y-%m-%d")) & (
        rows["period_start"].dt.strftime("%Y-12-31") == rows["period_end"].dt.strftime("%Y-%m-%d")
    )
    yield from check.each(
        "reference_statistics",
        ~same,
        "period_end",
        "the period is not one calendar year",
        "1 January to 31 December of the year in the key",
    )
