"""Every artefact unpacked and proved: it holds the package whole, valid, and of the right version."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from email import message_from_bytes
from pathlib import Path

import polars as pl

from morocco_returns.build.metadata import Metadata, table_path
from morocco_returns.check.run import report_on
from morocco_returns.csvform import frame_bytes
from morocco_returns.diff.source import open_source
from morocco_returns.finding import Severity
from morocco_returns.locate import DESCRIPTOR
from morocco_returns.release.agreement import Stated, data_licence, differing
from morocco_returns.release.refusal import Refusal
from morocco_returns.release.trial import digests

SUMS = "SHA256SUMS"
# Loads every table of the installed package with the network shut, and counts its rows.
_LOADED = """
import json, socket, sys
sys.path.insert(0, sys.argv[1])
def refuse(*_):
    raise OSError("the network was used")
socket.socket.connect = refuse
import morocco_returns as mr
assert mr.package_root().is_relative_to(sys.argv[1]), mr.package_root()
rows = {name: len(mr.load(name, censored=False)) for name in mr.tables()}
print(json.dumps({"version": mr.__version__, "rows": rows}))
"""

Verify = Callable[[Path, Path, Metadata], Iterator[str]]


def unproved(dist: Path, scratch: Path, metadata: Metadata) -> Iterator[Refusal]:
    """What is wrong with the artefacts in ``dist``; ``scratch`` is an empty folder to unpack into."""
    yield from _unsummed(dist)
    files = [dist / name for name in _attached(dist)]
    for number, path in enumerate(files):
        place = scratch / str(number)
        place.mkdir(parents=True)
        for fault in _faults(path, place, metadata):
            yield Refusal("artefact", f"{path.name}: {fault}", "mend the build; the artefact is not released")
    for suffix in (".zip", ".whl", ".tar.gz"):
        if not any(path.name.endswith(suffix) for path in files):
            yield Refusal("artefact", f"dist/ holds no {suffix}", "mend the build")
    yield from _wheel_facts(files, metadata)
    for fault in _unlike(files, metadata):
        yield Refusal("artefact", fault, "mend the build; the artefact is not released")


def _attached(dist: Path) -> dict[str, str]:
    """The digests of the files that are attached to a release: not the pages in ``site/``, which are
    for a web host.
    """
    return {name: digest for name, digest in digests(dist).items() if name != SUMS and "/" not in name}


def _unsummed(dist: Path) -> Iterator[Refusal]:
    """Files whose hash is not the one that SHA256SUMS gives, or that it does not name."""
    path = dist / SUMS
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    pairs = (line.partition("  ") for line in lines)
    listed = {name: digest for digest, _, name in pairs}
    there = _attached(dist)
    for name in sorted(listed.keys() | there.keys()):
        if listed.get(name) != there.get(name):
            yield Refusal("sums", f"{SUMS} does not fit {name}", "write the sums last")


def _faults(path: Path, scratch: Path, metadata: Metadata) -> Iterator[str]:
    """What is wrong with one file, by its kind; a kind that nobody can prove is wrong too."""
    verify = next((check for suffix, check in _KINDS.items() if path.name.endswith(suffix)), None)
    if verify is None:
        yield "no check is known for such a file: add one beside the others"
        return
    try:
        yield from verify(path, scratch, metadata)
    except (
        OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, tarfile.TarError, sqlite3.Error,
        pl.exceptions.PolarsError,
    ) as error:  # fmt: skip
        yield f"it cannot be read: {error}"


def _valid(root: Path) -> Iterator[str]:
    errors = [f for f in report_on(root).findings if f.severity is Severity.ERROR]
    for finding in errors[:5]:
        yield f"not valid after unpacking: {finding.place()}: {finding.message}"


def _zip(path: Path, scratch: Path, metadata: Metadata) -> Iterator[str]:
    """The package, or a bundle of other artefacts."""
    open_source(str(path), path.parent)  # refuses members that would leave the folder
    with zipfile.ZipFile(path) as archive:
        archive.extractall(scratch)
        names = archive.namelist()
    if DESCRIPTOR in names:
        yield from _valid(scratch)
        return
    for name in names:
        inner = scratch / name
        if inner.is_file():
            place = scratch / f"{name}.unpacked"
            yield from (f"{name}: {fault}" for fault in _faults(inner, place, metadata))


def _wheel(path: Path, scratch: Path, metadata: Metadata) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(scratch)
    command = [sys.executable, "-I", "-c", _LOADED, str(scratch)]
    result = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False, timeout=600)
    if result.returncode:
        yield f"it does not load: {result.stderr.strip().splitlines()[-1]}"
        return
    loaded = json.loads(result.stdout)
    if loaded["version"] != metadata.version:
        yield f"it loads as version {loaded['version']}"
    for name in metadata.resources:
        found, due = loaded["rows"].get(name), _row_count(scratch, name)
        if found != due:
            yield f"{name} loads with {found} rows, its file has {due}"


def _row_count(scratch: Path, name: str) -> int:
    return _height((scratch / "morocco_returns" / "_package" / table_path(name)).read_bytes())


def _wheel_facts(files: list[Path], metadata: Metadata) -> Iterator[Refusal]:
    """The version and licence that the wheel states of itself."""
    for path in (path for path in files if path.suffix == ".whl" and zipfile.is_zipfile(path)):
        with zipfile.ZipFile(path) as archive:
            name = next((n for n in archive.namelist() if n.endswith(".dist-info/METADATA")), None)
            about = message_from_bytes(archive.read(name) if name else b"")
        licence = data_licence(str(about.get("License-Expression", "none")))
        yield from differing(Stated(path.name, str(about.get("Version")), None, licence), metadata)


def _sdist(path: Path, scratch: Path, _metadata: Metadata) -> Iterator[str]:
    with tarfile.open(path) as archive:
        archive.extractall(scratch, filter="data")
    roots = [found.parent for found in scratch.glob(f"*/{DESCRIPTOR}")]
    if not roots:
        yield f"it holds no {DESCRIPTOR}"
    for root in roots:
        yield from _valid(root)


def _workbook(path: Path, _scratch: Path, _metadata: Metadata) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        spoiled = archive.testzip()
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        rows = sum(archive.read(name).count(b"<row ") for name in sheets)
    if spoiled or rows < 2:
        yield f"{spoiled or 'its sheets'} cannot be read, or hold no rows"


def _sqlite(path: Path, _scratch: Path, _metadata: Metadata) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        for (said,) in connection.execute("PRAGMA integrity_check"):
            if said != "ok":
                yield f"integrity: {said}"
        for row in connection.execute("PRAGMA foreign_key_check"):
            yield f"a row of {row[0]} points at nothing in {row[2]}"


def _unlike(files: list[Path], metadata: Metadata) -> Iterator[str]:
    """Tables that Parquet or SQLite hold otherwise than the zip of the package does."""
    package = next((path for path in files if path.suffix == ".zip" and zipfile.is_zipfile(path)), None)
    if package is None:
        return
    with zipfile.ZipFile(package) as archive:
        there = {table_path(name): name for name in metadata.resources}
        csvs = {there[path]: archive.read(path) for path in archive.namelist() if path in there}
    folder = package.parent
    for name, data in csvs.items():
        path = folder / f"{name}.parquet"
        with suppress(OSError, pl.exceptions.PolarsError):
            if frame_bytes(pl.read_parquet(path)) == data:
                continue
        yield f"{path.name}: it does not hold the table {name} as {package.name} does"
    for path in (path for path in files if path.suffix == ".sqlite"):
        yield from _rows_lost(path, {name: _height(data) for name, data in csvs.items()})


def _rows_lost(path: Path, heights: dict[str, int]) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        for name, due in heights.items():
            found = 0
            with suppress(sqlite3.Error):
                (found,) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
            if found != due:
                yield f"{path.name}: {name} has {found} rows in it, {due} in the package"


def _height(data: bytes) -> int:
    return sum(1 for _ in csv.reader(io.StringIO(data.decode("utf-8"), newline=""))) - 1


def _parquet(path: Path, _scratch: Path, _metadata: Metadata) -> Iterator[str]:
    if not pl.read_parquet(path).columns:
        yield "it holds no columns"


def _json(path: Path, _scratch: Path, _metadata: Metadata) -> Iterator[str]:
    if not json.loads(path.read_bytes()):
        yield "it is empty"


def _text(path: Path, _scratch: Path, _metadata: Metadata) -> Iterator[str]:
    if not path.read_text("utf-8").strip():
        yield "it is empty"


_KINDS: dict[str, Verify] = {
    ".zip": _zip,
    ".whl": _wheel,
    ".tar.gz": _sdist,
    ".xlsx": _workbook,
    ".sqlite": _sqlite,
    ".parquet": _parquet,
    ".json": _json,
    ".jsonld": _json,
    ".sql": _text,
}
