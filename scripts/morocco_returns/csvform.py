"""The one form of a CSV in the package: UTF-8, LF, commas, minimal quoting, rows by primary key."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

from morocco_returns.read import Table, decode, fit, parse
from morocco_returns.schema import TableSchema


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> bytes:
    """Header and rows (None = empty cell) as the bytes of a CSV in the dialect of the package."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8")


def serialised(table: Table) -> bytes:
    """The table in this form, its rows as they stand."""
    return csv_bytes(table.schema.names, table.frame.select(table.schema.names).iter_rows())


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
    return csv_bytes(schema.names, ordered.select(schema.names).iter_rows())
