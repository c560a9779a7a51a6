"""A table as one flat Parquet file that explains itself: descriptions of table and columns inside.

The settings are written out, so that a new default of the library does not change the bytes. The
schema of Arrow is stored because Parquet has no other place for the descriptions of columns.
"""

from __future__ import annotations

import io
from typing import Any

import polars as pl

from morocco_returns.build.metadata import Metadata
from morocco_returns.schema import TableSchema

_SETTINGS: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 9,
    "version": "2.6",
    "data_page_version": "1.0",
    "row_group_size": 1 << 20,
    "store_schema": True,
}


def parquet_bytes(frame: pl.DataFrame, schema: TableSchema, metadata: Metadata) -> bytes:
    """The frame in plain types, with no trace of the library that held it."""
    import pyarrow as pa  # the extra [release], which a mere check does without
    from pyarrow import parquet

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    columns = [
        pa.field(
            field.name,
            types[field.type],
            nullable=not field.required,
            metadata={"title": field.title, "description": field.description},
        )
        for field in schema.fields
    ]
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    stream = io.BytesIO()
    parquet.write_table(table.cast(pa.schema(columns, _about(schema.name, metadata))), stream, **_SETTINGS)
    return stream.getvalue()


def _about(name: str, metadata: Metadata) -> dict[str, str]:
    table = metadata.resources[name]
    licence = metadata.licences(name)[0]
    return {
        "title": table["title"],
        "description": table["description"],
        "dataset": metadata.title,
        "id": metadata.id,
        "version": metadata.version,
        "released": metadata.released,
        "licence": f"{licence['title']}, {licence['path']}",
    }
