"""The one form of a CSV in the package: UTF-8, LF, commas, minimal quoting, rows by primary key."""

from __future__ import annotations

import io
import unicodedata

import polars as pl

from morocco_returns.read import Table, decode, fit, parse
from morocco_returns.schema import TableSchema


def frame_bytes(frame: pl.DataFrame) -> bytes:
    """A frame, typed or of text (null = empty cell), as the bytes of a CSV in the dialect of the package."""
    stream = io.BytesIO()
    frame.write_csv(stream, quote_style="necessary")
    return stream.getvalue()


def serialised(table: Table) -> bytes:
    """The table in this form, its rows as they stand."""
    return frame_bytes(table.frame.select(table.schema.names))


def canonical(data: bytes, schema: TableSchema) -> bytes | None:
    """The canonical bytes of a CSV; None where it cannot be read whole (then nothing is mended).

    Byte order mark, line ends, composed letters, quoting and row order; never what a cell says.
    """
    text, _ = decode(data)
    if text is None:
        return None
    folded = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    rows, problems = parse(folded)
    table, misfits = fit(schema.name, "", schema, rows)
    if problems or misfits or table is None:
        return None
    ordered = table.frame.sort(schema.primary_key, maintain_order=True)
    return frame_bytes(ordered.select(schema.names))
