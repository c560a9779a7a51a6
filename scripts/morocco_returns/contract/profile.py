"""JSON files against the profiles beside this module, offline, with a finding for every breach."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from morocco_returns.contract.formats import checker
from morocco_returns.contract.jsontext import JsonText, Pointer
from morocco_returns.finding import Problem
from morocco_returns.wording import as_text, perhaps, shortened

PACKAGE, TABLE = "package", "tableschema"
_DEFAULT = {PACKAGE: "profile", TABLE: "schema"}
_NAMES = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object in { }",
}


@cache
def profile(name: str) -> Mapping[str, Any]:
    """A profile as JSON."""
    path = resources.files("morocco_returns.contract") / f"{name}.json"
    return dict(json.loads(path.read_text("utf-8")))


def fixed(part: Mapping[str, Any]) -> dict[str, Any]:
    """The properties for which that part of a profile takes one value alone."""
    rules = part["properties"].items()
    return {key: rule["const"] for key, rule in rules if isinstance(rule, Mapping) and "const" in rule}


def breaches(document: JsonText, name: str) -> Iterator[Problem]:
    """Every place where the file is not what the profile says."""
    validator = _validator(name)
    for error in validator.iter_errors(document.value):
        yield from _problems(document, error, name)


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(profile(name), format_checker=checker())


def _problems(document: JsonText, error: ValidationError, name: str) -> Iterator[Problem]:
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    pointer = tuple(error.absolute_path)
    instance: Any = error.instance
    hint = schema.get("x_hint", profile(name)["x_hint"])
    if error.validator == "additionalProperties":
        for key in _unknown(instance, schema):
            yield _unknown_property(document, (*pointer, key), list(schema["properties"]))
    elif error.validator == "required":
        for key in schema["required"]:
            if key not in instance and f"'{key}'" in error.message:
                rule = _rule(schema["properties"][key], name)
                yield document.problem(rule, pointer, f"{key!r} is missing", hint)
    else:
        value = None if error.validator == "not" else instance
        yield document.problem(_rule(schema, name), pointer, _says(error, schema), hint, value)


def _rule(schema: Mapping[str, Any], name: str) -> str:
    """The rule that the profile names for that part, there or where it refers to."""
    if "x_rule" not in schema and "$ref" in schema:
        schema = profile(name)["$defs"][schema["$ref"].rpartition("/")[2]]
    return str(schema.get("x_rule", _DEFAULT[name]))


def _unknown(instance: Mapping[str, object], schema: Mapping[str, Any]) -> Iterator[str]:
    own = "^x_" in schema.get("patternProperties", {})
    for key in instance:
        if key not in schema["properties"] and not (own and key.startswith("x_")):
            yield key


def _unknown_property(document: JsonText, pointer: Pointer, known: list[str]) -> Problem:
    key = str(pointer[-1])
    hint = perhaps(key, known) or f"take it out; known are: {', '.join(known)}"
    says = "is not a property that every reader knows here: it says nothing to the others"
    return document.problem("property-unknown", pointer, f"{shortened(key)!r} {says}", hint, key)


def _says(error: ValidationError, schema: Mapping[str, Any]) -> str:
    """The breach in words."""
    instance: Any = error.instance
    demand: Any = error.validator_value
    found = shortened(as_text(instance))
    if "x_says" in schema and error.validator in ("not", "anyOf"):
        return str(schema["x_says"])
    match error.validator:
        case "format":
            return str(error.cause)
        case "type":
            return f"{found} is not {_NAMES[str(demand)]}"
        case "const":
            return f"{found} stands where only {as_text(demand)} is taken alike by every reader"
        case "enum":
            return f"{found} is not one of: {', '.join(map(str, demand))}"
        case "minItems" | "minLength":
            return "it is empty"
        case "maxItems":
            return f"it names {len(instance)} where readers agree on one"
        case "uniqueItems":
            return "it holds something twice"
        case "pattern":
            return "it is blank" if demand == "\\S" else f"{found} is not of the form {demand}"
    return f"{found} breaks {error.validator} of {as_text(demand)}"
