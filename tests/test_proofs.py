"""Every artefact of a release is unpacked and proved; one that is spoiled is refused."""

from __future__ import annotations

import io
import json
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

from morocco_returns.build.archive import zip_bytes
from morocco_returns.build.artefacts import data_artefacts
from morocco_returns.build.contents import read_contents
from morocco_returns.build.manifest import checksums
from morocco_returns.build.metadata import read_metadata, table_path
from morocco_returns.build.run import build_dist, release_files
from morocco_returns.release.artefacts import unproved

from .conftest import ROOT

METADATA = read_metadata(ROOT)
STEM = f"{METADATA.name}-{METADATA.version}"
PACKAGE = dict(release_files(ROOT, METADATA))


def _sums(dist: Path) -> bytes:
    return checksums({path.name: path.read_bytes() for path in dist.iterdir()})


def _said(dist: Path, *, summed: bool = True) -> str:
    if summed:
        (dist / "SHA256SUMS").write_bytes(_sums(dist))
    scratch = dist.parent / "scratch"
    scratch.mkdir()
    return "\n".join(str(refusal) for refusal in unproved(dist, scratch, METADATA))


def _one(tmp_path: Path, name: str, data: bytes) -> str:
    """What is said of a folder with this file alone."""
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / name).write_bytes(data)
    return "\n".join(line for line in _said(dist).splitlines() if name in line)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def _rewritten(wheel: Path, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The wheel with members changed, or left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return stream.getvalue()


@pytest.mark.long
def test_what_the_build_makes_is_proved(tmp_path: Path) -> None:
    """Catches a proof that refuses what is right, and a kind of file that nobody can prove."""
    build_dist(ROOT, tmp_path / "dist")
    assert _said(tmp_path / "dist", summed=False) == ""


def test_a_zip_that_is_not_valid_is_refused(tmp_path: Path) -> None:
    """Catches a table that was cut off on its way into the zip."""
    spoiled = PACKAGE | {table_path("areas"): PACKAGE[table_path("areas")][:-40]}
    assert "not valid after unpacking: data/areas.csv" in _one(tmp_path, f"{STEM}.zip", zip_bytes(spoiled))


def test_a_wheel_that_loads_is_let_be(wheel: Path, tmp_path: Path) -> None:
    """Catches a proof that refuses what is right."""
    assert _one(tmp_path, wheel.name, wheel.read_bytes()) == ""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda name, data: None if name.endswith("/load.py") else data, "it does not load"),
        (lambda name, data: None if name.endswith("data/areas.csv") else data, "it does not load"),
        (lambda name, data: b"import urllib.request as u\nu.urlopen('http://127.0.0.1:9')\n" + data
         if name == "morocco_returns/load.py" else data, "it does not load: "),
        (lambda name, data: data.replace(f'"version": "{METADATA.version}"'.encode(), b'"version": "9.9.9"'),
         "it loads as version 9.9.9"),
        (lambda name, data: data.replace(f"Version: {METADATA.version}".encode(), b"Version: 9.9.9")
         if name.endswith("METADATA") else data, "states the version 9.9.9"),
        (lambda name, data: data.replace(b"MIT AND CC-BY-4.0", b"MIT")
         if name.endswith("METADATA") else data, "states the licence MIT"),
        (lambda name, data: None if name.endswith("METADATA") else data, "states the version None"),
    ],
)  # fmt: skip
def test_a_wheel_that_is_spoiled_is_refused(
    wheel: Path, tmp_path: Path, change: Callable[[str, bytes], bytes | None], says: str
) -> None:
    """Catches a wheel without code or data, of another version, or that calls home."""
    assert says in _one(tmp_path, wheel.name, _rewritten(wheel, change))


def _tar(name: str) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo(name))
    return stream.getvalue()


