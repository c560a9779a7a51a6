"""Rules on the dates of documents and events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from morocco_returns.check.days import edtf_days, is_edtf, reduced_days
from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding, Severity
from morocco_returns.rows import borrowed, each_value

FIRST_ACCESS = date(2000, 1, 1)
LAST_EVENT = date(2100, 12, 31)
PLANNED = r"(?i)\b(?:planned|scheduled|announced|expected|intended)\b"


def published_days(check: Context) -> pl.DataFrame:
    """The documents, with the first and last day that the date of publication covers."""
    days = {"published_first": pl.Date, "published_last": pl.Date}
    return check.shared.get(
        "published_days", lambda: each_value(check["documents"], ["published"], reduced_days, days)
    )


def event_days(check: Context) -> pl.DataFrame:
    """The events, with the first and last day of their dates."""
    days = {"event_first": pl.Date, "event_last": pl.Date}
    return check.shared.get("event_days", lambda: each_value(check["events"], ["date"], edtf_days, days))


def release_day(check: Context) -> date | None:
    """The day of the release that the descriptor names; None where it names none."""
    return reduced_days(str(check.package.descriptor.get("created"))[:10])[0]


@rule("edtf-date", "events")
def edtf_date(check: Context) -> Iterator[Finding]:
    """Dates of events are EDTF, so that "autumn 2022" and "2022 or 2023" have one spelling."""
    known = check["events"].filter(pl.col("date").is_not_null())
    yield from check.each(
        "events",
        ~pl.col("is_edtf"),
        "date",
        "not an EDTF date",
        "2021, 2021-07, 2021-07-05, 2021-07/2021-09, 2022-23 (autumn)",
        each_value(known, ["date"], is_edtf, {"is_edtf": pl.Boolean}),
    )


@rule("event-reversed", "events")
def event_reversed(check: Context) -> Iterator[Finding]:
    """An event cannot end before it begins."""
    yield from check.each(
        "events",
        pl.col("event_last") < pl.col("event_first"),
        "date",
        "the interval ends before it begins",
        "exchange the two dates, or compare them with the print",
        event_days(check),
    )


@rule("event-future", "events")
def event_future(check: Context) -> Iterator[Finding]:
    """A plan for the next century is a slip of the keyboard."""
    yield from check.each(
        "events",
        pl.col("event_first") > LAST_EVENT,
        "date",
        "the date lies in a far future",
        "compare the year with the print",
        event_days(check),
    )


@rule("event-after-documents", "events", "event_mentions", "documents", severity=Severity.WARNING)
def event_after_documents(check: Context) -> Iterator[Finding]:
    """A document tells of what has happened: an event later than every document that mentions it
    has a wrong date, unless it was planned.
    """
    places = check.places("event_mentions", "document_id", "documents")
    mentions = borrowed(check["event_mentions"], places, published_days(check), {"published_last": "told"})
    dated = mentions.group_by("event_id").agg(pl.col("told").max(), undated=pl.col("told").is_null().any())
    events = event_days(check).join(dated, on="event_id", how="left", maintain_order="left")
    planned = pl.concat_str("label", "note", separator=" ", ignore_nulls=True).str.contains(PLANNED)
    yield from check.each(
        "events",
        pl.col("event_first").is_between(pl.col("told"), LAST_EVENT, closed="right")
        & ~pl.col("undated")
        & ~planned,
        "date",
        lambda row: f"every document that mentions it was published by {row['told']}",
        "compare the date with the print; a plan says in label or note that it was planned",
        events,
    )


@rule("published-date", "documents")
def published_date(check: Context) -> Iterator[Finding]:
    """A date of publication exists, has a basis, and no basis stands without a date."""
    dated = pl.col("published").is_not_null()
    yield from check.each(
        "documents",
        dated & pl.col("published_first").is_null(),
        "published",
        "no such date",
        "YYYY, YYYY-MM or YYYY-MM-DD",
        published_days(check),
    )
    yield from check.each(
        "documents",
        dated == (pl.col("published_basis") == "unknown"),
        "published_basis",
        "the basis is unknown exactly where no date is filled",
        "fill the date or name its basis",
    )
    yield from check.each(
        "documents",
        (pl.col("published_basis") == "printed") & (pl.col("extent_read") == "quoted"),
        "published_basis",
        "nobody read the document, so its date was not seen printed in it",
        "other_document or inferred; or correct extent_read",
    )


@rule("accessed-date", "documents")
def accessed_date(check: Context) -> Iterator[Finding]:
    """A document is read after it was published, and from the web of our days."""
    yield from check.each(
        "documents",
        pl.col("accessed") < pl.col("published_first"),
        "accessed",
        lambda row: f"read before it was published ({row['published']})",
        "compare both dates with the document",
        published_days(check),
    )
    yield from check.each(
        "documents",
        pl.col("accessed") < FIRST_ACCESS,
        "accessed",
        f"read before {FIRST_ACCESS.year}",
        "the day on which the document was read, not the day that it tells of",
    )


@rule("after-release", "documents", severity=Severity.WARNING)
def after_release(check: Context) -> Iterator[Finding]:
    """What a release contains was published and read before the release."""
    released = release_day(check)
    if released is None:
        return
    for column, day in (("published", "published_first"), ("accessed", "accessed")):
        yield from check.each(
            "documents",
            pl.col(day) > released,
            column,
            f"later than the release ({released})",
            "correct the date; or the next release's date, released in schemas/package.yaml",
            published_days(check),
        )
