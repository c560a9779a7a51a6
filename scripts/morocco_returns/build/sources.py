"""The curated tables of a checkout as typed frames, read without its descriptor."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from morocco_returns.build.metadata import BUILT, Metadata, schema_path, table_path
from morocco_returns.load import typed
from morocco_returns.schema import TableSchema, read_schema


def read_schemas(root: Path, metadata: Metadata) -> dict[str, TableSchema]:
    """The Table Schema of every table."""
    return {name: read_schema(name, (root / schema_path(name)).read_bytes()) for name in metadata.resources}


def read_frames(root: Path, schemas: dict[str, TableSchema]) -> dict[str, pd.DataFrame]:
    """Every curated table, typed."""
    return {name: _read(root, schema) for name, schema in schemas.items() if name not in BUILT}


def _read(root: Path, schema: TableSchema) -> pd.DataFrame:
    with (root / table_path(schema.name)).open("rb") as handle:
        text = pd.read_csv(handle, dtype="string", keep_default_na=False, na_values=[""])
    return typed(text, schema)
