"""Bring a CSV into the one form of the package, where there is exactly one right answer.

Byte order mark, line ends, composed letters, quoting and row order; never what a cell says.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from morocco_returns.build.metadata import BUILT, read_metadata, schema_path, table_path
from morocco_returns.build.write import csv_bytes, write_bytes
from morocco_returns.read import decode, fit, parse
from morocco_returns.schema import TableSchema, read_schema


def formatted(data: bytes, schema: TableSchema) -> bytes | None:
    """The canonical bytes of a CSV; None where it cannot be read whole (then nothing is mended)."""
    text, _ = decode(data)
    if text is None:
        return None
    folded = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    rows, problems = parse(folded)
    table, misfits = fit(schema.name, "", schema, rows)
    if problems or misfits or table is None:
        return None
    cells = table.frame.fillna("")
    ordered = cells.sort_values(list(schema.primary_key), kind="stable")
    return csv_bytes(schema.names, ordered.itertuples(index=False, name=None))


def format_tables(root: Path, *, write: bool) -> tuple[list[str], list[str]]:
    """Format the curated tables below ``root``.

    Returns the paths that differ from their canonical form (rewritten if ``write``) and those
    that cannot be read whole and were left alone.
    """
    changed, unreadable = [], []
    for name in read_metadata(root).resources:
        if name in BUILT:
            continue
        path = root / table_path(name)
        schema = read_schema(name, (root / schema_path(name)).read_bytes())
        data = path.read_bytes() if path.is_file() else b""
        due = formatted(data, schema)
        if due is None:
            unreadable.append(table_path(name))
        elif due != data:
            changed.append(table_path(name))
            if write:
                write_bytes(path, due)
    return changed, unreadable
