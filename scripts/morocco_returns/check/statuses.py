"""Rules on how final a figure is: a provisional figure says so in its print."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding, Severity

_MARK = r"(?i)\*|\((?:p|v)\)|voorlopig|provis|vorl(?:ä|ae)ufig|pr(?:e|é)limin"
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
