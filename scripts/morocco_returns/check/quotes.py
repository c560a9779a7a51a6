"""Rules on what words prove: quotes that hold their figure, notes that name one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding, Severity
from morocco_returns.printed.locales import number_locale
from morocco_returns.printed.reading import PrintedError
from morocco_returns.printed.words import SYMBOLS, SYMBOLS_AFTER
from morocco_returns.rows import LINE, matching, rows_where
from morocco_returns.text import contains_figure

WORDS_IN_A_QUOTE = 10
_QUOTED = ("observations", "event_mentions", "claims", "identities")
_NOTES = {
    **dict.fromkeys(("observations", "documents", "tables", "events", "claims", "identities"), "note"),
    "comparisons": "explanation",
}
_DATED = {
    "observations": ("value_printed", "period_printed", "row_label", "column_label"),
    "event_mentions": ("date_printed",),
    "claims": ("period_printed",),
}
_FIGURE = r"\bf[0-9]{5,}\b"


@rule("quote-length", each=_QUOTED)
def quote_length(check: Context) -> Iterator[Finding]:
    """Quotes are evidence for a figure, not a copy of the text: at most ten words."""
    for table in check.present(*_QUOTED):
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


# Before a count these say how far it went as often as that it was the most.
_TOWARDS = frozenset({"tot", "to", "up to", "jusqu'à", "à", "bis", "bis zu", "auf", "hasta", "fino a", "até"})


@cache
def _hedges(locale: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that qualify a number in that language when they stand before it, and after it."""
    try:
        language = number_locale(locale).language
    except PrintedError:
        return (), ()
    before = {phrase for phrases in (*language.before.values(), *SYMBOLS.values()) for phrase in phrases}
    after = {phrase for phrases in (*language.after.values(), *SYMBOLS_AFTER.values()) for phrase in phrases}
    return tuple(sorted(before - _TOWARDS)), tuple(sorted(after - _TOWARDS))


@rule("hedge-left-out", "observations", "documents", severity=Severity.WARNING)
def hedge_left_out(check: Context) -> Iterator[Finding]:
    """A word that qualifies the number beside it ("ca. 200", "300 of meer") is a part of the print:
    without it an approximate count passes for an exact one.
    """
    figures = check.joined("observations", "document_id", "documents", {"number_locale": "_locale"})
    columns = ["quote", "value_printed", "_locale"]
    exact = figures.filter(pl.col("qualifier") == "exact").select(LINE, *columns).drop_nulls()
    yield from check.each(
        "observations",
        pl.lit(value=True),
        "value_printed",
        lambda row: f"the quote prints {row['_hedge']!r} beside it",
        "copy the qualifying word into value_printed, and read value and bounds again",
        rows_where(exact, columns, _hedge_beside, {"_hedge": pl.String}, pl.col("_hedge").is_not_null()),
    )


def _hedge_beside(quote: str, figure: str, locale: str) -> str | None:
    """The qualifying word directly before or after the figure in its quote, if there is one."""
    before, found, after = (
        quote.lower().replace("\u2019", "'").partition(figure.lower().replace("\u2019", "'"))
    )
    if not found:
        return None
    leading, trailing = _hedges(locale)
    left, right = f" {before.rstrip()}", f"{after.lstrip()} "
    ends = (word for word in leading if left.endswith(word) and not _joined(left[-len(word) - 1], word[0]))
    begins = (word for word in trailing if right.startswith(word) and not _joined(word[-1], right[len(word)]))
    return next(ends, None) or next(begins, None)


def _folded(text: str) -> str:
    return text.lower().replace("\u2019", "'")


def _joined(left: str, right: str) -> bool:
    """Whether two letters stand in one word."""
    return left.isalnum() and right.isalnum()


_REFORMATTED = (
    r"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9:.]+)?|[A-Z][a-z]{2}-[0-9]{2}|[0-9]{1,2}-[A-Z][a-z]{2})$"
)


@rule("date-reformatted", each=_DATED, severity=Severity.WARNING)
def date_reformatted(check: Context) -> Iterator[Finding]:
    """A spreadsheet puts "2011-05-01" or "Jun-12" in place of the words in which a source prints a date."""
    for table in check.present(*_DATED):
        for column in _DATED[table]:
            yield from check.each(
                table,
                check.holding(table, column, pl.col(column).str.contains(_REFORMATTED)),
                column,
                "a date in the form of a spreadsheet or database, where the print belongs",
                "copy the words of the source, as in le 1er mai 2011",
            )


@rule("figure-named", "observations", each=_NOTES)
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
