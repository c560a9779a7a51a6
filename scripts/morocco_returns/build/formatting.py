"""Bring the curated tables of a checkout into their one form (`make format`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from morocco_returns.build.bounds import from_print, has_prints, number_locales
from morocco_returns.build.metadata import read_metadata, table_path
from morocco_returns.build.sources import read_schemas
from morocco_returns.build.write import write_bytes
from morocco_returns.csvform import Fill, Repair, canonical, read_rows
from morocco_returns.derived.tables import BUILT
from morocco_returns.schema import TableSchema


@dataclass
class Formatting:
    """The repairs in each file that was not in its one form, and why other files were left alone."""

    repaired: dict[str, tuple[Repair, ...]] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)


def format_tables(root: Path, *, write: bool) -> Formatting:
    """Repair what has exactly one right answer in the curated tables below ``root``.

    A file is written anew whole or not at all, and not at all unless ``write``.
    """
    schemas = read_schemas(root, read_metadata(root))
    fill = from_print(_locales(root, schemas))
    result = Formatting()
    for name, schema in schemas.items():
        if name not in BUILT:
            _format(root, schema, fill if has_prints(schema) else None, result, write=write)
    return result


def _locales(root: Path, schemas: Mapping[str, TableSchema]) -> dict[str, str]:
    schema = schemas.get("documents")
    data = _read(root / table_path("documents"))
    rows = read_rows(data, schema) if schema and data else None
    header, *body = [row.cells for row in rows or [] if row.cells] or [()]
    return number_locales(dict(zip(header, cells, strict=True)) for cells in body)


def _format(root: Path, schema: TableSchema, fill: Fill | None, result: Formatting, *, write: bool) -> None:
    relative = table_path(schema.name)
    path = root / relative
    if path.resolve() != root.resolve() / relative:
        result.left[relative] = "it is a link, or lies outside the package"
        return
    data = _read(path)
    due = canonical(data, schema, fill) if data else None
    if due is None:
        result.left[relative] = "it cannot be read whole; `morocco-returns validate` says why"
    elif due.data != data:
        result.repaired[relative] = due.repairs
        if write:
            write_bytes(path, due.data)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None
