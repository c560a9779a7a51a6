"""Whatever is wrong in a Table Schema is named by a rule of its own, with its line and place."""

from __future__ import annotations

import copy
import dataclasses
import json
import random
import re
from typing import Any

import pytest

from morocco_returns.build.metadata import schema_path
from morocco_returns.check.run import check_cells
from morocco_returns.contract import patterns
from morocco_returns.contract.jsontext import read_json
from morocco_returns.contract.schemas import schema_problems, usable
from morocco_returns.finding import Problem, Severity
from morocco_returns.schema import parse_schema

from .conftest import ROOT, SHARED, Copy
from .test_bad_descriptor import put

WHOLE: dict[str, Any] = {
    "fields": [
        {
            "name": "code",
            "type": "string",
            "constraints": {
                "required": True,
                "pattern": "(?:[a-z]+)",
                "enum": ["one", "two"],
                "minLength": 2,
            },
            "categories": [{"value": "one", "label": "1"}, {"value": "two", "label": "2"}],
        },
        {"name": "count", "type": "integer", "constraints": {"minimum": 0, "maximum": 9}},
        {"name": "day", "type": "date", "title": "Day", "description": "A day.", "example": "2026-01-01"},
    ],
    "missingValues": [""],
    "primaryKey": ["code"],
    "uniqueKeys": [["count", "day"]],
    "foreignKeys": [{"fields": ["code"], "reference": {"resource": "", "fields": ["code"]}}],
}


def problems(schema: object) -> list[Problem]:
    """What is reported of a schema."""
    document = read_json(json.dumps(schema, indent=1).encode(), "schema")
    return [*document.problems, *(schema_problems(document) if document.value is not None else [])]


def changed(pointer: str, value: object) -> dict[str, Any]:
    schema = copy.deepcopy(WHOLE)
    put(pointer, value)(schema)
    return schema


def test_a_schema_within_the_common_part_has_no_problems() -> None:
    """Catches a rule that reports what is right."""
    assert problems(WHOLE) == []
    assert parse_schema("x", WHOLE).unique_keys == (("count", "day"),)


