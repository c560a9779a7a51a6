"""The README's examples run as they stand, and every reader gets what the package holds.

All on the unpacked zip of a release, which is what its users have, and not in the repository.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest
from frictionless import Package, system

import morocco_returns as mr
from morocco_returns.build.metadata import read_metadata, schema_path, table_path
from morocco_returns.check.run import check_package
from morocco_returns.schema import read_schema

from .conftest import ROOT, library, tool

README = (ROOT / "README.md").read_text("utf-8")
CONSUMERS = Path(__file__).parent / "consumers"
FIGURES = len(mr.load("figures"))


def _examples(language: str, page: str = README) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def _run(folder: Path, *command: str, **environment: str) -> str:
    result = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env=_environment(environment)
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def _environment(more: dict[str, str]) -> dict[str, str]:
    return {**os.environ, **more}


def test_the_first_example_prints_the_answer_that_the_readme_shows(release: Path) -> None:
    """Catches a README that leads with another row, bound or contest than the answers table has."""
    (shown,) = _examples("text")
    assert _run(release, sys.executable, "-c", _examples("python")[0]) == shown
    assert shown.startswith("30\n[28, 32]\n")


def test_the_example_on_relays_runs_as_it_stands(release: Path) -> None:
    """Catches a page on the answers that leaves those without one with nothing."""
    (example,) = _examples("python", (ROOT / "docs" / "answers.md").read_text("utf-8"))
    _run(release, sys.executable, "-c", example + "\nassert len(relays) > 5\n")


@pytest.mark.parametrize("number", range(1, 6))
def test_the_python_examples_run_as_they_stand(release: Path, number: int) -> None:
    """Catches an example that broke when a name or path changed."""
    examples = _examples("python")
    assert len(examples) == 6
    if "datapackage import" in examples[number]:
        library("datapackage")
    _run(release, sys.executable, "-c", examples[number] + f"\nassert len(figures) == {FIGURES}\n")


def test_the_sql_example_runs_as_it_stands(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a query whose columns no longer exist, or that reads "1.770" as 1.77."""
    monkeypatch.chdir(release)
    (example,) = _examples("sql")
    rows = duckdb.connect().execute(example).fetchall()
    assert {("2019", "25"), ("2020", "10"), ("2021", "6"), ("2022", "30")} <= {row[:2] for row in rows}
    assert ("2022", "30", 28, 32) in rows
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def _node(release: Path, script: Path) -> str:
    node = tool("node")
    modules = CONSUMERS / "node_modules"
    if not modules.is_dir():
        tool("the datapackage library for JavaScript (npm ci --prefix tests/consumers)")
    return _run(release, node, str(script), NODE_PATH=str(modules))


def test_the_javascript_example_runs_as_it_stands(release: Path, tmp_path: Path) -> None:
    """Catches a descriptor that the JavaScript library refuses."""
    (example,) = _examples("js")
    script = tmp_path / "example.js"
    script.write_text(example, "utf-8")
    assert _node(release, script).split() == [str(FIGURES), "ca.", "200"]


def test_the_javascript_library_reads_every_table(release: Path) -> None:
    """Catches a cell, key or relation that the library refuses in a table which the README does not show."""
    lines = _node(release, CONSUMERS / "read.js").splitlines()
    assert lines == [f"{name} {len(mr.load(name))}" for name in mr.tables()]


def _has_r_package(rscript: str, name: str) -> bool:
    code = f"quit(status = !requireNamespace('{name}', quietly = TRUE))"
    return subprocess.run([rscript, "-e", code], capture_output=True, check=False).returncode == 0


def test_the_r_example_runs_as_it_stands(release: Path) -> None:
    """Catches a descriptor that R reads under wrong names or types. Without the frictionless
    package the same figures are read through the descriptor, with jsonlite and base R."""
    rscript = tool("Rscript")
    (example,) = _examples("r")
    shown = (
        "cat(nrow(figures), figures$value_printed[6], class(figures$period_start), figures$upper_bound[6])"
    )
    if not _has_r_package(rscript, "frictionless"):
        example = (CONSUMERS / "read.R").read_text("utf-8")
    out = _run(release, rscript, "-e", f"suppressMessages({{\n{example}\n}})\n{shown}")
    assert out.split() == [str(FIGURES), "1.770", "Date", "1770"]


def test_base_r_reads_every_table_through_the_descriptor(release: Path) -> None:
    """Catches a table that only a special package can read."""
    rscript = tool("Rscript")
    code = (CONSUMERS / "read.R").read_text("utf-8")
    code += "\nfor (name in names(tables)) cat(name, nrow(tables[[name]]), ncol(tables[[name]]), '\\n')"
    lines = [line.split() for line in _run(release, rscript, "-e", code).splitlines()]
    expected = [[name, str(len(mr.load(name))), str(len(_columns(name)))] for name in mr.tables()]
    assert lines == expected


