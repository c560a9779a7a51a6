"""Rules on what words prove: quotes that hold their figure, notes that name one."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding
from morocco_returns.rows import LINE, matching, rows_where
from morocco_returns.text import contains_figure

WORDS_IN_A_QUOTE = 10
_QUOTED = ("observations", "event_mentions", "claims", "identities")
_NOTES = {
    **dict.fromkeys(("observations", "documents", "tables", "events", "claims", "identities"), "note"),
    "comparisons": "explanation",
}
_FIGURE = r"\bf[0-9]{5,}\b"


@rule("quote-length", *_QUOTED)
def quote_length(check: Context) -> Iterator[Finding]:
    """Quotes are evidence for a figure, not a copy of the text: at most ten words."""
    for table in _QUOTED:
        yield from check.each(
            table,
            check.holding(table, "quote", pl.col("quote").str.count_matches(r"\S+") > WORDS_IN_A_QUOTE),
            "quote",
            f"more than {WORDS_IN_A_QUOTE} words",
            "shorten it to the words around the figure",
        )


@rule("quote-lacks-figure", "observations")
def quote_lacks_figure(check: Context) -> Iterator[Finding]:
    """A quote that does not hold the printed figure proves nothing."""
    columns = ["quote", "value_printed"]
    quoted = check["observations"].select(LINE, *columns).drop_nulls()
    yield from check.each(
        "observations",
        pl.lit(value=True),
        "quote",
        lambda row: f"the quote does not hold {row['value_printed']!r}",
        "quote the words around the figure as printed",
        rows_where(quoted, columns, contains_figure, {"_holds": pl.Boolean}, ~pl.col("_holds")),
    )


@rule("figure-named", "observations")
def figure_named(check: Context) -> Iterator[Finding]:
    """A note that names a figure which is not there sends its reader looking in vain."""
    figures = check["observations"]["observation_id"]
    for table in check.present(*_NOTES):
        column = _NOTES[table]
        texts = check.package.tables[table].texts[column].alias(column).to_frame()
        named = texts.with_columns(pl.col(column).str.extract_all(_FIGURE).alias("_named"))
        named = named.explode("_named").drop_nulls("_named")
        known = figures.filter(figures.is_in(named["_named"].implode()))
        yield from check.each(
            table,
            pl.lit(True),
            column,
            lambda row: f"there is no figure {row['_named']}",
            "name the figure by its observation_id",
            matching(check[table], named.filter(~pl.col("_named").is_in(known.implode())), [column]),
        )
