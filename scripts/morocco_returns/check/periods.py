"""Rules on when: dates, kinds of period, and the words that give them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pandas as pd
from babel import Locale
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding
from morocco_returns.frames import as_text, each_row, is_missing, looked_up

_SPANS = {"calendar_year": 12, "half_year": 6, "quarter": 3, "month": 1}


def _days(texts: pd.Series[Any], read: Callable[[Any], pd.Timestamp | None]) -> pd.Series[Any]:
    """Each text read as a day; NaT where it is missing or no day."""
    days = [None if is_missing(text) else read(text) for text in texts]
    return pd.Series(days, index=texts.index, dtype="datetime64[s]")


@rule("period-reversed", "observations")
def period_reversed(check: Context) -> Iterator[Finding]:
    """A period cannot end before it starts."""
    figures = check["observations"]
    yield from check.each(
        "observations",
        figures["period_end"] < figures["period_start"],
        "period_end",
        "the period ends before it starts",
        "exchange the dates, or read them off the document again",
    )


@rule("period-after-publication", "observations", "documents")
def period_after_publication(check: Context) -> Iterator[Finding]:
    """No count ends after its document was published; only a forecast does."""
    figures = check["observations"]
    published = _days(
        looked_up(figures["document_id"], check["documents"], "document_id", "published"), _last_day
    )
    late = (figures["period_end"] > published) & (figures["obs_status"] != "F")
    yield from check.each(
        "observations",
        late,
        "period_end",
        lambda row: f"the count ends after {row['document_id']} was published",
        "end it with the document's date (period_basis document_date), or code a forecast (F)",
    )


def _last_day(published: object) -> pd.Timestamp | None:
    """Last day that a reduced date (YYYY, YYYY-MM or YYYY-MM-DD) covers."""
    if is_missing(published):
        return None
    try:
        return pd.Period(str(published)).end_time.normalize()
    except ValueError:
        return None


@rule("period-kind", "observations")
def period_kind(check: Context) -> Iterator[Finding]:
    """A calendar year, half-year, quarter or month begins and ends with whole months."""
    figures = check["observations"]
    start, end = figures["period_start"], figures["period_end"]
    both = start.notna() & end.notna()
    months = (end.dt.year - start.dt.year) * 12 + end.dt.month - start.dt.month + 1
    whole = (start.dt.day == 1) & end.dt.is_month_end
    aligned = (start.dt.month - 1) % months.where(months > 0) == 0
    for kind, length in _SPANS.items():
        fits = whole & (months == length) & aligned
        yield from check.each(
            "observations",
            (figures["period_kind"] == kind) & both & ~fits,
            "period_kind",
            f"the dates are not a {kind.replace('_', ' ')}",
            "correct the dates, or the kind (part_year, other_span)",
        )
    yield from check.each(
        "observations",
        (figures["period_kind"] == "day") & both & (start != end),
        "period_kind",
        "a day starts and ends on the same date",
        "correct the dates or the kind",
    )
    half = figures["period_kind"].isin(_SPANS) & (start.notna() != end.notna())
    yield from check.each(
        "observations",
        half,
        "period_kind",
        "a year, half-year, quarter or month has both dates",
        "fill the other date, or choose another kind",
    )
    year = whole & (months == 12) & (start.dt.month == 1)
    yield from check.each(
        "observations",
        figures["period_kind"].isin(["part_year", "other_span"]) & year,
        "period_kind",
        "the dates are a whole calendar year",
        "calendar_year, or correct the dates",
    )
    moment = (start == end) | (whole & (months == 1))
    yield from check.each(
        "observations",
        (figures["period_kind"] == "point_in_time") & both & ~moment,
        "period_kind",
        "a moment is a day, or the month printed for it",
        "correct the dates, or choose mean_over_span",
    )
    crossing = (figures["period_kind"] == "part_year") & both & (start.dt.year != end.dt.year)
    yield from check.each(
        "observations",
        crossing,
        "period_kind",
        "a part of a year lies in one year",
        "use other_span",
    )


@rule("period-basis", "observations")
def period_basis(check: Context) -> Iterator[Finding]:
    """Dates without a basis are guesses; a basis without dates is a slip; what is inferred or
    empty is explained in note.
    """
    figures = check["observations"]
    dated = figures["period_start"].notna() | figures["period_end"].notna()
    unknown = figures["period_basis"] == "unknown"
    yield from check.each(
        "observations",
        unknown & dated,
        "period_basis",
        "dates are filled although their basis is unknown",
        "name the basis, or empty the dates",
    )
    yield from check.each(
        "observations",
        ~unknown & ~dated,
        "period_basis",
        "no date is filled",
        "fill the dates, or set the basis to unknown",
    )
    unexplained = figures["period_basis"].isin(["inferred", "unknown"]) & figures["note"].isna()
    yield from check.each(
        "observations",
        unexplained,
        "note",
        "the period is inferred or unknown and no note says why",
        "say in note where the dates come from, or why they are empty",
    )


@rule("period-event", "observations", "events")
def period_event(check: Context) -> Iterator[Finding]:
    """A count since an event names it and starts with it."""
    figures = check["observations"]
    since = figures["period_kind"] == "since_event"
    yield from check.each(
        "observations",
        since & figures["event_id"].isna(),
        "event_id",
        "a count since an event names no event",
        "fill event_id",
    )
    named = figures["population_id"] == "named-group"
    yield from check.each(
        "observations",
        figures["event_id"].notna() & ~since & ~named.fillna(False),
        "event_id",
        "an event is named, but the figure does not count since it",
        "period_kind since_event, or empty event_id",
    )
    due = _days(looked_up(figures["event_id"], check["events"], "event_id", "date"), _first_day)
    bad = since & due.notna() & (figures["period_start"] != due)
    yield from check.each(
        "observations",
        bad,
        "period_start",
        lambda row: f"the period does not start with {row['event_id']}",
        "copy the (first) day of the event's date",
    )


@cache
def _first_day(date: object) -> pd.Timestamp | None:
    try:
        parsed = parse_edtf(str(date))
        return pd.Timestamp(*parsed.lower_strict()[:3])
    except (EDTFParseException, AttributeError, TypeError, ValueError):  # open or unknown start
        return None


@rule("edtf-date", "events")
def edtf_date(check: Context) -> Iterator[Finding]:
    """Dates of events are EDTF, so that "autumn 2022" and "2022 or 2023" have one spelling."""
    events = check["events"]
    bad = [not is_missing(date) and not _is_edtf(str(date)) for date in events["date"]]
    yield from check.each(
        "events",
        pd.Series(bad, index=events.index, dtype=bool),
        "date",
        "not an EDTF date",
        "2021, 2021-07, 2021-07-05, 2021-07/2021-09, 2022-23 (autumn)",
    )


@cache
def _is_edtf(text: str) -> bool:
    try:
        parse_edtf(text)
    except EDTFParseException:
        return False
    return True


@rule("published-date", "documents")
def published_date(check: Context) -> Iterator[Finding]:
    """A date of publication exists, has a basis, and no basis stands without a date."""
    documents = check["documents"]
    dated = documents["published"].notna()
    bad = dated & documents["published"].map(_last_day).isna()
    yield from check.each("documents", bad, "published", "no such date", "YYYY, YYYY-MM or YYYY-MM-DD")
    mismatch = dated == (documents["published_basis"] == "unknown")
    yield from check.each(
        "documents",
        mismatch,
        "published_basis",
        "the basis is unknown exactly where no date is filled",
        "fill the date or name its basis",
    )


@rule("measure-period", "observations", "indicators")
def measure_period(check: Context) -> Iterator[Finding]:
    """A stock exists at a moment, a flow happens over a span: a stock is not a flow."""
    figures = check["observations"]
    measure = looked_up(figures["indicator_id"], check["indicators"], "indicator_id", "measure")
    moment = figures["period_kind"].isin(["point_in_time", "mean_over_span"])
    yield from check.each(
        "observations",
        (measure == "stock") & ~moment,
        "period_kind",
        "a stock has a moment, not a span",
        "point_in_time or mean_over_span, or another indicator",
    )
    yield from check.each(
        "observations",
        measure.isin(["flow", "cumulative"]) & moment,
        "period_kind",
        "a flow or cumulative count has a span, not a moment",
        "a span, or another indicator",
    )


_YEAR = re.compile(r"(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9.,][0-9])")
_EXCLUDING = {"nl": r"(?<![a-z/])tot", "en": r"before", "fr": r"avant", "de": r"vor", "es": r"antes de"}


@rule("period-words", "observations", "documents")
def period_words(check: Context) -> Iterator[Finding]:
    """The printed words must fit the dates: a printed year lies in the period, and "tot juni"
    ends on 31 May.
    """
    figures = check["observations"]
    language = looked_up(figures["document_id"], check["documents"], "document_id", "language")
    dated = (
        figures["period_printed"].notna() & figures["period_start"].notna() & figures["period_end"].notna()
    )
    for line, row in each_row(figures[dated]):
        words = str(row["period_printed"])
        years = {int(year) for year in _YEAR.findall(words)}
        if years and not years <= set(range(row["period_start"].year, row["period_end"].year + 1)):
            yield check.finding(
                "observations",
                line,
                "period_printed",
                words,
                "a printed year lies outside the dates",
                "compare period_start and period_end with the print",
            )
        month = _excluded_month(words.lower(), str(language[line])[:2])
        after = row["period_end"] + pd.Timedelta(days=1)
        if month is not None and (after.month, after.day) != (month, 1):
            yield check.finding(
                "observations",
                line,
                "period_end",
                row["period_end"].date(),
                f"{words!r} excludes the month it names, so the period ends on the last day before it",
                '"tot" and "before" exclude, "tot en met" and "t/m" include',
            )


def _excluded_month(words: str, language: str) -> int | None:
    """Number of the month that the words exclude ("tot juni": 6), if they do."""
    mark = _EXCLUDING.get(language)
    if mark is None:
        return None
    names = Locale(language).months["format"]["wide"]
    for number, name in names.items():
        if re.search(rf"{mark} {re.escape(name.lower())}\b", words):
            return int(number)
    return None


@rule("document-date", "observations", "documents")
def document_date(check: Context) -> Iterator[Finding]:
    """A period resolved against the document's own date ends on it (and a forecast starts there)."""
    figures = check["observations"]
    published = looked_up(figures["document_id"], check["documents"], "document_id", "published")
    day = _days(published.where(published.str.len() == 10), _last_day)
    near = (figures["period_end"] == day) | (figures["period_start"] == day)
    bad = (figures["period_basis"] == "document_date") & day.notna() & ~near
    yield from check.each(
        "observations",
        bad,
        "period_basis",
        "neither start nor end is the document's date",
        "correct the dates, or name another basis",
    )
    past = (figures["obs_status"] == "F") & (figures["period_end"] < day)
    yield from check.each(
        "observations",
        past,
        "obs_status",
        "a forecast for a period that was over when the document was published",
        "A for a count, or correct the dates",
    )


_PERIOD = ["period_printed", "period_start", "period_end", "period_kind", "period_basis", "event_id"]


@rule("cell-period", "observations")
def cell_period(check: Context) -> Iterator[Finding]:
    """The cells of a column (or of a row, where rows are periods) share one period: a cell with a
    period of its own is a slip.
    """
    figures = check["observations"]
    cells = figures[figures["row_number"].notna() & figures["column_number"].notna()]
    texts = as_text(cells[_PERIOD])
    period = pd.Series(["|".join(row) for row in texts.itertuples(index=False, name=None)], index=cells.index)
    alike = pd.Series(False, index=cells.index)
    for side in ("row_number", "column_number"):
        groups = period.groupby([cells["table_id"], cells[side]])
        usual = groups.transform(lambda group: group.mode().iloc[0])
        alike |= (period == usual) & (groups.transform("size") > 1)
    lone = cells.groupby("table_id")["row_number"].transform("nunique") == 1
    bad = (~alike & ~lone).reindex(figures.index, fill_value=False)
    yield from check.each(
        "observations",
        bad,
        "period_printed",
        "the period differs from that of the other cells of this column",
        "compare all period columns with the neighbouring cells",
    )
