"""Bounds and values that were left empty and follow from the print, as far as it reads without doubt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields

from morocco_returns.csvform import Fill
from morocco_returns.printed import PrintedError, Reading, parse
from morocco_returns.schema import TableSchema

_READ = tuple(field.name for field in fields(Reading) if field.name != "obs_status")
_BOUNDS = {"lower_bound", "upper_bound"}
_NO_FIGURE = ("M", "O")


def has_prints(schema: TableSchema) -> bool:
    """Whether a table holds printed figures of documents with the columns that read them."""
    return {"value_printed", "obs_status", "document_id", *_READ} <= set(schema.names)


def number_locales(documents: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The number locale of each document; one that is listed twice with different ones has none."""
    found: dict[str, set[str]] = {}
    for row in documents:
        found.setdefault(row["document_id"], set()).add(row["number_locale"])
    return {document: min(tags) for document, tags in found.items() if len(tags) == 1}


def from_print(locales: Mapping[str, str]) -> Fill:
    """Fills bounds that are empty, or all value columns where all are, if the print has one reading and
    no filled cell denies it.
    """

    def fill(row: Mapping[str, str]) -> Mapping[str, str]:
        empty = {name for name in _READ if not row[name]}
        if not empty & _BOUNDS or row["obs_status"] in _NO_FIGURE:
            return {}
        try:
            reading = parse(row["value_printed"], locales.get(row["document_id"], ""))
        except PrintedError:
            return {}
        values = {name: getattr(reading, name) for name in _READ}
        due = {name: str(value) for name, value in values.items() if value is not None}
        derived = empty if len(empty) == len(_READ) else empty & _BOUNDS
        agrees = all(row[name] == due.get(name, "") for name in _READ if name not in derived)
        return {name: due[name] for name in derived & due.keys()} if agrees else {}

    return fill
