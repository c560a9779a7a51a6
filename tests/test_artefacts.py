"""The files of a release: each holds the tables as they are and says what they mean; the same anywhere."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from pyarrow import parquet

from morocco_returns.build import run
from morocco_returns.build.contents import Contents, read_contents
from morocco_returns.build.manifest import content_hash
from morocco_returns.build.metadata import table_path
from morocco_returns.build.sqlite import in_one_form, settings, sql_script, sqlite_bytes
from morocco_returns.build.views import VIEWS
from morocco_returns.csvform import frame_bytes
from morocco_returns.release.trial import digests

from .conftest import ROOT, library, tool

CONTENTS = read_contents(ROOT)
TABLES = list(CONTENTS.schemas)


def _database(path: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True))


@pytest.mark.parametrize("name", TABLES)
def test_a_parquet_file_holds_the_cells_of_its_table(dist: Path, name: str) -> None:
    """Catches a cell that changes on its way: written back as CSV, the file is the table."""
    assert frame_bytes(pl.read_parquet(dist / f"{name}.parquet")) == CONTENTS.csv[name]


@pytest.mark.parametrize("name", TABLES)
def test_a_parquet_file_explains_itself_in_plain_types(dist: Path, name: str) -> None:
    """Catches a column without its description, and a type or trace that plain readers stumble over."""
    found = parquet.read_schema(dist / f"{name}.parquet")
    schema = CONTENTS.schemas[name]
    assert {str(column.type) for column in found} <= {"string", "int64", "double", "bool", "date32[day]"}
    assert [column.metadata[b"description"].decode() for column in found] == [
        field.description for field in schema.fields
    ]
    assert [column.nullable for column in found] == [not field.required for field in schema.fields]
    assert b"pandas" not in found.metadata
    about = CONTENTS.metadata.resources[name]
    assert found.metadata[b"version"].decode() == CONTENTS.metadata.version
    assert found.metadata[b"description"].decode() == about["description"]
    assert ("Eurostat" in found.metadata[b"licence"].decode()) == (name == "reference_statistics")


@pytest.mark.parametrize("name", TABLES)
def test_the_database_holds_the_cells_of_every_table(dist: Path, name: str) -> None:
    """Catches a cell that changes on its way into SQLite, and columns in another order."""
    with _database(dist / "morocco-returns.sqlite") as database:
        cursor = database.execute(f'SELECT * FROM "{name}"')
        rows = [[_as_csv(cell) for cell in row] for row in cursor]
        names = [column[0] for column in cursor.description]
    booleans = {field.name for field in CONTENTS.schemas[name].fields if field.type == "boolean"}
    due = list(csv.reader(io.StringIO(CONTENTS.csv[name].decode("utf-8"), newline="")))
    truth = {"true": "1", "false": "0"}
    for row in due[1:]:
        for number, column in enumerate(names):
            if column in booleans:
                row[number] = truth.get(row[number], row[number])
    assert [names, *rows] == due


def _as_csv(cell: object) -> str:
    return "" if cell is None else str(cell)


def test_the_database_is_whole_strict_and_named(dist: Path) -> None:
    """Catches a broken file, a key that leads nowhere, a loose table, and a file that hides its version."""
    with _database(dist / "morocco-returns.sqlite") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        made = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        keys = {name: database.execute(f'PRAGMA foreign_key_list("{name}")').fetchall() for name in made}
        assert database.execute("PRAGMA user_version").fetchone() == (_number(CONTENTS.metadata.version),)
    assert list(made) == TABLES
    assert all(sql.endswith("STRICT") for sql in made.values())
    for name, schema in CONTENTS.schemas.items():
        due = {(key.table, key.field, key.target) for key in schema.foreign_keys}
        assert {row[2:5] for row in keys[name]} == due


def _number(version: str) -> int:
    major, minor, patch = map(int, version.split("."))
    return major * 1_000_000 + minor * 1_000 + patch


def test_the_script_makes_the_database(dist: Path) -> None:
    """Catches a script that has drifted from the file: it is the promise that outlives the file."""
    with closing(sqlite3.connect(":memory:")) as made, _database(dist / "morocco-returns.sqlite") as database:
        made.executescript((dist / "morocco-returns.sql").read_text("utf-8"))
        assert list(made.iterdump()) == list(database.iterdump())


def test_the_views_answer_and_name_their_documents(dist: Path) -> None:
    """Catches a view that loses rows in a join, or that no longer runs."""
    with _database(dist / "morocco-returns.sqlite") as database:
        counts = {
            view.name: database.execute(f"SELECT count(*) FROM {view.name}").fetchone()[0] for view in VIEWS
        }
        question = "area_label = 'Netherlands' AND indicator_label LIKE 'enforced %' AND period = '2022'"
        columns = "value_printed, possible_lower, possible_upper, document_title IS NOT NULL"
        answers = database.execute(f"SELECT {columns} FROM answers WHERE {question}").fetchall()
    assert counts == {
        "answers": CONTENTS.frames["series"].height,
        "figures_with_sources": CONTENTS.frames["figures"].height,
        "compared": CONTENTS.frames["comparison_members"].height,
    }
    assert answers == [("30", 28, 32, 1)]


def _changed(table: str, **cells: object) -> Contents:
    frame = CONTENTS.frames[table]
    first = pl.int_range(pl.len()) == 0
    changed = frame.with_columns(
        pl.when(first).then(pl.lit(cell)).otherwise(pl.col(name)).alias(name) for name, cell in cells.items()
    )
    return replace(CONTENTS, frames={**CONTENTS.frames, table: changed})


def test_a_key_that_leads_nowhere_makes_no_database() -> None:
    """Catches a release whose tables do not hang together."""
    with pytest.raises(RuntimeError, match="a key of observations leads to no row of indicators"):
        sqlite_bytes(sql_script(_changed("observations", indicator_id="nothing")), "1.2.3")


def test_text_is_kept_whatever_it_says() -> None:
    """Catches a quotation mark that ends a text of the script, and what follows run as a command."""
    text = 'a\'); DROP TABLE areas; --\n"ش"'
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(sql_script(_changed("events", label=text)))
        assert database.execute("SELECT label FROM events").fetchone() == (text,)
        assert database.execute("SELECT count(*) FROM areas").fetchone() == (CONTENTS.frames["areas"].height,)


def test_another_version_of_sqlite_writes_the_same_file(dist: Path, tmp_path: Path) -> None:
    """Catches bytes that change with the library of the machine: its number, and what it leaves in free
    space. The library apsw brings a version of its own."""
    apsw = library("apsw")
    other = apsw.Connection(str(tmp_path / "first.sqlite"))
    script = (dist / "morocco-returns.sql").read_text("utf-8")
    other.execute(settings(CONTENTS.metadata.version) + script).fetchall()
    other.execute("VACUUM INTO ?", (str(tmp_path / "last.sqlite"),)).fetchall()
    other.close()
    made = (tmp_path / "last.sqlite").read_bytes()
    assert in_one_form(made) == (dist / "morocco-returns.sqlite").read_bytes()


def test_the_manifest_vouches_for_every_file_and_its_content(dist: Path) -> None:
    """Catches a file that the manifest or SHA256SUMS forget, or whose hash is another's."""
    manifest = json.loads((dist / "manifest.json").read_text("utf-8"))
    files = {file["name"]: file for file in manifest["files"]}
    sums = dict(line.split("  ")[::-1] for line in (dist / "SHA256SUMS").read_text("utf-8").splitlines())
    present = {path.name: path.read_bytes() for path in dist.iterdir() if path.name != "SHA256SUMS"}
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in present.items()}
    described = {name for name in present if name.endswith((".jsonld", ".json"))}
    assert set(files) == set(present) - described
    for name, file in files.items():
        assert (file["sha256"], file["bytes"]) == (sums[name], len(present[name]))
        hashes = {table: hashlib.sha256(CONTENTS.csv[table]).hexdigest() for table in file["tables"]}
        assert file["content_sha256"] == content_hash(hashes)
        assert file["writer"]["name"]
        assert file["writer"]["version"]
    assert files["areas.parquet"]["content_sha256"] != files["events.parquet"]["content_sha256"]


