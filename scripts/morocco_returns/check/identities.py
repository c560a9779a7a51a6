"""Rules on identities: what is said by hand to add up to what, or to be within what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from morocco_returns.check.keys import TREES
from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding

# The list from which whole and part of each dimension are.
_LISTS = {"indicator": "indicators", "population": "populations", "destination": "areas", "area": "areas"}
_LISTED = ("identities", "indicators", "populations", "areas")
_OF_THE_WHOLE = ("relation", "dimension", "whole", "indicator_id")


@rule("identity-code", *_LISTED)
def identity_code(check: Context) -> Iterator[Finding]:
    """Whole and part are codes of several lists, so no foreign key holds them: a code that is in no
    list leaves the figures that it should connect apart.
    """
    for dimension, table in _LISTS.items():
        known = check[table].select(TREES[table][0]).to_series()
        for column in ("whole", "part"):
            yield from check.each(
                "identities",
                (pl.col("dimension") == dimension) & ~pl.col(column).is_in(known.implode()),
                column,
                f"not a code of {table}",
                f"a code of {table}, or another dimension",
            )


@rule("identity-scope", "identities")
def identity_scope(check: Context) -> Iterator[Finding]:
    """An identity between indicators speaks of two quantities, and cannot hold for one alone."""
    yield from check.each(
        "identities",
        (pl.col("dimension") == "indicator") & pl.col("indicator_id").is_not_null(),
        "indicator_id",
        "whole and part are indicators themselves",
        "empty it, or correct the dimension",
    )


@rule("identity-with-itself", "identities")
def identity_with_itself(check: Context) -> Iterator[Finding]:
    """A part that is its own whole says nothing, and in a sum makes all other parts zero."""
    yield from check.each(
        "identities",
        pl.col("whole") == pl.col("part"),
        "part",
        "the part is the whole",
        "name the narrower code",
    )


@rule("identity-uneven", "identities")
def identity_uneven(check: Context) -> Iterator[Finding]:
    """The rows of one identity name parts of one whole: two wholes under one name make a false sum."""
    for column in _OF_THE_WHOLE:
        yield from check.each(
            "identities",
            pl.col(column).ne_missing(pl.col(column).first().over("identity_id")),
            column,
            f"{column} differs from the first row of this identity",
            "make the rows alike, or give another identity a name of its own",
        )


@rule("identity-parts", "identities")
def identity_parts(check: Context) -> Iterator[Finding]:
    """A sum of one part would make it the whole: its other parts were lost."""
    yield from check.each(
        "identities",
        (pl.col("relation") == "sum") & (pl.len().over("identity_id") < 2),
        "part",
        "the sum has one part",
        "add its other parts, or say at_most",
    )


@rule("identity-cycle", *_LISTED)
def identity_cycle(check: Context) -> Iterator[Finding]:
    """A whole that is within its own part, by other identities or the broader codes of the list,
    leaves one count for both: one of the rows is the wrong way round.
    """
    named = check["identities"].filter(pl.col("whole") != pl.col("part"))
    for (dimension, indicator), rows in named.group_by("dimension", "indicator_id", maintain_order=True):
        if dimension not in _LISTS:
            continue
        table = _LISTS[dimension]
        holds = pl.col("indicator_id").is_null() | (pl.col("indicator_id") == pl.lit(indicator))
        links = [
            *named.filter((pl.col("dimension") == dimension) & holds).select("part", "whole").iter_rows(),
            *check[table].select(TREES[table]).drop_nulls().iter_rows(),
        ]
        circular = [part in _above(whole, links) for whole, part in rows.select("whole", "part").iter_rows()]
        yield from check.each(
            "identities",
            pl.col("_circular"),
            "part",
            lambda row: f"{row['whole']} is within {row['part']} too",
            "exchange whole and part, or delete the row that is wrong",
            rows.with_columns(pl.Series("_circular", circular)),
        )


def _above(code: str, links: Sequence[tuple[str, str]]) -> set[str]:
    """All that a code is within, by links from a part to its whole."""
    found: set[str] = set()
    waiting = [code]
    while waiting:
        part = waiting.pop()
        wholes = {whole for low, whole in links if low == part} - found
        found |= wholes
        waiting += wholes
    return found


@rule("identity-source", "identities")
def identity_source(check: Context) -> Iterator[Finding]:
    """An identity rests on the definitions of its codes, or on words of a document that others can
    look up: a document without its words, or words without their document, prove nothing.
    """
    words = pl.col("quote").is_not_null() | pl.col("page").is_not_null()
    yield from check.each(
        "identities",
        pl.col("document_id").is_null() & words,
        "document_id",
        "a page or quote, and no document",
        "name the document, or empty page and quote",
    )
    yield from check.each(
        "identities",
        pl.col("document_id").is_not_null() & pl.col("quote").is_null(),
        "quote",
        "a document, and none of its words",
        "quote the words that say so, or empty document_id",
    )
