"""Rules on when: dates, kinds and bases of the periods that figures count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from morocco_returns.check.dates import event_days, published_days, release_day
from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding
from morocco_returns.rows import LINE, borrowed, most_frequent

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)
SPANS = {"calendar_year": 12, "half_year": 6, "quarter": 3, "month": 1}
LOOSE = ("part_year", "other_span")
_START, _END, _KIND = pl.col("period_start"), pl.col("period_end"), pl.col("period_kind")
_WEEK = pl.duration(days=6)
_BOTH = _START.is_not_null() & _END.is_not_null()


def whole_months() -> pl.Expr:
    """How many whole months the dates are; null where they cut one, or one is not known."""
    months = (_END.dt.year() - _START.dt.year()) * 12 + _END.dt.month() - _START.dt.month() + 1
    return pl.when((_START.dt.day() == 1) & (_END.dt.month_end() == _END)).then(months)


def _with_publication(check: Context) -> pl.DataFrame:
    """The figures, with the first and last day on which their documents were published."""
    days = {"published_first": "published_first", "published_last": "published_last"}
    places = check.places("observations", "document_id", "documents")
    return borrowed(check["observations"], places, published_days(check), days)


@rule("period-reversed", "observations")
def period_reversed(check: Context) -> Iterator[Finding]:
    """A period cannot end before it starts."""
    yield from check.each(
        "observations",
        _END < _START,
        "period_end",
        "the period ends before it starts",
        "exchange the dates, or read them off the document again",
    )


@rule("period-after-publication", "observations", "documents")
def period_after_publication(check: Context) -> Iterator[Finding]:
    """No count starts or ends after its document was published; only a forecast does."""
    columns = (LINE, "document_id", "period_start", "period_end", "published_last", "obs_status")
    figures = _with_publication(check).select(columns).filter(pl.col("obs_status") != "F")
    latest = release_day(check) or LATEST  # period-range reports what is later
    yield from check.each(
        "observations",
        _END.is_between(pl.col("published_last"), latest, closed="right"),
        "period_end",
        lambda row: f"the count ends after {row['document_id']} was published",
        "end it with the document's date (period_basis document_date), or code a forecast (F)",
        figures,
    )
    yield from check.each(
        "observations",
        _START.is_between(pl.col("published_last"), latest, closed="right"),
        "period_start",
        lambda row: f"the count starts after {row['document_id']} was published",
        "compare the dates with the print, or code a forecast (F)",
        figures,
    )


@rule("period-range", "observations")
def period_range(check: Context) -> Iterator[Finding]:
    """A year that nobody could have counted is a slip of the keyboard: before 1950, or after the
    release; only a forecast looks ahead, and not into the next century.
    """
    released = release_day(check)
    forecast = pl.col("obs_status") == "F"
    latest = pl.when(forecast | pl.lit(released is None)).then(LATEST).otherwise(released)
    for column in ("period_start", "period_end"):
        day = pl.col(column)
        yield from check.each(
            "observations",
            day < EARLIEST,
            column,
            f"earlier than {EARLIEST.year}",
            "compare the year with the print",
        )
        yield from check.each(
            "observations",
            day > latest,
            column,
            "later than this release of the package, or in a far future",
            "compare the year with the print; a forecast has the status F",
        )


@rule("period-kind", "observations")
def period_kind(check: Context) -> Iterator[Finding]:
    """A calendar year, half-year, quarter or month begins and ends with whole months."""
    figures = check["observations"].with_columns(months=whole_months(), month=_START.dt.month())
    months, month = pl.col("months"), pl.col("month")
    for kind, length in SPANS.items():
        yield from check.each(
            "observations",
            (kind == _KIND) & _BOTH & ~(months.eq_missing(length) & ((month - 1) % length == 0)),
            "period_kind",
            f"the dates are not a {kind.replace('_', ' ')}",
            "correct the dates, or the kind (part_year, other_span)",
            figures,
        )
    for bad, message, hint in (
        (
            (_KIND == "part_year") & _START.is_null(),
            "a part of a year has a start",
            "fill period_start, or use other_span",
        ),
        (
            (_KIND == "day") & (_START != _END),
            "a day starts and ends on the same date",
            "correct the dates or the kind",
        ),
        (
            _KIND.is_in(list(SPANS)) & (_START.is_null() != _END.is_null()),
            "a year, half-year, quarter or month has both dates",
            "fill the other date, or choose another kind",
        ),
        (
            _KIND.is_in(LOOSE) & (months == 12) & (month == 1),
            "the dates are a whole calendar year",
            "calendar_year, or correct the dates",
        ),
        (
            (_KIND == "point_in_time") & ~months.fill_null(0).is_in([1, 12]) & (_END - _START > _WEEK),
            "a moment is a day, or lies in the week, month or year printed for it",
            "correct the dates, or choose mean_over_span",
        ),
        (
            (_KIND == "part_year") & (_START.dt.year() != _END.dt.year()),
            "a part of a year lies in one year",
            "use other_span",
        ),
    ):
        yield from check.each("observations", bad, "period_kind", message, hint, figures)


@rule("period-basis", "observations")
def period_basis(check: Context) -> Iterator[Finding]:
    """Dates without a basis are guesses; a basis without dates is a slip; what is inferred or
    empty is explained in note.
    """
    dated = _START.is_not_null() | _END.is_not_null()
    basis = pl.col("period_basis")
    yield from check.each(
        "observations",
        (basis == "unknown") & dated,
        "period_basis",
        "dates are filled although their basis is unknown",
        "name the basis, or empty the dates",
    )
    yield from check.each(
        "observations",
        (basis != "unknown") & ~dated,
        "period_basis",
        "no date is filled",
        "fill the dates, or set the basis to unknown",
    )
    yield from check.each(
        "observations",
        basis.is_in(["inferred", "unknown"]) & pl.col("note").is_null(),
        "note",
        "the period is inferred or unknown and no note says why",
        "say in note where the dates come from, or why they are empty",
    )


@rule("period-event", "observations", "events")
def period_event(check: Context) -> Iterator[Finding]:
    """A count since an event names it and starts with it."""
    since = _KIND == "since_event"
    event = pl.col("event_id")
    yield from check.each(
        "observations",
        since & event.is_null(),
        "event_id",
        "a count since an event names no event",
        "fill event_id",
    )
    yield from check.each(
        "observations",
        event.is_not_null() & ~since & pl.col("population_id").ne_missing("named-group"),
        "event_id",
        "an event is named, but the figure does not count since it",
        "period_kind since_event, or empty event_id",
    )
    due = pl.col("event_first")
    yield from check.each(
        "observations",
        since & due.is_not_null() & _START.ne_missing(due),
        "period_start",
        lambda row: f"the period does not start with {row['event_id']}",
        "copy the (first) day of the event's date",
        borrowed(
            check["observations"],
            check.places("observations", "event_id", "events"),
            event_days(check),
            {"event_first": "event_first"},
        ),
    )


@rule("measure-period", "observations", "indicators")
def measure_period(check: Context) -> Iterator[Finding]:
    """A stock exists at a moment, a flow happens over a span: a stock is not a flow."""
    figures = check.joined("observations", "indicator_id", "indicators", {"measure": "measure"})
    moment = _KIND.is_in(["point_in_time", "mean_over_span"])
    yield from check.each(
        "observations",
        (pl.col("measure") == "stock") & ~moment,
        "period_kind",
        "a stock has a moment, not a span",
        "point_in_time or mean_over_span, or another indicator",
        figures,
    )
    yield from check.each(
        "observations",
        pl.col("measure").is_in(["flow", "cumulative"]) & moment,
        "period_kind",
        "a flow or cumulative count has a span, not a moment",
        "a span, or another indicator",
        figures,
    )


@rule("document-date", "observations", "documents")
def document_date(check: Context) -> Iterator[Finding]:
    """A period that is resolved against the document's own date ("now", "this year", "last year", "in
    June") lies in its year or the one before, and the document has a date; a forecast is not over when
    it is made.
    """
    figures = _with_publication(check)
    day = pl.col("published_first")
    latest = pl.coalesce(_END, _START)
    near = (day.dt.year() - latest.dt.year()).is_between(0, 1)
    yield from check.each(
        "observations",
        (pl.col("period_basis") == "document_date") & ~near & (pl.col("obs_status") != "F"),
        "period_basis",
        "the period is neither of the document's year nor of the one before",
        "correct the dates, or name another basis",
        figures,
    )
    yield from check.each(
        "observations",
        (pl.col("period_basis") == "document_date") & latest.is_not_null() & day.is_null(),
        "period_basis",
        lambda row: f"{row['document_id']} has no date that the period could be resolved against",
        "inferred, with the reason in note; or fill published in documents",
        figures,
    )
    yield from check.each(
        "observations",
        (pl.col("obs_status") == "F") & (day > _END),
        "obs_status",
        "a forecast for a period that was over when the document was published",
        "A for a count, or correct the dates",
        figures,
    )


_PERIOD = ("period_printed", "period_start", "period_end", "period_kind", "period_basis", "event_id")


@rule("cell-period", "observations")
def cell_period(check: Context) -> Iterator[Finding]:
    """The cells of a column (or of a row, where rows are periods) share one period: a cell with a
    period of its own is a slip.
    """
    row, column = ["table_id", "row_number"], ["table_id", "column_number"]
    cells = check["observations"].filter(
        pl.col("row_number").is_not_null() & pl.col("column_number").is_not_null()
    )
    rows = pl.col("row_number")
    several = cells.filter(rows.min().over("table_id") != rows.max().over("table_id"))
    unlike = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).first().over(column)) for name in _PERIOD)
    # Most columns have one period: only tables where one has not, or has a lone cell, need a closer look.
    doubtful = several.filter(unlike | (pl.len().over(column) == 1)).select("table_id").unique()
    period = pl.concat_str(*(pl.col(name).cast(pl.String).fill_null("") for name in _PERIOD), separator="|")
    close = several.join(doubtful, on="table_id", how="semi").with_columns(period=period)
    alike = [
        (pl.col("period") == most_frequent("period", side)) & (pl.len().over(side) > 1)
        for side in (row, column)
    ]
    yield from check.each(
        "observations",
        ~pl.any_horizontal(alike),
        "period_printed",
        "the period differs from that of the other cells of this column",
        "compare all period columns with the neighbouring cells",
        close,
    )
