"""Rules on addresses: they must lead any reader to a public page."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.contract.addresses import address_fault
from morocco_returns.finding import Finding
from morocco_returns.rows import each_value


@rule("address", "documents")
def address(check: Context) -> Iterator[Finding]:
    """An address that only its keyer's computer understands, or that carries a password, leads no
    reader to the source.
    """
    for column in check["documents"].columns:
        if column != "url" and not column.endswith("_url"):
            continue
        rows = check["documents"].drop_nulls(column)
        yield from check.each(
            "documents",
            pl.col("_fault").is_not_null(),
            column,
            lambda row: row["_fault"],
            "copy the public address of the page, as the address bar gives it",
            each_value(rows, [column], address_fault, {"_fault": pl.String}),
        )