def _columns(name: str) -> tuple[str, ...]:
    return read_schema(name, (ROOT / schema_path(name)).read_bytes()).names


@pytest.mark.parametrize("folder", [".", "/"])
@pytest.mark.usefixtures("no_network")
def test_frictionless_finds_the_package_valid_from_any_folder(
    release: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches paths that hold from one working directory alone, and any need of the network."""
    monkeypatch.chdir(release / folder)
    with system.use_context(trusted=True):
        report = Package(str(release / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])


def test_our_own_check_finds_nothing_in_the_release(release: Path) -> None:
    """Catches a release whose users are told of errors, because a file that the check needs is left out."""
    assert check_package(release) == []


def test_the_datapackage_library_finds_the_package_valid(release: Path) -> None:
    """Catches what the older library cannot read: the second opinion."""
    datapackage = library("datapackage")
    package = datapackage.Package(str(release / "datapackage.json"))
    assert package.valid, package.errors
    for resource in package.resources:
        assert len(resource.read(cast=True)) == len(mr.load(resource.name))
        assert resource.check_integrity()
        assert resource.check_relations()


def _ways_to_load(start: str) -> list[str]:
    """The ways to load a file of a release that the README shows and that begin alike."""
    table = README.partition("## Use it")[2].partition("## Load it")[0]
    cells = [row.split(" | ")[2] for row in table.splitlines() if row.startswith("| `")]
    return [code for cell in cells for code in re.findall(r"`([^`]+)`", cell) if code.startswith(start)]


def test_the_ways_to_load_a_file_of_a_release_work(dist: Path) -> None:
    """Catches a table of files that names one which does not exist, or shows a command that fails."""
    frames = [*_ways_to_load("mr."), *_ways_to_load("pd.")]
    code = "import morocco_returns as mr, pandas as pd\n" + "".join(f"print(len({way}))\n" for way in frames)
    assert _run(dist, sys.executable, "-c", code).split() == [str(FIGURES)] * 2
    (query,) = _ways_to_load("SELECT")
    with duckdb.connect() as duck:
        query = query.replace("figures.parquet", str(dist / "figures.parquet"))
        assert len(duck.execute(query).fetchall()) == FIGURES
    shell = tool("sh")
    for program, number in (("sqlite3", 2), ("sha256sum", 1)):
        tool(program)
        ways = _ways_to_load(program)
        assert len(ways) == number
        for way in ways:
            _run(dist, shell, "-c", way)
    for way in _ways_to_load("pip"):
        assert (dist / way.split()[-1]).is_file()


def test_the_examples_on_files_of_a_release_run_as_they_stand(dist: Path) -> None:
    """Catches a page on the files whose columns or metadata are no longer there."""
    page = (ROOT / "docs" / "artefacts.md").read_text("utf-8")
    load, describe = _examples("python", page)
    package = next(dist.glob("*.zip"))
    due = hashlib.sha256(package.read_bytes()).hexdigest()
    load = load.replace("morocco-returns-VERSION.zip", package.name).replace("SHA256", due)
    _run(dist, sys.executable, "-c", load + "assert len(areas)\n")
    assert _run(dist, sys.executable, "-c", describe).strip().endswith(mr.__version__)
    (query,) = _examples("sql", page)
    with closing(sqlite3.connect(dist / "morocco-returns.sqlite")) as database:
        assert ("2022", "30", 28, 32) in {row[:4] for row in database.execute(query)}


_POLARS = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
}
_DUCKDB = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


@pytest.mark.parametrize("name", list(read_metadata(ROOT).resources))
def test_every_reader_gets_the_same_cells(release: Path, dist: Path, name: str) -> None:
    """Catches a cell that one reader takes for a number, a date or nothing, and another does not."""
    csv, parquet = str(release / table_path(name)), str(dist / f"{name}.parquet")
    schema = read_schema(name, (release / schema_path(name)).read_bytes())
    due = _rows(mr.load(name, release, censored=False)[list(schema.names)])
    columns = {field.name: _DUCKDB[field.type] for field in schema.fields}
    with duckdb.connect() as duck:
        from_csv = duck.execute(
            f"SELECT * FROM read_csv('{csv}', header = true, columns = {columns})"
        ).fetchall()
        from_parquet = duck.execute(f"SELECT * FROM read_parquet('{parquet}')").fetchall()
    assert pl.read_csv(csv, schema={f.name: _POLARS[f.type] for f in schema.fields}).rows() == due
    assert pl.read_parquet(parquet).rows() == due
    assert _rows(pd.read_parquet(parquet)) == due
    assert from_csv == due
    assert from_parquet == due


def _rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return [
        tuple(None if pd.isna(c) else c.date() if isinstance(c, pd.Timestamp) else c for c in row)
        for row in frame.itertuples(index=False, name=None)
    ]
