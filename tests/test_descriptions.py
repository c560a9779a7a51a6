"""What describes a release to others, each held against the validator of its own readers, offline.

Every validator is also shown a planted error: one that finds nothing proves nothing.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest
import yaml

import morocco_returns as mr
from morocco_returns.build.linked import address
from morocco_returns.build.metadata import read_metadata

from .conftest import ROOT, SHARED, library, tool

pytestmark = [
    pytest.mark.usefixtures("no_network"),
    # rdflib warns of itself; pandas, of what the reader of Croissant asks.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The inplace keyword"),
]

LINKED = ["schema-org.jsonld", "dcat-ap.jsonld", "croissant.json"]
METADATA = read_metadata(ROOT)
CONSUMERS = Path(__file__).parent / "consumers"
Json = dict[str, Any]


def _read(dist: Path, name: str) -> Json:
    return dict(json.loads((dist / name).read_text("utf-8")))


def _nodes(value: object, key: str = "") -> Iterator[tuple[str, Json]]:
    """Every node below a value with the property that leads to it; literals and the context aside."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and "@value" not in item:
            yield key, item
            for inner, below in item.items():
                if inner != "@context":
                    yield from _nodes(below, inner)


@pytest.mark.parametrize("name", LINKED)
def test_every_node_has_a_name_and_nothing_is_left_to_fetch(dist: Path, name: str) -> None:
    """Catches a nameless node, which each reader numbers in its own way, and a vocabulary by reference."""
    document = _read(dist, name)
    assert isinstance(document["@context"], dict)
    assert [key for key, node in _nodes(document) if "@id" not in node and "@graph" not in node] == []


@pytest.mark.parametrize("name", LINKED)
def test_the_names_of_nodes_do_not_collide(dist: Path, name: str) -> None:
    """Catches two nodes of one name, which a reader would take for one thing."""
    described = [node["@id"] for _, node in _nodes(_read(dist, name)) if "@id" in node and len(node) > 1]
    assert len(described) == len(set(described))


def test_one_version_date_and_licence_in_every_description(dist: Path) -> None:
    """Catches a description that was written by hand or forgotten."""
    schema, croissant = _read(dist, "schema-org.jsonld"), _read(dist, "croissant.json")
    dataset = _read(dist, "dcat-ap.jsonld")["@graph"][0]
    zenodo = json.loads((ROOT / ".zenodo.json").read_text("utf-8"))
    datasette = _read(dist, "datasette-metadata.json")
    licence = METADATA.licenses[0]["path"]
    versions = [schema["version"], croissant["version"], dataset["dcat:version"], zenodo["version"]]
    assert {*versions, _read(dist, "manifest.json")["version"]} == {METADATA.version}
    dates = [schema["datePublished"], croissant["datePublished"], dataset["dct:issued"]["@value"]]
    assert {*dates, zenodo["publication_date"]} == {METADATA.released}
    assert {schema["license"], croissant["license"], datasette["license_url"]} == {licence}


def test_a_table_under_other_terms_says_so(dist: Path) -> None:
    """Catches Eurostat's figures described as ours to license."""
    parts = {part["name"]: part["license"] for part in _read(dist, "schema-org.jsonld")["hasPart"]}
    others = {name for name, licence in parts.items() if licence != METADATA.licenses[0]["path"]}
    assert others == {"Reference statistics"}
    graph = _read(dist, "dcat-ap.jsonld")["@graph"]
    files = {
        node["dct:title"]["@value"]: node["dct:license"]["@id"] for node in graph if "dct:license" in node
    }
    assert {name for name, path in files.items() if path != METADATA.licenses[0]["path"]} == {
        "Reference statistics, as Parquet"
    }


def test_addresses_are_relative_until_the_place_of_releases_is_known() -> None:
    """Catches an address that was made up, and one that lacks its version."""
    assert address(METADATA, "x.zip") == "x.zip"
    placed = replace(METADATA, downloads="https://example.org/v{version}/")
    assert address(placed, "x.zip") == f"https://example.org/v{METADATA.version}/x.zip"


