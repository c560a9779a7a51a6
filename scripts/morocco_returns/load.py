"""Load a table of the package as a typed pandas frame. Needs pandas alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from morocco_returns.censored import from_flat
from morocco_returns.derived.columns import with_derived
from morocco_returns.locate import DESCRIPTOR, package_root
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


def tables(package: str | Path | None = None) -> list[str]:
    """Names of the tables of the package."""
    return [str(resource["name"]) for resource in _resources(package_root(package))]


def load(table: str, package: str | Path | None = None, *, censored: bool = True) -> pd.DataFrame:
    """A table of the package as a frame, one row a record, columns in the order of its schema.

    ``table`` is a name of ``tables()``, for example ``"figures"``; ``package`` names another
    package folder or its datapackage.json. Printed values stay text ("<5", "1.770"); integers are
    Int64, dates datetime64[s], empty cells NA. ``observations`` also carries the derived columns
    possible_lower, possible_upper, censoring and conf_status.

    Tables with bounds (``observations``, ``figures``, ``series``) end with columns of dtype
    censored[int64] beside the flat ones: ``count`` from lower_bound and upper_bound, ``possible``
    from possible_lower and possible_upper, as far as the table has these. They add and compare
    soundly; no other program knows them, so leave them out with ``censored=False`` before you
    write a file or hand the frame on.

    Raises KeyError for an unknown table and PackageNotFoundError where no package is found.
    """
    root = package_root(package)
    frame = _read(root, table)
    if table == "observations":
        frame = with_derived(frame, _read(root, "tables"))
    return with_censored(frame) if censored else frame


def with_censored(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with a censored column at its end for each pair of flat bounds that it has."""
    pairs = {name: pair for name, pair in CENSORED.items() if set(pair) <= set(frame.columns)}
    return frame.assign(**{name: from_flat(frame, *pair) for name, pair in pairs.items()})


def _resources(root: Path) -> list[dict[str, object]]:
    with (root / DESCRIPTOR).open("rb") as handle:
        return list(json.load(handle)["resources"])


def _read(root: Path, table: str) -> pd.DataFrame:
    resources = {str(resource["name"]): resource for resource in _resources(root)}
    if table not in resources:
        raise KeyError(f"no table {table!r} in the package; there are: {', '.join(resources)}")
    with (root / str(resources[table]["schema"])).open("rb") as handle:
        schema = read_schema(table, handle.read())
    with (root / str(resources[table]["path"])).open("rb") as handle:
        text = pd.read_csv(handle, dtype="string", keep_default_na=False, na_values=[""], encoding="utf-8")
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
