"""Unique keys of Table Schema: frictionless and most readers pass over them, so they are held here."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding
from morocco_returns.rows import LINE


@rule("unique-key")
def unique_key(check: Context) -> Iterator[Finding]:
    """Rows that a schema says differ in some columns must do so: readers do not enforce it."""
    for name, table in check.package.tables.items():
        for key in table.schema.unique_keys:
            for row in repeated(table.frame, key).iter_rows(named=True):
                cells = ", ".join(row[column] for column in key)
                message = f"{', '.join(key)} stand together in line {row['first']} already"
                hint = "correct one of the rows, or delete the one that is too many"
                yield check.finding(name, row[LINE], key[-1], cells, message, hint)


def repeated(frame: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """The rows whose key columns, all filled, stand in an earlier row, whose line is in ``first``.

    As in SQL and in the standard, a key with an empty cell is never the same as another.
    """
    filled = frame.select(*key, LINE).drop_nulls()
    return filled.with_columns(pl.col(LINE).first().over(key).alias("first")).filter(
        pl.col(LINE) > pl.col("first")
    )