# schema.org: its types for TypeScript, and the compiler.
def _schema_org_faults(document: Json, folder: Path) -> str:
    node, modules = tool("node"), CONSUMERS / "node_modules"
    if not (modules / "schema-dts").is_dir():
        tool("the types of schema.org (npm ci --prefix tests/consumers)")
    text = json.dumps({key: value for key, value in document.items() if key != "@context"})
    source = folder / "release.ts"
    source.write_text(
        f"import type {{ Dataset }} from 'schema-dts'\nconst release: Dataset = {text}\n", "utf-8"
    )
    (folder / "node_modules").symlink_to(modules)
    compiler = str(modules / "typescript" / "bin" / "tsc")
    command = [node, compiler, "--noEmit", "--strict", "--skipLibCheck", str(source)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def test_schema_org_knows_every_term_of_the_description(dist: Path, tmp_path: Path) -> None:
    """Catches a property or type that search engines would not understand."""
    assert _schema_org_faults(_read(dist, "schema-org.jsonld"), tmp_path) == ""


def test_a_term_that_schema_org_does_not_know_is_found(dist: Path, tmp_path: Path) -> None:
    """Catches a compiler that checks nothing."""
    document = _read(dist, "schema-org.jsonld")
    document["licence"] = document.pop("license")
    assert "'\"licence\"' does not exist" in _schema_org_faults(document, tmp_path)


def test_the_description_for_search_engines_is_as_long_as_they_want(dist: Path) -> None:
    """Catches a description that Google's search for data sets leaves out."""
    document = _read(dist, "schema-org.jsonld")
    assert 50 <= len(document["description"]) <= 5000
    assert all(part["contentUrl"] and part["encodingFormat"] for part in document["distribution"])


# DCAT-AP: the shapes of the European Commission, and pyshacl.
def _dcat_faults(document: Json, base: Path) -> str:
    shapes = SHARED / "profiles" / "dcat-ap-3.0.1-shacl.ttl"
    if not shapes.is_file():
        pytest.skip("the shapes of DCAT-AP are not beside the repository")
    rdflib, pyshacl = library("rdflib"), library("pyshacl")
    data = rdflib.Graph().parse(data=json.dumps(document), format="json-ld", base=base.as_uri())
    assert not [subject for subject in data.subjects() if isinstance(subject, rdflib.BNode)]
    valid, _, report = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(shapes), advanced=True)
    return "" if valid else str(report)


def test_the_description_satisfies_the_shapes_of_dcat_ap(dist: Path) -> None:
    """Catches a description that a European data portal would refuse."""
    assert _dcat_faults(_read(dist, "dcat-ap.jsonld"), dist / "dcat-ap.jsonld") == ""


def _untyped_licence(graph: list[Json]) -> None:
    graph[:] = [node for node in graph if node["@type"] != "dct:LicenseDocument"]


def _size_as_text(graph: list[Json]) -> None:
    next(node for node in graph if "dcat:byteSize" in node)["dcat:byteSize"] = "large"


def _no_title(graph: list[Json]) -> None:
    del graph[0]["dct:title"]


@pytest.mark.parametrize("spoil", [_untyped_licence, _size_as_text, _no_title])
def test_what_the_shapes_of_dcat_ap_refuse_is_found(dist: Path, spoil: Callable[[list[Json]], None]) -> None:
    """Catches a validator that looks at nothing."""
    document = _read(dist, "dcat-ap.jsonld")
    spoil(document["@graph"])
    assert _dcat_faults(document, dist / "dcat-ap.jsonld") != ""


# Croissant: the reader of its makers.
def test_croissant_is_valid_and_gives_every_figure_as_printed(dist: Path) -> None:
    """Catches a description that the reader refuses or warns of, and a print that it turns into a number."""
    croissant = library("mlcroissant")
    dataset = croissant.Dataset(str(dist / "croissant.json"))
    assert dataset.metadata.issues.report() == ""
    figures = mr.load("figures", censored=False)
    records = list(dataset.records("figures"))
    printed = [record["figures/value_printed"].decode("utf-8") for record in records]
    assert printed == list(figures["value_printed"])
    assert [record["figures/upper_bound"] for record in records] == [
        None if bound is pd.NA else bound for bound in figures["upper_bound"]
    ]


