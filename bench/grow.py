"""A package of many observations, grown from the real one: every document with its own again and again."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import yaml

from morocco_returns.build.metadata import read_metadata, table_path
from morocco_returns.build.sources import read_frames, read_schemas
from morocco_returns.check.exceptions import PATH as EXCEPTIONS
from morocco_returns.csvform import frame_bytes
from morocco_returns.derived.tables import derive_tables
from morocco_returns.locate import DESCRIPTOR
from morocco_returns.rows import LINE
from morocco_returns.schema import TableSchema

# What grows, with the columns that name a document, table or event of the same copy.
_NAMED = {
    "documents": ["document_id"],
    "document_relations": ["document_id", "target_id"],
    "tables": ["table_id", "document_id"],
    "observations": ["document_id", "table_id", "event_id"],
    "events": ["event_id"],
    "event_mentions": ["event_id", "document_id"],
    "claims": ["document_id"],
    "claim_observations": [],
    "comparisons": [],
    "comparison_members": [],
}
# Opaque numbers, and the table whose rows they count.
_NUMBERED = {
    "observations": {"observation_id": "observations", "part_of_id": "observations"},
    "claims": {"claim_id": "claims"},
    "claim_observations": {"claim_id": "claims", "observation_id": "observations"},
    "comparisons": {"comparison_id": "comparisons"},
    "comparison_members": {"comparison_id": "comparisons", "observation_id": "observations"},
}
_FIGURE = r"\bf[0-9]{5,}\b"
_APART = {"documents": ["url"], "events": ["label"]}  # must differ between copies


def grow(root: Path, target: Path, observations: int) -> int:
    """Write into ``target`` the package in ``root``, copied until it has so many observations.

    Returns the number of observations. Keys, built tables, sizes and hashes are those of a sound
    package; only the official series and the code lists stay as they are.
    """
    schemas = read_schemas(root, read_metadata(root))
    frames = read_frames(root, schemas)
    copies = max(1, round(observations / frames["observations"].height))
    numbers = pl.DataFrame({"copy": pl.int_range(copies, eager=True)})
    grown = {name: _grown(name, frames, schemas[name], numbers) for name in frames}
    used = pl.concat(grown[name].select("table_id") for name in ("observations", "reference_statistics"))
    grown["tables"] = grown["tables"].join(used, on="table_id", how="semi", maintain_order="left")
    grown |= derive_tables(grown, schemas)
    shutil.copytree(root / "schemas", target / "schemas")
    (target / "data" / "built").mkdir(parents=True)
    for name, frame in grown.items():
        (target / table_path(name)).write_bytes(frame_bytes(frame.drop(LINE, strict=False)))
    _excuse(target / EXCEPTIONS)
    _describe(root, target)
    return grown["observations"].height


def _grown(
    name: str, frames: Mapping[str, pl.DataFrame], schema: TableSchema, numbers: pl.DataFrame
) -> pl.DataFrame:
    frame = frames[name]
    if name == "changes":  # errata name single cells, which are other ones in each copy
        return frame.clear()
    if name not in _NAMED:
        first = [pl.col(column) + "-0" for column in ("document_id", "table_id") if column in frame.columns]
        return frame.with_columns(first)
    number = pl.col("copy").cast(pl.String)
    more = frame.join(numbers, how="cross")
    more = more.with_columns(pl.col(column) + "-" + number for column in _NAMED[name])
    for column, counted in _NUMBERED.get(name, {}).items():
        opaque = pl.col(column).str.slice(1).cast(pl.Int64) + pl.col("copy") * frames[counted].height
        padded = opaque.cast(pl.String).str.zfill(12)
        more = more.with_columns(pl.col(column).str.head(1) + padded)
    for column in _APART.get(name, []):
        more = more.with_columns(pl.col(column) + "?" + number)
    if name == "claims":  # a note may name a figure, whose number differs between copies
        more = more.with_columns(pl.col("note").str.replace_all(_FIGURE, "a figure"))
    if name == "documents":
        own = pl.col("text_sha256").str.head(48) + number.str.zfill(16)
        more = more.with_columns(own.alias("text_sha256"))
    return more.select(schema.names).sort(schema.primary_key)


def _excuse(path: Path) -> None:
    """Let every exception cover its copies too: the keys of their rows are other ones."""
    kept = [{name: said for name, said in entry.items() if name != "key"} for entry in _read(path)]
    path.write_text(json.dumps([entry for n, entry in enumerate(kept) if entry not in kept[:n]], default=str))


def _read(path: Path) -> list[dict[str, object]]:
    entries = yaml.safe_load(path.read_text("utf-8"))
    return [{**entry, "reason": "As in the package that this one was grown from."} for entry in entries]


def _describe(root: Path, target: Path) -> None:
    descriptor = json.loads((root / DESCRIPTOR).read_text("utf-8"))
    for resource in descriptor["resources"]:
        data = (target / resource["path"]).read_bytes()
        resource.update(bytes=len(data), hash=f"sha256:{hashlib.sha256(data).hexdigest()}")
    (target / DESCRIPTOR).write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", "utf-8")
