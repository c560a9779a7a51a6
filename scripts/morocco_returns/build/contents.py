"""What the files of a release are made of, read once from a checkout whose derived files are built."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from morocco_returns.build.metadata import Metadata, read_metadata, table_path
from morocco_returns.build.sources import read_frame, read_schemas
from morocco_returns.check.unlisted import WORKBOOK
from morocco_returns.schema import TableSchema


@dataclass(frozen=True, slots=True)
class Contents:
    """Metadata, schemas, and each table as the bytes of its CSV and as a typed frame."""

    metadata: Metadata
    schemas: dict[str, TableSchema]
    csv: dict[str, bytes]
    frames: dict[str, pl.DataFrame]
    workbook: bytes


def read_contents(root: Path) -> Contents:
    """Everything that the files of a release repeat."""
    metadata = read_metadata(root)
    schemas = read_schemas(root, metadata)
    return Contents(
        metadata=metadata,
        schemas=schemas,
        csv={name: (root / table_path(name)).read_bytes() for name in schemas},
        frames={name: read_frame(root, schema).select(schema.names) for name, schema in schemas.items()},
        workbook=(root / WORKBOOK).read_bytes(),
    )
