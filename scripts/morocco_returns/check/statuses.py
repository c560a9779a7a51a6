"""Rules on how final a figure is: provisional, estimated or expected where its print says so."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding, Severity

_MARK_WORD = r"(?i)voorlopig|provis|vorl(?:ä|ae)ufig|pr(?:e|é)limin"
_SIGN = r"\*|\((?:p|v)\)"
_MARK = rf"{_MARK_WORD}|{_SIGN}"
_PRINTED = (
    "value_printed",
    "period_printed",
    "counted_printed",
    "row_label",
    "column_label",
    "quote",
    "title",
    "legend",
)


@rule("provisional-unmarked", "observations", "tables", severity=Severity.WARNING)
def provisional_unmarked(check: Context) -> Iterator[Finding]:
    """The source itself says that a figure is provisional: with an asterisk or a word beside it, in
    the labels, or in title or legend of the table.
    """
    figures = check.joined("observations", "table_id", "tables", {"title": "title", "legend": "legend"})
    marked = pl.any_horizontal(pl.col(name).str.contains(_MARK).fill_null(value=False) for name in _PRINTED)
    yield from check.each(
        "observations",
        ~marked,
        "obs_status",
        "provisional, and nothing printed says so",
        "A; or copy the mark (asterisk, voorlopig, provisional) into label, period, quote or legend",
        figures.filter(pl.col("obs_status") == "P"),
    )


_BESIDE = ("value_printed", "period_printed", "row_label", "column_label")


@rule("provisional-unsaid", "observations", "tables", severity=Severity.WARNING)
def provisional_unsaid(check: Context) -> Iterator[Finding]:
    """An asterisk or (p) beside a figure, its year or its label says that it is provisional, unless the
    legend of the table gives the sign another meaning.
    """
    figures = check.joined("observations", "table_id", "tables", {"legend": "legend"})
    signed = [check.holding("observations", name, pl.col(name).str.contains(_SIGN)) for name in _BESIDE]
    explained = pl.col("legend").str.contains(_SIGN) & ~pl.col("legend").str.contains(_MARK_WORD)
    yield from check.each(
        "observations",
        (pl.col("obs_status") == "A") & pl.any_horizontal(signed) & ~explained.fill_null(value=False),
        "obs_status",
        "the print has a sign for provisional figures, and the status is A",
        "P; or copy into the table's legend what the sign means",
        figures,
    )


_ESTIMATED = r"(?i)estim|stima|(?:ge|in)?schat|schätz|hochgerechnet|extrapol|calculat|berek"


@rule("estimate-unmarked", "observations", "tables", severity=Severity.WARNING)
def estimate_unmarked(check: Context) -> Iterator[Finding]:
    """A figure is an estimate where the source itself calls it one: in the print, or in words of it
    that note repeats.
    """
    figures = check.joined("observations", "table_id", "tables", {"title": "title", "legend": "legend"})
    said = [pl.col(name).str.contains(_ESTIMATED).fill_null(value=False) for name in (*_PRINTED, "note")]
    yield from check.each(
        "observations",
        ~pl.any_horizontal(said),
        "obs_status",
        "an estimate, and nothing printed says so",
        "A; or copy into quote or note the words by which the source calls it an estimate",
        figures.filter(pl.col("obs_status") == "E"),
    )


_COMING = (
    r"(?i)\b(?:(?:next|coming|upcoming)\b.*\b(?:days?|weeks?|months?|years?)"
    r"|(?:komende|eerstvolgende)\b.*\b(?:dag(?:en)?|we(?:ek|ken)|maand(?:en)?|ja(?:ar|ren))"
    r"|(?:prochaine?s?\b.*\b)?(?:jours?|semaines?|mois|années?)\b.*\b(?:prochaine?s?|à venir)"
    r"|prochaine?s\b.*\b(?:jours|semaines|mois|années)"
    r"|(?:nächste|kommende)[nmrs]?\b.*\b(?:tage?n?|wochen?|monate?n?|jahre?s?n?)"
    r"|próxim[oa]s?\b.*\b(?:días?|semanas?|mes(?:es)?|años?))\b"
)


@rule("forecast-unsaid", "observations", "indicators", severity=Severity.WARNING)
def forecast_unsaid(check: Context) -> Iterator[Finding]:
    """What happens over months to come has not been counted: it is expected or planned (F)."""
    figures = check.joined("observations", "indicator_id", "indicators", {"measure": "measure"})
    coming = check.holding("observations", "period_printed", pl.col("period_printed").str.contains(_COMING))
    yield from check.each(
        "observations",
        coming
        & (pl.col("obs_status") != "F")
        & pl.col("measure").is_in(["flow", "cumulative"])
        & pl.col("period_end").is_null(),
        "obs_status",
        lambda row: f"{row['period_printed']!r} is still to come when the document is written",
        "F; or fill the dates, if the period was over by then",
        figures,
    )
