"""A table or document as printed, for proof-reading side by side with the source."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from morocco_returns.frames import Row, each_row, is_missing
from morocco_returns.load import load


class UnknownNameError(LookupError):
    """Neither a table nor a document of the package has that name."""


def show(name: str, console: Console, package: str | Path | None = None) -> None:
    """Print the table or all tables and prose figures of the document called ``name``."""
    tables = load("tables", package)
    chosen = tables[(tables["table_id"] == name) | (tables["document_id"] == name)]
    documents = {row["document_id"]: row for _, row in each_row(load("documents", package))}
    if chosen.empty and name not in documents:
        raise UnknownNameError(f"no table and no document is called {name!r}")
    document = documents[name if name in documents else chosen["document_id"].iloc[0]]
    console.print(Text(_heading(document), style="bold"))
    if not document["figures"]:
        console.print(Text(f"No figures: {document['scope_reason']}"))
        return
    observations = load("observations", package)
    for _, table in each_row(chosen):
        figures = observations[observations["table_id"] == table["table_id"]]
        console.print()
        console.print(Text(_caption(table), style="italic"))
        console.print(_grid(figures) if table["kind"] == "table" else _prose(figures))


def _heading(document: Row) -> str:
    parts = [document["publisher"], document["title"], document["published"]]
    return ", ".join(str(part) for part in parts if not is_missing(part)) or str(document["document_id"])


def _caption(table: Row) -> str:
    title = table["title"] if not is_missing(table["title"]) else table["kind"]
    page = f", page {table['page']}" if not is_missing(table["page"]) else ""
    return f"{title}  [{table['table_id']}{page}]"


def _grid(figures: pd.DataFrame) -> Table:
    """The printed table: rows and columns in printed order, cells verbatim."""
    grid = Table(show_lines=True)
    grid.add_column("", overflow="fold")
    columns = figures.drop_duplicates("column_number").sort_values("column_number")
    for label in columns["column_label"]:
        grid.add_column(Text(str(label)), justify="right", overflow="fold")
    for _, row in figures.sort_values("column_number").groupby("row_number", sort=True):
        cells = dict(zip(row["column_number"], row["value_printed"], strict=True))
        printed = [Text(str(cells.get(number, ""))) for number in columns["column_number"]]
        grid.add_row(Text(str(row["row_label"].iloc[0])), *printed)
    return grid


def _prose(figures: pd.DataFrame) -> Table:
    listing = Table(show_lines=True)
    for heading in ("figure", "page", "print", "counted", "period", "quote"):
        listing.add_column(heading, overflow="fold")
    fields = ["observation_id", "page", "value_printed", "counted_printed", "period_printed", "quote"]
    for _, row in each_row(figures):
        listing.add_row(*(Text("" if is_missing(row[field]) else str(row[field])) for field in fields))
    return listing
