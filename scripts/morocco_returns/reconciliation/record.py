"""What the tables of a package say, as plain records: the only module here that reads a package."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from morocco_returns.frames import is_missing
from morocco_returns.load import load, tables

Measure = Literal["flow", "stock", "cumulative"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of ``figures`` as far as a reconciliation needs it; None where a cell is empty."""

    observation_id: str
    area_id: str
    indicator_id: str
    population_id: str | None
    destination_id: str
    period_start: dt.date | None
    period_end: dt.date | None
    period_kind: str
    period_basis: str
    period_printed: str | None
    event_id: str | None
    value_printed: str
    value: int | None
    lower_bound: int | None
    upper_bound: int | None
    possible_lower: int | None
    possible_upper: int | None
    qualifier: str | None
    conf_status: str | None
    obs_status: str
    rounding_unit: int | None
    rounding_basis: str | None
    part_of_id: str | None
    attributed_to: str | None
    document_id: str
    document_title: str | None
    publisher: str | None
    publisher_kind: str | None
    published: str | None
    url: str | None
    page: int | None
    table_id: str
    table_title: str | None
    row_label: str | None
    column_label: str | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """What ``indicators`` says of how a quantity adds up."""

    indicator_id: str
    measure: Measure
    broader_id: str | None
    adds_to_broader: str | None
    adds_over_time: str


@dataclass(frozen=True, slots=True)
class Identity:
    """A row of ``identities``: one part of a whole, written down by hand."""

    identity_id: str
    relation: Literal["sum", "at_most"]
    dimension: Literal["indicator", "population", "destination", "area"]
    whole: str
    part: str
    indicator_id: str | None
    document_id: str | None
    note: str


@dataclass(frozen=True)
class Record:
    """The figures of a package with the code lists that say how they hang together.

    ``without``: names of identities that are left out of every model.
    """

    figures: tuple[Figure, ...]
    indicators: Mapping[str, Indicator]
    broader_population: Mapping[str, str]
    broader_area: Mapping[str, str]
    identities: tuple[Identity, ...]
    relations: tuple[tuple[str, str, str], ...]
    labels: Mapping[str, str]
    without: frozenset[str] = frozenset()

    @cached_property
    def by_id(self) -> dict[str, Figure]:
        """Each figure by its ``observation_id``."""
        return {figure.observation_id: figure for figure in self.figures}

    def figure(self, observation_id: str) -> Figure:
        """The figure of that id; KeyError if there is none."""
        if observation_id not in self.by_id:
            raise KeyError(f"no figure {observation_id!r} in the package")
        return self.by_id[observation_id]


def read_record(package: str | Path | None = None) -> Record:
    """The record of a package (its folder or its datapackage.json; the one installed if None)."""

    def rows(table: str) -> Iterator[dict[str, Any]]:
        return records(load(table, package, censored=False))

    codes = {name: list(rows(name)) for name in ("indicators", "populations", "areas")}
    return Record(
        figures=tuple(_only(Figure, row) for row in rows("figures")),
        indicators={r["indicator_id"]: _only(Indicator, r) for r in codes["indicators"]},
        broader_population=_parents(codes["populations"], "population_id", "broader_id"),
        broader_area=_parents(codes["areas"], "area_id", "part_of_id"),
        # earlier releases have no such table, and can be held against one another all the same
        identities=tuple(_only(Identity, row) for row in rows("identities"))
        if "identities" in tables(package)
        else (),
        relations=tuple(
            (r["document_id"], r["relation"], r["target_id"]) for r in rows("document_relations")
        ),
        labels={next(iter(row.values())): row["label_en"] for table in codes.values() for row in table},
    )


def records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Each row as a dictionary of plain Python values, None where a cell is empty."""
    names = list(frame.columns)
    for row in frame.itertuples(index=False, name=None):
        yield {name: _plain(value) for name, value in zip(names, row, strict=True)}


def _plain(value: Any) -> Any:
    if is_missing(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if isinstance(value, np.generic) else value


def _only(kind: Any, row: Mapping[str, Any]) -> Any:
    """A dataclass from those columns of a row that it has fields for."""
    return kind(**{name: row[name] for name in kind.__dataclass_fields__})


def _parents(rows: list[dict[str, Any]], key: str, parent: str) -> dict[str, str]:
    return {row[key]: row[parent] for row in rows if row[parent] is not None}
