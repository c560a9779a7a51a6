"""The curated tables of a checkout as typed frames, read without its descriptor."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from morocco_returns.build.metadata import Metadata, schema_path, table_path
from morocco_returns.check.cells import typed_frame
from morocco_returns.derived.tables import BUILT
from morocco_returns.read import read_table
from morocco_returns.schema import TableSchema, read_schema


def read_schemas(root: Path, metadata: Metadata) -> dict[str, TableSchema]:
    """The Table Schema of every table."""
    return {name: read_schema(name, (root / schema_path(name)).read_bytes()) for name in metadata.resources}


def read_frames(root: Path, schemas: dict[str, TableSchema]) -> dict[str, pl.DataFrame]:
    """Every curated table, typed."""
    return {name: read_frame(root, schema) for name, schema in schemas.items() if name not in BUILT}


def read_frame(root: Path, schema: TableSchema) -> pl.DataFrame:
    """One table, typed."""
    path = table_path(schema.name)
    table, problems = read_table(schema.name, path, schema, (root / path).read_bytes())
    if table is None:
        raise ValueError(f"{path}: {problems[0].message}")
    return typed_frame(table)[0]
