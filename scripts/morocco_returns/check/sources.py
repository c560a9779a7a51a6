"""Rules on documents: what was read of them, and what they yielded."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding


@rule("figure-count", "documents", "observations")
def figure_count(check: Context) -> Iterator[Finding]:
    """The number of figures of a document is kept beside it, so that a lost row is noticed."""
    counts = check["observations"].group_by("document_id").agg(pl.len().cast(pl.Int64).alias("_held"))
    rows = check["documents"].join(counts, on="document_id", how="left", maintain_order="left")
    yield from check.each(
        "documents",
        pl.col("figures") != pl.col("_held").fill_null(0),
        "figures",
        lambda row: f"the package holds {row['_held'] or 0} figures of this document",
        "restore the lost row, or correct the number",
        rows,
    )


@rule("scope-result", "documents")
def scope_result(check: Context) -> Iterator[Finding]:
    """A document read in vain is listed with the reason, so that nobody reads it again in vain."""
    has = pl.col("figures") > 0
    yield from check.each(
        "documents",
        has != (pl.col("scope_result") == "figures"),
        "scope_result",
        "figures exactly where the document has some",
        "figures, none_in_scope or unreadable",
    )
    yield from check.each(
        "documents",
        ~has & pl.col("scope_reason").is_null(),
        "scope_reason",
        "no reason why the document carries no figures",
        "say it in a few words",
    )
    quoted = pl.col("extent_read") == "quoted"
    yield from check.each(
        "documents",
        quoted & (pl.col("accessed").is_not_null() | pl.col("text_sha256").is_not_null()),
        "extent_read",
        "a document known only from another one was not read",
        "empty accessed and text_sha256, or correct extent_read",
    )
    yield from check.each(
        "documents",
        ~quoted & pl.col("accessed").is_null(),
        "accessed",
        "a document that was read has a day on which it was read",
        "fill accessed",
    )
