"""Rules on quotes: short, and holding what they prove."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding
from morocco_returns.rows import each_value
from morocco_returns.text import contains

WORDS_IN_A_QUOTE = 10
_QUOTED = ("observations", "event_mentions", "claims")


@rule("quote-length", *_QUOTED)
def quote_length(check: Context) -> Iterator[Finding]:
    """Quotes are evidence for a figure, not a copy of the text: at most ten words."""
    for table in _QUOTED:
        yield from check.each(
            table,
            pl.col("quote").str.count_matches(r"\S+") > WORDS_IN_A_QUOTE,
            "quote",
            f"more than {WORDS_IN_A_QUOTE} words",
            "shorten it to the words around the figure",
        )


@rule("quote-lacks-figure", "observations")
def quote_lacks_figure(check: Context) -> Iterator[Finding]:
    """A quote that does not hold the printed figure proves nothing."""
    quoted = check["observations"].drop_nulls(["quote", "value_printed"])
    yield from check.each(
        "observations",
        ~pl.col("_holds"),
        "quote",
        lambda row: f"the quote does not hold {row['value_printed']!r}",
        "quote the words around the figure as printed",
        each_value(quoted, ["quote", "value_printed"], contains, {"_holds": pl.Boolean}),
    )
