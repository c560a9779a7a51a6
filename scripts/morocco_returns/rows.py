"""Small helpers over polars frames whose rows know the line on which they stand in their file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

LINE = "_line"
Row = Mapping[str, Any]
Types = Mapping[str, pl.DataType | type[pl.DataType]]


def each_value(
    frame: pl.DataFrame, columns: Sequence[str], function: Callable[..., Any], into: Types
) -> pl.DataFrame:
    """``frame`` with the columns ``into``, computed by ``function`` from the cells of ``columns``.

    ``function`` runs once for each distinct combination of cells, however many rows share it; it
    returns one value, or a tuple where ``into`` names several columns.
    """
    distinct = frame.select(columns).unique(maintain_order=True)
    results = [function(*cells) for cells in distinct.iter_rows()]
    rows = results if len(into) > 1 else [(result,) for result in results]
    computed = pl.DataFrame(rows, schema=dict(into), orient="row")
    return frame.join(
        distinct.hstack(computed), on=list(columns), how="left", nulls_equal=True, maintain_order="left"
    )


def joined(
    frame: pl.DataFrame, on: str, other: pl.DataFrame, key: str, columns: Mapping[str, str]
) -> pl.DataFrame:
    """``frame`` with columns of the row of ``other`` whose ``key`` stands in ``on``.

    ``columns`` maps a column of ``other`` to its name in the result; null where no row has that
    key, the first row where several have it.
    """
    first = other.filter(pl.col(key).is_not_null()).unique(key, keep="first", maintain_order=True)
    renamed = first.select(pl.col(key).alias(on), *(pl.col(old).alias(new) for old, new in columns.items()))
    return frame.join(renamed, on=on, how="left", maintain_order="left")


def most_frequent(column: str, groups: Sequence[str]) -> pl.Expr:
    """The most frequent cell of a column within its group; the smallest of several."""
    return pl.col(column).mode().sort().first().over(groups)


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """A typed frame as the text of its CSV cells; an empty cell stays null."""
    return frame.with_columns(pl.all().cast(pl.String))


def ancestors(frame: pl.DataFrame, key: str, broader: str) -> dict[str, list[str]]:
    """For each key the keys above it, nearest first; a circle ends where it would begin again."""
    parent = {code: above for code, above in frame.select(key, broader).iter_rows() if above is not None}
    return {code: _above(code, parent) for code in frame[key].drop_nulls()}


def _above(code: str, parent: Mapping[str, str]) -> list[str]:
    found: list[str] = []
    above = parent.get(code)
    while above is not None and above not in found:
        found.append(above)
        above = parent.get(above)
    return found
