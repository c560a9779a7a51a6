"""Whatever is wrong in datapackage.json is named by a rule of its own, with its line and place."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from morocco_returns.contract.addresses import address_fault
from morocco_returns.contract.descriptor import descriptor_problems
from morocco_returns.contract.formats import FAULTS
from morocco_returns.contract.jsontext import DEEPEST, JsonText, read_json
from morocco_returns.contract.profile import PACKAGE, profile
from morocco_returns.finding import Problem, Severity

from .conftest import ROOT, SHARED, Copy

WHOLE: dict[str, Any] = json.loads((ROOT / "datapackage.json").read_text("utf-8"))


def problems(change: Callable[[dict[str, Any]], object]) -> list[Problem]:
    """What is reported of the package's own descriptor after a change."""
    descriptor = copy.deepcopy(WHOLE)
    change(descriptor)
    document = read_json(json.dumps(descriptor, indent=2).encode(), "descriptor")
    return [*document.problems, *(descriptor_problems(document) if document.value is not None else [])]


def put(pointer: str, value: object) -> Callable[[dict[str, Any]], object]:
    """The change that puts a value in a place."""

    def change(descriptor: Any) -> None:
        *way, last = [int(part) if part.isdigit() else part for part in pointer.split("/")[1:]]
        for part in way:
            descriptor = descriptor[part]
        descriptor[last] = value

    return change


def drop(pointer: str) -> Callable[[dict[str, Any]], object]:
    def change(descriptor: Any) -> None:
        *way, last = [int(part) if part.isdigit() else part for part in pointer.split("/")[1:]]
        for part in way:
            descriptor = descriptor[part]
        del descriptor[last]

    return change


def test_the_descriptor_of_the_package_has_no_problems() -> None:
    """Catches a rule that reports what is right."""
    assert problems(lambda _: None) == []


BAD = [
    ("/$schema", "https://datapackage.org/profiles/1.0/datapackage.json", "profile-unknown"),
    ("/$schema", "http://example.org/own.json", "profile-unknown"),
    ("/$schema", None, "profile-unknown"),
    ("/profile", "fiscal-data-package", "profile-unknown"),
    ("/name", "Morocco Returns", "profile"),
    ("/name", 5, "profile"),
    ("/title", " ", "title-missing"),
    ("/title", None, "title-missing"),
    ("/description", [], "profile"),
    ("/licences", [], "property-unknown"),
    ("/X_note", 1, "property-unknown"),
    ("/version", "v1-final", "version"),
    ("/version", "1.0", "version"),
    ("/version", "01.0.0", "version"),
    ("/version", 1, "version"),
    ("/created", "yesterday", "created"),
    ("/created", "2026-02-30T00:00:00Z", "created"),
    ("/created", "2026-11-22", "created"),
    ("/keywords", "asylum", "profile"),
    ("/keywords", ["asylum", "asylum"], "profile"),
    ("/homepage", "www.example.org", "web-address"),
    ("/homepage", "https://[::1", "web-address"),
    ("/image", "../logo.png", "web-address"),
    ("/licenses", [], "licence"),
    ("/licenses", {}, "licence"),
    ("/licenses/0", {"title": "free"}, "licence"),
    ("/licenses/0", "CC-BY-4.0", "licence"),
    ("/licenses/0/name", "cc-by-4.0", "licence"),
    ("/licenses/0/name", "CC BY 4.0", "licence"),
    ("/licenses/0/name", "MIT OR CC-BY-4.0", "licence"),
    ("/licenses/0/name", "((((", "licence"),
    ("/licenses/0/path", "https://user:pass@example.org/", "web-address"),
    ("/licenses/0/tittle", "x", "property-unknown"),
    ("/contributors", [], "contributor"),
    ("/contributors/0", {"role": "author", "roles": ["author"]}, "contributor"),
    ("/contributors/0/title", "", "title-missing"),
    ("/contributors/0/role", "boss", "contributor"),
    ("/contributors/0/roles", ["boss"], "contributor"),
    ("/contributors/0/roles", "author", "contributor"),
    ("/contributors/0/email", "nobody", "contributor"),
    ("/sources/0", {"path": "https://example.org/"}, "source"),
    ("/sources/0/title", "", "title-missing"),
    ("/sources/0/path", "http://localhost/x", "web-address"),
    ("/sources/0/path", "file:///etc/passwd", "web-address"),
    ("/sources/0/path", "../x", "web-address"),
    ("/sources/0/path", "C:\\x", "web-address"),
    ("/resources", {}, "descriptor"),
    ("/resources", [], "descriptor"),
    ("/resources/0", 1, "profile"),
    ("/resources/0", None, "profile"),
    ("/resouces", [], "property-unknown"),
    ("/resources/0/name", "series", "resource-twice"),
    ("/resources/0/name", "Figures", "profile"),
    ("/resources/0/path", "data/built/series.csv", "resource-twice"),
    ("/resources/0/path", "data/built/Series.csv", "resource-twice"),
    ("/resources/0/data", [{"a": 1}], "inline"),
    ("/resources/0/type", "json", "profile-unknown"),
    ("/resources/0/profile", "data-resource", "profile-unknown"),
    ("/resources/0/encoding", "latin-1", "declared-encoding"),
    ("/resources/0/encoding", "UTF-16", "declared-encoding"),
    ("/resources/0/format", "xlsx", "declared-form"),
    ("/resources/0/mediatype", "text/plain", "declared-form"),
    ("/resources/0/dialect", None, "declared-dialect"),
    ("/resources/0/dialect/delimiter", ";", "declared-dialect"),
    ("/resources/0/dialect/header", False, "declared-dialect"),
    ("/resources/0/dialect/doubleQuote", 1, "declared-dialect"),
    ("/resources/0/dialect/commentChar", "#", "property-unknown"),
    ("/resources/0/mediaType", "text/csv", "property-unknown"),
    ("/resources/0/homepage", "https://10.0.0.1/", "web-address"),
]


