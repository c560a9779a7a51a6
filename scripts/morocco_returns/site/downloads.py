"""Files to download from the page, each with its checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from morocco_returns.build.archive import zip_bytes
from morocco_returns.build.metadata import Metadata, table_path
from morocco_returns.build.run import release_files
from morocco_returns.check.unlisted import WORKBOOK

FOLDER = "download"


@dataclass(frozen=True, slots=True)
class Download:
    """A file with what it is, its size and its sum."""

    path: str
    content: str
    size: int
    sha256: str


def download_files(root: Path, metadata: Metadata) -> dict[str, bytes]:
    """The files by their path on the page: the tables that most people want, and the whole package."""
    return {
        f"{FOLDER}/figures.csv": (root / table_path("figures")).read_bytes(),
        f"{FOLDER}/series.csv": (root / table_path("series")).read_bytes(),
        f"{FOLDER}/figures.xlsx": (root / WORKBOOK).read_bytes(),
        f"{FOLDER}/{metadata.name}-{metadata.version}.zip": zip_bytes(release_files(root, metadata)),
    }


def downloads(files: Mapping[str, bytes]) -> list[Download]:
    """What is to be known of each file before one takes it."""
    told = {
        "figures.csv": "every figure with its labels and sources, for people who open one file",
        "series.csv": "the answers",
        "figures.xlsx": "every figure as a workbook, each cell typed as text",
    }
    return [
        Download(
            path,
            told.get(path.rpartition("/")[2], "the whole package: every table, schema and descriptor"),
            len(data),
            hashlib.sha256(data).hexdigest(),
        )
        for path, data in files.items()
    ]
