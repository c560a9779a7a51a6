"""The one place of the package's metadata: schemas/package.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from morocco_returns.derived.tables import BUILT


@dataclass(frozen=True, slots=True)
class Metadata:
    """Name, version, licences and the rest; ``resources`` maps each table to its own metadata."""

    name: str
    id: str
    downloads: str
    title: str
    version: str
    released: str
    description: str
    keywords: list[str]
    contributors: list[dict[str, str]]
    licenses: list[dict[str, str]]
    sources: list[dict[str, str]]
    resources: dict[str, dict[str, Any]]
    repository: str = ""  # its address on the web, if it has one

    @property
    def wheel(self) -> str:
        """The name of the wheel of this version."""
        return f"{self.name.replace('-', '_')}-{self.version}-py3-none-any.whl"

    def licences(self, table: str) -> list[dict[str, str]]:
        """The licences of a table: its own, else those of the package."""
        own: list[dict[str, str]] | None = self.resources[table].get("licenses")
        return own or self.licenses


def read_metadata(root: Path) -> Metadata:
    """Read schemas/package.yaml; ValueError says what is missing or too much in it."""
    path = root / "schemas" / "package.yaml"
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from None
    if not isinstance(raw, Mapping):
        raise ValueError(f"{path} is not a mapping of names to values")
    try:
        return Metadata(**raw)
    except TypeError as error:
        raise ValueError(f"{path} has a key too many or too few: {error}") from None


def table_path(name: str) -> str:
    """Where a table's CSV lies, relative to the package."""
    return f"data/built/{name}.csv" if name in BUILT else f"data/{name}.csv"


def schema_path(name: str) -> str:
    """Where a table's Table Schema lies, relative to the package."""
    return f"schemas/{name}.json"
