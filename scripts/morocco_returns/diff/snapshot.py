"""One version of the package as text: its descriptor, its schemas and the cells of its tables.

Unlike the check, which reports everything, this gives up at the first thing that cannot be read:
a comparison with half a package would be wrong.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import polars as pl

from morocco_returns.access import Files
from morocco_returns.contract.jsontext import read_json
from morocco_returns.csvform import csv_bytes
from morocco_returns.diff.source import SourceError, inner_path
from morocco_returns.locate import DESCRIPTOR, PackageError, PackageNotFoundError
from morocco_returns.read import read_table
from morocco_returns.rows import LINE
from morocco_returns.schema import Field, TableSchema

Json = Mapping[str, Any]
PAGES = ("README.md", "LICENSE")
CODE = ("scripts/morocco_returns/__init__.py", "scripts/morocco_returns/load.py")


@dataclass(frozen=True, slots=True)
class Resource:
    """A table: what descriptor and schema say of it, its bytes, and its cells (null = empty cell)."""

    name: str
    path: str
    about: Json
    schema: Json
    key: tuple[str, ...]
    data: bytes
    frame: pl.DataFrame

    def fields(self) -> dict[str, Json]:
        """The columns as the schema describes them, in order."""
        return {str(field["name"]): field for field in self.schema["fields"]}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A version of the package; ``pages`` and ``code`` hold what of them the source has."""

    label: str
    descriptor: Json
    tables: Mapping[str, Resource]
    pages: Mapping[str, bytes]
    code: Mapping[str, bytes]

    @property
    def version(self) -> str:
        """The version that the descriptor states."""
        return str(self.descriptor.get("version", ""))


def read_snapshot(source: Files, label: str) -> Snapshot:
    """Read a version whole; SourceError says which file cannot be read and why."""
    try:
        descriptor = _json(source, DESCRIPTOR)
        entries = descriptor.get("resources")
        if not isinstance(entries, list) or not entries:
            raise SourceError(f"{DESCRIPTOR} lists no resources")
        tables = {resource.name: resource for resource in (_resource(source, entry) for entry in entries)}
    except (SourceError, PackageError, PackageNotFoundError) as error:
        raise SourceError(f"{label}: {error}") from None
    return Snapshot(label, descriptor, tables, _present(source, PAGES), _present(source, CODE))


def _present(source: Files, paths: tuple[str, ...]) -> dict[str, bytes]:
    found = {}
    for path in paths:
        with suppress(PackageNotFoundError, PackageError):
            found[path] = source.read(path)
    return found


def _json(source: Files, path: str) -> Json:
    document = read_json(source.read(path), "json")
    if document.value is None:
        raise SourceError(f"{path}: {document.problems[0].message}")
    return document.value


def _resource(source: Files, entry: object) -> Resource:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str):
        raise SourceError(f"{DESCRIPTOR} lists a resource without a name")
    name = str(entry["name"])
    path = inner_path(entry.get("path"), f"the path of {name!r}")
    schema_path = inner_path(entry.get("schema"), f"the schema of {name!r}")
    schema = _json(source, schema_path)
    fields = schema.get("fields")
    if not isinstance(fields, list) or not all(
        isinstance(field, Mapping) and isinstance(field.get("name"), str) for field in fields
    ):
        raise SourceError(f"{schema_path}: a field has no name, or there are none")
    columns = tuple(str(field["name"]) for field in fields)
    key = _key(schema, columns, schema_path)
    data = source.read(path)
    frame = _frame(_plain(data, entry, path), path, columns, key, schema.get("missingValues", [""]))
    return Resource(name, path, entry, schema, key, data, frame)


def _key(schema: Json, columns: tuple[str, ...], path: str) -> tuple[str, ...]:
    raw = schema.get("primaryKey")
    key = (raw,) if isinstance(raw, str) else tuple(raw) if isinstance(raw, list) else ()
    if not key or not all(part in columns for part in key):
        raise SourceError(f"{path}: rows cannot be told apart without a primary key of its fields")
    return key


def _plain(data: bytes, entry: Json, path: str) -> bytes:
    """The bytes as UTF-8 with commas, whatever encoding and delimiter the descriptor states."""
    dialect = entry.get("dialect")
    delimiter = dialect.get("delimiter", ",") if isinstance(dialect, Mapping) else ","
    encoding = entry.get("encoding", "utf-8")
    if delimiter == "," and str(encoding).casefold() in ("utf-8", "utf8"):
        return data
    try:
        text = data.decode(str(encoding))
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except (LookupError, UnicodeDecodeError, TypeError, csv.Error) as error:
        raise SourceError(f"{path} cannot be read as the descriptor says: {error}") from None
    return csv_bytes(rows[0] if rows else [], rows[1:])


def _frame(
    data: bytes, path: str, columns: tuple[str, ...], key: tuple[str, ...], missing: object
) -> pl.DataFrame:
    if len(set(columns)) != len(columns):
        raise SourceError(f"{path}: a column name stands twice")
    schema = TableSchema(path, tuple(Field(name, "string") for name in columns), key, ())
    table, problems = read_table(path, path, schema, data)
    if table is None or not table.sound:
        reason = problems[0] if problems else None
        line = f", line {reason.line}" if reason and reason.line else ""
        raise SourceError(f"{path}{line}: {reason.message if reason else 'it cannot be read'}")
    empty = [value for value in missing if isinstance(value, str)] if isinstance(missing, list) else []
    cells = pl.col(*columns)
    frame = table.frame.with_columns(pl.when(~cells.is_in(empty)).then(cells))
    twice = frame.filter(pl.struct(key).is_duplicated())
    if not twice.is_empty():
        shown = "|".join(cell or "" for cell in twice.select(key).row(0))
        raise SourceError(f"{path}, line {twice[LINE][0]}: the key {shown!r} stands twice")
    return frame.select(columns)