@pytest.mark.parametrize(("pointer", "value", "rule"), BAD)
def test_a_wrong_property_is_named_with_its_line_and_place(pointer: str, value: object, rule: str) -> None:
    """Catches a property that nothing looks at, and a finding that does not say where it stands."""
    found = [problem for problem in problems(put(pointer, value)) if problem.rule == rule]
    assert found
    assert all(problem.message and problem.hint and problem.line for problem in found)
    places = [problem.column or "?" for problem in found]
    twice = pointer.replace("/0/", "/1/")  # of two that are alike the second is named
    assert any(pointer.startswith(p) or p.startswith(pointer) or p == twice for p in places)


@pytest.mark.parametrize(
    ("pointer", "rule"),
    [
        ("/$schema", "profile-unknown"),
        ("/name", "profile"),
        ("/title", "title-missing"),
        ("/version", "version"),
        ("/created", "created"),
        ("/licenses", "licence"),
        ("/contributors", "contributor"),
        ("/sources", "source"),
        ("/resources", "descriptor"),
        ("/contributors/0/roles", "contributor"),
        ("/resources/3/name", "profile"),
        ("/resources/3/profile", "profile-unknown"),
        ("/resources/3/dialect", "declared-dialect"),
        ("/resources/3/dialect/quoteChar", "declared-dialect"),
        ("/resources/3/encoding", "declared-encoding"),
        ("/resources/3/title", "title-missing"),
        ("/resources/3/path", "path-outside"),
        ("/resources/3/schema", "path-outside"),
    ],
)
def test_a_missing_property_is_reported_under_the_rule_of_the_property(pointer: str, rule: str) -> None:
    """Catches a demand that was lost from the profile."""
    found = problems(drop(pointer))
    assert [problem.rule for problem in found] == [rule]
    assert pointer.rpartition("/")[2] in found[0].message


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/x_note", {"anything": [1]}),
        ("/resources/0/x_rows", 5),
        ("/version", "1.0.0-rc.1+build.5"),
        ("/created", "2026-11-22T12:30:00+01:00"),
        ("/homepage", "https://www.rijksoverheid.nl:443/a?b=c#d"),
        ("/licenses/0/name", "ODbL-1.0"),
        ("/licenses/0", {"title": "Own terms", "path": "https://example.org/terms"}),
        ("/sources/0/path", "data/documents.csv"),
        ("/sources", []),
        ("/image", "docs/logo.png"),
        ("/contributors/0/roles", ["maintainer", "dataCurator"]),
    ],
)
def test_what_is_right_is_not_reported(pointer: str, value: object) -> None:
    """Catches a rule that is too strict for what the standard and every reader allow."""
    assert problems(put(pointer, value)) == []


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("licences", "licenses"),
        ("resouces", "resources or sources"),
        ("Titel", "title"),
        ("contributers", "contributors"),
    ],
)
def test_a_misspelt_property_is_told_the_right_one(given: str, meant: str) -> None:
    """Catches a hint that leaves the reader to compare lists."""
    found = problems(put(f"/{given}", "x"))
    assert [(problem.rule, problem.hint) for problem in found] == [("property-unknown", f"perhaps {meant}")]


