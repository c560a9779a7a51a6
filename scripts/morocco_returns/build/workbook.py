"""The workbook of the figures: what a spreadsheet must not touch is text."""

from __future__ import annotations

import datetime
import io

import polars as pl
import xlsxwriter

from morocco_returns.build.metadata import Metadata
from morocco_returns.rows import as_text
from morocco_returns.schema import TableSchema

_WIDEST = 48


def workbook_bytes(figures: pl.DataFrame, schema: TableSchema, metadata: Metadata) -> bytes:
    """An .xlsx with the figures and a sheet that explains each column.

    Every cell is typed as text, so that "<5", "1.770", identifiers and dates stay as they are;
    the same input gives the same bytes.
    """
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties(
        {
            "title": f"{metadata.title}, version {metadata.version}",
            "created": datetime.datetime.fromisoformat(metadata.released),
        }
    )
    rows = [[cell or "" for cell in row] for row in as_text(figures).iter_rows()]
    _sheet(book, "figures", figures.columns, rows)
    explained = [[field.name, field.title, field.description, field.example] for field in schema.fields]
    _sheet(book, "columns", ["column", "title", "description", "example"], explained)
    _sheet(book, "about", ["item", "value"], _about(metadata))
    book.close()
    return stream.getvalue()


def _about(metadata: Metadata) -> list[list[str]]:
    licence = metadata.licenses[0]
    return [
        ["title", metadata.title],
        ["version", metadata.version],
        ["released", metadata.released],
        ["licence", f"{licence['title']}, {licence['path']}"],
        [
            "reading",
            "Columns value_printed and period_printed hold the print; the bounds say what it can mean.",
        ],
        [
            "cells",
            "Every cell is text, so that nothing is reformatted; convert a column to numbers to calculate.",
        ],
    ]


def _sheet(book: xlsxwriter.Workbook, name: str, header: list[str], rows: list[list[str]]) -> None:
    sheet = book.add_worksheet(name)
    text = book.add_format({"num_format": "@", "valign": "top"})
    bold = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, bold)
        width = max([len(title), *(len(row[column]) for row in rows)])
        sheet.set_column(column, column, min(width + 2, _WIDEST), text)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(number, column, cell, text)
    sheet.ignore_errors(
        {"number_stored_as_text": f"A1:{xlsxwriter.utility.xl_rowcol_to_cell(len(rows), len(header))}"}
    )
    sheet.freeze_panes(1, 1 if name == "figures" else 0)
    sheet.autofilter(0, 0, len(rows), len(header) - 1)