def test_croissant_gives_every_row_of_every_table(dist: Path) -> None:
    """Catches a reader that joins tables along their keys, and loses the rows whose key is empty."""
    croissant = library("mlcroissant")
    dataset = croissant.Dataset(str(dist / "croissant.json"))
    found = {name: sum(1 for _ in dataset.records(name)) for name in METADATA.resources}
    assert found == {name: len(mr.load(name, censored=False)) for name in METADATA.resources}


def test_croissant_over_no_file_or_another_one_is_found(dist: Path, tmp_path: Path) -> None:
    """Catches a reader that takes whatever lies there."""
    croissant = library("mlcroissant")
    document = _read(dist, "croissant.json")
    path = tmp_path / "croissant.json"
    spoilt = json.loads(json.dumps(document))
    spoilt["recordSet"][0]["field"][0]["source"]["fileObject"]["@id"] = "nowhere.parquet"
    path.write_text(json.dumps(spoilt), "utf-8")
    with pytest.raises(croissant.ValidationError):
        croissant.Dataset(str(path))
    path.write_text(json.dumps(document), "utf-8")
    (tmp_path / "areas.parquet").write_bytes((dist / "events.parquet").read_bytes())
    with pytest.raises(croissant.GenerationError) as caught:
        list(croissant.Dataset(str(path)).records("areas"))
    assert "Hash of downloaded file" in str(caught.value.__cause__)


# CITATION.cff: the schema of its makers.
def _citation_faults(content: Json) -> list[str]:
    schema = json.loads((Path(__file__).parent / "vendor" / "cff-1.2.0.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    return [error.message for error in validator.iter_errors(content)]


def _citation() -> Json:
    # As text throughout, as the schema wants it: YAML would make a date of the date.
    return dict(yaml.load((ROOT / "CITATION.cff").read_text("utf-8"), Loader=yaml.BaseLoader))


def test_the_citation_file_satisfies_its_schema() -> None:
    """Catches a citation that hosts and reference managers pass over."""
    assert _citation_faults(_citation()) == []


@pytest.mark.parametrize(
    ("key", "value"), [("date-released", "22 November 2026"), ("license", "CC-BY-5.0"), ("authors", [])]
)
def test_what_the_schema_of_citations_refuses_is_found(key: str, value: object) -> None:
    """Catches a schema that lets everything pass."""
    assert _citation_faults({**_citation(), key: value})


# Zenodo: no schema is published; these are the fields of its documentation.
_ZENODO = {
    "type": "object",
    "additionalProperties": False,
    "required": ["upload_type", "title", "description", "creators", "license", "access_right"],
    "properties": {
        "upload_type": {"const": "dataset"},
        "title": {"type": "string", "minLength": 1},
        "description": {"type": "string", "pattern": "^<p>.+</p>$"},
        "creators": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {key: {"type": "string"} for key in ("name", "affiliation", "orcid", "gnd")},
            },
        },
        "version": {"type": "string"},
        "publication_date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "access_right": {"const": "open"},
        "license": {"type": "string", "pattern": "^[a-z0-9.-]+$"},
        "keywords": {"type": "array", "items": {"type": "string"}},
        "language": {"type": "string", "pattern": "^[a-z]{3}$"},
    },
}


def _zenodo_faults(content: Json) -> list[str]:
    return [error.message for error in jsonschema.Draft7Validator(_ZENODO).iter_errors(content)]


def test_zenodo_gets_the_fields_that_it_knows() -> None:
    """Catches an entry as software, or one with which the archiving of a release fails."""
    assert _zenodo_faults(json.loads((ROOT / ".zenodo.json").read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("key", "value"), [("upload_type", "software"), ("licence", "x"), ("creators", [{}])]
)
def test_what_zenodo_would_refuse_is_found(key: str, value: object) -> None:
    """Catches a list of fields that lets everything pass."""
    content = json.loads((ROOT / ".zenodo.json").read_text("utf-8"))
    assert _zenodo_faults({**content, key: value})