TEXTS = {
    "not JSON": (b'{\n"a": 1,,\n}', "descriptor", 2),
    "cut off": (b'{"a": ', "descriptor", 1),
    "a list": (b"[]", "descriptor", None),
    "latin-1": (b'{\n"title": "\xe9"}', "encoding", 2),
    "nested": (b'{"a":\n' + b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1) + b"}", "descriptor", 2),
    "absurdly nested": (b"[" * 100_000, "descriptor", 1),
    "long number": (b'{"a": ' + b"9" * 5000 + b"}", "descriptor", None),
    "UTF-16": ("{}".encode("utf-16"), "encoding", 1),
    "byte order mark": (b"\xef\xbb\xbf{}", "byte-order-mark", 1),
    "key twice": (b'{"a": {"b": 1},\n"a": {"b": 2}}', "json-key-twice", 2),
    "key twice, escaped": (b'{"a": 1,\n\n"\\u0061": 2}', "json-key-twice", 3),
    "NaN": (b'{"a":\n[1, NaN]}', "json-not-finite", 2),
    "infinite": (b'{"a":\n-Infinity}', "json-not-finite", 2),
    "overflow": (b'{"a":\n1e999}', "json-not-finite", 2),
    "half a letter": (b'{\n"a": "\\ud800"}', "encoding", 2),
    "conflict": (b'{\n<<<<<<< ours\n"a": 1\n=======\n"a": 2\n>>>>>>> theirs\n}', "conflict-marker", 2),
    "LFS": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "lfs-pointer", 1),
    "HTML": (b"<!doctype html>", "html-page", 1),
    "zip": (b"PK\x03\x04xxxx", "not-text", None),
}


@pytest.mark.parametrize("name", TEXTS)
def test_json_that_readers_refuse_or_read_differently_is_named_with_its_line(name: str) -> None:
    """Catches a traceback, and a finding without the line to look at."""
    data, rule, line = TEXTS[name]
    found = read_json(data, "descriptor").problems
    assert (rule, line) in [(problem.rule, problem.line) for problem in found]
    assert all(problem.message and problem.hint for problem in found)


def test_the_same_key_in_two_objects_is_no_repetition() -> None:
    """Catches a key that is looked for in the wrong object, and marks and braces inside texts."""
    data = rb'{"a": [{"b": "}], \"b\": ["}, {"b": "{"}], "c": {"b": 1}, "d": "=======", "e": []}'
    document = read_json(data, "descriptor")
    assert document.problems == ()
    assert document.value == json.loads(data)