BAD = [
    ("/fields", {}, "schema"),
    ("/fields", [], "schema"),
    ("/fields/0", 1, "schema"),
    ("/fields/0/name", "Code", "schema"),
    ("/fields/0/name", None, "schema"),
    ("/fields/1/name", "code", "field-twice"),
    ("/fields/0/type", "list", "field-type"),
    ("/fields/0/type", "any", "field-type"),
    ("/fields/0/type", None, "field-type"),
    ("/fields/1/bareNumber", False, "property-unknown"),
    ("/fields/1/groupChar", ",", "property-unknown"),
    ("/fields/1/format", "default", "property-unknown"),
    ("/fields/1/missingValues", ["-"], "property-unknown"),
    ("/fields/0/Constraints", {}, "property-unknown"),
    ("/fields/0/x_form", "a.b", "property-unknown"),
    ("/fields/0/x_from", "areas", "schema"),
    ("/fields/0/x_from", 1, "schema"),
    ("/fields/0/title", 1, "schema"),
    ("/primarykey", ["code"], "property-unknown"),
    ("/fieldsMatch", "equal", "property-unknown"),
    ("/$schema", "https://example.org/own", "profile-unknown"),
    ("/missingValues", ["-"], "missing-values"),
    ("/missingValues", ["", "NA"], "missing-values"),
    ("/missingValues", [], "missing-values"),
    ("/missingValues", "", "missing-values"),
    ("/primaryKey", [], "schema-key"),
    ("/primaryKey", None, "schema-key"),
    ("/primaryKey", "code", "schema-key"),
    ("/primaryKey", ["code", "code"], "schema-key"),
    ("/primaryKey", ["cod"], "schema-key"),
    ("/uniqueKeys", ["count"], "schema-key"),
    ("/uniqueKeys", [["cuont"]], "schema-key"),
    ("/foreignKeys", {}, "schema-key"),
    ("/foreignKeys/0", 5, "schema-key"),
    ("/foreignKeys/0/fields", ["cod"], "schema-key"),
    ("/foreignKeys/0/fields", ["code", "day"], "schema-key"),
    ("/foreignKeys/0/fields", "code", "schema-key"),
    ("/foreignKeys/0/reference", {"fields": ["code"]}, "schema-key"),
    ("/foreignKeys/0/reference/fields", ["cod"], "schema-key"),
    ("/foreignKeys/0/reference/field", ["code"], "property-unknown"),
    ("/fields/0/categories", 5, "categories"),
    ("/fields/0/categories", [{"value": 1, "label": "1"}], "categories"),
    ("/fields/0/categories", [{"value": "one", "label": "1"}], "categories"),
    ("/fields/1/categories", [{"value": "one", "label": "1"}], "categories"),
    ("/fields/0/constraints", 5, "constraint"),
    ("/fields/0/constraints/required", "true", "constraint"),
    ("/fields/0/constraints/unique", 1, "constraint"),
    ("/fields/0/constraints/minimum", 0, "constraint"),
    ("/fields/1/constraints/minimum", "0", "constraint"),
    ("/fields/1/constraints/minimum", 10, "constraint"),
    ("/fields/1/constraints/maximum", True, "constraint"),
    ("/fields/1/constraints/enum", ["1"], "constraint"),
    ("/fields/1/constraints/pattern", "(?:[0-9])", "constraint"),
    ("/fields/2/constraints", {"minimum": 1}, "constraint"),
    ("/fields/0/constraints/minLength", -1, "constraint"),
    ("/fields/0/constraints/maxLength", 5, "property-unknown"),
    ("/fields/0/constraints/requierd", True, "property-unknown"),
    ("/fields/0/constraints/enum", "one", "enum"),
    ("/fields/0/constraints/enum", [1], "enum"),
    ("/fields/0/constraints/enum", ["one", "two", "one"], "enum"),
    ("/fields/0/constraints/enum", [], "enum"),
    ("/fields/0/constraints/enum", ["one", "Two"], "enum"),
    ("/fields/0/constraints/enum", ["one", "t"], "enum"),
    ("/fields/0/constraints/enum", ["one", ""], "enum"),
    ("/fields/0/constraints/pattern", 5, "pattern-broken"),
    ("/fields/0/constraints/pattern", "", "pattern-broken"),
]


@pytest.mark.parametrize(("pointer", "value", "rule"), BAD)
def test_a_wrong_property_is_named_with_its_line_and_place(pointer: str, value: object, rule: str) -> None:
    """Catches a property that nothing looks at, and a finding that does not say where it stands."""
    found = [problem for problem in problems(changed(pointer, value)) if problem.rule == rule]
    assert found
    assert all(problem.message and problem.hint and problem.line for problem in found)


PATTERNS = [
    ("(", "pattern-broken"),
    ("a{99999999999}", "pattern-broken"),
    ("[[a]", "pattern-broken"),
    ("\\p{L}", "pattern-broken"),
    ("(?:" * 3000 + ")" * 3000, "pattern-broken"),
    ("(?:a+)+b", "pattern-slow"),
    ("(?:a{1,9}){1,9}", "pattern-slow"),
    ("(?:a|ab)*", "pattern-slow"),
    ("(?:a?){30}", "pattern-slow"),
    ("a*a*b", "pattern-slow"),
    ("[a-z]*b?[a-z]*c", "pattern-slow"),
    (".*.*=", "pattern-slow"),
    ("a{5000}", "pattern-slow"),
    ("ab|cd", "pattern-loose"),
    ("a|b", "pattern-loose"),
    ("(?:a)|b", "pattern-loose"),
    ("\\d{4}", "pattern-loose"),
    ("[\\w-]", "pattern-loose"),
    ("a\\b", "pattern-loose"),
    ("(?=a)a", "pattern-loose"),
    ("(?<!b)a", "pattern-loose"),
    ("(a)\\1", "pattern-loose"),
    ("(?#a remark)a", "pattern-loose"),
    ("^ab$", "pattern-loose"),
    ("(?i)ab", "pattern-loose"),
    ("a*+b", "pattern-loose"),
    ("(?>a)b", "pattern-loose"),
]