def test_archives_and_packages_hold_the_tables_as_they_are(dist: Path) -> None:
    """Catches an archive whose tables are not those that the manifest vouches for."""
    with zipfile.ZipFile(next(dist.glob("*.zip"))) as archive:
        whole = {name: archive.read(table_path(name)) for name in TABLES}
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        inside = {name: wheel.read(f"morocco_returns/_package/{table_path(name)}") for name in TABLES}
    with tarfile.open(next(dist.glob("*.tar.gz"))) as sdist:
        stem = sdist.getnames()[0].partition("/")[0]
        source = {}
        for name in TABLES:
            member = sdist.extractfile(f"{stem}/{table_path(name)}")
            assert member is not None
            source[name] = member.read()
    assert whole == inside == source == CONTENTS.csv


def test_the_workbook_for_download_holds_the_figures(dist: Path) -> None:
    """Catches a workbook of another build."""
    with closing(openpyxl.load_workbook(next(dist.glob("*.xlsx")), read_only=True)) as book:
        rows = [[_as_csv(cell) for cell in row] for row in book["figures"].iter_rows(values_only=True)]
    assert rows == list(csv.reader(io.StringIO(CONTENTS.csv["figures"].decode("utf-8"), newline="")))


def test_a_build_that_fails_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a dist/ that is half of one release and half of another."""
    (tmp_path / "old.zip").write_bytes(b"old")

    def fail(*_: object) -> None:
        raise RuntimeError("the wheel could not be built")

    monkeypatch.setattr(run, "python_artefacts", fail)
    with pytest.raises(RuntimeError):
        run.build_dist(ROOT, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["old.zip"]


def test_old_files_do_not_stay_among_the_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a file of another version that would be released again."""
    (tmp_path / "morocco-returns-0.0.1.zip").write_bytes(b"old")
    monkeypatch.setattr(run, "dist_files", lambda _: {"new.zip": b"new"})
    assert run.build_dist(ROOT, tmp_path) == [tmp_path / "new.zip"]
    assert [path.name for path in tmp_path.iterdir()] == ["new.zip"]


