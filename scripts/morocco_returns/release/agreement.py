"""One version, date and licence everywhere: what every file states, held against schemas/package.yaml."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from morocco_returns.build.metadata import Metadata, read_metadata
from morocco_returns.locate import DESCRIPTOR
from morocco_returns.release.changelog import PATH as CHANGELOG
from morocco_returns.release.changelog import entries
from morocco_returns.release.refusal import Refusal

_SOURCE = "schemas/package.yaml"


@dataclass(frozen=True, slots=True)
class Stated:
    """What one file says of the package."""

    file: str
    version: str | None = None
    date: str | None = None
    licence: str | None = None


def disagreements(root: Path, version: str) -> Iterator[Refusal]:
    """Every place that states another version, date or licence than it should, or cannot be read."""
    metadata = read_metadata(root)
    if metadata.version != version:
        hint = f"set it, or let `release {version} --prepare` do it"
        yield Refusal("agreement", f"{_SOURCE} says version {metadata.version}", hint)
    yield from _licence_text(root, metadata)
    for read in (_descriptor, _citation, _changelog, _zenodo, _project):
        try:
            stated = read(root)
        except (OSError, ValueError, KeyError, IndexError, TypeError, yaml.YAMLError) as error:
            message = f"version, date or licence cannot be read: {error!r}"
            yield Refusal("agreement", message, "restore the file")
            continue
        if stated is not None:
            yield from differing(stated, metadata)


def _licence_text(root: Path, metadata: Metadata) -> Iterator[Refusal]:
    """The LICENSE for people must link every licence that the metadata name, of the package or a table."""
    path = root / "LICENSE"
    text = path.read_text("utf-8") if path.is_file() else ""
    due = {licence["path"]: licence for name in metadata.resources for licence in metadata.licences(name)}
    for address in sorted({*due, metadata.licenses[0]["path"]}):
        if address not in text:
            hint = "say the same in both"
            yield Refusal("agreement", f"LICENSE does not link {address}, which {_SOURCE} names", hint)


def differing(stated: Stated, metadata: Metadata) -> Iterator[Refusal]:
    """What a file states otherwise than the metadata."""
    licence = metadata.licenses[0]["name"]
    pairs = [
        ("version", stated.version, metadata.version),
        ("date", stated.date, metadata.released),
        ("licence", stated.licence, licence),
    ]
    for what, found, due in pairs:
        if found is not None and found.casefold() != due.casefold():
            message = f"{stated.file} states the {what} {found}, {_SOURCE} {due}"
            yield Refusal("agreement", message, "run `make build`, or correct the one that is wrong")


def _descriptor(root: Path) -> Stated:
    raw = json.loads((root / DESCRIPTOR).read_bytes())
    return Stated(DESCRIPTOR, raw["version"], raw["created"][:10], raw["licenses"][0]["name"])


def _citation(root: Path) -> Stated:
    raw = yaml.load((root / "CITATION.cff").read_text("utf-8"), Loader=yaml.BaseLoader)
    return Stated("CITATION.cff", raw["version"], raw["date-released"], raw["license"])


def _changelog(root: Path) -> Stated:
    newest = next(entries((root / CHANGELOG).read_text("utf-8")), None)
    return Stated(CHANGELOG, newest.version, newest.date) if newest else Stated(CHANGELOG, "of no entry")


def _zenodo(root: Path) -> Stated | None:
    path = root / ".zenodo.json"
    if not path.is_file():
        return None
    raw = json.loads(path.read_bytes())
    return Stated(path.name, raw["version"], raw.get("publication_date"), _licence(raw.get("license")))


def _licence(value: Any) -> str | None:
    return value.get("id") if isinstance(value, Mapping) else value


def _project(root: Path) -> Stated:
    """The wheel takes its version from the metadata; a licence of the data is one of its two."""
    raw = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    fixed = raw["project"].get("version")
    if fixed is None and raw["tool"]["hatch"]["version"]["path"] != _SOURCE:
        fixed = f"of {raw['tool']['hatch']['version']['path']}"
    return Stated("pyproject.toml", fixed, None, data_licence(raw["project"]["license"]))


def data_licence(expression: str) -> str:
    """The licence of the data in an SPDX expression such as "MIT AND CC-BY-4.0"."""
    return expression.split(" AND ")[-1]
