"""A Table Schema as a whole: the profile, and what a profile cannot say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from morocco_returns.contract import patterns
from morocco_returns.contract.jsontext import JsonText, Pointer
from morocco_returns.contract.profile import TABLE, breaches
from morocco_returns.finding import Problem
from morocco_returns.schema import Field, TableSchema
from morocco_returns.wording import shortened

_MEND = "mend the schema file"
_ANY = {"required", "unique"}
# What a constraint can constrain: readers pass over the others, or fail.
_CONSTRAINTS = {
    "string": _ANY | {"enum", "pattern", "minLength"},
    "integer": _ANY | {"minimum", "maximum"},
    "number": _ANY | {"minimum", "maximum"},
    "boolean": _ANY,
    "date": _ANY,
}


def schema_problems(document: JsonText) -> Iterator[Problem]:
    """Everything wrong with a Table Schema itself."""
    yield from breaches(document, TABLE)
    raw = document.value or {}
    fields = [field for field in _each(raw.get("fields")) if isinstance(field[1], Mapping)]
    yield from _repeated(document, fields)
    yield from _keys(document, raw, [field.get("name") for _, field in fields])
    for number, field in fields:
        yield from _field_problems(document, ("fields", number), field)


def usable(schema: TableSchema) -> TableSchema:
    """The schema without what its cells cannot be held against, which is reported on its own: patterns
    that cannot be run, and constraints of another type than their field's.
    """
    return replace(schema, fields=tuple(map(_usable, schema.fields)))


def _usable(field: Field) -> Field:
    fitting = _CONSTRAINTS[field.type]
    names = {"enum": "enum", "pattern": "pattern", "minLength": "min_length"}
    names |= {"minimum": "minimum", "maximum": "maximum"}
    dropped: dict[str, Any] = {name: None for key, name in names.items() if key not in fitting}
    if field.pattern and not patterns.usable(field.pattern):
        dropped["pattern"] = None
    return replace(field, **dropped)


def _each(value: object) -> list[tuple[int, Any]]:
    return list(enumerate(value)) if isinstance(value, list) else []


def _repeated(document: JsonText, fields: list[tuple[int, Any]]) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    for number, field in fields:
        name = field.get("name")
        if isinstance(name, str):
            seen[name.casefold()] += 1
            if seen[name.casefold()] > 1:
                message = f"two fields are called {shortened(name)}"
                yield document.problem(
                    "field-twice", ("fields", number), message, "give each a name of its own", name
                )


def _keys(document: JsonText, raw: Mapping[str, object], names: list[object]) -> Iterator[Problem]:
    """Every key that names a column which is not there."""
    named: list[tuple[Pointer, object]] = [(("primaryKey",), raw.get("primaryKey"))]
    named += [(("uniqueKeys", number), key) for number, key in _each(raw.get("uniqueKeys"))]
    for number, key in _each(raw.get("foreignKeys")):
        if isinstance(key, Mapping):
            named.append((("foreignKeys", number, "fields"), key.get("fields")))
            named += _own_target(number, key.get("reference"))
    for pointer, columns in named:
        for column in columns if isinstance(columns, list) else []:
            if isinstance(column, str) and column not in names:
                message = f"{shortened(column)!r} is not a field of this schema"
                yield document.problem("schema-key", pointer, message, "name a field of the schema", column)


def _own_target(number: int, reference: object) -> list[tuple[Pointer, object]]:
    """The columns that a key into its own table refers to (a table of another name is another file)."""
    if isinstance(reference, Mapping) and reference.get("resource") == "":
        return [(("foreignKeys", number, "reference", "fields"), reference.get("fields"))]
    return []


def _field_problems(document: JsonText, pointer: Pointer, field: Mapping[str, Any]) -> Iterator[Problem]:
    constraints = field.get("constraints", {})
    if not isinstance(constraints, Mapping):
        return
    for key in constraints:
        fitting = _CONSTRAINTS.get(str(field.get("type")), {key})
        if key not in fitting and any(key in known for known in _CONSTRAINTS.values()):
            message = f"{key} cannot constrain a field of type {field['type']}"
            yield document.problem("constraint", (*pointer, "constraints", key), message, _MEND)
    low, high = constraints.get("minimum"), constraints.get("maximum")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        place = (*pointer, "constraints", "minimum")
        yield document.problem("constraint", place, f"the minimum {low} exceeds the maximum {high}", _MEND)
    yield from _enum_problems(document, pointer, constraints)
    if "categories" in field:
        yield from _category_problems(document, pointer, field["categories"], constraints.get("enum"))


def _enum_problems(document: JsonText, pointer: Pointer, constraints: Mapping[str, Any]) -> Iterator[Problem]:
    """Codes that the other constraints of their own field forbid: no cell could hold them."""
    pattern, shortest = constraints.get("pattern"), constraints.get("minLength")
    form = re.compile(pattern) if isinstance(pattern, str) and patterns.usable(pattern) else None
    for number, code in _each(constraints.get("enum")):
        place = (*pointer, "constraints", "enum", number)
        if isinstance(code, str) and form and not form.fullmatch(code):
            message = f"the code {shortened(code)!r} breaks the pattern of its own field"
            yield document.problem("enum", place, message, _MEND, code)
        if isinstance(code, str) and isinstance(shortest, int) and len(code) < shortest:
            message = f"the code {shortened(code)!r} is shorter than minLength of its own field"
            yield document.problem("enum", place, message, _MEND, code)


def _category_problems(
    document: JsonText, pointer: Pointer, categories: object, enum: object
) -> Iterator[Problem]:
    """Labels for codes that are not allowed, or codes without a label."""
    labelled = [item.get("value") if isinstance(item, Mapping) else None for _, item in _each(categories)]
    if labelled != enum:
        message = "the categories are not the codes of the enum, in its order"
        yield document.problem(
            "categories", (*pointer, "categories"), message, "give every code one label, in the order of enum"
        )
