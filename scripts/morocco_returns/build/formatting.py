"""Bring the curated tables of a checkout into their one form (`make format`)."""

from __future__ import annotations

from pathlib import Path

from morocco_returns.build.metadata import read_metadata, table_path
from morocco_returns.build.sources import read_schemas
from morocco_returns.build.write import write_bytes
from morocco_returns.csvform import canonical
from morocco_returns.derived.tables import BUILT


def format_tables(root: Path, *, write: bool) -> tuple[list[str], list[str]]:
    """Format the curated tables below ``root``.

    Returns the paths that differ from their canonical form (rewritten if ``write``) and those
    that cannot be read whole and were left alone.
    """
    changed, unreadable = [], []
    for name, schema in read_schemas(root, read_metadata(root)).items():
        if name in BUILT:
            continue
        path = root / table_path(name)
        data = path.read_bytes() if path.is_file() else b""
        due = canonical(data, schema)
        if due is None:
            unreadable.append(table_path(name))
        elif due != data:
            changed.append(table_path(name))
            if write:
                write_bytes(path, due)
    return changed, unreadable