def _database(*statements: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        return connection.serialize()


def _zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _parquet() -> bytes:
    stream = io.BytesIO()
    pl.DataFrame({"a": [1]}).write_parquet(stream)
    return stream.getvalue()


def _id(value: object) -> str | None:
    """Bytes that hold the time of day would name a test differently in every process."""
    return "data" if isinstance(value, bytes) else None


TABLES = ("CREATE TABLE a (x PRIMARY KEY)", "CREATE TABLE b (x REFERENCES a (x))")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("x.zip", b"no zip", "cannot be read"),
        ("x.zip", _zipped(**{"../x.json": b"{}"}), "leaves its folder"),
        ("x.zip", _zipped(**{"a.json": b"{"}), "a.json: it cannot be read"),
        ("x.zip", _zipped(**{"a.exe": b"{"}), "a.exe: no check is known"),
        ("x.whl", b"no wheel", "cannot be read"),
        ("x.tar.gz", b"no archive", "cannot be read"),
        ("x.tar.gz", _tar("x-1.0.0/README.md"), "holds no datapackage.json"),
        ("x.tar.gz", _tar("../outside"), "cannot be read"),
        ("x.xlsx", b"no workbook", "cannot be read"),
        ("x.xlsx", _zipped(**{"xl/worksheets/sheet1.xml": b"<row "}), "hold no rows"),
        ("x.sqlite", b"no database, but long enough to be taken for one" * 30, "cannot be read"),
        ("x.sqlite", _database(*TABLES, "INSERT INTO b VALUES (1)"), "a row of b points at nothing in a"),
        ("x.parquet", b"no parquet", "cannot be read"),
        ("x.json", b"{", "cannot be read"),
        ("x.jsonld", b"{}", "it is empty"),
        ("x.sql", b" \n", "it is empty"),
        ("x.sql", b"\xff", "cannot be read"),
        ("x.bin", b"1", "no check is known"),
    ],
    ids=_id,
)
def test_an_artefact_that_cannot_be_proved_is_refused(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    """Catches a file that is broken, empty, harmful, or that nobody has thought of proving."""
    assert says in _one(tmp_path, name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.sqlite", _database(*TABLES, "INSERT INTO a VALUES (1)", "INSERT INTO b VALUES (1)")),
        ("x.parquet", _parquet()),
        ("x.json", json.dumps({"a": 1}).encode()),
        ("x.zip", _zipped(**{"a.json": b"[1]", "t.parquet": _parquet()})),
        ("x.sql", b"SELECT 1;\n"),
    ],
    ids=_id,
)
def test_an_artefact_that_is_sound_is_let_be(tmp_path: Path, name: str, data: bytes) -> None:
    """Catches a proof that refuses everything."""
    assert _one(tmp_path, name, data) == ""


@pytest.mark.parametrize("how", ["changed", "unlisted", "gone", "no sums"])
def test_sums_that_do_not_fit_are_refused(tmp_path: Path, how: str) -> None:
    """Catches a file that was written after its hash."""
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / "x.json").write_text("[1]")
    (dist / "SHA256SUMS").write_bytes(_sums(dist))
    match how:
        case "changed":
            (dist / "x.json").write_text("[2]")
        case "unlisted":
            (dist / "y.json").write_text("[2]")
        case "gone":
            (dist / "x.json").unlink()
        case _:
            (dist / "SHA256SUMS").unlink()
    assert "[sums] SHA256SUMS does not fit" in _said(dist, summed=False)


def test_a_release_without_its_main_files_is_refused(tmp_path: Path) -> None:
    """Catches a build that lost the wheel and says nothing."""
    (tmp_path / "dist").mkdir()
    said = _said(tmp_path / "dist")
    assert all(f"holds no {suffix}" in said for suffix in (".zip", ".whl", ".tar.gz"))


@pytest.fixture(scope="module")
def same() -> dict[str, bytes]:
    """The zip of the package, and what holds its tables in other forms."""
    contents = read_contents(ROOT)
    return {artefact.name: artefact.data for artefact in data_artefacts(contents, PACKAGE)}


@pytest.mark.parametrize(
    ("name", "spoil", "says"),
    [
        ("areas.parquet", lambda files: files["populations.parquet"], "areas.parquet: it does not hold"),
        ("areas.parquet", lambda _: b"", "areas.parquet: it does not hold"),
        ("morocco-returns.sqlite", lambda _: _database("CREATE TABLE areas (x)"), "areas has 0 rows in it"),
        ("x.json", lambda _: b"[1]", ""),
    ],
)
def test_tables_that_differ_between_files_are_refused(
    same: dict[str, bytes], tmp_path: Path, name: str, spoil: Callable[[dict[str, bytes]], bytes], says: str
) -> None:
    """Catches files of one release that give different answers; files that agree are let be."""
    dist = tmp_path / "dist"
    dist.mkdir()
    for other, data in {**same, name: spoil(same)}.items():
        (dist / other).write_bytes(data)
    said = [line for line in _said(dist).splitlines() if "to mend" not in line and "holds no" not in line]
    assert (says in "\n".join(said)) if says else said == []


def test_pages_for_a_web_host_need_neither_sum_nor_proof(tmp_path: Path) -> None:
    """Catches a release that is refused for its pages, which nobody attaches to it."""
    pages = tmp_path / "dist" / "site"
    pages.mkdir(parents=True)
    (pages / "index.html").write_text("<p>")
    (tmp_path / "dist" / "SHA256SUMS").write_text("")
    assert "index.html" not in _said(tmp_path / "dist", summed=False)