def test_every_part_is_found_in_its_line() -> None:
    """Catches a line number that is off, which sends the reader to another property."""
    text = json.dumps(WHOLE, indent=2, ensure_ascii=False)
    document = read_json(text.encode(), "descriptor")
    lines = text.split("\n")
    assert len(document.lines) > 300
    for pointer, line in document.lines.items():
        if pointer and isinstance(pointer[-1], str):
            assert lines[line - 1].strip().startswith(json.dumps(pointer[-1])), pointer
    assert JsonText(WHOLE).line(("name",)) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://[::1", "https://[::1]/", "ftp://example.org", "https://user:secret@example.org/",
        "https://user@example.org/", "http://127.0.0.1/", "http://192.168.1.1/", "https://169.254.1.1/",
        "https://localhost/", "https://printer.local/", "https://intranet/", "https://example.org:99999/",
        "https://exa mple.org/", "javascript:alert(1)", "https://", "https:///x", "//example.org/x", "",
        "https://2130706433/", "https://[fe80::1%25eth0]/", "https://example.org\\@evil.example/",
        "https://example..org/", "https://example.org:x/", "\x00", "https://.org/",
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_or_to_harm_is_refused(address: str) -> None:
    """Catches an exception out of the standard library, and an address of somebody's own network."""
    assert address_fault(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://ec.europa.eu/eurostat",
        "http://example.org",
        "HTTPS://Example.ORG/a",
        "https://xn--mller-kva.de/",
        "https://8.8.8.8/",
        "https://example.org/a(b)?c=d%20e&f=~g#h",
    ],
)
def test_a_public_address_is_accepted(address: str) -> None:
    """Catches a rule that refuses what every browser opens."""
    assert address_fault(address) is None


def test_every_format_of_the_profiles_exists() -> None:
    """Catches a format that the profile names and nothing checks."""
    text = json.dumps(profile(PACKAGE)) + json.dumps(profile("tableschema"))
    assert set(re.findall(r'"format": "([a-z-]+)"', text)) == set(FAULTS)


def test_a_broken_resource_does_not_hide_what_is_wrong_with_its_table(package: Copy) -> None:
    """Catches a table that nobody looks at because the descriptor names it wrongly."""
    package.edit("areas", "NL", label_nl="Nederland ")

    def change(descriptor: Any) -> None:
        areas = next(r for r in descriptor["resources"] if r["name"] == "areas")
        areas.update(path="https://example.org/areas.csv", schema={"fields": []}, titel="x")

    package.descriptor(change)
    found = {(f.rule, f.file) for f in package.check()}
    assert {
        ("path-remote", "datapackage.json"),
        ("inline", "datapackage.json"),
        ("property-unknown", "datapackage.json"),
        ("white-space", "data/areas.csv"),
    } <= found


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_what_the_official_profile_refuses_is_refused_here(version: str) -> None:
    """Catches a hole in our own profile: ours is the part that both versions share, and no wider."""
    path = SHARED / "profiles" / f"datapackage-{version}" / "datapackage.json"
    if not path.is_file():
        pytest.skip("the official profiles are not beside the repository")
    from jsonschema import Draft7Validator

    official = Draft7Validator(json.loads(path.read_text("utf-8")))
    assert official.is_valid(WHOLE)
    places = ["/name", "/title", "/description", "/homepage", "/id", "/keywords", "/licenses", "/created"]
    places += ["/contributors", "/sources", "/resources", "/image", "/licenses/0", "/contributors/0"]
    places += ["/contributors/0/title", "/licenses/0/name", "/licenses/0/path", "/sources/0/path"]
    places += [f"/resources/0/{key}" for key in WHOLE["resources"][0] if key not in ("bytes", "hash")]
    junk: list[object] = [None, True, 5, "", "../x", "/x", "A b", [], [1], {}, {"a": 1}, ["x"], "a:b"]
    missed = []
    for place in places:
        for value in junk:
            descriptor = copy.deepcopy(WHOLE)
            put(place, value)(descriptor)
            refused = not official.is_valid(descriptor) and not place.endswith(("/path", "/schema"))
            ours = [p for p in problems(put(place, value)) if p.severity is Severity.ERROR]
            if refused and not ours:
                missed.append((place, value))
    assert missed == []
