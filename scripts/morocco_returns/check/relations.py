"""Rules on what documents are to one another: copies, answers, parts."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding


@rule("relation-to-itself", "document_relations")
def relation_to_itself(check: Context) -> Iterator[Finding]:
    """A document is not a copy of, or an answer to, itself."""
    yield from check.each(
        "document_relations",
        pl.col("document_id") == pl.col("target_id"),
        "target_id",
        "the document stands in relation to itself",
        "name the other document",
    )
