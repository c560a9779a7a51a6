"""What the pages tell of: every table of the package as rows, and how they hang together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from morocco_returns.build.metadata import Metadata, read_metadata
from morocco_returns.build.sources import read_frames, read_schemas
from morocco_returns.derived.tables import derive_tables
from morocco_returns.keying import FOLDER as KEYINGS
from morocco_returns.keying import Statistics, statistics
from morocco_returns.schema import TableSchema

Row = Mapping[str, Any]
Groups = Mapping[str, Sequence[Row]]
# What a relation says, read from the document and from its target.
RELATIONS = {
    "copies": ("is a copy of", "is copied by"),
    "translates": ("is a translation of", "is translated by"),
    "cites": ("cites", "is cited by"),
    "contained_in": ("is contained in", "contains"),
    "same_origin": ("has the same origin as", "has the same origin as"),
    "accompanies": ("accompanies", "is accompanied by"),
    "corrects": ("corrects", "is corrected by"),
    "supersedes": ("supersedes", "is superseded by"),
    "reports_on": ("reports on", "is reported on by"),
}
# Many populations are parts of this one, and their labels do not say so: "unaccompanied minors".
MOROCCANS = "moroccan-nationals"
# Code lists whose labels can be switched to another language, with their key.
LABELLED = {"areas": "area_id", "indicators": "indicator_id", "populations": "population_id"}


@dataclass(frozen=True)
class Facts:
    """Every table of the package, curated and built, and what was built beside them."""

    root: Path
    metadata: Metadata
    schemas: Mapping[str, TableSchema]
    frames: Mapping[str, pl.DataFrame]
    keyed: Statistics

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table."""
        return self.frames[table].to_dicts()

    def by_key(self, table: str, key: str) -> dict[str, Row]:
        """The rows of a table by a column whose cells differ."""
        return {row[key]: row for row in self.rows(table)}

    @cached_property
    def figures(self) -> dict[str, Row]:
        """Every figure by its id."""
        return self.by_key("figures", "observation_id")

    @cached_property
    def documents(self) -> dict[str, Row]:
        """Every document by its id."""
        return self.by_key("documents", "document_id")

    @cached_property
    def figures_of(self) -> Groups:
        """The figures of each document."""
        return grouped(self.figures.values(), "document_id")

    @cached_property
    def comparisons(self) -> dict[str, Row]:
        """Every comparison by its id."""
        return self.by_key("comparisons", "comparison_id")

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """The figures that each comparison holds against one another."""
        return _pairs(self.rows("comparison_members"), "comparison_id", "observation_id")

    @cached_property
    def comparisons_of(self) -> dict[str, list[str]]:
        """The comparisons in which each figure takes part."""
        return _pairs(self.rows("comparison_members"), "observation_id", "comparison_id")

    @cached_property
    def contests(self) -> dict[str, str]:
        """For each contested figure the first comparison that finds it not to go together with others."""
        found: dict[str, str] = {}
        for comparison, row in self.comparisons.items():
            if row["verdict"] != "consistent":
                found = {**dict.fromkeys(self.members[comparison], comparison), **found}
        return found

    @cached_property
    def events_of(self) -> Groups:
        """The events of each area."""
        return grouped(self.rows("events"), "area_id")

    @cached_property
    def claims_of(self) -> dict[str, list[str]]:
        """The claims on which each figure bears."""
        return _pairs(self.rows("claim_observations"), "observation_id", "claim_id")

    @cached_property
    def resting_on(self) -> dict[str, list[str]]:
        """The figures on which the verdict on each claim rests."""
        return _pairs(self.rows("claim_observations"), "claim_id", "observation_id")

    @cached_property
    def claims_on(self) -> Groups:
        """The claims about each area, in the order of the areas' labels; ``_X`` where a claim names none."""
        rows = ({**row, "area_id": row["area_id"] or "_X"} for row in self.rows("claims"))
        found = grouped(rows, "area_id")
        return dict(sorted(found.items(), key=lambda pair: self.label("areas", pair[0])))

    @cached_property
    def claim_places(self) -> dict[str, str]:
        """The page of each claim, and its place on it."""
        claims = ((area, row["claim_id"]) for area, rows in self.claims_on.items() for row in rows)
        return {claim: f"claims/{area}.html#{claim}" for area, claim in claims}

    @cached_property
    def parts_of(self) -> Groups:
        """The figures that are parts of each figure."""
        return grouped(self.figures.values(), "part_of_id")

    @cached_property
    def changes_of(self) -> Groups:
        """The corrections of each row, by its key."""
        return grouped(self.rows("changes"), "row_key")

    @cached_property
    def labels(self) -> dict[str, dict[str, Row]]:
        """The rows of each code list by code."""
        return {table: self.by_key(table, key) for table, key in LABELLED.items()}

    @cached_property
    def moroccan(self) -> frozenset[str]:
        """The populations within that of Moroccan nationals."""
        broader = {code: row["broader_id"] for code, row in self.labels["populations"].items()}
        found: set[str] = set()
        while more := {code for code, above in broader.items() if above in {MOROCCANS, *found}} - found:
            found |= more
        return frozenset(found)

    @cached_property
    def relations(self) -> dict[str, list[tuple[str, str]]]:
        """For each document its relations to others, from either side: the word and the other document."""
        found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in self.rows("document_relations"):
            towards, back = RELATIONS[row["relation"]]
            found[row["document_id"]].append((towards, row["target_id"]))
            found[row["target_id"]].append((back, row["document_id"]))
        return found

    @cached_property
    def quantities(self) -> dict[tuple[str, str], list[Row]]:
        """The figures of each indicator and area, the pair with the most figures first."""
        pairs: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for figure in self.figures.values():
            pairs[figure["indicator_id"], figure["area_id"]].append(figure)
        return dict(sorted(pairs.items(), key=lambda pair: (-len(pair[1]), pair[0])))

    def label(self, table: str, code: str) -> str:
        """The English label of a code."""
        return str(self.labels[table][code]["label_en"])


def read_facts(root: Path) -> Facts:
    """Read the package in ``root``, and build from it what the pages need."""
    metadata = read_metadata(root)
    schemas = read_schemas(root, metadata)
    curated = read_frames(root, schemas)
    frames = {**curated, **derive_tables(curated, schemas)}
    return Facts(root, metadata, schemas, frames, statistics(root / KEYINGS))


def grouped(rows: Iterable[Row], column: str) -> Groups:
    """Rows by the cell of a column, without those where it is empty."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[column] is not None:
            groups[row[column]].append(row)
    return groups


def _pairs(rows: Iterable[Row], column: str, other: str) -> dict[str, list[str]]:
    return {key: [row[other] for row in found] for key, found in grouped(rows, column).items()}
