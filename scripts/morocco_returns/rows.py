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
    known = _computed(frame, columns, function, into)
    return frame.with_columns(
        frame.select(columns)
        .join(known, on=list(columns), how="left", nulls_equal=True, maintain_order="left")
        .select(into.keys())
    )


def _computed(
    frame: pl.DataFrame, columns: Sequence[str], function: Callable[..., Any], into: Types
) -> pl.DataFrame:
    distinct = frame.select(columns).unique(maintain_order=True)
    results = [function(*cells) for cells in distinct.iter_rows()]
    rows = results if len(into) > 1 else [(result,) for result in results]
    return distinct.hstack(pl.DataFrame(rows, schema=dict(into), orient="row"))


def rows_where(
    frame: pl.DataFrame,
    columns: Sequence[str],
    function: Callable[..., Any],
    into: Types,
    wanted: pl.Expr,
) -> pl.DataFrame:
    """The rows for which ``wanted`` holds of the columns ``into`` that ``each_value`` would give them."""
    return matching(frame, _computed(frame, columns, function, into).filter(wanted), columns)


def matching(frame: pl.DataFrame, cells: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The rows whose ``columns`` are those of a row of ``cells``, with its other columns.

    Nearly always ``cells`` holds what is wrong in a sound table, and no row.
    """
    rows = frame.clear() if cells.is_empty() else frame
    return rows.join(cells, on=list(columns), how="inner", nulls_equal=True, maintain_order="left")


def holding(frame: pl.DataFrame, column: str, condition: pl.Expr) -> pl.Expr:
    """Whether a cell of ``column`` is one of those for which ``condition``, on that column alone, holds.

    As ``condition`` itself, but found out once for each distinct text; false for an empty cell.
    """
    return one_of(column, frame[column].drop_nulls().unique(), condition)


def one_of(column: str, texts: pl.Series, condition: pl.Expr) -> pl.Expr:
    """Whether a cell of ``column`` is one of the ``texts`` for which ``condition`` holds."""
    found = texts.alias(column).to_frame().filter(condition)[column]
    if found.is_empty():
        return pl.lit(value=False)
    return pl.col(column).is_in(found.implode()).fill_null(value=False)


def places(cells: pl.Series, keys: pl.Series) -> pl.Series:
    """For each cell the number of the first row with that key; null where there is none."""
    known = pl.DataFrame({"key": keys, "place": pl.int_range(len(keys), dtype=pl.UInt32, eager=True)})
    wanted = cells.alias("key").to_frame()
    found = wanted.join(known, on="key", how="left", maintain_order="left")
    if found.height > wanted.height:  # several rows have one key
        first = known.unique("key", keep="first", maintain_order=True)
        found = wanted.join(first, on="key", how="left", maintain_order="left")
    return found["place"]


def borrowed(
    frame: pl.DataFrame, found: pl.Series, other: pl.DataFrame, columns: Mapping[str, str]
) -> pl.DataFrame:
    """``frame`` with columns of the rows of ``other`` whose numbers are ``found``; null where none is.

    ``columns`` maps a column of ``other`` to its name in the result; ``places`` finds the numbers.
    """
    return frame.with_columns(other[old].gather(found).alias(new) for old, new in columns.items())


def joined(
    frame: pl.DataFrame, on: str, other: pl.DataFrame, key: str, columns: Mapping[str, str]
) -> pl.DataFrame:
    """``borrowed`` from the rows of ``other`` whose ``key`` stands in ``on``."""
    return borrowed(frame, places(frame[on], other[key]), other, columns)


def after_the_row_above(key: Sequence[str]) -> pl.Expr:
    """Whether the key of a row comes after that of the row above it; of the first row nothing is said."""
    after = pl.lit(value=False)
    for column in reversed(key):
        cell = pl.col(column).fill_null("")
        after = (cell > cell.shift()) | ((cell == cell.shift()) & after)
    return after


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
