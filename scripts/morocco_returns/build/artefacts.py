"""The files that a release offers for download, apart from those that describe them."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from morocco_returns.build.archive import zip_bytes
from morocco_returns.build.contents import Contents
from morocco_returns.build.parquet import parquet_bytes
from morocco_returns.build.sqlite import sql_script, sqlite_bytes

DATABASE = "morocco-returns"


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file for download: what it is, the tables that it holds, and what wrote it."""

    name: str
    data: bytes
    mediatype: str
    title: str
    tables: tuple[str, ...]
    writer: str
    writer_version: str

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


def data_artefacts(contents: Contents, package: Mapping[str, bytes]) -> list[Artefact]:
    """The data in every form; ``package`` is what the zip holds."""
    metadata = contents.metadata
    stem = f"{metadata.name}-{metadata.version}"
    names = tuple(contents.schemas)
    own = (metadata.name, metadata.version)
    script = sql_script(contents)
    return [
        Artefact(
            f"{stem}.zip", zip_bytes(package), "application/zip", "The package: CSV and schemas", names, *own
        ),
        Artefact(
            f"{stem}-figures.xlsx",
            contents.workbook,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "The figures as a workbook, every cell typed as text",
            ("figures",),
            *_library("xlsxwriter"),
        ),
        Artefact(
            f"{DATABASE}.sqlite",
            sqlite_bytes(script, metadata.version),
            "application/vnd.sqlite3",
            "All tables and views as one SQLite database",
            names,
            "SQLite",
            "3",  # any: the file does not depend on it
        ),
        Artefact(
            f"{DATABASE}.sql",
            script.encode("utf-8"),
            "application/sql",
            "The script that makes the SQLite database",
            names,
            *own,
        ),
        *_parquet_files(contents),
    ]


def _parquet_files(contents: Contents) -> Iterator[Artefact]:
    writer = _library("pyarrow")
    for name, frame in contents.frames.items():
        yield Artefact(
            f"{name}.parquet",
            parquet_bytes(frame, contents.schemas[name], contents.metadata),
            "application/vnd.apache.parquet",
            f"{contents.metadata.resources[name]['title']}, as Parquet",
            (name,),
            *writer,
        )


def python_artefacts(root: Path, tables: tuple[str, ...]) -> list[Artefact]:
    """Wheel and sdist; RuntimeError with the tool's words if they cannot be built."""
    titles = {".whl": "The Python package, with the data inside", ".gz": "The source of the Python package"}
    # A machine that sets the time of its builds would get other bytes than the one that released.
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "hatchling", "build", "-d", folder]
        result = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False)
        if result.returncode:
            said = (result.stdout + result.stderr).decode("utf-8", "replace")
            raise RuntimeError(f"the wheel could not be built:\n{said}")
        return [
            Artefact(
                path.name,
                path.read_bytes(),
                "application/zip" if path.suffix == ".whl" else "application/gzip",
                titles[path.suffix],
                tables,
                *_library("hatchling"),
            )
            for path in sorted(Path(folder).iterdir())
        ]


def _library(name: str) -> tuple[str, str]:
    try:
        return name, importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        raise RuntimeError(f"{name} is missing: pip install 'morocco-returns[release]' brings it") from None
