"""Unique keys of Table Schema: frictionless and most readers pass over them, so they are held here."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding


@rule("unique-key")
def unique_key(check: Context) -> Iterator[Finding]:
    """Rows that a schema says differ in some columns must do so: readers do not enforce it."""
    for name, table in check.package.tables.items():
        for key in table.schema.unique_keys:
            for line, first in repeated_keys(table.frame, key):
                cells = ", ".join(str(table.frame.at[line, column]) for column in key)
                message = f"{', '.join(key)} stand together in line {first} already"
                hint = "correct one of the rows, or delete the one that is too many"
                yield check.finding(name, line, key[-1], cells, message, hint)


def repeated_keys(frame: pd.DataFrame, key: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Each line whose key columns, all filled, stand in an earlier line, and that line.

    As in SQL and in the standard, a key with an empty cell is never the same as another.
    """
    filled = frame[list(key)].dropna()
    for lines in filled.groupby(list(key), sort=False).groups.values():
        for line in lines[1:]:
            yield int(line), int(lines[0])
