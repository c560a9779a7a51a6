"""Rules on the words that say when: they must fit the dates and the kind of the period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache

import polars as pl

from morocco_returns.check.calendar_words import FIRST_MONTHS, MONTHS, Unit, units
from morocco_returns.check.days import reduced_days
from morocco_returns.check.periods import LOOSE, SPANS, whole_months
from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding, Severity
from morocco_returns.rows import LINE, each_value, rows_where

Fault = tuple[str | None, str | None, str | None]
_NO_FAULT: Fault = (None, None, None)
_PERIOD = ("period_printed", "period_start", "period_end", "period_kind", "period_basis")
_FAULT = {"fault_column": pl.String, "fault_message": pl.String, "fault_hint": pl.String}


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a period as ordinal days; an open side is as far away as can be."""

    start: int
    end: int
    started: bool
    known: bool
    counted_until_document: bool


def _with_language(check: Context) -> pl.DataFrame:
    """The figures whose period is printed, with the language of their documents."""
    figures = check.joined("observations", "document_id", "documents", {"language": "language"})
    period = figures.select(LINE, "language", *_PERIOD).drop_nulls("period_printed")
    return period.with_columns(pl.col("language").str.head(2))


@lru_cache(maxsize=4096)
def _units(words: str, language: str | None) -> tuple[Unit, ...]:
    return tuple(units(words, language))


@rule("period-words", "observations", "documents")
def period_words(check: Context) -> Iterator[Finding]:
    """The printed words must fit the dates: a year, quarter, month or day that they name lies in the
    period, "tot juni" ends on 31 May, and "t/m juni" on 30 June.
    """
    dated = pl.col("period_start").is_not_null() | pl.col("period_end").is_not_null()
    figures = rows_where(
        _with_language(check).filter(dated),
        ["period_printed", "language", "period_start", "period_end", "period_basis"],
        period_fault,
        _FAULT,
        pl.col("fault_column").is_not_null(),
    )
    for column in ("period_printed", "period_end"):
        yield from check.each(
            "observations",
            pl.col("fault_column") == column,
            column,
            lambda row: row["fault_message"],
            lambda row: row["fault_hint"],
            figures,
        )


def period_fault(
    words: str, language: str | None, start: date | None, end: date | None, basis: str | None
) -> Fault:
    """The first unit that the words name and the dates do not fit: column, message and hint."""
    dates = Dates(
        (start or date.min).toordinal(),
        (end or date.max).toordinal(),
        start is not None,
        start is not None and end is not None,
        basis == "document_date",
    )
    for unit in _units(words, language):
        spans = list(_spans(unit, dates))
        if spans and not any(_fits(unit, first, last, dates) for first, last in spans):
            return _fault(words, unit)
    return _NO_FAULT


def _spans(unit: Unit, dates: Dates) -> Iterator[tuple[int, int]]:
    """First and last day of the unit, in every year that the words can mean."""
    if unit.kind == FIRST_MONTHS and unit.year is None:
        yield from _months_from(dates, unit.number)
        return
    if unit.year is not None:
        years = range(unit.year, unit.year + 1)
    elif dates.known:
        years = range(date.fromordinal(dates.start).year - 1, date.fromordinal(dates.end).year + 2)
    else:
        years = range(0)
    for year in years:
        first, last = _first_and_last(unit, year)
        if first is not None and last is not None:
            yield first.toordinal(), last.toordinal()


def _months_from(dates: Dates, number: int) -> Iterator[tuple[int, int]]:
    """So many months from the start: of what year they are the first is not said."""
    if dates.known:
        start = date.fromordinal(dates.start)
        years, month = divmod(start.month + number - 2, 12)
        _, last = reduced_days(f"{start.year + years:04}-{month + 1:02}")
        if last is not None:
            yield start.replace(day=1).toordinal(), last.toordinal()


def _first_and_last(unit: Unit, year: int) -> tuple[date | None, date | None]:
    if not MINYEAR <= year <= MAXYEAR:
        return None, None
    if unit.day is not None:
        return reduced_days(f"{year:04}-{unit.number:02}-{unit.day:02}")
    if unit.kind == FIRST_MONTHS:
        return reduced_days(f"{year:04}-01")[0], reduced_days(f"{year:04}-{unit.number:02}")[1]
    months = MONTHS[unit.kind]
    end = unit.number * months
    first, _ = reduced_days(f"{year:04}-{end - months + 1:02}")
    _, last = reduced_days(f"{year:04}-{end:02}")
    return first, last