def test_datasette_shows_the_database_with_its_descriptions(dist: Path) -> None:
    """Catches a database or metadata that datasette does not take; nothing is served or fetched."""
    datasette = tool("datasette", ROOT / ".venv-datasette" / "bin")
    command = [datasette, "morocco-returns.sqlite", "--metadata", "datasette-metadata.json", "--get"]

    def get(path: str) -> str:
        result = subprocess.run([*command, path], cwd=dist, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        return result.stdout

    query = "indicator_label__startswith=enforced&area_label=Netherlands&period=2022&_shape=array"
    (answer,) = json.loads(get(f"/morocco-returns/answers.json?{query}"))
    assert (answer["value_printed"], answer["possible_lower"], answer["possible_upper"]) == ("30", 28, 32)
    page = get("/morocco-returns/figures?_size=1")
    assert CONTENTS.schemas["figures"].field("observation_id").description in page
    assert CONTENTS.metadata.licenses[0]["path"] in page


# Whatever the build calls sees the language, numbers and encoding of the surroundings, in full.
BUILD = """
import locale, sys
sys.argv = ["morocco-returns", "build"]
locale.setlocale(locale.LC_ALL, "")
assert (locale.localeconv()["decimal_point"], locale.getpreferredencoding(False)) == ({point!r}, {encoding!r})
from morocco_returns.cli import main
main()
"""


def _turkish(folder: Path) -> dict[str, str]:
    """A language with a comma in its numbers, two kinds of i and an encoding of its own."""
    name = "tr_TR.ISO-8859-9"
    folder.mkdir()
    command = [tool("localedef"), "-i", "tr_TR", "-f", "ISO-8859-9", str(folder / name)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        tool("the sources of languages (the package locales)")
    return {"LOCPATH": str(folder), "LC_ALL": name, "LANGUAGE": "tr", "PYTHONUTF8": "0"}


@pytest.mark.long
def test_two_builds_agree_byte_for_byte_wherever_they_run(tmp_path: Path) -> None:
    """Catches bytes that depend on folder, clock, time zone, language, encoding, file modes, file times or
    hash seed, in the files of a release and in the pages."""
    english = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}
    turkish = _turkish(tmp_path / "languages")
    turkish |= {"TZ": "Pacific/Apia", "PYTHONHASHSEED": "4242", "SOURCE_DATE_EPOCH": "1"}
    _build_in(tmp_path / "here", english, 0o022, BUILD.format(point=".", encoding="UTF-8"))
    _build_in(tmp_path / "elsewhere/ü b", turkish, 0o077, BUILD.format(point=",", encoding="ISO-8859-9"))
    here, elsewhere = (digests(tmp_path / name / "dist") for name in ("here", "elsewhere/ü b"))
    assert {"SHA256SUMS", "site/index.html"} <= set(here)
    assert [name for name in here.keys() | elsewhere.keys() if here.get(name) != elsewhere.get(name)] == []


def _build_in(root: Path, variables: dict[str, str], mask: int, code: str) -> None:
    """Build a copy of the repository, as it stands, in other surroundings."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    previous = os.umask(mask)
    try:
        for path in filter(None, listed.decode("utf-8").split("\0")):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, root / path)
            os.utime(root / path, (mask * 10_000_000, mask * 10_000_000))
    finally:
        os.umask(previous)
    environment = {**os.environ, **variables, "PYTHONPATH": str(root / "scripts")}
    built = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environment, umask=mask, capture_output=True, check=False
    )
    assert built.returncode == 0, built.stderr.decode("utf-8", "replace")
