"""Tables as their documents print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from morocco_returns.site.facts import Row


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a printed table: its label, and for each column its figure, if any."""

    label: str
    cells: tuple[Row | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table: the labels of its columns and its rows, both in printed order."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def grid(figures: Sequence[Row]) -> Grid:
    """The printed table that its figures make up."""
    columns = {f["column_number"]: f["column_label"] or "" for f in figures}
    labels = {f["row_number"]: f["row_label"] or "" for f in figures}
    cells = {(f["row_number"], f["column_number"]): f for f in figures}
    order = sorted(columns, key=_place)
    return Grid(
        tuple(columns[number] for number in order),
        tuple(
            Line(labels[row], tuple(cells.get((row, column)) for column in order))
            for row in sorted(labels, key=_place)
        ),
    )


def _place(number: int | None) -> int:
    return -1 if number is None else number