@pytest.mark.parametrize(("pattern", "rule"), PATTERNS, ids=lambda text: f"{text:.20}")
def test_a_pattern_that_readers_take_differently_or_never_end_is_named(pattern: str, rule: str) -> None:
    """Catches a pattern that makes a reader hang, fail or pass what it should not."""
    schema = changed("/fields/0/constraints", {"pattern": pattern})
    del schema["fields"][0]["categories"]
    assert [problem.rule for problem in problems(schema)] == [rule]


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:[0-9]+(?:[.][0-9]+)?)",
        "(?:a\\|b)",
        "[|]",
        "(?:ab|cd)",
        "(?:[A-Z]{2}){3}",
        "(?:[a-z0-9][a-z0-9.-]*[a-z0-9])",
        "[^\\]|]+x",
        "https?://[^ ]+",
        "[0-9]*[a-z]*",
        "a+ba+",
    ],
)
def test_a_plain_pattern_is_accepted(pattern: str) -> None:
    """Catches a rule that refuses what every reader takes alike and is done with at once."""
    faults = [patterns.broken(pattern), patterns.slow(pattern), patterns.loose(pattern)]
    assert faults == [None, None, None]


def test_random_patterns_that_pass_are_compiled_and_end() -> None:
    """Catches a dangerous or broken pattern that slips through: each that passes is run on hard texts."""
    random_ = random.Random(1)
    passed = 0
    for _ in range(3000):
        pattern = "".join(random_.choice("ab[](){}|*+?.,2-^\\") for _ in range(random_.randrange(1, 12)))
        if patterns.usable(pattern):
            passed += 1
            form = re.compile(f"(?:{pattern})\\Z")
            for text in ("a" * 2000 + "c", "ab" * 1000 + "c", "b" * 2000):
                form.match(text)
    assert passed > 300


@pytest.mark.parametrize("pattern", ["(", "(?:a+)+b"])
def test_a_pattern_that_cannot_be_run_is_left_out_and_the_rest_is_checked(pattern: str) -> None:
    """Catches a check that hangs, or that checks nothing, because of one pattern."""
    schema = usable(parse_schema("x", changed("/fields/0/constraints/pattern", pattern)))
    assert schema.fields[0].pattern is None
    assert schema.fields[0].required


@pytest.mark.parametrize(
    ("name", "constraints", "rule"),
    [
        ("quote", {"pattern": "(?=a).*"}, "pattern-loose"),
        ("quote", {"pattern": "(a)\\1"}, "pattern-loose"),
        ("quote", {"pattern": "(?i)a"}, "pattern-loose"),
        ("quote", {"minimum": 3}, "constraint"),
        ("page", {"pattern": "[0-9]"}, "constraint"),
        ("page", {"minLength": 2}, "constraint"),
        ("page", {"enum": ["3"]}, "constraint"),
    ],
)
def test_a_constraint_that_no_cell_can_be_held_against_is_named_and_left_out(
    package: Copy, name: str, constraints: dict[str, object], rule: str
) -> None:
    """Catches a traceback in place of all findings, because of one constraint."""
    path = package.root / schema_path("claims")
    schema = json.loads(path.read_text("utf-8"))
    next(field for field in schema["fields"] if field["name"] == name)["constraints"] = constraints
    path.write_text(json.dumps(schema), "utf-8")
    package.edit("claims", "c00002", page="0x")
    assert rule in {finding.rule for finding in package.read().findings}
    assert [(f.rule, f.column) for f in package.check_cells("claims")] == [("lexical", "page")]