def _fits(unit: Unit, first: int, last: int, dates: Dates) -> bool:
    """Whether the unit has the place in the dates that its limit gives it."""
    inside = first <= dates.end and last >= dates.start
    if unit.kind == FIRST_MONTHS and unit.limit == "in":
        return (first, last) == (dates.start, dates.end) if dates.known else inside
    match unit.limit:
        case "as_of":
            return True
        case "before" if unit.kind != "year":  # "2019 tot 2022" is often meant to include 2022
            return dates.end == first - 1
        case "from" if dates.started:
            return first <= dates.start <= last
        case "through":
            return dates.end == last or (dates.counted_until_document and inside)
        case "before" | "to":
            return inside or dates.end == first - 1
        case "after":
            return inside or dates.start == last + 1
    return inside


def _fault(words: str, unit: Unit) -> Fault:
    if unit.kind == FIRST_MONTHS:
        message = f"the dates are not the {unit.number} months of {words!r}"
        return "period_end", message, "the period begins with the first of them and ends with the last"
    kind = unit.kind.replace("_", "-")
    if unit.limit == "before" and unit.kind != "year":
        message = f"{words!r} excludes the {kind} it names, so the period ends on the last day before it"
        return "period_end", message, '"tot" and "before" exclude, "tot en met" and "t/m" include'
    if unit.limit == "through":
        message = f"{words!r} includes the {kind} it names, so the period ends on its last day"
        return "period_end", message, '"t/m" and "through" include, "tot" and "before" exclude'
    hint = "compare period_start and period_end with the print"
    return "period_printed", f"the printed {kind} ({unit.printed}) lies outside the dates", hint


@rule("period-unit", "observations", "documents", severity=Severity.WARNING)
def period_unit(check: Context) -> Iterator[Finding]:
    """Where the words name one month, quarter or half-year, a period of another such kind is a slip,
    and so is another name for the very dates of that unit.
    """
    spans = _with_language(check).filter(pl.col("period_kind").is_in([*SPANS, *LOOSE]))
    figures = each_value(spans, ["period_printed", "language"], _only_unit, {"unit": pl.String})
    same = pl.col("unit").replace_strict(SPANS, default=None, return_dtype=pl.Int32) == whole_months()
    yield from check.each(
        "observations",
        (pl.col("unit") != pl.col("period_kind")) & (pl.col("period_kind").is_in(list(SPANS)) | same),
        "period_kind",
        lambda row: f"{row['period_printed']!r} names a {row['unit'].replace('_', '-')}",
        "correct the kind and the dates, or the words",
        figures,
    )


def _only_unit(words: str, language: str | None) -> str | None:
    """The kind of the only unit within a year that the words name without a limit."""
    within = [unit for unit in _units(words, language) if unit.kind != "year" and unit.limit != "as_of"]
    if len(within) == 1 and within[0].limit == "in" and within[0].kind in SPANS:
        return within[0].kind
    return None


_LABEL_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:\s*\*+|\s*\([^0-9]*\))?\Z")
_LABELS = ("row_label", "column_label")
_DAYS = ("period_start", "period_end")


@rule("label-year", "observations")
def label_year(check: Context) -> Iterator[Finding]:
    """A cell whose row or column is headed by a year alone counts that year, or a part of it."""
    cells = check["observations"].select(*_LABELS, *_DAYS, LINE)
    for label in _LABELS:
        cells = each_value(cells, [label], _label_year, {f"year_of_{label}": pl.Int32})
    years = [pl.col(f"year_of_{label}") for label in _LABELS]
    outside = pl.all_horizontal(
        pl.any_horizontal(pl.col(day).dt.year() != year for day in _DAYS).fill_null(year.is_null())
        for year in years
    )
    for label, year in zip(_LABELS, years, strict=True):
        yield from check.each(
            "observations",
            outside & year.is_not_null(),
            label,
            "the dates lie outside the year of this label",
            "compare period_start and period_end with the label",
            cells,
        )


def _label_year(label: str | None) -> int | None:
    """The year that a label is, if it is one; a mark or a remark without a number may follow."""
    year = _LABEL_YEAR.match(label or "")
    return int(year[1]) if year else None
