"""Load a table of the package as a typed pandas frame. Needs pandas alone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas as pd

from morocco_returns.access import MAX_BYTES, Package, open_package
from morocco_returns.censored import from_flat
from morocco_returns.derived.columns import with_derived
from morocco_returns.schema import TableSchema, read_schema

DTYPES = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}

# Censored columns and the pairs of flat ones that they are made of.
CENSORED = {"count": ("lower_bound", "upper_bound"), "possible": ("possible_lower", "possible_upper")}


def tables(
    package: str | Path | None = None,
    *,
    sha256: str | None = None,
    cache: str | Path | None = None,
    max_bytes: int = MAX_BYTES,
) -> list[str]:
    """Names of the tables of the package, which is named as for ``load``."""
    return list(open_package(package, sha256, cache, max_bytes).resources)


def load(
    table: str,
    package: str | Path | None = None,
    *,
    censored: bool = True,
    sha256: str | None = None,
    cache: str | Path | None = None,
    max_bytes: int = MAX_BYTES,
) -> pd.DataFrame:
    """A table of the package as a frame, one row a record, columns in the order of its schema.

    ``table`` is a name of ``tables()``, for example ``"figures"``. Printed values stay text ("<5",
    "1.770"); integers are Int64, dates datetime64[s], empty cells NA. ``observations`` also carries
    the derived columns possible_lower, possible_upper, censoring and conf_status.

    Tables with bounds (``observations``, ``figures``, ``series``) end with columns of dtype
    censored[int64] beside the flat ones: ``count`` from lower_bound and upper_bound, ``possible``
    from possible_lower and possible_upper, as far as the table has these. They add and compare
    soundly; no other program knows them, so leave them out with ``censored=False`` before you
    write a file or hand the frame on.

    ``package`` names another package than the one that came with this installation: its folder or
    datapackage.json, a zip, or the https address of a released zip or datapackage.json. Its tables
    are held against the hashes in its datapackage.json. ``sha256``, the hash of the zip or of the
    datapackage.json itself, pins the release. What is fetched is kept in the folder ``cache`` if one
    is named, else nowhere; no file may be larger than ``max_bytes``.

    Raises KeyError for an unknown table, PackageNotFoundError where no package is found, and
    PackageError where it is not what its hashes promise or must not be taken.
    """
    opened = open_package(package, sha256, cache, max_bytes)
    frame = _read(opened, table)
    if table == "observations":
        frame = with_derived(frame, _read(opened, "tables"))
    return with_censored(frame) if censored else frame


def with_censored(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with a censored column at its end for each pair of flat bounds that it has."""
    pairs = {name: pair for name, pair in CENSORED.items() if set(pair) <= set(frame.columns)}
    return frame.assign(**{name: from_flat(frame, *pair) for name, pair in pairs.items()})


def _read(package: Package, table: str) -> pd.DataFrame:
    schema = read_schema(table, package.schema(table))
    data = io.BytesIO(package.csv(table))
    text = pd.read_csv(data, dtype="string", keep_default_na=False, na_values=[""], encoding="utf-8")
    return typed(text, schema)


def typed(text: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """A frame of strings cast to the types of its schema, columns in the schema's order.

    Read as text first: no two readers agree on what an integer is, and a guess turns "1.770"
    into 1.77.
    """
    return pd.DataFrame(
        {field.name: cast(text[field.name], field.type) for field in schema.fields}, index=text.index
    )


def cast(column: pd.Series[Any], type_: str) -> pd.Series[Any]:
    """A column of strings as the pandas dtype of a Table Schema type; ValueError if one does not fit."""
    values: Any = column
    if type_ == "boolean":
        values = column.map({"true": True, "false": False})
    if type_ == "date":
        values = pd.to_datetime(column, format="%Y-%m-%d")
    return pd.Series(values, dtype=DTYPES[type_], index=column.index, name=column.name)