def test_a_check_that_pandera_cannot_run_is_a_finding(package: Copy) -> None:
    """Catches a traceback where a constraint of a new kind is not told apart beforehand."""
    table = package.read().tables["claims"]
    fields = (dataclasses.replace(f, minimum=3) if f.name == "quote" else f for f in table.schema.fields)
    schema = dataclasses.replace(table.schema, fields=tuple(fields))
    _, found = check_cells(dataclasses.replace(table, schema=schema))
    assert [(f.rule, f.column) for f in found] == [("constraint", "quote")]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\xfe{}", b'{"fields": []}', b'{"fields": [1]}', b"[" * 100_000, None],
)
def test_a_schema_that_cannot_be_used_is_replaced_by_the_released_one(
    package: Copy, content: bytes | None
) -> None:
    """Catches cells that nobody looks at because their schema is broken, and a silence about it."""
    path = package.root / schema_path("areas")
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    package.edit_raw("areas", b"Nederland", b"Nederland ")
    found = {(f.rule, f.severity, f.file) for f in package.read().findings}
    rule = "encoding" if content == b"\xff\xfe{}" else "schema"
    assert (rule, Severity.ERROR, "schemas/areas.json") in found
    assert ("schema-replaced", Severity.INFO, "schemas/areas.json") in found
    assert "white-space" in {f.rule for f in package.check_cells("areas")}


def test_a_schema_of_another_version_is_not_replaced(package: Copy) -> None:
    """Catches cells held against a schema that was never meant for them."""
    package.descriptor(lambda descriptor: descriptor.update(version="9.0.0"))
    (package.root / schema_path("areas")).write_bytes(b"{")
    package.write("areas", package.data("areas") + b'"')
    read = package.read()
    assert "areas" not in read.tables
    assert {"schema", "csv-broken"} <= {f.rule for f in read.findings}


def test_a_schema_with_a_slip_still_holds_its_cells(package: Copy) -> None:
    """Catches cells that nobody looks at because of a property that is only unknown."""
    path = package.root / schema_path("areas")
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "titel": "x"}), "utf-8")
    package.edit_raw("areas", b"Nederland", b"Nederland ")
    assert "property-unknown" in {f.rule for f in package.read().findings}
    assert "white-space" in {f.rule for f in package.check_cells("areas")}


def test_what_is_not_reported_can_be_used() -> None:
    """Catches a schema that passes the check and then cannot be read."""
    random_ = random.Random(2)
    junk: list[Any] = [None, True, 0, -1, "", "x", "code", [], ["code"], [[]], {}, {"a": 1}]
    places = [pointer for pointer, _, _ in BAD]
    for place in places:
        for value in random_.sample(junk, 6):
            schema = changed(place, value)
            if not problems(schema):
                parse_schema("x", schema)


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_what_the_official_profile_refuses_is_refused_here(version: str) -> None:
    """Catches a hole in our own profile: ours is the part that both versions share, and no wider."""
    path = SHARED / "profiles" / f"datapackage-{version}" / "tableschema.json"
    if not path.is_file():
        pytest.skip("the official profiles are not beside the repository")
    from jsonschema import Draft7Validator

    official = Draft7Validator(json.loads(path.read_text("utf-8")))
    for file in sorted((ROOT / "schemas").glob("*.json")):
        assert official.is_valid(json.loads(file.read_text("utf-8"))), file
    junk: list[object] = [None, True, 5, "", "A b", [], [1], {}, {"a": 1}, ["x"]]
    missed = []
    for place in sorted({pointer for pointer, _, _ in BAD}):
        for value in junk:
            schema = changed(place, value)
            if not official.is_valid(schema) and not problems(schema):
                missed.append((place, value))
    assert missed == []
