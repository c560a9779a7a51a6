"""What is derived is what the sources say: no drift, no guess, the same bytes everywhere."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import polars as pl
import pytest
import yaml

import morocco_returns as mr
from morocco_returns.build.archive import zip_bytes
from morocco_returns.build.metadata import read_metadata
from morocco_returns.build.run import build, build_files, release_files
from morocco_returns.build.sources import read_frames, read_schemas
from morocco_returns.build.write import write_bytes
from morocco_returns.check.unlisted import WORKBOOK
from morocco_returns.derived.figures import derive_figures
from morocco_returns.rows import LINE

from .conftest import ROOT, SHARED, copy_package

BUILT = build_files(ROOT)


@pytest.mark.parametrize("path", BUILT)
def test_every_derived_file_is_as_committed(path: str) -> None:
    """Catches a derived file edited by hand, or a source changed without `make build`."""
    assert (ROOT / path).read_bytes() == BUILT[path], f"{path} has drifted: run `make build`"


def test_the_descriptor_gives_size_and_hash_of_every_table() -> None:
    """Catches a table that the descriptor does not vouch for."""
    descriptor = json.loads(BUILT["datapackage.json"])
    for resource in descriptor["resources"]:
        data = (ROOT / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_the_descriptor_satisfies_the_official_profiles(version: str) -> None:
    """Catches a property that one version of the standard refuses; the schemas are put in place
    because the profiles do not follow references to files."""
    profile = SHARED / "profiles" / f"datapackage-{version}" / "datapackage.json"
    if not profile.is_file():
        pytest.skip("the official profiles are not beside the repository")
    descriptor = json.loads(BUILT["datapackage.json"])
    for resource in descriptor["resources"]:
        resource["schema"] = json.loads((ROOT / resource["schema"]).read_text("utf-8"))
    validator = jsonschema.Draft7Validator(json.loads(profile.read_text("utf-8")))
    assert [error.message for error in validator.iter_errors(descriptor)] == []


def test_one_version_date_and_licence_everywhere() -> None:
    """Catches a version that was raised in one place alone."""
    metadata = read_metadata(ROOT)
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    descriptor = json.loads((ROOT / "datapackage.json").read_text("utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert metadata.version == citation["version"] == descriptor["version"] == mr.__version__
    assert f"## {metadata.version} - {metadata.released}" in changelog
    assert str(citation["date-released"]) == metadata.released
    assert descriptor["licenses"][0]["name"] == citation["license"] == "CC-BY-4.0"


def test_every_figure_is_in_figures_with_its_labels() -> None:
    """Catches a figure lost in a join, or a label of another code."""
    figures, observations = mr.load("figures"), mr.load("observations")
    assert list(figures["observation_id"]) == list(observations["observation_id"])
    labels = mr.load("indicators").set_index("indicator_id")["label_en"]
    assert list(figures["indicator_label"]) == list(labels.loc[figures["indicator_id"]])
    known = figures["population_id"].notna()
    assert figures["population_label"].notna().equals(known)
    for column in ("possible_lower", "possible_upper", "censoring", "conf_status"):
        assert figures[column].equals(observations[column])


def test_series_holds_original_statements_for_standard_periods_alone() -> None:
    """Catches a relay, a forecast, a part of a year or an unknown population among the answers."""
    series = mr.load("series")
    figures = mr.load("figures").set_index("observation_id").loc[series["observation_id"]]
    relations = mr.load("document_relations")
    relays = relations[relations["relation"].isin(["copies", "translates", "same_origin"])]
    assert set(series["period_kind"]) <= {"calendar_year", "half_year", "quarter", "month", "point_in_time"}
    assert "F" not in set(series["obs_status"])
    assert series["population_id"].notna().all()
    assert set(figures["document_id"]).isdisjoint(relays["document_id"])
    credited = figures[figures["attributed_to"].notna()]
    assert set(credited["publisher_kind"]).isdisjoint({"media", "ngo", "politician_or_party", "academic"})
    assert list(series["value_printed"]) == list(figures["value_printed"])


def test_the_number_returned_by_force_in_2022_has_one_row_and_a_citation() -> None:
    """Catches an answers table that loses the answer people come for."""
    series = mr.load("series")
    answer = series[(series["indicator_id"] == "enforced-return") & (series["period"] == "2022")]
    assert list(answer["value_printed"]) == ["30"]
    row = answer.iloc[0]
    assert (row["possible_lower"], row["possible_upper"]) == (28, 32)
    assert "page 3" in row["citation"]
    assert "Gedwongen vertrek" in row["citation"]


def test_figures_stand_beside_the_official_value_of_the_same_year_and_quantity() -> None:
    """Catches a link to another year, kind of application or state, and a figure without its link."""
    figures = mr.load("figures").set_index("observation_id")
    official = mr.load("reference_statistics").set_index("reference_id")
    linked = figures[figures["reference_id"].notna()]
    rows = official.loc[linked["reference_id"]]
    for column in ("area_id", "indicator_id", "population_id", "period_start", "period_end"):
        assert list(linked[column]) == list(rows[column]), column
    assert list(linked["reference_printed"]) == list(rows["value_printed"])
    assert figures.at["f00002", "reference_id"] == "migr_asyappctza.nasy_app.nl.2020"
    keys = ["area_id", "indicator_id", "population_id", "period_start", "period_end"]
    due = figures.reset_index().merge(official.reset_index()[keys], on=keys)
    assert set(due["observation_id"]) == set(linked.index)


def test_claims_that_name_an_official_value_are_about_its_state_and_quantity() -> None:
    """Catches a claim that is held against another state or kind of count."""
    claims = mr.load("claims").dropna(subset="reference_id")
    official = mr.load("reference_statistics").set_index("reference_id").loc[claims["reference_id"]]
    assert len(claims)
    for column in ("area_id", "indicator_id", "population_id"):
        assert list(claims[column]) == list(official[column]), column


def test_a_contested_statement_says_so(tmp_path: Path) -> None:
    """Catches a contradiction that the answers table or the README keeps to itself."""
    package = copy_package(tmp_path / "p")
    package.save(
        "comparisons",
        [
            {
                "comparison_id": "k00001",
                "verdict": "tension",
                "kind": "period",
                "explanation": "Why so. And how.",
            }
        ],
    )
    members = [{"comparison_id": "k00001", "observation_id": key} for key in ("f00022", "f00023")]
    package.save("comparison_members", members)
    build(package.root)
    series = mr.load("series", package.root).set_index("observation_id")
    assert series.at["f00022", "contested"]
    assert series.at["f00022", "comparison_id"] == "k00001"
    assert series["contested"].sum() == 1
    readme = (package.root / "README.md").read_text("utf-8")
    assert "\nTrue\n" in readme
    assert "\nContested: Why so. And how.\n" in readme


def test_the_latest_statement_of_a_publisher_replaces_its_earlier_one(tmp_path: Path) -> None:
    """Catches two vintages of one count shown as two answers."""
    package = copy_package(tmp_path / "p")
    documents, tables, figures = (package.rows(name) for name in ("documents", "tables", "observations"))
    letter = next(row for row in documents if row["document_id"] == "nl-kamerbrief-2023-06-07-marokko")
    later = {
        **letter,
        "document_id": "nl-later-letter",
        "published": "2024-06-07",
        "figures": "1",
        "text_sha256": "",
    }
    table = next(row for row in tables if row["table_id"].endswith("marokko-t1"))
    cell = next(row for row in figures if row["observation_id"] == "f00002")
    following = f"f{int(figures[-1]['observation_id'][1:]) + 1:05}"
    figure = {
        **cell,
        "observation_id": following,
        "document_id": "nl-later-letter",
        "table_id": "nl-later-letter-t1",
    }
    figure |= {"value_printed": "775", "value": "775", "lower_bound": "775", "upper_bound": "775"}
    package.save("documents", sorted([*documents, later], key=lambda row: row["document_id"]))
    again = {**table, "table_id": "nl-later-letter-t1", "document_id": "nl-later-letter"}
    package.save("tables", sorted([*tables, again], key=lambda row: row["table_id"]))
    package.save("observations", [*figures, figure])
    findings = build(package.root)[0].findings
    assert findings == []
    series = mr.load("series", package.root)
    assert "f00002" not in set(series["observation_id"])
    assert following in set(series["observation_id"])


def test_the_workbook_holds_text_alone_and_every_figure() -> None:
    """Catches a cell that a spreadsheet may turn into a date or a number."""
    book = openpyxl.load_workbook(io.BytesIO(BUILT[WORKBOOK]))
    sheet = book["figures"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    header = [cell.value for cell in sheet[1]]
    column = header.index("value_printed") + 1
    printed = [sheet.cell(row, column).value for row in range(2, sheet.max_row + 1)]
    assert printed == list(mr.load("figures")["value_printed"])


def test_an_error_in_the_sources_means_that_nothing_is_written(tmp_path: Path) -> None:
    """Catches a build that writes half of a broken package."""
    package = copy_package(tmp_path / "p")
    package.edit("observations", "f00006", value="1771")
    before = {path: path.read_bytes() for path in package.root.rglob("*") if path.is_file()}
    report, written = build(package.root)
    rules = {finding.rule for finding in report.findings}
    assert rules == {"value-reread", "exact-bounds", "rounding-contradicted"}
    assert written == []
    assert {path: path.read_bytes() for path in package.root.rglob("*") if path.is_file()} == before


def test_building_twice_writes_nothing_the_second_time(tmp_path: Path) -> None:
    """Catches a build that depends on when it runs."""
    package = copy_package(tmp_path / "p")
    build(package.root)
    report, written = build(package.root)
    assert (report.findings, written) == ([], [])


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a half-written file."""
    path = tmp_path / "table.csv"
    write_bytes(path, b"old")

    def fail(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_zip_is_a_whole_package_with_fixed_times() -> None:
    """Catches a download that lacks a file, or whose bytes change with the clock."""
    files = release_files(ROOT, read_metadata(ROOT))
    data = zip_bytes(files)
    assert data == zip_bytes(dict(sorted(files.items(), reverse=True)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        descriptor = json.loads(archive.read("datapackage.json"))
        for resource in descriptor["resources"]:
            assert hashlib.sha256(archive.read(resource["path"])).hexdigest() == resource["hash"][7:]


def test_a_join_does_not_mind_unknown_keys() -> None:
    """Catches a build that falls over a dangling key instead of leaving it to the check."""
    schemas = read_schemas(ROOT, read_metadata(ROOT))
    frames = read_frames(ROOT, schemas)
    first = pl.when(pl.col(LINE) == 2).then(pl.lit("nowhere")).otherwise(pl.col("indicator_id"))
    frames["observations"] = frames["observations"].with_columns(first.alias("indicator_id"))
    labels = derive_figures(frames, schemas["figures"])["indicator_label"]
    assert labels.is_null().to_list()[:2] == [True, False]


@pytest.mark.long
def test_builds_in_other_places_zones_locales_and_seeds_agree(tmp_path: Path) -> None:
    """Catches bytes that depend on folder, clock zone, language, file modes or hash seed."""
    code = (
        "import sys, hashlib, pathlib; from morocco_returns.build.run import build_files;"
        "print({k: hashlib.sha256(v).hexdigest() for k, v in build_files(pathlib.Path(sys.argv[1])).items()})"
    )
    outcomes = set()
    for number, (zone, language, mask, seed) in enumerate(
        [("UTC", "C", 0o022, "0"), ("Pacific/Apia", "tr_TR.UTF-8", 0o077, "4242")]
    ):
        package = copy_package(tmp_path / str(number) / "p")
        environment = {**os.environ, "TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": seed}
        result = subprocess.run(
            [sys.executable, "-c", code, str(package.root)],
            env=environment,
            umask=mask,
            capture_output=True,
            text=True,
            check=True,
        )
        outcomes.add(result.stdout)
    assert len(outcomes) == 1
